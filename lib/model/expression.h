// The condition language of phases and tasks (task-contract 4): and(succeeded(), eq(variables['x'], 'y')).
#ifndef SLIPWAY_MODEL_EXPRESSION_H_
#define SLIPWAY_MODEL_EXPRESSION_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "model/expression_value.h"

namespace slipway {

// What status functions look at.
enum class JobStatus { kSucceeded = 0, kSucceededWithIssues = 1, kFailed = 2, kCanceled = 3 };

struct ScopeVariable {
  std::string value;
  bool is_secret = false;  // masked in traces
};

class ExpressionScope {
 public:
  virtual ~ExpressionScope() = default;
  virtual JobStatus status() const = 0;
  // Case-insensitive; nullopt: there is none, which is null.
  virtual std::optional<ScopeVariable> FindVariable(absl::string_view name) const = 0;
  // Further named values (root, response of server tasks); nullopt: not known here.
  virtual std::optional<Value> FindNamed(absl::string_view) const { return std::nullopt; }
};

struct EvaluationResult {
  bool value = false;
  // "Evaluating: <normal form>\nExpanded: <with values>\nResult: True|False"; empty unless asked for.
  std::string trace;
};

struct ExpressionNode;

// Immutable, cheap to copy, thread-safe. A default-made one is `succeeded()`.
class Expression {
 public:
  static constexpr size_t kMaxLength = 21000;  // characters
  static constexpr int kMaxDepth = 50;

  Expression() = default;
  // Blank text is `succeeded()`. `named_values`: those that the scope's FindNamed will know, besides `variables`; read
  // during the call only. `root` among them makes it an expression of server tasks, which also have count(), isUrl()
  // and jsonpath() over that value. INVALID_ARGUMENT with the token and its 1-based position, in characters.
  static absl::StatusOr<Expression> Parse(absl::string_view text,
                                          absl::Span<const absl::string_view> named_values = {});

  // INVALID_ARGUMENT: a type error, named with the function.
  absl::StatusOr<EvaluationResult> Evaluate(const ExpressionScope& scope, bool with_trace) const;
  absl::StatusOr<Value> EvaluateValue(const ExpressionScope& scope) const;

  // Whether this is exactly `succeeded()`, which most conditions are.
  bool is_succeeded() const { return root_ == nullptr; }
  // The tree printed again: functions as written, a.b as a['b'], versions with a v.
  std::string NormalForm() const;
  // The tree (expression_node.h), for analyses in this room; null: `succeeded()`.
  const ExpressionNode* root() const { return root_.get(); }

 private:
  std::shared_ptr<const ExpressionNode> root_;
};

// The condition a task has: its own, or what alwaysRun stands for (task-contract 4.4).
std::string ConditionOf(absl::string_view condition, bool always_run);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_EXPRESSION_H_
