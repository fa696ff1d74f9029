/* test_stream.c - rows in windows give the same result, and memory does not grow with them. */
#include <stdio.h>

#include "base/file.h"
#include "engine_case.h"
#include "support/data_schema.h"
#include "support/sample_image.h"
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
  *VEC_PUSH(arena, &image->waivers) = (Waiver){.key = TEXT("T00000"), .until = 30000};
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
    buffer_printf(&csv, "T%05zu,\"thing, %zu\",", i, i);
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
  ck_assert(text_contains(whole.findings, TEXT("F0101 0 small [T00004] thing, 4 of O1\n")));
  ck_assert(text_contains(whole.findings, TEXT("F0102 1 small [T00094] `small` cannot be decided "
                                               "while `a` is missing {a}\n")));
  ck_assert(text_contains(whole.findings, TEXT("F0204 2 thing.o [T00096] line 98")));
  ck_assert(text_contains(whole.findings, TEXT("F0302 2 small [T]")));
  ck_assert(!text_contains(whole.findings, TEXT("F0302 2 small [T00000]")));
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

/* Keys that ascend need no memory, and neither do rows that have passed. */
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
  ck_assert_uint_lt(many, few + 64 * 1024);
}
END_TEST

/* Rows that refer to what is read behind them are handed out when that is known. */
/* How many rows there will be is told from the first of them: what is kept is hardly larger. */
START_TEST(room_for_rows_that_are_expected) {
  enum { MANY = 120000 };
  case_file("owners.csv", "id,rank\nO1,1\n");
  write_things(MANY);
  const CaseRun out = case_run(image_of(), (RunOptions){.whole = true, .threads = 2});
  const Table *table = run_table(out.run, thing);
  ck_assert_uint_eq(table->rows, MANY);
  ck_assert_uint_lt(table->capacity, MANY + MANY / 10);
  ck_assert_int_eq(table->slot[case_slot(run_image(out.run), thing, "a")].i64[MANY - 1],
                   (MANY - 1) % 5);
}
END_TEST

START_TEST(waits_for_what_is_read_later) {
  write_things(10);
  Image *later = image_of(); /* owners are read behind the things that refer to them */
  later->steps.at[0].operand = thing;
  later->steps.at[1].operand = owner;
  const CaseRun out = case_run(later, (RunOptions){.threads = 2, .block_bytes = 16});
  ck_assert(text_contains(out.findings, TEXT("thing, 4 of O1\n")));
}
END_TEST

/* ---- However the run is divided ---- */

/* All columns of the sample's rows, and what they lack. */
static void format_columns(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                           Buffer *out) {
  (void)context;
  const Image *image = run_image(run);
  for (size_t i = row; i < row + count; i++) {
    buffer_printf(out, "%.*s", TEXT_ARG(run_key(run, entity, i)));
    for (uint32_t c = 0; c < image->columns.count; c++) {
      Text *names;
      if (image->declarations.at[image->columns.at[c].declaration].entity != entity) continue;
      buffer_char(out, ' ');
      column_value_print(out, run_value(run, c, i), image->enums.at);
      const size_t lacking = run_deciding(run, c, i, out->arena, &names);
      for (size_t n = 0; n < lacking; n++) buffer_printf(out, " {%.*s}", TEXT_ARG(names[n]));
    }
    buffer_char(out, '\n');
  }
}

typedef struct Output {
  Buffer rows, findings;
} Output;

static void write_columns(void *context, uint32_t entity, Text formatted) {
  (void)entity;
  buffer_text(&((Output *)context)->rows, formatted);
}

static void write_finding(void *context, const Run *run, const FindingReport *finding) {
  Buffer *out = &((Output *)context)->findings;
  (void)run;
  buffer_printf(out, "%d [%.*s] %.*s\n", (int)finding->kind, TEXT_ARG(finding->key),
                TEXT_ARG(finding->text));
}

static Output run_sample(RunOptions options) {
  Output out = {buffer_in(arena), buffer_in(arena)};
  const RunSink sink = {&out, format_columns, write_columns, write_finding};
  options.today = 20634;
  options.rule_folder = file_folder(arena, case_path("x")).at;
  Arena *own = arena_new(NULL);
  ck_assert_ptr_nonnull(engine_run(own, sample_image(arena), &options, &sink, diag_sink_new(own)));
  arena_free(own);
  return out;
}

static void write_sample(size_t count) {
  Buffer accounts = buffer_in(arena), orders = buffer_in(arena);
  buffer_str(&accounts, "id,name,region,owner,Annual Revenue,mutual\n");
  buffer_str(&orders, "account,amount,placed\n");
  for (size_t i = 0; i < count; i++) {
    buffer_printf(&accounts, "A%zu,\"%zu \"\"x\"\"\n, y\",%s,M%zu,", i, i,
                  i % 3   ? "emea"
                  : i % 2 ? "amer"
                          : "",
                  i % 4);
    if (i % 5) buffer_printf(&accounts, "%zu", i * 7 % 10);
    buffer_printf(&accounts, ",%s\n", i % 6 ? "yes" : "");
  }
  for (size_t i = 0; i < count * 4; i++)
    buffer_printf(&orders, "A%zu,%s,%s\n", i * 13 % (count + 2), i % 7 ? "12.5" : "",
                  i % 9   ? "2026-01-01"
                  : i % 2 ? ""
                          : "2027-01-01");
  case_file("managers.csv", "id,name\nM1,Ann\nM2,Bob\n");
  case_file("accounts.csv", accounts.data);
  case_file("orders.csv", orders.data);
}

START_TEST(nothing_depends_on_the_division) {
  const size_t threads[] = {1, 2, 3, 7}, bytes[] = {1, 60, 1000, 0};
  const uint32_t batches[] = {1, 3, 0};
  write_sample(60);
  const Output whole = run_sample((RunOptions){.whole = true});
  ck_assert(text_contains(buffer_view(&whole.rows), TEXT("{placed of ")));
  for (size_t t = 0; t < 4; t++)
    for (size_t b = 0; b < 4; b++)
      for (size_t r = 0; r < 3; r++) {
        const Output out = run_sample(
            (RunOptions){.threads = threads[t], .block_bytes = bytes[b], .batch_rows = batches[r]});
        case_expect(buffer_view(&out.rows), whole.rows.data);
        case_expect(buffer_view(&out.findings), whole.findings.data);
      }
}
END_TEST

UNIT_MAIN(case_setup, case_teardown, streams_with_the_same_result, memory_stays,
          room_for_rows_that_are_expected, waits_for_what_is_read_later,
          nothing_depends_on_the_division)
