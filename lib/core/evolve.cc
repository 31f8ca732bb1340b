#include "core/evolve.h"

#include <algorithm>
#include <utility>

#include "core/folder.h"

namespace slipway {

void Folder::On(const v1::ReleaseCreated& event) {
  state_.id = event.release_id();
  state_.created = event;
  state_.created_on = time_;
  state_.status = v1::RELEASE_STATUS_DRAFT;
  for (const std::string& name : event.manual_environments()) {
    const int32_t index = state_.plan->FindEnvironment(name);
    if (index >= 0) state_.manual_environments.insert(index);
  }
}

void Folder::On(const v1::ReleaseReactivated& event) {
  state_.status = v1::RELEASE_STATUS_ACTIVE;
  state_.comment = event.comment();
}

void Folder::On(const v1::ReleaseAbandoned& event) {
  state_.status = v1::RELEASE_STATUS_ABANDONED;
  state_.comment = event.comment();
}

void Folder::On(const v1::ReleaseUpdated& event) {
  if (!event.comment().empty() || event.name().empty()) state_.comment = event.comment();
  if (!event.name().empty()) state_.created.set_name(event.name());
}

void Folder::On(const v1::ReleaseDeleted& event) {
  state_.is_deleted = true;
  state_.comment = event.comment();
}

void Folder::On(const v1::ReleaseUndeleted& event) {
  state_.is_deleted = false;
  state_.comment = event.comment();
}

void Folder::On(const v1::DeploymentStarted& event) {
  EnvironmentState* environment = Environment(event.environment());
  if (environment == nullptr) return;
  auto attempt = std::make_unique<AttemptState>();
  attempt->number = event.attempt();
  attempt->deployment_id = event.deployment_id();
  attempt->reason = event.reason();
  attempt->trigger_reason = event.trigger_reason();
  attempt->requested_by = event.requested_by();
  attempt->queued = time_;
  attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
  attempt->phases.resize(state_.plan->environment(event.environment()).phases.size());
  for (const auto& [name, value] : event.variables()) attempt->variables.emplace_back(name, value);
  attempt->targets.assign(event.targets().begin(), event.targets().end());
  attempt->freeze_override = event.freeze_override();
  attempt->tasks.assign(event.tasks().begin(), event.tasks().end());
  if (attempt->tasks.empty() && environment->attempt() != nullptr) attempt->tasks = environment->attempt()->tasks;
  AttemptState& added = *environment->attempts.emplace_back(std::move(attempt));
  state_.open_environments.insert(event.environment());
  if (event.due_us() != 0) {
    added.wait_reason = event.due_reason();
    Wait(event.environment(), added, Stage::kScheduled, v1::DEPLOYMENT_OPERATION_STATUS_SCHEDULED,
         FromMicros(event.due_us()));
  } else {
    Begin(event.environment(), added);
  }
}

void Folder::On(const v1::DeploymentSlotGranted& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  attempt->stage = Stage::kPreApprovals;
  attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
  SetStatus(event.environment(), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

void Folder::On(const v1::DeploymentDeferred& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  if (event.noted()) {
    attempt->defer_until = FromMicros(event.until_us());
    return;
  }
  attempt->wait_reason = event.reason();
  Wait(event.environment(), *attempt, Stage::kDeferred, v1::DEPLOYMENT_OPERATION_STATUS_DEFERRED,
       FromMicros(event.until_us()));
}

void Folder::On(const v1::DeploymentResumed& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  EraseTimer(TimerKind::kWait, {event.environment()}, *attempt);
  attempt->wait_reason.clear();
  if (attempt->stage == Stage::kScheduled) {
    Begin(event.environment(), *attempt);
  } else {
    attempt->stage = Stage::kPhases;
    attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_APPROVED;
    SetStatus(event.environment(), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  }
}

void Folder::On(const v1::DeploymentApproved& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_APPROVED;
  if (event.type() == v1::APPROVAL_TYPE_PRE_DEPLOY) {
    attempt->stage = Stage::kPhases;
    attempt->started = time_;
  }
}

void Folder::On(const v1::DeploymentCancelRequested& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  attempt->cancel_requested = true;
  attempt->cancel_comment = event.comment();
  if (attempt->stage != Stage::kPhases) return;
  attempt->result = JobStatus::kCanceled;
  attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_CANCELLING;
  PhaseState* phase = Phase(event.environment(), attempt->next_phase);
  if (phase == nullptr || phase->status != v1::DEPLOY_PHASE_STATUS_IN_PROGRESS) return;
  phase->status = v1::DEPLOY_PHASE_STATUS_CANCELLING;
  for (JobState& job : phase->jobs) {
    if (job.finished == absl::InfinitePast()) job.result = JobStatus::kCanceled;
  }
  const PhasePlan& plan = state_.plan->environment(event.environment()).phases[attempt->next_phase];
  AddTimer(time_ + plan.cancel_timeout, TimerKind::kCancelTimeout, {event.environment(), attempt->next_phase},
           *attempt);
}

void Folder::On(const v1::DeploymentFinished& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  attempt->status = event.status();
  attempt->operation_status = event.operation_status();
  attempt->message = event.message();
  attempt->stage = Stage::kEnded;
  attempt->finished = time_;
  for (const ApprovalState& approval : attempt->approvals) state_.approvals.erase(approval.id);
  for (const InterventionState& intervention : attempt->interventions) state_.interventions.erase(intervention.id);
  for (const Timer& timer : attempt->timers) state_.timers.erase(timer);
  attempt->timers.clear();
  state_.open_environments.erase(event.environment());
  SetStatus(event.environment(), event.environment_status());
}

void Evolve(ReleaseState& state, const v1::Event& event, absl::Time time) {
  state.modified_on = time;
  Folder folder(state, time);
  switch (event.kind_case()) {
#define SLIPWAY_FOLD(kind, field) \
  case v1::Event::kind:           \
    return folder.On(event.field())
    SLIPWAY_FOLD(kReleaseCreated, release_created);
    SLIPWAY_FOLD(kReleaseStarted, release_started);
    SLIPWAY_FOLD(kReleaseAbandoned, release_abandoned);
    SLIPWAY_FOLD(kReleaseReactivated, release_reactivated);
    SLIPWAY_FOLD(kReleaseUpdated, release_updated);
    SLIPWAY_FOLD(kEnvironmentNotStarted, environment_not_started);
    SLIPWAY_FOLD(kDeploymentStarted, deployment_started);
    SLIPWAY_FOLD(kApprovalsRequested, approvals_requested);
    SLIPWAY_FOLD(kApprovalDecided, approval_decided);
    SLIPWAY_FOLD(kDeploymentApproved, deployment_approved);
    SLIPWAY_FOLD(kPhaseStarted, phase_started);
    SLIPWAY_FOLD(kPhaseSkipped, phase_skipped);
    SLIPWAY_FOLD(kPhaseFinished, phase_finished);
    SLIPWAY_FOLD(kTaskStarted, task_started);
    SLIPWAY_FOLD(kTaskFinished, task_finished);
    SLIPWAY_FOLD(kTaskSkipped, task_skipped);
    SLIPWAY_FOLD(kTaskRetryScheduled, task_retry_scheduled);
    SLIPWAY_FOLD(kTaskTimedOut, task_timed_out);
    SLIPWAY_FOLD(kTaskCancelRequested, task_cancel_requested);
    SLIPWAY_FOLD(kTaskLost, task_lost);
    SLIPWAY_FOLD(kJobTimedOut, job_timed_out);
    SLIPWAY_FOLD(kJobFinished, job_finished);
    SLIPWAY_FOLD(kDeploymentCancelRequested, deployment_cancel_requested);
    SLIPWAY_FOLD(kDeploymentFinished, deployment_finished);
    SLIPWAY_FOLD(kDeploymentSlotGranted, deployment_slot_granted);
    SLIPWAY_FOLD(kDeploymentDeferred, deployment_deferred);
    SLIPWAY_FOLD(kDeploymentResumed, deployment_resumed);
    SLIPWAY_FOLD(kApprovalReassigned, approval_reassigned);
    SLIPWAY_FOLD(kGatesStarted, gates_started);
    SLIPWAY_FOLD(kGateSampleStarted, gate_sample_started);
    SLIPWAY_FOLD(kGateSampleFinished, gate_sample_finished);
    SLIPWAY_FOLD(kGatesIgnored, gates_ignored);
    SLIPWAY_FOLD(kGatesFinished, gates_finished);
    SLIPWAY_FOLD(kInterventionRequested, intervention_requested);
    SLIPWAY_FOLD(kInterventionDecided, intervention_decided);
    SLIPWAY_FOLD(kJobStarted, job_started);
    SLIPWAY_FOLD(kJobQueued, job_queued);
    SLIPWAY_FOLD(kJobSkipped, job_skipped);
    SLIPWAY_FOLD(kRedeployRequested, redeploy_requested);
    SLIPWAY_FOLD(kReleaseDeleted, release_deleted);
    SLIPWAY_FOLD(kReleaseUndeleted, release_undeleted);
    SLIPWAY_FOLD(kReleaseKept, release_kept);
#undef SLIPWAY_FOLD
    case v1::Event::KIND_NOT_SET:
      return;
  }
}

void EvolveBatch(ReleaseState& state, const v1::EventBatch& batch) {
  const absl::Time time = FromMicros(batch.time_us());
  for (const v1::Event& event : batch.events()) Evolve(state, event, time);
}

}  // namespace slipway
