// A definition in virtual time: the real engine over edges that are made up, so that a month takes milliseconds.
//
// Chance is a hash of the seed and of what is decided (release, environment, attempt, task...), never of an order: the
// same seed, script and definition give the same output to the byte.
#ifndef SLIPWAY_ADAPTERS_SIMULATOR_H_
#define SLIPWAY_ADAPTERS_SIMULATOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// INVALID_ARGUMENT: the document or the script, with the path. Takes `document`, not `definition_id`.
absl::StatusOr<v1::SimulateResponse> Simulate(const v1::SimulateRequest& request);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SIMULATOR_H_
