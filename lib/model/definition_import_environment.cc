#include <array>

#include "model/definition_import_internal.h"

namespace slipway::import_internal {
namespace {

absl::Span<const EnumName> ExecutionOrders() {
  static constexpr std::array<EnumName, 4> kNames = {
      {{"undefined", 0}, {"beforeGates", 1}, {"afterSuccessfulGates", 2}, {"afterGatesAlways", 4}}};
  return kNames;
}

const FieldTable<v1::ApprovalStep>& ApprovalStepTable() {
  static const auto& table = *new FieldTable<v1::ApprovalStep>({
      {"rank", Int32Field<&v1::ApprovalStep::set_rank>},
      {"isAutomated", BoolField<&v1::ApprovalStep::set_is_automated>},
      {"isNotificationOn", BoolField<&v1::ApprovalStep::set_is_notification_on>},
      {"approver", [](ImportReader& reader, const Json& json,
                      v1::ApprovalStep& step) { ReadIdentity(reader, json, step.mutable_approver()); }},
      {"id", Int32Field<&v1::ApprovalStep::set_id>},
  });
  return table;
}

const FieldTable<v1::ApprovalOptions>& ApprovalOptionsTable() {
  static const auto& table = *new FieldTable<v1::ApprovalOptions>({
      {"requiredApproverCount", Int32Field<&v1::ApprovalOptions::set_required_approver_count>},
      {"releaseCreatorCanBeApprover", BoolField<&v1::ApprovalOptions::set_release_creator_can_be_approver>},
      {"autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped",
       BoolField<&v1::ApprovalOptions::set_auto_triggered_and_previous_environment_approved_can_be_skipped>},
      {"enforceIdentityRevalidation", BoolField<&v1::ApprovalOptions::set_enforce_identity_revalidation>},
      {"timeoutInMinutes", Int32Field<&v1::ApprovalOptions::set_timeout_in_minutes>},
      {"executionOrder",
       EnumField<&v1::ApprovalOptions::set_execution_order, v1::ApprovalExecutionOrder, ExecutionOrders>},
      {"timeoutInMintues", Int32Field<&v1::ApprovalOptions::set_timeout_in_minutes>},
  });
  return table;
}

const FieldTable<v1::Approvals>& ApprovalsTable() {
  static const auto& table = *new FieldTable<v1::Approvals>({
      {"approvals", MessageListField<&v1::Approvals::add_approvals, ApprovalStepTable>},
      {"approvalOptions", MessageField<&v1::Approvals::mutable_approval_options, ApprovalOptionsTable>},
  });
  return table;
}

const FieldTable<v1::GatesOptions>& GatesOptionsTable() {
  static const auto& table = *new FieldTable<v1::GatesOptions>({
      {"isEnabled", BoolField<&v1::GatesOptions::set_is_enabled>},
      {"timeout", Int32Field<&v1::GatesOptions::set_timeout>},
      {"samplingInterval", Int32Field<&v1::GatesOptions::set_sampling_interval>},
      {"stabilizationTime", Int32Field<&v1::GatesOptions::set_stabilization_time>},
      {"minimumSuccessDuration", Int32Field<&v1::GatesOptions::set_minimum_success_duration>},
  });
  return table;
}

const FieldTable<v1::Gate>& GateTable() {
  static const auto& table = *new FieldTable<v1::Gate>({
      {"tasks",
       [](ImportReader& reader, const Json& json, v1::Gate& gate) {
         ReadList(reader, json, [&](const Json& element) { ReadTask(reader, element, gate.add_tasks()); });
       }},
      {"isGenerated", BoolField<&v1::Gate::set_is_generated>},
  });
  return table;
}

const FieldTable<v1::GatesStep>& GatesStepTable() {
  static const auto& table = *new FieldTable<v1::GatesStep>({
      {"id", Int32Field<&v1::GatesStep::set_id>},
      {"gatesOptions", MessageField<&v1::GatesStep::mutable_gates_options, GatesOptionsTable>},
      {"gates", MessageListField<&v1::GatesStep::add_gates, GateTable>},
  });
  return table;
}

const FieldTable<v1::ExecutionPolicy>& ExecutionPolicyTable() {
  static const auto& table = *new FieldTable<v1::ExecutionPolicy>({
      {"concurrencyCount", Int32Field<&v1::ExecutionPolicy::set_concurrency_count>},
      {"queueDepthCount", Int32Field<&v1::ExecutionPolicy::set_queue_depth_count>},
  });
  return table;
}

const FieldTable<v1::EnvironmentRetentionPolicy>& RetentionTable() {
  static const auto& table = *new FieldTable<v1::EnvironmentRetentionPolicy>({
      {"daysToKeep", Int32Field<&v1::EnvironmentRetentionPolicy::set_days_to_keep>},
      {"releasesToKeep", Int32Field<&v1::EnvironmentRetentionPolicy::set_releases_to_keep>},
      {"retainBuild", BoolField<&v1::EnvironmentRetentionPolicy::set_retain_build>},
  });
  return table;
}

const FieldTable<v1::EnvironmentOptions>& OptionsTable() {
  static const auto& table = *new FieldTable<v1::EnvironmentOptions>({
      {"emailNotificationType", TextField<&v1::EnvironmentOptions::mutable_email_notification_type>},
      {"emailRecipients", TextField<&v1::EnvironmentOptions::mutable_email_recipients>},
      {"skipArtifactsDownload", BoolField<&v1::EnvironmentOptions::set_skip_artifacts_download>},
      {"timeoutInMinutes", Int32Field<&v1::EnvironmentOptions::set_timeout_in_minutes>},
      {"enableAccessToken", BoolField<&v1::EnvironmentOptions::set_enable_access_token>},
      {"publishDeploymentStatus", BoolField<&v1::EnvironmentOptions::set_publish_deployment_status>},
      {"badgeEnabled", BoolField<&v1::EnvironmentOptions::set_badge_enabled>},
      {"autoLinkWorkItems", BoolField<&v1::EnvironmentOptions::set_auto_link_work_items>},
      {"pullRequestDeploymentEnabled", BoolField<&v1::EnvironmentOptions::set_pull_request_deployment_enabled>},
      {"publishDeploymentStatusToWorkItems", nullptr},
      {"timeoutInMintues", Int32Field<&v1::EnvironmentOptions::set_timeout_in_minutes>},
      // In runOptions, the name of emailNotificationType of 2015.
      {"EnvironmentOwnerEmailNotificationType", TextField<&v1::EnvironmentOptions::mutable_email_notification_type>},
  });
  return table;
}

const FieldTable<v1::ProcessParameter>& ParameterTable() {
  static const auto& table = *new FieldTable<v1::ProcessParameter>({
      {"options", nullptr},
      {"properties", nullptr},
      {"aliases", nullptr},
      {"name", TextField<&v1::ProcessParameter::mutable_name>},
      {"label", TextField<&v1::ProcessParameter::mutable_label>},
      {"defaultValue", TextField<&v1::ProcessParameter::mutable_default_value>},
      {"required", BoolField<&v1::ProcessParameter::set_required>},
      {"type", TextField<&v1::ProcessParameter::mutable_type>},
      {"helpMarkDown", nullptr},
      {"visibleRule", nullptr},
      {"groupName", nullptr},
      {"validation", nullptr},
  });
  return table;
}

const FieldTable<v1::DefinitionEnvironment>& ProcessParametersTable() {
  static const auto& table = *new FieldTable<v1::DefinitionEnvironment>({
      {"inputs", MessageListField<&v1::DefinitionEnvironment::add_process_parameters, ParameterTable>},
      {"dataSourceBindings", nullptr},
      {"sourceDefinitions", nullptr},
  });
  return table;
}

const FieldTable<v1::DefinitionEnvironment>& EnvironmentTable() {
  static const auto& table = *new FieldTable<v1::DefinitionEnvironment>({
      {"id", Int32Field<&v1::DefinitionEnvironment::set_id>},
      {"name", TextField<&v1::DefinitionEnvironment::mutable_name>},
      {"rank", Int32Field<&v1::DefinitionEnvironment::set_rank>},
      {"owner",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadIdentity(reader, json, environment.mutable_owner());
       }},
      {"variables",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadVariables(reader, json, environment.mutable_variables());
       }},
      {"variableGroups", Int32ListField<&v1::DefinitionEnvironment::mutable_variable_groups>},
      {"preDeployApprovals", MessageField<&v1::DefinitionEnvironment::mutable_pre_deploy_approvals, ApprovalsTable>},
      {"deployStep", nullptr},  // ReadLegacy
      {"postDeployApprovals", MessageField<&v1::DefinitionEnvironment::mutable_post_deploy_approvals, ApprovalsTable>},
      {"deployPhases",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadList(reader, json,
                  [&](const Json& element) { ReadPhase(reader, element, environment.add_deploy_phases()); });
       }},
      {"environmentOptions", MessageField<&v1::DefinitionEnvironment::mutable_environment_options, OptionsTable>},
      {"demands", nullptr},     // ReadLegacy
      {"queueId", nullptr},     // ReadLegacy
      {"runOptions", nullptr},  // ReadLegacy
      {"conditions",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadList(reader, json,
                  [&](const Json& element) { ReadCondition(reader, element, environment.add_conditions()); });
       }},
      {"executionPolicy", MessageField<&v1::DefinitionEnvironment::mutable_execution_policy, ExecutionPolicyTable>},
      {"schedules", MessageListField<&v1::DefinitionEnvironment::add_schedules, ScheduleTable>},
      {"currentRelease", nullptr},
      {"retentionPolicy", MessageField<&v1::DefinitionEnvironment::mutable_retention_policy, RetentionTable>},
      {"processParameters",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadObject(reader, json, ProcessParametersTable(), environment);
       }},
      {"properties",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadProperties(reader, json, environment.mutable_properties());
       }},
      {"preDeploymentGates", MessageField<&v1::DefinitionEnvironment::mutable_pre_deployment_gates, GatesStepTable>},
      {"postDeploymentGates", MessageField<&v1::DefinitionEnvironment::mutable_post_deployment_gates, GatesStepTable>},
      {"environmentTriggers",
       [](ImportReader& reader, const Json& json, v1::DefinitionEnvironment& environment) {
         ReadList(reader, json, [&](const Json& element) {
           ReadEnvironmentTrigger(reader, element, environment.add_environment_triggers());
         });
       }},
      {"badgeUrl", nullptr},
      {"workflowTasks", nullptr},  // ReadLegacy
      {"status", nullptr},
      {"_links", nullptr},
      {"url", nullptr},
  });
  return table;
}

// Tasks of the time before phases: deployStep.tasks, later workflowTasks on the environment. False when there is no
// list.
bool ReadLegacyTasks(ImportReader& reader, const Json& json, v1::DeployPhase* phase) {
  const auto read = [&](const Json& list) {
    ReadList(reader, list, [&](const Json& element) { ReadTask(reader, element, phase->add_workflow_tasks()); });
  };
  bool found = false;
  if (const Json* step = FindMember(json, "deployStep"); step != nullptr) {
    if (const Json* tasks = FindMember(*step, "tasks"); tasks != nullptr) {
      ImportReader::Step outer(reader, "deployStep");
      ImportReader::Step inner(reader, "tasks");
      read(*tasks);
      found = true;
    }
  }
  if (const Json* tasks = FindMember(json, "workflowTasks"); tasks != nullptr) {
    ImportReader::Step outer(reader, "workflowTasks");
    if (phase->workflow_tasks().empty()) read(*tasks);
    found = true;
  }
  return found;
}

// What phases took over from the environment: its tasks, queue, demands and run options become those of phase 1.
void ReadLegacy(ImportReader& reader, const Json& json, v1::DefinitionEnvironment* environment) {
  const Json* queue = FindMember(json, "queueId");
  const Json* demands = FindMember(json, "demands");
  const Json* run_options = FindMember(json, "runOptions");
  if (run_options != nullptr && !environment->has_environment_options()) {
    ImportReader::Step step(reader, "runOptions");
    ReadObject(reader, *run_options, OptionsTable(), *environment->mutable_environment_options());
  }
  v1::DeployPhase old;
  const bool has_task_list = ReadLegacyTasks(reader, json, &old);
  if (environment->deploy_phases().empty()) {
    if (!has_task_list && queue == nullptr) return;
    old.set_name("Run on agent");
    old.set_rank(1);
    old.set_phase_type(v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
    v1::DeploymentInput& input = *old.mutable_deployment_input();
    const v1::EnvironmentOptions& options = environment->environment_options();
    input.set_job_cancel_timeout_in_minutes(1);
    input.set_timeout_in_minutes(options.timeout_in_minutes());
    input.set_skip_artifacts_download(options.skip_artifacts_download());
    input.set_enable_access_token(options.enable_access_token());
    *environment->add_deploy_phases() = std::move(old);
  } else if (!old.workflow_tasks().empty()) {
    reader.Warning("LEGACY_TASKS_IGNORED",
                   "there are tasks both on the environment (as of 2015) and in deployPhases; only the phases run");
  }
  v1::DeploymentInput& first = *environment->mutable_deploy_phases(0)->mutable_deployment_input();
  if (queue != nullptr && first.queue_id().empty()) {
    ImportReader::Step step(reader, "queueId");
    if (auto text = reader.Text(*queue)) first.set_queue_id(*std::move(text));
  }
  if (demands != nullptr && first.demands().empty()) {
    ImportReader::Step step(reader, "demands");
    ReadDemands(reader, *demands, &first);
  }
}

// When the document has options but no order, the editor's defaults hold.
void CompleteExecutionOrder(v1::Approvals* approvals, v1::ApprovalExecutionOrder order) {
  if (!approvals->has_approval_options()) return;
  v1::ApprovalOptions& options = *approvals->mutable_approval_options();
  if (options.execution_order() == v1::APPROVAL_EXECUTION_ORDER_UNDEFINED) options.set_execution_order(order);
}

void CompleteRetention(const Json& json, v1::DefinitionEnvironment* environment) {
  if (FindMember(json, "retentionPolicy") != nullptr) return;
  v1::EnvironmentRetentionPolicy& policy = *environment->mutable_retention_policy();
  policy.set_days_to_keep(30);
  policy.set_releases_to_keep(3);
  policy.set_retain_build(true);
}

}  // namespace

void ReadEnvironment(ImportReader& reader, const Json& json, v1::DefinitionEnvironment* environment) {
  if (!ReadObject(reader, json, EnvironmentTable(), *environment)) return;
  ReadLegacy(reader, json, environment);
  CompleteRanks(reader, "deployPhases", environment->mutable_deploy_phases());
  if (environment->has_pre_deploy_approvals()) {
    CompleteExecutionOrder(environment->mutable_pre_deploy_approvals(), v1::APPROVAL_EXECUTION_ORDER_BEFORE_GATES);
  }
  if (environment->has_post_deploy_approvals()) {
    CompleteExecutionOrder(environment->mutable_post_deploy_approvals(),
                           v1::APPROVAL_EXECUTION_ORDER_AFTER_SUCCESSFUL_GATES);
  }
  CompleteRetention(json, environment);
}

}  // namespace slipway::import_internal
