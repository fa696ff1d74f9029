/* witness.c - from a model to rows that look like real ones.
 *
 * The solver is asked again, value by value: can it be missing? can it be a round number? What it
 * agrees to stays, so that what is left of a witness is what the matter is about. Of related rows
 * only aggregates are known, and under which conditions rows count; rows are made until each
 * aggregate is as it has to be. What cannot be put into rows leaves the claim open.
 */
#include "prove/witness_impl.h"
#include "value/date.h"

/* ---- Rows ---- */

Scalar witness_key(Finder *f, size_t row) {
  return (Scalar){.type = {.kind = TYPE_TEXT},
                  .known = true,
                  .text = text_of(arena_printf(f->p->arena, "W%zu", row + 1))};
}

static const EntitySchema *schema_of(const Finder *f, uint32_t entity) {
  return &f->p->program->entities.at[entity];
}

size_t witness_add_row(Finder *f, uint32_t entity) {
  const size_t row = f->witness->rows.count;
  *VEC_PUSH(f->p->arena, &f->witness->rows) = (WitnessRow){.entity = entity};
  const uint32_t key = schema_of(f, entity)->key;
  if (key != SCHEMA_NONE) witness_set_cell(f, row, false, key, witness_key(f, row));
  return row;
}

static bool has_cell(const Finder *f, size_t row, uint32_t field) {
  const WitnessRow *at = &f->witness->rows.at[row];
  for (size_t i = 0; i < at->cells.count; i++)
    if (!at->cells.at[i].is_column && at->cells.at[i].index == field) return true;
  return false;
}

void witness_set_cell(Finder *f, size_t row, bool is_column, uint32_t index, Scalar value) {
  WitnessRow *at = &f->witness->rows.at[row];
  for (size_t i = 0; i < at->cells.count; i++)
    if (at->cells.at[i].is_column == is_column && at->cells.at[i].index == index) return;
  *VEC_PUSH(f->p->arena, &at->cells) = (WitnessCell){is_column, index, value};
}

/* A row without them would be left out. */
static void set_required(Finder *f, size_t row) {
  const EntitySchema *schema = schema_of(f, f->witness->rows.at[row].entity);
  for (uint32_t i = 0; i < schema->field_count; i++) {
    const FieldSchema *field = &schema->fields[i];
    if (!field->required || field->key || has_cell(f, row, i)) continue;
    if (field->type.kind != TYPE_REF) {
      witness_set_cell(f, row, false, i, finder_plain(f, field, row));
    } else if (f->depth < WITNESS_DEPTH_MOST) {
      const size_t other = witness_add_row(f, field->type.of);
      witness_set_cell(f, row, false, i, witness_key(f, other));
      f->depth++;
      set_required(f, other);
      f->depth--;
    }
  }
}

/* The fields of a row that the question is about. */
static bool set_fields(Finder *f, size_t row, const ProveRow *from) {
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(from, &leaves);
  const EntitySchema *schema = schema_of(f, encoder_entity(from));
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf leaf = leaves[i];
    Scalar value;
    if (leaf.kind != LEAF_FIELD || !f->behind[leaf.node] || has_cell(f, row, leaf.index)) continue;
    if (schema->fields[leaf.index].type.kind == TYPE_REF) continue;
    if (!finder_choose(f, &leaf, &value)) return false;
    if (value.known) witness_set_cell(f, row, false, leaf.index, value);
  }
  return true;
}

/* ---- Aggregates with a name ---- */

/* Whether another aggregate of the same rows matters, too. What the solver takes them for need not
 * go together, so only rows can show it. */
static bool is_tied(const Finder *f, const ProveRow *from, uint32_t group) {
  const Plan *plan = f->p->plan;
  const PlanGroup *own = &plan->groups.at[group];
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(from, &leaves);
  for (size_t i = 0; i < count; i++) {
    const PlanGroup *other = &plan->groups.at[leaves[i].index];
    if (leaves[i].kind != LEAF_AGGREGATE || !f->behind[leaves[i].node]) continue;
    if (leaves[i].index != group && other->child == own->child && other->via == own->via)
      return true;
  }
  return false;
}

/* Whether there are rows for whatever it comes to: any number of those that count, any sum. Of what
 * is given instead of rows nobody says that there can be such. */
static bool is_anything(const Finder *f, uint32_t index) {
  const PlanGroup *group = &f->p->plan->groups.at[index];
  Encoder *encoder = f->p->encoder;
  if (group->function == AGGREGATE_SUM) {
    const PlanNode *value = plan_at(f->p->plan, group->value.low);
    if (value->op != PLAN_FIELD) return false;
    const FieldSchema *field = &f->p->program->entities.at[value->entity].fields[value->imm];
    if ((field->low.set && field->low.i > 0) || (field->high.set && field->high.i <= 0))
      return false;
  } else if (group->function != AGGREGATE_ROWS) {
    return false;
  }
  if (group->where == PLAN_NONE) return true;
  const SmtTerm holds = encode_holds(encoder, encoder_row(encoder, group->child), group->where);
  return smt_ask(f->p->smt, &holds, 1) == SMT_SOME;
}

uint32_t witness_measure(const Finder *f, const ProveRow *from, const ProveLeaf *leaf) {
  const uint32_t node = leaf->node;
  if (!f->may_give || is_tied(f, from, leaf->index) || !is_anything(f, leaf->index))
    return SCHEMA_NONE;
  const Plan *plan = f->p->plan;
  for (size_t i = 0; i < plan->columns.count; i++) {
    const PlanColumn *column = &plan->columns.at[i];
    const Declared *declared = &plan->program->columns.at[column->declared];
    if (declared->kind == DECLARATION_MEASURE && column->value.low == node) return column->declared;
  }
  return SCHEMA_NONE;
}

/* Rows of which it is not known whether they count make a poor example. */
static void settle_points(Finder *f, const ProveRow *from) {
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(from, &leaves);
  for (size_t i = 0; i < count; i++)
    for (size_t k = i + 1; k < count; k++)
      if (leaves[i].kind == LEAF_AGGREGATE && leaves[k].kind == LEAF_AGGREGATE &&
          leaves[i].index == leaves[k].index && f->behind[leaves[i].node])
        finder_settle(f, smt_equal(f->p->smt, leaves[i].term.value, leaves[k].term.value));
}

static bool set_measures(Finder *f, size_t row, const ProveRow *from) {
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(from, &leaves);
  settle_points(f, from);
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf leaf = leaves[i];
    Scalar value;
    if (leaf.kind != LEAF_AGGREGATE || !f->behind[leaf.node]) continue;
    if (plan_at(f->p->plan, leaf.node)->imm % 2) continue;
    const uint32_t measure = witness_measure(f, from, &leaf);
    if (measure == SCHEMA_NONE) continue;
    if (!finder_choose(f, &leaf, &value)) return false;
    if (value.known) witness_set_cell(f, row, true, measure, value);
  }
  return true;
}

/* ---- References ---- */

/* A reference that was put down, and the row that it leads to. */
typedef struct Placed {
  uint32_t node, entity;
  size_t row;
} Placed;

/* The rows that one row of the plan refers to. */
typedef struct References {
  Finder *f;
  ProveRow *from;
  size_t row; /* that stands for it */
  VEC(Placed) placed;
} References;

/* The row that a reference leads from, and by which field: this one, or one that it refers to in
 * turn, which has been placed. */
static bool leads_from(const References *r, uint32_t node, size_t *from, uint32_t *field) {
  const Plan *plan = r->f->p->plan;
  const PlanNode *at = plan_at(plan, node);
  *from = r->row;
  *field = (uint32_t)at->imm;
  if (at->op == PLAN_FIELD) return true;
  if (at->op != PLAN_GATHER || plan_at(plan, at->arg[1])->op != PLAN_FIELD) return false;
  *field = (uint32_t)plan_at(plan, at->arg[1])->imm;
  for (size_t i = 0; i < r->placed.count; i++)
    if (r->placed.at[i].node == at->arg[0]) {
      *from = r->placed.at[i].row;
      return true;
    }
  return false;
}

/* The row that it has to share with one of those before, or one of its own. */
static bool place(References *r, uint32_t node, size_t *row) {
  Finder *f = r->f;
  Prover *p = f->p;
  const uint32_t entity = plan_at(p->plan, node)->type.of;
  *row = SIZE_MAX;
  for (size_t i = 0; i < r->placed.count && *row == SIZE_MAX; i++) {
    if (r->placed.at[i].entity != entity) continue;
    const SmtTerm same = encode_same_row(p->encoder, r->from, node, r->placed.at[i].node);
    if (finder_settle(f, smt_not(p->smt, same))) continue;
    if (!finder_settle(f, same)) return false;
    *row = r->placed.at[i].row;
  }
  if (*row == SIZE_MAX && f->witness->rows.count >= WITNESS_ROWS_MOST) return false;
  if (*row == SIZE_MAX) *row = witness_add_row(f, entity);
  *VEC_PUSH(p->arena, &r->placed) = (Placed){node, entity, *row};
  return true;
}

/* A row behind a reference, where there has to be one. */
static bool set_reference(References *r, uint32_t node, ProveRow *behind) {
  Finder *f = r->f;
  const SmtTerm known = encode_known(f->p->encoder, r->from, node);
  const size_t before = f->witness->rows.count;
  size_t from, to;
  uint32_t field;
  if (!leads_from(r, node, &from, &field) || has_cell(f, from, field)) return true;
  if (finder_settle(f, smt_not(f->p->smt, known))) return true;
  if (f->depth == WITNESS_DEPTH_MOST || !place(r, node, &to)) return false;
  witness_set_cell(f, from, false, field, witness_key(f, to));
  if (to < before) return true;
  f->depth++;
  const bool filled = !behind || witness_fill(f, to, behind);
  set_required(f, to);
  f->depth--;
  return filled;
}

/* Whether something is read through the reference on a row that is referred to itself: then the
 * row behind it is made where both references are known of. */
static bool leads_on(const Finder *f, uint32_t node) {
  const Plan *plan = f->p->plan;
  for (uint32_t i = 0; i < plan->nodes.count; i++)
    if (f->behind[i] && plan_at(plan, i)->op == PLAN_GATHER && plan_at(plan, i)->arg[1] == node)
      return true;
  return false;
}

static bool set_references(Finder *f, size_t row, ProveRow *from) {
  References r = {.f = f, .from = from, .row = row};
  const uint32_t *nodes;
  ProveRow *const *rows;
  const ProveLeaf *leaves;
  const size_t referred = encoder_referred(from, &nodes, &rows);
  const size_t count = encoder_leaves(from, &leaves);
  for (size_t i = 0; i < referred; i++)
    if (f->behind[nodes[i]] && !set_reference(&r, nodes[i], rows[i])) return false;
  for (size_t i = 0; i < count; i++) { /* of which nothing is read */
    const ProveLeaf leaf = leaves[i];
    if (leaf.kind != LEAF_FIELD || !f->behind[leaf.node]) continue;
    if (plan_at(f->p->plan, leaf.node)->type.kind != TYPE_REF) continue;
    if (f->depth && leads_on(f, leaf.node)) continue;
    if (!set_reference(&r, leaf.node, NULL)) return false;
  }
  return true;
}

bool witness_fill(Finder *f, size_t row, ProveRow *from) {
  if (!set_fields(f, row, from) || !set_measures(f, row, from) || !set_references(f, row, from) ||
      !witness_children(f, row, from))
    return false;
  set_required(f, row);
  return true;
}

/* ---- A witness ---- */

static void mark(bool *behind, uint32_t node) {
  if (node != PLAN_NONE) behind[node] = true;
}

bool *question_behind(Prover *p, const Question *question) {
  const Plan *plan = p->plan;
  bool *behind = ARENA_ARRAY(p->arena, bool, plan->nodes.count);
  for (size_t i = 0; i < question->wanted.count; i++) mark(behind, question->wanted.at[i].node);
  for (size_t i = plan->nodes.count; i-- > 0;) {
    const PlanNode *at = &plan->nodes.at[i];
    if (!behind[i]) continue;
    if (at->op == PLAN_AGGREGATE) {
      const PlanGroup *group = &plan->groups.at[at->imm / 2];
      mark(behind, group->where);
      mark(behind, group->value.low);
      mark(behind, group->by);
    }
    if (at->op == PLAN_RANKED) mark(behind, plan->ranks.at[at->imm].qualifies);
    for (int a = 0; a < plan_op_info[at->op].arity; a++) mark(behind, at->arg[a]);
  }
  return behind;
}

static bool reads_today(const Plan *plan, const bool *behind) {
  for (size_t i = 0; i < plan->nodes.count; i++) {
    const PlanNode *at = &plan->nodes.at[i];
    if (!behind[i]) continue;
    if (at->op == PLAN_TRACED || (at->op == PLAN_INPUT && at->imm == IMAGE_TODAY)) return true;
  }
  return false;
}

/* The day as given where it can be, else the solver's, else one on which calendar steps are of
 * another length than usual: the ends of months, and of a February that has 29 days. */
static bool set_day(Finder *f) {
  enum { MONTHS = 50 };
  Prover *p = f->p;
  const int32_t today = p->options.today;
  int32_t first = today;
  f->witness->day = today;
  if (finder_settle(f, encode_today_is(p->encoder, today))) return true;
  if (!finder_model(f)) return false;
  f->witness->day = encoder_model_today(p->encoder);
  if (finder_settle(f, encode_today_is(p->encoder, f->witness->day))) return true;
  for (int month = 0; month < MONTHS; month++) {
    if (!date_unit_start(today, UNIT_MONTH, month, 1, &first)) return false;
    for (int32_t day = first - 1; day <= first; day++) {
      f->witness->day = day;
      if (finder_settle(f, encode_today_is(p->encoder, day))) return true;
    }
  }
  return false;
}

static Witness *find(Prover *p, const Question *question, bool may_give) {
  Finder f = {.p = p,
              .held =
                  ARENA_ARRAY(p->arena, SmtTerm, WITNESS_HELD_MOST + question->wanted.count + 1),
              .behind = question_behind(p, question),
              .may_give = may_give,
              .witness = ARENA_NEW(p->arena, Witness)};
  f.held_count = question_terms(p, question, f.held);
  f.witness->has_day = reads_today(p->plan, f.behind);
  if (!set_day(&f)) return NULL;
  f.today = encode_today_is(p->encoder, f.witness->day);
  const size_t row = witness_add_row(&f, question->entity);
  return witness_fill(&f, row, encoder_row(p->encoder, question->entity)) ? f.witness : NULL;
}

static bool reads_aggregates(const Prover *p, const bool *behind) {
  for (uint32_t i = 0; i < p->plan->nodes.count; i++)
    if (behind[i] && plan_at(p->plan, i)->op == PLAN_AGGREGATE) return true;
  return false;
}

Witness *witness_by_rows(Prover *p, const Question *question) { return find(p, question, false); }

Witness *witness_find(Prover *p, const Question *question) {
  Witness *found = find(p, question, false);
  if (found || !reads_aggregates(p, question_behind(p, question))) return found;
  return find(p, question, true);
}

/* What is expected of the row is read off the declared columns, which may rest on the day where the
 * question did not. */
void witness_expects(Prover *p, Witness *witness, uint32_t declared, Text expect) {
  Question columns = {.entity = p->program->columns.at[declared].entity};
  for (size_t i = 0; i < p->plan->columns.count; i++) {
    const PlanColumn *column = &p->plan->columns.at[i];
    if (column->declared != declared) continue;
    question_add(p, &columns, column->value.low, ASK_HOLDS);
    question_add(p, &columns, column->value.high, ASK_HOLDS);
  }
  witness->expect = expect;
  witness->has_day |= reads_today(p->plan, question_behind(p, &columns));
}
