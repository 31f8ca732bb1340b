#include "engine/read_model.h"

#include <set>
#include <utility>

namespace slipway {
namespace {

void AddRelease(const ReleaseState& state, WriteBatch* batch) {
  ReleaseRow row;
  row.id = state.id;
  row.definition_id = state.created.definition_id();
  row.definition_revision = state.created.definition_revision();
  row.name = state.created.name();
  row.description = state.created.description();
  row.created_by = state.created.created_by();
  row.status = state.status;
  row.reason = state.created.reason();
  row.created_on = state.created_on;
  row.modified_on = state.modified_on;
  row.idempotency_key = state.created.idempotency_key();
  row.is_deleted = state.is_deleted;
  row.keep_forever = state.keep_forever;
  batch->releases.push_back(std::move(row));
}

void AddEnvironment(const ReleaseState& state, int32_t index, WriteBatch* batch) {
  const EnvironmentState& environment = state.environments[index];
  const v1::DefinitionEnvironment& definition = *state.plan->environment(index).definition;
  EnvironmentRow row;
  row.release_id = state.id;
  row.index = index;
  row.definition_id = state.created.definition_id();
  row.definition_environment_id = definition.id();
  row.name = definition.name();
  row.status = environment.status;
  row.attempt = static_cast<int32_t>(environment.attempts.size());
  row.modified_on = state.modified_on;
  batch->environments.push_back(std::move(row));
}

void AddDeployment(const ReleaseState& state, int32_t index, WriteBatch* batch) {
  const AttemptState& attempt = *state.environments[index].attempt();
  DeploymentRow row;
  row.id = attempt.deployment_id;
  row.release_id = state.id;
  row.definition_id = state.created.definition_id();
  row.environment_index = index;
  row.definition_environment_id = state.plan->environment(index).definition->id();
  row.attempt = attempt.number;
  row.reason = attempt.reason;
  row.status = attempt.status;
  row.operation_status = attempt.operation_status;
  row.requested_by = attempt.requested_by;
  row.queued_on = attempt.queued;
  row.started_on = attempt.started;
  row.completed_on = attempt.finished;
  batch->deployments.push_back(std::move(row));
}

void AddApproval(const ReleaseState& state, int32_t index, int64_t id, WriteBatch* batch) {
  const AttemptState& attempt = *state.environments[index].attempt();
  for (const ApprovalState& approval : attempt.approvals) {
    if (approval.id != id) continue;
    ApprovalRow row;
    row.id = approval.id;
    row.release_id = state.id;
    row.environment_index = index;
    row.attempt = attempt.number;
    row.type = approval.type;
    row.status = approval.status;
    row.rank = approval.rank;
    row.is_automated = approval.is_automated;
    row.approver = approval.approver.SerializeAsString();
    row.approved_by = approval.approved_by;
    row.comments = approval.comments;
    row.created_on = approval.created;
    row.modified_on = approval.modified;
    batch->approvals.push_back(std::move(row));
  }
}

}  // namespace

void AddRows(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch) {
  bool release = false;
  bool all_environments = false;
  std::set<int32_t> environments;
  std::set<int32_t> deployments;
  std::set<std::pair<int32_t, int64_t>> approvals;
  for (const v1::Event& event : events.events()) {
    switch (event.kind_case()) {
      case v1::Event::kReleaseCreated:
        all_environments = true;
        release = true;
        break;
      case v1::Event::kReleaseStarted:
      case v1::Event::kReleaseAbandoned:
      case v1::Event::kReleaseReactivated:
      case v1::Event::kReleaseUpdated:
      case v1::Event::kReleaseDeleted:
      case v1::Event::kReleaseUndeleted:
      case v1::Event::kReleaseKept:
        release = true;
        break;
      case v1::Event::kDeploymentStarted:
        environments.insert(event.deployment_started().environment());
        deployments.insert(event.deployment_started().environment());
        break;
      case v1::Event::kDeploymentApproved:
        deployments.insert(event.deployment_approved().environment());
        break;
      case v1::Event::kPhaseStarted:
        deployments.insert(event.phase_started().environment());
        break;
      case v1::Event::kPhaseFinished:
        deployments.insert(event.phase_finished().environment());
        break;
      case v1::Event::kDeploymentCancelRequested:
        deployments.insert(event.deployment_cancel_requested().environment());
        break;
      case v1::Event::kDeploymentFinished:
        environments.insert(event.deployment_finished().environment());
        deployments.insert(event.deployment_finished().environment());
        break;
      case v1::Event::kApprovalsRequested:
        deployments.insert(event.approvals_requested().environment());
        for (const v1::RequestedApproval& approval : event.approvals_requested().approvals()) {
          approvals.emplace(event.approvals_requested().environment(), approval.id());
        }
        break;
      case v1::Event::kDeploymentSlotGranted:
        environments.insert(event.deployment_slot_granted().environment());
        deployments.insert(event.deployment_slot_granted().environment());
        break;
      case v1::Event::kDeploymentDeferred:
        environments.insert(event.deployment_deferred().environment());
        deployments.insert(event.deployment_deferred().environment());
        break;
      case v1::Event::kDeploymentResumed:
        environments.insert(event.deployment_resumed().environment());
        deployments.insert(event.deployment_resumed().environment());
        break;
      case v1::Event::kGatesStarted:
        deployments.insert(event.gates_started().environment());
        break;
      case v1::Event::kInterventionRequested:
        deployments.insert(event.intervention_requested().environment());
        break;
      case v1::Event::kInterventionDecided:
        deployments.insert(event.intervention_decided().environment());
        break;
      case v1::Event::kApprovalReassigned:
        approvals.emplace(event.approval_reassigned().environment(), event.approval_reassigned().approval_id());
        break;
      case v1::Event::kApprovalDecided:
        approvals.emplace(event.approval_decided().environment(), event.approval_decided().approval_id());
        break;
      default:
        break;
    }
  }
  if (release) AddRelease(state, batch);
  if (all_environments) {
    for (int32_t i = 0; i < static_cast<int32_t>(state.environments.size()); ++i) AddEnvironment(state, i, batch);
  } else {
    for (int32_t index : environments) AddEnvironment(state, index, batch);
  }
  for (int32_t index : deployments) AddDeployment(state, index, batch);
  for (const auto& [index, id] : approvals) AddApproval(state, index, id, batch);
}

}  // namespace slipway
