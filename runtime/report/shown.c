/* shown.c - one function for each way a value lies and is written, chosen once a column. */
#include "report/shown.h"

#include <string.h>

#include "report/csv_text.h"
#include "report/report_impl.h"
#include "value/write.h"

/* ---- Values --------------------------------------------------------------------------------- */

static inline char *write_missing(const ShownColumn *column, char *to) {
  memcpy(to, column->missing, sizeof column->missing);
  return to + column->missing_len;
}

static char *show_decimal(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  if (!vector->valid[row]) return write_missing(column, to);
  to = write_decimal(to, vector->i64[row], column->decimals);
  *to = '%';
  return to + column->percent;
}

static char *show_double(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  if (!vector->valid[row]) return write_missing(column, to);
  return write_double(to, vector->f64[row]);
}

static inline char *write_quote(const ShownColumn *column, char *to) {
  *to = '"';
  return to + column->quoted;
}

static char *show_date(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  if (!vector->valid[row]) return write_missing(column, to);
  return write_quote(column, write_date(write_quote(column, to), vector->i32[row]));
}

static char *show_duration(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  if (!vector->valid[row]) return write_missing(column, to);
  return write_quote(column, write_duration(write_quote(column, to), vector->i64[row]));
}

static char *show_period(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  if (!vector->valid[row]) return write_missing(column, to);
  return write_quote(column, write_period(write_quote(column, to), vector->i64[row]));
}

/* Most are short, and copying what is too much costs less than counting. */
static inline char *write_member(const ShownColumn *column, size_t member, char *to) {
  const ShownMember text = column->members[member];
  memcpy(to, text.at, SHOWN_MEMBER_ROOM);
  if (text.len > SHOWN_MEMBER_ROOM) memcpy(to, text.at, text.len);
  return to + text.len;
}

static char *show_member(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  const uint32_t member = (uint32_t)vector->i32[row];
  return write_member(column, vector->valid[row] ? member : column->member_count, to);
}

static char *show_truth(const ShownColumn *column, const Vector *vector, size_t row, char *to) {
  return write_member(column, vector->truth[row], to);
}

/* ---- Columns -------------------------------------------------------------------------------- */

static ShownMember member_of(Arena *arena, Text text) {
  char *at = arena_alloc(arena, text.len + SHOWN_MEMBER_ROOM);
  if (text.len) memcpy(at, text.at, text.len);
  return (ShownMember){at, text.len};
}

static void set_members(ShownColumn *column, Arena *arena, const EnumSchema *members,
                        PrintStyle style) {
  ShownMember *at = ARENA_ARRAY(arena, ShownMember, members->count + 1);
  for (uint32_t i = 0; i < members->count; i++) {
    Buffer text = buffer_in(arena);
    if (style == PRINT_CSV)
      csv_text_print(&text, members->members[i].text);
    else
      json_quoted(&text, members->members[i].text);
    at[i] = member_of(arena, buffer_view(&text));
    if (column->room < at[i].len) column->room = at[i].len;
  }
  at[members->count] = member_of(arena, (Text){column->missing, column->missing_len});
  column->members = at;
  column->member_count = members->count;
}

static void set_truths(ShownColumn *column, Arena *arena) {
  ShownMember *at = ARENA_ARRAY(arena, ShownMember, 3);
  at[TRUTH_FALSE] = member_of(arena, TEXT("false"));
  at[TRUTH_UNKNOWN] = member_of(arena, (Text){column->missing, column->missing_len});
  at[TRUTH_TRUE] = member_of(arena, TEXT("true"));
  column->members = at;
}

static void set_write(ShownColumn *column, Arena *arena, const Image *image, PrintStyle style) {
  column->decimals = type_info(column->type.kind)->decimals;
  column->room = WRITE_ROOM;
  if (style == PRINT_JSON) {
    memcpy(column->missing, "null", sizeof column->missing);
    column->missing_len = sizeof column->missing;
  }
  switch (column->type.kind) {
  case TYPE_PERCENT:
    if (style == PRINT_CSV) column->decimals -= 2;
    column->percent = style == PRINT_CSV;
    column->write = show_decimal;
    break;
  case TYPE_INTEGER:
  case TYPE_SCORE:
  case TYPE_MONEY:
    column->write = show_decimal;
    break;
  case TYPE_NUMBER:
    column->write = show_double;
    break;
  case TYPE_DATE:
    column->write = show_date;
    break;
  case TYPE_DURATION:
    column->write = show_duration;
    break;
  case TYPE_PERIOD:
    column->write = show_period;
    break;
  case TYPE_BOOL:
    column->write = show_truth;
    set_truths(column, arena);
    break;
  case TYPE_ENUM:
    column->write = show_member;
    set_members(column, arena, &image->enums.at[column->type.of], style);
    break;
  case TYPE_TEXT:
  case TYPE_REF:
  case TYPE_NONE:
  case TYPE_COUNT:
    column->is_text = true;
    column->room = 0;
    break;
  }
  column->quoted = style == PRINT_JSON;
}

static void add(Shown *shown, Arena *arena, const Image *image, ShownColumn column,
                PrintStyle style) {
  set_write(&column, arena, image, style);
  shown->column[shown->count++] = column;
  shown->room += column.room * (column.range ? 2 : 1);
}

Shown shown_new(Arena *arena, const Image *image, uint32_t entity, bool fields, PrintStyle style) {
  const EntitySchema *schema = &image->entities.at[entity];
  Shown shown = {.column =
                     ARENA_ARRAY(arena, ShownColumn, image->columns.count + schema->field_count)};
  for (uint32_t i = 0; i < image->columns.count; i++) {
    const Column *column = &image->columns.at[i];
    if (column_declaration(image, column)->entity != entity) continue;
    const bool range = value_is_range(column);
    add(&shown, arena, image,
        (ShownColumn){.name = column->name,
                      .type = column->type,
                      .index = i,
                      .low = column->low,
                      .high = range ? column->high : column->low,
                      .range = range},
        style);
  }
  shown.declared = shown.count;
  for (uint32_t i = 0; fields && i < schema->field_count; i++) {
    const FieldSchema *field = &schema->fields[i];
    if (i == schema->key || field->slot == SCHEMA_NONE) continue;
    add(&shown, arena, image,
        (ShownColumn){.name = field->name,
                      .type = field->type,
                      .index = SCHEMA_NONE,
                      .low = field->slot,
                      .high = field->slot},
        style);
  }
  return shown;
}

/* ---- What is no single value ---------------------------------------------------------------- */

bool shown_text(const ShownColumn *column, const Run *run, const Vector *vector, size_t row,
                Text *out) {
  if (!vector_known(vector, row)) return false;
  *out = column->type.kind == TYPE_REF ? run_key(run, column->type.of, (size_t)vector->i32[row])
                                       : vector->text[row];
  return true;
}

bool shown_ends_known(const ShownColumn *column, const Vector *slots, size_t row, bool *point) {
  const Vector *low = &slots[column->low], *high = &slots[column->high];
  *point = false;
  if (!vector_known(low, row) || !vector_known(high, row)) return false;
  switch (low->store) {
  case STORE_I64:
    *point = low->i64[row] == high->i64[row];
    break;
  case STORE_F64:
    *point = low->f64[row] == high->f64[row];
    break;
  case STORE_I32:
    *point = low->i32[row] == high->i32[row];
    break;
  case STORE_TRUTH:
    *point = low->truth[row] == high->truth[row];
    break;
  case STORE_TEXT:
    *point = text_equal(low->text[row], high->text[row]);
    break;
  case STORE_COUNT:
    break;
  }
  return true;
}
