/* prove_score.c - what a score can come to, beside conditions that ask for more. */
#include "prove/prove_impl.h"

/* The score that the node is an end of; NULL. */
static const PlanColumn *score_of(const Prover *p, uint32_t node) {
  for (size_t i = 0; i < p->plan->columns.count; i++) {
    const PlanColumn *column = &p->plan->columns.at[i];
    if (p->program->columns.at[column->declared].kind == DECLARATION_SCORE &&
        column->part == PART_SELF && (column->value.low == node || column->value.high == node))
      return column;
  }
  return NULL;
}

static bool is_labelled(const bool *told, const PlanColumn *score) {
  return !score || told[score->declared];
}

static void label(Prover *p, Diag *d, const PlanColumn *score) {
  const Declared *declared = &p->program->columns.at[score->declared];
  ProveRow *row = encoder_row(p->encoder, declared->entity);
  const ProveTerm low = encode(p->encoder, row, score->value.low),
                  high = encode(p->encoder, row, score->value.high);
  Buffer least = buffer_in(p->arena), most = buffer_in(p->arena);
  const Type type = {.kind = TYPE_SCORE};
  scalar_print(&least, (Scalar){.type = type, .known = true, .i = (int64_t)low.low},
               p->program->enums.at, PRINT_PEOPLE);
  scalar_print(&most, (Scalar){.type = type, .known = true, .i = (int64_t)high.high},
               p->program->enums.at, PRINT_PEOPLE);
  diag_label(p->diags, d, node_child(declared->node, SCORE_NAME)->span,
             "its weights reach from %.*s to %.*s", TEXT_ARG(buffer_view(&least)),
             TEXT_ARG(buffer_view(&most)));
}

void label_scores(Prover *p, Diag *d, uint32_t condition) {
  const size_t count = p->plan->nodes.count;
  bool *behind = ARENA_ARRAY(p->arena, bool, count),
       *told = ARENA_ARRAY(p->arena, bool, p->program->columns.count);
  if (condition == PLAN_NONE) return;
  behind[condition] = true;
  for (size_t i = count; i-- > 0;) {
    const PlanNode *at = plan_at(p->plan, (uint32_t)i);
    if (!behind[i] || type_store(at->type) != STORE_TRUTH) continue;
    for (int a = 0; a < plan_op_info[at->op].arity; a++) {
      behind[at->arg[a]] = true;
      if (at->op != PLAN_LT && at->op != PLAN_LE && at->op != PLAN_EQ) continue;
      const PlanColumn *score = score_of(p, at->arg[a]);
      if (is_labelled(told, score)) continue;
      told[score->declared] = true;
      label(p, d, score);
    }
  }
}
