// A definition revision made ready to run: sorted, conditions parsed, graph built. Immutable; one is shared by every
// release created from that revision, so no transition ever copies a definition.
#ifndef SLIPWAY_CORE_DEFINITION_PLAN_H_
#define SLIPWAY_CORE_DEFINITION_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/condition_graph.h"
#include "model/expression.h"
#include "model/schedule.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

struct TaskPlan {
  const v1::WorkflowTask* definition = nullptr;  // owned by the DefinitionPlan
  Expression condition;
  absl::Duration timeout = absl::ZeroDuration();  // zero: none
  int32_t retries = 0;
};

struct PhasePlan {
  const v1::DeployPhase* definition = nullptr;
  Expression condition;
  absl::Duration job_timeout = absl::ZeroDuration();  // zero: none
  absl::Duration cancel_timeout = absl::Minutes(1);
  std::vector<TaskPlan> tasks;  // enabled ones only (domain.md 8.4: a disabled task leaves no row)
};

// The gates on one side of the phases, times made durations (domain.md 6.1).
struct GatesPlan {
  bool configured = false;       // enabled, and there are some
  std::vector<TaskPlan> tasks;   // enabled ones of all gates
  std::vector<std::string> names;  // of the gate each task belongs to
  absl::Duration timeout = absl::Hours(24);
  absl::Duration interval = absl::Minutes(15);
  absl::Duration stabilization = absl::Minutes(5);
  absl::Duration minimum_success = absl::ZeroDuration();
  v1::ApprovalExecutionOrder order = v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES;
};

// The approvals on one side of the phases.
struct ApprovalSide {
  const v1::Approvals* definition = nullptr;
  std::vector<const v1::ApprovalStep*> steps;     // by rank; automated ones too
  bool automated = true;                          // nobody is asked
  int32_t required = 0;                           // 0 = all
  absl::Duration timeout = absl::Hours(24 * 30);  // domain.md 5.1: 0 = 43200 minutes
};

struct EnvironmentPlan {
  const v1::DefinitionEnvironment* definition = nullptr;
  std::vector<PhasePlan> phases;  // by rank
  ApprovalSide pre;
  ApprovalSide post;
  GatesPlan pre_gates;
  GatesPlan post_gates;
  int32_t concurrency = 0;     // deployments at once over all releases (domain.md 7); 0 = any number
  bool newest_only = false;    // of the waiting ones only the newest stays
  bool for_pull_requests = false;
  std::optional<Schedule> schedule;  // deploys at its occurrences only (domain.md 4.4)
  bool after_release = false;       // has a ReleaseStarted condition
  std::string upstream_names;       // of its environment conditions, comma separated: text of trigger reasons
  std::vector<int32_t> depends_on;  // environments of its conditions, in condition order
};

class DefinitionPlan {
 public:
  // Errors are those of definitions that validation refuses too (a condition that does not parse, an unknown name).
  // A schedule in a zone that `load` does not know is left out, as validation warned: it never fires.
  static absl::StatusOr<std::shared_ptr<const DefinitionPlan>> Build(v1::ReleaseDefinition definition,
                                                                     ZoneLoader load);
  // Knows UTC only.
  static absl::StatusOr<std::shared_ptr<const DefinitionPlan>> Build(v1::ReleaseDefinition definition);

  const v1::ReleaseDefinition& definition() const { return definition_; }
  const std::vector<EnvironmentPlan>& environments() const { return environments_; }
  const EnvironmentPlan& environment(int32_t index) const { return environments_[index]; }
  const ConditionGraph& graph() const { return graph_; }
  // Environments with a ReleaseStarted condition.
  const std::vector<int32_t>& after_release() const { return after_release_; }
  // Of its schedule triggers.
  const std::vector<Schedule>& schedules() const { return schedules_; }
  // Index of an environment by name, case-insensitive; -1: none.
  int32_t FindEnvironment(absl::string_view name) const;

 private:
  DefinitionPlan() = default;

  v1::ReleaseDefinition definition_;
  std::vector<EnvironmentPlan> environments_;  // by rank
  ConditionGraph graph_;
  std::vector<int32_t> after_release_;
  std::vector<Schedule> schedules_;
  absl::flat_hash_map<std::string, int32_t> by_name_;  // lower case
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_DEFINITION_PLAN_H_
