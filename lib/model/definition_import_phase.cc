#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "model/definition_import_internal.h"
#include "model/demand.h"

namespace slipway::import_internal {
namespace {

absl::Span<const EnumName> PhaseTypes() {
  static constexpr std::array<EnumName, 5> kNames = {{{"undefined", 0},
                                                      {"agentBasedDeployment", 1},
                                                      {"runOnServer", 2},
                                                      {"machineGroupBasedDeployment", 4},
                                                      {"deploymentGates", 8}}};
  return kNames;
}

absl::Span<const EnumName> ParallelTypes() {
  static constexpr std::array<EnumName, 3> kNames = {{{"none", 0}, {"multiConfiguration", 1}, {"multiMachine", 2}}};
  return kNames;
}

const FieldTable<v1::CheckConfiguration>& CheckConfigurationTable() {
  static const auto& table = *new FieldTable<v1::CheckConfiguration>({
      {"id", Int32Field<&v1::CheckConfiguration::set_id>},
      {"version", Int32Field<&v1::CheckConfiguration::set_version>},
      {"resourceName", TextField<&v1::CheckConfiguration::mutable_resource_name>},
      {"resourceType", TextField<&v1::CheckConfiguration::mutable_resource_type>},
  });
  return table;
}

const FieldTable<v1::WorkflowTask>& TaskTable() {
  static const auto& table = *new FieldTable<v1::WorkflowTask>({
      {"environment", TextMapField<&v1::WorkflowTask::mutable_environment>},
      {"taskId", TextField<&v1::WorkflowTask::mutable_task_id>},
      {"version", TextField<&v1::WorkflowTask::mutable_version>},
      {"name", TextField<&v1::WorkflowTask::mutable_name>},
      {"refName", TextField<&v1::WorkflowTask::mutable_ref_name>},
      {"enabled", BoolField<&v1::WorkflowTask::set_enabled>},
      {"alwaysRun", BoolField<&v1::WorkflowTask::set_always_run>},
      {"continueOnError", BoolField<&v1::WorkflowTask::set_continue_on_error>},
      {"timeoutInMinutes", Int32Field<&v1::WorkflowTask::set_timeout_in_minutes>},
      {"retryCountOnTaskFailure", Int32Field<&v1::WorkflowTask::set_retry_count_on_task_failure>},
      {"definitionType", TextField<&v1::WorkflowTask::mutable_definition_type>},
      {"overrideInputs", TextMapField<&v1::WorkflowTask::mutable_override_inputs>},
      {"condition", TextField<&v1::WorkflowTask::mutable_condition>},
      {"inputs", TextMapField<&v1::WorkflowTask::mutable_inputs>},
      {"checkConfig", MessageField<&v1::WorkflowTask::mutable_check_config, CheckConfigurationTable>},
      {"timeoutInMintues", Int32Field<&v1::WorkflowTask::set_timeout_in_minutes>},
  });
  return table;
}

const FieldTable<v1::ParallelExecution>& ParallelTable() {
  static const auto& table = *new FieldTable<v1::ParallelExecution>({
      {"parallelExecutionType",
       EnumField<&v1::ParallelExecution::set_parallel_execution_type, v1::ParallelExecutionType, ParallelTypes>},
      {"multipliers",
       [](ImportReader& reader, const Json& json, v1::ParallelExecution& parallel) {
         std::vector<std::string> names;
         if (json.is_array()) {
           ReadList(reader, json, [&](const Json& element) {
             if (auto text = reader.Text(element)) names.push_back(*std::move(text));
           });
           parallel.set_multipliers(absl::StrJoin(names, ","));
         } else if (auto text = reader.Text(json)) {
           parallel.set_multipliers(*std::move(text));
         }
       }},
      {"maxNumberOfAgents", Int32Field<&v1::ParallelExecution::set_max_number_of_agents>},
      {"continueOnError", BoolField<&v1::ParallelExecution::set_continue_on_error>},
  });
  return table;
}

const FieldTable<v1::ArtifactDownloadInput>& DownloadInputTable() {
  static const auto& table = *new FieldTable<v1::ArtifactDownloadInput>({
      {"artifactItems", TextListField<[](v1::ArtifactDownloadInput& input) { return input.mutable_artifact_items(); }>},
      {"alias", TextField<&v1::ArtifactDownloadInput::mutable_alias>},
      {"artifactType", TextField<&v1::ArtifactDownloadInput::mutable_artifact_type>},
      {"artifactDownloadMode", TextField<&v1::ArtifactDownloadInput::mutable_artifact_download_mode>},
  });
  return table;
}

const FieldTable<v1::DeploymentInput>& DownloadListTable() {
  static const auto& table = *new FieldTable<v1::DeploymentInput>({
      {"downloadInputs", MessageListField<&v1::DeploymentInput::add_download_inputs, DownloadInputTable>},
  });
  return table;
}

const FieldTable<v1::DeploymentInput>& DeploymentInputTable() {
  static const auto& table = *new FieldTable<v1::DeploymentInput>({
      {"healthPercent", Int32Field<&v1::DeploymentInput::set_health_percent>},
      {"deploymentHealthOption", TextField<&v1::DeploymentInput::mutable_deployment_health_option>},
      {"tags", TextListField<[](v1::DeploymentInput& input) { return input.mutable_tags(); }>},
      {"parallelExecution", MessageField<&v1::DeploymentInput::mutable_parallel_execution, ParallelTable>},
      {"agentSpecification",
       [](ImportReader& reader, const Json& json, v1::DeploymentInput& input) {
         const Json* identifier = FindMember(json, "identifier");
         if (identifier == nullptr && json.is_object()) return;
         if (auto text = reader.Text(identifier != nullptr ? *identifier : json)) {
           input.set_agent_specification(*std::move(text));
         }
       }},
      {"skipArtifactsDownload", BoolField<&v1::DeploymentInput::set_skip_artifacts_download>},
      {"artifactsDownloadInput",
       [](ImportReader& reader, const Json& json, v1::DeploymentInput& input) {
         ReadObject(reader, json, DownloadListTable(), input);
       }},
      {"queueId", TextField<&v1::DeploymentInput::mutable_queue_id>},
      {"demands",
       [](ImportReader& reader, const Json& json, v1::DeploymentInput& input) { ReadDemands(reader, json, &input); }},
      {"enableAccessToken", BoolField<&v1::DeploymentInput::set_enable_access_token>},
      {"timeoutInMinutes", Int32Field<&v1::DeploymentInput::set_timeout_in_minutes>},
      {"jobCancelTimeoutInMinutes", Int32Field<&v1::DeploymentInput::set_job_cancel_timeout_in_minutes>},
      {"condition", TextField<&v1::DeploymentInput::mutable_condition>},
      {"overrideInputs", TextMapField<&v1::DeploymentInput::mutable_override_inputs>},
      {"imageId", nullptr},
      {"clean", nullptr},
      {"cleanOptions", nullptr},
      {"proofOfPresenceTenants", nullptr},
      {"minimumSuccessDuration", nullptr},
      {"samplingInterval", nullptr},
      {"stabilizationTime", nullptr},
      {"timeoutInMintues", Int32Field<&v1::DeploymentInput::set_timeout_in_minutes>},
  });
  return table;
}

const FieldTable<v1::DeployPhase>& PhaseTable() {
  static const auto& table = *new FieldTable<v1::DeployPhase>({
      {"deploymentInput", MessageField<&v1::DeployPhase::mutable_deployment_input, DeploymentInputTable>},
      {"rank", Int32Field<&v1::DeployPhase::set_rank>},
      {"phaseType", EnumField<&v1::DeployPhase::set_phase_type, v1::DeployPhaseType, PhaseTypes>},
      {"name", TextField<&v1::DeployPhase::mutable_name>},
      {"refName", TextField<&v1::DeployPhase::mutable_ref_name>},
      {"workflowTasks",
       [](ImportReader& reader, const Json& json, v1::DeployPhase& phase) {
         ReadList(reader, json, [&](const Json& element) { ReadTask(reader, element, phase.add_workflow_tasks()); });
       }},
  });
  return table;
}

const FieldTable<v1::Demand>& DemandTable() {
  static const auto& table = *new FieldTable<v1::Demand>({
      {"name", TextField<&v1::Demand::mutable_name>},
      {"value", TextField<&v1::Demand::mutable_value>},
  });
  return table;
}

}  // namespace

void ReadDemands(ImportReader& reader, const Json& json, v1::DeploymentInput* input) {
  ReadList(reader, json, [&](const Json& element) {
    if (element.is_string()) {
      *input->add_demands() = ParseDemand(element.get_ref<const std::string&>());
    } else {
      ReadObject(reader, element, DemandTable(), *input->add_demands());
    }
  });
}

void ReadTask(ImportReader& reader, const Json& json, v1::WorkflowTask* task) {
  task->set_enabled(true);
  ReadObject(reader, json, TaskTable(), *task);
  absl::AsciiStrToLower(task->mutable_task_id());
  if (task->version().empty()) task->set_version("*");
  if (task->definition_type().empty()) task->set_definition_type("task");
}

void ReadPhase(ImportReader& reader, const Json& json, v1::DeployPhase* phase) {
  phase->set_phase_type(v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
  phase->mutable_deployment_input()->set_job_cancel_timeout_in_minutes(1);
  ReadObject(reader, json, PhaseTable(), *phase);
}

}  // namespace slipway::import_internal
