/* interval.c - facts, what a question rests on, models.
 *
 * A question rests on its terms and on the facts that share a variable with it, directly or by way
 * of other facts. Everything else keeps the values of a model of all facts, which is kept up to
 * date as facts are added: what a question is answered with and that model never speak of the same
 * variable, so together they are a model, too.
 */
#include "prove/interval_impl.h"

/* A question is tried with plain choices first, then with such as satisfied the one before. What is
 * plain takes a few hundred narrowings. */
static const struct {
  size_t steps, of_cell; /* at most so many, and so many more for each term */
  bool hints;
} tries[] = {{4000, 10, 0}, {8000, 60, 1}};

typedef struct Link {
  uint32_t fact;
  struct Link *next;
} Link;

/* What is known of a term beside the term itself. */
typedef struct Known {
  int128 value;   /* of a free one: in the model of all facts, then in the one found last */
  Link *facts;    /* of a free one: those that speak of it */
  uint32_t stamp; /* the question that has met it */
  uint32_t cell;  /* and its place there */
  bool visited;   /* its operands were seen to */
} Known;

struct Intervals {
  Arena *arena;
  Terms *terms;
  VEC(Known) known; /* by number of the term */
  VEC(Term *) facts;
  VEC(uint32_t) fact_stamps;
  VEC(Term *) moved;     /* free ones that got bounds since the model was made */
  VEC(uint32_t) pending; /* facts that it need not satisfy */
  size_t tried;          /* so many of them are too hard */
  VEC(Term *) stack;
  uint32_t stamp;
  bool never; /* the facts contradict each other */
  Search search;
  size_t capacity, above_capacity;
};

Intervals *intervals_new(Arena *arena, Terms *terms) {
  Intervals *v = ARENA_NEW(arena, Intervals);
  *v = (Intervals){.arena = arena, .terms = terms, .search = {.arena = arena}};
  return v;
}

static Known *known_of(Intervals *v, const Term *term) {
  while (v->known.count <= term->id) *VEC_PUSH(v->arena, &v->known) = (Known){0};
  return &v->known.at[term->id];
}

/* ---- What a question rests on ---- */

static void begin(Intervals *v) {
  v->stamp++;
  v->search.cells.count = 0;
}

/* As nothing is known of it yet. */
static void unbind(Cell *cell) {
  const Term *term = cell->term;
  cell->low = term_is_free(term) ? term->low : term->is_truth ? 0 : -TERM_FAR;
  cell->high = term_is_free(term) ? term->high : term->is_truth ? 1 : TERM_FAR;
  cell->queued = false;
  if (!term_is_value(term)) return;
  cell->low = cell->high = term->value >= TERM_FAR    ? TERM_FAR
                           : term->value <= -TERM_FAR ? -TERM_FAR
                                                      : term->value;
}

static void add_cell(Intervals *v, Term *term) {
  Known *known = known_of(v, term);
  Cell cell = {.term = term};
  for (int i = 0; i < 3 && term->arg[i]; i++) cell.arg[i] = known_of(v, term->arg[i])->cell;
  known->cell = (uint32_t)v->search.cells.count;
  *VEC_PUSH(v->arena, &v->search.cells) = cell;
}

/* Operands first. */
static void add_term(Intervals *v, Term *root) {
  *VEC_PUSH(v->arena, &v->stack) = root;
  while (v->stack.count) {
    Term *term = v->stack.at[v->stack.count - 1];
    Known *known = known_of(v, term);
    if (known->stamp != v->stamp) {
      known->stamp = v->stamp;
      known->visited = false;
      for (int i = 0; i < 3 && term->arg[i]; i++)
        if (known_of(v, term->arg[i])->stamp != v->stamp)
          *VEC_PUSH(v->arena, &v->stack) = term->arg[i];
      continue;
    }
    v->stack.count--;
    if (known_of(v, term)->visited) continue;
    known_of(v, term)->visited = true;
    add_cell(v, term);
  }
}

/* The facts that speak of its variables, theirs in turn, and so on. */
static void add_facts(Intervals *v) {
  for (size_t i = 0; i < v->search.cells.count; i++) {
    const Term *term = v->search.cells.at[i].term;
    if (!term_is_free(term)) continue;
    for (const Link *link = known_of(v, term)->facts; link; link = link->next) {
      if (v->fact_stamps.at[link->fact] == v->stamp) continue;
      v->fact_stamps.at[link->fact] = v->stamp;
      add_term(v, v->facts.at[link->fact]);
    }
  }
}

/* ---- Facts ---- */

static void add_bound(Intervals *v, Term *term, int128 low, int128 high) {
  if (low > term->low) term->low = low;
  if (high < term->high) term->high = high;
  if (term->low > term->high) v->never = true;
  *VEC_PUSH(v->arena, &v->moved) = term;
}

/* A bound of a variable is kept with it. */
static bool is_bound(Intervals *v, Term *fact) {
  Term *a = fact->arg[0], *b = fact->arg[1];
  if (fact->op == TERM_FREE_TRUTH) {
    add_bound(v, fact, 1, 1);
    return true;
  }
  if (fact->op == TERM_NOT && a->op == TERM_FREE_TRUTH) {
    add_bound(v, a, 0, 0);
    return true;
  }
  if (fact->op != TERM_AT_MOST) return false;
  if (a->op == TERM_FREE_INT && b->op == TERM_INT)
    add_bound(v, a, a->low, b->value);
  else if (a->op == TERM_INT && b->op == TERM_FREE_INT)
    add_bound(v, b, a->value, b->high);
  else
    return false;
  return true;
}

void intervals_assert(Intervals *v, Term *fact) {
  if (fact->op == TERM_TRUTH) {
    v->never |= !fact->value;
    return;
  }
  if (fact->op == TERM_AND) {
    intervals_assert(v, fact->arg[0]);
    intervals_assert(v, fact->arg[1]);
    return;
  }
  if (is_bound(v, fact)) return;
  const uint32_t number = (uint32_t)v->facts.count;
  *VEC_PUSH(v->arena, &v->facts) = fact;
  *VEC_PUSH(v->arena, &v->fact_stamps) = 0;
  *VEC_PUSH(v->arena, &v->pending) = number;
  begin(v);
  add_term(v, fact);
  for (size_t i = 0; i < v->search.cells.count; i++) {
    const Term *term = v->search.cells.at[i].term;
    if (!term_is_free(term)) continue;
    Link *link = ARENA_NEW(v->arena, Link);
    *link = (Link){number, known_of(v, term)->facts};
    known_of(v, term)->facts = link;
  }
}

/* ---- Values ---- */

/* Of every cell, from those of the free ones; false where one does not fit. */
static bool compute(Intervals *v) {
  for (size_t i = 0; i < v->search.cells.count; i++) {
    Cell *cell = &v->search.cells.at[i];
    int128 a[3] = {0}, value = 0;
    for (int k = 0; k < 3 && cell->term->arg[k]; k++) a[k] = v->search.cells.at[cell->arg[k]].low;
    if (term_is_value(cell->term))
      value = cell->term->value;
    else if (term_is_free(cell->term))
      value = known_of(v, cell->term)->value;
    else if (!term_compute(cell->term->op, a, cell->term->value, &value))
      return false;
    cell->low = cell->high = value;
  }
  return true;
}

static bool is_true(Intervals *v, const Term *term) {
  return v->search.cells.at[known_of(v, term)->cell].low == 1;
}

bool intervals_model(Intervals *v, Term *term, int128 *value) {
  begin(v);
  add_term(v, term);
  const bool fits = compute(v);
  *value = fits ? v->search.cells.at[known_of(v, term)->cell].low : 0;
  return fits;
}

/* ---- Questions ---- */

static void find_above(Intervals *v) {
  Search *s = &v->search;
  const size_t count = s->cells.count;
  if (count > v->capacity) {
    v->capacity = 2 * count;
    s->queue = ARENA_ARRAY(v->arena, uint32_t, v->capacity);
    s->above = ARENA_ARRAY(v->arena, uint32_t, 3 * v->capacity);
  }
  for (size_t i = 0; i < count; i++)
    for (int k = 0; k < 3 && s->cells.at[i].term->arg[k]; k++)
      s->cells.at[s->cells.at[i].arg[k]].above_end++;
  uint32_t from = 0;
  for (size_t i = 0; i < count; i++) {
    s->cells.at[i].above = from;
    from += s->cells.at[i].above_end;
    s->cells.at[i].above_end = s->cells.at[i].above;
  }
  for (uint32_t i = 0; i < count; i++)
    for (int k = 0; k < 3 && s->cells.at[i].term->arg[k]; k++)
      s->above[s->cells.at[s->cells.at[i].arg[k]].above_end++] = i;
}

static bool hold(Intervals *v, const Term *term) {
  return search_narrow(&v->search, known_of(v, term)->cell, 1, 1);
}

static bool hold_all(Intervals *v, Term *const *wanted, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!hold(v, wanted[i])) return false;
  for (size_t i = 0; i < v->facts.count; i++)
    if (v->fact_stamps.at[i] == v->stamp && !hold(v, v->facts.at[i])) return false;
  for (size_t i = 0; i < v->search.cells.count; i++) {
    const Cell *cell = &v->search.cells.at[i];
    if (cell->low > cell->high) return false;
    search_queue(&v->search, (uint32_t)i);
  }
  return true;
}

static void check_later(Intervals *v, const Term *term) {
  for (const Link *link = known_of(v, term)->facts; link; link = link->next)
    *VEC_PUSH(v->arena, &v->pending) = link->fact;
}

/* The values found become those of the model, once they are seen to satisfy everything. */
static bool keep_values(Intervals *v, Term *const *wanted, size_t count) {
  Search *s = &v->search;
  for (size_t i = 0; i < s->cells.count; i++)
    if (term_is_free(s->cells.at[i].term))
      known_of(v, s->cells.at[i].term)->value = s->cells.at[i].low;
  bool satisfied = compute(v);
  for (size_t i = 0; i < count && satisfied; i++) satisfied = is_true(v, wanted[i]);
  for (size_t i = 0; i < v->facts.count; i++) {
    if (v->fact_stamps.at[i] != v->stamp) continue;
    if (satisfied && !is_true(v, v->facts.at[i])) satisfied = false;
  }
  if (satisfied) return true;
  for (size_t i = 0; i < s->cells.count; i++)
    if (term_is_free(s->cells.at[i].term)) check_later(v, s->cells.at[i].term);
  return false;
}

/* The cells of a question, and what they are with the values of another. */
static void lay_out(Intervals *v, Term *const *wanted, size_t count) {
  begin(v);
  for (size_t i = 0; i < count; i++) add_term(v, wanted[i]);
  add_facts(v);
  find_above(v);
}

static void take_hints(Intervals *v) {
  Search *s = &v->search;
  compute(v);
  for (size_t i = 0; i < s->cells.count; i++) s->cells.at[i].hint = s->cells.at[i].low;
}

static SmtAnswer try(Intervals *v, Term *const *wanted, size_t count, size_t number) {
  Search *s = &v->search;
  for (size_t i = 0; i < s->cells.count; i++) unbind(&s->cells.at[i]);
  s->trail.count = s->queue_from = s->queue_count = 0;
  s->steps = tries[number].steps + tries[number].of_cell * s->cells.count;
  s->hints = tries[number].hints;
  s->unbounded = false;
  const SmtAnswer answer = hold_all(v, wanted, count) ? search_run(s, 0) : SMT_NEVER;
  return answer == SMT_NEVER && s->unbounded ? SMT_OPEN : answer;
}

static SmtAnswer ask(Intervals *v, Term *const *wanted, size_t count, const volatile int *stop) {
  SmtAnswer answer = SMT_OPEN;
  lay_out(v, wanted, count);
  v->search.stop = stop;
  for (size_t i = 0; i < sizeof tries / sizeof *tries && answer == SMT_OPEN; i++) {
    if (i == 1) take_hints(v);
    answer = try(v, wanted, count, i);
    if (stop && *stop) break;
  }
  if (answer == SMT_SOME && !keep_values(v, wanted, count)) return SMT_OPEN;
  return answer;
}

bool intervals_take(Intervals *v, Term *const *wanted, size_t count,
                    int128 (*value_of)(void *context, Term *term), void *context) {
  Search *s = &v->search;
  lay_out(v, wanted, count);
  for (size_t i = 0; i < s->cells.count; i++)
    if (term_is_free(s->cells.at[i].term))
      s->cells.at[i].low = value_of(context, term_at(v->terms, s->cells.at[i].term->id));
  return keep_values(v, wanted, count);
}

/* ---- The model of all facts ---- */

static void into_bounds(Intervals *v, const Term *term) {
  Known *known = known_of(v, term);
  if (known->value >= term->low && known->value <= term->high) return;
  known->value = known->value < term->low ? term->low : term->high;
  check_later(v, term);
}

/* Facts that came since: most of them hold with the values that there are. */
static void update_model(Intervals *v, const volatile int *stop) {
  if (!v->moved.count && v->pending.count == v->tried) return;
  for (size_t i = 0; i < v->moved.count; i++) into_bounds(v, v->moved.at[i]);
  v->moved.count = 0;
  while (v->pending.count && !v->never) {
    Term *fact = v->facts.at[v->pending.at[v->pending.count - 1]];
    int128 value;
    if (!intervals_model(v, fact, &value) || value != 1) {
      const SmtAnswer answer = ask(v, &fact, 1, stop);
      v->never = answer == SMT_NEVER;
      if (answer == SMT_OPEN) break;
    }
    v->pending.count--;
  }
  v->tried = v->pending.count;
}

SmtAnswer intervals_ask(Intervals *v, Term *const *wanted, size_t count, const volatile int *stop) {
  update_model(v, stop);
  if (v->never) return SMT_NEVER;
  const SmtAnswer answer = ask(v, wanted, count, stop);
  return answer == SMT_SOME && v->pending.count ? SMT_OPEN : answer;
}
