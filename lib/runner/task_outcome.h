// What a task left behind, as its output told it: the part of a process result that is not the exit code.
#ifndef SLIPWAY_RUNNER_TASK_OUTCOME_H_
#define SLIPWAY_RUNNER_TASK_OUTCOME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runner/wire.pb.h"

namespace slipway {

enum class VariableScope {
  kJob = 0,
  kStep = 1,      // task.settaskvariable: for later stages of the same step
  kEndpoint = 2,  // task.setendpoint: `name` is ID/url, ID/authParameter/KEY or ID/dataParameter/KEY
};

// One variable, after the last command of its name.
struct SetVariableRecord {
  std::string name;   // `ref.name` for outputs
  std::string value;  // clear text; sealed (crypto_box_seal) when is_secret
  bool is_secret = false;
  bool is_output = false;
  bool is_read_only = false;
  VariableScope scope = VariableScope::kJob;
};

struct IssueRecord {
  bool is_error = false;
  std::string message;  // masked, at most 8 KiB
};

// A command that is valid but whose effect is the engine's: prependpath, uploads, results.publish, release names...
struct CommandRecord {
  std::string name;                                             // `area.event`, lower case
  std::vector<std::pair<std::string, std::string>> properties;  // masked
  std::string data;                                             // masked
  std::string file;  // of uploads: the copy that is kept
};

struct TaskOutcome {
  // The agent's numbers: Succeeded 0, SucceededWithIssues 1, Failed 2, Canceled 3, Skipped 4, Abandoned 5. Merged
  // over all `task.complete`; absent when there was none. Failed also when stderr fails the task.
  std::optional<int> completed_result;
  bool command_failed = false;  // some command was wrong: the step is Failed
  std::vector<SetVariableRecord> variables;
  std::vector<IssueRecord> issues;  // the first 10 errors and the first 10 warnings
  int error_count = 0;
  int warning_count = 0;
  int64_t log_lines = 0;
  std::string message;  // why it failed, masked; empty when nothing said so
  bool stderr_seen = false;
  std::vector<CommandRecord> commands;  // at most 1000
  std::vector<runner::TestRun> test_runs;  // masked; at most 100
};

// task-contract 6.4: what is worse than Failed stays; otherwise the larger number wins.
inline int MergeResults(std::optional<int> current, int next) {
  if (!current.has_value()) return next;
  return *current > 2 || *current > next ? *current : next;
}

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_TASK_OUTCOME_H_
