// A demand as people write it.
#ifndef SLIPWAY_MODEL_DEMAND_H_
#define SLIPWAY_MODEL_DEMAND_H_

#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// "java", "Agent.OS -equals Linux"; other operators (-gtVersion) stay in front of the value.
v1::Demand ParseDemand(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEMAND_H_
