/* complain.c - findings about rows and cells, one sentence each, with the cell quoted. */
#include <stdarg.h>
#include <stdio.h>

#include "read/csv_cell.h"
#include "read/reader_impl.h"
#include "value/scalar.h"

enum { QUOTED_MOST = 60 };

/* Cut between code points where it is long, and fit for a terminal. */
static Text quotable(Arena *arena, Text cell) {
  if (cell.len <= QUOTED_MOST) return text_printable(arena, cell);
  size_t len = QUOTED_MOST;
  while (len > QUOTED_MOST - 4 && ((unsigned char)cell.at[len] & 0xc0) == 0x80) len--;
  const Text start = text_printable(arena, (Text){cell.at, len});
  return text_of(arena_printf(arena, "%.*s\xe2\x80\xa6", TEXT_ARG(start)));
}

uint64_t cell_line(const Reader *r, const CsvRow *row, uint32_t cell) {
  const Text raw = csv_raw_cell(&r->scan, r->source.bytes, row, cell);
  const uint64_t line = r->line + row->breaks;
  if (cell >= row->cells) return line;
  return line + csv_count_breaks(r->source.bytes + row->start, raw.at);
}

/* Counts; where the finding is to be given in full, all of it but the text is filled in. */
static DataFinding *find(Reader *r, FindingKind kind, uint32_t field, Text key) {
  DataFinding *finding;
  if (!read_log_add(r->log, (uint8_t)kind, r->request.entity, field, &finding)) return NULL;
  finding->source = r->name;
  if (key.len > 0) finding->key = text_copy(r->log->arena, key);
  return finding;
}

void complain_row(Reader *r, FindingKind kind, const CsvRow *row, const char *format, ...) {
  DataFinding *finding = find(r, kind, SCHEMA_NONE, (Text){"", 0});
  if (!finding) return;
  char text[200];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  finding->line = r->line + row->breaks;
  finding->text = text_copy(r->log->arena, text_of(text));
}

void complain_duplicate(Reader *r, const CsvRow *row, Text key) {
  DataFinding *finding = find(r, FINDING_DUPLICATE_KEY, r->entity->key, key);
  if (!finding) return;
  Arena *arena = r->log->arena;
  const Table *table = r->table;
  const uint32_t first = key_index_find(table->keys, key);
  const Text quoted = quotable(arena, key);
  finding->line = cell_line(r, row, r->key_cell);
  finding->column = r->key_cell + 1;
  if (table->line && first >= table->first) {
    finding->text = text_of(
        arena_printf(arena, "the key `%.*s` stands on line %u already; this row is left out",
                     TEXT_ARG(quoted), table->line[first - table->first]));
  } else {
    finding->text = text_of(
        arena_printf(arena, "the key `%.*s` stands on an earlier row already; this row is left out",
                     TEXT_ARG(quoted)));
  }
}

void complain_unclosed(Reader *r, const CsvUnclosed *quote) {
  DataFinding *finding = find(r, FINDING_UNCLOSED_QUOTE, SCHEMA_NONE, (Text){"", 0});
  if (!finding) return;
  finding->line = r->line + quote->breaks;
  finding->column = quote->column;
  finding->text = TEXT("the quote that opens here is never closed; the row is left out, and "
                       "reading goes on with the next line");
}

void complain_malformed(Reader *r, const CellColumn *column, const CsvRow *row, Text key,
                        Text raw) {
  DataFinding *finding = find(r, FINDING_BAD_CELL, column->index, key);
  if (!finding) return;
  const Text quoted = quotable(r->log->arena, raw);
  finding->line = cell_line(r, row, column->cell);
  finding->column = column->cell + 1;
  finding->text = text_of(
      arena_printf(r->log->arena, "`%.*s` has text behind its closing quote", TEXT_ARG(quoted)));
}

static void print_bound(Buffer *out, const FieldSchema *field, const Bound *bound) {
  if (!bound->set) return;
  Scalar end = {.type = field->type, .known = true, .i = bound->i};
  if (type_store(field->type) == STORE_F64) end.f = bound->f;
  scalar_print(out, end, NULL, PRINT_CSV);
}

static Text nearest_member(const EnumSchema *members, Text cell) {
  Nearest nearest = nearest_start(text_trim(cell));
  for (uint32_t i = 0; i < members->count; i++) nearest_offer(&nearest, members->members[i].text);
  return nearest_found(&nearest);
}

static FindingKind kind_of(CellStatus status) {
  switch (status) {
  case CELL_MISSING:
    return FINDING_REQUIRED_MISSING;
  case CELL_NOT_A_MEMBER:
    return FINDING_UNKNOWN_MEMBER;
  case CELL_OUT_OF_RANGE:
    return FINDING_OUT_OF_RANGE;
  case CELL_TOO_LARGE:
    return FINDING_OVERFLOW;
  case CELL_NOT_UTF8:
  case CELL_NUL_BYTE:
    return FINDING_BAD_BYTES;
  default:
    return FINDING_BAD_CELL;
  }
}

static Text describe(Reader *r, const CellColumn *column, Text cell, CellStatus status) {
  Buffer text = buffer_in(r->log->arena);
  const Text quoted = quotable(r->log->arena, cell);
  if (status == CELL_MISSING) {
    buffer_printf(&text, "`%.*s` is required and empty", TEXT_ARG(column->field->name));
    return buffer_view(&text);
  }
  buffer_printf(&text, "`%.*s` ", TEXT_ARG(quoted));
  if (status == CELL_NOT_A_MEMBER) {
    const Text nearest = nearest_member(column->members, cell);
    buffer_printf(&text, "is not a member of %.*s", TEXT_ARG(column->members->name));
    if (nearest.len > 0) buffer_printf(&text, "; did you mean `%.*s`?", TEXT_ARG(nearest));
  } else if (status == CELL_OUT_OF_RANGE) {
    buffer_str(&text, "is out of the range ");
    print_bound(&text, column->field, &column->field->low);
    buffer_str(&text, "..");
    print_bound(&text, column->field, &column->field->high);
  } else {
    buffer_str(&text, cell_problem(status));
  }
  return buffer_view(&text);
}

void complain_cell(Reader *r, const BoundColumn *bound, const CsvRow *row, Text key, Text cell,
                   CellStatus status) {
  const CellColumn *column = &bound->column;
  if (status == CELL_NOT_A_MEMBER && column->field->type.kind == TYPE_REF) {
    link_unmatched(r, bound, cell_line(r, row, column->cell), key, cell);
    return;
  }
  DataFinding *finding = find(r, kind_of(status), column->index, key);
  if (!finding) return;
  finding->line = cell_line(r, row, column->cell);
  finding->column = column->cell + 1;
  finding->text = describe(r, column, cell, status);
}
