// The `##vso[area.event key=value;...]data` syntax, as the agent parses it (task-contract 3.1).
#ifndef SLIPWAY_RUNNER_LOGGING_COMMAND_H_
#define SLIPWAY_RUNNER_LOGGING_COMMAND_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace slipway {

struct LoggingCommand {
  std::string area;   // lower case
  std::string event;  // lower case
  // In the order written; values unescaped, never empty; keys as written (not trimmed, not unescaped).
  std::vector<std::pair<std::string, std::string>> properties;
  std::string data;  // unescaped

  // The last value under that key (any case); nullptr when there is none.
  const std::string* Find(absl::string_view key) const;
  // `area.event`.
  std::string Name() const;
};

enum class CommandSyntax {
  kNone,       // no `##vso` in the line
  kMalformed,  // `##vso`, but no command: no `[`, no `]`, or a name that is not two words
  kCommand,
};

// The prefix counts anywhere in the line; text before it is dropped. Fills `command` only for kCommand.
CommandSyntax ParseLoggingCommand(absl::string_view line, LoggingCommand* command);

// %3B ; %0D CR %0A LF %5D ] %AZP25 % - upper-case hex only, everything else stays.
std::string UnescapeCommand(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_LOGGING_COMMAND_H_
