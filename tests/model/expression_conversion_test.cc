// Kinds, conversions, equality and order (task-contract 4.3).
#include "gtest/gtest.h"
#include "tests/model/expression_scope.h"

namespace slipway {
namespace {

using ::slipway::testing::Evaluated;
using ::slipway::testing::ServerScope;
using ::slipway::testing::Text;
using ::slipway::testing::Vector;
using ::slipway::testing::VectorName;
using ::slipway::testing::Whole;
using ::testing::ValuesIn;

class ConversionTest : public ::testing::TestWithParam<Vector> {};

TEST_P(ConversionTest, GivenKindsWhenComparedThenTheTableOfTheContractHolds) {
  const std::string expected = GetParam().expected;
  const bool is_boolean = expected == "True" || expected == "False";
  EXPECT_EQ(Evaluated(GetParam().text), is_boolean ? "Boolean:" + expected : expected);
}

// The vectors that the contract lists, in its order.
constexpr Vector kContract[] = {
    {"TextOneIsOne", "eq('1', 1.0)", "True"},
    {"TextKeepsItsZeros", "eq('123456.000', 123456.000)", "False"},
    {"NumberReadsSignAndThousands", "eq(123456.789, ' +123,456.7890 ')", "True"},
    {"NumberIsNoLongVersion", "eq(1.2, 1.2.0.0)", "False"},
    {"TwoIsNotTrue", "eq(2, true)", "False"},
    {"TrueIsTwo", "eq(true, 2)", "True"},
    {"VersionIsNoBoolean", "eq(1.2.3, false)", "False"},
    {"ZeroIsNoVersion", "ne(0, 0.0.0)", "True"},
    {"TextTrueIsTrue", "eq('TRue', true)", "True"},
    {"VersionContains", "contains(1.2.3.4, 2.3)", "True"},
    {"NumberContains", "contains(123456789, 456)", "True"},
    {"VersionEndsNotWith", "endsWith(1.2.3.4, 3)", "False"},
    {"TrueIsMoreThanNoText", "gt(true, '')", "True"},
    {"FalseIsLessThanBlank", "lt(false, ' ')", "True"},
    {"NotZero", "not(0)", "True"},
    {"AnyVersionIsTrue", "and(true, 0.0.0.0)", "True"},
    {"AndDoesNotReachTheError", "and(false, gt(1, 'x'))", "False"},
    {"MissingVariableIsNoText", "eq(variables.nosuch, '')", "True"},
    {"VersionIsMoreThanText", "gt(1.2.1, ' 1.2.0 ')", "True"},
    {"NumberAgainstText", "gt(1, 'x')", "error: gt(): cannot compare Number with String"},
    {"VersionAgainstTwoPartNumber", "lt(1.2.0, 1.3)", "True"},
    {"ShorterVersionIsOther", "eq(1.2.3, 1.2.3.0)", "False"},
    {"ShorterVersionIsLess", "lt(1.2.3, 1.2.3.0)", "True"},
};
INSTANTIATE_TEST_SUITE_P(Contract, ConversionTest, ValuesIn(kContract), VectorName);

constexpr Vector kEquality[] = {
    {"BooleanLeftText", "eq(true, 'false')", "True"},
    {"BooleanLeftEmptyText", "eq(false, '')", "True"},
    {"BooleanLeftBlank", "eq(false, ' ')", "False"},
    {"BooleanLeftZeroText", "eq(true, '0')", "True"},
    {"BooleanLeftNull", "eq(false, root.none)", "True"},
    {"BooleanLeftVersion", "eq(true, 0.0.0)", "True"},
    {"BooleanLeftArray", "eq(true, list)", "True"},
    {"BooleanLeftNumber", "eq(true, -0.5)", "True"},
    {"NumberLeftBoolean", "eq(1, true)", "True"},
    {"NumberLeftNull", "eq(0, root.none)", "True"},
    {"NumberLeftEmptyText", "eq(0, '')", "True"},
    {"NumberLeftBlank", "eq(0, ' ')", "False"},
    {"NumberLeftPointText", "eq(0.5, '.5')", "True"},
    {"NumberLeftExponent", "eq(100, '1e2')", "False"},
    {"NumberLeftCommaBehindPoint", "eq(1.0001, '1.000,1')", "False"},
    {"NumberLeftSignInside", "eq(-1, '- 1')", "False"},
    {"NumberLeftVersion", "eq(1.2, 1.2.0)", "False"},
    {"NumberLeftDate", "eq(0, root.when)", "False"},
    {"NumberLeftObject", "eq(1, root)", "False"},
    {"NumbersWithOtherZeros", "eq(1.50, 01.5)", "True"},
    {"NumbersOfManyDigits", "eq(1234567890123456789012345.678, 1234567890123456789012345.679)", "False"},
    {"TextLeftBoolean", "eq('FALSE', false)", "True"},
    {"TextLeftNull", "eq('', root.none)", "True"},
    {"TextLeftNumber", "eq('1.5', 1.50)", "True"},
    {"TextLeftMinusZero", "eq('0', -0)", "True"},
    {"TextLeftSevenDecimals", "eq('0.1234568', 0.12345678)", "True"},
    {"TextLeftTinyNumber", "eq('0', -0.00000001)", "True"},
    {"TextLeftVersion", "eq('1.2.3', 1.2.3)", "True"},
    {"TextLeftDate", "eq('2024-02-29 13:05:09+00:00', root.when)", "True"},
    {"TextLeftArray", "eq('', list)", "False"},
    {"TextIgnoresCase", "eq('aBc', 'AbC')", "True"},
    {"TextKeepsBlanks", "eq('a', 'a ')", "False"},
    {"VersionLeftText", "eq(1.2.3, ' 1.2.3\t')", "True"},
    {"VersionLeftBadText", "eq(1.2.3, '1.2.3-beta')", "False"},
    {"VersionLeftNumber", "eq(1.2.3, 1.2)", "False"},
    {"VersionLeftWholeNumber", "ne(1.2.3, 5)", "True"},
    {"VersionLeftNull", "eq(1.2.3, root.none)", "False"},
    {"VersionLeadingZeros", "eq(1.02.3, 1.2.03)", "True"},
    {"NullLeftNull", "eq(root.none, root.nosuch)", "True"},
    {"NullLeftBlank", "eq(root.none, ' ')", "False"},
    {"NullLeftZero", "eq(root.none, 0)", "False"},
    {"NullLeftFalse", "eq(root.none, false)", "False"},
    {"DateLeftText", "eq(root.when, '2024-2-29T13:5:9.000Z')", "True"},
    {"DateLeftSlashes", "eq(root.when, '2024/02/29 13:05:09')", "True"},
    {"DateLeftOffset", "eq(root.when, '2024-02-29 15:05:09+02:00')", "True"},
    {"DateLeftOtherSecond", "eq(root.when, '2024-02-29 13:05:10')", "False"},
    {"DateLeftNoDate", "eq(root.when, '2024-02-30 13:05:09')", "False"},
    {"DateLeftWord", "eq(root.when, 'infinite-future')", "False"},
    {"DateLeftNumber", "eq(root.when, 2024)", "False"},
    {"ArrayWithItself", "eq(list, list)", "True"},
    {"ArrayWithACopy", "eq(split('a', ','), split('a', ','))", "False"},
    {"ObjectWithItself", "eq(root, root)", "True"},
    {"ObjectWithArray", "eq(root, list)", "False"},
    {"VariablesWithThemselves", "eq(variables, variables)", "True"},
    {"ArrayWithText", "eq(list, '')", "False"},
    {"NotEqualWhenNothingConverts", "ne(list, 1)", "True"},
};
INSTANTIATE_TEST_SUITE_P(Equality, ConversionTest, ValuesIn(kEquality), VectorName);

constexpr Vector kOrder[] = {
    {"GtMore", "gt(2, 1)", "True"},
    {"GtSame", "gt(2, 2)", "False"},
    {"GeSame", "ge(2, 2)", "True"},
    {"GeLess", "ge(1, 2)", "False"},
    {"LtLess", "lt(1, 2)", "True"},
    {"LtSame", "lt(2, 2)", "False"},
    {"LeSame", "le(2, 2)", "True"},
    {"LeMore", "le(3, 2)", "False"},
    {"NumbersNotText", "lt(9, '10')", "True"},
    {"NegativeNumbers", "lt(-1.5, -1.25)", "True"},
    {"ManyDigits", "lt(1234567890123456789012345.678, 1234567890123456789012345.679)", "True"},
    {"ManyDecimals", "gt(0.0000000000000000000000000002, 0.0000000000000000000000000001)", "True"},
    {"TextNotNumbers", "gt('9', '10')", "True"},
    {"TextLeftNumber", "gt('9', 10)", "True"},
    {"TextIgnoresCase", "le('ABC', 'abc')", "True"},
    {"TextPrefixIsLess", "lt('ab', 'abc')", "True"},
    {"TextAgainstArray", "lt('a', list)", "error: lt(): cannot compare String with Array"},
    {"FalseBeforeTrue", "lt(false, true)", "True"},
    {"BooleanSame", "ge(true, 'x')", "True"},
    {"VersionByParts", "gt(1.10.0, 1.9.0)", "True"},
    {"VersionAgainstNumberOfOnePart", "gt(1.2.3, 1)", "error: gt(): cannot compare Version with Number"},
    {"VersionAgainstText", "ge(1.2.3, 'x')", "error: ge(): cannot compare Version with String"},
    {"NumberAgainstVersion", "lt(1.2, 1.2.3)", "error: lt(): cannot compare Number with Version"},
    {"NullIsZero", "lt(root.none, 1)", "True"},
    {"NullAgainstNull", "ge(root.none, root.none)", "True"},
    {"NullAgainstText", "lt(root.none, 'x')", "error: lt(): cannot compare Null with String"},
    {"ArrayLeft", "le(list, 1)", "error: le(): cannot compare Array with Number"},
    {"ObjectLeft", "ge(root, root)", "error: ge(): cannot compare Object with Object"},
    {"DateAgainstText", "lt(root.when, '2024-03-01 00:00:00')", "True"},
    {"DateAgainstNumber", "lt(root.when, 1)", "error: lt(): cannot compare DateTime with Number"},
};
INSTANTIATE_TEST_SUITE_P(Order, ConversionTest, ValuesIn(kOrder), VectorName);

struct RootResult {
  const char* name;
  const char* text;
  bool value;
};

class RootResultTest : public ::testing::TestWithParam<RootResult> {};

TEST_P(RootResultTest, GivenAnyKindWhenItIsTheResultThenItBecomesBoolean) {
  const auto scope = ServerScope();
  const absl::StatusOr<Expression> expression = Expression::Parse(GetParam().text, {"root", "list"});
  ASSERT_TRUE(expression.ok()) << expression.status();
  const absl::StatusOr<EvaluationResult> result = expression->Evaluate(scope, false);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->value, GetParam().value);
  EXPECT_EQ(result->trace, "");
}

constexpr RootResult kRootResults[] = {
    {"Null", "root.none", false}, {"True", "true", true},           {"False", "false", false},
    {"Zero", "0.00", false},      {"Number", "-1", true},           {"NoText", "''", false},
    {"Blank", "' '", true},       {"TextFalse", "'false'", true},   {"TextZero", "'0'", true},
    {"Version", "0.0.0", true},   {"Date", "root.when", true},      {"Array", "split('', ',')", true},
    {"Object", "root", true},     {"Variables", "variables", true}, {"MissingVariable", "variables.nosuch", false},
};
INSTANTIATE_TEST_SUITE_P(All, RootResultTest, ValuesIn(kRootResults),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Decimal, GivenManyDigitsWhenParsedThenTwentyEightAreExact) {
  const auto longest = Decimal::Parse("9999999999999999999999999999", false);
  ASSERT_TRUE(longest.has_value());
  EXPECT_EQ(longest->ToString(), "9999999999999999999999999999");
  EXPECT_FALSE(Decimal::Parse("99999999999999999999999999999", false).has_value());
  EXPECT_FALSE(longest->ToInteger().has_value());
}

TEST(Decimal, GivenDecimalsWhenPrintedThenSevenAreRoundedHalfUp) {
  EXPECT_EQ(Decimal::Parse("1.23456785", false)->ToString(), "1.2345679");
  EXPECT_EQ(Decimal::Parse("-1.23456785", false)->ToString(), "-1.2345679");
  EXPECT_EQ(Decimal::Parse("0.99999999", false)->ToString(), "1");
  EXPECT_EQ(Decimal::Parse("-0.0", false)->ToString(), "0");
  EXPECT_EQ(Decimal::Parse("0.05", false)->ToString(), "0.05");
}

TEST(Decimal, GivenWhatIsNoNumberWhenParsedThenThereIsNone) {
  for (const char* text : {"", " ", "+", "-", ".", ",1", "1 2", "1.2.3", "0x1", "1e1", "NaN", "\u0661"}) {
    EXPECT_FALSE(Decimal::Parse(text, true).has_value()) << text;
  }
  for (const char* text : {" 1", "1 ", "+1", "1,000"}) {
    EXPECT_FALSE(Decimal::Parse(text, false).has_value()) << text;
    EXPECT_TRUE(Decimal::Parse(text, true).has_value()) << text;
  }
}

TEST(VersionNumber, GivenPartsWhenParsedThenTwoToFourWholeNumbersAreTaken) {
  for (const char* text : {"1.2", "0.0.0", "1.2.3.2147483647"}) {
    EXPECT_TRUE(VersionNumber::Parse(text).has_value()) << text;
  }
  for (const char* text : {"", "1", "1.", ".1", "1..2", "1.2.3.4.5", "1.-2", "1.+2", "1.2147483648", "a.b"}) {
    EXPECT_FALSE(VersionNumber::Parse(text).has_value()) << text;
  }
}

TEST(Value, GivenKindsWhenConvertedThenWhatTheTableRefusesIsNone) {
  const Value array = Value::Array({});
  const Value object = Value::Object({});
  const Value date = Value::DateTime(absl::UnixEpoch());
  const Value version = Value::Version(*VersionNumber::Parse("1.2.3"));
  for (const Value& value : {array, object, date, version}) EXPECT_FALSE(value.ToNumber().has_value());
  for (const Value& value : {array, object}) EXPECT_FALSE(value.ToText().has_value());
  for (const Value& value : {array, object, date, Value(), Value::Boolean(true), Text("1"), Whole(5)}) {
    EXPECT_FALSE(value.ToVersion().has_value()) << KindName(value.kind());
  }
  EXPECT_EQ(Text(" 1.2 ").ToVersion()->ToString(), "1.2");
  EXPECT_EQ(Value::Number(*Decimal::Parse("1.20", false)).ToVersion()->ToString(), "1.2");
  EXPECT_EQ(date.ToText(), "1970-01-01 00:00:00+00:00");
}

}  // namespace
}  // namespace slipway
