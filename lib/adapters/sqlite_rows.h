// Read-model rows in and out of SQLite. Each call uses the connection of its caller, who serializes them.
#ifndef SLIPWAY_ADAPTERS_SQLITE_ROWS_H_
#define SLIPWAY_ADAPTERS_SQLITE_ROWS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/sqlite_database.h"
#include "ports/store.h"

namespace slipway::rows {

// Everything of the batch but appends and snapshots, inside the caller's transaction.
absl::Status Write(SqliteDatabase& database, const WriteBatch& batch);
// Everything about one release. Ids that were used stay used.
absl::Status Purge(SqliteDatabase& database, int64_t release_id);

absl::StatusOr<DefinitionRow> GetDefinition(SqliteDatabase& database, int64_t id);
absl::StatusOr<DefinitionRow> FindDefinition(SqliteDatabase& database, absl::string_view path, absl::string_view name);
absl::StatusOr<std::vector<DefinitionRow>> ListDefinitions(SqliteDatabase& database, absl::string_view search,
                                                           bool include_deleted, int64_t after_id, int32_t limit);
absl::StatusOr<DefinitionRevisionRow> GetDefinitionRevision(SqliteDatabase& database, int64_t definition_id,
                                                            int64_t revision);
absl::StatusOr<std::vector<DefinitionRevisionRow>> ListDefinitionRevisions(SqliteDatabase& database,
                                                                           int64_t definition_id);
absl::StatusOr<ReleaseRow> GetRelease(SqliteDatabase& database, int64_t id);
absl::StatusOr<std::vector<ReleaseRow>> ListReleases(SqliteDatabase& database, const ReleaseQuery& query);
absl::StatusOr<std::vector<EnvironmentRow>> ListEnvironments(SqliteDatabase& database, int64_t release_id);
absl::StatusOr<std::vector<DeploymentRow>> ListDeployments(SqliteDatabase& database, const DeploymentQuery& query);
absl::StatusOr<std::vector<ApprovalRow>> ListApprovals(SqliteDatabase& database, const ApprovalQuery& query);
absl::StatusOr<std::vector<ResourceRow>> ListResources(SqliteDatabase& database, int32_t kind);
absl::StatusOr<ResourceRow> GetResource(SqliteDatabase& database, int32_t kind, absl::string_view id, int64_t revision);
absl::StatusOr<int64_t> GetNameCounter(SqliteDatabase& database, int64_t definition_id, absl::string_view text);
absl::StatusOr<std::vector<OutboxPut>> ListOutbox(SqliteDatabase& database, int64_t after_id, int32_t limit);

}  // namespace slipway::rows

#endif  // SLIPWAY_ADAPTERS_SQLITE_ROWS_H_
