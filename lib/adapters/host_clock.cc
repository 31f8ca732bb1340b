#include "adapters/host_clock.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace slipway {

absl::Status HostClock::Start(absl::string_view text, absl::string_view field) {
  absl::Time time;
  std::string why;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &why) || time == absl::InfiniteFuture() ||
      time == absl::InfinitePast()) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, ": expected a time of RFC 3339 such as 2026-03-01T08:00:00Z, not '", text, "'"));
  }
  now_us_.store(absl::ToUnixMicros(time), std::memory_order_relaxed);
  return absl::OkStatus();
}

absl::Status HostClock::Set(absl::string_view text) {
  if (now_us_.load(std::memory_order_relaxed) == kMachine) {
    return absl::FailedPreconditionError(
        "the engine goes by the machine's clock; open it with hostTime to move its clock");
  }
  return Start(text, "time");
}

}  // namespace slipway
