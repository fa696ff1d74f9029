/* prove_example.c - that some row is like that, where the solver cannot know: by one that is.
 *
 * What rests on aggregates, texts or products is possible as soon as there is a single example, and
 * the machine will say whether a witness is one. What is to be tried of it is written in the words
 * of the program; what stands in another file, with the names that are known there, is left open.
 */
#include "prove/prove_impl.h"

enum { EXAMPLES_MOST = 100 };

bool example_is_here(const Prover *p, Span span) {
  const Span file = p->program->file->span;
  return span.lo >= file.lo && span.hi <= file.hi;
}

void example_put(const Prover *p, Buffer *out, const Node *condition, bool holds) {
  if (!condition) return;
  if (out->len) buffer_str(out, " and ");
  buffer_printf(out, holds ? "(%.*s)" : "not ((%.*s) otherwise false)",
                TEXT_ARG(prove_source(p, condition->span)));
}

void claim_example(Prover *p, Claim *claim, const Question *question, Text expect) {
  if (claim->verdict != VERDICT_OPEN || !expect.len || p->examples == EXAMPLES_MOST) return;
  if (!example_is_here(p, p->program->columns.at[claim->declared].node->span)) return;
  if (question_ask(p, question) != SMT_SOME) return;
  claim->witness = witness_by_rows(p, question);
  if (!claim->witness) return;
  p->examples++;
  witness_expects(p, claim->witness, claim->declared, expect);
}
