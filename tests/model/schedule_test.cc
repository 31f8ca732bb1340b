// Occurrences of schedules (domain.md 3.2, C11).
#include "model/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_payload.h"
#include "tests/model/wall_clock.h"

namespace slipway {
namespace {

using ::slipway::testing::At;
using ::slipway::testing::kZoneYears;
using ::slipway::testing::LoadZone;
using ::slipway::testing::Show;
using ::slipway::testing::WallClock;
using ::slipway::testing::ZoneYear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kMonday = 1;
constexpr int kTuesday = 2;
constexpr int kFriday = 16;
constexpr int kSunday = 64;
constexpr int kWorkdays = 31;
constexpr int kAll = 127;

v1::Schedule Given(int days, int hours, int minutes, const std::string& zone) {
  v1::Schedule schedule;
  schedule.set_days_to_release(days);
  schedule.set_start_hours(hours);
  schedule.set_start_minutes(minutes);
  schedule.set_time_zone_id(zone);
  return schedule;
}

// The next `count` occurrences after `after`, as the clocks of `zone` show them.
std::vector<std::string> Occurrences(const v1::Schedule& given, const std::string& after, int count,
                                     const std::string& zone) {
  const absl::StatusOr<Schedule> schedule = Schedule::Compile(given, LoadZone);
  if (!schedule.ok()) return {std::string(schedule.status().message())};
  std::vector<std::string> shown;
  std::optional<absl::Time> at = At(after);
  while (count-- > 0 && (at = schedule->Next(*at))) shown.push_back(Show(*at, zone));
  return shown;
}

TEST(ScheduleDays, EachFlagIsItsWeekday) {
  // Given 5 January 2026, a Monday, each flag fires first on its day of that week.
  for (int day = 0; day < 7; ++day) {
    EXPECT_THAT(Occurrences(Given(1 << day, 3, 0, "UTC"), "2026-01-05T00:00:00Z", 2, "UTC"),
                ElementsAre(absl::StrCat("2026-01-", day + 5 < 10 ? "0" : "", day + 5, "T03:00:00+00:00"),
                            absl::StrCat("2026-01-", day + 12, "T03:00:00+00:00")))
        << "flag " << (1 << day);
  }
}

TEST(ScheduleDays, AllFiresEveryDay) {
  EXPECT_THAT(Occurrences(Given(kAll, 0, 0, "UTC"), "2026-01-09T12:00:00Z", 4, "UTC"),
              ElementsAre("2026-01-10T00:00:00+00:00", "2026-01-11T00:00:00+00:00", "2026-01-12T00:00:00+00:00",
                          "2026-01-13T00:00:00+00:00"));
}

TEST(ScheduleDays, WorkdaysLeaveTheWeekendOut) {
  EXPECT_THAT(Occurrences(Given(kWorkdays, 22, 15, "UTC"), "2026-01-08T23:00:00Z", 3, "UTC"),
              ElementsAre("2026-01-09T22:15:00+00:00", "2026-01-12T22:15:00+00:00", "2026-01-13T22:15:00+00:00"));
}

TEST(ScheduleDays, OneDayComesBackAfterAWeek) {
  EXPECT_THAT(Occurrences(Given(kSunday | kMonday, 23, 59, "UTC"), "2026-01-05T23:59:00Z", 2, "UTC"),
              ElementsAre("2026-01-11T23:59:00+00:00", "2026-01-12T23:59:00+00:00"));
}

TEST(ScheduleDays, TheWeekdayIsTheZonesNotUtcs) {
  // Tuesday 08:00 in Auckland is still Monday in Greenwich.
  EXPECT_THAT(Occurrences(Given(kTuesday, 8, 0, "New Zealand Standard Time"), "2026-01-05T00:00:00Z", 1, "UTC"),
              ElementsAre("2026-01-05T19:00:00+00:00"));
}

TEST(ScheduleDays, NoneIsNoErrorAndNeverFires) {
  const absl::StatusOr<Schedule> schedule = Schedule::Compile(Given(0, 3, 0, "UTC"), LoadZone);
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  EXPECT_EQ(schedule->Next(At("2026-01-05T00:00:00Z")), std::nullopt);
}

TEST(ScheduleNext, IsStrictlyAfter) {
  const Schedule schedule = *Schedule::Compile(Given(kAll, 3, 0, "UTC"), LoadZone);
  const absl::Time three = At("2026-01-05T03:00:00Z");
  EXPECT_EQ(schedule.Next(three - absl::Nanoseconds(1)), three);
  EXPECT_EQ(schedule.Next(three), three + absl::Hours(24));
  EXPECT_EQ(schedule.Next(three + absl::Nanoseconds(1)), three + absl::Hours(24));
}

TEST(ScheduleNext, GoesOverTheEndOfTheYear) {
  EXPECT_THAT(Occurrences(Given(kAll, 0, 0, "UTC"), "2026-12-31T00:00:00Z", 2, "UTC"),
              ElementsAre("2027-01-01T00:00:00+00:00", "2027-01-02T00:00:00+00:00"));
  EXPECT_THAT(Occurrences(Given(kFriday, 1, 0, "Tokyo Standard Time"), "2026-12-30T00:00:00Z", 1, "Asia/Tokyo"),
              ElementsAre("2027-01-01T01:00:00+09:00"));
}

TEST(ScheduleNext, KnowsLeapDays) {
  EXPECT_THAT(Occurrences(Given(kAll, 12, 0, "UTC"), "2028-02-28T12:00:00Z", 2, "UTC"),
              ElementsAre("2028-02-29T12:00:00+00:00", "2028-03-01T12:00:00+00:00"));
  EXPECT_THAT(Occurrences(Given(kAll, 12, 0, "UTC"), "2100-02-28T12:00:00Z", 1, "UTC"),
              ElementsAre("2100-03-01T12:00:00+00:00"));
}

TEST(ScheduleNext, AnswersAtTheEndsOfTime) {
  const Schedule schedule = *Schedule::Compile(Given(kAll, 3, 0, "Europe/Berlin"), LoadZone);
  const std::optional<absl::Time> first = schedule.Next(absl::InfinitePast());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(absl::ToCivilYear(*first, absl::UTCTimeZone()), absl::CivilYear(1));
  EXPECT_EQ(schedule.Next(absl::InfiniteFuture()), std::nullopt);
  EXPECT_EQ(schedule.Next(At("9999-12-31T23:59:59Z")), std::nullopt);
  EXPECT_TRUE(schedule.Next(At("9999-12-30T00:00:00Z")).has_value());
}

TEST(ScheduleNext, AskedInAnEveningThatComesTwice) {
  // Newfoundland set its clocks back at 00:01: Sunday's midnight was over when they showed Saturday 23:30 once more.
  EXPECT_THAT(Occurrences(Given(kSunday, 0, 0, "Newfoundland Standard Time"), "2006-10-28T23:30:00-03:30", 1,
                          "America/St_Johns"),
              ElementsAre("2006-11-05T00:00:00-03:30"));
}

struct ClockChange {
  const char* name;
  const char* zone_id;  // as a definition names it
  const char* zone;
  int hours;
  int minutes;
  const char* after;
  std::vector<std::string> occurrences;
};

void PrintTo(const ClockChange& change, std::ostream* out) { *out << change.name; }

class ScheduleClockChange : public ::testing::TestWithParam<ClockChange> {};

TEST_P(ScheduleClockChange, FiresOnceADay) {
  const ClockChange& change = GetParam();
  EXPECT_EQ(Occurrences(Given(kAll, change.hours, change.minutes, change.zone_id), change.after,
                        static_cast<int>(change.occurrences.size()), change.zone),
            change.occurrences);
}

INSTANTIATE_TEST_SUITE_P(All, ScheduleClockChange,
                         ::testing::Values(ClockChange{"EuropeSkippedTimeFiresAtTheJump",
                                                       "W. Europe Standard Time",
                                                       "Europe/Berlin",
                                                       2,
                                                       30,
                                                       "2026-03-28T00:00:00Z",
                                                       {"2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00",
                                                        "2026-03-30T02:30:00+02:00"}},
                                           ClockChange{"EuropeTimeOfTheJumpItself",
                                                       "W. Europe Standard Time",
                                                       "Europe/Berlin",
                                                       3,
                                                       0,
                                                       "2026-03-28T12:00:00Z",
                                                       {"2026-03-29T03:00:00+02:00", "2026-03-30T03:00:00+02:00"}},
                                           ClockChange{"EuropeRepeatedTimeFiresAtTheFirst",
                                                       "W. Europe Standard Time",
                                                       "Europe/Berlin",
                                                       2,
                                                       30,
                                                       "2026-10-24T12:00:00Z",
                                                       {"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"}},
                                           ClockChange{"EuropeAskedBetweenTheTwo",
                                                       "W. Europe Standard Time",
                                                       "Europe/Berlin",
                                                       2,
                                                       30,
                                                       "2026-10-25T01:10:00Z",
                                                       {"2026-10-26T02:30:00+01:00"}},
                                           ClockChange{"EuropeTimeAfterTheRepeatedHour",
                                                       "W. Europe Standard Time",
                                                       "Europe/Berlin",
                                                       3,
                                                       0,
                                                       "2026-10-24T12:00:00Z",
                                                       {"2026-10-25T03:00:00+01:00", "2026-10-26T03:00:00+01:00"}},
                                           ClockChange{"UnitedStatesSpring",
                                                       "Pacific Standard Time",
                                                       "America/Los_Angeles",
                                                       2,
                                                       0,
                                                       "2026-03-07T12:00:00Z",
                                                       {"2026-03-08T03:00:00-07:00", "2026-03-09T02:00:00-07:00"}},
                                           ClockChange{"UnitedStatesAutumn",
                                                       "Eastern Standard Time",
                                                       "America/New_York",
                                                       1,
                                                       0,
                                                       "2026-10-31T12:00:00Z",
                                                       {"2026-11-01T01:00:00-04:00", "2026-11-02T01:00:00-05:00"}},
                                           ClockChange{"ArizonaHasNone",
                                                       "US Mountain Standard Time",
                                                       "America/Phoenix",
                                                       2,
                                                       30,
                                                       "2026-03-07T12:00:00Z",
                                                       {"2026-03-08T02:30:00-07:00", "2026-03-09T02:30:00-07:00"}},
                                           ClockChange{"LordHoweSpringIsHalfAnHour",
                                                       "Lord Howe Standard Time",
                                                       "Australia/Lord_Howe",
                                                       2,
                                                       15,
                                                       "2026-10-03T00:00:00Z",
                                                       {"2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"}},
                                           ClockChange{"LordHoweAutumnIsHalfAnHour",
                                                       "Lord Howe Standard Time",
                                                       "Australia/Lord_Howe",
                                                       1,
                                                       45,
                                                       "2026-04-04T00:00:00Z",
                                                       {"2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"}},
                                           ClockChange{"SouthernSpring",
                                                       "AUS Eastern Standard Time",
                                                       "Australia/Sydney",
                                                       2,
                                                       30,
                                                       "2026-10-03T00:00:00Z",
                                                       {"2026-10-04T03:00:00+11:00", "2026-10-05T02:30:00+11:00"}},
                                           ClockChange{"SouthernAutumn",
                                                       "AUS Eastern Standard Time",
                                                       "Australia/Sydney",
                                                       2,
                                                       30,
                                                       "2026-04-04T00:00:00Z",
                                                       {"2026-04-05T02:30:00+11:00", "2026-04-06T02:30:00+10:00"}},
                                           ClockChange{"MidnightThatDoesNotExist",
                                                       "E. South America Standard Time",
                                                       "America/Sao_Paulo",
                                                       0,
                                                       0,
                                                       "2018-11-03T12:00:00Z",
                                                       {"2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"}},
                                           ClockChange{"LastMinuteOfTheDayTwice",
                                                       "E. South America Standard Time",
                                                       "America/Sao_Paulo",
                                                       23,
                                                       59,
                                                       "2018-02-17T12:00:00Z",
                                                       {"2018-02-17T23:59:00-02:00", "2018-02-18T23:59:00-03:00"}},
                                           ClockChange{"BackOverMidnight",
                                                       "Newfoundland Standard Time",
                                                       "America/St_Johns",
                                                       0,
                                                       0,
                                                       "2006-10-28T12:00:00Z",
                                                       {"2006-10-29T00:00:00-02:30", "2006-10-30T00:00:00-03:30"}},
                                           ClockChange{"ADayLeftOut",
                                                       "Samoa Standard Time",
                                                       "Pacific/Apia",
                                                       9,
                                                       0,
                                                       "2011-12-29T00:00:00Z",
                                                       {"2011-12-29T09:00:00-10:00", "2011-12-31T00:00:00+14:00",
                                                        "2011-12-31T09:00:00+14:00"}},
                                           ClockChange{"ADayLeftOutAtMidnightIsOneOccurrence",
                                                       "Samoa Standard Time",
                                                       "Pacific/Apia",
                                                       0,
                                                       0,
                                                       "2011-12-29T12:00:00Z",
                                                       {"2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00"}},
                                           ClockChange{"IanaNamesAreTaken",
                                                       "Europe/Lisbon",
                                                       "Europe/Lisbon",
                                                       1,
                                                       30,
                                                       "2026-03-28T12:00:00Z",
                                                       {"2026-03-29T02:00:00+01:00", "2026-03-30T01:30:00+01:00"}}),
                         [](const ::testing::TestParamInfo<ClockChange>& change) {
                           return std::string(change.param.name);
                         });

struct Mistake {
  const char* name;
  v1::Schedule schedule;
  const char* path;
  const char* message;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class ScheduleMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(ScheduleMistake, IsAnErrorThatNamesTheField) {
  const absl::Status status = Schedule::Compile(GetParam().schedule, LoadZone).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PathOf(status), GetParam().path);
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, ScheduleMistake,
    ::testing::Values(
        Mistake{"HourTooLarge", Given(kAll, 24, 0, "UTC"), "startHours", "startHours: expected 0 to 23, not 24"},
        Mistake{"HourNegative", Given(kAll, -1, 0, "UTC"), "startHours", "startHours: expected 0 to 23, not -1"},
        Mistake{"MinuteTooLarge", Given(kAll, 0, 60, "UTC"), "startMinutes", "startMinutes: expected 0 to 59, not 60"},
        Mistake{"MinuteNegative", Given(kAll, 0, -5, "UTC"), "startMinutes", "startMinutes: expected 0 to 59, not -5"},
        Mistake{"NoSuchDay", Given(128, 0, 0, "UTC"), "daysToRelease", "daysToRelease: expected a sum of Monday 1"},
        Mistake{"DaysNegative", Given(-1, 0, 0, "UTC"), "daysToRelease", "not -1"},
        Mistake{"UnknownZone", Given(kAll, 0, 0, "Middle Earth Standard Time"), "timeZoneId",
                "timeZoneId: there is no time zone 'Middle Earth Standard Time'; expected a Windows id"},
        Mistake{"UnknownIanaName", Given(kAll, 0, 0, "Europe/Atlantis"), "timeZoneId", "'Europe/Atlantis'"}),
    [](const ::testing::TestParamInfo<Mistake>& mistake) { return std::string(mistake.param.name); });

TEST(TimeZones, EveryWindowsIdOfTheTableIsKnownToThisSystem) {
  const struct {
    absl::string_view windows;
    absl::string_view iana;
    absl::string_view former;
  } rows[] = {
#include "model/windows_zones.inc"
  };
  for (const auto& row : rows) {
    EXPECT_EQ(IanaNameOf(row.windows), row.iana);
    const absl::StatusOr<absl::TimeZone> zone = FindTimeZone(row.windows, LoadZone);
    EXPECT_TRUE(zone.ok()) << row.windows << ": " << zone.status();
  }
  EXPECT_GE(std::size(rows), 139u);
}

TEST(TimeZones, WindowsIdsAreFoundWhateverTheirCase) {
  EXPECT_EQ(IanaNameOf("W. Europe Standard Time"), "Europe/Berlin");
  EXPECT_EQ(IanaNameOf("w. europe STANDARD time"), "Europe/Berlin");
  EXPECT_EQ(IanaNameOf("Pacific Standard Time"), "America/Los_Angeles");
  EXPECT_EQ(IanaNameOf("UTC"), "Etc/UTC");
  EXPECT_EQ(IanaNameOf("UTC-11"), "Etc/GMT+11");
  EXPECT_EQ(IanaNameOf("Europe/Berlin"), "");
  EXPECT_EQ(IanaNameOf(""), "");
}

TEST(TimeZones, UtcNeedsNoZoneFiles) {
  const auto none = [](const std::string&) -> std::optional<absl::TimeZone> { return std::nullopt; };
  for (const char* id : {"", "UTC", "utc", "Etc/UTC"}) {
    const absl::StatusOr<absl::TimeZone> zone = FindTimeZone(id, none);
    ASSERT_TRUE(zone.ok()) << id << ": " << zone.status();
    EXPECT_EQ(*zone, absl::UTCTimeZone());
  }
}

TEST(TimeZones, OlderZoneFilesAreAskedForTheFormerName) {
  std::vector<std::string> asked;
  const auto older = [&](const std::string& name) -> std::optional<absl::TimeZone> {
    asked.push_back(name);
    if (name == "Europe/Kiev") return LoadZone("Europe/Berlin");
    return std::nullopt;
  };
  EXPECT_TRUE(FindTimeZone("FLE Standard Time", older).ok());
  EXPECT_THAT(asked, ElementsAre("Europe/Kyiv", "Europe/Kiev"));
}

TEST(TimeZones, AWindowsIdWithoutZoneFilesSaysWhatIsMissing) {
  const auto none = [](const std::string&) -> std::optional<absl::TimeZone> { return std::nullopt; };
  const absl::Status status = FindTimeZone("Tokyo Standard Time", none).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "timeZoneId: the system has no zone data for Asia/Tokyo (Tokyo Standard Time); install tzdata");
}

TEST(TimeZones, APathNeverReachesTheLoader) {
  std::vector<std::string> asked;
  const auto loader = [&](const std::string& name) -> std::optional<absl::TimeZone> {
    asked.push_back(name);
    return absl::UTCTimeZone();
  };
  for (const char* id : {"/etc/localtime", "../Europe/Berlin", "Europe/../../passwd", "Europe//Berlin", "Europe/",
                         "localtime", "posixrules", ":Europe/Berlin", "file:/dev/stdin", "Fixed/UTC+01:00:00", ".", " ",
                         "Europe/Berlin\n", "Europe/Berl\xC3\xADn"}) {
    EXPECT_EQ(FindTimeZone(id, loader).status().code(), absl::StatusCode::kInvalidArgument) << id;
  }
  EXPECT_THAT(asked, IsEmpty());
  for (const char* id : {"America/Argentina/Buenos_Aires", "America/Port-au-Prince", "Etc/GMT+12", "GMT0"}) {
    EXPECT_TRUE(FindTimeZone(id, loader).ok()) << id;
  }
}

TEST(TimeZones, AHostileIdIsShownHarmlessly) {
  const absl::Status status = FindTimeZone(std::string(5000, 'x') + "\x1b[2J", LoadZone).status();
  EXPECT_LT(status.message().size(), 300u);
}

// Every occurrence of a year, and the one after any moment, as a minute by minute reading of the wall clock has it.
TEST(ScheduleProperty, AgreesWithTheWallClock) {
  std::mt19937 random(20261025);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  for (int round = 0; round < 200; ++round) {
    const ZoneYear& where = kZoneYears[round % std::size(kZoneYears)];
    // Half of them where clocks change: around midnight and in the small hours.
    const int hours = round % 2 == 0 ? pick(0, 23) : pick(-1, 3);
    const v1::Schedule given = Given(round % 3 == 0   ? kAll
                                     : round % 3 == 1 ? 1 << pick(0, 6)
                                                      : pick(1, 127),
                                     hours < 0 ? 23 : hours, round % 5 == 0 ? 0 : pick(0, 59), where.zone);
    SCOPED_TRACE(absl::StrCat(where.zone, " ", where.year, ": days ", given.days_to_release(), " at ",
                              given.start_hours(), ":", given.start_minutes()));
    const WallClock& clock = WallClock::Of(where.zone, where.year);
    const Schedule schedule = *Schedule::Compile(given, LoadZone);

    std::vector<absl::Time> expected;
    for (absl::CivilDay day = clock.first_day() + 1; day < clock.last_day(); ++day) {
      if ((given.days_to_release() & (1 << static_cast<int>(absl::GetWeekday(day)))) == 0) continue;
      const absl::Time at =
          clock.TimeOf(clock.First(absl::CivilMinute(day) + given.start_hours() * 60 + given.start_minutes()));
      if (expected.empty() || expected.back() != at) expected.push_back(at);
    }
    ASSERT_GT(expected.size(), 50u);

    std::vector<absl::Time> actual;
    absl::Time at = expected.front() - absl::Seconds(1);
    while (at < expected.back()) {
      const std::optional<absl::Time> next = schedule.Next(at);
      ASSERT_TRUE(next.has_value());
      ASSERT_GT(*next, at);
      actual.push_back(at = *next);
    }
    ASSERT_EQ(actual, expected);

    const int64_t seconds = (expected.back() - expected.front()) / absl::Seconds(1);
    for (int i = 0; i < 500; ++i) {
      const absl::Time after =
          expected.front() + absl::Seconds(std::uniform_int_distribution<int64_t>(0, seconds - 1)(random));
      ASSERT_EQ(schedule.Next(after), *std::upper_bound(expected.begin(), expected.end(), after)) << after;
    }
  }
}

}  // namespace
}  // namespace slipway
