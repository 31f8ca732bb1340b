// Tasks of a pipeline that are functions of this program.
//   host_tasks DATABASE DEFINITION.json
// A thread takes work with WorkNext, so that no thread of the engine is held up; start more of them to run tasks at the
// same time. An exception in a handler fails its task, never the program.
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "json_engine.h"

using nlohmann::json;
using slipway::Engine;

namespace {

// What a handler is given.
class Task {
 public:
  Task(JsonEngine& engine, const json& details) : engine_(engine), details_(details) {}

  std::string Input(const char* name) const { return details_["inputs"].value(name, ""); }
  std::string Secret(const char* name) const { return details_["secretVariables"].value(name, ""); }
  // A line of the task's log; `##vso[...]` lines are obeyed, secrets are masked. Throws when somebody cancels.
  void Log(const std::string& line) {
    const json answer = engine_.Call(&Engine::TaskLog, {{"token", details_["token"]}, {"text", line + "\n"}});
    if (answer.value("cancelRequested", false)) throw Canceled();
  }
  void SetOutput(const std::string& name, const std::string& value) {
    Log("##vso[task.setvariable variable=" + name + ";isOutput=true]" + value);
  }
  struct Canceled {};

 private:
  JsonEngine& engine_;
  const json& details_;
};

void Migrate(Task& task) {
  std::istringstream tables(task.Input("tables"));
  int count = 0;
  for (std::string table; std::getline(tables, table, ','); ++count) {
    task.Log("migrating " + table + " with password " + task.Secret("Password"));  // masked in the log
  }
  task.SetOutput("Tables", std::to_string(count));
}

void Greet(Task& task) {
  if (task.Input("name") == "nobody") throw std::runtime_error("there is nobody to greet");
  task.Log("hello " + task.Input("name") + ", " + task.Input("tables") + " tables are ready");
}

const std::map<std::string, std::function<void(Task&)>> kHandlers = {
    {"6bfb729a-a7c8-4a78-a7c3-8d717bb7c13c", &Migrate},
    {"5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c", &Greet},
};

// Until the engine closes.
void Work(JsonEngine& engine) {
  while (slipway::Result<std::string> work = engine.engine().WorkNext()) {
    const json details = json::parse(*work);
    json completion = {{"token", details["token"]}, {"status", "TASK_STATUS_SUCCEEDED"}};
    Task task(engine, details);
    try {
      if (details.value("cancel", false)) throw Task::Canceled();
      kHandlers.at(details["taskId"])(task);
    } catch (const Task::Canceled&) {
      completion["status"] = "TASK_STATUS_CANCELED";
    } catch (const std::exception& exception) {
      completion["status"] = "TASK_STATUS_FAILED";
      completion["message"] = exception.what();
    }
    (void)engine.engine().Complete(completion.dump());
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) return 2;
  json options = {{"database", argv[1]}, {"secrets", {{"Password", "hunter2"}}}};
  for (const auto& handler : kHandlers) options["hostTasks"].push_back({{"taskId", handler.first}, {"pull", true}});
  JsonEngine engine(options);
  std::thread worker([&engine] { Work(engine); });

  const json created = engine.Call(&Engine::CreateRelease, {{"definitionId", engine.Import(argv[2])}});
  const json id = created["release"]["id"];
  slipway::Cursor logs = engine.Stream(&Engine::FollowLogs, {{"releaseId", id}});
  while (slipway::Result<std::string> part = logs.Next()) std::cout << json::parse(*part).value("text", "");
  const json dev = engine.Call(&Engine::GetRelease, {{"releaseId", id}})["release"]["environments"][0];
  for (const json& task : dev["deployments"].back()["phases"][0]["jobs"][0]["tasks"]) {
    std::cout << task["name"].get<std::string>() << ": " << task["status"].get<std::string>() << " "
              << task.value("message", "") << "\n";
  }
  engine.engine().Close();
  worker.join();
  return 0;
} catch (const slipway::Exception& exception) {
  std::cerr << exception.what() << "\n";
  std::_Exit(1);  // without waiting for the worker
}
