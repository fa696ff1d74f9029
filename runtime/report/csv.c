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
  Buffer cell; /* the one being written */
  bool first;  /* in its row */
} CsvReport;

static bool needs_quotes(Text text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
      return true;
  return false;
}

static void quoted(Buffer *out, Text text) {
  buffer_char(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] == '"') buffer_char(out, '"');
    buffer_char(out, text.at[i]);
  }
  buffer_char(out, '"');
}

/* Writes what stands in report->cell. */
static void end_cell(CsvReport *report) {
  Buffer *out = report->output.buffer;
  Text text = buffer_view(&report->cell);
  if (!report->first) buffer_char(out, ',');
  report->first = false;
  if (needs_quotes(text))
    quoted(out, text);
  else
    buffer_text(out, text);
  buffer_clear(&report->cell);
}

static void end_row(CsvReport *report) {
  buffer_char(report->output.buffer, '\n');
  report->first = true;
}

static bool is_text(Type type) {
  return type.kind == TYPE_TEXT || type.kind == TYPE_REF || type.kind == TYPE_ENUM;
}

static bool begins_formula(Text text) { return text.len && strchr("=+-@\t\r", text.at[0]); }

static void value_cell(CsvReport *report, Scalar value) {
  scalar_print(&report->cell, value, report->image->enums.at, PRINT_CSV);
  if (is_text(value.type) && begins_formula(buffer_view(&report->cell))) {
    Text text = text_copy(report->arena, buffer_view(&report->cell));
    buffer_clear(&report->cell);
    buffer_char(&report->cell, '\'');
    buffer_text(&report->cell, text);
  }
  end_cell(report);
}

static void name_cell(CsvReport *report, Text name, const char *part) {
  buffer_text(&report->cell, name);
  buffer_str(&report->cell, part);
  end_cell(report);
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
  if (entity->key != SCHEMA_NONE) name_cell(report, entity->fields[entity->key].name, "");
  for (uint32_t i = 0; i < report->image->columns.count; i++) {
    const Column *column = &report->image->columns.at[i];
    if (!is_shown(report, column)) continue;
    name_cell(report, column->name, "");
    if (!value_is_range(column)) continue;
    name_cell(report, column->name, ".low");
    name_cell(report, column->name, ".high");
  }
  for (uint32_t i = 0; i < entity->field_count; i++)
    if (field_is_shown(report, i)) name_cell(report, entity->fields[i].name, "");
  end_row(report);
}

static void column_cells(CsvReport *report, const Run *run, uint32_t index, size_t row) {
  const Column *column = &report->image->columns.at[index];
  ColumnValue value = run_value(run, index, row);
  if (!value_is_range(column)) {
    value_cell(report, value.low);
    return;
  }
  if (value_is_point(value))
    value_cell(report, value.low);
  else
    end_cell(report);
  value_cell(report, value.low);
  value_cell(report, value.high);
}

static void table_row(CsvReport *report, const Run *run, size_t row) {
  const uint32_t entity = report->options.entity;
  if (schema(report)->key != SCHEMA_NONE)
    value_cell(
        report,
        (Scalar){.type = {.kind = TYPE_TEXT}, .known = true, .text = run_key(run, entity, row)});
  for (uint32_t i = 0; i < report->image->columns.count; i++)
    if (is_shown(report, &report->image->columns.at[i])) column_cells(report, run, i, row);
  for (uint32_t i = 0; i < schema(report)->field_count; i++) {
    if (!field_is_shown(report, i)) continue;
    Scalar value;
    if (run_field(run, entity, i, row, &value))
      value_cell(report, value);
    else
      end_cell(report);
  }
  end_row(report);
}

static void take_rows(void *context, Run *run, uint32_t entity, size_t row, size_t count) {
  CsvReport *report = context;
  if (entity != report->options.entity) return;
  for (size_t i = 0; i < count; i++) {
    table_row(report, run, row + i);
    if (report->output.buffer->len >= FLUSH_AT)
      report->output.flush(report->output.context, report->output.buffer);
  }
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
                        .cell = buffer_in(arena),
                        .first = true};
  header(report);
  return (Report){.sink = {.context = report, .rows = take_rows}, .finish = finish};
}
