// What of a definition makes releases or deployments by itself, kept apart so that opening an engine and matching an
// artifact need not read whole definitions.
#ifndef SLIPWAY_ENGINE_DEFINITION_TRIGGERS_H_
#define SLIPWAY_ENGINE_DEFINITION_TRIGGERS_H_

#include "ports/store.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Kinds of resources that hosts do not see.
inline constexpr int32_t kArtifactListeners = 100;  // id = definition; payload = ReleaseDefinition, reduced
inline constexpr int32_t kScheduledDefinitions = 101;
inline constexpr int32_t kArtifactVersions = 102;   // id = source; one revision for each version
inline constexpr int32_t kScheduleBaselines = 103;  // what the last release of a schedule was made of
inline constexpr int32_t kGroupListeners = 104;     // redeploy to new targets
inline constexpr int32_t kRetentionRuns = 105;      // id "last"; changed_on = when retention ran last

// The reduced definition of a saved revision, or its removal, with that revision. `exists`: there were revisions before.
void AddTriggerRows(const v1::ReleaseDefinition& model, const DefinitionRow& row, bool exists, WriteBatch* batch);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_DEFINITION_TRIGGERS_H_
