#include "core/release_state.h"

#include <utility>

namespace slipway {

ReleaseState::ReleaseState(std::shared_ptr<const DefinitionPlan> definition)
    : plan(std::move(definition)), environments(plan->environments().size()), readiness(plan->graph()) {}

JobState* FindJob(ReleaseState& state, const TaskPosition& position) {
  if (position.environment < 0 || position.environment >= static_cast<int32_t>(state.environments.size())) {
    return nullptr;
  }
  AttemptState* attempt = state.environments[position.environment].attempt();
  if (attempt == nullptr || position.phase < 0 || position.phase >= static_cast<int32_t>(attempt->phases.size())) {
    return nullptr;
  }
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
