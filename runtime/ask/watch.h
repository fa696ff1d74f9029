/* watch.h - the columns that two programs have in common, to be compared row by row.
 *
 * Declarations are joined by their names, or by a name that one was given instead, entities by
 * theirs, members of an outcome by theirs: what both programs call `key` is one member, whatever
 * its place. Members have one numbering for both programs:
 *
 *   0 .. members-1   those of the program before, then those that only the one after has
 *   members          unknown
 *   members+1        absent: the row is not there
 */
#ifndef ASK_WATCH_H
#define ASK_WATCH_H

#include "engine/engine.h"

/* The two sides of a comparison. */
enum { SIDE_BEFORE, SIDE_AFTER, SIDES };

/* A declaration with another name on the other side. */
typedef struct WatchRename {
  Text before, after;
} WatchRename;

typedef struct WatchedColumn {
  Text name;              /* in full, as the program after has it */
  DeclarationKind kind;   /* and what is declared there */
  bool own;               /* the declaration's own column, not a part of it */
  uint32_t entity;        /* into Watch.entities */
  uint32_t column[SIDES]; /* in each image */
  Type type[SIDES];
  bool range; /* a value that can be one, on either side */
  size_t at;  /* its place among the entity's columns */

  /* Outcomes: enumerations and truths. */
  bool outcome;
  uint32_t members;
  Text *member;          /* names of members, then of `unknown` and `absent` */
  uint32_t *code[SIDES]; /* by member of the own type: its number here */
  uint32_t *rank; /* of a segmentation, by number: its place after, the best 0; SCHEMA_NONE for what
                     has none there. NULL of other outcomes */
} WatchedColumn;

typedef struct WatchedEntity {
  Text name;
  uint32_t entity[SIDES];
  bool has_key;
  uint32_t money[SIDES]; /* the slot whose sums are told, or SCHEMA_NONE on both */
  Text money_name;
  char currency[4];
  size_t columns; /* how many are watched */
} WatchedEntity;

typedef struct Watch {
  const Image *image[SIDES];
  VEC(WatchedEntity) entities;
  VEC(WatchedColumn) columns; /* in the order of the program after */
} Watch;

/* What both images have in common. All of it is in the arena. */
Watch *watch_new(Arena *arena, const Image *before, const Image *after, const WatchRename *renamed,
                 size_t renamed_count);

/* The number of an outcome's member in a vector of its side. */
static inline uint32_t watch_unknown(const WatchedColumn *column) { return column->members; }
static inline uint32_t watch_absent(const WatchedColumn *column) { return column->members + 1; }
static inline size_t watch_bins(const WatchedColumn *column) { return (size_t)column->members + 2; }

#endif
