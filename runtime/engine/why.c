/* why.c - the clause tree of a column on one row, with what each clause came to.
 *
 * The numbers come from the registers of the code that the run itself has used, so that an
 * explanation cannot differ from the result. Clauses of another row (a column reached through a
 * reference) are read on that row.
 */
#include "engine/run_impl.h"

typedef struct Memo Memo;
struct Memo {
  size_t row;
  WhyNode *node;
  Memo *next;
};

typedef struct Why {
  Run *run;
  Arena *arena;
  Memo **memo;         /* by clause */
  uint32_t *column_at; /* by clause: the column that begins there, or SCHEMA_NONE */
} Why;

static WhyNode *why_node(Why *why, uint32_t clause, uint32_t entity, size_t row);

/* The instruction that made the clause's value, and the row of its block. */
static const Instr *definition_of(Why *why, const Clause *clause, uint32_t entity, size_t row,
                                  size_t *at) {
  if (!run_block_row(why->run, clause->block, entity, row, at)) return NULL;
  return inspect_definition(run_inspector(why->run), clause->block, clause->low);
}

/* The row of `target` that the clause's value was read from: through a reference, of the same row,
 * or the program's. */
static bool row_of(Why *why, const Clause *clause, uint32_t target, uint32_t entity, size_t row,
                   size_t *out) {
  size_t at;
  const Instr *instr = definition_of(why, clause, entity, row, &at);
  if (instr && op_info[instr->op].imm == IMM_OTHER_SLOT) {
    const Vector *reference =
        inspect_register(run_inspector(why->run), clause->block, instr->a, at);
    *out = (uint32_t)reference->i32[0];
    return reference->valid[0] && *out < why->run->kept[target]->rows;
  }
  *out = target == IMAGE_PROGRAM ? 0 : row;
  return target == entity || target == IMAGE_PROGRAM;
}

static void add_child(Why *why, WhyNode *node, WhyNode *child) {
  WhyNode **children = ARENA_ARRAY(why->arena, WhyNode *, node->child_count + 1);
  for (size_t i = 0; i < node->child_count; i++) children[i] = node->child[i];
  children[node->child_count++] = child;
  node->child = children;
}

static void add_parts(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const ClauseTree *tree = &why->run->clauses;
  size_t count = 0;
  for (uint32_t part = tree->first[node->clause]; part != SCHEMA_NONE; part = tree->next[part])
    count++;
  node->child = ARENA_ARRAY(why->arena, WhyNode *, count);
  for (uint32_t part = tree->first[node->clause]; part != SCHEMA_NONE; part = tree->next[part])
    node->child[node->child_count++] = why_node(why, part, entity, row);
}

static void add_column(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const Image *image = why->run->image;
  const Clause *clause = &image->clauses.at[node->clause];
  if (clause->column == SCHEMA_NONE) return;
  const Column *column = &image->columns.at[clause->column];
  const uint32_t target = image->declarations.at[column->declaration].entity;
  size_t at;
  if (column->clause == SCHEMA_NONE || column->clause == node->clause) return;
  if (row_of(why, clause, target, entity, row, &at))
    add_child(why, node, why_node(why, column->clause, target, at));
}

static void set_rows(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const Image *image = why->run->image;
  const Clause *clause = &image->clauses.at[node->clause];
  size_t at;
  if (clause->group == SCHEMA_NONE) return;
  const uint32_t parent = image->groups.at[clause->group].parent;
  if (!row_of(why, clause, parent, entity, row, &at)) return;
  const ChildRows rows = inspect_children(run_inspector(why->run), clause->group, at);
  const GroupRows among = {(uint32_t *)(uintptr_t)rows.row, rows.count};
  node->has_rows = true;
  node->rows = group_tally(image, clause->group, why->run->tables, at, rows.row ? &among : NULL);
}

static void set_places(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const Image *image = why->run->image;
  const uint32_t rank = image->clauses.at[node->clause].rank;
  if (rank == SCHEMA_NONE || image->ranks.at[rank].entity != entity) return;
  node->has_places = true;
  rank_explain(image, rank, why->run->tables, row, why->arena, &node->place, &node->places);
}

static void set_entries(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const Image *image = why->run->image;
  const uint32_t history = image->clauses.at[node->clause].history;
  if (history == SCHEMA_NONE || image->histories.at[history].parent != entity) return;
  const History *traced = &image->histories.at[history];
  const ChildRows rows =
      inspect_related(run_inspector(why->run), traced->child, traced->via, traced->parent, row);
  node->entry_count = history_explain(image, history, why->run->tables, row, rows.row, rows.count,
                                      why->arena, &node->entry);
}

/* The waiver that the clause stands for, where it is for the row. */
static void set_waiver(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const Image *image = why->run->image;
  const Clause *clause = &image->clauses.at[node->clause];
  node->waiver = SCHEMA_NONE;
  if (clause->kind != CLAUSE_WAIVER) return;
  for (uint32_t i = 0; i < image->waivers.count; i++) {
    const Waiver *waiver = &image->waivers.at[i];
    if (waiver->place.line == clause->place.line && waiver->place.column == clause->place.column &&
        text_equal(waiver->place.file, clause->place.file) &&
        (entity == IMAGE_PROGRAM || text_equal(waiver->key, run_key(why->run, entity, row))))
      node->waiver = i;
  }
}

static void set_value(Why *why, WhyNode *node, uint32_t entity, size_t row) {
  const Clause *clause = &why->run->image->clauses.at[node->clause];
  size_t at;
  if (!run_block_row(why->run, clause->block, entity, row, &at)) return;
  node->has_value = true;
  node->value = run_registers(why->run, clause->type, clause->block, clause->low, clause->high, at);
}

static WhyNode *why_node(Why *why, uint32_t clause, uint32_t entity, size_t row) {
  for (const Memo *memo = why->memo[clause]; memo; memo = memo->next)
    if (memo->row == row) return memo->node;
  WhyNode *node = ARENA_NEW(why->arena, WhyNode);
  Memo *memo = ARENA_NEW(why->arena, Memo);
  *memo = (Memo){row, node, why->memo[clause]};
  why->memo[clause] = memo;
  node->clause = clause;
  set_value(why, node, entity, row);
  set_rows(why, node, entity, row);
  set_places(why, node, entity, row);
  set_entries(why, node, entity, row);
  set_waiver(why, node, entity, row);
  add_parts(why, node, entity, row);
  add_column(why, node, entity, row);
  why_fold(why->run, why->arena, node, why->column_at, row);
  return node;
}

WhyNode *run_why(Run *run, Arena *arena, uint32_t index, size_t row) {
  const Column *column = &run->image->columns.at[index];
  if (column->clause == SCHEMA_NONE) return NULL;
  const Image *image = run->image;
  Why why = {.run = run,
             .arena = arena,
             .memo = ARENA_ARRAY(arena, Memo *, image->clauses.count),
             .column_at = ARENA_ARRAY(arena, uint32_t, image->clauses.count)};
  for (size_t i = 0; i < image->clauses.count; i++) why.column_at[i] = SCHEMA_NONE;
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (image->columns.at[i].clause != SCHEMA_NONE) why.column_at[image->columns.at[i].clause] = i;
  return why_node(&why, column->clause, run->image->declarations.at[column->declaration].entity,
                  row);
}
