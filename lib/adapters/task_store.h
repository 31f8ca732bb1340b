// Tasks that were installed: FOLDER/<guid>/<version>/, one folder for each version, with the files as they were given.
//
// A version appears whole or not at all: it is unpacked beside its place, written through to the disk and then renamed.
// What a killed process left half done is removed by the next Open. One store at a time per folder (the engine's lock
// on its database sees to that); within it, thread-safe.
#ifndef SLIPWAY_ADAPTERS_TASK_STORE_H_
#define SLIPWAY_ADAPTERS_TASK_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "adapters/task_manifest.h"
#include "adapters/task_package.h"

namespace slipway {

struct InstalledTask {
  TaskManifest manifest;
  std::string folder;  // absolute
  std::string hash;    // see TaskDigest
  int64_t bytes = 0;
  int32_t files = 0;
  std::string installed_by;
  absl::Time installed_on;
};

class TaskStore {
 public:
  // The file in a version's folder that is ours, not the task's.
  static constexpr char kRecord[] = ".slipway-task.json";
  // Creates `folder` when missing. A version that cannot be read is left out of everything but Remove; what is wrong
  // with it is said when somebody asks for it.
  static absl::StatusOr<std::unique_ptr<TaskStore>> Open(std::string folder, TaskPackageLimits limits = {});

  struct Installed {
    std::shared_ptr<const InstalledTask> task;
    bool was_there = false;  // the very same files
  };
  // Decides whether what is there makes way for other files of the same version, and then calls `swap`.
  using Replace = std::function<absl::Status(const InstalledTask& before, const std::function<absl::Status()>& swap)>;
  // From a folder or zip with task.json at its top or in its only folder. INVALID_ARGUMENT, NOT_FOUND,
  // RESOURCE_EXHAUSTED; ALREADY_EXISTS: other files under this version, and no `replace`. Callers see to it that nobody
  // installs or removes at the same time.
  absl::StatusOr<Installed> Install(const std::string& source, const std::string& actor, absl::Time now,
                                    const Replace& replace = {});

  // By name, newest version first.
  std::vector<std::shared_ptr<const InstalledTask>> List() const;
  // The newest version that the spec accepts. NOT_FOUND.
  absl::StatusOr<std::shared_ptr<const InstalledTask>> Find(absl::string_view task_id,
                                                            absl::string_view version_spec) const;
  // NOT_FOUND. Processes that have files of it open keep them.
  absl::Status Remove(absl::string_view task_id, absl::string_view version);

  // That the files are those of `task.hash`. They are read when this store has not done so yet, or when something about
  // them (size, times, numbers) is not as it was then. DATA_LOSS says what to do.
  absl::Status Verify(const InstalledTask& task) const;

 private:
  using Key = std::pair<std::string, std::string>;  // id, version

  TaskStore(std::string folder, TaskPackageLimits limits) : folder_(std::move(folder)), limits_(limits) {}
  absl::Status Load();
  absl::StatusOr<std::string> Stage();
  std::string PlaceOf(const Key& key) const;
  absl::Status MoveAway(const std::string& place);

  const std::string folder_;
  const TaskPackageLimits limits_;
  mutable absl::Mutex mutex_;
  std::map<Key, std::shared_ptr<const InstalledTask>> tasks_ ABSL_GUARDED_BY(mutex_);
  std::map<Key, std::string> damaged_ ABSL_GUARDED_BY(mutex_);  // why
  mutable std::map<std::string, std::string> verified_ ABSL_GUARDED_BY(mutex_);  // folder and hash -> stamp
  int64_t next_stage_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_STORE_H_
