#include "adapters/artifact_plans.h"

#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/artifact_download.h"
#include "adapters/task_environment.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

// Of the job, as tasks see it; empty: there is none.
std::string Variable(const TaskInvocation& invocation, absl::string_view name) {
  for (const auto& [known, value] : invocation.public_variables) {
    if (absl::EqualsIgnoreCase(known, name)) return value;
  }
  return "";
}

absl::Status Run(const TaskPlanContext& context, DownloadPlan download, ProcessPlan* plan) {
  const TaskInvocation& invocation = context.invocation;
  // On a target it is the target that downloads, into a cache of its own.
  const bool here = invocation.target == nullptr;
  const std::string program =
      here ? (std::filesystem::path(context.runner_path).parent_path() / "slipway-server-task").string()
           : invocation.target->tools_path;
  std::error_code error;
  if (here && !std::filesystem::exists(program, error)) {
    return absl::FailedPreconditionError(absl::StrCat(program, " is missing; it is installed beside slipway-runner"));
  }
  std::set<std::string> endpoints;
  for (ArtifactDownload& artifact : download.artifacts) {
    v1::ServiceEndpoint& endpoint = artifact.origin.endpoint;
    if (endpoint.id().empty() || !endpoints.insert(endpoint.id()).second) continue;
    SLIPWAY_RETURN_IF_ERROR(AddEndpointEnvironment(endpoint.id(), endpoint, plan));
  }
  int32_t parallel = 0;
  if (absl::SimpleAtoi(Variable(invocation, "release.artifact.download.parallellimit"), &parallel) && parallel > 0) {
    download.parallel = parallel;
  }
  download.cache = invocation.artifact_cache;
  download.max_cache_bytes = invocation.max_artifact_cache_bytes;
  const std::string path = absl::StrCat(invocation.temp_directory, "/", invocation.unique_id, ".json");
  plan->files.push_back({path, WriteDownloadPlan(download), 0600});
  plan->argv = {program, "downloadartifacts", path};
  plan->needs_tools = true;
  // Not the folder that is filled: it is emptied.
  plan->working_directory = invocation.temp_directory;
  plan->restricted_commands = true;
  if (!download.output_variable.empty()) {
    plan->output_variables.push_back(download.output_variable);
    plan->restricts_variables = true;
    plan->settable_variables.push_back(download.output_variable);
  }
  return absl::OkStatus();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, absl::ByAnyChar("\r\n"), absl::SkipWhitespace())) {
    line = absl::StripAsciiWhitespace(line);
    if (line != "**") lines.emplace_back(line);
  }
  return lines;
}

absl::StatusOr<v1::ServiceEndpoint> Endpoint(const TaskInvocation& invocation, const std::string& id,
                                             const char* input) {
  absl::StatusOr<v1::ServiceEndpoint> endpoint = absl::NotFoundError("there are no service endpoints here");
  if (invocation.find_endpoint) endpoint = invocation.find_endpoint(id);
  if (endpoint.ok()) return endpoint;
  return absl::Status(endpoint.status().code(), absl::StrCat("input '", input, "': ", endpoint.status().message()));
}

}  // namespace

absl::Status PlanDownloadArtifacts(const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInvocation& invocation = context.invocation;
  DownloadPlan download;
  download.folder = invocation.artifacts_directory;
  download.state = invocation.artifact_state;
  download.scope = invocation.artifact_scope;
  download.artifacts = invocation.artifacts;
  return Run(context, std::move(download), plan);
}

// task-contract 9, JenkinsDownloadArtifactsV2
absl::Status PlanJenkinsDownloadArtifacts(const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInputs& inputs = context.inputs;
  for (const char* input : {"serverEndpoint", "jobName", "saveTo"}) {
    if (inputs.Get(input).empty()) return absl::InvalidArgumentError(absl::StrCat("input '", input, "' is required"));
  }
  if (inputs.Is("propagatedArtifacts")) {
    return absl::UnimplementedError(
        "input 'propagatedArtifacts': artifacts in Azure storage are not downloaded by the built-in task; install the "
        "real one");
  }
  ArtifactDownload artifact;
  artifact.origin.kind = "jenkins";
  artifact.origin.reference["definition"] = inputs.Get("jobName");
  SLIPWAY_ASSIGN_OR_RETURN(artifact.origin.endpoint,
                           Endpoint(context.invocation, inputs.Get("serverEndpoint"), "serverEndpoint"));
  artifact.origin.location = artifact.origin.endpoint.url();
  artifact.items = Lines(inputs.Get("itemPattern"));
  DownloadPlan download;
  download.folder = inputs.Get("saveTo");
  if (absl::EqualsIgnoreCase(inputs.Get("jenkinsBuild"), "BuildNumber")) {
    const std::string& number = inputs.Get("jenkinsBuildNumber");
    int64_t parsed = 0;
    if (!absl::SimpleAtoi(number, &parsed) || parsed <= 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("input 'jenkinsBuildNumber': expected the number of a build, got '", number, "'"));
    }
    artifact.version.set_id(absl::StrCat(parsed));
  }
  download.artifacts.push_back(std::move(artifact));
  return Run(context, std::move(download), plan);
}

// task-contract 9, DownloadBuildArtifacts
absl::Status PlanDownloadBuildArtifacts(const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInputs& inputs = context.inputs;
  const TaskInvocation& invocation = context.invocation;
  ArtifactDownload artifact;
  DownloadPlan download;
  artifact.origin.kind = "build";
  SLIPWAY_ASSIGN_OR_RETURN(artifact.origin.endpoint, Endpoint(invocation, "SystemVssConnection", "buildType"));
  artifact.origin.location = artifact.origin.endpoint.url();
  const bool specific = absl::EqualsIgnoreCase(inputs.Get("buildType"), "specific");
  if (specific) {
    artifact.origin.reference["project"] = inputs.Get("project");
    artifact.origin.reference["definition"] = inputs.Get("definition");
    if (inputs.Get("definition").empty())
      return absl::InvalidArgumentError("input 'definition' is required: its build definition's id");
    if (absl::EqualsIgnoreCase(inputs.Get("buildVersionToDownload"), "specific")) {
      if (inputs.Get("buildId").empty()) return absl::InvalidArgumentError("input 'buildId' is required");
      artifact.version.set_id(inputs.Get("buildId"));
    } else if (absl::EqualsIgnoreCase(inputs.Get("buildVersionToDownload"), "latestFromBranch")) {
      download.query.branch = inputs.Get("branchName");
    }
    for (absl::string_view tag : absl::StrSplit(inputs.Get("tags"), ',', absl::SkipWhitespace())) {
      download.query.tags.emplace_back(absl::StripAsciiWhitespace(tag));
    }
  } else {
    // The build that the release is of.
    artifact.version.set_id(Variable(invocation, "Build.BuildId"));
    artifact.version.set_name(Variable(invocation, "Build.BuildNumber"));
    artifact.origin.reference["definition"] = Variable(invocation, "Build.DefinitionId");
    artifact.origin.reference["project"] = Variable(invocation, "System.TeamProjectId");
    if (artifact.origin.reference["project"].empty())
      artifact.origin.reference["project"] = Variable(invocation, "System.TeamProject");
    if (artifact.version.id().empty()) {
      return absl::FailedPreconditionError(
          "input 'buildType': the release has no build as its primary artifact; choose 'specific'");
    }
  }
  artifact.items = Lines(inputs.Get("itemPattern"));
  if (absl::EqualsIgnoreCase(inputs.Get("downloadType"), "single")) {
    const std::string& name = inputs.Get("artifactName");
    if (name.empty()) return absl::InvalidArgumentError("input 'artifactName' is required");
    artifact.origin.settings["artifact"] = name;
  }
  download.folder = inputs.Get("downloadPath").empty() ? invocation.artifacts_directory : inputs.Get("downloadPath");
  download.output_variable = "BuildNumber";
  int32_t parallel = 0;
  if (absl::SimpleAtoi(inputs.Get("parallelizationLimit"), &parallel) && parallel > 0) download.parallel = parallel;
  if (inputs.Is("cleanDestinationFolder")) {
    return absl::UnimplementedError(
        "input 'cleanDestinationFolder': the built-in task does not empty folders that others fill too; delete what is "
        "in the "
        "way with a task of its own");
  }
  download.artifacts.push_back(std::move(artifact));
  return Run(context, std::move(download), plan);
}

}  // namespace slipway
