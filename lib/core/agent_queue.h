// Who gets which agent, over all releases: the agents of every pool, the jobs that hold one and the jobs that wait.
//
// Derived state, as DeploymentQueue is: it is told where jobs stand and can be made again from the releases at any time.
// First queued, first served among the jobs that some free agent suits (time, then release id); a job whose demands no
// agent of its pool meets is refused, one whose agents are only busy or offline waits.
#ifndef SLIPWAY_CORE_AGENT_QUEUE_H_
#define SLIPWAY_CORE_AGENT_QUEUE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/command.h"
#include "core/release_state.h"

namespace slipway {

// Not thread-safe. Observe costs O(log jobs); Next O(kinds of demands that wait), plus O(agents) for the one decided.
class AgentQueue {
 public:
  // A pool as it is now, its agents with all their capabilities. Replaces what was known of its id.
  void SetPool(v1::AgentPool pool);
  void RemovePool(int64_t id);
  // Jobs that this agent runs now.
  int32_t Running(int64_t pool, absl::string_view agent) const;

  // Where this job of the newest attempt stands now. Again after every change of it.
  void Observe(const ReleaseState& state, const TaskPosition& job);
  void ObserveAll(const ReleaseState& state);
  // As DeploymentQueue::Suspend and Forget.
  void Suspend(int64_t release) { suspended_.insert(release); }
  bool IsSuspended(int64_t release) const { return suspended_.contains(release); }
  void Forget(int64_t release);

  bool HasWork() const { return suspended_.empty() && !dirty_.empty(); }
  // The next decision, for that release; observe its outcome before asking again. False: there is none.
  bool Next(int64_t* release, DecideAgent* decision);

 private:
  using JobKey = std::tuple<int64_t, int32_t, int32_t, int32_t>;  // release, environment, phase, job
  struct Waiting {
    absl::Time queued;
    JobKey key;
    int32_t attempt = 0;
    friend bool operator<(const Waiting& a, const Waiting& b) {
      return a.queued != b.queued ? a.queued < b.queued : a.key < b.key;
    }
  };
  // Jobs with the same demands.
  struct Kind {
    std::vector<v1::Demand> demands;
    std::set<Waiting> waiting;
    std::optional<std::vector<int>> suited;  // indexes of agents, once looked for
  };
  struct Pool {
    std::optional<v1::AgentPool> pool;
    std::map<std::string, Kind> kinds;        // by the demands' text
    std::map<std::string, int32_t> running;   // by the agent's name, lower case
  };
  struct Job {
    int64_t pool = 0;
    std::string agent;  // that it holds, lower case; empty: it waits
    std::string kind;
    Waiting waiting;
  };

  void Remove(std::map<JobKey, Job>::iterator job);
  // Of those that may be given a job, the one with the most free slots.
  static const v1::Agent* Free(const Pool& pool, const Kind& kind);
  bool NextOf(Pool& pool, int64_t* release, DecideAgent* decision);

  std::map<int64_t, Pool> pools_;
  std::map<JobKey, Job> jobs_;
  std::set<int64_t> dirty_;
  absl::flat_hash_set<int64_t> suspended_;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_AGENT_QUEUE_H_
