// What multi-line patterns of a task's input mean below a folder (task-contract 2.4).
#ifndef SLIPWAY_RUNNER_FIND_FILES_H_
#define SLIPWAY_RUNNER_FIND_FILES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace slipway {

// Files (and links to files) that `patterns` give, absolute, sorted, each once. Relative patterns are below `root`
// (absolute); rooted ones are looked for where they point. `!` takes away. `problem` gets the first folder that cannot
// be read.
std::vector<std::string> FindFiles(const std::string& root, absl::string_view patterns, std::string* problem);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_FIND_FILES_H_
