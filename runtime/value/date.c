/* date.c - civil days and calendar steps.
 *
 * Months are counted as one number, year * 12 + month - 1, so that steps are plain additions.
 */
#include "value/date.h"

#include <time.h>

#include "value/civil.h"

#include "value/write.h"

enum { YEAR_MIN = 1, YEAR_MAX = 9999 };

static int month_days(int year, int month) {
  return (int)civil_length((uint32_t)year, (uint32_t)month);
}

/* Of a legal civil day. */
static int32_t day_of(Civil civil) {
  return civil_day((uint32_t)civil.year, (uint32_t)civil.month, (uint32_t)civil.day);
}

bool date_from_civil(Civil civil, int32_t *day) {
  if (civil.year < YEAR_MIN || civil.year > YEAR_MAX) return false;
  if (civil.month < 1 || civil.month > 12) return false;
  if (civil.day < 1 || civil.day > month_days(civil.year, civil.month)) return false;
  *day = day_of(civil);
  return true;
}

Civil date_to_civil(int32_t day) {
  const CivilWords words = civil_of(day);
  return (Civil){.year = (int)words.year, .month = (int)words.month, .day = (int)words.date};
}

static bool in_range(int64_t day, int32_t *out) {
  if (day < DATE_MIN || day > DATE_MAX) return false;
  *out = (int32_t)day;
  return true;
}

static int month_index(Civil civil) { return civil.year * 12 + civil.month - 1; }

/* The day in the month of this index, or the month's last. */
static bool day_in_month(int64_t index, int day, int32_t *out) {
  if (index < YEAR_MIN * 12 || index > YEAR_MAX * 12 + 11) return false;
  const int year = (int)(index / 12), month = (int)(index % 12) + 1;
  const int last = month_days(year, month);
  *out = day_of((Civil){year, month, day < last ? day : last});
  return true;
}

bool date_add_months(int32_t day, int64_t months, int32_t *out) {
  const Civil civil = date_to_civil(day);
  int64_t index;
  if (__builtin_add_overflow((int64_t)month_index(civil), months, &index)) return false;
  return day_in_month(index, civil.day, out);
}

bool date_add_days(int32_t day, int64_t days, int32_t *out) {
  int64_t sum;
  if (__builtin_add_overflow((int64_t)day, days, &sum)) return false;
  return in_range(sum, out);
}

/* Whole steps of `step` months. The first guess lands in b's own month, so it never leaves
 * the calendar, and it is at most one too many. */
static int64_t steps_between(int32_t a, int32_t b, int step) {
  if (b < a) return -steps_between(b, a, step);
  const Civil from = date_to_civil(a);
  const int64_t count = (month_index(date_to_civil(b)) - month_index(from)) / step;
  int32_t reached = a;
  day_in_month(month_index(from) + count * step, from.day, &reached);
  return reached > b ? count - 1 : count;
}

int64_t date_months_between(int32_t a, int32_t b) { return steps_between(a, b, 1); }

int64_t date_years_between(int32_t a, int32_t b) { return steps_between(a, b, 12); }

/* The calendar starts on a Monday. */
int date_weekday(int32_t day) { return (day - DATE_MIN) % 7 + 1; }

int date_quarter(int32_t day) { return (date_to_civil(day).month + 2) / 3; }

/* The first day of the span of `length` months that holds `day`, `shift` spans on, where a
 * span starts in `first_month`. */
static bool month_span_start(int32_t day, int length, int64_t shift, int first_month,
                             int32_t *out) {
  const int index = month_index(date_to_civil(day));
  const int into = (index - (first_month - 1)) % length; /* year 1 keeps this positive */
  int64_t moved;
  if (__builtin_mul_overflow(shift, (int64_t)length, &moved)) return false;
  if (__builtin_add_overflow(moved, (int64_t)(index - into), &moved)) return false;
  return day_in_month(moved, 1, out);
}

bool date_unit_start(int32_t day, CalendarUnit unit, int64_t shift, int fiscal_month,
                     int32_t *out) {
  int64_t days;
  switch (unit) {
  case UNIT_DAY:
    return date_add_days(day, shift, out);
  case UNIT_WEEK:
    if (__builtin_mul_overflow(shift, (int64_t)7, &days)) return false;
    return date_add_days(day - (date_weekday(day) - 1), days, out);
  case UNIT_MONTH:
    return month_span_start(day, 1, shift, 1, out);
  case UNIT_QUARTER:
    return month_span_start(day, 3, shift, 1, out);
  case UNIT_YEAR:
    return month_span_start(day, 12, shift, 1, out);
  case UNIT_FISCAL_QUARTER:
    return month_span_start(day, 3, shift, fiscal_month, out);
  case UNIT_FISCAL_YEAR:
    return month_span_start(day, 12, shift, fiscal_month, out);
  }
  return false;
}

void date_print(Buffer *out, int32_t day) {
  char text[WRITE_ROOM];
  buffer_bytes(out, text, (size_t)(write_date(text, day) - text));
}

int32_t date_today(void) {
  const time_t now = time(NULL);
  struct tm local;
  int32_t day = 0;
  if (!localtime_r(&now, &local)) return day;
  date_from_civil((Civil){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday}, &day);
  return day;
}
