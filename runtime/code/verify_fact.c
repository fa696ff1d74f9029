/* verify_fact.c - what i32 values can be: nothing, a range of numbers, or a row of an entity. */
#include "code/verify_impl.h"
#include "value/date.h"

Fact fact_nothing(void) { return (Fact){.kind = FACT_NOTHING}; }

Fact fact_range(int32_t low, int32_t high) {
  return (Fact){.kind = FACT_RANGE, .low = low, .high = high};
}

Fact fact_any(void) { return fact_range(INT32_MIN, INT32_MAX); }

Fact fact_days(void) { return fact_range(DATE_MIN, DATE_MAX); }

Fact fact_of_type(const Image *image, Type type) {
  switch (type.kind) {
  case TYPE_DATE:
    return fact_days();
  case TYPE_ENUM:
    return fact_range(0, (int32_t)image->enums.at[type.of].count - 1);
  case TYPE_REF:
    return (Fact){.kind = FACT_ROW, .entity = type.of};
  default:
    return fact_any();
  }
}

Fact fact_join(Fact a, Fact b) {
  if (a.kind == FACT_NOTHING) return b;
  if (b.kind == FACT_NOTHING) return a;
  if (a.kind == FACT_ROW && b.kind == FACT_ROW && a.entity == b.entity) return a;
  if (a.kind != FACT_RANGE || b.kind != FACT_RANGE) return fact_any();
  return fact_range(a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high);
}

bool fact_within(Fact narrow, Fact wide) {
  if (narrow.kind == FACT_NOTHING) return true;
  if (wide.kind == FACT_ROW) return narrow.kind == FACT_ROW && narrow.entity == wide.entity;
  /* A row number is some number, but which one nobody can say. */
  if (narrow.kind == FACT_ROW) return wide.low == INT32_MIN && wide.high == INT32_MAX;
  return narrow.low >= wide.low && narrow.high <= wide.high;
}
