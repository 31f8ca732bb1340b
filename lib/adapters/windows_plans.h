// Tasks whose scripts run on a Windows machine, which has nothing of ours: slipway-windows-task, a child of the runner here,
// sends them there through ssh or WinRM, and stays until they end.
#ifndef SLIPWAY_ADAPTERS_WINDOWS_PLANS_H_
#define SLIPWAY_ADAPTERS_WINDOWS_PLANS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "adapters/task_plans.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// INVALID_ARGUMENT names the field (below `path`) that is wrong. Of machines that declare Windows.
absl::Status CheckWindowsMachine(const v1::DeploymentTarget& machine, absl::string_view path);

// PowerShell, Command Line 2.*, and the download of artifacts. FAILED_PRECONDITION: the task cannot run on Windows.
absl::Status PlanOnWindows(const BuiltInTask& task, const TaskPlanContext& context, ProcessPlan* plan);

// For cmd.exe: lines end as it wants them, and it does not repeat them.
std::string CmdFile(absl::string_view script);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_WINDOWS_PLANS_H_
