// slipway-runner: owns task processes, so that its host can be killed, restarted or upgraded while they go on.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "runner/file_agent.h"
#include "runner/native_task.h"
#include "runner/server.h"
#include "runner/stdio_proxy.h"

namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr int kExitOccupied = 3;

constexpr char kHelp[] =
    "slipway-runner --state DIR [options]\n"
    "Runs the processes of Slipway tasks. Started by the engine when it is needed; leaves by itself.\n"
    "\n"
    "  --state DIR           journal and lock; created with mode 0700\n"
    "  --socket PATH         where the engine connects (default: DIR/socket)\n"
    "  --stdio               join the standard streams with the runner of DIR, started when there is none (over ssh)\n"
    "  --files               answer requests about files on the standard streams (over ssh; alone)\n"
    "  --daemonize           return as soon as the socket accepts connections, go on in the background\n"
    "  --no-cgroups          make no control groups for jobs; where this user may not, none are made anyway\n"
    "  --idle-timeout-ms N   leave after so long without an engine and without a task (default: 30000)\n"
    "  --drain-timeout-ms N  wait so long for output that background children hold back (default: 5000)\n"
    "  --done-timeout-ms N   let a task live so long after it reported done=true (default: 5000)\n"
    "\n"
    "Exit codes: 0 left, 1 failed, 2 usage, 3 another runner has DIR.\n";

struct Arguments {
  slipway::ServerOptions options;
  bool daemonize = false;
  bool stdio = false;
};

int Usage(const std::string& problem) {
  fprintf(stderr, "slipway-runner: %s (see --help)\n", problem.c_str());
  return kExitUsage;
}

// Descriptors 0, 1 and 2 must exist, or a socket would get such a number and a task would inherit it.
bool OpenStandardDescriptors() {
  int fd;
  do {
    fd = open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= 2);
  if (fd < 0) return false;
  dup2(fd, 0);
  close(fd);
  return true;
}

// Nothing of the host's signal set-up may reach a task: what is ignored or blocked stays so over exec.
void ResetSignals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The process that was started answers for the start and ends; the runner lives on as nobody's child.
bool GoToBackground() {
  const pid_t child = fork();
  if (child < 0) return false;
  if (child > 0) _exit(0);
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) return false;
  dup2(null, 1);
  dup2(null, 2);
  close(null);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && absl::string_view(argv[1]) == "--task") return slipway::RunNativeTask(argv[2]);
  if (argc == 2 && absl::string_view(argv[1]) == "--files") {
    ResetSignals();
    return slipway::ServeFiles(0, 1);
  }
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--help") return fputs(kHelp, stdout) < 0 ? kExitFailed : 0;
    if (name == "--daemonize") {
      arguments.daemonize = true;
      continue;
    }
    if (name == "--no-cgroups") {
      arguments.options.cgroups = false;
      continue;
    }
    if (name == "--stdio") {
      arguments.stdio = true;
      continue;
    }
    if (i + 1 == argc) return Usage("unknown option or missing value: " + name);
    const std::string value = argv[++i];
    int64_t millis = 0;
    if (name == "--state") {
      arguments.options.state_directory = value;
    } else if (name == "--socket") {
      arguments.options.socket_path = value;
    } else if (!absl::SimpleAtoi(value, &millis) || millis < 0) {
      return Usage("unknown option or bad value: " + name + " " + value);
    } else if (name == "--idle-timeout-ms") {
      arguments.options.idle_timeout = absl::Milliseconds(millis);
    } else if (name == "--drain-timeout-ms") {
      arguments.options.task_timeouts.drain = absl::Milliseconds(millis);
    } else if (name == "--done-timeout-ms") {
      arguments.options.task_timeouts.done = absl::Milliseconds(millis);
    } else {
      return Usage("unknown option: " + name);
    }
  }
  slipway::ServerOptions& options = arguments.options;
  if (options.state_directory.empty() || options.state_directory[0] != '/')
    return Usage("--state needs an absolute path");
  if (options.socket_path.empty()) options.socket_path = options.state_directory + "/socket";
  if (options.socket_path[0] != '/') return Usage("--socket needs an absolute path");

  if (arguments.stdio) {
    // Its descriptors are what it serves.
    ResetSignals();
    options.durable = true;
    return slipway::ServeStdio(options);
  }
  if (!OpenStandardDescriptors()) return kExitFailed;
  ResetSignals();
  prctl(PR_SET_NAME, "slipway-runner", 0, 0, 0);
  // Fails only for a leader, which has its own session already.
  setsid();

  absl::StatusOr<std::unique_ptr<slipway::Server>> server = slipway::Server::Open(options);
  if (!server.ok()) {
    fprintf(stderr, "%s\n", std::string(server.status().message()).c_str());
    return absl::IsUnavailable(server.status()) ? kExitOccupied : kExitFailed;
  }
  if (arguments.daemonize && !GoToBackground()) {
    perror("slipway-runner: cannot go to the background");
    return kExitFailed;
  }
  // No file system is held busy.
  if (chdir("/") != 0) return kExitFailed;
  (*server)->Run();
  return 0;
}
