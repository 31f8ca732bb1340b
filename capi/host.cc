#include "capi/host.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "capi/message_io.h"

namespace slipway::capi {
namespace {

// The callbacks that this thread is inside of, innermost first.
struct CallbackScope {
  explicit CallbackScope(const slipway_host& host);
  ~CallbackScope();
  const slipway_host* const host;
  CallbackScope* const outer;
};

thread_local CallbackScope* innermost = nullptr;

CallbackScope::CallbackScope(const slipway_host& host) : host(&host), outer(innermost) { innermost = this; }
CallbackScope::~CallbackScope() { innermost = outer; }

}  // namespace

absl::Status CopyHost(const slipway_host* from, slipway_host* to) {
  *to = slipway_host{};
  constexpr size_t kSmallest = offsetof(slipway_host, release) + sizeof(to->release);
  constexpr size_t kLargest = 4096;
  const size_t size = from->struct_size;
  if (size < kSmallest || size > kLargest || size % sizeof(void*) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "slipway_host.struct_size is ", size, "; set it to sizeof(slipway_host), which is ", sizeof(*to), " here"));
  }
  const char* const bytes = reinterpret_cast<const char*>(from);
  for (size_t i = sizeof(*to); i < size; ++i) {
    if (bytes[i] != 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("slipway_host of ", size, " bytes offers callbacks that this library does not know (it knows ",
                       sizeof(*to), " bytes); use a newer library, or leave them NULL"));
    }
  }
  std::memcpy(to, from, std::min(size, sizeof(*to)));
  to->struct_size = sizeof(*to);
  return absl::OkStatus();
}

absl::Status HostCaller::Call(const char* name, int32_t (*callback)(void*, slipway_bytes), const MessageInfo& info,
                              const google::protobuf::MessageLite& request) const {
  if (callback == nullptr) return absl::UnimplementedError(absl::StrCat("the host offers no ", name));
  std::string bytes;
  SLIPWAY_RETURN_IF_ERROR(WriteMessage(info, encoding_, request, &bytes));
  int32_t code;
  {
    const CallbackScope scope(host_);
    code = callback(host_.user_data, slipway_bytes{bytes.data(), bytes.size()});
  }
  if (code == SLIPWAY_OK) return absl::OkStatus();
  const bool known = code > SLIPWAY_OK && code <= SLIPWAY_UNAUTHENTICATED;
  const absl::StatusCode answer = known ? static_cast<absl::StatusCode>(code) : absl::StatusCode::kUnknown;
  return absl::Status(answer, absl::StrCat("the host's ", name, " answered ", code, known ? " (" : "",
                                           known ? absl::StatusCodeToString(answer) : "", known ? ")" : ""));
}

bool InsideCallbackOf(const slipway_host& host) {
  for (const CallbackScope* scope = innermost; scope != nullptr; scope = scope->outer) {
    if (scope->host == &host) return true;
  }
  return false;
}

}  // namespace slipway::capi
