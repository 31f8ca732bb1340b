// What a status carries beyond code and message, on its way to the caller of the C ABI.
#ifndef SLIPWAY_BASE_STATUS_PAYLOAD_H_
#define SLIPWAY_BASE_STATUS_PAYLOAD_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"

namespace slipway {

// Path of the field that is wrong, as plain text: environments[2].conditions[0].name
inline constexpr char kPathPayload[] = "slipway/path";
// A serialized slipway.v1.ErrorDetail. Its path, when set, wins over kPathPayload.
inline constexpr char kDetailPayload[] = "slipway/detail";

inline absl::Status WithPath(absl::Status status, absl::string_view path) {
  if (!status.ok() && !path.empty()) status.SetPayload(kPathPayload, absl::Cord(path));
  return status;
}

inline std::string PathOf(const absl::Status& status) {
  auto path = status.GetPayload(kPathPayload);
  return path.has_value() ? std::string(*path) : std::string();
}

}  // namespace slipway

#endif  // SLIPWAY_BASE_STATUS_PAYLOAD_H_
