/* test_stream.c - what can be streamed is, with the same result, and in memory that does not grow.
 */
#include <stdio.h>

#include "base/file.h"
#include "engine_case.h"
#include "support/data_schema.h"
#include "support/unit.h"
#include "support/vm_image.h"

static uint32_t owner, thing, status;

/* rule small: a < 3, over things that refer to owners. */
static Image *image_of(void) {
  Image *image = case_image();
  owner = data_entity(image, "owner", "id: key text; rank: integer");
  thing = data_entity(image, "thing", "id: key text; name: text; a: integer; o: ref=owner");
  status = vm_image_slot(image, thing, STORE_TRUTH);
  image->slots.at[status].role = SLOT_MAPPED;
  const uint32_t block = vm_image_block(image, thing, false);
  const uint32_t three = vm_image_const_i64(image, 3);
  const uint16_t a =
      vm_image_code(image, OP_LOAD_I64, (Instr){.imm = case_slot(image, thing, "a")});
  const uint16_t b = vm_image_code(image, OP_CONST_I64, (Instr){.imm = three});
  const uint16_t less = vm_image_code(image, OP_LT_I64, (Instr){.a = a, .b = b});
  vm_image_code(image, OP_STORE_TRUTH, (Instr){.a = less, .imm = status});
  const uint32_t message = vm_image_block(image, thing, true);
  vm_image_code(image, OP_LOAD_TEXT, (Instr){.imm = case_slot(image, thing, "name")});
  vm_image_code(image, OP_LOAD_I32, (Instr){.imm = case_slot(image, thing, "o")});
  case_column(image, "small", thing, (Type){.kind = TYPE_BOOL}, status, SCHEMA_NONE);
  *VEC_PUSH(arena, &image->pieces) =
      (Piece){.is_value = true, .type = {.kind = TYPE_TEXT}, .low = 0, .high = 0};
  *VEC_PUSH(arena, &image->pieces) = (Piece){.literal = TEXT(" of ")};
  *VEC_PUSH(arena, &image->pieces) =
      (Piece){.is_value = true, .type = {.kind = TYPE_REF, .of = owner}, .low = 1, .high = 1};
  *VEC_PUSH(arena, &image->findings) = (Finding){.kind = FINDING_RULE_FAILS,
                                                 .slot = status,
                                                 .value = TRUTH_FALSE,
                                                 .block = message,
                                                 .say = {0, 3}};
  *VEC_PUSH(arena, &image->findings) = (Finding){
      .kind = FINDING_RULE_UNKNOWN, .slot = status, .when_missing = true, .block = SCHEMA_NONE};
  *VEC_PUSH(arena, &image->waivers) = (Waiver){.key = TEXT("T0"), .until = 30000};
  *VEC_PUSH(arena, &image->waivers) = (Waiver){.key = TEXT("T"), .until = 30000};
  case_step(image, STEP_READ, owner);
  case_step(image, STEP_READ, thing);
  case_step(image, STEP_MAP, block);
  case_step(image, STEP_EMIT, thing);
  return image;
}

static void write_things(size_t count) {
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "id,name,a,o\n");
  for (size_t i = 0; i < count; i++) {
    buffer_printf(&csv, "T%zu,\"thing, %zu\",", i, i);
    if (i % 7 != 3) buffer_printf(&csv, "%zu", i % 5);
    buffer_printf(&csv, ",%s\n", i % 3 ? "O1" : i % 2 ? "O2" : "O3");
  }
  case_file("things.csv", csv.data);
  case_file("owners.csv", "id,rank\nO1,1\nO2,2\n");
}

START_TEST(streams_with_the_same_result) {
  const uint32_t sizes[] = {1, 2, 3, 5, 2048};
  write_things(100);
  const CaseRun whole = case_run(image_of(), (RunOptions){.whole = true});
  ck_assert(!run_is_streamed(whole.run, thing));
  ck_assert(text_contains(whole.findings, TEXT("F0101 0 small [T4] thing, 4 of O1\n")));
  ck_assert(text_contains(whole.findings, TEXT("F0102 1 small [T94] `small` cannot be decided "
                                               "while `a` is missing {a}\n")));
  ck_assert(text_contains(whole.findings, TEXT("F0204 2 thing.o [T96] line 98")));
  ck_assert(text_contains(whole.findings, TEXT("F0302 2 small [T]")));
  ck_assert(!text_contains(whole.findings, TEXT("F0302 2 small [T0]")));
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const CaseRun out = case_run(image_of(), (RunOptions){.batch_rows = sizes[i]});
    ck_assert(run_is_streamed(out.run, thing));
    ck_assert(text_equal(out.rows, whole.rows));
    case_expect(out.findings, arena_printf(arena, "%.*s", TEXT_ARG(whole.findings)));
    ck_assert_uint_eq(run_summary(out.run)->entity[thing].rows, 100);
    ck_assert_uint_eq(run_summary(out.run)->declaration[0].unknown, 14);
  }
}
END_TEST

/* Keys are kept, so that is what memory may grow by. */
static size_t memory_for(size_t rows) {
  write_things(rows);
  Arena *own = arena_new(NULL);
  const RunOptions options = {
      .batch_rows = 16, .report_limit = 0, .rule_folder = file_folder(arena, case_path("x")).at};
  ck_assert_ptr_nonnull(engine_run(own, image_of(), &options, NULL, diag_sink_new(own)));
  const size_t size = arena_size(own);
  arena_free(own);
  return size;
}

START_TEST(memory_stays) {
  const size_t few = memory_for(40000), many = memory_for(60000); /* several blocks */
  ck_assert_uint_lt(many, few + 20000 * 64);
}
END_TEST

/* Whoever else looks at the rows keeps them in memory. */
START_TEST(does_not_stream_what_others_read) {
  write_things(10);
  Image *gathered = image_of();
  vm_image_block(gathered, thing, false);
  gathered->blocks.count--;
  *VEC_PUSH(arena, &gathered->code) =
      (Instr){.op = OP_GATHER_TEXT, .imm = case_slot(gathered, thing, "name")};
  ck_assert(!run_is_streamed(case_run(gathered, (RunOptions){0}).run, thing));

  Image *later = image_of(); /* owners are read behind the things that refer to them */
  later->steps.at[0].operand = thing;
  later->steps.at[1].operand = owner;
  const CaseRun out = case_run(later, (RunOptions){0});
  ck_assert(!run_is_streamed(out.run, thing));
  ck_assert(text_contains(out.findings, TEXT("thing, 4 of O1\n")));
}
END_TEST

UNIT_MAIN(case_setup, case_teardown, streams_with_the_same_result, memory_stays,
          does_not_stream_what_others_read)
