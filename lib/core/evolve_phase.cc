// Phases, jobs and tasks.
#include <algorithm>
#include <utility>

#include "core/folder.h"

namespace slipway {

void Folder::On(const v1::JobStarted& event) {
  AttemptState* attempt = Attempt(event.environment());
  JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
  if (job == nullptr) return;
  StartJob(*attempt, *job, {event.environment(), event.phase(), event.job()});
  if (event.agent().empty()) return;
  job->agent = event.agent();
  const std::pair<std::string, std::string> name("Agent.Name", event.agent());
  job->given.insert(std::lower_bound(job->given.begin(), job->given.end(), name), name);
  if (!attempt->cancel_requested) attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS;
}

void Folder::On(const v1::JobQueued& event) {
  AttemptState* attempt = Attempt(event.environment());
  JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
  if (job == nullptr) return;
  job->queued = time_;
  if (!attempt->cancel_requested) attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_QUEUED_FOR_AGENT;
}

void Folder::On(const v1::JobSkipped& event) {
  JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
  if (job == nullptr) return;
  job->status = event.canceled() ? v1::TASK_STATUS_CANCELED
                                 : (event.failed() ? v1::TASK_STATUS_FAILED : v1::TASK_STATUS_SKIPPED);
  job->unhealthy = job->unhealthy || !job->target.empty();
  job->message = event.reason();
  job->finished = time_;
  --Phase(event.environment(), event.phase())->open_jobs;
}

void Folder::On(const v1::PhaseStarted& event) {
  AttemptState* attempt = Attempt(event.environment());
  PhaseState* phase = Phase(event.environment(), event.phase());
  if (phase == nullptr) return;
  const PhasePlan& plan = state_.plan->environment(event.environment()).phases[event.phase()];
  phase->status = v1::DEPLOY_PHASE_STATUS_IN_PROGRESS;
  phase->started = time_;
  phase->open_jobs = event.job_names_size();
  phase->jobs.resize(event.job_names_size());
  for (int i = 0; i < event.job_names_size(); ++i) {
    JobState& job = phase->jobs[i];
    job.name = event.job_names(i);
    job.tasks.resize(plan.tasks.size());
    if (i < event.jobs_size()) {
      job.target = event.jobs(i).target();
      job.offline = job.unhealthy = event.jobs(i).offline();
      for (const auto& [name, value] : event.jobs(i).variables()) job.given.emplace_back(name, value);
      std::sort(job.given.begin(), job.given.end());
    }
    if (event.max_parallel_jobs() == 0) {
      StartJob(*attempt, job, {event.environment(), event.phase(), i});
    } else {
      job.status = v1::TASK_STATUS_PENDING;
    }
  }
  phase->max_parallel = event.max_parallel_jobs();
  phase->pool_id = event.pool_id();
  phase->pool_name = event.pool_name();
  phase->demands.assign(event.demands().begin(), event.demands().end());
  if (attempt->cancel_requested) {
    AddTimer(time_ + plan.cancel_timeout, TimerKind::kCancelTimeout, {event.environment(), event.phase()}, *attempt);
  }
  attempt->next_phase = event.phase();
  attempt->stage = Stage::kPhases;
  attempt->status = v1::DEPLOYMENT_STATUS_IN_PROGRESS;
  attempt->operation_status = attempt->cancel_requested ? v1::DEPLOYMENT_OPERATION_STATUS_CANCELLING
                                                        : v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS;
}

void Folder::On(const v1::PhaseSkipped& event) {
  PhaseState* phase = Phase(event.environment(), event.phase());
  if (phase == nullptr) return;
  phase->status = v1::DEPLOY_PHASE_STATUS_SKIPPED;
  phase->error_log = event.trace();
  phase->finished = time_;
  Attempt(event.environment())->next_phase = event.phase() + 1;
}

void Folder::On(const v1::PhaseFinished& event) {
  AttemptState* attempt = Attempt(event.environment());
  PhaseState* phase = Phase(event.environment(), event.phase());
  if (phase == nullptr) return;
  phase->status = event.status();
  phase->finished = time_;
  phase->error_log = event.error_log();
  attempt->next_phase = event.phase() + 1;
  EraseTimer(TimerKind::kCancelTimeout, {event.environment(), event.phase()}, *attempt);
  switch (event.status()) {
    case v1::DEPLOY_PHASE_STATUS_FAILED:
      attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PHASE_FAILED;
      break;
    case v1::DEPLOY_PHASE_STATUS_CANCELED:
      attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PHASE_CANCELED;
      break;
    case v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED:
      attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PHASE_PARTIALLY_SUCCEEDED;
      break;
    default:
      attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PHASE_SUCCEEDED;
  }
  MergePhase(*attempt, event.status());
}

void Folder::On(const v1::TaskStarted& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  AttemptState& attempt = *Attempt(event.environment());
  task->status = v1::TASK_STATUS_IN_PROGRESS;
  task->tries = event.try_();
  task->token = event.token();
  task->boot = event.boot();
  task->waiting_for_retry = false;
  task->after_cancel = event.after_cancel();
  if (event.try_() == 1) task->started = time_;
  EraseTimer(TimerKind::kTaskRetry, PositionOf(event), attempt);
  task->due = DueFromMicros(event.due_us());
  if (event.due_us() != 0 && event.try_() == 1) {
    AddTimer(task->due, TimerKind::kTaskTimeout, PositionOf(event), attempt);
  }
  FindJob(state_, PositionOf(event))->next_task = event.task();
  if (event.wake_us() != 0) {
    // Only time passes: nothing is run.
    task->wake = FromMicros(event.wake_us());
    AddTimer(task->wake, TimerKind::kTaskWake, PositionOf(event), attempt);
    return;
  }
  // domain.md 10.4 row 18: what runs on the server touches no target.
  if (event.phase() >= 0 &&
      state_.plan->environment(event.environment()).phases[event.phase()].definition->phase_type() !=
          v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER) {
    attempt.any_task_ran = true;
  }
  state_.running[event.token()] = PositionOf(event);
}

void Folder::On(const v1::TaskFinished& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  JobState& job = *FindJob(state_, PositionOf(event));
  state_.running.erase(task->token);
  EraseTimer(TimerKind::kTaskTimeout, PositionOf(event), *Attempt(event.environment()));
  if (task->wake != absl::InfiniteFuture()) {
    EraseTimer(TimerKind::kTaskWake, PositionOf(event), *Attempt(event.environment()));
    task->wake = absl::InfiniteFuture();
  }
  task->status = event.status();
  task->exit_code = event.exit_code();
  task->finished = event.finished_us() != 0 ? FromMicros(event.finished_us()) : time_;
  if (event.started_us() != 0 && task->tries <= 1) task->started = FromMicros(event.started_us());
  task->message = event.message();
  task->error_count += event.error_count();
  task->warning_count += event.warning_count();
  task->log_lines = event.log_lines();
  task->issues.insert(task->issues.end(), event.issues().begin(), event.issues().end());
  TakeVariables(job, event);
  TakeCommands(job, *task, event.commands());
  task->test_runs.assign(event.test_runs().begin(), event.test_runs().end());
  task->task_version = event.task_version();
  job.next_task = event.task() + 1;
  MergeTask(job, event.status());
}

void Folder::On(const v1::TaskSkipped& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  task->status = event.canceled() ? v1::TASK_STATUS_CANCELED : v1::TASK_STATUS_SKIPPED;
  task->message = event.trace();
  task->finished = time_;
  task->waiting_for_retry = false;
  task->wake = absl::InfiniteFuture();
  EraseTimer(TimerKind::kTaskRetry, PositionOf(event), *Attempt(event.environment()));
  EraseTimer(TimerKind::kTaskTimeout, PositionOf(event), *Attempt(event.environment()));
  EraseTimer(TimerKind::kTaskWake, PositionOf(event), *Attempt(event.environment()));
  FindJob(state_, PositionOf(event))->next_task = event.task() + 1;
}

void Folder::On(const v1::TaskRetryScheduled& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  state_.running.erase(task->token);
  task->waiting_for_retry = true;
  task->exit_code = event.exit_code();
  task->issues.insert(task->issues.end(), event.issues().begin(), event.issues().end());
  TakeVariables(*FindJob(state_, PositionOf(event)), event);
  TakeCommands(*FindJob(state_, PositionOf(event)), *task, event.commands());
  AddTimer(FromMicros(event.due_us()), TimerKind::kTaskRetry, PositionOf(event), *Attempt(event.environment()));
}

void Folder::On(const v1::TaskTimedOut& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  task->timed_out = true;
  task->cancel_requested = true;
  EraseTimer(TimerKind::kTaskTimeout, PositionOf(event), *Attempt(event.environment()));
  EraseTimer(TimerKind::kTaskRetry, PositionOf(event), *Attempt(event.environment()));
}

void Folder::On(const v1::TaskCancelRequested& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  task->cancel_requested = true;
  EraseTimer(TimerKind::kTaskTimeout, PositionOf(event), *Attempt(event.environment()));
}

void Folder::On(const v1::TaskLost& event) {
  TaskState* task = FindTask(state_, PositionOf(event));
  if (task == nullptr) return;
  state_.running.erase(task->token);
  v1::Issue issue;
  issue.set_is_error(true);
  issue.set_message(event.message());
  task->issues.push_back(std::move(issue));
}

void Folder::On(const v1::JobTimedOut& event) {
  JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
  if (job == nullptr) return;
  job->timed_out = true;
  job->result = JobStatus::kCanceled;
  EraseTimer(TimerKind::kJobTimeout, {event.environment(), event.phase(), event.job()},
             *Attempt(event.environment()));
}

void Folder::On(const v1::JobFinished& event) {
  JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
  if (job == nullptr) return;
  EraseTimer(TimerKind::kJobTimeout, {event.environment(), event.phase(), event.job()},
             *Attempt(event.environment()));
  job->status = event.status();
  job->message = event.message();
  job->finished = time_;
  // domain.md 8.3: a target that failed counts as unhealthy.
  if (!job->target.empty() &&
      (event.status() == v1::TASK_STATUS_FAILED || event.status() == v1::TASK_STATUS_CANCELED)) {
    job->unhealthy = true;
  }
  --Phase(event.environment(), event.phase())->open_jobs;
}

}  // namespace slipway
