/* region_axis.c - along what boxes extend: what people name and the plan compares. */
#include "prove/region_impl.h"

#include "code/opcode.h"
#include "value/date.h"

/* Where the search is: on the row in question, or on one that it refers to. */
typedef struct Search {
  Prover *p;
  ProveRow *row;
  Text prefix;       /* "manager." */
  SmtTerm reference; /* that there is such a row */
  const Question *question;
  RegionAxes *axes;
  bool *seen;
} Search;

enum { CARRIED_MOST = 4, DAY = 86400 };

static void visit(Search *s, uint32_t node);

static uint32_t without_spread(const Search *s, uint32_t node) {
  const PlanNode *at = plan_at(s->p->plan, node);
  return at->op == PLAN_SPREAD ? at->arg[0] : node;
}

/* No matter which row it is on: what steps lead to from such a day, too. */
static bool is_of_program(const Search *s, uint32_t node) {
  const PlanNode *at = plan_at(s->p->plan, without_spread(s, node));
  if (at->entity == IMAGE_PROGRAM) return true;
  if (at->op == PLAN_UNIT_START) return is_of_program(s, at->arg[0]);
  if (at->op != PLAN_ADD_MONTHS && at->op != PLAN_ADD_SECONDS) return false;
  return is_of_program(s, at->arg[0]) && is_of_program(s, at->arg[1]);
}

/* ---- Cuts in words ---- */

static Text value_words(const Search *s, Scalar value) {
  Buffer out = buffer_in(s->p->arena);
  witness_put_value(&out, s->p->program, value);
  return buffer_view(&out);
}

static const char *unit_word(uint32_t packed) {
  static const char *const words[] = {[UNIT_DAY] = "day",
                                      [UNIT_WEEK] = "week",
                                      [UNIT_MONTH] = "month",
                                      [UNIT_QUARTER] = "quarter",
                                      [UNIT_YEAR] = "year",
                                      [UNIT_FISCAL_QUARTER] = "fiscal quarter",
                                      [UNIT_FISCAL_YEAR] = "fiscal year"};
  return words[calendar_unit(packed)];
}

static bool constant_of(const Search *s, uint32_t node, Scalar *value) {
  const PlanNode *at = plan_at(s->p->plan, node);
  if (at->op == PLAN_CONST) {
    *value = at->value;
  } else if (at->op == PLAN_INPUT && at->imm != IMAGE_TODAY) {
    *value = s->p->program->params.at[at->imm - 1].value;
  } else {
    const ProveTerm term = encode(s->p->encoder, s->row, node);
    const Store store = type_store(at->type);
    if ((store != STORE_I64 && store != STORE_I32) || term.low != term.high) return false;
    *value = (Scalar){.type = at->type, .i = (int64_t)term.low};
    value->known = smt_is(s->p->smt, term.known, true);
  }
  return value->known;
}

static Text step_words(const Search *s, Scalar step, Text from) {
  const bool back = step.i < 0;
  if (!step.i) return from;
  if (back) step.i = -step.i;
  return text_of(arena_printf(s->p->arena, "%.*s %s %.*s", TEXT_ARG(value_words(s, step)),
                              back ? "before" : "after", TEXT_ARG(from)));
}

/* A day of the program; empty where there are no words for it. */
static Text day_words(const Search *s, uint32_t node) {
  const PlanNode *at = plan_at(s->p->plan, without_spread(s, node));
  Scalar value;
  if (at->op == PLAN_INPUT && at->imm == IMAGE_TODAY) return TEXT("today");
  if (at->op == PLAN_UNIT_START && day_words(s, at->arg[0]).len) {
    const uint32_t packed = (uint32_t)at->imm;
    const int shift = calendar_shift(packed);
    if (shift < -1 || shift > 1 || !text_equal(day_words(s, at->arg[0]), TEXT("today")))
      return TEXT("");
    return text_of(arena_printf(s->p->arena, "the first day of %s %s",
                                shift < 0   ? "last"
                                : shift > 0 ? "next"
                                            : "this",
                                unit_word(packed)));
  }
  if (at->op == PLAN_ADD_MONTHS || at->op == PLAN_ADD_SECONDS) {
    const Text from = day_words(s, at->arg[0]);
    if (from.len && constant_of(s, without_spread(s, at->arg[1]), &value))
      return step_words(s, value, from);
    return TEXT("");
  }
  return constant_of(s, without_spread(s, node), &value) ? value_words(s, value) : TEXT("");
}

/* What the program's node comes to, as a place where an interval may end. */
static bool cut_at(const Search *s, uint32_t node, RegionCut *cut) {
  const uint32_t inner = without_spread(s, node);
  const ProveTerm term = encode(s->p->encoder, s->row, inner);
  *cut = (RegionCut){.at = term.value};
  if (type_store(plan_at(s->p->plan, inner)->type) == STORE_TRUTH) return false;
  if (!smt_is(s->p->smt, term.known, true)) return false;
  cut->fixed = constant_of(s, inner, &cut->value);
  if (cut->fixed)
    cut->words = value_words(s, cut->value);
  else if (plan_at(s->p->plan, inner)->type.kind == TYPE_DATE)
    cut->words = day_words(s, inner);
  return cut->words.len != 0;
}

/* The same some days later. */
static bool cut_moved(const Search *s, RegionCut *cut, int64_t seconds) {
  if (seconds % DAY) return false;
  const int64_t days = seconds / DAY;
  cut->at = smt_add(s->p->smt, cut->at, smt_int(s->p->smt, days));
  if (cut->fixed) {
    cut->value.i += days;
    cut->words = value_words(s, cut->value);
  } else {
    const Scalar step = {.type = {.kind = TYPE_DURATION}, .known = true, .i = seconds};
    cut->words = step_words(s, step, cut->words);
  }
  return true;
}

static void add_cut(Search *s, RegionAxis *axis, RegionCut cut) {
  for (size_t i = 0; i < axis->cuts.count; i++)
    if (text_equal(axis->cuts.at[i].words, cut.words)) return;
  *VEC_PUSH(s->p->arena, &axis->cuts) = cut;
}

/* ---- Axes ---- */

static bool is_wanted(const Search *s, uint32_t node) {
  if (s->prefix.len) return false;
  for (size_t i = 0; i < s->question->wanted.count; i++)
    if (s->question->wanted.at[i].node == node) return true;
  return false;
}

/* A declared value that people know by name: what the declaration says is not looked into. */
static const PlanColumn *named(const Search *s, uint32_t node) {
  for (size_t i = 0; i < s->p->plan->columns.count; i++) {
    const PlanColumn *column = &s->p->plan->columns.at[i];
    if (column->value.low != node && column->value.high != node) continue;
    const DeclarationKind kind = s->p->program->columns.at[column->declared].kind;
    if (column->part != PART_SELF) continue;
    if (kind == DECLARATION_MEASURE || kind == DECLARATION_SCORE ||
        kind == DECLARATION_SEGMENTATION)
      return column;
  }
  return NULL;
}

/* Its name, or empty where it has none. Sets of an axis which end of a range it is. */
static Text name_of(const Search *s, uint32_t node, RegionAxis *axis) {
  const PlanNode *at = plan_at(s->p->plan, node);
  if (at->op == PLAN_CONST || at->type.kind == TYPE_REF) return TEXT("");
  if (at->op == PLAN_FIELD) return s->p->program->entities.at[at->entity].fields[at->imm].name;
  const PlanColumn *column = named(s, node);
  if (column && (at->type.kind != TYPE_BOOL || at->op == PLAN_AGGREGATE)) {
    axis->is_most = column->value.low != node;
    axis->is_least = column->value.high != node;
    return column->name;
  }
  if (at->op == PLAN_AGGREGATE) {
    const PlanGroup *group = &s->p->plan->groups.at[at->imm / 2];
    axis->is_most = at->imm % 2;
    axis->is_least = group->is_range && !axis->is_most;
    return prove_source(s->p, group->span);
  }
  return TEXT("");
}

static void add_atom(Search *s, RegionAxis *axis, Scalar value, Text words) {
  const ProveLeaf leaf = {.node = axis->node, .term = axis->term};
  *VEC_PUSH(s->p->arena, &axis->atoms) =
      (RegionAtom){encode_is(s->p->encoder, &leaf, value), words};
}

static void make_atoms(Search *s, RegionAxis *axis) {
  Scalar value = {.type = axis->type, .known = true};
  if (axis->type.kind == TYPE_BOOL) {
    value.truth = TRUTH_TRUE;
    add_atom(s, axis, value, TEXT("true"));
    value.truth = TRUTH_FALSE;
    add_atom(s, axis, value, TEXT("false"));
  } else if (axis->type.kind == TYPE_ENUM) {
    const EnumSchema *members = &s->p->program->enums.at[axis->type.of];
    for (uint32_t i = 0; i < members->count && i < REGION_ATOMS_MOST; i++) {
      value.i = i;
      add_atom(s, axis, value, members->members[i].name);
    }
  }
}

static RegionAxis *axis_named(Search *s, uint32_t node, RegionAxis axis) {
  Prover *p = s->p;
  for (size_t i = 0; i < s->axes->list.count; i++)
    if (s->axes->list.at[i].node == node && s->axes->list.at[i].row == s->row)
      return &s->axes->list.at[i];
  const PlanNode *at = plan_at(p->plan, node);
  axis.node = node;
  axis.row = s->row;
  axis.name = text_of(arena_printf(p->arena, "%.*s%.*s", TEXT_ARG(s->prefix), TEXT_ARG(axis.name)));
  axis.type = at->type;
  axis.term = encode(p->encoder, s->row, node);
  axis.term.known = smt_and(p->smt, axis.term.known, s->reference);
  if (axis.type.kind == TYPE_BOOL) axis.term.value = smt_and(p->smt, axis.term.value, s->reference);
  axis.can_miss = !smt_is(p->smt, s->reference, true) ||
                  !smt_is(p->smt, encode_known(p->encoder, s->row, node), true);
  axis.rank = at->op == PLAN_FIELD ? (uint32_t)at->imm : (uint32_t)1 << 16 | (node & 0xffff);
  make_atoms(s, &axis);
  RegionAxis *made = VEC_PUSH(p->arena, &s->axes->list);
  *made = axis;
  return made;
}

/* NULL where the node has no name, or is itself what the question asks for. */
static RegionAxis *axis_of(Search *s, uint32_t node) {
  RegionAxis axis = {0};
  const PlanNode *at = plan_at(s->p->plan, node);
  if (is_of_program(s, node) || (is_wanted(s, node) && at->op != PLAN_FIELD)) return NULL;
  if (at->type.kind == TYPE_ENUM && s->p->program->enums.at[at->type.of].count > REGION_ATOMS_MOST)
    return NULL;
  axis.name = name_of(s, node, &axis);
  return axis.name.len ? axis_named(s, node, axis) : NULL;
}

/* A condition as it is written, where nothing simpler says what it rests on. */
static bool axis_of_condition(Search *s, uint32_t node) {
  const Plan *plan = s->p->plan;
  const Text needs = TEXT("needs ");
  Text text = TEXT("");
  if (is_of_program(s, node) || is_wanted(s, node)) return false;
  for (size_t i = 0; i < plan->clauses.count; i++) {
    const PlanClause *clause = &plan->clauses.at[i];
    if (clause->value.low != node || clause->type.kind != TYPE_BOOL) continue;
    Text written = prove_source(s->p, clause->span);
    if (clause->kind == CLAUSE_NEEDS && text_starts(written, needs))
      written = text_slice(written, needs.len, written.len);
    if (!text.len || written.len < text.len) text = written;
  }
  if (!text.len) return false;
  axis_named(s, node,
             (RegionAxis){.name = text_of(arena_printf(s->p->arena, "`%.*s`", TEXT_ARG(text)))});
  return true;
}

/* "manager.region"; empty where there are no words for it. */
static Text reference_name(const Search *s, uint32_t node) {
  const PlanNode *at = plan_at(s->p->plan, node);
  if (at->op == PLAN_FIELD) return s->p->program->entities.at[at->entity].fields[at->imm].name;
  if (at->op != PLAN_GATHER) return TEXT("");
  const Text from = reference_name(s, at->arg[0]), to = reference_name(s, at->arg[1]);
  if (!from.len || !to.len) return TEXT("");
  return text_of(arena_printf(s->p->arena, "%.*s.%.*s", TEXT_ARG(from), TEXT_ARG(to)));
}

/* The search on the row that a GATHER node reads; false where there are no words for it. */
static bool search_behind(Search *s, uint32_t node, Search *behind) {
  Prover *p = s->p;
  const uint32_t reference = plan_at(p->plan, node)->arg[0];
  const Text name = reference_name(s, reference);
  const uint32_t *nodes;
  ProveRow *const *rows;
  if (!name.len) return false;
  encode(p->encoder, s->row, node);
  const size_t count = encoder_referred(s->row, &nodes, &rows);
  for (size_t i = 0; i < count; i++) {
    if (nodes[i] != reference) continue;
    *behind = *s;
    behind->row = rows[i];
    behind->prefix =
        text_of(arena_printf(p->arena, "%.*s%.*s.", TEXT_ARG(s->prefix), TEXT_ARG(name)));
    behind->reference = smt_and(p->smt, s->reference, encode_known(p->encoder, s->row, reference));
    behind->seen = ARENA_ARRAY(p->arena, bool, p->plan->nodes.count);
    return true;
  }
  return false;
}

/* ---- The search ---- */

static void visit_arguments(Search *s, uint32_t node) {
  const PlanNode *at = plan_at(s->p->plan, node);
  for (int i = 0; i < plan_op_info[at->op].arity; i++) visit(s, at->arg[i]);
}

static bool carry(Search *s, uint32_t node, RegionCut cut, unsigned depth);

/* c against a - b: of the one that is the row's. */
static bool carry_difference(Search *s, const PlanNode *at, const RegionCut *cut, unsigned depth) {
  RegionCut day;
  if (!cut->fixed) return false;
  if (is_of_program(s, at->arg[0]))
    return cut_at(s, at->arg[0], &day) && cut_moved(s, &day, -cut->value.i) &&
           carry(s, at->arg[1], day, depth);
  return is_of_program(s, at->arg[1]) && cut_at(s, at->arg[1], &day) &&
         cut_moved(s, &day, cut->value.i) && carry(s, at->arg[0], day, depth);
}

/* To both, whatever comes of the first. */
static bool carry_both(Search *s, uint32_t first, uint32_t second, RegionCut cut, unsigned depth) {
  const bool one = carry(s, first, cut, depth), other = carry(s, second, cut, depth);
  return one || other;
}

/* What is compared there ends where the cut is. True where something with a name does. */
static bool carry(Search *s, uint32_t node, RegionCut cut, unsigned depth) {
  const PlanNode *at = plan_at(s->p->plan, node);
  RegionAxis *axis = axis_of(s, node);
  if (axis) {
    if (at->type.kind == TYPE_TEXT)
      add_atom(s, axis, cut.value, cut.words);
    else if (!axis->atoms.count)
      add_cut(s, axis, cut);
    return true;
  }
  if (depth == CARRIED_MOST) return false;
  Search behind;
  switch (at->op) {
  case PLAN_GATHER:
    return search_behind(s, node, &behind) && carry(&behind, at->arg[1], cut, depth + 1);
  case PLAN_DATE_DIFF:
    return carry_difference(s, at, &cut, depth);
  case PLAN_SELECT:
  case PLAN_CHOOSE:
    visit(s, at->arg[0]);
    return carry_both(s, at->arg[1], at->arg[2], cut, depth + 1);
  case PLAN_WITH:
    visit(s, at->arg[1]);
    return carry(s, at->arg[0], cut, depth + 1);
  case PLAN_OTHERWISE:
  case PLAN_BOUND:
  case PLAN_POINT:
  case PLAN_MIN:
  case PLAN_MAX:
    return carry_both(s, at->arg[0], at->arg[1], cut, depth + 1);
  default:
    return false;
  }
}

static void compared(Search *s, uint32_t node) {
  const PlanNode *at = plan_at(s->p->plan, node);
  RegionCut cut;
  for (int i = 0; i < 2; i++)
    if (is_of_program(s, at->arg[i]) && !is_of_program(s, at->arg[1 - i]) &&
        cut_at(s, at->arg[i], &cut) && carry(s, at->arg[1 - i], cut, 0))
      return;
  if (!axis_of_condition(s, node)) visit_arguments(s, node);
}

static void visit(Search *s, uint32_t node) {
  if (node == PLAN_NONE || s->seen[node] || is_of_program(s, node)) return;
  s->seen[node] = true;
  Search behind;
  switch (plan_at(s->p->plan, node)->op) {
  case PLAN_EQ:
  case PLAN_LT:
  case PLAN_LE:
    compared(s, node);
    break;
  case PLAN_GATHER:
    if (search_behind(s, node, &behind)) visit(&behind, plan_at(s->p->plan, node)->arg[1]);
    break;
  case PLAN_CONTAINS:
  case PLAN_STARTS:
  case PLAN_ENDS:
  case PLAN_RANKED:
    if (!axis_of_condition(s, node)) visit_arguments(s, node);
    break;
  default:
    if (!axis_of(s, node)) visit_arguments(s, node);
  }
}

/* Of texts, all that were not named. */
static void add_other_texts(Search *s, RegionAxis *axis) {
  SmtTerm other = axis->term.known;
  if (axis->type.kind != TYPE_TEXT || !axis->atoms.count) return;
  for (size_t i = 0; i < axis->atoms.count; i++)
    other = smt_and(s->p->smt, other, smt_not(s->p->smt, axis->atoms.at[i].holds));
  *VEC_PUSH(s->p->arena, &axis->atoms) = (RegionAtom){other, TEXT("another text")};
}

void region_find_axes(Prover *p, const Question *question, RegionAxes *axes) {
  Search s = {.p = p,
              .row = encoder_row(p->encoder, question->entity),
              .reference = smt_truth(p->smt, true),
              .question = question,
              .axes = axes,
              .seen = ARENA_ARRAY(p->arena, bool, p->plan->nodes.count)};
  for (size_t i = 0; i < question->wanted.count; i++) visit(&s, question->wanted.at[i].node);
  for (size_t i = 0; i < axes->list.count; i++) add_other_texts(&s, &axes->list.at[i]);
  for (size_t i = 1; i < axes->list.count; i++) /* few */
    for (size_t k = i; k > 0 && axes->list.at[k].rank < axes->list.at[k - 1].rank; k--) {
      const RegionAxis axis = axes->list.at[k];
      axes->list.at[k] = axes->list.at[k - 1];
      axes->list.at[k - 1] = axis;
    }
}
