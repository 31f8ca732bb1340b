// Any schedule at any time: what comes next is later, and nothing lies between. Bytes: hour, minute, days, eight of time, then the zone.
#include "model/schedule.h"

#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  slipway::FuzzInput input(data, size);
  slipway::v1::Schedule schedule;
  schedule.set_start_hours(static_cast<int8_t>(input.Byte()));
  schedule.set_start_minutes(static_cast<int8_t>(input.Byte()));
  schedule.set_days_to_release(static_cast<int8_t>(input.Byte()));
  uint64_t seconds = 0;
  for (int i = 0; i < 8; ++i) seconds = seconds << 8 | static_cast<uint64_t>(input.Byte());
  schedule.set_time_zone_id(std::string(input.Rest()));
  const auto load = [](const std::string& name) -> std::optional<absl::TimeZone> {
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(name, &zone)) return std::nullopt;
    return zone;
  };
  const auto compiled = slipway::Schedule::Compile(schedule, load);
  if (!compiled.ok()) {
    slipway::Require(!compiled.status().message().empty(), "a refused schedule says why");
    return 0;
  }
  absl::Time after = absl::FromUnixSeconds(static_cast<int64_t>(seconds));
  for (int i = 0; i < 4; ++i) {
    const std::optional<absl::Time> next = compiled->Next(after);
    if (!next.has_value()) return 0;
    slipway::Require(*next > after, "the next time is later");
    slipway::Require(compiled->Next(*next - absl::Seconds(1)) == next, "nothing lies just before it");
    after = *next;
  }
  return 0;
}
