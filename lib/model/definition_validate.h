// What is wrong with a definition, and what of it does not run yet.
#ifndef SLIPWAY_MODEL_DEFINITION_VALIDATE_H_
#define SLIPWAY_MODEL_DEFINITION_VALIDATE_H_

#include <vector>

#include "model/limits.h"
#include "model/schedule.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Checks a definition as imported. Pure, thread-safe, linear in the size of the definition.
//
// SEVERITY_ERROR: broken, nothing may be stored or run. SEVERITY_WARNING: accepted as the original accepts it; it does
// something else than it says, or nothing. The rules are those of domain.md 1.2 to 9; where the original accepts what
// should be wrong, old exports come first and the rule is a warning. Paths are those of the exported document, e.g.
// "environments[2].conditions[0].name"; messages do not repeat the path (FormatFinding joins both).
// The last findings have codes NOT_RUN_YET_...: see definition_support.h.
std::vector<v1::Finding> Validate(const v1::ReleaseDefinition& definition, const Limits& limits);

// What Validate cannot know: time zones of schedules that do not exist (errors) or that this system has no data for
// (warnings).
std::vector<v1::Finding> ValidateTimeZones(const v1::ReleaseDefinition& definition, ZoneLoader load);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEFINITION_VALIDATE_H_
