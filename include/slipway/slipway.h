/*
 * Slipway, an embeddable release engine: the C interface.
 *
 * Emitted by capi/gen from include/slipway/v1/service.proto; do not edit. Change the .proto and build `regenerate`.
 *
 * Argument order, everywhere: the handle, what goes in, what comes out, `error`.
 *
 * Encoding. Requests and responses are the messages of slipway/v1 (the .proto files beside this header), as protobuf bytes or
 * as JSON, chosen when the engine is opened. JSON follows proto3's mapping: lowerCamelCase names (those of the .proto are read
 * too), enums by name, 64-bit integers as numbers up to 2^53 and as strings beyond. A request with a field, enum value or key
 * that this library does not know is refused: a wish must not be ignored.
 *
 * Errors. Every function that can fail returns a code below, SLIPWAY_OK (0) being success, and takes `error`: NULL, or where to
 * put an error object, which the caller releases. It is set to NULL on success. Errors are never thread-local.
 *
 * Ownership. slipway_bytes are borrowed for the call. A slipway_buffer belongs to the caller until slipway_buffer_release;
 * `response` may be NULL when it is not wanted, and is empty after a failure.
 *
 * Handles may be used from any thread, from several at once, and may go in any order: a cursor outlives its engine (and then
 * answers FAILED_PRECONDITION). NULL, closed and mixed-up handles are FAILED_PRECONDITION, never a crash. After fork, the child
 * must open its own engine: the parent's handles answer FAILED_PRECONDITION there.
 */
#ifndef SLIPWAY_SLIPWAY_H_
#define SLIPWAY_SLIPWAY_H_

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "slipway/export.h"

#define SLIPWAY_VERSION_MAJOR 0
#define SLIPWAY_VERSION_MINOR 1
#define SLIPWAY_VERSION_PATCH 0

#ifdef __cplusplus
extern "C" {
#endif

/* Codes, with the numbers of absl::StatusCode and gRPC. */
enum {
  SLIPWAY_OK = 0,
  SLIPWAY_CANCELLED = 1,
  SLIPWAY_UNKNOWN = 2,
  SLIPWAY_INVALID_ARGUMENT = 3,
  SLIPWAY_DEADLINE_EXCEEDED = 4, /* nothing came within timeout_ms */
  SLIPWAY_NOT_FOUND = 5,
  SLIPWAY_ALREADY_EXISTS = 6,
  SLIPWAY_PERMISSION_DENIED = 7,
  SLIPWAY_RESOURCE_EXHAUSTED = 8, /* out of memory or disk, or beyond a limit */
  SLIPWAY_FAILED_PRECONDITION = 9, /* not in this state; also misuse: a NULL or closed handle, a bad struct_size */
  SLIPWAY_ABORTED = 10, /* lost a race: read again, then decide again */
  SLIPWAY_OUT_OF_RANGE = 11, /* the stream has ended */
  SLIPWAY_UNIMPLEMENTED = 12,
  SLIPWAY_INTERNAL = 13,
  SLIPWAY_UNAVAILABLE = 14,
  SLIPWAY_DATA_LOSS = 15,
  SLIPWAY_UNAUTHENTICATED = 16
};

/* How messages are encoded. */
typedef int32_t slipway_encoding;
enum { SLIPWAY_PROTO = 0, SLIPWAY_JSON = 1 };

typedef struct slipway_engine slipway_engine;
typedef struct slipway_cursor slipway_cursor;
typedef struct slipway_error slipway_error;

/* Bytes of somebody else. `data` may be NULL when `size` is 0. */
typedef struct slipway_bytes {
  const void* data; /* borrowed for the call */
  size_t size;      /* in bytes */
} slipway_bytes;

/* Bytes for the caller, who releases them. data[size] is 0, so that JSON can be printed; `data` is never NULL after success. */
typedef struct slipway_buffer {
  const char* data; /* good until slipway_buffer_release */
  size_t size;      /* in bytes, without the 0 behind them */
  void* owner; /* the library's */
} slipway_buffer;

/* A zero-terminated text as slipway_bytes. */
static inline slipway_bytes slipway_text(const char* text) {
  slipway_bytes bytes;
  bytes.data = text;
  bytes.size = text != NULL ? strlen(text) : 0;
  return bytes;
}

/*
 * What a host offers to the engine. Set struct_size to sizeof(slipway_host) and everything not offered to NULL. The struct is
 * copied; a shorter one, of an older header, is accepted, and a longer one when what is beyond is zero.
 *
 * Callbacks come from the engine's own threads, may come from several at once, must return soon, and return a code: another
 * than SLIPWAY_OK refuses. `request` is in the engine's encoding and borrowed. They may call the engine, but not close it. Work
 * that takes long is answered later, by slipway_complete and its token.
 */
typedef struct slipway_host {
  uint32_t struct_size; /* sizeof(slipway_host) */
  void* user_data;      /* the host's own; the first argument of every callback */
  /* Called once, after the last callback, when the engine that slipway_open gave is gone. Not called when slipway_open fails. */
  void (*release)(void* user_data);
  /*
   * Run this task; complete it by its token. An error fails the task with the error's text.
   * `request` is a HostTask.
   * Since 0.1.
   */
  int32_t (*run_task)(void* user_data, slipway_bytes request);
  /*
   * Stop the task of this token; complete it as canceled.
   * `request` is a HostCancelTask.
   * Since 0.1.
   */
  int32_t (*cancel_task)(void* user_data, slipway_bytes request);
  /*
   * Something happened that people care about. Delivered at least once, in order, after it is durable.
   * `request` is a HostNotification.
   * Since 0.1.
   */
  int32_t (*notify)(void* user_data, slipway_bytes request);
  /*
   * The directory of people: which groups does this actor belong to? Asked by UpdateApproval, on its caller's thread, unless
   * the request names actorGroups or an administrator. Answer with AnswerGroups before returning; without an answer the actor
   * belongs to none. An error fails UpdateApproval with its code: nothing is decided.
   * `request` is a HostGroupQuery.
   * Since 0.2.
   */
  int32_t (*resolve_groups)(void* user_data, slipway_bytes request);
} slipway_host;

/* "MAJOR.MINOR.PATCH", static. */
SLIPWAY_API const char* slipway_version(void);

/*
 * Opens an engine. `options` is an OpenOptions in `encoding`, which then holds for everything of this engine. `host` may be NULL.
 * INVALID_ARGUMENT (options, encoding), FAILED_PRECONDITION (struct_size; the database is in use, or of a newer version),
 * PERMISSION_DENIED, DATA_LOSS (the database is damaged), ...
 */
SLIPWAY_API int32_t slipway_open(slipway_bytes options, slipway_encoding encoding, const slipway_host* host,
                                 slipway_engine** engine, slipway_error** error);

/*
 * Closes: blocked calls return CANCELLED, calls under way are waited for, then the engine stops. What runs outside goes on and is
 * picked up by the next open. NULL or closed already: nothing happens. FAILED_PRECONDITION, and nothing is closed, when called
 * inside one of the engine's own callbacks.
 */
SLIPWAY_API int32_t slipway_close(slipway_engine* engine);

/* Frees and empties. NULL or empty already: nothing happens. */
SLIPWAY_API void slipway_buffer_release(slipway_buffer* buffer);

/* Of an error; what they return lives as long as it does. NULL is read as "no error": SLIPWAY_OK and "". */
SLIPWAY_API int32_t slipway_error_code(const slipway_error* error);
/* For people: what is wrong and what to do. */
SLIPWAY_API const char* slipway_error_message(const slipway_error* error);
/* The field that is wrong (environments[2].conditions[0].name); "" when the error is not about one. */
SLIPWAY_API const char* slipway_error_path(const slipway_error* error);
/* An ErrorDetail in the engine's encoding; empty when there is nothing more to say. */
SLIPWAY_API slipway_bytes slipway_error_detail(const slipway_error* error);
SLIPWAY_API void slipway_error_release(slipway_error* error);

/*
 * The next message of a stream. timeout_ms: 0 = what is there already, negative = wait as long as it takes. DEADLINE_EXCEEDED:
 * nothing came in time, ask again. OUT_OF_RANGE: the stream has ended. CANCELLED: the engine was closed while waiting.
 * FAILED_PRECONDITION: the engine is closed, or another thread is waiting on this cursor.
 */
SLIPWAY_API int32_t slipway_cursor_next(slipway_cursor* cursor, int64_t timeout_ms, slipway_buffer* message,
                                        slipway_error** error);

/* Ends a stream; a thread waiting on it returns CANCELLED. NULL or closed already: nothing happens. */
SLIPWAY_API void slipway_cursor_close(slipway_cursor* cursor);

/*
 * Takes the next HostTask registered with `pull` (RegisterTask), or word that one is to be cancelled. timeout_ms as above;
 * DEADLINE_EXCEEDED: there was none. Whoever takes a task answers it with slipway_complete.
 */
SLIPWAY_API int32_t slipway_work_next(slipway_engine* engine, int64_t timeout_ms, slipway_buffer* work,
                                      slipway_error** error);

/* Answers a HostTask, pulled or pushed: a TaskCompletion. NOT_FOUND: no task with this token is open; the second of two answers. */
SLIPWAY_API int32_t slipway_complete(slipway_engine* engine, slipway_bytes completion, slipway_error** error);

/*
 * The calls. `request` and `response` are named after the function: slipway_create_release takes a CreateReleaseRequest and
 * gives a CreateReleaseResponse. Those with `cursor` open a stream of responses.
 */

/*
 * Imports one definition or a {count, value} list of them from exported JSON. Nothing is stored when any of them has an
 * error (INVALID_ARGUMENT, with every finding in the error's detail). Secret values are sealed and nulled in the document.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_import_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                              slipway_error** error);

/*
 * The JSON document of a definition. NOT_FOUND.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_export_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                              slipway_error** error);

/*
 * A definition as a typed message, with what validation finds about it. NOT_FOUND.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_get_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * ListDefinitions.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_list_definitions(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                             slipway_error** error);

/*
 * Deleted softly: its releases stay. FAILED_PRECONDITION while one of them is in progress.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_delete_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                              slipway_error** error);

/*
 * Creates a release and, unless it is a draft, starts the environments whose conditions hold. NOT_FOUND (definition),
 * INVALID_ARGUMENT (a variable that is not settable, an unknown environment or alias).
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_create_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * Draft or abandoned to active.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_start_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                          slipway_error** error);

/*
 * FAILED_PRECONDITION while an environment is queued or in progress: cancel it first.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_abandon_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                            slipway_error** error);

/*
 * Softly. FAILED_PRECONDITION while an environment is queued or in progress, while it is what is deployed somewhere, and
 * when it is kept forever.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_delete_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * FAILED_PRECONDITION when it is not deleted, NOT_FOUND when it is purged.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_undelete_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                             slipway_error** error);

/*
 * Whether retention policies leave a release alone.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_keep_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                         slipway_error** error);

/*
 * What happens once a day by itself unless OpenOptions.retention.manual is set: deletes releases that no policy keeps,
 * purges those that were deleted long enough ago.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_run_retention(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                          slipway_error** error);

/*
 * GetRelease.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_get_release(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                        slipway_error** error);

/*
 * ListReleases.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_list_releases(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                          slipway_error** error);

/*
 * A new attempt. FAILED_PRECONDITION while the environment is queued or in progress, or the release is not active.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_deploy_environment(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                               slipway_error** error);

/*
 * Cancels the running attempt. FAILED_PRECONDITION when there is none.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_cancel_environment(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                               slipway_error** error);

/*
 * Approves or rejects. PERMISSION_DENIED when the actor may not, FAILED_PRECONDITION when it is not pending.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_update_approval(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                            slipway_error** error);

/*
 * ListApprovals.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_list_approvals(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * ListDeployments.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_list_deployments(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                             slipway_error** error);

/*
 * A time to go on, for an attempt with pending pre-deployment approvals. FAILED_PRECONDITION without such.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_defer_deployment(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                             slipway_error** error);

/*
 * FAILED_PRECONDITION when no gates are being evaluated, NOT_FOUND for a gate that does not exist.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_ignore_gates(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                         slipway_error** error);

/*
 * Resumes or rejects. FAILED_PRECONDITION when it is not pending.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_update_intervention(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                                slipway_error** error);

/*
 * ListInterventions.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_interventions(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                               slipway_error** error);

/*
 * Creates a release of every definition whose trigger this version passes, once per version. Answers after all are durable.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_push_artifact(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                          slipway_error** error);

/*
 * UNAVAILABLE, PERMISSION_DENIED and the like: what came of asking the source.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_artifact_versions(slipway_engine* engine, slipway_bytes request,
                                                   slipway_buffer* response, slipway_error** error);

/*
 * PutArtifactSource.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_artifact_source(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                                slipway_error** error);

/*
 * ListArtifactSources.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_artifact_sources(slipway_engine* engine, slipway_bytes request,
                                                  slipway_buffer* response, slipway_error** error);

/*
 * Commits and work items between two releases, as the artifacts' sources tell them. A source that cannot be asked does
 * not fail the call: its `note` says why. NOT_FOUND (release, environment).
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_get_changes(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                        slipway_error** error);

/*
 * PutVariableGroup.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_variable_group(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                               slipway_error** error);

/*
 * ListVariableGroups.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_variable_groups(slipway_engine* engine, slipway_bytes request,
                                                 slipway_buffer* response, slipway_error** error);

/*
 * PutTaskGroup.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_task_group(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * ListTaskGroups.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_task_groups(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                             slipway_error** error);

/*
 * PutDeploymentGroup.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_deployment_group(slipway_engine* engine, slipway_bytes request,
                                                 slipway_buffer* response, slipway_error** error);

/*
 * ListDeploymentGroups.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_deployment_groups(slipway_engine* engine, slipway_bytes request,
                                                   slipway_buffer* response, slipway_error** error);

/*
 * INVALID_ARGUMENT. Jobs that wait get an agent at once when the change makes one free.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_agent_pool(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * ListAgentPools.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_agent_pools(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                             slipway_error** error);

/*
 * PutFreezeWindow.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_freeze_window(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                              slipway_error** error);

/*
 * ListFreezeWindows.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_freeze_windows(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                                slipway_error** error);

/*
 * INVALID_ARGUMENT. Values are write-only.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_put_service_endpoint(slipway_engine* engine, slipway_bytes request,
                                                 slipway_buffer* response, slipway_error** error);

/*
 * ListServiceEndpoints.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_service_endpoints(slipway_engine* engine, slipway_bytes request,
                                                   slipway_buffer* response, slipway_error** error);

/*
 * ALREADY_EXISTS when there is one of this name. Contents are write-only.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_add_secure_file(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                            slipway_error** error);

/*
 * ListSecureFiles.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_secure_files(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                              slipway_error** error);

/*
 * Takes a task into the store of this engine. INVALID_ARGUMENT (not a task, paths that lead outside, too large),
 * NOT_FOUND, ALREADY_EXISTS (other content under the same version).
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_install_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                         slipway_error** error);

/*
 * ListTasks.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_tasks(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                       slipway_error** error);

/*
 * NOT_FOUND. FAILED_PRECONDITION while a release in progress uses it.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_remove_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                        slipway_error** error);

/*
 * Ends a task that waits for the system it has called (InvokeRestApi with waitForCompletion), as that system's
 * TaskCompleted event does with the original. INVALID_ARGUMENT (not a GUID, no such result), NOT_FOUND (no task waits
 * under it), ALREADY_EXISTS (completed a moment ago).
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_complete_server_task(slipway_engine* engine, slipway_bytes request,
                                                 slipway_buffer* response, slipway_error** error);

/*
 * NOT_FOUND. Releases keep what they were made with.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_delete_resource(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                            slipway_error** error);

/*
 * Why an environment has, or has not, been deployed.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_explain(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                    slipway_error** error);

/*
 * Checks what was written: hashes, and that the same commands decide the same today.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_verify(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                   slipway_error** error);

/*
 * Runs a definition in virtual time. INVALID_ARGUMENT (script).
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_simulate(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error);

/*
 * What is suspicious about a definition though it can be run.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_lint_definition(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                            slipway_error** error);

/*
 * Test results of a release, or the history of a definition. NOT_FOUND; INVALID_ARGUMENT (neither or both are named).
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_list_test_runs(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                           slipway_error** error);

/*
 * Part of a task's log. NOT_FOUND when the task never started.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_read_log(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error);

/*
 * Log lines as they are written; ends when nothing of the release runs or waits any more.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_follow_logs(slipway_engine* engine, slipway_bytes request, slipway_cursor** cursor,
                                        slipway_error** error);

/*
 * Events as they become durable, in order, from any position on: a host that was away misses none.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_watch_events(slipway_engine* engine, slipway_bytes request, slipway_cursor** cursor,
                                         slipway_error** error);

/*
 * GetStatus.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_get_status(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                       slipway_error** error);

/*
 * From now on the host runs this task id itself. Registered again: replaced.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_register_task(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                          slipway_error** error);

/*
 * Output of a host-run task: goes the same way as a process's (logging commands, masking, log file, feed).
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_task_log(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error);

/*
 * Secret values for variables whose definition holds none. Kept in memory only.
 * Since 0.1.
 */
SLIPWAY_API int32_t slipway_set_secrets(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                        slipway_error** error);

/*
 * Answers a HostGroupQuery. Only inside ResolveGroups: NOT_FOUND when it has returned.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_answer_groups(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                          slipway_error** error);

/*
 * Moves the clock; what is due by then is done. Returns when that has begun, not when it has ended. FAILED_PRECONDITION
 * unless the engine was opened with hostTime, INVALID_ARGUMENT when it is no time.
 * Since 0.2.
 */
SLIPWAY_API int32_t slipway_set_time(slipway_engine* engine, slipway_bytes request, slipway_buffer* response,
                                     slipway_error** error);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SLIPWAY_SLIPWAY_H_ */
