// How artifacts are downloaded by a job: the step "Download artifacts", and the tasks that do it by themselves.
#ifndef SLIPWAY_ADAPTERS_ARTIFACT_PLANS_H_
#define SLIPWAY_ADAPTERS_ARTIFACT_PLANS_H_

#include "absl/status/status.h"
#include "adapters/task_plans.h"

namespace slipway {

// Of slipway-server-task, beside the runner.
absl::Status PlanDownloadArtifacts(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanJenkinsDownloadArtifacts(const TaskPlanContext& context, ProcessPlan* plan);
absl::Status PlanDownloadBuildArtifacts(const TaskPlanContext& context, ProcessPlan* plan);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ARTIFACT_PLANS_H_
