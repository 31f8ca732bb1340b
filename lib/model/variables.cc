#include "model/variables.h"

#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace slipway {
namespace {

// Names come from definitions: the hash is seeded, so that nobody can choose names that collide.
uint32_t HashOf(absl::string_view name) {
  constexpr size_t kUsual = 128;
  if (name.size() > kUsual) return static_cast<uint32_t>(absl::Hash<std::string>()(absl::AsciiStrToLower(name)));
  char lower[kUsual];
  for (size_t i = 0; i < name.size(); ++i) lower[i] = absl::ascii_tolower(name[i]);
  return static_cast<uint32_t>(absl::Hash<absl::string_view>()(absl::string_view(lower, name.size())));
}

}  // namespace

void VariableMap::Reserve(size_t count) {
  variables_.reserve(count);
  hashes_.reserve(count);
  if (slots_.size() < 2 * count) Rehash(2 * count);
}

size_t VariableMap::SlotOf(absl::string_view name, uint32_t hash) const {
  size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    const uint32_t index = slots_[slot] - 1;
    if (hashes_[index] == hash && absl::EqualsIgnoreCase(variables_[index].name, name)) break;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  return slot;
}

void VariableMap::Rehash(size_t slots) {
  size_t size = 16;
  while (size < slots) size *= 2;
  slots_.assign(size, 0);
  for (uint32_t i = 0; i < variables_.size(); ++i) slots_[SlotOf(variables_[i].name, hashes_[i])] = i + 1;
}

void VariableMap::Set(absl::string_view name, std::string value, bool is_secret) {
  if (slots_.size() < 2 * (variables_.size() + 1)) Rehash(4 * (variables_.size() + 1));
  const uint32_t hash = HashOf(name);
  uint32_t& slot = slots_[SlotOf(name, hash)];
  if (slot == 0) {
    variables_.push_back({std::string(name), "", false, false});
    hashes_.push_back(hash);
    slot = static_cast<uint32_t>(variables_.size());
  }
  Variable& variable = variables_[slot - 1];
  variable.value = std::move(value);
  variable.is_secret = is_secret;
}

const Variable* VariableMap::Find(absl::string_view name) const {
  if (slots_.empty()) return nullptr;
  const uint32_t slot = slots_[SlotOf(name, HashOf(name))];
  return slot == 0 ? nullptr : &variables_[slot - 1];
}

std::vector<Variable> VariableMap::Release() {
  slots_.clear();
  hashes_.clear();
  return std::move(variables_);
}

void VariableMap::MarkBuiltIn() {
  for (Variable& variable : variables_) variable.is_built_in = true;
}

void MangleInPlace(std::string* name) {
  for (char& c : *name) c = c == '.' || c == ' ' ? '_' : absl::ascii_toupper(c);
}

std::string MangleName(absl::string_view name) {
  std::string mangled(name);
  MangleInPlace(&mangled);
  return mangled;
}

}  // namespace slipway
