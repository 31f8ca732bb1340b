#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "model/definition_validate_internal.h"
#include "re2/re2.h"

namespace slipway::validate_internal {
namespace {

// EnvironmentStatus bits in which an environment can stay: succeeded 4, canceled 8, rejected 16, partiallySucceeded
// 128.
constexpr int32_t kTerminalStatuses = 4 | 8 | 16 | 128;
constexpr int32_t kLongestApprovalMinutes = 525600;  // domain.md 5.1: one year
constexpr int32_t kLeastGateTimeout = 6;             // minutes, domain.md 6.1, as the next three
constexpr int32_t kLeastGateSampling = 5;
constexpr int32_t kLongestGateStabilization = 2880;
constexpr int32_t kLongestGateTimeout = 15 * 24 * 60;

void CheckCondition(const Context& context, int environment, const v1::Condition& condition, const std::string& path) {
  FindingList& findings = context.findings;
  switch (condition.condition_type()) {
    case v1::CONDITION_TYPE_EVENT:
      if (!absl::EqualsIgnoreCase(condition.name(), "ReleaseStarted")) {
        findings.Warning(absl::StrCat(path, ".name"), "UNKNOWN_EVENT",
                         absl::StrCat(Quoted(condition.name()), " never happens; the only event is ReleaseStarted"));
      }
      return;
    case v1::CONDITION_TYPE_ENVIRONMENT_STATE: {
      const int upstream = context.names.Find(condition.name());
      if (upstream < 0) {
        findings.Error(absl::StrCat(path, ".name"), "UNKNOWN_ENVIRONMENT",
                       absl::StrCat("no environment named ", Quoted(condition.name())));
      } else if (upstream == environment) {
        findings.Error(absl::StrCat(path, ".name"), "SELF_REFERENCE",
                       absl::StrCat("the environment waits for itself: ", condition.name(), " -> ", condition.name()));
      }
      if (condition.status_mask() == 0 || (condition.status_mask() & ~kTerminalStatuses) != 0) {
        const std::string given =
            condition.value().empty() ? absl::StrCat("'", condition.status_mask(), "'") : Quoted(condition.value());
        findings.Error(absl::StrCat(path, ".value"), "INVALID_STATUS_MASK",
                       absl::StrCat(given,
                                    " is no sum of final states; expected 4 (succeeded), 8 (canceled), 16 (rejected), "
                                    "128 (partially succeeded) or a sum of them"));
      }
      return;
    }
    case v1::CONDITION_TYPE_ARTIFACT:
      if (!context.aliases.contains(absl::AsciiStrToLower(condition.name()))) {
        findings.Error(absl::StrCat(path, ".name"), "UNKNOWN_ARTIFACT",
                       absl::StrCat("no artifact has the alias ", Quoted(condition.name())));
      }
      CheckArtifactFilter(context, condition.artifact_filter(), absl::StrCat(path, ".value"));
      return;
    default:
      findings.Error(
          absl::StrCat(path, ".conditionType"), "UNKNOWN_VALUE",
          absl::StrCat(static_cast<int>(condition.condition_type()),
                       " is no kind of condition; expected event (1), environmentState (2) or artifact (4)"));
  }
}

void CheckConditions(const Context& context, int index, const std::string& path) {
  const v1::DefinitionEnvironment& environment = context.definition.environments(index);
  bool only_artifacts = !environment.conditions().empty();
  for (int i = 0; i < environment.conditions_size(); ++i) {
    CheckCondition(context, index, environment.conditions(i), absl::StrCat(path, ".conditions[", i, "]"));
    only_artifacts = only_artifacts && environment.conditions(i).condition_type() == v1::CONDITION_TYPE_ARTIFACT;
  }
  if (only_artifacts) {
    context.findings.Warning(absl::StrCat(path, ".conditions"), "ONLY_ARTIFACT_CONDITIONS",
                             "the environment never starts by itself: besides artifact conditions it needs "
                             "ReleaseStarted or the state of another environment");
  }
}

void CheckApprovals(const Context& context, const v1::Approvals& approvals, const std::string& path) {
  FindingList& findings = context.findings;
  if (approvals.approvals().empty()) {
    findings.Warning(absl::StrCat(path, ".approvals"), "NO_APPROVAL_STEP",
                     "no step is given, not even an automated one; nobody is asked");
  }
  int manual = 0;
  for (int i = 0; i < approvals.approvals_size(); ++i) {
    const v1::ApprovalStep& step = approvals.approvals(i);
    if (step.is_automated()) continue;
    ++manual;
    if (step.approver().id().empty() && step.approver().unique_name().empty() &&
        step.approver().display_name().empty()) {
      findings.Error(absl::StrCat(path, ".approvals[", i, "].approver"), "NO_APPROVER",
                     "a manual approval names nobody who could decide; give an approver or make the step automated");
    }
  }
  const v1::ApprovalOptions& options = approvals.approval_options();
  const std::string options_path = absl::StrCat(path, ".approvalOptions");
  CheckNotNegative(context, options.required_approver_count(), absl::StrCat(options_path, ".requiredApproverCount"));
  if (manual > 0 && options.required_approver_count() > manual) {
    findings.Warning(absl::StrCat(options_path, ".requiredApproverCount"), "TOO_FEW_APPROVERS",
                     absl::StrCat(options.required_approver_count(), " approvals are needed, but only ", manual,
                                  " steps are given; all of them must approve"));
  }
  if (options.timeout_in_minutes() < 0 || options.timeout_in_minutes() > kLongestApprovalMinutes) {
    findings.Error(absl::StrCat(options_path, ".timeoutInMinutes"), "OUT_OF_RANGE",
                   absl::StrCat(options.timeout_in_minutes(), " is out of range; expected 0 (30 days) to ",
                                kLongestApprovalMinutes));
  }
  if (!v1::ApprovalExecutionOrder_IsValid(options.execution_order())) {
    findings.Error(absl::StrCat(options_path, ".executionOrder"), "UNKNOWN_VALUE",
                   "expected beforeGates (1), afterSuccessfulGates (2) or afterGatesAlways (4)");
  }
}

void CheckGates(const Context& context, const v1::GatesStep& step, const std::string& path) {
  for (int g = 0; g < step.gates_size(); ++g) {
    for (int t = 0; t < step.gates(g).tasks_size(); ++t) {
      CheckTask(context, step.gates(g).tasks(t), absl::StrCat(path, ".gates[", g, "].tasks[", t, "]"));
    }
  }
  const v1::GatesOptions& options = step.gates_options();
  if (!options.is_enabled() || step.gates().empty()) return;
  FindingList& findings = context.findings;
  const std::string options_path = absl::StrCat(path, ".gatesOptions");
  if (options.sampling_interval() < kLeastGateSampling) {
    findings.Error(absl::StrCat(options_path, ".samplingInterval"), "OUT_OF_RANGE",
                   absl::StrCat(options.sampling_interval(), " minutes; expected at least ", kLeastGateSampling));
  }
  if (options.timeout() < kLeastGateTimeout || options.timeout() > kLongestGateTimeout) {
    findings.Error(
        absl::StrCat(options_path, ".timeout"), "OUT_OF_RANGE",
        absl::StrCat(options.timeout(), " minutes; expected ", kLeastGateTimeout, " to ", kLongestGateTimeout));
  }
  if (options.stabilization_time() < 0 || options.stabilization_time() > kLongestGateStabilization) {
    findings.Error(absl::StrCat(options_path, ".stabilizationTime"), "OUT_OF_RANGE",
                   absl::StrCat(options.stabilization_time(), " minutes; expected 0 to ", kLongestGateStabilization));
  }
  CheckNotNegative(context, options.minimum_success_duration(), absl::StrCat(options_path, ".minimumSuccessDuration"));
  const int64_t needed =
      int64_t{options.stabilization_time()} + options.sampling_interval() + options.minimum_success_duration();
  if (options.timeout() <= needed) {
    findings.Warning(absl::StrCat(options_path, ".timeout"), "GATES_CANNOT_OPEN",
                     absl::StrCat("stabilization, sampling interval and minimum success take ", needed,
                                  " minutes; a timeout of ", options.timeout(), " may end before the gates can open"));
  }
}

void CheckExecutionPolicy(const Context& context, const v1::ExecutionPolicy& policy, const std::string& path) {
  CheckNotNegative(context, policy.concurrency_count(), absl::StrCat(path, ".concurrencyCount"));
  if (policy.queue_depth_count() != 0 && policy.queue_depth_count() != 1) {
    context.findings.Error(absl::StrCat(path, ".queueDepthCount"), "OUT_OF_RANGE",
                           absl::StrCat(policy.queue_depth_count(),
                                        " is not accepted; expected 0 (all wait) or 1 (only the newest waits)"));
  }
}

}  // namespace

void CheckSchedule(const Context& context, const v1::Schedule& schedule, const std::string& path) {
  const auto check = [&](int value, int lowest, int highest, absl::string_view field, absl::string_view what) {
    if (value >= lowest && value <= highest) return;
    context.findings.Error(absl::StrCat(path, ".", field), "OUT_OF_RANGE",
                           absl::StrCat(value, " is no ", what, "; expected ", lowest, " to ", highest));
  };
  check(schedule.start_hours(), 0, 23, "startHours", "hour");
  check(schedule.start_minutes(), 0, 59, "startMinutes", "minute");
  check(schedule.days_to_release(), 1, 127, "daysToRelease",
        "set of days (Monday 1, Tuesday 2, Wednesday 4 ... Sunday 64)");
  if (absl::StripAsciiWhitespace(schedule.time_zone_id()).empty()) {
    context.findings.Error(
        absl::StrCat(path, ".timeZoneId"), "EMPTY_NAME",
        "no time zone is given; expected a Windows time zone like 'UTC' or 'W. Europe Standard Time'");
  }
}

void CheckTagFilter(const Context& context, const v1::TagFilter& filter, const std::string& path) {
  if (filter.pattern().empty()) return;
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 compiled(filter.pattern(), options);
  if (compiled.ok()) return;
  context.findings.Error(absl::StrCat(path, ".pattern"), "INVALID_PATTERN",
                         absl::StrCat(Quoted(filter.pattern()), " is no regular expression (RE2): ", compiled.error()));
}

void CheckArtifactFilter(const Context& context, const v1::ArtifactFilter& filter, const std::string& path) {
  CheckTagFilter(context, filter.tag_filter(), absl::StrCat(path, ".tagFilter"));
}

void CheckEnvironment(const Context& context, int index) {
  const v1::DefinitionEnvironment& environment = context.definition.environments(index);
  const std::string path = absl::StrCat("environments[", index, "]");
  CheckVariables(context, environment.variables(), absl::StrCat(path, ".variables"));
  CheckConditions(context, index, path);
  CheckApprovals(context, environment.pre_deploy_approvals(), absl::StrCat(path, ".preDeployApprovals"));
  CheckApprovals(context, environment.post_deploy_approvals(), absl::StrCat(path, ".postDeployApprovals"));
  CheckGates(context, environment.pre_deployment_gates(), absl::StrCat(path, ".preDeploymentGates"));
  CheckGates(context, environment.post_deployment_gates(), absl::StrCat(path, ".postDeploymentGates"));
  CheckExecutionPolicy(context, environment.execution_policy(), absl::StrCat(path, ".executionPolicy"));
  for (int i = 0; i < environment.schedules_size(); ++i) {
    CheckSchedule(context, environment.schedules(i), absl::StrCat(path, ".schedules[", i, "]"));
  }
  if (environment.schedules_size() > 1) {
    context.findings.Warning(absl::StrCat(path, ".schedules"), "SEVERAL_SCHEDULES",
                             "an environment has one schedule; only the first counts");
  }
  CheckNotNegative(context, environment.retention_policy().days_to_keep(),
                   absl::StrCat(path, ".retentionPolicy.daysToKeep"));
  CheckNotNegative(context, environment.retention_policy().releases_to_keep(),
                   absl::StrCat(path, ".retentionPolicy.releasesToKeep"));
  CheckNotNegative(context, environment.environment_options().timeout_in_minutes(),
                   absl::StrCat(path, ".environmentOptions.timeoutInMinutes"));
  for (int i = 0; i < environment.environment_triggers_size(); ++i) {
    const v1::EnvironmentTrigger& trigger = environment.environment_triggers(i);
    if (v1::EnvironmentTriggerType_IsValid(trigger.trigger_type()) &&
        trigger.trigger_type() != v1::ENVIRONMENT_TRIGGER_TYPE_UNDEFINED) {
      continue;
    }
    context.findings.Error(absl::StrCat(path, ".environmentTriggers[", i, "].triggerType"), "UNKNOWN_VALUE",
                           "expected deploymentGroupRedeploy (1) or rollbackRedeploy (2)");
  }
  CheckPhases(context, environment, path);
}

}  // namespace slipway::validate_internal
