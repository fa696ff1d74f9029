/* why_not_impl.h - what the parts of the search for changes share.
 *
 *   lever.c    which levers an outcome depends on, and what values they can have
 *   trial.c    the row with levers set, many at a time, by the code of the run
 *   profile.c  one lever from end to end: where the outcome holds
 *   need.c     conditions that an outcome rests on, and the levers behind those that fail
 *   search.c   the fewest levers
 *   region.c   values that do it
 *   round.c    round values near others
 *   echo.c     whether other rows answer to changes of this one
 *   settle.c   values that stand when they have
 *   confirm.c  changes made in a derived run
 *   why_not.c  the answer
 */
#ifndef ASK_WHY_NOT_IMPL_H
#define ASK_WHY_NOT_IMPL_H

#include "ask/why_not.h"
#include "engine/inspect.h"
#include "vm/history.h"

enum {
  LEVERS_MOST = 64,
  TRIAL_ROWS = 256,
  LEVER_SMALL = 256, /* so many values or fewer are all looked at */
  LEVER_TINY = 32    /* and so many or fewer are all combined with those of others */
};

/* One bit a lever. */
typedef uint64_t LeverSet;
static inline LeverSet lever_bit(size_t lever) { return (LeverSet)1 << lever; }

/* Something of the row that may be changed. Its values are numbered in their order by *positions*:
 * scaled integers, days, members, 0 and 1 of a bool; doubles by order_key; texts by `text`. */
typedef struct Lever {
  Text name;
  Type type;
  Store store;
  uint32_t slot, high;   /* an aggregate's upper end, or SCHEMA_NONE */
  uint32_t field, group; /* one of them is SCHEMA_NONE */
  int64_t least, most;   /* positions, both possible */
  bool known;            /* at present */
  int64_t now;           /* its position, where known */
  int64_t from;          /* near which values are looked for: `now`, or what is usual */
  Text *text;            /* by position */
  int64_t *grid;         /* positions to begin with, ascending */
  size_t grid_count;
} Lever;

/* Whether all positions are looked at. */
static inline bool lever_is_small(const Lever *lever) {
  return (uint64_t)lever->most - (uint64_t)lever->least < LEVER_SMALL;
}

/* A register of a block of the row's entity, or a slot where `block` is SCHEMA_NONE. */
typedef struct Site {
  uint32_t block;
  uint32_t at;
} Site;

/* What may change abruptly along a lever: a truth, whether a value is known, the order of two. */
typedef enum { WATCH_VALUE, WATCH_KNOWN, WATCH_SIGN, WATCH_ORDER } WatchKind;
typedef struct Watch {
  WatchKind kind;
  uint32_t block;
  uint16_t a, b;
  LeverSet levers;
} Watch;

/* The row, the outcome and everything of the image that lies between. */
typedef struct Study {
  Arena *arena;
  const Image *image;
  Run *run;
  Inspector *inspector;
  uint32_t entity;
  size_t row;
  bool *wanted_slot;     /* by slot: the outcome depends on it */
  bool *wanted_register; /* by register of the image */
  bool *wanted_step;     /* by step */
  LeverSet *slot;        /* by slot: the levers behind it */
  LeverSet *reg;         /* by register of the image */
  Lever *lever;          /* in the order of declaration, fields first */
  size_t lever_count;
  VEC(Watch) watches;
  struct NeedMemo *memo;    /* need.c's */
  struct ProfileRoom *room; /* profile.c's */
  bool has_echo;            /* what the row changes may come back to it through others */
  const volatile int *stop;
} Study;

static inline size_t study_register(const Study *study, uint32_t block, uint32_t reg) {
  return study->image->blocks.at[block].registers.first + reg;
}

/* ---- lever.c ---- */

Study *study_new(Arena *arena, Run *run, uint32_t slot, uint32_t entity, size_t row);
Scalar lever_value(const Lever *lever, int64_t position);
/* Whether a position is where arithmetic ends rather than anything that somebody would mean. */
bool lever_is_far(const Lever *lever, int64_t position);
/* Puts the value into a row of the lever's slots. */
void lever_put(const Lever *lever, Table *table, size_t row, int64_t position);

/* ---- trial.c ---- */

/* Levers that have another value, by position. */
typedef struct Changes {
  LeverSet set;
  int64_t position[LEVERS_MOST];
} Changes;

typedef struct Trial Trial;
Trial *trial_new(Study *study);
/* The first `count` rows (up to TRIAL_ROWS) are the row with these changes; */
void trial_begin(Trial *trial, const Changes *changes, size_t count);
/* and with this one, in one of them; */
void trial_put(Trial *trial, size_t row, size_t lever, int64_t position);
/* then what the outcome rests on is computed for them. */
void trial_run(Trial *trial);
/* The values of a site; row 0 of it is the first. */
Vector trial_values(const Trial *trial, Site site);
uint64_t trial_rows_tried(const Trial *trial);
/* From now on all but the levers is as in this run, which has to stay until another is entered. */
void trial_enter(Trial *trial, Run *run);

/* ---- need.c ---- */

/* Values that are asked for: of truths a set (bit 1 << Truth), of members one, or all but one. */
typedef struct Want {
  bool is_member;
  uint8_t truths;
  int32_t member;
  bool other; /* any other member */
  bool open;  /* missing will do as well */
} Want;
enum { WANT_FALSE = 1 << TRUTH_FALSE, WANT_OPEN = 1 << TRUTH_UNKNOWN, WANT_TRUE = 1 << TRUTH_TRUE };

typedef struct Goal {
  Site site;
  Want want;
} Goal;
typedef struct GoalVec {
  VEC(Goal) list;
} GoalVec;

bool want_met(const Want *want, const Vector *values, size_t row);
/* What the site stands for where it only loads something: another register, or a slot. */
Site site_origin(const Study *study, Site site);
static inline bool site_equal(Site a, Site b) { return a.block == b.block && a.at == b.at; }
LeverSet site_levers(const Study *study, Site site);
/* Of the levers `free` those of which one has to change, from the state that is row 0 of the trial,
 * so that the goal is reached; none: it cannot be. The goal is not met there. */
LeverSet need_levers(Study *study, const Trial *trial, Goal goal, LeverSet free);
/* Conditions that together are the goal, as far as people think of them as several. */
void need_parts(Study *study, const Trial *trial, Goal goal, uint32_t column, GoalVec *out);
/* The clause that tells of a part, of the column's if there is one; SCHEMA_NONE: none does. */
uint32_t need_clause(const Study *study, Goal goal, uint32_t column);

/* ---- profile.c ---- */

/* Positions [first, last] along which nothing changes abruptly. */
typedef struct Stretch {
  int64_t first, last;
  bool met;
} Stretch;
typedef struct StretchVec {
  VEC(Stretch) list;
} StretchVec;
/* From the lever's least to its most value, the others as in `changes`. */
void profile_lever(Study *study, Trial *trial, const Changes *changes, size_t lever, Goal goal,
                   StretchVec *out);
/* The distance from where the lever is. */
uint64_t lever_distance(const Lever *lever, int64_t position);
/* The position of the stretch that is nearest to where the lever is. */
int64_t stretch_nearest(const Lever *lever, const Stretch *stretch);
/* The nearest position that meets the goal; false where none does. */
bool profile_nearest(const Lever *lever, const StretchVec *stretches, int64_t *position);

/* ---- search.c ---- */

typedef struct ChangesVec {
  VEC(Changes) list;
} ChangesVec;
typedef struct Search {
  ChangesVec found; /* of one size, by order of declaration of their levers */
  size_t looked_at;
  bool exhausted;
} Search;
/* The fewest levers that lead to the goal, which is not met at present, with values as near to the
 * present ones as can be. */
void search_fewest(Study *study, Trial *trial, Goal goal, Search *out);

/* ---- region.c ---- */

/* All values that do it, lever by lever, and a round one of each, which is confirmed. */
void region_of(Study *study, Trial *trial, Goal goal, const Changes *changes, WhyNotSet *out);

/* ---- round.c ---- */

/* The roundest position from `to` on towards `limit` that is off by one part of so many at most. */
int64_t round_position(Store store, int64_t to, int64_t limit, unsigned part);

/* ---- echo.c ---- */

/* Whether a change of the row can reach its slot through other rows. */
bool study_has_echo(const Study *study, uint32_t slot);

/* ---- settle.c ---- */

/* Each lever in turn as near to where it is as the others let it, until none moves; one that need
 * not change is left out. */
void settle_near(Study *study, Trial *trial, Goal goal, Changes *changes);
/* Whether the changes do it, when other rows have answered to them; as far as these move what is
 * needed, the values follow. */
bool settle(Study *study, Trial *trial, Goal goal, Changes *changes);
/* region_of, with other rows as they are then. */
void settle_region(Study *study, Trial *trial, Goal goal, const Changes *changes, WhyNotSet *out);

/* ---- confirm.c ---- */

/* The run with the changes made, in an arena beside the study's; NULL where it was interrupted. */
Run *changed_run(const Study *study, const Changes *changes, Arena *arena);
/* Whether the goal is met with the changes made, all else answering to them. */
bool confirm_changes(const Study *study, Goal goal, const Changes *changes);

static inline bool study_stopped(const Study *study) { return study->stop && *study->stop; }

#endif
