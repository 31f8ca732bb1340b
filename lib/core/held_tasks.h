// Tasks that the engine holds itself: nothing is run, a person or time ends them.
#ifndef SLIPWAY_CORE_HELD_TASKS_H_
#define SLIPWAY_CORE_HELD_TASKS_H_

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace slipway {

inline constexpr char kManualIntervention[] = "bcb64569-d51a-4af0-9c01-ea5d05b3b622";
inline constexpr char kDelay[] = "28782b92-5e8e-4458-9751-a71cd1492bae";

inline bool IsHeldTask(absl::string_view task_id) {
  return absl::EqualsIgnoreCase(task_id, kManualIntervention) || absl::EqualsIgnoreCase(task_id, kDelay);
}

}  // namespace slipway

#endif  // SLIPWAY_CORE_HELD_TASKS_H_
