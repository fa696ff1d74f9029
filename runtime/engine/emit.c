/* emit.c - rows out: formatted, into the summary, to the sink, and the findings on them.
 *
 * A finding is a row whose slot holds a value. Each finding is counted over the whole window; only
 * where there is one that the sink still wants are its rows marked, and only marked rows are looked
 * at one by one, since their texts cost a thousand times more than the counting.
 */
#include <string.h>

#include "engine/run_impl.h"

/* ---- Which rows ----------------------------------------------------------------------------- */

static bool is_hit(const Finding *finding, const Vector *slot, size_t row) {
  if (!vector_known(slot, row)) return finding->when_missing;
  if (finding->when_missing) return false;
  return slot->store == STORE_TRUTH ? slot->truth[row] == finding->value
                                    : slot->i32[row] == finding->value;
}

/* A row counts where `wanted` equals its byte: validity, or truth. */
static size_t count_bytes(const uint8_t *bytes, uint8_t wanted, size_t count) {
  size_t hits = 0;
  for (size_t i = 0; i < count; i++) hits += bytes[i] == wanted;
  return hits;
}

static size_t count_members(const Vector *slot, int32_t member, size_t row, size_t count) {
  const int32_t *value = slot->i32 + row;
  const uint8_t *valid = slot->valid + row;
  size_t hits = 0;
  for (size_t i = 0; i < count; i++) hits += valid[i] & (value[i] == member);
  return hits;
}

static size_t count_hits(const Finding *finding, const Vector *slot, size_t row, size_t count) {
  if (slot->store == STORE_TRUTH)
    return count_bytes(slot->truth + row,
                       finding->when_missing ? TRUTH_UNKNOWN : (uint8_t)finding->value, count);
  if (finding->when_missing) return count_bytes(slot->valid + row, 0, count);
  return count_members(slot, finding->value, row, count);
}

static void mark_hits(const Finding *finding, const Vector *slot, size_t row, size_t count,
                      uint8_t *marks) {
  for (size_t i = 0; i < count; i++) marks[i] |= is_hit(finding, slot, row + i);
}

/* ---- Reports -------------------------------------------------------------------------------- */

static bool is_allowed(const Run *run, uint32_t finding) {
  return run->options.allowed && run->options.allowed[finding];
}

static bool is_wanted(const Run *run, uint32_t finding) {
  const size_t limit = run->options.report_limit;
  return !is_allowed(run, finding) && run->sink.finding &&
         (!limit || run->reported[finding] < limit);
}

static void report_row(Run *run, uint32_t entity, size_t row) {
  const FindingList list = run->findings[entity];
  for (size_t i = 0; i < list.count; i++) {
    const uint32_t index = list.finding[i];
    const Finding *finding = &run->image->findings.at[index];
    if (!is_hit(finding, &run->tables[entity]->slot[finding->slot], row)) continue;
    if (!is_wanted(run, index)) continue;
    const FindingReport report = finding_report(run, index, row, run->scratch);
    run->sink.finding(run->sink.context, run, &report);
    run->reported[index]++;
  }
}

/* What reports are made of is forgotten with the batch. */
static void report_marked(Run *run, uint32_t entity, size_t row, size_t count) {
  run->scratch = arena_beside(run->arena);
  if (!run->scratch || !ARENA_TRY(run->scratch)) arena_fail(run->arena);
  for (size_t i = 0; i < count; i++)
    if (run->marks[i]) report_row(run, entity, row + i);
  arena_free(run->scratch);
  run->scratch = NULL;
}

static bool mark_rows(Run *run, const Emission *emission, uint32_t entity, size_t row,
                      size_t count) {
  const FindingList list = run->findings[entity];
  bool marked = false;
  for (size_t i = 0; i < list.count; i++) {
    const Finding *finding = &run->image->findings.at[list.finding[i]];
    if (!emission->hits[i] || !is_wanted(run, list.finding[i])) continue;
    if (!marked) memset(run->marks, 0, count);
    marked = true;
    mark_hits(finding, &run->tables[entity]->slot[finding->slot], row, count, run->marks);
  }
  return marked;
}

void emit_deliver(Run *run, const Emission *emission, uint32_t entity, size_t row, size_t count) {
  const size_t batch = run_batch_rows(run), end = row + count;
  if (run->sink.write && emission->formatted.len)
    run->sink.write(run->sink.context, entity, buffer_view(&emission->formatted));
  for (; row < end && !run_stopped(run); row += batch) {
    const size_t rows = end - row < batch ? end - row : batch;
    if (mark_rows(run, emission, entity, row, rows)) report_marked(run, entity, row, rows);
  }
}

/* ---- In a lane ------------------------------------------------------------------------------ */

void emission_new(const Run *run, uint32_t entity, Arena *arena, Emission *out) {
  out->formatted = buffer_in(arena);
  out->hits = ARENA_ARRAY(arena, size_t, run->findings[entity].count);
}

static void count_findings(Run *view, Emission *emission, uint32_t entity, size_t row,
                           size_t count) {
  const FindingList list = view->findings[entity];
  for (size_t i = 0; i < list.count; i++) {
    const uint32_t index = list.finding[i];
    const Finding *finding = &view->image->findings.at[index];
    const size_t hits = count_hits(finding, &view->tables[entity]->slot[finding->slot], row, count);
    emission->hits[i] = hits;
    view->summary.finding[index] += hits;
    if (!is_allowed(view, index))
      summary_count(view, (FindingKind)finding->kind, finding_level(view->image, finding), hits);
  }
}

void emit_compute(Run *view, Emission *emission, uint32_t entity, size_t row, size_t count) {
  buffer_clear(&emission->formatted);
  if (view->sink.format)
    view->sink.format(view->sink.context, view, entity, row, count, &emission->formatted);
  summary_add(view, entity, row, count);
  count_findings(view, emission, entity, row, count);
}

/* ---- Beforehand ----------------------------------------------------------------------------- */

/* By declaration; the findings of one stay in their order. */
static void list_findings(Run *run, uint32_t entity) {
  const Image *image = run->image;
  FindingList *list = &run->findings[entity];
  list->finding = ARENA_ARRAY(run->arena, uint32_t, image->findings.count);
  for (uint32_t f = 0; f < image->findings.count; f++) {
    const uint32_t declaration = image->findings.at[f].declaration;
    if (image->declarations.at[declaration].entity != entity) continue;
    size_t at = list->count++;
    while (at && image->findings.at[list->finding[at - 1]].declaration > declaration) {
      list->finding[at] = list->finding[at - 1];
      at--;
    }
    list->finding[at] = f;
  }
}

void emit_prepare(Run *run) {
  const uint32_t entities = (uint32_t)run->image->entities.count;
  run->findings = ARENA_ARRAY(run->arena, FindingList, entities);
  for (uint32_t e = 0; e < entities; e++) list_findings(run, e);
  run->reported = ARENA_ARRAY(run->arena, uint64_t, run->image->findings.count);
  run->marks = ARENA_ARRAY(run->arena, uint8_t, run_batch_rows(run));
}
