#include "engine/views.h"

#include <utility>

#include "engine/time_text.h"

namespace slipway {
namespace {

void FillTask(const ReleaseState& state, const TaskPosition& position, const AttemptState& attempt,
              const TaskState& task, const ViewExtras& extras, v1::Task* view) {
  const v1::WorkflowTask& definition =
      *state.plan->environment(position.environment).phases[position.phase].tasks[position.task].definition;
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
  if (task.tries > 0 && extras.log_path) {
    view->set_log_path(extras.log_path(state, position, attempt.number, task.tries));
  }
  if (task.status == v1::TASK_STATUS_IN_PROGRESS) {
    view->set_percent_complete(extras.percent ? extras.percent(task.token) : 0);
  } else if (task.status != v1::TASK_STATUS_PENDING) {
    view->set_percent_complete(100);
  }
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
