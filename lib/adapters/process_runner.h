// The Runner port over slipway-runner, a companion process that outlives this one.
#ifndef SLIPWAY_ADAPTERS_PROCESS_RUNNER_H_
#define SLIPWAY_ADAPTERS_PROCESS_RUNNER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "ports/runner.h"
#include "runner/frame.h"
#include "runner/unique_fd.h"
#include "runner/wire.pb.h"

namespace slipway {

struct ProcessRunnerOptions {
  // Absolute; the runner's journal, lock and socket. Created 0700. One host at a time; not on a network file system.
  std::string state_directory;
  std::string socket_path;  // empty = state_directory/socket; any length
  std::string runner_path;  // empty = found as FindRunner says
  // Further arguments of the runner (see slipway-runner --help).
  std::vector<std::string> runner_arguments;
  // How long Start may wait for a runner to come up.
  absl::Duration connect_timeout = absl::Seconds(30);
  // When no runner can be had for so long, what was given to it is reported as lost.
  absl::Duration lost_after = absl::Seconds(60);
  // Instead of the socket here: a connection to a runner elsewhere, on the I/O thread; Start does not wait for it. Closing
  // it must end it. Empty = the runner of this machine.
  std::function<absl::StatusOr<UniqueFd>()> connect;
  // Longest pause between two attempts to connect.
  absl::Duration max_backoff = absl::Seconds(1);
  // The runner leaves with this object when it has nothing to do (tasks that run keep it alive).
  bool shut_down_with_host = true;
};

// Owns one I/O thread, which makes all calls of the observer. A runner is started when there is none. When the
// connection breaks, a runner is reached or started again and every token without a result is asked for: it goes on, is
// reported as finished, or as lost. A Start that provably never reached a runner is handed over again.
class ProcessRunner final : public Runner {
 public:
  // INVALID_ARGUMENT, NOT_FOUND (no slipway-runner program). Connects in the background once an observer is set.
  static absl::StatusOr<std::unique_ptr<ProcessRunner>> Create(ProcessRunnerOptions options);
  // Tasks go on. No call of the observer happens after it.
  ~ProcessRunner() override;

  void SetObserver(RunnerObserver* observer) override;
  // Also: INVALID_ARGUMENT for a bad token or a request over kMaxFrame bytes; FAILED_PRECONDITION without an observer.
  absl::Status Start(const ProcessRequest& request) override;
  absl::Status Attach(const std::string& token) override;
  absl::Status Cancel(const std::string& token) override;
  absl::Status Forget(const std::string& token) override;
  absl::Status EndJob(const std::string& job) override;

  // Process id of the connected runner; 0 when there is none.
  int runner_pid() const;

 private:
  enum class Kind { kHello, kStart, kAttach, kCancel, kForget, kShutdown, kEndJob };
  struct OutFrame {
    Kind kind;
    std::string bytes;
  };
  // A token without a result.
  struct Outstanding {
    std::string start_frame;  // kept until the runner is known to have it; empty for attached tokens
    std::string journal_id;   // of the runner that start_frame was meant for
    int starts = 0;
    bool cancel = false;
  };

  ProcessRunner(ProcessRunnerOptions options, UniqueFd wake);
  void Loop();
  void Serve();
  bool Connected();
  absl::StatusOr<UniqueFd> Connect(runner::RunnerHello* hello);
  absl::StatusOr<runner::RunnerHello> Greet(int fd, absl::Time deadline);
  absl::Status Launch();
  // Waits until `fd` (-1 = none) is ready or somebody called Wake; the ready events of `fd`.
  int Wait(int fd, int events, absl::Duration timeout);
  absl::Status ReadSocket(int fd);
  absl::Status HandleFrames();
  void Handle(const runner::RunnerMessage& message);
  void HandleUnknown(const std::string& token);
  void Finish(const ProcessResult& result);
  void ReportAllLost();
  void SayGoodbye();

  void Resume() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Disconnect() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Enqueue(Kind kind, const std::string& token) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EnqueueStart(Outstanding* outstanding) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Sends what fits; the I/O thread sees to the rest, and to a broken socket.
  void SendQueued() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Check(const std::string& token) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool Wanted() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  void Wake();

  const ProcessRunnerOptions options_;
  const UniqueFd wake_;  // eventfd
  std::thread thread_;

  mutable absl::Mutex mutex_;
  RunnerObserver* observer_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  UniqueFd socket_ ABSL_GUARDED_BY(mutex_);  // read and closed by the I/O thread only
  runner::RunnerHello hello_ ABSL_GUARDED_BY(mutex_);
  int waiting_starts_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t failures_ ABSL_GUARDED_BY(mutex_) = 0;  // attempts to connect that failed
  absl::Status last_error_ ABSL_GUARDED_BY(mutex_);
  std::deque<OutFrame> out_ ABSL_GUARDED_BY(mutex_);
  size_t out_offset_ ABSL_GUARDED_BY(mutex_) = 0;  // bytes of out_.front() that are sent
  absl::flat_hash_map<std::string, Outstanding> outstanding_ ABSL_GUARDED_BY(mutex_);

  // I/O thread only.
  FrameParser parser_;
  absl::Time trouble_since_ = absl::InfiniteFuture();
  absl::Duration backoff_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_PROCESS_RUNNER_H_
