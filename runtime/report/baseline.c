/* baseline.c - see baseline.h. */
#include "report/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/json_read.h"

enum { VERSION = 1, PRINT_DIGITS = 16 };

struct Baseline {
  Arena *arena;
  Map *known; /* fingerprints as they are written, to entries */
  VEC(BaselineEntry) entries;
  uint64_t *left; /* by entry: how often it may still be found */
  uint64_t new_ones[LEVEL_COUNT], known_ones;
  bool records;
  VEC(BaselineEntry) recorded;
};

Baseline *baseline_new(Arena *arena, bool records) {
  Baseline *baseline = ARENA_NEW(arena, Baseline);
  baseline->arena = arena;
  baseline->known = map_new(arena);
  baseline->records = records;
  return baseline;
}

/* ---- In ---- */

static const char digits[] = "0123456789abcdef";

static bool parse_print(Text text, uint64_t *out) {
  *out = 0;
  for (size_t i = 0; i < text.len; i++) {
    const char *digit = memchr(digits, text.at[i], sizeof digits - 1);
    if (!digit) return false;
    *out = *out << 4 | (uint64_t)(digit - digits);
  }
  return text.len == PRINT_DIGITS;
}

static bool read_entry(Baseline *baseline, const JsonValue *from) {
  const Text print = json_read_text(from, "fingerprint");
  const int64_t count = json_read_integer(from, "count", 1);
  BaselineEntry entry = {.count = (uint64_t)count,
                         .code = json_read_text(from, "code"),
                         .file = json_read_text(from, "file"),
                         .name = json_read_text(from, "name"),
                         .entity = json_read_text(from, "entity"),
                         .key = json_read_text(from, "key"),
                         .message = json_read_text(from, "message")};
  if (!parse_print(print, &entry.fingerprint) || !entry.code.len || count < 1) return false;
  const uint32_t index = (uint32_t)baseline->entries.count;
  const uint32_t at = map_add(baseline->known, print, index);
  if (at != index)
    baseline->entries.at[at].count += entry.count; /* a merge may leave a line twice */
  else
    *VEC_PUSH(baseline->arena, &baseline->entries) = entry;
  return true;
}

static bool refuse(Text *why, const char *reason) {
  *why = text_of(reason);
  return false;
}

static bool is_of_command(const Baseline *baseline, const JsonValue *document, const char *command,
                          Text *why) {
  const Text of = json_read_text(document, "command");
  if (text_equal(of, text_of(command))) return true;
  return refuse(why, arena_printf(baseline->arena, "it was written by `strata %.*s`",
                                  TEXT_ARG(text_printable(baseline->arena, of))));
}

bool baseline_read(Baseline *baseline, Text content, const char *command, Text *why) {
  const JsonValue *document = json_read(baseline->arena, content, why);
  if (!document) return false;
  const int64_t version = json_read_integer(document, "strata_baseline", 0);
  const JsonValue *findings = json_read_member(document, "findings");
  if (version > VERSION) return refuse(why, "it is of a newer strata");
  if (version < 1 || !findings || findings->kind != JSON_KIND_ARRAY)
    return refuse(why, "it is no baseline of strata");
  if (!is_of_command(baseline, document, command, why)) return false;
  for (size_t i = 0; i < findings->count; i++)
    if (!read_entry(baseline, &findings->item[i]))
      return refuse(why, arena_printf(baseline->arena,
                                      "its finding %zu has no fingerprint or no code", i + 1));
  baseline->left = ARENA_ARRAY(baseline->arena, uint64_t, baseline->entries.count);
  for (size_t i = 0; i < baseline->entries.count; i++)
    baseline->left[i] = baseline->entries.at[i].count;
  return true;
}

/* ---- Judging ---- */

static void record(Baseline *baseline, const Notice *notice) {
  Arena *arena = baseline->arena;
  *VEC_PUSH(arena, &baseline->recorded) =
      (BaselineEntry){.fingerprint = notice->fingerprint,
                      .count = 1,
                      .code = text_of(notice->code),
                      .file = text_copy(arena, file_name_of(notice->place.file)),
                      .name = text_copy(arena, notice->name),
                      .entity = text_copy(arena, notice->entity),
                      .key = text_copy(arena, notice->key),
                      .message = text_copy(arena, notice->message)};
}

static bool is_known(Baseline *baseline, uint64_t fingerprint) {
  char print[PRINT_DIGITS + 1];
  for (size_t i = 0; i < PRINT_DIGITS; i++) print[i] = digits[fingerprint >> (60 - 4 * i) & 15];
  const uint32_t at = map_get(baseline->known, (Text){print, PRINT_DIGITS});
  if (at == MAP_NONE || !baseline->left[at]) return false;
  baseline->left[at]--;
  return true;
}

void baseline_judge(void *context, Notice *notice) {
  Baseline *baseline = context;
  if (notice->state == NOTICE_ALLOWED) return;
  if (baseline->records) record(baseline, notice);
  if (is_known(baseline, notice->fingerprint)) {
    notice->state = NOTICE_KNOWN;
    baseline->known_ones++;
  } else {
    baseline->new_ones[notice_level(notice)]++;
  }
}

uint64_t baseline_new_at_least(const Baseline *baseline, Level level) {
  uint64_t count = 0;
  for (Level at = level; at < LEVEL_COUNT; at++) count += baseline->new_ones[at];
  return count;
}

uint64_t baseline_known(const Baseline *baseline) { return baseline->known_ones; }

BaselineList baseline_fixed(const Baseline *baseline, Arena *arena,
                            bool (*looked)(void *context, const BaselineEntry *entry),
                            void *context) {
  BaselineList list = {0};
  for (size_t i = 0; i < baseline->entries.count; i++) {
    BaselineEntry entry = baseline->entries.at[i];
    entry.count = baseline->left[i];
    if (entry.count && looked(context, &entry)) *VEC_PUSH(arena, &list.entries) = entry;
  }
  return list;
}

/* ---- Out ---- */

static int by_subject(const void *left, const void *right) {
  const BaselineEntry *a = left, *b = right;
  const Text texts[][2] = {{a->file, b->file},     {a->name, b->name}, {a->code, b->code},
                           {a->entity, b->entity}, {a->key, b->key},   {a->message, b->message}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const int order = text_compare(texts[i][0], texts[i][1]);
    if (order) return order;
  }
  return a->fingerprint < b->fingerprint ? -1 : a->fingerprint > b->fingerprint;
}

static void write_entry(Buffer *out, const BaselineEntry *entry, uint64_t count) {
  JsonWriter json = json_writer(out, false);
  json_begin_object(&json, NULL);
  json_str(&json, "fingerprint", notice_fingerprint_text(out->arena, entry->fingerprint));
  json_text(&json, "code", entry->code);
  if (count > 1) json_int(&json, "count", (int64_t)count);
  const struct {
    const char *key;
    Text text;
  } parts[] = {{"file", entry->file},
               {"name", entry->name},
               {"entity", entry->entity},
               {"key", entry->key},
               {"message", entry->message}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (parts[i].text.len) json_text(&json, parts[i].key, parts[i].text);
  json_end(&json);
}

void baseline_write(Buffer *out, Baseline *baseline, const char *command) {
  const size_t count = baseline->recorded.count;
  const BaselineEntry *at = baseline->recorded.at;
  if (count) qsort(baseline->recorded.at, count, sizeof *at, by_subject);
  buffer_printf(out, "{\n  \"strata_baseline\": %d,\n  \"command\": \"%s\",\n  \"findings\": [",
                VERSION, command);
  for (size_t i = 0, same; i < count; i += same) {
    for (same = 1; i + same < count && at[i + same].fingerprint == at[i].fingerprint;) same++;
    buffer_str(out, i ? ",\n    " : "\n    ");
    write_entry(out, &at[i], same);
  }
  buffer_str(out, count ? "\n  ]\n}\n" : "]\n}\n");
}

uint64_t baseline_recorded(const Baseline *baseline) { return baseline->recorded.count; }
