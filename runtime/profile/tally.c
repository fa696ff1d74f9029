/* tally.c - every form is tried on every cell, until it has failed too often.
 *
 * Of the first TRIAL cells all are tried. Then what reads less than nine in ten is dropped; so a
 * column of texts costs little more than their hashes.
 */
#include "profile/tally.h"

#include <string.h>

#include "value/cell.h"
#include "value/date.h"

enum { TRIAL = 500, DROPPED_PART = 10, MISFIT_PART = 20 };

const FormInfo form_info[FORM_COUNT] = {
#define FORM(id, words, type, decimal, days)                                                       \
  [FORM_##id] = {words, TYPE_##type, {.comma = decimal, .date = TEXT_INIT(days)}},
#include "profile/forms.def"
#undef FORM
};

/* Signs and codes by which money is recognised. */
static const struct Currency {
  const char *written, code[4];
} currencies[] = {{"$", "USD"},   {"\u20AC", "EUR"}, {"\u00A3", "GBP"}, {"\u00A5", "JPY"},
                  {"USD", "USD"}, {"EUR", "EUR"},    {"GBP", "GBP"},    {"JPY", "JPY"},
                  {"CHF", "CHF"}, {"CAD", "CAD"},    {"AUD", "AUD"},    {"SEK", "SEK"},
                  {"NOK", "NOK"}, {"DKK", "DKK"},    {"PLN", "PLN"},    {"INR", "INR"},
                  {"CNY", "CNY"}, {"BRL", "BRL"}};

enum { CURRENCIES = sizeof currencies / sizeof *currencies };

/* The currency that stands at either end of a cell; its index, or CURRENCIES. */
static size_t currency_of(Text cell) {
  size_t i = 0;
  for (; i < CURRENCIES; i++) {
    const Text written = text_of(currencies[i].written);
    if (text_starts(cell, written) || text_ends(cell, written)) break;
    const bool signed_before = cell.len && (cell.at[0] == '-' || cell.at[0] == '(');
    if (signed_before && text_starts(text_slice(cell, 1, cell.len), written)) break;
  }
  return i;
}

static bool is_capital(Text header, size_t at) {
  return at < header.len && header.at[at] >= 'A' && header.at[at] <= 'Z';
}

const char *profile_currency_named(Text header) {
  for (size_t i = 0; i < CURRENCIES; i++) {
    const Text code = text_of(currencies[i].code);
    for (size_t at = 0; at + code.len <= header.len; at++)
      if (text_starts(text_slice(header, at, header.len), code) &&
          !is_capital(header, at + code.len) && !(at && is_capital(header, at - 1)))
        return currencies[i].code;
  }
  return NULL;
}

static bool is_read(CellStatus status) { return status == CELL_OK || status == CELL_ROUNDED; }

/* Whether the form reads the cell; numbers and days come out as *value. */
static bool reads(const FormInfo *form, Text cell, double *value) {
  int64_t whole;
  int32_t day;
  Truth truth;
  bool read;
  switch (form->kind) {
  case TYPE_BOOL:
    return is_read(cell_bool(cell, &truth));
  case TYPE_NUMBER:
    return is_read(cell_f64(cell, &form->format, value));
  case TYPE_DATE:
    read = is_read(cell_date(cell, &form->format, &day));
    if (read) *value = day;
    return read;
  default:
    read = is_read(cell_i64(cell, (Type){.kind = form->kind}, &form->format, &whole));
    if (read) *value = (double)whole / (double)type_scale(form->kind);
    return read;
  }
}

static void try_form(ColumnProfile *column, FormId id, Text cell, uint64_t line) {
  FormTally *tally = &column->form[id];
  if (tally->dropped) return;
  double value = 0;
  if (!reads(&form_info[id], cell, &value)) {
    if (!tally->misfits++) {
      tally->first = text_copy(column->values.arena, cell);
      tally->line = line;
    }
    return;
  }
  const bool first = tally->low > tally->high;
  if (first || value < tally->low) tally->low = value;
  if (first || value > tally->high) tally->high = value;
}

static void drop_forms(ColumnProfile *column) {
  if (!column->currency[0]) column->form[FORM_MONEY].dropped = true;
  if (!column->currency[0]) column->form[FORM_MONEY_COMMA].dropped = true;
  for (size_t i = 0; i < FORM_COUNT; i++)
    column->form[i].dropped |= column->form[i].misfits * DROPPED_PART > column->filled;
}

/* 007, and not 0 or 0.7 */
static bool is_coded(Text cell) {
  if (cell.len < 2 || cell.at[0] != '0') return false;
  for (size_t i = 0; i < cell.len; i++)
    if (cell.at[i] < '0' || cell.at[i] > '9') return false;
  return true;
}

/* Nobody groups thousands behind a 0. */
static bool is_fraction(Text cell, char sign) {
  if (cell.len && (cell.at[0] == '-' || cell.at[0] == '+')) cell = text_slice(cell, 1, cell.len);
  return cell.len > 1 && cell.at[0] == '0' && cell.at[1] == sign;
}

static void note_currency(ColumnProfile *column, Text cell) {
  if (column->currency[0] || column->form[FORM_MONEY].dropped) return;
  const size_t found = currency_of(cell);
  if (found == CURRENCIES) return;
  memcpy(column->currency, currencies[found].code, sizeof column->currency);
  column->sign = found == 0;
}

bool tally_cell(ColumnProfile *column, Text cell, uint64_t line) {
  const Text value = text_trim(cell);
  if (!value.len) {
    column->empty++;
    return true;
  }
  if (text_utf8_check(value) < value.len || memchr(value.at, 0, value.len)) return false;
  column->filled++;
  distinct_add(&column->values, value, line);
  if (value.len > column->longest) {
    const size_t length = text_length(value);
    if (length > column->longest) column->longest = length;
  }
  column->coded += is_coded(value);
  column->signs += memchr(value.at, '.', value.len) || memchr(value.at, ',', value.len);
  column->points += is_fraction(value, '.');
  column->commas += is_fraction(value, ',');
  note_currency(column, value);
  for (size_t i = 0; i < FORM_COUNT; i++) try_form(column, (FormId)i, value, line);
  if (column->filled == TRIAL || column->filled % (TRIAL * 20) == 0) drop_forms(column);
  return true;
}

bool tally_is_value(Text cell) {
  const Text value = text_trim(cell);
  double ignored;
  for (size_t i = 0; i < FORM_COUNT; i++)
    if (i != FORM_BOOL && reads(&form_info[i], value, &ignored)) return true;
  return false;
}

bool profile_fits(const ColumnProfile *column, FormId form) {
  const FormTally *tally = &column->form[form];
  return column->filled && !tally->dropped && tally->misfits * MISFIT_PART <= column->filled;
}
