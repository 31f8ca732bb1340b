// Runs one process per request, outside the host's process, and survives the host.
//
// The contract that at-most-once rests on: a token is started at most once by a Runner and everything that outlives it;
// Start with a token that is already known is not an error and starts nothing; a finished token is reported again after
// a reconnect until it is forgotten. Implementations: adapters/process_runner (slipway-runner over a Unix socket), the
// simulator's and tests' fakes.
#ifndef SLIPWAY_PORTS_RUNNER_H_
#define SLIPWAY_PORTS_RUNNER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

// Merged result of a task, with the agent's numbers (task-contract 6.4).
enum class TaskResult : int32_t {
  kSucceeded = 0,
  kSucceededWithIssues = 1,
  kFailed = 2,
  kCanceled = 3,
  kSkipped = 4,
  kAbandoned = 5,
};

struct ProcessFile {
  std::string path;     // absolute, inside temp_directory
  std::string content;  // may hold secrets: written 0600, removed with temp_directory
  int mode = 0600;
};

// The files of an installed task, which a target must have before the process starts.
struct TaskFolder {
  std::string source;  // here
  std::string except;  // file at its top that is not copied
  std::string place;   // on the target
  std::string hash;    // as TaskDigest of runner/folder_digest.h
};

struct ProcessRequest {
  std::string token;  // [A-Za-z0-9._-]{1,120}
  std::vector<std::string> argv;
  // The whole environment of the process is what the runner inherited, overlaid with these.
  std::vector<std::pair<std::string, std::string>> environment;
  std::string working_directory;  // created when missing
  std::string temp_directory;     // created 0700 before, removed after the process; empty = none
  std::vector<ProcessFile> files;
  std::string log_path;                 // masked log; folders are created; empty = no log
  std::vector<std::string> log_header;  // lines written first, as they are
  // Values to mask. Kept in memory only.
  std::vector<std::string> secrets;
  // crypto_box public key (32 bytes) that secret values set by the task are sealed with before they touch the disk.
  std::string seal_public_key;
  std::string step_reference_name;  // prefix of output variables; empty = outputs are refused
  bool debug = false;               // System.Debug: `##[debug]` lines are kept
  bool fail_on_stderr = false;      // any line on stderr makes the result Failed
  bool restricted_commands = false;
  // Cancellation: SIGINT, wait, SIGTERM, wait, SIGKILL (task-contract 6.5).
  absl::Duration sigint_grace = absl::Milliseconds(7500);
  absl::Duration sigterm_grace = absl::Milliseconds(2500);
  // Where copies of uploaded files are kept; created when the first one comes. Empty = they are not kept.
  std::string attachments_directory;
  std::vector<std::string> endpoint_ids;      // that task.setendpoint may change
  std::vector<std::string> output_variables;  // become outputs without being asked
  bool restricts_variables = false;           // only those that `settable_variables` (globs) name may be set
  std::vector<std::string> settable_variables;
  bool allow_multiline_secrets = false;
  // The job it is a task of: the value of VSTS_PROCESS_LOOKUP_ID in its environment. Empty = what it leaves running stays.
  std::string job;
  std::vector<TaskFolder> packages;  // of targets only
  bool needs_tools = false;          // of targets only: slipway-server-task must be there
};

// One `task.setvariable`, `task.settaskvariable` or `task.setendpoint` (names as in v1::VariableScope).
struct SetVariable {
  std::string name;   // `ref.name` for outputs
  std::string value;  // clear text, or sealed with seal_public_key when is_secret
  bool is_secret = false;
  bool is_output = false;
  bool is_read_only = false;
  int32_t scope = 0;  // v1::VariableScope
};

// A logging command whose effect outlives the task; masked.
struct TaskCommand {
  std::string name;
  std::vector<std::pair<std::string, std::string>> properties;
  std::string data;
  std::string file;  // the copy that is kept
};

struct TaskIssue {
  bool is_error = false;
  std::string message;  // masked
};

struct ProcessResult {
  std::string token;
  // Lost: the runner that started it died, or never heard of the token; whether the task did its work is unknown.
  bool lost = false;
  TaskResult result = TaskResult::kSucceeded;
  int32_t exit_code = 0;  // 128 + signal when killed by one
  bool canceled = false;  // ended because of Cancel
  absl::Time started_on;
  absl::Time finished_on;
  std::vector<SetVariable> variables;  // in the order set
  std::vector<TaskIssue> issues;       // at most 10 errors and 10 warnings
  int32_t error_count = 0;
  int32_t warning_count = 0;
  std::string message;  // why it failed, for people; masked
  int64_t log_lines = 0;
  std::vector<TaskCommand> commands;
  std::vector<v1::TestRun> test_runs;
};

// Calls come from the runner's own thread; they must return soon and must not call the runner back.
class RunnerObserver {
 public:
  virtual ~RunnerObserver() = default;
  virtual void OnStarted(const std::string& token, absl::Time at) = 0;
  virtual void OnProgress(const std::string& token, int32_t percent, const std::string& operation) = 0;
  // The log file holds at least `bytes` bytes now. May be coalesced.
  virtual void OnLog(const std::string& token, int64_t bytes) = 0;
  // Exactly the tokens that Start accepted and Forget has not dropped; may be repeated after a reconnect.
  virtual void OnFinished(const ProcessResult& result) = 0;
};

// Thread-safe.
class Runner {
 public:
  virtual ~Runner() = default;
  // Must be called once, before any Start. The observer outlives the runner.
  virtual void SetObserver(RunnerObserver* observer) = 0;
  // Hands the request over; returns before the process has started. UNAVAILABLE: no runner could be had, nothing
  // started. A process that cannot be started (no such program...) is a Failed result, not an error of this call.
  virtual absl::Status Start(const ProcessRequest& request) = 0;
  // For a token that may have been started before a crash of the host: reports it (finished, or when it finishes), or
  // reports it lost. Never starts anything.
  virtual absl::Status Attach(const std::string& token) = 0;
  // Begins the cancellation sequence; the result follows through OnFinished. Unknown tokens are ignored.
  virtual absl::Status Cancel(const std::string& token) = 0;
  // The result is durable on our side: the runner may drop what it keeps of the token.
  virtual absl::Status Forget(const std::string& token) = 0;
  // No task of this job comes any more: what its tasks have left running is killed, but for processes that no longer have
  // the job's VSTS_PROCESS_LOOKUP_ID in their environment (task-contract 6.6).
  virtual absl::Status EndJob(const std::string&) { return absl::OkStatus(); }
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_RUNNER_H_
