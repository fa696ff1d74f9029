/* cmd_check.c - strata check: compiles rule files and tells what is wrong with them.
 *
 * The diagnostics are what was asked for, so they go to standard output. With --dump a stage's
 * listing takes their place there, and they go to standard error.
 */
#include <string.h>

#include "base/file.h"
#include "engine/passes.h"
#include "shell/baselining.h"
#include "shell/noticing.h"
#include "shell/proving.h"

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

/* Proofs are about the program as it is lowered for its runs, so they come before its tests. */
static void check_file(Shell *shell, const char *path, const Dump *dump, Buffer *out,
                       Checked *checked) {
  Compilation *own = &checked->compilation;
  checked->path = path;
  const bool sound = load_program(shell, path, dump ? dump->stage : COMPILE_IMAGE, own);
  if (dump) {
    dump->print(out, own);
    return;
  }
  Plan *plan = own->plan;
  if (sound && own->program->tests.count) compile_tests(own);
  checked->broken = !sound || diag_errors(shell->diags);
  if (checked->broken || shell_option(shell, OPTION_NO_PROOFS)) return;
  own->plan = plan;
  checked->proofs = prove_file(shell, path, own, shell_option(shell, OPTION_ALL) != NULL);
  ProveOptions options;
  if (checked->proofs && proving_options(shell, &options))
    prove_waivers(shell->arena, own->program, options.today, shell->diags);
  checked->broken = !checked->proofs || !proving_emit(shell, path, own->program, checked->proofs);
}

/* Whether all that there is to prove of the place is settled. */
static bool is_settled(const Checked *checked, Span span) {
  const Proofs *proofs = checked->proofs;
  for (size_t i = 0; proofs && i < proofs->claims.count; i++) {
    const Claim *claim = &proofs->claims.at[i];
    const Span of = checked->compilation.program->columns.at[claim->declared].node->span;
    if (claim->verdict == VERDICT_OPEN && of.lo < span.hi && span.lo < of.hi) return false;
  }
  return proofs != NULL;
}

/* What the comments of a file allow, and whether it was looked for. */
static void allow_in(Shell *shell, const Checked *checked) {
  const size_t before = shell->allowed->list.count;
  DiagSink *diags = checked->broken ? diag_sink_new(shell->arena) : shell->diags;
  allow_read(shell->allowed, &checked->compilation, diags);
  for (size_t i = before; i < shell->allowed->list.count && !checked->broken; i++) {
    Allow *allow = shell->allowed->list.at[i];
    const AllowKind kind = allow_kind(allow);
    allow->first->judged |=
        kind == ALLOW_OF_COMPILER || (kind == ALLOW_OF_PROOF && is_settled(checked, allow->over)) ||
        (kind == ALLOW_OF_SETTLING && checked->proofs && shell_option(shell, OPTION_REQUIRE_PROOF));
  }
}

/* Each file has diagnostics of its own, so that what was found of one does not speak against the
 * next. */
static void check_alone(Shell *shell, const char *path, const Dump *dump, Buffer *out,
                        Checked *checked) {
  DiagSink *all = shell->diags;
  DiagSink *own = shell->diags = shell->compilation->diags = diag_sink_new(shell->arena);
  check_file(shell, path, dump, out, checked);
  if (!dump) allow_in(shell, checked);
  shell->diags = shell->compilation->diags = all;
  for (size_t i = 0; i < diag_count(own); i++) diag_adopt(all, (Diag *)diag_at(own, i));
}

static size_t warnings(const DiagSink *diags) {
  size_t count = 0;
  for (size_t i = 0; i < diag_count(diags); i++)
    count += diag_at(diags, i)->severity == SEVERITY_WARNING;
  return count;
}

static void print_proofs(Shell *shell, const Checked *checked, size_t count, Buffer *out) {
  const bool all = shell_option(shell, OPTION_ALL) != NULL;
  for (size_t i = 0; i < count; i++)
    if (checked[i].proofs)
      proving_text(out, checked[i].compilation.program, checked[i].proofs, all,
                   shell->terminal.out_colour && !shell->output.path);
}

static void print_text(Shell *shell, const Checked *checked, size_t count, Buffer *out) {
  const size_t errors = diag_errors(shell->diags), others = warnings(shell->diags);
  Buffer proofs = buffer_in(shell->arena);
  diag_print(out, shell->diags, shell->compilation->sources,
             (DiagStyle){.colour = shell->terminal.out_colour});
  print_proofs(shell, checked, count, &proofs);
  if (out->len) buffer_char(out, '\n');
  buffer_text(out, buffer_view(&proofs));
  if (proofs.len) buffer_char(out, '\n');
  const size_t len = out->len;
  allow_text(out, shell->allowed, shell->compilation->sources);
  if (out->len > len) buffer_char(out, '\n');
  buffer_printf(out, "%zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", others,
                others == 1 ? "" : "s");
}

/* Tests are of one file, and made of what is proven. */
static bool can_emit(Shell *shell) {
  static const Span nowhere = {0, 0};
  const char *why = shell->arguments.words.count > 1 ? "wants one rule file"
                    : shell_option(shell, OPTION_NO_PROOFS)
                        ? "wants proofs: leave `--no-proofs` out"
                        : NULL;
  if (why && shell_option(shell, OPTION_EMIT_TESTS))
    diag_add(shell->diags, E_ARGUMENTS, nowhere, "`--emit-tests` %s", why);
  return !why || !shell_option(shell, OPTION_EMIT_TESTS);
}

/* ---- Baselines ---- */

typedef struct Looking {
  const Shell *shell;
  const CheckReport *report;
} Looking;

static bool is_proving(const CheckReport *report) {
  bool proving = true;
  for (size_t i = 0; i < report->count; i++) {
    const Proofs *proofs = report->checked[i].proofs;
    proving &= proofs && proofs->solver && !proofs->stopped;
  }
  return proving;
}

/* What stands in another file, or only a proof can find, is not fixed because nobody found it. */
static bool was_looked_for(void *context, const BaselineEntry *entry) {
  const Looking *looking = context;
  const SourceMap *sources = looking->shell->compilation->sources;
  if (allow_is_proof(entry->code.at) && !is_proving(looking->report)) return false;
  for (size_t i = 0; i < source_count(sources); i++)
    if (text_equal(file_name_of(source_name(sources, i)), entry->file)) return true;
  return false;
}

typedef struct Knowing {
  const NoticeList *list;
  size_t next;
} Knowing;

static bool is_known(void *context, const Diag *diag) {
  (void)diag;
  Knowing *knowing = context;
  return knowing->list->notices.at[knowing->next++].state == NOTICE_KNOWN;
}

/* ---- The report ---- */

/* The exit status, after the report. */
static int print(Shell *shell, const CheckReport *report, int status, Buffer *out) {
  NoticeView view = noticing_view(shell, LEVEL_ERROR);
  const NoticeList *list = check_notices(shell, report, &view);
  const bool compares = baselining_is_on(shell) && status != STATUS_FAILED;
  if (compares && !baselining_finish(shell, was_looked_for, &(Looking){shell, report}))
    return shell_fail(shell);
  if (compares) status = baselining_status(shell, LEVEL_ERROR);
  view.status = status;
  if (view.form != NOTICE_FORM_NONE) {
    notices_print(out, list, &view);
  } else if (shell_format_is(shell, "json")) {
    check_json(shell, out, report, list);
  } else {
    if (compares)
      diag_sift(shell->diags, diag_sink_new(shell->arena), is_known, &(Knowing){list, 0});
    print_text(shell, report->checked, report->count, out);
  }
  if (compares) baselining_tell(shell, out);
  return shell_finish(shell, out, status);
}

int cmd_check(Shell *shell) {
  ProveOptions options;
  if (!can_emit(shell) || !baselining_start(shell) || !proving_options(shell, &options))
    return shell_fail(shell);
  const Dump *dump = find_dump(shell_option(shell, OPTION_DUMP));
  const size_t count = shell->arguments.words.count;
  Checked *checked = ARENA_ARRAY(shell->arena, Checked, count);
  Buffer out = buffer_in(shell->arena);
  bool broken = false;
  for (size_t i = 0; i < count; i++) {
    check_alone(shell, shell->arguments.words.at[i], dump, &out, &checked[i]);
    broken |= checked[i].broken;
    if (*terminal_stop_flag()) return STATUS_FAILED; /* what was found so far is not all of it */
  }
  DiagSink *silenced = diag_sink_new(shell->arena);
  allow_sift(shell->allowed, shell->diags, silenced);
  allow_report_unused(shell->allowed, shell->diags);
  diag_sort(shell->diags);
  const bool errors = diag_errors(shell->diags);
  if (!dump)
    return print(shell, &(CheckReport){checked, count, silenced},
                 broken   ? STATUS_FAILED
                 : errors ? STATUS_FINDINGS
                          : STATUS_DONE,
                 &out);
  shell_print_diags(shell);
  return shell_finish(shell, &out, errors ? STATUS_FAILED : STATUS_DONE);
}
