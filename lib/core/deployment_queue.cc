#include "core/deployment_queue.h"

namespace slipway {

DeploymentQueue::Key DeploymentQueue::KeyOf(const ReleaseState& state, int32_t environment) {
  const int64_t id = state.plan->environment(environment).definition->id();
  // Exported definitions carry ids; a document written by hand may not.
  return {state.created.definition_id(), id != 0 ? id : -1 - environment};
}

void DeploymentQueue::Remove(Queue& queue, int64_t release) {
  queue.running.erase(release);
  const auto waiting = queue.waiting_of.find(release);
  if (waiting == queue.waiting_of.end()) return;
  queue.waiting.erase(waiting->second);
  queue.scheduled.erase(waiting->second);
  queue.names.erase(release);
  queue.waiting_of.erase(waiting);
}

void DeploymentQueue::Observe(const ReleaseState& state, int32_t environment) {
  const EnvironmentPlan& plan = state.plan->environment(environment);
  const AttemptState* attempt = state.environments[environment].attempt();
  const Key key = KeyOf(state, environment);
  const auto known = queues_.find(key);
  if (known == queues_.end() && plan.concurrency == 0 && !plan.schedule) return;
  Queue& queue = known != queues_.end() ? known->second : queues_[key];
  if (state.created.definition_revision() >= queue.revision) {
    queue.revision = state.created.definition_revision();
    queue.concurrency = plan.concurrency;
    queue.newest_only = plan.newest_only;
  }
  Remove(queue, state.id);
  const bool scheduled =
      attempt != nullptr && attempt->stage == Stage::kScheduled && attempt->wait_reason == kEnvironmentSchedule;
  if (scheduled || (attempt != nullptr && attempt->stage == Stage::kQueued)) {
    const Waiting waiting{attempt->queued, state.id, environment, attempt->number};
    (scheduled ? queue.scheduled : queue.waiting).insert(waiting);
    queue.waiting_of[state.id] = waiting;
    queue.names[state.id] = state.created.name();
  } else if (attempt != nullptr && attempt->stage != Stage::kEnded && attempt->stage != Stage::kScheduled) {
    queue.running.insert(state.id);
  }
  if (queue.waiting_of.empty() && queue.running.empty()) {
    queues_.erase(key);
    dirty_.erase(key);
  } else {
    dirty_.insert(key);
  }
}

void DeploymentQueue::ObserveAll(const ReleaseState& state) {
  suspended_.erase(state.id);
  // Those without an attempt too: one that was taken back may have been seen here.
  for (int32_t i = 0; i < static_cast<int32_t>(state.environments.size()); ++i) Observe(state, i);
}

void DeploymentQueue::Suspend(int64_t release) { suspended_.insert(release); }

void DeploymentQueue::Forget(int64_t release) {
  suspended_.erase(release);
  for (auto& [key, queue] : queues_) {
    Remove(queue, release);
    dirty_.insert(key);
  }
}

void DeploymentQueue::Supersede(const Queue& queue, const std::set<Waiting>& waiting, int64_t* release,
                                DecideSlot* decision) {
  const Waiting& first = *waiting.begin();
  *release = first.release;
  decision->environment = first.environment;
  decision->attempt = first.attempt;
  decision->grant = false;
  decision->by_release = waiting.rbegin()->release;
  decision->by_name = queue.names.at(decision->by_release);
}

bool DeploymentQueue::Next(int64_t* release, DecideSlot* decision) {
  if (!suspended_.empty()) return false;
  while (!dirty_.empty()) {
    const auto found = queues_.find(*dirty_.begin());
    if (found == queues_.end()) {
      dirty_.erase(dirty_.begin());
      continue;
    }
    const Queue& queue = found->second;
    const bool free = queue.concurrency == 0 || static_cast<int32_t>(queue.running.size()) < queue.concurrency;
    if (!queue.waiting.empty() && free) {
      const Waiting& first = *queue.waiting.begin();
      *release = first.release;
      decision->environment = first.environment;
      decision->attempt = first.attempt;
      decision->grant = true;
      return true;
    }
    for (const std::set<Waiting>* waiting : {&queue.waiting, &queue.scheduled}) {
      if (waiting->size() < 2 || (waiting == &queue.waiting && !queue.newest_only)) continue;
      Supersede(queue, *waiting, release, decision);
      return true;
    }
    dirty_.erase(dirty_.begin());
  }
  return false;
}

}  // namespace slipway
