/* witness_children.c - rows that refer to the one in question, made so that aggregates without a
 * name come to what they have to.
 *
 * First each sum, share, average … gets a value, as round as possible, and with it a demand: rows
 * that bring it about and count for nothing else; where that cannot be, one row for all of them.
 * Then counts: no less than the rows that were made so far, and as many more rows as are wanted,
 * which change nothing about the rest.
 */
#include "prove/witness_impl.h"

/* What rows have to bring about. */
typedef struct Demand {
  const PlanGroup *group;
  ProveLeaf value;        /* of the child: what is aggregated */
  Scalar wanted;          /* what it has to be; not known: no row, or a sum of nothing */
  unsigned rows, holding; /* of a share */
} Demand;

typedef struct Count {
  const PlanGroup *group;
  ProveLeaf leaf;
  int64_t made, wanted;
} Count;

typedef struct Family {
  Finder *f;
  size_t parent; /* row of the witness */
  VEC(Demand) demands;
  VEC(Count) counts;
} Family;

enum { FEW = 5, SHARE_ROWS_MOST = 10, PARTS_MOST = 10, WHOLE = 100000000 };

/* ---- What is demanded ---- */

static bool is_truth(const PlanGroup *group) {
  return group->function == AGGREGATE_ANY || group->function == AGGREGATE_ALL ||
         group->function == AGGREGATE_NONE;
}

static Scalar truth_scalar(Truth truth) {
  return (Scalar){.type = {.kind = TYPE_BOOL}, .known = truth != TRUTH_UNKNOWN, .truth = truth};
}

/* What it comes to without rows, then the other, then unknown. The condition of the one row that
 * makes it so goes to `wanted`. */
static bool demand_truth(Finder *f, const ProveLeaf *leaf, Demand *demand) {
  const Aggregate function = demand->group->function;
  const Truth empty = truth_of(function != AGGREGATE_ANY);
  const Truth order[] = {empty, truth_not(empty), TRUTH_UNKNOWN};
  for (unsigned i = 0; i < 3; i++) {
    if (!finder_settle(f, encode_is(f->p->encoder, leaf, truth_scalar(order[i])))) continue;
    demand->rows = i > 0;
    demand->wanted =
        truth_scalar(i == 2 ? (Truth)TRUTH_UNKNOWN : truth_of(function != AGGREGATE_ALL));
    return true;
  }
  return false;
}

/* n of m rows, as few as possible. */
static bool demand_share(Finder *f, const ProveLeaf *leaf, Demand *demand) {
  if (finder_settle(f, smt_not(f->p->smt, leaf->term.known))) return true;
  for (unsigned m = 1; m <= SHARE_ROWS_MOST; m++)
    for (unsigned n = 0; n <= m; n++) {
      const Scalar share = {
          .type = demand->group->type, .known = true, .i = (WHOLE * (int64_t)n + m / 2) / m};
      if (!finder_settle(f, encode_is(f->p->encoder, leaf, share))) continue;
      demand->rows = m;
      demand->holding = n;
      return true;
    }
  return false;
}

/* The result in the type of what is aggregated: an average of integers is a number. */
static bool demand_value(Finder *f, const ProveLeaf *leaf, Demand *demand) {
  Scalar result;
  const Type type = plan_at(f->p->plan, demand->value.node)->type;
  if (demand->group->function == AGGREGATE_SUM) finder_settle(f, leaf->term.known);
  if (!finder_choose(f, leaf, &result)) return false;
  demand->rows = result.known;
  demand->wanted = result;
  demand->wanted.type = type;
  if (!result.known || type_store(result.type) == type_store(type)) return true;
  if (type_store(result.type) != STORE_F64 || type_store(type) != STORE_I64) return false;
  demand->wanted.i = (int64_t)result.f * type_scale(type.kind);
  return true;
}

static bool add_demand(Family *family, const ProveLeaf *leaf) {
  Finder *f = family->f;
  const PlanGroup *group = &f->p->plan->groups.at[leaf->index];
  Demand demand = {.group = group};
  demand.value.node = group->value.low;
  demand.value.term =
      encode(f->p->encoder, encoder_row(f->p->encoder, group->child), group->value.low);
  const bool found = is_truth(group)                      ? demand_truth(f, leaf, &demand)
                     : group->function == AGGREGATE_SHARE ? demand_share(f, leaf, &demand)
                                                          : demand_value(f, leaf, &demand);
  if (found) *VEC_PUSH(f->p->arena, &family->demands) = demand;
  return found;
}

/* ---- Rows ---- */

/* A row under work: what is asked of it. */
typedef struct Child {
  ProveRow *row;
  SmtTerm *wanted;
  size_t count;
} Child;

static Child child_of(const Family *family, uint32_t entity) {
  Prover *p = family->f->p;
  Child child = {.row = encoder_row(p->encoder, entity),
                 .wanted = ARENA_ARRAY(p->arena, SmtTerm,
                                       2 * (family->demands.count + family->counts.count) +
                                           WITNESS_HELD_MOST + 8)};
  child.wanted[child.count++] = family->f->today;
  return child;
}

static void want(Child *child, SmtTerm term) { child->wanted[child->count++] = term; }

static SmtTerm counts_there(const Family *family, const Child *child, const PlanGroup *group) {
  Prover *p = family->f->p;
  return group->where == PLAN_NONE ? smt_truth(p->smt, true)
                                   : encode_holds(p->encoder, child->row, group->where);
}

static SmtTerm left_out(const Family *family, const Child *child, const PlanGroup *group) {
  Prover *p = family->f->p;
  return group->where == PLAN_NONE ? smt_truth(p->smt, false)
                                   : encode_fails(p->encoder, child->row, group->where);
}

static SmtTerm by_known(const Family *family, const Child *child, const PlanGroup *group) {
  Prover *p = family->f->p;
  return group->by == PLAN_NONE ? smt_truth(p->smt, true)
                                : encode_known(p->encoder, child->row, group->by);
}

/* The row leaves the aggregate as it is. */
static SmtTerm harmless(const Family *family, const Child *child, const Demand *demand) {
  Prover *p = family->f->p;
  const PlanGroup *group = demand->group;
  SmtTerm term = left_out(family, child, group);
  if (group->by != PLAN_NONE)
    term = smt_or(p->smt, term, smt_not(p->smt, by_known(family, child, group)));
  if (is_truth(group))
    return smt_or(p->smt, term,
                  group->function == AGGREGATE_ALL ? demand->value.term.value
                                                   : demand->value.term.known);
  if (group->function == AGGREGATE_SHARE) return term;
  if (demand->wanted.known && group->function != AGGREGATE_SUM)
    term = smt_or(p->smt, term, encode_is(p->encoder, &demand->value, demand->wanted));
  return smt_or(p->smt, term, smt_not(p->smt, demand->value.term.known));
}

/* It is decided of every count whether the row counts; where `even`, and it changes nothing about
 * what else is demanded. */
static void want_around(const Family *family, Child *child, uint32_t entity, const Demand *own,
                        bool even) {
  Smt *smt = family->f->p->smt;
  for (size_t i = 0; i < family->counts.count; i++) {
    const PlanGroup *group = family->counts.at[i].group;
    if (group->child == entity)
      want(child, smt_or(smt, counts_there(family, child, group), left_out(family, child, group)));
  }
  for (size_t i = 0; i < family->demands.count && even; i++) {
    const Demand *demand = &family->demands.at[i];
    if (demand != own && demand->group->child == entity)
      want(child, harmless(family, child, demand));
  }
}

/* The row itself, with all that it rests on in turn. */
static bool make_row(Family *family, Child *child, uint32_t via) {
  Finder *f = family->f;
  const uint32_t entity = encoder_entity(child->row);
  Finder inner = {.p = f->p,
                  .held = child->wanted,
                  .held_count = child->count,
                  .today = f->today,
                  .behind = f->behind,
                  .witness = f->witness,
                  .depth = f->depth + 1};
  if (f->witness->rows.count >= WITNESS_ROWS_MOST || inner.depth > WITNESS_DEPTH_MOST) return false;
  if (!finder_model(&inner)) return false;
  const size_t row = witness_add_row(f, entity);
  if (via != SCHEMA_NONE) witness_set_cell(f, row, false, via, witness_key(f, family->parent));
  if (!witness_fill(&inner, row, child->row) || !finder_model(&inner)) return false;
  for (size_t i = 0; i < family->counts.count; i++) {
    Count *count = &family->counts.at[i];
    if (count->group->child == entity)
      count->made += smt_model_truth(f->p->smt, counts_there(family, child, count->group));
  }
  return true;
}

static bool is_possible(const Family *family, const Child *child) {
  return smt_ask(family->f->p->smt, child->wanted, child->count) == SMT_SOME;
}

/* All weigh the same. */
static SmtTerm weighs_one(const Family *family, const Child *child, const Demand *demand) {
  Prover *p = family->f->p;
  const uint32_t by = demand->group->by;
  if (by == PLAN_NONE) return smt_truth(p->smt, true);
  const ProveLeaf leaf = {.node = by, .term = encode(p->encoder, child->row, by)};
  Scalar one = {.type = plan_at(p->plan, by)->type, .known = true};
  if (type_store(one.type) == STORE_F64)
    one.f = 1;
  else
    one.i = type_scale(one.type.kind);
  return encode_is(p->encoder, &leaf, one);
}

static void want_value(const Family *family, Child *child, const Demand *demand, Scalar value) {
  want(child, counts_there(family, child, demand->group));
  want(child, by_known(family, child, demand->group));
  if (demand->group->function == AGGREGATE_SHARE) want(child, weighs_one(family, child, demand));
  want(child, encode_is(family->f->p->encoder, &demand->value, value));
}

/* A row of that value for the demand; if possible without an effect on others. */
static bool make_with(Family *family, const Demand *demand, Scalar value) {
  const uint32_t entity = demand->group->child;
  for (int even = 1; even >= 0; even--) {
    Child child = child_of(family, entity);
    want_value(family, &child, demand, value);
    want_around(family, &child, entity, demand, even);
    if (is_possible(family, &child)) return make_row(family, &child, demand->group->via);
  }
  return false;
}

/* As many equal parts as it takes for a value that one row may have. */
static bool make_sum(Family *family, const Demand *demand) {
  Scalar part = demand->wanted;
  const bool is_whole = type_store(part.type) == STORE_I64;
  if (is_whole && part.i == 0) return true; /* of no rows */
  for (int64_t parts = 1; parts <= PARTS_MOST; parts++) {
    if (parts > 1 && (!is_whole || demand->wanted.i % parts)) continue;
    if (is_whole) part.i = demand->wanted.i / parts;
    Child child = child_of(family, demand->group->child);
    want_value(family, &child, demand, part);
    if (!is_possible(family, &child)) continue;
    for (int64_t i = 0; i < parts; i++)
      if (!make_with(family, demand, part)) return false;
    return true;
  }
  return false;
}

static bool make_demand(Family *family, const Demand *demand) {
  for (unsigned i = 0; i < demand->rows; i++) {
    Scalar value = demand->wanted;
    if (demand->group->function == AGGREGATE_SHARE)
      value = truth_scalar(truth_of(i < demand->holding));
    if (demand->group->function == AGGREGATE_SUM) return make_sum(family, demand);
    if (!make_with(family, demand, value)) return false;
  }
  /* a sum is missing only where rows have no value */
  if (demand->group->function == AGGREGATE_SUM && !demand->wanted.known)
    return make_with(family, demand, demand->wanted);
  return true;
}

/* One row for everything that is demanded of an entity's rows: the plainest of all. */
static bool make_together(Family *family, uint32_t entity, uint32_t via) {
  Child child = child_of(family, entity);
  size_t together = 0;
  for (size_t i = 0; i < family->demands.count; i++) {
    const Demand *demand = &family->demands.at[i];
    if (demand->group->child != entity || !demand->rows) continue;
    if (demand->rows > 1 || demand->group->via != via) return false;
    const bool is_share = demand->group->function == AGGREGATE_SHARE;
    want_value(family, &child, demand,
               is_share ? truth_scalar(truth_of(demand->holding)) : demand->wanted);
    together++;
  }
  if (together < 2) return false;
  want_around(family, &child, entity, NULL, false);
  return is_possible(family, &child) && make_row(family, &child, via);
}

static bool make_demands(Family *family) {
  bool *done = ARENA_ARRAY(family->f->p->arena, bool, family->demands.count + 1);
  for (size_t i = 0; i < family->demands.count; i++) {
    const PlanGroup *group = family->demands.at[i].group;
    if (done[i]) continue;
    if (make_together(family, group->child, group->via)) {
      for (size_t k = i; k < family->demands.count; k++)
        done[k] |= family->demands.at[k].group->child == group->child;
      continue;
    }
    if (!make_demand(family, &family->demands.at[i])) return false;
  }
  return true;
}

/* ---- Counts ---- */

/* One more row that counts where it is needed, and nowhere else. */
static bool add_counted(Family *family, const PlanGroup *of) {
  Child child = child_of(family, of->child);
  Smt *smt = family->f->p->smt;
  bool first = true;
  for (size_t i = 0; i < family->counts.count; i++) {
    const Count *count = &family->counts.at[i];
    if (count->group->child != of->child) continue;
    const SmtTerm there = counts_there(family, &child, count->group);
    const SmtTerm out = left_out(family, &child, count->group);
    if (count->made < count->wanted && first)
      want(&child, there), first = false;
    else
      want(&child, count->made < count->wanted ? smt_or(smt, there, out) : out);
  }
  const size_t bare = child.count;
  want_around(family, &child, of->child, NULL, true);
  if (!is_possible(family, &child)) child.count = bare;
  return is_possible(family, &child) && make_row(family, &child, of->via);
}

static bool make_counts(Family *family) {
  Finder *f = family->f;
  for (size_t i = 0; i < family->counts.count; i++) {
    Count *count = &family->counts.at[i];
    Scalar value = {.type = plan_at(f->p->plan, count->leaf.node)->type, .known = true};
    const SmtTerm least = smt_int(f->p->smt, count->made);
    if (!finder_settle(f, smt_at_most(f->p->smt, least, count->leaf.term.value))) return false;
    bool settled = false;
    for (int64_t more = 0; more < FEW && !settled; more++) {
      value.i = count->made + more;
      settled = finder_settle(f, encode_is(f->p->encoder, &count->leaf, value));
    }
    if (!settled && !finder_choose(f, &count->leaf, &value)) return false;
    count->wanted = value.i;
  }
  for (size_t i = 0; i < family->counts.count; i++)
    while (family->counts.at[i].made < family->counts.at[i].wanted)
      if (!add_counted(family, family->counts.at[i].group)) return false;
  return true;
}

bool witness_children(Finder *f, size_t row, const ProveRow *from) {
  Family family = {.f = f, .parent = row};
  const ProveLeaf *leaves;
  const size_t count = encoder_leaves(from, &leaves);
  for (size_t i = 0; i < count; i++) {
    const ProveLeaf leaf = leaves[i];
    if (leaf.kind != LEAF_AGGREGATE || !f->behind[leaf.node]) continue;
    if (plan_at(f->p->plan, leaf.node)->imm % 2 || witness_measure(f, from, &leaf) != SCHEMA_NONE)
      continue;
    const PlanGroup *group = &f->p->plan->groups.at[leaf.index];
    if (group->function == AGGREGATE_ROWS)
      *VEC_PUSH(f->p->arena, &family.counts) = (Count){.group = group, .leaf = leaf};
    else if (!add_demand(&family, &leaf))
      return false;
  }
  return make_demands(&family) && make_counts(&family);
}
