// Why an environment has, or has not, been deployed: the facts in order, from the event log alone (domain.md B4).
#ifndef SLIPWAY_CORE_EXPLAIN_H_
#define SLIPWAY_CORE_EXPLAIN_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "core/definition_plan.h"
#include "slipway/v1/commands.pb.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

// Folds a release record by record and notes what touches one environment. Times in texts are UTC, to the second.
class Explainer {
 public:
  Explainer(std::shared_ptr<const DefinitionPlan> plan, int32_t environment);
  ~Explainer();
  Explainer(const Explainer&) = delete;
  Explainer& operator=(const Explainer&) = delete;

  void Add(int64_t sequence, const v1::EventBatch& batch);
  // What follows from all that was added, at `now`.
  v1::ExplainResponse Finish(absl::Time now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_EXPLAIN_H_
