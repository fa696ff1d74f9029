/* test_histories.c - what the verifier says of a compiled history once something in it is changed.
 */
#include <string.h>

#include "emit/compile.h"
#include "support/unit.h"

static const char source[] =
    "entity account { id: key text  stage: one of (plan, deliver)  signed: bool  name: text }\n"
    "entity change { account: ref account  stage: one of (plan, deliver)  entered: date }\n"
    "process care \"Care\" {\n"
    "  current stage  history change.stage at entered\n"
    "  stage plan start \"Plan\" { owner \"a\"  leave when signed  within 30 days  next deliver }\n"
    "  stage deliver final \"Deliver\" { owner \"b\"  enter when signed }\n"
    "}\n"
    "measure n for program = count(account where care.path = conforms)\n";

static Arena *arena;
static Image *image;
static History *history;

static void begin(void) {
  arena = arena_new(NULL);
  if (!arena || !ARENA_TRY(arena)) ck_abort_msg("out of memory");
  Compilation *c = compile_new(arena);
  ck_assert(compile_text(c, TEXT("care.strata"), text_of(source), NULL, 0, COMPILE_IMAGE));
  image = c->image;
  ck_assert_uint_eq(image->histories.count, 1);
  history = &image->histories.at[0];
}

static void end(void) { arena_free(arena); }

static void refused(const char *reason) {
  Text why = TEXT("");
  ck_assert_msg(!image_verify(image, arena, &why), "taken: %s", reason);
  ck_assert_msg(strstr(arena_printf(arena, "%.*s", TEXT_ARG(why)), reason), "%.*s", TEXT_ARG(why));
}

static uint32_t step_of(StepKind kind) {
  for (uint32_t i = 0; i < image->steps.count; i++)
    if (image->steps.at[i].kind == kind) return i;
  ck_abort_msg("no such step");
  return 0;
}

START_TEST(as_it_is) {
  Text why;
  ck_assert(image_verify(image, arena, &why));
}
END_TEST

START_TEST(a_way_to_nowhere) {
  image->history_ways.at[0].to = 2;
  refused("history_ways[0].to: is no stage");
}
END_TEST

START_TEST(no_stages) {
  history->stages.count = 0;
  refused("has no stages");
}
END_TEST

START_TEST(fewer_stages_than_the_record_knows) {
  history->stages.count = 1;
  image->history_ways.at[0].to = 0;
  refused("might hold numbers that mean nothing");
}
END_TEST

START_TEST(a_day_that_is_a_stage) {
  history->at = history->stage;
  history->stage = image->entities.at[2].fields[2].slot;
  refused("histories[0].stage: might hold numbers");
}
END_TEST

START_TEST(no_reference) {
  history->via = SCHEMA_NONE;
  refused("histories[0].via: is needed");
}
END_TEST

START_TEST(a_reference_that_is_none) {
  history->via = image->entities.at[2].fields[2].slot;
  refused("histories[0].via: might hold numbers");
}
END_TEST

START_TEST(rows_of_the_program) {
  history->child = IMAGE_PROGRAM;
  refused("is of the program");
}
END_TEST

START_TEST(another_entity_than_the_process) {
  history->parent = 2;
  refused("histories[0]: is of another entity");
}
END_TEST

START_TEST(a_result_twice) {
  history->since = history->path;
  refused("fills slot");
}
END_TEST

START_TEST(a_result_that_is_a_field) {
  history->path = image->entities.at[1].fields[1].slot;
  refused("which is of another role");
}
END_TEST

START_TEST(run_twice) {
  image->steps.at[step_of(STEP_EMIT)] = image->steps.at[step_of(STEP_HISTORY)];
  refused("runs history 0 again");
}
END_TEST

START_TEST(never_run) {
  image->steps.at[step_of(STEP_HISTORY)] = image->steps.at[step_of(STEP_READ)];
  refused("reads");
}
END_TEST

START_TEST(before_its_stages_are_there) {
  const uint32_t map = step_of(STEP_MAP), run = step_of(STEP_HISTORY);
  ck_assert_uint_lt(map, run);
  const Step kept = image->steps.at[run];
  for (uint32_t i = run; i > map; i--) image->steps.at[i] = image->steps.at[i - 1];
  image->steps.at[map] = kept;
  refused("before a step has filled it");
}
END_TEST

START_TEST(a_file_and_back) {
  Buffer out = buffer_in(arena);
  Text why = TEXT("");
  image_write(image, &out);
  Image *again = image_read(arena, buffer_view(&out), &why);
  ck_assert_msg(again != NULL, "%.*s", TEXT_ARG(why));
  ck_assert(image_verify(again, arena, &why));
  Buffer a = buffer_in(arena), b = buffer_in(arena);
  image_disassemble(&a, image);
  image_disassemble(&b, again);
  ck_assert(text_equal(buffer_view(&a), buffer_view(&b)));
}
END_TEST

UNIT_MAIN(begin, end, as_it_is, a_way_to_nowhere, no_stages, fewer_stages_than_the_record_knows,
          a_day_that_is_a_stage, no_reference, a_reference_that_is_none, rows_of_the_program,
          another_entity_than_the_process, a_result_twice, a_result_that_is_a_field, run_twice,
          never_run, before_its_stages_are_there, a_file_and_back)
