/* search.c - the fewest levers that lead to a goal.
 *
 * By size: one lever, two, three. From a state in which the goal is not met, whatever leads there
 * changes one of the levers that need.c names; each is taken in turn, with values that make a
 * difference, and the rest is asked again of the state that this makes. So sets of one size are
 * found without trying all of them. States that come up again, made in another order, are not gone
 * into twice.
 *
 * Values that make a difference are, of a lever of few values, all of them; else the ends of the
 * stretches of its profile, and the value of each that is nearest to the present one. Between the
 * ends nothing turns, so what two levers do together (points of one score) is most at the ends.
 * The last lever of a set takes any value.
 */
#include "ask/why_not_impl.h"

#include <stdlib.h>

enum { SIZE_MOST = 6, TRIED_MOST = 4000000, RUNS_MOST = 60000, ALIKE_MOST = 4, SETS_MOST = 8 };

/* Changes that were found, before they are confirmed. */
typedef struct Proposal {
  Changes changes;
  double cost;
} Proposal;

typedef struct Seen {
  uint64_t *state; /* open addressing; 0 is free */
  size_t count, capacity;
} Seen;

typedef struct Hunt {
  Study *study;
  Trial *trial;
  Goal goal;
  VEC(Proposal) proposals;
  Seen seen;
  StretchVec *stretches; /* by depth */
  uint64_t rows_most, runs;
  bool cut;   /* larger sets may lead further */
  bool spent; /* the work is limited */
} Hunt;

static LeverSet all_levers(const Study *study) {
  return study->lever_count == LEVERS_MOST ? ~(LeverSet)0 : lever_bit(study->lever_count) - 1;
}

/* ---- States -----------------------------------------------------------------------------------
 */

static uint64_t state_of(const Changes *changes) {
  uint64_t state = changes->set * 0x9e3779b97f4a7c15u;
  for (LeverSet rest = changes->set; rest; rest &= rest - 1) {
    const int lever = __builtin_ctzll(rest);
    state = (state ^ (uint64_t)changes->position[lever]) * 0xff51afd7ed558ccdu;
    state ^= state >> 32;
  }
  return state ? state : 1;
}

static void put_state(Seen *seen, uint64_t state) {
  size_t at = state & (seen->capacity - 1);
  while (seen->state[at]) at = (at + 1) & (seen->capacity - 1);
  seen->state[at] = state;
}

/* False where it was there. */
static bool add_state(Arena *arena, Seen *seen, uint64_t state) {
  if (2 * seen->count >= seen->capacity) {
    const Seen old = *seen;
    seen->capacity = old.capacity ? 2 * old.capacity : 1024;
    seen->state = arena_grow(arena, NULL, 0, seen->capacity * sizeof *seen->state);
    for (size_t i = 0; i < old.capacity; i++)
      if (old.state[i]) put_state(seen, old.state[i]);
    arena_release(arena, old.state);
  }
  for (size_t at = state & (seen->capacity - 1); seen->state[at];
       at = (at + 1) & (seen->capacity - 1))
    if (seen->state[at] == state) return false;
  put_state(seen, state);
  seen->count++;
  return true;
}

static void forget_states(Seen *seen) {
  for (size_t i = 0; i < seen->capacity; i++) seen->state[i] = 0;
  seen->count = 0;
}

/* ---- Costs ------------------------------------------------------------------------------------
 */

/* 0 for no change to 1: how far a value is from the present one, by its own measure. */
static double cost_of(const Lever *lever, int64_t position) {
  const Scalar from = lever_value(lever, lever->from), to = lever_value(lever, position);
  double a = 0, b = 0;
  if (lever->store == STORE_F64)
    a = from.f, b = to.f;
  else if (lever->store == STORE_I64)
    a = (double)from.i, b = (double)to.i;
  else if (lever->type.kind == TYPE_DATE)
    return (double)lever_distance(lever, position) /
           ((double)lever_distance(lever, position) + 3650);
  else
    return 1;
  const double size = (a < 0 ? -a : a) + (b < 0 ? -b : b), distance = a < b ? b - a : a - b;
  return size > 0 ? distance / size : 0;
}

static double cost_of_all(const Study *study, const Changes *changes) {
  double cost = 0;
  for (LeverSet rest = changes->set; rest; rest &= rest - 1) {
    const int lever = __builtin_ctzll(rest);
    cost += cost_of(&study->lever[lever], changes->position[lever]);
  }
  return cost;
}

/* Of one set of levers the few cheapest are kept. */
static void propose(Hunt *hunt, const Changes *changes) {
  const Proposal proposal = {*changes, cost_of_all(hunt->study, changes)};
  Proposal *worst = NULL;
  size_t alike = 0;
  for (size_t i = 0; i < hunt->proposals.count; i++) {
    Proposal *other = &hunt->proposals.at[i];
    if (other->changes.set != changes->set) continue;
    alike++;
    if (!worst || other->cost > worst->cost) worst = other;
  }
  if (alike < ALIKE_MOST)
    *VEC_PUSH(hunt->study->arena, &hunt->proposals) = proposal;
  else if (proposal.cost < worst->cost)
    *worst = proposal;
}

/* ---- The hunt ---------------------------------------------------------------------------------
 */

static bool is_spent(Hunt *hunt) {
  hunt->spent |= trial_rows_tried(hunt->trial) > hunt->rows_most || hunt->runs > RUNS_MOST ||
                 study_stopped(hunt->study);
  return hunt->spent;
}

static void hunt_from(Hunt *hunt, const Changes *changes, size_t remaining);

static void try_value(Hunt *hunt, const Changes *changes, size_t lever, int64_t position,
                      size_t remaining) {
  Changes next = *changes;
  next.set |= lever_bit(lever);
  next.position[lever] = position;
  if (add_state(hunt->study->arena, &hunt->seen, state_of(&next)))
    hunt_from(hunt, &next, remaining - 1);
}

static void try_values(Hunt *hunt, const Changes *changes, size_t index,
                       const StretchVec *stretches, size_t remaining) {
  const Lever *lever = &hunt->study->lever[index];
  const bool tiny = (uint64_t)lever->most - (uint64_t)lever->least < LEVER_TINY;
  for (size_t i = 0; i < stretches->list.count; i++) {
    const Stretch stretch = stretches->list.at[i];
    const int64_t near = stretch_nearest(lever, &stretch);
    const int64_t ends[] = {near, stretch.first, stretch.last};
    if (stretch.met) continue;
    for (int64_t at = stretch.first; tiny && at <= stretch.last; at++)
      if (!lever->known || at != lever->now) try_value(hunt, changes, index, at, remaining);
    for (int k = 0; k < 3 && !tiny; k++)
      if (!lever->known || ends[k] != lever->now)
        try_value(hunt, changes, index, ends[k], remaining);
  }
}

static void hunt_from(Hunt *hunt, const Changes *changes, size_t remaining) {
  Study *study = hunt->study;
  if (is_spent(hunt)) return;
  trial_begin(hunt->trial, changes, 1);
  trial_run(hunt->trial);
  hunt->runs++;
  const LeverSet free = all_levers(study) & ~changes->set;
  const LeverSet levers = need_levers(study, hunt->trial, hunt->goal, free);
  StretchVec *stretches = &hunt->stretches[remaining];
  for (LeverSet rest = levers; rest && !hunt->spent; rest &= rest - 1) {
    const size_t lever = (size_t)__builtin_ctzll(rest);
    profile_lever(study, hunt->trial, changes, lever, hunt->goal, stretches);
    hunt->runs += 10;
    Changes next = *changes;
    next.set |= lever_bit(lever);
    if (profile_nearest(&study->lever[lever], stretches, &next.position[lever]))
      propose(hunt, &next);
    if (remaining > 1)
      try_values(hunt, changes, lever, stretches, remaining);
    else
      hunt->cut |= (free & ~lever_bit(lever)) != 0;
    if (is_spent(hunt)) return;
  }
}

/* ---- What was found ---------------------------------------------------------------------------
 */

/* The set with the lever that is declared first of those in which they differ; then the cheaper. */
static int compare_proposals(const void *left, const void *right) {
  const Proposal *a = left, *b = right;
  const LeverSet differ = a->changes.set ^ b->changes.set;
  if (differ) return a->changes.set & differ & -differ ? -1 : 1;
  return (a->cost > b->cost) - (a->cost < b->cost);
}

static bool is_found(const Search *search, LeverSet set) {
  for (size_t i = 0; i < search->found.list.count; i++)
    if (search->found.list.at[i].set == set) return true;
  return false;
}

static void confirm_proposals(Hunt *hunt, Search *out) {
  Study *study = hunt->study;
  if (hunt->proposals.count)
    qsort(hunt->proposals.at, hunt->proposals.count, sizeof *hunt->proposals.at, compare_proposals);
  for (size_t i = 0; i < hunt->proposals.count && out->found.list.count < SETS_MOST; i++) {
    Changes changes = hunt->proposals.at[i].changes;
    if (is_found(out, changes.set)) continue;
    settle_near(study, hunt->trial, hunt->goal, &changes);
    if (!is_found(out, changes.set) && settle(study, hunt->trial, hunt->goal, &changes))
      *VEC_PUSH(study->arena, &out->found.list) = changes;
  }
}

void search_fewest(Study *study, Trial *trial, Goal goal, Search *out) {
  Hunt hunt = {.study = study,
               .trial = trial,
               .goal = goal,
               .stretches = ARENA_ARRAY(study->arena, StretchVec, SIZE_MOST + 1),
               .rows_most = trial_rows_tried(trial) + TRIED_MOST};
  const Changes none = {0};
  for (size_t size = 1; size <= SIZE_MOST; size++) {
    hunt.cut = false;
    hunt.proposals.count = 0;
    forget_states(&hunt.seen);
    hunt_from(&hunt, &none, size);
    confirm_proposals(&hunt, out);
    if (hunt.spent) return;
    out->looked_at = size;
    out->exhausted = !hunt.cut && !study->has_echo;
    if (out->found.list.count || !hunt.cut) return;
  }
}
