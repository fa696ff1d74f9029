/* relations.c - which column identifies a row, and which columns name the rows of another table.
 *
 * A key differs in every row and is never empty. A reference is found by its values, most of which
 * are keys there, and by its name: where the name says so, fewer have to be, because exports have
 * slips; where it does not, all have to be, and plain numbers are no evidence at all.
 */
#include <string.h>

#include "base/nearest.h"
#include "profile/shape_impl.h"

enum { FEWEST_VALUES = 3, SLIPS_TOLD = 5, NEAREST_MOST = 5000 };

static const char *const identity_words[] = {"id", "key", "code", "number", "name", "email", NULL};

/* ---- Keys ---- */

/* What is measured, and days, identify nothing; whole numbers may. */
static bool is_measure(const ColumnProfile *column) {
  if (profile_fits(column, FORM_INTEGER)) return false;
  for (size_t f = 0; f < FORM_COUNT; f++) {
    const bool money = form_info[f].kind == TYPE_MONEY;
    if (f == FORM_BOOL || (money && !column->currency[0])) continue;
    if (profile_fits(column, (FormId)f)) return true;
  }
  return false;
}

static bool identifies(const TableProfile *table, const ColumnProfile *column) {
  return table->rows && column->filled == table->rows &&
         (column->values.count == table->rows || column->values.overflow) && !is_measure(column);
}

static void choose_key(const Shape *shape, TableShape *shaped) {
  const TableProfile *table = shaped->table;
  Buffer others = buffer_in(shape->arena);
  for (uint32_t i = 0; i < table->column_count; i++) {
    const ColumnProfile *column = &table->columns[i];
    const bool named = header_speaks_of(column->header, identity_words);
    const bool number = profile_fits(column, FORM_INTEGER);
    if (shaped->columns[i].kind == SHAPE_LEFT_OUT || !identifies(table, column)) continue;
    if (i > 0 && !named) continue;
    if (shaped->key == SHAPE_NONE && (i == 0 || named || !number))
      shaped->key = i;
    else
      buffer_printf(&others, "%s`%.*s`", others.len ? ", " : "", TEXT_ARG(shaped->columns[i].name));
  }
  if (shaped->key == SHAPE_NONE) return;
  ColumnShape *key = &shaped->columns[shaped->key];
  key->kind = SHAPE_KEY;
  if (table->columns[shaped->key].values.overflow)
    shape_note(shape, &key->choices, "the key; only its first %d values were compared",
               DISTINCT_MOST);
  if (others.len)
    shape_note(shape, &key->choices, "the key; different in every row, too: %.*s",
               TEXT_ARG(buffer_view(&others)));
}

void shape_keys(Shape *shape) {
  for (uint32_t t = 0; t < shape->count; t++) choose_key(shape, &shape->tables[t]);
}

/* ---- References ---- */

static bool starts_loosely(Text loose, Text with, Text *rest) {
  if (!with.len || !text_starts(loose, with)) return false;
  *rest = text_slice(loose, with.len, loose.len);
  return true;
}

/* Whether the header is called like the other table (account, account_id, parent account), or like
 * its key, unless that is a name that every table has. */
static bool names_table(Text header, const TableShape *target) {
  static const char *const tails[] = {"", "s", "id", "key", "no", "number", "name", "code", "ref"};
  static const char *const general[] = {"id", "key", "no", "number", "name", "code"};
  char header_loose[256], entity_loose[256];
  const Text key = target->table->columns[target->key].header;
  if (header.len > sizeof header_loose || target->name.len > sizeof entity_loose) return false;
  bool common = false;
  for (size_t i = 0; i < sizeof general / sizeof *general; i++)
    common |= text_loosely_equal(key, text_of(general[i]));
  if (!common && text_loosely_equal(header, key)) return true;
  const Text loose = {header_loose, text_loosen(header, header_loose)};
  const Text entity = {entity_loose, text_loosen(target->name, entity_loose)};
  for (size_t at = 0; at < loose.len; at++) {
    Text rest;
    if (!starts_loosely(text_slice(loose, at, loose.len), entity, &rest)) continue;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
      if (text_equal(rest, text_of(tails[i]))) return true;
  }
  return false;
}

typedef struct Match {
  uint32_t target;
  uint64_t found; /* of the different values */
  bool named;
} Match;

/* Whether the values and the name of a column make it a reference. */
static bool matches(const Shape *shape, const TableShape *from, uint32_t index, uint32_t target,
                    Match *match) {
  const TableShape *to = &shape->tables[target];
  const ColumnProfile *column = &from->table->columns[index];
  if (to->key == SHAPE_NONE || !column->filled || is_measure(column)) return false;
  const ColumnProfile *key = &to->table->columns[to->key];
  const uint64_t all = column->values.count, found = distinct_common(&column->values, &key->values);
  *match = (Match){target, found, names_table(column->header, to)};
  if (match->named) return found * 2 >= all;
  return found * 20 >= all * 19 && all >= FEWEST_VALUES && !profile_fits(column, FORM_INTEGER);
}

static bool is_better(Match a, Match b) {
  if (a.named != b.named) return a.named;
  return a.found > b.found;
}

/* The key that was likely meant: the same but for capitals, blanks and punctuation, else near. */
static Text meant(const Distinct *keys, Text value) {
  for (size_t i = 0; i < keys->values.count; i++)
    if (text_loosely_equal(keys->values.at[i].text, value)) return keys->values.at[i].text;
  if (keys->values.count > NEAREST_MOST) return (Text){"", 0};
  Nearest nearest = nearest_start(value);
  for (size_t i = 0; i < keys->values.count; i++) nearest_offer(&nearest, keys->values.at[i].text);
  return nearest_found(&nearest);
}

static void tell_slip(const Shape *shape, ColumnShape *column, const Distinct *keys,
                      const DistinctValue *value, Text entity) {
  const Text near = meant(keys, value->text);
  Buffer hint = buffer_in(shape->arena);
  if (near.len)
    buffer_printf(&hint, "; is `%.*s` meant?", TEXT_ARG(text_printable(shape->arena, near)));
  shape_note(shape, &column->notes, "`%.*s` is no key of %.*s: %llu cell%s, line %llu first%.*s",
             TEXT_ARG(text_printable(shape->arena, value->text)), TEXT_ARG(entity),
             (unsigned long long)value->count, value->count == 1 ? "" : "s",
             (unsigned long long)value->line, (int)hint.len, hint.len ? hint.data : "");
}

/* The values that are no keys, those that most cells have first. */
static void tell_slips(const Shape *shape, ColumnShape *column, const Distinct *values,
                       const TableShape *target) {
  const Distinct *keys = &target->table->columns[target->key].values;
  const DistinctValue *told[SLIPS_TOLD] = {NULL};
  uint64_t count = values->count - distinct_common(values, keys);
  for (size_t i = 0; count && i < values->values.count; i++) {
    const DistinctValue *value = &values->values.at[i];
    if (distinct_has(keys, value->text)) continue;
    size_t at = SLIPS_TOLD;
    while (at > 0 && (!told[at - 1] || told[at - 1]->count < value->count)) at--;
    if (at == SLIPS_TOLD) continue;
    memmove(told + at + 1, told + at, (SLIPS_TOLD - 1 - at) * sizeof *told);
    told[at] = value;
  }
  for (size_t i = 0; i < SLIPS_TOLD && told[i]; i++, count--)
    tell_slip(shape, column, keys, told[i], target->name);
  if (count)
    shape_note(shape, &column->notes, "%llu more values are no keys of %.*s",
               (unsigned long long)count, TEXT_ARG(target->name));
}

static void find_reference(const Shape *shape, TableShape *from, uint32_t index) {
  ColumnShape *column = &from->columns[index];
  Match best = {.target = SHAPE_NONE};
  for (uint32_t t = 0; t < shape->count; t++) {
    Match match;
    if (matches(shape, from, index, t, &match) &&
        (best.target == SHAPE_NONE || is_better(match, best)))
      best = match;
  }
  if (best.target == SHAPE_NONE) return;
  const TableShape *target = &shape->tables[best.target];
  const uint64_t all = from->table->columns[index].values.count;
  column->kind = SHAPE_REFERENCE;
  column->target = best.target;
  column->fact =
      text_of(best.found == all
                  ? arena_printf(shape->arena, "%llu different, all found", (unsigned long long)all)
                  : arena_printf(shape->arena, "%llu different, %llu found",
                                 (unsigned long long)all, (unsigned long long)best.found));
  if (!best.named)
    shape_note(shape, &column->choices, "a reference: %llu of its %llu values are keys of %.*s",
               (unsigned long long)best.found, (unsigned long long)all, TEXT_ARG(target->name));
  tell_slips(shape, column, &from->table->columns[index].values, target);
}

void shape_references(Shape *shape) {
  for (uint32_t t = 0; t < shape->count; t++)
    for (uint32_t i = 0; i < shape->tables[t].table->column_count; i++)
      if (shape->tables[t].columns[i].kind == SHAPE_TEXT)
        find_reference(shape, &shape->tables[t], i);
}
