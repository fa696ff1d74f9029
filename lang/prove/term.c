/* term.c - see term.h. */
#include "prove/term.h"

struct Terms {
  Arena *arena;
  VEC(Term *) list;
  Term **table; /* open addressing, by what they are made of */
  size_t size;  /* a power of two */
};

Terms *terms_new(Arena *arena) {
  enum { FIRST_SIZE = 1024 };
  Terms *terms = ARENA_NEW(arena, Terms);
  terms->arena = arena;
  terms->size = FIRST_SIZE;
  terms->table = ARENA_ARRAY(arena, Term *, terms->size);
  return terms;
}

Term *term_at(const Terms *terms, uint32_t id) { return terms->list.at[id]; }

static size_t hash(const Term *term) {
  uint64_t h = (uint64_t)term->op * 0x9e3779b97f4a7c15u;
  for (int i = 0; i < 3; i++)
    h = (h ^ (term->arg[i] ? term->arg[i]->id + 1 : 0)) * 0xff51afd7ed558ccdu;
  h = (h ^ (uint64_t)term->value ^ (uint64_t)(term->value >> 64)) * 0xc4ceb9fe1a85ec53u;
  return (size_t)(h ^ h >> 29);
}

static bool is_same(const Term *a, const Term *b) {
  return a->op == b->op && a->value == b->value && a->arg[0] == b->arg[0] &&
         a->arg[1] == b->arg[1] && a->arg[2] == b->arg[2];
}

static Term **place(const Terms *terms, const Term *term) {
  size_t at = hash(term) & (terms->size - 1);
  while (terms->table[at] && !is_same(terms->table[at], term)) at = (at + 1) & (terms->size - 1);
  return &terms->table[at];
}

static void grow(Terms *terms) {
  terms->size *= 2;
  terms->table = ARENA_ARRAY(terms->arena, Term *, terms->size);
  for (size_t i = 0; i < terms->list.count; i++)
    if (!term_is_free(terms->list.at[i])) *place(terms, terms->list.at[i]) = terms->list.at[i];
}

static Term *add(Terms *terms, const Term *made) {
  Term *term = ARENA_NEW(terms->arena, Term);
  *term = *made;
  term->id = (uint32_t)terms->list.count;
  *VEC_PUSH(terms->arena, &terms->list) = term;
  return term;
}

static int128 floor_over(int128 n, int128 d) { return n / d - (n % d < 0); }

bool term_compute(TermOp op, const int128 *a, int128 value, int128 *out) {
  switch (op) {
  case TERM_NOT:
    *out = !a[0];
    return true;
  case TERM_AND:
    *out = a[0] && a[1];
    return true;
  case TERM_OR:
    *out = a[0] || a[1];
    return true;
  case TERM_IF:
    *out = a[0] ? a[1] : a[2];
    return true;
  case TERM_EQUAL:
    *out = a[0] == a[1];
    return true;
  case TERM_LESS:
    *out = a[0] < a[1];
    return true;
  case TERM_AT_MOST:
    *out = a[0] <= a[1];
    return true;
  case TERM_ADD:
    return !__builtin_add_overflow(a[0], a[1], out);
  case TERM_SUBTRACT:
    return !__builtin_sub_overflow(a[0], a[1], out);
  case TERM_TIMES:
    return !__builtin_mul_overflow(a[0], value, out);
  case TERM_OVER:
    *out = floor_over(a[0], value);
    return true;
  case TERM_REST:
    *out = a[0] - floor_over(a[0], value) * value;
    return true;
  default:
    return false;
  }
}

static bool makes_truth(TermOp op, const Term *b) {
  if (op == TERM_IF) return b->is_truth;
  return op == TERM_TRUTH || op == TERM_FREE_TRUTH || (op >= TERM_NOT && op <= TERM_AT_MOST);
}

Term *term_of(Terms *terms, TermOp op, Term *a, Term *b, Term *c, int128 value) {
  Term wanted = {.op = op, .arg = {a, b, c}, .value = value};
  int128 operand[3] = {0}, result;
  bool constant = a != NULL;
  for (int i = 0; i < 3 && constant; i++) {
    constant = !wanted.arg[i] || term_is_value(wanted.arg[i]);
    if (wanted.arg[i]) operand[i] = wanted.arg[i]->value;
  }
  if (constant && term_compute(op, operand, value, &result))
    return term_of(terms, makes_truth(op, b) ? TERM_TRUTH : TERM_INT, NULL, NULL, NULL, result);
  wanted.is_truth = makes_truth(op, b);
  if (2 * terms->list.count > terms->size) grow(terms);
  Term **found = place(terms, &wanted);
  if (!*found) *found = add(terms, &wanted);
  return *found;
}

Term *term_free_of(Terms *terms, TermOp op) {
  const bool is_truth = op == TERM_FREE_TRUTH;
  const Term made = {.op = op,
                     .is_truth = is_truth,
                     .low = is_truth ? 0 : -TERM_FAR,
                     .high = is_truth ? 1 : TERM_FAR};
  return add(terms, &made);
}
