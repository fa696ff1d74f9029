/* strata_run.c - see strata_run.h.
 *
 * Findings are copied while the run hands them out. Values are printed on demand into one buffer;
 * its memory may run out, so these calls have an escape of their own.
 */
#include "strata_run.h"

#include "engine/engine.h"
#include "value/date.h"

struct StrataRun {
  Arena *arena; /* holds the run, too */
  const Image *image;
  Run *run; /* NULL where it could not be done */
  const char *diagnostics;
  VEC(StrataFinding) findings;
  StrataColumn *columns;
  Buffer text; /* what strata_key and strata_value return */
};

static const char *string(Arena *arena, Text text) { return text_copy(arena, text).at; }

_Static_assert((int)STRATA_INFO == LEVEL_INFO && (int)STRATA_ERROR == LEVEL_ERROR,
               "the levels of the interface are those of the engine");

static void take_finding(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  StrataRun *result = context;
  Arena *arena = result->arena;
  Text entity =
      finding->entity == SCHEMA_NONE ? TEXT("") : result->image->entities.at[finding->entity].name;
  StrataFinding *at = VEC_PUSH(arena, &result->findings);
  *at = (StrataFinding){.code = finding_info[finding->kind].code,
                        .level = (StrataLevel)finding->level,
                        .entity = string(arena, entity),
                        .key = string(arena, finding->key),
                        .name = string(arena, finding->name),
                        .text = string(arena, finding->text),
                        .fix = string(arena, finding->fix),
                        .owner = string(arena, finding->owner),
                        .source = string(arena, finding->source),
                        .source_line = finding->line,
                        .source_cell = finding->column,
                        .file = string(arena, finding->place.file),
                        .line = finding->place.line,
                        .column = finding->place.column};
}

static const Image *read_image(StrataRun *result, Text bytes, DiagSink *diags) {
  Text why;
  const Image *image = image_read(result->arena, bytes, &why);
  if (image && image_verify(image, result->arena, &why)) return image;
  diag_add(diags, E_IMAGE_DAMAGED, (Span){0, 0}, "the image is damaged: %.*s", TEXT_ARG(why));
  return NULL;
}

static bool read_options(StrataRun *result, const StrataRunOptions *given, RunOptions *options,
                         DiagSink *diags) {
  Arena *arena = result->arena;
  DataSource *sources = ARENA_ARRAY(arena, DataSource, given->source_count);
  for (size_t i = 0; i < given->source_count; i++)
    sources[i] = (DataSource){.entity = text_copy(arena, text_of(given->sources[i].entity)),
                              .path = string(arena, text_of(given->sources[i].path))};
  *options = (RunOptions){.today = given->as_of ? 0 : date_today(),
                          .data = sources,
                          .data_count = given->source_count,
                          .rule_folder = string(arena, text_of(given->folder)),
                          .finding_limit = SIZE_MAX,
                          .threads = given->threads,
                          .whole = true};
  if (!given->as_of || date_parse_iso(text_of(given->as_of), &options->today)) return true;
  diag_add(diags, E_OPTION_VALUE, (Span){0, 0}, "`%s` is no day of the calendar", given->as_of);
  return false;
}

static void describe_columns(StrataRun *result) {
  const Image *image = result->image;
  result->columns = ARENA_ARRAY(result->arena, StrataColumn, image->columns.count);
  for (size_t i = 0; i < image->columns.count; i++) {
    const Column *column = &image->columns.at[i];
    uint32_t entity = image->declarations.at[column->declaration].entity;
    result->columns[i] =
        (StrataColumn){.entity = string(result->arena, image->entities.at[entity].name),
                       .name = string(result->arena, column->name),
                       .type = type_info(column->type.kind)->name,
                       .is_range = column->high != SCHEMA_NONE && column->high != column->low};
  }
}

static StrataRun *run_image_bytes(Arena *arena, Text bytes, const StrataRunOptions *given) {
  StrataRun *result = ARENA_NEW(arena, StrataRun);
  result->arena = arena;
  result->text = buffer_in(arena);
  DiagSink *diags = diag_sink_new(arena);
  RunOptions *options = ARENA_NEW(arena, RunOptions);
  result->image = read_image(result, bytes, diags);
  if (result->image && read_options(result, given, options, diags)) {
    RunSink sink = {.context = result, .finding = take_finding};
    describe_columns(result);
    result->run = engine_run(arena, result->image, options, &sink, diags);
  }
  Buffer out = buffer_in(arena);
  buffer_str(&out, "");
  diag_print(&out, diags, source_map_new(arena), (DiagStyle){0});
  result->diagnostics = out.data;
  return result;
}

StrataRun *strata_run(const void *image, size_t size, const StrataRunOptions *options) {
  ArenaOptions limits = {.limit = options->memory_limit};
  Arena *arena = arena_new(&limits);
  if (!arena) return NULL;
  if (!ARENA_TRY(arena)) {
    arena_free(arena);
    return NULL;
  }
  return run_image_bytes(arena, (Text){image, size}, options);
}

void strata_run_free(StrataRun *run) {
  if (run) arena_free(run->arena);
}

bool strata_run_done(const StrataRun *run) { return run->run != NULL; }

const char *strata_run_diagnostics(const StrataRun *run) { return run->diagnostics; }

size_t strata_finding_count(const StrataRun *run) { return run->run ? run->findings.count : 0; }

const StrataFinding *strata_finding(const StrataRun *run, size_t index) {
  return &run->findings.at[index];
}

size_t strata_column_count(const StrataRun *run) {
  return run->run ? run->image->columns.count : 0;
}

const StrataColumn *strata_column(const StrataRun *run, size_t index) {
  return &run->columns[index];
}

static uint32_t entity_of(const StrataRun *run, size_t column) {
  return run->image->declarations.at[run->image->columns.at[column].declaration].entity;
}

size_t strata_row_count(const StrataRun *run, size_t column) {
  return run_table(run->run, entity_of(run, column))->rows;
}

const char *strata_key(StrataRun *run, size_t column, size_t row) {
  if (!ARENA_TRY(run->arena)) return NULL;
  buffer_clear(&run->text);
  buffer_str(&run->text, "");
  buffer_text(&run->text, run_key(run->run, entity_of(run, column), row));
  return run->text.data;
}

const char *strata_value(StrataRun *run, size_t column, size_t row, StrataEnd end) {
  if (!ARENA_TRY(run->arena)) return NULL;
  ColumnValue value = run_value(run->run, (uint32_t)column, row);
  if (!value.low.known) return NULL;
  buffer_clear(&run->text);
  buffer_str(&run->text, "");
  scalar_print(&run->text, end == STRATA_LOW ? value.low : value.high, run->image->enums.at,
               PRINT_CSV);
  return run->text.data;
}
