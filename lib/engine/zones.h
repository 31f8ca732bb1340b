// Time zones of the system, for pure code that must not read files.
#ifndef SLIPWAY_ENGINE_ZONES_H_
#define SLIPWAY_ENGINE_ZONES_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace slipway {

inline std::optional<absl::TimeZone> LoadZone(const std::string& iana_name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(iana_name, &zone)) return std::nullopt;
  return zone;
}

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_ZONES_H_
