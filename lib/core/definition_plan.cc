#include "core/definition_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr int32_t kDefaultApprovalTimeoutMinutes = 43200;
constexpr int32_t kMaxRetries = 10;
constexpr uint32_t kSucceededMask = 4;

absl::StatusOr<Expression> ParseCondition(const std::string& text, bool always_run, absl::string_view path) {
  absl::StatusOr<Expression> parsed = Expression::Parse(ConditionOf(text, always_run));
  if (parsed.ok()) return parsed;
  return absl::InvalidArgumentError(absl::StrCat(path, ".condition: ", parsed.status().message()));
}

absl::StatusOr<PhasePlan> BuildPhase(const v1::DeployPhase& phase, absl::string_view path) {
  PhasePlan plan;
  plan.definition = &phase;
  const v1::DeploymentInput& input = phase.deployment_input();
  SLIPWAY_ASSIGN_OR_RETURN(plan.condition,
                           ParseCondition(input.condition(), false, absl::StrCat(path, ".deploymentInput")));
  plan.job_timeout = absl::Minutes(input.timeout_in_minutes());
  if (input.job_cancel_timeout_in_minutes() > 0) {
    plan.cancel_timeout = absl::Minutes(input.job_cancel_timeout_in_minutes());
  }
  for (int i = 0; i < phase.workflow_tasks_size(); ++i) {
    const v1::WorkflowTask& task = phase.workflow_tasks(i);
    if (!task.enabled()) continue;
    TaskPlan task_plan;
    task_plan.definition = &task;
    SLIPWAY_ASSIGN_OR_RETURN(task_plan.condition, ParseCondition(task.condition(), task.always_run(),
                                                                 absl::StrCat(path, ".workflowTasks[", i, "]")));
    task_plan.timeout = absl::Minutes(std::max(0, task.timeout_in_minutes()));
    task_plan.retries = std::clamp(task.retry_count_on_task_failure(), 0, kMaxRetries);
    plan.tasks.push_back(std::move(task_plan));
  }
  return plan;
}

ApprovalSide BuildSide(const v1::Approvals& approvals) {
  ApprovalSide side;
  side.definition = &approvals;
  for (const v1::ApprovalStep& step : approvals.approvals()) {
    side.steps.push_back(&step);
    side.automated = side.automated && step.is_automated();
  }
  std::stable_sort(side.steps.begin(), side.steps.end(),
                   [](const v1::ApprovalStep* a, const v1::ApprovalStep* b) { return a->rank() < b->rank(); });
  side.required = approvals.approval_options().required_approver_count();
  const int32_t minutes = approvals.approval_options().timeout_in_minutes();
  side.timeout = absl::Minutes(minutes > 0 ? minutes : kDefaultApprovalTimeoutMinutes);
  return side;
}

// domain.md 5.1: before the phases approvals come first, after them the gates.
GatesPlan BuildGates(const v1::GatesStep& step, const v1::Approvals& approvals,
                     v1::ApprovalExecutionOrder default_order) {
  GatesPlan plan;
  const v1::GatesOptions& options = step.gates_options();
  for (int i = 0; i < step.gates_size(); ++i) {
    for (int j = 0; j < step.gates(i).tasks_size(); ++j) {
      const v1::WorkflowTask& task = step.gates(i).tasks(j);
      if (!task.enabled()) continue;
      TaskPlan task_plan;
      task_plan.definition = &task;
      task_plan.timeout = absl::Minutes(std::max(0, task.timeout_in_minutes()));
      plan.names.push_back(task.name());
      plan.tasks.push_back(std::move(task_plan));
    }
  }
  plan.configured = options.is_enabled() && !plan.tasks.empty();
  if (options.timeout() > 0) plan.timeout = absl::Minutes(options.timeout());
  if (options.sampling_interval() > 0) plan.interval = absl::Minutes(options.sampling_interval());
  plan.stabilization = absl::Minutes(std::max(0, options.stabilization_time()));
  plan.minimum_success = absl::Minutes(std::max(0, options.minimum_success_duration()));
  const v1::ApprovalExecutionOrder order = approvals.approval_options().execution_order();
  plan.order = order == v1::APPROVAL_EXECUTION_ORDER_UNDEFINED ? default_order : order;
  return plan;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const DefinitionPlan>> DefinitionPlan::Build(v1::ReleaseDefinition definition) {
  return Build(std::move(definition), [](const std::string&) { return std::optional<absl::TimeZone>(); });
}

absl::StatusOr<std::shared_ptr<const DefinitionPlan>> DefinitionPlan::Build(v1::ReleaseDefinition definition,
                                                                            ZoneLoader load) {
  // The plan points into its own copy of the definition, so it must stay where it is.
  std::shared_ptr<DefinitionPlan> plan(new DefinitionPlan);
  plan->definition_ = std::move(definition);

  std::vector<std::pair<const v1::DefinitionEnvironment*, int>> sorted;
  for (int i = 0; i < plan->definition_.environments_size(); ++i) {
    sorted.emplace_back(&plan->definition_.environments(i), i);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first->rank() < b.first->rank(); });

  plan->environments_.reserve(sorted.size());
  for (const auto& [environment, original] : sorted) {
    const std::string path = absl::StrCat("environments[", original, "]");
    EnvironmentPlan built;
    built.definition = environment;
    const int32_t index = static_cast<int32_t>(plan->environments_.size());
    if (!plan->by_name_.emplace(absl::AsciiStrToLower(environment->name()), index).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ".name: another environment is named '", environment->name(), "' too"));
    }
    for (int i = 0; i < environment->deploy_phases_size(); ++i) {
      SLIPWAY_ASSIGN_OR_RETURN(PhasePlan phase,
                               BuildPhase(environment->deploy_phases(i), absl::StrCat(path, ".deployPhases[", i, "]")));
      built.phases.push_back(std::move(phase));
    }
    std::stable_sort(built.phases.begin(), built.phases.end(), [](const PhasePlan& a, const PhasePlan& b) {
      return a.definition->rank() < b.definition->rank();
    });
    built.pre = BuildSide(environment->pre_deploy_approvals());
    built.post = BuildSide(environment->post_deploy_approvals());
    built.pre_gates = BuildGates(environment->pre_deployment_gates(), environment->pre_deploy_approvals(),
                                 v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES);
    built.post_gates = BuildGates(environment->post_deployment_gates(), environment->post_deploy_approvals(),
                                  v1::APPROVAL_EXECUTION_ORDER_AFTER_SUCCESSFUL_GATES);
    if (environment->schedules_size() > 0) {
      absl::StatusOr<Schedule> schedule = Schedule::Compile(environment->schedules(0), load);
      if (schedule.ok() && environment->schedules(0).days_to_release() != 0) built.schedule = *std::move(schedule);
    }
    built.concurrency = std::max(0, environment->execution_policy().concurrency_count());
    built.newest_only = built.concurrency > 0 && environment->execution_policy().queue_depth_count() > 0;
    built.for_pull_requests = environment->environment_options().pull_request_deployment_enabled();
    plan->environments_.push_back(std::move(built));
  }

  for (const v1::Trigger& trigger : plan->definition_.triggers()) {
    if (trigger.trigger_type() != v1::RELEASE_TRIGGER_TYPE_SCHEDULE) continue;
    absl::StatusOr<Schedule> schedule = Schedule::Compile(trigger.schedule(), load);
    if (schedule.ok()) plan->schedules_.push_back(*std::move(schedule));
  }

  std::vector<ConditionGraph::Edge> edges;
  for (int32_t index = 0; index < static_cast<int32_t>(sorted.size()); ++index) {
    EnvironmentPlan& environment = plan->environments_[index];
    const v1::DefinitionEnvironment& source = *environment.definition;
    for (int i = 0; i < source.conditions_size(); ++i) {
      const v1::Condition& condition = source.conditions(i);
      if (condition.condition_type() == v1::CONDITION_TYPE_EVENT) {
        environment.after_release = true;
      } else if (condition.condition_type() == v1::CONDITION_TYPE_ENVIRONMENT_STATE) {
        const int32_t from = plan->FindEnvironment(condition.name());
        if (from < 0) {
          return absl::InvalidArgumentError(absl::StrCat("environments[", sorted[index].second, "].conditions[", i,
                                                         "].name: no environment named '", condition.name(), "'"));
        }
        const uint32_t mask = condition.status_mask() != 0 ? condition.status_mask() : kSucceededMask;
        edges.push_back({from, index, mask});
        environment.depends_on.push_back(from);
        if (!environment.upstream_names.empty()) environment.upstream_names += ",";
        environment.upstream_names += plan->environments_[from].definition->name();
      }
    }
    if (environment.after_release) plan->after_release_.push_back(index);
  }
  plan->graph_ = ConditionGraph::Build(static_cast<int32_t>(sorted.size()), edges);
  return plan;
}

int32_t DefinitionPlan::FindEnvironment(absl::string_view name) const {
  const auto found = by_name_.find(absl::AsciiStrToLower(name));
  return found == by_name_.end() ? -1 : found->second;
}

}  // namespace slipway
