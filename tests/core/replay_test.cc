// A state is its history: folding the events again, or a snapshot and the rest, gives the same state.
#include <gtest/gtest.h>

#include <random>

#include "core/snapshot.h"
#include "tests/core/release_driver.h"

namespace slipway {
namespace {

std::shared_ptr<const DefinitionPlan> Plan() {
  v1::ReleaseDefinition definition;
  *definition.add_environments() = MakeEnvironment("A", 1, {}, 3);
  *definition.add_environments() = MakeEnvironment("B", 2, {{"A", 4}}, 2);
  *definition.add_environments() = MakeEnvironment("C", 3, {{"A", 132}}, 2);
  *definition.add_environments() = MakeEnvironment("D", 4, {{"B", 4}, {"C", 4}}, 1);
  v1::WorkflowTask* first = definition.mutable_environments(0)->mutable_deploy_phases(0)->mutable_workflow_tasks(0);
  first->set_retry_count_on_task_failure(2);
  first->set_timeout_in_minutes(1);
  definition.mutable_environments(1)->mutable_deploy_phases(0)->mutable_workflow_tasks(1)->set_condition("always()");
  definition.mutable_environments(2)->mutable_deploy_phases(0)->mutable_workflow_tasks(0)->set_continue_on_error(true);
  v1::ApprovalStep* step = definition.mutable_environments(3)->mutable_pre_deploy_approvals()->mutable_approvals(0);
  step->set_is_automated(false);
  step->mutable_approver()->set_id("carl");
  return *DefinitionPlan::Build(definition);
}

// Something that could happen next, chosen by the generator.
void Step(ReleaseDriver& driver, std::mt19937& random) {
  const auto roll = [&](int n) { return static_cast<int>(random() % n); };
  constexpr v1::TaskStatus kOutcomes[] = {v1::TASK_STATUS_SUCCEEDED, v1::TASK_STATUS_SUCCEEDED, v1::TASK_STATUS_FAILED,
                                          v1::TASK_STATUS_PARTIALLY_SUCCEEDED};
  switch (roll(8)) {
    case 0:
      driver.time_us += int64_t{roll(120)} * 1'000'000;
      driver.Run(Tick{}).IgnoreError();
      return;
    case 1:
      driver.Run(DeployEnvironment{std::string(1, static_cast<char>('A' + roll(4))), "", {}}).IgnoreError();
      return;
    case 2:
      if (roll(3) == 0)
        driver.Run(CancelEnvironment{std::string(1, static_cast<char>('A' + roll(4))), ""}).IgnoreError();
      return;
    default:
      if (driver.state.running.empty()) return;
      std::vector<std::string> tokens;
      for (const auto& [token, position] : driver.state.running) tokens.push_back(token);
      std::sort(tokens.begin(), tokens.end());
      driver.Finish(tokens[roll(static_cast<int>(tokens.size()))], kOutcomes[roll(4)]);
  }
}

TEST(Replay, GivenAnyHistoryThenFoldingItAgainGivesTheSameState) {
  const auto plan = Plan();
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    ReleaseDriver driver(plan);
    driver.keep_history = true;
    driver.history.clear();
    // The creation happened before history was kept: take it from a snapshot.
    v1::ReleaseSnapshot middle = MakeSnapshot(driver.state);
    for (int i = 0; i < 60; ++i) Step(driver, random);
    ReleaseState folded(plan);
    RestoreSnapshot(middle, &folded);
    for (const v1::EventBatch& batch : driver.history) EvolveBatch(folded, batch);
    ASSERT_EQ(MakeSnapshot(folded).SerializeAsString(), MakeSnapshot(driver.state).SerializeAsString())
        << "seed " << seed;
    ASSERT_EQ(folded.running, driver.state.running) << "seed " << seed;
    ASSERT_EQ(folded.open_environments, driver.state.open_environments) << "seed " << seed;
    ASSERT_EQ(folded.approvals, driver.state.approvals) << "seed " << seed;
    std::vector<std::string> planned, expected;
    for (const TaskEffect& effect : ::slipway::Plan(folded)) planned.push_back(effect.token);
    for (const TaskEffect& effect : ::slipway::Plan(driver.state)) expected.push_back(effect.token);
    ASSERT_EQ(planned, expected) << "effects are derived from the state alone, seed " << seed;
    ASSERT_EQ(planned.size(), folded.running.size()) << "every running token is an effect, seed " << seed;
  }
}

TEST(Decide, GivenTheSameStateAndCommandThenTheSameEvents) {
  const auto plan = Plan();
  for (uint32_t seed = 0; seed < 50; ++seed) {
    ReleaseDriver one(plan), two(plan);
    one.keep_history = two.keep_history = true;
    std::mt19937 first(seed), second(seed);
    for (int i = 0; i < 60; ++i) {
      Step(one, first);
      Step(two, second);
    }
    ASSERT_EQ(one.history.size(), two.history.size());
    for (size_t i = 0; i < one.history.size(); ++i) {
      ASSERT_EQ(one.history[i].SerializeAsString(), two.history[i].SerializeAsString()) << "seed " << seed;
    }
  }
}

TEST(Decide, GivenAChainOfAHundredThousandEmptyEnvironmentsThenItRunsWithoutRecursion) {
  v1::ReleaseDefinition definition;
  constexpr int kLength = 100000;
  for (int i = 0; i < kLength; ++i) {
    std::vector<std::pair<std::string, int>> after;
    if (i > 0) after.emplace_back(std::to_string(i - 1), 4);
    *definition.add_environments() = MakeEnvironment(std::to_string(i), i + 1, after, 0);
  }
  ReleaseDriver driver(*DefinitionPlan::Build(std::move(definition)));
  EXPECT_EQ(driver.state.environments[kLength - 1].status, v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

}  // namespace
}  // namespace slipway
