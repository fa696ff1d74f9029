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

/* ---- Round values ---------------------------------------------------------------------------- */

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
  const int64_t limit = to >= lever->from ? span.last : span.first;
  return round_position(lever->store, to, limit, PART_MOST);
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
