"""Messages and enums of slipway/v1/release.proto.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from typing import Mapping, Optional, Sequence

from ._generated_definition import DeployPhaseType, Identity, TaskStage, VariableValue
from ._message import (
    Enum,
    Message,
    boolean_field,
    enumeration_field,
    given,
    integer_field,
    message_field,
    message_map_field,
    messages_field,
    number_field,
    text_field,
    text_list_field,
    text_map_field,
)

__all__ = [
    "ApprovalStatus",
    "ApprovalType",
    "DeployPhaseStatus",
    "DeploymentOperationStatus",
    "DeploymentReason",
    "DeploymentStatus",
    "EnvironmentStatus",
    "GateStatus",
    "ManualInterventionStatus",
    "ReleaseReason",
    "ReleaseStatus",
    "TaskStatus",
    "UnknownTaskPolicy",
    "ApprovalHistory",
    "Approval",
    "ArtifactVersion",
    "Issue",
    "TaskCommand",
    "TestResult",
    "TestRun",
    "Task",
    "Job",
    "Phase",
    "GateSample",
    "Gates",
    "ManualIntervention",
    "Deployment",
    "ReleaseEnvironment",
    "Release",
]


class ApprovalStatus(Enum):
    __prefix__ = "APPROVAL_STATUS_"

    UNDEFINED = 0
    PENDING = 1
    APPROVED = 2
    REJECTED = 4
    REASSIGNED = 6
    CANCELED = 7
    SKIPPED = 8


class ApprovalType(Enum):
    __prefix__ = "APPROVAL_TYPE_"

    UNDEFINED = 0
    PRE_DEPLOY = 1
    POST_DEPLOY = 2


class DeployPhaseStatus(Enum):
    __prefix__ = "DEPLOY_PHASE_STATUS_"

    UNDEFINED = 0
    NOT_STARTED = 1
    IN_PROGRESS = 2
    PARTIALLY_SUCCEEDED = 4
    SUCCEEDED = 8
    FAILED = 16
    CANCELED = 32
    SKIPPED = 64
    CANCELLING = 128


class DeploymentOperationStatus(Enum):
    __prefix__ = "DEPLOYMENT_OPERATION_STATUS_"

    UNDEFINED = 0
    QUEUED = 1
    SCHEDULED = 2
    PENDING = 4
    APPROVED = 8
    REJECTED = 16
    DEFERRED = 32
    QUEUED_FOR_AGENT = 64
    PHASE_IN_PROGRESS = 128
    PHASE_SUCCEEDED = 256
    PHASE_PARTIALLY_SUCCEEDED = 512
    PHASE_FAILED = 1024
    CANCELED = 2048
    PHASE_CANCELED = 4096
    MANUAL_INTERVENTION_PENDING = 8192
    QUEUED_FOR_PIPELINE = 16384
    CANCELLING = 32768
    EVALUATING_GATES = 65536
    GATE_FAILED = 131072


class DeploymentReason(Enum):
    __prefix__ = "DEPLOYMENT_REASON_"

    NONE = 0
    MANUAL = 1
    AUTOMATED = 2
    SCHEDULED = 4
    REDEPLOY_TRIGGER = 8


class DeploymentStatus(Enum):
    __prefix__ = "DEPLOYMENT_STATUS_"

    UNDEFINED = 0
    NOT_DEPLOYED = 1
    IN_PROGRESS = 2
    SUCCEEDED = 4
    PARTIALLY_SUCCEEDED = 8
    FAILED = 16


class EnvironmentStatus(Enum):
    __prefix__ = "ENVIRONMENT_STATUS_"

    UNDEFINED = 0
    NOT_STARTED = 1
    IN_PROGRESS = 2
    SUCCEEDED = 4
    CANCELED = 8
    REJECTED = 16
    QUEUED = 32
    SCHEDULED = 64
    PARTIALLY_SUCCEEDED = 128


class GateStatus(Enum):
    __prefix__ = "GATE_STATUS_"

    NONE = 0
    PENDING = 1
    IN_PROGRESS = 2
    SUCCEEDED = 4
    FAILED = 8
    CANCELED = 16


class ManualInterventionStatus(Enum):
    __prefix__ = "MANUAL_INTERVENTION_STATUS_"

    UNKNOWN = 0
    PENDING = 1
    REJECTED = 2
    APPROVED = 4
    CANCELED = 8
    BYPASSED = 16


class ReleaseReason(Enum):
    __prefix__ = "RELEASE_REASON_"

    NONE = 0
    MANUAL = 1
    CONTINUOUS_INTEGRATION = 2
    SCHEDULE = 3
    PULL_REQUEST = 4


class ReleaseStatus(Enum):
    __prefix__ = "RELEASE_STATUS_"

    UNDEFINED = 0
    DRAFT = 1
    ACTIVE = 2
    ABANDONED = 4


class TaskStatus(Enum):
    """Of tasks and jobs. 3 and 4 are old words of the original for 7 and 8; Slipway writes 7 and 8."""

    __prefix__ = "TASK_STATUS_"

    UNKNOWN = 0
    PENDING = 1
    IN_PROGRESS = 2
    SUCCESS = 3
    FAILURE = 4
    CANCELED = 5
    SKIPPED = 6
    SUCCEEDED = 7
    FAILED = 8
    PARTIALLY_SUCCEEDED = 9


class UnknownTaskPolicy(Enum):
    """What to do with a task that nobody can run: no host handler, no built-in."""

    __prefix__ = "UNKNOWN_TASK_POLICY_"

    # the task fails, naming its GUID and how to supply it
    FAIL = 0
    # the task is skipped, with a warning
    SKIP = 1
    # the task succeeds at once, with a warning that says so
    SIMULATE = 2


class ApprovalHistory(Message):
    __slots__ = ()
    _fields_ = ("revision", "approver", "changed_by", "comments", "modified_on")

    revision = integer_field("revision")
    approver = message_field("approver", Identity)
    changed_by = text_field("changedBy")
    comments = text_field("comments")
    modified_on = text_field("modifiedOn")

    def __init__(self, *, revision: int = 0, approver: Optional[Identity] = None, changed_by: str = "",
                 comments: str = "", modified_on: str = "") -> None:
        self._data = given({
            "revision": revision, "approver": approver, "changedBy": changed_by, "comments": comments,
            "modifiedOn": modified_on,
        })


class Approval(Message):
    __slots__ = ()
    _fields_ = (
        "id", "release_id", "environment", "attempt", "approval_type", "status", "rank", "is_automated", "approver",
        "approved_by", "comments", "created_on", "modified_on", "history", "revision", "times_out_on",
    )

    id = integer_field("id")
    release_id = integer_field("releaseId")
    environment = text_field("environment")
    attempt = integer_field("attempt")
    approval_type = enumeration_field("approvalType", ApprovalType)
    status = enumeration_field("status", ApprovalStatus)
    rank = integer_field("rank")
    is_automated = boolean_field("isAutomated")
    approver = message_field("approver", Identity)
    approved_by = text_field("approvedBy")
    comments = text_field("comments")
    created_on = text_field("createdOn")
    modified_on = text_field("modifiedOn")
    history = messages_field("history", ApprovalHistory)
    revision = integer_field("revision")
    times_out_on = text_field("timesOutOn")

    def __init__(self, *, id: int = 0, release_id: int = 0, environment: str = "", attempt: int = 0,
                 approval_type: ApprovalType = ApprovalType.UNDEFINED,
                 status: ApprovalStatus = ApprovalStatus.UNDEFINED, rank: int = 0, is_automated: bool = False,
                 approver: Optional[Identity] = None, approved_by: str = "", comments: str = "", created_on: str = "",
                 modified_on: str = "", history: Sequence[ApprovalHistory] = (), revision: int = 0,
                 times_out_on: str = "") -> None:
        self._data = given({
            "id": id, "releaseId": release_id, "environment": environment, "attempt": attempt,
            "approvalType": approval_type, "status": status, "rank": rank, "isAutomated": is_automated,
            "approver": approver, "approvedBy": approved_by, "comments": comments, "createdOn": created_on,
            "modifiedOn": modified_on, "history": history, "revision": revision, "timesOutOn": times_out_on,
        })


class ArtifactVersion(Message):
    """The version of an artifact a release carries. Never changes afterwards."""

    __slots__ = ()
    _fields_ = (
        "alias", "id", "name", "source_branch", "source_version", "tags", "default_branch", "url", "requested_for",
        "repository_id", "repository_provider", "definition_id", "created_on",
    )

    alias = text_field("alias")
    id = text_field("id", "build id, commit, ...")
    name = text_field("name", "build number, short commit, ...")
    source_branch = text_field("sourceBranch")
    source_version = text_field("sourceVersion")
    tags = text_list_field("tags")
    default_branch = text_field("defaultBranch",
                                "of the build definition, for filters with useBuildDefinitionBranch; empty = unknown")
    url = text_field("url",
                     "What the source tells, when it was asked: "
                     "its page: of the build, the Jenkins run, the commit")
    requested_for = text_field("requestedFor")
    repository_id = text_field("repositoryId")
    repository_provider = text_field("repositoryProvider")
    definition_id = text_field("definitionId", "which build definition made it")
    created_on = text_field("createdOn", "RFC 3339")

    def __init__(self, *, alias: str = "", id: str = "", name: str = "", source_branch: str = "",
                 source_version: str = "", tags: Sequence[str] = (), default_branch: str = "", url: str = "",
                 requested_for: str = "", repository_id: str = "", repository_provider: str = "",
                 definition_id: str = "", created_on: str = "") -> None:
        self._data = given({
            "alias": alias, "id": id, "name": name, "sourceBranch": source_branch, "sourceVersion": source_version,
            "tags": tags, "defaultBranch": default_branch, "url": url, "requestedFor": requested_for,
            "repositoryId": repository_id, "repositoryProvider": repository_provider, "definitionId": definition_id,
            "createdOn": created_on,
        })


class Issue(Message):
    __slots__ = ()
    _fields_ = ("is_error", "message")

    is_error = boolean_field("isError")
    message = text_field("message")

    def __init__(self, *, is_error: bool = False, message: str = "") -> None:
        self._data = given({"isError": is_error, "message": message})


class TaskCommand(Message):
    """A logging command whose effect outlives the task: uploads, associated artifacts, PATH (task-contract 3.2). Masked."""

    __slots__ = ()
    _fields_ = ("name", "properties", "data", "file")

    name = text_field("name", "area.event, lower case")
    properties = text_map_field("properties", str)
    data = text_field("data")
    file = text_field("file", "uploads: the copy that is kept, below the data directory")

    def __init__(self, *, name: str = "", properties: Optional[Mapping[str, str]] = None, data: str = "",
                 file: str = "") -> None:
        self._data = given({"name": name, "properties": properties, "data": data, "file": file})


class TestResult(Message):
    __slots__ = ()
    _fields_ = ("name", "suite", "outcome", "duration_ms", "message")

    name = text_field("name")
    suite = text_field("suite")
    outcome = text_field("outcome", "passed, failed, skipped")
    duration_ms = integer_field("durationMs")
    message = text_field("message", "why it failed")

    def __init__(self, *, name: str = "", suite: str = "", outcome: str = "", duration_ms: int = 0,
                 message: str = "") -> None:
        self._data = given({
            "name": name, "suite": suite, "outcome": outcome, "durationMs": duration_ms, "message": message,
        })


class TestRun(Message):
    """What results.publish reported."""

    __slots__ = ()
    _fields_ = (
        "title", "type", "total", "passed", "failed", "skipped", "duration_ms", "results", "platform", "configuration",
    )

    title = text_field("title")
    type = text_field("type", "JUnit, NUnit, VSTest, XUnit, CTest")
    total = integer_field("total")
    passed = integer_field("passed")
    failed = integer_field("failed")
    skipped = integer_field("skipped")
    duration_ms = integer_field("durationMs")
    results = messages_field("results", TestResult, "failed ones first; at most 1000")
    platform = text_field("platform")
    configuration = text_field("configuration")

    def __init__(self, *, title: str = "", type: str = "", total: int = 0, passed: int = 0, failed: int = 0,
                 skipped: int = 0, duration_ms: int = 0, results: Sequence[TestResult] = (), platform: str = "",
                 configuration: str = "") -> None:
        self._data = given({
            "title": title, "type": type, "total": total, "passed": passed, "failed": failed, "skipped": skipped,
            "durationMs": duration_ms, "results": results, "platform": platform, "configuration": configuration,
        })


class Task(Message):
    """Times of the views below are ISO-8601 UTC with microseconds; empty = not yet."""

    __slots__ = ()
    _fields_ = (
        "rank", "name", "task_id", "version", "status", "start_time", "finish_time", "percent_complete", "issues",
        "message", "exit_code", "line_count", "log_path", "tries", "error_count", "warning_count", "stage", "commands",
        "test_runs", "resolved_version",
    )

    rank = integer_field("rank")
    name = text_field("name")
    task_id = text_field("taskId")
    version = text_field("version")
    status = enumeration_field("status", TaskStatus)
    start_time = text_field("startTime")
    finish_time = text_field("finishTime")
    percent_complete = integer_field("percentComplete")
    issues = messages_field("issues", Issue)
    message = text_field("message")
    exit_code = integer_field("exitCode")
    line_count = integer_field("lineCount")
    log_path = text_field("logPath")
    tries = integer_field("tries", "how often it was started")
    error_count = integer_field("errorCount")
    warning_count = integer_field("warningCount")
    stage = enumeration_field("stage", TaskStage)
    commands = messages_field("commands", TaskCommand)
    test_runs = messages_field("testRuns", TestRun)
    resolved_version = text_field("resolvedVersion", "of the installed task that ran")

    def __init__(self, *, rank: int = 0, name: str = "", task_id: str = "", version: str = "",
                 status: TaskStatus = TaskStatus.UNKNOWN, start_time: str = "", finish_time: str = "",
                 percent_complete: int = 0, issues: Sequence[Issue] = (), message: str = "", exit_code: int = 0,
                 line_count: int = 0, log_path: str = "", tries: int = 0, error_count: int = 0, warning_count: int = 0,
                 stage: TaskStage = TaskStage.MAIN, commands: Sequence[TaskCommand] = (),
                 test_runs: Sequence[TestRun] = (), resolved_version: str = "") -> None:
        self._data = given({
            "rank": rank, "name": name, "taskId": task_id, "version": version, "status": status,
            "startTime": start_time, "finishTime": finish_time, "percentComplete": percent_complete, "issues": issues,
            "message": message, "exitCode": exit_code, "lineCount": line_count, "logPath": log_path, "tries": tries,
            "errorCount": error_count, "warningCount": warning_count, "stage": stage, "commands": commands,
            "testRuns": test_runs, "resolvedVersion": resolved_version,
        })


class Job(Message):
    __slots__ = ()
    _fields_ = ("name", "status", "start_time", "finish_time", "tasks", "target", "message", "agent", "queued_on")

    name = text_field("name")
    status = enumeration_field("status", TaskStatus)
    start_time = text_field("startTime")
    finish_time = text_field("finishTime")
    tasks = messages_field("tasks", Task)
    target = text_field("target")
    message = text_field("message")
    agent = text_field("agent", "of an agent pool")
    queued_on = text_field("queuedOn", "it waits, or waited, for an agent since then")

    def __init__(self, *, name: str = "", status: TaskStatus = TaskStatus.UNKNOWN, start_time: str = "",
                 finish_time: str = "", tasks: Sequence[Task] = (), target: str = "", message: str = "",
                 agent: str = "", queued_on: str = "") -> None:
        self._data = given({
            "name": name, "status": status, "startTime": start_time, "finishTime": finish_time, "tasks": tasks,
            "target": target, "message": message, "agent": agent, "queuedOn": queued_on,
        })


class Phase(Message):
    __slots__ = ()
    _fields_ = ("name", "rank", "phase_type", "status", "started_on", "finished_on", "jobs", "error_log")

    name = text_field("name")
    rank = integer_field("rank")
    phase_type = enumeration_field("phaseType", DeployPhaseType)
    status = enumeration_field("status", DeployPhaseStatus)
    started_on = text_field("startedOn")
    finished_on = text_field("finishedOn")
    jobs = messages_field("jobs", Job)
    error_log = text_field("errorLog", "why it was skipped or failed as a whole")

    def __init__(self, *, name: str = "", rank: int = 0, phase_type: DeployPhaseType = DeployPhaseType.UNDEFINED,
                 status: DeployPhaseStatus = DeployPhaseStatus.UNDEFINED, started_on: str = "", finished_on: str = "",
                 jobs: Sequence[Job] = (), error_log: str = "") -> None:
        self._data = given({
            "name": name, "rank": rank, "phaseType": phase_type, "status": status, "startedOn": started_on,
            "finishedOn": finished_on, "jobs": jobs, "errorLog": error_log,
        })


class GateSample(Message):
    """One evaluation of all gates of a side."""

    __slots__ = ()
    _fields_ = ("sample", "started_on", "finished_on", "counts", "succeeded", "tasks")

    sample = integer_field("sample", "0, 1, ...")
    started_on = text_field("startedOn")
    finished_on = text_field("finishedOn")
    counts = boolean_field("counts", "false: before stabilization, for reference only")
    succeeded = boolean_field("succeeded")
    tasks = messages_field("tasks", Task)

    def __init__(self, *, sample: int = 0, started_on: str = "", finished_on: str = "", counts: bool = False,
                 succeeded: bool = False, tasks: Sequence[Task] = ()) -> None:
        self._data = given({
            "sample": sample, "startedOn": started_on, "finishedOn": finished_on, "counts": counts,
            "succeeded": succeeded, "tasks": tasks,
        })


class Gates(Message):
    """The gates of one side of an attempt (domain.md 6)."""

    __slots__ = ()
    _fields_ = (
        "type", "status", "started_on", "stabilization_completed_on", "succeeding_since", "times_out_on",
        "next_sample_on", "samples", "ignored_gates", "message",
    )

    type = enumeration_field("type", ApprovalType)
    status = enumeration_field("status", GateStatus)
    started_on = text_field("startedOn")
    stabilization_completed_on = text_field("stabilizationCompletedOn")
    succeeding_since = text_field("succeedingSince")
    times_out_on = text_field("timesOutOn")
    next_sample_on = text_field("nextSampleOn")
    samples = messages_field("samples", GateSample, "newest first")
    ignored_gates = text_list_field("ignoredGates")
    message = text_field("message")

    def __init__(self, *, type: ApprovalType = ApprovalType.UNDEFINED, status: GateStatus = GateStatus.NONE,
                 started_on: str = "", stabilization_completed_on: str = "", succeeding_since: str = "",
                 times_out_on: str = "", next_sample_on: str = "", samples: Sequence[GateSample] = (),
                 ignored_gates: Sequence[str] = (), message: str = "") -> None:
        self._data = given({
            "type": type, "status": status, "startedOn": started_on,
            "stabilizationCompletedOn": stabilization_completed_on, "succeedingSince": succeeding_since,
            "timesOutOn": times_out_on, "nextSampleOn": next_sample_on, "samples": samples,
            "ignoredGates": ignored_gates, "message": message,
        })


class ManualIntervention(Message):
    __slots__ = ()
    _fields_ = (
        "id", "release_id", "environment", "attempt", "name", "instructions", "status", "approver", "comments",
        "created_on", "modified_on", "times_out_on", "phase",
    )

    id = integer_field("id")
    release_id = integer_field("releaseId")
    environment = text_field("environment")
    attempt = integer_field("attempt")
    name = text_field("name")
    instructions = text_field("instructions")
    status = enumeration_field("status", ManualInterventionStatus)
    approver = text_field("approver")
    comments = text_field("comments")
    created_on = text_field("createdOn")
    modified_on = text_field("modifiedOn")
    times_out_on = text_field("timesOutOn")
    phase = integer_field("phase", "0-based")

    def __init__(self, *, id: int = 0, release_id: int = 0, environment: str = "", attempt: int = 0, name: str = "",
                 instructions: str = "", status: ManualInterventionStatus = ManualInterventionStatus.UNKNOWN,
                 approver: str = "", comments: str = "", created_on: str = "", modified_on: str = "",
                 times_out_on: str = "", phase: int = 0) -> None:
        self._data = given({
            "id": id, "releaseId": release_id, "environment": environment, "attempt": attempt, "name": name,
            "instructions": instructions, "status": status, "approver": approver, "comments": comments,
            "createdOn": created_on, "modifiedOn": modified_on, "timesOutOn": times_out_on, "phase": phase,
        })


class Deployment(Message):
    """One attempt of one release in one environment."""

    __slots__ = ()
    _fields_ = (
        "id", "release_id", "environment", "attempt", "reason", "deployment_status", "operation_status",
        "trigger_reason", "requested_by", "queued_on", "started_on", "completed_on", "phases", "approvals", "issues",
        "message", "definition_id", "definition_environment_id", "gates", "manual_interventions",
        "scheduled_deployment_time", "waits_for", "failed_targets",
    )

    id = integer_field("id")
    release_id = integer_field("releaseId")
    environment = text_field("environment")
    attempt = integer_field("attempt")
    reason = enumeration_field("reason", DeploymentReason)
    deployment_status = enumeration_field("deploymentStatus", DeploymentStatus)
    operation_status = enumeration_field("operationStatus", DeploymentOperationStatus)
    trigger_reason = text_field("triggerReason")
    requested_by = text_field("requestedBy")
    queued_on = text_field("queuedOn")
    started_on = text_field("startedOn")
    completed_on = text_field("completedOn")
    phases = messages_field("phases", Phase)
    approvals = messages_field("approvals", Approval)
    issues = messages_field("issues", Issue)
    message = text_field("message", "why it ended as it did")
    definition_id = integer_field("definitionId")
    definition_environment_id = integer_field("definitionEnvironmentId")
    gates = messages_field("gates", Gates)
    manual_interventions = messages_field("manualInterventions", ManualIntervention)
    scheduled_deployment_time = text_field("scheduledDeploymentTime", "it waits until then")
    waits_for = text_field("waitsFor", "in a few words; empty = nothing")
    failed_targets = text_list_field("failedTargets")

    def __init__(self, *, id: int = 0, release_id: int = 0, environment: str = "", attempt: int = 0,
                 reason: DeploymentReason = DeploymentReason.NONE,
                 deployment_status: DeploymentStatus = DeploymentStatus.UNDEFINED,
                 operation_status: DeploymentOperationStatus = DeploymentOperationStatus.UNDEFINED,
                 trigger_reason: str = "", requested_by: str = "", queued_on: str = "", started_on: str = "",
                 completed_on: str = "", phases: Sequence[Phase] = (), approvals: Sequence[Approval] = (),
                 issues: Sequence[Issue] = (), message: str = "", definition_id: int = 0,
                 definition_environment_id: int = 0, gates: Sequence[Gates] = (),
                 manual_interventions: Sequence[ManualIntervention] = (), scheduled_deployment_time: str = "",
                 waits_for: str = "", failed_targets: Sequence[str] = ()) -> None:
        self._data = given({
            "id": id, "releaseId": release_id, "environment": environment, "attempt": attempt, "reason": reason,
            "deploymentStatus": deployment_status, "operationStatus": operation_status, "triggerReason": trigger_reason,
            "requestedBy": requested_by, "queuedOn": queued_on, "startedOn": started_on, "completedOn": completed_on,
            "phases": phases, "approvals": approvals, "issues": issues, "message": message,
            "definitionId": definition_id, "definitionEnvironmentId": definition_environment_id, "gates": gates,
            "manualInterventions": manual_interventions, "scheduledDeploymentTime": scheduled_deployment_time,
            "waitsFor": waits_for, "failedTargets": failed_targets,
        })


class ReleaseEnvironment(Message):
    __slots__ = ()
    _fields_ = (
        "definition_environment_id", "name", "rank", "status", "trigger_reason", "deployments", "depends_on",
        "time_to_deploy",
    )

    definition_environment_id = integer_field("definitionEnvironmentId")
    name = text_field("name")
    rank = integer_field("rank")
    status = enumeration_field("status", EnvironmentStatus)
    trigger_reason = text_field("triggerReason")
    deployments = messages_field("deployments", Deployment, "every attempt, oldest first")
    depends_on = text_list_field("dependsOn", "names of environments its conditions refer to")
    time_to_deploy = number_field("timeToDeploy", "minutes, of the newest attempt")

    def __init__(self, *, definition_environment_id: int = 0, name: str = "", rank: int = 0,
                 status: EnvironmentStatus = EnvironmentStatus.UNDEFINED, trigger_reason: str = "",
                 deployments: Sequence[Deployment] = (), depends_on: Sequence[str] = (),
                 time_to_deploy: float = 0.0) -> None:
        self._data = given({
            "definitionEnvironmentId": definition_environment_id, "name": name, "rank": rank, "status": status,
            "triggerReason": trigger_reason, "deployments": deployments, "dependsOn": depends_on,
            "timeToDeploy": time_to_deploy,
        })


class Release(Message):
    __slots__ = ()
    _fields_ = (
        "id", "name", "status", "reason", "description", "definition_id", "definition_name", "definition_revision",
        "created_by", "created_on", "modified_on", "variables", "artifacts", "environments", "comment", "version",
        "in_progress", "unknown_tasks", "is_deleted", "keep_forever",
    )

    id = integer_field("id")
    name = text_field("name")
    status = enumeration_field("status", ReleaseStatus)
    reason = enumeration_field("reason", ReleaseReason)
    description = text_field("description")
    definition_id = integer_field("definitionId")
    definition_name = text_field("definitionName")
    definition_revision = integer_field("definitionRevision")
    created_by = text_field("createdBy")
    created_on = text_field("createdOn")
    modified_on = text_field("modifiedOn")
    variables = message_map_field("variables", str, VariableValue, "secret values are empty")
    artifacts = messages_field("artifacts", ArtifactVersion)
    environments = messages_field("environments", ReleaseEnvironment)
    comment = text_field("comment")
    version = integer_field("version", "records in its stream; grows with every change")
    in_progress = boolean_field("inProgress", "something is running or waiting")
    unknown_tasks = enumeration_field("unknownTasks", UnknownTaskPolicy)
    is_deleted = boolean_field("isDeleted")
    keep_forever = boolean_field("keepForever", "retention policies leave it alone")

    def __init__(self, *, id: int = 0, name: str = "", status: ReleaseStatus = ReleaseStatus.UNDEFINED,
                 reason: ReleaseReason = ReleaseReason.NONE, description: str = "", definition_id: int = 0,
                 definition_name: str = "", definition_revision: int = 0, created_by: str = "", created_on: str = "",
                 modified_on: str = "", variables: Optional[Mapping[str, VariableValue]] = None,
                 artifacts: Sequence[ArtifactVersion] = (), environments: Sequence[ReleaseEnvironment] = (),
                 comment: str = "", version: int = 0, in_progress: bool = False,
                 unknown_tasks: UnknownTaskPolicy = UnknownTaskPolicy.FAIL, is_deleted: bool = False,
                 keep_forever: bool = False) -> None:
        self._data = given({
            "id": id, "name": name, "status": status, "reason": reason, "description": description,
            "definitionId": definition_id, "definitionName": definition_name, "definitionRevision": definition_revision,
            "createdBy": created_by, "createdOn": created_on, "modifiedOn": modified_on, "variables": variables,
            "artifacts": artifacts, "environments": environments, "comment": comment, "version": version,
            "inProgress": in_progress, "unknownTasks": unknown_tasks, "isDeleted": is_deleted,
            "keepForever": keep_forever,
        })
