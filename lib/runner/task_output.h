// Takes what a task writes: cuts it into lines, carries out logging commands, masks, and keeps the log file.
#ifndef SLIPWAY_RUNNER_TASK_OUTPUT_H_
#define SLIPWAY_RUNNER_TASK_OUTPUT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runner/command_processor.h"
#include "runner/line_splitter.h"
#include "runner/log_file.h"
#include "runner/masker.h"
#include "runner/task_outcome.h"

namespace slipway {

struct TaskOutputOptions {
  std::string log_path;             // appended to; missing folders are created; empty = no log
  std::vector<std::string> header;  // first lines of the log, masked like all others
  std::vector<std::string> secrets;
  std::string seal_public_key;      // 32 bytes, crypto_box; empty = secret variables are refused
  std::string step_reference_name;  // empty = output variables are refused
  bool debug = false;
  bool fail_on_stderr = false;  // a line on stderr is an error issue and makes the result Failed
  bool restricted_commands = false;
  bool allow_multiline_secrets = false;
  // See CommandPolicy.
  std::vector<std::string> endpoint_ids;
  std::vector<std::string> output_variables;
  bool restricts_variables = false;
  std::vector<std::string> settable_variables;
  std::string attachments_directory;
  std::function<absl::Time()> now;  // one call per Write; empty = absl::Now
};

// A line of output may hold 1 MiB. A longer one is logged in pieces (with a warning); no secret slips through at their
// borders. A longer line that is a logging command fails the step and is dropped.
//
// The log is valid UTF-8: each line is `2026-01-02T03:04:05.0000000Z text\n`. At the end of each Write everything
// complete is with the operating system. When the log cannot be written any more, that becomes an error issue and the
// task goes on.
//
// Not thread-safe.
class TaskOutput : private CommandSink {
 public:
  static constexpr size_t kMaxLine = 1 << 20;

  // Errors only when the log cannot be opened; the message names the path.
  static absl::StatusOr<std::unique_ptr<TaskOutput>> Open(TaskOutputOptions options);
  ~TaskOutput() override;

  void Write(bool is_stderr, absl::string_view chunk);
  // An issue of the host itself, with its `##[error]` or `##[warning]` line.
  void AddIssue(bool is_error, absl::string_view text) override;
  // Unfinished last lines count as lines; closes the log. Later calls do nothing.
  void Finish();

  bool done_requested() const { return commands_.done_requested(); }
  const TaskOutcome& outcome() const { return outcome_; }
  // Bytes that the log file holds.
  int64_t bytes() const { return log_.bytes(); }

  // Called within Write; the operation is masked.
  std::function<void(int percent, const std::string& op)> on_progress;

 private:
  struct Stream {
    LineSplitter splitter{kMaxLine};
    size_t hidden_prefix = 0;  // first bytes of the next piece that belong to a secret of the last one
    bool dropping = false;     // inside a command that is too long
  };

  explicit TaskOutput(TaskOutputOptions options);
  void LogLine(absl::string_view text) override;
  void SetProgress(int percent, absl::string_view operation) override;
  size_t TakePiece(bool is_stderr, absl::string_view text, bool ends_line);
  void TakeLine(bool is_stderr, absl::string_view text, size_t hidden_prefix);
  bool TakePlainLines(absl::string_view lines);
  void LogMasked(absl::string_view masked);
  void Flush();
  std::string Clean(absl::string_view text) const;
  void RecordIssue(bool is_error, std::string text);

  const TaskOutputOptions options_;
  Masker masker_;
  TaskOutcome outcome_;
  LogFile log_;
  CommandProcessor commands_;
  Stream streams_[2];
  std::string scratch_;
  bool warned_long_line_ = false;
  bool writing_ = false;  // commands speak during Write, which flushes at its end
  bool finished_ = false;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_TASK_OUTPUT_H_
