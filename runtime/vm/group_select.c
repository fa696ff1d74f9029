/* group_select.c - which rows of a window count for a group, as what, and with which values.
 *
 * A piece of rows at a time: their codes (W + 3 C + 9 V, see group_impl.h) in loops over bytes that
 * the compiler makes SIMD of; the class of each code from a table, dropping rows without one; then
 * for each class that was met its rows, and their values side by side.
 */
#include "vm/group_impl.h"
#include "vm/order_key.h"

enum { PIECE = 1024 };

static const Vector *slot_of(const Table *table, uint32_t slot) {
  return slot == SCHEMA_NONE ? NULL : &table->slot[slot];
}

GroupInput group_input(const Group *group, const Table *child) {
  GroupInput input = {.via = slot_of(child, group->via),
                      .value = slot_of(child, group->value),
                      .value_high = slot_of(child, group->value_high),
                      .by = slot_of(child, group->by)};
  if (group->where != SCHEMA_NONE) input.where = child->slot[group->where].truth;
  const bool needs_value = group_function(group)->needs_value;
  if (needs_value && input.value) input.needs[input.need_count++] = input.value;
  if (needs_value && input.value_high) input.needs[input.need_count++] = input.value_high;
  if (input.by && input.by != input.value) input.needs[input.need_count++] = input.by;
  return input;
}

/* ---- Memory --------------------------------------------------------------------------------- */

GroupSelection *group_selection_new(Arena *arena) {
  GroupSelection *selection = ARENA_NEW(arena, GroupSelection);
  selection->arena = arena;
  return selection;
}

static void release(GroupSelection *selection) {
  arena_release(selection->arena, selection->parent);
  arena_release(selection->arena, selection->value);
  arena_release(selection->arena, selection->more);
  arena_release(selection->arena, selection->text);
  selection->parent = NULL;
  selection->value = selection->more = NULL;
  selection->text = NULL;
}

void group_selection_release(GroupSelection *selection) {
  release(selection);
  arena_release(selection->arena, selection->runs.at);
  *selection = (GroupSelection){.arena = selection->arena};
}

static void *array(GroupSelection *selection, bool needed, size_t count, size_t size) {
  return needed ? arena_grow(selection->arena, NULL, 0, count * size) : NULL;
}

/* Room for `rows` entries, as this group wants them; what was there is lost. */
static void make_room(GroupSelection *selection, const GroupState *state, size_t rows) {
  const bool has_value = state->function->load != GROUP_LOADS_NOTHING;
  const bool is_text = has_value && state->store == STORE_TEXT;
  const bool has_more = state->by_store != STORE_COUNT || state->group->value_high != SCHEMA_NONE;
  const bool fits = selection->capacity >= rows && (has_value && !is_text) <= !!selection->value &&
                    has_more <= !!selection->more && is_text <= !!selection->text;
  if (fits) return;
  release(selection);
  selection->parent = array(selection, true, rows + GROUP_AHEAD, sizeof *selection->parent);
  selection->value = array(selection, has_value && !is_text, rows, sizeof *selection->value);
  selection->more = array(selection, has_more, rows, sizeof *selection->more);
  selection->text = array(selection, is_text, rows, sizeof *selection->text);
  selection->capacity = rows;
}

/* ---- Codes ---------------------------------------------------------------------------------- */

/* Whether the rows have what is needed, as 0 and 1. */
static void find_values(const GroupInput *input, size_t row, size_t count, uint8_t *has) {
  memset(has, 1, count);
  for (int k = 0; k < input->need_count; k++) {
    const Vector *need = input->needs[k];
    if (need->store == STORE_TRUTH) {
      const Truth *truth = need->truth + row;
      for (size_t i = 0; i < count; i++) has[i] = (uint8_t)(has[i] & (truth[i] != TRUTH_UNKNOWN));
    } else {
      const uint8_t *valid = need->valid + row;
      for (size_t i = 0; i < count; i++) has[i] &= valid[i];
    }
  }
}

/* A row without a parent gets 0, as one that does not count. */
static void make_codes(const GroupState *state, const GroupInput *input, size_t row, size_t count,
                       uint8_t *code) {
  uint8_t has[PIECE];
  if (input->where)
    memcpy(code, input->where + row, count);
  else
    memset(code, TRUTH_TRUE, count);
  if (state->store == STORE_TRUTH && !state->function->needs_value) {
    const Truth *holds = input->value->truth + row;
    for (size_t i = 0; i < count; i++) code[i] = (uint8_t)(code[i] + 3 * holds[i]);
  }
  find_values(input, row, count, has);
  for (size_t i = 0; i < count; i++) code[i] = (uint8_t)(code[i] + 9 * has[i]);
  if (!input->via) return;
  const uint8_t *valid = input->via->valid + row;
  const int32_t *via = input->via->i32 + row;
  const uint32_t parents = (uint32_t)state->parents;
  for (size_t i = 0; i < count; i++) {
    const uint8_t is_there = (uint8_t)(valid[i] & ((uint32_t)via[i] < parents));
    code[i] = (uint8_t)(code[i] * is_there);
  }
}

/* ---- Entries -------------------------------------------------------------------------------- */

static void load_keys(const Vector *from, size_t row, const uint16_t *picked, size_t count,
                      int64_t flip, int64_t *to) {
  switch (from->store) {
  case STORE_I64:
    for (size_t i = 0; i < count; i++) to[i] = from->i64[row + picked[i]] ^ flip;
    break;
  case STORE_F64:
    for (size_t i = 0; i < count; i++) to[i] = order_key_of(from->f64[row + picked[i]]) ^ flip;
    break;
  case STORE_I32:
    for (size_t i = 0; i < count; i++) to[i] = from->i32[row + picked[i]] ^ flip;
    break;
  case STORE_TRUTH:
    for (size_t i = 0; i < count; i++) to[i] = from->truth[row + picked[i]] ^ flip;
    break;
  case STORE_TEXT:
  case STORE_COUNT:
    break;
  }
}

/* Bits of doubles and whole numbers alike. */
static void load_bits(const Vector *from, size_t row, const uint16_t *picked, size_t count,
                      int64_t *to) {
  for (size_t i = 0; i < count; i++) memcpy(&to[i], &from->i64[row + picked[i]], sizeof *to);
}

static void load_entries(const GroupState *state, const GroupInput *input, size_t row,
                         const uint16_t *picked, size_t count, GroupSelection *out) {
  const size_t at = out->count;
  for (size_t i = 0; i < count; i++)
    out->parent[at + i] = input->via ? (uint32_t)input->via->i32[row + picked[i]] : 0;
  const bool is_pick = state->function->load == GROUP_LOADS_KEYS;
  if (state->function->load == GROUP_LOADS_BITS)
    load_bits(input->value, row, picked, count, out->value + at);
  else if (is_pick && state->store == STORE_TEXT)
    for (size_t i = 0; i < count; i++) out->text[at + i] = input->value->text[row + picked[i]];
  else if (is_pick)
    load_keys(input->value, row, picked, count, state->flip, out->value + at);
  if (is_pick && state->by_store != STORE_COUNT)
    load_keys(input->by, row, picked, count, state->flip, out->more + at);
  else if (state->by_store != STORE_COUNT)
    load_bits(input->by, row, picked, count, out->more + at);
  else if (input->value_high)
    load_bits(input->value_high, row, picked, count, out->more + at);
  out->count += count;
}

static void end_run(GroupSelection *out, uint32_t class) {
  GroupRun *last = out->runs.count ? &out->runs.at[out->runs.count - 1] : NULL;
  if (last && last->class == class)
    last->end = (uint32_t)out->count;
  else
    *VEC_PUSH(out->arena, &out->runs) = (GroupRun){class, (uint32_t)out->count};
}

static void select_piece(const GroupState *state, const GroupInput *input, size_t row, size_t count,
                         GroupSelection *out) {
  uint8_t code[PIECE], class[PIECE];
  uint16_t picked[PIECE], of_class[PIECE];
  size_t picks = 0;
  uint32_t met = 0;
  make_codes(state, input, row, count, code);
  for (size_t i = 0; i < count; i++) {
    const uint8_t of_code = state->class_of[code[i]];
    out->skipped += (of_code & GROUP_SKIPPED) != 0;
    out->undecided += (of_code & GROUP_UNDECIDED) != 0;
    class[picks] = of_code & GROUP_CLASS;
    picked[picks] = (uint16_t)i;
    met |= (uint32_t)1 << (of_code & GROUP_CLASS);
    picks += (of_code & GROUP_CLASS) != 0;
  }
  met &= ~(uint32_t)1;
  for (uint32_t c = 1; c < GROUP_CLASSES; c++) {
    if (!(met >> c & 1)) continue;
    const bool only = met >> 1 == (uint32_t)1 << (c - 1);
    size_t rows = only ? picks : 0;
    for (size_t i = 0; !only && i < picks; i++) {
      of_class[rows] = picked[i];
      rows += class[i] == c;
    }
    load_entries(state, input, row, only ? picked : of_class, rows, out);
    end_run(out, c);
  }
}

void group_select(const GroupState *state, Table *const *tables, size_t row, size_t count,
                  GroupSelection *out) {
  const GroupInput input = group_input(state->group, tables[state->group->child]);
  out->count = out->runs.count = 0;
  out->skipped = out->undecided = 0;
  make_room(out, state, count);
  for (size_t done = 0; done < count; done += PIECE)
    select_piece(state, &input, row + done, count - done < PIECE ? count - done : PIECE, out);
}
