// One child process: its own group, pipes on stdout and stderr, death together with this process.
#ifndef SLIPWAY_RUNNER_PROCESS_H_
#define SLIPWAY_RUNNER_PROCESS_H_

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "runner/unique_fd.h"

namespace slipway {

// A started child. Nothing is signalled or waited for when it is destroyed.
struct Process {
  pid_t pid = 0;  // also its process group
  UniqueFd pidfd;
  // Read ends (non-blocking) of stdout [0] and stderr [1]; this process keeps the write ends too, so that end of file
  // is not reported before the exit is: one wake-up per process, not three. Close them once it has exited.
  UniqueFd reads[2];
  UniqueFd writes[2];
  // Bounds of the start in 1/100 s of CLOCK_BOOTTIME (how /proc/PID/stat counts).
  int64_t start_ticks_min = 0;
  int64_t start_ticks_max = 0;
};

struct SpawnRequest {
  // argv[0] without a slash is looked up in the PATH of the new environment.
  std::vector<std::string> argv;
  // Overlaid over the inherited environment; the last of equal names wins.
  std::vector<std::pair<std::string, std::string>> environment;
  std::string working_directory;  // empty: this process's own
  // The folder of the control group to start in; -1 = this process's own. A system that cannot start there starts it here.
  int cgroup = -1;
};

// Starts processes. One per program: it is not thread-safe and the children die with the thread that starts them.
class Spawner {
 public:
  // Takes the current environment as what children inherit and raises the soft limit of open files to the hard one (for
  // this process only: children get back what it was).
  Spawner();
  ~Spawner();

  // The child has been exec'ed when this returns. Errors carry the errno text and what was tried; then nothing runs.
  absl::StatusOr<Process> Spawn(const SpawnRequest& request);

 private:
  absl::flat_hash_map<std::string, std::string> inherited_;  // name -> NAME=value
  std::optional<rlimit> original_files_;
  std::unique_ptr<char[]> stack_;
};

// The status of an exited child as a shell would say it: its exit code, or 128 + signal. Ends the zombie, so the pid
// (and the group's number, unless others are still in it) may be reused from here on.
int ReapExitCode(const Process& process);

// SIGKILL to everything in the child's group. Only before the child is reaped.
void KillGroup(const Process& process);

// To the child alone.
void SignalProcess(const Process& process, int signal);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_PROCESS_H_
