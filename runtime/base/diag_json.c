/* diag_json.c - diagnostics as programs read them.
 *
 *   {"schema": 1, "diagnostics": [{"code", "severity", "message",
 *     "file", "line", "column", "end_line", "end_column", "label",
 *     "labels": [{the five of a place, "text"}], "notes": [text], "help",
 *     "edits": [{the five of a place, "text"}]}]}
 *
 * Every member is always there; what a diagnostic lacks is null. Lines and columns
 * count from 1, columns in code points, the end is the place behind the last one.
 */
#include "base/diag.h"
#include "base/json.h"

enum { SCHEMA = 1 };

static void write_place(JsonWriter *json, const SourceMap *sources, Span span) {
  Place start = source_place(sources, span.lo), end = source_end(sources, span);
  json_text_or_null(json, "file", start.file);
  json_int_or_null(json, "line", start.line);
  json_int_or_null(json, "column", start.column);
  json_int_or_null(json, "end_line", end.line);
  json_int_or_null(json, "end_column", end.column);
}

/* A label or an edit. */
static void write_part(JsonWriter *json, const SourceMap *sources, Span span, Text text) {
  json_begin_object(json, NULL);
  write_place(json, sources, span);
  json_text(json, "text", text);
  json_end(json);
}

void diag_json_members(JsonWriter *json, const Diag *diag, const SourceMap *sources) {
  json_str(json, "code", diag_info(diag->code)->code);
  json_str(json, "severity", diag_severity_word(diag->severity));
  json_text(json, "message", diag->message);
  write_place(json, sources, diag->span);
  json_text_or_null(json, "label", diag->label);
  json_begin_array(json, "labels");
  for (size_t i = 0; i < diag->labels.count; i++)
    write_part(json, sources, diag->labels.at[i].span, diag->labels.at[i].text);
  json_end(json);
  json_begin_array(json, "notes");
  for (size_t i = 0; i < diag->notes.count; i++) json_text(json, NULL, diag->notes.at[i]);
  json_end(json);
  json_text_or_null(json, "help", diag_advice(json->out->arena, diag, sources));
  json_begin_array(json, "edits");
  for (size_t i = 0; i < diag->edits.count; i++)
    write_part(json, sources, diag->edits.at[i].span, diag->edits.at[i].text);
  json_end(json);
}

void diag_print_json(Buffer *out, const DiagSink *sink, const SourceMap *sources) {
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", SCHEMA);
  json_begin_array(&json, "diagnostics");
  for (size_t i = 0; i < diag_count(sink); i++) {
    json_begin_object(&json, NULL);
    diag_json_members(&json, diag_at(sink, i), sources);
    json_end(&json);
  }
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}
