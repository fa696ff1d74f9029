/* moves.h - what moves between two states of rules, data and day, and which of these moved it.
 *
 * Let F be what differs: some of rules, data and day. For every part S of F there is a run with the
 * later state of S and the earlier one of the rest. A row's outcome moves where it is `a` with none
 * of F and another `b` with all of it. A part S *makes* the move where it is b with S, and with
 * everything that S is a part of: whatever else changes, too. The causes of the move are the
 * smallest parts that make it. All of F always does, so there is at least one:
 *
 *   {rules}           due to the rules: they alone make it, and nothing else does without them
 *   {rules}, {data}   due to either: each alone would have made it
 *   {rules+data}      their interplay: neither alone makes it
 *
 * Rows that are there on one side only have arrived or left, which has causes in the same way. Rows
 * that are where they were although a part of F alone would have moved them are *held*.
 */
#ifndef ASK_MOVES_H
#define ASK_MOVES_H

#include "ask/snapshot.h"

/* What may differ, and sets of it. */
enum { FACTOR_RULES = 1, FACTOR_DATA = 2, FACTOR_DAY = 4, FACTOR_SETS = 8 };

/* Causes: bit S for each smallest set S of factors that makes the move. */
typedef uint8_t Causes;

/* The causes, where `made` has bit S for each part S of `factors` with which it is as it is with
 * all of them. */
Causes causes_of(unsigned factors, uint8_t made);

typedef struct RowMove {
  Text key;
  uint32_t from, to; /* members; of rows that arrive or leave, nothing */
  Causes causes;
  bool has_money;
  int64_t money;
} RowMove;

typedef struct CauseCount {
  Causes causes;
  MemberCount count;
} CauseCount;

/* Rows that move, as a list and in sums. Money is that of the state after; of rows that have left,
 * that before. */
typedef struct MoveList {
  MemberCount all;
  VEC(CauseCount) by_cause; /* in the order in which they were met */
  VEC(RowMove) first;
} MoveList;

typedef struct EntityMoves {
  uint32_t entity;        /* of the watch */
  uint64_t before, after; /* rows */
  bool joined;            /* rows are known again; if not, they are only counted */
  MoveList arrived, left;
} EntityMoves;

typedef struct OutcomeMoves {
  const WatchedColumn *column;
  uint64_t *before, *after; /* rows by member */
  MemberCount *move;        /* [from * bins + to]; NULL where there are too many members */
  MoveList moves;           /* without rows that arrive or leave */
  uint64_t held;
  MemberCount promoted, demoted; /* of a segmentation: of the moves those between its places */
} OutcomeMoves;

typedef struct ValueMove {
  Text key;
  ColumnValue before, after;
} ValueMove;

typedef struct ValueMoves {
  const WatchedColumn *column;
  uint64_t changed;
  VEC(ValueMove) first;
} ValueMoves;

typedef struct Moves {
  const Watch *watch;
  unsigned factors;
  const Snapshot *state[FACTOR_SETS]; /* by set of factors that are new; [0] before */
  VEC(EntityMoves) entities;
  VEC(OutcomeMoves) outcomes; /* all that are watched */
  VEC(ValueMoves) values;     /* those that differ on some row */
} Moves;

/* Compares. `state` has a snapshot for each part of `factors`, with values in the first and the
 * last. At most `most` rows of a kind are listed. NULL where `stop` was raised. */
Moves *moves_find(Arena *arena, const Watch *watch, unsigned factors,
                  const Snapshot *const state[FACTOR_SETS], size_t most, const volatile int *stop);
/* Whether rows move, or a member has more or fewer of them. */
bool moves_outcome_differs(const OutcomeMoves *outcome);
/* Whether anything differs that a report tells. */
bool moves_any(const Moves *moves);

#endif
