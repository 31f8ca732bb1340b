#include "model/definition_support.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

// One row: a feature that a definition can ask for. Deleting the row is how a feature is declared done.
template <typename T>
struct Unsupported {
  bool (*asks_for)(const T&);
  const char* place;  // below the element the row is about; empty: the element itself
  const char* code;
  const char* instead;
};

// Manual intervention and Delay are held by the engine itself.
bool IsHeldByEngine(const v1::WorkflowTask& task) {
  return absl::EqualsIgnoreCase(task.task_id(), "bcb64569-d51a-4af0-9c01-ea5d05b3b622") ||
         absl::EqualsIgnoreCase(task.task_id(), "28782b92-5e8e-4458-9751-a71cd1492bae");
}

constexpr Unsupported<v1::DeployPhase> kPhase[] = {
    {[](const v1::DeployPhase& phase) {
       return phase.phase_type() == v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER &&
              !std::all_of(phase.workflow_tasks().begin(), phase.workflow_tasks().end(), IsHeldByEngine);
     },
     "phaseType", "NOT_RUN_YET_SERVER_PHASE",
     "server phases run on this machine: tasks other than manual intervention and delay need a handler of the host"},
    {[](const v1::DeployPhase& phase) {
       return phase.phase_type() == v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT;
     },
     "phaseType", "NOT_RUN_YET_DEPLOYMENT_GROUP",
     "a target is this machine or one with an ssh connection (deployment-group put --ssh); others need a handler of the "
     "host, and a group that is not known here fails the phase, unless the release says to skip or simulate unknown tasks"},
    {[](const v1::DeployPhase& phase) { return phase.phase_type() == v1::DEPLOY_PHASE_TYPE_DEPLOYMENT_GATES; },
     "phaseType", "NOT_RUN_YET_GATES_PHASE", "a phase of gates runs like an agent phase, once"},
    {[](const v1::DeployPhase& phase) { return !phase.deployment_input().demands().empty(); },
     "deploymentInput.demands", "NOT_RUN_YET_DEMANDS",
     "demands are held against the agents of the phase's pool when it is known here (agent-pool put); else the phase runs on "
     "this machine, whatever it offers"},
};

template <typename T, size_t kRows>
void Report(const Unsupported<T> (&rows)[kRows], const T& element, const std::string& path, FindingList* findings) {
  for (const Unsupported<T>& row : rows) {
    if (!row.asks_for(element)) continue;
    findings->Warning(absl::StrCat(path, path.empty() || *row.place == 0 ? "" : ".", row.place), row.code, row.instead);
  }
}

}  // namespace

void ReportUnsupported(const v1::ReleaseDefinition& definition, FindingList* findings) {
  for (int e = 0; e < definition.environments_size(); ++e) {
    const v1::DefinitionEnvironment& environment = definition.environments(e);
    for (int p = 0; p < environment.deploy_phases_size(); ++p) {
      Report(kPhase, environment.deploy_phases(p), absl::StrCat("environments[", e, "].deployPhases[", p, "]"),
             findings);
    }
  }
}

}  // namespace slipway
