// Which targets of a deployment group a phase deploys to, and how many at once (domain.md 8.3).
#ifndef SLIPWAY_CORE_DEPLOYMENT_TARGETS_H_
#define SLIPWAY_CORE_DEPLOYMENT_TARGETS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/decide.h"

namespace slipway {

// The group the phase names; null when it is not known.
const v1::DeploymentGroup* FindGroup(const DecideContext& context, const v1::DeployPhase& phase);

// Those that carry every tag of the phase (case-insensitive), of `only` when that is not empty; reachable ones first,
// then by name.
std::vector<const v1::DeploymentTarget*> ChooseTargets(const v1::DeploymentGroup& group, const v1::DeployPhase& phase,
                                                       const std::vector<std::string>& only);

// How many of `targets` may be busy or unhealthy at any time. 0: the settings let nothing be deployed. Unknown names of
// deploymentHealthOption fall back to healthPercent.
int32_t TargetParallelism(const v1::DeploymentInput& input, int32_t targets);

}  // namespace slipway

#endif  // SLIPWAY_CORE_DEPLOYMENT_TARGETS_H_
