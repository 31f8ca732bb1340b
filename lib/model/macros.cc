#include "model/macros.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

// Walks `text`, replacing each $(name) that `lookup` knows; after an unknown one scanning goes on behind its `$`.
template <typename Lookup>
std::string Replace(absl::string_view text, Lookup&& lookup) {
  std::string out;
  size_t from = 0;
  while (from < text.size()) {
    const size_t start = text.find("$(", from);
    const size_t end = start == absl::string_view::npos ? start : text.find(')', start + 2);
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

class Expander {
 public:
  explicit Expander(const VariableMap& originals) : originals_(originals) {}

  // False: a cycle or too deep; `problem` says which.
  bool Expand(const Variable& variable, std::string* out, bool* secret) {
    if (stack_.size() >= kMaxMacroDepth) {
      problem = absl::StrCat("more than ", kMaxMacroDepth, " variables are nested");
      return false;
    }
    for (const Variable* outer : stack_) {
      if (outer == &variable) {
        problem = absl::StrCat("variable '", variable.name, "' refers to itself");
        return false;
      }
    }
    stack_.push_back(&variable);
    *secret = *secret || variable.is_secret;
    bool good = true;
    std::string nested;
    *out = Replace(variable.value, [&](absl::string_view name) -> const std::string* {
      const Variable* inner = good ? originals_.Find(name) : nullptr;
      if (inner == nullptr) return nullptr;
      if (!Expand(*inner, &nested, secret)) {
        good = false;
        return nullptr;
      }
      // Bounded: doubling fifty times over would fill any memory.
      total_ += nested.size();
      if (total_ > kMaxTotal) {
        problem = "the expanded value is too long";
        good = false;
        return nullptr;
      }
      return &nested;
    });
    stack_.pop_back();
    return good;
  }

  std::string problem;

 private:
  static constexpr size_t kMaxTotal = size_t{64} << 20;

  const VariableMap& originals_;
  std::vector<const Variable*> stack_;
  size_t total_ = 0;
};

}  // namespace

ExpandedVariables ExpandVariables(const VariableMap& originals) {
  ExpandedVariables expanded;
  expanded.variables = originals;
  for (const Variable& variable : originals) {
    if (!absl::StrContains(variable.value, "$(")) continue;
    Expander expander(originals);
    std::string value;
    bool secret = variable.is_secret;
    if (expander.Expand(variable, &value, &secret)) {
      expanded.variables.Set(variable.name, std::move(value), secret);
    } else {
      expanded.warnings.push_back(absl::StrCat("variable '", variable.name, "' is not expanded: ", expander.problem));
    }
  }
  return expanded;
}

std::string ExpandMacros(absl::string_view text, const VariableMap& variables) {
  return Replace(text, [&](absl::string_view name) -> const std::string* {
    const Variable* variable = variables.Find(name);
    return variable == nullptr ? nullptr : &variable->value;
  });
}

std::string ExpandParameters(absl::string_view text,
                             const std::vector<std::pair<std::string, std::string>>& parameters) {
  return Replace(text, [&](absl::string_view name) -> const std::string* {
    if (!absl::StartsWithIgnoreCase(name, "Parameters.")) return nullptr;
    const std::string key = absl::AsciiStrToLower(name.substr(11));
    for (const auto& [parameter, value] : parameters) {
      if (parameter == key) return &value;
    }
    return nullptr;
  });
}

std::string ExpandBracketed(absl::string_view text,
                            const std::function<std::optional<std::string>(absl::string_view)>& lookup) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (!absl::StartsWith(text.substr(at), "$(")) {
      out.push_back(text[at++]);
      continue;
    }
    int open = 1;
    size_t end = at + 2;
    for (; end < text.size() && open > 0; ++end) open += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
    if (open > 0) {
      out.push_back(text[at++]);
      continue;
    }
    const absl::string_view inner = text.substr(at + 2, end - at - 3);
    const std::string name = absl::StrContains(inner, "$(") ? ExpandBracketed(inner, lookup) : std::string(inner);
    if (std::optional<std::string> value = lookup(name)) {
      out += *value;
    } else {
      absl::StrAppend(&out, "$(", name, ")");
    }
    at = end;
  }
  return out;
}

}  // namespace slipway
