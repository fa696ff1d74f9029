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

void group_explain(const Image *image, uint32_t group, Table *const *tables, size_t parent_row,
                   Arena *arena, GroupRows *counted, GroupRows *undecided, GroupRows *skipped) {
  const Group *described = &image->groups.at[group];
  const Table *child = tables[described->child];
  const GroupInput input = group_input(described, child);
  size_t total = 0;
  for (size_t row = 0; row < child->rows; row++) total += belongs(&input, row, parent_row);
  GroupRows *const kinds[ROW_KINDS] = {counted, undecided, skipped};
  for (int i = 0; i < ROW_KINDS; i++)
    *kinds[i] = (GroupRows){ARENA_ARRAY(arena, uint32_t, total), 0};
  for (size_t row = 0; row < child->rows; row++) {
    if (!belongs(&input, row, parent_row)) continue;
    GroupRows *rows = kinds[kind_of(&input, row)];
    rows->row[rows->count++] = (uint32_t)row;
  }
}
