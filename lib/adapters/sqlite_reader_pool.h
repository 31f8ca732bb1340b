// Read connections to one database file, lent to one thread at a time, so that a long list does not hold up a short
// load.
#ifndef SLIPWAY_ADAPTERS_SQLITE_READER_POOL_H_
#define SLIPWAY_ADAPTERS_SQLITE_READER_POOL_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "adapters/sqlite_database.h"

namespace slipway {

// Thread-safe. Connections are opened when first needed and kept, with their prepared statements.
class SqliteReaderPool {
 public:
  static constexpr int kMaxConnections = 4;

  // A connection in use, given back when it goes away. Statements of it must be gone by then.
  class Lease {
   public:
    Lease(SqliteReaderPool* pool, std::unique_ptr<SqliteDatabase> database)
        : pool_(pool), database_(std::move(database)) {}
    Lease(Lease&& other) noexcept = default;
    ~Lease() {
      if (database_ != nullptr) pool_->GiveBack(std::move(database_));
    }
    SqliteDatabase& operator*() const { return *database_; }
    SqliteDatabase* operator->() const { return database_.get(); }

   private:
    SqliteReaderPool* pool_;
    std::unique_ptr<SqliteDatabase> database_;
  };

  // `flags`: those of sqlite3_open_v2.
  SqliteReaderPool(std::string path, std::string vfs, int flags)
      : path_(std::move(path)), vfs_(std::move(vfs)), flags_(flags) {}

  // Waits while all connections are lent: who holds a lease must not ask for a second one.
  absl::StatusOr<Lease> Take();

 private:
  absl::StatusOr<std::unique_ptr<SqliteDatabase>> Open() const;
  void GiveBack(std::unique_ptr<SqliteDatabase> database);
  bool CanTake() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !idle_.empty() || open_ < kMaxConnections; }

  const std::string path_;
  const std::string vfs_;
  const int flags_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<SqliteDatabase>> idle_ ABSL_GUARDED_BY(mutex_);
  int open_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Several reads of one connection that see the same state. Ended when it goes away.
class SqliteReadTransaction {
 public:
  explicit SqliteReadTransaction(SqliteDatabase& database) : database_(database) {}
  ~SqliteReadTransaction();
  absl::Status Begin();

 private:
  SqliteDatabase& database_;
  bool begun_ = false;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_READER_POOL_H_
