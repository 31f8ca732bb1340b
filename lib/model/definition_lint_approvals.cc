#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

// Shorter ones are gone before most people have read the mail.
constexpr int32_t kShortApprovalMinutes = 15;

bool IsSame(const v1::Identity& a, const v1::Identity& b) {
  if (!a.id().empty() && !b.id().empty()) return absl::EqualsIgnoreCase(a.id(), b.id());
  return !a.unique_name().empty() && absl::EqualsIgnoreCase(a.unique_name(), b.unique_name());
}

std::string KeyOf(const v1::Identity& identity) {
  for (const std::string* text : {&identity.id(), &identity.unique_name(), &identity.display_name()}) {
    if (!text->empty()) return absl::AsciiStrToLower(*text);
  }
  return "";
}

std::string NameOf(const v1::Identity& identity) {
  for (const std::string* text : {&identity.display_name(), &identity.unique_name()}) {
    if (!text->empty()) return Quoted(*text);
  }
  return Quoted(identity.id());
}

struct Steps {
  std::vector<std::pair<int, const v1::ApprovalStep*>> manual;  // with the place in the list
  int needed = 0;                                               // approvals
};

Steps StepsOf(const v1::Approvals& approvals) {
  Steps steps;
  for (int i = 0; i < approvals.approvals_size(); ++i) {
    if (!approvals.approvals(i).is_automated()) steps.manual.emplace_back(i, &approvals.approvals(i));
  }
  const int count = approvals.approval_options().required_approver_count();
  const int all = static_cast<int>(steps.manual.size());
  steps.needed = count <= 0 ? all : std::min(count, all);
  return steps;
}

// domain.md 5.1: when the count is reached, later ranks are not asked any more.
void CheckRanks(const Context& context, const Steps& steps, const std::string& path) {
  std::map<int32_t, int> by_rank;
  for (const auto& [index, step] : steps.manual) ++by_rank[step->rank()];
  int before = 0;
  for (const auto& [rank, count] : by_rank) {
    if (before >= steps.needed) {
      for (const auto& [index, step] : steps.manual) {
        if (step->rank() != rank) continue;
        context.Warn(absl::StrCat(path, ".approvals[", index, "]"), "APPROVER_NEVER_ASKED",
                     absl::StrCat(steps.needed, " approvals suffice and the ranks before this one give them: ",
                                  NameOf(step->approver()),
                                  " is never asked; give all steps one rank, or requiredApproverCount 0 (all)"));
        return;
      }
    }
    before += count;
  }
}

void CheckSide(const Context& context, const v1::DefinitionEnvironment& environment, const v1::Approvals& approvals,
               const std::string& path, bool is_post) {
  const v1::ApprovalOptions& options = approvals.approval_options();
  const std::string options_path = absl::StrCat(path, ".approvalOptions");
  if (is_post && options.auto_triggered_and_previous_environment_approved_can_be_skipped()) {
    context.Warn(
        absl::StrCat(options_path, ".autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped"),
        "APPROVAL_SKIP_HAS_NO_EFFECT",
        "only approvals before a deployment can be skipped; this one is always asked for; take the option out");
  }
  const Steps steps = StepsOf(approvals);
  if (steps.manual.empty()) return;
  CheckRanks(context, steps, path);

  absl::flat_hash_map<std::string, int> seen;
  for (const auto& [index, step] : steps.manual) {
    const std::string key = KeyOf(step->approver());
    if (key.empty()) continue;
    const auto [first, is_new] = seen.try_emplace(key, index);
    if (is_new || step->approver().is_container()) continue;
    context.Warn(absl::StrCat(path, ".approvals[", index, "].approver"), "DUPLICATE_APPROVER",
                 absl::StrCat(NameOf(step->approver()), " is asked in approvals[", first->second,
                              "] already; two approvals of one person are no four eyes; name somebody else"));
  }
  if (options.timeout_in_minutes() > 0 && options.timeout_in_minutes() < kShortApprovalMinutes) {
    context.Warn(absl::StrCat(options_path, ".timeoutInMinutes"), "APPROVAL_TIMEOUT_TOO_SHORT",
                 absl::StrCat("the deployment is rejected when nobody answers within ", options.timeout_in_minutes(),
                              options.timeout_in_minutes() == 1 ? " minute" : " minutes",
                              "; give people time, or 0 for 30 days"));
  }
  if (!approvals.has_approval_options()) return;
  if (options.release_creator_can_be_approver()) {
    if (steps.needed == 1) {
      context.Warn(absl::StrCat(options_path, ".releaseCreatorCanBeApprover"), "FOUR_EYES_NOT_KEPT",
                   "one approval suffices and whoever creates the release may give it: one person can deploy alone; "
                   "set releaseCreatorCanBeApprover to false, or require two approvals");
    }
    return;
  }
  // Those who most likely create releases.
  int others = 0;
  const v1::Identity* creator = nullptr;
  for (const auto& [index, step] : steps.manual) {
    const v1::Identity& approver = step->approver();
    const bool creates = !approver.is_container() &&
                         (IsSame(approver, environment.owner()) || IsSame(approver, context.definition.created_by()) ||
                          IsSame(approver, context.definition.modified_by()));
    if (creates && creator == nullptr) creator = &approver;
    // Two people who create releases can approve for each other.
    if (!creates || KeyOf(approver) != KeyOf(*creator)) ++others;
  }
  if (creator != nullptr && others < steps.needed) {
    context.Warn(
        absl::StrCat(options_path, ".releaseCreatorCanBeApprover"), "CREATOR_MUST_APPROVE",
        absl::StrCat("releases that ", NameOf(*creator),
                     " creates can never be approved: who creates a release may not approve it, and without "
                     "that one there are fewer approvers than needed; name more approvers, a group, or ask for fewer "
                     "approvals"));
  }
}

void CheckGatesStep(const Context& context, const v1::GatesStep& step, const std::string& path) {
  int enabled = 0;
  for (const v1::Gate& gate : step.gates()) {
    enabled += std::any_of(gate.tasks().begin(), gate.tasks().end(),
                           [](const v1::WorkflowTask& task) { return task.enabled(); });
  }
  if (!step.gates_options().is_enabled()) {
    if (enabled > 0) {
      context.Warn(absl::StrCat(path, ".gatesOptions.isEnabled"), "GATES_DISABLED",
                   absl::StrCat(enabled, enabled == 1 ? " gate is" : " gates are",
                                " defined but gates are switched off: nothing is evaluated; enable or remove them"));
    }
  } else if (enabled == 0) {
    context.Warn(absl::StrCat(path, ".gates"), "NO_ENABLED_GATE",
                 "gates are switched on, but there is none that is enabled: the step is skipped; add or enable a gate");
  }
}

}  // namespace

void CheckApprovals(const Context& context, int environment) {
  const v1::DefinitionEnvironment& definition = context.definition.environments(environment);
  const std::string path = absl::StrCat("environments[", environment, "]");
  CheckSide(context, definition, definition.pre_deploy_approvals(), absl::StrCat(path, ".preDeployApprovals"), false);
  CheckSide(context, definition, definition.post_deploy_approvals(), absl::StrCat(path, ".postDeployApprovals"), true);
}

void CheckGates(const Context& context, int environment) {
  const v1::DefinitionEnvironment& definition = context.definition.environments(environment);
  const std::string path = absl::StrCat("environments[", environment, "]");
  CheckGatesStep(context, definition.pre_deployment_gates(), absl::StrCat(path, ".preDeploymentGates"));
  CheckGatesStep(context, definition.post_deployment_gates(), absl::StrCat(path, ".postDeploymentGates"));
}

void CheckQueue(const Context& context, int environment) {
  const v1::ExecutionPolicy& policy = context.definition.environments(environment).execution_policy();
  if (policy.concurrency_count() == 0 && policy.queue_depth_count() == 1) {
    context.Warn(absl::StrCat("environments[", environment, "].executionPolicy.queueDepthCount"),
                 "QUEUE_DEPTH_HAS_NO_EFFECT",
                 "'only the newest waits' has no effect: without a limit (concurrencyCount 0) nothing ever waits; set "
                 "concurrencyCount to 1 or more");
  }
}

}  // namespace slipway::lint_internal
