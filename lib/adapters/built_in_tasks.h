// The tasks that run without being installed, by their real GUIDs and inputs (task-contract section 9).
#ifndef SLIPWAY_ADAPTERS_BUILT_IN_TASKS_H_
#define SLIPWAY_ADAPTERS_BUILT_IN_TASKS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "ports/task_library.h"

namespace slipway {

struct BuiltInInput {
  const char* name;
  const char* default_value;
  bool is_path = false;  // a filePath input: rooted at the artifacts directory, also when empty
};

struct BuiltInTask {
  const char* id;
  const char* name;
  const char* description;
  const char* reference;  // last part of the address of its page in the public reference
  int major;
  int minor;
  int patch;
  bool idempotent;
  std::vector<BuiltInInput> inputs;
  bool uses_endpoints = false;
};

absl::Span<const BuiltInTask> AllBuiltInTasks();

// Where a program of this name is in the PATH of this process; empty: nowhere.
std::string FindInPath(const std::string& name);

class BuiltInTasks : public TaskLibrary {
 public:
  // Where a program of this name is in PATH; empty: nowhere.
  using FindProgram = std::function<std::string(const std::string& name)>;

  // `runner_path` runs the native tasks. `find_program` empty = the PATH of this process. `callback_folder`: see
  // task_callbacks.h; empty = no task can wait for a completion.
  explicit BuiltInTasks(std::string runner_path, FindProgram find_program = {}, std::string callback_folder = "");

  absl::StatusOr<Info> Find(absl::string_view task_id, absl::string_view version_spec) const override;
  absl::StatusOr<ProcessPlan> Plan(const TaskInvocation& invocation) const override;

 private:
  const std::string runner_path_;
  const FindProgram find_program_;
  const std::string callback_folder_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_BUILT_IN_TASKS_H_
