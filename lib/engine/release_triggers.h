// What makes releases and deployments by itself: artifact triggers, schedules of definitions and environments.
#ifndef SLIPWAY_ENGINE_RELEASE_TRIGGERS_H_
#define SLIPWAY_ENGINE_RELEASE_TRIGGERS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/trigger_index.h"
#include "model/schedule.h"
#include "ports/store.h"

namespace slipway {

// Of the loop's thread.
class ReleaseTriggers {
 public:
  explicit ReleaseTriggers(Store* store) : store_(store) {}

  // Schedules; artifact triggers are read when the first artifact is pushed. An occurrence missed while nothing ran is
  // made up for once when it is younger than an hour (domain.md 3.2).
  absl::Status Load(absl::Time now);
  // The definition was saved or deleted.
  void Refresh(int64_t definition_id, absl::Time now);

  struct Due {
    int64_t definition_id = 0;
    int32_t trigger = -1;      // index of the schedule trigger; -1: of an environment
    std::string environment;   // whose schedule it is
    absl::Time at;
    bool only_with_changes = false;
    // An environment with conditions waits for its schedule by itself; the schedule alone deploys the newest release.
    bool has_conditions = false;
  };
  // What is due, each occurrence once.
  std::vector<Due> TakeDue(absl::Time now);
  absl::Time Next() const { return due_.empty() ? absl::InfiniteFuture() : due_.begin()->first; }

  absl::StatusOr<const TriggerIndex*> Index();
  const std::string& NameOf(int64_t definition_id) const;

 private:
  struct Scheduled {
    Due due;
    Schedule schedule;
  };

  void AddScheduled(const ResourceRow& row, absl::Time now);
  void RemoveScheduled(int64_t definition_id);

  Store* const store_;
  std::multimap<absl::Time, Scheduled> due_;
  TriggerIndex index_;
  bool index_loaded_ = false;
  absl::flat_hash_map<int64_t, std::string> names_;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_RELEASE_TRIGGERS_H_
