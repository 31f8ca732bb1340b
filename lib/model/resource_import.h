// Reads exported variable groups and task groups (domain.md 9.4, 14): one, a list, or {count, value}.
#ifndef SLIPWAY_MODEL_RESOURCE_IMPORT_H_
#define SLIPWAY_MODEL_RESOURCE_IMPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "model/limits.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// INVALID_ARGUMENT with every finding, one a line ("value[1].id: expected ..."). Secret values are in clear.
absl::StatusOr<std::vector<v1::VariableGroup>> ImportVariableGroups(absl::string_view document, const Limits& limits);
absl::StatusOr<std::vector<v1::TaskGroup>> ImportTaskGroups(absl::string_view document, const Limits& limits);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_RESOURCE_IMPORT_H_
