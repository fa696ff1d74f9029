/* bench_kernels.c - what a row costs in each of the hot instructions: `make bench-kernels`.
 *
 * Each is one block over a table that fits the second-level cache: load the operands, carry the
 * instruction out, store. A load or a store by itself costs nothing where registers are bound to
 * slots, so the figure is that of the instruction.
 *
 * Printed are nanoseconds and ticks of the time stamp counter (x86; they are of constant length,
 * not the core's own cycles) a row, the bytes that a row moves, and how much of the time a plain
 * copy of as many bytes takes that is: at 1.0 an instruction is as fast as memory lets it be. The
 * copy is measured in the same run, over tables of the same size; another one, far beyond all
 * caches, stands in the head. Of some runs the shortest counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>
#endif

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
    {"compare numbers", OP_LE_F64, 0, 0, 0, 0, ""},
    {"and", OP_AND, 0, 0, 0, 0, ""},
    {"not", OP_NOT, 0, 0, 0, 0, ""},
    {"multiply money, percent", OP_MUL_I64, 60000000000, 20000000, 0, 0, ""},
    {"divide money, money", OP_DIV_I64, 60000000000, 50000000000, 0, 0, ""},
    {"ramp", OP_RAMP_I64, 150000000000, 10000000000, 100000000000, 400000, "bcd"},
    {"ramp with changing ends", OP_RAMP_I64, 150000000000, 10000000000, 100000000000, 400000, ""},
    {"a bound of a ramp", OP_BOUND_I64, 100, 1, 0, 0, "b"},
    {"points for a truth", OP_CHOOSE_I64, 0, 150000, 1, 150000, "bcd"},
    {"choose", OP_CHOOSE_I64, 0, 100, 100, 100, ""},
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

/* Of the processor, where it has a counter; 0 elsewhere. */
static uint64_t ticks(void) {
#ifdef __x86_64__
  return __rdtsc();
#else
  return 0;
#endif
}

typedef struct Cost {
  double nanoseconds, ticks;
} Cost;

typedef void Work(void *context);

/* The shortest of some runs, for each of `units`. */
static Cost cost(Work *work, void *context, int rounds, double units) {
  Cost best = {1e30, 1e30};
  for (int repeat = 0; repeat < REPEATS; repeat++) {
    const double start = seconds();
    const uint64_t start_ticks = ticks();
    for (int i = 0; i < rounds; i++) work(context);
    const double each = units * rounds, took = (seconds() - start) * 1e9 / each;
    const double took_ticks = (double)(ticks() - start_ticks) / each;
    if (took < best.nanoseconds) best.nanoseconds = took;
    if (took_ticks < best.ticks) best.ticks = took_ticks;
  }
  return best;
}

typedef struct Mapping {
  Vm *vm;
  Subject subject;
} Mapping;

static void map(void *context) {
  Mapping *m = context;
  vm_map(m->vm, 0, m->subject.tables);
}

typedef struct Copy {
  char *to;
  const char *from;
  size_t size;
} Copy;

static void copy(void *context) {
  const Copy *c = context;
  memcpy(c->to, c->from, c->size);
  __asm__ volatile("" : : "r"(c->to) : "memory");
}

/* A byte that is read and one that is written count as two. */
static Cost copy_cost(Arena *arena, size_t size, int rounds) {
  Copy c = {arena_alloc(arena, size), arena_alloc(arena, size), size};
  memset(c.to, 1, size);
  memset((char *)c.from, 2, size);
  return cost(copy, &c, rounds, 2.0 * (double)size);
}

static size_t store_bytes(Store store) {
  return store_size(store) + (store == STORE_TRUTH ? 0 : 1); /* with the validity */
}

/* Read and written a row. What is the same on every row stays in the first cache. */
static size_t bytes_a_row(const Bench *bench) {
  const OpInfo *info = &op_info[bench->op];
  size_t bytes = store_bytes((Store)info->dst);
  for (int k = 0; k < 4 && info->operand[k] != OPERAND_NONE; k++)
    if (!is_fixed(bench, k)) bytes += store_bytes((Store)info->operand[k]);
  return info->imm == IMM_SLOT ? 2 * bytes : bytes;
}

static void print_bench(Arena *arena, const Bench *bench, double copied) {
  Mapping m = {.subject = subject_for(arena, bench)};
  m.vm = vm_new(arena, m.subject.image, BATCH_ROWS, VM_SHARED);
  const Cost row = cost(map, &m, ROUNDS, ROWS);
  const double bytes = (double)bytes_a_row(bench);
  printf("%-28s %-16s %8.3f ns %8.2f ticks %4.0f bytes %7.1f\n", bench->name,
         op_info[bench->op].name, row.nanoseconds, row.ticks, bytes,
         row.nanoseconds / (bytes * copied));
}

/* The copies, and nanoseconds of one byte in the cache. */
static double print_head(Arena *arena) {
  enum { SMALL = ROWS * 17, LARGE = 128 << 20 };
  const Cost small = copy_cost(arena, SMALL, ROUNDS), large = copy_cost(arena, LARGE, 1);
  printf("copying in the cache %.0f GB/s, in memory %.0f GB/s (read and written)\n",
         1 / small.nanoseconds, 1 / large.nanoseconds);
  printf("%-45s %11s %14s %10s %7s\n", "", "a row", "", "", "copies");
  return small.nanoseconds;
}

/* One line, or the head for NULL. */
static bool print_line(const Bench *bench, double *copied) {
  Arena *arena = arena_new(NULL);
  if (!arena || !ARENA_TRY(arena)) {
    arena_free(arena);
    return false;
  }
  if (bench)
    print_bench(arena, bench, *copied);
  else
    *copied = print_head(arena);
  arena_free(arena);
  return true;
}

int main(void) {
  double copied = 0;
  bool ok = print_line(NULL, &copied);
  for (size_t i = 0; ok && i < sizeof benches / sizeof *benches; i++)
    ok = print_line(&benches[i], &copied);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
