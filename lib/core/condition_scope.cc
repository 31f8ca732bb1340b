#include "core/condition_scope.h"

#include "core/runtime_variables.h"

namespace slipway {

std::optional<ScopeVariable> ConditionScope::FindVariable(absl::string_view name) const {
  if (!variables_) {
    const SecretLookup secret = [this](absl::string_view, const std::string& sealed) {
      return sealed.empty() || !open_secret_ ? std::string() : open_secret_(sealed);
    };
    variables_ = ExpandVariables(RuntimeVariables(state_, position_, status_, secret));
  }
  const Variable* variable = variables_->variables.Find(name);
  if (variable == nullptr) return std::nullopt;
  return ScopeVariable{variable->value, variable->is_secret};
}

}  // namespace slipway
