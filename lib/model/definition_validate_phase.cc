#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "model/definition_validate_internal.h"
#include "model/expression.h"

namespace slipway::validate_internal {
namespace {

constexpr int32_t kMostRetries = 10;              // domain.md 8.4
constexpr int32_t kLongestCancelMinutes = 35790;  // domain.md 8.1

// 8-4-4-4-12 hexadecimal digits.
bool IsGuid(absl::string_view text) {
  constexpr absl::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = kShape[i] == '-' ? text[i] == '-' : absl::ascii_isxdigit(static_cast<unsigned char>(text[i]));
    if (!fits) return false;
  }
  return true;
}

// "*", "2.*", "2.1.*", "2.1.3" (task-contract 1.2).
bool IsVersionSpec(absl::string_view text) {
  int parts = 0;
  while (true) {
    const size_t dot = text.find('.');
    const absl::string_view part = text.substr(0, dot);
    ++parts;
    if (part == "*") return dot == absl::string_view::npos && parts <= 3;
    if (part.empty() || part.find_first_not_of("0123456789") != absl::string_view::npos || parts > 3) return false;
    if (dot == absl::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

// Inputs that name a file or folder the task works on.
bool NamesPath(absl::string_view input) {
  constexpr absl::string_view kNames[] = {"filePath",     "scriptPath",   "workingDirectory", "workingFolder", "cwd",
                                          "SourceFolder", "TargetFolder", "rootFolder",       "filename"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](absl::string_view name) { return absl::EqualsIgnoreCase(name, input); });
}

void CheckInputPaths(const Context& context, const v1::WorkflowTask& task, const std::string& path) {
  for (const auto& [name, value] : task.inputs()) {
    if (value.find("..") == std::string::npos || !NamesPath(name) || !LeavesFolder(value)) continue;
    context.findings.Warning(absl::StrCat(path, ".inputs.", name), "INPUT_PATH_OUTSIDE",
                             absl::StrCat(Quoted(value),
                                          " leads out of the deployment's work folder; what is there may "
                                          "belong to another deployment"));
  }
}

void CheckDownloads(const Context& context, const v1::DeploymentInput& input, const std::string& path) {
  for (int i = 0; i < input.download_inputs_size(); ++i) {
    const v1::ArtifactDownloadInput& download = input.download_inputs(i);
    const std::string download_path = absl::StrCat(path, ".artifactsDownloadInput.downloadInputs[", i, "]");
    if (!context.aliases.contains(absl::AsciiStrToLower(download.alias()))) {
      context.findings.Warning(
          absl::StrCat(download_path, ".alias"), "UNKNOWN_ARTIFACT",
          absl::StrCat("no artifact has the alias ", Quoted(download.alias()), "; nothing is downloaded"));
    }
    for (int k = 0; k < download.artifact_items_size(); ++k) {
      if (!LeavesFolder(download.artifact_items(k))) continue;
      context.findings.Error(absl::StrCat(download_path, ".artifactItems[", k, "]"), "PATH_OUTSIDE",
                             absl::StrCat(Quoted(download.artifact_items(k)),
                                          " leaves the artifact's folder; expected a path "
                                          "inside it, like drop/**"));
    }
  }
}

// task-contract 4.4: a condition that does not parse fails the whole job; better said before it is stored.
void CheckExpression(const Context& context, const std::string& condition, const std::string& path) {
  if (condition.empty() || condition == "succeeded()") return;
  const absl::StatusOr<Expression> parsed = Expression::Parse(condition);
  if (parsed.ok()) return;
  context.findings.Error(absl::StrCat(path, ".condition"), "INVALID_CONDITION",
                         absl::StrCat(parsed.status().message(), " of ", Quoted(condition)));
}

void CheckDeploymentInput(const Context& context, const v1::DeploymentInput& input, const std::string& path) {
  CheckExpression(context, input.condition(), path);
  CheckNotNegative(context, input.timeout_in_minutes(), absl::StrCat(path, ".timeoutInMinutes"));
  if (input.job_cancel_timeout_in_minutes() < 0 || input.job_cancel_timeout_in_minutes() > kLongestCancelMinutes) {
    context.findings.Error(
        absl::StrCat(path, ".jobCancelTimeoutInMinutes"), "OUT_OF_RANGE",
        absl::StrCat(input.job_cancel_timeout_in_minutes(), " minutes; expected 1 to ", kLongestCancelMinutes));
  }
  if (input.health_percent() < 0 || input.health_percent() > 100) {
    context.findings.Error(absl::StrCat(path, ".healthPercent"), "OUT_OF_RANGE",
                           absl::StrCat(input.health_percent(), " is no share; expected 0 to 100"));
  }
  const v1::ParallelExecution& parallel = input.parallel_execution();
  CheckNotNegative(context, parallel.max_number_of_agents(),
                   absl::StrCat(path, ".parallelExecution.maxNumberOfAgents"));
  if (!v1::ParallelExecutionType_IsValid(parallel.parallel_execution_type())) {
    context.findings.Error(absl::StrCat(path, ".parallelExecution.parallelExecutionType"), "UNKNOWN_VALUE",
                           "expected none (0), multiConfiguration (1) or multiMachine (2)");
  }
  CheckDownloads(context, input, path);
}

}  // namespace

void CheckTask(const Context& context, const v1::WorkflowTask& task, const std::string& path) {
  FindingList& findings = context.findings;
  if (task.task_id().empty()) {
    findings.Error(absl::StrCat(path, ".taskId"), "EMPTY_NAME", "the task has no id; expected the GUID of a task");
  } else if (!IsGuid(task.task_id())) {
    findings.Warning(absl::StrCat(path, ".taskId"), "INVALID_TASK_ID",
                     absl::StrCat(Quoted(task.task_id()), " is no GUID; only a handler of that very name can run it"));
  }
  if (!IsVersionSpec(task.version())) {
    findings.Warning(absl::StrCat(path, ".version"), "INVALID_VERSION_SPEC",
                     absl::StrCat(Quoted(task.version()), " is no version; expected one like 2.*, * or 2.1.3"));
  }
  CheckExpression(context, task.condition(), path);
  CheckNotNegative(context, task.timeout_in_minutes(), absl::StrCat(path, ".timeoutInMinutes"));
  if (task.retry_count_on_task_failure() < 0 || task.retry_count_on_task_failure() > kMostRetries) {
    findings.Error(absl::StrCat(path, ".retryCountOnTaskFailure"), "OUT_OF_RANGE",
                   absl::StrCat(task.retry_count_on_task_failure(), " retries; expected 0 to ", kMostRetries));
  }
  CheckInputPaths(context, task, path);
}

void CheckPhases(const Context& context, const v1::DefinitionEnvironment& environment, const std::string& path) {
  const std::string list = absl::StrCat(path, ".deployPhases");
  CheckCount(context, environment.deploy_phases_size(), context.limits.max_phases, "phases", "max_phases", list);
  CheckRanks(context, environment.deploy_phases(), list);
  for (int p = 0; p < environment.deploy_phases_size(); ++p) {
    const v1::DeployPhase& phase = environment.deploy_phases(p);
    const std::string phase_path = absl::StrCat(list, "[", p, "]");
    if (!v1::DeployPhaseType_IsValid(phase.phase_type()) || phase.phase_type() == v1::DEPLOY_PHASE_TYPE_UNDEFINED) {
      context.findings.Error(
          absl::StrCat(phase_path, ".phaseType"), "UNKNOWN_VALUE",
          absl::StrCat(static_cast<int>(phase.phase_type()),
                       " is no kind of phase; expected "
                       "agentBasedDeployment (1), runOnServer (2) or machineGroupBasedDeployment (4)"));
    }
    CheckDeploymentInput(context, phase.deployment_input(), absl::StrCat(phase_path, ".deploymentInput"));
    CheckCount(context, phase.workflow_tasks_size(), context.limits.max_tasks, "tasks", "max_tasks",
               absl::StrCat(phase_path, ".workflowTasks"));
    absl::flat_hash_set<std::string> reference_names;
    for (int t = 0; t < phase.workflow_tasks_size(); ++t) {
      const v1::WorkflowTask& task = phase.workflow_tasks(t);
      const std::string task_path = absl::StrCat(phase_path, ".workflowTasks[", t, "]");
      CheckTask(context, task, task_path);
      if (!task.ref_name().empty() && !reference_names.insert(absl::AsciiStrToLower(task.ref_name())).second) {
        context.findings.Warning(
            absl::StrCat(task_path, ".refName"), "DUPLICATE_NAME",
            absl::StrCat("another task of the phase has the reference name ", Quoted(task.ref_name()),
                         "; output variables of the later task replace those of the earlier"));
      }
    }
  }
}

}  // namespace slipway::validate_internal
