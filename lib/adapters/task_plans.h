// One function per built-in task: from its inputs to the process that does its work.
#ifndef SLIPWAY_ADAPTERS_TASK_PLANS_H_
#define SLIPWAY_ADAPTERS_TASK_PLANS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/built_in_tasks.h"
#include "adapters/task_inputs.h"

namespace slipway {

struct TaskPlanContext {
  const TaskInvocation& invocation;
  const TaskInputs& inputs;
  const BuiltInTasks::FindProgram& find_program;
  const std::string& runner_path;
  const std::string callback_folder = "";
};

// Fill everything of the plan but the banner; what they add to log_header follows it. INVALID_ARGUMENT names the input,
// FAILED_PRECONDITION what the machine lacks.
absl::Status PlanCmdLine(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanCmdLine1(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanBash(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanShellScript(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanPowerShell(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanPython(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanCopyFiles(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanDeleteFiles(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanPublishTestResults(const TaskPlanContext& context, ProcessPlan* plan);
// What PlanPowerShell runs, with what its inputs set before; fills the plan's header.
absl::StatusOr<std::string> PowerShellText(const TaskPlanContext& context, ProcessPlan* plan);
// For PowerShell: one word.
std::string PowerShellQuoted(absl::string_view text);
// Of slipway-server-task, beside the runner.
absl::Status PlanExtractFiles(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanArchiveFiles(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanSsh(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanCopyFilesOverSsh(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanInvokeRestApi(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanQueryWorkItems(const TaskPlanContext& context, ProcessPlan* plan);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_PLANS_H_
