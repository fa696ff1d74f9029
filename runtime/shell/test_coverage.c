/* test_coverage.c - which outcomes of the declarations some test reaches.
 *
 * An outcome is reached when a row that a test gives came to it. Where a test fixes the column,
 * nothing was tried. A move between stages is reached by a history that has it, and by a row that
 * is recorded in the one stage and belongs to the other.
 */
#include "shell/testing.h"

static const char *const yes_no[] = {"does not hold", "holds"};

/* ---- What there is ---- */

bool clause_written(const Node *body, NodeKind kind, unsigned flag, Text text) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_BANDS_WHERE &&
        clause_written(node_child(node, BANDS_WHERE_BODY), kind, flag, text))
      return true;
    if (node->kind == kind && (!flag || (node->flags & flag)) &&
        (!text.len || text_equal(node->text, text)))
      return true;
  }
  return false;
}

/* Whether a member of a declaration's enumeration is an outcome that its rows can come to by what
 * the declaration says. */
static bool is_outcome(const Declared *declared, uint32_t member, uint32_t members) {
  switch (declared->kind) {
  case DECLARATION_SEGMENTATION: /* segments, unplaced, not_applicable */
    if (member + 2 == members)
      return !clause_written(declared->body, NODE_SEGMENT, FLAG_OTHERWISE, TEXT(""));
    return member + 2 < members;
  case DECLARATION_KPI:
    if (member == KPI_AMBER) return clause_written(declared->body, NODE_BAND, 0, TEXT("amber"));
    return member <= KPI_RED;
  case DECLARATION_RULE:
    return member <= RULE_FAILS;
  case DECLARATION_CADENCE:
    if (member == CADENCE_DUE) return clause_written(declared->body, NODE_GRACE, 0, TEXT(""));
    return member <= CADENCE_OVERDUE;
  case DECLARATION_PROCESS:
    return member + 1 < members;
  default:
    return false;
  }
}

static CoverageGroup *add_group(Coverage *c, uint32_t number, uint32_t most) {
  static const struct Words {
    const char *kind, *outcomes;
  } words[DECLARATION_COUNT] = {[DECLARATION_SEGMENTATION] = {"segmentation", "segments"},
                                [DECLARATION_KPI] = {"kpi", "bands"},
                                [DECLARATION_RULE] = {"rule", "outcomes"},
                                [DECLARATION_CADENCE] = {"cadence", "outcomes"},
                                [DECLARATION_PROCESS] = {"process", "stages"},
                                [DECLARATION_ITEM] = {"item", "outcomes"}};
  const Declared *declared = &c->program->columns.at[number];
  CoverageGroup *group = VEC_PUSH(c->arena, &c->groups);
  *group = (CoverageGroup){.declaration = declared->name,
                           .kind = words[declared->kind].kind,
                           .outcomes = words[declared->kind].outcomes,
                           .place = source_place(c->program->sources, declared->node->span.lo),
                           .name = ARENA_ARRAY(c->arena, Text, most),
                           .reached = ARENA_ARRAY(c->arena, bool, most)};
  return group;
}

/* Members that are no outcome have no name. */
static void add_members(Coverage *c, uint32_t number) {
  const Declared *declared = &c->program->columns.at[number];
  const EnumSchema *members = &c->program->enums.at[declared->members];
  c->own[number] = (uint32_t)c->groups.count;
  CoverageGroup *group = add_group(c, number, members->count);
  group->count = members->count;
  for (uint32_t m = 0; m < members->count; m++)
    if (is_outcome(declared, m, members->count)) group->name[m] = members->members[m].name;
}

/* Moves by the number of the stage, then of the one that follows. */
static void add_transitions(Coverage *c, uint32_t number) {
  const Process *process = c->program->columns.at[number].process;
  const EnumSchema *stages = &c->program->enums.at[c->program->columns.at[number].members];
  c->transitions[number] = (uint32_t)c->groups.count;
  CoverageGroup *group = add_group(c, number, process->count * process->count);
  group->outcomes = "transitions";
  group->count = process->count * process->count;
  for (uint32_t from = 0; from < process->count; from++)
    for (uint32_t i = 0; i < process->stages[from].to_count; i++) {
      const uint32_t to = process->stages[from].to[i];
      group->name[from * process->count + to] =
          text_of(arena_printf(c->arena, "%.*s -> %.*s", TEXT_ARG(stages->members[from].name),
                               TEXT_ARG(stages->members[to].name)));
    }
}

Coverage *coverage_new(Arena *arena, const Program *program) {
  Coverage *c = ARENA_NEW(arena, Coverage);
  *c = (Coverage){.arena = arena,
                  .program = program,
                  .own = ARENA_ARRAY(arena, uint32_t, program->columns.count),
                  .transitions = ARENA_ARRAY(arena, uint32_t, program->columns.count)};
  for (uint32_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    c->own[i] = c->transitions[i] = SCHEMA_NONE;
    if (declared->kind == DECLARATION_ITEM) {
      c->own[i] = (uint32_t)c->groups.count;
      CoverageGroup *group = add_group(c, i, 2);
      group->count = 2;
      for (int truth = 0; truth < 2; truth++) group->name[truth] = text_of(yes_no[truth]);
    } else if (declared->members != SCHEMA_NONE && declared->kind != DECLARATION_ASSUME) {
      add_members(c, i);
    }
    if (declared->kind == DECLARATION_PROCESS && declared->process) add_transitions(c, i);
  }
  return c;
}

void coverage_count(const CoverageGroup *group, uint32_t *reached, uint32_t *of) {
  *reached = *of = 0;
  for (uint32_t i = 0; i < group->count; i++) {
    *of += group->name[i].len > 0;
    *reached += group->name[i].len > 0 && group->reached[i];
  }
}

/* ---- What a test reaches ---- */

/* Whether the test fixes the column on the row; rows are in the order in which they are given. */
static bool is_fixed(const DeclaredTest *test, uint32_t entity, size_t row, uint32_t column) {
  size_t number = 0;
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *rows = &test->given.at[i];
    if (rows->entity != entity || rows->file.len || number++ != row) continue;
    for (size_t v = 0; v < rows->values.count; v++)
      if (rows->values.at[v].fixes && rows->values.at[v].index == column) return true;
  }
  return false;
}

static void reach_move(Coverage *c, uint32_t number, uint32_t from, uint32_t to) {
  const uint32_t stages = c->program->columns.at[number].process->count;
  CoverageGroup *group = &c->groups.at[c->transitions[number]];
  if (from < stages && to < stages) group->reached[from * stages + to] = true;
}

static uint32_t history_of(const Image *image, uint32_t declaration) {
  for (uint32_t h = 0; h < image->histories.count; h++)
    if (image->histories.at[h].declaration == declaration) return h;
  return SCHEMA_NONE;
}

static void reach_history(Coverage *c, Run *run, uint32_t number, size_t row, Arena *arena) {
  const Image *image = run_image(run);
  const uint32_t history = history_of(image, number);
  if (history == SCHEMA_NONE) return;
  Table **tables = ARENA_ARRAY(arena, Table *, image->entities.count);
  for (uint32_t e = 0; e < image->entities.count; e++) tables[e] = run_table(run, e);
  HistoryEntry *entries;
  const size_t count = history_explain(image, history, tables, row, NULL, 0, arena, &entries);
  for (size_t i = 1; i < count; i++) reach_move(c, number, entries[i - 1].stage, entries[i].stage);
}

/* From the stage that is recorded to the one that the row belongs to. */
static void reach_recorded(Coverage *c, const Run *run, uint32_t number, size_t row,
                           uint32_t stage) {
  const Image *image = run_image(run);
  const IndexList columns = image->declarations.at[number].columns;
  for (uint32_t i = columns.first; i < columns.first + columns.count; i++) {
    const Scalar recorded = run_value(run, i, row).low;
    if (!text_ends(image->columns.at[i].name, TEXT(".recorded")) || !recorded.known ||
        recorded.type.kind != TYPE_ENUM)
      continue;
    const Text name = image->enums.at[recorded.type.of].members[recorded.i].name;
    const int32_t from =
        enum_member_by_name(&image->enums.at[image->declarations.at[number].members], name);
    if (from >= 0) reach_move(c, number, (uint32_t)from, stage);
  }
}

static void reach(Coverage *c, Run *run, uint32_t number, size_t row, Arena *arena) {
  const Declaration *declaration = &run_image(run)->declarations.at[number];
  const Scalar value = run_value(run, declaration->columns.first, row).low;
  CoverageGroup *group = &c->groups.at[c->own[number]];
  if (value.known && value.type.kind == TYPE_BOOL)
    group->reached[value.truth == TRUTH_TRUE] = true;
  else if (value.known)
    group->reached[value.i] = true;
  if (c->transitions[number] == SCHEMA_NONE) return;
  const uint32_t not_applicable = c->program->columns.at[number].process->count;
  if (value.known && value.i == not_applicable) return;
  reach_history(c, run, number, row, arena);
  if (value.known) reach_recorded(c, run, number, row, (uint32_t)value.i);
}

void coverage_add(Coverage *c, Run *run, const DeclaredTest *test, Arena *arena) {
  for (uint32_t i = 0; i < c->program->columns.count; i++) {
    if (c->own[i] == SCHEMA_NONE) continue;
    const uint32_t entity = c->program->columns.at[i].entity;
    const Table *table = run_table(run, entity);
    const size_t rows = entity == IMAGE_PROGRAM ? 1 : table ? table->rows : 0;
    for (size_t row = 0; row < rows; row++)
      if (!is_fixed(test, entity, row, i)) reach(c, run, i, row, arena);
  }
}
