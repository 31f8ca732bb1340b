// Several jobs of one phase: configurations, machines, targets of a group; so many at once (domain.md 8.2, 8.3).
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "core/decider.h"
#include "core/demands.h"
#include "core/deployment_targets.h"
#include "core/runtime_variables.h"
#include "model/macros.h"
#include "model/task_stages.h"

namespace slipway {
namespace {

// Far more than any sensible definition asks for; a product of lists grows fast.
constexpr size_t kMaxJobs = 1000;

using Configuration = std::vector<std::pair<std::string, std::string>>;

// The values of one multiplier: a comma list, blanks around values dropped.
std::vector<std::string> ValuesOf(absl::string_view text) {
  std::vector<std::string> values;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    part = absl::StripAsciiWhitespace(part);
    if (!part.empty()) values.emplace_back(part);
  }
  return values;
}

absl::StatusOr<std::vector<Configuration>> Configurations(const v1::ParallelExecution& parallel,
                                                          const VariableMap& variables) {
  std::vector<Configuration> product = {{}};
  for (const std::string& name : ValuesOf(parallel.multipliers())) {
    const Variable* variable = variables.Find(name);
    if (variable == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("multiplier '", name, "': there is no such variable"));
    }
    if (variable->is_secret) {
      return absl::InvalidArgumentError(absl::StrCat("multiplier '", name, "': a secret variable cannot multiply jobs"));
    }
    const std::vector<std::string> values = ValuesOf(variable->value);
    if (values.empty()) continue;
    std::vector<Configuration> grown;
    for (const Configuration& configuration : product) {
      for (const std::string& value : values) {
        grown.push_back(configuration);
        grown.back().emplace_back(name, value);
        if (grown.size() > kMaxJobs) {
          return absl::InvalidArgumentError(absl::StrCat("the multipliers make more than ", kMaxJobs, " jobs"));
        }
      }
    }
    product = std::move(grown);
  }
  return product;
}

template <typename E>
void SetJob(const TaskPosition& position, E* event) {
  event->set_environment(position.environment);
  event->set_phase(position.phase);
  event->set_job(position.job);
}

void AddJob(const std::string& name, int32_t position, int32_t total, absl::string_view type, v1::PhaseStarted* phase) {
  phase->add_job_names(name);
  v1::JobPlan* job = phase->add_jobs();
  job->set_name(name);
  (*job->mutable_variables())["System.JobPositionInPhase"] = absl::StrCat(position);
  (*job->mutable_variables())["System.TotalJobsInPhase"] = absl::StrCat(total);
  (*job->mutable_variables())["System.ParallelExecutionType"] = std::string(type);
}

}  // namespace

absl::StatusOr<v1::PhaseStarted> Decider::PlanJobs(int32_t environment, int32_t index) const {
  const v1::DeployPhase& phase = *EnvironmentOf(environment).phases[index].definition;
  const v1::DeploymentInput& input = phase.deployment_input();
  v1::PhaseStarted started;
  started.set_environment(environment);
  started.set_phase(index);
  if (phase.phase_type() == v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT) {
    const v1::DeploymentGroup* group = FindGroup(context_, phase);
    const AttemptState& attempt = *state_.environments[environment].attempt();
    const std::vector<const v1::DeploymentTarget*> targets = ChooseTargets(*group, phase, attempt.targets);
    if (targets.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("no target of deployment group '", group->name(), "' carries ",
                       input.tags().empty() ? "anything to deploy to" : absl::StrCat("the tags ", absl::StrJoin(input.tags(), ", "))));
    }
    const int32_t parallel = TargetParallelism(input, static_cast<int32_t>(targets.size()));
    if (parallel == 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("deployment configuration settings are not met: ", input.health_percent(), " % of ",
                       targets.size(), " targets must stay healthy, which leaves none to deploy to"));
    }
    for (size_t i = 0; i < targets.size(); ++i) {
      AddJob(absl::StrCat(phase.name(), " (", targets[i]->name(), ")"), static_cast<int32_t>(i + 1),
             static_cast<int32_t>(targets.size()), "", &started);
      v1::JobPlan* job = started.mutable_jobs(static_cast<int>(i));
      job->set_target(targets[i]->name());
      job->set_offline(targets[i]->offline());
      (*job->mutable_variables())["Agent.Name"] = targets[i]->name();
      (*job->mutable_variables())["Agent.DeploymentGroupId"] = absl::StrCat(group->id());
    }
    started.set_max_parallel_jobs(parallel);
    return started;
  }
  SLIPWAY_ASSIGN_OR_RETURN(started, PlanAgentJobs(environment, index));
  if (phase.phase_type() == v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT) AddPool(environment, &started);
  return started;
}

void Decider::AddPool(int32_t environment, v1::PhaseStarted* started) const {
  const PhasePlan& plan = EnvironmentOf(environment).phases[started->phase()];
  const v1::DeploymentInput& input = plan.definition->deployment_input();
  int64_t queue = 0;
  if (!context_.agent_pool || !absl::SimpleAtoi(input.queue_id(), &queue)) return;
  const v1::AgentPool* pool = context_.agent_pool(queue);
  if (pool == nullptr) return;
  started->set_pool_id(pool->id());
  started->set_pool_name(pool->name());
  if (started->max_parallel_jobs() == 0) started->set_max_parallel_jobs(started->job_names_size());
  // domain.md 8.1: those of the phase and those of its tasks.
  std::vector<v1::Demand> demands(input.demands().begin(), input.demands().end());
  const std::vector<v1::PinnedTask>& newer = state_.environments[environment].attempt()->tasks;
  const google::protobuf::RepeatedPtrField<v1::PinnedTask> pins(newer.begin(), newer.end());
  for (const TaskPlan& task : plan.tasks) {
    const v1::PinnedTask* pin = FindPinnedTask(pins, *task.definition);
    if (pin == nullptr) pin = FindPinnedTask(state_.created.tasks(), *task.definition);
    if (pin != nullptr) demands.insert(demands.end(), pin->demands().begin(), pin->demands().end());
  }
  const auto text = [](const v1::Demand& demand) { return absl::AsciiStrToLower(DemandsText({demand})); };
  std::sort(demands.begin(), demands.end(),
            [&](const v1::Demand& a, const v1::Demand& b) { return text(a) < text(b); });
  demands.erase(std::unique(demands.begin(), demands.end(),
                            [&](const v1::Demand& a, const v1::Demand& b) { return text(a) == text(b); }),
                demands.end());
  *started->mutable_demands() = {demands.begin(), demands.end()};
}

absl::StatusOr<v1::PhaseStarted> Decider::PlanAgentJobs(int32_t environment, int32_t index) const {
  const v1::DeployPhase& phase = *EnvironmentOf(environment).phases[index].definition;
  v1::PhaseStarted started;
  started.set_environment(environment);
  started.set_phase(index);
  const v1::ParallelExecution& parallel = phase.deployment_input().parallel_execution();
  if (parallel.parallel_execution_type() == v1::PARALLEL_EXECUTION_TYPE_MULTI_MACHINE &&
      parallel.max_number_of_agents() > 0) {
    const int32_t total = std::min<int32_t>(parallel.max_number_of_agents(), kMaxJobs);
    for (int32_t i = 1; i <= total; ++i) {
      AddJob(absl::StrCat(phase.name(), " ", i), i, total, "MultiMachine", &started);
    }
    started.set_max_parallel_jobs(total);
    return started;
  }
  if (parallel.parallel_execution_type() == v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION) {
    const SecretLookup no_secrets = [](absl::string_view, const std::string&) { return std::string(); };
    const ExpandedVariables expanded =
        ExpandVariables(RuntimeVariables(state_, {environment, index, 0, 0}, JobStatus::kSucceeded, no_secrets));
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Configuration> product, Configurations(parallel, expanded.variables));
    const int32_t total = static_cast<int32_t>(product.size());
    for (int32_t i = 0; i < total; ++i) {
      std::vector<std::string> values;
      for (const auto& [name, value] : product[i]) values.push_back(value);
      AddJob(values.empty() ? phase.name() : absl::StrCat(phase.name(), " (", absl::StrJoin(values, ", "), ")"), i + 1,
             total, "MultiConfiguration", &started);
      for (const auto& [name, value] : product[i]) (*started.mutable_jobs(i)->mutable_variables())[name] = value;
    }
    started.set_max_parallel_jobs(parallel.max_number_of_agents() > 0 ? std::min(parallel.max_number_of_agents(), total)
                                                                      : total);
    return started;
  }
  started.add_job_names(phase.name());
  return started;
}

void Decider::StartMoreJobs(int32_t environment, int32_t index) {
  const v1::DeploymentInput& input = EnvironmentOf(environment).phases[index].definition->deployment_input();
  while (true) {
    const PhaseState& phase = Attempt(environment).phases[index];
    int32_t running = 0;
    int32_t unhealthy = 0;
    bool failed = false;
    int32_t next = -1;
    int32_t waiting = -1;
    for (int32_t job = 0; job < static_cast<int32_t>(phase.jobs.size()); ++job) {
      const JobState& state = phase.jobs[job];
      const bool pending = state.status == v1::TASK_STATUS_PENDING;
      const bool queued = pending && state.queued != absl::InfinitePast();
      running += state.status == v1::TASK_STATUS_IN_PROGRESS || queued;
      unhealthy += state.unhealthy;
      failed = failed || state.status == v1::TASK_STATUS_FAILED;
      if (next < 0 && pending && !queued) next = job;
      if (waiting < 0 && queued) waiting = job;
    }
    // A job that still waits for an agent has not started either.
    if (next < 0 && failed && !input.parallel_execution().continue_on_error()) next = waiting;
    if (next < 0) return;
    const JobState& job = phase.jobs[next];
    const TaskPosition position{environment, index, next, 0};
    if (!job.target.empty()) {
      if (unhealthy >= phase.max_parallel) {
        SkipJob(position, absl::StrCat("not deployed: ", unhealthy, " of ", phase.jobs.size(),
                                       " targets are unhealthy, and no more than ", phase.max_parallel, " may be"),
                /*failed=*/true, /*canceled=*/false);
        continue;
      }
      if (job.offline) {
        SkipJob(position, "the target is offline", /*failed=*/true, /*canceled=*/false);
        continue;
      }
      if (running + unhealthy >= phase.max_parallel) return;
    } else {
      if (failed && !input.parallel_execution().continue_on_error()) {
        // domain.md 8.2: what runs is left to finish.
        SkipJob(position, "not started because another job of the phase failed", /*failed=*/false, /*canceled=*/false);
        continue;
      }
      if (running >= phase.max_parallel) return;
    }
    if (phase.pool_id != 0) {
      SetJob(position, Add()->mutable_job_queued());
      Apply();
      continue;
    }
    SetJob(position, Add()->mutable_job_started());
    Apply();
    AdvanceJob(position);
  }
}

absl::Status Decider::On(const DecideAgent& command) {
  const TaskPosition position{command.environment, command.phase, command.job, 0};
  if (!state_.open_environments.contains(command.environment)) return absl::OkStatus();
  const AttemptState& attempt = Attempt(command.environment);
  const JobState* job = FindJob(state_, position);
  if (attempt.number != command.attempt || attempt.next_phase != command.phase || job == nullptr ||
      job->status != v1::TASK_STATUS_PENDING || job->queued == absl::InfinitePast()) {
    return absl::OkStatus();
  }
  if (!command.agent.empty()) {
    v1::JobStarted* started = Add()->mutable_job_started();
    SetJob(position, started);
    started->set_agent(command.agent);
    Apply();
    AdvanceJobAndPhase(position);
    return absl::OkStatus();
  }
  SkipJob(position, command.refusal, /*failed=*/true, /*canceled=*/false);
  StartMoreJobs(command.environment, command.phase);
  if (Attempt(command.environment).phases[command.phase].open_jobs > 0) return absl::OkStatus();
  FinishPhase(command.environment, command.phase);
  AdvancePhases(command.environment);
  return absl::OkStatus();
}

void Decider::SkipJob(const TaskPosition& position, const std::string& reason, bool failed, bool canceled) {
  v1::JobSkipped* skipped = Add()->mutable_job_skipped();
  SetJob(position, skipped);
  skipped->set_reason(reason);
  skipped->set_failed(failed);
  skipped->set_canceled(canceled);
  Apply();
}

// domain.md 8.3: as long as fewer are unhealthy than may be, the phase has partially succeeded.
v1::DeployPhaseStatus Decider::GroupStatus(const PhaseState& phase) const {
  int32_t unhealthy = 0;
  for (const JobState& job : phase.jobs) unhealthy += job.unhealthy;
  if (unhealthy == 0) return v1::DEPLOY_PHASE_STATUS_SUCCEEDED;
  return unhealthy < phase.max_parallel ? v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED : v1::DEPLOY_PHASE_STATUS_FAILED;
}

}  // namespace slipway
