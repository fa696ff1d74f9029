/* names.c - names for entities and fields: the file's and the header's, where they are names.
 *
 * A header that is found without regard to capitals, blanks and punctuation needs no `from`. One
 * that stands twice in a table cannot be told apart by any rule, and is left out.
 */
#include <string.h>

#include "base/map.h"
#include "profile/shape_impl.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

static bool is_name(Text text) {
  if (!text.len || !(is_letter(text.at[0]) || text.at[0] == '_')) return false;
  for (size_t i = 0; i < text.len; i++)
    if (!is_word(text.at[i])) return false;
  return true;
}

Text name_of(Arena *arena, Text text) {
  if (is_name(text)) return text;
  Buffer out = buffer_in(arena);
  bool apart = false;
  for (size_t i = 0; i < text.len; i += text_next(text_slice(text, i, text.len))) {
    const char c = text_lower_char(text_base_letter(text_slice(text, i, text.len)));
    if (!is_word(c) || c == '_') {
      apart = out.len > 0;
      continue;
    }
    if (apart) buffer_char(&out, '_');
    apart = false;
    buffer_char(&out, c);
  }
  if (!out.len) return (Text){"", 0};
  const Text name = buffer_view(&out);
  return is_letter(name.at[0]) ? name : text_of(arena_printf(arena, "_%.*s", TEXT_ARG(name)));
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* As fields are usually written: `Name` is name, dealStage deal_stage. The header is found so, too.
 */
static Text in_small_letters(Arena *arena, Text name) {
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < name.len; i++) {
    const bool hump = i > 0 && is_upper(name.at[i]) && !is_upper(name.at[i - 1]);
    if (hump && name.at[i - 1] != '_') buffer_char(&out, '_');
    buffer_char(&out, text_lower_char(name.at[i]));
  }
  return out.len ? buffer_view(&out) : name;
}

/* The name, or the first of name_2, name_3 … that is free; taken then. */
static Text free_name(Arena *arena, Map *taken, Text name) {
  Text free = name;
  for (unsigned i = 2; map_get(taken, free) != MAP_NONE; i++)
    free = text_of(arena_printf(arena, "%.*s_%u", TEXT_ARG(name), i));
  map_add(taken, free, 0);
  return free;
}

/* accounts, companies, boxes: what one row is. */
static Text singular(Arena *arena, Text name) {
  if (name.len > 4 && text_ends(name, TEXT("ies")))
    return text_of(arena_printf(arena, "%.*sy", (int)name.len - 3, name.at));
  if (name.len > 4 && (text_ends(name, TEXT("sses")) || text_ends(name, TEXT("xes")) ||
                       text_ends(name, TEXT("ches")) || text_ends(name, TEXT("shes"))))
    return text_slice(name, 0, name.len - 2);
  const bool plural = name.len > 3 && text_ends(name, TEXT("s")) && !text_ends(name, TEXT("ss")) &&
                      !text_ends(name, TEXT("us")) && !text_ends(name, TEXT("is"));
  return plural ? text_slice(name, 0, name.len - 1) : name;
}

static Text entity_name(const Shape *shape, Text file) {
  size_t end = file.len;
  while (end > 0 && file.at[end - 1] != '.') end--;
  const Text stem = end > 1 ? text_slice(file, 0, end - 1) : file;
  const Text name = singular(shape->arena, text_lower(shape->arena, name_of(shape->arena, stem)));
  return name.len ? name : TEXT("row");
}

/* How often each header stands in a table, as it is written and loosely. */
typedef struct Headers {
  Map *exact, *loose;
} Headers;

static Text loosened(Arena *arena, Text header) {
  char *at = arena_alloc(arena, header.len + 1);
  return (Text){at, text_loosen(header, at)};
}

static void count_one(Map *counts, Text header) {
  const uint32_t before = map_get(counts, header);
  map_put(counts, header, before == MAP_NONE ? 1 : before + 1);
}

static Headers count_headers(Arena *arena, const TableProfile *table) {
  Headers headers = {map_new(arena), map_new(arena)};
  for (uint32_t i = 0; i < table->column_count; i++) {
    count_one(headers.exact, table->columns[i].header);
    count_one(headers.loose, loosened(arena, table->columns[i].header));
  }
  return headers;
}

static void name_column(const Shape *shape, TableShape *shaped, uint32_t index,
                        const Headers *headers, Map *taken) {
  const TableProfile *table = shaped->table;
  const Text header = table->columns[index].header;
  ColumnShape *column = &shaped->columns[index];
  if (!header.len) {
    column->kind = SHAPE_LEFT_OUT;
    if (table->columns[index].filled)
      shape_note(shape, &shaped->notes, "column %u has no name and is left out", index + 1);
    return;
  }
  const uint32_t times = map_get(headers->exact, header);
  if (times > 1) {
    column->kind = SHAPE_LEFT_OUT;
    shape_note(shape, &shaped->notes,
               "column %u is left out: its header `%.*s` stands %u times; give it another",
               index + 1, TEXT_ARG(text_printable(shape->arena, header)), times);
    return;
  }
  Text name = in_small_letters(shape->arena, name_of(shape->arena, header));
  if (!name.len) name = text_of(arena_printf(shape->arena, "column_%u", index + 1));
  column->name = free_name(shape->arena, taken, name);
  const bool found = text_loosely_equal(column->name, header) &&
                     map_get(headers->loose, loosened(shape->arena, header)) == 1;
  column->named_apart = !found && !text_equal(column->name, header);
}

/* What every program has. */
static Map *words_taken(Arena *arena) {
  Map *taken = map_new(arena);
  map_add(taken, TEXT("program"), 0);
  map_add(taken, TEXT("today"), 0);
  return taken;
}

void shape_names(Shape *shape) {
  Map *entities = words_taken(shape->arena);
  for (uint32_t t = 0; t < shape->count; t++) {
    TableShape *shaped = &shape->tables[t];
    Map *fields = words_taken(shape->arena);
    shaped->name = free_name(shape->arena, entities, entity_name(shape, shaped->table->name));
    const Headers headers = count_headers(shape->arena, shaped->table);
    for (uint32_t i = 0; i < shaped->table->column_count; i++)
      name_column(shape, shaped, i, &headers, fields);
  }
}
