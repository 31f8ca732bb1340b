#include "adapters/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "runner/unique_fd.h"

extern char** environ;

namespace slipway {
namespace {

constexpr size_t kErrorsKept = 8 << 10;

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

std::vector<std::string> EnvironmentOf(const SubprocessRequest& request) {
  std::map<std::string, std::string> merged;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const absl::string_view text(*entry);
    const size_t equals = text.find('=');
    if (equals != absl::string_view::npos)
      merged[std::string(text.substr(0, equals))] = std::string(text.substr(equals + 1));
  }
  for (const auto& [name, value] : request.environment) merged[name] = value;
  std::vector<std::string> list;
  for (const auto& [name, value] : merged) list.push_back(absl::StrCat(name, "=", value));
  return list;
}

std::vector<char*> Pointers(std::vector<std::string>* texts) {
  std::vector<char*> pointers;
  for (std::string& text : *texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

int ExitCodeOf(pid_t pid) {
  int status = 0;
  pid_t waited;
  do {
    waited = ::waitpid(pid, &status, 0);
  } while (waited < 0 && errno == EINTR);
  // A host that reaps every child took the status: whether it went well shows in what was written.
  if (waited < 0) return 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

absl::StatusOr<SubprocessResult> RunSubprocess(const SubprocessRequest& request) {
  int out[2];
  int err[2];
  if (::pipe2(out, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "cannot create a pipe");
  UniqueFd out_read(out[0]);
  UniqueFd out_write(out[1]);
  if (::pipe2(err, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "cannot create a pipe");
  UniqueFd err_read(err[0]);
  UniqueFd err_write(err[1]);

  SpawnSettings settings;
  ::posix_spawn_file_actions_addopen(&settings.actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&settings.actions, out_write.get(), 1);
  ::posix_spawn_file_actions_adddup2(&settings.actions, err_write.get(), 2);
  ::posix_spawn_file_actions_addclosefrom_np(&settings.actions, 3);
  if (!request.working_directory.empty()) {
    ::posix_spawn_file_actions_addchdir_np(&settings.actions, request.working_directory.c_str());
  }
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&settings.attributes, &none);
  ::posix_spawnattr_setsigdefault(&settings.attributes, &all);
  ::posix_spawnattr_setpgroup(&settings.attributes, 0);
  ::posix_spawnattr_setflags(&settings.attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);

  std::vector<std::string> words = request.argv;
  std::vector<std::string> environment = EnvironmentOf(request);
  const std::vector<char*> argv = Pointers(&words);
  const std::vector<char*> envp = Pointers(&environment);
  pid_t pid = 0;
  const int error =
      ::posix_spawnp(&pid, words[0].c_str(), &settings.actions, &settings.attributes, argv.data(), envp.data());
  if (error == ENOENT)
    return absl::NotFoundError(absl::StrCat("'", words[0], "' cannot be started: it is not in PATH"));
  if (error != 0) return absl::ErrnoToStatus(error, absl::StrCat("cannot start ", words[0]));
  out_write.reset();
  err_write.reset();

  SubprocessResult result;
  absl::Status stopped;
  const absl::Time deadline = absl::Now() + request.timeout;
  const auto buffer = std::make_unique<char[]>(64 << 10);
  while (out_read.valid() || err_read.valid()) {
    pollfd events[2] = {{.fd = out_read.get(), .events = POLLIN}, {.fd = err_read.get(), .events = POLLIN}};
    const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (left <= 0) {
      stopped = absl::DeadlineExceededError(
          absl::StrCat(words[0], " did not end within ", absl::FormatDuration(request.timeout)));
      break;
    }
    if (request.cancelled && request.cancelled()) {
      stopped = absl::CancelledError("cancelled");
      break;
    }
    if (::poll(events, 2, static_cast<int>(std::min<int64_t>(left, 1000))) <= 0) continue;
    for (int i = 0; i < 2; ++i) {
      UniqueFd& fd = i == 0 ? out_read : err_read;
      if (!fd.valid() || events[i].revents == 0) continue;
      const ssize_t size = ::read(fd.get(), buffer.get(), 64 << 10);
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) {
        fd.reset();
        continue;
      }
      std::string& text = i == 0 ? result.output : result.errors;
      text.append(buffer.get(), static_cast<size_t>(size));
      if (i == 1 && text.size() > kErrorsKept) text.erase(0, text.size() - kErrorsKept);
      if (i == 0 && static_cast<int64_t>(text.size()) > request.max_output_bytes) {
        stopped = absl::ResourceExhaustedError(
            absl::StrCat(words[0], " wrote more than ", request.max_output_bytes, " bytes"));
      }
    }
    if (!stopped.ok()) break;
  }
  if (!stopped.ok()) ::kill(-pid, SIGKILL);
  result.exit_code = ExitCodeOf(pid);
  if (!stopped.ok()) return stopped;
  return result;
}

}  // namespace slipway
