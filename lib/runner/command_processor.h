// Carries out logging commands: what each may hold, what it changes, how it fails (task-contract 3.2, 3.3).
#ifndef SLIPWAY_RUNNER_COMMAND_PROCESSOR_H_
#define SLIPWAY_RUNNER_COMMAND_PROCESSOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runner/logging_command.h"
#include "runner/masker.h"
#include "runner/task_outcome.h"

namespace slipway {

struct CommandPolicy {
  bool restricted = false;  // only the commands a restricted task may use; others are ignored with a warning
  bool debug = false;       // System.Debug
  // SYSTEM_UNSAFEALLOWMULTILINESECRET: secrets may hold line breaks.
  bool allow_multiline_secrets = false;
  std::string step_reference_name;  // prefix of output variables; empty = outputs are refused
  std::string seal_public_key;      // 32 bytes; empty = secret variables are refused
  std::vector<std::string> endpoint_ids;      // lower case: those that task.setendpoint may change
  std::vector<std::string> output_variables;  // outputs without being asked
  bool restricts_variables = false;           // only those that `settable_variables` (globs) name may be set
  std::vector<std::string> settable_variables;
  std::string attachments_directory;  // copies of uploaded files; empty = they are not kept
};

// Where commands speak. Texts are clear: the sink masks them.
class CommandSink {
 public:
  virtual ~CommandSink() = default;
  virtual void AddIssue(bool is_error, absl::string_view text) = 0;
  virtual void LogLine(absl::string_view text) = 0;
  virtual void SetProgress(int percent, absl::string_view operation) = 0;
};

// Not thread-safe. `masker`, `sink` and `outcome` outlive it.
class CommandProcessor {
 public:
  CommandProcessor(CommandPolicy policy, Masker* masker, CommandSink* sink, TaskOutcome* outcome);

  // Carries out the command in `line` (valid UTF-8), if it holds one. True: the line is used up. False: the line is to
  // be logged (no command, or one that could not be read). Problems become issues:
  //   `##vso` that is no command, unknown area       warning
  //   unknown event, bad property, missing file...   two errors, command_failed
  //   area of another host type                      error, command_failed, line logged
  //   not allowed in restricted mode                 warning
  // No issue repeats the data of a command: it may be a secret.
  bool Consume(absl::string_view line);

  // Two errors and command_failed, for a command that never reached Consume.
  void Fail(absl::string_view name, absl::string_view reason);

  // `task.complete` with `done`: the step may be ended 5 s from now although the process lives.
  bool done_requested() const { return done_requested_; }

  // The text of a line that is malformed but seems to name a secret, with what could be one hidden.
  static std::string HideDoubtful(absl::string_view line);

 private:
  using Handler = absl::Status (CommandProcessor::*)(const LoggingCommand&);
  struct Entry {
    Handler handler;
    bool restricted;  // allowed in restricted mode
  };
  static const absl::flat_hash_map<std::string, Entry>& Table();

  absl::Status SetVariable(const LoggingCommand& command);
  absl::Status SetTaskVariable(const LoggingCommand& command);
  absl::Status SetSecret(const LoggingCommand& command);
  absl::Status SetEndpoint(const LoggingCommand& command);
  absl::Status LogIssue(const LoggingCommand& command);
  absl::Status Complete(const LoggingCommand& command);
  absl::Status SetProgress(const LoggingCommand& command);
  absl::Status LogDetail(const LoggingCommand& command);
  absl::Status Debug(const LoggingCommand& command);
  absl::Status PrependPath(const LoggingCommand& command);
  absl::Status AddAttachment(const LoggingCommand& command);
  absl::Status UploadFile(const LoggingCommand& command);
  absl::Status AssociateArtifact(const LoggingCommand& command);
  absl::Status UploadArtifact(const LoggingCommand& command);
  absl::Status RecordText(const LoggingCommand& command);
  absl::Status PublishResults(const LoggingCommand& command);
  absl::Status PublishEvidence(const LoggingCommand& command);
  absl::Status PublishTelemetry(const LoggingCommand& command);

  absl::Status Record(const LoggingCommand& command, std::string file = "");
  absl::Status RecordFile(const LoggingCommand& command);
  absl::StatusOr<std::string> KeepCopy(const std::string& path);
  absl::StatusOr<std::string> Seal(absl::string_view plain) const;
  bool IsSettable(absl::string_view name) const;
  absl::Status StoreVariable(SetVariableRecord record);

  const CommandPolicy policy_;
  Masker* const masker_;
  CommandSink* const sink_;
  TaskOutcome* const outcome_;
  bool done_requested_ = false;
  int percent_ = 0;
  absl::flat_hash_map<std::string, size_t> variable_index_;  // lower-case name -> outcome_->variables
  size_t variable_bytes_ = 0;
  int64_t kept_bytes_ = 0;
  int kept_files_ = 0;
  absl::flat_hash_set<std::string> secret_names_;          // lower case
  absl::flat_hash_map<std::string, std::string> details_;  // logdetail: id -> parent
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_COMMAND_PROCESSOR_H_
