#include "adapters/file_task_log.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/process_wire.h"
#include "base/status_macros.h"
#include "runner/task_output.h"

namespace slipway {
namespace {

class FileTaskLog : public TaskLog {
 public:
  explicit FileTaskLog(std::unique_ptr<TaskOutput> output) : output_(std::move(output)) {}

  void Write(bool is_stderr, absl::string_view text) override { output_->Write(is_stderr, text); }
  void AddIssue(bool is_error, absl::string_view message) override { output_->AddIssue(is_error, message); }

  ProcessResult Finish() override {
    output_->Finish();
    const TaskOutcome& outcome = output_->outcome();
    ProcessResult result;
    result.result = static_cast<TaskResult>(outcome.completed_result.value_or(0));
    if (outcome.command_failed && result.result < TaskResult::kFailed) result.result = TaskResult::kFailed;
    for (const SetVariableRecord& variable : outcome.variables) {
      result.variables.push_back(
          {variable.name, variable.value, variable.is_secret, variable.is_output, variable.is_read_only,
           static_cast<int32_t>(variable.scope)});
    }
    for (const CommandRecord& command : outcome.commands) {
      result.commands.push_back({command.name, command.properties, command.data, command.file});
    }
    for (const IssueRecord& issue : outcome.issues) result.issues.push_back({issue.is_error, issue.message});
    for (const runner::TestRun& run : outcome.test_runs) result.test_runs.push_back(FromWire(run));
    result.error_count = outcome.error_count;
    result.warning_count = outcome.warning_count;
    result.message = outcome.message;
    result.log_lines = outcome.log_lines;
    return result;
  }

 private:
  std::unique_ptr<TaskOutput> output_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TaskLog>> FileTaskLogs::Open(const ProcessRequest& request) {
  TaskOutputOptions options;
  options.log_path = request.log_path;
  options.header = request.log_header;
  options.secrets = request.secrets;
  options.seal_public_key = request.seal_public_key;
  options.step_reference_name = request.step_reference_name;
  options.debug = request.debug;
  options.endpoint_ids = request.endpoint_ids;
  options.attachments_directory = request.attachments_directory;
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<TaskOutput> output, TaskOutput::Open(std::move(options)));
  return std::make_unique<FileTaskLog>(std::move(output));
}

absl::Status FileTaskLogs::Remove(const std::string& folder) {
  std::error_code error;
  std::filesystem::remove_all(folder, error);  // links themselves, never what they point to
  return error ? absl::InternalError(absl::StrCat(folder, ": ", error.message())) : absl::OkStatus();
}

}  // namespace slipway
