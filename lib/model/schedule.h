// When a schedule fires: wall-clock time on chosen days in a time zone (domain.md 3.2).
//
// Daylight saving (domain.md C11): a local time that does not exist fires at the first instant after the gap; one that
// occurs twice fires once, at the first.
#ifndef SLIPWAY_MODEL_SCHEDULE_H_
#define SLIPWAY_MODEL_SCHEDULE_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// A zone by its IANA name; nullopt: there is none. Reads the system's zone files, so whoever is at the edge gives it.
using ZoneLoader = absl::FunctionRef<std::optional<absl::TimeZone>(const std::string& iana_name)>;

// Exported definitions name zones as Windows does ("W. Europe Standard Time"); IANA names are taken as they are; empty
// is UTC. INVALID_ARGUMENT: neither.
absl::StatusOr<absl::TimeZone> FindTimeZone(absl::string_view windows_or_iana, ZoneLoader load);
// The IANA name of a Windows zone id; empty: not one.
absl::string_view IanaNameOf(absl::string_view windows_id);

// Immutable, cheap to copy, thread-safe.
class Schedule {
 public:
  // INVALID_ARGUMENT with the field. No day chosen is no error: it never fires.
  static absl::StatusOr<Schedule> Compile(const v1::Schedule& schedule, ZoneLoader load);

  // The first time strictly after `after`; nullopt: never. Looks at no more than ten days.
  std::optional<absl::Time> Next(absl::Time after) const;

  bool only_with_changes() const { return only_with_changes_; }

 private:
  absl::TimeZone zone_;
  int hour_ = 0;
  int minute_ = 0;
  int days_ = 0;  // Monday 1 ... Sunday 64
  bool only_with_changes_ = false;
};

// Whether a mask (Monday 1 ... Sunday 64) has this day.
bool HasDay(int mask, absl::CivilDay day);
// The instant of a local time, by the rule for daylight saving above.
absl::Time InstantOf(absl::CivilSecond local, const absl::TimeZone& zone);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_SCHEDULE_H_
