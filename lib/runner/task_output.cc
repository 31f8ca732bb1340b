#include "runner/task_output.h"

#include <string.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runner/utf8.h"

namespace slipway {
namespace {

constexpr int kMaxIssues = 10;
constexpr size_t kMaxIssueBytes = 8 * 1024;
// URL passwords are found by shape, not by value; up to this length they survive the border between two pieces.
constexpr size_t kLeastOverlap = 4096;

CommandPolicy PolicyOf(const TaskOutputOptions& options) {
  CommandPolicy policy;
  policy.restricted = options.restricted_commands;
  policy.debug = options.debug;
  policy.allow_multiline_secrets = options.allow_multiline_secrets;
  policy.step_reference_name = options.step_reference_name;
  policy.seal_public_key = options.seal_public_key;
  policy.endpoint_ids = options.endpoint_ids;
  policy.output_variables = options.output_variables;
  policy.restricts_variables = options.restricts_variables;
  policy.settable_variables = options.settable_variables;
  policy.attachments_directory = options.attachments_directory;
  return policy;
}

}  // namespace

TaskOutput::TaskOutput(TaskOutputOptions options)
    : options_(std::move(options)), commands_(PolicyOf(options_), &masker_, this, &outcome_) {
  for (const std::string& secret : options_.secrets) masker_.AddSecret(secret);
}

TaskOutput::~TaskOutput() { Finish(); }

absl::StatusOr<std::unique_ptr<TaskOutput>> TaskOutput::Open(TaskOutputOptions options) {
  if (!options.now) options.now = absl::Now;
  std::unique_ptr<TaskOutput> output(new TaskOutput(std::move(options)));
  if (const std::string& path = output->options_.log_path; !path.empty()) {
    if (absl::Status status = output->log_.Open(path); !status.ok()) return status;
  }
  output->log_.SetTime(output->options_.now());
  for (const std::string& line : output->options_.header) output->LogLine(line);
  output->Flush();
  return output;
}

std::string TaskOutput::Clean(absl::string_view text) const { return ToUtf8(masker_.Mask(text)); }

void TaskOutput::LogMasked(absl::string_view masked) {
  ++outcome_.log_lines;
  if (ValidUtf8Prefix(masked) == masked.size()) {
    log_.AddLine(masked);
  } else {
    log_.AddLine(ToUtf8(masked));
  }
}

void TaskOutput::LogLine(absl::string_view text) {
  // Masked as a whole first: a multi-line secret in an unescaped text is one secret, not its lines.
  const std::string masked = masker_.Mask(text);
  LineSplitter lines(masked.size());
  bool any = false;
  const auto log = [&](absl::string_view line, bool) {
    any = true;
    LogMasked(line);
    return line.size();
  };
  lines.Feed(masked, log);
  lines.Flush(log);
  if (!any) LogMasked("");
}

void TaskOutput::SetProgress(int percent, absl::string_view operation) {
  if (on_progress) on_progress(percent, Clean(operation));
}

void TaskOutput::RecordIssue(bool is_error, std::string text) {
  int& count = is_error ? outcome_.error_count : outcome_.warning_count;
  if (++count > kMaxIssues) return;
  if (text.size() > kMaxIssueBytes) {
    text.resize(Utf8Boundary(text, kMaxIssueBytes - 3));
    text += "...";
  }
  outcome_.issues.push_back({is_error, std::move(text)});
}

void TaskOutput::AddIssue(bool is_error, absl::string_view text) {
  if (finished_) return;
  if (!writing_) log_.SetTime(options_.now());
  RecordIssue(is_error, Clean(text));
  LogLine(absl::StrCat(is_error ? "##[error]" : "##[warning]", text));
  if (!writing_) Flush();
}

void TaskOutput::Flush() {
  if (absl::Status status = log_.Flush(); !status.ok()) {
    RecordIssue(true, Clean(absl::StrCat(status.message(), "; the rest of the log is lost.")));
  }
}

void TaskOutput::TakeLine(bool is_stderr, absl::string_view text, size_t hidden_prefix) {
  bool malformed = false;
  if (text.find("##vso") != absl::string_view::npos) {
    if (commands_.Consume(ToUtf8(text))) return;
    malformed = true;
  }
  if (is_stderr && !text.empty()) {
    outcome_.stderr_seen = true;
    if (options_.fail_on_stderr && hidden_prefix == 0) {
      AddIssue(true, malformed ? CommandProcessor::HideDoubtful(text) : text);
      return;
    }
  }
  if (malformed) {
    LogLine(CommandProcessor::HideDoubtful(text));
    return;
  }
  std::vector<TextRange> ranges = masker_.FindSecrets(text);
  if (hidden_prefix > 0) {
    ranges.push_back({0, std::min(hidden_prefix, text.size())});
    MergeRanges(&ranges);
  }
  if (ranges.empty()) {
    LogMasked(text);
    return;
  }
  scratch_.clear();
  AppendMasked(text, ranges, &scratch_);
  LogMasked(scratch_);
}

size_t TaskOutput::TakePiece(bool is_stderr, absl::string_view text, bool ends_line) {
  Stream& stream = streams_[is_stderr];
  if (stream.dropping) {
    stream.dropping = !ends_line;
    return text.size();
  }
  if (ends_line) {
    TakeLine(is_stderr, text, std::exchange(stream.hidden_prefix, 0));
    return text.size();
  }
  const size_t command = text.find("##vso[");
  if (command == 0) {
    LoggingCommand parsed;
    const bool known = ParseLoggingCommand(text, &parsed) == CommandSyntax::kCommand;
    commands_.Fail(known ? parsed.Name() : "##vso", "the line is longer than 1 MiB and was dropped");
    stream.dropping = true;
    stream.hidden_prefix = 0;
    return text.size();
  }
  if (!warned_long_line_) {
    warned_long_line_ = true;
    AddIssue(false, "A line of output is longer than 1 MiB; it is logged in pieces.");
  }
  // Every secret that begins before the cut is whole in this piece; what of it reaches over the cut is carried on.
  const size_t overlap = std::min(std::max(masker_.longest(), kLeastOverlap), text.size() / 2);
  size_t cut = Utf8Boundary(text, text.size() - overlap);
  if (command < cut) cut = command;  // the next piece shall begin with the command
  std::vector<TextRange> ranges = masker_.FindSecrets(text);
  if (stream.hidden_prefix > 0) {
    ranges.push_back({0, std::min(stream.hidden_prefix, text.size())});
    MergeRanges(&ranges);
  }
  stream.hidden_prefix = 0;
  while (!ranges.empty() && ranges.back().end > cut) {
    if (ranges.back().begin < cut) {
      stream.hidden_prefix = ranges.back().end - cut;
      ranges.back().end = cut;
      break;
    }
    ranges.pop_back();
  }
  if (is_stderr) outcome_.stderr_seen = true;
  scratch_.clear();
  AppendMasked(text.substr(0, cut), ranges, &scratch_);
  LogMasked(scratch_);
  return cut;
}

// Whole lines in which nothing but masking is to be done, all at once; false: they must be taken one by one. What is
// found in all of them together is what is found in each, unless it reaches over a line's end.
bool TaskOutput::TakePlainLines(absl::string_view lines) {
  if (lines.size() > kMaxLine || memchr(lines.data(), '\r', lines.size()) != nullptr || memmem(lines.data(), lines.size(), "##vso", 5) != nullptr ||
      ValidUtf8Prefix(lines) != lines.size()) {
    return false;
  }
  const std::vector<TextRange> ranges = masker_.FindSecrets(lines);
  if (ranges.empty()) {
    outcome_.log_lines += log_.AddLines(lines);
    return true;
  }
  for (const TextRange& range : ranges) {
    if (memchr(lines.data() + range.begin, '\n', range.end - range.begin) != nullptr) return false;
  }
  scratch_.clear();
  AppendMasked(lines, ranges, &scratch_);
  // Where a secret begins or ends inside a character, what is left of the character is not UTF-8.
  if (ValidUtf8Prefix(scratch_) != scratch_.size()) return false;
  outcome_.log_lines += log_.AddLines(scratch_);
  return true;
}

void TaskOutput::Write(bool is_stderr, absl::string_view chunk) {
  if (finished_ || chunk.empty()) return;
  log_.SetTime(options_.now());
  writing_ = true;
  Stream& stream = streams_[is_stderr];
  const auto feed = [&](absl::string_view part) {
    stream.splitter.Feed(
        part, [&](absl::string_view text, bool ends_line) { return TakePiece(is_stderr, text, ends_line); });
  };
  // The common case: many whole lines of the standard output.
  if (!is_stderr) {
    if (!stream.splitter.at_line_start()) {
      const size_t end = std::min(chunk.find('\n'), chunk.size() - 1) + 1;
      feed(chunk.substr(0, end));
      chunk.remove_prefix(end);
    }
    const size_t end = chunk.rfind('\n') + 1;  // npos + 1 = 0
    if (end > 0 && stream.splitter.at_line_start() && !stream.dropping && stream.hidden_prefix == 0 &&
        TakePlainLines(chunk.substr(0, end))) {
      chunk.remove_prefix(end);
    }
  }
  feed(chunk);
  writing_ = false;
  Flush();
}

void TaskOutput::Finish() {
  if (finished_) return;
  log_.SetTime(options_.now());
  for (const bool is_stderr : {false, true}) {
    streams_[is_stderr].splitter.Flush(
        [&](absl::string_view text, bool ends_line) { return TakePiece(is_stderr, text, ends_line); });
  }
  if (options_.fail_on_stderr && outcome_.stderr_seen) {
    outcome_.completed_result = MergeResults(outcome_.completed_result, 2);
    if (outcome_.message.empty())
      outcome_.message = "the task wrote to the standard error stream, which it was told to treat as a failure";
  }
  finished_ = true;
  if (absl::Status status = log_.Close(); !status.ok()) {
    RecordIssue(true, Clean(absl::StrCat(status.message(), "; the rest of the log is lost.")));
  }
}

}  // namespace slipway
