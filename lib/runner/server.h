// The runner's loop: one socket, one client, many tasks, one thread.
#ifndef SLIPWAY_RUNNER_SERVER_H_
#define SLIPWAY_RUNNER_SERVER_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runner/frame.h"
#include "runner/job_cgroup.h"
#include "runner/journal.h"
#include "runner/poller.h"
#include "runner/process.h"
#include "runner/task.h"
#include "runner/unique_fd.h"
#include "runner/wire.pb.h"

namespace slipway {

struct ServerOptions {
  std::string state_directory;  // created 0700
  std::string socket_path;
  // Leaves after this long without a client and without a running task. What is finished and not forgotten waits in the
  // journal for the next runner.
  absl::Duration idle_timeout = absl::Seconds(30);
  // The journal survives a power cut: of targets, whose host cannot tell that they were started anew.
  bool durable = false;
  // Jobs get control groups of their own where this user may make them.
  bool cgroups = true;
  TaskTimeouts task_timeouts;
};

// Not thread-safe.
class Server {
 public:
  // Takes the state directory over: ends what a killed predecessor left running, and marks its unfinished tokens as
  // lost. UNAVAILABLE: another runner has the directory.
  static absl::StatusOr<std::unique_ptr<Server>> Open(ServerOptions options);

  // Serves until it is idle or told to leave.
  void Run();

 private:
  // What is known of a token. Neither slot nor result: accepted, waiting to be spawned in `starting_`.
  struct Known {
    std::optional<uint32_t> slot;
    std::optional<runner::Result> result;
    bool subscribed = false;  // the client of this connection wants to hear of it
  };
  struct Slot {
    std::unique_ptr<Task> task;
    uint32_t generation = 0;
    MonotonicTime deadline = absl::InfiniteDuration();  // as it is in deadlines_
    bool queued = false;                                // in requested_ or starting_: not to be reused
  };

  Server(ServerOptions options, Poller poller)
      : options_(std::move(options)), poller_(std::move(poller)), cgroups_(options_.cgroups) {}
  absl::Status LockState();
  absl::Status Recover();
  absl::Status CompactJournal();
  runner::JournalRecord AcceptedRecord(const Task& task) const;

  void Accept();
  void ReadClient();
  void DropClient();
  void HandleFrame(absl::string_view payload);
  void HandleStart(runner::Request request);
  void HandleAttach(const std::string& token);
  void HandleCancel(const std::string& token);
  void HandleForget(const std::string& token);
  void HandleEndJob(const std::string& job);
  void Report(const std::string& token, Known& known);

  void Flush();
  void AcceptStarts();
  void SpawnNext();
  void AfterTask(uint32_t slot);
  void FireDeadlines();
  void SendNews();
  void Queue(const runner::RunnerMessage& message);
  void QueueFinished(const runner::Result& result);
  void Send();
  int WaitMillis() const;
  bool ShouldLeave();

  const ServerOptions options_;
  Poller poller_;
  Spawner spawner_;
  JobCgroups cgroups_;
  UniqueFd lock_;
  UniqueFd listener_;
  std::unique_ptr<Journal> journal_;
  runner::JournalOpened opened_;
  int64_t compact_at_ = 0;

  absl::flat_hash_map<std::string, Known> known_;
  std::vector<Slot> slots_;
  std::vector<uint32_t> free_slots_;
  size_t running_ = 0;  // slots in use
  absl::flat_hash_set<std::string> littered_;  // jobs whose tasks have left processes running
  std::set<std::pair<MonotonicTime, uint32_t>> deadlines_;
  std::vector<uint32_t> requested_;  // slots of this round's Starts, not in the journal yet
  std::deque<uint32_t> starting_;    // in the journal, not spawned yet

  UniqueFd client_;
  uint32_t client_generation_ = 0;
  bool greeted_ = false;
  FrameParser parser_;
  std::string out_;
  size_t out_sent_ = 0;
  bool waiting_for_room_ = false;
  // Started, Progress and Log wait a moment for each other and for Finished: a wake-up of the host costs more than they
  // do.
  absl::flat_hash_set<uint32_t> news_;
  std::string soft_;
  MonotonicTime soft_deadline_ = absl::InfiniteDuration();

  MonotonicTime now_;
  MonotonicTime idle_deadline_ = absl::InfiniteDuration();
  bool leave_when_idle_ = false;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_SERVER_H_
