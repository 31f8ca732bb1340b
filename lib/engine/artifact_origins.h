// Which artifacts can be downloaded here, and how their sources are reached: what was put (PutArtifactSource), and what
// follows from the service endpoints that definitions name.
#ifndef SLIPWAY_ENGINE_ARTIFACT_ORIGINS_H_
#define SLIPWAY_ENGINE_ARTIFACT_ORIGINS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/connections.h"
#include "ports/artifact_source.h"
#include "ports/store.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// The endpoint that builds and repositories of the server itself are reached by, as agents call it.
inline constexpr char kSystemConnection[] = "SystemVssConnection";

// Of the loop's thread.
class ArtifactOrigins {
 public:
  ArtifactOrigins(Store* store, const Connections* connections) : store_(store), connections_(connections) {}

  absl::Status Load();
  absl::StatusOr<v1::PutArtifactSourceResponse> Put(const v1::PutArtifactSourceRequest& request, absl::Time now);
  v1::ListArtifactSourcesResponse List() const;
  void Forget(absl::string_view source);

  // With the endpoint's values. Absent: nothing here says where it comes from. NOT_FOUND, DATA_LOSS: the endpoint that
  // its source was put with.
  absl::StatusOr<std::optional<ArtifactOrigin>> Find(const v1::Artifact& artifact) const;
  bool empty() const { return sources_.empty(); }

 private:
  absl::StatusOr<ArtifactOrigin> Reach(const v1::ArtifactSource& source, ArtifactOrigin origin) const;

  Store* const store_;
  const Connections* const connections_;
  std::map<std::string, v1::ArtifactSource> sources_;  // by lower-case `source`
  std::map<std::string, int64_t> revisions_;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_ARTIFACT_ORIGINS_H_
