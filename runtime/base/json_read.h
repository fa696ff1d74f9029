/* json_read.h - JSON in, over jansson: a document as a tree in an arena.
 *
 * Strict: UTF-8, no member twice, nothing behind the document, integers of 64 bits. Of a number
 * with a fraction or an exponent only that it is one is kept (JSON_KIND_REAL): no file has a use
 * for it.
 */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include "base/arena.h"
#include "base/text.h"

typedef enum {
  JSON_KIND_NULL,
  JSON_KIND_TRUTH,
  JSON_KIND_INTEGER,
  JSON_KIND_REAL,
  JSON_KIND_TEXT,
  JSON_KIND_ARRAY,
  JSON_KIND_OBJECT
} JsonKind;

typedef struct JsonValue JsonValue;
struct JsonValue {
  JsonKind kind;
  bool truth;
  int64_t integer;
  Text text;
  Text key;        /* of a member of an object */
  JsonValue *item; /* members or elements, in their order */
  size_t count;
};

/* NULL where it is no JSON: *why says so, with the line ("line 3: '}' expected near end of file").
 */
const JsonValue *json_read(Arena *arena, Text document, Text *why);
/* NULL where the value is no object or has no such member. */
const JsonValue *json_read_member(const JsonValue *object, const char *key);
/* The member's text; "" where there is none or it is no text. */
Text json_read_text(const JsonValue *object, const char *key);
/* The member's integer; `otherwise` where there is none or it is no integer. */
int64_t json_read_integer(const JsonValue *object, const char *key, int64_t otherwise);

#endif
