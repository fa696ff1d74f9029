/* test_deciding.c - which missing values a value waits for. */
#include <stdarg.h>

#include "engine_case.h"
#include "support/data_schema.h"
#include "support/sample_image.h"
#include "support/unit.h"
#include "support/vm_image.h"

static uint32_t boss, owner, thing;
static Image *image;
static uint32_t block;

static const Type integer = {.kind = TYPE_INTEGER}, truth = {.kind = TYPE_BOOL};

/* thing T1 has a and c, its owner O1 no rank; T2 has nothing. */
static void begin(void) {
  case_setup();
  image = case_image();
  boss = data_entity(image, "boss", "id: key text; rank: integer");
  owner = data_entity(image, "owner", "id: key text; rank: integer; chief: ref=boss");
  thing = data_entity(image, "thing",
                      "id: key text; a: integer; b: integer; c: bool; d: bool; o: ref=owner");
  case_step(image, STEP_READ, boss);
  case_step(image, STEP_READ, owner);
  case_step(image, STEP_READ, thing);
  case_file("bosses.csv", "");
  case_file("boss.csv", "id,rank\nB1,\n");
  case_file("owners.csv", "id,rank,chief\nO1,,B1\nO2,5,\n");
  case_file("things.csv", "id,a,b,c,d,o\nT1,7,,yes,,O1\nT2,,,,,\nT3,0,1,no,no,O2\n");
  block = vm_image_block(image, thing, false);
  case_step(image, STEP_MAP, block);
}

static uint16_t load(const char *field) {
  const uint32_t slot = case_slot(image, thing, field);
  const Store store = (Store)image->slots.at[slot].store;
  return vm_image_code(image, vm_op(OP_LOAD_I64, store), (Instr){.imm = slot});
}
static uint16_t constant(int64_t value) {
  const uint32_t at = vm_image_const_i64(image, value);
  return vm_image_code(image, OP_CONST_I64, (Instr){.imm = at});
}
static uint16_t code(Opcode op, uint16_t a, uint16_t b, uint16_t c, uint16_t d) {
  return vm_image_code(image, op, (Instr){.a = a, .b = b, .c = c, .d = d});
}
static uint16_t gather(uint16_t reference, uint32_t entity, const char *field) {
  const uint32_t slot = case_slot(image, entity, field);
  const Store store = (Store)image->slots.at[slot].store;
  return vm_image_code(image, vm_op(OP_GATHER_I64, store), (Instr){.a = reference, .imm = slot});
}

/* The register in a slot of its own. */
static uint32_t store(uint16_t reg, Store form) {
  const uint32_t slot = vm_image_slot(image, thing, form);
  image->slots.at[slot].role = SLOT_MAPPED;
  vm_image_code(image, vm_op(OP_STORE_I64, form), (Instr){.a = reg, .imm = slot});
  return slot;
}
static uint32_t column(uint16_t reg, Type type) {
  return case_column(image, "x", thing, type, store(reg, type_store(type)), SCHEMA_NONE);
}
static uint32_t range_column(uint16_t low, uint16_t high) {
  const uint32_t low_slot = store(low, STORE_I64), high_slot = store(high, STORE_I64);
  return case_column(image, "x", thing, integer, low_slot, high_slot);
}

/* What the three things wait for. */
static void expect(uint32_t index, const char *t1, const char *t2, const char *t3) {
  const CaseRun out = case_run(image, (RunOptions){.whole = true});
  case_expect(out.diagnostics, "");
  case_expect(case_deciding(out.run, index, 0), t1);
  case_expect(case_deciding(out.run, index, 1), t2);
  case_expect(case_deciding(out.run, index, 2), t3);
}

START_TEST(names_fields_in_order) {
  const uint16_t sum = code(OP_ADD_I64, load("b"), load("a"), 0, 0);
  expect(column(sum, integer), "b", "b; a", "");
}
END_TEST

/* `c or d`: what is known does not decide; true decides alone. */
START_TEST(logic_names_what_is_unknown) {
  const uint32_t either = column(code(OP_OR, load("c"), load("d"), 0, 0), truth);
  const uint32_t both = column(code(OP_AND, load("c"), load("d"), 0, 0), truth);
  expect(either, "", "c; d", "");
  expect(both, "d", "c; d", "");
}
END_TEST

START_TEST(select_follows_its_branch) {
  const uint16_t a = load("a"), b = load("b");
  expect(column(code(OP_SELECT_I64, load("c"), b, a, 0), integer), "b", "c", "");
}
END_TEST

START_TEST(defaults_settle) {
  const uint16_t a = load("a"), b = load("b"), one = constant(1);
  const uint32_t none = column(code(OP_OTHERWISE_I64, b, one, 0, 0), integer);
  const uint32_t first = column(code(OP_OTHERWISE_I64, b, a, 0, 0), integer);
  expect(none, "", "", "");
  expect(first, "", "b; a", "");
}
END_TEST

/* A component of a score, and a comparison with it that its range does not decide. */
START_TEST(ranges_name_what_opens_them) {
  const uint16_t zero = constant(0), ten = constant(10), five = constant(5), b = load("b");
  const uint16_t low = code(OP_BOUND_I64, b, zero, 0, 0), high = code(OP_BOUND_I64, b, ten, 0, 0);
  const uint16_t d_low = code(OP_CHOOSE_I64, load("d"), ten, zero, zero);
  const uint16_t d_high = code(OP_CHOOSE_I64, load("d"), ten, zero, ten);
  const uint16_t sum_low = code(OP_ADD_I64, low, d_low, 0, 0);
  const uint16_t sum_high = code(OP_ADD_I64, high, d_high, 0, 0);
  const uint32_t sum = range_column(sum_low, sum_high);
  const uint16_t above = code(OP_BOUNDS, code(OP_LT_I64, five, sum_low, 0, 0),
                              code(OP_LT_I64, five, sum_high, 0, 0), 0, 0);
  const uint32_t comparison = column(above, truth);
  const uint32_t point = column(code(OP_POINT_I64, sum_low, sum_high, 0, 0), integer);
  expect(sum, "b; d", "b; d", "");
  expect(comparison, "b; d", "b; d", "");
  expect(point, "b; d", "b; d", "");
}
END_TEST

/* What was settled by a default does not open a range again. */
START_TEST(ranges_pass_by_defaults) {
  const uint16_t zero = constant(0), ten = constant(10);
  const uint16_t a = code(OP_OTHERWISE_I64, load("b"), zero, 0, 0);
  const uint16_t low = code(OP_CHOOSE_I64, load("d"), ten, zero, zero);
  const uint16_t high = code(OP_CHOOSE_I64, load("d"), ten, zero, ten);
  const uint32_t sum =
      range_column(code(OP_ADD_I64, a, low, 0, 0), code(OP_ADD_I64, a, high, 0, 0));
  expect(sum, "d", "d", "");
}
END_TEST

START_TEST(references_lead_on) {
  const uint16_t o = load("o");
  const uint32_t rank = column(gather(o, owner, "rank"), integer);
  const uint32_t chief = column(gather(gather(o, owner, "chief"), boss, "rank"), integer);
  expect(rank, "o.rank", "o", "");
  expect(chief, "o.chief.rank", "o", "o.chief");
}
END_TEST

/* A column of another block, and of another entity. */
START_TEST(slots_lead_on) {
  const uint32_t sum = store(code(OP_ADD_I64, load("b"), constant(1), 0, 0), STORE_I64);
  const uint32_t other = vm_image_block(image, thing, false);
  case_step(image, STEP_MAP, other);
  const uint16_t again = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = sum});
  expect(column(code(OP_NEG_I64, again, 0, 0, 0), integer), "b", "b", "");
}
END_TEST

START_TEST(arithmetic_is_named) {
  const uint16_t a = load("a"), one = constant(1), most = constant(INT64_MAX);
  const uint16_t quotient = vm_image_code(
      image, OP_DIV_I64, (Instr){.a = one, .b = a, .imm = vm_image_const_i64(image, 1)});
  const uint32_t divided = column(quotient, integer);
  const uint32_t sum = column(code(OP_ADD_I64, most, a, 0, 0), integer);
  expect(divided, "", "a", "a division by zero");
  expect(sum, "a result out of range", "a", "");
}
END_TEST

/* select(0 < low or high < 0, quotient, missing): the divisor spans zero. */
START_TEST(divisors_that_may_be_zero) {
  const uint16_t zero = constant(0), ten = constant(10);
  const uint16_t low = code(OP_CHOOSE_I64, load("d"), ten, zero, zero);
  const uint16_t high = code(OP_CHOOSE_I64, load("d"), ten, zero, ten);
  const uint16_t guard =
      code(OP_OR, code(OP_LT_I64, zero, low, 0, 0), code(OP_LT_I64, high, zero, 0, 0), 0, 0);
  const uint16_t missing = code(OP_MISSING_I64, 0, 0, 0, 0);
  expect(column(code(OP_SELECT_I64, guard, ten, missing, 0), integer), "d", "d",
         "a division by zero");
}
END_TEST

/* ---- Aggregates ----------------------------------------------------------------------------- */

START_TEST(groups_name_undecided_rows) {
  case_sample_files();
  const Run *run = case_run(sample_image(arena), (RunOptions){.whole = true}).run;
  case_expect(case_deciding((Run *)run, 0, 0), "placed of 1 order row");
  case_expect(case_deciding((Run *)run, 0, 1), "");
  case_expect(case_deciding((Run *)run, 3, 2), "revenue; mutual");
  case_expect(case_deciding((Run *)run, 4, 0), "revenue of 1 account row; mutual of 1 account row");
}
END_TEST

/* The average of no rows, of rows without a value, and of rows in doubt. */
START_TEST(groups_name_what_they_lack) {
  case_sample_files();
  Image *sample = sample_image(arena);
  sample->groups.at[0].function = AGGREGATE_AVG;
  case_file("orders.csv", "account,amount,placed\nA1,,2026-01-01\nA1,,2026-01-02\n"
                          "A2,5,\nA2,6,2026-01-01\n");
  Run *run = case_run(sample, (RunOptions){.whole = true}).run;
  case_expect(case_deciding(run, 0, 0), "amount of 2 order rows");
  case_expect(case_deciding(run, 0, 1), "placed of 1 order row");
  case_expect(case_deciding(run, 0, 3), "no order row that counts");
}
END_TEST

/* Not every row of a large aggregate is looked into. */
START_TEST(groups_stop_looking) {
  case_sample_files();
  Buffer orders = buffer_in(arena);
  buffer_str(&orders, "account,amount,placed\n");
  for (int i = 0; i < 200; i++) buffer_str(&orders, "A1,5,\n");
  case_file("orders.csv", orders.data);
  case_expect(case_deciding(case_run(sample_image(arena), (RunOptions){.whole = true}).run, 0, 0),
              "placed of at least 100 order rows");
}
END_TEST

UNIT_MAIN(begin, case_teardown, names_fields_in_order, logic_names_what_is_unknown,
          select_follows_its_branch, defaults_settle, ranges_name_what_opens_them,
          ranges_pass_by_defaults, references_lead_on, slots_lead_on, arithmetic_is_named,
          divisors_that_may_be_zero, groups_name_undecided_rows, groups_name_what_they_lack,
          groups_stop_looking)
