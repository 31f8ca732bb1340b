/* Answers approvals by rule: what waits for somebody is approved when every environment before it is green, and nobody
 * sleeps for it.
 *   approvals_bot DATABASE DEFINITION.json
 * Creates a release, and answers whoever it asks. Reads the events from where it stopped last time (DATABASE.bot), so
 * that it misses nothing while it is not running. */
#include "json_call.h"

/* Approve (1) or reject (0), and why. Put the rules of your house here. */
static int verdict(const cJSON* release, const char* environment, char* why, size_t size) {
  const cJSON* e;
  int before = 0;
  cJSON_ArrayForEach(e, cJSON_GetObjectItem(release, "environments")) {
    if (strcmp(text_of(e, "name"), environment) == 0) break;
    if (strcmp(text_of(e, "status"), "ENVIRONMENT_STATUS_REJECTED") == 0) {
      snprintf(why, size, "%s failed", text_of(e, "name"));
      return 0;
    }
    ++before;
  }
  snprintf(why, size, "%d environments before it are green", before);
  return 1;
}

static void answer(slipway_engine* engine, double release_id) {
  cJSON* pending = call(engine, &slipway_list_approvals, with_number("releaseId", release_id));
  const cJSON* approval;
  cJSON_ArrayForEach(approval, cJSON_GetObjectItem(pending, "approvals")) {
    cJSON* got = call(engine, &slipway_get_release, with_number("releaseId", release_id));
    const cJSON* release = cJSON_GetObjectItem(got, "release");
    cJSON* request = with_number("approvalId", id_of(approval, "id"));
    char why[200];
    const int approve = verdict(release, text_of(approval, "environment"), why, sizeof(why));
    int32_t code;
    slipway_error* error = NULL;
    cJSON_AddStringToObject(request, "status", approve ? "APPROVAL_STATUS_APPROVED" : "APPROVAL_STATUS_REJECTED");
    cJSON_AddStringToObject(request, "actor", "approvals-bot");
    cJSON_AddStringToObject(request, "comments", why);
    cJSON_AddBoolToObject(request, "actorIsAdministrator", 1);
    cJSON_Delete(try_call(engine, &slipway_update_approval, request, &code, &error));
    if (code == SLIPWAY_FAILED_PRECONDITION) {
      slipway_error_release(error); /* somebody was faster */
    } else {
      check(code, &error);
      printf("%s %s: %s, %s\n", text_of(release, "name"), text_of(approval, "environment"),
             approve ? "approved" : "rejected", why);
    }
    cJSON_Delete(got);
  }
  cJSON_Delete(pending);
}

static double load_position(const char* path) {
  double position = 0;
  FILE* file = fopen(path, "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%lf", &position) != 1) position = 0;
  fclose(file);
  return position;
}

static void save_position(const char* path, double position) {
  FILE* file = fopen(path, "w");
  if (file == NULL || fprintf(file, "%.0f\n", position) < 0 || fclose(file) != 0) exit(1);
}

int main(int argc, char** argv) {
  slipway_engine* engine;
  slipway_cursor* events = NULL;
  slipway_error* error = NULL;
  cJSON *record, *request;
  char position_file[4096];
  char* text;
  if (argc < 3) return 2;
  engine = open_engine(cJSON_CreateObject(), argv[1]);
  snprintf(position_file, sizeof(position_file), "%s.bot", argv[1]);
  request = with_number("definitionId", import_file(engine, argv[2]));
  cJSON_AddStringToObject(request, "actor", "nightly");
  cJSON_Delete(call(engine, &slipway_create_release, request));

  /* Until nothing is left to do. A bot that stays leaves out untilIdle. */
  request = with_number("afterPosition", load_position(position_file));
  cJSON_AddBoolToObject(request, "untilIdle", 1);
  text = cJSON_PrintUnformatted(request);
  check(slipway_watch_events(engine, slipway_text(text), &events, &error), &error);
  while ((record = next_message(events)) != NULL) {
    const cJSON* event;
    int asked = 0;
    cJSON_ArrayForEach(event, cJSON_GetObjectItem(cJSON_GetObjectItem(record, "batch"), "events")) {
      asked |= cJSON_HasObjectItem(event, "approvalsRequested");
    }
    if (asked) answer(engine, id_of(record, "releaseId"));
    save_position(position_file, id_of(record, "position"));
    cJSON_Delete(record);
  }
  slipway_cursor_close(events);
  slipway_close(engine);
  cJSON_free(text);
  cJSON_Delete(request);
  return 0;
}
