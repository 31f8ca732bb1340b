// ExtractFiles and ArchiveFiles through libarchive (task-contract section 9). They run in slipway-server-task, so that the
// runner stays free of it.
#ifndef SLIPWAY_ADAPTERS_ARCHIVE_TASKS_H_
#define SLIPWAY_ADAPTERS_ARCHIVE_TASKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runner/native_task.h"

namespace slipway {

// `work_folder`: where patterns without a folder are looked for (System.DefaultWorkingDirectory).
void RunExtractFiles(const NativeTaskContext& context, const std::string& work_folder);
void RunArchiveFiles(const NativeTaskContext& context);

// Unpacks one archive below `destination`, a folder. INVALID_ARGUMENT, before anything is written for that entry: names that are absolute
// or hold `..`, links that lead outside, names that pass through a link, devices. ALREADY_EXISTS: a file is in the way and
// `overwrite` is not set. `files` counts what was written.
absl::Status ExtractArchive(const std::string& archive, const std::string& destination, bool overwrite, int* files);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ARCHIVE_TASKS_H_
