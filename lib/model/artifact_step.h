// The step that a job on a machine begins with: what it is to deploy is downloaded (task-contract 8.3, domain.md 2.3).
#ifndef SLIPWAY_MODEL_ARTIFACT_STEP_H_
#define SLIPWAY_MODEL_ARTIFACT_STEP_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// A task like any other to the core; a host may register it and download in its own way.
inline constexpr char kDownloadArtifactsTask[] = "b3b0b3ab-4b67-4f2c-93a7-6d2a1c1f5e0d";

// Tasks that download artifacts by themselves.
inline constexpr char kJenkinsDownloadArtifactsTask[] = "86c37a92-59a7-444b-93c7-220fcf91e29c";
inline constexpr char kDownloadBuildArtifactsTask[] = "a433f589-fce1-4460-9ee6-44a624aeb1fb";
bool DownloadsArtifacts(absl::string_view task_id);

// What one phase wants of one artifact.
struct ArtifactSelection {
  bool skip = false;
  std::vector<std::string> items;  // patterns; empty = everything
};
// An artifact without an entry, or an entry without patterns, is wanted whole.
ArtifactSelection SelectionOf(const v1::DeploymentInput& input, absl::string_view alias);

// Whether the phase's jobs download nothing, by their own settings or by those of the environment.
bool SkipsArtifacts(const v1::DefinitionEnvironment& environment, const v1::DeployPhase& phase);

// "Download artifacts" in each phase that runs on a machine, has something to do and does not skip it: after the tasks'
// pre-job stages, before everything else. `aliases`: what can be downloaded; none = nothing changes.
void InsertArtifactDownloads(const google::protobuf::RepeatedPtrField<std::string>& aliases,
                             v1::ReleaseDefinition* definition);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_ARTIFACT_STEP_H_
