// slipway-runner (or slipway-server-task) with everything it needs on a machine that has none of it: the program and its shared libraries, under
// one hash. Of the target only its C library is used.
#ifndef SLIPWAY_ADAPTERS_RUNNER_BUNDLE_H_
#define SLIPWAY_ADAPTERS_RUNNER_BUNDLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace slipway {

class RunnerBundle {
 public:
  // Asks the loader what `program` needs. FAILED_PRECONDITION: it says nothing of use.
  static absl::StatusOr<RunnerBundle> Of(const std::string& program);

  // SHA-256 of SHA256SUMS, which is at the top of the archive and lists every other file.
  const std::string& hash() const { return hash_; }
  // Of the processor the program is for, as `uname -m` says it.
  const std::string& machine() const { return machine_; }
  // The program's file name.
  const std::string& name() const { return name_; }
  // A tar archive: SHA256SUMS, NAME (a script that starts the program with its own libraries), lib/.
  absl::StatusOr<std::string> Archive() const;

 private:
  std::string name_;
  std::string machine_;
  std::string hash_;
  std::string sums_;
  std::string script_;
  std::vector<std::pair<std::string, std::string>> files_;  // name in the archive, path here
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_RUNNER_BUNDLE_H_
