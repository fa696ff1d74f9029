/* plan_dump.c - the listing of `--dump=plan`: each column after the nodes that it needs, a node
 * that several columns need where it is needed first. */
#include "plan/plan_impl.h"

#include <inttypes.h>

typedef struct Dump {
  Buffer *out;
  const Plan *plan;
  uint32_t *number; /* n1, n2, ... by node; 0 = not printed yet */
  uint32_t next;
  bool *group_done, *rank_done, *history_done;
} Dump;

static Text entity_name(const Dump *dump, uint32_t entity) {
  return dump->plan->program->entities.at[entity].name;
}

static void need(Dump *dump, uint32_t node);

static void need_value(Dump *dump, PlanValue value) {
  if (value.low != PLAN_NONE) need(dump, value.low);
  if (value.high != PLAN_NONE) need(dump, value.high);
}

static void print_value(Dump *dump, PlanValue value) {
  buffer_printf(dump->out, "n%" PRIu32, dump->number[value.low]);
  if (value.high != value.low) buffer_printf(dump->out, "..n%" PRIu32, dump->number[value.high]);
}

static void print_option(Dump *dump, const char *word, uint32_t node) {
  if (node != PLAN_NONE) buffer_printf(dump->out, " %s n%" PRIu32, word, dump->number[node]);
}

static const char *const functions[AGGREGATE_COUNT] = {[AGGREGATE_ROWS] = "count",
                                                       [AGGREGATE_SUM] = "sum",
                                                       [AGGREGATE_AVG] = "avg",
                                                       [AGGREGATE_MIN] = "min",
                                                       [AGGREGATE_MAX] = "max",
                                                       [AGGREGATE_MEDIAN] = "median",
                                                       [AGGREGATE_PERCENTILE] = "percentile",
                                                       [AGGREGATE_SHARE] = "share",
                                                       [AGGREGATE_ANY] = "any",
                                                       [AGGREGATE_ALL] = "all",
                                                       [AGGREGATE_NONE] = "none",
                                                       [AGGREGATE_LATEST] = "latest",
                                                       [AGGREGATE_EARLIEST] = "earliest"};

static void need_group(Dump *dump, size_t number) {
  if (dump->group_done[number]) return;
  dump->group_done[number] = true;
  const PlanGroup *group = &dump->plan->groups.at[number];
  need_value(dump, group->value);
  if (group->where != PLAN_NONE) need(dump, group->where);
  if (group->by != PLAN_NONE) need(dump, group->by);
  if (group->fraction != PLAN_NONE) need(dump, group->fraction);
  buffer_printf(dump->out, "  g%zu = %s", number + 1, functions[group->function]);
  if (group->value.low != PLAN_NONE) {
    buffer_char(dump->out, ' ');
    print_value(dump, group->value);
  }
  buffer_printf(dump->out, " of %.*s", TEXT_ARG(entity_name(dump, group->child)));
  if (group->via != SCHEMA_NONE)
    buffer_printf(dump->out, " via %.*s",
                  TEXT_ARG(dump->plan->program->entities.at[group->child].fields[group->via].name));
  print_option(dump, "where", group->where);
  print_option(dump, "by", group->by);
  print_option(dump, "at", group->fraction);
  buffer_printf(dump->out, " for %.*s\n", TEXT_ARG(entity_name(dump, group->parent)));
}

static void need_rank(Dump *dump, size_t number) {
  if (dump->rank_done[number]) return;
  dump->rank_done[number] = true;
  const PlanRank *rank = &dump->plan->ranks.at[number];
  need(dump, rank->qualifies);
  if (rank->applies != PLAN_NONE) need(dump, rank->applies);
  need(dump, rank->rank);
  need(dump, rank->limit);
  buffer_printf(dump->out, "  r%zu = at most n%" PRIu32 " of %.*s", number + 1,
                dump->number[rank->limit], TEXT_ARG(entity_name(dump, rank->entity)));
  print_option(dump, "where", rank->qualifies);
  print_option(dump, "ranked by", rank->rank);
  print_option(dump, "out of", rank->applies);
  buffer_char(dump->out, '\n');
}

static void need_history(Dump *dump, size_t number) {
  if (dump->history_done[number]) return;
  dump->history_done[number] = true;
  const PlanHistory *history = &dump->plan->histories.at[number];
  need(dump, history->stage);
  need(dump, history->at);
  if (history->recorded != PLAN_NONE) need(dump, history->recorded);
  buffer_printf(dump->out, "  h%zu = history of %.*s for %.*s", number + 1,
                TEXT_ARG(entity_name(dump, history->child)),
                TEXT_ARG(entity_name(dump, history->parent)));
  print_option(dump, "stage", history->stage);
  print_option(dump, "at", history->at);
  print_option(dump, "recorded", history->recorded);
  buffer_char(dump->out, '\n');
}

static void print_leaf(Dump *dump, const PlanNode *node) {
  const Program *program = dump->plan->program;
  switch (node->op) {
  case PLAN_CONST:
    buffer_char(dump->out, ' ');
    scalar_print(dump->out, node->value, program->enums.at, PRINT_CSV);
    break;
  case PLAN_FIELD:
    buffer_printf(dump->out, " %.*s",
                  TEXT_ARG(program->entities.at[node->entity].fields[node->imm].name));
    break;
  case PLAN_INPUT:
    if (node->imm == IMAGE_TODAY)
      buffer_str(dump->out, " today");
    else
      buffer_printf(dump->out, " %.*s", TEXT_ARG(program->params.at[node->imm - 1].name));
    break;
  case PLAN_AGGREGATE:
    buffer_printf(dump->out, " g%" PRId64 "%s", node->imm / 2 + 1, node->imm % 2 ? " high" : "");
    break;
  case PLAN_RANKED:
    buffer_printf(dump->out, " r%" PRId64, node->imm + 1);
    break;
  case PLAN_PARTED:
    buffer_printf(dump->out, " %" PRId64, node->imm);
    break;
  case PLAN_TRACED: {
    static const char *const parts[TRACED_PARTS] = {"last", "since", "path"};
    buffer_printf(dump->out, " h%" PRId64 " %s", node->imm / TRACED_PARTS + 1,
                  parts[node->imm % TRACED_PARTS]);
    break;
  }
  case PLAN_MULTIPLY:
  case PLAN_DIVIDE:
  case PLAN_ROUND:
  case PLAN_FLOOR:
  case PLAN_CEIL:
  case PLAN_TO_NUMBER:
    if (node->imm) buffer_printf(dump->out, " %" PRId64, node->imm);
    break;
  case PLAN_UNIT_START: {
    static const char *const units[] = {"day",  "week",           "month",      "quarter",
                                        "year", "fiscal quarter", "fiscal year"};
    uint32_t imm = (uint32_t)node->imm;
    buffer_printf(dump->out, " %s %+d", units[calendar_unit(imm)], calendar_shift(imm));
    break;
  }
  default:
    break;
  }
}

static void need(Dump *dump, uint32_t number) {
  if (dump->number[number]) return;
  const PlanNode *node = plan_at(dump->plan, number);
  for (int i = 0; i < plan_op_info[node->op].arity; i++) need(dump, node->arg[i]);
  if (node->op == PLAN_AGGREGATE) need_group(dump, (size_t)node->imm / 2);
  if (node->op == PLAN_RANKED) need_rank(dump, (size_t)node->imm);
  if (node->op == PLAN_TRACED) need_history(dump, (size_t)node->imm / TRACED_PARTS);
  dump->number[number] = dump->next++;
  buffer_printf(dump->out, "  n%" PRIu32 " = %s", dump->number[number],
                plan_op_info[node->op].name);
  print_leaf(dump, node);
  for (int i = 0; i < plan_op_info[node->op].arity; i++)
    buffer_printf(dump->out, " n%" PRIu32, dump->number[node->arg[i]]);
  Text type = type_text(dump->plan->arena, dump->plan->program, node->type, false);
  buffer_printf(dump->out, " : %.*s", TEXT_ARG(type));
  if (node->entity != IMAGE_PROGRAM)
    buffer_printf(dump->out, " of %.*s", TEXT_ARG(entity_name(dump, node->entity)));
  buffer_char(dump->out, '\n');
}

static void dump_findings(Dump *dump) {
  const Plan *plan = dump->plan;
  for (size_t i = 0; i < plan->findings.count; i++) {
    const PlanFinding *finding = &plan->findings.at[i];
    need(dump, finding->node);
    buffer_printf(
        dump->out, "finding %s of %.*s where n%" PRIu32 " is ", finding_info[finding->kind].code,
        TEXT_ARG(plan->program->columns.at[finding->declared].name), dump->number[finding->node]);
    if (finding->when_missing)
      buffer_str(dump->out, "missing\n");
    else {
      const PlanNode *node = plan_at(plan, finding->node);
      Scalar value = {.type = node->type, .known = true, .i = finding->member};
      if (node->type.kind == TYPE_BOOL) value.truth = (Truth)finding->member;
      scalar_print(dump->out, value, plan->program->enums.at, PRINT_CSV);
      buffer_char(dump->out, '\n');
    }
  }
}

void plan_dump(Buffer *out, const Plan *plan) {
  Dump dump = {.out = out,
               .plan = plan,
               .next = 1,
               .number = ARENA_ARRAY(plan->arena, uint32_t, plan->nodes.count),
               .group_done = ARENA_ARRAY(plan->arena, bool, plan->groups.count),
               .rank_done = ARENA_ARRAY(plan->arena, bool, plan->ranks.count),
               .history_done = ARENA_ARRAY(plan->arena, bool, plan->histories.count)};
  for (size_t i = 0; i < plan->columns.count; i++) {
    const PlanColumn *column = &plan->columns.at[i];
    need_value(&dump, column->value);
    Text type = type_text(plan->arena, plan->program, column->type, false);
    buffer_printf(out, "%.*s.%.*s: %.*s = ",
                  TEXT_ARG(entity_name(&dump, plan->program->columns.at[column->declared].entity)),
                  TEXT_ARG(column->name), TEXT_ARG(type));
    print_value(&dump, column->value);
    buffer_char(out, '\n');
  }
  dump_findings(&dump);
}
