// What a simulation shows: the timeline as text, JSON, or an SVG Gantt chart.
#ifndef SLIPWAY_ADAPTERS_SIMULATION_REPORT_H_
#define SLIPWAY_ADAPTERS_SIMULATION_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

struct SimulatedAttempt {
  std::string environment;
  int32_t attempt = 0;
  std::string trigger;
  absl::Time requested;
  absl::Time started = absl::InfinitePast();   // phases could begin
  absl::Time finished = absl::InfinitePast();  // InfinitePast: not yet
  v1::EnvironmentStatus status = v1::ENVIRONMENT_STATUS_IN_PROGRESS;
  std::string message;
};

struct SimulatedRelease {
  int64_t id = 0;
  std::string name;
  v1::ReleaseReason reason = v1::RELEASE_REASON_NONE;
  absl::Time created;
  std::vector<SimulatedAttempt> attempts;
};

struct SimulationReport {
  std::string definition;
  int64_t seed = 0;
  absl::Time start;
  absl::Time end;
  bool ended = true;  // nothing was running or waiting at the end
  std::map<int64_t, SimulatedRelease> releases;
  std::vector<std::pair<absl::Time, std::string>> lines;
};

std::string TextReport(const SimulationReport& report);
std::string JsonReport(const SimulationReport& report);
std::string SvgReport(const SimulationReport& report);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SIMULATION_REPORT_H_
