// Where the engine gets the time from.
#ifndef SLIPWAY_PORTS_CLOCK_H_
#define SLIPWAY_PORTS_CLOCK_H_

#include "absl/time/time.h"

namespace slipway {

// Thread-safe. Now() may jump in either direction, as clocks of machines do; the engine makes do with that.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_CLOCK_H_
