#include "core/effects.h"

namespace slipway {

void PlanTask(const ReleaseState& state, const TaskPosition& position, std::vector<TaskEffect>* effects) {
  const TaskState* task = FindTask(state, position);
  if (task == nullptr || task->status != v1::TASK_STATUS_IN_PROGRESS || task->waiting_for_retry) return;
  // A token that is no longer running was reported already; its position waits for the next decision.
  if (!state.running.contains(task->token)) return;
  effects->push_back({task->token, position, task->cancel_requested});
}

std::vector<TaskEffect> Plan(const ReleaseState& state) {
  std::vector<TaskEffect> effects;
  for (int32_t environment : state.open_environments) {
    const AttemptState* attempt = state.environments[environment].attempt();
    if (attempt->stage != Stage::kPhases || attempt->next_phase >= static_cast<int32_t>(attempt->phases.size()))
      continue;
    const PhaseState& phase = attempt->phases[attempt->next_phase];
    for (int32_t job = 0; job < static_cast<int32_t>(phase.jobs.size()); ++job) {
      PlanTask(state, {environment, attempt->next_phase, job, phase.jobs[job].next_task}, &effects);
    }
  }
  return effects;
}

absl::Time NextWakeup(const ReleaseState& state) {
  return state.timers.empty() ? absl::InfiniteFuture() : state.timers.begin()->due;
}

}  // namespace slipway
