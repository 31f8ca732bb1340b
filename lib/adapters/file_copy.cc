#include "adapters/file_copy.h"

#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "runner/files.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 1 << 20;
// By the kernel; small enough for progress to be seen.
constexpr size_t kRange = 64 << 20;

}  // namespace

absl::Status CopyContent(int from, int to, const std::function<void(int64_t bytes)>& progress) {
  const auto failed = [] { return absl::ErrnoToStatus(errno, "cannot copy"); };
  const auto tell = [&](int64_t bytes) {
    if (progress) progress(bytes);
  };
  if (::ioctl(to, FICLONE, from) == 0) {
    struct stat info;
    if (::fstat(to, &info) == 0) tell(info.st_size);
    return absl::OkStatus();
  }
  for (;;) {
    const ssize_t size = ::copy_file_range(from, nullptr, to, nullptr, kRange, 0);
    if (size > 0) {
      tell(size);
      continue;
    }
    if (size < 0 && errno == EINTR) continue;
    // Files of /proc and the like say that they are empty, and are not.
    if (size < 0 && errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) return failed();
    break;
  }
  const auto buffer = std::make_unique<char[]>(kChunk);
  for (;;) {
    const ssize_t size = ::read(from, buffer.get(), kChunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return failed();
    if (size == 0) return absl::OkStatus();
    if (!WriteAll(to, {buffer.get(), static_cast<size_t>(size)})) return failed();
    tell(size);
  }
}

}  // namespace slipway
