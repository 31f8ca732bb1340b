// Inside an attempt: phases in rank order, jobs of a phase, tasks of a job in order (domain.md 10.5, task-contract 6).
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/condition_scope.h"
#include "core/decider.h"
#include "core/deployment_targets.h"

namespace slipway {
namespace {

constexpr absl::string_view kSkippedByCondition = "Skipping step due to condition evaluation.";

v1::TaskStatus StatusOf(JobStatus result) {
  switch (result) {
    case JobStatus::kSucceeded:
      return v1::TASK_STATUS_SUCCEEDED;
    case JobStatus::kSucceededWithIssues:
      return v1::TASK_STATUS_PARTIALLY_SUCCEEDED;
    case JobStatus::kFailed:
      return v1::TASK_STATUS_FAILED;
    case JobStatus::kCanceled:
      return v1::TASK_STATUS_CANCELED;
  }
  return v1::TASK_STATUS_FAILED;
}

template <typename E>
void SetPosition(const TaskPosition& position, E* event) {
  event->set_environment(position.environment);
  event->set_phase(position.phase);
  event->set_job(position.job);
  event->set_task(position.task);
}

}  // namespace

Decider::ConditionResult Decider::Evaluate(const Expression& condition, JobStatus status,
                                           const TaskPosition& position) {
  if (condition.is_succeeded()) {
    if (status == JobStatus::kSucceeded || status == JobStatus::kSucceededWithIssues) return {true, "", ""};
  }
  ConditionScope scope(state_, position, status, context_.open_secret);
  absl::StatusOr<EvaluationResult> result = condition.Evaluate(scope, /*with_trace=*/true);
  if (!result.ok()) return {false, std::string(result.status().message()), ""};
  return {result->value, "", result->value ? "" : std::move(result->trace)};
}

void Decider::AdvancePhases(int32_t environment) {
  const std::vector<PhasePlan>& phases = EnvironmentOf(environment).phases;
  while (true) {
    AttemptState& attempt = Attempt(environment);
    const int32_t index = attempt.next_phase;
    if (index >= static_cast<int32_t>(phases.size())) break;
    const PhasePlan& phase = phases[index];
    // domain.md 8.1: evaluated before the phase, against the attempt so far.
    const ConditionResult condition = Evaluate(phase.condition, attempt.result, {environment, index, 0, 0});
    if (!condition.error.empty()) {
      v1::PhaseFinished* finished = Add()->mutable_phase_finished();
      finished->set_environment(environment);
      finished->set_phase(index);
      finished->set_status(v1::DEPLOY_PHASE_STATUS_FAILED);
      finished->set_error_log(absl::StrCat("the condition could not be evaluated: ", condition.error));
      Apply();
      continue;
    }
    if (!condition.value) {
      v1::PhaseSkipped* skipped = Add()->mutable_phase_skipped();
      skipped->set_environment(environment);
      skipped->set_phase(index);
      skipped->set_trace(condition.trace);
      Apply();
      continue;
    }
    if (phase.definition->phase_type() == v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT &&
        FindGroup(context_, *phase.definition) == nullptr) {
      // What is meant for other machines must not run on this one.
      LeaveOutMachineGroup(environment, index);
      continue;
    }
    absl::StatusOr<v1::PhaseStarted> jobs = PlanJobs(environment, index);
    if (!jobs.ok()) {
      v1::PhaseFinished* finished = Add()->mutable_phase_finished();
      finished->set_environment(environment);
      finished->set_phase(index);
      finished->set_status(v1::DEPLOY_PHASE_STATUS_FAILED);
      finished->set_error_log(std::string(jobs.status().message()));
      Apply();
      continue;
    }
    *Add()->mutable_phase_started() = *std::move(jobs);
    Apply();
    if (Attempt(environment).phases[index].max_parallel > 0) {
      StartMoreJobs(environment, index);
    } else {
      const int32_t count = static_cast<int32_t>(Attempt(environment).phases[index].jobs.size());
      for (int32_t job = 0; job < count; ++job) AdvanceJob({environment, index, job, 0});
    }
    if (Attempt(environment).phases[index].open_jobs > 0) return;
    FinishPhase(environment, index);
  }
  FinishPhases(environment);
}

void Decider::LeaveOutMachineGroup(int32_t environment, int32_t index) {
  const std::string why =
      absl::StrCat("the phase is for the targets of deployment group ",
                   EnvironmentOf(environment).phases[index].definition->deployment_input().queue_id(),
                   ", which is not known here");
  if (state_.created.unknown_tasks() == v1::UNKNOWN_TASK_POLICY_FAIL) {
    v1::PhaseFinished* finished = Add()->mutable_phase_finished();
    finished->set_environment(environment);
    finished->set_phase(index);
    finished->set_status(v1::DEPLOY_PHASE_STATUS_FAILED);
    finished->set_error_log(
        absl::StrCat(why, "; add the group (PutDeploymentGroup), or create the release with unknown tasks skipped or "
                          "simulated to leave the phase out"));
  } else {
    v1::PhaseSkipped* skipped = Add()->mutable_phase_skipped();
    skipped->set_environment(environment);
    skipped->set_phase(index);
    skipped->set_trace(why);
  }
  Apply();
}

void Decider::AdvanceJob(TaskPosition position) {
  const PhasePlan& phase = EnvironmentOf(position.environment).phases[position.phase];
  while (true) {
    JobState& job = *FindJob(state_, position);
    position.task = job.next_task;
    if (position.task >= static_cast<int32_t>(phase.tasks.size())) return FinishJob(position);
    const TaskPlan& task = phase.tasks[position.task];
    const ConditionResult condition = Evaluate(task.condition, job.result, position);
    if (!condition.error.empty()) {
      // task-contract 4.4: an evaluation error fails the step; continueOnError is not applied.
      v1::TaskFinished* failed = Add()->mutable_task_finished();
      SetPosition(position, failed);
      failed->set_status(v1::TASK_STATUS_FAILED);
      failed->set_message(absl::StrCat("the condition could not be evaluated: ", condition.error));
      failed->set_error_count(1);
      Apply();
      continue;
    }
    if (condition.value) return StartTask(position);
    v1::TaskSkipped* skipped = Add()->mutable_task_skipped();
    SetPosition(position, skipped);
    skipped->set_trace(absl::StrCat(kSkippedByCondition, "\n", condition.trace));
    Apply();
  }
}

void Decider::AdvanceJobAndPhase(const TaskPosition& position) {
  AdvanceJob(position);
  if (Attempt(position.environment).phases[position.phase].max_parallel > 0 &&
      FindJob(state_, position)->finished != absl::InfinitePast()) {
    StartMoreJobs(position.environment, position.phase);
  }
  if (Attempt(position.environment).phases[position.phase].open_jobs > 0) return;
  FinishPhase(position.environment, position.phase);
  AdvancePhases(position.environment);
}

void Decider::StartTask(const TaskPosition& position) {
  if (StartHeldTask(position)) return;
  const TaskPlan& plan = PlanOf(plan_, position);
  const AttemptState& attempt = Attempt(position.environment);
  const TaskState& task = *FindTask(state_, position);
  const int32_t number = task.tries + 1;
  v1::TaskStarted* started = Add()->mutable_task_started();
  SetPosition(position, started);
  started->set_try_(number);
  started->set_token(absl::StrCat("r", state_.id, "-d", attempt.deployment_id, "-p", position.phase, "-j", position.job,
                                  "-t", position.task, "-", number));
  started->set_boot(context_.boot);
  started->set_after_cancel(attempt.cancel_requested);
  // The time-out counts over all tries (task-contract 6.3).
  if (number > 1 && task.due != absl::InfiniteFuture()) {
    started->set_due_us(absl::ToUnixMicros(task.due));
  } else if (number == 1 && plan.timeout > absl::ZeroDuration()) {
    started->set_due_us(absl::ToUnixMicros(context_.now + plan.timeout));
  }
  Apply();
  Touch(position);
}

absl::Status Decider::On(const ReportTask& command) {
  const auto running = state_.running.find(command.token);
  if (running == state_.running.end()) return absl::OkStatus();
  const TaskPosition position = running->second;
  if (command.lost) {
    ReportLost(command, position);
  } else {
    FinishTask(position, command.finished);
  }
  return absl::OkStatus();
}

void Decider::ReportLost(const ReportTask& command, const TaskPosition& position) {
  const TaskState& task = *FindTask(state_, position);
  const bool again = command.idempotent && !task.cancel_requested && task.tries < kMaxLostTries;
  const std::string message = absl::StrCat(
      "task lost: the runner that ran it under token ", command.token,
      " is gone, and whether it did its work is unknown; ",
      again ? "it is declared idempotent and runs again" : "it is not declared idempotent, so it does not run again");
  v1::TaskLost* lost = Add()->mutable_task_lost();
  SetPosition(position, lost);
  lost->set_token(command.token);
  lost->set_message(message);
  Apply();
  if (again) return StartTask(position);
  v1::TaskFinished finished;
  finished.set_status(v1::TASK_STATUS_FAILED);
  finished.set_message(message);
  finished.set_error_count(1);
  FinishTask(position, std::move(finished));
}

void Decider::FinishTask(const TaskPosition& position, v1::TaskFinished finished) {
  if (position.phase < 0) return FinishGateTask(position, std::move(finished));
  const TaskPlan& plan = EnvironmentOf(position.environment).phases[position.phase].tasks[position.task];
  const TaskState& task = *FindTask(state_, position);
  const bool lost = !state_.running.contains(task.token);
  const bool stopped = task.cancel_requested || task.timed_out;
  if (finished.status() == v1::TASK_STATUS_FAILED && !stopped && !lost && task.tries <= plan.retries) {
    v1::TaskRetryScheduled* retry = Add()->mutable_task_retry_scheduled();
    SetPosition(position, retry);
    // 1, 4, 9... seconds before try 2, 3, 4... (task-contract 6.3)
    retry->set_due_us(absl::ToUnixMicros(context_.now + absl::Seconds(int64_t{task.tries} * task.tries)));
    retry->set_exit_code(finished.exit_code());
    *retry->mutable_issues() = std::move(*finished.mutable_issues());
    *retry->mutable_variables() = std::move(*finished.mutable_variables());
    *retry->mutable_commands() = std::move(*finished.mutable_commands());
    Apply();
    return;
  }
  if (task.timed_out) {
    finished.set_status(v1::TASK_STATUS_FAILED);
    finished.set_message(absl::StrCat("timed out after ", absl::FormatDuration(plan.timeout)));
  } else if (task.cancel_requested) {
    finished.set_status(v1::TASK_STATUS_CANCELED);
  }
  if (finished.status() == v1::TASK_STATUS_FAILED && plan.definition->continue_on_error()) {
    finished.set_status(v1::TASK_STATUS_PARTIALLY_SUCCEEDED);
  }
  SetPosition(position, &finished);
  finished.set_try_(task.tries);
  std::string new_name;
  for (const v1::TaskCommand& command : finished.commands()) {
    if (command.name() == "release.updatereleasename") new_name = command.data();
  }
  *Add()->mutable_task_finished() = std::move(finished);
  Apply();
  if (!new_name.empty()) {
    Add()->mutable_release_updated()->set_name(std::move(new_name));
    Apply();
  }
  Touch(position);
  AdvanceJobAndPhase(position);
}

void Decider::FinishJob(const TaskPosition& position) {
  const JobState& job = *FindJob(state_, position);
  v1::JobFinished* finished = Add()->mutable_job_finished();
  finished->set_environment(position.environment);
  finished->set_phase(position.phase);
  finished->set_job(position.job);
  finished->set_status(job.timed_out ? v1::TASK_STATUS_FAILED : StatusOf(job.result));
  if (job.timed_out) {
    const PhasePlan& plan = EnvironmentOf(position.environment).phases[position.phase];
    finished->set_message(absl::StrCat("timed out after ", absl::FormatDuration(plan.job_timeout)));
  }
  Apply();
}

void Decider::FinishPhase(int32_t environment, int32_t index) {
  const PhaseState& phase = Attempt(environment).phases[index];
  const v1::ParallelExecution& parallel =
      EnvironmentOf(environment).phases[index].definition->deployment_input().parallel_execution();
  size_t failed = 0;
  size_t canceled = 0;
  size_t partial = 0;
  std::string error_log;
  for (const JobState& job : phase.jobs) {
    failed += job.status == v1::TASK_STATUS_FAILED;
    canceled += job.status == v1::TASK_STATUS_CANCELED;
    partial += job.status == v1::TASK_STATUS_PARTIALLY_SUCCEEDED;
    if (error_log.empty() && job.status == v1::TASK_STATUS_FAILED) {
      error_log = job.message;
      for (const TaskState& task : job.tasks) {
        if (!error_log.empty()) break;
        if (task.status == v1::TASK_STATUS_FAILED) error_log = task.message;
      }
    }
  }
  v1::DeployPhaseStatus status = v1::DEPLOY_PHASE_STATUS_SUCCEEDED;
  if (canceled > 0) {
    status = v1::DEPLOY_PHASE_STATUS_CANCELED;
  } else if (!phase.jobs.empty() && !phase.jobs[0].target.empty()) {
    status = GroupStatus(phase);
    if (status == v1::DEPLOY_PHASE_STATUS_SUCCEEDED && partial > 0) {
      status = v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED;
    }
  } else if (failed > 0) {
    const bool tolerated = parallel.continue_on_error() && failed < phase.jobs.size();
    status = tolerated ? v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED : v1::DEPLOY_PHASE_STATUS_FAILED;
  } else if (partial > 0) {
    status = v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED;
  }
  v1::PhaseFinished* finished = Add()->mutable_phase_finished();
  finished->set_environment(environment);
  finished->set_phase(index);
  finished->set_status(status);
  finished->set_error_log(error_log);
  Apply();
}

void Decider::StopRunningTasks(int32_t environment, int32_t only_job) {
  const int32_t phase_index = Attempt(environment).next_phase;
  const PhasePlan& plan = EnvironmentOf(environment).phases[phase_index];
  const int32_t jobs = static_cast<int32_t>(Attempt(environment).phases[phase_index].jobs.size());
  for (int32_t job = 0; job < jobs; ++job) {
    const JobState& state = Attempt(environment).phases[phase_index].jobs[job];
    if (state.finished != absl::InfinitePast() || (only_job >= 0 && job != only_job)) continue;
    if (state.status == v1::TASK_STATUS_PENDING) {
      SkipJob({environment, phase_index, job}, "canceled before its turn", /*failed=*/false, /*canceled=*/true);
      if (Attempt(environment).phases[phase_index].open_jobs > 0) continue;
      FinishPhase(environment, phase_index);
      return AdvancePhases(environment);
    }
    const TaskPosition position{environment, phase_index, job, state.next_task};
    const TaskState* task = FindTask(state_, position);
    if (task == nullptr || task->status != v1::TASK_STATUS_IN_PROGRESS) continue;
    // Held by the engine, or not yet started again: there is nothing to stop.
    const bool held = !task->waiting_for_retry && !state_.running.contains(task->token);
    if (held && Evaluate(plan.tasks[position.task].condition, JobStatus::kCanceled, position).value) continue;
    if (task->waiting_for_retry || held) {
      CloseIntervention(position, v1::MANUAL_INTERVENTION_STATUS_CANCELED, "the deployment was canceled");
      v1::TaskSkipped* skipped = Add()->mutable_task_skipped();
      SetPosition(position, skipped);
      skipped->set_canceled(true);
      skipped->set_trace(held ? "canceled while waiting" : "canceled while waiting for its next try");
      Apply();
      AdvanceJobAndPhase(position);
      // That may have ended the phase, even the attempt: nothing of this phase is running any more then.
      if (Attempt(environment).next_phase != phase_index || Attempt(environment).stage == Stage::kEnded) return;
      continue;
    }
    // task-contract 4.4: a task whose condition holds under Canceled goes on undisturbed.
    if (Evaluate(plan.tasks[position.task].condition, JobStatus::kCanceled, position).value) continue;
    v1::TaskCancelRequested* cancel = Add()->mutable_task_cancel_requested();
    SetPosition(position, cancel);
    Apply();
    Touch(position);
  }
}

void Decider::OnTimer(const Timer& timer) {
  const int32_t environment = timer.position.environment;
  if (!state_.open_environments.contains(environment) || Attempt(environment).number != timer.attempt) return;
  switch (timer.kind) {
    case TimerKind::kTaskTimeout: {
      const TaskState* task = FindTask(state_, timer.position);
      if (task == nullptr || task->status != v1::TASK_STATUS_IN_PROGRESS || task->cancel_requested) return;
      const bool waiting = task->waiting_for_retry || !state_.running.contains(task->token);
      SetPosition(timer.position, Add()->mutable_task_timed_out());
      Apply();
      Touch(timer.position);
      if (waiting) {
        v1::TaskFinished finished;
        finished.set_status(v1::TASK_STATUS_FAILED);
        finished.set_error_count(1);
        FinishTask(timer.position, std::move(finished));
      }
      return;
    }
    case TimerKind::kTaskRetry: {
      const TaskState* task = FindTask(state_, timer.position);
      if (task != nullptr && task->status == v1::TASK_STATUS_IN_PROGRESS && task->waiting_for_retry) {
        StartTask(timer.position);
      }
      return;
    }
    case TimerKind::kJobTimeout: {
      const JobState* job = FindJob(state_, timer.position);
      if (job == nullptr || job->finished != absl::InfinitePast() || job->timed_out) return;
      v1::JobTimedOut* timed_out = Add()->mutable_job_timed_out();
      timed_out->set_environment(environment);
      timed_out->set_phase(timer.position.phase);
      timed_out->set_job(timer.position.job);
      Apply();
      StopRunningTasks(environment, timer.position.job);
      return;
    }
    case TimerKind::kCancelTimeout:
      return OnCancelTimeout(environment, timer.position.phase);
    case TimerKind::kGateSample:
      return OnGateSampleTimer(environment, SideOf(timer.position.phase));
    case TimerKind::kGateTimeout:
      return FinishGates(environment, SideOf(timer.position.phase), v1::GATE_STATUS_FAILED,
                         "the gates did not open in time");
    case TimerKind::kIntervention:
      return OnInterventionTimeout(timer.position);
    case TimerKind::kWait:
      return OnWaitOver(environment);
    case TimerKind::kTaskWake: {
      const TaskState* task = FindTask(state_, timer.position);
      if (task == nullptr || task->status != v1::TASK_STATUS_IN_PROGRESS) return;
      v1::TaskFinished finished;
      finished.set_status(v1::TASK_STATUS_SUCCEEDED);
      return FinishTask(timer.position, std::move(finished));
    }
    case TimerKind::kApprovalTimeout: {
      const Stage stage = Attempt(environment).stage;
      std::vector<int64_t> pending;
      for (const ApprovalState& approval : Attempt(environment).approvals) {
        if (approval.status == v1::APPROVAL_STATUS_PENDING && approval.created < timer.due)
          pending.push_back(approval.id);
      }
      if (pending.empty()) return;
      for (int64_t id : pending) {
        v1::ApprovalDecided* decided = Add()->mutable_approval_decided();
        decided->set_environment(environment);
        decided->set_approval_id(id);
        decided->set_status(v1::APPROVAL_STATUS_REJECTED);
        decided->set_comments("nobody decided in time");
        Apply();
      }
      const v1::ApprovalType type =
          stage == Stage::kPreApprovals ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY;
      RejectAttempt(environment, type, "rejected by the system: nobody decided in time");
      return;
    }
  }
}

// The grace after a cancel is over: whatever still runs is given up, whatever has not started never will.
void Decider::OnCancelTimeout(int32_t environment, int32_t phase_index) {
  if (Attempt(environment).next_phase != phase_index) return;
  const size_t tasks = EnvironmentOf(environment).phases[phase_index].tasks.size();
  const int32_t jobs = static_cast<int32_t>(Attempt(environment).phases[phase_index].jobs.size());
  for (int32_t job = 0; job < jobs; ++job) {
    if (Attempt(environment).phases[phase_index].jobs[job].finished != absl::InfinitePast()) continue;
    for (int32_t index = Attempt(environment).phases[phase_index].jobs[job].next_task;
         index < static_cast<int32_t>(tasks); ++index) {
      const TaskPosition position{environment, phase_index, job, index};
      CloseIntervention(position, v1::MANUAL_INTERVENTION_STATUS_CANCELED, "the deployment was canceled");
      if (FindTask(state_, position)->status == v1::TASK_STATUS_IN_PROGRESS) {
        v1::TaskFinished* finished = Add()->mutable_task_finished();
        SetPosition(position, finished);
        finished->set_status(v1::TASK_STATUS_CANCELED);
        finished->set_message("did not stop within the cancellation time-out");
        Apply();
        Touch(position);
      } else {
        v1::TaskSkipped* skipped = Add()->mutable_task_skipped();
        SetPosition(position, skipped);
        skipped->set_canceled(true);
        Apply();
      }
    }
    FinishJob({environment, phase_index, job, static_cast<int32_t>(tasks)});
  }
  FinishPhase(environment, phase_index);
  AdvancePhases(environment);
}

}  // namespace slipway
