/* encode_time.c - days.
 *
 * How far a calendar step leads depends on the day, but only within bounds: twelve months are 365
 * or 366 days. So such a day is an integer of its own, tied to the one it comes from; two that come
 * from the same one (`today - 12 months`, `today - 1 year`, the start of the quarter) are tied to
 * each other as well. The bounds are found by looking at every day of the calendar's cycle of 400
 * years.
 */
#include "prove/encode_impl.h"

#include "value/date.h"

enum { CYCLE = 146097, CYCLE_FIRST = 10957, SECONDS = 86400 };

static void find_offsets(Encoder *e, Offsets *found) {
  found->offset = ARENA_ARRAY(e->arena, int32_t, CYCLE);
  for (int32_t i = 0; i < CYCLE; i++) {
    const int32_t day = CYCLE_FIRST + i;
    const uint32_t unit = (uint32_t)found->imm;
    int32_t to = day;
    if (found->start)
      date_unit_start(day, (CalendarUnit)calendar_unit(unit), calendar_shift(unit),
                      (int)calendar_fiscal_month(unit), &to);
    else
      date_add_months(day, found->imm, &to);
    found->offset[i] = to - day;
    if (!i || to - day < found->low) found->low = to - day;
    if (!i || to - day > found->high) found->high = to - day;
  }
}

static const Offsets *offsets_of(Encoder *e, bool start, int64_t imm) {
  for (size_t i = 0; i < e->offsets.count; i++)
    if (e->offsets.at[i].start == start && e->offsets.at[i].imm == imm) return &e->offsets.at[i];
  Offsets *found = VEC_PUSH(e->arena, &e->offsets);
  *found = (Offsets){.start = start, .imm = imm};
  find_offsets(e, found);
  return found;
}

/* low <= a - b <= high */
static void tie(Encoder *e, SmtTerm a, SmtTerm b, int32_t low, int32_t high) {
  const SmtTerm way = smt_subtract(e->smt, a, b);
  smt_assert(e->smt, smt_at_most(e->smt, smt_int(e->smt, low), way));
  smt_assert(e->smt, smt_at_most(e->smt, way, smt_int(e->smt, high)));
}

static void tie_anchors(Encoder *e, const Anchor *a, const Anchor *b) {
  int32_t low = INT32_MAX, high = INT32_MIN;
  for (int32_t i = 0; i < CYCLE; i++) {
    const int32_t way = a->offset[i] - b->offset[i];
    if (way < low) low = way;
    if (way > high) high = way;
  }
  tie(e, a->day, b->day, low, high);
}

static ProveTerm anchored(Encoder *e, const ProveTerm *from, bool start, int64_t imm) {
  const Offsets *offsets = offsets_of(e, start, imm);
  ProveTerm term = {smt_new_int(e->smt), from->known, from->low + offsets->low,
                    from->high + offsets->high};
  const Anchor anchor = {from->value, term.value, offsets->offset};
  tie(e, term.value, from->value, offsets->low, offsets->high);
  for (size_t i = 0; i < e->anchors.count; i++)
    if (smt_same(e->anchors.at[i].from, from->value)) tie_anchors(e, &anchor, &e->anchors.at[i]);
  *VEC_PUSH(e->arena, &e->anchors) = anchor;
  return term_within(e, term, DATE_MIN, DATE_MAX);
}

/* How far the anchor lies from this day. */
static int32_t offset_at(const Anchor *anchor, int32_t day) {
  const int32_t in_cycle = (day - CYCLE_FIRST) % CYCLE;
  return anchor->offset[in_cycle < 0 ? in_cycle + CYCLE : in_cycle];
}

SmtTerm encode_day_is(Encoder *e, SmtTerm term, int32_t day) {
  SmtTerm all = smt_equal(e->smt, term, smt_int(e->smt, day));
  for (size_t i = 0; i < e->anchors.count; i++) {
    const Anchor *anchor = &e->anchors.at[i];
    if (smt_same(anchor->from, term))
      all = smt_and(e->smt, all, encode_day_is(e, anchor->day, day + offset_at(anchor, day)));
  }
  return all;
}

/* A step by a constant of more than this many months reaches days that the cycle does not show. */
static bool is_near(const ProveTerm *months) {
  enum { MONTHS_MOST = 1200 };
  return term_is_constant(months) && months->low >= -MONTHS_MOST && months->low <= MONTHS_MOST;
}

static ProveTerm moved(Encoder *e, const ProveTerm *day, const ProveTerm *seconds) {
  const SmtTerm days = smt_over(e->smt, seconds->value, SECONDS);
  const int128 low = seconds->low / SECONDS - 1, high = seconds->high / SECONDS;
  const ProveTerm term = {smt_add(e->smt, day->value, days),
                          smt_and(e->smt, day->known, seconds->known), day->low + low,
                          day->high + high};
  return term_within(e, term, DATE_MIN, DATE_MAX);
}

static ProveTerm weekday(Encoder *e, const ProveTerm *day) {
  enum { THURSDAY = 3, DAYS = 7 }; /* the first of 1970 */
  const SmtTerm rest =
      smt_rest(e->smt, smt_add(e->smt, day->value, smt_int(e->smt, THURSDAY)), DAYS);
  return (ProveTerm){smt_add(e->smt, rest, smt_int(e->smt, 1)), day->known, 1, DAYS};
}

bool encode_time(Encoder *e, const PlanNode *node, const ProveTerm *a, ProveTerm *out) {
  switch (node->op) {
  case PLAN_DAY_NUMBER:
    *out = a[0];
    return true;
  case PLAN_DATE_DIFF:
    *out = (ProveTerm){smt_times(e->smt, smt_subtract(e->smt, a[0].value, a[1].value), SECONDS),
                       smt_and(e->smt, a[0].known, a[1].known), (a[0].low - a[1].high) * SECONDS,
                       (a[0].high - a[1].low) * SECONDS};
    return true;
  case PLAN_ADD_SECONDS:
    *out = moved(e, &a[0], &a[1]);
    return true;
  case PLAN_ADD_MONTHS:
    if (!is_near(&a[1])) return false;
    *out = anchored(e, &a[0], false, (int64_t)a[1].low);
    out->known = smt_and(e->smt, out->known, a[1].known);
    return true;
  case PLAN_UNIT_START:
    *out = anchored(e, &a[0], true, node->imm);
    return true;
  case PLAN_WEEKDAY:
    *out = weekday(e, &a[0]);
    return true;
  default:
    return false;
  }
}

size_t encoder_steps(const Encoder *e) { return e->anchors.count; }

int64_t encoder_model_step(const Encoder *e, size_t step) {
  return smt_model_int(e->smt, e->anchors.at[step].from);
}

SmtTerm encode_step_is(Encoder *e, size_t step, int64_t from) {
  const SmtTerm day = e->anchors.at[step].from;
  if (from < DATE_MIN || from > DATE_MAX) /* no day: it is not known */
    return smt_equal(e->smt, day, smt_int(e->smt, from));
  return encode_day_is(e, day, (int32_t)from);
}

SmtTerm encode_step_beyond(Encoder *e, size_t step, int64_t day, bool later) {
  const SmtTerm from = e->anchors.at[step].from, limit = smt_int(e->smt, day);
  return later ? smt_at_most(e->smt, limit, from) : smt_at_most(e->smt, from, limit);
}
