// Edges for tests of the engine: nothing outside the process, time under control, every outcome scripted.
#ifndef SLIPWAY_TESTS_ENGINE_FAKES_H_
#define SLIPWAY_TESTS_ENGINE_FAKES_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "model/artifact_step.h"
#include "ports/clock.h"
#include "ports/host.h"
#include "ports/runner.h"
#include "ports/secret_box.h"
#include "ports/task_library.h"
#include "ports/task_log.h"

namespace slipway {

class FakeClock : public Clock {
 public:
  absl::Time Now() override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'700'000'000);
};

// Seals by a prefix: enough to see that what is stored is not the clear text.
class FakeSecretBox : public SecretBox {
 public:
  std::string public_key() const override { return std::string(32, 'k'); }
  absl::StatusOr<std::string> Seal(absl::string_view plain) const override {
    std::string sealed = "sealed:";
    for (char c : plain) sealed.push_back(static_cast<char>(c ^ 0x55));
    return sealed;
  }
  absl::StatusOr<std::string> Open(absl::string_view sealed) const override {
    if (sealed.substr(0, 7) != "sealed:") return absl::DataLossError("not sealed");
    std::string plain;
    for (char c : sealed.substr(7)) plain.push_back(static_cast<char>(c ^ 0x55));
    return plain;
  }
};

// Knows every task whose id starts with "11111111"; the process it plans has the task's `script` input as its argument.
class FakeTaskLibrary : public TaskLibrary {
 public:
  absl::StatusOr<Info> Find(absl::string_view task_id, absl::string_view) const override {
    if (task_id.substr(0, 8) != "11111111" && task_id != kDownloadArtifactsTask) return absl::NotFoundError("unknown");
    Info info;
    info.name = "Script";
    info.version = "1.0.0";
    info.idempotent = idempotent;
    return info;
  }
  absl::StatusOr<ProcessPlan> Plan(const TaskInvocation& invocation) const override {
    ProcessPlan plan;
    plan.argv = {"script"};
    if (invocation.task_id == kDownloadArtifactsTask) {
      plan.argv.push_back("download");
      downloads.push_back(invocation);
    }
    for (const auto& [name, value] : invocation.inputs) {
      if (name == "script") plan.argv.push_back(value);
    }
    return plan;
  }
  bool idempotent = false;
  mutable std::vector<TaskInvocation> downloads;  // every time that artifacts were to be downloaded
};

class FakeTaskLogs : public TaskLogs {
 public:
  class Log : public TaskLog {
   public:
    explicit Log(FakeTaskLogs* logs) : logs_(logs) {}
    void Write(bool, absl::string_view text) override { logs_->text.append(text.data(), text.size()); }
    void AddIssue(bool is_error, absl::string_view message) override {
      result_.issues.push_back({is_error, std::string(message)});
      ++(is_error ? result_.error_count : result_.warning_count);
    }
    ProcessResult Finish() override { return result_; }

   private:
    FakeTaskLogs* logs_;
    ProcessResult result_;
  };
  absl::StatusOr<std::unique_ptr<TaskLog>> Open(const ProcessRequest&) override { return std::make_unique<Log>(this); }
  absl::Status Remove(const std::string& folder) override {
    removed.push_back(folder);
    return absl::OkStatus();
  }
  std::string text;
  std::vector<std::string> removed;
};

// Records what it is asked; the test decides when and how each task ends.
class FakeRunner : public Runner {
 public:
  void SetObserver(RunnerObserver* observer) override { observer_ = observer; }
  absl::Status Start(const ProcessRequest& request) override {
    if (unreachable) return absl::UnavailableError("no runner");
    ++starts[request.token];
    if (starts[request.token] > 1 || known.contains(request.token)) return absl::OkStatus();
    known.insert(request.token);
    running.push_back(request.token);
    requests[request.token] = request;
    return absl::OkStatus();
  }
  absl::Status Attach(const std::string& token) override {
    attached.push_back(token);
    return absl::OkStatus();
  }
  absl::Status Cancel(const std::string& token) override {
    canceled.push_back(token);
    return absl::OkStatus();
  }
  absl::Status Forget(const std::string& token) override {
    forgotten.push_back(token);
    return absl::OkStatus();
  }

  void Finish(const std::string& token, TaskResult result, std::vector<SetVariable> variables = {}) {
    ProcessResult finished;
    finished.token = token;
    finished.result = result;
    finished.exit_code = result == TaskResult::kFailed ? 1 : 0;
    finished.message = result == TaskResult::kFailed ? "exit code 1" : "";
    finished.canceled = result == TaskResult::kCanceled;
    finished.variables = std::move(variables);
    std::erase(running, token);
    observer_->OnFinished(finished);
  }
  void Lose(const std::string& token) {
    ProcessResult lost;
    lost.token = token;
    lost.lost = true;
    std::erase(running, token);
    observer_->OnFinished(lost);
  }
  // The argument of the script that runs under `token`.
  std::string Script(const std::string& token) const { return requests.at(token).argv.at(1); }

  RunnerObserver* observer_ = nullptr;
  bool unreachable = false;
  std::vector<std::string> running;
  std::vector<std::string> attached;
  std::vector<std::string> canceled;
  std::vector<std::string> forgotten;
  std::set<std::string> known;  // survives a restart of the engine
  std::map<std::string, int> starts;
  std::map<std::string, ProcessRequest> requests;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_ENGINE_FAKES_H_
