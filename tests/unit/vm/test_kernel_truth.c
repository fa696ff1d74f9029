/* test_kernel_truth.c - three-valued logic, every case written out.
 *
 * The tables are those of the language's description, read as text: F, U and T.
 */
#include <string.h>

#include "support/unit.h"
#include "vm/kernel.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

enum { NINE = 9, CASES = 27 };

static Truth truth_from(char letter) {
  return (Truth)(letter == 'T' ? TRUTH_TRUE : letter == 'F' ? TRUTH_FALSE : TRUTH_UNKNOWN);
}

/* Operands a, b, c of all 27 cases: a changes slowest. */
static KernelCall cases(size_t count) {
  Vector *operand[3];
  for (size_t k = 0; k < 3; k++) {
    operand[k] = ARENA_NEW(arena, Vector);
    *operand[k] = vector_new(arena, STORE_TRUTH, CASES);
    for (size_t i = 0; i < count; i++) {
      const size_t digit = count == CASES ? (k == 0   ? i / 9
                                             : k == 1 ? i / 3
                                                      : i) %
                                                3
                                          : (k == 0 ? i / 3 : i) % 3;
      operand[k]->truth[i] = truth_from("FUT"[digit]);
    }
  }
  Vector *dst = ARENA_NEW(arena, Vector);
  *dst = vector_new(arena, STORE_TRUTH, CASES);
  return (KernelCall){
      .a = operand[0], .b = operand[1], .c = operand[2], .dst = dst, .count = count};
}

static void check(Opcode op, const char *want) {
  const KernelCall call = cases(strlen(want));
  kernel_table[op](&call);
  for (size_t i = 0; i < call.count; i++)
    ck_assert_msg(call.dst->truth[i] == truth_from(want[i]), "%s, case %zu", op_info[op].name, i);
}

START_TEST(nine_cases) { /* a: FFF UUU TTT, b: FUT FUT FUT */
  check(OP_AND, "FFF"
                "FUU"
                "FUT");
  check(OP_OR, "FUT"
               "UUT"
               "TTT");
  check(OP_BOUNDS, "FUU"
                   "UUU"
                   "UUT");
  check(OP_EQ_TRUTH, "TUF"
                     "UUU"
                     "FUT");
  check(OP_OTHERWISE_TRUTH, "FFF"
                            "FUT"
                            "TTT");
}
END_TEST

START_TEST(one_operand) { /* a: FFF UUU TTT */
  check(OP_NOT, "TTTUUUFFF");
  check(OP_SURELY, "FFFFFFTTT");
  check(OP_MAYBE, "FFFTTTTTT");
  check(OP_KNOWN_TRUTH, "TTTFFFTTT");
}
END_TEST

START_TEST(twenty_seven_cases) {
  check(OP_SELECT_TRUTH, "FUTFUTFUT" /* false: c */
                         "UUUUUUUUU" /* unknown */
                         "FFFUUUTTT" /* true: b */);
}
END_TEST

/* A comparison is unknown as soon as one operand is missing, whatever lies there. */
START_TEST(comparisons) {
  for (int valid = 0; valid < 4; valid++) {
    Vector a = vector_new(arena, STORE_I64, 1), b = vector_new(arena, STORE_I64, 1);
    Vector dst = vector_new(arena, STORE_TRUTH, 1);
    a.valid[0] = valid & 1;
    b.valid[0] = valid & 2 ? 1 : 0;
    const KernelCall call = {.a = &a, .b = &b, .dst = &dst, .count = 1};
    kernel_EQ_I64(&call);
    ck_assert_int_eq(dst.truth[0], valid == 3 ? TRUTH_TRUE : TRUTH_UNKNOWN);
    kernel_LT_I64(&call);
    ck_assert_int_eq(dst.truth[0], valid == 3 ? TRUTH_FALSE : TRUTH_UNKNOWN);
    kernel_KNOWN_I64(&call);
    ck_assert_int_eq(dst.truth[0], valid & 1 ? TRUTH_TRUE : TRUTH_FALSE);
  }
}
END_TEST

START_TEST(every_opcode_has_a_kernel) {
  for (int op = 0; op < OP_COUNT; op++)
    ck_assert_msg(kernel_table[op] != NULL, "%s", op_info[op].name);
}
END_TEST

UNIT_MAIN(setup, teardown, nine_cases, one_operand, twenty_seven_cases, comparisons,
          every_opcode_has_a_kernel)
