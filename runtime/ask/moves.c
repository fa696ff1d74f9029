/* moves.c - what moves between two states, and which of rules, data and day moved it. */
#include "ask/moves.h"

enum { MATRIX_MOST = 64, LOOK_EVERY = 1 << 14 };

/* ---- Causes --------------------------------------------------------------------------------- */

static bool is_part(unsigned part, unsigned whole) { return (part & whole) == part; }

static bool makes(unsigned factors, uint8_t made, unsigned set) {
  for (unsigned with = 0; with < FACTOR_SETS; with++)
    if (is_part(set, with) && is_part(with, factors) && !(made >> with & 1)) return false;
  return true;
}

Causes causes_of(unsigned factors, uint8_t made) {
  unsigned causes = 0;
  for (unsigned set = 1; set < FACTOR_SETS; set++) {
    if (!is_part(set, factors) || !makes(factors, made, set)) continue;
    bool smallest = true;
    for (unsigned part = 1; part < set && smallest; part++)
      smallest = !is_part(part, set) || !makes(factors, made, part);
    if (smallest) causes |= 1U << set;
  }
  return (Causes)causes;
}

/* ---- Rows ----------------------------------------------------------------------------------- */

/* All rows that are there before or after: those after in their order, then those that left. */
typedef struct Universe {
  size_t count;
  uint32_t *row[FACTOR_SETS]; /* in each state; ROW_NONE: not there */
} Universe;

typedef struct Comparison {
  Arena *arena;
  Moves *moves;
  size_t most;
  const volatile int *stop;
  Universe *universe; /* by entity */
} Comparison;

static bool is_stopped(const Comparison *c, size_t row) {
  return row % LOOK_EVERY == 0 && c->stop && *c->stop;
}

static const Snapshot *last_state(const Moves *m) { return m->state[m->factors]; }

/* Rows mostly come in the order of another state: the one behind the last that was found is looked
 * at first. */
static uint32_t find_row(const Snapshot *in, uint32_t entity, Text key, uint32_t near) {
  const uint32_t next = near == ROW_NONE ? 0 : near + 1;
  if (next < snapshot_rows(in, entity) && text_equal(snapshot_key(in, entity, next), key))
    return next;
  return snapshot_find(in, entity, key);
}

/* Rows after, of each its place before. */
static void take_after(const Comparison *c, uint32_t entity, Universe *u, uint8_t *stays) {
  const Snapshot *before = c->moves->state[0], *after = last_state(c->moves);
  const size_t rows = snapshot_rows(after, entity);
  for (uint32_t i = 0, near = ROW_NONE; i < rows; i++) {
    const uint32_t old = find_row(before, entity, snapshot_key(after, entity, i), near);
    if (old != ROW_NONE) near = old;
    u->row[c->moves->factors][i] = i;
    u->row[0][i] = old;
    if (old != ROW_NONE) stays[old] = 1;
  }
  u->count = rows;
}

static void take_left(const Comparison *c, uint32_t entity, Universe *u, const uint8_t *stays) {
  const size_t rows = snapshot_rows(c->moves->state[0], entity);
  for (size_t i = 0; i < rows; i++) {
    if (stays[i]) continue;
    u->row[c->moves->factors][u->count] = ROW_NONE;
    u->row[0][u->count++] = (uint32_t)i;
  }
}

static Text key_of(const Moves *m, uint32_t entity, const Universe *u, size_t i) {
  const uint32_t now = u->row[m->factors][i];
  return now == ROW_NONE ? snapshot_key(m->state[0], entity, u->row[0][i])
                         : snapshot_key(last_state(m), entity, now);
}

/* The states between, whose rows are looked for by their keys. */
static void take_between(const Comparison *c, uint32_t entity, Universe *u) {
  const Moves *m = c->moves;
  for (unsigned set = 1; set < m->factors; set++) {
    if (!is_part(set, m->factors)) continue;
    u->row[set] = ARENA_ARRAY(c->arena, uint32_t, u->count);
    for (uint32_t i = 0, near = ROW_NONE; i < u->count; i++) {
      u->row[set][i] = find_row(m->state[set], entity, key_of(m, entity, u, i), near);
      if (u->row[set][i] != ROW_NONE) near = u->row[set][i];
    }
  }
}

static void take_rows(const Comparison *c, uint32_t entity, Universe *u) {
  const Moves *m = c->moves;
  const size_t before = snapshot_rows(m->state[0], entity);
  const size_t most = before + snapshot_rows(last_state(m), entity);
  uint8_t *stays = ARENA_ARRAY(c->arena, uint8_t, before);
  u->row[0] = ARENA_ARRAY(c->arena, uint32_t, most);
  u->row[m->factors] = ARENA_ARRAY(c->arena, uint32_t, most);
  take_after(c, entity, u, stays);
  take_left(c, entity, u, stays);
  take_between(c, entity, u);
}

/* Rows without a key are known by where they stand, which says nothing of other data. */
static bool is_joined(const Moves *m, uint32_t entity) {
  const WatchedEntity *watched = &m->watch->entities.at[entity];
  return watched->has_key || watched->entity[SIDE_AFTER] == IMAGE_PROGRAM ||
         !(m->factors & FACTOR_DATA);
}

/* ---- One list ------------------------------------------------------------------------------- */

static void count(MemberCount *sum, bool has_money, int64_t money) {
  sum->rows++;
  if (has_money)
    sum->money += money;
  else
    sum->money_missing++;
}

static void add_cause(Arena *arena, MoveList *list, const RowMove *move) {
  size_t i = 0;
  while (i < list->by_cause.count && list->by_cause.at[i].causes != move->causes) i++;
  if (i == list->by_cause.count)
    *VEC_PUSH(arena, &list->by_cause) = (CauseCount){.causes = move->causes};
  count(&list->by_cause.at[i].count, move->has_money, move->money);
}

static void add_move(const Comparison *c, MoveList *list, RowMove move) {
  count(&list->all, move.has_money, move.money);
  add_cause(c->arena, list, &move);
  if (list->first.count < c->most) *VEC_PUSH(c->arena, &list->first) = move;
}

static RowMove move_of(const Comparison *c, uint32_t entity, size_t i) {
  const Moves *m = c->moves;
  const Universe *u = &c->universe[entity];
  const uint32_t now = u->row[m->factors][i];
  RowMove move = {.key = key_of(m, entity, u, i)};
  move.has_money = now == ROW_NONE ? snapshot_money(m->state[0], entity, u->row[0][i], &move.money)
                                   : snapshot_money(last_state(m), entity, now, &move.money);
  return move;
}

/* ---- Who is there --------------------------------------------------------------------------- */

static Causes presence_causes(const Moves *m, const Universe *u, size_t i) {
  const bool after = u->row[m->factors][i] != ROW_NONE;
  unsigned made = 0;
  for (unsigned set = 0; set <= m->factors; set++)
    if (is_part(set, m->factors) && (u->row[set][i] != ROW_NONE) == after) made |= 1U << set;
  return causes_of(m->factors, (uint8_t)made);
}

static bool compare_presence(const Comparison *c, uint32_t entity) {
  Moves *m = c->moves;
  Universe *u = &c->universe[entity];
  EntityMoves *e = VEC_PUSH(c->arena, &m->entities);
  *e = (EntityMoves){.entity = entity,
                     .before = snapshot_rows(m->state[0], entity),
                     .after = snapshot_rows(last_state(m), entity),
                     .joined = is_joined(m, entity)};
  if (!e->joined) return true;
  take_rows(c, entity, u);
  for (size_t i = 0; i < u->count; i++) {
    const bool was = u->row[0][i] != ROW_NONE, is = u->row[m->factors][i] != ROW_NONE;
    if (is_stopped(c, i)) return false;
    if (was == is) continue;
    RowMove move = move_of(c, entity, i);
    move.causes = presence_causes(m, u, i);
    add_move(c, is ? &e->arrived : &e->left, move);
  }
  return true;
}

/* ---- Outcomes ------------------------------------------------------------------------------- */

static uint32_t member_in(const Moves *m, const WatchedColumn *column, const Universe *u,
                          unsigned set, size_t i) {
  const uint32_t row = u->row[set][i];
  return row == ROW_NONE ? watch_absent(column) : snapshot_member(m->state[set], column, row);
}

/* Bit S where it is `to` with S. */
static uint8_t made_by(const Moves *m, const WatchedColumn *column, const Universe *u, size_t i,
                       uint32_t to) {
  unsigned made = 0;
  for (unsigned set = 0; set <= m->factors; set++)
    if (is_part(set, m->factors) && member_in(m, column, u, set, i) == to) made |= 1U << set;
  return (uint8_t)made;
}

static bool is_held(const Moves *m, const WatchedColumn *column, const Universe *u, size_t i,
                    uint32_t member) {
  for (unsigned set = 1; set < m->factors; set++)
    if (is_part(set, m->factors) && member_in(m, column, u, set, i) != member) return true;
  return false;
}

static void count_direction(OutcomeMoves *o, const RowMove *move) {
  const uint32_t *rank = o->column->rank;
  if (!rank || rank[move->from] == SCHEMA_NONE || rank[move->to] == SCHEMA_NONE) return;
  const bool up = rank[move->to] < rank[move->from];
  count(up ? &o->promoted : &o->demoted, move->has_money, move->money);
}

static void compare_row(const Comparison *c, OutcomeMoves *o, size_t i) {
  const Moves *m = c->moves;
  const WatchedColumn *column = o->column;
  const Universe *u = &c->universe[column->entity];
  const uint32_t from = member_in(m, column, u, 0, i);
  const uint32_t to = member_in(m, column, u, m->factors, i);
  o->before[from]++;
  o->after[to]++;
  if (from == to) o->held += is_held(m, column, u, i, from);
  if (from == to && !o->move) return;
  RowMove move = move_of(c, column->entity, i);
  move.from = from;
  move.to = to;
  if (o->move) count(&o->move[from * watch_bins(column) + to], move.has_money, move.money);
  if (from == to || from == watch_absent(column) || to == watch_absent(column)) return;
  move.causes = causes_of(m->factors, made_by(m, column, u, i, to));
  add_move(c, &o->moves, move);
  count_direction(o, &move);
}

static void count_members(const Snapshot *s, const WatchedColumn *column, uint64_t *rows) {
  const size_t all = snapshot_rows(s, column->entity);
  for (size_t i = 0; i < all; i++) rows[snapshot_member(s, column, i)]++;
}

static bool compare_outcome(const Comparison *c, const WatchedColumn *column) {
  OutcomeMoves *o = VEC_PUSH(c->arena, &c->moves->outcomes);
  const size_t bins = watch_bins(column);
  *o = (OutcomeMoves){.column = column,
                      .before = ARENA_ARRAY(c->arena, uint64_t, bins),
                      .after = ARENA_ARRAY(c->arena, uint64_t, bins)};
  if (!is_joined(c->moves, column->entity)) {
    count_members(c->moves->state[0], column, o->before);
    count_members(last_state(c->moves), column, o->after);
    return true;
  }
  if (column->members <= MATRIX_MOST) o->move = ARENA_ARRAY(c->arena, MemberCount, bins * bins);
  for (size_t i = 0; i < c->universe[column->entity].count; i++) {
    if (is_stopped(c, i)) return false;
    compare_row(c, o, i);
  }
  return true;
}

/* ---- Values --------------------------------------------------------------------------------- */

static bool compare_values(const Comparison *c, const WatchedColumn *column) {
  const Moves *m = c->moves;
  const Snapshot *before = m->state[0], *after = last_state(m);
  const Universe *u = &c->universe[column->entity];
  ValueMoves values = {.column = column};
  for (size_t i = 0; i < u->count; i++) {
    const uint32_t old = u->row[0][i], now = u->row[m->factors][i];
    if (is_stopped(c, i)) return false;
    if (old == ROW_NONE || now == ROW_NONE || snapshot_same(before, old, after, now, column))
      continue;
    if (values.changed++ >= c->most) continue;
    *VEC_PUSH(c->arena, &values.first) = (ValueMove){.key = key_of(m, column->entity, u, i),
                                                     .before = snapshot_value(before, column, old),
                                                     .after = snapshot_value(after, column, now)};
  }
  if (values.changed) *VEC_PUSH(c->arena, &c->moves->values) = values;
  return true;
}

Moves *moves_find(Arena *arena, const Watch *watch, unsigned factors,
                  const Snapshot *const state[FACTOR_SETS], size_t most, const volatile int *stop) {
  Moves *moves = ARENA_NEW(arena, Moves);
  *moves = (Moves){.watch = watch, .factors = factors};
  for (unsigned set = 0; set < FACTOR_SETS; set++) moves->state[set] = state[set];
  Comparison c = {.arena = arena, .moves = moves, .most = most, .stop = stop};
  c.universe = ARENA_ARRAY(arena, Universe, watch->entities.count);
  for (uint32_t e = 0; e < watch->entities.count; e++)
    if (!compare_presence(&c, e)) return NULL;
  for (size_t i = 0; i < watch->columns.count; i++) {
    const WatchedColumn *column = &watch->columns.at[i];
    if (!(column->outcome ? compare_outcome(&c, column) : compare_values(&c, column))) return NULL;
  }
  return moves;
}

bool moves_outcome_differs(const OutcomeMoves *o) {
  if (o->moves.all.rows) return true;
  for (size_t m = 0; m < watch_bins(o->column); m++)
    if (o->before[m] != o->after[m]) return true;
  return false;
}

bool moves_any(const Moves *moves) {
  if (moves->values.count) return true;
  for (size_t i = 0; i < moves->entities.count; i++) {
    const EntityMoves *e = &moves->entities.at[i];
    if (e->before != e->after || e->arrived.all.rows || e->left.all.rows) return true;
  }
  for (size_t i = 0; i < moves->outcomes.count; i++)
    if (moves_outcome_differs(&moves->outcomes.at[i])) return true;
  return false;
}
