// The tasks of this machine: those that are built in and those that were installed.
#ifndef SLIPWAY_ADAPTERS_INSTALLED_TASKS_H_
#define SLIPWAY_ADAPTERS_INSTALLED_TASKS_H_

#include <string>

#include "adapters/built_in_tasks.h"
#include "adapters/task_store.h"
#include "ports/task_library.h"

namespace slipway {

// Find answers with the built-in task of an id when there is one. Handlers: every Node key on the node in PATH,
// PowerShell3 on pwsh, Process as a process. Thread-safe.
class InstalledTasks : public TaskLibrary {
 public:
  // Both outlive it. `find_program` empty = the PATH of this process.
  InstalledTasks(const BuiltInTasks* built_in, const TaskStore* store, BuiltInTasks::FindProgram find_program = {});

  absl::StatusOr<Info> Find(absl::string_view task_id, absl::string_view version_spec) const override;
  absl::StatusOr<Info> FindInstalled(absl::string_view task_id, absl::string_view version_spec) const override;
  // Also DATA_LOSS: the files are not those that were installed, or that the release was accepted with.
  absl::StatusOr<ProcessPlan> Plan(const TaskInvocation& invocation) const override;

  // Empty, or why no stage of it can run here.
  std::string WhyNotRunnable(const TaskManifest& manifest) const;

 private:
  const BuiltInTasks* const built_in_;
  const TaskStore* const store_;
  const BuiltInTasks::FindProgram find_program_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_INSTALLED_TASKS_H_
