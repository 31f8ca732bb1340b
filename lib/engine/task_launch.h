// From a task that must run to what runs it: variables expanded into inputs, folders, environment, secrets to mask.
#ifndef SLIPWAY_ENGINE_TASK_LAUNCH_H_
#define SLIPWAY_ENGINE_TASK_LAUNCH_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "core/release_state.h"
#include "core/runtime_variables.h"
#include "ports/runner.h"
#include "ports/secret_box.h"
#include "ports/task_library.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Where things are on this machine.
struct LaunchPlaces {
  std::string data_directory;
  std::string machine_name;
};

// Everything about one try of one task that its process or its host needs.
struct TaskLaunch {
  ProcessRequest request;  // all but argv, files and what else a ProcessPlan gives
  TaskInvocation invocation;
  // As tasks see them: names as spelled, expanded values. Public ones only when they were asked for.
  std::vector<std::pair<std::string, std::string>> public_variables;
  std::vector<std::pair<std::string, std::string>> secret_variables;
};

class TaskLauncher {
 public:
  TaskLauncher(LaunchPlaces places, const SecretBox* secret_box)
      : places_(std::move(places)), secret_box_(secret_box) {}

  // `secrets`: values by lower-case name for secret variables that hold none. `for_host`: public variables are listed
  // too. Fails only when a sealed value cannot be opened.
  absl::StatusOr<TaskLaunch> Prepare(const ReleaseState& state, const TaskPosition& position,
                                     const absl::flat_hash_map<std::string, std::string>& secrets, bool for_host) const;

  // Whether a target of a deployment group is the machine that tasks run on.
  bool IsThisMachine(absl::string_view target) const {
    return absl::EqualsIgnoreCase(target, "localhost") || absl::EqualsIgnoreCase(target, places_.machine_name);
  }
  // Of one try; below data_directory/logs.
  std::string LogPath(const ReleaseState& state, const TaskPosition& position, int32_t attempt, int32_t tries) const;

 private:
  const LaunchPlaces places_;
  const SecretBox* const secret_box_;
};

// What the host gets to run it.
v1::HostTask HostTaskOf(const ReleaseState& state, const TaskPosition& position, const TaskLaunch& launch);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_TASK_LAUNCH_H_
