/* answer_table.c - see answer_table.h: what a cell says, and the forms for programs.
 *
 *   JSON    {"schema": 1, "question", "columns": [{"name", "type"}],
 *            "rows": [one a line], "all", "undecided"}
 *   JSONL   the same without rows, then the rows, one a line
 */
#include <string.h>

#include "report/answer_impl.h"
#include "report/csv_text.h"
#include "report/lines.h"

/* ---- Colours -------------------------------------------------------------------------------- */

/* The kind of declaration whose status the enumeration is, or DECLARATION_COUNT. */
static DeclarationKind status_kind(Text name) {
  static const struct {
    const char *name;
    DeclarationKind kind;
  } kinds[] = {{"kpi", DECLARATION_KPI},
               {"rule", DECLARATION_RULE},
               {"cadence", DECLARATION_CADENCE},
               {"assume", DECLARATION_ASSUME}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (text_equal(name, text_of(kinds[i].name))) return kinds[i].kind;
  return DECLARATION_COUNT;
}

static Paint fit_paint(int64_t fit) {
  if (fit == FIT_FITS) return PAINT_GOOD;
  if (fit == FIT_NOT_APPLICABLE) return PAINT_FAINT;
  return fit == FIT_UNRECORDED ? PAINT_FAIR : PAINT_BAD;
}

static Paint member_paint(const EnumSchema *members, int64_t member) {
  const DeclarationKind kind = status_kind(members->name);
  if (kind != DECLARATION_COUNT) return status_paint(kind, (uint32_t)member);
  if (text_equal(members->members[member].name, TEXT("not_applicable"))) return PAINT_FAINT;
  if (text_equal(members->name, TEXT("path"))) return path_paint((int32_t)member);
  if (text_equal(members->name, TEXT("fit"))) return fit_paint(member);
  if (text_equal(members->name, TEXT("pace")))
    return member == PACE_IN_TIME ? PAINT_GOOD : PAINT_BAD;
  if (text_equal(members->name, TEXT("drift")))
    return member == DRIFT_PROMOTED  ? PAINT_GOOD
           : member == DRIFT_DEMOTED ? PAINT_BAD
                                     : PAINT_PLAIN;
  return PAINT_PLAIN;
}

Paint answer_value_paint(const Image *image, ColumnValue value) {
  if (!value.low.known) return PAINT_OPEN;
  if (value.low.type.kind != TYPE_ENUM) return PAINT_PLAIN;
  return member_paint(&image->enums.at[value.low.type.of], value.low.i);
}

/* ---- Cells for people ----------------------------------------------------------------------- */

static void print_people(Buffer *out, const Image *image, ColumnValue value) {
  if (!value.low.known)
    buffer_char(out, '?');
  else if (type_store(value.low.type) == STORE_TEXT || value.low.type.kind == TYPE_REF)
    buffer_text(out, text_printable(out->arena, value.low.text));
  else
    column_value_print(out, value, image->enums.at);
}

/* "6,480,000.00 USD" below "7,632,030.57 USD". */
static void print_with_cents(AnswerCells *cells, Scalar amount) {
  Buffer *end = &cells->end;
  buffer_clear(end);
  scalar_print(end, amount, NULL, PRINT_PEOPLE);
  const char *dot = memchr(end->data, '.', end->len), *blank = memchr(end->data, ' ', end->len);
  const size_t digits = blank ? (size_t)(blank - end->data) : end->len;
  buffer_bytes(&cells->text, end->data, digits);
  if (!dot) buffer_str(&cells->text, ".00");
  buffer_bytes(&cells->text, end->data + digits, end->len - digits);
}

static void print_amount(AnswerCells *cells, ColumnValue value) {
  print_with_cents(cells, value.low);
  if (scalar_equal(value.low, value.high)) return;
  buffer_str(&cells->text, "–");
  print_with_cents(cells, value.high);
}

Text answer_value_text(Arena *arena, const Image *image, ColumnValue value) {
  Buffer text = buffer_in(arena);
  print_people(&text, image, value);
  return buffer_view(&text);
}

AnswerCells answer_cells(const AnswerTable *table, Arena *arena) {
  return (AnswerCells){
      .table = table, .arena = arena, .text = buffer_in(arena), .end = buffer_in(arena)};
}

Text answer_cell(AnswerCells *cells, size_t row, size_t column, Paint *paint) {
  const AnswerTable *table = cells->table;
  const ColumnValue value = table->value(table->context, row, column);
  if (paint) *paint = answer_value_paint(table->image, value);
  buffer_clear(&cells->text);
  if (cells->cents && cells->cents[column] && value.low.known)
    print_amount(cells, value);
  else
    print_people(&cells->text, table->image, value);
  return buffer_view(&cells->text);
}

bool answer_to_right(Type type) {
  switch (type.kind) {
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_PERCENT:
  case TYPE_MONEY:
  case TYPE_SCORE:
  case TYPE_DURATION:
  case TYPE_PERIOD:
    return true;
  default:
    return false;
  }
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static void csv_name(Buffer *out, Text name, const char *part) {
  csv_text_print(out, text_of(arena_printf(out->arena, "%.*s%s", TEXT_ARG(name), part)));
}

static void csv_header(Buffer *out, const AnswerTable *table) {
  for (size_t i = 0; i < table->column_count; i++) {
    const AnswerColumn *column = &table->column[i];
    if (i) buffer_char(out, ',');
    csv_name(out, column->name, "");
    if (!column->range) continue;
    buffer_char(out, ',');
    csv_name(out, column->name, ".low");
    buffer_char(out, ',');
    csv_name(out, column->name, ".high");
  }
  buffer_char(out, '\n');
}

static void csv_scalar(Buffer *out, const Image *image, Scalar value) {
  if (!value.known) return;
  if (value.type.kind == TYPE_ENUM)
    csv_text_print(out, image->enums.at[value.type.of].members[value.i].text);
  else if (type_store(value.type) == STORE_TEXT || value.type.kind == TYPE_REF)
    csv_text_print(out, value.text);
  else
    scalar_print(out, value, image->enums.at, PRINT_CSV);
}

static void csv_value(Buffer *out, const AnswerTable *table, const AnswerColumn *column,
                      ColumnValue value) {
  if (!column->range || value_is_point(value)) csv_scalar(out, table->image, value.low);
  if (!column->range) return;
  buffer_char(out, ',');
  csv_scalar(out, table->image, value.low);
  buffer_char(out, ',');
  csv_scalar(out, table->image, value.high);
}

static void print_csv(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  csv_header(out, table);
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++) {
    const size_t line = out->len;
    for (size_t i = 0; i < table->column_count; i++) {
      if (i) buffer_char(out, ',');
      csv_value(out, table, &table->column[i], table->value(table->context, row, i));
    }
    if (out->len == line) buffer_str(out, "\"\""); /* an empty line would be no row */
    buffer_char(out, '\n');
  }
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_columns(JsonWriter *json, const AnswerTable *table) {
  json_begin_array(json, "columns");
  for (size_t i = 0; i < table->column_count; i++) {
    const AnswerColumn *column = &table->column[i];
    json_begin_object(json, NULL);
    json_text(json, "name", column->name);
    json_str(json, "type", type_info(column->type.kind)->name);
    if (column->type.kind == TYPE_MONEY && column->type.currency[0])
      json_str(json, "currency", column->type.currency);
    json_end(json);
  }
  json_end(json);
}

/* A column that can be a range is an object whatever the row, so that its form does not depend on
 * the data. */
static void json_value(Buffer *out, const AnswerTable *table, const AnswerColumn *column,
                       ColumnValue value) {
  const EnumSchema *enums = table->image->enums.at;
  if (!column->range || !value.low.known) {
    scalar_print(out, value.low, enums, PRINT_JSON);
    return;
  }
  buffer_str(out, "{\"low\":");
  scalar_print(out, value.low, enums, PRINT_JSON);
  buffer_str(out, ",\"high\":");
  scalar_print(out, value.high, enums, PRINT_JSON);
  buffer_char(out, '}');
}

static void json_row(Buffer *out, const AnswerTable *table, size_t row) {
  for (size_t i = 0; i < table->column_count; i++) {
    buffer_char(out, i ? ',' : '{');
    json_quoted(out, table->column[i].name);
    buffer_char(out, ':');
    json_value(out, table, &table->column[i], table->value(table->context, row, i));
  }
  if (!table->column_count) buffer_char(out, '{');
  buffer_char(out, '}');
}

static void json_begin(JsonWriter *json, const AnswerTable *table) {
  json_begin_object(json, NULL);
  json_int(json, "schema", REPORT_SCHEMA);
  json_text(json, "question", table->question);
  json_columns(json, table);
}

static void json_totals(JsonWriter *json, const AnswerTable *table) {
  json_int(json, "all", (int64_t)table->all);
  json_int(json, "undecided", (int64_t)table->undecided);
}

static void print_json(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  JsonWriter json = json_writer(out, false);
  json_begin(&json, table);
  json_begin_array(&json, "rows");
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++) {
    buffer_str(out, row ? ",\n" : "\n");
    json_row(out, table, row);
  }
  if (table->rows) buffer_char(out, '\n');
  json_end(&json);
  json_totals(&json, table);
  json_end(&json);
  buffer_char(out, '\n');
}

static void print_jsonl(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  JsonWriter json = json_writer(out, false);
  json_begin(&json, table);
  json_totals(&json, table);
  json_end(&json);
  buffer_char(out, '\n');
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++) {
    json_row(out, table, row);
    buffer_char(out, '\n');
  }
}

/* ---- From outside --------------------------------------------------------------------------- */

static void print_form(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  switch (view->form) {
  case ANSWER_TABLE:
    answer_text(out, table, view);
    break;
  case ANSWER_LINE:
    answer_lines(out, table, view);
    break;
  case ANSWER_MARKDOWN:
    answer_markdown(out, table, view);
    break;
  case ANSWER_CSV:
    print_csv(out, table, view);
    break;
  case ANSWER_JSON:
    print_json(out, table, view);
    break;
  case ANSWER_JSONL:
    print_jsonl(out, table, view);
    break;
  }
}

/* What is meant for programs goes to a file as it is; a terminal gets what can be printed. */
static void print_to_terminal(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  Buffer raw = buffer_in(out->arena);
  print_form(&raw, table, view);
  lines_printable(out, buffer_view(&raw));
}

void answer_table_print(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  const bool people = view->form == ANSWER_TABLE || view->form == ANSWER_LINE;
  if (view->width && !people)
    print_to_terminal(out, table, view);
  else
    print_form(out, table, view);
}
