/* notice_sarif.c - notices as SARIF 2.1.0.
 *
 * One run of the tool, with a rule for each code that occurs. A result on a row of data lies where
 * the rule is written, and names the row. Fingerprints have a name with a version, and stand once
 * more under the name by which GitHub compares the results of two runs. Readers take only so many
 * results of one run: the worst come in, and the invocation tells how many did not.
 */
#include <string.h>

#include "base/json.h"
#include "report/notice_impl.h"

enum { RESULTS_MOST = 25000 };

static const char *level_of(NoticeLevel level) {
  static const char *const words[] = {
      [NOTICE_NOTE] = "note", [NOTICE_WARNING] = "warning", [NOTICE_ERROR] = "error"};
  return words[level];
}

static void message(JsonWriter *json, const char *key, Text text) {
  json_begin_object(json, key);
  json_text(json, "text", text);
  json_end(json);
}

/* ---- Rules ---- */

typedef struct RuleList {
  Map *index; /* by code */
  VEC(const Notice *) first;
} RuleList;

static RuleList rules_of(Arena *arena, const NoticeList *list) {
  RuleList rules = {.index = map_new(arena)};
  for (size_t i = 0; i < list->notices.count; i++) {
    const Notice *notice = &list->notices.at[i];
    const uint32_t next = (uint32_t)rules.first.count;
    if (map_add(rules.index, text_of(notice->code), next) == next)
      *VEC_PUSH(arena, &rules.first) = notice;
  }
  return rules;
}

static void write_rule(JsonWriter *json, const Notice *notice) {
  json_begin_object(json, NULL);
  json_str(json, "id", notice->code);
  message(json, "shortDescription", text_of(notice->title));
  message(json, "fullDescription", text_of(notice->title));
  message(json, "help", text_of(*notice->page ? notice->page : notice->title));
  json_begin_object(json, "defaultConfiguration");
  json_str(json, "level", level_of(notice->usual));
  json_end(json);
  json_end(json);
}

static void write_tool(JsonWriter *json, const RuleList *rules) {
  json_begin_object(json, "tool");
  json_begin_object(json, "driver");
  json_str(json, "name", "strata");
  json_str(json, "semanticVersion", STRATA_VERSION);
  json_begin_array(json, "rules");
  for (size_t i = 0; i < rules->first.count; i++) write_rule(json, rules->first.at[i]);
  json_end(json);
  json_end(json);
  json_end(json);
}

/* ---- Places ---- */

/* A reference relative to the root; what a URI cannot hold is percent-encoded, so that it cannot
 * be taken for a scheme, a query or another host. */
static Text uri_of(Arena *arena, Text file) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  Buffer out = buffer_in(arena);
  if (text_starts(file, TEXT("/"))) buffer_str(&out, "file://");
  for (size_t i = 0; i < file.len; i++) {
    if (memchr(plain, file.at[i], sizeof plain - 1))
      buffer_char(&out, file.at[i]);
    else
      buffer_printf(&out, "%%%02X", (unsigned)(unsigned char)file.at[i]);
  }
  return buffer_view(&out);
}

static void number(JsonWriter *json, const char *key, uint32_t value) {
  if (value) json_int(json, key, value);
}

static void write_place(JsonWriter *json, const NoticePlace *place) {
  json_begin_object(json, "physicalLocation");
  json_begin_object(json, "artifactLocation");
  const Text uri = uri_of(json->out->arena, place->file);
  json_text(json, "uri", uri);
  if (!text_starts(uri, TEXT("file:"))) json_str(json, "uriBaseId", "%SRCROOT%");
  json_end(json);
  if (place->line) {
    json_begin_object(json, "region");
    json_int(json, "startLine", place->line);
    number(json, "startColumn", place->column);
    number(json, "endLine", place->column ? place->end_line : 0);
    number(json, "endColumn", place->column ? place->end_column : 0);
    json_end(json);
  }
  json_end(json);
}

static void write_logical(JsonWriter *json, Text name, const char *kind) {
  if (!name.len) return;
  json_begin_object(json, NULL);
  json_text(json, "fullyQualifiedName", name);
  json_str(json, "kind", kind);
  json_end(json);
}

static void write_location(JsonWriter *json, const NoticeView *view, const Notice *notice) {
  const NoticePlace place = notice_place(view, notice);
  json_begin_array(json, "locations");
  json_begin_object(json, NULL);
  if (place.file.len) write_place(json, &place);
  if (notice->name.len || notice->key.len) {
    json_begin_array(json, "logicalLocations");
    write_logical(json, notice->name, "declaration");
    if (notice->key.len) write_logical(json, notice_row(json->out->arena, notice), "row");
    json_end(json);
  }
  json_end(json);
  json_end(json);
}

static void write_related(JsonWriter *json, const NoticeView *view, const Notice *notice) {
  bool any = false;
  for (size_t i = 0; i < notice->related.count; i++) {
    NoticeRelated related = notice->related.at[i];
    if (!related.place.line) continue;
    related.place.file = notice_file(view, related.place.file);
    if (!any) json_begin_array(json, "relatedLocations");
    any = true;
    json_begin_object(json, NULL);
    json_int(json, "id", (int64_t)i + 1);
    write_place(json, &related.place);
    message(json, "message", related.text);
    json_end(json);
  }
  if (any) json_end(json);
}

/* ---- Results ---- */

static void write_fingerprints(JsonWriter *json, const Notice *notice) {
  const char *print = notice_fingerprint_text(json->out->arena, notice->fingerprint);
  json_begin_object(json, "partialFingerprints");
  json_str(json, "strata/v1", print);
  json_str(json, "primaryLocationLineHash", print);
  json_end(json);
}

static void write_state(JsonWriter *json, const NoticeView *view, const Notice *notice) {
  if (view->baseline)
    json_str(json, "baselineState", notice->state == NOTICE_KNOWN ? "unchanged" : "new");
  if (notice->state != NOTICE_ALLOWED) return;
  json_begin_array(json, "suppressions");
  json_begin_object(json, NULL);
  json_str(json, "kind", "inSource");
  if (notice->because.len) json_text(json, "justification", notice->because);
  json_end(json);
  json_end(json);
}

static void property(JsonWriter *json, const char *key, Text text) {
  if (text.len) json_text(json, key, text);
}

static void write_properties(JsonWriter *json, const Notice *notice) {
  if (!notice->entity.len && !notice->owner.len && !notice->source.len && !notice->undecided)
    return;
  json_begin_object(json, "properties");
  property(json, "entity", notice->entity);
  property(json, "key", notice->key);
  property(json, "source", notice->source);
  property(json, "owner", notice->owner);
  if (notice->undecided) json_bool(json, "undecided", true);
  json_end(json);
}

static void write_result(JsonWriter *json, const NoticeView *view, const RuleList *rules,
                         const Notice *notice) {
  Arena *arena = json->out->arena;
  const Text details = notice_details(arena, notice), sentence = notice_sentence(arena, notice);
  json_begin_object(json, NULL);
  json_str(json, "ruleId", notice->code);
  json_int(json, "ruleIndex", map_get(rules->index, text_of(notice->code)));
  json_str(json, "level", level_of(notice->level));
  message(json, "message",
          text_of(arena_printf(arena, "%.*s%s%.*s", TEXT_ARG(sentence), details.len ? "\n" : "",
                               TEXT_ARG(details))));
  write_location(json, view, notice);
  write_related(json, view, notice);
  write_fingerprints(json, notice);
  write_state(json, view, notice);
  write_properties(json, notice);
  json_end(json);
}

static void write_left_out(JsonWriter *json, Text what) {
  json_begin_object(json, NULL);
  json_str(json, "level", "note");
  message(json, "message", what);
  json_end(json);
}

static size_t results_of(const NoticeList *list, const NoticeView *view) {
  const size_t most = view->most ? view->most : RESULTS_MOST;
  return list->notices.count < most ? list->notices.count : most;
}

static void write_invocation(JsonWriter *json, const NoticeList *list, const NoticeView *view) {
  json_begin_array(json, "invocations");
  json_begin_object(json, NULL);
  json_bool(json, "executionSuccessful", view->status != 2);
  json_int(json, "exitCode", view->status);
  json_begin_array(json, "toolExecutionNotifications");
  for (size_t i = 0; i < list->rests.count; i++)
    if (list->rests.at[i].left_out)
      write_left_out(json, notice_rest(json->out->arena, &list->rests.at[i]));
  const size_t shown = results_of(list, view);
  if (list->notices.count > shown)
    write_left_out(json, text_of(arena_printf(json->out->arena, "%zu more, the mildest",
                                              list->notices.count - shown)));
  json_end(json);
  json_end(json);
  json_end(json);
}

void notices_sarif(Buffer *out, const NoticeList *list, const NoticeView *view) {
  const RuleList rules = rules_of(out->arena, list);
  const size_t *order = notices_by_weight(out->arena, list);
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_str(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json_str(&json, "version", "2.1.0");
  json_begin_array(&json, "runs");
  json_begin_object(&json, NULL);
  write_tool(&json, &rules);
  json_begin_object(&json, "automationDetails");
  json_str(&json, "id", arena_printf(out->arena, "strata/%s/", view->command));
  json_end(&json);
  write_invocation(&json, list, view);
  json_str(&json, "columnKind", "unicodeCodePoints");
  json_begin_array(&json, "results");
  for (size_t i = 0; i < results_of(list, view); i++)
    write_result(&json, view, &rules, &list->notices.at[order[i]]);
  json_end(&json);
  json_end(&json);
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}
