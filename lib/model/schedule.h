// When a schedule fires: wall-clock time on chosen days in a time zone (domain.md 3.2).
//
// An occurrence is the first instant at which the wall clock of the zone shows the time, or a later one (domain.md 3.2,
// C11). So with daylight saving
//   * a local time that does not exist (spring forward) fires once, at the moment of the jump: 02:30 in Berlin on
//     29 March 2026 fires at 03:00 summer time. So does a day that a zone leaves out (Samoa, 30 December 2011);
//   * a local time that occurs twice (fall back) fires once, at the first: 02:30 in Berlin on 25 October 2026 fires in
//     summer time.
// Two days whose times fall together in a gap are one occurrence.
#ifndef SLIPWAY_MODEL_SCHEDULE_H_
#define SLIPWAY_MODEL_SCHEDULE_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// A zone by its IANA name; nullopt: there is none. Reads the system's zone files, so whoever is at the edge gives it.
// It is asked for plain zone names only, never for a path: definitions come from outside.
using ZoneLoader = absl::FunctionRef<std::optional<absl::TimeZone>(const std::string& iana_name)>;

// Exported definitions name zones as Windows does ("W. Europe Standard Time"; upper and lower case are the same); IANA
// names ("Europe/Berlin") are taken as they are; empty is UTC. UTC needs no loader. INVALID_ARGUMENT "timeZoneId: ...":
// neither, or the system lacks the zone.
absl::StatusOr<absl::TimeZone> FindTimeZone(absl::string_view windows_or_iana, ZoneLoader load);
// The IANA name of a Windows zone id (CLDR, territory 001); empty: not one.
absl::string_view IanaNameOf(absl::string_view windows_id);

// Immutable, cheap to copy, thread-safe.
class Schedule {
 public:
  // INVALID_ARGUMENT "<field>: <what was expected>", the field as the original spells it, also in the status's
  // kPathPayload. No day chosen is no error: it never fires.
  static absl::StatusOr<Schedule> Compile(const v1::Schedule& schedule, ZoneLoader load);

  // The first time strictly after `after`; nullopt: never, or not before the year 10000. What is before the year 1
  // counts as its begin. Looks at no more than nine days.
  std::optional<absl::Time> Next(absl::Time after) const;

  bool only_with_changes() const { return only_with_changes_; }

 private:
  absl::TimeZone zone_;
  int hour_ = 0;
  int minute_ = 0;
  int days_ = 0;  // Monday 1 ... Sunday 64
  bool only_with_changes_ = false;
};

// The times that anything here computes with: the years 1 to 9999, as in a protobuf timestamp.
inline constexpr absl::Time kFirstTime = absl::FromUnixSeconds(-62135596800);
inline constexpr absl::Time kEndOfTimes = absl::FromUnixSeconds(253402300800);

// OK when `mask` is an OR of Monday 1 ... Sunday 64, or 0; else INVALID_ARGUMENT "<field>: ...".
absl::Status CheckDays(int mask, absl::string_view field);
// Whether a mask (Monday 1 ... Sunday 64) has this day.
bool HasDay(int mask, absl::CivilDay day);
// The first instant at which the clock of `zone` shows `local` or a later time: the rule for daylight saving above.
absl::Time InstantOf(absl::CivilSecond local, const absl::TimeZone& zone);
// The instant from which on it shows nothing before `local` any more: differs for a time that occurs twice.
absl::Time LastInstantOf(absl::CivilSecond local, const absl::TimeZone& zone);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_SCHEDULE_H_
