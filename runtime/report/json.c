/* json.c - the report for programs.
 *
 *   {"schema": 1, "program", "version", "as_of",
 *    "data": [{"entity", "source", "rows", "left_out"}],
 *    "findings": [one a line], "summary": {..},
 *    "table": {"entity", "rows": [one a line]}}
 *
 * Findings and rows are formatted while they come, and put aside until all that stands before them
 * is known. The order does not depend on the size of batches: the engine hands over entity after
 * entity, row after row.
 */
#include <string.h>

#include "base/spool.h"
#include "report/report_impl.h"
#include "report/shown.h"
#include "value/date.h"

enum { LIST_INDENT = 4 };

typedef struct JsonReport {
  Arena *arena;
  const Image *image;
  ReportOptions options;
  ReportOutput output;
  Shown shown;
  Text *key;   /* `"name":` of each column */
  size_t room; /* of a row's members without the texts */
  Spool *findings, *rows;
  Buffer batch; /* a finding */
} JsonReport;

static void take_finding(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  JsonReport *report = context;
  Buffer *out = &report->batch;
  buffer_clear(out);
  buffer_text(out, spool_is_empty(report->findings) ? TEXT("\n    ") : TEXT(",\n    "));
  JsonWriter json = json_writer(out, false);
  finding_json(&json, report->image, finding);
  spool_put(report->findings, buffer_view(out));
}

/* ---- Rows ----------------------------------------------------------------------------------- */

static bool is_unknown(const ShownColumn *column, const Vector *slots, size_t row) {
  return !vector_known(&slots[column->low], row) || !vector_known(&slots[column->high], row);
}

/* Which missing values would decide what is unknown on the row. */
static void unknown_columns(const JsonReport *report, Run *run, size_t row, Arena *scratch,
                            Buffer *out) {
  const Vector *slots = run_table(run, report->options.entity)->slot;
  bool any = false;
  for (size_t i = 0; i < report->shown.declared; i++) {
    const ShownColumn *column = &report->shown.column[i];
    if (!is_unknown(column, slots, row)) continue;
    Text *names;
    const size_t count = run_deciding(run, column->index, row, scratch, &names);
    if (!count) continue;
    buffer_text(out, any ? TEXT(",") : TEXT("\"unknown\":{"));
    any = true;
    buffer_char(out, '"');
    buffer_text(out, column->name); /* names are letters, digits and `_` */
    buffer_text(out, TEXT("\":["));
    for (size_t n = 0; n < count; n++) {
      if (n) buffer_char(out, ',');
      json_quoted(out, names[n]);
    }
    buffer_char(out, ']');
  }
  if (any) buffer_text(out, TEXT("},"));
}

static inline char *copy(char *to, Text text) {
  memcpy(to, text.at, text.len);
  return to + text.len;
}

/* {"low":1,"high":2}; as a whole null where it is unknown. */
static char *range_value(const ShownColumn *column, const Vector *slots, size_t row, char *to) {
  bool point;
  if (!shown_ends_known(column, slots, row, &point)) return copy(to, TEXT("null"));
  to = shown_write(column, &slots[column->low], row, copy(to, TEXT("{\"low\":")));
  to = shown_write(column, &slots[column->high], row, copy(to, TEXT(",\"high\":")));
  *to = '}';
  return to + 1;
}

/* Texts ask for their own room, and for what the rest of the row needs. */
static char *text_value(const JsonReport *report, const ShownColumn *column, const Run *run,
                        const Vector *vector, size_t row, char *to, Buffer *out) {
  Text text;
  if (!shown_text(column, run, vector, row, &text)) return copy(to, TEXT("null"));
  buffer_commit(out, to);
  json_quoted(out, text);
  return buffer_reserve(out, report->room);
}

/* `"name":value,` of the columns from `first` to before `end`. */
static void members(const JsonReport *report, const Run *run, size_t row, size_t first, size_t end,
                    Buffer *out) {
  const Vector *slots = run_table(run, report->options.entity)->slot;
  char *to = buffer_reserve(out, report->room);
  for (size_t i = first; i < end; i++) {
    const ShownColumn *column = &report->shown.column[i];
    const Vector *vector = &slots[column->low];
    to = copy(to, report->key[i]);
    if (column->range)
      to = range_value(column, slots, row, to);
    else if (column->is_text)
      to = text_value(report, column, run, vector, row, to, out);
    else
      to = shown_write(column, vector, row, to);
    *to++ = ',';
  }
  buffer_commit(out, to);
}

/* The comma behind the last member becomes the bracket. */
static void end_object(Buffer *out, size_t begin) {
  if (out->len == begin)
    buffer_char(out, '}');
  else
    out->data[out->len - 1] = '}';
}

static void table_row(const JsonReport *report, Run *run, size_t row, Arena *scratch, Buffer *out) {
  const uint32_t entity = report->options.entity;
  buffer_text(out, TEXT("\n      {"));
  const size_t begin = out->len;
  if (report->image->entities.at[entity].key != SCHEMA_NONE) {
    buffer_text(out, TEXT("\"key\":"));
    json_quoted(out, run_key(run, entity, row));
    buffer_char(out, ',');
  }
  members(report, run, row, 0, report->shown.declared, out);
  unknown_columns(report, run, row, scratch, out);
  if (report->options.fields) {
    buffer_text(out, TEXT("\"fields\":{"));
    const size_t inner = out->len;
    members(report, run, row, report->shown.declared, report->shown.count, out);
    end_object(out, inner);
    buffer_char(out, ',');
  }
  end_object(out, begin);
}

static void free_arena(void *arena) { arena_free(arena); }

/* Rows with commas between them. The report is only read; what is unknown is looked up in the
 * state of `run`, so a thread needs a run of its own. */
static void format_rows(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                        Buffer *out) {
  const JsonReport *report = context;
  if (entity != report->options.entity) return;
  Arena *scratch = arena_beside(out->arena); /* forgotten with the batch */
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
  if (!spool_is_empty(report->rows)) spool_put(report->rows, TEXT(","));
  spool_put(report->rows, formatted);
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

static void put_piece(void *output, Text piece) { report_put(output, piece); }

static void list(JsonReport *report, JsonWriter *json, const char *key, Spool *items,
                 size_t indent) {
  Buffer *out = report->output.buffer;
  const bool any = !spool_is_empty(items);
  const char *why;
  json_raw(json, key, TEXT("["));
  if (!spool_take(items, put_piece, &report->output, &why))
    report->output.fail(report->output.context, why);
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
  list(report, &json, "findings", report->findings, 2);
  summary_json(&json, run);
  if (report->options.entity != SCHEMA_NONE) {
    json_begin_object(&json, "table");
    json_text(&json, "entity", report->image->entities.at[report->options.entity].name);
    list(report, &json, "rows", report->rows, LIST_INDENT);
    json_end(&json);
  }
  json_end(&json);
  buffer_char(out, '\n');
}

/* Brackets, names of ends and null are in the room of each column, too. */
static void prepare_rows(JsonReport *report) {
  enum { AROUND = sizeof "{\"low\":,\"high\":null}," };
  report->shown = shown_new(report->arena, report->image, report->options.entity,
                            report->options.fields, PRINT_JSON);
  report->key = ARENA_ARRAY(report->arena, Text, report->shown.count);
  report->room = report->shown.room + 1;
  for (size_t i = 0; i < report->shown.count; i++) {
    const char *key =
        arena_printf(report->arena, "\"%.*s\":", TEXT_ARG(report->shown.column[i].name));
    report->key[i] = text_of(key);
    report->room += report->key[i].len + AROUND;
  }
}

Report report_json(Arena *arena, const Image *image, ReportOptions options, ReportOutput output) {
  JsonReport *report = ARENA_NEW(arena, JsonReport);
  *report = (JsonReport){.arena = arena,
                         .image = image,
                         .options = options,
                         .output = output,
                         .findings = spool_new(arena, output.folder),
                         .rows = spool_new(arena, output.folder),
                         .batch = buffer_in(arena)};
  if (options.entity != SCHEMA_NONE) prepare_rows(report);
  return (Report){.sink = {.context = report,
                           .format = format_rows,
                           .write = write_rows,
                           .finding = take_finding},
                  .finish = finish};
}
