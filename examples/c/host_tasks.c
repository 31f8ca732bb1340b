/* Tasks of a pipeline that are functions of this program.
 *   host_tasks DATABASE DEFINITION.json
 * A thread takes work with slipway_work_next, so that no thread of the engine is held up; start more of them to run
 * tasks at the same time. */
#include <pthread.h>

#include "json_call.h"

#define MIGRATE "6bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"
#define GREET "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"

/* A line of the task's log; `##vso[...]` lines are obeyed. Non-zero: somebody cancels, leave soon. */
static int log_line(slipway_engine* engine, const cJSON* task, const char* line) {
  cJSON* request = cJSON_CreateObject();
  cJSON_AddStringToObject(request, "token", text_of(task, "token"));
  cJSON_AddStringToObject(request, "text", line);
  cJSON* answer = call(engine, &slipway_task_log, request);
  const int cancel = cJSON_IsTrue(cJSON_GetObjectItem(answer, "cancelRequested"));
  cJSON_Delete(answer);
  return cancel;
}

static void complete(slipway_engine* engine, const cJSON* task, const char* status, const char* message) {
  cJSON* completion = cJSON_CreateObject();
  char* text;
  cJSON_AddStringToObject(completion, "token", text_of(task, "token"));
  cJSON_AddStringToObject(completion, "status", status);
  cJSON_AddStringToObject(completion, "message", message);
  text = cJSON_PrintUnformatted(completion);
  slipway_complete(engine, slipway_text(text), NULL);
  cJSON_free(text);
  cJSON_Delete(completion);
}

/* With progress, an output variable, and an ear for cancellation. */
static void migrate(slipway_engine* engine, const cJSON* task) {
  const char* password = text_of(cJSON_GetObjectItem(task, "secretVariables"), "Password");
  const char* rest = text_of(cJSON_GetObjectItem(task, "inputs"), "tables");
  char line[500];
  int tables = 0;
  while (*rest != 0) {
    const size_t size = strcspn(rest, ",");
    /* The password is masked in the log. */
    snprintf(line, sizeof(line), "migrating %.*s with password %s\n", (int)size, rest, password);
    if (log_line(engine, task, line)) return complete(engine, task, "TASK_STATUS_CANCELED", "");
    rest += size + (rest[size] == ',');
    ++tables;
  }
  snprintf(line, sizeof(line), "##vso[task.setvariable variable=Tables;isOutput=true]%d\n", tables);
  log_line(engine, task, line);
  complete(engine, task, "TASK_STATUS_SUCCEEDED", "");
}

static void greet(slipway_engine* engine, const cJSON* task) {
  const cJSON* inputs = cJSON_GetObjectItem(task, "inputs");
  char line[500];
  if (strcmp(text_of(inputs, "name"), "nobody") == 0) {
    return complete(engine, task, "TASK_STATUS_FAILED", "there is nobody to greet");
  }
  snprintf(line, sizeof(line), "hello %s, %s tables are ready\n", text_of(inputs, "name"), text_of(inputs, "tables"));
  log_line(engine, task, line);
  complete(engine, task, "TASK_STATUS_SUCCEEDED", "");
}

/* Until the engine closes. */
static void* work(void* argument) {
  slipway_engine* engine = argument;
  slipway_buffer buffer = {NULL, 0, NULL};
  while (slipway_work_next(engine, -1, &buffer, NULL) == SLIPWAY_OK) {
    cJSON* task = cJSON_ParseWithLength(buffer.data, buffer.size);
    if (cJSON_IsTrue(cJSON_GetObjectItem(task, "cancel"))) {
      complete(engine, task, "TASK_STATUS_CANCELED", "");
    } else if (strcmp(text_of(task, "taskId"), MIGRATE) == 0) {
      migrate(engine, task);
    } else {
      greet(engine, task);
    }
    cJSON_Delete(task);
    slipway_buffer_release(&buffer);
  }
  return NULL;
}

int main(int argc, char** argv) {
  slipway_cursor* logs = NULL;
  slipway_error* error = NULL;
  cJSON *message, *created, *got;
  const cJSON* task;
  char request[64];
  pthread_t worker;
  if (argc < 3) return 2;
  slipway_engine* engine = open_engine(
      cJSON_Parse("{\"secrets\":{\"Password\":\"hunter2\"},\"hostTasks\":[{\"taskId\":\"" MIGRATE "\",\"pull\":true},"
                  "{\"taskId\":\"" GREET "\",\"pull\":true}]}"),
      argv[1]);
  if (pthread_create(&worker, NULL, &work, engine) != 0) return 1;
  created = call(engine, &slipway_create_release, with_number("definitionId", import_file(engine, argv[2])));
  snprintf(request, sizeof(request), "{\"releaseId\":%.0f}", id_of(cJSON_GetObjectItem(created, "release"), "id"));
  check(slipway_follow_logs(engine, slipway_text(request), &logs, &error), &error);
  for (; (message = next_message(logs)) != NULL; cJSON_Delete(message)) printf("%s", text_of(message, "text"));
  got = call(engine, &slipway_get_release, cJSON_Parse(request));
#define FIRST(list, name) cJSON_GetArrayItem(cJSON_GetObjectItem(list, name), 0)
  const cJSON* dev = FIRST(cJSON_GetObjectItem(got, "release"), "environments");
  const cJSON* job = FIRST(FIRST(FIRST(dev, "deployments"), "phases"), "jobs");
  cJSON_ArrayForEach(task, cJSON_GetObjectItem(job, "tasks")) {
    printf("%s: %s %s\n", text_of(task, "name"), text_of(task, "status"), text_of(task, "message"));
  }
  slipway_cursor_close(logs);
  slipway_close(engine);
  pthread_join(worker, NULL);
  cJSON_Delete(got);
  cJSON_Delete(created);
  return 0;
}
