// What a deployment waits for (domain.md 5-8, 10.6): gates to the letter, queues, targets, people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/deployment_queue.h"
#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::HasSubstr;

std::shared_ptr<const DefinitionPlan> PlanOf(v1::DefinitionEnvironment environment) {
  return MakePlan({std::move(environment)});
}

v1::DefinitionEnvironment WithGates(int sampling, int stabilization, int minimum_success, int timeout) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  v1::GatesStep* step = environment.mutable_pre_deployment_gates();
  step->mutable_gates_options()->set_is_enabled(true);
  step->mutable_gates_options()->set_sampling_interval(sampling);
  step->mutable_gates_options()->set_stabilization_time(stabilization);
  step->mutable_gates_options()->set_minimum_success_duration(minimum_success);
  step->mutable_gates_options()->set_timeout(timeout);
  for (const char* name : {"Bugs", "Load"}) {
    v1::WorkflowTask* task = step->add_gates()->add_tasks();
    task->set_task_id("22222222-0000-0000-0000-000000000000");
    task->set_enabled(true);
    task->set_name(name);
  }
  return environment;
}

class Waiting : public testing::Test {
 protected:
  void Start(v1::DefinitionEnvironment environment) {
    driver = std::make_unique<ReleaseDriver>(PlanOf(std::move(environment)));
  }
  const AttemptState& Attempt() { return *driver->state.environments[0].attempt(); }
  v1::EnvironmentStatus Status() { return driver->state.environments[0].status; }
  // Every task that runs ends like this.
  void EndAll(v1::TaskStatus status) {
    std::vector<std::string> tokens;
    for (const auto& [token, position] : driver->state.running) tokens.push_back(token);
    for (const std::string& token : tokens) driver->Finish(token, status);
  }
  void After(absl::Duration span) {
    driver->time_us += absl::ToInt64Microseconds(span);
    ASSERT_TRUE(driver->Run(Tick{}).ok());
  }
  std::unique_ptr<ReleaseDriver> driver;
};

TEST_F(Waiting, GivenGatesThenTheFirstSampleIsSentAtOnceAndDoesNotCountBeforeStabilization) {
  Start(WithGates(5, 5, 0, 60));
  EXPECT_EQ(driver->state.running.size(), 2u) << "all gates are asked together, at once";
  EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Attempt().pre_gates.status, v1::GATE_STATUS_IN_PROGRESS) << "green, but for reference only";
  EXPECT_FALSE(Attempt().pre_gates.samples[0].counts);
  After(absl::Minutes(4));
  EXPECT_EQ(Attempt().pre_gates.samples.size(), 1u) << "the grid is fixed";
  After(absl::Minutes(1));
  ASSERT_EQ(Attempt().pre_gates.samples.size(), 2u);
  EXPECT_TRUE(Attempt().pre_gates.samples[1].counts);
  EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Attempt().pre_gates.status, v1::GATE_STATUS_SUCCEEDED);
  EXPECT_EQ(Attempt().stage, Stage::kPhases);
}

TEST_F(Waiting, GivenAMinimumSuccessDurationThenLaterSamplesMustBeGreenToo) {
  Start(WithGates(5, 0, 12, 60));
  EndAll(v1::TASK_STATUS_SUCCEEDED);
  After(absl::Minutes(5));
  EndAll(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Attempt().pre_gates.succeeding_since, absl::InfiniteFuture()) << "a failing sample clears it";
  After(absl::Minutes(5));
  EndAll(v1::TASK_STATUS_SUCCEEDED);
  After(absl::Minutes(5));
  EndAll(v1::TASK_STATUS_SUCCEEDED);
  After(absl::Minutes(5));
  EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Attempt().pre_gates.status, v1::GATE_STATUS_IN_PROGRESS);
  After(absl::Minutes(2) + absl::Seconds(1));
  EXPECT_EQ(Attempt().pre_gates.status, v1::GATE_STATUS_SUCCEEDED) << "12 minutes after the first green sample";
}

TEST_F(Waiting, GivenGatesThatNeverOpenThenTheyTimeOutAndTheEnvironmentIsRejected) {
  Start(WithGates(5, 0, 0, 30));
  EndAll(v1::TASK_STATUS_FAILED);
  After(absl::Minutes(31));
  EXPECT_EQ(Status(), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(Attempt().operation_status, v1::DEPLOYMENT_OPERATION_STATUS_GATE_FAILED);
  EXPECT_EQ(Attempt().status, v1::DEPLOYMENT_STATUS_NOT_DEPLOYED);
  EXPECT_TRUE(driver->state.running.empty()) << "calls under way are given up";
}

TEST_F(Waiting, GivenAnIgnoredGateThenOnlyTheOthersCountAndWithoutACommentItIsRefused) {
  Start(WithGates(5, 0, 0, 60));
  IgnoreGates ignore;
  ignore.environment = "qa";
  ignore.gates = {"bugs"};
  EXPECT_THAT(std::string(driver->Run(ignore).message()), HasSubstr("comment"));
  ignore.comment = "known";
  ignore.gates = {"Nobody"};
  EXPECT_TRUE(absl::IsNotFound(driver->Run(ignore)));
  ignore.gates = {"bugs"};
  ASSERT_TRUE(driver->Run(ignore).ok());
  for (const auto& [token, position] : absl::flat_hash_map<std::string, TaskPosition>(driver->state.running)) {
    driver->Finish(token, position.task == 0 ? v1::TASK_STATUS_FAILED : v1::TASK_STATUS_SUCCEEDED);
  }
  EXPECT_EQ(Attempt().pre_gates.status, v1::GATE_STATUS_SUCCEEDED);
}

TEST_F(Waiting, GivenAfterGatesAlwaysThenAFailedGateStillAsksTheApprover) {
  v1::DefinitionEnvironment environment = WithGates(5, 0, 0, 10);
  environment.mutable_pre_deploy_approvals()->clear_approvals();
  v1::ApprovalStep* step = environment.mutable_pre_deploy_approvals()->add_approvals();
  step->set_rank(1);
  step->mutable_approver()->set_id("carl");
  environment.mutable_pre_deploy_approvals()->mutable_approval_options()->set_execution_order(
      v1::APPROVAL_EXECUTION_ORDER_AFTER_GATES_ALWAYS);
  Start(environment);
  EXPECT_TRUE(driver->state.approvals.empty()) << "gates first";
  EndAll(v1::TASK_STATUS_FAILED);
  After(absl::Minutes(11));
  EXPECT_EQ(Attempt().pre_gates.status, v1::GATE_STATUS_FAILED);
  EXPECT_EQ(driver->state.approvals.size(), 1u);
  EXPECT_EQ(Attempt().stage, Stage::kPreApprovals);
}

TEST_F(Waiting, GivenAManualInterventionThenAPersonResumesRejectsOrTimeDoes) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {}, 2);
  v1::WorkflowTask* task = environment.mutable_deploy_phases(0)->mutable_workflow_tasks(0);
  task->set_task_id("bcb64569-d51a-4af0-9c01-ea5d05b3b622");
  task->set_timeout_in_minutes(60);
  (*task->mutable_inputs())["instructions"] = "look at it";
  Start(environment);
  ASSERT_EQ(driver->state.interventions.size(), 1u);
  EXPECT_TRUE(driver->state.running.empty()) << "nothing is run";
  EXPECT_EQ(Attempt().operation_status, v1::DEPLOYMENT_OPERATION_STATUS_MANUAL_INTERVENTION_PENDING);
  EXPECT_EQ(Attempt().interventions[0].instructions, "look at it");
  After(absl::Minutes(61));
  EXPECT_EQ(Attempt().interventions[0].status, v1::MANUAL_INTERVENTION_STATUS_REJECTED);
  EXPECT_EQ(Status(), v1::ENVIRONMENT_STATUS_REJECTED);
}

TEST_F(Waiting, GivenADelayThenOnlyTimeEndsIt) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {}, 1);
  v1::WorkflowTask* task = environment.mutable_deploy_phases(0)->mutable_workflow_tasks(0);
  task->set_task_id("28782b92-5e8e-4458-9751-a71cd1492bae");
  (*task->mutable_inputs())["delayForMinutes"] = "90";
  Start(environment);
  After(absl::Minutes(89));
  EXPECT_EQ(Status(), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  After(absl::Minutes(1));
  EXPECT_EQ(Status(), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(Waiting, GivenTwoMultipliersThenEveryCombinationIsAJobAndOnlySoManyRunAtOnce) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {}, 1);
  (*environment.mutable_variables())["os"].set_value("linux, mac");
  (*environment.mutable_variables())["db"].set_value("pg,my,lite");
  v1::ParallelExecution* parallel =
      environment.mutable_deploy_phases(0)->mutable_deployment_input()->mutable_parallel_execution();
  parallel->set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
  parallel->set_multipliers("os,db");
  parallel->set_max_number_of_agents(2);
  Start(environment);
  const PhaseState& phase = Attempt().phases[0];
  ASSERT_EQ(phase.jobs.size(), 6u);
  EXPECT_EQ(phase.jobs[0].name, "Agent job (linux, pg)");
  EXPECT_EQ(phase.jobs[5].name, "Agent job (mac, lite)");
  EXPECT_EQ(driver->state.running.size(), 2u);
  for (int i = 0; i < 3; ++i) EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Status(), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(Waiting, GivenASecretMultiplierThenThePhaseFailsAndSaysWhy) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {}, 1);
  (*environment.mutable_variables())["key"].set_is_secret(true);
  v1::ParallelExecution* parallel =
      environment.mutable_deploy_phases(0)->mutable_deployment_input()->mutable_parallel_execution();
  parallel->set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
  parallel->set_multipliers("key");
  Start(environment);
  EXPECT_EQ(Status(), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Attempt().message, HasSubstr("a secret variable cannot multiply jobs"));
}

// Several releases of one definition and the queue between them.
class Queue : public testing::Test {
 protected:
  ReleaseState& Add(int concurrency, int depth) {
    v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
    environment.mutable_execution_policy()->set_concurrency_count(concurrency);
    environment.mutable_execution_policy()->set_queue_depth_count(depth);
    auto driver = std::make_unique<ReleaseDriver>(PlanOf(std::move(environment)));
    driver->state.id = static_cast<int64_t>(drivers.size()) + 1;
    driver->state.created.set_name("R" + std::to_string(driver->state.id));
    // Requested one after the other.
    driver->state.environments[0].attempt()->queued += absl::Seconds(drivers.size());
    drivers.push_back(std::move(driver));
    queue.Observe(drivers.back()->state, 0);
    return drivers.back()->state;
  }
  void Settle() {
    int64_t release = 0;
    DecideSlot decision;
    while (queue.Next(&release, &decision)) {
      ASSERT_TRUE(drivers[release - 1]->Run(decision).ok());
      queue.Observe(drivers[release - 1]->state, 0);
    }
  }
  std::string Statuses() {
    std::string text;
    for (const auto& driver : drivers) {
      switch (driver->state.environments[0].status) {
        case v1::ENVIRONMENT_STATUS_QUEUED:
          text += "q";
          break;
        case v1::ENVIRONMENT_STATUS_IN_PROGRESS:
          text += "R";
          break;
        case v1::ENVIRONMENT_STATUS_CANCELED:
          text += "c";
          break;
        default:
          text += "s";
      }
    }
    return text;
  }
  void Finish(int release) {
    ReleaseDriver& driver = *drivers[release - 1];
    driver.Finish(driver.state.running.begin()->first, v1::TASK_STATUS_SUCCEEDED);
    queue.Observe(driver.state, 0);
    Settle();
  }
  DeploymentQueue queue;
  std::vector<std::unique_ptr<ReleaseDriver>> drivers;
};

TEST_F(Queue, GivenOneAtATimeInOrderThenTheFirstRequestedIsTheFirstServed) {
  for (int i = 0; i < 4; ++i) Add(1, 0);
  Settle();
  EXPECT_EQ(Statuses(), "Rqqq");
  Finish(1);
  EXPECT_EQ(Statuses(), "sRqq");
  Finish(2);
  EXPECT_EQ(Statuses(), "ssRq");
}

TEST_F(Queue, GivenLatestOnlyThenR2ToR4AreCanceledAndR5IsNext) {
  for (int i = 0; i < 5; ++i) Add(1, 1);
  Settle();
  EXPECT_EQ(Statuses(), "Rcccq");
  EXPECT_THAT(drivers[1]->state.environments[0].attempt()->message, HasSubstr("superseded by release R5"));
  Finish(1);
  EXPECT_EQ(Statuses(), "scccR");
}

TEST_F(Queue, GivenAReleaseWhoseStateIsUnknownThenNobodyIsGivenItsSlot) {
  Add(1, 0);
  Settle();
  Add(1, 0);
  queue.Suspend(1);
  Settle();
  EXPECT_EQ(Statuses(), "Rq");
  queue.ObserveAll(drivers[0]->state);
  Settle();
  EXPECT_EQ(Statuses(), "Rq") << "it holds the slot after all";
  Finish(1);
  EXPECT_EQ(Statuses(), "sR");
}

}  // namespace
}  // namespace slipway
