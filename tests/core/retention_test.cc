// Which releases retention keeps (domain.md 12).
#include "core/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipway {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kDev = 1;
constexpr int64_t kProd = 2;

class Retention : public testing::Test {
 protected:
  // Dev keeps 30 days and 1 release, Prod 60 days and 2.
  static v1::ReleaseDefinition Definition() {
    v1::ReleaseDefinition definition;
    v1::DefinitionEnvironment* dev = definition.add_environments();
    dev->set_id(kDev);
    dev->set_name("Dev");
    dev->mutable_retention_policy()->set_days_to_keep(30);
    dev->mutable_retention_policy()->set_releases_to_keep(1);
    v1::DefinitionEnvironment* prod = definition.add_environments();
    prod->set_id(kProd);
    prod->set_name("Prod");
    prod->mutable_retention_policy()->set_days_to_keep(60);
    prod->mutable_retention_policy()->set_releases_to_keep(2);
    return definition;
  }
  RetentionJudge Judge() { return RetentionJudge(MakeRetentionRules(Definition(), settings_), now_); }
  RetentionFacts Aged(int days, std::vector<int64_t> deployed_to = {}) {
    RetentionFacts facts;
    facts.touched = now_ - absl::Hours(24) * days;
    facts.deployed_to = std::move(deployed_to);
    return facts;
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  v1::RetentionSettings settings_;
};

TEST_F(Retention, GivenSeveralEnvironmentsThenTheLongestOfThePoliciesItWasDeployedUnderCounts) {
  RetentionJudge judge = Judge();
  // The newest of each environment use up what is kept by number.
  for (int i = 0; i < 2; ++i) judge.Judge(Aged(0, {kDev, kProd}));
  EXPECT_EQ(judge.Judge(Aged(40, {kDev})).action, v1::RETENTION_ACTION_DELETE);
  EXPECT_EQ(judge.Judge(Aged(29, {kDev})).action, v1::RETENTION_ACTION_KEEP);
  EXPECT_EQ(judge.Judge(Aged(40, {kDev, kProd})).action, v1::RETENTION_ACTION_KEEP);
  EXPECT_EQ(judge.Judge(Aged(60, {kDev, kProd})).action, v1::RETENTION_ACTION_DELETE) << "60 days are over";
}

TEST_F(Retention, GivenTheNewestOfAnEnvironmentThenTheyAreKeptHoweverOld) {
  RetentionJudge judge = Judge();
  EXPECT_EQ(judge.Judge(Aged(900, {kDev})).action, v1::RETENTION_ACTION_KEEP);
  const RetentionVerdict second = judge.Judge(Aged(901, {kDev}));
  EXPECT_EQ(second.action, v1::RETENTION_ACTION_DELETE) << "Dev keeps one";
  EXPECT_THAT(second.reason, HasSubstr("901 days ago"));
  const RetentionVerdict prod = judge.Judge(Aged(902, {kDev, kProd}));
  EXPECT_EQ(prod.action, v1::RETENTION_ACTION_KEEP);
  EXPECT_THAT(prod.reason, HasSubstr("among the newest 2 that were deployed to 'Prod'"));
}

TEST_F(Retention, GivenReleasesThatWereNeverDeployedThenTheDefaultOfTheSettingsHolds) {
  settings_.mutable_default_policy()->set_days_to_keep(10);
  settings_.mutable_default_policy()->set_releases_to_keep(1);
  RetentionJudge judge = Judge();
  EXPECT_EQ(judge.Judge(Aged(100)).action, v1::RETENTION_ACTION_KEEP) << "the newest of them";
  EXPECT_EQ(judge.Judge(Aged(9)).action, v1::RETENTION_ACTION_KEEP);
  EXPECT_EQ(judge.Judge(Aged(10)).action, v1::RETENTION_ACTION_DELETE);
  EXPECT_EQ(judge.Judge(Aged(12, {77})).action, v1::RETENTION_ACTION_KEEP) << "of an environment that is gone, too";
  EXPECT_EQ(judge.Judge(Aged(12, {77})).action, v1::RETENTION_ACTION_DELETE);
}

TEST_F(Retention, GivenNoSettingsThenItIsThirtyDaysAndThreeReleases) {
  const RetentionRules rules = MakeRetentionRules(Definition(), settings_);
  EXPECT_EQ(rules.fallback, (RetentionPolicy{30, 3}));
  EXPECT_EQ(rules.deleted, absl::Hours(24 * 14));
}

TEST_F(Retention, GivenAMaximumThenNoPolicyAsksForMore) {
  settings_.mutable_maximum_policy()->set_days_to_keep(20);
  settings_.mutable_maximum_policy()->set_releases_to_keep(1);
  const RetentionRules rules = MakeRetentionRules(Definition(), settings_);
  EXPECT_EQ(rules.Of(kProd), (RetentionPolicy{20, 1}));
  EXPECT_EQ(rules.fallback, (RetentionPolicy{20, 1}));
}

TEST_F(Retention, GivenWhatIsDeployedKeptForeverOrInProgressThenItIsKeptWhateverThePoliciesSay) {
  RetentionJudge judge = Judge();
  for (int i = 0; i < 3; ++i) judge.Judge(Aged(0, {kDev, kProd}));
  RetentionFacts current = Aged(900, {kDev});
  current.currently_in = {kProd};
  EXPECT_THAT(judge.Judge(current).reason, HasSubstr("what is deployed in 'Prod'"));
  RetentionFacts kept = Aged(900, {kDev});
  kept.keep_forever = true;
  EXPECT_EQ(judge.Judge(kept).reason, "kept forever");
  RetentionFacts busy = Aged(900, {kDev});
  busy.in_progress = true;
  EXPECT_EQ(judge.Judge(busy).reason, "in progress");
}

TEST_F(Retention, GivenAReleaseThatIsKeptForAnotherReasonThenItStillCountsAmongTheNewest) {
  RetentionJudge judge = Judge();
  RetentionFacts kept = Aged(900, {kDev});
  kept.keep_forever = true;
  judge.Judge(kept);
  EXPECT_EQ(judge.Judge(Aged(901, {kDev})).action, v1::RETENTION_ACTION_DELETE);
}

TEST_F(Retention, GivenADeletedReleaseThenItIsPurgedWhenItsTimeIsOverAndCountsNoMore) {
  settings_.set_days_to_keep_deleted_releases(7);
  RetentionJudge judge = Judge();
  RetentionFacts deleted = Aged(6, {kDev});
  deleted.is_deleted = true;
  EXPECT_EQ(judge.Judge(deleted).action, v1::RETENTION_ACTION_KEEP);
  deleted.touched = now_ - absl::Hours(24 * 7);
  EXPECT_EQ(judge.Judge(deleted).action, v1::RETENTION_ACTION_PURGE);
  EXPECT_EQ(judge.Judge(Aged(900, {kDev})).action, v1::RETENTION_ACTION_KEEP) << "the newest that is not deleted";
}

}  // namespace
}  // namespace slipway
