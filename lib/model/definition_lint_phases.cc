#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {

void CheckMultipliers(const Context& context, const v1::DeploymentInput& input, const std::string& path,
                      const Scope& scope, References* references) {
  const v1::ParallelExecution& parallel = input.parallel_execution();
  if (parallel.parallel_execution_type() != v1::PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION) return;
  const std::string multipliers = absl::StrCat(path, ".parallelExecution.multipliers");
  for (absl::string_view name : absl::StrSplit(parallel.multipliers(), ',', absl::SkipWhitespace())) {
    name = absl::StripAsciiWhitespace(name);
    references->Use(name, multipliers, nullptr);
    if (!scope.IsSecret(name)) continue;
    context.Warn(multipliers, "SECRET_MULTIPLIER",
                 absl::StrCat(Quoted(name),
                              " is secret, and its values would become names of jobs: secret variables "
                              "cannot multiply a phase; take one that is not secret"));
  }
}

void CheckHealth(const Context& context, const v1::DeployPhase& phase, const std::string& path) {
  const v1::DeploymentInput& input = phase.deployment_input();
  if (phase.phase_type() != v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT || input.health_percent() != 100) {
    return;
  }
  if (!input.deployment_health_option().empty() &&
      !absl::EqualsIgnoreCase(input.deployment_health_option(), "Custom")) {
    return;
  }
  context.Warn(absl::StrCat(path, ".healthPercent"), "NO_TARGET_MAY_DEPLOY",
               "100 percent of the targets must stay healthy, so none may be deployed and the phase fails; lower the "
               "percentage");
}

void CheckAgents(const Context& context, const v1::DeployPhase& phase, const std::string& path) {
  if (phase.phase_type() != v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT || !context.known.why_no_agent) return;
  const std::string why = context.known.why_no_agent(phase.deployment_input());
  if (why.empty()) return;
  context.Warn(absl::StrCat(path, ".demands"), "NO_AGENT",
               absl::StrCat(why, ", so the phase fails; drop the demand, or give an agent the capability (agent-pool put)"));
}

void CheckTaskOptions(const Context& context, const v1::WorkflowTask& task, const v1::DeploymentInput& input,
                      const std::string& path) {
  if (input.timeout_in_minutes() > 0 && task.timeout_in_minutes() > input.timeout_in_minutes()) {
    context.Warn(absl::StrCat(path, ".timeoutInMinutes"), "TIMEOUT_HAS_NO_EFFECT",
                 absl::StrCat("the job ends after ", input.timeout_in_minutes(), " minutes, before the task's ",
                              task.timeout_in_minutes(), "; raise the phase's timeout or lower the task's"));
  }
  if (task.always_run() && task.condition() == "succeeded()") {
    context.Warn(absl::StrCat(path, ".alwaysRun"), "ALWAYS_RUN_HAS_NO_EFFECT",
                 "alwaysRun counts only when there is no condition, and here it is succeeded(); write "
                 "succeededOrFailed() as the condition");
  }
}

}  // namespace slipway::lint_internal
