// The store of the product: one SQLite file in WAL mode, synchronous=FULL.
#ifndef SLIPWAY_ADAPTERS_SQLITE_STORE_H_
#define SLIPWAY_ADAPTERS_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ports/store.h"

namespace slipway {

struct SqliteStoreOptions {
  // Created when missing; its folder must exist. SQLite's special names (":memory:", "file:...") are plain file names
  // here.
  std::string path;
  std::string vfs;  // empty = SQLite's default one
  // Reads beside whoever has the file open for writing: takes no lock, creates nothing; Commit is PERMISSION_DENIED.
  bool read_only = false;
  // Pages of WAL (4 KiB each) after which a commit also copies them into the database: two more fdatasyncs then. A
  // small WAL is written over and over in place, which makes each fdatasync cheaper than one that grows a file.
  int wal_checkpoint_pages = 1000;
  // How long a commit waits for another program that writes to the file (a copying tool, say) before it is UNAVAILABLE.
  absl::Duration busy_timeout = absl::Seconds(5);
};

// Holds PATH.lock for as long as it is open: a second engine on the same file (under whatever name, in this process or
// another) gets FAILED_PRECONDITION that names who has it. A file that is not ours, or of a newer version, is
// FAILED_PRECONDITION too and stays untouched. Errors besides those of Store: see SqliteStatus.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteStoreOptions& options);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_STORE_H_
