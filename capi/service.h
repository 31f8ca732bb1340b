// The hand-written half of the interface between the C ABI and the engine; engine_service.gen.h is the other.
// This header and that one are the only ones of capi/ that lib/adapters may include: it implements them.
#ifndef SLIPWAY_CAPI_SERVICE_H_
#define SLIPWAY_CAPI_SERVICE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// A stream of messages. Next is called by one thread at a time; Cancel by any, at any time.
template <typename Message>
class Cursor {
 public:
  virtual ~Cursor() = default;
  // Waits up to `timeout` (zero: not at all; InfiniteDuration: as long as it takes). nullopt: the stream has ended.
  // DEADLINE_EXCEEDED: nothing came in time. CANCELLED: Cancel was called.
  virtual absl::StatusOr<std::optional<Message>> Next(absl::Duration timeout) = 0;
  // Wakes a waiting Next; from then on Next is CANCELLED.
  virtual void Cancel() = 0;
};

// What the engine does for the hand-written symbols of the ABI. Thread-safe.
//
// Lifetime: the C ABI calls Stop once, waits until every call and every cursor is gone, then destroys the engine.
// Neither happens on a thread that is inside one of the host's callbacks.
class EngineRuntime {
 public:
  virtual ~EngineRuntime() = default;
  // The next task for a host that pulls. DEADLINE_EXCEEDED: there was none; CANCELLED: the engine stops.
  virtual absl::StatusOr<v1::HostTask> NextWork(absl::Duration timeout) = 0;
  // The answer to a HostTask, pulled or pushed. NOT_FOUND: no such token is open.
  virtual absl::Status Complete(const v1::TaskCompletion& completion) = 0;
  // Wakes every blocked call (NextWork) with CANCELLED. Does not wait.
  virtual void Stop() = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_CAPI_SERVICE_H_
