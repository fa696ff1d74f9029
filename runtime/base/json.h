/* json.h - JSON out, over jansson (which json.c and json_read.c alone know).
 *
 * A document is written as it comes, so that a long list of findings needs no tree:
 * objects and arrays are opened and closed, members are written in between.
 * No function may have the name of one of jansson's (json_object, json_null ...): the
 * linker would give ours to jansson.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buffer.h"

typedef struct JsonWriter {
  Buffer *out;
  uint64_t nonempty; /* bit d: something was written at depth d; also what limits the depth to 63 */
  uint64_t arrays;   /* bit d: what is open at depth d is an array */
  unsigned depth;
  bool pretty; /* two-space indent */
} JsonWriter;

JsonWriter json_writer(Buffer *out, bool pretty);
/* `key` is NULL inside an array and at the top. */
void json_begin_object(JsonWriter *json, const char *key);
void json_begin_array(JsonWriter *json, const char *key);
void json_end(JsonWriter *json);                               /* closes the innermost one */
void json_text(JsonWriter *json, const char *key, Text value); /* invalid UTF-8 becomes U+FFFD */
void json_str(JsonWriter *json, const char *key, const char *value);
void json_int(JsonWriter *json, const char *key, int64_t value);
void json_bool(JsonWriter *json, const char *key, bool value);
void json_null_value(JsonWriter *json, const char *key);
/* What is empty, or 0, is null: a member is always there. */
void json_text_or_null(JsonWriter *json, const char *key, Text text);
void json_int_or_null(JsonWriter *json, const char *key, uint64_t value);
/* A number that is already in JSON's form (exact decimals). */
void json_raw(JsonWriter *json, const char *key, Text value);

/* One text in quotes, without a writer. */
void json_quoted(Buffer *out, Text text);

#endif
