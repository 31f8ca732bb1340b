#include "engine/agent_capabilities.h"

#include <utility>

#include "absl/strings/match.h"
#include "core/runtime_variables.h"

namespace slipway {

v1::AgentPool WithCapabilities(v1::AgentPool pool, const std::string& machine_name,
                               const std::map<std::string, std::string>& machine) {
  for (v1::Agent& agent : *pool.mutable_agents()) {
    const auto add = [&](const std::string& name, const std::string& value) {
      for (const auto& [known, given] : agent.capabilities()) {
        if (absl::EqualsIgnoreCase(known, name)) return;
      }
      (*agent.mutable_capabilities())[name] = value;
    };
    add("Agent.Name", agent.name());
    const bool windows = agent.platform() == v1::MACHINE_PLATFORM_WINDOWS;
    add("Agent.OS", windows ? "Windows_NT" : "Linux");
    add("Agent.Version", kAgentVersion);
    add("Agent.ComputerName",
        agent.has_winrm() ? agent.winrm().host() : agent.has_ssh() ? agent.ssh().host() : machine_name);
    if (agent.has_ssh() || windows) continue;
    for (const auto& [name, value] : machine) add(name, value);
  }
  return pool;
}

}  // namespace slipway
