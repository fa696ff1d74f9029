/* saved_test.c - an account, and what it came to, as a `test` in a rule file.
 *
 * The test is tried before it is written. First with the row itself and the rows that its columns
 * rest on. Where that is not enough, because a value depends on the rest of the portfolio (how many
 * accounts a manager has, a place below a cap), the columns of the program and of the rows around
 * that come to something else are fixed; then, one at a time, columns of the row itself. What was
 * fixed without need is taken out again.
 */
#include "repl/saved_test.h"

#include "base/file.h"
#include "repl/dot.h"
#include "repl/test_draft.h"
#include "shell/load.h"
#include "shell/test_file.h"
#include "shell/testing.h"
#include "value/literal.h"

typedef struct Saving {
  Repl *repl;
  Arena *arena;
  const char *path; /* of the file with the test */
  Text before;      /* what stands in it, or what it begins with */
  Draft draft;
} Saving;

/* ---- The file ---- */

static bool begin_file(Saving *s) {
  if (test_file_begin(s->arena, s->path, session_path(s->repl->session), &s->before)) return true;
  return repl_refuse(s->repl, E_OPTION_VALUE, TEXT(""),
                     "name a file beside the rules, or in a folder above",
                     "`%s` cannot use the rules from where it would lie", s->path);
}

static bool read_file(Saving *s) {
  const char *why;
  if (!file_exists(s->path)) return begin_file(s);
  if (file_read(s->arena, s->path, &s->before, &why)) return true;
  return repl_refuse(s->repl, E_FILE_UNREADABLE, TEXT(""), NULL, "cannot read `%s`: %s", s->path,
                     why);
}

/* What the tests of a file are run with: no option but where else files may be used from. */
static Shell shell_for(const Saving *s, Arena *arena) {
  Shell shell = *s->repl->shell;
  shell.arena = arena;
  shell.arguments = (Arguments){0};
  const Arguments *given = &s->repl->shell->arguments;
  for (size_t i = 0; i < given->given.count; i++)
    if (given->given.at[i].option == OPTION_INCLUDE)
      *VEC_PUSH(arena, &shell.arguments.given) = given->given.at[i];
  return shell;
}

static bool compile(Shell *shell, const Saving *s, Text content, CompileStage until) {
  Compilation *c = shell->compilation = compile_new(shell->arena);
  shell->diags = c->diags;
  c->resolver = module_resolver(shell, s->path);
  return compile_text(c, text_of(s->path), content, NULL, 0, until);
}

/* What the file says without the test. */
static bool compile_before(Saving *s) {
  Shell shell = shell_for(s, s->arena);
  if (!compile(&shell, s, s->before, COMPILE_IMAGE)) {
    shell_print_diags(&shell);
    return false;
  }
  s->draft.file = shell.compilation;
  return true;
}

/* ---- Trials ---- */

/* Which expectations fail of the draft with these. False after a report: the test cannot be run. */
typedef struct Trial {
  Saving *saving;
  const DraftColumn *expected;
  size_t count;
  bool *fails; /* by expectation */
  bool passes;
} Trial;

static bool run_trial(Trial *trial, Arena *arena) {
  Saving *s = trial->saving;
  Shell shell = shell_for(s, arena);
  Buffer content = buffer_in(arena);
  buffer_text(&content, s->before);
  buffer_char(&content, '\n');
  buffer_text(&content, draft_text(&s->draft, trial->expected, trial->count));
  const bool sound = compile(&shell, s, buffer_view(&content), COMPILE_PROGRAM) &&
                     compile_tests(shell.compilation);
  TestFile file = {.path = s->path, .compilation = *shell.compilation};
  const DeclaredTest *test = NULL;
  for (size_t i = 0; sound && i < file.compilation.program->tests.count; i++)
    if (text_equal(file.compilation.program->tests.at[i].name, s->draft.name))
      test = &file.compilation.program->tests.at[i];
  if (test) test_run(&shell, &file, test);
  if (!test || file.results.at[0].broken) {
    shell_print_diags(&shell);
    return false;
  }
  const TestResult *result = &file.results.at[0];
  trial->passes = result->failures.count == 0;
  for (size_t i = 0; i < trial->count; i++) trial->fails[i] = false;
  for (size_t i = 0; i < result->failures.count; i++)
    trial->fails[result->failures.at[i].expectation - test->expectations.at] = true;
  return true;
}

static bool try_with(Saving *s, const DraftColumn *expected, size_t count, Trial *trial) {
  *trial = (Trial){.saving = s,
                   .expected = expected,
                   .count = count,
                   .fails = ARENA_ARRAY(s->arena, bool, count)};
  Arena *arena = arena_beside(s->arena);
  volatile bool done = false;
  if (!arena) arena_fail(s->arena);
  if (ARENA_TRY(arena))
    done = run_trial(trial, arena);
  else
    output_complain(TEXT("error[E0900]: out of memory\n"));
  arena_free(arena);
  return done;
}

static bool try_draft(Saving *s, Trial *trial) {
  return try_with(s, s->draft.expected.at, s->draft.expected.count, trial);
}

/* ---- What has to be fixed ---- */

static void fix(Saving *s, DraftColumn column) { *VEC_PUSH(s->arena, &s->draft.fixes) = column; }

/* The columns of one of the rows around, or of the program, that come to something else. */
static bool fix_around(Saving *s, size_t row) {
  DraftColumn *columns;
  size_t count;
  Trial trial;
  draft_columns_of(&s->draft, row, false, &columns, &count);
  if (!count) return true;
  if (!try_with(s, columns, count, &trial)) return false;
  for (size_t i = 0; i < count; i++)
    if (trial.fails[i]) fix(s, columns[i]);
  return true;
}

/* The first that fails of the row itself is fixed, and is not expected any more; what cannot be
 * fixed is not expected either. */
static void settle_first(Saving *s, const Trial *trial) {
  size_t first = 0;
  while (first < trial->count && !trial->fails[first]) first++;
  if (first == trial->count) return;
  const DraftColumn column = s->draft.expected.at[first];
  if (draft_can_fix(&s->draft, column.column)) fix(s, column);
  for (size_t i = first + 1; i < s->draft.expected.count; i++)
    s->draft.expected.at[i - 1] = s->draft.expected.at[i];
  s->draft.expected.count--;
}

/* Takes out what was fixed of the program and the rows around without need. */
static bool prune(Saving *s) {
  for (size_t i = s->draft.fixes.count; i-- > 0;) {
    const DraftColumn taken = s->draft.fixes.at[i];
    Trial trial;
    if (taken.row == DRAFT_SUBJECT) continue;
    for (size_t k = i + 1; k < s->draft.fixes.count; k++)
      s->draft.fixes.at[k - 1] = s->draft.fixes.at[k];
    s->draft.fixes.count--;
    if (!try_draft(s, &trial)) return false;
    if (!trial.passes) fix(s, taken);
  }
  return true;
}

static bool settle(Saving *s) {
  Trial trial;
  if (!try_draft(s, &trial)) return false;
  if (trial.passes) return true;
  for (size_t row = 0; row < s->draft.rows.count; row++)
    if (row != DRAFT_SUBJECT && !fix_around(s, row)) return false;
  if (!try_draft(s, &trial)) return false;
  while (!trial.passes) {
    settle_first(s, &trial);
    if (!try_draft(s, &trial)) return false;
  }
  return prune(s);
}

/* ---- Which row ---- */

static bool no_row(Saving *s, Text key) {
  const char *message = "no row was asked about yet";
  if (key.len)
    message = arena_printf(s->arena, "there is no row `%.*s` in the data", TEXT_ARG(key));
  return repl_refuse(s->repl, E_UNKNOWN_KEY, key,
                     "ask about a row first, as in `why tier for \"A0012\"`", "%s", message);
}

static bool find_row(Saving *s, Text key, uint32_t *entity, size_t *row) {
  const Run *run = session_run(s->repl->session);
  const SessionSubject subject = session_subject(s->repl->session);
  const Text wanted = key.len ? key : subject.known ? subject.key : TEXT("");
  *entity = !key.len ? subject.entity : report_default_entity(run_image(run));
  if (!wanted.len) return no_row(s, key);
  const Table *table = run_table(run, *entity);
  const uint32_t found = table && table->keys ? key_index_find(table->keys, wanted) : ROW_NONE;
  *row = found;
  return found != ROW_NONE || no_row(s, wanted);
}

/* ---- Names ---- */

static bool is_taken(const Saving *s, Text name) {
  const Program *program = s->draft.file->program;
  for (size_t i = 0; i < program->tests.count; i++)
    if (text_equal(program->tests.at[i].name, name)) return true;
  return false;
}

static void name_test(Saving *s, Text key) {
  const Scalar today = {
      .type = {.kind = TYPE_DATE}, .known = true, .i = run_options(s->draft.run)->today};
  Buffer day = buffer_in(s->arena);
  literal_put(&day, today, NULL);
  const char *name =
      arena_printf(s->arena, "%.*s on %.*s", TEXT_ARG(key), TEXT_ARG(buffer_view(&day)));
  s->draft.name = text_of(name);
  for (unsigned i = 2; is_taken(s, s->draft.name); i++)
    s->draft.name = text_of(arena_printf(s->arena, "%s (%u)", name, i));
}

/* ---- The whole ---- */

static bool write_file(Saving *s) {
  const Draft *draft = &s->draft;
  const char *why;
  Buffer out = buffer_in(s->arena);
  buffer_text(&out, s->before);
  if (s->before.len && !text_ends(s->before, TEXT("\n"))) buffer_char(&out, '\n');
  buffer_char(&out, '\n');
  /* what stands in the file is left as it is */
  buffer_text(&out, test_file_layout(s->arena,
                                     draft_text(draft, draft->expected.at, draft->expected.count)));
  if (!file_write(s->path, buffer_view(&out), &why))
    return repl_refuse(s->repl, E_OUTPUT_FAILED, TEXT(""), NULL, "cannot write `%s`: %s", s->path,
                       why);
  repl_say(s->repl, "test \"%.*s\" is in %s now, and passes: `strata test %s`",
           TEXT_ARG(draft->name), s->path, s->path);
  return true;
}

bool saved_test(Repl *repl, Text argument) {
  size_t length = 0;
  while (length < argument.len && argument.at[length] != ' ') length++;
  const Text file = text_slice(argument, 0, length);
  Text key = text_strip(text_slice(argument, length, argument.len));
  if (key.len > 1 && text_starts(key, TEXT("\"")) && text_ends(key, TEXT("\"")))
    key = text_slice(key, 1, key.len - 1);
  Saving s = {.repl = repl, .arena = repl->work, .path = text_copy(repl->work, file).at};
  s.draft = (Draft){.arena = repl->work, .run = session_run(repl->session)};
  uint32_t entity;
  size_t row = 0;
  if (!file.len)
    return repl_refuse(repl, E_ARGUMENTS, argument, "write `.save test FILE`",
                       "`.save test` wants a file");
  if (!find_row(&s, key, &entity, &row) || !read_file(&s) || !compile_before(&s)) return false;
  name_test(&s, run_key(s.draft.run, entity, row));
  if (!draft_start(&s.draft, entity, row))
    return repl_refuse(repl, E_OPTION_VALUE, argument, NULL,
                       "its columns rest on more than the %d rows that a test may have",
                       DRAFT_ROWS_MOST);
  return settle(&s) && write_file(&s);
}
