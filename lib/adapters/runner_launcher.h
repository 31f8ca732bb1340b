// Finds and starts slipway-runner.
#ifndef SLIPWAY_ADAPTERS_RUNNER_LAUNCHER_H_
#define SLIPWAY_ADAPTERS_RUNNER_LAUNCHER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace slipway {

// `configured` when given; else the environment's SLIPWAY_RUNNER; else next to the library or program this code is part
// of, or in ../libexec/slipway, ../libexec or ../bin from there; else in PATH. NOT_FOUND lists where was looked. A
// given path that cannot be executed is an error, not a reason to look elsewhere.
absl::StatusOr<std::string> FindRunner(const std::string& configured);

// Starts the program with `arguments` and waits until it says that it serves (it goes to the background by itself:
// nothing stays this process's child, and SIGCHLD is raised once at most). It inherits no descriptor and no signal
// mask. OK also when another runner turned out to be there already. UNAVAILABLE: it did not start; the message holds
// what it said.
absl::Status LaunchRunner(const std::string& program, const std::vector<std::string>& arguments,
                          absl::Duration timeout);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_RUNNER_LAUNCHER_H_
