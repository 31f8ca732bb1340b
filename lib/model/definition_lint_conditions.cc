#include "absl/strings/match.h"
#include "model/definition_lint_internal.h"
#include "model/expression_analysis.h"

namespace slipway::lint_internal {

void CheckCondition(const Context& context, const std::string& condition, const std::string& path,
                    References* references, const JobNames* job, bool* only_after_failure) {
  *only_after_failure = false;
  if (condition.empty() || condition == "succeeded()") return;
  const absl::StatusOr<Expression> parsed = Expression::Parse(condition);
  if (!parsed.ok()) return;  // Validate says so
  ForEachMacro(condition, [&](absl::string_view name, size_t) {
    context.Warn(path, "MACRO_IN_CONDITION",
                 absl::StrCat("conditions do not expand ", Quoted(absl::StrCat("$(", name, ")")),
                              ": it is compared as it stands; write variables['", name, "']"));
  });
  const ExpressionFacts facts = AnalyzeExpression(*parsed);
  for (const std::string& name : facts.variables) references->Use(name, path, job);
  if (facts.NeverHolds()) {
    context.Warn(path, "CONDITION_NEVER_HOLDS",
                 absl::StrCat(Quoted(condition),
                              " is false whatever happens: what it guards never runs; correct it, "
                              "or disable the step openly"));
  } else if (facts.AlwaysHolds() && !ContainsIgnoreCase(condition, "always")) {
    context.Warn(path, "CONDITION_ALWAYS_HOLDS",
                 absl::StrCat(Quoted(condition),
                              " is true whatever happens, also after a failure and after a cancellation; add "
                              "succeeded(), or write always()"));
  }
  *only_after_failure = facts.HoldsOnlyAfterFailure() && !facts.NeverHolds();
}

}  // namespace slipway::lint_internal
