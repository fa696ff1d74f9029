/* lower_expression.c - from typed expressions to nodes: names, literals, connectives, choices. */
#include "plan/lower.h"

/* A value that was read is noted as a term, so that `why` can tell it. */
static PlanValue term(Lower *lower, const Node *node, PlanValue value, uint32_t column) {
  uint32_t clause = clause_note(lower, CLAUSE_TERM, node->span, node->typing->type, value);
  if (clause != PLAN_NONE) lower->plan->clauses.at[clause].column = column;
  return value;
}

static PlanValue on_rows(Lower *lower, PlanValue value) {
  return (PlanValue){plan_on(lower->plan, value.low, lower->entity),
                     plan_on(lower->plan, value.high, lower->entity)};
}

static PlanValue missing(Lower *lower, Type type) {
  return plan_point(plan_missing(lower->plan, type));
}

PlanValue lower_convert(Lower *lower, PlanValue value, Type from, Type to) {
  Plan *plan = lower->plan;
  if (to.kind == TYPE_NONE || type_equal(from, to)) return value;
  if (to.kind == TYPE_NUMBER && type_store(from) == STORE_I64)
    return range_each(plan, PLAN_TO_NUMBER, to, value, type_scale(from.kind));
  if (to.kind == TYPE_ENUM && from.kind == TYPE_ENUM)
    return range_each(plan, PLAN_RECODE, to, value, 0);
  if (to.kind == TYPE_SCORE && from.kind == TYPE_INTEGER) {
    const Scalar one = {.type = to, .known = true, .i = type_scale(TYPE_SCORE)};
    return range_multiply(plan, PLAN_MULTIPLY, to, value, plan_point(plan_const(plan, one)), 1);
  }
  return value;
}

static PlanValue constant(Lower *lower, Rational value, Type type) {
  Scalar scalar = {.type = type};
  if (!rational_as(value, type, &scalar)) return missing(lower, type);
  return plan_point(plan_const(lower->plan, scalar));
}

static int128 power_of_ten(int32_t exponent) {
  int128 power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

static PlanValue literal(Lower *lower, const Node *node) {
  Rational value = {node->number.mantissa, power_of_ten(node->number.scale)};
  if (node->kind == NODE_PERCENT) value.denominator *= 100;
  return constant(lower, value, node->typing->type);
}

PlanValue lower_step(Lower *lower, const Node *node) {
  static const struct {
    const char *unit;
    TypeKind kind;
    int64_t factor; /* seconds or months */
  } units[] = {
#define X(name, kind, size) {#name, TYPE_##kind, size},
#include "syntax/units.def"
#undef X
  };
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (!text_equal(node->text, text_of(units[i].unit))) continue;
    Rational value = {(int128)node->number.mantissa * units[i].factor,
                      power_of_ten(node->number.scale)};
    return constant(lower, value, (Type){.kind = units[i].kind});
  }
  return missing(lower, (Type){.kind = TYPE_DURATION});
}

/* What a definition's parameter or `it` stands for: lowered on the rows where it was written. */
static PlanValue argument(Lower *lower, const Node *node) {
  uint32_t entity = lower->entity;
  lower->entity = node->typing->entity;
  PlanValue value = lower_value(lower, node->typing->expansion);
  lower->entity = entity;
  if (node->typing->entity == entity) return value;
  return on_rows(lower, value);
}

static PlanValue name(Lower *lower, const Node *node) {
  const Typing *typing = node->typing;
  Plan *plan = lower->plan;
  switch (typing->symbol) {
  case SYMBOL_FIELD:
    return term(lower, node, plan_point(plan_field(plan, typing->entity, typing->index)),
                PLAN_NONE);
  case SYMBOL_COLUMN: {
    PlanValue value = lower_column(lower, typing->index, (ColumnPart)typing->part);
    uint32_t column = typing->index * PART_COUNT + typing->part; /* lower.c makes it an index */
    return term(lower, node, on_rows(lower, value), column);
  }
  case SYMBOL_PARAM:
  case SYMBOL_TODAY: {
    uint32_t input = typing->symbol == SYMBOL_TODAY ? IMAGE_TODAY : typing->index + 1;
    PlanValue value = plan_point(plan_input(plan, input));
    return term(lower, node, on_rows(lower, value), PLAN_NONE);
  }
  case SYMBOL_MEMBER:
    return plan_point(plan_exact(plan, typing->type, typing->index));
  case SYMBOL_ARGUMENT:
    return argument(lower, node);
  default:
    return missing(lower, typing->type);
  }
}

/* `path`, base.name where base is a reference, or the program: the name read on the other side.
 * With `node` behind it, base.name.drift, a part of the column is read there instead. */
static PlanValue across(Lower *lower, const Node *node, const Node *path) {
  const Typing *typing = path->typing;
  uint32_t entity = lower->entity, clause = lower->clause;
  lower->clause = PLAN_NONE; /* the path as a whole is the term */
  bool program = typing->entity == IMAGE_PROGRAM;
  uint32_t reference = program ? PLAN_NONE : lower_point(lower, node_child(path, DOT_BASE));
  lower->entity = typing->entity;
  PlanValue value =
      node == path ? lower_value(lower, node_child(path, DOT_NAME)) : name(lower, node);
  lower->entity = entity;
  lower->clause = clause;
  if (program)
    value = on_rows(lower, value);
  else
    value = (PlanValue){plan_gather(lower->plan, reference, value.low),
                        plan_gather(lower->plan, reference, value.high)};
  return term(lower, node, value, PLAN_NONE);
}

static PlanValue dot(Lower *lower, const Node *node) {
  const Typing *typing = node->typing;
  if (typing->symbol == SYMBOL_LOW || typing->symbol == SYMBOL_HIGH) {
    PlanValue base = lower_value(lower, node_child(node, DOT_BASE));
    return plan_point(typing->symbol == SYMBOL_LOW ? base.low : base.high);
  }
  if (typing->symbol == SYMBOL_REFERENCE) return across(lower, node, node);
  const Node *base = node_bare(node_child(node, DOT_BASE));
  if (base->kind == NODE_DOT && base->typing->symbol == SYMBOL_REFERENCE)
    return across(lower, node, base);
  return name(lower, node);
}

/* `a and b and c` is one clause of three parts, not one of two. */
static PlanValue connective(Lower *lower, const Node *node) {
  PlanOp op = node->kind == NODE_AND ? PLAN_AND : PLAN_OR;
  clause_join(lower, op == PLAN_AND ? JOIN_ALL : JOIN_ANY);
  lower->named = node_child(node, AND_LEFT)->kind == node->kind;
  uint32_t left = lower_condition(lower, node_child(node, AND_LEFT));
  uint32_t right = lower_condition(lower, node_child(node, AND_RIGHT));
  return plan_point(plan_condition(lower->plan, op, left, right));
}

static PlanValue state(Lower *lower, const Node *node) {
  uint32_t known = range_known(lower->plan, lower_value(lower, node_child(node, IS_STATE_VALUE)));
  bool asks_known = text_equal(node->text, TEXT("known"));
  if (asks_known == ((node->flags & FLAG_NEGATED) != 0)) known = plan_not(lower->plan, known);
  return plan_point(known);
}

static PlanValue choice(Lower *lower, const Node *node) {
  uint32_t condition = lower_condition(lower, node_child(node, IF_CONDITION));
  PlanValue yes = lower_value(lower, node_child(node, IF_THEN));
  PlanValue no = lower_value(lower, node_child(node, IF_ELSE));
  return range_select(lower->plan, condition, yes, no);
}

/* The value in its own type; conditions note a clause for themselves. */
static PlanValue value_in_own_type(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  switch (node->kind) {
  case NODE_GROUP:
    return lower_value(lower, node_child(node, GROUP_INNER));
  case NODE_NAME:
    return name(lower, node);
  case NODE_DOT:
    return dot(lower, node);
  case NODE_NUMBER:
  case NODE_PERCENT:
  case NODE_MONEY:
    return literal(lower, node);
  case NODE_STEP:
    return lower_step(lower, node);
  case NODE_DATE:
    return plan_point(plan_exact(plan, node->typing->type, node->day));
  case NODE_TRUE:
    return plan_point(plan_truth(plan, TRUTH_TRUE));
  case NODE_FALSE:
    return plan_point(plan_truth(plan, TRUTH_FALSE));
  case NODE_STRING:
    return plan_point(
        plan_const(plan, (Scalar){.type = node->typing->type, .known = true, .text = node->text}));
  case NODE_IF:
    return choice(lower, node);
  case NODE_AND:
  case NODE_OR:
    return connective(lower, node);
  case NODE_NOT:
    clause_join(lower, JOIN_NOT);
    return plan_point(plan_not(plan, lower_condition(lower, node_child(node, NOT_OPERAND))));
  case NODE_COMPARE:
  case NODE_BETWEEN:
  case NODE_IN_LIST:
  case NODE_TEXT_TEST:
    return plan_point(lower_comparison(lower, node));
  case NODE_IN_WINDOW:
    return plan_point(lower_window(lower, node));
  case NODE_IS_STATE:
    return state(lower, node);
  case NODE_AT_LEAST:
    return plan_point(lower_at_least(lower, node));
  case NODE_DEFAULT:
    return range_otherwise(plan, lower_value(lower, node_child(node, DEFAULT_VALUE)),
                           lower_value(lower, node_child(node, DEFAULT_OTHERWISE)));
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE:
  case NODE_NEGATE:
    return lower_arithmetic(lower, node);
  case NODE_CALL:
    return lower_call(lower, node);
  default:
    return missing(lower, node->typing->type);
  }
}

/* Kinds that are a clause of their own where a condition stands. */
static bool is_condition(const Node *node) {
  switch (node->kind) {
  case NODE_AND:
  case NODE_OR:
  case NODE_NOT:
  case NODE_COMPARE:
  case NODE_BETWEEN:
  case NODE_IN_LIST:
  case NODE_TEXT_TEST:
  case NODE_IN_WINDOW:
  case NODE_IS_STATE:
  case NODE_AT_LEAST:
    return true;
  case NODE_IF: /* so that their parts are not taken for parts of what they stand in */
  case NODE_DEFAULT:
    return node->typing->type.kind == TYPE_BOOL;
  default:
    return false;
  }
}

PlanValue lower_value(Lower *lower, const Node *node) {
  const Typing *typing = node->typing;
  Type as = typing->as.kind == TYPE_NONE ? typing->type : typing->as;
  if (typing->bare) return constant(lower, typing->constant, as);
  bool condition = is_condition(node) && !lower->named;
  if (node->kind != NODE_GROUP) lower->named = false;
  uint32_t clause = condition ? clause_begin(lower, CLAUSE_CONDITION, node->span) : PLAN_NONE;
  PlanValue value = value_in_own_type(lower, node);
  if (condition) clause_end(lower, clause, typing->type, value);
  /* parentheses and arguments hand on what was converted inside */
  Type from = plan_at(lower->plan, value.low)->type;
  return lower_convert(lower, value, from, as);
}

uint32_t lower_point(Lower *lower, const Node *node) {
  return range_point(lower->plan, lower_value(lower, node));
}

uint32_t lower_condition(Lower *lower, const Node *node) {
  if (!node) return plan_truth(lower->plan, TRUTH_TRUE);
  return lower_point(lower, node);
}
