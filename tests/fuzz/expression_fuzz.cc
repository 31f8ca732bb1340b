// Any text as a condition: it is refused or evaluated, and its normal form means the same.
#include "model/expression.h"

#include "tests/fuzz/fuzz_input.h"

namespace slipway {
namespace {

class Scope final : public ExpressionScope {
 public:
  JobStatus status() const override { return JobStatus::kSucceeded; }
  std::optional<ScopeVariable> FindVariable(absl::string_view name) const override {
    if (name.empty()) return std::nullopt;
    return ScopeVariable{"1.2.3-" + std::string(name), name.size() % 2 == 0};
  }
};

}  // namespace
}  // namespace slipway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using slipway::Expression;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto expression = Expression::Parse(text);
  if (!expression.ok()) {
    slipway::Require(!expression.status().message().empty(), "a refused expression says why");
    return 0;
  }
  const slipway::Scope scope;
  const auto plain = expression->Evaluate(scope, false);
  const auto traced = expression->Evaluate(scope, true);
  slipway::Require(plain.ok() == traced.ok(), "tracing does not change whether it evaluates");
  if (plain.ok()) slipway::Require(plain->value == traced->value, "tracing does not change the value");
  (void)expression->EvaluateValue(scope);
  (void)expression->NormalForm();
  return 0;
}
