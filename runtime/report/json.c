/* json.c - the report for programs.
 *
 *   {"schema": 1, "program", "version", "as_of",
 *    "data": [{"entity", "source", "rows", "left_out"}],
 *    "findings": [one a line], "summary": {..},
 *    "table": {"entity", "rows": [one a line]}}
 *
 * Findings and rows are written while they come, each list into a buffer of its own, because what
 * stands before them is known at the end only. The order does not depend on the size of batches:
 * the engine hands over entity after entity, row after row.
 */
#include "report/report_impl.h"
#include "value/date.h"

enum { LIST_INDENT = 4 };

typedef struct JsonReport {
  Arena *arena;
  const Image *image;
  ReportOptions options;
  ReportOutput output;
  Buffer findings, rows;
} JsonReport;

/* The comma and the line before the next item. */
static JsonWriter next_item(Buffer *list, size_t indent) {
  if (list->len) buffer_char(list, ',');
  buffer_char(list, '\n');
  buffer_repeat(list, ' ', indent);
  return json_writer(list, false);
}

static void take_finding(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  JsonReport *report = context;
  JsonWriter json = next_item(&report->findings, LIST_INDENT);
  finding_json(&json, report->image, finding);
}

/* Which missing values would decide what is unknown on the row. */
static void unknown_columns(JsonReport *report, JsonWriter *json, Run *run, size_t row) {
  bool open = false;
  for (uint32_t i = 0; i < report->image->columns.count; i++) {
    const Column *column = &report->image->columns.at[i];
    if (column_declaration(report->image, column)->entity != report->options.entity) continue;
    if (run_value(run, i, row).low.known) continue;
    Text *names;
    size_t count = run_deciding(run, i, row, report->arena, &names);
    if (!count) continue;
    if (!open) json_begin_object(json, "unknown");
    open = true;
    json_begin_array(json, json_key(report->arena, column->name));
    for (size_t n = 0; n < count; n++) json_text(json, NULL, names[n]);
    json_end(json);
  }
  if (open) json_end(json);
}

static void fields(JsonReport *report, JsonWriter *json, Run *run, size_t row) {
  const EntitySchema *entity = &report->image->entities.at[report->options.entity];
  json_begin_object(json, "fields");
  for (uint32_t i = 0; i < entity->field_count; i++) {
    Scalar value;
    if (i != entity->key && run_field(run, report->options.entity, i, row, &value))
      scalar_json(json, json_key(report->arena, entity->fields[i].name), report->image, value);
  }
  json_end(json);
}

static void table_row(JsonReport *report, Run *run, size_t row) {
  const uint32_t entity = report->options.entity;
  JsonWriter json = next_item(&report->rows, LIST_INDENT + 2);
  json_begin_object(&json, NULL);
  if (report->image->entities.at[entity].key != SCHEMA_NONE)
    json_text(&json, "key", run_key(run, entity, row));
  for (uint32_t i = 0; i < report->image->columns.count; i++) {
    const Column *column = &report->image->columns.at[i];
    if (column_declaration(report->image, column)->entity == entity)
      column_json(&json, json_key(report->arena, column->name), run, i, row);
  }
  unknown_columns(report, &json, run, row);
  if (report->options.fields) fields(report, &json, run, row);
  json_end(&json);
}

static void take_rows(void *context, Run *run, uint32_t entity, size_t row, size_t count) {
  JsonReport *report = context;
  if (entity != report->options.entity) return;
  for (size_t i = 0; i < count; i++) table_row(report, run, row + i);
}

static void data(JsonWriter *json, const Image *image, const RunSummary *summary) {
  json_begin_array(json, "data");
  for (uint32_t i = IMAGE_PROGRAM + 1; i < image->entities.count; i++) {
    const EntitySummary *entity = &summary->entity[i];
    if (!entity->read) continue;
    json_begin_object(json, NULL);
    json_text(json, "entity", image->entities.at[i].name);
    json_text(json, "source", entity->source);
    json_int(json, "rows", (int64_t)entity->rows);
    json_int(json, "left_out", (int64_t)entity->left_out);
    json_end(json);
  }
  json_end(json);
}

static void list(JsonWriter *json, const char *key, Buffer *items, size_t indent) {
  Buffer all = buffer_in(json->out->arena);
  buffer_char(&all, '[');
  buffer_text(&all, buffer_view(items));
  if (items->len) buffer_char(&all, '\n');
  if (items->len) buffer_repeat(&all, ' ', indent);
  buffer_char(&all, ']');
  json_raw(json, key, buffer_view(&all));
}

static void finish(void *context, Run *run) {
  JsonReport *report = context;
  Buffer *out = report->output.buffer;
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "program", report->image->program);
  json_text(&json, "version", report->image->version);
  Buffer day = buffer_in(report->arena);
  date_print(&day, run_options(run)->today);
  json_text(&json, "as_of", buffer_view(&day));
  data(&json, report->image, run_summary(run));
  list(&json, "findings", &report->findings, 2);
  summary_json(&json, run);
  if (report->options.entity != SCHEMA_NONE) {
    json_begin_object(&json, "table");
    json_text(&json, "entity", report->image->entities.at[report->options.entity].name);
    list(&json, "rows", &report->rows, LIST_INDENT);
    json_end(&json);
  }
  json_end(&json);
  buffer_char(out, '\n');
}

Report report_json(Arena *arena, const Image *image, ReportOptions options, ReportOutput output) {
  JsonReport *report = ARENA_NEW(arena, JsonReport);
  *report = (JsonReport){.arena = arena,
                         .image = image,
                         .options = options,
                         .output = output,
                         .findings = buffer_in(arena),
                         .rows = buffer_in(arena)};
  return (Report){.sink = {.context = report, .rows = take_rows, .finding = take_finding},
                  .finish = finish};
}
