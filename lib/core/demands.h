// What a job asks of the machine it runs on (domain.md 8.1, `demands`).
#ifndef SLIPWAY_CORE_DEMANDS_H_
#define SLIPWAY_CORE_DEMANDS_H_

#include <string>
#include <vector>

#include "slipway/v1/definition.pb.h"

namespace slipway {

// Whether the agent's capabilities meet the demand. Without a value: it has the capability. `-gtVersion 2.1`: its version
// is that or a higher one. Else the values are equal. Names and values in any case.
bool Meets(const v1::Agent& agent, const v1::Demand& demand);
bool MeetsAll(const v1::Agent& agent, const std::vector<v1::Demand>& demands);

// "java, Agent.OS -equals Linux"
std::string DemandsText(const std::vector<v1::Demand>& demands);

}  // namespace slipway

#endif  // SLIPWAY_CORE_DEMANDS_H_
