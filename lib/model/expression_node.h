// The tree of an expression, and its functions. Private to the expression files.
#ifndef SLIPWAY_MODEL_EXPRESSION_NODE_H_
#define SLIPWAY_MODEL_EXPRESSION_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "model/expression.h"
#include "model/expression_value.h"

namespace slipway {

enum class NodeKind { kLiteral, kNamedValue, kCall, kIndex, kWildcard };

struct ExpressionFunction;

struct ExpressionNode {
  NodeKind kind = NodeKind::kLiteral;
  Value literal;
  std::string name;  // of a named value or call, as written
  const ExpressionFunction* function = nullptr;
  std::vector<std::unique_ptr<ExpressionNode>> children;  // arguments; or the container and its index
};

// Evaluates arguments only when a function asks, so that and(), or(), iif() short-circuit.
class Evaluator {
 public:
  explicit Evaluator(const ExpressionScope& scope) : scope_(scope) {}

  absl::StatusOr<Value> Evaluate(const ExpressionNode& node);
  const ExpressionScope& scope() const { return scope_; }

  // `node` printed with the values that were looked up.
  std::string Expanded(const ExpressionNode& node);

 private:
  absl::StatusOr<Value> Index(const ExpressionNode& node);
  // Whether a secret variable goes into the value of `node`.
  bool UsesSecret(const ExpressionNode& node);

  const ExpressionScope& scope_;
};

using Arguments = std::vector<std::unique_ptr<ExpressionNode>>;

struct ExpressionFunction {
  const char* name;  // as documented; any case is taken
  int min_arguments;
  int max_arguments;
  absl::StatusOr<Value> (*call)(Evaluator& evaluator, const ExpressionFunction& function, const Arguments& arguments);
};

// Null when there is no such function; case-insensitive. `of_server_tasks`: count, isUrl and jsonpath too.
const ExpressionFunction* FindExpressionFunction(absl::string_view name, bool of_server_tasks = false);

std::string QuoteString(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_EXPRESSION_NODE_H_
