#include "model/definition_lint_scope.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace slipway::lint_internal {
namespace {

constexpr size_t kLongestName = 200;  // keeps the scan linear; real names are far shorter

bool IsName(absl::string_view name) {
  if (name.empty() || name.front() == ' ' || name.back() == ' ' || name.front() == '-') return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-' || c == ' ' || c >= 0x80;
  });
}

// Get-Date: capital verb, hyphen, capital noun.
bool IsCmdlet(absl::string_view name) {
  const size_t hyphen = name.find('-');
  if (hyphen == absl::string_view::npos || hyphen == 0 || hyphen + 1 >= name.size()) return false;
  static const auto* const kVerbs = new absl::flat_hash_set<std::string>{
      "get",    "new",  "test",    "join",   "split",   "resolve", "convertto", "convertfrom", "convert",
      "select", "read", "write",   "format", "out",     "invoke",  "import",    "export",      "where",
      "sort",   "set",  "compare", "find",   "measure", "group",   "start",     "add",         "remove"};
  return kVerbs->contains(absl::AsciiStrToLower(name.substr(0, hyphen))) &&
         absl::ascii_isalpha(static_cast<unsigned char>(name[hyphen + 1]));
}

}  // namespace

void ForEachMacro(absl::string_view text, const std::function<void(absl::string_view name, size_t at)>& use) {
  for (size_t at = text.find("$("); at != absl::string_view::npos; at = text.find("$(", at + 2)) {
    const absl::string_view rest = text.substr(at + 2, kLongestName);
    const size_t end = rest.find(')');
    if (end != absl::string_view::npos && IsName(rest.substr(0, end))) use(rest.substr(0, end), at);
  }
}

bool IsLikelyCommand(absl::string_view name) {
  static const auto* const kCommands = new absl::flat_hash_set<std::string>{
      "arch", "date", "env",  "hostname", "id",    "jobs",    "logname", "ls",     "mktemp", "nproc",
      "ps",   "pwd",  "sync", "tty",      "uname", "uuidgen", "whoami",  "groups", "users",  "locale"};
  return name.find(' ') != absl::string_view::npos || kCommands->contains(name) || IsCmdlet(name);
}

bool ContainsIgnoreCase(absl::string_view text, absl::string_view part) {
  return absl::StrContains(absl::AsciiStrToLower(text), part);
}

bool Scope::Add(DefinedVariable variable) {
  if (!by_lower_.try_emplace(absl::AsciiStrToLower(variable.name), own_.size()).second) return false;
  own_.push_back(std::move(variable));
  return true;
}

const DefinedVariable* Scope::Find(absl::string_view name) const {
  const auto found = by_lower_.find(absl::AsciiStrToLower(name));
  if (found != by_lower_.end()) return &own_[found->second];
  return outer_ == nullptr ? nullptr : outer_->Find(name);
}

bool Scope::IsSecret(absl::string_view name) const {
  absl::flat_hash_set<const DefinedVariable*> seen;
  std::vector<const DefinedVariable*> open;
  const auto reach = [&](absl::string_view reference) {
    const DefinedVariable* variable = Find(reference);
    if (variable != nullptr && seen.insert(variable).second) open.push_back(variable);
  };
  reach(name);
  while (!open.empty()) {
    const DefinedVariable* variable = open.back();
    open.pop_back();
    if (variable->value->is_secret()) return true;
    ForEachMacro(variable->value->value(), [&](absl::string_view inner, size_t) { reach(inner); });
  }
  return false;
}

}  // namespace slipway::lint_internal
