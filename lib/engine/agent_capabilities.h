// What agents offer without anyone having said so.
#ifndef SLIPWAY_ENGINE_AGENT_CAPABILITIES_H_
#define SLIPWAY_ENGINE_AGENT_CAPABILITIES_H_

#include <map>
#include <string>

#include "slipway/v1/definition.pb.h"

namespace slipway {

// Every agent gets Agent.Name, Agent.OS, Agent.Version and Agent.ComputerName; one without a connection what is found on
// this machine. What the pool says of an agent goes before all that.
v1::AgentPool WithCapabilities(v1::AgentPool pool, const std::string& machine_name,
                               const std::map<std::string, std::string>& machine);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_AGENT_CAPABILITIES_H_
