/* date.h - civil days: int32 days since 1970-01-01, proleptic Gregorian.
 * Years 0001 to 9999 are legal; what falls outside is reported by false. */
#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include "base/buffer.h"

#define DATE_MIN (-719162) /* 0001-01-01 */
#define DATE_MAX 2932896   /* 9999-12-31 */

typedef struct Civil {
  int year, month, day;
} Civil; /* month 1..12, day 1..31 */

bool date_from_civil(Civil civil, int32_t *day); /* false where there is no such day */
Civil date_to_civil(int32_t day);
/* Keeps the day of the month or takes the month's last. */
bool date_add_months(int32_t day, int64_t months, int32_t *out);
bool date_add_days(int32_t day, int64_t days, int32_t *out);
/* Whole calendar months from a to b: the largest n >= 0 with a + n months <= b; where b comes
 * first, the negative of the count from b to a. */
int64_t date_months_between(int32_t a, int32_t b);
int64_t date_years_between(int32_t a, int32_t b);
int date_weekday(int32_t day); /* Monday 1 .. Sunday 7 */
int date_quarter(int32_t day); /* calendar quarter 1..4 */

/* The calendar unit (of CalendarUnit) that holds `day`, moved by `shift` units: its first day.
 * Weeks start on Monday; fiscal quarters and years start in `fiscal_month` (1..12). */
typedef enum {
  UNIT_DAY,
  UNIT_WEEK,
  UNIT_MONTH,
  UNIT_QUARTER,
  UNIT_YEAR,
  UNIT_FISCAL_QUARTER,
  UNIT_FISCAL_YEAR
} CalendarUnit;
bool date_unit_start(int32_t day, CalendarUnit unit, int64_t shift, int fiscal_month, int32_t *out);

/* ISO 8601: YYYY-MM-DD, also the day of a date-time as written (2026-06-30T12:00:00Z, with a blank
 * for T). */
bool date_parse_iso(Text t, int32_t *day);
/* By a format of %Y %y %m %d %b %B %H %M %S %% and literal characters; the whole text must match.
 * %y is 1969 to 2068; %b and %B are the English names, any case; %m and %d take one or two digits.
 */
bool date_parse(Text t, Text format, int32_t *day);
/* Whether a format is usable: known letters, and year, month and day exactly once each. *why says
 * what is wrong. */
bool date_format_check(Text format, const char **why);
/* The readings behind the two above: the form alone, so that a day that the calendar does not
 * have (2026-02-30) can be told from what is no date at all. */
bool date_read_iso(Text t, Civil *civil);
bool date_read(Text t, Text format, Civil *civil);
void date_print(Buffer *out, int32_t day); /* ISO */
/* Today's local date, from the clock. */
int32_t date_today(void);

#endif
