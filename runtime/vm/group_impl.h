/* group_impl.h - what the aggregate functions share.
 *
 * A row is looked at once, in group_select.c: by whether it counts (W), whether what is asked of it
 * holds (C) and whether it has the values that are needed (V) its function puts it into a class, or
 * leaves it out:
 *
 *   rows of a window   W V:  ff tt t- tt ?t tt ft        (true, false, unknown; - no value)
 *   class              of a sum:  -  1  2  1  3  1  -
 *   runs               class 1: rows 1 3 5, class 2: row 2, class 3: row 4
 *
 * Then rows of one class are added together: a loop per class, without a branch on what a row is.
 * What is added to lies in columns, a value a parent, zero at first. A column is made when
 * something is first to go into it, so that what never happens (carries, rows that only may count)
 * costs nothing.
 */
#ifndef VM_GROUP_IMPL_H
#define VM_GROUP_IMPL_H

#include <string.h>

#include "value/decimal.h"
#include "vm/exact_cell.h"
#include "vm/group.h"
#include "vm/group_pairs.h"

enum {
  GROUP_CODES = 18, /* W + 3 C + 9 V, as truths */
  GROUP_AHEAD = 24, /* entries between asking for a parent's memory and using it */
  GROUP_SUMS = 4,
  GROUP_NEEDS = 3
};

/* What is known of a code: its class (0: the row adds nothing), and what the summary counts. */
enum { GROUP_CLASSES = 8, GROUP_CLASS = 7, GROUP_SKIPPED = 8, GROUP_UNDECIDED = 16 };

/* How the values of a selection lie. */
typedef enum { GROUP_LOADS_NOTHING, GROUP_LOADS_BITS, GROUP_LOADS_KEYS } GroupLoad;

/* The classes of functions that are missing as soon as it is unknown whether a row counts. */
enum { GROUP_VALUED = 1, GROUP_MAYBE };

/* Entries of one class. */
typedef struct GroupEntries {
  const uint32_t *parent; /* GROUP_AHEAD more may be read */
  const int64_t *value;   /* whole numbers, the bits of doubles, or order keys */
  const int64_t *more;    /* upper ends, weights or order keys of `by`, where the group has them */
  const Text *text;       /* instead of `value`, where the value is a text */
  size_t count;
} GroupEntries;

/* Numbers of rows by parent, in 1 byte each, or 2 or 4 as soon as one of them asks for it: most
 * parents have few rows, and what is small stays in the cache. */
typedef struct GroupCount {
  void *at;
  size_t width; /* 0: there is no column yet */
} GroupCount;

/* Sums by parent of whole numbers. In one word, so that a row touches one place: the sum of what
 * was added since it last went beyond 60 bits, times 16, and flags; what was before is in `wide`.
 */
typedef struct GroupSum {
  int64_t *word;
  int128 *wide;
} GroupSum;
enum { GROUP_FLAGS = 16 };

/* Sums by parent of doubles: what no cell can hold is kept apart. */
typedef struct GroupExact {
  ExactCell *cell;
  GroupPairs rest;
} GroupExact;

/* Where the results of a call of group_finish go. */
typedef struct GroupResult {
  Vector *low, *high; /* high may be NULL */
  uint64_t overflow;
} GroupResult;

typedef struct GroupFunction {
  /* The class of a row that may count (`where` is not false), 0: it adds nothing. */
  uint8_t (*classify)(const Group *group, Truth where, Truth holds, bool has_value);
  void (*add)(GroupState *state, int class, const GroupEntries *entries);
  void (*seal)(GroupState *state); /* NULL: nothing is to be done */
  void (*finish)(const GroupState *state, GroupResult *result, size_t parent, size_t row);
  GroupLoad load;
  bool needs_value; /* V is about the value, too, not `by` alone */
} GroupFunction;

extern const GroupFunction group_count, group_truth, group_share, group_sum, group_average,
    group_pick, group_order;

typedef struct GroupText {
  char *at;
  uint32_t len, capacity;
} GroupText;

/* Columns are by parent, and NULL until something goes into them. */
struct GroupState {
  Arena *arena;
  const Image *image;
  const Group *group;
  const GroupFunction *function;
  const Table *program;
  size_t parents;
  Store store;    /* of the value; STORE_COUNT where there is none */
  Store by_store; /* STORE_COUNT where `by` is not looked at */
  int64_t flip;   /* -1: keys are turned over, so that the largest is what was the smallest */
  uint8_t class_of[GROUP_CODES];
  uint64_t skipped, undecided;
  size_t held; /* bytes in columns */

  uint8_t *flag;
  GroupCount count[GROUP_SUMS];
  GroupSum sum[GROUP_SUMS];
  GroupExact exact[GROUP_SUMS];
  void *best, *best_by; /* group_pick.c */
  GroupPairs pairs;     /* group_order.c */
};

/* A run of entries of one class. */
typedef struct GroupRun {
  uint32_t class;
  uint32_t end;
} GroupRun;

struct GroupSelection {
  Arena *arena;
  size_t count, capacity;
  uint32_t *parent;
  int64_t *value, *more;
  Text *text;
  VEC(GroupRun) runs;
  uint64_t skipped, undecided;
};

uint8_t group_classify_decided(const Group *group, Truth where, Truth holds, bool has_value);
/* Sets the flag of the parents of the entries. */
void group_set_flag(GroupState *state, const GroupEntries *entries, uint8_t flag);
static inline bool group_has_flag(const GroupState *state, size_t parent, uint8_t flag) {
  return state->flag && state->flag[parent] & flag;
}

/* Counts the entries by parent. */
void group_add_count(GroupState *state, int index, const GroupEntries *entries);
static inline uint32_t group_count_of(const GroupState *state, int index, size_t parent) {
  const GroupCount *count = &state->count[index];
  switch (count->width) {
  case sizeof(uint8_t):
    return ((const uint8_t *)count->at)[parent];
  case sizeof(uint16_t):
    return ((const uint16_t *)count->at)[parent];
  case sizeof(uint32_t):
    return ((const uint32_t *)count->at)[parent];
  default:
    return 0;
  }
}

/* The column itself where it is there, else a new one of `size` bytes a parent. */
void *group_column(GroupState *state, void *column, size_t size);

/* ---- Sums: group_sum.c ---- */

/* The sums' words are there already. */
void group_add_wide(GroupState *state, GroupSum *sum, uint32_t parent, int64_t value);
static inline void group_add_whole(GroupState *state, GroupSum *sum, uint32_t parent,
                                   int64_t value) {
  int64_t shifted, word;
  if (!__builtin_mul_overflow(value, GROUP_FLAGS, &shifted) &&
      !__builtin_add_overflow(sum->word[parent], shifted, &word))
    sum->word[parent] = word;
  else
    group_add_wide(state, sum, parent, value);
}
int128 group_sum_of(const GroupSum *sum, size_t parent);
void group_add_double(GroupState *state, GroupExact *exact, uint32_t parent, double value);
/* Of two sums together; `other` may be NULL. */
double group_exact_of(const GroupExact *exact, const GroupExact *other, size_t parent);
void group_seal_exact(GroupState *state, GroupExact *exact);

static inline double group_double(int64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* ---- Results: group_put.c. Where both ends are not one value and there is no place for the upper
 * one, the result is missing. ---- */

void group_put_missing(GroupResult *result, size_t row);
void group_put_i64(GroupResult *result, size_t row, int64_t low, int64_t high);
/* Missing, and counted as overflow, where an end is not finite. */
void group_put_f64(GroupResult *result, size_t row, double low, double high);
/* low / d and high / d as the result's store wants it: rounded half away from zero, or the nearest
 * double. */
void group_put_quotients(GroupResult *result, size_t row, int128 low, int128 high, int64_t d);

/* ---- Rows: group_select.c ---- */

/* What a group reads of its child's rows. */
typedef struct GroupInput {
  const Vector *via;  /* NULL: every row belongs to row 0 */
  const Truth *where; /* NULL: every row counts */
  const Vector *value, *value_high, *by;
  const Vector *needs[GROUP_NEEDS]; /* what must be known of a row for it to have a value */
  int need_count;
} GroupInput;
GroupInput group_input(const Group *group, const Table *child);
const GroupFunction *group_function(const Group *group);

#endif
