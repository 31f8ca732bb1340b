// The oracle of schedules and freeze windows: a year of a zone's wall clock, read minute by minute from its display. It
// never asks for the instant of a local time, so it shares nothing with what it checks.
#ifndef SLIPWAY_TESTS_MODEL_WALL_CLOCK_H_
#define SLIPWAY_TESTS_MODEL_WALL_CLOCK_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace slipway::testing {

inline std::optional<absl::TimeZone> LoadZone(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) return std::nullopt;
  return zone;
}

inline absl::TimeZone Zone(const std::string& name) { return LoadZone(name).value(); }

// "2026-03-29T03:00:00+02:00"
inline std::string Show(absl::Time time, const std::string& zone) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*S%Ez", time, Zone(zone));
}

// Times are written with their offset, so that nothing is left to the library under test.
inline absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) throw std::invalid_argument(text + ": " + error);
  return time;
}

class WallClock {
 public:
  // The year, and some days around it.
  WallClock(const std::string& zone, int year)
      : zone_(Zone(zone)), begin_(absl::FromCivil(absl::CivilDay(year, 1, 1) - kAround, absl::UTCTimeZone())) {
    const absl::Time end = absl::FromCivil(absl::CivilDay(year + 1, 1, 1) + kAround, absl::UTCTimeZone());
    const int64_t minutes = (end - begin_) / absl::Minutes(1);
    shown_.reserve(minutes);
    for (int64_t i = 0; i < minutes; ++i) shown_.push_back(absl::ToCivilMinute(begin_ + absl::Minutes(i), zone_));
    so_far_ = shown_;
    for (int64_t i = 1; i < minutes; ++i) so_far_[i] = std::max(so_far_[i], so_far_[i - 1]);
    from_here_ = shown_;
    for (int64_t i = minutes - 2; i >= 0; --i) from_here_[i] = std::min(from_here_[i], from_here_[i + 1]);
  }

  // One per zone and year in the whole test.
  static const WallClock& Of(const std::string& zone, int year) {
    static auto& clocks = *new std::map<std::pair<std::string, int>, std::unique_ptr<WallClock>>();
    std::unique_ptr<WallClock>& clock = clocks[{zone, year}];
    if (clock == nullptr) clock = std::make_unique<WallClock>(zone, year);
    return *clock;
  }

  // The first minute that shows `local` or later; the first from which on nothing before `local` is shown.
  int64_t First(absl::CivilMinute local) const {
    return std::lower_bound(so_far_.begin(), so_far_.end(), local) - so_far_.begin();
  }
  int64_t Last(absl::CivilMinute local) const {
    return std::lower_bound(from_here_.begin(), from_here_.end(), local) - from_here_.begin();
  }
  absl::Time TimeOf(int64_t minute) const { return begin_ + absl::Minutes(minute); }
  int64_t minutes() const { return static_cast<int64_t>(shown_.size()); }
  absl::CivilDay first_day() const { return absl::CivilDay(shown_.front()); }
  absl::CivilDay last_day() const { return absl::CivilDay(shown_.back()); }

  static constexpr int kAround = 10;  // days

 private:
  absl::TimeZone zone_;
  absl::Time begin_;
  std::vector<absl::CivilMinute> shown_;
  std::vector<absl::CivilMinute> so_far_;
  std::vector<absl::CivilMinute> from_here_;
};

struct ZoneYear {
  const char* zone;
  int year;
};

// Every kind of change that clocks make: an hour, half an hour, two hours; at two, at midnight, a minute after it; both
// hemispheres; a day left out (Apia), a new offset for good (Pyongyang, Caracas), winter time as the exception
// (Dublin), four changes a year (Casablanca), and none at all.
inline constexpr ZoneYear kZoneYears[] = {
    {"UTC", 2024},
    {"Europe/Berlin", 2026},
    {"Europe/Dublin", 2025},
    {"America/New_York", 2026},
    {"America/Los_Angeles", 2024},
    {"Australia/Lord_Howe", 2026},
    {"Australia/Sydney", 2025},
    {"America/Sao_Paulo", 2018},
    {"America/Santiago", 2025},
    {"America/Havana", 2025},
    {"America/St_Johns", 2006},
    {"Africa/Casablanca", 2025},
    {"Africa/Cairo", 2024},
    {"Antarctica/Troll", 2026},
    {"Asia/Kathmandu", 2024},
    {"Asia/Pyongyang", 2015},
    {"America/Caracas", 2016},
    {"Pacific/Apia", 2011},
    {"Pacific/Chatham", 2026},
};

}  // namespace slipway::testing

#endif  // SLIPWAY_TESTS_MODEL_WALL_CLOCK_H_
