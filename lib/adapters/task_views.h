// Tasks as callers see them.
#ifndef SLIPWAY_ADAPTERS_TASK_VIEWS_H_
#define SLIPWAY_ADAPTERS_TASK_VIEWS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/installed_tasks.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

v1::TaskInfo ViewOf(const InstalledTask& task, const InstalledTasks& library);
v1::TaskInfo ViewOf(const BuiltInTask& task);

absl::Status TaskInUse(const InstalledTask& task, int64_t release_id);

// What a request to remove means: by GUID or name, every version that fits. INVALID_ARGUMENT, NOT_FOUND.
absl::StatusOr<std::vector<std::shared_ptr<const InstalledTask>>> TasksToRemove(
    const v1::RemoveTaskRequest& request, const std::vector<std::shared_ptr<const InstalledTask>>& installed);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_VIEWS_H_
