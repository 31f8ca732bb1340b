#include "adapters/sqlite_store.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "adapters/file_lock.h"
#include "adapters/sqlite_database.h"
#include "adapters/sqlite_events.h"
#include "adapters/sqlite_reader_pool.h"
#include "adapters/sqlite_rows.h"
#include "adapters/sqlite_schema.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr int32_t kActivePerTransaction = 64;
constexpr int32_t kChainPage = 1000;

class SqliteStore : public Store {
 public:
  // Without `writer`, a store that only reads.
  SqliteStore(const SqliteStoreOptions& options, std::unique_ptr<FileLock> lock, std::unique_ptr<SqliteDatabase> writer,
              std::unique_ptr<SqliteReaderPool> readers, int64_t last_position)
      : path_(options.path),
        checkpoint_pages_(options.wal_checkpoint_pages),
        lock_(std::move(lock)),
        readers_(std::move(readers)),
        writer_(std::move(writer)),
        streams_(writer_.get(), last_position),
        checkpoint_at_(options.wal_checkpoint_pages),
        last_position_(last_position) {
    // In place of SQLite's own checkpoints: see CheckpointIfDue.
    if (writer_ != nullptr) sqlite3_wal_hook(writer_->handle(), &SqliteStore::OnWal, &wal_pages_);
  }

  absl::Status Commit(const WriteBatch& batch, std::vector<int64_t>* positions) override {
    if (positions != nullptr) positions->clear();
    if (writer_ == nullptr) return absl::PermissionDeniedError(absl::StrCat(path_, ": opened for reading only"));
    if (batch.empty()) return absl::OkStatus();
    absl::MutexLock lock(&write_mutex_);
    SLIPWAY_RETURN_IF_ERROR(Step("BEGIN IMMEDIATE"));
    absl::Status status = Write(batch, positions);
    if (status.ok()) status = Step("COMMIT");
    if (!status.ok()) {
      // A full disk may have rolled back already; then there is nothing to roll back, which is fine.
      if (!sqlite3_get_autocommit(writer_->handle())) writer_->Run("ROLLBACK").IgnoreError();
      streams_.RolledBack();
      if (positions != nullptr) positions->clear();
      return status;
    }
    streams_.Committed();
    last_position_.store(streams_.last_position(), std::memory_order_release);
    CheckpointIfDue();
    return status;
  }

  absl::StatusOr<Counters> LoadCounters() override {
    SLIPWAY_ASSIGN_OR_RETURN(const SqliteReaderPool::Lease reader, readers_->Take());
    SqliteStatement statement = reader->Prepare(
        "SELECT (SELECT max(id) FROM definitions), (SELECT max(id) FROM releases), (SELECT max(id) FROM deployments),"
        " (SELECT max(id) FROM approvals), (SELECT seq FROM sqlite_sequence WHERE name = 'outbox'),"
        " (SELECT max(id) FROM streams),"
        " (SELECT last FROM name_counters WHERE definition_id = 0 AND text = 'deployments'),"
        " (SELECT last FROM name_counters WHERE definition_id = 0 AND text = 'approvals')");
    if (statement.Step() != SQLITE_ROW) return reader->Error("cannot be read");
    Counters counters;
    counters.definition = statement.Int(0);
    counters.release = std::max(statement.Int(1), statement.Int(5));
    counters.deployment = std::max(statement.Int(2), statement.Int(6));
    counters.approval = std::max(statement.Int(3), statement.Int(7));
    counters.outbox = statement.Int(4);
    return counters;
  }

  absl::Status LoadActive(const std::function<absl::Status(LoadedStream)>& visit) override {
    StreamId after = 0;
    while (true) {
      std::vector<LoadedStream> page;
      {
        SLIPWAY_ASSIGN_OR_RETURN(const SqliteReaderPool::Lease reader, readers_->Take());
        SqliteReadTransaction transaction(*reader);
        SLIPWAY_RETURN_IF_ERROR(transaction.Begin());
        SLIPWAY_ASSIGN_OR_RETURN(const std::vector<StreamHead> heads,
                                 streams::ListActive(*reader, after, kActivePerTransaction));
        for (const StreamHead& head : heads) {
          SLIPWAY_ASSIGN_OR_RETURN(page.emplace_back(), streams::Load(*reader, head));
        }
      }
      // With nothing held: who visits may read the store.
      for (LoadedStream& stream : page) {
        after = stream.stream;
        SLIPWAY_RETURN_IF_ERROR(visit(std::move(stream)));
      }
      if (static_cast<int32_t>(page.size()) < kActivePerTransaction) return absl::OkStatus();
    }
  }

  absl::StatusOr<LoadedStream> Load(StreamId stream) override {
    return FromHead(stream, [](SqliteDatabase& reader, const StreamHead& head) { return streams::Load(reader, head); });
  }
  absl::StatusOr<std::vector<Record>> ReadStream(StreamId stream, int64_t after_sequence) override {
    return FromHead(stream, [after_sequence](SqliteDatabase& reader, const StreamHead& head) {
      return streams::WalkBack(reader, head, after_sequence);
    });
  }
  absl::StatusOr<std::vector<LogEntry>> ReadLog(int64_t after_position, int32_t limit) override {
    return Read([&](SqliteDatabase& reader) { return streams::ReadLog(reader, after_position, limit); });
  }
  absl::StatusOr<int64_t> LastPosition() override {
    if (writer_ == nullptr) return Read([](SqliteDatabase& reader) { return streams::LastPosition(reader); });
    return last_position_.load(std::memory_order_acquire);
  }

  absl::StatusOr<ChainCheck> CheckChain() override {
    return CheckRecordChain([this](int64_t after) {
      return Read([&](SqliteDatabase& reader) { return streams::ReadChain(reader, after, kChainPage); });
    });
  }

  absl::StatusOr<DefinitionRow> GetDefinition(int64_t id) override {
    return Read([&](SqliteDatabase& reader) { return rows::GetDefinition(reader, id); });
  }
  absl::StatusOr<DefinitionRow> FindDefinition(absl::string_view path, absl::string_view name) override {
    return Read([&](SqliteDatabase& reader) { return rows::FindDefinition(reader, path, name); });
  }
  absl::StatusOr<std::vector<DefinitionRow>> ListDefinitions(absl::string_view search, bool include_deleted,
                                                             int64_t after_id, int32_t limit) override {
    return Read([&](SqliteDatabase& reader) {
      return rows::ListDefinitions(reader, search, include_deleted, after_id, limit);
    });
  }
  absl::StatusOr<DefinitionRevisionRow> GetDefinitionRevision(int64_t definition_id, int64_t revision) override {
    return Read([&](SqliteDatabase& reader) { return rows::GetDefinitionRevision(reader, definition_id, revision); });
  }
  absl::StatusOr<std::vector<DefinitionRevisionRow>> ListDefinitionRevisions(int64_t definition_id) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListDefinitionRevisions(reader, definition_id); });
  }
  absl::StatusOr<ReleaseRow> GetRelease(int64_t id) override {
    return Read([&](SqliteDatabase& reader) { return rows::GetRelease(reader, id); });
  }
  absl::StatusOr<std::vector<ReleaseRow>> ListReleases(const ReleaseQuery& query) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListReleases(reader, query); });
  }
  absl::StatusOr<std::vector<EnvironmentRow>> ListEnvironments(int64_t release_id) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListEnvironments(reader, release_id); });
  }
  absl::StatusOr<std::vector<DeploymentRow>> ListDeployments(const DeploymentQuery& query) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListDeployments(reader, query); });
  }
  absl::StatusOr<std::vector<ApprovalRow>> ListApprovals(const ApprovalQuery& query) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListApprovals(reader, query); });
  }
  absl::StatusOr<int64_t> GetNameCounter(int64_t definition_id, absl::string_view text) override {
    return Read([&](SqliteDatabase& reader) { return rows::GetNameCounter(reader, definition_id, text); });
  }
  absl::StatusOr<std::vector<ResourceRow>> ListResources(int32_t kind) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListResources(reader, kind); });
  }
  absl::StatusOr<ResourceRow> GetResource(int32_t kind, absl::string_view id, int64_t revision) override {
    return Read([&](SqliteDatabase& reader) { return rows::GetResource(reader, kind, id, revision); });
  }
  absl::StatusOr<std::vector<OutboxPut>> ListOutbox(int64_t after_id, int32_t limit) override {
    return Read([&](SqliteDatabase& reader) { return rows::ListOutbox(reader, after_id, limit); });
  }

 private:
  static int OnWal(void* pages, sqlite3*, const char*, int wal_pages) {
    *static_cast<int*>(pages) = wal_pages;
    return SQLITE_OK;
  }

  template <typename Body>
  auto Read(Body body) -> decltype(body(std::declval<SqliteDatabase&>())) {
    SLIPWAY_ASSIGN_OR_RETURN(const SqliteReaderPool::Lease reader, readers_->Take());
    return body(*reader);
  }

  template <typename Body>
  auto FromHead(StreamId stream, Body body)
      -> decltype(body(std::declval<SqliteDatabase&>(), std::declval<const StreamHead&>())) {
    SLIPWAY_ASSIGN_OR_RETURN(const SqliteReaderPool::Lease reader, readers_->Take());
    SqliteReadTransaction transaction(*reader);
    SLIPWAY_RETURN_IF_ERROR(transaction.Begin());
    SLIPWAY_ASSIGN_OR_RETURN(const StreamHead head, streams::FindHead(*reader, stream));
    if (head.purged()) return absl::NotFoundError(absl::StrCat("stream ", stream, " was purged"));
    return body(*reader, head);
  }

  absl::Status Step(const char* sql) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    SqliteStatement statement = writer_->Prepare(sql);
    return statement.Step() == SQLITE_DONE ? absl::OkStatus() : writer_->Error("cannot be written");
  }

  absl::Status Write(const WriteBatch& batch, std::vector<int64_t>* positions)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    for (const StreamAppend& append : batch.appends) {
      SLIPWAY_RETURN_IF_ERROR(streams_.Append(append));
      if (positions != nullptr) positions->push_back(streams_.last_position());
    }
    SLIPWAY_RETURN_IF_ERROR(streams_.PutLink());
    for (const SnapshotPut& snapshot : batch.snapshots) SLIPWAY_RETURN_IF_ERROR(streams_.PutSnapshot(snapshot));
    SLIPWAY_RETURN_IF_ERROR(rows::Write(*writer_, batch));
    for (StreamId stream : batch.purges) {
      SLIPWAY_RETURN_IF_ERROR(streams_.Purge(stream));
      SLIPWAY_RETURN_IF_ERROR(rows::Purge(*writer_, stream));
    }
    return absl::OkStatus();
  }

  // While a long read keeps the WAL from being emptied, SQLite's own rule would try (and sync twice) at every commit;
  // this one tries again after another `checkpoint_pages_`.
  void CheckpointIfDue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    if (wal_pages_ < checkpoint_pages_) checkpoint_at_ = checkpoint_pages_;  // it was emptied, and begins anew
    if (wal_pages_ < checkpoint_at_) return;
    int pages = 0;
    int done = 0;
    // An error here (a full disk, say) takes nothing back: what was committed stays in the WAL.
    sqlite3_wal_checkpoint_v2(writer_->handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
    checkpoint_at_ = wal_pages_ + checkpoint_pages_;
  }

  const std::string path_;
  const int checkpoint_pages_;
  const std::unique_ptr<FileLock> lock_;  // released last
  const std::unique_ptr<SqliteReaderPool> readers_;
  absl::Mutex write_mutex_;
  const std::unique_ptr<SqliteDatabase> writer_ ABSL_PT_GUARDED_BY(write_mutex_);
  StreamWriter streams_ ABSL_GUARDED_BY(write_mutex_);
  int wal_pages_ = 0;  // after the last commit; written by OnWal, inside Commit
  int checkpoint_at_ ABSL_GUARDED_BY(write_mutex_);
  std::atomic<int64_t> last_position_;
};

// One name per file, whatever links lead to it, so that one lock keeps out everybody.
absl::StatusOr<std::string> RealPath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path given(path);
  if (std::filesystem::exists(given, error)) {
    const std::filesystem::path real = std::filesystem::canonical(given, error);
    if (!error && std::filesystem::is_directory(real, error)) {
      return absl::FailedPreconditionError(absl::StrCat(path, ": this is a folder; name a file"));
    }
    if (!error) return real.string();
  } else {
    const std::filesystem::path folder = std::filesystem::absolute(given, error).parent_path();
    const std::filesystem::path real = std::filesystem::canonical(folder, error);
    if (!error) return (real / given.filename()).string();
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": its folder ", folder.string(), " does not exist; create it first"));
    }
  }
  if (error == std::errc::permission_denied) {
    return absl::PermissionDeniedError(absl::StrCat(path, ": ", error.message(), "; its folder must be accessible"));
  }
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", error.message()));
}

absl::Status SetUpWriter(SqliteDatabase& writer, absl::Duration busy_timeout) {
  sqlite3_busy_timeout(writer.handle(), static_cast<int>(absl::ToInt64Milliseconds(busy_timeout)));
  // Whether it is ours at all comes before anything is changed in it.
  SLIPWAY_RETURN_IF_ERROR(CheckSchema(writer).status());
  if (sqlite3_db_readonly(writer.handle(), "main") != 0) {
    return absl::PermissionDeniedError(absl::StrCat(writer.path(), ": the file cannot be written; make it writable"));
  }
  SLIPWAY_RETURN_IF_ERROR(MigrateSchema(writer));
  {
    SqliteStatement mode = writer.Prepare("PRAGMA journal_mode = WAL");
    if (mode.Step() != SQLITE_ROW) return writer.Error("cannot be used");
    if (mode.Text(0) != "wal") {
      return absl::FailedPreconditionError(
          absl::StrCat(writer.path(), ": its file system has no shared memory; use a local disk"));
    }
  }
  // The limit is for a WAL that a long read has let grow: it is cut back when it is next begun anew.
  return writer.Run("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteStoreOptions& given) {
  if (given.path.empty()) return absl::InvalidArgumentError("database: expected the path of a file");
  if (given.wal_checkpoint_pages < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("wal_checkpoint_pages: expected at least 1, found ", given.wal_checkpoint_pages));
  }
  SqliteStoreOptions options = given;
  SLIPWAY_ASSIGN_OR_RETURN(options.path, RealPath(given.path));
  const int flags = SQLITE_OPEN_NOMUTEX | (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  auto readers = std::make_unique<SqliteReaderPool>(options.path, options.vfs, flags);
  if (options.read_only) {
    SLIPWAY_ASSIGN_OR_RETURN(const SqliteReaderPool::Lease reader, readers->Take());
    SLIPWAY_ASSIGN_OR_RETURN(const int64_t version, CheckSchema(*reader));
    if (version < kSchemaVersion) {
      return absl::FailedPreconditionError(absl::StrCat(options.path, ": of schema version ", version,
                                                        "; open it for writing once to bring it to ", kSchemaVersion));
    }
  }
  std::unique_ptr<FileLock> lock;
  std::unique_ptr<SqliteDatabase> writer;
  int64_t last_position = 0;
  if (!options.read_only) {
    SLIPWAY_ASSIGN_OR_RETURN(lock, FileLock::Take(absl::StrCat(options.path, ".lock"), options.path));
    SLIPWAY_ASSIGN_OR_RETURN(writer, SqliteDatabase::Open(options.path, flags | SQLITE_OPEN_CREATE, options.vfs));
    SLIPWAY_RETURN_IF_ERROR(SetUpWriter(*writer, options.busy_timeout));
    SLIPWAY_ASSIGN_OR_RETURN(last_position, streams::LastPosition(*writer));
  }
  return std::make_unique<SqliteStore>(options, std::move(lock), std::move(writer), std::move(readers), last_position);
}

}  // namespace slipway
