#include "core/evolve.h"

#include <algorithm>
#include <utility>

namespace slipway {
namespace {

absl::Time FromMicros(int64_t micros) { return absl::FromUnixMicros(micros); }

absl::Time DueFromMicros(int64_t micros) { return micros == 0 ? absl::InfiniteFuture() : FromMicros(micros); }

template <typename E>
TaskPosition PositionOf(const E& event) {
  return {event.environment(), event.phase(), event.job(), event.task()};
}

class Folder {
 public:
  Folder(ReleaseState& state, absl::Time time) : state_(state), time_(time) {}

  void On(const v1::ReleaseCreated& event) {
    state_.id = event.release_id();
    state_.created = event;
    state_.created_on = time_;
    state_.status = v1::RELEASE_STATUS_DRAFT;
    for (const std::string& name : event.manual_environments()) {
      const int32_t index = state_.plan->FindEnvironment(name);
      if (index >= 0) state_.manual_environments.insert(index);
    }
  }

  void On(const v1::ReleaseStarted&) { state_.status = v1::RELEASE_STATUS_ACTIVE; }
  void On(const v1::ReleaseReactivated& event) {
    state_.status = v1::RELEASE_STATUS_ACTIVE;
    state_.comment = event.comment();
  }
  void On(const v1::ReleaseAbandoned& event) {
    state_.status = v1::RELEASE_STATUS_ABANDONED;
    state_.comment = event.comment();
  }
  void On(const v1::ReleaseUpdated& event) {
    if (!event.comment().empty() || event.name().empty()) state_.comment = event.comment();
    if (!event.name().empty()) state_.created.set_name(event.name());
  }
  void On(const v1::ReleaseDeleted& event) {
    state_.is_deleted = true;
    state_.comment = event.comment();
  }
  void On(const v1::ReleaseUndeleted& event) {
    state_.is_deleted = false;
    state_.comment = event.comment();
  }
  void On(const v1::ReleaseKept& event) { state_.keep_forever = event.keep_forever(); }
  void On(const v1::EnvironmentNotStarted&) {}

  void On(const v1::DeploymentStarted& event) {
    EnvironmentState* environment = Environment(event.environment());
    if (environment == nullptr) return;
    auto attempt = std::make_unique<AttemptState>();
    attempt->number = event.attempt();
    attempt->deployment_id = event.deployment_id();
    attempt->reason = event.reason();
    attempt->trigger_reason = event.trigger_reason();
    attempt->requested_by = event.requested_by();
    attempt->queued = time_;
    attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
    attempt->phases.resize(state_.plan->environment(event.environment()).phases.size());
    for (const auto& [name, value] : event.variables()) attempt->variables.emplace_back(name, value);
    attempt->targets.assign(event.targets().begin(), event.targets().end());
    attempt->freeze_override = event.freeze_override();
    attempt->tasks.assign(event.tasks().begin(), event.tasks().end());
    if (attempt->tasks.empty() && environment->attempt() != nullptr) attempt->tasks = environment->attempt()->tasks;
    AttemptState& added = *environment->attempts.emplace_back(std::move(attempt));
    state_.open_environments.insert(event.environment());
    if (event.due_us() != 0) {
      added.wait_reason = event.due_reason();
      Wait(event.environment(), added, Stage::kScheduled, v1::DEPLOYMENT_OPERATION_STATUS_SCHEDULED,
           FromMicros(event.due_us()));
    } else {
      Begin(event.environment(), added);
    }
  }

  void On(const v1::DeploymentSlotGranted& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    attempt->stage = Stage::kPreApprovals;
    attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
    SetStatus(event.environment(), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  }

  void On(const v1::DeploymentDeferred& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    if (event.noted()) {
      attempt->defer_until = FromMicros(event.until_us());
      return;
    }
    attempt->wait_reason = event.reason();
    Wait(event.environment(), *attempt, Stage::kDeferred, v1::DEPLOYMENT_OPERATION_STATUS_DEFERRED,
         FromMicros(event.until_us()));
  }

  void On(const v1::DeploymentResumed& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    EraseTimer(TimerKind::kWait, {event.environment()}, *attempt);
    attempt->wait_reason.clear();
    if (attempt->stage == Stage::kScheduled) {
      Begin(event.environment(), *attempt);
    } else {
      attempt->stage = Stage::kPhases;
      attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_APPROVED;
      SetStatus(event.environment(), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
    }
  }

  void On(const v1::ApprovalsRequested& event) {
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

  void On(const v1::ApprovalDecided& event) {
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

  void On(const v1::ApprovalReassigned& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    for (ApprovalState& approval : attempt->approvals) {
      if (approval.id != event.approval_id()) continue;
      approval.history.push_back({approval.approver, event.changed_by(), event.comments(), time_});
      approval.approver = event.approver();
      approval.modified = time_;
    }
  }

  void On(const v1::GatesStarted& event) {
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

  void On(const v1::GateSampleStarted& event) {
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

  void On(const v1::GateSampleFinished& event) {
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

  void On(const v1::GatesIgnored& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    GatesState& gates = GatesOf(*attempt, event.type());
    gates.ignored.insert(gates.ignored.end(), event.names().begin(), event.names().end());
  }

  void On(const v1::GatesFinished& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    GatesState& gates = GatesOf(*attempt, event.type());
    gates.status = event.status();
    gates.message = event.message();
    gates.next = absl::InfiniteFuture();
    EraseTimer(TimerKind::kGateSample, {event.environment(), GatesPhase(event.type())}, *attempt);
    EraseTimer(TimerKind::kGateTimeout, {event.environment(), GatesPhase(event.type())}, *attempt);
  }

  void On(const v1::InterventionRequested& event) {
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

  void On(const v1::InterventionDecided& event) {
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

  void On(const v1::JobStarted& event) {
    AttemptState* attempt = Attempt(event.environment());
    JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
    if (job == nullptr) return;
    StartJob(*attempt, *job, {event.environment(), event.phase(), event.job()});
  }

  void On(const v1::JobSkipped& event) {
    JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
    if (job == nullptr) return;
    job->status = event.canceled() ? v1::TASK_STATUS_CANCELED
                                   : (event.failed() ? v1::TASK_STATUS_FAILED : v1::TASK_STATUS_SKIPPED);
    job->unhealthy = job->unhealthy || !job->target.empty();
    job->message = event.reason();
    job->finished = time_;
    --Phase(event.environment(), event.phase())->open_jobs;
  }

  // Recorded for people; the redeployment itself is another release's.
  void On(const v1::RedeployRequested&) {}

  void On(const v1::DeploymentApproved& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_APPROVED;
    if (event.type() == v1::APPROVAL_TYPE_PRE_DEPLOY) {
      attempt->stage = Stage::kPhases;
      attempt->started = time_;
    }
  }

  void On(const v1::PhaseStarted& event) {
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
    if (attempt->cancel_requested) {
      AddTimer(time_ + plan.cancel_timeout, TimerKind::kCancelTimeout, {event.environment(), event.phase()}, *attempt);
    }
    attempt->next_phase = event.phase();
    attempt->stage = Stage::kPhases;
    attempt->status = v1::DEPLOYMENT_STATUS_IN_PROGRESS;
    attempt->operation_status = attempt->cancel_requested ? v1::DEPLOYMENT_OPERATION_STATUS_CANCELLING
                                                          : v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS;
  }

  void On(const v1::PhaseSkipped& event) {
    PhaseState* phase = Phase(event.environment(), event.phase());
    if (phase == nullptr) return;
    phase->status = v1::DEPLOY_PHASE_STATUS_SKIPPED;
    phase->error_log = event.trace();
    phase->finished = time_;
    Attempt(event.environment())->next_phase = event.phase() + 1;
  }

  void On(const v1::PhaseFinished& event) {
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

  void On(const v1::TaskStarted& event) {
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

  void On(const v1::TaskFinished& event) {
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

  void On(const v1::TaskSkipped& event) {
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

  void On(const v1::TaskRetryScheduled& event) {
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

  void On(const v1::TaskTimedOut& event) {
    TaskState* task = FindTask(state_, PositionOf(event));
    if (task == nullptr) return;
    task->timed_out = true;
    task->cancel_requested = true;
    EraseTimer(TimerKind::kTaskTimeout, PositionOf(event), *Attempt(event.environment()));
    EraseTimer(TimerKind::kTaskRetry, PositionOf(event), *Attempt(event.environment()));
  }

  void On(const v1::TaskCancelRequested& event) {
    TaskState* task = FindTask(state_, PositionOf(event));
    if (task == nullptr) return;
    task->cancel_requested = true;
    EraseTimer(TimerKind::kTaskTimeout, PositionOf(event), *Attempt(event.environment()));
  }

  void On(const v1::TaskLost& event) {
    TaskState* task = FindTask(state_, PositionOf(event));
    if (task == nullptr) return;
    state_.running.erase(task->token);
    v1::Issue issue;
    issue.set_is_error(true);
    issue.set_message(event.message());
    task->issues.push_back(std::move(issue));
  }

  void On(const v1::JobTimedOut& event) {
    JobState* job = FindJob(state_, {event.environment(), event.phase(), event.job()});
    if (job == nullptr) return;
    job->timed_out = true;
    job->result = JobStatus::kCanceled;
    EraseTimer(TimerKind::kJobTimeout, {event.environment(), event.phase(), event.job()},
               *Attempt(event.environment()));
  }

  void On(const v1::JobFinished& event) {
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

  void On(const v1::DeploymentCancelRequested& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    attempt->cancel_requested = true;
    attempt->cancel_comment = event.comment();
    if (attempt->stage != Stage::kPhases) return;
    attempt->result = JobStatus::kCanceled;
    attempt->operation_status = v1::DEPLOYMENT_OPERATION_STATUS_CANCELLING;
    PhaseState* phase = Phase(event.environment(), attempt->next_phase);
    if (phase == nullptr || phase->status != v1::DEPLOY_PHASE_STATUS_IN_PROGRESS) return;
    phase->status = v1::DEPLOY_PHASE_STATUS_CANCELLING;
    for (JobState& job : phase->jobs) {
      if (job.finished == absl::InfinitePast()) job.result = JobStatus::kCanceled;
    }
    const PhasePlan& plan = state_.plan->environment(event.environment()).phases[attempt->next_phase];
    AddTimer(time_ + plan.cancel_timeout, TimerKind::kCancelTimeout, {event.environment(), attempt->next_phase},
             *attempt);
  }

  void On(const v1::DeploymentFinished& event) {
    AttemptState* attempt = Attempt(event.environment());
    if (attempt == nullptr) return;
    attempt->status = event.status();
    attempt->operation_status = event.operation_status();
    attempt->message = event.message();
    attempt->stage = Stage::kEnded;
    attempt->finished = time_;
    for (const ApprovalState& approval : attempt->approvals) state_.approvals.erase(approval.id);
    for (const InterventionState& intervention : attempt->interventions) state_.interventions.erase(intervention.id);
    for (const Timer& timer : attempt->timers) state_.timers.erase(timer);
    attempt->timers.clear();
    state_.open_environments.erase(event.environment());
    SetStatus(event.environment(), event.environment_status());
  }

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

}  // namespace

void Evolve(ReleaseState& state, const v1::Event& event, absl::Time time) {
  state.modified_on = time;
  Folder folder(state, time);
  switch (event.kind_case()) {
#define SLIPWAY_FOLD(kind, field) \
  case v1::Event::kind:           \
    return folder.On(event.field())
    SLIPWAY_FOLD(kReleaseCreated, release_created);
    SLIPWAY_FOLD(kReleaseStarted, release_started);
    SLIPWAY_FOLD(kReleaseAbandoned, release_abandoned);
    SLIPWAY_FOLD(kReleaseReactivated, release_reactivated);
    SLIPWAY_FOLD(kReleaseUpdated, release_updated);
    SLIPWAY_FOLD(kEnvironmentNotStarted, environment_not_started);
    SLIPWAY_FOLD(kDeploymentStarted, deployment_started);
    SLIPWAY_FOLD(kApprovalsRequested, approvals_requested);
    SLIPWAY_FOLD(kApprovalDecided, approval_decided);
    SLIPWAY_FOLD(kDeploymentApproved, deployment_approved);
    SLIPWAY_FOLD(kPhaseStarted, phase_started);
    SLIPWAY_FOLD(kPhaseSkipped, phase_skipped);
    SLIPWAY_FOLD(kPhaseFinished, phase_finished);
    SLIPWAY_FOLD(kTaskStarted, task_started);
    SLIPWAY_FOLD(kTaskFinished, task_finished);
    SLIPWAY_FOLD(kTaskSkipped, task_skipped);
    SLIPWAY_FOLD(kTaskRetryScheduled, task_retry_scheduled);
    SLIPWAY_FOLD(kTaskTimedOut, task_timed_out);
    SLIPWAY_FOLD(kTaskCancelRequested, task_cancel_requested);
    SLIPWAY_FOLD(kTaskLost, task_lost);
    SLIPWAY_FOLD(kJobTimedOut, job_timed_out);
    SLIPWAY_FOLD(kJobFinished, job_finished);
    SLIPWAY_FOLD(kDeploymentCancelRequested, deployment_cancel_requested);
    SLIPWAY_FOLD(kDeploymentFinished, deployment_finished);
    SLIPWAY_FOLD(kDeploymentSlotGranted, deployment_slot_granted);
    SLIPWAY_FOLD(kDeploymentDeferred, deployment_deferred);
    SLIPWAY_FOLD(kDeploymentResumed, deployment_resumed);
    SLIPWAY_FOLD(kApprovalReassigned, approval_reassigned);
    SLIPWAY_FOLD(kGatesStarted, gates_started);
    SLIPWAY_FOLD(kGateSampleStarted, gate_sample_started);
    SLIPWAY_FOLD(kGateSampleFinished, gate_sample_finished);
    SLIPWAY_FOLD(kGatesIgnored, gates_ignored);
    SLIPWAY_FOLD(kGatesFinished, gates_finished);
    SLIPWAY_FOLD(kInterventionRequested, intervention_requested);
    SLIPWAY_FOLD(kInterventionDecided, intervention_decided);
    SLIPWAY_FOLD(kJobStarted, job_started);
    SLIPWAY_FOLD(kJobSkipped, job_skipped);
    SLIPWAY_FOLD(kRedeployRequested, redeploy_requested);
    SLIPWAY_FOLD(kReleaseDeleted, release_deleted);
    SLIPWAY_FOLD(kReleaseUndeleted, release_undeleted);
    SLIPWAY_FOLD(kReleaseKept, release_kept);
#undef SLIPWAY_FOLD
    case v1::Event::KIND_NOT_SET:
      return;
  }
}

void EvolveBatch(ReleaseState& state, const v1::EventBatch& batch) {
  const absl::Time time = FromMicros(batch.time_us());
  for (const v1::Event& event : batch.events()) Evolve(state, event, time);
}

}  // namespace slipway
