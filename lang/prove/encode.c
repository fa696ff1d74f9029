/* encode.c - rows that could be any, and the truths and choices between values on them. */
#include "prove/encode_impl.h"

#include "value/date.h"

/* ---- Terms ---- */

ProveTerm term_constant(Encoder *e, int128 value) {
  return (ProveTerm){smt_int(e->smt, value), smt_truth(e->smt, true), value, value};
}

ProveTerm term_missing(Encoder *e) {
  return (ProveTerm){smt_int(e->smt, 0), smt_truth(e->smt, false), 0, 0};
}

ProveTerm term_truth(Encoder *e, SmtTerm yes, SmtTerm no) {
  (void)e;
  return (ProveTerm){yes, no, 0, 1};
}

ProveTerm term_free(Encoder *e, int128 low, int128 high, SmtTerm known) {
  ProveTerm term = {smt_new_int(e->smt), known, low, high};
  smt_assert(e->smt, smt_at_most(e->smt, smt_int(e->smt, low), term.value));
  smt_assert(e->smt, smt_at_most(e->smt, term.value, smt_int(e->smt, high)));
  return term;
}

ProveTerm term_free_truth(Encoder *e) {
  ProveTerm term = term_truth(e, smt_new_truth(e->smt), smt_new_truth(e->smt));
  smt_assert(e->smt, smt_not(e->smt, smt_and(e->smt, term.value, term.known)));
  return term;
}

ProveTerm term_within(Encoder *e, ProveTerm term, int128 low, int128 high) {
  Smt *smt = e->smt;
  if (term.low < low) {
    term.known = smt_and(smt, term.known, smt_at_most(smt, smt_int(smt, low), term.value));
    term.low = low;
  }
  if (term.high > high) {
    term.known = smt_and(smt, term.known, smt_at_most(smt, term.value, smt_int(smt, high)));
    term.high = high;
  }
  if (term.low <= term.high) return term;
  return term_missing(e); /* it never lies there */
}

static ProveTerm constant(Encoder *e, Scalar value) {
  switch (type_store(value.type)) {
  case STORE_TRUTH:
    return term_truth(e, smt_truth(e->smt, value.truth == TRUTH_TRUE),
                      smt_truth(e->smt, value.truth == TRUTH_FALSE));
  case STORE_F64:
    return value.known ? term_constant(e, number_place(e, value.f)) : term_missing(e);
  case STORE_TEXT:
    return value.known ? term_constant(e, text_place(e, value.text)) : term_missing(e);
  default:
    return value.known ? term_constant(e, value.i) : term_missing(e);
  }
}

/* ---- Rows ---- */

ProveRow *row_new(Encoder *e, uint32_t entity, unsigned depth) {
  ProveRow *row = ARENA_NEW(e->arena, ProveRow);
  row->entity = entity;
  row->depth = depth;
  row->term = ARENA_ARRAY(e->arena, ProveTerm, e->plan->nodes.count);
  row->done = ARENA_ARRAY(e->arena, bool, e->plan->nodes.count);
  return row;
}

ProveRow *encoder_program(Encoder *e) {
  if (!e->rows[IMAGE_PROGRAM]) e->rows[IMAGE_PROGRAM] = row_new(e, IMAGE_PROGRAM, 0);
  return e->rows[IMAGE_PROGRAM];
}

ProveRow *encoder_row(Encoder *e, uint32_t entity) {
  if (entity == IMAGE_PROGRAM) return encoder_program(e);
  if (e->rows[entity]) return e->rows[entity];
  e->rows[entity] = row_new(e, entity, 0);
  row_assume(e, e->rows[entity]);
  return e->rows[entity];
}

uint32_t encoder_entity(const ProveRow *row) { return row->entity; }

/* An assumption that is unknown is not broken. Those of rows far away are left alone: a chain of
 * references may lead around in a circle. */
void row_assume(Encoder *e, ProveRow *row) {
  enum { NEAR = 1 };
  const Program *program = e->plan->program;
  if (row->depth > NEAR) return;
  for (size_t i = 0; i < e->plan->columns.count; i++) {
    const PlanColumn *column = &e->plan->columns.at[i];
    const Declared *declared = &program->columns.at[column->declared];
    if (declared->kind != DECLARATION_ASSUME || declared->entity != row->entity) continue;
    const ProveTerm held = encode(e, row, column->value.low);
    const SmtTerm broken = smt_equal(e->smt, held.value, smt_int(e->smt, ASSUME_BROKEN));
    smt_assert(e->smt, smt_not(e->smt, smt_and(e->smt, held.known, broken)));
  }
}

ProveLeaf *row_leaf(Encoder *e, ProveRow *row, LeafKind kind, uint32_t index, uint32_t node,
                    ProveTerm term) {
  ProveLeaf *leaf = VEC_PUSH(e->arena, &row->leaves);
  *leaf = (ProveLeaf){kind, index, node, term};
  if (kind != LEAF_FIELD) e->open[node] = true;
  return leaf;
}

size_t encoder_leaves(const ProveRow *row, const ProveLeaf **leaves) {
  *leaves = row->leaves.at;
  return row->leaves.count;
}

size_t encoder_referred(const ProveRow *row, const uint32_t **nodes, ProveRow *const **rows) {
  *nodes = row->references.at;
  *rows = row->rows.at;
  return row->rows.count;
}

static ProveRow *row_behind(Encoder *e, ProveRow *row, uint32_t reference) {
  for (size_t i = 0; i < row->references.count; i++)
    if (row->references.at[i] == reference) return row->rows.at[i];
  ProveRow *behind = row_new(e, plan_at(e->plan, reference)->type.of, row->depth + 1);
  behind->from = row;
  behind->reference = reference;
  *VEC_PUSH(e->arena, &row->references) = reference;
  *VEC_PUSH(e->arena, &row->rows) = behind;
  row_assume(e, behind);
  return behind;
}

SmtTerm encode_same_row(Encoder *e, ProveRow *row, uint32_t a, uint32_t b) {
  const ProveTerm x = encode(e, row, a), y = encode(e, row, b);
  const SmtTerm known = smt_and(e->smt, x.known, y.known);
  return smt_and(e->smt, known, smt_equal(e->smt, x.value, y.value));
}

/* What two references lead to is one row where they are the same: then its fields are, too. And
 * where its keys are the same, so are they. */
static void agree(Encoder *e, ProveRow *row, uint32_t node, bool is_key) {
  Smt *smt = e->smt;
  ProveRow *from = row->from;
  for (size_t i = 0; from && i < from->rows.count; i++) {
    const ProveRow *other = from->rows.at[i];
    if (other == row || other->entity != row->entity || !other->done[node]) continue;
    const SmtTerm same = encode_same_row(e, from, row->reference, other->reference);
    const ProveTerm *a = &row->term[node], *b = &other->term[node];
    const SmtTerm alike =
        smt_and(smt, smt_equal(smt, a->value, b->value), smt_equal(smt, a->known, b->known));
    smt_assert(smt, smt_implies(smt, same, alike));
    const SmtTerm both = smt_and(smt, encode_known(e, from, row->reference),
                                 encode_known(e, from, other->reference));
    if (is_key) smt_assert(smt, smt_implies(smt, smt_and(smt, both, alike), same));
  }
}

/* ---- Leaves ---- */

void type_bounds(const Encoder *e, Type type, int128 *low, int128 *high) {
  const Program *program = e->plan->program;
  *low = encode_least;
  *high = encode_most;
  switch (type.kind) {
  case TYPE_DATE:
    *low = DATE_MIN;
    *high = DATE_MAX;
    break;
  case TYPE_ENUM:
    *low = 0;
    *high = (int128)program->enums.at[type.of].count - 1;
    break;
  case TYPE_NUMBER:
    *low = 0;
    *high = 2 * (int128)e->number_count;
    break;
  case TYPE_TEXT:
  case TYPE_REF:
    *low = 0;
    break;
  default:
    break;
  }
}

static void field_bounds(const Encoder *e, const FieldSchema *field, int128 *low, int128 *high) {
  const bool is_number = field->type.kind == TYPE_NUMBER;
  type_bounds(e, field->type, low, high);
  if (field->low.set) *low = is_number ? number_place(e, field->low.f) : field->low.i;
  if (field->high.set) *high = is_number ? number_place(e, field->high.f) : field->high.i;
}

static ProveTerm encode_field(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanNode *at = plan_at(e->plan, node);
  const FieldSchema *field = &e->plan->program->entities.at[at->entity].fields[at->imm];
  const bool always = field->key || field->required;
  ProveTerm term;
  if (field->type.kind == TYPE_BOOL) {
    term = term_free_truth(e);
    if (always) term.known = smt_not(e->smt, term.value);
  } else {
    int128 low, high;
    field_bounds(e, field, &low, &high);
    term = term_free(e, low, high, always ? smt_truth(e->smt, true) : smt_new_truth(e->smt));
  }
  row_leaf(e, row, LEAF_FIELD, (uint32_t)at->imm, node, term);
  row->term[node] = term;
  agree(e, row, node, field->key);
  return term;
}

static ProveTerm encode_input(Encoder *e, uint32_t param) {
  enum { FIRST_DAY = 0, LAST_DAY = 84006 }; /* 1970 to 2199 */
  if (param == IMAGE_TODAY)
    return (ProveTerm){e->today, smt_truth(e->smt, true), FIRST_DAY, LAST_DAY};
  const DeclaredParam *declared = &e->plan->program->params.at[param - 1];
  if (e->free_param != param - 1) return constant(e, declared->value);
  if (declared->type.kind == TYPE_BOOL) {
    SmtTerm yes = smt_new_truth(e->smt);
    return term_truth(e, yes, smt_not(e->smt, yes));
  }
  int128 low, high;
  type_bounds(e, declared->type, &low, &high);
  const bool is_number = declared->type.kind == TYPE_NUMBER;
  if (declared->low.set) low = is_number ? number_place(e, declared->low.f) : declared->low.i;
  if (declared->high.set) high = is_number ? number_place(e, declared->high.f) : declared->high.i;
  return term_free(e, low, high, smt_truth(e->smt, true));
}

ProveTerm encode_anything(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanNode *at = plan_at(e->plan, node);
  SmtTerm operands = smt_truth(e->smt, true);
  for (int i = 0; i < plan_op_info[at->op].arity; i++)
    operands = smt_and(e->smt, operands, encode_known(e, row, at->arg[i]));
  ProveTerm term;
  if (at->type.kind == TYPE_BOOL) {
    term = term_free_truth(e);
    /* of texts: known as soon as both are */
    smt_assert(e->smt, smt_equal(e->smt, smt_or(e->smt, term.value, term.known), operands));
  } else {
    int128 low, high;
    node_bounds(e, node, &low, &high);
    term = term_free(e, low, high, smt_and(e->smt, smt_new_truth(e->smt), operands));
  }
  row_leaf(e, row, LEAF_OPEN, node, node, term);
  return term;
}

/* ---- Truths ---- */

static ProveTerm compared(Encoder *e, const ProveTerm *a, SmtTerm holds) {
  Smt *smt = e->smt;
  const SmtTerm both = smt_and(smt, a[0].known, a[1].known);
  return term_truth(e, smt_and(smt, both, holds), smt_and(smt, both, smt_not(smt, holds)));
}

static SmtTerm whole_compared(Encoder *e, PlanOp op, const ProveTerm *a) {
  Smt *smt = e->smt;
  if (op == PLAN_EQ) {
    if (a[0].high < a[1].low || a[1].high < a[0].low) return smt_truth(smt, false);
    return smt_equal(smt, a[0].value, a[1].value);
  }
  const int128 step = op == PLAN_LT; /* a < b is a + 1 <= b */
  if (a[0].high + step <= a[1].low) return smt_truth(smt, true);
  if (a[0].low + step > a[1].high) return smt_truth(smt, false);
  return op == PLAN_LT ? smt_less(smt, a[0].value, a[1].value)
                       : smt_at_most(smt, a[0].value, a[1].value);
}

/* Of numbers and texts, what is no constant is known by its place among the constants only. */
static bool is_told_apart(const PlanNode *at, Store store, const ProveTerm *a) {
  if (store == STORE_TEXT) return at->op == PLAN_EQ;
  if (store != STORE_F64) return true;
  return (term_is_constant(&a[0]) && a[0].low % 2) || (term_is_constant(&a[1]) && a[1].low % 2);
}

static ProveTerm comparison(Encoder *e, ProveRow *row, uint32_t node, const ProveTerm *a) {
  Smt *smt = e->smt;
  const PlanNode *at = plan_at(e->plan, node);
  const Store store = type_store(plan_at(e->plan, at->arg[0])->type);
  if (store == STORE_TRUTH) {
    const SmtTerm same =
        smt_or(smt, smt_and(smt, a[0].value, a[1].value), smt_and(smt, a[0].known, a[1].known));
    const SmtTerm other =
        smt_or(smt, smt_and(smt, a[0].value, a[1].known), smt_and(smt, a[0].known, a[1].value));
    return term_truth(e, same, other);
  }
  if (!is_told_apart(at, store, a)) return encode_anything(e, row, node);
  return compared(e, a, whole_compared(e, at->op, a));
}

static SmtTerm is_known(Encoder *e, Type type, const ProveTerm *a) {
  return type.kind == TYPE_BOOL ? smt_or(e->smt, a->value, a->known) : a->known;
}

static bool connective(Encoder *e, const PlanNode *at, const ProveTerm *a, ProveTerm *out) {
  Smt *smt = e->smt;
  switch (at->op) {
  case PLAN_AND:
    *out = term_truth(e, smt_and(smt, a[0].value, a[1].value), smt_or(smt, a[0].known, a[1].known));
    return true;
  case PLAN_OR:
    *out = term_truth(e, smt_or(smt, a[0].value, a[1].value), smt_and(smt, a[0].known, a[1].known));
    return true;
  case PLAN_NOT:
    *out = term_truth(e, a[0].known, a[0].value);
    return true;
  case PLAN_BOUNDS:
    *out =
        term_truth(e, smt_and(smt, a[0].value, a[1].value), smt_and(smt, a[0].known, a[1].known));
    return true;
  case PLAN_SURELY:
    *out = term_truth(e, a[0].value, smt_not(smt, a[0].value));
    return true;
  case PLAN_MAYBE:
    *out = term_truth(e, smt_not(smt, a[0].known), a[0].known);
    return true;
  case PLAN_KNOWN: {
    const SmtTerm known = is_known(e, plan_at(e->plan, at->arg[0])->type, a);
    *out = term_truth(e, known, smt_not(smt, known));
    return true;
  }
  default:
    return false;
  }
}

/* ---- Choices ---- */

/* `yes` where the first holds, `no` where it does not; of truths both sides alike. */
static ProveTerm either(Encoder *e, Type type, SmtTerm condition, const ProveTerm *yes,
                        const ProveTerm *no) {
  Smt *smt = e->smt;
  if (smt_is(smt, condition, true)) return *yes;
  if (smt_is(smt, condition, false)) return *no;
  ProveTerm term = {smt_if(smt, condition, yes->value, no->value),
                    smt_if(smt, condition, yes->known, no->known), yes->low, yes->high};
  if (type.kind == TYPE_BOOL) return term;
  /* what is never known bounds nothing */
  if (smt_is(smt, yes->known, false)) term.low = no->low, term.high = no->high;
  if (smt_is(smt, yes->known, false) || smt_is(smt, no->known, false)) return term;
  if (no->low < term.low) term.low = no->low;
  if (no->high > term.high) term.high = no->high;
  return term;
}

static ProveTerm nothing(Encoder *e, Type type) {
  const SmtTerm no = smt_truth(e->smt, false);
  return type.kind == TYPE_BOOL ? term_truth(e, no, no) : term_missing(e);
}

static bool choice(Encoder *e, const PlanNode *at, const ProveTerm *a, ProveTerm *out) {
  Smt *smt = e->smt;
  const ProveTerm none = nothing(e, at->type);
  ProveTerm rest;
  switch (at->op) {
  case PLAN_SELECT:
    rest = either(e, at->type, a[0].known, &a[2], &none);
    *out = either(e, at->type, a[0].value, &a[1], &rest);
    return true;
  case PLAN_CHOOSE:
    rest = either(e, at->type, a[0].known, &a[2], &a[3]);
    *out = either(e, at->type, a[0].value, &a[1], &rest);
    return true;
  case PLAN_OTHERWISE:
  case PLAN_BOUND:
    *out = either(e, at->type, is_known(e, at->type, &a[0]), &a[0], &a[1]);
    return true;
  case PLAN_WITH:
    *out =
        either(e, at->type, is_known(e, plan_at(e->plan, at->arg[1])->type, &a[1]), &a[0], &none);
    return true;
  case PLAN_POINT: {
    SmtTerm same = at->type.kind == TYPE_BOOL
                       ? smt_or(smt, smt_and(smt, a[0].value, a[1].value),
                                smt_and(smt, a[0].known, a[1].known))
                       : smt_and(smt, a[1].known, smt_equal(smt, a[0].value, a[1].value));
    *out = either(e, at->type, same, &a[0], &none);
    return true;
  }
  default:
    return false;
  }
}

/* ---- Everything else ---- */

static ProveTerm recoded(Encoder *e, const PlanNode *at, const ProveTerm *a) {
  const Program *program = e->plan->program;
  const EnumSchema *from = &program->enums.at[plan_at(e->plan, at->arg[0])->type.of];
  const EnumSchema *to = &program->enums.at[at->type.of];
  ProveTerm term = term_missing(e);
  term.high = (int128)to->count - 1;
  for (uint32_t m = 0; m < from->count; m++) {
    const int32_t position = enum_member_by_name(to, from->members[m].name);
    const SmtTerm here = smt_equal(e->smt, a[0].value, smt_int(e->smt, m));
    if (position < 0) continue;
    term.value = smt_if(e->smt, here, smt_int(e->smt, position), term.value);
    term.known = smt_or(e->smt, term.known, smt_and(e->smt, a[0].known, here));
  }
  return term;
}

static ProveTerm gathered(Encoder *e, ProveRow *row, const PlanNode *at) {
  const ProveTerm reference = encode(e, row, at->arg[0]);
  ProveTerm term = encode(e, row_behind(e, row, at->arg[0]), at->arg[1]);
  if (at->type.kind == TYPE_BOOL) term.value = smt_and(e->smt, term.value, reference.known);
  term.known = smt_and(e->smt, term.known, reference.known);
  return term;
}

static ProveTerm computed(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanNode *at = plan_at(e->plan, node);
  ProveTerm arg[4] = {0}, term;
  for (int i = 0; i < plan_op_info[at->op].arity; i++) arg[i] = encode(e, row, at->arg[i]);
  if (at->op == PLAN_EQ || at->op == PLAN_LT || at->op == PLAN_LE)
    return comparison(e, row, node, arg);
  if (at->op == PLAN_RECODE) return recoded(e, at, arg);
  if (connective(e, at, arg, &term) || choice(e, at, arg, &term) ||
      encode_exact(e, at, arg, &term) || encode_time(e, at, arg, &term))
    return term;
  return encode_anything(e, row, node);
}

ProveTerm encode(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanNode *at = plan_at(e->plan, node);
  if (at->op == PLAN_CONST) return constant(e, at->value);
  if (at->entity == IMAGE_PROGRAM) row = encoder_program(e);
  if (row->done[node]) return row->term[node];
  ProveTerm term;
  switch (at->op) {
  case PLAN_FIELD:
    term = encode_field(e, row, node);
    break;
  case PLAN_INPUT:
    term = encode_input(e, (uint32_t)at->imm);
    break;
  case PLAN_SPREAD:
    term = encode(e, encoder_program(e), at->arg[0]);
    break;
  case PLAN_GATHER:
    term = gathered(e, row, at);
    break;
  case PLAN_AGGREGATE:
    term = encode_aggregate(e, row, node);
    break;
  case PLAN_RANKED:
    term = encode_ranked(e, row, node);
    break;
  case PLAN_TRACED:
    term = encode_traced(e, row, node);
    break;
  default:
    term = computed(e, row, node);
  }
  row->term[node] = term;
  row->done[node] = true;
  return term;
}

SmtTerm encode_holds(Encoder *e, ProveRow *row, uint32_t node) {
  return encode(e, row, node).value;
}
SmtTerm encode_fails(Encoder *e, ProveRow *row, uint32_t node) {
  return encode(e, row, node).known;
}

SmtTerm encode_known(Encoder *e, ProveRow *row, uint32_t node) {
  const ProveTerm term = encode(e, row, node);
  return is_known(e, plan_at(e->plan, node)->type, &term);
}
