// The driver over slipway.hpp; ../README.md says what it does.
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "slipway/slipway.hpp"

namespace {

using nlohmann::json;
using slipway::Engine;

constexpr const char* kCodes[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

using Unary = slipway::Result<std::string> (Engine::*)(std::string_view);
using Streaming = slipway::Result<slipway::Cursor> (Engine::*)(std::string_view);

const std::map<std::string, Unary> kUnary = {
    {"import_definition", &Engine::ImportDefinition},
    {"export_definition", &Engine::ExportDefinition},
    {"get_definition", &Engine::GetDefinition},
    {"list_definitions", &Engine::ListDefinitions},
    {"delete_definition", &Engine::DeleteDefinition},
    {"create_release", &Engine::CreateRelease},
    {"start_release", &Engine::StartRelease},
    {"abandon_release", &Engine::AbandonRelease},
    {"get_release", &Engine::GetRelease},
    {"list_releases", &Engine::ListReleases},
    {"deploy_environment", &Engine::DeployEnvironment},
    {"cancel_environment", &Engine::CancelEnvironment},
    {"update_approval", &Engine::UpdateApproval},
    {"list_approvals", &Engine::ListApprovals},
    {"list_deployments", &Engine::ListDeployments},
    {"defer_deployment", &Engine::DeferDeployment},
    {"ignore_gates", &Engine::IgnoreGates},
    {"update_intervention", &Engine::UpdateIntervention},
    {"list_interventions", &Engine::ListInterventions},
    {"push_artifact", &Engine::PushArtifact},
    {"list_artifact_versions", &Engine::ListArtifactVersions},
    {"put_variable_group", &Engine::PutVariableGroup},
    {"list_variable_groups", &Engine::ListVariableGroups},
    {"put_freeze_window", &Engine::PutFreezeWindow},
    {"list_freeze_windows", &Engine::ListFreezeWindows},
    {"delete_resource", &Engine::DeleteResource},
    {"explain", &Engine::Explain},
    {"verify", &Engine::Verify},
    {"simulate", &Engine::Simulate},
    {"lint_definition", &Engine::LintDefinition},
    {"read_log", &Engine::ReadLog},
    {"get_status", &Engine::GetStatus},
    {"register_task", &Engine::RegisterTask},
    {"task_log", &Engine::TaskLog},
    {"set_secrets", &Engine::SetSecrets},
    {"answer_groups", &Engine::AnswerGroups},
    {"set_time", &Engine::SetTime},
};
const std::map<std::string, Streaming> kStreaming = {{"follow_logs", &Engine::FollowLogs},
                                                     {"watch_events", &Engine::WatchEvents}};

std::string Failure(const slipway::Error& error) {
  json detail = {{"message", error.message()}, {"path", error.path()}};
  if (!error.detail().empty()) {
    const json more = json::parse(error.detail());
    if (more.contains("findings")) detail["findings"] = more["findings"];
  }
  return std::string("error ") + kCodes[error.code()] + " " + detail.dump();
}

template <typename T>
std::string Answer(const slipway::Result<T>& result) {
  return result.ok() ? "ok" : Failure(result.error());
}
std::string Answer(slipway::Result<std::string> result) {
  return result.ok() ? "ok " + *result : Failure(result.error());
}

class Driver {
 public:
  ~Driver() { Stop(); }

  std::string Run(const std::string& line) {
    std::istringstream words(line);
    std::string verb, first, second, rest;
    words >> verb;
    if (verb == "call" || verb == "next" || verb == "task" || verb == "stream" || verb == "end" ||
        verb == "directory") {
      words >> first;
    }
    if (verb == "stream") words >> second;
    words.get();
    std::getline(words, rest);
    if (verb == "hello") return "ok " + json{{"language", "c++"}, {"version", slipway_version()}}.dump();
    if (verb == "open") return Open(rest);
    if (verb == "close") return Close();
    if (verb == "call") return kUnary.count(first) == 0 ? "unsupported" : Answer((engine_.*kUnary.at(first))(rest));
    if (verb == "stream")
      return kStreaming.count(second) == 0 ? "unsupported" : Stream(first, kStreaming.at(second), rest);
    if (verb == "next") return Next(first, std::stoll(rest));
    if (verb == "end") return streams_.erase(first) == 1 ? "ok" : "unsupported";
    if (verb == "task") return AddTask(first, rest);
    if (verb == "directory") {
      groups_[first].push_back(rest);
      return "ok";
    }
    return "unsupported";
  }

 private:
  std::string Open(const std::string& options) {
    slipway_host host = {};
    host.struct_size = sizeof(host);
    host.user_data = this;
    host.resolve_groups = [](void* self, slipway_bytes query) {
      return static_cast<Driver*>(self)->ResolveGroups(
          json::parse(std::string_view(static_cast<const char*>(query.data), query.size)));
    };
    groups_.clear();
    slipway::Result<Engine> opened = Engine::Open(options, SLIPWAY_JSON, &host);
    if (!opened.ok()) return Failure(opened.error());
    engine_ = std::move(*opened);
    return "ok";
  }

  // Inside UpdateApproval, on the thread of main.
  int32_t ResolveGroups(const json& query) {
    const std::vector<std::string>& groups = groups_[query["actor"]];
    if (std::find(groups.begin(), groups.end(), "unreachable") != groups.end()) return SLIPWAY_NOT_FOUND;
    const slipway::Result<std::string> answered =
        engine_.AnswerGroups(json{{"token", query["token"]}, {"groups", groups}}.dump());
    return answered.ok() ? SLIPWAY_OK : answered.error().code();
  }

  std::string Close() {
    Stop();
    return "ok";
  }

  void Stop() {
    engine_.Close();
    if (worker_.joinable()) worker_.join();
    behaviours_.clear();
  }

  std::string Stream(const std::string& name, Streaming call, const std::string& request) {
    slipway::Result<slipway::Cursor> cursor = (engine_.*call)(request);
    if (!cursor.ok()) return Failure(cursor.error());
    streams_[name] = std::move(*cursor);
    return "ok";
  }

  std::string Next(const std::string& name, int64_t timeout_ms) {
    slipway::Result<std::string> message = streams_[name].Next(timeout_ms);
    if (!message.ok() && message.error().code() == SLIPWAY_OUT_OF_RANGE) return "end";
    return Answer(std::move(message));
  }

  std::string AddTask(const std::string& id, const std::string& behaviour) {
    slipway::Result<std::string> registered = engine_.RegisterTask(json{{"taskId", id}, {"pull", true}}.dump());
    if (!registered.ok()) return Failure(registered.error());
    {
      std::lock_guard lock(mutex_);
      behaviours_[id] = behaviour;
    }
    if (!worker_.joinable()) worker_ = std::thread([this] { Work(); });
    return "ok";
  }

  void Work() {
    while (slipway::Result<std::string> work = engine_.WorkNext()) {
      const json task = json::parse(*work);
      json completion = {{"token", task["token"]}, {"status", "TASK_STATUS_SUCCEEDED"}};
      try {
        if (task.value("cancel", false)) {
          completion["status"] = "TASK_STATUS_CANCELED";
        } else if (!Behave(task, &completion)) {
          continue;
        }
      } catch (const std::exception& exception) {
        Log(task, exception.what());
        completion["status"] = "TASK_STATUS_FAILED";
        completion["message"] = exception.what();
      }
      (void)engine_.Complete(completion.dump());
    }
  }

  void Log(const json& task, const std::string& line) {
    (void)engine_.TaskLog(json{{"token", task["token"]}, {"text", line + "\n"}}.dump());
  }

  // False: it is not answered now.
  bool Behave(const json& task, json* completion) {
    std::string behaviour;
    {
      std::lock_guard lock(mutex_);
      behaviour = behaviours_[task["taskId"]];
    }
    if (behaviour == "succeed") Log(task, "message: " + task["inputs"].value("message", ""));
    if (behaviour == "secret") Log(task, "secret: " + task["secretVariables"].value("Password", ""));
    if (behaviour == "output") Log(task, "##vso[task.setvariable variable=Answer;isOutput=true]42");
    if (behaviour == "warn") Log(task, "##vso[task.logissue type=warning;]careful");
    if (behaviour == "fail") {
      (*completion)["status"] = "TASK_STATUS_FAILED";
      (*completion)["message"] = "told to fail";
    }
    if (behaviour == "throw") throw std::runtime_error("told to throw");
    if (behaviour == "wait") Log(task, "waiting");
    return behaviour != "wait" && behaviour != "ignore";
  }

  Engine engine_;
  std::map<std::string, slipway::Cursor> streams_;
  std::map<std::string, std::vector<std::string>> groups_;  // of an actor
  std::thread worker_;
  std::mutex mutex_;
  std::map<std::string, std::string> behaviours_;
};

}  // namespace

int main() {
  Driver driver;
  std::string line;
  while (std::getline(std::cin, line)) std::cout << driver.Run(line) << std::endl;
  return 0;
}
