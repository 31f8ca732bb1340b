// What lies between releases: triggers, schedules, redeployments, and what a release keeps of the things it refers to
// (domain.md 3, 9.3, 9.4, 11, 14).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/engine_fixture.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReleaseModel : public EngineTest {
 protected:
  static Json Simple(const std::string& script = "go") {
    return DefinitionJson({EnvironmentJson("Prod", 1, {}, {PhaseJson({TaskJson(script)})})});
  }
  static Json WithArtifact(Json definition) {
    definition["artifacts"] = {{{"alias", "_App"},
                                {"type", "Build"},
                                {"isPrimary", true},
                                {"definitionReference",
                                 {{"definition", {{"id", "7"}, {"name", "App CI"}}},
                                  {"defaultVersionType", {{"id", "latestType"}, {"name", "Latest"}}}}}}};
    return definition;
  }
  v1::PushArtifactResponse Push(const std::string& id, const std::string& branch = "refs/heads/main") {
    v1::PushArtifactRequest request;
    request.set_source("App CI");
    request.mutable_version()->set_id(id);
    request.mutable_version()->set_name("build-" + id);
    request.mutable_version()->set_source_branch(branch);
    auto response = engine_->PushArtifact(request);
    EXPECT_TRUE(response.ok()) << response.status();
    Pump();
    return response.ok() ? *response : v1::PushArtifactResponse();
  }
  std::vector<int64_t> Releases() {
    std::vector<int64_t> ids;
    auto response = engine_->ListReleases(v1::ListReleasesRequest());
    EXPECT_TRUE(response.ok()) << response.status();
    for (const v1::ReleaseSummary& release : response->releases()) ids.push_back(release.id());
    return ids;
  }
};

TEST_F(ReleaseModel, GivenAnArtifactTriggerThenAVersionMakesOneReleaseHoweverOftenItArrives) {
  Json definition = WithArtifact(Simple());
  definition["triggers"] = {
      {{"triggerType", 1}, {"artifactAlias", "_App"}, {"triggerConditions", {{{"sourceBranch", "main"}}}}}};
  Import(definition);
  EXPECT_EQ(Push("41").outcomes(0).release_id(), 1);
  const v1::PushArtifactResponse again = Push("41");
  EXPECT_THAT(again.outcomes(0).reason(), HasSubstr("made a release before"));
  Reopen();
  Push("41");
  EXPECT_THAT(Releases(), SizeIs(1)) << "after a restart, too";
  const v1::Release release = Get();
  EXPECT_EQ(release.reason(), v1::RELEASE_REASON_CONTINUOUS_INTEGRATION);
  EXPECT_EQ(release.artifacts(0).id(), "41");
  const v1::PushArtifactResponse refused = Push("42", "refs/heads/topic");
  EXPECT_EQ(refused.outcomes(0).release_id(), 0);
  EXPECT_THAT(refused.outcomes(0).reason(), HasSubstr("'refs/heads/topic' passes none"));
  EXPECT_THAT(Releases(), SizeIs(1));
}

TEST_F(ReleaseModel, GivenALatestVersionThenAManualReleaseTakesTheNewestOneKnown) {
  const int64_t id = Import(WithArtifact(Simple()));
  Push("41");
  Push("42");
  EXPECT_EQ(Create(id).artifacts(0).id(), "42");
}

TEST_F(ReleaseModel, GivenAScheduleThenAReleaseIsMadeAtItsTimeOnceAndNotAgainAfterARestart) {
  Json definition = Simple();
  definition["triggers"] = {
      {{"triggerType", 2},
       {"schedule", {{"daysToRelease", 127}, {"startHours", 23}, {"startMinutes", 0}, {"timeZoneId", "UTC"}}}}};
  Import(definition);  // the clock stands at 22:13:20
  Advance(absl::Minutes(46));
  EXPECT_THAT(Releases(), IsEmpty());
  Advance(absl::Minutes(1));
  ASSERT_THAT(Releases(), SizeIs(1));
  EXPECT_EQ(Get().reason(), v1::RELEASE_REASON_SCHEDULE);
  Reopen();
  Advance(absl::Minutes(1));
  EXPECT_THAT(Releases(), SizeIs(1));
  Advance(absl::Hours(24));
  EXPECT_THAT(Releases(), SizeIs(2));
}

TEST_F(ReleaseModel, GivenAScheduleThatWasMissedThenItFiresOnceOnStartUnlessItIsTooOld) {
  Json definition = Simple();
  definition["triggers"] = {
      {{"triggerType", 2},
       {"schedule", {{"daysToRelease", 127}, {"startHours", 23}, {"startMinutes", 0}, {"timeZoneId", "UTC"}}}}};
  Import(definition);
  Crash();
  clock_.now += absl::Minutes(60);  // 23:13
  Open();
  EXPECT_THAT(Releases(), SizeIs(1));
  Crash();
  clock_.now += absl::Hours(24 * 10 + 12);
  Open();
  EXPECT_THAT(Releases(), SizeIs(1)) << "twelve hours late, ten occurrences missed: none is made up for";
}

TEST_F(ReleaseModel, GivenOnlyWithChangesThenAScheduleWithNothingNewMakesNoRelease) {
  Json definition = WithArtifact(Simple());
  definition["triggers"] = {{{"triggerType", 2},
                             {"schedule",
                              {{"daysToRelease", 127},
                               {"startHours", 23},
                               {"startMinutes", 0},
                               {"timeZoneId", "UTC"},
                               {"scheduleOnlyWithChanges", true}}}}};
  Import(definition);
  Push("41");
  Advance(absl::Hours(1));
  EXPECT_THAT(Releases(), SizeIs(1));
  Advance(absl::Hours(24));
  EXPECT_THAT(Releases(), SizeIs(1)) << "the same version";
  Push("42");
  Advance(absl::Hours(24));
  EXPECT_THAT(Releases(), SizeIs(2));
}

TEST_F(ReleaseModel, GivenARollbackTriggerThenAFailureRedeploysTheLastReleaseThatSucceededThereAndNoChainFollows) {
  Json definition = Simple();
  definition["environments"][0]["environmentTriggers"] = {
      {{"triggerType", 2},
       {"triggerContent",
        R"({"action":"LatestSuccessfulDeployment","eventTypes":["MS.TF.DistributedTask.DeploymentFailed"]})"}}};
  const int64_t id = Import(definition);
  Create(id);
  Finish("go");
  Create(id);
  Finish("go", TaskResult::kFailed);
  EXPECT_EQ(StatusOf("Prod", 2), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(Last("Prod", 1).attempt(), 2);
  EXPECT_EQ(Last("Prod", 1).reason(), v1::DEPLOYMENT_REASON_REDEPLOY_TRIGGER);
  Finish("go", TaskResult::kFailed);
  EXPECT_THAT(Running(), IsEmpty()) << "a rollback that fails triggers nothing";
}

TEST_F(ReleaseModel, GivenARollbackTriggerAndNothingToGoBackToThenThatIsRecorded) {
  Json definition = Simple();
  definition["environments"][0]["environmentTriggers"] = {{{"triggerType", 2}, {"triggerContent", "{}"}}};
  Create(Import(definition));
  Finish("go", TaskResult::kFailed);
  v1::ExplainRequest explain;
  explain.set_release_id(1);
  explain.set_environment("Prod");
  const auto explained = engine_->Explain(explain);
  ASSERT_TRUE(explained.ok()) << explained.status();
  std::string facts;
  for (const v1::Fact& fact : explained->facts()) facts += fact.text() + "\n";
  EXPECT_THAT(facts, HasSubstr("nothing to go back to"));
}

TEST_F(ReleaseModel, GivenAVariableGroupThenAReleaseKeepsWhatItHadEvenForARedeploy) {
  v1::PutVariableGroupRequest put;
  put.mutable_group()->set_id(5);
  put.mutable_group()->set_name("common");
  (*put.mutable_group()->mutable_variables())["Greeting"].set_value("hello");
  ASSERT_TRUE(engine_->PutVariableGroup(put).ok());
  Json definition = Simple("$(Greeting)");
  definition["variableGroups"] = {5};
  const int64_t id = Import(definition);
  Create(id);
  EXPECT_THAT(Running(), ElementsAre("hello"));
  (*put.mutable_group()->mutable_variables())["Greeting"].set_value("bye");
  ASSERT_TRUE(engine_->PutVariableGroup(put).ok());
  Finish("hello", TaskResult::kFailed);
  v1::DeployEnvironmentRequest again;
  again.set_release_id(1);
  again.set_environment("Prod");
  ASSERT_TRUE(engine_->DeployEnvironment(again).ok());
  Pump();
  EXPECT_THAT(Running(), ElementsAre("hello"));
  Create(id);
  EXPECT_THAT(Running(), ElementsAre("hello", "bye")) << "a new release takes the new value";
}

TEST_F(ReleaseModel, GivenATaskGroupThenItsStepsRunInPlaceWithTheParametersOfTheInstance) {
  v1::PutTaskGroupRequest put;
  put.set_document(Json({{"id", "aaaaaaaa-0000-0000-0000-000000000000"},
                         {"name", "Twice"},
                         {"version", {{"major", 1}, {"minor", 0}, {"patch", 0}, {"isTest", false}}},
                         {"inputs", {{{"name", "what"}, {"label", "what"}, {"type", "string"}, {"defaultValue", "x"}}}},
                         {"tasks",
                          {{{"displayName", "first"},
                            {"enabled", true},
                            {"inputs", {{"script", "first $(what)"}}},
                            {"task", {{"id", kScriptTask}, {"versionSpec", "1.*"}, {"definitionType", "task"}}}},
                           {{"displayName", "second"},
                            {"enabled", true},
                            {"inputs", {{"script", "second $(what) $(other)"}}},
                            {"task", {{"id", kScriptTask}, {"versionSpec", "1.*"}, {"definitionType", "task"}}}}}}})
                       .dump());
  auto stored = engine_->PutTaskGroup(put);
  ASSERT_TRUE(stored.ok()) << stored.status();
  Json definition = Simple();
  definition["environments"][0]["deployPhases"][0]["workflowTasks"] = {
      TaskJson("group", {{"taskId", "aaaaaaaa-0000-0000-0000-000000000000"},
                         {"definitionType", "metaTask"},
                         {"inputs", {{"what", "now"}}}})};
  Create(Import(definition));
  EXPECT_THAT(Running(), ElementsAre("first now"));
  Finish("first now");
  EXPECT_THAT(Running(), ElementsAre("second now $(other)")) << "what is no parameter stays";
  Finish("second now $(other)");
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(ReleaseModel, GivenATaskGroupThatContainsItselfThenItIsRefused) {
  v1::PutTaskGroupRequest put;
  put.set_document(Json({{"id", "aaaaaaaa-0000-0000-0000-000000000000"},
                         {"name", "Loop"},
                         {"version", {{"major", 1}, {"minor", 0}, {"patch", 0}}},
                         {"tasks",
                          {{{"displayName", "again"},
                            {"enabled", true},
                            {"task",
                             {{"id", "aaaaaaaa-0000-0000-0000-000000000000"},
                              {"versionSpec", "1.*"},
                              {"definitionType", "metaTask"}}}}}}})
                       .dump());
  const auto stored = engine_->PutTaskGroup(put);
  if (!stored.ok()) {
    EXPECT_TRUE(absl::IsInvalidArgument(stored.status())) << stored.status();
    return;
  }
  Json definition = Simple();
  definition["environments"][0]["deployPhases"][0]["workflowTasks"] = {
      TaskJson("group", {{"taskId", "aaaaaaaa-0000-0000-0000-000000000000"}, {"definitionType", "metaTask"}})};
  v1::CreateReleaseRequest create;
  create.set_definition_id(Import(definition));
  EXPECT_FALSE(engine_->CreateRelease(create).ok());
}

TEST_F(ReleaseModel, GivenTargetsOfAGroupThenWhatIsMeantForOtherMachinesDoesNotRunHereWhenTheyAreUnknown) {
  Json definition = Simple();
  definition["environments"][0]["deployPhases"][0]["phaseType"] = 4;
  definition["environments"][0]["deployPhases"][0]["deploymentInput"] = {{"queueId", 9}};
  Create(Import(definition));
  EXPECT_THAT(Running(), IsEmpty());
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Last("Prod").message(), HasSubstr("deployment group 9"));
}

TEST_F(ReleaseModel, GivenATargetOnAnotherMachineThenItsTasksFailHereAndSayHowItWouldBeReached) {
  v1::PutDeploymentGroupRequest put;
  put.mutable_group()->set_id(9);
  put.mutable_group()->set_name("web");
  put.mutable_group()->add_targets()->set_name("web2");
  ASSERT_TRUE(engine_->PutDeploymentGroup(put).ok());
  Json definition = Simple();
  definition["environments"][0]["deployPhases"][0]["phaseType"] = 4;
  definition["environments"][0]["deployPhases"][0]["deploymentInput"] = {{"queueId", 9}};
  Create(Import(definition));
  EXPECT_THAT(runner_.starts, IsEmpty()) << "never on this machine instead";
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Last("Prod").message(), HasSubstr("web2"));
}

TEST_F(ReleaseModel, GivenAFreezeWindowWhoseTimeZoneIsGoneThenItProtectsAndSaysSo) {
  v1::FreezeWindow window;
  window.set_id(1);
  window.set_name("nights");
  window.set_days(127);
  window.set_end_hours(6);
  window.set_time_zone_id("Mars/Olympus");
  ResourceRow row;
  row.kind = v1::RESOURCE_KIND_FREEZE_WINDOW;
  row.id = "1";
  row.revision = 1;
  row.name = window.name();
  row.payload = window.SerializeAsString();
  row.changed_on = clock_.now;
  WriteBatch batch;
  batch.resources.push_back(row);
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  Reopen();
  Create(Import(Simple()));
  EXPECT_THAT(Running(), IsEmpty());
  v1::ExplainRequest explain;
  explain.set_release_id(1);
  explain.set_environment("Prod");
  EXPECT_THAT(engine_->Explain(explain)->summary(), HasSubstr("nights (closed, because it cannot be read: "));
}

TEST_F(ReleaseModel, GivenADeploymentGroupTriggerThenANewTargetGetsWhatWasDeployedLastAndTheOthersNothing) {
  v1::PutDeploymentGroupRequest put;
  put.mutable_group()->set_id(9);
  put.mutable_group()->set_name("web");
  put.mutable_group()->add_targets()->set_name("localhost");
  ASSERT_TRUE(engine_->PutDeploymentGroup(put).ok());
  Json definition = Simple();
  definition["environments"][0]["deployPhases"][0]["phaseType"] = 4;
  definition["environments"][0]["deployPhases"][0]["deploymentInput"] = {{"queueId", 9}};
  definition["environments"][0]["environmentTriggers"] = {{{"triggerType", 1}, {"triggerContent", "{}"}}};
  Create(Import(definition));
  ASSERT_EQ(Last("Prod").phases(0).jobs_size(), 1) << Last("Prod").message();
  for (const std::string& token : std::vector<std::string>(runner_.running.begin(), runner_.running.end())) {
    runner_.Finish(token, TaskResult::kSucceeded);
    Pump();
  }
  ASSERT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
  put.mutable_group()->add_targets()->set_name("b");
  ASSERT_TRUE(engine_->PutDeploymentGroup(put).ok());
  Pump();
  EXPECT_EQ(Last("Prod").attempt(), 2);
  EXPECT_EQ(Last("Prod").reason(), v1::DEPLOYMENT_REASON_REDEPLOY_TRIGGER);
  ASSERT_EQ(Last("Prod").phases(0).jobs_size(), 1);
  EXPECT_EQ(Last("Prod").phases(0).jobs(0).target(), "b");
}

TEST_F(ReleaseModel, GivenADefinitionThatIsChangedOrDeletedThenItsReleasesStayAsTheyWereMade) {
  Json definition = Simple("old");
  const int64_t id = Import(definition);
  Create(id);
  definition["environments"][0]["deployPhases"][0]["workflowTasks"] = {TaskJson("new")};
  v1::ImportDefinitionRequest import;
  import.set_document(definition.dump());
  import.set_definition_id(id);
  auto updated = engine_->ImportDefinition(import);
  ASSERT_TRUE(updated.ok()) << updated.status();
  Finish("old", TaskResult::kFailed);
  v1::DeployEnvironmentRequest again;
  again.set_release_id(1);
  again.set_environment("Prod");
  ASSERT_TRUE(engine_->DeployEnvironment(again).ok());
  Pump();
  EXPECT_THAT(Running(), ElementsAre("old"));
}

}  // namespace
}  // namespace slipway
