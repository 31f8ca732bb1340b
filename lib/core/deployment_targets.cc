#include "core/deployment_targets.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace slipway {

const v1::DeploymentGroup* FindGroup(const DecideContext& context, const v1::DeployPhase& phase) {
  int64_t id = 0;
  if (!context.deployment_group || !absl::SimpleAtoi(phase.deployment_input().queue_id(), &id)) return nullptr;
  return context.deployment_group(id);
}

std::vector<const v1::DeploymentTarget*> ChooseTargets(const v1::DeploymentGroup& group, const v1::DeployPhase& phase,
                                                       const std::vector<std::string>& only) {
  std::vector<const v1::DeploymentTarget*> chosen;
  for (const v1::DeploymentTarget& target : group.targets()) {
    const auto carries = [&](const std::string& wanted) {
      return std::any_of(target.tags().begin(), target.tags().end(),
                         [&](const std::string& tag) { return absl::EqualsIgnoreCase(tag, wanted); });
    };
    const v1::DeploymentInput& input = phase.deployment_input();
    if (!std::all_of(input.tags().begin(), input.tags().end(), carries)) continue;
    if (!only.empty() && std::none_of(only.begin(), only.end(), [&](const std::string& name) {
          return absl::EqualsIgnoreCase(name, target.name());
        })) {
      continue;
    }
    chosen.push_back(&target);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const v1::DeploymentTarget* a, const v1::DeploymentTarget* b) {
    return a->offline() != b->offline() ? b->offline() : a->name() < b->name();
  });
  return chosen;
}

int32_t TargetParallelism(const v1::DeploymentInput& input, int32_t targets) {
  const std::string& option = input.deployment_health_option();
  if (absl::EqualsIgnoreCase(option, "OneTargetAtATime")) return std::min(1, targets);
  const int32_t healthy = std::clamp(input.health_percent(), 0, 100);
  return static_cast<int32_t>(int64_t{targets} * (100 - healthy) / 100);
}

}  // namespace slipway
