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
  Buffer batch; /* of take_rows */
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

/* `"name":` and what stands before it; written by hand, since a table has millions of them. */
static void cell_key(Buffer *out, Text name, bool *first) {
  if (!*first) buffer_char(out, ',');
  *first = false;
  buffer_char(out, '"');
  buffer_text(out, name); /* names are letters, digits and `_` */
  buffer_str(out, "\":");
}

/* Which missing values would decide what is unknown on the row. */
static void unknown_columns(const JsonReport *report, Run *run, size_t row, Arena *scratch,
                            Buffer *out, bool *first) {
  bool first_column = true;
  for (uint32_t i = 0; i < report->image->columns.count; i++) {
    const Column *column = &report->image->columns.at[i];
    if (column_declaration(report->image, column)->entity != report->options.entity) continue;
    if (run_value(run, i, row).low.known) continue;
    Text *names;
    size_t count = run_deciding(run, i, row, scratch, &names);
    if (!count) continue;
    if (first_column) {
      cell_key(out, TEXT("unknown"), first);
      buffer_char(out, '{');
    }
    cell_key(out, column->name, &first_column);
    JsonWriter json = json_writer(out, false);
    json_begin_array(&json, NULL);
    for (size_t n = 0; n < count; n++) json_text(&json, NULL, names[n]);
    json_end(&json);
  }
  if (!first_column) buffer_char(out, '}');
}

static void field_cells(const JsonReport *report, const Run *run, size_t row, Buffer *out) {
  const EntitySchema *entity = &report->image->entities.at[report->options.entity];
  bool first = true;
  for (uint32_t i = 0; i < entity->field_count; i++) {
    Scalar value;
    if (i == entity->key || !run_field(run, report->options.entity, i, row, &value)) continue;
    cell_key(out, entity->fields[i].name, &first);
    scalar_print(out, value, report->image->enums.at, PRINT_JSON);
  }
}

static void column_cell(const JsonReport *report, const Run *run, uint32_t column, size_t row,
                        Buffer *out) {
  const EnumSchema *enums = report->image->enums.at;
  ColumnValue value = run_value(run, column, row);
  bool range = value_is_range(&report->image->columns.at[column]) && value.low.known;
  if (range) buffer_str(out, "{\"low\":");
  scalar_print(out, value.low, enums, PRINT_JSON);
  if (!range) return;
  buffer_str(out, ",\"high\":");
  scalar_print(out, value.high, enums, PRINT_JSON);
  buffer_char(out, '}');
}

static void table_row(const JsonReport *report, Run *run, size_t row, Arena *scratch, Buffer *out) {
  const uint32_t entity = report->options.entity;
  bool first = true;
  buffer_char(out, '\n');
  buffer_repeat(out, ' ', LIST_INDENT + 2);
  buffer_char(out, '{');
  if (report->image->entities.at[entity].key != SCHEMA_NONE) {
    JsonWriter json = json_writer(out, false);
    cell_key(out, TEXT("key"), &first);
    json_text(&json, NULL, run_key(run, entity, row));
  }
  for (uint32_t i = 0; i < report->image->columns.count; i++) {
    const Column *column = &report->image->columns.at[i];
    if (column_declaration(report->image, column)->entity != entity) continue;
    cell_key(out, column->name, &first);
    column_cell(report, run, i, row, out);
  }
  unknown_columns(report, run, row, scratch, out, &first);
  if (report->options.fields) {
    cell_key(out, TEXT("fields"), &first);
    buffer_char(out, '{');
    field_cells(report, run, row, out);
    buffer_char(out, '}');
  }
  buffer_char(out, '}');
}

static void free_arena(void *arena) { arena_free(arena); }

/* Rows with commas between them. The report is only read; what is unknown is looked up in the
 * state of `run`, so a thread needs a run of its own. */
static void format_rows(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                        Buffer *out) {
  const JsonReport *report = context;
  if (entity != report->options.entity) return;
  Arena *scratch = arena_new(NULL); /* forgotten with the batch */
  if (!scratch) arena_fail(out->arena);
  arena_defer(out->arena, free_arena, scratch);
  if (!ARENA_TRY(scratch)) arena_fail(out->arena);
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_char(out, ',');
    table_row(report, run, row + i, scratch, out);
  }
  arena_close(out->arena, scratch);
}

/* Takes what was formatted, in the order of the data. */
static void write_rows(void *context, uint32_t entity, Text formatted) {
  JsonReport *report = context;
  if (entity != report->options.entity || !formatted.len) return;
  if (report->rows.len) buffer_char(&report->rows, ',');
  buffer_text(&report->rows, formatted);
}

static void take_rows(void *context, Run *run, uint32_t entity, size_t row, size_t count) {
  JsonReport *report = context;
  buffer_clear(&report->batch);
  format_rows(report, run, entity, row, count, &report->batch);
  write_rows(report, entity, buffer_view(&report->batch));
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

/* The items go out as they lie there, past the document where it may: they are most of it. */
static void list(JsonReport *report, JsonWriter *json, const char *key, Buffer *items,
                 size_t indent) {
  Buffer *out = report->output.buffer;
  bool any = items->len != 0;
  json_raw(json, key, TEXT("["));
  report->output.flush(report->output.context, out);
  if (!out->len) report->output.flush(report->output.context, items);
  buffer_text(out, buffer_view(items));
  arena_release(report->arena, items->data);
  *items = buffer_in(report->arena);
  if (any) {
    buffer_char(out, '\n');
    buffer_repeat(out, ' ', indent);
  }
  buffer_char(out, ']');
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
  list(report, &json, "findings", &report->findings, 2);
  summary_json(&json, run);
  if (report->options.entity != SCHEMA_NONE) {
    json_begin_object(&json, "table");
    json_text(&json, "entity", report->image->entities.at[report->options.entity].name);
    list(report, &json, "rows", &report->rows, LIST_INDENT);
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
                         .rows = buffer_in(arena),
                         .batch = buffer_in(arena)};
  return (Report){.sink = {.context = report, .rows = take_rows, .finding = take_finding},
                  .finish = finish};
}
