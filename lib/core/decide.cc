#include "core/decide.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "core/decider.h"
#include "core/evolve.h"

namespace slipway {
namespace {

std::string StatusName(v1::EnvironmentStatus status) {
  switch (status) {
    case v1::ENVIRONMENT_STATUS_IN_PROGRESS:
      return "in progress";
    case v1::ENVIRONMENT_STATUS_QUEUED:
      return "queued";
    case v1::ENVIRONMENT_STATUS_SCHEDULED:
      return "scheduled";
    default:
      return "not running";
  }
}

// Only variables that are settable at release time may be given (domain.md 9.2).
template <typename Given, typename Defined>
absl::Status CheckOverrides(const Given& given, const Defined& defined, absl::string_view path) {
  for (const auto& [name, value] : given) {
    const v1::VariableValue* found = nullptr;
    for (const auto& [defined_name, defined_value] : defined) {
      if (absl::EqualsIgnoreCase(defined_name, name)) found = &defined_value;
    }
    if (found == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(path, ".", name,
                                                     ": the definition has no such variable; only variables that exist "
                                                     "and are settable at release time can be given"));
    }
    if (!found->allow_override()) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ".", name, ": not settable at release time; set allowOverride on the variable in the definition"));
    }
  }
  return absl::OkStatus();
}

// Nothing can be asked of a deleted release but to have it back. Late reports are accepted, as always.
bool AllowedWhenDeleted(const Command& command) {
  return std::holds_alternative<UndeleteRelease>(command) || std::holds_alternative<DeleteRelease>(command) ||
         std::holds_alternative<ReportTask>(command) || std::holds_alternative<Tick>(command) ||
         std::holds_alternative<DecideSlot>(command) || std::holds_alternative<NoteRedeploy>(command);
}

bool Names(const v1::Identity& identity, absl::string_view name) {
  return !name.empty() &&
         (absl::EqualsIgnoreCase(identity.id(), name) || absl::EqualsIgnoreCase(identity.unique_name(), name) ||
          absl::EqualsIgnoreCase(identity.display_name(), name));
}

// The approver names a person, or a group the host says the person belongs to, in any of the ways a host may know one.
// Administrators decide in place of anyone (domain.md 5.1).
bool MayDecide(const v1::Identity& approver, const DecideContext& context) {
  if (context.actor.empty()) return false;
  if (context.actor_is_administrator || Names(approver, context.actor)) return true;
  return std::any_of(context.actor_groups.begin(), context.actor_groups.end(),
                     [&](const std::string& group) { return Names(approver, group); });
}

absl::string_view NameOfIdentity(const v1::Identity& identity) {
  return identity.display_name().empty() ? identity.id() : identity.display_name();
}

}  // namespace

void Decider::Apply() { Evolve(state_, batch_->events(batch_->events_size() - 1), context_.now); }

absl::StatusOr<int32_t> Decider::FindEnvironment(absl::string_view name) const {
  const int32_t index = plan_.FindEnvironment(name);
  if (index >= 0) return index;
  std::string known;
  for (const EnvironmentPlan& environment : plan_.environments()) {
    absl::StrAppend(&known, known.empty() ? "" : ", ", environment.definition->name());
    if (known.size() > 500) break;
  }
  return absl::NotFoundError(absl::StrCat("environment: no environment named '", name, "'; there are: ", known));
}

absl::Status Decider::On(const CreateRelease& command) {
  v1::ReleaseCreated created = command.created;
  SLIPWAY_RETURN_IF_ERROR(CheckOverrides(created.variables(), plan_.definition().variables(), "variables"));
  for (const std::string& name : created.manual_environments()) {
    SLIPWAY_RETURN_IF_ERROR(FindEnvironment(name).status());
  }
  for (const auto& [name, overrides] : command.environment_variables) {
    SLIPWAY_ASSIGN_OR_RETURN(const int32_t index, FindEnvironment(name));
    SLIPWAY_RETURN_IF_ERROR(CheckOverrides(overrides.variables(), EnvironmentOf(index).definition->variables(),
                                           absl::StrCat("environmentVariables.", name)));
    (*created.mutable_environment_variables())[index] = overrides;
  }
  for (int i = 0; i < created.artifacts_size(); ++i) {
    bool known = false;
    for (const v1::Artifact& artifact : plan_.definition().artifacts()) {
      known = known || absl::EqualsIgnoreCase(artifact.alias(), created.artifacts(i).alias());
    }
    if (!known) {
      return absl::InvalidArgumentError(absl::StrCat("artifacts[", i, "].alias: the definition has no artifact '",
                                                     created.artifacts(i).alias(), "'"));
    }
  }
  *Add()->mutable_release_created() = std::move(created);
  Apply();
  if (!command.is_draft) Activate();
  return absl::OkStatus();
}

absl::Status Decider::On(const StartRelease&) {
  switch (state_.status) {
    case v1::RELEASE_STATUS_DRAFT:
      Activate();
      return absl::OkStatus();
    case v1::RELEASE_STATUS_ABANDONED:
      // domain.md 10.3: allowed; no automatic start is replayed.
      Add()->mutable_release_reactivated();
      Apply();
      return absl::OkStatus();
    default:
      return absl::FailedPreconditionError("the release is active already");
  }
}

absl::Status Decider::On(const AbandonRelease& command) {
  if (state_.status == v1::RELEASE_STATUS_ABANDONED) {
    return absl::FailedPreconditionError("the release is abandoned already");
  }
  for (int32_t open : state_.open_environments) {
    if (Attempt(open).stage == Stage::kScheduled) continue;
    return absl::FailedPreconditionError(absl::StrCat("environment '", NameOf(open), "' is ",
                                                      StatusName(state_.environments[open].status),
                                                      "; cancel it before abandoning the release"));
  }
  // Those that only wait for their time end with it (domain.md 10.3).
  const std::vector<int32_t> scheduled(state_.open_environments.begin(), state_.open_environments.end());
  for (int32_t environment : scheduled) CancelAttempt(environment, "the release was abandoned");
  ended_.clear();
  Add()->mutable_release_abandoned()->set_comment(command.comment);
  Apply();
  return absl::OkStatus();
}

absl::Status Decider::On(const DeployEnvironment& command) {
  SLIPWAY_ASSIGN_OR_RETURN(const int32_t environment, FindEnvironment(command.environment));
  if (state_.status != v1::RELEASE_STATUS_ACTIVE) {
    return absl::FailedPreconditionError(state_.status == v1::RELEASE_STATUS_DRAFT
                                             ? "the release is a draft; start it first"
                                             : "the release is abandoned; start it again first");
  }
  if (state_.open_environments.contains(environment)) {
    return absl::FailedPreconditionError(absl::StrCat("environment '", NameOf(environment), "' is ",
                                                      StatusName(state_.environments[environment].status),
                                                      " already; cancel it or wait for its end"));
  }
  SLIPWAY_RETURN_IF_ERROR(
      CheckOverrides(command.variables, EnvironmentOf(environment).definition->variables(), "variables"));
  if (command.due_us != 0 && absl::FromUnixMicros(command.due_us) <= context_.now) {
    return absl::InvalidArgumentError("scheduledDeploymentTime: expected a time in the future");
  }
  if (command.only_failed_targets) {
    const AttemptState* last = state_.environments[environment].attempt();
    bool any = false;
    if (last != nullptr) {
      for (const PhaseState& phase : last->phases) {
        for (const JobState& job : phase.jobs) any = any || (job.unhealthy && !job.target.empty());
      }
    }
    if (!any) {
      return absl::FailedPreconditionError(absl::StrCat(
          "onlyFailedTargets: no target of '", NameOf(environment), "' failed or was left out in its last attempt"));
    }
  }
  StartAttempt(environment, command.reason, command.trigger_reason, &command);
  return absl::OkStatus();
}

absl::Status Decider::On(const CancelEnvironment& command) {
  if (command.environment.empty()) {
    if (state_.open_environments.empty()) {
      return absl::FailedPreconditionError("no environment of the release is queued, scheduled or in progress");
    }
    const std::vector<int32_t> open(state_.open_environments.begin(), state_.open_environments.end());
    for (int32_t environment : open) {
      if (!Attempt(environment).cancel_requested) CancelAttempt(environment, command.comment);
    }
    return absl::OkStatus();
  }
  SLIPWAY_ASSIGN_OR_RETURN(const int32_t environment, FindEnvironment(command.environment));
  if (!state_.open_environments.contains(environment)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "environment '", NameOf(environment), "' has nothing to cancel: it is not queued, scheduled or in progress"));
  }
  if (Attempt(environment).cancel_requested) return absl::OkStatus();
  CancelAttempt(environment, command.comment);
  return absl::OkStatus();
}

absl::Status Decider::On(const DecideApproval& command) {
  if (command.status != v1::APPROVAL_STATUS_APPROVED && command.status != v1::APPROVAL_STATUS_REJECTED &&
      command.status != v1::APPROVAL_STATUS_REASSIGNED) {
    return absl::InvalidArgumentError("status: expected approved, rejected or reassigned");
  }
  const auto pending = state_.approvals.find(command.approval_id);
  if (pending == state_.approvals.end()) {
    return absl::FailedPreconditionError(
        absl::StrCat("approval ", command.approval_id, " is not pending: it was decided, or its deployment ended"));
  }
  const int32_t environment = pending->second;
  AttemptState& attempt = Attempt(environment);
  const ApprovalState* approval = nullptr;
  for (const ApprovalState& candidate : attempt.approvals) {
    if (candidate.id == command.approval_id) approval = &candidate;
  }
  if (!MayDecide(approval->approver, context_)) {
    return absl::PermissionDeniedError(absl::StrCat(
        "'", context_.actor, "' is not the approver: approval ", command.approval_id, " of '", NameOf(environment),
        "' waits for ", NameOfIdentity(approval->approver),
        approval->approver.is_container() ? ", a group; the host must say that the actor belongs to it (actorGroups)"
                                          : ""));
  }
  if (command.status == v1::APPROVAL_STATUS_REASSIGNED) return Reassign(command, environment, *approval);
  const v1::ApprovalType type = approval->type;
  const ApprovalSide& side =
      type == v1::APPROVAL_TYPE_PRE_DEPLOY ? EnvironmentOf(environment).pre : EnvironmentOf(environment).post;
  if (side.definition->approval_options().enforce_identity_revalidation() && !context_.identity_revalidated) {
    return absl::PermissionDeniedError(
        "the definition wants approvers to prove who they are again (enforceIdentityRevalidation); the host must do so "
        "and say it (identityRevalidated)");
  }
  if (command.status == v1::APPROVAL_STATUS_APPROVED && side.definition->has_approval_options() &&
      !side.definition->approval_options().release_creator_can_be_approver() &&
      (absl::EqualsIgnoreCase(context_.actor, state_.created.created_by()) ||
       absl::EqualsIgnoreCase(context_.actor, attempt.requested_by))) {
    return absl::PermissionDeniedError(
        absl::StrCat("'", context_.actor,
                     "' requested this release or deployment, and the definition does not let its requester approve"));
  }
  v1::ApprovalDecided* decided = Add()->mutable_approval_decided();
  decided->set_environment(environment);
  decided->set_approval_id(command.approval_id);
  decided->set_status(command.status);
  decided->set_approved_by(context_.actor);
  decided->set_comments(command.comments);
  Apply();
  if (command.status == v1::APPROVAL_STATUS_REJECTED) {
    RejectAttempt(environment, type,
                  absl::StrCat("rejected by ", context_.actor, command.comments.empty() ? "" : ": ", command.comments));
  } else {
    SettleApprovals(environment, type);
  }
  return absl::OkStatus();
}

absl::Status Decider::Reassign(const DecideApproval& command, int32_t environment, const ApprovalState& approval) {
  if (NameOfIdentity(command.approver).empty()) {
    return absl::InvalidArgumentError("approver: expected who is asked from now on (id or displayName)");
  }
  if (!command.approver.id().empty() && absl::EqualsIgnoreCase(command.approver.id(), approval.approver.id())) {
    return absl::InvalidArgumentError(
        absl::StrCat("approver: approval ", command.approval_id, " waits for them already"));
  }
  v1::ApprovalReassigned* reassigned = Add()->mutable_approval_reassigned();
  reassigned->set_environment(environment);
  reassigned->set_approval_id(command.approval_id);
  *reassigned->mutable_approver() = command.approver;
  if (reassigned->approver().id().empty()) reassigned->mutable_approver()->set_id(command.approver.display_name());
  reassigned->set_comments(command.comments);
  reassigned->set_changed_by(context_.actor);
  Apply();
  return absl::OkStatus();
}

absl::Status Decider::On(const Tick&) {
  while (!state_.timers.empty() && state_.timers.begin()->due <= context_.now) {
    const Timer timer = *state_.timers.begin();
    OnTimer(timer);
    // The events have taken it away. One that is still there meant nothing, and must not stop the others.
    state_.timers.erase(timer);
  }
  return absl::OkStatus();
}

absl::Status Decide(ReleaseState& state, const Command& command, const DecideContext& context, v1::EventBatch* batch,
                    std::vector<TaskPosition>* touched) {
  if (state.is_deleted && !AllowedWhenDeleted(command)) {
    return absl::FailedPreconditionError("the release is deleted; undelete it first");
  }
  Decider decider(state, context, batch, touched);
  SLIPWAY_RETURN_IF_ERROR(std::visit([&](const auto& typed) { return decider.On(typed); }, command));
  decider.StartReady();
  return absl::OkStatus();
}

}  // namespace slipway
