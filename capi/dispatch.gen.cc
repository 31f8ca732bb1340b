// One exported function per Engine method, and the host's callbacks behind HostCallbacks.
// Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
#include "capi/call.h"
#include "capi/codec_tables.gen.h"
#include "capi/host.h"
#include "slipway/slipway.h"

namespace slipway::capi {
namespace {

class HostDispatch final : public HostCallbacks {
 public:
  HostDispatch(const slipway_host& host, slipway_encoding encoding) : caller_(host, encoding), host_(caller_.host()) {}

  absl::Status RunTask(const v1::HostTask& request) override {
    return caller_.Call("run_task", host_.run_task, tables::kHostTask, request);
  }
  bool OffersRunTask() const override { return host_.run_task != nullptr; }
  absl::Status CancelTask(const v1::HostCancelTask& request) override {
    return caller_.Call("cancel_task", host_.cancel_task, tables::kHostCancelTask, request);
  }
  bool OffersCancelTask() const override { return host_.cancel_task != nullptr; }
  absl::Status Notify(const v1::HostNotification& request) override {
    return caller_.Call("notify", host_.notify, tables::kHostNotification, request);
  }
  bool OffersNotify() const override { return host_.notify != nullptr; }
  absl::Status ResolveGroups(const v1::HostGroupQuery& request) override {
    return caller_.Call("resolve_groups", host_.resolve_groups, tables::kHostGroupQuery, request);
  }
  bool OffersResolveGroups() const override { return host_.resolve_groups != nullptr; }

 private:
  HostCaller caller_;
  const slipway_host& host_;
};

}  // namespace

std::unique_ptr<HostCallbacks> MakeHostCallbacks(const slipway_host& host, slipway_encoding encoding) {
  return std::make_unique<HostDispatch>(host, encoding);
}

}  // namespace slipway::capi

namespace capi = slipway::capi;
namespace v1 = slipway::v1;
using slipway::EngineService;

int32_t slipway_import_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                  slipway_error** error) {
  return capi::CallUnary<v1::ImportDefinitionRequest, v1::ImportDefinitionResponse>(engine,
                                                                                    capi::tables::kImportDefinitionRequest,
                                                                                    capi::tables::kImportDefinitionResponse,
                                                                                    &EngineService::ImportDefinition,
                                                                                    request, response, error);
}

int32_t slipway_export_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                  slipway_error** error) {
  return capi::CallUnary<v1::ExportDefinitionRequest, v1::ExportDefinitionResponse>(engine,
                                                                                    capi::tables::kExportDefinitionRequest,
                                                                                    capi::tables::kExportDefinitionResponse,
                                                                                    &EngineService::ExportDefinition,
                                                                                    request, response, error);
}

int32_t slipway_get_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::GetDefinitionRequest, v1::GetDefinitionResponse>(engine,
                                                                              capi::tables::kGetDefinitionRequest,
                                                                              capi::tables::kGetDefinitionResponse,
                                                                              &EngineService::GetDefinition, request,
                                                                              response, error);
}

int32_t slipway_list_definitions(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                 slipway_error** error) {
  return capi::CallUnary<v1::ListDefinitionsRequest, v1::ListDefinitionsResponse>(engine,
                                                                                  capi::tables::kListDefinitionsRequest,
                                                                                  capi::tables::kListDefinitionsResponse,
                                                                                  &EngineService::ListDefinitions,
                                                                                  request, response, error);
}

int32_t slipway_delete_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                  slipway_error** error) {
  return capi::CallUnary<v1::DeleteDefinitionRequest, v1::DeleteDefinitionResponse>(engine,
                                                                                    capi::tables::kDeleteDefinitionRequest,
                                                                                    capi::tables::kDeleteDefinitionResponse,
                                                                                    &EngineService::DeleteDefinition,
                                                                                    request, response, error);
}

int32_t slipway_create_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::CreateReleaseRequest, v1::CreateReleaseResponse>(engine,
                                                                              capi::tables::kCreateReleaseRequest,
                                                                              capi::tables::kCreateReleaseResponse,
                                                                              &EngineService::CreateRelease, request,
                                                                              response, error);
}

int32_t slipway_start_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                              slipway_error** error) {
  return capi::CallUnary<v1::StartReleaseRequest, v1::StartReleaseResponse>(engine, capi::tables::kStartReleaseRequest,
                                                                            capi::tables::kStartReleaseResponse,
                                                                            &EngineService::StartRelease, request,
                                                                            response, error);
}

int32_t slipway_abandon_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                slipway_error** error) {
  return capi::CallUnary<v1::AbandonReleaseRequest, v1::AbandonReleaseResponse>(engine,
                                                                                capi::tables::kAbandonReleaseRequest,
                                                                                capi::tables::kAbandonReleaseResponse,
                                                                                &EngineService::AbandonRelease, request,
                                                                                response, error);
}

int32_t slipway_delete_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::DeleteReleaseRequest, v1::DeleteReleaseResponse>(engine,
                                                                              capi::tables::kDeleteReleaseRequest,
                                                                              capi::tables::kDeleteReleaseResponse,
                                                                              &EngineService::DeleteRelease, request,
                                                                              response, error);
}

int32_t slipway_undelete_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                 slipway_error** error) {
  return capi::CallUnary<v1::UndeleteReleaseRequest, v1::UndeleteReleaseResponse>(engine,
                                                                                  capi::tables::kUndeleteReleaseRequest,
                                                                                  capi::tables::kUndeleteReleaseResponse,
                                                                                  &EngineService::UndeleteRelease,
                                                                                  request, response, error);
}

int32_t slipway_keep_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                             slipway_error** error) {
  return capi::CallUnary<v1::KeepReleaseRequest, v1::KeepReleaseResponse>(engine, capi::tables::kKeepReleaseRequest,
                                                                          capi::tables::kKeepReleaseResponse,
                                                                          &EngineService::KeepRelease, request,
                                                                          response, error);
}

int32_t slipway_run_retention(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                              slipway_error** error) {
  return capi::CallUnary<v1::RunRetentionRequest, v1::RunRetentionResponse>(engine, capi::tables::kRunRetentionRequest,
                                                                            capi::tables::kRunRetentionResponse,
                                                                            &EngineService::RunRetention, request,
                                                                            response, error);
}

int32_t slipway_get_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                            slipway_error** error) {
  return capi::CallUnary<v1::GetReleaseRequest, v1::GetReleaseResponse>(engine, capi::tables::kGetReleaseRequest,
                                                                        capi::tables::kGetReleaseResponse,
                                                                        &EngineService::GetRelease, request, response,
                                                                        error);
}

int32_t slipway_list_releases(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                              slipway_error** error) {
  return capi::CallUnary<v1::ListReleasesRequest, v1::ListReleasesResponse>(engine, capi::tables::kListReleasesRequest,
                                                                            capi::tables::kListReleasesResponse,
                                                                            &EngineService::ListReleases, request,
                                                                            response, error);
}

int32_t slipway_deploy_environment(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                   slipway_error** error) {
  return capi::CallUnary<v1::DeployEnvironmentRequest, v1::DeployEnvironmentResponse>(engine,
                                                                                      capi::tables::kDeployEnvironmentRequest,
                                                                                      capi::tables::kDeployEnvironmentResponse,
                                                                                      &EngineService::DeployEnvironment,
                                                                                      request, response, error);
}

int32_t slipway_cancel_environment(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                   slipway_error** error) {
  return capi::CallUnary<v1::CancelEnvironmentRequest, v1::CancelEnvironmentResponse>(engine,
                                                                                      capi::tables::kCancelEnvironmentRequest,
                                                                                      capi::tables::kCancelEnvironmentResponse,
                                                                                      &EngineService::CancelEnvironment,
                                                                                      request, response, error);
}

int32_t slipway_update_approval(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                slipway_error** error) {
  return capi::CallUnary<v1::UpdateApprovalRequest, v1::UpdateApprovalResponse>(engine,
                                                                                capi::tables::kUpdateApprovalRequest,
                                                                                capi::tables::kUpdateApprovalResponse,
                                                                                &EngineService::UpdateApproval, request,
                                                                                response, error);
}

int32_t slipway_list_approvals(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::ListApprovalsRequest, v1::ListApprovalsResponse>(engine,
                                                                              capi::tables::kListApprovalsRequest,
                                                                              capi::tables::kListApprovalsResponse,
                                                                              &EngineService::ListApprovals, request,
                                                                              response, error);
}

int32_t slipway_list_deployments(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                 slipway_error** error) {
  return capi::CallUnary<v1::ListDeploymentsRequest, v1::ListDeploymentsResponse>(engine,
                                                                                  capi::tables::kListDeploymentsRequest,
                                                                                  capi::tables::kListDeploymentsResponse,
                                                                                  &EngineService::ListDeployments,
                                                                                  request, response, error);
}

int32_t slipway_defer_deployment(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                 slipway_error** error) {
  return capi::CallUnary<v1::DeferDeploymentRequest, v1::DeferDeploymentResponse>(engine,
                                                                                  capi::tables::kDeferDeploymentRequest,
                                                                                  capi::tables::kDeferDeploymentResponse,
                                                                                  &EngineService::DeferDeployment,
                                                                                  request, response, error);
}

int32_t slipway_ignore_gates(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                             slipway_error** error) {
  return capi::CallUnary<v1::IgnoreGatesRequest, v1::IgnoreGatesResponse>(engine, capi::tables::kIgnoreGatesRequest,
                                                                          capi::tables::kIgnoreGatesResponse,
                                                                          &EngineService::IgnoreGates, request,
                                                                          response, error);
}

int32_t slipway_update_intervention(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                    slipway_error** error) {
  return capi::CallUnary<v1::UpdateInterventionRequest, v1::UpdateInterventionResponse>(engine,
                                                                                        capi::tables::kUpdateInterventionRequest,
                                                                                        capi::tables::kUpdateInterventionResponse,
                                                                                        &EngineService::UpdateIntervention,
                                                                                        request, response, error);
}

int32_t slipway_list_interventions(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                   slipway_error** error) {
  return capi::CallUnary<v1::ListInterventionsRequest, v1::ListInterventionsResponse>(engine,
                                                                                      capi::tables::kListInterventionsRequest,
                                                                                      capi::tables::kListInterventionsResponse,
                                                                                      &EngineService::ListInterventions,
                                                                                      request, response, error);
}

int32_t slipway_push_artifact(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                              slipway_error** error) {
  return capi::CallUnary<v1::PushArtifactRequest, v1::PushArtifactResponse>(engine, capi::tables::kPushArtifactRequest,
                                                                            capi::tables::kPushArtifactResponse,
                                                                            &EngineService::PushArtifact, request,
                                                                            response, error);
}

int32_t slipway_list_artifact_versions(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                       slipway_error** error) {
  return capi::CallUnary<v1::ListArtifactVersionsRequest, v1::ListArtifactVersionsResponse>(engine,
                                                                                            capi::tables::kListArtifactVersionsRequest,
                                                                                            capi::tables::kListArtifactVersionsResponse,
                                                                                            &EngineService::ListArtifactVersions,
                                                                                            request, response,
                                                                                            error);
}

int32_t slipway_put_artifact_source(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                    slipway_error** error) {
  return capi::CallUnary<v1::PutArtifactSourceRequest, v1::PutArtifactSourceResponse>(engine,
                                                                                      capi::tables::kPutArtifactSourceRequest,
                                                                                      capi::tables::kPutArtifactSourceResponse,
                                                                                      &EngineService::PutArtifactSource,
                                                                                      request, response, error);
}

int32_t slipway_list_artifact_sources(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                      slipway_error** error) {
  return capi::CallUnary<v1::ListArtifactSourcesRequest, v1::ListArtifactSourcesResponse>(engine,
                                                                                          capi::tables::kListArtifactSourcesRequest,
                                                                                          capi::tables::kListArtifactSourcesResponse,
                                                                                          &EngineService::ListArtifactSources,
                                                                                          request, response, error);
}

int32_t slipway_get_changes(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                            slipway_error** error) {
  return capi::CallUnary<v1::GetChangesRequest, v1::GetChangesResponse>(engine, capi::tables::kGetChangesRequest,
                                                                        capi::tables::kGetChangesResponse,
                                                                        &EngineService::GetChanges, request, response,
                                                                        error);
}

int32_t slipway_put_variable_group(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                   slipway_error** error) {
  return capi::CallUnary<v1::PutVariableGroupRequest, v1::PutVariableGroupResponse>(engine,
                                                                                    capi::tables::kPutVariableGroupRequest,
                                                                                    capi::tables::kPutVariableGroupResponse,
                                                                                    &EngineService::PutVariableGroup,
                                                                                    request, response, error);
}

int32_t slipway_list_variable_groups(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error) {
  return capi::CallUnary<v1::ListVariableGroupsRequest, v1::ListVariableGroupsResponse>(engine,
                                                                                        capi::tables::kListVariableGroupsRequest,
                                                                                        capi::tables::kListVariableGroupsResponse,
                                                                                        &EngineService::ListVariableGroups,
                                                                                        request, response, error);
}

int32_t slipway_put_task_group(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::PutTaskGroupRequest, v1::PutTaskGroupResponse>(engine, capi::tables::kPutTaskGroupRequest,
                                                                            capi::tables::kPutTaskGroupResponse,
                                                                            &EngineService::PutTaskGroup, request,
                                                                            response, error);
}

int32_t slipway_list_task_groups(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                 slipway_error** error) {
  return capi::CallUnary<v1::ListTaskGroupsRequest, v1::ListTaskGroupsResponse>(engine,
                                                                                capi::tables::kListTaskGroupsRequest,
                                                                                capi::tables::kListTaskGroupsResponse,
                                                                                &EngineService::ListTaskGroups, request,
                                                                                response, error);
}

int32_t slipway_put_deployment_group(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error) {
  return capi::CallUnary<v1::PutDeploymentGroupRequest, v1::PutDeploymentGroupResponse>(engine,
                                                                                        capi::tables::kPutDeploymentGroupRequest,
                                                                                        capi::tables::kPutDeploymentGroupResponse,
                                                                                        &EngineService::PutDeploymentGroup,
                                                                                        request, response, error);
}

int32_t slipway_list_deployment_groups(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                       slipway_error** error) {
  return capi::CallUnary<v1::ListDeploymentGroupsRequest, v1::ListDeploymentGroupsResponse>(engine,
                                                                                            capi::tables::kListDeploymentGroupsRequest,
                                                                                            capi::tables::kListDeploymentGroupsResponse,
                                                                                            &EngineService::ListDeploymentGroups,
                                                                                            request, response,
                                                                                            error);
}

int32_t slipway_put_agent_pool(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::PutAgentPoolRequest, v1::PutAgentPoolResponse>(engine, capi::tables::kPutAgentPoolRequest,
                                                                            capi::tables::kPutAgentPoolResponse,
                                                                            &EngineService::PutAgentPool, request,
                                                                            response, error);
}

int32_t slipway_list_agent_pools(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                 slipway_error** error) {
  return capi::CallUnary<v1::ListAgentPoolsRequest, v1::ListAgentPoolsResponse>(engine,
                                                                                capi::tables::kListAgentPoolsRequest,
                                                                                capi::tables::kListAgentPoolsResponse,
                                                                                &EngineService::ListAgentPools, request,
                                                                                response, error);
}

int32_t slipway_put_freeze_window(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                  slipway_error** error) {
  return capi::CallUnary<v1::PutFreezeWindowRequest, v1::PutFreezeWindowResponse>(engine,
                                                                                  capi::tables::kPutFreezeWindowRequest,
                                                                                  capi::tables::kPutFreezeWindowResponse,
                                                                                  &EngineService::PutFreezeWindow,
                                                                                  request, response, error);
}

int32_t slipway_list_freeze_windows(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                    slipway_error** error) {
  return capi::CallUnary<v1::ListFreezeWindowsRequest, v1::ListFreezeWindowsResponse>(engine,
                                                                                      capi::tables::kListFreezeWindowsRequest,
                                                                                      capi::tables::kListFreezeWindowsResponse,
                                                                                      &EngineService::ListFreezeWindows,
                                                                                      request, response, error);
}

int32_t slipway_put_service_endpoint(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error) {
  return capi::CallUnary<v1::PutServiceEndpointRequest, v1::PutServiceEndpointResponse>(engine,
                                                                                        capi::tables::kPutServiceEndpointRequest,
                                                                                        capi::tables::kPutServiceEndpointResponse,
                                                                                        &EngineService::PutServiceEndpoint,
                                                                                        request, response, error);
}

int32_t slipway_list_service_endpoints(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                       slipway_error** error) {
  return capi::CallUnary<v1::ListServiceEndpointsRequest, v1::ListServiceEndpointsResponse>(engine,
                                                                                            capi::tables::kListServiceEndpointsRequest,
                                                                                            capi::tables::kListServiceEndpointsResponse,
                                                                                            &EngineService::ListServiceEndpoints,
                                                                                            request, response,
                                                                                            error);
}

int32_t slipway_add_secure_file(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                slipway_error** error) {
  return capi::CallUnary<v1::AddSecureFileRequest, v1::AddSecureFileResponse>(engine,
                                                                              capi::tables::kAddSecureFileRequest,
                                                                              capi::tables::kAddSecureFileResponse,
                                                                              &EngineService::AddSecureFile, request,
                                                                              response, error);
}

int32_t slipway_list_secure_files(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                  slipway_error** error) {
  return capi::CallUnary<v1::ListSecureFilesRequest, v1::ListSecureFilesResponse>(engine,
                                                                                  capi::tables::kListSecureFilesRequest,
                                                                                  capi::tables::kListSecureFilesResponse,
                                                                                  &EngineService::ListSecureFiles,
                                                                                  request, response, error);
}

int32_t slipway_install_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                             slipway_error** error) {
  return capi::CallUnary<v1::InstallTaskRequest, v1::InstallTaskResponse>(engine, capi::tables::kInstallTaskRequest,
                                                                          capi::tables::kInstallTaskResponse,
                                                                          &EngineService::InstallTask, request,
                                                                          response, error);
}

int32_t slipway_list_tasks(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                           slipway_error** error) {
  return capi::CallUnary<v1::ListTasksRequest, v1::ListTasksResponse>(engine, capi::tables::kListTasksRequest,
                                                                      capi::tables::kListTasksResponse,
                                                                      &EngineService::ListTasks, request, response,
                                                                      error);
}

int32_t slipway_remove_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                            slipway_error** error) {
  return capi::CallUnary<v1::RemoveTaskRequest, v1::RemoveTaskResponse>(engine, capi::tables::kRemoveTaskRequest,
                                                                        capi::tables::kRemoveTaskResponse,
                                                                        &EngineService::RemoveTask, request, response,
                                                                        error);
}

int32_t slipway_complete_server_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error) {
  return capi::CallUnary<v1::CompleteServerTaskRequest, v1::CompleteServerTaskResponse>(engine,
                                                                                        capi::tables::kCompleteServerTaskRequest,
                                                                                        capi::tables::kCompleteServerTaskResponse,
                                                                                        &EngineService::CompleteServerTask,
                                                                                        request, response, error);
}

int32_t slipway_delete_resource(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                slipway_error** error) {
  return capi::CallUnary<v1::DeleteResourceRequest, v1::DeleteResourceResponse>(engine,
                                                                                capi::tables::kDeleteResourceRequest,
                                                                                capi::tables::kDeleteResourceResponse,
                                                                                &EngineService::DeleteResource, request,
                                                                                response, error);
}

int32_t slipway_explain(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                        slipway_error** error) {
  return capi::CallUnary<v1::ExplainRequest, v1::ExplainResponse>(engine, capi::tables::kExplainRequest,
                                                                  capi::tables::kExplainResponse,
                                                                  &EngineService::Explain, request, response,
                                                                  error);
}

int32_t slipway_verify(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                       slipway_error** error) {
  return capi::CallUnary<v1::VerifyRequest, v1::VerifyResponse>(engine, capi::tables::kVerifyRequest,
                                                                capi::tables::kVerifyResponse, &EngineService::Verify,
                                                                request, response, error);
}

int32_t slipway_simulate(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                         slipway_error** error) {
  return capi::CallUnary<v1::SimulateRequest, v1::SimulateResponse>(engine, capi::tables::kSimulateRequest,
                                                                    capi::tables::kSimulateResponse,
                                                                    &EngineService::Simulate, request, response,
                                                                    error);
}

int32_t slipway_lint_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                slipway_error** error) {
  return capi::CallUnary<v1::LintDefinitionRequest, v1::LintDefinitionResponse>(engine,
                                                                                capi::tables::kLintDefinitionRequest,
                                                                                capi::tables::kLintDefinitionResponse,
                                                                                &EngineService::LintDefinition, request,
                                                                                response, error);
}

int32_t slipway_list_test_runs(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                               slipway_error** error) {
  return capi::CallUnary<v1::ListTestRunsRequest, v1::ListTestRunsResponse>(engine, capi::tables::kListTestRunsRequest,
                                                                            capi::tables::kListTestRunsResponse,
                                                                            &EngineService::ListTestRuns, request,
                                                                            response, error);
}

int32_t slipway_read_log(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                         slipway_error** error) {
  return capi::CallUnary<v1::ReadLogRequest, v1::ReadLogResponse>(engine, capi::tables::kReadLogRequest,
                                                                  capi::tables::kReadLogResponse,
                                                                  &EngineService::ReadLog, request, response,
                                                                  error);
}

int32_t slipway_follow_logs(slipway_engine* engine, slipway_bytes request, slipway_cursor** cursor,
                            slipway_error** error) {
  return capi::CallStream<v1::FollowLogsRequest, v1::FollowLogsResponse>(engine, capi::tables::kFollowLogsRequest,
                                                                         capi::tables::kFollowLogsResponse,
                                                                         &EngineService::FollowLogs, request, cursor,
                                                                         error);
}

int32_t slipway_watch_events(slipway_engine* engine, slipway_bytes request, slipway_cursor** cursor,
                             slipway_error** error) {
  return capi::CallStream<v1::WatchEventsRequest, v1::WatchEventsResponse>(engine, capi::tables::kWatchEventsRequest,
                                                                           capi::tables::kWatchEventsResponse,
                                                                           &EngineService::WatchEvents, request, cursor,
                                                                           error);
}

int32_t slipway_get_status(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                           slipway_error** error) {
  return capi::CallUnary<v1::GetStatusRequest, v1::GetStatusResponse>(engine, capi::tables::kGetStatusRequest,
                                                                      capi::tables::kGetStatusResponse,
                                                                      &EngineService::GetStatus, request, response,
                                                                      error);
}

int32_t slipway_register_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                              slipway_error** error) {
  return capi::CallUnary<v1::RegisterTaskRequest, v1::RegisterTaskResponse>(engine, capi::tables::kRegisterTaskRequest,
                                                                            capi::tables::kRegisterTaskResponse,
                                                                            &EngineService::RegisterTask, request,
                                                                            response, error);
}

int32_t slipway_task_log(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                         slipway_error** error) {
  return capi::CallUnary<v1::TaskLogRequest, v1::TaskLogResponse>(engine, capi::tables::kTaskLogRequest,
                                                                  capi::tables::kTaskLogResponse,
                                                                  &EngineService::TaskLog, request, response,
                                                                  error);
}

int32_t slipway_set_secrets(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                            slipway_error** error) {
  return capi::CallUnary<v1::SetSecretsRequest, v1::SetSecretsResponse>(engine, capi::tables::kSetSecretsRequest,
                                                                        capi::tables::kSetSecretsResponse,
                                                                        &EngineService::SetSecrets, request, response,
                                                                        error);
}

int32_t slipway_answer_groups(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                              slipway_error** error) {
  return capi::CallUnary<v1::AnswerGroupsRequest, v1::AnswerGroupsResponse>(engine, capi::tables::kAnswerGroupsRequest,
                                                                            capi::tables::kAnswerGroupsResponse,
                                                                            &EngineService::AnswerGroups, request,
                                                                            response, error);
}

int32_t slipway_set_time(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                         slipway_error** error) {
  return capi::CallUnary<v1::SetTimeRequest, v1::SetTimeResponse>(engine, capi::tables::kSetTimeRequest,
                                                                  capi::tables::kSetTimeResponse,
                                                                  &EngineService::SetTime, request, response,
                                                                  error);
}
