// The SQLite store beyond the contract: files that are not fit, files of others, two owners, and what each error says.
#include "adapters/sqlite_store.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "adapters/record_chain.h"
#include "adapters/sqlite_schema.h"
#include "tests/ports/store_contract.h"

namespace slipway {
namespace {

using testing::HasSubstr;

class TempFolder {
 public:
  TempFolder() {
    std::string name = testing::TempDir() + "/slipway-store-XXXXXX";
    path_ = std::filesystem::canonical(mkdtemp(name.data()));  // errors name files by their real path
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class SqliteBed : public StoreBed {
 public:
  std::unique_ptr<Store> Open() override {
    SqliteStoreOptions options;
    options.path = folder_ / "slipway.db";
    options.wal_checkpoint_pages = 16;  // checkpoints happen within small tests too
    auto store = OpenSqliteStore(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

 private:
  TempFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(StoreBedFactory{"Sqlite", [] { return std::make_unique<SqliteBed>(); }}),
                         [](const auto& info) { return info.param.name; });

absl::StatusOr<std::unique_ptr<Store>> OpenAt(const std::string& path, bool read_only = false) {
  SqliteStoreOptions options;
  options.path = path;
  options.read_only = read_only;
  return OpenSqliteStore(options);
}

void Sql(const std::string& path, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

std::string Bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void Write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

WriteBatch One(StreamId stream, int64_t expected, std::string payload) {
  WriteBatch batch;
  batch.appends.push_back(MakeAppend(stream, expected, {std::move(payload)}));
  return batch;
}

// Runs `body` in a forked child, as nobody when this is root (root is refused nothing), and hands back its exit code.
template <typename Body>
int InUnprivilegedChild(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(99);
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
}

// 0 when opening `path` fails with `code`, naming the path and `advice`; else says what happened.
int OpenFails(const std::string& path, absl::StatusCode code, const std::string& advice) {
  const auto store = OpenAt(path);
  if (store.status().code() == code && store.status().message().find(path) != absl::string_view::npos &&
      store.status().message().find(advice) != absl::string_view::npos) {
    return 0;
  }
  fprintf(stderr, "opening %s: %s\n", path.c_str(), store.status().ToString().c_str());
  return 1;
}

TEST(SqliteStoreTest, AMissingFolderIsNamed) {
  TempFolder folder;
  EXPECT_EQ(OpenFails(folder / "none/slipway.db", absl::StatusCode::kFailedPrecondition, "does not exist"), 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "none"));
}

TEST(SqliteStoreTest, AFolderIsNoDatabase) {
  TempFolder folder;
  EXPECT_EQ(OpenFails(folder.path(), absl::StatusCode::kFailedPrecondition, "this is a folder"), 0);
}

TEST(SqliteStoreTest, AnEmptyPathIsRefused) {
  EXPECT_EQ(OpenAt("").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(SqliteStoreTest, SpecialNamesOfSqliteAreOrdinaryFiles) {
  TempFolder folder;
  const std::string back = std::filesystem::current_path();
  for (const std::string& name : {std::string(":memory:"), std::string("file:x?mode=memory")}) {
    std::filesystem::current_path(folder.path());
    const auto store = OpenAt(name);
    std::filesystem::current_path(back);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Commit(One(1, 0, "a"), nullptr).ok());
    EXPECT_TRUE(std::filesystem::exists(folder / name));
  }
}

TEST(SqliteStoreTest, AReadOnlyFolderOrFileIsPermissionDenied) {
  TempFolder folder;
  { ASSERT_TRUE(OpenAt(folder / "slipway.db").ok()); }
  chmod((folder / "slipway.db").c_str(), 0444);
  chmod((folder / "slipway.db.lock").c_str(), 0666);
  chmod(folder.path().c_str(), 0777);
  const std::string before = Bytes(folder / "slipway.db");
  EXPECT_EQ(InUnprivilegedChild([&] {
              return OpenFails(folder / "slipway.db", absl::StatusCode::kPermissionDenied, "make it writable");
            }),
            0);
  chmod(folder.path().c_str(), 0555);
  EXPECT_EQ(InUnprivilegedChild([&] {
              return OpenFails(folder / "new.db", absl::StatusCode::kPermissionDenied, "folder must be writable");
            }),
            0);
  chmod(folder.path().c_str(), 0700);
  EXPECT_FALSE(std::filesystem::exists(folder / "new.db"));
  EXPECT_EQ(Bytes(folder / "slipway.db"), before);
}

TEST(SqliteStoreTest, ANewerVersionIsNotTouched) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  { ASSERT_TRUE(OpenAt(path).ok()); }
  Sql(path, absl::StrCat("PRAGMA user_version = ", kSchemaVersion + 1));
  const std::string before = Bytes(path);
  const absl::Status status = OpenAt(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              testing::AllOf(HasSubstr(path), HasSubstr(absl::StrCat("version ", kSchemaVersion + 1)),
                             HasSubstr(absl::StrCat("up to ", kSchemaVersion)), HasSubstr("open it with")));
  EXPECT_EQ(OpenAt(path, /*read_only=*/true).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Bytes(path), before);
}

// What version 1 of the schema wrote stays readable, with a chain over whole payloads; a purge there is a break, because
// such a chain cannot do without the payload.
TEST(SqliteStoreTest, ADatabaseOfTheFirstVersionIsBroughtUpToDateAndItsChainHolds) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  {
    auto store = OpenAt(path);
    ASSERT_TRUE(store.ok());
    WriteBatch batch;
    batch.appends.push_back({1, 0, absl::FromUnixSeconds(1), {"a", "b"}, false});
    batch.releases.push_back({1, 1, 1, "R"});
    ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
  }
  ChainLink link("");
  link.AddWhole(1, 1, 1, absl::FromUnixSeconds(1), "a");
  link.AddWhole(2, 1, 2, absl::FromUnixSeconds(1), "b");
  Sql(path, absl::StrCat("UPDATE events SET link = x'", absl::BytesToHexString(link.Finish()),
                         "' WHERE position = 2; ALTER TABLE events DROP COLUMN digest;"
                         "ALTER TABLE releases DROP COLUMN is_deleted; ALTER TABLE releases DROP COLUMN keep_forever;"
                         "PRAGMA user_version = 1"));
  auto store = OpenAt(path);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_FALSE((*store)->GetRelease(1)->is_deleted);
  WriteBatch batch;
  batch.appends.push_back({2, 0, absl::FromUnixSeconds(2), {"c"}, false});
  ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
  EXPECT_TRUE((*store)->CheckChain()->breaks.empty());
  EXPECT_EQ((*store)->CheckChain()->records, 3);
}

TEST(SqliteStoreTest, APurgedRecordWhoseHashIsChangedBreaksTheChain) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  {
    auto store = OpenAt(path);
    ASSERT_TRUE(store.ok());
    WriteBatch batch;
    batch.appends.push_back({1, 0, absl::FromUnixSeconds(1), {"a"}, false});
    ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
    batch.clear();
    batch.purges = {1};
    ASSERT_TRUE((*store)->Commit(batch, nullptr).ok());
    EXPECT_TRUE((*store)->CheckChain()->breaks.empty());
  }
  Sql(path, "UPDATE events SET digest = zeroblob(32)");
  EXPECT_EQ((*OpenAt(path))->CheckChain()->breaks.size(), 1u);
}

TEST(SqliteStoreTest, SomebodyElsesDatabaseIsNotTouched) {
  TempFolder folder;
  const std::string path = folder / "photos.db";
  Sql(path, "CREATE TABLE photos (id INTEGER)");
  const std::string before = Bytes(path);
  EXPECT_EQ(OpenFails(path, absl::StatusCode::kFailedPrecondition, "not a Slipway database"), 0);
  Sql(folder / "other.db", "PRAGMA application_id = 77; PRAGMA user_version = 1");
  EXPECT_EQ(OpenFails(folder / "other.db", absl::StatusCode::kFailedPrecondition, "not a Slipway database"), 0);
  EXPECT_EQ(Bytes(path), before);
}

TEST(SqliteStoreTest, AFileThatIsNoDatabaseIsNotTouched) {
  TempFolder folder;
  const std::string path = folder / "notes.txt";
  const std::string text(5000, 'x');
  Write(path, text);
  EXPECT_EQ(OpenFails(path, absl::StatusCode::kFailedPrecondition, "not a Slipway database"), 0);
  EXPECT_EQ(Bytes(path), text);
}

TEST(SqliteStoreTest, AnEmptyFileBecomesADatabase) {
  TempFolder folder;
  Write(folder / "slipway.db", "");
  EXPECT_TRUE(OpenAt(folder / "slipway.db").ok());
}

TEST(SqliteStoreTest, ADamagedFileIsDataLoss) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  {
    const auto store = OpenAt(path);
    for (int64_t i = 0; i < 200; ++i) ASSERT_TRUE((*store)->Commit(One(1, i, std::string(300, 'p')), nullptr).ok());
  }
  // Everything after the header's page is overwritten.
  std::string bytes = Bytes(path);
  ASSERT_GT(bytes.size(), 40'000u);
  std::fill(bytes.begin() + 4096, bytes.end(), '\xA5');
  Write(path, bytes);
  const auto store = OpenAt(path);
  const absl::Status status = store.ok() ? (*store)->Load(1).status() : store.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_THAT(std::string(status.message()), testing::AllOf(HasSubstr(path), HasSubstr("backup")));
}

TEST(SqliteStoreTest, ATruncatedFileIsDataLoss) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  {
    const auto store = OpenAt(path);
    for (int64_t i = 0; i < 200; ++i) ASSERT_TRUE((*store)->Commit(One(1, i, std::string(300, 'p')), nullptr).ok());
  }
  Write(path, Bytes(path).substr(0, 5 * 4096));
  const auto store = OpenAt(path);
  const absl::Status status = store.ok() ? (*store)->Load(1).status() : store.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST(SqliteStoreTest, ALostRecordIsFoundByItsReader) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  {
    const auto store = OpenAt(path);
    for (int64_t i = 0; i < 3; ++i) ASSERT_TRUE((*store)->Commit(One(1, i, "p"), nullptr).ok());
  }
  Sql(path, "DELETE FROM events WHERE position = 2");
  const auto store = OpenAt(path);
  ASSERT_TRUE(store.ok());
  const absl::Status status = (*store)->ReadStream(1, 0).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("record 2"));
}

TEST(SqliteStoreTest, ASecondOwnerInThisProcessIsKeptOut) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  auto first = OpenAt(path);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(OpenFails(path, absl::StatusCode::kFailedPrecondition, absl::StrCat("in process ", getpid())), 0);
  // Under another name it is the same file.
  std::filesystem::create_symlink(path, folder / "link.db");
  EXPECT_EQ(OpenAt(folder / "link.db").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(OpenAt(folder / "./slipway.db").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE((*first)->Commit(One(1, 0, "a"), nullptr).ok());
  first->reset();
  EXPECT_TRUE(OpenAt(folder / "link.db").ok());
}

TEST(SqliteStoreTest, ASecondProcessIsKeptOutAndTheLockEndsWithItsOwner) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  int ready[2];
  int leave[2];
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(leave), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(leave[1]);
    const auto store = OpenAt(path);
    const char ok = store.ok() && (*store)->Commit(One(1, 0, "a"), nullptr).ok() ? 'y' : 'n';
    if (write(ready[1], &ok, 1) != 1) _exit(1);
    char ignored;
    if (read(leave[0], &ignored, 1) != 0) _exit(2);
    _exit(0);  // without closing the store
  }
  close(leave[0]);
  char ok = 0;
  ASSERT_EQ(read(ready[0], &ok, 1), 1);
  ASSERT_EQ(ok, 'y');
  EXPECT_EQ(OpenFails(path, absl::StatusCode::kFailedPrecondition, absl::StrCat("in process ", child)), 0);
  close(leave[1]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  const auto store = OpenAt(path);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Load(1)->version, 1);
  close(ready[0]);
  close(ready[1]);
}

TEST(SqliteStoreTest, AForkedChildThatLivesOnDoesNotKeepTheLock) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  auto first = OpenAt(path);
  ASSERT_TRUE(first.ok());
  int tried[2];
  int leave[2];
  ASSERT_EQ(pipe(tried), 0);
  ASSERT_EQ(pipe(leave), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(leave[1]);
    // While the parent has it, the child is kept out like anybody.
    const char result = OpenFails(path, absl::StatusCode::kFailedPrecondition, "already open") == 0 ? 'y' : 'n';
    if (write(tried[1], &result, 1) != 1) _exit(1);
    char ignored;
    _exit(read(leave[0], &ignored, 1) == 0 ? 0 : 2);
  }
  close(leave[0]);
  char result = 0;
  ASSERT_EQ(read(tried[0], &result, 1), 1);
  EXPECT_EQ(result, 'y');
  // The child is still there when the parent is done with the file.
  first->reset();
  const auto again = OpenAt(path);
  EXPECT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again.ok() && (*again)->Commit(One(1, 0, "a"), nullptr).ok());
  close(leave[1]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  close(tried[0]);
  close(tried[1]);
}

TEST(SqliteStoreTest, AReadOnlyStoreReadsBesideTheOwner) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  EXPECT_EQ(OpenAt(path, /*read_only=*/true).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(std::filesystem::exists(path));
  const auto owner = OpenAt(path);
  ASSERT_TRUE(owner.ok());
  ASSERT_TRUE((*owner)->Commit(One(1, 0, "a"), nullptr).ok());
  const auto reader = OpenAt(path, /*read_only=*/true);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ((*reader)->Load(1)->version, 1);
  ASSERT_TRUE((*owner)->Commit(One(1, 1, "b"), nullptr).ok());
  EXPECT_EQ((*reader)->Load(1)->version, 2);
  EXPECT_EQ(*(*reader)->LastPosition(), 2);
  EXPECT_EQ((*reader)->Commit(One(1, 2, "c"), nullptr).code(), absl::StatusCode::kPermissionDenied);
}

TEST(SqliteStoreTest, AnotherProgramThatWritesMakesCommitsUnavailableNotLost) {
  TempFolder folder;
  SqliteStoreOptions options;
  options.path = folder / "slipway.db";
  options.busy_timeout = absl::ZeroDuration();
  const auto store = OpenSqliteStore(options);
  ASSERT_TRUE(store.ok());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(options.path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const absl::Status status = (*store)->Commit(One(1, 0, "a"), nullptr);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE((*store)->Commit(One(1, 0, "a"), nullptr).ok());
}

// Loading must not depend on the history: the planner has to use the index of the active streams.
TEST(SqliteStoreTest, TheHotQueriesUseTheirIndexes) {
  TempFolder folder;
  const std::string path = folder / "slipway.db";
  { ASSERT_TRUE(OpenAt(path).ok()); }
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  const auto plan = [&](const std::string& sql) {
    std::string text;
    sqlite3_exec(
        handle, ("EXPLAIN QUERY PLAN " + sql).c_str(),
        [](void* out, int, char** values, char**) {
          absl::StrAppend(static_cast<std::string*>(out), values[3], "; ");
          return 0;
        },
        &text, nullptr);
    return text;
  };
  EXPECT_THAT(
      plan("SELECT id, version, head FROM streams INDEXED BY streams_active WHERE active = 1 AND id > 5 ORDER BY id"),
      testing::AllOf(HasSubstr("streams_active"), testing::Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(plan("SELECT * FROM releases WHERE name = 'x' AND id < 9 ORDER BY id DESC LIMIT 5"),
              testing::AllOf(HasSubstr("releases_name"), testing::Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(plan("SELECT * FROM approvals WHERE status = 1 AND id < 9 ORDER BY id DESC LIMIT 5"),
              testing::AllOf(HasSubstr("approvals_pending"), testing::Not(HasSubstr("TEMP B-TREE"))));
  sqlite3_close(handle);
}

}  // namespace
}  // namespace slipway
