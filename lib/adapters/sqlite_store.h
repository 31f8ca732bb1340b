// The store of the product: one SQLite file in WAL mode, synchronous=FULL.
#ifndef SLIPWAY_ADAPTERS_SQLITE_STORE_H_
#define SLIPWAY_ADAPTERS_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ports/store.h"

namespace slipway {

struct SqliteStoreOptions {
  std::string path;
  std::string vfs;  // empty = SQLite's default one
  // Pages of WAL after which a commit also copies them into the database (about 4 KiB each).
  int wal_checkpoint_pages = 4000;
};

// Holds PATH.lock for as long as it is open: a second engine on the same file, in this process or another, gets
// FAILED_PRECONDITION that names who has it. Errors besides those of Store: see SqliteStatus.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteStoreOptions& options);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_STORE_H_
