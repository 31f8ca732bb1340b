#include "model/expression.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status_macros.h"
#include "model/expression_node.h"
#include "model/unicode.h"

namespace slipway {
namespace {

constexpr absl::string_view kSucceeded = "succeeded()";
constexpr char kMasked[] = "'***'";

const ExpressionNode& SucceededNode() {
  static const ExpressionNode* const kNode = [] {
    auto* node = new ExpressionNode;
    node->kind = NodeKind::kCall;
    node->name = "succeeded";
    node->function = FindExpressionFunction("succeeded");
    return node;
  }();
  return *kNode;
}

std::string Printed(const Value& value) {
  if (value.kind() == ValueKind::kString) return QuoteString(value.string());
  if (value.kind() == ValueKind::kVersion) return absl::StrCat("v", *value.ToText());
  if (value.kind() == ValueKind::kNull) return "Null";
  return value.ToText().value_or(KindName(value.kind()));
}

void Print(const ExpressionNode& node, std::string* out) {
  switch (node.kind) {
    case NodeKind::kLiteral:
      *out += Printed(node.literal);
      return;
    case NodeKind::kNamedValue:
      *out += node.name;
      return;
    case NodeKind::kCall:
      absl::StrAppend(out, node.name, "(");
      for (size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) *out += ", ";
        Print(*node.children[i], out);
      }
      *out += ")";
      return;
    case NodeKind::kIndex:
      Print(*node.children[0], out);
      *out += "[";
      Print(*node.children[1], out);
      *out += "]";
      return;
    case NodeKind::kWildcard:
      Print(*node.children[0], out);
      *out += "[*]";
      return;
  }
}

bool IsVariables(const ExpressionNode& node) {
  return node.kind == NodeKind::kNamedValue && absl::EqualsIgnoreCase(node.name, "variables");
}

const Value* Member(const Value& object, absl::string_view name) {
  for (const auto& [key, member] : object.object()) {
    if (absl::EqualsIgnoreCase(key, name)) return &member;
  }
  return nullptr;
}

void AppendElements(const Value& container, ValueArray* items) {
  if (container.kind() == ValueKind::kArray) {
    items->insert(items->end(), container.array().begin(), container.array().end());
  } else if (container.kind() == ValueKind::kObject) {
    for (const auto& [name, member] : container.object()) items->push_back(member);
  }
}

Value IndexOne(const Value& container, const Value& index) {
  if (container.kind() == ValueKind::kObject) {
    const auto name = index.ToText();
    const Value* member = name ? Member(container, *name) : nullptr;
    return member == nullptr ? Value() : *member;
  }
  if (container.kind() == ValueKind::kArray) {
    // Of what else converts to a number - null, booleans, '' - none is meant as an index.
    const bool is_index =
        index.kind() == ValueKind::kNumber || (index.kind() == ValueKind::kString && index.ToBoolean());
    const auto number = is_index ? index.ToNumber() : std::nullopt;
    const auto position = number ? number->ToInteger() : std::nullopt;
    if (position && *position >= 0 && *position < static_cast<int64_t>(container.array().size())) {
      return container.array()[*position];
    }
  }
  return Value();
}

}  // namespace

std::string QuoteString(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

absl::StatusOr<Value> Evaluator::Evaluate(const ExpressionNode& node) {
  switch (node.kind) {
    case NodeKind::kLiteral:
      return node.literal;
    case NodeKind::kNamedValue: {
      if (IsVariables(node)) {
        static const Value* const kVariables = new Value(Value::Object({}));  // one, so that it equals itself
        return *kVariables;
      }
      if (std::optional<Value> value = scope_.FindNamed(node.name)) return *std::move(value);
      return absl::InvalidArgumentError(absl::StrCat("'", node.name, "' is not known here"));
    }
    case NodeKind::kCall:
      return node.function->call(*this, *node.function, node.children);
    case NodeKind::kIndex:
      return Index(node);
    case NodeKind::kWildcard: {
      SLIPWAY_ASSIGN_OR_RETURN(const Value container, Evaluate(*node.children[0]));
      ValueArray items;
      if (container.is_filtered_array()) {
        for (const Value& item : container.array()) AppendElements(item, &items);
      } else {
        AppendElements(container, &items);
      }
      return Value::Array(std::move(items), /*filtered=*/true);
    }
  }
  return Value();
}

absl::StatusOr<Value> Evaluator::Index(const ExpressionNode& node) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value index, Evaluate(*node.children[1]));
  if (IsVariables(*node.children[0])) {
    const auto name = index.ToText();
    if (!name) return Value();
    std::optional<ScopeVariable> variable = scope_.FindVariable(*name);
    return variable ? Value::String(std::move(variable->value)) : Value();
  }
  SLIPWAY_ASSIGN_OR_RETURN(const Value container, Evaluate(*node.children[0]));
  if (!container.is_filtered_array()) return IndexOne(container, index);
  // Accessors behind a wildcard apply to every element; those without such a member drop out.
  ValueArray items;
  for (const Value& item : container.array()) {
    Value member = IndexOne(item, index);
    if (member.kind() != ValueKind::kNull) items.push_back(std::move(member));
  }
  return Value::Array(std::move(items), /*filtered=*/true);
}

bool Evaluator::UsesSecret(const ExpressionNode& node) {
  if (node.kind == NodeKind::kIndex && IsVariables(*node.children[0])) {
    const absl::StatusOr<Value> index = Evaluate(*node.children[1]);
    const auto name = index.ok() ? index->ToText() : std::nullopt;
    const auto variable = name ? scope_.FindVariable(*name) : std::nullopt;
    if (variable && variable->is_secret) return true;
  }
  return std::any_of(node.children.begin(), node.children.end(),
                     [this](const auto& child) { return UsesSecret(*child); });
}

std::string Evaluator::Expanded(const ExpressionNode& node) {
  switch (node.kind) {
    case NodeKind::kIndex: {
      if (IsVariables(*node.children[0])) {
        const absl::StatusOr<Value> index = Evaluate(*node.children[1]);
        const auto name = index.ok() ? index->ToText() : std::nullopt;
        const auto variable = name ? scope_.FindVariable(*name) : std::nullopt;
        if (!variable) return "Null";
        return variable->is_secret ? kMasked : QuoteString(variable->value);
      }
      if (UsesSecret(node)) return kMasked;  // also a part of a secret, which no masker would know
      const absl::StatusOr<Value> value = Evaluate(node);
      return value.ok() ? Printed(*value) : "?";
    }
    case NodeKind::kCall: {
      std::string out = absl::StrCat(node.name, "(");
      for (size_t i = 0; i < node.children.size(); ++i) {
        absl::StrAppend(&out, i > 0 ? ", " : "", Expanded(*node.children[i]));
      }
      return out + ")";
    }
    default: {
      std::string out;
      Print(node, &out);
      return out;
    }
  }
}

absl::StatusOr<EvaluationResult> Expression::Evaluate(const ExpressionScope& scope, bool with_trace) const {
  const ExpressionNode& root = root_ == nullptr ? SucceededNode() : *root_;
  Evaluator evaluator(scope);
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(root));
  EvaluationResult result;
  result.value = value.ToBoolean();
  if (with_trace) {
    const std::string normal = NormalForm();
    const std::string expanded = evaluator.Expanded(root);
    result.trace = absl::StrCat("Evaluating: ", normal, "\n");
    if (expanded != normal) absl::StrAppend(&result.trace, "Expanded: ", expanded, "\n");
    absl::StrAppend(&result.trace, "Result: ", result.value ? "True" : "False");
  }
  return result;
}

absl::StatusOr<Value> Expression::EvaluateValue(const ExpressionScope& scope) const {
  Evaluator evaluator(scope);
  return evaluator.Evaluate(root_ == nullptr ? SucceededNode() : *root_);
}

std::string Expression::NormalForm() const {
  std::string out;
  Print(root_ == nullptr ? SucceededNode() : *root_, &out);
  return out;
}

std::string ConditionOf(absl::string_view condition, bool always_run) {
  if (!StripBlanks(condition).empty()) return std::string(condition);
  return std::string(always_run ? absl::string_view("succeededOrFailed()") : kSucceeded);
}

}  // namespace slipway
