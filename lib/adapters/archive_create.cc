// ArchiveFiles, version 2.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/archive_tasks.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

using Archive = std::unique_ptr<archive, int (*)(archive*)>;
using Entry = std::unique_ptr<archive_entry, void (*)(archive_entry*)>;

constexpr size_t kChunk = 1 << 20;

struct Source {
  std::string name;  // in the archive
  fs::path path;
};

absl::Status Failed(archive* of, absl::string_view what) {
  const char* text = archive_error_string(of);
  return absl::InternalError(absl::StrCat(what, ": ", text == nullptr ? "unknown error" : text));
}

absl::Status SetFormat(archive* out, const std::string& type, const std::string& compression, const std::string& level) {
  if (type == "zip") {
    archive_write_set_format_zip(out);
  } else if (type == "7z") {
    archive_write_set_format_7zip(out);
    if (level == "none") archive_write_set_format_option(out, "7zip", "compression", "store");
  } else if (type == "tar") {
    archive_write_set_format_pax_restricted(out);
    if (compression == "gz") {
      archive_write_add_filter_gzip(out);
    } else if (compression == "bz2") {
      archive_write_add_filter_bzip2(out);
    } else if (compression == "xz") {
      archive_write_add_filter_xz(out);
    } else if (compression != "none") {
      return absl::InvalidArgumentError(
          absl::StrCat("tarCompression: expected gz, bz2, xz or none, got '", compression, "'"));
    }
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("archiveType: expected zip, 7z or tar, got '", type, type == "wim" ? "', which is Windows' own" : "'"));
  }
  return absl::OkStatus();
}

absl::Status AddData(archive* out, const fs::path& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path.string()));
  const auto buffer = std::make_unique<char[]>(kChunk);
  for (;;) {
    const ssize_t size = ::read(file.get(), buffer.get(), kChunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path.string()));
    if (size == 0) return absl::OkStatus();
    if (archive_write_data(out, buffer.get(), static_cast<size_t>(size)) < 0) {
      return Failed(out, absl::StrCat("cannot pack ", path.string()));
    }
  }
}

// `links`: stored as links; else what they point to is.
absl::Status AddOne(archive* out, const Source& source, bool links) {
  struct stat info;
  const int looked = links ? ::lstat(source.path.c_str(), &info) : ::stat(source.path.c_str(), &info);
  if (looked != 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot look at ", source.path.string()));
  if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode) && !S_ISLNK(info.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(source.path.string(), " is neither a file, a folder nor a link"));
  }
  const Entry entry(archive_entry_new(), archive_entry_free);
  archive_entry_copy_stat(entry.get(), &info);
  archive_entry_set_pathname(entry.get(), absl::StrCat(source.name, S_ISDIR(info.st_mode) ? "/" : "").c_str());
  // Who packed it says nothing where it is unpacked.
  archive_entry_set_uid(entry.get(), 0);
  archive_entry_set_gid(entry.get(), 0);
  std::error_code error;
  if (S_ISLNK(info.st_mode)) {
    archive_entry_set_symlink(entry.get(), fs::read_symlink(source.path, error).c_str());
    archive_entry_set_size(entry.get(), 0);
  }
  if (archive_write_header(out, entry.get()) < ARCHIVE_WARN) {
    return Failed(out, absl::StrCat("cannot pack ", source.path.string()));
  }
  return S_ISREG(info.st_mode) ? AddData(out, source.path) : absl::OkStatus();
}

// What the archive that is there holds and is not to be replaced.
absl::Status KeepOld(const std::string& path, const std::set<std::string>& replaced, archive* out) {
  const Archive in(archive_read_new(), archive_read_free);
  archive_read_support_filter_all(in.get());
  archive_read_support_format_all(in.get());
  if (archive_read_open_filename(in.get(), path.c_str(), kChunk) != ARCHIVE_OK) {
    return Failed(in.get(), absl::StrCat("the archive that is there cannot be read: ", path));
  }
  const auto buffer = std::make_unique<char[]>(kChunk);
  for (;;) {
    archive_entry* entry;
    const int next = archive_read_next_header(in.get(), &entry);
    if (next == ARCHIVE_EOF) return absl::OkStatus();
    if (next < ARCHIVE_WARN) return Failed(in.get(), absl::StrCat("the archive that is there is damaged: ", path));
    if (replaced.count(std::string(absl::StripSuffix(archive_entry_pathname(entry), "/"))) != 0) continue;
    if (archive_write_header(out, entry) < ARCHIVE_WARN) return Failed(out, absl::StrCat("cannot write ", path));
    for (la_ssize_t size; (size = archive_read_data(in.get(), buffer.get(), kChunk)) != 0;) {
      if (size < 0) return Failed(in.get(), absl::StrCat("the archive that is there is damaged: ", path));
      if (archive_write_data(out, buffer.get(), static_cast<size_t>(size)) < 0) {
        return Failed(out, absl::StrCat("cannot write ", path));
      }
    }
  }
}

absl::Status Pack(const NativeTaskContext& context, const std::vector<Source>& sources, const std::string& place,
                  const std::string& fresh, bool keep) {
  const std::string type = absl::AsciiStrToLower(context.input("archiveType"));
  const Archive out(archive_write_new(), archive_write_free);
  SLIPWAY_RETURN_IF_ERROR(SetFormat(out.get(), type, absl::AsciiStrToLower(context.input("tarCompression")),
                                    absl::AsciiStrToLower(context.input("sevenZipCompression"))));
  if (archive_write_open_filename(out.get(), fresh.c_str()) != ARCHIVE_OK) {
    return Failed(out.get(), absl::StrCat("cannot write ", place));
  }
  if (keep) {
    std::set<std::string> replaced;
    for (const Source& source : sources) replaced.insert(source.name);
    SLIPWAY_RETURN_IF_ERROR(KeepOld(place, replaced, out.get()));
  }
  const bool quiet = InputIsTrue(context, "quiet");
  for (const Source& source : sources) {
    if (!quiet) PrintLine(context, absl::StrCat("  adding: ", source.name));
    SLIPWAY_RETURN_IF_ERROR(AddOne(out.get(), source, /*links=*/type == "tar"));
  }
  if (archive_write_close(out.get()) != ARCHIVE_OK) return Failed(out.get(), absl::StrCat("cannot write ", place));
  return absl::OkStatus();
}

}  // namespace

void RunArchiveFiles(const NativeTaskContext& context) {
  for (const char* name : {"rootFolderOrFile", "archiveFile"}) {
    if (context.input(name).empty()) return PrintFailed(context, absl::StrCat("Input required: ", name));
  }
  std::error_code error;
  fs::path root = fs::absolute(context.input("rootFolderOrFile")).lexically_normal();
  if (!root.has_filename() && root != root.root_path()) root = root.parent_path();
  const std::string place = fs::absolute(context.input("archiveFile")).lexically_normal().string();
  if (!fs::exists(root, error)) return PrintFailed(context, absl::StrCat("Not found rootFolderOrFile: ", root.string()));
  if (fs::is_directory(place, error)) return PrintFailed(context, absl::StrCat("archiveFile is a folder: ", place));
  const std::string fresh = absl::StrCat(place, ".slipway-", ::getpid());
  std::vector<Source> sources;
  if (fs::is_directory(root, error)) {
    const bool with_root = InputIsTrue(context, "includeRootFolder");
    const std::string prefix = with_root ? root.filename().string() : "";
    if (with_root) sources.push_back({prefix, root});
    const bool tar = absl::EqualsIgnoreCase(context.input("archiveType"), "tar");
    std::string problem;
    for (const NativeEntry& entry : ListBelow(root, tar ? Links::kStay : Links::kFollow, &problem)) {
      const fs::path path = root / entry.path;
      // The archive itself may be in there.
      if (path == place) continue;
      sources.push_back({prefix.empty() ? entry.path : absl::StrCat(prefix, "/", entry.path), path});
    }
    if (!problem.empty()) return PrintFailed(context, absl::StrCat("cannot be read: ", problem));
  } else {
    sources.push_back({root.filename().string(), root});
  }
  fs::create_directories(fs::path(place).parent_path(), error);
  const bool there = fs::exists(place, error);
  const bool replace = InputIsTrue(context, "replaceExistingArchive");
  PrintLine(context, absl::StrCat(there && !replace ? "Adding to archive: " : "Creating archive: ", place));
  absl::Status packed = Pack(context, sources, place, fresh, there && !replace);
  // Under its own name only when it is whole.
  if (packed.ok() && ::rename(fresh.c_str(), place.c_str()) != 0) {
    packed = absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", place));
  }
  if (packed.ok()) return;
  ::unlink(fresh.c_str());
  PrintFailed(context, packed.message());
}

}  // namespace slipway
