// Artifact conditions of an environment against the versions a release carries (domain.md 4.2).
#ifndef SLIPWAY_CORE_ARTIFACT_CONDITIONS_H_
#define SLIPWAY_CORE_ARTIFACT_CONDITIONS_H_

#include <string>

#include "core/release_state.h"

namespace slipway {

// Empty when all of them hold (or there is none); else why not, for people. Inside one alias any include filter
// suffices and any exclude filter vetoes; across aliases all must hold.
std::string UnmetArtifactCondition(const ReleaseState& state, int32_t environment);

}  // namespace slipway

#endif  // SLIPWAY_CORE_ARTIFACT_CONDITIONS_H_
