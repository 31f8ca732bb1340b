#include "model/task_group.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "model/macros.h"

namespace slipway {
namespace {

using Tasks = google::protobuf::RepeatedPtrField<v1::WorkflowTask>;

void Substitute(const v1::TaskGroup& group, const v1::WorkflowTask& instance, v1::WorkflowTask* task) {
  const auto parameter = [&](absl::string_view name) -> std::optional<std::string> {
    for (const v1::ProcessParameter& input : group.inputs()) {
      if (!absl::EqualsIgnoreCase(input.name(), name)) continue;
      for (const auto& [key, value] : instance.inputs()) {
        if (absl::EqualsIgnoreCase(key, name)) return value;
      }
      return input.default_value();
    }
    return std::nullopt;
  };
  const auto replace = [&](std::string* text) {
    if (absl::StrContains(*text, "$(")) *text = ExpandBracketed(*text, parameter);
  };
  replace(task->mutable_name());
  replace(task->mutable_condition());
  for (auto& [name, value] : *task->mutable_inputs()) replace(&value);
  for (auto& [name, value] : *task->mutable_environment()) replace(&value);
}

absl::Status Insert(const Tasks& tasks, const TaskGroupLookup& lookup, std::vector<std::string>* inside, Tasks* out) {
  for (const v1::WorkflowTask& task : tasks) {
    const v1::TaskGroup* group = IsTaskGroup(task) && task.enabled() ? lookup(task.task_id(), task.version()) : nullptr;
    if (group == nullptr) {
      *out->Add() = task;
      if (out->size() > kMaxInsertedTasks) {
        return absl::InvalidArgumentError(absl::StrCat("task groups make more than ", kMaxInsertedTasks, " tasks"));
      }
      continue;
    }
    if (std::find(inside->begin(), inside->end(), group->id()) != inside->end()) {
      return absl::InvalidArgumentError(absl::StrCat("task group '", group->name(), "' contains itself: ",
                                                     absl::StrJoin(*inside, " > "), " > ", group->id()));
    }
    if (static_cast<int>(inside->size()) >= kMaxTaskGroupDepth) {
      return absl::InvalidArgumentError(
          absl::StrCat("task group '", group->name(), "' is nested deeper than ", kMaxTaskGroupDepth));
    }
    Tasks steps = group->tasks();
    for (v1::WorkflowTask& step : steps) Substitute(*group, task, &step);
    inside->push_back(group->id());
    SLIPWAY_RETURN_IF_ERROR(Insert(steps, lookup, inside, out));
    inside->pop_back();
  }
  return absl::OkStatus();
}

}  // namespace

bool IsTaskGroup(const v1::WorkflowTask& task) { return absl::EqualsIgnoreCase(task.definition_type(), "metaTask"); }

absl::Status InsertTaskGroups(v1::ReleaseDefinition* definition, const TaskGroupLookup& lookup) {
  for (int e = 0; e < definition->environments_size(); ++e) {
    v1::DefinitionEnvironment* environment = definition->mutable_environments(e);
    for (int p = 0; p < environment->deploy_phases_size(); ++p) {
      v1::DeployPhase* phase = environment->mutable_deploy_phases(p);
      if (std::none_of(phase->workflow_tasks().begin(), phase->workflow_tasks().end(), IsTaskGroup)) continue;
      Tasks inserted;
      std::vector<std::string> inside;
      const absl::Status status = Insert(phase->workflow_tasks(), lookup, &inside, &inserted);
      if (!status.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat("environments[", e, "].deployPhases[", p, "]: ", status.message()));
      }
      phase->mutable_workflow_tasks()->Swap(&inserted);
    }
  }
  return absl::OkStatus();
}

}  // namespace slipway
