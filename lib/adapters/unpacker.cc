#include "adapters/unpacker.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/task_manifest.h"
#include "base/status_macros.h"
#include "runner/files.h"

namespace slipway {
namespace {

constexpr size_t kMaxPath = 1024;

std::pair<std::string, std::string> Split(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

absl::Status ArchiveError(archive* reader, absl::string_view what) {
  const char* text = ::archive_error_string(reader);
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", text == nullptr ? "it is damaged" : text));
}

// A checked name without its first folders; empty when it has no more than those.
absl::string_view Stripped(absl::string_view name, int strip) {
  for (; strip > 0; --strip) {
    const size_t slash = name.find('/');
    if (slash == absl::string_view::npos) return "";
    name.remove_prefix(slash + 1);
  }
  return name;
}

}  // namespace

absl::Status Unpacker::Open() {
  root_.reset(::open(target_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  if (!root_.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", target_));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Unpacker::Check(absl::string_view name) {
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

absl::Status Unpacker::Remove(const std::string& path) {
  const auto [folder, name] = Split(path);
  SLIPWAY_ASSIGN_OR_RETURN(const int parent, OpenFolder(folder));
  if (::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT) return absl::OkStatus();
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot replace '", Shown(path), "'"));
}

absl::StatusOr<UniqueFd> Unpacker::CreateFile(const std::string& path, bool executable) {
  const auto [folder, name] = Split(path);
  SLIPWAY_ASSIGN_OR_RETURN(const int parent, OpenFolder(folder));
  UniqueFd file(
      ::openat(parent, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, executable ? 0755 : 0644));
  if (!file.valid() && errno == EEXIST) {
    return absl::InvalidArgumentError(absl::StrCat("'", Shown(path), "' is in it twice"));
  }
  if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot create '", Shown(path), "'"));
  file_bytes_ = 0;
  return file;
}

absl::Status Unpacker::Write(int fd, const std::string& path, absl::string_view bytes) {
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

absl::Status Unpacker::MakeLinks() {
  for (const auto& [path, to] : links_) {
    if (to.empty() || to[0] == '/' || to.size() > kMaxPath) return LinkOutside(path);
    const auto [folder, name] = Split(path);
    SLIPWAY_ASSIGN_OR_RETURN(const int parent, OpenFolder(folder));
    if (::symlinkat(to.c_str(), parent, name.c_str()) != 0) {
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

std::string Unpacker::Shown(absl::string_view path) { return absl::Utf8SafeCEscape(path.substr(0, 200)); }

absl::Status Unpacker::Outside(absl::string_view name) const {
  return absl::InvalidArgumentError(
      absl::StrCat("the name '", Shown(name), "' leads outside ", what_, "; names must be relative, without '..'"));
}

absl::Status Unpacker::LinkOutside(absl::string_view path) const {
  return absl::InvalidArgumentError(absl::StrCat("the link '", Shown(path), "' leads outside ", what_, ", or nowhere"));
}

absl::StatusOr<int> Unpacker::OpenFolder(const std::string& path) {
  if (folder_.valid() && path == folder_path_) return folder_.get();
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
  folder_ = std::move(at);
  folder_path_ = path;
  return folder_.get();
}

absl::Status UnpackArchive(const std::string& source, ArchiveKind kind, int strip, Unpacker* unpacker) {
  const char* const unreadable =
      kind == ArchiveKind::kZip ? "it cannot be read as a zip" : "it cannot be read as a tar";
  const std::unique_ptr<archive, int (*)(archive*)> reader(::archive_read_new(), ::archive_read_free);
  if (kind == ArchiveKind::kZip) {
    ::archive_read_support_format_zip(reader.get());
  } else {
    // Not all filters: for some libarchive starts programs.
    ::archive_read_support_format_tar(reader.get());
    ::archive_read_support_filter_gzip(reader.get());
    ::archive_read_support_filter_bzip2(reader.get());
    ::archive_read_support_filter_xz(reader.get());
    ::archive_read_support_filter_zstd(reader.get());
  }
  if (::archive_read_open_filename(reader.get(), source.c_str(), 64 << 10) != ARCHIVE_OK) {
    return ArchiveError(reader.get(), unreadable);
  }
  archive_entry* entry;
  for (;;) {
    const int next = ::archive_read_next_header(reader.get(), &entry);
    if (next == ARCHIVE_EOF) return absl::OkStatus();
    if (next != ARCHIVE_OK && next != ARCHIVE_WARN) return ArchiveError(reader.get(), unreadable);
    const char* name = ::archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = ::archive_entry_pathname(entry);
    if (name == nullptr) return absl::InvalidArgumentError("a name in it is not UTF-8");
    // Checked as they are: stripping must not make a name of one that leads outside.
    SLIPWAY_ASSIGN_OR_RETURN(const std::string whole, unpacker->Check(name));
    const std::string path(Stripped(whole, strip));
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

}  // namespace slipway
