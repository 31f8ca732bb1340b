// The command behind a record, as far as the record's events do not say it already: what `verify` decides again.
#ifndef SLIPWAY_CORE_RECORDED_COMMAND_H_
#define SLIPWAY_CORE_RECORDED_COMMAND_H_

#include "absl/status/statusor.h"
#include "core/command.h"
#include "core/decide.h"
#include "core/release_state.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

// `state` before or after the decision: only its plan is looked at.
void RecordCommand(const Command& command, const DecideContext& context, const ReleaseState& state,
                   v1::RecordedCommand* recorded);

// `state` as it was before the record. INVALID_ARGUMENT: the record names no command, or one that makes no sense here.
absl::StatusOr<Command> CommandOf(const v1::EventBatch& batch, const ReleaseState& state);

}  // namespace slipway

#endif  // SLIPWAY_CORE_RECORDED_COMMAND_H_
