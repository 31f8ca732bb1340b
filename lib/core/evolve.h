// state + event -> state. Total: every event that was ever decided can be folded, and folding never fails, asks or
// looks anywhere but at its arguments. An event that fits nothing in the state changes nothing.
#ifndef SLIPWAY_CORE_EVOLVE_H_
#define SLIPWAY_CORE_EVOLVE_H_

#include "absl/time/time.h"
#include "core/release_state.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

void Evolve(ReleaseState& state, const v1::Event& event, absl::Time time);

// All events of one record.
void EvolveBatch(ReleaseState& state, const v1::EventBatch& batch);

}  // namespace slipway

#endif  // SLIPWAY_CORE_EVOLVE_H_
