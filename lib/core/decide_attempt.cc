// One attempt from its start to its end: approvals before, phases, approvals after (domain.md 10.4).
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/artifact_conditions.h"
#include "core/decider.h"

namespace slipway {

void Decider::Activate() {
  Add()->mutable_release_started();
  Apply();
  for (int32_t environment : plan_.after_release()) {
    if (state_.readiness.ready(environment) && MayStart(environment)) {
      StartAttempt(environment, v1::DEPLOYMENT_REASON_AUTOMATED, "ReleaseStarted", nullptr);
    }
  }
}

bool Decider::MayStart(int32_t environment) const {
  // domain.md 3.3: of a pull request's release only environments that opted in start by themselves.
  if (state_.created.reason() == v1::RELEASE_REASON_PULL_REQUEST && !EnvironmentOf(environment).for_pull_requests) {
    return false;
  }
  return state_.status == v1::RELEASE_STATUS_ACTIVE && !state_.manual_environments.contains(environment) &&
         !state_.open_environments.contains(environment);
}

void Decider::StartReady() {
  // Grows while it is walked.
  for (size_t i = 0; i < ended_.size(); ++i) {
    const int32_t ended = ended_[i];
    const uint32_t status = state_.environments[ended].status;
    for (const ConditionGraph::Target& edge : plan_.graph().targets(ended)) {
      if ((status & edge.mask) == 0 || !state_.readiness.ready(edge.to) || !MayStart(edge.to)) continue;
      if (!context_.redeploy_dependents && !state_.environments[edge.to].attempts.empty()) continue;
      const std::string refusal = UnmetArtifactCondition(state_, edge.to);
      if (!refusal.empty()) {
        v1::EnvironmentNotStarted* event = Add()->mutable_environment_not_started();
        event->set_environment(edge.to);
        event->set_reason(refusal);
        Apply();
        continue;
      }
      StartAttempt(edge.to, v1::DEPLOYMENT_REASON_AUTOMATED,
                   absl::StrCat("After successful deployment of ", EnvironmentOf(edge.to).upstream_names), nullptr);
    }
  }
  ended_.clear();
}

void Decider::StartAttempt(int32_t environment, v1::DeploymentReason reason, const std::string& trigger_reason,
                           const DeployEnvironment* request) {
  if (request == nullptr) {
    const std::string refusal = UnmetArtifactCondition(state_, environment);
    if (!refusal.empty()) {
      v1::EnvironmentNotStarted* event = Add()->mutable_environment_not_started();
      event->set_environment(environment);
      event->set_reason(refusal);
      Apply();
      return;
    }
  }
  v1::DeploymentStarted* started = Add()->mutable_deployment_started();
  started->set_environment(environment);
  started->set_attempt(static_cast<int32_t>(state_.environments[environment].attempts.size()) + 1);
  started->set_deployment_id(context_.next_id(IdKind::kDeployment));
  started->set_reason(reason);
  started->set_trigger_reason(trigger_reason);
  started->set_requested_by(request != nullptr ? context_.actor : state_.created.created_by());
  if (request != nullptr) {
    started->set_comment(request->comment);
    started->set_freeze_override(request->freeze_override);
    for (const auto& [name, value] : request->variables) (*started->mutable_variables())[name] = value;
    for (const std::string& target : request->targets) started->add_targets(target);
    *started->mutable_tasks() = {request->tasks.begin(), request->tasks.end()};
    if (request->only_failed_targets) {
      for (const PhaseState& phase : state_.environments[environment].attempt()->phases) {
        for (const JobState& job : phase.jobs) {
          if (job.unhealthy && !job.target.empty()) started->add_targets(job.target);
        }
      }
    }
    if (request->due_us != 0) {
      started->set_due_us(request->due_us);
      started->set_due_reason("scheduled");
    }
  }
  // domain.md 4.4: what starts by itself waits for the environment's next occurrence.
  const std::optional<Schedule>& schedule = EnvironmentOf(environment).schedule;
  if (request == nullptr && schedule) {
    if (const std::optional<absl::Time> next = schedule->Next(context_.now)) {
      started->set_due_us(absl::ToUnixMicros(*next));
      started->set_due_reason(kEnvironmentSchedule);
      started->set_reason(v1::DEPLOYMENT_REASON_SCHEDULED);
    }
  }
  started->set_queued(started->due_us() == 0 && EnvironmentOf(environment).concurrency > 0);
  Apply();
  if (Attempt(environment).stage == Stage::kPreApprovals) EnterSide(environment, v1::APPROVAL_TYPE_PRE_DEPLOY);
}

// domain.md 6.3: which of approvals and gates come first.
void Decider::EnterSide(int32_t environment, v1::ApprovalType type) {
  const GatesPlan& gates = GatesPlanOf(EnvironmentOf(environment), type);
  if (gates.configured && gates.order != v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES) {
    return StartGates(environment, type);
  }
  RequestApprovals(environment, type);
}

void Decider::ApprovalsPassed(int32_t environment, v1::ApprovalType type) {
  const GatesPlan& gates = GatesPlanOf(EnvironmentOf(environment), type);
  if (gates.configured && gates.order == v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES) {
    return StartGates(environment, type);
  }
  PassSide(environment, type);
}

// domain.md 5.1: of an automatic deployment, whoever approved the environment before need not approve again.
bool Decider::ApprovedUpstream(int32_t environment, const v1::Identity& approver) const {
  for (int32_t upstream : EnvironmentOf(environment).depends_on) {
    const AttemptState* attempt = state_.environments[upstream].attempt();
    if (attempt == nullptr) continue;
    for (const ApprovalState& approval : attempt->approvals) {
      if (approval.is_automated || approval.status != v1::APPROVAL_STATUS_APPROVED) continue;
      if (!approver.id().empty() && (absl::EqualsIgnoreCase(approval.approver.id(), approver.id()) ||
                                     absl::EqualsIgnoreCase(approval.approved_by, approver.id()))) {
        return true;
      }
    }
  }
  return false;
}

void Decider::RequestApprovals(int32_t environment, v1::ApprovalType type) {
  const bool before = type == v1::APPROVAL_TYPE_PRE_DEPLOY;
  const ApprovalSide& side = before ? EnvironmentOf(environment).pre : EnvironmentOf(environment).post;
  const AttemptState& attempt = Attempt(environment);
  int32_t reached = 0;  // ranks up to here were asked already
  for (const ApprovalState& approval : attempt.approvals) {
    if (approval.type == type) reached = std::max(reached, approval.rank);
  }
  // Steps of the lowest rank not asked yet; ranks start at 1, older files hold 0.
  int32_t rank = -1;
  const bool first = std::none_of(attempt.approvals.begin(), attempt.approvals.end(),
                                  [&](const ApprovalState& approval) { return approval.type == type; });
  for (const v1::ApprovalStep* step : side.steps) {
    if (first || step->rank() > reached) {
      rank = step->rank();
      break;
    }
  }
  if (rank < 0) return ApprovalsPassed(environment, type);
  const bool may_skip = before && attempt.reason == v1::DEPLOYMENT_REASON_AUTOMATED &&
                        side.definition->approval_options()
                            .auto_triggered_and_previous_environment_approved_can_be_skipped();
  std::vector<int64_t> approved_before;
  v1::ApprovalsRequested* requested = Add()->mutable_approvals_requested();
  requested->set_environment(environment);
  requested->set_type(type);
  bool pending = false;
  for (const v1::ApprovalStep* step : side.steps) {
    if (step->rank() != rank) continue;
    v1::RequestedApproval* approval = requested->add_approvals();
    approval->set_id(context_.next_id(IdKind::kApproval));
    approval->set_rank(rank);
    approval->set_is_automated(step->is_automated());
    if (!step->is_automated()) {
      *approval->mutable_approver() = step->approver();
      pending = true;
      if (may_skip && ApprovedUpstream(environment, step->approver())) approved_before.push_back(approval->id());
    }
  }
  if (pending) requested->set_due_us(absl::ToUnixMicros(context_.now + side.timeout));
  Apply();
  for (int64_t id : approved_before) {
    v1::ApprovalDecided* skipped = Add()->mutable_approval_decided();
    skipped->set_environment(environment);
    skipped->set_approval_id(id);
    skipped->set_status(v1::APPROVAL_STATUS_SKIPPED);
    skipped->set_automatic_reason("the same approver approved the environment before");
    Apply();
  }
  if (!pending || !approved_before.empty()) SettleApprovals(environment, type);
}

void Decider::SettleApprovals(int32_t environment, v1::ApprovalType type) {
  const ApprovalSide& side =
      type == v1::APPROVAL_TYPE_PRE_DEPLOY ? EnvironmentOf(environment).pre : EnvironmentOf(environment).post;
  int32_t approved = 0;
  int32_t pending = 0;
  int32_t manual = 0;
  for (const ApprovalState& approval : Attempt(environment).approvals) {
    if (approval.type != type) continue;
    manual += approval.is_automated ? 0 : 1;
    approved += !approval.is_automated && (approval.status == v1::APPROVAL_STATUS_APPROVED ||
                                           approval.status == v1::APPROVAL_STATUS_SKIPPED);
    pending += approval.status == v1::APPROVAL_STATUS_PENDING;
  }
  // domain.md 5.2: with a count, as many approvals as asked settle the set; the rest is skipped, later ranks are not
  // asked.
  if (side.required > 0 && manual > 0 && approved >= side.required) {
    CancelPendingApprovals(environment, v1::APPROVAL_STATUS_SKIPPED, "enough approvals are in");
    return ApprovalsPassed(environment, type);
  }
  if (pending == 0) RequestApprovals(environment, type);
}

void Decider::CancelPendingApprovals(int32_t environment, v1::ApprovalStatus status, absl::string_view why) {
  std::vector<int64_t> pending;
  for (const ApprovalState& approval : Attempt(environment).approvals) {
    if (approval.status == v1::APPROVAL_STATUS_PENDING) pending.push_back(approval.id);
  }
  for (int64_t id : pending) {
    v1::ApprovalDecided* decided = Add()->mutable_approval_decided();
    decided->set_environment(environment);
    decided->set_approval_id(id);
    decided->set_status(status);
    decided->set_comments(std::string(why));
    Apply();
  }
}

void Decider::RejectAttempt(int32_t environment, v1::ApprovalType type, const std::string& message) {
  CancelPendingApprovals(environment, v1::APPROVAL_STATUS_CANCELED, "another approver rejected");
  FinishAttempt(
      environment, v1::ENVIRONMENT_STATUS_REJECTED,
      type == v1::APPROVAL_TYPE_PRE_DEPLOY ? v1::DEPLOYMENT_STATUS_NOT_DEPLOYED : v1::DEPLOYMENT_STATUS_FAILED,
      v1::DEPLOYMENT_OPERATION_STATUS_REJECTED, message);
}

void Decider::PassSide(int32_t environment, v1::ApprovalType type) {
  if (type == v1::APPROVAL_TYPE_PRE_DEPLOY) {
    v1::DeploymentApproved* approved = Add()->mutable_deployment_approved();
    approved->set_environment(environment);
    approved->set_type(type);
    Apply();
    return StartPhases(environment);
  }
  const bool partial = Attempt(environment).result == JobStatus::kSucceededWithIssues;
  FinishAttempt(environment, partial ? v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED : v1::ENVIRONMENT_STATUS_SUCCEEDED,
                partial ? v1::DEPLOYMENT_STATUS_PARTIALLY_SUCCEEDED : v1::DEPLOYMENT_STATUS_SUCCEEDED,
                v1::DEPLOYMENT_OPERATION_STATUS_APPROVED, "");
}

void Decider::CancelAttempt(int32_t environment, const std::string& comment) {
  const Stage stage = Attempt(environment).stage;
  v1::DeploymentCancelRequested* requested = Add()->mutable_deployment_cancel_requested();
  requested->set_environment(environment);
  requested->set_comment(comment);
  Apply();
  const std::string message = absl::StrCat("canceled", context_.actor.empty() ? "" : " by ", context_.actor,
                                           comment.empty() ? "" : ": ", comment);
  if (stage == Stage::kPhases) {
    StopRunningTasks(environment, /*only_job=*/-1);
    return;
  }
  CancelPendingApprovals(environment, v1::APPROVAL_STATUS_CANCELED, "the deployment was canceled");
  if (stage == Stage::kPreGates || stage == Stage::kPostGates) {
    FinishGates(environment, stage == Stage::kPreGates ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY,
                v1::GATE_STATUS_CANCELED, "the deployment was canceled");
  }
  // Rows 19 and 21 of domain.md 10.4: before the phases nothing was deployed; after them the phases' outcome stays.
  v1::DeploymentStatus status = v1::DEPLOYMENT_STATUS_NOT_DEPLOYED;
  if (stage == Stage::kPostApprovals || stage == Stage::kPostGates) {
    status = Attempt(environment).result == JobStatus::kSucceededWithIssues ? v1::DEPLOYMENT_STATUS_PARTIALLY_SUCCEEDED
                                                                            : v1::DEPLOYMENT_STATUS_SUCCEEDED;
  }
  FinishAttempt(environment, v1::ENVIRONMENT_STATUS_CANCELED, status, v1::DEPLOYMENT_OPERATION_STATUS_CANCELED,
                message);
}

void Decider::FinishPhases(int32_t environment) {
  const AttemptState& attempt = Attempt(environment);
  if (attempt.cancel_requested || attempt.result == JobStatus::kCanceled) {
    // domain.md C4: a canceled running attempt ends failed, with operation status phaseCanceled.
    return FinishAttempt(
        environment, v1::ENVIRONMENT_STATUS_CANCELED, v1::DEPLOYMENT_STATUS_FAILED,
        v1::DEPLOYMENT_OPERATION_STATUS_PHASE_CANCELED,
        attempt.cancel_comment.empty() ? "canceled" : absl::StrCat("canceled: ", attempt.cancel_comment));
  }
  if (attempt.result == JobStatus::kFailed) {
    std::string message = "a phase failed";
    for (size_t i = 0; i < attempt.phases.size(); ++i) {
      const PhaseState& phase = attempt.phases[i];
      if (phase.status != v1::DEPLOY_PHASE_STATUS_FAILED) continue;
      message = absl::StrCat("phase '", EnvironmentOf(environment).phases[i].definition->name(), "' failed",
                             phase.error_log.empty() ? "" : ": ", phase.error_log);
      break;
    }
    return FinishAttempt(environment, v1::ENVIRONMENT_STATUS_REJECTED,
                         attempt.any_task_ran ? v1::DEPLOYMENT_STATUS_FAILED : v1::DEPLOYMENT_STATUS_NOT_DEPLOYED,
                         v1::DEPLOYMENT_OPERATION_STATUS_PHASE_FAILED, message);
  }
  EnterSide(environment, v1::APPROVAL_TYPE_POST_DEPLOY);
}

void Decider::FinishAttempt(int32_t environment, v1::EnvironmentStatus environment_status, v1::DeploymentStatus status,
                            v1::DeploymentOperationStatus operation_status, const std::string& message) {
  v1::DeploymentFinished* finished = Add()->mutable_deployment_finished();
  finished->set_environment(environment);
  finished->set_environment_status(environment_status);
  finished->set_status(status);
  finished->set_operation_status(operation_status);
  finished->set_message(message);
  Apply();
  ended_.push_back(environment);
}

}  // namespace slipway
