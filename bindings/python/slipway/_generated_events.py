"""Messages and enums of slipway/v1/events.proto.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from typing import Mapping, Optional, Sequence

from ._generated_definition import Demand, DeploymentGroup, Identity, VariableGroup, VariableValue
from ._generated_release import (
    ApprovalStatus,
    ApprovalType,
    ArtifactVersion,
    DeployPhaseStatus,
    DeploymentOperationStatus,
    DeploymentReason,
    DeploymentStatus,
    EnvironmentStatus,
    GateStatus,
    Issue,
    ManualInterventionStatus,
    ReleaseReason,
    TaskCommand,
    TaskStatus,
    TestRun,
    UnknownTaskPolicy,
)
from ._message import (
    Enum,
    Message,
    binary_field,
    boolean_field,
    enumeration_field,
    given,
    integer_field,
    message_field,
    message_map_field,
    messages_field,
    oneof_field,
    optional_boolean_field,
    text_field,
    text_list_field,
    text_map_field,
)

__all__ = [
    "VariableScope",
    "AgentDecision",
    "ApprovalDecided",
    "ApprovalReassigned",
    "RequestedApproval",
    "ApprovalsRequested",
    "DeploymentApproved",
    "DeploymentCancelRequested",
    "DeploymentDeferred",
    "DeploymentFinished",
    "DeploymentResumed",
    "DeploymentSlotGranted",
    "PinnedTask",
    "DeploymentStarted",
    "EnvironmentNotStarted",
    "VariableOverrides",
    "PinnedTaskGroup",
    "ReleaseCreated",
    "ReleaseStarted",
    "ReleaseAbandoned",
    "JobPlan",
    "PhaseStarted",
    "PhaseSkipped",
    "PhaseFinished",
    "TaskStarted",
    "VariableSet",
    "TaskFinished",
    "TaskSkipped",
    "TaskRetryScheduled",
    "TaskTimedOut",
    "TaskLost",
    "JobFinished",
    "JobTimedOut",
    "ReleaseReactivated",
    "ReleaseUpdated",
    "TaskCancelRequested",
    "GatesStarted",
    "GateSampleStarted",
    "GateSampleFinished",
    "GatesIgnored",
    "GatesFinished",
    "InterventionRequested",
    "InterventionDecided",
    "JobStarted",
    "JobSkipped",
    "RedeployRequested",
    "ReleaseDeleted",
    "ReleaseUndeleted",
    "ReleaseKept",
    "JobQueued",
    "Event",
    "RecordedText",
    "RecordedReport",
    "SlotDecision",
    "RecordedCommand",
    "EventBatch",
]


class VariableScope(Enum):
    __prefix__ = "VARIABLE_SCOPE_"

    JOB = 0
    # Seen by later stages of the same step only.
    STEP = 1
    # A field of a service endpoint: `name` is ID/url, ID/authParameter/KEY or ID/dataParameter/KEY.
    ENDPOINT = 2


class AgentDecision(Message):
    """What the pool decided over all releases: which agent a job gets, or why it gets none."""

    __slots__ = ()
    _fields_ = ("environment", "attempt", "phase", "job", "agent", "refusal")

    environment = integer_field("environment")
    attempt = integer_field("attempt")
    phase = integer_field("phase")
    job = integer_field("job")
    agent = text_field("agent", "empty = none ever")
    refusal = text_field("refusal", "then why")

    def __init__(self, *, environment: int = 0, attempt: int = 0, phase: int = 0, job: int = 0, agent: str = "",
                 refusal: str = "") -> None:
        self._data = given({
            "environment": environment, "attempt": attempt, "phase": phase, "job": job, "agent": agent,
            "refusal": refusal,
        })


class ApprovalDecided(Message):
    """Also what the system decides: timeouts, and steps no longer needed."""

    __slots__ = ()
    _fields_ = ("environment", "approval_id", "status", "approved_by", "comments", "automatic_reason")

    environment = integer_field("environment")
    approval_id = integer_field("approvalId")
    status = enumeration_field("status", ApprovalStatus)
    approved_by = text_field("approvedBy")
    comments = text_field("comments")
    automatic_reason = text_field("automaticReason", "why the engine decided: \"skipped: approved 'QA' before\"")

    def __init__(self, *, environment: int = 0, approval_id: int = 0, status: ApprovalStatus = ApprovalStatus.UNDEFINED,
                 approved_by: str = "", comments: str = "", automatic_reason: str = "") -> None:
        self._data = given({
            "environment": environment, "approvalId": approval_id, "status": status, "approvedBy": approved_by,
            "comments": comments, "automaticReason": automatic_reason,
        })


class ApprovalReassigned(Message):
    """It waits for another approver now."""

    __slots__ = ()
    _fields_ = ("environment", "approval_id", "approver", "comments", "changed_by")

    environment = integer_field("environment")
    approval_id = integer_field("approvalId")
    approver = message_field("approver", Identity)
    comments = text_field("comments")
    changed_by = text_field("changedBy")

    def __init__(self, *, environment: int = 0, approval_id: int = 0, approver: Optional[Identity] = None,
                 comments: str = "", changed_by: str = "") -> None:
        self._data = given({
            "environment": environment, "approvalId": approval_id, "approver": approver, "comments": comments,
            "changedBy": changed_by,
        })


class RequestedApproval(Message):
    __slots__ = ()
    _fields_ = ("id", "rank", "is_automated", "approver")

    id = integer_field("id")
    rank = integer_field("rank")
    is_automated = boolean_field("isAutomated", "approved in the same moment")
    approver = message_field("approver", Identity)

    def __init__(self, *, id: int = 0, rank: int = 0, is_automated: bool = False,
                 approver: Optional[Identity] = None) -> None:
        self._data = given({"id": id, "rank": rank, "isAutomated": is_automated, "approver": approver})


class ApprovalsRequested(Message):
    __slots__ = ()
    _fields_ = ("environment", "type", "approvals", "due_us")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType)
    approvals = messages_field("approvals", RequestedApproval)
    due_us = integer_field("dueUs", "rejected by the system then; 0 = never")

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED,
                 approvals: Sequence[RequestedApproval] = (), due_us: int = 0) -> None:
        self._data = given({"environment": environment, "type": type, "approvals": approvals, "dueUs": due_us})


class DeploymentApproved(Message):
    """The side before (or after) the phases is passed."""

    __slots__ = ()
    _fields_ = ("environment", "type")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType)

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED) -> None:
        self._data = given({"environment": environment, "type": type})


class DeploymentCancelRequested(Message):
    __slots__ = ()
    _fields_ = ("environment", "comment")

    environment = integer_field("environment")
    comment = text_field("comment")

    def __init__(self, *, environment: int = 0, comment: str = "") -> None:
        self._data = given({"environment": environment, "comment": comment})


class DeploymentDeferred(Message):
    """Waits until a time: deferred by a person, or held back by a freeze window."""

    __slots__ = ()
    _fields_ = ("environment", "until_us", "comment", "reason", "noted")

    environment = integer_field("environment")
    until_us = integer_field("untilUs")
    comment = text_field("comment")
    reason = text_field("reason", "\"deferred\", \"freeze 'X'\"")
    noted = boolean_field("noted", "The time was only noted: it is waited for when the approvals are in.")

    def __init__(self, *, environment: int = 0, until_us: int = 0, comment: str = "", reason: str = "",
                 noted: bool = False) -> None:
        self._data = given({
            "environment": environment, "untilUs": until_us, "comment": comment, "reason": reason, "noted": noted,
        })


class DeploymentFinished(Message):
    __slots__ = ()
    _fields_ = ("environment", "environment_status", "status", "operation_status", "message")

    environment = integer_field("environment")
    environment_status = enumeration_field("environmentStatus", EnvironmentStatus)
    status = enumeration_field("status", DeploymentStatus)
    operation_status = enumeration_field("operationStatus", DeploymentOperationStatus)
    message = text_field("message")

    def __init__(self, *, environment: int = 0, environment_status: EnvironmentStatus = EnvironmentStatus.UNDEFINED,
                 status: DeploymentStatus = DeploymentStatus.UNDEFINED,
                 operation_status: DeploymentOperationStatus = DeploymentOperationStatus.UNDEFINED,
                 message: str = "") -> None:
        self._data = given({
            "environment": environment, "environmentStatus": environment_status, "status": status,
            "operationStatus": operation_status, "message": message,
        })


class DeploymentResumed(Message):
    """The time has come."""

    __slots__ = ()
    _fields_ = ("environment",)

    environment = integer_field("environment")

    def __init__(self, *, environment: int = 0) -> None:
        self._data = given({"environment": environment})


class DeploymentSlotGranted(Message):
    """Its environment has a free slot for it (domain.md 7)."""

    __slots__ = ()
    _fields_ = ("environment",)

    environment = integer_field("environment")

    def __init__(self, *, environment: int = 0) -> None:
        self._data = given({"environment": environment})


class PinnedTask(Message):
    """One installed task that a definition refers to."""

    __slots__ = ()
    _fields_ = ("task_id", "spec", "version", "hash", "name", "pre_job", "main", "post_job", "demands")

    task_id = text_field("taskId", "GUID, lower case")
    spec = text_field("spec", "as the definition has it: 2.*")
    version = text_field("version", "what it resolved to: x.y.z")
    hash = text_field("hash", "of its files, hexadecimal")
    name = text_field("name")
    pre_job = boolean_field("preJob", "which stages it has")
    main = boolean_field("main")
    post_job = boolean_field("postJob")
    demands = messages_field("demands", Demand, "of agents")

    def __init__(self, *, task_id: str = "", spec: str = "", version: str = "", hash: str = "", name: str = "",
                 pre_job: bool = False, main: bool = False, post_job: bool = False,
                 demands: Sequence[Demand] = ()) -> None:
        self._data = given({
            "taskId": task_id, "spec": spec, "version": version, "hash": hash, "name": name, "preJob": pre_job,
            "main": main, "postJob": post_job, "demands": demands,
        })


class DeploymentStarted(Message):
    """An attempt exists from here on."""

    __slots__ = ()
    _fields_ = (
        "environment", "attempt", "deployment_id", "reason", "trigger_reason", "requested_by", "comment", "variables",
        "queued", "targets", "freeze_override", "due_us", "due_reason", "tasks",
    )

    environment = integer_field("environment")
    attempt = integer_field("attempt")
    deployment_id = integer_field("deploymentId")
    reason = enumeration_field("reason", DeploymentReason)
    trigger_reason = text_field("triggerReason")
    requested_by = text_field("requestedBy")
    comment = text_field("comment")
    variables = message_map_field("variables", str, VariableValue)
    queued = boolean_field("queued", "waits for a slot of its environment")
    targets = text_list_field("targets", "deployment group phases run on these only; empty = all")
    freeze_override = text_field("freezeOverride", "why it may run in a freeze window; empty = it may not")
    due_us = integer_field("dueUs", "scheduled: goes on then; 0 = at once")
    due_reason = text_field("dueReason", "\"schedule\", \"freeze 'X'\"")
    tasks = messages_field("tasks", PinnedTask, "instead of the release's, from this attempt on; empty = as they are")

    def __init__(self, *, environment: int = 0, attempt: int = 0, deployment_id: int = 0,
                 reason: DeploymentReason = DeploymentReason.NONE, trigger_reason: str = "", requested_by: str = "",
                 comment: str = "", variables: Optional[Mapping[str, VariableValue]] = None, queued: bool = False,
                 targets: Sequence[str] = (), freeze_override: str = "", due_us: int = 0, due_reason: str = "",
                 tasks: Sequence[PinnedTask] = ()) -> None:
        self._data = given({
            "environment": environment, "attempt": attempt, "deploymentId": deployment_id, "reason": reason,
            "triggerReason": trigger_reason, "requestedBy": requested_by, "comment": comment, "variables": variables,
            "queued": queued, "targets": targets, "freezeOverride": freeze_override, "dueUs": due_us,
            "dueReason": due_reason, "tasks": tasks,
        })


class EnvironmentNotStarted(Message):
    """A dependency ended and this environment was looked at and left alone; why, so that it can be explained."""

    __slots__ = ()
    _fields_ = ("environment", "reason")

    environment = integer_field("environment")
    reason = text_field("reason")

    def __init__(self, *, environment: int = 0, reason: str = "") -> None:
        self._data = given({"environment": environment, "reason": reason})


class VariableOverrides(Message):
    __slots__ = ()
    _fields_ = ("variables",)

    variables = message_map_field("variables", str, VariableValue)

    def __init__(self, *, variables: Optional[Mapping[str, VariableValue]] = None) -> None:
        self._data = given({"variables": variables})


class PinnedTaskGroup(Message):
    __slots__ = ()
    _fields_ = ("id", "major", "revision")

    id = text_field("id", "GUID, lower case")
    major = integer_field("major")
    revision = integer_field("revision")

    def __init__(self, *, id: str = "", major: int = 0, revision: int = 0) -> None:
        self._data = given({"id": id, "major": major, "revision": revision})


class ReleaseCreated(Message):
    __slots__ = ()
    _fields_ = (
        "release_id", "name", "definition_id", "definition_revision", "reason", "description", "created_by",
        "variables", "artifacts", "manual_environments", "unknown_tasks", "idempotent_task_ids",
        "environment_variables", "triggering_artifact_alias", "idempotency_key", "variable_groups", "task_groups",
        "deployment_groups", "trigger_reason", "tasks", "prefer_installed_tasks", "downloads",
    )

    release_id = integer_field("releaseId")
    name = text_field("name")
    definition_id = integer_field("definitionId")
    definition_revision = integer_field("definitionRevision")
    reason = enumeration_field("reason", ReleaseReason)
    description = text_field("description")
    created_by = text_field("createdBy")
    variables = message_map_field("variables", str, VariableValue, "overrides given at creation")
    artifacts = messages_field("artifacts", ArtifactVersion)
    manual_environments = text_list_field("manualEnvironments")
    unknown_tasks = enumeration_field("unknownTasks", UnknownTaskPolicy)
    idempotent_task_ids = text_list_field("idempotentTaskIds",
                                          "tasks that may be run again when their outcome is unknown")
    environment_variables = message_map_field("environmentVariables", int, VariableOverrides, "by environment index")
    triggering_artifact_alias = text_field("triggeringArtifactAlias")
    idempotency_key = text_field("idempotencyKey")
    variable_groups = message_map_field("variableGroups", int, VariableGroup,
                                        "Contents of the linked variable groups as they were (domain.md 9.3), by id.")
    task_groups = messages_field("taskGroups", PinnedTaskGroup,
                                 "Task groups as they were: id and the revision that is used.")
    deployment_groups = message_map_field("deploymentGroups", int, DeploymentGroup,
                                          "Deployment groups as they were when the release was created, by id.")
    trigger_reason = text_field("triggerReason", "which trigger made it, for people")
    tasks = messages_field("tasks", PinnedTask,
                           "Installed tasks as they were: what the release was accepted with, for every later deployment.")
    prefer_installed_tasks = boolean_field("preferInstalledTasks", "over built-in ones of the same id")
    downloads = text_list_field("downloads",
                                "Aliases of the artifacts whose source was known: each job on a machine begins with downloading them.")

    def __init__(self, *, release_id: int = 0, name: str = "", definition_id: int = 0, definition_revision: int = 0,
                 reason: ReleaseReason = ReleaseReason.NONE, description: str = "", created_by: str = "",
                 variables: Optional[Mapping[str, VariableValue]] = None, artifacts: Sequence[ArtifactVersion] = (),
                 manual_environments: Sequence[str] = (), unknown_tasks: UnknownTaskPolicy = UnknownTaskPolicy.FAIL,
                 idempotent_task_ids: Sequence[str] = (),
                 environment_variables: Optional[Mapping[int, VariableOverrides]] = None,
                 triggering_artifact_alias: str = "", idempotency_key: str = "",
                 variable_groups: Optional[Mapping[int, VariableGroup]] = None,
                 task_groups: Sequence[PinnedTaskGroup] = (),
                 deployment_groups: Optional[Mapping[int, DeploymentGroup]] = None, trigger_reason: str = "",
                 tasks: Sequence[PinnedTask] = (), prefer_installed_tasks: bool = False,
                 downloads: Sequence[str] = ()) -> None:
        self._data = given({
            "releaseId": release_id, "name": name, "definitionId": definition_id,
            "definitionRevision": definition_revision, "reason": reason, "description": description,
            "createdBy": created_by, "variables": variables, "artifacts": artifacts,
            "manualEnvironments": manual_environments, "unknownTasks": unknown_tasks,
            "idempotentTaskIds": idempotent_task_ids, "environmentVariables": environment_variables,
            "triggeringArtifactAlias": triggering_artifact_alias, "idempotencyKey": idempotency_key,
            "variableGroups": variable_groups, "taskGroups": task_groups, "deploymentGroups": deployment_groups,
            "triggerReason": trigger_reason, "tasks": tasks, "preferInstalledTasks": prefer_installed_tasks,
            "downloads": downloads,
        })


class ReleaseStarted(Message):
    __slots__ = ()
    _fields_ = ()


class ReleaseAbandoned(Message):
    __slots__ = ()
    _fields_ = ("comment",)

    comment = text_field("comment")

    def __init__(self, *, comment: str = "") -> None:
        self._data = given({"comment": comment})


class JobPlan(Message):
    """One job of a phase: what makes it different from its brothers."""

    __slots__ = ()
    _fields_ = ("name", "variables", "target", "offline")

    name = text_field("name")
    variables = text_map_field("variables", str, "multiplier values, position, target")
    target = text_field("target", "name of a deployment group's target")
    offline = boolean_field("offline", "the target cannot be reached: unhealthy from the start")

    def __init__(self, *, name: str = "", variables: Optional[Mapping[str, str]] = None, target: str = "",
                 offline: bool = False) -> None:
        self._data = given({"name": name, "variables": variables, "target": target, "offline": offline})


class PhaseStarted(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "job_names", "jobs", "max_parallel_jobs", "pool_id", "pool_name", "demands")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job_names = text_list_field("jobNames")
    jobs = messages_field("jobs", JobPlan, "absent: one job for each name")
    max_parallel_jobs = integer_field("maxParallelJobs", "0 = all at once")
    pool_id = integer_field("poolId",
                            "The agent pool whose agents run the jobs; 0 = none is known, they run on this machine.")
    pool_name = text_field("poolName")
    demands = messages_field("demands", Demand, "of the phase and of its tasks")

    def __init__(self, *, environment: int = 0, phase: int = 0, job_names: Sequence[str] = (),
                 jobs: Sequence[JobPlan] = (), max_parallel_jobs: int = 0, pool_id: int = 0, pool_name: str = "",
                 demands: Sequence[Demand] = ()) -> None:
        self._data = given({
            "environment": environment, "phase": phase, "jobNames": job_names, "jobs": jobs,
            "maxParallelJobs": max_parallel_jobs, "poolId": pool_id, "poolName": pool_name, "demands": demands,
        })


class PhaseSkipped(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "trace")

    environment = integer_field("environment")
    phase = integer_field("phase")
    trace = text_field("trace")

    def __init__(self, *, environment: int = 0, phase: int = 0, trace: str = "") -> None:
        self._data = given({"environment": environment, "phase": phase, "trace": trace})


class PhaseFinished(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "status", "error_log")

    environment = integer_field("environment")
    phase = integer_field("phase")
    status = enumeration_field("status", DeployPhaseStatus)
    error_log = text_field("errorLog")

    def __init__(self, *, environment: int = 0, phase: int = 0, status: DeployPhaseStatus = DeployPhaseStatus.UNDEFINED,
                 error_log: str = "") -> None:
        self._data = given({"environment": environment, "phase": phase, "status": status, "errorLog": error_log})


class TaskStarted(Message):
    """The task is to be run, once, under `token`."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task", "token", "try_", "boot", "due_us", "after_cancel", "wake_us")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    token = text_field("token")
    try_ = integer_field("try", "1, 2, ...")
    boot = integer_field("boot", "which boot of the machine issued the token; 0 = unknown")
    due_us = integer_field("dueUs", "canceled then, failed; 0 = never")
    after_cancel = boolean_field("afterCancel")
    wake_us = integer_field("wakeUs", "The engine itself ends it then (Delay): nothing is run. 0 = it is run.")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0, token: str = "",
                 try_: int = 0, boot: int = 0, due_us: int = 0, after_cancel: bool = False, wake_us: int = 0) -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "task": task, "token": token, "try": try_,
            "boot": boot, "dueUs": due_us, "afterCancel": after_cancel, "wakeUs": wake_us,
        })


class VariableSet(Message):
    __slots__ = ()
    _fields_ = ("name", "value", "sealed", "is_secret", "is_output", "is_read_only", "scope", "step")

    name = text_field("name")
    value = text_field("value")
    sealed = binary_field("sealed", "instead of value when secret")
    is_secret = boolean_field("isSecret")
    is_output = boolean_field("isOutput")
    is_read_only = boolean_field("isReadOnly")
    scope = enumeration_field("scope", VariableScope)
    step = integer_field("step", "of scope step: whose")

    def __init__(self, *, name: str = "", value: str = "", sealed: bytes = b"", is_secret: bool = False,
                 is_output: bool = False, is_read_only: bool = False, scope: VariableScope = VariableScope.JOB,
                 step: int = 0) -> None:
        self._data = given({
            "name": name, "value": value, "sealed": sealed, "isSecret": is_secret, "isOutput": is_output,
            "isReadOnly": is_read_only, "scope": scope, "step": step,
        })


class TaskFinished(Message):
    __slots__ = ()
    _fields_ = (
        "environment", "phase", "job", "task", "status", "exit_code", "variables", "issues", "message", "log_lines",
        "started_us", "finished_us", "error_count", "warning_count", "try_", "commands", "test_runs", "task_version",
        "task_hash",
    )

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    status = enumeration_field("status", TaskStatus)
    exit_code = integer_field("exitCode")
    variables = messages_field("variables", VariableSet)
    issues = messages_field("issues", Issue)
    message = text_field("message")
    log_lines = integer_field("logLines")
    started_us = integer_field("startedUs")
    finished_us = integer_field("finishedUs")
    error_count = integer_field("errorCount")
    warning_count = integer_field("warningCount")
    try_ = integer_field("try")
    commands = messages_field("commands", TaskCommand)
    test_runs = messages_field("testRuns", TestRun)
    task_version = text_field("taskVersion", "of the installed task that ran")
    task_hash = text_field("taskHash")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0,
                 status: TaskStatus = TaskStatus.UNKNOWN, exit_code: int = 0, variables: Sequence[VariableSet] = (),
                 issues: Sequence[Issue] = (), message: str = "", log_lines: int = 0, started_us: int = 0,
                 finished_us: int = 0, error_count: int = 0, warning_count: int = 0, try_: int = 0,
                 commands: Sequence[TaskCommand] = (), test_runs: Sequence[TestRun] = (), task_version: str = "",
                 task_hash: str = "") -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "task": task, "status": status,
            "exitCode": exit_code, "variables": variables, "issues": issues, "message": message, "logLines": log_lines,
            "startedUs": started_us, "finishedUs": finished_us, "errorCount": error_count,
            "warningCount": warning_count, "try": try_, "commands": commands, "testRuns": test_runs,
            "taskVersion": task_version, "taskHash": task_hash,
        })


class TaskSkipped(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task", "trace", "canceled")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    trace = text_field("trace")
    canceled = boolean_field("canceled")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0, trace: str = "",
                 canceled: bool = False) -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "task": task, "trace": trace, "canceled": canceled,
        })


class TaskRetryScheduled(Message):
    """The last try failed; the next one starts at due_us."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task", "due_us", "issues", "exit_code", "variables", "commands")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    due_us = integer_field("dueUs")
    issues = messages_field("issues", Issue)
    exit_code = integer_field("exitCode")
    variables = messages_field("variables", VariableSet)
    commands = messages_field("commands", TaskCommand)

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0, due_us: int = 0,
                 issues: Sequence[Issue] = (), exit_code: int = 0, variables: Sequence[VariableSet] = (),
                 commands: Sequence[TaskCommand] = ()) -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "task": task, "dueUs": due_us, "issues": issues,
            "exitCode": exit_code, "variables": variables, "commands": commands,
        })


class TaskTimedOut(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0) -> None:
        self._data = given({"environment": environment, "phase": phase, "job": job, "task": task})


class TaskLost(Message):
    """Whoever ran it is gone, and whether it did its work is unknown."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task", "token", "message")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    token = text_field("token")
    message = text_field("message")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0, token: str = "",
                 message: str = "") -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "task": task, "token": token, "message": message,
        })


class JobFinished(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "status", "message")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    status = enumeration_field("status", TaskStatus)
    message = text_field("message")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, status: TaskStatus = TaskStatus.UNKNOWN,
                 message: str = "") -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "status": status, "message": message,
        })


class JobTimedOut(Message):
    __slots__ = ()
    _fields_ = ("environment", "phase", "job")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0) -> None:
        self._data = given({"environment": environment, "phase": phase, "job": job})


class ReleaseReactivated(Message):
    __slots__ = ()
    _fields_ = ("comment",)

    comment = text_field("comment")

    def __init__(self, *, comment: str = "") -> None:
        self._data = given({"comment": comment})


class ReleaseUpdated(Message):
    __slots__ = ()
    _fields_ = ("comment", "name")

    comment = text_field("comment")
    name = text_field("name", "its new name; empty = as it was")

    def __init__(self, *, comment: str = "", name: str = "") -> None:
        self._data = given({"comment": comment, "name": name})


class TaskCancelRequested(Message):
    """Stop it; its result follows."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0) -> None:
        self._data = given({"environment": environment, "phase": phase, "job": job, "task": task})


class GatesStarted(Message):
    """Gates of one side are being evaluated (domain.md 6.2). Times are those of the original's minutes, made absolute."""

    __slots__ = ()
    _fields_ = ("environment", "type", "stabilized_us", "timeout_us")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType, "before or after the phases")
    stabilized_us = integer_field("stabilizedUs")
    timeout_us = integer_field("timeoutUs")

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED, stabilized_us: int = 0,
                 timeout_us: int = 0) -> None:
        self._data = given({
            "environment": environment, "type": type, "stabilizedUs": stabilized_us, "timeoutUs": timeout_us,
        })


class GateSampleStarted(Message):
    """All gates are asked, together. Their tasks stand at phase -1 (before) or -2 (after), job = sample, task = gate."""

    __slots__ = ()
    _fields_ = ("environment", "type", "sample", "counts", "tasks")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType)
    sample = integer_field("sample", "0, 1, ...")
    counts = boolean_field("counts", "false: before stabilization, for reference only")
    tasks = integer_field("tasks")

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED, sample: int = 0,
                 counts: bool = False, tasks: int = 0) -> None:
        self._data = given({
            "environment": environment, "type": type, "sample": sample, "counts": counts, "tasks": tasks,
        })


class GateSampleFinished(Message):
    __slots__ = ()
    _fields_ = ("environment", "type", "sample", "succeeded", "next_us")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType)
    sample = integer_field("sample")
    succeeded = boolean_field("succeeded")
    next_us = integer_field("nextUs", "when the next sample is due, or the steady time is over; 0 = neither")

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED, sample: int = 0,
                 succeeded: bool = False, next_us: int = 0) -> None:
        self._data = given({
            "environment": environment, "type": type, "sample": sample, "succeeded": succeeded, "nextUs": next_us,
        })


class GatesIgnored(Message):
    __slots__ = ()
    _fields_ = ("environment", "type", "names", "comment")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType)
    names = text_list_field("names")
    comment = text_field("comment")

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED, names: Sequence[str] = (),
                 comment: str = "") -> None:
        self._data = given({"environment": environment, "type": type, "names": names, "comment": comment})


class GatesFinished(Message):
    __slots__ = ()
    _fields_ = ("environment", "type", "status", "message")

    environment = integer_field("environment")
    type = enumeration_field("type", ApprovalType)
    status = enumeration_field("status", GateStatus)
    message = text_field("message")

    def __init__(self, *, environment: int = 0, type: ApprovalType = ApprovalType.UNDEFINED,
                 status: GateStatus = GateStatus.NONE, message: str = "") -> None:
        self._data = given({"environment": environment, "type": type, "status": status, "message": message})


class InterventionRequested(Message):
    """A person must say whether the deployment goes on (domain.md 10.6)."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "task", "id", "instructions", "due_us", "resume_on_timeout")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    id = integer_field("id")
    instructions = text_field("instructions")
    due_us = integer_field("dueUs")
    resume_on_timeout = boolean_field("resumeOnTimeout")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, task: int = 0, id: int = 0,
                 instructions: str = "", due_us: int = 0, resume_on_timeout: bool = False) -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "task": task, "id": id,
            "instructions": instructions, "dueUs": due_us, "resumeOnTimeout": resume_on_timeout,
        })


class InterventionDecided(Message):
    __slots__ = ()
    _fields_ = ("environment", "id", "status", "approver", "comments")

    environment = integer_field("environment")
    id = integer_field("id")
    status = enumeration_field("status", ManualInterventionStatus)
    approver = text_field("approver")
    comments = text_field("comments")

    def __init__(self, *, environment: int = 0, id: int = 0,
                 status: ManualInterventionStatus = ManualInterventionStatus.UNKNOWN, approver: str = "",
                 comments: str = "") -> None:
        self._data = given({
            "environment": environment, "id": id, "status": status, "approver": approver, "comments": comments,
        })


class JobStarted(Message):
    """A job waited for its turn (at most so many at once), or for an agent."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "agent")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    agent = text_field("agent", "of the phase's pool; empty = none was needed")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, agent: str = "") -> None:
        self._data = given({"environment": environment, "phase": phase, "job": job, "agent": agent})


class JobSkipped(Message):
    """It never runs: a brother failed, or too few targets are healthy."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job", "reason", "failed", "canceled")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")
    reason = text_field("reason")
    failed = boolean_field("failed", "counts as failed")
    canceled = boolean_field("canceled")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0, reason: str = "", failed: bool = False,
                 canceled: bool = False) -> None:
        self._data = given({
            "environment": environment, "phase": phase, "job": job, "reason": reason, "failed": failed,
            "canceled": canceled,
        })


class RedeployRequested(Message):
    """An environment trigger asks for an automatic redeployment (domain.md 11). Recorded in the release whose failure was
    the reason; `release_id` 0 = there was none to go back to.
    """

    __slots__ = ()
    _fields_ = ("environment", "release_id", "reason")

    environment = integer_field("environment")
    release_id = integer_field("releaseId")
    reason = text_field("reason")

    def __init__(self, *, environment: int = 0, release_id: int = 0, reason: str = "") -> None:
        self._data = given({"environment": environment, "releaseId": release_id, "reason": reason})


class ReleaseDeleted(Message):
    """Softly: it is hidden and nothing happens to it until it is undeleted, or purged."""

    __slots__ = ()
    _fields_ = ("comment",)

    comment = text_field("comment")

    def __init__(self, *, comment: str = "") -> None:
        self._data = given({"comment": comment})


class ReleaseUndeleted(Message):
    __slots__ = ()
    _fields_ = ("comment",)

    comment = text_field("comment")

    def __init__(self, *, comment: str = "") -> None:
        self._data = given({"comment": comment})


class ReleaseKept(Message):
    """Whether retention policies leave it alone."""

    __slots__ = ()
    _fields_ = ("keep_forever", "comment")

    keep_forever = boolean_field("keepForever")
    comment = text_field("comment")

    def __init__(self, *, keep_forever: bool = False, comment: str = "") -> None:
        self._data = given({"keepForever": keep_forever, "comment": comment})


class JobQueued(Message):
    """A job waits for an agent of the phase's pool."""

    __slots__ = ()
    _fields_ = ("environment", "phase", "job")

    environment = integer_field("environment")
    phase = integer_field("phase")
    job = integer_field("job")

    def __init__(self, *, environment: int = 0, phase: int = 0, job: int = 0) -> None:
        self._data = given({"environment": environment, "phase": phase, "job": job})


class Event(Message):
    __slots__ = ()
    _fields_ = (
        "release_created", "release_started", "release_abandoned", "deployment_started", "approvals_requested",
        "approval_decided", "phase_started", "phase_skipped", "phase_finished", "task_started", "task_finished",
        "task_skipped", "task_retry_scheduled", "task_timed_out", "task_lost", "job_finished",
        "deployment_cancel_requested", "deployment_finished", "job_timed_out", "environment_not_started",
        "deployment_approved", "release_reactivated", "release_updated", "task_cancel_requested",
        "deployment_slot_granted", "deployment_deferred", "deployment_resumed", "approval_reassigned", "gates_started",
        "gate_sample_started", "gate_sample_finished", "gates_ignored", "gates_finished", "intervention_requested",
        "intervention_decided", "job_started", "job_skipped", "redeploy_requested", "release_deleted",
        "release_undeleted", "release_kept", "job_queued",
    )

    kind = oneof_field(
        {
            "releaseCreated": "release_created",
            "releaseStarted": "release_started",
            "releaseAbandoned": "release_abandoned",
            "deploymentStarted": "deployment_started",
            "approvalsRequested": "approvals_requested",
            "approvalDecided": "approval_decided",
            "phaseStarted": "phase_started",
            "phaseSkipped": "phase_skipped",
            "phaseFinished": "phase_finished",
            "taskStarted": "task_started",
            "taskFinished": "task_finished",
            "taskSkipped": "task_skipped",
            "taskRetryScheduled": "task_retry_scheduled",
            "taskTimedOut": "task_timed_out",
            "taskLost": "task_lost",
            "jobFinished": "job_finished",
            "deploymentCancelRequested": "deployment_cancel_requested",
            "deploymentFinished": "deployment_finished",
            "jobTimedOut": "job_timed_out",
            "environmentNotStarted": "environment_not_started",
            "deploymentApproved": "deployment_approved",
            "releaseReactivated": "release_reactivated",
            "releaseUpdated": "release_updated",
            "taskCancelRequested": "task_cancel_requested",
            "deploymentSlotGranted": "deployment_slot_granted",
            "deploymentDeferred": "deployment_deferred",
            "deploymentResumed": "deployment_resumed",
            "approvalReassigned": "approval_reassigned",
            "gatesStarted": "gates_started",
            "gateSampleStarted": "gate_sample_started",
            "gateSampleFinished": "gate_sample_finished",
            "gatesIgnored": "gates_ignored",
            "gatesFinished": "gates_finished",
            "interventionRequested": "intervention_requested",
            "interventionDecided": "intervention_decided",
            "jobStarted": "job_started",
            "jobSkipped": "job_skipped",
            "redeployRequested": "redeploy_requested",
            "releaseDeleted": "release_deleted",
            "releaseUndeleted": "release_undeleted",
            "releaseKept": "release_kept",
            "jobQueued": "job_queued",
        }
    )

    release_created = message_field("releaseCreated", ReleaseCreated)
    release_started = message_field("releaseStarted", ReleaseStarted)
    release_abandoned = message_field("releaseAbandoned", ReleaseAbandoned)
    deployment_started = message_field("deploymentStarted", DeploymentStarted)
    approvals_requested = message_field("approvalsRequested", ApprovalsRequested)
    approval_decided = message_field("approvalDecided", ApprovalDecided)
    phase_started = message_field("phaseStarted", PhaseStarted)
    phase_skipped = message_field("phaseSkipped", PhaseSkipped)
    phase_finished = message_field("phaseFinished", PhaseFinished)
    task_started = message_field("taskStarted", TaskStarted)
    task_finished = message_field("taskFinished", TaskFinished)
    task_skipped = message_field("taskSkipped", TaskSkipped)
    task_retry_scheduled = message_field("taskRetryScheduled", TaskRetryScheduled)
    task_timed_out = message_field("taskTimedOut", TaskTimedOut)
    task_lost = message_field("taskLost", TaskLost)
    job_finished = message_field("jobFinished", JobFinished)
    deployment_cancel_requested = message_field("deploymentCancelRequested", DeploymentCancelRequested)
    deployment_finished = message_field("deploymentFinished", DeploymentFinished)
    job_timed_out = message_field("jobTimedOut", JobTimedOut)
    environment_not_started = message_field("environmentNotStarted", EnvironmentNotStarted)
    deployment_approved = message_field("deploymentApproved", DeploymentApproved)
    release_reactivated = message_field("releaseReactivated", ReleaseReactivated)
    release_updated = message_field("releaseUpdated", ReleaseUpdated)
    task_cancel_requested = message_field("taskCancelRequested", TaskCancelRequested)
    deployment_slot_granted = message_field("deploymentSlotGranted", DeploymentSlotGranted)
    deployment_deferred = message_field("deploymentDeferred", DeploymentDeferred)
    deployment_resumed = message_field("deploymentResumed", DeploymentResumed)
    approval_reassigned = message_field("approvalReassigned", ApprovalReassigned)
    gates_started = message_field("gatesStarted", GatesStarted)
    gate_sample_started = message_field("gateSampleStarted", GateSampleStarted)
    gate_sample_finished = message_field("gateSampleFinished", GateSampleFinished)
    gates_ignored = message_field("gatesIgnored", GatesIgnored)
    gates_finished = message_field("gatesFinished", GatesFinished)
    intervention_requested = message_field("interventionRequested", InterventionRequested)
    intervention_decided = message_field("interventionDecided", InterventionDecided)
    job_started = message_field("jobStarted", JobStarted)
    job_skipped = message_field("jobSkipped", JobSkipped)
    redeploy_requested = message_field("redeployRequested", RedeployRequested)
    release_deleted = message_field("releaseDeleted", ReleaseDeleted)
    release_undeleted = message_field("releaseUndeleted", ReleaseUndeleted)
    release_kept = message_field("releaseKept", ReleaseKept)
    job_queued = message_field("jobQueued", JobQueued)

    def __init__(self, *, release_created: Optional[ReleaseCreated] = None,
                 release_started: Optional[ReleaseStarted] = None, release_abandoned: Optional[ReleaseAbandoned] = None,
                 deployment_started: Optional[DeploymentStarted] = None,
                 approvals_requested: Optional[ApprovalsRequested] = None,
                 approval_decided: Optional[ApprovalDecided] = None, phase_started: Optional[PhaseStarted] = None,
                 phase_skipped: Optional[PhaseSkipped] = None, phase_finished: Optional[PhaseFinished] = None,
                 task_started: Optional[TaskStarted] = None, task_finished: Optional[TaskFinished] = None,
                 task_skipped: Optional[TaskSkipped] = None, task_retry_scheduled: Optional[TaskRetryScheduled] = None,
                 task_timed_out: Optional[TaskTimedOut] = None, task_lost: Optional[TaskLost] = None,
                 job_finished: Optional[JobFinished] = None,
                 deployment_cancel_requested: Optional[DeploymentCancelRequested] = None,
                 deployment_finished: Optional[DeploymentFinished] = None, job_timed_out: Optional[JobTimedOut] = None,
                 environment_not_started: Optional[EnvironmentNotStarted] = None,
                 deployment_approved: Optional[DeploymentApproved] = None,
                 release_reactivated: Optional[ReleaseReactivated] = None,
                 release_updated: Optional[ReleaseUpdated] = None,
                 task_cancel_requested: Optional[TaskCancelRequested] = None,
                 deployment_slot_granted: Optional[DeploymentSlotGranted] = None,
                 deployment_deferred: Optional[DeploymentDeferred] = None,
                 deployment_resumed: Optional[DeploymentResumed] = None,
                 approval_reassigned: Optional[ApprovalReassigned] = None, gates_started: Optional[GatesStarted] = None,
                 gate_sample_started: Optional[GateSampleStarted] = None,
                 gate_sample_finished: Optional[GateSampleFinished] = None,
                 gates_ignored: Optional[GatesIgnored] = None, gates_finished: Optional[GatesFinished] = None,
                 intervention_requested: Optional[InterventionRequested] = None,
                 intervention_decided: Optional[InterventionDecided] = None, job_started: Optional[JobStarted] = None,
                 job_skipped: Optional[JobSkipped] = None, redeploy_requested: Optional[RedeployRequested] = None,
                 release_deleted: Optional[ReleaseDeleted] = None, release_undeleted: Optional[ReleaseUndeleted] = None,
                 release_kept: Optional[ReleaseKept] = None, job_queued: Optional[JobQueued] = None) -> None:
        self._data = given({
            "releaseCreated": release_created, "releaseStarted": release_started, "releaseAbandoned": release_abandoned,
            "deploymentStarted": deployment_started, "approvalsRequested": approvals_requested,
            "approvalDecided": approval_decided, "phaseStarted": phase_started, "phaseSkipped": phase_skipped,
            "phaseFinished": phase_finished, "taskStarted": task_started, "taskFinished": task_finished,
            "taskSkipped": task_skipped, "taskRetryScheduled": task_retry_scheduled, "taskTimedOut": task_timed_out,
            "taskLost": task_lost, "jobFinished": job_finished,
            "deploymentCancelRequested": deployment_cancel_requested, "deploymentFinished": deployment_finished,
            "jobTimedOut": job_timed_out, "environmentNotStarted": environment_not_started,
            "deploymentApproved": deployment_approved, "releaseReactivated": release_reactivated,
            "releaseUpdated": release_updated, "taskCancelRequested": task_cancel_requested,
            "deploymentSlotGranted": deployment_slot_granted, "deploymentDeferred": deployment_deferred,
            "deploymentResumed": deployment_resumed, "approvalReassigned": approval_reassigned,
            "gatesStarted": gates_started, "gateSampleStarted": gate_sample_started,
            "gateSampleFinished": gate_sample_finished, "gatesIgnored": gates_ignored, "gatesFinished": gates_finished,
            "interventionRequested": intervention_requested, "interventionDecided": intervention_decided,
            "jobStarted": job_started, "jobSkipped": job_skipped, "redeployRequested": redeploy_requested,
            "releaseDeleted": release_deleted, "releaseUndeleted": release_undeleted, "releaseKept": release_kept,
            "jobQueued": job_queued,
        })


class RecordedText(Message):
    __slots__ = ()
    _fields_ = ("environment", "comment")

    environment = text_field("environment")
    comment = text_field("comment")

    def __init__(self, *, environment: str = "", comment: str = "") -> None:
        self._data = given({"environment": environment, "comment": comment})


class RecordedReport(Message):
    """A task's report; all else of it is in TaskFinished or TaskRetryScheduled."""

    __slots__ = ()
    _fields_ = ("token", "lost", "idempotent", "status")

    token = text_field("token")
    lost = boolean_field("lost")
    idempotent = boolean_field("idempotent")
    status = enumeration_field("status", TaskStatus)

    def __init__(self, *, token: str = "", lost: bool = False, idempotent: bool = False,
                 status: TaskStatus = TaskStatus.UNKNOWN) -> None:
        self._data = given({"token": token, "lost": lost, "idempotent": idempotent, "status": status})


class SlotDecision(Message):
    """What the queue of an environment decided over all releases (domain.md 7)."""

    __slots__ = ()
    _fields_ = ("environment", "attempt", "grant", "by_release", "by_name")

    environment = integer_field("environment")
    attempt = integer_field("attempt")
    grant = boolean_field("grant", "else it is superseded")
    by_release = integer_field("byRelease")
    by_name = text_field("byName")

    def __init__(self, *, environment: int = 0, attempt: int = 0, grant: bool = False, by_release: int = 0,
                 by_name: str = "") -> None:
        self._data = given({
            "environment": environment, "attempt": attempt, "grant": grant, "byRelease": by_release, "byName": by_name,
        })


class RecordedCommand(Message):
    """The command behind a batch, as far as its events do not say it already."""

    __slots__ = ()
    _fields_ = (
        "create", "start", "abandon", "cancel", "deploy", "approval", "report", "tick", "reassign", "ignore_gates",
        "defer", "intervention", "slot", "agent", "redeploy", "delete_release", "undelete_release", "keep",
        "actor_groups", "actor_is_administrator", "identity_revalidated",
    )

    kind = oneof_field(
        {
            "create": "create",
            "start": "start",
            "abandon": "abandon",
            "cancel": "cancel",
            "deploy": "deploy",
            "approval": "approval",
            "report": "report",
            "tick": "tick",
            "reassign": "reassign",
            "ignoreGates": "ignore_gates",
            "defer": "defer",
            "intervention": "intervention",
            "slot": "slot",
            "agent": "agent",
            "redeploy": "redeploy",
            "deleteRelease": "delete_release",
            "undeleteRelease": "undelete_release",
            "keep": "keep",
        }
    )

    create = optional_boolean_field("create", "true: as a draft; all else is in ReleaseCreated")
    start = optional_boolean_field("start")
    abandon = message_field("abandon", RecordedText)
    cancel = message_field("cancel", RecordedText, "environment \"\" = all")
    deploy = message_field("deploy", DeploymentStarted,
                           "environment, comment, variables, targets, freeze_override, due_us")
    approval = message_field("approval", ApprovalDecided, "environment unused")
    report = message_field("report", RecordedReport)
    tick = optional_boolean_field("tick")
    reassign = message_field("reassign", ApprovalReassigned)
    ignore_gates = message_field("ignoreGates", GatesIgnored)
    defer = message_field("defer", DeploymentDeferred)
    intervention = message_field("intervention", InterventionDecided)
    slot = message_field("slot", SlotDecision)
    agent = message_field("agent", AgentDecision)
    redeploy = message_field("redeploy", RedeployRequested)
    delete_release = message_field("deleteRelease", RecordedText)
    undelete_release = message_field("undeleteRelease", RecordedText)
    keep = message_field("keep", ReleaseKept)
    actor_groups = text_list_field("actorGroups")
    actor_is_administrator = boolean_field("actorIsAdministrator")
    identity_revalidated = boolean_field("identityRevalidated")

    def __init__(self, *, create: Optional[bool] = None, start: Optional[bool] = None,
                 abandon: Optional[RecordedText] = None, cancel: Optional[RecordedText] = None,
                 deploy: Optional[DeploymentStarted] = None, approval: Optional[ApprovalDecided] = None,
                 report: Optional[RecordedReport] = None, tick: Optional[bool] = None,
                 reassign: Optional[ApprovalReassigned] = None, ignore_gates: Optional[GatesIgnored] = None,
                 defer: Optional[DeploymentDeferred] = None, intervention: Optional[InterventionDecided] = None,
                 slot: Optional[SlotDecision] = None, agent: Optional[AgentDecision] = None,
                 redeploy: Optional[RedeployRequested] = None, delete_release: Optional[RecordedText] = None,
                 undelete_release: Optional[RecordedText] = None, keep: Optional[ReleaseKept] = None,
                 actor_groups: Sequence[str] = (), actor_is_administrator: bool = False,
                 identity_revalidated: bool = False) -> None:
        self._data = given({
            "abandon": abandon, "cancel": cancel, "deploy": deploy, "approval": approval, "report": report,
            "reassign": reassign, "ignoreGates": ignore_gates, "defer": defer, "intervention": intervention,
            "slot": slot, "agent": agent, "redeploy": redeploy, "deleteRelease": delete_release,
            "undeleteRelease": undelete_release, "keep": keep, "actorGroups": actor_groups,
            "actorIsAdministrator": actor_is_administrator, "identityRevalidated": identity_revalidated,
        })
        if create is not None:
            self._data["create"] = create
        if start is not None:
            self._data["start"] = start
        if tick is not None:
            self._data["tick"] = tick


class EventBatch(Message):
    """One record of the log: all that one command decided for one release."""

    __slots__ = ()
    _fields_ = ("time_us", "actor", "events", "command")

    time_us = integer_field("timeUs", "microseconds since 1970, UTC")
    actor = text_field("actor", "who asked, as the host names them; empty = the engine itself")
    events = messages_field("events", Event)
    command = message_field("command", RecordedCommand, "what was asked: decided again by `verify`")

    def __init__(self, *, time_us: int = 0, actor: str = "", events: Sequence[Event] = (),
                 command: Optional[RecordedCommand] = None) -> None:
        self._data = given({"timeUs": time_us, "actor": actor, "events": events, "command": command})
