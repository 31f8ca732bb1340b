// Test result files of the usual formats, read as a stream (task-contract 9, PublishTestResults).
#ifndef SLIPWAY_RUNNER_TEST_RESULTS_H_
#define SLIPWAY_RUNNER_TEST_RESULTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runner/wire.pb.h"

namespace slipway {

// What is kept of each run; what is counted has no bound.
inline constexpr int kMaxTestResults = 1000;

// Adds what the file at `path` holds to `run`: counts, duration, and results, failed ones first. `type`: JUnit, NUnit
// (2 and 3), XUnit (2), VSTest (TRX), CTest, in any case. INVALID_ARGUMENT: unknown type, no such results in it, broken
// XML (with its line), entities declared in it, nested too deeply. NOT_FOUND. RESOURCE_EXHAUSTED: larger than 64 MiB. On
// an error `run` is as it was.
absl::Status AddTestResults(absl::string_view type, const std::string& path, runner::TestRun* run);

// The same from memory; `name` is for errors.
absl::Status ParseTestResults(absl::string_view type, absl::string_view name, absl::string_view xml,
                              runner::TestRun* run);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_TEST_RESULTS_H_
