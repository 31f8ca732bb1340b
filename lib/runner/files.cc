#include "runner/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

bool IsFolder(const std::string& path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

std::string Parent(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status CannotCreate(int error, const std::string& path) {
  return absl::ErrnoToStatus(error, absl::StrCat("cannot create folder '", path, "'"));
}

}  // namespace

absl::Status MakeFolders(const std::string& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) == 0) return absl::OkStatus();
  if (errno == EEXIST && IsFolder(path)) return absl::OkStatus();
  if (errno != ENOENT) return CannotCreate(errno, path);
  const std::string parent = Parent(path);
  if (parent == path || parent == "/") return CannotCreate(ENOENT, path);
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(parent, mode));
  if (::mkdir(path.c_str(), mode) == 0 || IsFolder(path)) return absl::OkStatus();
  return CannotCreate(errno, path);
}

absl::Status MakePrivateFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return absl::OkStatus();
  if (errno == ENOENT) {
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(Parent(path), 0700));
    if (::mkdir(path.c_str(), 0700) == 0) return absl::OkStatus();
  }
  if (errno == EEXIST) {
    return absl::AlreadyExistsError(absl::StrCat(
        "temporary folder '", path, "' exists already; it is removed after the process, so it must be a new one"));
  }
  return CannotCreate(errno, path);
}

bool IsInside(absl::string_view path, absl::string_view folder) {
  while (absl::EndsWith(folder, "/")) folder.remove_suffix(1);
  if (!absl::StartsWith(path, "/") || folder.empty() || !absl::StartsWith(path, folder)) return false;
  path.remove_prefix(folder.size());
  if (path.size() < 2 || path[0] != '/') return false;
  for (absl::string_view part : absl::StrSplit(path.substr(1), '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  return true;
}

absl::Status WriteNewFile(const std::string& path, absl::string_view content, mode_t mode) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  UniqueFd fd(::open(path.c_str(), kFlags, 0600));
  if (!fd.valid() && errno == ENOENT) {
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(Parent(path), 0700));
    fd.reset(::open(path.c_str(), kFlags, 0600));
  }
  if (!fd.valid() || !WriteAll(fd.get(), content) || (mode != 0600 && ::fchmod(fd.get(), mode) != 0)) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write file '", path, "'"));
  }
  return absl::OkStatus();
}

void RemoveTree(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

bool WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace slipway
