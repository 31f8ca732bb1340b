// The one writer: takes the commands of all releases that are ready, decides each, makes everything durable in one
// commit, and only then answers and lets effects out.
//
// A failed commit takes back what was decided: the releases concerned are folded again from the store, callers get the
// error, and reports from the edges, which nobody would send again, are tried again later.
#ifndef SLIPWAY_ENGINE_LOOP_H_
#define SLIPWAY_ENGINE_LOOP_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "core/agent_queue.h"
#include "core/command.h"
#include "core/decide.h"
#include "core/deployment_queue.h"
#include "core/effects.h"
#include "engine/strand.h"
#include "ports/clock.h"
#include "ports/store.h"

namespace slipway {

// What the loop lets out, always after it is durable. Called on the loop's thread.
class LoopObserver {
 public:
  virtual ~LoopObserver() = default;
  // A task must run, or stop. May be said more than once for a token.
  virtual void OnEffect(Strand& strand, const TaskEffect& effect) = 0;
  virtual void OnCommitted(int64_t last_position) = 0;
  // For the outbox: called while deciding; rows added here are durable with the record.
  virtual void OnDecided(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch) = 0;
  // The store refused the batch: nothing decided since the last commit happened.
  virtual void OnTakenBack() = 0;
};

class Loop {
 public:
  struct Options {
    uint32_t boot = 0;
    std::function<std::string(const std::string& sealed)> open_secret;
    // A snapshot is written when a stream has grown by this many records and by as much as the state is large.
    int64_t snapshot_records = 512;
    // Whether deployments of this environment are frozen now; may be null.
    std::function<std::optional<Freeze>(int64_t definition, const std::string& environment, absl::Time now)> freeze;
    // A deployment group as it is now; may be null.
    std::function<const v1::DeploymentGroup*(int64_t id)> deployment_group;
    // The agent pool that phases know by this id; may be null.
    std::function<const v1::AgentPool*(int64_t queue_id)> agent_pool;
    // Called at the beginning of every round: does what is due by the clock alone (schedules) by posting requests, and
    // says when it wants to be called again at the latest. May be null.
    std::function<absl::Time(absl::Time now)> on_tick;
    // Nothing is driven: nobody is given a slot.
    bool passive = false;
  };

  Loop(Store* store, Clock* clock, StrandTable* strands, LoopObserver* observer, Options options);

  // Highest ids in use.
  void SetCounters(const Counters& counters) { counters_ = counters; }
  Counters& counters() { return counters_; }

  struct Request {
    int64_t release = 0;  // 0: `create` makes it
    // Runs on the loop's thread: a new strand and the command that creates it.
    absl::AnyInvocable<absl::StatusOr<std::pair<std::unique_ptr<Strand>, Command>>(int64_t release_id)> create;
    Command command;
    std::string actor;
    // Runs on the loop's thread when the outcome is durable (or refused); `strand` is null on errors.
    absl::AnyInvocable<void(const absl::Status&, Strand*)> done;
    bool is_report = false;  // tried again when the store fails
    // What the host knows about the actor.
    std::vector<std::string> actor_groups = {};
    bool actor_is_administrator = false;
    bool identity_revalidated = false;
  };

  // Thread-safe; `done` is called exactly once, also when the loop stops first (CANCELLED).
  void Post(Request request);
  // Runs `work` on the loop's thread, between commits.
  void PostWork(absl::AnyInvocable<void()> work);

  // One round: everything posted and due now. Returns whether there was anything. For the thread below, and for
  // simulators that own time.
  bool RunOnce();
  // When RunOnce has something to do by itself, at the latest.
  absl::Time NextWakeup() const {
    absl::MutexLock lock(&mutex_);
    return std::min({retry_at_, alarm_, wakeups_.empty() ? absl::InfiniteFuture() : wakeups_.top().due});
  }
  // Releases taken back by a failed commit and not folded again yet: they are active, though not in memory. Of the
  // loop's thread.
  size_t taken_back() const { return queue_.suspended(); }
  // What jobs wait for; of the loop's thread.
  AgentQueue& agents() { return agents_; }
  // From OnDecided only: decided in the same commit as what it follows from.
  void FollowUp(Request request) { follow_ups_.push_back(std::move(request)); }
  // Until Stop().
  void Run();
  void Stop();

  // The strand's state was loaded, not decided: arms its timers and lets out its effects.
  void Adopt(Strand& strand);

  struct Stats {
    int64_t commits = 0;
    int64_t transitions = 0;  // commands that decided something
  };
  Stats stats() const {
    absl::MutexLock lock(&mutex_);
    return stats_;
  }

 private:
  struct Pending {
    Request request;
    Strand* strand = nullptr;
    absl::Status status;
  };
  struct Wakeup {
    absl::Time due;
    int64_t release;
    bool operator<(const Wakeup& other) const { return due > other.due; }  // earliest on top
  };

  void DecideOne(Pending& pending);
  void AddSnapshotIfDue(Strand& strand);
  // Slots of environments, in the same commit as what freed them.
  void DecideSlots(std::vector<Pending>* batch);
  // The same for agents of pools.
  void DecideAgents(std::vector<Pending>* batch);
  bool QueuesHaveWork() const { return !options_.passive && (queue_.HasWork() || agents_.HasWork()); }
  // Both queues know where the release stands, after it was taken back.
  void ObserveAgain(int64_t release, const absl::StatusOr<Strand*>& strand);
  void ObserveAgents(const Strand& strand, const v1::Event& event);
  void ObserveQueue(const Strand& strand, const v1::EventBatch& events);
  void DecideDue(absl::Time now, std::vector<Pending>* batch);
  void Arm(Strand& strand);
  void TakeBack(std::vector<Pending>& batch, const absl::Status& status);

  Store* store_;
  Clock* clock_;
  StrandTable* strands_;
  LoopObserver* observer_;
  const Options options_;
  Counters counters_;

  mutable absl::Mutex mutex_;
  std::vector<Request> posted_ ABSL_GUARDED_BY(mutex_);
  std::vector<absl::AnyInvocable<void()>> work_ ABSL_GUARDED_BY(mutex_);
  std::vector<Request> retries_ ABSL_GUARDED_BY(mutex_);  // reports waiting for the store
  absl::Time retry_at_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  Stats stats_ ABSL_GUARDED_BY(mutex_);

  // Of the loop's thread.
  std::priority_queue<Wakeup> wakeups_;
  absl::Time now_;
  absl::Time alarm_ = absl::InfiniteFuture();
  std::vector<Request> follow_ups_;
  WriteBatch batch_;
  absl::flat_hash_map<int64_t, size_t> append_of_;  // release -> index in batch_.appends
  std::vector<std::pair<int64_t, TaskPosition>> touched_;
  std::vector<int64_t> changed_;  // releases of this batch
  DeploymentQueue queue_;
  AgentQueue agents_;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_LOOP_H_
