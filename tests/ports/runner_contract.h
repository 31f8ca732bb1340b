// What every Runner promises (ports/runner.h), as a suite. An implementation describes itself in a harness and says
//   INSTANTIATE_TEST_SUITE_P(ProcessRunner, RunnerContract, testing::Values(&MakeHarness));
#ifndef SLIPWAY_TESTS_PORTS_RUNNER_CONTRACT_H_
#define SLIPWAY_TESTS_PORTS_RUNNER_CONTRACT_H_

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ports/runner.h"
#include "tests/ports/recording_observer.h"

namespace slipway {

class RunnerHarness {
 public:
  virtual ~RunnerHarness() = default;
  virtual Runner& runner() = 0;
  // The host goes away without a word and another one takes over; what the runner owns goes on.
  virtual void RestartHost(RunnerObserver* observer) = 0;
  // A task that succeeds by itself.
  virtual ProcessRequest Succeeding(const std::string& token) = 0;
  // A task that ends with that code (1..125).
  virtual ProcessRequest Exiting(const std::string& token, int exit_code) = 0;
  // A task that runs until it is canceled.
  virtual ProcessRequest Endless(const std::string& token) = 0;
  // A task that cannot be started.
  virtual ProcessRequest Impossible(const std::string& token) = 0;
  // How often a task of that token has really been run.
  virtual int TimesRun(const std::string& token) = 0;
};

using RunnerHarnessFactory = std::unique_ptr<RunnerHarness> (*)(RunnerObserver* observer);

class RunnerContract : public testing::TestWithParam<RunnerHarnessFactory> {
 protected:
  void SetUp() override { harness_ = GetParam()(&observer_); }
  Runner& runner() { return harness_->runner(); }

  RecordingObserver observer_;
  RecordingObserver next_observer_;  // of the host after RestartHost
  std::unique_ptr<RunnerHarness> harness_;
};

TEST_P(RunnerContract, AStartedTaskIsReportedAsStartedAndThenAsFinished) {
  ASSERT_TRUE(runner().Start(harness_->Succeeding("a")).ok());
  const ProcessResult result = observer_.AwaitFinished("a");
  EXPECT_EQ(result.token, "a");
  EXPECT_EQ(result.result, TaskResult::kSucceeded);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_FALSE(result.lost);
  EXPECT_FALSE(result.canceled);
  EXPECT_LE(result.started_on, result.finished_on);
  EXPECT_THAT(observer_.calls("a"), testing::ElementsAre("started", "finished"));
  EXPECT_EQ(harness_->TimesRun("a"), 1);
}

TEST_P(RunnerContract, AnExitCodeOtherThanZeroIsFailedWithAnIssueThatNamesIt) {
  ASSERT_TRUE(runner().Start(harness_->Exiting("a", 7)).ok());
  const ProcessResult result = observer_.AwaitFinished("a");
  EXPECT_EQ(result.result, TaskResult::kFailed);
  EXPECT_EQ(result.exit_code, 7);
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_TRUE(result.issues[0].is_error);
  EXPECT_THAT(result.issues[0].message, testing::HasSubstr("7"));
  EXPECT_EQ(result.error_count, 1);
}

TEST_P(RunnerContract, WhatCannotBeStartedIsAFailedResultNotAnErrorOfStart) {
  ASSERT_TRUE(runner().Start(harness_->Impossible("a")).ok());
  const ProcessResult result = observer_.AwaitFinished("a");
  EXPECT_EQ(result.result, TaskResult::kFailed);
  EXPECT_FALSE(result.lost);
  EXPECT_NE(result.message, "");
  EXPECT_EQ(harness_->TimesRun("a"), 0);
}

TEST_P(RunnerContract, ASecondStartOfARunningTokenStartsNothing) {
  ASSERT_TRUE(runner().Start(harness_->Endless("a")).ok());
  ASSERT_TRUE(observer_.AwaitStarted("a"));
  EXPECT_TRUE(runner().Start(harness_->Succeeding("a")).ok());
  ASSERT_TRUE(runner().Cancel("a").ok());
  EXPECT_TRUE(observer_.AwaitFinished("a").canceled);
  EXPECT_EQ(harness_->TimesRun("a"), 1);
}

TEST_P(RunnerContract, ASecondStartOfAFinishedTokenStartsNothingAndReportsItAgain) {
  ASSERT_TRUE(runner().Start(harness_->Exiting("a", 3)).ok());
  EXPECT_EQ(observer_.AwaitFinished("a").exit_code, 3);
  EXPECT_TRUE(runner().Start(harness_->Exiting("a", 3)).ok());
  EXPECT_EQ(observer_.AwaitFinished("a", 2).exit_code, 3);
  EXPECT_EQ(harness_->TimesRun("a"), 1);
}

TEST_P(RunnerContract, ATaskOutlivesItsHostAndANewHostGetsItsResult) {
  ASSERT_TRUE(runner().Start(harness_->Endless("a")).ok());
  ASSERT_TRUE(observer_.AwaitStarted("a"));
  harness_->RestartHost(&next_observer_);
  ASSERT_TRUE(runner().Attach("a").ok());
  ASSERT_TRUE(next_observer_.AwaitStarted("a"));
  ASSERT_TRUE(runner().Cancel("a").ok());
  const ProcessResult result = next_observer_.AwaitFinished("a");
  EXPECT_FALSE(result.lost);
  EXPECT_TRUE(result.canceled);
  EXPECT_EQ(harness_->TimesRun("a"), 1);
}

TEST_P(RunnerContract, AFinishedTokenIsReportedToEveryNewHostUntilItIsForgotten) {
  ASSERT_TRUE(runner().Start(harness_->Exiting("a", 9)).ok());
  EXPECT_EQ(observer_.AwaitFinished("a").exit_code, 9);
  harness_->RestartHost(&next_observer_);
  ASSERT_TRUE(runner().Attach("a").ok());
  EXPECT_EQ(next_observer_.AwaitFinished("a").exit_code, 9);

  ASSERT_TRUE(runner().Forget("a").ok());
  RecordingObserver last_observer;
  harness_->RestartHost(&last_observer);
  ASSERT_TRUE(runner().Attach("a").ok());
  EXPECT_TRUE(last_observer.AwaitFinished("a").lost);
  EXPECT_EQ(harness_->TimesRun("a"), 1);
  harness_.reset();  // before last_observer
}

TEST_P(RunnerContract, AttachOfATokenThatWasNeverStartedIsLostAndStartsNothing) {
  ASSERT_TRUE(runner().Attach("never").ok());
  const ProcessResult result = observer_.AwaitFinished("never");
  EXPECT_TRUE(result.lost);
  EXPECT_NE(result.message, "");
  EXPECT_EQ(harness_->TimesRun("never"), 0);
}

TEST_P(RunnerContract, CancelEndsATaskWithACanceledResult) {
  ASSERT_TRUE(runner().Start(harness_->Endless("a")).ok());
  ASSERT_TRUE(observer_.AwaitStarted("a"));
  ASSERT_TRUE(runner().Cancel("a").ok());
  ASSERT_TRUE(runner().Cancel("a").ok());
  const ProcessResult result = observer_.AwaitFinished("a");
  EXPECT_TRUE(result.canceled);
  EXPECT_EQ(result.result, TaskResult::kCanceled);
}

TEST_P(RunnerContract, CancelRightAfterStartIsNotLost) {
  ASSERT_TRUE(runner().Start(harness_->Endless("a")).ok());
  ASSERT_TRUE(runner().Cancel("a").ok());
  EXPECT_EQ(observer_.AwaitFinished("a").result, TaskResult::kCanceled);
}

TEST_P(RunnerContract, CancelOfAnUnknownOrFinishedTokenIsIgnored) {
  EXPECT_TRUE(runner().Cancel("unknown").ok());
  ASSERT_TRUE(runner().Start(harness_->Succeeding("a")).ok());
  EXPECT_EQ(observer_.AwaitFinished("a").result, TaskResult::kSucceeded);
  EXPECT_TRUE(runner().Cancel("a").ok());
  ASSERT_TRUE(runner().Start(harness_->Succeeding("a")).ok());
  EXPECT_EQ(observer_.AwaitFinished("a", 2).result, TaskResult::kSucceeded);
}

TEST_P(RunnerContract, ATokenWithOtherCharactersIsRefused) {
  for (const std::string& token : {std::string(), std::string("a/b"), std::string("a b"), std::string(121, 'x')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(runner().Start(harness_->Succeeding(token)))) << token;
    EXPECT_TRUE(absl::IsInvalidArgument(runner().Attach(token))) << token;
  }
  EXPECT_TRUE(runner().Start(harness_->Succeeding(std::string(120, 'x'))).ok());
  EXPECT_EQ(observer_.AwaitFinished(std::string(120, 'x')).result, TaskResult::kSucceeded);
}

}  // namespace slipway

#endif  // SLIPWAY_TESTS_PORTS_RUNNER_CONTRACT_H_
