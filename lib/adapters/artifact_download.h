// The work of the step "Download artifacts", and of tasks that download by themselves: done by slipway-server-task, as
// a child of the runner, so that logs, masking, cancellation, progress and crashes are those of any task.
#ifndef SLIPWAY_ADAPTERS_ARTIFACT_DOWNLOAD_H_
#define SLIPWAY_ADAPTERS_ARTIFACT_DOWNLOAD_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ports/artifact_source.h"

namespace slipway {

struct DownloadPlan {
  std::string folder;  // artifacts go to FOLDER/ALIAS
  std::string cache;
  // A file that tells what lies in `folder`; jobs of one scope find there what the first of them has put. Empty:
  // nothing is shared, and nothing but what has the same name is replaced.
  std::string state;
  std::string scope;
  int32_t parallel = 4;
  int64_t max_cache_bytes = -1;  // negative = any number
  std::vector<ArtifactDownload> artifacts;
  // Of tasks: the version is the newest that fits this, where `version` has no id.
  ArtifactQuery query;
  std::string output_variable;  // gets the version's name
};

// Text without credentials: of endpoints only their ids, by which they are found in the environment.
std::string WriteDownloadPlan(const DownloadPlan& plan);
// `environment`: of the process, by exact name; empty: not there. INVALID_ARGUMENT.
absl::StatusOr<DownloadPlan> ReadDownloadPlan(absl::string_view text,
                                              const std::function<std::string(const std::string& name)>& environment);

// Prints lines and logging commands; when something failed, the reason and a task.complete command. The exit code: 0.
int RunDownload(const DownloadPlan& plan, ArtifactSourceFactory* sources,
                const std::function<void(absl::string_view line)>& print);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ARTIFACT_DOWNLOAD_H_
