// What asks sources without being asked: schedules that make releases, and sources that are polled for triggers.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/definition_triggers.h"
#include "engine/engine.h"

namespace slipway {
namespace {

// A source that cannot be reached when a schedule is due is asked again; then the occurrence is lost.
constexpr int kScheduleTries = 10;
constexpr absl::Duration kScheduleDelay = absl::Minutes(1);
constexpr int32_t kPolledVersions = 20;
constexpr int kVersionsCompared = 200;

}  // namespace

void Engine::ResolveThenPost(v1::CreateReleaseRequest create, int tries,
                             std::function<void(v1::CreateReleaseRequest)> post) {
  background_.Post(tries == 0 ? absl::ZeroDuration() : kScheduleDelay, [this, create, tries, post] {
    v1::CreateReleaseRequest resolved = create;
    if (ResolveVersions(&resolved).ok()) return post(std::move(resolved));
    if (tries + 1 < kScheduleTries) ResolveThenPost(create, tries + 1, post);
  });
}

absl::Status Engine::NoteVersion(const std::string& source, const v1::ArtifactVersion& version,
                                 const std::string& actor) {
  // Known from now on: default versions are chosen among what was pushed. The same version again is not a new one.
  const std::string id = absl::AsciiStrToLower(source);
  const absl::StatusOr<ResourceRow> newest = ports_.store->GetResource(kArtifactVersions, id, 0);
  ResourceRow row;
  row.kind = kArtifactVersions;
  row.id = id;
  row.revision = newest.ok() ? newest->revision + 1 : 1;
  row.name = source;
  row.payload = version.SerializeAsString();
  row.changed_by = actor;
  row.changed_on = ports_.clock->Now();
  if (newest.ok() && newest->payload == row.payload) return absl::OkStatus();
  WriteBatch batch;
  batch.resources.push_back(std::move(row));
  return ports_.store->Commit(batch, nullptr);
}

void Engine::StartPolling() {
  if (ports_.artifacts == nullptr || options_.manual || options_.open.passive()) return;
  const v1::ListArtifactSourcesResponse sources = origins_.List();
  for (const v1::ArtifactSource& source : sources.sources()) {
    if (source.poll_seconds() <= 0 || !polled_.insert(source.SerializeAsString()).second) continue;
    background_.Post(absl::ZeroDuration(), [this, source] { Poll(source); });
  }
}

void Engine::Poll(const v1::ArtifactSource& source) {
  v1::Artifact artifact;
  artifact.set_alias(source.source());
  (*artifact.mutable_definition_reference())["definition"].set_id(source.source());
  bool is_current = false;
  std::set<std::string> known;
  RunWork([&] {
    const v1::ListArtifactSourcesResponse sources = origins_.List();
    is_current = std::any_of(sources.sources().begin(), sources.sources().end(), [&](const v1::ArtifactSource& other) {
      return other.SerializeAsString() == source.SerializeAsString();
    });
    if (!is_current) polled_.erase(source.SerializeAsString());
  });
  // Removed, or replaced: then the new one is polled.
  if (!is_current) return;
  v1::ListArtifactVersionsRequest pushed;
  pushed.set_source(source.source());
  pushed.set_limit(kVersionsCompared);
  const absl::StatusOr<v1::ListArtifactVersionsResponse> before = ListArtifactVersions(pushed);
  const absl::StatusOr<std::unique_ptr<ArtifactSource>> asked = SourceOf(artifact);
  if (before.ok() && asked.ok() && *asked != nullptr) {
    for (const v1::ArtifactVersion& version : before->versions()) known.insert(version.id());
    ArtifactQuery query;
    query.limit = kPolledVersions;
    absl::StatusOr<std::vector<v1::ArtifactVersion>> versions = (*asked)->ListVersions(query);
    if (versions.ok() && known.empty()) {
      // What was there before anybody looked is not new.
      RunWork([&] {
        if (!versions->empty()) NoteVersion(source.source(), versions->front(), "").IgnoreError();
      });
    } else if (versions.ok()) {
      std::reverse(versions->begin(), versions->end());
      for (const v1::ArtifactVersion& version : *versions) {
        if (known.contains(version.id())) continue;
        v1::PushArtifactRequest push;
        push.set_source(source.source());
        *push.mutable_version() = version;
        PushArtifact(push).IgnoreError();
      }
    }
  }
  background_.Post(absl::Seconds(source.poll_seconds()), [this, source] { Poll(source); });
}

}  // namespace slipway
