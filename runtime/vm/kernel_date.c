/* kernel_date.c - days and calendar steps. A day outside the years 1 to 9999 is missing. */
#include "value/civil.h"
#include "value/date.h"

#include "vm/kernel.h"

enum { SECONDS_A_DAY = 86400 };

KERNEL void kernel_DATE_DIFF(const KernelCall *call) {
  const size_t count = call->count;
  const int32_t *restrict a = call->a->i32, *restrict b = call->b->i32;
  int64_t *restrict out = call->dst->i64;
  for (size_t i = 0; i < count; i++) out[i] = ((int64_t)a[i] - (int64_t)b[i]) * SECONDS_A_DAY;
  valid_both(count, call->a->valid, call->b->valid, call->dst->valid);
}

INLINE int64_t whole_days(int64_t seconds) {
  return seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0);
}

KERNEL void kernel_DATE_ADD_SECONDS(const KernelCall *call) {
  const size_t count = call->count;
  const int32_t *restrict a = call->a->i32;
  const int64_t *restrict b = call->b->i64;
  const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;
  int32_t *restrict out = call->dst->i32;
  uint8_t *restrict valid = call->dst->valid;
  const bool fixed = call->uniform & UNIFORM_B;
  const int64_t fixed_days = whole_days(b[0]);
  for (size_t i = 0; i < count; i++) {
    const int64_t day = a[i] + (fixed ? fixed_days : whole_days(b[i]));
    const bool legal = day >= DATE_MIN && day <= DATE_MAX;
    out[i] = legal ? (int32_t)day : 0;
    valid[i] = (uint8_t)(a_valid[i] & b_valid[i] & legal);
  }
}

/* The day in the month of an index (year * 12 + month - 1), or that month's last. */
INLINE int32_t day_in_month(uint32_t index, uint32_t date) {
  const uint32_t year = index / 12, month = index % 12 + 1, length = civil_length(year, month);
  return civil_day(year, month, date < length ? date : length);
}

KERNEL void kernel_DATE_ADD_MONTHS(const KernelCall *call) {
  enum { FIRST = 12, LAST = 9999 * 12 + 11, MOST = LAST + 1 };
  const size_t count = call->count;
  const int32_t *restrict a = call->a->i32;
  const int64_t *restrict b = call->b->i64;
  const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;
  int32_t *restrict out = call->dst->i32;
  uint8_t *restrict valid = call->dst->valid;
  for (size_t i = 0; i < count; i++) {
    const int64_t least = b[i] > -MOST ? b[i] : -MOST;
    const int32_t months = (int32_t)(least < MOST ? least : MOST);
    const CivilWords civil = civil_of(a[i]);
    const uint32_t index = civil.year * 12 + civil.month - 1 + (uint32_t)months;
    const uint32_t legal = index - FIRST <= LAST - FIRST;
    out[i] = day_in_month(legal ? index : FIRST, civil.date);
    valid[i] = (uint8_t)(a_valid[i] & b_valid[i] & legal);
  }
}

void kernel_DATE_UNIT_START(const KernelCall *call) {
  const CalendarUnit unit = (CalendarUnit)calendar_unit(call->imm);
  const int64_t shift = calendar_shift(call->imm);
  const int fiscal_month = (int)calendar_fiscal_month(call->imm);
  for (size_t i = 0; i < call->count; i++)
    call->dst->valid[i] = call->a->valid[i] && date_unit_start(call->a->i32[i], unit, shift,
                                                               fiscal_month, &call->dst->i32[i]);
}

#define PART(name, expression)                                                                     \
  void kernel_##name(const KernelCall *call) {                                                     \
    for (size_t i = 0; i < call->count; i++) {                                                     \
      const int32_t day = call->a->i32[i];                                                         \
      call->dst->valid[i] = call->a->valid[i];                                                     \
      call->dst->i64[i] = call->a->valid[i] ? (expression) : 0;                                    \
    }                                                                                              \
  }
PART(DATE_YEAR, date_to_civil(day).year)
PART(DATE_QUARTER, date_quarter(day))
PART(DATE_MONTH, date_to_civil(day).month)
PART(DATE_WEEKDAY, date_weekday(day))
#undef PART

#define STEPS(name, function)                                                                      \
  void kernel_##name(const KernelCall *call) {                                                     \
    for (size_t i = 0; i < call->count; i++) {                                                     \
      const bool known = call->a->valid[i] && call->b->valid[i];                                   \
      call->dst->valid[i] = known;                                                                 \
      call->dst->i64[i] = known ? function(call->a->i32[i], call->b->i32[i]) : 0;                  \
    }                                                                                              \
  }
STEPS(MONTHS_BETWEEN, date_months_between)
STEPS(YEARS_BETWEEN, date_years_between)
#undef STEPS
