/* text.c - the report for people: what was run, the findings, the summary. */
#include "report/report_impl.h"
#include "value/date.h"

typedef struct TextReport {
  Arena *arena;
  const Image *image;
  ReportOptions options;
  ReportOutput output;
  FindingList *findings;
} TextReport;

static void head(Buffer *out, const TextReport *report, const Run *run) {
  const Image *image = report->image;
  Text name = image->program.len ? image->program : text_of(report->options.file);
  paint_text(out, text_printable(report->arena, name), PAINT_STRONG, report->options.colour);
  if (image->version.len)
    buffer_printf(out, " %.*s", TEXT_ARG(text_printable(report->arena, image->version)));
  buffer_str(out, ", as of ");
  date_print(out, run_options(run)->today);
  buffer_char(out, '\n');
}

static void sources(Buffer *out, const TextReport *report, const Run *run) {
  const RunSummary *summary = run_summary(run);
  Grid *grid = grid_new(report->arena, 3);
  grid_to_right(grid, 1);
  for (uint32_t i = IMAGE_PROGRAM + 1; i < report->image->entities.count; i++) {
    const EntitySummary *entity = &summary->entity[i];
    if (!entity->read) continue;
    grid_cell(grid, report->image->entities.at[i].name, PAINT_PLAIN);
    grid_printf(grid, PAINT_PLAIN, "%.*s %s", TEXT_ARG(count_text(report->arena, entity->rows)),
                entity->rows == 1 ? "row " : "rows");
    Buffer from = buffer_in(report->arena);
    buffer_text(&from, entity->source);
    if (entity->left_out)
      buffer_printf(&from, ", %llu left out", (unsigned long long)entity->left_out);
    grid_cell(grid, buffer_view(&from), PAINT_FAINT);
  }
  grid_print(out, grid, 2, report->options.colour);
}

static void take_finding(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  finding_list_add(((TextReport *)context)->findings, finding);
}

static void finish(void *context, Run *run) {
  TextReport *report = context;
  Buffer *out = report->output.buffer;
  head(out, report, run);
  sources(out, report, run);
  finding_list_print(out, report->findings, run_summary(run), &report->options);
  summary_text(out, run, text_of(report->options.folder), report->options.colour);
}

Report report_text(Arena *arena, const Image *image, ReportOptions options, ReportOutput output) {
  TextReport *report = ARENA_NEW(arena, TextReport);
  *report = (TextReport){.arena = arena, .image = image, .options = options, .output = output};
  report->findings = finding_list_new(arena, image, text_of(options.folder),
                                      options.all ? SIZE_MAX : REPORT_FINDINGS_SHOWN);
  return (Report){.sink = {.context = report, .finding = take_finding}, .finish = finish};
}
