// The Targets port over the system's OpenSSH client.
#ifndef SLIPWAY_ADAPTERS_SSH_TARGETS_H_
#define SLIPWAY_ADAPTERS_SSH_TARGETS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "adapters/runner_bundle.h"
#include "adapters/ssh_target.h"
#include "ports/targets.h"

namespace slipway {

class SshTargets final : public Targets {
 public:
  // `data_directory` of the engine; `runner_path` of the program that targets get.
  SshTargets(std::string data_directory, std::string runner_path);
  // Tasks of targets go on.
  ~SshTargets() override;

  void SetObserver(RunnerObserver* observer) override;
  absl::Status Reach(const v1::DeploymentTarget& target, bool patient, Reached done) override;
  absl::Status Start(const TargetTask& task, ProcessRequest request) override;
  absl::Status Cancel(const std::string& token) override;
  absl::Status Forget(const std::string& token) override;
  absl::Status EndJob(const v1::DeploymentTarget& target, const std::string& job) override;

 private:
  // One for each connection that targets have had: a target that is changed while a task runs there keeps the old one
  // for that task.
  absl::StatusOr<SshTarget*> Get(const v1::DeploymentTarget& target);
  absl::StatusOr<const RunnerBundle*> Bundle(SshTargetOptions::Program program);
  SshTarget* Holder(const std::string& token) const;

  const std::string data_directory_;
  const std::string runner_path_;
  RunnerObserver* observer_ = nullptr;

  mutable absl::Mutex mutex_;
  std::map<std::string, std::unique_ptr<SshTarget>> targets_ ABSL_GUARDED_BY(mutex_);  // by serialized connection
  std::map<std::string, SshTarget*> holders_ ABSL_GUARDED_BY(mutex_);                  // by token
  absl::Mutex bundle_mutex_;
  std::optional<RunnerBundle> runner_ ABSL_GUARDED_BY(bundle_mutex_);
  std::optional<RunnerBundle> tools_ ABSL_GUARDED_BY(bundle_mutex_);
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SSH_TARGETS_H_
