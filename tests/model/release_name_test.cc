// Names of releases (domain.md 1.3): tokens, dates by .NET's letters, the counter and the text around it.
#include "model/release_name.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using ::testing::ValuesIn;

absl::Time At(int year, int month, int day, int hour, int minute, int second) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second), absl::UTCTimeZone());
}

const absl::Time kNow = At(2024, 2, 3, 16, 5, 9);

std::optional<std::string> Token(absl::string_view name) {
  if (absl::EqualsIgnoreCase(name, "Build.BuildNumber")) return "20240203.7";
  if (absl::EqualsIgnoreCase(name, "Release.DefinitionName")) return "Shop";
  if (absl::EqualsIgnoreCase(name, "Build.SourceBranch")) return "master";
  if (absl::EqualsIgnoreCase(name, "stage")) return "prod";
  if (absl::EqualsIgnoreCase(name, "site.prod")) return "eu";
  if (absl::EqualsIgnoreCase(name, "macro")) return "$(rev:r)$(stage)";
  if (absl::EqualsIgnoreCase(name, "mark")) return "<\x01>";
  if (absl::EqualsIgnoreCase(name, "empty")) return "";
  return std::nullopt;
}

ReleaseNameParts Compose(absl::string_view format, absl::Time now = kNow) {
  return ComposeReleaseName(format, now, absl::UTCTimeZone(), Token);
}

struct Row {
  const char* name;
  const char* format;
  const char* expected;  // rendered with the counter at 7
};

std::string RowName(const ::testing::TestParamInfo<Row>& info) { return info.param.name; }
void PrintTo(const Row& row, std::ostream* out) { *out << row.format << " -> " << row.expected; }

class ReleaseNameTest : public ::testing::TestWithParam<Row> {};

TEST_P(ReleaseNameTest, GivenAFormatWhenRenderedThenTokensAreReplaced) {
  EXPECT_EQ(Compose(GetParam().format).Render(7), GetParam().expected);
}

constexpr Row kNames[] = {
    {"Default", "Release-$(rev:r)", "Release-7"},
    {"NoFormat", "", "Release-7"},
    {"BlankFormat", " \t", "Release-7"},
    {"PlainText", "Nightly", "Nightly"},
    {"CounterWidth", "$(rev:rrr)", "007"},
    {"CounterInAnyCase", "$(REV:rR)", "07"},
    {"CounterBetween", "a-$(rev:r)-b", "a-7-b"},
    {"OnlyTheFirstCounterCounts", "$(rev:r)-$(rev:rr)", "7-$(rev:rr)"},
    {"CounterWithoutLetters", "$(rev:)$(rev)", "$(rev:)$(rev)"},
    {"CounterWithOtherLetters", "$(rev:rx)", "$(rev:rx)"},
    {"Date", "$(Date)", "020324"},
    {"DateInAnyCase", "$(DATE:yyyyMMdd)", "20240203"},
    {"DateWithSeparators", "$(Date:yyyy-MM-dd HH:mm:ss)", "2024-02-03 16:05:09"},
    {"DateAndCounter", "$(Date:yyyyMMdd).$(rev:r)", "20240203.7"},
    {"DateWithoutFormat", "$(Date:)", ""},
    {"Tokens", "$(Build.BuildNumber)_$(release.definitionname)_$(Build.SourceBranch)", "20240203.7_Shop_master"},
    {"DefinitionVariable", "$(Stage)", "prod"},
    {"EmptyValue", "[$(empty)]", "[]"},
    {"Unknown", "$(nosuch)-$(rev:r)", "$(nosuch)-7"},
    {"BracketsAreCounted", "$(site.$(stage))", "eu"},
    {"UnknownAroundKnown", "$(site.$(nosuch))", "$(site.$(nosuch))"},
    {"CounterInsideOfUnknown", "$(x-$(rev:r))", "$(x-7)"},
    {"CounterInsideOfADate", "$(Date:yyyy.$(rev:rr))", "2024.07"},
    {"ValuesAreNotLookedAtAgain", "$(macro)", "$(rev:r)$(stage)"},
    {"ValueThatLooksLikeTheCounter", "$(mark)$(rev:r)", "<>7"},
    {"FormatThatLooksLikeTheCounter", "a\x01$(rev:r)b", "a7b"},
    {"Unclosed", "$(rev:r", "$(rev:r"},
    {"BeyondAscii", "\u00e9-$(rev:r)\U0001F680", "\u00e9-7\U0001F680"},
};
INSTANTIATE_TEST_SUITE_P(All, ReleaseNameTest, ValuesIn(kNames), RowName);

class DotNetDateTest : public ::testing::TestWithParam<Row> {};

TEST_P(DotNetDateTest, GivenLettersWhenFormattedThenTheyMeanWhatDotNetMeans) {
  EXPECT_EQ(FormatDotNetDate(GetParam().format, kNow, absl::UTCTimeZone()), GetParam().expected);
}

constexpr Row kDates[] = {
    {"M", "M", "2"},
    {"MM", "MM", "02"},
    {"MMM", "MMM", "Feb"},
    {"MMMM", "MMMM", "February"},
    {"MMMMM", "MMMMM", "February"},
    {"D", "d", "3"},
    {"DD", "dd", "03"},
    {"DDD", "ddd", "Sat"},
    {"DDDD", "dddd", "Saturday"},
    {"Y", "y", "24"},
    {"YY", "yy", "24"},
    {"YYY", "yyy", "2024"},
    {"YYYY", "yyyy", "2024"},
    {"YYYYY", "yyyyy", "02024"},
    {"TwelveHours", "h", "4"},
    {"TwelveHoursPadded", "hh", "04"},
    {"Hours", "H", "16"},
    {"HoursPadded", "HH", "16"},
    {"Minute", "m", "5"},
    {"MinutePadded", "mm", "05"},
    {"Second", "s", "9"},
    {"SecondPadded", "ss", "09"},
    {"ThreeSeconds", "sss", "09"},
    {"OthersStandForThemselves", "yyyy_MM.dd/x%Y", "2024_02.03/x%Y"},
    {"Nothing", "", ""},
};
INSTANTIATE_TEST_SUITE_P(All, DotNetDateTest, ValuesIn(kDates), RowName);

TEST(DotNetDate, GivenHoursAroundNoonAndMidnightWhenFormattedThenTheTwelveHourClockHasNoZero) {
  const auto hour = [](int at) { return FormatDotNetDate("hh H", At(2024, 1, 1, at, 0, 0), absl::UTCTimeZone()); };
  EXPECT_EQ(hour(0), "12 0");
  EXPECT_EQ(hour(1), "01 1");
  EXPECT_EQ(hour(11), "11 11");
  EXPECT_EQ(hour(12), "12 12");
  EXPECT_EQ(hour(13), "01 13");
  EXPECT_EQ(hour(23), "11 23");
}

TEST(DotNetDate, GivenEachMonthAndDayWhenFormattedThenTheirNamesAreTheInvariantOnes) {
  std::string months, days;
  for (int month = 1; month <= 12; ++month) {
    absl::StrAppend(&months, FormatDotNetDate("MMM ", At(2024, month, 1, 0, 0, 0), absl::UTCTimeZone()));
  }
  for (int day = 1; day <= 7; ++day) {
    absl::StrAppend(&days, FormatDotNetDate("dddd ", At(2024, 1, day, 0, 0, 0), absl::UTCTimeZone()));
  }
  EXPECT_EQ(months, "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ");
  EXPECT_EQ(days, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday ");
}

TEST(DotNetDate, GivenAZoneWhenFormattedThenItsCivilTimeCounts) {
  EXPECT_EQ(FormatDotNetDate("yyyy-MM-dd HH:mm ddd", At(2023, 12, 31, 23, 30, 0), absl::FixedTimeZone(3600)),
            "2024-01-01 00:30 Mon");
}

TEST(DotNetDate, GivenTheFirstYearOfACenturyWhenShortThenItIsPadded) {
  EXPECT_EQ(FormatDotNetDate("y|yy", At(2000, 1, 1, 0, 0, 0), absl::UTCTimeZone()), "0|00");
}

TEST(ReleaseNameParts, GivenACounterWhenRenderedThenItGrowsBeyondItsWidth) {
  const ReleaseNameParts parts = Compose("R$(rev:rr)");
  EXPECT_EQ(parts.Render(1), "R01");
  EXPECT_EQ(parts.Render(99), "R99");
  EXPECT_EQ(parts.Render(100), "R100");
  EXPECT_EQ(parts.Render(INT64_MAX), "R9223372036854775807");
}

TEST(ReleaseNameParts, GivenALongCounterWhenRenderedThenItHasTwentyDigitsAtMost) {
  EXPECT_EQ(Compose(absl::StrCat("$(rev:", std::string(5000, 'r'), ")")).Render(1), "00000000000000000001");
}

TEST(ReleaseNameParts, GivenNoCounterWhenComposedThenTheNameIsThePrefix) {
  const ReleaseNameParts parts = Compose("$(Stage)-x");
  EXPECT_FALSE(parts.has_counter);
  EXPECT_EQ(parts.prefix, "prod-x");
  EXPECT_EQ(parts.suffix, "");
  EXPECT_EQ(parts.Render(1), parts.Render(2));
}

TEST(ReleaseNameParts, GivenADateWhenTheDayChangesThenTheCounterRestarts) {
  const std::string format = "$(Date:yyyyMMdd).$(rev:r)-$(Stage)";
  EXPECT_EQ(Compose(format).CounterKey(), Compose(format, kNow + absl::Hours(1)).CounterKey());
  EXPECT_NE(Compose(format).CounterKey(), Compose(format, kNow + absl::Hours(24)).CounterKey());
}

TEST(ReleaseNameParts, GivenTheSameTextOnOtherSidesWhenKeyedThenTheCountersDiffer) {
  EXPECT_NE(Compose("a$(rev:r)b").CounterKey(), Compose("ab$(rev:r)").CounterKey());
  EXPECT_EQ(Compose("a$(rev:r)b").CounterKey(), Compose("a$(rev:rrr)b").CounterKey());
}

}  // namespace
}  // namespace slipway
