// Definitions for the tests of lint: a good one, and what can be done to it.
#ifndef SLIPWAY_TESTS_MODEL_LINT_RULES_H_
#define SLIPWAY_TESTS_MODEL_LINT_RULES_H_

#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "model/definition_lint.h"

namespace slipway::testing {

using Definition = v1::ReleaseDefinition;

inline constexpr char kBash[] = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";
inline constexpr char kKeyVault[] = "1e244d32-2dd4-4165-96fb-b7441ca9331e";
inline constexpr char kGroup[] = "aaaaaaaa-0000-0000-0000-000000000001";
inline constexpr char kNobodys[] = "99999999-0000-0000-0000-000000000000";

inline v1::WorkflowTask Script(const std::string& script) {
  v1::WorkflowTask task;
  task.set_task_id(kBash);
  task.set_version("3.*");
  task.set_name("Deploy");
  task.set_enabled(true);
  task.set_condition("succeeded()");
  (*task.mutable_inputs())["targetType"] = "inline";
  (*task.mutable_inputs())["script"] = script;
  return task;
}

inline v1::DefinitionEnvironment* AddEnvironment(Definition* definition, const std::string& name) {
  v1::DefinitionEnvironment* environment = definition->add_environments();
  environment->set_name(name);
  environment->set_rank(definition->environments_size());
  environment->mutable_pre_deploy_approvals()->add_approvals()->set_is_automated(true);
  environment->mutable_post_deploy_approvals()->add_approvals()->set_is_automated(true);
  v1::DeployPhase* phase = environment->add_deploy_phases();
  phase->set_rank(1);
  phase->set_phase_type(v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
  *phase->add_workflow_tasks() = Script("./deploy.sh");
  return environment;
}

inline v1::Condition After(const std::string& environment, int32_t mask = 4) {
  v1::Condition condition;
  condition.set_name(environment);
  condition.set_condition_type(v1::CONDITION_TYPE_ENVIRONMENT_STATE);
  condition.set_status_mask(mask);
  return condition;
}

inline v1::Condition OnBranch(const std::string& branch, const std::string& alias = "_Web") {
  v1::Condition condition;
  condition.set_name(alias);
  condition.set_condition_type(v1::CONDITION_TYPE_ARTIFACT);
  condition.mutable_artifact_filter()->set_source_branch(branch);
  return condition;
}

// Dev, then QA; one artifact "_Web"; variables Url and (secret) Password. Nothing about it is suspicious.
inline Definition Good() {
  Definition definition;
  definition.set_name("Web");
  definition.set_path("\\Team");
  definition.set_release_name_format("Release-$(rev:r)");
  definition.mutable_created_by()->set_id("ann");
  v1::Artifact* artifact = definition.add_artifacts();
  artifact->set_alias("_Web");
  artifact->set_is_primary(true);
  v1::Condition* started = AddEnvironment(&definition, "Dev")->add_conditions();
  started->set_name("ReleaseStarted");
  started->set_condition_type(v1::CONDITION_TYPE_EVENT);
  *AddEnvironment(&definition, "QA")->add_conditions() = After("Dev");
  (*definition.mutable_variables())["Url"].set_value("https://example.org");
  (*definition.mutable_variables())["Password"].set_is_secret(true);
  return definition;
}

inline v1::DefinitionEnvironment& Dev(Definition& d) { return *d.mutable_environments(0); }
inline v1::DefinitionEnvironment& Qa(Definition& d) { return *d.mutable_environments(1); }
inline v1::DeployPhase& Phase(Definition& d) { return *Dev(d).mutable_deploy_phases(0); }
inline v1::DeploymentInput& Input(Definition& d) { return *Phase(d).mutable_deployment_input(); }
inline v1::WorkflowTask& Task(Definition& d) { return *Phase(d).mutable_workflow_tasks(0); }
inline v1::WorkflowTask& Add(Definition& d, const v1::WorkflowTask& task) {
  return *Phase(d).add_workflow_tasks() = task;
}
inline v1::VariableValue& Variable(Definition& d, const std::string& name) { return (*d.mutable_variables())[name]; }
inline v1::VariableValue& DevVariable(Definition& d, const std::string& name) {
  return (*Dev(d).mutable_variables())[name];
}
inline void RunScript(Definition& d, const std::string& script) { Task(d) = Script(script); }
inline void RunWith(Definition& d, const std::string& input, const std::string& value) {
  (*Task(d).mutable_inputs())[input] = value;
}
inline v1::WorkflowTask When(v1::WorkflowTask task, const std::string& condition) {
  task.set_condition(condition);
  return task;
}
inline v1::WorkflowTask Named(v1::WorkflowTask task, const std::string& ref_name) {
  task.set_ref_name(ref_name);
  return task;
}
inline v1::WorkflowTask ContinuingOnError(v1::WorkflowTask task) {
  task.set_continue_on_error(true);
  return task;
}
inline v1::Identity Person(const std::string& id) {
  v1::Identity identity;
  identity.set_id(id);
  return identity;
}
// Before Dev, all in rank 1; the option releaseCreatorCanBeApprover is false.
inline v1::ApprovalOptions& Ask(Definition& d, const std::vector<std::string>& people) {
  v1::Approvals& approvals = *Dev(d).mutable_pre_deploy_approvals();
  approvals.Clear();
  for (const std::string& person : people) {
    v1::ApprovalStep* step = approvals.add_approvals();
    step->set_rank(1);
    *step->mutable_approver() = Person(person);
  }
  return *approvals.mutable_approval_options();
}
inline v1::ApprovalStep& Step(Definition& d, int index) {
  return *Dev(d).mutable_pre_deploy_approvals()->mutable_approvals(index);
}
inline v1::Trigger& AddTrigger(Definition& d, std::vector<std::string> branches = {}) {
  v1::Trigger& trigger = *d.add_triggers();
  trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_ARTIFACT_SOURCE);
  trigger.set_artifact_alias("_Web");
  for (std::string& branch : branches) trigger.add_trigger_conditions()->set_source_branch(std::move(branch));
  return trigger;
}
inline v1::Schedule& AddSchedule(Definition& d, int32_t days) {
  v1::Trigger& trigger = *d.add_triggers();
  trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_SCHEDULE);
  trigger.mutable_schedule()->set_time_zone_id("UTC");
  trigger.mutable_schedule()->set_days_to_release(days);
  return *trigger.mutable_schedule();
}
inline void AddPullRequestTrigger(Definition& d) {
  AddTrigger(d).set_trigger_type(v1::RELEASE_TRIGGER_TYPE_PULL_REQUEST);
}
inline void AddGate(Definition& d, bool enabled, bool gates_enabled) {
  v1::GatesStep& step = *Dev(d).mutable_pre_deployment_gates();
  *step.add_gates()->add_tasks() = Script("./check.sh");
  step.mutable_gates(0)->mutable_tasks(0)->set_enabled(enabled);
  step.mutable_gates_options()->set_is_enabled(gates_enabled);
  step.mutable_gates_options()->set_timeout(60);
  step.mutable_gates_options()->set_sampling_interval(5);
}
inline v1::WorkflowTask UseGroup(const std::string& id) {
  v1::WorkflowTask task = Script("");
  task.clear_inputs();
  task.set_task_id(id);
  task.set_version("1.*");
  task.set_definition_type("metaTask");
  return task;
}

// What is known besides: two variable groups (1: Region, Key (secret); 2: Region, Size), one task group with the
// parameters "to" and "from" (default "here"), the Bash task, the time zone UTC.
inline LintContext Known() {
  static const auto* const kGroups = [] {
    auto* groups = new std::map<int32_t, v1::VariableGroup>;
    for (const int32_t id : {1, 2}) {
      v1::VariableGroup& group = (*groups)[id];
      group.set_id(id);
      group.set_name(absl::StrCat("group ", id));
      (*group.mutable_variables())["Region"].set_value("north");
    }
    (*groups->at(1).mutable_variables())["Key"].set_is_secret(true);
    (*groups->at(2).mutable_variables())["Size"].set_value("3");
    return groups;
  }();
  static const v1::TaskGroup* const kTaskGroup = [] {
    auto* group = new v1::TaskGroup;
    group->set_id(kGroup);
    group->set_name("Copy");
    group->add_inputs()->set_name("to");
    group->add_inputs()->set_name("from");
    group->mutable_inputs(1)->set_default_value("here");
    *group->add_tasks() = Script("cp $(from) $(to) $(Url) && echo '##vso[task.setvariable variable=Copied]1'");
    return group;
  }();
  LintContext known;
  known.knows_task = [](absl::string_view id, absl::string_view version) {
    return id == kKeyVault || (id == kBash && absl::StartsWith(version, "3."));
  };
  known.find_variable_group = [](int32_t id) {
    const auto found = kGroups->find(id);
    return found == kGroups->end() ? nullptr : &found->second;
  };
  known.find_task_group = [](absl::string_view id, absl::string_view) { return id == kGroup ? kTaskGroup : nullptr; };
  known.knows_time_zone = [](absl::string_view id) { return id == "UTC"; };
  known.why_no_agent = [](const v1::DeploymentInput& input) {
    const bool lacks = input.queue_id() == "12" && !input.demands().empty() && input.demands(0).name() != "java";
    return std::string(lacks ? "nobody has it" : "");
  };
  return known;
}

struct Rule {
  const char* name;
  std::function<void(Definition&)> suspicious;
  const char* finding;  // "CODE path"
  std::function<void(Definition&)> fine;
};

inline void PrintTo(const Rule& rule, std::ostream* out) { *out << rule.name; }

// For INSTANTIATE_TEST_SUITE_P.
inline std::string RuleName(const ::testing::TestParamInfo<Rule>& info) { return info.param.name; }

}  // namespace slipway::testing

#endif  // SLIPWAY_TESTS_MODEL_LINT_RULES_H_
