// The life of one token in the runner: folders and files, process, output, cancellation, result
// (task-contract 2.5, 6.5).
#ifndef SLIPWAY_RUNNER_TASK_H_
#define SLIPWAY_RUNNER_TASK_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runner/poller.h"
#include "runner/process.h"
#include "runner/task_output.h"
#include "runner/wire.pb.h"

namespace slipway {

// A moment on the monotonic clock, as the time since its origin.
using MonotonicTime = absl::Duration;
MonotonicTime MonotonicNow();

struct TaskTimeouts {
  // How long descendants may hold stdout or stderr after the process has exited.
  absl::Duration drain = absl::Seconds(5);
  // How long the process may live on after it said `done=true`.
  absl::Duration done = absl::Seconds(5);
};

// Not thread-safe. States, in order: created; running (Start); finished (has a result); released (nothing of it is
// left). Usually the last two come together. Between them lies a process that said `done=true` and lives on.
class Task {
 public:
  // `kind` of the poll tags it registers.
  enum EventKind : uint32_t { kStandardOutput = 0, kStandardError = 1, kExit = 2 };

  // `tag` names the slot and generation; poller and spawner outlive the task.
  Task(runner::Request request, PollTag tag, TaskTimeouts timeouts, Poller* poller, Spawner* spawner);
  // Kills what still runs.
  ~Task();

  // Afterwards it is running, or finished with a Failed result that says why.
  // `cgroup`: see SpawnRequest.
  void Start(int cgroup);
  void HandleEvent(EventKind kind, MonotonicTime now);
  void HandleDeadline(MonotonicTime now);
  // Before Start: finishes as canceled and never starts.
  void Cancel(MonotonicTime now);
  // Finishes as Failed without starting.
  void Refuse(const absl::Status& why);
  // Ends a process that lives on after its result.
  void EndRest();

  // When HandleDeadline wants to be called; InfiniteDuration() when there is nothing to wait for.
  MonotonicTime deadline() const;

  const std::string& token() const { return request_.token(); }
  const std::string& temp_directory() const { return request_.temp_directory(); }
  const std::string& job() const { return request_.job(); }
  // Once released: others of its group live on.
  bool left_processes() const { return left_processes_; }
  bool started() const { return started_on_us_ != 0; }
  int64_t started_on_us() const { return started_on_us_; }
  bool finished() const { return finished_; }
  bool released() const { return finished_ && !process_; }
  const runner::Result& result() const { return result_; }
  // Only while a process is there.
  runner::JournalSpawned SpawnRecord() const;

  // What changed since the last call; false = nothing.
  bool TakeProgress(runner::Progress* progress);
  bool TakeLog(runner::Log* log);
  // The log's size is news again: somebody else listens now.
  void ResetNews() { reported_bytes_ = 0; }
  bool has_news() const { return progress_.has_value() || logged() != reported_bytes_; }

 private:
  enum class CancelPhase { kNone, kInterrupt, kTerminate, kKill };
  enum class ReadEnd { kAgain, kEndOfFile };

  absl::Status Prepare();
  absl::Status Launch(int cgroup);
  ReadEnd ReadStream(int stream, MonotonicTime now);
  void HandleExit(MonotonicTime now);
  void DrainRest(MonotonicTime now);
  void NoteDone(MonotonicTime now);
  std::string RecordError(absl::string_view text, absl::string_view safe);
  void SetResult(std::optional<int> exit_code);
  void CloseStream(int stream);
  void Release();
  int64_t logged() const { return output_ ? output_->bytes() : 0; }

  const runner::Request request_;
  const PollTag tag_;
  const TaskTimeouts timeouts_;
  Poller* const poller_;
  Spawner* const spawner_;

  std::unique_ptr<TaskOutput> output_;
  std::optional<Process> process_;
  bool exited_ = false;  // seen as exited; reaped only when nothing of its group can need a signal any more
  bool made_temp_directory_ = false;
  bool left_processes_ = false;
  bool big_pipe_[2] = {false, false};

  CancelPhase cancel_ = CancelPhase::kNone;
  MonotonicTime cancel_deadline_ = absl::InfiniteDuration();
  MonotonicTime done_deadline_ = absl::InfiniteDuration();
  MonotonicTime drain_deadline_ = absl::InfiniteDuration();

  std::optional<runner::Progress> progress_;
  int64_t reported_bytes_ = 0;
  int64_t started_on_us_ = 0;
  bool finished_ = false;
  runner::Result result_;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_TASK_H_
