// Misuse of the C ABI has a defined answer, and what hosts rely on holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "slipway/slipway.hpp"

namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class Abi : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/capi-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string Options() {
    return json{{"database", folder_ + "/s.db"}, {"unknownTasks", "UNKNOWN_TASK_POLICY_SIMULATE"}}.dump();
  }
  slipway::Engine Open() { return slipway::Engine::Open(Options(), SLIPWAY_JSON).value(); }
  std::string folder_;
};

TEST_F(Abi, GivenNullHandlesThenEveryCallIsAFailedPrecondition) {
  slipway_error* error = nullptr;
  slipway_buffer buffer{};
  EXPECT_EQ(slipway_get_status(nullptr, slipway_text("{}"), &buffer, &error), SLIPWAY_FAILED_PRECONDITION);
  EXPECT_THAT(slipway_error_message(error), HasSubstr("engine is NULL"));
  slipway_error_release(error);
  EXPECT_EQ(slipway_cursor_next(nullptr, 0, &buffer, nullptr), SLIPWAY_FAILED_PRECONDITION);
  EXPECT_EQ(slipway_work_next(nullptr, 0, &buffer, nullptr), SLIPWAY_FAILED_PRECONDITION);
  EXPECT_EQ(slipway_close(nullptr), SLIPWAY_OK);
  slipway_cursor_close(nullptr);
  slipway_buffer_release(nullptr);
  slipway_error_release(nullptr);
  EXPECT_STREQ(slipway_error_message(nullptr), "");
}

TEST_F(Abi, GivenAClosedEngineThenItsHandleAndItsCursorsAnswerAndDoNotCrash) {
  slipway_engine* engine = nullptr;
  const std::string options = Options();
  ASSERT_EQ(slipway_open(slipway_text(options.c_str()), SLIPWAY_JSON, nullptr, &engine, nullptr), SLIPWAY_OK);
  slipway_cursor* cursor = nullptr;
  ASSERT_EQ(slipway_watch_events(engine, slipway_text("{}"), &cursor, nullptr), SLIPWAY_OK);
  EXPECT_EQ(slipway_close(engine), SLIPWAY_OK);
  EXPECT_EQ(slipway_close(engine), SLIPWAY_OK);
  EXPECT_EQ(slipway_get_status(engine, slipway_text("{}"), nullptr, nullptr), SLIPWAY_FAILED_PRECONDITION);
  slipway_buffer buffer{};
  EXPECT_EQ(slipway_cursor_next(cursor, 0, &buffer, nullptr), SLIPWAY_FAILED_PRECONDITION);
  slipway_cursor_close(cursor);
  slipway_cursor_close(cursor);
}

TEST_F(Abi, GivenABadHostStructThenOpenRefuses) {
  slipway_host host{};
  host.struct_size = 3;
  slipway_engine* engine = nullptr;
  slipway_error* error = nullptr;
  const std::string options = Options();
  EXPECT_EQ(slipway_open(slipway_text(options.c_str()), SLIPWAY_JSON, &host, &engine, &error),
            SLIPWAY_FAILED_PRECONDITION);
  EXPECT_EQ(engine, nullptr);
  EXPECT_THAT(slipway_error_message(error), HasSubstr("struct_size"));
  slipway_error_release(error);
}

TEST_F(Abi, GivenAWishThatThisLibraryDoesNotKnowThenItIsRefusedWithItsPath) {
  slipway::Engine engine = Open();
  const auto answer = engine.CreateRelease(R"({"definitionId": 1, "requireApproval": true})");
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), SLIPWAY_INVALID_ARGUMENT);
  EXPECT_THAT(answer.error().message() + answer.error().path(), HasSubstr("requireApproval"));
  EXPECT_EQ(engine.GetStatus("{\"").error().code(), SLIPWAY_INVALID_ARGUMENT);
  EXPECT_EQ(engine.GetStatus("[1]").error().code(), SLIPWAY_INVALID_ARGUMENT);
}

TEST_F(Abi, GivenBinaryEncodingThenUnknownFieldsAreRefusedToo) {
  const std::string path = folder_ + "/p.db";
  std::string options = "\x0a" + std::string(1, static_cast<char>(path.size())) + path;
  slipway::Engine engine = slipway::Engine::Open(options).value();
  EXPECT_TRUE(engine.GetStatus("").ok());
  EXPECT_EQ(engine.GetStatus("\xfa\x3f\x01x").error().code(), SLIPWAY_INVALID_ARGUMENT);
  EXPECT_EQ(engine.GetStatus("\xff\xff\xff").error().code(), SLIPWAY_INVALID_ARGUMENT);
}

TEST_F(Abi, GivenTwoEnginesOnOneFileThenTheSecondIsTold) {
  slipway::Engine engine = Open();
  const auto second = slipway::Engine::Open(Options(), SLIPWAY_JSON);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), SLIPWAY_FAILED_PRECONDITION);
  EXPECT_THAT(second.error().message(), HasSubstr("already open"));
}

TEST_F(Abi, GivenAForkThenTheChildIsToldToOpenItsOwn) {
  slipway::Engine engine = Open();
  const pid_t child = fork();
  if (child == 0) _exit(slipway_get_status(engine.handle(), slipway_text("{}"), nullptr, nullptr));
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), SLIPWAY_FAILED_PRECONDITION);
  EXPECT_TRUE(engine.GetStatus("{}").ok());
}

TEST_F(Abi, GivenManyThreadsThenEveryReleaseRunsAndCloseDuringCallsIsClean) {
  std::ifstream file(SLIPWAY_SOURCE_DIR "/examples/quickstart/definition.json");
  json definition = json::parse(file);
  for (json& environment : definition["environments"]) {
    for (json& task : environment["deployPhases"][0]["workflowTasks"])
      task["taskId"] = "99999999-0000-0000-0000-000000000000";
  }
  slipway::Engine engine = Open();
  engine.ImportDefinition(json{{"document", definition.dump()}}.dump()).value();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&engine] {
      for (int n = 0; n < 10; ++n) EXPECT_TRUE(engine.CreateRelease(R"({"definitionId": 1})").ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  slipway::Cursor events = engine.WatchEvents(R"({"untilIdle": true})").value();
  while (events.Next().ok()) {
  }
  const json releases = json::parse(engine.ListReleases(R"({"limit": 1000})").value());
  EXPECT_EQ(releases["releases"].size(), 80u);
  for (const json& release : releases["releases"]) {
    for (const json& environment : release["environments"])
      EXPECT_EQ(environment["status"], "ENVIRONMENT_STATUS_SUCCEEDED");
  }
  std::thread waiter([&engine] { EXPECT_FALSE(engine.WorkNext(-1).ok()); });
  engine.Close();
  waiter.join();
}

struct Counts {
  std::atomic<int> tasks{0};
  std::atomic<int> released{0};
  slipway_engine* engine = nullptr;
};

TEST_F(Abi, GivenPushCallbacksThenTasksArriveAndAreAnsweredByTokenAndReleaseIsCalledOnce) {
  Counts counts;
  {
    slipway_host host{};
    host.struct_size = sizeof(host);
    host.user_data = &counts;
    host.release = [](void* data) { ++static_cast<Counts*>(data)->released; };
    host.run_task = [](void* data, slipway_bytes request) -> int32_t {
      const json task = json::parse(std::string(static_cast<const char*>(request.data), request.size));
      ++static_cast<Counts*>(data)->tasks;
      // Callbacks may ask; what would have to wait for the engine is refused, not hung.
      slipway_engine* engine = static_cast<Counts*>(data)->engine;
      EXPECT_EQ(slipway_get_release(engine, slipway_text(R"({"releaseId": 1})"), nullptr, nullptr), SLIPWAY_OK);
      EXPECT_EQ(slipway_cancel_environment(engine, slipway_text(R"({"releaseId": 1})"), nullptr, nullptr),
                SLIPWAY_FAILED_PRECONDITION);
      EXPECT_EQ(slipway_close(engine), SLIPWAY_FAILED_PRECONDITION);
      // A refusal fails the task; this one is refused on purpose when its input says so.
      if (task["inputs"]["script"] == "refuse") return SLIPWAY_UNAVAILABLE;
      std::thread([engine = static_cast<Counts*>(data)->engine, token = task["token"].get<std::string>()] {
        slipway_complete(
            engine, slipway_text(json{{"token", token}, {"status", "TASK_STATUS_SUCCEEDED"}}.dump().c_str()), nullptr);
      }).detach();
      return SLIPWAY_OK;
    };
    slipway::Engine engine = slipway::Engine::Open(Options(), SLIPWAY_JSON, &host).value();
    counts.engine = engine.handle();
    engine.RegisterTask(R"({"taskId": "77777777-0000-0000-0000-000000000000", "name": "ours"})").value();
    const auto task = [](const char* script) {
      return json{{"taskId", "77777777-0000-0000-0000-000000000000"},
                  {"version", "1.*"},
                  {"name", script},
                  {"enabled", true},
                  {"inputs", {{"script", script}}}};
    };
    const json automated = {{"approvals", {{{"rank", 1}, {"isAutomated", true}}}}};
    const json definition = {
        {"name", "Host"},
        {"environments",
         {{{"name", "Dev"},
           {"rank", 1},
           {"conditions", {{{"name", "ReleaseStarted"}, {"conditionType", 1}}}},
           {"preDeployApprovals", automated},
           {"postDeployApprovals", automated},
           {"retentionPolicy", {{"daysToKeep", 1}}},
           {"deployPhases",
            {{{"rank", 1}, {"phaseType", 1}, {"name", "j"}, {"workflowTasks", {task("go"), task("refuse")}}}}}}}}};
    engine.ImportDefinition(json{{"document", definition.dump()}}.dump()).value();
    engine.CreateRelease(R"({"definitionId": 1})").value();
    slipway::Cursor events = engine.WatchEvents(R"({"releaseId": 1, "untilIdle": true})").value();
    while (events.Next().ok()) {
    }
    const json release = json::parse(engine.GetRelease(R"({"releaseId": 1})").value())["release"];
    const json& tasks = release["environments"][0]["deployments"][0]["phases"][0]["jobs"][0]["tasks"];
    EXPECT_EQ(tasks[0]["status"], "TASK_STATUS_SUCCEEDED");
    EXPECT_EQ(tasks[1]["status"], "TASK_STATUS_FAILED");
    EXPECT_THAT(tasks[1]["message"].get<std::string>(), HasSubstr("run_task"));
  }
  EXPECT_EQ(counts.tasks, 2);
  EXPECT_EQ(counts.released, 1);
}

}  // namespace
