/* encode_impl.h - what the files of the encoder share.
 *
 *   encode.c         rows, leaves, truths, choices
 *   encode_exact.c   arithmetic of scaled integers, rounded and bounded as the machine does it
 *   encode_time.c    days, anchors at `today`
 *   encode_open.c    aggregates, ranks, histories: what is known of them
 *   encode_model.c   from the solver's model back to values
 */
#ifndef PROVE_ENCODE_IMPL_H
#define PROVE_ENCODE_IMPL_H

#include "plan/plan.h"
#include "prove/encode.h"

typedef struct Referred {
  uint32_t node; /* the reference, on the row that has it */
  ProveRow *row;
} Referred;

struct ProveRow {
  uint32_t entity;
  unsigned depth;        /* references from the row that questions are about */
  struct ProveRow *from; /* that refers to it by the node `reference`; NULL: none does */
  uint32_t reference;
  ProveTerm *term; /* by node of the plan */
  bool *done;
  VEC(ProveLeaf) leaves;
  VEC(ProveRow *) rows;
  VEC(uint32_t) references; /* beside `rows`: the nodes that lead there */
};

/* A day that lies a calendar step from another: how far, over all days of the calendar. */
typedef struct Anchor {
  SmtTerm from, day;
  const int32_t *offset; /* by day of the calendar's cycle */
} Anchor;

typedef struct Offsets {
  bool start; /* of a calendar unit: imm; else months */
  int64_t imm;
  int32_t *offset;
  int32_t low, high;
} Offsets;

struct Encoder {
  Arena *arena;
  const Plan *plan;
  Smt *smt;
  uint32_t free_param;
  ProveRow **rows; /* by entity, made when asked for; [0] is the program's */
  double *numbers; /* ascending, without repetition */
  size_t number_count;
  VEC(Text) texts;
  VEC(Offsets) offsets;
  VEC(Anchor) anchors;
  SmtTerm today;
  bool *open; /* by node: it may be anything */
};

static const int128 encode_least = INT64_MIN, encode_most = INT64_MAX;

static inline bool term_is_constant(const ProveTerm *term) { return term->low == term->high; }
/* A whole number that is known. */
ProveTerm term_constant(Encoder *e, int128 value);
ProveTerm term_missing(Encoder *e);
ProveTerm term_truth(Encoder *e, SmtTerm yes, SmtTerm no);
/* A free integer between bounds, known where `known` says so. */
ProveTerm term_free(Encoder *e, int128 low, int128 high, SmtTerm known);
ProveTerm term_free_truth(Encoder *e);
/* Missing where it does not lie between `low` and `high`. */
ProveTerm term_within(Encoder *e, ProveTerm term, int128 low, int128 high);
/* The bounds of a type. */
void type_bounds(const Encoder *e, Type type, int128 *low, int128 *high);
/* Bounds of a node's value that its fields' ranges and its operation tell. */
void node_bounds(const Encoder *e, uint32_t node, int128 *low, int128 *high);
/* Where the number stands: 2 i + 1 is the i-th constant, 2 i lies before it. */
int64_t number_place(const Encoder *e, double value);
int64_t text_place(Encoder *e, Text text);
/* A value of the node's type that may be anything, known only where its operands are. */
ProveTerm encode_anything(Encoder *e, ProveRow *row, uint32_t node);
ProveLeaf *row_leaf(Encoder *e, ProveRow *row, LeafKind kind, uint32_t index, uint32_t node,
                    ProveTerm term);
ProveRow *row_new(Encoder *e, uint32_t entity, unsigned depth);
/* The assumptions on rows of its entity hold for it. */
void row_assume(Encoder *e, ProveRow *row);

/* n / d rounded half away from zero, d > 0. */
SmtTerm term_quotient(Encoder *e, SmtTerm n, int128 low, int128 high, int128 d);
/* False where the operation is not one of these, or not one for the solver. */
bool encode_exact(Encoder *e, const PlanNode *node, const ProveTerm *arg, ProveTerm *out);
bool encode_time(Encoder *e, const PlanNode *node, const ProveTerm *arg, ProveTerm *out);
/* That a day is this one, and so are the days that lie calendar steps from it: in general these are
 * known within bounds only. */
SmtTerm encode_day_is(Encoder *e, SmtTerm term, int32_t day);
ProveTerm encode_aggregate(Encoder *e, ProveRow *row, uint32_t node);
ProveTerm encode_ranked(Encoder *e, ProveRow *row, uint32_t node);
ProveTerm encode_traced(Encoder *e, ProveRow *row, uint32_t node);

#endif
