// One hash for all that is in a folder: the same on the engine's machine and on a target.
#ifndef SLIPWAY_RUNNER_FOLDER_DIGEST_H_
#define SLIPWAY_RUNNER_FOLDER_DIGEST_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace slipway {

struct TaskDigest {
  std::string hash;  // 64 hexadecimal digits: BLAKE2b-256 over names, kinds, execute bits and contents, in order of names
  int64_t bytes = 0;
  int32_t files = 0;
};

// `except`: name of a file at the top that does not count.
absl::StatusOr<TaskDigest> DigestFolder(const std::string& folder, const std::string& except);

// Changes whenever a file below `folder` was replaced, written, renamed, added or removed; contents are not read.
absl::StatusOr<std::string> StampFolder(const std::string& folder);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_FOLDER_DIGEST_H_
