/* lexical_date.c - dates in other forms than 2026-06-30, and days that do not exist. */
#include <stdio.h>

#include "syntax/lexical.h"
#include "syntax/parse.h"
#include "value/date.h"

typedef struct Reading {
  Civil civil;
  bool exists;
} Reading;

static Reading reading(int year, int month, int day) {
  Reading r = {{year < 100 ? year + 2000 : year, month, day}, false};
  int32_t number;
  r.exists = date_from_civil(r.civil, &number);
  return r;
}

static Text written(Scanner *s, Reading r) {
  return text_of(
      arena_printf(s->syntax->arena, "%04d-%02d-%02d", r.civil.year, r.civil.month, r.civil.day));
}

/* Goes on with some date: what is wrong was said. */
static void go_on(Scanner *s, Reading r) {
  int32_t day = 0;
  if (r.exists) date_from_civil(r.civil, &day);
  lexical_token(s, TOK_DATE_LITERAL)->day = day;
}

void fault_no_such_day(Scanner *s) {
  Text match = lexical_match(s);
  Diag *d = fault_report(s, E_NO_SUCH_DAY, s->lo, s->hi, "there is no day %.*s", TEXT_ARG(match));
  int year = 0, month = 0, day = 0;
  char digits[11] = {0};
  snprintf(digits, sizeof digits, "%.*s", TEXT_ARG(match));
  sscanf(digits, "%4d-%2d-%2d", &year, &month, &day);
  for (int last = 31; last >= 28; last--) {
    Reading r = reading(year, month, last);
    if (!r.exists || last > day) continue;
    Text text = written(s, r);
    diag_help(s->diags, d, "that month ends on `%.*s`", TEXT_ARG(text));
    diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), text);
    return;
  }
}

static void form_report(Scanner *s, Reading r) {
  Diag *d = fault_report(s, E_DATE_FORM, s->lo, s->hi,
                         "a date is written year, month, day: `2026-06-30`");
  if (r.exists) {
    Text text = written(s, r);
    diag_help(s->diags, d, "write `%.*s`", TEXT_ARG(text));
    diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), text);
  }
  go_on(s, r);
}

/* 2026-06-30T12:00 and the like: the day alone counts. */
static void longer_than_a_day(Scanner *s, Text match) {
  Text day = text_slice(match, 0, 10);
  Diag *d = fault_report(s, E_DATE_FORM, s->lo, s->hi, "a date is a day, nothing follows it");
  int32_t number = 0;
  if (date_parse_iso(day, &number)) {
    diag_help(s->diags, d, "write `%.*s`", TEXT_ARG(day));
    diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), day);
  }
  lexical_token(s, TOK_DATE_LITERAL)->day = number;
}

void fault_date(Scanner *s) {
  Text match = lexical_match(s);
  int a = 0, b = 0, c = 0;
  char digits[11] = {0}, separator = '-';
  snprintf(digits, sizeof digits, "%.*s", TEXT_ARG(match));
  if (match.len > 10) {
    longer_than_a_day(s, match);
    return;
  }
  sscanf(digits, "%d%c%d%*c%d", &a, &separator, &b, &c);
  if (a > 31) {
    form_report(s, reading(a, b, c));
    return;
  }
  Reading day_first = reading(c, b, a), month_first = reading(c, a, b);
  if (separator == '.' || !month_first.exists || a == b)
    form_report(s, day_first);
  else if (!day_first.exists)
    form_report(s, month_first);
  else {
    Diag *d = fault_report(s, E_DATE_FORM, s->lo, s->hi,
                           "a date is written year, month, day: `2026-06-30`");
    diag_help(s->diags, d, "write `%.*s` if the day came first, `%.*s` if the month did",
              TEXT_ARG(written(s, day_first)), TEXT_ARG(written(s, month_first)));
    go_on(s, day_first);
  }
}
