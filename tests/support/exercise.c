/* exercise.c - see exercise.h. */
#include "support/exercise.h"

#include "engine/derive.h"
#include "report/report.h"
#include "report/why.h"
#include "report/why_not.h"

enum { TODAY = 20634 }; /* 2026-06-30 */

/* In each of the forms. */
static void explain(Run *run, Arena *arena, uint32_t entity, size_t row, uint32_t column) {
  for (int form = ANSWER_TABLE; form <= ANSWER_MARKDOWN; form++) {
    const WhyAsked asked = {
        .entity = entity, .row = row, .column = column, .full = form == ANSWER_MARKDOWN};
    const AnswerView view = {.form = (AnswerForm)form, .width = 60, .colour = true};
    Buffer out = buffer_in(arena);
    answer_why(&out, run, &asked, &view);
  }
}

static void look(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                 Buffer *out) {
  (void)context;
  const Image *image = run_image(run);
  for (uint32_t c = 0; c < image->columns.count; c++) {
    if (image->declarations.at[image->columns.at[c].declaration].entity != entity) continue;
    for (size_t i = row; i < row + count; i++) {
      Text *names;
      column_value_print(out, run_value(run, c, i), image->enums.at);
      run_deciding(run, c, i, out->arena, &names);
    }
    if (image->columns.at[c].clause != SCHEMA_NONE) explain(run, out->arena, entity, row, c);
  }
}

/* What it would take for the first row of an entity, of some of the columns. */
static void look_for_ways(Run *run, Arena *arena, uint32_t turn, DiagSink *diags) {
  enum { EACH = 16 };
  const Image *image = run_image(run);
  for (uint32_t c = turn % EACH; c < image->columns.count; c += EACH) {
    const Type type = image->columns.at[c].type;
    const uint32_t entity = image->declarations.at[image->columns.at[c].declaration].entity;
    const uint32_t members = type.kind == TYPE_ENUM ? image->enums.at[type.of].count : 0;
    if ((type.kind != TYPE_BOOL && !members) || !run_table(run, entity)->rows) continue;
    const int32_t member = members ? (int32_t)(c % members) : c % 2 ? TRUTH_TRUE : TRUTH_FALSE;
    const WhyNot *answer = why_not(arena, run, c, member, entity, 0, NULL, diags);
    const AnswerView view = {.form = (AnswerForm)(c % (ANSWER_MARKDOWN + 1))};
    Buffer out = buffer_in(arena);
    if (answer) why_not_print(arena, run, answer, TEXT(""), &view, &out);
  }
}

/* Runs with cells of other rows, the next day, other parameters. */
static void derive(const Run *run, Arena *arena, uint32_t turn, DiagSink *diags) {
  const Image *image = run_image(run);
  ParamValue *set = ARENA_ARRAY(arena, ParamValue, image->params.count);
  CellChange *cells = ARENA_ARRAY(arena, CellChange, image->slots.count);
  Derivation what = {.image = image,
                     .today = TODAY + (int32_t)(turn % 2),
                     .set = set,
                     .cells = cells,
                     .threads = 1 + turn % 2,
                     .batch_rows = turn};
  for (uint32_t s = turn % 3; s < image->slots.count; s += 3) {
    const Slot *slot = &image->slots.at[s];
    const Table *table = run_table(run, slot->entity);
    const bool is_cell = slot->role == SLOT_FIELD || slot->role == SLOT_GROUPED;
    if (!is_cell || !table->rows) continue;
    const Scalar value = vector_get(&table->slot[s], (Type){0}, (turn + 1) % table->rows);
    cells[what.cell_count++] = (CellChange){slot->entity, turn % table->rows, s, value};
  }
  for (uint32_t p = IMAGE_TODAY + 1; p < image->params.count; p++) {
    const Param *param = &image->params.at[p];
    if (turn % 4 && param->has_low)
      set[what.set_count++] = (ParamValue){p, param->low};
    else if (param->has_high)
      set[what.set_count++] = (ParamValue){p, param->high};
  }
  Run *first = run_derive(arena, run, &what, diags);
  what.cell_count /= 2;
  if (first) run_derive(arena, first, &what, diags);
}

static void take(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  text_copy(context, finding->text);
}

static void ignore(void *context, Text bytes) {
  (void)context;
  (void)bytes;
}

static void lament(void *context, const char *why) {
  (void)context;
  (void)why;
}

static Report report_new(Arena *arena, const Image *image, Exercise how, Buffer *out) {
  const ReportOutput output = {.buffer = out, .put = ignore, .fail = lament};
  const ReportOptions options = {.file = "rules.strata",
                                 .folder = "",
                                 .entity = report_default_entity(image),
                                 .fields = true,
                                 .all = true};
  if (how == EXERCISE_TEXT) return report_text(arena, image, options, output);
  if (how == EXERCISE_JSON) return report_json(arena, image, options, output);
  return report_csv(arena, image, options, output);
}

bool exercise(Arena *arena, const Image *image, FittingData data, Exercise how, uint32_t unit) {
  const RunOptions options = {.today = TODAY,
                              .data = data.source,
                              .data_count = data.count,
                              .rule_folder = "/nowhere",
                              .batch_rows = unit,
                              .threads = 1 + unit % 2,
                              .block_bytes = unit * 16,
                              .whole = how == EXERCISE_WHY};
  DiagSink *diags = diag_sink_new(arena);
  if (how == EXERCISE_WHY) {
    const RunSink sink = {.context = arena, .format = look, .finding = take};
    Run *run = engine_run(arena, image, &options, &sink, diags);
    if (run) look_for_ways(run, arena, unit, diags);
    if (run) derive(run, arena, unit, diags);
    return run != NULL;
  }
  Buffer out = buffer_in(arena);
  Report report = report_new(arena, image, how, &out);
  Run *run = engine_run(arena, image, &options, &report.sink, diags);
  if (run) report.finish(report.sink.context, run);
  return run != NULL;
}
