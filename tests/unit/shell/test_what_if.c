/* test_what_if.c - two runs of one program compared, in every form. */
#include <string.h>

#include "base/file.h"
#include "report/change.h"
#include "shell/shell.h"
#include "support/unit.h"
#include "value/date.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const char *const rules = "examples/acme/acme.strata", *const folder = "examples/acme";

/* What is set, and what came of it. */
typedef struct Case {
  Compilation *c;
  Question question;
  Run *before, *after;
} Case;

static Run *run_with(const Compilation *c, const ParamValue *set, size_t count) {
  RunOptions options = {
      .data_folder = folder, .rule_folder = folder, .whole = true, .set = set, .set_count = count};
  ck_assert(date_parse_iso(TEXT("2026-06-30"), &options.today));
  Run *run = engine_run(arena, c->image, &options, NULL, c->diags);
  ck_assert_ptr_nonnull(run);
  return run;
}

static uint32_t param_named(const Image *image, const char *name) {
  for (uint32_t i = 0; i < image->params.count; i++)
    if (text_equal(image->params.at[i].name, text_of(name))) return i;
  ck_abort_msg("no param %s", name);
}

static Case floor_at(int64_t millions) {
  Case t = {.c = compile_new(arena)};
  Text content;
  const char *why;
  ck_assert(file_read(arena, rules, &content, &why));
  ck_assert(compile_text(t.c, text_of(rules), content, NULL, 0, COMPILE_IMAGE));
  const uint32_t param = param_named(t.c->image, "strategic_floor");
  ParamValue set = {param, {.type = t.c->image->params.at[param].type, .known = true}};
  set.value.i = millions * 1000000 * 10000;
  t.question = (Question){.kind = QUESTION_WHAT_IF, .text = TEXT("what if …")};
  *VEC_PUSH(arena, &t.question.changes) =
      (QuestionChange){.is_param = true, .index = param, .value = set.value};
  t.before = run_with(t.c, NULL, 0);
  t.after = run_with(t.c, &set, 1);
  return t;
}

static uint32_t column_named(const Image *image, const char *name) {
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (text_equal(image->columns.at[i].name, text_of(name))) return i;
  ck_abort_msg("no column %s", name);
}

static const ColumnMoves *moves_of(const WhatIf *what, const char *column) {
  for (size_t i = 0; i < what->others.count; i++)
    if (what->others.at[i].column == column_named(what->image, column)) return &what->others.at[i];
  return NULL;
}

static const char *printed(const Case *t, const WhatIf *what, AnswerForm form) {
  Buffer out = buffer_in(arena);
  what_if_print(arena, what, &t->question, &(AnswerView){.form = form}, &out);
  buffer_char(&out, '\0');
  return buffer_view(&out).at;
}

START_TEST(rows_move_from_member_to_member) {
  ck_assert(ARENA_TRY(arena));
  Case t = floor_at(20);
  WhatIf what;
  ck_assert(what_if(arena, t.before, t.after, &t.question, 0, SIZE_MAX, NULL, &what));
  const ColumnMoves *tier = moves_of(&what, "tier");
  ck_assert_ptr_nonnull(tier);
  const size_t rows = run_table(t.before, what.entity ? what.entity : 1)->rows;
  uint64_t moved = 0, before = 0, after = 0;
  for (uint32_t from = 0; from <= tier->members; from++) {
    before += tier->before[from];
    after += tier->after[from];
    for (uint32_t to = 0; to <= tier->members; to++)
      if (from != to) moved += tier->move[from * (tier->members + 1) + to].rows;
  }
  ck_assert_uint_gt(moved, 0);
  ck_assert_uint_eq(moved, tier->changed);
  ck_assert_uint_eq(moved, tier->first.count);
  ck_assert_uint_eq(before, after);
  ck_assert_uint_gt(rows, 0);
  for (size_t i = 0; i < tier->first.count; i++)
    ck_assert_int_ne(run_value(t.before, tier->column, tier->first.at[i]).low.i,
                     run_value(t.after, tier->column, tier->first.at[i]).low.i);
}
END_TEST

START_TEST(every_form_says_it) {
  ck_assert(ARENA_TRY(arena));
  Case t = floor_at(20);
  WhatIf what;
  ck_assert(what_if(arena, t.before, t.after, &t.question, 0, SIZE_MAX, NULL, &what));
  const char *text = printed(&t, &what, ANSWER_TABLE);
  ck_assert_ptr_nonnull(strstr(text, "strategic_floor  5,000,000 USD  →  20,000,000 USD"));
  ck_assert_ptr_nonnull(strstr(text, "strategic → key"));
  ck_assert_ptr_nonnull(strstr(printed(&t, &what, ANSWER_MARKDOWN), "| strategic → key |"));
  ck_assert_ptr_nonnull(strstr(printed(&t, &what, ANSWER_CSV), ",tier,strategic,,,key,,\n"));
  ck_assert_ptr_nonnull(strstr(printed(&t, &what, ANSWER_JSONL), "\"before\":\"strategic\""));
  ck_assert_ptr_nonnull(strstr(printed(&t, &what, ANSWER_JSON), "\"from\":\"strategic\""));
}
END_TEST

START_TEST(a_narrow_terminal_is_wide_enough) {
  ck_assert(ARENA_TRY(arena));
  Case t = floor_at(20);
  WhatIf what;
  ck_assert(what_if(arena, t.before, t.after, &t.question, 0, 5, NULL, &what));
  Buffer out = buffer_in(arena);
  what_if_print(arena, &what, &t.question, &(AnswerView){.width = 50}, &out);
  Text rest = buffer_view(&out);
  while (rest.len) {
    size_t end = 0;
    while (end < rest.len && rest.at[end] != '\n') end++;
    const Text line = text_slice(rest, 0, end);
    ck_assert_msg(text_width(line) <= 50, "%.*s", TEXT_ARG(line));
    rest = text_slice(rest, end + 1, rest.len);
  }
  ck_assert_ptr_nonnull(strstr(out.data, "\n… and 1 more\n"));
}
END_TEST

START_TEST(a_value_that_is_there_already_changes_nothing) {
  ck_assert(ARENA_TRY(arena));
  Case t = floor_at(5);
  WhatIf what;
  ck_assert(what_if(arena, t.before, t.after, &t.question, 0, SIZE_MAX, NULL, &what));
  ck_assert_uint_eq(what.others.count + what.program.count + what.own.count, 0);
  const char *text = printed(&t, &what, ANSWER_TABLE);
  ck_assert_ptr_nonnull(strstr(text, "the same: it has this value already"));
  ck_assert_ptr_nonnull(strstr(text, "no declared column changes"));
}
END_TEST

UNIT_MAIN(setup, teardown, rows_move_from_member_to_member, every_form_says_it,
          a_narrow_terminal_is_wide_enough, a_value_that_is_there_already_changes_nothing)
