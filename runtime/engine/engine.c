/* engine.c - one run: parameters in, data read, steps in order, findings out.
 *
 * All steps but those about a streamed entity come first; what they compute cannot depend on it
 * (stream.c). Then entities are emitted in the order of their declaration, the program last; a
 * streamed entity is read, mapped and emitted when its turn comes.
 */
#include "engine/run_impl.h"

enum {
  BATCH_ROWS = 1024,
  BATCH_ROWS_MOST = 65536,
  READ_ROWS = 65536, /* at a time, between two looks at the clock and the signal */
  FINDING_LIMIT = 20
};

/* ---- What everyone needs -------------------------------------------------------------------- */

uint32_t run_batch_rows(const Run *run) {
  const uint32_t rows = run->options.batch_rows;
  if (!rows) return BATCH_ROWS;
  return rows < BATCH_ROWS_MOST ? rows : BATCH_ROWS_MOST;
}

bool run_stopped(Run *run) {
  if (!run->options.stop || !*run->options.stop) return false;
  if (!run->interrupted) diag_add(run->diags, E_INTERRUPTED, (Span){0}, "the run was interrupted");
  run->interrupted = true;
  return true;
}

Inspector *run_inspector(Run *run) {
  if (!run->inspector) run->inspector = inspector_new(run->arena, run->image, run->tables);
  return run->inspector;
}

/* ---- Parameters ----------------------------------------------------------------------------- */

static int compare_scalars(Scalar a, Scalar b) {
  if (a.type.kind == TYPE_NUMBER) return (a.f > b.f) - (a.f < b.f);
  return (a.i > b.i) - (a.i < b.i);
}

static bool in_range(const Param *param, Scalar value) {
  return (!param->has_low || compare_scalars(value, param->low) >= 0) &&
         (!param->has_high || compare_scalars(value, param->high) <= 0);
}

static void complain_range(Run *run, const Param *param, Scalar value) {
  Buffer text = buffer_in(run->arena);
  buffer_printf(&text, "`%.*s` is ", TEXT_ARG(param->name));
  scalar_print(&text, value, run->image->enums.at, PRINT_PEOPLE);
  buffer_str(&text, ", which is outside its range ");
  if (param->has_low) scalar_print(&text, param->low, run->image->enums.at, PRINT_PEOPLE);
  buffer_str(&text, "..");
  if (param->has_high) scalar_print(&text, param->high, run->image->enums.at, PRINT_PEOPLE);
  diag_add(run->diags, E_PARAM_OUT_OF_RANGE, (Span){0}, "%.*s", TEXT_ARG(buffer_view(&text)));
}

static bool set_params(Run *run) {
  const Image *image = run->image;
  Table *program = run->tables[IMAGE_PROGRAM];
  Scalar *value = ARENA_ARRAY(run->arena, Scalar, image->params.count);
  bool ok = true;
  for (size_t i = 0; i < image->params.count; i++) value[i] = image->params.at[i].value;
  value[IMAGE_TODAY].known = true;
  value[IMAGE_TODAY].i = run->options.today;
  for (size_t i = 0; i < run->options.set_count; i++)
    value[run->options.set[i].param] = run->options.set[i].value;
  for (size_t i = 0; i < image->params.count; i++) {
    const Param *param = &image->params.at[i];
    vector_set(&program->slot[param->slot], 0, value[i]);
    if (!value[i].known || in_range(param, value[i])) continue;
    complain_range(run, param, value[i]);
    ok = false;
  }
  return ok;
}

/* ---- Reading -------------------------------------------------------------------------------- */

static Reader *open_source(Run *run, uint32_t entity) {
  SourcePath source;
  if (!source_find(run, entity, &source)) return NULL;
  const ReadRequest request = {.image = run->image,
                               .entity = entity,
                               .path = source.path,
                               .name = source.name,
                               .all_columns = run->options.all_columns,
                               .simd = run->options.simd,
                               .keep_lines = run->image->entities.at[entity].key == SCHEMA_NONE,
                               .keep_keys = true,
                               .temp_folder = run->options.temp_folder,
                               .tables = run->tables};
  return reader_open(run->arena, &request, run->log, run->diags);
}

static void tell_progress(Run *run, uint32_t entity) {
  uint64_t done, total;
  if (!run->options.progress) return;
  reader_progress(run->readers[entity], &done, &total);
  run->options.progress(run->options.progress_context, run->tables[entity]->source.at, done, total);
}

size_t run_read(Run *run, uint32_t entity, size_t max_rows) {
  const size_t rows = reader_next(run->readers[entity], max_rows);
  tell_progress(run, entity);
  return rows;
}

static bool read_whole(Run *run, uint32_t entity) {
  while (run_read(run, entity, READ_ROWS))
    if (run_stopped(run)) return false;
  return reader_done(run->readers[entity]);
}

/* Every source is opened, so that all that cannot be is told at once; none is read after a
 * failure. A streamed entity is read later. */
static bool read_sources(Run *run) {
  const Image *image = run->image;
  bool ok = true;
  for (size_t i = 0; i < image->steps.count; i++) {
    const Step *step = &image->steps.at[i];
    if (step->kind != STEP_READ) continue;
    Reader *reader = open_source(run, step->operand);
    run->readers[step->operand] = reader;
    run->summary.entity[step->operand].read = true;
    if (!reader)
      ok = false;
    else if (ok && step->operand != run->streamed)
      ok = read_whole(run, step->operand);
  }
  return ok;
}

static void close_readers(Run *run) {
  for (size_t e = 0; e < run->image->entities.count; e++) {
    if (run->readers[e]) reader_close(run->readers[e]);
    run->readers[e] = NULL;
  }
}

static void link_readers(Run *run) {
  for (size_t i = 0; i < run->image->steps.count; i++) {
    const Step *step = &run->image->steps.at[i];
    if (step->kind == STEP_READ && step->operand != run->streamed)
      reader_link(run->readers[step->operand]);
  }
}

/* ---- Steps ---------------------------------------------------------------------------------- */

static bool run_rank(Run *run, uint32_t index) {
  Text why = TEXT("");
  if (rank_run(run->image, index, run->tables, run->arena, &why)) return true;
  const Rank *rank = &run->image->ranks.at[index];
  diag_add(run->diags, E_CAP_UNUSABLE, (Span){0}, "%.*s:%u: in `%.*s`, %.*s",
           TEXT_ARG(rank->place.file), rank->place.line, TEXT_ARG(rank->text), TEXT_ARG(why));
  return false;
}

static bool run_step(Run *run, const Step *step) {
  switch ((StepKind)step->kind) {
  case STEP_MAP:
    if (run->image->blocks.at[step->operand].entity != run->streamed)
      vm_map(run->vm, step->operand, run->tables);
    return true;
  case STEP_GROUP:
    group_run(run->image, step->operand, run->tables, run->arena,
              &run->summary.group[step->operand]);
    return true;
  case STEP_RANK:
    return run_rank(run, step->operand);
  case STEP_READ:
  case STEP_EMIT:
  case STEP_COUNT:
    break;
  }
  return true;
}

static bool run_steps(Run *run) {
  for (size_t i = 0; i < run->image->steps.count; i++)
    if (run_stopped(run) || !run_step(run, &run->image->steps.at[i])) return false;
  return true;
}

static bool is_emitted(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->steps.count; i++)
    if (image->steps.at[i].kind == STEP_EMIT && image->steps.at[i].operand == entity) return true;
  return false;
}

static bool emit_entities(Run *run) {
  const uint32_t count = (uint32_t)run->image->entities.count;
  for (uint32_t i = 1; i <= count; i++) {
    const uint32_t entity = i < count ? i : IMAGE_PROGRAM;
    if (run_stopped(run)) return false;
    if (entity == run->streamed) {
      if (!stream_run(run)) return false;
    } else if (is_emitted(run->image, entity)) {
      emit_rows(run, entity);
    }
  }
  return !run_stopped(run);
}

/* ---- A run ---------------------------------------------------------------------------------- */

static ClauseTree clause_tree(Arena *arena, const Image *image) {
  const size_t count = image->clauses.count;
  const ClauseTree tree = {ARENA_ARRAY(arena, uint32_t, count),
                           ARENA_ARRAY(arena, uint32_t, count)};
  for (size_t i = 0; i < count; i++) tree.first[i] = SCHEMA_NONE;
  for (uint32_t i = (uint32_t)count; i-- > 0;) {
    const uint32_t parent = image->clauses.at[i].parent;
    tree.next[i] = parent == SCHEMA_NONE ? SCHEMA_NONE : tree.first[parent];
    if (parent != SCHEMA_NONE) tree.first[parent] = i;
  }
  return tree;
}

static void free_scratch(void *run) { arena_free(((Run *)run)->scratch); }

static Run *run_new(Arena *arena, const Image *image, const RunOptions *options,
                    const RunSink *sink, DiagSink *diags) {
  Run *run = ARENA_NEW(arena, Run);
  const uint32_t entities = (uint32_t)image->entities.count;
  run->arena = arena;
  run->image = image;
  run->options = *options;
  if (sink) run->sink = *sink;
  run->diags = diags;
  run->tables = ARENA_ARRAY(arena, Table *, entities);
  run->readers = ARENA_ARRAY(arena, Reader *, entities);
  for (uint32_t e = 0; e < entities; e++) run->tables[e] = table_new(arena, image, e);
  run->log = read_log_new(arena, options->finding_limit ? options->finding_limit : FINDING_LIMIT);
  run->vm = vm_new(arena, image, run_batch_rows(run), false);
  run->streamed = options->whole ? SCHEMA_NONE : stream_entity(image);
  run->clauses = clause_tree(arena, image);
  arena_defer(arena, free_scratch, run);
  summary_prepare(run);
  emit_prepare(run);
  return run;
}

Run *engine_run(Arena *arena, const Image *image, const RunOptions *options, const RunSink *sink,
                DiagSink *diags) {
  Run *run = run_new(arena, image, options, sink, diags);
  const bool params = set_params(run), options_fit = source_check_options(run);
  bool ok = read_sources(run) && params && options_fit;
  if (ok) {
    link_readers(run);
    ok = run_steps(run) && emit_entities(run);
  }
  if (ok) {
    summary_finish(run);
    data_findings_emit(run);
    waivers_emit(run);
  }
  close_readers(run);
  return ok ? run : NULL;
}
