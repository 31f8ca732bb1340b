#include "adapters/sqlite_reader_pool.h"

#include "base/status_macros.h"

namespace slipway {

absl::StatusOr<std::unique_ptr<SqliteDatabase>> SqliteReaderPool::Open() const {
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<SqliteDatabase> database, SqliteDatabase::Open(path_, flags_, vfs_));
  SLIPWAY_RETURN_IF_ERROR(
      database->Run("PRAGMA busy_timeout = 5000; PRAGMA query_only = 1; PRAGMA temp_store = MEMORY"));
  return database;
}

absl::StatusOr<SqliteReaderPool::Lease> SqliteReaderPool::Take() {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &SqliteReaderPool::CanTake));
    if (!idle_.empty()) {
      // The one used last has the warmest cache.
      std::unique_ptr<SqliteDatabase> database = std::move(idle_.back());
      idle_.pop_back();
      return Lease(this, std::move(database));
    }
    ++open_;
  }
  absl::StatusOr<std::unique_ptr<SqliteDatabase>> database = Open();
  if (database.ok()) return Lease(this, *std::move(database));
  absl::MutexLock lock(&mutex_);
  --open_;
  return database.status();
}

void SqliteReaderPool::GiveBack(std::unique_ptr<SqliteDatabase> database) {
  absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(database));
}

absl::Status SqliteReadTransaction::Begin() {
  SqliteStatement begin = database_.Prepare("BEGIN");
  if (begin.Step() != SQLITE_DONE) return database_.Error("cannot be read");
  begun_ = true;
  return absl::OkStatus();
}

SqliteReadTransaction::~SqliteReadTransaction() {
  // An error may have ended it already; a read transaction has nothing to lose.
  if (begun_) database_.Prepare("COMMIT").Step();
}

}  // namespace slipway
