/* What the intervals answer is so: random formulas over few values, all of which are tried. The
 * solver, where there is one, says the same. */
#include "prove/smt.h"

#include "support/unit.h"

enum { INTS = 3, TRUTHS = 2, VARIABLES = INTS + TRUTHS, FORMULAS = 1500, NODES_MOST = 60 };
enum { LEAST = -3, MOST = 4 };

typedef enum {
  VARIABLE,
  CONSTANT,
  NOT,
  AND,
  OR,
  IF,
  EQUAL,
  LESS,
  AT_MOST,
  ADD,
  TAKE,
  TIMES,
  OVER,
  REST
} Op;

typedef struct Formula {
  Op op;
  int arg[3], number; /* of a variable its index */
} Formula;

typedef struct World {
  Arena *arena;
  Smt *smt;
  SmtTerm variable[VARIABLES];
  Formula node[NODES_MOST];
  int count;
  uint32_t random;
} World;

static int any(World *w, int below) {
  w->random = w->random * 1664525u + 1013904223u;
  return (int)((w->random >> 8) % (uint32_t)below);
}

static int put(World *w, Formula formula) {
  w->node[w->count] = formula;
  return w->count++;
}

static int truth(World *w, int depth);

static int whole(World *w, int depth) {
  if (!depth || w->count > NODES_MOST - 30)
    return any(w, 3) ? put(w, (Formula){VARIABLE, {0}, any(w, INTS)})
                     : put(w, (Formula){CONSTANT, {0}, any(w, 15) - 7});
  const int a = whole(w, depth - 1);
  switch (any(w, 6)) {
  case 0:
    return put(w, (Formula){ADD, {a, whole(w, depth - 1)}, 0});
  case 1:
    return put(w, (Formula){TAKE, {a, whole(w, depth - 1)}, 0});
  case 2:
    return put(w, (Formula){TIMES, {a}, any(w, 9) - 4});
  case 3:
    return put(w, (Formula){OVER, {a}, 1 + any(w, 4)});
  case 4:
    return put(w, (Formula){REST, {a}, 1 + any(w, 4)});
  default:
    return put(w, (Formula){IF, {truth(w, 0), a, whole(w, depth - 1)}, 0});
  }
}

static int truth(World *w, int depth) {
  if (!depth || w->count > NODES_MOST - 30) {
    if (!any(w, 3)) return put(w, (Formula){VARIABLE, {0}, INTS + any(w, TRUTHS)});
    const int a = whole(w, 0);
    return put(w, (Formula){LESS, {a, whole(w, 0)}, 0});
  }
  static const Op compare[] = {EQUAL, LESS, AT_MOST};
  switch (any(w, 4)) {
  case 0:
    return put(w, (Formula){NOT, {truth(w, depth - 1)}, 0});
  case 1: {
    const int a = whole(w, depth);
    return put(w, (Formula){compare[any(w, 3)], {a, whole(w, depth - 1)}, 0});
  }
  default: {
    const int a = truth(w, depth - 1);
    return put(w, (Formula){any(w, 2) ? AND : OR, {a, truth(w, depth - 1)}, 0});
  }
  }
}

static int down(int n, int d) { return n / d - (n % d < 0); }

static int value_of(const World *w, int node, const int *values) {
  const Formula *at = &w->node[node];
  int a[3] = {0};
  if (at->op == VARIABLE) return values[at->number];
  if (at->op == CONSTANT) return at->number;
  const int arity = at->op == IF ? 3 : at->op == NOT || at->op >= TIMES ? 1 : 2;
  for (int i = 0; i < arity; i++) a[i] = value_of(w, at->arg[i], values);
  switch (at->op) {
  case NOT:
    return !a[0];
  case AND:
    return a[0] && a[1];
  case OR:
    return a[0] || a[1];
  case IF:
    return a[0] ? a[1] : a[2];
  case EQUAL:
    return a[0] == a[1];
  case LESS:
    return a[0] < a[1];
  case AT_MOST:
    return a[0] <= a[1];
  case ADD:
    return a[0] + a[1];
  case TAKE:
    return a[0] - a[1];
  case TIMES:
    return a[0] * at->number;
  case OVER:
    return down(a[0], at->number);
  default:
    return a[0] - down(a[0], at->number) * at->number;
  }
}

static SmtTerm term_of_node(const World *w, int node) {
  const Formula *at = &w->node[node];
  Smt *smt = w->smt;
  SmtTerm a[3];
  if (at->op == VARIABLE) return w->variable[at->number];
  if (at->op == CONSTANT) return smt_int(smt, at->number);
  const int arity = at->op == IF ? 3 : at->op == NOT || at->op >= TIMES ? 1 : 2;
  for (int i = 0; i < arity; i++) a[i] = term_of_node(w, at->arg[i]);
  switch (at->op) {
  case NOT:
    return smt_not(smt, a[0]);
  case AND:
    return smt_and(smt, a[0], a[1]);
  case OR:
    return smt_or(smt, a[0], a[1]);
  case IF:
    return smt_if(smt, a[0], a[1], a[2]);
  case EQUAL:
    return smt_equal(smt, a[0], a[1]);
  case LESS:
    return smt_less(smt, a[0], a[1]);
  case AT_MOST:
    return smt_at_most(smt, a[0], a[1]);
  case ADD:
    return smt_add(smt, a[0], a[1]);
  case TAKE:
    return smt_subtract(smt, a[0], a[1]);
  case TIMES:
    return smt_times(smt, a[0], at->number);
  case OVER:
    return smt_over(smt, a[0], at->number);
  default:
    return smt_rest(smt, a[0], at->number);
  }
}

static void bound(World *w) {
  for (int i = 0; i < VARIABLES; i++) {
    w->variable[i] = i < INTS ? smt_new_int(w->smt) : smt_new_truth(w->smt);
    if (i >= INTS) continue;
    smt_assert(w->smt, smt_at_most(w->smt, smt_int(w->smt, LEAST), w->variable[i]));
    smt_assert(w->smt, smt_at_most(w->smt, w->variable[i], smt_int(w->smt, MOST)));
  }
}

/* Whether some values satisfy both. */
static bool possible(const World *w, int fact, int wanted) {
  int values[VARIABLES];
  for (values[0] = LEAST; values[0] <= MOST; values[0]++)
    for (values[1] = LEAST; values[1] <= MOST; values[1]++)
      for (values[2] = LEAST; values[2] <= MOST; values[2]++)
        for (int truths = 0; truths < 1 << TRUTHS; truths++) {
          for (int i = 0; i < TRUTHS; i++) values[INTS + i] = truths >> i & 1;
          if (value_of(w, fact, values) && value_of(w, wanted, values)) return true;
        }
  return false;
}

/* The model is one. */
static void check_model(World *w, int fact, int wanted) {
  int values[VARIABLES];
  for (int i = 0; i < VARIABLES; i++)
    values[i] = i < INTS ? (int)smt_model_int(w->smt, w->variable[i])
                         : smt_model_truth(w->smt, w->variable[i]);
  for (int i = 0; i < INTS; i++) ck_assert(values[i] >= LEAST && values[i] <= MOST);
  ck_assert(value_of(w, fact, values) && value_of(w, wanted, values));
}

/* The second formula is asked where the first one is a fact. */
static SmtAnswer asked(uint32_t seed, bool intervals, bool solver, bool *is_possible) {
  World w = {.arena = arena_new(NULL), .random = seed * 2654435761u};
  w.smt = smt_new(w.arena, 2000);
  smt_use(w.smt, intervals, solver);
  bound(&w);
  const int fact = truth(&w, 2), wanted = truth(&w, 3);
  smt_assert(w.smt, term_of_node(&w, fact));
  const SmtTerm question = term_of_node(&w, wanted);
  const SmtAnswer answer = smt_ask(w.smt, &question, 1);
  *is_possible = possible(&w, fact, wanted);
  if (answer == SMT_SOME) check_model(&w, fact, wanted);
  arena_free(w.arena);
  return answer;
}

START_TEST(what_the_intervals_say_is_so) {
  int open = 0, never = 0;
  for (uint32_t seed = 1; seed <= FORMULAS; seed++) {
    bool is_possible;
    const SmtAnswer answer = asked(seed, true, false, &is_possible);
    if (answer == SMT_OPEN)
      open++;
    else
      ck_assert_msg((answer == SMT_SOME) == is_possible, "formula %u", seed);
    never += answer == SMT_NEVER;
  }
  ck_assert_int_lt(open, FORMULAS / 20);
  ck_assert_int_gt(never, FORMULAS / 20);
}
END_TEST

START_TEST(the_solver_says_the_same) {
  for (uint32_t seed = 1; seed <= FORMULAS / 10; seed++) {
    bool is_possible;
    const SmtAnswer answer = asked(seed, false, true, &is_possible);
    if (answer != SMT_OPEN) ck_assert_msg((answer == SMT_SOME) == is_possible, "formula %u", seed);
  }
}
END_TEST

/* Numbers near the ends of 64 bits and beyond are not taken for other ones. */
START_TEST(large_numbers_are_no_small_ones) {
  Arena *arena = arena_new(NULL);
  Smt *smt = smt_new(arena, 2000);
  smt_use(smt, true, false);
  const SmtTerm x = smt_new_int(smt), large = smt_int(smt, (int128)INT64_MAX * INT64_MAX);
  smt_assert(smt, smt_at_most(smt, smt_int(smt, 1), x));
  smt_assert(smt, smt_at_most(smt, x, smt_int(smt, INT64_MAX)));
  const SmtTerm product = smt_times(smt, x, INT64_MAX);
  const SmtTerm reaches = smt_at_most(smt, large, product), beyond = smt_less(smt, large, product);
  ck_assert_int_ne(smt_ask(smt, &reaches, 1), SMT_NEVER);
  ck_assert_int_ne(smt_ask(smt, &beyond, 1), SMT_SOME);
  arena_free(arena);
}
END_TEST

START_TEST(facts_count_that_came_later) {
  Arena *arena = arena_new(NULL);
  Smt *smt = smt_new(arena, 2000);
  smt_use(smt, true, false);
  const SmtTerm x = smt_new_int(smt), y = smt_new_int(smt), five = smt_int(smt, 5);
  const SmtTerm above = smt_less(smt, five, x);
  smt_assert(smt, smt_at_most(smt, smt_int(smt, 0), x));
  smt_assert(smt, smt_at_most(smt, x, smt_int(smt, 9)));
  ck_assert_int_eq(smt_ask(smt, &above, 1), SMT_SOME);
  smt_assert(smt, smt_equal(smt, smt_add(smt, x, y), five));
  smt_assert(smt, smt_at_most(smt, smt_int(smt, 0), y));
  smt_assert(smt, smt_at_most(smt, y, five));
  ck_assert_int_eq(smt_ask(smt, &above, 1), SMT_NEVER);
  const SmtTerm below = smt_less(smt, x, five);
  ck_assert_int_eq(smt_ask(smt, &below, 1), SMT_SOME);
  ck_assert_int_eq(smt_model_int(smt, x) + smt_model_int(smt, y), 5);
  arena_free(arena);
}
END_TEST

static void setup(void) {}
static void teardown(void) {}

UNIT_MAIN(setup, teardown, what_the_intervals_say_is_so, the_solver_says_the_same,
          large_numbers_are_no_small_ones, facts_count_that_came_later)
