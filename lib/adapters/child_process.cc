#include "adapters/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"

extern char** environ;

namespace slipway {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(5);
constexpr size_t kMaxComplaint = 64 << 10;
constexpr size_t kChunk = 64 << 10;

absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& argv, int in, int out, int err,
                            const ChildOptions& options) {
  const ChildEnvironment& environment = options.environment;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  // In a host without standard descriptors one of ours may have number 0, 1 or 2: moved out of the way first.
  const int safe = std::max({in, out, err, 2}) + 1;
  const int from[] = {in, out, err};
  for (int i = 0; i < 3; ++i) ::posix_spawn_file_actions_adddup2(&actions, from[i], safe + i);
  for (int i = 0; i < 3; ++i) ::posix_spawn_file_actions_adddup2(&actions, safe + i, i);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  const int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (options.own_session ? POSIX_SPAWN_SETSID : 0);
  ::posix_spawnattr_setflags(&attributes, static_cast<int16_t>(flags));
  std::vector<std::string> entries;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const bool replaced = std::any_of(environment.begin(), environment.end(), [&](const auto& added) {
      return absl::StartsWith(*entry, absl::StrCat(added.first, "="));
    });
    if (!replaced) entries.emplace_back(*entry);
  }
  for (const auto& [name, value] : environment) entries.push_back(absl::StrCat(name, "=", value));
  std::vector<char*> arguments;
  for (const std::string& word : argv) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> variables;
  for (std::string& entry : entries) variables.push_back(entry.data());
  variables.push_back(nullptr);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, argv[0].c_str(), &actions, &attributes, arguments.data(), variables.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (error == 0) return pid;
  return absl::UnavailableError(absl::StrCat("cannot start ", argv[0], ": ", absl::ErrnoToStatus(error, "").message()));
}

// True: it has ended.
bool Reap(pid_t pid, int* exit_code) {
  int status = 0;
  const pid_t waited = ::waitpid(pid, &status, WNOHANG);
  if (waited == 0 || (waited < 0 && errno == EINTR)) return false;
  *exit_code = waited < 0 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

// False: end of file.
bool ReadInto(int fd, std::string* text) {
  char buffer[kChunk];
  for (;;) {
    const ssize_t size = ::read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno == EAGAIN;
    if (size == 0) return false;
    text->append(buffer, static_cast<size_t>(size));
  }
}

}  // namespace

absl::StatusOr<ChildOutput> RunChild(const std::vector<std::string>& argv, absl::string_view input,
                                     absl::Duration timeout, const ChildOptions& options) {
  int in[2];
  int out[2];
  int err[2];
  // A socket, not a pipe: a child that reads nothing must not raise SIGPIPE in the host.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0) return absl::ErrnoToStatus(errno, "socketpair");
  UniqueFd to_child(in[0]);
  UniqueFd child_in(in[1]);
  if (::pipe2(out, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe");
  UniqueFd from_child(out[0]);
  UniqueFd child_out(out[1]);
  if (::pipe2(err, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe");
  UniqueFd errors(err[0]);
  UniqueFd child_err(err[1]);
  SLIPWAY_ASSIGN_OR_RETURN(const pid_t pid,
                           Spawn(argv, child_in.get(), child_out.get(), child_err.get(), options));
  child_in.reset();
  child_out.reset();
  child_err.reset();
  for (int fd : {to_child.get(), from_child.get(), errors.get()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);

  ChildOutput output;
  const absl::Time deadline = absl::Now() + timeout;
  bool ended = false;
  bool open[2] = {true, true};
  // What a grandchild holds open is not waited for: ssh may leave a master behind.
  while (!ended || (open[0] && open[1])) {
    if (input.empty()) to_child.reset();
    pollfd fds[] = {{.fd = to_child.get(), .events = POLLOUT, .revents = 0},
                    {.fd = open[0] ? from_child.get() : -1, .events = POLLIN, .revents = 0},
                    {.fd = open[1] ? errors.get() : -1, .events = POLLIN, .revents = 0}};
    ::poll(fds, 3, open[0] || open[1] ? 50 : 5);
    if (fds[0].revents != 0) {
      const ssize_t size = ::send(to_child.get(), input.data(), input.size(), MSG_NOSIGNAL);
      if (size >= 0) input.remove_prefix(static_cast<size_t>(size));
      if (size < 0 && errno != EAGAIN && errno != EINTR) input = "";
    }
    const bool was_ended = ended;
    if (!ended) ended = Reap(pid, &output.exit_code);
    if (open[0]) open[0] = ReadInto(from_child.get(), &output.out);
    if (open[1]) open[1] = ReadInto(errors.get(), &output.err);
    if (options.on_output) {
      if (!output.out.empty()) options.on_output(false, std::exchange(output.out, ""));
      if (!output.err.empty()) options.on_output(true, std::exchange(output.err, ""));
    }
    if (was_ended) break;  // once more was enough for what it had written
    const bool stopped = options.stop != nullptr && *options.stop;
    if (!ended && (stopped || absl::Now() >= deadline)) {
      if (options.own_session) ::kill(-pid, SIGKILL);
      ::kill(pid, SIGKILL);
      while (!Reap(pid, &output.exit_code)) absl::SleepFor(kPause);
      if (stopped) return absl::CancelledError("closing");
      return absl::DeadlineExceededError(absl::StrCat(argv[0], " did not end within ", absl::FormatDuration(timeout)));
    }
  }
  return output;
}

PipedChild::PipedChild(PipedChild&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), errors_(std::move(other.errors_)) {}

PipedChild& PipedChild::operator=(PipedChild&& other) noexcept {
  if (this == &other) return *this;
  End(absl::ZeroDuration());
  pid_ = std::exchange(other.pid_, 0);
  errors_ = std::move(other.errors_);
  return *this;
}

absl::StatusOr<PipedChild> PipedChild::Start(const std::vector<std::string>& argv, UniqueFd* socket,
                                             const ChildOptions& options) {
  int ends[2];
  int err[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return absl::ErrnoToStatus(errno, "socketpair");
  UniqueFd own(ends[0]);
  const UniqueFd theirs(ends[1]);
  if (::pipe2(err, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe");
  PipedChild child;
  child.errors_.reset(err[0]);
  const UniqueFd child_err(err[1]);
  ::fcntl(child.errors_.get(), F_SETFL, O_NONBLOCK);
  SLIPWAY_ASSIGN_OR_RETURN(child.pid_, Spawn(argv, theirs.get(), theirs.get(), child_err.get(), options));
  *socket = std::move(own);
  return child;
}

void PipedChild::End(absl::Duration patience) {
  if (pid_ == 0) return;
  int exit_code = 0;
  const absl::Time deadline = absl::Now() + patience;
  bool ended = Reap(pid_, &exit_code);
  for (; !ended && absl::Now() < deadline; ended = Reap(pid_, &exit_code)) absl::SleepFor(kPause);
  if (!ended) {
    ::kill(pid_, SIGKILL);
    while (!Reap(pid_, &exit_code)) absl::SleepFor(kPause);
  }
  pid_ = 0;
}

bool PipedChild::Ended() {
  int exit_code = 0;
  if (pid_ != 0 && Reap(pid_, &exit_code)) pid_ = 0;
  return pid_ == 0;
}

std::string PipedChild::Complaint() {
  std::string text;
  if (errors_.valid()) ReadInto(errors_.get(), &text);
  if (text.size() > kMaxComplaint) text.resize(kMaxComplaint);
  return text;
}

}  // namespace slipway
