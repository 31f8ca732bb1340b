// Checks a binary request before protobuf parses it. Protobuf itself would keep what it does not know and say nothing:
// a newer host's `require_approval` must not be ignored by an older library.
#ifndef SLIPWAY_CAPI_WIRE_CHECK_H_
#define SLIPWAY_CAPI_WIRE_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "capi/codec.h"

namespace slipway::capi {

// INVALID_ARGUMENT, with the path of the field (kPathPayload), for the first of: a field or enum value that the message
// does not have, a field of another wire type than its own, a string that is not UTF-8, more than kMaxMessageDepth
// messages inside each other, malformed or truncated bytes. Names in the path are those of the .proto.
absl::Status CheckWire(const MessageInfo& message, absl::string_view wire);

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_WIRE_CHECK_H_
