/* encode.h - the plan as formulas.
 *
 * What a node comes to on a row that could be any: an integer, scaled as the machine has it, and
 * whether it is known; of a truth, whether it surely holds and whether it surely does not. Rounding
 * and results that do not fit are part of the formula. What the solver should not be troubled with
 * (aggregates, products of columns, functions of texts, arithmetic on doubles) may be anything
 * within what is known of it. So a formula that nothing satisfies is proven, and one that something
 * satisfies may still be none of the machine's: a witness has to be tried there.
 *
 * `today` is any day; parameters have the value that the program has for them, unless they are
 * freed. Numbers (doubles) are told apart only as far as the program does: by their place among the
 * constants that occur.
 */
#ifndef PROVE_ENCODE_H
#define PROVE_ENCODE_H

#include "plan/plan.h"
#include "prove/smt.h"

/* What a node comes to. */
typedef struct ProveTerm {
  SmtTerm value;    /* of a truth: surely true */
  SmtTerm known;    /* of a truth: surely false */
  int128 low, high; /* between these where it is known; of no meaning for a truth */
} ProveTerm;

typedef struct Encoder Encoder;
/* A row that could be any: of the entity that questions are about, of one that it refers to, or the
 * program's one. */
typedef struct ProveRow ProveRow;

/* `free_param` is an index of program->params that may have any value of its range; SCHEMA_NONE. */
Encoder *encoder_new(Arena *arena, const Plan *plan, Smt *smt, uint32_t free_param);
Smt *encoder_smt(const Encoder *encoder);
/* The row of the entity that all questions are about; made once. Its assumptions hold. */
ProveRow *encoder_row(Encoder *encoder, uint32_t entity);
ProveRow *encoder_program(Encoder *encoder);
/* What the node comes to on the row: a node of its entity, of the program, or a constant. */
ProveTerm encode(Encoder *encoder, ProveRow *row, uint32_t node);
/* Whether a condition surely holds. */
SmtTerm encode_holds(Encoder *encoder, ProveRow *row, uint32_t node);
SmtTerm encode_fails(Encoder *encoder, ProveRow *row, uint32_t node);
SmtTerm encode_known(Encoder *encoder, ProveRow *row, uint32_t node);

/* Whether two references of the row are known and lead to the same row. */
SmtTerm encode_same_row(Encoder *encoder, ProveRow *row, uint32_t a, uint32_t b);

/* Of a place under a cap (a RANKED node): whether the row has it if there is no other row. */
SmtTerm encode_alone(Encoder *encoder, ProveRow *row, uint32_t node);

/* ---- What the model says (after SMT_SOME) ---- */

typedef enum {
  LEAF_FIELD,     /* index: field of the row's entity */
  LEAF_AGGREGATE, /* index: group; the lower end */
  LEAF_OPEN       /* index: a node that may be anything, or a history's or a rank's */
} LeafKind;

typedef struct ProveLeaf {
  LeafKind kind;
  uint32_t index, node;
  ProveTerm term;
} ProveLeaf;

/* What of the row has been encoded so far, in the order in which it was met. */
size_t encoder_leaves(const ProveRow *row, const ProveLeaf **leaves);
/* The rows that it refers to: by which node, and which. The node is a field, or a field read
 * through another reference, which comes before it. */
size_t encoder_referred(const ProveRow *row, const uint32_t **nodes, ProveRow *const **rows);
uint32_t encoder_entity(const ProveRow *row);
/* A leaf's value in the model, missing where it is not known there. Numbers and texts get one that
 * stands where the model has put it among the constants. */
Scalar encoder_model(const Encoder *encoder, const ProveLeaf *leaf);
int32_t encoder_model_today(const Encoder *encoder);
/* Restricts the leaf to one value, for questions about witnesses: "is it possible with 5M?" */
SmtTerm encode_is(Encoder *encoder, const ProveLeaf *leaf, Scalar value);
SmtTerm encode_today_is(Encoder *encoder, int32_t day);

/* Calendar steps are known only within bounds: each can be had exactly, from one day. `from` is
 * what the model has for it. */
size_t encoder_steps(const Encoder *encoder);
int64_t encoder_model_step(const Encoder *encoder, size_t step);
SmtTerm encode_step_is(Encoder *encoder, size_t step, int64_t from);
/* That it starts on this day or before, or on this day or later. */
SmtTerm encode_step_beyond(Encoder *encoder, size_t step, int64_t day, bool later);

/* What stands behind these nodes that may be anything: the source, at most `most` of them, in
 * order. Empty where everything is exact. */
size_t encoder_open(const Encoder *encoder, const uint32_t *nodes, size_t count, uint32_t *open,
                    size_t most);

#endif
