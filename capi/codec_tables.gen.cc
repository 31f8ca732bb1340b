// Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
// clang-format off
#include "capi/codec_tables.gen.h"

namespace slipway::capi::tables {

constexpr EnumValue kApprovalExecutionOrderValues[] = {
    {0, "APPROVAL_EXECUTION_ORDER_UNDEFINED"},
    {1, "APPROVAL_EXECUTION_ORDER_BEFORE_GATES"},
    {2, "APPROVAL_EXECUTION_ORDER_AFTER_SUCCESSFUL_GATES"},
    {4, "APPROVAL_EXECUTION_ORDER_AFTER_GATES_ALWAYS"},
};
const EnumInfo kApprovalExecutionOrder = {"slipway.v1.ApprovalExecutionOrder", kApprovalExecutionOrderValues, 4};

constexpr EnumValue kApprovalStatusValues[] = {
    {0, "APPROVAL_STATUS_UNDEFINED"},
    {1, "APPROVAL_STATUS_PENDING"},
    {2, "APPROVAL_STATUS_APPROVED"},
    {4, "APPROVAL_STATUS_REJECTED"},
    {6, "APPROVAL_STATUS_REASSIGNED"},
    {7, "APPROVAL_STATUS_CANCELED"},
    {8, "APPROVAL_STATUS_SKIPPED"},
};
const EnumInfo kApprovalStatus = {"slipway.v1.ApprovalStatus", kApprovalStatusValues, 7};

constexpr EnumValue kApprovalTypeValues[] = {
    {0, "APPROVAL_TYPE_UNDEFINED"},
    {1, "APPROVAL_TYPE_PRE_DEPLOY"},
    {2, "APPROVAL_TYPE_POST_DEPLOY"},
};
const EnumInfo kApprovalType = {"slipway.v1.ApprovalType", kApprovalTypeValues, 3};

constexpr EnumValue kConditionTypeValues[] = {
    {0, "CONDITION_TYPE_UNDEFINED"},
    {1, "CONDITION_TYPE_EVENT"},
    {2, "CONDITION_TYPE_ENVIRONMENT_STATE"},
    {4, "CONDITION_TYPE_ARTIFACT"},
};
const EnumInfo kConditionType = {"slipway.v1.ConditionType", kConditionTypeValues, 4};

constexpr EnumValue kDeployPhaseStatusValues[] = {
    {0, "DEPLOY_PHASE_STATUS_UNDEFINED"},
    {1, "DEPLOY_PHASE_STATUS_NOT_STARTED"},
    {2, "DEPLOY_PHASE_STATUS_IN_PROGRESS"},
    {4, "DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED"},
    {8, "DEPLOY_PHASE_STATUS_SUCCEEDED"},
    {16, "DEPLOY_PHASE_STATUS_FAILED"},
    {32, "DEPLOY_PHASE_STATUS_CANCELED"},
    {64, "DEPLOY_PHASE_STATUS_SKIPPED"},
    {128, "DEPLOY_PHASE_STATUS_CANCELLING"},
};
const EnumInfo kDeployPhaseStatus = {"slipway.v1.DeployPhaseStatus", kDeployPhaseStatusValues, 9};

constexpr EnumValue kDeployPhaseTypeValues[] = {
    {0, "DEPLOY_PHASE_TYPE_UNDEFINED"},
    {1, "DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT"},
    {2, "DEPLOY_PHASE_TYPE_RUN_ON_SERVER"},
    {4, "DEPLOY_PHASE_TYPE_MACHINE_GROUP_BASED_DEPLOYMENT"},
    {8, "DEPLOY_PHASE_TYPE_DEPLOYMENT_GATES"},
};
const EnumInfo kDeployPhaseType = {"slipway.v1.DeployPhaseType", kDeployPhaseTypeValues, 5};

constexpr EnumValue kDeploymentOperationStatusValues[] = {
    {0, "DEPLOYMENT_OPERATION_STATUS_UNDEFINED"},
    {1, "DEPLOYMENT_OPERATION_STATUS_QUEUED"},
    {2, "DEPLOYMENT_OPERATION_STATUS_SCHEDULED"},
    {4, "DEPLOYMENT_OPERATION_STATUS_PENDING"},
    {8, "DEPLOYMENT_OPERATION_STATUS_APPROVED"},
    {16, "DEPLOYMENT_OPERATION_STATUS_REJECTED"},
    {32, "DEPLOYMENT_OPERATION_STATUS_DEFERRED"},
    {64, "DEPLOYMENT_OPERATION_STATUS_QUEUED_FOR_AGENT"},
    {128, "DEPLOYMENT_OPERATION_STATUS_PHASE_IN_PROGRESS"},
    {256, "DEPLOYMENT_OPERATION_STATUS_PHASE_SUCCEEDED"},
    {512, "DEPLOYMENT_OPERATION_STATUS_PHASE_PARTIALLY_SUCCEEDED"},
    {1024, "DEPLOYMENT_OPERATION_STATUS_PHASE_FAILED"},
    {2048, "DEPLOYMENT_OPERATION_STATUS_CANCELED"},
    {4096, "DEPLOYMENT_OPERATION_STATUS_PHASE_CANCELED"},
    {8192, "DEPLOYMENT_OPERATION_STATUS_MANUAL_INTERVENTION_PENDING"},
    {16384, "DEPLOYMENT_OPERATION_STATUS_QUEUED_FOR_PIPELINE"},
    {32768, "DEPLOYMENT_OPERATION_STATUS_CANCELLING"},
    {65536, "DEPLOYMENT_OPERATION_STATUS_EVALUATING_GATES"},
    {131072, "DEPLOYMENT_OPERATION_STATUS_GATE_FAILED"},
};
const EnumInfo kDeploymentOperationStatus = {"slipway.v1.DeploymentOperationStatus", kDeploymentOperationStatusValues, 19};

constexpr EnumValue kDeploymentReasonValues[] = {
    {0, "DEPLOYMENT_REASON_NONE"},
    {1, "DEPLOYMENT_REASON_MANUAL"},
    {2, "DEPLOYMENT_REASON_AUTOMATED"},
    {4, "DEPLOYMENT_REASON_SCHEDULED"},
    {8, "DEPLOYMENT_REASON_REDEPLOY_TRIGGER"},
};
const EnumInfo kDeploymentReason = {"slipway.v1.DeploymentReason", kDeploymentReasonValues, 5};

constexpr EnumValue kDeploymentStatusValues[] = {
    {0, "DEPLOYMENT_STATUS_UNDEFINED"},
    {1, "DEPLOYMENT_STATUS_NOT_DEPLOYED"},
    {2, "DEPLOYMENT_STATUS_IN_PROGRESS"},
    {4, "DEPLOYMENT_STATUS_SUCCEEDED"},
    {8, "DEPLOYMENT_STATUS_PARTIALLY_SUCCEEDED"},
    {16, "DEPLOYMENT_STATUS_FAILED"},
};
const EnumInfo kDeploymentStatus = {"slipway.v1.DeploymentStatus", kDeploymentStatusValues, 6};

constexpr EnumValue kEnvironmentStatusValues[] = {
    {0, "ENVIRONMENT_STATUS_UNDEFINED"},
    {1, "ENVIRONMENT_STATUS_NOT_STARTED"},
    {2, "ENVIRONMENT_STATUS_IN_PROGRESS"},
    {4, "ENVIRONMENT_STATUS_SUCCEEDED"},
    {8, "ENVIRONMENT_STATUS_CANCELED"},
    {16, "ENVIRONMENT_STATUS_REJECTED"},
    {32, "ENVIRONMENT_STATUS_QUEUED"},
    {64, "ENVIRONMENT_STATUS_SCHEDULED"},
    {128, "ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED"},
};
const EnumInfo kEnvironmentStatus = {"slipway.v1.EnvironmentStatus", kEnvironmentStatusValues, 9};

constexpr EnumValue kEnvironmentTriggerTypeValues[] = {
    {0, "ENVIRONMENT_TRIGGER_TYPE_UNDEFINED"},
    {1, "ENVIRONMENT_TRIGGER_TYPE_DEPLOYMENT_GROUP_REDEPLOY"},
    {2, "ENVIRONMENT_TRIGGER_TYPE_ROLLBACK_REDEPLOY"},
};
const EnumInfo kEnvironmentTriggerType = {"slipway.v1.EnvironmentTriggerType", kEnvironmentTriggerTypeValues, 3};

constexpr EnumValue kGateStatusValues[] = {
    {0, "GATE_STATUS_NONE"},
    {1, "GATE_STATUS_PENDING"},
    {2, "GATE_STATUS_IN_PROGRESS"},
    {4, "GATE_STATUS_SUCCEEDED"},
    {8, "GATE_STATUS_FAILED"},
    {16, "GATE_STATUS_CANCELED"},
};
const EnumInfo kGateStatus = {"slipway.v1.GateStatus", kGateStatusValues, 6};

constexpr EnumValue kMachinePlatformValues[] = {
    {0, "MACHINE_PLATFORM_LINUX"},
    {1, "MACHINE_PLATFORM_WINDOWS"},
};
const EnumInfo kMachinePlatform = {"slipway.v1.MachinePlatform", kMachinePlatformValues, 2};

constexpr EnumValue kManualInterventionStatusValues[] = {
    {0, "MANUAL_INTERVENTION_STATUS_UNKNOWN"},
    {1, "MANUAL_INTERVENTION_STATUS_PENDING"},
    {2, "MANUAL_INTERVENTION_STATUS_REJECTED"},
    {4, "MANUAL_INTERVENTION_STATUS_APPROVED"},
    {8, "MANUAL_INTERVENTION_STATUS_CANCELED"},
    {16, "MANUAL_INTERVENTION_STATUS_BYPASSED"},
};
const EnumInfo kManualInterventionStatus = {"slipway.v1.ManualInterventionStatus", kManualInterventionStatusValues, 6};

constexpr EnumValue kParallelExecutionTypeValues[] = {
    {0, "PARALLEL_EXECUTION_TYPE_NONE"},
    {1, "PARALLEL_EXECUTION_TYPE_MULTI_CONFIGURATION"},
    {2, "PARALLEL_EXECUTION_TYPE_MULTI_MACHINE"},
};
const EnumInfo kParallelExecutionType = {"slipway.v1.ParallelExecutionType", kParallelExecutionTypeValues, 3};

constexpr EnumValue kPullRequestSystemTypeValues[] = {
    {0, "PULL_REQUEST_SYSTEM_TYPE_NONE"},
    {1, "PULL_REQUEST_SYSTEM_TYPE_TFS_GIT"},
    {2, "PULL_REQUEST_SYSTEM_TYPE_GIT_HUB"},
};
const EnumInfo kPullRequestSystemType = {"slipway.v1.PullRequestSystemType", kPullRequestSystemTypeValues, 3};

constexpr EnumValue kReleaseDefinitionSourceValues[] = {
    {0, "RELEASE_DEFINITION_SOURCE_UNDEFINED"},
    {1, "RELEASE_DEFINITION_SOURCE_REST_API"},
    {2, "RELEASE_DEFINITION_SOURCE_USER_INTERFACE"},
    {4, "RELEASE_DEFINITION_SOURCE_IBIZA"},
    {8, "RELEASE_DEFINITION_SOURCE_PORTAL_EXTENSION_API"},
};
const EnumInfo kReleaseDefinitionSource = {"slipway.v1.ReleaseDefinitionSource", kReleaseDefinitionSourceValues, 5};

constexpr EnumValue kReleaseReasonValues[] = {
    {0, "RELEASE_REASON_NONE"},
    {1, "RELEASE_REASON_MANUAL"},
    {2, "RELEASE_REASON_CONTINUOUS_INTEGRATION"},
    {3, "RELEASE_REASON_SCHEDULE"},
    {4, "RELEASE_REASON_PULL_REQUEST"},
};
const EnumInfo kReleaseReason = {"slipway.v1.ReleaseReason", kReleaseReasonValues, 5};

constexpr EnumValue kReleaseStatusValues[] = {
    {0, "RELEASE_STATUS_UNDEFINED"},
    {1, "RELEASE_STATUS_DRAFT"},
    {2, "RELEASE_STATUS_ACTIVE"},
    {4, "RELEASE_STATUS_ABANDONED"},
};
const EnumInfo kReleaseStatus = {"slipway.v1.ReleaseStatus", kReleaseStatusValues, 4};

constexpr EnumValue kReleaseTriggerTypeValues[] = {
    {0, "RELEASE_TRIGGER_TYPE_UNDEFINED"},
    {1, "RELEASE_TRIGGER_TYPE_ARTIFACT_SOURCE"},
    {2, "RELEASE_TRIGGER_TYPE_SCHEDULE"},
    {3, "RELEASE_TRIGGER_TYPE_SOURCE_REPO"},
    {4, "RELEASE_TRIGGER_TYPE_CONTAINER_IMAGE"},
    {5, "RELEASE_TRIGGER_TYPE_PACKAGE"},
    {6, "RELEASE_TRIGGER_TYPE_PULL_REQUEST"},
};
const EnumInfo kReleaseTriggerType = {"slipway.v1.ReleaseTriggerType", kReleaseTriggerTypeValues, 7};

constexpr EnumValue kResourceKindValues[] = {
    {0, "RESOURCE_KIND_UNDEFINED"},
    {1, "RESOURCE_KIND_VARIABLE_GROUP"},
    {2, "RESOURCE_KIND_TASK_GROUP"},
    {3, "RESOURCE_KIND_DEPLOYMENT_GROUP"},
    {4, "RESOURCE_KIND_FREEZE_WINDOW"},
    {5, "RESOURCE_KIND_SERVICE_ENDPOINT"},
    {6, "RESOURCE_KIND_SECURE_FILE"},
    {7, "RESOURCE_KIND_ARTIFACT_SOURCE"},
    {8, "RESOURCE_KIND_AGENT_POOL"},
};
const EnumInfo kResourceKind = {"slipway.v1.ResourceKind", kResourceKindValues, 9};

constexpr EnumValue kRetentionActionValues[] = {
    {0, "RETENTION_ACTION_KEEP"},
    {1, "RETENTION_ACTION_DELETE"},
    {2, "RETENTION_ACTION_PURGE"},
};
const EnumInfo kRetentionAction = {"slipway.v1.RetentionAction", kRetentionActionValues, 3};

constexpr EnumValue kSeverityValues[] = {
    {0, "SEVERITY_UNSPECIFIED"},
    {1, "SEVERITY_WARNING"},
    {2, "SEVERITY_ERROR"},
};
const EnumInfo kSeverity = {"slipway.v1.Severity", kSeverityValues, 3};

constexpr EnumValue kTaskStageValues[] = {
    {0, "TASK_STAGE_MAIN"},
    {1, "TASK_STAGE_PRE_JOB"},
    {2, "TASK_STAGE_POST_JOB"},
};
const EnumInfo kTaskStage = {"slipway.v1.TaskStage", kTaskStageValues, 3};

constexpr EnumValue kTaskStatusValues[] = {
    {0, "TASK_STATUS_UNKNOWN"},
    {1, "TASK_STATUS_PENDING"},
    {2, "TASK_STATUS_IN_PROGRESS"},
    {3, "TASK_STATUS_SUCCESS"},
    {4, "TASK_STATUS_FAILURE"},
    {5, "TASK_STATUS_CANCELED"},
    {6, "TASK_STATUS_SKIPPED"},
    {7, "TASK_STATUS_SUCCEEDED"},
    {8, "TASK_STATUS_FAILED"},
    {9, "TASK_STATUS_PARTIALLY_SUCCEEDED"},
};
const EnumInfo kTaskStatus = {"slipway.v1.TaskStatus", kTaskStatusValues, 10};

constexpr EnumValue kUnknownTaskPolicyValues[] = {
    {0, "UNKNOWN_TASK_POLICY_FAIL"},
    {1, "UNKNOWN_TASK_POLICY_SKIP"},
    {2, "UNKNOWN_TASK_POLICY_SIMULATE"},
};
const EnumInfo kUnknownTaskPolicy = {"slipway.v1.UnknownTaskPolicy", kUnknownTaskPolicyValues, 3};

constexpr EnumValue kVariableScopeValues[] = {
    {0, "VARIABLE_SCOPE_JOB"},
    {1, "VARIABLE_SCOPE_STEP"},
    {2, "VARIABLE_SCOPE_ENDPOINT"},
};
const EnumInfo kVariableScope = {"slipway.v1.VariableScope", kVariableScopeValues, 3};

constexpr FieldInfo kAbandonReleaseRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kAbandonReleaseRequest = {"slipway.v1.AbandonReleaseRequest", kAbandonReleaseRequestFields, 3};

constexpr FieldInfo kAbandonReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kAbandonReleaseResponse = {"slipway.v1.AbandonReleaseResponse", kAbandonReleaseResponseFields, 1};

constexpr FieldInfo kAddSecureFileRequestFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"content", "content", 2, FieldType::kBytes, FieldLabel::kSingular, false, true, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"id", "id", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kAddSecureFileRequest = {"slipway.v1.AddSecureFileRequest", kAddSecureFileRequestFields, 4};

constexpr FieldInfo kAddSecureFileResponseFields[] = {
    {"file", "file", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kSecureFile, nullptr},
};
const MessageInfo kAddSecureFileResponse = {"slipway.v1.AddSecureFileResponse", kAddSecureFileResponseFields, 1};

constexpr FieldInfo kAgentFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"capabilities", "capabilities", 2, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kAgent_CapabilitiesEntry, nullptr},
    {"slots", "slots", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"offline", "offline", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"disabled", "disabled", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"ssh", "ssh", 6, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kSshConnection, nullptr},
    {"platform", "platform", 7, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kMachinePlatform},
    {"winrm", "winrm", 8, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kWinRmConnection, nullptr},
};
const MessageInfo kAgent = {"slipway.v1.Agent", kAgentFields, 8};

constexpr FieldInfo kAgent_CapabilitiesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kAgent_CapabilitiesEntry = {"slipway.v1.Agent.CapabilitiesEntry", kAgent_CapabilitiesEntryFields, 2};

constexpr FieldInfo kAgentDecisionFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"agent", "agent", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"refusal", "refusal", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kAgentDecision = {"slipway.v1.AgentDecision", kAgentDecisionFields, 6};

constexpr FieldInfo kAgentPoolFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"agents", "agents", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kAgent, nullptr},
    {"queue_ids", "queueIds", 4, FieldType::kInt64, FieldLabel::kRepeated, true, false, -1, nullptr, nullptr},
};
const MessageInfo kAgentPool = {"slipway.v1.AgentPool", kAgentPoolFields, 4};

constexpr FieldInfo kAgentUseFields[] = {
    {"pool_id", "poolId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"agent", "agent", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"running", "running", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kAgentUse = {"slipway.v1.AgentUse", kAgentUseFields, 3};

constexpr FieldInfo kAnswerGroupsRequestFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"groups", "groups", 2, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kAnswerGroupsRequest = {"slipway.v1.AnswerGroupsRequest", kAnswerGroupsRequestFields, 2};

const MessageInfo kAnswerGroupsResponse = {"slipway.v1.AnswerGroupsResponse", nullptr, 0};

constexpr FieldInfo kApprovalFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approval_type", "approvalType", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"status", "status", 6, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalStatus},
    {"rank", "rank", 7, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_automated", "isAutomated", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approver", "approver", 9, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"approved_by", "approvedBy", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_on", "modifiedOn", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"history", "history", 14, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kApprovalHistory, nullptr},
    {"revision", "revision", 15, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"times_out_on", "timesOutOn", 16, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kApproval = {"slipway.v1.Approval", kApprovalFields, 16};

constexpr FieldInfo kApprovalDecidedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approval_id", "approvalId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalStatus},
    {"approved_by", "approvedBy", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"automatic_reason", "automaticReason", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kApprovalDecided = {"slipway.v1.ApprovalDecided", kApprovalDecidedFields, 6};

constexpr FieldInfo kApprovalHistoryFields[] = {
    {"revision", "revision", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approver", "approver", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"changed_by", "changedBy", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_on", "modifiedOn", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kApprovalHistory = {"slipway.v1.ApprovalHistory", kApprovalHistoryFields, 5};

constexpr FieldInfo kApprovalOptionsFields[] = {
    {"required_approver_count", "requiredApproverCount", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_creator_can_be_approver", "releaseCreatorCanBeApprover", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"auto_triggered_and_previous_environment_approved_can_be_skipped", "autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"enforce_identity_revalidation", "enforceIdentityRevalidation", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timeout_in_minutes", "timeoutInMinutes", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"execution_order", "executionOrder", 6, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalExecutionOrder},
};
const MessageInfo kApprovalOptions = {"slipway.v1.ApprovalOptions", kApprovalOptionsFields, 6};

constexpr FieldInfo kApprovalReassignedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approval_id", "approvalId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approver", "approver", 3, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"comments", "comments", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"changed_by", "changedBy", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kApprovalReassigned = {"slipway.v1.ApprovalReassigned", kApprovalReassignedFields, 5};

constexpr FieldInfo kApprovalStepFields[] = {
    {"id", "id", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"rank", "rank", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_automated", "isAutomated", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_notification_on", "isNotificationOn", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approver", "approver", 5, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
};
const MessageInfo kApprovalStep = {"slipway.v1.ApprovalStep", kApprovalStepFields, 5};

constexpr FieldInfo kApprovalsFields[] = {
    {"approvals", "approvals", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kApprovalStep, nullptr},
    {"approval_options", "approvalOptions", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kApprovalOptions, nullptr},
};
const MessageInfo kApprovals = {"slipway.v1.Approvals", kApprovalsFields, 2};

constexpr FieldInfo kApprovalsRequestedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"approvals", "approvals", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kRequestedApproval, nullptr},
    {"due_us", "dueUs", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kApprovalsRequested = {"slipway.v1.ApprovalsRequested", kApprovalsRequestedFields, 4};

constexpr FieldInfo kArtifactFields[] = {
    {"alias", "alias", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"source_id", "sourceId", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_reference", "definitionReference", 4, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kArtifact_DefinitionReferenceEntry, nullptr},
    {"is_primary", "isPrimary", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_retained", "isRetained", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifact = {"slipway.v1.Artifact", kArtifactFields, 6};

constexpr FieldInfo kArtifact_DefinitionReferenceEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kSourceReference, nullptr},
};
const MessageInfo kArtifact_DefinitionReferenceEntry = {"slipway.v1.Artifact.DefinitionReferenceEntry", kArtifact_DefinitionReferenceEntryFields, 2};

constexpr FieldInfo kArtifactChangesFields[] = {
    {"alias", "alias", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"from", "from", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kArtifactVersion, nullptr},
    {"to", "to", 3, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kArtifactVersion, nullptr},
    {"changes", "changes", 4, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kChange, nullptr},
    {"work_items", "workItems", 5, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kWorkItem, nullptr},
    {"is_rollback", "isRollback", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"note", "note", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifactChanges = {"slipway.v1.ArtifactChanges", kArtifactChangesFields, 7};

constexpr FieldInfo kArtifactDownloadInputFields[] = {
    {"alias", "alias", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifact_type", "artifactType", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifact_download_mode", "artifactDownloadMode", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifact_items", "artifactItems", 4, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifactDownloadInput = {"slipway.v1.ArtifactDownloadInput", kArtifactDownloadInputFields, 4};

constexpr FieldInfo kArtifactFilterFields[] = {
    {"source_branch", "sourceBranch", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tags", "tags", 2, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"tag_filter", "tagFilter", 3, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kTagFilter, nullptr},
    {"use_build_definition_branch", "useBuildDefinitionBranch", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"create_release_on_build_tagging", "createReleaseOnBuildTagging", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifactFilter = {"slipway.v1.ArtifactFilter", kArtifactFilterFields, 5};

constexpr FieldInfo kArtifactSourceFields[] = {
    {"source", "source", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"kind", "kind", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"location", "location", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"endpoint", "endpoint", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"settings", "settings", 5, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kArtifactSource_SettingsEntry, nullptr},
    {"poll_seconds", "pollSeconds", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifactSource = {"slipway.v1.ArtifactSource", kArtifactSourceFields, 6};

constexpr FieldInfo kArtifactSource_SettingsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifactSource_SettingsEntry = {"slipway.v1.ArtifactSource.SettingsEntry", kArtifactSource_SettingsEntryFields, 2};

constexpr FieldInfo kArtifactVersionFields[] = {
    {"alias", "alias", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"id", "id", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"source_branch", "sourceBranch", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"source_version", "sourceVersion", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tags", "tags", 6, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"default_branch", "defaultBranch", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"url", "url", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"requested_for", "requestedFor", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"repository_id", "repositoryId", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"repository_provider", "repositoryProvider", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kArtifactVersion = {"slipway.v1.ArtifactVersion", kArtifactVersionFields, 13};

constexpr FieldInfo kCancelEnvironmentRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kCancelEnvironmentRequest = {"slipway.v1.CancelEnvironmentRequest", kCancelEnvironmentRequestFields, 4};

constexpr FieldInfo kCancelEnvironmentResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kCancelEnvironmentResponse = {"slipway.v1.CancelEnvironmentResponse", kCancelEnvironmentResponseFields, 1};

constexpr FieldInfo kChangeFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"author", "author", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timestamp", "timestamp", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"url", "url", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kChange = {"slipway.v1.Change", kChangeFields, 5};

constexpr FieldInfo kCheckConfigurationFields[] = {
    {"id", "id", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"resource_name", "resourceName", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"resource_type", "resourceType", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kCheckConfiguration = {"slipway.v1.CheckConfiguration", kCheckConfigurationFields, 4};

constexpr FieldInfo kCompleteServerTaskRequestFields[] = {
    {"task_instance_id", "taskInstanceId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
    {"message", "message", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kCompleteServerTaskRequest = {"slipway.v1.CompleteServerTaskRequest", kCompleteServerTaskRequestFields, 4};

const MessageInfo kCompleteServerTaskResponse = {"slipway.v1.CompleteServerTaskResponse", nullptr, 0};

constexpr FieldInfo kConditionFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"condition_type", "conditionType", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kConditionType},
    {"value", "value", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status_mask", "statusMask", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifact_filter", "artifactFilter", 5, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kArtifactFilter, nullptr},
};
const MessageInfo kCondition = {"slipway.v1.Condition", kConditionFields, 5};

constexpr FieldInfo kCreateReleaseRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"description", "description", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_draft", "isDraft", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseReason},
    {"manual_environments", "manualEnvironments", 6, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 7, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kCreateReleaseRequest_VariablesEntry, nullptr},
    {"environment_variables", "environmentVariables", 8, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kCreateReleaseRequest_EnvironmentVariablesEntry, nullptr},
    {"artifacts", "artifacts", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactVersion, nullptr},
    {"unknown_tasks", "unknownTasks", 10, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kUnknownTaskPolicy},
    {"idempotency_key", "idempotencyKey", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"triggering_artifact_alias", "triggeringArtifactAlias", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"prefer_installed_tasks", "preferInstalledTasks", 13, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kCreateReleaseRequest = {"slipway.v1.CreateReleaseRequest", kCreateReleaseRequestFields, 13};

constexpr FieldInfo kCreateReleaseRequest_EnvironmentVariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableOverrides, nullptr},
};
const MessageInfo kCreateReleaseRequest_EnvironmentVariablesEntry = {"slipway.v1.CreateReleaseRequest.EnvironmentVariablesEntry", kCreateReleaseRequest_EnvironmentVariablesEntryFields, 2};

constexpr FieldInfo kCreateReleaseRequest_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kCreateReleaseRequest_VariablesEntry = {"slipway.v1.CreateReleaseRequest.VariablesEntry", kCreateReleaseRequest_VariablesEntryFields, 2};

constexpr FieldInfo kCreateReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kCreateReleaseResponse = {"slipway.v1.CreateReleaseResponse", kCreateReleaseResponseFields, 1};

constexpr FieldInfo kDeferDeploymentRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"scheduled_deployment_time", "scheduledDeploymentTime", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeferDeploymentRequest = {"slipway.v1.DeferDeploymentRequest", kDeferDeploymentRequestFields, 5};

constexpr FieldInfo kDeferDeploymentResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kDeferDeploymentResponse = {"slipway.v1.DeferDeploymentResponse", kDeferDeploymentResponseFields, 1};

constexpr FieldInfo kDefinitionEnvironmentFields[] = {
    {"id", "id", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"rank", "rank", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"owner", "owner", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"variables", "variables", 5, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kDefinitionEnvironment_VariablesEntry, nullptr},
    {"variable_groups", "variableGroups", 6, FieldType::kInt32, FieldLabel::kRepeated, true, false, -1, nullptr, nullptr},
    {"conditions", "conditions", 7, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kCondition, nullptr},
    {"pre_deploy_approvals", "preDeployApprovals", 8, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kApprovals, nullptr},
    {"post_deploy_approvals", "postDeployApprovals", 9, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kApprovals, nullptr},
    {"pre_deployment_gates", "preDeploymentGates", 10, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kGatesStep, nullptr},
    {"post_deployment_gates", "postDeploymentGates", 11, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kGatesStep, nullptr},
    {"deploy_phases", "deployPhases", 12, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDeployPhase, nullptr},
    {"execution_policy", "executionPolicy", 13, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kExecutionPolicy, nullptr},
    {"schedules", "schedules", 14, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kSchedule, nullptr},
    {"retention_policy", "retentionPolicy", 15, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kEnvironmentRetentionPolicy, nullptr},
    {"environment_options", "environmentOptions", 16, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kEnvironmentOptions, nullptr},
    {"environment_triggers", "environmentTriggers", 17, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kEnvironmentTrigger, nullptr},
    {"process_parameters", "processParameters", 18, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kProcessParameter, nullptr},
    {"properties", "properties", 19, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kDefinitionEnvironment_PropertiesEntry, nullptr},
};
const MessageInfo kDefinitionEnvironment = {"slipway.v1.DefinitionEnvironment", kDefinitionEnvironmentFields, 19};

constexpr FieldInfo kDefinitionEnvironment_PropertiesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDefinitionEnvironment_PropertiesEntry = {"slipway.v1.DefinitionEnvironment.PropertiesEntry", kDefinitionEnvironment_PropertiesEntryFields, 2};

constexpr FieldInfo kDefinitionEnvironment_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kDefinitionEnvironment_VariablesEntry = {"slipway.v1.DefinitionEnvironment.VariablesEntry", kDefinitionEnvironment_VariablesEntryFields, 2};

constexpr FieldInfo kDefinitionSummaryFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"revision", "revision", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"path", "path", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_on", "modifiedOn", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_deleted", "isDeleted", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDefinitionSummary = {"slipway.v1.DefinitionSummary", kDefinitionSummaryFields, 7};

constexpr FieldInfo kDeleteDefinitionRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeleteDefinitionRequest = {"slipway.v1.DeleteDefinitionRequest", kDeleteDefinitionRequestFields, 3};

const MessageInfo kDeleteDefinitionResponse = {"slipway.v1.DeleteDefinitionResponse", nullptr, 0};

constexpr FieldInfo kDeleteReleaseRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeleteReleaseRequest = {"slipway.v1.DeleteReleaseRequest", kDeleteReleaseRequestFields, 3};

constexpr FieldInfo kDeleteReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kDeleteReleaseResponse = {"slipway.v1.DeleteReleaseResponse", kDeleteReleaseResponseFields, 1};

constexpr FieldInfo kDeleteResourceRequestFields[] = {
    {"kind", "kind", 1, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kResourceKind},
    {"id", "id", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeleteResourceRequest = {"slipway.v1.DeleteResourceRequest", kDeleteResourceRequestFields, 3};

const MessageInfo kDeleteResourceResponse = {"slipway.v1.DeleteResourceResponse", nullptr, 0};

constexpr FieldInfo kDemandFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDemand = {"slipway.v1.Demand", kDemandFields, 2};

constexpr FieldInfo kDeployEnvironmentRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 5, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kDeployEnvironmentRequest_VariablesEntry, nullptr},
    {"scheduled_deployment_time", "scheduledDeploymentTime", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"only_failed_targets", "onlyFailedTargets", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"freeze_override", "freezeOverride", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"update_tasks", "updateTasks", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeployEnvironmentRequest = {"slipway.v1.DeployEnvironmentRequest", kDeployEnvironmentRequestFields, 9};

constexpr FieldInfo kDeployEnvironmentRequest_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kDeployEnvironmentRequest_VariablesEntry = {"slipway.v1.DeployEnvironmentRequest.VariablesEntry", kDeployEnvironmentRequest_VariablesEntryFields, 2};

constexpr FieldInfo kDeployEnvironmentResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kDeployEnvironmentResponse = {"slipway.v1.DeployEnvironmentResponse", kDeployEnvironmentResponseFields, 1};

constexpr FieldInfo kDeployPhaseFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"ref_name", "refName", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"rank", "rank", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase_type", "phaseType", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeployPhaseType},
    {"deployment_input", "deploymentInput", 5, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kDeploymentInput, nullptr},
    {"workflow_tasks", "workflowTasks", 6, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kWorkflowTask, nullptr},
};
const MessageInfo kDeployPhase = {"slipway.v1.DeployPhase", kDeployPhaseFields, 6};

constexpr FieldInfo kDeploymentFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeploymentReason},
    {"deployment_status", "deploymentStatus", 6, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeploymentStatus},
    {"operation_status", "operationStatus", 7, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeploymentOperationStatus},
    {"trigger_reason", "triggerReason", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"requested_by", "requestedBy", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"queued_on", "queuedOn", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"started_on", "startedOn", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"completed_on", "completedOn", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phases", "phases", 13, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kPhase, nullptr},
    {"approvals", "approvals", 14, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kApproval, nullptr},
    {"issues", "issues", 15, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kIssue, nullptr},
    {"message", "message", 16, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 17, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_environment_id", "definitionEnvironmentId", 18, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"gates", "gates", 19, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kGates, nullptr},
    {"manual_interventions", "manualInterventions", 20, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kManualIntervention, nullptr},
    {"scheduled_deployment_time", "scheduledDeploymentTime", 21, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"waits_for", "waitsFor", 22, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"failed_targets", "failedTargets", 23, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeployment = {"slipway.v1.Deployment", kDeploymentFields, 23};

constexpr FieldInfo kDeploymentApprovedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
};
const MessageInfo kDeploymentApproved = {"slipway.v1.DeploymentApproved", kDeploymentApprovedFields, 2};

constexpr FieldInfo kDeploymentCancelRequestedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentCancelRequested = {"slipway.v1.DeploymentCancelRequested", kDeploymentCancelRequestedFields, 2};

constexpr FieldInfo kDeploymentDeferredFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"until_us", "untilUs", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"noted", "noted", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentDeferred = {"slipway.v1.DeploymentDeferred", kDeploymentDeferredFields, 5};

constexpr FieldInfo kDeploymentFinishedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment_status", "environmentStatus", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kEnvironmentStatus},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeploymentStatus},
    {"operation_status", "operationStatus", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeploymentOperationStatus},
    {"message", "message", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentFinished = {"slipway.v1.DeploymentFinished", kDeploymentFinishedFields, 5};

constexpr FieldInfo kDeploymentGroupFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"targets", "targets", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDeploymentTarget, nullptr},
};
const MessageInfo kDeploymentGroup = {"slipway.v1.DeploymentGroup", kDeploymentGroupFields, 3};

constexpr FieldInfo kDeploymentInputFields[] = {
    {"condition", "condition", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timeout_in_minutes", "timeoutInMinutes", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job_cancel_timeout_in_minutes", "jobCancelTimeoutInMinutes", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"override_inputs", "overrideInputs", 4, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kDeploymentInput_OverrideInputsEntry, nullptr},
    {"parallel_execution", "parallelExecution", 5, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kParallelExecution, nullptr},
    {"queue_id", "queueId", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"agent_specification", "agentSpecification", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"demands", "demands", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDemand, nullptr},
    {"enable_access_token", "enableAccessToken", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"skip_artifacts_download", "skipArtifactsDownload", 10, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"download_inputs", "downloadInputs", 11, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactDownloadInput, nullptr},
    {"deployment_health_option", "deploymentHealthOption", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"health_percent", "healthPercent", 13, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tags", "tags", 14, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentInput = {"slipway.v1.DeploymentInput", kDeploymentInputFields, 14};

constexpr FieldInfo kDeploymentInput_OverrideInputsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentInput_OverrideInputsEntry = {"slipway.v1.DeploymentInput.OverrideInputsEntry", kDeploymentInput_OverrideInputsEntryFields, 2};

constexpr FieldInfo kDeploymentResumedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentResumed = {"slipway.v1.DeploymentResumed", kDeploymentResumedFields, 1};

constexpr FieldInfo kDeploymentSlotGrantedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kDeploymentSlotGranted = {"slipway.v1.DeploymentSlotGranted", kDeploymentSlotGrantedFields, 1};

constexpr FieldInfo kDeploymentStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"deployment_id", "deploymentId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeploymentReason},
    {"trigger_reason", "triggerReason", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"requested_by", "requestedBy", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 8, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kDeploymentStarted_VariablesEntry, nullptr},
    {"queued", "queued", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"targets", "targets", 10, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"freeze_override", "freezeOverride", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"due_us", "dueUs", 12, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"due_reason", "dueReason", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tasks", "tasks", 14, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kPinnedTask, nullptr},
};
const MessageInfo kDeploymentStarted = {"slipway.v1.DeploymentStarted", kDeploymentStartedFields, 14};

constexpr FieldInfo kDeploymentStarted_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kDeploymentStarted_VariablesEntry = {"slipway.v1.DeploymentStarted.VariablesEntry", kDeploymentStarted_VariablesEntryFields, 2};

constexpr FieldInfo kDeploymentTargetFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tags", "tags", 2, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"offline", "offline", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"ssh", "ssh", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kSshConnection, nullptr},
    {"platform", "platform", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kMachinePlatform},
    {"winrm", "winrm", 6, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kWinRmConnection, nullptr},
};
const MessageInfo kDeploymentTarget = {"slipway.v1.DeploymentTarget", kDeploymentTargetFields, 6};

constexpr FieldInfo kEnvironmentNotStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kEnvironmentNotStarted = {"slipway.v1.EnvironmentNotStarted", kEnvironmentNotStartedFields, 2};

constexpr FieldInfo kEnvironmentOptionsFields[] = {
    {"email_notification_type", "emailNotificationType", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"email_recipients", "emailRecipients", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"skip_artifacts_download", "skipArtifactsDownload", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timeout_in_minutes", "timeoutInMinutes", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"enable_access_token", "enableAccessToken", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"publish_deployment_status", "publishDeploymentStatus", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"badge_enabled", "badgeEnabled", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"auto_link_work_items", "autoLinkWorkItems", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pull_request_deployment_enabled", "pullRequestDeploymentEnabled", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kEnvironmentOptions = {"slipway.v1.EnvironmentOptions", kEnvironmentOptionsFields, 9};

constexpr FieldInfo kEnvironmentRetentionPolicyFields[] = {
    {"days_to_keep", "daysToKeep", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"releases_to_keep", "releasesToKeep", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"retain_build", "retainBuild", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kEnvironmentRetentionPolicy = {"slipway.v1.EnvironmentRetentionPolicy", kEnvironmentRetentionPolicyFields, 3};

constexpr FieldInfo kEnvironmentSummaryFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kEnvironmentStatus},
    {"attempt", "attempt", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_on", "modifiedOn", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kEnvironmentSummary = {"slipway.v1.EnvironmentSummary", kEnvironmentSummaryFields, 4};

constexpr FieldInfo kEnvironmentTriggerFields[] = {
    {"trigger_type", "triggerType", 1, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kEnvironmentTriggerType},
    {"action", "action", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"event_types", "eventTypes", 3, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"trigger_content", "triggerContent", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kEnvironmentTrigger = {"slipway.v1.EnvironmentTrigger", kEnvironmentTriggerFields, 4};

constexpr FieldInfo kErrorDetailFields[] = {
    {"path", "path", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"findings", "findings", 2, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kFinding, nullptr},
};
const MessageInfo kErrorDetail = {"slipway.v1.ErrorDetail", kErrorDetailFields, 2};

constexpr FieldInfo kEventFields[] = {
    {"release_created", "releaseCreated", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseCreated, nullptr},
    {"release_started", "releaseStarted", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseStarted, nullptr},
    {"release_abandoned", "releaseAbandoned", 3, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseAbandoned, nullptr},
    {"deployment_started", "deploymentStarted", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentStarted, nullptr},
    {"approvals_requested", "approvalsRequested", 5, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kApprovalsRequested, nullptr},
    {"approval_decided", "approvalDecided", 6, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kApprovalDecided, nullptr},
    {"phase_started", "phaseStarted", 7, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kPhaseStarted, nullptr},
    {"phase_skipped", "phaseSkipped", 8, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kPhaseSkipped, nullptr},
    {"phase_finished", "phaseFinished", 9, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kPhaseFinished, nullptr},
    {"task_started", "taskStarted", 10, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskStarted, nullptr},
    {"task_finished", "taskFinished", 11, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskFinished, nullptr},
    {"task_skipped", "taskSkipped", 12, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskSkipped, nullptr},
    {"task_retry_scheduled", "taskRetryScheduled", 13, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskRetryScheduled, nullptr},
    {"task_timed_out", "taskTimedOut", 14, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskTimedOut, nullptr},
    {"task_lost", "taskLost", 15, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskLost, nullptr},
    {"job_finished", "jobFinished", 16, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kJobFinished, nullptr},
    {"deployment_cancel_requested", "deploymentCancelRequested", 17, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentCancelRequested, nullptr},
    {"deployment_finished", "deploymentFinished", 18, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentFinished, nullptr},
    {"job_timed_out", "jobTimedOut", 19, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kJobTimedOut, nullptr},
    {"environment_not_started", "environmentNotStarted", 20, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kEnvironmentNotStarted, nullptr},
    {"deployment_approved", "deploymentApproved", 21, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentApproved, nullptr},
    {"release_reactivated", "releaseReactivated", 22, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseReactivated, nullptr},
    {"release_updated", "releaseUpdated", 23, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseUpdated, nullptr},
    {"task_cancel_requested", "taskCancelRequested", 24, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kTaskCancelRequested, nullptr},
    {"deployment_slot_granted", "deploymentSlotGranted", 25, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentSlotGranted, nullptr},
    {"deployment_deferred", "deploymentDeferred", 26, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentDeferred, nullptr},
    {"deployment_resumed", "deploymentResumed", 27, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentResumed, nullptr},
    {"approval_reassigned", "approvalReassigned", 28, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kApprovalReassigned, nullptr},
    {"gates_started", "gatesStarted", 29, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kGatesStarted, nullptr},
    {"gate_sample_started", "gateSampleStarted", 30, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kGateSampleStarted, nullptr},
    {"gate_sample_finished", "gateSampleFinished", 31, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kGateSampleFinished, nullptr},
    {"gates_ignored", "gatesIgnored", 32, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kGatesIgnored, nullptr},
    {"gates_finished", "gatesFinished", 33, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kGatesFinished, nullptr},
    {"intervention_requested", "interventionRequested", 34, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kInterventionRequested, nullptr},
    {"intervention_decided", "interventionDecided", 35, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kInterventionDecided, nullptr},
    {"job_started", "jobStarted", 36, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kJobStarted, nullptr},
    {"job_skipped", "jobSkipped", 37, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kJobSkipped, nullptr},
    {"redeploy_requested", "redeployRequested", 38, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRedeployRequested, nullptr},
    {"release_deleted", "releaseDeleted", 39, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseDeleted, nullptr},
    {"release_undeleted", "releaseUndeleted", 40, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseUndeleted, nullptr},
    {"release_kept", "releaseKept", 41, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseKept, nullptr},
    {"job_queued", "jobQueued", 42, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kJobQueued, nullptr},
};
const MessageInfo kEvent = {"slipway.v1.Event", kEventFields, 42};

constexpr FieldInfo kEventBatchFields[] = {
    {"time_us", "timeUs", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"events", "events", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kEvent, nullptr},
    {"command", "command", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRecordedCommand, nullptr},
};
const MessageInfo kEventBatch = {"slipway.v1.EventBatch", kEventBatchFields, 4};

constexpr FieldInfo kExecutionPolicyFields[] = {
    {"concurrency_count", "concurrencyCount", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"queue_depth_count", "queueDepthCount", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kExecutionPolicy = {"slipway.v1.ExecutionPolicy", kExecutionPolicyFields, 2};

constexpr FieldInfo kExplainRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kExplainRequest = {"slipway.v1.ExplainRequest", kExplainRequestFields, 2};

constexpr FieldInfo kExplainResponseFields[] = {
    {"summary", "summary", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kEnvironmentStatus},
    {"facts", "facts", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kFact, nullptr},
    {"waits_for", "waitsFor", 4, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"next_on", "nextOn", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kExplainResponse = {"slipway.v1.ExplainResponse", kExplainResponseFields, 5};

constexpr FieldInfo kExportDefinitionRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"revision", "revision", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kExportDefinitionRequest = {"slipway.v1.ExportDefinitionRequest", kExportDefinitionRequestFields, 2};

constexpr FieldInfo kExportDefinitionResponseFields[] = {
    {"document", "document", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kExportDefinitionResponse = {"slipway.v1.ExportDefinitionResponse", kExportDefinitionResponseFields, 1};

constexpr FieldInfo kFactFields[] = {
    {"time", "time", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"text", "text", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"sequence", "sequence", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kFact = {"slipway.v1.Fact", kFactFields, 4};

constexpr FieldInfo kFindingFields[] = {
    {"severity", "severity", 1, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kSeverity},
    {"path", "path", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"code", "code", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kFinding = {"slipway.v1.Finding", kFindingFields, 4};

constexpr FieldInfo kFollowLogsRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"from_now", "fromNow", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kFollowLogsRequest = {"slipway.v1.FollowLogsRequest", kFollowLogsRequestFields, 3};

constexpr FieldInfo kFollowLogsResponseFields[] = {
    {"environment", "environment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task_name", "taskName", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"text", "text", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kFollowLogsResponse = {"slipway.v1.FollowLogsResponse", kFollowLogsResponseFields, 7};

constexpr FieldInfo kFreezeWindowFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environments", "environments", 3, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"start", "start", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"end", "end", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"days", "days", 7, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"start_hours", "startHours", 8, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"start_minutes", "startMinutes", 9, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"end_hours", "endHours", 10, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"end_minutes", "endMinutes", 11, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"time_zone_id", "timeZoneId", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kFreezeWindow = {"slipway.v1.FreezeWindow", kFreezeWindowFields, 13};

constexpr FieldInfo kGateFields[] = {
    {"tasks", "tasks", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kWorkflowTask, nullptr},
    {"is_generated", "isGenerated", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGate = {"slipway.v1.Gate", kGateFields, 2};

constexpr FieldInfo kGateSampleFields[] = {
    {"sample", "sample", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"started_on", "startedOn", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"finished_on", "finishedOn", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"counts", "counts", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"succeeded", "succeeded", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tasks", "tasks", 6, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTask, nullptr},
};
const MessageInfo kGateSample = {"slipway.v1.GateSample", kGateSampleFields, 6};

constexpr FieldInfo kGateSampleFinishedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"sample", "sample", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"succeeded", "succeeded", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"next_us", "nextUs", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGateSampleFinished = {"slipway.v1.GateSampleFinished", kGateSampleFinishedFields, 5};

constexpr FieldInfo kGateSampleStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"sample", "sample", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"counts", "counts", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tasks", "tasks", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGateSampleStarted = {"slipway.v1.GateSampleStarted", kGateSampleStartedFields, 5};

constexpr FieldInfo kGatesFields[] = {
    {"type", "type", 1, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kGateStatus},
    {"started_on", "startedOn", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"stabilization_completed_on", "stabilizationCompletedOn", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"succeeding_since", "succeedingSince", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"times_out_on", "timesOutOn", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"next_sample_on", "nextSampleOn", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"samples", "samples", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kGateSample, nullptr},
    {"ignored_gates", "ignoredGates", 9, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"message", "message", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGates = {"slipway.v1.Gates", kGatesFields, 10};

constexpr FieldInfo kGatesFinishedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kGateStatus},
    {"message", "message", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGatesFinished = {"slipway.v1.GatesFinished", kGatesFinishedFields, 4};

constexpr FieldInfo kGatesIgnoredFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"names", "names", 3, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGatesIgnored = {"slipway.v1.GatesIgnored", kGatesIgnoredFields, 4};

constexpr FieldInfo kGatesOptionsFields[] = {
    {"is_enabled", "isEnabled", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timeout", "timeout", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"sampling_interval", "samplingInterval", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"stabilization_time", "stabilizationTime", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"minimum_success_duration", "minimumSuccessDuration", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGatesOptions = {"slipway.v1.GatesOptions", kGatesOptionsFields, 5};

constexpr FieldInfo kGatesStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalType},
    {"stabilized_us", "stabilizedUs", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timeout_us", "timeoutUs", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGatesStarted = {"slipway.v1.GatesStarted", kGatesStartedFields, 4};

constexpr FieldInfo kGatesStepFields[] = {
    {"id", "id", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"gates_options", "gatesOptions", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kGatesOptions, nullptr},
    {"gates", "gates", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kGate, nullptr},
};
const MessageInfo kGatesStep = {"slipway.v1.GatesStep", kGatesStepFields, 3};

constexpr FieldInfo kGetChangesRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"base_release_id", "baseReleaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"since_environment", "sinceEnvironment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifact_alias", "artifactAlias", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGetChangesRequest = {"slipway.v1.GetChangesRequest", kGetChangesRequestFields, 5};

constexpr FieldInfo kGetChangesResponseFields[] = {
    {"base_release_id", "baseReleaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"base_release_name", "baseReleaseName", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifacts", "artifacts", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactChanges, nullptr},
};
const MessageInfo kGetChangesResponse = {"slipway.v1.GetChangesResponse", kGetChangesResponseFields, 3};

constexpr FieldInfo kGetDefinitionRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"revision", "revision", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"path", "path", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGetDefinitionRequest = {"slipway.v1.GetDefinitionRequest", kGetDefinitionRequestFields, 4};

constexpr FieldInfo kGetDefinitionResponseFields[] = {
    {"definition", "definition", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kReleaseDefinition, nullptr},
    {"findings", "findings", 2, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kFinding, nullptr},
};
const MessageInfo kGetDefinitionResponse = {"slipway.v1.GetDefinitionResponse", kGetDefinitionResponseFields, 2};

constexpr FieldInfo kGetReleaseRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGetReleaseRequest = {"slipway.v1.GetReleaseRequest", kGetReleaseRequestFields, 1};

constexpr FieldInfo kGetReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kGetReleaseResponse = {"slipway.v1.GetReleaseResponse", kGetReleaseResponseFields, 1};

const MessageInfo kGetStatusRequest = {"slipway.v1.GetStatusRequest", nullptr, 0};

constexpr FieldInfo kGetStatusResponseFields[] = {
    {"version", "version", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"active_releases", "activeReleases", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"running_tasks", "runningTasks", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"waiting_tasks", "waitingTasks", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"position", "position", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"recovered_releases", "recoveredReleases", 6, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pending_approvals", "pendingApprovals", 7, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"commits", "commits", 8, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"transitions", "transitions", 9, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kGetStatusResponse = {"slipway.v1.GetStatusResponse", kGetStatusResponseFields, 9};

constexpr FieldInfo kHostCancelTaskFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostCancelTask = {"slipway.v1.HostCancelTask", kHostCancelTaskFields, 1};

const MessageInfo kHostCancelTaskAccepted = {"slipway.v1.HostCancelTaskAccepted", nullptr, 0};

constexpr FieldInfo kHostGroupQueryFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approval_id", "approvalId", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostGroupQuery = {"slipway.v1.HostGroupQuery", kHostGroupQueryFields, 4};

const MessageInfo kHostGroupQueryAccepted = {"slipway.v1.HostGroupQueryAccepted", nullptr, 0};

constexpr FieldInfo kHostNotificationFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"kind", "kind", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_name", "releaseName", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment_status", "environmentStatus", 6, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kEnvironmentStatus},
    {"approval_id", "approvalId", 7, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostNotification = {"slipway.v1.HostNotification", kHostNotificationFields, 7};

const MessageInfo kHostNotificationAccepted = {"slipway.v1.HostNotificationAccepted", nullptr, 0};

constexpr FieldInfo kHostTaskFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task_id", "taskId", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_name", "releaseName", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 8, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"inputs", "inputs", 9, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kHostTask_InputsEntry, nullptr},
    {"variables", "variables", 10, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kHostTask_VariablesEntry, nullptr},
    {"secret_variables", "secretVariables", 11, FieldType::kMessage, FieldLabel::kMap, false, true, -1, &kHostTask_SecretVariablesEntry, nullptr},
    {"working_directory", "workingDirectory", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"try", "try", 13, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"cancel", "cancel", 14, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostTask = {"slipway.v1.HostTask", kHostTaskFields, 14};

constexpr FieldInfo kHostTask_InputsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostTask_InputsEntry = {"slipway.v1.HostTask.InputsEntry", kHostTask_InputsEntryFields, 2};

constexpr FieldInfo kHostTask_SecretVariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostTask_SecretVariablesEntry = {"slipway.v1.HostTask.SecretVariablesEntry", kHostTask_SecretVariablesEntryFields, 2};

constexpr FieldInfo kHostTask_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kHostTask_VariablesEntry = {"slipway.v1.HostTask.VariablesEntry", kHostTask_VariablesEntryFields, 2};

const MessageInfo kHostTaskAccepted = {"slipway.v1.HostTaskAccepted", nullptr, 0};

constexpr FieldInfo kIdentityFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"display_name", "displayName", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"unique_name", "uniqueName", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_container", "isContainer", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kIdentity = {"slipway.v1.Identity", kIdentityFields, 4};

constexpr FieldInfo kIgnoreGatesRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"gates", "gates", 3, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kIgnoreGatesRequest = {"slipway.v1.IgnoreGatesRequest", kIgnoreGatesRequestFields, 5};

constexpr FieldInfo kIgnoreGatesResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kIgnoreGatesResponse = {"slipway.v1.IgnoreGatesResponse", kIgnoreGatesResponseFields, 1};

constexpr FieldInfo kImportDefinitionRequestFields[] = {
    {"document", "document", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"expected_revision", "expectedRevision", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"validate_only", "validateOnly", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"upsert", "upsert", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kImportDefinitionRequest = {"slipway.v1.ImportDefinitionRequest", kImportDefinitionRequestFields, 7};

constexpr FieldInfo kImportDefinitionResponseFields[] = {
    {"definitions", "definitions", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kImportedDefinition, nullptr},
};
const MessageInfo kImportDefinitionResponse = {"slipway.v1.ImportDefinitionResponse", kImportDefinitionResponseFields, 1};

constexpr FieldInfo kImportedDefinitionFields[] = {
    {"definition", "definition", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kDefinitionSummary, nullptr},
    {"findings", "findings", 2, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kFinding, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kImportedDefinition = {"slipway.v1.ImportedDefinition", kImportedDefinitionFields, 3};

constexpr FieldInfo kInstallTaskRequestFields[] = {
    {"path", "path", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"replace", "replace", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kInstallTaskRequest = {"slipway.v1.InstallTaskRequest", kInstallTaskRequestFields, 3};

constexpr FieldInfo kInstallTaskResponseFields[] = {
    {"task", "task", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kTaskInfo, nullptr},
    {"was_installed", "wasInstalled", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kInstallTaskResponse = {"slipway.v1.InstallTaskResponse", kInstallTaskResponseFields, 2};

constexpr FieldInfo kInterventionDecidedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"id", "id", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kManualInterventionStatus},
    {"approver", "approver", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kInterventionDecided = {"slipway.v1.InterventionDecided", kInterventionDecidedFields, 5};

constexpr FieldInfo kInterventionRequestedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"id", "id", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"instructions", "instructions", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"due_us", "dueUs", 7, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"resume_on_timeout", "resumeOnTimeout", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kInterventionRequested = {"slipway.v1.InterventionRequested", kInterventionRequestedFields, 8};

constexpr FieldInfo kIssueFields[] = {
    {"is_error", "isError", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kIssue = {"slipway.v1.Issue", kIssueFields, 2};

constexpr FieldInfo kJobFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
    {"start_time", "startTime", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"finish_time", "finishTime", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tasks", "tasks", 5, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTask, nullptr},
    {"target", "target", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"agent", "agent", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"queued_on", "queuedOn", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJob = {"slipway.v1.Job", kJobFields, 9};

constexpr FieldInfo kJobFinishedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
    {"message", "message", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobFinished = {"slipway.v1.JobFinished", kJobFinishedFields, 5};

constexpr FieldInfo kJobPlanFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 2, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kJobPlan_VariablesEntry, nullptr},
    {"target", "target", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"offline", "offline", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobPlan = {"slipway.v1.JobPlan", kJobPlanFields, 4};

constexpr FieldInfo kJobPlan_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobPlan_VariablesEntry = {"slipway.v1.JobPlan.VariablesEntry", kJobPlan_VariablesEntryFields, 2};

constexpr FieldInfo kJobQueuedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobQueued = {"slipway.v1.JobQueued", kJobQueuedFields, 3};

constexpr FieldInfo kJobSkippedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"failed", "failed", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"canceled", "canceled", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobSkipped = {"slipway.v1.JobSkipped", kJobSkippedFields, 6};

constexpr FieldInfo kJobStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"agent", "agent", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobStarted = {"slipway.v1.JobStarted", kJobStartedFields, 4};

constexpr FieldInfo kJobTimedOutFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kJobTimedOut = {"slipway.v1.JobTimedOut", kJobTimedOutFields, 3};

constexpr FieldInfo kKeepReleaseRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"keep_forever", "keepForever", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kKeepReleaseRequest = {"slipway.v1.KeepReleaseRequest", kKeepReleaseRequestFields, 4};

constexpr FieldInfo kKeepReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kKeepReleaseResponse = {"slipway.v1.KeepReleaseResponse", kKeepReleaseResponseFields, 1};

constexpr FieldInfo kLimitsFields[] = {
    {"max_document_bytes", "maxDocumentBytes", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_document_depth", "maxDocumentDepth", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_environments", "maxEnvironments", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_phases", "maxPhases", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_tasks", "maxTasks", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_variables", "maxVariables", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_variable_bytes", "maxVariableBytes", 7, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kLimits = {"slipway.v1.Limits", kLimitsFields, 7};

constexpr FieldInfo kLintDefinitionRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"document", "document", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kLintDefinitionRequest = {"slipway.v1.LintDefinitionRequest", kLintDefinitionRequestFields, 2};

constexpr FieldInfo kLintDefinitionResponseFields[] = {
    {"findings", "findings", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kFinding, nullptr},
};
const MessageInfo kLintDefinitionResponse = {"slipway.v1.LintDefinitionResponse", kLintDefinitionResponseFields, 1};

const MessageInfo kListAgentPoolsRequest = {"slipway.v1.ListAgentPoolsRequest", nullptr, 0};

constexpr FieldInfo kListAgentPoolsResponseFields[] = {
    {"pools", "pools", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kAgentPool, nullptr},
    {"use", "use", 2, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kAgentUse, nullptr},
};
const MessageInfo kListAgentPoolsResponse = {"slipway.v1.ListAgentPoolsResponse", kListAgentPoolsResponseFields, 2};

constexpr FieldInfo kListApprovalsRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalStatus},
    {"before_id", "beforeId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListApprovalsRequest = {"slipway.v1.ListApprovalsRequest", kListApprovalsRequestFields, 4};

constexpr FieldInfo kListApprovalsResponseFields[] = {
    {"approvals", "approvals", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kApproval, nullptr},
    {"next_before", "nextBefore", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListApprovalsResponse = {"slipway.v1.ListApprovalsResponse", kListApprovalsResponseFields, 2};

const MessageInfo kListArtifactSourcesRequest = {"slipway.v1.ListArtifactSourcesRequest", nullptr, 0};

constexpr FieldInfo kListArtifactSourcesResponseFields[] = {
    {"sources", "sources", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactSource, nullptr},
};
const MessageInfo kListArtifactSourcesResponse = {"slipway.v1.ListArtifactSourcesResponse", kListArtifactSourcesResponseFields, 1};

constexpr FieldInfo kListArtifactVersionsRequestFields[] = {
    {"type", "type", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"source", "source", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"alias", "alias", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"branch", "branch", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tags", "tags", 7, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListArtifactVersionsRequest = {"slipway.v1.ListArtifactVersionsRequest", kListArtifactVersionsRequestFields, 7};

constexpr FieldInfo kListArtifactVersionsResponseFields[] = {
    {"versions", "versions", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactVersion, nullptr},
    {"from_source", "fromSource", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListArtifactVersionsResponse = {"slipway.v1.ListArtifactVersionsResponse", kListArtifactVersionsResponseFields, 2};

constexpr FieldInfo kListDefinitionsRequestFields[] = {
    {"search_text", "searchText", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"include_deleted", "includeDeleted", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"after_id", "afterId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListDefinitionsRequest = {"slipway.v1.ListDefinitionsRequest", kListDefinitionsRequestFields, 4};

constexpr FieldInfo kListDefinitionsResponseFields[] = {
    {"definitions", "definitions", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDefinitionSummary, nullptr},
    {"next_after", "nextAfter", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListDefinitionsResponse = {"slipway.v1.ListDefinitionsResponse", kListDefinitionsResponseFields, 2};

const MessageInfo kListDeploymentGroupsRequest = {"slipway.v1.ListDeploymentGroupsRequest", nullptr, 0};

constexpr FieldInfo kListDeploymentGroupsResponseFields[] = {
    {"groups", "groups", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDeploymentGroup, nullptr},
};
const MessageInfo kListDeploymentGroupsResponse = {"slipway.v1.ListDeploymentGroupsResponse", kListDeploymentGroupsResponseFields, 1};

constexpr FieldInfo kListDeploymentsRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_environment_id", "definitionEnvironmentId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"before_id", "beforeId", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListDeploymentsRequest = {"slipway.v1.ListDeploymentsRequest", kListDeploymentsRequestFields, 5};

constexpr FieldInfo kListDeploymentsResponseFields[] = {
    {"deployments", "deployments", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDeployment, nullptr},
    {"next_before", "nextBefore", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListDeploymentsResponse = {"slipway.v1.ListDeploymentsResponse", kListDeploymentsResponseFields, 2};

const MessageInfo kListFreezeWindowsRequest = {"slipway.v1.ListFreezeWindowsRequest", nullptr, 0};

constexpr FieldInfo kListFreezeWindowsResponseFields[] = {
    {"windows", "windows", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kFreezeWindow, nullptr},
};
const MessageInfo kListFreezeWindowsResponse = {"slipway.v1.ListFreezeWindowsResponse", kListFreezeWindowsResponseFields, 1};

constexpr FieldInfo kListInterventionsRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListInterventionsRequest = {"slipway.v1.ListInterventionsRequest", kListInterventionsRequestFields, 1};

constexpr FieldInfo kListInterventionsResponseFields[] = {
    {"interventions", "interventions", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kManualIntervention, nullptr},
};
const MessageInfo kListInterventionsResponse = {"slipway.v1.ListInterventionsResponse", kListInterventionsResponseFields, 1};

constexpr FieldInfo kListReleasesRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseStatus},
    {"before_id", "beforeId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"include_deleted", "includeDeleted", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListReleasesRequest = {"slipway.v1.ListReleasesRequest", kListReleasesRequestFields, 5};

constexpr FieldInfo kListReleasesResponseFields[] = {
    {"releases", "releases", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kReleaseSummary, nullptr},
    {"next_before", "nextBefore", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListReleasesResponse = {"slipway.v1.ListReleasesResponse", kListReleasesResponseFields, 2};

const MessageInfo kListSecureFilesRequest = {"slipway.v1.ListSecureFilesRequest", nullptr, 0};

constexpr FieldInfo kListSecureFilesResponseFields[] = {
    {"files", "files", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kSecureFile, nullptr},
};
const MessageInfo kListSecureFilesResponse = {"slipway.v1.ListSecureFilesResponse", kListSecureFilesResponseFields, 1};

const MessageInfo kListServiceEndpointsRequest = {"slipway.v1.ListServiceEndpointsRequest", nullptr, 0};

constexpr FieldInfo kListServiceEndpointsResponseFields[] = {
    {"endpoints", "endpoints", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kServiceEndpoint, nullptr},
};
const MessageInfo kListServiceEndpointsResponse = {"slipway.v1.ListServiceEndpointsResponse", kListServiceEndpointsResponseFields, 1};

const MessageInfo kListTaskGroupsRequest = {"slipway.v1.ListTaskGroupsRequest", nullptr, 0};

constexpr FieldInfo kListTaskGroupsResponseFields[] = {
    {"groups", "groups", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskGroup, nullptr},
};
const MessageInfo kListTaskGroupsResponse = {"slipway.v1.ListTaskGroupsResponse", kListTaskGroupsResponseFields, 1};

constexpr FieldInfo kListTasksRequestFields[] = {
    {"include_built_in", "includeBuiltIn", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListTasksRequest = {"slipway.v1.ListTasksRequest", kListTasksRequestFields, 1};

constexpr FieldInfo kListTasksResponseFields[] = {
    {"tasks", "tasks", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskInfo, nullptr},
};
const MessageInfo kListTasksResponse = {"slipway.v1.ListTasksResponse", kListTasksResponseFields, 1};

constexpr FieldInfo kListTestRunsRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limit", "limit", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kListTestRunsRequest = {"slipway.v1.ListTestRunsRequest", kListTestRunsRequestFields, 4};

constexpr FieldInfo kListTestRunsResponseFields[] = {
    {"runs", "runs", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kPublishedTestRun, nullptr},
};
const MessageInfo kListTestRunsResponse = {"slipway.v1.ListTestRunsResponse", kListTestRunsResponseFields, 1};

const MessageInfo kListVariableGroupsRequest = {"slipway.v1.ListVariableGroupsRequest", nullptr, 0};

constexpr FieldInfo kListVariableGroupsResponseFields[] = {
    {"groups", "groups", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kVariableGroup, nullptr},
};
const MessageInfo kListVariableGroupsResponse = {"slipway.v1.ListVariableGroupsResponse", kListVariableGroupsResponseFields, 1};

constexpr FieldInfo kManualInterventionFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"instructions", "instructions", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 7, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kManualInterventionStatus},
    {"approver", "approver", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_on", "modifiedOn", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"times_out_on", "timesOutOn", 12, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 13, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kManualIntervention = {"slipway.v1.ManualIntervention", kManualInterventionFields, 13};

constexpr FieldInfo kOpenOptionsFields[] = {
    {"database", "database", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"data_directory", "dataDirectory", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"runner", "runner", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_parallel_tasks", "maxParallelTasks", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"unknown_tasks", "unknownTasks", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kUnknownTaskPolicy},
    {"idempotent_task_ids", "idempotentTaskIds", 6, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"passive", "passive", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"limits", "limits", 8, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kLimits, nullptr},
    {"secrets", "secrets", 9, FieldType::kMessage, FieldLabel::kMap, false, true, -1, &kOpenOptions_SecretsEntry, nullptr},
    {"sqlite_vfs", "sqliteVfs", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"host_tasks", "hostTasks", 11, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kRegisterTaskRequest, nullptr},
    {"retention", "retention", 12, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRetentionSettings, nullptr},
    {"max_artifact_cache_bytes", "maxArtifactCacheBytes", 13, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"host_time", "hostTime", 14, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kOpenOptions = {"slipway.v1.OpenOptions", kOpenOptionsFields, 14};

constexpr FieldInfo kOpenOptions_SecretsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kOpenOptions_SecretsEntry = {"slipway.v1.OpenOptions.SecretsEntry", kOpenOptions_SecretsEntryFields, 2};

constexpr FieldInfo kParallelExecutionFields[] = {
    {"parallel_execution_type", "parallelExecutionType", 1, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kParallelExecutionType},
    {"multipliers", "multipliers", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_number_of_agents", "maxNumberOfAgents", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"continue_on_error", "continueOnError", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kParallelExecution = {"slipway.v1.ParallelExecution", kParallelExecutionFields, 4};

constexpr FieldInfo kPhaseFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"rank", "rank", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase_type", "phaseType", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeployPhaseType},
    {"status", "status", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeployPhaseStatus},
    {"started_on", "startedOn", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"finished_on", "finishedOn", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"jobs", "jobs", 7, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kJob, nullptr},
    {"error_log", "errorLog", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPhase = {"slipway.v1.Phase", kPhaseFields, 8};

constexpr FieldInfo kPhaseFinishedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kDeployPhaseStatus},
    {"error_log", "errorLog", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPhaseFinished = {"slipway.v1.PhaseFinished", kPhaseFinishedFields, 4};

constexpr FieldInfo kPhaseSkippedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"trace", "trace", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPhaseSkipped = {"slipway.v1.PhaseSkipped", kPhaseSkippedFields, 3};

constexpr FieldInfo kPhaseStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job_names", "jobNames", 3, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"jobs", "jobs", 4, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kJobPlan, nullptr},
    {"max_parallel_jobs", "maxParallelJobs", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pool_id", "poolId", 6, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pool_name", "poolName", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"demands", "demands", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDemand, nullptr},
};
const MessageInfo kPhaseStarted = {"slipway.v1.PhaseStarted", kPhaseStartedFields, 8};

constexpr FieldInfo kPinnedTaskFields[] = {
    {"task_id", "taskId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"spec", "spec", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"hash", "hash", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pre_job", "preJob", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"main", "main", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"post_job", "postJob", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"demands", "demands", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDemand, nullptr},
};
const MessageInfo kPinnedTask = {"slipway.v1.PinnedTask", kPinnedTaskFields, 9};

constexpr FieldInfo kPinnedTaskGroupFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"major", "major", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"revision", "revision", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPinnedTaskGroup = {"slipway.v1.PinnedTaskGroup", kPinnedTaskGroupFields, 3};

constexpr FieldInfo kProcessParameterFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"label", "label", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"default_value", "defaultValue", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"required", "required", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kProcessParameter = {"slipway.v1.ProcessParameter", kProcessParameterFields, 5};

constexpr FieldInfo kPublishedTestRunFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_name", "releaseName", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 7, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task_name", "taskName", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job_name", "jobName", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"published_on", "publishedOn", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"run", "run", 11, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kTestRun, nullptr},
};
const MessageInfo kPublishedTestRun = {"slipway.v1.PublishedTestRun", kPublishedTestRunFields, 11};

constexpr FieldInfo kPullRequestConfigurationFields[] = {
    {"use_artifact_reference", "useArtifactReference", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"system_type", "systemType", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kPullRequestSystemType},
    {"repository_reference", "repositoryReference", 3, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kPullRequestConfiguration_RepositoryReferenceEntry, nullptr},
};
const MessageInfo kPullRequestConfiguration = {"slipway.v1.PullRequestConfiguration", kPullRequestConfigurationFields, 3};

constexpr FieldInfo kPullRequestConfiguration_RepositoryReferenceEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPullRequestConfiguration_RepositoryReferenceEntry = {"slipway.v1.PullRequestConfiguration.RepositoryReferenceEntry", kPullRequestConfiguration_RepositoryReferenceEntryFields, 2};

constexpr FieldInfo kPullRequestFilterFields[] = {
    {"target_branch", "targetBranch", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tags", "tags", 2, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPullRequestFilter = {"slipway.v1.PullRequestFilter", kPullRequestFilterFields, 2};

constexpr FieldInfo kPushArtifactRequestFields[] = {
    {"type", "type", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"source", "source", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"project", "project", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kArtifactVersion, nullptr},
    {"default_branch", "defaultBranch", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pull_request_id", "pullRequestId", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"target_branch", "targetBranch", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tag_added", "tagAdded", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"dry_run", "dryRun", 10, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPushArtifactRequest = {"slipway.v1.PushArtifactRequest", kPushArtifactRequestFields, 10};

constexpr FieldInfo kPushArtifactResponseFields[] = {
    {"outcomes", "outcomes", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTriggerOutcome, nullptr},
};
const MessageInfo kPushArtifactResponse = {"slipway.v1.PushArtifactResponse", kPushArtifactResponseFields, 1};

constexpr FieldInfo kPutAgentPoolRequestFields[] = {
    {"pool", "pool", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kAgentPool, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutAgentPoolRequest = {"slipway.v1.PutAgentPoolRequest", kPutAgentPoolRequestFields, 2};

constexpr FieldInfo kPutAgentPoolResponseFields[] = {
    {"pool", "pool", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kAgentPool, nullptr},
};
const MessageInfo kPutAgentPoolResponse = {"slipway.v1.PutAgentPoolResponse", kPutAgentPoolResponseFields, 1};

constexpr FieldInfo kPutArtifactSourceRequestFields[] = {
    {"source", "source", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kArtifactSource, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutArtifactSourceRequest = {"slipway.v1.PutArtifactSourceRequest", kPutArtifactSourceRequestFields, 2};

constexpr FieldInfo kPutArtifactSourceResponseFields[] = {
    {"source", "source", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kArtifactSource, nullptr},
};
const MessageInfo kPutArtifactSourceResponse = {"slipway.v1.PutArtifactSourceResponse", kPutArtifactSourceResponseFields, 1};

constexpr FieldInfo kPutDeploymentGroupRequestFields[] = {
    {"group", "group", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kDeploymentGroup, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutDeploymentGroupRequest = {"slipway.v1.PutDeploymentGroupRequest", kPutDeploymentGroupRequestFields, 2};

constexpr FieldInfo kPutDeploymentGroupResponseFields[] = {
    {"group", "group", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kDeploymentGroup, nullptr},
};
const MessageInfo kPutDeploymentGroupResponse = {"slipway.v1.PutDeploymentGroupResponse", kPutDeploymentGroupResponseFields, 1};

constexpr FieldInfo kPutFreezeWindowRequestFields[] = {
    {"window", "window", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kFreezeWindow, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutFreezeWindowRequest = {"slipway.v1.PutFreezeWindowRequest", kPutFreezeWindowRequestFields, 2};

constexpr FieldInfo kPutFreezeWindowResponseFields[] = {
    {"window", "window", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kFreezeWindow, nullptr},
};
const MessageInfo kPutFreezeWindowResponse = {"slipway.v1.PutFreezeWindowResponse", kPutFreezeWindowResponseFields, 1};

constexpr FieldInfo kPutServiceEndpointRequestFields[] = {
    {"endpoint", "endpoint", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kServiceEndpoint, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutServiceEndpointRequest = {"slipway.v1.PutServiceEndpointRequest", kPutServiceEndpointRequestFields, 2};

constexpr FieldInfo kPutServiceEndpointResponseFields[] = {
    {"endpoint", "endpoint", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kServiceEndpoint, nullptr},
};
const MessageInfo kPutServiceEndpointResponse = {"slipway.v1.PutServiceEndpointResponse", kPutServiceEndpointResponseFields, 1};

constexpr FieldInfo kPutTaskGroupRequestFields[] = {
    {"document", "document", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"expected_revision", "expectedRevision", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutTaskGroupRequest = {"slipway.v1.PutTaskGroupRequest", kPutTaskGroupRequestFields, 3};

constexpr FieldInfo kPutTaskGroupResponseFields[] = {
    {"groups", "groups", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskGroup, nullptr},
};
const MessageInfo kPutTaskGroupResponse = {"slipway.v1.PutTaskGroupResponse", kPutTaskGroupResponseFields, 1};

constexpr FieldInfo kPutVariableGroupRequestFields[] = {
    {"group", "group", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableGroup, nullptr},
    {"document", "document", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kPutVariableGroupRequest = {"slipway.v1.PutVariableGroupRequest", kPutVariableGroupRequestFields, 3};

constexpr FieldInfo kPutVariableGroupResponseFields[] = {
    {"groups", "groups", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kVariableGroup, nullptr},
};
const MessageInfo kPutVariableGroupResponse = {"slipway.v1.PutVariableGroupResponse", kPutVariableGroupResponseFields, 1};

constexpr FieldInfo kReadLogRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environment", "environment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"offset", "offset", 7, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"max_bytes", "maxBytes", 8, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReadLogRequest = {"slipway.v1.ReadLogRequest", kReadLogRequestFields, 8};

constexpr FieldInfo kReadLogResponseFields[] = {
    {"text", "text", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"next_offset", "nextOffset", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"finished", "finished", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReadLogResponse = {"slipway.v1.ReadLogResponse", kReadLogResponseFields, 3};

constexpr FieldInfo kRecordedCommandFields[] = {
    {"create", "create", 1, FieldType::kBool, FieldLabel::kSingular, false, false, 0, nullptr, nullptr},
    {"start", "start", 2, FieldType::kBool, FieldLabel::kSingular, false, false, 0, nullptr, nullptr},
    {"abandon", "abandon", 3, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRecordedText, nullptr},
    {"cancel", "cancel", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRecordedText, nullptr},
    {"deploy", "deploy", 5, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentStarted, nullptr},
    {"approval", "approval", 6, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kApprovalDecided, nullptr},
    {"report", "report", 7, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRecordedReport, nullptr},
    {"tick", "tick", 8, FieldType::kBool, FieldLabel::kSingular, false, false, 0, nullptr, nullptr},
    {"reassign", "reassign", 9, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kApprovalReassigned, nullptr},
    {"ignore_gates", "ignoreGates", 10, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kGatesIgnored, nullptr},
    {"defer", "defer", 11, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kDeploymentDeferred, nullptr},
    {"intervention", "intervention", 12, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kInterventionDecided, nullptr},
    {"slot", "slot", 13, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kSlotDecision, nullptr},
    {"redeploy", "redeploy", 14, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRedeployRequested, nullptr},
    {"delete_release", "deleteRelease", 15, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRecordedText, nullptr},
    {"undelete_release", "undeleteRelease", 16, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kRecordedText, nullptr},
    {"keep", "keep", 17, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kReleaseKept, nullptr},
    {"agent", "agent", 18, FieldType::kMessage, FieldLabel::kSingular, false, false, 0, &kAgentDecision, nullptr},
    {"actor_groups", "actorGroups", 20, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"actor_is_administrator", "actorIsAdministrator", 21, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"identity_revalidated", "identityRevalidated", 22, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRecordedCommand = {"slipway.v1.RecordedCommand", kRecordedCommandFields, 21};

constexpr FieldInfo kRecordedReportFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"lost", "lost", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"idempotent", "idempotent", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
};
const MessageInfo kRecordedReport = {"slipway.v1.RecordedReport", kRecordedReportFields, 4};

constexpr FieldInfo kRecordedTextFields[] = {
    {"environment", "environment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRecordedText = {"slipway.v1.RecordedText", kRecordedTextFields, 2};

constexpr FieldInfo kRedeployRequestedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRedeployRequested = {"slipway.v1.RedeployRequested", kRedeployRequestedFields, 3};

constexpr FieldInfo kRegisterTaskRequestFields[] = {
    {"task_id", "taskId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"idempotent", "idempotent", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"pull", "pull", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRegisterTaskRequest = {"slipway.v1.RegisterTaskRequest", kRegisterTaskRequestFields, 5};

const MessageInfo kRegisterTaskResponse = {"slipway.v1.RegisterTaskResponse", nullptr, 0};

constexpr FieldInfo kReleaseFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseStatus},
    {"reason", "reason", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseReason},
    {"description", "description", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 6, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_name", "definitionName", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_revision", "definitionRevision", 8, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_by", "createdBy", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_on", "modifiedOn", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 12, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kRelease_VariablesEntry, nullptr},
    {"artifacts", "artifacts", 13, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactVersion, nullptr},
    {"environments", "environments", 14, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kReleaseEnvironment, nullptr},
    {"comment", "comment", 15, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 16, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"in_progress", "inProgress", 17, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"unknown_tasks", "unknownTasks", 18, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kUnknownTaskPolicy},
    {"is_deleted", "isDeleted", 19, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"keep_forever", "keepForever", 20, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRelease = {"slipway.v1.Release", kReleaseFields, 20};

constexpr FieldInfo kRelease_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kRelease_VariablesEntry = {"slipway.v1.Release.VariablesEntry", kRelease_VariablesEntryFields, 2};

constexpr FieldInfo kReleaseAbandonedFields[] = {
    {"comment", "comment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseAbandoned = {"slipway.v1.ReleaseAbandoned", kReleaseAbandonedFields, 1};

constexpr FieldInfo kReleaseCreatedFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_revision", "definitionRevision", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseReason},
    {"description", "description", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_by", "createdBy", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 8, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kReleaseCreated_VariablesEntry, nullptr},
    {"artifacts", "artifacts", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactVersion, nullptr},
    {"manual_environments", "manualEnvironments", 10, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"unknown_tasks", "unknownTasks", 11, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kUnknownTaskPolicy},
    {"idempotent_task_ids", "idempotentTaskIds", 12, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"environment_variables", "environmentVariables", 13, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kReleaseCreated_EnvironmentVariablesEntry, nullptr},
    {"triggering_artifact_alias", "triggeringArtifactAlias", 14, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"idempotency_key", "idempotencyKey", 15, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variable_groups", "variableGroups", 16, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kReleaseCreated_VariableGroupsEntry, nullptr},
    {"task_groups", "taskGroups", 17, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kPinnedTaskGroup, nullptr},
    {"deployment_groups", "deploymentGroups", 18, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kReleaseCreated_DeploymentGroupsEntry, nullptr},
    {"trigger_reason", "triggerReason", 19, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tasks", "tasks", 20, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kPinnedTask, nullptr},
    {"prefer_installed_tasks", "preferInstalledTasks", 21, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"downloads", "downloads", 22, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseCreated = {"slipway.v1.ReleaseCreated", kReleaseCreatedFields, 22};

constexpr FieldInfo kReleaseCreated_DeploymentGroupsEntryFields[] = {
    {"key", "key", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kDeploymentGroup, nullptr},
};
const MessageInfo kReleaseCreated_DeploymentGroupsEntry = {"slipway.v1.ReleaseCreated.DeploymentGroupsEntry", kReleaseCreated_DeploymentGroupsEntryFields, 2};

constexpr FieldInfo kReleaseCreated_EnvironmentVariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableOverrides, nullptr},
};
const MessageInfo kReleaseCreated_EnvironmentVariablesEntry = {"slipway.v1.ReleaseCreated.EnvironmentVariablesEntry", kReleaseCreated_EnvironmentVariablesEntryFields, 2};

constexpr FieldInfo kReleaseCreated_VariableGroupsEntryFields[] = {
    {"key", "key", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableGroup, nullptr},
};
const MessageInfo kReleaseCreated_VariableGroupsEntry = {"slipway.v1.ReleaseCreated.VariableGroupsEntry", kReleaseCreated_VariableGroupsEntryFields, 2};

constexpr FieldInfo kReleaseCreated_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kReleaseCreated_VariablesEntry = {"slipway.v1.ReleaseCreated.VariablesEntry", kReleaseCreated_VariablesEntryFields, 2};

constexpr FieldInfo kReleaseDefinitionFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"revision", "revision", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"path", "path", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"description", "description", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"source", "source", 7, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseDefinitionSource},
    {"is_deleted", "isDeleted", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_disabled", "isDisabled", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_by", "createdBy", 10, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"created_on", "createdOn", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"modified_by", "modifiedBy", 12, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"modified_on", "modifiedOn", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_name_format", "releaseNameFormat", 14, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 15, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kReleaseDefinition_VariablesEntry, nullptr},
    {"variable_groups", "variableGroups", 16, FieldType::kInt32, FieldLabel::kRepeated, true, false, -1, nullptr, nullptr},
    {"artifacts", "artifacts", 17, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifact, nullptr},
    {"triggers", "triggers", 18, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTrigger, nullptr},
    {"environments", "environments", 19, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDefinitionEnvironment, nullptr},
    {"tags", "tags", 20, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"properties", "properties", 21, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kReleaseDefinition_PropertiesEntry, nullptr},
};
const MessageInfo kReleaseDefinition = {"slipway.v1.ReleaseDefinition", kReleaseDefinitionFields, 21};

constexpr FieldInfo kReleaseDefinition_PropertiesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseDefinition_PropertiesEntry = {"slipway.v1.ReleaseDefinition.PropertiesEntry", kReleaseDefinition_PropertiesEntryFields, 2};

constexpr FieldInfo kReleaseDefinition_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kReleaseDefinition_VariablesEntry = {"slipway.v1.ReleaseDefinition.VariablesEntry", kReleaseDefinition_VariablesEntryFields, 2};

constexpr FieldInfo kReleaseDeletedFields[] = {
    {"comment", "comment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseDeleted = {"slipway.v1.ReleaseDeleted", kReleaseDeletedFields, 1};

constexpr FieldInfo kReleaseEnvironmentFields[] = {
    {"definition_environment_id", "definitionEnvironmentId", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"rank", "rank", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kEnvironmentStatus},
    {"trigger_reason", "triggerReason", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"deployments", "deployments", 6, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kDeployment, nullptr},
    {"depends_on", "dependsOn", 7, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"time_to_deploy", "timeToDeploy", 8, FieldType::kDouble, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseEnvironment = {"slipway.v1.ReleaseEnvironment", kReleaseEnvironmentFields, 8};

constexpr FieldInfo kReleaseKeptFields[] = {
    {"keep_forever", "keepForever", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseKept = {"slipway.v1.ReleaseKept", kReleaseKeptFields, 2};

constexpr FieldInfo kReleaseReactivatedFields[] = {
    {"comment", "comment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseReactivated = {"slipway.v1.ReleaseReactivated", kReleaseReactivatedFields, 1};

const MessageInfo kReleaseStarted = {"slipway.v1.ReleaseStarted", nullptr, 0};

constexpr FieldInfo kReleaseSummaryFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseStatus},
    {"reason", "reason", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseReason},
    {"definition_id", "definitionId", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_name", "definitionName", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_by", "createdBy", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"environments", "environments", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kEnvironmentSummary, nullptr},
    {"is_deleted", "isDeleted", 10, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"keep_forever", "keepForever", 11, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseSummary = {"slipway.v1.ReleaseSummary", kReleaseSummaryFields, 11};

constexpr FieldInfo kReleaseUndeletedFields[] = {
    {"comment", "comment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseUndeleted = {"slipway.v1.ReleaseUndeleted", kReleaseUndeletedFields, 1};

constexpr FieldInfo kReleaseUpdatedFields[] = {
    {"comment", "comment", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kReleaseUpdated = {"slipway.v1.ReleaseUpdated", kReleaseUpdatedFields, 2};

constexpr FieldInfo kRemoveTaskRequestFields[] = {
    {"task_id", "taskId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"force", "force", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRemoveTaskRequest = {"slipway.v1.RemoveTaskRequest", kRemoveTaskRequestFields, 4};

constexpr FieldInfo kRemoveTaskResponseFields[] = {
    {"tasks", "tasks", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskInfo, nullptr},
};
const MessageInfo kRemoveTaskResponse = {"slipway.v1.RemoveTaskResponse", kRemoveTaskResponseFields, 1};

constexpr FieldInfo kRequestedApprovalFields[] = {
    {"id", "id", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"rank", "rank", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_automated", "isAutomated", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approver", "approver", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
};
const MessageInfo kRequestedApproval = {"slipway.v1.RequestedApproval", kRequestedApprovalFields, 4};

constexpr FieldInfo kRetentionOutcomeFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_name", "releaseName", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_id", "definitionId", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"action", "action", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kRetentionAction},
    {"reason", "reason", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRetentionOutcome = {"slipway.v1.RetentionOutcome", kRetentionOutcomeFields, 5};

constexpr FieldInfo kRetentionSettingsFields[] = {
    {"manual", "manual", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"default_policy", "defaultPolicy", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kEnvironmentRetentionPolicy, nullptr},
    {"maximum_policy", "maximumPolicy", 3, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kEnvironmentRetentionPolicy, nullptr},
    {"days_to_keep_deleted_releases", "daysToKeepDeletedReleases", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRetentionSettings = {"slipway.v1.RetentionSettings", kRetentionSettingsFields, 4};

constexpr FieldInfo kRunRetentionRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"dry_run", "dryRun", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kRunRetentionRequest = {"slipway.v1.RunRetentionRequest", kRunRetentionRequestFields, 3};

constexpr FieldInfo kRunRetentionResponseFields[] = {
    {"outcomes", "outcomes", 1, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kRetentionOutcome, nullptr},
};
const MessageInfo kRunRetentionResponse = {"slipway.v1.RunRetentionResponse", kRunRetentionResponseFields, 1};

constexpr FieldInfo kScheduleFields[] = {
    {"job_id", "jobId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"time_zone_id", "timeZoneId", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"start_hours", "startHours", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"start_minutes", "startMinutes", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"days_to_release", "daysToRelease", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"schedule_only_with_changes", "scheduleOnlyWithChanges", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSchedule = {"slipway.v1.Schedule", kScheduleFields, 6};

constexpr FieldInfo kSecureFileFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"size", "size", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_on", "createdOn", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"created_by", "createdBy", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSecureFile = {"slipway.v1.SecureFile", kSecureFileFields, 5};

constexpr FieldInfo kServiceEndpointFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"url", "url", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"scheme", "scheme", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"parameters", "parameters", 6, FieldType::kMessage, FieldLabel::kMap, false, true, -1, &kServiceEndpoint_ParametersEntry, nullptr},
    {"data", "data", 7, FieldType::kMessage, FieldLabel::kMap, false, true, -1, &kServiceEndpoint_DataEntry, nullptr},
    {"description", "description", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kServiceEndpoint = {"slipway.v1.ServiceEndpoint", kServiceEndpointFields, 8};

constexpr FieldInfo kServiceEndpoint_DataEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kServiceEndpoint_DataEntry = {"slipway.v1.ServiceEndpoint.DataEntry", kServiceEndpoint_DataEntryFields, 2};

constexpr FieldInfo kServiceEndpoint_ParametersEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kServiceEndpoint_ParametersEntry = {"slipway.v1.ServiceEndpoint.ParametersEntry", kServiceEndpoint_ParametersEntryFields, 2};

constexpr FieldInfo kSetSecretsRequestFields[] = {
    {"secrets", "secrets", 1, FieldType::kMessage, FieldLabel::kMap, false, true, -1, &kSetSecretsRequest_SecretsEntry, nullptr},
};
const MessageInfo kSetSecretsRequest = {"slipway.v1.SetSecretsRequest", kSetSecretsRequestFields, 1};

constexpr FieldInfo kSetSecretsRequest_SecretsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSetSecretsRequest_SecretsEntry = {"slipway.v1.SetSecretsRequest.SecretsEntry", kSetSecretsRequest_SecretsEntryFields, 2};

const MessageInfo kSetSecretsResponse = {"slipway.v1.SetSecretsResponse", nullptr, 0};

constexpr FieldInfo kSetTimeRequestFields[] = {
    {"time", "time", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSetTimeRequest = {"slipway.v1.SetTimeRequest", kSetTimeRequestFields, 1};

const MessageInfo kSetTimeResponse = {"slipway.v1.SetTimeResponse", nullptr, 0};

constexpr FieldInfo kSimulateRequestFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"document", "document", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"script", "script", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"seed", "seed", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"start", "start", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"days", "days", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"format", "format", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSimulateRequest = {"slipway.v1.SimulateRequest", kSimulateRequestFields, 7};

constexpr FieldInfo kSimulateResponseFields[] = {
    {"output", "output", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"releases", "releases", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"deployments", "deployments", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"transitions", "transitions", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"ended", "ended", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSimulateResponse = {"slipway.v1.SimulateResponse", kSimulateResponseFields, 5};

constexpr FieldInfo kSlotDecisionFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"attempt", "attempt", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"grant", "grant", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"by_release", "byRelease", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"by_name", "byName", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSlotDecision = {"slipway.v1.SlotDecision", kSlotDecisionFields, 5};

constexpr FieldInfo kSourceReferenceFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSourceReference = {"slipway.v1.SourceReference", kSourceReferenceFields, 2};

constexpr FieldInfo kSshConnectionFields[] = {
    {"host", "host", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"port", "port", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"user", "user", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"identity_file", "identityFile", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"known_hosts_file", "knownHostsFile", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"work_folder", "workFolder", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"lost_after_seconds", "lostAfterSeconds", 7, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kSshConnection = {"slipway.v1.SshConnection", kSshConnectionFields, 7};

constexpr FieldInfo kStartReleaseRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kStartReleaseRequest = {"slipway.v1.StartReleaseRequest", kStartReleaseRequestFields, 2};

constexpr FieldInfo kStartReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kStartReleaseResponse = {"slipway.v1.StartReleaseResponse", kStartReleaseResponseFields, 1};

constexpr FieldInfo kTagFilterFields[] = {
    {"pattern", "pattern", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTagFilter = {"slipway.v1.TagFilter", kTagFilterFields, 1};

constexpr FieldInfo kTaskFields[] = {
    {"rank", "rank", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task_id", "taskId", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
    {"start_time", "startTime", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"finish_time", "finishTime", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"percent_complete", "percentComplete", 8, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"issues", "issues", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kIssue, nullptr},
    {"message", "message", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"exit_code", "exitCode", 11, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"line_count", "lineCount", 12, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"log_path", "logPath", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"tries", "tries", 14, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"error_count", "errorCount", 15, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"warning_count", "warningCount", 16, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"stage", "stage", 17, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStage},
    {"commands", "commands", 18, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskCommand, nullptr},
    {"test_runs", "testRuns", 19, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTestRun, nullptr},
    {"resolved_version", "resolvedVersion", 20, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTask = {"slipway.v1.Task", kTaskFields, 20};

constexpr FieldInfo kTaskCancelRequestedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskCancelRequested = {"slipway.v1.TaskCancelRequested", kTaskCancelRequestedFields, 4};

constexpr FieldInfo kTaskCommandFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"properties", "properties", 2, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kTaskCommand_PropertiesEntry, nullptr},
    {"data", "data", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"file", "file", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskCommand = {"slipway.v1.TaskCommand", kTaskCommandFields, 4};

constexpr FieldInfo kTaskCommand_PropertiesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskCommand_PropertiesEntry = {"slipway.v1.TaskCommand.PropertiesEntry", kTaskCommand_PropertiesEntryFields, 2};

constexpr FieldInfo kTaskCompletionFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 2, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
    {"message", "message", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 4, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kVariableSet, nullptr},
    {"issues", "issues", 5, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kIssue, nullptr},
};
const MessageInfo kTaskCompletion = {"slipway.v1.TaskCompletion", kTaskCompletionFields, 5};

constexpr FieldInfo kTaskFinishedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 5, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStatus},
    {"exit_code", "exitCode", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 7, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kVariableSet, nullptr},
    {"issues", "issues", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kIssue, nullptr},
    {"message", "message", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"log_lines", "logLines", 10, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"started_us", "startedUs", 11, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"finished_us", "finishedUs", 12, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"error_count", "errorCount", 13, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"warning_count", "warningCount", 14, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"try", "try", 15, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"commands", "commands", 16, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskCommand, nullptr},
    {"test_runs", "testRuns", 17, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTestRun, nullptr},
    {"task_version", "taskVersion", 18, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task_hash", "taskHash", 19, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskFinished = {"slipway.v1.TaskFinished", kTaskFinishedFields, 19};

constexpr FieldInfo kTaskGroupFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"major", "major", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"minor", "minor", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"patch", "patch", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_test", "isTest", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"description", "description", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"inputs", "inputs", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kProcessParameter, nullptr},
    {"tasks", "tasks", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kWorkflowTask, nullptr},
    {"revision", "revision", 10, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"parent_definition_id", "parentDefinitionId", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskGroup = {"slipway.v1.TaskGroup", kTaskGroupFields, 11};

constexpr FieldInfo kTaskInfoFields[] = {
    {"task_id", "taskId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"friendly_name", "friendlyName", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"built_in", "builtIn", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"handlers", "handlers", 6, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"stages", "stages", 7, FieldType::kEnum, FieldLabel::kRepeated, true, false, -1, nullptr, &kTaskStage},
    {"runnable", "runnable", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"hash", "hash", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"bytes", "bytes", 11, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"files", "files", 12, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"installed_on", "installedOn", 13, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"installed_by", "installedBy", 14, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskInfo = {"slipway.v1.TaskInfo", kTaskInfoFields, 14};

constexpr FieldInfo kTaskLogRequestFields[] = {
    {"token", "token", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"text", "text", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_stderr", "isStderr", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskLogRequest = {"slipway.v1.TaskLogRequest", kTaskLogRequestFields, 3};

constexpr FieldInfo kTaskLogResponseFields[] = {
    {"cancel_requested", "cancelRequested", 1, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskLogResponse = {"slipway.v1.TaskLogResponse", kTaskLogResponseFields, 1};

constexpr FieldInfo kTaskLostFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"token", "token", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskLost = {"slipway.v1.TaskLost", kTaskLostFields, 6};

constexpr FieldInfo kTaskRetryScheduledFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"due_us", "dueUs", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"issues", "issues", 6, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kIssue, nullptr},
    {"exit_code", "exitCode", 7, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kVariableSet, nullptr},
    {"commands", "commands", 9, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTaskCommand, nullptr},
};
const MessageInfo kTaskRetryScheduled = {"slipway.v1.TaskRetryScheduled", kTaskRetryScheduledFields, 9};

constexpr FieldInfo kTaskSkippedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"trace", "trace", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"canceled", "canceled", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskSkipped = {"slipway.v1.TaskSkipped", kTaskSkippedFields, 6};

constexpr FieldInfo kTaskStartedFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"token", "token", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"try", "try", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"boot", "boot", 7, FieldType::kFixed32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"due_us", "dueUs", 8, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"after_cancel", "afterCancel", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"wake_us", "wakeUs", 10, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskStarted = {"slipway.v1.TaskStarted", kTaskStartedFields, 10};

constexpr FieldInfo kTaskTimedOutFields[] = {
    {"environment", "environment", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"phase", "phase", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"job", "job", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"task", "task", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTaskTimedOut = {"slipway.v1.TaskTimedOut", kTaskTimedOutFields, 4};

constexpr FieldInfo kTestResultFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"suite", "suite", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"outcome", "outcome", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"duration_ms", "durationMs", 4, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTestResult = {"slipway.v1.TestResult", kTestResultFields, 5};

constexpr FieldInfo kTestRunFields[] = {
    {"title", "title", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"total", "total", 3, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"passed", "passed", 4, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"failed", "failed", 5, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"skipped", "skipped", 6, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"duration_ms", "durationMs", 7, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"results", "results", 8, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTestResult, nullptr},
    {"platform", "platform", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"configuration", "configuration", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTestRun = {"slipway.v1.TestRun", kTestRunFields, 10};

constexpr FieldInfo kTriggerFields[] = {
    {"trigger_type", "triggerType", 1, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseTriggerType},
    {"artifact_alias", "artifactAlias", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"trigger_conditions", "triggerConditions", 3, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kArtifactFilter, nullptr},
    {"schedule", "schedule", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kSchedule, nullptr},
    {"branch_filters", "branchFilters", 5, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"tag_filters", "tagFilters", 6, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kTagFilter, nullptr},
    {"pull_request_filters", "pullRequestFilters", 7, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kPullRequestFilter, nullptr},
    {"pull_request_configuration", "pullRequestConfiguration", 8, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kPullRequestConfiguration, nullptr},
    {"status_policy_name", "statusPolicyName", 9, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTrigger = {"slipway.v1.Trigger", kTriggerFields, 9};

constexpr FieldInfo kTriggerOutcomeFields[] = {
    {"definition_id", "definitionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_name", "definitionName", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"artifact_alias", "artifactAlias", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"trigger_type", "triggerType", 4, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kReleaseTriggerType},
    {"release_id", "releaseId", 5, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_name", "releaseName", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"reason", "reason", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"already_existed", "alreadyExisted", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kTriggerOutcome = {"slipway.v1.TriggerOutcome", kTriggerOutcomeFields, 8};

constexpr FieldInfo kUndeleteReleaseRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor", "actor", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comment", "comment", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kUndeleteReleaseRequest = {"slipway.v1.UndeleteReleaseRequest", kUndeleteReleaseRequestFields, 3};

constexpr FieldInfo kUndeleteReleaseResponseFields[] = {
    {"release", "release", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kRelease, nullptr},
};
const MessageInfo kUndeleteReleaseResponse = {"slipway.v1.UndeleteReleaseResponse", kUndeleteReleaseResponseFields, 1};

constexpr FieldInfo kUpdateApprovalRequestFields[] = {
    {"approval_id", "approvalId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kApprovalStatus},
    {"actor", "actor", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"approver", "approver", 6, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kIdentity, nullptr},
    {"actor_groups", "actorGroups", 7, FieldType::kString, FieldLabel::kRepeated, false, false, -1, nullptr, nullptr},
    {"actor_is_administrator", "actorIsAdministrator", 8, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"identity_revalidated", "identityRevalidated", 9, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kUpdateApprovalRequest = {"slipway.v1.UpdateApprovalRequest", kUpdateApprovalRequestFields, 9};

constexpr FieldInfo kUpdateApprovalResponseFields[] = {
    {"approval", "approval", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kApproval, nullptr},
};
const MessageInfo kUpdateApprovalResponse = {"slipway.v1.UpdateApprovalResponse", kUpdateApprovalResponseFields, 1};

constexpr FieldInfo kUpdateInterventionRequestFields[] = {
    {"intervention_id", "interventionId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"status", "status", 3, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kManualInterventionStatus},
    {"actor", "actor", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"comments", "comments", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"actor_is_administrator", "actorIsAdministrator", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kUpdateInterventionRequest = {"slipway.v1.UpdateInterventionRequest", kUpdateInterventionRequestFields, 6};

constexpr FieldInfo kUpdateInterventionResponseFields[] = {
    {"intervention", "intervention", 1, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kManualIntervention, nullptr},
};
const MessageInfo kUpdateInterventionResponse = {"slipway.v1.UpdateInterventionResponse", kUpdateInterventionResponseFields, 1};

constexpr FieldInfo kVariableGroupFields[] = {
    {"id", "id", 1, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"variables", "variables", 4, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kVariableGroup_VariablesEntry, nullptr},
    {"description", "description", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kVariableGroup = {"slipway.v1.VariableGroup", kVariableGroupFields, 5};

constexpr FieldInfo kVariableGroup_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kVariableGroup_VariablesEntry = {"slipway.v1.VariableGroup.VariablesEntry", kVariableGroup_VariablesEntryFields, 2};

constexpr FieldInfo kVariableOverridesFields[] = {
    {"variables", "variables", 1, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kVariableOverrides_VariablesEntry, nullptr},
};
const MessageInfo kVariableOverrides = {"slipway.v1.VariableOverrides", kVariableOverridesFields, 1};

constexpr FieldInfo kVariableOverrides_VariablesEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kVariableValue, nullptr},
};
const MessageInfo kVariableOverrides_VariablesEntry = {"slipway.v1.VariableOverrides.VariablesEntry", kVariableOverrides_VariablesEntryFields, 2};

constexpr FieldInfo kVariableSetFields[] = {
    {"name", "name", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"sealed", "sealed", 3, FieldType::kBytes, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_secret", "isSecret", 4, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_output", "isOutput", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_read_only", "isReadOnly", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"scope", "scope", 7, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kVariableScope},
    {"step", "step", 8, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kVariableSet = {"slipway.v1.VariableSet", kVariableSetFields, 8};

constexpr FieldInfo kVariableValueFields[] = {
    {"value", "value", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_secret", "isSecret", 2, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"allow_override", "allowOverride", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"sealed", "sealed", 4, FieldType::kBytes, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"is_read_only", "isReadOnly", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kVariableValue = {"slipway.v1.VariableValue", kVariableValueFields, 5};

constexpr FieldInfo kVerifyFindingFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"sequence", "sequence", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"message", "message", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kVerifyFinding = {"slipway.v1.VerifyFinding", kVerifyFindingFields, 3};

constexpr FieldInfo kVerifyRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kVerifyRequest = {"slipway.v1.VerifyRequest", kVerifyRequestFields, 1};

constexpr FieldInfo kVerifyResponseFields[] = {
    {"releases", "releases", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"records", "records", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"events", "events", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"findings", "findings", 4, FieldType::kMessage, FieldLabel::kRepeated, false, false, -1, &kVerifyFinding, nullptr},
    {"head", "head", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"purged_records", "purgedRecords", 6, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kVerifyResponse = {"slipway.v1.VerifyResponse", kVerifyResponseFields, 6};

constexpr FieldInfo kWatchEventsRequestFields[] = {
    {"release_id", "releaseId", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"after_position", "afterPosition", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"until_idle", "untilIdle", 3, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWatchEventsRequest = {"slipway.v1.WatchEventsRequest", kWatchEventsRequestFields, 3};

constexpr FieldInfo kWatchEventsResponseFields[] = {
    {"position", "position", 1, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"release_id", "releaseId", 2, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"sequence", "sequence", 3, FieldType::kInt64, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"batch", "batch", 4, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kEventBatch, nullptr},
};
const MessageInfo kWatchEventsResponse = {"slipway.v1.WatchEventsResponse", kWatchEventsResponseFields, 4};

constexpr FieldInfo kWinRmConnectionFields[] = {
    {"host", "host", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"port", "port", 2, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"service_endpoint", "serviceEndpoint", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"transport", "transport", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"plain_http", "plainHttp", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"ca_file", "caFile", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"certificate_sha256", "certificateSha256", 7, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"work_folder", "workFolder", 8, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"lost_after_seconds", "lostAfterSeconds", 9, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWinRmConnection = {"slipway.v1.WinRmConnection", kWinRmConnectionFields, 9};

constexpr FieldInfo kWorkItemFields[] = {
    {"id", "id", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"title", "title", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"type", "type", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"state", "state", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"assignee", "assignee", 5, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"url", "url", 6, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWorkItem = {"slipway.v1.WorkItem", kWorkItemFields, 6};

constexpr FieldInfo kWorkflowTaskFields[] = {
    {"task_id", "taskId", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"version", "version", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"name", "name", 3, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"ref_name", "refName", 4, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"enabled", "enabled", 5, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"always_run", "alwaysRun", 6, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"continue_on_error", "continueOnError", 7, FieldType::kBool, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"timeout_in_minutes", "timeoutInMinutes", 8, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"retry_count_on_task_failure", "retryCountOnTaskFailure", 9, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"condition", "condition", 10, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"definition_type", "definitionType", 11, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"inputs", "inputs", 12, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kWorkflowTask_InputsEntry, nullptr},
    {"override_inputs", "overrideInputs", 13, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kWorkflowTask_OverrideInputsEntry, nullptr},
    {"environment", "environment", 14, FieldType::kMessage, FieldLabel::kMap, false, false, -1, &kWorkflowTask_EnvironmentEntry, nullptr},
    {"check_config", "checkConfig", 15, FieldType::kMessage, FieldLabel::kSingular, false, false, -1, &kCheckConfiguration, nullptr},
    {"stage", "stage", 16, FieldType::kEnum, FieldLabel::kSingular, false, false, -1, nullptr, &kTaskStage},
    {"step", "step", 17, FieldType::kInt32, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWorkflowTask = {"slipway.v1.WorkflowTask", kWorkflowTaskFields, 17};

constexpr FieldInfo kWorkflowTask_EnvironmentEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWorkflowTask_EnvironmentEntry = {"slipway.v1.WorkflowTask.EnvironmentEntry", kWorkflowTask_EnvironmentEntryFields, 2};

constexpr FieldInfo kWorkflowTask_InputsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWorkflowTask_InputsEntry = {"slipway.v1.WorkflowTask.InputsEntry", kWorkflowTask_InputsEntryFields, 2};

constexpr FieldInfo kWorkflowTask_OverrideInputsEntryFields[] = {
    {"key", "key", 1, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
    {"value", "value", 2, FieldType::kString, FieldLabel::kSingular, false, false, -1, nullptr, nullptr},
};
const MessageInfo kWorkflowTask_OverrideInputsEntry = {"slipway.v1.WorkflowTask.OverrideInputsEntry", kWorkflowTask_OverrideInputsEntryFields, 2};

}  // namespace slipway::capi::tables
