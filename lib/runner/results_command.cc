// results.publish: the files are read here, on the machine they are on, while they are there (task-contract 3.2).
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "runner/command_processor.h"
#include "runner/test_results.h"

namespace slipway {
namespace {

constexpr size_t kMaxRuns = 100;
// A frame to the host holds all of a result.
constexpr size_t kMaxResultBytes = 16 << 20;

bool IsOr(const LoggingCommand& command, absl::string_view key, bool otherwise) {
  const std::string* value = command.Find(key);
  return value == nullptr ? otherwise : absl::EqualsIgnoreCase(*value, "true");
}

absl::Status CheckBool(const LoggingCommand& command, absl::string_view key) {
  const std::string* value = command.Find(key);
  if (value == nullptr || absl::EqualsIgnoreCase(*value, "true") || absl::EqualsIgnoreCase(*value, "false")) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("the property '", key, "' must be true or false"));
}

}  // namespace

absl::Status CommandProcessor::PublishResults(const LoggingCommand& command) {
  const std::string* type = command.Find("type");
  if (type == nullptr) return absl::InvalidArgumentError("the property 'type' is missing or empty");
  const std::string* files = command.Find("resultFiles");
  if (command.data.empty() && files == nullptr) {
    return absl::InvalidArgumentError("the property 'resultFiles' is missing or empty");
  }
  for (const char* key : {"mergeResults", "publishRunAttachments", "failTaskOnFailedTests"}) {
    SLIPWAY_RETURN_IF_ERROR(CheckBool(command, key));
  }
  SLIPWAY_RETURN_IF_ERROR(Record(command));

  const auto text = [&](absl::string_view key) {
    const std::string* value = command.Find(key);
    return value == nullptr ? std::string() : *value;
  };
  const std::string title = text("runTitle").empty() ? absl::StrCat(*type, "_TestResults") : text("runTitle");
  const bool merge = IsOr(command, "mergeResults", true);
  std::vector<runner::TestRun> runs;
  for (absl::string_view file : absl::StrSplit(command.data.empty() ? *files : command.data, ',')) {
    file = absl::StripAsciiWhitespace(file);
    if (file.empty()) continue;
    runner::TestRun fresh;
    runner::TestRun* const run = merge && !runs.empty() ? &runs[0] : &fresh;
    const absl::Status read = AddTestResults(*type, std::string(file), run);
    if (!read.ok()) {
      sink_->AddIssue(false, absl::StrCat("results.publish: ", read.message(), "; the file was left out."));
      continue;
    }
    if (run == &fresh) runs.push_back(std::move(fresh));
  }
  int32_t failed = 0;
  size_t bytes = 0;
  for (const runner::TestRun& run : outcome_->test_runs) bytes += run.ByteSizeLong();
  for (size_t i = 0; i < runs.size(); ++i) {
    runner::TestRun& run = runs[i];
    run.set_type(masker_->Mask(*type));
    run.set_title(masker_->Mask(runs.size() == 1 ? title : absl::StrCat(title, "_", i + 1)));
    run.set_platform(masker_->Mask(text("platform")));
    run.set_configuration(masker_->Mask(text("config")));
    for (runner::TestResult& result : *run.mutable_results()) {
      result.set_name(masker_->Mask(result.name()));
      result.set_suite(masker_->Mask(result.suite()));
      result.set_message(masker_->Mask(result.message()));
    }
    failed += run.failed();
    if (bytes + run.ByteSizeLong() > kMaxResultBytes) run.clear_results();
    bytes += run.ByteSizeLong();
    if (outcome_->test_runs.size() < kMaxRuns) {
      outcome_->test_runs.push_back(std::move(run));
    } else if (i == 0 || outcome_->test_runs.size() == kMaxRuns) {
      sink_->AddIssue(false, absl::StrCat("results.publish: only the first ", kMaxRuns, " runs of a task are kept."));
      break;
    }
  }
  if (failed > 0 && IsOr(command, "failTaskOnFailedTests", false)) {
    const std::string why = absl::StrCat(failed, failed == 1 ? " test has failed" : " tests have failed");
    sink_->AddIssue(true, absl::StrCat(why, "; the step fails because failTaskOnFailedTests is set."));
    outcome_->completed_result = MergeResults(outcome_->completed_result, 2);
    if (outcome_->message.empty()) outcome_->message = absl::StrCat(why, ".");
  }
  return absl::OkStatus();
}

}  // namespace slipway
