// Deployment groups (domain.md 8.3): which targets, how many at once, and what targets that drop out do.
#include "core/deployment_targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Targets : public testing::Test {
 protected:
  Targets() : environment(MakeEnvironment("Prod", 1, {})) {
    group.set_id(7);
    group.set_name("web");
    v1::DeployPhase* phase = environment.mutable_deploy_phases(0);
    phase->set_phase_type(v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT);
    phase->mutable_deployment_input()->set_queue_id("7");
    environment.clear_conditions();
  }
  void Add(const std::string& name, std::vector<std::string> tags = {}, bool offline = false) {
    v1::DeploymentTarget* target = group.add_targets();
    target->set_name(name);
    target->set_offline(offline);
    for (const std::string& tag : tags) target->add_tags(tag);
  }
  v1::DeploymentInput& Input() { return *environment.mutable_deploy_phases(0)->mutable_deployment_input(); }
  void Deploy(const DeployEnvironment& command = {"Prod"}) {
    if (driver == nullptr) {
      driver = std::make_unique<ReleaseDriver>(MakePlan({environment}));
      driver->context.deployment_group = [this](int64_t id) { return id == 7 ? &group : nullptr; };
    }
    ASSERT_TRUE(driver->Run(command).ok());
  }
  const PhaseState& Phase() { return driver->Attempt(0).phases[0]; }
  std::vector<std::string> Running() {
    std::vector<std::string> names;
    for (const JobState& job : Phase().jobs) {
      if (job.status == v1::TASK_STATUS_IN_PROGRESS) names.push_back(job.target);
    }
    return names;
  }
  void End(const std::string& target, v1::TaskStatus status) {
    for (const auto& [token, position] : driver->state.running) {
      if (Phase().jobs[position.job].target != target) continue;
      driver->Finish(std::string(token), status);
      return;
    }
    FAIL() << target << " does not run";
  }

  v1::DeploymentGroup group;
  v1::DefinitionEnvironment environment;
  std::unique_ptr<ReleaseDriver> driver;
};

TEST_F(Targets, GivenTagsThenTargetsThatCarryEveryOneAreChosenOnlineFirstThenByName) {
  Add("c", {"Web", "eu"});
  Add("a", {"web"});
  Add("b", {"EU", "web"}, /*offline=*/true);
  Add("d", {"eu", "web", "big"});
  Input().add_tags("web");
  Input().add_tags("eu");
  std::vector<std::string> names;
  for (const v1::DeploymentTarget* target : ChooseTargets(group, environment.deploy_phases(0), {}))
    names.push_back(target->name());
  EXPECT_THAT(names, ElementsAre("c", "d", "b"));
}

TEST_F(Targets, GivenAHealthPercentThenTheRestMayBeBusyAtOnceRoundedDown) {
  v1::DeploymentInput input;
  for (const auto& [percent, targets, expected] :
       std::vector<std::tuple<int, int, int>>{{0, 5, 5}, {50, 5, 2}, {75, 4, 1}, {50, 1, 0}, {100, 8, 0}, {-5, 3, 3}}) {
    input.set_health_percent(percent);
    EXPECT_EQ(TargetParallelism(input, targets), expected) << percent << " % of " << targets;
  }
  input.set_deployment_health_option("oneTargetAtATime");
  EXPECT_EQ(TargetParallelism(input, 9), 1);
  input.set_deployment_health_option("SomethingNew");
  input.set_health_percent(50);
  EXPECT_EQ(TargetParallelism(input, 9), 4) << "unknown words fall back to the percentage";
}

TEST_F(Targets, GivenOneAtATimeThenTheyRollOneAfterTheOther) {
  for (const char* name : {"a", "b", "c"}) Add(name);
  Input().set_deployment_health_option("OneTargetAtATime");
  Deploy();
  EXPECT_THAT(Running(), ElementsAre("a"));
  End("a", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_THAT(Running(), ElementsAre("b"));
  End("b", v1::TASK_STATUS_SUCCEEDED);
  End("c", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(Targets, GivenOneAtATimeAndAFailureThenTheOthersAreNotDeployedAndItFails) {
  for (const char* name : {"a", "b", "c"}) Add(name);
  Input().set_deployment_health_option("OneTargetAtATime");
  Deploy();
  End("a", v1::TASK_STATUS_FAILED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(Phase().status, v1::DEPLOY_PHASE_STATUS_FAILED);
  EXPECT_THAT(Phase().jobs[1].message, HasSubstr("not deployed"));
}

TEST_F(Targets, GivenFewerFailuresThanAreAllowedThenItPartiallySucceeds) {
  for (const char* name : {"a", "b", "c", "d"}) Add(name);
  Input().set_health_percent(50);
  Deploy();
  EXPECT_THAT(Running(), ElementsAre("a", "b"));
  End("a", v1::TASK_STATUS_FAILED);
  EXPECT_THAT(Running(), ElementsAre("b")) << "the failed one counts as unhealthy from now on";
  End("b", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_THAT(Running(), ElementsAre("c"));
  End("c", v1::TASK_STATUS_SUCCEEDED);
  End("d", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED);
}

TEST_F(Targets, GivenAnOfflineTargetThenItCountsAsUnhealthy) {
  Add("a");
  Add("b", {}, /*offline=*/true);
  Deploy();
  End("a", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED);
  EXPECT_EQ(Phase().jobs[1].message, "the target is offline");
}

TEST_F(Targets, GivenHalfOfOneTargetThenNothingCanBeDeployedAndItSaysWhy) {
  Add("a");
  Input().set_health_percent(50);
  Deploy();
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("deployment configuration settings are not met"));
}

TEST_F(Targets, GivenNoTargetWithTheTagThenItFailsAndNamesTheTag) {
  Add("a");
  Input().add_tags("db");
  Deploy();
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("the tags db"));
}

TEST_F(Targets, GivenAGroupThatIsNotKnownThenNothingRunsHereInItsPlace) {
  Input().set_queue_id("99");
  Deploy();
  EXPECT_TRUE(driver->effects.empty());
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("deployment group 99"));
}

TEST_F(Targets, GivenARedeployToFailedTargetsThenOnlyTheyRun) {
  for (const char* name : {"a", "b", "c"}) Add(name);
  Deploy();
  End("a", v1::TASK_STATUS_SUCCEEDED);
  End("b", v1::TASK_STATUS_FAILED);
  End("c", v1::TASK_STATUS_SUCCEEDED);
  DeployEnvironment again{"Prod"};
  again.only_failed_targets = true;
  Deploy(again);
  EXPECT_THAT(Running(), ElementsAre("b"));
  End("b", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_TRUE(absl::IsFailedPrecondition(driver->Run(again))) << "none failed any more";
}

TEST_F(Targets, GivenTheJobOfATargetThenItKnowsWhereItRuns) {
  Add("a");
  Deploy();
  EXPECT_THAT(Phase().jobs[0].given, testing::Contains(testing::Pair("Agent.DeploymentGroupId", "7")));
  EXPECT_THAT(Phase().jobs[0].given, testing::Contains(testing::Pair("Agent.Name", "a")));
}

}  // namespace
}  // namespace slipway
