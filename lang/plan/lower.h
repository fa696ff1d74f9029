/* lower.h - what the files of the lowering share.
 *
 * A Lower is the state while one expression is lowered: on whose rows (entity) and under which
 * clause of the side table its parts are noted. Both are saved and restored around a change of
 * rows.
 */
#ifndef PLAN_LOWER_H
#define PLAN_LOWER_H

#include "base/diag.h"
#include "plan/plan_impl.h"
#include "plan/range.h"

/* What one declaration came to; filled on first use, so columns may be declared in any order. */
typedef struct LoweredColumns {
  bool done, busy;
  PlanValue part[PART_COUNT]; /* PLAN_NONE where the kind has no such part */
  uint32_t clause[PART_COUNT];
} LoweredColumns;

typedef struct Lower {
  Plan *plan;
  Program *program;
  DiagSink *diags;
  uint32_t entity; /* rows that the expression is on */
  uint32_t clause; /* parent for what is noted; PLAN_NONE: nothing is noted */
  bool named;      /* the clause just begun is about the next condition: it needs none of its own */
  LoweredColumns *columns;
} Lower;

static const Type lower_bool = {.kind = TYPE_BOOL};

/* --- lower_expression.c --- */
/* The value as its parent takes it (Typing.as), on rows of lower->entity. */
PlanValue lower_value(Lower *lower, const Node *node);
/* The same where it is one point, else missing. */
uint32_t lower_point(Lower *lower, const Node *node);
/* A condition; NULL is true. */
uint32_t lower_condition(Lower *lower, const Node *node);
/* From one type to another as Typing.as says. */
PlanValue lower_convert(Lower *lower, PlanValue value, Type from, Type to);

/* --- lower_arithmetic.c, lower_compare.c, lower_time.c, lower_call.c, lower_aggregate.c --- */
PlanValue lower_arithmetic(Lower *lower, const Node *node);
uint32_t lower_comparison(Lower *lower, const Node *node); /* COMPARE BETWEEN IN_LIST TEXT_TEST */
uint32_t lower_window(Lower *lower, const Node *node);     /* IN_WINDOW */
uint32_t lower_at_least(Lower *lower, const Node *node);
PlanValue lower_call(Lower *lower, const Node *node);
PlanValue lower_aggregate(Lower *lower, const Node *node);
PlanValue lower_step(Lower *lower, const Node *node); /* STEP literal: duration or period */

/* --- lower_column.c --- */
/* A part of a declared column on rows of its own entity. */
PlanValue lower_column(Lower *lower, uint32_t declared, ColumnPart part);
/* Whether the declaration applies: its `where`, noted as a clause; true without one. */
uint32_t lower_applies(Lower *lower, const Declared *declared);
/* In a program compiled for its tests: whether rows give the column (bool, never unknown), and as
 * what. False where no test fixes it. */
bool lower_given(Lower *lower, uint32_t declared, uint32_t *given, PlanValue *value);
void lower_score(Lower *lower, uint32_t declared, LoweredColumns *out);
void lower_segmentation(Lower *lower, uint32_t declared, LoweredColumns *out);
void lower_kpi(Lower *lower, uint32_t declared, LoweredColumns *out);
void lower_rule(Lower *lower, uint32_t declared, LoweredColumns *out);

/* Parts that the rest may read are put into `out` first, here and in the others. */
void lower_process(Lower *lower, uint32_t declared, LoweredColumns *out);
void lower_cadence(Lower *lower, uint32_t declared, LoweredColumns *out);
/* A day moved ahead by a duration or a period. */
uint32_t lower_moved(Lower *lower, uint32_t day, const Node *step);
/* 1 where the condition (bool) holds, else 0; an unknown one may or may not. */
PlanValue lower_counted(Lower *lower, uint32_t holds);
void lower_checklist(Lower *lower, uint32_t declared, LoweredColumns *out);
void lower_item(Lower *lower, uint32_t declared, LoweredColumns *out);
void lower_assume(Lower *lower, uint32_t declared, LoweredColumns *out);

/* --- lower_rule.c --- */
/* Whether a waiver holds for the row (bool, never unknown), or PLAN_NONE without waivers. */
uint32_t lower_waived(Lower *lower, uint32_t declared);
PlanFinding *lower_finding(Lower *lower, FindingKind kind, uint32_t declared, uint32_t node,
                           int32_t member, bool when_missing, Span span);
/* A finding where `fails` (bool) is true; where a waiver holds, a note instead. `waived` may be
 * PLAN_NONE. Gives the finding, for its words. */
PlanFinding *lower_failure(Lower *lower, FindingKind kind, uint32_t declared, uint32_t fails,
                           uint32_t waived, Span span);
/* Pieces of a TEMPLATE, or nothing for NULL. */
void lower_template(Lower *lower, const Node *template, PlanFinding *finding, bool fix);

/* --- clauses.c --- */
/* Notes a clause under lower->clause and makes it the parent; give the result to clause_end. */
uint32_t clause_begin(Lower *lower, ClauseKind kind, Span span);
/* Its value, and the old parent again. PLAN_NONE in `value` where it has none. */
void clause_end(Lower *lower, uint32_t clause, Type type, PlanValue value);
/* A clause without clauses below. */
uint32_t clause_note(Lower *lower, ClauseKind kind, Span span, Type type, PlanValue value);
/* How the parts of the clause that was begun last make it a condition. */
void clause_join(Lower *lower, ClauseJoin join);
/* A root for a column, also while nothing is noted. */
uint32_t clause_root(Lower *lower, Span span);
/* A root for a part of the column under way, `tier.drift`, whose value is in `out`: what is noted
 * until clause_part_end stands below it, the column's own root comes back then. */
uint32_t clause_part(Lower *lower, Span span, LoweredColumns *out, ColumnPart part);
void clause_part_end(Lower *lower, uint32_t root, LoweredColumns *out, ColumnPart part);
extern const PlanValue plan_no_value;

#endif
