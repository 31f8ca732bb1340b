// A release as a whole: how it is created, started and given up, and what may be asked of it
// (domain.md 9.2, 10.3, 10.7).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string Text(const absl::Status& status) { return std::string(status.message()); }

v1::VariableValue Settable(const std::string& value) {
  v1::VariableValue variable;
  variable.set_value(value);
  variable.set_allow_override(true);
  return variable;
}

// Dev -> QA; `Level` is settable, `Fixed` is not.
std::shared_ptr<const DefinitionPlan> DevAndQa() {
  v1::ReleaseDefinition definition =
      MakeDefinition({MakeEnvironment("Dev", 1, {}), MakeEnvironment("QA", 2, {{"Dev", 4}})});
  (*definition.mutable_variables())["Level"] = Settable("low");
  (*definition.mutable_variables())["Fixed"].set_value("1");
  (*definition.mutable_environments(1)->mutable_variables())["Slots"] = Settable("2");
  definition.add_artifacts()->set_alias("_App");
  return *DefinitionPlan::Build(std::move(definition));
}

DeployEnvironment Deploy(const std::string& environment) {
  DeployEnvironment command;
  command.environment = environment;
  return command;
}

TEST(Release, GivenADraftThenNothingDeploysUntilItIsStarted) {
  CreateRelease create;
  create.is_draft = true;
  ReleaseDriver driver(DevAndQa(), create);
  EXPECT_EQ(driver.state.status, v1::RELEASE_STATUS_DRAFT);
  EXPECT_TRUE(driver.state.running.empty());
  EXPECT_THAT(Text(driver.Run(Deploy("Dev"))), HasSubstr("draft; start it first"));
  ASSERT_TRUE(driver.Run(StartRelease{}).ok());
  EXPECT_EQ(driver.state.status, v1::RELEASE_STATUS_ACTIVE);
  EXPECT_EQ(driver.Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  EXPECT_TRUE(absl::IsFailedPrecondition(driver.Run(StartRelease{}))) << "only once";
}

TEST(Release, GivenAVariableThatIsNotSettableThenTheReleaseIsRefusedAndNothingIsKept) {
  CreateRelease create;
  (*create.created.mutable_variables())["fixed"].set_value("2");
  ReleaseDriver driver(DevAndQa(), create);
  EXPECT_TRUE(absl::IsInvalidArgument(driver.created));
  EXPECT_THAT(Text(driver.created), AllOf(HasSubstr("variables.fixed"), HasSubstr("allowOverride")));
  EXPECT_EQ(driver.events, 0);
}

TEST(Release, GivenAVariableThatDoesNotExistThenTheReleaseIsRefused) {
  CreateRelease create;
  (*create.created.mutable_variables())["Nobody"].set_value("2");
  EXPECT_THAT(Text(ReleaseDriver(DevAndQa(), create).created), HasSubstr("no such variable"));
}

TEST(Release, GivenASettableVariableInAnyCaseThenItIsTaken) {
  CreateRelease create;
  (*create.created.mutable_variables())["LEVEL"].set_value("high");
  (*create.environment_variables.emplace_back("qa", v1::VariableOverrides()).second.mutable_variables())["slots"]
      .set_value("9");
  ReleaseDriver driver(DevAndQa(), create);
  ASSERT_TRUE(driver.created.ok()) << driver.created;
  EXPECT_EQ(driver.state.created.environment_variables().at(1).variables().at("slots").value(), "9");
}

TEST(Release, GivenOverridesOfAnUnknownEnvironmentThenItNamesThoseThereAre) {
  CreateRelease create;
  create.environment_variables.emplace_back("Prod", v1::VariableOverrides());
  EXPECT_THAT(Text(ReleaseDriver(DevAndQa(), create).created), AllOf(HasSubstr("'Prod'"), HasSubstr("Dev, QA")));
}

TEST(Release, GivenAnArtifactTheDefinitionDoesNotHaveThenTheReleaseIsRefused) {
  CreateRelease create;
  create.created.add_artifacts()->set_alias("_Other");
  EXPECT_THAT(Text(ReleaseDriver(DevAndQa(), create).created), HasSubstr("artifacts[0].alias"));
}

TEST(Release, GivenManualEnvironmentsThenTheyDoNotStartByThemselves) {
  CreateRelease create;
  create.created.add_manual_environments("Dev");
  ReleaseDriver driver(DevAndQa(), create);
  EXPECT_EQ(driver.Status(0), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  ASSERT_TRUE(driver.Run(Deploy("dev")).ok()) << "by hand they do";
  EXPECT_EQ(driver.Attempt(0).trigger_reason, "Manual");
}

TEST(Release, GivenSomethingThatRunsThenItCannotBeAbandonedUntilThatIsCanceled) {
  ReleaseDriver driver(DevAndQa());
  EXPECT_THAT(Text(driver.Run(AbandonRelease{})), AllOf(HasSubstr("'Dev' is in progress"), HasSubstr("cancel it")));
  CancelEnvironment cancel;
  ASSERT_TRUE(driver.Run(cancel).ok());
  driver.EndAll(v1::TASK_STATUS_CANCELED);
  ASSERT_TRUE(driver.Run(AbandonRelease{}).ok());
  EXPECT_EQ(driver.state.status, v1::RELEASE_STATUS_ABANDONED);
  EXPECT_TRUE(absl::IsFailedPrecondition(driver.Run(AbandonRelease{})));
}

TEST(Release, GivenAScheduledDeploymentThenAbandoningCancelsIt) {
  ReleaseDriver driver(DevAndQa());
  driver.EndAll(v1::TASK_STATUS_FAILED);
  DeployEnvironment later = Deploy("QA");
  later.due_us = driver.time_us + absl::ToInt64Microseconds(absl::Hours(1));
  ASSERT_TRUE(driver.Run(later).ok());
  EXPECT_EQ(driver.Status(1), v1::ENVIRONMENT_STATUS_SCHEDULED);
  ASSERT_TRUE(driver.Run(AbandonRelease{}).ok());
  EXPECT_EQ(driver.Status(1), v1::ENVIRONMENT_STATUS_CANCELED);
}

TEST(Release, GivenAnAbandonedReleaseThenStartingItReplaysNoAutomaticStart) {
  ReleaseDriver driver(DevAndQa());
  driver.EndAll(v1::TASK_STATUS_FAILED);
  ASSERT_TRUE(driver.Run(AbandonRelease{}).ok());
  EXPECT_THAT(Text(driver.Run(Deploy("Dev"))), HasSubstr("abandoned"));
  ASSERT_TRUE(driver.Run(StartRelease{}).ok());
  EXPECT_TRUE(driver.state.running.empty());
  EXPECT_TRUE(driver.Run(Deploy("Dev")).ok());
}

TEST(Release, GivenAnEnvironmentUnderWayThenItCannotBeDeployedAgain) {
  ReleaseDriver driver(DevAndQa());
  EXPECT_THAT(Text(driver.Run(Deploy("Dev"))), AllOf(HasSubstr("in progress already"), HasSubstr("cancel it or wait")));
}

TEST(Release, GivenARedeployThenItIsANewAttemptThatRunsEverythingAgain) {
  ReleaseDriver driver(DevAndQa());
  driver.EndAll(v1::TASK_STATUS_FAILED);
  ASSERT_TRUE(driver.Run(Deploy("Dev")).ok());
  EXPECT_EQ(driver.Attempt(0).number, 2);
  EXPECT_EQ(driver.state.running.size(), 1u);
  EXPECT_EQ(driver.Attempt(0).reason, v1::DEPLOYMENT_REASON_MANUAL);
}

TEST(Release, GivenVariablesAtADeploymentThenOnlySettableOnesOfTheEnvironmentAreTaken) {
  ReleaseDriver driver(DevAndQa());
  DeployEnvironment command = Deploy("QA");
  v1::VariableValue value;
  value.set_value("8");
  command.variables = {{"Level", value}};
  EXPECT_TRUE(absl::IsInvalidArgument(driver.Run(command))) << "of the release, not of the environment";
  EXPECT_TRUE(driver.state.environments[1].attempts.empty());
  command.variables = {{"Slots", value}};
  EXPECT_TRUE(driver.Run(command).ok());
}

TEST(Release, GivenATimeInThePastThenTheDeploymentIsRefused) {
  ReleaseDriver driver(DevAndQa());
  DeployEnvironment command = Deploy("QA");
  command.due_us = driver.time_us - 1;
  EXPECT_THAT(Text(driver.Run(command)), HasSubstr("future"));
}

TEST(Release, GivenNothingToCancelThenItSaysSo) {
  ReleaseDriver driver(DevAndQa());
  CancelEnvironment cancel;
  cancel.environment = "QA";
  EXPECT_THAT(Text(driver.Run(cancel)), HasSubstr("nothing to cancel"));
  driver.EndAll(v1::TASK_STATUS_FAILED);
  EXPECT_TRUE(absl::IsFailedPrecondition(driver.Run(CancelEnvironment{})));
}

TEST(Release, GivenAClockThatJumpsBackThenNothingIsDueAndNothingBreaks) {
  ReleaseDriver driver(DevAndQa());
  DeployEnvironment later = Deploy("QA");
  later.due_us = driver.time_us + absl::ToInt64Microseconds(absl::Hours(1));
  ASSERT_TRUE(driver.Run(later).ok());
  driver.After(-absl::Hours(48));
  EXPECT_EQ(driver.Status(1), v1::ENVIRONMENT_STATUS_SCHEDULED);
  driver.After(absl::Hours(48));
  EXPECT_EQ(driver.Status(1), v1::ENVIRONMENT_STATUS_SCHEDULED);
  driver.After(absl::Hours(1));
  EXPECT_EQ(driver.Status(1), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
}

TEST(Release, GivenATokenThatDoesNotRunThenItsReportChangesNothing) {
  ReleaseDriver driver(DevAndQa());
  const std::string token = driver.state.running.begin()->first;
  driver.Finish(token, v1::TASK_STATUS_SUCCEEDED);
  const int64_t events = driver.events;
  driver.Finish(token, v1::TASK_STATUS_FAILED);
  driver.Finish("r9-d9-p0-j0-t0-1", v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver.events, events);
  EXPECT_EQ(driver.Status(0), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

}  // namespace
}  // namespace slipway
