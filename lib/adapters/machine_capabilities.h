// What this machine offers to jobs, as the agent of the original finds out about itself: programs on PATH and the folders
// that some of them are known by.
#ifndef SLIPWAY_ADAPTERS_MACHINE_CAPABILITIES_H_
#define SLIPWAY_ADAPTERS_MACHINE_CAPABILITIES_H_

#include <map>
#include <string>

namespace slipway {

// Name of the capability -> where it is. Reads PATH and a few other variables of this process.
std::map<std::string, std::string> MachineCapabilities();

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_MACHINE_CAPABILITIES_H_
