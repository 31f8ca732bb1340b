// Windows in which nothing may be deployed: one-off or weekly. Ours; the original has no such thing.
#ifndef SLIPWAY_MODEL_FREEZE_WINDOW_H_
#define SLIPWAY_MODEL_FREEZE_WINDOW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "model/schedule.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Immutable, thread-safe.
class FreezeWindow {
 public:
  // INVALID_ARGUMENT with the field.
  static absl::StatusOr<FreezeWindow> Compile(const v1::FreezeWindow& window, ZoneLoader load);

  // Whether it is meant for this environment of this definition. `*` in names matches any run of characters.
  bool AppliesTo(int64_t definition_id, absl::string_view environment) const;
  // When the window that is open at `now` ends; nullopt: none is.
  std::optional<absl::Time> OpenUntil(absl::Time now) const;

  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::vector<std::string> environments_;
  int64_t definition_id_ = 0;
  // One-off when start_ < end_, else weekly.
  absl::Time start_ = absl::InfiniteFuture();
  absl::Time end_ = absl::InfiniteFuture();
  absl::TimeZone zone_;
  int days_ = 0;
  int start_minute_ = 0;  // of the day
  int end_minute_ = 0;    // of the day, or of the next one when not after start_minute_
};

struct OpenFreeze {
  std::string name;   // of the window that ends last
  absl::Time until;   // when nothing is frozen any more; InfiniteFuture: never within a thousand windows
};

// All windows together: those that touch or overlap are one.
std::optional<OpenFreeze> FrozenAt(const std::vector<FreezeWindow>& windows, int64_t definition_id,
                                   absl::string_view environment, absl::Time now);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_FREEZE_WINDOW_H_
