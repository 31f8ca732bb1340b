// Tasks with more than one stage: what runs before all steps of a job, and what cleans up after them (task-contract 6.1).
#ifndef SLIPWAY_MODEL_TASK_STAGES_H_
#define SLIPWAY_MODEL_TASK_STAGES_H_

#include "google/protobuf/repeated_field.h"
#include "slipway/v1/definition.pb.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

// In each phase that runs on a machine: `Pre-job: X` for every enabled task with such a stage, in order, to the front;
// `Post-job: X`, in reverse order, to the end, whatever happened before (always()). A task without a main stage leaves
// no task in its place. Stages keep the settings of their task; those of one step share its number (from 1). Nothing
// changes in phases whose tasks have main stages only.
void InsertTaskStages(const google::protobuf::RepeatedPtrField<v1::PinnedTask>& pins, v1::ReleaseDefinition* definition);

// The pin of a task, by id and spec; null: it has none.
const v1::PinnedTask* FindPinnedTask(const google::protobuf::RepeatedPtrField<v1::PinnedTask>& pins,
                                     const v1::WorkflowTask& task);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_TASK_STAGES_H_
