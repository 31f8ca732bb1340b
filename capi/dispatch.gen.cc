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
