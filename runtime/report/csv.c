/* csv.c - one entity's table as CSV: the key, the declared columns, with --fields the fields.
 *
 * What can be a range has two columns more, NAME.low and NAME.high; its own is empty where it is no
 * single point. Values read back by their types. Texts that a spreadsheet would take for a formula
 * get an apostrophe; numbers stay numbers.
 */
#include <string.h>

#include "report/report_impl.h"

enum { FLUSH_AT = 1 << 16 };

typedef struct CsvReport {
  Arena *arena;
  const Image *image;
  ReportOptions options;
  ReportOutput output;
  uint32_t *columns; /* those shown, in order */
  size_t column_count;
  Buffer batch; /* of take_rows */
} CsvReport;

/* A row under construction. Several threads may each have one, so it is not in the report. */
typedef struct RowWriter {
  Buffer *out;
  bool first; /* no cell yet */
} RowWriter;

static bool needs_quotes(Text text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
      return true;
  return false;
}

static bool begins_formula(Text text) { return text.len && strchr("=+-@\t\r", text.at[0]); }

static void put_text(Buffer *out, Text text) {
  const bool quotes = needs_quotes(text);
  if (quotes) buffer_char(out, '"');
  if (begins_formula(text)) buffer_char(out, '\'');
  if (!quotes) {
    buffer_text(out, text);
    return;
  }
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] == '"') buffer_char(out, '"');
    buffer_char(out, text.at[i]);
  }
  buffer_char(out, '"');
}

/* Begins the next cell of the row; what is missing writes no more. */
static Buffer *next_cell(RowWriter *writer) {
  if (!writer->first) buffer_char(writer->out, ',');
  writer->first = false;
  return writer->out;
}

/* Numbers and dates need neither quotes nor the apostrophe. */
static void value_cell(const CsvReport *report, RowWriter *writer, Scalar value) {
  Buffer *out = next_cell(writer);
  if (!value.known) return;
  if (value.type.kind == TYPE_TEXT || value.type.kind == TYPE_REF)
    put_text(out, value.text);
  else if (value.type.kind == TYPE_ENUM)
    put_text(out, report->image->enums.at[value.type.of].members[value.i].text);
  else
    scalar_print(out, value, report->image->enums.at, PRINT_CSV);
}

static void name_cell(const CsvReport *report, RowWriter *writer, Text name, const char *part) {
  const char *whole = arena_printf(report->arena, "%.*s%s", TEXT_ARG(name), part);
  put_text(next_cell(writer), text_of(whole));
}

static const EntitySchema *schema(const CsvReport *report) {
  return &report->image->entities.at[report->options.entity];
}

static bool is_shown(const CsvReport *report, const Column *column) {
  return column_declaration(report->image, column)->entity == report->options.entity;
}

static bool field_is_shown(const CsvReport *report, uint32_t field) {
  return report->options.fields && field != schema(report)->key &&
         schema(report)->fields[field].slot != SCHEMA_NONE;
}

static void header(CsvReport *report) {
  const EntitySchema *entity = schema(report);
  RowWriter writer = {report->output.buffer, true};
  if (entity->key != SCHEMA_NONE) name_cell(report, &writer, entity->fields[entity->key].name, "");
  for (uint32_t i = 0; i < report->image->columns.count; i++) {
    const Column *column = &report->image->columns.at[i];
    if (!is_shown(report, column)) continue;
    report->columns[report->column_count++] = i;
    name_cell(report, &writer, column->name, "");
    if (!value_is_range(column)) continue;
    name_cell(report, &writer, column->name, ".low");
    name_cell(report, &writer, column->name, ".high");
  }
  for (uint32_t i = 0; i < entity->field_count; i++)
    if (field_is_shown(report, i)) name_cell(report, &writer, entity->fields[i].name, "");
  buffer_char(writer.out, '\n');
}

/* Values are taken from their slots, because this is done for every cell; a reference, whose text
 * is a key, as every other report takes it. */
static void column_cells(const CsvReport *report, RowWriter *writer, const Run *run, uint32_t index,
                         size_t row) {
  const Column *column = &report->image->columns.at[index];
  const Vector *slots = run_table(run, report->options.entity)->slot;
  if (column->type.kind == TYPE_REF) {
    value_cell(report, writer, run_value(run, index, row).low);
    return;
  }
  const Scalar low = vector_get(&slots[column->low], column->type, row);
  if (!value_is_range(column)) {
    value_cell(report, writer, low);
    return;
  }
  const Scalar high = vector_get(&slots[column->high], column->type, row);
  const bool known = low.known && high.known;
  if (known && scalar_equal(low, high))
    value_cell(report, writer, low);
  else
    next_cell(writer);
  value_cell(report, writer, known ? low : (Scalar){0});
  value_cell(report, writer, known ? high : (Scalar){0});
}

static void table_row(const CsvReport *report, const Run *run, size_t row, Buffer *out) {
  const uint32_t entity = report->options.entity;
  RowWriter writer = {out, true};
  if (schema(report)->key != SCHEMA_NONE)
    value_cell(
        report, &writer,
        (Scalar){.type = {.kind = TYPE_TEXT}, .known = true, .text = run_key(run, entity, row)});
  for (size_t i = 0; i < report->column_count; i++)
    column_cells(report, &writer, run, report->columns[i], row);
  for (uint32_t i = 0; i < schema(report)->field_count; i++) {
    if (!field_is_shown(report, i)) continue;
    Scalar value;
    if (run_field(run, entity, i, row, &value))
      value_cell(report, &writer, value);
    else
      next_cell(&writer);
  }
  buffer_char(out, '\n');
}

/* Appends the rows; what it reads nobody changes meanwhile, so threads may do this at once. */
static void format_rows(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                        Buffer *out) {
  const CsvReport *report = context;
  if (entity != report->options.entity) return;
  for (size_t i = 0; i < count; i++) table_row(report, run, row + i, out);
}

/* Takes what was formatted, in the order of the data. */
static void write_rows(void *context, uint32_t entity, Text formatted) {
  const CsvReport *report = context;
  Buffer *out = report->output.buffer;
  if (entity != report->options.entity) return;
  buffer_text(out, formatted);
  if (out->len >= FLUSH_AT) report->output.flush(report->output.context, out);
}

static void take_rows(void *context, Run *run, uint32_t entity, size_t row, size_t count) {
  CsvReport *report = context;
  buffer_clear(&report->batch);
  format_rows(report, run, entity, row, count, &report->batch);
  write_rows(report, entity, buffer_view(&report->batch));
}

static void finish(void *context, Run *run) {
  (void)context;
  (void)run;
}

Report report_csv(Arena *arena, const Image *image, ReportOptions options, ReportOutput output) {
  CsvReport *report = ARENA_NEW(arena, CsvReport);
  *report = (CsvReport){.arena = arena,
                        .image = image,
                        .options = options,
                        .output = output,
                        .columns = ARENA_ARRAY(arena, uint32_t, image->columns.count),
                        .batch = buffer_in(arena)};
  header(report);
  return (Report){.sink = {.context = report, .rows = take_rows}, .finish = finish};
}
