#include "capi/message_io.h"

#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/status_payload.h"
#include "capi/codec_tables.gen.h"
#include "capi/json_codec.h"
#include "capi/wire_check.h"
#include "slipway/v1/error.pb.h"

struct slipway_error {
  int32_t code;
  std::string message;
  std::string path;
  std::string detail;
};

namespace slipway::capi {
namespace {

#define SLIPWAY_SAME_CODE(c_name, absl_name) \
  static_assert(SLIPWAY_##c_name == static_cast<int>(absl::StatusCode::absl_name), "codes are absl's")
SLIPWAY_SAME_CODE(OK, kOk);
SLIPWAY_SAME_CODE(CANCELLED, kCancelled);
SLIPWAY_SAME_CODE(UNKNOWN, kUnknown);
SLIPWAY_SAME_CODE(INVALID_ARGUMENT, kInvalidArgument);
SLIPWAY_SAME_CODE(DEADLINE_EXCEEDED, kDeadlineExceeded);
SLIPWAY_SAME_CODE(NOT_FOUND, kNotFound);
SLIPWAY_SAME_CODE(ALREADY_EXISTS, kAlreadyExists);
SLIPWAY_SAME_CODE(PERMISSION_DENIED, kPermissionDenied);
SLIPWAY_SAME_CODE(RESOURCE_EXHAUSTED, kResourceExhausted);
SLIPWAY_SAME_CODE(FAILED_PRECONDITION, kFailedPrecondition);
SLIPWAY_SAME_CODE(ABORTED, kAborted);
SLIPWAY_SAME_CODE(OUT_OF_RANGE, kOutOfRange);
SLIPWAY_SAME_CODE(UNIMPLEMENTED, kUnimplemented);
SLIPWAY_SAME_CODE(INTERNAL, kInternal);
SLIPWAY_SAME_CODE(UNAVAILABLE, kUnavailable);
SLIPWAY_SAME_CODE(DATA_LOSS, kDataLoss);
SLIPWAY_SAME_CODE(UNAUTHENTICATED, kUnauthenticated);
#undef SLIPWAY_SAME_CODE

// What is handed out when there is no memory for an error. Never destroyed, never released.
slipway_error* OutOfMemoryError() {
  static slipway_error* const error = new slipway_error{SLIPWAY_RESOURCE_EXHAUSTED, "out of memory", "", ""};
  return error;
}
// Made at load, while there is memory.
[[maybe_unused]] slipway_error* const kMadeAtLoad = OutOfMemoryError();

// Memory for `size` bytes and the zero behind them; nullptr when there is none.
char* Allocate(size_t size, slipway_buffer* buffer) {
  char* memory = static_cast<char*>(std::malloc(size + 1));
  if (memory == nullptr) return nullptr;
  memory[size] = '\0';
  buffer->data = memory;
  buffer->size = size;
  buffer->owner = memory;
  return memory;
}

std::string DetailOf(const absl::Status& status, slipway_encoding encoding, std::string* path) {
  v1::ErrorDetail detail;
  if (const auto payload = status.GetPayload(kDetailPayload); payload.has_value()) {
    if (!detail.ParseFromString(std::string(*payload))) detail.Clear();
  }
  if (detail.path().empty()) detail.set_path(PathOf(status));
  *path = detail.path();
  std::string bytes;
  if (detail.ByteSizeLong() == 0 || !WriteMessage(tables::kErrorDetail, encoding, detail, &bytes).ok()) return "";
  return bytes;
}

}  // namespace

absl::Status ReadMessage(const MessageInfo& info, slipway_encoding encoding, slipway_bytes bytes,
                         google::protobuf::MessageLite* message) {
  if (bytes.data == nullptr && bytes.size > 0) {
    return absl::FailedPreconditionError(absl::StrCat(info.full_name, ": data is NULL but size is ", bytes.size));
  }
  if (bytes.size > kMaxRequestBytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat(info.full_name, " of ", bytes.size, " bytes; at most ", kMaxRequestBytes, " are accepted"));
  }
  absl::string_view wire(static_cast<const char*>(bytes.data), bytes.size);
  std::string converted;
  if (encoding == SLIPWAY_JSON) {
    SLIPWAY_ASSIGN_OR_RETURN(converted, JsonToWire(info, wire));
    wire = converted;
  } else {
    SLIPWAY_RETURN_IF_ERROR(CheckWire(info, wire));
  }
  if (!message->ParseFromArray(wire.data(), static_cast<int>(wire.size()))) {
    return absl::InvalidArgumentError(absl::StrCat("the bytes are no ", info.full_name));
  }
  return absl::OkStatus();
}

absl::Status WriteMessage(const MessageInfo& info, slipway_encoding encoding,
                          const google::protobuf::MessageLite& message, std::string* bytes) {
  if (!message.SerializeToString(bytes)) {
    return absl::ResourceExhaustedError(absl::StrCat(info.full_name, " is beyond 2 GiB; ask for less at a time"));
  }
  if (encoding == SLIPWAY_JSON) {
    SLIPWAY_ASSIGN_OR_RETURN(*bytes, WireToJson(info, *bytes));
  }
  return absl::OkStatus();
}

absl::Status FillBuffer(const MessageInfo& info, slipway_encoding encoding,
                        const google::protobuf::MessageLite& message, slipway_buffer* buffer) {
  if (buffer == nullptr) return absl::OkStatus();
  if (encoding == SLIPWAY_JSON) {
    std::string text;
    SLIPWAY_RETURN_IF_ERROR(WriteMessage(info, encoding, message, &text));
    char* const memory = Allocate(text.size(), buffer);
    if (memory == nullptr) throw std::bad_alloc();
    std::memcpy(memory, text.data(), text.size());
    return absl::OkStatus();
  }
  // Straight into the host's memory: one copy less.
  const size_t size = message.ByteSizeLong();
  if (size > static_cast<size_t>(std::numeric_limits<int>::max())) {
    return absl::ResourceExhaustedError(absl::StrCat(info.full_name, " is beyond 2 GiB; ask for less at a time"));
  }
  char* const memory = Allocate(size, buffer);
  if (memory == nullptr) throw std::bad_alloc();
  message.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t*>(memory));
  return absl::OkStatus();
}

int32_t SetError(const absl::Status& status, slipway_encoding encoding, slipway_error** error) noexcept {
  if (error == nullptr) return static_cast<int32_t>(status.code());
  *error = nullptr;
  if (status.ok()) return SLIPWAY_OK;
  try {
    auto made = std::make_unique<slipway_error>();
    made->code = static_cast<int32_t>(status.code());
    made->message = std::string(status.message());
    made->detail = DetailOf(status, encoding, &made->path);
    *error = made.release();
  } catch (...) {
    *error = OutOfMemoryError();
  }
  return static_cast<int32_t>(status.code());
}

}  // namespace slipway::capi

void slipway_buffer_release(slipway_buffer* buffer) {
  if (buffer == nullptr) return;
  std::free(buffer->owner);
  *buffer = slipway_buffer{nullptr, 0, nullptr};
}

int32_t slipway_error_code(const slipway_error* error) { return error == nullptr ? SLIPWAY_OK : error->code; }
const char* slipway_error_message(const slipway_error* error) { return error == nullptr ? "" : error->message.c_str(); }
const char* slipway_error_path(const slipway_error* error) { return error == nullptr ? "" : error->path.c_str(); }

slipway_bytes slipway_error_detail(const slipway_error* error) {
  if (error == nullptr || error->detail.empty()) return slipway_bytes{nullptr, 0};
  return slipway_bytes{error->detail.data(), error->detail.size()};
}

void slipway_error_release(slipway_error* error) {
  if (error != slipway::capi::OutOfMemoryError()) delete error;
}
