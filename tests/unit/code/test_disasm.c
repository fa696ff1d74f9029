/* test_disasm.c - the listing of the sample, and single instructions of every kind. */
#include "support/expected.h"
#include "support/sample_image.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

START_TEST(the_sample_is_listed) {
  Buffer listing = buffer_in(arena);
  image_disassemble(&listing, sample_image(arena));
  expect_file("tests/unit/code/sample_image.expected", buffer_view(&listing));
}
END_TEST

START_TEST(an_empty_image_is_listed) {
  Buffer listing = buffer_in(arena);
  image_disassemble(&listing, image_new(arena));
  ck_assert_str_eq(listing.data, "program \"\" version \"\"\n");
}
END_TEST

START_TEST(names_cannot_drive_a_terminal) {
  Image *image = sample_image(arena);
  image->slots.at[SAMPLE_NAME].name = TEXT("\x1b[2J");
  Buffer listing = buffer_in(arena);
  image_disassemble(&listing, image);
  ck_assert(!text_contains(buffer_view(&listing), TEXT("\x1b")));
}
END_TEST

START_TEST(instructions_say_what_they_take) {
  const Image *image = sample_image(arena);
  const Block *message = &image->blocks.at[SAMPLE_BLOCK_MESSAGE];
  const struct {
    Instr instr;
    const char *text;
  } cases[] = {
      {{.op = OP_LOAD_TEXT, .dst = 0, .imm = SAMPLE_NAME}, "r0:text = LOAD_TEXT s4 (name)"},
      {{.op = OP_STORE_I64, .a = 1, .imm = SAMPLE_REVENUE}, "STORE_I64 r1 s7 (revenue)"},
      {{.op = OP_SPREAD_I32, .dst = 6, .imm = SAMPLE_TODAY}, "r6:i32 = SPREAD_I32 s0 (today)"},
      {{.op = OP_GATHER_TEXT, .dst = 0, .a = 6, .imm = SAMPLE_MANAGER_NAME},
       "r0:text = GATHER_TEXT r6 s3 (name) of manager"},
      {{.op = OP_CONST_I64, .dst = 1, .imm = 1}, "r1:i64 = CONST_I64 10000"},
      {{.op = OP_CONST_F64, .dst = 2, .imm = 0}, "r2:f64 = CONST_F64 2.5"},
      {{.op = OP_CONST_TEXT, .dst = 0, .imm = 0}, "r0:text = CONST_TEXT \"no \\\"owner\\\"\""},
      {{.op = OP_CONST_I32, .dst = 6, .imm = (uint32_t)-3}, "r6:i32 = CONST_I32 -3"},
      {{.op = OP_CONST_TRUTH, .dst = 8, .imm = TRUTH_UNKNOWN}, "r8:truth = CONST_TRUTH unknown"},
      {{.op = OP_MISSING_F64, .dst = 2}, "r2:f64 = MISSING_F64"},
      {{.op = OP_CHOOSE_I64, .dst = 1, .a = 8, .b = 2, .c = 3, .d = 4},
       "r1:i64 = CHOOSE_I64 r8 r2 r3 r4"},
      {{.op = OP_MUL_I64, .dst = 1, .a = 1, .b = 1, .imm = 1}, "r1:i64 = MUL_I64 r1 r1 10000"},
      {{.op = OP_RECODE, .dst = 6, .a = 7, .imm = 0}, "r6:i32 = RECODE r7 account.region to zone"},
      {{.op = OP_DATE_UNIT_START, .dst = 6, .a = 7, .imm = (128 - 1) << 16 | 4 << 8 | 1},
       "r6:i32 = DATE_UNIT_START r7 week -1"},
      {{.op = OP_DATE_UNIT_START, .dst = 6, .a = 7, .imm = (128 + 2) << 16 | 4 << 8 | 6},
       "r6:i32 = DATE_UNIT_START r7 fiscal year +2 from month 4"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Buffer line = buffer_in(arena);
    instr_print(&line, image, message, &cases[i].instr);
    ck_assert_str_eq(line.data, cases[i].text);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, the_sample_is_listed, an_empty_image_is_listed,
          names_cannot_drive_a_terminal, instructions_say_what_they_take)
