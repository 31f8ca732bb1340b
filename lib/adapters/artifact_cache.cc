#include "adapters/artifact_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "adapters/artifact_manifest.h"
#include "adapters/digest.h"
#include "adapters/file_copy.h"
#include "adapters/unpacker.h"
#include "base/status_macros.h"
#include "runner/files.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

// Of one artifact, unpacked: what is larger is not meant to be deployed.
constexpr UnpackLimits kLimits = {int64_t{1} << 40, int64_t{1} << 40, 5000000};
// What came differs from what was announced: once more from the beginning, then it is given up.
constexpr int kDigestTries = 2;

// Waits until it has it; the process that waits may be killed.
absl::StatusOr<UniqueFd> Lock(const std::string& path, int how) {
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", path));
  while (::flock(file.get(), how) != 0) {
    if (errno == EWOULDBLOCK) return absl::UnavailableError("it is locked");
    if (errno != EINTR) return absl::ErrnoToStatus(errno, absl::StrCat("cannot lock ", path));
  }
  return file;
}

void RemoveFile(const std::string& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

std::string Joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : name.empty() ? folder : absl::StrCat(folder, "/", name);
}

std::string Name(const ArtifactItem& item) {
  if (!item.path.empty()) return item.path;
  const size_t end = std::min(item.locator.find('?'), item.locator.size());
  const std::string path = item.locator.substr(0, end);
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

ItemFilter::ItemFilter(const std::vector<std::string>& patterns) : globs_(patterns) {
  for (const std::string& pattern : patterns) folders_.push_back(absl::StrCat(absl::StripSuffix(pattern, "/"), "/"));
}

bool ItemFilter::Wants(const std::string& path) const {
  if (globs_.empty()) return true;
  const GlobList::Verdict verdict = globs_.Match("/artifact", path);
  if (verdict != GlobList::Verdict::kNoMatch) return verdict == GlobList::Verdict::kIncluded;
  return std::any_of(folders_.begin(), folders_.end(),
                     [&](const std::string& folder) { return absl::StartsWith(path, folder); });
}

std::string ArtifactCache::ObjectPath(const std::string& sha256) const {
  return absl::StrCat(root_, "/objects/", sha256.substr(0, 2), "/", sha256.substr(2));
}

bool ArtifactCache::Has(const CachedFile& file) const {
  if (!file.link.empty()) return true;
  struct stat info;
  return file.sha256.size() == 64 && ::stat(ObjectPath(file.sha256).c_str(), &info) == 0 && info.st_size == file.size;
}

absl::StatusOr<CachedFile> ArtifactCache::Take(const std::string& path, bool executable) {
  SLIPWAY_ASSIGN_OR_RETURN(const FileDigests digests, DigestFile(path, ""));
  CachedFile file;
  file.sha256 = digests.sha256;
  file.size = digests.size;
  file.executable = executable;
  if (Has(file)) {
    RemoveFile(path);
    return file;
  }
  const std::string object = ObjectPath(file.sha256);
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(object.substr(0, object.rfind('/')), 0700));
  {
    // Whole on the disk before it has a name that says what it is.
    const UniqueFd written(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!written.valid() || ::fchmod(written.get(), 0400) != 0 || ::fdatasync(written.get()) != 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot keep ", path));
    }
  }
  if (::rename(path.c_str(), object.c_str()) != 0)
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot keep ", path));
  return file;
}

absl::StatusOr<std::vector<CachedFile>> ArtifactCache::TakeFolder(const std::string& folder,
                                                                  const std::string& prefix) {
  std::vector<CachedFile> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().string();
    const std::string name = Joined(prefix, path.substr(folder.size() + 1));
    std::error_code problem;
    const fs::file_status status = at->symlink_status(problem);
    if (fs::is_symlink(status)) {
      CachedFile& link = files.emplace_back();
      link.path = name;
      link.link = fs::read_symlink(at->path(), problem).string();
    } else if (fs::is_regular_file(status)) {
      const bool executable = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
      SLIPWAY_ASSIGN_OR_RETURN(CachedFile file, Take(path, executable));
      file.path = name;
      files.push_back(std::move(file));
    } else if (!fs::is_directory(status)) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", Unpacker::Shown(name), "' is neither a file, a folder nor a link"));
    }
  }
  if (error) return absl::InternalError(absl::StrCat("cannot read ", folder, ": ", error.message()));
  return files;
}

absl::StatusOr<std::vector<CachedFile>> ArtifactCache::Download(const std::string& key, const ArtifactItem& item,
                                                                ArtifactSource* source, const FetchOptions& options) {
  const std::string partial =
      absl::StrCat(root_, "/partial/",
                   Sha256Of(absl::StrCat(key, "\n", item.path, "\n", item.locator, "\n", item.stamp)).substr(0, 40));
  const std::string folder = absl::StrCat(partial, ".d");
  if (item.form == ArtifactItem::Form::kFolder) {
    RemoveTree(folder);
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
    SLIPWAY_RETURN_IF_ERROR(source->Fetch(item, folder, options));
    absl::StatusOr<std::vector<CachedFile>> files = TakeFolder(folder, item.path);
    RemoveTree(folder);
    return files;
  }
  const auto forget = [&] {
    RemoveFile(partial);
    RemoveFile(absl::StrCat(partial, ".etag"));
  };
  for (int attempt = 1;; ++attempt) {
    SLIPWAY_RETURN_IF_ERROR(source->Fetch(item, partial, options));
    SLIPWAY_ASSIGN_OR_RETURN(const FileDigests digests, DigestFile(partial, item.digest));
    absl::Status whole;
    if (item.size >= 0 && digests.size != item.size) {
      whole =
          absl::DataLossError(absl::StrCat("it has ", digests.size, " bytes, not ", item.size, " as its source says"));
    } else if (!item.digest.empty() && digests.other != item.digest) {
      whole = absl::DataLossError(
          absl::StrCat("its checksum is ", digests.other, ", not ", item.digest, " as its source says"));
    }
    if (whole.ok()) break;
    forget();
    if (attempt >= kDigestTries) return whole;
  }
  std::vector<CachedFile> files;
  if (item.form == ArtifactItem::Form::kFile) {
    SLIPWAY_ASSIGN_OR_RETURN(CachedFile file, Take(partial, item.executable));
    file.path = item.path;
    files.push_back(std::move(file));
  } else {
    RemoveTree(folder);
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
    Unpacker unpacker(folder, kLimits, "the artifact's folder");
    SLIPWAY_RETURN_IF_ERROR(unpacker.Open());
    absl::Status unpacked = UnpackArchive(
        partial, item.form == ArtifactItem::Form::kZip ? ArchiveKind::kZip : ArchiveKind::kTar, item.strip, &unpacker);
    if (unpacked.ok()) unpacked = unpacker.MakeLinks();
    absl::StatusOr<std::vector<CachedFile>> taken;
    if (unpacked.ok()) {
      taken = TakeFolder(folder, item.path);
    } else {
      taken = unpacked;
    }
    RemoveTree(folder);
    if (!taken.ok()) {
      forget();
      return taken.status();
    }
    files = *std::move(taken);
  }
  forget();
  return files;
}

absl::StatusOr<ArtifactCache::Provided> ArtifactCache::Provide(const Request& request, ArtifactSourceFactory* sources) {
  for (const char* folder : {"objects", "manifests", "partial"}) {
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(absl::StrCat(root_, "/", folder), 0700));
  }
  Provided provided;
  SLIPWAY_ASSIGN_OR_RETURN(provided.use, Lock(absl::StrCat(root_, "/lock"), LOCK_SH));
  const std::string key = ArtifactKey(*request.origin, *request.version);
  const std::string manifest_path = absl::StrCat(root_, "/manifests/", key);
  absl::StatusOr<UniqueFd> lock = Lock(absl::StrCat(manifest_path, ".lock"), LOCK_EX | LOCK_NB);
  if (absl::IsUnavailable(lock.status())) {
    request.print("Another job is downloading the same version; waiting for it.");
    lock = Lock(absl::StrCat(manifest_path, ".lock"), LOCK_EX);
  }
  SLIPWAY_RETURN_IF_ERROR(lock.status());
  ArtifactManifest manifest(manifest_path);
  manifest.Load();

  std::unique_ptr<ArtifactSource> source;
  const auto ask = [&]() -> absl::Status {
    if (source != nullptr) return absl::OkStatus();
    SLIPWAY_ASSIGN_OR_RETURN(source, sources->Make(*request.origin));
    provided.asked_source = true;
    return absl::OkStatus();
  };
  // In a folder files can be replaced under the same version; looking costs nothing there.
  if (!manifest.items() || request.origin->kind == "folder") {
    SLIPWAY_RETURN_IF_ERROR(ask());
    SLIPWAY_ASSIGN_OR_RETURN(std::vector<ArtifactItem> items, source->ListItems(*request.version));
    SLIPWAY_RETURN_IF_ERROR(manifest.SetItems(std::move(items)));
  }
  const std::vector<ArtifactItem>& items = *manifest.items();

  const ItemFilter wanted(request.items);
  std::vector<const ArtifactItem*> missing;
  int64_t total = 0;
  bool total_known = true;
  for (const ArtifactItem& item : items) {
    // What is in an archive shows when it is unpacked.
    if (item.form == ArtifactItem::Form::kFile && !wanted.Wants(item.path)) continue;
    const std::vector<CachedFile>* files = manifest.FilesOf(item);
    if (files != nullptr &&
        std::all_of(files->begin(), files->end(), [this](const CachedFile& file) { return Has(file); }))
      continue;
    missing.push_back(&item);
    if (item.size < 0) total_known = false;
    total += std::max<int64_t>(0, item.size);
  }
  if (!missing.empty()) SLIPWAY_RETURN_IF_ERROR(ask());

  absl::Mutex mutex;
  absl::Status failed;
  size_t next = 0;
  int64_t done = 0;
  const bool each = missing.size() <= 200;
  const auto work = [&] {
    for (;;) {
      const ArtifactItem* item;
      {
        absl::MutexLock guard(&mutex);
        if (!failed.ok() || next >= missing.size()) return;
        item = missing[next++];
      }
      FetchOptions options;
      options.progress = [&](int64_t bytes) {
        absl::MutexLock guard(&mutex);
        done += bytes;
        provided.downloaded_bytes += bytes;
        if (request.progress) request.progress(done, total_known ? total : 0);
      };
      absl::StatusOr<std::vector<CachedFile>> files = Download(key, *item, source.get(), options);
      absl::MutexLock guard(&mutex);
      if (!files.ok()) {
        if (failed.ok()) {
          failed = absl::Status(files.status().code(),
                                absl::StrCat("'", Unpacker::Shown(Name(*item)), "': ", files.status().message()));
        }
        return;
      }
      int64_t bytes = 0;
      for (const CachedFile& file : *files) bytes += file.size;
      ++provided.downloaded;
      if (each) {
        request.print(absl::StrCat("Downloaded ", Unpacker::Shown(Name(*item)), " (", bytes, " bytes",
                                   files->size() == 1 ? "" : absl::StrCat(", ", files->size(), " files"), ")"));
      } else if (provided.downloaded % 1000 == 0) {
        request.print(absl::StrCat("Downloaded ", provided.downloaded, " of ", missing.size(), " files"));
      }
      const absl::Status kept = manifest.SetFiles(*item, *std::move(files));
      if (!kept.ok() && failed.ok()) failed = kept;
    }
  };
  std::vector<std::thread> threads;
  const size_t count = std::min<size_t>(missing.size(), static_cast<size_t>(std::clamp(request.parallel, 1, 64)));
  for (size_t i = 1; i < count; ++i) threads.emplace_back(work);
  if (count > 0) work();
  for (std::thread& thread : threads) thread.join();
  SLIPWAY_RETURN_IF_ERROR(failed);

  std::set<std::string> seen;
  for (const ArtifactItem& item : items) {
    const std::vector<CachedFile>* files = manifest.FilesOf(item);
    if (files == nullptr) continue;
    for (const CachedFile& file : *files) {
      if (wanted.Wants(file.path) && seen.insert(file.path).second) provided.files.push_back(file);
    }
  }
  std::sort(provided.files.begin(), provided.files.end(),
            [](const CachedFile& a, const CachedFile& b) { return a.path < b.path; });
  manifest.Touch();
  return provided;
}

absl::Status ArtifactCache::Place(const std::vector<CachedFile>& files, const std::string& folder, bool clean) const {
  if (clean) RemoveTree(folder);
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder, 0755));
  Unpacker unpacker(folder, kLimits, "the artifact's folder");
  SLIPWAY_RETURN_IF_ERROR(unpacker.Open());
  for (const CachedFile& file : files) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string path, unpacker.Check(file.path));
    if (!clean) SLIPWAY_RETURN_IF_ERROR(unpacker.Remove(path));
    if (!file.link.empty()) {
      unpacker.Link(path, file.link);
      continue;
    }
    SLIPWAY_ASSIGN_OR_RETURN(const UniqueFd to, unpacker.CreateFile(path, file.executable));
    const UniqueFd object(::open(ObjectPath(file.sha256).c_str(), O_RDONLY | O_CLOEXEC));
    if (!object.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", ObjectPath(file.sha256)));
    const absl::Status copied = CopyContent(object.get(), to.get());
    if (!copied.ok())
      return absl::Status(copied.code(), absl::StrCat("'", Unpacker::Shown(path), "': ", copied.message()));
  }
  return unpacker.MakeLinks();
}

absl::Status ArtifactCache::Trim(int64_t max_bytes) {
  if (max_bytes < 0) return absl::OkStatus();
  int64_t bytes = 0;
  std::vector<fs::path> objects;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(absl::StrCat(root_, "/objects"), error)) {
    std::error_code ignored;
    if (!entry.is_regular_file(ignored)) continue;
    bytes += static_cast<int64_t>(entry.file_size(ignored));
    objects.push_back(entry.path());
  }
  if (bytes <= max_bytes) return absl::OkStatus();
  const absl::StatusOr<UniqueFd> lock = Lock(absl::StrCat(root_, "/lock"), LOCK_EX | LOCK_NB);
  if (!lock.ok()) return absl::OkStatus();

  std::vector<std::pair<fs::file_time_type, std::string>> manifests;
  for (const auto& entry : fs::directory_iterator(absl::StrCat(root_, "/manifests"), error)) {
    std::error_code ignored;
    if (entry.path().extension() == ".lock") continue;
    manifests.emplace_back(entry.last_write_time(ignored), entry.path().string());
  }
  // Newest first: they are kept as long as there is room.
  std::sort(manifests.rbegin(), manifests.rend());
  std::set<std::string> kept;
  int64_t kept_bytes = 0;
  for (const auto& [used, path] : manifests) {
    ArtifactManifest manifest(path);
    manifest.Load();
    std::set<std::string> more;
    int64_t more_bytes = 0;
    for (const std::string& object : manifest.Objects()) {
      std::error_code ignored;
      if (kept.contains(object) || !more.insert(object).second) continue;
      const auto size = fs::file_size(ObjectPath(object), ignored);
      if (!ignored) more_bytes += static_cast<int64_t>(size);
    }
    if (kept_bytes + more_bytes > max_bytes) {
      RemoveFile(path);
      RemoveFile(absl::StrCat(path, ".lock"));
      continue;
    }
    kept_bytes += more_bytes;
    kept.insert(more.begin(), more.end());
  }
  for (const fs::path& object : objects) {
    const std::string name = absl::StrCat(object.parent_path().filename().string(), object.filename().string());
    if (!kept.contains(name)) RemoveFile(object.string());
  }
  RemoveTree(absl::StrCat(root_, "/partial"));
  return absl::OkStatus();
}

}  // namespace slipway
