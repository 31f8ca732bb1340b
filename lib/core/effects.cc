#include "core/effects.h"

namespace slipway {

void PlanTask(const ReleaseState& state, const TaskPosition& position, std::vector<TaskEffect>* effects) {
  const TaskState* task = FindTask(state, position);
  if (task != nullptr && task->status == v1::TASK_STATUS_CANCELED && task->cancel_requested) {
    effects->push_back({task->token, position, /*cancel=*/true, /*abandoned=*/true});
    return;
  }
  if (task == nullptr || task->status != v1::TASK_STATUS_IN_PROGRESS || task->waiting_for_retry) return;
  // A token that is no longer running was reported already; its position waits for the next decision.
  if (!state.running.contains(task->token)) return;
  effects->push_back({task->token, position, task->cancel_requested});
}

std::vector<TaskEffect> Plan(const ReleaseState& state) {
  std::vector<TaskEffect> effects;
  for (int32_t environment : state.open_environments) {
    const AttemptState* attempt = state.environments[environment].attempt();
    if (attempt->stage == Stage::kPreGates || attempt->stage == Stage::kPostGates) {
      const v1::ApprovalType side =
          attempt->stage == Stage::kPreGates ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY;
      const GatesState& gates = GatesOf(*attempt, side);
      const int32_t sample = static_cast<int32_t>(gates.samples.size()) - 1;
      if (sample < 0) continue;
      for (int32_t task = 0; task < static_cast<int32_t>(gates.samples[sample].job.tasks.size()); ++task) {
        PlanTask(state, {environment, GatesPhase(side), sample, task}, &effects);
      }
      continue;
    }
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
