// Every rule of validation, one row each: what is changed in a good definition, and what is said about it where.
#include <functional>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/definition_graph.h"
#include "model/definition_validate.h"
#include "model/findings.h"
#include "tests/model/findings_matchers.h"

namespace slipway {
namespace {

using ::slipway::testing::Errors;
using ::slipway::testing::Lines;
using ::slipway::testing::Warnings;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::Condition After(const std::string& environment, int32_t mask = 4) {
  v1::Condition condition;
  condition.set_name(environment);
  condition.set_condition_type(v1::CONDITION_TYPE_ENVIRONMENT_STATE);
  condition.set_status_mask(mask);
  condition.set_value(absl::StrCat(mask));
  return condition;
}

v1::DefinitionEnvironment* AddEnvironment(v1::ReleaseDefinition* definition, const std::string& name) {
  v1::DefinitionEnvironment* environment = definition->add_environments();
  environment->set_name(name);
  environment->set_rank(definition->environments_size());
  environment->mutable_pre_deploy_approvals()->add_approvals()->set_is_automated(true);
  environment->mutable_post_deploy_approvals()->add_approvals()->set_is_automated(true);
  v1::DeployPhase* phase = environment->add_deploy_phases();
  phase->set_rank(1);
  phase->set_phase_type(v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
  v1::WorkflowTask* task = phase->add_workflow_tasks();
  task->set_task_id("d9bafed4-0b18-4f58-968d-86655b4d2ce9");
  task->set_version("2.*");
  task->set_enabled(true);
  return environment;
}

// Dev, then QA; one artifact "_Web". Nothing is wrong with it.
v1::ReleaseDefinition Good() {
  v1::ReleaseDefinition definition;
  definition.set_name("Web");
  definition.set_path("\\Team");
  definition.set_release_name_format("Release-$(rev:r)");
  v1::Artifact* artifact = definition.add_artifacts();
  artifact->set_alias("_Web");
  artifact->set_is_primary(true);
  v1::Condition* started = AddEnvironment(&definition, "Dev")->add_conditions();
  started->set_name("ReleaseStarted");
  started->set_condition_type(v1::CONDITION_TYPE_EVENT);
  *AddEnvironment(&definition, "QA")->add_conditions() = After("Dev");
  return definition;
}

TEST(ValidationRules, SayNothingAboutAGoodDefinition) { EXPECT_THAT(Lines(Validate(Good(), Limits())), IsEmpty()); }

using Definition = v1::ReleaseDefinition;

v1::DefinitionEnvironment& Dev(Definition& definition) { return *definition.mutable_environments(0); }
v1::DefinitionEnvironment& Qa(Definition& definition) { return *definition.mutable_environments(1); }
v1::DeployPhase& Phase(Definition& definition) { return *Dev(definition).mutable_deploy_phases(0); }
v1::DeploymentInput& Input(Definition& definition) { return *Phase(definition).mutable_deployment_input(); }
v1::WorkflowTask& Task(Definition& definition) { return *Phase(definition).mutable_workflow_tasks(0); }
v1::ApprovalOptions& Options(Definition& definition) {
  return *Dev(definition).mutable_pre_deploy_approvals()->mutable_approval_options();
}
v1::GatesOptions& Gates(Definition& definition) {
  v1::GatesStep& step = *Dev(definition).mutable_pre_deployment_gates();
  if (step.gates().empty()) {
    v1::WorkflowTask* task = step.add_gates()->add_tasks();
    task->set_task_id("d9bafed4-0b18-4f58-968d-86655b4d2ce9");
    task->set_version("1.*");
    v1::GatesOptions& options = *step.mutable_gates_options();
    options.set_is_enabled(true);
    options.set_timeout(60);
    options.set_sampling_interval(5);
  }
  return *step.mutable_gates_options();
}
v1::Schedule& Schedule(Definition& definition) {
  v1::Schedule& schedule = *Dev(definition).add_schedules();
  schedule.set_time_zone_id("UTC");
  schedule.set_days_to_release(127);
  return schedule;
}
void AddArtifactCondition(Definition& definition, const std::string& alias, const std::string& pattern) {
  v1::Condition& condition = *Dev(definition).add_conditions();
  condition.set_name(alias);
  condition.set_condition_type(v1::CONDITION_TYPE_ARTIFACT);
  condition.mutable_artifact_filter()->mutable_tag_filter()->set_pattern(pattern);
}
void AddDownload(Definition& definition, const std::string& alias, const std::string& item) {
  v1::ArtifactDownloadInput& download = *Input(definition).add_download_inputs();
  download.set_alias(alias);
  download.add_artifact_items(item);
}

struct Rule {
  const char* name;
  std::function<void(Definition&)> breaks;
  const char* finding;  // "CODE path"
};

class BrokenDefinition : public ::testing::TestWithParam<Rule> {};

const Rule kErrors[] = {
    {"NoName", [](Definition& d) { d.set_name("  "); }, "EMPTY_NAME name"},
    {"NameWithNewline", [](Definition& d) { d.set_name("a\nb"); }, "INVALID_NAME name"},
    {"FolderAbove", [](Definition& d) { d.set_path("\\Team\\..\\..\\etc"); }, "PATH_OUTSIDE path"},
    {"NoEnvironment", [](Definition& d) { d.clear_environments(); }, "NO_ENVIRONMENT environments"},
    {"EnvironmentWithoutName", [](Definition& d) { AddEnvironment(&d, " "); }, "EMPTY_NAME environments[2].name"},
    {"SameEnvironmentName", [](Definition& d) { AddEnvironment(&d, "dEV"); }, "DUPLICATE_NAME environments[2].name"},
    {"UnknownEnvironment", [](Definition& d) { Qa(d).mutable_conditions(0)->set_name("Test"); },
     "UNKNOWN_ENVIRONMENT environments[1].conditions[0].name"},
    {"WaitsForItself", [](Definition& d) { *Qa(d).add_conditions() = After("qa"); },
     "SELF_REFERENCE environments[1].conditions[1].name"},
    {"Cycle", [](Definition& d) { *Dev(d).add_conditions() = After("QA"); },
     "ENVIRONMENT_CYCLE environments[0].conditions[1].name"},
    {"MaskZero", [](Definition& d) { Qa(d).mutable_conditions(0)->set_status_mask(0); },
     "INVALID_STATUS_MASK environments[1].conditions[0].value"},
    {"MaskOfARunningState", [](Definition& d) { Qa(d).mutable_conditions(0)->set_status_mask(4 | 2); },
     "INVALID_STATUS_MASK environments[1].conditions[0].value"},
    {"NegativeMask", [](Definition& d) { Qa(d).mutable_conditions(0)->set_status_mask(-1); },
     "INVALID_STATUS_MASK environments[1].conditions[0].value"},
    {"UnknownConditionType",
     [](Definition& d) { Qa(d).mutable_conditions(0)->set_condition_type(static_cast<v1::ConditionType>(3)); },
     "UNKNOWN_VALUE environments[1].conditions[0].conditionType"},
    {"UnknownAlias", [](Definition& d) { AddArtifactCondition(d, "other", ""); },
     "UNKNOWN_ARTIFACT environments[0].conditions[1].name"},
    {"TagPattern", [](Definition& d) { AddArtifactCondition(d, "_web", "v("); },
     "INVALID_PATTERN environments[0].conditions[1].value.tagFilter.pattern"},
    {"NoAlias", [](Definition& d) { d.add_artifacts(); }, "EMPTY_NAME artifacts[1].alias"},
    {"AliasAbove", [](Definition& d) { d.add_artifacts()->set_alias(".."); }, "PATH_OUTSIDE artifacts[1].alias"},
    {"AliasWithSlash", [](Definition& d) { d.add_artifacts()->set_alias("a/b"); }, "PATH_OUTSIDE artifacts[1].alias"},
    {"AliasWithBackslash", [](Definition& d) { d.add_artifacts()->set_alias("a\\b"); },
     "PATH_OUTSIDE artifacts[1].alias"},
    {"AliasWithDrive", [](Definition& d) { d.add_artifacts()->set_alias("c:"); }, "PATH_OUTSIDE artifacts[1].alias"},
    {"SameAlias", [](Definition& d) { d.add_artifacts()->set_alias("_WEB"); }, "DUPLICATE_NAME artifacts[1].alias"},
    {"ItemAbove", [](Definition& d) { AddDownload(d, "_Web", "drop/../../x"); },
     "PATH_OUTSIDE "
     "environments[0].deployPhases[0].deploymentInput.artifactsDownloadInput.downloadInputs[0].artifactItems[0]"},
    {"ItemAboveByGlob", [](Definition& d) { AddDownload(d, "_Web", "**/../x"); },
     "PATH_OUTSIDE "
     "environments[0].deployPhases[0].deploymentInput.artifactsDownloadInput.downloadInputs[0].artifactItems[0]"},
    {"AbsoluteItem", [](Definition& d) { AddDownload(d, "_Web", "/etc/passwd"); },
     "PATH_OUTSIDE "
     "environments[0].deployPhases[0].deploymentInput.artifactsDownloadInput.downloadInputs[0].artifactItems[0]"},
    {"ItemOnADrive", [](Definition& d) { AddDownload(d, "_Web", "C:\\x"); },
     "PATH_OUTSIDE "
     "environments[0].deployPhases[0].deploymentInput.artifactsDownloadInput.downloadInputs[0].artifactItems[0]"},
    {"UnknownTriggerType",
     [](Definition& d) { d.add_triggers()->set_trigger_type(static_cast<v1::ReleaseTriggerType>(9)); },
     "UNKNOWN_VALUE triggers[0].triggerType"},
    {"TriggerTagPattern",
     [](Definition& d) {
       v1::Trigger& trigger = *d.add_triggers();
       trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_CONTAINER_IMAGE);
       trigger.set_artifact_alias("_Web");
       trigger.add_tag_filters()->set_pattern("ok");
       trigger.add_tag_filters()->set_pattern("*");
     },
     "INVALID_PATTERN triggers[0].tagFilters[1].pattern"},
    {"TriggerConditionPattern",
     [](Definition& d) {
       v1::Trigger& trigger = *d.add_triggers();
       trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_ARTIFACT_SOURCE);
       trigger.set_artifact_alias("_Web");
       trigger.add_trigger_conditions()->mutable_tag_filter()->set_pattern("[");
     },
     "INVALID_PATTERN triggers[0].triggerConditions[0].tagFilter.pattern"},
    {"ScheduleHour", [](Definition& d) { Schedule(d).set_start_hours(24); },
     "OUT_OF_RANGE environments[0].schedules[0].startHours"},
    {"ScheduleMinute", [](Definition& d) { Schedule(d).set_start_minutes(-1); },
     "OUT_OF_RANGE environments[0].schedules[0].startMinutes"},
    {"ScheduleWithoutDays", [](Definition& d) { Schedule(d).set_days_to_release(0); },
     "OUT_OF_RANGE environments[0].schedules[0].daysToRelease"},
    {"ScheduleWithoutZone", [](Definition& d) { Schedule(d).set_time_zone_id(""); },
     "EMPTY_NAME environments[0].schedules[0].timeZoneId"},
    {"TriggerScheduleDays",
     [](Definition& d) {
       v1::Trigger& trigger = *d.add_triggers();
       trigger.set_trigger_type(v1::RELEASE_TRIGGER_TYPE_SCHEDULE);
       trigger.mutable_schedule()->set_time_zone_id("UTC");
       trigger.mutable_schedule()->set_days_to_release(128);
     },
     "OUT_OF_RANGE triggers[0].schedule.daysToRelease"},
    {"NoApprover", [](Definition& d) { Dev(d).mutable_pre_deploy_approvals()->add_approvals(); },
     "NO_APPROVER environments[0].preDeployApprovals.approvals[1].approver"},
    {"ApproverCount", [](Definition& d) { Options(d).set_required_approver_count(-1); },
     "OUT_OF_RANGE environments[0].preDeployApprovals.approvalOptions.requiredApproverCount"},
    {"ApprovalTimeout", [](Definition& d) { Options(d).set_timeout_in_minutes(525601); },
     "OUT_OF_RANGE environments[0].preDeployApprovals.approvalOptions.timeoutInMinutes"},
    {"ApprovalOrder", [](Definition& d) { Options(d).set_execution_order(static_cast<v1::ApprovalExecutionOrder>(3)); },
     "UNKNOWN_VALUE environments[0].preDeployApprovals.approvalOptions.executionOrder"},
    {"GateSampling", [](Definition& d) { Gates(d).set_sampling_interval(4); },
     "OUT_OF_RANGE environments[0].preDeploymentGates.gatesOptions.samplingInterval"},
    {"GateTimeoutTooShort", [](Definition& d) { Gates(d).set_timeout(5); },
     "OUT_OF_RANGE environments[0].preDeploymentGates.gatesOptions.timeout"},
    {"GateTimeoutTooLong", [](Definition& d) { Gates(d).set_timeout(21601); },
     "OUT_OF_RANGE environments[0].preDeploymentGates.gatesOptions.timeout"},
    {"GateStabilization", [](Definition& d) { Gates(d).set_stabilization_time(2881); },
     "OUT_OF_RANGE environments[0].preDeploymentGates.gatesOptions.stabilizationTime"},
    {"GateTask",
     [](Definition& d) {
       Gates(d);
       Dev(d).mutable_pre_deployment_gates()->mutable_gates(0)->mutable_tasks(0)->clear_task_id();
     },
     "EMPTY_NAME environments[0].preDeploymentGates.gates[0].tasks[0].taskId"},
    {"QueueDepth", [](Definition& d) { Dev(d).mutable_execution_policy()->set_queue_depth_count(2); },
     "OUT_OF_RANGE environments[0].executionPolicy.queueDepthCount"},
    {"Concurrency", [](Definition& d) { Dev(d).mutable_execution_policy()->set_concurrency_count(-1); },
     "OUT_OF_RANGE environments[0].executionPolicy.concurrencyCount"},
    {"RetentionDays", [](Definition& d) { Dev(d).mutable_retention_policy()->set_days_to_keep(-1); },
     "OUT_OF_RANGE environments[0].retentionPolicy.daysToKeep"},
    {"EnvironmentTrigger", [](Definition& d) { Dev(d).add_environment_triggers(); },
     "UNKNOWN_VALUE environments[0].environmentTriggers[0].triggerType"},
    {"PhaseType", [](Definition& d) { Phase(d).set_phase_type(static_cast<v1::DeployPhaseType>(3)); },
     "UNKNOWN_VALUE environments[0].deployPhases[0].phaseType"},
    {"PhaseTimeout", [](Definition& d) { Input(d).set_timeout_in_minutes(-1); },
     "OUT_OF_RANGE environments[0].deployPhases[0].deploymentInput.timeoutInMinutes"},
    {"CancelTimeout", [](Definition& d) { Input(d).set_job_cancel_timeout_in_minutes(35791); },
     "OUT_OF_RANGE environments[0].deployPhases[0].deploymentInput.jobCancelTimeoutInMinutes"},
    {"HealthPercent", [](Definition& d) { Input(d).set_health_percent(101); },
     "OUT_OF_RANGE environments[0].deployPhases[0].deploymentInput.healthPercent"},
    {"ParallelType",
     [](Definition& d) {
       Input(d).mutable_parallel_execution()->set_parallel_execution_type(static_cast<v1::ParallelExecutionType>(7));
     },
     "UNKNOWN_VALUE environments[0].deployPhases[0].deploymentInput.parallelExecution.parallelExecutionType"},
    {"PhaseCondition", [](Definition& d) { Input(d).set_condition("succeeded("); },
     "INVALID_CONDITION environments[0].deployPhases[0].deploymentInput.condition"},
    {"TaskCondition", [](Definition& d) { Task(d).set_condition("maybe()"); },
     "INVALID_CONDITION environments[0].deployPhases[0].workflowTasks[0].condition"},
    {"TaskWithoutId", [](Definition& d) { Task(d).clear_task_id(); },
     "EMPTY_NAME environments[0].deployPhases[0].workflowTasks[0].taskId"},
    {"TaskTimeout", [](Definition& d) { Task(d).set_timeout_in_minutes(-5); },
     "OUT_OF_RANGE environments[0].deployPhases[0].workflowTasks[0].timeoutInMinutes"},
    {"Retries", [](Definition& d) { Task(d).set_retry_count_on_task_failure(11); },
     "OUT_OF_RANGE environments[0].deployPhases[0].workflowTasks[0].retryCountOnTaskFailure"},
    {"VariableWithoutName", [](Definition& d) { (*d.mutable_variables())[""].set_value("x"); }, "EMPTY_NAME variables"},
};

INSTANTIATE_TEST_SUITE_P(Rules, BrokenDefinition, ::testing::ValuesIn(kErrors),
                         [](const auto& info) { return info.param.name; });

TEST_P(BrokenDefinition, IsRefusedWithThePathAndForThatReasonOnly) {
  Definition definition = Good();
  GetParam().breaks(definition);
  EXPECT_THAT(Errors(Validate(definition, Limits())), ElementsAre(GetParam().finding));
}

class OddDefinition : public ::testing::TestWithParam<Rule> {};

const Rule kWarnings[] = {
    {"RankGap", [](Definition& d) { Qa(d).set_rank(3); }, "RANK_NOT_CONTIGUOUS environments[1].rank"},
    {"RankTwice", [](Definition& d) { Qa(d).set_rank(1); }, "RANK_NOT_CONTIGUOUS environments[1].rank"},
    {"PhaseRank", [](Definition& d) { Phase(d).set_rank(5); },
     "RANK_NOT_CONTIGUOUS environments[0].deployPhases[0].rank"},
    {"UnknownEvent", [](Definition& d) { Dev(d).mutable_conditions(0)->set_name("Moonrise"); },
     "UNKNOWN_EVENT environments[0].conditions[0].name"},
    {"OnlyArtifacts",
     [](Definition& d) {
       Dev(d).clear_conditions();
       AddArtifactCondition(d, "_Web", "^v");
     },
     "ONLY_ARTIFACT_CONDITIONS environments[0].conditions"},
    {"NoPrimary", [](Definition& d) { d.mutable_artifacts(0)->set_is_primary(false); },
     "NO_PRIMARY_ARTIFACT artifacts"},
    {"TwoPrimaries",
     [](Definition& d) {
       v1::Artifact& artifact = *d.add_artifacts();
       artifact.set_alias("b");
       artifact.set_is_primary(true);
     },
     "SEVERAL_PRIMARY_ARTIFACTS artifacts[1].isPrimary"},
    {"NameFormatOpen", [](Definition& d) { d.set_release_name_format("R-$(rev:r"); },
     "INVALID_NAME_FORMAT releaseNameFormat"},
    {"NameFormatCounter", [](Definition& d) { d.set_release_name_format("R-$(rev:x)"); },
     "INVALID_NAME_FORMAT releaseNameFormat"},
    {"NoApprovalStep", [](Definition& d) { Dev(d).mutable_pre_deploy_approvals()->clear_approvals(); },
     "NO_APPROVAL_STEP environments[0].preDeployApprovals.approvals"},
    {"TooFewApprovers",
     [](Definition& d) {
       v1::ApprovalStep& step = *Dev(d).mutable_pre_deploy_approvals()->mutable_approvals(0);
       step.set_is_automated(false);
       step.mutable_approver()->set_id("p");
       Options(d).set_required_approver_count(2);
     },
     "TOO_FEW_APPROVERS environments[0].preDeployApprovals.approvalOptions.requiredApproverCount"},
    {"TaskIdNoGuid", [](Definition& d) { Task(d).set_task_id("my-task"); },
     "INVALID_TASK_ID environments[0].deployPhases[0].workflowTasks[0].taskId"},
    {"TaskVersion", [](Definition& d) { Task(d).set_version("latest"); },
     "INVALID_VERSION_SPEC environments[0].deployPhases[0].workflowTasks[0].version"},
    {"InputPath",
     [](Definition& d) { (*Task(d).mutable_inputs())["workingDirectory"] = "$(System.DefaultWorkingDirectory)/../.."; },
     "INPUT_PATH_OUTSIDE environments[0].deployPhases[0].workflowTasks[0].inputs.workingDirectory"},
    {"DownloadOfNothing", [](Definition& d) { AddDownload(d, "gone", "drop/**"); },
     "UNKNOWN_ARTIFACT environments[0].deployPhases[0].deploymentInput.artifactsDownloadInput.downloadInputs[0].alias"},
    {"ReferenceNameTwice",
     [](Definition& d) {
       Task(d).set_ref_name("one");
       *Phase(d).add_workflow_tasks() = Task(d);
       Phase(d).mutable_workflow_tasks(1)->set_ref_name("ONE");
     },
     "DUPLICATE_NAME environments[0].deployPhases[0].workflowTasks[1].refName"},
    // Not run yet: each says so, none refuses.
    {"ServerPhase", [](Definition& d) { Phase(d).set_phase_type(v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER); },
     "NOT_RUN_YET_SERVER_PHASE environments[0].deployPhases[0].phaseType"},
    {"DeploymentGroup",
     [](Definition& d) { Phase(d).set_phase_type(v1::DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT); },
     "NOT_RUN_YET_DEPLOYMENT_GROUP environments[0].deployPhases[0].phaseType"},
    {"Demands", [](Definition& d) { Input(d).add_demands()->set_name("java"); },
     "NOT_RUN_YET_DEMANDS environments[0].deployPhases[0].deploymentInput.demands"},
};

INSTANTIATE_TEST_SUITE_P(Rules, OddDefinition, ::testing::ValuesIn(kWarnings),
                         [](const auto& info) { return info.param.name; });

TEST_P(OddDefinition, IsAcceptedWithAWarning) {
  Definition definition = Good();
  GetParam().breaks(definition);
  const auto findings = Validate(definition, Limits());
  EXPECT_THAT(Errors(findings), IsEmpty());
  EXPECT_THAT(Warnings(findings), ElementsAre(GetParam().finding));
}

TEST(ValidationRules, AcceptEveryMaskOfFinalStates) {
  for (const int32_t mask : {4, 8, 16, 128, 132, 156}) {
    Definition definition = Good();
    Qa(definition).mutable_conditions(0)->set_status_mask(mask);
    EXPECT_THAT(Validate(definition, Limits()), IsEmpty()) << mask;
  }
}

TEST(ValidationRules, IgnoreAWrongNumberWhereGatesAreDisabled) {
  Definition definition = Good();
  Gates(definition).set_is_enabled(false);
  Gates(definition).set_timeout(0);
  EXPECT_THAT(Validate(definition, Limits()), IsEmpty());
}

TEST(ValidationRules, WordTheMessagesForPeople) {
  Definition definition = Good();
  Qa(definition).mutable_conditions(0)->set_name("Test");
  AddEnvironment(&definition, "A");
  *definition.mutable_environments(2)->add_conditions() = After("C");
  AddEnvironment(&definition, "B");
  *definition.mutable_environments(3)->add_conditions() = After("A");
  AddEnvironment(&definition, "C");
  *definition.mutable_environments(4)->add_conditions() = After("b");
  EXPECT_THAT(
      Lines(Validate(definition, Limits())),
      ElementsAre("error UNKNOWN_ENVIRONMENT environments[1].conditions[0].name: no environment named 'Test'",
                  "error ENVIRONMENT_CYCLE environments[2].conditions[0].name: environments wait for each other: "
                  "A -> B -> C -> A; remove one of these conditions"));
}

// --- Limits ---

TEST(ValidationRules, EnforceEveryLimitExactly) {
  struct Case {
    const char* path;
    std::function<void(Limits&, int)> set;
  };
  Definition definition = Good();
  *Phase(definition).add_workflow_tasks() = Task(definition);
  (*Phase(definition).mutable_workflow_tasks(1)).set_ref_name("second");
  v1::DeployPhase second = Phase(definition);
  second.set_rank(2);
  *Dev(definition).add_deploy_phases() = second;
  (*definition.mutable_variables())["a"].set_value("xy");
  (*definition.mutable_variables())["b"].set_value("x");
  // Of everything there are at most two.
  const Case cases[] = {
      {"environments", [](Limits& limits, int n) { limits.max_environments = n; }},
      {"environments[0].deployPhases", [](Limits& limits, int n) { limits.max_phases = n; }},
      {"environments[0].deployPhases[0].workflowTasks", [](Limits& limits, int n) { limits.max_tasks = n; }},
      {"variables", [](Limits& limits, int n) { limits.max_variables = n; }},
      {"variables.a", [](Limits& limits, int n) { limits.max_variable_bytes = n; }},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.path);
    Limits limits;
    test.set(limits, 2);
    EXPECT_THAT(Errors(Validate(definition, limits)), IsEmpty());
    test.set(limits, 1);
    EXPECT_THAT(Errors(Validate(definition, limits)), Contains(absl::StrCat("LIMIT_EXCEEDED ", test.path)));
  }
}

TEST(Limits, TakeTheDefaultForZeroAndNegativeNumbers) {
  v1::Limits given;
  given.set_max_tasks(7);
  given.set_max_phases(-1);
  const Limits limits = Limits::FromProto(given);
  EXPECT_EQ(limits.max_tasks, 7);
  EXPECT_EQ(limits.max_phases, 100);
  EXPECT_EQ(limits.max_document_bytes, 16 << 20);
  EXPECT_EQ(limits.max_document_depth, 64);
}

// --- Cycles, against a definition of "cyclic" that needs no search ---

// Whether removing environments without a predecessor, again and again, leaves some.
bool IsCyclic(std::vector<std::vector<bool>> edges) {
  std::vector<bool> gone(edges.size(), false);
  for (size_t round = 0; round < edges.size(); ++round) {
    for (size_t to = 0; to < edges.size(); ++to) {
      bool waits = false;
      for (size_t from = 0; from < edges.size(); ++from) waits = waits || (!gone[from] && edges[from][to]);
      if (!waits) gone[to] = true;
    }
  }
  for (const bool is_gone : gone) {
    if (!is_gone) return true;
  }
  return false;
}

// All graphs of four environments: 2^12.
TEST(ValidationRules, FindACycleExactlyWhereThereIsOne) {
  constexpr int kNodes = 4;
  for (int graph = 0; graph < 1 << (kNodes * (kNodes - 1)); ++graph) {
    Definition definition;
    definition.set_name("D");
    std::vector<std::vector<bool>> edges(kNodes, std::vector<bool>(kNodes, false));
    for (int i = 0; i < kNodes; ++i)
      definition.add_environments()->set_name(std::string(1, static_cast<char>('A' + i)));
    int bit = 0;
    for (int to = 0; to < kNodes; ++to) {
      for (int from = 0; from < kNodes; ++from) {
        if (from == to || ((graph >> bit++) & 1) == 0) continue;
        edges[from][to] = true;
        *definition.mutable_environments(to)->add_conditions() = After(definition.environments(from).name());
      }
    }
    const EnvironmentNames names(definition);
    const auto cycles = FindCycles(definition, names, 100);
    ASSERT_EQ(!cycles.empty(), IsCyclic(edges)) << graph;
    for (const EnvironmentCycle& cycle : cycles) {
      const auto& nodes = cycle.environments;
      for (size_t i = 0; i < nodes.size(); ++i) ASSERT_TRUE(edges[nodes[i]][nodes[(i + 1) % nodes.size()]]) << graph;
      const v1::Condition& closing = definition.environments(nodes.front()).conditions(cycle.condition);
      ASSERT_EQ(closing.name(), definition.environments(nodes.back()).name()) << graph;
    }
  }
}

TEST(ValidationRules, SurviveAVeryLongChainAndItsCycle) {
  constexpr int kLength = 200000;
  Definition definition;
  definition.set_name("D");
  for (int i = 0; i < kLength; ++i) {
    v1::DefinitionEnvironment* environment = definition.add_environments();
    environment->set_name(absl::StrCat("E", i));
    *environment->add_conditions() = After(absl::StrCat("E", i == 0 ? kLength - 1 : i - 1));
  }
  const EnvironmentNames names(definition);
  const auto cycles = FindCycles(definition, names, 10);
  ASSERT_THAT(cycles, SizeIs(1));
  EXPECT_THAT(cycles[0].environments, SizeIs(kLength));
  Limits limits;
  limits.max_environments = kLength;
  const auto findings = Validate(definition, limits);
  EXPECT_LE(findings.size(), kMaxFindings) << "the list is cut, not the memory filled";
}

}  // namespace
}  // namespace slipway
