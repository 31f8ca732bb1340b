#include <algorithm>

#include "absl/strings/match.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

std::string ConditionPath(int environment, int condition) {
  return absl::StrCat("environments[", environment, "].conditions[", condition, "]");
}

bool IsStart(const v1::Condition& condition) {
  return condition.condition_type() == v1::CONDITION_TYPE_EVENT &&
         absl::EqualsIgnoreCase(condition.name(), "ReleaseStarted");
}

// Two conditions on one environment that no state of it satisfies together.
bool CheckContradictions(const Context& context, int index) {
  const v1::DefinitionEnvironment& environment = context.definition.environments(index);
  absl::flat_hash_map<int, int32_t> masks;  // what is left for each upstream environment
  bool contradictory = false;
  for (int i = 0; i < environment.conditions_size(); ++i) {
    const v1::Condition& condition = environment.conditions(i);
    if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE || condition.status_mask() == 0) continue;
    if (condition.status_mask() == 128) {
      context.Warn(absl::StrCat(ConditionPath(index, i), ".value"), "ONLY_AFTER_PARTIAL_SUCCESS",
                   absl::StrCat("starts only when ", Quoted(condition.name()),
                                " succeeded partially, not when it succeeded; expected 132 (both)"));
    }
    const int upstream = context.names.Find(condition.name());
    if (upstream < 0) continue;
    const auto [mask, is_new] = masks.try_emplace(upstream, condition.status_mask());
    if (is_new) continue;
    if (mask->second != 0 && (mask->second & condition.status_mask()) == 0) {
      contradictory = true;
      context.Warn(absl::StrCat(ConditionPath(index, i), ".value"), "CONTRADICTORY_CONDITIONS",
                   absl::StrCat("all conditions must hold at once, but ", Quoted(condition.name()),
                                " is never in the states of this one and of an earlier one; the environment never "
                                "starts by itself; make one condition of both, with the sum of the values"));
    }
    mask->second &= condition.status_mask();
  }
  return contradictory;
}

// By environment: why it can never start by itself (empty: it can, as far as its own conditions go).
std::string OwnObstacle(const v1::DefinitionEnvironment& environment, bool contradictory) {
  if (!environment.schedules().empty()) return "";
  if (environment.conditions().empty()) return "is deployed by hand only";
  if (contradictory) return "has contradictory conditions";
  bool starts = false;
  for (const v1::Condition& condition : environment.conditions()) {
    if (condition.condition_type() == v1::CONDITION_TYPE_EVENT && !IsStart(condition)) {
      return "waits for an event that never happens";
    }
    starts = starts || condition.condition_type() != v1::CONDITION_TYPE_ARTIFACT;
  }
  return starts ? "" : "has artifact conditions only";
}

// Whether every environment can start by itself, by what it waits for; circles cannot.
std::vector<bool> FindSelfStarting(const Context& context, const std::vector<std::string>& obstacles) {
  const int count = context.definition.environments_size();
  std::vector<std::vector<int>> dependents(count);
  std::vector<int> waits(count, 0);
  std::vector<int> ready;
  for (int e = 0; e < count; ++e) {
    const v1::DefinitionEnvironment& environment = context.definition.environments(e);
    if (environment.schedules().empty()) {
      for (const v1::Condition& condition : environment.conditions()) {
        if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
        ++waits[e];
        const int upstream = context.names.Find(condition.name());
        if (upstream >= 0) dependents[upstream].push_back(e);
      }
    }
    if (waits[e] == 0) ready.push_back(e);
  }
  std::vector<bool> starts(count, false);
  while (!ready.empty()) {
    const int environment = ready.back();
    ready.pop_back();
    if (!obstacles[environment].empty()) continue;
    starts[environment] = true;
    for (const int dependent : dependents[environment]) {
      if (--waits[dependent] == 0) ready.push_back(dependent);
    }
  }
  return starts;
}

bool HasTrigger(const Context& context, v1::ReleaseTriggerType type) {
  for (const v1::Trigger& trigger : context.definition.triggers()) {
    if (trigger.trigger_type() == type) return true;
  }
  return false;
}

// domain.md 3.3: who takes part in releases of pull requests.
void CheckPullRequests(const Context& context) {
  if (!HasTrigger(context, v1::RELEASE_TRIGGER_TYPE_PULL_REQUEST)) return;
  bool any = false;
  for (int e = 0; e < context.definition.environments_size(); ++e) {
    const v1::DefinitionEnvironment& environment = context.definition.environments(e);
    if (!environment.environment_options().pull_request_deployment_enabled()) continue;
    any = true;
    for (int i = 0; i < environment.conditions_size(); ++i) {
      const v1::Condition& condition = environment.conditions(i);
      if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
      const int upstream = context.names.Find(condition.name());
      if (upstream < 0 ||
          context.definition.environments(upstream).environment_options().pull_request_deployment_enabled()) {
        continue;
      }
      context.Warn(absl::StrCat(ConditionPath(e, i), ".name"), "PULL_REQUEST_CHAIN_BROKEN",
                   absl::StrCat("pull requests are deployed here, but not to ", Quoted(condition.name()),
                                ", which this environment waits for; set pullRequestDeploymentEnabled there too"));
    }
  }
  if (!any) {
    context.Warn("triggers", "PULL_REQUEST_DEPLOYS_NOWHERE",
                 "a trigger creates releases for pull requests, but no environment takes them; set "
                 "environmentOptions.pullRequestDeploymentEnabled where they are to be deployed");
  }
}

}  // namespace

void CheckStarts(const Context& context) {
  const int count = context.definition.environments_size();
  std::vector<std::string> obstacles;
  for (int e = 0; e < count; ++e) {
    const bool contradictory = CheckContradictions(context, e);
    obstacles.push_back(OwnObstacle(context.definition.environments(e), contradictory));
    CheckConditionFilters(context, e);
    for (int s = 0; s < context.definition.environments(e).schedules_size(); ++s) {
      CheckTimeZone(context, context.definition.environments(e).schedules(s),
                    absl::StrCat("environments[", e, "].schedules[", s, "]"));
    }
  }
  // Only next to the cause: the rest of the chain follows from it.
  for (int e = 0; e < count; ++e) {
    const v1::DefinitionEnvironment& environment = context.definition.environments(e);
    for (int i = 0; i < environment.conditions_size(); ++i) {
      const v1::Condition& condition = environment.conditions(i);
      if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
      const int upstream = context.names.Find(condition.name());
      if (upstream < 0 || upstream == e || obstacles[upstream].empty()) continue;
      context.Warn(absl::StrCat(ConditionPath(e, i), ".name"), "WAITS_FOR_MANUAL_ENVIRONMENT",
                   absl::StrCat("starts only after somebody has deployed ", Quoted(condition.name()),
                                " by hand, which ", obstacles[upstream], "; nothing to do when it is meant so"));
    }
  }
  const std::vector<bool> starts = FindSelfStarting(context, obstacles);
  if (count > 0 && !context.definition.triggers().empty() &&
      std::find(starts.begin(), starts.end(), true) == starts.end()) {
    context.Warn("triggers", "RELEASES_START_NOTHING",
                 "triggers create releases, but no environment starts by itself: they stay where they are until "
                 "somebody deploys them; give an environment the condition ReleaseStarted");
  }
  CheckPullRequests(context);
}

}  // namespace slipway::lint_internal
