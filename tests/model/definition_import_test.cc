// Shapes of exported definitions, those of the corpus one by one and those it lacks.
#include "model/definition_import.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/findings.h"
#include "tests/model/findings_matchers.h"

namespace slipway {
namespace {

using ::slipway::testing::Errors;
using ::slipway::testing::Lines;
using ::slipway::testing::Warnings;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

ImportedDefinition Import(const std::string& text) {
  auto imported = ImportDefinitions(text, Limits());
  EXPECT_TRUE(imported.ok()) << imported.status();
  if (!imported.ok()) return {};
  EXPECT_EQ(imported->size(), 1u);
  return std::move(imported->front());
}

// A definition with one environment that has these members.
ImportedDefinition ImportEnvironment(const std::string& members) {
  return Import(absl::StrCat(R"({"name": "D", "environments": [{"name": "Dev", "rank": 1, )", members, "}]}"));
}

const v1::DefinitionEnvironment& First(const ImportedDefinition& definition) {
  return definition.model.environments(0);
}

std::string ErrorOf(const std::string& text) {
  const auto imported = ImportDefinitions(text, Limits());
  EXPECT_EQ(imported.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(imported.status().message());
}

// --- What a text holds ---

TEST(ImportDefinitions, TakesEveryDefinitionOfAWrapper) {
  const auto imported = ImportDefinitions(
      R"({"count": 2, "value": [{"name": "A", "environments": []}, {"name": "B", "environments": []}]})", Limits());
  ASSERT_TRUE(imported.ok()) << imported.status();
  ASSERT_EQ(imported->size(), 2u);
  EXPECT_EQ((*imported)[0].model.name(), "A");
  EXPECT_EQ(ExportDocument((*imported)[1].document, -1), R"({"name":"B","environments":[]})");
}

TEST(ImportDefinitions, RefusesWhatIsNoDefinition) {
  EXPECT_THAT(ErrorOf("[]"), StartsWith("NOT_A_DEFINITION: the document is an array"));
  EXPECT_THAT(ErrorOf("7"), StartsWith("NOT_A_DEFINITION: the document is a number"));
  EXPECT_THAT(ErrorOf("{}"), HasSubstr("an object without name and environments"));
  EXPECT_THAT(ErrorOf(R"({"id": 1, "name": "Release-1", "releaseDefinition": {"id": 2}, "environments": []})"),
              StartsWith("NOT_A_DEFINITION: the document is a release,"));
  EXPECT_THAT(ErrorOf(R"({"count": 2, "value": [{"name": "A"}, {"name": "R", "keepForever": false}]})"),
              StartsWith("NOT_A_DEFINITION: the document's value[1] is a release,"));
  EXPECT_THAT(ErrorOf(R"({"count": 0, "value": []})"), StartsWith("EMPTY_DOCUMENT: "));
}

TEST(ImportDefinitions, TellsOfKeysThatStandTwiceByDefinition) {
  const auto imported = ImportDefinitions(
      R"({"value": [{"name": "A"}, {"name": "B", "environments": [{"name": "x", "rank": 1, "name": "y"}]}]})",
      Limits());
  ASSERT_TRUE(imported.ok());
  EXPECT_THAT((*imported)[0].findings, IsEmpty());
  EXPECT_THAT(Warnings((*imported)[1].findings), ElementsAre("DUPLICATE_KEY environments[0].name"));
  EXPECT_EQ((*imported)[1].model.environments(0).name(), "y");
}

TEST(ImportDefinitions, KeepsWhatItDoesNotKnowAndTells) {
  const std::string text = R"({"zzz":{"deep":[1]},"name":"D","environments":[{"name":"Dev","rank":1,"moving":null}]})";
  const ImportedDefinition definition = Import(text);
  EXPECT_EQ(ExportDocument(definition.document, -1), text);
  EXPECT_THAT(Warnings(definition.findings),
              ElementsAre("UNKNOWN_PROPERTY zzz", "UNKNOWN_PROPERTY environments[0].moving"));
}

// --- Lenient values ---

TEST(ImportDefinitions, ReadsEnumsAsNumbersNamesAndNumericTexts) {
  for (const char* spelling : {"2", "\"2\"", "\"environmentState\"", "\"EnvironmentState\"", "\"ENVIRONMENTSTATE\""}) {
    const auto definition = ImportEnvironment(
        absl::StrCat(R"("conditions": [{"name": "QA", "conditionType": )", spelling, R"(, "value": "4"}])"));
    EXPECT_THAT(Errors(definition.findings), IsEmpty()) << spelling;
    EXPECT_EQ(First(definition).conditions(0).condition_type(), v1::CONDITION_TYPE_ENVIRONMENT_STATE) << spelling;
    EXPECT_EQ(First(definition).conditions(0).status_mask(), 4) << spelling;
  }
}

TEST(ImportDefinitions, ReadsDaysAsNamesNumbersAndAll) {
  const auto days = [](const std::string& json) {
    const auto definition = ImportEnvironment(absl::StrCat(
        R"("schedules": [{"timeZoneId": "UTC", "startHours": 3, "startMinutes": 30, "daysToRelease": )", json, "}]"));
    EXPECT_THAT(Errors(definition.findings), IsEmpty()) << json;
    return First(definition).schedules(0).days_to_release();
  };
  EXPECT_EQ(days("31"), 31);
  EXPECT_EQ(days("\"31\""), 31);
  EXPECT_EQ(days("\"monday, friday\""), 17);
  EXPECT_EQ(days("\"Monday,Sunday\""), 65);
  EXPECT_EQ(days("\"all\""), 127);
}

TEST(ImportDefinitions, ReadsPropertyNamesInAnyCase) {
  const auto definition = Import(R"({"Name": "D", "ENVIRONMENTS": [{"NAME": "Dev", "Rank": 3}]})");
  EXPECT_EQ(definition.model.name(), "D");
  EXPECT_EQ(First(definition).name(), "Dev");
  EXPECT_EQ(First(definition).rank(), 3);
}

TEST(ImportDefinitions, ReadsNumbersBooleansAndTextsForOneAnother) {
  const auto definition = Import(R"({"id": "", "revision": "7", "name": 12, "isDeleted": "False", "isDisabled": 1,
      "variableGroups": ["5", 6], "environments": [{"id": "3", "name": true, "rank": 1.0, "deployPhases": [
      {"rank": "1", "deploymentInput": {"queueId": 72, "skipArtifactsDownload": "TRUE"}, "workflowTasks": [
      {"taskId": "T", "inputs": {"n": 5, "b": true, "z": null, "f": 1.5}}]}]}]})");
  EXPECT_THAT(definition.findings, IsEmpty()) << ::testing::PrintToString(Lines(definition.findings));
  EXPECT_EQ(definition.model.id(), 0);
  EXPECT_EQ(definition.model.revision(), 7);
  EXPECT_EQ(definition.model.name(), "12");
  EXPECT_TRUE(definition.model.is_disabled());
  EXPECT_THAT(definition.model.variable_groups(), ElementsAre(5, 6));
  EXPECT_EQ(First(definition).name(), "True");
  const v1::DeployPhase& phase = First(definition).deploy_phases(0);
  EXPECT_EQ(phase.deployment_input().queue_id(), "72");
  EXPECT_TRUE(phase.deployment_input().skip_artifacts_download());
  EXPECT_THAT(phase.workflow_tasks(0).inputs(),
              UnorderedElementsAre(Pair("n", "5"), Pair("b", "True"), Pair("f", "1.5")));
}

TEST(ImportDefinitions, NamesThePathOfWhatItCannotRead) {
  const auto definition =
      Import(R"({"name": {"x": 1}, "variables": [], "environments": [{"name": "Dev", "rank": "first",
      "conditions": [{"conditionType": "sometimes"}, 5], "deployPhases": [{"rank": 99999999999, "workflowTasks": [null,
      {"enabled": "perhaps", "inputs": {"a": {"b": 1}}, "timeoutInMinutes": 1.5}]}]}]})");
  EXPECT_THAT(Errors(definition.findings),
              UnorderedElementsAre("WRONG_TYPE name", "WRONG_TYPE variables", "WRONG_TYPE environments[0].rank",
                                   "UNKNOWN_VALUE environments[0].conditions[0].conditionType",
                                   "WRONG_TYPE environments[0].conditions[1]",
                                   "OUT_OF_RANGE environments[0].deployPhases[0].rank",
                                   "WRONG_TYPE environments[0].deployPhases[0].workflowTasks[0]",
                                   "WRONG_TYPE environments[0].deployPhases[0].workflowTasks[1].enabled",
                                   "WRONG_TYPE environments[0].deployPhases[0].workflowTasks[1].inputs.a",
                                   "WRONG_TYPE environments[0].deployPhases[0].workflowTasks[1].timeoutInMinutes"));
  EXPECT_THAT(Lines(definition.findings), Contains("error WRONG_TYPE name: expected a text, found an object"));
  EXPECT_THAT(
      Lines(definition.findings),
      Contains("error UNKNOWN_VALUE environments[0].conditions[0].conditionType: 'sometimes' is not known; expected "
               "one of undefined (0), event (1), environmentState (2), artifact (4)"));
}

TEST(ImportDefinitions, StopsListingFindingsAtALimitButStaysRefused) {
  std::string tasks;
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&tasks, i == 0 ? "" : ",", R"({"unknown": 1})");
  const auto definition = ImportEnvironment(
      absl::StrCat(R"("deployPhases": [{"rank": 1, "workflowTasks": [)", tasks, R"(, {"enabled": "?"}]}])"));
  EXPECT_EQ(definition.findings.size(), kMaxFindings);
  EXPECT_EQ(definition.findings.back().code(), "TOO_MANY_FINDINGS");
  EXPECT_TRUE(HasErrors(definition.findings));
}

// --- Order ---

TEST(ImportDefinitions, KeepsDocumentOrderAndSaysTheOrderOfRanks) {
  const auto definition =
      Import(R"({"name": "D", "environments": [{"name": "Prod", "rank": 3}, {"name": "Dev", "rank": 1},
      {"name": "QA", "rank": 2, "deployPhases": [{"name": "b", "rank": 2}, {"name": "a", "rank": 1}, {"name": "c", "rank": 2}]}]})");
  EXPECT_EQ(definition.model.environments(0).name(), "Prod");
  EXPECT_THAT(EnvironmentOrder(definition.model), ElementsAre(1, 2, 0));
  EXPECT_THAT(PhaseOrder(definition.model.environments(2)), ElementsAre(1, 0, 2));
}

TEST(ImportDefinitions, TakesTheOrderOfTheListWhenRanksAreMissing) {
  const auto definition = Import(R"({"name": "D", "environments": [{"name": "A"}, {"name": "B", "rank": null},
      {"name": "C", "rank": 0, "deployPhases": [{"name": "x"}, {"name": "y"}]}]})");
  EXPECT_EQ(definition.model.environments(0).rank(), 1);
  EXPECT_EQ(definition.model.environments(2).rank(), 3);
  EXPECT_EQ(definition.model.environments(2).deploy_phases(1).rank(), 2);
  EXPECT_THAT(Warnings(definition.findings),
              UnorderedElementsAre("RANK_MISSING environments", "RANK_MISSING environments[2].deployPhases"));
  EXPECT_THAT(ExportDocument(definition.document), Not(HasSubstr("\"rank\": 1")));
}

// --- The oldest shapes ---

TEST(ImportDefinitions, ReadsDeployStepTasksAsOneAgentPhase) {
  const auto definition = ImportEnvironment(R"("queueId": 7, "demands": ["Agent.OS -equals Linux", {"name": "java"}],
      "runOptions": {"EnvironmentOwnerEmailNotificationType": "Never", "TimeoutInMinutes": "15", "skipArtifactsDownload": "True"},
      "deployStep": {"id": 2, "tasks": [{"taskId": "AB", "name": "one"}, {"taskId": "CD", "name": "two", "enabled": false}]})");
  EXPECT_THAT(definition.findings, IsEmpty()) << ::testing::PrintToString(Lines(definition.findings));
  ASSERT_EQ(First(definition).deploy_phases_size(), 1);
  const v1::DeployPhase& phase = First(definition).deploy_phases(0);
  EXPECT_EQ(phase.phase_type(), v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
  EXPECT_EQ(phase.rank(), 1);
  EXPECT_EQ(phase.deployment_input().queue_id(), "7");
  EXPECT_EQ(phase.deployment_input().timeout_in_minutes(), 15);
  EXPECT_TRUE(phase.deployment_input().skip_artifacts_download());
  ASSERT_EQ(phase.deployment_input().demands_size(), 2);
  EXPECT_EQ(phase.deployment_input().demands(0).name(), "Agent.OS");
  EXPECT_EQ(phase.deployment_input().demands(0).value(), "Linux");
  EXPECT_EQ(phase.deployment_input().demands(1).name(), "java");
  EXPECT_EQ(First(definition).environment_options().email_notification_type(), "Never");
  ASSERT_EQ(phase.workflow_tasks_size(), 2);
  EXPECT_EQ(phase.workflow_tasks(0).task_id(), "ab");
  EXPECT_TRUE(phase.workflow_tasks(0).enabled()) << "a task is enabled unless it says otherwise";
  EXPECT_EQ(phase.workflow_tasks(0).version(), "*");
  EXPECT_FALSE(phase.workflow_tasks(1).enabled());
}

TEST(ImportDefinitions, ReadsWorkflowTasksOfTheEnvironment) {
  const auto definition = ImportEnvironment(R"("workflowTasks": [{"taskId": "AB"}])");
  ASSERT_EQ(First(definition).deploy_phases_size(), 1);
  EXPECT_EQ(First(definition).deploy_phases(0).workflow_tasks_size(), 1);
}

TEST(ImportDefinitions, FoldsTheEnvironmentsQueueIntoThePhaseThatHasNone) {
  const auto definition =
      ImportEnvironment(R"("queueId": "9", "demands": ["a"], "deployStep": {"tasks": []}, "deployPhases": [
      {"rank": 1, "deploymentInput": {"queueId": ""}}, {"rank": 2, "deploymentInput": {"queueId": 4}}])");
  ASSERT_EQ(First(definition).deploy_phases_size(), 2);
  EXPECT_EQ(First(definition).deploy_phases(0).deployment_input().queue_id(), "9");
  EXPECT_EQ(First(definition).deploy_phases(0).deployment_input().demands_size(), 1);
  EXPECT_EQ(First(definition).deploy_phases(1).deployment_input().queue_id(), "4");
  EXPECT_THAT(definition.findings, IsEmpty());
}

TEST(ImportDefinitions, TellsWhenBothShapesHoldTasks) {
  const auto definition = ImportEnvironment(
      R"("deployStep": {"tasks": [{"taskId": "old"}]}, "deployPhases": [{"rank": 1, "workflowTasks": [{"taskId": "new"}]}])");
  ASSERT_EQ(First(definition).deploy_phases_size(), 1);
  EXPECT_EQ(First(definition).deploy_phases(0).workflow_tasks(0).task_id(), "new");
  EXPECT_THAT(Warnings(definition.findings), ElementsAre("LEGACY_TASKS_IGNORED environments[0]"));
}

TEST(ImportDefinitions, MakesNoPhaseOutOfNothing) {
  EXPECT_EQ(First(ImportEnvironment(R"("deployPhases": [], "deployStep": {"id": 5})")).deploy_phases_size(), 0);
}

TEST(ImportDefinitions, ReadsMisspeltTimeouts) {
  const auto definition = ImportEnvironment(R"("preDeployApprovals": {"approvals": [], "approvalOptions":
      {"timeoutInMintues": 90, "requiredApproverCount": null}})");
  EXPECT_EQ(First(definition).pre_deploy_approvals().approval_options().timeout_in_minutes(), 90);
  EXPECT_EQ(First(definition).pre_deploy_approvals().approval_options().execution_order(),
            v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES);
}

// --- Conditions, artifacts, triggers ---

TEST(ImportDefinitions, ReadsArtifactConditionsFromJsonInsideText) {
  const auto definition = ImportEnvironment(R"("conditions": [{"name": "_Web", "conditionType": 4, "value":
      "{\"sourceBranch\":\"master\",\"tags\":[\"a\",\"b\"],\"tagFilter\":{\"pattern\":\"^v\"},\"useBuildDefinitionBranch\":false}"},
      {"name": "_Web", "conditionType": "artifact", "value": ""},
      {"name": "_Web", "conditionType": "artifact", "value": {"sourceBranch": "-x/*"}}])");
  EXPECT_THAT(definition.findings, IsEmpty());
  const v1::ArtifactFilter& filter = First(definition).conditions(0).artifact_filter();
  EXPECT_EQ(filter.source_branch(), "master");
  EXPECT_THAT(filter.tags(), ElementsAre("a", "b"));
  EXPECT_EQ(filter.tag_filter().pattern(), "^v");
  EXPECT_EQ(First(definition).conditions(2).artifact_filter().source_branch(), "-x/*");
}

TEST(ImportDefinitions, RefusesBrokenJsonInsideText) {
  const auto definition =
      ImportEnvironment(R"("conditions": [{"name": "_Web", "conditionType": 4, "value": "{\"a\": "}],
      "environmentTriggers": [{"triggerType": 2, "triggerContent": "not json"}])");
  EXPECT_THAT(Errors(definition.findings),
              UnorderedElementsAre("INVALID_ARTIFACT_FILTER environments[0].conditions[0].value",
                                   "INVALID_TRIGGER_CONTENT environments[0].environmentTriggers[0].triggerContent"));
}

TEST(ImportDefinitions, ReadsStatusMasksAsNumbersAndNames) {
  const auto mask = [](const std::string& json) {
    return First(ImportEnvironment(
                     absl::StrCat(R"("conditions": [{"name": "QA", "conditionType": 2, "value": )", json, "}]")))
        .conditions(0)
        .status_mask();
  };
  EXPECT_EQ(mask("\"132\""), 132);
  EXPECT_EQ(mask("4"), 4);
  EXPECT_EQ(mask("\"succeeded, partiallySucceeded\""), 132);
}

TEST(ImportDefinitions, ReadsRollbackTriggers) {
  const auto definition =
      ImportEnvironment(R"("environmentTriggers": [{"definitionEnvironmentId": 0, "releaseDefinitionId": 0,
      "triggerType": "rollbackRedeploy", "triggerContent":
      "{\"action\":\"LatestSuccessfulDeployment\",\"eventTypes\":[\"MS.TF.DistributedTask.DeploymentFailed\"]}"}])");
  EXPECT_THAT(definition.findings, IsEmpty());
  const v1::EnvironmentTrigger& trigger = First(definition).environment_triggers(0);
  EXPECT_EQ(trigger.trigger_type(), v1::ENVIRONMENT_TRIGGER_TYPE_ROLLBACK_REDEPLOY);
  EXPECT_EQ(trigger.action(), "LatestSuccessfulDeployment");
  EXPECT_THAT(trigger.event_types(), ElementsAre("MS.TF.DistributedTask.DeploymentFailed"));
}

TEST(ImportDefinitions, ReadsContainerPackageAndJenkinsArtifacts) {
  const auto definition = Import(R"({"name": "D", "environments": [], "artifacts": [
    {"alias": "img", "type": "AzureContainerRegistry", "isPrimary": true, "definitionReference": {"connection": {"id": "c", "name": "C"},
     "registryurl": {"id": "r", "name": "r"}, "definition": "web"}},
    {"alias": "pkg", "type": "PackageManagement", "definitionReference": {"feed": {"id": "f", "name": "Feed"}}},
    {"alias": "jen", "type": "Jenkins", "sourceId": "c:job", "definitionReference": {"connection": "{}"}}]})");
  EXPECT_THAT(definition.findings, IsEmpty());
  EXPECT_EQ(definition.model.artifacts(0).definition_reference().at("definition").id(), "web") << "a bare text";
  EXPECT_EQ(definition.model.artifacts(0).definition_reference().at("connection").name(), "C");
  EXPECT_EQ(definition.model.artifacts(2).definition_reference().at("connection").id(), "");
}

TEST(ImportDefinitions, ReadsEveryKindOfTrigger) {
  const auto definition = Import(R"({"name": "D", "environments": [], "triggers": [
    {"artifactAlias": "_Web", "triggerConditions": [{"sourceBranch": "master", "tags": ["ok"]}], "triggerType": "artifactSource"},
    {"triggerType": 2, "schedule": {"jobId": "j", "timeZoneId": "UTC", "startHours": 3, "startMinutes": 5, "daysToRelease": 31}},
    {"triggerType": 3, "alias": "repo", "branchFilters": ["+master", "-users/*"]},
    {"triggerType": 4, "alias": "img", "tagFilters": [{"pattern": "^v\\d"}]},
    {"triggerType": 5, "alias": "pkg"},
    {"triggerConditions": [{"targetBranch": "master", "tags": []}], "statusPolicyName": "gate", "pullRequestConfiguration":
      {"useArtifactReference": true, "codeRepositoryReference": {"systemType": 2, "repositoryReference":
      {"pullRequestRepositoryId": {"value": "r1", "displayValue": "x"}, "plain": "p"}}}, "artifactAlias": "_Web", "triggerType": 6}]})");
  EXPECT_THAT(definition.findings, IsEmpty()) << ::testing::PrintToString(Lines(definition.findings));
  const auto& triggers = definition.model.triggers();
  ASSERT_EQ(triggers.size(), 6);
  EXPECT_EQ(triggers[0].trigger_conditions(0).source_branch(), "master");
  EXPECT_EQ(triggers[1].schedule().days_to_release(), 31);
  EXPECT_EQ(triggers[2].artifact_alias(), "repo");
  EXPECT_THAT(triggers[2].branch_filters(), ElementsAre("+master", "-users/*"));
  EXPECT_EQ(triggers[3].tag_filters(0).pattern(), "^v\\d");
  EXPECT_EQ(triggers[5].pull_request_filters(0).target_branch(), "master");
  EXPECT_EQ(triggers[5].trigger_conditions_size(), 0);
  EXPECT_EQ(triggers[5].pull_request_configuration().system_type(), v1::PULL_REQUEST_SYSTEM_TYPE_GIT_HUB);
  EXPECT_THAT(triggers[5].pull_request_configuration().repository_reference(),
              UnorderedElementsAre(Pair("pullRequestRepositoryId", "r1"), Pair("plain", "p")));
}

TEST(ImportDefinitions, TakesTheFirstArtifactWhenNoneIsPrimary) {
  const auto definition = Import(R"({"name": "D", "environments": [], "artifacts": [{"alias": "a"}, {"alias": "b"}]})");
  EXPECT_TRUE(definition.model.artifacts(0).is_primary());
  EXPECT_FALSE(definition.model.artifacts(1).is_primary());
  EXPECT_THAT(Warnings(definition.findings), ElementsAre("NO_PRIMARY_ARTIFACT artifacts"));
}

// --- Phases and the rest of an environment ---

TEST(ImportDefinitions, ReadsServerPhasesTaskGroupsAndParallelJobs) {
  const auto definition = ImportEnvironment(R"("deployPhases": [
    {"rank": 1, "phaseType": 2}, {"rank": 2, "phaseType": "runOnServer"},
    {"rank": 3, "phaseType": "agentBasedDeployment", "deploymentInput": {"parallelExecution": {"parallelExecutionType": "multiMachine",
      "maxNumberOfAgents": 3, "continueOnError": true}, "overrideInputs": {"k": "v"}}},
    {"rank": 4, "deploymentInput": {"parallelExecution": {"parallelExecutionType": 1, "multipliers": ["A", "B"]}},
     "workflowTasks": [{"taskId": "G", "definitionType": "metaTask", "overrideInputs": {"x": "y"}, "environment": {"E": "1"},
       "checkConfig": {"id": 1, "version": 2, "resourceName": "r", "resourceType": "t"}, "retryCountOnTaskFailure": 2}]}])");
  EXPECT_THAT(definition.findings, IsEmpty()) << ::testing::PrintToString(Lines(definition.findings));
  const auto& phases = First(definition).deploy_phases();
  EXPECT_EQ(phases[0].phase_type(), v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER);
  EXPECT_EQ(phases[1].phase_type(), v1::DEPLOY_PHASE_TYPE_RUN_ON_SERVER);
  EXPECT_EQ(phases[2].deployment_input().parallel_execution().parallel_execution_type(),
            v1::PARALLEL_EXECUTION_TYPE_MULTI_MACHINE);
  EXPECT_EQ(phases[2].deployment_input().override_inputs().at("k"), "v");
  EXPECT_EQ(phases[3].deployment_input().parallel_execution().multipliers(), "A,B");
  EXPECT_EQ(phases[3].phase_type(), v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT) << "the default";
  const v1::WorkflowTask& task = phases[3].workflow_tasks(0);
  EXPECT_EQ(task.definition_type(), "metaTask");
  EXPECT_EQ(task.override_inputs().at("x"), "y");
  EXPECT_EQ(task.environment().at("E"), "1");
  EXPECT_EQ(task.check_config().version(), 2);
  EXPECT_EQ(task.retry_count_on_task_failure(), 2);
}

TEST(ImportDefinitions, ReadsSequentialApproversAndGates) {
  const auto definition = ImportEnvironment(R"("preDeployApprovals": {"approvals": [
      {"rank": 2, "isAutomated": false, "isNotificationOn": true, "approver": {"id": "p2", "displayName": "P 2", "isContainer": true}, "id": 5},
      {"rank": 1, "isAutomated": false, "approver": {"id": "p1"}}],
    "approvalOptions": {"requiredApproverCount": 1, "releaseCreatorCanBeApprover": true, "executionOrder": "AfterGatesAlways"}},
    "preDeploymentGates": {"id": 3, "gatesOptions": {"isEnabled": true, "timeout": 60, "samplingInterval": 5,
      "stabilizationTime": 0, "minimumSuccessDuration": 1}, "gates": [{"isGenerated": true, "tasks": [{"taskId": "Q", "name": "query"}]}]},
    "executionPolicy": {"concurrencyCount": 1, "queueDepthCount": 1})");
  EXPECT_THAT(definition.findings, IsEmpty()) << ::testing::PrintToString(Lines(definition.findings));
  const v1::Approvals& approvals = First(definition).pre_deploy_approvals();
  EXPECT_EQ(approvals.approvals(0).rank(), 2);
  EXPECT_TRUE(approvals.approvals(0).approver().is_container());
  EXPECT_EQ(approvals.approval_options().execution_order(), v1::APPROVAL_EXECUTION_ORDER_AFTER_GATES_ALWAYS);
  const v1::GatesStep& gates = First(definition).pre_deployment_gates();
  EXPECT_EQ(gates.gates_options().timeout(), 60);
  EXPECT_EQ(gates.gates(0).tasks(0).name(), "query");
  EXPECT_EQ(First(definition).execution_policy().queue_depth_count(), 1);
  EXPECT_EQ(First(definition).retention_policy().days_to_keep(), 30) << "the original's default";
}

TEST(ImportDefinitions, ReadsProcessParametersAndProperties) {
  const auto definition =
      ImportEnvironment(R"j("processParameters": {"inputs": [{"name": "WebAppName", "label": "App", "type": "string",
      "defaultValue": "$(app)", "required": true, "options": {}}], "dataSourceBindings": []
},
      "properties": {"LinkBoardsWorkItems": {"$type": "System.String", "$value": "False"}, "plain": 4})j");
  EXPECT_THAT(definition.findings, IsEmpty());
  ASSERT_EQ(First(definition).process_parameters_size(), 1);
  EXPECT_EQ(First(definition).process_parameters(0).default_value(), "$(app)");
  EXPECT_TRUE(First(definition).process_parameters(0).required());
  EXPECT_THAT(First(definition).properties(),
              UnorderedElementsAre(Pair("LinkBoardsWorkItems", "False"), Pair("plain", "4")));
}

TEST(ImportDefinitions, ReadsIdentitiesThatTemplatesSpoiled) {
  const auto definition = Import(
      R"({"name": "D", "createdBy": "{}", "modifiedBy": "someone", "environments": [{"name": "Dev", "rank": 1, "owner": null}]})");
  EXPECT_EQ(definition.model.created_by().id(), "");
  EXPECT_EQ(definition.model.modified_by().id(), "someone");
  EXPECT_THAT(Warnings(definition.findings), ElementsAre("IDENTITY_IS_TEXT modifiedBy"));
}

TEST(ImportDefinitions, GivesDefaultsWhereTheOriginalDoes) {
  const auto definition = Import(R"({"name": "D", "releaseNameFormat": null, "environments": []})");
  EXPECT_EQ(definition.model.path(), "\\");
  EXPECT_EQ(definition.model.release_name_format(), "Release-$(rev:r)");
  EXPECT_EQ(ExportDocument(definition.document, -1), R"({"name":"D","releaseNameFormat":null,"environments":[]})");
}

// --- Secrets ---

TEST(ImportDefinitions, TakesSecretValuesOutOfModelAndDocument) {
  const auto definition =
      Import(R"({"name": "D", "variables": {"Plain": {"value": "p"}, "Db.Password": {"value": "s1", "isSecret": true},
      "Empty": {"value": null, "isSecret": true, "allowOverride": true}}, "environments": [{"name": "Dev", "rank": 1,
      "variables": {"Token": {"isSecret": "TRUE", "value": 12}}}]})");
  EXPECT_THAT(definition.secrets,
              UnorderedElementsAre(Pair(VariablePath(-1, "Db.Password"), "s1"), Pair(VariablePath(0, "Token"), "12")));
  EXPECT_THAT(Warnings(definition.findings),
              UnorderedElementsAre("SECRET_VALUE_SEALED variables.Db.Password",
                                   "SECRET_VALUE_SEALED environments[0].variables.Token"));
  EXPECT_TRUE(definition.document["variables"]["Db.Password"]["value"].is_null());
  EXPECT_TRUE(definition.document["environments"][0]["variables"]["Token"]["value"].is_null());
  EXPECT_TRUE(definition.model.variables().at("Db.Password").is_secret());
  EXPECT_EQ(definition.model.variables().at("Db.Password").value(), "");
  EXPECT_EQ(First(definition).variables().at("Token").value(), "");
  EXPECT_TRUE(definition.model.variables().at("Empty").allow_override());
  EXPECT_EQ(definition.model.variables().at("Plain").value(), "p");
}

// However the flag is hidden, clear text stays in neither the model, the document nor a message.
TEST(ImportDefinitions, FindsSecretsInEverySpellingAndPlace) {
  for (const char* holder :
       {R"("variables": {"v": {"value": "hunter2", "isSecret": 1}})",
        R"("variables": {"v": {"isSecret": false, "IsSecret": true, "VALUE": "hunter2"}})",
        R"("variables": {"v": {"isSecret": true, "value": {"inner": "hunter2"}}})",
        R"("variables": {"v": {"isSecret": true, "value": ["hunter2"]}})",
        R"("currentRelease": {"variables": [{"name": "v", "value": "hunter2", "isSecret": true}]})",
        R"("unknown": {"a": [{"b": {"value": "hunter2", "isSecret": true}}]})"}) {
    SCOPED_TRACE(holder);
    const auto definition = ImportEnvironment(holder);
    ASSERT_EQ(definition.secrets.size(), 1u);
    EXPECT_THAT(definition.secrets[0].second, HasSubstr("hunter2"));
    EXPECT_THAT(ExportDocument(definition.document), Not(HasSubstr("hunter2")));
    EXPECT_THAT(definition.model.SerializeAsString(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(::testing::PrintToString(Lines(definition.findings)), Not(HasSubstr("hunter2")));
  }
}

TEST(ImportDefinition, TakesSecretsOutToo) {
  const auto definition = ImportDefinition(
      Json::parse(R"({"name": "D", "variables": {"v": {"value": "hunter2", "isSecret": true}}, "environments": []})"),
      Limits());
  ASSERT_TRUE(definition.ok());
  EXPECT_THAT(definition->secrets, ElementsAre(Pair("variables.v", "hunter2")));
}

TEST(ImportDefinition, RefusesWhatIsNoObjectOrTooDeep) {
  EXPECT_FALSE(ImportDefinition(Json::array(), Limits()).ok());
  Json deep = Json::object();
  for (int i = 0; i < 100; ++i) deep = Json{{"a", std::move(deep)}};
  EXPECT_THAT(std::string(ImportDefinition(deep, Limits()).status().message()), StartsWith("DOCUMENT_TOO_DEEP"));
}

}  // namespace
}  // namespace slipway
