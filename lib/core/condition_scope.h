// What a condition may look at: the status so far and the job's variables, expanded. Built only when it looks.
#ifndef SLIPWAY_CORE_CONDITION_SCOPE_H_
#define SLIPWAY_CORE_CONDITION_SCOPE_H_

#include <functional>
#include <optional>
#include <string>

#include "core/release_state.h"
#include "model/expression.h"
#include "model/macros.h"

namespace slipway {

class ConditionScope : public ExpressionScope {
 public:
  ConditionScope(const ReleaseState& state, const TaskPosition& position, JobStatus status,
                 const std::function<std::string(const std::string&)>& open_secret)
      : state_(state), position_(position), status_(status), open_secret_(open_secret) {}

  JobStatus status() const override { return status_; }
  std::optional<ScopeVariable> FindVariable(absl::string_view name) const override;

 private:
  const ReleaseState& state_;
  const TaskPosition position_;
  const JobStatus status_;
  const std::function<std::string(const std::string&)>& open_secret_;
  mutable std::optional<ExpandedVariables> variables_;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_CONDITION_SCOPE_H_
