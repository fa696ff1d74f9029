/* test_group_points.c - the aggregates that are one value or missing, against sorting by hand; and
 * what a group step says of its rows.
 */
#include <math.h>
#include <string.h>

#include "group_world.h"
#include "support/unit.h"
#include "value/decimal.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

enum { TRIALS = 600, WHOLE = 100000000 };

/* The rows of a parent that count and have what the group needs, in order; false where it is
 * unknown whether a row counts. */
static bool rows_of(const World *world, const Group *group, size_t parent, size_t *row,
                    size_t *count) {
  bool decided = true;
  *count = 0;
  for (size_t i = 0; i < world->tables[WORLD_CHILD]->rows; i++) {
    const Vector *via = world_slot(world, group->via);
    if (!via->valid[i] || (size_t)via->i32[i] != parent) continue;
    const Truth where = world_slot(world, group->where)->truth[i];
    if (where == TRUTH_FALSE) continue;
    decided &= where == TRUTH_TRUE;
    const bool has = vector_known(world_slot(world, group->value), i) &&
                     (group->by == SCHEMA_NONE || vector_known(world_slot(world, group->by), i));
    if (has) row[(*count)++] = i;
  }
  return decided;
}

static double as_double(const Vector *vector, size_t row) {
  return vector->store == STORE_F64   ? vector->f64[row]
         : vector->store == STORE_I64 ? (double)vector->i64[row]
         : vector->store == STORE_I32 ? vector->i32[row]
                                      : vector->truth[row];
}

static int compare_at(const Vector *vector, size_t a, size_t b) {
  if (vector->store == STORE_TEXT) return text_compare(vector->text[a], vector->text[b]);
  const double x = as_double(vector, a), y = as_double(vector, b);
  return (x > y) - (x < y);
}

static int compare_rows(const World *world, const Group *group, size_t a, size_t b) {
  const int by = group->by == SCHEMA_NONE ? 0 : compare_at(world_slot(world, group->by), a, b);
  return by ? by : compare_at(world_slot(world, group->value), a, b);
}

static void sort_rows(const World *world, const Group *group, size_t *row, size_t count) {
  for (size_t i = 1; i < count; i++)
    for (size_t j = i; j > 0 && compare_rows(world, group, row[j - 1], row[j]) > 0; j--) {
      const size_t kept = row[j];
      row[j] = row[j - 1];
      row[j - 1] = kept;
    }
}

static Scalar at_row(const Vector *vector, size_t row) {
  static const TypeKind kinds[] = {[STORE_I64] = TYPE_INTEGER,
                                   [STORE_F64] = TYPE_NUMBER,
                                   [STORE_I32] = TYPE_DATE,
                                   [STORE_TRUTH] = TYPE_BOOL,
                                   [STORE_TEXT] = TYPE_TEXT};
  return vector_get(vector, (Type){.kind = kinds[vector->store]}, row);
}

/* n / d as the result's store wants it. The numbers are small: a double holds them exactly. */
static Scalar quotient(const Vector *result, int64_t n, int64_t d) {
  Scalar out = {.known = true};
  if (result->store == STORE_F64)
    out.f = (double)n / (double)d;
  else
    decimal_round_quotient(n, d, &out.i);
  return out;
}

static Scalar place(const World *world, const Group *group, const size_t *row, size_t count,
                    int64_t fraction) {
  const Vector *value = world_slot(world, group->value), *result = world_slot(world, group->low);
  const int64_t position = (int64_t)(count - 1) * fraction;
  const size_t below = (size_t)(position / WHOLE), above = below + (position % WHOLE != 0);
  const int64_t part = position % WHOLE;
  if (value->store == STORE_F64) {
    const double a = value->f64[row[below]], b = value->f64[row[above]];
    return (Scalar){.known = true, .f = a + (b - a) * ((double)part / WHOLE)};
  }
  return quotient(result, value->i64[row[below]] * (WHOLE - part) + value->i64[row[above]] * part,
                  WHOLE);
}

static Scalar average(const World *world, const Group *group, const size_t *row, size_t count,
                      bool high) {
  const Vector *value = world_slot(world, group->value);
  if (high && group->value_high != SCHEMA_NONE) value = world_slot(world, group->value_high);
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += as_double(value, row[i]);
  if (value->store == STORE_F64) return (Scalar){.known = true, .f = sum / (double)count};
  return quotient(world_slot(world, group->low), (int64_t)sum, (int64_t)count);
}

static Scalar naive(const World *world, const Group *group, size_t parent, bool high) {
  size_t row[WORLD_CHILDREN], count;
  const Scalar missing = {.known = false};
  if (!rows_of(world, group, parent, row, &count) || !count) return missing;
  sort_rows(world, group, row, count);
  switch ((Aggregate)group->function) {
  case AGGREGATE_MIN:
  case AGGREGATE_EARLIEST:
    return at_row(world_slot(world, group->value), row[0]);
  case AGGREGATE_MAX:
  case AGGREGATE_LATEST:
    return at_row(world_slot(world, group->value), row[count - 1]);
  case AGGREGATE_AVG:
    return average(world, group, row, count, high);
  case AGGREGATE_MEDIAN:
    return place(world, group, row, count, WHOLE / 2);
  case AGGREGATE_PERCENTILE: {
    const int64_t fraction = world_slot(world, group->fraction)->i64[0];
    return fraction > WHOLE ? missing : place(world, group, row, count, fraction);
  }
  default:
    return missing;
  }
}

static void check(const World *world, uint32_t index) {
  const Group *group = world_get(world, index);
  for (size_t parent = 0; parent < WORLD_PARENTS; parent++)
    for (int high = 0; high < (group->high == SCHEMA_NONE ? 1 : 2); high++) {
      const Vector *result = world_slot(world, high ? group->high : group->low);
      const Scalar got = at_row(result, parent);
      Scalar want = naive(world, group, parent, high);
      want.type = got.type;
      ck_assert_msg(got.known == want.known && (!want.known || scalar_equal(got, want)),
                    "function %d of %s: parent %zu, end %d: %d %lld %g, not %d %lld %g",
                    group->function, store_name(result->store), parent, high, got.known,
                    (long long)got.i, got.f, want.known, (long long)want.i, want.f);
    }
}

START_TEST(agree_with_sorting) {
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World w = world_new(arena, seed);
    const Group by_day = {.by = w.day};
    static const Aggregate extremes[] = {AGGREGATE_MIN, AGGREGATE_MAX};
    static const Aggregate ends[] = {AGGREGATE_LATEST, AGGREGATE_EARLIEST};
    for (int i = 0; i < 2; i++) {
      world_group(&w, extremes[i], w.whole, (Group){0}, STORE_I64);
      world_group(&w, extremes[i], w.real, (Group){0}, STORE_F64);
      world_group(&w, extremes[i], w.day, (Group){0}, STORE_I32);
      world_group(&w, ends[i], w.whole, by_day, STORE_I64);
      world_group(&w, ends[i], w.real, by_day, STORE_F64);
      world_group(&w, ends[i], w.text, by_day, STORE_TEXT);
      world_group(&w, ends[i], w.truth, by_day, STORE_TRUTH);
      world_group(&w, ends[i], w.day, (Group){.by = w.weight}, STORE_I32);
    }
    world_group(&w, AGGREGATE_AVG, w.whole, (Group){0}, STORE_I64);
    world_group(&w, AGGREGATE_AVG, w.whole, (Group){0}, STORE_F64);
    world_group(&w, AGGREGATE_AVG, w.whole, (Group){.value_high = w.whole_high}, STORE_I64);
    world_group(&w, AGGREGATE_AVG, w.real, (Group){0}, STORE_F64);
    static const Aggregate orders[] = {AGGREGATE_MEDIAN, AGGREGATE_PERCENTILE};
    for (int i = 0; i < 2; i++) {
      world_group(&w, orders[i], w.whole, (Group){0}, STORE_I64);
      world_group(&w, orders[i], w.whole, (Group){0}, STORE_F64);
      world_group(&w, orders[i], w.real, (Group){0}, STORE_F64);
    }
    GroupStats *stats = ARENA_ARRAY(arena, GroupStats, w.image->groups.count);
    world_fill(&w, seed % (WORLD_CHILDREN + 1));
    world_run(&w, stats);
    for (uint32_t i = 0; i < w.image->groups.count; i++) check(&w, i);
  }
}
END_TEST

START_TEST(rows_are_told_apart) {
  size_t seen[3] = {0};
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World w = world_new(arena, seed);
    GroupStats stats[1] = {0};
    const uint32_t index = world_group(&w, AGGREGATE_SUM, w.whole, (Group){0}, STORE_I64);
    world_fill(&w, WORLD_CHILDREN);
    world_run(&w, stats);
    size_t skipped = 0, undecided = 0;
    for (size_t parent = 0; parent < WORLD_PARENTS; parent++) {
      GroupRows rows[3];
      size_t next[3] = {0};
      group_explain(w.image, index, w.tables, parent, NULL, arena, &rows[0], &rows[1], &rows[2]);
      for (uint32_t row = 0; row < WORLD_CHILDREN; row++) {
        const Vector *via = world_slot(&w, w.via);
        const Truth where = world_slot(&w, w.where)->truth[row];
        if (!via->valid[row] || (size_t)via->i32[row] != parent || where == TRUTH_FALSE) continue;
        const int kind = where == TRUTH_UNKNOWN ? 1 : world_slot(&w, w.whole)->valid[row] ? 0 : 2;
        ck_assert_uint_lt(next[kind], rows[kind].count);
        ck_assert_uint_eq(rows[kind].row[next[kind]++], row);
      }
      const GroupTally tally = group_tally(w.image, index, w.tables, parent, NULL);
      const uint64_t told[] = {tally.counted, tally.undecided, tally.skipped};
      GroupRows first = {rows[0].row, rows[0].count / 2}; /* looked for among these alone */
      const GroupTally part = group_tally(w.image, index, w.tables, parent, &first);
      ck_assert_uint_eq(part.counted, first.count);
      ck_assert_uint_eq(part.undecided + part.skipped, 0);
      for (int kind = 0; kind < 3; kind++) {
        ck_assert_uint_eq(told[kind], rows[kind].count);
        ck_assert_uint_eq(next[kind], rows[kind].count);
        seen[kind] += rows[kind].count;
      }
      undecided += rows[1].count;
      skipped += rows[2].count;
    }
    ck_assert_uint_eq(stats[0].skipped, skipped);
    ck_assert_uint_eq(stats[0].undecided, undecided);
    ck_assert_uint_eq(stats[0].overflow, 0);
  }
  for (int kind = 0; kind < 3; kind++) ck_assert_uint_gt(seen[kind], 0);
}
END_TEST

/* ---- Large numbers, over all rows to the program --------------------------------------------- */

/* A group over all children to the program's row, of these values. */
static World all_rows(Aggregate function, Store result, const int64_t *value, const double *real,
                      size_t count, GroupStats *stats) {
  World w = world_new(arena, 1);
  world_group(&w, function, value ? w.whole : w.real, (Group){0}, result);
  Group *group = &w.image->groups.at[0];
  group->parent = WORLD_PROGRAM;
  group->via = group->where = SCHEMA_NONE;
  group->low = vm_image_slot(w.image, WORLD_PROGRAM, result);
  group->high = SCHEMA_NONE;
  world_fill(&w, count);
  for (size_t i = 0; i < count; i++) {
    Vector *slot = &w.tables[WORLD_CHILD]->slot[value ? w.whole : w.real];
    slot->valid[i] = 1;
    if (value)
      slot->i64[i] = value[i];
    else
      slot->f64[i] = real[i];
  }
  *stats = (GroupStats){0};
  world_run(&w, stats);
  return w;
}

static Scalar over_whole(Aggregate function, Store result, const int64_t *value, size_t count,
                         GroupStats *stats) {
  const World w = all_rows(function, result, value, NULL, count, stats);
  return at_row(world_slot(&w, world_get(&w, 0)->low), 0);
}

static Scalar over_real(Aggregate function, const double *value, size_t count, GroupStats *stats) {
  const World w = all_rows(function, STORE_F64, NULL, value, count, stats);
  return at_row(world_slot(&w, world_get(&w, 0)->low), 0);
}

START_TEST(whole_numbers_near_the_edge) {
  GroupStats stats;
  const int64_t cancels[] = {INT64_MAX, INT64_MAX, -INT64_MAX, -INT64_MAX, 7};
  Scalar out = over_whole(AGGREGATE_SUM, STORE_I64, cancels, 5, &stats);
  ck_assert(out.known);
  ck_assert_int_eq(out.i, 7);
  ck_assert_uint_eq(stats.overflow, 0);

  const int64_t too_much[] = {INT64_MAX, 1};
  ck_assert(!over_whole(AGGREGATE_SUM, STORE_I64, too_much, 2, &stats).known);
  ck_assert_uint_eq(stats.overflow, 1);
  out = over_whole(AGGREGATE_AVG, STORE_I64, too_much, 2, &stats);
  ck_assert_int_eq(out.i, (int64_t)1 << 62);
  ck_assert_double_eq(over_whole(AGGREGATE_AVG, STORE_F64, too_much, 2, &stats).f, 0x1p62);

  const int64_t lowest[] = {INT64_MIN, INT64_MIN, INT64_MIN + 1};
  out = over_whole(AGGREGATE_MEDIAN, STORE_I64, lowest, 3, &stats);
  ck_assert(out.i == INT64_MIN);
  out = over_whole(AGGREGATE_MEDIAN, STORE_I64, lowest + 1, 2, &stats);
  ck_assert(out.i == INT64_MIN); /* -0.5 beyond: away from zero */
  /* 2^53 + 1 and 0: the quotient is rounded once, to even. */
  const int64_t odd[] = {((int64_t)1 << 54) + 2, 0, ((int64_t)1 << 54) + 2, 0};
  ck_assert_double_eq(over_whole(AGGREGATE_AVG, STORE_F64, odd, 4, &stats).f, 0x1p53);
  const int64_t thirds[] = {1, 0, 0};
  ck_assert_double_eq(over_whole(AGGREGATE_AVG, STORE_F64, thirds, 3, &stats).f, 1.0 / 3);
}
END_TEST

START_TEST(doubles_near_the_edge) {
  GroupStats stats;
  const double cancels[] = {1e308, 1e308, 1, -1e308, -1e308, 1e-300};
  Scalar out = over_real(AGGREGATE_SUM, cancels, 6, &stats);
  ck_assert(out.known);
  ck_assert_double_eq(out.f, 1);
  ck_assert(!over_real(AGGREGATE_SUM, cancels, 2, &stats).known);
  ck_assert_uint_eq(stats.overflow, 1);
  ck_assert_double_eq(over_real(AGGREGATE_MEDIAN, cancels, 2, &stats).f, 1e308);
  const double apart[] = {-1.5e308, 1.5e308};
  ck_assert_double_eq(over_real(AGGREGATE_MEDIAN, apart, 2, &stats).f, 0);
  ck_assert_uint_eq(stats.overflow, 0);
}
END_TEST

START_TEST(many_rows_have_a_middle) {
  enum { MANY = 10001 };
  GroupStats stats;
  int64_t *value = ARENA_ARRAY(arena, int64_t, MANY);
  for (int64_t order = 0; order < 4; order++) {
    for (int64_t i = 0; i < MANY; i++)
      value[i] = order == 0 ? i : order == 1 ? MANY - 1 - i : order == 2 ? i * 7919 % MANY : 5000;
    ck_assert_int_eq(over_whole(AGGREGATE_MEDIAN, STORE_I64, value, MANY, &stats).i, 5000);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, agree_with_sorting, rows_are_told_apart, whole_numbers_near_the_edge,
          doubles_near_the_edge, many_rows_have_a_middle)
