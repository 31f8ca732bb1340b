// Folders and files that a task needs before it starts and must not leave behind.
#ifndef SLIPWAY_RUNNER_FILES_H_
#define SLIPWAY_RUNNER_FILES_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace slipway {

// Creates `path` and its missing parents with `mode`; fine when it is a folder already.
absl::Status MakeFolders(const std::string& path, mode_t mode);

// Creates `path` 0700 and its missing parents. ALREADY_EXISTS: a folder that is removed with all it holds must be new.
absl::Status MakePrivateFolder(const std::string& path);

// True when `path` is absolute, below `folder`, and has no `.` or `..` component.
bool IsInside(absl::string_view path, absl::string_view folder);

// Creates the file (it must not exist) with exactly `mode`, and missing folders 0700.
absl::Status WriteNewFile(const std::string& path, absl::string_view content, mode_t mode);

// Removes `path` and everything below it, following no link; errors are ignored, as there is nobody to act on them.
void RemoveTree(const std::string& path);

// Writes everything, however often the kernel takes a part; false leaves errno.
bool WriteAll(int fd, absl::string_view bytes);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_FILES_H_
