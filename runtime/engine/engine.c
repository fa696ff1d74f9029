/* engine.c - one run: parameters in, the passes in order, what is left to say at the end. */
#include "engine/run_impl.h"

enum { BATCH_ROWS = 1024, BATCH_ROWS_MOST = 65536, FINDING_LIMIT = 20 };

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

bool run_set_params(Run *run) {
  const Image *image = run->image;
  Table *program = run->kept[IMAGE_PROGRAM];
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

/* ---- Sources -------------------------------------------------------------------------------- */

/* The keys that waivers of the entity name. */
static const Text *wanted_keys(Run *run, uint32_t entity, size_t *count) {
  const Image *image = run->image;
  Text *keys = ARENA_ARRAY(run->arena, Text, image->waivers.count);
  *count = 0;
  for (size_t i = 0; i < image->waivers.count; i++)
    if (image->declarations.at[image->waivers.at[i].declaration].entity == entity)
      keys[(*count)++] = image->waivers.at[i].key;
  return keys;
}

static Reader *open_source(Run *run, uint32_t entity) {
  SourcePath source;
  if (!source_find(run, entity, &source)) return NULL;
  const EntityKeeping *keeping = &run->passes->entity[entity];
  ReadRequest request = {.image = run->image,
                         .entity = entity,
                         .path = source.path,
                         .name = source.name,
                         .content = source.content,
                         .plain = !source.path,
                         .all_columns = run->options.all_columns,
                         .simd = run->options.simd,
                         .keep_lines =
                             keeping->lines || (keeping->emitted_while_read &&
                                                run->image->entities.at[entity].key == SCHEMA_NONE),
                         .keep_keys = keeping->keys,
                         .block_bytes = run->options.block_bytes,
                         .temp_folder = run->options.temp_folder,
                         .tables = run->kept};
  request.wanted_keys = wanted_keys(run, entity, &request.wanted_count);
  run->summary.entity[entity].read = true;
  return reader_open(run->arena, &request, run->log, run->diags);
}

void run_tell_progress(Run *run, uint32_t entity) {
  uint64_t done, total;
  if (!run->options.progress) return;
  reader_progress(run->readers[entity], &done, &total);
  run->options.progress(run->options.progress_context, run->kept[entity]->source.at, done, total);
}

/* After a failure the sources behind it are opened all the same, so that all that cannot be is told
 * at once. */
static void open_rest(Run *run, size_t pass) {
  for (; pass < run->passes->list.count; pass++) {
    const Pass *next = &run->passes->list.at[pass];
    if (next->kind != PASS_READ || run->readers[next->entity]) continue;
    run->readers[next->entity] = open_source(run, next->entity);
  }
}

static void close_readers(Run *run) {
  for (size_t e = 0; e < run->image->entities.count; e++) {
    if (run->readers[e]) reader_close(run->readers[e]);
    run->readers[e] = NULL;
  }
}

static void link_readers(Run *run) {
  for (size_t i = 0; i < run->passes->list.count; i++) {
    const Pass *pass = &run->passes->list.at[i];
    if (pass->kind == PASS_READ) reader_link(run->readers[pass->entity]);
  }
}

/* ---- Passes --------------------------------------------------------------------------------- */

static bool read_pass(Run *run, size_t index) {
  const Pass *pass = &run->passes->list.at[index];
  run->readers[pass->entity] = open_source(run, pass->entity);
  if (!run->readers[pass->entity]) {
    open_rest(run, index + 1);
    return false;
  }
  return pass_run(run, pass) && reader_done(run->readers[pass->entity]);
}

static bool run_rank(Run *run, uint32_t index) {
  Text why = TEXT("");
  if (rank_run(run->image, index, run->kept, run->arena, &why)) return true;
  const Rank *rank = &run->image->ranks.at[index];
  diag_add(run->diags, E_CAP_UNUSABLE, (Span){0}, "%.*s:%u: in `%.*s`, %.*s",
           TEXT_ARG(rank->place.file), rank->place.line, TEXT_ARG(rank->text), TEXT_ARG(why));
  return false;
}

bool run_global(Run *run, const Step *step) {
  if (step->kind == STEP_RANK) return run_rank(run, step->operand);
  if (step->kind == STEP_PARTITION) {
    return partition_run(run->image, step->operand, run->kept, run->arena, run->options.stop) ||
           !run_stopped(run);
  }
  return history_run(run->image, step->operand, run->kept, run->arena,
                     &run->summary.history[step->operand], run->options.stop) ||
         !run_stopped(run);
}

static bool run_pass(Run *run, size_t index) {
  const Pass *pass = &run->passes->list.at[index];
  switch (pass->kind) {
  case PASS_READ:
    return read_pass(run, index);
  case PASS_KEPT:
    return pass_run(run, pass);
  case PASS_GLOBAL:
    return run_global(run, &run->image->steps.at[pass->step]);
  }
  return true;
}

static bool run_passes(Run *run) {
  size_t last_read = 0;
  for (size_t i = 0; i < run->passes->list.count; i++)
    if (run->passes->list.at[i].kind == PASS_READ) last_read = i;
  for (size_t i = 0; i < run->passes->list.count; i++) {
    if (run_stopped(run) || !run_pass(run, i)) return false;
    if (i == last_read && run->passes->list.at[i].kind == PASS_READ) link_readers(run);
  }
  return !run_stopped(run);
}

/* ---- A run ---------------------------------------------------------------------------------- */

ClauseTree clause_tree_new(Arena *arena, const Image *image) {
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

/* The arena closes what came last first: threads end before what they work on is freed. */
static void run_defer(Run *run) {
  arena_defer(run->arena, free_scratch, run);
  arena_defer(run->arena, pass_free_lanes, run);
  run->lanes = lanes_new(run->arena, run->options.threads);
}

static void make_tables(Run *run) {
  Arena *arena = run->arena;
  const uint32_t entities = (uint32_t)run->image->entities.count;
  run->tables = ARENA_ARRAY(arena, Table *, entities);
  run->kept = ARENA_ARRAY(arena, Table *, entities);
  run->rows = ARENA_ARRAY(arena, Kept *, entities);
  for (uint32_t e = 0; e < entities; e++) {
    run->tables[e] = run->kept[e] = table_new(arena, run->image, e);
    run->rows[e] = kept_new(arena, run->image, run->passes, run->kept[e]);
  }
}

static Run *run_new(Arena *arena, const Image *image, const RunOptions *options,
                    const RunSink *sink, DiagSink *diags) {
  Run *run = ARENA_NEW(arena, Run);
  run->arena = arena;
  run->image = image;
  run->options = *options;
  if (sink) run->sink = *sink;
  run->diags = diags;
  run_defer(run);
  run->passes = passes_plan(arena, image, options->whole);
  make_tables(run);
  run->readers = ARENA_ARRAY(arena, Reader *, image->entities.count);
  run->groups = ARENA_ARRAY(arena, GroupState *, image->groups.count);
  run->doubts = ARENA_ARRAY(arena, Doubts *, image->groups.count);
  run->log = read_log_new(arena, options->finding_limit ? options->finding_limit : FINDING_LIMIT);
  run->vm = vm_new(arena, image, run_batch_rows(run), VM_SHARED);
  run->clauses = clause_tree_new(arena, image);
  summary_prepare(run);
  emit_prepare(run);
  return run;
}

/* All rows are there: lists of them stay right, and runs that are derived share them. */
static void keep_lists(Run *run) {
  run->children = children_new(run->arena, run->kept, run->image->entities.count, NULL);
  run->inspector = NULL;
}

Run *engine_run(Arena *arena, const Image *image, const RunOptions *options, const RunSink *sink,
                DiagSink *diags) {
  Run *run = run_new(arena, image, options, sink, diags);
  const bool params = run_set_params(run), options_fit = source_check_options(run);
  bool ok = params && options_fit;
  if (ok)
    ok = run_passes(run);
  else
    open_rest(run, 0);
  if (ok) {
    summary_finish(run);
    data_findings_emit(run);
    waivers_emit(run);
  }
  close_readers(run);
  if (ok && options->whole) keep_lists(run);
  return ok ? run : NULL;
}
