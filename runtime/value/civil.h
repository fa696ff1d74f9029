/* civil.h - days to years, months and days of the month, and back, in unsigned words without a
 * branch: for loops that a compiler makes vectors of.
 *
 * Years are counted from March, so that the leap day is the last of a year and months begin 0, 31,
 * 61 ... days after its start, which a multiplication gives; between the last day of February of
 * the year 0 and the day 0 lie 719469 days. Whatever bits go in, what comes out is defined; it is
 * right for the years 1 to 9999.
 */
#ifndef VALUE_CIVIL_H
#define VALUE_CIVIL_H

#include <stdint.h>

#define CIVIL_INLINE static inline __attribute__((always_inline))

CIVIL_INLINE uint32_t civil_hundreds(uint32_t year) { return year * 5243 >> 19; }

/* Days of a month from 1 to 12. */
CIVIL_INLINE uint32_t civil_length(uint32_t year, uint32_t month) {
  const uint32_t of_century = year - 100 * civil_hundreds(year);
  const uint32_t leap = ((year & 3) == 0) & ((of_century != 0) | ((year & 15) == 0));
  const uint32_t longest = 30 + ((month ^ month >> 3) & 1);
  return month == 2 ? 28 + leap : longest;
}

CIVIL_INLINE int32_t civil_day(uint32_t year, uint32_t month, uint32_t date) {
  const uint32_t early = month <= 2, from_march = year - early;
  const uint32_t hundreds = civil_hundreds(from_march);
  const uint32_t before = ((month + 12 * early) * 979 - 2919) >> 5;
  return (int32_t)((from_march * 1461 >> 2) - hundreds + (hundreds >> 2) + before + date - 719469);
}

typedef struct CivilWords {
  uint32_t year, month, date;
} CivilWords;

CIVIL_INLINE CivilWords civil_of(int32_t day) {
  const uint32_t since = (uint32_t)day + 719468, era = since / 146097, of_era = since % 146097;
  const uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const uint32_t month = (5 * of_year + 2) / 153, late = month >= 10; /* March is 0 */
  return (CivilWords){.year = era * 400 + year + late,
                      .month = month + 3 - 12 * late,
                      .date = of_year - (153 * month + 2) / 5 + 1};
}

#endif
