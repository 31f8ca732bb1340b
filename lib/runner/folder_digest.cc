#include "runner/folder_digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 256 << 10;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using FolderHandle = std::unique_ptr<DIR, CloseFolder>;

absl::StatusOr<FolderHandle> OpenFolder(int at, const std::string& name, const std::string& path) {
  const int fd = ::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open the folder '", path, "'"));
  DIR* folder = ::fdopendir(fd);
  if (folder == nullptr) {
    ::close(fd);
    return absl::InternalError("fdopendir");
  }
  return FolderHandle(folder);
}

struct Found {
  std::string path;  // relative
  struct stat info;
};

absl::Status Walk(int at, const std::string& name, const std::string& prefix, std::vector<Found>* found) {
  SLIPWAY_ASSIGN_OR_RETURN(const FolderHandle folder, OpenFolder(at, name, prefix));
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string child = entry->d_name;
    if (child == "." || child == "..") continue;
    Found one{prefix.empty() ? child : absl::StrCat(prefix, "/", child), {}};
    if (::fstatat(::dirfd(folder.get()), child.c_str(), &one.info, AT_SYMLINK_NOFOLLOW) != 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot look at '", one.path, "'"));
    }
    const bool is_folder = S_ISDIR(one.info.st_mode);
    const std::string path = one.path;
    found->push_back(std::move(one));
    if (is_folder) SLIPWAY_RETURN_IF_ERROR(Walk(::dirfd(folder.get()), child, path, found));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Found>> Files(const std::string& folder) {
  std::vector<Found> found;
  SLIPWAY_RETURN_IF_ERROR(Walk(AT_FDCWD, folder, "", &found));
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.path < b.path; });
  return found;
}

class Hasher {
 public:
  Hasher() { ::crypto_generichash_init(&state_, nullptr, 0, 32); }
  void Add(absl::string_view bytes) {
    ::crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  void AddNumber(uint64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i));
    Add({bytes, 8});
  }
  void AddText(absl::string_view text) {
    AddNumber(text.size());
    Add(text);
  }
  std::string Hex() {
    std::string hash(32, '\0');
    ::crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
    return absl::BytesToHexString(hash);
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

absl::StatusOr<TaskDigest> DigestFolder(const std::string& folder, const std::string& except) {
  if (::sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Found> found, Files(folder));
  TaskDigest digest;
  Hasher hasher;
  hasher.AddText("slipway-task-1");
  const auto buffer = std::make_unique<char[]>(kChunk);
  for (const Found& one : found) {
    if (S_ISDIR(one.info.st_mode) || one.path == except) continue;
    const std::string path = absl::StrCat(folder, "/", one.path);
    if (S_ISLNK(one.info.st_mode)) {
      std::error_code error;
      hasher.Add("l");
      hasher.AddText(one.path);
      hasher.AddText(std::filesystem::read_symlink(path, error).string());
      continue;
    }
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
    hasher.Add((one.info.st_mode & 0111) != 0 ? "x" : "f");
    hasher.AddText(one.path);
    hasher.AddNumber(static_cast<uint64_t>(one.info.st_size));
    int64_t read = 0;
    for (;;) {
      const ssize_t size = ::read(file.get(), buffer.get(), kChunk);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
      if (size == 0) break;
      read += size;
      hasher.Add({buffer.get(), static_cast<size_t>(size)});
    }
    if (read != one.info.st_size) return absl::AbortedError(absl::StrCat(path, " was changed while it was read"));
    digest.bytes += read;
    ++digest.files;
  }
  digest.hash = hasher.Hex();
  return digest;
}

absl::StatusOr<std::string> StampFolder(const std::string& folder) {
  if (::sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Found> found, Files(folder));
  Hasher hasher;
  for (const Found& one : found) {
    hasher.AddText(one.path);
    // A folder's times change with the names in it, which are hashed anyway.
    if (S_ISDIR(one.info.st_mode)) continue;
    for (int64_t number : {static_cast<int64_t>(one.info.st_ino), static_cast<int64_t>(one.info.st_size),
                           static_cast<int64_t>(one.info.st_mode), static_cast<int64_t>(one.info.st_mtim.tv_sec),
                           static_cast<int64_t>(one.info.st_mtim.tv_nsec), static_cast<int64_t>(one.info.st_ctim.tv_sec),
                           static_cast<int64_t>(one.info.st_ctim.tv_nsec)}) {
      hasher.AddNumber(static_cast<uint64_t>(number));
    }
  }
  return hasher.Hex();
}

}  // namespace slipway
