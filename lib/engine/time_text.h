// Times as hosts see them: ISO-8601, UTC, microseconds; empty for "not yet".
#ifndef SLIPWAY_ENGINE_TIME_TEXT_H_
#define SLIPWAY_ENGINE_TIME_TEXT_H_

#include <string>

#include "absl/time/time.h"

namespace slipway {

inline std::string TimeText(absl::Time time) {
  if (time == absl::InfinitePast() || time == absl::InfiniteFuture()) return "";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_TIME_TEXT_H_
