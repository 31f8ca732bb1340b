#include "model/definition_support.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

using Environment = v1::DefinitionEnvironment;

// One row: a feature that a definition can ask for. Deleting the row is how a feature is declared done.
template <typename T>
struct Unsupported {
  bool (*asks_for)(const T&);
  const char* place;  // below the element the row is about; empty: the element itself
  const char* code;
  const char* instead;
};

bool HasEnabledGates(const v1::GatesStep& step) { return step.gates_options().is_enabled() && !step.gates().empty(); }

constexpr Unsupported<v1::ReleaseDefinition> kDefinition[] = {
    {[](const v1::ReleaseDefinition& definition) { return !definition.triggers().empty(); }, "triggers",
     "NOT_RUN_YET_TRIGGERS", "triggers do not create releases yet: the host or a person creates each one"},
    {[](const v1::ReleaseDefinition& definition) { return !definition.variable_groups().empty(); }, "variableGroups",
     "NOT_RUN_YET_VARIABLE_GROUPS",
     "variable groups are not read yet: give the values as variables, otherwise $(name) stays as it is"},
};

constexpr Unsupported<Environment> kEnvironment[] = {
    {[](const Environment& environment) { return !environment.variable_groups().empty(); }, "variableGroups",
     "NOT_RUN_YET_VARIABLE_GROUPS",
     "variable groups are not read yet: give the values as variables, otherwise $(name) stays as it is"},
    {[](const Environment& environment) { return HasEnabledGates(environment.pre_deployment_gates()); },
     "preDeploymentGates", "NOT_RUN_YET_GATES",
     "gates are not evaluated yet: a deployment that reaches them is rejected, unless the release says to skip or "
     "simulate unknown tasks"},
    {[](const Environment& environment) { return HasEnabledGates(environment.post_deployment_gates()); },
     "postDeploymentGates", "NOT_RUN_YET_GATES",
     "gates are not evaluated yet: a deployment that reaches them is rejected, unless the release says to skip or "
     "simulate unknown tasks"},
    {[](const Environment& environment) { return environment.execution_policy().concurrency_count() > 0; },
     "executionPolicy", "NOT_RUN_YET_DEPLOYMENT_QUEUE",
     "deployments are not queued yet: those of different releases may run in this environment at the same time"},
    {[](const Environment& environment) { return !environment.schedules().empty(); }, "schedules",
     "NOT_RUN_YET_SCHEDULES",
     "schedules do not start deployments yet: the environment starts by its conditions or by hand"},
    {[](const Environment& environment) { return !environment.environment_triggers().empty(); }, "environmentTriggers",
     "NOT_RUN_YET_ENVIRONMENT_TRIGGERS", "automatic redeployment does not happen yet: redeploy by hand"},
    {[](const Environment& environment) {
       return environment.pre_deploy_approvals()
           .approval_options()
           .auto_triggered_and_previous_environment_approved_can_be_skipped();
     },
     "preDeployApprovals.approvalOptions.autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped",
     "NOT_RUN_YET_APPROVAL_SKIP",
     "the approval is asked for, also when the same person approved the previous environment"},
};

constexpr Unsupported<v1::DeployPhase> kPhase[] = {
    {[](const v1::DeployPhase& phase) { return phase.phase_type() == v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER; },
     "phaseType", "NOT_RUN_YET_SERVER_PHASE",
     "server phases run like agent phases, as one job on this machine: their tasks need a handler of the host"},
    {[](const v1::DeployPhase& phase) {
       return phase.phase_type() == v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT;
     },
     "phaseType", "NOT_RUN_YET_DEPLOYMENT_GROUP",
     "the targets of a deployment group are not reached yet: the phase fails, unless the release says to skip or "
     "simulate "
     "unknown tasks, which leaves it out"},
    {[](const v1::DeployPhase& phase) { return phase.phase_type() == v1::DEPLOY_PHASE_TYPE_DEPLOYMENT_GATES; },
     "phaseType", "NOT_RUN_YET_GATES_PHASE", "a phase of gates runs like an agent phase, once"},
    {[](const v1::DeployPhase& phase) {
       return phase.deployment_input().parallel_execution().parallel_execution_type() !=
              v1::PARALLEL_EXECUTION_TYPE_NONE;
     },
     "deploymentInput.parallelExecution", "NOT_RUN_YET_PARALLEL_JOBS",
     "the phase runs as one job: multipliers are not expanded and jobs are not multiplied yet"},
    {[](const v1::DeployPhase& phase) { return !phase.deployment_input().demands().empty(); },
     "deploymentInput.demands", "NOT_RUN_YET_DEMANDS",
     "demands are not checked: the phase runs on this machine, whatever it offers"},
};

constexpr Unsupported<v1::WorkflowTask> kTask[] = {
    {[](const v1::WorkflowTask& task) { return absl::EqualsIgnoreCase(task.definition_type(), "metaTask"); },
     "definitionType", "NOT_RUN_YET_TASK_GROUP",
     "task groups are not expanded yet: the task is treated like one that nobody can run (unknown tasks)"},
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
  Report(kDefinition, definition, "", findings);
  for (int e = 0; e < definition.environments_size(); ++e) {
    const Environment& environment = definition.environments(e);
    const std::string environment_path = absl::StrCat("environments[", e, "]");
    Report(kEnvironment, environment, environment_path, findings);
    for (int p = 0; p < environment.deploy_phases_size(); ++p) {
      const v1::DeployPhase& phase = environment.deploy_phases(p);
      const std::string phase_path = absl::StrCat(environment_path, ".deployPhases[", p, "]");
      Report(kPhase, phase, phase_path, findings);
      for (int t = 0; t < phase.workflow_tasks_size(); ++t) {
        const v1::WorkflowTask& task = phase.workflow_tasks(t);
        // The path of a task costs more than the questions; hardly any task needs one.
        bool any = false;
        for (const auto& row : kTask) any = any || row.asks_for(task);
        if (task.enabled() && any) Report(kTask, task, absl::StrCat(phase_path, ".workflowTasks[", t, "]"), findings);
      }
    }
  }
}

}  // namespace slipway
