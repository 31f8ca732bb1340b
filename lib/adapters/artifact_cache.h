// Downloaded artifacts, kept by content: what one environment has downloaded, the next one copies.
//
//   objects/ab/cdef...   one file each, named by its SHA-256, never changed; shared by all versions that hold it
//   manifests/KEY        of one version of one source: its items, and the files that came of those that were
//   downloaded;
//                        lines of JSON, appended as they become true, so that a crash loses what was under way only
//   manifests/KEY.lock   whoever downloads of it holds it; others wait, and find it done
//   partial/             what is being downloaded; gone on with after a crash
//   lock                 held shared by all of them, exclusively by who cleans up
//
// Several processes use it at once. Objects are copied (as clones where the file system can), never linked: a task may
// write into its files.
#ifndef SLIPWAY_ADAPTERS_ARTIFACT_CACHE_H_
#define SLIPWAY_ADAPTERS_ARTIFACT_CACHE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/glob.h"
#include "ports/artifact_source.h"
#include "runner/unique_fd.h"

namespace slipway {

struct CachedFile {
  std::string path;  // below the artifact's folder
  std::string sha256;
  int64_t size = 0;
  bool executable = false;
  std::string link;  // of a symbolic link, where it leads; it has no content then
};

class ArtifactCache {
 public:
  // `root` is created when it is missing.
  explicit ArtifactCache(std::string root) : root_(std::move(root)) {}

  struct Request {
    const ArtifactOrigin* origin = nullptr;
    const v1::ArtifactVersion* version = nullptr;
    std::vector<std::string> items;  // patterns; empty = everything
    int parallel = 4;
    // Called by one thread at a time.
    std::function<void(const std::string& line)> print;
    // Bytes of this artifact that are here, and of how many as far as is known (0 = not known).
    std::function<void(int64_t done, int64_t total)> progress;
  };
  struct Provided {
    std::vector<CachedFile> files;  // by path
    int32_t downloaded = 0;         // items that had to be
    int64_t downloaded_bytes = 0;
    bool asked_source = false;
    // Nothing is cleaned up while it lives.
    UniqueFd use;
  };
  // Sees to it that everything that is wanted of a version is here. Errors are those of the source, with the item's
  // name; DATA_LOSS: what came is not what the source announced, also when tried again; INVALID_ARGUMENT: an archive
  // that leads outside its folder.
  absl::StatusOr<Provided> Provide(const Request& request, ArtifactSourceFactory* sources);

  // Puts them into `folder`, which is created when it is missing. With `clean` it is emptied first; else what has the
  // name of one of them is replaced, and all else stays.
  absl::Status Place(const std::vector<CachedFile>& files, const std::string& folder, bool clean = true) const;

  // Drops the versions not used for longest until all objects take no more than `max_bytes`; nothing when somebody
  // downloads meanwhile.
  absl::Status Trim(int64_t max_bytes);

 private:
  std::string ObjectPath(const std::string& sha256) const;
  bool Has(const CachedFile& file) const;
  // Moves a file of this file system in.
  absl::StatusOr<CachedFile> Take(const std::string& path, bool executable);
  absl::StatusOr<std::vector<CachedFile>> TakeFolder(const std::string& folder, const std::string& prefix);
  absl::StatusOr<std::vector<CachedFile>> Download(const std::string& key, const ArtifactItem& item,
                                                   ArtifactSource* source, const FetchOptions& options);

  const std::string root_;
};

// Which paths patterns select: those that one matches, and all below a folder that one names. No patterns select
// everything. Immutable.
class ItemFilter {
 public:
  explicit ItemFilter(const std::vector<std::string>& patterns);
  bool Wants(const std::string& path) const;

 private:
  const GlobList globs_;
  std::vector<std::string> folders_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ARTIFACT_CACHE_H_
