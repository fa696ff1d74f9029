/* deciding.c - which missing values keep a value from being known. */
#include "engine/walk.h"

enum { DEPTH_MOST = 2000, ROWS_DEEP_MOST = 16 };

void walk_add(Walk *walk, Text name, Text rest, bool is_cause) {
  Arena *arena = walk->arena;
  const Text plain =
      text_printable(arena, text_of(arena_printf(arena, "%.*s%.*s%.*s", TEXT_ARG(walk->prefix),
                                                 TEXT_ARG(name), TEXT_ARG(rest))));
  for (size_t i = 0; i < walk->out->names.count; i++)
    if (text_equal(walk->out->names.at[i].plain, plain)) return;
  const char *quoted =
      arena_printf(arena, "`%.*s%.*s`%.*s", TEXT_ARG(walk->prefix), TEXT_ARG(name), TEXT_ARG(rest));
  *VEC_PUSH(arena, &walk->out->names) =
      (MissingName){plain, is_cause ? plain : text_printable(arena, text_of(quoted)), is_cause};
}

static void add_cause(Walk *walk, const char *cause) {
  Walk plain = *walk;
  plain.prefix = TEXT("");
  walk_add(&plain, text_of(cause), TEXT(""), true);
}

Walk walk_on_row(const Walk *walk, Text prefix) {
  Walk other = *walk;
  other.prefix = prefix;
  other.visit = ++walk->walker->visits;
  other.depth += DEPTH_MOST / ROWS_DEEP_MOST;
  return other;
}

bool walk_is_deep(const Walk *walk) { return walk->depth >= DEPTH_MOST; }

/* ---- Instructions --------------------------------------------------------------------------- */

/* Where a walk stands: an instruction of a block on a row. */
typedef struct At {
  uint32_t block;
  size_t row;
  const Instr *instr;
  bool range;
} At;

static void walk_register(Walk *walk, uint32_t block, uint16_t reg, size_t row, bool range);

static void step(Walk *walk, const At *at, int operand) {
  walk_register(walk, at->block, instr_operand(at->instr, operand), at->row, at->range);
}

static bool operand_known(const Walk *walk, const At *at, int operand) {
  return inspect_known(walk->inspector, at->block, instr_operand(at->instr, operand), at->row);
}

static Truth operand_truth(const Walk *walk, const At *at, int operand) {
  return inspect_register(walk->inspector, at->block, instr_operand(at->instr, operand), at->row)
      ->truth[0];
}

static bool is_zero(const Vector *value) {
  return value->store == STORE_F64 ? value->f64[0] == 0
                                   : value->store == STORE_I64 && value->i64[0] == 0;
}

/* All operands are known and the result is not. */
static void explain_result(Walk *walk, const At *at) {
  switch (at->instr->op) {
  case OP_DIV_I64:
  case OP_DIV_F64:
  case OP_DIV_I64_F64:
    if (is_zero(inspect_register(walk->inspector, at->block, at->instr->b, at->row))) {
      add_cause(walk, "a division by zero");
      return;
    }
    break;
  case OP_RAMP_I64:
  case OP_RAMP_F64:
    add_cause(walk, "a ramp without width");
    return;
  case OP_RECODE:
    add_cause(walk, "a member without a counterpart");
    return;
  default:
    break;
  }
  add_cause(walk, "a result out of range");
}

static int operand_count(const Instr *instr) {
  int count = 0;
  while (count < 4 && op_info[instr->op].operand[count] != OPERAND_NONE) count++;
  return count;
}

/* What holds for most instructions: the result is missing where an operand is. */
static void walk_operands(Walk *walk, const At *at, bool known) {
  const int count = operand_count(at->instr);
  bool all_known = true;
  for (int k = 0; k < count; k++) all_known &= operand_known(walk, at, k);
  for (int k = 0; k < count; k++) step(walk, at, k);
  if (!known && all_known && count) explain_result(walk, at);
}

/* Two ends that disagree: nothing is missing here, but behind the ends. */
static void walk_ends(Walk *walk, const At *at) {
  At ends = *at;
  ends.range = at->range || (operand_known(walk, at, 0) && operand_known(walk, at, 1));
  step(walk, &ends, 0);
  step(walk, &ends, 1);
}

/* A condition that is known has been settled, whatever is missing behind it. */
static void step_condition(Walk *walk, const At *at) {
  walk_register(walk, at->block, at->instr->a, at->row, false);
}

static const Instr *operand_definition(const Walk *walk, const At *at, int operand) {
  return inspect_definition(walk->inspector, at->block, instr_operand(at->instr, operand));
}

static bool is_less(const Instr *instr) { return instr->op == OP_LT_I64 || instr->op == OP_LT_F64; }

/* A quotient of ranges is `select(0 < low or high < 0, ..., missing)`: its divisor may be zero. */
static bool is_divisor_guard(const Walk *walk, const At *at) {
  const Instr *condition = operand_definition(walk, at, 0);
  const Instr *other = operand_definition(walk, at, 2);
  if (condition->op != OP_OR || (other->op != OP_MISSING_I64 && other->op != OP_MISSING_F64))
    return false;
  return is_less(inspect_definition(walk->inspector, at->block, condition->a)) &&
         is_less(inspect_definition(walk->inspector, at->block, condition->b));
}

static void walk_divisor(Walk *walk, const At *at) {
  const size_t before = walk->out->names.count;
  walk_register(walk, at->block, at->instr->a, at->row, true);
  if (walk->out->names.count == before) add_cause(walk, "a division by zero");
}

static void walk_select(Walk *walk, const At *at) {
  const Truth chosen = operand_truth(walk, at, 0);
  if (chosen == TRUTH_FALSE && is_divisor_guard(walk, at)) {
    walk_divisor(walk, at);
    return;
  }
  step_condition(walk, at);
  if (chosen != TRUTH_UNKNOWN) step(walk, at, chosen == TRUTH_TRUE ? 1 : 2);
}

static void walk_choose(Walk *walk, const At *at) {
  const Truth chosen = operand_truth(walk, at, 0);
  step_condition(walk, at);
  step(walk, at, chosen == TRUTH_TRUE ? 1 : chosen == TRUTH_FALSE ? 2 : 3);
}

/* The default has settled what is missing before it. */
static void walk_otherwise(Walk *walk, const At *at, bool known) {
  const bool first_known = operand_known(walk, at, 0);
  if (!known || first_known) step(walk, at, 0);
  if (!first_known) step(walk, at, 1);
}

/* What people call a slot. */
static Text slot_name(const Walk *walk, uint32_t index) {
  const Image *image = walk->run->image;
  const Slot *slot = &image->slots.at[index];
  const uint32_t field = inspect_origin(walk->inspector, index)->field;
  return field == SCHEMA_NONE ? slot->name : image->entities.at[slot->entity].fields[field].name;
}

static Text reference_name(const Walk *walk, const At *at, uint16_t reg) {
  const Image *image = walk->run->image;
  const Instr *instr = inspect_definition(walk->inspector, at->block, reg);
  const Immediate imm = (Immediate)op_info[instr->op].imm;
  if (imm == IMM_SLOT || imm == IMM_OTHER_SLOT) {
    const Text own = slot_name(walk, instr->imm);
    if (imm == IMM_SLOT) return own;
    const Text first = reference_name(walk, at, instr->a);
    return text_of(arena_printf(walk->arena, "%.*s.%.*s", TEXT_ARG(first), TEXT_ARG(own)));
  }
  return image->entities.at[image->slots.at[at->instr->imm].entity].name;
}

static void walk_gather(Walk *walk, const At *at) {
  const Image *image = walk->run->image;
  const uint16_t reg = at->instr->a;
  const Vector *reference = inspect_register(walk->inspector, at->block, reg, at->row);
  if (!reference->valid[0]) {
    step(walk, at, 0);
    return;
  }
  const uint32_t slot = at->instr->imm, entity = image->slots.at[slot].entity;
  Table *kept = walk->run->kept[entity];
  const size_t row = (uint32_t)reference->i32[0];
  if (row >= kept->rows) return;
  const Text name = reference_name(walk, at, reg);
  Walk other = walk_on_row(walk, text_of(arena_printf(walk->arena, "%.*s%.*s.",
                                                      TEXT_ARG(walk->prefix), TEXT_ARG(name))));
  const RowsInHand before = inspector_use(walk->inspector, entity, (RowsInHand){kept, NULL});
  walk_slot(&other, slot, row, at->range);
  inspector_use(walk->inspector, entity, before);
}

static void walk_spread(Walk *walk, const At *at) {
  Walk program = walk_on_row(walk, TEXT(""));
  walk_slot(&program, at->instr->imm, 0, at->range);
}

static void walk_instr(Walk *walk, const At *at, bool known) {
  switch ((Immediate)op_info[at->instr->op].imm) {
  case IMM_SLOT:
    walk_slot(walk, at->instr->imm, at->row, at->range);
    return;
  case IMM_PROGRAM_SLOT:
    walk_spread(walk, at);
    return;
  case IMM_OTHER_SLOT:
    walk_gather(walk, at);
    return;
  default:
    break;
  }
  switch ((Opcode)at->instr->op) {
  case OP_SELECT_I64:
  case OP_SELECT_F64:
  case OP_SELECT_I32:
  case OP_SELECT_TRUTH:
  case OP_SELECT_TEXT:
    walk_select(walk, at);
    return;
  case OP_CHOOSE_I64:
    walk_choose(walk, at);
    return;
  case OP_OTHERWISE_I64:
  case OP_OTHERWISE_F64:
  case OP_OTHERWISE_I32:
  case OP_OTHERWISE_TRUTH:
  case OP_OTHERWISE_TEXT:
    walk_otherwise(walk, at, known);
    return;
  case OP_BOUND_I64: /* the end that stays open stands for what is missing */
    step(walk, at, 0);
    return;
  case OP_BOUNDS:
  case OP_POINT_I64:
  case OP_POINT_F64:
    walk_ends(walk, at);
    return;
  case OP_KNOWN_I64:
  case OP_KNOWN_F64:
  case OP_KNOWN_I32:
  case OP_KNOWN_TRUTH:
  case OP_KNOWN_TEXT:
    return;
  default:
    walk_operands(walk, at, known);
  }
}

static void walk_register(Walk *walk, uint32_t block, uint16_t reg, size_t row, bool range) {
  const bool known = inspect_known(walk->inspector, block, reg, row);
  if ((known && !range) || walk_is_deep(walk)) return;
  uint64_t *seen = &walk->walker->reg[walk->run->image->blocks.at[block].registers.first + reg];
  if (*seen == walk->visit) return;
  *seen = walk->visit;
  const At at = {block, row, inspect_definition(walk->inspector, block, reg), range && known};
  walk->depth++;
  walk_instr(walk, &at, known);
  walk->depth--;
}

/* ---- Slots ---------------------------------------------------------------------------------- */

/* Without a recorded stage there is nothing to look for; without an entry nothing to find. */
static void walk_history(Walk *walk, uint32_t index, size_t row) {
  const Image *image = walk->run->image;
  const History *history = &image->histories.at[index];
  const size_t before = walk->out->names.count;
  if (history->recorded != SCHEMA_NONE) walk_slot(walk, history->recorded, row, false);
  if (walk->out->names.count > before) return;
  add_cause(walk, arena_printf(walk->arena, "no %.*s row that enters the recorded stage",
                               TEXT_ARG(image->entities.at[history->child].name)));
}

void walk_slot(Walk *walk, uint32_t index, size_t row, bool range) {
  const Image *image = walk->run->image;
  const Slot *slot = &image->slots.at[index];
  const SlotOrigin *origin = inspect_origin(walk->inspector, index);
  const bool known = vector_known(&inspect_table(walk->inspector, slot->entity)->slot[index], row);
  if ((known && !range) || walk_is_deep(walk)) return;
  switch ((SlotRole)slot->role) {
  case SLOT_FIELD:
  case SLOT_INPUT:
    if (!known) walk_add(walk, slot_name(walk, index), TEXT(""), false);
    return;
  case SLOT_MAPPED:
    walk_register(walk, origin->block, origin->reg, row, range);
    return;
  case SLOT_GROUPED:
    walk_group(walk, origin->group, row, range);
    return;
  case SLOT_RANKED:
    walk_slot(walk, image->ranks.at[origin->rank].qualifies, row, range);
    return;
  case SLOT_TRACED:
    walk_history(walk, origin->history, row);
    return;
  case SLOT_PARTED: /* the row is one for which nothing is known here */
  case SLOT_ROLE_COUNT:
    return;
  }
}

/* ---- From outside --------------------------------------------------------------------------- */

static Walker *walker_of(Run *run) {
  if (run->walker) return run->walker;
  run->walker = ARENA_NEW(run->arena, Walker);
  run->walker->reg = ARENA_ARRAY(run->arena, uint64_t, run->image->registers.count);
  run->walker->group = ARENA_ARRAY(run->arena, uint64_t, run->image->groups.count);
  run->walker->probe = ARENA_ARRAY(run->arena, Table *, run->image->entities.count);
  return run->walker;
}

void deciding_slot(Run *run, uint32_t slot, size_t row, bool range, Arena *arena,
                   MissingNames *out) {
  Walker *walker = walker_of(run);
  Walk walk = {.run = run,
               .inspector = run_inspector(run),
               .walker = walker,
               .arena = arena,
               .out = out,
               .prefix = TEXT(""),
               .visit = walker->visits + 1,
               .first_visit = walker->visits + 1};
  walker->visits++;
  walk_slot(&walk, slot, row, range);
}

/* What keeps the value from being known, or from being a point; none where it is one. */
static MissingNames missing_behind(Run *run, Type type, uint32_t low, uint32_t high, size_t row,
                                   Arena *arena) {
  const ColumnValue value = run_slots(run, type, low, high, row);
  MissingNames missing = {0};
  if (value.low.known && scalar_equal(value.low, value.high)) return missing;
  deciding_slot(run, low, row, value.low.known, arena, &missing);
  if (high != SCHEMA_NONE) deciding_slot(run, high, row, value.low.known, arena, &missing);
  return missing;
}

size_t run_deciding_slots(Run *run, Type type, uint32_t low, uint32_t high, size_t row,
                          Arena *arena, Text **names) {
  const MissingNames missing = missing_behind(run, type, low, high, row, arena);
  *names = ARENA_ARRAY(arena, Text, missing.names.count);
  for (size_t i = 0; i < missing.names.count; i++) (*names)[i] = missing.names.at[i].plain;
  return missing.names.count;
}

size_t run_deciding(Run *run, uint32_t index, size_t row, Arena *arena, Text **names) {
  const Column *column = &run->image->columns.at[index];
  return run_deciding_slots(run, column->type, column->low, column->high, row, arena, names);
}

void run_say_missing(Run *run, Type type, uint32_t low, uint32_t high, size_t row, Buffer *out) {
  const MissingNames missing = missing_behind(run, type, low, high, row, out->arena);
  missing_say(out, &missing);
}
