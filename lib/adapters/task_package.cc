#include "adapters/task_package.h"

#include <archive.h>
#include <archive_entry.h>
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
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/task_manifest.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 256 << 10;
constexpr size_t kMaxPath = 1024;

// Writes below one folder and nowhere else: every component is opened without following links.
class Unpacker {
 public:
  Unpacker(std::string target, const TaskPackageLimits& limits) : target_(std::move(target)), limits_(limits) {}

  absl::Status Open() {
    root_.reset(::open(target_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!root_.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", target_));
    return absl::OkStatus();
  }

  // The name as it is used: relative, `/` between folders. Empty for the top folder itself.
  absl::StatusOr<std::string> Check(absl::string_view name) {
    if (++entries_ > limits_.max_entries) {
      return absl::ResourceExhaustedError(absl::StrCat("more than ", limits_.max_entries, " files and folders"));
    }
    const std::string slashes = absl::StrReplaceAll(name, {{"\\", "/"}});
    std::vector<std::string> parts;
    for (absl::string_view part : absl::StrSplit(slashes, '/')) {
      if (part == "..") return Outside(name);
      if (!part.empty() && part != ".") parts.emplace_back(part);
    }
    if (parts.empty() && (slashes.empty() || slashes[0] != '/')) return std::string();
    if (!StaysInside(slashes) || slashes.size() > kMaxPath) return Outside(name);
    std::string path;
    for (const std::string& part : parts) absl::StrAppend(&path, path.empty() ? "" : "/", part);
    return path;
  }

  absl::Status Folder(const std::string& path) { return OpenFolder(path).status(); }

  absl::StatusOr<UniqueFd> CreateFile(const std::string& path, bool executable) {
    const auto [folder, name] = Split(path);
    SLIPWAY_ASSIGN_OR_RETURN(const UniqueFd parent, OpenFolder(folder));
    UniqueFd file(::openat(parent.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                           executable ? 0755 : 0644));
    if (!file.valid() && errno == EEXIST) {
      return absl::InvalidArgumentError(absl::StrCat("'", Shown(path), "' is in it twice"));
    }
    if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot create '", Shown(path), "'"));
    file_bytes_ = 0;
    return file;
  }

  absl::Status Write(int fd, const std::string& path, absl::string_view bytes) {
    bytes_ += static_cast<int64_t>(bytes.size());
    file_bytes_ += static_cast<int64_t>(bytes.size());
    if (file_bytes_ > limits_.max_file_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("'", Shown(path), "' is larger than ", limits_.max_file_bytes, " bytes"));
    }
    if (bytes_ > limits_.max_bytes) {
      return absl::ResourceExhaustedError(absl::StrCat("larger than ", limits_.max_bytes, " bytes, unpacked"));
    }
    if (!WriteAll(fd, bytes)) return absl::ErrnoToStatus(errno, absl::StrCat("cannot write '", Shown(path), "'"));
    return absl::OkStatus();
  }

  // Links are made last, so that no name can pass through one.
  void Link(std::string path, std::string to) { links_.emplace_back(std::move(path), std::move(to)); }

  absl::Status MakeLinks() {
    for (const auto& [path, to] : links_) {
      if (to.empty() || to[0] == '/' || to.size() > kMaxPath) return LinkOutside(path);
      const auto [folder, name] = Split(path);
      SLIPWAY_ASSIGN_OR_RETURN(const UniqueFd parent, OpenFolder(folder));
      if (::symlinkat(to.c_str(), parent.get(), name.c_str()) != 0) {
        if (errno == EEXIST) return absl::InvalidArgumentError(absl::StrCat("'", Shown(path), "' is in it twice"));
        return absl::ErrnoToStatus(errno, absl::StrCat("cannot create the link '", Shown(path), "'"));
      }
    }
    // With all of them in place: one may lead through another.
    std::error_code error;
    const std::string root = std::filesystem::canonical(target_, error).string();
    if (error) return absl::InternalError(absl::StrCat("cannot resolve ", target_));
    for (const auto& [path, to] : links_) {
      const std::string real = std::filesystem::canonical(absl::StrCat(root, "/", path), error).string();
      if (error || !absl::StartsWith(real, absl::StrCat(root, "/"))) return LinkOutside(path);
    }
    return absl::OkStatus();
  }

  static std::string Shown(absl::string_view path) { return absl::Utf8SafeCEscape(path.substr(0, 200)); }

 private:
  static absl::Status Outside(absl::string_view name) {
    return absl::InvalidArgumentError(
        absl::StrCat("the name '", Shown(name), "' leads outside the task's folder; names must be relative, without '..'"));
  }
  static absl::Status LinkOutside(absl::string_view path) {
    return absl::InvalidArgumentError(
        absl::StrCat("the link '", Shown(path), "' leads outside the task's folder, or nowhere"));
  }
  static std::pair<std::string, std::string> Split(const std::string& path) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {"", path};
    return {path.substr(0, slash), path.substr(slash + 1)};
  }

  absl::StatusOr<UniqueFd> OpenFolder(const std::string& path) {
    UniqueFd at(::fcntl(root_.get(), F_DUPFD_CLOEXEC, 3));
    for (const std::string& part : std::vector<std::string>(absl::StrSplit(path, '/', absl::SkipEmpty()))) {
      if (::mkdirat(at.get(), part.c_str(), 0755) != 0 && errno != EEXIST) {
        return absl::ErrnoToStatus(errno, absl::StrCat("cannot create the folder '", Shown(path), "'"));
      }
      UniqueFd next(::openat(at.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
      if (!next.valid()) {
        return absl::InvalidArgumentError(absl::StrCat("'", Shown(path), "' passes through something that is no folder"));
      }
      at = std::move(next);
    }
    return at;
  }

  const std::string target_;
  const TaskPackageLimits limits_;
  UniqueFd root_;
  int32_t entries_ = 0;
  int64_t bytes_ = 0;
  int64_t file_bytes_ = 0;
  std::vector<std::pair<std::string, std::string>> links_;
};

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

absl::Status ArchiveError(archive* reader, absl::string_view what) {
  const char* text = ::archive_error_string(reader);
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", text == nullptr ? "it is damaged" : text));
}

absl::Status UnpackZip(const std::string& source, Unpacker* unpacker) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(::archive_read_new(), ::archive_read_free);
  ::archive_read_support_format_zip(reader.get());
  if (::archive_read_open_filename(reader.get(), source.c_str(), 64 << 10) != ARCHIVE_OK) {
    return ArchiveError(reader.get(), "it cannot be read as a zip");
  }
  archive_entry* entry;
  for (;;) {
    const int next = ::archive_read_next_header(reader.get(), &entry);
    if (next == ARCHIVE_EOF) return absl::OkStatus();
    if (next != ARCHIVE_OK && next != ARCHIVE_WARN) return ArchiveError(reader.get(), "it cannot be read as a zip");
    const char* name = ::archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = ::archive_entry_pathname(entry);
    if (name == nullptr) return absl::InvalidArgumentError("a name in it is not UTF-8");
    SLIPWAY_ASSIGN_OR_RETURN(const std::string path, unpacker->Check(name));
    if (::archive_entry_hardlink(entry) != nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("'", Unpacker::Shown(path), "' is a hard link"));
    }
    const auto type = ::archive_entry_filetype(entry);
    if (path.empty()) continue;
    if (type == AE_IFDIR) {
      SLIPWAY_RETURN_IF_ERROR(unpacker->Folder(path));
    } else if (type == AE_IFLNK) {
      const char* to = ::archive_entry_symlink_utf8(entry);
      if (to == nullptr) to = ::archive_entry_symlink(entry);
      unpacker->Link(path, to == nullptr ? "" : to);
    } else if (type == AE_IFREG) {
      SLIPWAY_ASSIGN_OR_RETURN(const UniqueFd to,
                               unpacker->CreateFile(path, (::archive_entry_perm(entry) & 0111) != 0));
      const void* data;
      size_t size;
      la_int64_t offset;
      la_int64_t written = 0;
      for (;;) {
        const int block = ::archive_read_data_block(reader.get(), &data, &size, &offset);
        if (block == ARCHIVE_EOF) break;
        if (block != ARCHIVE_OK || offset != written) {
          return ArchiveError(reader.get(), absl::StrCat("'", Unpacker::Shown(path), "' cannot be unpacked"));
        }
        written += static_cast<la_int64_t>(size);
        SLIPWAY_RETURN_IF_ERROR(unpacker->Write(to.get(), path, {static_cast<const char*>(data), size}));
      }
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("'", Unpacker::Shown(path), "' is neither a file, a folder nor a link"));
    }
  }
}

}  // namespace

absl::Status UnpackTask(const std::string& source, const std::string& target, const TaskPackageLimits& limits) {
  struct stat info;
  if (::stat(source.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return absl::NotFoundError("there is no such folder or file");
    return absl::ErrnoToStatus(errno, "cannot look at it");
  }
  Unpacker unpacker(target, limits);
  SLIPWAY_RETURN_IF_ERROR(unpacker.Open());
  if (S_ISDIR(info.st_mode)) {
    std::error_code error;
    const std::string real = std::filesystem::canonical(source, error).string();
    if (error) return absl::NotFoundError("the folder cannot be resolved");
    SLIPWAY_ASSIGN_OR_RETURN(const FolderHandle folder, OpenSource(AT_FDCWD, real, real));
    SLIPWAY_RETURN_IF_ERROR(CopyFolder(folder.get(), "", 0, &unpacker));
  } else if (S_ISREG(info.st_mode)) {
    SLIPWAY_RETURN_IF_ERROR(UnpackZip(source, &unpacker));
  } else {
    return absl::InvalidArgumentError("expected a folder or a zip file");
  }
  return unpacker.MakeLinks();
}

}  // namespace slipway
