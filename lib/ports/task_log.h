// Where output of tasks goes that no process writes: those a host runs itself, and what the engine has to say about a
// task that could not be run. The same way as a process's output: lines, logging commands, masking, one file per task.
#ifndef SLIPWAY_PORTS_TASK_LOG_H_
#define SLIPWAY_PORTS_TASK_LOG_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ports/runner.h"

namespace slipway {

class TaskLog {
 public:
  virtual ~TaskLog() = default;
  virtual void Write(bool is_stderr, absl::string_view text) = 0;
  virtual void AddIssue(bool is_error, absl::string_view message) = 0;
  // Ends the log; what its logging commands asked for: result (worst of task.complete and failed commands), variables,
  // issues.
  virtual ProcessResult Finish() = 0;
};

// Thread-safe. The fields of ProcessRequest that concern output are used: log_path, log_header, secrets,
// seal_public_key, step_reference_name, debug.
class TaskLogs {
 public:
  virtual ~TaskLogs() = default;
  virtual absl::StatusOr<std::unique_ptr<TaskLog>> Open(const ProcessRequest& request) = 0;
  // Removes a folder of logs and all in it; whether it was there does not matter.
  virtual absl::Status Remove(const std::string& folder) = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_TASK_LOG_H_
