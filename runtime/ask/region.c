/* region.c - all values that do it, and a round one. */
#include "ask/why_not_impl.h"
#include "vm/order_key.h"

enum { SAMPLES = TRIAL_ROWS, PART_MOST = 20 /* a round value is off by a 20th at the most */ };

/* ---- Spans ------------------------------------------------------------------------------------
 */

static void find_spans(Arena *arena, const Lever *lever, const StretchVec *stretches,
                       WhyNotChange *out) {
  int64_t last = 0;
  out->span = ARENA_ARRAY(arena, WhyNotSpan, stretches->list.count);
  for (size_t i = 0; i < stretches->list.count; i++) {
    const Stretch *stretch = &stretches->list.at[i];
    if (!stretch->met) continue;
    const bool goes_on = out->span_count && last + 1 == stretch->first &&
                         lever->type.kind != TYPE_ENUM && lever->store != STORE_TRUTH &&
                         lever->store != STORE_TEXT;
    if (!goes_on)
      out->span[out->span_count++] = (WhyNotSpan){
          .low = lever_value(lever, stretch->first),
          .from_least = stretch->first == lever->least || lever_is_far(lever, stretch->first)};
    WhyNotSpan *span = &out->span[out->span_count - 1];
    span->high = lever_value(lever, stretch->last);
    span->to_most = stretch->last == lever->most || lever_is_far(lever, stretch->last);
    last = stretch->last;
  }
}

/* ---- Round values -----------------------------------------------------------------------------
 */

/* The multiple of a step that comes at or behind the value on the side away from where the lever
 * is. */
static int128 multiple_beyond(int64_t value, int128 step, bool up) {
  int128 quotient = value / step;
  if (up && quotient * step < value) quotient++;
  if (!up && quotient * step > value) quotient--;
  return quotient * step;
}

static int64_t round_integer(int64_t to, const Stretch *span, bool up) {
  static const int factors[] = {5, 2, 1};
  const uint64_t size = to < 0 ? -(uint64_t)to : (uint64_t)to;
  for (int128 power = 1000000000000000000; power; power /= 10)
    for (int i = 0; i < 3; i++) {
      const int128 value = multiple_beyond(to, power * factors[i], up);
      const int128 off = value < to ? to - value : value - to;
      if (value >= span->first && value <= span->last && off <= size / PART_MOST)
        return (int64_t)value;
    }
  return to;
}

/* Of a double by its shortest decimals. */
static int64_t round_double(int64_t to, const Stretch *span, bool up) {
  const double value = order_key_double(to);
  for (int digits = -15; digits <= 15; digits++) {
    double step = 1;
    for (int i = 0; i < digits; i++) step /= 10;
    for (int i = 0; i > digits; i--) step *= 10;
    double rounded = double_round(value, digits);
    if (up ? rounded < value : rounded > value)
      rounded = double_round(up ? rounded + step : rounded - step, digits);
    const double off = rounded < value ? value - rounded : rounded - value;
    const int64_t at = order_key_of(rounded);
    if (at >= span->first && at <= span->last && off <= (value < 0 ? -value : value) / PART_MOST)
      return at;
  }
  return to;
}

static int64_t round_value(const Lever *lever, const StretchVec *stretches, int64_t to) {
  Stretch span = {to, to, true};
  bool grows = true;
  while (grows) { /* the stretches around it */
    grows = false;
    for (size_t i = 0; i < stretches->list.count; i++) {
      const Stretch *stretch = &stretches->list.at[i];
      if (!stretch->met || stretch->last < span.first - 1 || stretch->first > span.last + 1)
        continue;
      if (stretch->first < span.first) span.first = stretch->first, grows = true;
      if (stretch->last > span.last) span.last = stretch->last, grows = true;
    }
  }
  if (lever->store == STORE_I64) return round_integer(to, &span, to >= lever->from);
  if (lever->store == STORE_F64) return round_double(to, &span, to >= lever->from);
  return to;
}

/* ---- Whether values go together ---------------------------------------------------------------
 */

/* Corners first, then positions drawn from within. */
static int64_t sample(const StretchVec *stretches, size_t index, size_t lever, uint64_t *random) {
  size_t met = 0, at = 0;
  for (size_t i = 0; i < stretches->list.count; i++) met += stretches->list.at[i].met;
  *random ^= *random << 13, *random ^= *random >> 7, *random ^= *random << 17;
  size_t wanted = *random % met;
  for (size_t i = 0; i < stretches->list.count; i++)
    if (stretches->list.at[i].met && !wanted--) at = i;
  const Stretch *stretch = &stretches->list.at[at];
  if (index % 2 == 0) return (index >> (1 + lever)) & 1 ? stretch->last : stretch->first;
  const uint64_t width = (uint64_t)stretch->last - (uint64_t)stretch->first;
  const uint64_t offset = width == UINT64_MAX ? *random : (*random >> 5) % (width + 1);
  return (int64_t)((uint64_t)stretch->first + offset);
}

static bool all_meet(Trial *trial, Goal goal, size_t count) {
  trial_run(trial);
  const Vector values = trial_values(trial, goal.site);
  for (size_t i = 0; i < count; i++)
    if (!want_met(&goal.want, &values, i)) return false;
  return true;
}

static bool go_together(Trial *trial, Goal goal, const Changes *changes,
                        const StretchVec *stretches) {
  uint64_t random = 0x2545f4914f6cdd1du;
  trial_begin(trial, changes, SAMPLES);
  for (size_t i = 0; i < SAMPLES; i++) {
    size_t number = 0;
    for (LeverSet rest = changes->set; rest; rest &= rest - 1, number++)
      trial_put(trial, i, (size_t)__builtin_ctzll(rest),
                sample(&stretches[number], i, number, &random));
  }
  return all_meet(trial, goal, SAMPLES);
}

/* ---- A set ------------------------------------------------------------------------------------
 */

static ColumnValue value_now(const Study *study, const Lever *lever) {
  const Vector *slot = run_table(study->run, study->entity)->slot;
  const uint32_t high = lever->high == SCHEMA_NONE ? lever->slot : lever->high;
  ColumnValue now = {vector_get(&slot[lever->slot], lever->type, study->row),
                     vector_get(&slot[high], lever->type, study->row)};
  now.low.known = now.high.known = now.low.known && now.high.known;
  return now;
}

static bool is_right(Study *study, Trial *trial, Goal goal, const Changes *changes) {
  trial_begin(trial, changes, 1);
  return all_meet(trial, goal, 1) && confirm_changes(study, goal, changes);
}

static bool same_changes(const Changes *a, const Changes *b) {
  for (LeverSet rest = a->set; rest; rest &= rest - 1)
    if (a->position[__builtin_ctzll(rest)] != b->position[__builtin_ctzll(rest)]) return false;
  return true;
}

void region_of(Study *study, Trial *trial, Goal goal, const Changes *changes, WhyNotSet *out) {
  const size_t count = (size_t)__builtin_popcountll(changes->set);
  StretchVec *stretches = ARENA_ARRAY(study->arena, StretchVec, count);
  *out = (WhyNotSet){.change = ARENA_ARRAY(study->arena, WhyNotChange, count)};
  Changes round = *changes;
  for (LeverSet rest = changes->set; rest; rest &= rest - 1) {
    const size_t index = (size_t)__builtin_ctzll(rest);
    const Lever *lever = &study->lever[index];
    StretchVec *own = &stretches[out->count];
    WhyNotChange *change = &out->change[out->count++];
    profile_lever(study, trial, changes, index, goal, own);
    round.position[index] = round_value(lever, own, changes->position[index]);
    *change = (WhyNotChange){.name = lever->name,
                             .type = lever->type,
                             .field = lever->field,
                             .group = lever->group,
                             .now = value_now(study, lever),
                             .to = lever_value(lever, changes->position[index])};
    find_spans(study->arena, lever, own, change);
  }
  if (!same_changes(&round, changes) && !is_right(study, trial, goal, &round)) round = *changes;
  for (size_t i = 0; i < count; i++) {
    LeverSet rest = changes->set;
    for (size_t k = 0; k < i; k++) rest &= rest - 1;
    const size_t index = (size_t)__builtin_ctzll(rest);
    out->change[i].example = lever_value(&study->lever[index], round.position[index]);
  }
  out->together = count == 1 || go_together(trial, goal, changes, stretches);
}
