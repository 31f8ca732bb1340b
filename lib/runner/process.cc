#include "runner/process.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"

extern char** environ;

namespace slipway {
namespace {

constexpr size_t kStackSize = 64 << 10;

enum class Stage { kNone, kParentGone, kSetUp, kWorkingDirectory, kExec };

// Everything the child needs, prepared before it exists: between vfork and exec it runs in the parent's memory and may
// neither allocate nor take a lock. `stage` and `error` are its answer.
struct ChildPlan {
  const char* const* programs;  // tried in order
  char* const* argv;
  char* const* envp;
  const char* working_directory;  // may be null
  int standard_output;
  int standard_error;
  const rlimit* files;  // may be null
  pid_t parent;
  volatile Stage stage = Stage::kNone;
  volatile int error = 0;
};

// Raw, because a sanitizer's _exit would run its own business in the parent's memory.
[[noreturn]] __attribute__((no_sanitize("address", "thread", "undefined"))) void Die(ChildPlan* plan, Stage stage) {
  plan->error = errno;
  plan->stage = stage;
  for (;;) ::syscall(SYS_exit_group, 127);
}

// execvp's rule: a missing or forbidden candidate makes way for the next one; forbidden is what is reported in the end.
__attribute__((no_sanitize("address", "thread", "undefined"))) void TryPrograms(ChildPlan* plan) {
  bool forbidden = false;
  for (const char* const* program = plan->programs; *program != nullptr; ++program) {
    ::syscall(SYS_execve, *program, plan->argv, plan->envp);
    if (errno == EACCES) {
      forbidden = true;
    } else if (errno != ENOENT && errno != ENOTDIR) {
      return;
    }
  }
  if (forbidden) errno = EACCES;
}

__attribute__((no_sanitize("address", "thread", "undefined"))) int RunChild(void* argument) {
  auto* plan = static_cast<ChildPlan*>(argument);
  ::syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (::syscall(SYS_getppid) != plan->parent) Die(plan, Stage::kParentGone);  // it died before the line above
  if (::syscall(SYS_setpgid, 0, 0) != 0) Die(plan, Stage::kSetUp);
  // The runner ignores these two; what is ignored stays so over exec.
  struct sigaction fallback;
  std::memset(&fallback, 0, sizeof fallback);
  fallback.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &fallback, nullptr);
  ::sigaction(SIGXFSZ, &fallback, nullptr);
  if (plan->files != nullptr) ::syscall(SYS_setrlimit, RLIMIT_NOFILE, plan->files);
  // Tasks go before the host and this runner when memory runs out, as with the agent. Best effort.
  const int adjust =
      static_cast<int>(::syscall(SYS_openat, AT_FDCWD, "/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  if (adjust >= 0) {
    ::syscall(SYS_write, adjust, "500", 3);
    ::syscall(SYS_close, adjust);
  }
  // Descriptor 0 is /dev/null already: runner_main sees to it.
  if (::syscall(SYS_dup3, plan->standard_output, 1, 0) < 0 || ::syscall(SYS_dup3, plan->standard_error, 2, 0) < 0) {
    Die(plan, Stage::kSetUp);
  }
  ::syscall(SYS_close_range, 3, ~0U, 0);
  if (plan->working_directory != nullptr && ::syscall(SYS_chdir, plan->working_directory) != 0) {
    Die(plan, Stage::kWorkingDirectory);
  }
  TryPrograms(plan);
  Die(plan, Stage::kExec);
}

// The parent waits in here until the child has exec'ed or died; a group's folder given, the child begins there. glibc has
// no clone3 to call, and a wrapper would return over the child's frames: so the call is made in place.
__attribute__((noinline, no_sanitize("address", "thread", "undefined"))) pid_t CloneInto(int cgroup, ChildPlan* plan,
                                                                                         int* pidfd) {
#if defined(__x86_64__) || defined(__aarch64__)
  clone_args arguments;
  std::memset(&arguments, 0, sizeof arguments);
  arguments.flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | CLONE_INTO_CGROUP;
  arguments.pidfd = reinterpret_cast<uintptr_t>(pidfd);
  arguments.exit_signal = SIGCHLD;
  arguments.cgroup = static_cast<uint64_t>(cgroup);
#if defined(__x86_64__)
  int64_t result = SYS_clone3;
  asm volatile("syscall" : "+a"(result) : "D"(&arguments), "S"(sizeof arguments) : "rcx", "r11", "memory");
#else
  register int64_t result asm("x0") = reinterpret_cast<intptr_t>(&arguments);
  register uint64_t size asm("x1") = sizeof arguments;
  register int64_t number asm("x8") = SYS_clone3;
  asm volatile("svc #0" : "+r"(result) : "r"(size), "r"(number) : "memory");
#endif
  if (result == 0) RunChild(plan);
  return static_cast<pid_t>(result);
#else
  return -1;
#endif
}

int64_t BootTicks() {
  timespec now;
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<int64_t>(now.tv_sec) * 100 + now.tv_nsec / 10'000'000;
}

std::vector<std::string> ProgramCandidates(const std::string& program, absl::string_view path) {
  if (absl::StrContains(program, "/")) return {program};
  std::vector<std::string> candidates;
  for (absl::string_view folder : absl::StrSplit(path, ':')) {
    candidates.push_back(folder.empty() ? program : absl::StrCat(folder, "/", program));
  }
  return candidates;
}

bool HasNul(absl::string_view text) { return absl::StrContains(text, absl::string_view("\0", 1)); }

absl::Status Check(const SpawnRequest& request) {
  if (request.argv.empty() || request.argv[0].empty()) {
    return absl::InvalidArgumentError("argv[0]: the program to run is missing");
  }
  for (size_t i = 0; i < request.argv.size(); ++i) {
    if (HasNul(request.argv[i])) return absl::InvalidArgumentError(absl::StrCat("argv[", i, "]: holds a NUL byte"));
  }
  for (const auto& [name, value] : request.environment) {
    if (name.empty() || absl::StrContains(name, "=") || HasNul(name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("environment: a name must not be empty or hold '=' or NUL, '", name, "' does"));
    }
    if (HasNul(value)) return absl::InvalidArgumentError(absl::StrCat("environment[", name, "]: holds a NUL byte"));
  }
  if (HasNul(request.working_directory)) return absl::InvalidArgumentError("working_directory: holds a NUL byte");
  return absl::OkStatus();
}

absl::Status OpenPipes(Process* process) {
  for (int stream = 0; stream < 2; ++stream) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "cannot create a pipe");
    process->reads[stream].reset(ends[0]);
    process->writes[stream].reset(ends[1]);
    // Not the write end: the task shares that description and expects writes to block.
    if (::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) return absl::ErrnoToStatus(errno, "cannot set up a pipe");
  }
  return absl::OkStatus();
}

absl::Status SpawnError(const ChildPlan& plan, const SpawnRequest& request) {
  switch (plan.stage) {
    case Stage::kWorkingDirectory:
      return absl::ErrnoToStatus(plan.error,
                                 absl::StrCat("cannot enter working directory '", request.working_directory, "'"));
    case Stage::kExec:
      return absl::ErrnoToStatus(plan.error, absl::StrCat("cannot execute '", request.argv[0], "'"));
    default:
      return absl::ErrnoToStatus(plan.error, absl::StrCat("cannot set up the process for '", request.argv[0], "'"));
  }
}

}  // namespace

Spawner::Spawner() : stack_(new char[kStackSize]) {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const absl::string_view text(*entry);
    inherited_.try_emplace(std::string(text.substr(0, text.find('='))), text);
  }
  rlimit files;
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    original_files_ = files;
    files.rlim_cur = files.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &files) != 0) original_files_.reset();
  }
}

Spawner::~Spawner() = default;

absl::StatusOr<Process> Spawner::Spawn(const SpawnRequest& request) {
  SLIPWAY_RETURN_IF_ERROR(Check(request));
  Process process;
  SLIPWAY_RETURN_IF_ERROR(OpenPipes(&process));

  absl::flat_hash_map<absl::string_view, std::string> overlay;
  overlay.reserve(request.environment.size());
  for (const auto& [name, value] : request.environment) overlay[name] = absl::StrCat(name, "=", value);
  std::vector<char*> envp;
  envp.reserve(inherited_.size() + overlay.size() + 1);
  for (auto& [name, entry] : inherited_) {
    if (!overlay.contains(name)) envp.push_back(const_cast<char*>(entry.c_str()));
  }
  for (auto& [name, entry] : overlay) envp.push_back(entry.data());
  envp.push_back(nullptr);

  absl::string_view path = "/usr/local/bin:/usr/bin:/bin";
  if (const auto it = overlay.find("PATH"); it != overlay.end()) {
    path = absl::string_view(it->second).substr(5);
  } else if (const auto own = inherited_.find("PATH"); own != inherited_.end()) {
    path = absl::string_view(own->second).substr(5);
  }
  const std::vector<std::string> candidates = ProgramCandidates(request.argv[0], path);
  std::vector<const char*> programs;
  for (const std::string& candidate : candidates) programs.push_back(candidate.c_str());
  programs.push_back(nullptr);
  std::vector<char*> argv;
  for (const std::string& argument : request.argv) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);

  ChildPlan plan{.programs = programs.data(),
                 .argv = argv.data(),
                 .envp = envp.data(),
                 .working_directory = request.working_directory.empty() ? nullptr : request.working_directory.c_str(),
                 .standard_output = process.writes[0].get(),
                 .standard_error = process.writes[1].get(),
                 .files = original_files_ ? &*original_files_ : nullptr,
                 .parent = ::getpid()};
  int pidfd = -1;
  process.start_ticks_min = BootTicks();
  process.pid = request.cgroup >= 0 ? CloneInto(request.cgroup, &plan, &pidfd) : -1;
  if (process.pid < 0) {
    process.pid =
        ::clone(RunChild, stack_.get() + kStackSize, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &plan, &pidfd);
  }
  if (process.pid < 0) return absl::ErrnoToStatus(errno, "cannot create a process");
  process.pidfd.reset(pidfd);
  process.start_ticks_max = BootTicks();
  if (plan.stage != Stage::kNone) {
    ReapExitCode(process);
    return SpawnError(plan, request);
  }
  return process;
}

int ReapExitCode(const Process& process) {
  siginfo_t info{};
  while (::waitid(static_cast<idtype_t>(P_PIDFD), static_cast<id_t>(process.pidfd.get()), &info, WEXITED) != 0) {
    if (errno != EINTR) return 0;
  }
  return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
}

void KillGroup(const Process& process) { ::kill(-process.pid, SIGKILL); }

void SignalProcess(const Process& process, int signal) {
  ::syscall(SYS_pidfd_send_signal, process.pidfd.get(), signal, nullptr, 0);
}

}  // namespace slipway
