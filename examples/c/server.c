/* A web server with an engine inside (libmicrohttpd): starts releases, shows them, streams their events.
 *   server DATABASE DEFINITION.json [PORT]
 *
 *   POST /releases                 starts a release of the definition    -> {"release": {"id": 1, ...}}
 *   GET  /releases/1               the release as JSON
 *   GET  /releases/1/events        its events as they become durable (server-sent events), until nothing of it runs or
 * waits POST /approvals/1?actor=carl   approves
 *
 * One engine serves all connections, each in its thread: a client that reads slowly holds up nobody. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>

#include "event_stream.h"
#include "json_call.h"

static slipway_engine* engine;
static double definition; /* its id */

static enum MHD_Result send_response(struct MHD_Connection* connection, unsigned status, const char* type,
                                     struct MHD_Response* response) {
  MHD_add_response_header(response, "Content-Type", type);
  const enum MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

static enum MHD_Result reply(struct MHD_Connection* connection, unsigned status, cJSON* body) {
  char* text = cJSON_PrintUnformatted(body);
  cJSON_Delete(body);
  return send_response(connection, status, "application/json",
                       MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE));
}

static enum MHD_Result refuse(struct MHD_Connection* connection, int32_t code, slipway_error* error) {
  cJSON* body = cJSON_CreateObject();
  cJSON_AddStringToObject(body, "error", slipway_error_message(error));
  slipway_error_release(error);
  const unsigned status = code == SLIPWAY_NOT_FOUND             ? 404
                          : code == SLIPWAY_INVALID_ARGUMENT    ? 400
                          : code == SLIPWAY_PERMISSION_DENIED   ? 403
                          : code == SLIPWAY_FAILED_PRECONDITION ? 409
                                                                : 500;
  return reply(connection, status, body);
}

/* Answers with what the engine says. */
static enum MHD_Result forward(struct MHD_Connection* connection, unsigned status, unary_call* rpc, cJSON* request) {
  slipway_error* error = NULL;
  int32_t code;
  cJSON* answer = try_call(engine, rpc, request, &code, &error);
  return code == SLIPWAY_OK ? reply(connection, status, answer) : refuse(connection, code, error);
}

static enum MHD_Result stream_events(struct MHD_Connection* connection, long release) {
  slipway_cursor* events = NULL;
  slipway_error* error = NULL;
  char request[80];
  snprintf(request, sizeof(request), "{\"releaseId\":%ld,\"untilIdle\":true}", release);
  const int32_t code = slipway_watch_events(engine, slipway_text(request), &events, &error);
  if (code != SLIPWAY_OK) return refuse(connection, code, error);
  return send_response(connection, 200, "text/event-stream", event_stream(events));
}

static enum MHD_Result handle(void* unused, struct MHD_Connection* connection, const char* url, const char* method,
                              const char* version, const char* body, size_t* body_size, void** state) {
  const char* actor = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "actor");
  long id = 0;
  int end = 0;
  static int seen;
  (void)unused, (void)version, (void)body;
  if (*state == NULL || *body_size != 0) { /* the headers alone, then the body, which nothing here needs */
    *state = &seen;
    *body_size = 0;
    return MHD_YES;
  }
  const int post = strcmp(method, "POST") == 0;
  if (post && strcmp(url, "/releases") == 0) {
    cJSON* request = with_number("definitionId", definition);
    cJSON_AddStringToObject(request, "actor", actor == NULL ? "web" : actor);
    return forward(connection, 201, &slipway_create_release, request);
  }
  if (post && sscanf(url, "/approvals/%ld%n", &id, &end) == 1 && url[end] == 0) {
    cJSON* request = with_number("approvalId", (double)id);
    cJSON_AddStringToObject(request, "status", "APPROVAL_STATUS_APPROVED");
    cJSON_AddStringToObject(request, "actor", actor == NULL ? "" : actor);
    return forward(connection, 200, &slipway_update_approval, request);
  }
  if (!post && sscanf(url, "/releases/%ld%n", &id, &end) == 1) {
    if (url[end] == 0) return forward(connection, 200, &slipway_get_release, with_number("releaseId", (double)id));
    if (strcmp(url + end, "/events") == 0) return stream_events(connection, (double)id);
  }
  return reply(connection, 404, cJSON_Parse("{\"error\":\"no such page\"}"));
}

int main(int argc, char** argv) {
  sigset_t signals;
  int signal;
  struct sockaddr_in here = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}; /* it asks nobody who he is */
  if (argc < 3) return 2;
  here.sin_port = htons((uint16_t)(argc > 3 ? atoi(argv[3]) : 8080));
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before any thread starts */
  engine = open_engine(cJSON_CreateObject(), argv[1]);
  definition = import_file(engine, argv[2]);
  struct MHD_Daemon* daemon =
      MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, &handle, NULL,
                       MHD_OPTION_SOCK_ADDR, (struct sockaddr*)&here, MHD_OPTION_END);
  if (daemon == NULL) return 1;
  printf("http://127.0.0.1:%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fflush(stdout);
  sigwait(&signals, &signal);
  slipway_close(engine); /* threads that wait for events return, so that the daemon can stop */
  MHD_stop_daemon(daemon);
  return 0;
}
