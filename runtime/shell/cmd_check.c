/* cmd_check.c - strata check: compiles rule files and tells what is wrong with them.
 *
 * The diagnostics are what was asked for, so they go to standard output. With --dump a stage's
 * listing takes their place there, and they go to standard error.
 */
#include <string.h>

#include "engine/passes.h"
#include "shell/load.h"

typedef struct Dump {
  const char *name;
  CompileStage stage;
  void (*print)(Buffer *out, const Compilation *compilation);
} Dump;

static void dump_tree(Buffer *out, const Compilation *c) {
  if (c->tree) tree_dump(out, c->tree, c->sources, NULL, NULL);
}

static void dump_types(Buffer *out, const Compilation *c) {
  if (c->program) tree_dump(out, c->program->file, c->sources, typing_describe, c->program);
}

static void dump_plan(Buffer *out, const Compilation *c) {
  if (c->plan) plan_dump(out, c->plan);
}

static void dump_code(Buffer *out, const Compilation *c) {
  if (c->image) image_disassemble(out, c->image);
}

static void dump_passes(Buffer *out, const Compilation *c) {
  if (c->image) passes_print(out, c->image, passes_plan(c->arena, c->image, false));
}

static const Dump dumps[] = {
    {"tree", COMPILE_TREE, dump_tree},      {"types", COMPILE_PROGRAM, dump_types},
    {"plan", COMPILE_PLAN, dump_plan},      {"code", COMPILE_IMAGE, dump_code},
    {"passes", COMPILE_IMAGE, dump_passes},
};

static const Dump *find_dump(const char *name) {
  for (size_t i = 0; name && i < sizeof dumps / sizeof *dumps; i++)
    if (strcmp(dumps[i].name, name) == 0) return &dumps[i];
  return NULL;
}

static void check_file(Shell *shell, const char *path, const Dump *dump, Buffer *out) {
  Compilation own;
  const bool sound = load_program(shell, path, dump ? dump->stage : COMPILE_IMAGE, &own);
  if (dump)
    dump->print(out, &own);
  else if (sound && own.program->tests.count)
    compile_tests(&own);
}

static size_t warnings(const DiagSink *diags) {
  size_t count = 0;
  for (size_t i = 0; i < diag_count(diags); i++)
    count += diag_at(diags, i)->severity == SEVERITY_WARNING;
  return count;
}

static void print_text(Shell *shell, Buffer *out) {
  size_t errors = diag_errors(shell->diags), others = warnings(shell->diags);
  diag_print(out, shell->diags, shell->compilation->sources,
             (DiagStyle){.colour = shell->terminal.out_colour});
  buffer_printf(out, "%s%zu error%s, %zu warning%s\n", diag_count(shell->diags) ? "\n" : "", errors,
                errors == 1 ? "" : "s", others, others == 1 ? "" : "s");
}

int cmd_check(Shell *shell) {
  const Dump *dump = find_dump(shell_option(shell, OPTION_DUMP));
  Buffer out = buffer_in(shell->arena);
  for (size_t i = 0; i < shell->arguments.words.count; i++)
    check_file(shell, shell->arguments.words.at[i], dump, &out);
  diag_sort(shell->diags);
  int status = diag_errors(shell->diags) ? STATUS_FAILED : STATUS_DONE;
  if (dump)
    shell_print_diags(shell);
  else if (shell_format_is(shell, "json"))
    diag_print_json(&out, shell->diags, shell->compilation->sources);
  else
    print_text(shell, &out);
  return shell_finish(shell, &out, status);
}
