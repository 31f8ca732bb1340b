#include "model/schedule.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "base/status_payload.h"
#include "model/findings.h"

namespace slipway {
namespace {

struct ZoneName {
  absl::string_view windows;
  absl::string_view iana;
  absl::string_view former;  // what tzdata called it before; empty: always so
};

constexpr ZoneName kZones[] = {
#include "model/windows_zones.inc"
};

const ZoneName* FindWindowsZone(absl::string_view id) {
  const auto found = std::find_if(std::begin(kZones), std::end(kZones),
                                  [&](const ZoneName& zone) { return absl::EqualsIgnoreCase(zone.windows, id); });
  return found == std::end(kZones) ? nullptr : found;
}

bool IsUtc(absl::string_view iana) { return absl::EqualsIgnoreCase(iana, "UTC") || iana == "Etc/UTC"; }

// A loader opens a file of that name: "../../etc/passwd", "/dev/stdin" and "localtime" (this machine's) must not get
// there.
bool IsZoneName(absl::string_view name) {
  if (name == "localtime" || name == "posixrules") return false;
  for (absl::string_view part : absl::StrSplit(name, '/')) {
    if (part.empty() || !absl::ascii_isalpha(part.front())) return false;
    for (char c : part) {
      if (!absl::ascii_isalnum(c) && c != '_' && c != '-' && c != '+') return false;
    }
  }
  return true;
}

absl::Status Invalid(absl::string_view field, absl::string_view message) {
  return WithPath(absl::InvalidArgumentError(absl::StrCat(field, ": ", message)), field);
}

// Ids that Windows keeps for old data and CLDR leaves out.
constexpr ZoneName kObsolete[] = {{"Kamchatka Standard Time", "Asia/Kamchatka", ""},
                                  {"Mid-Atlantic Standard Time", "Etc/GMT+2", ""}};

const ZoneName* FindZone(absl::string_view windows_id) {
  for (const ZoneName& zone : kObsolete) {
    if (absl::EqualsIgnoreCase(zone.windows, windows_id)) return &zone;
  }
  return FindWindowsZone(windows_id);
}

}  // namespace

absl::string_view IanaNameOf(absl::string_view windows_id) {
  const ZoneName* zone = FindZone(windows_id);
  return zone == nullptr ? absl::string_view() : zone->iana;
}

absl::StatusOr<absl::TimeZone> FindTimeZone(absl::string_view windows_or_iana, ZoneLoader load) {
  if (windows_or_iana.empty() || IsUtc(windows_or_iana)) return absl::UTCTimeZone();
  if (const ZoneName* zone = FindZone(windows_or_iana)) {
    for (absl::string_view name : {zone->iana, zone->former}) {
      if (name.empty()) continue;
      if (std::optional<absl::TimeZone> loaded = load(std::string(name))) return *loaded;
    }
    return Invalid("timeZoneId", absl::StrCat("the system has no zone data for ", zone->iana, " (", zone->windows,
                                              "); install tzdata"));
  }
  if (IsZoneName(windows_or_iana)) {
    if (std::optional<absl::TimeZone> loaded = load(std::string(windows_or_iana))) return *loaded;
  }
  return Invalid("timeZoneId", absl::StrCat("there is no time zone ", Quoted(windows_or_iana),
                                            "; expected a Windows id (W. Europe Standard Time) or an IANA name "
                                            "(Europe/Berlin)"));
}

absl::Status CheckDays(int mask, absl::string_view field) {
  if (mask >= 0 && mask <= 127) return absl::OkStatus();
  return Invalid(field, absl::StrCat("expected a sum of Monday 1, Tuesday 2, Wednesday 4, Thursday 8, Friday 16, "
                                     "Saturday 32, Sunday 64, not ",
                                     mask));
}

// absl::Weekday counts from Monday, as the mask does.
bool HasDay(int mask, absl::CivilDay day) { return (mask >> static_cast<int>(absl::GetWeekday(day)) & 1) != 0; }

absl::Time InstantOf(absl::CivilSecond local, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(local);
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

absl::Time LastInstantOf(absl::CivilSecond local, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(local);
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.post;
}

absl::StatusOr<Schedule> Schedule::Compile(const v1::Schedule& schedule, ZoneLoader load) {
  if (schedule.start_hours() < 0 || schedule.start_hours() > 23) {
    return Invalid("startHours", absl::StrCat("expected 0 to 23, not ", schedule.start_hours()));
  }
  if (schedule.start_minutes() < 0 || schedule.start_minutes() > 59) {
    return Invalid("startMinutes", absl::StrCat("expected 0 to 59, not ", schedule.start_minutes()));
  }
  SLIPWAY_RETURN_IF_ERROR(CheckDays(schedule.days_to_release(), "daysToRelease"));
  Schedule compiled;
  SLIPWAY_ASSIGN_OR_RETURN(compiled.zone_, FindTimeZone(schedule.time_zone_id(), load));
  compiled.hour_ = schedule.start_hours();
  compiled.minute_ = schedule.start_minutes();
  compiled.days_ = schedule.days_to_release();
  compiled.only_with_changes_ = schedule.schedule_only_with_changes();
  return compiled;
}

std::optional<absl::Time> Schedule::Next(absl::Time after) const {
  if (days_ == 0 || after >= kEndOfTimes) return std::nullopt;
  after = std::max(after, kFirstTime);
  const absl::CivilSecond now = zone_.At(after).cs;
  const absl::CivilDay today(now);
  const int weekday = static_cast<int>(absl::GetWeekday(today));
  // Today to the same day next week, and one more: the clock may be back in today after it has shown tomorrow.
  for (int i = 0; i <= 8; ++i) {
    if ((days_ >> (weekday + i) % 7 & 1) == 0) continue;
    const absl::CivilDay day = today + i;
    const absl::CivilSecond local(day.year(), day.month(), day.day(), hour_, minute_, 0);
    // What the clock shows or has passed has fired.
    if (local <= now) continue;
    const absl::Time at = InstantOf(local, zone_);
    if (at > after) return at < kEndOfTimes ? std::make_optional(at) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace slipway
