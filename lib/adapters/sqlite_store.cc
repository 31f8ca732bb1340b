#include "adapters/sqlite_store.h"

#include <algorithm>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "adapters/file_lock.h"
#include "adapters/sqlite_database.h"
#include "adapters/sqlite_rows.h"
#include "adapters/sqlite_schema.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

class SqliteStore : public Store {
 public:
  SqliteStore(std::unique_ptr<FileLock> lock, std::unique_ptr<SqliteDatabase> writer,
              std::unique_ptr<SqliteDatabase> reader, int64_t last_position)
      : lock_(std::move(lock)), writer_(std::move(writer)), last_position_(last_position), reader_(std::move(reader)) {}

  absl::Status Commit(const WriteBatch& batch, std::vector<int64_t>* positions) override {
    absl::MutexLock lock(&write_mutex_);
    SLIPWAY_RETURN_IF_ERROR(Step("BEGIN IMMEDIATE"));
    const int64_t before = last_position_;
    absl::Status status = Write(batch, positions);
    if (status.ok()) status = Step("COMMIT");
    if (status.ok()) return status;
    // A full disk may have rolled back already; then there is nothing to roll back, which is fine.
    writer_->Run("ROLLBACK").IgnoreError();
    heads_.clear();
    last_position_ = before;
    if (positions != nullptr) positions->clear();
    return status;
  }

  absl::StatusOr<Counters> LoadCounters() override {
    absl::MutexLock lock(&read_mutex_);
    SqliteStatement statement = reader_->Prepare(
        "SELECT (SELECT max(id) FROM definitions), (SELECT max(id) FROM releases), (SELECT max(id) FROM deployments),"
        " (SELECT max(id) FROM approvals), (SELECT max(id) FROM outbox), (SELECT max(id) FROM streams)");
    if (statement.Step() != SQLITE_ROW) return reader_->Error("cannot be read");
    Counters counters;
    counters.definition = statement.Int(0);
    counters.release = std::max(statement.Int(1), statement.Int(5));
    counters.deployment = statement.Int(2);
    counters.approval = statement.Int(3);
    counters.outbox = statement.Int(4);
    return counters;
  }

  absl::Status LoadActive(const std::function<absl::Status(LoadedStream)>& visit) override {
    std::vector<StreamHead> active;
    {
      absl::MutexLock lock(&read_mutex_);
      SqliteStatement statement =
          reader_->Prepare("SELECT id, version, head FROM streams WHERE active = 1 ORDER BY id");
      int code;
      while ((code = statement.Step()) == SQLITE_ROW) {
        active.push_back({statement.Int(0), statement.Int(1), statement.Int(2), true});
      }
      if (code != SQLITE_DONE) return reader_->Error("cannot be read");
    }
    for (const StreamHead& head : active) {
      LoadedStream stream;
      {
        absl::MutexLock lock(&read_mutex_);
        SLIPWAY_ASSIGN_OR_RETURN(stream, LoadFrom(head));
      }
      // Outside the lock: who visits may read the store.
      SLIPWAY_RETURN_IF_ERROR(visit(std::move(stream)));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<LoadedStream> Load(StreamId stream) override {
    absl::MutexLock lock(&read_mutex_);
    SLIPWAY_ASSIGN_OR_RETURN(const StreamHead head, FindHead(*reader_, stream));
    return LoadFrom(head);
  }

  absl::StatusOr<std::vector<Record>> ReadStream(StreamId stream, int64_t after_sequence) override {
    absl::MutexLock lock(&read_mutex_);
    SLIPWAY_ASSIGN_OR_RETURN(const StreamHead head, FindHead(*reader_, stream));
    return WalkBack(head, after_sequence);
  }

  absl::StatusOr<std::vector<LogEntry>> ReadLog(int64_t after_position, int32_t limit) override {
    absl::MutexLock lock(&read_mutex_);
    SqliteStatement statement = reader_->Prepare(
        "SELECT position, stream, sequence, time, payload FROM events WHERE position > ?1 ORDER BY position LIMIT ?2");
    statement.Bind(1, after_position);
    statement.Bind(2, int64_t{limit});
    std::vector<LogEntry> entries;
    int code;
    while ((code = statement.Step()) == SQLITE_ROW) {
      LogEntry& entry = entries.emplace_back();
      entry.stream = statement.Int(1);
      entry.record = {statement.Int(2), statement.Int(0), statement.Time(3), statement.Text(4)};
    }
    if (code != SQLITE_DONE) return reader_->Error("cannot be read");
    return entries;
  }

  absl::StatusOr<int64_t> LastPosition() override {
    absl::MutexLock lock(&write_mutex_);
    return last_position_;
  }

  absl::StatusOr<DefinitionRow> GetDefinition(int64_t id) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::GetDefinition(*reader_, id);
  }
  absl::StatusOr<DefinitionRow> FindDefinition(absl::string_view path, absl::string_view name) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::FindDefinition(*reader_, path, name);
  }
  absl::StatusOr<std::vector<DefinitionRow>> ListDefinitions(absl::string_view search, bool include_deleted,
                                                             int64_t after_id, int32_t limit) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::ListDefinitions(*reader_, search, include_deleted, after_id, limit);
  }
  absl::StatusOr<DefinitionRevisionRow> GetDefinitionRevision(int64_t definition_id, int64_t revision) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::GetDefinitionRevision(*reader_, definition_id, revision);
  }
  absl::StatusOr<std::vector<DefinitionRevisionRow>> ListDefinitionRevisions(int64_t definition_id) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::ListDefinitionRevisions(*reader_, definition_id);
  }
  absl::StatusOr<ReleaseRow> GetRelease(int64_t id) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::GetRelease(*reader_, id);
  }
  absl::StatusOr<std::vector<ReleaseRow>> ListReleases(const ReleaseQuery& query) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::ListReleases(*reader_, query);
  }
  absl::StatusOr<std::vector<EnvironmentRow>> ListEnvironments(int64_t release_id) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::ListEnvironments(*reader_, release_id);
  }
  absl::StatusOr<std::vector<DeploymentRow>> ListDeployments(const DeploymentQuery& query) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::ListDeployments(*reader_, query);
  }
  absl::StatusOr<std::vector<ApprovalRow>> ListApprovals(const ApprovalQuery& query) override {
    absl::MutexLock lock(&read_mutex_);
    return rows::ListApprovals(*reader_, query);
  }
  absl::StatusOr<int64_t> GetNameCounter(int64_t definition_id, absl::string_view text) override {
    absl::MutexLock lock(&read_mutex_);
    SqliteStatement statement = reader_->Prepare("SELECT last FROM name_counters WHERE definition_id = ?1 AND text = ?2");
    statement.Bind(1, definition_id);
    statement.Bind(2, text);
    const int code = statement.Step();
    if (code == SQLITE_DONE) return 0;
    if (code != SQLITE_ROW) return reader_->Error("cannot be read");
    return statement.Int(0);
  }
  absl::StatusOr<std::vector<OutboxPut>> ListOutbox(int64_t after_id, int32_t limit) override {
    absl::MutexLock lock(&read_mutex_);
    SqliteStatement statement =
        reader_->Prepare("SELECT id, stream, payload FROM outbox WHERE id > ?1 ORDER BY id LIMIT ?2");
    statement.Bind(1, after_id);
    statement.Bind(2, int64_t{limit});
    std::vector<OutboxPut> puts;
    int code;
    while ((code = statement.Step()) == SQLITE_ROW) puts.push_back({statement.Int(0), statement.Int(1), statement.Text(2)});
    if (code != SQLITE_DONE) return reader_->Error("cannot be read");
    return puts;
  }

 private:
  struct StreamHead {
    StreamId stream = 0;
    int64_t version = 0;
    int64_t position = 0;  // of the newest record
    bool active = false;
  };

  absl::Status Step(const char* sql) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    SqliteStatement statement = writer_->Prepare(sql);
    return statement.Step() == SQLITE_DONE ? absl::OkStatus() : writer_->Error("cannot be written");
  }

  absl::Status Write(const WriteBatch& batch, std::vector<int64_t>* positions)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    if (positions != nullptr) positions->clear();
    for (const StreamAppend& append : batch.appends) {
      SLIPWAY_RETURN_IF_ERROR(Append(append));
      if (positions != nullptr) positions->push_back(last_position_);
    }
    for (const SnapshotPut& snapshot : batch.snapshots) {
      SqliteStatement statement =
          writer_->Prepare("INSERT OR REPLACE INTO snapshots (stream, version, payload) VALUES (?1, ?2, ?3)");
      statement.Bind(1, snapshot.stream);
      statement.Bind(2, snapshot.version);
      statement.BindBlob(3, snapshot.payload);
      SLIPWAY_RETURN_IF_ERROR(writer_->Finish(statement));
    }
    return rows::Write(*writer_, batch);
  }

  absl::Status Append(const StreamAppend& append) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    auto found = heads_.find(append.stream);
    if (found == heads_.end()) {
      absl::StatusOr<StreamHead> head = FindHead(*writer_, append.stream);
      if (!head.ok() && !absl::IsNotFound(head.status())) return head.status();
      found = heads_.emplace(append.stream, head.ok() ? *head : StreamHead{append.stream}).first;
    }
    StreamHead& head = found->second;
    if (head.version != append.expected_version) {
      return absl::AbortedError(absl::StrCat("stream ", append.stream, ": expected version ", append.expected_version, ", found ", head.version, "; somebody else has written to it"));
    }
    const bool is_new = head.version == 0;
    for (const std::string& record : append.records) {
      SqliteStatement insert = writer_->Prepare(
          "INSERT INTO events (position, stream, sequence, prev, time, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
      insert.Bind(1, ++last_position_);
      insert.Bind(2, append.stream);
      insert.Bind(3, ++head.version);
      insert.Bind(4, head.position);
      insert.Bind(5, append.time);
      insert.BindBlob(6, record);
      if (insert.Step() != SQLITE_DONE) return writer_->Error("cannot be written");
      head.position = last_position_;
    }
    if (is_new) {
      SqliteStatement insert = writer_->Prepare("INSERT INTO streams (id, version, head, active) VALUES (?1, ?2, ?3, ?4)");
      insert.Bind(1, append.stream);
      insert.Bind(2, head.version);
      insert.Bind(3, head.position);
      insert.Bind(4, int64_t{append.active});
      SLIPWAY_RETURN_IF_ERROR(writer_->Finish(insert));
    } else {
      // `active` is left alone when it stays: naming it would make SQLite rewrite the partial index each time.
      SqliteStatement update = head.active == append.active
          ? writer_->Prepare("UPDATE streams SET version = ?2, head = ?3 WHERE id = ?1")
          : writer_->Prepare("UPDATE streams SET version = ?2, head = ?3, active = ?4 WHERE id = ?1");
      update.Bind(1, append.stream);
      update.Bind(2, head.version);
      update.Bind(3, head.position);
      if (head.active != append.active) update.Bind(4, int64_t{append.active});
      SLIPWAY_RETURN_IF_ERROR(writer_->Finish(update));
    }
    head.active = append.active;
    if (!append.active) heads_.erase(found);
    return absl::OkStatus();
  }

  static absl::StatusOr<StreamHead> FindHead(SqliteDatabase& database, StreamId stream) {
    SqliteStatement statement = database.Prepare("SELECT version, head, active FROM streams WHERE id = ?1");
    statement.Bind(1, stream);
    const int code = statement.Step();
    if (code == SQLITE_DONE) return absl::NotFoundError(absl::StrCat("stream ", stream, " does not exist"));
    if (code != SQLITE_ROW) return database.Error("cannot be read");
    return StreamHead{stream, statement.Int(0), statement.Int(1), statement.Int(2) != 0};
  }

  absl::StatusOr<std::vector<Record>> WalkBack(const StreamHead& head, int64_t after_sequence)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(read_mutex_) {
    std::vector<Record> records;
    int64_t position = head.position;
    while (position != 0) {
      SqliteStatement statement =
          reader_->Prepare("SELECT stream, sequence, prev, time, payload FROM events WHERE position = ?1");
      statement.Bind(1, position);
      const int code = statement.Step();
      if (code != SQLITE_ROW && code != SQLITE_DONE) return reader_->Error("cannot be read");
      if (code == SQLITE_DONE || statement.Int(0) != head.stream) {
        return absl::DataLossError(absl::StrCat(reader_->path(), ": stream ", head.stream, " is broken at position ", position));
      }
      if (statement.Int(1) <= after_sequence) break;
      records.push_back({statement.Int(1), position, statement.Time(3), statement.Text(4)});
      position = statement.Int(2);
    }
    std::reverse(records.begin(), records.end());
    return records;
  }

  absl::StatusOr<LoadedStream> LoadFrom(const StreamHead& head) ABSL_EXCLUSIVE_LOCKS_REQUIRED(read_mutex_) {
    LoadedStream stream;
    stream.stream = head.stream;
    stream.version = head.version;
    stream.active = head.active;
    {
      SqliteStatement statement = reader_->Prepare("SELECT version, payload FROM snapshots WHERE stream = ?1");
      statement.Bind(1, head.stream);
      const int code = statement.Step();
      if (code == SQLITE_ROW) {
        stream.snapshot_version = statement.Int(0);
        stream.snapshot = statement.Text(1);
      } else if (code != SQLITE_DONE) {
        return reader_->Error("cannot be read");
      }
    }
    SLIPWAY_ASSIGN_OR_RETURN(stream.records, WalkBack(head, stream.snapshot_version));
    return stream;
  }

  const std::unique_ptr<FileLock> lock_;  // released last
  absl::Mutex write_mutex_;
  const std::unique_ptr<SqliteDatabase> writer_ ABSL_PT_GUARDED_BY(write_mutex_);
  absl::flat_hash_map<StreamId, StreamHead> heads_ ABSL_GUARDED_BY(write_mutex_);  // active streams written to
  int64_t last_position_ ABSL_GUARDED_BY(write_mutex_);
  absl::Mutex read_mutex_;
  const std::unique_ptr<SqliteDatabase> reader_ ABSL_PT_GUARDED_BY(read_mutex_);
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteStoreOptions& options) {
  if (options.path.empty()) return absl::InvalidArgumentError("database: expected a path");
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock,
                           FileLock::Take(absl::StrCat(options.path, ".lock"), options.path));
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<SqliteDatabase> writer,
                           SqliteDatabase::Open(options.path, kFlags | SQLITE_OPEN_CREATE, options.vfs));
  // Whether it is ours at all comes before anything is changed in it.
  SLIPWAY_RETURN_IF_ERROR(writer->Run("PRAGMA busy_timeout = 5000"));
  SLIPWAY_RETURN_IF_ERROR(PrepareSchema(*writer));
  SLIPWAY_RETURN_IF_ERROR(writer->Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY"));
  SLIPWAY_RETURN_IF_ERROR(writer->Run(absl::StrCat("PRAGMA wal_autocheckpoint = ", options.wal_checkpoint_pages).c_str()));
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<SqliteDatabase> reader,
                           SqliteDatabase::Open(options.path, kFlags, options.vfs));
  SLIPWAY_RETURN_IF_ERROR(reader->Run("PRAGMA busy_timeout = 5000; PRAGMA query_only = 1"));
  int64_t last_position;
  {
    SqliteStatement statement = writer->Prepare("SELECT max(position) FROM events");
    if (statement.Step() != SQLITE_ROW) return writer->Error("cannot be read");
    last_position = statement.Int(0);
  }
  return std::make_unique<SqliteStore>(std::move(lock), std::move(writer), std::move(reader), last_position);
}

}  // namespace slipway
