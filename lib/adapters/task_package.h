// A task's files, from a folder or a zip that nobody vouches for, into a folder of the task store.
#ifndef SLIPWAY_ADAPTERS_TASK_PACKAGE_H_
#define SLIPWAY_ADAPTERS_TASK_PACKAGE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runner/folder_digest.h"

namespace slipway {

struct TaskPackageLimits {
  int64_t max_bytes = int64_t{1} << 30;  // of all files, unpacked
  int64_t max_file_bytes = int64_t{512} << 20;
  int32_t max_entries = 100000;  // files, links and folders
};

// Fills the empty folder `target`. Refused with INVALID_ARGUMENT, before anything lies outside `target`: names that are
// absolute or hold `..`, links that lead outside or nowhere, names that pass through a link, names twice, devices and
// the like, encrypted entries. RESOURCE_EXHAUSTED: more than `limits`. NOT_FOUND: `source` does not exist. What was
// written until an error is for the caller to remove.
absl::Status UnpackTask(const std::string& source, const std::string& target, const TaskPackageLimits& limits);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_PACKAGE_H_
