/* verify_groups.c - aggregates and caps: that their slots have the stores and the types that the
 * function asks for.
 *
 *   function             value                result                          range
 *   count                -                    integer                         yes
 *   sum                  i64 f64              same store                      yes
 *   avg                  i64 f64              same store; of integers f64     yes
 *   median, percentile   i64 f64              same store; of integers f64
 *   min, max             i64 f64 day          same
 *   share                truth                percent                         yes
 *   any, all, none       truth                truth
 *   latest, earliest     any                  same
 */
#include "code/verify_impl.h"

enum {
  I64 = 1 << STORE_I64,
  F64 = 1 << STORE_F64,
  I32 = 1 << STORE_I32,
  TRUTH = 1 << STORE_TRUTH,
  TEXTS = 1 << STORE_TEXT,
  EVERY = I64 | F64 | I32 | TRUTH | TEXTS
};

typedef enum {
  GIVES_COUNT,
  GIVES_SUM,
  GIVES_MEAN,
  GIVES_EXTREME,
  GIVES_SHARE,
  GIVES_TRUTH,
  GIVES_SAME
} Gives;

typedef struct AggregateRule {
  Gives gives;
  int value; /* stores; 0: takes none */
  int by;    /* likewise */
  bool by_needed, range, ends, fraction;
} AggregateRule;

static const AggregateRule rules[AGGREGATE_COUNT] = {
    [AGGREGATE_ROWS] = {.gives = GIVES_COUNT, .range = true},
    [AGGREGATE_SUM] = {.gives = GIVES_SUM, .value = I64 | F64, .range = true, .ends = true},
    [AGGREGATE_AVG] = {.gives = GIVES_MEAN, .value = I64 | F64, .range = true, .ends = true},
    [AGGREGATE_MIN] = {.gives = GIVES_EXTREME, .value = I64 | F64 | I32},
    [AGGREGATE_MAX] = {.gives = GIVES_EXTREME, .value = I64 | F64 | I32},
    [AGGREGATE_MEDIAN] = {.gives = GIVES_MEAN, .value = I64 | F64},
    [AGGREGATE_PERCENTILE] = {.gives = GIVES_MEAN, .value = I64 | F64, .fraction = true},
    [AGGREGATE_SHARE] = {.gives = GIVES_SHARE, .value = TRUTH, .by = I64 | F64, .range = true},
    [AGGREGATE_ANY] = {.gives = GIVES_TRUTH, .value = TRUTH},
    [AGGREGATE_ALL] = {.gives = GIVES_TRUTH, .value = TRUTH},
    [AGGREGATE_NONE] = {.gives = GIVES_TRUTH, .value = TRUTH},
    [AGGREGATE_LATEST] = {.gives = GIVES_SAME, .value = EVERY, .by = I64 | I32, .by_needed = true},
    [AGGREGATE_EARLIEST] = {.gives = GIVES_SAME,
                            .value = EVERY,
                            .by = I64 | I32,
                            .by_needed = true},
};

/* Sums of dates, periods or references mean nothing. */
static bool is_amount(TypeKind kind) {
  return kind == TYPE_INTEGER || kind == TYPE_NUMBER || kind == TYPE_PERCENT ||
         kind == TYPE_MONEY || kind == TYPE_SCORE || kind == TYPE_DURATION;
}

static bool gives(const AggregateRule *rule, Store value, Type type) {
  const bool same = type_store(type) == value;
  switch (rule->gives) {
  case GIVES_COUNT:
    return type.kind == TYPE_INTEGER;
  case GIVES_SUM:
    return is_amount(type.kind) && same;
  case GIVES_MEAN:
    return type.kind == TYPE_NUMBER || (is_amount(type.kind) && type.kind != TYPE_INTEGER && same);
  case GIVES_EXTREME:
    return (is_amount(type.kind) || type.kind == TYPE_DATE) && same;
  case GIVES_SHARE:
    return type.kind == TYPE_PERCENT;
  case GIVES_TRUTH:
    return type.kind == TYPE_BOOL;
  case GIVES_SAME:
    return type.kind != TYPE_NONE && same;
  }
  return false;
}

/* A slot that may be absent; `stores` 0: it must be. */
typedef struct Use {
  const char *field;
  uint32_t slot, entity;
  int stores;
  bool needed;
} Use;

static bool check_use(Verifier *v, Where where, Use use, uint32_t time) {
  where.field = use.field;
  if (use.slot == SCHEMA_NONE) return !use.needed || verify_fail_at(v, where, "is needed");
  if (!use.stores) return verify_fail_at(v, where, "is not taken by this function");
  if (!verify_reads(v, where, use.slot, use.entity, time)) return false;
  const Store store = (Store)v->image->slots.at[use.slot].store;
  return (1 << store & use.stores) || verify_fail_at(v, where, "must not be %s", store_name(store));
}

static bool check_via(Verifier *v, Where where, const Group *group, uint32_t time) {
  where.field = "via";
  if (group->parent == IMAGE_PROGRAM)
    return group->via == SCHEMA_NONE ||
           verify_fail_at(v, where, "is not needed to reach the program");
  const Use use = {"via", group->via, group->child, I32, true};
  if (!check_use(v, where, use, time)) return false;
  /* Not even where it is always missing: lists of children are kept by the slot they go by, so
   * one slot must not lead to two entities. */
  const Fact fact = v->slots[group->via].fact;
  return (fact.kind == FACT_ROW && fact.entity == group->parent) ||
         verify_fail_at(v, where, "does not refer to entity %u", group->parent);
}

/* All the slots that the group reads. */
static bool check_uses(Verifier *v, Where where, const Group *group, uint32_t time) {
  const AggregateRule *rule = &rules[group->function];
  const int high = rule->ends && group->value != SCHEMA_NONE && group->value < v->image->slots.count
                       ? 1 << v->image->slots.at[group->value].store
                       : 0;
  const Use uses[] = {
      {"where", group->where, group->child, TRUTH, false},
      {"value", group->value, group->child, rule->value, rule->value != 0},
      {"value_high", group->value_high, group->child, high, false},
      {"by", group->by, group->child, rule->by, rule->by_needed},
      {"fraction", group->fraction, IMAGE_PROGRAM, rule->fraction ? I64 : 0, rule->fraction}};
  for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
    if (!check_use(v, where, uses[i], time)) return false;
  }
  return true;
}

static bool check_results(Verifier *v, Where where, const Group *group, uint32_t time, Fact fact) {
  const Store store = type_store(group->type);
  where.field = "low";
  if (!verify_claim(v, where, group->low, group->parent, SLOT_GROUPED, store)) return false;
  where.field = "high";
  if (group->high == SCHEMA_NONE) {
    if (group->value_high != SCHEMA_NONE)
      return verify_fail_at(v, where, "is needed for a sum of ranges");
  } else {
    if (!rules[group->function].range)
      return verify_fail_at(v, where, "is not given by this function");
    if (!verify_claim(v, where, group->high, group->parent, SLOT_GROUPED, store)) return false;
    verify_filled(v, group->high, time, fact);
  }
  verify_filled(v, group->low, time, fact);
  return true;
}

bool verify_group(Verifier *v, uint32_t index, uint32_t time) {
  const Group *group = &v->image->groups.at[index];
  const Where where = {"groups", index, NULL}, type = {"groups", index, "type"};
  if (group->child == IMAGE_PROGRAM)
    return verify_fail_at(v, where, "is of the program, which has no rows");
  if (!check_via(v, where, group, time) || !check_uses(v, where, group, time)) return false;
  const bool has_value = group->value != SCHEMA_NONE;
  const Store value = has_value ? (Store)v->image->slots.at[group->value].store : STORE_COUNT;
  if (!gives(&rules[group->function], value, group->type))
    return verify_fail_at(v, type, "is not what the function gives");
  const Fact fact = has_value ? v->slots[group->value].fact : fact_any();
  if (type_store(group->type) == STORE_I32 && !verify_fits(v, type, STORE_I32, fact, group->type))
    return false;
  return check_results(v, where, group, time, fact);
}

bool verify_rank(Verifier *v, uint32_t index, uint32_t time) {
  const Rank *rank = &v->image->ranks.at[index];
  const Where where = {"ranks", index, NULL};
  const Use uses[] = {{"qualifies", rank->qualifies, rank->entity, TRUTH, true},
                      {"applies", rank->applies, rank->entity, TRUTH, false},
                      {"rank", rank->rank, rank->entity, I64 | F64 | I32, true},
                      {"limit", rank->limit, IMAGE_PROGRAM, I64, true}};
  for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
    if (!check_use(v, where, uses[i], time)) return false;
  }
  if (v->image->declarations.at[rank->declaration].entity != rank->entity)
    return verify_fail_at(v, where, "is of another entity than its declaration");
  const Where placed = {"ranks", index, "placed"};
  if (!verify_claim(v, placed, rank->placed, rank->entity, SLOT_RANKED, STORE_TRUTH)) return false;
  verify_filled(v, rank->placed, time, fact_any());
  return true;
}
