// The machine's clock, or one that the host moves.
#ifndef SLIPWAY_ADAPTERS_HOST_CLOCK_H_
#define SLIPWAY_ADAPTERS_HOST_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "ports/clock.h"

namespace slipway {

// Thread-safe once Start was called.
class HostClock : public Clock {
 public:
  absl::Time Now() override {
    const int64_t us = now_us_.load(std::memory_order_relaxed);
    return us == kMachine ? absl::Now() : absl::FromUnixMicros(us);
  }

  // From now on it is the host's. INVALID_ARGUMENT, naming `field`, when `text` is no time of RFC 3339.
  absl::Status Start(absl::string_view text, absl::string_view field);
  // FAILED_PRECONDITION before Start.
  absl::Status Set(absl::string_view text);

 private:
  static constexpr int64_t kMachine = INT64_MIN;

  std::atomic<int64_t> now_us_{kMachine};
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_HOST_CLOCK_H_
