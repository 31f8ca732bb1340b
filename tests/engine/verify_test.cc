// The audit: what was written stays as it was written, and decides the same again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "adapters/memory_store.h"
#include "engine/engine.h"
#include "tests/engine/definitions.h"
#include "tests/engine/fakes.h"

namespace slipway {
namespace {

using testing::HasSubstr;

class VerifyTest : public testing::Test {
 protected:
  void SetUp() override {
    EngineOptions options;
    options.manual = true;
    options.boot = 1;
    options.places.data_directory = "/v";
    engine_ = *Engine::Open(std::move(options), {&store_, &runner_, &library_, &logs_, &box_, &clock_, nullptr});
    Json definition = DefinitionJson(
        {EnvironmentJson("QA", 1, {}, {PhaseJson({TaskJson("a", {{"retryCountOnTaskFailure", 1}}), TaskJson("b")})}),
         EnvironmentJson("Prod", 2, {"QA"}, {PhaseJson({TaskJson("c")})})});
    definition["environments"][1]["preDeployApprovals"] = ManualApprovals({{1, "carl"}});
    v1::ImportDefinitionRequest import;
    import.set_document(definition.dump());
    v1::CreateReleaseRequest create;
    create.set_definition_id(engine_->ImportDefinition(import)->definitions(0).definition().id());
    ASSERT_TRUE(engine_->CreateRelease(create).ok());
    End(TaskResult::kFailed);
    clock_.now += absl::Seconds(2);
    Pump();
    End(TaskResult::kSucceeded);
    End(TaskResult::kSucceeded);
    v1::UpdateApprovalRequest approve;
    approve.set_approval_id(engine_->ListApprovals({})->approvals(0).id());
    approve.set_actor("carl");
    approve.set_status(v1::APPROVAL_STATUS_APPROVED);
    ASSERT_TRUE(engine_->UpdateApproval(approve).ok());
    End(TaskResult::kSucceeded);
  }
  void Pump() {
    while (engine_->Pump()) {
    }
  }
  void End(TaskResult result) {
    Pump();
    ASSERT_FALSE(runner_.running.empty());
    runner_.Finish(runner_.running.front(), result);
    Pump();
  }
  // Changes one stored record as somebody with the file would.
  void Tamper(size_t index, const std::function<void(v1::EventBatch*)>& change) {
    v1::EventBatch batch;
    Record& logged = disk_->log[index].record;
    ASSERT_TRUE(batch.ParseFromString(logged.payload));
    change(&batch);
    logged.payload = batch.SerializeAsString();
    disk_->streams[disk_->log[index].stream].records[logged.sequence - 1].payload = logged.payload;
  }

  std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
  MemoryStore store_{disk_};
  FakeRunner runner_;
  FakeTaskLibrary library_;
  FakeTaskLogs logs_;
  FakeSecretBox box_;
  FakeClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(VerifyTest, GivenAReleaseWithRetriesAndApprovalsThenNothingDiffers) {
  const absl::StatusOr<v1::VerifyResponse> response = engine_->Verify({});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->findings_size(), 0) << response->findings(0).message();
  EXPECT_EQ(response->releases(), 1);
  EXPECT_GE(response->records(), 6);
  EXPECT_GE(response->events(), 20);
  EXPECT_EQ(response->head().size(), 64u);
}

TEST_F(VerifyTest, GivenAChangedActorThenTheChainAndTheDecisionBothTell) {
  size_t approval = 0;
  for (size_t i = 0; i < disk_->log.size(); ++i) {
    v1::EventBatch batch;
    batch.ParseFromString(disk_->log[i].record.payload);
    if (batch.actor() == "carl") approval = i;
  }
  Tamper(approval, [](v1::EventBatch* batch) { batch->set_actor("eve"); });
  const absl::StatusOr<v1::VerifyResponse> response = engine_->Verify({});
  ASSERT_TRUE(response.ok());
  ASSERT_EQ(response->findings_size(), 2);
  EXPECT_THAT(response->findings(0).message(), HasSubstr(absl::StrCat("position ", approval + 1)));
  EXPECT_EQ(response->findings(1).sequence(), static_cast<int64_t>(approval + 1));
  EXPECT_THAT(response->findings(1).message(), HasSubstr("'eve' is not the approver"));
}

TEST_F(VerifyTest, GivenAChangedOutcomeThenTheFirstDivergingRecordIsNamed) {
  Tamper(1, [](v1::EventBatch* batch) {
    for (v1::Event& event : *batch->mutable_events()) {
      if (event.has_task_retry_scheduled()) event.mutable_task_retry_scheduled()->set_due_us(1);
    }
  });
  const absl::StatusOr<v1::VerifyResponse> response = engine_->Verify({});
  ASSERT_TRUE(response.ok());
  ASSERT_GE(response->findings_size(), 2);
  EXPECT_EQ(response->findings(1).sequence(), 2);
  EXPECT_THAT(response->findings(1).message(), HasSubstr("is decided differently today"));
}

TEST_F(VerifyTest, GivenAReleaseThatIsNotThereThenItIsNotFound) {
  v1::VerifyRequest request;
  request.set_release_id(99);
  EXPECT_TRUE(absl::IsNotFound(engine_->Verify(request).status()));
}

}  // namespace
}  // namespace slipway
