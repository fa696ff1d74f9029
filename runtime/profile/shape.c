/* shape.c - the order in which tables are decided about: names, keys, references, types. */
#include "profile/shape.h"

#include "profile/shape_impl.h"

void shape_note(const Shape *shape, TextList *list, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const char *text = arena_vprintf(shape->arena, format, arguments);
  va_end(arguments);
  *VEC_PUSH(shape->arena, list) = text_of(text);
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/* The word of a header that begins at *at, which moves behind it: AccountId and account_id are two
 * words each. The empty text at the end. */
static Text next_word(Text header, size_t *at) {
  while (*at < header.len && !is_upper(header.at[*at]) && !is_lower(header.at[*at])) ++*at;
  const size_t start = *at;
  while (*at < header.len && (is_upper(header.at[*at]) || is_lower(header.at[*at]))) {
    if (*at > start && is_upper(header.at[*at]) && is_lower(header.at[*at - 1])) break;
    ++*at;
  }
  return text_slice(header, start, *at);
}

static bool is_word(Text word, Text one) {
  if (text_equal_any_case(word, one)) return true;
  return word.len == one.len + 1 && text_lower_char(word.at[one.len]) == 's' &&
         text_equal_any_case(text_slice(word, 0, one.len), one);
}

bool header_speaks_of(Text header, const char *const *words) {
  size_t at = 0;
  for (Text word = next_word(header, &at); word.len; word = next_word(header, &at))
    for (size_t i = 0; words[i]; i++)
      if (is_word(word, text_of(words[i]))) return true;
  return false;
}

/* What is wrong with the rows of a table. */
static void note_rows(const Shape *shape, TableShape *shaped) {
  const TableProfile *t = shaped->table;
  if (t->longer)
    shape_note(shape, &shaped->notes,
               "%llu row%s more cells than the header: line %llu%s; left out",
               (unsigned long long)t->longer, t->longer == 1 ? " has" : "s have",
               (unsigned long long)t->longer_line, t->longer == 1 ? "" : " first");
  if (t->shorter)
    shape_note(shape, &shaped->notes, "%llu row%s fewer cells than the header: line %llu%s",
               (unsigned long long)t->shorter, t->shorter == 1 ? " has" : "s have",
               (unsigned long long)t->shorter_line, t->shorter == 1 ? "" : " first");
  if (t->foreign)
    shape_note(shape, &shaped->notes,
               "%llu cell%s not UTF-8 and cannot be read (line %llu first); `iconv -f WINDOWS-1252 "
               "-t UTF-8` converts a file of an older program",
               (unsigned long long)t->foreign, t->foreign == 1 ? " is" : "s are",
               (unsigned long long)t->foreign_line);
  if (t->unclosed)
    shape_note(shape, &shaped->notes, "%llu quote%s never closed", (unsigned long long)t->unclosed,
               t->unclosed == 1 ? " is" : "s are");
}

Shape *shape_decide(Arena *arena, TableProfile *const *tables, uint32_t count) {
  Shape *shape = ARENA_NEW(arena, Shape);
  *shape = (Shape){arena, ARENA_ARRAY(arena, TableShape, count), count};
  for (uint32_t i = 0; i < count; i++) {
    TableShape *shaped = &shape->tables[i];
    shaped->table = tables[i];
    shaped->source = tables[i]->name;
    shaped->key = SHAPE_NONE;
    shaped->columns = ARENA_ARRAY(arena, ColumnShape, tables[i]->column_count);
    note_rows(shape, shaped);
  }
  shape_names(shape);
  shape_keys(shape);
  shape_references(shape);
  shape_types(shape);
  return shape;
}
