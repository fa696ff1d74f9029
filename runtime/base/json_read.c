/* json_read.c - see json_read.h. jansson's tree is its own memory: it is copied and given back. */
#include "base/json_read.h"

#include <jansson.h>
#include <string.h>

static void give_back(void *tree) { json_decref(tree); }

static void copy(Arena *arena, const json_t *from, JsonValue *to);

static void copy_object(Arena *arena, json_t *from, JsonValue *to) {
  const char *key;
  json_t *value;
  to->kind = JSON_KIND_OBJECT;
  to->item = ARENA_ARRAY(arena, JsonValue, json_object_size(from));
  json_object_foreach(from, key, value) {
    JsonValue *item = &to->item[to->count++];
    copy(arena, value, item);
    item->key = text_copy(arena, text_of(key));
  }
}

static void copy_array(Arena *arena, const json_t *from, JsonValue *to) {
  to->kind = JSON_KIND_ARRAY;
  to->count = json_array_size(from);
  to->item = ARENA_ARRAY(arena, JsonValue, to->count);
  for (size_t i = 0; i < to->count; i++) copy(arena, json_array_get(from, i), &to->item[i]);
}

/* jansson refuses documents that are nested more than 2048 deep, so this does not go deeper. */
static void copy(Arena *arena, const json_t *from, JsonValue *to) {
  switch (json_typeof(from)) {
  case JSON_OBJECT:
    copy_object(arena, (json_t *)from, to);
    break;
  case JSON_ARRAY:
    copy_array(arena, from, to);
    break;
  case JSON_STRING:
    to->kind = JSON_KIND_TEXT;
    to->text = text_copy(arena, (Text){json_string_value(from), json_string_length(from)});
    break;
  case JSON_INTEGER:
    to->kind = JSON_KIND_INTEGER;
    to->integer = json_integer_value(from);
    break;
  case JSON_REAL:
    to->kind = JSON_KIND_REAL;
    break;
  case JSON_TRUE:
  case JSON_FALSE:
    to->kind = JSON_KIND_TRUTH;
    to->truth = json_is_true(from);
    break;
  case JSON_NULL:
    to->kind = JSON_KIND_NULL;
    break;
  }
}

const JsonValue *json_read(Arena *arena, Text document, Text *why) {
  json_error_t error;
  const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
  json_t *tree = json_loadb(document.len ? document.at : "", document.len, flags, &error);
  if (!tree && json_error_code(&error) == json_error_out_of_memory) arena_fail(arena);
  if (!tree) {
    *why = text_of(arena_printf(arena, "line %d: %s", error.line, error.text));
    *why = text_printable(arena, *why);
    return NULL;
  }
  arena_defer(arena, give_back, tree);
  JsonValue *value = ARENA_NEW(arena, JsonValue);
  copy(arena, tree, value);
  arena_close(arena, tree);
  return value;
}

const JsonValue *json_read_member(const JsonValue *object, const char *key) {
  for (size_t i = 0; object && object->kind == JSON_KIND_OBJECT && i < object->count; i++)
    if (text_equal(object->item[i].key, text_of(key))) return &object->item[i];
  return NULL;
}

Text json_read_text(const JsonValue *object, const char *key) {
  const JsonValue *member = json_read_member(object, key);
  return member && member->kind == JSON_KIND_TEXT ? member->text : TEXT("");
}

int64_t json_read_integer(const JsonValue *object, const char *key, int64_t otherwise) {
  const JsonValue *member = json_read_member(object, key);
  return member && member->kind == JSON_KIND_INTEGER ? member->integer : otherwise;
}
