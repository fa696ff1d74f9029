/* cmd_checkup.c - strata checkup: how mature the processes of a rule file are, from evidence. */
#include "shell/checkup_gather.h"

#include "base/file.h"

void gather_mend(Gathering *g, size_t process, EvidenceKind kind, Span span, const char *format,
                 ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = arena_vprintf(g->arena, format, arguments);
  va_end(arguments);
  *VEC_PUSH(g->arena, &g->checkup->processes.at[process].mends) = (CheckupMend){
      .of = kind, .place = source_place(g->program->sources, span.lo), .text = text_of(text)};
}

/* All fields are read, also the one that names the manager and nothing else asks for. */
static bool load(Gathering *g) {
  Shell *shell = g->shell;
  Setting *settings;
  size_t count;
  bool compiled;
  shell->least = SEVERITY_WARNING;
  if (!evaluation_options(shell, g->path, &g->options) || !load_settings(shell, &settings, &count))
    return false;
  Image *image = load_image(shell, g->path, settings, count, true, &compiled);
  if (image && compiled)
    diag_add(shell->diags, E_NEEDS_RULE_FILE, (Span){0, 0}, "`%s` is a compiled file", g->path);
  if (!image || compiled) return false;
  g->image = image;
  g->program = shell->compilation->program;
  return true;
}

/* The processes of the program; false after a diagnostic that there are none. */
static bool find_processes(Gathering *g) {
  Checkup *checkup = g->checkup;
  g->declared = ARENA_ARRAY(g->arena, uint32_t, g->program->columns.count);
  for (uint32_t i = 0; i < g->program->columns.count; i++) {
    const Declared *declared = &g->program->columns.at[i];
    if (declared->kind != DECLARATION_PROCESS) continue;
    g->declared[checkup->processes.count] = i;
    *VEC_PUSH(g->arena, &checkup->processes) = (CheckedProcess){
        .name = declared->name,
        .doc = declared->doc,
        .entity = g->program->entities.at[declared->entity].name,
        .place = source_place(g->program->sources, node_child(declared->node, 0)->span.lo)};
  }
  if (checkup->processes.count) return true;
  Diag *d = diag_add(g->shell->diags, E_NO_PROCESS, (Span){0, 0},
                     "`%s` declares no process to check up", g->path);
  diag_help(g->shell->diags, d, "write `process NAME { stage … }`, or name another file");
  return false;
}

static bool gather(Gathering *g) {
  if (!load(g)) return false;
  Checkup *checkup = g->checkup;
  *checkup = (Checkup){.file = text_of(g->path),
                       .folder = file_folder(g->arena, g->path),
                       .program = g->program->name.len ? g->program->name : text_of(g->path),
                       .version = g->program->version,
                       .today = g->options.today};
  if (!find_processes(g)) return false;
  gather_definition(g);
  if (!gather_proofs(g) || !gather_data(g) || !gather_self(g) || !gather_tests(g)) return false;
  checkup_score(g->arena, checkup);
  return !*terminal_stop_flag();
}

/* --fail-under: 1 where a process has fewer points. False after a diagnostic. */
static bool judge(Shell *shell, const Checkup *checkup, int *status) {
  const char *given = shell_option(shell, OPTION_FAIL_UNDER);
  size_t least;
  *status = STATUS_DONE;
  if (!given) return true;
  if (!option_size(given, &least) || least > 100) {
    Diag *d = diag_add(shell->diags, E_OPTION_VALUE, (Span){0, 0},
                       "`--fail-under` does not take `%s`", given);
    diag_help(shell->diags, d, "write points from 1 to 100: `--fail-under 60`");
    return false;
  }
  for (size_t i = 0; i < checkup->processes.count; i++)
    if (checkup->processes.at[i].whole.points < least) *status = STATUS_FINDINGS;
  return true;
}

int cmd_checkup(Shell *shell) {
  Checkup checkup = {0};
  Gathering g = {
      .shell = shell, .arena = shell->arena, .path = shell_word(shell, 0), .checkup = &checkup};
  int status;
  if (!judge(shell, &checkup, &status) || !gather(&g) || !judge(shell, &checkup, &status))
    return shell_fail(shell);
  Buffer out = buffer_in(shell->arena);
  if (shell_format_is(shell, "json"))
    checkup_json(&out, &checkup);
  else if (shell_format_is(shell, "html"))
    checkup_html(&out, &checkup);
  else if (shell_format_is(shell, "markdown"))
    checkup_markdown(&out, &checkup);
  else
    checkup_text(&out, &checkup,
                 (CheckupStyle){.colour = shell->terminal.out_colour && !shell->output.path,
                                .all = shell_option(shell, OPTION_ALL) != NULL,
                                .width = shell->output.path ? 0 : shell->terminal.width});
  return shell_finish(shell, &out, status);
}
