/* scalar.c - a value as people, a CSV file or a JSON document want it.
 *
 * CSV text reads back to the same value through cell.h. In JSON what is a number stays one
 * (a percent as its ratio, money without its currency), and everything else is a string.
 */
#include "value/scalar.h"

#include <math.h>

#include "base/json.h"
#include "value/date.h"
#include "value/decimal.h"
#include "value/print_impl.h"
#include "value/write.h"

static void print_text(Buffer *out, Text text, PrintStyle style) {
  if (style != PRINT_JSON) {
    buffer_text(out, text);
    return;
  }
  JsonWriter json = json_writer(out, false);
  json_text(&json, NULL, text);
}

/* People read the name that rules use; data goes out as it came in. */
static void print_member(Buffer *out, Scalar value, const EnumSchema *enums, PrintStyle style) {
  const EnumMember *member = &enums[value.type.of].members[value.i];
  print_text(out, style == PRINT_PEOPLE ? member->name : member->text, style);
}

void money_print(Buffer *out, int128 value, const char *currency) {
  print_decimal(out, value, type_info(TYPE_MONEY)->decimals, (DecimalStyle){true, 2});
  if (currency[0]) buffer_printf(out, " %.3s", currency);
}

/* People read two decimals of the points; but what is no whole percentage never becomes one by
 * that, so that 94.999% against a limit of 95% does not read as 95%. */
static int64_t percent_for_people(int64_t value) {
  const int64_t point = type_scale(TYPE_PERCENT) / 100, shown = point / 100;
  int64_t rounded;
  if (!decimal_round_to(value, shown, &rounded)) return value;
  return rounded % point == 0 ? value : rounded;
}

static void print_percent(Buffer *out, int64_t value, PrintStyle style) {
  const int decimals = type_info(TYPE_PERCENT)->decimals;
  if (style == PRINT_PEOPLE) value = percent_for_people(value);
  if (style == PRINT_JSON) {
    decimal_print(out, value, decimals, false);
    return;
  }
  decimal_print(out, value, decimals - 2, style == PRINT_PEOPLE);
  buffer_char(out, '%');
}

/* People read six decimals, under the same rule. */
static void print_number(Buffer *out, double value, PrintStyle style) {
  const double rounded = double_round(value, 6);
  const bool people = style == PRINT_PEOPLE;
  print_double(out, people && rounded != floor(rounded) ? rounded : value, people);
}

/* Four digits are read at a glance, and may be a year. */
static bool wants_groups(Scalar value) {
  return value.type.kind != TYPE_INTEGER || value.i <= -10000 || value.i >= 10000;
}

static void print_known(Buffer *out, Scalar value, const EnumSchema *enums, PrintStyle style) {
  const bool group = style == PRINT_PEOPLE && wants_groups(value);
  char text[WRITE_ROOM];
  switch (value.type.kind) {
  case TYPE_TEXT:
  case TYPE_REF:
    print_text(out, value.text, style);
    break;
  case TYPE_INTEGER:
  case TYPE_SCORE:
    decimal_print(out, value.i, type_info(value.type.kind)->decimals, group);
    break;
  case TYPE_NUMBER:
    print_number(out, value.f, style);
    break;
  case TYPE_PERCENT:
    print_percent(out, value.i, style);
    break;
  case TYPE_MONEY:
    if (style == PRINT_PEOPLE)
      money_print(out, value.i, value.type.currency);
    else
      decimal_print(out, value.i, type_info(TYPE_MONEY)->decimals, false);
    break;
  case TYPE_DATE:
    date_print(out, (int32_t)value.i);
    break;
  case TYPE_DURATION:
    print_grouped(out, text, write_duration(text, value.i), group);
    break;
  case TYPE_PERIOD:
    print_grouped(out, text, write_period(text, value.i), group);
    break;
  case TYPE_BOOL:
    buffer_str(out, value.truth == TRUTH_TRUE ? "true" : "false");
    break;
  case TYPE_ENUM:
    print_member(out, value, enums, style);
    break;
  case TYPE_NONE:
  case TYPE_COUNT:
    break;
  }
}

static bool is_missing(Scalar value) {
  return !value.known || value.type.kind == TYPE_NONE ||
         (value.type.kind == TYPE_BOOL && value.truth == TRUTH_UNKNOWN);
}

void scalar_print(Buffer *out, Scalar value, const EnumSchema *enums, PrintStyle style) {
  static const char *const missing[] = {
      [PRINT_PEOPLE] = "missing", [PRINT_CSV] = "", [PRINT_JSON] = "null"};
  if (is_missing(value)) {
    buffer_str(out, missing[style]);
    return;
  }
  const TypeKind kind = value.type.kind;
  const bool unquoted = kind == TYPE_DATE || kind == TYPE_DURATION || kind == TYPE_PERIOD;
  const bool quote = style == PRINT_JSON && unquoted; /* texts bring their own quotes */
  if (quote) buffer_char(out, '"');
  print_known(out, value, enums, style);
  if (quote) buffer_char(out, '"');
}

bool scalar_equal(Scalar a, Scalar b) {
  if (!type_equal(a.type, b.type)) return false;
  if (is_missing(a) || is_missing(b)) return is_missing(a) && is_missing(b);
  if (a.type.kind == TYPE_TEXT || a.type.kind == TYPE_REF) return text_equal(a.text, b.text);
  if (a.type.kind == TYPE_NUMBER) return a.f == b.f;
  if (a.type.kind == TYPE_BOOL) return a.truth == b.truth;
  return a.i == b.i;
}
