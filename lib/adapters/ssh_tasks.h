// SSH and CopyFilesOverSSH over the OpenSSH client (task-contract section 9). They run in slipway-server-task, with their
// endpoint in SLIPWAY_SSH_ variables (see task_plans.cc).
#ifndef SLIPWAY_ADAPTERS_SSH_TASKS_H_
#define SLIPWAY_ADAPTERS_SSH_TASKS_H_

#include <functional>
#include <string>

#include "runner/native_task.h"

namespace slipway {

struct SshTaskContext {
  NativeTaskContext task;
  std::function<std::string(const char* name)> environment;
};

void RunSsh(const SshTaskContext& context);
void RunCopyFilesOverSsh(const SshTaskContext& context);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SSH_TASKS_H_
