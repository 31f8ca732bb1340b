#include "model/task_stages.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "model/task_group.h"

namespace slipway {
namespace {

using Pins = google::protobuf::RepeatedPtrField<v1::PinnedTask>;
using Tasks = google::protobuf::RepeatedPtrField<v1::WorkflowTask>;

void InsertStages(const Pins& pins, v1::DeployPhase* phase) {
  bool any = false;
  for (const v1::WorkflowTask& task : phase->workflow_tasks()) {
    const v1::PinnedTask* pin = FindPinnedTask(pins, task);
    any = any || (pin != nullptr && task.enabled() && (pin->pre_job() || pin->post_job() || !pin->main()));
  }
  if (!any) return;
  Tasks before;
  Tasks main;
  std::vector<v1::WorkflowTask> after;
  int32_t step = 0;
  for (v1::WorkflowTask task : phase->workflow_tasks()) {
    task.set_step(++step);
    const v1::PinnedTask* pin = task.enabled() ? FindPinnedTask(pins, task) : nullptr;
    if (pin != nullptr && pin->pre_job()) {
      v1::WorkflowTask* stage = before.Add();
      *stage = task;
      stage->set_stage(v1::TASK_STAGE_PRE_JOB);
      stage->set_name(absl::StrCat("Pre-job: ", task.name()));
    }
    if (pin != nullptr && pin->post_job()) {
      v1::WorkflowTask& stage = after.emplace_back(task);
      stage.set_stage(v1::TASK_STAGE_POST_JOB);
      stage.set_name(absl::StrCat("Post-job: ", task.name()));
      stage.set_condition("always()");
    }
    if (pin == nullptr || pin->main()) *main.Add() = std::move(task);
  }
  before.MergeFrom(main);
  for (auto it = after.rbegin(); it != after.rend(); ++it) *before.Add() = std::move(*it);
  phase->mutable_workflow_tasks()->Swap(&before);
}

}  // namespace

const v1::PinnedTask* FindPinnedTask(const Pins& pins, const v1::WorkflowTask& task) {
  if (IsTaskGroup(task)) return nullptr;
  for (const v1::PinnedTask& pin : pins) {
    if (absl::EqualsIgnoreCase(pin.task_id(), task.task_id()) && pin.spec() == task.version()) return &pin;
  }
  return nullptr;
}

void InsertTaskStages(const Pins& pins, v1::ReleaseDefinition* definition) {
  if (pins.empty()) return;
  for (v1::DefinitionEnvironment& environment : *definition->mutable_environments()) {
    for (v1::DeployPhase& phase : *environment.mutable_deploy_phases()) {
      if (phase.phase_type() != v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER) InsertStages(pins, &phase);
    }
  }
}

}  // namespace slipway
