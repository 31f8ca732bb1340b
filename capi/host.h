// The host's struct of callbacks, from the engine's side.
#ifndef SLIPWAY_CAPI_HOST_H_
#define SLIPWAY_CAPI_HOST_H_

#include <google/protobuf/message_lite.h>

#include <memory>

#include "absl/status/status.h"
#include "capi/codec.h"
#include "capi/engine_service.gen.h"
#include "slipway/slipway.h"

namespace slipway::capi {

// Copies a host's struct of whatever size into ours; what an older one lacks is NULL. FAILED_PRECONDITION when
// struct_size cannot be right, or a newer one asks for what this library does not have.
absl::Status CopyHost(const slipway_host* from, slipway_host* to);

// What the emitted HostDispatch stands on. `host` outlives it.
class HostCaller {
 public:
  HostCaller(const slipway_host& host, slipway_encoding encoding) : host_(host), encoding_(encoding) {}
  const slipway_host& host() const { return host_; }
  absl::Status Call(const char* name, int32_t (*callback)(void*, slipway_bytes), const MessageInfo& info,
                    const google::protobuf::MessageLite& request) const;

 private:
  const slipway_host& host_;
  const slipway_encoding encoding_;
};

// Whether the calling thread is inside a callback of this host struct.
bool InsideCallbackOf(const slipway_host& host);

// Emitted, in dispatch.gen.cc.
std::unique_ptr<HostCallbacks> MakeHostCallbacks(const slipway_host& host, slipway_encoding encoding);

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_HOST_H_
