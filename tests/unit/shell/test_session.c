/* test_session.c - rules and data that are loaded once; what is wrong leaves nothing behind. */
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
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
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

UNIT_MAIN(NULL, NULL, a_session_keeps_every_row_and_field, what_cannot_be_opened_says_why,
          memory_that_runs_out_leaves_nothing)
