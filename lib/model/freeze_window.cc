#include "model/freeze_window.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/status_payload.h"
#include "model/branch_filter.h"
#include "model/findings.h"

namespace slipway {
namespace {

absl::Status Invalid(absl::string_view field, absl::string_view message) {
  return WithPath(absl::InvalidArgumentError(absl::StrCat(field, ": ", message)), field);
}

absl::StatusOr<absl::Time> TimeOf(const std::string& text, absl::string_view field) {
  absl::Time time;
  // absl also takes "infinite-future" and blanks in front.
  if (!text.empty() && absl::ascii_isdigit(text.front()) && !absl::ascii_isspace(text.back()) &&
      absl::ParseTime(absl::RFC3339_full, text, &time, nullptr) && time >= kFirstTime && time < kEndOfTimes) {
    return time;
  }
  return Invalid(field, absl::StrCat("expected a time such as 2026-12-24T00:00:00Z, not ", Quoted(text)));
}

absl::StatusOr<int> MinuteOf(int32_t hours, int32_t minutes, absl::string_view hours_field,
                             absl::string_view minutes_field) {
  if (hours < 0 || hours > 23) return Invalid(hours_field, absl::StrCat("expected 0 to 23, not ", hours));
  if (minutes < 0 || minutes > 59) return Invalid(minutes_field, absl::StrCat("expected 0 to 59, not ", minutes));
  return hours * 60 + minutes;
}

bool HasWeeklyFields(const v1::FreezeWindow& window) {
  return window.days() != 0 || window.start_hours() != 0 || window.start_minutes() != 0 || window.end_hours() != 0 ||
         window.end_minutes() != 0 || !window.time_zone_id().empty();
}

}  // namespace

absl::StatusOr<FreezeWindow> FreezeWindow::Compile(const v1::FreezeWindow& window, ZoneLoader load) {
  FreezeWindow compiled;
  if (window.name().empty()) return Invalid("name", "expected a name; explanations show it");
  compiled.name_ = window.name();
  compiled.environments_.assign(window.environments().begin(), window.environments().end());
  compiled.definition_id_ = window.definition_id();
  if (!window.start().empty() || !window.end().empty()) {
    if (HasWeeklyFields(window)) {
      return Invalid("days", "expected either start and end, or days with hours, minutes and time zone, not both");
    }
    SLIPWAY_ASSIGN_OR_RETURN(compiled.start_, TimeOf(window.start(), "start"));
    SLIPWAY_ASSIGN_OR_RETURN(compiled.end_, TimeOf(window.end(), "end"));
    if (compiled.end_ <= compiled.start_) return Invalid("end", "expected a time after start");
    return compiled;
  }
  SLIPWAY_RETURN_IF_ERROR(CheckDays(window.days(), "days"));
  if (window.days() == 0) {
    return Invalid("days", "expected Monday 1, Tuesday 2, ... Sunday 64 or their sum, or start and end");
  }
  compiled.days_ = window.days();
  SLIPWAY_ASSIGN_OR_RETURN(compiled.start_minute_,
                           MinuteOf(window.start_hours(), window.start_minutes(), "startHours", "startMinutes"));
  SLIPWAY_ASSIGN_OR_RETURN(compiled.end_minute_,
                           MinuteOf(window.end_hours(), window.end_minutes(), "endHours", "endMinutes"));
  SLIPWAY_ASSIGN_OR_RETURN(compiled.zone_, FindTimeZone(window.time_zone_id(), load));
  return compiled;
}

bool FreezeWindow::AppliesTo(int64_t definition_id, absl::string_view environment) const {
  if (definition_id_ != 0 && definition_id_ != definition_id) return false;
  return environments_.empty() ||
         std::any_of(environments_.begin(), environments_.end(),
                     [&](const std::string& pattern) { return BranchMatches(pattern, environment); });
}

std::optional<absl::Time> FreezeWindow::OpenUntil(absl::Time now) const {
  if (!is_weekly()) {
    if (now >= start_ && now < end_) return end_;
    return std::nullopt;
  }
  if (now < kFirstTime || now >= kEndOfTimes) return std::nullopt;
  const absl::CivilDay today(zone_.At(now).cs);
  const bool overnight = end_minute_ <= start_minute_;
  std::optional<absl::Time> until;
  // Yesterday's may reach into today. A clock that is set back over midnight adds a day at either side: it shows today
  // again after tomorrow's has begun, or again before yesterday's is over.
  for (int i = overnight ? -2 : -1; i <= 1; ++i) {
    const absl::CivilDay day = today + i;
    if (!HasDay(days_, day)) continue;
    const absl::CivilDay last = overnight ? day + 1 : day;
    const absl::Time start = InstantOf(absl::CivilSecond(absl::CivilMinute(day) + start_minute_), zone_);
    if (now < start) break;
    const absl::Time end = LastInstantOf(absl::CivilSecond(absl::CivilMinute(last) + end_minute_), zone_);
    if (now < end && (!until || end > *until)) until = end;
  }
  return until;
}

std::optional<OpenFreeze> FrozenAt(const std::vector<FreezeWindow>& windows, int64_t definition_id,
                                   absl::string_view environment, absl::Time now) {
  std::vector<const FreezeWindow*> applicable;
  for (const FreezeWindow& window : windows) {
    if (window.AppliesTo(definition_id, environment)) applicable.push_back(&window);
  }
  std::optional<OpenFreeze> freeze;
  const FreezeWindow* first = nullptr;
  absl::Time at = now;
  absl::Time horizon = now + kForever;
  while (true) {
    const FreezeWindow* last = nullptr;
    absl::Time until;
    for (const FreezeWindow* window : applicable) {
      const std::optional<absl::Time> end = window->OpenUntil(at);
      if (!end || (last != nullptr && *end <= until)) continue;
      last = window;
      until = *end;
    }
    if (last == nullptr) {
      if (freeze) freeze->until = at;
      return freeze;
    }
    if (first == nullptr) first = last;
    freeze = OpenFreeze{last->name(), until};
    at = until;
    // A one-off window is passed once, so the search ends all the same.
    if (!last->is_weekly()) horizon = at + kForever;
    if (at > horizon) return OpenFreeze{first->name(), absl::InfiniteFuture()};
  }
}

}  // namespace slipway
