// What the cache knows of one version of one source.
#ifndef SLIPWAY_ADAPTERS_ARTIFACT_MANIFEST_H_
#define SLIPWAY_ADAPTERS_ARTIFACT_MANIFEST_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "adapters/artifact_cache.h"
#include "ports/artifact_source.h"

namespace slipway {

// A file of lines, each true by itself; an unfinished last one, after a crash, says nothing. Not thread-safe.
class ArtifactManifest {
 public:
  explicit ArtifactManifest(std::string path) : path_(std::move(path)) {}

  // What is there; nothing when it is not, or not readable.
  void Load();
  // The items of the version, as the source lists them; absent: it was not asked yet.
  const std::optional<std::vector<ArtifactItem>>& items() const { return items_; }
  // The files that came of an item; null: it was not downloaded.
  const std::vector<CachedFile>* FilesOf(const ArtifactItem& item) const;
  // Every object that it knows of.
  std::vector<std::string> Objects() const;

  absl::Status SetItems(std::vector<ArtifactItem> items);
  absl::Status SetFiles(const ArtifactItem& item, std::vector<CachedFile> files);
  // Used now.
  void Touch() const;

 private:
  absl::Status Append(const std::string& line);

  const std::string path_;
  std::optional<std::vector<ArtifactItem>> items_;
  std::map<std::string, std::vector<CachedFile>> files_;  // by identity of the item
};

// Which version of which source, as a name.
std::string ArtifactKey(const ArtifactOrigin& origin, const v1::ArtifactVersion& version);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ARTIFACT_MANIFEST_H_
