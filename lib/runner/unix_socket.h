// Unix stream sockets at paths of any length, for one user only.
#ifndef SLIPWAY_RUNNER_UNIX_SOCKET_H_
#define SLIPWAY_RUNNER_UNIX_SOCKET_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runner/unique_fd.h"

namespace slipway {

// Listens at `path` with mode 0600, replacing what is there: the caller holds the lock that says nobody listens.
// Non-blocking, close-on-exec.
absl::StatusOr<UniqueFd> ListenUnix(const std::string& path);

// NOT_FOUND: nobody listens there. Non-blocking, close-on-exec.
absl::StatusOr<UniqueFd> ConnectUnix(const std::string& path);

// PERMISSION_DENIED unless the peer runs as this process's effective user or as root.
absl::Status CheckPeerIsOwner(int fd);

// Process id of the peer, 0 when unknown.
int PeerPid(int fd);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_UNIX_SOCKET_H_
