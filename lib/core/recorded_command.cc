#include "core/recorded_command.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

struct Recorder {
  const ReleaseState& state;
  v1::RecordedCommand* out;

  int32_t IndexOf(const std::string& environment) const { return state.plan->FindEnvironment(environment); }

  void operator()(const CreateRelease& command) const { out->set_create(command.is_draft); }
  void operator()(const StartRelease&) const { out->set_start(true); }
  void operator()(const AbandonRelease& command) const { out->mutable_abandon()->set_comment(command.comment); }
  void operator()(const CancelEnvironment& command) const {
    out->mutable_cancel()->set_environment(command.environment);
    out->mutable_cancel()->set_comment(command.comment);
  }
  void operator()(const DeployEnvironment& command) const {
    v1::DeploymentStarted* deploy = out->mutable_deploy();
    deploy->set_environment(IndexOf(command.environment));
    deploy->set_comment(command.comment);
    deploy->set_reason(command.reason);
    deploy->set_trigger_reason(command.trigger_reason);
    deploy->set_due_us(command.due_us);
    deploy->set_freeze_override(command.freeze_override);
    *deploy->mutable_tasks() = {command.tasks.begin(), command.tasks.end()};
    // A command is never queued; here it says that only failed targets were asked for.
    deploy->set_queued(command.only_failed_targets);
    *deploy->mutable_targets() = {command.targets.begin(), command.targets.end()};
    for (const auto& [name, value] : command.variables) (*deploy->mutable_variables())[name] = value;
  }
  void operator()(const DecideApproval& command) const {
    if (command.status == v1::APPROVAL_STATUS_REASSIGNED) {
      out->mutable_reassign()->set_approval_id(command.approval_id);
      *out->mutable_reassign()->mutable_approver() = command.approver;
      out->mutable_reassign()->set_comments(command.comments);
      return;
    }
    out->mutable_approval()->set_approval_id(command.approval_id);
    out->mutable_approval()->set_status(command.status);
    out->mutable_approval()->set_comments(command.comments);
  }
  void operator()(const ReportTask& command) const {
    v1::RecordedReport* report = out->mutable_report();
    report->set_lost(command.lost);
    report->set_idempotent(command.idempotent);
    report->set_status(command.finished.status());
  }
  void operator()(const Tick&) const { out->set_tick(true); }
  void operator()(const DeferDeployment& command) const {
    out->mutable_defer()->set_environment(IndexOf(command.environment));
    out->mutable_defer()->set_until_us(command.until_us);
    out->mutable_defer()->set_comment(command.comment);
  }
  void operator()(const IgnoreGates& command) const {
    out->mutable_ignore_gates()->set_environment(IndexOf(command.environment));
    *out->mutable_ignore_gates()->mutable_names() = {command.gates.begin(), command.gates.end()};
    out->mutable_ignore_gates()->set_comment(command.comment);
  }
  void operator()(const DecideIntervention& command) const {
    out->mutable_intervention()->set_id(command.intervention_id);
    out->mutable_intervention()->set_status(command.status);
    out->mutable_intervention()->set_comments(command.comments);
  }
  void operator()(const DecideSlot& command) const {
    v1::SlotDecision* slot = out->mutable_slot();
    slot->set_environment(command.environment);
    slot->set_attempt(command.attempt);
    slot->set_grant(command.grant);
    slot->set_by_release(command.by_release);
    slot->set_by_name(command.by_name);
  }
  void operator()(const DecideAgent& command) const {
    v1::AgentDecision* agent = out->mutable_agent();
    agent->set_environment(command.environment);
    agent->set_attempt(command.attempt);
    agent->set_phase(command.phase);
    agent->set_job(command.job);
    agent->set_agent(command.agent);
    agent->set_refusal(command.refusal);
  }
  void operator()(const NoteRedeploy& command) const {
    out->mutable_redeploy()->set_environment(command.environment);
    out->mutable_redeploy()->set_release_id(command.release_id);
    out->mutable_redeploy()->set_reason(command.reason);
  }
  void operator()(const DeleteRelease& command) const { out->mutable_delete_release()->set_comment(command.comment); }
  void operator()(const UndeleteRelease& command) const { out->mutable_undelete_release()->set_comment(command.comment); }
  void operator()(const KeepRelease& command) const {
    out->mutable_keep()->set_keep_forever(command.keep_forever);
    out->mutable_keep()->set_comment(command.comment);
  }
};

template <typename E>
std::string TokenAt(const ReleaseState& state, const E& event) {
  const TaskState* task =
      FindTask(state, TaskPosition{event.environment(), event.phase(), event.job(), event.task()});
  return task == nullptr ? "" : task->token;
}

absl::StatusOr<Command> ReportOf(const v1::EventBatch& batch, const ReleaseState& state) {
  const v1::RecordedReport& recorded = batch.command().report();
  ReportTask report;
  report.lost = recorded.lost();
  report.idempotent = recorded.idempotent();
  // What was reported is what the first event of the decision holds, but for what the decision made of it.
  if (batch.events_size() == 0) return absl::InvalidArgumentError("a report without events");
  const v1::Event& first = batch.events(0);
  if (first.has_task_finished()) {
    report.token = TokenAt(state, first.task_finished());
    report.finished = first.task_finished();
  } else if (first.has_task_retry_scheduled()) {
    report.token = TokenAt(state, first.task_retry_scheduled());
    report.finished.set_exit_code(first.task_retry_scheduled().exit_code());
    *report.finished.mutable_issues() = first.task_retry_scheduled().issues();
    *report.finished.mutable_variables() = first.task_retry_scheduled().variables();
    *report.finished.mutable_commands() = first.task_retry_scheduled().commands();
  } else if (first.has_task_lost()) {
    report.token = first.task_lost().token();
  } else {
    return absl::InvalidArgumentError("a report whose first event is not about a task");
  }
  report.finished.set_status(recorded.status());
  return report;
}

}  // namespace

void RecordCommand(const Command& command, const DecideContext& context, const ReleaseState& state,
                   v1::RecordedCommand* recorded) {
  std::visit(Recorder{state, recorded}, command);
  *recorded->mutable_actor_groups() = {context.actor_groups.begin(), context.actor_groups.end()};
  recorded->set_actor_is_administrator(context.actor_is_administrator);
  recorded->set_identity_revalidated(context.identity_revalidated);
}

absl::StatusOr<Command> CommandOf(const v1::EventBatch& batch, const ReleaseState& state) {
  const v1::RecordedCommand& recorded = batch.command();
  const int32_t environments = static_cast<int32_t>(state.plan->environments().size());
  const auto name = [&](int32_t index) {
    return index >= 0 && index < environments ? state.plan->environment(index).definition->name() : std::string();
  };
  switch (recorded.kind_case()) {
    case v1::RecordedCommand::kCreate: {
      if (batch.events_size() == 0 || !batch.events(0).has_release_created()) break;
      CreateRelease create;
      create.created = batch.events(0).release_created();
      create.is_draft = recorded.create();
      return create;
    }
    case v1::RecordedCommand::kStart:
      return StartRelease{};
    case v1::RecordedCommand::kAbandon:
      return AbandonRelease{recorded.abandon().comment()};
    case v1::RecordedCommand::kCancel:
      return CancelEnvironment{recorded.cancel().environment(), recorded.cancel().comment()};
    case v1::RecordedCommand::kDeploy: {
      const v1::DeploymentStarted& asked = recorded.deploy();
      DeployEnvironment deploy;
      deploy.environment = name(asked.environment());
      deploy.comment = asked.comment();
      deploy.reason = asked.reason();
      deploy.trigger_reason = asked.trigger_reason();
      deploy.due_us = asked.due_us();
      deploy.freeze_override = asked.freeze_override();
      deploy.tasks.assign(asked.tasks().begin(), asked.tasks().end());
      deploy.only_failed_targets = asked.queued();
      deploy.targets.assign(asked.targets().begin(), asked.targets().end());
      for (const auto& [key, value] : asked.variables()) deploy.variables.emplace_back(key, value);
      return deploy;
    }
    case v1::RecordedCommand::kApproval:
      return DecideApproval{recorded.approval().approval_id(), recorded.approval().status(),
                            recorded.approval().comments(), v1::Identity()};
    case v1::RecordedCommand::kReassign:
      return DecideApproval{recorded.reassign().approval_id(), v1::APPROVAL_STATUS_REASSIGNED,
                            recorded.reassign().comments(), recorded.reassign().approver()};
    case v1::RecordedCommand::kReport:
      return ReportOf(batch, state);
    case v1::RecordedCommand::kTick:
      return Tick{};
    case v1::RecordedCommand::kDefer:
      return DeferDeployment{name(recorded.defer().environment()), recorded.defer().until_us(),
                             recorded.defer().comment()};
    case v1::RecordedCommand::kIgnoreGates: {
      IgnoreGates ignore;
      ignore.environment = name(recorded.ignore_gates().environment());
      ignore.gates.assign(recorded.ignore_gates().names().begin(), recorded.ignore_gates().names().end());
      ignore.comment = recorded.ignore_gates().comment();
      return ignore;
    }
    case v1::RecordedCommand::kIntervention:
      return DecideIntervention{recorded.intervention().id(), recorded.intervention().status(),
                                recorded.intervention().comments()};
    case v1::RecordedCommand::kSlot:
      return DecideSlot{recorded.slot().environment(), recorded.slot().attempt(), recorded.slot().grant(),
                        recorded.slot().by_release(), recorded.slot().by_name()};
    case v1::RecordedCommand::kAgent:
      return DecideAgent{recorded.agent().environment(), recorded.agent().attempt(), recorded.agent().phase(),
                         recorded.agent().job(),         recorded.agent().agent(),   recorded.agent().refusal()};
    case v1::RecordedCommand::kRedeploy:
      return NoteRedeploy{recorded.redeploy().environment(), recorded.redeploy().release_id(),
                          recorded.redeploy().reason()};
    case v1::RecordedCommand::kDeleteRelease:
      return DeleteRelease{recorded.delete_release().comment()};
    case v1::RecordedCommand::kUndeleteRelease:
      return UndeleteRelease{recorded.undelete_release().comment()};
    case v1::RecordedCommand::kKeep:
      return KeepRelease{recorded.keep().keep_forever(), recorded.keep().comment()};
    case v1::RecordedCommand::KIND_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("the record does not say which command it is the decision of");
}

}  // namespace slipway
