#include "adapters/file_lock.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace slipway {
namespace {

// The locks of this process. A forked child inherits their open files, and with them the locks: without the handlers
// below, a child that lives on would keep the database locked after this process has gone. Children closing them takes
// nothing from the parent. A plain mutex, because only that may be handed through fork.
struct HeldLocks {
  std::mutex mutex;
  std::vector<int> descriptors;
};

HeldLocks& Held() {
  static HeldLocks* const held = [] {
    pthread_atfork([] { Held().mutex.lock(); }, [] { Held().mutex.unlock(); },
                   [] {
                     for (int descriptor : Held().descriptors) close(descriptor);
                     Held().descriptors.clear();
                     Held().mutex.unlock();
                   });
    return new HeldLocks;
  }();
  return *held;
}

absl::Status CannotCreate(const std::string& what, const std::string& path, int error) {
  const std::string message = absl::StrCat(what, ": cannot create ", path, ": ", std::strerror(error));
  if (error == EACCES || error == EROFS || error == EPERM) {
    return absl::PermissionDeniedError(absl::StrCat(message, "; the folder must be writable"));
  }
  if (error == ENOSPC || error == EDQUOT) {
    return absl::ResourceExhaustedError(absl::StrCat(message, "; free some space on that disk"));
  }
  return absl::FailedPreconditionError(absl::StrCat(message, "; the folder must exist and be writable"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path, const std::string& what) {
  const std::lock_guard<std::mutex> guard(Held().mutex);
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotCreate(what, path, errno);
  // flock belongs to the open file, not to the process: a second engine in this process is kept out too.
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char owner[32] = {};
    const ssize_t size = pread(descriptor, owner, sizeof(owner) - 1, 0);
    close(descriptor);
    const absl::string_view pid = absl::StripAsciiWhitespace(absl::string_view(owner, size > 0 ? size : 0));
    return absl::FailedPreconditionError(
        absl::StrCat(what, ": already open", pid.empty() ? "" : absl::StrCat(" in process ", pid),
                     "; one engine at a time may use a database: close that one first"));
  }
  const std::string pid = absl::StrCat(getpid(), "\n");
  // Only a help for people: that the id cannot be noted is no reason not to go on.
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, pid.data(), pid.size(), 0) < 0) errno = 0;
  Held().descriptors.push_back(descriptor);
  return std::unique_ptr<FileLock>(new FileLock(descriptor, getpid()));
}

FileLock::~FileLock() {
  // In a forked child it was closed already, and the number may be somebody else's by now.
  if (getpid() != process_) return;
  const std::lock_guard<std::mutex> guard(Held().mutex);
  std::erase(Held().descriptors, descriptor_);
  close(descriptor_);
}

}  // namespace slipway
