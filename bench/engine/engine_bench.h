// An engine over a real store whose tasks are concluded inside the engine, so that what is measured is the engine.
#ifndef SLIPWAY_BENCH_ENGINE_ENGINE_BENCH_H_
#define SLIPWAY_BENCH_ENGINE_ENGINE_BENCH_H_

#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/sqlite_store.h"
#include "engine/engine.h"
#include "tests/engine/definitions.h"
#include "tests/engine/fakes.h"

namespace slipway {

inline std::string FreshFolder(const std::string& name) {
  // The build folder, not /tmp: /tmp may be memory, which has no syncs to measure.
  const std::string folder =
      std::filesystem::current_path().string() + "/bench-" + name + "-" + std::to_string(getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

// A definition with one environment of `tasks` tasks; those nobody can run are concluded by the engine itself.
inline std::string ChainDocument(int tasks, bool known = true) {
  std::vector<Json> list;
  for (int i = 0; i < tasks; ++i) {
    list.push_back(TaskJson("run"));
    if (!known) list.back()["taskId"] = "99999999-0000-0000-0000-000000000000";
  }
  return DefinitionJson({EnvironmentJson("Dev", 1, {}, {PhaseJson(list)})}).dump();
}

// A runner that tells the driver of the benchmark which tokens are to run.
class QuietRunner : public Runner {
 public:
  void SetObserver(RunnerObserver* observer) override { observer_ = observer; }
  absl::Status Start(const ProcessRequest& request) override {
    started.push_back(request.token);
    return absl::OkStatus();
  }
  absl::Status Attach(const std::string&) override { return absl::OkStatus(); }
  absl::Status Cancel(const std::string&) override { return absl::OkStatus(); }
  absl::Status Forget(const std::string&) override { return absl::OkStatus(); }
  RunnerObserver* observer_ = nullptr;
  std::vector<std::string> started;
};

struct BenchEngine {
  explicit BenchEngine(const std::string& folder, int32_t max_parallel = 1 << 30) {
    SqliteStoreOptions store_options;
    store_options.path = folder + "/slipway.db";
    store = *OpenSqliteStore(store_options);
    EngineOptions options;
    options.manual = true;
    options.boot = 1;
    options.max_parallel_tasks = max_parallel;
    options.places.data_directory = folder;
    engine = *Engine::Open(std::move(options), {store.get(), &runner, &library, &logs, &secret_box, &clock, nullptr});
  }
  int64_t Import(const std::string& document) {
    v1::ImportDefinitionRequest request;
    request.set_document(document);
    return engine->ImportDefinition(request)->definitions(0).definition().id();
  }
  void Create(int64_t definition) {
    v1::CreateReleaseRequest request;
    request.set_definition_id(definition);
    request.set_unknown_tasks(v1::UNKNOWN_TASK_POLICY_SIMULATE);
    engine->CreateRelease(request).IgnoreError();
  }
  void CreateDraft(int64_t definition) {
    v1::CreateReleaseRequest request;
    request.set_definition_id(definition);
    request.set_is_draft(true);
    request.set_unknown_tasks(v1::UNKNOWN_TASK_POLICY_SIMULATE);
    engine->CreateRelease(request).IgnoreError();
  }
  // Releases 1 to n, in one commit.
  void StartAll(int64_t n) {
    for (int64_t i = 1; i <= n; ++i) engine->PostStart(i);
    engine->Pump();
  }
  int64_t Transitions() { return engine->transitions(); }
  // Everything that runs ends well, in one commit; how many transitions that was.
  int64_t FinishRunning() {
    std::vector<std::string> tokens;
    tokens.swap(runner.started);
    ProcessResult result;
    for (const std::string& token : tokens) {
      result.token = token;
      runner.observer_->OnFinished(result);
    }
    while (engine->Pump()) {
    }
    return static_cast<int64_t>(tokens.size());
  }

  FakeClock clock;
  FakeSecretBox secret_box;
  FakeTaskLibrary library;
  FakeTaskLogs logs;
  QuietRunner runner;
  std::unique_ptr<Store> store;
  std::unique_ptr<Engine> engine;
};

// The limit: one event row and one state row for each transition, `per_commit` of them in a commit, SQLite alone.
class RawSqlite {
 public:
  explicit RawSqlite(const std::string& folder) {
    sqlite3_open((folder + "/raw.db").c_str(), &db_);
    Exec(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
        "CREATE TABLE events(position INTEGER PRIMARY KEY, stream INTEGER, sequence INTEGER, payload BLOB);"
        "CREATE TABLE state(id INTEGER PRIMARY KEY, version INTEGER, status INTEGER)");
    for (int i = 1; i <= 1000; ++i) Exec("INSERT INTO state VALUES(" + std::to_string(i) + ",0,0)");
    sqlite3_prepare_v2(db_, "INSERT INTO events(stream,sequence,payload) VALUES(?1,?2,?3)", -1, &insert_, nullptr);
    sqlite3_prepare_v2(db_, "UPDATE state SET version=version+1,status=?2 WHERE id=?1", -1, &update_, nullptr);
  }
  ~RawSqlite() {
    sqlite3_finalize(insert_);
    sqlite3_finalize(update_);
    sqlite3_close(db_);
  }
  void Commit(int64_t per_commit) {
    Exec("BEGIN IMMEDIATE");
    for (int64_t i = 0; i < per_commit; ++i) {
      sqlite3_bind_int64(insert_, 1, i % 1000 + 1);
      sqlite3_bind_int64(insert_, 2, i);
      sqlite3_bind_blob(insert_, 3, payload_.data(), static_cast<int>(payload_.size()), SQLITE_STATIC);
      sqlite3_step(insert_);
      sqlite3_reset(insert_);
      sqlite3_bind_int64(update_, 1, i % 1000 + 1);
      sqlite3_bind_int64(update_, 2, i);
      sqlite3_step(update_);
      sqlite3_reset(update_);
    }
    Exec("COMMIT");
  }

 private:
  void Exec(const std::string& sql) { sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr); }
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* update_ = nullptr;
  const std::string payload_ = std::string(256, 'e');
};

}  // namespace slipway

#endif  // SLIPWAY_BENCH_ENGINE_ENGINE_BENCH_H_
