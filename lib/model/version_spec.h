// Which version of a task a definition asks for: 2.*, *, 1.2.3 (task-contract 1.2).
#ifndef SLIPWAY_MODEL_VERSION_SPEC_H_
#define SLIPWAY_MODEL_VERSION_SPEC_H_

#include <array>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace slipway {

class VersionSpec {
 public:
  // One to three parts; only the last may be `*`; `-test` may follow. Blank is `*`. INVALID_ARGUMENT otherwise.
  static absl::StatusOr<VersionSpec> Parse(absl::string_view text);
  // Equal given parts and equal test flag; of those that fit the caller takes the highest.
  bool Accepts(int major, int minor, int patch, bool is_test = false) const;
  // Whatever the rest says.
  bool AcceptsMajor(int major) const { return parts_[0].value_or(major) == major; }

 private:
  std::array<std::optional<int>, 3> parts_;
  bool is_test_ = false;
};

}  // namespace slipway

#endif  // SLIPWAY_MODEL_VERSION_SPEC_H_
