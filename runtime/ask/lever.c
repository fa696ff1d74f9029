/* lever.c - which levers an outcome depends on.
 *
 * One pass over the steps from the last to the first marks what the outcome is computed from, one
 * from the first to the last gathers the levers behind each register. Values of other rows are what
 * they are: they have no levers behind them.
 */

#include <stdlib.h>

#include "ask/why_not_impl.h"
#include "value/date.h"
#include "vm/order_key.h"

/* Values of types without bounds: as far as arithmetic mostly reaches. */
static const int64_t far_off = 4000000000000000000;
static const double far_number = 1e15;
enum { COUNT_MOST = 1000000000, TEXTS_MOST = 200, PERCENT_ONE = 100000000 };

/* ---- What the outcome is computed from ------------------------------------------------------- */

static void want_slot(Study *study, uint32_t slot) {
  if (slot != SCHEMA_NONE) study->wanted_slot[slot] = true;
}

static bool mark_block(Study *study, uint32_t index) {
  const Block *block = &study->image->blocks.at[index];
  bool any = false;
  for (uint32_t i = block->code.count; i-- > 0;) {
    const Instr *instr = &study->image->code.at[block->code.first + i];
    const OpInfo *info = &op_info[instr->op];
    const bool wanted = info->dst == OPERAND_NONE
                            ? study->wanted_slot[instr->imm]
                            : study->wanted_register[study_register(study, index, instr->dst)];
    if (!wanted) continue;
    any = true;
    for (int k = 0; k < 4 && info->operand[k] != OPERAND_NONE; k++)
      study->wanted_register[study_register(study, index, instr_operand(instr, k))] = true;
    if (info->imm == IMM_SLOT && info->dst != OPERAND_NONE) want_slot(study, instr->imm);
  }
  return any;
}

static bool mark_rank(Study *study, const Rank *rank) {
  if (rank->entity != study->entity || !study->wanted_slot[rank->placed]) return false;
  want_slot(study, rank->qualifies);
  want_slot(study, rank->applies);
  want_slot(study, rank->rank);
  return true;
}

static bool mark_history(Study *study, const History *history) {
  if (history->parent != study->entity || history->since == SCHEMA_NONE ||
      !study->wanted_slot[history->since])
    return false;
  want_slot(study, history->recorded);
  return true;
}

static void mark(Study *study) {
  const Image *image = study->image;
  for (size_t s = image->steps.count; s-- > 0;) {
    const Step *step = &image->steps.at[s];
    bool *wanted = &study->wanted_step[s];
    if (step->kind == STEP_MAP && image->blocks.at[step->operand].entity == study->entity)
      *wanted = mark_block(study, step->operand);
    else if (step->kind == STEP_RANK)
      *wanted = mark_rank(study, &image->ranks.at[step->operand]);
    else if (step->kind == STEP_HISTORY)
      *wanted = mark_history(study, &image->histories.at[step->operand]);
  }
}

/* ---- Levers ---------------------------------------------------------------------------------- */

static void set_bounds(Lever *lever, Bound low, Bound high) {
  const bool is_double = lever->store == STORE_F64;
  if (low.set) lever->least = is_double ? order_key_of(low.f) : low.i;
  if (high.set) lever->most = is_double ? order_key_of(high.f) : high.i;
}

static void set_domain(Study *study, Lever *lever) {
  switch (lever->store) {
  case STORE_I64:
    lever->least = -far_off, lever->most = far_off;
    break;
  case STORE_F64:
    lever->least = order_key_of(-far_number), lever->most = order_key_of(far_number);
    break;
  case STORE_I32:
    lever->least = DATE_MIN, lever->most = DATE_MAX;
    if (lever->type.kind == TYPE_ENUM)
      lever->least = 0, lever->most = (int64_t)study->image->enums.at[lever->type.of].count - 1;
    break;
  case STORE_TRUTH:
    lever->least = 0, lever->most = 1;
    break;
  case STORE_TEXT:
  case STORE_COUNT:
    break;
  }
}

/* The bounds of an aggregate's values, from those of the field that it is over. */
static void set_group_domain(Study *study, Lever *lever, const Group *group) {
  const Image *image = study->image;
  if (group->function == AGGREGATE_ROWS) lever->least = 0, lever->most = COUNT_MOST;
  if (group->function == AGGREGATE_SHARE) lever->least = 0, lever->most = PERCENT_ONE;
  if (group->value == SCHEMA_NONE || lever->store == STORE_TRUTH) return;
  const SlotOrigin *origin = inspect_origin(study->inspector, group->value);
  if (origin->field == SCHEMA_NONE || group->function == AGGREGATE_SHARE) return;
  const FieldSchema *field = &image->entities.at[group->child].fields[origin->field];
  if (type_store(field->type) != lever->store || field->type.kind != lever->type.kind) return;
  const bool adds_up = group->function == AGGREGATE_SUM;
  Bound low = field->low, high = field->high;
  if (adds_up && (low.i < 0 || low.f < 0)) low.set = false;
  if (adds_up && low.set) low.i = 0, low.f = 0;
  if (adds_up) high.set = false;
  set_bounds(lever, low, high);
}

static bool add_text(Lever *lever, Text text) {
  for (int64_t i = 0; i <= lever->most; i++)
    if (text_equal(lever->text[i], text)) return false;
  lever->text[++lever->most] = text;
  return true;
}

/* Texts that the outcome's code compares with, and one that it does not. */
static void set_texts(Study *study, Lever *lever, const Table *program) {
  const Image *image = study->image;
  lever->text = ARENA_ARRAY(study->arena, Text, TEXTS_MOST + 3);
  lever->least = 0, lever->most = -1;
  if (lever->known) {
    lever->now = 0;
    add_text(lever, run_table(study->run, study->entity)->slot[lever->slot].text[study->row]);
  }
  for (size_t b = 0; b < image->blocks.count; b++) {
    const Block *block = &image->blocks.at[b];
    for (uint32_t i = 0; i < block->code.count && lever->most < TEXTS_MOST; i++) {
      const Instr *instr = &image->code.at[block->code.first + i];
      if (op_info[instr->op].dst != STORE_TEXT ||
          !study->wanted_register[block->registers.first + instr->dst])
        continue;
      if (instr->op == OP_CONST_TEXT) add_text(lever, image->const_text.at[instr->imm]);
      if (instr->op == OP_SPREAD_TEXT && vector_known(&program->slot[instr->imm], 0))
        add_text(lever, program->slot[instr->imm].text[0]);
    }
  }
  add_text(lever, TEXT("\u2026"));
}

static int64_t clamp(const Lever *lever, int64_t position) {
  if (position < lever->least) return lever->least;
  return position > lever->most ? lever->most : position;
}

static void set_now(Study *study, Lever *lever) {
  const Table *table = run_table(study->run, study->entity);
  const Vector *low = &table->slot[lever->slot];
  const Vector *high = lever->high == SCHEMA_NONE ? low : &table->slot[lever->high];
  lever->known = vector_known(low, study->row) && vector_known(high, study->row);
  if (lever->store == STORE_TEXT) return;
  const int64_t at = order_key(low, study->row);
  lever->from = lever->known ? at : 0; /* of a range from its lower end */
  lever->known &= at == order_key(high, study->row);
  if (lever->known) lever->now = lever->store == STORE_TRUTH ? at == TRUTH_TRUE : at;
}

static void set_from(Study *study, Lever *lever) {
  const Table *program = run_table(study->run, IMAGE_PROGRAM);
  const uint32_t today = study->image->params.at[IMAGE_TODAY].slot;
  if (lever->known) lever->from = lever->now;
  if (!lever->known && lever->type.kind == TYPE_DATE) lever->from = program->slot[today].i32[0];
  if (!lever->known && lever->store == STORE_TRUTH) lever->from = 1;
  lever->from = clamp(lever, lever->from);
}

static void add_lever(Study *study, Lever lever, Bound low, Bound high) {
  if (study->lever_count == LEVERS_MOST) return;
  const LeverSet bit = lever_bit(study->lever_count);
  set_now(study, &lever);
  set_domain(study, &lever);
  set_bounds(&lever, low, high);
  if (lever.store == STORE_TEXT) set_texts(study, &lever, run_table(study->run, IMAGE_PROGRAM));
  if (lever.group != SCHEMA_NONE)
    set_group_domain(study, &lever, &study->image->groups.at[lever.group]);
  set_from(study, &lever);
  if (lever.least > lever.most) return;
  study->slot[lever.slot] |= bit;
  if (lever.high != SCHEMA_NONE) study->slot[lever.high] |= bit;
  study->lever[study->lever_count++] = lever;
}

static void find_levers(Study *study) {
  const Image *image = study->image;
  const EntitySchema *entity = &image->entities.at[study->entity];
  study->lever = ARENA_ARRAY(study->arena, Lever, LEVERS_MOST);
  for (uint32_t f = 0; f < entity->field_count; f++) {
    const FieldSchema *field = &entity->fields[f];
    if (field->slot == SCHEMA_NONE || !study->wanted_slot[field->slot] || field->fixed ||
        field->key || field->type.kind == TYPE_REF)
      continue;
    const Lever lever = {.name = field->name,
                         .type = field->type,
                         .store = type_store(field->type),
                         .slot = field->slot,
                         .high = SCHEMA_NONE,
                         .field = f,
                         .group = SCHEMA_NONE};
    add_lever(study, lever, field->low, field->high);
  }
  for (uint32_t g = 0; g < image->groups.count; g++) {
    const Group *group = &image->groups.at[g];
    const bool high_wanted = group->high != SCHEMA_NONE && study->wanted_slot[group->high];
    if (group->parent != study->entity || group->type.kind == TYPE_REF ||
        group->type.kind == TYPE_TEXT || (!study->wanted_slot[group->low] && !high_wanted))
      continue;
    const Lever lever = {.name = group->text,
                         .type = group->type,
                         .store = type_store(group->type),
                         .slot = group->low,
                         .high = group->high == group->low ? SCHEMA_NONE : group->high,
                         .field = SCHEMA_NONE,
                         .group = g};
    add_lever(study, lever, (Bound){0}, (Bound){0});
  }
}

/* ---- Levers behind registers ----------------------------------------------------------------- */

static void watch(Study *study, WatchKind kind, uint32_t block, uint16_t a, uint16_t b) {
  const LeverSet levers =
      study->reg[study_register(study, block, a)] | study->reg[study_register(study, block, b)];
  if (levers) *VEC_PUSH(study->arena, &study->watches) = (Watch){kind, block, a, b, levers};
}

static void watch_instr(Study *study, uint32_t block, const Instr *instr) {
  const uint16_t a = instr->a, b = instr->b, dst = instr->dst;
  switch ((Opcode)instr->op) {
  case OP_RAMP_I64:
  case OP_RAMP_F64:
    watch(study, WATCH_ORDER, block, a, b);
    watch(study, WATCH_ORDER, block, a, instr->c);
    watch(study, WATCH_KNOWN, block, dst, dst);
    return;
  case OP_MIN_I64:
  case OP_MAX_I64:
  case OP_MIN_F64:
  case OP_MAX_F64:
  case OP_MIN_I32:
  case OP_MAX_I32:
  case OP_POINT_I64:
  case OP_POINT_F64:
    watch(study, WATCH_ORDER, block, a, b);
    return;
  case OP_ABS_I64:
  case OP_ABS_F64:
    watch(study, WATCH_SIGN, block, a, a);
    return;
  case OP_MUL_I64:
  case OP_MUL_F64:
  case OP_DIV_I64:
  case OP_DIV_F64:
  case OP_MUL_I64_F64:
  case OP_DIV_I64_F64:
    watch(study, WATCH_SIGN, block, a, a);
    watch(study, WATCH_SIGN, block, b, b);
    watch(study, WATCH_KNOWN, block, dst, dst);
    return;
  case OP_ADD_I64:
  case OP_SUB_I64:
  case OP_NEG_I64:
  case OP_ADD_F64:
  case OP_SUB_F64:
  case OP_DATE_ADD_SECONDS:
  case OP_DATE_ADD_MONTHS:
  case OP_DATE_UNIT_START:
  case OP_RECODE:
    watch(study, WATCH_KNOWN, block, dst, dst);
    return;
  default:
    if (op_info[instr->op].dst == STORE_TRUTH) watch(study, WATCH_VALUE, block, dst, dst);
  }
}

static void spread_block(Study *study, uint32_t index) {
  const Block *block = &study->image->blocks.at[index];
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &study->image->code.at[block->code.first + i];
    const OpInfo *info = &op_info[instr->op];
    LeverSet levers = 0;
    for (int k = 0; k < 4 && info->operand[k] != OPERAND_NONE; k++)
      levers |= study->reg[study_register(study, index, instr_operand(instr, k))];
    if (info->dst == OPERAND_NONE) {
      study->slot[instr->imm] = levers;
      continue;
    }
    if (info->imm == IMM_SLOT) levers |= study->slot[instr->imm];
    study->reg[study_register(study, index, instr->dst)] = levers;
    if (levers && study->wanted_register[study_register(study, index, instr->dst)])
      watch_instr(study, index, instr);
  }
}

static void spread(Study *study) {
  const Image *image = study->image;
  LeverSet *slot = study->slot;
  for (size_t s = 0; s < image->steps.count; s++) {
    const Step *step = &image->steps.at[s];
    if (!study->wanted_step[s]) continue;
    if (step->kind == STEP_MAP) {
      spread_block(study, step->operand);
    } else if (step->kind == STEP_RANK) {
      const Rank *rank = &image->ranks.at[step->operand];
      slot[rank->placed] = slot[rank->qualifies] | slot[rank->rank];
      if (rank->applies != SCHEMA_NONE) slot[rank->placed] |= slot[rank->applies];
    } else {
      const History *history = &image->histories.at[step->operand];
      if (history->recorded != SCHEMA_NONE) slot[history->since] = slot[history->recorded];
    }
  }
}

/* ---- Where to look first --------------------------------------------------------------------- */

typedef struct Grid {
  Study *study;
  const Lever *lever;
  VEC(int64_t) list;
} Grid;

static void grid_add(Grid *grid, int64_t position) {
  for (int64_t at = position - 1; at <= position + 1; at++)
    if (at >= grid->lever->least && at <= grid->lever->most)
      *VEC_PUSH(grid->study->arena, &grid->list) = at;
}

static void grid_values(Grid *grid, const Instr *instr, const Table *program) {
  const Image *image = grid->study->image;
  const Store store = grid->lever->store;
  if (op_info[instr->op].dst != store) return;
  if (instr->op == OP_CONST_I64) grid_add(grid, image->const_i64.at[instr->imm]);
  if (instr->op == OP_CONST_F64) grid_add(grid, order_key_of(image->const_f64.at[instr->imm]));
  if (instr->op == OP_CONST_I32) grid_add(grid, (int32_t)instr->imm);
  if (op_info[instr->op].imm == IMM_PROGRAM_SLOT && vector_known(&program->slot[instr->imm], 0))
    grid_add(grid, order_key(&program->slot[instr->imm], 0));
}

/* Powers of ten, or days and months around today: for conditions that hold here and there. */
static void grid_steps(Grid *grid) {
  const Lever *lever = grid->lever;
  if (lever->store == STORE_I32) {
    for (int32_t n = -31; n <= 31; n++) grid_add(grid, lever->from + n);
    for (int32_t n = -36; n <= 36; n++) {
      int32_t day;
      if (date_unit_start((int32_t)lever->from, UNIT_MONTH, n, 1, &day)) grid_add(grid, day);
    }
    return;
  }
  double power = lever->store == STORE_F64 ? 1e-9 : 1;
  for (; power < 4e18; power *= 10) {
    const int64_t at = lever->store == STORE_F64 ? order_key_of(power) : (int64_t)power;
    const int64_t below = lever->store == STORE_F64 ? order_key_of(-power) : -at;
    grid_add(grid, at);
    grid_add(grid, below);
  }
}

static int compare_positions(const void *a, const void *b) {
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static void find_grid(Study *study, Lever *lever) {
  const Image *image = study->image;
  const Table *program = run_table(study->run, IMAGE_PROGRAM);
  Grid grid = {.study = study, .lever = lever};
  if (lever_is_small(lever)) {
    for (int64_t at = lever->least; at <= lever->most; at++)
      *VEC_PUSH(study->arena, &grid.list) = at;
  } else {
    grid_add(&grid, lever->least);
    grid_add(&grid, lever->most);
    grid_add(&grid, lever->from);
    grid_add(&grid, 0);
    grid_steps(&grid);
    for (size_t s = 0; s < image->steps.count; s++) {
      if (!study->wanted_step[s] || image->steps.at[s].kind != STEP_MAP) continue;
      const Block *block = &image->blocks.at[image->steps.at[s].operand];
      for (uint32_t i = 0; i < block->code.count; i++) {
        const Instr *instr = &image->code.at[block->code.first + i];
        if (op_info[instr->op].dst != OPERAND_NONE &&
            study->wanted_register[block->registers.first + instr->dst])
          grid_values(&grid, instr, program);
      }
    }
    qsort(grid.list.at, grid.list.count, sizeof *grid.list.at, compare_positions);
  }
  size_t kept = 0;
  for (size_t i = 0; i < grid.list.count; i++)
    if (!i || grid.list.at[i] != grid.list.at[i - 1]) grid.list.at[kept++] = grid.list.at[i];
  lever->grid = grid.list.at;
  lever->grid_count = kept;
}

/* ---- From outside ---------------------------------------------------------------------------- */

Study *study_new(Arena *arena, Run *run, uint32_t slot, uint32_t entity, size_t row) {
  const Image *image = run_image(run);
  const size_t entities = image->entities.count;
  Study *study = ARENA_NEW(arena, Study);
  Table **kept = ARENA_ARRAY(arena, Table *, entities);
  for (uint32_t e = 0; e < entities; e++) kept[e] = run_table(run, e);
  *study = (Study){.arena = arena,
                   .image = image,
                   .run = run,
                   .inspector = inspector_new(
                       arena, image, kept, ARENA_ARRAY(arena, Doubts *, image->groups.count), NULL),
                   .entity = entity,
                   .row = row,
                   .wanted_slot = ARENA_ARRAY(arena, bool, image->slots.count),
                   .wanted_register = ARENA_ARRAY(arena, bool, image->registers.count),
                   .wanted_step = ARENA_ARRAY(arena, bool, image->steps.count),
                   .slot = ARENA_ARRAY(arena, LeverSet, image->slots.count),
                   .reg = ARENA_ARRAY(arena, LeverSet, image->registers.count)};
  want_slot(study, slot);
  mark(study);
  find_levers(study);
  spread(study);
  for (size_t i = 0; i < study->lever_count; i++) find_grid(study, &study->lever[i]);
  study->has_echo = study_has_echo(study, slot);
  return study;
}

Scalar lever_value(const Lever *lever, int64_t position) {
  Scalar value = {.type = lever->type, .known = true};
  switch (lever->store) {
  case STORE_F64:
    value.f = order_key_double(position) + 0.0;
    break;
  case STORE_TRUTH:
    value.truth = truth_of(position != 0);
    break;
  case STORE_TEXT:
    value.text = lever->text[position];
    break;
  case STORE_I64:
  case STORE_I32:
  case STORE_COUNT:
    value.i = position;
    break;
  }
  return value;
}

bool lever_is_far(const Lever *lever, int64_t position) {
  enum { PART = 1000, YEARS_OF_DAYS = 365 * 1000 };
  if (lever->store == STORE_I64) return position > far_off / PART || position < -far_off / PART;
  if (lever->store == STORE_F64)
    return position > order_key_of(far_number / PART) ||
           position < order_key_of(-far_number / PART);
  return lever->type.kind == TYPE_DATE &&
         (position > DATE_MAX - YEARS_OF_DAYS || position < DATE_MIN + YEARS_OF_DAYS);
}

void lever_put(const Lever *lever, Table *table, size_t row, int64_t position) {
  const Scalar value = lever_value(lever, position);
  vector_set(&table->slot[lever->slot], row, value);
  if (lever->high != SCHEMA_NONE) vector_set(&table->slot[lever->high], row, value);
}
