/* dag.c - making and sharing nodes.
 *
 * Every node is looked up before it is made, so equal sub-expressions are one node and `==` on
 * indices is equality of meaning. Nodes are appended and operands exist before the node that uses
 * them: the array is a topological order and nothing ever moves.
 */
#include "plan/plan_impl.h"

#include <string.h>

const PlanOpInfo plan_op_info[PLAN_OP_COUNT] = {
#define X(id, name, arity, meaning) [PLAN_##id] = {name, arity, meaning},
#include "plan/nodes.def"
#undef X
};

/* An open-addressing table of node indices + 1. */
struct PlanIndex {
  uint32_t *slot;
  size_t capacity; /* a power of two */
};

static const Type type_bool = {.kind = TYPE_BOOL};

Plan *plan_new(Arena *arena, const Program *program) {
  Plan *plan = ARENA_NEW(arena, Plan);
  plan->arena = arena;
  plan->program = program;
  plan->index = ARENA_NEW(arena, struct PlanIndex);
  plan->index->capacity = 256;
  plan->index->slot = ARENA_ARRAY(arena, uint32_t, plan->index->capacity);
  return plan;
}

Plan *plan_copy(Arena *arena, const Plan *plan, const Program *program) {
  Plan *copy = ARENA_NEW(arena, Plan);
  *copy = *plan;
  copy->arena = arena;
  copy->program = program;
  VEC_OWN(arena, &copy->nodes);
  VEC_OWN(arena, &copy->groups);
  copy->index = ARENA_NEW(arena, struct PlanIndex);
  copy->index->capacity = plan->index->capacity;
  copy->index->slot = ARENA_ARRAY(arena, uint32_t, plan->index->capacity);
  memcpy(copy->index->slot, plan->index->slot, plan->index->capacity * sizeof *plan->index->slot);
  return copy;
}

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 29;
}

static uint64_t scalar_bits(const Scalar *value) {
  if (!value->known) return 0;
  switch (type_store(value->type)) {
  case STORE_TRUTH:
    return value->truth;
  case STORE_TEXT:
    return text_hash(value->text);
  case STORE_F64: {
    uint64_t bits;
    memcpy(&bits, &value->f, sizeof bits);
    return bits;
  }
  default:
    return (uint64_t)value->i;
  }
}

static uint64_t node_hash(const PlanNode *node) {
  uint64_t hash = mix(0, node->op);
  hash = mix(hash, (uint64_t)node->type.kind << 32 | node->type.of);
  hash = mix(hash, node->entity);
  for (int i = 0; i < 4; i++) hash = mix(hash, node->arg[i]);
  hash = mix(hash, (uint64_t)node->imm);
  if (node->op == PLAN_CONST) hash = mix(hash, scalar_bits(&node->value) + node->value.known);
  return hash;
}

static bool node_same(const PlanNode *a, const PlanNode *b) {
  return a->op == b->op && type_equal(a->type, b->type) && a->entity == b->entity &&
         memcmp(a->arg, b->arg, sizeof a->arg) == 0 && a->imm == b->imm &&
         (a->op != PLAN_CONST || (a->value.known == b->value.known &&
                                  (!a->value.known || scalar_equal(a->value, b->value))));
}

static void index_put(struct PlanIndex *index, const PlanNode *node, uint32_t number) {
  size_t at = node_hash(node) & (index->capacity - 1);
  while (index->slot[at]) at = (at + 1) & (index->capacity - 1);
  index->slot[at] = number + 1;
}

static void index_grow(Plan *plan) {
  struct PlanIndex *index = plan->index;
  index->capacity *= 2;
  index->slot = ARENA_ARRAY(plan->arena, uint32_t, index->capacity);
  for (uint32_t i = 0; i < plan->nodes.count; i++) index_put(index, &plan->nodes.at[i], i);
}

/* The node that is the same, or a new one. */
static uint32_t share(Plan *plan, PlanNode node) {
  struct PlanIndex *index = plan->index;
  size_t at = node_hash(&node) & (index->capacity - 1);
  for (; index->slot[at]; at = (at + 1) & (index->capacity - 1)) {
    uint32_t found = index->slot[at] - 1;
    if (node_same(&plan->nodes.at[found], &node)) return found;
  }
  uint32_t number = (uint32_t)plan->nodes.count;
  *VEC_PUSH(plan->arena, &plan->nodes) = node;
  if (plan->nodes.count * 2 > index->capacity)
    index_grow(plan);
  else
    index->slot[at] = number + 1;
  return number;
}

static PlanNode blank(PlanOp op, Type type, uint32_t entity) {
  return (PlanNode){.op = op,
                    .type = type,
                    .entity = entity,
                    .arg = {PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE}};
}

uint32_t plan_const(Plan *plan, Scalar value) {
  PlanNode node = blank(PLAN_CONST, value.type, IMAGE_PROGRAM);
  if (value.type.kind == TYPE_BOOL) value.known = value.truth != TRUTH_UNKNOWN;
  node.value = value;
  return share(plan, node);
}

uint32_t plan_missing(Plan *plan, Type type) {
  Scalar value = {.type = type};
  if (type.kind == TYPE_BOOL) value.truth = TRUTH_UNKNOWN;
  return plan_const(plan, value);
}

uint32_t plan_truth(Plan *plan, Truth truth) {
  return plan_const(plan, (Scalar){.type = type_bool, .truth = truth});
}

uint32_t plan_exact(Plan *plan, Type type, int64_t value) {
  return plan_const(plan, (Scalar){.type = type, .known = true, .i = value});
}

uint32_t plan_field(Plan *plan, uint32_t entity, uint32_t field) {
  const uint32_t partition = plan_partition_of(plan, entity);
  if (partition != PLAN_NONE) return plan_parted(plan, partition, PARTED_KEY + field);
  FieldSchema *schema = &plan->program->entities.at[entity].fields[field];
  schema->used = true;
  PlanNode node = blank(PLAN_FIELD, schema->type, entity);
  node.imm = field;
  return share(plan, node);
}

uint32_t plan_input(Plan *plan, uint32_t param) {
  Type type =
      param == IMAGE_TODAY ? (Type){.kind = TYPE_DATE} : plan->program->params.at[param - 1].type;
  PlanNode node = blank(PLAN_INPUT, type, IMAGE_PROGRAM);
  node.imm = param;
  return share(plan, node);
}

uint32_t plan_leaf(Plan *plan, PlanOp op, Type type, uint32_t entity, int64_t imm) {
  PlanNode node = blank(op, type, entity);
  node.imm = imm;
  return share(plan, node);
}

uint32_t plan_on(Plan *plan, uint32_t node, uint32_t entity) {
  const PlanNode *at = plan_at(plan, node);
  if (at->entity == entity || at->op == PLAN_CONST) return node;
  PlanNode spread = blank(PLAN_SPREAD, at->type, entity);
  spread.arg[0] = node;
  return share(plan, spread);
}

uint32_t plan_gather(Plan *plan, uint32_t reference, uint32_t node) {
  const PlanNode *at = plan_at(plan, node);
  if (at->op == PLAN_CONST) {   /* a missing reference reads missing all the same */
    const Type type = at->type; /* `at` moves when a node is added */
    uint32_t known = plan_unary(plan, PLAN_KNOWN, type_bool, reference);
    return plan_select(plan, known, node, plan_missing(plan, type));
  }
  PlanNode gather = blank(PLAN_GATHER, at->type, plan_at(plan, reference)->entity);
  gather.arg[0] = reference;
  gather.arg[1] = node;
  return share(plan, gather);
}

/* The entity on whose rows the operands meet: the program's unless one is of another. */
static uint32_t meeting_entity(const Plan *plan, const uint32_t *args, int arity) {
  for (int i = 0; i < arity; i++) {
    const PlanNode *at = plan_at(plan, args[i]);
    if (at->entity != IMAGE_PROGRAM) return at->entity;
  }
  return IMAGE_PROGRAM;
}

static bool all_constant(const Plan *plan, const uint32_t *args, int arity) {
  for (int i = 0; i < arity; i++)
    if (!plan_is_const(plan, args[i])) return false;
  return true;
}

uint32_t plan_node(Plan *plan, PlanOp op, Type type, const uint32_t *args, int64_t imm) {
  int arity = plan_op_info[op].arity;
  if (all_constant(plan, args, arity)) {
    Scalar value[4], folded = {.type = type};
    for (int i = 0; i < arity; i++) value[i] = plan_at(plan, args[i])->value;
    if (fold_operation(op, type, value, imm, plan->arena, &folded)) return plan_const(plan, folded);
  }
  uint32_t same = fold_identity(plan, op, type, args);
  if (same != PLAN_NONE) return same;
  uint32_t entity = meeting_entity(plan, args, arity);
  PlanNode node = blank(op, type, entity);
  node.imm = imm;
  for (int i = 0; i < arity; i++) node.arg[i] = plan_on(plan, args[i], entity);
  return share(plan, node);
}

uint32_t plan_unary(Plan *plan, PlanOp op, Type type, uint32_t a) {
  return plan_node(plan, op, type, (uint32_t[]){a}, 0);
}

uint32_t plan_binary(Plan *plan, PlanOp op, Type type, uint32_t a, uint32_t b) {
  return plan_node(plan, op, type, (uint32_t[]){a, b}, 0);
}

uint32_t plan_condition(Plan *plan, PlanOp op, uint32_t a, uint32_t b) {
  return plan_binary(plan, op, type_bool, a, b);
}

uint32_t plan_not(Plan *plan, uint32_t a) { return plan_unary(plan, PLAN_NOT, type_bool, a); }

uint32_t plan_select(Plan *plan, uint32_t condition, uint32_t yes, uint32_t no) {
  return plan_node(plan, PLAN_SELECT, plan_at(plan, yes)->type, (uint32_t[]){condition, yes, no},
                   0);
}

PlanValue plan_point(uint32_t node) { return (PlanValue){node, node}; }
