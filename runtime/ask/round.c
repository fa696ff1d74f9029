/* round.c - round values near others. */
#include "ask/why_not_impl.h"
#include "vm/order_key.h"

enum { PART_OF_END = 10000 };

/* The multiple of a step that comes at or behind the value, upwards or downwards. */
static int128 multiple_beyond(int64_t value, int128 step, bool up) {
  int128 quotient = value / step;
  if (up && quotient * step < value) quotient++;
  if (!up && quotient * step > value) quotient--;
  return quotient * step;
}

static bool is_between(int128 value, int64_t a, int64_t b) {
  return a <= b ? value >= a && value <= b : value >= b && value <= a;
}

/* Two digits and zeros are round enough. */
static bool is_round(uint64_t size) {
  while (size && size % 10 == 0) size /= 10;
  return size < 100;
}

static int64_t round_integer(int64_t to, int64_t limit, unsigned part) {
  static const int factors[] = {5, 2, 1};
  const uint64_t size = to < 0 ? -(uint64_t)to : (uint64_t)to;
  if (is_round(size)) return to;
  for (int128 power = 1000000000000000000; power; power /= 10)
    for (int i = 0; i < 3; i++) {
      const int128 value = multiple_beyond(to, power * factors[i], limit >= to);
      const int128 off = value < to ? to - value : value - to;
      if (is_between(value, to, limit) && off <= size / part) return (int64_t)value;
    }
  return to;
}

/* Of a double by its shortest decimals. */
static int64_t round_number(int64_t to, int64_t limit, unsigned part) {
  const double value = order_key_double(to);
  const bool up = limit >= to;
  for (int digits = -15; digits <= 15; digits++) {
    double step = 1;
    for (int i = 0; i < digits; i++) step /= 10;
    for (int i = 0; i > digits; i--) step *= 10;
    double rounded = double_round(value, digits);
    if (up ? rounded < value : rounded > value)
      rounded = double_round(up ? rounded + step : rounded - step, digits);
    const double off = rounded < value ? value - rounded : rounded - value;
    const int64_t at = order_key_of(rounded);
    if (is_between(at, to, limit) && off <= (value < 0 ? -value : value) / part) return at;
  }
  return to;
}

int64_t round_position(Store store, int64_t to, int64_t limit, unsigned part) {
  if (store == STORE_I64) return round_integer(to, limit, part);
  return store == STORE_F64 ? round_number(to, limit, part) : to;
}

Scalar why_not_round(Scalar end, Scalar limit) {
  const Store store = type_store(end.type);
  if (store == STORE_I64)
    end.i = round_integer(end.i, limit.i, PART_OF_END);
  else if (store == STORE_F64)
    end.f = order_key_double(round_number(order_key_of(end.f), order_key_of(limit.f), PART_OF_END));
  return end;
}
