// What is suspicious about a definition though it can be stored and run.
#ifndef SLIPWAY_MODEL_DEFINITION_LINT_H_
#define SLIPWAY_MODEL_DEFINITION_LINT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// What is known beyond the definition. A function that is not given: nothing is known, and what would need it is not
// checked. The functions are called during Lint only; what they return must live until Lint is done.
struct LintContext {
  // Whether anybody here can run some version of the task that fits the spec.
  std::function<bool(absl::string_view task_id, absl::string_view version_spec)> knows_task;
  // Null: there is no such group.
  std::function<const v1::VariableGroup*(int32_t id)> find_variable_group;
  // The version of a task group that fits the spec. Null: there is none.
  std::function<const v1::TaskGroup*(absl::string_view id, absl::string_view version_spec)> find_task_group;
  std::function<bool(absl::string_view time_zone_id)> knows_time_zone;
  // Why no agent of the pool of an agent phase could ever take its jobs. Empty: one could, or the pool is not known.
  std::function<std::string(const v1::DeploymentInput& input)> why_no_agent;
};

// Every finding is a SEVERITY_WARNING with a stable code, the path of the exported document and a message that says
// what happens and what to do about it; at most kMaxFindings, in a fixed order. What Validate reports is not repeated,
// so a definition is good when both are silent. Total: also broken definitions are looked through. No finding holds the
// value of a variable. Linear in the size of the definition, but for scopes: every environment looks at its own.
// Thread-safe as far as the functions of `known` are.
std::vector<v1::Finding> Lint(const v1::ReleaseDefinition& definition, const LintContext& known);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEFINITION_LINT_H_
