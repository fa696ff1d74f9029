/* checkup_self.c - how the program rates itself, beside the evidence.
 *
 * A rating of a dimension is a parameter or a column of the program named `self_formal`, or
 * `sam_self_formal` of the process `sam` alone: a percent, or a level from 0 to 5.
 */
#include "shell/checkup_gather.h"

enum { LEVELS = 5, POINTS = 100 };

/* Of `whole`, in points, rounded half up; -1 where it is outside. */
static int points_of(int64_t value, int64_t whole) {
  if (value < 0 || value > whole) return -1;
  return (int)((2 * (int128)value * POINTS + whole) / (2 * (int128)whole));
}

/* -1 where the value is no rating. */
static int points(Scalar value) {
  switch (value.type.kind) {
  case TYPE_PERCENT:
    return points_of(value.i, type_scale(TYPE_PERCENT));
  case TYPE_INTEGER:
  case TYPE_SCORE:
    return points_of(value.i, LEVELS * type_scale(value.type.kind));
  case TYPE_NUMBER:
    return value.f >= 0 && value.f <= LEVELS ? (int)(value.f / LEVELS * POINTS + 0.5) : -1;
  default:
    return -1;
  }
}

static bool take(Gathering *g, CheckupScore *score, Span span, Text name, Scalar value) {
  if (!value.known) return true;
  const int rating = points(value);
  if (rating < 0) {
    Diag *d = diag_add(g->shell->diags, E_SELF_RATING, span,
                       "`%.*s` is no rating that a check-up can take", TEXT_ARG(name));
    diag_help(g->shell->diags, d,
              "a rating is a percent from 0%% to 100%%, or a level from 0 to 5");
    return false;
  }
  score->rated = true;
  score->self = (uint32_t)rating;
  return true;
}

/* Whether there is a rating of that name; *sound tells whether it could be taken. */
static bool find(Gathering *g, CheckupScore *score, const char *name, bool *sound) {
  const Text wanted = text_of(name);
  for (size_t i = 0; i < g->program->params.count; i++) {
    const DeclaredParam *param = &g->program->params.at[i];
    if (!text_equal(param->name, wanted)) continue;
    *sound &= take(g, score, node_child(param->node, PARAM_NAME)->span, wanted, param->value);
    return true;
  }
  for (size_t i = 0; i < g->program->columns.count; i++) {
    const Declared *declared = &g->program->columns.at[i];
    if (!text_equal(declared->name, wanted) || declared->entity != IMAGE_PROGRAM) continue;
    if (!g->run) return true;
    const uint32_t column = g->image->declarations.at[i].columns.first;
    const ColumnValue value = run_value(g->run, column, 0);
    if (value.low.known && scalar_equal(value.low, value.high))
      *sound &= take(g, score, node_child(declared->node, 0)->span, wanted, value.low);
    return true;
  }
  return false;
}

bool gather_self(Gathering *g) {
  bool sound = true;
  for (size_t p = 0; p < g->checkup->processes.count; p++) {
    CheckedProcess *process = &g->checkup->processes.at[p];
    for (int d = 0; d < DIMENSION_COUNT; d++) {
      const char *common = arena_printf(g->arena, "self_%s", dimension_info[d].name);
      const char *own = arena_printf(g->arena, "%.*s_%s", TEXT_ARG(process->name), common);
      if (!find(g, &process->dimension[d], own, &sound))
        find(g, &process->dimension[d], common, &sound);
    }
  }
  return sound;
}
