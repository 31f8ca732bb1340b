// Which variables are defined where, and the texts that use them. Internal to definition_lint*.cc.
#ifndef SLIPWAY_MODEL_DEFINITION_LINT_SCOPE_H_
#define SLIPWAY_MODEL_DEFINITION_LINT_SCOPE_H_

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway::lint_internal {

// $(name) in `text`, left to right. Only what can be the name of a variable: letters, digits, _ . - and inner blanks;
// $(a $(b)) gives b. `at` is the place of its `$`.
void ForEachMacro(absl::string_view text, const std::function<void(absl::string_view name, size_t at)>& use);

// In scripts $(name) may be the shell's: a command (pwd) or a cmdlet (Get-Date). Also names with blanks.
bool IsLikelyCommand(absl::string_view name);

struct DefinedVariable {
  std::string name;  // as spelled
  const v1::VariableValue* value = nullptr;
  std::string path;  // empty: of a variable group
};

// The variables of the definition, or of one environment with the definition's around it. Narrower ones win; within one
// scope what the definition says wins over linked groups (domain.md 9.1).
class Scope {
 public:
  explicit Scope(const Scope* outer) : outer_(outer) {}

  // The first of a name stays.
  bool Add(DefinedVariable variable);
  // A linked group that nobody knows: any name may be defined there.
  void Open() { is_open_ = true; }

  const DefinedVariable* Find(absl::string_view name) const;
  bool is_open() const { return is_open_ || (outer_ != nullptr && outer_->is_open()); }
  // Itself, or by what its value refers to (task-contract 5 A).
  bool IsSecret(absl::string_view name) const;
  const std::vector<DefinedVariable>& own() const { return own_; }

 private:
  const Scope* const outer_;
  bool is_open_ = false;
  std::vector<DefinedVariable> own_;                   // in a fixed order
  absl::flat_hash_map<std::string, size_t> by_lower_;  // into own_
};

// `part` is lower case.
bool ContainsIgnoreCase(absl::string_view text, absl::string_view part);

// Keys of a protobuf map, whose own order is not fixed.
template <typename Map>
std::vector<std::string> SortedKeys(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& entry : map) keys.push_back(entry.first);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace slipway::lint_internal

#endif  // SLIPWAY_MODEL_DEFINITION_LINT_SCOPE_H_
