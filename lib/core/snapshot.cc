#include "core/snapshot.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace slipway {
namespace {

constexpr int64_t kPast = std::numeric_limits<int64_t>::min();
constexpr int64_t kFuture = std::numeric_limits<int64_t>::max();

int64_t Micros(absl::Time time) {
  if (time == absl::InfinitePast()) return kPast;
  if (time == absl::InfiniteFuture()) return kFuture;
  return absl::ToUnixMicros(time);
}

absl::Time TimeOf(int64_t micros) {
  if (micros == kPast) return absl::InfinitePast();
  if (micros == kFuture) return absl::InfiniteFuture();
  return absl::FromUnixMicros(micros);
}

void Save(const TaskState& task, v1::TaskSnapshot* out) {
  out->set_status(task.status);
  out->set_tries(task.tries);
  out->set_cancel_requested(task.cancel_requested);
  out->set_timed_out(task.timed_out);
  out->set_waiting_for_retry(task.waiting_for_retry);
  out->set_after_cancel(task.after_cancel);
  out->set_boot(task.boot);
  out->set_exit_code(task.exit_code);
  out->set_error_count(task.error_count);
  out->set_warning_count(task.warning_count);
  out->set_log_lines(task.log_lines);
  out->set_token(task.token);
  out->set_due_us(Micros(task.due));
  out->set_started_us(Micros(task.started));
  out->set_finished_us(Micros(task.finished));
  out->set_message(task.message);
  *out->mutable_issues() = {task.issues.begin(), task.issues.end()};
  out->set_wake_us(Micros(task.wake));
  *out->mutable_commands() = {task.commands.begin(), task.commands.end()};
  *out->mutable_test_runs() = {task.test_runs.begin(), task.test_runs.end()};
  out->set_task_version(task.task_version);
}

TaskState Load(const v1::TaskSnapshot& in) {
  TaskState task;
  task.status = in.status();
  task.tries = in.tries();
  task.cancel_requested = in.cancel_requested();
  task.timed_out = in.timed_out();
  task.waiting_for_retry = in.waiting_for_retry();
  task.after_cancel = in.after_cancel();
  task.boot = in.boot();
  task.exit_code = in.exit_code();
  task.error_count = in.error_count();
  task.warning_count = in.warning_count();
  task.log_lines = in.log_lines();
  task.token = in.token();
  task.due = TimeOf(in.due_us());
  task.started = TimeOf(in.started_us());
  task.finished = TimeOf(in.finished_us());
  task.message = in.message();
  task.issues.assign(in.issues().begin(), in.issues().end());
  task.wake = TimeOf(in.wake_us());
  task.commands.assign(in.commands().begin(), in.commands().end());
  task.test_runs.assign(in.test_runs().begin(), in.test_runs().end());
  task.task_version = in.task_version();
  return task;
}

void Save(const JobState& job, v1::JobSnapshot* out) {
  out->set_name(job.name);
  out->set_status(job.status);
  out->set_result(static_cast<int32_t>(job.result));
  out->set_next_task(job.next_task);
  out->set_timed_out(job.timed_out);
  out->set_started_us(Micros(job.started));
  out->set_finished_us(Micros(job.finished));
  out->set_due_us(Micros(job.due));
  out->set_message(job.message);
  for (const TaskState& task : job.tasks) Save(task, out->add_tasks());
  *out->mutable_variables() = {job.variables.begin(), job.variables.end()};
  *out->mutable_scoped() = {job.scoped.begin(), job.scoped.end()};
  *out->mutable_paths() = {job.paths.begin(), job.paths.end()};
  out->set_target(job.target);
  out->set_agent(job.agent);
  out->set_queued_us(Micros(job.queued));
  out->set_offline(job.offline);
  out->set_unhealthy(job.unhealthy);
  for (const auto& [name, value] : job.given) (*out->mutable_given())[name] = value;
}

JobState Load(const v1::JobSnapshot& in) {
  JobState job;
  job.name = in.name();
  job.status = in.status();
  job.result = static_cast<JobStatus>(in.result());
  job.next_task = in.next_task();
  job.timed_out = in.timed_out();
  job.started = TimeOf(in.started_us());
  job.finished = TimeOf(in.finished_us());
  job.due = TimeOf(in.due_us());
  job.message = in.message();
  for (const v1::TaskSnapshot& task : in.tasks()) job.tasks.push_back(Load(task));
  job.variables.assign(in.variables().begin(), in.variables().end());
  job.scoped.assign(in.scoped().begin(), in.scoped().end());
  job.paths.assign(in.paths().begin(), in.paths().end());
  job.target = in.target();
  job.agent = in.agent();
  // Snapshots of before agent pools hold 0.
  job.queued = in.queued_us() == 0 ? absl::InfinitePast() : TimeOf(in.queued_us());
  job.offline = in.offline();
  job.unhealthy = in.unhealthy();
  for (const auto& [name, value] : in.given()) job.given.emplace_back(name, value);
  std::sort(job.given.begin(), job.given.end());
  return job;
}

void Save(const ApprovalState& approval, v1::ApprovalSnapshot* out) {
  out->set_id(approval.id);
  out->set_type(approval.type);
  out->set_status(approval.status);
  out->set_rank(approval.rank);
  out->set_is_automated(approval.is_automated);
  *out->mutable_approver() = approval.approver;
  out->set_approved_by(approval.approved_by);
  out->set_comments(approval.comments);
  out->set_created_us(Micros(approval.created));
  out->set_modified_us(Micros(approval.modified));
  out->set_due_us(Micros(approval.due));
  for (const ApprovalState::Change& change : approval.history) {
    v1::ApprovalHistorySnapshot* saved = out->add_history();
    *saved->mutable_approver() = change.approver;
    saved->set_changed_by(change.changed_by);
    saved->set_comments(change.comments);
    saved->set_modified_us(Micros(change.modified));
  }
}

void Save(const GatesState& gates, v1::GatesSnapshot* out) {
  out->set_status(gates.status);
  out->set_started_us(Micros(gates.started));
  out->set_stabilized_us(Micros(gates.stabilized));
  out->set_timeout_us(Micros(gates.timeout));
  out->set_succeeding_since_us(Micros(gates.succeeding_since));
  out->set_next_us(Micros(gates.next));
  out->set_message(gates.message);
  *out->mutable_ignored() = {gates.ignored.begin(), gates.ignored.end()};
  for (const GateSampleState& sample : gates.samples) {
    v1::GateSampleSnapshot* saved = out->add_samples();
    saved->set_started_us(Micros(sample.started));
    saved->set_finished_us(Micros(sample.finished));
    saved->set_counts(sample.counts);
    saved->set_succeeded(sample.succeeded);
    Save(sample.job, saved->mutable_job());
  }
}

GatesState Load(const v1::GatesSnapshot& in) {
  GatesState gates;
  gates.status = in.status();
  gates.started = TimeOf(in.started_us());
  gates.stabilized = TimeOf(in.stabilized_us());
  gates.timeout = TimeOf(in.timeout_us());
  gates.succeeding_since = TimeOf(in.succeeding_since_us());
  gates.next = TimeOf(in.next_us());
  gates.message = in.message();
  gates.ignored.assign(in.ignored().begin(), in.ignored().end());
  for (const v1::GateSampleSnapshot& saved : in.samples()) {
    GateSampleState& sample = gates.samples.emplace_back();
    sample.started = TimeOf(saved.started_us());
    sample.finished = TimeOf(saved.finished_us());
    sample.counts = saved.counts();
    sample.succeeded = saved.succeeded();
    sample.job = Load(saved.job());
  }
  return gates;
}

void Save(const InterventionState& intervention, v1::InterventionSnapshot* out) {
  out->set_id(intervention.id);
  out->set_status(intervention.status);
  out->set_phase(intervention.position.phase);
  out->set_job(intervention.position.job);
  out->set_task(intervention.position.task);
  out->set_instructions(intervention.instructions);
  out->set_due_us(Micros(intervention.due));
  out->set_resume_on_timeout(intervention.resume_on_timeout);
  out->set_approver(intervention.approver);
  out->set_comments(intervention.comments);
  out->set_created_us(Micros(intervention.created));
  out->set_modified_us(Micros(intervention.modified));
}

InterventionState Load(const v1::InterventionSnapshot& in, int32_t environment) {
  InterventionState intervention;
  intervention.id = in.id();
  intervention.status = in.status();
  intervention.position = {environment, in.phase(), in.job(), in.task()};
  intervention.instructions = in.instructions();
  intervention.due = TimeOf(in.due_us());
  intervention.resume_on_timeout = in.resume_on_timeout();
  intervention.approver = in.approver();
  intervention.comments = in.comments();
  intervention.created = TimeOf(in.created_us());
  intervention.modified = TimeOf(in.modified_us());
  return intervention;
}

ApprovalState Load(const v1::ApprovalSnapshot& in) {
  ApprovalState approval;
  approval.id = in.id();
  approval.type = in.type();
  approval.status = in.status();
  approval.rank = in.rank();
  approval.is_automated = in.is_automated();
  approval.approver = in.approver();
  approval.approved_by = in.approved_by();
  approval.comments = in.comments();
  approval.created = TimeOf(in.created_us());
  approval.modified = TimeOf(in.modified_us());
  approval.due = TimeOf(in.due_us());
  for (const v1::ApprovalHistorySnapshot& saved : in.history()) {
    approval.history.push_back(
        {saved.approver(), saved.changed_by(), saved.comments(), TimeOf(saved.modified_us())});
  }
  return approval;
}

void Save(const AttemptState& attempt, v1::AttemptSnapshot* out) {
  out->set_number(attempt.number);
  out->set_deployment_id(attempt.deployment_id);
  out->set_reason(attempt.reason);
  out->set_status(attempt.status);
  out->set_operation_status(attempt.operation_status);
  out->set_stage(static_cast<int32_t>(attempt.stage));
  out->set_next_phase(attempt.next_phase);
  out->set_result(static_cast<int32_t>(attempt.result));
  out->set_any_task_ran(attempt.any_task_ran);
  out->set_cancel_requested(attempt.cancel_requested);
  out->set_queued_us(Micros(attempt.queued));
  out->set_started_us(Micros(attempt.started));
  out->set_finished_us(Micros(attempt.finished));
  out->set_trigger_reason(attempt.trigger_reason);
  out->set_requested_by(attempt.requested_by);
  out->set_message(attempt.message);
  out->set_cancel_comment(attempt.cancel_comment);
  for (const ApprovalState& approval : attempt.approvals) Save(approval, out->add_approvals());
  for (const PhaseState& phase : attempt.phases) {
    v1::PhaseSnapshot* phase_out = out->add_phases();
    phase_out->set_status(phase.status);
    phase_out->set_open_jobs(phase.open_jobs);
    phase_out->set_started_us(Micros(phase.started));
    phase_out->set_finished_us(Micros(phase.finished));
    phase_out->set_error_log(phase.error_log);
    phase_out->set_max_parallel(phase.max_parallel);
    phase_out->set_pool_id(phase.pool_id);
    phase_out->set_pool_name(phase.pool_name);
    *phase_out->mutable_demands() = {phase.demands.begin(), phase.demands.end()};
    for (const JobState& job : phase.jobs) Save(job, phase_out->add_jobs());
  }
  // None of the two means neither, which most attempts have.
  if (attempt.pre_gates.status != v1::GATE_STATUS_NONE || attempt.post_gates.status != v1::GATE_STATUS_NONE) {
    Save(attempt.pre_gates, out->add_gates());
    Save(attempt.post_gates, out->add_gates());
  }
  for (const InterventionState& intervention : attempt.interventions) Save(intervention, out->add_interventions());
  *out->mutable_targets() = {attempt.targets.begin(), attempt.targets.end()};
  out->set_freeze_override(attempt.freeze_override);
  *out->mutable_tasks() = {attempt.tasks.begin(), attempt.tasks.end()};
  out->set_defer_until_us(Micros(attempt.defer_until));
  out->set_wait_until_us(Micros(attempt.wait_until));
  out->set_wait_reason(attempt.wait_reason);
  for (const auto& [name, value] : attempt.variables) (*out->mutable_variables())[name] = value;
}

std::unique_ptr<AttemptState> Load(const v1::AttemptSnapshot& in, int32_t environment) {
  auto attempt = std::make_unique<AttemptState>();
  attempt->number = in.number();
  attempt->deployment_id = in.deployment_id();
  attempt->reason = in.reason();
  attempt->status = in.status();
  attempt->operation_status = in.operation_status();
  attempt->stage = static_cast<Stage>(in.stage());
  attempt->next_phase = in.next_phase();
  attempt->result = static_cast<JobStatus>(in.result());
  attempt->any_task_ran = in.any_task_ran();
  attempt->cancel_requested = in.cancel_requested();
  attempt->queued = TimeOf(in.queued_us());
  attempt->started = TimeOf(in.started_us());
  attempt->finished = TimeOf(in.finished_us());
  attempt->trigger_reason = in.trigger_reason();
  attempt->requested_by = in.requested_by();
  attempt->message = in.message();
  attempt->cancel_comment = in.cancel_comment();
  for (const v1::ApprovalSnapshot& approval : in.approvals()) attempt->approvals.push_back(Load(approval));
  for (const v1::PhaseSnapshot& phase : in.phases()) {
    PhaseState& state = attempt->phases.emplace_back();
    state.status = phase.status();
    state.open_jobs = phase.open_jobs();
    state.started = TimeOf(phase.started_us());
    state.finished = TimeOf(phase.finished_us());
    state.error_log = phase.error_log();
    state.max_parallel = phase.max_parallel();
    state.pool_id = phase.pool_id();
    state.pool_name = phase.pool_name();
    state.demands.assign(phase.demands().begin(), phase.demands().end());
    for (const v1::JobSnapshot& job : phase.jobs()) state.jobs.push_back(Load(job));
  }
  if (in.gates_size() == 2) {
    attempt->pre_gates = Load(in.gates(0));
    attempt->post_gates = Load(in.gates(1));
  }
  for (const v1::InterventionSnapshot& saved : in.interventions()) {
    attempt->interventions.push_back(Load(saved, environment));
  }
  attempt->targets.assign(in.targets().begin(), in.targets().end());
  attempt->freeze_override = in.freeze_override();
  attempt->tasks.assign(in.tasks().begin(), in.tasks().end());
  attempt->defer_until = TimeOf(in.defer_until_us());
  attempt->wait_until = TimeOf(in.wait_until_us());
  attempt->wait_reason = in.wait_reason();
  for (const auto& [name, value] : in.variables()) attempt->variables.emplace_back(name, value);
  return attempt;
}

// What folding derives beside the plain facts, for the newest attempt of one environment.
void Derive(int32_t index, ReleaseState* state) {
  const AttemptState& attempt = *state->environments[index].attempt();
  if (attempt.stage == Stage::kEnded) return;
  state->open_environments.insert(index);
  for (const ApprovalState& approval : attempt.approvals) {
    if (approval.status == v1::APPROVAL_STATUS_PENDING) state->approvals[approval.id] = index;
  }
  std::vector<TaskPosition> held;
  for (const InterventionState& intervention : attempt.interventions) {
    if (intervention.status != v1::MANUAL_INTERVENTION_STATUS_PENDING) continue;
    state->interventions[intervention.id] = index;
    held.push_back(intervention.position);
  }
  const auto add_running = [&](const JobState& job, TaskPosition position) {
    for (position.task = 0; position.task < static_cast<int32_t>(job.tasks.size()); ++position.task) {
      const TaskState& task = job.tasks[position.task];
      if (task.status != v1::TASK_STATUS_IN_PROGRESS || task.waiting_for_retry) continue;
      if (task.wake != absl::InfiniteFuture() || std::find(held.begin(), held.end(), position) != held.end()) continue;
      state->running[task.token] = position;
    }
  };
  for (int32_t p = 0; p < static_cast<int32_t>(attempt.phases.size()); ++p) {
    for (int32_t j = 0; j < static_cast<int32_t>(attempt.phases[p].jobs.size()); ++j) {
      add_running(attempt.phases[p].jobs[j], {index, p, j, 0});
    }
  }
  for (const v1::ApprovalType side : {v1::APPROVAL_TYPE_PRE_DEPLOY, v1::APPROVAL_TYPE_POST_DEPLOY}) {
    const GatesState& gates = GatesOf(attempt, side);
    for (int32_t sample = 0; sample < static_cast<int32_t>(gates.samples.size()); ++sample) {
      add_running(gates.samples[sample].job, {index, GatesPhase(side), sample, 0});
    }
  }
}

}  // namespace

v1::ReleaseSnapshot MakeSnapshot(const ReleaseState& state) {
  v1::ReleaseSnapshot snapshot;
  *snapshot.mutable_created() = state.created;
  snapshot.set_status(state.status);
  snapshot.set_comment(state.comment);
  snapshot.set_is_deleted(state.is_deleted);
  snapshot.set_keep_forever(state.keep_forever);
  snapshot.set_created_us(Micros(state.created_on));
  snapshot.set_modified_us(Micros(state.modified_on));
  for (int32_t i = 0; i < static_cast<int32_t>(state.environments.size()); ++i) {
    const EnvironmentState& environment = state.environments[i];
    if (environment.attempts.empty()) continue;
    v1::EnvironmentSnapshot* out = snapshot.add_environments();
    out->set_index(i);
    out->set_status(environment.status);
    for (const auto& attempt : environment.attempts) Save(*attempt, out->add_attempts());
  }
  for (const Timer& timer : state.timers) {
    v1::TimerSnapshot* out = snapshot.add_timers();
    out->set_due_us(Micros(timer.due));
    out->set_kind(static_cast<int32_t>(timer.kind));
    out->set_environment(timer.position.environment);
    out->set_phase(timer.position.phase);
    out->set_job(timer.position.job);
    out->set_task(timer.position.task);
    out->set_attempt(timer.attempt);
  }
  return snapshot;
}

void RestoreSnapshot(const v1::ReleaseSnapshot& snapshot, ReleaseState* state) {
  state->created = snapshot.created();
  state->id = snapshot.created().release_id();
  state->status = snapshot.status();
  state->comment = snapshot.comment();
  state->is_deleted = snapshot.is_deleted();
  state->keep_forever = snapshot.keep_forever();
  state->created_on = TimeOf(snapshot.created_us());
  state->modified_on = TimeOf(snapshot.modified_us());
  for (const std::string& name : snapshot.created().manual_environments()) {
    const int32_t index = state->plan->FindEnvironment(name);
    if (index >= 0) state->manual_environments.insert(index);
  }
  for (const v1::EnvironmentSnapshot& in : snapshot.environments()) {
    if (in.index() < 0 || in.index() >= static_cast<int32_t>(state->environments.size())) continue;
    EnvironmentState& environment = state->environments[in.index()];
    for (const v1::AttemptSnapshot& attempt : in.attempts()) environment.attempts.push_back(Load(attempt, in.index()));
    const v1::EnvironmentStatus before = std::exchange(environment.status, in.status());
    state->readiness.SetStatus(state->plan->graph(), in.index(), before, in.status(), [](int32_t, bool) {});
    if (environment.attempt() != nullptr) Derive(in.index(), state);
  }
  for (const v1::TimerSnapshot& in : snapshot.timers()) {
    Timer timer;
    timer.due = TimeOf(in.due_us());
    timer.kind = static_cast<TimerKind>(in.kind());
    timer.position = {in.environment(), in.phase(), in.job(), in.task()};
    timer.attempt = in.attempt();
    state->timers.insert(timer);
    if (in.environment() >= 0 && in.environment() < static_cast<int32_t>(state->environments.size())) {
      if (AttemptState* attempt = state->environments[in.environment()].attempt()) attempt->timers.push_back(timer);
    }
  }
}

}  // namespace slipway
