// One release in memory: its state and how much of it is durable. Owned and touched by the loop's thread only.
#ifndef SLIPWAY_ENGINE_STRAND_H_
#define SLIPWAY_ENGINE_STRAND_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/release_state.h"
#include "engine/catalog.h"
#include "ports/store.h"

namespace slipway {

struct Strand {
  explicit Strand(std::shared_ptr<const DefinitionPlan> plan) : state(std::move(plan)) {}

  ReleaseState state;
  int64_t version = 0;                         // records in the store
  int64_t snapshot_version = 0;                // of the newest snapshot
  int64_t snapshot_records = 0;                // records that are worth another one; grows with the state
  absl::Time armed = absl::InfiniteFuture();   // earliest wake-up the loop knows of
  absl::flat_hash_set<std::string> recovered;  // tokens that were running when the engine opened
};

// The releases in memory. Active ones stay; others are loaded when asked for and dropped when no longer used.
class StrandTable {
 public:
  StrandTable(Store* store, Catalog* catalog) : store_(store), catalog_(catalog) {}

  // Loads it when needed. NOT_FOUND when there is no such release. The pointer is good until Drop or Trim.
  absl::StatusOr<Strand*> Get(int64_t release);
  Strand* Find(int64_t release);
  Strand* Insert(int64_t release, std::unique_ptr<Strand> strand);
  // Forgets what is in memory; the next Get folds it again from the store.
  void Drop(int64_t release) { strands_.erase(release); }
  // Drops releases that are not active, once some hundreds more are in memory than after the last time.
  void Trim();
  // Folds every active release. O(active).
  absl::Status LoadActive();

  template <typename Visit>
  void ForEach(Visit&& visit) {
    for (auto& [id, strand] : strands_) visit(id, *strand);
  }
  size_t size() const { return strands_.size(); }

 private:
  static constexpr size_t kInactiveKept = 256;

  absl::StatusOr<std::unique_ptr<Strand>> Fold(const LoadedStream& stream);

  Store* store_;
  Catalog* catalog_;
  absl::flat_hash_map<int64_t, std::unique_ptr<Strand>> strands_;
  size_t trim_at_ = kInactiveKept;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_STRAND_H_
