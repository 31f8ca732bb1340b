// JSON text <-> protobuf wire bytes, by field tables.
//
// The mapping is proto3's own, with these decisions: 64-bit integers are written as numbers while a double holds them
// exactly (|x| <= 2^53) and as strings beyond; both are read, for every integer type. Fields are written in
// lowerCamelCase, the names of the .proto are read too. Enums are written by name and read by name or number. bytes are
// base64 (the URL alphabet and missing padding are read). Nothing is written for a field that is absent. null means
// absent, but not inside an array or a map. Empty text is read as {}.
#ifndef SLIPWAY_CAPI_JSON_CODEC_H_
#define SLIPWAY_CAPI_JSON_CODEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "capi/codec.h"

namespace slipway::capi {

// INVALID_ARGUMENT, with the path of the field (kPathPayload) as the caller wrote it, for: text that is not JSON or not
// UTF-8 (with its byte offset), a key that the message does not have or that is given twice, two members of one oneof,
// a value of another type or out of range, an unknown enum name or number, more than kMaxMessageDepth messages inside
// each other. Values never appear in the error: they may be secret.
absl::StatusOr<std::string> JsonToWire(const MessageInfo& message, absl::string_view json);

// Compact JSON. Malformed UTF-8 in a string is written as U+FFFD. Repeated records of a singular field count as
// protobuf counts them: the last one wins, messages are merged. DATA_LOSS when `wire` is malformed, has unknown fields
// or nests too deep.
absl::StatusOr<std::string> WireToJson(const MessageInfo& message, absl::string_view wire);

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_JSON_CODEC_H_
