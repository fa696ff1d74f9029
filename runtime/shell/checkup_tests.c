/* checkup_tests.c - what the tests in the rule file show: who reads them sees how it is meant. */
#include "shell/checkup_gather.h"
#include "shell/testing.h"

static void add_group(Gathering *g, size_t process, const CoverageGroup *group) {
  CheckedProcess *checked = &g->checkup->processes.at[process];
  Evidence *evidence = &checked->evidence[EVIDENCE_EXAMPLES];
  Buffer missing = buffer_in(g->arena);
  uint32_t reached, of;
  coverage_count(group, &reached, &of);
  evidence->met += reached;
  evidence->of += of;
  if (reached == of) return;
  for (uint32_t i = 0; i < group->count; i++)
    if (group->name[i].len && !group->reached[i])
      buffer_printf(&missing, "%s`%.*s`", missing.len ? ", " : "", TEXT_ARG(group->name[i]));
  *VEC_PUSH(g->arena, &checked->mends) = (CheckupMend){
      .of = EVIDENCE_EXAMPLES,
      .place = group->place,
      .text = text_of(arena_printf(g->arena, "no test shows of `%.*s`: %.*s",
                                   TEXT_ARG(group->declaration), TEXT_ARG(buffer_view(&missing))))};
}

static void add_coverage(Gathering *g, size_t process, const Coverage *coverage) {
  for (uint32_t i = 0; i < coverage->program->columns.count; i++) {
    const bool is_process = coverage->program->columns.at[i].kind == DECLARATION_PROCESS;
    if (coverage->own[i] == SCHEMA_NONE || (is_process && i != g->declared[process])) continue;
    add_group(g, process, &coverage->groups.at[coverage->own[i]]);
    if (coverage->transitions[i] != SCHEMA_NONE)
      add_group(g, process, &coverage->groups.at[coverage->transitions[i]]);
  }
}

static void add_results(Gathering *g, size_t process, const TestFile *file) {
  CheckedProcess *checked = &g->checkup->processes.at[process];
  for (size_t i = 0; i < file->results.count; i++) {
    const TestResult *result = &file->results.at[i];
    const bool passes = !result->broken && !result->failures.count;
    gather_count(&checked->evidence[EVIDENCE_TESTS], passes);
    if (passes) continue;
    *VEC_PUSH(g->arena, &checked->mends) = (CheckupMend){
        .of = EVIDENCE_TESTS,
        .place = result->place,
        .text = text_of(arena_printf(g->arena, "the test \"%.*s\" %s", TEXT_ARG(result->test->name),
                                     result->broken ? "cannot be run" : "fails"))};
  }
  if (!file->results.count) checked->evidence[EVIDENCE_TESTS].detail = TEXT("there are none");
}

/* Compiled apart, because the program for its tests is another one; what there is to say of the
 * rules was said of them already. */
static bool compile_apart(Gathering *g, TestFile *file) {
  Shell *shell = g->shell;
  DiagSink *told = shell->compilation->diags, *made = diag_sink_new(shell->arena);
  shell->compilation->diags = shell->diags = made;
  const bool sound = load_program(shell, g->path, COMPILE_PROGRAM, &file->compilation) &&
                     (!file->compilation.program->tests.count || compile_tests(&file->compilation));
  shell->compilation->diags = shell->diags = told;
  for (size_t i = 0; i < diag_count(made) && !sound; i++)
    diag_adopt(told, (Diag *)diag_at(made, i));
  return sound;
}

bool gather_tests(Gathering *g) {
  TestFile file = {.path = g->path};
  if (!compile_apart(g, &file)) return false;
  const Program *program = file.compilation.program;
  const size_t errors = diag_errors(g->shell->diags);
  file.coverage = coverage_new(g->arena, program);
  for (size_t i = 0; i < program->tests.count && !*terminal_stop_flag(); i++)
    test_run(g->shell, &file, &program->tests.at[i]);
  for (size_t p = 0; p < g->checkup->processes.count; p++) {
    add_coverage(g, p, file.coverage);
    add_results(g, p, &file);
  }
  return diag_errors(g->shell->diags) == errors;
}
