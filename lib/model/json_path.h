// JSONPath over values of the condition language: what `jsonpath('...')` of server tasks selects (task-contract 1.5).
//
// The dialect is that of the original service: a leading `$` is optional; `.name`, `['name']`, `[0]`, `[-1]`, `[1:3:2]`,
// `[*]`, `.*`, `..name`, unions `[0,2]` and `['a','b']`, and filters `[?(@.state == 'active' && @.count > 3)]`.
// Names are compared exactly, as in JSON; a path that meets nothing selects nothing.
#ifndef SLIPWAY_MODEL_JSON_PATH_H_
#define SLIPWAY_MODEL_JSON_PATH_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "model/expression_value.h"

namespace slipway {

// Limits of one selection: paths and documents come from other people's servers.
inline constexpr size_t kMaxJsonPathLength = 4096;
inline constexpr size_t kMaxJsonPathMatches = 100000;

// In document order. INVALID_ARGUMENT with the 1-based position of what was not expected; RESOURCE_EXHAUSTED above the
// limits.
absl::StatusOr<ValueArray> SelectJsonPath(const Value& root, absl::string_view path);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_JSON_PATH_H_
