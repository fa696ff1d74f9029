/* read_log.c - what is wrong with the data: some in full, all counted. */
#include "read/read.h"

#include <stdlib.h>

ReadLog *read_log_new(Arena *arena, size_t limit) {
  ReadLog *log = ARENA_NEW(arena, ReadLog);
  log->arena = arena;
  log->limit = limit;
  return log;
}

/* There are a few kinds of a few fields, so a walk will do. */
DataCount *data_count(Arena *arena, DataCounts *counts, uint8_t kind, uint32_t entity,
                      uint32_t field) {
  for (size_t i = 0; i < counts->count; i++) {
    DataCount *count = &counts->at[i];
    if (count->kind == kind && count->entity == entity && count->field == field) return count;
  }
  DataCount *count = VEC_PUSH(arena, counts);
  *count = (DataCount){.kind = kind, .entity = entity, .field = field};
  return count;
}

void read_log_count(ReadLog *log, uint8_t kind, uint32_t entity, uint32_t field, uint64_t times) {
  if (times > 0) data_count(log->arena, &log->counts, kind, entity, field)->count += times;
}

bool read_log_add(ReadLog *log, uint8_t kind, uint32_t entity, uint32_t field, DataFinding **out) {
  DataCount *count = data_count(log->arena, &log->counts, kind, entity, field);
  if (++count->count > log->limit) return false;
  *out = VEC_PUSH(log->arena, &log->findings);
  **out = (DataFinding){.kind = kind, .entity = entity, .field = field};
  return true;
}

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int compare_findings(const void *left, const void *right) {
  const DataFinding *a = left, *b = right;
  int order = compare(a->entity, b->entity);
  if (!order) order = compare(a->line, b->line);
  if (!order) order = compare(a->column, b->column);
  if (!order) order = compare(a->kind, b->kind);
  if (!order) order = compare(a->field, b->field);
  return order ? order : text_compare(a->text, b->text);
}

static int compare_counts(const void *left, const void *right) {
  const DataCount *a = left, *b = right;
  int order = compare(a->entity, b->entity);
  if (!order) order = compare(a->kind, b->kind);
  return order ? order : compare(a->field, b->field);
}

void read_log_sort(ReadLog *log, size_t first_finding, size_t first_count) {
  const size_t findings = log->findings.count - first_finding;
  const size_t counts = log->counts.count - first_count;
  if (findings > 1) {
    qsort(log->findings.at + first_finding, findings, sizeof(DataFinding), compare_findings);
  }
  if (counts > 1) {
    qsort(log->counts.at + first_count, counts, sizeof(DataCount), compare_counts);
  }
}
