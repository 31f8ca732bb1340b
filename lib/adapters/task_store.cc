#include "adapters/task_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/json_member.h"
#include "model/json_text.h"
#include "model/version_spec.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

// Beside the task's own files: what the store knows of them. Not part of the hash.
constexpr const char* kRecordName = TaskStore::kRecord;
// Folders under these names are nobody's: unpacked, or taken away, by a process that did not come to the end.
constexpr char kStagePrefix[] = ".new-";
constexpr char kTrashPrefix[] = ".old-";

absl::Status Errno(absl::string_view what) { return absl::ErrnoToStatus(errno, what); }

absl::Status SyncFolder(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0) return Errno(absl::StrCat("cannot write ", path, " through to the disk"));
  return absl::OkStatus();
}

// Everything written to the file system of `path`: one call instead of one for each of thousands of files.
absl::Status SyncFileSystem(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::syncfs(fd.get()) != 0) return Errno(absl::StrCat("cannot write ", path, " through to the disk"));
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat info;
  if (!fd.valid() || ::fstat(fd.get(), &info) != 0) return Errno(absl::StrCat("cannot read ", path));
  if (!S_ISREG(info.st_mode)) return absl::InvalidArgumentError(absl::StrCat(path, " is not a file"));
  if (static_cast<size_t>(info.st_size) > limit) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is larger than ", limit, " bytes"));
  }
  std::string text(static_cast<size_t>(info.st_size), '\0');
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t part = ::read(fd.get(), text.data() + size, text.size() - size);
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) return Errno(absl::StrCat("cannot read ", path));
    size += static_cast<size_t>(part);
  }
  return text;
}

// Where task.json lies: at the top, or in the only folder there is (how people zip).
absl::StatusOr<std::string> FindTop(const std::string& folder) {
  struct stat info;
  if (::lstat(absl::StrCat(folder, "/task.json").c_str(), &info) == 0) return folder;
  std::string only;
  int entries = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    ++entries;
    only = entry.path().string();
  }
  if (entries == 1 && ::lstat(absl::StrCat(only, "/task.json").c_str(), &info) == 0) return only;
  return absl::InvalidArgumentError("there is no task.json at its top, nor in its only folder");
}

absl::StatusOr<TaskManifest> ReadManifest(const std::string& folder) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, ReadFile(absl::StrCat(folder, "/task.json"), kMaxManifestBytes));
  absl::StatusOr<TaskManifest> manifest = ParseTaskManifest(text);
  if (!manifest.ok()) {
    return absl::Status(manifest.status().code(), absl::StrCat("task.json: ", manifest.status().message()));
  }
  return manifest;
}

// Targets that run here must be there, and really be inside.
absl::Status CheckTargets(const TaskManifest& manifest, const std::string& folder) {
  std::error_code error;
  const std::string root = fs::canonical(folder, error).string();
  for (const std::vector<TaskHandler>& handlers : manifest.handlers) {
    for (const TaskHandler& handler : handlers) {
      if (handler.kind != HandlerKind::kNode && handler.kind != HandlerKind::kPowerShell3) continue;
      const std::string real = fs::canonical(absl::StrCat(root, "/", handler.target), error).string();
      if (error) {
        return absl::InvalidArgumentError(
            absl::StrCat("task.json: ", handler.key, ".target: there is no file '", handler.target, "' in the task"));
      }
      if (!absl::StartsWith(real, absl::StrCat(root, "/"))) {
        return absl::InvalidArgumentError(
            absl::StrCat("task.json: ", handler.key, ".target: '", handler.target, "' leads outside the task's folder"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status WriteRecord(const InstalledTask& task, const std::string& folder) {
  Json record;
  record["format"] = 1;
  record["hash"] = task.hash;
  record["bytes"] = task.bytes;
  record["files"] = task.files;
  record["installedBy"] = task.installed_by;
  record["installedOn"] = absl::ToUnixMicros(task.installed_on);
  return WriteNewFile(absl::StrCat(folder, "/", kRecordName), WriteJson(record), 0644);
}

absl::StatusOr<std::shared_ptr<const InstalledTask>> ReadTask(const std::string& folder) {
  auto task = std::make_shared<InstalledTask>();
  task->folder = folder;
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, ReadFile(absl::StrCat(folder, "/", kRecordName), 1 << 20));
  SLIPWAY_ASSIGN_OR_RETURN(const Json record, ParseJson(text, Limits()));
  const auto number = [&](const char* key) -> int64_t {
    const Json* member = FindMember(record, key);
    return member != nullptr && member->is_number_integer() ? member->get<int64_t>() : 0;
  };
  const auto string = [&](const char* key) -> std::string {
    const Json* member = FindMember(record, key);
    return member != nullptr && member->is_string() ? member->get<std::string>() : "";
  };
  task->hash = string("hash");
  task->bytes = number("bytes");
  task->files = static_cast<int32_t>(number("files"));
  task->installed_by = string("installedBy");
  task->installed_on = absl::FromUnixMicros(number("installedOn"));
  if (task->hash.size() != 64) return absl::DataLossError(absl::StrCat(kRecordName, " holds no hash"));
  SLIPWAY_ASSIGN_OR_RETURN(task->manifest, ReadManifest(folder));
  return task;
}

absl::Status About(const std::string& source, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("path: ", source, ": ", status.message()));
}

auto VersionOf(const TaskManifest& manifest) {
  return std::make_tuple(manifest.major, manifest.minor, manifest.patch, !manifest.is_test);
}

// Removes its folder unless it was moved to its place.
class StageGuard {
 public:
  explicit StageGuard(std::string folder) : folder_(std::move(folder)) {}
  ~StageGuard() { RemoveTree(folder_); }

 private:
  const std::string folder_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TaskStore>> TaskStore::Open(std::string folder, TaskPackageLimits limits) {
  std::unique_ptr<TaskStore> store(new TaskStore(std::move(folder), limits));
  SLIPWAY_RETURN_IF_ERROR(store->Load());
  return store;
}

absl::Status TaskStore::Load() {
  absl::MutexLock lock(&mutex_);
  std::error_code error;
  if (!fs::is_directory(folder_, error)) return absl::OkStatus();  // made by the first Install
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    const std::string id = it->path().filename().string();
    if (absl::StartsWith(id, kStagePrefix) || absl::StartsWith(id, kTrashPrefix)) {
      RemoveTree(it->path().string());
      continue;
    }
    if (!IsGuid(id)) continue;
    std::error_code inner;
    for (fs::directory_iterator version(it->path(), inner), last; !inner && version != last; version.increment(inner)) {
      const std::string name = version->path().filename().string();
      absl::StatusOr<std::shared_ptr<const InstalledTask>> task = ReadTask(version->path().string());
      if (task.ok() && ((*task)->manifest.id != id || (*task)->manifest.version() != name)) {
        task = absl::DataLossError("its task.json names another task or version");
      }
      if (task.ok()) {
        tasks_[{id, name}] = *std::move(task);
      } else {
        damaged_[{id, name}] = std::string(task.status().message());
      }
    }
  }
  if (error) return absl::FailedPreconditionError(absl::StrCat("cannot read ", folder_, ": ", error.message()));
  return absl::OkStatus();
}

std::string TaskStore::PlaceOf(const Key& key) const { return absl::StrCat(folder_, "/", key.first, "/", key.second); }

absl::StatusOr<std::string> TaskStore::Stage() {
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder_, 0700));
  int64_t number;
  {
    absl::MutexLock lock(&mutex_);
    number = ++next_stage_;
  }
  const std::string stage = absl::StrCat(folder_, "/", kStagePrefix, ::getpid(), "-", number);
  if (::mkdir(stage.c_str(), 0700) != 0) return Errno(absl::StrCat("cannot create ", stage));
  return stage;
}

// Gone from its place at once; its files are removed afterwards.
absl::Status TaskStore::MoveAway(const std::string& place) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string beside, Stage());
  const std::string trash = absl::StrCat(beside, "/gone");
  const StageGuard guard(beside);
  if (::rename(place.c_str(), trash.c_str()) != 0) return Errno(absl::StrCat("cannot take ", place, " away"));
  return SyncFolder(fs::path(place).parent_path().string());
}

absl::StatusOr<TaskStore::Installed> TaskStore::Install(const std::string& source, const std::string& actor,
                                                        absl::Time now, const Replace& replace) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string stage, Stage());
  const StageGuard guard(stage);
  const std::string unpacked = absl::StrCat(stage, "/files");
  if (::mkdir(unpacked.c_str(), 0755) != 0) return Errno(absl::StrCat("cannot create ", unpacked));
  if (const absl::Status status = UnpackTask(source, unpacked, limits_); !status.ok()) return About(source, status);
  absl::StatusOr<std::string> top = FindTop(unpacked);
  if (!top.ok()) return About(source, top.status());
  absl::StatusOr<TaskManifest> manifest = ReadManifest(*top);
  if (!manifest.ok()) return About(source, manifest.status());
  if (const absl::Status status = CheckTargets(*manifest, *top); !status.ok()) return About(source, status);
  // The store's own record, of a folder that was copied out of a store.
  ::unlink(absl::StrCat(*top, "/", kRecordName).c_str());
  SLIPWAY_ASSIGN_OR_RETURN(const TaskDigest digest, DigestFolder(*top, kRecordName));

  auto task = std::make_shared<InstalledTask>();
  task->manifest = *std::move(manifest);
  task->hash = digest.hash;
  task->bytes = digest.bytes;
  task->files = digest.files;
  task->installed_by = actor;
  task->installed_on = now;
  const Key key(task->manifest.id, task->manifest.version());
  task->folder = PlaceOf(key);
  SLIPWAY_RETURN_IF_ERROR(WriteRecord(*task, *top));
  SLIPWAY_RETURN_IF_ERROR(SyncFileSystem(stage));

  // From here on one at a time; Stage and MoveAway take the lock for themselves.
  std::shared_ptr<const InstalledTask> before;
  bool damaged;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = tasks_.find(key);
    if (found != tasks_.end()) before = found->second;
    damaged = damaged_.contains(key);
  }
  if (before != nullptr && before->hash == task->hash && Verify(*before).ok()) return Installed{before, true};
  if (before != nullptr && before->hash != task->hash && !replace) {
    return absl::AlreadyExistsError(
        absl::StrCat("path: ", source, ": task '", task->manifest.name, "' ", key.second,
                     " is installed with other content; raise the version in its task.json, remove the installed one, "
                     "or replace it"));
  }
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(fs::path(task->folder).parent_path().string(), 0755));
  // A version that is replaced changes places with the new one: at no moment there is none.
  const unsigned how = before != nullptr || damaged ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  const auto swap = [&]() -> absl::Status {
    if (::renameat2(AT_FDCWD, top->c_str(), AT_FDCWD, task->folder.c_str(), how) != 0) {
      return Errno(absl::StrCat("cannot create ", task->folder));
    }
    SLIPWAY_RETURN_IF_ERROR(SyncFolder(fs::path(task->folder).parent_path().string()));
    SLIPWAY_RETURN_IF_ERROR(SyncFolder(folder_));
    absl::MutexLock lock(&mutex_);
    damaged_.erase(key);
    tasks_[key] = task;
    return absl::OkStatus();
  };
  // The same files again, where those that were there are damaged, replace nothing that anybody could want.
  const bool other = before != nullptr && before->hash != task->hash;
  SLIPWAY_RETURN_IF_ERROR(other ? replace(*before, swap) : swap());
  return Installed{task, false};
}

std::vector<std::shared_ptr<const InstalledTask>> TaskStore::List() const {
  std::vector<std::shared_ptr<const InstalledTask>> tasks;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [key, task] : tasks_) tasks.push_back(task);
  }
  std::sort(tasks.begin(), tasks.end(), [](const auto& a, const auto& b) {
    if (a->manifest.name != b->manifest.name) return a->manifest.name < b->manifest.name;
    if (a->manifest.id != b->manifest.id) return a->manifest.id < b->manifest.id;
    return VersionOf(a->manifest) > VersionOf(b->manifest);
  });
  return tasks;
}

absl::StatusOr<std::shared_ptr<const InstalledTask>> TaskStore::Find(absl::string_view task_id,
                                                                     absl::string_view version_spec) const {
  SLIPWAY_ASSIGN_OR_RETURN(const VersionSpec spec, VersionSpec::Parse(version_spec));
  const std::string id = absl::AsciiStrToLower(task_id);
  absl::MutexLock lock(&mutex_);
  std::shared_ptr<const InstalledTask> best;
  for (auto it = tasks_.lower_bound({id, ""}); it != tasks_.end() && it->first.first == id; ++it) {
    const TaskManifest& manifest = it->second->manifest;
    if (!spec.Accepts(manifest.major, manifest.minor, manifest.patch, manifest.is_test)) continue;
    if (best == nullptr || VersionOf(manifest) > VersionOf(best->manifest)) best = it->second;
  }
  if (best != nullptr) return best;
  const auto damaged = damaged_.lower_bound({id, ""});
  if (damaged != damaged_.end() && damaged->first.first == id) {
    return absl::NotFoundError(absl::StrCat("task ", id, " ", damaged->first.second, " is installed but damaged (",
                                            damaged->second, "); install it again"));
  }
  return absl::NotFoundError(absl::StrCat("no version of task ", id, " that fits '", version_spec, "' is installed"));
}

absl::Status TaskStore::Remove(absl::string_view task_id, absl::string_view version) {
  const Key key(absl::AsciiStrToLower(task_id), version);
  {
    absl::MutexLock lock(&mutex_);
    if (!tasks_.contains(key) && !damaged_.contains(key)) {
      return absl::NotFoundError(absl::StrCat("task ", key.first, " ", key.second, " is not installed"));
    }
    tasks_.erase(key);
    damaged_.erase(key);
  }
  SLIPWAY_RETURN_IF_ERROR(MoveAway(PlaceOf(key)));
  ::rmdir(fs::path(PlaceOf(key)).parent_path().c_str());  // when it was the last version
  return absl::OkStatus();
}

absl::Status TaskStore::Verify(const InstalledTask& task) const {
  const std::string what = absl::StrCat("task '", task.manifest.name, "' ", task.manifest.version());
  const absl::StatusOr<std::string> stamp = StampFolder(task.folder);
  if (!stamp.ok()) {
    return absl::DataLossError(absl::StrCat(what, " cannot be read (", stamp.status().message(), "); install it again"));
  }
  const std::string key = absl::StrCat(task.folder, " ", task.hash);
  {
    absl::MutexLock lock(&mutex_);
    const auto known = verified_.find(key);
    if (known != verified_.end() && known->second == *stamp) return absl::OkStatus();
  }
  const absl::StatusOr<TaskDigest> digest = DigestFolder(task.folder, kRecordName);
  if (!digest.ok() || digest->hash != task.hash) {
    return absl::DataLossError(absl::StrCat(what, " is not what was installed: its files in ", task.folder,
                                            " have changed; remove it and install it again"));
  }
  absl::MutexLock lock(&mutex_);
  verified_[key] = *stamp;
  return absl::OkStatus();
}

}  // namespace slipway
