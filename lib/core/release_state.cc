#include "core/release_state.h"

#include <utility>

namespace slipway {

ReleaseState::ReleaseState(std::shared_ptr<const DefinitionPlan> definition)
    : plan(std::move(definition)), environments(plan->environments().size()), readiness(plan->graph()) {}

const TaskPlan& PlanOf(const DefinitionPlan& plan, const TaskPosition& position) {
  const EnvironmentPlan& environment = plan.environment(position.environment);
  if (position.phase < 0) return GatesPlanOf(environment, SideOf(position.phase)).tasks[position.task];
  return environment.phases[position.phase].tasks[position.task];
}

const GatesPlan& GatesPlanOf(const EnvironmentPlan& environment, v1::ApprovalType type) {
  return type == v1::APPROVAL_TYPE_PRE_DEPLOY ? environment.pre_gates : environment.post_gates;
}

GatesState& GatesOf(AttemptState& attempt, v1::ApprovalType type) {
  return type == v1::APPROVAL_TYPE_PRE_DEPLOY ? attempt.pre_gates : attempt.post_gates;
}

const GatesState& GatesOf(const AttemptState& attempt, v1::ApprovalType type) {
  return GatesOf(const_cast<AttemptState&>(attempt), type);
}

JobState* FindJob(ReleaseState& state, const TaskPosition& position) {
  if (position.environment < 0 || position.environment >= static_cast<int32_t>(state.environments.size())) {
    return nullptr;
  }
  AttemptState* attempt = state.environments[position.environment].attempt();
  if (attempt == nullptr) return nullptr;
  if (position.phase == kPreGatesPhase || position.phase == kPostGatesPhase) {
    std::vector<GateSampleState>& samples = GatesOf(*attempt, SideOf(position.phase)).samples;
    if (position.job < 0 || position.job >= static_cast<int32_t>(samples.size())) return nullptr;
    return &samples[position.job].job;
  }
  if (position.phase < 0 || position.phase >= static_cast<int32_t>(attempt->phases.size())) return nullptr;
  PhaseState& phase = attempt->phases[position.phase];
  if (position.job < 0 || position.job >= static_cast<int32_t>(phase.jobs.size())) return nullptr;
  return &phase.jobs[position.job];
}

TaskState* FindTask(ReleaseState& state, const TaskPosition& position) {
  JobState* job = FindJob(state, position);
  if (job == nullptr || position.task < 0 || position.task >= static_cast<int32_t>(job->tasks.size())) return nullptr;
  return &job->tasks[position.task];
}

const TaskState* FindTask(const ReleaseState& state, const TaskPosition& position) {
  return FindTask(const_cast<ReleaseState&>(state), position);
}

}  // namespace slipway
