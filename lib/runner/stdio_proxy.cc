#include "runner/stdio_proxy.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/unique_fd.h"
#include "runner/unix_socket.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 256 << 10;
constexpr absl::Duration kStartTimeout = absl::Seconds(20);
constexpr absl::Duration kPause = absl::Milliseconds(20);

absl::Status Problem(absl::string_view what) { return absl::ErrnoToStatus(errno, what); }

// One connection at a time. A newer one ends it, because the host has one connection only, and this is it.
absl::StatusOr<UniqueFd> TakeOver(const std::string& folder) {
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
  const std::string path = absl::StrCat(folder, "/connection");
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return Problem(absl::StrCat("cannot open ", path));
  const absl::Time deadline = absl::Now() + kStartTimeout;
  for (;;) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    if (::fcntl(file.get(), F_SETLK, &lock) == 0) return file;
    if (absl::Now() > deadline) return absl::UnavailableError(absl::StrCat("another connection holds ", path));
    // Such a lock says who has it, and ends with its process.
    if (::fcntl(file.get(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 1) ::kill(lock.l_pid, SIGKILL);
    absl::SleepFor(kPause);
  }
}

// The child is the runner: nobody's child once this process has ended, in a session of its own.
absl::Status StartRunner(const ServerOptions& options) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Problem("cannot create a pipe");
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return Problem("cannot fork");
  if (child == 0) {
    ::setsid();
    if (::fork() != 0) ::_exit(0);
    const int null = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd <= 2; ++fd) ::dup2(null, fd);
    ::close_range(3, static_cast<unsigned>(writer.get()) - 1, 0);
    ::close_range(static_cast<unsigned>(writer.get()) + 1, ~0u, 0);
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Open(options);
    if (!server.ok()) {
      WriteAll(writer.get(), server.status().message());
      ::_exit(1);
    }
    ::prctl(PR_SET_NAME, "slipway-runner", 0, 0, 0);
    writer.reset();
    if (::chdir("/") != 0) ::_exit(1);
    (*server)->Run();
    ::_exit(0);
  }
  writer.reset();
  std::string said;
  char buffer[1024];
  for (ssize_t size; (size = ::read(reader.get(), buffer, sizeof buffer)) != 0;) {
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) break;
    said.append(buffer, static_cast<size_t>(size));
  }
  return said.empty() ? absl::OkStatus() : absl::UnavailableError(said);
}

absl::StatusOr<UniqueFd> Connect(const ServerOptions& options) {
  const absl::Time deadline = absl::Now() + kStartTimeout;
  absl::Status started;
  for (;;) {
    absl::StatusOr<UniqueFd> socket = ConnectUnix(options.socket_path);
    if (socket.ok()) {
      SLIPWAY_RETURN_IF_ERROR(CheckPeerIsOwner(socket->get()));
      return socket;
    }
    if (!absl::IsNotFound(socket.status()) || absl::Now() > deadline) return started.ok() ? socket.status() : started;
    started = StartRunner(options);
    // One that is on its way out holds the folder for a moment.
    if (!started.ok()) absl::SleepFor(kPause);
  }
}

// What was read from one side and is not written to the other yet.
struct Stream {
  int from;
  int to;
  std::string pending;
  size_t done = 0;
  bool ended = false;

  // False: it is over.
  bool Read() {
    pending.resize(kChunk);
    done = 0;
    const ssize_t size = ::read(from, pending.data(), pending.size());
    pending.resize(size < 0 ? 0 : static_cast<size_t>(size));
    if (size < 0) return errno == EINTR || errno == EAGAIN;
    return size > 0;
  }
  bool Write() {
    const ssize_t size = ::write(to, pending.data() + done, pending.size() - done);
    if (size < 0) return errno == EINTR || errno == EAGAIN;
    done += static_cast<size_t>(size);
    if (done == pending.size()) pending.clear();
    return true;
  }
};

void Join(int socket) {
  for (int fd : {0, 1, socket}) ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  Stream streams[2] = {{.from = 0, .to = socket}, {.from = socket, .to = 1}};
  for (;;) {
    pollfd fds[4];
    for (int i = 0; i < 2; ++i) {
      const bool full = !streams[i].pending.empty();
      fds[2 * i] = {.fd = full ? -1 : streams[i].from, .events = POLLIN, .revents = 0};
      // A host that has gone is noticed also while nothing is to be written.
      fds[2 * i + 1] = {.fd = streams[i].to, .events = static_cast<short>(full ? POLLOUT : 0), .revents = 0};
    }
    if (::poll(fds, 4, -1) < 0 && errno != EINTR) return;
    for (int i = 0; i < 2; ++i) {
      if ((fds[2 * i].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !streams[i].Read()) return;
      if ((fds[2 * i + 1].revents & POLLOUT) != 0 && !streams[i].Write()) return;
      if ((fds[2 * i + 1].revents & (POLLERR | POLLNVAL)) != 0) return;
    }
  }
}

}  // namespace

int ServeStdio(const ServerOptions& options) {
  const absl::StatusOr<UniqueFd> place = TakeOver(options.state_directory);
  const absl::StatusOr<UniqueFd> socket = place.ok() ? Connect(options) : place.status();
  if (!socket.ok()) {
    fprintf(stderr, "slipway-runner: %s\n", std::string(socket.status().message()).c_str());
    return 1;
  }
  Join(socket->get());
  return 0;
}

}  // namespace slipway
