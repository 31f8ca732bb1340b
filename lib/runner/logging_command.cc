#include "runner/logging_command.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace slipway {

const std::string* LoggingCommand::Find(absl::string_view key) const {
  for (auto it = properties.rbegin(); it != properties.rend(); ++it) {
    if (absl::EqualsIgnoreCase(it->first, key)) return &it->second;
  }
  return nullptr;
}

std::string LoggingCommand::Name() const { return absl::StrCat(area, ".", event); }

std::string UnescapeCommand(absl::string_view text) {
  static constexpr struct {
    absl::string_view escaped;
    char plain;
  } kEscapes[] = {{"%3B", ';'}, {"%0D", '\r'}, {"%0A", '\n'}, {"%5D", ']'}, {"%AZP25", '%'}};
  std::string out;
  out.reserve(text.size());
  // One pass gives what the agent's successive replacements give: no replacement can form a part of another escape,
  // and the one that yields `%` comes last.
  while (!text.empty()) {
    const size_t percent = text.find('%');
    out.append(text.data(), std::min(percent, text.size()));
    if (percent == absl::string_view::npos) break;
    text.remove_prefix(percent);
    bool found = false;
    for (const auto& escape : kEscapes) {
      if (absl::StartsWith(text, escape.escaped)) {
        out.push_back(escape.plain);
        text.remove_prefix(escape.escaped.size());
        found = true;
        break;
      }
    }
    if (!found) {
      out.push_back('%');
      text.remove_prefix(1);
    }
  }
  return out;
}

CommandSyntax ParseLoggingCommand(absl::string_view line, LoggingCommand* command) {
  const size_t keyword = line.find("##vso");
  if (keyword == absl::string_view::npos) return CommandSyntax::kNone;
  const size_t prefix = line.find("##vso[", keyword);
  if (prefix == absl::string_view::npos) return CommandSyntax::kMalformed;
  const size_t close = line.find(']', prefix);
  if (close == absl::string_view::npos) return CommandSyntax::kMalformed;
  const absl::string_view info = line.substr(prefix + 6, close - prefix - 6);
  const size_t space = info.find(' ');
  const std::vector<absl::string_view> words = absl::StrSplit(info.substr(0, space), '.', absl::SkipEmpty());
  if (words.size() != 2) return CommandSyntax::kMalformed;
  *command = LoggingCommand{};
  command->area = absl::AsciiStrToLower(words[0]);
  command->event = absl::AsciiStrToLower(words[1]);
  if (space != absl::string_view::npos) {
    for (absl::string_view pair : absl::StrSplit(info.substr(space + 1), ';', absl::SkipEmpty())) {
      const size_t equals = pair.find('=');
      if (equals == absl::string_view::npos || equals == 0 || equals + 1 == pair.size()) continue;
      command->properties.emplace_back(std::string(pair.substr(0, equals)), UnescapeCommand(pair.substr(equals + 1)));
    }
  }
  command->data = UnescapeCommand(line.substr(close + 1));
  return CommandSyntax::kCommand;
}

}  // namespace slipway
