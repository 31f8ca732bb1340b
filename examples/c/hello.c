/* Imports a definition, creates a release, waits for its end and prints it: the C interface in JSON mode.
 *   hello DATABASE DEFINITION.json [FAIL, SKIP or SIMULATE: what to do with unknown tasks] */
#include <stdio.h>
#include <stdlib.h>

#include "slipway/slipway.h"

/* `error` by address: arguments are evaluated in any order, and the call is one of them. */
static void check(const char* doing, int32_t code, slipway_error** error) {
  if (code == SLIPWAY_OK) return;
  fprintf(stderr, "%s: %s\n", doing, slipway_error_message(*error));
  slipway_error_release(*error);
  exit(1);
}

/* The text as a JSON string, for a request that carries a whole document. */
static char* quoted(const char* text) {
  char* out = malloc(6 * strlen(text) + 3);
  char* at = out;
  if (out == NULL) exit(1);
  *at++ = '"';
  for (; *text != 0; ++text) {
    if (*text == '"' || *text == '\\') *at++ = '\\';
    if ((unsigned char)*text < 0x20) {
      at += sprintf(at, "\\u%04x", (unsigned)*text);
    } else {
      *at++ = *text;
    }
  }
  *at++ = '"';
  *at = 0;
  return out;
}

int main(int argc, char** argv) {
  static char document[1 << 20], options[4096];
  FILE* file = argc < 3 ? NULL : fopen(argv[2], "rb");
  if (file == NULL || fread(document, 1, sizeof(document) - 1, file) == 0) return 2;
  fclose(file);

  slipway_engine* engine = NULL;
  slipway_error* error = NULL;
  char* database = quoted(argv[1]);
  snprintf(options, sizeof(options), "{\"database\":%s,\"unknownTasks\":\"UNKNOWN_TASK_POLICY_%s\"}", database,
           argc > 3 ? argv[3] : "FAIL");
  check("open", slipway_open(slipway_text(options), SLIPWAY_JSON, NULL, &engine, &error), &error);

  char* text = quoted(document);
  char* import = malloc(strlen(text) + 64);
  if (import == NULL) return 1;
  sprintf(import, "{\"upsert\":true,\"document\":%s}", text);
  check("import", slipway_import_definition(engine, slipway_text(import), NULL, &error), &error);
  check("create", slipway_create_release(engine, slipway_text("{\"definitionId\":1}"), NULL, &error), &error);

  slipway_cursor* events = NULL;
  slipway_buffer message = {NULL, 0, NULL};
  check("watch", slipway_watch_events(engine, slipway_text("{\"untilIdle\":true}"), &events, &error), &error);
  while (slipway_cursor_next(events, -1, &message, NULL) == SLIPWAY_OK) {
    printf("%s\n", message.data);
    slipway_buffer_release(&message);
  }
  slipway_cursor_close(events);
  check("get", slipway_get_release(engine, slipway_text("{\"releaseId\":1}"), &message, &error), &error);
  printf("%s\n", message.data);
  slipway_buffer_release(&message);
  slipway_close(engine);
  free(import);
  free(text);
  free(database);
  return 0;
}
