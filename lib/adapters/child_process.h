// Short-lived helper programs of the host: ssh, and what asks the loader about libraries. Never tasks.
#ifndef SLIPWAY_ADAPTERS_CHILD_PROCESS_H_
#define SLIPWAY_ADAPTERS_CHILD_PROCESS_H_

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runner/unique_fd.h"

namespace slipway {

struct ChildOutput {
  // -1: not known, because the host reaps every child itself or ignores SIGCHLD. 128 + signal when killed by one.
  int exit_code = 0;
  std::string out;
  std::string err;
};

using ChildEnvironment = std::vector<std::pair<std::string, std::string>>;  // over the inherited one

struct ChildOptions {
  ChildEnvironment environment;
  const std::atomic<bool>* stop = nullptr;  // becomes true: the child is killed
  // Of a host: what a terminal sends to the host is not for the child. Within a task: no, so that it ends with the task.
  bool own_session = true;
  // Takes what the child says as it comes, instead of ChildOutput.
  std::function<void(bool is_stderr, absl::string_view text)> on_output;
};

// Runs argv[0] (a path) to its end, with `input` on its standard input. DEADLINE_EXCEEDED: it was killed; CANCELLED: also,
// because of `stop`. UNAVAILABLE: it cannot be started.
absl::StatusOr<ChildOutput> RunChild(const std::vector<std::string>& argv, absl::string_view input,
                                     absl::Duration timeout, const ChildOptions& options = {});

// A child whose standard input and output are one socket. Ends when the socket is closed, or killed when this is
// destroyed.
class PipedChild {
 public:
  PipedChild() = default;
  PipedChild(PipedChild&& other) noexcept;
  PipedChild& operator=(PipedChild&& other) noexcept;
  ~PipedChild() { End(absl::ZeroDuration()); }

  // `socket` gets this side of the connection.
  static absl::StatusOr<PipedChild> Start(const std::vector<std::string>& argv, UniqueFd* socket,
                                          const ChildOptions& options = {});
  // Waits up to `patience` for it to end by itself, then kills it.
  void End(absl::Duration patience);
  bool Ended();
  // What it has said on its standard error; at most 64 KiB.
  std::string Complaint();

 private:
  pid_t pid_ = 0;
  UniqueFd errors_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_CHILD_PROCESS_H_
