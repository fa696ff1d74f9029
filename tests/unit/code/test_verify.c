/* test_verify.c - the sample passes, and every single thing that can be wrong with it is found. */
#include <math.h>
#include <string.h>

#include "support/sample_image.h"
#include "support/unit.h"
#include "value/date.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static Instr *code_of(const Image *image, uint32_t block, uint32_t index) {
  return &image->code.at[image->blocks.at[block].code.first + index];
}

#define CODE(block, n) code_of(image, block, n)
#define FIELD_OF(entity, n) image->entities.at[entity].fields[n]

#define X(name, reason, ...)                                                                       \
  static void change_##name(Image *image) { __VA_ARGS__; }
#include "mutants.def"
#undef X

typedef struct Mutant {
  const char *name, *reason;
  void (*change)(Image *image);
} Mutant;

static const Mutant mutants[] = {
#define X(name, reason, ...) {#name, reason, change_##name},
#include "mutants.def"
#undef X
};

static void passes(const Image *image) {
  Text why = TEXT("");
  ck_assert_msg(image_verify(image, arena, &why), "refused: %.*s", TEXT_ARG(why));
}

START_TEST(the_sample_passes) { passes(sample_image(arena)); }
END_TEST

START_TEST(a_program_without_data_passes) {
  Image *image = image_new(arena);
  *VEC_PUSH(arena, &image->entities) = (EntitySchema){.name = TEXT("program"), .key = SCHEMA_NONE};
  *VEC_PUSH(arena, &image->slots) = (Slot){0, STORE_I32, SLOT_INPUT, TEXT("today")};
  VEC_PUSH(arena, &image->params)->name = TEXT("today");
  image->params.at[0].type.kind = image->params.at[0].value.type.kind = TYPE_DATE;
  passes(image);
}
END_TEST

START_TEST(every_mutant_is_refused_for_its_reason) {
  Buffer wrong = buffer_in(arena);
  for (size_t i = 0; i < sizeof mutants / sizeof *mutants; i++) {
    Image *image = sample_image(arena);
    mutants[i].change(image);
    Text why = TEXT("(it passes)");
    if (!image_verify(image, arena, &why) && text_contains(why, text_of(mutants[i].reason)))
      continue;
    buffer_printf(&wrong, "\n%s: '%.*s' does not say '%s'", mutants[i].name, TEXT_ARG(why),
                  mutants[i].reason);
  }
  ck_assert_msg(wrong.len == 0, "%s", wrong.data);
}
END_TEST

/* ---- what must pass, though it looks unusual ---- */

START_TEST(a_reference_with_a_default_of_nothing_is_one) {
  Image *image = sample_image(arena);
  *CODE(SAMPLE_BLOCK_QUALIFY, 14) = (Instr){.op = OP_MISSING_I32, .dst = 11};
  *CODE(SAMPLE_BLOCK_QUALIFY, 15) =
      (Instr){.op = OP_SELECT_I32, .dst = 12, .a = 3, .b = 7, .c = 11};
  *CODE(SAMPLE_BLOCK_QUALIFY, 16) = (Instr){.op = OP_OTHERWISE_I32, .dst = 13, .a = 11, .b = 12};
  image->columns.at[5].type = (Type){.kind = TYPE_REF, .of = SAMPLE_MANAGER};
  image->declarations.at[5].kind = DECLARATION_MEASURE;
  image->declarations.at[5].members = SCHEMA_NONE;
  passes(image);
}
END_TEST

START_TEST(a_gathered_reference_is_one) {
  Image *image = sample_image(arena);
  /* The order's account's owner, in place of `placed <= today`. */
  *CODE(SAMPLE_BLOCK_ORDER, 0) = (Instr){.op = OP_LOAD_I32, .dst = 0, .imm = SAMPLE_ORDER_ACCOUNT};
  *CODE(SAMPLE_BLOCK_ORDER, 1) =
      (Instr){.op = OP_GATHER_I32, .dst = 1, .a = 0, .imm = SAMPLE_OWNER};
  *CODE(SAMPLE_BLOCK_ORDER, 2) =
      (Instr){.op = OP_GATHER_TEXT, .dst = 2, .a = 1, .imm = SAMPLE_MANAGER_NAME};
  *CODE(SAMPLE_BLOCK_ORDER, 3) = (Instr){.op = OP_STORE_TEXT, .a = 2, .imm = SAMPLE_COUNTS};
  image->registers.at[2].store = image->slots.at[SAMPLE_COUNTS].store = STORE_TEXT;
  image->groups.at[0].where = SCHEMA_NONE;
  passes(image);
}
END_TEST

START_TEST(every_aggregate_passes) {
  static const struct {
    Aggregate function;
    uint32_t value, by, fraction;
    TypeKind type;
    Store store;
  } cases[] = {
      {AGGREGATE_AVG, SAMPLE_AMOUNT, SCHEMA_NONE, SCHEMA_NONE, TYPE_NUMBER, STORE_F64},
      {AGGREGATE_MIN, SAMPLE_PLACED, SCHEMA_NONE, SCHEMA_NONE, TYPE_DATE, STORE_I32},
      {AGGREGATE_MAX, SAMPLE_AMOUNT, SCHEMA_NONE, SCHEMA_NONE, TYPE_DURATION, STORE_I64},
      {AGGREGATE_MEDIAN, SAMPLE_AMOUNT, SCHEMA_NONE, SCHEMA_NONE, TYPE_SCORE, STORE_I64},
      {AGGREGATE_PERCENTILE, SAMPLE_AMOUNT, SCHEMA_NONE, SAMPLE_CAP, TYPE_NUMBER, STORE_F64},
      {AGGREGATE_SHARE, SAMPLE_COUNTS, SAMPLE_AMOUNT, SCHEMA_NONE, TYPE_PERCENT, STORE_I64},
      {AGGREGATE_ALL, SAMPLE_COUNTS, SCHEMA_NONE, SCHEMA_NONE, TYPE_BOOL, STORE_TRUTH},
      {AGGREGATE_LATEST, SAMPLE_COUNTS, SAMPLE_PLACED, SCHEMA_NONE, TYPE_BOOL, STORE_TRUTH},
      {AGGREGATE_EARLIEST, SAMPLE_PLACED, SAMPLE_AMOUNT, SCHEMA_NONE, TYPE_DATE, STORE_I32},
      {AGGREGATE_ROWS, SCHEMA_NONE, SCHEMA_NONE, SCHEMA_NONE, TYPE_INTEGER, STORE_I64}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Image *image = sample_image(arena);
    Group *group = &image->groups.at[0];
    group->function = (uint8_t)cases[i].function;
    group->value = cases[i].value;
    group->by = cases[i].by;
    group->fraction = cases[i].fraction;
    group->type = (Type){.kind = cases[i].type};
    group->high = SCHEMA_NONE;
    /* Results that only a column reads: the tier then looks at the revenue. */
    CODE(SAMPLE_BLOCK_TIER, 1)->imm = CODE(SAMPLE_BLOCK_TIER, 2)->imm = SAMPLE_REVENUE;
    image->slots.at[SAMPLE_ORDERED_LOW].store = (uint8_t)cases[i].store;
    image->slots.at[SAMPLE_ORDERED_HIGH] =
        (Slot){SAMPLE_ACCOUNT, STORE_TRUTH, SLOT_FIELD, TEXT("on")};
    FIELD_OF(SAMPLE_ACCOUNT, 5).slot = SAMPLE_ORDERED_HIGH;
    image->slots.at[SAMPLE_MUTUAL] =
        (Slot){SAMPLE_ACCOUNT, STORE_TRUTH, SLOT_MAPPED, TEXT("spare")};
    CODE(SAMPLE_BLOCK_QUALIFY, 3)->imm = SAMPLE_ORDERED_HIGH;
    *VEC_PUSH(arena, &image->code) = (Instr){.op = OP_CONST_TRUTH, .dst = 0};
    *VEC_PUSH(arena, &image->code) = (Instr){.op = OP_STORE_TRUTH, .a = 0, .imm = SAMPLE_MUTUAL};
    *VEC_PUSH(arena, &image->registers) = (Register){STORE_TRUTH};
    *VEC_PUSH(arena, &image->blocks) = (Block){SAMPLE_ACCOUNT,
                                               false,
                                               {(uint32_t)image->code.count - 2, 2},
                                               {(uint32_t)image->registers.count - 1, 1}};
    *VEC_PUSH(arena, &image->steps) = (Step){STEP_MAP, (uint32_t)image->blocks.count - 1};
    image->columns.at[0].type = group->type;
    image->columns.at[0].high = SCHEMA_NONE;
    passes(image);
  }
}
END_TEST

START_TEST(a_clause_may_name_its_own_column) {
  Image *image = sample_image(arena);
  image->clauses.at[0].column = SAMPLE_DECLARED_TIER;
  passes(image);
}
END_TEST

/* ---- damage at random ---- */

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* Whatever a file holds, it is refused or it is an image that can be walked over. */
START_TEST(damaged_files_do_no_harm) {
  enum { ROUNDS = 20000 };
  Arena *whole = arena_new(NULL);
  Buffer file = buffer_in(whole);
  image_write(sample_image(whole), &file);
  uint64_t random = 88172645463325252;
  size_t read = 0, verified = 0;
  for (int round = 0; round < ROUNDS; round++) {
    Arena *scratch = arena_new(NULL);
    Buffer damaged = buffer_in(scratch);
    buffer_text(&damaged, buffer_view(&file));
    for (uint64_t flips = 1 + next_random(&random) % 3; flips; flips--) {
      const size_t at = 24 + next_random(&random) % (damaged.len - 24);
      damaged.data[at] = (char)(damaged.data[at] ^ 1 << next_random(&random) % 8);
    }
    sample_seal(&damaged);
    Text why = TEXT("");
    const Image *image = image_read(scratch, buffer_view(&damaged), &why);
    read += image != NULL;
    if (image && image_verify(image, scratch, &why)) {
      Buffer listing = buffer_in(scratch);
      image_disassemble(&listing, image);
      verified++;
    } else {
      ck_assert_uint_gt(why.len, 0);
    }
    arena_free(scratch);
  }
  arena_free(whole);
  /* Texts and places may change unharmed; most else may not. */
  ck_assert_uint_gt(read, ROUNDS / 4);
  ck_assert_uint_gt(verified, ROUNDS / 20);
  ck_assert_uint_lt(verified, ROUNDS * 3 / 4);
}
END_TEST

UNIT_MAIN(setup, teardown, the_sample_passes, a_program_without_data_passes,
          every_mutant_is_refused_for_its_reason, a_reference_with_a_default_of_nothing_is_one,
          a_gathered_reference_is_one, every_aggregate_passes, a_clause_may_name_its_own_column,
          damaged_files_do_no_harm)
