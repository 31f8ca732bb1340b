// The next occurrence of a schedule, against the pair that any implementation needs: one instant to civil time and one
// civil time to an instant. Both sides run alternated in the same loop, so that whatever else the machine does meets
// both. `x_pair` is the quotient.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "model/freeze_window.h"
#include "model/schedule.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

std::optional<absl::TimeZone> LoadZone(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) return std::nullopt;
  return zone;
}

// A fixed walk over two years, so that no cache of the last answer is right twice.
std::vector<absl::Time> Moments() {
  std::vector<absl::Time> moments;
  const absl::Time begin = absl::FromUnixSeconds(1767225600);  // 2026-01-01
  for (int64_t i = 0; i < 1024; ++i) moments.push_back(begin + absl::Seconds(i * 7919 * 7919 % (730 * 86400)));
  return moments;
}

void NextOccurrence(benchmark::State& state, const char* zone_id, int days) {
  v1::Schedule given;
  given.set_days_to_release(days);
  given.set_start_hours(2);
  given.set_start_minutes(30);
  given.set_time_zone_id(zone_id);
  const Schedule schedule = Schedule::Compile(given, LoadZone).value();
  const absl::TimeZone zone = FindTimeZone(zone_id, LoadZone).value();
  const std::vector<absl::Time> moments = Moments();
  Clock::duration ours{};
  Clock::duration pair{};
  for (auto _ : state) {
    const auto start = Clock::now();
    for (absl::Time moment : moments) benchmark::DoNotOptimize(schedule.Next(moment));
    const auto middle = Clock::now();
    for (absl::Time moment : moments) {
      const absl::CivilDay day = absl::ToCivilDay(moment, zone) + 1;
      benchmark::DoNotOptimize(absl::FromCivil(absl::CivilMinute(day) + 150, zone));
    }
    const auto end = Clock::now();
    ours += middle - start;
    pair += end - middle;
    state.SetIterationTime(std::chrono::duration<double>(middle - start).count());
  }
  const double calls = static_cast<double>(state.iterations() * moments.size());
  state.counters["next_ns"] = static_cast<double>(std::chrono::nanoseconds(ours).count()) / calls;
  state.counters["pair_ns"] = static_cast<double>(std::chrono::nanoseconds(pair).count()) / calls;
  state.counters["x_pair"] = static_cast<double>(ours.count()) / static_cast<double>(pair.count());
}
BENCHMARK_CAPTURE(NextOccurrence, utc_daily, "UTC", 127)->UseManualTime();
BENCHMARK_CAPTURE(NextOccurrence, berlin_daily, "W. Europe Standard Time", 127)->UseManualTime();
BENCHMARK_CAPTURE(NextOccurrence, berlin_sundays, "W. Europe Standard Time", 64)->UseManualTime();
BENCHMARK_CAPTURE(NextOccurrence, los_angeles_workdays, "Pacific Standard Time", 31)->UseManualTime();

v1::FreezeWindow Weekly(int days, int from, int to) {
  v1::FreezeWindow window;
  window.set_name("weekly");
  window.set_days(days);
  window.set_start_hours(from);
  window.set_end_hours(to);
  window.set_time_zone_id("W. Europe Standard Time");
  return window;
}

void FrozenAtBench(benchmark::State& state, const std::vector<v1::FreezeWindow>& given) {
  std::vector<FreezeWindow> windows;
  for (const v1::FreezeWindow& window : given) windows.push_back(FreezeWindow::Compile(window, LoadZone).value());
  const std::vector<absl::Time> moments = Moments();
  size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(FrozenAt(windows, 1, "Production", moments[++i % moments.size()]));
}
BENCHMARK_CAPTURE(FrozenAtBench, one_night_window, {Weekly(127, 22, 6)});
BENCHMARK_CAPTURE(FrozenAtBench, five_windows,
                  {Weekly(31, 22, 6), Weekly(96, 0, 0), Weekly(16, 16, 0), Weekly(1, 0, 8), Weekly(4, 12, 13)});
BENCHMARK_CAPTURE(FrozenAtBench, for_ever, {Weekly(127, 0, 0)});

}  // namespace
}  // namespace slipway
