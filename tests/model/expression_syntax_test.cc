// What is an expression and what is not (task-contract 4.1), and where the error is said to be.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/model/expression_scope.h"

namespace slipway {
namespace {

using ::slipway::testing::Evaluated;
using ::slipway::testing::FakeScope;
using ::slipway::testing::NormalForm;
using ::slipway::testing::ParseError;
using ::slipway::testing::Repeated;
using ::slipway::testing::Vector;
using ::slipway::testing::VectorName;
using ::testing::StartsWith;
using ::testing::ValuesIn;

class NormalFormTest : public ::testing::TestWithParam<Vector> {};

TEST_P(NormalFormTest, GivenTextWhenParsedThenTheTreePrintsAgain) {
  EXPECT_EQ(NormalForm(GetParam().text), GetParam().expected);
}

constexpr Vector kNormalForms[] = {
    {"FunctionsKeepTheirSpelling", "AND(Succeeded(),eq( 1 ,1))", "AND(Succeeded(), eq(1, 1))"},
    {"PropertyBecomesIndex", "eq(variables.Build.x, 'y')", "eq(variables['Build']['x'], 'y')"},
    {"IndexStays", "variables[ 'a.b' ]", "variables['a.b']"},
    {"QuoteIsDoubled", "'it''s'", "'it''s'"},
    {"QuoteAlone", "''''", "''''"},
    {"EmptyString", "''", "''"},
    {"VersionGetsV", "eq(1.2.3, 10.20.30.40)", "eq(v1.2.3, v10.20.30.40)"},
    {"Booleans", "and(tRUE, FALSE)", "and(True, False)"},
    {"NumberWithLeadingPoint", "eq(.5, -.25)", "eq(0.5, -0.25)"},
    {"NumberWithTrailingPoint", "eq(5., 007)", "eq(5, 7)"},
    {"MinusZero", "not(-0)", "not(0)"},
    {"Wildcards", "variables.*", "variables[*]"},
    {"WildcardIndex", "variables[ * ].x", "variables[*]['x']"},
    {"UnderscoresInNames", "variables._a1_B", "variables['_a1_B']"},
    {"KeywordsAsProperties", "variables.true.and.variables", "variables['true']['and']['variables']"},
    {"BlanksAroundAccessors", "variables . x [ 'y' ]", "variables['x']['y']"},
    {"PostfixOnCall", "split('a,b', ',')[0]", "split('a,b', ',')[0]"},
    {"PostfixOnLiterals", "coalesce('a'.b, true[0])", "coalesce('a'['b'], True[0])"},
    {"NewlinesAndTabs", "\r\n\tand\n(\ttrue\r\n,\vfalse\f)\n", "and(True, False)"},
    {"UnicodeBlanks", "\u00a0and\u2003(\u3000true\u2028,\u202f1\u1680)\u0085", "and(True, 1)"},
    {"TextBeyondAscii", "'\u00e9\U0001F680'", "'\u00e9\U0001F680'"},
    {"Blank", " \t\n ", "succeeded()"},
    {"UnicodeBlank", "\u00a0\u2003", "succeeded()"},
    {"Nothing", "", "succeeded()"},
};
INSTANTIATE_TEST_SUITE_P(All, NormalFormTest, ValuesIn(kNormalForms), VectorName);

class ParseErrorTest : public ::testing::TestWithParam<Vector> {};

TEST_P(ParseErrorTest, GivenNoExpressionWhenParsedThenTheErrorSaysWhatAndWhere) {
  EXPECT_EQ(ParseError(GetParam().text), GetParam().expected);
}

constexpr char kNumberHint[] = ": expected a number like -1.5 or a version of 2 to 4 parts like 1.2.3";
const std::string UnrecognizedNumber(const char* token, int position) {
  return absl::StrCat("Unrecognized value '", token, "' at position ", position, kNumberHint);
}

constexpr Vector kParseErrors[] = {
    {"UnknownFunction", "and(true, frob(1))", "Unrecognized value 'frob' at position 11: there is no such function"},
    {"UnknownNamedValue", "eq(variable.x, 1)",
     "Unrecognized value 'variable' at position 4: the named values here are variables"},
    {"NoNullKeyword", "eq(null, 1)", "Unrecognized value 'null' at position 4: the named values here are variables"},
    {"FunctionWithoutBracket", "not true", "Expected '(' after function 'not', found 'true' at position 5"},
    {"FunctionAtTheEnd", "and", "Expected '(' after function 'and', found the end of the expression at position 4"},
    {"UnclosedString", "eq('abc, 1)", "Unrecognized value ''abc, 1)' at position 4: the string has no closing quote"},
    {"OnlyAQuote", "'", "Unrecognized value ''' at position 1: the string has no closing quote"},
    {"UnclosedFunction", "and(true, false",
     "Unclosed function 'and' that starts at position 1: expected ')' at position 16"},
    {"UnclosedInnerFunction", "and(true, not(",
     "Unclosed function 'not' that starts at position 11: expected ')' at position 15"},
    {"UnclosedAfterComma", "and(true, ",
     "Unclosed function 'and' that starts at position 1: expected ')' at position 11"},
    {"UnclosedIndex", "variables['x'", "Unclosed '[' that stands at position 10: expected ']' at position 14"},
    {"UnclosedEmptyIndex", "variables[", "Unclosed '[' that stands at position 10: expected ']' at position 11"},
    {"UnclosedWildcard", "variables[*", "Unclosed '[' that stands at position 10: expected ']' at position 12"},
    {"EmptyIndex", "variables[]", "Unexpected symbol ']' at position 11"},
    {"TwoInOneIndex", "variables['a', 'b']", "Unexpected symbol ',' at position 14"},
    {"TrailingComma", "and(true, false,)", "Unexpected symbol ')' at position 17"},
    {"LeadingComma", "and(, true)", "Unexpected symbol ',' at position 5"},
    {"MissingComma", "and(true false)", "Unexpected symbol 'false' at position 10"},
    {"TextBehindTheEnd", "succeeded() and true", "Unexpected symbol 'and' at position 13"},
    {"BracketBehindTheEnd", "succeeded())", "Unexpected symbol ')' at position 12"},
    {"OnlyABracket", "(true)", "Unexpected symbol '(' at position 1"},
    {"NoOperators", "1 == 1", "Unexpected symbol '=' at position 3"},
    {"NoArrayLiteral", "[1]", "Unexpected symbol '[' at position 1"},
    {"NoObjectLiteral", "{}", "Unexpected symbol '{' at position 1"},
    {"DoubleQuotes", "eq(\"a\", 1)", "Unexpected symbol '\"' at position 4"},
    {"CallOfALiteral", "true()", "Unexpected symbol '(' at position 5"},
    {"CallOfANamedValue", "variables('x')", "Unrecognized value 'variables' at position 1: there is no such function"},
    {"HyphenInAProperty", "variables.my-name", "Unexpected symbol '-name' at position 13"},
    {"NumberAsProperty", "variables.1", "Expected a property name, found '1' at position 11"},
    {"NoProperty", "variables.", "Expected a property name, found the end of the expression at position 11"},
    {"DollarMacro", "eq($(x), 1)", "Unexpected symbol '$' at position 4"},
    {"ControlCharacter", "and(true,\x07)", "Unexpected symbol '\\x07' at position 10"},
    {"PositionCountsCharacters", "eq('\u00e9\U0001F680', frob)",
     "Unrecognized value 'frob' at position 10: the named values here are variables"},
    {"WholeCharacterIsShown", "and(\u00e9)", "Unexpected symbol '\u00e9' at position 5"},
};
INSTANTIATE_TEST_SUITE_P(All, ParseErrorTest, ValuesIn(kParseErrors), VectorName);

class BadNumberTest : public ::testing::TestWithParam<const char*> {};

TEST_P(BadNumberTest, GivenNoNumberWhenParsedThenTheTokenIsUnrecognizedAtItsPosition) {
  EXPECT_EQ(ParseError(absl::StrCat("eq(", GetParam(), ", 1)")), UnrecognizedNumber(GetParam(), 4));
}

INSTANTIATE_TEST_SUITE_P(All, BadNumberTest,
                         ::testing::Values("-", ".", "--1", "1e5", "0x10", "1a", "1-2", "1'a'", "1..2", "1.2.", ".1.2",
                                           "-1.2.3", "1.2.3.4.5", "1.2.x", "1.2.-3", "1.2.2147483648", "1.2+3",
                                           "12345678901234567890123456789"));

TEST(ExpressionParse, GivenAPlusOrThousandsCommaWhenParsedThenTheyAreNoNumbersOutsideOfStrings) {
  EXPECT_EQ(ParseError("eq(+1, 1)"), "Unexpected symbol '+' at position 4");
  EXPECT_EQ(ParseError("not(1,000)"), "Unexpected number of arguments of 'not' at position 1: expected 1, got 2");
}

TEST(ExpressionParse, GivenNulWhenParsedThenItIsAnUnexpectedSymbol) {
  EXPECT_EQ(ParseError(absl::string_view("and(true\0, false)", 17)), "Unexpected symbol '\\x00' at position 9");
  EXPECT_EQ(ParseError(absl::string_view("\0", 1)), "Unexpected symbol '\\x00' at position 1");
  EXPECT_EQ(ParseError(absl::string_view("eq(1\0", 5)), UnrecognizedNumber("1\\x00", 4));
}

TEST(ExpressionParse, GivenNulInAStringWhenEvaluatedThenItIsPartOfTheText) {
  EXPECT_EQ(Evaluated(absl::string_view("length('a\0b')", 13)), "Number:3");
}

TEST(ExpressionParse, GivenNoUtf8WhenParsedThenTheErrorTextIsUtf8AllTheSame) {
  EXPECT_EQ(ParseError("and(true, \xff)"), "Unexpected symbol '\\xFF' at position 11");
  EXPECT_EQ(ParseError("'a\xc3"), "Unrecognized value ''a\\xC3' at position 1: the string has no closing quote");
  // Cut off, overlong, a surrogate, beyond the last plane: each byte is one character.
  EXPECT_EQ(ParseError("'\xc0\x80\xed\xa0\x80\xf5\x80' ?"), "Unexpected symbol '?' at position 11");
}

TEST(ExpressionParse, GivenALongTokenWhenRefusedThenOnlyItsStartIsShown) {
  const std::string error = ParseError(absl::StrCat("'", Repeated("\u00e9", 1000)));
  EXPECT_THAT(error, StartsWith(absl::StrCat("Unrecognized value ''", Repeated("\u00e9", 59), "' at position 1")));
}

TEST(ExpressionParse, GivenTheLongestTextWhenParsedThenCharactersCountNotBytes) {
  const std::string longest = absl::StrCat("'", Repeated("\u00e9", 20998), "'");
  EXPECT_EQ(ParseError(longest), "");
  EXPECT_EQ(ParseError(longest + " "), "the expression is 21001 characters long; at most 21000 are allowed");
  EXPECT_EQ(ParseError(std::string(21001, ' ')), "the expression is 21001 characters long; at most 21000 are allowed");
}

TEST(ExpressionParse, GivenNestedCallsWhenAsDeepAsAllowedThenTheyParseAndEvaluate) {
  EXPECT_EQ(Evaluated(absl::StrCat(Repeated("not(", 49), "true", Repeated(")", 49))), "Boolean:False");
}

TEST(ExpressionParse, GivenOneLevelTooMuchWhenParsedThenTheErrorSaysWhere) {
  EXPECT_EQ(ParseError(absl::StrCat(Repeated("not(", 50), "true", Repeated(")", 50))),
            "more than 50 levels of nesting at position 201");
}

TEST(ExpressionParse, GivenAThousandNestedBracketsWhenParsedThenTheErrorIsClear) {
  EXPECT_EQ(ParseError(absl::StrCat(Repeated("not(", 1000), "true", Repeated(")", 1000))),
            "more than 50 levels of nesting at position 201");
  EXPECT_EQ(ParseError(absl::StrCat(Repeated("(", 1000), "true", Repeated(")", 1000))),
            "Unexpected symbol '(' at position 1");
  EXPECT_EQ(ParseError(absl::StrCat(Repeated("variables[", 1000), "1", Repeated("]", 1000))),
            "more than 50 levels of nesting at position 501");
}

TEST(ExpressionParse, GivenManyAccessorsWhenParsedThenTheyCountAsNesting) {
  EXPECT_EQ(ParseError(absl::StrCat("variables", Repeated(".a", 50))), "");
  EXPECT_EQ(ParseError(absl::StrCat("variables", Repeated(".a", 51))),
            "more than 50 levels of nesting at position 110");
  EXPECT_EQ(ParseError(absl::StrCat("variables", Repeated("[*]", 51))),
            "more than 50 levels of nesting at position 160");
}

TEST(ExpressionParse, GivenManyArgumentsWhenParsedThenAtMost255AreTaken) {
  const auto call = [](int count) { return absl::StrCat("or(true", Repeated(",true", count - 1), ")"); };
  EXPECT_EQ(Evaluated(call(255)), "Boolean:True");
  EXPECT_EQ(ParseError(call(256)), "Unexpected number of arguments of 'or' at position 1: expected 2 to 255, got 256");
}

TEST(ExpressionParse, GivenFurtherNamedValuesWhenParsedThenOnlyTheseAreKnown) {
  EXPECT_TRUE(Expression::Parse("eq(ROOT.a, response['b'])", {"root", "response"}).ok());
  EXPECT_EQ(Expression::Parse("other", {"root", "response"}).status().message(),
            "Unrecognized value 'other' at position 1: the named values here are variables, root, response");
}

TEST(ExpressionParse, GivenANamedValueThatTheScopeLacksWhenEvaluatedThenThatIsAnError) {
  const absl::StatusOr<Expression> expression = Expression::Parse("root", {"root"});
  ASSERT_TRUE(expression.ok());
  EXPECT_EQ(expression->EvaluateValue(FakeScope()).status().message(), "'root' is not known here");
}

TEST(ExpressionParse, GivenTheDefaultWhenAskedThenItIsSucceeded) {
  EXPECT_TRUE(Expression().is_succeeded());
  EXPECT_TRUE(Expression::Parse(" ")->is_succeeded());
  EXPECT_TRUE(Expression::Parse(" succeeded ( ) ")->is_succeeded());
  EXPECT_FALSE(Expression::Parse("always()")->is_succeeded());
  EXPECT_EQ(Expression().NormalForm(), "succeeded()");
}

TEST(ConditionOf, GivenAConditionWhenAskedThenItReplacesTheDefaultEntirely) {
  EXPECT_EQ(ConditionOf("eq(1, 1)", false), "eq(1, 1)");
  EXPECT_EQ(ConditionOf("eq(1, 1)", true), "eq(1, 1)");
}

TEST(ConditionOf, GivenNoneWhenAskedThenAlwaysRunDecides) {
  EXPECT_EQ(ConditionOf("", false), "succeeded()");
  EXPECT_EQ(ConditionOf("\n \u00a0", false), "succeeded()");
  EXPECT_EQ(ConditionOf("", true), "succeededOrFailed()");
}

}  // namespace
}  // namespace slipway
