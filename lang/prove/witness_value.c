/* witness_value.c - values as people write them: round, near the day. */
#include "prove/witness_impl.h"

bool finder_settle(Finder *f, SmtTerm term) {
  if (f->held_count == WITNESS_HELD_MOST) return false;
  f->held[f->held_count] = term;
  if (smt_ask(f->p->smt, f->held, f->held_count + 1) != SMT_SOME) return false;
  f->held_count++;
  return true;
}

bool finder_model(Finder *f) { return smt_ask(f->p->smt, f->held, f->held_count) == SMT_SOME; }

static Scalar exact(Type type, int64_t value) {
  return (Scalar){.type = type, .known = true, .i = value};
}

static size_t round_values(const Finder *f, Type type, Scalar *out) {
  static const int64_t whole[] = {0, 1, 5, 10, 20, 50, 100};
  static const int64_t money[] = {1000000, 5000000, 10000000, 100000, 500000, 0};
  static const int64_t percent[] = {10, 0, 50, 20, 5, 100};
  static const int64_t back[] = {-30, -180, 0, -400, -800, 60};
  enum { DAY = 86400, PERCENT_ONE = 1000000 };
  const int64_t *from = whole;
  size_t count = sizeof whole / sizeof *whole;
  int64_t scale = 1, base = 0;
  switch (type.kind) {
  case TYPE_MONEY:
    from = money, count = sizeof money / sizeof *money, scale = type_scale(TYPE_MONEY);
    break;
  case TYPE_PERCENT:
    from = percent, count = sizeof percent / sizeof *percent, scale = PERCENT_ONE;
    break;
  case TYPE_DATE:
    from = back, count = sizeof back / sizeof *back, base = f->p->options.today;
    break;
  case TYPE_DURATION:
    scale = DAY;
    break;
  case TYPE_SCORE:
    scale = type_scale(TYPE_SCORE);
    break;
  case TYPE_INTEGER:
  case TYPE_NUMBER:
    break;
  default:
    return 0;
  }
  for (size_t i = 0; i < count; i++) {
    out[i] = exact(type, base + from[i] * scale);
    if (type.kind == TYPE_NUMBER) out[i].f = (double)from[i];
  }
  return count;
}

bool finder_choose(Finder *f, const ProveLeaf *leaf, Scalar *value) {
  enum { CANDIDATES = 8 };
  Encoder *encoder = f->p->encoder;
  const Type type = plan_at(f->p->plan, leaf->node)->type;
  *value = (Scalar){.type = type};
  if (type.kind == TYPE_BOOL) value->truth = TRUTH_UNKNOWN;
  if (finder_settle(f, encode_is(encoder, leaf, *value))) return true;
  Scalar candidate[CANDIDATES];
  const size_t count = round_values(f, type, candidate);
  for (size_t i = 0; i < count; i++)
    if (finder_settle(f, encode_is(encoder, leaf, candidate[i]))) {
      *value = candidate[i];
      return true;
    }
  if (!finder_model(f)) return false;
  *value = encoder_model(encoder, leaf);
  return finder_settle(f, encode_is(encoder, leaf, *value));
}

Scalar finder_plain(Finder *f, const FieldSchema *field, size_t row) {
  Scalar value = {.type = field->type, .known = true};
  Scalar candidate[8];
  if (field->type.kind == TYPE_TEXT)
    value.text = text_of(arena_printf(f->p->arena, "Witness %zu", row + 1));
  else if (round_values(f, field->type, candidate))
    value = candidate[0];
  if (field->type.kind != TYPE_NUMBER && field->type.kind != TYPE_TEXT) {
    if (field->low.set && value.i < field->low.i) value.i = field->low.i;
    if (field->high.set && value.i > field->high.i) value.i = field->high.i;
  } else if (field->type.kind == TYPE_NUMBER) {
    value.f = field->low.set ? field->low.f : field->high.set ? field->high.f : 1;
  }
  return value;
}
