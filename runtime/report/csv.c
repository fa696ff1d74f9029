/* csv.c - one entity's table as CSV: the key, the declared columns, with --fields the fields.
 *
 * What can be a range has two columns more, NAME.low and NAME.high; its own is empty where it is no
 * single point. Values read back by their types. Texts that a spreadsheet would take for a formula
 * get an apostrophe; numbers stay numbers.
 *
 * A row is written into room that is asked for once: cells with a comma behind each, the last of
 * which becomes the end of the line. Only texts, whose length is anything, ask for more.
 */
#include <string.h>

#include "report/csv_text.h"
#include "report/report_impl.h"
#include "report/shown.h"

typedef struct CsvReport {
  Arena *arena;
  const Image *image;
  ReportOptions options;
  ReportOutput output;
  bool key; /* the entity has one */
  Shown shown;
  size_t room; /* of a row without its texts */
} CsvReport;

/* ---- The first line ------------------------------------------------------------------------- */

static void name_cell(const CsvReport *report, Text name, const char *part) {
  Buffer *out = report->output.buffer;
  csv_text_print(out, text_of(arena_printf(report->arena, "%.*s%s", TEXT_ARG(name), part)));
  buffer_char(out, ',');
}

/* The comma behind the last cell, where there are any. A row of one cell that is empty has quotes:
 * an empty line would be no row. */
static char *end_line(const char *line, char *to) {
  if (to == line + 1) {
    to[-1] = '"';
    *to++ = '"';
    to++;
  }
  if (to == line) to++;
  to[-1] = '\n';
  return to;
}

static void header(const CsvReport *report) {
  const EntitySchema *entity = &report->image->entities.at[report->options.entity];
  Buffer *out = report->output.buffer;
  const size_t line = out->len;
  if (report->key) name_cell(report, entity->fields[entity->key].name, "");
  for (size_t i = 0; i < report->shown.count; i++) {
    const ShownColumn *column = &report->shown.column[i];
    name_cell(report, column->name, "");
    if (!column->range) continue;
    name_cell(report, column->name, ".low");
    name_cell(report, column->name, ".high");
  }
  char *const to = buffer_reserve(out, 1);
  buffer_commit(out, end_line(out->data + line, to));
}

/* ---- Rows ----------------------------------------------------------------------------------- */

/* What was just written once more. Numbers are short, and their room is larger than this. */
static inline char *repeat(char *to, const char *from, size_t size) {
  enum { AT_ONCE = 32 };
  memmove(to, from, AT_ONCE);
  if (size > AT_ONCE) memmove(to, from, size);
  return to + size;
}

/* Three cells: the value where it is a point, and both ends. */
static char *range_cells(const ShownColumn *column, const Vector *slots, size_t row, char *to) {
  bool point;
  const bool known = shown_ends_known(column, slots, row, &point);
  if (!point) *to++ = ',';
  if (!known) {
    *to++ = ',';
    return to;
  }
  char *const low = to;
  to = shown_write(column, &slots[column->low], row, to);
  *to++ = ',';
  if (!point) return shown_write(column, &slots[column->high], row, to);
  const size_t size = (size_t)(to - low);
  return repeat(repeat(to, low, size), low, size) - 1;
}

/* A text asks for its own room, and for what the rest of the row needs. */
static char *text_cell(Buffer *out, char *to, Text text, size_t room) {
  buffer_commit(out, to);
  return csv_text_write(buffer_reserve(out, csv_text_room(text) + room), text);
}

static void table_row(const CsvReport *report, const Run *run, const Vector *slots, size_t row,
                      Buffer *out) {
  const ShownColumn *const end = report->shown.column + report->shown.count;
  const size_t line = out->len;
  char *to = buffer_reserve(out, report->room);
  if (report->key) {
    to = text_cell(out, to, run_key(run, report->options.entity, row), report->room);
    *to++ = ',';
  }
  for (const ShownColumn *column = report->shown.column; column < end; column++) {
    Text text;
    if (column->range)
      to = range_cells(column, slots, row, to);
    else if (!column->is_text)
      to = shown_write(column, &slots[column->low], row, to);
    else if (shown_text(column, run, &slots[column->low], row, &text))
      to = text_cell(out, to, text, report->room);
    *to++ = ',';
  }
  buffer_commit(out, end_line(out->data + line, to));
}

/* Appends the rows; what it reads nobody changes meanwhile, so threads may do this at once. */
static void format_rows(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                        Buffer *out) {
  const CsvReport *report = context;
  if (entity != report->options.entity) return;
  const Vector *slots = run_table(run, entity)->slot;
  for (size_t i = 0; i < count; i++) table_row(report, run, slots, row + i, out);
}

/* Takes what was formatted, in the order of the data. */
static void write_rows(void *context, uint32_t entity, Text formatted) {
  const CsvReport *report = context;
  if (entity == report->options.entity) report_put(&report->output, formatted);
}

static void finish(void *context, Run *run) {
  (void)context;
  (void)run;
}

/* Each cell has a comma, and a range is written three times. */
static size_t room_of(const Shown *shown) {
  size_t room = shown->room + 4;
  for (size_t i = 0; i < shown->count; i++)
    room += shown->column[i].range ? shown->column[i].room + 3 : 1;
  return room;
}

Report report_csv(Arena *arena, const Image *image, ReportOptions options, ReportOutput output) {
  CsvReport *report = ARENA_NEW(arena, CsvReport);
  *report =
      (CsvReport){.arena = arena,
                  .image = image,
                  .options = options,
                  .output = output,
                  .key = image->entities.at[options.entity].key != SCHEMA_NONE,
                  .shown = shown_new(arena, image, options.entity, options.fields, PRINT_CSV)};
  report->room = room_of(&report->shown);
  header(report);
  return (Report){.sink = {.context = report, .format = format_rows, .write = write_rows},
                  .finish = finish};
}
