/* baselining.c - see baselining.h. */
#include "shell/baselining.h"

#include "base/file.h"

enum { FIXED_SHOWN = 20 };

struct Baselining {
  Arena *arena;
  const char *path;    /* --baseline, or NULL */
  const char *written; /* --write-baseline, or NULL */
  Baseline *baseline;
  BaselineList fixed;
  NoticeList *judged; /* of a run's report that knows no notices */
  const Image *image;
  Report inner;
};

static const Span nowhere = {0, 0};

static bool refuse(Shell *shell, const char *path, Text why) {
  Diag *d = diag_add(shell->diags, E_BASELINE, nowhere, "`%s` cannot be used as a baseline: %.*s",
                     path, TEXT_ARG(why));
  diag_help(shell->diags, d, "write one with `strata %s --write-baseline FILE`",
            shell->command->name);
  return false;
}

bool baselining_start(Shell *shell) {
  const char *path = shell_option(shell, OPTION_BASELINE);
  const char *written = shell_option(shell, OPTION_WRITE_BASELINE);
  if (!path && !written) return true;
  Baselining *b = shell->baselining = ARENA_NEW(shell->arena, Baselining);
  *b = (Baselining){.arena = shell->arena,
                    .path = path,
                    .written = written,
                    .baseline = baseline_new(shell->arena, written != NULL)};
  Text content, why;
  const char *reason;
  if (!path) return true;
  if (!file_read(shell->arena, path, &content, &reason))
    return refuse(shell, path, text_of(reason));
  return baseline_read(b->baseline, content, shell->command->name, &why) ||
         refuse(shell, path, why);
}

void baselining_watch(const Shell *shell, NoticeList *list) {
  if (!shell->baselining) return;
  list->judge = baseline_judge;
  list->judge_context = shell->baselining->baseline;
}

/* ---- Runs ---- */

static void hand_on(void *context, const Run *run, const FindingReport *finding) {
  Baselining *b = context;
  const uint64_t before = baseline_known(b->baseline);
  notice_from_finding(b->arena, b->judged, b->image, finding);
  if (baseline_known(b->baseline) == before && b->inner.sink.finding)
    b->inner.sink.finding(b->inner.sink.context, run, finding);
}

static void format(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                   Buffer *out) {
  const Baselining *b = context;
  b->inner.sink.format(b->inner.sink.context, run, entity, row, count, out);
}

static void write_rows(void *context, uint32_t entity, Text formatted) {
  Baselining *b = context;
  b->inner.sink.write(b->inner.sink.context, entity, formatted);
}

static void finish(void *context, Run *run) {
  Baselining *b = context;
  b->inner.finish(b->inner.sink.context, run);
}

Report baselining_report(Shell *shell, const Image *image, Report report) {
  Baselining *b = shell->baselining;
  if (!b) return report;
  b->image = image;
  b->inner = report;
  b->judged = notice_list_new(shell->arena);
  b->judged->keeps_none = true;
  baselining_watch(shell, b->judged);
  return (Report){.sink = {.context = b,
                           .format = report.sink.format ? format : NULL,
                           .write = report.sink.write ? write_rows : NULL,
                           .finding = hand_on},
                  .finish = finish};
}

/* ---- The end ---- */

static bool always(void *context, const BaselineEntry *entry) {
  (void)context;
  (void)entry;
  return true;
}

bool baselining_finish(Shell *shell, bool (*looked)(void *context, const BaselineEntry *entry),
                       void *context) {
  Baselining *b = shell->baselining;
  if (!b) return true;
  b->fixed = baseline_fixed(b->baseline, b->arena, looked ? looked : always, context);
  if (!b->written) return true;
  if (!shell_spares_rules(shell)) return false;
  Buffer out = buffer_in(b->arena);
  const char *why;
  baseline_write(&out, b->baseline, shell->command->name);
  if (file_write(b->written, buffer_view(&out), &why)) return true;
  shell->diags = diag_sink_new(b->arena); /* that alone is told */
  Diag *d =
      diag_add(shell->diags, E_OUTPUT_FAILED, nowhere, "cannot write `%s`: %s", b->written, why);
  if (file_exists(b->written)) diag_note(shell->diags, d, "the file is still what it was");
  return false;
}

int baselining_status(const Shell *shell, Level level) {
  const Baselining *b = shell->baselining;
  if (b->written) return STATUS_DONE;
  return baseline_new_at_least(b->baseline, level) ? STATUS_FINDINGS : STATUS_DONE;
}

static void print_new(Buffer *out, const Baseline *baseline) {
  static const char *const one[] = {"info", "unknown", "warning", "error"};
  const uint64_t all = baseline_new_at_least(baseline, LEVEL_INFO);
  const char *between = " (";
  buffer_printf(out, "%llu new", (unsigned long long)all);
  for (Level level = LEVEL_COUNT; level-- > 0;) {
    const uint64_t count =
        baseline_new_at_least(baseline, level) -
        (level + 1 < LEVEL_COUNT ? baseline_new_at_least(baseline, level + 1) : 0);
    if (!count) continue;
    buffer_printf(out, "%s%llu %s%s", between, (unsigned long long)count, one[level],
                  count > 1 && level >= LEVEL_WARNING ? "s" : "");
    between = ", ";
  }
  if (all) buffer_char(out, ')');
}

static void print_fixed(Buffer *out, const BaselineEntry *entry) {
  const Text parts[] = {entry->code, entry->name, entry->key};
  buffer_str(out, "fixed:");
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (parts[i].len) buffer_printf(out, " %.*s", TEXT_ARG(text_printable(out->arena, parts[i])));
  if (entry->count > 1) buffer_printf(out, " (%llu times)", (unsigned long long)entry->count);
  buffer_printf(out, ": %.*s\n", TEXT_ARG(text_printable(out->arena, entry->message)));
}

static void print_all(const Baselining *b, Buffer *out) {
  uint64_t fixed = 0;
  for (size_t i = 0; i < b->fixed.entries.count; i++) fixed += b->fixed.entries.at[i].count;
  if (b->path) {
    buffer_printf(out, "baseline %s: ", b->path);
    print_new(out, b->baseline);
    buffer_printf(out, ", %llu known, %llu fixed\n",
                  (unsigned long long)baseline_known(b->baseline), (unsigned long long)fixed);
  }
  for (size_t i = 0; i < b->fixed.entries.count && i < FIXED_SHOWN; i++)
    print_fixed(out, &b->fixed.entries.at[i]);
  if (b->fixed.entries.count > FIXED_SHOWN)
    buffer_printf(out, "… %zu more are fixed\n", b->fixed.entries.count - FIXED_SHOWN);
  if (b->written)
    buffer_printf(out, "baseline %s: written with %llu finding%s\n", b->written,
                  (unsigned long long)baseline_recorded(b->baseline),
                  baseline_recorded(b->baseline) == 1 ? "" : "s");
}

void baselining_tell(const Shell *shell, Buffer *out) {
  const char *form = shell_option(shell, OPTION_FORMAT);
  Buffer aside = buffer_in(shell->arena);
  if (!shell->baselining || shell->output.closed) return;
  if (!form || shell_format_is(shell, "text")) {
    print_all(shell->baselining, out);
    return;
  }
  print_all(shell->baselining, &aside);
  output_complain(buffer_view(&aside));
}
