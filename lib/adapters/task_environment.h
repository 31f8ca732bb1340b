// The environment of a task's process: inputs, endpoints, secure files, variables (task-contract 1.4, 2.2).
#ifndef SLIPWAY_ADAPTERS_TASK_ENVIRONMENT_H_
#define SLIPWAY_ADAPTERS_TASK_ENVIRONMENT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/task_manifest.h"
#include "ports/task_library.h"

namespace slipway {

using InputValues = std::vector<std::pair<std::string, std::string>>;  // names as declared

// Defaults, then what was given, expanded; filePath inputs rooted at the artifacts directory, also when empty. Declared
// ones first, in order; then those that were given and are not declared.
InputValues BuildInputs(const TaskManifest& manifest, const TaskInvocation& invocation);

// Everything a Node or PowerShell3 handler finds in its environment beyond the public variables: fills environment,
// secrets and endpoint_ids. NOT_FOUND names the input whose endpoint or secure file is not known; INVALID_ARGUMENT the
// one that holds NUL or is too long for an environment.
absl::Status AddTaskEnvironment(const TaskManifest& manifest, const TaskInvocation& invocation,
                                const InputValues& inputs, ProcessPlan* plan);

// One endpoint alone, under `id`: url, authorization, data; and its secrets to mask. For built-in tasks.
absl::Status AddEndpointEnvironment(const std::string& id, const v1::ServiceEndpoint& endpoint, ProcessPlan* plan);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_ENVIRONMENT_H_
