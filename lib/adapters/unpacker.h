// Writes what strangers packed below one folder and nowhere else: tasks, artifacts.
#ifndef SLIPWAY_ADAPTERS_UNPACKER_H_
#define SLIPWAY_ADAPTERS_UNPACKER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runner/unique_fd.h"

namespace slipway {

struct UnpackLimits {
  int64_t max_bytes = int64_t{1} << 30;  // of all files, unpacked
  int64_t max_file_bytes = int64_t{512} << 20;
  int32_t max_entries = 100000;  // files, links and folders
};

// Every folder on the way to a name is opened without following links. Errors are INVALID_ARGUMENT for what the names
// are to blame for, RESOURCE_EXHAUSTED for the limits. Not thread-safe.
class Unpacker {
 public:
  // `what` names the folder in messages: "the task's folder".
  Unpacker(std::string target, UnpackLimits limits, std::string what)
      : target_(std::move(target)), limits_(limits), what_(std::move(what)) {}

  absl::Status Open();

  // The name as it is used: relative, `/` between folders. Empty for the top folder itself. Refused: absolute names,
  // `..`, names that are too long. Counts an entry.
  absl::StatusOr<std::string> Check(absl::string_view name);

  // Of checked names:
  absl::Status Folder(const std::string& path) { return OpenFolder(path).status(); }
  // The file or link of this name, if there is one.
  absl::Status Remove(const std::string& path);
  absl::StatusOr<UniqueFd> CreateFile(const std::string& path, bool executable);
  absl::Status Write(int fd, const std::string& path, absl::string_view bytes);
  // Links are made last, so that no name can pass through one.
  void Link(std::string path, std::string to) { links_.emplace_back(std::move(path), std::move(to)); }
  // Refused: absolute ones, and those that lead outside or nowhere.
  absl::Status MakeLinks();

  // A name as messages may show it.
  static std::string Shown(absl::string_view path);

 private:
  absl::Status Outside(absl::string_view name) const;
  absl::Status LinkOutside(absl::string_view path) const;
  // Of the last folder again: names come folder by folder.
  absl::StatusOr<int> OpenFolder(const std::string& path);

  const std::string target_;
  const UnpackLimits limits_;
  const std::string what_;
  UniqueFd root_;
  UniqueFd folder_;  // the one that was opened last
  std::string folder_path_;
  int32_t entries_ = 0;
  int64_t bytes_ = 0;
  int64_t file_bytes_ = 0;
  std::vector<std::pair<std::string, std::string>> links_;
};

enum class ArchiveKind {
  kZip,
  kTar,  // plain, or compressed with gzip, bzip2, xz or zstd
};

// Everything in the archive, without the first `strip` folders of each name; names that have no more than those are
// left out. MakeLinks is for the caller to call. INVALID_ARGUMENT: damaged, hard links, devices and the like.
absl::Status UnpackArchive(const std::string& source, ArchiveKind kind, int strip, Unpacker* unpacker);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_UNPACKER_H_
