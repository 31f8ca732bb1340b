// Simulation in virtual time: the same core, made-up edges.
#include "adapters/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/engine/definitions.h"

namespace slipway {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::SimulateRequest Request(const Json& definition, const std::string& script = "") {
  v1::SimulateRequest request;
  request.set_document(definition.dump());
  request.set_script(script);
  request.set_seed(7);
  return request;
}

Json TwoEnvironments() {
  return DefinitionJson({EnvironmentJson("QA", 1, {}, {PhaseJson({TaskJson("a")})}),
                         EnvironmentJson("Prod", 2, {"QA"}, {PhaseJson({TaskJson("b")})})});
}

TEST(Simulator, GivenNoScriptThenOneReleaseSucceedsEverywhere) {
  const absl::StatusOr<v1::SimulateResponse> response = Simulate(Request(TwoEnvironments()));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->releases(), 1);
  EXPECT_EQ(response->deployments(), 2);
  EXPECT_TRUE(response->ended());
  EXPECT_THAT(response->output(), HasSubstr("2 succeeded; nothing is left to do"));
}

TEST(Simulator, GivenTheSameSeedThenTheSameOutputToTheByte) {
  const char* const script =
      R"({"releases":{"every":"3h","count":40},"default":{"fail":0.3},"redeploy":{"after":"1h","times":2}})";
  for (const char* format : {"text", "json", "svg"}) {
    v1::SimulateRequest request = Request(TwoEnvironments(), script);
    request.set_format(format);
    const std::string first = Simulate(request)->output();
    EXPECT_EQ(first, Simulate(request)->output());
    request.set_seed(8);
    EXPECT_NE(first, Simulate(request)->output()) << "another seed must matter";
  }
}

TEST(Simulator, GivenAnEnvironmentThatFailsFirstThenTheRedeploymentSucceeds) {
  const absl::StatusOr<v1::SimulateResponse> response = Simulate(
      Request(TwoEnvironments(), R"({"environments":{"qa":{"failFirst":1}},"redeploy":{"after":"2h","times":1}})"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->deployments(), 3);
  EXPECT_THAT(response->output(), HasSubstr("QA  rejected"));
  EXPECT_THAT(response->output(), HasSubstr("Prod  succeeded"));
}

TEST(Simulator, GivenApprovalsThatNobodyAnswersThenTheyTimeOutInVirtualTime) {
  Json definition = TwoEnvironments();
  definition["environments"][1]["preDeployApprovals"] = ManualApprovals({{1, "carl"}}, {{"timeoutInMinutes", 600}});
  const absl::StatusOr<v1::SimulateResponse> response = Simulate(Request(definition, R"({"approvals":{"ignore":1}})"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->ended());
  EXPECT_THAT(response->output(), HasSubstr("nobody decided in time"));
}

TEST(Simulator, GivenAWeeklyScheduleThenEveryWeekOfTheMonthHasItsRelease) {
  Json definition = TwoEnvironments();
  definition["triggers"] = {{{"triggerType", "schedule"},
                             {"schedule",
                              {{"timeZoneId", "W. Europe Standard Time"},
                               {"startHours", 3},
                               {"startMinutes", 30},
                               {"daysToRelease", 1}}}}};
  const absl::StatusOr<v1::SimulateResponse> response = Simulate(Request(definition, R"({"releases":{"count":0}})"));
  ASSERT_TRUE(response.ok()) << response.status();
  // Mondays after 2026-01-05 08:00: 12, 19, 26 January and 2 February, 02:30 UTC.
  EXPECT_EQ(response->releases(), 4);
  EXPECT_THAT(response->output(), HasSubstr("2026-01-12 02:30:00  Release-1  created"));
}

TEST(Simulator, GivenArtifactsThenTheirTriggersMakeReleasesOrSayWhyNot) {
  Json definition = TwoEnvironments();
  definition["artifacts"] = {{{"alias", "_shop"},
                              {"type", "Build"},
                              {"isPrimary", true},
                              {"definitionReference", {{"definition", {{"id", "12"}, {"name", "Shop-CI"}}}}}}};
  definition["triggers"] = {
      {{"triggerType", 1}, {"artifactAlias", "_shop"}, {"triggerConditions", {{{"sourceBranch", "main"}}}}}};
  const absl::StatusOr<v1::SimulateResponse> on_main =
      Simulate(Request(definition, R"({"artifacts":[{"source":"Shop-CI","every":"24h","branch":"refs/heads/main"}]})"));
  ASSERT_TRUE(on_main.ok()) << on_main.status();
  EXPECT_EQ(on_main->releases(), 30);
  const absl::StatusOr<v1::SimulateResponse> elsewhere =
      Simulate(Request(definition, R"({"artifacts":[{"source":"Shop-CI","every":"240h","branch":"dev"}]})"));
  ASSERT_TRUE(elsewhere.ok()) << elsewhere.status();
  EXPECT_EQ(elsewhere->releases(), 0);
  EXPECT_THAT(elsewhere->output(), HasSubstr("no release: "));
}

TEST(Simulator, GivenLatestOnlyThenWaitingReleasesAreSuperseded) {
  Json definition = TwoEnvironments();
  definition["environments"][0]["executionPolicy"] = {{"concurrencyCount", 1}, {"queueDepthCount", 1}};
  const absl::StatusOr<v1::SimulateResponse> response = Simulate(Request(
      definition, R"({"releases":{"every":"1s","count":5},"default":{"minutes":[60,60]}})"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->output(), HasSubstr("Release-2  QA  canceled: superseded by release Release-3"));
  EXPECT_THAT(response->output(), HasSubstr("Release-5  QA  succeeded"));
  EXPECT_THAT(response->output(), Not(HasSubstr("Release-4  QA  succeeded")));
}

TEST(Simulator, GivenABrokenScriptThenThePathIsSaid) {
  const auto message = [](const std::string& script) {
    return std::string(Simulate(Request(TwoEnvironments(), script)).status().message());
  };
  EXPECT_THAT(message(R"({"approvals":{"after":"soon"}})"), HasSubstr("script.approvals.after"));
  EXPECT_THAT(message(R"({"default":{"fail":2}})"), HasSubstr("script.default.fail: expected a chance from 0 to 1"));
  EXPECT_THAT(message(R"({"approvls":{}})"), HasSubstr("script.approvls: not known"));
  EXPECT_THAT(message("{"), HasSubstr("script: "));
}

}  // namespace
}  // namespace slipway
