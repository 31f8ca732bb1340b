// Streams of records in SQLite: appended by position, read by walking back from a stream's newest record.
#ifndef SLIPWAY_ADAPTERS_SQLITE_EVENTS_H_
#define SLIPWAY_ADAPTERS_SQLITE_EVENTS_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/record_chain.h"
#include "adapters/sqlite_database.h"
#include "ports/store.h"

namespace slipway {

// Where a stream ends.
struct StreamHead {
  StreamId stream = 0;
  int64_t version = 0;
  int64_t position = 0;  // of the newest record; 0 = no record, -1 = they were purged
  bool active = false;

  bool purged() const { return position < 0; }
};

namespace streams {

// Each call uses the connection of its caller; those that read more than one row want a read transaction around them.
absl::StatusOr<StreamHead> FindHead(SqliteDatabase& database, StreamId stream);  // NOT_FOUND, unless it was purged
// Up to `limit` heads of active streams, in stream order, after `after`.
absl::StatusOr<std::vector<StreamHead>> ListActive(SqliteDatabase& database, StreamId after, int32_t limit);
// DATA_LOSS when the chain of records is broken.
absl::StatusOr<std::vector<Record>> WalkBack(SqliteDatabase& database, const StreamHead& head, int64_t after_sequence);
absl::StatusOr<LoadedStream> Load(SqliteDatabase& database, const StreamHead& head);
absl::StatusOr<std::vector<Store::LogEntry>> ReadLog(SqliteDatabase& database, int64_t after_position, int32_t limit);
absl::StatusOr<int64_t> LastPosition(SqliteDatabase& database);
// With those that were purged, and the links.
absl::StatusOr<std::vector<ChainEntry>> ReadChain(SqliteDatabase& database, int64_t after_position, int32_t limit);
absl::StatusOr<std::string> LastLink(SqliteDatabase& database);

}  // namespace streams

// The writing side; used by one thread at a time, inside the caller's transaction. Keeps the heads of active streams,
// so that an append reads nothing.
class StreamWriter {
 public:
  StreamWriter(SqliteDatabase* database, int64_t last_position)
      : database_(database), last_position_(last_position), committed_position_(last_position) {}

  // ABORTED: another version than expected. INVALID_ARGUMENT: no record, or a stream id that is none or was purged.
  absl::Status Append(const StreamAppend& append);
  // INVALID_ARGUMENT: of a version that the stream has not reached.
  absl::Status PutSnapshot(const SnapshotPut& snapshot);
  // Payloads and snapshots of an inactive stream go. INVALID_ARGUMENT: it is active, or does not exist.
  absl::Status Purge(StreamId stream);
  int64_t last_position() const { return last_position_; }
  // Writes the hash over what was appended since the last commit.
  absl::Status PutLink();

  // What the caller's transaction came to.
  void Committed();
  void RolledBack();

 private:
  absl::StatusOr<StreamHead*> Head(StreamId stream);

  SqliteDatabase* const database_;
  absl::flat_hash_map<StreamId, StreamHead> heads_;
  std::vector<StreamId> finished_;  // in the current transaction: their heads are not worth keeping
  int64_t last_position_;
  int64_t committed_position_;
  std::string head_;            // of the chain; read when the first record is appended
  std::string committed_head_;
  bool head_known_ = false;
  std::optional<ChainLink> link_;  // of the current transaction
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SQLITE_EVENTS_H_
