// The store when the disk fails or is full: the command is refused, nothing is half-written, and it goes on afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/sqlite_store.h"
#include "tests/fault/fault_vfs.h"

namespace slipway {
namespace {

WriteBatch BatchFor(int64_t stream, int64_t version) {
  WriteBatch batch;
  StreamAppend append;
  append.stream = stream;
  append.expected_version = version;
  append.time = absl::FromUnixSeconds(1);
  append.records = {"record"};
  batch.appends.push_back(append);
  ReleaseRow row;
  row.id = stream;
  row.name = absl::StrCat("release ", stream);
  batch.releases.push_back(row);
  return batch;
}

class StoreFault : public ::testing::TestWithParam<Fault> {
 protected:
  static void SetUpTestSuite() { RegisterFaultVfs(); }
};

TEST_P(StoreFault, GivenAFaultAtAnyWriteThenTheCommitIsWholeOrAbsentAndTheNextOneWorks) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/store-fault-", getpid(), "-", static_cast<int>(GetParam()));
  for (int64_t at = 1; at <= 40; ++at) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ArmFault(Fault::kNone, 0);
    SqliteStoreOptions options;
    options.path = folder + "/s.db";
    options.vfs = kFaultVfs;
    options.wal_checkpoint_pages = 3;  // checkpoints within reach of the fault
    auto store = OpenSqliteStore(options);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Commit(BatchFor(1, 0), nullptr).ok());

    ArmFault(GetParam(), at);
    int64_t version = 1;
    for (int i = 0; i < 4; ++i) {
      const absl::Status committed = (*store)->Commit(BatchFor(1, version), nullptr);
      if (committed.ok()) {
        ++version;
      } else if (GetParam() == Fault::kFull) {
        // A sync that fails is an I/O error, whatever it fails of.
        EXPECT_TRUE(absl::IsResourceExhausted(committed) || absl::StrContains(committed.message(), "1034")) << committed;
      }
    }
    ArmFault(Fault::kNone, 0);
    ASSERT_TRUE((*store)->Commit(BatchFor(2, 0), nullptr).ok()) << "after a fault at " << at;
    auto stream = (*store)->Load(1);
    ASSERT_TRUE(stream.ok()) << stream.status();
    EXPECT_EQ(stream->version, version) << "a refused commit left something, or an accepted one did not, at " << at;
    store->reset();
    auto reopened = OpenSqliteStore(options);
    ASSERT_TRUE(reopened.ok()) << reopened.status();
    EXPECT_EQ((*reopened)->Load(1)->version, version);
    EXPECT_EQ((*reopened)->Load(1)->records.size(), static_cast<size_t>(version));
  }
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Faults, StoreFault, ::testing::Values(Fault::kFull, Fault::kIoError));

TEST(StoreSyncs, GivenOneCommitThenThereIsOneSync) {
  RegisterFaultVfs();
  const std::string folder = absl::StrCat(testing::TempDir(), "/store-syncs-", getpid());
  std::filesystem::create_directories(folder);
  SqliteStoreOptions options;
  options.path = folder + "/s.db";
  options.vfs = kFaultVfs;
  auto store = OpenSqliteStore(options);
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_TRUE((*store)->Commit(BatchFor(1, 0), nullptr).ok());
  ArmFault(Fault::kNone, 0);
  for (int64_t version = 1; version <= 10; ++version) ASSERT_TRUE((*store)->Commit(BatchFor(1, version), nullptr).ok());
  EXPECT_EQ(CountedSyncs(), 10);
  store->reset();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace slipway
