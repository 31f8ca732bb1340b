"""Messages and enums of slipway/v1/definition.proto.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from typing import Mapping, Optional, Sequence

from ._message import (
    Enum,
    Message,
    binary_field,
    boolean_field,
    enumeration_field,
    given,
    integer_field,
    integer_list_field,
    message_field,
    message_map_field,
    messages_field,
    text_field,
    text_list_field,
    text_map_field,
)

__all__ = [
    "ApprovalExecutionOrder",
    "ConditionType",
    "DeployPhaseType",
    "EnvironmentTriggerType",
    "MachinePlatform",
    "ParallelExecutionType",
    "PullRequestSystemType",
    "ReleaseDefinitionSource",
    "ReleaseTriggerType",
    "Severity",
    "TaskStage",
    "SshConnection",
    "WinRmConnection",
    "Agent",
    "AgentPool",
    "ApprovalOptions",
    "Identity",
    "ApprovalStep",
    "Approvals",
    "SourceReference",
    "Artifact",
    "ArtifactDownloadInput",
    "TagFilter",
    "ArtifactFilter",
    "CheckConfiguration",
    "Condition",
    "VariableValue",
    "GatesOptions",
    "WorkflowTask",
    "Gate",
    "GatesStep",
    "ParallelExecution",
    "Demand",
    "DeploymentInput",
    "DeployPhase",
    "ExecutionPolicy",
    "Schedule",
    "EnvironmentRetentionPolicy",
    "EnvironmentOptions",
    "EnvironmentTrigger",
    "ProcessParameter",
    "DefinitionEnvironment",
    "DeploymentTarget",
    "DeploymentGroup",
    "Finding",
    "FreezeWindow",
    "PullRequestConfiguration",
    "PullRequestFilter",
    "Trigger",
    "ReleaseDefinition",
    "TaskGroup",
    "VariableGroup",
]


class ApprovalExecutionOrder(Enum):
    __prefix__ = "APPROVAL_EXECUTION_ORDER_"

    UNDEFINED = 0
    BEFORE_GATES = 1
    AFTER_SUCCESSFUL_GATES = 2
    AFTER_GATES_ALWAYS = 4


class ConditionType(Enum):
    __prefix__ = "CONDITION_TYPE_"

    UNDEFINED = 0
    EVENT = 1
    ENVIRONMENT_STATE = 2
    ARTIFACT = 4


class DeployPhaseType(Enum):
    __prefix__ = "DEPLOY_PHASE_TYPE_"

    UNDEFINED = 0
    AGENT_BASED_DEPLOYMENT = 1
    RUN_ON_SERVER = 2
    MACHINE_GROUP_BASED_DEPLOYMENT = 4
    DEPLOYMENT_GATES = 8


class EnvironmentTriggerType(Enum):
    __prefix__ = "ENVIRONMENT_TRIGGER_TYPE_"

    UNDEFINED = 0
    DEPLOYMENT_GROUP_REDEPLOY = 1
    ROLLBACK_REDEPLOY = 2


class MachinePlatform(Enum):
    __prefix__ = "MACHINE_PLATFORM_"

    LINUX = 0
    # Runs scripts of PowerShell and of cmd, which the engine's machine sends. Nothing is installed there; see
    # docs/windows.md.
    WINDOWS = 1


class ParallelExecutionType(Enum):
    __prefix__ = "PARALLEL_EXECUTION_TYPE_"

    NONE = 0
    MULTI_CONFIGURATION = 1
    MULTI_MACHINE = 2


class PullRequestSystemType(Enum):
    __prefix__ = "PULL_REQUEST_SYSTEM_TYPE_"

    NONE = 0
    TFS_GIT = 1
    GIT_HUB = 2


class ReleaseDefinitionSource(Enum):
    __prefix__ = "RELEASE_DEFINITION_SOURCE_"

    UNDEFINED = 0
    REST_API = 1
    USER_INTERFACE = 2
    IBIZA = 4
    PORTAL_EXTENSION_API = 8


class ReleaseTriggerType(Enum):
    __prefix__ = "RELEASE_TRIGGER_TYPE_"

    UNDEFINED = 0
    ARTIFACT_SOURCE = 1
    SCHEDULE = 2
    SOURCE_REPO = 3
    CONTAINER_IMAGE = 4
    PACKAGE = 5
    PULL_REQUEST = 6


class Severity(Enum):
    __prefix__ = "SEVERITY_"

    UNSPECIFIED = 0
    # it is kept; what it asks for is not done, or not yet
    WARNING = 1
    # it is broken: nothing is stored
    ERROR = 2


class TaskStage(Enum):
    """When a task of a job runs (task-contract 6.1): first what comes before all steps, then the steps, then, in reverse
    order, what cleans up after them.
    """

    __prefix__ = "TASK_STAGE_"

    MAIN = 0
    PRE_JOB = 1
    POST_JOB = 2


class SshConnection(Message):
    """A machine that tasks run on, through this machine's OpenSSH client: never a password, always a known host key."""

    __slots__ = ()
    _fields_ = ("host", "port", "user", "identity_file", "known_hosts_file", "work_folder", "lost_after_seconds")

    host = text_field("host", "name or address")
    port = integer_field("port", "0 = 22")
    user = text_field("user", "empty = as ssh decides")
    identity_file = text_field("identityFile",
                               "Files on the engine's machine, absolute. Empty = what ssh finds by itself: the agent and ~/.ssh.")
    known_hosts_file = text_field("knownHostsFile")
    work_folder = text_field("workFolder",
                             "On the target, absolute: the runner, work folders. Empty = .slipway in the user's home; of Windows C:\\slipway")
    lost_after_seconds = integer_field("lostAfterSeconds",
                                       "A target that runs a task may be out of reach for so long; then the task is lost. 0 = 300; of Windows 60.")

    def __init__(self, *, host: str = "", port: int = 0, user: str = "", identity_file: str = "",
                 known_hosts_file: str = "", work_folder: str = "", lost_after_seconds: int = 0) -> None:
        self._data = given({
            "host": host, "port": port, "user": user, "identityFile": identity_file, "knownHostsFile": known_hosts_file,
            "workFolder": work_folder, "lostAfterSeconds": lost_after_seconds,
        })


class WinRmConnection(Message):
    """A Windows machine that tasks run on, through WS-Management."""

    __slots__ = ()
    _fields_ = (
        "host", "port", "service_endpoint", "transport", "plain_http", "ca_file", "certificate_sha256", "work_folder",
        "lost_after_seconds",
    )

    host = text_field("host", "name or address")
    port = integer_field("port", "0 = 5986, with plain_http 5985")
    service_endpoint = text_field("serviceEndpoint", "GUID of the service endpoint with user name and password.")
    transport = text_field("transport", "\"ntlm\" (also empty) or \"basic\", which is refused with plain_http")
    plain_http = boolean_field("plainHttp", "NTLM encrypts the messages then; no certificate is checked")
    ca_file = text_field("caFile", "Absolute, on the engine's machine: certificates to trust. Empty = the system's.")
    certificate_sha256 = text_field("certificateSha256",
                                    "SHA-256 of the one certificate to trust, in hex; then no other check is made.")
    work_folder = text_field("workFolder", "on the target, absolute. Empty = C:\\slipway")
    lost_after_seconds = integer_field("lostAfterSeconds",
                                       "A target that gives no answer for so long loses its task. 0 = 60.")

    def __init__(self, *, host: str = "", port: int = 0, service_endpoint: str = "", transport: str = "",
                 plain_http: bool = False, ca_file: str = "", certificate_sha256: str = "", work_folder: str = "",
                 lost_after_seconds: int = 0) -> None:
        self._data = given({
            "host": host, "port": port, "serviceEndpoint": service_endpoint, "transport": transport,
            "plainHttp": plain_http, "caFile": ca_file, "certificateSha256": certificate_sha256,
            "workFolder": work_folder, "lostAfterSeconds": lost_after_seconds,
        })


class Agent(Message):
    __slots__ = ()
    _fields_ = ("name", "capabilities", "slots", "offline", "disabled", "ssh", "platform", "winrm")

    name = text_field("name")
    capabilities = text_map_field("capabilities", str,
                                  "What demands are held against, besides Agent.Name, Agent.OS, Agent.Version, and for an agent without a connection what "
                                  "is found on this machine (java, node, git, ...). Names in any case.")
    slots = integer_field("slots", "jobs at once; 0 = 1")
    offline = boolean_field("offline", "gets no job; jobs that only it could run wait")
    disabled = boolean_field("disabled", "gets no job, as if it were not there")
    ssh = message_field("ssh", SshConnection, "How to reach it. Absent: this machine.")
    platform = enumeration_field("platform", MachinePlatform)
    winrm = message_field("winrm", WinRmConnection, "instead of `ssh`; of Windows only")

    def __init__(self, *, name: str = "", capabilities: Optional[Mapping[str, str]] = None, slots: int = 0,
                 offline: bool = False, disabled: bool = False, ssh: Optional[SshConnection] = None,
                 platform: MachinePlatform = MachinePlatform.LINUX, winrm: Optional[WinRmConnection] = None) -> None:
        self._data = given({
            "name": name, "capabilities": capabilities, "slots": slots, "offline": offline, "disabled": disabled,
            "ssh": ssh, "platform": platform, "winrm": winrm,
        })


class AgentPool(Message):
    """Machines that jobs of agent phases run on. Where a phase names a pool (queueId) that is known here, each of its jobs
    waits for an agent of the pool that is free and meets every demand; where it does not, jobs run on this machine, as many
    as OpenOptions.max_parallel_tasks lets them, and demands are not looked at.
    """

    __slots__ = ()
    _fields_ = ("id", "name", "agents", "queue_ids")

    id = integer_field("id")
    name = text_field("name")
    agents = messages_field("agents", Agent)
    queue_ids = integer_list_field("queueIds", "Further ids that phases know it by: queues of other projects.")

    def __init__(self, *, id: int = 0, name: str = "", agents: Sequence[Agent] = (),
                 queue_ids: Sequence[int] = ()) -> None:
        self._data = given({"id": id, "name": name, "agents": agents, "queueIds": queue_ids})


class ApprovalOptions(Message):
    __slots__ = ()
    _fields_ = (
        "required_approver_count", "release_creator_can_be_approver",
        "auto_triggered_and_previous_environment_approved_can_be_skipped", "enforce_identity_revalidation",
        "timeout_in_minutes", "execution_order",
    )

    required_approver_count = integer_field("requiredApproverCount", "0 = all")
    release_creator_can_be_approver = boolean_field("releaseCreatorCanBeApprover")
    auto_triggered_and_previous_environment_approved_can_be_skipped = boolean_field("autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped")
    enforce_identity_revalidation = boolean_field("enforceIdentityRevalidation")
    timeout_in_minutes = integer_field("timeoutInMinutes", "0 = 30 days")
    execution_order = enumeration_field("executionOrder", ApprovalExecutionOrder)

    def __init__(self, *, required_approver_count: int = 0, release_creator_can_be_approver: bool = False,
                 auto_triggered_and_previous_environment_approved_can_be_skipped: bool = False,
                 enforce_identity_revalidation: bool = False, timeout_in_minutes: int = 0,
                 execution_order: ApprovalExecutionOrder = ApprovalExecutionOrder.UNDEFINED) -> None:
        self._data = given({
            "requiredApproverCount": required_approver_count,
            "releaseCreatorCanBeApprover": release_creator_can_be_approver,
            "autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped": auto_triggered_and_previous_environment_approved_can_be_skipped,
            "enforceIdentityRevalidation": enforce_identity_revalidation, "timeoutInMinutes": timeout_in_minutes,
            "executionOrder": execution_order,
        })


class Identity(Message):
    """A person or group, as the host names it. Only `id` identifies."""

    __slots__ = ()
    _fields_ = ("id", "display_name", "unique_name", "is_container")

    id = text_field("id")
    display_name = text_field("displayName")
    unique_name = text_field("uniqueName")
    is_container = boolean_field("isContainer", "a group")

    def __init__(self, *, id: str = "", display_name: str = "", unique_name: str = "",
                 is_container: bool = False) -> None:
        self._data = given({
            "id": id, "displayName": display_name, "uniqueName": unique_name, "isContainer": is_container,
        })


class ApprovalStep(Message):
    __slots__ = ()
    _fields_ = ("id", "rank", "is_automated", "is_notification_on", "approver")

    id = integer_field("id")
    rank = integer_field("rank", "steps of one rank are asked together")
    is_automated = boolean_field("isAutomated")
    is_notification_on = boolean_field("isNotificationOn")
    approver = message_field("approver", Identity)

    def __init__(self, *, id: int = 0, rank: int = 0, is_automated: bool = False, is_notification_on: bool = False,
                 approver: Optional[Identity] = None) -> None:
        self._data = given({
            "id": id, "rank": rank, "isAutomated": is_automated, "isNotificationOn": is_notification_on,
            "approver": approver,
        })


class Approvals(Message):
    __slots__ = ()
    _fields_ = ("approvals", "approval_options")

    approvals = messages_field("approvals", ApprovalStep)
    approval_options = message_field("approvalOptions", ApprovalOptions)

    def __init__(self, *, approvals: Sequence[ApprovalStep] = (),
                 approval_options: Optional[ApprovalOptions] = None) -> None:
        self._data = given({"approvals": approvals, "approvalOptions": approval_options})


class SourceReference(Message):
    """{id, name} as in an artifact's definitionReference."""

    __slots__ = ()
    _fields_ = ("id", "name")

    id = text_field("id")
    name = text_field("name")

    def __init__(self, *, id: str = "", name: str = "") -> None:
        self._data = given({"id": id, "name": name})


class Artifact(Message):
    __slots__ = ()
    _fields_ = ("alias", "type", "source_id", "definition_reference", "is_primary", "is_retained")

    alias = text_field("alias")
    type = text_field("type", "Build, Git, GitHub, Jenkins, TFVC, PackageManagement, ...")
    source_id = text_field("sourceId")
    definition_reference = message_map_field("definitionReference", str, SourceReference)
    is_primary = boolean_field("isPrimary")
    is_retained = boolean_field("isRetained")

    def __init__(self, *, alias: str = "", type: str = "", source_id: str = "",
                 definition_reference: Optional[Mapping[str, SourceReference]] = None, is_primary: bool = False,
                 is_retained: bool = False) -> None:
        self._data = given({
            "alias": alias, "type": type, "sourceId": source_id, "definitionReference": definition_reference,
            "isPrimary": is_primary, "isRetained": is_retained,
        })


class ArtifactDownloadInput(Message):
    __slots__ = ()
    _fields_ = ("alias", "artifact_type", "artifact_download_mode", "artifact_items")

    alias = text_field("alias")
    artifact_type = text_field("artifactType")
    artifact_download_mode = text_field("artifactDownloadMode", "All, Selective, Skip")
    artifact_items = text_list_field("artifactItems")

    def __init__(self, *, alias: str = "", artifact_type: str = "", artifact_download_mode: str = "",
                 artifact_items: Sequence[str] = ()) -> None:
        self._data = given({
            "alias": alias, "artifactType": artifact_type, "artifactDownloadMode": artifact_download_mode,
            "artifactItems": artifact_items,
        })


class TagFilter(Message):
    __slots__ = ()
    _fields_ = ("pattern",)

    pattern = text_field("pattern")

    def __init__(self, *, pattern: str = "") -> None:
        self._data = given({"pattern": pattern})


class ArtifactFilter(Message):
    """Passes when all given parts hold; an empty part restricts nothing."""

    __slots__ = ()
    _fields_ = (
        "source_branch", "tags", "tag_filter", "use_build_definition_branch", "create_release_on_build_tagging",
    )

    source_branch = text_field("sourceBranch")
    tags = text_list_field("tags")
    tag_filter = message_field("tagFilter", TagFilter)
    use_build_definition_branch = boolean_field("useBuildDefinitionBranch")
    create_release_on_build_tagging = boolean_field("createReleaseOnBuildTagging")

    def __init__(self, *, source_branch: str = "", tags: Sequence[str] = (), tag_filter: Optional[TagFilter] = None,
                 use_build_definition_branch: bool = False, create_release_on_build_tagging: bool = False) -> None:
        self._data = given({
            "sourceBranch": source_branch, "tags": tags, "tagFilter": tag_filter,
            "useBuildDefinitionBranch": use_build_definition_branch,
            "createReleaseOnBuildTagging": create_release_on_build_tagging,
        })


class CheckConfiguration(Message):
    __slots__ = ()
    _fields_ = ("id", "version", "resource_name", "resource_type")

    id = integer_field("id")
    version = integer_field("version")
    resource_name = text_field("resourceName")
    resource_type = text_field("resourceType")

    def __init__(self, *, id: int = 0, version: int = 0, resource_name: str = "", resource_type: str = "") -> None:
        self._data = given({
            "id": id, "version": version, "resourceName": resource_name, "resourceType": resource_type,
        })


class Condition(Message):
    """When an environment starts by itself."""

    __slots__ = ()
    _fields_ = ("name", "condition_type", "value", "status_mask", "artifact_filter")

    name = text_field("name", "ReleaseStarted, an environment's name, or an artifact alias")
    condition_type = enumeration_field("conditionType", ConditionType)
    value = text_field("value")
    status_mask = integer_field("statusMask",
                                "For environment conditions: OR of EnvironmentStatus bits that satisfy it (4 succeeded, 132 also partially).")
    artifact_filter = message_field("artifactFilter", ArtifactFilter, "For artifact conditions: `value` parsed.")

    def __init__(self, *, name: str = "", condition_type: ConditionType = ConditionType.UNDEFINED, value: str = "",
                 status_mask: int = 0, artifact_filter: Optional[ArtifactFilter] = None) -> None:
        self._data = given({
            "name": name, "conditionType": condition_type, "value": value, "statusMask": status_mask,
            "artifactFilter": artifact_filter,
        })


class VariableValue(Message):
    """Value of a definition or release variable."""

    __slots__ = ()
    _fields_ = ("value", "is_secret", "allow_override", "sealed", "is_read_only")

    value = text_field("value")
    is_secret = boolean_field("isSecret", "The value is never shown; `sealed` holds it encrypted, `value` is empty.")
    allow_override = boolean_field("allowOverride",
                                   "\"Settable at release time\": only such variables may be given when a release is created or an environment deployed.")
    sealed = binary_field("sealed")
    is_read_only = boolean_field("isReadOnly")

    def __init__(self, *, value: str = "", is_secret: bool = False, allow_override: bool = False, sealed: bytes = b"",
                 is_read_only: bool = False) -> None:
        self._data = given({
            "value": value, "isSecret": is_secret, "allowOverride": allow_override, "sealed": sealed,
            "isReadOnly": is_read_only,
        })


class GatesOptions(Message):
    """All in minutes."""

    __slots__ = ()
    _fields_ = ("is_enabled", "timeout", "sampling_interval", "stabilization_time", "minimum_success_duration")

    is_enabled = boolean_field("isEnabled")
    timeout = integer_field("timeout")
    sampling_interval = integer_field("samplingInterval")
    stabilization_time = integer_field("stabilizationTime")
    minimum_success_duration = integer_field("minimumSuccessDuration")

    def __init__(self, *, is_enabled: bool = False, timeout: int = 0, sampling_interval: int = 0,
                 stabilization_time: int = 0, minimum_success_duration: int = 0) -> None:
        self._data = given({
            "isEnabled": is_enabled, "timeout": timeout, "samplingInterval": sampling_interval,
            "stabilizationTime": stabilization_time, "minimumSuccessDuration": minimum_success_duration,
        })


class WorkflowTask(Message):
    __slots__ = ()
    _fields_ = (
        "task_id", "version", "name", "ref_name", "enabled", "always_run", "continue_on_error", "timeout_in_minutes",
        "retry_count_on_task_failure", "condition", "definition_type", "inputs", "override_inputs", "environment",
        "check_config", "stage", "step",
    )

    task_id = text_field("taskId", "GUID, lower case")
    version = text_field("version", "a spec: 2.*, *, 1.2.3")
    name = text_field("name", "display name")
    ref_name = text_field("refName", "prefix of output variables")
    enabled = boolean_field("enabled")
    always_run = boolean_field("alwaysRun")
    continue_on_error = boolean_field("continueOnError")
    timeout_in_minutes = integer_field("timeoutInMinutes", "0 = none")
    retry_count_on_task_failure = integer_field("retryCountOnTaskFailure", "0..10")
    condition = text_field("condition", "empty: by always_run")
    definition_type = text_field("definitionType", "task, metaTask (task group)")
    inputs = text_map_field("inputs", str)
    override_inputs = text_map_field("overrideInputs", str)
    environment = text_map_field("environment", str)
    check_config = message_field("checkConfig", CheckConfiguration)
    stage = enumeration_field("stage", TaskStage,
                              "Of releases only: stages of installed tasks stand as tasks of their own; those of one step have the same number.")
    step = integer_field("step")

    def __init__(self, *, task_id: str = "", version: str = "", name: str = "", ref_name: str = "",
                 enabled: bool = False, always_run: bool = False, continue_on_error: bool = False,
                 timeout_in_minutes: int = 0, retry_count_on_task_failure: int = 0, condition: str = "",
                 definition_type: str = "", inputs: Optional[Mapping[str, str]] = None,
                 override_inputs: Optional[Mapping[str, str]] = None, environment: Optional[Mapping[str, str]] = None,
                 check_config: Optional[CheckConfiguration] = None, stage: TaskStage = TaskStage.MAIN,
                 step: int = 0) -> None:
        self._data = given({
            "taskId": task_id, "version": version, "name": name, "refName": ref_name, "enabled": enabled,
            "alwaysRun": always_run, "continueOnError": continue_on_error, "timeoutInMinutes": timeout_in_minutes,
            "retryCountOnTaskFailure": retry_count_on_task_failure, "condition": condition,
            "definitionType": definition_type, "inputs": inputs, "overrideInputs": override_inputs,
            "environment": environment, "checkConfig": check_config, "stage": stage, "step": step,
        })


class Gate(Message):
    __slots__ = ()
    _fields_ = ("tasks", "is_generated")

    tasks = messages_field("tasks", WorkflowTask)
    is_generated = boolean_field("isGenerated")

    def __init__(self, *, tasks: Sequence[WorkflowTask] = (), is_generated: bool = False) -> None:
        self._data = given({"tasks": tasks, "isGenerated": is_generated})


class GatesStep(Message):
    __slots__ = ()
    _fields_ = ("id", "gates_options", "gates")

    id = integer_field("id")
    gates_options = message_field("gatesOptions", GatesOptions)
    gates = messages_field("gates", Gate)

    def __init__(self, *, id: int = 0, gates_options: Optional[GatesOptions] = None,
                 gates: Sequence[Gate] = ()) -> None:
        self._data = given({"id": id, "gatesOptions": gates_options, "gates": gates})


class ParallelExecution(Message):
    __slots__ = ()
    _fields_ = ("parallel_execution_type", "multipliers", "max_number_of_agents", "continue_on_error")

    parallel_execution_type = enumeration_field("parallelExecutionType", ParallelExecutionType)
    multipliers = text_field("multipliers", "variable names, comma separated")
    max_number_of_agents = integer_field("maxNumberOfAgents")
    continue_on_error = boolean_field("continueOnError")

    def __init__(self, *, parallel_execution_type: ParallelExecutionType = ParallelExecutionType.NONE,
                 multipliers: str = "", max_number_of_agents: int = 0, continue_on_error: bool = False) -> None:
        self._data = given({
            "parallelExecutionType": parallel_execution_type, "multipliers": multipliers,
            "maxNumberOfAgents": max_number_of_agents, "continueOnError": continue_on_error,
        })


class Demand(Message):
    __slots__ = ()
    _fields_ = ("name", "value")

    name = text_field("name")
    value = text_field("value")

    def __init__(self, *, name: str = "", value: str = "") -> None:
        self._data = given({"name": name, "value": value})


class DeploymentInput(Message):
    __slots__ = ()
    _fields_ = (
        "condition", "timeout_in_minutes", "job_cancel_timeout_in_minutes", "override_inputs", "parallel_execution",
        "queue_id", "agent_specification", "demands", "enable_access_token", "skip_artifacts_download",
        "download_inputs", "deployment_health_option", "health_percent", "tags",
    )

    condition = text_field("condition", "empty: succeeded()")
    timeout_in_minutes = integer_field("timeoutInMinutes")
    job_cancel_timeout_in_minutes = integer_field("jobCancelTimeoutInMinutes")
    override_inputs = text_map_field("overrideInputs", str)
    parallel_execution = message_field("parallelExecution", ParallelExecution)
    queue_id = text_field("queueId", "number or text; of a deployment group phase: the group")
    agent_specification = text_field("agentSpecification")
    demands = messages_field("demands", Demand)
    enable_access_token = boolean_field("enableAccessToken")
    skip_artifacts_download = boolean_field("skipArtifactsDownload")
    download_inputs = messages_field("downloadInputs", ArtifactDownloadInput)
    deployment_health_option = text_field("deploymentHealthOption")
    health_percent = integer_field("healthPercent")
    tags = text_list_field("tags")

    def __init__(self, *, condition: str = "", timeout_in_minutes: int = 0, job_cancel_timeout_in_minutes: int = 0,
                 override_inputs: Optional[Mapping[str, str]] = None,
                 parallel_execution: Optional[ParallelExecution] = None, queue_id: str = "",
                 agent_specification: str = "", demands: Sequence[Demand] = (), enable_access_token: bool = False,
                 skip_artifacts_download: bool = False, download_inputs: Sequence[ArtifactDownloadInput] = (),
                 deployment_health_option: str = "", health_percent: int = 0, tags: Sequence[str] = ()) -> None:
        self._data = given({
            "condition": condition, "timeoutInMinutes": timeout_in_minutes,
            "jobCancelTimeoutInMinutes": job_cancel_timeout_in_minutes, "overrideInputs": override_inputs,
            "parallelExecution": parallel_execution, "queueId": queue_id, "agentSpecification": agent_specification,
            "demands": demands, "enableAccessToken": enable_access_token,
            "skipArtifactsDownload": skip_artifacts_download, "downloadInputs": download_inputs,
            "deploymentHealthOption": deployment_health_option, "healthPercent": health_percent, "tags": tags,
        })


class DeployPhase(Message):
    __slots__ = ()
    _fields_ = ("name", "ref_name", "rank", "phase_type", "deployment_input", "workflow_tasks")

    name = text_field("name")
    ref_name = text_field("refName")
    rank = integer_field("rank")
    phase_type = enumeration_field("phaseType", DeployPhaseType)
    deployment_input = message_field("deploymentInput", DeploymentInput)
    workflow_tasks = messages_field("workflowTasks", WorkflowTask)

    def __init__(self, *, name: str = "", ref_name: str = "", rank: int = 0,
                 phase_type: DeployPhaseType = DeployPhaseType.UNDEFINED,
                 deployment_input: Optional[DeploymentInput] = None,
                 workflow_tasks: Sequence[WorkflowTask] = ()) -> None:
        self._data = given({
            "name": name, "refName": ref_name, "rank": rank, "phaseType": phase_type,
            "deploymentInput": deployment_input, "workflowTasks": workflow_tasks,
        })


class ExecutionPolicy(Message):
    """0/0 = unlimited."""

    __slots__ = ()
    _fields_ = ("concurrency_count", "queue_depth_count")

    concurrency_count = integer_field("concurrencyCount")
    queue_depth_count = integer_field("queueDepthCount")

    def __init__(self, *, concurrency_count: int = 0, queue_depth_count: int = 0) -> None:
        self._data = given({"concurrencyCount": concurrency_count, "queueDepthCount": queue_depth_count})


class Schedule(Message):
    """Wall-clock schedule. `days_to_release` is the original's bit mask: Monday 1 ... Sunday 64, all 127."""

    __slots__ = ()
    _fields_ = (
        "job_id", "time_zone_id", "start_hours", "start_minutes", "days_to_release", "schedule_only_with_changes",
    )

    job_id = text_field("jobId")
    time_zone_id = text_field("timeZoneId", "a Windows time zone id")
    start_hours = integer_field("startHours", "0..23")
    start_minutes = integer_field("startMinutes", "0..59")
    days_to_release = integer_field("daysToRelease")
    schedule_only_with_changes = boolean_field("scheduleOnlyWithChanges")

    def __init__(self, *, job_id: str = "", time_zone_id: str = "", start_hours: int = 0, start_minutes: int = 0,
                 days_to_release: int = 0, schedule_only_with_changes: bool = False) -> None:
        self._data = given({
            "jobId": job_id, "timeZoneId": time_zone_id, "startHours": start_hours, "startMinutes": start_minutes,
            "daysToRelease": days_to_release, "scheduleOnlyWithChanges": schedule_only_with_changes,
        })


class EnvironmentRetentionPolicy(Message):
    __slots__ = ()
    _fields_ = ("days_to_keep", "releases_to_keep", "retain_build")

    days_to_keep = integer_field("daysToKeep")
    releases_to_keep = integer_field("releasesToKeep")
    retain_build = boolean_field("retainBuild")

    def __init__(self, *, days_to_keep: int = 0, releases_to_keep: int = 0, retain_build: bool = False) -> None:
        self._data = given({
            "daysToKeep": days_to_keep, "releasesToKeep": releases_to_keep, "retainBuild": retain_build,
        })


class EnvironmentOptions(Message):
    __slots__ = ()
    _fields_ = (
        "email_notification_type", "email_recipients", "skip_artifacts_download", "timeout_in_minutes",
        "enable_access_token", "publish_deployment_status", "badge_enabled", "auto_link_work_items",
        "pull_request_deployment_enabled",
    )

    email_notification_type = text_field("emailNotificationType")
    email_recipients = text_field("emailRecipients")
    skip_artifacts_download = boolean_field("skipArtifactsDownload")
    timeout_in_minutes = integer_field("timeoutInMinutes")
    enable_access_token = boolean_field("enableAccessToken")
    publish_deployment_status = boolean_field("publishDeploymentStatus")
    badge_enabled = boolean_field("badgeEnabled")
    auto_link_work_items = boolean_field("autoLinkWorkItems")
    pull_request_deployment_enabled = boolean_field("pullRequestDeploymentEnabled")

    def __init__(self, *, email_notification_type: str = "", email_recipients: str = "",
                 skip_artifacts_download: bool = False, timeout_in_minutes: int = 0, enable_access_token: bool = False,
                 publish_deployment_status: bool = False, badge_enabled: bool = False,
                 auto_link_work_items: bool = False, pull_request_deployment_enabled: bool = False) -> None:
        self._data = given({
            "emailNotificationType": email_notification_type, "emailRecipients": email_recipients,
            "skipArtifactsDownload": skip_artifacts_download, "timeoutInMinutes": timeout_in_minutes,
            "enableAccessToken": enable_access_token, "publishDeploymentStatus": publish_deployment_status,
            "badgeEnabled": badge_enabled, "autoLinkWorkItems": auto_link_work_items,
            "pullRequestDeploymentEnabled": pull_request_deployment_enabled,
        })


class EnvironmentTrigger(Message):
    __slots__ = ()
    _fields_ = ("trigger_type", "action", "event_types", "trigger_content")

    trigger_type = enumeration_field("triggerType", EnvironmentTriggerType)
    action = text_field("action")
    event_types = text_list_field("eventTypes")
    trigger_content = text_field("triggerContent", "the JSON text of action and event_types, as stored")

    def __init__(self, *, trigger_type: EnvironmentTriggerType = EnvironmentTriggerType.UNDEFINED, action: str = "",
                 event_types: Sequence[str] = (), trigger_content: str = "") -> None:
        self._data = given({
            "triggerType": trigger_type, "action": action, "eventTypes": event_types, "triggerContent": trigger_content,
        })


class ProcessParameter(Message):
    """A parameter promoted from tasks; tasks refer to it as $(Parameters.<name>)."""

    __slots__ = ()
    _fields_ = ("name", "label", "type", "default_value", "required")

    name = text_field("name")
    label = text_field("label")
    type = text_field("type")
    default_value = text_field("defaultValue")
    required = boolean_field("required")

    def __init__(self, *, name: str = "", label: str = "", type: str = "", default_value: str = "",
                 required: bool = False) -> None:
        self._data = given({
            "name": name, "label": label, "type": type, "defaultValue": default_value, "required": required,
        })


class DefinitionEnvironment(Message):
    __slots__ = ()
    _fields_ = (
        "id", "name", "rank", "owner", "variables", "variable_groups", "conditions", "pre_deploy_approvals",
        "post_deploy_approvals", "pre_deployment_gates", "post_deployment_gates", "deploy_phases", "execution_policy",
        "schedules", "retention_policy", "environment_options", "environment_triggers", "process_parameters",
        "properties",
    )

    id = integer_field("id")
    name = text_field("name")
    rank = integer_field("rank")
    owner = message_field("owner", Identity)
    variables = message_map_field("variables", str, VariableValue)
    variable_groups = integer_list_field("variableGroups")
    conditions = messages_field("conditions", Condition)
    pre_deploy_approvals = message_field("preDeployApprovals", Approvals)
    post_deploy_approvals = message_field("postDeployApprovals", Approvals)
    pre_deployment_gates = message_field("preDeploymentGates", GatesStep)
    post_deployment_gates = message_field("postDeploymentGates", GatesStep)
    deploy_phases = messages_field("deployPhases", DeployPhase)
    execution_policy = message_field("executionPolicy", ExecutionPolicy)
    schedules = messages_field("schedules", Schedule)
    retention_policy = message_field("retentionPolicy", EnvironmentRetentionPolicy)
    environment_options = message_field("environmentOptions", EnvironmentOptions)
    environment_triggers = messages_field("environmentTriggers", EnvironmentTrigger)
    process_parameters = messages_field("processParameters", ProcessParameter)
    properties = text_map_field("properties", str)

    def __init__(self, *, id: int = 0, name: str = "", rank: int = 0, owner: Optional[Identity] = None,
                 variables: Optional[Mapping[str, VariableValue]] = None, variable_groups: Sequence[int] = (),
                 conditions: Sequence[Condition] = (), pre_deploy_approvals: Optional[Approvals] = None,
                 post_deploy_approvals: Optional[Approvals] = None, pre_deployment_gates: Optional[GatesStep] = None,
                 post_deployment_gates: Optional[GatesStep] = None, deploy_phases: Sequence[DeployPhase] = (),
                 execution_policy: Optional[ExecutionPolicy] = None, schedules: Sequence[Schedule] = (),
                 retention_policy: Optional[EnvironmentRetentionPolicy] = None,
                 environment_options: Optional[EnvironmentOptions] = None,
                 environment_triggers: Sequence[EnvironmentTrigger] = (),
                 process_parameters: Sequence[ProcessParameter] = (),
                 properties: Optional[Mapping[str, str]] = None) -> None:
        self._data = given({
            "id": id, "name": name, "rank": rank, "owner": owner, "variables": variables,
            "variableGroups": variable_groups, "conditions": conditions, "preDeployApprovals": pre_deploy_approvals,
            "postDeployApprovals": post_deploy_approvals, "preDeploymentGates": pre_deployment_gates,
            "postDeploymentGates": post_deployment_gates, "deployPhases": deploy_phases,
            "executionPolicy": execution_policy, "schedules": schedules, "retentionPolicy": retention_policy,
            "environmentOptions": environment_options, "environmentTriggers": environment_triggers,
            "processParameters": process_parameters, "properties": properties,
        })


class DeploymentTarget(Message):
    __slots__ = ()
    _fields_ = ("name", "tags", "offline", "ssh", "platform", "winrm")

    name = text_field("name")
    tags = text_list_field("tags")
    offline = boolean_field("offline")
    ssh = message_field("ssh", SshConnection,
                        "How to reach it. Absent: it is the machine the engine runs on (`localhost` or its name), or host tasks reach it.")
    platform = enumeration_field("platform", MachinePlatform)
    winrm = message_field("winrm", WinRmConnection, "instead of `ssh`; of Windows only")

    def __init__(self, *, name: str = "", tags: Sequence[str] = (), offline: bool = False,
                 ssh: Optional[SshConnection] = None, platform: MachinePlatform = MachinePlatform.LINUX,
                 winrm: Optional[WinRmConnection] = None) -> None:
        self._data = given({
            "name": name, "tags": tags, "offline": offline, "ssh": ssh, "platform": platform, "winrm": winrm,
        })


class DeploymentGroup(Message):
    """Machines that a deployment group phase deploys to."""

    __slots__ = ()
    _fields_ = ("id", "name", "targets")

    id = integer_field("id")
    name = text_field("name")
    targets = messages_field("targets", DeploymentTarget)

    def __init__(self, *, id: int = 0, name: str = "", targets: Sequence[DeploymentTarget] = ()) -> None:
        self._data = given({"id": id, "name": name, "targets": targets})


class Finding(Message):
    """One finding about a definition."""

    __slots__ = ()
    _fields_ = ("severity", "path", "code", "message")

    severity = enumeration_field("severity", Severity)
    path = text_field("path", "environments[2].conditions[0].name")
    code = text_field("code", "stable, upper snake case: UNKNOWN_ENVIRONMENT")
    message = text_field("message")

    def __init__(self, *, severity: Severity = Severity.UNSPECIFIED, path: str = "", code: str = "",
                 message: str = "") -> None:
        self._data = given({"severity": severity, "path": path, "code": code, "message": message})


class FreezeWindow(Message):
    """When nothing may be deployed. Ours: the original has no such thing. Either one-off (start, end) or weekly (days, from,
    to, time_zone_id); a weekly window whose end is not after its start ends on the next day.
    """

    __slots__ = ()
    _fields_ = (
        "id", "name", "environments", "definition_id", "start", "end", "days", "start_hours", "start_minutes",
        "end_hours", "end_minutes", "time_zone_id", "comment",
    )

    id = integer_field("id")
    name = text_field("name")
    environments = text_list_field("environments",
                                   "Which environments: names, `*` matches any run of characters; empty = all.")
    definition_id = integer_field("definitionId", "0 = all definitions")
    start = text_field("start", "RFC 3339, one-off")
    end = text_field("end")
    days = integer_field("days", "Monday 1 ... Sunday 64, weekly")
    start_hours = integer_field("startHours")
    start_minutes = integer_field("startMinutes")
    end_hours = integer_field("endHours")
    end_minutes = integer_field("endMinutes")
    time_zone_id = text_field("timeZoneId", "Windows or IANA; empty = UTC")
    comment = text_field("comment")

    def __init__(self, *, id: int = 0, name: str = "", environments: Sequence[str] = (), definition_id: int = 0,
                 start: str = "", end: str = "", days: int = 0, start_hours: int = 0, start_minutes: int = 0,
                 end_hours: int = 0, end_minutes: int = 0, time_zone_id: str = "", comment: str = "") -> None:
        self._data = given({
            "id": id, "name": name, "environments": environments, "definitionId": definition_id, "start": start,
            "end": end, "days": days, "startHours": start_hours, "startMinutes": start_minutes, "endHours": end_hours,
            "endMinutes": end_minutes, "timeZoneId": time_zone_id, "comment": comment,
        })


class PullRequestConfiguration(Message):
    __slots__ = ()
    _fields_ = ("use_artifact_reference", "system_type", "repository_reference")

    use_artifact_reference = boolean_field("useArtifactReference")
    system_type = enumeration_field("systemType", PullRequestSystemType)
    repository_reference = text_map_field("repositoryReference", str)

    def __init__(self, *, use_artifact_reference: bool = False,
                 system_type: PullRequestSystemType = PullRequestSystemType.NONE,
                 repository_reference: Optional[Mapping[str, str]] = None) -> None:
        self._data = given({
            "useArtifactReference": use_artifact_reference, "systemType": system_type,
            "repositoryReference": repository_reference,
        })


class PullRequestFilter(Message):
    __slots__ = ()
    _fields_ = ("target_branch", "tags")

    target_branch = text_field("targetBranch")
    tags = text_list_field("tags")

    def __init__(self, *, target_branch: str = "", tags: Sequence[str] = ()) -> None:
        self._data = given({"targetBranch": target_branch, "tags": tags})


class Trigger(Message):
    """One trigger. Which fields mean something depends on `trigger_type`."""

    __slots__ = ()
    _fields_ = (
        "trigger_type", "artifact_alias", "trigger_conditions", "schedule", "branch_filters", "tag_filters",
        "pull_request_filters", "pull_request_configuration", "status_policy_name",
    )

    trigger_type = enumeration_field("triggerType", ReleaseTriggerType)
    artifact_alias = text_field("artifactAlias", "`alias` of the source, container and package triggers too")
    trigger_conditions = messages_field("triggerConditions", ArtifactFilter)
    schedule = message_field("schedule", Schedule)
    branch_filters = text_list_field("branchFilters")
    tag_filters = messages_field("tagFilters", TagFilter)
    pull_request_filters = messages_field("pullRequestFilters", PullRequestFilter)
    pull_request_configuration = message_field("pullRequestConfiguration", PullRequestConfiguration)
    status_policy_name = text_field("statusPolicyName")

    def __init__(self, *, trigger_type: ReleaseTriggerType = ReleaseTriggerType.UNDEFINED, artifact_alias: str = "",
                 trigger_conditions: Sequence[ArtifactFilter] = (), schedule: Optional[Schedule] = None,
                 branch_filters: Sequence[str] = (), tag_filters: Sequence[TagFilter] = (),
                 pull_request_filters: Sequence[PullRequestFilter] = (),
                 pull_request_configuration: Optional[PullRequestConfiguration] = None,
                 status_policy_name: str = "") -> None:
        self._data = given({
            "triggerType": trigger_type, "artifactAlias": artifact_alias, "triggerConditions": trigger_conditions,
            "schedule": schedule, "branchFilters": branch_filters, "tagFilters": tag_filters,
            "pullRequestFilters": pull_request_filters, "pullRequestConfiguration": pull_request_configuration,
            "statusPolicyName": status_policy_name,
        })


class ReleaseDefinition(Message):
    __slots__ = ()
    _fields_ = (
        "id", "revision", "name", "path", "description", "comment", "source", "is_deleted", "is_disabled", "created_by",
        "created_on", "modified_by", "modified_on", "release_name_format", "variables", "variable_groups", "artifacts",
        "triggers", "environments", "tags", "properties",
    )

    id = integer_field("id")
    revision = integer_field("revision")
    name = text_field("name")
    path = text_field("path", "folder, root is \"\\\"")
    description = text_field("description")
    comment = text_field("comment")
    source = enumeration_field("source", ReleaseDefinitionSource)
    is_deleted = boolean_field("isDeleted")
    is_disabled = boolean_field("isDisabled")
    created_by = message_field("createdBy", Identity)
    created_on = text_field("createdOn")
    modified_by = message_field("modifiedBy", Identity)
    modified_on = text_field("modifiedOn")
    release_name_format = text_field("releaseNameFormat")
    variables = message_map_field("variables", str, VariableValue)
    variable_groups = integer_list_field("variableGroups")
    artifacts = messages_field("artifacts", Artifact)
    triggers = messages_field("triggers", Trigger)
    environments = messages_field("environments", DefinitionEnvironment)
    tags = text_list_field("tags")
    properties = text_map_field("properties", str)

    def __init__(self, *, id: int = 0, revision: int = 0, name: str = "", path: str = "", description: str = "",
                 comment: str = "", source: ReleaseDefinitionSource = ReleaseDefinitionSource.UNDEFINED,
                 is_deleted: bool = False, is_disabled: bool = False, created_by: Optional[Identity] = None,
                 created_on: str = "", modified_by: Optional[Identity] = None, modified_on: str = "",
                 release_name_format: str = "", variables: Optional[Mapping[str, VariableValue]] = None,
                 variable_groups: Sequence[int] = (), artifacts: Sequence[Artifact] = (),
                 triggers: Sequence[Trigger] = (), environments: Sequence[DefinitionEnvironment] = (),
                 tags: Sequence[str] = (), properties: Optional[Mapping[str, str]] = None) -> None:
        self._data = given({
            "id": id, "revision": revision, "name": name, "path": path, "description": description, "comment": comment,
            "source": source, "isDeleted": is_deleted, "isDisabled": is_disabled, "createdBy": created_by,
            "createdOn": created_on, "modifiedBy": modified_by, "modifiedOn": modified_on,
            "releaseNameFormat": release_name_format, "variables": variables, "variableGroups": variable_groups,
            "artifacts": artifacts, "triggers": triggers, "environments": environments, "tags": tags,
            "properties": properties,
        })


class TaskGroup(Message):
    """A task group: tasks that definitions use as one (domain.md 14). Inserted in place of the task that names it."""

    __slots__ = ()
    _fields_ = (
        "id", "major", "minor", "patch", "is_test", "name", "description", "inputs", "tasks", "revision",
        "parent_definition_id",
    )

    id = text_field("id", "GUID, lower case")
    major = integer_field("major")
    minor = integer_field("minor")
    patch = integer_field("patch")
    is_test = boolean_field("isTest", "a draft: used only when its exact version is asked for")
    name = text_field("name")
    description = text_field("description")
    inputs = messages_field("inputs", ProcessParameter)
    tasks = messages_field("tasks", WorkflowTask)
    revision = integer_field("revision", "of this id and major, 1, 2, ...")
    parent_definition_id = text_field("parentDefinitionId")

    def __init__(self, *, id: str = "", major: int = 0, minor: int = 0, patch: int = 0, is_test: bool = False,
                 name: str = "", description: str = "", inputs: Sequence[ProcessParameter] = (),
                 tasks: Sequence[WorkflowTask] = (), revision: int = 0, parent_definition_id: str = "") -> None:
        self._data = given({
            "id": id, "major": major, "minor": minor, "patch": patch, "isTest": is_test, "name": name,
            "description": description, "inputs": inputs, "tasks": tasks, "revision": revision,
            "parentDefinitionId": parent_definition_id,
        })


class VariableGroup(Message):
    __slots__ = ()
    _fields_ = ("id", "name", "type", "variables", "description")

    id = integer_field("id")
    name = text_field("name")
    type = text_field("type", "Vsts, AzureKeyVault")
    variables = message_map_field("variables", str, VariableValue)
    description = text_field("description")

    def __init__(self, *, id: int = 0, name: str = "", type: str = "",
                 variables: Optional[Mapping[str, VariableValue]] = None, description: str = "") -> None:
        self._data = given({"id": id, "name": name, "type": type, "variables": variables, "description": description})
