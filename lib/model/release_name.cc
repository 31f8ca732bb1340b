#include "model/release_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "model/macros.h"

namespace slipway {
namespace {

constexpr absl::string_view kCounterMark = "\x01";
constexpr absl::string_view kDefaultDate = "MMddyy";

std::string Padded(int64_t value, int width) { return absl::StrFormat("%0*d", width, value); }

// Own names: those of the C library follow the host's locale.
constexpr absl::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
constexpr absl::string_view kDays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};  // as absl::Weekday counts

std::string Name(absl::string_view name, int count) { return std::string(count == 3 ? name.substr(0, 3) : name); }

std::string DatePart(char letter, int count, const absl::CivilSecond& at) {
  switch (letter) {
    case 'M':
      if (count >= 3) return Name(kMonths[at.month() - 1], count);
      return Padded(at.month(), count);
    case 'd':
      if (count >= 3) return Name(kDays[static_cast<int>(absl::GetWeekday(at))], count);
      return Padded(at.day(), count);
    case 'y':
      return count <= 2 ? Padded(at.year() % 100, count) : Padded(at.year(), count);
    case 'h':
      return Padded((at.hour() + 11) % 12 + 1, std::min(count, 2));
    case 'H':
      return Padded(at.hour(), std::min(count, 2));
    case 'm':
      return Padded(at.minute(), std::min(count, 2));
    default:
      return Padded(at.second(), std::min(count, 2));
  }
}

}  // namespace

std::string ReleaseNameParts::Render(int64_t counter) const {
  return has_counter ? absl::StrCat(prefix, Padded(counter, width), suffix) : prefix;
}

std::string FormatDotNetDate(absl::string_view format, absl::Time time, absl::TimeZone zone) {
  const absl::CivilSecond at = absl::ToCivilSecond(time, zone);
  std::string out;
  for (size_t i = 0; i < format.size();) {
    const char letter = format[i];
    size_t end = i;
    while (end < format.size() && format[end] == letter) ++end;
    if (absl::StrContains("MdyhHms", absl::string_view(&letter, 1))) {
      out += DatePart(letter, static_cast<int>(end - i), at);
    } else {
      out.append(end - i, letter);
    }
    i = end;
  }
  return out;
}

ReleaseNameParts ComposeReleaseName(absl::string_view format, absl::Time now, absl::TimeZone zone,
                                    const std::function<std::optional<std::string>(absl::string_view)>& lookup) {
  if (absl::StripAsciiWhitespace(format).empty()) format = kDefaultReleaseNameFormat;
  ReleaseNameParts parts;
  // Nothing but the counter's place may look like it.
  const auto unmarked = [](absl::string_view value) { return absl::StrReplaceAll(value, {{kCounterMark, ""}}); };
  const std::string text = ExpandBracketed(unmarked(format), [&](absl::string_view name) -> std::optional<std::string> {
    if (absl::StartsWithIgnoreCase(name, "rev:")) {
      const absl::string_view digits = name.substr(4);
      const bool all_r =
          !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c == 'r' || c == 'R'; });
      if (!all_r || parts.has_counter) return std::nullopt;
      parts.has_counter = true;
      parts.width = static_cast<int>(std::min<size_t>(digits.size(), 20));
      return std::string(kCounterMark);
    }
    if (absl::EqualsIgnoreCase(name, "Date")) return FormatDotNetDate(kDefaultDate, now, zone);
    if (absl::StartsWithIgnoreCase(name, "Date:")) return FormatDotNetDate(name.substr(5), now, zone);
    std::optional<std::string> value = lookup(name);
    return value ? std::optional<std::string>(unmarked(*value)) : std::nullopt;
  });
  const size_t mark = parts.has_counter ? text.find(kCounterMark[0]) : std::string::npos;
  parts.prefix = text.substr(0, mark);
  if (mark != std::string::npos) parts.suffix = text.substr(mark + 1);
  return parts;
}

}  // namespace slipway
