// Looking into variables, arrays and objects (task-contract 4.1 to 4.3), and the trace (4.4).
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/model/expression_scope.h"

namespace slipway {
namespace {

using ::slipway::testing::Evaluated;
using ::slipway::testing::FakeScope;
using ::slipway::testing::ServerScope;
using ::slipway::testing::Vector;
using ::slipway::testing::VectorName;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ValuesIn;

class IndexTest : public ::testing::TestWithParam<Vector> {};

TEST_P(IndexTest, GivenAnAccessorWhenEvaluatedThenItFindsOrIsNull) {
  EXPECT_EQ(Evaluated(GetParam().text), GetParam().expected);
}

constexpr Vector kIndexes[] = {
    {"VariableByProperty", "variables.Name", "String:Contoso"},
    {"VariableByIndex", "variables['Name']", "String:Contoso"},
    {"VariableInAnyCase", "VARIABLES.nAmE", "String:Contoso"},
    {"VariableIsAlwaysText", "variables.number", "String:2"},
    {"SecretVariableHasItsValue", "variables.secret", "String:hunter2,abc"},
    {"EmptyVariableIsText", "variables.empty", "String:"},
    {"MissingVariable", "variables.nosuch", "Null:"},
    {"VariableByComputedName", "variables[format('{0}{1}', 'na', 'me')]", "String:Contoso"},
    {"VariableByNull", "variables[root.none]", "Null:"},
    {"VariableByArray", "variables[list]", "Null:"},
    {"IntoAVariable", "variables.name.length", "Null:"},
    {"IntoAMissingVariable", "variables.a.b.c['d'][0]", "Null:"},
    {"Property", "root.name", "String:web"},
    {"PropertyInAnyCase", "root.NAME", "String:web"},
    {"PropertyByIndex", "root['name']", "String:web"},
    {"PropertyByNumber", "root[1]", "String:one"},
    {"PropertyByNumberInOtherForm", "root[1.0]", "String:one"},
    {"MissingProperty", "root.nosuch", "Null:"},
    {"NullProperty", "root.none", "Null:"},
    {"IntoNull", "root.none.x[0]", "Null:"},
    {"IntoText", "root.name[0]", "Null:"},
    {"IntoNumber", "coalesce(1, 2)[0]", "Null:"},
    {"PropertyByArray", "root[list]", "Null:"},
    {"Element", "list[1]", "String:y"},
    {"ElementByText", "list['1']", "String:y"},
    {"ElementByTextWithZeros", "list[' 1.0 ']", "String:y"},
    {"ElementByFraction", "list[0.5]", "Null:"},
    {"ElementTooFar", "list[3]", "Null:"},
    {"ElementBeforeTheFirst", "list[-1]", "Null:"},
    {"ElementFarAway", "list[9999999999999999999999999]", "Null:"},
    {"ElementByName", "list.x", "Null:"},
    {"ElementByNoText", "list['']", "Null:"},
    {"ElementByNull", "list[root.none]", "Null:"},
    {"ElementByBoolean", "list[true]", "Null:"},
    {"ElementByVersion", "list[1.0.0]", "Null:"},
    {"DeepChain", "root.hosts[0]['ports'][1]", "Number:443"},
    {"WildcardOverArray", "join(',', list.*)", "String:x,y,3"},
    {"WildcardOverObject", "join(',', root.hosts[1][*])", "String:b"},
    {"AccessorMapsOverTheWildcard", "join(',', root.hosts.*.name)", "String:a,b"},
    {"IndexMapsOverTheWildcard", "join(',', root.hosts[*]['NAME'])", "String:a,b"},
    {"WildcardOverWildcardFlattens", "join(',', root.hosts.*.ports.*)", "String:80,443"},
    {"TwoWildcards", "length(root.hosts.*.*)", "Number:3"},
    {"IndexBehindWildcard", "join(',', root.hosts.*.ports[1])", "String:443"},
    {"WildcardOverText", "length(root.name.*)", "Number:0"},
    {"WildcardOverNull", "length(root.none.*)", "Number:0"},
    {"ErrorInTheIndex", "list[gt(1, 'x')]", "error: gt(): cannot compare Number with String"},
    {"ErrorInTheContainer", "format('{')[0]", "error: format(): invalid format string at position 1: '{'"},
};
INSTANTIATE_TEST_SUITE_P(All, IndexTest, ValuesIn(kIndexes), VectorName);

std::string Trace(absl::string_view text, const FakeScope& scope = ServerScope()) {
  const absl::StatusOr<Expression> expression = Expression::Parse(text, {"root", "list"});
  if (!expression.ok()) return std::string(expression.status().message());
  const absl::StatusOr<EvaluationResult> result = expression->Evaluate(scope, /*with_trace=*/true);
  return result.ok() ? result->trace : std::string(result.status().message());
}

TEST(ExpressionTrace, GivenNothingToLookUpWhenTracedThenThereIsNoExpandedLine) {
  EXPECT_EQ(Trace("eq(1.2.3, true)"), "Evaluating: eq(v1.2.3, True)\nResult: False");
  EXPECT_EQ(Trace(""), "Evaluating: succeeded()\nResult: True");
}

TEST(ExpressionTrace, GivenVariablesWhenTracedThenTheirValuesAreShown) {
  EXPECT_EQ(Trace("and(succeeded(), eq(variables.Name, 'it''s'), eq(variables['nosuch'], ''))"),
            "Evaluating: and(succeeded(), eq(variables['Name'], 'it''s'), eq(variables['nosuch'], ''))\n"
            "Expanded: and(succeeded(), eq('Contoso', 'it''s'), eq(Null, ''))\n"
            "Result: False");
}

TEST(ExpressionTrace, GivenServerValuesWhenTracedThenScalarsAreShownAndKindsOfTheRest) {
  EXPECT_EQ(Trace("or(root.name, root.hosts, list[2])"),
            "Evaluating: or(root['name'], root['hosts'], list[2])\n"
            "Expanded: or('web', Array, 3)\n"
            "Result: True");
}

TEST(ExpressionTrace, GivenAnErrorThatWasNotReachedWhenTracedThenItIsMarked) {
  EXPECT_THAT(Trace("or(true, list[gt(1, 'x')])"), HasSubstr("\nExpanded: or(True, ?)\n"));
}

TEST(ExpressionTrace, GivenASecretWhenTracedThenNeitherItNorAPartOfItIsShown) {
  EXPECT_EQ(Trace("eq(variables.Secret, 'x')"),
            "Evaluating: eq(variables['Secret'], 'x')\nExpanded: eq('***', 'x')\nResult: False");
  for (const char* text :
       {"eq(split(variables.secret, ',')[0], 'x')", "eq(split(variables['SECRET'], ',')[list[2]], 'x')",
        "eq(split(upper(format('{0}', variables[lower('SECRET')])), ',')[1], 'x')",
        "eq(split(variables.secret, ',').*[0], variables[variables.secret])",
        "in(1, join('-', split(variables.secret, ',')))"}) {
    const std::string trace = Trace(text);
    EXPECT_THAT(trace, Not(HasSubstr("hunter2"))) << trace;
    EXPECT_THAT(trace, Not(HasSubstr("abc"))) << trace;
    EXPECT_THAT(trace, Not(HasSubstr("ABC"))) << trace;
    EXPECT_THAT(trace, HasSubstr("Result: False")) << trace;
  }
}

TEST(ExpressionTrace, GivenAnErrorWhenEvaluatedThenThereIsNoResult) {
  EXPECT_EQ(Trace("gt(1, variables.secret)"), "gt(): cannot compare Number with String");
}

TEST(Expression, GivenACopyWhenTheOriginalIsGoneThenItEvaluatesOn) {
  Expression copy;
  {
    const absl::StatusOr<Expression> original = Expression::Parse("eq(variables.name, 'contoso')");
    ASSERT_TRUE(original.ok());
    copy = *original;
  }
  EXPECT_TRUE(copy.Evaluate(FakeScope(), false)->value);
}

}  // namespace
}  // namespace slipway
