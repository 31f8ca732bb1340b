// What a deployment waits for: approvals, gates, interventions.
#include <algorithm>
#include <utility>

#include "core/folder.h"

namespace slipway {

void Folder::On(const v1::ApprovalsRequested& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  bool pending = false;
  for (const v1::RequestedApproval& requested : event.approvals()) {
    ApprovalState approval;
    approval.id = requested.id();
    approval.type = event.type();
    approval.rank = requested.rank();
    approval.is_automated = requested.is_automated();
    approval.approver = requested.approver();
    approval.created = approval.modified = time_;
    if (event.due_us() != 0) approval.due = FromMicros(event.due_us());
    approval.status = requested.is_automated() ? v1::APPROVAL_STATUS_APPROVED : v1::APPROVAL_STATUS_PENDING;
    if (!requested.is_automated()) {
      pending = true;
      state_.approvals[requested.id()] = event.environment();
    }
    attempt->approvals.push_back(std::move(approval));
  }
  attempt->stage = event.type() == v1::APPROVAL_TYPE_PRE_DEPLOY ? Stage::kPreApprovals : Stage::kPostApprovals;
  if (pending) {
    attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
    if (event.due_us() != 0) {
      AddTimer(FromMicros(event.due_us()), TimerKind::kApprovalTimeout, {event.environment()}, *attempt);
    }
  }
}

void Folder::On(const v1::ApprovalDecided& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  for (ApprovalState& approval : attempt->approvals) {
    if (approval.id != event.approval_id()) continue;
    approval.status = event.status();
    approval.approved_by = event.approved_by();
    approval.comments = event.comments();
    approval.modified = time_;
    state_.approvals.erase(approval.id);
  }
  const bool pending =
      std::any_of(attempt->approvals.begin(), attempt->approvals.end(),
                  [](const ApprovalState& approval) { return approval.status == v1::APPROVAL_STATUS_PENDING; });
  if (!pending) EraseTimer(TimerKind::kApprovalTimeout, {event.environment()}, *attempt);
}

void Folder::On(const v1::ApprovalReassigned& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  for (ApprovalState& approval : attempt->approvals) {
    if (approval.id != event.approval_id()) continue;
    approval.history.push_back({approval.approver, event.changed_by(), event.comments(), time_});
    approval.approver = event.approver();
    approval.modified = time_;
  }
}

void Folder::On(const v1::GatesStarted& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  GatesState& gates = GatesOf(*attempt, event.type());
  gates.status = v1::GATE_STATUS_IN_PROGRESS;
  gates.started = time_;
  gates.stabilized = FromMicros(event.stabilized_us());
  gates.timeout = FromMicros(event.timeout_us());
  attempt->stage = event.type() == v1::APPROVAL_TYPE_PRE_DEPLOY ? Stage::kPreGates : Stage::kPostGates;
  attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_EVALUATING_GATES;
  AddTimer(gates.timeout, TimerKind::kGateTimeout, {event.environment(), GatesPhase(event.type())}, *attempt);
}

void Folder::On(const v1::GateSampleStarted& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  GatesState& gates = GatesOf(*attempt, event.type());
  gates.next = absl::InfiniteFuture();
  EraseTimer(TimerKind::kGateSample, {event.environment(), GatesPhase(event.type())}, *attempt);
  GateSampleState& sample = gates.samples.emplace_back();
  sample.started = time_;
  sample.counts = event.counts();
  sample.job.name = "Gates";
  sample.job.started = time_;
  sample.job.tasks.resize(event.tasks());
}

void Folder::On(const v1::GateSampleFinished& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  GatesState& gates = GatesOf(*attempt, event.type());
  if (gates.samples.empty()) return;
  GateSampleState& sample = gates.samples.back();
  sample.finished = sample.job.finished = time_;
  sample.succeeded = event.succeeded();
  sample.job.status = event.succeeded() ? v1::TASK_STATUS_SUCCEEDED : v1::TASK_STATUS_FAILED;
  if (sample.counts) {
    if (!event.succeeded()) {
      gates.succeeding_since = absl::InfiniteFuture();
    } else if (gates.succeeding_since == absl::InfiniteFuture()) {
      gates.succeeding_since = time_;
    }
  }
  if (event.next_us() != 0) {
    gates.next = FromMicros(event.next_us());
    AddTimer(gates.next, TimerKind::kGateSample, {event.environment(), GatesPhase(event.type())}, *attempt);
  }
}

void Folder::On(const v1::GatesIgnored& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  GatesState& gates = GatesOf(*attempt, event.type());
  gates.ignored.insert(gates.ignored.end(), event.names().begin(), event.names().end());
}

void Folder::On(const v1::GatesFinished& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  GatesState& gates = GatesOf(*attempt, event.type());
  gates.status = event.status();
  gates.message = event.message();
  gates.next = absl::InfiniteFuture();
  EraseTimer(TimerKind::kGateSample, {event.environment(), GatesPhase(event.type())}, *attempt);
  EraseTimer(TimerKind::kGateTimeout, {event.environment(), GatesPhase(event.type())}, *attempt);
}

void Folder::On(const v1::InterventionRequested& event) {
  AttemptState* attempt = Attempt(event.environment());
  TaskState* task = FindTask(state_, PositionOf(event));
  if (attempt == nullptr || task == nullptr) return;
  InterventionState intervention;
  intervention.id = event.id();
  intervention.position = PositionOf(event);
  intervention.instructions = event.instructions();
  intervention.resume_on_timeout = event.resume_on_timeout();
  intervention.created = intervention.modified = time_;
  intervention.due = DueFromMicros(event.due_us());
  attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_MANUAL_INTERVENTION_PENDING;
  state_.interventions[event.id()] = event.environment();
  // Nothing is run: a person ends it.
  state_.running.erase(task->token);
  EraseTimer(TimerKind::kTaskTimeout, intervention.position, *attempt);
  if (event.due_us() != 0) {
    AddTimer(intervention.due, TimerKind::kIntervention, intervention.position, *attempt);
  }
  attempt->interventions.push_back(std::move(intervention));
}

void Folder::On(const v1::InterventionDecided& event) {
  AttemptState* attempt = Attempt(event.environment());
  if (attempt == nullptr) return;
  for (InterventionState& intervention : attempt->interventions) {
    if (intervention.id != event.id()) continue;
    intervention.status = event.status();
    intervention.approver = event.approver();
    intervention.comments = event.comments();
    intervention.modified = time_;
    EraseTimer(TimerKind::kIntervention, intervention.position, *attempt);
  }
  state_.interventions.erase(event.id());
  if (!attempt->cancel_requested) attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS;
}

}  // namespace slipway
