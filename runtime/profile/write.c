/* write.c - the shape of tables as a rule file.
 *
 * An entity for each table; what was noticed and what was decided stands in comments before the
 * field that it is about. Behind them one count for each table and each reference, so that a run
 * reads all rows, compares all keys and tells what does not match.
 */
#include "base/map.h"
#include "profile/shape_impl.h"

enum { COMMENT_WIDTH = 92 };

typedef struct Writer {
  Buffer *out;
  const Shape *shape;
  ReservedWord *reserved;
} Writer;

/* ---- Words ---- */

/* A comment in lines of at most COMMENT_WIDTH columns; nothing of the data gets out of it. */
static void put_comment(const Writer *w, const char *mark, Text words) {
  Text rest = text_of(arena_printf(w->shape->arena, "%s%.*s", mark,
                                   TEXT_ARG(text_printable(w->shape->arena, words))));
  for (const char *start = "# "; rest.len; start = "#   ") {
    size_t end = text_fit(rest, COMMENT_WIDTH);
    if (end < rest.len) {
      size_t blank = end;
      while (blank > 0 && rest.at[blank] != ' ') blank--;
      if (blank) end = blank;
    }
    buffer_printf(w->out, "%s%.*s\n", start, (int)end, rest.at);
    rest = text_strip(text_slice(rest, end, rest.len));
  }
}

static void put_comments(const Writer *w, const TextList *list, const char *mark) {
  for (size_t i = 0; i < list->count; i++) put_comment(w, mark, list->at[i]);
}

static void put_text(const Writer *w, Text text) {
  buffer_char(w->out, '"');
  for (size_t i = 0; i < text.len; i++) {
    const unsigned char c = (unsigned char)text.at[i];
    if (c == '"' || c == '\\')
      buffer_printf(w->out, "\\%c", c);
    else if (c < 0x20 || c == 0x7f)
      buffer_printf(w->out, "\\u{%x}", c);
    else
      buffer_char(w->out, (char)c);
  }
  buffer_char(w->out, '"');
}

static void put_name(const Writer *w, Text name) {
  const char *quote = w->reserved(name) ? "`" : "";
  buffer_printf(w->out, "%s%.*s%s", quote, TEXT_ARG(name), quote);
}

/* ---- Fields ---- */

/* The name of a member; *free is told of those that are taken. */
static Text member_name(const Writer *w, Map *taken, Text text, size_t number) {
  Text name = name_of(w->shape->arena, text);
  if (!name.len) name = text_of(arena_printf(w->shape->arena, "value_%zu", number));
  Text free = name;
  for (unsigned i = 2; map_get(taken, free) != MAP_NONE; i++)
    free = text_of(arena_printf(w->shape->arena, "%.*s_%u", TEXT_ARG(name), i));
  map_add(taken, free, 0);
  return free;
}

static void put_members(const Writer *w, const Distinct *values) {
  Map *taken = map_new(w->shape->arena);
  buffer_str(w->out, "one of (");
  for (size_t i = 0; i < values->values.count; i++) {
    const Text text = values->values.at[i].text;
    const Text name = member_name(w, taken, text, i + 1);
    if (i) buffer_str(w->out, ", ");
    if (!text_equal(name, text)) {
      put_text(w, text);
      buffer_str(w->out, " as ");
    }
    put_name(w, name);
  }
  buffer_char(w->out, ')');
}

static void put_type(const Writer *w, const TableShape *table, uint32_t index) {
  const ColumnShape *column = &table->columns[index];
  switch (column->kind) {
  case SHAPE_KEY:
    buffer_str(w->out, "key text");
    break;
  case SHAPE_REFERENCE:
    buffer_str(w->out, "ref ");
    put_name(w, w->shape->tables[column->target].name);
    break;
  case SHAPE_MEMBERS:
    put_members(w, &table->table->columns[index].values);
    break;
  case SHAPE_FORM:
    buffer_text(w->out, column->written);
    break;
  default:
    buffer_str(w->out, "text");
  }
}

static void put_field(const Writer *w, const TableShape *table, uint32_t index) {
  const ColumnShape *column = &table->columns[index];
  if (column->kind == SHAPE_LEFT_OUT) return;
  put_comments(w, &column->notes, "");
  put_comments(w, &column->choices, "CHOICE: ");
  put_name(w, column->name);
  buffer_str(w->out, ": ");
  put_type(w, table, index);
  if (column->named_apart) {
    buffer_str(w->out, " from ");
    put_text(w, table->table->columns[index].header);
  }
  if (column->fact.len) buffer_printf(w->out, "  # %.*s", TEXT_ARG(column->fact));
  buffer_char(w->out, '\n');
}

/* ---- Entities ---- */

static void put_entity(const Writer *w, const TableShape *table) {
  buffer_printf(w->out, "\n# %llu row%s", (unsigned long long)table->table->rows,
                table->table->rows == 1 ? "" : "s");
  if (table->key == SHAPE_NONE && table->table->rows)
    buffer_str(w->out, "; no column identifies them, so nothing can refer to them");
  buffer_str(w->out, ".\n");
  put_comments(w, &table->notes, "");
  buffer_str(w->out, "entity ");
  put_name(w, table->name);
  buffer_str(w->out, " from ");
  put_text(w, table->source);
  buffer_str(w->out, " {\n");
  for (uint32_t i = 0; i < table->table->column_count; i++) put_field(w, table, i);
  buffer_str(w->out, "}\n");
}

/* ---- Measures ---- */

/* All names of fields and entities: a measure is called otherwise. */
static Map *names_taken(const Shape *shape) {
  Map *taken = map_new(shape->arena);
  for (uint32_t t = 0; t < shape->count; t++) {
    map_add(taken, shape->tables[t].name, 0);
    for (uint32_t i = 0; i < shape->tables[t].table->column_count; i++)
      if (shape->tables[t].columns[i].name.len) map_add(taken, shape->tables[t].columns[i].name, 0);
  }
  return taken;
}

static uint32_t references_to(const TableShape *table, uint32_t target) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < table->table->column_count; i++)
    count += table->columns[i].kind == SHAPE_REFERENCE && table->columns[i].target == target;
  return count;
}

static void put_measure(const Writer *w, Map *taken, const char *name, Text subject) {
  buffer_str(w->out, "measure ");
  put_name(w, member_name(w, taken, text_of(name), 0));
  buffer_str(w->out, " for ");
  put_name(w, subject);
  buffer_str(w->out, " = count(");
}

static void put_measures(const Writer *w) {
  const Shape *shape = w->shape;
  Map *taken = names_taken(shape);
  buffer_str(w->out, "\n# How many rows there are, and how many refer to each.\n\n");
  for (uint32_t t = 0; t < shape->count; t++) {
    const TableShape *table = &shape->tables[t];
    put_measure(w, taken, arena_printf(shape->arena, "%.*s_rows", TEXT_ARG(table->name)),
                TEXT("program"));
    put_name(w, table->name);
    buffer_str(w->out, ")\n");
  }
  for (uint32_t t = 0; t < shape->count; t++) {
    const TableShape *table = &shape->tables[t];
    for (uint32_t i = 0; i < table->table->column_count; i++) {
      const ColumnShape *column = &table->columns[i];
      if (column->kind != SHAPE_REFERENCE) continue;
      put_measure(w, taken,
                  arena_printf(shape->arena, "%.*s_rows_by_%.*s", TEXT_ARG(table->name),
                               TEXT_ARG(column->name)),
                  shape->tables[column->target].name);
      put_name(w, table->name);
      if (references_to(table, column->target) > 1) {
        buffer_str(w->out, " via ");
        put_name(w, column->name);
      }
      buffer_str(w->out, ")\n");
    }
  }
}

static size_t choices(const Shape *shape) {
  size_t count = 0;
  for (uint32_t t = 0; t < shape->count; t++)
    for (uint32_t i = 0; i < shape->tables[t].table->column_count; i++)
      count += shape->tables[t].columns[i].choices.count;
  return count;
}

void shape_write(Buffer *out, const Shape *shape, Text title, ReservedWord *reserved) {
  const Writer w = {out, shape, reserved};
  const size_t open = choices(shape);
  buffer_str(out, "# A first rule file, made of the data by `strata init`. ");
  if (open)
    buffer_printf(out,
                  "Where the data leaves it open what\n# a column means, that was decided by what "
                  "speaks for it, and marked CHOICE (%zu time%s).\n",
                  open, open == 1 ? "" : "s");
  else
    buffer_str(out, "Nothing was left open.\n");
  buffer_str(out, "\nprogram ");
  put_text(&w, title);
  buffer_str(out, " version \"1\"\n");
  for (uint32_t t = 0; t < shape->count; t++) put_entity(&w, &shape->tables[t]);
  put_measures(&w);
}
