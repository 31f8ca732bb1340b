// The kinds of artifact sources there are. docs/artifacts.md describes their settings.
#ifndef SLIPWAY_ADAPTERS_ARTIFACT_SOURCES_H_
#define SLIPWAY_ADAPTERS_ARTIFACT_SOURCES_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "adapters/rest_client.h"
#include "ports/artifact_source.h"
#include "ports/http.h"

namespace slipway {

// Thread-safe.
class ArtifactSources : public ArtifactSourceFactory {
 public:
  // `scratch`: a private folder for what git needs to answer questions; created when needed.
  ArtifactSources(Http* http, std::string scratch, RestOptions options = {})
      : http_(http), scratch_(std::move(scratch)), options_(std::move(options)) {
    options_.cancelled = [closed = closed_] { return closed->load(); };
  }
  absl::StatusOr<std::unique_ptr<ArtifactSource>> Make(const ArtifactOrigin& origin) override;
  void Close() override { *closed_ = true; }

 private:
  Http* const http_;
  const std::string scratch_;
  RestOptions options_;
  const std::shared_ptr<std::atomic<bool>> closed_ = std::make_shared<std::atomic<bool>>(false);
};

// For the implementations:

// One per kind. INVALID_ARGUMENT names what is missing.
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeFolderSource(const ArtifactOrigin& origin);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeGitSource(const ArtifactOrigin& origin, const std::string& scratch,
                                                              std::function<bool()> cancelled);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeJenkinsSource(const ArtifactOrigin& origin, RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeBuildSource(const ArtifactOrigin& origin, RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeGitHubSource(const ArtifactOrigin& origin, RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeGitHubReleaseSource(const ArtifactOrigin& origin,
                                                                        RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeHttpSource(const ArtifactOrigin& origin, RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeNugetSource(const ArtifactOrigin& origin, RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeNpmSource(const ArtifactOrigin& origin, RestClient client);
absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeMavenSource(const ArtifactOrigin& origin, RestClient client);

// A setting, else the same key of the artifact's reference; empty when there is neither.
std::string SettingOf(const ArtifactOrigin& origin, const std::string& name);
// The same, or INVALID_ARGUMENT that says what it is for.
absl::StatusOr<std::string> RequiredSetting(const ArtifactOrigin& origin, const std::string& name,
                                            absl::string_view what_for);
// Whether a version is what a query asks for; branches are compared without refs/heads/.
bool FitsQuery(const ArtifactQuery& query, const v1::ArtifactVersion& version);
// Of versions as people write them: 1.10.0 is after 1.9.2, and 1.0.0-beta before 1.0.0.
int CompareVersions(absl::string_view a, absl::string_view b);
bool IsPrerelease(absl::string_view version);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ARTIFACT_SOURCES_H_
