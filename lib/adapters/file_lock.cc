#include "adapters/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace slipway {

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path, const std::string& what) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    const int error = errno;
    const std::string message = absl::StrCat(what, ": cannot create ", path, ": ", std::strerror(error));
    if (error == EACCES || error == EROFS || error == EPERM) {
      return absl::PermissionDeniedError(absl::StrCat(message, "; the folder must be writable"));
    }
    if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message);
    return absl::FailedPreconditionError(absl::StrCat(message, "; the folder must exist"));
  }
  // flock belongs to the open file, not to the process: a second engine in this process is kept out too.
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char owner[32] = {};
    const ssize_t size = pread(descriptor, owner, sizeof(owner) - 1, 0);
    close(descriptor);
    const absl::string_view pid = absl::StripAsciiWhitespace(absl::string_view(owner, size > 0 ? size : 0));
    return absl::FailedPreconditionError(absl::StrCat(what, ": already open", pid.empty() ? "" : absl::StrCat(" in process ", pid), "; one engine at a time may use a database"));
  }
  const std::string pid = absl::StrCat(getpid(), "\n");
  // Only a help for people: that the id cannot be noted is no reason not to go on.
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, pid.data(), pid.size(), 0) < 0) errno = 0;
  return std::unique_ptr<FileLock>(new FileLock(descriptor));
}

FileLock::~FileLock() { close(descriptor_); }

}  // namespace slipway
