/* data_findings.c - what was wrong with the data, in the order of reading, and what the aggregates
 * lost. The log gives the first of each kind and field in full; the summary has counted all. */
#include <inttypes.h>

#include "engine/run_impl.h"

static Text cell_name(const Image *image, const DataFinding *finding, Arena *arena) {
  const EntitySchema *entity = &image->entities.at[finding->entity];
  if (finding->field == SCHEMA_NONE) return entity->name;
  return text_of(arena_printf(arena, "%.*s.%.*s", TEXT_ARG(entity->name),
                              TEXT_ARG(entity->fields[finding->field].name)));
}

static void emit_logged(Run *run, const DataFinding *found) {
  const FindingReport report = {.kind = (FindingKind)found->kind,
                                .level = finding_info[found->kind].level,
                                .entity = found->entity,
                                .declaration = SCHEMA_NONE,
                                .field = found->field,
                                .name = cell_name(run->image, found, run->arena),
                                .key = text_printable(run->arena, found->key),
                                .source = found->source,
                                .line = found->line,
                                .column = found->column,
                                .text = found->text,
                                .fix = TEXT(""),
                                .owner = TEXT("")};
  run->sink.finding(run->sink.context, run, &report);
}

/* About many rows of an entity at once. */
static void emit_rows_finding(Run *run, FindingKind kind, uint32_t entity, const char *text,
                              CodePlace place) {
  const FindingReport report = {.kind = kind,
                                .level = finding_info[kind].level,
                                .entity = entity,
                                .declaration = SCHEMA_NONE,
                                .field = SCHEMA_NONE,
                                .name = run->image->entities.at[entity].name,
                                .key = TEXT(""),
                                .source = TEXT(""),
                                .text = text_of(text),
                                .fix = TEXT(""),
                                .owner = TEXT(""),
                                .place = place};
  run->sink.finding(run->sink.context, run, &report);
}

static void emit_overflow(Run *run, uint32_t index) {
  const Group *group = &run->image->groups.at[index];
  const uint64_t lost = run->summary.group[index].overflow;
  const Level level = finding_info[FINDING_OVERFLOW].level;
  const Text entity = run->image->entities.at[group->parent].name;
  summary_count(run, FINDING_OVERFLOW, level, 1);
  if (!run->sink.finding) return;
  const char *text =
      group->parent == IMAGE_PROGRAM
          ? arena_printf(run->arena, "`%.*s` does not fit its type and is missing",
                         TEXT_ARG(group->text))
          : arena_printf(run->arena,
                         "`%.*s` does not fit its type and is missing on %" PRIu64 " %.*s row%s",
                         TEXT_ARG(group->text), lost, TEXT_ARG(entity), lost == 1 ? "" : "s");
  emit_rows_finding(run, FINDING_OVERFLOW, group->parent, text, group->place);
}

/* Two processes may go by one history: what is wrong with it is told once. */
static bool is_told(const Image *image, uint32_t index) {
  const History *history = &image->histories.at[index];
  for (uint32_t i = 0; i < index; i++) {
    const History *other = &image->histories.at[i];
    if (other->child == history->child && other->via == history->via && other->at == history->at)
      return true;
  }
  return false;
}

static void emit_left_out(Run *run, uint32_t index, FindingKind kind, uint64_t count) {
  const History *history = &run->image->histories.at[index];
  if (!count) return;
  summary_count(run, kind, finding_info[kind].level, 1);
  if (!run->sink.finding) return;
  const bool ahead = kind == FINDING_ENTRY_AHEAD, one = count == 1;
  const char *how =
      ahead ? (one ? "lies after today" : "lie after today") : (one ? "has no day" : "have no day");
  const char *text =
      arena_printf(run->arena, "%" PRIu64 " row%s of `%.*s` %s and %s left out", count,
                   one ? "" : "s", TEXT_ARG(history->text), how, one ? "is" : "are");
  emit_rows_finding(run, kind, history->child, text, history->place);
}

void data_findings_emit(Run *run) {
  if (run->sink.finding)
    for (size_t i = 0; i < run->log->findings.count; i++)
      emit_logged(run, &run->log->findings.at[i]);
  for (uint32_t g = 0; g < run->image->groups.count; g++)
    if (run->summary.group[g].overflow) emit_overflow(run, g);
  for (uint32_t h = 0; h < run->image->histories.count; h++) {
    if (is_told(run->image, h)) continue;
    emit_left_out(run, h, FINDING_ENTRY_AHEAD, run->summary.history[h].ahead);
    emit_left_out(run, h, FINDING_ENTRY_UNDATED, run->summary.history[h].undated);
  }
}
