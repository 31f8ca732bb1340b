// The machine's clock.
#ifndef SLIPWAY_ADAPTERS_SYSTEM_CLOCK_H_
#define SLIPWAY_ADAPTERS_SYSTEM_CLOCK_H_

#include <cstdint>

#include "absl/time/clock.h"
#include "ports/clock.h"

namespace slipway {

class SystemClock : public Clock {
 public:
  absl::Time Now() override { return absl::Now(); }
};

// Different for each boot of the machine, the same within one; never 0.
uint32_t BootNumber();

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SYSTEM_CLOCK_H_
