#include <re2/re2.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

constexpr absl::string_view kKeyVault = "1e244d32-2dd4-4165-96fb-b7441ca9331e";

// Which of the two texts a script task runs: its inputs targetType, scriptType, scriptSource or scriptLocation say
// inline..., file....
enum class Source { kUnsaid, kInline, kFile };

Source SourceOf(const v1::WorkflowTask& task) {
  Source source = Source::kUnsaid;
  for (const auto& [name, value] : task.inputs()) {
    const std::string input = absl::AsciiStrToLower(name);
    if (input != "targettype" && input != "scripttype" && input != "scriptsource" && input != "scriptlocation") {
      continue;
    }
    if (ContainsIgnoreCase(value, "inline")) return Source::kInline;
    if (ContainsIgnoreCase(value, "file") || ContainsIgnoreCase(value, "path")) {
      source = Source::kFile;
    }
  }
  return source;
}

bool IsInlineText(absl::string_view input) {  // lower case
  return input == "script" || absl::StrContains(input, "inline") || input == "scriptblock" ||
         absl::EndsWith(input, "commands");
}

bool NamesScriptFile(absl::string_view input) {
  return input == "filepath" || input == "scriptpath" || input == "filename" || input == "scriptfilepath";
}

bool IsShellSyntax(absl::string_view input) {
  for (absl::string_view part : {"script", "inline", "command", "argument", "args"}) {
    if (absl::StrContains(input, part)) return true;
  }
  return false;
}

// Lines that are comments of bash, PowerShell and Python are emptied; ##vso is none.
std::string WithoutComments(absl::string_view script) {
  std::string out;
  for (absl::string_view line : absl::StrSplit(script, '\n')) {
    const absl::string_view text = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::StartsWith(text, "#") || absl::StartsWith(text, "##vso[")) absl::StrAppend(&out, line);
    out += '\n';
  }
  return out;
}

// ##vso[task.setvariable variable=NAME;isSecret=true;isOutput=true]
void AddNamesSetByCommands(absl::string_view script, absl::string_view step, JobNames* job) {
  static const RE2* const kCommand = new RE2(R"((?i)##vso\[task\.setvariable\s+([^\]\r\n]*)\])");
  const std::string text = WithoutComments(script);
  re2::StringPiece rest(text.data(), text.size());
  std::string properties;
  while (RE2::FindAndConsume(&rest, *kCommand, &properties)) {
    std::string name;
    bool is_secret = false;
    bool is_output = false;
    for (absl::string_view property : absl::StrSplit(properties, ';', absl::SkipEmpty())) {
      const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(property, absl::MaxSplits('=', 1));
      const absl::string_view value = absl::StripAsciiWhitespace(parts.second);
      if (absl::EqualsIgnoreCase(parts.first, "variable")) name = absl::AsciiStrToLower(value);
      if (absl::EqualsIgnoreCase(parts.first, "issecret")) is_secret = absl::EqualsIgnoreCase(value, "true");
      if (absl::EqualsIgnoreCase(parts.first, "isoutput")) is_output = absl::EqualsIgnoreCase(value, "true");
    }
    if (name.find_first_of("${%`") != std::string::npos) job->anything = true;
    // An output is known by the step's name only (task-contract 3.3); without one the server invents it.
    if (is_output) name = step.empty() ? name : absl::StrCat(absl::AsciiStrToLower(step), ".", name);
    job->names.insert(name);
    if (is_secret) job->secrets.insert(name);
  }
}

}  // namespace

std::vector<TaskText> TextsOf(const v1::WorkflowTask& task, const std::string& path) {
  std::vector<TaskText> texts;
  const Source source = SourceOf(task);
  for (const std::string& name : SortedKeys(task.inputs())) {
    const std::string lower = absl::AsciiStrToLower(name);
    TaskText text;
    text.is_inline = IsInlineText(lower);
    if (text.is_inline && source == Source::kFile) continue;
    if (NamesScriptFile(lower) && source == Source::kInline) continue;
    text.input = name;
    const std::string& value = task.inputs().at(name);
    text.text = text.is_inline ? WithoutComments(value) : value;
    text.path = absl::StrCat(path, ".inputs.", name);
    text.is_script = IsShellSyntax(lower);
    text.is_arguments = lower == "arguments" || lower == "args" || lower == "scriptarguments";
    texts.push_back(std::move(text));
  }
  for (const std::string& name : SortedKeys(task.override_inputs())) {
    texts.push_back({"", task.override_inputs().at(name), absl::StrCat(path, ".overrideInputs.", name)});
  }
  for (const std::string& name : SortedKeys(task.environment())) {
    texts.push_back({"", task.environment().at(name), absl::StrCat(path, ".environment.", name)});
  }
  return texts;
}

bool RunsFile(const v1::WorkflowTask& task) {
  const Source source = SourceOf(task);
  if (source != Source::kUnsaid) return source == Source::kFile;
  for (const auto& [name, value] : task.inputs()) {
    if (!value.empty() && NamesScriptFile(absl::AsciiStrToLower(name))) return true;
  }
  return false;
}

void AddNamesSetBy(const v1::WorkflowTask& task, JobNames* job) {
  if (!task.ref_name().empty()) job->steps.insert(absl::AsciiStrToLower(task.ref_name()));
  job->ran_unseen = job->ran_unseen || RunsFile(task);
  for (const auto& [name, value] : task.inputs()) {
    const std::string lower = absl::AsciiStrToLower(name);
    if (ContainsIgnoreCase(value, "task.setvariable")) AddNamesSetByCommands(value, task.ref_name(), job);
    // Tasks that are told under which name to leave their result.
    const bool names_result = absl::StrContains(lower, "output") || absl::StrContains(lower, "variable");
    if (names_result && value.find_first_of(" \n/\\$") == std::string::npos && !value.empty()) {
      job->names.insert(absl::AsciiStrToLower(value));
    }
    // Key vault: every secret that is asked for becomes a variable.
    if (lower == "secretsfilter" && absl::EqualsIgnoreCase(task.task_id(), kKeyVault)) {
      for (absl::string_view secret : absl::StrSplit(value, ',', absl::SkipWhitespace())) {
        const std::string key = absl::AsciiStrToLower(absl::StripAsciiWhitespace(secret));
        if (key == "*") job->anything = true;
        job->names.insert(key);
        job->secrets.insert(key);
      }
    }
  }
}

}  // namespace slipway::lint_internal
