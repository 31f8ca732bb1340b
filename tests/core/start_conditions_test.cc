// When an environment deploys by itself (domain.md 4; graphs of every shape are in exhaustive_graph_test.cc).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::HasSubstr;

constexpr int kSucceeded = 4;
constexpr int kEvenIfPartial = 132;
constexpr int kRejected = 16;

class StartConditions : public testing::Test {
 protected:
  void Start(std::vector<v1::DefinitionEnvironment> environments, const CreateRelease& create = {}) {
    definition = MakeDefinition(std::move(environments));
    for (const char* alias : {"_App", "_Db"}) definition.add_artifacts()->set_alias(alias);
    driver = std::make_unique<ReleaseDriver>(*DefinitionPlan::Build(definition), create);
  }
  // Ends the task that runs in this environment.
  void End(int environment, v1::TaskStatus status) {
    for (const auto& [token, position] : driver->state.running) {
      if (position.environment != environment) continue;
      driver->Finish(std::string(token), status);
      return;
    }
    FAIL() << "nothing runs in environment " << environment;
  }
  void Deploy(const std::string& name) {
    DeployEnvironment command;
    command.environment = name;
    ASSERT_TRUE(driver->Run(command).ok());
  }
  static v1::DefinitionEnvironment WithArtifact(v1::DefinitionEnvironment environment, const std::string& alias,
                                                const std::string& branch) {
    v1::Condition* condition = environment.add_conditions();
    condition->set_name(alias);
    condition->set_condition_type(v1::CONDITION_TYPE_ARTIFACT);
    condition->mutable_artifact_filter()->set_source_branch(branch);
    return environment;
  }
  static CreateRelease Of(const std::string& alias, const std::string& branch) {
    CreateRelease create;
    v1::ArtifactVersion* version = create.created.add_artifacts();
    version->set_alias(alias);
    version->set_source_branch(branch);
    return create;
  }
  v1::EnvironmentStatus Status(int environment) { return driver->Status(environment); }

  v1::ReleaseDefinition definition;
  std::unique_ptr<ReleaseDriver> driver;
};

TEST_F(StartConditions, GivenSeveralAfterTheReleaseThenTheyStartTogetherInAnyRankOrder) {
  Start({MakeEnvironment("A", 1, {}), MakeEnvironment("B", 2, {})});
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  EXPECT_EQ(Status(1), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  EXPECT_EQ(driver->Attempt(0).trigger_reason, "ReleaseStarted");
}

TEST_F(StartConditions, GivenNoConditionThenItOnlyStartsByHand) {
  v1::DefinitionEnvironment manual = MakeEnvironment("A", 1, {});
  manual.clear_conditions();
  Start({manual});
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED);
}

TEST_F(StartConditions, GivenOnlyArtifactConditionsThenItNeverStartsByItself) {
  v1::DefinitionEnvironment filtered = MakeEnvironment("A", 1, {});
  filtered.clear_conditions();
  Start({WithArtifact(filtered, "_App", "main")}, Of("_App", "refs/heads/main"));
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED);
}

TEST_F(StartConditions, GivenAFanInThenAllMustHoldAtTheSameTimeAndTheReasonNamesThem) {
  Start({MakeEnvironment("A", 1, {}), MakeEnvironment("B", 2, {}),
         MakeEnvironment("C", 3, {{"A", kSucceeded}, {"B", kSucceeded}})});
  End(0, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Status(2), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  End(1, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Status(2), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  EXPECT_EQ(driver->Attempt(2).trigger_reason, "After successful deployment of A,B");
  EXPECT_EQ(driver->Attempt(2).reason, v1::DEPLOYMENT_REASON_AUTOMATED);
}

TEST_F(StartConditions, GivenAFailedUpstreamThatIsRedeployedThenTheFanInIsReleasedAfterAll) {
  Start({MakeEnvironment("A", 1, {}), MakeEnvironment("B", 2, {}),
         MakeEnvironment("C", 3, {{"A", kSucceeded}, {"B", kSucceeded}})});
  End(0, v1::TASK_STATUS_FAILED);
  End(1, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Status(2), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  Deploy("A");
  End(0, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Status(2), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenAPartialSuccessThenOnlyAMaskThatAllowsItIsSatisfied) {
  v1::DefinitionEnvironment first = MakeEnvironment("A", 1, {});
  first.mutable_deploy_phases(0)->mutable_workflow_tasks(0)->set_continue_on_error(true);
  Start({first, MakeEnvironment("Strict", 2, {{"A", kSucceeded}}),
         MakeEnvironment("Lenient", 3, {{"A", kEvenIfPartial}})});
  End(0, v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED);
  EXPECT_EQ(Status(1), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  EXPECT_EQ(Status(2), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenAMaskForFailureThenItStartsAfterAFailure) {
  Start({MakeEnvironment("A", 1, {}), MakeEnvironment("CleanUp", 2, {{"A", kRejected}})});
  End(0, v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Status(1), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenASecondSuccessUpstreamThenDependentsStartAgainUnlessTheOptionIsOff) {
  for (const bool again : {true, false}) {
    Start({MakeEnvironment("A", 1, {}), MakeEnvironment("B", 2, {{"A", kSucceeded}})});
    driver->context.redeploy_dependents = again;
    End(0, v1::TASK_STATUS_SUCCEEDED);
    End(1, v1::TASK_STATUS_SUCCEEDED);
    Deploy("A");
    End(0, v1::TASK_STATUS_SUCCEEDED);
    EXPECT_EQ(driver->Attempt(1).number, again ? 2 : 1);
  }
}

TEST_F(StartConditions, GivenAManualDeploymentThenNoConditionHoldsItBack) {
  Start({MakeEnvironment("A", 1, {}), WithArtifact(MakeEnvironment("B", 2, {{"A", kSucceeded}}), "_App", "main")},
        Of("_App", "refs/heads/topic"));
  Deploy("B");
  EXPECT_EQ(Status(1), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenTheBuildDefinitionsOwnBranchThenOnlyAVersionOfItPasses) {
  v1::DefinitionEnvironment environment = WithArtifact(MakeEnvironment("A", 1, {}), "_App", "");
  environment.mutable_conditions(environment.conditions_size() - 1)
      ->mutable_artifact_filter()
      ->set_use_build_definition_branch(true);
  CreateRelease create = Of("_App", "refs/heads/develop");
  Start({environment}, create);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED) << "nobody said which branch it is";
  create.created.mutable_artifacts(0)->set_default_branch("main");
  Start({environment}, create);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  create.created.mutable_artifacts(0)->set_default_branch("refs/heads/develop");
  Start({environment}, create);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenAnArtifactOfAnotherBranchThenTheEnvironmentIsLeftOutAndTheReasonIsRecorded) {
  Start({WithArtifact(MakeEnvironment("A", 1, {}), "_App", "main")}, Of("_App", "refs/heads/topic"));
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  EXPECT_GE(driver->events, 3) << "created, started, not started with its reason";
}

TEST_F(StartConditions, GivenIncludesAndAnExcludeOfOneAliasThenAnyIncludeSufficesAndTheExcludeVetoes) {
  for (const auto& [branch, starts] : std::vector<std::pair<std::string, bool>>{
           {"main", true}, {"release/1", true}, {"release/broken", false}, {"topic", false}}) {
    v1::DefinitionEnvironment environment = WithArtifact(MakeEnvironment("A", 1, {}), "_App", "main");
    environment = WithArtifact(environment, "_App", "release/*");
    environment = WithArtifact(environment, "_App", "-release/broken");
    Start({environment}, Of("_App", "refs/heads/" + branch));
    EXPECT_EQ(Status(0) == v1::ENVIRONMENT_STATUS_IN_PROGRESS, starts) << branch;
  }
}

TEST_F(StartConditions, GivenConditionsOnTwoAliasesThenBothMustHold) {
  CreateRelease create = Of("_App", "refs/heads/main");
  v1::ArtifactVersion* second = create.created.add_artifacts();
  second->set_alias("_Db");
  second->set_source_branch("refs/heads/topic");
  Start({WithArtifact(WithArtifact(MakeEnvironment("A", 1, {}), "_App", "main"), "_Db", "main")}, create);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  create.created.mutable_artifacts(1)->set_source_branch("refs/heads/main");
  Start({WithArtifact(WithArtifact(MakeEnvironment("A", 1, {}), "_App", "main"), "_Db", "main")}, create);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenAPullRequestThenOnlyEnvironmentsThatOptedInStartByThemselves) {
  v1::DefinitionEnvironment opted_in = MakeEnvironment("Preview", 1, {});
  opted_in.mutable_environment_options()->set_pull_request_deployment_enabled(true);
  CreateRelease create;
  create.created.set_reason(v1::RELEASE_REASON_PULL_REQUEST);
  Start({opted_in, MakeEnvironment("QA", 2, {}), MakeEnvironment("Prod", 3, {{"Preview", kSucceeded}})}, create);
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  EXPECT_EQ(Status(1), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  End(0, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Status(2), v1::ENVIRONMENT_STATUS_NOT_STARTED) << "each of a chain must opt in";
}

TEST_F(StartConditions, GivenAScheduleOfTheEnvironmentThenItWaitsForTheNextOccurrence) {
  v1::DefinitionEnvironment nightly = MakeEnvironment("QA", 1, {});
  v1::Schedule* schedule = nightly.add_schedules();
  schedule->set_days_to_release(127);
  schedule->set_start_hours(3);
  schedule->set_time_zone_id("UTC");
  Start({nightly});  // the driver's clock stands at 2023-11-14 22:13:20 UTC
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_SCHEDULED);
  EXPECT_EQ(driver->Attempt(0).reason, v1::DEPLOYMENT_REASON_SCHEDULED);
  EXPECT_EQ(driver->Attempt(0).wait_until,
            absl::FromCivil(absl::CivilSecond(2023, 11, 15, 3, 0, 0), absl::UTCTimeZone()));
  driver->After(absl::Hours(5));
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST_F(StartConditions, GivenAManualDeploymentThenTheScheduleDoesNotHoldIt) {
  v1::DefinitionEnvironment nightly = MakeEnvironment("QA", 1, {});
  nightly.clear_conditions();
  nightly.add_schedules()->set_days_to_release(127);
  Start({nightly});
  Deploy("QA");
  EXPECT_EQ(Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

}  // namespace
}  // namespace slipway
