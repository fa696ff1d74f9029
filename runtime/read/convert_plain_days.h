/* convert_plain_days.h - days: a loop that loads, and two that a compiler makes vectors of;
 * included by one file a SIMD level.
 *
 * That file has defined DAYS, the name of the function, and TARGET, the attribute that allows the
 * level's instructions.
 */
#ifndef READ_CONVERT_PLAIN_DAYS_H
#define READ_CONVERT_PLAIN_DAYS_H

#include "read/convert_plain.h"
#include "value/civil.h"

enum { DAYS_TOGETHER = 64 };

typedef struct DayCells {
  uint64_t first[DAYS_TOGETHER],
      last[DAYS_TOGETHER];        /* eight bytes from the 1st, from the 3rd on */
  uint64_t excess[DAYS_TOGETHER]; /* 0 where ten bytes are all */
  uint32_t civil[DAYS_TOGETHER];  /* century, year, month, day, a byte each, the first one lowest */
  uint32_t wrong[DAYS_TOGETHER];  /* 0 where all is digits and hyphens */
} DayCells;

TARGET static inline void days_split(DayCells *c, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint64_t year = c->first[i] & UINT64_C(0xffffffff);
    const uint64_t month = c->first[i] >> 40 & 0xffff, date = c->last[i] >> 48;
    const uint64_t hyphens = c->first[i] & UINT64_C(0xff0000ff00000000);
    const uint64_t digits = year | month << 32 | date << 48;
    const uint64_t high = BYTES_OF(0xf0), above_nine = ((digits + BYTES_OF(6)) & high) >> 4;
    const uint64_t wrong = c->excess[i] | (hyphens ^ UINT64_C(0x2d00002d00000000)) |
                           (((digits & high) | above_nine) ^ BYTES_OF(0x33));
    /* Tens and ones of each pair into its lower byte, then the four of them together. */
    const uint64_t values = digits & BYTES_OF(0x0f);
    const uint64_t pairs = (values * 10 + (values >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
    const uint64_t fours = (pairs | pairs >> 8) & UINT64_C(0x0000ffff0000ffff);
    c->civil[i] = (uint32_t)(fours | fours >> 16);
    c->wrong[i] = (uint32_t)(wrong | wrong >> 32);
  }
}

TARGET static inline void days_count(const DayCells *c, size_t count, int32_t low, int32_t high,
                                     int32_t *values, uint8_t *valid) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t civil = c->civil[i];
    const uint32_t year = (civil & 0xff) * 100 + (civil >> 8 & 0xff);
    const uint32_t month = civil >> 16 & 0xff, date = civil >> 24;
    const int32_t day = civil_day(year, month, date);
    values[i] = day;
    valid[i] = (c->wrong[i] == 0) & (year != 0) & (month - 1 < 12) &
               (date - 1 < civil_length(year, month)) & (day >= low) & (day <= high);
  }
}

TARGET size_t DAYS(const PlainForm *form, const Text *cells, size_t count, int32_t *values,
                   uint8_t *valid, uint32_t *rest) {
  const int32_t low = form->low > INT32_MIN ? (int32_t)form->low : INT32_MIN;
  const int32_t high = form->high < INT32_MAX ? (int32_t)form->high : INT32_MAX;
  for (size_t done = 0; done < count; done += DAYS_TOGETHER) {
    const size_t some = count - done < DAYS_TOGETHER ? count - done : DAYS_TOGETHER;
    DayCells c;
    for (size_t i = 0; i < some; i++) {
      const char *at = plain_bytes(cells[done + i]);
      c.first[i] = load_eight(at);
      c.last[i] = load_eight(at + 2);
      c.excess[i] = cells[done + i].len ^ 10;
    }
    days_split(&c, some);
    days_count(&c, some, low, high, values + done, valid + done);
  }
  return plain_list(valid, cells, count, form->list_missing, rest);
}

#endif
