// The Runner port's types as slipway-runner's messages.
#ifndef SLIPWAY_ADAPTERS_PROCESS_WIRE_H_
#define SLIPWAY_ADAPTERS_PROCESS_WIRE_H_

#include "ports/runner.h"
#include "runner/wire.pb.h"

namespace slipway {

void ToWire(const ProcessRequest& from, runner::Request* to);
ProcessResult FromWire(const runner::Result& from);
v1::TestRun FromWire(const runner::TestRun& from);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_PROCESS_WIRE_H_
