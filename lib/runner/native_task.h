// Built-in tasks that work on files: children of the runner's own program, with a real task's environment and commands.
#ifndef SLIPWAY_RUNNER_NATIVE_TASK_H_
#define SLIPWAY_RUNNER_NATIVE_TASK_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace slipway {

// Runs `copyfiles`, `deletefiles` or `publishtestresults` with inputs from INPUT_ variables; prints lines and logging commands as the real
// task does. Returns the process's exit code. Unknown name: 2.
int RunNativeTask(absl::string_view name);

// What a native task asks and tells; tests put their own here.
struct NativeTaskContext {
  std::function<std::string(absl::string_view input)> input;  // by name, in any case; empty: not given
  std::function<void(absl::string_view line)> print;
};

// `##vso[task.complete result=Failed;]` is printed on failure; nothing on success, as the real tasks do.
void RunCopyFiles(const NativeTaskContext& context);
void RunDeleteFiles(const NativeTaskContext& context);
void RunPublishResults(const NativeTaskContext& context);

// Inputs from INPUT_ variables, lines to standard output.
NativeTaskContext ProcessContext();

// Everything below `root` in a fixed order, parents before children. Paths are relative. Links are listed; kFollow also
// goes into the folders they point to, but never again into a folder that it is inside of. `error` gets the first
// problem.
struct NativeEntry {
  std::string path;
  bool is_folder = false;  // kStay: a real one, no link
};
enum class Links { kStay, kFollow };
std::vector<NativeEntry> ListBelow(const std::filesystem::path& root, Links links, std::string* error);

// A line of text: names of files in it can neither start a new line nor a logging command.
void PrintLine(const NativeTaskContext& context, absl::string_view line);
bool InputIsTrue(const NativeTaskContext& context, absl::string_view name);
void PrintError(const NativeTaskContext& context, absl::string_view message);
void PrintFailed(const NativeTaskContext& context, absl::string_view message);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_NATIVE_TASK_H_
