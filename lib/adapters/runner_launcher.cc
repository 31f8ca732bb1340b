#include "adapters/runner_launcher.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "runner/unique_fd.h"

extern char** environ;

namespace slipway {
namespace {

constexpr char kProgram[] = "slipway-runner";
constexpr int kExitOccupied = 3;  // runner_main.cc

bool Executable(const std::string& path) { return ::access(path.c_str(), X_OK) == 0; }

// Folder of the shared library or program that holds this function; empty when unknown.
std::string OwnFolder() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<const void*>(&FindRunner), &info) == 0 || info.dli_fname == nullptr) return "";
  char* resolved = ::realpath(info.dli_fname, nullptr);
  if (resolved == nullptr) {
    // A program started through PATH names itself without a folder.
    resolved = ::realpath("/proc/self/exe", nullptr);
    if (resolved == nullptr) return "";
  }
  const std::string path = resolved;
  ::free(resolved);
  return path.substr(0, path.rfind('/'));
}

// posix_spawn's two argument objects, destroyed together.
struct SpawnSettings {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

// What the child wrote until it closed its end; DEADLINE_EXCEEDED when it did not.
absl::StatusOr<std::string> ReadUntilClosed(int fd, absl::Time deadline) {
  std::string text;
  for (;;) {
    const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
    pollfd event{.fd = fd, .events = POLLIN};
    const int ready = ::poll(&event, 1, static_cast<int>(left > 0 ? left : 0));
    if (ready == 0) return absl::DeadlineExceededError("the runner does not become ready");
    if (ready < 0) continue;
    char buffer[1024];
    const ssize_t size = ::read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer, static_cast<size_t>(size));
  }
}

}  // namespace

absl::StatusOr<std::string> FindRunner(const std::string& configured) {
  if (!configured.empty()) {
    if (Executable(configured)) return configured;
    return absl::NotFoundError(absl::StrCat("runner_path '", configured, "' is not a program that can be executed"));
  }
  if (const char* given = ::getenv("SLIPWAY_RUNNER"); given != nullptr && *given != '\0') {
    if (Executable(given)) return std::string(given);
    return absl::NotFoundError(absl::StrCat("SLIPWAY_RUNNER='", given, "' is not a program that can be executed"));
  }
  std::vector<std::string> folders;
  if (const std::string own = OwnFolder(); !own.empty()) {
    for (const char* below : {"", "/../libexec/slipway", "/../libexec", "/../bin"}) folders.push_back(own + below);
  }
  if (const char* path = ::getenv("PATH"); path != nullptr) {
    for (absl::string_view folder : absl::StrSplit(path, ':', absl::SkipEmpty())) folders.emplace_back(folder);
  }
  for (const std::string& folder : folders) {
    std::string candidate = absl::StrCat(folder, "/", kProgram);
    if (Executable(candidate)) return candidate;
  }
  return absl::NotFoundError(absl::StrCat("slipway-runner is in none of ", absl::StrJoin(folders, ", "),
                                          "; install it there, set runner_path or the environment's SLIPWAY_RUNNER"));
}

absl::Status LaunchRunner(const std::string& program, const std::vector<std::string>& arguments,
                          absl::Duration timeout) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "cannot create a pipe");
  UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);

  SpawnSettings settings;
  // First, because in a host without standard descriptors the pipe may have number 0 or 1.
  ::posix_spawn_file_actions_adddup2(&settings.actions, writer.get(), 2);
  ::posix_spawn_file_actions_addopen(&settings.actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&settings.actions, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addclosefrom_np(&settings.actions, 3);
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&settings.attributes, &none);
  ::posix_spawnattr_setsigdefault(&settings.attributes, &all);
  ::posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);

  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, program.c_str(), &settings.actions, &settings.attributes, argv.data(), environ);
  if (error != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot start ", program, ": ", absl::ErrnoToStatus(error, "").message()));
  }
  writer.reset();
  const absl::StatusOr<std::string> said = ReadUntilClosed(reader.get(), absl::Now() + timeout);
  if (!said.ok()) ::kill(pid, SIGKILL);
  int status = 0;
  pid_t waited;
  do {
    waited = ::waitpid(pid, &status, 0);
  } while (waited < 0 && errno == EINTR);
  if (!said.ok()) return absl::UnavailableError(absl::StrCat(program, ": ", said.status().message()));
  // A host that reaps every child, or ignores SIGCHLD, took the status; connecting will tell.
  if (waited < 0) return absl::OkStatus();
  if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kExitOccupied)) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(program, " ended with ", WIFEXITED(status) ? "exit code " : "signal ",
                                             WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), ": ",
                                             absl::StripAsciiWhitespace(*said)));
}

}  // namespace slipway
