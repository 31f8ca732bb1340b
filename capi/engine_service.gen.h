// What the C ABI calls and the engine implements, and what the engine calls and the C ABI implements.
// Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
#ifndef SLIPWAY_CAPI_ENGINE_SERVICE_GEN_H_
#define SLIPWAY_CAPI_ENGINE_SERVICE_GEN_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "capi/service.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Thread-safe: every method may be called from any thread, from several at once, until Stop has returned.
class EngineService : public EngineRuntime {
 public:
  // Imports one definition or a {count, value} list of them from exported JSON. Nothing is stored when any of them has an
  // error (INVALID_ARGUMENT, with every finding in the error's detail). Secret values are sealed and nulled in the document.
  // Since 0.1.
  virtual absl::StatusOr<v1::ImportDefinitionResponse> ImportDefinition(const v1::ImportDefinitionRequest& request) = 0;
  // The JSON document of a definition. NOT_FOUND.
  // Since 0.1.
  virtual absl::StatusOr<v1::ExportDefinitionResponse> ExportDefinition(const v1::ExportDefinitionRequest& request) = 0;
  // A definition as a typed message, with what validation finds about it. NOT_FOUND.
  // Since 0.1.
  virtual absl::StatusOr<v1::GetDefinitionResponse> GetDefinition(const v1::GetDefinitionRequest& request) = 0;
  // ListDefinitions.
  // Since 0.1.
  virtual absl::StatusOr<v1::ListDefinitionsResponse> ListDefinitions(const v1::ListDefinitionsRequest& request) = 0;
  // Deleted softly: its releases stay. FAILED_PRECONDITION while one of them is in progress.
  // Since 0.1.
  virtual absl::StatusOr<v1::DeleteDefinitionResponse> DeleteDefinition(const v1::DeleteDefinitionRequest& request) = 0;
  // Creates a release and, unless it is a draft, starts the environments whose conditions hold. NOT_FOUND (definition),
  // INVALID_ARGUMENT (a variable that is not settable, an unknown environment or alias).
  // Since 0.1.
  virtual absl::StatusOr<v1::CreateReleaseResponse> CreateRelease(const v1::CreateReleaseRequest& request) = 0;
  // Draft or abandoned to active.
  // Since 0.1.
  virtual absl::StatusOr<v1::StartReleaseResponse> StartRelease(const v1::StartReleaseRequest& request) = 0;
  // FAILED_PRECONDITION while an environment is queued or in progress: cancel it first.
  // Since 0.1.
  virtual absl::StatusOr<v1::AbandonReleaseResponse> AbandonRelease(const v1::AbandonReleaseRequest& request) = 0;
  // Softly. FAILED_PRECONDITION while an environment is queued or in progress, while it is what is deployed somewhere, and
  // when it is kept forever.
  // Since 0.2.
  virtual absl::StatusOr<v1::DeleteReleaseResponse> DeleteRelease(const v1::DeleteReleaseRequest& request) = 0;
  // FAILED_PRECONDITION when it is not deleted, NOT_FOUND when it is purged.
  // Since 0.2.
  virtual absl::StatusOr<v1::UndeleteReleaseResponse> UndeleteRelease(const v1::UndeleteReleaseRequest& request) = 0;
  // Whether retention policies leave a release alone.
  // Since 0.2.
  virtual absl::StatusOr<v1::KeepReleaseResponse> KeepRelease(const v1::KeepReleaseRequest& request) = 0;
  // What happens once a day by itself unless OpenOptions.retention.manual is set: deletes releases that no policy keeps,
  // purges those that were deleted long enough ago.
  // Since 0.2.
  virtual absl::StatusOr<v1::RunRetentionResponse> RunRetention(const v1::RunRetentionRequest& request) = 0;
  // GetRelease.
  // Since 0.1.
  virtual absl::StatusOr<v1::GetReleaseResponse> GetRelease(const v1::GetReleaseRequest& request) = 0;
  // ListReleases.
  // Since 0.1.
  virtual absl::StatusOr<v1::ListReleasesResponse> ListReleases(const v1::ListReleasesRequest& request) = 0;
  // A new attempt. FAILED_PRECONDITION while the environment is queued or in progress, or the release is not active.
  // Since 0.1.
  virtual absl::StatusOr<v1::DeployEnvironmentResponse> DeployEnvironment(const v1::DeployEnvironmentRequest& request) = 0;
  // Cancels the running attempt. FAILED_PRECONDITION when there is none.
  // Since 0.1.
  virtual absl::StatusOr<v1::CancelEnvironmentResponse> CancelEnvironment(const v1::CancelEnvironmentRequest& request) = 0;
  // Approves or rejects. PERMISSION_DENIED when the actor may not, FAILED_PRECONDITION when it is not pending.
  // Since 0.1.
  virtual absl::StatusOr<v1::UpdateApprovalResponse> UpdateApproval(const v1::UpdateApprovalRequest& request) = 0;
  // ListApprovals.
  // Since 0.1.
  virtual absl::StatusOr<v1::ListApprovalsResponse> ListApprovals(const v1::ListApprovalsRequest& request) = 0;
  // ListDeployments.
  // Since 0.1.
  virtual absl::StatusOr<v1::ListDeploymentsResponse> ListDeployments(const v1::ListDeploymentsRequest& request) = 0;
  // A time to go on, for an attempt with pending pre-deployment approvals. FAILED_PRECONDITION without such.
  // Since 0.2.
  virtual absl::StatusOr<v1::DeferDeploymentResponse> DeferDeployment(const v1::DeferDeploymentRequest& request) = 0;
  // FAILED_PRECONDITION when no gates are being evaluated, NOT_FOUND for a gate that does not exist.
  // Since 0.2.
  virtual absl::StatusOr<v1::IgnoreGatesResponse> IgnoreGates(const v1::IgnoreGatesRequest& request) = 0;
  // Resumes or rejects. FAILED_PRECONDITION when it is not pending.
  // Since 0.2.
  virtual absl::StatusOr<v1::UpdateInterventionResponse> UpdateIntervention(const v1::UpdateInterventionRequest& request) = 0;
  // ListInterventions.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListInterventionsResponse> ListInterventions(const v1::ListInterventionsRequest& request) = 0;
  // Creates a release of every definition whose trigger this version passes, once per version. Answers after all are durable.
  // Since 0.2.
  virtual absl::StatusOr<v1::PushArtifactResponse> PushArtifact(const v1::PushArtifactRequest& request) = 0;
  // UNAVAILABLE, PERMISSION_DENIED and the like: what came of asking the source.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListArtifactVersionsResponse> ListArtifactVersions(const v1::ListArtifactVersionsRequest& request) = 0;
  // PutArtifactSource.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutArtifactSourceResponse> PutArtifactSource(const v1::PutArtifactSourceRequest& request) = 0;
  // ListArtifactSources.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListArtifactSourcesResponse> ListArtifactSources(const v1::ListArtifactSourcesRequest& request) = 0;
  // Commits and work items between two releases, as the artifacts' sources tell them. A source that cannot be asked does
  // not fail the call: its `note` says why. NOT_FOUND (release, environment).
  // Since 0.2.
  virtual absl::StatusOr<v1::GetChangesResponse> GetChanges(const v1::GetChangesRequest& request) = 0;
  // PutVariableGroup.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutVariableGroupResponse> PutVariableGroup(const v1::PutVariableGroupRequest& request) = 0;
  // ListVariableGroups.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListVariableGroupsResponse> ListVariableGroups(const v1::ListVariableGroupsRequest& request) = 0;
  // PutTaskGroup.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutTaskGroupResponse> PutTaskGroup(const v1::PutTaskGroupRequest& request) = 0;
  // ListTaskGroups.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListTaskGroupsResponse> ListTaskGroups(const v1::ListTaskGroupsRequest& request) = 0;
  // PutDeploymentGroup.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutDeploymentGroupResponse> PutDeploymentGroup(const v1::PutDeploymentGroupRequest& request) = 0;
  // ListDeploymentGroups.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListDeploymentGroupsResponse> ListDeploymentGroups(const v1::ListDeploymentGroupsRequest& request) = 0;
  // INVALID_ARGUMENT. Jobs that wait get an agent at once when the change makes one free.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutAgentPoolResponse> PutAgentPool(const v1::PutAgentPoolRequest& request) = 0;
  // ListAgentPools.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListAgentPoolsResponse> ListAgentPools(const v1::ListAgentPoolsRequest& request) = 0;
  // PutFreezeWindow.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutFreezeWindowResponse> PutFreezeWindow(const v1::PutFreezeWindowRequest& request) = 0;
  // ListFreezeWindows.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListFreezeWindowsResponse> ListFreezeWindows(const v1::ListFreezeWindowsRequest& request) = 0;
  // INVALID_ARGUMENT. Values are write-only.
  // Since 0.2.
  virtual absl::StatusOr<v1::PutServiceEndpointResponse> PutServiceEndpoint(const v1::PutServiceEndpointRequest& request) = 0;
  // ListServiceEndpoints.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListServiceEndpointsResponse> ListServiceEndpoints(const v1::ListServiceEndpointsRequest& request) = 0;
  // ALREADY_EXISTS when there is one of this name. Contents are write-only.
  // Since 0.2.
  virtual absl::StatusOr<v1::AddSecureFileResponse> AddSecureFile(const v1::AddSecureFileRequest& request) = 0;
  // ListSecureFiles.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListSecureFilesResponse> ListSecureFiles(const v1::ListSecureFilesRequest& request) = 0;
  // Takes a task into the store of this engine. INVALID_ARGUMENT (not a task, paths that lead outside, too large),
  // NOT_FOUND, ALREADY_EXISTS (other content under the same version).
  // Since 0.2.
  virtual absl::StatusOr<v1::InstallTaskResponse> InstallTask(const v1::InstallTaskRequest& request) = 0;
  // ListTasks.
  // Since 0.2.
  virtual absl::StatusOr<v1::ListTasksResponse> ListTasks(const v1::ListTasksRequest& request) = 0;
  // NOT_FOUND. FAILED_PRECONDITION while a release in progress uses it.
  // Since 0.2.
  virtual absl::StatusOr<v1::RemoveTaskResponse> RemoveTask(const v1::RemoveTaskRequest& request) = 0;
  // Ends a task that waits for the system it has called (InvokeRestApi with waitForCompletion), as that system's
  // TaskCompleted event does with the original. INVALID_ARGUMENT (not a GUID, no such result), NOT_FOUND (no task waits
  // under it), ALREADY_EXISTS (completed a moment ago).
  // Since 0.2.
  virtual absl::StatusOr<v1::CompleteServerTaskResponse> CompleteServerTask(const v1::CompleteServerTaskRequest& request) = 0;
  // NOT_FOUND. Releases keep what they were made with.
  // Since 0.2.
  virtual absl::StatusOr<v1::DeleteResourceResponse> DeleteResource(const v1::DeleteResourceRequest& request) = 0;
  // Why an environment has, or has not, been deployed.
  // Since 0.2.
  virtual absl::StatusOr<v1::ExplainResponse> Explain(const v1::ExplainRequest& request) = 0;
  // Checks what was written: hashes, and that the same commands decide the same today.
  // Since 0.2.
  virtual absl::StatusOr<v1::VerifyResponse> Verify(const v1::VerifyRequest& request) = 0;
  // Runs a definition in virtual time. INVALID_ARGUMENT (script).
  // Since 0.2.
  virtual absl::StatusOr<v1::SimulateResponse> Simulate(const v1::SimulateRequest& request) = 0;
  // What is suspicious about a definition though it can be run.
  // Since 0.2.
  virtual absl::StatusOr<v1::LintDefinitionResponse> LintDefinition(const v1::LintDefinitionRequest& request) = 0;
  // Test results of a release, or the history of a definition. NOT_FOUND; INVALID_ARGUMENT (neither or both are named).
  // Since 0.2.
  virtual absl::StatusOr<v1::ListTestRunsResponse> ListTestRuns(const v1::ListTestRunsRequest& request) = 0;
  // Part of a task's log. NOT_FOUND when the task never started.
  // Since 0.1.
  virtual absl::StatusOr<v1::ReadLogResponse> ReadLog(const v1::ReadLogRequest& request) = 0;
  // Log lines as they are written; ends when nothing of the release runs or waits any more.
  // Since 0.1.
  virtual absl::StatusOr<std::unique_ptr<Cursor<v1::FollowLogsResponse>>> FollowLogs(const v1::FollowLogsRequest& request) = 0;
  // Events as they become durable, in order, from any position on: a host that was away misses none.
  // Since 0.1.
  virtual absl::StatusOr<std::unique_ptr<Cursor<v1::WatchEventsResponse>>> WatchEvents(const v1::WatchEventsRequest& request) = 0;
  // GetStatus.
  // Since 0.1.
  virtual absl::StatusOr<v1::GetStatusResponse> GetStatus(const v1::GetStatusRequest& request) = 0;
  // From now on the host runs this task id itself. Registered again: replaced.
  // Since 0.1.
  virtual absl::StatusOr<v1::RegisterTaskResponse> RegisterTask(const v1::RegisterTaskRequest& request) = 0;
  // Output of a host-run task: goes the same way as a process's (logging commands, masking, log file, feed).
  // Since 0.1.
  virtual absl::StatusOr<v1::TaskLogResponse> TaskLog(const v1::TaskLogRequest& request) = 0;
  // Secret values for variables whose definition holds none. Kept in memory only.
  // Since 0.1.
  virtual absl::StatusOr<v1::SetSecretsResponse> SetSecrets(const v1::SetSecretsRequest& request) = 0;
  // Answers a HostGroupQuery. Only inside ResolveGroups: NOT_FOUND when it has returned.
  // Since 0.2.
  virtual absl::StatusOr<v1::AnswerGroupsResponse> AnswerGroups(const v1::AnswerGroupsRequest& request) = 0;
  // Moves the clock; what is due by then is done. Returns when that has begun, not when it has ended. FAILED_PRECONDITION
  // unless the engine was opened with hostTime, INVALID_ARGUMENT when it is no time.
  // Since 0.2.
  virtual absl::StatusOr<v1::SetTimeResponse> SetTime(const v1::SetTimeRequest& request) = 0;
};

// The host's callbacks, as the engine sees them. Thread-safe. The engine must not hold a lock of its own while it calls: the
// host may call back in. UNIMPLEMENTED when the host does not offer the method; any other code is the host's own answer.
class HostCallbacks {
 public:
  virtual ~HostCallbacks() = default;
  // Run this task; complete it by its token. An error fails the task with the error's text.
  // Since 0.1.
  virtual absl::Status RunTask(const v1::HostTask& request) = 0;
  virtual bool OffersRunTask() const = 0;
  // Stop the task of this token; complete it as canceled.
  // Since 0.1.
  virtual absl::Status CancelTask(const v1::HostCancelTask& request) = 0;
  virtual bool OffersCancelTask() const = 0;
  // Something happened that people care about. Delivered at least once, in order, after it is durable.
  // Since 0.1.
  virtual absl::Status Notify(const v1::HostNotification& request) = 0;
  virtual bool OffersNotify() const = 0;
  // The directory of people: which groups does this actor belong to? Asked by UpdateApproval, on its caller's thread, unless
  // the request names actorGroups or an administrator. Answer with AnswerGroups before returning; without an answer the actor
  // belongs to none. An error fails UpdateApproval with its code: nothing is decided.
  // Since 0.2.
  virtual absl::Status ResolveGroups(const v1::HostGroupQuery& request) = 0;
  virtual bool OffersResolveGroups() const = 0;
};

// The one factory, implemented in lib/adapters. `host` may be null; it outlives the engine. Callbacks may come before this
// returns, and none comes after the engine's destructor has returned.
absl::StatusOr<std::unique_ptr<EngineService>> OpenEngine(const v1::OpenOptions& options, HostCallbacks* host);

}  // namespace slipway

#endif  // SLIPWAY_CAPI_ENGINE_SERVICE_GEN_H_
