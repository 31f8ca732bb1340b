// An engine on this machine: SQLite, slipway-runner, the system's clock, a key file; behind the interface of the C ABI.
#ifndef SLIPWAY_ADAPTERS_LOCAL_ENGINE_H_
#define SLIPWAY_ADAPTERS_LOCAL_ENGINE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "capi/engine_service.gen.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// `host` may be null; else it outlives the engine.
absl::StatusOr<std::unique_ptr<EngineService>> OpenEngine(const v1::OpenOptions& options, HostCallbacks* host);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_LOCAL_ENGINE_H_
