// The tables, and how older ones become newer ones.
#ifndef SLIPWAY_ADAPTERS_SQLITE_SCHEMA_H_
#define SLIPWAY_ADAPTERS_SQLITE_SCHEMA_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/sqlite_database.h"

namespace slipway {

// Kept in the file's user_version.
inline constexpr int64_t kSchemaVersion = 2;

// The version of the file, 0 when it is empty. FAILED_PRECONDITION: not a Slipway database, or written by a newer
// version.
absl::StatusOr<int64_t> CheckSchema(SqliteDatabase& database);

// Brings the file to kSchemaVersion in one transaction. Errors: those of CheckSchema, those of writing.
absl::Status MigrateSchema(SqliteDatabase& database);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_SCHEMA_H_
