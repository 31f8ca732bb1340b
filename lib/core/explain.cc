#include "core/explain.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/demands.h"
#include "core/evolve.h"
#include "core/release_state.h"

namespace slipway {
namespace {

std::string When(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M:%SZ", time, absl::UTCTimeZone()); }
std::string When(int64_t micros) { return When(absl::FromUnixMicros(micros)); }

const std::string& Named(const v1::Identity& identity) {
  return identity.display_name().empty() ? identity.id() : identity.display_name();
}

absl::string_view Word(v1::EnvironmentStatus status) {
  switch (status) {
    case v1::ENVIRONMENT_STATUS_NOT_STARTED:
      return "not started";
    case v1::ENVIRONMENT_STATUS_IN_PROGRESS:
      return "in progress";
    case v1::ENVIRONMENT_STATUS_SUCCEEDED:
      return "succeeded";
    case v1::ENVIRONMENT_STATUS_CANCELED:
      return "canceled";
    case v1::ENVIRONMENT_STATUS_REJECTED:
      return "rejected";
    case v1::ENVIRONMENT_STATUS_QUEUED:
      return "queued";
    case v1::ENVIRONMENT_STATUS_SCHEDULED:
      return "scheduled";
    case v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED:
      return "partially succeeded";
    default:
      return "undefined";
  }
}

std::string MaskWords(uint32_t mask) {
  std::vector<absl::string_view> words;
  for (uint32_t bit = 1; bit <= 128; bit <<= 1) {
    if (mask & bit) words.push_back(Word(static_cast<v1::EnvironmentStatus>(bit)));
  }
  return absl::StrJoin(words, " or ");
}

absl::string_view SideName(v1::ApprovalType type) {
  return type == v1::APPROVAL_TYPE_PRE_DEPLOY ? "before the deployment" : "after the deployment";
}

absl::string_view Word(v1::TaskStatus status) {
  switch (status) {
    case v1::TASK_STATUS_SUCCEEDED:
      return "succeeded";
    case v1::TASK_STATUS_PARTIALLY_SUCCEEDED:
      return "succeeded with issues";
    case v1::TASK_STATUS_CANCELED:
      return "was canceled";
    case v1::TASK_STATUS_SKIPPED:
      return "was skipped";
    default:
      return "failed";
  }
}

std::string WaitsForAgent(const PhaseState& phase) {
  return absl::StrCat("waits for an agent of pool '", phase.pool_name, "'",
                      phase.demands.empty() ? "" : absl::StrCat(" (demands: ", DemandsText(phase.demands), ")"));
}

}  // namespace

struct Explainer::Impl {
  Impl(std::shared_ptr<const DefinitionPlan> plan, int32_t index) : state(std::move(plan)), environment(index) {}

  const std::string& NameOf(int32_t index) const { return state.plan->environment(index).definition->name(); }
  const std::string& TaskName(const TaskPosition& position) const {
    return PlanOf(*state.plan, position).definition->name();
  }
  const std::string& PhaseName(int32_t phase) const {
    return state.plan->environment(environment).phases[phase].definition->name();
  }
  bool Exists(const TaskPosition& position) const {
    const EnvironmentPlan& plan = state.plan->environment(position.environment);
    if (position.task < 0) return false;
    if (position.phase < 0) {
      return position.task < static_cast<int32_t>(GatesPlanOf(plan, SideOf(position.phase)).tasks.size());
    }
    return position.phase < static_cast<int32_t>(plan.phases.size()) &&
           position.task < static_cast<int32_t>(plan.phases[position.phase].tasks.size());
  }

  // Before the event is folded; empty: nothing to say about this environment.
  std::string Describe(const v1::Event& event, const v1::EventBatch& batch) const;
  std::string DescribeTask(const TaskPosition& position, absl::string_view what) const;
  void DescribeStart(v1::ExplainResponse* response) const;
  void DescribeAttempt(const AttemptState& attempt, absl::Time now, v1::ExplainResponse* response) const;

  ReleaseState state;
  const int32_t environment;
  v1::ExplainResponse response;
};

Explainer::Explainer(std::shared_ptr<const DefinitionPlan> plan, int32_t environment)
    : impl_(std::make_unique<Impl>(std::move(plan), environment)) {}
Explainer::~Explainer() = default;

std::string Explainer::Impl::DescribeTask(const TaskPosition& position, absl::string_view what) const {
  if (!Exists(position)) return "";
  if (position.phase < 0) {
    return absl::StrCat("gate '", TaskName(position), "', sample ", position.job + 1, ": ", what);
  }
  const AttemptState* attempt = state.environments[environment].attempt();
  std::string job;
  if (attempt != nullptr && attempt->phases[position.phase].jobs.size() > 1 &&
      position.job < static_cast<int32_t>(attempt->phases[position.phase].jobs.size())) {
    job = absl::StrCat(" of ", attempt->phases[position.phase].jobs[position.job].name);
  }
  return absl::StrCat("task '", TaskName(position), "'", job, " ", what);
}

std::string Explainer::Impl::Describe(const v1::Event& event, const v1::EventBatch& batch) const {
  const auto mine = [&](const auto& typed) { return typed.environment() == environment; };
  const auto position = [](const auto& typed) {
    return TaskPosition{typed.environment(), typed.phase(), typed.job(), typed.task()};
  };
  switch (event.kind_case()) {
    case v1::Event::kReleaseCreated: {
      const v1::ReleaseCreated& created = event.release_created();
      std::string versions;
      for (const v1::ArtifactVersion& artifact : created.artifacts()) {
        absl::StrAppend(&versions, versions.empty() ? " with " : ", ", artifact.alias(), " ",
                        artifact.name().empty() ? artifact.id() : artifact.name());
      }
      return absl::StrCat("release ", created.name(), " was created from revision ", created.definition_revision(),
                          " of the definition", versions);
    }
    case v1::Event::kReleaseStarted:
      return "the release became active";
    case v1::Event::kReleaseAbandoned:
      return absl::StrCat("the release was abandoned", event.release_abandoned().comment().empty() ? "" : ": ",
                          event.release_abandoned().comment());
    case v1::Event::kReleaseDeleted:
      return absl::StrCat("the release was deleted", event.release_deleted().comment().empty() ? "" : ": ",
                          event.release_deleted().comment());
    case v1::Event::kReleaseUndeleted:
      return absl::StrCat("the release was undeleted", event.release_undeleted().comment().empty() ? "" : ": ",
                          event.release_undeleted().comment());
    case v1::Event::kReleaseReactivated:
      return "the release became active again; nothing starts by itself because of that";
    case v1::Event::kEnvironmentNotStarted:
      if (!mine(event.environment_not_started())) return "";
      return absl::StrCat("not started: ", event.environment_not_started().reason());
    case v1::Event::kDeploymentStarted: {
      const v1::DeploymentStarted& started = event.deployment_started();
      if (!mine(started)) return "";
      return absl::StrCat(
          "attempt ", started.attempt(), " was requested (", started.trigger_reason(), ")",
          started.due_us() != 0 ? absl::StrCat("; it waits until ", When(started.due_us()), ": ", started.due_reason())
                                : "",
          started.queued() ? "; it waits for a free slot of the environment" : "",
          started.freeze_override().empty() ? "" : absl::StrCat("; freeze windows are overridden: ", started.freeze_override()));
    }
    case v1::Event::kDeploymentSlotGranted:
      return mine(event.deployment_slot_granted()) ? "the environment had a free slot for it" : "";
    case v1::Event::kDeploymentDeferred: {
      const v1::DeploymentDeferred& deferred = event.deployment_deferred();
      if (!mine(deferred)) return "";
      return absl::StrCat(deferred.noted() ? "it is to go on, once approved, at " : "it waits until ",
                          When(deferred.until_us()), " (", deferred.reason(), ")",
                          deferred.comment().empty() ? "" : ": ", deferred.comment());
    }
    case v1::Event::kDeploymentResumed:
      return mine(event.deployment_resumed()) ? "its time had come" : "";
    case v1::Event::kApprovalsRequested: {
      const v1::ApprovalsRequested& requested = event.approvals_requested();
      if (!mine(requested)) return "";
      std::vector<std::string> who;
      for (const v1::RequestedApproval& approval : requested.approvals()) {
        if (!approval.is_automated()) who.push_back(Named(approval.approver()));
      }
      if (who.empty()) return "";
      return absl::StrCat("approval ", SideName(requested.type()), " was asked of ", absl::StrJoin(who, ", "),
                          requested.due_us() == 0 ? "" : absl::StrCat("; rejected by itself at ", When(requested.due_us())));
    }
    case v1::Event::kApprovalDecided: {
      const v1::ApprovalDecided& decided = event.approval_decided();
      if (!mine(decided)) return "";
      absl::string_view what = "was canceled";
      if (decided.status() == v1::APPROVAL_STATUS_APPROVED) what = "was given";
      if (decided.status() == v1::APPROVAL_STATUS_REJECTED) what = "was refused";
      if (decided.status() == v1::APPROVAL_STATUS_SKIPPED) what = "was not needed";
      return absl::StrCat("approval ", decided.approval_id(), " ", what,
                          decided.approved_by().empty() ? "" : absl::StrCat(" by ", decided.approved_by()),
                          decided.comments().empty() ? "" : ": ", decided.comments(),
                          decided.automatic_reason().empty() ? "" : ": ", decided.automatic_reason());
    }
    case v1::Event::kApprovalReassigned:
      if (!mine(event.approval_reassigned())) return "";
      return absl::StrCat("approval ", event.approval_reassigned().approval_id(), " was passed on to ",
                          Named(event.approval_reassigned().approver()));
    case v1::Event::kGatesStarted:
      if (!mine(event.gates_started())) return "";
      return absl::StrCat("gates ", SideName(event.gates_started().type()), " are asked; what they say before ",
                          When(event.gates_started().stabilized_us()), " does not count, and they time out at ",
                          When(event.gates_started().timeout_us()));
    case v1::Event::kGateSampleFinished: {
      const v1::GateSampleFinished& finished = event.gate_sample_finished();
      if (!mine(finished)) return "";
      const GatesState& gates = GatesOf(*state.environments[environment].attempt(), finished.type());
      const bool counts = !gates.samples.empty() && gates.samples.back().counts;
      return absl::StrCat("sample ", finished.sample() + 1, " of the gates ", finished.succeeded() ? "succeeded" : "failed",
                          counts ? "" : " (for reference only)",
                          finished.next_us() == 0 ? "" : absl::StrCat("; looked at again at ", When(finished.next_us())));
    }
    case v1::Event::kGatesIgnored:
      if (!mine(event.gates_ignored())) return "";
      return absl::StrCat("gates ", absl::StrJoin(event.gates_ignored().names(), ", "), " are ignored: ",
                          event.gates_ignored().comment());
    case v1::Event::kGatesFinished:
      if (!mine(event.gates_finished())) return "";
      return absl::StrCat("the gates ", event.gates_finished().status() == v1::GATE_STATUS_SUCCEEDED ? "opened" : "did not open",
                          event.gates_finished().message().empty() ? "" : ": ", event.gates_finished().message());
    case v1::Event::kDeploymentApproved:
      return mine(event.deployment_approved()) ? "everything before the deployment is passed" : "";
    case v1::Event::kPhaseStarted:
      if (!mine(event.phase_started())) return "";
      return absl::StrCat("phase '", PhaseName(event.phase_started().phase()), "' started",
                          event.phase_started().job_names_size() > 1
                              ? absl::StrCat(" with ", event.phase_started().job_names_size(), " jobs") : "");
    case v1::Event::kPhaseSkipped: {
      if (!mine(event.phase_skipped())) return "";
      const std::vector<std::string> lines = absl::StrSplit(event.phase_skipped().trace(), '\n');
      return absl::StrCat("phase '", PhaseName(event.phase_skipped().phase()), "' was skipped: ",
                          absl::StrJoin(lines, "; "));
    }
    case v1::Event::kPhaseFinished: {
      const v1::PhaseFinished& finished = event.phase_finished();
      if (!mine(finished)) return "";
      absl::string_view what = "succeeded";
      if (finished.status() == v1::DEPLOY_PHASE_STATUS_FAILED) what = "failed";
      if (finished.status() == v1::DEPLOY_PHASE_STATUS_CANCELED) what = "was canceled";
      if (finished.status() == v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED) what = "partially succeeded";
      return absl::StrCat("phase '", PhaseName(finished.phase()), "' ", what, finished.error_log().empty() ? "" : ": ",
                          finished.error_log());
    }
    case v1::Event::kTaskFinished: {
      const v1::TaskFinished& finished = event.task_finished();
      // Of the many that end well only the phase is told.
      if (!mine(finished) || finished.status() == v1::TASK_STATUS_SUCCEEDED) return "";
      std::string message = finished.message();
      for (const v1::Issue& issue : finished.issues()) {
        if (message.empty() && issue.is_error()) message = issue.message();
      }
      return DescribeTask(position(finished), absl::StrCat(Word(finished.status()), message.empty() ? "" : ": ", message));
    }
    case v1::Event::kTaskSkipped:
      if (!mine(event.task_skipped()) || event.task_skipped().phase() < 0) return "";
      return DescribeTask(position(event.task_skipped()), event.task_skipped().canceled() ? "was canceled" : "was skipped by its condition");
    case v1::Event::kTaskRetryScheduled:
      if (!mine(event.task_retry_scheduled())) return "";
      return DescribeTask(position(event.task_retry_scheduled()),
                          absl::StrCat("failed and is tried again at ", When(event.task_retry_scheduled().due_us())));
    case v1::Event::kTaskTimedOut:
      return mine(event.task_timed_out()) ? DescribeTask(position(event.task_timed_out()), "ran out of time") : "";
    case v1::Event::kTaskLost:
      return mine(event.task_lost()) ? DescribeTask(position(event.task_lost()), event.task_lost().message()) : "";
    case v1::Event::kInterventionRequested:
      if (!mine(event.intervention_requested())) return "";
      return DescribeTask(position(event.intervention_requested()), "asks a person to resume or reject");
    case v1::Event::kInterventionDecided: {
      if (!mine(event.intervention_decided())) return "";
      const v1::InterventionDecided& decided = event.intervention_decided();
      const bool rejected = decided.status() == v1::MANUAL_INTERVENTION_STATUS_REJECTED;
      const bool canceled = decided.status() == v1::MANUAL_INTERVENTION_STATUS_CANCELED;
      return absl::StrCat("the manual intervention was ", canceled ? "canceled" : (rejected ? "rejected" : "resumed"),
                          decided.approver().empty() ? "" : absl::StrCat(" by ", decided.approver()),
                          decided.comments().empty() ? "" : ": ", decided.comments());
    }
    case v1::Event::kJobSkipped: {
      if (!mine(event.job_skipped())) return "";
      const v1::JobSkipped& skipped = event.job_skipped();
      const AttemptState* attempt = state.environments[environment].attempt();
      return absl::StrCat("job '", attempt->phases[skipped.phase()].jobs[skipped.job()].name, "' did not run: ", skipped.reason());
    }
    case v1::Event::kJobQueued:
    case v1::Event::kJobStarted: {
      const bool queued = event.has_job_queued();
      const auto said = [&](const auto& typed) {
        if (!mine(typed)) return std::string();
        const PhaseState& phase = state.environments[environment].attempt()->phases[typed.phase()];
        return absl::StrCat("job '", phase.jobs[typed.job()].name, "' ");
      };
      const std::string job = queued ? said(event.job_queued()) : said(event.job_started());
      if (job.empty() || (!queued && event.job_started().agent().empty())) return "";
      if (!queued) return absl::StrCat(job, "got agent '", event.job_started().agent(), "'");
      return absl::StrCat(job, WaitsForAgent(state.environments[environment].attempt()->phases[event.job_queued().phase()]));
    }
    case v1::Event::kJobTimedOut:
      return mine(event.job_timed_out()) ? "a job ran out of time" : "";
    case v1::Event::kDeploymentCancelRequested:
      if (!mine(event.deployment_cancel_requested())) return "";
      return absl::StrCat("cancellation was asked for", event.deployment_cancel_requested().comment().empty() ? "" : ": ",
                          event.deployment_cancel_requested().comment());
    case v1::Event::kDeploymentFinished: {
      const v1::DeploymentFinished& finished = event.deployment_finished();
      if (!mine(finished)) {
        // What a dependency did is why this one starts, or does not.
        for (int32_t upstream : state.plan->environment(environment).depends_on) {
          if (upstream == finished.environment()) {
            return absl::StrCat("'", NameOf(upstream), "' ended ", Word(finished.environment_status()));
          }
        }
        return "";
      }
      return absl::StrCat("the attempt ended ", Word(finished.environment_status()),
                          finished.message().empty() ? "" : ": ", finished.message());
    }
    case v1::Event::kRedeployRequested:
      return mine(event.redeploy_requested()) ? event.redeploy_requested().reason() : "";
    default:
      (void)batch;
      return "";
  }
}

void Explainer::Add(int64_t sequence, const v1::EventBatch& batch) {
  const absl::Time time = absl::FromUnixMicros(batch.time_us());
  for (const v1::Event& event : batch.events()) {
    // Skipped jobs and samples are described by what the state says of them before.
    std::string text = impl_->Describe(event, batch);
    Evolve(impl_->state, event, time);
    if (text.empty()) continue;
    v1::Fact* fact = impl_->response.add_facts();
    fact->set_time(When(time));
    fact->set_text(std::move(text));
    fact->set_actor(batch.actor());
    fact->set_sequence(sequence);
  }
}

// Why it has not been started.
void Explainer::Impl::DescribeStart(v1::ExplainResponse* out) const {
  const EnvironmentPlan& plan = state.plan->environment(environment);
  const std::string& name = NameOf(environment);
  if (state.status == v1::RELEASE_STATUS_DRAFT) {
    out->set_summary(absl::StrCat(name, " has not been started: the release is a draft"));
    out->add_waits_for("somebody starts the release");
    return;
  }
  if (state.is_deleted) {
    out->set_summary(absl::StrCat(name, " has not been started and will not be: the release is deleted"));
    return;
  }
  if (state.status == v1::RELEASE_STATUS_ABANDONED) {
    out->set_summary(absl::StrCat(name, " has not been started and will not be: the release is abandoned"));
    return;
  }
  if (state.manual_environments.contains(environment)) {
    out->set_summary(absl::StrCat(name, " has not been started: this release was created with it set to manual"));
    out->add_waits_for("somebody deploys it");
    return;
  }
  if (!plan.after_release && plan.depends_on.empty()) {
    out->set_summary(absl::StrCat(name, " has not been started: it has no condition by which it starts by itself"));
    out->add_waits_for("somebody deploys it");
    return;
  }
  if (state.created.reason() == v1::RELEASE_REASON_PULL_REQUEST && !plan.for_pull_requests) {
    out->set_summary(absl::StrCat(name, " has not been started: releases of pull requests do not start it"));
    out->add_waits_for("somebody deploys it");
    return;
  }
  std::vector<std::string> unmet;
  for (const v1::Condition& condition : plan.definition->conditions()) {
    if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
    const int32_t upstream = state.plan->FindEnvironment(condition.name());
    if (upstream < 0) continue;
    const uint32_t mask = condition.status_mask() != 0 ? condition.status_mask() : 4;
    const v1::EnvironmentStatus status = state.environments[upstream].status;
    if ((status & mask) != 0) continue;
    unmet.push_back(absl::StrCat("'", NameOf(upstream), "' to be ", MaskWords(mask), " (it is ", Word(status), ")"));
  }
  if (!unmet.empty()) {
    out->set_summary(absl::StrCat(name, " has not been started: it waits for ", absl::StrJoin(unmet, " and ")));
    for (const std::string& one : unmet) out->add_waits_for(one);
    return;
  }
  std::string last;
  for (const v1::Fact& fact : out->facts()) {
    if (absl::StartsWith(fact.text(), "not started: ")) last = fact.text().substr(13);
  }
  out->set_summary(absl::StrCat(name, " has not been started: ", last.empty() ? "its conditions have not been met" : last));
}

void Explainer::Impl::DescribeAttempt(const AttemptState& attempt, absl::Time now, v1::ExplainResponse* out) const {
  const std::string& name = NameOf(environment);
  switch (attempt.stage) {
    case Stage::kEnded: {
      const v1::EnvironmentStatus status = state.environments[environment].status;
      out->set_summary(absl::StrCat(name, " ", status == v1::ENVIRONMENT_STATUS_REJECTED ? "was " : "", Word(status), " at ",
                                    When(attempt.finished), " (attempt ", attempt.number, ")",
                                    attempt.message.empty() ? "" : ": ", attempt.message));
      return;
    }
    case Stage::kScheduled:
    case Stage::kDeferred:
      out->set_summary(absl::StrCat(name, " waits until ", When(attempt.wait_until), ": ", attempt.wait_reason));
      out->add_waits_for(When(attempt.wait_until));
      return;
    case Stage::kQueued:
      out->set_summary(absl::StrCat(name, " is queued since ", When(attempt.queued), ": at most ",
                                    state.plan->environment(environment).concurrency,
                                    " deployment(s) at once, and other releases hold the slots"));
      out->add_waits_for("a free slot of the environment");
      return;
    case Stage::kPreApprovals:
    case Stage::kPostApprovals: {
      std::vector<std::string> who;
      absl::Time due = absl::InfiniteFuture();
      for (const ApprovalState& approval : attempt.approvals) {
        if (approval.status != v1::APPROVAL_STATUS_PENDING) continue;
        who.push_back(Named(approval.approver));
        due = std::min(due, approval.due);
        out->add_waits_for(absl::StrCat("approval ", approval.id, " by ", Named(approval.approver)));
      }
      out->set_summary(absl::StrCat(
          name, " waits for approval ",
          SideName(attempt.stage == Stage::kPreApprovals ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY),
          " by ", absl::StrJoin(who, ", "), due == absl::InfiniteFuture() ? "" : absl::StrCat("; rejected by itself at ", When(due))));
      return;
    }
    case Stage::kPreGates:
    case Stage::kPostGates: {
      const v1::ApprovalType side =
          attempt.stage == Stage::kPreGates ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY;
      const GatesState& gates = GatesOf(attempt, side);
      const GatesPlan& plan = GatesPlanOf(state.plan->environment(environment), side);
      std::vector<std::string> parts;
      for (size_t i = 0; i < plan.tasks.size(); ++i) {
        size_t failed = 0;
        size_t asked = 0;
        for (const GateSampleState& sample : gates.samples) {
          const v1::TaskStatus status = sample.job.tasks[i].status;
          if (status == v1::TASK_STATUS_PENDING || status == v1::TASK_STATUS_IN_PROGRESS || status == v1::TASK_STATUS_SKIPPED) continue;
          ++asked;
          failed += status != v1::TASK_STATUS_SUCCEEDED && status != v1::TASK_STATUS_PARTIALLY_SUCCEEDED;
        }
        if (failed > 0) parts.push_back(absl::StrCat("gate '", plan.names[i], "' failed ", failed, " of ", asked, " samples"));
      }
      if (parts.empty()) parts.push_back("its gates are asked");
      if (now < gates.stabilized) parts.push_back(absl::StrCat("nothing counts before ", When(gates.stabilized)));
      if (gates.next != absl::InfiniteFuture()) parts.push_back(absl::StrCat("next sample at ", When(gates.next)));
      parts.push_back(absl::StrCat("times out at ", When(gates.timeout)));
      out->set_summary(absl::StrCat(name, " is waiting: ", absl::StrJoin(parts, "; ")));
      out->add_waits_for("its gates");
      return;
    }
    case Stage::kPhases: {
      for (const InterventionState& intervention : attempt.interventions) {
        if (intervention.status != v1::MANUAL_INTERVENTION_STATUS_PENDING) continue;
        out->set_summary(absl::StrCat(name, " waits for a person: manual intervention ", intervention.id, " '", TaskName(intervention.position),
                                      "'; ", intervention.resume_on_timeout ? "resumed" : "rejected", " by itself at ", When(intervention.due)));
        out->add_waits_for(absl::StrCat("manual intervention ", intervention.id));
        return;
      }
      std::vector<std::string> running;
      const PhaseState& phase = attempt.phases[attempt.next_phase];
      for (int32_t j = 0; j < static_cast<int32_t>(phase.jobs.size()); ++j) {
        const JobState& job = phase.jobs[j];
        if (job.next_task >= static_cast<int32_t>(job.tasks.size()) || job.finished != absl::InfinitePast()) continue;
        if (job.status == v1::TASK_STATUS_PENDING && job.queued != absl::InfinitePast()) {
          running.push_back(absl::StrCat("job '", job.name, "' ", WaitsForAgent(phase), " since ", When(job.queued)));
          if (running.size() >= 5) break;
          continue;
        }
        const TaskPosition position{environment, attempt.next_phase, j, job.next_task};
        const TaskState& task = job.tasks[job.next_task];
        if (task.status != v1::TASK_STATUS_IN_PROGRESS) continue;
        if (task.wake != absl::InfiniteFuture()) {
          running.push_back(absl::StrCat("'", TaskName(position), "' waits until ", When(task.wake)));
        } else if (task.waiting_for_retry) {
          running.push_back(absl::StrCat("'", TaskName(position), "' is tried again soon"));
        } else {
          running.push_back(absl::StrCat("'", TaskName(position), "' runs"));
        }
        if (running.size() >= 5) break;
      }
      out->set_summary(absl::StrCat(name, " is being deployed since ", When(attempt.started), attempt.cancel_requested ? " and being canceled" : "",
                                    running.empty() ? "" : ": ", absl::StrJoin(running, ", ")));
      for (const std::string& one : running) out->add_waits_for(one);
      return;
    }
  }
}

v1::ExplainResponse Explainer::Finish(absl::Time now) {
  v1::ExplainResponse& out = impl_->response;
  const EnvironmentState& environment = impl_->state.environments[impl_->environment];
  out.set_status(environment.status);
  if (const AttemptState* attempt = environment.attempt()) {
    impl_->DescribeAttempt(*attempt, now, &out);
    absl::Time next = absl::InfiniteFuture();
    for (const Timer& timer : attempt->timers) next = std::min(next, timer.due);
    if (next != absl::InfiniteFuture()) out.set_next_on(When(next));
  } else {
    impl_->DescribeStart(&out);
  }
  return std::move(out);
}

}  // namespace slipway
