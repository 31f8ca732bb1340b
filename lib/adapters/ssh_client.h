// The system's OpenSSH client: one authenticated connection (ControlMaster) to a target, commands and sessions over it.
//
// Nobody is asked anything (BatchMode), host keys must be known (StrictHostKeyChecking=yes), nothing is forwarded. What
// else ~/.ssh/config says about the host (jump hosts, ciphers) holds.
#ifndef SLIPWAY_ADAPTERS_SSH_CLIENT_H_
#define SLIPWAY_ADAPTERS_SSH_CLIENT_H_

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "adapters/child_process.h"
#include "runner/unique_fd.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// INVALID_ARGUMENT names the field (below `path`) that holds what ssh could take for something else.
absl::Status CheckSshConnection(const v1::SshConnection& connection, absl::string_view path);

// For sh: one word.
std::string ShellQuoted(absl::string_view text);

// What an OpenSSH client's complaint means. `to` names the target for people. PERMISSION_DENIED: host key or user
// refused, with what to do; UNAVAILABLE: anything that may pass.
absl::Status SshError(absl::string_view to, const v1::SshConnection& connection, absl::string_view complaint);

// Options that make ssh (or sftp, with its -o options) refuse to ask and to trust: without program and destination.
std::vector<std::string> SshOptions(const v1::SshConnection& connection);

// Thread-safe.
class SshClient {
 public:
  // `name` of the target, for people. `control_path` of the connection's socket: its folder is made, private; at most 80
  // bytes long.
  SshClient(std::string name, v1::SshConnection connection, std::string control_path);

  // Connects, unless there is a connection. UNAVAILABLE, PERMISSION_DENIED, FAILED_PRECONDITION (no ssh on this machine).
  absl::Status Connect();
  // A shell command on the target, to its end.
  absl::StatusOr<ChildOutput> Run(const std::string& command, absl::string_view input, absl::Duration timeout);
  // A command whose standard streams are `socket`.
  absl::StatusOr<PipedChild> Open(const std::string& command, UniqueFd* socket);
  // What waits for the network is given up, now and later; but for Disconnect. CANCELLED.
  void Stop() { stop_ = true; }
  // Ends the connection and everything over it.
  void Disconnect();

  // user@host:port
  const std::string& to() const { return to_; }

 private:
  absl::Status MakeControlFolder() const;
  std::vector<std::string> Command(std::vector<std::string> words) const;
  bool Alive() const;

  const v1::SshConnection connection_;
  const std::string control_path_;
  const std::string to_;
  const std::string ssh_;  // path of the program; empty = there is none
  std::atomic<bool> stop_ = false;
  absl::Mutex mutex_;      // one attempt to connect at a time
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SSH_CLIENT_H_
