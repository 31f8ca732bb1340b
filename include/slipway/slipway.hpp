// Slipway, an embeddable release engine: C++ over the C interface. Header-only, C++17, no dependency but slipway.h.
//
// Emitted by capi/gen from include/slipway/v1/service.proto; do not edit. Change the .proto and build `regenerate`.
//
// Engine, Cursor and Host are move-only owners: what they hold is released with them. Every call returns a Result; nothing
// throws unless value() is asked of a failed one. Requests and responses are std::string in the engine's encoding (protobuf or
// JSON), or, with the template overloads, any message type that has SerializeToString and ParseFromString (protobuf encoding).
// Thread-safety is that of the C functions: an Engine may be used from several threads, a Cursor by one at a time.
#ifndef SLIPWAY_SLIPWAY_HPP_
#define SLIPWAY_SLIPWAY_HPP_

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "slipway/slipway.h"

namespace slipway {

// What went wrong: a code of slipway.h, a message for people, the field it is about ("" = none), and the ErrorDetail bytes.
class Error {
 public:
  Error() = default;
  // A host makes one to refuse in its own name.
  Error(int32_t code, std::string message, std::string path = "", std::string detail = "")
      : code_(code), message_(std::move(message)), path_(std::move(path)), detail_(std::move(detail)) {}

  // SLIPWAY_NOT_FOUND, ...
  int32_t code() const { return code_; }
  // What is wrong, and what to do.
  const std::string& message() const { return message_; }
  // The field, as `environments[2].name`; empty = none.
  const std::string& path() const { return path_; }
  // An ErrorDetail in the engine's encoding: of an import everything that was found. May be empty.
  const std::string& detail() const { return detail_; }

 private:
  int32_t code_ = SLIPWAY_UNKNOWN;
  std::string message_;
  std::string path_;
  std::string detail_;
};

// What value() of a failed Result throws.
class Exception : public std::runtime_error {
 public:
  // what() is the error's message.
  explicit Exception(Error error) : std::runtime_error(error.message()), error_(std::move(error)) {}
  // Code, path and detail.
  const Error& error() const { return error_; }

 private:
  Error error_;
};

// A value or an Error.
template <typename T>
class [[nodiscard]] Result {
 public:
  // A good one.
  Result(T value) : value_(std::move(value)) {}
  // A failed one.
  Result(Error error) : error_(std::move(error)) {}

  // Whether there is a value.
  bool ok() const { return value_.has_value(); }
  // The same, for conditions.
  explicit operator bool() const { return ok(); }
  // Of a failed Result only.
  const Error& error() const { return error_; }
  // Throws Exception when failed.
  T& value() & {
    if (!ok()) throw Exception(error_);
    return *value_;
  }
  // The same of a temporary.
  T&& value() && {
    if (!ok()) throw Exception(error_);
    return std::move(*value_);
  }
  // Of a good Result only.
  T& operator*() { return *value_; }
  // Of a good Result only.
  T* operator->() { return &*value_; }

 private:
  std::optional<T> value_;
  Error error_;
};

// The value of calls that have none.
struct Nothing {};

namespace internal {

inline slipway_bytes Bytes(std::string_view text) { return slipway_bytes{text.data(), text.size()}; }

// Takes the error object apart and releases it.
inline Error TakeError(int32_t code, slipway_error* error) {
  const slipway_bytes detail = slipway_error_detail(error);
  Error taken(code, slipway_error_message(error), slipway_error_path(error),
              detail.size == 0 ? std::string() : std::string(static_cast<const char*>(detail.data), detail.size));
  slipway_error_release(error);
  return taken;
}

inline std::string TakeBuffer(slipway_buffer* buffer) {
  std::string text = buffer->size == 0 ? std::string() : std::string(buffer->data, buffer->size);
  slipway_buffer_release(buffer);
  return text;
}

using UnaryCall = int32_t (*)(slipway_engine*, slipway_bytes, slipway_buffer*, slipway_error**);
using StreamCall = int32_t (*)(slipway_engine*, slipway_bytes, slipway_cursor**, slipway_error**);

template <typename Message>
using IsMessage = std::enable_if_t<!std::is_convertible_v<const Message&, std::string_view>, int>;

}  // namespace internal

// A stream of messages.
class Cursor {
 public:
  Cursor() = default;
  // Owns `handle` from now on.
  explicit Cursor(slipway_cursor* handle) : handle_(handle) {}
  // `other` has no stream afterwards.
  Cursor(Cursor&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  // They change places.
  Cursor& operator=(Cursor&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Cursor() { slipway_cursor_close(handle_); }

  // The next message; an error of code SLIPWAY_OUT_OF_RANGE at the end, SLIPWAY_DEADLINE_EXCEEDED when nothing came in time.
  // timeout_ms negative: as long as it takes.
  Result<std::string> Next(int64_t timeout_ms = -1) {
    slipway_buffer buffer{};
    slipway_error* error = nullptr;
    const int32_t code = slipway_cursor_next(handle_, timeout_ms, &buffer, &error);
    if (code != SLIPWAY_OK) return internal::TakeError(code, error);
    return internal::TakeBuffer(&buffer);
  }
  // For the C functions; still owned here. NULL without a stream.
  slipway_cursor* handle() const { return handle_; }

 private:
  slipway_cursor* handle_ = nullptr;
};

// An engine, and the database that it drives: every rpc as a method.
class Engine {
 public:
  // `options`: an OpenOptions in `encoding`. `host` may be null; it is copied.
  static Result<Engine> Open(std::string_view options, slipway_encoding encoding = SLIPWAY_PROTO,
                             const slipway_host* host = nullptr) {
    slipway_engine* handle = nullptr;
    slipway_error* error = nullptr;
    const int32_t code = slipway_open(internal::Bytes(options), encoding, host, &handle, &error);
    if (code != SLIPWAY_OK) return internal::TakeError(code, error);
    return Engine(handle);
  }

  Engine() = default;
  // `other` has no engine afterwards.
  Engine(Engine&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  // They change places.
  Engine& operator=(Engine&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Engine() { slipway_close(handle_); }

  // Stops driving; what runs outside goes on. Threads that wait return; later calls fail. The destructor does it too.
  void Close() { slipway_close(handle_); }
  // For the C functions; still owned here. NULL without an engine.
  slipway_engine* handle() const { return handle_; }

  // The next HostTask registered with `pull`; an error of code SLIPWAY_DEADLINE_EXCEEDED when there was none in time.
  Result<std::string> WorkNext(int64_t timeout_ms = -1) {
    slipway_buffer buffer{};
    slipway_error* error = nullptr;
    const int32_t code = slipway_work_next(handle_, timeout_ms, &buffer, &error);
    if (code != SLIPWAY_OK) return internal::TakeError(code, error);
    return internal::TakeBuffer(&buffer);
  }
  // Answers a HostTask: a TaskCompletion.
  Result<Nothing> Complete(std::string_view completion) {
    slipway_error* error = nullptr;
    const int32_t code = slipway_complete(handle_, internal::Bytes(completion), &error);
    if (code != SLIPWAY_OK) return internal::TakeError(code, error);
    return Nothing();
  }

  // Imports one definition or a {count, value} list of them from exported JSON. Nothing is stored when any of them has an
  // error (INVALID_ARGUMENT, with every finding in the error's detail). Secret values are sealed and nulled in the document.
  // Since 0.1.
  Result<std::string> ImportDefinition(std::string_view request = {}) {
    return Call(&slipway_import_definition, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ImportDefinition(const Request& request) {
    return TypedCall<Response>(&slipway_import_definition, request);
  }

  // The JSON document of a definition. NOT_FOUND.
  // Since 0.1.
  Result<std::string> ExportDefinition(std::string_view request = {}) {
    return Call(&slipway_export_definition, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ExportDefinition(const Request& request) {
    return TypedCall<Response>(&slipway_export_definition, request);
  }

  // A definition as a typed message, with what validation finds about it. NOT_FOUND.
  // Since 0.1.
  Result<std::string> GetDefinition(std::string_view request = {}) {
    return Call(&slipway_get_definition, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> GetDefinition(const Request& request) {
    return TypedCall<Response>(&slipway_get_definition, request);
  }

  // ListDefinitions.
  // Since 0.1.
  Result<std::string> ListDefinitions(std::string_view request = {}) {
    return Call(&slipway_list_definitions, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListDefinitions(const Request& request) {
    return TypedCall<Response>(&slipway_list_definitions, request);
  }

  // Deleted softly: its releases stay. FAILED_PRECONDITION while one of them is in progress.
  // Since 0.1.
  Result<std::string> DeleteDefinition(std::string_view request = {}) {
    return Call(&slipway_delete_definition, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> DeleteDefinition(const Request& request) {
    return TypedCall<Response>(&slipway_delete_definition, request);
  }

  // Creates a release and, unless it is a draft, starts the environments whose conditions hold. NOT_FOUND (definition),
  // INVALID_ARGUMENT (a variable that is not settable, an unknown environment or alias).
  // Since 0.1.
  Result<std::string> CreateRelease(std::string_view request = {}) {
    return Call(&slipway_create_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> CreateRelease(const Request& request) {
    return TypedCall<Response>(&slipway_create_release, request);
  }

  // Draft or abandoned to active.
  // Since 0.1.
  Result<std::string> StartRelease(std::string_view request = {}) {
    return Call(&slipway_start_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> StartRelease(const Request& request) {
    return TypedCall<Response>(&slipway_start_release, request);
  }

  // FAILED_PRECONDITION while an environment is queued or in progress: cancel it first.
  // Since 0.1.
  Result<std::string> AbandonRelease(std::string_view request = {}) {
    return Call(&slipway_abandon_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> AbandonRelease(const Request& request) {
    return TypedCall<Response>(&slipway_abandon_release, request);
  }

  // Softly. FAILED_PRECONDITION while an environment is queued or in progress, while it is what is deployed somewhere, and
  // when it is kept forever.
  // Since 0.2.
  Result<std::string> DeleteRelease(std::string_view request = {}) {
    return Call(&slipway_delete_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> DeleteRelease(const Request& request) {
    return TypedCall<Response>(&slipway_delete_release, request);
  }

  // FAILED_PRECONDITION when it is not deleted, NOT_FOUND when it is purged.
  // Since 0.2.
  Result<std::string> UndeleteRelease(std::string_view request = {}) {
    return Call(&slipway_undelete_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> UndeleteRelease(const Request& request) {
    return TypedCall<Response>(&slipway_undelete_release, request);
  }

  // Whether retention policies leave a release alone.
  // Since 0.2.
  Result<std::string> KeepRelease(std::string_view request = {}) {
    return Call(&slipway_keep_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> KeepRelease(const Request& request) {
    return TypedCall<Response>(&slipway_keep_release, request);
  }

  // What happens once a day by itself unless OpenOptions.retention.manual is set: deletes releases that no policy keeps,
  // purges those that were deleted long enough ago.
  // Since 0.2.
  Result<std::string> RunRetention(std::string_view request = {}) {
    return Call(&slipway_run_retention, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> RunRetention(const Request& request) {
    return TypedCall<Response>(&slipway_run_retention, request);
  }

  // GetRelease.
  // Since 0.1.
  Result<std::string> GetRelease(std::string_view request = {}) {
    return Call(&slipway_get_release, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> GetRelease(const Request& request) {
    return TypedCall<Response>(&slipway_get_release, request);
  }

  // ListReleases.
  // Since 0.1.
  Result<std::string> ListReleases(std::string_view request = {}) {
    return Call(&slipway_list_releases, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListReleases(const Request& request) {
    return TypedCall<Response>(&slipway_list_releases, request);
  }

  // A new attempt. FAILED_PRECONDITION while the environment is queued or in progress, or the release is not active.
  // Since 0.1.
  Result<std::string> DeployEnvironment(std::string_view request = {}) {
    return Call(&slipway_deploy_environment, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> DeployEnvironment(const Request& request) {
    return TypedCall<Response>(&slipway_deploy_environment, request);
  }

  // Cancels the running attempt. FAILED_PRECONDITION when there is none.
  // Since 0.1.
  Result<std::string> CancelEnvironment(std::string_view request = {}) {
    return Call(&slipway_cancel_environment, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> CancelEnvironment(const Request& request) {
    return TypedCall<Response>(&slipway_cancel_environment, request);
  }

  // Approves or rejects. PERMISSION_DENIED when the actor may not, FAILED_PRECONDITION when it is not pending.
  // Since 0.1.
  Result<std::string> UpdateApproval(std::string_view request = {}) {
    return Call(&slipway_update_approval, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> UpdateApproval(const Request& request) {
    return TypedCall<Response>(&slipway_update_approval, request);
  }

  // ListApprovals.
  // Since 0.1.
  Result<std::string> ListApprovals(std::string_view request = {}) {
    return Call(&slipway_list_approvals, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListApprovals(const Request& request) {
    return TypedCall<Response>(&slipway_list_approvals, request);
  }

  // ListDeployments.
  // Since 0.1.
  Result<std::string> ListDeployments(std::string_view request = {}) {
    return Call(&slipway_list_deployments, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListDeployments(const Request& request) {
    return TypedCall<Response>(&slipway_list_deployments, request);
  }

  // A time to go on, for an attempt with pending pre-deployment approvals. FAILED_PRECONDITION without such.
  // Since 0.2.
  Result<std::string> DeferDeployment(std::string_view request = {}) {
    return Call(&slipway_defer_deployment, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> DeferDeployment(const Request& request) {
    return TypedCall<Response>(&slipway_defer_deployment, request);
  }

  // FAILED_PRECONDITION when no gates are being evaluated, NOT_FOUND for a gate that does not exist.
  // Since 0.2.
  Result<std::string> IgnoreGates(std::string_view request = {}) {
    return Call(&slipway_ignore_gates, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> IgnoreGates(const Request& request) {
    return TypedCall<Response>(&slipway_ignore_gates, request);
  }

  // Resumes or rejects. FAILED_PRECONDITION when it is not pending.
  // Since 0.2.
  Result<std::string> UpdateIntervention(std::string_view request = {}) {
    return Call(&slipway_update_intervention, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> UpdateIntervention(const Request& request) {
    return TypedCall<Response>(&slipway_update_intervention, request);
  }

  // ListInterventions.
  // Since 0.2.
  Result<std::string> ListInterventions(std::string_view request = {}) {
    return Call(&slipway_list_interventions, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListInterventions(const Request& request) {
    return TypedCall<Response>(&slipway_list_interventions, request);
  }

  // Creates a release of every definition whose trigger this version passes, once per version. Answers after all are durable.
  // Since 0.2.
  Result<std::string> PushArtifact(std::string_view request = {}) {
    return Call(&slipway_push_artifact, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PushArtifact(const Request& request) {
    return TypedCall<Response>(&slipway_push_artifact, request);
  }

  // UNAVAILABLE, PERMISSION_DENIED and the like: what came of asking the source.
  // Since 0.2.
  Result<std::string> ListArtifactVersions(std::string_view request = {}) {
    return Call(&slipway_list_artifact_versions, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListArtifactVersions(const Request& request) {
    return TypedCall<Response>(&slipway_list_artifact_versions, request);
  }

  // PutArtifactSource.
  // Since 0.2.
  Result<std::string> PutArtifactSource(std::string_view request = {}) {
    return Call(&slipway_put_artifact_source, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutArtifactSource(const Request& request) {
    return TypedCall<Response>(&slipway_put_artifact_source, request);
  }

  // ListArtifactSources.
  // Since 0.2.
  Result<std::string> ListArtifactSources(std::string_view request = {}) {
    return Call(&slipway_list_artifact_sources, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListArtifactSources(const Request& request) {
    return TypedCall<Response>(&slipway_list_artifact_sources, request);
  }

  // Commits and work items between two releases, as the artifacts' sources tell them. A source that cannot be asked does
  // not fail the call: its `note` says why. NOT_FOUND (release, environment).
  // Since 0.2.
  Result<std::string> GetChanges(std::string_view request = {}) {
    return Call(&slipway_get_changes, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> GetChanges(const Request& request) {
    return TypedCall<Response>(&slipway_get_changes, request);
  }

  // PutVariableGroup.
  // Since 0.2.
  Result<std::string> PutVariableGroup(std::string_view request = {}) {
    return Call(&slipway_put_variable_group, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutVariableGroup(const Request& request) {
    return TypedCall<Response>(&slipway_put_variable_group, request);
  }

  // ListVariableGroups.
  // Since 0.2.
  Result<std::string> ListVariableGroups(std::string_view request = {}) {
    return Call(&slipway_list_variable_groups, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListVariableGroups(const Request& request) {
    return TypedCall<Response>(&slipway_list_variable_groups, request);
  }

  // PutTaskGroup.
  // Since 0.2.
  Result<std::string> PutTaskGroup(std::string_view request = {}) {
    return Call(&slipway_put_task_group, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutTaskGroup(const Request& request) {
    return TypedCall<Response>(&slipway_put_task_group, request);
  }

  // ListTaskGroups.
  // Since 0.2.
  Result<std::string> ListTaskGroups(std::string_view request = {}) {
    return Call(&slipway_list_task_groups, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListTaskGroups(const Request& request) {
    return TypedCall<Response>(&slipway_list_task_groups, request);
  }

  // PutDeploymentGroup.
  // Since 0.2.
  Result<std::string> PutDeploymentGroup(std::string_view request = {}) {
    return Call(&slipway_put_deployment_group, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutDeploymentGroup(const Request& request) {
    return TypedCall<Response>(&slipway_put_deployment_group, request);
  }

  // ListDeploymentGroups.
  // Since 0.2.
  Result<std::string> ListDeploymentGroups(std::string_view request = {}) {
    return Call(&slipway_list_deployment_groups, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListDeploymentGroups(const Request& request) {
    return TypedCall<Response>(&slipway_list_deployment_groups, request);
  }

  // INVALID_ARGUMENT. Jobs that wait get an agent at once when the change makes one free.
  // Since 0.2.
  Result<std::string> PutAgentPool(std::string_view request = {}) {
    return Call(&slipway_put_agent_pool, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutAgentPool(const Request& request) {
    return TypedCall<Response>(&slipway_put_agent_pool, request);
  }

  // ListAgentPools.
  // Since 0.2.
  Result<std::string> ListAgentPools(std::string_view request = {}) {
    return Call(&slipway_list_agent_pools, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListAgentPools(const Request& request) {
    return TypedCall<Response>(&slipway_list_agent_pools, request);
  }

  // PutFreezeWindow.
  // Since 0.2.
  Result<std::string> PutFreezeWindow(std::string_view request = {}) {
    return Call(&slipway_put_freeze_window, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutFreezeWindow(const Request& request) {
    return TypedCall<Response>(&slipway_put_freeze_window, request);
  }

  // ListFreezeWindows.
  // Since 0.2.
  Result<std::string> ListFreezeWindows(std::string_view request = {}) {
    return Call(&slipway_list_freeze_windows, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListFreezeWindows(const Request& request) {
    return TypedCall<Response>(&slipway_list_freeze_windows, request);
  }

  // INVALID_ARGUMENT. Values are write-only.
  // Since 0.2.
  Result<std::string> PutServiceEndpoint(std::string_view request = {}) {
    return Call(&slipway_put_service_endpoint, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> PutServiceEndpoint(const Request& request) {
    return TypedCall<Response>(&slipway_put_service_endpoint, request);
  }

  // ListServiceEndpoints.
  // Since 0.2.
  Result<std::string> ListServiceEndpoints(std::string_view request = {}) {
    return Call(&slipway_list_service_endpoints, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListServiceEndpoints(const Request& request) {
    return TypedCall<Response>(&slipway_list_service_endpoints, request);
  }

  // ALREADY_EXISTS when there is one of this name. Contents are write-only.
  // Since 0.2.
  Result<std::string> AddSecureFile(std::string_view request = {}) {
    return Call(&slipway_add_secure_file, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> AddSecureFile(const Request& request) {
    return TypedCall<Response>(&slipway_add_secure_file, request);
  }

  // ListSecureFiles.
  // Since 0.2.
  Result<std::string> ListSecureFiles(std::string_view request = {}) {
    return Call(&slipway_list_secure_files, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListSecureFiles(const Request& request) {
    return TypedCall<Response>(&slipway_list_secure_files, request);
  }

  // Takes a task into the store of this engine. INVALID_ARGUMENT (not a task, paths that lead outside, too large),
  // NOT_FOUND, ALREADY_EXISTS (other content under the same version).
  // Since 0.2.
  Result<std::string> InstallTask(std::string_view request = {}) {
    return Call(&slipway_install_task, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> InstallTask(const Request& request) {
    return TypedCall<Response>(&slipway_install_task, request);
  }

  // ListTasks.
  // Since 0.2.
  Result<std::string> ListTasks(std::string_view request = {}) {
    return Call(&slipway_list_tasks, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListTasks(const Request& request) {
    return TypedCall<Response>(&slipway_list_tasks, request);
  }

  // NOT_FOUND. FAILED_PRECONDITION while a release in progress uses it.
  // Since 0.2.
  Result<std::string> RemoveTask(std::string_view request = {}) {
    return Call(&slipway_remove_task, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> RemoveTask(const Request& request) {
    return TypedCall<Response>(&slipway_remove_task, request);
  }

  // Ends a task that waits for the system it has called (InvokeRestApi with waitForCompletion), as that system's
  // TaskCompleted event does with the original. INVALID_ARGUMENT (not a GUID, no such result), NOT_FOUND (no task waits
  // under it), ALREADY_EXISTS (completed a moment ago).
  // Since 0.2.
  Result<std::string> CompleteServerTask(std::string_view request = {}) {
    return Call(&slipway_complete_server_task, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> CompleteServerTask(const Request& request) {
    return TypedCall<Response>(&slipway_complete_server_task, request);
  }

  // NOT_FOUND. Releases keep what they were made with.
  // Since 0.2.
  Result<std::string> DeleteResource(std::string_view request = {}) {
    return Call(&slipway_delete_resource, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> DeleteResource(const Request& request) {
    return TypedCall<Response>(&slipway_delete_resource, request);
  }

  // Why an environment has, or has not, been deployed.
  // Since 0.2.
  Result<std::string> Explain(std::string_view request = {}) {
    return Call(&slipway_explain, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> Explain(const Request& request) {
    return TypedCall<Response>(&slipway_explain, request);
  }

  // Checks what was written: hashes, and that the same commands decide the same today.
  // Since 0.2.
  Result<std::string> Verify(std::string_view request = {}) {
    return Call(&slipway_verify, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> Verify(const Request& request) {
    return TypedCall<Response>(&slipway_verify, request);
  }

  // Runs a definition in virtual time. INVALID_ARGUMENT (script).
  // Since 0.2.
  Result<std::string> Simulate(std::string_view request = {}) {
    return Call(&slipway_simulate, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> Simulate(const Request& request) {
    return TypedCall<Response>(&slipway_simulate, request);
  }

  // What is suspicious about a definition though it can be run.
  // Since 0.2.
  Result<std::string> LintDefinition(std::string_view request = {}) {
    return Call(&slipway_lint_definition, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> LintDefinition(const Request& request) {
    return TypedCall<Response>(&slipway_lint_definition, request);
  }

  // Test results of a release, or the history of a definition. NOT_FOUND; INVALID_ARGUMENT (neither or both are named).
  // Since 0.2.
  Result<std::string> ListTestRuns(std::string_view request = {}) {
    return Call(&slipway_list_test_runs, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ListTestRuns(const Request& request) {
    return TypedCall<Response>(&slipway_list_test_runs, request);
  }

  // Part of a task's log. NOT_FOUND when the task never started.
  // Since 0.1.
  Result<std::string> ReadLog(std::string_view request = {}) {
    return Call(&slipway_read_log, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> ReadLog(const Request& request) {
    return TypedCall<Response>(&slipway_read_log, request);
  }

  // Log lines as they are written; ends when nothing of the release runs or waits any more.
  // Since 0.1.
  Result<Cursor> FollowLogs(std::string_view request = {}) {
    return Stream(&slipway_follow_logs, request);
  }

  // Events as they become durable, in order, from any position on: a host that was away misses none.
  // Since 0.1.
  Result<Cursor> WatchEvents(std::string_view request = {}) {
    return Stream(&slipway_watch_events, request);
  }

  // GetStatus.
  // Since 0.1.
  Result<std::string> GetStatus(std::string_view request = {}) {
    return Call(&slipway_get_status, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> GetStatus(const Request& request) {
    return TypedCall<Response>(&slipway_get_status, request);
  }

  // From now on the host runs this task id itself. Registered again: replaced.
  // Since 0.1.
  Result<std::string> RegisterTask(std::string_view request = {}) {
    return Call(&slipway_register_task, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> RegisterTask(const Request& request) {
    return TypedCall<Response>(&slipway_register_task, request);
  }

  // Output of a host-run task: goes the same way as a process's (logging commands, masking, log file, feed).
  // Since 0.1.
  Result<std::string> TaskLog(std::string_view request = {}) {
    return Call(&slipway_task_log, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> TaskLog(const Request& request) {
    return TypedCall<Response>(&slipway_task_log, request);
  }

  // Secret values for variables whose definition holds none. Kept in memory only.
  // Since 0.1.
  Result<std::string> SetSecrets(std::string_view request = {}) {
    return Call(&slipway_set_secrets, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> SetSecrets(const Request& request) {
    return TypedCall<Response>(&slipway_set_secrets, request);
  }

  // Answers a HostGroupQuery. Only inside ResolveGroups: NOT_FOUND when it has returned.
  // Since 0.2.
  Result<std::string> AnswerGroups(std::string_view request = {}) {
    return Call(&slipway_answer_groups, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> AnswerGroups(const Request& request) {
    return TypedCall<Response>(&slipway_answer_groups, request);
  }

  // Moves the clock; what is due by then is done. Returns when that has begun, not when it has ended. FAILED_PRECONDITION
  // unless the engine was opened with hostTime, INVALID_ARGUMENT when it is no time.
  // Since 0.2.
  Result<std::string> SetTime(std::string_view request = {}) {
    return Call(&slipway_set_time, request);
  }
  // With message types.
  template <typename Response, typename Request, internal::IsMessage<Request> = 0>
  Result<Response> SetTime(const Request& request) {
    return TypedCall<Response>(&slipway_set_time, request);
  }

 private:
  explicit Engine(slipway_engine* handle) : handle_(handle) {}

  Result<std::string> Call(internal::UnaryCall call, std::string_view request) {
    slipway_buffer buffer{};
    slipway_error* error = nullptr;
    const int32_t code = call(handle_, internal::Bytes(request), &buffer, &error);
    if (code != SLIPWAY_OK) return internal::TakeError(code, error);
    return internal::TakeBuffer(&buffer);
  }

  template <typename Response, typename Request>
  Result<Response> TypedCall(internal::UnaryCall call, const Request& request) {
    std::string bytes;
    if (!request.SerializeToString(&bytes)) return Error(SLIPWAY_INVALID_ARGUMENT, "the request cannot be serialized");
    Result<std::string> answer = Call(call, bytes);
    if (!answer.ok()) return answer.error();
    Response response;
    if (!response.ParseFromString(*answer)) return Error(SLIPWAY_INTERNAL, "the response cannot be read; is the encoding protobuf?");
    return response;
  }

  Result<Cursor> Stream(internal::StreamCall call, std::string_view request) {
    slipway_cursor* cursor = nullptr;
    slipway_error* error = nullptr;
    const int32_t code = call(handle_, internal::Bytes(request), &cursor, &error);
    if (code != SLIPWAY_OK) return internal::TakeError(code, error);
    return Cursor(cursor);
  }

  slipway_engine* handle_ = nullptr;
};

}  // namespace slipway

#endif  // SLIPWAY_SLIPWAY_HPP_
