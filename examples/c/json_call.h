/* What these programs share: calls with cJSON in and out. Include it once. */
#ifndef SLIPWAY_EXAMPLES_C_JSON_CALL_H_
#define SLIPWAY_EXAMPLES_C_JSON_CALL_H_

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "slipway/slipway.h"

/* Every rpc that answers once has this shape. */
typedef int32_t unary_call(slipway_engine*, slipway_bytes, slipway_buffer*, slipway_error**);

/* Takes `request`, gives the response; NULL and *error when refused. */
static inline cJSON* try_call(slipway_engine* engine, unary_call* rpc, cJSON* request, int32_t* code,
                              slipway_error** error) {
  slipway_buffer response = {NULL, 0, NULL};
  char* text = cJSON_PrintUnformatted(request);
  cJSON* answer = NULL;
  *code = rpc(engine, slipway_text(text), &response, error);
  if (*code == SLIPWAY_OK) answer = cJSON_ParseWithLength(response.data, response.size);
  slipway_buffer_release(&response);
  cJSON_free(text);
  cJSON_Delete(request);
  return answer;
}

/* `error` by address: arguments are evaluated in any order, and the call is one of them. */
static inline void check(int32_t code, slipway_error** error) {
  if (code == SLIPWAY_OK) return;
  fprintf(stderr, "%s\n", slipway_error_message(*error));
  exit(1);
}

static inline cJSON* call(slipway_engine* engine, unary_call* rpc, cJSON* request) {
  slipway_error* error = NULL;
  int32_t code;
  cJSON* answer = try_call(engine, rpc, request, &code, &error);
  check(code, &error);
  return answer;
}

/* {"name": value}, for requests. */
static inline cJSON* with_number(const char* name, double value) {
  cJSON* object = cJSON_CreateObject();
  cJSON_AddNumberToObject(object, name, value);
  return object;
}

/* A member; "" and 0 without. */
static inline const char* text_of(const cJSON* object, const char* name) {
  const char* text = cJSON_GetStringValue(cJSON_GetObjectItem(object, name));
  return text == NULL ? "" : text;
}
static inline double id_of(const cJSON* object, const char* name) {
  const cJSON* member = cJSON_GetObjectItem(object, name);
  return cJSON_IsNumber(member) ? member->valuedouble : 0;
}

static inline slipway_engine* open_engine(cJSON* options, const char* database) {
  slipway_engine* engine = NULL;
  slipway_error* error = NULL;
  char* text;
  cJSON_AddStringToObject(options, "database", database);
  text = cJSON_PrintUnformatted(options);
  check(slipway_open(slipway_text(text), SLIPWAY_JSON, NULL, &engine, &error), &error);
  cJSON_free(text);
  cJSON_Delete(options);
  return engine;
}

/* Imports the file; gives the definition's id. */
static inline double import_file(slipway_engine* engine, const char* path) {
  static char document[1 << 20];
  FILE* file = fopen(path, "rb");
  const size_t size = file == NULL ? 0 : fread(document, 1, sizeof(document) - 1, file);
  cJSON *request = cJSON_CreateObject(), *imported;
  double id;
  if (size == 0) exit(2);
  fclose(file);
  document[size] = 0;
  cJSON_AddStringToObject(request, "document", document);
  cJSON_AddBoolToObject(request, "upsert", 1);
  imported = call(engine, &slipway_import_definition, request);
  id = id_of(cJSON_GetObjectItem(cJSON_GetArrayItem(cJSON_GetObjectItem(imported, "definitions"), 0), "definition"),
             "id");
  cJSON_Delete(imported);
  return id;
}

/* The stream's next message, NULL at the end or when the engine closes. */
static inline cJSON* next_message(slipway_cursor* cursor) {
  slipway_buffer message = {NULL, 0, NULL};
  cJSON* parsed = NULL;
  if (slipway_cursor_next(cursor, -1, &message, NULL) == SLIPWAY_OK) {
    parsed = cJSON_ParseWithLength(message.data, message.size);
  }
  slipway_buffer_release(&message);
  return parsed;
}

#endif /* SLIPWAY_EXAMPLES_C_JSON_CALL_H_ */
