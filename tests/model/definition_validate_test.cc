// What validation says about definitions: errors for what is broken, with the path; warnings for what is kept but odd.
#include "model/definition_validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "model/definition_import.h"
#include "model/findings.h"
#include "tests/engine/definitions.h"

namespace slipway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Errors(const nlohmann::ordered_json& document, const Limits& limits = {}) {
  auto imported = ImportDefinitions(document.dump(), limits);
  if (!imported.ok()) return {std::string(imported.status().message())};
  std::vector<std::string> errors;
  for (const v1::Finding& finding : imported->at(0).findings) {
    if (finding.severity() == v1::SEVERITY_ERROR) errors.push_back(FormatFinding(finding));
  }
  for (const v1::Finding& finding : Validate(imported->at(0).model, limits)) {
    if (finding.severity() == v1::SEVERITY_ERROR) errors.push_back(FormatFinding(finding));
  }
  return errors;
}

Json Chain() {
  return DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("a")})}),
                         EnvironmentJson("QA", 2, {"Dev"}, {PhaseJson({TaskJson("b")})}),
                         EnvironmentJson("Prod", 3, {"QA"}, {PhaseJson({TaskJson("c")})})});
}

TEST(Validate, GivenAGoodDefinitionThenNothingIsWrong) { EXPECT_THAT(Errors(Chain()), IsEmpty()); }

TEST(Validate, GivenAConditionOnAnUnknownEnvironmentThenTheErrorNamesItWithItsPath) {
  Json definition = Chain();
  definition["environments"][2]["conditions"][0]["name"] = "Staging";
  EXPECT_THAT(Errors(definition), Contains("environments[2].conditions[0].name: no environment named 'Staging'"));
}

TEST(Validate, GivenACycleThenItIsPrinted) {
  Json definition = Chain();
  definition["environments"][0]["conditions"] = {{{"name", "Prod"}, {"conditionType", 2}, {"value", "4"}}};
  const auto errors = Errors(definition);
  ASSERT_THAT(errors, Not(IsEmpty()));
  EXPECT_THAT(errors[0], HasSubstr("Dev -> QA -> Prod -> Dev"));
}

TEST(Validate, GivenAnEnvironmentThatWaitsForItselfThenItIsAnError) {
  Json definition = Chain();
  definition["environments"][1]["conditions"][0]["name"] = "QA";
  EXPECT_THAT(Errors(definition), Not(IsEmpty()));
}

TEST(Validate, GivenTwoEnvironmentsOfOneNameInAnyCaseThenItIsAnError) {
  Json definition = Chain();
  definition["environments"][1]["name"] = "DEV";
  EXPECT_THAT(Errors(definition), Contains(HasSubstr("environments[1].name")));
}

TEST(Validate, GivenNoEnvironmentThenItIsAnError) {
  Json definition = Chain();
  definition["environments"] = Json::array();
  EXPECT_THAT(Errors(definition), Not(IsEmpty()));
}

TEST(Validate, GivenAConditionThatDoesNotParseThenTheErrorHasTheTokenAndItsPosition) {
  Json definition = Chain();
  definition["environments"][0]["deployPhases"][0]["workflowTasks"][0]["condition"] = "and(succeeded(), eq(1))";
  EXPECT_THAT(Errors(definition), Contains(HasSubstr("environments[0].deployPhases[0].workflowTasks[0].condition: "
                                                     "Unexpected number of arguments of 'eq' at position 18")));
  definition = Chain();
  definition["environments"][0]["deployPhases"][0]["deploymentInput"]["condition"] = "failed(";
  EXPECT_THAT(Errors(definition), Contains(HasSubstr("environments[0].deployPhases[0].deploymentInput.condition")));
}

TEST(Validate, GivenATagPatternThatIsNoRegularExpressionThenItIsAnError) {
  Json definition = Chain();
  definition["artifacts"] = {
      {{"alias", "a"}, {"type", "Build"}, {"isPrimary", true}, {"definitionReference", Json::object()}}};
  definition["environments"][0]["conditions"].push_back(
      {{"name", "a"},
       {"conditionType", 4},
       {"value", R"({"sourceBranch":"main","tags":[],"tagFilter":{"pattern":"(["}})"}});
  EXPECT_THAT(Errors(definition), Contains(HasSubstr("no regular expression")));
}

TEST(Validate, GivenAnAliasThatLeavesItsFolderThenItIsAnError) {
  Json definition = Chain();
  definition["artifacts"] = {
      {{"alias", "../../etc"}, {"type", "Build"}, {"isPrimary", true}, {"definitionReference", Json::object()}}};
  EXPECT_THAT(Errors(definition), Contains(HasSubstr("artifacts[0].alias")));
}

TEST(Validate, GivenLimitsThenWhatIsBeyondThemIsAnErrorThatNamesTheLimit) {
  Limits limits;
  limits.max_environments = 2;
  EXPECT_THAT(Errors(Chain(), limits), Contains(HasSubstr("environments")));
  limits = Limits();
  limits.max_tasks = 0;
  EXPECT_THAT(Errors(Chain(), limits), Contains(HasSubstr("workflowTasks")));
}

TEST(Validate, GivenOutOfRangeNumbersThenEachIsAnErrorWithItsPath) {
  struct Case {
    const char* path;
    std::function<void(Json&)> change;
  };
  const Case cases[] = {
      {"environments[0].executionPolicy.queueDepthCount",
       [](Json& d) {
         d["environments"][0]["executionPolicy"] = {{"concurrencyCount", 1}, {"queueDepthCount", 7}};
       }},
      {"environments[0].deployPhases[0].workflowTasks[0].timeoutInMinutes",
       [](Json& d) { d["environments"][0]["deployPhases"][0]["workflowTasks"][0]["timeoutInMinutes"] = -1; }},
      {"environments[1].conditions[0].value", [](Json& d) { d["environments"][1]["conditions"][0]["value"] = "1"; }},
  };
  for (const Case& test : cases) {
    Json definition = Chain();
    test.change(definition);
    EXPECT_THAT(Errors(definition), Contains(HasSubstr(test.path)));
  }
}

TEST(Validate, GivenWhatCannotRunYetThenItIsAWarningWithItsPathNotARefusal) {
  Json definition = Chain();
  definition["environments"][0]["deployPhases"][0]["deploymentInput"]["demands"] = {"java"};
  EXPECT_THAT(Errors(definition), IsEmpty());
  auto imported = ImportDefinitions(definition.dump(), {});
  std::vector<std::string> warnings;
  for (const v1::Finding& finding : Validate(imported->at(0).model, {}))
    warnings.push_back(finding.path() + " " + finding.code());
  EXPECT_THAT(warnings, Contains("environments[0].deployPhases[0].deploymentInput.demands NOT_RUN_YET_DEMANDS"));
}

}  // namespace
}  // namespace slipway
