/* A cursor as server-sent events, for libmicrohttpd. */
#ifndef SLIPWAY_EXAMPLES_C_EVENT_STREAM_H_
#define SLIPWAY_EXAMPLES_C_EVENT_STREAM_H_

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

#include "slipway/slipway.h"

struct stream {
  slipway_cursor* cursor;
  char* text; /* "data: MESSAGE\n\n" */
  size_t size, sent;
};

/* Called when the client has taken what came before: back-pressure. */
static inline ssize_t next_bytes(void* state, uint64_t position, char* out, size_t room) {
  struct stream* s = state;
  (void)position;
  if (s->sent == s->size) {
    slipway_buffer message = {NULL, 0, NULL};
    const int32_t code = slipway_cursor_next(s->cursor, -1, &message, NULL);
    if (code != SLIPWAY_OK) {
      return code == SLIPWAY_OUT_OF_RANGE ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
    }
    s->text = realloc(s->text, message.size + 9);
    if (s->text == NULL) exit(1);
    s->size = (size_t)sprintf(s->text, "data: %s\n\n", message.data);
    s->sent = 0;
    slipway_buffer_release(&message);
  }
  if (room > s->size - s->sent) room = s->size - s->sent;
  memcpy(out, s->text + s->sent, room);
  s->sent += room;
  return (ssize_t)room;
}

static inline void end_stream(void* state) {
  struct stream* s = state;
  slipway_cursor_close(s->cursor);
  free(s->text);
  free(s);
}

/* Takes the cursor. */
static inline struct MHD_Response* event_stream(slipway_cursor* cursor) {
  struct stream* s = calloc(1, sizeof(*s));
  if (s == NULL) exit(1);
  s->cursor = cursor;
  return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1 << 16, &next_bytes, s, &end_stream);
}

#endif /* SLIPWAY_EXAMPLES_C_EVENT_STREAM_H_ */
