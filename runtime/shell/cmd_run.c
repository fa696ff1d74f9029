/* cmd_run.c - strata run: evaluates the rules over the data and reports. */
#include <string.h>

#include "shell/baselining.h"
#include "shell/evaluate.h"
#include "shell/noticing.h"

static Level threshold(const Shell *shell) {
  const char *given = shell_option(shell, OPTION_FAIL_ON);
  if (!given || strcmp(given, "error") == 0) return LEVEL_ERROR;
  if (strcmp(given, "warning") == 0) return LEVEL_WARNING;
  return strcmp(given, "unknown") == 0 ? LEVEL_UNKNOWN : LEVEL_COUNT; /* never */
}

static int status_of(const Shell *shell, const RunSummary *summary) {
  if (baselining_is_on(shell)) return baselining_status(shell, threshold(shell));
  for (Level level = threshold(shell); level < LEVEL_COUNT; level++)
    if (summary->level[level]) return STATUS_FINDINGS;
  return STATUS_DONE;
}

/* Findings of one name that a form for CI holds: readers take some thousands in all. */
enum { NOTICES_OF_ONE_NAME = 500 };

static Report report_of(Shell *shell, const Evaluation *e, ReportOptions options, NoticeView *view,
                        Buffer *out) {
  ReportOutput output = {.buffer = out,
                         .put = output_put,
                         .fail = output_fail,
                         .context = &shell->output,
                         .folder = output_spool_folder()};
  if (view->form != NOTICE_FORM_NONE)
    return report_notices(
        shell->arena, e->image,
        noticing_start(shell, shell_option(shell, OPTION_ALL) ? 0 : NOTICES_OF_ONE_NAME), view,
        output);
  if (shell_format_is(shell, "json")) return report_json(shell->arena, e->image, options, output);
  if (shell_format_is(shell, "csv")) return report_csv(shell->arena, e->image, options, output);
  return report_text(shell->arena, e->image, options, output);
}

/* How many findings the report wants to see in full. */
static void limit_findings(const Shell *shell, RunOptions *options) {
  if (baselining_is_on(shell) || shell_option(shell, OPTION_ALL) ||
      shell_format_is(shell, "json") ||
      notice_form(shell_option(shell, OPTION_FORMAT)) != NOTICE_FORM_NONE) {
    options->finding_limit = SIZE_MAX;
  } else {
    options->finding_limit = REPORT_FINDINGS_SHOWN;
    options->report_limit = REPORT_FINDINGS_SHOWN;
  }
}

/* The table alone does not say why the status is 1. */
static void explain_status(Shell *shell, const RunSummary *summary, int status) {
  if (status != STATUS_FINDINGS || !shell_format_is(shell, "csv") || shell->output.closed) return;
  Buffer out = buffer_in(shell->arena);
  report_totals(&out, summary, shell->terminal.err_colour);
  output_complain(buffer_view(&out));
}

static bool has_step(const Image *image, StepKind kind, uint32_t entity) {
  for (size_t i = 0; i < image->steps.count; i++)
    if (image->steps.at[i].kind == kind && image->steps.at[i].operand == entity) return true;
  return false;
}

/* A table is handed out of what something is declared for. Another is, too, where it is asked for
 * by name: then its fields are all that there is to it. False after a diagnostic where nothing of
 * it is read. */
static bool hand_out(Shell *shell, Evaluation *e, ReportOptions *options) {
  const uint32_t entity = options->entity;
  if (!shell_option(shell, OPTION_ENTITY) || entity == IMAGE_PROGRAM ||
      has_step(e->image, STEP_EMIT, entity))
    return true;
  const Text name = e->image->entities.at[entity].name;
  if (!has_step(e->image, STEP_READ, entity)) {
    Diag *diag = diag_add(shell->diags, E_ENTITY_NOT_READ, (Span){0, 0},
                          "nothing is made of `%.*s`, so its data is not read", TEXT_ARG(name));
    diag_help(shell->diags, diag, "run the rule file itself: then it is");
    return false;
  }
  e->image = image_copy(shell->arena, e->image);
  *VEC_PUSH(shell->arena, &e->image->steps) = (Step){.kind = STEP_EMIT, .operand = entity};
  options->fields = true;
  return true;
}

static void tell_allowed(Shell *shell, const Run *run, Buffer *out) {
  const SourceMap *sources = shell->compilation->sources;
  allow_count_findings(shell->allowed, sources, run_image(run), run_summary(run)->finding);
  allow_text(out, shell->allowed, sources);
}

int cmd_run(Shell *shell) {
  const char *path = shell_word(shell, 0);
  Evaluation e;
  if (!baselining_start(shell)) return shell_fail(shell);
  if (!evaluation_prepare(shell, path, &e)) return shell_fail(shell);
  ReportOptions options = {.file = path,
                           .folder = e.options.rule_folder,
                           .fields = shell_option(shell, OPTION_FIELDS) != NULL,
                           .judged = baselining_is_on(shell),
                           .all = shell_option(shell, OPTION_ALL) != NULL,
                           .colour = shell->terminal.out_colour && !shell->output.path,
                           .width = shell->output.path ? 0 : shell->terminal.width};
  options.entity = evaluation_entity(shell, e.image, report_default_entity(e.image));
  if (options.entity == SCHEMA_NONE || !hand_out(shell, &e, &options)) return shell_fail(shell);
  limit_findings(shell, &e.options);
  e.options.allowed = allow_findings(shell->allowed, shell->compilation->sources, e.image);
  Buffer out = buffer_in(shell->arena);
  if (!output_open(&shell->output, shell->arena)) return shell_fail_output(shell);
  NoticeView view = noticing_view(shell, threshold(shell));
  Report report = report_of(shell, &e, options, &view, &out);
  if (view.form == NOTICE_FORM_NONE) report = baselining_report(shell, e.image, report);
  Run *run = engine_run(shell->arena, e.image, &e.options, &report.sink, shell->diags);
  if (shell->output.closed) return STATUS_DONE;
  if (shell->output.why) return shell_fail_output(shell);
  if (!run || !evaluation_spares(shell, run)) return shell_fail(shell);
  shell_print_diags(shell);
  if (!baselining_finish(shell, NULL, NULL)) return shell_fail(shell);
  const int status = view.status = status_of(shell, run_summary(run));
  report.finish(report.sink.context, run);
  if (!shell_option(shell, OPTION_FORMAT) || shell_format_is(shell, "text"))
    tell_allowed(shell, run, &out);
  baselining_tell(shell, &out);
  explain_status(shell, run_summary(run), status);
  return shell_finish(shell, &out, status);
}
