#include "core/agent_queue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/demands.h"

namespace slipway {
namespace {

int32_t SlotsOf(const v1::Agent& agent) { return std::max(1, agent.slots()); }

}  // namespace

void AgentQueue::SetPool(v1::AgentPool pool) {
  const int64_t id = pool.id();
  Pool& known = pools_[id];
  known.pool = std::move(pool);
  for (auto& [text, kind] : known.kinds) kind.suited.reset();
  dirty_.insert(id);
}

void AgentQueue::RemovePool(int64_t id) {
  const auto known = pools_.find(id);
  if (known == pools_.end()) return;
  known->second.pool.reset();
  dirty_.insert(id);
}

int32_t AgentQueue::Running(int64_t pool, absl::string_view agent) const {
  const auto known = pools_.find(pool);
  if (known == pools_.end()) return 0;
  const auto running = known->second.running.find(absl::AsciiStrToLower(agent));
  return running == known->second.running.end() ? 0 : running->second;
}

void AgentQueue::Remove(std::map<JobKey, Job>::iterator job) {
  Pool& pool = pools_[job->second.pool];
  if (!job->second.agent.empty()) {
    const auto running = pool.running.find(job->second.agent);
    if (--running->second == 0) pool.running.erase(running);
  } else {
    const auto kind = pool.kinds.find(job->second.kind);
    kind->second.waiting.erase(job->second.waiting);
    if (kind->second.waiting.empty()) pool.kinds.erase(kind);
  }
  dirty_.insert(job->second.pool);
  jobs_.erase(job);
}

void AgentQueue::Observe(const ReleaseState& state, const TaskPosition& position) {
  const AttemptState* attempt = state.environments[position.environment].attempt();
  const JobKey key{state.id, position.environment, position.phase, position.job};
  const auto known = jobs_.find(key);
  if (known != jobs_.end()) Remove(known);
  if (attempt == nullptr || position.phase < 0 || position.phase >= static_cast<int32_t>(attempt->phases.size())) return;
  const PhaseState& phase = attempt->phases[position.phase];
  if (phase.pool_id == 0 || position.job >= static_cast<int32_t>(phase.jobs.size())) return;
  const JobState& job = phase.jobs[position.job];
  if (job.finished != absl::InfinitePast() || job.queued == absl::InfinitePast()) return;
  Job entry;
  entry.pool = phase.pool_id;
  Pool& pool = pools_[phase.pool_id];
  if (!job.agent.empty()) {
    entry.agent = absl::AsciiStrToLower(job.agent);
    ++pool.running[entry.agent];
  } else {
    entry.kind = DemandsText(phase.demands);
    entry.waiting = {job.queued, key, attempt->number};
    Kind& kind = pool.kinds[entry.kind];
    kind.demands = phase.demands;
    kind.waiting.insert(entry.waiting);
  }
  dirty_.insert(phase.pool_id);
  jobs_.emplace(key, std::move(entry));
}

void AgentQueue::ObserveAll(const ReleaseState& state) {
  Forget(state.id);
  for (int32_t environment : state.open_environments) {
    const AttemptState& attempt = *state.environments[environment].attempt();
    if (attempt.next_phase >= static_cast<int32_t>(attempt.phases.size())) continue;
    const int32_t jobs = static_cast<int32_t>(attempt.phases[attempt.next_phase].jobs.size());
    for (int32_t job = 0; job < jobs; ++job) Observe(state, {environment, attempt.next_phase, job});
  }
}

void AgentQueue::Forget(int64_t release) {
  suspended_.erase(release);
  while (true) {
    const auto job = jobs_.lower_bound(JobKey{release, 0, 0, 0});
    if (job == jobs_.end() || std::get<0>(job->first) != release) return;
    Remove(job);
  }
}

const v1::Agent* AgentQueue::Free(const Pool& pool, const Kind& kind) {
  const v1::Agent* best = nullptr;
  int32_t most = 0;
  for (int index : *kind.suited) {
    const v1::Agent& agent = pool.pool->agents(index);
    if (agent.offline()) continue;
    const auto running = pool.running.find(absl::AsciiStrToLower(agent.name()));
    const int32_t free = SlotsOf(agent) - (running == pool.running.end() ? 0 : running->second);
    if (free > most) {
      most = free;
      best = &agent;
    }
  }
  return best;
}

bool AgentQueue::NextOf(Pool& pool, int64_t* release, DecideAgent* decision) {
  const Waiting* first = nullptr;
  std::string agent;
  std::string refusal;
  for (auto& [text, kind] : pool.kinds) {
    const Waiting& waiting = *kind.waiting.begin();
    if (first != nullptr && *first < waiting) continue;
    if (!pool.pool) {
      first = &waiting;
      agent.clear();
      refusal = "its agent pool is not known any more";
      continue;
    }
    if (!kind.suited) {
      kind.suited.emplace();
      for (int i = 0; i < pool.pool->agents_size(); ++i) {
        if (!pool.pool->agents(i).disabled() && MeetsAll(pool.pool->agents(i), kind.demands)) kind.suited->push_back(i);
      }
    }
    if (kind.suited->empty()) {
      first = &waiting;
      agent.clear();
      refusal = text.empty() ? absl::StrCat("no agent of pool '", pool.pool->name(), "' takes jobs")
                             : absl::StrCat("no agent of pool '", pool.pool->name(), "' meets the demands: ", text);
      continue;
    }
    const v1::Agent* free = Free(pool, kind);
    if (free == nullptr) continue;
    first = &waiting;
    agent = free->name();
    refusal.clear();
  }
  if (first == nullptr) return false;
  std::tie(*release, decision->environment, decision->phase, decision->job) = first->key;
  decision->attempt = first->attempt;
  decision->agent = std::move(agent);
  decision->refusal = std::move(refusal);
  return true;
}

bool AgentQueue::Next(int64_t* release, DecideAgent* decision) {
  if (!suspended_.empty()) return false;
  while (!dirty_.empty()) {
    const auto pool = pools_.find(*dirty_.begin());
    if (pool != pools_.end() && NextOf(pool->second, release, decision)) return true;
    if (pool != pools_.end() && !pool->second.pool && pool->second.running.empty() && pool->second.kinds.empty()) {
      pools_.erase(pool);
    }
    dirty_.erase(dirty_.begin());
  }
  return false;
}

}  // namespace slipway
