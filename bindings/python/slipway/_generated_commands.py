"""Messages and enums of slipway/v1/commands.proto.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from typing import Mapping, Optional, Sequence

from ._generated_definition import (
    AgentPool,
    DeploymentGroup,
    EnvironmentRetentionPolicy,
    Finding,
    FreezeWindow,
    Identity,
    ReleaseDefinition,
    ReleaseTriggerType,
    TaskGroup,
    TaskStage,
    VariableGroup,
    VariableValue,
)
from ._generated_events import EventBatch, VariableOverrides, VariableSet
from ._generated_release import (
    Approval,
    ApprovalStatus,
    ArtifactVersion,
    Deployment,
    EnvironmentStatus,
    Issue,
    ManualIntervention,
    ManualInterventionStatus,
    Release,
    ReleaseReason,
    ReleaseStatus,
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
    enumerations_field,
    given,
    integer_field,
    message_field,
    message_map_field,
    messages_field,
    optional_enumeration_field,
    part_field,
    text_field,
    text_list_field,
    text_map_field,
)

__all__ = [
    "ResourceKind",
    "RetentionAction",
    "AbandonReleaseRequest",
    "AbandonReleaseResponse",
    "AddSecureFileRequest",
    "SecureFile",
    "AddSecureFileResponse",
    "AgentUse",
    "AnswerGroupsRequest",
    "AnswerGroupsResponse",
    "Change",
    "WorkItem",
    "ArtifactChanges",
    "ArtifactSource",
    "CancelEnvironmentRequest",
    "CancelEnvironmentResponse",
    "CompleteServerTaskRequest",
    "CompleteServerTaskResponse",
    "CreateReleaseRequest",
    "CreateReleaseResponse",
    "DeferDeploymentRequest",
    "DeferDeploymentResponse",
    "DefinitionSummary",
    "DeleteDefinitionRequest",
    "DeleteDefinitionResponse",
    "DeleteReleaseRequest",
    "DeleteReleaseResponse",
    "DeleteResourceRequest",
    "DeleteResourceResponse",
    "DeployEnvironmentRequest",
    "DeployEnvironmentResponse",
    "EnvironmentSummary",
    "ExplainRequest",
    "Fact",
    "ExplainResponse",
    "ExportDefinitionRequest",
    "ExportDefinitionResponse",
    "FollowLogsRequest",
    "FollowLogsResponse",
    "GetChangesRequest",
    "GetChangesResponse",
    "GetDefinitionRequest",
    "GetDefinitionResponse",
    "GetReleaseRequest",
    "GetReleaseResponse",
    "GetStatusRequest",
    "GetStatusResponse",
    "HostCancelTask",
    "HostCancelTaskAccepted",
    "HostGroupQuery",
    "HostGroupQueryAccepted",
    "HostNotification",
    "HostNotificationAccepted",
    "HostTask",
    "HostTaskAccepted",
    "IgnoreGatesRequest",
    "IgnoreGatesResponse",
    "ImportDefinitionRequest",
    "ImportedDefinition",
    "ImportDefinitionResponse",
    "InstallTaskRequest",
    "TaskInfo",
    "InstallTaskResponse",
    "KeepReleaseRequest",
    "KeepReleaseResponse",
    "Limits",
    "LintDefinitionRequest",
    "LintDefinitionResponse",
    "ListAgentPoolsRequest",
    "ListAgentPoolsResponse",
    "ListApprovalsRequest",
    "ListApprovalsResponse",
    "ListArtifactSourcesRequest",
    "ListArtifactSourcesResponse",
    "ListArtifactVersionsRequest",
    "ListArtifactVersionsResponse",
    "ListDefinitionsRequest",
    "ListDefinitionsResponse",
    "ListDeploymentGroupsRequest",
    "ListDeploymentGroupsResponse",
    "ListDeploymentsRequest",
    "ListDeploymentsResponse",
    "ListFreezeWindowsRequest",
    "ListFreezeWindowsResponse",
    "ListInterventionsRequest",
    "ListInterventionsResponse",
    "ListReleasesRequest",
    "ReleaseSummary",
    "ListReleasesResponse",
    "ListSecureFilesRequest",
    "ListSecureFilesResponse",
    "ListServiceEndpointsRequest",
    "ServiceEndpoint",
    "ListServiceEndpointsResponse",
    "ListTaskGroupsRequest",
    "ListTaskGroupsResponse",
    "ListTasksRequest",
    "ListTasksResponse",
    "ListTestRunsRequest",
    "PublishedTestRun",
    "ListTestRunsResponse",
    "ListVariableGroupsRequest",
    "ListVariableGroupsResponse",
    "RegisterTaskRequest",
    "RetentionSettings",
    "OpenOptions",
    "PushArtifactRequest",
    "TriggerOutcome",
    "PushArtifactResponse",
    "PutAgentPoolRequest",
    "PutAgentPoolResponse",
    "PutArtifactSourceRequest",
    "PutArtifactSourceResponse",
    "PutDeploymentGroupRequest",
    "PutDeploymentGroupResponse",
    "PutFreezeWindowRequest",
    "PutFreezeWindowResponse",
    "PutServiceEndpointRequest",
    "PutServiceEndpointResponse",
    "PutTaskGroupRequest",
    "PutTaskGroupResponse",
    "PutVariableGroupRequest",
    "PutVariableGroupResponse",
    "ReadLogRequest",
    "ReadLogResponse",
    "RegisterTaskResponse",
    "RemoveTaskRequest",
    "RemoveTaskResponse",
    "RetentionOutcome",
    "RunRetentionRequest",
    "RunRetentionResponse",
    "SetSecretsRequest",
    "SetSecretsResponse",
    "SetTimeRequest",
    "SetTimeResponse",
    "SimulateRequest",
    "SimulateResponse",
    "StartReleaseRequest",
    "StartReleaseResponse",
    "TaskCompletion",
    "TaskLogRequest",
    "TaskLogResponse",
    "UndeleteReleaseRequest",
    "UndeleteReleaseResponse",
    "UpdateApprovalRequest",
    "UpdateApprovalResponse",
    "UpdateInterventionRequest",
    "UpdateInterventionResponse",
    "VerifyFinding",
    "VerifyRequest",
    "VerifyResponse",
    "WatchEventsRequest",
    "WatchEventsResponse",
]


class ResourceKind(Enum):
    __prefix__ = "RESOURCE_KIND_"

    UNDEFINED = 0
    VARIABLE_GROUP = 1
    TASK_GROUP = 2
    DEPLOYMENT_GROUP = 3
    FREEZE_WINDOW = 4
    SERVICE_ENDPOINT = 5
    SECURE_FILE = 6
    ARTIFACT_SOURCE = 7
    AGENT_POOL = 8


class RetentionAction(Enum):
    __prefix__ = "RETENTION_ACTION_"

    KEEP = 0
    # softly: UndeleteRelease takes it back
    DELETE = 1
    # its events, rows and logs are gone; what is left are hashes
    PURGE = 2


class AbandonReleaseRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "actor", "comment")

    release_id = integer_field("releaseId")
    actor = text_field("actor")
    comment = text_field("comment")

    def __init__(self, *, release_id: int = 0, actor: str = "", comment: str = "") -> None:
        self._data = given({"releaseId": release_id, "actor": actor, "comment": comment})


class AbandonReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class AddSecureFileRequest(Message):
    __slots__ = ()
    _fields_ = ("name", "content", "actor", "id")
    _secrets_ = ("content",)

    name = text_field("name")
    content = binary_field("content", "at most 10 MiB")
    actor = text_field("actor")
    id = text_field("id", "GUID; empty = a new one")

    def __init__(self, *, name: str = "", content: bytes = b"", actor: str = "", id: str = "") -> None:
        self._data = given({"name": name, "content": content, "actor": actor, "id": id})


class SecureFile(Message):
    """A file that only tasks see (inputs of type secureFile). Stored encrypted."""

    __slots__ = ()
    _fields_ = ("id", "name", "size", "created_on", "created_by")

    id = text_field("id", "GUID")
    name = text_field("name")
    size = integer_field("size")
    created_on = text_field("createdOn")
    created_by = text_field("createdBy")

    def __init__(self, *, id: str = "", name: str = "", size: int = 0, created_on: str = "",
                 created_by: str = "") -> None:
        self._data = given({"id": id, "name": name, "size": size, "createdOn": created_on, "createdBy": created_by})


class AddSecureFileResponse(Message):
    __slots__ = ()
    _fields_ = ("file",)

    file = part_field("file", SecureFile)

    def __init__(self, *, file: Optional[SecureFile] = None) -> None:
        self._data = given({"file": file})


class AgentUse(Message):
    """What an agent has to do right now."""

    __slots__ = ()
    _fields_ = ("pool_id", "agent", "running")

    pool_id = integer_field("poolId")
    agent = text_field("agent")
    running = integer_field("running", "jobs")

    def __init__(self, *, pool_id: int = 0, agent: str = "", running: int = 0) -> None:
        self._data = given({"poolId": pool_id, "agent": agent, "running": running})


class AnswerGroupsRequest(Message):
    __slots__ = ()
    _fields_ = ("token", "groups")

    token = text_field("token", "of the HostGroupQuery")
    groups = text_list_field("groups",
                             "Ids or names of the groups that the actor belongs to, as definitions name them. Of two answers the second counts.")

    def __init__(self, *, token: str = "", groups: Sequence[str] = ()) -> None:
        self._data = given({"token": token, "groups": groups})


class AnswerGroupsResponse(Message):
    __slots__ = ()
    _fields_ = ()


class Change(Message):
    __slots__ = ()
    _fields_ = ("id", "message", "author", "timestamp", "url")

    id = text_field("id", "commit")
    message = text_field("message")
    author = text_field("author")
    timestamp = text_field("timestamp", "RFC 3339")
    url = text_field("url")

    def __init__(self, *, id: str = "", message: str = "", author: str = "", timestamp: str = "",
                 url: str = "") -> None:
        self._data = given({"id": id, "message": message, "author": author, "timestamp": timestamp, "url": url})


class WorkItem(Message):
    __slots__ = ()
    _fields_ = ("id", "title", "type", "state", "assignee", "url")

    id = text_field("id")
    title = text_field("title")
    type = text_field("type")
    state = text_field("state")
    assignee = text_field("assignee")
    url = text_field("url")

    def __init__(self, *, id: str = "", title: str = "", type: str = "", state: str = "", assignee: str = "",
                 url: str = "") -> None:
        self._data = given({"id": id, "title": title, "type": type, "state": state, "assignee": assignee, "url": url})


class ArtifactChanges(Message):
    __slots__ = ()
    _fields_ = ("alias", "from_", "to", "changes", "work_items", "is_rollback", "note")

    alias = text_field("alias")
    from_ = message_field("from", ArtifactVersion, "of the earlier release; absent: there is none")
    to = message_field("to", ArtifactVersion)
    changes = messages_field("changes", Change, "newest first")
    work_items = messages_field("workItems", WorkItem)
    is_rollback = boolean_field("isRollback",
                                "The earlier release has the newer version: the changes are those that are gone.")
    note = text_field("note", "why nothing is known; empty = it is")

    def __init__(self, *, alias: str = "", from_: Optional[ArtifactVersion] = None,
                 to: Optional[ArtifactVersion] = None, changes: Sequence[Change] = (),
                 work_items: Sequence[WorkItem] = (), is_rollback: bool = False, note: str = "") -> None:
        self._data = given({
            "alias": alias, "from": from_, "to": to, "changes": changes, "workItems": work_items,
            "isRollback": is_rollback, "note": note,
        })


class ArtifactSource(Message):
    """Where artifacts come from on this machine. An artifact whose definition names a connection that is stored here as a
    service endpoint needs none, nor a build of the server that the endpoint 'SystemVssConnection' stands for.
    """

    __slots__ = ()
    _fields_ = ("source", "kind", "location", "endpoint", "settings", "poll_seconds")

    source = text_field("source",
                        "which: id or name of the artifact's `definition`, its `sourceId`, or its alias; in any case")
    kind = text_field("kind", "folder, git, jenkins, build, github, github-release, http, nuget, npm, maven, host")
    location = text_field("location", "folder, address of the repository or server; empty = the endpoint's")
    endpoint = text_field("endpoint", "id or name of a service endpoint: address and credentials")
    settings = text_map_field("settings", str, "by kind; docs/artifacts.md")
    poll_seconds = integer_field("pollSeconds",
                                 "asked for new versions this often, for the sake of triggers; 0 = never")

    def __init__(self, *, source: str = "", kind: str = "", location: str = "", endpoint: str = "",
                 settings: Optional[Mapping[str, str]] = None, poll_seconds: int = 0) -> None:
        self._data = given({
            "source": source, "kind": kind, "location": location, "endpoint": endpoint, "settings": settings,
            "pollSeconds": poll_seconds,
        })


class CancelEnvironmentRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "environment", "actor", "comment")

    release_id = integer_field("releaseId")
    environment = text_field("environment", "empty: every environment that is queued, scheduled or in progress")
    actor = text_field("actor")
    comment = text_field("comment")

    def __init__(self, *, release_id: int = 0, environment: str = "", actor: str = "", comment: str = "") -> None:
        self._data = given({"releaseId": release_id, "environment": environment, "actor": actor, "comment": comment})


class CancelEnvironmentResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class CompleteServerTaskRequest(Message):
    __slots__ = ()
    _fields_ = ("task_instance_id", "status", "message", "actor")

    task_instance_id = text_field("taskInstanceId", "what the called system got as TaskInstanceId")
    status = enumeration_field("status", TaskStatus, "succeeded or failed")
    message = text_field("message", "for people; at most 64 KiB, goes to the task's log")
    actor = text_field("actor")

    def __init__(self, *, task_instance_id: str = "", status: TaskStatus = TaskStatus.UNKNOWN, message: str = "",
                 actor: str = "") -> None:
        self._data = given({"taskInstanceId": task_instance_id, "status": status, "message": message, "actor": actor})


class CompleteServerTaskResponse(Message):
    __slots__ = ()
    _fields_ = ()


class CreateReleaseRequest(Message):
    __slots__ = ()
    _fields_ = (
        "definition_id", "actor", "description", "is_draft", "reason", "manual_environments", "variables",
        "environment_variables", "artifacts", "unknown_tasks", "idempotency_key", "triggering_artifact_alias",
        "prefer_installed_tasks",
    )

    definition_id = integer_field("definitionId")
    actor = text_field("actor")
    description = text_field("description")
    is_draft = boolean_field("isDraft")
    reason = enumeration_field("reason", ReleaseReason)
    manual_environments = text_list_field("manualEnvironments", "names: these do not start by themselves")
    variables = message_map_field("variables", str, VariableValue, "only those settable at release time")
    environment_variables = message_map_field("environmentVariables", str, VariableOverrides, "by environment name")
    artifacts = messages_field("artifacts", ArtifactVersion)
    unknown_tasks = optional_enumeration_field("unknownTasks", UnknownTaskPolicy, "absent: as opened")
    idempotency_key = text_field("idempotencyKey",
                                 "A second call with the same key answers the first one's release instead of making another.")
    triggering_artifact_alias = text_field("triggeringArtifactAlias")
    prefer_installed_tasks = boolean_field("preferInstalledTasks",
                                           "Where a task is built in and also installed: the installed one. Kept with the release.")

    def __init__(self, *, definition_id: int = 0, actor: str = "", description: str = "", is_draft: bool = False,
                 reason: ReleaseReason = ReleaseReason.NONE, manual_environments: Sequence[str] = (),
                 variables: Optional[Mapping[str, VariableValue]] = None,
                 environment_variables: Optional[Mapping[str, VariableOverrides]] = None,
                 artifacts: Sequence[ArtifactVersion] = (), unknown_tasks: Optional[UnknownTaskPolicy] = None,
                 idempotency_key: str = "", triggering_artifact_alias: str = "",
                 prefer_installed_tasks: bool = False) -> None:
        self._data = given({
            "definitionId": definition_id, "actor": actor, "description": description, "isDraft": is_draft,
            "reason": reason, "manualEnvironments": manual_environments, "variables": variables,
            "environmentVariables": environment_variables, "artifacts": artifacts, "idempotencyKey": idempotency_key,
            "triggeringArtifactAlias": triggering_artifact_alias, "preferInstalledTasks": prefer_installed_tasks,
        })
        if unknown_tasks is not None:
            self._data["unknownTasks"] = unknown_tasks


class CreateReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class DeferDeploymentRequest(Message):
    """An attempt whose pre-deployment approvals are pending goes on at this time, once they are in (domain.md 5.2, C7)."""

    __slots__ = ()
    _fields_ = ("release_id", "environment", "actor", "scheduled_deployment_time", "comment")

    release_id = integer_field("releaseId")
    environment = text_field("environment")
    actor = text_field("actor")
    scheduled_deployment_time = text_field("scheduledDeploymentTime", "RFC 3339, in the future")
    comment = text_field("comment")

    def __init__(self, *, release_id: int = 0, environment: str = "", actor: str = "",
                 scheduled_deployment_time: str = "", comment: str = "") -> None:
        self._data = given({
            "releaseId": release_id, "environment": environment, "actor": actor,
            "scheduledDeploymentTime": scheduled_deployment_time, "comment": comment,
        })


class DeferDeploymentResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class DefinitionSummary(Message):
    __slots__ = ()
    _fields_ = ("id", "revision", "name", "path", "created_on", "modified_on", "is_deleted")

    id = integer_field("id")
    revision = integer_field("revision")
    name = text_field("name")
    path = text_field("path")
    created_on = text_field("createdOn")
    modified_on = text_field("modifiedOn")
    is_deleted = boolean_field("isDeleted")

    def __init__(self, *, id: int = 0, revision: int = 0, name: str = "", path: str = "", created_on: str = "",
                 modified_on: str = "", is_deleted: bool = False) -> None:
        self._data = given({
            "id": id, "revision": revision, "name": name, "path": path, "createdOn": created_on,
            "modifiedOn": modified_on, "isDeleted": is_deleted,
        })


class DeleteDefinitionRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "actor", "comment")

    definition_id = integer_field("definitionId")
    actor = text_field("actor")
    comment = text_field("comment")

    def __init__(self, *, definition_id: int = 0, actor: str = "", comment: str = "") -> None:
        self._data = given({"definitionId": definition_id, "actor": actor, "comment": comment})


class DeleteDefinitionResponse(Message):
    __slots__ = ()
    _fields_ = ()


class DeleteReleaseRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "actor", "comment")

    release_id = integer_field("releaseId")
    actor = text_field("actor")
    comment = text_field("comment")

    def __init__(self, *, release_id: int = 0, actor: str = "", comment: str = "") -> None:
        self._data = given({"releaseId": release_id, "actor": actor, "comment": comment})


class DeleteReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class DeleteResourceRequest(Message):
    __slots__ = ()
    _fields_ = ("kind", "id", "actor")

    kind = enumeration_field("kind", ResourceKind)
    id = text_field("id")
    actor = text_field("actor")

    def __init__(self, *, kind: ResourceKind = ResourceKind.UNDEFINED, id: str = "", actor: str = "") -> None:
        self._data = given({"kind": kind, "id": id, "actor": actor})


class DeleteResourceResponse(Message):
    __slots__ = ()
    _fields_ = ()


class DeployEnvironmentRequest(Message):
    """Deploy or redeploy: a new attempt, whatever the conditions say."""

    __slots__ = ()
    _fields_ = (
        "release_id", "environment", "actor", "comment", "variables", "scheduled_deployment_time",
        "only_failed_targets", "freeze_override", "update_tasks",
    )

    release_id = integer_field("releaseId")
    environment = text_field("environment", "name, case-insensitive")
    actor = text_field("actor")
    comment = text_field("comment")
    variables = message_map_field("variables", str, VariableValue)
    scheduled_deployment_time = text_field("scheduledDeploymentTime",
                                           "Start at this time (RFC 3339) instead of now; must be in the future.")
    only_failed_targets = boolean_field("onlyFailedTargets",
                                        "Deployment group phases: only targets that failed or were left out in the last attempt.")
    freeze_override = text_field("freezeOverride",
                                 "Why it may run although a freeze window is on; recorded. Empty: it waits for the window's end.")
    update_tasks = boolean_field("updateTasks",
                                 "With the installed tasks as they are now, from this attempt on; else with those the release was accepted with.")

    def __init__(self, *, release_id: int = 0, environment: str = "", actor: str = "", comment: str = "",
                 variables: Optional[Mapping[str, VariableValue]] = None, scheduled_deployment_time: str = "",
                 only_failed_targets: bool = False, freeze_override: str = "", update_tasks: bool = False) -> None:
        self._data = given({
            "releaseId": release_id, "environment": environment, "actor": actor, "comment": comment,
            "variables": variables, "scheduledDeploymentTime": scheduled_deployment_time,
            "onlyFailedTargets": only_failed_targets, "freezeOverride": freeze_override, "updateTasks": update_tasks,
        })


class DeployEnvironmentResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class EnvironmentSummary(Message):
    __slots__ = ()
    _fields_ = ("name", "status", "attempt", "modified_on")

    name = text_field("name")
    status = enumeration_field("status", EnvironmentStatus)
    attempt = integer_field("attempt")
    modified_on = text_field("modifiedOn")

    def __init__(self, *, name: str = "", status: EnvironmentStatus = EnvironmentStatus.UNDEFINED, attempt: int = 0,
                 modified_on: str = "") -> None:
        self._data = given({"name": name, "status": status, "attempt": attempt, "modifiedOn": modified_on})


class ExplainRequest(Message):
    """Why an environment has, or has not, been deployed. From the event log alone."""

    __slots__ = ()
    _fields_ = ("release_id", "environment")

    release_id = integer_field("releaseId")
    environment = text_field("environment")

    def __init__(self, *, release_id: int = 0, environment: str = "") -> None:
        self._data = given({"releaseId": release_id, "environment": environment})


class Fact(Message):
    __slots__ = ()
    _fields_ = ("time", "text", "actor", "sequence")

    time = text_field("time")
    text = text_field("text")
    actor = text_field("actor", "empty = the engine")
    sequence = integer_field("sequence", "of the record it rests on; 0 = follows from the definition")

    def __init__(self, *, time: str = "", text: str = "", actor: str = "", sequence: int = 0) -> None:
        self._data = given({"time": time, "text": text, "actor": actor, "sequence": sequence})


class ExplainResponse(Message):
    __slots__ = ()
    _fields_ = ("summary", "status", "facts", "waits_for", "next_on")

    summary = text_field("summary", "one sentence")
    status = enumeration_field("status", EnvironmentStatus)
    facts = messages_field("facts", Fact, "oldest first")
    waits_for = text_list_field("waitsFor", "what must happen next, one thing each")
    next_on = text_field("nextOn", "when something happens by itself; empty = never")

    def __init__(self, *, summary: str = "", status: EnvironmentStatus = EnvironmentStatus.UNDEFINED,
                 facts: Sequence[Fact] = (), waits_for: Sequence[str] = (), next_on: str = "") -> None:
        self._data = given({
            "summary": summary, "status": status, "facts": facts, "waitsFor": waits_for, "nextOn": next_on,
        })


class ExportDefinitionRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "revision")

    definition_id = integer_field("definitionId")
    revision = integer_field("revision", "0 = newest")

    def __init__(self, *, definition_id: int = 0, revision: int = 0) -> None:
        self._data = given({"definitionId": definition_id, "revision": revision})


class ExportDefinitionResponse(Message):
    __slots__ = ()
    _fields_ = ("document",)

    document = text_field("document",
                          "The JSON document, equal to what was imported but for secret values, which are null.")

    def __init__(self, *, document: str = "") -> None:
        self._data = given({"document": document})


class FollowLogsRequest(Message):
    """Live log lines, of one task or of a whole release."""

    __slots__ = ()
    _fields_ = ("release_id", "environment", "from_now")

    release_id = integer_field("releaseId")
    environment = text_field("environment", "empty: all")
    from_now = boolean_field("fromNow", "else from the beginning")

    def __init__(self, *, release_id: int = 0, environment: str = "", from_now: bool = False) -> None:
        self._data = given({"releaseId": release_id, "environment": environment, "fromNow": from_now})


class FollowLogsResponse(Message):
    __slots__ = ()
    _fields_ = ("environment", "attempt", "phase", "job", "task", "task_name", "text")

    environment = text_field("environment")
    attempt = integer_field("attempt")
    phase = integer_field("phase")
    job = integer_field("job")
    task = integer_field("task")
    task_name = text_field("taskName")
    text = text_field("text", "whole lines")

    def __init__(self, *, environment: str = "", attempt: int = 0, phase: int = 0, job: int = 0, task: int = 0,
                 task_name: str = "", text: str = "") -> None:
        self._data = given({
            "environment": environment, "attempt": attempt, "phase": phase, "job": job, "task": task,
            "taskName": task_name, "text": text,
        })


class GetChangesRequest(Message):
    """What is new in a release, compared with an earlier one."""

    __slots__ = ()
    _fields_ = ("release_id", "base_release_id", "since_environment", "artifact_alias", "limit")

    release_id = integer_field("releaseId")
    base_release_id = integer_field("baseReleaseId",
                                    "The earlier one: this release, or the last other one deployed to this environment (partial success counts). Neither: "
                                    "the release of the same definition before it.")
    since_environment = text_field("sinceEnvironment")
    artifact_alias = text_field("artifactAlias", "empty = all")
    limit = integer_field("limit", "of changes of one artifact; 0 = 50")

    def __init__(self, *, release_id: int = 0, base_release_id: int = 0, since_environment: str = "",
                 artifact_alias: str = "", limit: int = 0) -> None:
        self._data = given({
            "releaseId": release_id, "baseReleaseId": base_release_id, "sinceEnvironment": since_environment,
            "artifactAlias": artifact_alias, "limit": limit,
        })


class GetChangesResponse(Message):
    __slots__ = ()
    _fields_ = ("base_release_id", "base_release_name", "artifacts")

    base_release_id = integer_field("baseReleaseId", "0: there is none, the changes are those of the version itself")
    base_release_name = text_field("baseReleaseName")
    artifacts = messages_field("artifacts", ArtifactChanges)

    def __init__(self, *, base_release_id: int = 0, base_release_name: str = "",
                 artifacts: Sequence[ArtifactChanges] = ()) -> None:
        self._data = given({
            "baseReleaseId": base_release_id, "baseReleaseName": base_release_name, "artifacts": artifacts,
        })


class GetDefinitionRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "revision", "name", "path")

    definition_id = integer_field("definitionId")
    revision = integer_field("revision")
    name = text_field("name", "instead of the id; with `path` when names repeat")
    path = text_field("path")

    def __init__(self, *, definition_id: int = 0, revision: int = 0, name: str = "", path: str = "") -> None:
        self._data = given({"definitionId": definition_id, "revision": revision, "name": name, "path": path})


class GetDefinitionResponse(Message):
    __slots__ = ()
    _fields_ = ("definition", "findings")

    definition = part_field("definition", ReleaseDefinition)
    findings = messages_field("findings", Finding)

    def __init__(self, *, definition: Optional[ReleaseDefinition] = None, findings: Sequence[Finding] = ()) -> None:
        self._data = given({"definition": definition, "findings": findings})


class GetReleaseRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id",)

    release_id = integer_field("releaseId")

    def __init__(self, *, release_id: int = 0) -> None:
        self._data = given({"releaseId": release_id})


class GetReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class GetStatusRequest(Message):
    __slots__ = ()
    _fields_ = ()


class GetStatusResponse(Message):
    __slots__ = ()
    _fields_ = (
        "version", "active_releases", "running_tasks", "waiting_tasks", "position", "recovered_releases",
        "pending_approvals", "commits", "transitions",
    )

    version = text_field("version")
    active_releases = integer_field("activeReleases")
    running_tasks = integer_field("runningTasks")
    waiting_tasks = integer_field("waitingTasks", "for a free slot")
    position = integer_field("position")
    recovered_releases = integer_field("recoveredReleases", "active when the engine opened")
    pending_approvals = integer_field("pendingApprovals")
    commits = integer_field("commits")
    transitions = integer_field("transitions")

    def __init__(self, *, version: str = "", active_releases: int = 0, running_tasks: int = 0, waiting_tasks: int = 0,
                 position: int = 0, recovered_releases: int = 0, pending_approvals: int = 0, commits: int = 0,
                 transitions: int = 0) -> None:
        self._data = given({
            "version": version, "activeReleases": active_releases, "runningTasks": running_tasks,
            "waitingTasks": waiting_tasks, "position": position, "recoveredReleases": recovered_releases,
            "pendingApprovals": pending_approvals, "commits": commits, "transitions": transitions,
        })


class HostCancelTask(Message):
    __slots__ = ()
    _fields_ = ("token",)

    token = text_field("token")

    def __init__(self, *, token: str = "") -> None:
        self._data = given({"token": token})


class HostCancelTaskAccepted(Message):
    __slots__ = ()
    _fields_ = ()


class HostGroupQuery(Message):
    """Somebody decides an approval, and the engine was not told which groups they belong to."""

    __slots__ = ()
    _fields_ = ("token", "actor", "release_id", "approval_id")

    token = text_field("token")
    actor = text_field("actor")
    release_id = integer_field("releaseId")
    approval_id = integer_field("approvalId")

    def __init__(self, *, token: str = "", actor: str = "", release_id: int = 0, approval_id: int = 0) -> None:
        self._data = given({"token": token, "actor": actor, "releaseId": release_id, "approvalId": approval_id})


class HostGroupQueryAccepted(Message):
    __slots__ = ()
    _fields_ = ()


class HostNotification(Message):
    """At least once; answered OK when delivered."""

    __slots__ = ()
    _fields_ = ("id", "release_id", "kind", "environment", "release_name", "environment_status", "approval_id")

    id = integer_field("id")
    release_id = integer_field("releaseId")
    kind = text_field("kind",
                      "release-created, release-abandoned, release-deleted, release-undeleted, deployment-started, deployment-completed, approval-pending, approval-completed")
    environment = text_field("environment")
    release_name = text_field("releaseName")
    environment_status = enumeration_field("environmentStatus", EnvironmentStatus)
    approval_id = integer_field("approvalId")

    def __init__(self, *, id: int = 0, release_id: int = 0, kind: str = "", environment: str = "",
                 release_name: str = "", environment_status: EnvironmentStatus = EnvironmentStatus.UNDEFINED,
                 approval_id: int = 0) -> None:
        self._data = given({
            "id": id, "releaseId": release_id, "kind": kind, "environment": environment, "releaseName": release_name,
            "environmentStatus": environment_status, "approvalId": approval_id,
        })


class HostNotificationAccepted(Message):
    __slots__ = ()
    _fields_ = ()


class HostTask(Message):
    """What a host gets when it is to run a task."""

    __slots__ = ()
    _fields_ = (
        "token", "task_id", "version", "name", "release_id", "release_name", "environment", "attempt", "inputs",
        "variables", "secret_variables", "working_directory", "try_", "cancel",
    )
    _secrets_ = ("secret_variables",)

    token = text_field("token")
    task_id = text_field("taskId")
    version = text_field("version")
    name = text_field("name")
    release_id = integer_field("releaseId")
    release_name = text_field("releaseName")
    environment = text_field("environment")
    attempt = integer_field("attempt")
    inputs = text_map_field("inputs", str, "expanded; may hold secrets")
    variables = text_map_field("variables", str, "public ones")
    secret_variables = text_map_field("secretVariables", str)
    working_directory = text_field("workingDirectory")
    try_ = integer_field("try")
    cancel = boolean_field("cancel", "of work_next: stop the task of this token")

    def __init__(self, *, token: str = "", task_id: str = "", version: str = "", name: str = "", release_id: int = 0,
                 release_name: str = "", environment: str = "", attempt: int = 0,
                 inputs: Optional[Mapping[str, str]] = None, variables: Optional[Mapping[str, str]] = None,
                 secret_variables: Optional[Mapping[str, str]] = None, working_directory: str = "", try_: int = 0,
                 cancel: bool = False) -> None:
        self._data = given({
            "token": token, "taskId": task_id, "version": version, "name": name, "releaseId": release_id,
            "releaseName": release_name, "environment": environment, "attempt": attempt, "inputs": inputs,
            "variables": variables, "secretVariables": secret_variables, "workingDirectory": working_directory,
            "try": try_, "cancel": cancel,
        })


class HostTaskAccepted(Message):
    __slots__ = ()
    _fields_ = ()


class IgnoreGatesRequest(Message):
    """The named gates no longer count, from the next decision on."""

    __slots__ = ()
    _fields_ = ("release_id", "environment", "gates", "comment", "actor")

    release_id = integer_field("releaseId")
    environment = text_field("environment")
    gates = text_list_field("gates", "display names; empty = all")
    comment = text_field("comment", "required")
    actor = text_field("actor")

    def __init__(self, *, release_id: int = 0, environment: str = "", gates: Sequence[str] = (), comment: str = "",
                 actor: str = "") -> None:
        self._data = given({
            "releaseId": release_id, "environment": environment, "gates": gates, "comment": comment, "actor": actor,
        })


class IgnoreGatesResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class ImportDefinitionRequest(Message):
    __slots__ = ()
    _fields_ = ("document", "actor", "comment", "definition_id", "expected_revision", "validate_only", "upsert")

    document = text_field("document",
                          "The exported JSON, as it is (UTF-8, a BOM is fine): one definition, or {count, value: [...]}.")
    actor = text_field("actor")
    comment = text_field("comment")
    definition_id = integer_field("definitionId",
                                  "Replace the definition of this id (a new revision) instead of creating one.")
    expected_revision = integer_field("expectedRevision",
                                      "With definition_id: the revision the caller has seen; another one in the store is ABORTED. 0 = any.")
    validate_only = boolean_field("validateOnly", "Check only, store nothing.")
    upsert = boolean_field("upsert",
                           "Create or update: a definition of the same path and name becomes a new revision instead of a second definition.")

    def __init__(self, *, document: str = "", actor: str = "", comment: str = "", definition_id: int = 0,
                 expected_revision: int = 0, validate_only: bool = False, upsert: bool = False) -> None:
        self._data = given({
            "document": document, "actor": actor, "comment": comment, "definitionId": definition_id,
            "expectedRevision": expected_revision, "validateOnly": validate_only, "upsert": upsert,
        })


class ImportedDefinition(Message):
    __slots__ = ()
    _fields_ = ("definition", "findings", "name")

    definition = message_field("definition", DefinitionSummary, "absent when validate_only or when it has errors")
    findings = messages_field("findings", Finding)
    name = text_field("name")

    def __init__(self, *, definition: Optional[DefinitionSummary] = None, findings: Sequence[Finding] = (),
                 name: str = "") -> None:
        self._data = given({"definition": definition, "findings": findings, "name": name})


class ImportDefinitionResponse(Message):
    __slots__ = ()
    _fields_ = ("definitions",)

    definitions = messages_field("definitions", ImportedDefinition)

    def __init__(self, *, definitions: Sequence[ImportedDefinition] = ()) -> None:
        self._data = given({"definitions": definitions})


class InstallTaskRequest(Message):
    __slots__ = ()
    _fields_ = ("path", "actor", "replace")

    path = text_field("path", "a folder or zip with a task.json at its top, or in its only folder")
    actor = text_field("actor")
    replace = boolean_field("replace",
                            "The same version with other content is ALREADY_EXISTS, unless it is to be replaced.")

    def __init__(self, *, path: str = "", actor: str = "", replace: bool = False) -> None:
        self._data = given({"path": path, "actor": actor, "replace": replace})


class TaskInfo(Message):
    """A task that can run on this machine."""

    __slots__ = ()
    _fields_ = (
        "task_id", "name", "friendly_name", "version", "built_in", "handlers", "stages", "runnable", "reason", "hash",
        "bytes", "files", "installed_on", "installed_by",
    )

    task_id = text_field("taskId", "GUID, lower case")
    name = text_field("name")
    friendly_name = text_field("friendlyName")
    version = text_field("version", "x.y.z")
    built_in = boolean_field("builtIn")
    handlers = text_list_field("handlers", "keys of task.json, over all stages")
    stages = enumerations_field("stages", TaskStage)
    runnable = boolean_field("runnable")
    reason = text_field("reason", "why not")
    hash = text_field("hash",
                      "Of installed ones: "
                      "of all files, hexadecimal")
    bytes = integer_field("bytes")
    files = integer_field("files")
    installed_on = text_field("installedOn")
    installed_by = text_field("installedBy")

    def __init__(self, *, task_id: str = "", name: str = "", friendly_name: str = "", version: str = "",
                 built_in: bool = False, handlers: Sequence[str] = (), stages: Sequence[TaskStage] = (),
                 runnable: bool = False, reason: str = "", hash: str = "", bytes: int = 0, files: int = 0,
                 installed_on: str = "", installed_by: str = "") -> None:
        self._data = given({
            "taskId": task_id, "name": name, "friendlyName": friendly_name, "version": version, "builtIn": built_in,
            "handlers": handlers, "stages": stages, "runnable": runnable, "reason": reason, "hash": hash,
            "bytes": bytes, "files": files, "installedOn": installed_on, "installedBy": installed_by,
        })


class InstallTaskResponse(Message):
    __slots__ = ()
    _fields_ = ("task", "was_installed")

    task = part_field("task", TaskInfo)
    was_installed = boolean_field("wasInstalled", "the very same files were there before")

    def __init__(self, *, task: Optional[TaskInfo] = None, was_installed: bool = False) -> None:
        self._data = given({"task": task, "wasInstalled": was_installed})


class KeepReleaseRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "keep_forever", "actor", "comment")

    release_id = integer_field("releaseId")
    keep_forever = boolean_field("keepForever", "false: the policies decide again")
    actor = text_field("actor")
    comment = text_field("comment")

    def __init__(self, *, release_id: int = 0, keep_forever: bool = False, actor: str = "", comment: str = "") -> None:
        self._data = given({"releaseId": release_id, "keepForever": keep_forever, "actor": actor, "comment": comment})


class KeepReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class Limits(Message):
    """Bounds on what is accepted. 0 = the default in parentheses."""

    __slots__ = ()
    _fields_ = (
        "max_document_bytes", "max_document_depth", "max_environments", "max_phases", "max_tasks", "max_variables",
        "max_variable_bytes",
    )

    max_document_bytes = integer_field("maxDocumentBytes", "(16 MiB) one definition's JSON")
    max_document_depth = integer_field("maxDocumentDepth", "(64)")
    max_environments = integer_field("maxEnvironments", "(1,000)")
    max_phases = integer_field("maxPhases", "(100) per environment")
    max_tasks = integer_field("maxTasks", "(1,000) per phase")
    max_variables = integer_field("maxVariables", "(10,000) per scope")
    max_variable_bytes = integer_field("maxVariableBytes", "(1 MiB) one value")

    def __init__(self, *, max_document_bytes: int = 0, max_document_depth: int = 0, max_environments: int = 0,
                 max_phases: int = 0, max_tasks: int = 0, max_variables: int = 0, max_variable_bytes: int = 0) -> None:
        self._data = given({
            "maxDocumentBytes": max_document_bytes, "maxDocumentDepth": max_document_depth,
            "maxEnvironments": max_environments, "maxPhases": max_phases, "maxTasks": max_tasks,
            "maxVariables": max_variables, "maxVariableBytes": max_variable_bytes,
        })


class LintDefinitionRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "document")

    definition_id = integer_field("definitionId")
    document = text_field("document", "instead")

    def __init__(self, *, definition_id: int = 0, document: str = "") -> None:
        self._data = given({"definitionId": definition_id, "document": document})


class LintDefinitionResponse(Message):
    __slots__ = ()
    _fields_ = ("findings",)

    findings = messages_field("findings", Finding)

    def __init__(self, *, findings: Sequence[Finding] = ()) -> None:
        self._data = given({"findings": findings})


class ListAgentPoolsRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListAgentPoolsResponse(Message):
    __slots__ = ()
    _fields_ = ("pools", "use")

    pools = messages_field("pools", AgentPool, "capabilities with those that are found on this machine")
    use = messages_field("use", AgentUse, "of every agent")

    def __init__(self, *, pools: Sequence[AgentPool] = (), use: Sequence[AgentUse] = ()) -> None:
        self._data = given({"pools": pools, "use": use})


class ListApprovalsRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "status", "before_id", "limit")

    release_id = integer_field("releaseId")
    status = enumeration_field("status", ApprovalStatus, "undefined = pending ones")
    before_id = integer_field("beforeId")
    limit = integer_field("limit")

    def __init__(self, *, release_id: int = 0, status: ApprovalStatus = ApprovalStatus.UNDEFINED, before_id: int = 0,
                 limit: int = 0) -> None:
        self._data = given({"releaseId": release_id, "status": status, "beforeId": before_id, "limit": limit})


class ListApprovalsResponse(Message):
    __slots__ = ()
    _fields_ = ("approvals", "next_before")

    approvals = messages_field("approvals", Approval)
    next_before = integer_field("nextBefore")

    def __init__(self, *, approvals: Sequence[Approval] = (), next_before: int = 0) -> None:
        self._data = given({"approvals": approvals, "nextBefore": next_before})


class ListArtifactSourcesRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListArtifactSourcesResponse(Message):
    __slots__ = ()
    _fields_ = ("sources",)

    sources = messages_field("sources", ArtifactSource, "by name")

    def __init__(self, *, sources: Sequence[ArtifactSource] = ()) -> None:
        self._data = given({"sources": sources})


class ListArtifactVersionsRequest(Message):
    """Versions, newest first: those that were pushed under `source`; or, of an artifact of a definition, those its source
    has now, when one is known here (ArtifactSource).
    """

    __slots__ = ()
    _fields_ = ("type", "source", "limit", "definition_id", "alias", "branch", "tags")

    type = text_field("type")
    source = text_field("source")
    limit = integer_field("limit")
    definition_id = integer_field("definitionId", "with `alias`, instead of `source`")
    alias = text_field("alias")
    branch = text_field("branch",
                        "Of a source that is asked: of this branch, with all of these tags; empty = as the artifact's default version says.")
    tags = text_list_field("tags")

    def __init__(self, *, type: str = "", source: str = "", limit: int = 0, definition_id: int = 0, alias: str = "",
                 branch: str = "", tags: Sequence[str] = ()) -> None:
        self._data = given({
            "type": type, "source": source, "limit": limit, "definitionId": definition_id, "alias": alias,
            "branch": branch, "tags": tags,
        })


class ListArtifactVersionsResponse(Message):
    __slots__ = ()
    _fields_ = ("versions", "from_source")

    versions = messages_field("versions", ArtifactVersion)
    from_source = boolean_field("fromSource", "the source was asked; else they are those that were pushed")

    def __init__(self, *, versions: Sequence[ArtifactVersion] = (), from_source: bool = False) -> None:
        self._data = given({"versions": versions, "fromSource": from_source})


class ListDefinitionsRequest(Message):
    __slots__ = ()
    _fields_ = ("search_text", "include_deleted", "after_id", "limit")

    search_text = text_field("searchText")
    include_deleted = boolean_field("includeDeleted")
    after_id = integer_field("afterId")
    limit = integer_field("limit")

    def __init__(self, *, search_text: str = "", include_deleted: bool = False, after_id: int = 0,
                 limit: int = 0) -> None:
        self._data = given({
            "searchText": search_text, "includeDeleted": include_deleted, "afterId": after_id, "limit": limit,
        })


class ListDefinitionsResponse(Message):
    __slots__ = ()
    _fields_ = ("definitions", "next_after")

    definitions = messages_field("definitions", DefinitionSummary, "by id")
    next_after = integer_field("nextAfter")

    def __init__(self, *, definitions: Sequence[DefinitionSummary] = (), next_after: int = 0) -> None:
        self._data = given({"definitions": definitions, "nextAfter": next_after})


class ListDeploymentGroupsRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListDeploymentGroupsResponse(Message):
    __slots__ = ()
    _fields_ = ("groups",)

    groups = messages_field("groups", DeploymentGroup)

    def __init__(self, *, groups: Sequence[DeploymentGroup] = ()) -> None:
        self._data = given({"groups": groups})


class ListDeploymentsRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "release_id", "definition_environment_id", "before_id", "limit")

    definition_id = integer_field("definitionId")
    release_id = integer_field("releaseId")
    definition_environment_id = integer_field("definitionEnvironmentId")
    before_id = integer_field("beforeId")
    limit = integer_field("limit")

    def __init__(self, *, definition_id: int = 0, release_id: int = 0, definition_environment_id: int = 0,
                 before_id: int = 0, limit: int = 0) -> None:
        self._data = given({
            "definitionId": definition_id, "releaseId": release_id,
            "definitionEnvironmentId": definition_environment_id, "beforeId": before_id, "limit": limit,
        })


class ListDeploymentsResponse(Message):
    __slots__ = ()
    _fields_ = ("deployments", "next_before")

    deployments = messages_field("deployments", Deployment, "without phases and approvals")
    next_before = integer_field("nextBefore")

    def __init__(self, *, deployments: Sequence[Deployment] = (), next_before: int = 0) -> None:
        self._data = given({"deployments": deployments, "nextBefore": next_before})


class ListFreezeWindowsRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListFreezeWindowsResponse(Message):
    __slots__ = ()
    _fields_ = ("windows",)

    windows = messages_field("windows", FreezeWindow)

    def __init__(self, *, windows: Sequence[FreezeWindow] = ()) -> None:
        self._data = given({"windows": windows})


class ListInterventionsRequest(Message):
    """Pending ones of a release, or of all active releases."""

    __slots__ = ()
    _fields_ = ("release_id",)

    release_id = integer_field("releaseId")

    def __init__(self, *, release_id: int = 0) -> None:
        self._data = given({"releaseId": release_id})


class ListInterventionsResponse(Message):
    __slots__ = ()
    _fields_ = ("interventions",)

    interventions = messages_field("interventions", ManualIntervention)

    def __init__(self, *, interventions: Sequence[ManualIntervention] = ()) -> None:
        self._data = given({"interventions": interventions})


class ListReleasesRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "status", "before_id", "limit", "include_deleted")

    definition_id = integer_field("definitionId")
    status = enumeration_field("status", ReleaseStatus)
    before_id = integer_field("beforeId")
    limit = integer_field("limit")
    include_deleted = boolean_field("includeDeleted", "Also those that are deleted and not purged yet.")

    def __init__(self, *, definition_id: int = 0, status: ReleaseStatus = ReleaseStatus.UNDEFINED, before_id: int = 0,
                 limit: int = 0, include_deleted: bool = False) -> None:
        self._data = given({
            "definitionId": definition_id, "status": status, "beforeId": before_id, "limit": limit,
            "includeDeleted": include_deleted,
        })


class ReleaseSummary(Message):
    __slots__ = ()
    _fields_ = (
        "id", "name", "status", "reason", "definition_id", "definition_name", "created_on", "created_by",
        "environments", "is_deleted", "keep_forever",
    )

    id = integer_field("id")
    name = text_field("name")
    status = enumeration_field("status", ReleaseStatus)
    reason = enumeration_field("reason", ReleaseReason)
    definition_id = integer_field("definitionId")
    definition_name = text_field("definitionName")
    created_on = text_field("createdOn")
    created_by = text_field("createdBy")
    environments = messages_field("environments", EnvironmentSummary)
    is_deleted = boolean_field("isDeleted")
    keep_forever = boolean_field("keepForever")

    def __init__(self, *, id: int = 0, name: str = "", status: ReleaseStatus = ReleaseStatus.UNDEFINED,
                 reason: ReleaseReason = ReleaseReason.NONE, definition_id: int = 0, definition_name: str = "",
                 created_on: str = "", created_by: str = "", environments: Sequence[EnvironmentSummary] = (),
                 is_deleted: bool = False, keep_forever: bool = False) -> None:
        self._data = given({
            "id": id, "name": name, "status": status, "reason": reason, "definitionId": definition_id,
            "definitionName": definition_name, "createdOn": created_on, "createdBy": created_by,
            "environments": environments, "isDeleted": is_deleted, "keepForever": keep_forever,
        })


class ListReleasesResponse(Message):
    __slots__ = ()
    _fields_ = ("releases", "next_before")

    releases = messages_field("releases", ReleaseSummary)
    next_before = integer_field("nextBefore")

    def __init__(self, *, releases: Sequence[ReleaseSummary] = (), next_before: int = 0) -> None:
        self._data = given({"releases": releases, "nextBefore": next_before})


class ListSecureFilesRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListSecureFilesResponse(Message):
    __slots__ = ()
    _fields_ = ("files",)

    files = messages_field("files", SecureFile)

    def __init__(self, *, files: Sequence[SecureFile] = ()) -> None:
        self._data = given({"files": files})


class ListServiceEndpointsRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ServiceEndpoint(Message):
    """A connection that tasks refer to by id (inputs of type connectedService). Stored encrypted, values and all."""

    __slots__ = ()
    _fields_ = ("id", "name", "type", "url", "scheme", "parameters", "data", "description")
    _secrets_ = ("parameters", "data")

    id = text_field("id", "GUID; empty = a new one")
    name = text_field("name")
    type = text_field("type", "generic, ssh, jenkins, github, ...")
    url = text_field("url")
    scheme = text_field("scheme", "UsernamePassword, Token, None, ...")
    parameters = text_map_field("parameters", str, "of the authorization: username, password, apitoken, ...")
    data = text_map_field("data", str)
    description = text_field("description")

    def __init__(self, *, id: str = "", name: str = "", type: str = "", url: str = "", scheme: str = "",
                 parameters: Optional[Mapping[str, str]] = None, data: Optional[Mapping[str, str]] = None,
                 description: str = "") -> None:
        self._data = given({
            "id": id, "name": name, "type": type, "url": url, "scheme": scheme, "parameters": parameters, "data": data,
            "description": description,
        })


class ListServiceEndpointsResponse(Message):
    __slots__ = ()
    _fields_ = ("endpoints",)

    endpoints = messages_field("endpoints", ServiceEndpoint, "values of parameters and data are empty")

    def __init__(self, *, endpoints: Sequence[ServiceEndpoint] = ()) -> None:
        self._data = given({"endpoints": endpoints})


class ListTaskGroupsRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListTaskGroupsResponse(Message):
    __slots__ = ()
    _fields_ = ("groups",)

    groups = messages_field("groups", TaskGroup)

    def __init__(self, *, groups: Sequence[TaskGroup] = ()) -> None:
        self._data = given({"groups": groups})


class ListTasksRequest(Message):
    __slots__ = ()
    _fields_ = ("include_built_in",)

    include_built_in = boolean_field("includeBuiltIn")

    def __init__(self, *, include_built_in: bool = False) -> None:
        self._data = given({"includeBuiltIn": include_built_in})


class ListTasksResponse(Message):
    __slots__ = ()
    _fields_ = ("tasks",)

    tasks = messages_field("tasks", TaskInfo, "by name, newest version first")

    def __init__(self, *, tasks: Sequence[TaskInfo] = ()) -> None:
        self._data = given({"tasks": tasks})


class ListTestRunsRequest(Message):
    """Test results that tasks published, newest release first; within a release as it was deployed."""

    __slots__ = ()
    _fields_ = ("release_id", "definition_id", "environment", "limit")

    release_id = integer_field("releaseId", "of this release")
    definition_id = integer_field("definitionId", "or of all releases of this definition")
    environment = text_field("environment", "name, case-insensitive; empty = all")
    limit = integer_field("limit", "of releases that are looked at")

    def __init__(self, *, release_id: int = 0, definition_id: int = 0, environment: str = "", limit: int = 0) -> None:
        self._data = given({
            "releaseId": release_id, "definitionId": definition_id, "environment": environment, "limit": limit,
        })


class PublishedTestRun(Message):
    __slots__ = ()
    _fields_ = (
        "release_id", "release_name", "environment", "attempt", "phase", "job", "task", "task_name", "job_name",
        "published_on", "run",
    )

    release_id = integer_field("releaseId")
    release_name = text_field("releaseName")
    environment = text_field("environment")
    attempt = integer_field("attempt")
    phase = integer_field("phase", "0-based")
    job = integer_field("job")
    task = integer_field("task")
    task_name = text_field("taskName")
    job_name = text_field("jobName")
    published_on = text_field("publishedOn")
    run = message_field("run", TestRun)

    def __init__(self, *, release_id: int = 0, release_name: str = "", environment: str = "", attempt: int = 0,
                 phase: int = 0, job: int = 0, task: int = 0, task_name: str = "", job_name: str = "",
                 published_on: str = "", run: Optional[TestRun] = None) -> None:
        self._data = given({
            "releaseId": release_id, "releaseName": release_name, "environment": environment, "attempt": attempt,
            "phase": phase, "job": job, "task": task, "taskName": task_name, "jobName": job_name,
            "publishedOn": published_on, "run": run,
        })


class ListTestRunsResponse(Message):
    __slots__ = ()
    _fields_ = ("runs",)

    runs = messages_field("runs", PublishedTestRun)

    def __init__(self, *, runs: Sequence[PublishedTestRun] = ()) -> None:
        self._data = given({"runs": runs})


class ListVariableGroupsRequest(Message):
    __slots__ = ()
    _fields_ = ()


class ListVariableGroupsResponse(Message):
    __slots__ = ()
    _fields_ = ("groups",)

    groups = messages_field("groups", VariableGroup, "secret values empty")

    def __init__(self, *, groups: Sequence[VariableGroup] = ()) -> None:
        self._data = given({"groups": groups})


class RegisterTaskRequest(Message):
    """A task that the host runs itself, instead of a process."""

    __slots__ = ()
    _fields_ = ("task_id", "version", "name", "idempotent", "pull")

    task_id = text_field("taskId", "GUID")
    version = text_field("version", "what is shown; empty = 1.0.0")
    name = text_field("name")
    idempotent = boolean_field("idempotent", "may be run again when its outcome is unknown")
    pull = boolean_field("pull", "handed out by work_next; else by the host's run_task callback")

    def __init__(self, *, task_id: str = "", version: str = "", name: str = "", idempotent: bool = False,
                 pull: bool = False) -> None:
        self._data = given({
            "taskId": task_id, "version": version, "name": name, "idempotent": idempotent, "pull": pull,
        })


class RetentionSettings(Message):
    """What the original's project settings say about retention (domain.md 12)."""

    __slots__ = ()
    _fields_ = ("manual", "default_policy", "maximum_policy", "days_to_keep_deleted_releases")

    manual = boolean_field("manual", "Releases go only when RunRetention is called.")
    default_policy = message_field("defaultPolicy", EnvironmentRetentionPolicy,
                                   "For releases that were never deployed, and for environments their definition no longer has. 0 = 30 days, 3 releases.")
    maximum_policy = message_field("maximumPolicy", EnvironmentRetentionPolicy,
                                   "No definition's policy asks for more than this. 0 = no bound.")
    days_to_keep_deleted_releases = integer_field("daysToKeepDeletedReleases",
                                                  "Days after which a deleted release is purged. 0 = 14.")

    def __init__(self, *, manual: bool = False, default_policy: Optional[EnvironmentRetentionPolicy] = None,
                 maximum_policy: Optional[EnvironmentRetentionPolicy] = None,
                 days_to_keep_deleted_releases: int = 0) -> None:
        self._data = given({
            "manual": manual, "defaultPolicy": default_policy, "maximumPolicy": maximum_policy,
            "daysToKeepDeletedReleases": days_to_keep_deleted_releases,
        })


class OpenOptions(Message):
    """How an engine is opened."""

    __slots__ = ()
    _fields_ = (
        "database", "data_directory", "runner", "max_parallel_tasks", "unknown_tasks", "idempotent_task_ids", "passive",
        "limits", "secrets", "sqlite_vfs", "host_tasks", "retention", "max_artifact_cache_bytes", "host_time",
    )
    _secrets_ = ("secrets",)

    database = text_field("database",
                          "The SQLite file. Created when missing, unless read_only. Beside it: FILE.d/ with logs, work folders, the key, the runner's state.")
    data_directory = text_field("dataDirectory",
                                "Where logs, work folders and the runner's state live; empty = <database>.d")
    runner = text_field("runner",
                        "The slipway-runner program; empty = $SLIPWAY_RUNNER, then beside the library, then libexec.")
    max_parallel_tasks = integer_field("maxParallelTasks",
                                       "Processes at the same time on this machine; 0 = twice the number of cores.")
    unknown_tasks = enumeration_field("unknownTasks", UnknownTaskPolicy, "Default for releases that do not say.")
    idempotent_task_ids = text_list_field("idempotentTaskIds",
                                          "Tasks (GUIDs) that may be run again when their outcome is unknown, besides those that declare it themselves.")
    passive = boolean_field("passive",
                            "Do not drive anything: releases stay as they are; only queries and commands that change nothing outside are useful.")
    limits = message_field("limits", Limits)
    secrets = text_map_field("secrets", str,
                             "Values of secret variables, by name, held in memory only; used where a definition's secret has no stored value.")
    sqlite_vfs = text_field("sqliteVfs", "Test hook: name of a registered SQLite VFS; empty = the default one.")
    host_tasks = messages_field("hostTasks", RegisterTaskRequest,
                                "Tasks the host runs itself, known before anything recovered is driven; more with RegisterTask.")
    retention = message_field("retention", RetentionSettings, "Which releases go by themselves, once a day.")
    max_artifact_cache_bytes = integer_field("maxArtifactCacheBytes",
                                             "What downloaded artifacts may take below data_directory/artifacts before those not used for longest are dropped; "
                                             "0 = 20 GiB, negative = any number.")
    host_time = text_field("hostTime",
                           "RFC 3339. The engine's clock is the host's: it stands at this time until SetTime moves it. Schedules, delays, timeouts and "
                           "everything that is recorded go by it; what processes write does not. Empty = the machine's clock.")

    def __init__(self, *, database: str = "", data_directory: str = "", runner: str = "", max_parallel_tasks: int = 0,
                 unknown_tasks: UnknownTaskPolicy = UnknownTaskPolicy.FAIL, idempotent_task_ids: Sequence[str] = (),
                 passive: bool = False, limits: Optional[Limits] = None, secrets: Optional[Mapping[str, str]] = None,
                 sqlite_vfs: str = "", host_tasks: Sequence[RegisterTaskRequest] = (),
                 retention: Optional[RetentionSettings] = None, max_artifact_cache_bytes: int = 0,
                 host_time: str = "") -> None:
        self._data = given({
            "database": database, "dataDirectory": data_directory, "runner": runner,
            "maxParallelTasks": max_parallel_tasks, "unknownTasks": unknown_tasks,
            "idempotentTaskIds": idempotent_task_ids, "passive": passive, "limits": limits, "secrets": secrets,
            "sqliteVfs": sqlite_vfs, "hostTasks": host_tasks, "retention": retention,
            "maxArtifactCacheBytes": max_artifact_cache_bytes, "hostTime": host_time,
        })


class PushArtifactRequest(Message):
    """A new version of an artifact exists: what a build system, a registry or a poller tells."""

    __slots__ = ()
    _fields_ = (
        "type", "source", "project", "version", "default_branch", "pull_request_id", "target_branch", "tag_added",
        "actor", "dry_run",
    )

    type = text_field("type",
                      "Build, Git, GitHub, Jenkins, PackageManagement, DockerHub, AzureContainerRegistry, ...; empty = any type.")
    source = text_field("source",
                        "Which source: the id or name of the artifact's `definition`, or its `sourceId`, or its alias.")
    project = text_field("project", "id or name; empty = any")
    version = message_field("version", ArtifactVersion)
    default_branch = text_field("defaultBranch", "of the build definition, for useBuildDefinitionBranch")
    pull_request_id = text_field("pullRequestId", "Of a pull-request build.")
    target_branch = text_field("targetBranch")
    tag_added = boolean_field("tagAdded", "to a finished build (createReleaseOnBuildTagging)")
    actor = text_field("actor")
    dry_run = boolean_field("dryRun", "say what would happen, create nothing")

    def __init__(self, *, type: str = "", source: str = "", project: str = "",
                 version: Optional[ArtifactVersion] = None, default_branch: str = "", pull_request_id: str = "",
                 target_branch: str = "", tag_added: bool = False, actor: str = "", dry_run: bool = False) -> None:
        self._data = given({
            "type": type, "source": source, "project": project, "version": version, "defaultBranch": default_branch,
            "pullRequestId": pull_request_id, "targetBranch": target_branch, "tagAdded": tag_added, "actor": actor,
            "dryRun": dry_run,
        })


class TriggerOutcome(Message):
    __slots__ = ()
    _fields_ = (
        "definition_id", "definition_name", "artifact_alias", "trigger_type", "release_id", "release_name", "reason",
        "already_existed",
    )

    definition_id = integer_field("definitionId")
    definition_name = text_field("definitionName")
    artifact_alias = text_field("artifactAlias")
    trigger_type = enumeration_field("triggerType", ReleaseTriggerType)
    release_id = integer_field("releaseId", "0: none was made, `reason` says why")
    release_name = text_field("releaseName")
    reason = text_field("reason")
    already_existed = boolean_field("alreadyExisted", "this version had made a release before")

    def __init__(self, *, definition_id: int = 0, definition_name: str = "", artifact_alias: str = "",
                 trigger_type: ReleaseTriggerType = ReleaseTriggerType.UNDEFINED, release_id: int = 0,
                 release_name: str = "", reason: str = "", already_existed: bool = False) -> None:
        self._data = given({
            "definitionId": definition_id, "definitionName": definition_name, "artifactAlias": artifact_alias,
            "triggerType": trigger_type, "releaseId": release_id, "releaseName": release_name, "reason": reason,
            "alreadyExisted": already_existed,
        })


class PushArtifactResponse(Message):
    __slots__ = ()
    _fields_ = ("outcomes",)

    outcomes = messages_field("outcomes", TriggerOutcome,
                              "releases first, then definitions that listen to this source and refused")

    def __init__(self, *, outcomes: Sequence[TriggerOutcome] = ()) -> None:
        self._data = given({"outcomes": outcomes})


class PutAgentPoolRequest(Message):
    __slots__ = ()
    _fields_ = ("pool", "actor")

    pool = message_field("pool", AgentPool, "id 0 = a new one; one that exists is replaced, jobs that run go on")
    actor = text_field("actor")

    def __init__(self, *, pool: Optional[AgentPool] = None, actor: str = "") -> None:
        self._data = given({"pool": pool, "actor": actor})


class PutAgentPoolResponse(Message):
    __slots__ = ()
    _fields_ = ("pool",)

    pool = part_field("pool", AgentPool)

    def __init__(self, *, pool: Optional[AgentPool] = None) -> None:
        self._data = given({"pool": pool})


class PutArtifactSourceRequest(Message):
    """INVALID_ARGUMENT. The same `source` again: replaced."""

    __slots__ = ()
    _fields_ = ("source", "actor")

    source = message_field("source", ArtifactSource)
    actor = text_field("actor")

    def __init__(self, *, source: Optional[ArtifactSource] = None, actor: str = "") -> None:
        self._data = given({"source": source, "actor": actor})


class PutArtifactSourceResponse(Message):
    __slots__ = ()
    _fields_ = ("source",)

    source = part_field("source", ArtifactSource)

    def __init__(self, *, source: Optional[ArtifactSource] = None) -> None:
        self._data = given({"source": source})


class PutDeploymentGroupRequest(Message):
    __slots__ = ()
    _fields_ = ("group", "actor")

    group = message_field("group", DeploymentGroup)
    actor = text_field("actor")

    def __init__(self, *, group: Optional[DeploymentGroup] = None, actor: str = "") -> None:
        self._data = given({"group": group, "actor": actor})


class PutDeploymentGroupResponse(Message):
    __slots__ = ()
    _fields_ = ("group",)

    group = part_field("group", DeploymentGroup)

    def __init__(self, *, group: Optional[DeploymentGroup] = None) -> None:
        self._data = given({"group": group})


class PutFreezeWindowRequest(Message):
    __slots__ = ()
    _fields_ = ("window", "actor")

    window = message_field("window", FreezeWindow, "id 0 = a new one")
    actor = text_field("actor")

    def __init__(self, *, window: Optional[FreezeWindow] = None, actor: str = "") -> None:
        self._data = given({"window": window, "actor": actor})


class PutFreezeWindowResponse(Message):
    __slots__ = ()
    _fields_ = ("window",)

    window = part_field("window", FreezeWindow)

    def __init__(self, *, window: Optional[FreezeWindow] = None) -> None:
        self._data = given({"window": window})


class PutServiceEndpointRequest(Message):
    __slots__ = ()
    _fields_ = ("endpoint", "actor")

    endpoint = message_field("endpoint", ServiceEndpoint,
                             "an id that exists: replaced; parameters and data left empty keep their value")
    actor = text_field("actor")

    def __init__(self, *, endpoint: Optional[ServiceEndpoint] = None, actor: str = "") -> None:
        self._data = given({"endpoint": endpoint, "actor": actor})


class PutServiceEndpointResponse(Message):
    __slots__ = ()
    _fields_ = ("endpoint",)

    endpoint = part_field("endpoint", ServiceEndpoint, "as ListServiceEndpoints shows it")

    def __init__(self, *, endpoint: Optional[ServiceEndpoint] = None) -> None:
        self._data = given({"endpoint": endpoint})


class PutTaskGroupRequest(Message):
    __slots__ = ()
    _fields_ = ("document", "actor", "expected_revision")

    document = text_field("document", "the exported JSON of one or a {count, value} list")
    actor = text_field("actor")
    expected_revision = integer_field("expectedRevision", "ABORTED when another one is stored; 0 = any")

    def __init__(self, *, document: str = "", actor: str = "", expected_revision: int = 0) -> None:
        self._data = given({"document": document, "actor": actor, "expectedRevision": expected_revision})


class PutTaskGroupResponse(Message):
    __slots__ = ()
    _fields_ = ("groups",)

    groups = messages_field("groups", TaskGroup)

    def __init__(self, *, groups: Sequence[TaskGroup] = ()) -> None:
        self._data = given({"groups": groups})


class PutVariableGroupRequest(Message):
    """Things that definitions refer to by id. A put with an id that exists replaces it; releases keep what they were made
    with.
    """

    __slots__ = ()
    _fields_ = ("group", "document", "actor")

    group = message_field("group", VariableGroup, "secret values in clear; they are sealed")
    document = text_field("document", "instead: the exported JSON of one or a {count, value} list")
    actor = text_field("actor")

    def __init__(self, *, group: Optional[VariableGroup] = None, document: str = "", actor: str = "") -> None:
        self._data = given({"group": group, "document": document, "actor": actor})


class PutVariableGroupResponse(Message):
    __slots__ = ()
    _fields_ = ("groups",)

    groups = messages_field("groups", VariableGroup)

    def __init__(self, *, groups: Sequence[VariableGroup] = ()) -> None:
        self._data = given({"groups": groups})


class ReadLogRequest(Message):
    """A task's log file, or a part of it. Lines are already masked."""

    __slots__ = ()
    _fields_ = ("release_id", "environment", "attempt", "phase", "job", "task", "offset", "max_bytes")

    release_id = integer_field("releaseId")
    environment = text_field("environment")
    attempt = integer_field("attempt", "0 = newest")
    phase = integer_field("phase", "0-based")
    job = integer_field("job")
    task = integer_field("task")
    offset = integer_field("offset", "bytes")
    max_bytes = integer_field("maxBytes", "0 = 1 MiB")

    def __init__(self, *, release_id: int = 0, environment: str = "", attempt: int = 0, phase: int = 0, job: int = 0,
                 task: int = 0, offset: int = 0, max_bytes: int = 0) -> None:
        self._data = given({
            "releaseId": release_id, "environment": environment, "attempt": attempt, "phase": phase, "job": job,
            "task": task, "offset": offset, "maxBytes": max_bytes,
        })


class ReadLogResponse(Message):
    __slots__ = ()
    _fields_ = ("text", "next_offset", "finished")

    text = text_field("text")
    next_offset = integer_field("nextOffset")
    finished = boolean_field("finished", "the task has ended and everything was read")

    def __init__(self, *, text: str = "", next_offset: int = 0, finished: bool = False) -> None:
        self._data = given({"text": text, "nextOffset": next_offset, "finished": finished})


class RegisterTaskResponse(Message):
    __slots__ = ()
    _fields_ = ()


class RemoveTaskRequest(Message):
    __slots__ = ()
    _fields_ = ("task_id", "version", "actor", "force")

    task_id = text_field("taskId")
    version = text_field("version", "a spec: every version that fits; empty = all")
    actor = text_field("actor")
    force = boolean_field("force", "also when releases in progress use it")

    def __init__(self, *, task_id: str = "", version: str = "", actor: str = "", force: bool = False) -> None:
        self._data = given({"taskId": task_id, "version": version, "actor": actor, "force": force})


class RemoveTaskResponse(Message):
    __slots__ = ()
    _fields_ = ("tasks",)

    tasks = messages_field("tasks", TaskInfo, "those that are gone")

    def __init__(self, *, tasks: Sequence[TaskInfo] = ()) -> None:
        self._data = given({"tasks": tasks})


class RetentionOutcome(Message):
    __slots__ = ()
    _fields_ = ("release_id", "release_name", "definition_id", "action", "reason")

    release_id = integer_field("releaseId")
    release_name = text_field("releaseName")
    definition_id = integer_field("definitionId")
    action = enumeration_field("action", RetentionAction)
    reason = text_field("reason", "for people: which rule keeps it, or why none does")

    def __init__(self, *, release_id: int = 0, release_name: str = "", definition_id: int = 0,
                 action: RetentionAction = RetentionAction.KEEP, reason: str = "") -> None:
        self._data = given({
            "releaseId": release_id, "releaseName": release_name, "definitionId": definition_id, "action": action,
            "reason": reason,
        })


class RunRetentionRequest(Message):
    __slots__ = ()
    _fields_ = ("definition_id", "dry_run", "actor")

    definition_id = integer_field("definitionId", "0 = every definition")
    dry_run = boolean_field("dryRun", "say what would happen, change nothing")
    actor = text_field("actor")

    def __init__(self, *, definition_id: int = 0, dry_run: bool = False, actor: str = "") -> None:
        self._data = given({"definitionId": definition_id, "dryRun": dry_run, "actor": actor})


class RunRetentionResponse(Message):
    __slots__ = ()
    _fields_ = ("outcomes",)

    outcomes = messages_field("outcomes", RetentionOutcome, "of every release looked at, by definition, newest first")

    def __init__(self, *, outcomes: Sequence[RetentionOutcome] = ()) -> None:
        self._data = given({"outcomes": outcomes})


class SetSecretsRequest(Message):
    __slots__ = ()
    _fields_ = ("secrets",)
    _secrets_ = ("secrets",)

    secrets = text_map_field("secrets", str, "added to those given at open")

    def __init__(self, *, secrets: Optional[Mapping[str, str]] = None) -> None:
        self._data = given({"secrets": secrets})


class SetSecretsResponse(Message):
    __slots__ = ()
    _fields_ = ()


class SetTimeRequest(Message):
    __slots__ = ()
    _fields_ = ("time",)

    time = text_field("time", "RFC 3339; earlier than now is possible, as with any clock")

    def __init__(self, *, time: str = "") -> None:
        self._data = given({"time": time})


class SetTimeResponse(Message):
    __slots__ = ()
    _fields_ = ()


class SimulateRequest(Message):
    """A definition in virtual time: nothing is executed, nothing is stored."""

    __slots__ = ()
    _fields_ = ("definition_id", "document", "script", "seed", "start", "days", "format")

    definition_id = integer_field("definitionId")
    document = text_field("document", "instead")
    script = text_field("script", "JSON, see the command's help; empty = everything succeeds")
    seed = integer_field("seed")
    start = text_field("start", "RFC 3339; empty = 2026-01-05T08:00:00Z, a Monday")
    days = integer_field("days", "0 = 30")
    format = text_field("format", "text, json, svg")

    def __init__(self, *, definition_id: int = 0, document: str = "", script: str = "", seed: int = 0, start: str = "",
                 days: int = 0, format: str = "") -> None:
        self._data = given({
            "definitionId": definition_id, "document": document, "script": script, "seed": seed, "start": start,
            "days": days, "format": format,
        })


class SimulateResponse(Message):
    __slots__ = ()
    _fields_ = ("output", "releases", "deployments", "transitions", "ended")

    output = text_field("output")
    releases = integer_field("releases")
    deployments = integer_field("deployments")
    transitions = integer_field("transitions")
    ended = boolean_field("ended", "nothing was running or waiting at the end")

    def __init__(self, *, output: str = "", releases: int = 0, deployments: int = 0, transitions: int = 0,
                 ended: bool = False) -> None:
        self._data = given({
            "output": output, "releases": releases, "deployments": deployments, "transitions": transitions,
            "ended": ended,
        })


class StartReleaseRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "actor")

    release_id = integer_field("releaseId")
    actor = text_field("actor")

    def __init__(self, *, release_id: int = 0, actor: str = "") -> None:
        self._data = given({"releaseId": release_id, "actor": actor})


class StartReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class TaskCompletion(Message):
    """The answer to a HostTask, by its token."""

    __slots__ = ()
    _fields_ = ("token", "status", "message", "variables", "issues")

    token = text_field("token")
    status = enumeration_field("status", TaskStatus, "succeeded, partiallySucceeded, failed, canceled, skipped")
    message = text_field("message")
    variables = messages_field("variables", VariableSet)
    issues = messages_field("issues", Issue)

    def __init__(self, *, token: str = "", status: TaskStatus = TaskStatus.UNKNOWN, message: str = "",
                 variables: Sequence[VariableSet] = (), issues: Sequence[Issue] = ()) -> None:
        self._data = given({
            "token": token, "status": status, "message": message, "variables": variables, "issues": issues,
        })


class TaskLogRequest(Message):
    __slots__ = ()
    _fields_ = ("token", "text", "is_stderr")

    token = text_field("token")
    text = text_field("text", "any part of output; logging commands in it are obeyed")
    is_stderr = boolean_field("isStderr")

    def __init__(self, *, token: str = "", text: str = "", is_stderr: bool = False) -> None:
        self._data = given({"token": token, "text": text, "isStderr": is_stderr})


class TaskLogResponse(Message):
    __slots__ = ()
    _fields_ = ("cancel_requested",)

    cancel_requested = boolean_field("cancelRequested")

    def __init__(self, *, cancel_requested: bool = False) -> None:
        self._data = given({"cancelRequested": cancel_requested})


class UndeleteReleaseRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "actor", "comment")

    release_id = integer_field("releaseId")
    actor = text_field("actor")
    comment = text_field("comment")

    def __init__(self, *, release_id: int = 0, actor: str = "", comment: str = "") -> None:
        self._data = given({"releaseId": release_id, "actor": actor, "comment": comment})


class UndeleteReleaseResponse(Message):
    __slots__ = ()
    _fields_ = ("release",)

    release = part_field("release", Release)

    def __init__(self, *, release: Optional[Release] = None) -> None:
        self._data = given({"release": release})


class UpdateApprovalRequest(Message):
    __slots__ = ()
    _fields_ = (
        "approval_id", "release_id", "status", "actor", "comments", "approver", "actor_groups",
        "actor_is_administrator", "identity_revalidated",
    )

    approval_id = integer_field("approvalId")
    release_id = integer_field("releaseId")
    status = enumeration_field("status", ApprovalStatus, "approved, rejected or reassigned")
    actor = text_field("actor")
    comments = text_field("comments")
    approver = message_field("approver", Identity, "of reassigned: who is asked from now on")
    actor_groups = text_list_field("actorGroups",
                                   "What the host knows about the actor: groups (ids or names) the actor belongs to; may decide in place of anyone "
                                   "(\"manage release approvers\"); has just proved who they are (enforceIdentityRevalidation).")
    actor_is_administrator = boolean_field("actorIsAdministrator")
    identity_revalidated = boolean_field("identityRevalidated")

    def __init__(self, *, approval_id: int = 0, release_id: int = 0, status: ApprovalStatus = ApprovalStatus.UNDEFINED,
                 actor: str = "", comments: str = "", approver: Optional[Identity] = None,
                 actor_groups: Sequence[str] = (), actor_is_administrator: bool = False,
                 identity_revalidated: bool = False) -> None:
        self._data = given({
            "approvalId": approval_id, "releaseId": release_id, "status": status, "actor": actor, "comments": comments,
            "approver": approver, "actorGroups": actor_groups, "actorIsAdministrator": actor_is_administrator,
            "identityRevalidated": identity_revalidated,
        })


class UpdateApprovalResponse(Message):
    __slots__ = ()
    _fields_ = ("approval",)

    approval = part_field("approval", Approval)

    def __init__(self, *, approval: Optional[Approval] = None) -> None:
        self._data = given({"approval": approval})


class UpdateInterventionRequest(Message):
    __slots__ = ()
    _fields_ = ("intervention_id", "release_id", "status", "actor", "comments", "actor_is_administrator")

    intervention_id = integer_field("interventionId")
    release_id = integer_field("releaseId")
    status = enumeration_field("status", ManualInterventionStatus,
                               "approved (resume) or rejected; bypassed by an administrator")
    actor = text_field("actor")
    comments = text_field("comments")
    actor_is_administrator = boolean_field("actorIsAdministrator")

    def __init__(self, *, intervention_id: int = 0, release_id: int = 0,
                 status: ManualInterventionStatus = ManualInterventionStatus.UNKNOWN, actor: str = "",
                 comments: str = "", actor_is_administrator: bool = False) -> None:
        self._data = given({
            "interventionId": intervention_id, "releaseId": release_id, "status": status, "actor": actor,
            "comments": comments, "actorIsAdministrator": actor_is_administrator,
        })


class UpdateInterventionResponse(Message):
    __slots__ = ()
    _fields_ = ("intervention",)

    intervention = part_field("intervention", ManualIntervention)

    def __init__(self, *, intervention: Optional[ManualIntervention] = None) -> None:
        self._data = given({"intervention": intervention})


class VerifyFinding(Message):
    __slots__ = ()
    _fields_ = ("release_id", "sequence", "message")

    release_id = integer_field("releaseId")
    sequence = integer_field("sequence", "first diverging record")
    message = text_field("message")

    def __init__(self, *, release_id: int = 0, sequence: int = 0, message: str = "") -> None:
        self._data = given({"releaseId": release_id, "sequence": sequence, "message": message})


class VerifyRequest(Message):
    """Folds every record of a release anew, decides its commands again and checks the chain of hashes."""

    __slots__ = ()
    _fields_ = ("release_id",)

    release_id = integer_field("releaseId", "0 = all")

    def __init__(self, *, release_id: int = 0) -> None:
        self._data = given({"releaseId": release_id})


class VerifyResponse(Message):
    __slots__ = ()
    _fields_ = ("releases", "records", "events", "findings", "head", "purged_records")

    releases = integer_field("releases")
    records = integer_field("records")
    events = integer_field("events")
    findings = messages_field("findings", VerifyFinding, "empty = everything is as it was written")
    head = text_field("head", "hash over all, hexadecimal: note it elsewhere and nobody can rewrite history")
    purged_records = integer_field("purgedRecords", "of releases that retention has purged: only their hashes are left")

    def __init__(self, *, releases: int = 0, records: int = 0, events: int = 0, findings: Sequence[VerifyFinding] = (),
                 head: str = "", purged_records: int = 0) -> None:
        self._data = given({
            "releases": releases, "records": records, "events": events, "findings": findings, "head": head,
            "purgedRecords": purged_records,
        })


class WatchEventsRequest(Message):
    __slots__ = ()
    _fields_ = ("release_id", "after_position", "until_idle")

    release_id = integer_field("releaseId", "0 = all")
    after_position = integer_field("afterPosition", "Records after this position; -1 = only those from now on.")
    until_idle = boolean_field("untilIdle",
                               "End the stream when the release has nothing running or waiting (release_id given), or nothing has anywhere.")

    def __init__(self, *, release_id: int = 0, after_position: int = 0, until_idle: bool = False) -> None:
        self._data = given({"releaseId": release_id, "afterPosition": after_position, "untilIdle": until_idle})


class WatchEventsResponse(Message):
    __slots__ = ()
    _fields_ = ("position", "release_id", "sequence", "batch")

    position = integer_field("position")
    release_id = integer_field("releaseId")
    sequence = integer_field("sequence")
    batch = part_field("batch", EventBatch)

    def __init__(self, *, position: int = 0, release_id: int = 0, sequence: int = 0,
                 batch: Optional[EventBatch] = None) -> None:
        self._data = given({"position": position, "releaseId": release_id, "sequence": sequence, "batch": batch})
