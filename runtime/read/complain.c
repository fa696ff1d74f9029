/* complain.c - findings about rows and cells, one sentence each, with the cell quoted. */
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

/* ---- Rows ---- */

static Text describe_keyless(Arena *arena, Text name, const Note *note) {
  if (!note->malformed && note->status == CELL_MISSING)
    return text_of(arena_printf(arena, "the row has no `%.*s`; it is left out", TEXT_ARG(name)));
  return text_of(arena_printf(arena, "the row's `%.*s` %s; it is left out", TEXT_ARG(name),
                              note->malformed ? "has text behind its closing quote"
                                              : cell_problem((CellStatus)note->status)));
}

static Text describe_row(const Reader *r, Arena *arena, const Note *note) {
  switch ((FindingKind)note->kind) {
  case FINDING_ROW_WITHOUT_KEY:
    return describe_keyless(arena, r->entity->fields[r->entity->key].name, note);
  case FINDING_ROW_TOO_LONG:
  case FINDING_ROW_TOO_SHORT:
    return text_of(
        arena_printf(arena, "the row has %u cell%s, the header has %u; the %s", note->cells,
                     note->cells == 1 ? "" : "s", r->header_cells,
                     note->kind == FINDING_ROW_TOO_LONG ? "row is left out" : "rest is missing"));
  default:
    return TEXT("the quote that opens here is never closed; the row is left out, and "
                "reading goes on with the next line");
  }
}

void complain_duplicate(Reader *r, const RowBlock *b, size_t row) {
  DataFinding *finding;
  if (!read_log_add(r->log, FINDING_DUPLICATE_KEY, r->request.entity, r->entity->key, &finding))
    return;
  const Text key = b->window->key[row];
  finding->source = r->name;
  finding->line = r->line + csv_count_breaks(b->bytes, b->bytes + b->key_at[row]);
  finding->column = r->key_cell + 1;
  finding->key = text_copy(r->log->arena, key);
  finding->text = text_of(arena_printf(
      r->log->arena, "the key `%.*s` stands on an earlier row already; this row is left out",
      TEXT_ARG(quotable(r->log->arena, key))));
}

/* ---- Cells ---- */

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

static Text describe_cell(Arena *arena, const CellColumn *column, const Note *note) {
  const CellStatus status = (CellStatus)note->status;
  Buffer text = buffer_in(arena);
  if (!note->malformed && status == CELL_MISSING) {
    buffer_printf(&text, "`%.*s` is required and empty", TEXT_ARG(column->field->name));
    return buffer_view(&text);
  }
  buffer_printf(&text, "`%.*s` ", TEXT_ARG(quotable(arena, note->cell)));
  if (note->malformed) {
    buffer_str(&text, "has text behind its closing quote");
  } else if (status == CELL_NOT_A_MEMBER) {
    const Text nearest = nearest_member(column->members, note->cell);
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

static void complain(Reader *r, const Note *note) {
  Arena *arena = r->log->arena;
  DataFinding *finding;
  if (note->kind == FINDING_UNMATCHED_REFERENCE) {
    link_unmatched(r, &note->bound->column, r->line + note->breaks, note->key, note->cell);
    return;
  }
  if (!read_log_add(r->log, note->kind, r->request.entity, note->field, &finding)) return;
  finding->source = r->name;
  finding->line = r->line + note->breaks;
  finding->column = note->column;
  if (note->key.len > 0) finding->key = text_copy(arena, note->key);
  finding->text =
      note->bound ? describe_cell(arena, &note->bound->column, note) : describe_row(r, arena, note);
}

/* How many of the block's notes are of the kind and field of a count. */
static uint64_t noted(const Reader *r, const DataCount *count) {
  if (count->kind == FINDING_CELLS_ROUNDED) return 0;
  return count->count < r->log->limit ? count->count : r->log->limit;
}

void complain_notes(Reader *r, const RowBlock *b) {
  for (size_t i = 0; i < b->notes.count; i++) complain(r, &b->notes.at[i]);
  for (size_t i = 0; i < b->counts.count; i++) {
    const DataCount *count = &b->counts.at[i];
    read_log_count(r->log, count->kind, count->entity, count->field,
                   count->count - noted(r, count));
  }
}
