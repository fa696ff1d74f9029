/* bind.c - a field's header is looked for twice: exactly, then loosely. */
#include "read/bind.h"

#include "base/map.h"

/* More names than a person reads in one message. */
enum { NAMES_MOST = 40 };

/* Fields told of one by one; tables of 70,000 columns exist, and whoever named the wrong file lacks
 * all of them. */
enum { REPORTED_MOST = 20 };

/* How names are compared, and the columns by what is compared then: those of one name are a list
 * in the order of the header. Looking for each field among all columns would take their product. */
typedef struct Index {
  bool loose;
  Arena *arena;
  Map *first;
  uint32_t *next; /* the next column of the same name, or MAP_NONE */
} Index;

static Text compared(const Index *index, Text name) {
  if (!index->loose) return name;
  char *at = arena_alloc(index->arena, name.len + 1);
  return (Text){at, text_loosen(name, at)};
}

static Index index_of(const Header *header, bool loose, Arena *arena) {
  Index index = {loose, arena, map_new(arena), ARENA_ARRAY(arena, uint32_t, header->count + 1)};
  for (uint32_t i = header->count; i-- > 0;) {
    index.next[i] = MAP_NONE;
    if (header->names[i].len == 0) continue;
    const Text name = compared(&index, header->names[i]);
    index.next[i] = map_get(index.first, name);
    map_put(index.first, name, i);
  }
  return index;
}

/* How many names are equal; *cell is the first of them. */
static uint32_t find(const Index *index, Text name, uint32_t *cell) {
  const uint32_t first = map_get(index->first, compared(index, name));
  uint32_t found = 0;
  for (uint32_t i = first; i != MAP_NONE; i = index->next[i]) found++;
  if (found) *cell = first;
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
                           const Header *header, const Index *index, uint32_t first,
                           DiagSink *diags) {
  const Text name = wanted_name(field);
  Buffer list = buffer_in(index->arena);
  for (uint32_t i = first; i != MAP_NONE; i = index->next[i]) {
    const Text found = text_printable(index->arena, header->names[i]);
    buffer_printf(&list, "%s`%.*s` (column %u)", list.len ? ", " : "", TEXT_ARG(found), i + 1);
  }
  Diag *diag =
      diag_add(diags, E_COLUMN_AMBIGUOUS, (Span){0, 0}, "%.*s has several columns for %.*s.%.*s",
               TEXT_ARG(header->source), TEXT_ARG(entity->name), TEXT_ARG(field->name));
  diag_note(diags, diag, "`%.*s` matches %.*s", TEXT_ARG(name), TEXT_ARG(buffer_view(&list)));
  diag_help(diags, diag,
            index->loose ? "write the header exactly, with `from \"...\"`"
                         : "rename one of the columns");
}

bool bind_header(const EntitySchema *entity, const bool *wanted, const Header *header,
                 uint32_t *cells, Arena *arena, DiagSink *diags) {
  const Index ways[] = {index_of(header, false, arena), index_of(header, true, arena)};
  uint32_t lost = 0;
  for (uint32_t f = 0; f < entity->field_count; f++) {
    if (!wanted[f]) continue;
    const FieldSchema *field = &entity->fields[f];
    uint32_t found = 0;
    const Index *way = ways;
    for (; way < ways + 2 && found == 0; way++) {
      found = find(way, wanted_name(field), &cells[f]);
    }
    if (found == 1) continue;
    if (found == 0 && field->optional) {
      cells[f] = CELL_NOWHERE;
      continue;
    }
    if (lost++ >= REPORTED_MOST) continue;
    if (found == 0) {
      report_missing(entity, field, header, arena, diags);
    } else {
      report_several(entity, field, header, way - 1, cells[f], diags);
    }
  }
  if (lost > REPORTED_MOST) {
    diag_note(diags, diag_last(diags), "so it is with %u more field%s", lost - REPORTED_MOST,
              lost == REPORTED_MOST + 1 ? "" : "s");
  }
  return lost == 0;
}
