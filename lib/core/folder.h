// Folds one event into the state. Private to core: callers use Evolve().
#ifndef SLIPWAY_CORE_FOLDER_H_
#define SLIPWAY_CORE_FOLDER_H_

#include <cstdint>
#include <utility>

#include "absl/time/time.h"
#include "core/release_state.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

inline absl::Time FromMicros(int64_t micros) { return absl::FromUnixMicros(micros); }

inline absl::Time DueFromMicros(int64_t micros) { return micros == 0 ? absl::InfiniteFuture() : FromMicros(micros); }

template <typename E>
TaskPosition PositionOf(const E& event) {
  return {event.environment(), event.phase(), event.job(), event.task()};
}

class Folder {
 public:
  Folder(ReleaseState& state, absl::Time time) : state_(state), time_(time) {}

  // evolve.cc: releases and deployments. evolve_waiting.cc: approvals, gates, interventions. evolve_phase.cc: phases, jobs
  // and tasks.
  void On(const v1::ReleaseCreated& event);
  void On(const v1::ReleaseStarted&) { state_.status = v1::RELEASE_STATUS_ACTIVE; }
  void On(const v1::ReleaseReactivated& event);
  void On(const v1::ReleaseAbandoned& event);
  void On(const v1::ReleaseUpdated& event);
  void On(const v1::ReleaseDeleted& event);
  void On(const v1::ReleaseUndeleted& event);
  void On(const v1::ReleaseKept& event) { state_.keep_forever = event.keep_forever(); }
  void On(const v1::EnvironmentNotStarted&) {}
  void On(const v1::DeploymentStarted& event);
  void On(const v1::DeploymentSlotGranted& event);
  void On(const v1::DeploymentDeferred& event);
  void On(const v1::DeploymentResumed& event);
  void On(const v1::ApprovalsRequested& event);
  void On(const v1::ApprovalDecided& event);
  void On(const v1::ApprovalReassigned& event);
  void On(const v1::GatesStarted& event);
  void On(const v1::GateSampleStarted& event);
  void On(const v1::GateSampleFinished& event);
  void On(const v1::GatesIgnored& event);
  void On(const v1::GatesFinished& event);
  void On(const v1::InterventionRequested& event);
  void On(const v1::InterventionDecided& event);
  void On(const v1::JobStarted& event);
  void On(const v1::JobQueued& event);
  void On(const v1::JobSkipped& event);
  // Recorded for people; the redeployment itself is another release's.
  void On(const v1::RedeployRequested&) {}
  void On(const v1::DeploymentApproved& event);
  void On(const v1::PhaseStarted& event);
  void On(const v1::PhaseSkipped& event);
  void On(const v1::PhaseFinished& event);
  void On(const v1::TaskStarted& event);
  void On(const v1::TaskFinished& event);
  void On(const v1::TaskSkipped& event);
  void On(const v1::TaskRetryScheduled& event);
  void On(const v1::TaskTimedOut& event);
  void On(const v1::TaskCancelRequested& event);
  void On(const v1::TaskLost& event);
  void On(const v1::JobTimedOut& event);
  void On(const v1::JobFinished& event);
  void On(const v1::DeploymentCancelRequested& event);
  void On(const v1::DeploymentFinished& event);

 private:
  // The attempt begins: at once, or when its environment has a free slot (domain.md 7).
  void Begin(int32_t index, AttemptState& attempt) {
    if (state_.plan->environment(index).concurrency > 0) {
      attempt.stage = Stage::kQueued;
      attempt.operation_status = v1::DEPLOYMENT_OPERATION_STATUS_QUEUED;
      SetStatus(index, v1::ENVIRONMENT_STATUS_QUEUED);
    } else {
      attempt.stage = Stage::kPreApprovals;
      attempt.operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
      SetStatus(index, v1::ENVIRONMENT_STATUS_IN_PROGRESS);
    }
  }

  void Wait(int32_t index, AttemptState& attempt, Stage stage, v1::DeploymentOperationStatus status, absl::Time until) {
    attempt.stage = stage;
    attempt.operation_status = status;
    attempt.wait_until = until;
    AddTimer(until, TimerKind::kWait, {index}, attempt);
    SetStatus(index, v1::ENVIRONMENT_STATUS_SCHEDULED);
  }

  void StartJob(AttemptState& attempt, JobState& job, const TaskPosition& position) {
    const PhasePlan& plan = state_.plan->environment(position.environment).phases[position.phase];
    job.status = v1::TASK_STATUS_IN_PROGRESS;
    job.started = time_;
    if (plan.job_timeout > absl::ZeroDuration()) {
      job.due = time_ + plan.job_timeout;
      AddTimer(job.due, TimerKind::kJobTimeout, position, attempt);
    }
  }

  EnvironmentState* Environment(int32_t index) {
    if (index < 0 || index >= static_cast<int32_t>(state_.environments.size())) return nullptr;
    return &state_.environments[index];
  }

  AttemptState* Attempt(int32_t index) {
    EnvironmentState* environment = Environment(index);
    return environment == nullptr ? nullptr : environment->attempt();
  }

  PhaseState* Phase(int32_t environment, int32_t index) {
    AttemptState* attempt = Attempt(environment);
    if (attempt == nullptr || index < 0 || index >= static_cast<int32_t>(attempt->phases.size())) return nullptr;
    return &attempt->phases[index];
  }

  void SetStatus(int32_t index, v1::EnvironmentStatus after) {
    EnvironmentState& environment = state_.environments[index];
    const v1::EnvironmentStatus before = std::exchange(environment.status, after);
    state_.readiness.SetStatus(state_.plan->graph(), index, before, after, [](int32_t, bool) {});
  }

  void AddTimer(absl::Time due, TimerKind kind, TaskPosition position, AttemptState& attempt) {
    attempt.timers.push_back({due, kind, position, attempt.number});
    state_.timers.insert(attempt.timers.back());
  }

  // What was waited for has happened, or no longer can.
  void EraseTimer(TimerKind kind, const TaskPosition& position, AttemptState& attempt) {
    for (size_t i = 0; i < attempt.timers.size(); ++i) {
      if (attempt.timers[i].kind != kind || attempt.timers[i].position != position) continue;
      state_.timers.erase(attempt.timers[i]);
      attempt.timers.erase(attempt.timers.begin() + static_cast<ptrdiff_t>(i));
      return;
    }
  }

  template <typename E>
  void TakeVariables(JobState& job, const E& event) {
    for (const v1::VariableSet& set : event.variables()) {
      if (set.scope() == v1::VARIABLE_SCOPE_JOB) {
        job.variables.push_back(set);
        continue;
      }
      v1::VariableSet& scoped = job.scoped.emplace_back(set);
      if (set.scope() == v1::VARIABLE_SCOPE_STEP) {
        scoped.set_step(PlanOf(*state_.plan, PositionOf(event)).definition->step());
      }
    }
  }

  // task-contract 3.2: a folder moves to the front; later tasks of the job find it there.
  template <typename Commands>
  static void TakeCommands(JobState& job, TaskState& task, const Commands& commands) {
    for (const v1::TaskCommand& command : commands) {
      if (command.name() == "task.prependpath") {
        std::erase(job.paths, command.data());
        job.paths.insert(job.paths.begin(), command.data());
      } else {
        task.commands.push_back(command);
      }
    }
  }

  // task-contract 6.2: only succeeded-with-issues and failed are merged into the job; a canceled job stays canceled.
  static void MergeTask(JobState& job, v1::TaskStatus status) {
    if (job.result == JobStatus::kCanceled || job.result == JobStatus::kFailed) return;
    if (status == v1::TASK_STATUS_FAILED) job.result = JobStatus::kFailed;
    if (status == v1::TASK_STATUS_PARTIALLY_SUCCEEDED) job.result = JobStatus::kSucceededWithIssues;
  }

  // domain.md 10.4: any failed -> failed; else any canceled; else any partial. Skipped is neutral.
  static void MergePhase(AttemptState& attempt, v1::DeployPhaseStatus status) {
    if (attempt.cancel_requested) return;
    switch (status) {
      case v1::DEPLOY_PHASE_STATUS_FAILED:
        attempt.result = JobStatus::kFailed;
        break;
      case v1::DEPLOY_PHASE_STATUS_CANCELED:
        if (attempt.result != JobStatus::kFailed) attempt.result = JobStatus::kCanceled;
        break;
      case v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED:
        if (attempt.result == JobStatus::kSucceeded) attempt.result = JobStatus::kSucceededWithIssues;
        break;
      default:
        break;
    }
  }

  ReleaseState& state_;
  absl::Time time_;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_FOLDER_H_
