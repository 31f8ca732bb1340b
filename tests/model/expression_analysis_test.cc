// What is known about a condition beforehand: never more than is certain.
#include "model/expression_analysis.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ExpressionFacts Facts(const char* text) {
  const absl::StatusOr<Expression> expression = Expression::Parse(text);
  EXPECT_TRUE(expression.ok()) << text << ": " << expression.status();
  return expression.ok() ? AnalyzeExpression(*expression) : ExpressionFacts();
}

// By status succeeded, with issues, failed, canceled: T, F or ? (depends).
std::string Outcomes(const char* text) {
  std::string all;
  for (const std::optional<bool>& outcome : Facts(text).outcome) all += !outcome ? '?' : *outcome ? 'T' : 'F';
  return all;
}

TEST(ExpressionAnalysis, StatusFunctionsAreKnownByStatus) {
  EXPECT_EQ(Outcomes(""), "TTFF");
  EXPECT_EQ(Outcomes("succeeded()"), "TTFF");
  EXPECT_EQ(Outcomes("failed()"), "FFTF");
  EXPECT_EQ(Outcomes("or(failed(), canceled())"), "FFTT");
  EXPECT_EQ(Outcomes("not(succeededOrFailed())"), "FFFT");
}

TEST(ExpressionAnalysis, OneChildMaySettleTheWhole) {
  EXPECT_EQ(Outcomes("and(succeeded(), eq(variables.x, 'a'))"), "??FF");
  EXPECT_EQ(Outcomes("or(succeeded(), eq(variables.x, 'a'))"), "TT??");
  EXPECT_EQ(Outcomes("not(and(failed(), variables.x))"), "TT?T");
  EXPECT_EQ(Outcomes("xor(succeeded(), true)"), "FFTT");
  EXPECT_EQ(Outcomes("xor(succeeded(), variables.x)"), "????");
  EXPECT_EQ(Outcomes("iif(variables.x, failed(), failed())"), "FFTF");
  EXPECT_EQ(Outcomes("iif(succeeded(), false, variables.x)"), "FF??");
}

TEST(ExpressionAnalysis, TwoTextsOfOneVariableExcludeEachOther) {
  EXPECT_EQ(Outcomes("and(eq(variables.x, 'a'), and(true, eq('B', variables['X'])))"), "FFFF");
  EXPECT_EQ(Outcomes("and(eq(variables.x, 'a'), ne(variables.x, 'A'))"), "FFFF");
  EXPECT_EQ(Outcomes("or(ne(variables.x, 'a'), ne(variables.x, 'b'))"), "TTTT");
  EXPECT_EQ(Outcomes("or(eq(variables.x, 'a'), ne(variables.x, 'a'))"), "TTTT");
}

TEST(ExpressionAnalysis, WhatMayDifferIsNotJudged) {
  EXPECT_EQ(Outcomes("and(eq(variables.x, 'a'), eq(variables.x, 'A'))"), "????");
  EXPECT_EQ(Outcomes("and(eq(variables.x, 'a'), eq(variables.y, 'b'))"), "????");
  EXPECT_EQ(Outcomes("and(ne(variables.x, 'a'), ne(variables.x, 'b'))"), "????");
  EXPECT_EQ(Outcomes("or(eq(variables.x, 'a'), eq(variables.x, 'b'))"), "????");
  EXPECT_EQ(Outcomes("or(not(eq(variables.x, 'a')), eq(variables.x, 'b'))"), "????");
  EXPECT_EQ(Outcomes("gt(1, 'x')"), "????") << "an error is neither";
}

TEST(ExpressionAnalysis, NamesTheVariablesThatAreUsedButNotThoseAskedFor) {
  EXPECT_THAT(Facts("and(eq(variables['A.b'], variables.c), ne(variables['a.B'], 'x'))").variables,
              ElementsAre("A.b", "c"));
  EXPECT_THAT(Facts("and(ne(variables.x, ''), eq('', variables['y']), coalesce(variables.z, 'd'))").variables,
              IsEmpty());
  EXPECT_THAT(Facts("eq(variables[format('a{0}', 1)], 'x')").variables, IsEmpty()) << "computed names are not known";
}

TEST(ExpressionAnalysis, OnlyAfterFailureMeansNeverOtherwise) {
  EXPECT_TRUE(Facts("failed()").HoldsOnlyAfterFailure());
  EXPECT_TRUE(Facts("and(failed(), eq(variables.x, 'a'))").HoldsOnlyAfterFailure());
  EXPECT_FALSE(Facts("or(failed(), canceled())").HoldsOnlyAfterFailure());
  EXPECT_FALSE(Facts("or(failed(), eq(variables.x, 'a'))").HoldsOnlyAfterFailure());
}

}  // namespace
}  // namespace slipway
