/* date.c - civil days and calendar steps.
 *
 * The conversions count in years that start in March, so that the leap day is the last day
 * of its year, and in eras of 400 years, which always have 146097 days. Months are counted
 * as one number, year * 12 + month - 1, so that steps are plain additions.
 */
#include "value/date.h"

#include <time.h>

#include "value/write.h"

enum {
  YEAR_MIN = 1,
  YEAR_MAX = 9999,
  ERA_DAYS = 146097,
  EPOCH_OFFSET = 719468 /* days from 0000-03-01 to 1970-01-01 */
};

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int month_days(int year, int month) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* Of a legal civil day; years are positive, so no division meets a negative number. */
static int32_t day_of(Civil civil) {
  const int year = civil.month <= 2 ? civil.year - 1 : civil.year;
  const int month = civil.month <= 2 ? civil.month + 9 : civil.month - 3; /* March is 0 */
  const int era = year / 400, year_of_era = year % 400;
  const int day_of_year = (153 * month + 2) / 5 + civil.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * ERA_DAYS + day_of_era - EPOCH_OFFSET;
}

bool date_from_civil(Civil civil, int32_t *day) {
  if (civil.year < YEAR_MIN || civil.year > YEAR_MAX) return false;
  if (civil.month < 1 || civil.month > 12) return false;
  if (civil.day < 1 || civil.day > month_days(civil.year, civil.month)) return false;
  *day = day_of(civil);
  return true;
}

/* Quotients are taken by multiplications and shifts: those of Neri and Schneider, "Euclidean affine
 * functions and their application to calendar algorithms" (2023), whose years begin in March. */
Civil date_to_civil(int32_t day) {
  const uint32_t quarters = 4 * ((uint32_t)day + EPOCH_OFFSET) + 3; /* of days */
  const uint32_t century = quarters / ERA_DAYS, rest = quarters % ERA_DAYS / 4;
  const uint64_t years = (uint64_t)2939745 * (4 * rest + 3); /* times 2^32 */
  const uint32_t day_of_year = (uint32_t)years / 2939745 / 4;
  const uint32_t months = 2141 * day_of_year + 197913; /* times 2^16 */
  const bool next = day_of_year >= 306;                /* January and February */
  return (Civil){.year = (int)(100 * century + (uint32_t)(years >> 32) + next),
                 .month = (int)((months >> 16) - (next ? 12 : 0)),
                 .day = (int)((months & 0xffff) / 2141) + 1};
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
