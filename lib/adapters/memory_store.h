// A Store in plain containers: the slow, obvious answer that other stores are compared with, and the store of
// simulations.
#ifndef SLIPWAY_ADAPTERS_MEMORY_STORE_H_
#define SLIPWAY_ADAPTERS_MEMORY_STORE_H_

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ports/store.h"

namespace slipway {

// What outlives a MemoryStore: several of them, one after the other, stand for one process after the other.
struct MemoryDisk {
  struct Stream {
    std::vector<Record> records;
    bool active = false;
    int64_t snapshot_version = 0;
    std::string snapshot;
    bool purged = false;
  };
  std::map<StreamId, Stream> streams;
  std::vector<Store::LogEntry> log;  // position = index + 1
  std::map<int64_t, std::string> digests;  // of payloads that were purged, by position
  std::map<int64_t, std::string> links;  // of the chain, by the position of their last record
  std::map<int64_t, DefinitionRow> definitions;
  std::map<std::pair<int64_t, int64_t>, DefinitionRevisionRow> revisions;
  std::map<int64_t, ReleaseRow> releases;
  std::map<std::pair<int64_t, int32_t>, EnvironmentRow> environments;
  std::map<int64_t, DeploymentRow> deployments;
  std::map<int64_t, ApprovalRow> approvals;
  std::map<std::pair<int64_t, std::string>, int64_t> name_counters;
  std::map<std::tuple<int32_t, std::string, int64_t>, ResourceRow> resources;
  std::map<int64_t, OutboxPut> outbox;
  int64_t last_outbox = 0;
  int64_t last_deployment = 0;
  int64_t last_approval = 0;
};

class MemoryStore : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>()) : disk_(std::move(disk)) {}

  absl::Status Commit(const WriteBatch& batch, std::vector<int64_t>* positions) override;
  absl::StatusOr<Counters> LoadCounters() override;
  absl::Status LoadActive(const std::function<absl::Status(LoadedStream)>& visit) override;
  absl::StatusOr<LoadedStream> Load(StreamId stream) override;
  absl::StatusOr<std::vector<Record>> ReadStream(StreamId stream, int64_t after_sequence) override;
  absl::StatusOr<std::vector<LogEntry>> ReadLog(int64_t after_position, int32_t limit) override;
  absl::StatusOr<int64_t> LastPosition() override;
  absl::StatusOr<ChainCheck> CheckChain() override;
  absl::StatusOr<DefinitionRow> GetDefinition(int64_t id) override;
  absl::StatusOr<DefinitionRow> FindDefinition(absl::string_view path, absl::string_view name) override;
  absl::StatusOr<std::vector<DefinitionRow>> ListDefinitions(absl::string_view search, bool include_deleted,
                                                             int64_t after_id, int32_t limit) override;
  absl::StatusOr<DefinitionRevisionRow> GetDefinitionRevision(int64_t definition_id, int64_t revision) override;
  absl::StatusOr<std::vector<DefinitionRevisionRow>> ListDefinitionRevisions(int64_t definition_id) override;
  absl::StatusOr<ReleaseRow> GetRelease(int64_t id) override;
  absl::StatusOr<std::vector<ReleaseRow>> ListReleases(const ReleaseQuery& query) override;
  absl::StatusOr<std::vector<EnvironmentRow>> ListEnvironments(int64_t release_id) override;
  absl::StatusOr<std::vector<DeploymentRow>> ListDeployments(const DeploymentQuery& query) override;
  absl::StatusOr<std::vector<ApprovalRow>> ListApprovals(const ApprovalQuery& query) override;
  absl::StatusOr<int64_t> GetNameCounter(int64_t definition_id, absl::string_view text) override;
  absl::StatusOr<std::vector<ResourceRow>> ListResources(int32_t kind) override;
  absl::StatusOr<ResourceRow> GetResource(int32_t kind, absl::string_view id, int64_t revision) override;
  absl::StatusOr<std::vector<OutboxPut>> ListOutbox(int64_t after_id, int32_t limit) override;

 private:
  absl::Status Check(const WriteBatch& batch) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Purge(StreamId stream) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Apply(const WriteBatch& batch, std::vector<int64_t>* positions) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  const std::shared_ptr<MemoryDisk> disk_ ABSL_PT_GUARDED_BY(mutex_);
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_MEMORY_STORE_H_
