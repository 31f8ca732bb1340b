// Carries out task effects: each token once, as a process, by the host, or not at all (unknown tasks), within the limit
// of parallel processes; and brings every outcome back to the loop.
#ifndef SLIPWAY_ENGINE_DISPATCHER_H_
#define SLIPWAY_ENGINE_DISPATCHER_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "core/command.h"
#include "core/effects.h"
#include "engine/strand.h"
#include "engine/task_launch.h"
#include "ports/clock.h"
#include "ports/host.h"
#include "ports/runner.h"
#include "ports/targets.h"
#include "ports/task_library.h"
#include "ports/task_log.h"

namespace slipway {

class Dispatcher : public RunnerObserver {
 public:
  struct Options {
    int32_t max_parallel = 4;
    uint32_t boot = 0;
    absl::flat_hash_set<std::string> idempotent_task_ids;  // lower case
  };
  struct Ports {
    Runner* runner = nullptr;
    TaskLibrary* library = nullptr;
    TaskLogs* logs = nullptr;
    Host* host = nullptr;  // may be null
    Clock* clock = nullptr;
    Targets* targets = nullptr;  // may be null: other machines are not reached
  };
  // Brings a report back; `settled` is called when it is durable (or meant nothing any more).
  // Both of the loop's thread.
  using Report = std::function<void(int64_t release, ReportTask report, std::function<void()> settled)>;
  // The release, loaded when needed; null when it is gone.
  using FindStrand = std::function<Strand*(int64_t release)>;
  // The machine of a job, as it is known now; of the loop's thread.
  using FindMachine = std::function<std::optional<v1::DeploymentTarget>(const ReleaseState& state, const TaskPosition& position)>;
  // Runs something on the loop's thread, soon. Thread-safe.
  using Post = std::function<void(std::function<void()>)>;

  Dispatcher(Ports ports, Options options, const TaskLauncher* launcher, const SecretBox* secret_box, Report report,
             FindStrand find_strand, FindMachine find_machine, Post post);

  // Of the loop's thread. Again for a token that is known: nothing, or cancel.
  void Handle(Strand& strand, const TaskEffect& effect);

  // Any thread.
  absl::Status Register(const v1::RegisterTaskRequest& request);
  bool IsHostTask(absl::string_view task_id) const;
  void SetSecrets(const v1::SetSecretsRequest& request);
  absl::StatusOr<bool> WriteLog(const v1::TaskLogRequest& request);  // whether cancel was asked for
  absl::Status Complete(const v1::TaskCompletion& completion);
  // Waits for a pull task (or the cancellation of one). DEADLINE_EXCEEDED, CANCELLED when closing.
  absl::StatusOr<v1::HostTask> NextWork(absl::Duration timeout);
  int32_t Percent(const std::string& token) const;
  int64_t running() const;
  int64_t waiting() const;
  // Wakes whoever waits; nothing is started any more.
  void Close();

  // Grows whenever a log file may have grown.
  int64_t log_activity() const { return log_activity_.load(std::memory_order_acquire); }
  void set_on_log(std::function<void()> on_log) { on_log_ = std::move(on_log); }

  // RunnerObserver, of the runner's thread.
  void OnStarted(const std::string& token, absl::Time at) override;
  void OnProgress(const std::string& token, int32_t percent, const std::string& operation) override;
  void OnLog(const std::string& token, int64_t bytes) override;
  void OnFinished(const ProcessResult& result) override;

 private:
  enum class Kind { kProcess, kTarget, kHostPush, kHostPull };
  struct Entry {
    int64_t release = 0;
    Kind kind = Kind::kProcess;
    bool started = false;  // handed over; else waiting for a slot
    bool cancel = false;
    bool idempotent = false;
    bool finished = false;  // its outcome is on the way to the loop
    int32_t percent = 0;
    TaskPosition position;
    std::unique_ptr<TaskLog> log;        // of host tasks
    std::unique_ptr<TaskLaunch> launch;  // of processes, when they are soon to start, until they do
    TargetTask target;                   // of kTarget
    bool recovered = false;              // of kTarget: it may run there already
  };
  struct HostTaskInfo {
    std::string name;
    std::string version;
    bool idempotent = false;
    bool pull = false;
  };

  void Start(Strand& strand, const TaskEffect& effect, const TaskState& task);
  // Waits for a slot, or attaches to what an earlier boot may have started.
  void StartProcess(Strand& strand, const TaskEffect& effect, const std::string& id, const TaskLibrary::Info& info,
                    bool same_boot);
  // Of those that wait for a slot, gets the next few ready. A thousand may wait: variables are expanded only for those
  // that are soon to start. Of the loop's thread.
  void PrepareNext();
  void PrepareOne(Strand& strand, const std::string& token, const TaskPosition& position);
  // What a plan says, into the launch it was made for.
  static void TakePlan(ProcessPlan plan, TaskLaunch* launch);
  // dispatcher_targets.cc
  void StartOnTarget(Strand& strand, const TaskEffect& effect, const v1::DeploymentTarget& target, bool idempotent);
  void OnReached(const std::string& token, const absl::StatusOr<TargetPlaces>& places);
  absl::StatusOr<ProcessRequest> PrepareForTarget(Strand& strand, const TaskPosition& position, const TargetPlaces& places);
  bool IsIdempotent(const ReleaseState& state, const std::string& id, bool declared) const;
  void StartOnHost(Strand& strand, const TaskEffect& effect, TaskLaunch launch, const HostTaskInfo& info, bool fresh);
  void Cancel(const std::string& token);
  // Ends a task that nobody runs.
  void Conclude(const Strand& strand, const std::string& token, const TaskPosition& position, const TaskLaunch* launch,
                v1::TaskStatus status, const std::string& message, bool is_error);
  void FillSlots() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Send(int64_t release, const ProcessResult& result, bool idempotent, bool forget);

  const Ports ports_;
  const Options options_;
  const TaskLauncher* const launcher_;
  const SecretBox* const secret_box_;
  const Report report_;
  const FindStrand find_strand_;
  const FindMachine find_machine_;
  const Post post_;
  std::function<void()> on_log_;
  std::atomic<int64_t> log_activity_{0};

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> waiting_ ABSL_GUARDED_BY(mutex_);  // processes not ready yet, in order
  std::deque<std::string> queue_ ABSL_GUARDED_BY(mutex_);    // processes ready for a slot, in order; before those
  int32_t processes_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, HostTaskInfo> host_tasks_ ABSL_GUARDED_BY(mutex_);  // by lower-case id
  absl::flat_hash_map<std::string, std::string> secrets_ ABSL_GUARDED_BY(mutex_);      // by lower-case name
  std::deque<v1::HostTask> work_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_DISPATCHER_H_
