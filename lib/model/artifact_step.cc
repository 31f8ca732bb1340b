#include "model/artifact_step.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace slipway {

bool DownloadsArtifacts(absl::string_view task_id) {
  return absl::EqualsIgnoreCase(task_id, kDownloadArtifactsTask) ||
         absl::EqualsIgnoreCase(task_id, kJenkinsDownloadArtifactsTask) ||
         absl::EqualsIgnoreCase(task_id, kDownloadBuildArtifactsTask);
}

ArtifactSelection SelectionOf(const v1::DeploymentInput& input, absl::string_view alias) {
  ArtifactSelection selection;
  for (const v1::ArtifactDownloadInput& entry : input.download_inputs()) {
    if (!absl::EqualsIgnoreCase(entry.alias(), alias)) continue;
    selection.skip = absl::EqualsIgnoreCase(entry.artifact_download_mode(), "Skip");
    if (!absl::EqualsIgnoreCase(entry.artifact_download_mode(), "Selective")) continue;
    for (absl::string_view item : entry.artifact_items()) {
      item = absl::StripAsciiWhitespace(item);
      while (absl::ConsumePrefix(&item, "/")) {
      }
      if (!item.empty()) selection.items.emplace_back(item);
    }
  }
  return selection;
}

bool SkipsArtifacts(const v1::DefinitionEnvironment& environment, const v1::DeployPhase& phase) {
  return phase.deployment_input().skip_artifacts_download() ||
         environment.environment_options().skip_artifacts_download();
}

void InsertArtifactDownloads(const google::protobuf::RepeatedPtrField<std::string>& aliases,
                             v1::ReleaseDefinition* definition) {
  for (v1::DefinitionEnvironment& environment : *definition->mutable_environments()) {
    for (v1::DeployPhase& phase : *environment.mutable_deploy_phases()) {
      if (phase.phase_type() == v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER ||
          phase.phase_type() == v1::DEPLOY_PHASE_TYPE_DEPLOYMENT_GATES || SkipsArtifacts(environment, phase)) {
        continue;
      }
      auto* tasks = phase.mutable_workflow_tasks();
      const bool any_task = std::any_of(tasks->begin(), tasks->end(), [](const auto& task) { return task.enabled(); });
      const bool any_artifact = std::any_of(aliases.begin(), aliases.end(), [&](const std::string& alias) {
        return !SelectionOf(phase.deployment_input(), alias).skip;
      });
      if (!any_task || !any_artifact) continue;
      int32_t steps = 0;
      for (const v1::WorkflowTask& task : *tasks) steps = std::max(steps, task.step());
      v1::WorkflowTask* download = tasks->Add();
      download->set_task_id(kDownloadArtifactsTask);
      download->set_version("1.*");
      download->set_name("Download artifacts");
      download->set_enabled(true);
      download->set_definition_type("task");
      // Where stages have numbers it needs one of its own.
      if (steps > 0) download->set_step(steps + 1);
      int place = 0;
      while (tasks->Get(place).stage() == v1::TASK_STAGE_PRE_JOB) ++place;
      for (int i = tasks->size() - 1; i > place; --i) tasks->SwapElements(i, i - 1);
    }
  }
}

}  // namespace slipway
