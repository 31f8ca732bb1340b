// Which tasks this machine can run as processes, and how.
#ifndef SLIPWAY_PORTS_TASK_LIBRARY_H_
#define SLIPWAY_PORTS_TASK_LIBRARY_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ports/runner.h"

namespace slipway {

// One task as the definition has it, expanded.
struct TaskInvocation {
  std::string task_id;  // GUID
  std::string version;  // spec
  std::string display_name;
  // Expanded; defaults are not applied yet.
  std::vector<std::pair<std::string, std::string>> inputs;
  std::string temp_directory;
  std::string artifacts_directory;  // System.DefaultWorkingDirectory: root of relative filePath inputs
  std::string unique_id;            // names script files; the same for the same token
};

// What the runner is to execute for it.
struct ProcessPlan {
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> environment;  // besides variables
  std::string working_directory;
  std::vector<ProcessFile> files;
  bool fail_on_stderr = false;
  bool restricted_commands = false;
  std::vector<std::string> log_header;
};

// Thread-safe.
class TaskLibrary {
 public:
  virtual ~TaskLibrary() = default;
  struct Info {
    std::string name;
    std::string version;      // resolved: x.y.z
    bool idempotent = false;  // may be run again when its outcome is unknown
  };
  // NOT_FOUND: no task of this id (or no version of it that fits the spec) is known here.
  virtual absl::StatusOr<Info> Find(absl::string_view task_id, absl::string_view version_spec) const = 0;
  // INVALID_ARGUMENT names the input; FAILED_PRECONDITION names what the machine lacks.
  virtual absl::StatusOr<ProcessPlan> Plan(const TaskInvocation& invocation) const = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_TASK_LIBRARY_H_
