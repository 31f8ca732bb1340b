#include "engine/artifact_origins.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr const char* kKinds[] = {"folder", "git",   "jenkins", "build", "github", "github-release",
                                  "http",   "nuget", "npm",     "maven", "host"};

std::string ReferenceOf(const v1::Artifact& artifact, const char* key) {
  const auto found = artifact.definition_reference().find(key);
  if (found == artifact.definition_reference().end()) return "";
  return found->second.id().empty() ? found->second.name() : found->second.id();
}

// user:password@ in front of the host.
bool HasPassword(absl::string_view address) {
  const size_t scheme = address.find("://");
  if (scheme == absl::string_view::npos) return false;
  address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#"));
  const size_t at = address.rfind('@');
  return at != absl::string_view::npos && absl::StrContains(address.substr(0, at), ":");
}

}  // namespace

absl::Status ArtifactOrigins::Load() {
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ResourceRow> rows,
                           store_->ListResources(v1::RESOURCE_KIND_ARTIFACT_SOURCE));
  for (const ResourceRow& row : rows) {
    v1::ArtifactSource source;
    if (!source.ParseFromString(row.payload)) return absl::DataLossError("an artifact source cannot be read");
    revisions_[row.id] = row.revision;
    sources_[row.id] = std::move(source);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PutArtifactSourceResponse> ArtifactOrigins::Put(const v1::PutArtifactSourceRequest& request,
                                                                   absl::Time now) {
  const v1::ArtifactSource& source = request.source();
  const std::string id = absl::AsciiStrToLower(source.source());
  if (id.empty()) {
    return absl::InvalidArgumentError(
        "source.source: expected an artifact's definition (id or name), sourceId or alias");
  }
  if (std::none_of(std::begin(kKinds), std::end(kKinds), [&](const char* kind) { return source.kind() == kind; })) {
    return absl::InvalidArgumentError(
        absl::StrCat("source.kind: expected one of ", absl::StrJoin(kKinds, ", "), ", got '", source.kind(), "'"));
  }
  if (HasPassword(source.location())) {
    return absl::InvalidArgumentError(
        "source.location: holds a password, which would be stored in clear; put a service endpoint with it and name "
        "that "
        "in source.endpoint");
  }
  if (!source.endpoint().empty()) SLIPWAY_RETURN_IF_ERROR(connections_->FindEndpoint(source.endpoint()).status());
  if (source.kind() == "folder" && !absl::StartsWith(source.location(), "/") &&
      !absl::StartsWith(source.location(), "file:///")) {
    return absl::InvalidArgumentError(
        absl::StrCat("source.location: expected the absolute path of a folder, got '", source.location(), "'"));
  }
  if (source.poll_seconds() < 0) return absl::InvalidArgumentError("source.pollSeconds: expected 0 or more");
  ResourceRow row;
  row.kind = v1::RESOURCE_KIND_ARTIFACT_SOURCE;
  row.id = id;
  row.revision = revisions_.contains(id) ? revisions_[id] + 1 : 1;
  // A deleted one that comes back goes on counting.
  while (store_->GetResource(row.kind, row.id, row.revision).ok()) ++row.revision;
  row.name = source.source();
  row.payload = source.SerializeAsString();
  row.changed_by = request.actor();
  row.changed_on = now;
  WriteBatch batch;
  batch.resources.push_back(row);
  SLIPWAY_RETURN_IF_ERROR(store_->Commit(batch, nullptr));
  revisions_[id] = row.revision;
  sources_[id] = source;
  v1::PutArtifactSourceResponse response;
  *response.mutable_source() = source;
  return response;
}

v1::ListArtifactSourcesResponse ArtifactOrigins::List() const {
  v1::ListArtifactSourcesResponse response;
  for (const auto& [id, source] : sources_) *response.add_sources() = source;
  return response;
}

void ArtifactOrigins::Forget(absl::string_view source) {
  const std::string id = absl::AsciiStrToLower(source);
  sources_.erase(id);
  revisions_.erase(id);
}

absl::StatusOr<ArtifactOrigin> ArtifactOrigins::Reach(const v1::ArtifactSource& source, ArtifactOrigin origin) const {
  origin.kind = source.kind();
  origin.location = source.location();
  origin.settings = {source.settings().begin(), source.settings().end()};
  if (!source.endpoint().empty()) {
    SLIPWAY_ASSIGN_OR_RETURN(origin.endpoint, connections_->FindEndpoint(source.endpoint()));
    if (origin.location.empty()) origin.location = origin.endpoint.url();
  }
  return origin;
}

absl::StatusOr<std::optional<ArtifactOrigin>> ArtifactOrigins::Find(const v1::Artifact& artifact) const {
  ArtifactOrigin origin;
  origin.alias = artifact.alias();
  for (const auto& [key, reference] : artifact.definition_reference()) {
    origin.reference[key] = reference.id().empty() ? reference.name() : reference.id();
  }
  std::vector<std::string> names = {artifact.source_id(), artifact.alias()};
  const auto definition = artifact.definition_reference().find("definition");
  if (definition != artifact.definition_reference().end()) {
    names.insert(names.begin(), {definition->second.id(), definition->second.name()});
  }
  for (const std::string& name : names) {
    const auto found = sources_.find(absl::AsciiStrToLower(name));
    if (name.empty() || found == sources_.end()) continue;
    SLIPWAY_ASSIGN_OR_RETURN(ArtifactOrigin reached, Reach(found->second, std::move(origin)));
    return std::optional<ArtifactOrigin>(std::move(reached));
  }
  static constexpr std::pair<const char*, const char*> kByType[] = {
      {"Build", "build"},   {"ExternalTFSBuild", "build"},       {"Jenkins", "jenkins"},
      {"GitHub", "github"}, {"GitHubRelease", "github-release"}, {"Git", "git"}};
  for (const auto& [type, kind] : kByType) {
    if (!absl::EqualsIgnoreCase(artifact.type(), type)) continue;
    // Builds and repositories of the server's own name no connection.
    const bool own = std::string(type) == "Build" || std::string(type) == "Git";
    const std::string connection = own ? kSystemConnection : ReferenceOf(artifact, "connection");
    if (connection.empty()) return std::nullopt;
    absl::StatusOr<v1::ServiceEndpoint> endpoint = connections_->FindEndpoint(connection);
    if (absl::IsNotFound(endpoint.status())) {
      const auto named = artifact.definition_reference().find("connection");
      if (named != artifact.definition_reference().end() && !own && !named->second.name().empty()) {
        endpoint = connections_->FindEndpoint(named->second.name());
      }
    }
    if (absl::IsNotFound(endpoint.status())) return std::nullopt;
    SLIPWAY_RETURN_IF_ERROR(endpoint.status());
    origin.kind = kind;
    origin.location = endpoint->url();
    if (origin.kind == "git") {
      origin.location = absl::StrCat(absl::StripSuffix(endpoint->url(), "/"), "/", ReferenceOf(artifact, "project"),
                                     "/_git/", ReferenceOf(artifact, "definition"));
    }
    origin.endpoint = *std::move(endpoint);
    return std::optional<ArtifactOrigin>(std::move(origin));
  }
  return std::nullopt;
}

}  // namespace slipway
