// Deletion of releases, by people and by retention, over the real store (domain.md 12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/engine_fixture.h"

namespace slipway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// People ask for it here; what happens by itself has tests of its own, below.
class RetentionTest : public EngineTest {
 protected:
  void SetUp() override {
    open_.mutable_retention()->set_manual(true);
    EngineTest::SetUp();
  }
  // One environment that keeps ten days and one release.
  int64_t ImportShop() {
    Json definition = DefinitionJson({EnvironmentJson("Prod", 1, {}, {PhaseJson({TaskJson("go")})})});
    definition["environments"][0]["retentionPolicy"] = {
        {"daysToKeep", 10}, {"releasesToKeep", 1}, {"retainBuild", true}};
    return Import(definition);
  }
  int64_t Deploy(int64_t definition) {
    const int64_t id = Create(definition).id();
    Finish("go");
    return id;
  }
  std::vector<int64_t> Releases(bool deleted = false) {
    v1::ListReleasesRequest request;
    request.set_include_deleted(deleted);
    std::vector<int64_t> ids;
    auto response = engine_->ListReleases(request);
    EXPECT_TRUE(response.ok()) << response.status();
    for (const v1::ReleaseSummary& release : response->releases()) ids.push_back(release.id());
    return ids;
  }
  absl::Status Delete(int64_t id) {
    v1::DeleteReleaseRequest request;
    request.set_release_id(id);
    request.set_actor("ann");
    request.set_comment("by mistake");
    return engine_->DeleteRelease(request).status();
  }
  absl::Status Undelete(int64_t id) {
    v1::UndeleteReleaseRequest request;
    request.set_release_id(id);
    return engine_->UndeleteRelease(request).status();
  }
  absl::Status Keep(int64_t id, bool forever) {
    v1::KeepReleaseRequest request;
    request.set_release_id(id);
    request.set_keep_forever(forever);
    return engine_->KeepRelease(request).status();
  }
  std::string Run(bool dry = false) {
    v1::RunRetentionRequest request;
    request.set_dry_run(dry);
    auto response = engine_->RunRetention(request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::string text;
    for (const v1::RetentionOutcome& outcome : response->outcomes()) {
      if (outcome.action() == v1::RETENTION_ACTION_KEEP) continue;
      text += (outcome.action() == v1::RETENTION_ACTION_DELETE ? "delete " : "purge ") +
              std::to_string(outcome.release_id()) + "; ";
    }
    Pump();
    return text;
  }
  v1::VerifyResponse Verify() {
    auto response = engine_->Verify(v1::VerifyRequest());
    EXPECT_TRUE(response.ok()) << response.status();
    for (const v1::VerifyFinding& finding : response->findings()) ADD_FAILURE() << finding.message();
    return *response;
  }
};

TEST_F(RetentionTest, GivenADeletedReleaseThenItIsHiddenAndNothingHappensToItUntilItIsUndeleted) {
  const int64_t shop = ImportShop();
  Deploy(shop);
  Deploy(shop);
  ASSERT_TRUE(Delete(1).ok());
  Reopen();
  EXPECT_THAT(Releases(), ElementsAre(2));
  EXPECT_THAT(Releases(/*deleted=*/true), ElementsAre(2, 1));
  EXPECT_TRUE(Get(1).is_deleted());
  v1::DeployEnvironmentRequest deploy;
  deploy.set_release_id(1);
  deploy.set_environment("Prod");
  const absl::Status refused = engine_->DeployEnvironment(deploy).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("undelete it first"));
  EXPECT_EQ(Delete(1).code(), absl::StatusCode::kFailedPrecondition) << "deleted already";

  ASSERT_TRUE(Undelete(1).ok());
  EXPECT_EQ(Undelete(1).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(Releases(), ElementsAre(2, 1));
  EXPECT_TRUE(engine_->DeployEnvironment(deploy).ok());
  Verify();
}

TEST_F(RetentionTest, GivenWhatIsInProgressDeployedOrKeptThenItCannotBeDeleted) {
  const int64_t shop = ImportShop();
  Create(shop);
  EXPECT_THAT(std::string(Delete(1).message()), HasSubstr("in progress"));
  Finish("go");
  EXPECT_THAT(std::string(Delete(1).message()), HasSubstr("what is deployed in 'Prod'"));
  Deploy(shop);
  ASSERT_TRUE(Keep(1, true).ok());
  EXPECT_THAT(std::string(Delete(1).message()), HasSubstr("kept forever"));
  ASSERT_TRUE(Keep(1, false).ok());
  EXPECT_TRUE(Delete(1).ok());
  EXPECT_EQ(Delete(99).code(), absl::StatusCode::kNotFound);
}

TEST_F(RetentionTest, GivenOldReleasesThenTheyGoInTwoStepsAndTheNewestStays) {
  const int64_t shop = ImportShop();
  for (int i = 0; i < 3; ++i) Deploy(shop);
  clock_.now += absl::Hours(24 * 9);
  EXPECT_EQ(Run(), "") << "ten days are not over";
  clock_.now += absl::Hours(24 * 2);
  EXPECT_EQ(Run(/*dry=*/true), "delete 2; delete 1; ");
  EXPECT_THAT(Releases(), ElementsAre(3, 2, 1)) << "a dry run changes nothing";
  EXPECT_EQ(Run(), "delete 2; delete 1; ");
  EXPECT_THAT(Releases(), ElementsAre(3));
  ASSERT_TRUE(Undelete(2).ok());
  clock_.now += absl::Hours(24 * 15);
  EXPECT_EQ(Run(), "delete 2; purge 1; ");
  EXPECT_THAT(Releases(/*deleted=*/true), ElementsAre(3, 2));
  EXPECT_THAT(logs_.removed, ElementsAre(folder_ + "/logs/r1"));
  v1::GetReleaseRequest gone;
  gone.set_release_id(1);
  EXPECT_EQ(engine_->GetRelease(gone).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Undelete(1).code(), absl::StatusCode::kNotFound);
}

TEST_F(RetentionTest, GivenAPurgedReleaseThenTheChainStillHoldsAndItsIdsAreNotGivenAgain) {
  const int64_t shop = ImportShop();
  Deploy(shop);
  Deploy(shop);
  const std::string head = Verify().head();
  // The newest one: by hand, because retention would keep it.
  v1::DeployEnvironmentRequest back;
  back.set_release_id(1);
  back.set_environment("Prod");
  ASSERT_TRUE(engine_->DeployEnvironment(back).ok());
  Pump();
  Finish("go");
  ASSERT_TRUE(Delete(2).ok());
  clock_.now += absl::Hours(24 * 15);
  EXPECT_EQ(Run(), "purge 2; ");
  const v1::VerifyResponse after = Verify();
  EXPECT_GT(after.purged_records(), 0);
  Reopen();
  EXPECT_EQ(Create(shop).id(), 3);
  EXPECT_EQ(Last("Prod", 3).id(), 4) << "deployments 1 and 3 are of release 1, 2 was of the purged one";
  Verify();
}

class DailyRetention : public RetentionTest {
 protected:
  void SetUp() override { EngineTest::SetUp(); }
  void Settle() {
    do {
      Pump();
    } while (engine_->NextWakeup() <= clock_.now);
  }
  void Advance(absl::Duration duration) {
    clock_.now += duration;
    Settle();
  }
};

TEST_F(DailyRetention, GivenADayThenItRunsByItselfAlsoWhenTheEngineWasClosedMeanwhile) {
  const int64_t shop = ImportShop();
  Deploy(shop);
  Deploy(shop);
  clock_.now += absl::Hours(24 * 11);
  Reopen();
  Settle();
  EXPECT_THAT(Releases(), ElementsAre(2)) << "a day was over long ago";
  Advance(absl::Hours(24 * 13));
  EXPECT_THAT(Releases(/*deleted=*/true), ElementsAre(2, 1)) << "can still be undeleted";
  Advance(absl::Hours(24 * 2));
  EXPECT_THAT(Releases(/*deleted=*/true), ElementsAre(2));
  const v1::VerifyResponse verified = Verify();
  EXPECT_GT(verified.purged_records(), 0);
}

TEST_F(DailyRetention, GivenADefinitionThatWasDeletedThenItsReleasesStillGoByItsPolicies) {
  const int64_t shop = ImportShop();
  Deploy(shop);
  Deploy(shop);
  v1::DeleteDefinitionRequest request;
  request.set_definition_id(shop);
  ASSERT_TRUE(engine_->DeleteDefinition(request).ok());
  Advance(absl::Hours(24 * 11));
  EXPECT_THAT(Releases(), ElementsAre(2));
}

TEST_F(RetentionTest, GivenManualThenNothingGoesByItself) {
  const int64_t shop = ImportShop();
  Deploy(shop);
  Deploy(shop);
  Advance(absl::Hours(24 * 100));
  EXPECT_THAT(Releases(), ElementsAre(2, 1));
  EXPECT_EQ(Run(), "delete 1; ");
}

TEST_F(RetentionTest, GivenAnUnknownDefinitionThenRunRetentionSaysSo) {
  v1::RunRetentionRequest request;
  request.set_definition_id(42);
  EXPECT_EQ(engine_->RunRetention(request).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace slipway
