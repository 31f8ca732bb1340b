// PublishTestResults, version 2 (task-contract section 9): finds the files; whoever reads the output reads them.
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "runner/find_files.h"
#include "runner/native_task.h"
#include "runner/test_results.h"

namespace slipway {
namespace {

// With more files than this the real task publishes one run.
constexpr size_t kMostRuns = 100;

std::string Property(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"%", "%AZP25"}, {"\r", "%0D"}, {"\n", "%0A"}, {"]", "%5D"}, {";", "%3B"}});
}

}  // namespace

void RunPublishResults(const NativeTaskContext& context) {
  const std::string type = context.input("testRunner");
  const std::string folder = context.input("searchFolder");
  const std::string patterns = context.input("testResultsFiles");
  for (const char* name : {"testRunner", "testResultsFiles"}) {
    if (context.input(name).empty()) return PrintFailed(context, absl::StrCat("Input required: ", name));
  }
  if (folder.empty() || folder[0] != '/') {
    return PrintFailed(context, absl::StrCat("searchFolder: expected an absolute path, got '", folder, "'"));
  }
  std::string problem;
  const std::vector<std::string> files = FindFiles(folder, patterns, &problem);
  if (!problem.empty()) PrintLine(context, absl::StrCat("cannot be read: ", problem));
  if (files.empty()) {
    const std::string missing = absl::StrCat("No test result files matching '", patterns, "' were found below ", folder, ".");
    if (InputIsTrue(context, "failTaskOnMissingResultsFile")) return PrintFailed(context, missing);
    context.print(absl::StrCat("##vso[task.logissue type=warning]", Property(missing)));
    return;
  }
  if (InputIsTrue(context, "failTaskOnFailureToPublishResults")) {
    // Read here first: afterwards a file that cannot be read is only a warning.
    for (const std::string& file : files) {
      runner::TestRun ignored;
      const absl::Status read = AddTestResults(type, file, &ignored);
      if (!read.ok()) return PrintFailed(context, std::string(read.message()));
    }
  }
  for (const std::string& file : files) PrintLine(context, absl::StrCat("Result file: ", file));
  const bool merge = InputIsTrue(context, "mergeTestResults") || files.size() > kMostRuns;
  std::string command =
      absl::StrCat("##vso[results.publish type=", Property(type), ";mergeResults=", merge ? "true" : "false",
                   ";publishRunAttachments=", context.input("publishRunAttachments") == "false" ? "false" : "true",
                   ";failTaskOnFailedTests=", InputIsTrue(context, "failTaskOnFailedTests") ? "true" : "false");
  const auto add = [&](const char* property, const char* input) {
    const std::string value = context.input(input);
    if (!value.empty()) absl::StrAppend(&command, ";", property, "=", Property(value));
  };
  add("platform", "platform");
  add("config", "configuration");
  add("runTitle", "testRunTitle");
  absl::StrAppend(&command, ";resultFiles=", Property(absl::StrJoin(files, ",")), ";]");
  context.print(command);
}

}  // namespace slipway
