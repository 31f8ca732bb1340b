// The inputs of one built-in task, as the agent hands them to a task (task-contract 1.4).
#ifndef SLIPWAY_ADAPTERS_TASK_INPUTS_H_
#define SLIPWAY_ADAPTERS_TASK_INPUTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "adapters/built_in_tasks.h"

namespace slipway {

// Defaults, then the given values; names and values trimmed; filePath inputs rooted at the artifacts directory, also
// when empty. Names compare in any case; inputs that the task does not declare are kept.
class TaskInputs {
 public:
  TaskInputs(const BuiltInTask& task, const TaskInvocation& invocation);

  // Empty when there is no such input.
  const std::string& Get(absl::string_view name) const;
  // Only `true`, in any case.
  bool Is(absl::string_view name) const;
  // A filePath input that was not left empty.
  bool PathGiven(absl::string_view name) const;
  // Lower-case name -> value, in the order of names.
  const std::map<std::string, std::string>& values() const { return values_; }

 private:
  std::map<std::string, std::string> values_;
  absl::flat_hash_set<std::string> given_paths_;
};

// Below a folder of a Windows machine, unless the path has a drive, a share or a root itself; with backslashes, as the folder.
std::string WindowsPath(const std::string& folder, absl::string_view path);

// How the tool runner of the real tasks splits an argument line: at blanks; double quotes group; \" is a quote.
std::vector<std::string> SplitArguments(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_INPUTS_H_
