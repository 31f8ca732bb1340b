// Tasks that end when somebody else says so.
#include "adapters/task_callbacks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

using testing::HasSubstr;

constexpr char kId[] = "0d6b2a41-9d8c-4d3e-8f7a-1b2c3d4e5f60";

struct TaskCallbacks : testing::Test {
  TaskCallbacks() {
    std::string pattern = testing::TempDir() + "/slipway-callbacks-XXXXXX";
    folder = absl::StrCat(mkdtemp(pattern.data()), "/callbacks");
  }
  ~TaskCallbacks() override {
    std::error_code ignored;
    std::filesystem::remove_all(std::filesystem::path(folder).parent_path(), ignored);
  }
  int Files() const {
    std::error_code error;
    int count = 0;
    for (auto it = std::filesystem::directory_iterator(folder, error); it != std::filesystem::directory_iterator();
         ++it)
      ++count;
    return count;
  }
  std::string folder;
};

TEST_F(TaskCallbacks, AnAnswerReachesTheOneThatWaits) {
  auto wait = CallbackWait::Begin(folder, kId);
  ASSERT_TRUE(wait.ok()) << wait.status();
  std::thread other([&] {
    EXPECT_TRUE(AnswerCallback(folder, kId, {.succeeded = true, .message = "did \"it\"\nwell", .actor = "ci"}).ok());
  });
  const auto answer = (*wait)->Wait();
  other.join();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->succeeded);
  EXPECT_EQ(answer->message, "did \"it\"\nwell");
  EXPECT_EQ(answer->actor, "ci");
  wait->reset();
  EXPECT_EQ(Files(), 0);
}

TEST_F(TaskCallbacks, AnAnswerBeforeTheWaitIsNotLost) {
  auto wait = CallbackWait::Begin(folder, kId);
  ASSERT_TRUE(wait.ok());
  ASSERT_TRUE(AnswerCallback(folder, "0D6B2A41-9D8C-4D3E-8F7A-1B2C3D4E5F60", {.message = "no"}).ok())
      << "GUIDs have no case";
  const auto answer = (*wait)->Wait();
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->succeeded);
}

TEST_F(TaskCallbacks, TheFirstAnswerCounts) {
  auto wait = CallbackWait::Begin(folder, kId);
  ASSERT_TRUE(wait.ok());
  ASSERT_TRUE(AnswerCallback(folder, kId, {.succeeded = false}).ok());
  EXPECT_EQ(AnswerCallback(folder, kId, {.succeeded = true}).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_FALSE((*wait)->Wait()->succeeded);
}

TEST_F(TaskCallbacks, WhereNobodyWaitsTheAnswerIsRefused) {
  EXPECT_EQ(AnswerCallback(folder, kId, {}).code(), absl::StatusCode::kNotFound);
  auto wait = CallbackWait::Begin(folder, kId);
  wait->reset();
  const absl::Status late = AnswerCallback(folder, kId, {});
  EXPECT_EQ(late.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(late.message(), HasSubstr("no task waits for completion under"));
  EXPECT_EQ(Files(), 0);
}

TEST_F(TaskCallbacks, WhatIsNoGuidIsRefusedAndNoPath) {
  for (const char* id : {"", "..", "../../../../../../../../../etc/passwd", "0d6b2a41-9d8c-4d3e-8f7a-1b2c3d4e5f6/"}) {
    EXPECT_EQ(AnswerCallback(folder, id, {}).code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_EQ(CallbackWait::Begin(folder, id).status().code(), absl::StatusCode::kInvalidArgument) << id;
  }
}

TEST_F(TaskCallbacks, AMessageHasALimit) {
  auto wait = CallbackWait::Begin(folder, kId);
  EXPECT_EQ(AnswerCallback(folder, kId, {.message = std::string(100'000, 'x')}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(TaskCallbacks, TwoCannotWaitUnderOneId) {
  auto first = CallbackWait::Begin(folder, kId);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(CallbackWait::Begin(folder, kId).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(TaskCallbacks, WhatAKilledTaskLeftIsRemovedAndWhatStillWaitsIsNot) {
  auto wait = CallbackWait::Begin(folder, kId);
  ASSERT_TRUE(wait.ok());
  for (const char* name :
       {"11111111-9d8c-4d3e-8f7a-1b2c3d4e5f60.waiting", "11111111-9d8c-4d3e-8f7a-1b2c3d4e5f60.answer",
        "22222222-9d8c-4d3e-8f7a-1b2c3d4e5f60.answer"}) {
    std::ofstream(absl::StrCat(folder, "/", name)) << "{}";
  }
  RemoveStaleCallbacks(folder);
  EXPECT_EQ(Files(), 1);
  EXPECT_TRUE(AnswerCallback(folder, kId, {.succeeded = true}).ok());
  RemoveStaleCallbacks(folder);
  EXPECT_TRUE((*wait)->Wait()->succeeded);
}

TEST_F(TaskCallbacks, AnAnswerOfAnEarlierTryIsNotTakenForThisOne) {
  std::filesystem::create_directories(folder);
  std::ofstream(absl::StrCat(folder, "/", kId, ".answer")) << R"({"succeeded":false})";
  auto wait = CallbackWait::Begin(folder, kId);
  ASSERT_TRUE(wait.ok());
  ASSERT_TRUE(AnswerCallback(folder, kId, {.succeeded = true}).ok());
  EXPECT_TRUE((*wait)->Wait()->succeeded);
}

}  // namespace
}  // namespace slipway
