// $(name): the expansion algorithms of task-contract 5.
#ifndef SLIPWAY_MODEL_MACROS_H_
#define SLIPWAY_MODEL_MACROS_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "model/variables.h"

namespace slipway {

inline constexpr int kMaxMacroDepth = 50;

struct ExpandedVariables {
  VariableMap variables;
  std::vector<std::string> warnings;  // cycles, too deep nesting, too much text: the variable keeps its own
};

// Algorithm A, variables among themselves: recursive from the originals; a value into which a secret went is secret.
ExpandedVariables ExpandVariables(VariableMap originals);

// Algorithm B, everything else: one pass over expanded variables; inserted text is not looked at again; unknown names
// stay as they are.
std::string ExpandMacros(absl::string_view text, const VariableMap& variables);

// $(Parameters.X) -> the environment's process parameter, before any variable (domain.md 13.5). Names are lower case.
std::string ExpandParameters(absl::string_view text,
                             const std::vector<std::pair<std::string, std::string>>& parameters);

// The server's scanner: counts brackets, so that $(a$(b)) is one reference whose name is expanded first. `lookup` gets
// the name between the outer brackets; what it does not know stays as text, and what is nested deeper than
// kMaxMacroDepth is not looked into.
std::string ExpandBracketed(absl::string_view text,
                            const std::function<std::optional<std::string>(absl::string_view name)>& lookup);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_MACROS_H_
