/* test_vm.c - blocks as a whole: whatever the batches and however registers share memory, the slots
 * come out the same; what is fixed follows the program's values; texts live as long as they must.
 */
#include <pthread.h>
#include <string.h>

#include "support/unit.h"
#include "vm/vm.h"
#include "vm_sample.h"

enum { PROGRAM, ROW, OTHER, ENTITIES, ROWS = 500, OTHER_ROWS = 20 };

static Arena *arena;
static Image *image;
static Table *tables[ENTITIES];

static void setup(void) {
  arena = arena_new(NULL);
  image = vm_image_new(arena);
  vm_image_entity(image, "row", false);
  vm_image_entity(image, "other", false);
}
static void teardown(void) { arena_free(arena); }

static void make_tables(void) {
  static const size_t rows[] = {1, ROWS, OTHER_ROWS};
  for (uint32_t i = 0; i < ENTITIES; i++) {
    tables[i] = table_new(arena, image, i);
    table_reserve(tables[i], rows[i]);
    tables[i]->rows = rows[i];
  }
}

static Vector *slot_in(uint32_t entity, uint32_t slot) { return &tables[entity]->slot[slot]; }

/* ---- Random programs ------------------------------------------------------------------------ */

enum { SLOTS = 4, RESULTS = 6, STEPS = 40 };

typedef struct Generator {
  Sample sample;
  uint32_t source[ENTITIES][STORE_COUNT][SLOTS]; /* filled with random values */
  uint32_t row_of_other;                         /* i32: rows of the other entity */
  uint32_t result[STORE_COUNT][RESULTS];
  uint32_t constant; /* a positive one */
  VEC(uint16_t) registers[STORE_COUNT];
} Generator;

static uint32_t pick(Generator *g, size_t count) {
  return (uint32_t)(vm_random(&g->sample.state) % count);
}

static void make_slots(Generator *g) {
  for (uint32_t entity = 0; entity < ENTITIES; entity++)
    for (int store = 0; store < STORE_COUNT; store++)
      for (int i = 0; i < SLOTS; i++)
        g->source[entity][store][i] = vm_image_slot(image, entity, (Store)store);
  g->row_of_other = vm_image_slot(image, ROW, STORE_I32);
  for (int store = 0; store < STORE_COUNT; store++)
    for (int i = 0; i < RESULTS; i++) g->result[store][i] = vm_image_slot(image, ROW, (Store)store);
  g->constant = vm_image_const_i64(image, 10000);
}

static void add_register(Generator *g, Opcode op, Instr instr) {
  const uint16_t reg = vm_image_code(image, op, instr);
  *VEC_PUSH(arena, &g->registers[op_info[op].dst]) = reg;
}

/* Opcodes whose operands are values of any kind. */
static bool is_plain(Opcode op) {
  const Immediate imm = (Immediate)op_info[op].imm;
  return op_info[op].dst != OPERAND_NONE && op_info[op].operand[0] != OPERAND_NONE &&
         (imm == IMM_NONE || imm == IMM_POSITIVE_I64);
}

static void add_plain(Generator *g) {
  Opcode op;
  do op = (Opcode)pick(g, OP_COUNT);
  while (!is_plain(op));
  uint16_t operand[4] = {0};
  for (int k = 0; k < 4 && op_info[op].operand[k] != OPERAND_NONE; k++) {
    const int store = op_info[op].operand[k];
    operand[k] = g->registers[store].at[pick(g, g->registers[store].count)];
  }
  add_register(g, op,
               (Instr){.a = operand[0],
                       .b = operand[1],
                       .c = operand[2],
                       .d = operand[3],
                       .imm = op_info[op].imm == IMM_POSITIVE_I64 ? g->constant : 0});
}

static void make_block(Generator *g, bool message) {
  vm_image_block(image, ROW, message);
  for (int store = 0; store < STORE_COUNT; store++) {
    g->registers[store].count = 0;
    for (int i = 0; i < SLOTS; i++)
      add_register(g, vm_op(i % 2 ? OP_LOAD_I64 : OP_SPREAD_I64, (Store)store),
                   (Instr){.imm = g->source[i % 2 ? ROW : PROGRAM][store][i]});
  }
  const uint16_t reference = vm_image_code(image, OP_LOAD_I32, (Instr){.imm = g->row_of_other});
  for (int i = 0; i < STEPS; i++) {
    const int store = (int)pick(g, STORE_COUNT);
    if (i % 8 == 0)
      add_register(g, vm_op(OP_GATHER_I64, (Store)store),
                   (Instr){.a = reference, .imm = g->source[OTHER][store][pick(g, SLOTS)]});
    else
      add_plain(g);
  }
  if (message) return;
  for (int store = 0; store < STORE_COUNT; store++)
    for (int i = 0; i < RESULTS; i++)
      vm_image_code(image, vm_op(OP_STORE_I64, (Store)store),
                    (Instr){.a = g->registers[store].at[pick(g, g->registers[store].count)],
                            .imm = g->result[store][i]});
}

static void fill(Generator *g) {
  make_tables();
  for (uint32_t slot = 0; slot < image->slots.count; slot++) {
    const uint32_t entity = image->slots.at[slot].entity;
    g->sample.of = slot == g->row_of_other ? SAMPLE_ROWS : SAMPLE_VALUES;
    g->sample.rows = OTHER_ROWS;
    sample_fill(&g->sample, slot_in(entity, slot), tables[entity]->rows);
  }
}

static bool same_value(const Vector *a, size_t i, const Vector *b, size_t j) {
  const size_t size = store_size(a->store);
  if (vector_known(a, i) != vector_known(b, j)) return false;
  if (!vector_known(a, i)) return true;
  if (a->store == STORE_TEXT) return text_equal(a->text[i], b->text[j]);
  return !memcmp((char *)a->values + i * size, (char *)b->values + j * size, size);
}

static void check_same(const Vector *a, const Vector *b, size_t rows) {
  for (size_t row = 0; row < rows; row++)
    if (!same_value(a, row, b, row)) ck_abort_msg("%s, row %zu", store_name(a->store), row);
}

START_TEST(results_do_not_depend_on_batches) {
  static const uint32_t batches[] = {2, 3, 63, 64, 65, 2048, 65536};
  for (uint64_t seed = 1; seed <= 25; seed++) {
    teardown();
    setup();
    Generator g = {.sample = {.state = seed, .kind = (SampleKind)(seed % SAMPLE_KINDS)}};
    make_slots(&g);
    make_block(&g, false);
    fill(&g);
    /* One row at a time, nothing shared and nothing dropped: as simple as it gets. */
    vm_map(vm_new(arena, image, 1, VM_KEPT), 0, tables);
    Vector *want = ARENA_ARRAY(arena, Vector, image->slots.count);
    for (int store = 0; store < STORE_COUNT; store++)
      for (int i = 0; i < RESULTS; i++) {
        const uint32_t slot = g.result[store][i];
        want[slot] = *slot_in(ROW, slot);
        *slot_in(ROW, slot) = vector_new(arena, (Store)store, ROWS);
      }
    for (size_t b = 0; b < sizeof batches / sizeof *batches; b++) {
      vm_map(vm_new(arena, image, batches[b], b == 3 ? VM_KEPT : VM_SHARED), 0, tables);
      for (int store = 0; store < STORE_COUNT; store++)
        for (int i = 0; i < RESULTS; i++)
          check_same(slot_in(ROW, g.result[store][i]), &want[g.result[store][i]], ROWS);
    }
  }
}
END_TEST

START_TEST(kept_registers_agree_with_messages) {
  for (uint64_t seed = 100; seed < 110; seed++) {
    teardown();
    setup();
    Generator g = {.sample = {.state = seed}};
    make_slots(&g);
    make_block(&g, true);
    fill(&g);
    Vm *one = vm_new(arena, image, 1, VM_KEPT), *many = vm_new(arena, image, 100, VM_KEPT);
    vm_run_block(many, 0, tables, 200, 100);
    for (size_t i = 0; i < 100; i++) {
      vm_run_block(one, 0, tables, 200 + i, 1);
      for (uint32_t reg = 0; reg < image->blocks.at[0].registers.count; reg++) {
        const Vector *a = vm_register(one, 0, reg), *b = vm_register(many, 0, reg);
        if (!same_value(a, 0, b, i)) ck_abort_msg("r%u, row %zu", reg, i);
      }
    }
  }
}
END_TEST

/* ---- Lanes ---------------------------------------------------------------------------------- */

enum { LANES = 2, WINDOW = 37 };

typedef struct Lane {
  pthread_t thread;
  Arena *arena;
  Vm *vm;
  size_t number;
} Lane;

/* Every other window of the rows. */
static void *run_lane(void *context) {
  Lane *lane = context;
  for (size_t row = lane->number * WINDOW; row < ROWS; row += LANES * WINDOW)
    vm_run_block(lane->vm, 0, tables, row, ROWS - row < WINDOW ? ROWS - row : WINDOW);
  return NULL;
}

static void run_lanes(Lane lanes[LANES]) {
  for (size_t i = 0; i < LANES; i++)
    ck_assert_int_eq(pthread_create(&lanes[i].thread, NULL, run_lane, &lanes[i]), 0);
  for (size_t i = 0; i < LANES; i++) pthread_join(lanes[i].thread, NULL);
}

START_TEST(lanes_share_what_is_fixed) {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    Lane lanes[LANES];
    teardown();
    setup();
    Generator g = {.sample = {.state = seed}};
    make_slots(&g);
    make_block(&g, false);
    fill(&g);
    Vm *shared = vm_new(arena, image, 64, VM_SHARED);
    for (size_t i = 0; i < LANES; i++) {
      lanes[i] = (Lane){.arena = arena_new(NULL), .number = i};
      lanes[i].vm = vm_lane(lanes[i].arena, shared);
    }
    for (int round = 0; round < 2; round++) {
      vm_map(vm_new(arena, image, 1, VM_KEPT), 0, tables);
      Vector *want = ARENA_ARRAY(arena, Vector, image->slots.count);
      for (int store = 0; store < STORE_COUNT; store++)
        for (int i = 0; i < RESULTS; i++) {
          const uint32_t slot = g.result[store][i];
          want[slot] = *slot_in(ROW, slot);
          *slot_in(ROW, slot) = vector_new(arena, (Store)store, ROWS);
        }
      vm_prepare(shared, 0, tables);
      run_lanes(lanes);
      for (int store = 0; store < STORE_COUNT; store++)
        for (int i = 0; i < RESULTS; i++)
          check_same(slot_in(ROW, g.result[store][i]), &want[g.result[store][i]], ROWS);
      g.sample.of = SAMPLE_VALUES; /* the program has other values the second time */
      for (uint32_t slot = 0; slot < image->slots.count; slot++)
        if (image->slots.at[slot].entity == PROGRAM)
          sample_fill(&g.sample, slot_in(PROGRAM, slot), 1);
    }
    for (size_t i = 0; i < LANES; i++) arena_free(lanes[i].arena);
  }
}
END_TEST

/* Constants beyond what the cache holds make batches smaller, and change nothing. */
START_TEST(many_constants) {
  enum { CONSTANTS = 2000 };
  const uint32_t out = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t in = vm_image_slot(image, ROW, STORE_I64);
  vm_image_block(image, ROW, false);
  uint16_t sum = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = in});
  for (int64_t i = 0; i < CONSTANTS; i++) {
    const uint32_t constant = vm_image_const_i64(image, i);
    const uint16_t reg = vm_image_code(image, OP_CONST_I64, (Instr){.imm = constant});
    sum = vm_image_code(image, OP_ADD_I64, (Instr){.a = sum, .b = reg});
  }
  vm_image_code(image, OP_STORE_I64, (Instr){.a = sum, .imm = out});
  make_tables();
  for (size_t row = 0; row < ROWS; row++) {
    slot_in(ROW, in)->i64[row] = (int64_t)row;
    slot_in(ROW, in)->valid[row] = 1;
  }
  const size_t before = arena_size(arena);
  vm_map(vm_new(arena, image, 65536, VM_SHARED), 0, tables);
  ck_assert_uint_lt(arena_size(arena) - before, 8 << 20);
  for (size_t row = 0; row < ROWS; row++)
    ck_assert_int_eq(slot_in(ROW, out)->i64[row],
                     (int64_t)row + (int64_t)CONSTANTS * (CONSTANTS - 1) / 2);
}
END_TEST

/* ---- Single matters ------------------------------------------------------------------------- */

START_TEST(fixed_values_follow_the_program) {
  const uint32_t limit = vm_image_slot(image, PROGRAM, STORE_I64);
  const uint32_t twice = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t again = vm_image_slot(image, ROW, STORE_I64);
  for (uint32_t block = 0; block < 2; block++) { /* both use the same value */
    vm_image_block(image, ROW, false);
    const uint16_t a = vm_image_code(image, OP_SPREAD_I64, (Instr){.imm = limit});
    const uint16_t sum = vm_image_code(image, OP_ADD_I64, (Instr){.a = a, .b = a});
    vm_image_code(image, OP_STORE_I64, (Instr){.a = sum, .imm = block ? again : twice});
  }
  make_tables();
  Vm *vm = vm_new(arena, image, 100, VM_SHARED);
  for (int64_t value = 0; value < 4; value++) {
    *slot_in(PROGRAM, limit)->i64 = value;
    *slot_in(PROGRAM, limit)->valid = value != 2;
    vm_map(vm, 0, tables);
    vm_map(vm, 1, tables);
    for (size_t row = 0; row < ROWS; row++) {
      ck_assert_int_eq(vector_known(slot_in(ROW, twice), row), value != 2);
      ck_assert_int_eq(vector_known(slot_in(ROW, again), row), value != 2);
      if (value == 2) continue;
      ck_assert_int_eq(slot_in(ROW, twice)->i64[row], 2 * value);
      ck_assert_int_eq(slot_in(ROW, again)->i64[row], 2 * value);
    }
  }
}
END_TEST

START_TEST(fixed_values_reach_longer_batches) {
  const uint32_t out = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t seven = vm_image_const_i64(image, 7);
  vm_image_block(image, ROW, false);
  const uint16_t a = vm_image_code(image, OP_CONST_I64, (Instr){.imm = seven});
  const uint16_t b = vm_image_code(image, OP_NEG_I64, (Instr){.a = a});
  vm_image_code(image, OP_STORE_I64, (Instr){.a = b, .imm = out});
  make_tables();
  Vm *vm = vm_new(arena, image, 1000, VM_SHARED);
  vm_run_block(vm, 0, tables, 0, 1);
  vm_run_block(vm, 0, tables, 1, ROWS - 1);
  for (size_t row = 0; row < ROWS; row++) ck_assert_int_eq(slot_in(ROW, out)->i64[row], -7);
}
END_TEST

START_TEST(a_slot_may_be_read_and_written) {
  const uint32_t counter = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t before = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t still = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t one = vm_image_const_i64(image, 1);
  vm_image_block(image, ROW, false);
  const uint16_t old = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = counter});
  const uint16_t step = vm_image_code(image, OP_CONST_I64, (Instr){.imm = one});
  const uint16_t new = vm_image_code(image, OP_ADD_I64, (Instr){.a = old, .b = step});
  const uint16_t late = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = counter});
  vm_image_code(image, OP_STORE_I64, (Instr){.a = new, .imm = counter});
  vm_image_code(image, OP_STORE_I64, (Instr){.a = late, .imm = still});
  vm_image_code(image, OP_STORE_I64, (Instr){.a = old, .imm = before});
  make_tables();
  for (size_t row = 0; row < ROWS; row++) {
    slot_in(ROW, counter)->i64[row] = (int64_t)row;
    slot_in(ROW, counter)->valid[row] = 1;
  }
  vm_map(vm_new(arena, image, 64, VM_SHARED), 0, tables);
  for (size_t row = 0; row < ROWS; row++) {
    ck_assert_int_eq(slot_in(ROW, counter)->i64[row], (int64_t)row + 1);
    ck_assert_int_eq(slot_in(ROW, before)->i64[row], (int64_t)row);
    ck_assert_int_eq(slot_in(ROW, still)->i64[row], (int64_t)row);
  }
}
END_TEST

START_TEST(the_last_store_counts) {
  const uint32_t in = vm_image_slot(image, ROW, STORE_I64);
  const uint32_t out = vm_image_slot(image, ROW, STORE_I64);
  vm_image_block(image, ROW, false);
  const uint16_t a = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = in});
  const uint16_t negative = vm_image_code(image, OP_NEG_I64, (Instr){.a = a});
  const uint16_t twice = vm_image_code(image, OP_ADD_I64, (Instr){.a = a, .b = a});
  vm_image_code(image, OP_STORE_I64, (Instr){.a = twice, .imm = out});
  vm_image_code(image, OP_STORE_I64, (Instr){.a = negative, .imm = out});
  make_tables();
  slot_in(ROW, in)->i64[3] = 21;
  slot_in(ROW, in)->valid[3] = 1;
  vm_map(vm_new(arena, image, 64, VM_SHARED), 0, tables);
  ck_assert_int_eq(slot_in(ROW, out)->i64[3], -21);
}
END_TEST

START_TEST(no_row_beyond_the_batch_is_touched) {
  const uint32_t out = vm_image_slot(image, ROW, STORE_TRUTH);
  const uint32_t in = vm_image_slot(image, ROW, STORE_I64);
  vm_image_block(image, ROW, false);
  const uint16_t a = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = in});
  const uint16_t known = vm_image_code(image, OP_KNOWN_I64, (Instr){.a = a});
  vm_image_code(image, OP_STORE_TRUTH, (Instr){.a = known, .imm = out});
  make_tables();
  vm_run_block(vm_new(arena, image, 64, VM_SHARED), 0, tables, 100, 33);
  for (size_t row = 0; row < ROWS; row++)
    ck_assert_int_eq(slot_in(ROW, out)->truth[row],
                     row >= 100 && row < 133 ? TRUTH_FALSE : TRUTH_UNKNOWN);
}
END_TEST

/* Texts that were made stay whole while later batches make others. */
START_TEST(stored_texts_stay) {
  const uint32_t in = vm_image_slot(image, ROW, STORE_TEXT);
  const uint32_t out = vm_image_slot(image, ROW, STORE_TEXT);
  const uint32_t same = vm_image_slot(image, ROW, STORE_TRUTH);
  vm_image_block(image, ROW, false);
  uint16_t a = vm_image_code(image, OP_LOAD_TEXT, (Instr){.imm = in});
  const uint16_t upper = vm_image_code(image, OP_UPPER, (Instr){.a = a});
  vm_image_code(image, OP_STORE_TEXT, (Instr){.a = upper, .imm = out});
  vm_image_block(image, ROW, false); /* makes texts and stores none */
  a = vm_image_code(image, OP_LOAD_TEXT, (Instr){.imm = out});
  const uint16_t lower = vm_image_code(image, OP_LOWER, (Instr){.a = a});
  const uint16_t original = vm_image_code(image, OP_LOAD_TEXT, (Instr){.imm = in});
  const uint16_t equal = vm_image_code(image, OP_EQ_TEXT, (Instr){.a = lower, .b = original});
  vm_image_code(image, OP_STORE_TRUTH, (Instr){.a = equal, .imm = same});
  make_tables();
  for (size_t row = 0; row < ROWS; row++) {
    slot_in(ROW, in)->text[row] = text_of(arena_printf(arena, "text of row %zu", row));
    slot_in(ROW, in)->valid[row] = 1;
  }
  Vm *vm = vm_new(arena, image, 7, VM_SHARED);
  vm_map(vm, 0, tables);
  vm_map(vm, 1, tables);
  const size_t held = arena_size(arena);
  for (int i = 0; i < 100; i++) vm_map(vm, 1, tables);
  ck_assert_uint_eq(arena_size(arena), held);
  for (size_t row = 0; row < ROWS; row++) {
    const char *want = arena_printf(arena, "TEXT OF ROW %zu", row);
    if (!text_equal(slot_in(ROW, out)->text[row], text_of(want)) ||
        slot_in(ROW, same)->truth[row] != TRUTH_TRUE)
      ck_abort_msg("row %zu", row);
  }
  for (int i = 0; i < 100; i++) { /* windows of a stream */
    vm_forget_texts(vm);
    vm_map(vm, 0, tables);
  }
  ck_assert_uint_le(arena_size(arena), held + 64 * 1024);
}
END_TEST

UNIT_MAIN(setup, teardown, results_do_not_depend_on_batches, kept_registers_agree_with_messages,
          fixed_values_follow_the_program, fixed_values_reach_longer_batches,
          a_slot_may_be_read_and_written, the_last_store_counts, no_row_beyond_the_batch_is_touched,
          stored_texts_stay, lanes_share_what_is_fixed, many_constants)
