// Tasks whose scripts run on a Windows machine: the same launch, but what scripts see is called as it is there.
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "engine/task_launch.h"
#include "model/artifact_step.h"

namespace slipway {
namespace {

constexpr char kDefaultWorkFolder[] = "C:\\slipway";

// A name for a folder, the same for the same text (FNV-1a).
std::string ShortName(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return absl::StrCat(absl::Hex(hash, absl::kZeroPad16));
}

}  // namespace

std::string TaskLauncher::There(const std::string& path) const {
  absl::string_view below = path;
  if (places_.there.empty() || !absl::ConsumePrefix(&below, places_.data_directory)) return path;
  const bool slashes = absl::StartsWith(places_.there, "/");
  return absl::StrCat(places_.there, slashes ? std::string(below) : absl::StrReplaceAll(below, {{"/", "\\"}}));
}

absl::StatusOr<TaskLaunch> TaskLauncher::PrepareForWindows(
    const v1::DeploymentTarget& machine, const ReleaseState& state, const TaskPosition& position,
    const absl::flat_hash_map<std::string, std::string>& secrets) const {
  const std::string& given = machine.has_winrm() ? machine.winrm().work_folder() : machine.ssh().work_folder();
  const std::string root(absl::StripSuffix(absl::StripSuffix(given.empty() ? kDefaultWorkFolder : given, "\\"), "/"));
  // Two engines, or two targets on one machine, do not meet there; nor do two targets here.
  const std::string name = ShortName(absl::StrCat(places_.machine_name, "\n", places_.data_directory, "\n",
                                                  absl::AsciiStrToLower(machine.name())));
  LaunchPlaces places;
  places.data_directory = absl::StrCat(places_.data_directory, "/windows/", name);
  places.shared_directory = SharedDirectory();
  places.machine_name = machine.name();
  places.there = absl::StrCat(root, absl::StartsWith(root, "/") ? "/" : "\\", name);
  const TaskLauncher launcher = At(std::move(places));
  SLIPWAY_ASSIGN_OR_RETURN(TaskLaunch launch, launcher.Prepare(state, position, secrets, /*for_host=*/false));

  WindowsPlaces& windows = launch.invocation.windows.emplace();
  windows.machine = machine;
  windows.work_folder = root;
  windows.temp_directory = launcher.There(launch.request.temp_directory);
  windows.artifacts_directory = launcher.There(launch.invocation.artifacts_directory);
  if (!DownloadsArtifacts(launch.invocation.task_id)) {
    launch.invocation.artifacts_directory = windows.artifacts_directory;
  }
  const JobState& job = *FindJob(const_cast<ReleaseState&>(state), position);
  windows.paths.assign(job.paths.begin(), job.paths.end());
  launch.path.clear();
  // What a release says is for the script; the program that sends it keeps the environment that it has here.
  for (auto& [variable, value] : launch.request.environment) {
    if (variable != "VSTS_PROCESS_LOOKUP_ID") windows.environment.emplace_back(std::move(variable), std::move(value));
  }
  launch.request.environment.clear();
  if (!launch.request.job.empty()) launch.request.environment.emplace_back("VSTS_PROCESS_LOOKUP_ID", launch.request.job);
  if (machine.has_winrm()) {
    if (connections_ == nullptr) return absl::FailedPreconditionError("there are no service endpoints here");
    absl::StatusOr<v1::ServiceEndpoint> endpoint = connections_->FindEndpoint(machine.winrm().service_endpoint());
    if (!endpoint.ok()) {
      return absl::Status(endpoint.status().code(), absl::StrCat("target '", machine.name(), "', winrm.serviceEndpoint: ",
                                                                 endpoint.status().message()));
    }
    windows.endpoint = *std::move(endpoint);
  }
  return launch;
}

}  // namespace slipway
