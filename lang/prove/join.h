/* join.h - two programs as one plan, over the same rows.
 *
 * What both have under one name is one thing: an entity, a field, a parameter of the same value.
 * Equal nodes are one, so what both compute alike is the same node, and that they are equal needs
 * no proof. Rows are those that both programs accept: of ranges and members the common part, and
 * required is what one of them requires. A field whose types have nothing in common is two fields.
 */
#ifndef PROVE_JOIN_H
#define PROVE_JOIN_H

#include "plan/plan.h"
#include "prove/prove.h"

enum { JOIN_OLD, JOIN_NEW, JOIN_SIDES };

/* Where things of one program are in the joined one. */
typedef struct JoinSide {
  const Plan *plan;
  uint32_t *entity;  /* by entity */
  uint32_t **field;  /* by entity and field */
  uint32_t *members; /* by enumeration */
  uint32_t *param;   /* by parameter */
  uint32_t declared; /* how many columns stand before its own */
  uint32_t *node;
  uint32_t *group, *rank, *history;
} JoinSide;

typedef struct Join {
  Arena *arena;
  Plan *plan;
  Program *program;
  JoinSide side[JOIN_SIDES];
} Join;

/* Everything is in the arena, beside what it shares with the two plans. */
Join *join_plans(Arena *arena, const Plan *before, const Plan *after);
/* A type of one side as one of the joined program. */
Type join_type(const Join *join, int side, Type type);
/* Rows of the joined program as one of the two has them. NULL where it has no such rows. */
Witness *join_witness(const Join *join, int side, const Witness *witness);

/* join_nodes.c: the nodes of one side, behind those that are there. */
void join_nodes(Join *join, int side);

#endif
