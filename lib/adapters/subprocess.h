// Runs one short-lived program and waits for it. No shell; nothing of this process's descriptors is left to it.
#ifndef SLIPWAY_ADAPTERS_SUBPROCESS_H_
#define SLIPWAY_ADAPTERS_SUBPROCESS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace slipway {

struct SubprocessRequest {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH
  // Overlaid over this process's environment.
  std::vector<std::pair<std::string, std::string>> environment;
  std::string working_directory;  // empty: this process's own
  absl::Duration timeout = absl::Minutes(30);
  int64_t max_output_bytes = int64_t{16} << 20;
  // Asked at least each second; true kills it: CANCELLED.
  std::function<bool()> cancelled;
};

struct SubprocessResult {
  int exit_code = 0;  // 128 + signal when killed by one
  std::string output;
  std::string errors;  // the end of what it wrote to stderr
};

// Thread-safe. An exit code other than 0 is OK. NOT_FOUND: there is no such program; DEADLINE_EXCEEDED: killed, with
// all it had started in its process group; RESOURCE_EXHAUSTED: more output than allowed, killed.
absl::StatusOr<SubprocessResult> RunSubprocess(const SubprocessRequest& request);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SUBPROCESS_H_
