/* smt_z3.c - see smt_z3.h; Z3's C interface is used nowhere else.
 *
 * Terms are not counted: they live until the context is deleted. Each question stands alone, above
 * the facts: what former ones were about would only be in its way.
 */
#include "prove/smt_z3.h"

#if WITH_Z3

#include <dlfcn.h>
#include <signal.h>
#include <string.h>
#include <z3.h>

#define Z3_LIBRARY "libz3.so.4"

/* Every function of Z3 that is called. */
/* clang-format off */
#define Z3_FUNCTIONS(X)                                                                            \
  X(mk_config) X(del_config) X(mk_context) X(del_context) X(set_error_handler)                     \
  X(mk_simple_solver) X(solver_inc_ref) X(solver_dec_ref) X(solver_set_params) X(mk_params)        \
  X(params_inc_ref) X(params_dec_ref) X(params_set_uint) X(mk_string_symbol) X(mk_int_sort)        \
  X(mk_bool_sort) X(mk_true) X(mk_false) X(mk_numeral) X(mk_fresh_const) X(mk_not) X(mk_and)       \
  X(mk_or) X(mk_ite) X(mk_eq) X(mk_lt) X(mk_le) X(mk_add) X(mk_sub) X(mk_mul) X(mk_div)            \
  X(mk_mod) X(solver_push) X(solver_pop) X(solver_assert)            \
  X(solver_check) X(solver_get_model) X(model_inc_ref) X(model_dec_ref) X(model_eval)              \
  X(get_numeral_int64) X(get_bool_value) X(solver_get_reason_unknown)
/* clang-format on */

struct Solver {
  Arena *arena;
#define X(name) __typeof__(Z3_##name) *name;
  Z3_FUNCTIONS(X)
#undef X
  Z3_context context;
  Z3_solver solver;
  Z3_model model;
  Z3_sort integer, boolean;
  Z3_ast yes, no;
};

/* The library stays loaded: it does not take being unloaded well. */
static bool load(Solver *s) {
  void *library = dlopen(Z3_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!library) return false;
#define X(name)                                                                                    \
  *(void **)(void *)&s->name = dlsym(library, "Z3_" #name);                                        \
  if (!s->name) return false;
  Z3_FUNCTIONS(X)
#undef X
  return true;
}

/* Errors leave an answer open; none of them ends the program. */
static void no_complaint(Z3_context context, Z3_error_code code) { (void)context, (void)code; }

static void drop_model(Solver *s) {
  if (s->model) s->model_dec_ref(s->context, s->model);
  s->model = NULL;
}

static void close_solver(void *closed) {
  Solver *s = closed;
  drop_model(s);
  s->solver_dec_ref(s->context, s->solver);
  s->del_context(s->context);
}

/* Time is counted in steps of the solver, so that an answer does not depend on what else a machine
 * does, and no thread need watch a clock: about so many to a millisecond. */
enum { STEPS = 4000, TIMEOUT_MOST = INT32_MAX / STEPS };

static void set_params(Solver *s, unsigned timeout) {
  Z3_params params = s->mk_params(s->context);
  s->params_inc_ref(s->context, params);
  s->params_set_uint(s->context, params, s->mk_string_symbol(s->context, "rlimit"),
                     (timeout < TIMEOUT_MOST ? timeout : TIMEOUT_MOST) * STEPS);
  s->params_set_uint(s->context, params, s->mk_string_symbol(s->context, "random_seed"), 0);
  s->solver_set_params(s->context, s->solver, params);
  s->params_dec_ref(s->context, params);
}

bool solver_is_built_in(void) { return true; }

Solver *solver_open(Arena *arena, unsigned timeout) {
  Solver *s = ARENA_NEW(arena, Solver);
  s->arena = arena;
  if (!load(s)) return NULL;
  Z3_config config = s->mk_config();
  s->context = s->mk_context(config);
  s->del_config(config);
  if (!s->context) return NULL;
  s->set_error_handler(s->context, no_complaint);
  s->solver = s->mk_simple_solver(s->context);
  s->solver_inc_ref(s->context, s->solver);
  arena_defer(arena, close_solver, s);
  set_params(s, timeout);
  s->integer = s->mk_int_sort(s->context);
  s->boolean = s->mk_bool_sort(s->context);
  s->yes = s->mk_true(s->context);
  s->no = s->mk_false(s->context);
  return s;
}

void *solver_truth(Solver *s, bool value) { return value ? s->yes : s->no; }

void *solver_int(Solver *s, const char *digits) {
  return s->mk_numeral(s->context, digits, s->integer);
}

void *solver_variable(Solver *s, bool is_truth) {
  return s->mk_fresh_const(s->context, "v", is_truth ? s->boolean : s->integer);
}

static Z3_ast make(Solver *s, TermOp op, const Z3_ast *a) {
  switch (op) {
  case TERM_NOT:
    return s->mk_not(s->context, a[0]);
  case TERM_AND:
    return s->mk_and(s->context, 2, a);
  case TERM_OR:
    return s->mk_or(s->context, 2, a);
  case TERM_IF:
    return s->mk_ite(s->context, a[0], a[1], a[2]);
  case TERM_EQUAL:
    return s->mk_eq(s->context, a[0], a[1]);
  case TERM_LESS:
    return s->mk_lt(s->context, a[0], a[1]);
  case TERM_AT_MOST:
    return s->mk_le(s->context, a[0], a[1]);
  case TERM_ADD:
    return s->mk_add(s->context, 2, a);
  case TERM_SUBTRACT:
    return s->mk_sub(s->context, 2, a);
  case TERM_TIMES:
    return s->mk_mul(s->context, 2, a);
  case TERM_OVER:
    return s->mk_div(s->context, a[0], a[1]);
  case TERM_REST:
    return s->mk_mod(s->context, a[0], a[1]);
  default:
    return NULL;
  }
}

void *solver_make(Solver *s, TermOp op, void *const *operands) {
  const Z3_ast a[] = {operands[0], operands[1], operands[2]};
  return make(s, op, a);
}

void solver_assert(Solver *s, void *fact) { s->solver_assert(s->context, s->solver, fact); }

/* Z3 takes an interrupt for itself while it works, and leaves the question open. It is for the
 * whole program: it is passed on to whom it would have reached. */
static Z3_lbool check(Solver *s) {
  struct sigaction own;
  sigaction(SIGINT, NULL, &own);
  const Z3_lbool answer = s->solver_check(s->context, s->solver);
  sigaction(SIGINT, &own, NULL);
  if (answer != Z3_L_UNDEF) return answer;
  const char *reason = s->solver_get_reason_unknown(s->context, s->solver);
  if (strstr(reason, "interrupted") || strstr(reason, "canceled")) raise(SIGINT);
  return answer;
}

SmtAnswer solver_ask(Solver *s, void *const *wanted, size_t count) {
  drop_model(s);
  s->solver_push(s->context, s->solver);
  for (size_t i = 0; i < count; i++) solver_assert(s, wanted[i]);
  const Z3_lbool answer = check(s);
  if (answer == Z3_L_TRUE) s->model = s->solver_get_model(s->context, s->solver);
  if (s->model) s->model_inc_ref(s->context, s->model);
  s->solver_pop(s->context, s->solver, 1);
  return answer == Z3_L_FALSE ? SMT_NEVER : s->model ? SMT_SOME : SMT_OPEN;
}

static Z3_ast in_model(Solver *s, void *term) {
  Z3_ast value = NULL;
  if (!s->model || !s->model_eval(s->context, s->model, term, true, &value)) return NULL;
  return value;
}

int64_t solver_model_int(Solver *s, void *term) {
  int64_t value = 0;
  Z3_ast found = in_model(s, term);
  return found && s->get_numeral_int64(s->context, found, &value) ? value : 0;
}

bool solver_model_truth(Solver *s, void *term) {
  Z3_ast found = in_model(s, term);
  return found && s->get_bool_value(s->context, found) == Z3_L_TRUE;
}

#else

bool solver_is_built_in(void) { return false; }

Solver *solver_open(Arena *arena, unsigned timeout) {
  (void)arena, (void)timeout;
  return NULL;
}

/* Nothing below is reached without a solver. */
void *solver_truth(Solver *s, bool value) { return value ? s : NULL; }
void *solver_int(Solver *s, const char *digits) { return digits ? s : NULL; }
void *solver_variable(Solver *s, bool is_truth) { return is_truth ? s : NULL; }
void *solver_make(Solver *s, TermOp op, void *const *operands) {
  return op == TERM_NOT ? operands[0] : s;
}
void solver_assert(Solver *s, void *fact) { (void)s, (void)fact; }
SmtAnswer solver_ask(Solver *s, void *const *wanted, size_t count) {
  return s && wanted && count ? SMT_OPEN : SMT_NEVER;
}
int64_t solver_model_int(Solver *s, void *term) { return term == s; }
bool solver_model_truth(Solver *s, void *term) { return term == s; }

#endif
