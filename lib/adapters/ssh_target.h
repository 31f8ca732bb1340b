// One target that is reached through ssh: its runner, its files, and the thread that waits for the network.
#ifndef SLIPWAY_ADAPTERS_SSH_TARGET_H_
#define SLIPWAY_ADAPTERS_SSH_TARGET_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "adapters/process_runner.h"
#include "adapters/runner_bundle.h"
#include "adapters/ssh_client.h"
#include "adapters/target_files.h"
#include "ports/targets.h"

namespace slipway {

// On the target: WORK/bin/<hash>/ is the runner, for every engine; WORK/<place>/ what one engine does there.
struct SshTargetOptions {
  v1::DeploymentTarget target;
  std::string place;                // names this engine and this target
  std::string local_directory;      // the engine's data directory here: logs mirror it
  std::string control_path;         // of the ssh connection
  enum class Program { kRunner, kTools };
  std::function<absl::StatusOr<const RunnerBundle*>(Program)> bundle;
  RunnerObserver* observer = nullptr;
};

// Thread-safe. Calls of the observer come from this object's threads.
class SshTarget final : public RunnerObserver {
 public:
  explicit SshTarget(SshTargetOptions options);
  // Tasks go on.
  ~SshTarget() override;

  void Reach(bool patient, Targets::Reached done);
  absl::Status Start(const TargetTask& task, ProcessRequest request);
  absl::Status Cancel(const std::string& token);
  absl::Status Forget(const std::string& token);
  absl::Status EndJob(const std::string& job);

  void OnStarted(const std::string& token, absl::Time at) override;
  void OnProgress(const std::string& token, int32_t percent, const std::string& operation) override;
  void OnLog(const std::string& token, int64_t bytes) override;
  void OnFinished(const ProcessResult& result) override;

 private:
  // A token whose output is brought here.
  struct Followed {
    std::string log_path;
    std::string attachments_directory;
    bool queued = false;  // a fetch waits for its turn
  };

  void Work();
  void Enqueue(std::function<void()> job);
  // Interrupted by the destructor.
  void Pause(absl::Duration duration);
  bool stopping() const;
  std::shared_ptr<TargetFiles> files() const;
  void DropFiles();
  ProcessRunner* runner() const;  // once there is one, until the destructor

  // Of the worker.
  absl::Status Ready();
  // Copies a program, unless it is there already, unchanged.
  absl::Status Install(SshTargetOptions::Program program);
  // What a request needs before it can start.
  absl::Status Supply(const ProcessRequest& request);
  absl::Status OpenFiles();
  absl::Status StartRunner();
  // Tries until it is ready, `patience` is over or trying again is of no use.
  absl::Status ReadyWithin(absl::Duration patience, bool stubborn);
  void Fetch(const std::string& token);
  void Finish(ProcessResult result);
  absl::Status Collect(const Followed& followed, ProcessResult* result);
  void Lose(const std::string& token, const absl::Status& why);
  // The path on the target of what has this path here.
  std::string There(const std::string& local) const;

  absl::StatusOr<UniqueFd> OpenRunner();

  const SshTargetOptions options_;
  const absl::Duration lost_after_;
  SshClient ssh_;
  std::thread worker_;

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<std::function<void()>> jobs_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Followed> followed_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<TargetFiles> files_ ABSL_GUARDED_BY(mutex_);  // used by the worker, closed by the destructor
  std::string root_ ABSL_GUARDED_BY(mutex_);                    // WORK; empty = not known yet
  std::string runner_path_ ABSL_GUARDED_BY(mutex_);
  bool has_tools_ ABSL_GUARDED_BY(mutex_) = false;
  TargetPlaces places_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<ProcessRunner> runner_ ABSL_GUARDED_BY(mutex_);  // set once

  PipedChild files_session_;   // of the worker
  PipedChild runner_session_;  // of the runner's I/O thread
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SSH_TARGET_H_
