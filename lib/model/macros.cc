#include "model/macros.h"

#include <algorithm>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

constexpr absl::string_view kParameters = "Parameters.";

// Walks `text`, replacing each $(name) that `lookup` knows; after an unknown one scanning goes on behind its `$`.
template <typename Lookup>
std::string Replace(absl::string_view text, Lookup&& lookup) {
  std::string out;
  size_t from = 0;
  size_t end = 0;  // the next `)`, found once for all the `$(` before it
  while (from < text.size()) {
    const size_t start = text.find("$(", from);
    if (start == absl::string_view::npos) break;
    if (end < start + 2) end = text.find(')', start + 2);
    if (end == absl::string_view::npos) break;
    const absl::string_view name = text.substr(start + 2, end - start - 2);
    const std::string* value = name.empty() ? nullptr : lookup(name);
    if (value == nullptr) {
      out.append(text.data() + from, start + 1 - from);
      from = start + 1;
    } else {
      out.append(text.data() + from, start - from);
      out.append(*value);
      from = end + 1;
    }
  }
  if (from < text.size()) out.append(text.data() + from, text.size() - from);
  return out;
}

// Finds by name. A text of many `$(` before one `)` asks for names as long as itself, each hashed whole: what is longer
// than every name there is, is unknown at once.
class Finder {
 public:
  explicit Finder(const VariableMap& variables) : variables_(variables) {}

  const Variable* Find(absl::string_view name) {
    if (name.size() > kUsualLength) {
      if (longest_ == 0) {
        for (const Variable& variable : variables_) longest_ = std::max(longest_, variable.name.size());
      }
      if (name.size() > longest_) return nullptr;
    }
    return variables_.Find(name);
  }

 private:
  static constexpr size_t kUsualLength = 128;

  const VariableMap& variables_;
  size_t longest_ = 0;
};

// Each variable is expanded once, whatever number of others refers to it: fifty levels of two references each would
// otherwise take 2^50 steps.
class Expander {
 public:
  struct Expanded {
    std::string value;
    bool is_secret = false;
    int depth = 1;  // variables nested in each other, itself included
  };

  explicit Expander(const VariableMap& originals) : finder_(originals) {}

  // Null: a cycle, too deep, or too much; `problem` says which.
  const Expanded* Expand(const Variable& variable) {
    const auto known = done_.find(&variable);
    if (known != done_.end()) {
      if (stack_.size() + known->second->depth <= kMaxMacroDepth) return known->second.get();
      problem = TooDeep();
      return nullptr;
    }
    if (std::find(stack_.begin(), stack_.end(), &variable) != stack_.end()) {
      problem = absl::StrCat("variable '", variable.name, "' refers to itself");
      return nullptr;
    }
    if (stack_.size() >= kMaxMacroDepth) {
      problem = TooDeep();
      return nullptr;
    }
    stack_.push_back(&variable);
    auto expanded = std::make_unique<Expanded>();
    expanded->is_secret = variable.is_secret;
    size_t added = 0;
    bool good = true;
    expanded->value = Replace(variable.value, [&](absl::string_view name) -> const std::string* {
      const Variable* inner = good ? finder_.Find(name) : nullptr;
      if (inner == nullptr) return nullptr;
      const Expanded* nested = Expand(*inner);
      good = nested != nullptr;
      if (!good) return nullptr;
      added += nested->value.size();
      if (total_ + added > kMaxTotal) {
        problem = "the expanded values are too long";
        good = false;
        return nullptr;
      }
      expanded->is_secret = expanded->is_secret || nested->is_secret;
      expanded->depth = std::max(expanded->depth, nested->depth + 1);
      return &nested->value;
    });
    stack_.pop_back();
    if (!good) return nullptr;
    total_ += added;
    return done_.emplace(&variable, std::move(expanded)).first->second.get();
  }

  std::string problem;

 private:
  // Inserted text of all variables together: doubling fifty times over would fill any memory.
  static constexpr size_t kMaxTotal = size_t{64} << 20;

  static std::string TooDeep() { return absl::StrCat("more than ", kMaxMacroDepth, " variables are nested"); }

  Finder finder_;
  std::vector<const Variable*> stack_;
  absl::flat_hash_map<const Variable*, std::unique_ptr<Expanded>> done_;
  size_t total_ = 0;
};

// The bracket that closes the one at each place; npos: none does, or there is no opening one there.
std::vector<size_t> ClosingBrackets(absl::string_view text) {
  std::vector<size_t> closing(text.size(), absl::string_view::npos);
  std::vector<size_t> open;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') open.push_back(i);
    if (text[i] == ')' && !open.empty()) {
      closing[open.back()] = i;
      open.pop_back();
    }
  }
  return closing;
}

class BracketExpander {
 public:
  using Lookup = std::function<std::optional<std::string>(absl::string_view)>;

  BracketExpander(absl::string_view text, const Lookup& lookup)
      : text_(text), closing_(ClosingBrackets(text)), lookup_(lookup) {}

  // The part [at, end); what is nested deeper than `depth` stays text.
  std::string Expand(size_t at, size_t end, int depth) const {
    std::string out;
    while (at < end) {
      const size_t start = std::min(text_.find("$(", at), end);
      out.append(text_.data() + at, start - at);
      if (start == end) break;
      const size_t close = closing_[start + 1];
      if (close == absl::string_view::npos) {
        out += "$";
        at = start + 1;
        continue;
      }
      const std::string name =
          depth > 1 ? Expand(start + 2, close, depth - 1) : std::string(text_.substr(start + 2, close - start - 2));
      if (std::optional<std::string> value = lookup_(name)) {
        out += *value;
      } else {
        absl::StrAppend(&out, "$(", name, ")");
      }
      at = close + 1;
    }
    return out;
  }

 private:
  const absl::string_view text_;
  const std::vector<size_t> closing_;
  const Lookup& lookup_;
};

}  // namespace

ExpandedVariables ExpandVariables(VariableMap originals) {
  ExpandedVariables expanded;
  const auto refers = [](const Variable& variable) { return absl::StrContains(variable.value, "$("); };
  if (std::none_of(originals.begin(), originals.end(), refers)) {
    expanded.variables = std::move(originals);
    return expanded;
  }
  expanded.variables = originals;
  Expander expander(originals);
  for (const Variable& variable : originals) {
    if (!refers(variable)) continue;
    if (const Expander::Expanded* value = expander.Expand(variable)) {
      expanded.variables.Set(variable.name, value->value, value->is_secret);
    } else {
      expanded.warnings.push_back(absl::StrCat("variable '", variable.name, "' is not expanded: ", expander.problem));
    }
  }
  return expanded;
}

std::string ExpandMacros(absl::string_view text, const VariableMap& variables) {
  Finder finder(variables);
  return Replace(text, [&](absl::string_view name) -> const std::string* {
    const Variable* variable = finder.Find(name);
    return variable == nullptr ? nullptr : &variable->value;
  });
}

std::string ExpandParameters(absl::string_view text,
                             const std::vector<std::pair<std::string, std::string>>& parameters) {
  return Replace(text, [&](absl::string_view name) -> const std::string* {
    if (!absl::StartsWithIgnoreCase(name, kParameters)) return nullptr;
    name.remove_prefix(kParameters.size());
    for (const auto& [parameter, value] : parameters) {
      if (absl::EqualsIgnoreCase(parameter, name)) return &value;
    }
    return nullptr;
  });
}

std::string ExpandBracketed(absl::string_view text,
                            const std::function<std::optional<std::string>(absl::string_view)>& lookup) {
  return BracketExpander(text, lookup).Expand(0, text.size(), kMaxMacroDepth);
}

}  // namespace slipway
