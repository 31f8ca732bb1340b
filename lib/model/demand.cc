#include "model/demand.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace slipway {

v1::Demand ParseDemand(absl::string_view text) {
  v1::Demand demand;
  text = absl::StripAsciiWhitespace(text);
  const size_t blank = text.find(' ');
  demand.set_name(std::string(text.substr(0, blank)));
  if (blank == absl::string_view::npos) return demand;
  absl::string_view rest = absl::StripLeadingAsciiWhitespace(text.substr(blank));
  constexpr absl::string_view kEquals = "-equals ";
  if (absl::StartsWithIgnoreCase(rest, kEquals)) rest = absl::StripLeadingAsciiWhitespace(rest.substr(kEquals.size()));
  demand.set_value(std::string(rest));
  return demand;
}

}  // namespace slipway
