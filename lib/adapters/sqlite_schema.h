// The tables, and how older ones become newer ones.
#ifndef SLIPWAY_ADAPTERS_SQLITE_SCHEMA_H_
#define SLIPWAY_ADAPTERS_SQLITE_SCHEMA_H_

#include "absl/status/status.h"
#include "adapters/sqlite_database.h"

namespace slipway {

// Creates or migrates. FAILED_PRECONDITION: not a Slipway database, or written by a newer version.
absl::Status PrepareSchema(SqliteDatabase& database);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_SCHEMA_H_
