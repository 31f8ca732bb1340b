/* The driver in C, in the JSON encoding; ../README.md says what it does. A call is found by its name: one exported
 * function per rpc, all of one shape. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "slipway/slipway.h"

typedef int32_t unary_call(slipway_engine*, slipway_bytes, slipway_buffer*, slipway_error**);
typedef int32_t stream_call(slipway_engine*, slipway_bytes, slipway_cursor**, slipway_error**);

enum { kNames = 64, kTasks = 16, kStreams = 256, kMembers = 16 };

static slipway_engine* engine;
static struct {
  char name[kNames];
  slipway_cursor* cursor;
} streams[kStreams];

/* Host tasks. */
static pthread_t worker;
static int has_worker;
static pthread_mutex_t tasks_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct {
  char id[kNames];
  char behaviour[kNames];
} tasks[kTasks];
static int task_count;

/* Who belongs to which group. */
static struct {
  char actor[kNames];
  char group[kNames];
} members[kMembers];
static int member_count;

static const char* const kCodes[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

/* printf into fresh memory. */
static char* text(const char* format, ...) {
  char* out = NULL;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&out, format, arguments) < 0) exit(1);
  va_end(arguments);
  return out;
}

/* As a JSON string. */
static char* quoted(const char* plain) {
  char* const out = malloc(6 * strlen(plain) + 3);
  char* at = out;
  if (out == NULL) exit(1);
  *at++ = '"';
  for (; *plain != 0; ++plain) {
    if ((unsigned char)*plain < 0x20) {
      at += sprintf(at, "\\u%04x", (unsigned)*plain);
      continue;
    }
    if (*plain == '"' || *plain == '\\') *at++ = '\\';
    *at++ = *plain;
  }
  *at++ = '"';
  *at = 0;
  return out;
}

/* The string value behind "key": in flat JSON whose values need no escapes, as those of the scenarios' tasks do; ""
 * without. */
static char* value_of(const char* json, const char* key) {
  char* const pattern = text("\"%s\":\"", key);
  const char* const found = strstr(json, pattern);
  const char* const begin = found == NULL ? "" : found + strlen(pattern);
  const char* const end = found == NULL ? begin : strchr(begin, '"');
  free(pattern);
  return text("%.*s", end == NULL ? 0 : (int)(end - begin), begin);
}

static void say_error(int32_t code, slipway_error* error) {
  char* const message = quoted(slipway_error_message(error));
  char* const path = quoted(slipway_error_path(error));
  const slipway_bytes detail = slipway_error_detail(error);
  const char* const findings = detail.size == 0 ? NULL : strstr(detail.data, "\"findings\":");
  printf("error %s {\"message\":%s,\"path\":%s", kCodes[code], message, path);
  /* The list is the detail's last member: what is behind it closes the object here too. */
  if (findings != NULL) {
    printf(",%s\n", findings);
  } else {
    printf("}\n");
  }
  free(message);
  free(path);
  slipway_error_release(error);
}

static void say(int32_t code, slipway_error* error, slipway_buffer* response) {
  if (code != SLIPWAY_OK) {
    say_error(code, error);
  } else if (response == NULL) {
    printf("ok\n");
  } else {
    printf("ok %s\n", response->data);
    slipway_buffer_release(response);
  }
}

static void log_line(const char* token, const char* line) {
  char* const request = text("{\"token\":\"%s\",\"text\":\"%s\\n\"}", token, line);
  slipway_task_log(engine, slipway_text(request), NULL, NULL);
  free(request);
}

static void complete(const char* token, const char* status, const char* more) {
  char* const completion = text("{\"token\":\"%s\",\"status\":\"TASK_STATUS_%s\"%s}", token, status, more);
  slipway_complete(engine, slipway_text(completion), NULL);
  free(completion);
}

static void behave(const char* work, const char* token, const char* behaviour) {
  char* const message = value_of(work, "message");
  char* const password = value_of(work, "Password");
  char* line = NULL;
  if (strcmp(behaviour, "succeed") == 0) {
    log_line(token, line = text("message: %s", message));
    complete(token, "SUCCEEDED", "");
  } else if (strcmp(behaviour, "secret") == 0) {
    log_line(token, line = text("secret: %s", password));
    complete(token, "SUCCEEDED", "");
  } else if (strcmp(behaviour, "output") == 0) {
    log_line(token, "##vso[task.setvariable variable=Answer;isOutput=true]42");
    complete(token, "SUCCEEDED", "");
  } else if (strcmp(behaviour, "warn") == 0) {
    log_line(token, "##vso[task.logissue type=warning;]careful");
    complete(token, "SUCCEEDED", "");
  } else if (strcmp(behaviour, "fail") == 0) {
    complete(token, "FAILED", ",\"message\":\"told to fail\"");
  } else if (strcmp(behaviour, "throw") == 0) {
    log_line(token, "told to throw");
    complete(token, "FAILED", ",\"message\":\"told to throw\"");
  } else if (strcmp(behaviour, "wait") == 0) {
    log_line(token, "waiting"); /* answered when the cancellation comes, below */
  }
  free(line);
  free(message);
  free(password);
}

static void* work_loop(void* unused) {
  slipway_buffer work = {NULL, 0, NULL};
  (void)unused;
  while (slipway_work_next(engine, -1, &work, NULL) == SLIPWAY_OK) {
    char* const token = value_of(work.data, "token");
    char* const id = value_of(work.data, "taskId");
    char behaviour[kNames] = "";
    int i;
    if (strstr(work.data, "\"cancel\":true") != NULL) {
      complete(token, "CANCELED", "");
    } else {
      pthread_mutex_lock(&tasks_mutex);
      for (i = 0; i < task_count; ++i) {
        if (strcasecmp(tasks[i].id, id) == 0) strcpy(behaviour, tasks[i].behaviour);
      }
      pthread_mutex_unlock(&tasks_mutex);
      behave(work.data, token, behaviour);
    }
    slipway_buffer_release(&work);
    free(token);
    free(id);
  }
  return NULL;
}

/* Inside slipway_update_approval, on the thread of main. */
static int32_t resolve_groups(void* user_data, slipway_bytes query) {
  char* const json = text("%.*s", (int)query.size, (const char*)query.data);
  char* const actor = value_of(json, "actor");
  char* const token = value_of(json, "token");
  char* request = text("{\"token\":\"%s\",\"groups\":[", token);
  const char* comma = "";
  int32_t code = SLIPWAY_OK;
  int i;
  (void)user_data;
  for (i = 0; i < member_count; ++i) {
    char* const before = request;
    if (strcmp(members[i].actor, actor) != 0) continue;
    if (strcmp(members[i].group, "unreachable") == 0) code = SLIPWAY_NOT_FOUND;
    request = text("%s%s\"%s\"", before, comma, members[i].group);
    comma = ",";
    free(before);
  }
  if (code == SLIPWAY_OK) {
    char* const whole = text("%s]}", request);
    code = slipway_answer_groups(engine, slipway_text(whole), NULL, NULL);
    free(whole);
  }
  free(request);
  free(token);
  free(actor);
  free(json);
  return code;
}

static void add_member(const char* actor, const char* group) {
  if (member_count == kMembers || strlen(actor) >= kNames || strlen(group) >= kNames) exit(1);
  strcpy(members[member_count].actor, actor);
  strcpy(members[member_count++].group, group);
  printf("ok\n");
}

static void open_engine(const char* options) {
  slipway_engine* opened = NULL;
  slipway_error* error = NULL;
  slipway_host host;
  int32_t code;
  memset(&host, 0, sizeof(host));
  host.struct_size = sizeof(host);
  host.resolve_groups = &resolve_groups;
  member_count = 0;
  code = slipway_open(slipway_text(options), SLIPWAY_JSON, &host, &opened, &error);
  if (code == SLIPWAY_OK) engine = opened;
  say(code, error, NULL);
}

static void close_engine(void) {
  slipway_close(engine);
  if (has_worker) pthread_join(worker, NULL);
  has_worker = 0;
  task_count = 0;
  printf("ok\n");
}

static void* function(const char* rpc) {
  char* const symbol = text("slipway_%s", rpc);
  void* const found = dlsym(RTLD_DEFAULT, symbol);
  free(symbol);
  return found;
}

static void call(const char* rpc, const char* request) {
  slipway_buffer response = {NULL, 0, NULL};
  slipway_error* error = NULL;
  unary_call* const found = (unary_call*)function(rpc);
  int32_t code;
  if (found == NULL) {
    printf("unsupported\n");
    return;
  }
  code = found(engine, slipway_text(request), &response, &error);
  say(code, error, &response);
}

static int find_stream(const char* name) {
  int i;
  for (i = 0; i < kStreams; ++i) {
    if (strcmp(streams[i].name, name) == 0) return i;
  }
  fprintf(stderr, "no stream '%s', and no room for one more\n", name);
  exit(1);
}

static void open_stream(const char* name, const char* rpc, const char* request) {
  slipway_error* error = NULL;
  const int free_slot = find_stream("");
  stream_call* const found = (stream_call*)function(rpc);
  int32_t code;
  if (found == NULL || strlen(name) >= kNames) {
    printf("unsupported\n");
    return;
  }
  code = found(engine, slipway_text(request), &streams[free_slot].cursor, &error);
  if (code == SLIPWAY_OK) strcpy(streams[free_slot].name, name);
  say(code, error, NULL);
}

static void next_message(const char* name, const char* timeout) {
  slipway_buffer message = {NULL, 0, NULL};
  slipway_error* error = NULL;
  const int32_t code = slipway_cursor_next(streams[find_stream(name)].cursor, atoll(timeout), &message, &error);
  if (code == SLIPWAY_OUT_OF_RANGE) {
    slipway_error_release(error);
    printf("end\n");
    return;
  }
  say(code, error, &message);
}

static void end_stream(const char* name) {
  const int i = find_stream(name);
  slipway_cursor_close(streams[i].cursor);
  streams[i].name[0] = 0;
  printf("ok\n");
}

static void add_task(const char* id, const char* behaviour) {
  slipway_error* error = NULL;
  char* const request = text("{\"taskId\":\"%s\",\"pull\":true}", id);
  const int32_t code = slipway_register_task(engine, slipway_text(request), NULL, &error);
  free(request);
  if (code == SLIPWAY_OK) {
    pthread_mutex_lock(&tasks_mutex);
    if (task_count == kTasks || strlen(id) >= kNames || strlen(behaviour) >= kNames) exit(1);
    strcpy(tasks[task_count].id, id);
    strcpy(tasks[task_count++].behaviour, behaviour);
    pthread_mutex_unlock(&tasks_mutex);
    if (!has_worker) has_worker = pthread_create(&worker, NULL, &work_loop, NULL) == 0;
  }
  say(code, error, NULL);
}

int main(void) {
  char* line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) > 0) {
    char* rest = line;
    char* verb;
    line[strcspn(line, "\n")] = 0;
    verb = strsep(&rest, " ");
    if (rest == NULL) rest = verb + strlen(verb);
    if (strcmp(verb, "hello") == 0) {
      printf("ok {\"language\":\"c\",\"version\":\"%s\"}\n", slipway_version());
    } else if (strcmp(verb, "open") == 0) {
      open_engine(rest);
    } else if (strcmp(verb, "close") == 0) {
      close_engine();
    } else if (strcmp(verb, "call") == 0) {
      const char* const rpc = strsep(&rest, " ");
      call(rpc, rest);
    } else if (strcmp(verb, "stream") == 0) {
      const char* const name = strsep(&rest, " ");
      const char* const rpc = strsep(&rest, " ");
      open_stream(name, rpc, rest);
    } else if (strcmp(verb, "next") == 0) {
      const char* const name = strsep(&rest, " ");
      next_message(name, rest);
    } else if (strcmp(verb, "end") == 0) {
      end_stream(rest);
    } else if (strcmp(verb, "task") == 0) {
      const char* const id = strsep(&rest, " ");
      add_task(id, rest);
    } else if (strcmp(verb, "directory") == 0) {
      const char* const actor = strsep(&rest, " ");
      add_member(actor, rest);
    } else {
      printf("unsupported\n");
    }
    fflush(stdout);
  }
  free(line);
  return 0;
}
