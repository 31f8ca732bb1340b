"""The engine: one method per rpc of service Engine.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple, Type

from ._async import AsyncEngineBase, AsyncStream
from ._engine import EngineBase, StrPath, Stream
from ._generated_commands import (
    AbandonReleaseResponse,
    AddSecureFileResponse,
    AnswerGroupsResponse,
    ArtifactSource,
    CancelEnvironmentResponse,
    CompleteServerTaskResponse,
    CreateReleaseResponse,
    DeferDeploymentResponse,
    DeleteDefinitionResponse,
    DeleteReleaseResponse,
    DeleteResourceResponse,
    DeployEnvironmentResponse,
    ExplainResponse,
    ExportDefinitionResponse,
    FollowLogsResponse,
    GetChangesResponse,
    GetDefinitionResponse,
    GetReleaseResponse,
    GetStatusResponse,
    HostGroupQuery,
    HostNotification,
    IgnoreGatesResponse,
    ImportDefinitionResponse,
    InstallTaskResponse,
    KeepReleaseResponse,
    Limits,
    LintDefinitionResponse,
    ListAgentPoolsResponse,
    ListApprovalsResponse,
    ListArtifactSourcesResponse,
    ListArtifactVersionsResponse,
    ListDefinitionsResponse,
    ListDeploymentGroupsResponse,
    ListDeploymentsResponse,
    ListFreezeWindowsResponse,
    ListInterventionsResponse,
    ListReleasesResponse,
    ListSecureFilesResponse,
    ListServiceEndpointsResponse,
    ListTaskGroupsResponse,
    ListTasksResponse,
    ListTestRunsResponse,
    ListVariableGroupsResponse,
    PushArtifactResponse,
    PutAgentPoolResponse,
    PutArtifactSourceResponse,
    PutDeploymentGroupResponse,
    PutFreezeWindowResponse,
    PutServiceEndpointResponse,
    PutTaskGroupResponse,
    PutVariableGroupResponse,
    ReadLogResponse,
    RegisterTaskRequest,
    RegisterTaskResponse,
    RemoveTaskResponse,
    ResourceKind,
    RetentionSettings,
    RunRetentionResponse,
    ServiceEndpoint,
    SetSecretsResponse,
    SetTimeResponse,
    SimulateResponse,
    StartReleaseResponse,
    TaskLogResponse,
    UndeleteReleaseResponse,
    UpdateApprovalResponse,
    UpdateInterventionResponse,
    VerifyResponse,
    WatchEventsResponse,
)
from ._generated_definition import AgentPool, DeploymentGroup, FreezeWindow, Identity, VariableGroup, VariableValue
from ._generated_events import VariableOverrides
from ._generated_release import (
    ApprovalStatus,
    ArtifactVersion,
    ManualInterventionStatus,
    ReleaseReason,
    ReleaseStatus,
    TaskStatus,
    UnknownTaskPolicy,
)

__all__ = ["AsyncEngine", "Engine"]

# The members of slipway_host behind `release`, in their order.
HOST_CALLBACKS = (
    "run_task",
    "cancel_task",
    "notify",
    "resolve_groups",
)


class Engine(EngineBase):
    """A release engine on one database. Use it in a `with` block, or close() it.

    Every method may be called from any thread, also from several at once, and releases the GIL
    while it works. Times are RFC 3339 in UTC. Errors are subclasses of SlipwayError.
    """


    def __init__(self, database: StrPath, *, data_directory: str = "", runner: str = "", max_parallel_tasks: int = 0,
                 unknown_tasks: UnknownTaskPolicy = UnknownTaskPolicy.FAIL, idempotent_task_ids: Sequence[str] = (),
                 passive: bool = False, limits: Optional[Limits] = None, secrets: Optional[Mapping[str, str]] = None,
                 sqlite_vfs: str = "", host_tasks: Sequence[RegisterTaskRequest] = (),
                 retention: Optional[RetentionSettings] = None, max_artifact_cache_bytes: int = 0, host_time: str = "",
                 on_notify: Optional[Callable[[HostNotification], None]] = None,
                 on_resolve_groups: Optional[Callable[[HostGroupQuery], None]] = None) -> None:
        """Opens an engine, and its database: created when missing.

        A callback is called on a thread of the engine, must return soon and must not close the engine; an
        exception refuses, and is reported to sys.unraisablehook.

        Args:
            database: The SQLite file. Created when missing, unless read_only. Beside it: FILE.d/ with logs, work folders, the key, the runner's state.
            data_directory: Where logs, work folders and the runner's state live; empty = <database>.d
            runner: The slipway-runner program; empty = $SLIPWAY_RUNNER, then beside the library, then libexec.
            max_parallel_tasks: Processes at the same time on this machine; 0 = twice the number of cores.
            unknown_tasks: Default for releases that do not say.
            idempotent_task_ids: Tasks (GUIDs) that may be run again when their outcome is unknown, besides those that declare it themselves.
            passive: Do not drive anything: releases stay as they are; only queries and commands that change nothing outside are useful.
            secrets: Values of secret variables, by name, held in memory only; used where a definition's secret has no stored value.
            sqlite_vfs: Test hook: name of a registered SQLite VFS; empty = the default one.
            host_tasks: Tasks the host runs itself, known before anything recovered is driven; more with RegisterTask.
            retention: Which releases go by themselves, once a day.
            max_artifact_cache_bytes: What downloaded artifacts may take below data_directory/artifacts before those not used for longest are dropped;
                0 = 20 GiB, negative = any number.
            host_time: RFC 3339. The engine's clock is the host's: it stands at this time until SetTime moves it. Schedules, delays, timeouts and
                everything that is recorded go by it; what processes write does not. Empty = the machine's clock.
        """

        options: Dict[str, Any] = {}
        if database:
            options["database"] = database
        if data_directory:
            options["dataDirectory"] = data_directory
        if runner:
            options["runner"] = runner
        if max_parallel_tasks:
            options["maxParallelTasks"] = max_parallel_tasks
        if unknown_tasks:
            options["unknownTasks"] = unknown_tasks
        if idempotent_task_ids:
            options["idempotentTaskIds"] = idempotent_task_ids
        if passive:
            options["passive"] = passive
        if limits:
            options["limits"] = limits
        if secrets:
            options["secrets"] = secrets
        if sqlite_vfs:
            options["sqliteVfs"] = sqlite_vfs
        if host_tasks:
            options["hostTasks"] = host_tasks
        if retention:
            options["retention"] = retention
        if max_artifact_cache_bytes:
            options["maxArtifactCacheBytes"] = max_artifact_cache_bytes
        if host_time:
            options["hostTime"] = host_time
        callbacks: Dict[str, Tuple[Callable[[Any], None], Type[Any]]] = {}
        if on_notify is not None:
            callbacks["notify"] = (on_notify, HostNotification)
        if on_resolve_groups is not None:
            callbacks["resolve_groups"] = (on_resolve_groups, HostGroupQuery)
        self._open(options, callbacks, HOST_CALLBACKS)

    def import_definition(self, *, document: str = "", actor: str = "", comment: str = "", definition_id: int = 0,
                          expected_revision: int = 0, validate_only: bool = False,
                          upsert: bool = False) -> ImportDefinitionResponse:
        """Imports one definition or a {count, value} list of them from exported JSON. Nothing is stored when any of them has an
        error (INVALID_ARGUMENT, with every finding in the error's detail). Secret values are sealed and nulled in the document.
        Since 0.1.

        Args:
            document: The exported JSON, as it is (UTF-8, a BOM is fine): one definition, or {count, value: [...]}.
            definition_id: Replace the definition of this id (a new revision) instead of creating one.
            expected_revision: With definition_id: the revision the caller has seen; another one in the store is ABORTED. 0 = any.
            validate_only: Check only, store nothing.
            upsert: Create or update: a definition of the same path and name becomes a new revision instead of a second definition.
        """

        request: Dict[str, Any] = {}
        if document:
            request["document"] = document
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        if definition_id:
            request["definitionId"] = definition_id
        if expected_revision:
            request["expectedRevision"] = expected_revision
        if validate_only:
            request["validateOnly"] = validate_only
        if upsert:
            request["upsert"] = upsert
        return self._call("slipway_import_definition", request, ImportDefinitionResponse)

    def export_definition(self, *, definition_id: int = 0, revision: int = 0) -> ExportDefinitionResponse:
        """The JSON document of a definition. NOT_FOUND.
        Since 0.1.

        Args:
            revision: 0 = newest
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if revision:
            request["revision"] = revision
        return self._call("slipway_export_definition", request, ExportDefinitionResponse)

    def get_definition(self, *, definition_id: int = 0, revision: int = 0, name: str = "",
                       path: str = "") -> GetDefinitionResponse:
        """A definition as a typed message, with what validation finds about it. NOT_FOUND.
        Since 0.1.

        Args:
            name: instead of the id; with `path` when names repeat
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if revision:
            request["revision"] = revision
        if name:
            request["name"] = name
        if path:
            request["path"] = path
        return self._call("slipway_get_definition", request, GetDefinitionResponse)

    def list_definitions(self, *, search_text: str = "", include_deleted: bool = False, after_id: int = 0,
                         limit: int = 0) -> ListDefinitionsResponse:
        """ListDefinitions.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        if search_text:
            request["searchText"] = search_text
        if include_deleted:
            request["includeDeleted"] = include_deleted
        if after_id:
            request["afterId"] = after_id
        if limit:
            request["limit"] = limit
        return self._call("slipway_list_definitions", request, ListDefinitionsResponse)

    def delete_definition(self, *, definition_id: int = 0, actor: str = "",
                          comment: str = "") -> DeleteDefinitionResponse:
        """Deleted softly: its releases stay. FAILED_PRECONDITION while one of them is in progress.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        return self._call("slipway_delete_definition", request, DeleteDefinitionResponse)

    def create_release(self, *, definition_id: int = 0, actor: str = "", description: str = "", is_draft: bool = False,
                       reason: ReleaseReason = ReleaseReason.NONE, manual_environments: Sequence[str] = (),
                       variables: Optional[Mapping[str, VariableValue]] = None,
                       environment_variables: Optional[Mapping[str, VariableOverrides]] = None,
                       artifacts: Sequence[ArtifactVersion] = (), unknown_tasks: Optional[UnknownTaskPolicy] = None,
                       idempotency_key: str = "", triggering_artifact_alias: str = "",
                       prefer_installed_tasks: bool = False) -> CreateReleaseResponse:
        """Creates a release and, unless it is a draft, starts the environments whose conditions hold. NOT_FOUND (definition),
        INVALID_ARGUMENT (a variable that is not settable, an unknown environment or alias).
        Since 0.1.

        Args:
            manual_environments: names: these do not start by themselves
            variables: only those settable at release time
            environment_variables: by environment name
            unknown_tasks: absent: as opened
            idempotency_key: A second call with the same key answers the first one's release instead of making another.
            prefer_installed_tasks: Where a task is built in and also installed: the installed one. Kept with the release.
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if actor:
            request["actor"] = actor
        if description:
            request["description"] = description
        if is_draft:
            request["isDraft"] = is_draft
        if reason:
            request["reason"] = reason
        if manual_environments:
            request["manualEnvironments"] = manual_environments
        if variables:
            request["variables"] = variables
        if environment_variables:
            request["environmentVariables"] = environment_variables
        if artifacts:
            request["artifacts"] = artifacts
        if unknown_tasks is not None:
            request["unknownTasks"] = unknown_tasks
        if idempotency_key:
            request["idempotencyKey"] = idempotency_key
        if triggering_artifact_alias:
            request["triggeringArtifactAlias"] = triggering_artifact_alias
        if prefer_installed_tasks:
            request["preferInstalledTasks"] = prefer_installed_tasks
        return self._call("slipway_create_release", request, CreateReleaseResponse)

    def start_release(self, *, release_id: int = 0, actor: str = "") -> StartReleaseResponse:
        """Draft or abandoned to active.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if actor:
            request["actor"] = actor
        return self._call("slipway_start_release", request, StartReleaseResponse)

    def abandon_release(self, *, release_id: int = 0, actor: str = "", comment: str = "") -> AbandonReleaseResponse:
        """FAILED_PRECONDITION while an environment is queued or in progress: cancel it first.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        return self._call("slipway_abandon_release", request, AbandonReleaseResponse)

    def delete_release(self, *, release_id: int = 0, actor: str = "", comment: str = "") -> DeleteReleaseResponse:
        """Softly. FAILED_PRECONDITION while an environment is queued or in progress, while it is what is deployed somewhere, and
        when it is kept forever.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        return self._call("slipway_delete_release", request, DeleteReleaseResponse)

    def undelete_release(self, *, release_id: int = 0, actor: str = "", comment: str = "") -> UndeleteReleaseResponse:
        """FAILED_PRECONDITION when it is not deleted, NOT_FOUND when it is purged.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        return self._call("slipway_undelete_release", request, UndeleteReleaseResponse)

    def keep_release(self, *, release_id: int = 0, keep_forever: bool = False, actor: str = "",
                     comment: str = "") -> KeepReleaseResponse:
        """Whether retention policies leave a release alone.
        Since 0.2.

        Args:
            keep_forever: false: the policies decide again
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if keep_forever:
            request["keepForever"] = keep_forever
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        return self._call("slipway_keep_release", request, KeepReleaseResponse)

    def run_retention(self, *, definition_id: int = 0, dry_run: bool = False, actor: str = "") -> RunRetentionResponse:
        """What happens once a day by itself unless OpenOptions.retention.manual is set: deletes releases that no policy keeps,
        purges those that were deleted long enough ago.
        Since 0.2.

        Args:
            definition_id: 0 = every definition
            dry_run: say what would happen, change nothing
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if dry_run:
            request["dryRun"] = dry_run
        if actor:
            request["actor"] = actor
        return self._call("slipway_run_retention", request, RunRetentionResponse)

    def get_release(self, *, release_id: int = 0) -> GetReleaseResponse:
        """GetRelease.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        return self._call("slipway_get_release", request, GetReleaseResponse)

    def list_releases(self, *, definition_id: int = 0, status: ReleaseStatus = ReleaseStatus.UNDEFINED,
                      before_id: int = 0, limit: int = 0, include_deleted: bool = False) -> ListReleasesResponse:
        """ListReleases.
        Since 0.1.

        Args:
            include_deleted: Also those that are deleted and not purged yet.
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if status:
            request["status"] = status
        if before_id:
            request["beforeId"] = before_id
        if limit:
            request["limit"] = limit
        if include_deleted:
            request["includeDeleted"] = include_deleted
        return self._call("slipway_list_releases", request, ListReleasesResponse)

    def deploy_environment(self, *, release_id: int = 0, environment: str = "", actor: str = "", comment: str = "",
                           variables: Optional[Mapping[str, VariableValue]] = None, scheduled_deployment_time: str = "",
                           only_failed_targets: bool = False, freeze_override: str = "",
                           update_tasks: bool = False) -> DeployEnvironmentResponse:
        """A new attempt. FAILED_PRECONDITION while the environment is queued or in progress, or the release is not active.
        Since 0.1.

        Args:
            environment: name, case-insensitive
            scheduled_deployment_time: Start at this time (RFC 3339) instead of now; must be in the future.
            only_failed_targets: Deployment group phases: only targets that failed or were left out in the last attempt.
            freeze_override: Why it may run although a freeze window is on; recorded. Empty: it waits for the window's end.
            update_tasks: With the installed tasks as they are now, from this attempt on; else with those the release was accepted with.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        if variables:
            request["variables"] = variables
        if scheduled_deployment_time:
            request["scheduledDeploymentTime"] = scheduled_deployment_time
        if only_failed_targets:
            request["onlyFailedTargets"] = only_failed_targets
        if freeze_override:
            request["freezeOverride"] = freeze_override
        if update_tasks:
            request["updateTasks"] = update_tasks
        return self._call("slipway_deploy_environment", request, DeployEnvironmentResponse)

    def cancel_environment(self, *, release_id: int = 0, environment: str = "", actor: str = "",
                           comment: str = "") -> CancelEnvironmentResponse:
        """Cancels the running attempt. FAILED_PRECONDITION when there is none.
        Since 0.1.

        Args:
            environment: empty: every environment that is queued, scheduled or in progress
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        if actor:
            request["actor"] = actor
        if comment:
            request["comment"] = comment
        return self._call("slipway_cancel_environment", request, CancelEnvironmentResponse)

    def update_approval(self, *, approval_id: int = 0, release_id: int = 0,
                        status: ApprovalStatus = ApprovalStatus.UNDEFINED, actor: str = "", comments: str = "",
                        approver: Optional[Identity] = None, actor_groups: Sequence[str] = (),
                        actor_is_administrator: bool = False,
                        identity_revalidated: bool = False) -> UpdateApprovalResponse:
        """Approves or rejects. PERMISSION_DENIED when the actor may not, FAILED_PRECONDITION when it is not pending.
        Since 0.1.

        Args:
            status: approved, rejected or reassigned
            approver: of reassigned: who is asked from now on
            actor_groups: What the host knows about the actor: groups (ids or names) the actor belongs to; may decide in place of anyone
                ("manage release approvers"); has just proved who they are (enforceIdentityRevalidation).
        """

        request: Dict[str, Any] = {}
        if approval_id:
            request["approvalId"] = approval_id
        if release_id:
            request["releaseId"] = release_id
        if status:
            request["status"] = status
        if actor:
            request["actor"] = actor
        if comments:
            request["comments"] = comments
        if approver:
            request["approver"] = approver
        if actor_groups:
            request["actorGroups"] = actor_groups
        if actor_is_administrator:
            request["actorIsAdministrator"] = actor_is_administrator
        if identity_revalidated:
            request["identityRevalidated"] = identity_revalidated
        return self._call("slipway_update_approval", request, UpdateApprovalResponse)

    def list_approvals(self, *, release_id: int = 0, status: ApprovalStatus = ApprovalStatus.UNDEFINED,
                       before_id: int = 0, limit: int = 0) -> ListApprovalsResponse:
        """ListApprovals.
        Since 0.1.

        Args:
            status: undefined = pending ones
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if status:
            request["status"] = status
        if before_id:
            request["beforeId"] = before_id
        if limit:
            request["limit"] = limit
        return self._call("slipway_list_approvals", request, ListApprovalsResponse)

    def list_deployments(self, *, definition_id: int = 0, release_id: int = 0, definition_environment_id: int = 0,
                         before_id: int = 0, limit: int = 0) -> ListDeploymentsResponse:
        """ListDeployments.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if release_id:
            request["releaseId"] = release_id
        if definition_environment_id:
            request["definitionEnvironmentId"] = definition_environment_id
        if before_id:
            request["beforeId"] = before_id
        if limit:
            request["limit"] = limit
        return self._call("slipway_list_deployments", request, ListDeploymentsResponse)

    def defer_deployment(self, *, release_id: int = 0, environment: str = "", actor: str = "",
                         scheduled_deployment_time: str = "", comment: str = "") -> DeferDeploymentResponse:
        """A time to go on, for an attempt with pending pre-deployment approvals. FAILED_PRECONDITION without such.
        Since 0.2.

        Args:
            scheduled_deployment_time: RFC 3339, in the future
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        if actor:
            request["actor"] = actor
        if scheduled_deployment_time:
            request["scheduledDeploymentTime"] = scheduled_deployment_time
        if comment:
            request["comment"] = comment
        return self._call("slipway_defer_deployment", request, DeferDeploymentResponse)

    def ignore_gates(self, *, release_id: int = 0, environment: str = "", gates: Sequence[str] = (), comment: str = "",
                     actor: str = "") -> IgnoreGatesResponse:
        """FAILED_PRECONDITION when no gates are being evaluated, NOT_FOUND for a gate that does not exist.
        Since 0.2.

        Args:
            gates: display names; empty = all
            comment: required
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        if gates:
            request["gates"] = gates
        if comment:
            request["comment"] = comment
        if actor:
            request["actor"] = actor
        return self._call("slipway_ignore_gates", request, IgnoreGatesResponse)

    def update_intervention(self, *, intervention_id: int = 0, release_id: int = 0,
                            status: ManualInterventionStatus = ManualInterventionStatus.UNKNOWN, actor: str = "",
                            comments: str = "", actor_is_administrator: bool = False) -> UpdateInterventionResponse:
        """Resumes or rejects. FAILED_PRECONDITION when it is not pending.
        Since 0.2.

        Args:
            status: approved (resume) or rejected; bypassed by an administrator
        """

        request: Dict[str, Any] = {}
        if intervention_id:
            request["interventionId"] = intervention_id
        if release_id:
            request["releaseId"] = release_id
        if status:
            request["status"] = status
        if actor:
            request["actor"] = actor
        if comments:
            request["comments"] = comments
        if actor_is_administrator:
            request["actorIsAdministrator"] = actor_is_administrator
        return self._call("slipway_update_intervention", request, UpdateInterventionResponse)

    def list_interventions(self, *, release_id: int = 0) -> ListInterventionsResponse:
        """ListInterventions.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        return self._call("slipway_list_interventions", request, ListInterventionsResponse)

    def push_artifact(self, *, type: str = "", source: str = "", project: str = "",
                      version: Optional[ArtifactVersion] = None, default_branch: str = "", pull_request_id: str = "",
                      target_branch: str = "", tag_added: bool = False, actor: str = "",
                      dry_run: bool = False) -> PushArtifactResponse:
        """Creates a release of every definition whose trigger this version passes, once per version. Answers after all are durable.
        Since 0.2.

        Args:
            type: Build, Git, GitHub, Jenkins, PackageManagement, DockerHub, AzureContainerRegistry, ...; empty = any type.
            source: Which source: the id or name of the artifact's `definition`, or its `sourceId`, or its alias.
            project: id or name; empty = any
            default_branch: of the build definition, for useBuildDefinitionBranch
            pull_request_id: Of a pull-request build.
            tag_added: to a finished build (createReleaseOnBuildTagging)
            dry_run: say what would happen, create nothing
        """

        request: Dict[str, Any] = {}
        if type:
            request["type"] = type
        if source:
            request["source"] = source
        if project:
            request["project"] = project
        if version:
            request["version"] = version
        if default_branch:
            request["defaultBranch"] = default_branch
        if pull_request_id:
            request["pullRequestId"] = pull_request_id
        if target_branch:
            request["targetBranch"] = target_branch
        if tag_added:
            request["tagAdded"] = tag_added
        if actor:
            request["actor"] = actor
        if dry_run:
            request["dryRun"] = dry_run
        return self._call("slipway_push_artifact", request, PushArtifactResponse)

    def list_artifact_versions(self, *, type: str = "", source: str = "", limit: int = 0, definition_id: int = 0,
                               alias: str = "", branch: str = "",
                               tags: Sequence[str] = ()) -> ListArtifactVersionsResponse:
        """UNAVAILABLE, PERMISSION_DENIED and the like: what came of asking the source.
        Since 0.2.

        Args:
            definition_id: with `alias`, instead of `source`
            branch: Of a source that is asked: of this branch, with all of these tags; empty = as the artifact's default version says.
        """

        request: Dict[str, Any] = {}
        if type:
            request["type"] = type
        if source:
            request["source"] = source
        if limit:
            request["limit"] = limit
        if definition_id:
            request["definitionId"] = definition_id
        if alias:
            request["alias"] = alias
        if branch:
            request["branch"] = branch
        if tags:
            request["tags"] = tags
        return self._call("slipway_list_artifact_versions", request, ListArtifactVersionsResponse)

    def put_artifact_source(self, *, source: Optional[ArtifactSource] = None,
                            actor: str = "") -> PutArtifactSourceResponse:
        """PutArtifactSource.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if source:
            request["source"] = source
        if actor:
            request["actor"] = actor
        return self._call("slipway_put_artifact_source", request, PutArtifactSourceResponse)

    def list_artifact_sources(self) -> ListArtifactSourcesResponse:
        """ListArtifactSources.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_artifact_sources", request, ListArtifactSourcesResponse)

    def get_changes(self, *, release_id: int = 0, base_release_id: int = 0, since_environment: str = "",
                    artifact_alias: str = "", limit: int = 0) -> GetChangesResponse:
        """Commits and work items between two releases, as the artifacts' sources tell them. A source that cannot be asked does
        not fail the call: its `note` says why. NOT_FOUND (release, environment).
        Since 0.2.

        Args:
            base_release_id: The earlier one: this release, or the last other one deployed to this environment (partial success counts). Neither:
                the release of the same definition before it.
            artifact_alias: empty = all
            limit: of changes of one artifact; 0 = 50
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if base_release_id:
            request["baseReleaseId"] = base_release_id
        if since_environment:
            request["sinceEnvironment"] = since_environment
        if artifact_alias:
            request["artifactAlias"] = artifact_alias
        if limit:
            request["limit"] = limit
        return self._call("slipway_get_changes", request, GetChangesResponse)

    def put_variable_group(self, *, group: Optional[VariableGroup] = None, document: str = "",
                           actor: str = "") -> PutVariableGroupResponse:
        """PutVariableGroup.
        Since 0.2.

        Args:
            group: secret values in clear; they are sealed
            document: instead: the exported JSON of one or a {count, value} list
        """

        request: Dict[str, Any] = {}
        if group:
            request["group"] = group
        if document:
            request["document"] = document
        if actor:
            request["actor"] = actor
        return self._call("slipway_put_variable_group", request, PutVariableGroupResponse)

    def list_variable_groups(self) -> ListVariableGroupsResponse:
        """ListVariableGroups.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_variable_groups", request, ListVariableGroupsResponse)

    def put_task_group(self, *, document: str = "", actor: str = "",
                       expected_revision: int = 0) -> PutTaskGroupResponse:
        """PutTaskGroup.
        Since 0.2.

        Args:
            document: the exported JSON of one or a {count, value} list
            expected_revision: ABORTED when another one is stored; 0 = any
        """

        request: Dict[str, Any] = {}
        if document:
            request["document"] = document
        if actor:
            request["actor"] = actor
        if expected_revision:
            request["expectedRevision"] = expected_revision
        return self._call("slipway_put_task_group", request, PutTaskGroupResponse)

    def list_task_groups(self) -> ListTaskGroupsResponse:
        """ListTaskGroups.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_task_groups", request, ListTaskGroupsResponse)

    def put_deployment_group(self, *, group: Optional[DeploymentGroup] = None,
                             actor: str = "") -> PutDeploymentGroupResponse:
        """PutDeploymentGroup.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if group:
            request["group"] = group
        if actor:
            request["actor"] = actor
        return self._call("slipway_put_deployment_group", request, PutDeploymentGroupResponse)

    def list_deployment_groups(self) -> ListDeploymentGroupsResponse:
        """ListDeploymentGroups.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_deployment_groups", request, ListDeploymentGroupsResponse)

    def put_agent_pool(self, *, pool: Optional[AgentPool] = None, actor: str = "") -> PutAgentPoolResponse:
        """INVALID_ARGUMENT. Jobs that wait get an agent at once when the change makes one free.
        Since 0.2.

        Args:
            pool: id 0 = a new one; one that exists is replaced, jobs that run go on
        """

        request: Dict[str, Any] = {}
        if pool:
            request["pool"] = pool
        if actor:
            request["actor"] = actor
        return self._call("slipway_put_agent_pool", request, PutAgentPoolResponse)

    def list_agent_pools(self) -> ListAgentPoolsResponse:
        """ListAgentPools.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_agent_pools", request, ListAgentPoolsResponse)

    def put_freeze_window(self, *, window: Optional[FreezeWindow] = None, actor: str = "") -> PutFreezeWindowResponse:
        """PutFreezeWindow.
        Since 0.2.

        Args:
            window: id 0 = a new one
        """

        request: Dict[str, Any] = {}
        if window:
            request["window"] = window
        if actor:
            request["actor"] = actor
        return self._call("slipway_put_freeze_window", request, PutFreezeWindowResponse)

    def list_freeze_windows(self) -> ListFreezeWindowsResponse:
        """ListFreezeWindows.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_freeze_windows", request, ListFreezeWindowsResponse)

    def put_service_endpoint(self, *, endpoint: Optional[ServiceEndpoint] = None,
                             actor: str = "") -> PutServiceEndpointResponse:
        """INVALID_ARGUMENT. Values are write-only.
        Since 0.2.

        Args:
            endpoint: an id that exists: replaced; parameters and data left empty keep their value
        """

        request: Dict[str, Any] = {}
        if endpoint:
            request["endpoint"] = endpoint
        if actor:
            request["actor"] = actor
        return self._call("slipway_put_service_endpoint", request, PutServiceEndpointResponse)

    def list_service_endpoints(self) -> ListServiceEndpointsResponse:
        """ListServiceEndpoints.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_service_endpoints", request, ListServiceEndpointsResponse)

    def add_secure_file(self, *, name: str = "", content: bytes = b"", actor: str = "",
                        id: str = "") -> AddSecureFileResponse:
        """ALREADY_EXISTS when there is one of this name. Contents are write-only.
        Since 0.2.

        Args:
            content: at most 10 MiB
            id: GUID; empty = a new one
        """

        request: Dict[str, Any] = {}
        if name:
            request["name"] = name
        if content:
            request["content"] = content
        if actor:
            request["actor"] = actor
        if id:
            request["id"] = id
        return self._call("slipway_add_secure_file", request, AddSecureFileResponse)

    def list_secure_files(self) -> ListSecureFilesResponse:
        """ListSecureFiles.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_list_secure_files", request, ListSecureFilesResponse)

    def install_task(self, *, path: str = "", actor: str = "", replace: bool = False) -> InstallTaskResponse:
        """Takes a task into the store of this engine. INVALID_ARGUMENT (not a task, paths that lead outside, too large),
        NOT_FOUND, ALREADY_EXISTS (other content under the same version).
        Since 0.2.

        Args:
            path: a folder or zip with a task.json at its top, or in its only folder
            replace: The same version with other content is ALREADY_EXISTS, unless it is to be replaced.
        """

        request: Dict[str, Any] = {}
        if path:
            request["path"] = path
        if actor:
            request["actor"] = actor
        if replace:
            request["replace"] = replace
        return self._call("slipway_install_task", request, InstallTaskResponse)

    def list_tasks(self, *, include_built_in: bool = False) -> ListTasksResponse:
        """ListTasks.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if include_built_in:
            request["includeBuiltIn"] = include_built_in
        return self._call("slipway_list_tasks", request, ListTasksResponse)

    def remove_task(self, *, task_id: str = "", version: str = "", actor: str = "",
                    force: bool = False) -> RemoveTaskResponse:
        """NOT_FOUND. FAILED_PRECONDITION while a release in progress uses it.
        Since 0.2.

        Args:
            version: a spec: every version that fits; empty = all
            force: also when releases in progress use it
        """

        request: Dict[str, Any] = {}
        if task_id:
            request["taskId"] = task_id
        if version:
            request["version"] = version
        if actor:
            request["actor"] = actor
        if force:
            request["force"] = force
        return self._call("slipway_remove_task", request, RemoveTaskResponse)

    def complete_server_task(self, *, task_instance_id: str = "", status: TaskStatus = TaskStatus.UNKNOWN,
                             message: str = "", actor: str = "") -> CompleteServerTaskResponse:
        """Ends a task that waits for the system it has called (InvokeRestApi with waitForCompletion), as that system's
        TaskCompleted event does with the original. INVALID_ARGUMENT (not a GUID, no such result), NOT_FOUND (no task waits
        under it), ALREADY_EXISTS (completed a moment ago).
        Since 0.2.

        Args:
            task_instance_id: what the called system got as TaskInstanceId
            status: succeeded or failed
            message: for people; at most 64 KiB, goes to the task's log
        """

        request: Dict[str, Any] = {}
        if task_instance_id:
            request["taskInstanceId"] = task_instance_id
        if status:
            request["status"] = status
        if message:
            request["message"] = message
        if actor:
            request["actor"] = actor
        return self._call("slipway_complete_server_task", request, CompleteServerTaskResponse)

    def delete_resource(self, *, kind: ResourceKind = ResourceKind.UNDEFINED, id: str = "",
                        actor: str = "") -> DeleteResourceResponse:
        """NOT_FOUND. Releases keep what they were made with.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if kind:
            request["kind"] = kind
        if id:
            request["id"] = id
        if actor:
            request["actor"] = actor
        return self._call("slipway_delete_resource", request, DeleteResourceResponse)

    def explain(self, *, release_id: int = 0, environment: str = "") -> ExplainResponse:
        """Why an environment has, or has not, been deployed.
        Since 0.2.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        return self._call("slipway_explain", request, ExplainResponse)

    def verify(self, *, release_id: int = 0) -> VerifyResponse:
        """Checks what was written: hashes, and that the same commands decide the same today.
        Since 0.2.

        Args:
            release_id: 0 = all
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        return self._call("slipway_verify", request, VerifyResponse)

    def simulate(self, *, definition_id: int = 0, document: str = "", script: str = "", seed: int = 0, start: str = "",
                 days: int = 0, format: str = "") -> SimulateResponse:
        """Runs a definition in virtual time. INVALID_ARGUMENT (script).
        Since 0.2.

        Args:
            document: instead
            script: JSON, see the command's help; empty = everything succeeds
            start: RFC 3339; empty = 2026-01-05T08:00:00Z, a Monday
            days: 0 = 30
            format: text, json, svg
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if document:
            request["document"] = document
        if script:
            request["script"] = script
        if seed:
            request["seed"] = seed
        if start:
            request["start"] = start
        if days:
            request["days"] = days
        if format:
            request["format"] = format
        return self._call("slipway_simulate", request, SimulateResponse)

    def lint_definition(self, *, definition_id: int = 0, document: str = "") -> LintDefinitionResponse:
        """What is suspicious about a definition though it can be run.
        Since 0.2.

        Args:
            document: instead
        """

        request: Dict[str, Any] = {}
        if definition_id:
            request["definitionId"] = definition_id
        if document:
            request["document"] = document
        return self._call("slipway_lint_definition", request, LintDefinitionResponse)

    def list_test_runs(self, *, release_id: int = 0, definition_id: int = 0, environment: str = "",
                       limit: int = 0) -> ListTestRunsResponse:
        """Test results of a release, or the history of a definition. NOT_FOUND; INVALID_ARGUMENT (neither or both are named).
        Since 0.2.

        Args:
            release_id: of this release
            definition_id: or of all releases of this definition
            environment: name, case-insensitive; empty = all
            limit: of releases that are looked at
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if definition_id:
            request["definitionId"] = definition_id
        if environment:
            request["environment"] = environment
        if limit:
            request["limit"] = limit
        return self._call("slipway_list_test_runs", request, ListTestRunsResponse)

    def read_log(self, *, release_id: int = 0, environment: str = "", attempt: int = 0, phase: int = 0, job: int = 0,
                 task: int = 0, offset: int = 0, max_bytes: int = 0) -> ReadLogResponse:
        """Part of a task's log. NOT_FOUND when the task never started.
        Since 0.1.

        Args:
            attempt: 0 = newest
            phase: 0-based
            offset: bytes
            max_bytes: 0 = 1 MiB
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        if attempt:
            request["attempt"] = attempt
        if phase:
            request["phase"] = phase
        if job:
            request["job"] = job
        if task:
            request["task"] = task
        if offset:
            request["offset"] = offset
        if max_bytes:
            request["maxBytes"] = max_bytes
        return self._call("slipway_read_log", request, ReadLogResponse)

    def follow_logs(self, *, release_id: int = 0, environment: str = "",
                    from_now: bool = False) -> Stream[FollowLogsResponse]:
        """Log lines as they are written; ends when nothing of the release runs or waits any more.
        Since 0.1.

        Args:
            environment: empty: all
            from_now: else from the beginning
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if environment:
            request["environment"] = environment
        if from_now:
            request["fromNow"] = from_now
        return self._stream("slipway_follow_logs", request, FollowLogsResponse)

    def watch_events(self, *, release_id: int = 0, after_position: int = 0,
                     until_idle: bool = False) -> Stream[WatchEventsResponse]:
        """Events as they become durable, in order, from any position on: a host that was away misses none.
        Since 0.1.

        Args:
            release_id: 0 = all
            after_position: Records after this position; -1 = only those from now on.
            until_idle: End the stream when the release has nothing running or waiting (release_id given), or nothing has anywhere.
        """

        request: Dict[str, Any] = {}
        if release_id:
            request["releaseId"] = release_id
        if after_position:
            request["afterPosition"] = after_position
        if until_idle:
            request["untilIdle"] = until_idle
        return self._stream("slipway_watch_events", request, WatchEventsResponse)

    def get_status(self) -> GetStatusResponse:
        """GetStatus.
        Since 0.1.
        """

        request: Dict[str, Any] = {}
        return self._call("slipway_get_status", request, GetStatusResponse)

    def register_task(self, *, task_id: str = "", version: str = "", name: str = "", idempotent: bool = False,
                      pull: bool = False) -> RegisterTaskResponse:
        """From now on the host runs this task id itself. Registered again: replaced.
        Since 0.1.

        Args:
            task_id: GUID
            version: what is shown; empty = 1.0.0
            idempotent: may be run again when its outcome is unknown
            pull: handed out by work_next; else by the host's run_task callback
        """

        request: Dict[str, Any] = {}
        if task_id:
            request["taskId"] = task_id
        if version:
            request["version"] = version
        if name:
            request["name"] = name
        if idempotent:
            request["idempotent"] = idempotent
        if pull:
            request["pull"] = pull
        return self._call("slipway_register_task", request, RegisterTaskResponse)

    def task_log(self, *, token: str = "", text: str = "", is_stderr: bool = False) -> TaskLogResponse:
        """Output of a host-run task: goes the same way as a process's (logging commands, masking, log file, feed).
        Since 0.1.

        Args:
            text: any part of output; logging commands in it are obeyed
        """

        request: Dict[str, Any] = {}
        if token:
            request["token"] = token
        if text:
            request["text"] = text
        if is_stderr:
            request["isStderr"] = is_stderr
        return self._call("slipway_task_log", request, TaskLogResponse)

    def set_secrets(self, *, secrets: Optional[Mapping[str, str]] = None) -> SetSecretsResponse:
        """Secret values for variables whose definition holds none. Kept in memory only.
        Since 0.1.

        Args:
            secrets: added to those given at open
        """

        request: Dict[str, Any] = {}
        if secrets:
            request["secrets"] = secrets
        return self._call("slipway_set_secrets", request, SetSecretsResponse)

    def answer_groups(self, *, token: str = "", groups: Sequence[str] = ()) -> AnswerGroupsResponse:
        """Answers a HostGroupQuery. Only inside ResolveGroups: NOT_FOUND when it has returned.
        Since 0.2.

        Args:
            token: of the HostGroupQuery
            groups: Ids or names of the groups that the actor belongs to, as definitions name them. Of two answers the second counts.
        """

        request: Dict[str, Any] = {}
        if token:
            request["token"] = token
        if groups:
            request["groups"] = groups
        return self._call("slipway_answer_groups", request, AnswerGroupsResponse)

    def set_time(self, *, time: str = "") -> SetTimeResponse:
        """Moves the clock; what is due by then is done. Returns when that has begun, not when it has ended. FAILED_PRECONDITION
        unless the engine was opened with hostTime, INVALID_ARGUMENT when it is no time.
        Since 0.2.

        Args:
            time: RFC 3339; earlier than now is possible, as with any clock
        """

        request: Dict[str, Any] = {}
        if time:
            request["time"] = time
        return self._call("slipway_set_time", request, SetTimeResponse)


class AsyncEngine(AsyncEngineBase):
    """The same for asyncio: every call is awaited, every stream is an asynchronous iterator.

    Opening blocks for as long as recovery takes; `await AsyncEngine.open(...)` does not. Calls run on
    threads of the package's own; a call that is cancelled is not awaited any more, but still happens.
    """


    def __init__(self, database: StrPath, *, data_directory: str = "", runner: str = "", max_parallel_tasks: int = 0,
                 unknown_tasks: UnknownTaskPolicy = UnknownTaskPolicy.FAIL, idempotent_task_ids: Sequence[str] = (),
                 passive: bool = False, limits: Optional[Limits] = None, secrets: Optional[Mapping[str, str]] = None,
                 sqlite_vfs: str = "", host_tasks: Sequence[RegisterTaskRequest] = (),
                 retention: Optional[RetentionSettings] = None, max_artifact_cache_bytes: int = 0, host_time: str = "",
                 on_notify: Optional[Callable[[HostNotification], None]] = None,
                 on_resolve_groups: Optional[Callable[[HostGroupQuery], None]] = None) -> None:
        """Opens an engine, and its database: created when missing.

        A callback is called on a thread of the engine, must return soon and must not close the engine; an
        exception refuses, and is reported to sys.unraisablehook.

        Args:
            database: The SQLite file. Created when missing, unless read_only. Beside it: FILE.d/ with logs, work folders, the key, the runner's state.
            data_directory: Where logs, work folders and the runner's state live; empty = <database>.d
            runner: The slipway-runner program; empty = $SLIPWAY_RUNNER, then beside the library, then libexec.
            max_parallel_tasks: Processes at the same time on this machine; 0 = twice the number of cores.
            unknown_tasks: Default for releases that do not say.
            idempotent_task_ids: Tasks (GUIDs) that may be run again when their outcome is unknown, besides those that declare it themselves.
            passive: Do not drive anything: releases stay as they are; only queries and commands that change nothing outside are useful.
            secrets: Values of secret variables, by name, held in memory only; used where a definition's secret has no stored value.
            sqlite_vfs: Test hook: name of a registered SQLite VFS; empty = the default one.
            host_tasks: Tasks the host runs itself, known before anything recovered is driven; more with RegisterTask.
            retention: Which releases go by themselves, once a day.
            max_artifact_cache_bytes: What downloaded artifacts may take below data_directory/artifacts before those not used for longest are dropped;
                0 = 20 GiB, negative = any number.
            host_time: RFC 3339. The engine's clock is the host's: it stands at this time until SetTime moves it. Schedules, delays, timeouts and
                everything that is recorded go by it; what processes write does not. Empty = the machine's clock.
        """

        super().__init__(Engine, database, data_directory=data_directory, runner=runner,
                                 max_parallel_tasks=max_parallel_tasks, unknown_tasks=unknown_tasks,
                                 idempotent_task_ids=idempotent_task_ids, passive=passive, limits=limits,
                                 secrets=secrets, sqlite_vfs=sqlite_vfs, host_tasks=host_tasks, retention=retention,
                                 max_artifact_cache_bytes=max_artifact_cache_bytes, host_time=host_time,
                                 on_notify=on_notify, on_resolve_groups=on_resolve_groups)

    async def import_definition(self, *, document: str = "", actor: str = "", comment: str = "", definition_id: int = 0,
                                expected_revision: int = 0, validate_only: bool = False,
                                upsert: bool = False) -> ImportDefinitionResponse:
        """Imports one definition or a {count, value} list of them from exported JSON. Nothing is stored when any of them has an
        error (INVALID_ARGUMENT, with every finding in the error's detail). Secret values are sealed and nulled in the document.
        Since 0.1.

        Args:
            document: The exported JSON, as it is (UTF-8, a BOM is fine): one definition, or {count, value: [...]}.
            definition_id: Replace the definition of this id (a new revision) instead of creating one.
            expected_revision: With definition_id: the revision the caller has seen; another one in the store is ABORTED. 0 = any.
            validate_only: Check only, store nothing.
            upsert: Create or update: a definition of the same path and name becomes a new revision instead of a second definition.
        """

        return await self._run(self._engine.import_definition, document=document, actor=actor, comment=comment,
                               definition_id=definition_id, expected_revision=expected_revision,
                               validate_only=validate_only, upsert=upsert)

    async def export_definition(self, *, definition_id: int = 0, revision: int = 0) -> ExportDefinitionResponse:
        """The JSON document of a definition. NOT_FOUND.
        Since 0.1.

        Args:
            revision: 0 = newest
        """

        return await self._run(self._engine.export_definition, definition_id=definition_id, revision=revision)

    async def get_definition(self, *, definition_id: int = 0, revision: int = 0, name: str = "",
                             path: str = "") -> GetDefinitionResponse:
        """A definition as a typed message, with what validation finds about it. NOT_FOUND.
        Since 0.1.

        Args:
            name: instead of the id; with `path` when names repeat
        """

        return await self._run(self._engine.get_definition, definition_id=definition_id, revision=revision, name=name,
                               path=path)

    async def list_definitions(self, *, search_text: str = "", include_deleted: bool = False, after_id: int = 0,
                               limit: int = 0) -> ListDefinitionsResponse:
        """ListDefinitions.
        Since 0.1.
        """

        return await self._run(self._engine.list_definitions, search_text=search_text, include_deleted=include_deleted,
                               after_id=after_id, limit=limit)

    async def delete_definition(self, *, definition_id: int = 0, actor: str = "",
                                comment: str = "") -> DeleteDefinitionResponse:
        """Deleted softly: its releases stay. FAILED_PRECONDITION while one of them is in progress.
        Since 0.1.
        """

        return await self._run(self._engine.delete_definition, definition_id=definition_id, actor=actor,
                               comment=comment)

    async def create_release(self, *, definition_id: int = 0, actor: str = "", description: str = "",
                             is_draft: bool = False, reason: ReleaseReason = ReleaseReason.NONE,
                             manual_environments: Sequence[str] = (),
                             variables: Optional[Mapping[str, VariableValue]] = None,
                             environment_variables: Optional[Mapping[str, VariableOverrides]] = None,
                             artifacts: Sequence[ArtifactVersion] = (),
                             unknown_tasks: Optional[UnknownTaskPolicy] = None, idempotency_key: str = "",
                             triggering_artifact_alias: str = "",
                             prefer_installed_tasks: bool = False) -> CreateReleaseResponse:
        """Creates a release and, unless it is a draft, starts the environments whose conditions hold. NOT_FOUND (definition),
        INVALID_ARGUMENT (a variable that is not settable, an unknown environment or alias).
        Since 0.1.

        Args:
            manual_environments: names: these do not start by themselves
            variables: only those settable at release time
            environment_variables: by environment name
            unknown_tasks: absent: as opened
            idempotency_key: A second call with the same key answers the first one's release instead of making another.
            prefer_installed_tasks: Where a task is built in and also installed: the installed one. Kept with the release.
        """

        return await self._run(self._engine.create_release, definition_id=definition_id, actor=actor,
                               description=description, is_draft=is_draft, reason=reason,
                               manual_environments=manual_environments, variables=variables,
                               environment_variables=environment_variables, artifacts=artifacts,
                               unknown_tasks=unknown_tasks, idempotency_key=idempotency_key,
                               triggering_artifact_alias=triggering_artifact_alias,
                               prefer_installed_tasks=prefer_installed_tasks)

    async def start_release(self, *, release_id: int = 0, actor: str = "") -> StartReleaseResponse:
        """Draft or abandoned to active.
        Since 0.1.
        """

        return await self._run(self._engine.start_release, release_id=release_id, actor=actor)

    async def abandon_release(self, *, release_id: int = 0, actor: str = "",
                              comment: str = "") -> AbandonReleaseResponse:
        """FAILED_PRECONDITION while an environment is queued or in progress: cancel it first.
        Since 0.1.
        """

        return await self._run(self._engine.abandon_release, release_id=release_id, actor=actor, comment=comment)

    async def delete_release(self, *, release_id: int = 0, actor: str = "",
                             comment: str = "") -> DeleteReleaseResponse:
        """Softly. FAILED_PRECONDITION while an environment is queued or in progress, while it is what is deployed somewhere, and
        when it is kept forever.
        Since 0.2.
        """

        return await self._run(self._engine.delete_release, release_id=release_id, actor=actor, comment=comment)

    async def undelete_release(self, *, release_id: int = 0, actor: str = "",
                               comment: str = "") -> UndeleteReleaseResponse:
        """FAILED_PRECONDITION when it is not deleted, NOT_FOUND when it is purged.
        Since 0.2.
        """

        return await self._run(self._engine.undelete_release, release_id=release_id, actor=actor, comment=comment)

    async def keep_release(self, *, release_id: int = 0, keep_forever: bool = False, actor: str = "",
                           comment: str = "") -> KeepReleaseResponse:
        """Whether retention policies leave a release alone.
        Since 0.2.

        Args:
            keep_forever: false: the policies decide again
        """

        return await self._run(self._engine.keep_release, release_id=release_id, keep_forever=keep_forever, actor=actor,
                               comment=comment)

    async def run_retention(self, *, definition_id: int = 0, dry_run: bool = False,
                            actor: str = "") -> RunRetentionResponse:
        """What happens once a day by itself unless OpenOptions.retention.manual is set: deletes releases that no policy keeps,
        purges those that were deleted long enough ago.
        Since 0.2.

        Args:
            definition_id: 0 = every definition
            dry_run: say what would happen, change nothing
        """

        return await self._run(self._engine.run_retention, definition_id=definition_id, dry_run=dry_run, actor=actor)

    async def get_release(self, *, release_id: int = 0) -> GetReleaseResponse:
        """GetRelease.
        Since 0.1.
        """

        return await self._run(self._engine.get_release, release_id=release_id)

    async def list_releases(self, *, definition_id: int = 0, status: ReleaseStatus = ReleaseStatus.UNDEFINED,
                            before_id: int = 0, limit: int = 0, include_deleted: bool = False) -> ListReleasesResponse:
        """ListReleases.
        Since 0.1.

        Args:
            include_deleted: Also those that are deleted and not purged yet.
        """

        return await self._run(self._engine.list_releases, definition_id=definition_id, status=status,
                               before_id=before_id, limit=limit, include_deleted=include_deleted)

    async def deploy_environment(self, *, release_id: int = 0, environment: str = "", actor: str = "",
                                 comment: str = "", variables: Optional[Mapping[str, VariableValue]] = None,
                                 scheduled_deployment_time: str = "", only_failed_targets: bool = False,
                                 freeze_override: str = "", update_tasks: bool = False) -> DeployEnvironmentResponse:
        """A new attempt. FAILED_PRECONDITION while the environment is queued or in progress, or the release is not active.
        Since 0.1.

        Args:
            environment: name, case-insensitive
            scheduled_deployment_time: Start at this time (RFC 3339) instead of now; must be in the future.
            only_failed_targets: Deployment group phases: only targets that failed or were left out in the last attempt.
            freeze_override: Why it may run although a freeze window is on; recorded. Empty: it waits for the window's end.
            update_tasks: With the installed tasks as they are now, from this attempt on; else with those the release was accepted with.
        """

        return await self._run(self._engine.deploy_environment, release_id=release_id, environment=environment,
                               actor=actor, comment=comment, variables=variables,
                               scheduled_deployment_time=scheduled_deployment_time,
                               only_failed_targets=only_failed_targets, freeze_override=freeze_override,
                               update_tasks=update_tasks)

    async def cancel_environment(self, *, release_id: int = 0, environment: str = "", actor: str = "",
                                 comment: str = "") -> CancelEnvironmentResponse:
        """Cancels the running attempt. FAILED_PRECONDITION when there is none.
        Since 0.1.

        Args:
            environment: empty: every environment that is queued, scheduled or in progress
        """

        return await self._run(self._engine.cancel_environment, release_id=release_id, environment=environment,
                               actor=actor, comment=comment)

    async def update_approval(self, *, approval_id: int = 0, release_id: int = 0,
                              status: ApprovalStatus = ApprovalStatus.UNDEFINED, actor: str = "", comments: str = "",
                              approver: Optional[Identity] = None, actor_groups: Sequence[str] = (),
                              actor_is_administrator: bool = False,
                              identity_revalidated: bool = False) -> UpdateApprovalResponse:
        """Approves or rejects. PERMISSION_DENIED when the actor may not, FAILED_PRECONDITION when it is not pending.
        Since 0.1.

        Args:
            status: approved, rejected or reassigned
            approver: of reassigned: who is asked from now on
            actor_groups: What the host knows about the actor: groups (ids or names) the actor belongs to; may decide in place of anyone
                ("manage release approvers"); has just proved who they are (enforceIdentityRevalidation).
        """

        return await self._run(self._engine.update_approval, approval_id=approval_id, release_id=release_id,
                               status=status, actor=actor, comments=comments, approver=approver,
                               actor_groups=actor_groups, actor_is_administrator=actor_is_administrator,
                               identity_revalidated=identity_revalidated)

    async def list_approvals(self, *, release_id: int = 0, status: ApprovalStatus = ApprovalStatus.UNDEFINED,
                             before_id: int = 0, limit: int = 0) -> ListApprovalsResponse:
        """ListApprovals.
        Since 0.1.

        Args:
            status: undefined = pending ones
        """

        return await self._run(self._engine.list_approvals, release_id=release_id, status=status, before_id=before_id,
                               limit=limit)

    async def list_deployments(self, *, definition_id: int = 0, release_id: int = 0, definition_environment_id: int = 0,
                               before_id: int = 0, limit: int = 0) -> ListDeploymentsResponse:
        """ListDeployments.
        Since 0.1.
        """

        return await self._run(self._engine.list_deployments, definition_id=definition_id, release_id=release_id,
                               definition_environment_id=definition_environment_id, before_id=before_id, limit=limit)

    async def defer_deployment(self, *, release_id: int = 0, environment: str = "", actor: str = "",
                               scheduled_deployment_time: str = "", comment: str = "") -> DeferDeploymentResponse:
        """A time to go on, for an attempt with pending pre-deployment approvals. FAILED_PRECONDITION without such.
        Since 0.2.

        Args:
            scheduled_deployment_time: RFC 3339, in the future
        """

        return await self._run(self._engine.defer_deployment, release_id=release_id, environment=environment,
                               actor=actor, scheduled_deployment_time=scheduled_deployment_time, comment=comment)

    async def ignore_gates(self, *, release_id: int = 0, environment: str = "", gates: Sequence[str] = (),
                           comment: str = "", actor: str = "") -> IgnoreGatesResponse:
        """FAILED_PRECONDITION when no gates are being evaluated, NOT_FOUND for a gate that does not exist.
        Since 0.2.

        Args:
            gates: display names; empty = all
            comment: required
        """

        return await self._run(self._engine.ignore_gates, release_id=release_id, environment=environment, gates=gates,
                               comment=comment, actor=actor)

    async def update_intervention(self, *, intervention_id: int = 0, release_id: int = 0,
                                  status: ManualInterventionStatus = ManualInterventionStatus.UNKNOWN, actor: str = "",
                                  comments: str = "",
                                  actor_is_administrator: bool = False) -> UpdateInterventionResponse:
        """Resumes or rejects. FAILED_PRECONDITION when it is not pending.
        Since 0.2.

        Args:
            status: approved (resume) or rejected; bypassed by an administrator
        """

        return await self._run(self._engine.update_intervention, intervention_id=intervention_id, release_id=release_id,
                               status=status, actor=actor, comments=comments,
                               actor_is_administrator=actor_is_administrator)

    async def list_interventions(self, *, release_id: int = 0) -> ListInterventionsResponse:
        """ListInterventions.
        Since 0.2.
        """

        return await self._run(self._engine.list_interventions, release_id=release_id)

    async def push_artifact(self, *, type: str = "", source: str = "", project: str = "",
                            version: Optional[ArtifactVersion] = None, default_branch: str = "",
                            pull_request_id: str = "", target_branch: str = "", tag_added: bool = False,
                            actor: str = "", dry_run: bool = False) -> PushArtifactResponse:
        """Creates a release of every definition whose trigger this version passes, once per version. Answers after all are durable.
        Since 0.2.

        Args:
            type: Build, Git, GitHub, Jenkins, PackageManagement, DockerHub, AzureContainerRegistry, ...; empty = any type.
            source: Which source: the id or name of the artifact's `definition`, or its `sourceId`, or its alias.
            project: id or name; empty = any
            default_branch: of the build definition, for useBuildDefinitionBranch
            pull_request_id: Of a pull-request build.
            tag_added: to a finished build (createReleaseOnBuildTagging)
            dry_run: say what would happen, create nothing
        """

        return await self._run(self._engine.push_artifact, type=type, source=source, project=project, version=version,
                               default_branch=default_branch, pull_request_id=pull_request_id,
                               target_branch=target_branch, tag_added=tag_added, actor=actor, dry_run=dry_run)

    async def list_artifact_versions(self, *, type: str = "", source: str = "", limit: int = 0, definition_id: int = 0,
                                     alias: str = "", branch: str = "",
                                     tags: Sequence[str] = ()) -> ListArtifactVersionsResponse:
        """UNAVAILABLE, PERMISSION_DENIED and the like: what came of asking the source.
        Since 0.2.

        Args:
            definition_id: with `alias`, instead of `source`
            branch: Of a source that is asked: of this branch, with all of these tags; empty = as the artifact's default version says.
        """

        return await self._run(self._engine.list_artifact_versions, type=type, source=source, limit=limit,
                               definition_id=definition_id, alias=alias, branch=branch, tags=tags)

    async def put_artifact_source(self, *, source: Optional[ArtifactSource] = None,
                                  actor: str = "") -> PutArtifactSourceResponse:
        """PutArtifactSource.
        Since 0.2.
        """

        return await self._run(self._engine.put_artifact_source, source=source, actor=actor)

    async def list_artifact_sources(self) -> ListArtifactSourcesResponse:
        """ListArtifactSources.
        Since 0.2.
        """

        return await self._run(self._engine.list_artifact_sources)

    async def get_changes(self, *, release_id: int = 0, base_release_id: int = 0, since_environment: str = "",
                          artifact_alias: str = "", limit: int = 0) -> GetChangesResponse:
        """Commits and work items between two releases, as the artifacts' sources tell them. A source that cannot be asked does
        not fail the call: its `note` says why. NOT_FOUND (release, environment).
        Since 0.2.

        Args:
            base_release_id: The earlier one: this release, or the last other one deployed to this environment (partial success counts). Neither:
                the release of the same definition before it.
            artifact_alias: empty = all
            limit: of changes of one artifact; 0 = 50
        """

        return await self._run(self._engine.get_changes, release_id=release_id, base_release_id=base_release_id,
                               since_environment=since_environment, artifact_alias=artifact_alias, limit=limit)

    async def put_variable_group(self, *, group: Optional[VariableGroup] = None, document: str = "",
                                 actor: str = "") -> PutVariableGroupResponse:
        """PutVariableGroup.
        Since 0.2.

        Args:
            group: secret values in clear; they are sealed
            document: instead: the exported JSON of one or a {count, value} list
        """

        return await self._run(self._engine.put_variable_group, group=group, document=document, actor=actor)

    async def list_variable_groups(self) -> ListVariableGroupsResponse:
        """ListVariableGroups.
        Since 0.2.
        """

        return await self._run(self._engine.list_variable_groups)

    async def put_task_group(self, *, document: str = "", actor: str = "",
                             expected_revision: int = 0) -> PutTaskGroupResponse:
        """PutTaskGroup.
        Since 0.2.

        Args:
            document: the exported JSON of one or a {count, value} list
            expected_revision: ABORTED when another one is stored; 0 = any
        """

        return await self._run(self._engine.put_task_group, document=document, actor=actor,
                               expected_revision=expected_revision)

    async def list_task_groups(self) -> ListTaskGroupsResponse:
        """ListTaskGroups.
        Since 0.2.
        """

        return await self._run(self._engine.list_task_groups)

    async def put_deployment_group(self, *, group: Optional[DeploymentGroup] = None,
                                   actor: str = "") -> PutDeploymentGroupResponse:
        """PutDeploymentGroup.
        Since 0.2.
        """

        return await self._run(self._engine.put_deployment_group, group=group, actor=actor)

    async def list_deployment_groups(self) -> ListDeploymentGroupsResponse:
        """ListDeploymentGroups.
        Since 0.2.
        """

        return await self._run(self._engine.list_deployment_groups)

    async def put_agent_pool(self, *, pool: Optional[AgentPool] = None, actor: str = "") -> PutAgentPoolResponse:
        """INVALID_ARGUMENT. Jobs that wait get an agent at once when the change makes one free.
        Since 0.2.

        Args:
            pool: id 0 = a new one; one that exists is replaced, jobs that run go on
        """

        return await self._run(self._engine.put_agent_pool, pool=pool, actor=actor)

    async def list_agent_pools(self) -> ListAgentPoolsResponse:
        """ListAgentPools.
        Since 0.2.
        """

        return await self._run(self._engine.list_agent_pools)

    async def put_freeze_window(self, *, window: Optional[FreezeWindow] = None,
                                actor: str = "") -> PutFreezeWindowResponse:
        """PutFreezeWindow.
        Since 0.2.

        Args:
            window: id 0 = a new one
        """

        return await self._run(self._engine.put_freeze_window, window=window, actor=actor)

    async def list_freeze_windows(self) -> ListFreezeWindowsResponse:
        """ListFreezeWindows.
        Since 0.2.
        """

        return await self._run(self._engine.list_freeze_windows)

    async def put_service_endpoint(self, *, endpoint: Optional[ServiceEndpoint] = None,
                                   actor: str = "") -> PutServiceEndpointResponse:
        """INVALID_ARGUMENT. Values are write-only.
        Since 0.2.

        Args:
            endpoint: an id that exists: replaced; parameters and data left empty keep their value
        """

        return await self._run(self._engine.put_service_endpoint, endpoint=endpoint, actor=actor)

    async def list_service_endpoints(self) -> ListServiceEndpointsResponse:
        """ListServiceEndpoints.
        Since 0.2.
        """

        return await self._run(self._engine.list_service_endpoints)

    async def add_secure_file(self, *, name: str = "", content: bytes = b"", actor: str = "",
                              id: str = "") -> AddSecureFileResponse:
        """ALREADY_EXISTS when there is one of this name. Contents are write-only.
        Since 0.2.

        Args:
            content: at most 10 MiB
            id: GUID; empty = a new one
        """

        return await self._run(self._engine.add_secure_file, name=name, content=content, actor=actor, id=id)

    async def list_secure_files(self) -> ListSecureFilesResponse:
        """ListSecureFiles.
        Since 0.2.
        """

        return await self._run(self._engine.list_secure_files)

    async def install_task(self, *, path: str = "", actor: str = "", replace: bool = False) -> InstallTaskResponse:
        """Takes a task into the store of this engine. INVALID_ARGUMENT (not a task, paths that lead outside, too large),
        NOT_FOUND, ALREADY_EXISTS (other content under the same version).
        Since 0.2.

        Args:
            path: a folder or zip with a task.json at its top, or in its only folder
            replace: The same version with other content is ALREADY_EXISTS, unless it is to be replaced.
        """

        return await self._run(self._engine.install_task, path=path, actor=actor, replace=replace)

    async def list_tasks(self, *, include_built_in: bool = False) -> ListTasksResponse:
        """ListTasks.
        Since 0.2.
        """

        return await self._run(self._engine.list_tasks, include_built_in=include_built_in)

    async def remove_task(self, *, task_id: str = "", version: str = "", actor: str = "",
                          force: bool = False) -> RemoveTaskResponse:
        """NOT_FOUND. FAILED_PRECONDITION while a release in progress uses it.
        Since 0.2.

        Args:
            version: a spec: every version that fits; empty = all
            force: also when releases in progress use it
        """

        return await self._run(self._engine.remove_task, task_id=task_id, version=version, actor=actor, force=force)

    async def complete_server_task(self, *, task_instance_id: str = "", status: TaskStatus = TaskStatus.UNKNOWN,
                                   message: str = "", actor: str = "") -> CompleteServerTaskResponse:
        """Ends a task that waits for the system it has called (InvokeRestApi with waitForCompletion), as that system's
        TaskCompleted event does with the original. INVALID_ARGUMENT (not a GUID, no such result), NOT_FOUND (no task waits
        under it), ALREADY_EXISTS (completed a moment ago).
        Since 0.2.

        Args:
            task_instance_id: what the called system got as TaskInstanceId
            status: succeeded or failed
            message: for people; at most 64 KiB, goes to the task's log
        """

        return await self._run(self._engine.complete_server_task, task_instance_id=task_instance_id, status=status,
                               message=message, actor=actor)

    async def delete_resource(self, *, kind: ResourceKind = ResourceKind.UNDEFINED, id: str = "",
                              actor: str = "") -> DeleteResourceResponse:
        """NOT_FOUND. Releases keep what they were made with.
        Since 0.2.
        """

        return await self._run(self._engine.delete_resource, kind=kind, id=id, actor=actor)

    async def explain(self, *, release_id: int = 0, environment: str = "") -> ExplainResponse:
        """Why an environment has, or has not, been deployed.
        Since 0.2.
        """

        return await self._run(self._engine.explain, release_id=release_id, environment=environment)

    async def verify(self, *, release_id: int = 0) -> VerifyResponse:
        """Checks what was written: hashes, and that the same commands decide the same today.
        Since 0.2.

        Args:
            release_id: 0 = all
        """

        return await self._run(self._engine.verify, release_id=release_id)

    async def simulate(self, *, definition_id: int = 0, document: str = "", script: str = "", seed: int = 0,
                       start: str = "", days: int = 0, format: str = "") -> SimulateResponse:
        """Runs a definition in virtual time. INVALID_ARGUMENT (script).
        Since 0.2.

        Args:
            document: instead
            script: JSON, see the command's help; empty = everything succeeds
            start: RFC 3339; empty = 2026-01-05T08:00:00Z, a Monday
            days: 0 = 30
            format: text, json, svg
        """

        return await self._run(self._engine.simulate, definition_id=definition_id, document=document, script=script,
                               seed=seed, start=start, days=days, format=format)

    async def lint_definition(self, *, definition_id: int = 0, document: str = "") -> LintDefinitionResponse:
        """What is suspicious about a definition though it can be run.
        Since 0.2.

        Args:
            document: instead
        """

        return await self._run(self._engine.lint_definition, definition_id=definition_id, document=document)

    async def list_test_runs(self, *, release_id: int = 0, definition_id: int = 0, environment: str = "",
                             limit: int = 0) -> ListTestRunsResponse:
        """Test results of a release, or the history of a definition. NOT_FOUND; INVALID_ARGUMENT (neither or both are named).
        Since 0.2.

        Args:
            release_id: of this release
            definition_id: or of all releases of this definition
            environment: name, case-insensitive; empty = all
            limit: of releases that are looked at
        """

        return await self._run(self._engine.list_test_runs, release_id=release_id, definition_id=definition_id,
                               environment=environment, limit=limit)

    async def read_log(self, *, release_id: int = 0, environment: str = "", attempt: int = 0, phase: int = 0,
                       job: int = 0, task: int = 0, offset: int = 0, max_bytes: int = 0) -> ReadLogResponse:
        """Part of a task's log. NOT_FOUND when the task never started.
        Since 0.1.

        Args:
            attempt: 0 = newest
            phase: 0-based
            offset: bytes
            max_bytes: 0 = 1 MiB
        """

        return await self._run(self._engine.read_log, release_id=release_id, environment=environment, attempt=attempt,
                               phase=phase, job=job, task=task, offset=offset, max_bytes=max_bytes)

    def follow_logs(self, *, release_id: int = 0, environment: str = "",
                    from_now: bool = False) -> AsyncStream[FollowLogsResponse]:
        """Log lines as they are written; ends when nothing of the release runs or waits any more.
        Since 0.1.

        Args:
            environment: empty: all
            from_now: else from the beginning
        """

        return self._stream(self._engine.follow_logs, release_id=release_id, environment=environment,
                            from_now=from_now)

    def watch_events(self, *, release_id: int = 0, after_position: int = 0,
                     until_idle: bool = False) -> AsyncStream[WatchEventsResponse]:
        """Events as they become durable, in order, from any position on: a host that was away misses none.
        Since 0.1.

        Args:
            release_id: 0 = all
            after_position: Records after this position; -1 = only those from now on.
            until_idle: End the stream when the release has nothing running or waiting (release_id given), or nothing has anywhere.
        """

        return self._stream(self._engine.watch_events, release_id=release_id, after_position=after_position,
                            until_idle=until_idle)

    async def get_status(self) -> GetStatusResponse:
        """GetStatus.
        Since 0.1.
        """

        return await self._run(self._engine.get_status)

    async def register_task(self, *, task_id: str = "", version: str = "", name: str = "", idempotent: bool = False,
                            pull: bool = False) -> RegisterTaskResponse:
        """From now on the host runs this task id itself. Registered again: replaced.
        Since 0.1.

        Args:
            task_id: GUID
            version: what is shown; empty = 1.0.0
            idempotent: may be run again when its outcome is unknown
            pull: handed out by work_next; else by the host's run_task callback
        """

        return await self._run(self._engine.register_task, task_id=task_id, version=version, name=name,
                               idempotent=idempotent, pull=pull)

    async def task_log(self, *, token: str = "", text: str = "", is_stderr: bool = False) -> TaskLogResponse:
        """Output of a host-run task: goes the same way as a process's (logging commands, masking, log file, feed).
        Since 0.1.

        Args:
            text: any part of output; logging commands in it are obeyed
        """

        return await self._run(self._engine.task_log, token=token, text=text, is_stderr=is_stderr)

    async def set_secrets(self, *, secrets: Optional[Mapping[str, str]] = None) -> SetSecretsResponse:
        """Secret values for variables whose definition holds none. Kept in memory only.
        Since 0.1.

        Args:
            secrets: added to those given at open
        """

        return await self._run(self._engine.set_secrets, secrets=secrets)

    async def answer_groups(self, *, token: str = "", groups: Sequence[str] = ()) -> AnswerGroupsResponse:
        """Answers a HostGroupQuery. Only inside ResolveGroups: NOT_FOUND when it has returned.
        Since 0.2.

        Args:
            token: of the HostGroupQuery
            groups: Ids or names of the groups that the actor belongs to, as definitions name them. Of two answers the second counts.
        """

        return await self._run(self._engine.answer_groups, token=token, groups=groups)

    async def set_time(self, *, time: str = "") -> SetTimeResponse:
        """Moves the clock; what is due by then is done. Returns when that has begun, not when it has ended. FAILED_PRECONDITION
        unless the engine was opened with hostTime, INVALID_ARGUMENT when it is no time.
        Since 0.2.

        Args:
            time: RFC 3339; earlier than now is possible, as with any clock
        """

        return await self._run(self._engine.set_time, time=time)
