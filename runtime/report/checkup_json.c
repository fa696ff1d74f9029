/* checkup_json.c - a check-up for programs.
 *
 *   {"schema": 1, "file", "program", "version", "as_of", "data", "solver",
 *    "processes": [{"name", "doc", "entity", "file", "line", "column", "rows",
 *                   "score", "level", "self",
 *                   "dimensions": [{"name", "score", "level", "self",
 *                                   "evidence": [{"name", "about", "weight", "met", "of", "share",
 *                                                 "open", "detail"}],
 *                                   "mend": [{"evidence", "file", "line", "column", "text"}]}]}]}
 *
 * What is not measured is null.
 */
#include "report/checkup.h"
#include "report/report_impl.h"
#include "value/date.h"

static void number_or_null(JsonWriter *json, const char *key, bool known, uint64_t value) {
  if (known)
    json_int(json, key, (int64_t)value);
  else
    json_null_value(json, key);
}

static void score_json(JsonWriter *json, CheckupScore score) {
  number_or_null(json, "score", score.measured, score.points);
  number_or_null(json, "level", score.measured, checkup_level(score.points));
  number_or_null(json, "self", score.rated, score.self);
}

static void place_json(JsonWriter *json, CodePlace place) {
  json_text(json, "file", place.file);
  json_int(json, "line", place.line);
  json_int(json, "column", place.column);
}

static void evidence_json(JsonWriter *json, const CheckedProcess *process, EvidenceKind kind) {
  Arena *arena = json->out->arena;
  const Evidence *at = &process->evidence[kind];
  json_begin_object(json, NULL);
  json_str(json, "name", evidence_info[kind].name);
  json_text(json, "about", evidence_about(arena, process, kind));
  json_int(json, "weight", evidence_info[kind].weight);
  number_or_null(json, "met", at->of > 0, at->met);
  number_or_null(json, "of", at->of > 0, at->of);
  const uint32_t share = at->of ? evidence_share(*at) : 0;
  if (at->of)
    json_raw(json, "share", text_of(arena_printf(arena, "%u.%03u", share / 1000, share % 1000)));
  else
    json_null_value(json, "share");
  json_int(json, "open", (int64_t)at->open);
  json_text(json, "detail", at->detail);
  json_end(json);
}

static void dimension_json(JsonWriter *json, const CheckedProcess *process, Dimension dimension) {
  json_begin_object(json, NULL);
  json_str(json, "name", dimension_info[dimension].name);
  score_json(json, process->dimension[dimension]);
  json_begin_array(json, "evidence");
  for (int i = 0; i < EVIDENCE_COUNT; i++)
    if (evidence_info[i].dimension == dimension) evidence_json(json, process, (EvidenceKind)i);
  json_end(json);
  json_begin_array(json, "mend");
  for (size_t i = 0; i < process->mends.count; i++) {
    const CheckupMend *mend = &process->mends.at[i];
    if (evidence_info[mend->of].dimension != dimension) continue;
    json_begin_object(json, NULL);
    json_str(json, "evidence", evidence_info[mend->of].name);
    place_json(json, mend->place);
    json_text(json, "text", mend->text);
    json_end(json);
  }
  json_end(json);
  json_end(json);
}

static void process_json(JsonWriter *json, const CheckedProcess *process) {
  json_begin_object(json, NULL);
  json_text(json, "name", process->name);
  json_text(json, "doc", process->doc);
  json_text(json, "entity", process->entity);
  place_json(json, process->place);
  number_or_null(json, "rows", process->counted, process->rows);
  score_json(json, process->whole);
  json_begin_array(json, "dimensions");
  for (int i = 0; i < DIMENSION_COUNT; i++) dimension_json(json, process, (Dimension)i);
  json_end(json);
  json_end(json);
}

void checkup_json(Buffer *out, const Checkup *checkup) {
  JsonWriter json = json_writer(out, true);
  Buffer day = buffer_in(out->arena);
  date_print(&day, checkup->today);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", CHECKUP_SCHEMA);
  json_text(&json, "file", checkup->file);
  json_text(&json, "program", checkup->program);
  json_text(&json, "version", checkup->version);
  json_text(&json, "as_of", buffer_view(&day));
  json_bool(&json, "data", checkup->has_data);
  json_bool(&json, "solver", checkup->has_solver);
  json_begin_array(&json, "processes");
  for (size_t i = 0; i < checkup->processes.count; i++)
    process_json(&json, &checkup->processes.at[i]);
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}
