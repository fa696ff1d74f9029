/* prove_impl.h - what the files of the analyses share.
 *
 *   prove.c               questions, claims, verdicts
 *   prove_process.c       stages: two at once, none, entry, leave, moves
 *   prove_segmentation.c  segments that cannot be given, overlap, gap, needs that say nothing
 *   prove_missing.c       fields whose absence alone leaves the place unknown
 *   prove_status.c        outcomes that KPIs, rules, cadences and items cannot have
 *   prove_example.c       that some row is like that, by one that is
 *   prove_condition.c     conditions that are always or never true
 *   prove_clash.c         which of what is written excludes each other
 *   prove_score.c         what a score can come to; its weights and ramps
 *   witness.c             from a model to rows that look like real ones
 *   region.c              where something is so, in words
 */
#ifndef PROVE_PROVE_IMPL_H
#define PROVE_PROVE_IMPL_H

#include "plan/plan.h"
#include "prove/encode.h"
#include "prove/prove.h"

typedef struct Prover {
  Arena *arena;
  const Plan *plan;
  const Program *program;
  ProveOptions options;
  DiagSink *diags;
  Smt *smt;
  Encoder *encoder;
  Proofs *proofs;
  unsigned regions;       /* that were told */
  size_t examples;        /* that are to be tried */
  uint32_t *first, *next; /* the parts of each clause, in order; PLAN_NONE ends */
} Prover;

/* What is asked of a condition. */
typedef enum {
  ASK_HOLDS,
  ASK_FAILS,
  ASK_NOT_HOLDS,
  ASK_NOT_FAILS,
  ASK_IS,
  ASK_IS_NOT,
  ASK_KNOWN,
  ASK_UNKNOWN,
  ASK_SAME
} Ask;

typedef struct Wanted {
  uint32_t node;
  Ask ask;
  int32_t member; /* ASK_IS, ASK_IS_NOT: known, and this one or another; ASK_SAME: another node */
} Wanted;

typedef struct Question {
  uint32_t entity;
  VEC(Wanted) wanted;
} Question;

/* A world of its own to ask about. */
Prover *prover_new(Arena *arena, const Plan *plan, ProveOptions options, DiagSink *diags);

void question_add(Prover *p, Question *question, uint32_t node, Ask ask);
void question_add_member(Prover *p, Question *question, uint32_t node, Ask ask, int32_t member);
/* A question about rows of the declaration's entity to which it applies. */
Question question_on(Prover *p, const PlanColumn *column);
SmtAnswer question_ask(Prover *p, const Question *question);
/* Its terms, into room for as many as there are wanted; returns their number. */
size_t question_terms(Prover *p, const Question *question, SmtTerm *terms);
/* Which of what is wanted cannot hold together. */
void question_clash(Prover *p, const Question *question, bool *clashes);
/* Why an answer need not be the machine's: what stands behind it that the solver takes for
 * anything. Empty where it is exact. */
Text question_open(Prover *p, const Question *question);
/* Whether it becomes possible with another value of one parameter, and of which. SCHEMA_NONE. */
uint32_t question_param(Prover *p, const Question *question);

Claim *claim_new(Prover *p, uint32_t declared, const char *text);
/* No row may be like that: refuted by a witness, of which `expect` will hold. Returns whether it is
 * refuted; then the caller makes the diagnostic. */
bool claim_never(Prover *p, Claim *claim, const Question *bad, Text expect);
/* Some row has to be like that: refuted where none can be. */
bool claim_some(Prover *p, Claim *claim, const Question *good);
/* Names the witness of a claim that is refuted. */
void claim_name_witness(Prover *p, Claim *claim, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Where such a claim is not settled: looks for a row of which `expect` holds, which settles it once
 * the machine has said so. An empty text: there is none. */
void claim_example(Prover *p, Claim *claim, const Question *question, Text expect);
/* Whether the place is in the file that is checked. */
bool example_is_here(const Prover *p, Span span);
/* Adds that a condition holds, or that it does not surely hold; nothing of NULL. */
void example_put(const Prover *p, Buffer *out, const Node *condition, bool holds);
/* The diagnostic of a claim that is refuted. */
Diag *claim_report(Prover *p, Claim *claim, DiagCode code, Span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* ---- What excludes each other ---- */

typedef enum {
  CLASH_WHERE,  /* whom the declaration is for */
  CLASH_BEHIND, /* what the segment or the stage asks for that `where` names */
  CLASH_ASKED   /* what it asks for itself */
} ClashSide;

typedef struct ClashPart {
  Span span;
  ClashSide side;
  uint32_t clause;
  Text name; /* of the segment or the stage */
  int from;  /* the part that names it, else negative */
  bool is_in;
} ClashPart;

typedef struct Clash {
  Question question;
  VEC(ClashPart) parts; /* of each thing wanted */
} Clash;

/* Rows to which the declaration applies, part by part, and what stands behind the parts. */
Clash clash_on(Prover *p, const PlanColumn *column);
/* That a clause holds, part by part. */
void clash_add(Prover *p, Clash *clash, uint32_t clause, ClashSide side);
void clash_add_wanted(Prover *p, Clash *clash, Wanted wanted, Span span);
/* Marks as few parts as cannot hold together; false where all can. */
bool clash_find(Prover *p, Clash *clash);
size_t clash_count(const Clash *clash, ClashSide side);
/* Where its first marked part of this side is. */
Span clash_first(const Clash *clash, ClashSide side, Span otherwise);
/* Labels each marked part of that side, but for the one that the diagnostic is at. */
void clash_label(Prover *p, Diag *d, const Clash *clash, ClashSide side, const char *text);
void clash_label_scores(Prover *p, Diag *d, const Clash *clash);

/* That the declaration applies to some row at all: false where it does not, which is told, and
 * there is nothing else to ask. */
bool claim_applies(Prover *p, const PlanColumn *column);
/* Notes what `question` hangs on: only at the present value of a parameter. */
void claim_note_param(Prover *p, Claim *claim, const Question *question);
/* Notes for which rows it is as `question` asks, where there are words for it. */
void claim_note_region(Prover *p, Claim *claim, const Question *question);

/* The next part of this kind below a clause, after `after` (PLAN_NONE: the first). */
uint32_t clause_below(const Prover *p, uint32_t clause, ClauseKind kind, uint32_t after);
static inline uint32_t clause_node(const Prover *p, uint32_t clause) {
  return p->plan->clauses.at[clause].value.low;
}
/* The source of a span with blanks folded. */
Text prove_source(const Prover *p, Span span);
/* The column of a part of the declaration that `column` is the first of; NULL. */
const PlanColumn *column_part(const Prover *p, const PlanColumn *column, ColumnPart part);

/* By node of the plan: everything that the question rests on, in rows of children, too. */
bool *question_behind(Prover *p, const Question *question);

/* The rows of the model that answered `question`, made plain. */
Witness *witness_find(Prover *p, const Question *question);
/* Likewise, with every measure made of rows: none is given instead of them. */
Witness *witness_by_rows(Prover *p, const Question *question);
/* What the test of it expects, of columns of the declaration. */
void witness_expects(Prover *p, Witness *witness, uint32_t declared, Text expect);
/* A known value as a test would have it: 6M, 50%, "text". */
void witness_put_value(Buffer *out, const Program *program, Scalar value);

void prove_process(Prover *p, const PlanColumn *column);
void prove_segmentation(Prover *p, const PlanColumn *column);
/* Of a declaration that places rows: `place` is to be known, called `what` ("stage"). */
void prove_missing(Prover *p, const PlanColumn *column, uint32_t place, const char *what);
void prove_score(Prover *p, const PlanColumn *column);
void prove_status(Prover *p, const PlanColumn *column);
void prove_conditions(Prover *p);
/* Labels the scores that a condition which never holds compares, with what they can come to. */
void label_scores(Prover *p, Diag *d, uint32_t condition);
/* Labels what a KPI measures with what it can come to, of those that it is for. */
void label_value(Prover *p, Diag *d, const PlanColumn *kpi);

#endif
