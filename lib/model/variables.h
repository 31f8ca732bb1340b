// Variables of a job: names in any case, values, secrecy.
#ifndef SLIPWAY_MODEL_VARIABLES_H_
#define SLIPWAY_MODEL_VARIABLES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace slipway {

struct Variable {
  std::string name;  // as first spelled
  std::string value;
  bool is_secret = false;
  bool is_built_in = false;
};

// Lookups ignore case; iteration is in the order of first setting. A value type.
class VariableMap {
 public:
  // Replaces the value of a name that is there; its spelling stays.
  void Set(absl::string_view name, std::string value, bool is_secret = false);
  const Variable* Find(absl::string_view name) const;
  // Everything set so far is built in: what users define under these names does not replace it (domain.md 9.1).
  void MarkBuiltIn();

  size_t size() const { return variables_.size(); }
  std::vector<Variable>::const_iterator begin() const { return variables_.begin(); }
  std::vector<Variable>::const_iterator end() const { return variables_.end(); }

 private:
  std::vector<Variable> variables_;
  absl::flat_hash_map<std::string, size_t> by_name_;  // lower case
};

// Name of the process environment's variable: `.` and blank become `_`, upper case; nothing else changes (task-contract
// 0.6).
std::string MangleName(absl::string_view name);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_VARIABLES_H_
