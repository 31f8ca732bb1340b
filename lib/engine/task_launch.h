// From a task that must run to what runs it: variables expanded into inputs, folders, environment, secrets to mask.
#ifndef SLIPWAY_ENGINE_TASK_LAUNCH_H_
#define SLIPWAY_ENGINE_TASK_LAUNCH_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "core/release_state.h"
#include "core/runtime_variables.h"
#include "engine/artifact_origins.h"
#include "engine/connections.h"
#include "ports/runner.h"
#include "ports/secret_box.h"
#include "ports/task_library.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Where things are on this machine.
struct LaunchPlaces {
  std::string data_directory;
  std::string machine_name;
  // Environment of this process: `$(HOME)` in inputs, and the PATH that tasks put folders before.
  std::map<std::string, std::string> environment;
  int64_t max_artifact_cache_bytes = int64_t{20} << 30;  // negative = any number
  std::string shared_directory;  // logs and the cache of artifacts; empty = data_directory
  std::string there;             // what data_directory is called where scripts run; empty = the same
  std::string engine_id;         // tells this engine from every other, on any machine; stays the same for its database
};

// Everything about one try of one task that its process or its host needs.
struct TaskLaunch {
  ProcessRequest request;  // all but argv, files and what else a ProcessPlan gives
  TaskInvocation invocation;
  std::string path;  // PATH with the folders that earlier tasks put before it; empty = as it is
  // As tasks see them: names as spelled, expanded values. Public ones only when they were asked for.
  std::vector<std::pair<std::string, std::string>> public_variables;
  std::vector<std::pair<std::string, std::string>> secret_variables;
};

class TaskLauncher {
 public:
  // Without connections there are no endpoints and secure files, without a library no installed tasks.
  TaskLauncher(LaunchPlaces places, const SecretBox* secret_box, const Connections* connections = nullptr,
               const TaskLibrary* library = nullptr, const ArtifactOrigins* origins = nullptr)
      : places_(std::move(places)),
        secret_box_(secret_box),
        connections_(connections),
        library_(library),
        origins_(origins) {}

  // What runs a task: the installed one its release has pinned, else what the library finds. FAILED_PRECONDITION: it is
  // pinned, and not there any more.
  absl::StatusOr<TaskLibrary::Info> Resolve(const ReleaseState& state, const TaskPosition& position) const;

  // `secrets`: values by lower-case name for secret variables that hold none. `for_host`: public variables are listed
  // too. Fails only when a sealed value cannot be opened.
  absl::StatusOr<TaskLaunch> Prepare(const ReleaseState& state, const TaskPosition& position,
                                     const absl::flat_hash_map<std::string, std::string>& secrets, bool for_host) const;

  // Whether a target of a deployment group is the machine that tasks run on.
  bool IsThisMachine(absl::string_view target) const {
    return absl::EqualsIgnoreCase(target, "localhost") || absl::EqualsIgnoreCase(target, places_.machine_name);
  }
  // The job's VSTS_PROCESS_LOOKUP_ID: names its processes.
  std::string LookupId(const ReleaseState& state, const TaskPosition& position) const;
  // The same for a machine where things are elsewhere.
  TaskLauncher At(LaunchPlaces places) const {
    places.max_artifact_cache_bytes = places_.max_artifact_cache_bytes;
    places.engine_id = places_.engine_id;
    return TaskLauncher(std::move(places), secret_box_, connections_, library_, origins_);
  }
  // The same for scripts that run on a Windows machine while the task itself runs here; and a task for it, but for argv.
  absl::StatusOr<TaskLaunch> PrepareForWindows(const v1::DeploymentTarget& machine, const ReleaseState& state,
                                               const TaskPosition& position,
                                               const absl::flat_hash_map<std::string, std::string>& secrets) const;
  std::string LogFolder(int64_t release_id) const { return absl::StrCat(SharedDirectory(), "/logs/r", release_id); }
  // Of one try; below LogFolder.
  std::string LogPath(const ReleaseState& state, const TaskPosition& position, int32_t attempt, int32_t tries) const;

 private:
  const std::string& SharedDirectory() const {
    return places_.shared_directory.empty() ? places_.data_directory : places_.shared_directory;
  }
  // The path, below data_directory, as scripts know it.
  std::string There(const std::string& path) const;

  // What only installed tasks need, and what earlier tasks of the job have left for all: folders before PATH.
  absl::Status AddInstalled(const ReleaseState& state, const TaskPosition& position, const VariableMap& variables,
                            TaskLaunch* launch) const;

  // Of the step that downloads artifacts: which ones, from where.
  void AddArtifacts(const ReleaseState& state, const TaskPosition& position, TaskInvocation* invocation) const;

  const LaunchPlaces places_;
  const SecretBox* const secret_box_;
  const Connections* const connections_;
  const TaskLibrary* const library_;
  const ArtifactOrigins* const origins_;
};

// What a plan says beyond argv, files and the like; last of all that is added.
void AddToRequest(ProcessPlan plan, TaskLaunch* launch);

// What the host gets to run it.
v1::HostTask HostTaskOf(const ReleaseState& state, const TaskPosition& position, const TaskLaunch& launch);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_TASK_LAUNCH_H_
