#include "runner/unix_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <functional>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

absl::StatusOr<UniqueFd> NewSocket() {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return absl::ErrnoToStatus(errno, "cannot create a Unix socket");
  return fd;
}

// Calls `use` with an address that reaches `path`. sun_path holds 107 bytes; a longer path is reached through its
// folder's descriptor, so that only the last component counts.
absl::Status WithAddress(const std::string& path, const std::function<int(const sockaddr*, socklen_t)>& use,
                         const char* verb) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::string reached = path;
  UniqueFd folder;
  if (path.size() >= sizeof(address.sun_path)) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("socket name '", path, "' is longer than 107 bytes"));
    }
    folder.reset(::open(path.substr(0, slash + 1).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open the folder of socket ", path));
    reached = absl::StrCat("/proc/self/fd/", folder.get(), path.substr(slash));
    if (reached.size() >= sizeof(address.sun_path)) {
      return absl::InvalidArgumentError(absl::StrCat("the last component of socket path '", path, "' is too long"));
    }
  }
  std::memcpy(address.sun_path, reached.c_str(), reached.size() + 1);
  if (use(reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return absl::OkStatus();
  if (errno == ENOENT || errno == ECONNREFUSED) {
    return absl::NotFoundError(absl::StrCat("nobody listens at ", path));
  }
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", verb, " ", path));
}

bool PeerCredentials(int fd, ucred* peer) {
  socklen_t size = sizeof *peer;
  return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &size) == 0;
}

}  // namespace

absl::StatusOr<UniqueFd> ListenUnix(const std::string& path) {
  SLIPWAY_ASSIGN_OR_RETURN(UniqueFd fd, NewSocket());
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot replace the socket ", path));
  }
  const mode_t before = ::umask(0177);
  const absl::Status bound = WithAddress(
      path, [&](const sockaddr* address, socklen_t size) { return ::bind(fd.get(), address, size); }, "listen at");
  ::umask(before);
  SLIPWAY_RETURN_IF_ERROR(bound);
  if (::listen(fd.get(), 16) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot listen at ", path));
  return fd;
}

absl::StatusOr<UniqueFd> ConnectUnix(const std::string& path) {
  SLIPWAY_ASSIGN_OR_RETURN(UniqueFd fd, NewSocket());
  SLIPWAY_RETURN_IF_ERROR(WithAddress(
      path, [&](const sockaddr* address, socklen_t size) { return ::connect(fd.get(), address, size); }, "connect to"));
  return fd;
}

absl::Status CheckPeerIsOwner(int fd) {
  ucred peer{};
  if (!PeerCredentials(fd, &peer)) return absl::ErrnoToStatus(errno, "cannot tell who is at the other end");
  if (peer.uid == ::geteuid() || peer.uid == 0) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat("the other end of the socket runs as user ", peer.uid, ", not as ", ::geteuid()));
}

int PeerPid(int fd) {
  ucred peer{};
  return PeerCredentials(fd, &peer) ? peer.pid : 0;
}

}  // namespace slipway
