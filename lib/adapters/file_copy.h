// The content of one file into another, at the least cost that the file systems allow.
#ifndef SLIPWAY_ADAPTERS_FILE_COPY_H_
#define SLIPWAY_ADAPTERS_FILE_COPY_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace slipway {

// `to` is empty and open for writing. A clone where the file system can: it costs nothing, and a change of one does not
// change the other; else the kernel copies; else this process. `progress` (may be empty) is told how many bytes more
// there are. Errors are those of errno.
absl::Status CopyContent(int from, int to, const std::function<void(int64_t bytes)>& progress = {});

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_FILE_COPY_H_
