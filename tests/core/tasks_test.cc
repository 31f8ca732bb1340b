// Tasks of a job (domain.md 8.4, 10.5; task-contract 6): order, conditions, retries, time-outs, results.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::HasSubstr;

class Tasks : public testing::Test {
 protected:
  Tasks() : environment(MakeEnvironment("QA", 1, {}, 3)) {}
  v1::WorkflowTask& Definition(int task) { return *environment.mutable_deploy_phases(0)->mutable_workflow_tasks(task); }
  void Start() { driver = std::make_unique<ReleaseDriver>(MakePlan({environment})); }
  // What became of each task, a letter each: - pending, R running, s succeeded, p partially, f failed, c canceled, k
  // skipped.
  std::string Rows(int job = 0) {
    std::string text;
    for (const TaskState& task : driver->Attempt(0).phases[0].jobs.at(job).tasks) {
      switch (task.status) {
        case v1::TASK_STATUS_PENDING:
          text += '-';
          break;
        case v1::TASK_STATUS_IN_PROGRESS:
          text += 'R';
          break;
        case v1::TASK_STATUS_SUCCEEDED:
          text += 's';
          break;
        case v1::TASK_STATUS_PARTIALLY_SUCCEEDED:
          text += 'p';
          break;
        case v1::TASK_STATUS_FAILED:
          text += 'f';
          break;
        case v1::TASK_STATUS_CANCELED:
          text += 'c';
          break;
        case v1::TASK_STATUS_SKIPPED:
          text += 'k';
          break;
        default:
          text += '?';
      }
    }
    return text;
  }
  void End(v1::TaskStatus status) { driver->EndAll(status); }
  const TaskState& Task(int task) { return driver->Attempt(0).phases[0].jobs[0].tasks[task]; }

  v1::DefinitionEnvironment environment;
  std::unique_ptr<ReleaseDriver> driver;
};

TEST_F(Tasks, GivenSeveralThenTheyRunOneAfterTheOther) {
  Start();
  EXPECT_EQ(Rows(), "R--");
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Rows(), "sR-");
  End(v1::TASK_STATUS_SUCCEEDED);
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Rows(), "sss");
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(Tasks, GivenADisabledOneThenItLeavesNoRow) {
  Definition(1).set_enabled(false);
  Start();
  EXPECT_EQ(Rows(), "R-");
}

TEST_F(Tasks, GivenAFailureThenTheRestIsSkippedButThoseThatAlwaysRun) {
  Definition(2).set_always_run(true);
  Start();
  End(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Rows(), "fkR");
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
}

TEST_F(Tasks, GivenAConditionThenItDecidesAndItsTraceIsKept) {
  Definition(1).set_condition("failed()");
  Definition(2).set_condition("and(succeeded(), ne(variables['Release.ReleaseId'], '7'))");
  Start();
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Rows(), "skR");
  EXPECT_THAT(Task(1).message, HasSubstr("failed()"));
}

TEST_F(Tasks, GivenAConditionAndAlwaysRunThenTheConditionHolds) {
  Definition(1).set_always_run(true);
  Definition(1).set_condition("succeeded()");
  Start();
  End(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Rows(), "fkk");
}

TEST_F(Tasks, GivenContinueOnErrorThenAFailureIsPartialAndTheRestRuns) {
  Definition(0).set_continue_on_error(true);
  Definition(2).set_condition("failed()");
  Start();
  End(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Rows(), "pR-");
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Rows(), "psk");
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED);
  EXPECT_EQ(driver->Attempt(0).status, v1::DEPLOYMENT_STATUS_PARTIALLY_SUCCEEDED);
}

TEST_F(Tasks, GivenRetriesThenItIsTriedAgainAfterOneFourNineSeconds) {
  Definition(0).set_retry_count_on_task_failure(2);
  Start();
  End(v1::TASK_STATUS_FAILED);
  EXPECT_TRUE(driver->state.running.empty()) << "it waits";
  driver->After(absl::Milliseconds(990));
  EXPECT_TRUE(driver->state.running.empty());
  driver->After(absl::Milliseconds(20));
  EXPECT_EQ(driver->state.running.size(), 1u);
  End(v1::TASK_STATUS_FAILED);
  driver->After(absl::Seconds(3));
  EXPECT_TRUE(driver->state.running.empty());
  driver->After(absl::Seconds(2));
  EXPECT_EQ(Task(0).tries, 3);
  End(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Rows(), "fkk") << "no more tries";
}

TEST_F(Tasks, GivenATimeoutThenItIsStoppedAndFails) {
  Definition(0).set_timeout_in_minutes(5);
  Start();
  driver->effects.clear();
  driver->After(absl::Minutes(6));
  ASSERT_EQ(driver->effects.size(), 1u);
  EXPECT_TRUE(driver->effects[0].cancel);
  End(v1::TASK_STATUS_CANCELED);
  EXPECT_EQ(Rows(), "fkk");
  EXPECT_THAT(Task(0).message, HasSubstr("timed out after 5m"));
}

TEST_F(Tasks, GivenATimeoutAndRetriesThenItCountsOverAllTries) {
  Definition(0).set_timeout_in_minutes(5);
  Definition(0).set_retry_count_on_task_failure(5);
  Start();
  driver->After(absl::Minutes(4));
  End(v1::TASK_STATUS_FAILED);
  driver->After(absl::Seconds(5));
  EXPECT_EQ(driver->state.running.size(), 1u);
  driver->After(absl::Minutes(1));
  EXPECT_TRUE(Task(0).timed_out);
}

TEST_F(Tasks, GivenAJobTimeoutThenTheJobFailsWhateverItsTasksSay) {
  environment.mutable_deploy_phases(0)->mutable_deployment_input()->set_timeout_in_minutes(10);
  Definition(2).set_condition("always()");
  Start();
  driver->After(absl::Minutes(11));
  End(v1::TASK_STATUS_CANCELED);
  EXPECT_EQ(Rows(), "ckR") << "always() still runs";
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("timed out after 10m"));
}

TEST_F(Tasks, GivenACancelThenATaskWhoseConditionHoldsUnderItGoesOnUndisturbed) {
  Definition(0).set_condition("always()");
  Start();
  driver->effects.clear();
  ASSERT_TRUE(driver->Run(CancelEnvironment{"QA", ""}).ok());
  EXPECT_TRUE(driver->effects.empty()) << "it is not stopped";
  End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Rows(), "skk");
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_CANCELED);
}

TEST_F(Tasks, GivenALostTaskThenItFailsUnlessItIsIdempotent) {
  for (const bool idempotent : {false, true}) {
    Start();
    ReportTask lost;
    lost.token = driver->state.running.begin()->first;
    lost.lost = true;
    lost.idempotent = idempotent;
    ASSERT_TRUE(driver->Run(lost).ok());
    EXPECT_EQ(Rows(), idempotent ? "R--" : "fkk");
    if (idempotent) {
      EXPECT_NE(driver->state.running.begin()->first, lost.token) << "under a token of its own";
    } else {
      EXPECT_THAT(Task(0).message, HasSubstr(lost.token));
    }
  }
}

TEST_F(Tasks, GivenAnIdempotentTaskThatIsLostForeverThenItFailsInTheEnd) {
  Start();
  for (int i = 0; i < kMaxLostTries; ++i) {
    ASSERT_EQ(driver->state.running.size(), 1u);
    ReportTask lost;
    lost.token = driver->state.running.begin()->first;
    lost.lost = true;
    lost.idempotent = true;
    ASSERT_TRUE(driver->Run(lost).ok());
  }
  EXPECT_EQ(Rows(), "fkk");
}

TEST_F(Tasks, GivenAnOutputVariableThenLaterConditionsSeeIt) {
  Definition(1).set_condition("eq(variables['go'], 'yes')");
  Start();
  ReportTask report;
  report.token = driver->state.running.begin()->first;
  report.finished.set_status(v1::TASK_STATUS_SUCCEEDED);
  v1::VariableSet* variable = report.finished.add_variables();
  variable->set_name("go");
  variable->set_value("yes");
  ASSERT_TRUE(driver->Run(report).ok());
  EXPECT_EQ(Rows(), "sR-");
}

// Phases (domain.md 8.1, 8.2).
TEST_F(Tasks, GivenPhasesThenTheyRunStrictlyInRankOrder) {
  v1::DeployPhase second = environment.deploy_phases(0);
  second.set_rank(2);
  second.set_name("Second");
  *environment.add_deploy_phases() = second;
  environment.mutable_deploy_phases()->SwapElements(0, 1);
  Start();
  EXPECT_EQ(driver->Attempt(0).phases[0].status, v1::DEPLOY_PHASE_STATUS_IN_PROGRESS);
  EXPECT_EQ(driver->Attempt(0).phases[1].status, v1::DEPLOY_PHASE_STATUS_NOT_STARTED);
  EXPECT_EQ(driver->Attempt(0).phases[0].jobs[0].name, "Agent job");
  for (int i = 0; i < 3; ++i) End(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Attempt(0).phases[1].status, v1::DEPLOY_PHASE_STATUS_IN_PROGRESS);
}

TEST_F(Tasks, GivenSeveralMachinesThenTheSameJobRunsThatManyTimes) {
  v1::ParallelExecution* parallel =
      environment.mutable_deploy_phases(0)->mutable_deployment_input()->mutable_parallel_execution();
  parallel->set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_MACHINE);
  parallel->set_max_number_of_agents(3);
  Start();
  ASSERT_EQ(driver->Attempt(0).phases[0].jobs.size(), 3u);
  EXPECT_EQ(driver->state.running.size(), 3u);
  const auto& given = driver->Attempt(0).phases[0].jobs[1].given;
  EXPECT_THAT(given, testing::Contains(testing::Pair("System.JobPositionInPhase", "2")));
  EXPECT_THAT(given, testing::Contains(testing::Pair("System.TotalJobsInPhase", "3")));
}

class Configurations : public Tasks {
 protected:
  void Start(bool continue_on_error, int agents) {
    environment = MakeEnvironment("QA", 1, {});
    (*environment.mutable_variables())["os"].set_value("a,b,c");
    v1::ParallelExecution* parallel =
        environment.mutable_deploy_phases(0)->mutable_deployment_input()->mutable_parallel_execution();
    parallel->set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
    parallel->set_multipliers("os");
    parallel->set_max_number_of_agents(agents);
    parallel->set_continue_on_error(continue_on_error);
    Tasks::Start();
  }
  void EndJob(int job, v1::TaskStatus status) {
    for (const auto& [token, position] : driver->state.running) {
      if (position.job != job) continue;
      driver->Finish(std::string(token), status);
      return;
    }
    FAIL() << "job " << job << " does not run";
  }
};

TEST_F(Configurations, GivenAFailureWithoutContinueThenNoMoreJobsStartAndRunningOnesAreLeftToFinish) {
  Start(/*continue_on_error=*/false, /*agents=*/2);
  EndJob(0, v1::TASK_STATUS_FAILED);
  EXPECT_EQ(driver->state.running.size(), 1u) << "job 1 goes on, job 2 does not start";
  EndJob(1, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Attempt(0).phases[0].status, v1::DEPLOY_PHASE_STATUS_FAILED);
  EXPECT_EQ(driver->Attempt(0).phases[0].jobs[2].status, v1::TASK_STATUS_SKIPPED);
}

TEST_F(Configurations, GivenAFailureWithContinueThenAllRunAndThePhaseIsPartial) {
  Start(/*continue_on_error=*/true, /*agents=*/1);
  EndJob(0, v1::TASK_STATUS_FAILED);
  EndJob(1, v1::TASK_STATUS_SUCCEEDED);
  EndJob(2, v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Attempt(0).phases[0].status, v1::DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED);
}

TEST_F(Configurations, GivenThatAllFailThenThePhaseFailedEvenWithContinue) {
  Start(/*continue_on_error=*/true, /*agents=*/3);
  End(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(driver->Attempt(0).phases[0].status, v1::DEPLOY_PHASE_STATUS_FAILED);
}

TEST_F(Configurations, GivenAnEmptyListThenThereIsStillOneJob) {
  environment = MakeEnvironment("QA", 1, {});
  (*environment.mutable_variables())["os"].set_value("");
  v1::ParallelExecution* parallel =
      environment.mutable_deploy_phases(0)->mutable_deployment_input()->mutable_parallel_execution();
  parallel->set_parallel_execution_type(v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION);
  parallel->set_multipliers("os");
  Tasks::Start();
  EXPECT_EQ(driver->Attempt(0).phases[0].jobs.size(), 1u);
}

}  // namespace
}  // namespace slipway
