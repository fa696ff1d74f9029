/* sweep.c - one parameter through many values. Each step's run is freed when it was counted. */
#include "ask/sweep.h"

#include <math.h>

#include "ask/what_if.h"

typedef struct Sweeping {
  Arena *arena;
  Run *from;
  const Derivation *what;
  DiagSink *diags;
  Sweep *sweep;
  Run *run; /* of the step under work */
} Sweeping;

/* ---- Steps ---------------------------------------------------------------------------------- */

enum { SECONDS_A_DAY = 86400 };

static size_t count_steps(const Question *question) {
  const TypeKind kind = question->from.type.kind;
  if (kind == TYPE_NUMBER)
    return 1 + (size_t)floor((question->to.f - question->from.f) / question->by.f + 1e-9);
  const int64_t by = kind == TYPE_DATE ? question->by.i / SECONDS_A_DAY : question->by.i;
  return by ? 1 + (size_t)((question->to.i - question->from.i) / by) : 1;
}

static Scalar step_at(const Question *question, size_t index) {
  Scalar value = question->from;
  if (value.type.kind == TYPE_NUMBER)
    value.f += (double)index * question->by.f;
  else if (value.type.kind == TYPE_DATE)
    value.i += (int64_t)index * (question->by.i / SECONDS_A_DAY);
  else
    value.i += (int64_t)index * question->by.i;
  return value;
}

/* ---- What is counted ------------------------------------------------------------------------ */

static const Declaration *declaration_of(const Image *image, uint32_t column) {
  return &image->declarations.at[image->columns.at[column].declaration];
}

static uint32_t members_of(const Image *image, Type type) {
  if (type.kind == TYPE_BOOL) return 2;
  return type.kind == TYPE_ENUM ? image->enums.at[type.of].count : 0;
}

static void choose_columns(Sweeping *s) {
  Sweep *sweep = s->sweep;
  const Image *image = sweep->image;
  for (uint32_t i = 0; i < image->columns.count; i++) {
    const Declaration *declaration = declaration_of(image, i);
    const uint32_t members = members_of(image, image->columns.at[i].type);
    if (declaration->entity == IMAGE_PROGRAM) {
      SweepValue *value = VEC_PUSH(s->arena, &sweep->values);
      *value = (SweepValue){.column = i};
      value->at = ARENA_ARRAY(s->arena, ColumnValue, sweep->step_count);
    } else if (members && i == declaration->columns.first) {
      SweepColumn *column = VEC_PUSH(s->arena, &sweep->columns);
      *column = (SweepColumn){.column = i, .members = members};
      column->count = ARENA_ARRAY(s->arena, MemberCount, sweep->step_count * (members + 1));
    }
  }
}

static void count_rows(const Sweeping *s, const SweepColumn *column, MemberCount *count) {
  const Image *image = s->sweep->image;
  const uint32_t members = column->members, slot = money_of(image, column->column);
  const Table *table = run_table(s->run, declaration_of(image, column->column)->entity);
  const Vector *status = &table->slot[image->columns.at[column->column].low];
  const Vector *money = slot == SCHEMA_NONE ? NULL : &table->slot[slot];
  for (size_t row = 0; row < table->rows; row++) {
    uint32_t member = members;
    if (vector_known(status, row))
      member = status->store == STORE_TRUTH ? status->truth[row] == TRUTH_TRUE
                                            : (uint32_t)status->i32[row];
    count[member].rows++;
    if (money && money->valid[row])
      count[member].money += money->i64[row];
    else
      count[member].money_missing++;
  }
}

static bool same_counts(const MemberCount *a, const MemberCount *b, uint32_t members) {
  for (uint32_t m = 0; m <= members; m++)
    if (a[m].rows != b[m].rows || a[m].money != b[m].money) return false;
  return true;
}

static bool same_value(ColumnValue a, ColumnValue b) {
  if (a.low.known != b.low.known) return false;
  return !a.low.known || (scalar_equal(a.low, b.low) && scalar_equal(a.high, b.high));
}

/* References and texts of a run that is freed are kept. */
static ColumnValue kept_value(const Sweeping *s, ColumnValue value) {
  const TypeKind kind = value.low.type.kind;
  if (!value.low.known || (kind != TYPE_TEXT && kind != TYPE_REF)) return value;
  value.low.text = value.high.text = text_copy(s->arena, value.low.text);
  return value;
}

static bool is_counted(const Sweep *sweep, uint32_t column) {
  for (size_t i = 0; i < sweep->columns.count; i++)
    if (sweep->columns.at[i].column == column) return true;
  return declaration_of(sweep->image, column)->entity == IMAGE_PROGRAM;
}

static void compare_columns(const Sweeping *s) {
  const Image *image = s->sweep->image;
  for (uint32_t i = 0; i < image->columns.count; i++) {
    const Column *column = &image->columns.at[i];
    if (is_counted(s->sweep, i)) continue;
    s->sweep->changed[i] |= run_differs(s->run, column->low) ||
                            (column->high != SCHEMA_NONE && run_differs(s->run, column->high));
  }
}

static void count_step(Sweeping *s, size_t step) {
  Sweep *sweep = s->sweep;
  for (size_t i = 0; i < sweep->columns.count; i++) {
    SweepColumn *column = &sweep->columns.at[i];
    const size_t bins = (size_t)column->members + 1;
    MemberCount *count = &column->count[step * bins];
    count_rows(s, column, count);
    if (step && !same_counts(count - bins, count, column->members)) column->differs = true;
  }
  for (size_t i = 0; i < sweep->values.count; i++) {
    SweepValue *value = &sweep->values.at[i];
    value->at[step] = kept_value(s, run_value(s->run, value->column, 0));
    if (step && !same_value(value->at[step - 1], value->at[step])) value->differs = true;
  }
}

/* ---- The loop ------------------------------------------------------------------------------- */

static bool derive_step(Sweeping *s, Arena *arena, size_t step) {
  Derivation what = *s->what;
  ParamValue *set = ARENA_ARRAY(arena, ParamValue, what.set_count + 1);
  size_t count = 0;
  for (size_t i = 0; i < what.set_count; i++)
    if (what.set[i].param != s->sweep->param) set[count++] = what.set[i];
  set[count++] = (ParamValue){s->sweep->param, s->sweep->step[step]};
  what.set = set;
  what.set_count = count;
  s->run = run_derive(arena, s->from, &what, s->diags);
  if (s->run) count_step(s, step);
  if (s->run) compare_columns(s);
  return s->run != NULL;
}

static void free_arena(void *arena) { arena_free(arena); }

static bool do_step(Sweeping *s, size_t step) {
  Arena *arena = arena_beside(s->arena);
  if (!arena) arena_fail(s->arena);
  arena_defer(s->arena, free_arena, arena);
  if (!ARENA_TRY(arena)) arena_fail(s->arena);
  const bool done = derive_step(s, arena, step);
  arena_close(s->arena, arena);
  return done;
}

Sweep *sweep(Arena *arena, Run *from, const Derivation *what, const Question *question,
             DiagSink *diags) {
  Sweep *sweep = ARENA_NEW(arena, Sweep);
  *sweep = (Sweep){.image = run_image(from),
                   .param = question->changes.at[0].index,
                   .step_count = count_steps(question),
                   .present = SIZE_MAX};
  sweep->step = ARENA_ARRAY(arena, Scalar, sweep->step_count);
  sweep->changed = ARENA_ARRAY(arena, bool, sweep->image->columns.count);
  const uint32_t slot = sweep->image->params.at[sweep->param].slot;
  const Scalar now =
      vector_get(&run_table(from, IMAGE_PROGRAM)->slot[slot], question->from.type, 0);
  for (size_t i = 0; i < sweep->step_count; i++) {
    sweep->step[i] = step_at(question, i);
    if (now.known && scalar_equal(now, sweep->step[i])) sweep->present = i;
  }
  Sweeping s = {.arena = arena, .from = from, .what = what, .diags = diags, .sweep = sweep};
  choose_columns(&s);
  for (size_t i = 0; i < sweep->step_count; i++)
    if (!do_step(&s, i)) return NULL;
  return sweep;
}
