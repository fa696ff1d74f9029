/* prove_process.c - stages: that no row belongs to two and every row to one, that each can be
 * entered, is not left at once, and leads on. */
#include "prove/prove_impl.h"

typedef struct Stages {
  Prover *p;
  const PlanColumn *column;
  const Declared *declared;
  const Process *process;
  uint32_t *clause; /* of each stage */
  uint32_t *enter;  /* its node, PLAN_NONE where nothing is asked */
  uint32_t *leave;  /* likewise, with what it produces */
} Stages;

enum { PAIRS_TOLD = 10 };

static Text name_of(const Stages *s, uint32_t stage) {
  return s->process->stages[stage].name->text;
}
static Span span_of(const Stages *s, uint32_t stage) {
  return s->process->stages[stage].name->span;
}

/* PLAN_NONE where it is `true` or `false` as written: that is meant so, of a stage that only people
 * enter, say. */
static uint32_t asked(const Stages *s, uint32_t node) {
  if (node == PLAN_NONE || plan_at(s->p->plan, node)->op == PLAN_CONST) return PLAN_NONE;
  return node;
}

static uint32_t node_below(const Stages *s, uint32_t stage, ClauseKind kind) {
  const uint32_t part = clause_below(s->p, s->clause[stage], kind, PLAN_NONE);
  return part == PLAN_NONE ? PLAN_NONE : clause_node(s->p, part);
}

/* `enter when false`: only people do. */
static bool nobody(const Stages *s, uint32_t stage, ClauseKind kind) {
  const uint32_t node = node_below(s, stage, kind);
  return node != PLAN_NONE && plan_at(s->p->plan, node)->op == PLAN_CONST &&
         plan_at(s->p->plan, node)->value.truth != TRUTH_TRUE;
}

static Text part_is(const Stages *s, const char *what) {
  return text_of(arena_printf(s->p->arena, "%.*s.%s", TEXT_ARG(s->declared->name), what));
}

/* ---- Two at once, none ---- */

static void put_condition(const Stages *s, Buffer *out, const char *before, const Node *clause) {
  if (!clause) return;
  buffer_printf(out, "%s%s(%.*s)", out->len ? " and " : "", before,
                TEXT_ARG(prove_source(s->p, node_child(clause, 0)->span)));
}

static bool is_own(const Stages *s, const Node *clause);

/* That a row is in these two, and not only in any two. Empty where that was written elsewhere, with
 * the names that are known there. */
static Text in_both(const Stages *s, uint32_t a, uint32_t b) {
  const uint32_t pair[] = {a, b};
  Buffer out = buffer_in(s->p->arena);
  buffer_printf(&out, "%.*s.fit = several", TEXT_ARG(s->declared->name));
  for (int i = 0; i < 2; i++) {
    const Stage *stage = &s->process->stages[pair[i]];
    if (stage->produces || (stage->enter && !is_own(s, stage->enter)) ||
        (stage->leave && !is_own(s, stage->leave)))
      return TEXT("");
    put_condition(s, &out, "", stage->enter);
    put_condition(s, &out, "not ", stage->leave);
  }
  return buffer_view(&out);
}

static bool overlap(Stages *s, uint32_t a, uint32_t b) {
  Prover *p = s->p;
  Question both = question_on(p, s->column);
  question_add(p, &both, clause_node(p, s->clause[a]), ASK_HOLDS);
  question_add(p, &both, clause_node(p, s->clause[b]), ASK_HOLDS);
  if (question_ask(p, &both) == SMT_NEVER) return false;
  Claim *claim = claim_new(p, (uint32_t)(s->declared - p->program->columns.at),
                           arena_printf(p->arena, "no row belongs to `%.*s` and `%.*s` at once",
                                        TEXT_ARG(name_of(s, a)), TEXT_ARG(name_of(s, b))));
  if (!claim_never(p, claim, &both, part_is(s, "fit = several"))) return true;
  claim->witness->proof = in_both(s, a, b);
  Diag *d = claim_report(p, claim, E_STAGES_OVERLAP, span_of(s, b),
                         "`%.*s` and `%.*s` overlap: an account can belong to both",
                         TEXT_ARG(name_of(s, a)), TEXT_ARG(name_of(s, b)));
  diag_label(p->diags, d, span_of(s, a), "the other one");
  diag_help(p->diags, d, "have what leads into `%.*s` lead out of `%.*s`", TEXT_ARG(name_of(s, b)),
            TEXT_ARG(name_of(s, a)));
  claim_note_region(p, claim, &both);
  claim_name_witness(p, claim, "two stages of %.*s at once: %.*s and %.*s",
                     TEXT_ARG(s->declared->name), TEXT_ARG(name_of(s, a)), TEXT_ARG(name_of(s, b)));
  return true;
}

static void overlaps(Stages *s) {
  Prover *p = s->p;
  const PlanColumn *fit = column_part(p, s->column, PART_FIT);
  const uint32_t declared = (uint32_t)(s->declared - p->program->columns.at);
  Question several = question_on(p, s->column);
  size_t told = 0;
  if (fit) question_add_member(p, &several, fit->value.low, ASK_IS, FIT_SEVERAL);
  if (fit && question_ask(p, &several) == SMT_NEVER) {
    claim_new(p, declared, "no row belongs to two stages")->of_all = true;
    return;
  }
  for (uint32_t a = 0; a < s->process->count; a++)
    for (uint32_t b = a + 1; b < s->process->count && told < PAIRS_TOLD; b++)
      told += overlap(s, a, b);
  if (!told) claim_new(p, declared, "no row belongs to two stages")->of_all = true;
}

static void gap(Stages *s) {
  Prover *p = s->p;
  const PlanColumn *fit = column_part(p, s->column, PART_FIT);
  Claim *claim = claim_new(p, (uint32_t)(s->declared - p->program->columns.at),
                           "every row belongs to a stage");
  Question nowhere = question_on(p, s->column);
  if (!fit) return;
  question_add_member(p, &nowhere, fit->value.low, ASK_IS, FIT_NOWHERE);
  if (!claim_never(p, claim, &nowhere, part_is(s, "fit = nowhere"))) return;
  Diag *d =
      claim_report(p, claim, E_STAGES_GAP, node_child(s->declared->node, PROCESS_NAME)->span,
                   "an account can belong to no stage of `%.*s`", TEXT_ARG(s->declared->name));
  diag_help(p->diags, d, "widen the `enter` of a stage, or narrow the `leave` of one");
  claim_note_region(p, claim, &nowhere);
  claim_name_witness(p, claim, "no stage of %.*s", TEXT_ARG(s->declared->name));
}

/* ---- One stage ---- */

/* What a process has from the one that it extends was asked there, where it was written. */
static bool is_own(const Stages *s, const Node *clause) {
  const Span span = s->declared->node->span;
  return clause && clause->span.lo >= span.lo && clause->span.hi <= span.hi;
}

/* Who enters the one and leaves the other, or does not. Empty where that is more than is written
 * here.
 */
static Text example_of(const Stages *s, uint32_t enters, uint32_t leaves, bool does) {
  const Stage *to = &s->process->stages[enters], *from = &s->process->stages[leaves];
  Buffer out = buffer_in(s->p->arena);
  if (from->produces || (to->enter && !is_own(s, to->enter)) ||
      (from->leave && !is_own(s, from->leave)))
    return TEXT("");
  if (s->declared->where) example_put(s->p, &out, s->declared->where, true);
  if (to->enter) example_put(s->p, &out, node_child(to->enter, ENTER_CONDITION), true);
  if (from->leave) example_put(s->p, &out, node_child(from->leave, LEAVE_CONDITION), does);
  return buffer_view(&out);
}

static Text entry_example(const Stages *s, uint32_t stage) {
  Buffer out = buffer_in(s->p->arena);
  if (s->declared->where) example_put(s->p, &out, s->declared->where, true);
  example_put(s->p, &out, node_child(s->process->stages[stage].enter, ENTER_CONDITION), true);
  return buffer_view(&out);
}

static void entry(Stages *s, uint32_t stage) {
  Prover *p = s->p;
  if (s->enter[stage] == PLAN_NONE || !is_own(s, s->process->stages[stage].enter)) return;
  Claim *claim =
      claim_new(p, (uint32_t)(s->declared - p->program->columns.at),
                arena_printf(p->arena, "`%.*s` can be entered", TEXT_ARG(name_of(s, stage))));
  Question enters = question_on(p, s->column);
  question_add(p, &enters, s->enter[stage], ASK_HOLDS);
  if (!claim_some(p, claim, &enters)) {
    claim_example(p, claim, &enters, entry_example(s, stage));
    return;
  }
  Diag *d = claim_report(p, claim, E_STAGE_ENTRY, s->process->stages[stage].enter->span,
                         "nothing can enter `%.*s`", TEXT_ARG(name_of(s, stage)));
  Clash clash = clash_on(p, s->column);
  const uint32_t enter = clause_below(p, s->clause[stage], CLAUSE_ENTER, PLAN_NONE);
  if (enter != PLAN_NONE) clash_add(p, &clash, enter, CLASH_ASKED);
  if (clash_find(p, &clash)) {
    clash_label(p, d, &clash, CLASH_ASKED,
                clash_count(&clash, CLASH_ASKED) > 1 ? "this is part of it" : "nothing meets this");
    clash_label(p, d, &clash, CLASH_WHERE, "the process is for these");
    clash_label(p, d, &clash, CLASH_BEHIND, "");
    clash_label_scores(p, d, &clash);
  }
  diag_help(p->diags, d, "have `enter` ask for less%s",
            clash_count(&clash, CLASH_WHERE) ? ", or change whom the process is for" : "");
  claim_note_param(p, claim, &enters);
}

/* It is entered only by rows that leave it. */
static void left_at_once(Stages *s, uint32_t stage) {
  Prover *p = s->p;
  const Stage *written = &s->process->stages[stage];
  if (s->leave[stage] == PLAN_NONE || !is_own(s, written->leave) || nobody(s, stage, CLAUSE_ENTER))
    return;
  Question stays = question_on(p, s->column);
  question_add(p, &stays, s->enter[stage], ASK_HOLDS);
  if (question_ask(p, &stays) == SMT_NEVER) return; /* that was told */
  Claim *claim =
      claim_new(p, (uint32_t)(s->declared - p->program->columns.at),
                arena_printf(p->arena, "a row can stay in `%.*s`", TEXT_ARG(name_of(s, stage))));
  question_add(p, &stays, s->leave[stage], ASK_NOT_HOLDS);
  if (!claim_some(p, claim, &stays)) {
    claim_example(p, claim, &stays, example_of(s, stage, stage, false));
    return;
  }
  Diag *d = claim_report(p, claim, W_STAGE_LEFT, written->leave->span,
                         "`%.*s` is left as soon as it is entered", TEXT_ARG(name_of(s, stage)));
  if (written->enter) diag_label(p->diags, d, written->enter->span, "who enters by this leaves");
  diag_help(p->diags, d, "have `leave` ask for what comes about in the stage");
  claim_note_param(p, claim, &stays);
}

/* Nobody who may leave the one may enter the other. */
static void move(Stages *s, uint32_t from, uint32_t to) {
  Prover *p = s->p;
  const Stage *stage = &s->process->stages[from];
  if (s->leave[from] == PLAN_NONE || s->enter[to] == PLAN_NONE || !is_own(s, stage->next)) return;
  if (nobody(s, from, CLAUSE_LEAVE) || nobody(s, to, CLAUSE_ENTER)) return;
  Claim *claim = claim_new(p, (uint32_t)(s->declared - p->program->columns.at),
                           arena_printf(p->arena, "`%.*s` can follow `%.*s`",
                                        TEXT_ARG(name_of(s, to)), TEXT_ARG(name_of(s, from))));
  Question moves = question_on(p, s->column);
  question_add(p, &moves, s->leave[from], ASK_HOLDS);
  question_add(p, &moves, s->enter[to], ASK_HOLDS);
  if (!claim_some(p, claim, &moves)) {
    claim_example(p, claim, &moves, example_of(s, to, from, true));
    return;
  }
  Diag *d = claim_report(p, claim, W_DEAD_MOVE, stage->next->span,
                         "what leaves `%.*s` cannot enter `%.*s`", TEXT_ARG(name_of(s, from)),
                         TEXT_ARG(name_of(s, to)));
  if (stage->leave) diag_label(p->diags, d, stage->leave->span, "who leaves");
  const Stage *target = &s->process->stages[to];
  if (target->enter) diag_label(p->diags, d, target->enter->span, "who enters");
  diag_help(p->diags, d,
            "have what leaves `%.*s` meet this `enter`, or name another stage behind `next`",
            TEXT_ARG(name_of(s, from)));
  claim_note_param(p, claim, &moves);
}

/* ---- All ---- */

/* `leave`, and that what it produces is known. */
static uint32_t leave_node(const Stages *s, uint32_t stage) {
  const uint32_t leave = node_below(s, stage, CLAUSE_LEAVE);
  return leave == PLAN_NONE ? node_below(s, stage, CLAUSE_PRODUCES) : leave;
}

static bool find_stages(Stages *s) {
  Arena *arena = s->p->arena;
  const uint32_t count = s->process->count;
  s->clause = ARENA_ARRAY(arena, uint32_t, count);
  s->enter = ARENA_ARRAY(arena, uint32_t, count);
  s->leave = ARENA_ARRAY(arena, uint32_t, count);
  uint32_t clause = PLAN_NONE;
  for (uint32_t i = 0; i < count; i++) {
    clause = clause_below(s->p, s->column->clause, CLAUSE_STAGE, clause);
    if (clause == PLAN_NONE) return false;
    s->clause[i] = clause;
    s->enter[i] = asked(s, node_below(s, i, CLAUSE_ENTER));
    s->leave[i] = asked(s, leave_node(s, i));
  }
  return true;
}

void prove_process(Prover *p, const PlanColumn *column) {
  const Declared *declared = &p->program->columns.at[column->declared];
  Stages s = {.p = p, .column = column, .declared = declared, .process = declared->process};
  if (!s.process || !find_stages(&s) || !claim_applies(p, column)) return;
  overlaps(&s);
  gap(&s);
  const PlanColumn *fit = column_part(p, column, PART_FIT);
  if (fit) prove_missing(p, column, fit->value.low, "stage");
  for (uint32_t i = 0; i < s.process->count; i++) {
    entry(&s, i);
    left_at_once(&s, i);
    for (uint32_t k = 0; k < s.process->stages[i].to_count; k++)
      move(&s, i, s.process->stages[i].to[k]);
  }
}
