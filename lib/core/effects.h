// state -> what must be going on outside. Derived from the state alone, so that nothing depends on having seen an edge:
// after a crash the same effects come out again, and whoever carries them out does each token once.
#ifndef SLIPWAY_CORE_EFFECTS_H_
#define SLIPWAY_CORE_EFFECTS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/release_state.h"

namespace slipway {

// The task at `position` must be running under `token`; or, with `cancel`, must be stopped if it runs.
struct TaskEffect {
  std::string token;
  TaskPosition position;
  bool cancel = false;
  bool abandoned = false;  // nobody waits for its outcome any more: stop it if it runs, never start it
};

// Of one position; nothing when its task is not to be running.
void PlanTask(const ReleaseState& state, const TaskPosition& position, std::vector<TaskEffect>* effects);

// Of the whole release, in a fixed order. O(what is open).
std::vector<TaskEffect> Plan(const ReleaseState& state);

// When Tick must be sent at the latest; InfiniteFuture: never.
absl::Time NextWakeup(const ReleaseState& state);

}  // namespace slipway

#endif  // SLIPWAY_CORE_EFFECTS_H_
