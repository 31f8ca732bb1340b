// Where the artifacts of releases come from: versions, files, changes.
//
// Implementations: adapters/artifact_*.cc, made by adapters/artifact_sources.h from an ArtifactOrigin. Tests put their
// own behind the same interface. Error texts never hold credentials.
#ifndef SLIPWAY_PORTS_ARTIFACT_SOURCE_H_
#define SLIPWAY_PORTS_ARTIFACT_SOURCE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "slipway/v1/commands.pb.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

// One artifact of a definition, and how its source is reached from here.
struct ArtifactOrigin {
  std::string alias;
  std::string kind;      // v1::ArtifactSource::kind
  std::string location;  // folder or address; not empty but for kinds that have a well-known one
  // The artifact's definitionReference: ids by key.
  std::map<std::string, std::string> reference;
  std::map<std::string, std::string> settings;
  v1::ServiceEndpoint endpoint;  // with values; empty: nobody is logged in
};

struct ArtifactQuery {
  std::string branch;             // with or without refs/heads/; empty = any
  std::vector<std::string> tags;  // the version carries all of them
  std::string version;            // only the one with this id or name
  int32_t limit = 50;
};

// What is downloaded in one piece.
struct ArtifactItem {
  enum class Form {
    kFile,
    kZip,     // unpacked
    kTar,     // the same; compressed in any way or not at all
    kFolder,  // Fetch fills a folder
  };
  // Relative to the artifact's folder: of a file its own name, else of the folder that its contents go to (empty = the
  // top). `/` between folders.
  std::string path;
  std::string locator;  // what Fetch needs; without credentials
  int64_t size = -1;    // bytes; -1 = not known
  std::string
      digest;  // sha256:, sha512:, sha1: or md5: and hexadecimal digits, as the source tells; empty = it does not
  Form form = Form::kFile;
  int32_t strip = 0;  // folders that names inside an archive lose at their front
  bool executable = false;
  std::string stamp;  // changes with the content, where a source can tell before reading it
};

struct FetchOptions {
  // Told how many bytes more there are now. Called from the thread that fetches. May be empty.
  std::function<void(int64_t bytes)> progress;
};

// Thread-safe.
class ArtifactSource {
 public:
  virtual ~ArtifactSource() = default;
  // Usable ones (of builds: succeeded or partially succeeded), newest first. UNAVAILABLE, DEADLINE_EXCEEDED: not
  // reached; PERMISSION_DENIED: the credentials are not accepted; NOT_FOUND: there is no such definition, job,
  // repository or package; INVALID_ARGUMENT: how it is configured.
  virtual absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) = 0;
  // What a version consists of, in a fixed order. Nothing is an empty list. NOT_FOUND: there is no such version.
  virtual absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) = 0;
  // Into the file `path`, which may hold the beginning of the item (of an earlier Fetch that was interrupted) and then
  // is gone on with; or, for kFolder, into the empty folder `path`. Size and digest are for the caller to check. What
  // was written until an error stays.
  virtual absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) = 0;
  // What came after `from` up to `to`, newest first, at most `limit`; without `from`, what is in `to` itself.
  // UNIMPLEMENTED: this kind of source does not know.
  virtual absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                          const v1::ArtifactVersion& to, int32_t limit) = 0;
};

// Thread-safe.
class ArtifactSourceFactory {
 public:
  virtual ~ArtifactSourceFactory() = default;
  // INVALID_ARGUMENT names what the configuration lacks.
  virtual absl::StatusOr<std::unique_ptr<ArtifactSource>> Make(const ArtifactOrigin& origin) = 0;
  // From now on everything that asks a source, also what runs now, ends soon with CANCELLED.
  virtual void Close() {}
};

// One artifact that a job begins with.
struct ArtifactDownload {
  ArtifactOrigin origin;
  v1::ArtifactVersion version;
  std::vector<std::string> items;  // patterns (base/glob.h), relative to the artifact; empty = everything
  std::string skip;                // why nothing of it is downloaded; empty = it is
  bool warn = false;               // that it is skipped is worth a warning
  std::string error;               // why it cannot be downloaded, though it should be; empty = it can
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_ARTIFACT_SOURCE_H_
