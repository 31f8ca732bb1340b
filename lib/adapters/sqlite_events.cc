#include "adapters/sqlite_events.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

// In place of the position of a stream's newest record.
constexpr int64_t kPurged = -1;

}  // namespace

namespace streams {

absl::StatusOr<StreamHead> FindHead(SqliteDatabase& database, StreamId stream) {
  SqliteStatement statement = database.Prepare("SELECT version, head, active FROM streams WHERE id = ?1");
  statement.Bind(1, stream);
  const int code = statement.Step();
  if (code == SQLITE_DONE) return absl::NotFoundError(absl::StrCat("stream ", stream, " does not exist"));
  if (code != SQLITE_ROW) return database.Error("cannot be read");
  return StreamHead{stream, statement.Int(0), statement.Int(1), statement.Int(2) != 0};
}

absl::StatusOr<std::vector<StreamHead>> ListActive(SqliteDatabase& database, StreamId after, int32_t limit) {
  // Named, because without statistics the planner may prefer the whole table's key to the index of the active ones.
  SqliteStatement statement = database.Prepare(
      "SELECT id, version, head FROM streams INDEXED BY streams_active WHERE active = 1 AND id > ?1 ORDER BY id LIMIT "
      "?2");
  statement.Bind(1, after);
  statement.Bind(2, int64_t{limit});
  std::vector<StreamHead> heads;
  int code;
  while ((code = statement.Step()) == SQLITE_ROW) {
    heads.push_back({statement.Int(0), statement.Int(1), statement.Int(2), true});
  }
  if (code != SQLITE_DONE) return database.Error("cannot be read");
  return heads;
}

absl::StatusOr<std::vector<Record>> WalkBack(SqliteDatabase& database, const StreamHead& head, int64_t after_sequence) {
  std::vector<Record> records;
  if (head.version > after_sequence) records.reserve(head.version - std::max<int64_t>(after_sequence, 0));
  int64_t position = head.position;
  for (int64_t sequence = head.version; sequence > after_sequence && sequence > 0; --sequence) {
    SqliteStatement statement =
        database.Prepare("SELECT stream, sequence, prev, time, payload FROM events WHERE position = ?1");
    statement.Bind(1, position);
    const int code = statement.Step();
    if (code != SQLITE_ROW && code != SQLITE_DONE) return database.Error("cannot be read");
    if (code == SQLITE_DONE || statement.Int(0) != head.stream || statement.Int(1) != sequence) {
      return absl::DataLossError(absl::StrCat(database.path(), ": stream ", head.stream, " has lost its record ",
                                              sequence, " (position ", position, "); restore the file from a backup"));
    }
    records.push_back({sequence, position, statement.Time(3), statement.Text(4)});
    position = statement.Int(2);
  }
  std::reverse(records.begin(), records.end());
  return records;
}

absl::StatusOr<LoadedStream> Load(SqliteDatabase& database, const StreamHead& head) {
  LoadedStream stream;
  stream.stream = head.stream;
  stream.version = head.version;
  stream.active = head.active;
  {
    SqliteStatement statement = database.Prepare("SELECT version, payload FROM snapshots WHERE stream = ?1");
    statement.Bind(1, head.stream);
    const int code = statement.Step();
    if (code == SQLITE_ROW) {
      stream.snapshot_version = statement.Int(0);
      stream.snapshot = statement.Text(1);
    } else if (code != SQLITE_DONE) {
      return database.Error("cannot be read");
    }
  }
  SLIPWAY_ASSIGN_OR_RETURN(stream.records, WalkBack(database, head, stream.snapshot_version));
  return stream;
}

absl::StatusOr<std::vector<Store::LogEntry>> ReadLog(SqliteDatabase& database, int64_t after_position, int32_t limit) {
  SqliteStatement statement = database.Prepare(
      "SELECT position, stream, sequence, time, payload FROM events WHERE position > ?1 AND digest IS NULL ORDER BY position"
      " LIMIT ?2");
  statement.Bind(1, after_position);
  statement.Bind(2, int64_t{limit});
  std::vector<Store::LogEntry> entries;
  int code;
  while ((code = statement.Step()) == SQLITE_ROW) {
    Store::LogEntry& entry = entries.emplace_back();
    entry.stream = statement.Int(1);
    entry.record = {statement.Int(2), statement.Int(0), statement.Time(3), statement.Text(4)};
  }
  if (code != SQLITE_DONE) return database.Error("cannot be read");
  return entries;
}

absl::StatusOr<int64_t> LastPosition(SqliteDatabase& database) {
  SqliteStatement statement = database.Prepare("SELECT max(position) FROM events");
  if (statement.Step() != SQLITE_ROW) return database.Error("cannot be read");
  return statement.Int(0);
}

absl::StatusOr<std::vector<ChainEntry>> ReadChain(SqliteDatabase& database, int64_t after_position, int32_t limit) {
  SqliteStatement statement = database.Prepare(
      "SELECT position, stream, sequence, time, payload, digest, link FROM events WHERE position > ?1"
      " ORDER BY position LIMIT ?2");
  statement.Bind(1, after_position);
  statement.Bind(2, int64_t{limit});
  std::vector<ChainEntry> entries;
  int code;
  while ((code = statement.Step()) == SQLITE_ROW) {
    entries.push_back({statement.Int(1),
                       {statement.Int(2), statement.Int(0), statement.Time(3), statement.Text(4)},
                       statement.Text(5),
                       statement.Text(6)});
  }
  if (code != SQLITE_DONE) return database.Error("cannot be read");
  return entries;
}

absl::StatusOr<std::string> LastLink(SqliteDatabase& database) {
  SqliteStatement statement = database.Prepare("SELECT link FROM events ORDER BY position DESC LIMIT 1");
  const int code = statement.Step();
  if (code == SQLITE_DONE) return std::string();
  if (code != SQLITE_ROW) return database.Error("cannot be read");
  return statement.Text(0);
}

}  // namespace streams

absl::StatusOr<StreamHead*> StreamWriter::Head(StreamId stream) {
  auto found = heads_.find(stream);
  if (found == heads_.end()) {
    absl::StatusOr<StreamHead> head = streams::FindHead(*database_, stream);
    if (!head.ok() && !absl::IsNotFound(head.status())) return head.status();
    found = heads_.emplace(stream, head.ok() ? *head : StreamHead{stream}).first;
  }
  return &found->second;
}

absl::Status StreamWriter::Append(const StreamAppend& append) {
  if (append.stream <= 0 || append.records.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("stream ", append.stream, ": expected an id > 0 and at least one record"));
  }
  SLIPWAY_ASSIGN_OR_RETURN(StreamHead * head, Head(append.stream));
  if (head->purged()) return absl::InvalidArgumentError(absl::StrCat("stream ", append.stream, " was purged"));
  if (head->version != append.expected_version) {
    return absl::AbortedError(absl::StrCat("stream ", append.stream, ": expected version ", append.expected_version,
                                           ", found ", head->version,
                                           "; somebody else has written to it, load it again"));
  }
  if (!head_known_) {
    SLIPWAY_ASSIGN_OR_RETURN(head_, streams::LastLink(*database_));
    committed_head_ = head_;
    head_known_ = true;
  }
  if (!link_) link_.emplace(head_);
  const bool is_new = head->version == 0;
  {
    SqliteStatement insert = database_->Prepare(
        "INSERT INTO events (position, stream, sequence, prev, time, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    insert.Bind(2, append.stream);
    insert.Bind(5, append.time);
    for (const std::string& record : append.records) {
      insert.Bind(1, ++last_position_);
      insert.Bind(3, ++head->version);
      insert.Bind(4, head->position);
      insert.BindBlob(6, record);
      if (insert.Step() != SQLITE_DONE) return database_->Error("cannot be written");
      link_->Add(last_position_, append.stream, head->version, append.time, PayloadDigest(record));
      insert.Rewind();
      head->position = last_position_;
    }
  }
  // `active` is left alone when it stays: naming it would make SQLite rewrite the partial index each time.
  SqliteStatement state = database_->Prepare(
      is_new                          ? "INSERT INTO streams (id, version, head, active) VALUES (?1, ?2, ?3, ?4)"
      : head->active == append.active ? "UPDATE streams SET version = ?2, head = ?3 WHERE id = ?1"
                                      : "UPDATE streams SET version = ?2, head = ?3, active = ?4 WHERE id = ?1");
  state.Bind(1, append.stream);
  state.Bind(2, head->version);
  state.Bind(3, head->position);
  if (is_new || head->active != append.active) state.Bind(4, int64_t{append.active});
  SLIPWAY_RETURN_IF_ERROR(database_->Finish(state));
  head->active = append.active;
  if (!append.active) finished_.push_back(append.stream);
  return absl::OkStatus();
}

absl::Status StreamWriter::PutLink() {
  if (!link_ || link_->empty()) return absl::OkStatus();
  head_ = link_->Finish();
  link_.reset();
  SqliteStatement statement = database_->Prepare("UPDATE events SET link = ?2 WHERE position = ?1");
  statement.Bind(1, last_position_);
  statement.BindBlob(2, head_);
  return database_->Finish(statement);
}

absl::Status StreamWriter::PutSnapshot(const SnapshotPut& snapshot) {
  SLIPWAY_ASSIGN_OR_RETURN(const StreamHead* head, Head(snapshot.stream));
  if (head->purged()) return absl::InvalidArgumentError(absl::StrCat("stream ", snapshot.stream, " was purged"));
  if (snapshot.version <= 0 || snapshot.version > head->version) {
    return absl::InvalidArgumentError(absl::StrCat("stream ", snapshot.stream, ": a snapshot of version ",
                                                   snapshot.version, ", but it holds ", head->version, " records"));
  }
  if (!head->active) finished_.push_back(snapshot.stream);
  SqliteStatement statement =
      database_->Prepare("INSERT OR REPLACE INTO snapshots (stream, version, payload) VALUES (?1, ?2, ?3)");
  statement.Bind(1, snapshot.stream);
  statement.Bind(2, snapshot.version);
  statement.BindBlob(3, snapshot.payload);
  return database_->Finish(statement);
}

absl::Status StreamWriter::Purge(StreamId stream) {
  absl::StatusOr<StreamHead> head = streams::FindHead(*database_, stream);
  if (absl::IsNotFound(head.status()) || (head.ok() && (head->active || head->purged()))) {
    return absl::InvalidArgumentError(absl::StrCat("stream ", stream, ": only one that is there and inactive can be purged"));
  }
  SLIPWAY_RETURN_IF_ERROR(head.status());
  int64_t position = head->position;
  while (position > 0) {
    std::string digest;
    int64_t before = 0;
    {
      SqliteStatement read = database_->Prepare("SELECT prev, payload FROM events WHERE position = ?1");
      read.Bind(1, position);
      if (read.Step() != SQLITE_ROW) return database_->Error("cannot be read");
      before = read.Int(0);
      digest = PayloadDigest(read.Text(1));
    }
    SqliteStatement update = database_->Prepare("UPDATE events SET payload = x'', digest = ?2 WHERE position = ?1");
    update.Bind(1, position);
    update.BindBlob(2, digest);
    SLIPWAY_RETURN_IF_ERROR(database_->Finish(update));
    position = before;
  }
  {
    SqliteStatement snapshot = database_->Prepare("DELETE FROM snapshots WHERE stream = ?1");
    snapshot.Bind(1, stream);
    SLIPWAY_RETURN_IF_ERROR(database_->Finish(snapshot));
  }
  SqliteStatement update = database_->Prepare("UPDATE streams SET head = ?2 WHERE id = ?1");
  update.Bind(1, stream);
  update.Bind(2, kPurged);
  SLIPWAY_RETURN_IF_ERROR(database_->Finish(update));
  heads_.erase(stream);
  return absl::OkStatus();
}

void StreamWriter::Committed() {
  for (StreamId stream : finished_) {
    const auto found = heads_.find(stream);
    if (found != heads_.end() && !found->second.active) heads_.erase(found);
  }
  finished_.clear();
  committed_position_ = last_position_;
  committed_head_ = head_;
}

void StreamWriter::RolledBack() {
  heads_.clear();
  finished_.clear();
  last_position_ = committed_position_;
  head_ = committed_head_;
  link_.reset();
}

}  // namespace slipway
