// What happens in a simulation: who does what when, and by what chance things fail.
#ifndef SLIPWAY_ADAPTERS_SIMULATION_SCRIPT_H_
#define SLIPWAY_ADAPTERS_SIMULATION_SCRIPT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace slipway {

struct SimulatedOutcome {
  double fail = 0;        // chance that a task fails
  int fail_first = 0;     // the first attempts of every release fail, whatever the chance
  double minutes[2] = {2, 10};  // how long a task takes, at least and at most
};

struct SimulationScript {
  struct Releases {
    absl::Duration every = absl::Hours(24);
    int count = 1;
  } releases;
  bool releases_given = false;
  struct Artifact {
    std::string source;
    std::string branch;
    std::vector<std::string> tags;
    absl::Duration every = absl::Hours(24);
  };
  std::vector<Artifact> artifacts;
  SimulatedOutcome otherwise;
  std::map<std::string, SimulatedOutcome> environments;  // by lower-case name
  struct People {
    absl::Duration after = absl::Hours(1);
    double reject = 0;
    double ignore = 0;  // chance that nobody ever answers
  };
  People approvals;
  People interventions;
  double gate_fail = 0;
  struct Redeploy {
    absl::Duration after = absl::Hours(1);
    int times = 0;  // a rejected environment is deployed again, at most so often
  } redeploy;

  const SimulatedOutcome& Of(absl::string_view environment) const;
};

// Empty text: everything succeeds. INVALID_ARGUMENT "script.approvals.after: expected ...".
absl::StatusOr<SimulationScript> ParseSimulationScript(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SIMULATION_SCRIPT_H_
