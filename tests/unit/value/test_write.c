/* test_write.c - digits written a word at a time are those that are found one by one. */
#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "support/unit.h"
#include "value/date.h"
#include "value/write.h"

static char room[WRITE_ROOM];

/* Ends the text; nothing may be behind the room. */
static const char *ended(const char *end) {
  EXPECT(end > room && end < room + WRITE_ROOM);
  room[end - room] = '\0';
  return room;
}

/* The plain way, in 128 bits, one digit after the other. */
static const char *one_by_one(int128 value, int decimals) {
  static char text[64];
  char *at = text + sizeof text - 1;
  uint128 rest = value < 0 ? -(uint128)value : (uint128)value;
  bool begun = false;
  for (int i = 0; i < decimals; i++, rest /= 10) {
    const char digit = (char)('0' + (int)(rest % 10));
    begun = begun || digit != '0';
    if (begun) *--at = digit;
  }
  if (begun) *--at = '.';
  do {
    *--at = (char)('0' + (int)(rest % 10));
    rest /= 10;
  } while (rest);
  if (value < 0) *--at = '-';
  return at;
}

static void check_decimal(int64_t value, int decimals) {
  EXPECT(strcmp(ended(write_decimal(room, value, decimals)), one_by_one(value, decimals)) == 0);
}

START_TEST(by_hand) {
  ck_assert_str_eq(ended(write_decimal(room, 0, 4)), "0");
  ck_assert_str_eq(ended(write_decimal(room, 426580, 4)), "42.658");
  ck_assert_str_eq(ended(write_decimal(room, -1, 8)), "-0.00000001");
  ck_assert_str_eq(ended(write_decimal(room, 100000000, 0)), "100000000");
  ck_assert_str_eq(ended(write_decimal(room, INT64_MIN, 0)), "-9223372036854775808");
  ck_assert_str_eq(ended(write_decimal(room, INT64_MIN, 18)), "-9.223372036854775808");
  ck_assert_str_eq(ended(write_duration(room, 0)), "0 days");
  ck_assert_str_eq(ended(write_duration(room, 86400)), "1 day");
  ck_assert_str_eq(ended(write_duration(room, -3600)), "-1 hour");
  ck_assert_str_eq(ended(write_duration(room, 90 * 60)), "90 minutes");
  ck_assert_str_eq(ended(write_duration(room, INT64_MIN)), "-9223372036854775808 seconds");
  ck_assert_str_eq(ended(write_duration(room, 61)), "61 seconds");
  ck_assert_str_eq(ended(write_period(room, 0)), "0 months");
  ck_assert_str_eq(ended(write_period(room, -12)), "-1 year");
  ck_assert_str_eq(ended(write_period(room, 1)), "1 month");
  ck_assert_str_eq(ended(write_period(room, 30)), "30 months");
}
END_TEST

START_TEST(every_length_and_every_number_of_decimals) {
  uint64_t state = 1;
  for (int decimals = 0; decimals <= 18; decimals++) {
    for (int i = 0; i < 20000; i++) check_decimal(chance_bits(&state, 63), decimals);
    int64_t power = 1;
    for (int digits = 0; digits < 19; digits++, power = digits < 19 ? power * 10 : power)
      for (int64_t near = -1; near <= 1; near++) check_decimal(power + near, decimals);
    check_decimal(INT64_MAX, decimals);
    check_decimal(INT64_MIN, decimals);
  }
  for (int64_t i = 0; i <= 99999; i++) check_decimal(i, 4);
}
END_TEST

START_TEST(wide_sums) {
  uint64_t state = 2;
  for (int i = 0; i < 100000; i++) {
    const int128 value = (int128)chance_bits(&state, 63) * chance_bits(&state, 63);
    const int decimals = (int)chance_between(&state, 0, 18);
    EXPECT(strcmp(ended(write_decimal_wide(room, value, decimals)), one_by_one(value, decimals)) ==
           0);
  }
  const int128 most = (int128)(~(uint128)0 >> 1);
  ck_assert_str_eq(ended(write_decimal_wide(room, most, 0)),
                   "170141183460469231731687303715884105727");
  ck_assert_str_eq(ended(write_decimal_wide(room, -most - 1, 18)),
                   "-170141183460469231731.687303715884105728");
}
END_TEST

START_TEST(every_day) {
  for (int32_t day = DATE_MIN; day <= DATE_MAX; day += 3) {
    const Civil civil = date_to_civil(day);
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    EXPECT(strcmp(ended(write_date(room, day)), wanted) == 0);
  }
  ck_assert_str_eq(ended(write_date(room, DATE_MIN)), "0001-01-01");
  ck_assert_str_eq(ended(write_date(room, DATE_MAX)), "9999-12-31");
}
END_TEST

UNIT_MAIN(NULL, NULL, by_hand, every_length_and_every_number_of_decimals, wide_sums, every_day)
