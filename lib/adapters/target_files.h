// Files of a target, over one connection to `slipway-runner --files` there.
#ifndef SLIPWAY_ADAPTERS_TARGET_FILES_H_
#define SLIPWAY_ADAPTERS_TARGET_FILES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ports/runner.h"
#include "runner/frame.h"
#include "runner/unique_fd.h"
#include "runner/wire.pb.h"

namespace slipway {

// Of one thread, but for Close. UNAVAILABLE: the connection is broken, and stays so. Other errors are the target's.
class TargetFiles {
 public:
  explicit TargetFiles(UniqueFd socket) : socket_(std::move(socket)) {}

  absl::StatusOr<runner::HostDescription> Describe(const std::vector<std::string>& programs);
  // Appends to the file `local` what `remote` holds beyond it; folders are made 0700. A `remote` that is not there is
  // empty. The bytes that `local` has now.
  absl::StatusOr<int64_t> Fetch(const std::string& remote, const std::string& local);
  // Sees to it that `folder.place` holds the files of `folder.hash`.
  absl::Status Bring(const TaskFolder& folder);
  absl::Status Remove(const std::string& path);

  // Any thread: ends what waits. UNAVAILABLE from then on.
  void Close();

 private:
  absl::StatusOr<runner::FileReply> Call(const runner::FileRequest& request);
  absl::Status Send(const std::string& frame);
  absl::Status SendTree(const TaskFolder& folder, const std::string& place);
  absl::Status SendFile(const std::string& source, const std::string& place, int mode);

  const UniqueFd socket_;
  FrameParser parser_;
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TARGET_FILES_H_
