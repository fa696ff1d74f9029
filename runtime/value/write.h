/* write.h - values as bytes, into room that the caller has made.
 *
 * Each function writes from `to` on and returns the end of what counts; it may use all of
 * WRITE_ROOM bytes, also behind that end. Rows of millions are printed with
 * these: no buffer is asked for room, and digits are written eight at a time.
 */
#ifndef VALUE_WRITE_H
#define VALUE_WRITE_H

#include "value/decimal.h"

enum { WRITE_ROOM = 64 };

/* Exact decimal of a scaled integer without trailing zeros: 1234500 of 4 decimals is 123.45.
 * `decimals` is 0 to 18. */
char *write_decimal(char *to, int64_t value, int decimals);
/* A 128-bit sum likewise. */
char *write_decimal_wide(char *to, int128 value, int decimals);
/* Shortest text that reads back to the same double. */
char *write_double(char *to, double value);
/* ISO: 2026-06-30. A day of date.h's calendar. */
char *write_date(char *to, int32_t day);
/* In the largest unit that leaves a whole number: 36 hours, 1 year. */
char *write_duration(char *to, int64_t seconds);
char *write_period(char *to, int64_t months);

#endif
