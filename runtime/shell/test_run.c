/* test_run.c - one test: a run over its rows, and what became of what it expects. */
#include "report/report.h"
#include "report/why.h"
#include "shell/load.h"
#include "shell/testing.h"

typedef struct Testing {
  Shell *shell;
  TestFile *file;
  const DeclaredTest *test;
  TestResult *result;
  Arena *arena; /* of the run */
  Run *run;
} Testing;

static Arena *kept(const Testing *t) { return t->shell->arena; }

/* ---- What is wrong with rows of files. Given rows were looked at by the compiler. ---- */

static void take_finding(void *context, const Run *run, const FindingReport *finding) {
  Testing *t = context;
  (void)run;
  const bool of_file = finding->source.len && !text_starts(finding->source, TEXT("given rows"));
  if (finding->declaration != SCHEMA_NONE || !of_file) return;
  *VEC_PUSH(kept(t), &t->result->notes) =
      text_of(arena_printf(kept(t), "%.*s:%llu: %.*s", TEXT_ARG(finding->source),
                           (unsigned long long)finding->line, TEXT_ARG(finding->text)));
}

/* ---- Rows ---- */

/* The only given row of an entity. */
static Text only_key(const Testing *t, uint32_t entity) {
  for (size_t i = 0; i < t->test->given.count; i++) {
    const GivenRows *rows = &t->test->given.at[i];
    if (rows->entity != entity) continue;
    return rows->key.len ? rows->key : test_row_key(t->arena, t->test, i);
  }
  return TEXT("");
}

/* False where a file does not have the row. */
static bool find_row(const Testing *t, const Expectation *expectation, size_t *row) {
  *row = 0;
  if (expectation->entity == IMAGE_PROGRAM) return true;
  const Table *table = run_table(t->run, expectation->entity);
  if (!table || !table->keys) return table && table->rows == 1;
  const Text key = expectation->key.len ? expectation->key : only_key(t, expectation->entity);
  const uint32_t found = key_index_find(table->keys, key);
  *row = found;
  return found != ROW_NONE;
}

/* ---- Failures ---- */

/* The values that stand in the expectation itself. */
static bool is_told(const TestFailure *failure, Text name) {
  for (size_t i = 0; i < failure->sides.count; i++)
    if (text_equal(failure->sides.at[i].name, name)) return true;
  return false;
}

static void collect_sides(const Testing *t, TestFailure *failure, const WhyNode *node) {
  const Image *image = t->file->compilation.image;
  for (size_t i = 0; i < node->child_count; i++) {
    const WhyNode *child = node->child[i];
    const Clause *clause = &image->clauses.at[child->clause];
    if (clause->kind == CLAUSE_CONDITION) collect_sides(t, failure, child);
    if (clause->kind != CLAUSE_TERM || !child->has_value || is_told(failure, clause->text))
      continue;
    Buffer value = buffer_in(kept(t));
    const bool open = !child->value.low.known && clause->column != SCHEMA_NONE;
    if (open)
      buffer_str(&value, "unknown");
    else
      column_value_print(&value, child->value, image->enums.at);
    *VEC_PUSH(kept(t), &failure->sides) = (TestSide){clause->text, buffer_view(&value)};
  }
}

static void explain(const Testing *t, TestFailure *failure, uint32_t column, size_t row) {
  const uint32_t entity = failure->expectation->entity;
  const AnswerView view = {.form = ANSWER_TABLE};
  const WhyAsked asked = {.entity = entity,
                          .row = row,
                          .column = column,
                          .undated = true,
                          .folder = file_folder(t->arena, t->file->path)};
  Buffer why = buffer_in(kept(t));
  const WhyNode *root = run_why(t->run, t->arena, column, row);
  if (root) collect_sides(t, failure, root);
  answer_why(&why, t->run, &asked, &view);
  failure->why = buffer_view(&why);
  Text *missing;
  failure->missing_count = run_deciding(t->run, column, row, t->arena, &missing);
  failure->missing = ARENA_ARRAY(kept(t), Text, failure->missing_count);
  for (size_t i = 0; i < failure->missing_count; i++)
    failure->missing[i] = text_printable(kept(t), text_copy(kept(t), missing[i]));
}

static void judge(Testing *t, const Expectation *expectation) {
  const Image *image = t->file->compilation.image;
  const Declaration *declaration = &image->declarations.at[expectation->column];
  const uint32_t column = declaration->columns.first;
  size_t row;
  const bool found = find_row(t, expectation, &row);
  const Scalar value = found ? run_value(t->run, column, row).low : (Scalar){0};
  if (found && value.known && value.truth == TRUTH_TRUE) return;
  TestFailure *failure = VEC_PUSH(kept(t), &t->result->failures);
  const Text entity = image->entities.at[expectation->entity].name;
  const Text key = !found ? expectation->key
                   : expectation->entity == IMAGE_PROGRAM
                       ? TEXT("")
                       : run_key(t->run, expectation->entity, row);
  *failure = (TestFailure){.expectation = expectation,
                           .text = declaration->name,
                           .row = text_of(arena_printf(kept(t), "%.*s%s%.*s", TEXT_ARG(entity),
                                                       key.len ? " " : "", TEXT_ARG(key))),
                           .place = declaration->place,
                           .unknown = found && !value.known,
                           .no_row = !found};
  if (found) explain(t, failure, column, row);
}

/* ---- The run ---- */

static void run_rows(Testing *t) {
  const Compilation *c = &t->file->compilation;
  RunOptions options = {.today = t->test->day,
                        .rule_folder = file_folder(t->arena, t->file->path).at,
                        .block_bytes = 1 << 16,
                        .whole = true,
                        .stop = terminal_stop_flag()};
  options.include = include_folders(t->shell, &options.include_count);
  options.data = test_rows(t->arena, c->program, c->image, t->test, &options.data_count);
  options.set = test_params(t->arena, c->program, t->test, &options.set_count);
  const RunSink sink = {.context = t, .finding = take_finding};
  t->run = engine_run(t->arena, c->image, &options, &sink, t->shell->diags);
  t->result->broken = !t->run;
  if (!t->run) return;
  for (size_t i = 0; i < t->test->expectations.count; i++) judge(t, &t->test->expectations.at[i]);
  if (t->file->coverage) coverage_add(t->file->coverage, t->run, t->test, t->arena);
}

static void free_arena(void *arena) { arena_free(arena); }

void test_run(Shell *shell, TestFile *file, const DeclaredTest *test) {
  TestResult *result = VEC_PUSH(shell->arena, &file->results);
  result->test = test;
  result->place = source_place(shell->compilation->sources, test->node->span.lo);
  Arena *arena = arena_beside(shell->arena);
  if (!arena) arena_fail(shell->arena);
  arena_defer(shell->arena, free_arena, arena);
  Testing t = {.shell = shell, .file = file, .test = test, .result = result, .arena = arena};
  if (!ARENA_TRY(arena)) arena_fail(shell->arena);
  run_rows(&t);
  arena_close(shell->arena, arena);
}
