#include "adapters/memory_store.h"

#include "adapters/record_chain.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

template <typename Map, typename Key>
auto Get(const Map& map, const Key& key) -> absl::StatusOr<typename Map::mapped_type> {
  const auto found = map.find(key);
  if (found == map.end()) return absl::NotFoundError("no such row");
  return found->second;
}

template <typename Row, typename Match>
std::vector<Row> NewestFirst(const std::map<int64_t, Row>& rows, int64_t before_id, int32_t limit, Match match) {
  std::vector<Row> found;
  for (auto it = rows.rbegin(); it != rows.rend() && static_cast<int32_t>(found.size()) < limit; ++it) {
    if ((before_id == 0 || it->first < before_id) && match(it->second)) found.push_back(it->second);
  }
  return found;
}

LoadedStream Loaded(StreamId id, const MemoryDisk::Stream& stream) {
  LoadedStream loaded;
  loaded.stream = id;
  loaded.version = static_cast<int64_t>(stream.records.size());
  loaded.active = stream.active;
  loaded.snapshot_version = stream.snapshot_version;
  loaded.snapshot = stream.snapshot;
  loaded.records.assign(stream.records.begin() + stream.snapshot_version, stream.records.end());
  return loaded;
}

template <typename Map>
int64_t LastKey(const Map& map) {
  return map.empty() ? 0 : map.rbegin()->first;
}

}  // namespace

absl::Status MemoryStore::Check(const WriteBatch& batch) const {
  std::map<StreamId, int64_t> versions;
  for (const StreamAppend& append : batch.appends) {
    if (append.stream <= 0 || append.records.empty()) return absl::InvalidArgumentError("stream: nothing to append");
    const auto found = disk_->streams.find(append.stream);
    if (found != disk_->streams.end() && found->second.purged) return absl::InvalidArgumentError("stream: was purged");
    const int64_t version = found == disk_->streams.end() ? 0 : static_cast<int64_t>(found->second.records.size());
    if (version != append.expected_version)
      return absl::AbortedError(absl::StrCat("stream ", append.stream, " has moved"));
    versions[append.stream] = version + static_cast<int64_t>(append.records.size());
  }
  for (const SnapshotPut& snapshot : batch.snapshots) {
    const auto found = disk_->streams.find(snapshot.stream);
    if (found != disk_->streams.end() && found->second.purged) return absl::InvalidArgumentError("stream: was purged");
    int64_t version = found == disk_->streams.end() ? 0 : static_cast<int64_t>(found->second.records.size());
    if (const auto appended = versions.find(snapshot.stream); appended != versions.end()) version = appended->second;
    if (snapshot.version <= 0 || snapshot.version > version)
      return absl::InvalidArgumentError("snapshot ahead of its stream");
  }
  std::map<std::string, int64_t> keys;
  for (const auto& [id, row] : disk_->releases) keys.emplace(row.idempotency_key, id);
  for (const ReleaseRow& row : batch.releases) {
    if (row.idempotency_key.empty()) continue;
    const auto [it, is_new] = keys.emplace(row.idempotency_key, row.id);
    if (!is_new && it->second != row.id) return absl::AlreadyExistsError("idempotency key in use");
  }
  std::map<StreamId, bool> active;
  for (const auto& [id, stream] : disk_->streams) {
    if (!stream.purged) active[id] = stream.active;
  }
  for (const StreamAppend& append : batch.appends) active[append.stream] = append.active;
  for (StreamId id : batch.purges) {
    const auto found = active.find(id);
    if (found == active.end() || found->second) {
      return absl::InvalidArgumentError("only a stream that is there and inactive can be purged");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Store::ChainCheck> MemoryStore::CheckChain() {
  return CheckRecordChain([this](int64_t after) -> absl::StatusOr<std::vector<ChainEntry>> {
    absl::MutexLock lock(&mutex_);
    std::vector<ChainEntry> entries;
    if (after >= static_cast<int64_t>(disk_->log.size())) return entries;
    const LogEntry& stored = disk_->log[after];
    const auto digest = disk_->digests.find(after + 1);
    const auto link = disk_->links.find(after + 1);
    entries.push_back({stored.stream, stored.record, digest == disk_->digests.end() ? "" : digest->second,
                       link == disk_->links.end() ? "" : link->second});
    return entries;
  });
}

void MemoryStore::Purge(StreamId id) {
  MemoryDisk::Stream& stream = disk_->streams[id];
  for (const Record& record : stream.records) {
    disk_->digests[record.position] = PayloadDigest(record.payload);
    disk_->log[record.position - 1].record.payload.clear();
  }
  stream = MemoryDisk::Stream();
  stream.purged = true;
  disk_->releases.erase(id);
  std::erase_if(disk_->environments, [id](const auto& entry) { return entry.first.first == id; });
  std::erase_if(disk_->deployments, [id](const auto& entry) { return entry.second.release_id == id; });
  std::erase_if(disk_->approvals, [id](const auto& entry) { return entry.second.release_id == id; });
  std::erase_if(disk_->outbox, [id](const auto& entry) { return entry.second.stream == id; });
}

void MemoryStore::Apply(const WriteBatch& batch, std::vector<int64_t>* positions) {
  ChainLink link(disk_->links.empty() ? "" : disk_->links.rbegin()->second);
  for (const StreamAppend& append : batch.appends) {
    MemoryDisk::Stream& stream = disk_->streams[append.stream];
    for (const std::string& payload : append.records) {
      const Record record{static_cast<int64_t>(stream.records.size()) + 1, static_cast<int64_t>(disk_->log.size()) + 1,
                          append.time, payload};
      stream.records.push_back(record);
      disk_->log.push_back({append.stream, record});
      link.Add(record.position, append.stream, record.sequence, record.time, PayloadDigest(payload));
    }
    stream.active = append.active;
    if (positions != nullptr) positions->push_back(static_cast<int64_t>(disk_->log.size()));
  }
  if (!link.empty()) disk_->links[static_cast<int64_t>(disk_->log.size())] = link.Finish();
  for (const SnapshotPut& snapshot : batch.snapshots) {
    MemoryDisk::Stream& stream = disk_->streams[snapshot.stream];
    stream.snapshot_version = snapshot.version;
    stream.snapshot = snapshot.payload;
  }
  for (const DefinitionRow& row : batch.definitions) disk_->definitions[row.id] = row;
  for (const DefinitionRevisionRow& row : batch.definition_revisions) {
    disk_->revisions[{row.definition_id, row.revision}] = row;
  }
  for (const ReleaseRow& row : batch.releases) disk_->releases[row.id] = row;
  for (const EnvironmentRow& row : batch.environments) disk_->environments[{row.release_id, row.index}] = row;
  for (const DeploymentRow& row : batch.deployments) disk_->deployments[row.id] = row;
  for (const ApprovalRow& row : batch.approvals) disk_->approvals[row.id] = row;
  for (const NameCounterRow& row : batch.name_counters) disk_->name_counters[{row.definition_id, row.text}] = row.last;
  for (const ResourceRow& row : batch.resources) disk_->resources[{row.kind, row.id, row.revision}] = row;
  for (const OutboxPut& put : batch.outbox_puts) {
    disk_->outbox[put.id] = put;
    disk_->last_outbox = std::max(disk_->last_outbox, put.id);
  }
  for (int64_t id : batch.outbox_deletes) disk_->outbox.erase(id);
  disk_->last_deployment = std::max(disk_->last_deployment, LastKey(disk_->deployments));
  disk_->last_approval = std::max(disk_->last_approval, LastKey(disk_->approvals));
  for (StreamId id : batch.purges) Purge(id);
}

absl::Status MemoryStore::Commit(const WriteBatch& batch, std::vector<int64_t>* positions) {
  if (positions != nullptr) positions->clear();
  absl::MutexLock lock(&mutex_);
  SLIPWAY_RETURN_IF_ERROR(Check(batch));
  Apply(batch, positions);
  return absl::OkStatus();
}

absl::StatusOr<Counters> MemoryStore::LoadCounters() {
  absl::MutexLock lock(&mutex_);
  Counters counters;
  counters.definition = LastKey(disk_->definitions);
  counters.release = std::max(LastKey(disk_->releases), LastKey(disk_->streams));
  counters.deployment = disk_->last_deployment;
  counters.approval = disk_->last_approval;
  counters.outbox = disk_->last_outbox;
  return counters;
}

absl::Status MemoryStore::LoadActive(const std::function<absl::Status(LoadedStream)>& visit) {
  std::vector<LoadedStream> active;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [id, stream] : disk_->streams) {
      if (stream.active) active.push_back(Loaded(id, stream));
    }
  }
  for (LoadedStream& stream : active) SLIPWAY_RETURN_IF_ERROR(visit(std::move(stream)));
  return absl::OkStatus();
}

absl::StatusOr<LoadedStream> MemoryStore::Load(StreamId stream) {
  absl::MutexLock lock(&mutex_);
  const auto found = disk_->streams.find(stream);
  if (found == disk_->streams.end()) return absl::NotFoundError(absl::StrCat("stream ", stream, " does not exist"));
  if (found->second.purged) return absl::NotFoundError(absl::StrCat("stream ", stream, " was purged"));
  return Loaded(stream, found->second);
}

absl::StatusOr<std::vector<Record>> MemoryStore::ReadStream(StreamId stream, int64_t after_sequence) {
  absl::MutexLock lock(&mutex_);
  const auto found = disk_->streams.find(stream);
  if (found == disk_->streams.end()) return absl::NotFoundError(absl::StrCat("stream ", stream, " does not exist"));
  if (found->second.purged) return absl::NotFoundError(absl::StrCat("stream ", stream, " was purged"));
  std::vector<Record> records;
  for (const Record& record : found->second.records) {
    if (record.sequence > after_sequence) records.push_back(record);
  }
  return records;
}

absl::StatusOr<std::vector<Store::LogEntry>> MemoryStore::ReadLog(int64_t after_position, int32_t limit) {
  absl::MutexLock lock(&mutex_);
  std::vector<LogEntry> entries;
  const int64_t size = static_cast<int64_t>(disk_->log.size());
  for (int64_t i = std::max<int64_t>(after_position, 0); i < size && static_cast<int32_t>(entries.size()) < limit;
       ++i) {
    if (!disk_->digests.contains(i + 1)) entries.push_back(disk_->log[i]);
  }
  return entries;
}

absl::StatusOr<int64_t> MemoryStore::LastPosition() {
  absl::MutexLock lock(&mutex_);
  return static_cast<int64_t>(disk_->log.size());
}

absl::StatusOr<DefinitionRow> MemoryStore::GetDefinition(int64_t id) {
  absl::MutexLock lock(&mutex_);
  return Get(disk_->definitions, id);
}

absl::StatusOr<DefinitionRow> MemoryStore::FindDefinition(absl::string_view path, absl::string_view name) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, row] : disk_->definitions) {
    if (!row.is_deleted && absl::EqualsIgnoreCase(row.path, path) && absl::EqualsIgnoreCase(row.name, name)) return row;
  }
  return absl::NotFoundError("no such row");
}

absl::StatusOr<std::vector<DefinitionRow>> MemoryStore::ListDefinitions(absl::string_view search, bool include_deleted,
                                                                        int64_t after_id, int32_t limit) {
  absl::MutexLock lock(&mutex_);
  std::vector<DefinitionRow> found;
  const std::string lower = absl::AsciiStrToLower(search);
  for (const auto& [id, row] : disk_->definitions) {
    if (static_cast<int32_t>(found.size()) == limit) break;
    if (id <= after_id || (row.is_deleted && !include_deleted)) continue;
    if (absl::StrContains(absl::AsciiStrToLower(row.name), lower)) found.push_back(row);
  }
  return found;
}

absl::StatusOr<DefinitionRevisionRow> MemoryStore::GetDefinitionRevision(int64_t definition_id, int64_t revision) {
  absl::MutexLock lock(&mutex_);
  return Get(disk_->revisions, std::make_pair(definition_id, revision));
}

absl::StatusOr<std::vector<DefinitionRevisionRow>> MemoryStore::ListDefinitionRevisions(int64_t definition_id) {
  absl::MutexLock lock(&mutex_);
  std::vector<DefinitionRevisionRow> found;
  for (auto it = disk_->revisions.rbegin(); it != disk_->revisions.rend(); ++it) {
    if (it->first.first != definition_id) continue;
    found.push_back(it->second);
    found.back().document.clear();
  }
  return found;
}

absl::StatusOr<ReleaseRow> MemoryStore::GetRelease(int64_t id) {
  absl::MutexLock lock(&mutex_);
  return Get(disk_->releases, id);
}

absl::StatusOr<std::vector<ReleaseRow>> MemoryStore::ListReleases(const ReleaseQuery& query) {
  absl::MutexLock lock(&mutex_);
  if (!query.idempotency_key.empty()) {
    return NewestFirst(disk_->releases, 0, 1,
                       [&](const ReleaseRow& row) { return row.idempotency_key == query.idempotency_key; });
  }
  return NewestFirst(disk_->releases, query.before_id, query.limit, [&](const ReleaseRow& row) {
    return (query.definition_id == 0 || row.definition_id == query.definition_id) &&
           (query.status == 0 || row.status == query.status) && (query.name.empty() || row.name == query.name) &&
           (query.include_deleted || !row.is_deleted);
  });
}

absl::StatusOr<std::vector<EnvironmentRow>> MemoryStore::ListEnvironments(int64_t release_id) {
  absl::MutexLock lock(&mutex_);
  std::vector<EnvironmentRow> found;
  for (const auto& [key, row] : disk_->environments) {
    if (key.first == release_id) found.push_back(row);
  }
  return found;
}

absl::StatusOr<std::vector<DeploymentRow>> MemoryStore::ListDeployments(const DeploymentQuery& query) {
  absl::MutexLock lock(&mutex_);
  return NewestFirst(disk_->deployments, query.before_id, query.limit, [&](const DeploymentRow& row) {
    return (query.definition_id == 0 || row.definition_id == query.definition_id) &&
           (query.release_id == 0 || row.release_id == query.release_id) &&
           (query.definition_environment_id == 0 || row.definition_environment_id == query.definition_environment_id);
  });
}

absl::StatusOr<std::vector<ApprovalRow>> MemoryStore::ListApprovals(const ApprovalQuery& query) {
  absl::MutexLock lock(&mutex_);
  return NewestFirst(disk_->approvals, query.before_id, query.limit, [&](const ApprovalRow& row) {
    return (query.release_id == 0 || row.release_id == query.release_id) &&
           (query.status == 0 || row.status == query.status);
  });
}

absl::StatusOr<int64_t> MemoryStore::GetNameCounter(int64_t definition_id, absl::string_view text) {
  absl::MutexLock lock(&mutex_);
  const auto found = disk_->name_counters.find({definition_id, std::string(text)});
  return found == disk_->name_counters.end() ? 0 : found->second;
}

absl::StatusOr<std::vector<ResourceRow>> MemoryStore::ListResources(int32_t kind) {
  absl::MutexLock lock(&mutex_);
  std::vector<ResourceRow> found;
  for (auto it = disk_->resources.begin(); it != disk_->resources.end(); ++it) {
    const auto next = std::next(it);
    const bool newest = next == disk_->resources.end() || next->second.kind != it->second.kind ||
                        next->second.id != it->second.id;
    if (newest && it->second.kind == kind && !it->second.is_deleted) found.push_back(it->second);
  }
  return found;
}

absl::StatusOr<ResourceRow> MemoryStore::GetResource(int32_t kind, absl::string_view id, int64_t revision) {
  absl::MutexLock lock(&mutex_);
  const ResourceRow* found = nullptr;
  for (const auto& [key, row] : disk_->resources) {
    if (row.kind == kind && row.id == id && (revision == 0 || row.revision == revision)) found = &row;
  }
  if (found == nullptr || (revision == 0 && found->is_deleted)) return absl::NotFoundError("no such resource");
  return *found;
}

absl::StatusOr<std::vector<OutboxPut>> MemoryStore::ListOutbox(int64_t after_id, int32_t limit) {
  absl::MutexLock lock(&mutex_);
  std::vector<OutboxPut> found;
  for (auto it = disk_->outbox.upper_bound(after_id);
       it != disk_->outbox.end() && static_cast<int32_t>(found.size()) < limit; ++it) {
    found.push_back(it->second);
  }
  return found;
}

}  // namespace slipway
