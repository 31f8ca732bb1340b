// Variables of a job: names in any case, values, secrecy.
#ifndef SLIPWAY_MODEL_VARIABLES_H_
#define SLIPWAY_MODEL_VARIABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace slipway {

struct Variable {
  std::string name;  // as first spelled
  std::string value;
  bool is_secret = false;
  bool is_built_in = false;
};

// Lookups ignore case; iteration is in the order of first setting. A value type. Every task gets a map of a hundred and
// more variables: no text is copied or allocated for looking up or setting one, but the name and value themselves.
class VariableMap {
 public:
  void Reserve(size_t count);
  // Replaces the value of a name that is there; its spelling stays.
  void Set(absl::string_view name, std::string value, bool is_secret = false);
  const Variable* Find(absl::string_view name) const;
  // Everything set so far is built in: what users define under these names does not replace it (domain.md 9.1).
  void MarkBuiltIn();

  size_t size() const { return variables_.size(); }
  std::vector<Variable>::const_iterator begin() const { return variables_.begin(); }
  std::vector<Variable>::const_iterator end() const { return variables_.end(); }

  // Its variables; the map is empty afterwards.
  std::vector<Variable> Release();

 private:
  // Where `name` is, or the empty slot it would take.
  size_t SlotOf(absl::string_view name, uint32_t hash) const;
  void Rehash(size_t slots);

  std::vector<Variable> variables_;
  std::vector<uint32_t> hashes_;  // of the names in lower case, by index
  std::vector<uint32_t> slots_;   // index + 1, 0 = empty; open addressing, at most half full, a power of two
};

// Name of the process environment's variable: `.` and blank become `_`, upper case; nothing else changes (task-contract
// 0.6).
std::string MangleName(absl::string_view name);
void MangleInPlace(std::string* name);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_VARIABLES_H_
