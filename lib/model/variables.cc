#include "model/variables.h"

#include <utility>

#include "absl/strings/ascii.h"

namespace slipway {

void VariableMap::Set(absl::string_view name, std::string value, bool is_secret) {
  const auto [slot, is_new] = by_name_.try_emplace(absl::AsciiStrToLower(name), variables_.size());
  if (is_new) variables_.push_back({std::string(name), "", false, false});
  Variable& variable = variables_[slot->second];
  variable.value = std::move(value);
  variable.is_secret = is_secret;
}

const Variable* VariableMap::Find(absl::string_view name) const {
  const auto found = by_name_.find(absl::AsciiStrToLower(name));
  return found == by_name_.end() ? nullptr : &variables_[found->second];
}

void VariableMap::MarkBuiltIn() {
  for (Variable& variable : variables_) variable.is_built_in = true;
}

std::string MangleName(absl::string_view name) {
  std::string mangled(name);
  for (char& c : mangled) c = c == '.' || c == ' ' ? '_' : absl::ascii_toupper(c);
  return mangled;
}

}  // namespace slipway
