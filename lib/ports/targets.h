// Machines other than this one that tasks run on.
//
// The contract of the Runner port holds for each of them: a token is started at most once by a target and everything
// that outlives it. A connection that breaks changes nothing; a target that stays out of reach loses its tasks after
// SshConnection.lost_after_seconds.
#ifndef SLIPWAY_PORTS_TARGETS_H_
#define SLIPWAY_PORTS_TARGETS_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ports/runner.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Where things are on a target.
struct TargetPlaces {
  std::string data_directory;  // of this engine on that target: work folders, logs, tasks
  std::string machine_name;
  std::string runner_path;  // slipway-runner there; `--task NAME` runs native tasks
  std::string tools_path;   // slipway-server-task there, once a request has needed it
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> programs;  // names that tasks look for in PATH -> paths; those that are there
};

// A task of a target, and where on this machine its output belongs.
struct TargetTask {
  v1::DeploymentTarget target;  // with `ssh`
  std::string log_path;         // what the target writes is appended to it as it comes
  std::string attachments_directory;
};

// Thread-safe. Nothing waits for a network.
class Targets {
 public:
  virtual ~Targets() = default;
  // Must be called once, before anything else. Calls come from threads of the targets.
  virtual void SetObserver(RunnerObserver* observer) = 0;
  // Connects and installs the runner there when it has to. After OK `done` is called once, from a thread of the target,
  // never from within this call. `patient`: the target may run the task already, so try as long as it is not lost; else a few
  // seconds. UNAVAILABLE: out of reach. PERMISSION_DENIED: host key or user refused. FAILED_PRECONDITION: it cannot run
  // tasks, or ssh is missing here.
  using Reached = std::function<void(absl::StatusOr<TargetPlaces>)>;
  virtual absl::Status Reach(const v1::DeploymentTarget& target, bool patient, Reached done) = 0;
  // `request` is for the target's places. What of `request.packages` and tools is not there yet is copied first. A token that the
  // target knows already is not started again: its outcome is reported.
  virtual absl::Status Start(const TargetTask& task, ProcessRequest request) = 0;
  virtual absl::Status Cancel(const std::string& token) = 0;
  virtual absl::Status Forget(const std::string& token) = 0;
  // As Runner::EndJob.
  virtual absl::Status EndJob(const v1::DeploymentTarget& target, const std::string& job) = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_TARGETS_H_
