#include "adapters/task_views.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "model/version_spec.h"

namespace slipway {

v1::TaskInfo ViewOf(const InstalledTask& task, const InstalledTasks& library) {
  const TaskManifest& manifest = task.manifest;
  v1::TaskInfo view;
  view.set_task_id(manifest.id);
  view.set_name(manifest.name);
  view.set_friendly_name(manifest.friendly_name);
  view.set_version(manifest.version());
  for (v1::TaskStage stage : {v1::TASK_STAGE_PRE_JOB, v1::TASK_STAGE_MAIN, v1::TASK_STAGE_POST_JOB}) {
    if (!manifest.HasStage(stage)) continue;
    view.add_stages(stage);
    for (const TaskHandler& handler : manifest.handlers[stage]) {
      bool known = false;
      for (const std::string& one : view.handlers()) known = known || one == handler.key;
      if (!known) view.add_handlers(handler.key);
    }
  }
  for (const std::string& handler : manifest.server_handlers) view.add_handlers(handler);
  view.set_reason(library.WhyNotRunnable(manifest));
  view.set_runnable(view.reason().empty());
  view.set_hash(task.hash);
  view.set_bytes(task.bytes);
  view.set_files(task.files);
  view.set_installed_on(absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", task.installed_on, absl::UTCTimeZone()));
  view.set_installed_by(task.installed_by);
  return view;
}

v1::TaskInfo ViewOf(const BuiltInTask& task) {
  v1::TaskInfo view;
  view.set_task_id(task.id);
  view.set_name(task.name);
  view.set_friendly_name(task.name);
  view.set_version(absl::StrCat(task.major, ".", task.minor, ".", task.patch));
  view.set_built_in(true);
  view.set_runnable(true);
  view.add_stages(v1::TASK_STAGE_MAIN);
  return view;
}

absl::Status TaskInUse(const InstalledTask& task, int64_t release_id) {
  return absl::FailedPreconditionError(
      absl::StrCat("task '", task.manifest.name, "' ", task.manifest.version(), " is used by release ", release_id,
                   ", which is in progress; let it end, cancel it, or remove the task with force"));
}

absl::StatusOr<std::vector<std::shared_ptr<const InstalledTask>>> TasksToRemove(
    const v1::RemoveTaskRequest& request, const std::vector<std::shared_ptr<const InstalledTask>>& installed) {
  if (request.task_id().empty()) return absl::InvalidArgumentError("taskId: expected the GUID or name of a task");
  SLIPWAY_ASSIGN_OR_RETURN(const VersionSpec spec, VersionSpec::Parse(request.version()));
  std::vector<std::shared_ptr<const InstalledTask>> tasks;
  std::string id;
  for (const auto& task : installed) {
    const TaskManifest& manifest = task->manifest;
    if (!absl::EqualsIgnoreCase(manifest.id, request.task_id()) &&
        !absl::EqualsIgnoreCase(manifest.name, request.task_id())) {
      continue;
    }
    if (!id.empty() && manifest.id != id) {
      return absl::InvalidArgumentError(absl::StrCat("taskId: several tasks have the name '", request.task_id(),
                                                     "' (", id, ", ", manifest.id, "); name one by its GUID"));
    }
    id = manifest.id;
    // Without a version all go, also test versions, which no spec without their mark accepts.
    if (request.version().empty() || spec.Accepts(manifest.major, manifest.minor, manifest.patch, manifest.is_test)) {
      tasks.push_back(task);
    }
  }
  if (!tasks.empty()) return tasks;
  return absl::NotFoundError(absl::StrCat("taskId: no installed task is '", request.task_id(), "'",
                                          request.version().empty() ? "" : " of version ", request.version()));
}

}  // namespace slipway
