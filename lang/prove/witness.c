/* witness.c - from a model to rows that look like real ones.
 *
 * The solver is asked again, value by value: can it be missing? can it be a round number? What it
 * agrees to stays, so that what is left of a witness is what the matter is about. Of related rows
 * only their number is known, and under which conditions they count; rows are made until every
 * count is as it has to be. What cannot be put into rows leaves the claim open.
 */
#include "prove/prove_impl.h"
#include "value/date.h"

typedef struct Finder {
  Prover *p;
  ProveRow *root;
  SmtTerm *held; /* what is asked, and what was settled so far */
  size_t held_count;
  const bool *behind; /* by node of the plan: what the question rests on */
  Witness *witness;
} Finder;

enum { WITNESS_ROWS_MOST = 40, CELLS_MOST = 400 };

/* Settles it where that is possible. */
static bool settle(Finder *f, SmtTerm term) {
  if (f->held_count == CELLS_MOST) return false;
  f->held[f->held_count] = term;
  if (smt_ask(f->p->smt, f->held, f->held_count + 1) != SMT_SOME) return false;
  f->held_count++;
  return true;
}

/* ---- Values as people write them ---- */

static Scalar exact(Type type, int64_t value) {
  return (Scalar){.type = type, .known = true, .i = value};
}

static size_t round_values(const Finder *f, Type type, Scalar *out) {
  static const int64_t whole[] = {0, 1, 5, 10, 20, 50, 100};
  static const int64_t money[] = {1000000, 5000000, 10000000, 100000, 500000, 0};
  static const int64_t percent[] = {10, 0, 50, 20, 5, 100};
  static const int64_t back[] = {-30, -180, 0, -400, -800, 60};
  enum { DAY = 86400, PERCENT_ONE = 1000000 };
  const int64_t *from = whole;
  size_t count = sizeof whole / sizeof *whole;
  int64_t scale = 1, base = 0;
  switch (type.kind) {
  case TYPE_MONEY:
    from = money, count = sizeof money / sizeof *money, scale = type_scale(TYPE_MONEY);
    break;
  case TYPE_PERCENT:
    from = percent, count = sizeof percent / sizeof *percent, scale = PERCENT_ONE;
    break;
  case TYPE_DATE:
    from = back, count = sizeof back / sizeof *back, base = f->p->options.today;
    break;
  case TYPE_DURATION:
    scale = DAY;
    break;
  case TYPE_SCORE:
    scale = type_scale(TYPE_SCORE);
    break;
  case TYPE_INTEGER:
    break;
  default:
    return 0;
  }
  for (size_t i = 0; i < count; i++) out[i] = exact(type, base + from[i] * scale);
  return count;
}

/* The value that the leaf gets: missing if that is possible, else a round one, else the solver's.
 */
static bool choose(Finder *f, const ProveLeaf *leaf, Scalar *value) {
  enum { CANDIDATES = 8 };
  Encoder *encoder = f->p->encoder;
  const Type type = plan_at(f->p->plan, leaf->node)->type;
  *value = (Scalar){.type = type};
  if (type.kind == TYPE_BOOL) value->truth = TRUTH_UNKNOWN;
  if (settle(f, encode_is(encoder, leaf, *value))) return true;
  Scalar candidate[CANDIDATES];
  const size_t count = round_values(f, type, candidate);
  for (size_t i = 0; i < count; i++)
    if (settle(f, encode_is(encoder, leaf, candidate[i]))) {
      *value = candidate[i];
      return true;
    }
  if (smt_ask(f->p->smt, f->held, f->held_count) != SMT_SOME) return false;
  *value = encoder_model(encoder, leaf);
  return settle(f, encode_is(encoder, leaf, *value));
}

/* ---- Rows ---- */

static WitnessRow *add_row(Finder *f, uint32_t entity) {
  WitnessRow *row = VEC_PUSH(f->p->arena, &f->witness->rows);
  *row = (WitnessRow){.entity = entity};
  return row;
}

static void set_cell(Finder *f, size_t row, bool is_column, uint32_t index, Scalar value) {
  WitnessRow *at = &f->witness->rows.at[row];
  for (size_t i = 0; i < at->cells.count; i++)
    if (at->cells.at[i].is_column == is_column && at->cells.at[i].index == index) return;
  *VEC_PUSH(f->p->arena, &at->cells) = (WitnessCell){is_column, index, value};
}

static const EntitySchema *schema_of(const Finder *f, uint32_t entity) {
  return &f->p->program->entities.at[entity];
}

/* "W1", "W2" … by the row's number. */
static Scalar key_of(Finder *f, size_t row) {
  return (Scalar){.type = {.kind = TYPE_TEXT},
                  .known = true,
                  .text = text_of(arena_printf(f->p->arena, "W%zu", row + 1))};
}

static void set_key(Finder *f, size_t row) {
  const EntitySchema *schema = schema_of(f, f->witness->rows.at[row].entity);
  if (schema->key != SCHEMA_NONE) set_cell(f, row, false, schema->key, key_of(f, row));
}

static Scalar plain_value(Finder *f, const FieldSchema *field, size_t row) {
  Scalar value = {.type = field->type, .known = true};
  Scalar candidate[8];
  if (field->type.kind == TYPE_TEXT)
    value.text = text_of(arena_printf(f->p->arena, "Witness %zu", row + 1));
  else if (round_values(f, field->type, candidate))
    value = candidate[0];
  if (field->type.kind != TYPE_NUMBER && field->type.kind != TYPE_TEXT) {
    if (field->low.set && value.i < field->low.i) value.i = field->low.i;
    if (field->high.set && value.i > field->high.i) value.i = field->high.i;
  } else if (field->type.kind == TYPE_NUMBER) {
    value.f = field->low.set ? field->low.f : field->high.set ? field->high.f : 1;
  }
  return value;
}

/* A row without them would be left out. */
static void set_required(Finder *f, size_t row) {
  const EntitySchema *schema = schema_of(f, f->witness->rows.at[row].entity);
  for (uint32_t i = 0; i < schema->field_count; i++) {
    const FieldSchema *field = &schema->fields[i];
    if (field->required && !field->key && field->type.kind != TYPE_REF)
      set_cell(f, row, false, i, plain_value(f, field, row));
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
    if (leaf.kind != LEAF_FIELD || !f->behind[leaf.node]) continue;
    if (schema->fields[leaf.index].type.kind == TYPE_REF) continue;
    if (!choose(f, &leaf, &value)) return false;
    if (value.known) set_cell(f, row, false, leaf.index, value);
  }
  return true;
}

/* ---- Related rows ---- */

/* The measure that is this aggregate and nothing else, so that it can be given. */
static uint32_t measure_of(const Finder *f, uint32_t node) {
  const Plan *plan = f->p->plan;
  for (size_t i = 0; i < plan->columns.count; i++) {
    const PlanColumn *column = &plan->columns.at[i];
    const Declared *declared = &plan->program->columns.at[column->declared];
    if (declared->kind == DECLARATION_MEASURE && column->value.low == node) return column->declared;
  }
  return SCHEMA_NONE;
}

typedef struct Counts {
  VEC(uint32_t) group;
  VEC(int64_t) left; /* rows that have to count yet */
} Counts;

static int64_t needed(const Finder *f, const ProveLeaf *leaf) {
  return smt_model_int(f->p->smt, leaf->term.value);
}

/* One more row that counts where it is needed, and nowhere else. */
static bool add_child(Finder *f, Counts *counts, uint32_t child) {
  Prover *p = f->p;
  ProveRow *any = encoder_row(p->encoder, child);
  SmtTerm *wanted = ARENA_ARRAY(p->arena, SmtTerm, 2 * counts->group.count + CELLS_MOST);
  size_t count = 0;
  bool first = true;
  for (size_t i = 0; i < counts->group.count; i++) {
    const PlanGroup *group = &p->plan->groups.at[counts->group.at[i]];
    if (group->child != child || group->where == PLAN_NONE) continue;
    const SmtTerm holds = encode_holds(p->encoder, any, group->where);
    const SmtTerm fails = encode_fails(p->encoder, any, group->where);
    if (counts->left.at[i] > 0 && first)
      wanted[count++] = holds, first = false;
    else if (counts->left.at[i] <= 0)
      wanted[count++] = fails;
    else
      wanted[count++] = smt_or(p->smt, holds, fails);
  }
  Finder inner = {.p = p,
                  .root = any,
                  .held = wanted,
                  .held_count = count,
                  .behind = f->behind,
                  .witness = f->witness};
  if (smt_ask(p->smt, wanted, count) != SMT_SOME) return false;
  const size_t row = f->witness->rows.count;
  add_row(f, child);
  set_key(f, row);
  if (!set_fields(&inner, row, any)) return false;
  if (smt_ask(p->smt, inner.held, inner.held_count) != SMT_SOME) return false;
  for (size_t i = 0; i < counts->group.count; i++) {
    const PlanGroup *group = &p->plan->groups.at[counts->group.at[i]];
    if (group->child != child) continue;
    const bool counted = group->where == PLAN_NONE ||
                         smt_model_truth(p->smt, encode_holds(p->encoder, any, group->where));
    counts->left.at[i] -= counted;
    if (counted && group->via != SCHEMA_NONE) set_cell(f, row, false, group->via, key_of(f, 0));
  }
  set_required(f, row);
  return true;
}

static bool add_children(Finder *f, Counts *counts) {
  for (size_t i = 0; i < counts->group.count; i++)
    while (counts->left.at[i] > 0) {
      if (f->witness->rows.count >= WITNESS_ROWS_MOST) return false;
      if (!add_child(f, counts, f->p->plan->groups.at[counts->group.at[i]].child)) return false;
    }
  return true;
}

/* Rows of which it is not known whether they count make a poor example. */
static void settle_points(Finder *f) {
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(f->root, &leaves);
  for (size_t i = 0; i < count; i++)
    for (size_t k = i + 1; k < count; k++)
      if (leaves[i].kind == LEAF_AGGREGATE && leaves[k].kind == LEAF_AGGREGATE &&
          leaves[i].index == leaves[k].index && f->behind[leaves[i].node])
        settle(f, smt_equal(f->p->smt, leaves[i].term.value, leaves[k].term.value));
}

/* Whether another aggregate of the same rows matters, too. What the solver takes them for need not
 * go together, so only rows can show it. */
static bool is_tied(const Finder *f, uint32_t group) {
  const Plan *plan = f->p->plan;
  const PlanGroup *own = &plan->groups.at[group];
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(f->root, &leaves);
  for (size_t i = 0; i < count; i++) {
    const PlanGroup *other = &plan->groups.at[leaves[i].index];
    if (leaves[i].kind != LEAF_AGGREGATE || !f->behind[leaves[i].node]) continue;
    if (leaves[i].index != group && other->child == own->child && other->via == own->via)
      return true;
  }
  return false;
}

/* An aggregate that has a name is given where it stands for itself; of counts the rows are made. */
static bool set_aggregates(Finder *f) {
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(f->root, &leaves);
  Counts counts = {0};
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf leaf = leaves[i];
    if (leaf.kind != LEAF_AGGREGATE || !f->behind[leaf.node]) continue;
    if (plan_at(f->p->plan, leaf.node)->imm % 2) continue;
    const PlanGroup *group = &f->p->plan->groups.at[leaf.index];
    const uint32_t measure = is_tied(f, leaf.index) ? SCHEMA_NONE : measure_of(f, leaf.node);
    Scalar value;
    if (measure == SCHEMA_NONE && group->function != AGGREGATE_ROWS) continue;
    if (!choose(f, &leaf, &value)) return false;
    if (measure != SCHEMA_NONE) {
      if (value.known) set_cell(f, 0, true, measure, value);
      continue;
    }
    if (smt_ask(f->p->smt, f->held, f->held_count) != SMT_SOME) return false;
    *VEC_PUSH(f->p->arena, &counts.group) = leaf.index;
    *VEC_PUSH(f->p->arena, &counts.left) = needed(f, &leaf);
  }
  return add_children(f, &counts);
}

/* ---- References ---- */

/* The row behind the field, where something is read of it; NULL. */
static ProveRow *read_through(const ProveRow *from, uint32_t field) {
  const uint32_t *fields;
  ProveRow *const *rows;
  const size_t count = encoder_referred(from, &fields, &rows);
  for (size_t i = 0; i < count; i++)
    if (fields[i] == field) return rows[i];
  return NULL;
}

/* A reference that is no field would have to be taken apart. */
static bool are_fields(const ProveRow *from) {
  const uint32_t *fields;
  ProveRow *const *rows;
  const size_t count = encoder_referred(from, &fields, &rows);
  for (size_t i = 0; i < count; i++)
    if (fields[i] == SCHEMA_NONE) return false;
  return true;
}

/* A reference that was put down, and the row that it leads to. */
typedef struct Placed {
  uint32_t node, entity;
  size_t row;
} Placed;

typedef VEC(Placed) PlacedList;

/* The row that it has to share with one of those before, or one of its own. */
static bool place(Finder *f, ProveRow *from, const ProveLeaf *leaf, PlacedList *placed,
                  size_t *row) {
  Prover *p = f->p;
  const uint32_t entity = plan_at(p->plan, leaf->node)->type.of;
  for (size_t i = 0; i < placed->count; i++) {
    if (placed->at[i].entity != entity) continue;
    const SmtTerm same = encode_same_row(p->encoder, from, leaf->node, placed->at[i].node);
    if (settle(f, smt_not(p->smt, same))) continue;
    *row = placed->at[i].row;
    return settle(f, same);
  }
  *row = f->witness->rows.count;
  *VEC_PUSH(p->arena, placed) = (Placed){leaf->node, entity, *row};
  add_row(f, entity);
  set_key(f, *row);
  return true;
}

/* Rows that the one at `row` refers to, and those behind them. */
static bool set_references(Finder *f, size_t row, ProveRow *from) {
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(from, &leaves);
  PlacedList placed = {0};
  if (!are_fields(from)) return false;
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf leaf = leaves[i];
    if (leaf.kind != LEAF_FIELD || !f->behind[leaf.node]) continue;
    if (plan_at(f->p->plan, leaf.node)->type.kind != TYPE_REF) continue;
    if (settle(f, smt_not(f->p->smt, leaf.term.known))) continue;
    const size_t before = f->witness->rows.count;
    size_t to;
    if (before >= WITNESS_ROWS_MOST || !place(f, from, &leaf, &placed, &to)) return false;
    set_cell(f, row, false, leaf.index, key_of(f, to));
    if (to < before) continue;
    ProveRow *behind = read_through(from, leaf.index);
    if (behind && (!set_fields(f, to, behind) || !set_references(f, to, behind))) return false;
    set_required(f, to);
  }
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
  if (settle(f, encode_today_is(p->encoder, today))) return true;
  if (smt_ask(p->smt, f->held, f->held_count) != SMT_SOME) return false;
  f->witness->day = encoder_model_today(p->encoder);
  if (settle(f, encode_today_is(p->encoder, f->witness->day))) return true;
  for (int month = 0; month < MONTHS; month++) {
    if (!date_unit_start(today, UNIT_MONTH, month, 1, &first)) return false;
    for (int32_t day = first - 1; day <= first; day++) {
      f->witness->day = day;
      if (settle(f, encode_today_is(p->encoder, day))) return true;
    }
  }
  return false;
}

Witness *witness_find(Prover *p, const Question *question) {
  Finder f = {.p = p,
              .root = encoder_row(p->encoder, question->entity),
              .held = ARENA_ARRAY(p->arena, SmtTerm, CELLS_MOST + question->wanted.count + 1),
              .behind = question_behind(p, question),
              .witness = ARENA_NEW(p->arena, Witness)};
  f.held_count = question_terms(p, question, f.held);
  f.witness->has_day = reads_today(p->plan, f.behind);
  if (!set_day(&f)) return NULL;
  settle_points(&f);
  add_row(&f, question->entity);
  set_key(&f, 0);
  if (!set_fields(&f, 0, f.root) || !set_aggregates(&f) || !set_references(&f, 0, f.root))
    return NULL;
  set_required(&f, 0);
  return f.witness;
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
