// The store when its disk fails and when its process dies, at every single operation that reaches the disk.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "adapters/sqlite_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fault/fault_vfs.h"
#include "adapters/memory_store.h"
#include "tests/ports/store_histories.h"

namespace slipway {
namespace {

constexpr int kCommits = 5;

// Some commits, and everything that a store must answer after each number of them.
struct History {
  std::vector<WriteBatch> batches;
  std::vector<std::string> answers;  // [n]: after n commits
};

const History& TheHistory() {
  static const History* const history = [] {
    auto* made = new History;
    MemoryStore oracle;
    std::mt19937_64 random(7);
    made->answers.push_back(Everything(oracle));
    while (made->batches.size() < kCommits) {
      WriteBatch batch = RandomBatch(random, oracle);
      // Large enough for pages to fill up and split.
      for (StreamAppend& append : batch.appends) append.records.push_back(std::string(700, 'r'));
      // Two commits that leave the same state could not be told apart.
      batch.name_counters.push_back({1, "Release-", static_cast<int64_t>(made->batches.size()) + 1});
      if (!oracle.Commit(batch, nullptr).ok()) continue;
      made->batches.push_back(std::move(batch));
      made->answers.push_back(Everything(oracle));
    }
    return made;
  }();
  return *history;
}

class StoreFaultTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/slipway-fault-XXXXXX";
    folder_ = mkdtemp(name.data());
    FaultVfs::Get();
    TheHistory();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // A database that nobody has used.
  void Clear() {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) std::filesystem::remove_all(entry);
  }

  absl::StatusOr<std::unique_ptr<Store>> Open() const {
    SqliteStoreOptions options;
    options.path = path();
    options.vfs = FaultVfs::kName;
    options.wal_checkpoint_pages = 25;  // so that the history has checkpoints and WALs begun anew
    return OpenSqliteStore(options);
  }
  std::string path() const { return folder_ + "/slipway.db"; }

  // In a child: all commits, from the one numbered `first`; a byte for each thing that was acknowledged. Returns how
  // many commits were, or -1 when not even the opening was; `died` says whether the child was killed.
  int RunInChild(const FaultPlan& plan, bool* died) {
    int acknowledged[2];
    EXPECT_EQ(pipe(acknowledged), 0);
    const pid_t child = fork();
    if (child == 0) {
      FaultVfs::Get().Arm(plan);
      auto store = Open();
      const auto acknowledge = [&] {
        if (write(acknowledged[1], "!", 1) != 1) _exit(3);
      };
      if (!store.ok()) _exit(1);
      acknowledge();
      for (const WriteBatch& batch : TheHistory().batches) {
        if (!(*store)->Commit(batch, nullptr).ok()) _exit(2);
        acknowledge();
      }
      store->reset();
      _exit(0);
    }
    close(acknowledged[1]);
    int count = -1;
    char byte;
    while (read(acknowledged[0], &byte, 1) == 1) ++count;
    close(acknowledged[0]);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    *died = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    EXPECT_TRUE(*died || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) << "child ended with " << status;
    return count;
  }

  // SQLite's own verdict, from a connection that knows nothing of us.
  std::string IntegrityCheck() const {
    sqlite3* handle = nullptr;
    std::string text;
    if (sqlite3_open(path().c_str(), &handle) == SQLITE_OK) {
      sqlite3_exec(
          handle, "PRAGMA integrity_check",
          [](void* out, int, char** values, char**) {
            static_cast<std::string*>(out)->append(values[0]);
            return 0;
          },
          &text, nullptr);
    }
    sqlite3_close(handle);
    return text;
  }

  // The state is that after `least` commits, or after one more; the rest of the history still fits.
  void ExpectWhole(int least) {
    const History& history = TheHistory();
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    const std::string answers = Everything(**store);
    int count = least;
    if (count < kCommits && answers != history.answers[count]) ++count;
    ASSERT_EQ(answers, history.answers[count]) << "acknowledged: " << least;
    for (int i = count; i < kCommits; ++i) {
      const absl::Status status = (*store)->Commit(history.batches[i], nullptr);
      ASSERT_TRUE(status.ok()) << status;
    }
    ASSERT_EQ(Everything(**store), history.answers[kCommits]);
    store->reset();
    ASSERT_EQ(IntegrityCheck(), "ok");
  }

  void CrashEverywhere(Fault fault) {
    int64_t crashes = 0;
    for (int64_t at = 1;; ++at) {
      SCOPED_TRACE(absl::StrCat("at operation ", at));
      Clear();
      bool died = false;
      const int acknowledged = RunInChild({fault, at}, &died);
      if (HasFailure()) return;
      FaultVfs::Get().Arm({});
      ExpectWhole(std::max(acknowledged, 0));
      if (HasFailure()) return;
      if (!died) {
        ASSERT_EQ(acknowledged, kCommits);
        break;
      }
      ++crashes;
    }
    // Each commit writes and syncs at the least; the creation, the checkpoints and the closing come on top.
    EXPECT_GT(crashes, 5 * kCommits);
  }

  void FailEverywhere(Fault fault, bool repeats, absl::StatusCode expected) {
    const History& history = TheHistory();
    int64_t failures = 0;
    for (int64_t at = 1;; ++at) {
      SCOPED_TRACE(absl::StrCat("at operation ", at));
      Clear();
      FaultVfs::Get().Arm({fault, at, repeats});
      const auto check = [&](const absl::Status& status) {
        EXPECT_EQ(status.code(), expected) << status;
        EXPECT_THAT(std::string(status.message()), testing::HasSubstr("slipway.db")) << status;
        ++failures;
      };
      bool faults = false;
      auto store = Open();
      if (!store.ok()) {
        check(store.status());
        faults = FaultVfs::Get().counts().faults > 0;
        FaultVfs::Get().Arm({});
        store = Open();
        ASSERT_TRUE(store.ok()) << store.status();
      }
      for (int i = 0; i < kCommits; ++i) {
        absl::Status status = (*store)->Commit(history.batches[i], nullptr);
        if (!status.ok()) {
          check(status);
          // Nothing of it is there, and while the disk is still in trouble what was written can be read.
          ASSERT_EQ(Everything(**store), history.answers[i]);
          faults = faults || FaultVfs::Get().counts().faults > 0;
          FaultVfs::Get().Arm({});
          status = (*store)->Commit(history.batches[i], nullptr);
        }
        ASSERT_TRUE(status.ok()) << status;
      }
      faults = faults || FaultVfs::Get().counts().faults > 0;
      ASSERT_EQ(Everything(**store), history.answers[kCommits]);
      FaultVfs::Get().Arm({});
      store->reset();
      ExpectWhole(kCommits);
      if (HasFailure()) return;
      if (!faults) break;
    }
    EXPECT_GT(failures, 5 * kCommits);
  }

  std::string folder_;
};

TEST_F(StoreFaultTest, KilledAtAnyOperationLosesNothingAcknowledged) { CrashEverywhere(Fault::kKill); }
TEST_F(StoreFaultTest, KilledWithinAnyWriteLosesNothingAcknowledged) { CrashEverywhere(Fault::kTornKill); }
TEST_F(StoreFaultTest, APowerCutAtAnyOperationLosesNothingAcknowledged) { CrashEverywhere(Fault::kPowerCut); }
TEST_F(StoreFaultTest, APowerCutThatKeepsSomeSectorsLosesNothingAcknowledged) { CrashEverywhere(Fault::kTornPowerCut); }

TEST_F(StoreFaultTest, AnIoErrorAtAnyOperationIsToldAndWritesNothing) {
  FailEverywhere(Fault::kIoError, /*repeats=*/false, absl::StatusCode::kInternal);
}
TEST_F(StoreFaultTest, ADiskThatBreaksAtAnyOperationIsToldAndRecoveredFrom) {
  FailEverywhere(Fault::kIoError, /*repeats=*/true, absl::StatusCode::kInternal);
}
TEST_F(StoreFaultTest, ADiskFullAtAnyOperationIsToldAndRecoveredFrom) {
  FailEverywhere(Fault::kDiskFull, /*repeats=*/true, absl::StatusCode::kResourceExhausted);
}

TEST_F(StoreFaultTest, ACommitIsOneSync) {
  SqliteStoreOptions options;
  options.path = path();
  options.vfs = FaultVfs::kName;
  options.wal_checkpoint_pages = 1'000'000;
  auto store = OpenSqliteStore(options);
  ASSERT_TRUE(store.ok()) << store.status();
  WriteBatch batch;
  for (StreamId id = 1; id <= 10; ++id) batch.appends.push_back(MakeAppend(id, 0, {"created"}));
  ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
  FaultVfs::Get().Arm({});
  for (int64_t i = 1; i <= 100; ++i) {
    for (StreamAppend& append : batch.appends) append.expected_version = i;
    batch.outbox_puts = {{i, 1, "notification"}};
    batch.outbox_deletes = {i - 1};
    ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
  }
  EXPECT_EQ(FaultVfs::Get().counts().syncs, 100);
  EXPECT_EQ(FaultVfs::Get().counts().wal_syncs, 100);
}

TEST_F(StoreFaultTest, CheckpointsAddFewSyncs) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  constexpr int kMany = 400;
  FaultVfs::Get().Arm({});
  for (int64_t i = 0; i < kMany; ++i) {
    WriteBatch batch;
    batch.appends.push_back(MakeAppend(1, i, {std::string(256, 'r')}));
    ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
  }
  // With 25 pages of WAL and about 2 pages for each commit, about one in twelve has a checkpoint: the WAL once more,
  // the database, and the header of the WAL begun anew.
  EXPECT_GE(FaultVfs::Get().counts().syncs, kMany);
  EXPECT_LE(FaultVfs::Get().counts().syncs, kMany + kMany / 3);
}

TEST_F(StoreFaultTest, ALongReadDoesNotMakeEveryCommitACheckpoint) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  // Somebody reads for a long time: nothing newer than what he sees can leave the WAL.
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM events", nullptr, nullptr, nullptr), SQLITE_OK);
  constexpr int kMany = 400;
  FaultVfs::Get().Arm({});
  for (int64_t i = 0; i < kMany; ++i) {
    WriteBatch batch;
    batch.appends.push_back(MakeAppend(1, i, {std::string(256, 'r')}));
    ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
  }
  EXPECT_LE(FaultVfs::Get().counts().syncs, kMany + kMany / 3);
  sqlite3_close(reader);
}

}  // namespace
}  // namespace slipway
