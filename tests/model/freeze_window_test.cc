// Windows in which nothing may be deployed.
#include "model/freeze_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_payload.h"
#include "tests/model/wall_clock.h"

namespace slipway {
namespace {

using ::slipway::testing::At;
using ::slipway::testing::kZoneYears;
using ::slipway::testing::LoadZone;
using ::slipway::testing::WallClock;
using ::slipway::testing::ZoneYear;
using ::testing::HasSubstr;

constexpr int kMonday = 1;
constexpr int kFriday = 16;
constexpr int kSaturday = 32;
constexpr int kSunday = 64;
constexpr int kAll = 127;

v1::FreezeWindow Once(const std::string& name, const std::string& start, const std::string& end) {
  v1::FreezeWindow window;
  window.set_name(name);
  window.set_start(start);
  window.set_end(end);
  return window;
}

// Times as hours * 100 + minutes, as one writes them: 1630.
v1::FreezeWindow Weekly(const std::string& name, int days, int from, int to, const std::string& zone) {
  v1::FreezeWindow window;
  window.set_name(name);
  window.set_days(days);
  window.set_start_hours(from / 100);
  window.set_start_minutes(from % 100);
  window.set_end_hours(to / 100);
  window.set_end_minutes(to % 100);
  window.set_time_zone_id(zone);
  return window;
}

std::vector<FreezeWindow> Compiled(const std::vector<v1::FreezeWindow>& windows) {
  std::vector<FreezeWindow> compiled;
  for (const v1::FreezeWindow& window : windows) compiled.push_back(FreezeWindow::Compile(window, LoadZone).value());
  return compiled;
}

// "freeze 'name' until 2026-12-27T00:00:00Z", "for ever", or "open".
std::string Asked(const std::vector<v1::FreezeWindow>& windows, const std::string& now,
                  const std::string& environment = "Production", int64_t definition = 1) {
  const std::optional<OpenFreeze> freeze = FrozenAt(Compiled(windows), definition, environment, At(now));
  if (!freeze) return "open";
  if (freeze->until == absl::InfiniteFuture()) return absl::StrCat("'", freeze->name, "' for ever");
  return absl::StrCat("'", freeze->name, "' until ",
                      absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", freeze->until, absl::UTCTimeZone()));
}

TEST(OneOffFreeze, HoldsFromItsStartUntilJustBeforeItsEnd) {
  const std::vector<v1::FreezeWindow> windows = {Once("Christmas", "2026-12-24T00:00:00Z", "2026-12-27T00:00:00Z")};
  EXPECT_EQ(Asked(windows, "2026-12-23T23:59:59.999Z"), "open");
  EXPECT_EQ(Asked(windows, "2026-12-24T00:00:00Z"), "'Christmas' until 2026-12-27T00:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-12-26T23:59:59.999Z"), "'Christmas' until 2026-12-27T00:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-12-27T00:00:00Z"), "open");
}

TEST(OneOffFreeze, TakesTimesWithAnOffset) {
  EXPECT_EQ(Asked({Once("Launch", "2026-06-01T08:00:00+02:00", "2026-06-01T18:00:00.5+02:00")}, "2026-06-01T06:00:00Z"),
            "'Launch' until 2026-06-01T16:00:00.5Z");
}

TEST(WeeklyFreeze, HoldsOnItsDaysOnly) {
  // 9 January 2026 is a Friday.
  const std::vector<v1::FreezeWindow> windows = {Weekly("Evening", kFriday, 1600, 2200, "UTC")};
  EXPECT_EQ(Asked(windows, "2026-01-08T17:00:00Z"), "open");
  EXPECT_EQ(Asked(windows, "2026-01-09T15:59:59Z"), "open");
  EXPECT_EQ(Asked(windows, "2026-01-09T16:00:00Z"), "'Evening' until 2026-01-09T22:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-01-09T22:00:00Z"), "open");
  EXPECT_EQ(Asked(windows, "2026-01-16T16:00:00Z"), "'Evening' until 2026-01-16T22:00:00Z");
}

TEST(WeeklyFreeze, AnEndNotAfterTheStartIsOnTheNextDay) {
  const std::vector<v1::FreezeWindow> windows = {Weekly("Night", kFriday, 2200, 600, "UTC")};
  EXPECT_EQ(Asked(windows, "2026-01-09T21:59:00Z"), "open");
  EXPECT_EQ(Asked(windows, "2026-01-09T05:00:00Z"), "open");  // the morning belongs to Thursday's night
  EXPECT_EQ(Asked(windows, "2026-01-09T23:00:00Z"), "'Night' until 2026-01-10T06:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-01-10T05:59:59Z"), "'Night' until 2026-01-10T06:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-01-10T06:00:00Z"), "open");
}

TEST(WeeklyFreeze, TheSameStartAndEndIsAWholeDay) {
  EXPECT_EQ(Asked({Weekly("Sunday", kSunday, 0, 0, "UTC")}, "2026-01-11T00:00:00Z"),
            "'Sunday' until 2026-01-12T00:00:00Z");
}

TEST(WeeklyFreeze, FollowsTheClockOfItsZone) {
  const std::vector<v1::FreezeWindow> windows = {Weekly("Office", kAll, 900, 1700, "W. Europe Standard Time")};
  EXPECT_EQ(Asked(windows, "2026-01-07T08:00:00Z"), "'Office' until 2026-01-07T16:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-07-07T08:00:00Z"), "'Office' until 2026-07-07T15:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-07-07T15:30:00Z"), "open");
}

TEST(WeeklyFreeze, GoesOverTheEndOfTheYear) {
  EXPECT_EQ(Asked({Weekly("Night", kAll, 2200, 600, "UTC")}, "2026-12-31T22:00:00Z"),
            "'Night' until 2027-01-01T06:00:00Z");
}

TEST(FreezeAndDaylightSaving, AnEndThatOccursTwiceIsTheSecond) {
  // Berlin shows 02:00 to 03:00 twice on 25 October 2026: from 00:00 and from 01:00 UTC.
  const std::vector<v1::FreezeWindow> windows = {Weekly("Backup", kSunday, 100, 230, "Europe/Berlin")};
  EXPECT_EQ(Asked(windows, "2026-10-24T23:00:00Z"), "'Backup' until 2026-10-25T01:30:00Z");
  EXPECT_EQ(Asked(windows, "2026-10-25T00:45:00Z"), "'Backup' until 2026-10-25T01:30:00Z");
  EXPECT_EQ(Asked(windows, "2026-10-25T01:30:00Z"), "open");
}

TEST(FreezeAndDaylightSaving, AStartThatOccursTwiceIsTheFirst) {
  const std::vector<v1::FreezeWindow> windows = {Weekly("Backup", kSunday, 230, 400, "Europe/Berlin")};
  EXPECT_EQ(Asked(windows, "2026-10-25T00:29:59Z"), "open");
  EXPECT_EQ(Asked(windows, "2026-10-25T00:30:00Z"), "'Backup' until 2026-10-25T03:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-10-25T01:10:00Z"), "'Backup' until 2026-10-25T03:00:00Z");
}

TEST(FreezeAndDaylightSaving, WhatTheClockSkipsIsTheMomentOfTheJump) {
  // Berlin has no 02:00 to 03:00 on 29 March 2026; the jump is at 01:00 UTC.
  EXPECT_EQ(Asked({Weekly("Ends there", kSunday, 100, 230, "Europe/Berlin")}, "2026-03-29T00:00:00Z"),
            "'Ends there' until 2026-03-29T01:00:00Z");
  EXPECT_EQ(Asked({Weekly("Starts there", kSunday, 230, 400, "Europe/Berlin")}, "2026-03-29T01:00:00Z"),
            "'Starts there' until 2026-03-29T02:00:00Z");
  EXPECT_EQ(Asked({Weekly("Lies there", kSunday, 210, 250, "Europe/Berlin")}, "2026-03-29T01:00:00Z"), "open");
}

TEST(FreezeAndDaylightSaving, AnEveningThatComesTwiceIsFrozenTwice) {
  // Newfoundland set its clocks back at 00:01 on Sunday 29 October 2006: to 23:01 on Saturday, 02:31 UTC.
  EXPECT_EQ(Asked({Weekly("Late", kSaturday, 2200, 2330, "America/St_Johns")}, "2006-10-29T02:30:00Z"),
            "'Late' until 2006-10-29T03:00:00Z");
  EXPECT_EQ(Asked({Weekly("Sunday", kSunday, 0, 800, "America/St_Johns")}, "2006-10-29T03:00:00Z"),
            "'Sunday' until 2006-10-29T11:30:00Z");
}

TEST(FreezeWindows, ThatTouchAreOne) {
  // Friday 16:00 to Monday 08:00.
  const std::vector<v1::FreezeWindow> windows = {Weekly("Friday", kFriday, 1600, 0, "UTC"),
                                                 Weekly("Weekend", kSaturday | kSunday, 0, 0, "UTC"),
                                                 Weekly("Monday", kMonday, 0, 800, "UTC")};
  EXPECT_EQ(Asked(windows, "2026-01-09T16:00:00Z"), "'Monday' until 2026-01-12T08:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-01-11T12:00:00Z"), "'Monday' until 2026-01-12T08:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-01-12T08:00:00Z"), "open");
}

TEST(FreezeWindows, ThatOverlapAreOneAndNamedByTheLast) {
  const std::vector<v1::FreezeWindow> windows = {Once("Long", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"),
                                                 Once("Short", "2026-01-01T06:00:00Z", "2026-01-02T00:00:00Z"),
                                                 Once("Later", "2026-01-02T12:00:00Z", "2026-01-04T00:00:00Z")};
  EXPECT_EQ(Asked(windows, "2026-01-01T07:00:00Z"), "'Later' until 2026-01-04T00:00:00Z");
  EXPECT_EQ(Asked({windows[1], windows[0]}, "2026-01-01T07:00:00Z"), "'Long' until 2026-01-03T00:00:00Z");
}

TEST(FreezeWindows, WithAGapAreNotJoined) {
  const std::vector<v1::FreezeWindow> windows = {Once("First", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
                                                 Once("Second", "2026-01-02T00:00:01Z", "2026-01-03T00:00:00Z")};
  EXPECT_EQ(Asked(windows, "2026-01-01T07:00:00Z"), "'First' until 2026-01-02T00:00:00Z");
}

TEST(FreezeWindows, ThatLeaveNoGapAreForEver) {
  EXPECT_EQ(Asked({Weekly("Stop", kAll, 0, 0, "UTC")}, "2026-01-01T07:00:00Z"), "'Stop' for ever");
  EXPECT_EQ(Asked({Weekly("Day", kAll, 600, 1800, "UTC"), Weekly("Night", kAll, 1800, 600, "UTC"),
                   Once("Launch", "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z")},
                  "2026-01-01T17:00:00Z"),
            "'Day' for ever");
}

TEST(FreezeWindows, AGapThatOnlyDaylightSavingMakesIsFound) {
  // New York's night begins when Berlin's day ends, but for the weeks in which only New York has summer time: then its
  // night begins, and ends, an hour early.
  const std::vector<v1::FreezeWindow> windows = {Weekly("Berlin", kAll, 600, 1800, "Europe/Berlin"),
                                                 Weekly("New York", kAll, 1200, 0, "America/New_York")};
  EXPECT_EQ(Asked(windows, "2026-04-15T00:00:00Z"), "'New York' until 2026-10-25T04:00:00Z");
  EXPECT_EQ(Asked(windows, "2026-12-15T12:00:00Z"), "'New York' until 2027-03-15T04:00:00Z");
}

TEST(FreezeWindows, ALongOneOffIsNoReasonToGiveUp) {
  const std::vector<v1::FreezeWindow> windows = {Once("Contract", "2026-01-01T00:00:00Z", "2090-01-01T00:00:00Z"),
                                                 Weekly("Sunday", kSunday, 0, 0, "UTC")};
  EXPECT_EQ(Asked(windows, "2026-01-01T00:00:00Z"), "'Sunday' until 2090-01-02T00:00:00Z");  // the 1st is a Sunday
}

TEST(FreezeWindows, ApplyToTheirEnvironmentsAndDefinition) {
  v1::FreezeWindow window = Once("Audit", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
  window.add_environments("Prod*");
  window.add_environments("Staging");
  window.set_definition_id(7);
  const std::string now = "2026-01-10T00:00:00Z";
  const std::string frozen = "'Audit' until 2026-02-01T00:00:00Z";
  EXPECT_EQ(Asked({window}, now, "Production", 7), frozen);
  EXPECT_EQ(Asked({window}, now, "prod-west", 7), frozen);
  EXPECT_EQ(Asked({window}, now, "Staging", 7), frozen);
  EXPECT_EQ(Asked({window}, now, "QA", 7), "open");
  EXPECT_EQ(Asked({window}, now, "Production", 8), "open");
  window.set_definition_id(0);
  EXPECT_EQ(Asked({window}, now, "Production", 8), frozen);
  window.clear_environments();
  EXPECT_EQ(Asked({window}, now, "QA", 8), frozen);
}

TEST(FreezeWindows, NoneIsOpen) { EXPECT_EQ(Asked({}, "2026-01-01T00:00:00Z"), "open"); }

TEST(FreezeWindows, AnswerAtTheEndsOfTime) {
  const std::vector<FreezeWindow> windows = Compiled({Weekly("Stop", kAll, 0, 0, "Europe/Berlin")});
  EXPECT_FALSE(FrozenAt(windows, 1, "QA", absl::InfinitePast()).has_value());
  EXPECT_FALSE(FrozenAt(windows, 1, "QA", absl::InfiniteFuture()).has_value());
  EXPECT_TRUE(FrozenAt(windows, 1, "QA", At("0001-01-01T00:00:00Z")).has_value());
  EXPECT_TRUE(FrozenAt(windows, 1, "QA", At("9999-12-31T23:59:59Z")).has_value());
}

struct Mistake {
  const char* name;
  v1::FreezeWindow window;
  const char* path;
  const char* message;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class FreezeMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(FreezeMistake, IsAnErrorThatNamesTheField) {
  const absl::Status status = FreezeWindow::Compile(GetParam().window, LoadZone).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PathOf(status), GetParam().path);
  EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat(GetParam().path, ": ", GetParam().message)));
}

v1::FreezeWindow Both() {
  v1::FreezeWindow window = Once("x", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
  window.set_time_zone_id("Europe/Berlin");
  return window;
}

INSTANTIATE_TEST_SUITE_P(
    All, FreezeMistake,
    ::testing::Values(
        Mistake{"NoName", Once("", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"), "name", "expected a name"},
        Mistake{"NoStart", Once("x", "", "2026-01-02T00:00:00Z"), "start", "expected a time such as"},
        Mistake{"NoEnd", Once("x", "2026-01-02T00:00:00Z", ""), "end", "expected a time such as"},
        Mistake{"NoOffset", Once("x", "2026-01-01T00:00:00", "2026-01-02T00:00:00Z"), "start",
                "expected a time such as 2026-12-24T00:00:00Z, not '2026-01-01T00:00:00'"},
        Mistake{"NoTime", Once("x", "2026-01-01", "2026-01-02T00:00:00Z"), "start", "expected a time such as"},
        Mistake{"NoSuchDate", Once("x", "2026-02-30T00:00:00Z", "2026-03-02T00:00:00Z"), "start", "expected a time"},
        Mistake{"Infinite", Once("x", "2026-01-01T00:00:00Z", "infinite-future"), "end", "expected a time"},
        Mistake{"TooFar", Once("x", "2026-01-01T00:00:00Z", "123456-01-01T00:00:00Z"), "end", "expected a time"},
        Mistake{"BlankBehind", Once("x", "2026-01-01T00:00:00Z ", "2026-01-02T00:00:00Z"), "start", "expected a time"},
        Mistake{"EndIsStart", Once("x", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00"), "end",
                "expected a time after start"},
        Mistake{"BothKinds", Both(), "days", "expected either start and end, or days"},
        Mistake{"NeitherKind", Weekly("x", 0, 0, 0, ""), "days", "expected Monday 1"},
        Mistake{"NoSuchDay", Weekly("x", 128, 0, 0, ""), "days", "expected a sum of Monday 1"},
        Mistake{"StartHour", Weekly("x", 1, 2400, 0, ""), "startHours", "expected 0 to 23, not 24"},
        Mistake{"StartMinute", Weekly("x", 1, 60, 0, ""), "startMinutes", "expected 0 to 59, not 60"},
        Mistake{"EndHour", Weekly("x", 1, 0, 2400, ""), "endHours", "expected 0 to 23, not 24"},
        Mistake{"EndMinute", Weekly("x", 1, 0, 60, ""), "endMinutes", "expected 0 to 59, not 60"},
        Mistake{"NoSuchZone", Weekly("x", 1, 0, 0, "Nowhere"), "timeZoneId", "there is no time zone 'Nowhere'"}),
    [](const ::testing::TestParamInfo<Mistake>& mistake) { return std::string(mistake.param.name); });

// Sets of windows against the minutes that a reading of the wall clock says are frozen.
TEST(FreezeProperty, AgreesWithTheWallClock) {
  std::mt19937 random(20260329);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  int joined = 0;
  for (int round = 0; round < 120; ++round) {
    const ZoneYear& where = kZoneYears[round % std::size(kZoneYears)];
    SCOPED_TRACE(absl::StrCat("round ", round, " ", where.zone, " ", where.year));
    const WallClock& clock = WallClock::Of(where.zone, where.year);
    std::vector<bool> frozen(clock.minutes());
    std::vector<int64_t> edges;
    const auto freeze = [&](int64_t from, int64_t to) {
      for (int64_t i = from; i < to; ++i) frozen[i] = true;
      for (int64_t edge : {from - 1, from, to - 1, to}) edges.push_back(edge);
    };
    std::vector<v1::FreezeWindow> windows;
    for (int i = pick(1, 5); i > 0; --i) {
      if (pick(0, 3) == 0) {
        const int64_t from = pick(1000, static_cast<int>(clock.minutes()) - 20000);
        const int64_t to = from + pick(1, 15000);
        const auto text = [&](int64_t at) {
          return absl::FormatTime(absl::RFC3339_full, clock.TimeOf(at), absl::UTCTimeZone());
        };
        windows.push_back(Once("once", text(from), text(to)));
        freeze(from, to);
        continue;
      }
      // Half of them in the small hours, where clocks change.
      const int from = pick(0, 1) == 0 ? pick(0, 1439) : pick(0, 240);
      const int to = pick(0, 1) == 0 ? pick(0, 1439) : pick(0, 240);
      const int days = pick(0, 2) == 0 ? kAll : pick(1, 127);
      windows.push_back(Weekly("weekly", days, from / 60 * 100 + from % 60, to / 60 * 100 + to % 60, where.zone));
      for (absl::CivilDay day = clock.first_day() + 1; day < clock.last_day() - 2; ++day) {
        if ((days & (1 << static_cast<int>(absl::GetWeekday(day)))) == 0) continue;
        freeze(clock.First(absl::CivilMinute(day) + from),
               clock.Last(absl::CivilMinute(to <= from ? day + 1 : day) + to));
      }
    }
    // Away from the ends of what the clock was read for.
    const int64_t first = 4 * 1440;
    const int64_t last = clock.minutes() - 8 * 1440;
    std::vector<int64_t> next_open(last + 1, last);
    for (int64_t i = last - 1; i >= 0; --i) next_open[i] = frozen[i] ? next_open[i + 1] : i;
    std::shuffle(edges.begin(), edges.end(), random);
    edges.resize(std::min<size_t>(edges.size(), 400));
    for (int i = 0; i < 100; ++i) edges.push_back(std::uniform_int_distribution<int64_t>(first, last)(random));
    const std::vector<FreezeWindow> compiled = Compiled(windows);
    for (int64_t minute : edges) {
      if (minute < first || minute >= last) continue;
      const std::optional<OpenFreeze> freeze = FrozenAt(compiled, 1, "QA", clock.TimeOf(minute));
      ASSERT_EQ(freeze.has_value(), frozen[minute]) << clock.TimeOf(minute);
      if (!freeze) continue;
      if (next_open[minute] == last) {
        ASSERT_GE(freeze->until, clock.TimeOf(last)) << clock.TimeOf(minute);
      } else {
        ASSERT_EQ(freeze->until, clock.TimeOf(next_open[minute])) << clock.TimeOf(minute);
        ++joined;
      }
    }
  }
  EXPECT_GT(joined, 10000);
}

}  // namespace
}  // namespace slipway
