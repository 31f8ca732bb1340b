// What can be said about a condition without evaluating it in a job.
#ifndef SLIPWAY_MODEL_EXPRESSION_ANALYSIS_H_
#define SLIPWAY_MODEL_EXPRESSION_ANALYSIS_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/expression.h"

namespace slipway {

struct ExpressionFacts {
  // Variables whose value it uses, by name as first spelled, once each. Those that are only compared with '' are not
  // among them: that asks whether there is such a variable.
  std::vector<std::string> variables;
  // By JobStatus: the outcome when it is the same whatever the variables are; nullopt when it depends on them, or
  // cannot be told.
  std::array<std::optional<bool>, 4> outcome;

  std::optional<bool> At(JobStatus status) const { return outcome[static_cast<size_t>(status)]; }
  bool NeverHolds() const;
  bool AlwaysHolds() const;
  // Can hold after a failure, and certainly neither after success, with or without issues, nor after a cancellation.
  bool HoldsOnlyAfterFailure() const;
};

// Sound, not complete: three-valued logic over and, or, not, xor, iif, with conjunctions like eq(x, 'a') and eq(x, 'b')
// seen through. Quadratic in the depth at most. Thread-safe.
ExpressionFacts AnalyzeExpression(const Expression& expression);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_EXPRESSION_ANALYSIS_H_
