// Logs of tasks that no process writes: the runner's own output path, in this process.
#ifndef SLIPWAY_ADAPTERS_FILE_TASK_LOG_H_
#define SLIPWAY_ADAPTERS_FILE_TASK_LOG_H_

#include <memory>

#include "ports/task_log.h"

namespace slipway {

class FileTaskLogs : public TaskLogs {
 public:
  absl::StatusOr<std::unique_ptr<TaskLog>> Open(const ProcessRequest& request) override;
  absl::Status Remove(const std::string& folder) override;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_FILE_TASK_LOG_H_
