/* profile.c - one lever from its least to its most value.
 *
 * What an outcome depends on changes only where a comparison turns, a value becomes missing, or the
 * like: the watches. From a grid of positions on, wherever the watches of neighbours differ, the
 * gap is divided until the neighbours are adjacent. So where the outcome changes is found to the
 * last unit; between neighbours that agree nothing is assumed to happen. Few values are all tried.
 */
#include "ask/why_not_impl.h"
#include "vm/order_key.h"

enum { SPLITS = 7, POINTS_MOST = 6000 };

typedef struct Point {
  int64_t at;
  uint64_t sign; /* of all watches */
  bool met;
} Point;
typedef struct PointVec {
  VEC(Point) list;
} PointVec;
/* Room that all profiles share. */
typedef struct ProfileRoom {
  PointVec points, added, merged;
} ProfileRoom;

typedef struct Profile {
  Study *study;
  Trial *trial;
  const Changes *changes;
  size_t lever;
  Goal goal;
} Profile;

/* ---- Points -----------------------------------------------------------------------------------
 */

static uint64_t mixed(uint64_t sign, uint64_t value) {
  sign = (sign ^ value) * 0x9e3779b97f4a7c15u;
  return sign ^ sign >> 29;
}

static uint64_t order_of(int64_t a, int64_t b) { return a < b ? 0 : a == b ? 1 : 2; }

static void add_watch(const Trial *trial, const Watch *watch, Point *points, size_t count) {
  const Vector a = trial_values(trial, (Site){watch->block, watch->a});
  const Vector b = trial_values(trial, (Site){watch->block, watch->b});
  for (size_t i = 0; i < count; i++) {
    uint64_t value = vector_known(&a, i);
    if (watch->kind == WATCH_VALUE) value = (uint64_t)order_key(&a, i);
    if (watch->kind == WATCH_SIGN && value) value += order_of(order_key(&a, i), 0);
    if (watch->kind == WATCH_ORDER)
      value =
          value && vector_known(&b, i) ? 3 + order_of(order_key(&a, i), order_key(&b, i)) : value;
    points[i].sign = mixed(points[i].sign, value);
  }
}

static void try_points(const Profile *profile, Point *points, size_t count) {
  Study *study = profile->study;
  for (size_t done = 0; done < count; done += TRIAL_ROWS) {
    const size_t rows = count - done < TRIAL_ROWS ? count - done : TRIAL_ROWS;
    trial_begin(profile->trial, profile->changes, rows);
    for (size_t i = 0; i < rows; i++)
      trial_put(profile->trial, i, profile->lever, points[done + i].at);
    trial_run(profile->trial);
    for (size_t w = 0; w < study->watches.count; w++)
      if (study->watches.at[w].levers & lever_bit(profile->lever))
        add_watch(profile->trial, &study->watches.at[w], points + done, rows);
    const Vector values = trial_values(profile->trial, profile->goal.site);
    for (size_t i = 0; i < rows; i++)
      points[done + i].met = want_met(&profile->goal.want, &values, i);
  }
}

static bool differ(const Point *a, const Point *b) {
  return a->sign != b->sign || a->met != b->met;
}

/* Positions in the gaps between neighbours that differ. */
static void divide(const Profile *profile, const PointVec *points, PointVec *out) {
  Arena *arena = profile->study->arena;
  for (size_t i = 0; i + 1 < points->list.count; i++) {
    const Point *a = &points->list.at[i], *b = a + 1;
    const uint64_t gap = (uint64_t)b->at - (uint64_t)a->at;
    if (gap < 2 || !differ(a, b)) continue;
    const uint64_t count = gap - 1 < SPLITS ? gap - 1 : SPLITS;
    for (uint64_t k = 1; k <= count; k++) {
      const uint128 offset = (uint128)gap * k / (count + 1);
      *VEC_PUSH(arena, &out->list) = (Point){.at = (int64_t)((uint64_t)a->at + (uint64_t)offset)};
    }
  }
}

static void merge(Arena *arena, const PointVec *a, const PointVec *b, PointVec *out) {
  size_t i = 0, k = 0;
  out->list.count = 0;
  while (i < a->list.count || k < b->list.count) {
    const bool first =
        k == b->list.count || (i < a->list.count && a->list.at[i].at <= b->list.at[k].at);
    *VEC_PUSH(arena, &out->list) = first ? a->list.at[i++] : b->list.at[k++];
  }
}

static void find_points(const Profile *profile, ProfileRoom *room) {
  Arena *arena = profile->study->arena;
  const Lever *lever = &profile->study->lever[profile->lever];
  room->points.list.count = 0;
  for (size_t i = 0; i < lever->grid_count; i++)
    *VEC_PUSH(arena, &room->points.list) = (Point){.at = lever->grid[i]};
  try_points(profile, room->points.list.at, room->points.list.count);
  while (room->points.list.count < POINTS_MOST) {
    room->added.list.count = 0;
    divide(profile, &room->points, &room->added);
    if (!room->added.list.count) return;
    try_points(profile, room->added.list.at, room->added.list.count);
    merge(arena, &room->points, &room->added, &room->merged);
    const PointVec points = room->points;
    room->points = room->merged;
    room->merged = points;
  }
}

void profile_lever(Study *study, Trial *trial, const Changes *changes, size_t lever, Goal goal,
                   StretchVec *out) {
  const Profile profile = {study, trial, changes, lever, goal};
  if (!study->room) study->room = ARENA_NEW(study->arena, ProfileRoom);
  find_points(&profile, study->room);
  const PointVec *points = &study->room->points;
  out->list.count = 0;
  for (size_t i = 0; i < points->list.count; i++) {
    const Point *point = &points->list.at[i];
    if (!i || differ(point, point - 1))
      *VEC_PUSH(study->arena, &out->list) = (Stretch){point->at, point->at, point->met};
    else
      out->list.at[out->list.count - 1].last = point->at;
  }
}

/* ---- Nearness ---------------------------------------------------------------------------------
 */

uint64_t lever_distance(const Lever *lever, int64_t position) {
  return position < lever->from ? (uint64_t)lever->from - (uint64_t)position
                                : (uint64_t)position - (uint64_t)lever->from;
}

int64_t stretch_nearest(const Lever *lever, const Stretch *stretch) {
  if (lever->from < stretch->first) return stretch->first;
  return lever->from > stretch->last ? stretch->last : lever->from;
}

bool profile_nearest(const Lever *lever, const StretchVec *stretches, int64_t *position) {
  bool found = false;
  for (size_t i = 0; i < stretches->list.count; i++) {
    const Stretch *stretch = &stretches->list.at[i];
    const int64_t at = stretch_nearest(lever, stretch);
    if (!stretch->met || (found && lever_distance(lever, at) >= lever_distance(lever, *position)))
      continue;
    *position = at;
    found = true;
  }
  return found;
}
