// An engine over a real store with scripted edges and a clock in the test's hand.
#ifndef SLIPWAY_TESTS_ENGINE_ENGINE_FIXTURE_H_
#define SLIPWAY_TESTS_ENGINE_ENGINE_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sqlite_store.h"
#include "engine/engine.h"
#include "tests/engine/definitions.h"
#include "tests/engine/fakes.h"

namespace slipway {

class EngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = absl::StrCat(testing::TempDir(), "/engine-", getpid(), "-",
                           testing::UnitTest::GetInstance()->current_test_info()->test_suite_name(), ".",
                           testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Open();
  }
  void TearDown() override {
    Crash();
    std::filesystem::remove_all(folder_);
  }

  void Open() {
    SqliteStoreOptions store_options;
    store_options.path = folder_ + "/slipway.db";
    auto store = OpenSqliteStore(store_options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    EngineOptions options;
    options.open = open_;
    options.manual = true;
    options.boot = boot_;
    options.max_parallel_tasks = 100;
    options.snapshot_records = snapshot_records_;
    options.places.data_directory = folder_;
    auto engine = Engine::Open(options, {store_.get(), &runner_, &library_, &logs_, &secret_box_, &clock_, nullptr, nullptr,
                                         artifacts_});
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
    Pump();
  }
  void Crash() {
    engine_.reset();
    store_.reset();
  }
  void Reopen() {
    Crash();
    Open();
  }
  void Pump() {
    while (engine_->Pump()) {
    }
  }
  void Advance(absl::Duration duration) {
    clock_.now += duration;
    Pump();
  }

  int64_t Import(const Json& document) {
    v1::ImportDefinitionRequest request;
    request.set_document(document.dump());
    auto response = engine_->ImportDefinition(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->definitions(0).definition().id() : 0;
  }
  v1::Release Create(int64_t definition) {
    v1::CreateReleaseRequest request;
    request.set_definition_id(definition);
    request.set_actor("ann");
    auto response = engine_->CreateRelease(request);
    EXPECT_TRUE(response.ok()) << response.status();
    Pump();
    return response.ok() ? response->release() : v1::Release();
  }
  v1::Release Get(int64_t id = 1) {
    v1::GetReleaseRequest request;
    request.set_release_id(id);
    auto response = engine_->GetRelease(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->release() : v1::Release();
  }
  v1::EnvironmentStatus StatusOf(const std::string& name, int64_t id = 1) {
    const v1::Release release = Get(id);
    for (const v1::ReleaseEnvironment& environment : release.environments()) {
      if (environment.name() == name) return environment.status();
    }
    return v1::ENVIRONMENT_STATUS_UNDEFINED;
  }
  v1::Deployment Last(const std::string& name, int64_t id = 1) {
    const v1::Release release = Get(id);
    for (const v1::ReleaseEnvironment& environment : release.environments()) {
      if (environment.name() == name) return environment.deployments(environment.deployments_size() - 1);
    }
    return v1::Deployment();
  }
  v1::TaskStatus TaskOf(const std::string& environment, int task) {
    return Last(environment).phases(0).jobs(0).tasks(task).status();
  }
  std::vector<std::string> Running() {
    std::vector<std::string> scripts;
    for (const std::string& token : runner_.running) scripts.push_back(runner_.Script(token));
    return scripts;
  }
  std::string Token(const std::string& script) {
    for (const std::string& token : runner_.running) {
      if (runner_.Script(token) == script) return token;
    }
    ADD_FAILURE() << script << " is not running";
    return "";
  }
  void Finish(const std::string& script, TaskResult result = TaskResult::kSucceeded,
              std::vector<SetVariable> variables = {}) {
    runner_.Finish(Token(script), result, std::move(variables));
    Pump();
  }

  std::string folder_;
  v1::OpenOptions open_;
  uint32_t boot_ = 7;
  int64_t snapshot_records_ = 512;
  ArtifactSourceFactory* artifacts_ = nullptr;
  FakeClock clock_;
  FakeSecretBox secret_box_;
  FakeTaskLibrary library_;
  FakeTaskLogs logs_;
  FakeRunner runner_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_ENGINE_ENGINE_FIXTURE_H_
