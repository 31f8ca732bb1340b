#include "adapters/sqlite_schema.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr int64_t kApplicationId = 0x534C5057;  // "SLPW"

// Events are appended by rowid and found by walking `prev` back from the stream's head: an index on (stream, sequence)
// would cost half of the throughput and is never needed. `link`, the hash of a commit, stands in its last row: a table
// of its own would dirty one more page in every commit. Only what is active is indexed. AUTOINCREMENT: the id of a
// delivered notification is never given to another one. Rows of the read model are rare beside events: they may have
// indexes.
constexpr char kCreate[] = R"sql(
CREATE TABLE events (
  position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, sequence INTEGER NOT NULL, prev INTEGER NOT NULL,
  time INTEGER NOT NULL, payload BLOB NOT NULL, link BLOB);
CREATE TABLE streams (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, head INTEGER NOT NULL, active INTEGER NOT NULL);
CREATE INDEX streams_active ON streams (id) WHERE active = 1;
CREATE TABLE snapshots (stream INTEGER PRIMARY KEY, version INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE TABLE definitions (
  id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
  is_deleted INTEGER NOT NULL, created_on INTEGER, modified_on INTEGER);
CREATE INDEX definitions_name ON definitions (name COLLATE NOCASE, path COLLATE NOCASE);
CREATE TABLE definition_revisions (
  definition_id INTEGER NOT NULL, revision INTEGER NOT NULL, document BLOB NOT NULL, sealed BLOB NOT NULL,
  change_type INTEGER NOT NULL, changed_by TEXT NOT NULL, comment TEXT NOT NULL, changed_on INTEGER,
  PRIMARY KEY (definition_id, revision)) WITHOUT ROWID;
CREATE TABLE releases (
  id INTEGER PRIMARY KEY, definition_id INTEGER NOT NULL, definition_revision INTEGER NOT NULL, name TEXT NOT NULL,
  description TEXT NOT NULL, created_by TEXT NOT NULL, idempotency_key TEXT, status INTEGER NOT NULL,
  reason INTEGER NOT NULL, created_on INTEGER, modified_on INTEGER);
CREATE INDEX releases_definition ON releases (definition_id);
CREATE INDEX releases_name ON releases (name);
CREATE UNIQUE INDEX releases_idempotency ON releases (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE TABLE environments (
  release_id INTEGER NOT NULL, idx INTEGER NOT NULL, definition_id INTEGER NOT NULL,
  definition_environment_id INTEGER NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL, attempt INTEGER NOT NULL,
  modified_on INTEGER, PRIMARY KEY (release_id, idx)) WITHOUT ROWID;
CREATE TABLE deployments (
  id INTEGER PRIMARY KEY, release_id INTEGER NOT NULL, definition_id INTEGER NOT NULL, environment_idx INTEGER NOT NULL,
  definition_environment_id INTEGER NOT NULL, attempt INTEGER NOT NULL, reason INTEGER NOT NULL,
  status INTEGER NOT NULL, operation_status INTEGER NOT NULL, requested_by TEXT NOT NULL, queued_on INTEGER,
  started_on INTEGER, completed_on INTEGER);
CREATE INDEX deployments_release ON deployments (release_id);
CREATE INDEX deployments_definition ON deployments (definition_id);
CREATE TABLE approvals (
  id INTEGER PRIMARY KEY, release_id INTEGER NOT NULL, environment_idx INTEGER NOT NULL, attempt INTEGER NOT NULL,
  type INTEGER NOT NULL, status INTEGER NOT NULL, rank INTEGER NOT NULL, is_automated INTEGER NOT NULL,
  approver BLOB NOT NULL, approved_by TEXT NOT NULL, comments TEXT NOT NULL, created_on INTEGER, modified_on INTEGER);
CREATE INDEX approvals_release ON approvals (release_id);
CREATE INDEX approvals_pending ON approvals (id) WHERE status = 1;
CREATE TABLE name_counters (
  definition_id INTEGER NOT NULL, text TEXT NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (definition_id, text)) WITHOUT ROWID;
CREATE TABLE resources (
  kind INTEGER NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, payload BLOB NOT NULL,
  is_deleted INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_on INTEGER,
  PRIMARY KEY (kind, id, revision)) WITHOUT ROWID;
)sql";

// A purged record keeps its place in the chain: `digest` stands for its payload. The head of a purged stream is -1.
constexpr char kAddRetention[] = R"sql(
ALTER TABLE events ADD COLUMN digest BLOB;
ALTER TABLE releases ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE releases ADD COLUMN keep_forever INTEGER NOT NULL DEFAULT 0;
)sql";

// kMigrations[n] makes version n + 1 out of version n. What has been released is never changed: a change is a new
// entry.
constexpr const char* kMigrations[] = {kCreate, kAddRetention};
static_assert(std::size(kMigrations) == kSchemaVersion);

absl::StatusOr<int64_t> ReadNumber(SqliteDatabase& database, const char* sql) {
  SqliteStatement statement = database.Prepare(sql);
  if (statement.Step() != SQLITE_ROW) return database.Error("cannot be read");
  return statement.Int(0);
}

}  // namespace

absl::StatusOr<int64_t> CheckSchema(SqliteDatabase& database) {
  SLIPWAY_ASSIGN_OR_RETURN(const int64_t application, ReadNumber(database, "PRAGMA application_id"));
  SLIPWAY_ASSIGN_OR_RETURN(const int64_t version, ReadNumber(database, "PRAGMA user_version"));
  SLIPWAY_ASSIGN_OR_RETURN(const int64_t tables, ReadNumber(database, "SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return 0;
  if (application != kApplicationId || version < 1) {
    return absl::FailedPreconditionError(
        absl::StrCat(database.path(), ": this is not a Slipway database; name another file"));
  }
  if (version > kSchemaVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(database.path(), ": written by a newer version of Slipway (its schema is version ", version,
                     ", this library knows up to ", kSchemaVersion,
                     "); open it with that newer version, or restore an older backup"));
  }
  return version;
}

absl::Status MigrateSchema(SqliteDatabase& database) {
  SLIPWAY_ASSIGN_OR_RETURN(const int64_t version, CheckSchema(database));
  if (version == kSchemaVersion) return absl::OkStatus();
  SLIPWAY_RETURN_IF_ERROR(database.Run("BEGIN IMMEDIATE"));
  absl::Status status;
  for (int64_t from = version; status.ok() && from < kSchemaVersion; ++from) status = database.Run(kMigrations[from]);
  if (status.ok()) {
    status = database.Run(
        absl::StrCat("PRAGMA application_id = ", kApplicationId, "; PRAGMA user_version = ", kSchemaVersion, "; COMMIT")
            .c_str());
  }
  if (!status.ok()) database.Run("ROLLBACK").IgnoreError();
  return status;
}

}  // namespace slipway
