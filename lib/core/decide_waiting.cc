// What waits for a time, a slot or a person: schedules, deferral, freeze windows, queues, manual intervention, delays
// (domain.md 7, 10.4, 10.6).
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "core/decider.h"
#include "core/held_tasks.h"
#include "core/runtime_variables.h"
#include "model/macros.h"

namespace slipway {
namespace {

// domain.md 10.6: whichever is first, the task's time-out or this.
constexpr absl::Duration kInterventionTimeout = absl::Hours(24 * 60);
// A freeze without an end is looked at again from time to time: somebody may have lifted it.
constexpr absl::Duration kFreezeRecheck = absl::Hours(24);

}  // namespace

// The side before is passed: the phases begin, unless a time was asked for or nothing may be deployed now.
void Decider::StartPhases(int32_t environment) {
  const AttemptState& attempt = Attempt(environment);
  absl::Time until = absl::InfinitePast();
  std::string reason;
  if (attempt.defer_until > context_.now) {
    until = attempt.defer_until;
    reason = "deferred";
  } else if (context_.freeze && attempt.freeze_override.empty()) {
    if (const std::optional<Freeze> freeze = context_.freeze(NameOf(environment))) {
      until = std::min(freeze->until, context_.now + kFreezeRecheck);
      reason = absl::StrCat("freeze '", freeze->name, "'");
    }
  }
  if (reason.empty()) return AdvancePhases(environment);
  v1::DeploymentDeferred* deferred = Add()->mutable_deployment_deferred();
  deferred->set_environment(environment);
  deferred->set_until_us(absl::ToUnixMicros(until));
  deferred->set_reason(reason);
  Apply();
}

void Decider::OnWaitOver(int32_t environment) {
  const Stage stage = Attempt(environment).stage;
  if (stage != Stage::kScheduled && stage != Stage::kDeferred) return;
  Add()->mutable_deployment_resumed()->set_environment(environment);
  Apply();
  if (stage == Stage::kDeferred) return StartPhases(environment);
  if (Attempt(environment).stage == Stage::kPreApprovals) EnterSide(environment, v1::APPROVAL_TYPE_PRE_DEPLOY);
}

absl::Status Decider::On(const DeferDeployment& command) {
  SLIPWAY_ASSIGN_OR_RETURN(const int32_t environment, FindEnvironment(command.environment));
  const AttemptState* attempt = state_.environments[environment].attempt();
  const bool pending = attempt != nullptr && attempt->stage == Stage::kPreApprovals &&
                       std::any_of(attempt->approvals.begin(), attempt->approvals.end(), [](const ApprovalState& a) {
                         return a.status == v1::APPROVAL_STATUS_PENDING;
                       });
  if (!pending) {
    return absl::FailedPreconditionError(
        absl::StrCat("environment '", NameOf(environment),
                     "' has no pending pre-deployment approvals; only then can its deployment be deferred"));
  }
  if (absl::FromUnixMicros(command.until_us) <= context_.now) {
    return absl::InvalidArgumentError("scheduledDeploymentTime: expected a time in the future");
  }
  v1::DeploymentDeferred* deferred = Add()->mutable_deployment_deferred();
  deferred->set_environment(environment);
  deferred->set_until_us(command.until_us);
  deferred->set_comment(command.comment);
  deferred->set_reason("deferred");
  deferred->set_noted(true);
  Apply();
  return absl::OkStatus();
}

absl::Status Decider::On(const DecideSlot& command) {
  if (command.environment < 0 || command.environment >= static_cast<int32_t>(state_.environments.size())) {
    return absl::OkStatus();
  }
  const AttemptState* attempt = state_.environments[command.environment].attempt();
  if (attempt == nullptr || attempt->number != command.attempt) return absl::OkStatus();
  // Waiting for the environment's schedule is a queue too, of which only the newest stays (domain.md 4.4).
  const bool scheduled = attempt->stage == Stage::kScheduled && attempt->wait_reason == kEnvironmentSchedule;
  if (attempt->stage != Stage::kQueued && !(scheduled && !command.grant)) return absl::OkStatus();
  if (command.grant) {
    Add()->mutable_deployment_slot_granted()->set_environment(command.environment);
    Apply();
    EnterSide(command.environment, v1::APPROVAL_TYPE_PRE_DEPLOY);
  } else {
    FinishAttempt(command.environment, v1::ENVIRONMENT_STATUS_CANCELED, v1::DEPLOYMENT_STATUS_NOT_DEPLOYED,
                  v1::DEPLOYMENT_OPERATION_STATUS_CANCELED,
                  absl::StrCat("superseded by release ", command.by_name.empty() ? absl::StrCat(command.by_release)
                                                                                : command.by_name));
  }
  return absl::OkStatus();
}

absl::Status Decider::On(const NoteRedeploy& command) {
  v1::RedeployRequested* noted = Add()->mutable_redeploy_requested();
  noted->set_environment(command.environment);
  noted->set_release_id(command.release_id);
  noted->set_reason(command.reason);
  Apply();
  return absl::OkStatus();
}

std::string Decider::InputOf(const TaskPosition& position, absl::string_view name) const {
  const v1::WorkflowTask& definition = *PlanOf(plan_, position).definition;
  std::string text;
  for (const auto* inputs : {&definition.inputs(), &definition.override_inputs()}) {
    for (const auto& [key, value] : *inputs) {
      if (absl::EqualsIgnoreCase(key, name)) text = value;
    }
  }
  if (text.find("$(") == std::string::npos) return text;
  const SecretLookup no_secrets = [](absl::string_view, const std::string&) { return std::string(); };
  const ExpandedVariables expanded =
      ExpandVariables(RuntimeVariables(state_, position, JobStatus::kSucceeded, no_secrets));
  return ExpandMacros(ExpandParameters(text, ProcessParameters(*EnvironmentOf(position.environment).definition)),
                      expanded.variables);
}

// Tasks that run nothing: the engine itself holds them until a person decides or time has passed.
bool Decider::StartHeldTask(const TaskPosition& position) {
  const TaskPlan& plan = PlanOf(plan_, position);
  const std::string& id = plan.definition->task_id();
  const bool intervention = absl::EqualsIgnoreCase(id, kManualIntervention) && position.phase >= 0;
  if (!intervention && !absl::EqualsIgnoreCase(id, kDelay)) return false;

  const AttemptState& attempt = Attempt(position.environment);
  v1::TaskStarted started;
  started.set_environment(position.environment);
  started.set_phase(position.phase);
  started.set_job(position.job);
  started.set_task(position.task);
  started.set_try_(1);
  started.set_token(absl::StrCat("r", state_.id, "-d", attempt.deployment_id, "-p", position.phase, "-j", position.job,
                                 "-t", position.task, "-held"));
  started.set_after_cancel(attempt.cancel_requested);
  if (intervention) {
    *Add()->mutable_task_started() = std::move(started);
    Apply();
    v1::InterventionRequested* requested = Add()->mutable_intervention_requested();
    requested->set_environment(position.environment);
    requested->set_phase(position.phase);
    requested->set_job(position.job);
    requested->set_task(position.task);
    // Unique without a counter of its own: deployments have unique ids.
    requested->set_id(attempt.deployment_id * 1000 + static_cast<int64_t>(attempt.interventions.size()) + 1);
    requested->set_instructions(InputOf(position, "instructions"));
    requested->set_resume_on_timeout(absl::EqualsIgnoreCase(InputOf(position, "onTimeout"), "resume"));
    const absl::Duration timeout =
        plan.timeout > absl::ZeroDuration() ? std::min(plan.timeout, kInterventionTimeout) : kInterventionTimeout;
    requested->set_due_us(absl::ToUnixMicros(context_.now + timeout));
    Apply();
    return true;
  }
  const std::string minutes_text = InputOf(position, "delayForMinutes");
  double minutes = 0;
  const bool valid = absl::SimpleAtod(minutes_text, &minutes) && minutes >= 0 && minutes <= 86400;
  // Nothing else says when it ends, so it is always in the future: a wake of 0 would mean that it is to be run.
  started.set_wake_us(absl::ToUnixMicros(context_.now + absl::Seconds(valid ? minutes * 60 : 0)));
  *Add()->mutable_task_started() = std::move(started);
  Apply();
  if (!valid) {
    v1::TaskFinished finished;
    finished.set_status(v1::TASK_STATUS_FAILED);
    finished.set_message(absl::StrCat("delayForMinutes: expected a number of minutes from 0 to 86400, not '",
                                      minutes_text, "'"));
    finished.set_error_count(1);
    FinishTask(position, std::move(finished));
  }
  return true;
}

InterventionState* Decider::PendingIntervention(const TaskPosition& position) {
  for (InterventionState& intervention : Attempt(position.environment).interventions) {
    if (intervention.position == position && intervention.status == v1::MANUAL_INTERVENTION_STATUS_PENDING) {
      return &intervention;
    }
  }
  return nullptr;
}

void Decider::CloseIntervention(const TaskPosition& position, v1::ManualInterventionStatus status,
                                const std::string& why) {
  const InterventionState* intervention = PendingIntervention(position);
  if (intervention == nullptr) return;
  v1::InterventionDecided* decided = Add()->mutable_intervention_decided();
  decided->set_environment(position.environment);
  decided->set_id(intervention->id);
  decided->set_status(status);
  decided->set_comments(why);
  Apply();
}

void Decider::OnInterventionTimeout(const TaskPosition& position) {
  const InterventionState* intervention = PendingIntervention(position);
  if (intervention == nullptr) return;
  const bool resume = intervention->resume_on_timeout;
  CloseIntervention(position, resume ? v1::MANUAL_INTERVENTION_STATUS_APPROVED : v1::MANUAL_INTERVENTION_STATUS_REJECTED,
                    "nobody decided in time");
  v1::TaskFinished finished;
  finished.set_status(resume ? v1::TASK_STATUS_SUCCEEDED : v1::TASK_STATUS_FAILED);
  finished.set_message(resume ? "resumed: nobody decided in time" : "rejected: nobody decided in time");
  FinishTask(position, std::move(finished));
}

absl::Status Decider::On(const DecideIntervention& command) {
  const auto pending = state_.interventions.find(command.intervention_id);
  if (pending == state_.interventions.end()) {
    return absl::FailedPreconditionError(absl::StrCat("intervention ", command.intervention_id,
                                                      " is not pending: it was decided, or its deployment ended"));
  }
  const bool bypassed = command.status == v1::MANUAL_INTERVENTION_STATUS_BYPASSED;
  const bool rejected = command.status == v1::MANUAL_INTERVENTION_STATUS_REJECTED;
  if (!bypassed && !rejected && command.status != v1::MANUAL_INTERVENTION_STATUS_APPROVED) {
    return absl::InvalidArgumentError("status: expected approved (resume), rejected or bypassed");
  }
  if (context_.actor.empty()) return absl::PermissionDeniedError("actor: expected who decides");
  if (bypassed && !context_.actor_is_administrator) {
    return absl::PermissionDeniedError("only an administrator may bypass a manual intervention");
  }
  TaskPosition position;
  const int32_t environment = pending->second;
  for (const InterventionState& intervention : Attempt(environment).interventions) {
    if (intervention.id == command.intervention_id) position = intervention.position;
  }
  v1::InterventionDecided* decided = Add()->mutable_intervention_decided();
  decided->set_environment(environment);
  decided->set_id(command.intervention_id);
  decided->set_status(command.status);
  decided->set_approver(context_.actor);
  decided->set_comments(command.comments);
  Apply();
  v1::TaskFinished finished;
  finished.set_status(rejected ? v1::TASK_STATUS_FAILED : v1::TASK_STATUS_SUCCEEDED);
  finished.set_message(absl::StrCat(rejected ? "rejected by " : (bypassed ? "bypassed by " : "resumed by "),
                                    context_.actor, command.comments.empty() ? "" : ": ", command.comments));
  FinishTask(position, std::move(finished));
  return absl::OkStatus();
}

}  // namespace slipway
