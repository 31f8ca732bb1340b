// Gates: asked together on a fixed grid until they agree (domain.md 6.2).
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "core/decider.h"

namespace slipway {
namespace {

bool GateSucceeded(const TaskState& task) {
  return task.status == v1::TASK_STATUS_SUCCEEDED || task.status == v1::TASK_STATUS_PARTIALLY_SUCCEEDED;
}

}  // namespace

void Decider::StartGates(int32_t environment, v1::ApprovalType type) {
  const GatesPlan& plan = GatesPlanOf(EnvironmentOf(environment), type);
  v1::GatesStarted* started = Add()->mutable_gates_started();
  started->set_environment(environment);
  started->set_type(type);
  started->set_stabilized_us(absl::ToUnixMicros(context_.now + plan.stabilization));
  started->set_timeout_us(absl::ToUnixMicros(context_.now + plan.timeout));
  Apply();
  StartGateSample(environment, type);
}

void Decider::StartGateSample(int32_t environment, v1::ApprovalType type) {
  const GatesPlan& plan = GatesPlanOf(EnvironmentOf(environment), type);
  const GatesState& gates = GatesOf(Attempt(environment), type);
  const int32_t sample = static_cast<int32_t>(gates.samples.size());
  v1::GateSampleStarted* started = Add()->mutable_gate_sample_started();
  started->set_environment(environment);
  started->set_type(type);
  started->set_sample(sample);
  // What starts before the stabilization time is over is only for reference, even when all is green.
  started->set_counts(context_.now >= gates.stabilized);
  started->set_tasks(static_cast<int32_t>(plan.tasks.size()));
  Apply();
  for (int32_t task = 0; task < static_cast<int32_t>(plan.tasks.size()); ++task) {
    const TaskPosition position{environment, GatesPhase(type), sample, task};
    if (GateIgnored(environment, type, task)) {
      v1::TaskSkipped* skipped = Add()->mutable_task_skipped();
      skipped->set_environment(environment);
      skipped->set_phase(position.phase);
      skipped->set_job(sample);
      skipped->set_task(task);
      skipped->set_trace("the gate is ignored");
      Apply();
    } else {
      StartTask(position);
    }
  }
  FinishGateSampleIfDone(environment, type);
}

void Decider::FinishGateTask(const TaskPosition& position, v1::TaskFinished finished) {
  const v1::ApprovalType type = SideOf(position.phase);
  const TaskState& task = *FindTask(state_, position);
  if (task.timed_out) {
    finished.set_status(v1::TASK_STATUS_FAILED);
    finished.set_message(absl::StrCat("timed out after ", absl::FormatDuration(PlanOf(plan_, position).timeout)));
  }
  finished.set_environment(position.environment);
  finished.set_phase(position.phase);
  finished.set_job(position.job);
  finished.set_task(position.task);
  finished.set_try_(task.tries);
  *Add()->mutable_task_finished() = std::move(finished);
  Apply();
  Touch(position);
  FinishGateSampleIfDone(position.environment, type);
}

void Decider::FinishGateSampleIfDone(int32_t environment, v1::ApprovalType type) {
  const GatesPlan& plan = GatesPlanOf(EnvironmentOf(environment), type);
  const GatesState& gates = GatesOf(Attempt(environment), type);
  if (gates.status != v1::GATE_STATUS_IN_PROGRESS || gates.samples.empty()) return;
  const GateSampleState& sample = gates.samples.back();
  if (sample.finished != absl::InfinitePast()) return;
  bool succeeded = true;
  for (size_t i = 0; i < sample.job.tasks.size(); ++i) {
    const TaskState& task = sample.job.tasks[i];
    if (task.status == v1::TASK_STATUS_IN_PROGRESS || task.status == v1::TASK_STATUS_PENDING) return;
    if (GateIgnored(environment, type, static_cast<int32_t>(i))) continue;
    succeeded = succeeded && GateSucceeded(task);
  }
  const absl::Time since =
      sample.counts && succeeded ? std::min(gates.succeeding_since, context_.now) : absl::InfiniteFuture();
  const bool open = AllGatesIgnored(environment, type) ||
                    (sample.counts && succeeded && context_.now - since >= plan.minimum_success);
  v1::GateSampleFinished* finished = Add()->mutable_gate_sample_finished();
  finished->set_environment(environment);
  finished->set_type(type);
  finished->set_sample(static_cast<int32_t>(gates.samples.size()) - 1);
  finished->set_succeeded(succeeded);
  if (!open) {
    // The grid is fixed from the start: a sample that takes longer than the interval makes the next ones no later.
    const int64_t passed = (context_.now - gates.started) / plan.interval;
    absl::Time next = gates.started + (passed + 1) * plan.interval;
    if (since != absl::InfiniteFuture()) next = std::min(next, since + plan.minimum_success);
    finished->set_next_us(absl::ToUnixMicros(next));
  }
  Apply();
  if (open) FinishGates(environment, type, v1::GATE_STATUS_SUCCEEDED, "");
}

void Decider::OnGateSampleTimer(int32_t environment, v1::ApprovalType type) {
  const GatesPlan& plan = GatesPlanOf(EnvironmentOf(environment), type);
  const GatesState& gates = GatesOf(Attempt(environment), type);
  if (gates.status != v1::GATE_STATUS_IN_PROGRESS) return;
  if (gates.succeeding_since != absl::InfiniteFuture() &&
      context_.now - gates.succeeding_since >= plan.minimum_success) {
    return FinishGates(environment, type, v1::GATE_STATUS_SUCCEEDED, "");
  }
  StartGateSample(environment, type);
}

void Decider::FinishGates(int32_t environment, v1::ApprovalType type, v1::GateStatus status,
                          const std::string& message) {
  const GatesPlan& plan = GatesPlanOf(EnvironmentOf(environment), type);
  {
    const GatesState& gates = GatesOf(Attempt(environment), type);
    if (gates.status != v1::GATE_STATUS_IN_PROGRESS) return;
    // Calls still under way no longer count.
    const int32_t sample = static_cast<int32_t>(gates.samples.size()) - 1;
    for (int32_t i = 0; sample >= 0 && i < static_cast<int32_t>(plan.tasks.size()); ++i) {
      const TaskPosition position{environment, GatesPhase(type), sample, i};
      if (FindTask(state_, position)->status != v1::TASK_STATUS_IN_PROGRESS) continue;
      v1::TaskCancelRequested* cancel = Add()->mutable_task_cancel_requested();
      cancel->set_environment(environment);
      cancel->set_phase(position.phase);
      cancel->set_job(sample);
      cancel->set_task(i);
      Apply();
      v1::TaskFinished* finished = Add()->mutable_task_finished();
      finished->set_environment(environment);
      finished->set_phase(position.phase);
      finished->set_job(sample);
      finished->set_task(i);
      finished->set_status(v1::TASK_STATUS_CANCELED);
      finished->set_message("the gates are decided without it");
      Apply();
      Touch(position);
    }
  }
  std::string text = message;
  const GatesState& gates = GatesOf(Attempt(environment), type);
  if (status == v1::GATE_STATUS_FAILED) {
    // The last gates that said no, for people.
    std::vector<std::string> failed;
    for (size_t i = 0; !gates.samples.empty() && i < plan.tasks.size(); ++i) {
      const TaskState& task = gates.samples.back().job.tasks[i];
      if (!GateSucceeded(task) && !GateIgnored(environment, type, static_cast<int32_t>(i))) {
        failed.push_back(absl::StrCat("'", plan.names[i], "'"));
      }
    }
    absl::StrAppend(&text, ": ", gates.samples.size(), " samples in ", absl::FormatDuration(plan.timeout));
    if (!failed.empty()) absl::StrAppend(&text, ", failing at the end: ", absl::StrJoin(failed, ", "));
  }
  v1::GatesFinished* finished = Add()->mutable_gates_finished();
  finished->set_environment(environment);
  finished->set_type(type);
  finished->set_status(status);
  finished->set_message(text);
  Apply();
  if (status == v1::GATE_STATUS_CANCELED) return;
  const bool before = type == v1::APPROVAL_TYPE_PRE_DEPLOY;
  if (plan.order == v1::APPROVAL_EXECUTION_ORDER_AFTER_GATES_ALWAYS) return RequestApprovals(environment, type);
  if (status == v1::GATE_STATUS_FAILED) {
    return FinishAttempt(environment, v1::ENVIRONMENT_STATUS_REJECTED,
                         before ? v1::DEPLOYMENT_STATUS_NOT_DEPLOYED : v1::DEPLOYMENT_STATUS_FAILED,
                         v1::DEPLOYMENT_OPERATION_STATUS_GATE_FAILED, text);
  }
  if (plan.order == v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES) return PassSide(environment, type);
  RequestApprovals(environment, type);
}

bool Decider::GateIgnored(int32_t environment, v1::ApprovalType type, int32_t task) const {
  const GatesState& gates = GatesOf(*state_.environments[environment].attempt(), type);
  const std::string& name = GatesPlanOf(EnvironmentOf(environment), type).names[task];
  return std::any_of(gates.ignored.begin(), gates.ignored.end(),
                     [&](const std::string& ignored) { return absl::EqualsIgnoreCase(ignored, name); });
}

bool Decider::AllGatesIgnored(int32_t environment, v1::ApprovalType type) const {
  const int32_t tasks = static_cast<int32_t>(GatesPlanOf(EnvironmentOf(environment), type).tasks.size());
  for (int32_t task = 0; task < tasks; ++task) {
    if (!GateIgnored(environment, type, task)) return false;
  }
  return true;
}

absl::Status Decider::On(const IgnoreGates& command) {
  SLIPWAY_ASSIGN_OR_RETURN(const int32_t environment, FindEnvironment(command.environment));
  const AttemptState* attempt = state_.environments[environment].attempt();
  if (attempt == nullptr || (attempt->stage != Stage::kPreGates && attempt->stage != Stage::kPostGates)) {
    return absl::FailedPreconditionError(
        absl::StrCat("environment '", NameOf(environment), "': no gates are being evaluated"));
  }
  if (command.comment.empty()) {
    return absl::InvalidArgumentError("comment: expected why the gates are ignored; it is recorded");
  }
  const v1::ApprovalType type =
      attempt->stage == Stage::kPreGates ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY;
  const std::vector<std::string>& names = GatesPlanOf(EnvironmentOf(environment), type).names;
  v1::GatesIgnored ignored;
  ignored.set_environment(environment);
  ignored.set_type(type);
  ignored.set_comment(command.comment);
  for (size_t i = 0; i < command.gates.size(); ++i) {
    const auto known = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return absl::EqualsIgnoreCase(name, command.gates[i]);
    });
    if (known == names.end()) {
      return absl::NotFoundError(absl::StrCat("gates[", i, "]: no gate named '", command.gates[i],
                                              "'; there are: ", absl::StrJoin(names, ", ")));
    }
    ignored.add_names(*known);
  }
  if (command.gates.empty()) *ignored.mutable_names() = {names.begin(), names.end()};
  *Add()->mutable_gates_ignored() = std::move(ignored);
  Apply();
  // domain.md 6.2: with all of them ignored there is nothing to wait for.
  if (AllGatesIgnored(environment, type)) FinishGates(environment, type, v1::GATE_STATUS_SUCCEEDED, "all gates are ignored");
  return absl::OkStatus();
}

}  // namespace slipway
