#include "engine/strand.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "core/evolve.h"
#include "core/snapshot.h"

namespace slipway {
namespace {

absl::Status Corrupt(const LoadedStream& stream, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("release ", stream.stream, ": ", what));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Strand>> StrandTable::Fold(const LoadedStream& stream) {
  // The definition is named by the first record, or by the snapshot that replaces it.
  v1::ReleaseSnapshot snapshot;
  v1::EventBatch first;
  const v1::ReleaseCreated* created = nullptr;
  if (stream.snapshot_version > 0) {
    if (!snapshot.ParseFromString(stream.snapshot)) return Corrupt(stream, "its snapshot cannot be read");
    created = &snapshot.created();
  } else {
    if (stream.records.empty() || !first.ParseFromString(stream.records[0].payload) || first.events_size() == 0 ||
        !first.events(0).has_release_created()) {
      return Corrupt(stream, "its first record does not create it");
    }
    created = &first.events(0).release_created();
  }
  SLIPWAY_ASSIGN_OR_RETURN(std::shared_ptr<const DefinitionPlan> plan, catalog_->Plan(*created));
  auto strand = std::make_unique<Strand>(std::move(plan));
  if (stream.snapshot_version > 0) RestoreSnapshot(snapshot, &strand->state);
  v1::EventBatch batch;
  for (const Record& record : stream.records) {
    if (!batch.ParseFromString(record.payload)) {
      return Corrupt(stream, absl::StrCat("record ", record.sequence, " cannot be read"));
    }
    EvolveBatch(strand->state, batch);
  }
  strand->version = stream.version;
  strand->snapshot_version = stream.snapshot_version;
  return strand;
}

absl::StatusOr<Strand*> StrandTable::Get(int64_t release) {
  if (Strand* found = Find(release)) return found;
  absl::StatusOr<LoadedStream> stream = store_->Load(release);
  if (absl::IsNotFound(stream.status())) {
    return absl::NotFoundError(absl::StrCat("releaseId: there is no release ", release));
  }
  SLIPWAY_RETURN_IF_ERROR(stream.status());
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<Strand> strand, Fold(*stream));
  return Insert(release, std::move(strand));
}

Strand* StrandTable::Find(int64_t release) {
  const auto found = strands_.find(release);
  return found == strands_.end() ? nullptr : found->second.get();
}

Strand* StrandTable::Insert(int64_t release, std::unique_ptr<Strand> strand) {
  return (strands_[release] = std::move(strand)).get();
}

void StrandTable::Trim() {
  if (strands_.size() < trim_at_) return;
  absl::erase_if(strands_, [](const auto& entry) { return !entry.second->state.active(); });
  trim_at_ = strands_.size() + kInactiveKept;
}

absl::Status StrandTable::LoadActive() {
  return store_->LoadActive([this](LoadedStream stream) -> absl::Status {
    SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<Strand> strand, Fold(stream));
    for (const auto& [token, position] : strand->state.running) strand->recovered.insert(token);
    Insert(stream.stream, std::move(strand));
    return absl::OkStatus();
  });
}

}  // namespace slipway
