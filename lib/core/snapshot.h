// A state written down, and read back. Restoring gives a state equal in every respect to folding the whole history.
#ifndef SLIPWAY_CORE_SNAPSHOT_H_
#define SLIPWAY_CORE_SNAPSHOT_H_

#include "core/release_state.h"
#include "slipway/v1/snapshot.pb.h"

namespace slipway {

v1::ReleaseSnapshot MakeSnapshot(const ReleaseState& state);

// `state` is fresh, made of the plan of the snapshot's definition revision.
void RestoreSnapshot(const v1::ReleaseSnapshot& snapshot, ReleaseState* state);

}  // namespace slipway

#endif  // SLIPWAY_CORE_SNAPSHOT_H_
