#include "engine/views.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/time_text.h"

namespace slipway {
namespace {

void FillTask(const ReleaseState& state, const TaskPosition& position, const AttemptState& attempt,
              const TaskState& task, const ViewExtras& extras, v1::Task* view) {
  const v1::WorkflowTask& definition = *PlanOf(*state.plan, position).definition;
  view->set_rank(position.task + 1);
  view->set_name(definition.name());
  view->set_task_id(definition.task_id());
  view->set_version(definition.version());
  view->set_status(task.status);
  view->set_start_time(TimeText(task.started));
  view->set_finish_time(TimeText(task.finished));
  for (const v1::Issue& issue : task.issues) *view->add_issues() = issue;
  view->set_message(task.message);
  view->set_exit_code(task.exit_code);
  view->set_line_count(task.log_lines);
  view->set_tries(task.tries);
  view->set_error_count(task.error_count);
  view->set_warning_count(task.warning_count);
  view->set_stage(definition.stage());
  view->set_resolved_version(task.task_version);
  *view->mutable_commands() = {task.commands.begin(), task.commands.end()};
  *view->mutable_test_runs() = {task.test_runs.begin(), task.test_runs.end()};
  if (task.tries > 0 && extras.log_path) {
    view->set_log_path(extras.log_path(state, position, attempt.number, task.tries));
  }
  if (task.status == v1::TASK_STATUS_IN_PROGRESS) {
    view->set_percent_complete(extras.percent ? extras.percent(task.token) : 0);
  } else if (task.status != v1::TASK_STATUS_PENDING) {
    view->set_percent_complete(100);
  }
}

void FillGates(const ReleaseState& state, int32_t environment, const AttemptState& attempt, v1::ApprovalType side,
               const ViewExtras& extras, v1::Gates* view) {
  const GatesState& gates = GatesOf(attempt, side);
  view->set_type(side);
  view->set_status(gates.status);
  view->set_started_on(TimeText(gates.started));
  view->set_stabilization_completed_on(TimeText(gates.stabilized));
  if (gates.succeeding_since != absl::InfiniteFuture()) view->set_succeeding_since(TimeText(gates.succeeding_since));
  view->set_times_out_on(TimeText(gates.timeout));
  if (gates.next != absl::InfiniteFuture()) view->set_next_sample_on(TimeText(gates.next));
  *view->mutable_ignored_gates() = {gates.ignored.begin(), gates.ignored.end()};
  view->set_message(gates.message);
  // domain.md 6.2: newest first, at most five.
  constexpr int32_t kSamplesShown = 5;
  const int32_t count = static_cast<int32_t>(gates.samples.size());
  for (int32_t i = count - 1; i >= std::max(0, count - kSamplesShown); --i) {
    const GateSampleState& sample = gates.samples[i];
    v1::GateSample* sample_view = view->add_samples();
    sample_view->set_sample(i);
    sample_view->set_started_on(TimeText(sample.started));
    sample_view->set_finished_on(TimeText(sample.finished));
    sample_view->set_counts(sample.counts);
    sample_view->set_succeeded(sample.succeeded);
    for (int32_t t = 0; t < static_cast<int32_t>(sample.job.tasks.size()); ++t) {
      FillTask(state, {environment, GatesPhase(side), i, t}, attempt, sample.job.tasks[t], extras,
               sample_view->add_tasks());
    }
  }
}

// In a few words, for people who look at a list.
std::string WaitsFor(const ReleaseState& state, int32_t environment, const AttemptState& attempt) {
  switch (attempt.stage) {
    case Stage::kScheduled:
    case Stage::kDeferred:
      return absl::StrCat(attempt.wait_reason, ", until ", TimeText(attempt.wait_until));
    case Stage::kQueued:
      return "a free slot of the environment";
    case Stage::kPreGates:
    case Stage::kPostGates:
      return "gates";
    case Stage::kPreApprovals:
    case Stage::kPostApprovals: {
      std::string who;
      for (const ApprovalState& approval : attempt.approvals) {
        if (approval.status != v1::APPROVAL_STATUS_PENDING) continue;
        absl::StrAppend(&who, who.empty() ? "approval by " : ", ",
                        approval.approver.display_name().empty() ? approval.approver.id()
                                                                 : approval.approver.display_name());
      }
      return who;
    }
    case Stage::kPhases:
      for (const InterventionState& intervention : attempt.interventions) {
        if (intervention.status == v1::MANUAL_INTERVENTION_STATUS_PENDING) {
          return absl::StrCat("manual intervention '", PlanOf(*state.plan, intervention.position).definition->name(),
                              "' in ", state.plan->environment(environment).definition->name());
        }
      }
      return "";
    case Stage::kEnded:
      return "";
  }
  return "";
}

void FillDeployment(const ReleaseState& state, int32_t environment, const AttemptState& attempt,
                    const ViewExtras& extras, v1::Deployment* view) {
  const EnvironmentPlan& plan = state.plan->environment(environment);
  view->set_id(attempt.deployment_id);
  view->set_release_id(state.id);
  view->set_environment(plan.definition->name());
  view->set_attempt(attempt.number);
  view->set_reason(attempt.reason);
  view->set_deployment_status(attempt.status);
  view->set_operation_status(attempt.operation_status);
  view->set_trigger_reason(attempt.trigger_reason);
  view->set_requested_by(attempt.requested_by);
  view->set_queued_on(TimeText(attempt.queued));
  view->set_started_on(TimeText(attempt.started));
  view->set_completed_on(TimeText(attempt.finished));
  view->set_message(attempt.message);
  view->set_definition_id(state.created.definition_id());
  view->set_definition_environment_id(plan.definition->id());
  for (const v1::ApprovalType side : {v1::APPROVAL_TYPE_PRE_DEPLOY, v1::APPROVAL_TYPE_POST_DEPLOY}) {
    if (GatesOf(attempt, side).status != v1::GATE_STATUS_NONE) {
      FillGates(state, environment, attempt, side, extras, view->add_gates());
    }
  }
  for (const InterventionState& intervention : attempt.interventions) {
    *view->add_manual_interventions() = InterventionView(state, attempt, intervention);
  }
  if (attempt.stage == Stage::kScheduled || attempt.stage == Stage::kDeferred) {
    view->set_scheduled_deployment_time(TimeText(attempt.wait_until));
  } else if (attempt.stage != Stage::kEnded && attempt.defer_until != absl::InfinitePast()) {
    view->set_scheduled_deployment_time(TimeText(attempt.defer_until));
  }
  view->set_waits_for(WaitsFor(state, environment, attempt));
  for (const ApprovalState& approval : attempt.approvals) {
    *view->add_approvals() = ApprovalView(state, environment, attempt, approval);
  }
  for (int32_t p = 0; p < static_cast<int32_t>(attempt.phases.size()); ++p) {
    const PhaseState& phase = attempt.phases[p];
    const v1::DeployPhase& definition = *plan.phases[p].definition;
    v1::Phase* phase_view = view->add_phases();
    phase_view->set_name(definition.name());
    phase_view->set_rank(definition.rank());
    phase_view->set_phase_type(definition.phase_type());
    phase_view->set_status(phase.status);
    phase_view->set_started_on(TimeText(phase.started));
    phase_view->set_finished_on(TimeText(phase.finished));
    phase_view->set_error_log(phase.error_log);
    for (int32_t j = 0; j < static_cast<int32_t>(phase.jobs.size()); ++j) {
      const JobState& job = phase.jobs[j];
      v1::Job* job_view = phase_view->add_jobs();
      job_view->set_name(job.name);
      job_view->set_status(job.status);
      job_view->set_start_time(TimeText(job.started));
      job_view->set_finish_time(TimeText(job.finished));
      job_view->set_target(job.target);
      job_view->set_agent(job.agent);
      job_view->set_queued_on(TimeText(job.queued));
      job_view->set_message(job.message);
      if (job.unhealthy) view->add_failed_targets(job.target);
      for (int32_t t = 0; t < static_cast<int32_t>(job.tasks.size()); ++t) {
        FillTask(state, {environment, p, j, t}, attempt, job.tasks[t], extras, job_view->add_tasks());
      }
    }
  }
}

// Secret values never leave, whichever way they were given.
v1::VariableValue Shown(const v1::VariableValue& value) {
  v1::VariableValue shown = value;
  shown.clear_sealed();
  if (shown.is_secret()) shown.clear_value();
  return shown;
}

}  // namespace

v1::ManualIntervention InterventionView(const ReleaseState& state, const AttemptState& attempt,
                                        const InterventionState& intervention) {
  v1::ManualIntervention view;
  view.set_id(intervention.id);
  view.set_release_id(state.id);
  view.set_environment(state.plan->environment(intervention.position.environment).definition->name());
  view.set_attempt(attempt.number);
  view.set_name(PlanOf(*state.plan, intervention.position).definition->name());
  view.set_instructions(intervention.instructions);
  view.set_status(intervention.status);
  view.set_approver(intervention.approver);
  view.set_comments(intervention.comments);
  view.set_created_on(TimeText(intervention.created));
  view.set_modified_on(TimeText(intervention.modified));
  if (intervention.due != absl::InfiniteFuture()) view.set_times_out_on(TimeText(intervention.due));
  view.set_phase(intervention.position.phase);
  return view;
}

v1::Approval ApprovalView(const ReleaseState& state, int32_t environment, const AttemptState& attempt,
                          const ApprovalState& approval) {
  v1::Approval view;
  view.set_id(approval.id);
  view.set_release_id(state.id);
  view.set_environment(state.plan->environment(environment).definition->name());
  view.set_attempt(attempt.number);
  view.set_approval_type(approval.type);
  view.set_status(approval.status);
  view.set_rank(approval.rank);
  view.set_is_automated(approval.is_automated);
  *view.mutable_approver() = approval.approver;
  view.set_approved_by(approval.approved_by);
  view.set_comments(approval.comments);
  view.set_created_on(TimeText(approval.created));
  view.set_modified_on(TimeText(approval.modified));
  if (approval.due != absl::InfiniteFuture()) view.set_times_out_on(TimeText(approval.due));
  view.set_revision(static_cast<int32_t>(approval.history.size()) + 1);
  int32_t revision = 0;
  for (const ApprovalState::Change& change : approval.history) {
    v1::ApprovalHistory* history = view.add_history();
    history->set_revision(++revision);
    *history->mutable_approver() = change.approver;
    history->set_changed_by(change.changed_by);
    history->set_comments(change.comments);
    history->set_modified_on(TimeText(change.modified));
  }
  return view;
}

v1::Approval ApprovalView(const ApprovalRow& row, const std::string& environment) {
  v1::Approval view;
  view.set_id(row.id);
  view.set_release_id(row.release_id);
  view.set_environment(environment);
  view.set_attempt(row.attempt);
  view.set_approval_type(static_cast<v1::ApprovalType>(row.type));
  view.set_status(static_cast<v1::ApprovalStatus>(row.status));
  view.set_rank(row.rank);
  view.set_is_automated(row.is_automated);
  view.mutable_approver()->ParseFromString(row.approver);
  view.set_approved_by(row.approved_by);
  view.set_comments(row.comments);
  view.set_created_on(TimeText(row.created_on));
  view.set_modified_on(TimeText(row.modified_on));
  return view;
}

v1::Deployment DeploymentView(const DeploymentRow& row, const std::string& environment) {
  v1::Deployment view;
  view.set_id(row.id);
  view.set_release_id(row.release_id);
  view.set_environment(environment);
  view.set_attempt(row.attempt);
  view.set_reason(static_cast<v1::DeploymentReason>(row.reason));
  view.set_deployment_status(static_cast<v1::DeploymentStatus>(row.status));
  view.set_operation_status(static_cast<v1::DeploymentOperationStatus>(row.operation_status));
  view.set_requested_by(row.requested_by);
  view.set_queued_on(TimeText(row.queued_on));
  view.set_started_on(TimeText(row.started_on));
  view.set_completed_on(TimeText(row.completed_on));
  view.set_definition_id(row.definition_id);
  view.set_definition_environment_id(row.definition_environment_id);
  return view;
}

v1::Release ReleaseView(const ReleaseState& state, int64_t version, const ViewExtras& extras) {
  v1::Release view;
  view.set_id(state.id);
  view.set_name(state.created.name());
  view.set_status(state.status);
  view.set_reason(state.created.reason());
  view.set_description(state.created.description());
  view.set_definition_id(state.created.definition_id());
  view.set_definition_name(state.plan->definition().name());
  view.set_definition_revision(state.created.definition_revision());
  view.set_created_by(state.created.created_by());
  view.set_created_on(TimeText(state.created_on));
  view.set_modified_on(TimeText(state.modified_on));
  view.set_comment(state.comment);
  view.set_version(version);
  view.set_in_progress(state.active());
  view.set_unknown_tasks(state.created.unknown_tasks());
  view.set_is_deleted(state.is_deleted);
  view.set_keep_forever(state.keep_forever);
  for (const auto& [name, value] : state.plan->definition().variables()) {
    (*view.mutable_variables())[name] = Shown(value);
  }
  for (const auto& [name, value] : state.created.variables()) {
    v1::VariableValue shown = Shown(value);
    v1::VariableValue& target = (*view.mutable_variables())[name];
    if (target.is_secret()) shown.clear_value();
    shown.set_is_secret(shown.is_secret() || target.is_secret());
    shown.set_allow_override(target.allow_override());
    target = std::move(shown);
  }
  for (const v1::ArtifactVersion& artifact : state.created.artifacts()) *view.add_artifacts() = artifact;
  for (int32_t i = 0; i < static_cast<int32_t>(state.environments.size()); ++i) {
    const EnvironmentState& environment = state.environments[i];
    const EnvironmentPlan& plan = state.plan->environment(i);
    v1::ReleaseEnvironment* environment_view = view.add_environments();
    environment_view->set_definition_environment_id(plan.definition->id());
    environment_view->set_name(plan.definition->name());
    environment_view->set_rank(plan.definition->rank());
    environment_view->set_status(environment.status);
    for (int32_t upstream : plan.depends_on) {
      environment_view->add_depends_on(state.plan->environment(upstream).definition->name());
    }
    for (const auto& attempt : environment.attempts) {
      FillDeployment(state, i, *attempt, extras, environment_view->add_deployments());
    }
    if (const AttemptState* attempt = environment.attempt()) {
      environment_view->set_trigger_reason(attempt->trigger_reason);
      // domain.md 10.1: from the end of the side before to the end of the attempt.
      if (attempt->started != absl::InfinitePast() && attempt->finished != absl::InfinitePast()) {
        environment_view->set_time_to_deploy(absl::ToDoubleMinutes(attempt->finished - attempt->started));
      }
    }
  }
  return view;
}

}  // namespace slipway
