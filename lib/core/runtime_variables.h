// The variables of one job, all scopes merged, narrower ones winning (domain.md 9.1), as originals: not expanded yet.
#ifndef SLIPWAY_CORE_RUNTIME_VARIABLES_H_
#define SLIPWAY_CORE_RUNTIME_VARIABLES_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/release_state.h"
#include "model/variables.h"

namespace slipway {

// The agent of the original that tasks find themselves on.
inline constexpr char kAgentVersion[] = "4.261.0";

// Clear text of a secret variable: `sealed` when it has a stored value (else empty), `name` to look it up elsewhere.
using SecretLookup = std::function<std::string(absl::string_view name, const std::string& sealed)>;

// Built-in release, system, agent and artifact variables, the definition's, the environment's, what was given at
// creation and deployment, outputs of earlier phases, and what tasks of this job have set. `position.task` is not
// looked at.
VariableMap RuntimeVariables(const ReleaseState& state, const TaskPosition& position, JobStatus status,
                             const SecretLookup& secret);

// The processParameters of an environment by lower-case name (domain.md 13.5): $(Parameters.X) in task inputs.
std::vector<std::pair<std::string, std::string>> ProcessParameters(const v1::DefinitionEnvironment& environment);

}  // namespace slipway

#endif  // SLIPWAY_CORE_RUNTIME_VARIABLES_H_
