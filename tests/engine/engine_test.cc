// The engine over a real store and scripted edges: what hosts can rely on.
#include "engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/engine/engine_fixture.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Json Pipeline() {
  return DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("dev")})}),
                         EnvironmentJson("QA1", 2, {"Dev"}, {PhaseJson({TaskJson("qa1")})}),
                         EnvironmentJson("QA2", 3, {"Dev"}, {PhaseJson({TaskJson("qa2")})}),
                         EnvironmentJson("Prod", 4, {"QA1", "QA2"}, {PhaseJson({TaskJson("prod")})})});
}

TEST_F(EngineTest, GivenFanOutAndFanInWhenEachEnvironmentSucceedsThenTheNextOnesStart) {
  Create(Import(Pipeline()));
  EXPECT_THAT(Running(), ElementsAre("dev"));
  Finish("dev");
  EXPECT_THAT(Running(), ElementsAre("qa1", "qa2"));
  Finish("qa2");
  EXPECT_THAT(Running(), ElementsAre("qa1"));
  Finish("qa1");
  EXPECT_THAT(Running(), ElementsAre("prod"));
  EXPECT_EQ(Last("Prod").trigger_reason(), "After successful deployment of QA1,QA2");
  Finish("prod");
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
  EXPECT_EQ(Last("Prod").operation_status(), v1::DEPLOYMENT_OPERATION_STATUS_APPROVED);
  EXPECT_FALSE(Get().in_progress());
}

TEST_F(EngineTest, GivenAFailedTaskThenItsEnvironmentIsRejectedAndNothingFollows) {
  Create(Import(Pipeline()));
  Finish("dev", TaskResult::kFailed);
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(Last("Dev").deployment_status(), v1::DEPLOYMENT_STATUS_FAILED);
  EXPECT_THAT(Last("Dev").message(), HasSubstr("exit code 1"));
  EXPECT_EQ(StatusOf("QA1"), v1::ENVIRONMENT_STATUS_NOT_STARTED);
  EXPECT_FALSE(Get().in_progress());
}

TEST_F(EngineTest, GivenARedeployAfterAFailureThenANewAttemptRunsAndTheFanInIsReleased) {
  Create(Import(Pipeline()));
  Finish("dev", TaskResult::kFailed);
  v1::DeployEnvironmentRequest request;
  request.set_release_id(1);
  request.set_environment("dev");
  request.set_actor("bob");
  ASSERT_TRUE(engine_->DeployEnvironment(request).ok());
  Pump();
  EXPECT_EQ(Last("Dev").attempt(), 2);
  EXPECT_EQ(Last("Dev").trigger_reason(), "Manual");
  EXPECT_EQ(Last("Dev").requested_by(), "bob");
  Finish("dev");
  EXPECT_THAT(Running(), ElementsAre("qa1", "qa2"));
}

TEST_F(EngineTest, GivenACrashWhileATaskRunsWhenReopenedThenTheTaskIsFoundAgainAndRunsOnce) {
  Create(Import(Pipeline()));
  const std::string token = Token("dev");
  Reopen();
  EXPECT_EQ(runner_.running.size(), 1u) << "handed over again under the same token, which starts nothing";
  runner_.Finish(token, TaskResult::kSucceeded);
  Pump();
  EXPECT_THAT(Running(), ElementsAre("qa1", "qa2"));
}

TEST_F(EngineTest, GivenARebootWhileATaskRanThenItIsOnlyAskedForNeverStarted) {
  Create(Import(Pipeline()));
  const std::string token = Token("dev");
  const int starts = runner_.starts[token];
  boot_ = 8;
  Reopen();
  EXPECT_EQ(runner_.starts[token], starts);
  EXPECT_THAT(runner_.attached, ElementsAre(token));
  runner_.Lose(token);
  Pump();
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Last("Dev").message(), HasSubstr(token));
}

TEST_F(EngineTest, GivenALostTaskDeclaredIdempotentThenItRunsAgainUnderANewToken) {
  library_.idempotent = true;
  Create(Import(Pipeline()));
  const std::string token = Token("dev");
  runner_.Lose(token);
  Pump();
  EXPECT_THAT(Running(), ElementsAre("dev"));
  EXPECT_NE(Token("dev"), token);
  Finish("dev");
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(EngineTest, GivenADuplicateReportThenItMeansNothing) {
  Create(Import(Pipeline()));
  const std::string token = Token("dev");
  Finish("dev");
  runner_.Finish(token, TaskResult::kFailed);
  Pump();
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(EngineTest, GivenConditionsThenTasksRunByTheStatusSoFar) {
  Create(Import(DefinitionJson(
      {EnvironmentJson("Dev", 1, {},
                       {PhaseJson({TaskJson("a"), TaskJson("b"), TaskJson("cleanup", {{"condition", "always()"}}),
                                   TaskJson("report", {{"condition", "failed()"}}),
                                   TaskJson("old", {{"condition", ""}, {"alwaysRun", true}}),
                                   TaskJson("off", {{"enabled", false}})})})})));
  Finish("a", TaskResult::kFailed);
  EXPECT_EQ(TaskOf("Dev", 1), v1::TASK_STATUS_SKIPPED);
  Finish("cleanup");
  Finish("report");
  Finish("old");
  EXPECT_EQ(Last("Dev").phases(0).jobs(0).tasks_size(), 5) << "a disabled task leaves no row";
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
}

TEST_F(EngineTest, GivenContinueOnErrorThenTheFailureIsPartialAndTheNextTaskRuns) {
  Create(Import(DefinitionJson(
      {EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("a", {{"continueOnError", true}}), TaskJson("b")})})})));
  Finish("a", TaskResult::kFailed);
  EXPECT_EQ(TaskOf("Dev", 0), v1::TASK_STATUS_PARTIALLY_SUCCEEDED);
  Finish("b");
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED);
}

TEST_F(EngineTest, GivenRetriesThenAFailedTaskRunsAgainAfterOneFourNineSeconds) {
  Create(Import(
      DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("a", {{"retryCountOnTaskFailure", 2}})})})})));
  Finish("a", TaskResult::kFailed);
  EXPECT_THAT(Running(), IsEmpty());
  Advance(absl::Seconds(1));
  Finish("a", TaskResult::kFailed);
  Advance(absl::Seconds(3));
  EXPECT_THAT(Running(), IsEmpty());
  Advance(absl::Seconds(1));
  Finish("a");
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(EngineTest, GivenATimeoutThenTheTaskIsCanceledAndFails) {
  Create(
      Import(DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("a", {{"timeoutInMinutes", 5}})})})})));
  const std::string token = Token("a");
  Advance(absl::Minutes(5));
  EXPECT_THAT(runner_.canceled, ElementsAre(token));
  Finish("a", TaskResult::kCanceled);
  EXPECT_EQ(TaskOf("Dev", 0), v1::TASK_STATUS_FAILED);
  EXPECT_THAT(Last("Dev").message(), HasSubstr("timed out"));
}

TEST_F(EngineTest, GivenACancelThenTheRunningTaskIsStoppedAndOnlyAlwaysTasksFollow) {
  Create(Import(DefinitionJson({EnvironmentJson(
      "Dev", 1, {}, {PhaseJson({TaskJson("a"), TaskJson("b"), TaskJson("cleanup", {{"condition", "always()"}})})})})));
  v1::CancelEnvironmentRequest request;
  request.set_release_id(1);
  request.set_environment("Dev");
  request.set_actor("bob");
  ASSERT_TRUE(engine_->CancelEnvironment(request).ok());
  Pump();
  EXPECT_THAT(runner_.canceled, SizeIs(1));
  Finish("a", TaskResult::kCanceled);
  EXPECT_THAT(Running(), ElementsAre("cleanup"));
  Finish("cleanup");
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_CANCELED);
  EXPECT_EQ(Last("Dev").operation_status(), v1::DEPLOYMENT_OPERATION_STATUS_PHASE_CANCELED);
  EXPECT_EQ(Last("Dev").deployment_status(), v1::DEPLOYMENT_STATUS_FAILED);
}

TEST_F(EngineTest, GivenATaskThatIgnoresTheCancelThenTheDeploymentEndsAfterTheGrace) {
  Create(Import(DefinitionJson(
      {EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("a")}, {{"jobCancelTimeoutInMinutes", 2}})})})));
  v1::CancelEnvironmentRequest request;
  request.set_release_id(1);
  ASSERT_TRUE(engine_->CancelEnvironment(request).ok());
  Advance(absl::Minutes(2));
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_CANCELED);
  EXPECT_FALSE(Get().in_progress());
}

TEST_F(EngineTest, GivenApprovalsInSequenceThenEachIsAskedAfterTheOneBefore) {
  Json definition = Pipeline();
  definition["environments"][0]["preDeployApprovals"] = ManualApprovals({{1, "carl"}, {2, "dora"}});
  Create(Import(definition));
  EXPECT_THAT(Running(), IsEmpty());
  v1::UpdateApprovalRequest request;
  request.set_approval_id(1);
  request.set_status(v1::APPROVAL_STATUS_APPROVED);
  request.set_actor("dora");
  EXPECT_EQ(engine_->UpdateApproval(request).status().code(), absl::StatusCode::kPermissionDenied);
  request.set_actor("carl");
  ASSERT_TRUE(engine_->UpdateApproval(request).ok());
  EXPECT_THAT(Running(), IsEmpty());
  auto pending = engine_->ListApprovals({});
  ASSERT_EQ(pending->approvals_size(), 1);
  EXPECT_EQ(pending->approvals(0).approver().display_name(), "dora");
  request.set_approval_id(pending->approvals(0).id());
  request.set_actor("dora");
  ASSERT_TRUE(engine_->UpdateApproval(request).ok());
  Pump();
  EXPECT_THAT(Running(), ElementsAre("dev"));
}

TEST_F(EngineTest, GivenARejectionThenTheEnvironmentIsRejectedAndNothingWasDeployed) {
  Json definition = Pipeline();
  definition["environments"][0]["preDeployApprovals"] = ManualApprovals({{1, "carl"}, {1, "dora"}});
  Create(Import(definition));
  v1::UpdateApprovalRequest request;
  request.set_approval_id(2);
  request.set_status(v1::APPROVAL_STATUS_REJECTED);
  request.set_actor("dora");
  ASSERT_TRUE(engine_->UpdateApproval(request).ok());
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_EQ(Last("Dev").deployment_status(), v1::DEPLOYMENT_STATUS_NOT_DEPLOYED);
  EXPECT_EQ(Last("Dev").approvals(0).status(), v1::APPROVAL_STATUS_CANCELED);
}

TEST_F(EngineTest, GivenNobodyDecidesThenTheApprovalTimesOutAsARejection) {
  Json definition = Pipeline();
  definition["environments"][0]["preDeployApprovals"] = ManualApprovals({{1, "carl"}}, {{"timeoutInMinutes", 60}});
  Create(Import(definition));
  Advance(absl::Minutes(60));
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
}

TEST_F(EngineTest, GivenVariablesOfSeveralScopesThenTheNarrowerWinsAndInputsAreExpanded) {
  Json definition = DefinitionJson({EnvironmentJson(
      "Dev", 1, {}, {PhaseJson({TaskJson("$(Greeting) $(Who) $(Release.EnvironmentName) $(nosuch)")})})});
  definition["variables"] = {{"Greeting", {{"value", "hello"}}}, {"Who", {{"value", "world"}}}};
  definition["environments"][0]["variables"] = {{"who", {{"value", "dev of $(Release.DefinitionName)"}}}};
  Create(Import(definition));
  EXPECT_THAT(Running(), ElementsAre("hello dev of Shop Dev $(nosuch)"));
}

TEST_F(EngineTest, GivenAnOutputVariableThenLaterPhasesSeeIt) {
  Json second = PhaseJson({TaskJson("got $(build.Url)")});
  second["rank"] = 2;
  Create(Import(
      DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("a", {{"refName", "build"}})}), second})})));
  Finish("a", TaskResult::kSucceeded,
         {{"build.Url", "http://x", false, true, true}, {"plain", "y", false, false, false}});
  EXPECT_THAT(Running(), ElementsAre("got http://x"));
}

TEST_F(EngineTest, GivenASecretThenItIsNowhereInTheDatabaseAndReachesOnlyTheInputs) {
  Json definition = DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("use $(Password)")})})});
  definition["variables"] = {{"Password", {{"value", "hunter2hunter2"}, {"isSecret", true}}}};
  Create(Import(definition));
  EXPECT_THAT(Running(), ElementsAre("use hunter2hunter2"));
  const ProcessRequest& request = runner_.requests[Token("use hunter2hunter2")];
  EXPECT_THAT(request.secrets, ::testing::Contains("hunter2hunter2"));
  for (const auto& [name, value] : request.environment)
    EXPECT_THAT(value, ::testing::Not(HasSubstr("hunter2"))) << name;
  EXPECT_EQ(Get().variables().at("Password").value(), "");
  Crash();
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("hunter2"), std::string::npos) << file.path();
  }
}

TEST_F(EngineTest, GivenOverridesThenOnlySettableVariablesAreTaken) {
  Json definition = DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson({TaskJson("$(a)")})})});
  definition["variables"] = {{"a", {{"value", "1"}, {"allowOverride", true}}}, {"b", {{"value", "1"}}}};
  const int64_t id = Import(definition);
  v1::CreateReleaseRequest request;
  request.set_definition_id(id);
  (*request.mutable_variables())["b"].set_value("2");
  EXPECT_THAT(engine_->CreateRelease(request).status().message(), HasSubstr("variables.b: not settable"));
  request.clear_variables();
  (*request.mutable_variables())["A"].set_value("2");
  ASSERT_TRUE(engine_->CreateRelease(request).ok());
  Pump();
  EXPECT_THAT(Running(), ElementsAre("2"));
}

TEST_F(EngineTest, GivenANameFormatThenCountersCountAndSurviveReopening) {
  const int64_t id = Import(Pipeline());
  EXPECT_EQ(Create(id).name(), "Release-1");
  EXPECT_EQ(Create(id).name(), "Release-2");
  Reopen();
  EXPECT_EQ(Create(id).name(), "Release-3");
}

TEST_F(EngineTest, GivenAnIdempotencyKeyThenTheSecondCallAnswersTheFirstRelease) {
  const int64_t id = Import(Pipeline());
  v1::CreateReleaseRequest request;
  request.set_definition_id(id);
  request.set_idempotency_key("build-42");
  const int64_t first = engine_->CreateRelease(request)->release().id();
  EXPECT_EQ(engine_->CreateRelease(request)->release().id(), first);
  Reopen();
  EXPECT_EQ(engine_->CreateRelease(request)->release().id(), first);
}

TEST_F(EngineTest, GivenUnknownTasksThenThePolicyOfTheReleaseDecides) {
  Json definition = DefinitionJson({EnvironmentJson(
      "Dev", 1, {}, {PhaseJson({TaskJson("a", {{"taskId", "99999999-0000-0000-0000-000000000000"}})})})});
  const int64_t id = Import(definition);
  Create(id);
  EXPECT_EQ(StatusOf("Dev"), v1::ENVIRONMENT_STATUS_REJECTED);
  EXPECT_THAT(Last("Dev").message(), HasSubstr("99999999-0000-0000-0000-000000000000"));
  v1::CreateReleaseRequest request;
  request.set_definition_id(id);
  request.set_unknown_tasks(v1::UNKNOWN_TASK_POLICY_SIMULATE);
  ASSERT_TRUE(engine_->CreateRelease(request).ok());
  Pump();
  EXPECT_EQ(Get(2).environments(0).status(), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(EngineTest, GivenAbandonThenItIsRefusedWhileSomethingRunsAndStopsStartsAfterwards) {
  Create(Import(Pipeline()));
  v1::AbandonReleaseRequest request;
  request.set_release_id(1);
  EXPECT_EQ(engine_->AbandonRelease(request).status().code(), absl::StatusCode::kFailedPrecondition);
  Finish("dev", TaskResult::kFailed);
  ASSERT_TRUE(engine_->AbandonRelease(request).ok());
  v1::DeployEnvironmentRequest deploy;
  deploy.set_release_id(1);
  deploy.set_environment("Dev");
  EXPECT_EQ(engine_->DeployEnvironment(deploy).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(EngineTest, GivenSnapshotsThenReopeningGoesOnFromThem) {
  Crash();
  snapshot_records_ = 1;
  Open();
  Create(Import(Pipeline()));
  Finish("dev");
  Finish("qa1");
  Reopen();
  const auto stream = store_->Load(1);
  ASSERT_TRUE(stream.ok());
  EXPECT_GT(stream->snapshot_version, 0);
  Finish("qa2");
  Finish("prod");
  EXPECT_EQ(StatusOf("Prod"), v1::ENVIRONMENT_STATUS_SUCCEEDED);
}

TEST_F(EngineTest, GivenAPullTaskThenTheHostGetsItAndCompletesItByItsToken) {
  v1::RegisterTaskRequest task;
  task.set_task_id("22222222-0000-0000-0000-000000000000");
  task.set_pull(true);
  ASSERT_TRUE(engine_->RegisterTask(task).ok());
  Create(Import(DefinitionJson({EnvironmentJson(
      "Dev", 1, {}, {PhaseJson({TaskJson("x", {{"taskId", task.task_id()}}), TaskJson("then $(answer)")})})})));
  auto work = engine_->NextWork(absl::Seconds(10));
  ASSERT_TRUE(work.ok()) << work.status();
  EXPECT_EQ(work->inputs().at("script"), "x");
  v1::TaskCompletion completion;
  completion.set_token(work->token());
  completion.set_status(v1::TASK_STATUS_SUCCEEDED);
  v1::VariableSet* variable = completion.add_variables();
  variable->set_name("answer");
  variable->set_value("42");
  ASSERT_TRUE(engine_->Complete(completion).ok());
  Pump();
  EXPECT_THAT(Running(), ElementsAre("then 42"));
  EXPECT_EQ(engine_->Complete(completion).code(), absl::StatusCode::kNotFound);
}

TEST_F(EngineTest, GivenAWatcherThenItSeesEveryRecordInOrderAndTheEndWhenIdle) {
  Create(Import(Pipeline()));
  for (const char* script : {"dev", "qa1", "qa2", "prod"}) Finish(script);
  v1::WatchEventsRequest request;
  request.set_release_id(1);
  request.set_until_idle(true);
  auto cursor = engine_->WatchEvents(request);
  ASSERT_TRUE(cursor.ok());
  int64_t sequence = 0;
  while (true) {
    auto next = (*cursor)->Next(absl::Seconds(10));
    ASSERT_TRUE(next.ok()) << next.status();
    if (!next->has_value()) break;
    EXPECT_EQ((*next)->sequence(), ++sequence);
  }
  EXPECT_EQ(sequence, Get().version());
}

}  // namespace
}  // namespace slipway
