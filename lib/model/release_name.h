// Names of releases from a definition's format (domain.md 1.3): Release-$(rev:r),
// $(Build.BuildNumber)_$(Date:yyyyMMdd).
#ifndef SLIPWAY_MODEL_RELEASE_NAME_H_
#define SLIPWAY_MODEL_RELEASE_NAME_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace slipway {

inline constexpr absl::string_view kDefaultReleaseNameFormat = "Release-$(rev:r)";

// A name with everything rendered but the counter.
struct ReleaseNameParts {
  std::string prefix;  // the whole name when there is no counter
  std::string suffix;
  bool has_counter = false;
  int width = 1;  // digits at least

  // The text around the counter: counters are counted per definition and this text, so a date in it restarts them.
  std::string CounterKey() const { return prefix + '\x01' + suffix; }
  std::string Render(int64_t counter) const;
};

// `lookup` resolves every token but rev and Date; what it does not know stays as text. Only the first $(rev:...)
// counts.
ReleaseNameParts ComposeReleaseName(absl::string_view format, absl::Time now, absl::TimeZone zone,
                                    const std::function<std::optional<std::string>(absl::string_view name)>& lookup);

// A time by a .NET custom date format: M MM MMM MMMM d dd ddd dddd y yy yyyy h hh H HH m mm s ss; other characters
// stand for themselves.
std::string FormatDotNetDate(absl::string_view format, absl::Time time, absl::TimeZone zone);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_RELEASE_NAME_H_
