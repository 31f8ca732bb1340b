// The queues of environments over all releases (domain.md 7): who may deploy now, who waits, who is superseded.
//
// Derived state: it is told where attempts stand and can be made again from the releases at any time. Slots are taken
// before pre-deployment approvals and given back when the attempt ends. First requested, first served (time of the
// request, then release id); with "newest only", of the waiting requests all but the newest are superseded.
#ifndef SLIPWAY_CORE_DEPLOYMENT_QUEUE_H_
#define SLIPWAY_CORE_DEPLOYMENT_QUEUE_H_

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "core/command.h"
#include "core/release_state.h"

namespace slipway {

// Not thread-safe. Observe costs O(log waiting), Next O(log waiting) per decision.
class DeploymentQueue {
 public:
  // Where the newest attempt of this environment stands now. Again after every change of it.
  void Observe(const ReleaseState& state, int32_t environment);
  void ObserveAll(const ReleaseState& state);
  // The release is unknown until it is observed again: until then nothing is decided, because its attempts may hold
  // slots.
  void Suspend(int64_t release);
  size_t suspended() const { return suspended_.size(); }
  bool IsSuspended(int64_t release) const { return suspended_.contains(release); }
  // It does not exist.
  void Forget(int64_t release);

  // Whether Next() would decide something.
  bool HasWork() const { return suspended_.empty() && !dirty_.empty(); }
  // The next decision, for that release; observe its outcome before asking again. False: there is none.
  bool Next(int64_t* release, DecideSlot* decision);

 private:
  using Key = std::pair<int64_t, int64_t>;  // definition, environment of the definition
  struct Waiting {
    absl::Time queued;
    int64_t release = 0;
    int32_t environment = 0;
    int32_t attempt = 0;
    friend bool operator<(const Waiting& a, const Waiting& b) {
      return a.queued != b.queued ? a.queued < b.queued : a.release < b.release;
    }
  };
  struct Queue {
    int64_t revision = 0;  // of the definition the policy comes from: the newest one seen
    int32_t concurrency = 0;
    bool newest_only = false;
    absl::flat_hash_set<int64_t> running;  // releases that hold a slot
    std::set<Waiting> waiting;
    std::set<Waiting> scheduled;  // wait for the environment's schedule: only the newest stays (domain.md 4.4)
    absl::flat_hash_map<int64_t, Waiting> waiting_of;
    absl::flat_hash_map<int64_t, std::string> names;  // of waiting releases, for texts
  };

  static Key KeyOf(const ReleaseState& state, int32_t environment);
  void Remove(Queue& queue, int64_t release);
  static void Supersede(const Queue& queue, const std::set<Waiting>& waiting, int64_t* release, DecideSlot* decision);

  std::map<Key, Queue> queues_;
  std::set<Key> dirty_;
  absl::flat_hash_set<int64_t> suspended_;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_DEPLOYMENT_QUEUE_H_
