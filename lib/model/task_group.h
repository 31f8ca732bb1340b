// Task groups: tasks that stand for several (domain.md 8.4, 14).
#ifndef SLIPWAY_MODEL_TASK_GROUP_H_
#define SLIPWAY_MODEL_TASK_GROUP_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Groups within groups, at most so deep; a group within itself is refused at any depth.
inline constexpr int kMaxTaskGroupDepth = 10;
// Tasks of one phase after insertion.
inline constexpr int kMaxInsertedTasks = 10000;

bool IsTaskGroup(const v1::WorkflowTask& task);

// The group a task asks for by id and version spec ("2.*"); null: it is not known.
using TaskGroupLookup = std::function<const v1::TaskGroup*(absl::string_view id, absl::string_view version)>;

// Puts the tasks of every known group in place of the task that names it, recursively. `$(parameter)` in inputs,
// conditions, names and environments becomes what the instance gives, else the parameter's default; other `$(x)` stay.
// A disabled instance leaves nothing; its own condition, time-out and continueOnError are not inherited. Unknown groups
// stay as they are: running them says what is missing. INVALID_ARGUMENT: a group within itself, too deep, too many
// tasks; `definition` is half changed then.
absl::Status InsertTaskGroups(v1::ReleaseDefinition* definition, const TaskGroupLookup& lookup);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_TASK_GROUP_H_
