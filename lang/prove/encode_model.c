/* encode_model.c - the constants that values are told apart by, and the way back from a model. */
#include <math.h>
#include <stdlib.h>

#include "prove/encode_impl.h"

/* ---- Places among the constants ---- */

static int compare_numbers(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

typedef struct Numbers {
  VEC(double) list;
} Numbers;

static void add_number(Arena *arena, Numbers *numbers, double value) {
  *VEC_PUSH(arena, &numbers->list) = value;
}

static void add_scalar(Arena *arena, Numbers *numbers, Scalar value) {
  if (value.known && value.type.kind == TYPE_NUMBER) add_number(arena, numbers, value.f);
}

static void add_bound(Arena *arena, Numbers *numbers, Type type, Bound bound) {
  if (bound.set && type.kind == TYPE_NUMBER) add_number(arena, numbers, bound.f);
}

static void find_numbers(Encoder *e) {
  const Program *program = e->plan->program;
  Numbers numbers = {0};
  for (size_t i = 0; i < e->plan->nodes.count; i++)
    add_scalar(e->arena, &numbers, e->plan->nodes.at[i].value);
  for (size_t i = 0; i < program->params.count; i++) {
    const DeclaredParam *param = &program->params.at[i];
    add_scalar(e->arena, &numbers, param->value);
    add_bound(e->arena, &numbers, param->type, param->low);
    add_bound(e->arena, &numbers, param->type, param->high);
  }
  for (size_t i = 0; i < program->entities.count; i++)
    for (uint32_t f = 0; f < program->entities.at[i].field_count; f++) {
      const FieldSchema *field = &program->entities.at[i].fields[f];
      add_bound(e->arena, &numbers, field->type, field->low);
      add_bound(e->arena, &numbers, field->type, field->high);
    }
  if (numbers.list.count)
    qsort(numbers.list.at, numbers.list.count, sizeof(double), compare_numbers);
  e->numbers = numbers.list.at;
  for (size_t i = 0; i < numbers.list.count; i++)
    if (!e->number_count || e->numbers[e->number_count - 1] < numbers.list.at[i])
      e->numbers[e->number_count++] = numbers.list.at[i];
}

int64_t number_place(const Encoder *e, double value) {
  size_t before = 0;
  while (before < e->number_count && e->numbers[before] < value) before++;
  const bool is_constant = before < e->number_count && e->numbers[before] <= value;
  return (int64_t)(2 * before) + is_constant;
}

int64_t text_place(Encoder *e, Text text) {
  for (size_t i = 0; i < e->texts.count; i++)
    if (text_equal(e->texts.at[i], text)) return (int64_t)i;
  *VEC_PUSH(e->arena, &e->texts) = text;
  return (int64_t)e->texts.count - 1;
}

Encoder *encoder_new(Arena *arena, const Plan *plan, Smt *smt, uint32_t free_param) {
  Encoder *e = ARENA_NEW(arena, Encoder);
  *e = (Encoder){.arena = arena, .plan = plan, .smt = smt, .free_param = free_param};
  e->rows = ARENA_ARRAY(arena, ProveRow *, plan->program->entities.count);
  e->open = ARENA_ARRAY(arena, bool, plan->nodes.count);
  find_numbers(e);
  e->today = smt_new_int(smt);
  /* 1970 to 2199: before and behind them no one runs rules */
  smt_assert(smt, smt_at_most(smt, smt_int(smt, 0), e->today));
  smt_assert(smt, smt_at_most(smt, e->today, smt_int(smt, 84006)));
  return e;
}

Smt *encoder_smt(const Encoder *e) { return e->smt; }

/* ---- The way back ---- */

/* A number that stands at the place, as plain as there is one. */
static double number_at(const Encoder *e, int64_t place) {
  const size_t index = (size_t)(place / 2);
  if (place % 2 && index < e->number_count) return e->numbers[index];
  if (!e->number_count) return 1;
  if (index == 0) return floor(e->numbers[0]) - 1;
  if (index >= e->number_count) return ceil(e->numbers[e->number_count - 1]) + 1;
  const double below = e->numbers[index - 1], above = e->numbers[index];
  const double whole = floor(below) + 1;
  return whole < above ? whole : below + (above - below) / 2;
}

static Scalar known_value(const Encoder *e, Type type, int64_t found) {
  Scalar value = {.type = type, .known = true};
  if (type.kind == TYPE_NUMBER)
    value.f = number_at(e, found);
  else if (type.kind != TYPE_TEXT)
    value.i = found;
  else if (found < (int64_t)e->texts.count)
    value.text = e->texts.at[found];
  else
    value.text = TEXT("other");
  return value;
}

Scalar encoder_model(const Encoder *e, const ProveLeaf *leaf) {
  const Type type = plan_at(e->plan, leaf->node)->type;
  Scalar value = {.type = type};
  if (type.kind == TYPE_BOOL) {
    const bool yes = smt_model_truth(e->smt, leaf->term.value);
    value.known = yes || smt_model_truth(e->smt, leaf->term.known);
    value.truth = !value.known ? TRUTH_UNKNOWN : truth_of(yes);
    return value;
  }
  if (!smt_model_truth(e->smt, leaf->term.known)) return value;
  return known_value(e, type, smt_model_int(e->smt, leaf->term.value));
}

int32_t encoder_model_today(const Encoder *e) { return (int32_t)smt_model_int(e->smt, e->today); }

SmtTerm encode_today_is(Encoder *e, int32_t day) { return encode_day_is(e, e->today, day); }

SmtTerm encode_is(Encoder *e, const ProveLeaf *leaf, Scalar value) {
  const ProveTerm *term = &leaf->term;
  if (value.type.kind == TYPE_BOOL) {
    if (value.truth == TRUTH_TRUE) return term->value;
    if (value.truth == TRUTH_FALSE) return term->known;
    return smt_and(e->smt, smt_not(e->smt, term->value), smt_not(e->smt, term->known));
  }
  if (!value.known) return smt_not(e->smt, term->known);
  int64_t at = value.i;
  if (value.type.kind == TYPE_DATE)
    return smt_and(e->smt, term->known, encode_day_is(e, term->value, (int32_t)value.i));
  if (value.type.kind == TYPE_NUMBER) at = number_place(e, value.f);
  if (value.type.kind == TYPE_TEXT) at = text_place(e, value.text);
  return smt_and(e->smt, term->known, smt_equal(e->smt, term->value, smt_int(e->smt, at)));
}
