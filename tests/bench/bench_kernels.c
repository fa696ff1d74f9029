/* bench_kernels.c - what a row costs in each of the hot instructions, in nanoseconds.
 *
 * Each is one block over a table that fits the second-level cache: load the operands, carry the
 * instruction out, store. The cost of loading and storing alone stands first; it is a part of all
 * others. `make bench-kernels` prints the table.
 */
#include <stdio.h>
#include <time.h>

#include "support/vm_image.h"
#include "vm/vm.h"

enum { ENTITY = 1, ROWS = 16384, ROUNDS = 400, REPEATS = 5, BATCH_ROWS = 1024 };

typedef struct Bench {
  const char *name;
  Opcode op;
  int64_t a, b, c, d; /* operands: about so large; */
  const char *fixed;  /* "bcd": these are the same on every row */
} Bench;

static const Bench benches[] = {
    {"load, store", OP_LOAD_I64, 0, 0, 0, 0, ""},
    {"add", OP_ADD_I64, 60000000000, 60000000000, 0, 0, ""},
    {"add a constant", OP_ADD_I64, 60000000000, 10000, 0, 0, "b"},
    {"compare with a constant", OP_LT_I64, 60000000000, 30000000000, 0, 0, "b"},
    {"compare days", OP_LT_I32, 20000, 10000, 0, 0, "b"},
    {"and", OP_AND, 0, 0, 0, 0, ""},
    {"multiply money, percent", OP_MUL_I64, 60000000000, 20000000, 0, 0, ""},
    {"divide money, money", OP_DIV_I64, 60000000000, 50000000000, 0, 0, ""},
    {"ramp", OP_RAMP_I64, 150000000000, 10000000000, 100000000000, 400000, "bcd"},
    {"ramp with changing ends", OP_RAMP_I64, 150000000000, 10000000000, 100000000000, 400000, ""},
    {"select", OP_SELECT_I64, 0, 100, 100, 0, ""},
    {"otherwise", OP_OTHERWISE_I64, 100, 100, 0, 0, ""},
    {"add numbers", OP_ADD_F64, 0, 0, 0, 0, ""},
    {"days between", OP_DATE_DIFF, 20000, 20000, 0, 0, ""},
    {"move a day by months", OP_DATE_ADD_MONTHS, 20000, 12, 0, 0, "b"},
};

static bool is_fixed(const Bench *bench, int operand) {
  for (const char *c = bench->fixed; *c; c++)
    if (*c == "abcd"[operand]) return true;
  return false;
}

static void fill(Vector *vector, size_t rows, int64_t size, bool fixed, uint64_t *state) {
  for (size_t row = 0; row < rows; row++) {
    const int64_t spread = size ? (int64_t)(vm_random(state) % (uint64_t)size) : 0;
    const int64_t value = fixed ? size : spread + 1;
    if (vector->store == STORE_TRUTH)
      vector->truth[row] = (Truth)(vm_random(state) % 3);
    else
      vector->valid[row] = vm_random(state) % 16 != 0 || fixed;
    if (vector->store == STORE_I64) vector->i64[row] = value;
    if (vector->store == STORE_I32) vector->i32[row] = (int32_t)value;
    if (vector->store == STORE_F64) vector->f64[row] = (double)(vm_random(state) % 1000);
  }
}

typedef struct Subject {
  Image *image;
  Table *tables[2];
} Subject;

static Subject subject_for(Arena *arena, const Bench *bench) {
  Subject s = {.image = vm_image_new(arena)};
  const OpInfo *info = &op_info[bench->op];
  uint32_t slot[4];
  uint16_t reg[4] = {0};
  vm_image_entity(s.image, "row", false);
  const uint32_t constant = vm_image_const_i64(s.image, 100000000);
  const bool is_load = info->imm == IMM_SLOT;
  const uint32_t in = vm_image_slot(s.image, ENTITY, (Store)info->dst);
  const uint32_t out = vm_image_slot(s.image, ENTITY, (Store)info->dst);
  vm_image_block(s.image, ENTITY, false);
  for (int k = 0; k < 4 && info->operand[k] != OPERAND_NONE; k++) {
    const bool fixed = is_fixed(bench, k);
    const Store store = (Store)info->operand[k];
    slot[k] = vm_image_slot(s.image, fixed ? IMAGE_PROGRAM : ENTITY, store);
    reg[k] = vm_image_code(s.image, vm_op(fixed ? OP_SPREAD_I64 : OP_LOAD_I64, store),
                           (Instr){.imm = slot[k]});
  }
  const uint16_t result = vm_image_code(
      s.image, bench->op,
      (Instr){.a = reg[0], .b = reg[1], .c = reg[2], .d = reg[3], .imm = is_load ? in : constant});
  vm_image_code(s.image, vm_op(OP_STORE_I64, (Store)info->dst), (Instr){.a = result, .imm = out});

  uint64_t state = 1;
  const int64_t sizes[] = {bench->a, bench->b, bench->c, bench->d};
  for (uint32_t entity = 0; entity < 2; entity++) {
    s.tables[entity] = table_new(arena, s.image, entity);
    table_reserve(s.tables[entity], entity ? ROWS : 1);
    s.tables[entity]->rows = entity ? ROWS : 1;
  }
  for (int k = 0; k < 4 && info->operand[k] != OPERAND_NONE; k++) {
    const uint32_t entity = is_fixed(bench, k) ? IMAGE_PROGRAM : ENTITY;
    fill(&s.tables[entity]->slot[slot[k]], s.tables[entity]->rows, sizes[k], is_fixed(bench, k),
         &state);
  }
  return s;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double nanoseconds_a_row(Arena *arena, const Bench *bench) {
  Subject s = subject_for(arena, bench);
  Vm *vm = vm_new(arena, s.image, BATCH_ROWS, false);
  double best = 1e9;
  for (int repeat = 0; repeat < REPEATS; repeat++) {
    const double start = seconds();
    for (int i = 0; i < ROUNDS; i++) vm_map(vm, 0, s.tables);
    const double took = seconds() - start;
    if (took < best) best = took;
  }
  return best * 1e9 / ((double)ROWS * ROUNDS);
}

int main(void) {
  for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
    Arena *arena = arena_new(NULL);
    if (!arena || !ARENA_TRY(arena)) return 1;
    printf("%-28s %-16s %7.3f ns\n", benches[i].name, op_info[benches[i].op].name,
           nanoseconds_a_row(arena, &benches[i]));
    arena_free(arena);
  }
  return 0;
}
