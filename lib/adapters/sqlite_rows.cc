#include "adapters/sqlite_rows.h"

#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway::rows {
namespace {

ResourceRow ReadResource(const SqliteStatement& s) {
  return {static_cast<int32_t>(s.Int(0)), s.Text(1), s.Int(2), s.Text(3), s.Text(4), s.Int(5) != 0, s.Text(6),
          s.Time(7)};
}

template <typename Row, typename Read>
absl::StatusOr<std::vector<Row>> All(SqliteDatabase& database, SqliteStatement& statement, Read&& read) {
  std::vector<Row> rows;
  int code;
  while ((code = statement.Step()) == SQLITE_ROW) rows.push_back(read(statement));
  if (code != SQLITE_DONE) return database.Error("cannot be read");
  return rows;
}

template <typename Row, typename Read>
absl::StatusOr<Row> One(SqliteDatabase& database, SqliteStatement& statement, Read&& read) {
  const int code = statement.Step();
  if (code == SQLITE_DONE) return absl::NotFoundError("no such row");
  if (code != SQLITE_ROW) return database.Error("cannot be read");
  return read(statement);
}

DefinitionRow ReadDefinition(const SqliteStatement& s) {
  return {s.Int(0), s.Int(1), s.Text(2), s.Text(3), s.Int(4) != 0, s.Time(5), s.Time(6)};
}

ReleaseRow ReadRelease(const SqliteStatement& s) {
  ReleaseRow row;
  row.id = s.Int(0);
  row.definition_id = s.Int(1);
  row.definition_revision = s.Int(2);
  row.name = s.Text(3);
  row.description = s.Text(4);
  row.created_by = s.Text(5);
  row.idempotency_key = s.Text(6);
  row.status = static_cast<int32_t>(s.Int(7));
  row.reason = static_cast<int32_t>(s.Int(8));
  row.created_on = s.Time(9);
  row.modified_on = s.Time(10);
  row.is_deleted = s.Int(11) != 0;
  row.keep_forever = s.Int(12) != 0;
  return row;
}

EnvironmentRow ReadEnvironment(const SqliteStatement& s) {
  return {s.Int(0),
          static_cast<int32_t>(s.Int(1)),
          s.Int(2),
          s.Int(3),
          s.Text(4),
          static_cast<int32_t>(s.Int(5)),
          static_cast<int32_t>(s.Int(6)),
          s.Time(7)};
}

DeploymentRow ReadDeployment(const SqliteStatement& s) {
  DeploymentRow row;
  row.id = s.Int(0);
  row.release_id = s.Int(1);
  row.definition_id = s.Int(2);
  row.environment_index = static_cast<int32_t>(s.Int(3));
  row.definition_environment_id = s.Int(4);
  row.attempt = static_cast<int32_t>(s.Int(5));
  row.reason = static_cast<int32_t>(s.Int(6));
  row.status = static_cast<int32_t>(s.Int(7));
  row.operation_status = static_cast<int32_t>(s.Int(8));
  row.requested_by = s.Text(9);
  row.queued_on = s.Time(10);
  row.started_on = s.Time(11);
  row.completed_on = s.Time(12);
  return row;
}

ApprovalRow ReadApproval(const SqliteStatement& s) {
  ApprovalRow row;
  row.id = s.Int(0);
  row.release_id = s.Int(1);
  row.environment_index = static_cast<int32_t>(s.Int(2));
  row.attempt = static_cast<int32_t>(s.Int(3));
  row.type = static_cast<int32_t>(s.Int(4));
  row.status = static_cast<int32_t>(s.Int(5));
  row.rank = static_cast<int32_t>(s.Int(6));
  row.is_automated = s.Int(7) != 0;
  row.approver = s.Text(8);
  row.approved_by = s.Text(9);
  row.comments = s.Text(10);
  row.created_on = s.Time(11);
  row.modified_on = s.Time(12);
  return row;
}

DefinitionRevisionRow ReadRevision(const SqliteStatement& s) {
  DefinitionRevisionRow row;
  row.definition_id = s.Int(0);
  row.revision = s.Int(1);
  row.document = s.Text(2);
  row.sealed = s.Text(3);
  row.change_type = static_cast<int32_t>(s.Int(4));
  row.changed_by = s.Text(5);
  row.comment = s.Text(6);
  row.changed_on = s.Time(7);
  return row;
}

int64_t Before(int64_t id) { return id == 0 ? std::numeric_limits<int64_t>::max() : id; }

absl::Status WriteDefinitions(SqliteDatabase& database, const WriteBatch& batch) {
  for (const DefinitionRow& row : batch.definitions) {
    SqliteStatement s = database.Prepare(
        "INSERT OR REPLACE INTO definitions (id, revision, name, path, is_deleted, created_on, modified_on)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    s.Bind(1, row.id);
    s.Bind(2, row.revision);
    s.Bind(3, row.name);
    s.Bind(4, row.path);
    s.Bind(5, int64_t{row.is_deleted});
    s.Bind(6, row.created_on);
    s.Bind(7, row.modified_on);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (const DefinitionRevisionRow& row : batch.definition_revisions) {
    SqliteStatement s = database.Prepare(
        "INSERT OR REPLACE INTO definition_revisions (definition_id, revision, document, sealed, change_type, "
        "changed_by,"
        " comment, changed_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    s.Bind(1, row.definition_id);
    s.Bind(2, row.revision);
    s.BindBlob(3, row.document);
    s.BindBlob(4, row.sealed);
    s.Bind(5, int64_t{row.change_type});
    s.Bind(6, row.changed_by);
    s.Bind(7, row.comment);
    s.Bind(8, row.changed_on);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  return absl::OkStatus();
}

absl::Status WriteReleases(SqliteDatabase& database, const WriteBatch& batch) {
  for (const ReleaseRow& row : batch.releases) {
    // No REPLACE here: a second release with the same idempotency key must be an error, never the end of the first.
    SqliteStatement s = database.Prepare(
        "INSERT INTO releases (id, definition_id, definition_revision, name, description, created_by, idempotency_key,"
        " status, reason, created_on, modified_on, is_deleted, keep_forever)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, ''), ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (id) DO UPDATE SET"
        " name = ?4, description = ?5, status = ?8, modified_on = ?11, is_deleted = ?12, keep_forever = ?13");
    s.Bind(1, row.id);
    s.Bind(2, row.definition_id);
    s.Bind(3, row.definition_revision);
    s.Bind(4, row.name);
    s.Bind(5, row.description);
    s.Bind(6, row.created_by);
    s.Bind(7, row.idempotency_key);
    s.Bind(8, int64_t{row.status});
    s.Bind(9, int64_t{row.reason});
    s.Bind(10, row.created_on);
    s.Bind(11, row.modified_on);
    s.Bind(12, int64_t{row.is_deleted});
    s.Bind(13, int64_t{row.keep_forever});
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (const EnvironmentRow& row : batch.environments) {
    SqliteStatement s = database.Prepare(
        "INSERT OR REPLACE INTO environments (release_id, idx, definition_id, definition_environment_id, name, status,"
        " attempt, modified_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    s.Bind(1, row.release_id);
    s.Bind(2, int64_t{row.index});
    s.Bind(3, row.definition_id);
    s.Bind(4, row.definition_environment_id);
    s.Bind(5, row.name);
    s.Bind(6, int64_t{row.status});
    s.Bind(7, int64_t{row.attempt});
    s.Bind(8, row.modified_on);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  return absl::OkStatus();
}

absl::Status WriteDeployments(SqliteDatabase& database, const WriteBatch& batch) {
  for (const DeploymentRow& row : batch.deployments) {
    SqliteStatement s = database.Prepare(
        "INSERT INTO deployments (id, release_id, definition_id, environment_idx, definition_environment_id, attempt,"
        " reason, status, operation_status, requested_by, queued_on, started_on, completed_on)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
        " ON CONFLICT (id) DO UPDATE SET status = ?8, operation_status = ?9, started_on = ?12, completed_on = ?13");
    s.Bind(1, row.id);
    s.Bind(2, row.release_id);
    s.Bind(3, row.definition_id);
    s.Bind(4, int64_t{row.environment_index});
    s.Bind(5, row.definition_environment_id);
    s.Bind(6, int64_t{row.attempt});
    s.Bind(7, int64_t{row.reason});
    s.Bind(8, int64_t{row.status});
    s.Bind(9, int64_t{row.operation_status});
    s.Bind(10, row.requested_by);
    s.Bind(11, row.queued_on);
    s.Bind(12, row.started_on);
    s.Bind(13, row.completed_on);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (const ApprovalRow& row : batch.approvals) {
    SqliteStatement s = database.Prepare(
        "INSERT OR REPLACE INTO approvals (id, release_id, environment_idx, attempt, type, status, rank, is_automated,"
        " approver, approved_by, comments, created_on, modified_on)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    s.Bind(1, row.id);
    s.Bind(2, row.release_id);
    s.Bind(3, int64_t{row.environment_index});
    s.Bind(4, int64_t{row.attempt});
    s.Bind(5, int64_t{row.type});
    s.Bind(6, int64_t{row.status});
    s.Bind(7, int64_t{row.rank});
    s.Bind(8, int64_t{row.is_automated});
    s.BindBlob(9, row.approver);
    s.Bind(10, row.approved_by);
    s.Bind(11, row.comments);
    s.Bind(12, row.created_on);
    s.Bind(13, row.modified_on);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Write(SqliteDatabase& database, const WriteBatch& batch) {
  SLIPWAY_RETURN_IF_ERROR(WriteDefinitions(database, batch));
  SLIPWAY_RETURN_IF_ERROR(WriteReleases(database, batch));
  SLIPWAY_RETURN_IF_ERROR(WriteDeployments(database, batch));
  for (const NameCounterRow& row : batch.name_counters) {
    SqliteStatement s =
        database.Prepare("INSERT OR REPLACE INTO name_counters (definition_id, text, last) VALUES (?1, ?2, ?3)");
    s.Bind(1, row.definition_id);
    s.Bind(2, row.text);
    s.Bind(3, row.last);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (const ResourceRow& row : batch.resources) {
    SqliteStatement s = database.Prepare(
        "INSERT OR REPLACE INTO resources (kind, id, revision, name, payload, is_deleted, changed_by, changed_on) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    s.Bind(1, int64_t{row.kind});
    s.Bind(2, row.id);
    s.Bind(3, row.revision);
    s.Bind(4, row.name);
    s.BindBlob(5, row.payload);
    s.Bind(6, int64_t{row.is_deleted});
    s.Bind(7, row.changed_by);
    s.Bind(8, row.changed_on);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (const OutboxPut& put : batch.outbox_puts) {
    SqliteStatement s = database.Prepare("INSERT OR REPLACE INTO outbox (id, stream, payload) VALUES (?1, ?2, ?3)");
    s.Bind(1, put.id);
    s.Bind(2, put.stream);
    s.BindBlob(3, put.payload);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (int64_t id : batch.outbox_deletes) {
    SqliteStatement s = database.Prepare("DELETE FROM outbox WHERE id = ?1");
    s.Bind(1, id);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  return absl::OkStatus();
}

#define SLIPWAY_DEFINITION_COLUMNS \
  "SELECT id, revision, name, path, is_deleted, created_on, modified_on FROM definitions "
#define SLIPWAY_REVISION_COLUMNS \
  ", sealed, change_type, changed_by, comment, changed_on FROM definition_revisions WHERE definition_id = ?1 "
#define SLIPWAY_RELEASE_COLUMNS                                                                                    \
  "SELECT id, definition_id, definition_revision, name, description, created_by, idempotency_key, status, reason," \
  " created_on, modified_on, is_deleted, keep_forever FROM releases "

absl::StatusOr<DefinitionRow> GetDefinition(SqliteDatabase& database, int64_t id) {
  SqliteStatement s = database.Prepare(SLIPWAY_DEFINITION_COLUMNS "WHERE id = ?1");
  s.Bind(1, id);
  return One<DefinitionRow>(database, s, ReadDefinition);
}

absl::StatusOr<DefinitionRow> FindDefinition(SqliteDatabase& database, absl::string_view path, absl::string_view name) {
  SqliteStatement s = database.Prepare(
      SLIPWAY_DEFINITION_COLUMNS
      "WHERE name = ?2 COLLATE NOCASE AND path = ?1 COLLATE NOCASE AND is_deleted = 0 ORDER BY id LIMIT 1");
  s.Bind(1, path);
  s.Bind(2, name);
  return One<DefinitionRow>(database, s, ReadDefinition);
}

absl::StatusOr<std::vector<DefinitionRow>> ListDefinitions(SqliteDatabase& database, absl::string_view search,
                                                           bool include_deleted, int64_t after_id, int32_t limit) {
  const std::string lower = absl::AsciiStrToLower(search);
  SqliteStatement s =
      database.Prepare(SLIPWAY_DEFINITION_COLUMNS
                       "WHERE id > ?1 AND (?2 OR is_deleted = 0) AND instr(lower(name), ?3) > 0 ORDER BY id LIMIT ?4");
  s.Bind(1, after_id);
  s.Bind(2, int64_t{include_deleted});
  s.Bind(3, lower);
  s.Bind(4, int64_t{limit});
  return All<DefinitionRow>(database, s, ReadDefinition);
}

absl::StatusOr<DefinitionRevisionRow> GetDefinitionRevision(SqliteDatabase& database, int64_t definition_id,
                                                            int64_t revision) {
  SqliteStatement s =
      database.Prepare("SELECT definition_id, revision, document" SLIPWAY_REVISION_COLUMNS "AND revision = ?2");
  s.Bind(1, definition_id);
  s.Bind(2, revision);
  return One<DefinitionRevisionRow>(database, s, ReadRevision);
}

absl::StatusOr<std::vector<DefinitionRevisionRow>> ListDefinitionRevisions(SqliteDatabase& database,
                                                                           int64_t definition_id) {
  SqliteStatement s =
      database.Prepare("SELECT definition_id, revision, x''" SLIPWAY_REVISION_COLUMNS "ORDER BY revision DESC");
  s.Bind(1, definition_id);
  return All<DefinitionRevisionRow>(database, s, ReadRevision);
}

absl::StatusOr<ReleaseRow> GetRelease(SqliteDatabase& database, int64_t id) {
  SqliteStatement s = database.Prepare(SLIPWAY_RELEASE_COLUMNS "WHERE id = ?1");
  s.Bind(1, id);
  return One<ReleaseRow>(database, s, ReadRelease);
}

absl::StatusOr<std::vector<ReleaseRow>> ListReleases(SqliteDatabase& database, const ReleaseQuery& query) {
  if (!query.idempotency_key.empty()) {
    SqliteStatement s = database.Prepare(SLIPWAY_RELEASE_COLUMNS "WHERE idempotency_key = ?1");
    s.Bind(1, query.idempotency_key);
    return All<ReleaseRow>(database, s, ReadRelease);
  }
  // Two statements, because one that covers both cases could use no index.
  SqliteStatement s =
      query.definition_id != 0
          ? database.Prepare(
                SLIPWAY_RELEASE_COLUMNS
                "WHERE definition_id = ?5 AND id < ?1 AND (?2 = 0 OR status = ?2) AND (?3 = '' OR name = ?3)"
                " AND (?6 OR is_deleted = 0) ORDER BY id DESC LIMIT ?4")
          : database.Prepare(SLIPWAY_RELEASE_COLUMNS
                             "WHERE id < ?1 AND (?2 = 0 OR status = ?2) AND (?3 = '' OR name = ?3)"
                             " AND (?6 OR is_deleted = 0) ORDER BY id DESC LIMIT ?4");
  s.Bind(1, Before(query.before_id));
  s.Bind(2, int64_t{query.status});
  s.Bind(3, query.name);
  s.Bind(4, int64_t{query.limit});
  if (query.definition_id != 0) s.Bind(5, query.definition_id);
  s.Bind(6, int64_t{query.include_deleted});
  return All<ReleaseRow>(database, s, ReadRelease);
}

absl::StatusOr<std::vector<EnvironmentRow>> ListEnvironments(SqliteDatabase& database, int64_t release_id) {
  SqliteStatement s = database.Prepare(
      "SELECT release_id, idx, definition_id, definition_environment_id, name, status, attempt, modified_on"
      " FROM environments WHERE release_id = ?1 ORDER BY idx");
  s.Bind(1, release_id);
  return All<EnvironmentRow>(database, s, ReadEnvironment);
}

#define SLIPWAY_DEPLOYMENT_COLUMNS                                                                             \
  "SELECT id, release_id, definition_id, environment_idx, definition_environment_id, attempt, reason, status," \
  " operation_status, requested_by, queued_on, started_on, completed_on FROM deployments WHERE "
#define SLIPWAY_DEPLOYMENT_TAIL                                                               \
  "id < ?1 AND (?2 = 0 OR definition_environment_id = ?2) AND (?3 = 0 OR definition_id = ?3)" \
  " AND (?4 = 0 OR release_id = ?4) ORDER BY id DESC LIMIT ?5"

absl::StatusOr<std::vector<DeploymentRow>> ListDeployments(SqliteDatabase& database, const DeploymentQuery& query) {
  SqliteStatement s = query.release_id != 0
                          ? database.Prepare(SLIPWAY_DEPLOYMENT_COLUMNS "release_id = ?4 AND " SLIPWAY_DEPLOYMENT_TAIL)
                      : query.definition_id != 0 ? database.Prepare(SLIPWAY_DEPLOYMENT_COLUMNS
                                                                    "definition_id = ?3 AND " SLIPWAY_DEPLOYMENT_TAIL)
                                                 : database.Prepare(SLIPWAY_DEPLOYMENT_COLUMNS SLIPWAY_DEPLOYMENT_TAIL);
  s.Bind(1, Before(query.before_id));
  s.Bind(2, query.definition_environment_id);
  s.Bind(3, query.definition_id);
  s.Bind(4, query.release_id);
  s.Bind(5, int64_t{query.limit});
  return All<DeploymentRow>(database, s, ReadDeployment);
}

#define SLIPWAY_APPROVAL_COLUMNS                                                                              \
  "SELECT id, release_id, environment_idx, attempt, type, status, rank, is_automated, approver, approved_by," \
  " comments, created_on, modified_on FROM approvals WHERE "

absl::StatusOr<std::vector<ApprovalRow>> ListApprovals(SqliteDatabase& database, const ApprovalQuery& query) {
  constexpr int32_t kPending = 1;
  SqliteStatement s =
      query.release_id != 0 ? database.Prepare(SLIPWAY_APPROVAL_COLUMNS
                                               "release_id = ?4 AND id < ?1 AND (?2 = 0 OR status = ?2)"
                                               " ORDER BY id DESC LIMIT ?3")
      : query.status == kPending
          ? database.Prepare(SLIPWAY_APPROVAL_COLUMNS "status = 1 AND id < ?1 ORDER BY id DESC LIMIT ?3")
          : database.Prepare(SLIPWAY_APPROVAL_COLUMNS "id < ?1 AND (?2 = 0 OR status = ?2) ORDER BY id DESC LIMIT ?3");
  s.Bind(1, Before(query.before_id));
  if (query.release_id != 0 || query.status != kPending) s.Bind(2, int64_t{query.status});
  s.Bind(3, int64_t{query.limit});
  if (query.release_id != 0) s.Bind(4, query.release_id);
  return All<ApprovalRow>(database, s, ReadApproval);
}

absl::StatusOr<int64_t> GetNameCounter(SqliteDatabase& database, int64_t definition_id, absl::string_view text) {
  SqliteStatement s = database.Prepare("SELECT last FROM name_counters WHERE definition_id = ?1 AND text = ?2");
  s.Bind(1, definition_id);
  s.Bind(2, text);
  const int code = s.Step();
  if (code == SQLITE_DONE) return 0;
  if (code != SQLITE_ROW) return database.Error("cannot be read");
  return s.Int(0);
}

constexpr char kResourceColumns[] = "kind, id, revision, name, payload, is_deleted, changed_by, changed_on";

absl::StatusOr<std::vector<ResourceRow>> ListResources(SqliteDatabase& database, int32_t kind) {
  SqliteStatement s = database.Prepare(
      absl::StrCat("SELECT ", kResourceColumns,
                   " FROM resources AS r WHERE kind = ?1 AND is_deleted = 0 AND revision = "
                   "(SELECT max(revision) FROM resources WHERE kind = r.kind AND id = r.id) ORDER BY id")
          .c_str());
  s.Bind(1, int64_t{kind});
  return All<ResourceRow>(database, s, ReadResource);
}

absl::StatusOr<ResourceRow> GetResource(SqliteDatabase& database, int32_t kind, absl::string_view id,
                                        int64_t revision) {
  SqliteStatement s = database.Prepare(
      absl::StrCat("SELECT ", kResourceColumns,
                   " FROM resources WHERE kind = ?1 AND id = ?2 AND (?3 = 0 OR revision = ?3) "
                   "ORDER BY revision DESC LIMIT 1")
          .c_str());
  s.Bind(1, int64_t{kind});
  s.Bind(2, id);
  s.Bind(3, revision);
  const int code = s.Step();
  if (code != SQLITE_ROW && code != SQLITE_DONE) return database.Error("cannot be read");
  if (code == SQLITE_ROW) {
    ResourceRow row = ReadResource(s);
    if (revision != 0 || !row.is_deleted) return row;
  }
  return absl::NotFoundError("no such resource");
}

absl::Status Purge(SqliteDatabase& database, int64_t release_id) {
  // The highest id of a table may be among those that go: it is not given again.
  for (const char* remember :
       {"INSERT INTO name_counters (definition_id, text, last) SELECT 0, 'deployments', ifnull(max(id), 0) FROM deployments"
        " WHERE true ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
        "INSERT INTO name_counters (definition_id, text, last) SELECT 0, 'approvals', ifnull(max(id), 0) FROM approvals"
        " WHERE true ON CONFLICT DO UPDATE SET last = max(last, excluded.last)"}) {
    SqliteStatement s = database.Prepare(remember);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  for (const char* sql :
       {"DELETE FROM approvals WHERE release_id = ?1", "DELETE FROM deployments WHERE release_id = ?1",
        "DELETE FROM environments WHERE release_id = ?1", "DELETE FROM releases WHERE id = ?1",
        "DELETE FROM outbox WHERE stream = ?1"}) {
    SqliteStatement s = database.Prepare(sql);
    s.Bind(1, release_id);
    SLIPWAY_RETURN_IF_ERROR(database.Finish(s));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OutboxPut>> ListOutbox(SqliteDatabase& database, int64_t after_id, int32_t limit) {
  SqliteStatement s = database.Prepare("SELECT id, stream, payload FROM outbox WHERE id > ?1 ORDER BY id LIMIT ?2");
  s.Bind(1, after_id);
  s.Bind(2, int64_t{limit});
  return All<OutboxPut>(database, s, [](const SqliteStatement& row) {
    return OutboxPut{row.Int(0), row.Int(1), row.Text(2)};
  });
}

}  // namespace slipway::rows
