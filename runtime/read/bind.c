/* bind.c - a field's header is looked for twice: exactly, then loosely. */
#include "read/bind.h"

/* More names than a person reads in one message. */
enum { NAMES_MOST = 40 };

typedef bool (*Equal)(Text a, Text b);

/* How many names are equal; *cell is the first of them. */
static uint32_t find(const Header *header, Text name, Equal equal, uint32_t *cell) {
  uint32_t found = 0;
  for (uint32_t i = header->count; i-- > 0;) {
    if (header->names[i].len == 0 || !equal(header->names[i], name)) continue;
    *cell = i;
    found++;
  }
  return found;
}

static Text wanted_name(const FieldSchema *field) {
  return field->header.len ? field->header : field->name;
}

static void note_header(Diag *diag, const Header *header, Arena *arena, DiagSink *diags) {
  Buffer list = buffer_in(arena);
  for (uint32_t i = 0; i < header->count && i < NAMES_MOST; i++) {
    const Text name = text_printable(arena, header->names[i]);
    buffer_printf(&list, "%s`%.*s`", i ? ", " : "", TEXT_ARG(name));
  }
  if (header->count > NAMES_MOST) {
    buffer_printf(&list, " and %u more", header->count - NAMES_MOST);
  }
  diag_note(diags, diag, "the header has %.*s", TEXT_ARG(buffer_view(&list)));
}

static void report_missing(const EntitySchema *entity, const FieldSchema *field,
                           const Header *header, Arena *arena, DiagSink *diags) {
  const Text name = wanted_name(field);
  Diag *diag = diag_add(diags, E_COLUMN_MISSING, (Span){0, 0}, "%.*s has no column `%.*s`",
                        TEXT_ARG(header->source), TEXT_ARG(name));
  note_header(diag, header, arena, diags);
  Nearest nearest = nearest_start(name);
  for (uint32_t i = 0; i < header->count; i++) nearest_offer(&nearest, header->names[i]);
  const Text found = text_printable(arena, nearest_found(&nearest));
  if (found.len > 0) {
    diag_help(diags, diag, "did you mean `%.*s`? Write `from \"%.*s\"` after the type of %.*s.%.*s",
              TEXT_ARG(found), TEXT_ARG(found), TEXT_ARG(entity->name), TEXT_ARG(field->name));
  } else {
    diag_help(diags, diag, "name the column with `from \"...\"` after the type of %.*s.%.*s",
              TEXT_ARG(entity->name), TEXT_ARG(field->name));
  }
}

static void report_several(const EntitySchema *entity, const FieldSchema *field,
                           const Header *header, Equal equal, Arena *arena, DiagSink *diags) {
  const Text name = wanted_name(field);
  Buffer list = buffer_in(arena);
  for (uint32_t i = 0; i < header->count; i++) {
    if (header->names[i].len == 0 || !equal(header->names[i], name)) continue;
    const Text found = text_printable(arena, header->names[i]);
    buffer_printf(&list, "%s`%.*s` (column %u)", list.len ? ", " : "", TEXT_ARG(found), i + 1);
  }
  Diag *diag =
      diag_add(diags, E_COLUMN_AMBIGUOUS, (Span){0, 0}, "%.*s has several columns for %.*s.%.*s",
               TEXT_ARG(header->source), TEXT_ARG(entity->name), TEXT_ARG(field->name));
  diag_note(diags, diag, "`%.*s` matches %.*s", TEXT_ARG(name), TEXT_ARG(buffer_view(&list)));
  diag_help(diags, diag,
            equal == text_equal ? "rename one of the columns"
                                : "write the header exactly, with `from \"...\"`");
}

bool bind_header(const EntitySchema *entity, const bool *wanted, const Header *header,
                 uint32_t *cells, Arena *arena, DiagSink *diags) {
  static const Equal ways[] = {text_equal, text_loosely_equal};
  bool all = true;
  for (uint32_t f = 0; f < entity->field_count; f++) {
    if (!wanted[f]) continue;
    const FieldSchema *field = &entity->fields[f];
    uint32_t found = 0;
    size_t way = 0;
    for (; way < 2 && found == 0; way++) {
      found = find(header, wanted_name(field), ways[way], &cells[f]);
    }
    if (found == 1) continue;
    if (found == 0 && field->optional) {
      cells[f] = CELL_NOWHERE;
      continue;
    }
    all = false;
    if (found == 0) {
      report_missing(entity, field, header, arena, diags);
    } else {
      report_several(entity, field, header, ways[way - 1], arena, diags);
    }
  }
  return all;
}
