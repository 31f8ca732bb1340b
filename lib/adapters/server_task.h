// Tasks of agentless phases and gates that ask other servers: InvokeRestApi and QueryWorkItems (task-contract 1.5, 9).
//
// They run in a small program of their own, slipway-server-task, as a child of the runner: so that logs, masking,
// cancellation, tokens and crashes are those of any task, and the runner stays free of HTTP. Inputs and endpoints reach
// it as they reach a real task: INPUT_*, ENDPOINT_URL_*, ENDPOINT_AUTH_*, ENDPOINT_DATA_*.
#ifndef SLIPWAY_ADAPTERS_SERVER_TASK_H_
#define SLIPWAY_ADAPTERS_SERVER_TASK_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "ports/http.h"

namespace slipway {

struct ServerTaskContext {
  // Of the process, by exact name; empty: not there.
  std::function<std::string(const std::string& name)> environment;
  std::function<void(absl::string_view line)> print;
  Http* http = nullptr;
};

// "invokerestapi" or "queryworkitems". Prints lines and, when it failed, the reason and a task.complete command. Returns
// the exit code: 0, or 2 for a name that is not known.
int RunServerTask(absl::string_view name, const ServerTaskContext& context);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SERVER_TASK_H_
