// Approvals (domain.md 5): who is asked, in which order, and what their answers do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Approvals : public testing::Test {
 protected:
  void Before(const std::vector<std::pair<std::string, int>>& people, const v1::ApprovalOptions* options = nullptr) {
    v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
    *environment.mutable_pre_deploy_approvals() = MakeApprovals(people);
    if (options != nullptr) *environment.mutable_pre_deploy_approvals()->mutable_approval_options() = *options;
    Start({environment});
  }
  void Start(std::vector<v1::DefinitionEnvironment> environments, const std::string& creator = "ann") {
    CreateRelease create;
    create.created.set_created_by(creator);
    driver = std::make_unique<ReleaseDriver>(MakePlan(std::move(environments)), create);
  }
  // Who is asked now, in the order they were asked.
  std::vector<std::string> Asked(int environment = 0) {
    std::vector<std::string> names;
    for (const ApprovalState& approval : driver->Attempt(environment).approvals) {
      if (approval.status == v1::APPROVAL_STATUS_PENDING) names.push_back(approval.approver.id());
    }
    return names;
  }
  int64_t Of(const std::string& name, int environment = 0) {
    for (const ApprovalState& approval : driver->Attempt(environment).approvals) {
      if (approval.approver.id() == name) return approval.id;
    }
    return -1;
  }
  absl::Status Decide(const std::string& actor, int64_t id, v1::ApprovalStatus status,
                      const std::string& comment = "") {
    DecideApproval command;
    command.approval_id = id;
    command.status = status;
    command.comments = comment;
    return driver->RunAs(actor, command);
  }
  absl::Status Approve(const std::string& actor, int environment = 0) {
    return Decide(actor, Of(actor, environment), v1::APPROVAL_STATUS_APPROVED);
  }
  bool Deploying(int environment = 0) { return driver->Attempt(environment).stage == Stage::kPhases; }
  const ApprovalState& Record(size_t index) { return driver->Attempt(0).approvals.at(index); }

  std::unique_ptr<ReleaseDriver> driver;
};

TEST_F(Approvals, GivenAutomatedOnesThenNobodyIsAskedAndTheRecordIsApproved) {
  Start({MakeEnvironment("QA", 1, {})});
  EXPECT_TRUE(Deploying());
  ASSERT_EQ(driver->Attempt(0).approvals.size(), 1u);
  EXPECT_EQ(Record(0).status, v1::APPROVAL_STATUS_APPROVED);
  EXPECT_TRUE(Record(0).is_automated);
}

TEST_F(Approvals, GivenAnyOrderThenAllAreAskedAtOnceAndAllMustApprove) {
  Before({{"bob", 1}, {"cy", 1}});
  EXPECT_THAT(Asked(), ElementsAre("bob", "cy"));
  ASSERT_TRUE(Approve("cy").ok());
  EXPECT_FALSE(Deploying());
  ASSERT_TRUE(Approve("bob").ok());
  EXPECT_TRUE(Deploying());
}

TEST_F(Approvals, GivenASequenceThenTheNextRankIsAskedOnlyWhenTheOneBeforeIsSettled) {
  Before({{"bob", 1}, {"cy", 2}, {"di", 3}});
  EXPECT_THAT(Asked(), ElementsAre("bob"));
  ASSERT_TRUE(Approve("bob").ok());
  EXPECT_THAT(Asked(), ElementsAre("cy"));
  ASSERT_TRUE(Approve("cy").ok());
  EXPECT_THAT(Asked(), ElementsAre("di"));
  ASSERT_TRUE(Approve("di").ok());
  EXPECT_TRUE(Deploying());
}

TEST_F(Approvals, GivenAnyOneUserThenOneAnswerSufficesAndTheOthersAreSkipped) {
  v1::ApprovalOptions options;
  options.set_required_approver_count(1);
  options.set_release_creator_can_be_approver(true);
  Before({{"bob", 1}, {"cy", 1}}, &options);
  ASSERT_TRUE(Approve("cy").ok());
  EXPECT_TRUE(Deploying());
  EXPECT_EQ(Record(0).status, v1::APPROVAL_STATUS_SKIPPED);
}

TEST_F(Approvals, GivenACountThenLaterRanksAreNotAskedWhenItIsReached) {
  v1::ApprovalOptions options;
  options.set_required_approver_count(2);
  Before({{"bob", 1}, {"cy", 1}, {"di", 2}}, &options);
  ASSERT_TRUE(Approve("bob").ok());
  ASSERT_TRUE(Approve("cy").ok());
  EXPECT_TRUE(Deploying());
  EXPECT_EQ(Of("di"), -1) << "never asked";
}

TEST_F(Approvals, GivenARejectionBeforeThenNothingIsDeployedAndTheOthersAreCanceled) {
  Before({{"bob", 1}, {"cy", 1}});
  ASSERT_TRUE(Decide("bob", Of("bob"), v1::APPROVAL_STATUS_REJECTED, "not today").ok());
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(driver->Attempt(0).status, v1::DEPLOYMENT_STATUS_NOT_DEPLOYED);
  EXPECT_EQ(driver->Attempt(0).operation_status, v1::DEPLOYMENT_OPERATION_STATUS_REJECTED);
  EXPECT_THAT(driver->Attempt(0).message, AllOf(HasSubstr("bob"), HasSubstr("not today")));
  EXPECT_EQ(Record(1).status, v1::APPROVAL_STATUS_CANCELED);
  EXPECT_THAT(Asked(), IsEmpty());
}

TEST_F(Approvals, GivenARejectionAfterThenTheDeploymentFailed) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  *environment.mutable_post_deploy_approvals() = MakeApprovals({{"bob", 1}});
  Start({environment});
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_IN_PROGRESS);
  ASSERT_TRUE(Decide("bob", Of("bob"), v1::APPROVAL_STATUS_REJECTED).ok());
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(driver->Attempt(0).status, v1::DEPLOYMENT_STATUS_FAILED);
}

TEST_F(Approvals, GivenAFailedDeploymentThenNobodyIsAskedAfterwards) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  *environment.mutable_post_deploy_approvals() = MakeApprovals({{"bob", 1}});
  Start({environment});
  driver->EndAll(v1::TASK_STATUS_FAILED);
  EXPECT_EQ(Of("bob"), -1);
}

TEST_F(Approvals, GivenSomebodyElseThenTheAnswerIsRefusedAndNamesWhoIsAsked) {
  Before({{"bob", 1}});
  const absl::Status refused = Decide("eve", Of("bob"), v1::APPROVAL_STATUS_APPROVED);
  EXPECT_TRUE(absl::IsPermissionDenied(refused));
  EXPECT_THAT(std::string(refused.message()), AllOf(HasSubstr("'eve'"), HasSubstr("bob")));
  EXPECT_THAT(Asked(), ElementsAre("bob"));
  EXPECT_TRUE(absl::IsPermissionDenied(Decide("", Of("bob"), v1::APPROVAL_STATUS_APPROVED))) << "nobody is nobody";
}

TEST_F(Approvals, GivenAnAnswerThatWasGivenThenItCannotBeGivenAgain) {
  Before({{"bob", 1}, {"cy", 1}});
  ASSERT_TRUE(Approve("bob").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Approve("bob")));
  EXPECT_TRUE(absl::IsFailedPrecondition(Decide("bob", Of("bob"), v1::APPROVAL_STATUS_REJECTED)));
}

TEST_F(Approvals, GivenACanceledDeploymentThenItCannotBeApprovedAnyMore) {
  Before({{"bob", 1}});
  ASSERT_TRUE(driver->Run(CancelEnvironment{"QA", ""}).ok());
  EXPECT_EQ(Record(0).status, v1::APPROVAL_STATUS_CANCELED);
  EXPECT_TRUE(absl::IsFailedPrecondition(Approve("bob")));
  EXPECT_EQ(driver->Attempt(0).status, v1::DEPLOYMENT_STATUS_NOT_DEPLOYED);
}

TEST_F(Approvals, GivenAGroupThenAMemberAnswersForItAndBothAreOnRecord) {
  v1::DefinitionEnvironment environment = MakeEnvironment("QA", 1, {});
  *environment.mutable_pre_deploy_approvals() = MakeApprovals({{"ops", 1}});
  environment.mutable_pre_deploy_approvals()->mutable_approvals(0)->mutable_approver()->set_is_container(true);
  Start({environment});
  EXPECT_THAT(std::string(Decide("bob", Of("ops"), v1::APPROVAL_STATUS_APPROVED).message()), HasSubstr("actorGroups"));
  driver->context.actor_groups = {"OPS"};
  ASSERT_TRUE(Decide("bob", Of("ops"), v1::APPROVAL_STATUS_APPROVED).ok());
  EXPECT_EQ(Record(0).approver.id(), "ops");
  EXPECT_EQ(Record(0).approved_by, "bob");
}

TEST_F(Approvals, GivenAnAdministratorThenTheyDecideInPlaceOfAnyone) {
  Before({{"bob", 1}});
  driver->context.actor_is_administrator = true;
  ASSERT_TRUE(Decide("root", Of("bob"), v1::APPROVAL_STATUS_APPROVED).ok());
  EXPECT_EQ(Record(0).approved_by, "root");
}

TEST_F(Approvals, GivenTheCreatorRuleThenNeitherTheReleasesNorTheDeploymentsRequesterMayApprove) {
  v1::ApprovalOptions options;  // releaseCreatorCanBeApprover: false
  Before({{"ann", 1}}, &options);
  EXPECT_TRUE(absl::IsPermissionDenied(Approve("ann")));
  EXPECT_TRUE(Decide("ann", Of("ann"), v1::APPROVAL_STATUS_REJECTED).ok()) << "rejecting is allowed";
  DeployEnvironment again;
  again.environment = "QA";
  ASSERT_TRUE(driver->RunAs("bob", again).ok());
  driver->context.actor_groups = {"ann"};
  EXPECT_TRUE(absl::IsPermissionDenied(Decide("bob", Of("ann"), v1::APPROVAL_STATUS_APPROVED)));
}

TEST_F(Approvals, GivenNoOptionsThenTheCreatorMayApprove) {
  Before({{"ann", 1}});
  EXPECT_TRUE(Approve("ann").ok()) << "the default of the service";
}

TEST_F(Approvals, GivenIdentityRevalidationThenTheHostMustSayThatItWasDone) {
  v1::ApprovalOptions options;
  options.set_release_creator_can_be_approver(true);
  options.set_enforce_identity_revalidation(true);
  Before({{"bob", 1}}, &options);
  EXPECT_TRUE(absl::IsPermissionDenied(Approve("bob")));
  driver->context.identity_revalidated = true;
  EXPECT_TRUE(Approve("bob").ok());
}

TEST_F(Approvals, GivenNobodyAnswersThenTheSystemRejectsInTime) {
  v1::ApprovalOptions options;
  options.set_timeout_in_minutes(60);
  Before({{"bob", 1}}, &options);
  driver->After(absl::Minutes(59));
  EXPECT_THAT(Asked(), ElementsAre("bob"));
  driver->After(absl::Minutes(2));
  EXPECT_EQ(Record(0).status, v1::APPROVAL_STATUS_REJECTED);
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(driver->Attempt(0).message, HasSubstr("nobody decided in time"));
}

TEST_F(Approvals, GivenNoTimeoutThenThirtyDaysHold) {
  Before({{"bob", 1}});
  EXPECT_EQ(Record(0).due - Record(0).created, absl::Hours(24 * 30));
}

TEST_F(Approvals, GivenAReassignmentThenTheOtherIsAskedAndTheHistoryKeepsWhoWas) {
  Before({{"bob", 1}});
  DecideApproval reassign;
  reassign.approval_id = Of("bob");
  reassign.status = v1::APPROVAL_STATUS_REASSIGNED;
  EXPECT_THAT(std::string(driver->RunAs("bob", reassign).message()), HasSubstr("approver: expected"));
  reassign.approver.set_id("bob");
  EXPECT_TRUE(absl::IsInvalidArgument(driver->RunAs("bob", reassign))) << "to themselves";
  reassign.approver.set_id("cy");
  reassign.comments = "away";
  EXPECT_TRUE(absl::IsPermissionDenied(driver->RunAs("eve", reassign)));
  ASSERT_TRUE(driver->RunAs("bob", reassign).ok());
  EXPECT_THAT(Asked(), ElementsAre("cy"));
  ASSERT_EQ(Record(0).history.size(), 1u);
  EXPECT_EQ(Record(0).history[0].approver.id(), "bob");
  EXPECT_EQ(Record(0).history[0].comments, "away");
  EXPECT_TRUE(absl::IsPermissionDenied(Decide("bob", Of("cy"), v1::APPROVAL_STATUS_APPROVED)));
  EXPECT_TRUE(Approve("cy").ok());
}

TEST_F(Approvals, GivenADeferralThenItWaitsForTheTimeOnceTheApprovalsAreIn) {
  Before({{"bob", 1}});
  DeferDeployment defer;
  defer.environment = "QA";
  defer.until_us = driver->time_us - 1;
  EXPECT_TRUE(absl::IsInvalidArgument(driver->RunAs("bob", defer))) << "the past";
  defer.until_us = driver->time_us + absl::ToInt64Microseconds(absl::Hours(2));
  ASSERT_TRUE(driver->RunAs("bob", defer).ok());
  ASSERT_TRUE(Approve("bob").ok());
  EXPECT_EQ(driver->Status(0), v1::ENVIRONMENT_STATUS_SCHEDULED);
  EXPECT_EQ(driver->Attempt(0).operation_status, v1::DEPLOYMENT_OPERATION_STATUS_DEFERRED);
  driver->After(absl::Hours(3));
  EXPECT_TRUE(Deploying());
  EXPECT_TRUE(absl::IsFailedPrecondition(driver->RunAs("bob", defer))) << "only while approvals are pending";
}

TEST_F(Approvals, GivenTheSameApproverUpstreamThenAnAutomaticDeploymentSkipsThemAndAManualOneDoesNot) {
  v1::DefinitionEnvironment dev = MakeEnvironment("Dev", 1, {});
  *dev.mutable_pre_deploy_approvals() = MakeApprovals({{"bob", 1}});
  v1::DefinitionEnvironment qa = MakeEnvironment("QA", 2, {{"Dev", 4}});
  *qa.mutable_pre_deploy_approvals() = MakeApprovals({{"bob", 1}});
  v1::ApprovalOptions* options = qa.mutable_pre_deploy_approvals()->mutable_approval_options();
  options->set_release_creator_can_be_approver(true);
  options->set_auto_triggered_and_previous_environment_approved_can_be_skipped(true);
  Start({dev, qa});
  ASSERT_TRUE(Approve("bob", 0).ok());
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  EXPECT_TRUE(Deploying(1));
  EXPECT_EQ(driver->Attempt(1).approvals[0].status, v1::APPROVAL_STATUS_SKIPPED);
  driver->EndAll(v1::TASK_STATUS_SUCCEEDED);
  ASSERT_TRUE(driver->Run(DeployEnvironment{"QA"}).ok());
  EXPECT_THAT(Asked(1), ElementsAre("bob"));
}

TEST_F(Approvals, GivenAnotherStatusThenItIsRefused) {
  Before({{"bob", 1}});
  EXPECT_TRUE(absl::IsInvalidArgument(Decide("bob", Of("bob"), v1::APPROVAL_STATUS_SKIPPED)));
}

}  // namespace
}  // namespace slipway
