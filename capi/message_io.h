// Requests in, responses and errors out, in the encoding of the engine.
#ifndef SLIPWAY_CAPI_MESSAGE_IO_H_
#define SLIPWAY_CAPI_MESSAGE_IO_H_

#include <google/protobuf/message_lite.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "capi/codec.h"
#include "slipway/slipway.h"

namespace slipway::capi {

// One request, at most.
inline constexpr size_t kMaxRequestBytes = size_t{64} << 20;

// FAILED_PRECONDITION (NULL data), RESOURCE_EXHAUSTED (too long), INVALID_ARGUMENT (see CheckWire and JsonToWire).
absl::Status ReadMessage(const MessageInfo& info, slipway_encoding encoding, slipway_bytes bytes,
                         google::protobuf::MessageLite* message);

absl::Status WriteMessage(const MessageInfo& info, slipway_encoding encoding,
                          const google::protobuf::MessageLite& message, std::string* bytes);

// A malloc'ed copy for the host, or nothing when `buffer` is null.
absl::Status FillBuffer(const MessageInfo& info, slipway_encoding encoding,
                        const google::protobuf::MessageLite& message, slipway_buffer* buffer);

// Makes the error object of `status`, when the host wants one; returns the code. Never throws.
int32_t SetError(const absl::Status& status, slipway_encoding encoding, slipway_error** error) noexcept;

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_MESSAGE_IO_H_
