/* group_explain.c - the rows behind one result, for `why`: by the same rule as they are added. */
#include "vm/group_impl.h"

typedef enum { ROW_COUNTED, ROW_UNDECIDED, ROW_SKIPPED, ROW_KINDS } RowKind;

static bool belongs(const GroupInput *input, size_t row, size_t parent) {
  if (input->via && (!input->via->valid[row] || (uint32_t)input->via->i32[row] != parent))
    return false;
  return !input->where || input->where[row] != TRUTH_FALSE;
}

static RowKind kind_of(const GroupInput *input, size_t row) {
  if (input->where && input->where[row] == TRUTH_UNKNOWN) return ROW_UNDECIDED;
  for (int i = 0; i < input->need_count; i++)
    if (!vector_known(input->needs[i], row)) return ROW_SKIPPED;
  return ROW_COUNTED;
}

/* Where the rows are that may belong to the parent. */
typedef struct Among {
  GroupInput input;
  size_t parent;
  const uint32_t *row; /* NULL: from 0 on */
  size_t count;
} Among;

static Among among_of(const Image *image, uint32_t group, Table *const *tables, size_t parent,
                      const GroupRows *rows) {
  const Table *child = tables[image->groups.at[group].child];
  return (Among){.input = group_input(&image->groups.at[group], child),
                 .parent = parent,
                 .row = rows ? rows->row : NULL,
                 .count = rows ? rows->count : child->rows};
}

/* ROW_KINDS: none of the parent's. */
static RowKind kind_at(const Among *among, size_t i, size_t *row) {
  *row = among->row ? among->row[i] : i;
  return belongs(&among->input, *row, among->parent) ? kind_of(&among->input, *row) : ROW_KINDS;
}

/* What the rows are asked, of aggregates that ask; else NULL. */
static const Truth *asked_of(const Image *image, uint32_t group, const GroupInput *input) {
  switch ((Aggregate)image->groups.at[group].function) {
  case AGGREGATE_SHARE:
  case AGGREGATE_ANY:
  case AGGREGATE_ALL:
  case AGGREGATE_NONE:
    return input->value->truth;
  default:
    return NULL;
  }
}

static void name_row(uint32_t *rows, uint64_t *count, size_t row) {
  if (*count < GROUP_ROWS_NAMED) rows[*count] = (uint32_t)row;
  ++*count;
}

static void tally_row(GroupTally *tally, RowKind kind, size_t row, const Truth *asked) {
  if (kind == ROW_UNDECIDED) name_row(tally->undecided_row, &tally->undecided, row);
  if (kind == ROW_SKIPPED) name_row(tally->skipped_row, &tally->skipped, row);
  if (kind != ROW_COUNTED) return;
  tally->counted++;
  if (asked && asked[row] == TRUTH_TRUE) name_row(tally->holds_row, &tally->holds, row);
  if (asked && asked[row] == TRUTH_FALSE) name_row(tally->fails_row, &tally->fails, row);
}

GroupTally group_tally(const Image *image, uint32_t group, Table *const *tables, size_t parent_row,
                       const GroupRows *rows) {
  const Among among = among_of(image, group, tables, parent_row, rows);
  const Truth *asked = asked_of(image, group, &among.input);
  GroupTally tally = {0};
  for (size_t i = 0; i < among.count; i++) {
    size_t row;
    const RowKind kind = kind_at(&among, i, &row);
    tally_row(&tally, kind, row, asked);
  }
  return tally;
}

void group_explain(const Image *image, uint32_t group, Table *const *tables, size_t parent_row,
                   const GroupRows *rows, Arena *arena, GroupRows *counted, GroupRows *undecided,
                   GroupRows *skipped) {
  const Among among = among_of(image, group, tables, parent_row, rows);
  const GroupTally tally = group_tally(image, group, tables, parent_row, rows);
  *counted = (GroupRows){ARENA_ARRAY(arena, uint32_t, tally.counted), 0};
  *undecided = (GroupRows){ARENA_ARRAY(arena, uint32_t, tally.undecided), 0};
  *skipped = (GroupRows){ARENA_ARRAY(arena, uint32_t, tally.skipped), 0};
  GroupRows *const kinds[] = {counted, undecided, skipped};
  for (size_t i = 0; i < among.count; i++) {
    size_t row;
    const RowKind kind = kind_at(&among, i, &row);
    if (kind != ROW_KINDS) kinds[kind]->row[kinds[kind]->count++] = (uint32_t)row;
  }
}
