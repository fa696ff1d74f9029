/* prove.c - questions, claims, verdicts. */
#include <stdarg.h>
#include <stdio.h>

#include "prove/region.h"
#include "prove/smt_z3.h"

/* ---- Questions ---- */

void question_add(Prover *p, Question *question, uint32_t node, Ask ask) {
  question_add_member(p, question, node, ask, 0);
}

void question_add_member(Prover *p, Question *question, uint32_t node, Ask ask, int32_t member) {
  if (node != PLAN_NONE) *VEC_PUSH(p->arena, &question->wanted) = (Wanted){node, ask, member};
}

Question question_on(Prover *p, const PlanColumn *column) {
  const Declared *declared = &p->program->columns.at[column->declared];
  Question question = {.entity = declared->entity};
  if (!declared->where) return question; /* bands of a KPI have a `where` of their own */
  const uint32_t where = clause_below(p, column->clause, CLAUSE_WHERE, PLAN_NONE);
  if (where != PLAN_NONE) question_add(p, &question, clause_node(p, where), ASK_HOLDS);
  return question;
}

static SmtTerm wanted_term(Encoder *encoder, ProveRow *row, Wanted wanted) {
  Smt *smt = encoder_smt(encoder);
  switch (wanted.ask) {
  case ASK_HOLDS:
    return encode_holds(encoder, row, wanted.node);
  case ASK_FAILS:
    return encode_fails(encoder, row, wanted.node);
  case ASK_NOT_HOLDS:
    return smt_not(smt, encode_holds(encoder, row, wanted.node));
  case ASK_NOT_FAILS:
    return smt_not(smt, encode_fails(encoder, row, wanted.node));
  case ASK_KNOWN:
    return encode_known(encoder, row, wanted.node);
  case ASK_UNKNOWN:
    return smt_not(smt, encode_known(encoder, row, wanted.node));
  case ASK_SAME:
    return smt_equal(smt, encode(encoder, row, wanted.node).value,
                     encode(encoder, row, (uint32_t)wanted.member).value);
  case ASK_IS:
  case ASK_IS_NOT: {
    const ProveTerm term = encode(encoder, row, wanted.node);
    const SmtTerm same = smt_equal(smt, term.value, smt_int(smt, wanted.member));
    return smt_and(smt, term.known, wanted.ask == ASK_IS ? same : smt_not(smt, same));
  }
  }
  return smt_truth(smt, true);
}

static SmtTerm *terms_of(Prover *p, Encoder *encoder, const Question *question) {
  ProveRow *row = encoder_row(encoder, question->entity);
  SmtTerm *terms = ARENA_ARRAY(p->arena, SmtTerm, question->wanted.count + 1);
  for (size_t i = 0; i < question->wanted.count; i++)
    terms[i] = wanted_term(encoder, row, question->wanted.at[i]);
  return terms;
}

size_t question_terms(Prover *p, const Question *question, SmtTerm *terms) {
  const SmtTerm *made = terms_of(p, p->encoder, question);
  for (size_t i = 0; i < question->wanted.count; i++) terms[i] = made[i];
  return question->wanted.count;
}

static bool stopped(Prover *p) {
  if (p->options.stop && *p->options.stop) p->proofs->stopped = true;
  return p->proofs->stopped;
}

SmtAnswer question_ask(Prover *p, const Question *question) {
  if (stopped(p)) return SMT_OPEN;
  return smt_ask(p->smt, terms_of(p, p->encoder, question), question->wanted.count);
}

void question_clash(Prover *p, const Question *question, bool *clashes) {
  smt_clash(p->smt, terms_of(p, p->encoder, question), question->wanted.count, clashes);
}

static uint32_t *question_nodes(Prover *p, const Question *question) {
  uint32_t *nodes = ARENA_ARRAY(p->arena, uint32_t, question->wanted.count + 1);
  for (size_t i = 0; i < question->wanted.count; i++) nodes[i] = question->wanted.at[i].node;
  return nodes;
}

/* How a node that may be anything is told: an aggregate by its source, others by what they are. */
static Text open_text(const Prover *p, uint32_t node) {
  const PlanNode *at = plan_at(p->plan, node);
  switch (at->op) {
  case PLAN_AGGREGATE:
    return text_of(arena_printf(p->arena, "`%.*s`",
                                TEXT_ARG(prove_source(p, p->plan->groups.at[at->imm / 2].span))));
  case PLAN_RANKED:
    return TEXT("the places under a cap");
  case PLAN_TRACED:
    return TEXT("a history");
  case PLAN_MULTIPLY:
  case PLAN_MULTIPLY_DOUBLE:
    return TEXT("a product of two values");
  case PLAN_DIVIDE:
  case PLAN_DIVIDE_DOUBLE:
    return TEXT("a quotient of two values");
  case PLAN_RAMP:
    return TEXT("a ramp between values that are no constants");
  case PLAN_CONTAINS:
  case PLAN_STARTS:
  case PLAN_ENDS:
  case PLAN_LOWER:
  case PLAN_UPPER:
  case PLAN_TRIM:
  case PLAN_LENGTH:
    return TEXT("what a text holds");
  default:
    return at->type.kind == TYPE_NUMBER ? TEXT("arithmetic on numbers")
           : type_store(at->type) == STORE_TRUTH
               ? TEXT("the order of texts or numbers")
               : text_of(arena_printf(p->arena, "`%s`", plan_op_info[at->op].name));
  }
}

Text question_open(Prover *p, const Question *question) {
  enum { SHOWN = 4 };
  uint32_t open[SHOWN];
  const uint32_t *nodes = question_nodes(p, question);
  const size_t count = encoder_open(p->encoder, nodes, question->wanted.count, open, SHOWN);
  Buffer out = buffer_in(p->arena);
  Text before = TEXT("");
  for (size_t i = 0; i < count; i++) {
    const Text text = open_text(p, open[i]);
    if (text_equal(text, before)) continue;
    buffer_printf(&out, "%s%.*s", before.len ? ", " : "", TEXT_ARG(text));
    before = text;
  }
  return buffer_view(&out);
}

/* Each parameter that the question reads is freed in turn, in a world of its own. */
uint32_t question_param(Prover *p, const Question *question) {
  for (uint32_t i = 0; i < p->program->params.count && !stopped(p); i++) {
    Smt *smt = smt_new(p->arena, p->options.timeout);
    smt_watch(smt, p->options.stop);
    smt_use(smt, !p->options.no_intervals, !p->options.no_solver);
    Encoder *encoder = encoder_new(p->arena, p->plan, smt, i);
    if (smt_ask(smt, terms_of(p, encoder, question), question->wanted.count) == SMT_SOME) return i;
  }
  return SCHEMA_NONE;
}

/* ---- Claims ---- */

Claim *claim_new(Prover *p, uint32_t declared, const char *text) {
  Claim *claim = VEC_PUSH(p->arena, &p->proofs->claims);
  *claim = (Claim){.declared = declared, .text = text_of(text)};
  return claim;
}

Text prove_lacks_solver(void) {
  return solver_is_built_in() ? TEXT("the solver, libz3, is not installed")
                              : TEXT("this program was built without a solver");
}

Text prove_solver_help(void) {
  return solver_is_built_in()
             ? TEXT("`apt install libz3-4`, or what your system calls that library")
             : TEXT("build it with `make WITH_Z3=1`");
}

static void not_settled(Prover *p, Claim *claim, const Question *question, SmtAnswer answer) {
  const Text open = question_open(p, question);
  claim->verdict = VERDICT_OPEN;
  claim->reason = !smt_available(p->smt)            ? prove_lacks_solver()
                  : p->proofs->stopped              ? TEXT("it was interrupted")
                  : answer == SMT_SOME && !open.len ? TEXT("no row was found that shows it")
                  : open.len ? text_of(arena_printf(p->arena, "it rests on %.*s", TEXT_ARG(open)))
                             : TEXT("the time for a question was over");
}

bool claim_never(Prover *p, Claim *claim, const Question *bad, Text expect) {
  const SmtAnswer answer = question_ask(p, bad);
  claim->of_all = true;
  claim->verdict = VERDICT_PROVEN;
  if (answer == SMT_NEVER) return false;
  if (answer == SMT_SOME) claim->witness = witness_find(p, bad);
  not_settled(p, claim, bad, answer);
  if (!claim->witness) return false;
  witness_expects(p, claim->witness, claim->declared, expect);
  claim->verdict = VERDICT_REFUTED;
  return true;
}

/* What has to hold together so that there is some row, without what is open being anything. */
typedef struct Held {
  SmtTerm *terms;
  size_t count;
} Held;

/* Of a row alone in the world nothing else need be known of caps. True only where nothing else is
 * open. */
static bool hold_alone(Prover *p, const Question *good, Held *held) {
  enum { OPEN_MOST = 64 };
  uint32_t open[OPEN_MOST];
  ProveRow *row = encoder_row(p->encoder, good->entity);
  const size_t count =
      encoder_open(p->encoder, question_nodes(p, good), good->wanted.count, open, OPEN_MOST);
  held->terms = ARENA_ARRAY(p->arena, SmtTerm, good->wanted.count + count + 1);
  held->count = question_terms(p, good, held->terms);
  if (count == OPEN_MOST) return false;
  for (size_t i = 0; i < count; i++) {
    const PlanNode *at = plan_at(p->plan, open[i]);
    if (at->op != PLAN_RANKED || at->entity != good->entity) return false;
    held->terms[held->count++] = encode_alone(p->encoder, row, open[i]);
  }
  return smt_ask(p->smt, held->terms, held->count) == SMT_SOME;
}

/* One calendar step, from the day that the model has. Models like to stand at the edge of what is
 * possible, where a step of another length leads out: so a day well before or behind it, too. */
static bool settle_step(Prover *p, size_t step, Held *held) {
  static const int32_t away[] = {0, -40, 40, -400, 400};
  Encoder *encoder = p->encoder;
  SmtTerm *next = &held->terms[held->count];
  if (smt_ask(p->smt, held->terms, held->count) != SMT_SOME) return false;
  const int64_t edge = encoder_model_step(encoder, step);
  for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
    *next = encode_step_beyond(encoder, step, edge + away[i], away[i] > 0);
    if (smt_ask(p->smt, held->terms, held->count + 1) != SMT_SOME) continue;
    *next = encode_step_is(encoder, step, encoder_model_step(encoder, step));
    if (smt_ask(p->smt, held->terms, held->count + 1) != SMT_SOME) continue;
    held->count++;
    return true;
  }
  return false;
}

/* Whether it can be on this day, and days of the row's, with every calendar step as long as it is.
 * All at once, where the model's days will do; else one by one. */
static bool some_day(Prover *p, const Held *good, int32_t today) {
  Encoder *encoder = p->encoder;
  const size_t steps = encoder_steps(encoder);
  Held held = {.terms = ARENA_ARRAY(p->arena, SmtTerm, good->count + 2 + steps)};
  for (; held.count < good->count; held.count++) held.terms[held.count] = good->terms[held.count];
  held.terms[held.count++] = encode_today_is(encoder, today);
  if (smt_ask(p->smt, held.terms, held.count) != SMT_SOME) return false;
  SmtTerm all = smt_truth(p->smt, true);
  for (size_t i = 0; i < steps; i++)
    all = smt_and(p->smt, all, encode_step_is(encoder, i, encoder_model_step(encoder, i)));
  held.terms[held.count] = all;
  if (smt_ask(p->smt, held.terms, held.count + 1) == SMT_SOME) return true;
  for (size_t i = 0; i < steps; i++)
    if (!settle_step(p, i, &held)) return false;
  return true;
}

static bool on_some_day(Prover *p, const Question *good, const Held *held) {
  const bool *behind = question_behind(p, good);
  bool steps = false;
  for (size_t i = 0; i < p->plan->nodes.count && !steps; i++) {
    const PlanOp op = plan_at(p->plan, (uint32_t)i)->op;
    steps = behind[i] && (op == PLAN_ADD_MONTHS || op == PLAN_UNIT_START);
  }
  if (!steps || some_day(p, held, p->options.today)) return true;
  return smt_ask(p->smt, held->terms, held->count) == SMT_SOME &&
         some_day(p, held, encoder_model_today(p->encoder));
}

bool claim_some(Prover *p, Claim *claim, const Question *good) {
  const SmtAnswer answer = question_ask(p, good);
  Held held;
  claim->verdict = VERDICT_PROVEN;
  if (answer == SMT_NEVER) {
    claim->verdict = VERDICT_REFUTED;
    return true;
  }
  if (answer == SMT_OPEN || !hold_alone(p, good, &held) || !on_some_day(p, good, &held))
    not_settled(p, claim, good, answer);
  return false;
}

static Text formatted(Prover *p, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  const int length = vsnprintf(NULL, 0, format, arguments);
  char *text = arena_alloc(p->arena, (size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text_of(text);
}

void claim_name_witness(Prover *p, Claim *claim, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  claim->witness->name = formatted(p, format, arguments);
  va_end(arguments);
}

Text claim_witness_name(Arena *arena, const Program *program, const Claim *claim) {
  if (claim->witness->name.len) return claim->witness->name;
  return text_of(arena_printf(arena, "%.*s: %.*s",
                              TEXT_ARG(program->columns.at[claim->declared].name),
                              TEXT_ARG(claim->text)));
}

Diag *claim_report(Prover *p, Claim *claim, DiagCode code, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const Text text = formatted(p, format, arguments);
  va_end(arguments);
  claim->diag = diag_add(p->diags, code, span, "%s", text.at);
  return claim->diag;
}

void claim_note_param(Prover *p, Claim *claim, const Question *question) {
  const uint32_t param = question_param(p, question);
  if (param == SCHEMA_NONE) return;
  const DeclaredParam *declared = &p->program->params.at[param];
  Buffer value = buffer_in(p->arena);
  scalar_print(&value, declared->value, p->program->enums.at, PRINT_PEOPLE);
  diag_note(p->diags, claim->diag, "with another value of `%.*s` than %.*s it could be",
            TEXT_ARG(declared->name), TEXT_ARG(buffer_view(&value)));
}

/* Where everything overlaps with everything, the first few say enough. */
void claim_note_region(Prover *p, Claim *claim, const Question *question) {
  enum { REGIONS_MOST = 20 };
  if (p->regions == REGIONS_MOST) return;
  p->regions++;
  const Text words = region_words(p, question);
  if (words.len) diag_note(p->diags, claim->diag, "where it is so: %.*s", TEXT_ARG(words));
}

void claim_settle(Claim *claim, bool confirmed) {
  if (!claim->witness) return;
  if (claim_is_example(claim)) {
    claim->witness = NULL;
    if (confirmed) claim->verdict = VERDICT_PROVEN, claim->reason = TEXT("");
    return;
  }
  claim->verdict = confirmed ? VERDICT_REFUTED : VERDICT_OPEN;
  if (confirmed) return;
  claim->witness = NULL;
  if (!claim->reason.len) claim->reason = TEXT("no row was found that shows it");
}

/* ---- The side table ---- */

uint32_t clause_below(const Prover *p, uint32_t clause, ClauseKind kind, uint32_t after) {
  uint32_t part = after == PLAN_NONE ? p->first[clause] : p->next[after];
  while (part != PLAN_NONE && p->plan->clauses.at[part].kind != kind) part = p->next[part];
  return part;
}

Text prove_source(const Prover *p, Span span) {
  const Text text = source_text(p->program->sources, span);
  Buffer out = buffer_in(p->arena);
  bool blank = false;
  for (size_t i = 0; i < text.len; i++) {
    const bool is_blank = text.at[i] == ' ' || text.at[i] == '\n' || text.at[i] == '\t';
    if (!is_blank && blank && out.len) buffer_char(&out, ' ');
    if (!is_blank) buffer_char(&out, text.at[i]);
    blank = is_blank;
  }
  return buffer_view(&out);
}

const PlanColumn *column_part(const Prover *p, const PlanColumn *column, ColumnPart part) {
  const PlanColumn *end = p->plan->columns.at + p->plan->columns.count;
  for (const PlanColumn *at = column; at < end && at->declared == column->declared; at++)
    if (at->part == part) return at;
  return NULL;
}

static void find_parts(Prover *p) {
  const size_t count = p->plan->clauses.count;
  p->first = ARENA_ARRAY(p->arena, uint32_t, count);
  p->next = ARENA_ARRAY(p->arena, uint32_t, count);
  for (size_t i = 0; i < count; i++) p->first[i] = PLAN_NONE;
  for (uint32_t i = (uint32_t)count; i-- > 0;) {
    const uint32_t parent = p->plan->clauses.at[i].parent;
    p->next[i] = parent == PLAN_NONE ? PLAN_NONE : p->first[parent];
    if (parent != PLAN_NONE) p->first[parent] = i;
  }
}

static void prove_column(Prover *p, const PlanColumn *column) {
  if (column->part != PART_SELF || column->clause == PLAN_NONE) return;
  switch (p->program->columns.at[column->declared].kind) {
  case DECLARATION_PROCESS:
    prove_process(p, column);
    break;
  case DECLARATION_SEGMENTATION:
    prove_segmentation(p, column);
    break;
  case DECLARATION_SCORE:
    prove_score(p, column);
    break;
  case DECLARATION_KPI:
  case DECLARATION_RULE:
  case DECLARATION_CADENCE:
  case DECLARATION_ITEM:
    prove_status(p, column);
    break;
  default:
    break;
  }
}

Prover *prover_new(Arena *arena, const Plan *plan, ProveOptions options, DiagSink *diags) {
  Prover *p = ARENA_NEW(arena, Prover);
  *p = (Prover){.arena = arena,
                .plan = plan,
                .program = plan->program,
                .options = options,
                .diags = diags,
                .smt = smt_new(arena, options.timeout),
                .proofs = ARENA_NEW(arena, Proofs)};
  smt_watch(p->smt, options.stop);
  smt_use(p->smt, !options.no_intervals, !options.no_solver);
  p->encoder = encoder_new(arena, plan, p->smt, SCHEMA_NONE);
  find_parts(p);
  return p;
}

Proofs *prove_program(Arena *arena, const Plan *plan, ProveOptions options, DiagSink *diags) {
  Prover *p = prover_new(arena, plan, options, diags);
  for (size_t i = 0; i < plan->columns.count; i++) prove_column(p, &plan->columns.at[i]);
  prove_conditions(p);
  p->proofs->questions = smt_asked(p->smt);
  p->proofs->solver = smt_available(p->smt);
  return p->proofs;
}
