/* schedule.h - when each node of the plan is computed, and which nodes need a slot.
 *
 * Time runs in levels. At the start of level L the groups and ranks of that level run, then every
 * entity has at most one MAP block for the nodes placed at L. What a block of level L leaves in a
 * slot can be gathered, spread, grouped and ranked from level L + 1 on, and loaded by later blocks
 * of its entity.
 *
 * FIELD, INPUT, CONST, AGGREGATE, RANKED, PARTED and TRACED nodes are free: they have a slot (or
 * are constants) and are loaded in every block that wants them. All other nodes are placed as late
 * as their consumers allow, so that a program without global steps gets one block an entity and
 * stores nothing but its results.
 *
 * In an extension of an image, nodes that have a slot there are *given*: they are like fields.
 * Levels begin anew, behind all steps of the image.
 */
#ifndef EMIT_SCHEDULE_H
#define EMIT_SCHEDULE_H

#include "plan/plan.h"

#define LEVEL_NEVER UINT32_MAX

/* A node whose values are to be in a slot, on rows of `entity`. */
typedef struct WantedNode {
  uint32_t node, entity;
} WantedNode;

/* What an extension is made for. */
typedef struct Extended {
  const uint32_t *slot; /* by node of the image's plan; SCHEMA_NONE: none */
  size_t count;         /* of those nodes */
  const WantedNode *wanted;
  size_t wanted_count;
} Extended;

typedef struct Schedule {
  const Plan *plan;
  const Extended *extended; /* NULL: a whole program is scheduled */
  uint32_t *level;          /* earliest possible, by node */
  uint32_t *place;          /* where it is computed, by node; LEVEL_NEVER: nobody needs it */
  bool *stored;             /* by node: needs a slot of its own (never a free node) */
  uint32_t *group;          /* level at whose start the group runs; LEVEL_NEVER */
  uint32_t *rank;
  uint32_t *history;
  uint32_t *partition;
  uint32_t *last;  /* by entity: level of its last block */
  bool *read;      /* by entity: whether its data is read */
  uint32_t levels; /* one more than the last level */
} Schedule;

/* `extended` is NULL for a whole program. */
Schedule *schedule_plan(Arena *arena, const Plan *plan, const Extended *extended);
/* Whether the image that is extended has the node in a slot. */
bool schedule_is_given(const Schedule *schedule, uint32_t node);
/* Loaded wherever it is wanted: never computed in a block. */
bool schedule_is_free(const Schedule *schedule, uint32_t node);
/* Whether both ends of a clause's value can be had in one block, and at which level; when not, both
 * ends are stored and are loaded in the entity's last block. */
uint32_t schedule_clause_level(const Schedule *schedule, const PlanClause *clause);

#endif
