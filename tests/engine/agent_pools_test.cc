// Agents of pools over all releases: durable, found again after a crash, explained.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/engine_fixture.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AgentPools : public EngineTest {
 protected:
  static Json Simple(const std::string& name, const std::string& script, const Json& demands = Json::array()) {
    Json definition = DefinitionJson({EnvironmentJson("Prod", 1, {}, {PhaseJson({TaskJson(script)})})});
    definition["name"] = name;
    definition["environments"][0]["deployPhases"][0]["deploymentInput"] = {{"queueId", 12}, {"demands", demands}};
    return definition;
  }
  static v1::PutAgentPoolRequest Pool(const std::vector<std::pair<std::string, int>>& agents) {
    v1::PutAgentPoolRequest request;
    request.mutable_pool()->set_id(12);
    request.mutable_pool()->set_name("Linux");
    for (const auto& [name, slots] : agents) {
      v1::Agent* agent = request.mutable_pool()->add_agents();
      agent->set_name(name);
      agent->set_slots(slots);
    }
    return request;
  }
  void Put(const v1::PutAgentPoolRequest& request) {
    auto response = engine_->PutAgentPool(request);
    ASSERT_TRUE(response.ok()) << response.status();
    Pump();
  }
  std::string Explained(int64_t release) {
    v1::ExplainRequest request;
    request.set_release_id(release);
    request.set_environment("Prod");
    auto response = engine_->Explain(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->summary() : "";
  }
  bool Verified(int64_t release) {
    v1::VerifyRequest request;
    request.set_release_id(release);
    auto response = engine_->Verify(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() && response->findings_size() == 0;
  }
};

TEST_F(AgentPools, GivenOneSlotThenTwoReleasesShareItOneAfterTheOtherAndSaySo) {
  Put(Pool({{"here", 1}}));
  Create(Import(Simple("A", "a")));
  Create(Import(Simple("B", "b")));
  EXPECT_THAT(Running(), ElementsAre("a"));
  EXPECT_EQ(Last("Prod", 1).phases(0).jobs(0).agent(), "here");
  EXPECT_EQ(Last("Prod", 2).operation_status(), v1::DEPLOYMENT_OPERATION_STATUS_QUEUED_FOR_AGENT);
  EXPECT_THAT(Explained(2), HasSubstr("waits for an agent of pool 'Linux'"));
  const auto listed = engine_->ListAgentPools(v1::ListAgentPoolsRequest());
  ASSERT_TRUE(listed.ok());
  EXPECT_EQ(listed->use(0).running(), 1);
  Finish("a");
  EXPECT_THAT(Running(), ElementsAre("b"));
  Finish("b");
  EXPECT_EQ(StatusOf("Prod", 2), v1::ENVIRONMENT_STATUS_SUCCEEDED);
  EXPECT_TRUE(Verified(1));
  EXPECT_TRUE(Verified(2));
}

TEST_F(AgentPools, GivenACrashThenWhoHeldAnAgentHoldsItAndWhoWaitedWaits) {
  Put(Pool({{"here", 1}}));
  Create(Import(Simple("A", "a")));
  Create(Import(Simple("B", "b")));
  for (int snapshot : {512, 1}) {
    snapshot_records_ = snapshot;
    Reopen();
    EXPECT_THAT(Running(), ElementsAre("a"));
    EXPECT_EQ(Last("Prod", 2).operation_status(), v1::DEPLOYMENT_OPERATION_STATUS_QUEUED_FOR_AGENT);
  }
  Finish("a");
  Reopen();
  EXPECT_THAT(Running(), ElementsAre("b"));
}

TEST_F(AgentPools, GivenAnotherAgentThenWhoWaitsGetsItAtOnce) {
  Put(Pool({{"one", 1}}));
  const int64_t definition = Import(Simple("A", "a"));
  Create(definition);
  Create(definition);
  EXPECT_THAT(Running(), SizeIs(1));
  Put(Pool({{"one", 1}, {"two", 1}}));
  EXPECT_THAT(Running(), SizeIs(2));
  EXPECT_EQ(Last("Prod", 2).phases(0).jobs(0).agent(), "two");
}

TEST_F(AgentPools, GivenDemandsThatNobodyMeetsThenTheEnvironmentIsRejectedAndTheReasonIsTold) {
  Put(Pool({{"here", 1}}));
  Create(Import(Simple("A", "a", {"docker", "Agent.OS -equals Linux"})));
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Last("Prod").message(), HasSubstr("docker"));
  EXPECT_THAT(Explained(1), HasSubstr("meets the demands"));
  v1::PutAgentPoolRequest pool = Pool({{"here", 1}});
  (*pool.mutable_pool()->mutable_agents(0)->mutable_capabilities())["Docker"] = "/usr/bin/docker";
  Put(pool);
  Create(1);
  EXPECT_THAT(Running(), ElementsAre("a"));
}

TEST_F(AgentPools, GivenAFurtherQueueOfThePoolThenPhasesKnowItByThat) {
  v1::PutAgentPoolRequest pool = Pool({{"here", 1}});
  pool.mutable_pool()->set_id(5);
  pool.mutable_pool()->add_queue_ids(12);
  Put(pool);
  Create(Import(Simple("A", "a")));
  EXPECT_EQ(Last("Prod").phases(0).jobs(0).agent(), "here");
  EXPECT_TRUE(Verified(1));
  v1::PutAgentPoolRequest other = Pool({{"x", 1}});
  EXPECT_TRUE(absl::IsInvalidArgument(engine_->PutAgentPool(other).status())) << "12 means one pool";
}

TEST_F(AgentPools, GivenAnAgentElsewhereThatIsRemovedThenItsNextTaskDoesNotRunHere) {
  v1::PutAgentPoolRequest pool = Pool({{"far", 1}});
  Json definition = DefinitionJson({EnvironmentJson("Prod", 1, {}, {PhaseJson({TaskJson("a"), TaskJson("b")})})});
  definition["environments"][0]["deployPhases"][0]["deploymentInput"] = {{"queueId", 12}};
  Put(pool);
  Create(Import(definition));
  EXPECT_THAT(Running(), ElementsAre("a"));
  v1::DeleteResourceRequest remove;
  remove.set_kind(v1::RESOURCE_KIND_AGENT_POOL);
  remove.set_id("12");
  ASSERT_TRUE(engine_->DeleteResource(remove).ok());
  Finish("a");
  EXPECT_THAT(Running(), IsEmpty());
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Last("Prod").message(), HasSubstr("agent 'far'"));
}

TEST_F(AgentPools, GivenBadPoolsThenEachIsRefusedWithThePathToItsFault) {
  const auto error = [&](const v1::PutAgentPoolRequest& request) {
    return std::string(engine_->PutAgentPool(request).status().message());
  };
  v1::PutAgentPoolRequest nameless = Pool({{"a", 1}});
  nameless.mutable_pool()->clear_name();
  EXPECT_THAT(error(nameless), HasSubstr("pool.name"));
  EXPECT_THAT(error(Pool({{"", 1}})), HasSubstr("pool.agents[0].name"));
  EXPECT_THAT(error(Pool({{"a", 1}, {"A", 1}})), HasSubstr("pool.agents[1].name: 'A' is there twice"));
  EXPECT_THAT(error(Pool({{"a", -1}})), HasSubstr("pool.agents[0].slots"));
  EXPECT_THAT(error(Pool({{"a", 100000}})), HasSubstr("1 to 1000"));
}

}  // namespace
}  // namespace slipway
