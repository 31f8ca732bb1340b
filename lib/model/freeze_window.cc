#include "model/freeze_window.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "model/branch_filter.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

absl::StatusOr<absl::Time> TimeOf(const std::string& text, absl::string_view field) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  return absl::InvalidArgumentError(
      absl::StrCat(field, ": expected a time such as 2026-12-24T00:00:00Z, not '", text, "'"));
}

absl::StatusOr<int> MinuteOf(int32_t hours, int32_t minutes, absl::string_view field) {
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
    return absl::InvalidArgumentError(absl::StrCat(field, ": expected 00:00 to 23:59, not ", hours, ":", minutes));
  }
  return hours * 60 + minutes;
}

}  // namespace

absl::StatusOr<FreezeWindow> FreezeWindow::Compile(const v1::FreezeWindow& window, ZoneLoader load) {
  FreezeWindow compiled;
  if (window.name().empty()) return absl::InvalidArgumentError("name: expected a name; explanations show it");
  compiled.name_ = window.name();
  compiled.environments_.assign(window.environments().begin(), window.environments().end());
  compiled.definition_id_ = window.definition_id();
  if (!window.start().empty() || !window.end().empty()) {
    if (window.days() != 0) return absl::InvalidArgumentError("days: expected either start and end, or days, not both");
    SLIPWAY_ASSIGN_OR_RETURN(compiled.start_, TimeOf(window.start(), "start"));
    SLIPWAY_ASSIGN_OR_RETURN(compiled.end_, TimeOf(window.end(), "end"));
    if (compiled.end_ <= compiled.start_) return absl::InvalidArgumentError("end: expected a time after start");
    return compiled;
  }
  if ((window.days() & 127) == 0) {
    return absl::InvalidArgumentError("days: expected Monday 1, Tuesday 2, ... Sunday 64 or their sum, or start and end");
  }
  compiled.days_ = window.days() & 127;
  SLIPWAY_ASSIGN_OR_RETURN(compiled.start_minute_,
                           MinuteOf(window.start_hours(), window.start_minutes(), "startHours"));
  SLIPWAY_ASSIGN_OR_RETURN(compiled.end_minute_, MinuteOf(window.end_hours(), window.end_minutes(), "endHours"));
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
  if (days_ == 0) {
    if (now >= start_ && now < end_) return end_;
    return std::nullopt;
  }
  const absl::CivilDay today(zone_.At(now).cs);
  std::optional<absl::Time> until;
  // A window of yesterday may reach into today.
  for (const absl::CivilDay day : {today - 1, today}) {
    if (!HasDay(days_, day)) continue;
    const absl::CivilDay last = end_minute_ <= start_minute_ ? day + 1 : day;
    const absl::Time start = InstantOf(absl::CivilSecond(absl::CivilMinute(day) + start_minute_), zone_);
    const absl::Time end = InstantOf(absl::CivilSecond(absl::CivilMinute(last) + end_minute_), zone_);
    if (now >= start && now < end && (!until || end > *until)) until = end;
  }
  return until;
}

std::optional<OpenFreeze> FrozenAt(const std::vector<FreezeWindow>& windows, int64_t definition_id,
                                   absl::string_view environment, absl::Time now) {
  constexpr int kMaxJoined = 1000;
  std::optional<OpenFreeze> freeze;
  absl::Time at = now;
  for (int i = 0; i < kMaxJoined; ++i) {
    std::optional<absl::Time> until;
    for (const FreezeWindow& window : windows) {
      if (!window.AppliesTo(definition_id, environment)) continue;
      const std::optional<absl::Time> end = window.OpenUntil(at);
      if (!end || (until && *end <= *until)) continue;
      until = end;
      if (!freeze) freeze.emplace();
      freeze->name = window.name();
    }
    if (!until) {
      if (freeze) freeze->until = at;
      return freeze;
    }
    at = *until;
  }
  freeze->until = absl::InfiniteFuture();
  return freeze;
}

}  // namespace slipway
