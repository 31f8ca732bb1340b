// The one place where a release becomes durable.
//
// A Store keeps, in one transaction per Commit: append-only event records by stream, snapshots of streams, an outbox of
// notifications, and the read-model rows that queries are answered from. Implementations: adapters/sqlite_store (the
// product), tests' MemoryStore (the oracle of the contract suite). The contract also fits PostgreSQL: nothing here
// names a SQLite feature.
#ifndef SLIPWAY_PORTS_STORE_H_
#define SLIPWAY_PORTS_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace slipway {

// A stream is one release (stream id = release id, > 0).
using StreamId = int64_t;

// One durable record: everything one command decided for one stream, serialized (slipway.v1.EventBatch). Opaque here.
struct Record {
  int64_t sequence = 0;  // 1, 2, 3... within its stream
  int64_t position = 0;  // global, strictly increasing over all streams; assigned by the store
  absl::Time time;
  std::string payload;
};

struct StreamAppend {
  StreamId stream = 0;
  // How many records the writer believes the stream holds. Another number in the store is a lost race: the whole Commit
  // fails with ABORTED and nothing is written.
  int64_t expected_version = 0;
  absl::Time time;
  std::vector<std::string> records;  // at least one
  // Whether the release still has something to do. Only active streams are loaded when the engine opens.
  bool active = true;
};

struct SnapshotPut {
  StreamId stream = 0;
  int64_t version = 0;  // the state after this many records
  std::string payload;
};

struct LoadedStream {
  StreamId stream = 0;
  int64_t version = 0;  // records in the stream
  bool active = false;
  int64_t snapshot_version = 0;  // 0: no snapshot
  std::string snapshot;
  std::vector<Record> records;  // those after the snapshot, in order
};

// Read-model rows. Numbers of enums are those of the original's wire contract (see include/slipway/v1).
struct DefinitionRow {
  int64_t id = 0;
  int64_t revision = 0;  // the newest one
  std::string name;
  std::string path = "\\";
  bool is_deleted = false;
  absl::Time created_on;
  absl::Time modified_on;
};

// One saved revision of a definition; never changed afterwards.
struct DefinitionRevisionRow {
  int64_t definition_id = 0;
  int64_t revision = 0;
  std::string document;  // the JSON as imported, secrets nulled
  std::string sealed;    // slipway.v1.SealedValues: secret values of the document, encrypted
  int32_t change_type = 0;
  std::string changed_by;
  std::string comment;
  absl::Time changed_on;
};

struct ReleaseRow {
  int64_t id = 0;
  int64_t definition_id = 0;
  int64_t definition_revision = 0;
  std::string name;
  std::string description;
  std::string created_by;
  // Given by the host at creation, so that it can ask again; unique when not empty.
  std::string idempotency_key;
  int32_t status = 0;
  int32_t reason = 0;
  absl::Time created_on;
  absl::Time modified_on;
  bool is_deleted = false;  // softly
  bool keep_forever = false;
};

struct EnvironmentRow {
  int64_t release_id = 0;
  int32_t index = 0;  // position in the release
  int64_t definition_id = 0;
  int64_t definition_environment_id = 0;
  std::string name;
  int32_t status = 0;
  int32_t attempt = 0;
  absl::Time modified_on;
};

struct DeploymentRow {
  int64_t id = 0;
  int64_t release_id = 0;
  int64_t definition_id = 0;
  int32_t environment_index = 0;
  int64_t definition_environment_id = 0;
  int32_t attempt = 0;
  int32_t reason = 0;
  int32_t status = 0;
  int32_t operation_status = 0;
  std::string requested_by;
  absl::Time queued_on;
  absl::Time started_on;    // InfinitePast: not yet
  absl::Time completed_on;  // InfinitePast: not yet
};

struct ApprovalRow {
  int64_t id = 0;
  int64_t release_id = 0;
  int32_t environment_index = 0;
  int32_t attempt = 0;
  int32_t type = 0;
  int32_t status = 0;
  int32_t rank = 0;
  bool is_automated = false;
  std::string approver;
  std::string approved_by;
  std::string comments;
  absl::Time created_on;
  absl::Time modified_on;
};

// A notification to deliver at least once; deleted when delivered.
struct OutboxPut {
  int64_t id = 0;
  StreamId stream = 0;
  std::string payload;
};

// 1 + the highest `$(rev:r)` counter used so far for this text around the counter (the text is the key).
struct NameCounterRow {
  int64_t definition_id = 0;
  std::string text;
  int64_t last = 0;
};

// A thing that definitions refer to by id: variable group, task group, deployment group, freeze window. A revision is
// never changed afterwards, but it may be deleted, which hides the id from lists and leaves its revisions readable.
struct ResourceRow {
  int32_t kind = 0;  // v1.ResourceKind
  std::string id;
  int64_t revision = 1;
  std::string name;
  std::string payload;  // serialized message, secret values sealed
  bool is_deleted = false;
  std::string changed_by;
  absl::Time changed_on;
};

// Everything one group commit writes. Rows replace those of the same key; what says where a row belongs (the ids in it,
// its idempotency key, who made it and when) must stay the same, because a store may leave those columns alone.
struct WriteBatch {
  std::vector<StreamAppend> appends;   // at most one per stream
  std::vector<SnapshotPut> snapshots;  // applied after the appends
  std::vector<DefinitionRow> definitions;
  std::vector<DefinitionRevisionRow> definition_revisions;
  std::vector<ReleaseRow> releases;
  std::vector<EnvironmentRow> environments;
  std::vector<DeploymentRow> deployments;
  std::vector<ApprovalRow> approvals;
  std::vector<NameCounterRow> name_counters;
  std::vector<ResourceRow> resources;
  std::vector<OutboxPut> outbox_puts;
  std::vector<int64_t> outbox_deletes;
  // Streams whose payloads, snapshots and rows go for good. What stays of each record is what the chain of hashes
  // needs: where and when it was written, and the hash of its payload. Applied last; one that is active, or is not
  // there, is INVALID_ARGUMENT.
  std::vector<StreamId> purges;

  bool empty() const;
  void clear();
};

// The highest ids ever used, also those of deleted rows, so that the engine can hand out the next ones without asking
// again.
struct Counters {
  int64_t definition = 0;
  int64_t release = 0;
  int64_t deployment = 0;
  int64_t approval = 0;
  int64_t outbox = 0;
};

// What `List*` answer from. 0 / empty = any. Newest first, except definitions (by id). `before_id` 0 = from the newest.
struct ReleaseQuery {
  int64_t definition_id = 0;
  int32_t status = 0;
  std::string name;             // exact
  std::string idempotency_key;  // exact; alone it decides, the other conditions are not looked at
  bool include_deleted = false;
  int64_t before_id = 0;
  int32_t limit = 50;
};

struct DeploymentQuery {
  int64_t definition_id = 0;
  int64_t release_id = 0;
  int64_t definition_environment_id = 0;
  int64_t before_id = 0;
  int32_t limit = 50;
};

struct ApprovalQuery {
  int64_t release_id = 0;
  int32_t status = 0;
  int64_t before_id = 0;
  int32_t limit = 50;
};

// Thread-safety: Commit is called by one thread; the reads may be called from any thread at any time. A read sees only
// committed data, all of a Commit or nothing of it, and every Commit that returned before the read began.
// Times keep microseconds; InfinitePast and InfiniteFuture come back as they are. Texts are UTF-8; "case-insensitive"
// is that of ASCII letters, as everywhere in the model. Errors: UNAVAILABLE (busy; try again), ABORTED
// (expected_version), ALREADY_EXISTS (an idempotency key twice), INVALID_ARGUMENT (an append without records, a
// snapshot ahead of its stream), DATA_LOSS (corrupt), RESOURCE_EXHAUSTED (disk full), PERMISSION_DENIED (read-only),
// FAILED_PRECONDITION (written by a newer version), INTERNAL. After any of them the store can be used on: what failed
// is not there, unless the process dies before its next Commit on a disk that reported an error; then it is there whole
// or not at all.
class Store {
 public:
  virtual ~Store() = default;

  // All of `batch` or nothing; durable when it returns OK. `positions` (may be null) receives the global position of
  // the last record of each append, in the order of batch.appends.
  virtual absl::Status Commit(const WriteBatch& batch, std::vector<int64_t>* positions) = 0;

  virtual absl::StatusOr<Counters> LoadCounters() = 0;

  // Every active stream, in stream order. Cost: O(active), whatever the history. `visit` may read the store.
  virtual absl::Status LoadActive(const std::function<absl::Status(LoadedStream)>& visit) = 0;
  // NOT_FOUND when the stream has no record, or was purged.
  virtual absl::StatusOr<LoadedStream> Load(StreamId stream) = 0;
  // Records of one stream after `after_sequence`, ignoring snapshots: what audit and replay read.
  virtual absl::StatusOr<std::vector<Record>> ReadStream(StreamId stream, int64_t after_sequence) = 0;

  struct LogEntry {
    StreamId stream = 0;
    Record record;
  };
  // Records of all streams with position > after, in position order, at most `limit`; not those that were purged.
  virtual absl::StatusOr<std::vector<LogEntry>> ReadLog(int64_t after_position, int32_t limit) = 0;
  virtual absl::StatusOr<int64_t> LastPosition() = 0;

  // The log is a chain: every commit with records has a hash over the one before it and over its records (position,
  // stream, sequence, time, hash of the payload). Whoever changes, removes or inserts a record must change every hash
  // after it, and so the head. Purging changes none: the hash of the payload stays.
  struct ChainCheck {
    std::string head;    // 32 bytes; empty = there is no record
    int64_t records = 0;
    int64_t purged = 0;  // of them
    struct Break {
      int64_t position = 0;  // the last record of the first commit that does not fit
      std::string message;
    };
    std::vector<Break> breaks;
  };
  // Computes all hashes again. O(log), bounded memory.
  virtual absl::StatusOr<ChainCheck> CheckChain() = 0;

  virtual absl::StatusOr<DefinitionRow> GetDefinition(int64_t id) = 0;  // NOT_FOUND
  // By name (case-insensitive) within `path`; deleted ones are not found. NOT_FOUND.
  virtual absl::StatusOr<DefinitionRow> FindDefinition(absl::string_view path, absl::string_view name) = 0;
  // In id order, after `after_id`; `search` matches a substring of the name, case-insensitive.
  virtual absl::StatusOr<std::vector<DefinitionRow>> ListDefinitions(absl::string_view search, bool include_deleted,
                                                                     int64_t after_id, int32_t limit) = 0;
  virtual absl::StatusOr<DefinitionRevisionRow> GetDefinitionRevision(int64_t definition_id, int64_t revision) = 0;
  // Without documents, newest first.
  virtual absl::StatusOr<std::vector<DefinitionRevisionRow>> ListDefinitionRevisions(int64_t definition_id) = 0;

  virtual absl::StatusOr<ReleaseRow> GetRelease(int64_t id) = 0;  // NOT_FOUND
  virtual absl::StatusOr<std::vector<ReleaseRow>> ListReleases(const ReleaseQuery& query) = 0;
  virtual absl::StatusOr<std::vector<EnvironmentRow>> ListEnvironments(int64_t release_id) = 0;
  virtual absl::StatusOr<std::vector<DeploymentRow>> ListDeployments(const DeploymentQuery& query) = 0;
  virtual absl::StatusOr<std::vector<ApprovalRow>> ListApprovals(const ApprovalQuery& query) = 0;
  virtual absl::StatusOr<int64_t> GetNameCounter(int64_t definition_id, absl::string_view text) = 0;  // 0 = never used
  // The newest revision of every resource of a kind that is not deleted, by id.
  virtual absl::StatusOr<std::vector<ResourceRow>> ListResources(int32_t kind) = 0;
  // `revision` 0 = the newest, unless it is deleted. NOT_FOUND.
  virtual absl::StatusOr<ResourceRow> GetResource(int32_t kind, absl::string_view id, int64_t revision) = 0;
  virtual absl::StatusOr<std::vector<OutboxPut>> ListOutbox(int64_t after_id, int32_t limit) = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_STORE_H_
