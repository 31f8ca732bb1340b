/* A host of yesterday: compiled against the frozen header of v0/, run on today's library. It calls everything that header
 * has, runs a release in JSON and reads it again as protobuf bytes, and says what does not hold any more.
 *   old_client DATABASE DEFINITION.json (whose only task is 5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c) */
#include <stdio.h>
#include <stdlib.h>

#include "slipway.h"

static int failures = 0;

static int expect(int holds, const char* promise) {
  if (!holds) {
    fprintf(stderr, "broken promise: %s\n", promise);
    ++failures;
  }
  return holds;
}

static void must(int32_t code, slipway_error* error, const char* what) {
  if (code == SLIPWAY_OK) return;
  fprintf(stderr, "%s: %d %s\n", what, (int)code, slipway_error_message(error));
  exit(1);
}

typedef int32_t (*unary_call)(slipway_engine*, slipway_bytes, slipway_buffer*, slipway_error**);
typedef int32_t (*stream_call)(slipway_engine*, slipway_bytes, slipway_cursor**, slipway_error**);

static const struct {
  const char* name;
  unary_call call;
} kEveryCall[] = {
    {"import_definition", slipway_import_definition},
    {"export_definition", slipway_export_definition},
    {"get_definition", slipway_get_definition},
    {"list_definitions", slipway_list_definitions},
    {"delete_definition", slipway_delete_definition},
    {"create_release", slipway_create_release},
    {"start_release", slipway_start_release},
    {"abandon_release", slipway_abandon_release},
    {"get_release", slipway_get_release},
    {"list_releases", slipway_list_releases},
    {"deploy_environment", slipway_deploy_environment},
    {"cancel_environment", slipway_cancel_environment},
    {"update_approval", slipway_update_approval},
    {"list_approvals", slipway_list_approvals},
    {"list_deployments", slipway_list_deployments},
    {"defer_deployment", slipway_defer_deployment},
    {"ignore_gates", slipway_ignore_gates},
    {"update_intervention", slipway_update_intervention},
    {"list_interventions", slipway_list_interventions},
    {"push_artifact", slipway_push_artifact},
    {"list_artifact_versions", slipway_list_artifact_versions},
    {"put_variable_group", slipway_put_variable_group},
    {"list_variable_groups", slipway_list_variable_groups},
    {"put_task_group", slipway_put_task_group},
    {"list_task_groups", slipway_list_task_groups},
    {"put_deployment_group", slipway_put_deployment_group},
    {"list_deployment_groups", slipway_list_deployment_groups},
    {"put_freeze_window", slipway_put_freeze_window},
    {"list_freeze_windows", slipway_list_freeze_windows},
    {"put_service_endpoint", slipway_put_service_endpoint},
    {"list_service_endpoints", slipway_list_service_endpoints},
    {"add_secure_file", slipway_add_secure_file},
    {"list_secure_files", slipway_list_secure_files},
    {"install_task", slipway_install_task},
    {"list_tasks", slipway_list_tasks},
    {"remove_task", slipway_remove_task},
    {"delete_resource", slipway_delete_resource},
    {"explain", slipway_explain},
    {"verify", slipway_verify},
    {"simulate", slipway_simulate},
    {"lint_definition", slipway_lint_definition},
    {"read_log", slipway_read_log},
    {"get_status", slipway_get_status},
    {"register_task", slipway_register_task},
    {"task_log", slipway_task_log},
    {"set_secrets", slipway_set_secrets},
};

static const struct {
  const char* name;
  stream_call call;
} kEveryStream[] = {
    {"follow_logs", slipway_follow_logs},
    {"watch_events", slipway_watch_events},
};

/* Every function is there, with its shape: a NULL engine is FAILED_PRECONDITION, and a field nobody knows
 * INVALID_ARGUMENT. */
static void every_function(slipway_engine* engine) {
  size_t i;
  for (i = 0; i < sizeof(kEveryCall) / sizeof(kEveryCall[0]); ++i) {
    slipway_error* error = NULL;
    slipway_buffer response = {"untouched", 9, NULL};
    expect(kEveryCall[i].call(NULL, slipway_text("{}"), &response, &error) == SLIPWAY_FAILED_PRECONDITION,
           kEveryCall[i].name);
    expect(slipway_error_code(error) == SLIPWAY_FAILED_PRECONDITION, "the error has the code");
    expect(response.size == 0 && response.owner == NULL, "the response is empty after a failure");
    slipway_error_release(error);
    expect(kEveryCall[i].call(engine, slipway_text("{\"noSuchField\":1}"), NULL, NULL) == SLIPWAY_INVALID_ARGUMENT,
           kEveryCall[i].name);
  }
  for (i = 0; i < sizeof(kEveryStream) / sizeof(kEveryStream[0]); ++i) {
    slipway_cursor* cursor = NULL;
    expect(kEveryStream[i].call(NULL, slipway_text("{}"), &cursor, NULL) == SLIPWAY_FAILED_PRECONDITION,
           kEveryStream[i].name);
    expect(cursor == NULL, "no cursor after a failure");
  }
  expect(slipway_error_code(NULL) == SLIPWAY_OK && slipway_error_message(NULL)[0] == 0 &&
             slipway_error_path(NULL)[0] == 0 && slipway_error_detail(NULL).size == 0,
         "a NULL error is no error");
}

static int released = 0, notified = 0;
static void on_release(void* user_data) { released += *(int*)user_data; }
static int32_t on_notify(void* user_data, slipway_bytes request) {
  notified += user_data != NULL && request.size > 0;
  return SLIPWAY_OK;
}

static char* text_of(const char* path) {
  static char text[1 << 16];
  FILE* file = fopen(path, "rb");
  size_t size = file == NULL ? 0 : fread(text, 1, sizeof(text) - 1, file);
  if (size == 0) exit(2);
  fclose(file);
  return text;
}

/* The text inside a JSON string; what the test gives needs no more than this. */
static void append_quoted(char* out, const char* text) {
  out += strlen(out);
  for (; *text != 0; ++text) {
    if (*text == '"' || *text == '\\') *out++ = '\\';
    *out++ = *text == '\n' ? ' ' : *text;
  }
  *out = 0;
}

static void run_a_task_of_the_host(slipway_engine* engine) {
  slipway_buffer work = {NULL, 0, NULL};
  slipway_error* error = NULL;
  char answer[512];
  const char* token;
  size_t length;
  must(slipway_work_next(engine, -1, &work, &error), error, "work_next");
  token = strstr(work.data, "\"token\":\"");
  if (!expect(token != NULL, "a HostTask has a token")) exit(1);
  token += 9;
  length = strcspn(token, "\"");
  snprintf(answer, sizeof(answer), "{\"token\":\"%.*s\",\"text\":\"said by the old client\\n\"}", (int)length, token);
  must(slipway_task_log(engine, slipway_text(answer), NULL, &error), error, "task_log");
  snprintf(answer, sizeof(answer), "{\"token\":\"%.*s\",\"status\":\"TASK_STATUS_SUCCEEDED\"}", (int)length, token);
  must(slipway_complete(engine, slipway_text(answer), &error), error, "complete");
  expect(slipway_complete(engine, slipway_text(answer), NULL) == SLIPWAY_NOT_FOUND, "the second answer is NOT_FOUND");
  slipway_buffer_release(&work);
  expect(work.data == NULL && work.size == 0, "a released buffer is empty");
}

static void release_in_json(const char* database, const char* definition) {
  static char request[1 << 18];
  slipway_host host;
  slipway_engine* engine = NULL;
  slipway_error* error = NULL;
  slipway_cursor* events = NULL;
  slipway_buffer message = {NULL, 0, NULL};
  int weight = 1, batches = 0;
  int32_t code;
  memset(&host, 0, sizeof(host));
  host.struct_size = sizeof(host);
  host.user_data = &weight;
  host.release = on_release;
  host.notify = on_notify;
  snprintf(request, sizeof(request), "{\"database\":\"%s\"}", database);
  must(slipway_open(slipway_text(request), SLIPWAY_JSON, &host, &engine, &error), error, "open");
  every_function(engine);
  must(slipway_register_task(
           engine, slipway_text("{\"taskId\":\"5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c\",\"pull\":true}"), NULL, &error),
       error, "register_task");
  strcpy(request, "{\"upsert\":true,\"document\":\"");
  append_quoted(request, text_of(definition));
  strcat(request, "\"}");
  must(slipway_import_definition(engine, slipway_text(request), NULL, &error), error, "import_definition");
  must(slipway_create_release(engine, slipway_text("{\"definitionId\":1}"), &message, &error), error, "create_release");
  expect(message.data[message.size] == 0 && strstr(message.data, "\"id\":1") != NULL,
         "the response is zero-terminated JSON");
  slipway_buffer_release(&message);
  must(slipway_watch_events(engine, slipway_text("{\"untilIdle\":true}"), &events, &error), error, "watch_events");
  run_a_task_of_the_host(engine);
  while ((code = slipway_cursor_next(events, -1, &message, NULL)) == SLIPWAY_OK) {
    ++batches;
    slipway_buffer_release(&message);
  }
  expect(code == SLIPWAY_OUT_OF_RANGE && batches > 0, "a stream ends with OUT_OF_RANGE");
  slipway_cursor_close(events);
  must(slipway_get_release(engine, slipway_text("{\"releaseId\":1}"), &message, &error), error, "get_release");
  expect(strstr(message.data, "ENVIRONMENT_STATUS_SUCCEEDED") != NULL, "the release succeeded");
  slipway_buffer_release(&message);
  expect(slipway_get_release(engine, slipway_text("{\"releaseId\":77}"), NULL, &error) == SLIPWAY_NOT_FOUND,
         "NOT_FOUND is 5");
  expect(slipway_error_code(error) == 5 && slipway_error_message(error)[0] != 0, "an error has a message");
  slipway_error_release(error);
  must(slipway_close(engine), NULL, "close");
  expect(released == 1, "host.release is called once");
  expect(notified > 0, "host.notify is called");
}

static void read_as_protobuf(const char* database) {
  char options[512];
  const size_t length = strlen(database);
  slipway_bytes bytes;
  slipway_engine* engine = NULL;
  slipway_error* error = NULL;
  slipway_buffer message = {NULL, 0, NULL};
  slipway_host oldest; /* A host that knows only user_data and release. */
  if (length > 127) exit(2);
  options[0] = 0x0a; /* OpenOptions.database = 1 */
  options[1] = (char)length;
  memcpy(options + 2, database, length);
  bytes.data = options;
  bytes.size = length + 2;
  memset(&oldest, 0xff, sizeof(oldest));
  oldest.struct_size = (uint32_t)offsetof(slipway_host, run_task);
  oldest.user_data = NULL;
  oldest.release = NULL;
  must(slipway_open(bytes, SLIPWAY_PROTO, &oldest, &engine, &error), error, "open, binary");
  bytes.data = "\x08\x01"; /* GetReleaseRequest.release_id = 1 */
  bytes.size = 2;
  must(slipway_get_release(engine, bytes, &message, &error), error, "get_release, binary");
  expect(message.size > 2 && message.data[0] == 0x0a, "GetReleaseResponse.release is field 1");
  slipway_buffer_release(&message);
  must(slipway_close(engine), NULL, "close, binary");
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  expect(atoi(slipway_version()) == SLIPWAY_VERSION_MAJOR, "the soname keeps the major version");
  release_in_json(argv[1], argv[2]);
  read_as_protobuf(argv[1]);
  return failures == 0 ? 0 : 1;
}
