#include "adapters/task_package.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "adapters/unpacker.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 256 << 10;
constexpr size_t kMaxPath = 1024;

absl::Status CopyFile(int from_folder, const std::string& name, const std::string& path, bool executable,
                      Unpacker* unpacker) {
  // O_NONBLOCK: what was a file when it was looked at may be a pipe by now.
  const UniqueFd from(::openat(from_folder, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!from.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read '", Unpacker::Shown(path), "'"));
  SLIPWAY_ASSIGN_OR_RETURN(const UniqueFd to, unpacker->CreateFile(path, executable));
  const auto buffer = std::make_unique<char[]>(kChunk);
  for (;;) {
    const ssize_t size = ::read(from.get(), buffer.get(), kChunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read '", Unpacker::Shown(path), "'"));
    if (size == 0) return absl::OkStatus();
    SLIPWAY_RETURN_IF_ERROR(unpacker->Write(to.get(), path, {buffer.get(), static_cast<size_t>(size)}));
  }
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using FolderHandle = std::unique_ptr<DIR, CloseFolder>;

absl::StatusOr<FolderHandle> OpenSource(int at, const std::string& name, const std::string& path) {
  const int fd = ::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open the folder '", Unpacker::Shown(path), "'"));
  DIR* folder = ::fdopendir(fd);
  if (folder == nullptr) {
    ::close(fd);
    return absl::InternalError("fdopendir");
  }
  return FolderHandle(folder);
}

absl::Status CopyFolder(DIR* folder, const std::string& prefix, int depth, Unpacker* unpacker) {
  if (depth > 64) return absl::InvalidArgumentError("folders are nested deeper than 64");
  while (const dirent* entry = ::readdir(folder)) {
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    SLIPWAY_ASSIGN_OR_RETURN(const std::string path,
                             unpacker->Check(prefix.empty() ? name : absl::StrCat(prefix, "/", name)));
    struct stat info;
    if (::fstatat(::dirfd(folder), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot look at '", Unpacker::Shown(path), "'"));
    }
    if (S_ISDIR(info.st_mode)) {
      SLIPWAY_ASSIGN_OR_RETURN(const FolderHandle next, OpenSource(::dirfd(folder), name, path));
      SLIPWAY_RETURN_IF_ERROR(unpacker->Folder(path));
      SLIPWAY_RETURN_IF_ERROR(CopyFolder(next.get(), path, depth + 1, unpacker));
    } else if (S_ISREG(info.st_mode)) {
      SLIPWAY_RETURN_IF_ERROR(CopyFile(::dirfd(folder), name, path, (info.st_mode & 0111) != 0, unpacker));
    } else if (S_ISLNK(info.st_mode)) {
      std::string to(kMaxPath + 1, '\0');
      const ssize_t size = ::readlinkat(::dirfd(folder), name.c_str(), to.data(), to.size());
      to.resize(size < 0 ? 0 : static_cast<size_t>(size));
      unpacker->Link(path, std::move(to));
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("'", Unpacker::Shown(path), "' is neither a file, a folder nor a link"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status UnpackTask(const std::string& source, const std::string& target, const TaskPackageLimits& limits) {
  struct stat info;
  if (::stat(source.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return absl::NotFoundError("there is no such folder or file");
    return absl::ErrnoToStatus(errno, "cannot look at it");
  }
  Unpacker unpacker(target, {limits.max_bytes, limits.max_file_bytes, limits.max_entries}, "the task's folder");
  SLIPWAY_RETURN_IF_ERROR(unpacker.Open());
  if (S_ISDIR(info.st_mode)) {
    std::error_code error;
    const std::string real = std::filesystem::canonical(source, error).string();
    if (error) return absl::NotFoundError("the folder cannot be resolved");
    SLIPWAY_ASSIGN_OR_RETURN(const FolderHandle folder, OpenSource(AT_FDCWD, real, real));
    SLIPWAY_RETURN_IF_ERROR(CopyFolder(folder.get(), "", 0, &unpacker));
  } else if (S_ISREG(info.st_mode)) {
    SLIPWAY_RETURN_IF_ERROR(UnpackArchive(source, ArchiveKind::kZip, 0, &unpacker));
  } else {
    return absl::InvalidArgumentError("expected a folder or a zip file");
  }
  return unpacker.MakeLinks();
}

}  // namespace slipway
