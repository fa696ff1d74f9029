/* types.c - the types of columns that are neither keys nor references.
 *
 * From the form that says most to the one that says least: dates, yes and no, percentages, money
 * and durations are recognised by their signs; numbers by their digits; a column with few different
 * texts is an enumeration.
 */
#include <string.h>

#include "base/map.h"
#include "profile/shape_impl.h"

enum { MEMBERS_MOST = 16, MEMBER_LENGTH = 40, SCALE_MOST = 10, SCALE_VALUES = 4 };

static const char *const percent_words[] = {"percent", "pct",      "rate",  "growth",      "share",
                                            "margin",  "discount", "ratio", "probability", NULL};
static const char *const money_words[] = {
    "revenue", "price",   "amount", "value",  "cost",   "sales",  "budget", "salary", "turnover",
    "spend",   "invoice", "fee",    "income", "profit", "umsatz", "preis",  "betrag", NULL};
static const char *const code_words[] = {"zip", "postal", "postcode", "phone", "iban", "vat", NULL};

typedef struct Typing {
  Shape *shape;
  TableShape *table;
  ColumnShape *column;
  const ColumnProfile *profile;
} Typing;

/* ---- Forms ---- */

static void take_form(Typing *t, FormId form, const char *written, const char *range) {
  const FormTally *tally = &t->profile->form[form];
  t->column->kind = SHAPE_FORM;
  t->column->form = form;
  t->column->written = text_of(arena_printf(t->shape->arena, "%s%s", written, range));
  if (form_info[form].kind == TYPE_BOOL || form_info[form].kind == TYPE_DURATION) return;
  t->column->fact = text_of(
      form_info[form].kind == TYPE_PERCENT
          ? arena_printf(t->shape->arena, "%.6g%% to %.6g%%", tally->low * 100, tally->high * 100)
          : arena_printf(t->shape->arena, "%.12g to %.12g", tally->low, tally->high));
}

/* Nothing below 0 was seen. */
static const char *range_of(const Typing *t, FormId form) {
  const FormTally *tally = &t->profile->form[form];
  const bool percent = form_info[form].kind == TYPE_PERCENT;
  if (tally->low < 0) return "";
  const bool scale =
      form == FORM_INTEGER && tally->high <= SCALE_MOST && t->profile->values.count >= SCALE_VALUES;
  return scale ? " 0..10" : percent ? " 0%.." : " 0..";
}

static bool fits(const Typing *t, FormId form) { return profile_fits(t->profile, form); }

/* The better of a form and the same with a decimal comma; FORM_COUNT where neither fits. */
static FormId better(const Typing *t, FormId point, FormId comma) {
  if (!fits(t, point)) return fits(t, comma) ? comma : FORM_COUNT;
  if (!fits(t, comma)) return point;
  const uint64_t a = t->profile->form[point].misfits, b = t->profile->form[comma].misfits;
  return a <= b ? point : comma;
}

/* 1,234 is a thousand or a little more than one. */
static FormId settle_comma(Typing *t, FormId point, FormId comma) {
  const ColumnProfile *p = t->profile;
  if (!p->signs || !fits(t, point) || !fits(t, comma) ||
      p->form[point].misfits != p->form[comma].misfits)
    return better(t, point, comma);
  if (p->points || p->commas) return p->points >= p->commas ? point : comma;
  const bool semicolon = t->table->table->delimiter == ';';
  const FormId taken = semicolon ? comma : point;
  shape_note(t->shape, &t->column->choices,
             "%.12g at most; with a comma for decimals and a point for groups of thousands it "
             "would be %.12g. %s",
             p->form[point].high, p->form[comma].high,
             semicolon ? "The latter is taken, since the cells are separated by `;`" : "");
  return taken;
}

static bool try_bool(Typing *t) {
  if (!fits(t, FORM_BOOL) || t->profile->values.count < 2) return false;
  if (fits(t, FORM_INTEGER)) {
    if (t->profile->values.count > 2) return false;
    shape_note(t->shape, &t->column->choices, "yes and no: only 0 and 1 occur; else `integer`");
  }
  take_form(t, FORM_BOOL, "bool", "");
  return true;
}

static bool try_percent(Typing *t) {
  const FormId form = better(t, FORM_PERCENT, FORM_PERCENT_COMMA);
  if (form == FORM_COUNT) return false;
  take_form(t, form, form_info[form].written, range_of(t, form));
  return true;
}

static bool try_money(Typing *t) {
  const char *currency = t->profile->currency;
  if (!currency[0] || better(t, FORM_MONEY, FORM_MONEY_COMMA) == FORM_COUNT) return false;
  const FormId form = settle_comma(t, FORM_MONEY, FORM_MONEY_COMMA);
  const char *comma = form == FORM_MONEY_COMMA ? ", comma" : "";
  if (t->profile->sign) shape_note(t->shape, &t->column->choices, "`$` is taken for US dollars");
  take_form(t, form, arena_printf(t->shape->arena, "money(%s%s)", currency, comma),
            range_of(t, form));
  return true;
}

static bool try_duration(Typing *t) {
  if (!fits(t, FORM_DURATION)) return false;
  take_form(t, FORM_DURATION, "duration", "");
  return true;
}

/* Bare numbers under a name that speaks of percentages. */
static bool take_bare_percent(Typing *t, FormId form) {
  const FormTally *tally = &t->profile->form[form];
  if (form == FORM_NUMBER_COMMA || !header_speaks_of(t->profile->header, percent_words))
    return false;
  const bool ratio = tally->low >= -1 && tally->high <= 1;
  if (!ratio && (tally->low < -1000 || tally->high > 1000)) return false;
  shape_note(t->shape, &t->column->choices,
             "a percentage by its name; its numbers, %.6g to %.6g, are taken as %s; else "
             "`percent(%s)` or `number`",
             tally->low, tally->high, ratio ? "ratios (0.05 is 5%)" : "points (5 is 5%)",
             ratio ? "points" : "ratio");
  take_form(t, form, ratio ? "percent(ratio)" : "percent(points)", tally->low >= 0 ? " 0%.." : "");
  return true;
}

/* Bare numbers under a name with a currency in it. */
static bool take_bare_money(Typing *t, FormId form) {
  const char *currency = profile_currency_named(t->profile->header);
  if (!currency) return false;
  shape_note(t->shape, &t->column->choices, "amounts in %s by its name; else `number`", currency);
  take_form(t, form,
            arena_printf(t->shape->arena, "money(%s%s)", currency,
                         form == FORM_NUMBER_COMMA ? ", comma" : ""),
            range_of(t, form));
  return true;
}

static bool try_number(Typing *t) {
  if (better(t, FORM_NUMBER, FORM_NUMBER_COMMA) == FORM_COUNT) return false;
  if (t->profile->coded || header_speaks_of(t->profile->header, code_words)) {
    if (t->profile->coded)
      shape_note(t->shape, &t->column->choices,
                 "text: %llu of its numbers begin with 0, as codes do; else `integer`",
                 (unsigned long long)t->profile->coded);
    return false;
  }
  FormId form = settle_comma(t, FORM_NUMBER, FORM_NUMBER_COMMA);
  const bool whole = fits(t, FORM_INTEGER) &&
                     t->profile->form[FORM_INTEGER].misfits <= t->profile->form[form].misfits;
  if (take_bare_percent(t, form)) return true;
  if (take_bare_money(t, form)) return true;
  if (form == FORM_NUMBER && whole) form = FORM_INTEGER;
  if (header_speaks_of(t->profile->header, money_words))
    shape_note(t->shape, &t->column->choices,
               "numbers without a currency; amounts of money would be `money(USD)` or the like, "
               "in millions `money(USD, millions)`");
  take_form(t, form, form_info[form].written, range_of(t, form));
  return true;
}

/* ---- Enumerations ---- */

/* Members that only capitals, blanks or punctuation tell apart. */
static void note_twins(Typing *t) {
  const Distinct *values = &t->profile->values;
  for (size_t i = 0; i < values->values.count; i++)
    for (size_t k = i + 1; k < values->values.count; k++) {
      const DistinctValue *a = &values->values.at[i], *b = &values->values.at[k];
      if (!text_loosely_equal(a->text, b->text)) continue;
      shape_note(t->shape, &t->column->notes,
                 "`%.*s` (%llu) and `%.*s` (%llu) are told apart by capitals, blanks or signs only",
                 TEXT_ARG(text_printable(t->shape->arena, a->text)), (unsigned long long)a->count,
                 TEXT_ARG(text_printable(t->shape->arena, b->text)), (unsigned long long)b->count);
    }
}

static bool try_members(Typing *t) {
  const ColumnProfile *p = t->profile;
  if (!distinct_is_listed(&p->values) || p->values.count < 2 || p->values.count > MEMBERS_MOST ||
      p->longest > MEMBER_LENGTH || p->filled < p->values.count * 2)
    return false;
  t->column->kind = SHAPE_MEMBERS;
  note_twins(t);
  return true;
}

/* ---- A column ---- */

static void take_text(Typing *t) {
  const ColumnProfile *p = t->profile;
  t->column->kind = SHAPE_TEXT;
  if (!p->filled) {
    t->column->fact = TEXT("always empty");
    return;
  }
  t->column->fact = text_of(arena_printf(t->shape->arena, "%s%llu different",
                                         p->values.overflow ? "more than " : "",
                                         (unsigned long long)p->values.count));
}

static void note_misfits(Typing *t) {
  const FormTally *tally = &t->profile->form[t->column->form];
  if (t->column->kind != SHAPE_FORM || !tally->misfits) return;
  shape_note(t->shape, &t->column->notes, "%llu cell%s cannot be read so: `%.*s` in line %llu%s",
             (unsigned long long)tally->misfits, tally->misfits == 1 ? "" : "s",
             TEXT_ARG(text_printable(t->shape->arena, tally->first)),
             (unsigned long long)tally->line, tally->misfits == 1 ? "" : " first");
}

static void add_empty(Typing *t) {
  if (!t->profile->empty || !t->profile->filled) return;
  t->column->fact =
      text_of(arena_printf(t->shape->arena, "%.*s%s%llu empty", TEXT_ARG(t->column->fact),
                           t->column->fact.len ? ", " : "", (unsigned long long)t->profile->empty));
}

static void type_column(Typing *t) {
  if (t->column->kind == SHAPE_TEXT) {
    const bool done = shape_date(t->shape, t->table, t->column, t->profile) || try_bool(t) ||
                      try_percent(t) || try_money(t) || try_duration(t) || try_number(t) ||
                      try_members(t);
    if (!done) take_text(t);
    note_misfits(t);
  }
  add_empty(t);
}

void shape_types(Shape *shape) {
  for (uint32_t t = 0; t < shape->count; t++) {
    TableShape *table = &shape->tables[t];
    for (uint32_t i = 0; i < table->table->column_count; i++) {
      Typing typing = {shape, table, &table->columns[i], &table->table->columns[i]};
      if (typing.column->kind != SHAPE_LEFT_OUT) type_column(&typing);
    }
  }
}
