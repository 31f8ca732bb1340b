// One attempt from start to end: the table of domain.md 10.4, row by row, and the results of 10.5.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::HasSubstr;

struct Row {
  v1::DeploymentOperationStatus operation;
  v1::EnvironmentStatus environment;
  v1::DeploymentStatus deployment;
  friend bool operator==(const Row&, const Row&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << "O " << row.operation << ", E " << row.environment << ", D " << row.deployment;
  }
};

class Attempts : public testing::Test {
 protected:
  void Start(v1::DefinitionEnvironment environment) {
    driver = std::make_unique<ReleaseDriver>(MakePlan({std::move(environment)}));
  }
  Row Now() { return {driver->Attempt(0).operation_status, driver->Status(0), driver->Attempt(0).status}; }
  void Decide(v1::ApprovalStatus status) {
    DecideApproval command;
    ASSERT_EQ(driver->state.approvals.size(), 1u);
    command.approval_id = driver->state.approvals.begin()->first;
    command.status = status;
    ASSERT_TRUE(driver->RunAs("bob", command).ok());
  }
  void Cancel() { ASSERT_TRUE(driver->Run(CancelEnvironment{"QA", "stop"}).ok()); }
  static v1::DefinitionEnvironment Approved(bool before, bool after) {
    v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
    if (before) *environment.mutable_pre_deploy_approvals() = MakeApprovals({{"bob", 1}});
    if (after) *environment.mutable_post_deploy_approvals() = MakeApprovals({{"bob", 1}});
    return environment;
  }
  static v1::DefinitionEnvironment Limited() {
    v1::DefinitionEnvironment environment = Approved(true, false);
    environment.mutable_execution_policy()->set_concurrency_count(1);
    return environment;
  }
  // A second phase with one task.
  static v1::DefinitionEnvironment WithPhase(v1::DefinitionEnvironment environment, const std::string& condition) {
    v1::DeployPhase phase = environment.deploy_phases(0);
    phase.set_rank(environment.deploy_phases_size() + 1);
    phase.set_name("Phase " + std::to_string(phase.rank()));
    phase.mutable_deployment_input()->set_condition(condition);
    *environment.add_deploy_phases() = phase;
    return environment;
  }
  static void AddGate(v1::GatesStep* step) {
    step->mutable_gates_options()->set_is_enabled(true);
    step->mutable_gates_options()->set_timeout(30);
    step->mutable_gates_options()->set_sampling_interval(5);
    step->mutable_gates_options()->set_stabilization_time(0);
    v1::WorkflowTask* task = step->add_gates()->add_tasks();
    task->set_task_id("22222222-0000-0000-0000-000000000000");
    task->set_enabled(true);
    task->set_name("Gate");
  }

  std::unique_ptr<ReleaseDriver> driver;
};

constexpr auto kPending = v1::DEPLOYMENT_OPERATION_STATUS_PENDING;
constexpr auto kCanceled = v1::DEPLOYMENT_OPERATION_STATUS_CANCELED;
constexpr auto kRunning = v1::ENVIRONMENT_STATUS_IN_PROGRESS;
constexpr auto kNotDeployed = v1::DEPLOYMENT_STATUS_NOT_DEPLOYED;

TEST_F(Attempts, Row1GivenASlotThenItIsPending) {
  Start(Approved(true, false));
  EXPECT_EQ(Now(), (Row{kPending, kRunning, kNotDeployed}));
}

TEST_F(Attempts, Rows2And3GivenNoSlotThenItIsQueuedUntilOneIsGranted) {
  Start(Limited());
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_QUEUED, v1::ENVIRONMENT_STATUS_QUEUED, kNotDeployed}));
  EXPECT_TRUE(driver->state.approvals.empty()) << "a slot is taken before approvals are asked";
  DecideSlot slot;
  slot.attempt = 1;
  slot.grant = true;
  ASSERT_TRUE(driver->Run(slot).ok());
  EXPECT_EQ(Now(), (Row{kPending, kRunning, kNotDeployed}));
}

TEST_F(Attempts, Row4GivenAQueuedOneThenItIsSupersededOrCanceled) {
  Start(Limited());
  DecideSlot slot;
  slot.attempt = 1;
  slot.by_name = "R9";
  ASSERT_TRUE(driver->Run(slot).ok());
  EXPECT_EQ(Now(), (Row{kCanceled, v1::ENVIRONMENT_STATUS_CANCELED, kNotDeployed}));
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("superseded by release R9"));
  Start(Limited());
  Cancel();
  EXPECT_EQ(Now(), (Row{kCanceled, v1::ENVIRONMENT_STATUS_CANCELED, kNotDeployed}));
}

TEST_F(Attempts, GivenASlotForAnAttemptThatIsOverThenNothingChanges) {
  Start(Limited());
  Cancel();
  const int64_t events = driver->events;
  DecideSlot slot;
  slot.attempt = 1;
  slot.grant = true;
  ASSERT_TRUE(driver->Run(slot).ok());
  slot.environment = 7;
  ASSERT_TRUE(driver->Run(slot).ok());
  EXPECT_EQ(driver->events, events);
}

TEST_F(Attempts, Rows5And11GivenItsApprovalsThenThePhasesRun) {
  Start(Approved(true, false));
  Decide(v1::APPROVAL_STATUS_APPROVED);
  EXPECT_EQ(Now(),
            (Row{v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS, kRunning, v1::DEPLOYMENT_STATUS_IN_PROGRESS}));
}

TEST_F(Attempts, Row6GivenARejectionThenItIsRejected) {
  Start(Approved(true, false));
  Decide(v1::APPROVAL_STATUS_REJECTED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_REJECTED, v1::ENVIRONMENT_STATUS_REJECTED, kNotDeployed}));
}

TEST_F(Attempts, Rows7And8GivenGatesAfterApprovalsThenTheyAreEvaluatedAndOpenOrFail) {
  v1::DefinitionEnvironment environment = Approved(true, false);
  AddGate(environment.mutable_pre_deployment_gates());
  Start(environment);
  EXPECT_TRUE(driver->state.running.empty()) << "approvals come first by default";
  Decide(v1::APPROVAL_STATUS_APPROVED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_EVALUATING_GATES, kRunning, kNotDeployed}));
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Attempt(0).stage, Stage::kPhases);
  Start(environment);
  Decide(v1::APPROVAL_STATUS_APPROVED);
  driver->EndAll(v1::TASK_STATUS_FAILED);
  driver->After(absl::Minutes(31));
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_GATE_FAILED, v1::ENVIRONMENT_STATUS_REJECTED, kNotDeployed}));
}

TEST_F(Attempts, GivenARejectionThenGatesBehindTheApprovalsNeverRun) {
  v1::DefinitionEnvironment environment = Approved(true, false);
  AddGate(environment.mutable_pre_deployment_gates());
  Start(environment);
  Decide(v1::APPROVAL_STATUS_REJECTED);
  EXPECT_EQ(driver->Attempt(0).pre_gates.status, v1::GATE_STATUS_NONE);
  EXPECT_TRUE(driver->effects.empty());
}

TEST_F(Attempts, GivenAfterSuccessfulGatesThenFailedGatesAskNobody) {
  v1::DefinitionEnvironment environment = Approved(true, false);
  environment.mutable_pre_deploy_approvals()->mutable_approval_options()->set_execution_order(
      v1::APPROVAL_EXECUTION_ORDER_AFTER_SUCCESSFUL_GATES);
  AddGate(environment.mutable_pre_deployment_gates());
  Start(environment);
  driver->EndAll(v1::TASK_STATUS_FAILED);
  driver->After(absl::Minutes(31));
  EXPECT_EQ(driver->Attempt(0).operation_status, v1::DEPLOYMENT_OPERATION_STATUS_GATE_FAILED);
  EXPECT_TRUE(driver->Attempt(0).approvals.empty());
}

TEST_F(Attempts, Rows9And10GivenADeferredTimeThenItIsScheduledUntilThen) {
  Start(Approved(true, false));
  DeferDeployment defer;
  defer.environment = "QA";
  defer.until_us = driver->time_us + absl::ToInt64Microseconds(absl::Hours(1));
  ASSERT_TRUE(driver->RunAs("bob", defer).ok());
  Decide(v1::APPROVAL_STATUS_APPROVED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_DEFERRED, v1::ENVIRONMENT_STATUS_SCHEDULED, kNotDeployed}));
  driver->After(absl::Hours(2));
  EXPECT_EQ(Now().environment, kRunning);
  EXPECT_EQ(Now().deployment, v1::DEPLOYMENT_STATUS_IN_PROGRESS);
}

TEST_F(Attempts, Row13GivenAManualInterventionThenItIsPendingUntilSomebodyDecides) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {}, 2);
  environment.mutable_deploy_phases(0)->mutable_workflow_tasks(0)->set_task_id("bcb64569-d51a-4af0-9c01-ea5d05b3b622");
  Start(environment);
  EXPECT_EQ(Now().operation, v1::DEPLOYMENT_OPERATION_STATUS_MANUAL_INTERVENTION_PENDING);
  DecideIntervention decide;
  decide.intervention_id = driver->state.interventions.begin()->first;
  decide.status = v1::MANUAL_INTERVENTION_STATUS_APPROVED;
  EXPECT_TRUE(absl::IsPermissionDenied(driver->Run(decide))) << "somebody must";
  decide.status = v1::MANUAL_INTERVENTION_STATUS_BYPASSED;
  EXPECT_TRUE(absl::IsPermissionDenied(driver->RunAs("bob", decide))) << "administrators only";
  decide.status = v1::MANUAL_INTERVENTION_STATUS_APPROVED;
  ASSERT_TRUE(driver->RunAs("bob", decide).ok());
  EXPECT_EQ(Now().operation, v1::DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS);
  EXPECT_TRUE(absl::IsFailedPrecondition(driver->RunAs("bob", decide))) << "once";
}

TEST_F(Attempts, Row15GivenThePhasesAreDoneThenTheSideAfterIsAsked) {
  Start(Approved(false, true));
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Now().operation, kPending);
  EXPECT_EQ(Now().environment, kRunning);
}

TEST_F(Attempts, Row16GivenTheSideAfterIsPassedThenItSucceededAndTheOperationIsApproved) {
  Start(Approved(false, true));
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  Decide(v1::APPROVAL_STATUS_APPROVED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_APPROVED, v1::ENVIRONMENT_STATUS_SUCCEEDED,
                        v1::DEPLOYMENT_STATUS_SUCCEEDED}));
  Start(MakeEnvironment("QA", 1, {}));
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(Now().operation, v1::DEPLOYMENT_OPERATION_STATUS_APPROVED) << "with nobody asked, too";
}

TEST_F(Attempts, Row17GivenTheSideAfterSaysNoThenTheDeploymentFailed) {
  Start(Approved(false, true));
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  Decide(v1::APPROVAL_STATUS_REJECTED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_REJECTED, v1::ENVIRONMENT_STATUS_REJECTED,
                        v1::DEPLOYMENT_STATUS_FAILED}));
  v1::DefinitionEnvironment environment = Approved(false, true);
  AddGate(environment.mutable_post_deployment_gates());
  environment.mutable_post_deploy_approvals()->mutable_approval_options()->set_execution_order(
      v1::APPROVAL_EXECUTION_ORDER_AFTER_SUCCESSFUL_GATES);
  Start(environment);
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  driver->EndAll(v1::TASK_STATUS_FAILED);
  driver->After(absl::Minutes(31));
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_GATE_FAILED, v1::ENVIRONMENT_STATUS_REJECTED,
                        v1::DEPLOYMENT_STATUS_FAILED}));
}

TEST_F(Attempts, Row18GivenAFailedPhaseThenItFailedOrWasNotDeployedIfNothingRan) {
  Start(MakeEnvironment("QA", 1, {}));
  driver->EndAll(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_PHASE_FAILED, v1::ENVIRONMENT_STATUS_REJECTED,
                        v1::DEPLOYMENT_STATUS_FAILED}));
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  environment.mutable_deploy_phases(0)->mutable_workflow_tasks(0)->set_task_id("bcb64569-d51a-4af0-9c01-ea5d05b3b622");
  environment.mutable_deploy_phases(0)->set_phase_type(v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER);
  Start(environment);
  DecideIntervention reject;
  reject.intervention_id = driver->state.interventions.begin()->first;
  reject.status = v1::MANUAL_INTERVENTION_STATUS_REJECTED;
  ASSERT_TRUE(driver->RunAs("bob", reject).ok());
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_PHASE_FAILED, v1::ENVIRONMENT_STATUS_REJECTED, kNotDeployed}));
}

TEST_F(Attempts, Row19GivenACancelBeforeThePhasesThenNothingWasDeployed) {
  Start(Approved(true, false));
  Cancel();
  EXPECT_EQ(Now(), (Row{kCanceled, v1::ENVIRONMENT_STATUS_CANCELED, kNotDeployed}));
}

TEST_F(Attempts, Row20GivenACancelInThePhasesThenTasksAreStoppedAndItEndsCanceled) {
  Start(MakeEnvironment("QA", 1, {}));
  driver->effects.clear();
  Cancel();
  EXPECT_EQ(Now().operation, v1::DEPLOYMENT_OPERATION_STATUS_CANCELLING);
  EXPECT_EQ(Now().environment, kRunning);
  ASSERT_EQ(driver->effects.size(), 1u);
  EXPECT_TRUE(driver->effects[0].cancel);
  driver->EndAll(v1::TASK_STATUS_CANCELED);
  EXPECT_EQ(Now(), (Row{v1::DEPLOYMENT_OPERATION_STATUS_PHASE_CANCELED, v1::ENVIRONMENT_STATUS_CANCELED,
                        v1::DEPLOYMENT_STATUS_FAILED}));
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("stop"));
}

TEST_F(Attempts, GivenACancelThatATaskIgnoresThenTheGraceEndsIt) {
  Start(MakeEnvironment("QA", 1, {}));
  Cancel();
  driver->After(absl::Seconds(30));
  EXPECT_EQ(driver->Status(0), kRunning);
  driver->After(absl::Minutes(1));
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_CANCELED) << "one minute by default";
}

TEST_F(Attempts, GivenACancelThenOnlyPhasesWhoseConditionHoldsUnderCanceledStillRun) {
  Start(WithPhase(WithPhase(MakeEnvironment("QA", 1, {}), "succeeded()"), "always()"));
  Cancel();
  driver->EndAll(v1::TASK_STATUS_CANCELED);
  EXPECT_EQ(driver->Attempt(0).phases[1].status, v1::DEPLOY_PHASE_STATUS_SKIPPED);
  EXPECT_EQ(driver->Attempt(0).phases[2].status, v1::DEPLOY_PHASE_STATUS_IN_PROGRESS);
  EXPECT_EQ(driver->state.running.size(), 1u) << "its jobs begin afresh: succeeded() of their tasks is true";
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_CANCELED);
}

TEST_F(Attempts, GivenACancelThenAPhaseThatStillRunsIsGivenUpWhenTheGraceIsOver) {
  Start(WithPhase(MakeEnvironment("QA", 1, {}), "always()"));
  Cancel();
  driver->EndAll(v1::TASK_STATUS_CANCELED);
  driver->After(absl::Minutes(2));
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_CANCELED);
}

TEST_F(Attempts, Row21GivenACancelAfterThePhasesThenTheirOutcomeStays) {
  Start(Approved(false, true));
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  Cancel();
  EXPECT_EQ(Now(), (Row{kCanceled, v1::ENVIRONMENT_STATUS_CANCELED, v1::DEPLOYMENT_STATUS_SUCCEEDED}));
}

TEST_F(Attempts, GivenAFailedPhaseThenALaterAlwaysPhaseDoesNotHealIt) {
  Start(WithPhase(WithPhase(MakeEnvironment("QA", 1, {}), ""), "always()"));
  driver->EndAll(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(driver->Attempt(0).phases[1].status, v1::DEPLOY_PHASE_STATUS_SKIPPED);
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Attempt(0).phases[2].status, v1::DEPLOY_PHASE_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
}

TEST_F(Attempts, GivenOnlySkippedPhasesThenItSucceeded) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  environment.mutable_deploy_phases(0)->mutable_deployment_input()->set_condition("eq(1, 2)");
  Start(environment);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_SUCCEEDED);
  EXPECT_THAT(driver->Attempt(0).phases[0].error_log, HasSubstr("False")) << "the trace is kept";
}

TEST_F(Attempts, GivenAFreezeThenItWaitsAndAnOverrideLetsItPass) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  environment.clear_conditions();
  Start(environment);
  const absl::Time until = absl::FromUnixMicros(driver->time_us) + absl::Hours(5);
  driver->context.freeze = [&](const std::string&) -> std::optional<Freeze> {
    if (absl::FromUnixMicros(driver->time_us) >= until) return std::nullopt;
    return Freeze{"Christmas", until};
  };
  DeployEnvironment deploy;
  deploy.environment = "QA";
  ASSERT_TRUE(driver->Run(deploy).ok());
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_SCHEDULED);
  EXPECT_THAT(driver->Attempt(0).wait_reason, HasSubstr("Christmas"));
  driver->After(absl::Hours(4));
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_SCHEDULED);
  driver->After(absl::Hours(1));
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  driver->context.freeze = [&](const std::string&) { return Freeze{"Christmas", absl::InfiniteFuture()}; };
  deploy.freeze_override = "hotfix";
  ASSERT_TRUE(driver->Run(deploy).ok());
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  EXPECT_EQ(driver->Attempt(0).freeze_override, "hotfix") << "on record";
}

}  // namespace
}  // namespace slipway
