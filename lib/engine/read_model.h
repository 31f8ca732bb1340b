// Rows that queries answer from, made from what a record's events touched. Written in the record's own transaction.
#ifndef SLIPWAY_ENGINE_READ_MODEL_H_
#define SLIPWAY_ENGINE_READ_MODEL_H_

#include "core/release_state.h"
#include "ports/store.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

// Appends to `batch` the rows that `events`, already folded into `state`, changed. O(events).
void AddRows(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_READ_MODEL_H_
