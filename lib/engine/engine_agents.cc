// Calls about agent pools; and which machine a job runs on.
#include "base/status_macros.h"
#include "engine/agent_capabilities.h"
#include "engine/engine.h"

namespace slipway {

void Engine::KnowAgents(const v1::AgentPool& pool) {
  if (options_.machine_capabilities && !machine_capabilities_) machine_capabilities_ = options_.machine_capabilities();
  loop_.agents().SetPool(CompletePool(pool));
}

v1::AgentPool Engine::CompletePool(const v1::AgentPool& pool) const {
  static const auto& kNothing = *new std::map<std::string, std::string>;
  return WithCapabilities(pool, options_.places.machine_name, machine_capabilities_ ? *machine_capabilities_ : kNothing);
}

absl::StatusOr<v1::PutAgentPoolResponse> Engine::PutAgentPool(const v1::PutAgentPoolRequest& request) {
  absl::StatusOr<v1::PutAgentPoolResponse> response;
  RunWork([&] {
    response = resources_.Put(request, ports_.clock->Now());
    if (response.ok()) KnowAgents(response->pool());
  });
  return response;
}

absl::StatusOr<v1::ListAgentPoolsResponse> Engine::ListAgentPools(const v1::ListAgentPoolsRequest&) {
  v1::ListAgentPoolsResponse response;
  RunWork([&] {
    for (const auto& [id, pool] : resources_.agent_pools()) {
      *response.add_pools() = CompletePool(pool);
      for (const v1::Agent& agent : pool.agents()) {
        v1::AgentUse* use = response.add_use();
        use->set_pool_id(id);
        use->set_agent(agent.name());
        use->set_running(loop_.agents().Running(id, agent.name()));
      }
    }
  });
  return response;
}

std::optional<v1::DeploymentTarget> Engine::MachineOf(const ReleaseState& state, const TaskPosition& position) const {
  const JobState* job = FindJob(const_cast<ReleaseState&>(state), position);
  if (position.phase < 0 || job == nullptr) return std::nullopt;
  if (!job->target.empty()) {
    const v1::DeployPhase& phase = *state.plan->environment(position.environment).phases[position.phase].definition;
    return resources_.FindDeploymentTarget(phase.deployment_input().queue_id(), job->target);
  }
  if (job->agent.empty()) return std::nullopt;
  const int64_t pool = state.environments[position.environment].attempt()->phases[position.phase].pool_id;
  const v1::Agent* agent = resources_.FindAgent(pool, job->agent);
  if (agent == nullptr) return std::nullopt;
  v1::DeploymentTarget machine;
  machine.set_name(agent->name());
  if (agent->has_ssh()) *machine.mutable_ssh() = agent->ssh();
  if (agent->has_winrm()) *machine.mutable_winrm() = agent->winrm();
  machine.set_platform(agent->platform());
  return machine;
}

}  // namespace slipway
