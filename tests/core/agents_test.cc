// Agents (domain.md 7, 8.1): what a job demands, who gets which agent over all releases, and what a release does meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "core/agent_queue.h"
#include "core/demands.h"
#include "core/replay.h"
#include "core/snapshot.h"
#include "model/demand.h"
#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

v1::Agent AgentWith(const std::vector<std::pair<std::string, std::string>>& capabilities) {
  v1::Agent agent;
  agent.set_name("a");
  for (const auto& [name, value] : capabilities) (*agent.mutable_capabilities())[name] = value;
  return agent;
}

TEST(Demands, GivenCapabilitiesThenADemandIsMetByNameValueOrVersion) {
  const v1::Agent agent = AgentWith({{"java", "/usr/bin/java"}, {"Agent.OS", "Linux"}, {"Agent.Version", "4.261.0"}});
  for (const char* met : {"java", "JAVA", "agent.os -equals linux", "Agent.Version -gtVersion 2.144.0", " Agent.OS ",
                          "Agent.Version -gtVersion 4.261.0", "Agent.Version -gtVersion 4"}) {
    EXPECT_TRUE(Meets(agent, ParseDemand(met))) << met;
  }
  for (const char* missed : {"maven", "Agent.OS -equals Windows_NT", "Agent.Version -gtVersion 4.261.1",
                             "Agent.Version -gtVersion 10.0", "java -equals /opt/java"}) {
    EXPECT_FALSE(Meets(agent, ParseDemand(missed))) << missed;
  }
  EXPECT_EQ(DemandsText({ParseDemand("java"), ParseDemand("Agent.OS -equals Linux"), ParseDemand("V -gtVersion 2")}),
            "java, Agent.OS -equals Linux, V -gtVersion 2");
}

class Agents : public testing::Test {
 protected:
  Agents() : environment(MakeEnvironment("Prod", 1, {})) {
    environment.clear_conditions();
    environment.mutable_deploy_phases(0)->mutable_deployment_input()->set_queue_id("12");
    pool.set_id(12);
    pool.set_name("Linux");
  }
  v1::Agent& Add(const std::string& name, int32_t slots = 1) {
    v1::Agent* agent = pool.add_agents();
    agent->set_name(name);
    agent->set_slots(slots);
    return *agent;
  }
  v1::DeploymentInput& Input() { return *environment.mutable_deploy_phases(0)->mutable_deployment_input(); }
  // A release of its own; releases are told apart by their ids.
  ReleaseDriver& Release(int64_t id) {
    CreateRelease create;
    ReleaseDriver& driver = *releases.emplace(id, std::make_unique<ReleaseDriver>(MakePlan({environment}))).first->second;
    driver.state.id = id;
    driver.keep_history = true;
    driver.context.agent_pool = [this](int64_t queue) { return queue == pool.id() && known ? &pool : nullptr; };
    driver.time_us += id;
    return driver;
  }
  ReleaseDriver& Deploy(int64_t id) {
    ReleaseDriver& driver = Release(id);
    EXPECT_TRUE(driver.Run(DeployEnvironment{"Prod"}).ok());
    queue.ObserveAll(driver.state);
    return driver;
  }
  // Everything the pools decide now; "release:agent" or "release!refusal".
  std::vector<std::string> Settle() {
    std::vector<std::string> decided;
    int64_t release;
    DecideAgent decision;
    while (queue.Next(&release, &decision)) {
      decided.push_back(decision.agent.empty() ? absl::StrCat(release, "!", decision.refusal)
                                               : absl::StrCat(release, ":", decision.agent));
      EXPECT_TRUE(releases.at(release)->Run(decision).ok());
      queue.ObserveAll(releases.at(release)->state);
      decision = DecideAgent();
    }
    return decided;
  }
  void End(ReleaseDriver& driver, v1::TaskStatus status = v1::TASK_STATUS_SUCCEEDED) {
    driver.EndAll(status);
    queue.ObserveAll(driver.state);
  }
  static std::vector<std::string> AgentsOf(const ReleaseDriver& driver) {
    std::vector<std::string> agents;
    for (const JobState& job : driver.Attempt(0).phases[0].jobs) agents.push_back(job.agent);
    return agents;
  }

  bool known = true;
  v1::AgentPool pool;
  v1::DefinitionEnvironment environment;
  std::map<int64_t, std::unique_ptr<ReleaseDriver>> releases;
  AgentQueue queue;
};

TEST_F(Agents, GivenAPoolThatIsNotKnownThenJobsStartAtOnceOnThisMachine) {
  known = false;
  ReleaseDriver& driver = Release(1);
  ASSERT_TRUE(driver.Run(DeployEnvironment{"Prod"}).ok());
  EXPECT_EQ(driver.state.running.size(), 1u);
}

TEST_F(Agents, GivenOneSlotThenJobsOfAllReleasesGetItInTheOrderTheyWereQueued) {
  Add("here");
  queue.SetPool(pool);
  ReleaseDriver& second = Deploy(2);
  ReleaseDriver& first = Deploy(1);
  ReleaseDriver& third = Deploy(3);
  EXPECT_TRUE(first.state.running.empty()) << "nothing runs before it has an agent";
  EXPECT_EQ(first.Attempt(0).operation_status, v1::DEPLOYMENT_OPERATION_STATUS_QUEUED_FOR_AGENT);
  EXPECT_THAT(Settle(), ElementsAre("1:here"));
  EXPECT_EQ(first.Attempt(0).operation_status, v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS);
  EXPECT_EQ(queue.Running(12, "HERE"), 1);
  End(first);
  EXPECT_THAT(Settle(), ElementsAre("2:here"));
  End(second, v1::TASK_STATUS_FAILED);
  EXPECT_THAT(Settle(), ElementsAre("3:here"));
  End(third);
  EXPECT_THAT(Settle(), ElementsAre());
  EXPECT_EQ(queue.Running(12, "here"), 0);
  EXPECT_EQ(first.Status(0), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(Agents, GivenDemandsThenOnlyAnAgentThatMeetsThemAllIsGiven) {
  Add("plain", 9);
  (*Add("java").mutable_capabilities())["java"] = "17";
  queue.SetPool(pool);
  *Input().add_demands() = ParseDemand("java");
  Deploy(1);
  ReleaseDriver& waits = Deploy(2);
  Input().clear_demands();
  Deploy(3);
  EXPECT_THAT(Settle(), ElementsAre("1:java", "3:plain")) << "who cannot be served does not hold up who can";
  EXPECT_TRUE(waits.state.running.empty());
}

TEST_F(Agents, GivenDemandsThatNoAgentMeetsThenTheJobFailsAndNamesThem) {
  Add("plain");
  queue.SetPool(pool);
  *Input().add_demands() = ParseDemand("maven");
  *Input().add_demands() = ParseDemand("java");
  ReleaseDriver& driver = Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1!no agent of pool 'Linux' meets the demands: java, maven"));
  EXPECT_EQ(driver.Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(driver.Attempt(0).message, HasSubstr("java, maven"));
}

TEST_F(Agents, GivenDemandsOfItsTasksThenThePhaseHasThemToo) {
  Add("plain");
  queue.SetPool(pool);
  *Input().add_demands() = ParseDemand("Java");
  ReleaseDriver& driver = Release(1);
  v1::PinnedTask* pin = driver.state.created.add_tasks();
  pin->set_task_id("11111111-0000-0000-0000-000000000000");
  *pin->add_demands() = ParseDemand("java");
  *pin->add_demands() = ParseDemand("Agent.Version -gtVersion 2.0");
  ASSERT_TRUE(driver.Run(DeployEnvironment{"Prod"}).ok());
  EXPECT_EQ(absl::AsciiStrToLower(DemandsText(driver.Attempt(0).phases[0].demands)), "agent.version -gtversion 2.0, java");
}

TEST_F(Agents, GivenAgentsThatAreOfflineThenTheJobWaitsAndGetsOneWhenItIsBack) {
  Add("only").set_offline(true);
  queue.SetPool(pool);
  Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre());
  pool.mutable_agents(0)->set_offline(false);
  queue.SetPool(pool);
  EXPECT_THAT(Settle(), ElementsAre("1:only"));
}

TEST_F(Agents, GivenAgentsThatAreDisabledThenTheyCountAsMissing) {
  Add("only").set_disabled(true);
  queue.SetPool(pool);
  Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1!no agent of pool 'Linux' takes jobs"));
}

TEST_F(Agents, GivenAPoolThatIsDeletedThenWhoWaitsIsToldAndWhoRunsGoesOn) {
  Add("only");
  queue.SetPool(pool);
  ReleaseDriver& runs = Deploy(1);
  ReleaseDriver& waits = Deploy(2);
  EXPECT_THAT(Settle(), ElementsAre("1:only"));
  queue.RemovePool(12);
  EXPECT_THAT(Settle(), ElementsAre("2!its agent pool is not known any more"));
  EXPECT_EQ(waits.Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(runs.state.running.size(), 1u);
}

TEST_F(Agents, GivenSeveralSlotsThenJobsSpreadOverTheAgentWithTheMostFree) {
  Add("big", 3);
  Add("small", 2);
  queue.SetPool(pool);
  for (int64_t id = 1; id <= 6; ++id) Deploy(id);
  EXPECT_THAT(Settle(), ElementsAre("1:big", "2:big", "3:small", "4:big", "5:small"));
}

TEST_F(Agents, GivenConfigurationsThenEachJobGetsItsOwnAgentAndNoMoreThanAllowedWait) {
  Add("a");
  Add("b");
  Add("c");
  queue.SetPool(pool);
  v1::ParallelExecution& parallel = *Input().mutable_parallel_execution();
  parallel.set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
  parallel.set_multipliers("os");
  parallel.set_max_number_of_agents(2);
  (*environment.mutable_variables())["os"].set_value("x,y,z");
  ReleaseDriver& driver = Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1:a", "1:b"));
  End(driver);
  EXPECT_THAT(Settle(), ElementsAre("1:a"));
  End(driver);
  EXPECT_THAT(AgentsOf(driver), ElementsAre("a", "b", "a"));
  EXPECT_EQ(driver.Status(0), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(Agents, GivenAFailureThenBrothersThatStillWaitForAnAgentDoNotStart) {
  Add("a");
  queue.SetPool(pool);
  v1::ParallelExecution& parallel = *Input().mutable_parallel_execution();
  parallel.set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_MACHINE);
  parallel.set_max_number_of_agents(3);
  ReleaseDriver& driver = Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1:a"));
  End(driver, v1::TASK_STATUS_FAILED);
  EXPECT_EQ(driver.Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(driver.Attempt(0).phases[0].jobs[2].status, v1::TASK_STATUS_SKIPPED);
  EXPECT_THAT(Settle(), ElementsAre());
}

TEST_F(Agents, GivenACancelThenTheJobThatWaitsIsCanceledAndTheAgentGoesToTheNext) {
  Add("a");
  queue.SetPool(pool);
  Deploy(1);
  ReleaseDriver& second = Deploy(2);
  Deploy(3);
  EXPECT_THAT(Settle(), ElementsAre("1:a"));
  ASSERT_TRUE(second.Run(CancelEnvironment{"Prod", ""}).ok());
  queue.ObserveAll(second.state);
  EXPECT_EQ(second.Status(0), v1::ENVIRONMENT_STATUS_CANCELED);
  End(*releases.at(1));
  EXPECT_THAT(Settle(), ElementsAre("3:a"));
}

TEST_F(Agents, GivenADecisionThatComesTooLateThenItChangesNothing) {
  Add("a");
  queue.SetPool(pool);
  ReleaseDriver& driver = Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1:a"));
  const int64_t before = driver.events;
  EXPECT_TRUE(driver.Run(DecideAgent{0, 1, 0, 0, "b", ""}).ok());
  EXPECT_TRUE(driver.Run(DecideAgent{0, 1, 0, 0, "", "no"}).ok());
  EXPECT_TRUE(driver.Run(DecideAgent{7, 1, 3, 9, "a", ""}).ok());
  EXPECT_EQ(driver.events, before);
}

TEST_F(Agents, GivenAReleaseThatWasTakenBackThenNobodyGetsAnAgentBeforeItIsKnownAgain) {
  Add("a");
  queue.SetPool(pool);
  ReleaseDriver& holder = Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1:a"));
  Deploy(2);
  queue.Suspend(1);
  EXPECT_FALSE(queue.HasWork());
  EXPECT_THAT(Settle(), ElementsAre());
  queue.ObserveAll(holder.state);
  EXPECT_THAT(Settle(), ElementsAre()) << "it holds the agent still";
  queue.Forget(1);
  EXPECT_THAT(Settle(), ElementsAre("2:a"));
}

TEST_F(Agents, GivenAJobOnAnAgentThenItKnowsItsNameAndASnapshotAndAReplayAgree) {
  Add("a");
  queue.SetPool(pool);
  *Input().add_demands() = ParseDemand("Agent.Name -equals a");
  (*pool.mutable_agents(0)->mutable_capabilities())["Agent.Name"] = "a";
  queue.SetPool(pool);
  ReleaseDriver& driver = Deploy(1);
  EXPECT_THAT(Settle(), ElementsAre("1:a"));
  const JobState& job = driver.Attempt(0).phases[0].jobs[0];
  EXPECT_THAT(job.given, testing::Contains(testing::Pair("Agent.Name", "a")));
  ReleaseState restored(driver.state.plan);
  RestoreSnapshot(MakeSnapshot(driver.state), &restored);
  EXPECT_EQ(restored.environments[0].attempt()->phases[0].jobs[0].agent, "a");
  EXPECT_EQ(restored.environments[0].attempt()->phases[0].jobs[0].queued, job.queued);
  EXPECT_EQ(restored.environments[0].attempt()->phases[0].pool_name, "Linux");
  EXPECT_EQ(restored.environments[0].attempt()->phases[0].demands.size(), 1u);
}

}  // namespace
}  // namespace slipway
