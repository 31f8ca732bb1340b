// ExtractFiles, version 1.
#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/archive_tasks.h"
#include "base/status_macros.h"
#include "runner/find_files.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

using Reader = std::unique_ptr<archive, int (*)(archive*)>;

absl::Status ArchiveError(archive* of, absl::string_view what) {
  const char* text = archive_error_string(of);
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", text == nullptr ? "it is damaged" : text));
}

// `name` below the folder, without `.` and empty parts. INVALID_ARGUMENT: it leads outside.
absl::StatusOr<std::string> Inside(absl::string_view name) {
  // Zips that were made on Windows separate folders by backslashes.
  const std::string slashes = absl::StrReplaceAll(name, {{"\\", "/"}});
  const bool drive = slashes.size() > 1 && slashes[1] == ':' && absl::ascii_isalpha(static_cast<unsigned char>(slashes[0]));
  std::string path;
  bool outside = absl::StartsWith(slashes, "/") || drive;
  for (absl::string_view part : absl::StrSplit(slashes, '/', absl::SkipEmpty())) {
    if (part == ".") continue;
    outside = outside || part == "..";
    absl::StrAppend(&path, path.empty() ? "" : "/", part);
  }
  if (!outside) return path;
  return absl::InvalidArgumentError(
      absl::StrCat("the entry '", name.substr(0, 200), "' leads outside of the destination folder; nothing more is extracted"));
}

// Whether a link at `name` that says `to` stays inside.
bool LinkStays(const std::string& name, absl::string_view to) {
  if (to.empty() || to[0] == '/') return false;
  int depth = 0;
  for (absl::string_view part : absl::StrSplit(fs::path(name).parent_path().string(), '/', absl::SkipEmpty())) {
    depth += part != ".";
  }
  for (absl::string_view part : absl::StrSplit(to, '/', absl::SkipEmpty())) {
    if (part == ".") continue;
    depth += part == ".." ? -1 : 1;
    if (depth < 0) return false;
  }
  return true;
}

// A folder of the way that is a link would take the entry elsewhere.
absl::Status CheckWay(const std::string& folder, const std::string& name) {
  std::string path = folder;
  const std::vector<std::string> parts = absl::StrSplit(name, '/', absl::SkipEmpty());
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    absl::StrAppend(&path, "/", parts[i]);
    struct stat info;
    if (::lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode)) {
      return absl::InvalidArgumentError(absl::StrCat("the entry '", name, "' passes through the link ", path,
                                                     "; nothing more is extracted"));
    }
  }
  return absl::OkStatus();
}

absl::Status CopyData(archive* from, archive* to, const std::string& name) {
  const void* data;
  size_t size;
  la_int64_t offset;
  for (;;) {
    const int block = archive_read_data_block(from, &data, &size, &offset);
    if (block == ARCHIVE_EOF) return absl::OkStatus();
    if (block < ARCHIVE_WARN) return ArchiveError(from, absl::StrCat("'", name, "' cannot be unpacked"));
    if (archive_write_data_block(to, data, size, offset) < ARCHIVE_WARN) {
      return absl::InternalError(absl::StrCat("cannot write '", name, "': ", archive_error_string(to)));
    }
  }
}

// Only names that say so hold a single compressed file: anything at all could be read as such.
bool IsSingle(const std::string& path) {
  for (const char* end : {".gz", ".bz2", ".xz", ".zst", ".lzma"}) {
    if (absl::EndsWithIgnoreCase(path, end)) return !absl::StrContains(fs::path(path).stem().string(), ".tar");
  }
  return false;
}

}  // namespace

absl::Status ExtractArchive(const std::string& path, const std::string& destination, bool overwrite, int* files) {
  // Links above the destination are nobody's attack, and must not be taken for one (or be unlinked).
  std::error_code resolved;
  const std::string folder = fs::canonical(destination, resolved).string();
  if (resolved) return absl::NotFoundError(absl::StrCat("there is no folder ", destination));
  const Reader from(archive_read_new(), archive_read_free);
  archive_read_support_filter_all(from.get());
  archive_read_support_format_all(from.get());
  if (IsSingle(path)) archive_read_support_format_raw(from.get());
  if (archive_read_open_filename(from.get(), path.c_str(), 1 << 20) != ARCHIVE_OK) {
    return ArchiveError(from.get(), absl::StrCat(path, " cannot be read as an archive"));
  }
  const Reader to(archive_write_disk_new(), archive_write_free);
  archive_write_disk_set_options(to.get(), ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_SECURE_SYMLINKS |
                                               ARCHIVE_EXTRACT_SECURE_NODOTDOT | ARCHIVE_EXTRACT_UNLINK);
  for (;;) {
    archive_entry* entry;
    const int next = archive_read_next_header(from.get(), &entry);
    if (next == ARCHIVE_EOF) break;
    if (next < ARCHIVE_WARN) return ArchiveError(from.get(), absl::StrCat(path, " is damaged"));
    const char* given = archive_entry_pathname(entry);
    if (given == nullptr) return absl::InvalidArgumentError(absl::StrCat(path, " holds an entry whose name cannot be read"));
    std::string shown = given;
    if (archive_format(from.get()) == ARCHIVE_FORMAT_RAW) shown = fs::path(path).stem().string();
    SLIPWAY_ASSIGN_OR_RETURN(const std::string name, Inside(shown));
    if (name.empty()) continue;
    const std::string place = absl::StrCat(folder, "/", name);
    const auto type = archive_entry_filetype(entry);
    const char* hard = archive_entry_hardlink(entry);
    if (hard == nullptr && type != AE_IFREG && type != AE_IFDIR && type != AE_IFLNK) {
      return absl::InvalidArgumentError(absl::StrCat("the entry '", name, "' is neither a file, a folder nor a link"));
    }
    SLIPWAY_RETURN_IF_ERROR(CheckWay(folder, name));
    if (hard != nullptr) {
      SLIPWAY_ASSIGN_OR_RETURN(const std::string other, Inside(hard));
      SLIPWAY_RETURN_IF_ERROR(CheckWay(folder, other));
      archive_entry_set_hardlink(entry, absl::StrCat(folder, "/", other).c_str());
    } else if (type == AE_IFLNK) {
      const char* target = archive_entry_symlink(entry);
      if (!LinkStays(name, target == nullptr ? "" : target)) {
        return absl::InvalidArgumentError(absl::StrCat("the link '", name, "' leads outside of the destination folder, to '",
                                                       target == nullptr ? "" : target, "'; nothing more is extracted"));
      }
    }
    struct stat info;
    const bool there = ::lstat(place.c_str(), &info) == 0;
    if (there && type != AE_IFDIR && S_ISDIR(info.st_mode)) {
      return absl::AlreadyExistsError(absl::StrCat("a folder is in the way: ", place));
    }
    if (there && type != AE_IFDIR && !overwrite) {
      return absl::AlreadyExistsError(
          absl::StrCat(place, " exists already; set overwriteExistingFiles, or cleanDestinationFolder"));
    }
    if (there && type == AE_IFDIR && S_ISDIR(info.st_mode)) continue;
    archive_entry_set_pathname(entry, place.c_str());
    // Neither set-user-ID nor a mode that keeps the next task out.
    archive_entry_set_perm(entry, (archive_entry_perm(entry) & 0777) | (type == AE_IFDIR ? 0700 : 0600));
    if (archive_write_header(to.get(), entry) < ARCHIVE_WARN) {
      return absl::InternalError(absl::StrCat("cannot create ", place, ": ", archive_error_string(to.get())));
    }
    if (hard == nullptr && type == AE_IFREG) SLIPWAY_RETURN_IF_ERROR(CopyData(from.get(), to.get(), name));
    if (archive_write_finish_entry(to.get()) < ARCHIVE_WARN) {
      return absl::InternalError(absl::StrCat("cannot write ", place, ": ", archive_error_string(to.get())));
    }
    *files += type != AE_IFDIR;
  }
  if (archive_write_close(to.get()) < ARCHIVE_WARN) {
    return absl::InternalError(absl::StrCat("cannot write below ", folder, ": ", archive_error_string(to.get())));
  }
  return absl::OkStatus();
}

void RunExtractFiles(const NativeTaskContext& context, const std::string& work_folder) {
  for (const char* name : {"archiveFilePatterns", "destinationFolder"}) {
    if (context.input(name).empty()) return PrintFailed(context, absl::StrCat("Input required: ", name));
  }
  std::error_code error;
  const std::string folder = fs::absolute(context.input("destinationFolder")).lexically_normal().string();
  std::string problem;
  const std::vector<std::string> archives = FindFiles(work_folder, context.input("archiveFilePatterns"), &problem);
  if (!problem.empty()) PrintLine(context, absl::StrCat("cannot be read: ", problem));
  if (archives.empty()) {
    context.print(absl::StrCat("##vso[task.logissue type=warning]No archive matches the patterns below ", work_folder));
    return;
  }
  PrintLine(context, absl::StrCat("Found ", archives.size(), " archives"));
  if (InputIsTrue(context, "cleanDestinationFolder") && fs::exists(folder, error)) {
    const std::string real = fs::canonical(folder, error).string();
    for (const std::string& archive : archives) {
      if (!absl::StartsWith(fs::canonical(archive, error).string(), real == "/" ? real : real + "/")) continue;
      return PrintFailed(context, absl::StrCat("cleanDestinationFolder would delete the archive ", archive,
                                               ", which lies in the destination folder; nothing was extracted"));
    }
    PrintLine(context, absl::StrCat("Cleaning destination folder: ", folder));
    for (const NativeEntry& entry : ListBelow(folder, Links::kStay, &problem)) {
      if (absl::StrContains(entry.path, "/")) continue;
      fs::remove_all(fs::path(folder) / entry.path, error);
      if (error) return PrintFailed(context, absl::StrCat("cannot clean ", folder, ": ", error.message()));
    }
  }
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder, error)) {
    return PrintFailed(context, absl::StrCat("Unable to create the destination folder ", folder));
  }
  for (const std::string& archive : archives) {
    PrintLine(context, absl::StrCat("Extracting file: ", archive));
    int files = 0;
    const absl::Status extracted =
        ExtractArchive(archive, folder, InputIsTrue(context, "overwriteExistingFiles"), &files);
    if (!extracted.ok()) {
      return PrintFailed(context, absl::StrCat("Extraction of ", archive, " failed: ", extracted.message()));
    }
    PrintLine(context, absl::StrCat(files, " files"));
  }
}

}  // namespace slipway
