#include "core/runtime_variables.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace slipway {
namespace {

absl::string_view StatusWord(v1::EnvironmentStatus status) {
  switch (status) {
    case v1::ENVIRONMENT_STATUS_NOT_STARTED:
      return "NotStarted";
    case v1::ENVIRONMENT_STATUS_IN_PROGRESS:
      return "InProgress";
    case v1::ENVIRONMENT_STATUS_SUCCEEDED:
      return "Succeeded";
    case v1::ENVIRONMENT_STATUS_CANCELED:
      return "Canceled";
    case v1::ENVIRONMENT_STATUS_REJECTED:
      return "Rejected";
    case v1::ENVIRONMENT_STATUS_QUEUED:
      return "Queued";
    case v1::ENVIRONMENT_STATUS_SCHEDULED:
      return "Scheduled";
    case v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED:
      return "PartiallySucceeded";
    default:
      return "Undefined";
  }
}

absl::string_view ReasonWord(v1::ReleaseReason reason) {
  switch (reason) {
    case v1::RELEASE_REASON_MANUAL:
      return "Manual";
    case v1::RELEASE_REASON_CONTINUOUS_INTEGRATION:
      return "ContinuousIntegration";
    case v1::RELEASE_REASON_SCHEDULE:
      return "Schedule";
    case v1::RELEASE_REASON_PULL_REQUEST:
      return "PullRequest";
    default:
      return "None";
  }
}

absl::string_view JobStatusWord(JobStatus status) {
  switch (status) {
    case JobStatus::kSucceeded:
      return "Succeeded";
    case JobStatus::kSucceededWithIssues:
      return "SucceededWithIssues";
    case JobStatus::kFailed:
      return "Failed";
    case JobStatus::kCanceled:
      return "Canceled";
  }
  return "";
}

absl::string_view BranchName(absl::string_view branch) {
  for (absl::string_view prefix : {"refs/heads/", "refs/tags/", "refs/"}) {
    if (absl::ConsumePrefix(&branch, prefix)) break;
  }
  return branch;
}

class Merger {
 public:
  Merger(VariableMap* map, const SecretLookup& secret) : map_(map), secret_(secret) {}

  void BuiltIn(absl::string_view name, std::string value) { map_->Set(name, std::move(value)); }
  void BuiltIn(absl::string_view name, absl::string_view value) { map_->Set(name, std::string(value)); }
  void BuiltIn(absl::string_view name, const char* value) { map_->Set(name, value); }

  // Built-ins are read-only except System.Debug (domain.md 9.1).
  void User(absl::string_view name, const v1::VariableValue& value) {
    const Variable* existing = map_->Find(name);
    if (existing != nullptr && existing->is_built_in && !absl::EqualsIgnoreCase(name, "System.Debug")) return;
    // Once secret, always secret: giving a value for a secret variable does not lay it open.
    const bool is_secret = value.is_secret() || (existing != nullptr && existing->is_secret);
    std::string text = is_secret && value.value().empty() ? secret_(name, value.sealed()) : value.value();
    map_->Set(name, std::move(text), is_secret);
  }

  void Set(const v1::VariableSet& set) {
    const Variable* existing = map_->Find(set.name());
    const bool is_secret = set.is_secret() || (existing != nullptr && existing->is_secret);
    map_->Set(set.name(), set.is_secret() ? secret_(set.name(), set.sealed()) : set.value(), is_secret);
  }

 private:
  VariableMap* map_;
  const SecretLookup& secret_;
};

void AddArtifacts(const ReleaseState& state, Merger& merger) {
  for (const v1::Artifact& artifact : state.plan->definition().artifacts()) {
    const v1::ArtifactVersion* version = nullptr;
    for (const v1::ArtifactVersion& candidate : state.created.artifacts()) {
      if (absl::EqualsIgnoreCase(candidate.alias(), artifact.alias())) version = &candidate;
    }
    const auto reference = [&](const char* key) -> const v1::SourceReference& {
      const auto found = artifact.definition_reference().find(key);
      return found == artifact.definition_reference().end() ? v1::SourceReference::default_instance() : found->second;
    };
    const std::string prefix = absl::StrCat("Release.Artifacts.", artifact.alias(), ".");
    const auto add = [&](absl::string_view name, absl::string_view value) {
      merger.BuiltIn(absl::StrCat(prefix, name), value);
      if (artifact.is_primary()) merger.BuiltIn(absl::StrCat("Build.", name), value);
    };
    add("DefinitionId", reference("definition").id());
    add("DefinitionName", reference("definition").name());
    add("Type", artifact.type());
    merger.BuiltIn(absl::StrCat(prefix, "ProjectId"), reference("project").id());
    merger.BuiltIn(absl::StrCat(prefix, "ProjectName"), reference("project").name());
    if (artifact.is_primary()) {
      merger.BuiltIn("Release.PrimaryArtifactSourceAlias", artifact.alias());
      merger.BuiltIn("Build.ProjectId", reference("project").id());
      merger.BuiltIn("Build.ProjectName", reference("project").name());
      merger.BuiltIn("System.TeamProject", reference("project").name());
      merger.BuiltIn("System.TeamProjectId", reference("project").id());
    }
    if (version == nullptr) continue;
    add("BuildId", version->id());
    add("BuildNumber", version->name().empty() ? version->id() : version->name());
    add("SourceBranch", version->source_branch());
    add("SourceBranchName", BranchName(version->source_branch()));
    add("SourceVersion", version->source_version());
  }
}

}  // namespace

VariableMap RuntimeVariables(const ReleaseState& state, const TaskPosition& position, JobStatus status,
                             const SecretLookup& secret) {
  VariableMap map;
  map.Reserve(192);
  Merger merger(&map, secret);
  const DefinitionPlan& plan = *state.plan;
  const v1::DefinitionEnvironment& environment = *plan.environment(position.environment).definition;
  const AttemptState& attempt = *state.environments[position.environment].attempt();
  const v1::ReleaseCreated& created = state.created;
  const auto number = [](int64_t value) { return absl::StrCat(value); };

  merger.BuiltIn("System.HostType", "release");
  merger.BuiltIn("System.Culture", "en-US");
  merger.BuiltIn("System.DefinitionId", number(created.definition_id()));
  merger.BuiltIn("System.StageName", environment.name());
  merger.BuiltIn("System.StageAttempt", number(attempt.number));
  merger.BuiltIn("System.JobAttempt", number(attempt.number));
  merger.BuiltIn("System.EnableAccessToken", "False");
  merger.BuiltIn("Agent.Id", "1");
  merger.BuiltIn("Agent.OS", "Linux");
  merger.BuiltIn("Agent.OSArchitecture", "X64");
  merger.BuiltIn("Agent.Version", kAgentVersion);
  merger.BuiltIn("Agent.IsSelfHosted", "1");
  merger.BuiltIn("Agent.JobStatus", JobStatusWord(status));
  const JobState* job = FindJob(const_cast<ReleaseState&>(state), position);
  if (position.phase >= 0 && position.phase < static_cast<int32_t>(attempt.phases.size())) {
    const PhaseState& phase = attempt.phases[position.phase];
    if (position.job < static_cast<int32_t>(phase.jobs.size())) {
      merger.BuiltIn("Agent.JobName", phase.jobs[position.job].name);
      merger.BuiltIn("System.JobName", phase.jobs[position.job].name);
      merger.BuiltIn("System.JobDisplayName", phase.jobs[position.job].name);
    }
    merger.BuiltIn("System.PhaseName",
                   plan.environment(position.environment).phases[position.phase].definition->name());
    merger.BuiltIn("Release.DeployPhaseID", number(position.phase + 1));
  }
  merger.BuiltIn("Release.ReleaseId", number(state.id));
  merger.BuiltIn("Release.ReleaseName", created.name());
  merger.BuiltIn("Release.ReleaseUri", absl::StrCat("vstfs:///ReleaseManagement/Release/", state.id));
  merger.BuiltIn("Release.ReleaseDescription", created.description());
  merger.BuiltIn("Release.Reason", ReasonWord(created.reason()));
  merger.BuiltIn("Release.DefinitionId", number(created.definition_id()));
  merger.BuiltIn("Release.DefinitionName", plan.definition().name());
  merger.BuiltIn("Release.DefinitionSnapshotRevision", "1");
  merger.BuiltIn("Release.DefinitionEnvironmentId", number(environment.id()));
  merger.BuiltIn("Release.EnvironmentId", number(position.environment + 1));
  merger.BuiltIn("Release.EnvironmentName", environment.name());
  merger.BuiltIn("Release.EnvironmentUri",
                 absl::StrCat("vstfs:///ReleaseManagement/Environment/", position.environment + 1));
  merger.BuiltIn("Release.AttemptNumber", number(attempt.number));
  merger.BuiltIn("Release.DeploymentID", number(attempt.deployment_id));
  merger.BuiltIn("Release.RequestedFor", created.created_by());
  merger.BuiltIn("Release.Deployment.RequestedFor", attempt.requested_by);
  merger.BuiltIn("Release.Deployment.StartTime",
                 absl::FormatTime("%Y-%m-%d %H:%M:%SZ", attempt.queued, absl::UTCTimeZone()));
  merger.BuiltIn("Release.TriggeringArtifact.Alias", created.triggering_artifact_alias());
  // Both spellings are documented (domain.md 9.6).
  merger.BuiltIn("Release.SkipArtifactDownload", "False");
  merger.BuiltIn("Release.SkipArtifactsDownload", "False");
  // Of the environments one could ask about; thousands of them would only fill every task's environment.
  constexpr size_t kEnvironmentsShown = 100;
  for (size_t i = 0; i < std::min(state.environments.size(), kEnvironmentsShown); ++i) {
    merger.BuiltIn(
        absl::StrCat("Release.Environments.", plan.environment(static_cast<int32_t>(i)).definition->name(), ".Status"),
        StatusWord(state.environments[i].status));
  }
  AddArtifacts(state, merger);
  if (job != nullptr) {
    for (const auto& [name, value] : job->given) {
      if (absl::StartsWithIgnoreCase(name, "System.") || absl::StartsWithIgnoreCase(name, "Agent.")) {
        merger.BuiltIn(name, value);
      }
    }
  }
  map.MarkBuiltIn();

  const auto add_groups = [&](const auto& ids) {
    for (int32_t id : ids) {
      const auto group = created.variable_groups().find(id);
      if (group == created.variable_groups().end()) continue;
      for (const auto& [name, value] : group->second.variables()) merger.User(name, value);
    }
  };
  add_groups(plan.definition().variable_groups());
  for (const auto& [name, value] : plan.definition().variables()) merger.User(name, value);
  for (const auto& [name, value] : created.variables()) merger.User(name, value);
  add_groups(environment.variable_groups());
  for (const auto& [name, value] : environment.variables()) merger.User(name, value);
  const auto given = created.environment_variables().find(position.environment);
  if (given != created.environment_variables().end()) {
    for (const auto& [name, value] : given->second.variables()) merger.User(name, value);
  }
  for (const auto& [name, value] : attempt.variables) merger.User(name, value);
  if (job != nullptr) {
    for (const auto& [name, value] : job->given) {
      const Variable* existing = map.Find(name);
      if (existing == nullptr || !existing->is_built_in) map.Set(name, value);
    }
  }

  // Outputs reach later phases of the attempt; everything else a task sets ends with its job (domain.md 9.5).
  const int32_t phases_before = position.phase == kPostGatesPhase ? static_cast<int32_t>(attempt.phases.size()) : position.phase;
  for (int32_t p = 0; p < phases_before && p < static_cast<int32_t>(attempt.phases.size()); ++p) {
    for (const JobState& earlier : attempt.phases[p].jobs) {
      for (const v1::VariableSet& set : earlier.variables) {
        if (set.is_output()) merger.Set(set);
      }
    }
  }
  if (job != nullptr) {
    for (const v1::VariableSet& set : job->variables) merger.Set(set);
  }
  return map;
}

std::vector<std::pair<std::string, std::string>> ProcessParameters(const v1::DefinitionEnvironment& environment) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const v1::ProcessParameter& parameter : environment.process_parameters()) {
    parameters.emplace_back(absl::AsciiStrToLower(parameter.name()), parameter.default_value());
  }
  return parameters;
}

}  // namespace slipway
