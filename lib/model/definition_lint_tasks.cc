#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "model/definition_import.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

constexpr int kDeepestGroup = 10;         // task groups inside each other
constexpr int kMostGroupTasks = 100'000;  // of one environment: groups that use each other grow without bounds

bool IsTaskGroup(const v1::WorkflowTask& task) { return absl::EqualsIgnoreCase(task.definition_type(), "metaTask"); }

// Walks the phases of one environment in the order they run.
class TaskWalk {
 public:
  TaskWalk(const Context& context, int environment, const Scope& scope)
      : context_(context),
        environment_(context.definition.environments(environment)),
        scope_(scope),
        path_(absl::StrCat("environments[", environment, "]")),
        references_(context, scope, &environment_) {}

  void Run() {
    CheckEnvironmentName();
    for (const v1::ProcessParameter& parameter : environment_.process_parameters()) {
      references_.UseAll(parameter.default_value(), absl::StrCat(path_, ".processParameters"), nullptr, true);
    }
    CheckAnythingToDo();
    WalkGates(environment_.pre_deployment_gates(), absl::StrCat(path_, ".preDeploymentGates"));
    bool is_first = true;
    for (const int phase : PhaseOrder(environment_)) {
      WalkPhase(environment_.deploy_phases(phase), absl::StrCat(path_, ".deployPhases[", phase, "]"), is_first);
      is_first = false;
    }
    WalkGates(environment_.post_deployment_gates(), absl::StrCat(path_, ".postDeploymentGates"));
    references_.Report();
  }

 private:
  static int Enabled(const v1::DeployPhase& phase) {
    return static_cast<int>(std::count_if(phase.workflow_tasks().begin(), phase.workflow_tasks().end(),
                                          [](const v1::WorkflowTask& task) { return task.enabled(); }));
  }

  IsSecret SecretsOf(const JobNames* job) const {
    return [this, job](absl::string_view name) {
      return scope_.IsSecret(name) || absl::EqualsIgnoreCase(name, "System.AccessToken") ||
             (job != nullptr && job->secrets.contains(absl::AsciiStrToLower(name)));
    };
  }

  void CheckEnvironmentName() {
    const std::string path = absl::StrCat(path_, ".name");
    CheckNameSecrets(context_, environment_.name(), path, "the environment's name", SecretsOf(nullptr));
    if (absl::StrContains(environment_.name(), "$(")) {
      context_.Warn(path, "MACRO_IN_ENVIRONMENT_NAME",
                    absl::StrCat("names of environments are not expanded: ", Quoted(environment_.name()),
                                 " stays as it is; write the name itself"));
    }
  }

  void CheckAnythingToDo() {
    int tasks = 0;
    for (const v1::DeployPhase& phase : environment_.deploy_phases()) tasks += Enabled(phase);
    if (tasks == 0) {
      context_.Warn(absl::StrCat(path_, ".deployPhases"), "ENVIRONMENT_DOES_NOTHING",
                    "no task of the environment is enabled: its deployments succeed without doing anything; add or "
                    "enable a task");
      return;
    }
    for (int p = 0; p < environment_.deploy_phases_size(); ++p) {
      if (Enabled(environment_.deploy_phases(p)) > 0) continue;
      context_.Warn(absl::StrCat(path_, ".deployPhases[", p, "].workflowTasks"), "PHASE_DOES_NOTHING",
                    absl::StrCat("no task of the phase ", Quoted(environment_.deploy_phases(p).name()),
                                 " is enabled; add or enable one, or remove the phase"));
    }
  }

  bool DownloadsArtifacts(const v1::DeployPhase& phase) const {
    if (phase.phase_type() == v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER || context_.definition.artifacts().empty() ||
        phase.deployment_input().skip_artifacts_download()) {
      return false;
    }
    int skipped = 0;
    for (const v1::ArtifactDownloadInput& download : phase.deployment_input().download_inputs()) {
      skipped += absl::EqualsIgnoreCase(download.artifact_download_mode(), "Skip");
    }
    return skipped < context_.definition.artifacts_size();
  }

  void WalkPhase(const v1::DeployPhase& phase, const std::string& path, bool is_first) {
    const v1::DeploymentInput& input = phase.deployment_input();
    const std::string input_path = absl::StrCat(path, ".deploymentInput");
    JobNames job = earlier_;
    bool only_after_failure = false;
    CheckCondition(context_, input.condition(), absl::StrCat(input_path, ".condition"), &references_, &job,
                   &only_after_failure);
    if (only_after_failure && is_first) {
      context_.Warn(absl::StrCat(input_path, ".condition"), "FAILURE_HANDLER_NEVER_RUNS",
                    "the phase runs only after a failure, but it is the first one: nothing can have failed; move it "
                    "behind the others");
    }
    references_.UseAll(phase.name(), absl::StrCat(path, ".name"), &job, false);
    CheckNameSecrets(context_, phase.name(), absl::StrCat(path, ".name"), "the phase's name", SecretsOf(&job));
    for (const std::string& name : SortedKeys(input.override_inputs())) {
      references_.UseAll(input.override_inputs().at(name), absl::StrCat(input_path, ".overrideInputs.", name), &job,
                         true);
    }
    CheckMultipliers(context_, input, input_path, scope_, &references_);
    CheckHealth(context_, phase, input_path);
    CheckAgents(context_, phase, input_path);

    job.checks_token = phase.phase_type() == v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT &&
                       !input.enable_access_token() && !environment_.environment_options().enable_access_token();
    for (const v1::WorkflowTask& task : phase.workflow_tasks()) {
      if (task.enabled() && !task.ref_name().empty()) job.later_steps.insert(absl::AsciiStrToLower(task.ref_name()));
    }
    const bool downloads = DownloadsArtifacts(phase);
    bool may_fail = false;
    int before = 0;
    for (int t = 0; t < phase.workflow_tasks_size(); ++t) {
      const v1::WorkflowTask& task = phase.workflow_tasks(t);
      if (!task.enabled()) continue;
      const std::string task_path = absl::StrCat(path, ".workflowTasks[", t, "]");
      WalkTask(task, task_path, &job, &only_after_failure);
      if (only_after_failure && !may_fail) CheckFailureHandler(before, downloads, task_path);
      CheckTaskOptions(context_, task, input, task_path);
      may_fail = may_fail || !task.continue_on_error();
      ++before;
    }
    // Names end with the job; outputs reach later phases (domain.md 9.5).
    earlier_.steps = std::move(job.steps);
    earlier_.anything = job.anything;
    earlier_.ran_unseen = job.ran_unseen;
    for (const std::string& name : job.names) {
      if (absl::StrContains(name, '.')) earlier_.names.insert(name);
    }
  }

  void CheckFailureHandler(int before, bool downloads, const std::string& path) {
    if (before == 0) {
      if (downloads) return;  // that may fail
      context_.Warn(absl::StrCat(path, ".condition"), "FAILURE_HANDLER_NEVER_RUNS",
                    "the task runs only after a failure, but no task of the phase comes before it; move it behind the "
                    "others");
      return;
    }
    context_.Warn(absl::StrCat(path, ".condition"), "FAILURE_HANDLER_NEVER_RUNS",
                  absl::StrCat("the task runs only after a failure, but every task before it has continueOnError, "
                               "which makes of a failure a success with issues",
                               downloads ? "; only a failed download would make it run" : "",
                               "; use succeededOrFailed(), or ask for in(variables['Agent.JobStatus'], "
                               "'SucceededWithIssues', 'Failed')"));
  }

  void WalkGates(const v1::GatesStep& step, const std::string& path) {
    if (!step.gates_options().is_enabled()) return;
    for (int g = 0; g < step.gates_size(); ++g) {
      JobNames job = earlier_;
      for (int t = 0; t < step.gates(g).tasks_size(); ++t) {
        if (!step.gates(g).tasks(t).enabled()) continue;
        bool only_after_failure;
        WalkTask(step.gates(g).tasks(t), absl::StrCat(path, ".gates[", g, "].tasks[", t, "]"), &job,
                 &only_after_failure);
      }
    }
  }

  void WalkTask(const v1::WorkflowTask& task, const std::string& path, JobNames* job, bool* only_after_failure) {
    const IsSecret is_secret = SecretsOf(job);
    references_.UseAll(task.name(), absl::StrCat(path, ".name"), job, false);
    CheckNameSecrets(context_, task.name(), absl::StrCat(path, ".name"), "the display name", is_secret);
    CheckCondition(context_, task.condition(), absl::StrCat(path, ".condition"), &references_, job, only_after_failure);
    for (const TaskText& text : TextsOf(task, path)) {
      UseText(text, job, nullptr);
      if (text.is_inline) CheckScriptSecrets(context_, text.text, text.path, is_secret);
      if (text.is_arguments) CheckArguments(text, is_secret);
    }
    if (IsTaskGroup(task)) {
      WalkGroup(task, path, job, 0);
    } else {
      CheckHandler(task, path, "");
    }
    AddNamesSetBy(task, job);
  }

  void UseText(const TaskText& text, const JobNames* job, const v1::TaskGroup* group) {
    ForEachMacro(text.text, [&](absl::string_view name, size_t) {
      if (group != nullptr && IsParameter(*group, name)) return;
      if (text.is_script && IsLikelyCommand(name) && scope_.Find(name) == nullptr) return;
      references_.Use(name, text.path, job);
    });
  }

  void CheckArguments(const TaskText& text, const IsSecret& is_secret) {
    ForEachMacro(text.text, [&](absl::string_view name, size_t) {
      if (!is_secret(name)) return;
      context_.Warn(text.path, "SECRET_ON_COMMAND_LINE",
                    absl::StrCat("the secret ", Quoted(absl::StrCat("$(", name, ")")),
                                 " becomes part of a command line, which every user of the machine can see; map it to "
                                 "an environment variable of the task"));
    });
  }

  static bool IsParameter(const v1::TaskGroup& group, absl::string_view name) {
    return std::any_of(group.inputs().begin(), group.inputs().end(), [&](const v1::ProcessParameter& parameter) {
      return absl::EqualsIgnoreCase(parameter.name(), name);
    });
  }

  // The group's tasks, as if they stood in the place of `instance`; findings are at the instance.
  void WalkGroup(const v1::WorkflowTask& instance, const std::string& path, JobNames* job, int depth) {
    const bool looks_in = context_.known.find_task_group && depth < kDeepestGroup && group_tasks_ < kMostGroupTasks;
    const v1::TaskGroup* group =
        looks_in ? context_.known.find_task_group(instance.task_id(), instance.version()) : nullptr;
    if (group == nullptr) {
      job->ran_unseen = true;
      if (looks_in) {
        context_.Warn(absl::StrCat(path, ".taskId"), "UNKNOWN_TASK_GROUP",
                      absl::StrCat("there is no task group ", instance.task_id(), " of version ",
                                   Quoted(instance.version()), " here; import it, or map the reference"));
      }
      return;
    }
    for (const v1::ProcessParameter& parameter : group->inputs()) {
      if (!parameter.default_value().empty()) continue;
      const bool given = std::any_of(instance.inputs().begin(), instance.inputs().end(), [&](const auto& input) {
        return absl::EqualsIgnoreCase(input.first, parameter.name());
      });
      if (given) continue;
      context_.Warn(absl::StrCat(path, ".inputs"), "TASK_GROUP_PARAMETER_MISSING",
                    absl::StrCat("the task group ", Quoted(group->name()), " wants ", Quoted(parameter.name()),
                                 ", which has no default; give it a value"));
    }
    for (const v1::WorkflowTask& task : group->tasks()) {
      if (!task.enabled()) continue;
      ++group_tasks_;
      for (TaskText& text : TextsOf(task, path)) {
        text.path = path;
        UseText(text, job, group);
      }
      if (IsTaskGroup(task)) {
        WalkGroup(task, path, job, depth + 1);
      } else {
        CheckHandler(task, path, absl::StrCat(", of the task group ", Quoted(group->name())));
      }
      AddNamesSetBy(task, job);
    }
  }

  void CheckHandler(const v1::WorkflowTask& task, const std::string& path, const std::string& where) {
    if (!context_.known.knows_task || task.task_id().empty()) return;
    if (context_.known.knows_task(task.task_id(), task.version())) return;
    context_.tasks_without_handler.Add(
        absl::StrCat(absl::AsciiStrToLower(task.task_id()), "@", task.version()), absl::StrCat(path, ".taskId"),
        absl::StrCat("nobody here can run ", task.task_id(), " ", task.version(), " (", Quoted(task.name()), ")", where,
                     "; let the host register it, install the task, or release with unknown tasks skipped or "
                     "simulated"));
  }

  const Context& context_;
  const v1::DefinitionEnvironment& environment_;
  const Scope& scope_;
  const std::string path_;
  References references_;
  JobNames earlier_;  // of phases before
  int group_tasks_ = 0;
};

}  // namespace

void CheckTasks(const Context& context, int environment, const Scope& scope) {
  TaskWalk(context, environment, scope).Run();
}

}  // namespace slipway::lint_internal
