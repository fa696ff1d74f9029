/* test_session.c - rules and data that are loaded once; what is wrong leaves nothing behind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell/session.h"
#include "support/unit.h"

/* A command line's worth of a shell. */
static Shell *shell_for(Arena *arena, const char *today) {
  Shell *shell = ARENA_NEW(arena, Shell);
  *shell = (Shell){.arena = arena, .compilation = compile_new(arena)};
  shell->diags = shell->compilation->diags;
  shell->arguments.value[OPTION_AS_OF] = today;
  return shell;
}

static const char *const acme = "examples/acme/acme.strata";

START_TEST(a_session_keeps_every_row_and_field) {
  Arena *arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  Session *session = session_open(shell_for(arena, "2026-06-30"), acme);
  ck_assert_ptr_nonnull(session);
  Run *run = session_run(session);
  ck_assert_ptr_eq(run, session_loaded(session));
  const Image *image = run_image(run);
  for (uint32_t e = 1; e < image->entities.count; e++) {
    ck_assert(!run_is_streamed(run, e));
    ck_assert_uint_gt(run_table(run, e)->rows, 0);
    for (uint32_t f = 0; f < image->entities.at[e].field_count; f++) {
      Scalar value;
      ck_assert(run_field(run, e, f, 0, &value));
    }
  }
  ck_assert_uint_eq(diag_errors(session_diags(session)), 0);
  session_close(session);
  arena_free(arena);
}
END_TEST

START_TEST(what_cannot_be_opened_says_why) {
  static const struct {
    const char *path, *today, *says;
  } cases[] = {
      {"examples/acme/none.strata", "2026-06-30", "cannot read"},
      {"examples/acme/accounts.csv", "2026-06-30", ""},
      {"examples/acme/acme.strata", "2026-06-31", "`--as-of` does not take"},
  };
  for (volatile size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Arena *arena = arena_new(NULL);
    ck_assert(ARENA_TRY(arena));
    Shell *shell = shell_for(arena, cases[i].today);
    ck_assert_ptr_null(session_open(shell, cases[i].path));
    ck_assert_uint_gt(diag_errors(shell->diags), 0);
    ck_assert_ptr_nonnull(strstr(diag_at(shell->diags, 0)->message.at, cases[i].says));
    arena_free(arena);
  }
}
END_TEST

/* With more and more room it opens in the end; before, it says so or comes back to the shell's own
 * escape. */
START_TEST(memory_that_runs_out_leaves_nothing) {
  volatile bool opened = false;
  for (volatile size_t limit = 1 << 12; !opened && limit < (size_t)1 << 32; limit *= 2) {
    Arena *arena = arena_new(&(ArenaOptions){.limit = limit});
    if (ARENA_TRY(arena)) {
      Shell *shell = shell_for(arena, "2026-06-30");
      Session *session = session_open(shell, acme);
      opened = session != NULL;
      if (!session) {
        ck_assert_uint_eq(diag_count(shell->diags), 1);
        ck_assert_int_eq(diag_at(shell->diags, 0)->code, E_OUT_OF_MEMORY);
      }
    }
    arena_free(arena);
  }
  ck_assert(opened);
}
END_TEST

static Arena *printed;
static void setup(void) { printed = arena_new(NULL); }
static void teardown(void) { arena_free(printed); }

/* What a session answers, as CSV; NULL where it does not. */
static const char *answer(Session *session, const char *question) {
  Buffer out = buffer_in(printed);
  const AnswerView view = {.form = ANSWER_CSV};
  const bool done = session_ask(session, TEXT("question"), text_of(question), &view, &out);
  buffer_char(&out, '\0');
  return done ? out.data : NULL;
}

static Session *opened(Arena *arena, const char *path) {
  Session *session = session_open(shell_for(arena, "2026-06-30"), path);
  ck_assert_ptr_nonnull(session);
  return session;
}

START_TEST(questions_follow_what_was_set) {
  Arena *arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  Session *session = opened(arena, acme);
  static const char *const count = "show count() where tier = strategic";
  ck_assert_str_eq(answer(session, count), "count()\n15\n");
  ck_assert(session_set(session, TEXT("strategic_places"), TEXT("4")));
  ck_assert_str_eq(answer(session, count), "count()\n4\n");
  ck_assert_uint_eq(run_options(session_run(session))->set_count, 1);
  ck_assert(!session_set(session, TEXT("strategic_places"), TEXT("0")));
  ck_assert(!session_set(session, TEXT("strategic_palces"), TEXT("3")));
  ck_assert(!session_set(session, TEXT("strategic_places"), TEXT("5%")));
  ck_assert_uint_gt(diag_errors(session_diags(session)), 0);
  ck_assert_str_eq(answer(session, count), "count()\n4\n");
  ck_assert(session_set(session, TEXT("strategic_places"), TEXT("15")));
  ck_assert_str_eq(answer(session, count), "count()\n15\n");
  ck_assert_str_eq(answer(session, "show count() where today = 2026-06-30"), "count()\n400\n");
  ck_assert(session_as_of(session, 20000));
  ck_assert_str_eq(answer(session, "show count() where today = 2024-10-04"), "count()\n400\n");
  ck_assert_int_eq(run_options(session_run(session))->today, 20000);
  arena_free(arena);
}
END_TEST

START_TEST(declarations_stay_and_are_replaced_by_name) {
  Arena *arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  Session *session = opened(arena, acme);
  const Text *texts;
  ck_assert_ptr_null(answer(session, "show count() where large"));
  ck_assert_str_eq(answer(session, "measure large = revenue > 8M"), "");
  ck_assert_str_eq(answer(session, "show count() where large"), "count()\n14\n");
  ck_assert_ptr_null(answer(session, "measure large = revenue > 8%"));
  ck_assert_str_eq(answer(session, "show count() where large"), "count()\n14\n");
  ck_assert(session_set(session, TEXT("strategic_places"), TEXT("4")));
  ck_assert_str_eq(answer(session, "measure  large = tier = strategic"), "");
  ck_assert_str_eq(answer(session, "show count() where large"), "count()\n4\n");
  ck_assert_uint_eq(session_declarations(session, &texts), 1);
  ck_assert(text_equal(texts[0], TEXT("measure  large = tier = strategic")));
  ck_assert_ptr_null(answer(session, "measure tier = 5"));
  ck_assert_uint_eq(session_declarations(session, &texts), 1);
  arena_free(arena);
}
END_TEST

/* A folder of its own, so that the file can change. */
static void write_rules(const char *folder, const char *rules) {
  char path[64];
  snprintf(path, sizeof path, "%s/r.strata", folder);
  FILE *file = fopen(path, "w");
  ck_assert_ptr_nonnull(file);
  fputs(rules, file);
  fclose(file);
}

static const char *const before =
    "entity account { id: key text  size: integer }\nmeasure large = size > 10";
static const char *const after =
    "entity account { id: key text  size: integer }\nmeasure large = size > 30";
static const char *const wrong = "entity account { id: key text  size: integer }\nmeasure large = ";
static const char *const other =
    "entity account { id: key text  size: text }\nmeasure large = length(size) > 1";

START_TEST(changed_rules_are_taken_over_the_same_data) {
  char folder[] = "/tmp/strata-session-XXXXXX", path[64], data[64];
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/r.strata", folder);
  snprintf(data, sizeof data, "%s/accounts.csv", folder);
  FILE *file = fopen(data, "w");
  ck_assert_ptr_nonnull(file);
  fputs("id,size\nA,5\nB,20\nC,40\n", file);
  fclose(file);
  write_rules(folder, before);
  Arena *arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  Session *session = opened(arena, path);
  static const char *const count = "show count() where large";
  bool again;
  ck_assert_str_eq(answer(session, "measure small = not large"), "");
  ck_assert_str_eq(answer(session, count), "count()\n2\n");
  write_rules(folder, after);
  ck_assert_str_eq(answer(session, count), "count()\n2\n");
  ck_assert(session_reload(session, &again));
  ck_assert(!again);
  ck_assert_str_eq(answer(session, count), "count()\n1\n");
  ck_assert_str_eq(answer(session, "show count() where small"), "count()\n2\n");
  write_rules(folder, wrong);
  ck_assert(!session_reload(session, &again));
  ck_assert_str_eq(answer(session, count), "count()\n1\n");
  write_rules(folder, other);
  ck_assert(session_reload(session, &again));
  ck_assert(again);
  ck_assert_str_eq(answer(session, count), "count()\n2\n");
  remove(path);
  ck_assert(!session_reload(session, &again));
  ck_assert_str_eq(answer(session, count), "count()\n2\n");
  arena_free(arena);
  remove(data);
  remove(folder);
}
END_TEST

static const char *const hungry[] = {
    "show id, name, revenue, strategic_fit sort by strategic_fit desc",
    "show count(), sum(revenue) by tier, region",
    "why tier for \"A0012\"",
    "why not strategic for \"A0040\"",
    "what if strategic_places = 3",
    "what if mutual = false for \"A0012\"",
    "sweep strategic_places from 5 to 15 by 5",
    "measure large = revenue > 8M"};

/* Whether the question is answered; it can only be memory that it lacks. */
static bool is_answered(Session *session, const char *question) {
  Buffer out = buffer_in(printed);
  const bool done = session_ask(session, TEXT("q"), text_of(question), &(AnswerView){0}, &out);
  if (!done) ck_assert_int_eq(diag_at(session_diags(session), 0)->code, E_OUT_OF_MEMORY);
  return done;
}

/* How many are answered where so much memory is left when all is loaded. */
static size_t answered_within(size_t held, size_t extra) {
  Arena *arena = arena_new(&(ArenaOptions){.limit = held + extra});
  volatile size_t answered = 0;
  if (ARENA_TRY(arena)) {
    Session *session = session_open(shell_for(arena, "2026-06-30"), acme);
    for (volatile size_t i = 0; session && i < sizeof hungry / sizeof *hungry; i++)
      answered += is_answered(session, hungry[i]);
  }
  arena_free(arena);
  return answered;
}

START_TEST(a_question_that_runs_out_of_memory_costs_no_more) {
  Arena *arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  opened(arena, acme);
  const size_t held = arena_shared_size(arena);
  arena_free(arena);
  size_t all = 0;
  for (size_t extra = 1 << 10; extra < (size_t)1 << 24; extra *= 2)
    all = answered_within(held, extra);
  ck_assert_uint_eq(all, sizeof hungry / sizeof *hungry);
}
END_TEST

UNIT_MAIN(setup, teardown, a_session_keeps_every_row_and_field, what_cannot_be_opened_says_why,
          memory_that_runs_out_leaves_nothing, questions_follow_what_was_set,
          declarations_stay_and_are_replaced_by_name, changed_rules_are_taken_over_the_same_data,
          a_question_that_runs_out_of_memory_costs_no_more)
