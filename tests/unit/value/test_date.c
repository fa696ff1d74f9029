/* test_date.c - the calendar against a walk that counts its own days. */
#include "chance.h"
#include "support/unit.h"
#include "value/date.h"

/* A calendar without formulas: it only knows how to take the next step. */
static int last_of_month(int year, int month) {
  static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month != 2) return days[month];
  if (year % 400 == 0) return 29;
  if (year % 100 == 0) return 28;
  return year % 4 == 0 ? 29 : 28;
}

static void next_month(Civil *civil) {
  if (++civil->month <= 12) return;
  civil->month = 1;
  civil->year++;
}

static void previous_month(Civil *civil) {
  if (--civil->month >= 1) return;
  civil->month = 12;
  civil->year--;
}

static void next_day(Civil *civil) {
  if (++civil->day <= last_of_month(civil->year, civil->month)) return;
  civil->day = 1;
  next_month(civil);
}

static int32_t day_of(int year, int month, int day) {
  int32_t out = 0;
  ck_assert(date_from_civil((Civil){year, month, day}, &out));
  return out;
}

static void assert_civil(int32_t day, Civil expected) {
  const Civil found = date_to_civil(day);
  int32_t back;
  if (found.year != expected.year || found.month != expected.month || found.day != expected.day) {
    ck_abort_msg("%d is not %d-%d-%d", day, expected.year, expected.month, expected.day);
  }
  EXPECT(date_from_civil(expected, &back) && back == day);
}

START_TEST(every_day_of_the_calendar) {
  Civil civil = {1, 1, 1};
  int weekday = 1;
  for (int32_t day = DATE_MIN; day <= DATE_MAX; day++) {
    assert_civil(day, civil);
    EXPECT(date_weekday(day) == weekday);
    EXPECT(date_quarter(day) == (civil.month - 1) / 3 + 1);
    next_day(&civil);
    weekday = weekday == 7 ? 1 : weekday + 1;
  }
  ck_assert_int_eq(civil.year, 10000);
  ck_assert_int_eq(civil.day, 1);
}
END_TEST

START_TEST(known_days) {
  ck_assert_int_eq(day_of(1970, 1, 1), 0);
  ck_assert_int_eq(day_of(2000, 3, 1), 11017);
  ck_assert_int_eq(day_of(1, 1, 1), DATE_MIN);
  ck_assert_int_eq(day_of(9999, 12, 31), DATE_MAX);
  ck_assert_int_eq(date_weekday(0), 4);                   /* a Thursday */
  ck_assert_int_eq(date_weekday(day_of(2026, 6, 30)), 2); /* a Tuesday */
  ck_assert_int_eq(date_weekday(day_of(1945, 5, 8)), 2);
  ck_assert_int_eq(date_weekday(day_of(2000, 1, 1)), 6);
}
END_TEST

START_TEST(days_that_are_none) {
  static const Civil cases[] = {{0, 12, 31},   {10000, 1, 1}, {-1, 1, 1},        {2026, 0, 1},
                                {2026, 13, 1}, {2026, 1, 0},  {2026, 1, 32},     {2026, 4, 31},
                                {2026, 2, 29}, {1900, 2, 29}, {2000, 2, 30},     {2026, -1, 1},
                                {2026, 1, -1}, {2026, 6, 31}, {2147483647, 1, 1}};
  int32_t out = 42;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ck_assert_msg(!date_from_civil(cases[i], &out), "case %zu", i);
  }
  ck_assert_int_eq(out, 42);
  ck_assert(date_from_civil((Civil){2000, 2, 29}, &out));
  ck_assert(date_from_civil((Civil){2024, 2, 29}, &out));
}
END_TEST

/* One month at a time, and only at the end down to the month's last day. */
static bool add_months_slowly(int32_t day, int months, int32_t *out) {
  Civil civil = date_to_civil(day);
  for (; months > 0; months--) next_month(&civil);
  for (; months < 0; months++) previous_month(&civil);
  const int last = last_of_month(civil.year, civil.month);
  if (civil.day > last) civil.day = last;
  return date_from_civil(civil, out);
}

START_TEST(months_are_added_as_by_hand) {
  uint64_t state = 1;
  for (int i = 0; i < 50000; i++) {
    const int32_t day = (int32_t)chance_between(&state, DATE_MIN, DATE_MAX);
    const int months = (int)chance_bits(&state, i % 8 == 0 ? 16 : 8);
    int32_t found = 42, expected = 42;
    const bool done = add_months_slowly(day, months, &expected);
    EXPECT(date_add_months(day, months, &found) == done);
    EXPECT(found == expected);
  }
}
END_TEST

START_TEST(months_at_the_ends) {
  int32_t out = 42;
  ck_assert(!date_add_months(0, INT64_MAX, &out));
  ck_assert(!date_add_months(0, INT64_MIN, &out));
  ck_assert(!date_add_months(DATE_MAX, 1, &out));
  ck_assert(!date_add_months(DATE_MIN, -1, &out));
  ck_assert_int_eq(out, 42);
  ck_assert(date_add_months(day_of(2024, 1, 31), 1, &out));
  ck_assert_int_eq(out, day_of(2024, 2, 29));
  ck_assert(date_add_months(day_of(2024, 2, 29), 12, &out));
  ck_assert_int_eq(out, day_of(2025, 2, 28));
  ck_assert(date_add_months(day_of(2026, 3, 31), -1, &out));
  ck_assert_int_eq(out, day_of(2026, 2, 28));
  ck_assert(date_add_months(DATE_MIN, 9999 * 12 - 1, &out));
  ck_assert_int_eq(out, day_of(9999, 12, 1));
}
END_TEST

START_TEST(days_at_the_ends) {
  int32_t out = 42;
  ck_assert(!date_add_days(0, INT64_MAX, &out));
  ck_assert(!date_add_days(-1, INT64_MIN, &out));
  ck_assert(!date_add_days(DATE_MAX, 1, &out));
  ck_assert(!date_add_days(DATE_MIN, -1, &out));
  ck_assert_int_eq(out, 42);
  ck_assert(date_add_days(DATE_MIN, (int64_t)DATE_MAX - DATE_MIN, &out));
  ck_assert_int_eq(out, DATE_MAX);
}
END_TEST

/* The largest n >= 0 with a + n steps <= b, looked for one by one. */
static int64_t steps_slowly(int32_t a, int32_t b, int step) {
  int32_t reached;
  int n = 0;
  if (b < a) return -steps_slowly(b, a, step);
  while (add_months_slowly(a, (n + 1) * step, &reached) && reached <= b) n++;
  return n;
}

START_TEST(whole_months_and_years_between) {
  uint64_t state = 2;
  for (int i = 0; i < 4000; i++) {
    const int32_t a = (int32_t)chance_between(&state, DATE_MIN, DATE_MAX);
    const int32_t b = (int32_t)(a + chance_bits(&state, 11));
    if (b < DATE_MIN || b > DATE_MAX) continue;
    ck_assert_int_eq(date_months_between(a, b), steps_slowly(a, b, 1));
    ck_assert_int_eq(date_years_between(a, b), steps_slowly(a, b, 12));
  }
}
END_TEST

START_TEST(months_between_by_hand) {
  ck_assert_int_eq(date_months_between(day_of(2026, 1, 31), day_of(2026, 2, 28)), 1);
  ck_assert_int_eq(date_months_between(day_of(2026, 1, 31), day_of(2026, 2, 27)), 0);
  ck_assert_int_eq(date_months_between(day_of(2026, 2, 28), day_of(2026, 1, 31)), -1);
  ck_assert_int_eq(date_months_between(day_of(2026, 3, 30), day_of(2026, 2, 28)), -1);
  ck_assert_int_eq(date_months_between(day_of(2026, 5, 1), day_of(2026, 5, 1)), 0);
  ck_assert_int_eq(date_years_between(day_of(2024, 2, 29), day_of(2025, 2, 28)), 1);
  ck_assert_int_eq(date_years_between(day_of(2024, 2, 29), day_of(2025, 2, 27)), 0);
  ck_assert_int_eq(date_months_between(DATE_MIN, DATE_MAX), 9999 * 12 - 1);
  ck_assert_int_eq(date_years_between(DATE_MIN, DATE_MAX), 9998);
  ck_assert_int_eq(date_years_between(DATE_MAX, DATE_MIN), -9998);
}
END_TEST

static bool starts_unit(int32_t day, CalendarUnit unit, int fiscal_month) {
  const Civil civil = date_to_civil(day);
  const int since_fiscal = (civil.month - fiscal_month + 12) % 12;
  switch (unit) {
  case UNIT_DAY:
    return true;
  case UNIT_WEEK:
    return date_weekday(day) == 1;
  case UNIT_MONTH:
    return civil.day == 1;
  case UNIT_QUARTER:
    return civil.day == 1 && civil.month % 3 == 1;
  case UNIT_YEAR:
    return civil.day == 1 && civil.month == 1;
  case UNIT_FISCAL_QUARTER:
    return civil.day == 1 && since_fiscal % 3 == 0;
  case UNIT_FISCAL_YEAR:
    return civil.day == 1 && since_fiscal == 0;
  }
  return false;
}

static int32_t unit_start_slowly(int32_t day, CalendarUnit unit, int shift, int fiscal_month) {
  while (!starts_unit(day, unit, fiscal_month)) day--;
  for (; shift < 0; shift++) {
    do day--;
    while (!starts_unit(day, unit, fiscal_month));
  }
  for (; shift > 0; shift--) {
    do day++;
    while (!starts_unit(day, unit, fiscal_month));
  }
  return day;
}

START_TEST(units_start_where_a_walk_finds_them) {
  uint64_t state = 3;
  for (int i = 0; i < 3000; i++) {
    const int32_t day = (int32_t)chance_between(&state, DATE_MIN + 2000, DATE_MAX - 2000);
    const CalendarUnit unit = (CalendarUnit)chance_between(&state, UNIT_DAY, UNIT_FISCAL_YEAR);
    const int shift = (int)chance_between(&state, -3, 3);
    const int fiscal = (int)chance_between(&state, 1, 12);
    int32_t out;
    ck_assert(date_unit_start(day, unit, shift, fiscal, &out));
    ck_assert_int_eq(out, unit_start_slowly(day, unit, shift, fiscal));
  }
}
END_TEST

START_TEST(units_at_the_ends) {
  int32_t out = 42;
  for (int unit = UNIT_DAY; unit <= UNIT_FISCAL_YEAR; unit++) {
    ck_assert(!date_unit_start(0, (CalendarUnit)unit, INT64_MAX, 4, &out));
    ck_assert(!date_unit_start(0, (CalendarUnit)unit, INT64_MIN, 4, &out));
    ck_assert(!date_unit_start(DATE_MIN, (CalendarUnit)unit, -1, 4, &out));
    ck_assert(!date_unit_start(DATE_MAX, (CalendarUnit)unit, 1, 4, &out));
  }
  ck_assert(!date_unit_start(DATE_MIN, UNIT_FISCAL_YEAR, 0, 4, &out)); /* began in year 0 */
  ck_assert_int_eq(out, 42);
  ck_assert(date_unit_start(DATE_MIN, UNIT_WEEK, 0, 1, &out));
  ck_assert_int_eq(out, DATE_MIN);
  ck_assert(date_unit_start(day_of(2026, 6, 30), UNIT_FISCAL_YEAR, -1, 4, &out));
  ck_assert_int_eq(out, day_of(2025, 4, 1));
  ck_assert(date_unit_start(day_of(2026, 3, 31), UNIT_FISCAL_YEAR, 0, 4, &out));
  ck_assert_int_eq(out, day_of(2025, 4, 1));
}
END_TEST

START_TEST(today_is_plausible) {
  const int32_t today = date_today();
  ck_assert_int_gt(today, day_of(2020, 1, 1));
  ck_assert_int_lt(today, day_of(2200, 1, 1));
}
END_TEST

UNIT_MAIN(NULL, NULL, every_day_of_the_calendar, known_days, days_that_are_none,
          months_are_added_as_by_hand, months_at_the_ends, days_at_the_ends,
          whole_months_and_years_between, months_between_by_hand,
          units_start_where_a_walk_finds_them, units_at_the_ends, today_is_plausible)
