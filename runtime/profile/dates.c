/* dates.c - which form the dates of a column have.
 *
 * Several forms may read every cell: 03/04/2026 is a day in March or in April. What settles it, in
 * this order: another column of the table with the same separators, in which one day is beyond the
 * twelfth; days that lie closer together; else the day comes first. The last three are choices.
 */
#include <string.h>

#include "profile/shape_impl.h"
#include "value/date.h"

static bool is_date(FormId form) { return form_info[form].kind == TYPE_DATE; }

static double span_of(const ColumnProfile *column, FormId form) {
  return column->form[form].high - column->form[form].low;
}

typedef struct Forms {
  FormId at[FORM_COUNT];
  size_t count;
} Forms;

/* Names of months are read in full or not, so the form of the short ones reads the long ones. */
static bool is_read_shorter(const ColumnProfile *column, size_t form) {
  return (form == FORM_DATE_DMY_FULL_NAME && profile_fits(column, FORM_DATE_DMY_NAME)) ||
         (form == FORM_DATE_MDY_FULL_NAME && profile_fits(column, FORM_DATE_MDY_NAME));
}

/* The date forms with the fewest misfits. */
static Forms forms_of(const ColumnProfile *column) {
  Forms forms = {.count = 0};
  uint64_t least = UINT64_MAX;
  for (size_t f = 0; f < FORM_COUNT; f++) {
    if (!is_date((FormId)f) || !profile_fits(column, (FormId)f) || is_read_shorter(column, f))
      continue;
    const uint64_t misfits = column->form[f].misfits;
    if (misfits < least) forms.count = 0;
    if (misfits > least) continue;
    least = misfits;
    forms.at[forms.count++] = (FormId)f;
  }
  return forms;
}

static bool holds(const Forms *forms, FormId form) {
  for (size_t i = 0; i < forms->count; i++)
    if (forms->at[i] == form) return true;
  return false;
}

/* A column of the table that only one of the forms reads. */
static const ColumnProfile *settled_elsewhere(const TableProfile *table, const Forms *forms,
                                              FormId *form) {
  for (uint32_t i = 0; i < table->column_count; i++) {
    const Forms other = forms_of(&table->columns[i]);
    if (other.count != 1 || !holds(forms, other.at[0])) continue;
    *form = other.at[0];
    return &table->columns[i];
  }
  return NULL;
}

static const char *days_of(const Shape *shape, const ColumnProfile *column, FormId form) {
  Buffer out = buffer_in(shape->arena);
  date_print(&out, (int32_t)column->form[form].low);
  buffer_str(&out, " to ");
  date_print(&out, (int32_t)column->form[form].high);
  return out.data;
}

/* The form whose days lie at most half as far apart as those of every other, or FORM_COUNT. */
static FormId closest(const ColumnProfile *column, const Forms *forms) {
  FormId best = forms->at[0];
  for (size_t i = 1; i < forms->count; i++)
    if (span_of(column, forms->at[i]) < span_of(column, best)) best = forms->at[i];
  for (size_t i = 0; i < forms->count; i++)
    if (forms->at[i] != best && span_of(column, best) * 2 > span_of(column, forms->at[i]))
      return FORM_COUNT;
  return best;
}

/* Chooses among several forms and says why. */
static FormId choose(const Shape *shape, const TableProfile *table, ColumnShape *column,
                     const ColumnProfile *profile, const Forms *forms) {
  FormId form = closest(profile, forms), elsewhere;
  const ColumnProfile *other = settled_elsewhere(table, forms, &elsewhere);
  Buffer why = buffer_in(shape->arena);
  if (other) {
    form = elsewhere;
    buffer_printf(&why, "taken is the form of `%.*s`, the only one there",
                  TEXT_ARG(text_printable(shape->arena, other->header)));
  } else if (form != FORM_COUNT) {
    buffer_str(&why, "taken are the days that lie closer together");
  } else {
    form = forms->at[0];
    buffer_str(&why, "nothing tells the day from the month: the day is taken to come first");
  }
  for (size_t i = 0; i < forms->count; i++) {
    if (forms->at[i] == form) continue;
    shape_note(shape, &column->choices, "`%s` reads all cells, too, as %s; %s",
               form_info[forms->at[i]].written, days_of(shape, profile, forms->at[i]), why.data);
  }
  return form;
}

bool shape_date(Shape *shape, const TableShape *table, ColumnShape *column,
                const ColumnProfile *profile) {
  static const char *const words[] = {"date", "day", "datum", "since", "until", NULL};
  const Forms forms = forms_of(profile);
  if (!forms.count) return false;
  FormId form = forms.at[0];
  if (form == FORM_DATE_DIGITS) {
    const bool named = header_speaks_of(profile->header, words);
    if (!named && profile->form[form].misfits) return false;
    shape_note(shape, &column->choices, "dates: its numbers of eight digits are days, as %s",
               days_of(shape, profile, form));
  }
  if (forms.count > 1) form = choose(shape, table->table, column, profile, &forms);
  column->kind = SHAPE_FORM;
  column->form = form;
  column->written = text_of(form_info[form].written);
  column->fact = text_of(days_of(shape, profile, form));
  return true;
}
