/* json.c - jansson encodes texts; the writer puts them together.
 *
 * Invariant: bit `depth` of `nonempty` tells whether a comma is due before what
 * comes next, bit `depth` of `arrays` which bracket closes what is open there.
 */
#include "base/json.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

enum { DEPTH_MOST = 63 };

JsonWriter json_writer(Buffer *out, bool pretty) {
  return (JsonWriter){.out = out, .pretty = pretty};
}

static uint64_t bit(unsigned depth) { return (uint64_t)1 << depth; }

static void new_line(JsonWriter *json) {
  if (!json->pretty) return;
  buffer_char(json->out, '\n');
  buffer_repeat(json->out, ' ', (size_t)json->depth * 2);
}

#define BYTES_OF(byte) (UINT64_C(0x0101010101010101) * (uint8_t)(byte))

/* Not 0 where one of the word's bytes is below `limit` (at most 128). */
static inline uint64_t find_below(uint64_t word, uint8_t limit) {
  return (word - BYTES_OF(limit)) & ~word & BYTES_OF(0x80);
}

static inline bool needs_escape(uint64_t word) {
  return (find_below(word, 0x20) | find_below(word ^ BYTES_OF('"'), 1) |
          find_below(word ^ BYTES_OF('\\'), 1)) != 0;
}

/* Most texts, and all keys, are as they are between their quotes. */
static bool is_plain(Text text) {
  uint64_t seen = 0, word;
  size_t i = 0;
  for (; i + sizeof word <= text.len; i += sizeof word) {
    memcpy(&word, text.at + i, sizeof word);
    if (needs_escape(word)) return false;
    seen |= word;
  }
  word = BYTES_OF('x');
  if (i < text.len) memcpy(&word, text.at + i, text.len - i);
  if (needs_escape(word)) return false;
  return !((seen | word) & BYTES_OF(0x80)) || text_utf8_check(text) == text.len;
}

void json_quoted(Buffer *out, Text text) {
  if (is_plain(text)) {
    char *const to = buffer_reserve(out, text.len + 2);
    to[0] = '"';
    if (text.len) memcpy(to + 1, text.at, text.len);
    to[text.len + 1] = '"';
    buffer_commit(out, to + text.len + 2);
    return;
  }
  text = text_utf8_repair(out->arena, text);
  /* Room for the longest escape of each byte is asked for first: a failed request must
   * not leave jansson's value behind. */
  size_t most;
  if (__builtin_mul_overflow(text.len, (size_t)6, &most)) arena_fail(out->arena);
  char *to = buffer_reserve(out, most + 2);
  json_t *value = json_stringn_nocheck(text.len ? text.at : "", text.len);
  if (!value) arena_fail(out->arena);
  size_t size = json_dumpb(value, to, most + 2, JSON_ENCODE_ANY);
  json_decref(value);
  if (size == 0) arena_fail(out->arena);
  out->len += size;
  buffer_text(out, TEXT("")); /* terminated again */
}

/* The comma, the line and the key before a value. */
static void before(JsonWriter *json, const char *key) {
  if (json->nonempty & bit(json->depth)) buffer_char(json->out, ',');
  if (json->depth) new_line(json);
  json->nonempty |= bit(json->depth);
  if (!key) return;
  json_quoted(json->out, text_of(key));
  buffer_str(json->out, json->pretty ? ": " : ":");
}

static void begin(JsonWriter *json, const char *key, char bracket, bool array) {
  before(json, key);
  buffer_char(json->out, bracket);
  assert(json->depth < DEPTH_MOST);
  json->depth++;
  json->nonempty &= ~bit(json->depth);
  json->arrays &= ~bit(json->depth);
  if (array) json->arrays |= bit(json->depth);
}

void json_begin_object(JsonWriter *json, const char *key) { begin(json, key, '{', false); }

void json_begin_array(JsonWriter *json, const char *key) { begin(json, key, '[', true); }

void json_end(JsonWriter *json) {
  assert(json->depth > 0);
  bool array = json->arrays & bit(json->depth), nonempty = json->nonempty & bit(json->depth);
  json->depth--;
  if (nonempty) new_line(json);
  buffer_char(json->out, array ? ']' : '}');
}

void json_text(JsonWriter *json, const char *key, Text value) {
  before(json, key);
  json_quoted(json->out, value);
}

void json_str(JsonWriter *json, const char *key, const char *value) {
  json_text(json, key, text_of(value));
}

void json_int(JsonWriter *json, const char *key, int64_t value) {
  char digits[20], *at = digits + sizeof digits; /* of INT64_MIN, with its sign */
  uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
  do *--at = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) *--at = '-';
  json_raw(json, key, (Text){at, (size_t)(digits + sizeof digits - at)});
}

void json_bool(JsonWriter *json, const char *key, bool value) {
  json_raw(json, key, value ? TEXT("true") : TEXT("false"));
}

void json_null_value(JsonWriter *json, const char *key) { json_raw(json, key, TEXT("null")); }

void json_raw(JsonWriter *json, const char *key, Text value) {
  before(json, key);
  buffer_text(json->out, value);
}

void json_text_or_null(JsonWriter *json, const char *key, Text text) {
  if (text.len)
    json_text(json, key, text);
  else
    json_null_value(json, key);
}

void json_int_or_null(JsonWriter *json, const char *key, uint64_t value) {
  if (value)
    json_int(json, key, (int64_t)value);
  else
    json_null_value(json, key);
}
