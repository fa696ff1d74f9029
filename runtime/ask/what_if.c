/* what_if.c - two runs compared, column by column. */
#include "ask/what_if.h"

#include "engine/derive.h"

enum { MATRIX_MOST = 64 }; /* members of which each is counted with each */

/* ---- One value ------------------------------------------------------------------------------ */

/* Unaffected slots are the same memory. */
static bool are_shared(const Vector *a, const Vector *b) {
  return a->values == b->values && a->valid == b->valid;
}

static bool differs(const Vector *a, const Vector *b, size_t row) {
  if (vector_known(a, row) != vector_known(b, row)) return true;
  if (!vector_known(a, row)) return false;
  switch (a->store) {
  case STORE_I64:
    return a->i64[row] != b->i64[row];
  case STORE_F64:
    return a->f64[row] < b->f64[row] || a->f64[row] > b->f64[row];
  case STORE_I32:
    return a->i32[row] != b->i32[row];
  case STORE_TRUTH:
    return a->truth[row] != b->truth[row];
  case STORE_TEXT:
    return !text_equal(a->text[row], b->text[row]);
  case STORE_COUNT:
    break;
  }
  return false;
}

/* The ends of a column in both runs. Where it is no range they are the same slot. */
typedef struct Sides {
  const Vector *low[2], *high[2];
} Sides;

static uint32_t entity_of(const Image *image, uint32_t column) {
  return image->declarations.at[image->columns.at[column].declaration].entity;
}

static Sides sides_of(const WhatIf *w, uint32_t index) {
  const Column *column = &w->image->columns.at[index];
  const uint32_t entity = entity_of(w->image, index);
  const Vector *before = run_table(w->before, entity)->slot;
  const Vector *after = run_table(w->after, entity)->slot;
  const uint32_t high = column->high == SCHEMA_NONE ? column->low : column->high;
  return (Sides){{&before[column->low], &after[column->low]}, {&before[high], &after[high]}};
}

static bool sides_shared(const Sides *s) {
  return are_shared(s->low[0], s->low[1]) && are_shared(s->high[0], s->high[1]);
}

/* An unknown end makes the value unknown, whatever the other one is. */
static bool is_known(const Sides *s, int side, size_t row) {
  return vector_known(s->low[side], row) && vector_known(s->high[side], row);
}

static bool value_differs(const Sides *s, size_t row) {
  const bool known = is_known(s, 0, row);
  if (known != is_known(s, 1, row)) return true;
  return known && (differs(s->low[0], s->low[1], row) || differs(s->high[0], s->high[1], row));
}

/* ---- All rows of a column ------------------------------------------------------------------- */

static uint32_t members_of(const Image *image, Type type) {
  if (type.kind == TYPE_BOOL) return 2;
  return type.kind == TYPE_ENUM ? image->enums.at[type.of].count : 0;
}

static uint32_t member_at(const Vector *vector, size_t row, uint32_t members) {
  if (!vector_known(vector, row)) return members;
  if (vector->store == STORE_TRUTH) return vector->truth[row] == TRUTH_TRUE;
  return (uint32_t)vector->i32[row];
}

uint32_t money_of(const Image *image, uint32_t column) {
  const Declaration *own = &image->declarations.at[image->columns.at[column].declaration];
  if (own->money != SCHEMA_NONE) return own->money;
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *other = &image->declarations.at[i];
    if (other->entity == own->entity && other->money != SCHEMA_NONE) return other->money;
  }
  return SCHEMA_NONE;
}

static void count_members(const WhatIf *w, const Sides *s, ColumnMoves *moves, size_t rows) {
  const uint32_t members = moves->members, slot = money_of(w->image, moves->column);
  const Table *table = run_table(w->after, entity_of(w->image, moves->column));
  const Vector *money = slot == SCHEMA_NONE ? NULL : &table->slot[slot];
  for (size_t row = 0; row < rows; row++) {
    const uint32_t from = member_at(s->low[0], row, members);
    const uint32_t to = member_at(s->low[1], row, members);
    moves->before[from]++;
    moves->after[to]++;
    if (!moves->move) continue;
    MemberCount *move = &moves->move[from * (members + 1) + to];
    move->rows++;
    if (money && money->valid[row])
      move->money += money->i64[row];
    else
      move->money_missing++;
  }
}

/* The rows that may differ: those of which one of the ends does; all where these are many. */
typedef struct Candidates {
  const uint32_t *low, *high;
  size_t low_count, high_count; /* SIZE_MAX: not listed */
  size_t rows;
} Candidates;

static Candidates candidates_of(const WhatIf *w, uint32_t index, size_t rows) {
  const Column *column = &w->image->columns.at[index];
  Candidates c = {.rows = rows};
  c.low_count = run_differing_rows(w->after, column->low, &c.low);
  if (column->high != SCHEMA_NONE)
    c.high_count = run_differing_rows(w->after, column->high, &c.high);
  return c;
}

static size_t first_from(const uint32_t *list, size_t count, size_t *at, size_t row) {
  while (*at < count && list[*at] < row) ++*at;
  return *at < count ? list[*at] : SIZE_MAX;
}

/* Whether there is one from *row on, and which. */
static bool next_candidate(const Candidates *c, size_t *low_at, size_t *high_at, size_t *row) {
  if (c->low_count != SIZE_MAX && c->high_count != SIZE_MAX) {
    const size_t low = first_from(c->low, c->low_count, low_at, *row);
    const size_t high = first_from(c->high, c->high_count, high_at, *row);
    *row = low < high ? low : high;
  }
  return *row < c->rows;
}

static void list_rows(Arena *arena, const WhatIf *w, const Sides *s, ColumnMoves *moves,
                      size_t rows, size_t most) {
  const bool own = w->of_row && entity_of(w->image, moves->column) == w->entity;
  const Candidates candidates = candidates_of(w, moves->column, rows);
  size_t low_at = 0, high_at = 0;
  for (size_t row = 0; next_candidate(&candidates, &low_at, &high_at, &row); row++) {
    if (!value_differs(s, row) || (own && row == w->row)) continue;
    if (moves->first.count < most) *VEC_PUSH(arena, &moves->first) = (uint32_t)row;
    moves->changed++;
  }
}

static void compare_rows(Arena *arena, WhatIf *w, uint32_t column, const Sides *s, size_t most) {
  const size_t rows = run_table(w->before, entity_of(w->image, column))->rows;
  ColumnMoves moves = {.column = column,
                       .members = members_of(w->image, w->image->columns.at[column].type)};
  list_rows(arena, w, s, &moves, rows, most);
  if (!moves.changed) return;
  if (moves.members) {
    const size_t bins = (size_t)moves.members + 1;
    moves.before = ARENA_ARRAY(arena, uint64_t, bins);
    moves.after = ARENA_ARRAY(arena, uint64_t, bins);
    if (moves.members <= MATRIX_MOST) moves.move = ARENA_ARRAY(arena, MemberCount, bins * bins);
    count_members(w, s, &moves, rows);
  }
  *VEC_PUSH(arena, &w->others) = moves;
}

/* ---- Inputs --------------------------------------------------------------------------------- */

static Scalar value_before(const WhatIf *w, const Question *question, const QuestionChange *change,
                           Text *name) {
  Scalar value = {.type = change->value.type};
  if (change->is_param) {
    const Param *param = &w->image->params.at[change->index];
    *name = param->name;
    return vector_get(&run_table(w->before, IMAGE_PROGRAM)->slot[param->slot], param->type, 0);
  }
  *name = w->image->entities.at[question->entity].fields[change->index].name;
  run_field(w->before, question->entity, change->index, w->row, &value);
  return value;
}

static void take_inputs(Arena *arena, WhatIf *w, const Question *question) {
  for (size_t i = 0; i < question->changes.count; i++) {
    const QuestionChange *change = &question->changes.at[i];
    WhatIfInput *input = VEC_PUSH(arena, &w->inputs);
    input->before = value_before(w, question, change, &input->name);
    input->after = change->value;
    input->same = scalar_equal(input->before, input->after);
  }
}

bool what_if(Arena *arena, Run *before, Run *after, const Question *question, size_t row,
             size_t most, const volatile int *stop, WhatIf *out) {
  *out = (WhatIf){.before = before,
                  .after = after,
                  .image = run_image(before),
                  .of_row = question->has_key,
                  .entity = question->entity,
                  .row = row};
  take_inputs(arena, out, question);
  for (uint32_t i = 0; i < out->image->columns.count; i++) {
    const uint32_t of = entity_of(out->image, i);
    const Sides s = sides_of(out, i);
    if (stop && *stop) return false;
    if (sides_shared(&s)) continue;
    if (of == IMAGE_PROGRAM && value_differs(&s, 0)) *VEC_PUSH(arena, &out->program) = i;
    if (of == IMAGE_PROGRAM) continue;
    if (out->of_row && of == out->entity && value_differs(&s, row)) *VEC_PUSH(arena, &out->own) = i;
    compare_rows(arena, out, i, &s, most);
  }
  return true;
}
