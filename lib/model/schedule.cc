#include "model/schedule.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

struct ZoneName {
  const char* windows;
  const char* iana;
};

constexpr ZoneName kZones[] = {
#include "model/windows_zones.inc"
};

}  // namespace

absl::string_view IanaNameOf(absl::string_view windows_id) {
  const auto found = std::find_if(std::begin(kZones), std::end(kZones), [&](const ZoneName& zone) {
    return absl::EqualsIgnoreCase(zone.windows, windows_id);
  });
  return found == std::end(kZones) ? "" : found->iana;
}

absl::StatusOr<absl::TimeZone> FindTimeZone(absl::string_view windows_or_iana, ZoneLoader load) {
  if (windows_or_iana.empty() || absl::EqualsIgnoreCase(windows_or_iana, "UTC")) return absl::UTCTimeZone();
  const absl::string_view iana = IanaNameOf(windows_or_iana);
  if (std::optional<absl::TimeZone> zone = load(std::string(iana.empty() ? windows_or_iana : iana))) return *zone;
  return absl::InvalidArgumentError(absl::StrCat("timeZoneId: there is no time zone '", windows_or_iana,
                                                 "'; expected a Windows id (W. Europe Standard Time) or an IANA name "
                                                 "(Europe/Berlin)"));
}

bool HasDay(int mask, absl::CivilDay day) { return (mask >> static_cast<int>(absl::GetWeekday(day)) & 1) != 0; }

absl::Time InstantOf(absl::CivilSecond local, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(local);
  // Repeated: `pre` is the first of the two.
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

absl::StatusOr<Schedule> Schedule::Compile(const v1::Schedule& schedule, ZoneLoader load) {
  if (schedule.start_hours() < 0 || schedule.start_hours() > 23) {
    return absl::InvalidArgumentError(absl::StrCat("startHours: expected 0 to 23, not ", schedule.start_hours()));
  }
  if (schedule.start_minutes() < 0 || schedule.start_minutes() > 59) {
    return absl::InvalidArgumentError(absl::StrCat("startMinutes: expected 0 to 59, not ", schedule.start_minutes()));
  }
  Schedule compiled;
  SLIPWAY_ASSIGN_OR_RETURN(compiled.zone_, FindTimeZone(schedule.time_zone_id(), load));
  compiled.hour_ = schedule.start_hours();
  compiled.minute_ = schedule.start_minutes();
  compiled.days_ = schedule.days_to_release() & 127;
  compiled.only_with_changes_ = schedule.schedule_only_with_changes();
  return compiled;
}

std::optional<absl::Time> Schedule::Next(absl::Time after) const {
  if (days_ == 0 || after == absl::InfiniteFuture()) return std::nullopt;
  // From the day before: a gap can push a time of yesterday past midnight.
  absl::CivilDay day = absl::CivilDay(zone_.At(after).cs) - 1;
  for (int i = 0; i < 10; ++i, ++day) {
    if (!HasDay(days_, day)) continue;
    const absl::Time at =
        InstantOf(absl::CivilSecond(day.year(), day.month(), day.day(), hour_, minute_, 0), zone_);
    if (at > after) return at;
  }
  return std::nullopt;
}

}  // namespace slipway
