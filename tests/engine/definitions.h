// Small definitions in the exported JSON shape.
#ifndef SLIPWAY_TESTS_ENGINE_DEFINITIONS_H_
#define SLIPWAY_TESTS_ENGINE_DEFINITIONS_H_

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace slipway {

using Json = nlohmann::ordered_json;

inline constexpr char kScriptTask[] = "11111111-0000-0000-0000-000000000000";

inline Json TaskJson(const std::string& script, Json more = Json::object()) {
  Json task = {{"taskId", kScriptTask},
               {"version", "1.*"},
               {"name", script},
               {"enabled", true},
               {"condition", "succeeded()"},
               {"definitionType", "task"},
               {"inputs", {{"script", script}}}};
  task.update(more);
  return task;
}

inline Json PhaseJson(std::vector<Json> tasks, Json input = Json::object()) {
  return {{"rank", 1},
          {"phaseType", 1},
          {"name", "Agent job"},
          {"deploymentInput", std::move(input)},
          {"workflowTasks", std::move(tasks)}};
}

inline Json AutomatedApprovals() {
  return {{"approvals", {{{"rank", 1}, {"isAutomated", true}, {"isNotificationOn", false}}}}};
}

inline Json ManualApprovals(std::vector<std::pair<int, std::string>> steps, Json options = nullptr) {
  Json approvals = Json::array();
  for (const auto& [rank, who] : steps) {
    approvals.push_back({{"rank", rank}, {"isAutomated", false}, {"approver", {{"id", who}, {"displayName", who}}}});
  }
  return {{"approvals", approvals}, {"approvalOptions", options}};
}

// `after` empty: starts with the release; {"-"}: manual only; else after the success of these.
inline Json EnvironmentJson(const std::string& name, int rank, std::vector<std::string> after,
                            std::vector<Json> phases) {
  Json conditions = Json::array();
  if (after.empty()) conditions.push_back({{"name", "ReleaseStarted"}, {"conditionType", 1}, {"value", ""}});
  for (const std::string& upstream : after) {
    if (upstream != "-") conditions.push_back({{"name", upstream}, {"conditionType", 2}, {"value", "4"}});
  }
  return {{"id", rank},
          {"name", name},
          {"rank", rank},
          {"variables", Json::object()},
          {"preDeployApprovals", AutomatedApprovals()},
          {"postDeployApprovals", AutomatedApprovals()},
          {"deployPhases", std::move(phases)},
          {"conditions", conditions},
          {"retentionPolicy", {{"daysToKeep", 30}, {"releasesToKeep", 3}, {"retainBuild", true}}}};
}

inline Json DefinitionJson(std::vector<Json> environments) {
  return {{"name", "Shop"},
          {"path", "\\"},
          {"releaseNameFormat", "Release-$(rev:r)"},
          {"variables", Json::object()},
          {"artifacts", Json::array()},
          {"triggers", Json::array()},
          {"environments", std::move(environments)}};
}

}  // namespace slipway

#endif  // SLIPWAY_TESTS_ENGINE_DEFINITIONS_H_
