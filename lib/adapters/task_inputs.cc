#include "adapters/task_inputs.h"

#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace slipway {

std::string WindowsPath(const std::string& folder, absl::string_view path) {
  const bool drive = path.size() > 1 && absl::ascii_isalpha(path[0]) && path[1] == ':';
  const bool backslashes = folder.find('\\') != std::string::npos;
  std::string whole = drive || absl::StartsWith(path, "\\") || absl::StartsWith(path, "/")
                          ? std::string(path)
                          : absl::StrCat(folder, path.empty() ? "" : backslashes ? "\\" : "/", path);
  if (backslashes) absl::StrReplaceAll({{"/", "\\"}}, &whole);
  return whole;
}

TaskInputs::TaskInputs(const BuiltInTask& task, const TaskInvocation& invocation) {
  for (const BuiltInInput& input : task.inputs) values_[absl::AsciiStrToLower(input.name)] = input.default_value;
  for (const auto& [name, value] : invocation.inputs) {
    const absl::string_view trimmed = absl::StripAsciiWhitespace(name);
    if (!trimmed.empty()) values_[absl::AsciiStrToLower(trimmed)] = std::string(absl::StripAsciiWhitespace(value));
  }
  for (const BuiltInInput& input : task.inputs) {
    if (!input.is_path) continue;
    const std::string name = absl::AsciiStrToLower(input.name);
    std::string& value = values_[name];
    const bool given = !value.empty();
    if (given) given_paths_.insert(name);
    if (invocation.windows && invocation.windows->artifacts_directory == invocation.artifacts_directory) {
      value = WindowsPath(invocation.artifacts_directory, value);
      continue;
    }
    const std::filesystem::path path(value);
    value = (path.is_absolute() ? path : std::filesystem::path(invocation.artifacts_directory) / path)
                .lexically_normal()
                .string();
    // A trailing separator is the mark of joining with nothing, not of what was given.
    if (!given && value.size() > 1 && value.back() == '/') value.pop_back();
  }
}

const std::string& TaskInputs::Get(absl::string_view name) const {
  static const std::string* const kEmpty = new std::string;
  const auto found = values_.find(absl::AsciiStrToLower(name));
  return found == values_.end() ? *kEmpty : found->second;
}

bool TaskInputs::Is(absl::string_view name) const { return absl::EqualsIgnoreCase(Get(name), "true"); }

bool TaskInputs::PathGiven(absl::string_view name) const { return given_paths_.contains(absl::AsciiStrToLower(name)); }

std::vector<std::string> SplitArguments(absl::string_view text) {
  std::vector<std::string> arguments;
  std::string current;
  bool quoted = false;
  bool any = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') {
      current.push_back('"');
      any = true;
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
      any = true;
    } else if (absl::ascii_isspace(text[i]) && !quoted) {
      if (any) arguments.push_back(std::exchange(current, ""));
      any = false;
    } else {
      current.push_back(text[i]);
      any = true;
    }
  }
  if (any) arguments.push_back(current);
  return arguments;
}

}  // namespace slipway
