/* prove_missing.c - which fields, being the only one that is missing, can keep an account from
 * being placed by a process or a segmentation.
 *
 * That is as the language has it, and no mistake; but who fills in data wants to know which fields
 * have to be there, and who writes rules that are to do without them, whether they do. Each field
 * is asked about in turn while everything else that matters is known, of a count exactly.
 */
#include "prove/prove_impl.h"

typedef struct Lacks {
  Prover *p;
  const PlanColumn *column;
  uint32_t place; /* what is to be known */
  const bool *behind;
  const ProveRow *row;
} Lacks;

static bool can_miss(const Lacks *l, const ProveLeaf *leaf) {
  return leaf->kind == LEAF_FIELD && l->behind[leaf->node] &&
         !smt_is(l->p->smt, encode_known(l->p->encoder, (ProveRow *)l->row, leaf->node), true);
}

/* What is read through a reference is known; where that itself is missing, nothing is. */
static void want_gathered(const Lacks *l, Question *question, uint32_t lacked) {
  const Plan *plan = l->p->plan;
  for (uint32_t i = 0; i < plan->nodes.count; i++) {
    const PlanNode *at = plan_at(plan, i);
    if (l->behind[i] && at->op == PLAN_GATHER && at->entity == question->entity &&
        at->arg[0] != lacked)
      question_add(l->p, question, i, ASK_KNOWN);
  }
}

static Question question_without(const Lacks *l, uint32_t lacked) {
  Question question = question_on(l->p, l->column);
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(l->row, &leaves);
  question_add(l->p, &question, l->place, ASK_UNKNOWN);
  question_add(l->p, &question, lacked, ASK_UNKNOWN);
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf *leaf = &leaves[i];
    if (!l->behind[leaf->node] || leaf->node == lacked) continue;
    if (leaf->kind == LEAF_FIELD && can_miss(l, leaf))
      question_add(l->p, &question, leaf->node, ASK_KNOWN);
    if (leaf->kind != LEAF_AGGREGATE) continue;
    question_add(l->p, &question, leaf->node, ASK_KNOWN);
    for (size_t k = 0; k < i; k++) /* both ends of a range */
      if (leaves[k].kind == LEAF_AGGREGATE && leaves[k].index == leaf->index)
        question_add_member(l->p, &question, leaf->node, ASK_SAME, (int32_t)leaves[k].node);
  }
  want_gathered(l, &question, lacked);
  return question;
}

/* The first field that a witness is found for makes the claim; the others are named where nothing
 * about them is open. */
static void ask_all(Lacks *l, Claim *claim, const char *what) {
  Prover *p = l->p;
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(l->row, &leaves);
  const EntitySchema *schema = &p->program->entities.at[encoder_entity(l->row)];
  const Declared *declared = &p->program->columns.at[claim->declared];
  const bool is_process = declared->kind == DECLARATION_PROCESS;
  const Text expect = text_of(arena_printf(p->arena, "%.*s%s is missing", TEXT_ARG(declared->name),
                                           is_process ? ".fit" : ""));
  Buffer names = buffer_in(p->arena);
  Text before = TEXT(""), reason = TEXT("");
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf leaf = leaves[i];
    if (!can_miss(l, &leaf)) continue;
    const Question question = question_without(l, leaf.node);
    if (!claim->witness) {
      const bool refuted = claim_never(p, claim, &question, expect);
      if (claim->verdict == VERDICT_OPEN) reason = claim->reason;
      if (!refuted) continue;
      claim_name_witness(p, claim, "%s of %.*s unknown without %.*s", what,
                         TEXT_ARG(declared->name), TEXT_ARG(schema->fields[leaf.index].name));
    } else if (question_ask(p, &question) != SMT_SOME || question_open(p, &question).len) {
      continue;
    }
    if (before.len) buffer_printf(&names, "%s`%.*s`", names.len ? ", " : "", TEXT_ARG(before));
    before = schema->fields[leaf.index].name;
    found++;
  }
  claim->of_all = false;
  if (!claim->witness) {
    claim->verdict = reason.len ? VERDICT_OPEN : VERDICT_PROVEN;
    claim->reason = reason;
    return;
  }
  buffer_printf(&names, "%s`%.*s`", names.len ? " or " : "", TEXT_ARG(before));
  Diag *d = claim_report(p, claim, N_PLACE_UNKNOWN, node_child(declared->node, 0)->span,
                         "of an account that lacks only %.*s the %s of `%.*s` can be unknown",
                         TEXT_ARG(buffer_view(&names)), what, TEXT_ARG(declared->name));
  diag_help(p->diags, d,
            found > 1 ? "make them `required`, or say what holds without them: `is missing`, "
                        "`otherwise`"
                      : "make it `required`, or say what holds without it: `is missing`, "
                        "`otherwise`");
}

void prove_missing(Prover *p, const PlanColumn *column, uint32_t place, const char *what) {
  if (!p->options.missing || place == PLAN_NONE) return;
  Question placed = {.entity = p->program->columns.at[column->declared].entity};
  question_add(p, &placed, place, ASK_KNOWN);
  Lacks l = {.p = p,
             .column = column,
             .place = place,
             .behind = question_behind(p, &placed),
             .row = encoder_row(p->encoder, placed.entity)};
  encode(p->encoder, encoder_row(p->encoder, placed.entity), place);
  Claim *claim =
      claim_new(p, column->declared,
                arena_printf(p->arena, "the %s is known whichever one field is missing", what));
  ask_all(&l, claim, what);
}
