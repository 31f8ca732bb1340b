// Windows in which nothing may be deployed: one-off or weekly. Ours; the original has no such thing.
//
// A window holds from its start until just before its end. Weekly windows follow the wall clock of their zone; where
// daylight saving makes that unclear, a window is the longer one, as it is there to protect: one whose start occurs
// twice starts at the first, one whose end occurs twice ends at the second, and a start or an end that the clock skips
// is the moment of the jump. A window that lies wholly in a skipped hour is left out that day.
#ifndef SLIPWAY_MODEL_FREEZE_WINDOW_H_
#define SLIPWAY_MODEL_FREEZE_WINDOW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "model/schedule.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Immutable, thread-safe.
class FreezeWindow {
 public:
  // INVALID_ARGUMENT "<field>: <what was expected>", the field as JSON spells it, also in the status's kPathPayload.
  static absl::StatusOr<FreezeWindow> Compile(const v1::FreezeWindow& window, ZoneLoader load);

  // Whether it is meant for this environment of this definition. `*` in names matches any run of characters, upper and
  // lower case are the same.
  bool AppliesTo(int64_t definition_id, absl::string_view environment) const;
  // When the window that is open at `now` ends, by itself; nullopt: it is not open. Of two weeks' or days' windows that
  // overlap, the later end. Never open outside the years 1 to 9999.
  std::optional<absl::Time> OpenUntil(absl::Time now) const;

  const std::string& name() const { return name_; }
  bool is_weekly() const { return days_ != 0; }

 private:
  std::string name_;
  std::vector<std::string> environments_;
  int64_t definition_id_ = 0;
  // One-off when days_ is 0.
  absl::Time start_ = absl::InfiniteFuture();
  absl::Time end_ = absl::InfiniteFuture();
  absl::TimeZone zone_;
  int days_ = 0;
  int start_minute_ = 0;  // of the day
  int end_minute_ = 0;    // of the day, or of the next one when not after start_minute_
};

struct OpenFreeze {
  std::string name;  // of the window that ends last; of the one open at `now` when it is for ever
  absl::Time until;  // the first time at or after `now` when nothing is frozen; InfiniteFuture: never
};

// How far weekly windows that follow each other without a gap are looked at before they count as a freeze for ever.
// More than a year: the gap may be one that only daylight saving in different zones makes.
inline constexpr absl::Duration kForever = absl::Hours(24 * 400);

// All windows that apply, together: those that touch or overlap are one. nullopt: nothing is frozen at `now`.
std::optional<OpenFreeze> FrozenAt(const std::vector<FreezeWindow>& windows, int64_t definition_id,
                                   absl::string_view environment, absl::Time now);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_FREEZE_WINDOW_H_
