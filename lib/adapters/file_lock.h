// One owner per file, across processes and within one.
#ifndef SLIPWAY_ADAPTERS_FILE_LOCK_H_
#define SLIPWAY_ADAPTERS_FILE_LOCK_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace slipway {

// Held until destroyed, or until the process ends however it ends; forked children do not hold it. The lock file stays;
// it holds the owner's process id.
class FileLock {
 public:
  // FAILED_PRECONDITION: somebody has it. PERMISSION_DENIED, FAILED_PRECONDITION: the file cannot be made. `what` is
  // named in errors.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path, const std::string& what);
  ~FileLock();

 private:
  FileLock(int descriptor, pid_t process) : descriptor_(descriptor), process_(process) {}
  const int descriptor_;
  const pid_t process_;  // that took it
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_FILE_LOCK_H_
