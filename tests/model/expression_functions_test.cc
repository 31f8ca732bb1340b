// Every function of task-contract 4.2.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/model/expression_scope.h"

namespace slipway {
namespace {

using ::slipway::testing::Evaluated;
using ::slipway::testing::FakeScope;
using ::slipway::testing::ParseError;
using ::slipway::testing::Repeated;
using ::slipway::testing::ServerScope;
using ::slipway::testing::Vector;
using ::slipway::testing::VectorName;
using ::testing::ValuesIn;

struct StatusRow {
  const char* function;
  bool succeeded, with_issues, failed, canceled;
};

class StatusFunctionTest : public ::testing::TestWithParam<StatusRow> {};

TEST_P(StatusFunctionTest, GivenAJobStatusWhenAskedThenTheTableOfTheContractHolds) {
  const StatusRow& row = GetParam();
  const std::pair<JobStatus, bool> expected[] = {{JobStatus::kSucceeded, row.succeeded},
                                                 {JobStatus::kSucceededWithIssues, row.with_issues},
                                                 {JobStatus::kFailed, row.failed},
                                                 {JobStatus::kCanceled, row.canceled}};
  for (const auto& [status, holds] : expected) {
    FakeScope scope;
    scope.job_status = status;
    EXPECT_EQ(Evaluated(absl::StrCat(row.function, "()"), scope), holds ? "Boolean:True" : "Boolean:False")
        << static_cast<int>(status);
    // The default-made one too, by its own way.
    if (std::string(row.function) == "succeeded") {
      EXPECT_EQ(Expression().Evaluate(scope, false)->value, holds);
    }
  }
}

constexpr StatusRow kStatusRows[] = {
    {"always", true, true, true, true},      {"canceled", false, false, false, true},
    {"failed", false, false, true, false},   {"succeeded", true, true, false, false},
    {"Succeeded", true, true, false, false}, {"succeededOrFailed", true, true, true, false},
};
INSTANTIATE_TEST_SUITE_P(All, StatusFunctionTest, ValuesIn(kStatusRows),
                         [](const auto& info) { return std::string(info.param.function); });

class FunctionTest : public ::testing::TestWithParam<Vector> {};

TEST_P(FunctionTest, GivenArgumentsWhenCalledThenTheContractHolds) {
  EXPECT_EQ(Evaluated(GetParam().text), GetParam().expected);
}

constexpr Vector kLogic[] = {
    {"AndAllTrue", "and(true, 1, 'x')", "Boolean:True"},
    {"AndOneFalse", "and(true, '', true)", "Boolean:False"},
    {"AndStopsAtTheFirstFalse", "and(false, gt(1, 'x'))", "Boolean:False"},
    {"AndGoesOnAfterTrue", "and(true, gt(1, 'x'))", "error: gt(): cannot compare Number with String"},
    {"OrOneTrue", "or(false, 0, 'x')", "Boolean:True"},
    {"OrAllFalse", "or(false, 0, '')", "Boolean:False"},
    {"OrStopsAtTheFirstTrue", "or(true, gt(1, 'x'))", "Boolean:True"},
    {"OrGoesOnAfterFalse", "or(false, gt(1, 'x'))", "error: gt(): cannot compare Number with String"},
    {"NotTrue", "not('x')", "Boolean:False"},
    {"NotNull", "not(variables.nosuch)", "Boolean:True"},
    {"XorDiffering", "xor(true, '')", "Boolean:True"},
    {"XorBothTrue", "xor(1, 'x')", "Boolean:False"},
    {"XorEvaluatesBoth", "xor(true, gt(1, 'x'))", "error: gt(): cannot compare Number with String"},
    {"IifFirst", "iif(1, 'yes', gt(1, 'x'))", "String:yes"},
    {"IifSecond", "iif('', gt(1, 'x'), 2)", "Number:2"},
    {"NamesIgnoreCase", "AND(TRUE, NOT(False), NotIn(1, 2))", "Boolean:True"},
};
INSTANTIATE_TEST_SUITE_P(Logic, FunctionTest, ValuesIn(kLogic), VectorName);

constexpr Vector kMembership[] = {
    {"InFound", "in('b', 'a', 'B', 'c')", "Boolean:True"},
    {"InNotFound", "in('d', 'a', 'b')", "Boolean:False"},
    {"InTakesTheKindOfTheFirst", "in(1, 'x', '1.0')", "Boolean:True"},
    {"InStopsAtTheFirstMatch", "in(1, 1, gt(1, 'x'))", "Boolean:True"},
    {"InEvaluatesUpToTheMatch", "in(1, gt(1, 'x'), 1)", "error: gt(): cannot compare Number with String"},
    {"NotInFound", "notIn('b', 'a', 'B')", "Boolean:False"},
    {"NotInNotFound", "notIn('d', 'a', 'b')", "Boolean:True"},
    {"ContainsValueInArray", "containsValue(list, 'X')", "Boolean:True"},
    {"ContainsValueByTheRulesOfTheRight", "containsValue(list, '3.0')", "Boolean:False"},
    {"ContainsValueNumberRight", "containsValue(list, 3)", "Boolean:True"},
    {"ContainsValueInObject", "containsValue(root, 'WEB')", "Boolean:True"},
    {"ContainsValueIsNotAboutKeys", "containsValue(root, 'hosts')", "Boolean:False"},
    {"ContainsValueOfAScalar", "containsValue('abc', 'abc')", "Boolean:False"},
    {"ContainsValueOfNull", "containsValue(root.none, '')", "Boolean:False"},
    {"ContainsValueOfSplit", "containsValue(split('a;b', ';'), 'b')", "Boolean:True"},
    {"CoalesceTakesTheFirstWithText", "coalesce('', variables.nosuch, 'x', 'y')", "String:x"},
    {"CoalesceTakesFalse", "coalesce('', false, 'x')", "Boolean:False"},
    {"CoalesceTakesBlank", "coalesce(' ', 'x')", "String: "},
    {"CoalesceElseTheLast", "coalesce(variables.nosuch, '')", "String:"},
    {"CoalesceElseTheLastNull", "coalesce('', variables.nosuch)", "Null:"},
    {"CoalesceStops", "coalesce('x', gt(1, 'x'))", "String:x"},
};
INSTANTIATE_TEST_SUITE_P(Membership, FunctionTest, ValuesIn(kMembership), VectorName);

constexpr Vector kTexts[] = {
    {"ContainsIgnoresCase", "contains('ABCD', 'bc')", "Boolean:True"},
    {"ContainsNot", "contains('ABCD', 'ca')", "Boolean:False"},
    {"ContainsEmpty", "contains('', '')", "Boolean:True"},
    {"ContainsNull", "contains('abc', variables.nosuch)", "Boolean:True"},
    {"ContainsBoolean", "contains(true, 'RU')", "Boolean:True"},
    {"ContainsOfArray", "contains(list, 'x')",
     "error: contains(): expected a value that converts to a string, got Array"},
    {"StartsWith", "startsWith('ABCD', 'ab')", "Boolean:True"},
    {"StartsWithNot", "startsWith('ABCD', 'b')", "Boolean:False"},
    {"StartsWithEmpty", "startsWith('ABCD', '')", "Boolean:True"},
    {"StartsWithLonger", "startsWith('A', 'AB')", "Boolean:False"},
    {"EndsWith", "endsWith('ABCD', 'cd')", "Boolean:True"},
    {"EndsWithNot", "endsWith('ABCD', 'c')", "Boolean:False"},
    {"EndsWithEmpty", "endsWith('', '')", "Boolean:True"},
    {"EndsWithOfObject", "endsWith('x', root)",
     "error: endsWith(): expected a value that converts to a string, got Object"},
    {"Lower", "lower('AbC')", "String:abc"},
    {"LowerOfBoolean", "lower(true)", "String:true"},
    {"Upper", "upper('aBc')", "String:ABC"},
    {"UpperOfNull", "upper(variables.nosuch)", "String:"},
    {"UpperOfArray", "upper(list)", "error: upper(): expected a value that converts to a string, got Array"},
    {"Trim", "trim(' \t a b \n')", "String:a b"},
    {"TrimUnicodeBlanks", "trim('\u00a0\u3000\u00e9\u2003')", "String:\u00e9"},
    {"TrimAllBlank", "trim('  ')", "String:"},
    {"ReplaceAll", "replace('aXbXc', 'X', '--')", "String:a--b--c"},
    {"ReplaceIsOrdinal", "replace('aXbx', 'x', '')", "String:aXb"},
    {"ReplaceDoesNotLookAgain", "replace('aaa', 'a', 'aa')", "String:aaaaaa"},
    {"ReplaceNothing", "replace('abc', '', 'x')", "String:abc"},
    {"ReplaceNumber", "replace(1.25, '.', ',')", "String:1,25"},
    {"LengthOfText", "length('abc')", "Number:3"},
    {"LengthOfNoText", "length('')", "Number:0"},
    {"LengthCountsCharacters", "length('\u00e9\u4e2d')", "Number:2"},
    {"LengthCountsAsDotNetDoes", "length('\U0001F680')", "Number:2"},
    {"LengthOfArray", "length(list)", "Number:3"},
    {"LengthOfObject", "length(root)", "Number:5"},
    {"LengthOfNumber", "length(12)", "error: length(): expected a string, an array or an object, got Number"},
    {"LengthOfNull", "length(root.none)", "error: length(): expected a string, an array or an object, got Null"},
};
INSTANTIATE_TEST_SUITE_P(Texts, FunctionTest, ValuesIn(kTexts), VectorName);

constexpr Vector kLists[] = {
    {"SplitAtOneCharacter", "join('|', split('a,b,,c,', ','))", "String:a|b||c|"},
    {"SplitAtEachCharacter", "join('|', split('a,b;c', ';,'))", "String:a|b|c"},
    {"SplitAtCharactersNotBytes", "join('|', split('a\u00e9b\u00e8c', '\u00e8'))", "String:a\u00e9b|c"},
    {"SplitWithoutDelimiter", "length(split('a b', ''))", "Number:1"},
    {"SplitNothing", "length(split('', ','))", "Number:1"},
    {"SplitGivesAnArray", "split('a', ',')", "Array:"},
    {"SplitElement", "split('a,b', ',')[1]", "String:b"},
    {"Join", "join(', ', list)", "String:x, y, 3"},
    {"JoinSkipsComplexElements", "join(',', root.hosts)", "String:,,c"},
    {"JoinOfText", "join(',', 'abc')", "String:abc"},
    {"JoinOfNumber", "join(',', 1.50)", "String:1.5"},
    {"JoinOfNull", "join(',', root.none)", "String:"},
    {"JoinWithNumber", "join(0, list)", "String:x0y03"},
    {"JoinWithArray", "join(list, list)", "error: join(): expected a value that converts to a string, got Array"},
};
INSTANTIATE_TEST_SUITE_P(Lists, FunctionTest, ValuesIn(kLists), VectorName);

constexpr Vector kFormats[] = {
    {"FormatPlaces", "format('{1}-{0}-{1}', 'a', 2)", "String:2-a-2"},
    {"FormatWithoutPlaces", "format('abc')", "String:abc"},
    {"FormatNothing", "format('', 1)", "String:"},
    {"FormatEscapes", "format('{{0}} {{{0}}}', 'x')", "String:{0} {x}"},
    {"FormatNull", "format('[{0}]', variables.nosuch)", "String:[]"},
    {"FormatBooleanAndVersion", "format('{0} {1}', false, 1.2.3)", "String:False 1.2.3"},
    {"FormatDoesNotLookAgain", "format('{0}', '{1}')", "String:{1}"},
    {"FormatDate", "format('{0:yyyy-MM-dd HH:mm:ss}', root.when)", "String:2024-02-29 13:05:09"},
    {"FormatDateWithoutSpecifier", "format('{0}', root.when)", "String:2024-02-29 13:05:09+00:00"},
    {"FormatShortDate", "format('{0:d/M/yy h.m}', root.when)", "String:29/2/24 1.5"},
    {"FormatDateOfText", "format('{0:yyyyMMdd}', '2024/1/2 3:4:5')", "String:20240102"},
    {"FormatPercentIsPlain", "format('{0:%Y}', root.when)", "String:%Y"},
    {"FormatSpecifierOfNumber", "format('{0:yyyy}', 5)",
     "error: format(): invalid format string at position 1: '{0:yyyy}'"},
    {"FormatIndexTooHigh", "format('a{1}', 'x')", "error: format(): invalid format string at position 2: 'a{1}'"},
    {"FormatIndexWithoutArguments", "format('{0}')", "error: format(): invalid format string at position 1: '{0}'"},
    {"FormatHugeIndex", "format('{18446744073709551615}', 'x')",
     "error: format(): invalid format string at position 1: '{18446744073709551615}'"},
    {"FormatHugerIndex", "format('{99999999999999999999}', 'x')",
     "error: format(): invalid format string at position 1: '{99999999999999999999}'"},
    {"FormatNegativeIndex", "format('{-0}', 'x')", "error: format(): invalid format string at position 1: '{-0}'"},
    {"FormatBlankInIndex", "format('{ 0}', 'x')", "error: format(): invalid format string at position 1: '{ 0}'"},
    {"FormatNoIndex", "format('{}', 'x')", "error: format(): invalid format string at position 1: '{}'"},
    {"FormatName", "format('{name}', 'x')", "error: format(): invalid format string at position 1: '{name}'"},
    {"FormatUnclosed", "format('\u00e9{0', 'x')", "error: format(): invalid format string at position 2: '\u00e9{0'"},
    {"FormatLoneClosing", "format('0}', 'x')", "error: format(): invalid format string at position 2: '0}'"},
    {"FormatComplex", "format('{0}', list)", "error: format(): expected a value that converts to a string, got Array"},
    {"CounterIsNotForConditions", "counter('x', 1)",
     "error: counter(): only variable definitions may use it, never conditions"},
};
INSTANTIATE_TEST_SUITE_P(Formats, FunctionTest, ValuesIn(kFormats), VectorName);

constexpr Vector kJson[] = {
    {"JsonOfText", "convertToJson('a\"b')", "String:\"a\\\"b\""},
    {"JsonOfNumber", "convertToJson(1.50)", "String:1.5"},
    {"JsonOfWholeNumber", "convertToJson(-12)", "String:-12"},
    {"JsonOfBoolean", "convertToJson(true)", "String:true"},
    {"JsonOfNull", "convertToJson(root.none)", "String:null"},
    {"JsonOfVersion", "convertToJson(1.2.3)", "String:\"1.2.3\""},
    {"JsonOfArray", "convertToJson(split('a,b', ','))", "String:[\n  \"a\",\n  \"b\"\n]"},
    {"JsonOfObject", "convertToJson(root.hosts[0])",
     "String:{\n  \"name\": \"a\",\n  \"ports\": [\n    80,\n    443\n  ]\n}"},
};
INSTANTIATE_TEST_SUITE_P(Json, FunctionTest, ValuesIn(kJson), VectorName);

TEST(FunctionTexts, GivenNoUtf8WhenWrittenAsJsonThenItIsReplaced) {
  EXPECT_EQ(Evaluated("convertToJson('a\xff')"), "String:\"a\uFFFD\"");
}

TEST(FunctionTexts, GivenAnExpressionThatMultipliesItsTextWhenEvaluatedThenItIsStopped) {
  const auto nested = [](absl::string_view open, absl::string_view close, int levels) {
    return Evaluated(absl::StrCat(Repeated(open, levels), "'x'", Repeated(close, levels)));
  };
  EXPECT_EQ(nested("format('{0}{0}', ", ")", 45), "error: format(): the text would be longer than 1048576 bytes");
  EXPECT_EQ(nested("replace(", ", 'x', 'xxxxxxxx')", 45),
            "error: replace(): the text would be longer than 1048576 bytes");
  EXPECT_EQ(nested("convertToJson(", ")", 45), "error: convertToJson(): the text would be longer than 1048576 bytes");
  FakeScope scope = ServerScope();
  scope.variables["big"] = {std::string(1 << 11, ',')};
  EXPECT_EQ(Evaluated("join(variables.big, split(variables.big, ','))", scope),
            "error: join(): the text would be longer than 1048576 bytes");
}

TEST(FunctionTexts, GivenAFormatOutOfASecretWhenItIsBadThenTheErrorDoesNotQuoteIt) {
  FakeScope scope;
  scope.variables["pattern"] = {"hunter2 {", true};
  EXPECT_EQ(Evaluated("format(variables.pattern, 1)", scope), "error: format(): invalid format string at position 9");
}

struct ArgumentCount {
  const char* function;
  int least;
  int most;
};

class ArgumentCountTest : public ::testing::TestWithParam<ArgumentCount> {};

TEST_P(ArgumentCountTest, GivenTooFewOrTooManyWhenParsedThenTheErrorSaysHowManyAndWhere) {
  const ArgumentCount& row = GetParam();
  const auto call = [&](int count) {
    return absl::StrCat("  ", row.function, "(", count > 0 ? "'1'" : "", Repeated(",'1'", count - 1), ")");
  };
  const std::string expected =
      row.least == row.most ? absl::StrCat(row.least) : absl::StrCat(row.least, " to ", row.most);
  const auto error = [&](int got) {
    return absl::StrCat("Unexpected number of arguments of '", row.function, "' at position 3: expected ", expected,
                        ", got ", got);
  };
  EXPECT_EQ(ParseError(call(row.least)), "");
  EXPECT_EQ(ParseError(call(row.most)), "");
  if (row.least > 0) {
    EXPECT_EQ(ParseError(call(row.least - 1)), error(row.least - 1));
  }
  EXPECT_EQ(ParseError(call(row.most + 1)), error(row.most + 1));
}

constexpr ArgumentCount kArgumentCounts[] = {
    {"always", 0, 0},     {"canceled", 0, 0},
    {"failed", 0, 0},     {"succeeded", 0, 0},
    {"and", 2, 255},      {"or", 2, 255},
    {"not", 1, 1},        {"succeededOrFailed", 0, 0},
    {"xor", 2, 2},        {"eq", 2, 2},
    {"ne", 2, 2},         {"gt", 2, 2},
    {"ge", 2, 2},         {"lt", 2, 2},
    {"le", 2, 2},         {"in", 2, 255},
    {"notIn", 2, 255},    {"contains", 2, 2},
    {"startsWith", 2, 2}, {"endsWith", 2, 2},
    {"join", 2, 2},       {"containsValue", 2, 2},
    {"coalesce", 2, 255}, {"format", 1, 255},
    {"length", 1, 1},     {"lower", 1, 1},
    {"upper", 1, 1},      {"trim", 1, 1},
    {"replace", 3, 3},    {"split", 2, 2},
    {"iif", 3, 3},        {"convertToJson", 1, 1},
    {"counter", 0, 2},
};
INSTANTIATE_TEST_SUITE_P(All, ArgumentCountTest, ValuesIn(kArgumentCounts),
                         [](const auto& info) { return std::string(info.param.function); });

}  // namespace
}  // namespace slipway
