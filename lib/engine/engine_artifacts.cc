// Artifacts and where they come from: versions of a release, what its jobs download, what is new in it.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "engine/engine.h"
#include "model/artifact_step.h"

namespace slipway {
namespace {

constexpr int32_t kSuggested = 3;
constexpr int32_t kDeploymentsSearched = 500;

std::string Reference(const v1::Artifact& artifact, const char* key) {
  const auto found = artifact.definition_reference().find(key);
  return found == artifact.definition_reference().end() ? std::string() : found->second.id();
}

// domain.md 2.2
ArtifactQuery DefaultQuery(const v1::Artifact& artifact) {
  ArtifactQuery query;
  const std::string kind = absl::AsciiStrToLower(Reference(artifact, "defaultVersionType"));
  if (kind == "specificversiontype") {
    query.version = Reference(artifact, "defaultVersionSpecific");
  } else if (kind == "latestfrombranchtype") {
    query.branch = Reference(artifact, "branch");
    if (query.branch.empty()) query.branch = Reference(artifact, "branches");
  } else if (kind == "latestwithbranchandtagstype" || kind == "latestwithbuilddefinitionbranchandtagstype") {
    query.branch = Reference(artifact, "defaultVersionBranch");
    for (absl::string_view tag :
         absl::StrSplit(Reference(artifact, "defaultVersionTags"), ',', absl::SkipWhitespace())) {
      query.tags.emplace_back(absl::StripAsciiWhitespace(tag));
    }
  }
  query.limit = 1;
  return query;
}

std::string Described(const ArtifactQuery& query) {
  std::string text;
  if (!query.version.empty()) absl::StrAppend(&text, " '", query.version, "'");
  if (!query.branch.empty()) absl::StrAppend(&text, " of branch '", query.branch, "'");
  if (!query.tags.empty()) absl::StrAppend(&text, " with tags ", absl::StrJoin(query.tags, ", "));
  return text;
}

absl::Status AboutArtifact(const v1::Artifact& artifact, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("artifacts: '", artifact.alias(), "': ", status.message()));
}

const v1::ArtifactVersion* VersionOf(const v1::ReleaseCreated& created, const std::string& alias) {
  for (const v1::ArtifactVersion& version : created.artifacts()) {
    if (absl::EqualsIgnoreCase(version.alias(), alias)) return &version;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<v1::PutArtifactSourceResponse> Engine::PutArtifactSource(const v1::PutArtifactSourceRequest& request) {
  absl::StatusOr<v1::PutArtifactSourceResponse> response;
  RunWork([&] {
    response = origins_.Put(request, ports_.clock->Now());
    NoteOrigins();
  });
  return response;
}

absl::StatusOr<v1::ListArtifactSourcesResponse> Engine::ListArtifactSources(const v1::ListArtifactSourcesRequest&) {
  v1::ListArtifactSourcesResponse response;
  RunWork([&] { response = origins_.List(); });
  return response;
}

void Engine::NoteOrigins() {
  may_have_origins_ = !origins_.empty() || !connections_.empty();
  StartPolling();
}

absl::StatusOr<std::unique_ptr<ArtifactSource>> Engine::SourceOf(const v1::Artifact& artifact) {
  if (ports_.artifacts == nullptr || !may_have_origins_) return nullptr;
  absl::StatusOr<std::optional<ArtifactOrigin>> origin;
  RunWork([&] { origin = origins_.Find(artifact); });
  SLIPWAY_RETURN_IF_ERROR(origin.status());
  if (!*origin || (*origin)->kind == "host") return nullptr;
  return ports_.artifacts->Make(**origin);
}

absl::Status Engine::ResolveVersions(v1::CreateReleaseRequest* request) {
  if (ports_.artifacts == nullptr || !may_have_origins_) return absl::OkStatus();
  const absl::StatusOr<std::shared_ptr<const DefinitionPlan>> plan = catalog_.Plan(request->definition_id(), 0);
  // What is wrong is said again where the release is made.
  if (!plan.ok()) return absl::OkStatus();
  for (const v1::Artifact& artifact : (*plan)->definition().artifacts()) {
    v1::ArtifactVersion* given = nullptr;
    for (v1::ArtifactVersion& version : *request->mutable_artifacts()) {
      if (absl::EqualsIgnoreCase(version.alias(), artifact.alias())) given = &version;
    }
    // Whoever told of a version knows it; so does a caller who says where it comes from.
    if (given != nullptr && (!given->source_version().empty() || !given->source_branch().empty() ||
                             absl::EqualsIgnoreCase(request->triggering_artifact_alias(), artifact.alias()))) {
      continue;
    }
    absl::StatusOr<std::unique_ptr<ArtifactSource>> source = SourceOf(artifact);
    if (!source.ok()) return AboutArtifact(artifact, source.status());
    if (*source == nullptr) continue;
    ArtifactQuery query = DefaultQuery(artifact);
    if (given != nullptr) {
      query = ArtifactQuery();
      query.limit = 1;
      query.version = given->id().empty() ? given->name() : given->id();
    } else if (absl::EqualsIgnoreCase(Reference(artifact, "defaultVersionType"), "selectDuringReleaseCreationType")) {
      query.limit = kSuggested;
      const absl::StatusOr<std::vector<v1::ArtifactVersion>> versions = (*source)->ListVersions(query);
      std::string newest;
      for (size_t i = 0; versions.ok() && i < versions->size(); ++i) {
        absl::StrAppend(&newest, i == 0 ? "; the newest are " : ", ", (*versions)[i].name());
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "artifacts: '", artifact.alias(), "': its version is chosen when a release is created; give one", newest));
    }
    absl::StatusOr<std::vector<v1::ArtifactVersion>> versions = (*source)->ListVersions(query);
    if (!versions.ok()) return AboutArtifact(artifact, versions.status());
    if (versions->empty()) {
      // domain.md 2.2: without a version there is no release.
      return absl::FailedPreconditionError(
          absl::StrCat("artifacts: '", artifact.alias(), "': its source has no version", Described(query)));
    }
    if (given == nullptr) given = request->add_artifacts();
    *given = std::move(versions->front());
    given->set_alias(artifact.alias());
  }
  return absl::OkStatus();
}

void Engine::AddDownloads(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created) {
  if (!may_have_origins_) return;
  for (const v1::Artifact& artifact : definition.artifacts()) {
    const absl::StatusOr<std::optional<ArtifactOrigin>> origin = origins_.Find(artifact);
    // One whose endpoint cannot be opened is configured: that its download fails tells why.
    if (origin.ok() && (!*origin || (VersionOf(*created, artifact.alias()) == nullptr && (*origin)->kind != "host")))
      continue;
    created->add_downloads(artifact.alias());
  }
}

void TaskLauncher::AddArtifacts(const ReleaseState& state, const TaskPosition& position,
                                TaskInvocation* invocation) const {
  invocation->artifact_cache = absl::StrCat(SharedDirectory(), "/artifacts");
  invocation->artifact_state = absl::StrCat(invocation->artifacts_directory, ".artifacts");
  invocation->max_artifact_cache_bytes = places_.max_artifact_cache_bytes;
  const AttemptState& attempt = *state.environments[position.environment].attempt();
  invocation->artifact_scope = absl::StrCat(state.id, "/", attempt.deployment_id, "/", position.phase);
  if (invocation->task_id != kDownloadArtifactsTask || position.phase < 0 || origins_ == nullptr) return;
  const v1::DeploymentInput& input =
      state.plan->environment(position.environment).phases[position.phase].definition->deployment_input();
  for (const v1::Artifact& artifact : state.plan->definition().artifacts()) {
    ArtifactDownload& download = invocation->artifacts.emplace_back();
    download.origin.alias = artifact.alias();
    const ArtifactSelection selection = SelectionOf(input, artifact.alias());
    download.items = selection.items;
    if (const v1::ArtifactVersion* version = VersionOf(state.created, artifact.alias())) download.version = *version;
    const auto& downloads = state.created.downloads();
    if (selection.skip) {
      download.skip = "the job does not ask for it";
    } else if (std::find(downloads.begin(), downloads.end(), artifact.alias()) == downloads.end()) {
      download.warn = true;
      download.skip =
          absl::StrCat("where its source is (", artifact.type(),
                       ") was not known here when the release was created; tell with `slipway artifact source`");
    } else {
      absl::StatusOr<std::optional<ArtifactOrigin>> origin = origins_->Find(artifact);
      if (!origin.ok()) {
        download.error = std::string(origin.status().message());
      } else if (!*origin) {
        download.error = "where it comes from is not known here any more; tell with `slipway artifact source`";
      } else {
        download.origin = **std::move(origin);
      }
    }
  }
}

absl::StatusOr<v1::ListArtifactVersionsResponse> Engine::AskForVersions(
    const v1::ListArtifactVersionsRequest& request) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::shared_ptr<const DefinitionPlan> plan, catalog_.Plan(request.definition_id(), 0));
  const v1::Artifact* found = nullptr;
  for (const v1::Artifact& artifact : plan->definition().artifacts()) {
    const bool only = plan->definition().artifacts_size() == 1 && request.alias().empty();
    if (only || absl::EqualsIgnoreCase(artifact.alias(), request.alias())) found = &artifact;
  }
  if (found == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("alias: definition ", request.definition_id(), " has no artifact '", request.alias(), "'"));
  }
  absl::StatusOr<std::unique_ptr<ArtifactSource>> source = SourceOf(*found);
  if (!source.ok()) return AboutArtifact(*found, source.status());
  v1::ListArtifactVersionsResponse response;
  if (*source == nullptr) {
    std::vector<std::string> names = {Reference(*found, "definition"), found->source_id(), found->alias()};
    const auto definition = found->definition_reference().find("definition");
    if (definition != found->definition_reference().end()) names.push_back(definition->second.name());
    for (const std::string& name : names) {
      if (name.empty() || response.versions_size() > 0) continue;
      v1::ListArtifactVersionsRequest pushed;
      pushed.set_source(name);
      pushed.set_limit(request.limit());
      SLIPWAY_ASSIGN_OR_RETURN(response, ListArtifactVersions(pushed));
    }
    return response;
  }
  ArtifactQuery query = DefaultQuery(*found);
  query.version.clear();
  if (!request.branch().empty()) query.branch = request.branch();
  if (request.tags_size() > 0) query.tags = {request.tags().begin(), request.tags().end()};
  query.limit = std::clamp(request.limit() == 0 ? 50 : request.limit(), 1, 1000);
  absl::StatusOr<std::vector<v1::ArtifactVersion>> versions = (*source)->ListVersions(query);
  if (!versions.ok()) return AboutArtifact(*found, versions.status());
  for (v1::ArtifactVersion& version : *versions) {
    version.set_alias(found->alias());
    *response.add_versions() = std::move(version);
  }
  response.set_from_source(true);
  return response;
}

absl::StatusOr<int64_t> Engine::BaseRelease(const v1::GetChangesRequest& request, const v1::ReleaseCreated& created,
                                            const DefinitionPlan& plan) {
  if (request.base_release_id() != 0) return request.base_release_id();
  if (request.since_environment().empty()) {
    ReleaseQuery query;
    query.definition_id = created.definition_id();
    query.before_id = created.release_id();
    query.limit = 1;
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> before, ports_.store->ListReleases(query));
    return before.empty() ? 0 : before.front().id;
  }
  const int32_t environment = plan.FindEnvironment(request.since_environment());
  if (environment < 0) {
    return absl::NotFoundError(
        absl::StrCat("sinceEnvironment: no environment named '", request.since_environment(), "'"));
  }
  DeploymentQuery query;
  query.definition_id = created.definition_id();
  query.definition_environment_id = plan.environment(environment).definition->id();
  query.limit = kDeploymentsSearched;
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<DeploymentRow> rows, ports_.store->ListDeployments(query));
  for (const DeploymentRow& row : rows) {
    if (row.release_id == created.release_id() || row.definition_environment_id != query.definition_environment_id)
      continue;
    // domain.md C12: partial success counts as deployed.
    if (row.status == v1::DEPLOYMENT_STATUS_SUCCEEDED || row.status == v1::DEPLOYMENT_STATUS_PARTIALLY_SUCCEEDED) {
      return row.release_id;
    }
  }
  return 0;
}

absl::StatusOr<v1::GetChangesResponse> Engine::GetChanges(const v1::GetChangesRequest& request) {
  if (request.base_release_id() != 0 && !request.since_environment().empty()) {
    return absl::InvalidArgumentError("baseReleaseId, sinceEnvironment: expected at most one of them");
  }
  const auto created_of =
      [&](int64_t id) -> absl::StatusOr<std::pair<v1::ReleaseCreated, std::shared_ptr<const DefinitionPlan>>> {
    absl::StatusOr<std::pair<v1::ReleaseCreated, std::shared_ptr<const DefinitionPlan>>> result;
    RunWork([&] {
      const absl::StatusOr<Strand*> strand = strands_.Get(id);
      if (strand.ok()) {
        result = std::make_pair((*strand)->state.created, (*strand)->state.plan);
      } else {
        result = strand.status();
      }
    });
    return result;
  };
  SLIPWAY_ASSIGN_OR_RETURN(const auto release, created_of(request.release_id()));
  SLIPWAY_ASSIGN_OR_RETURN(const int64_t base_id, BaseRelease(request, release.first, *release.second));
  v1::GetChangesResponse response;
  v1::ReleaseCreated base;
  if (base_id != 0) {
    SLIPWAY_ASSIGN_OR_RETURN(const auto found, created_of(base_id));
    base = found.first;
    response.set_base_release_id(base_id);
    response.set_base_release_name(base.name());
  }
  const int32_t limit = std::clamp(request.limit() == 0 ? 50 : request.limit(), 1, 1000);
  for (const v1::Artifact& artifact : release.second->definition().artifacts()) {
    if (!request.artifact_alias().empty() && !absl::EqualsIgnoreCase(request.artifact_alias(), artifact.alias()))
      continue;
    v1::ArtifactChanges* changes = response.add_artifacts();
    const v1::ArtifactVersion* to = VersionOf(release.first, artifact.alias());
    const v1::ArtifactVersion* from = VersionOf(base, artifact.alias());
    const auto label = [&] {
      changes->set_alias(artifact.alias());
      if (to != nullptr) *changes->mutable_to() = *to;
      if (from != nullptr) *changes->mutable_from() = *from;
    };
    label();
    if (to == nullptr) {
      changes->set_note("the release has no version of it");
      continue;
    }
    if (from != nullptr && from->id() == to->id()) continue;
    absl::StatusOr<std::unique_ptr<ArtifactSource>> source = SourceOf(artifact);
    if (!source.ok() || *source == nullptr) {
      changes->set_note(source.ok() ? "where it comes from is not known here (slipway artifact source)"
                                    : std::string(source.status().message()));
      continue;
    }
    std::optional<v1::ArtifactVersion> since;
    if (from != nullptr) since = *from;
    absl::StatusOr<v1::ArtifactChanges> told = (*source)->ListChanges(since, *to, limit);
    bool is_rollback = false;
    // Nothing leads from the one to the other: perhaps it is the other way round.
    if (told.ok() && told->changes_size() == 0 && told->work_items_size() == 0 && since) {
      absl::StatusOr<v1::ArtifactChanges> back = (*source)->ListChanges(*to, *since, limit);
      if (back.ok() && back->changes_size() > 0) {
        told = std::move(back);
        is_rollback = true;
      }
    }
    if (!told.ok()) {
      changes->set_note(std::string(told.status().message()));
      continue;
    }
    *changes = *std::move(told);
    changes->set_is_rollback(is_rollback);
    label();
  }
  return response;
}

}  // namespace slipway
