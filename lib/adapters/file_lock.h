// One owner per file, across processes and within one.
#ifndef SLIPWAY_ADAPTERS_FILE_LOCK_H_
#define SLIPWAY_ADAPTERS_FILE_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace slipway {

// Held until destroyed, or until the process ends however it ends. The lock file stays; it holds the owner's process id.
class FileLock {
 public:
  // FAILED_PRECONDITION: somebody has it. PERMISSION_DENIED, FAILED_PRECONDITION: the file cannot be made. `what` is named in errors.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path, const std::string& what);
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  const int descriptor_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_FILE_LOCK_H_
