/* lower_process.c - a row belongs to a stage while `enter` holds and `leave` does not.
 *
 *   belongs_k = enter_k and not leave_k          Kleene's, as everywhere
 *   count     = how many stages it belongs to, a range while some are unknown
 *   stage     = the one where the count is 1, else missing
 *   fit       = several, nowhere, or how the one stage compares with the recorded one
 *
 * What the history says (the day of entry, the path) is one step over whole columns: PLAN_TRACED.
 */
#include "plan/lower.h"

static const Type type_integer = {.kind = TYPE_INTEGER};
static const Type type_date = {.kind = TYPE_DATE};
static const Type type_fit = {.kind = TYPE_ENUM, .of = ENUM_FIT};
static const Type type_pace = {.kind = TYPE_ENUM, .of = ENUM_PACE};
static const Type type_path = {.kind = TYPE_ENUM, .of = ENUM_PATH};

typedef struct Course {
  Lower *lower;
  uint32_t number;
  const Declared *declared;
  const Process *process;
  uint32_t applies;
  uint32_t history;    /* index of the PlanHistory, or PLAN_NONE */
  uint32_t recorded;   /* as a stage of this process; PLAN_NONE where nothing is recorded */
  uint32_t has_record; /* condition; a record may name what is no stage */
  uint32_t since, due;
  uint32_t path;
  uint32_t *limit; /* by stage: its last day for a row that is recorded there; PLAN_NONE */
  uint32_t several, nowhere; /* conditions */
} Course;

static uint32_t stage_at(const Course *c, uint32_t index) {
  return plan_exact(c->lower->plan, c->declared->type, index);
}

/* The value where the process applies; of others `elsewhere`. */
static PlanValue where_applies(const Course *c, uint32_t value, uint32_t elsewhere) {
  Plan *plan = c->lower->plan;
  return plan_point(
      plan_on(plan, plan_select(plan, c->applies, value, elsewhere), c->lower->entity));
}

/* --- what is recorded, and since when --- */

static uint32_t traced(const Course *c, TracedPart part, Type type) {
  if (c->history == PLAN_NONE) return plan_missing(c->lower->plan, type);
  return plan_leaf(c->lower->plan, PLAN_TRACED, type, c->declared->entity,
                   (int64_t)c->history * TRACED_PARTS + part);
}

static void add_history(Course *c) {
  Plan *plan = c->lower->plan;
  const Process *process = c->process;
  c->history = PLAN_NONE;
  if (!process->history) return;
  uint32_t field = plan_field(plan, process->child, process->stage_field);
  c->history = (uint32_t)plan->histories.count;
  *VEC_PUSH(plan->arena, &plan->histories) =
      (PlanHistory){.declared = c->number,
                    .child = process->child,
                    .parent = c->declared->entity,
                    .via = process->via,
                    .stage = plan_unary(plan, PLAN_RECODE, c->declared->type, field),
                    .at = plan_field(plan, process->child, process->at_field),
                    .recorded = PLAN_NONE,
                    .span = process->history->span};
}

static void find_recorded(Course *c, LoweredColumns *out) {
  Lower *lower = c->lower;
  Plan *plan = lower->plan;
  c->recorded = PLAN_NONE;
  c->has_record = plan_truth(plan, TRUTH_FALSE);
  if (c->declared->current) {
    uint32_t clause = lower->clause;
    lower->clause = PLAN_NONE;
    uint32_t field = plan_on(plan, lower_point(lower, c->declared->current), lower->entity);
    lower->clause = clause;
    out->part[PART_RECORDED] = plan_point(field);
    c->recorded = plan_unary(plan, PLAN_RECODE, c->declared->type, field);
    if (c->history != PLAN_NONE) plan->histories.at[c->history].recorded = c->recorded;
  } else if (c->history != PLAN_NONE) {
    c->recorded = traced(c, TRACED_LAST, c->declared->type);
    out->part[PART_RECORDED] = plan_point(c->recorded);
  }
  if (c->recorded != PLAN_NONE)
    c->has_record = plan_unary(plan, PLAN_KNOWN, lower_bool, out->part[PART_RECORDED].low);
}

/* Whether the stage is the recorded one; never unknown. */
static uint32_t is_recorded(const Course *c, uint32_t index) {
  Plan *plan = c->lower->plan;
  if (c->recorded == PLAN_NONE) return plan_truth(plan, TRUTH_FALSE);
  uint32_t same = plan_condition(plan, PLAN_EQ, c->recorded, stage_at(c, index));
  return plan_unary(plan, PLAN_SURELY, lower_bool, same);
}

static void find_course(Course *c, LoweredColumns *out) {
  Lower *lower = c->lower;
  c->path = traced(c, TRACED_PATH, type_path);
  c->since = traced(c, TRACED_SINCE, type_date);
  out->part[PART_SINCE] = where_applies(c, c->since, plan_missing(lower->plan, type_date));
  out->part[PART_PATH] =
      where_applies(c, c->path, plan_exact(lower->plan, type_path, PATH_NOT_APPLICABLE));
}

/* --- pace --- */

/* The limit of the recorded stage counts; a stage without one gives all the time there is. */
static void find_pace(Course *c, LoweredColumns *out) {
  Lower *lower = c->lower;
  Plan *plan = lower->plan;
  uint32_t clause = lower->clause;
  uint32_t nothing = plan_exact(plan, type_pace, PACE_NOT_APPLICABLE), pace = nothing;
  bool limited = false;
  c->due = plan_missing(plan, type_date);
  c->limit = ARENA_ARRAY(plan->arena, uint32_t, c->process->count);
  lower->clause = PLAN_NONE; /* the limits are noted below their stages */
  for (uint32_t i = 0; i < c->process->count; i++) {
    const Node *within = c->process->stages[i].within;
    c->limit[i] = PLAN_NONE;
    if (!within) continue;
    limited = true;
    uint32_t here = is_recorded(c, i), day = lower_moved(lower, c->since, node_child(within, 0));
    uint32_t in_time = plan_condition(plan, PLAN_LE, plan_input(plan, IMAGE_TODAY), day);
    uint32_t kept = plan_select(plan, in_time, plan_exact(plan, type_pace, PACE_IN_TIME),
                                plan_exact(plan, type_pace, PACE_LATE));
    pace = plan_select(plan, here, kept, pace);
    c->due = plan_select(plan, here, day, c->due);
    c->limit[i] = plan_select(plan, here, day, plan_missing(plan, type_date));
  }
  lower->clause = clause;
  if (limited) pace = plan_select(plan, c->has_record, pace, plan_missing(plan, type_pace));
  out->part[PART_PACE] = where_applies(c, pace, nothing);
}

/* --- the stage --- */

static uint32_t produced(Course *c, const Node *produces) {
  Lower *lower = c->lower;
  Plan *plan = lower->plan;
  uint32_t all = plan_truth(plan, TRUTH_TRUE);
  uint32_t clause = clause_begin(lower, CLAUSE_PRODUCES, produces->span);
  for (uint32_t i = 0; i < produces->count; i++) {
    PlanValue value = lower_value(lower, produces->child[i]);
    all = plan_condition(plan, PLAN_AND, all, range_known(plan, value));
  }
  clause_end(lower, clause, lower_bool, plan_point(all));
  return all;
}

/* What `produces` names has to be known as well before the stage is left; alone it is the whole of
 * `leave`. */
static uint32_t leaves(Course *c, const Stage *stage) {
  Lower *lower = c->lower;
  Plan *plan = lower->plan;
  uint32_t leave = plan_truth(plan, stage->produces ? TRUTH_TRUE : TRUTH_FALSE);
  if (stage->leave) {
    uint32_t clause = clause_begin(lower, CLAUSE_LEAVE, stage->leave->span);
    leave = lower_condition(lower, node_child(stage->leave, LEAVE_CONDITION));
    clause_end(lower, clause, lower_bool, plan_point(leave));
  }
  if (!stage->produces) return leave;
  return plan_condition(plan, PLAN_AND, leave, produced(c, stage->produces));
}

static uint32_t belongs(Course *c, uint32_t index) {
  const Stage *stage = &c->process->stages[index];
  Lower *lower = c->lower;
  Plan *plan = lower->plan;
  uint32_t clause = clause_begin(lower, CLAUSE_STAGE, stage->node->span);
  uint32_t enter = plan_truth(plan, TRUTH_TRUE);
  if (stage->enter) {
    uint32_t inner = clause_begin(lower, CLAUSE_ENTER, stage->enter->span);
    enter = lower_condition(lower, node_child(stage->enter, ENTER_CONDITION));
    clause_end(lower, inner, lower_bool, plan_point(enter));
  }
  uint32_t result = plan_condition(plan, PLAN_AND, enter, plan_not(plan, leaves(c, stage)));
  clause_end(lower, clause, lower_bool, plan_point(result));
  return result;
}

static void find_stage(Course *c, LoweredColumns *out) {
  Plan *plan = c->lower->plan;
  uint32_t *belongs_to = ARENA_ARRAY(plan->arena, uint32_t, c->process->count);
  PlanValue count = plan_point(plan_exact(plan, type_integer, 0));
  for (uint32_t i = 0; i < c->process->count; i++) {
    belongs_to[i] = belongs(c, i);
    count = range_add(plan, type_integer, count, lower_counted(c->lower, belongs_to[i]));
  }
  c->several =
      range_compare(plan, COMPARE_GE, count, plan_point(plan_exact(plan, type_integer, 2)));
  c->nowhere =
      range_compare(plan, COMPARE_LE, count, plan_point(plan_exact(plan, type_integer, 0)));
  uint32_t missing = plan_missing(plan, c->declared->type), one = missing;
  for (uint32_t i = c->process->count; i-- > 0;)
    one = plan_select(plan, belongs_to[i], stage_at(c, i), one);
  uint32_t stage =
      plan_select(plan, plan_condition(plan, PLAN_OR, c->several, c->nowhere), missing, one);
  out->part[PART_SELF] = where_applies(c, stage, stage_at(c, c->process->count));
}

static uint32_t fit_at(const Course *c, int64_t member) {
  return plan_exact(c->lower->plan, type_fit, member);
}

static void find_fit(Course *c, LoweredColumns *out) {
  Plan *plan = c->lower->plan;
  uint32_t fit = fit_at(c, FIT_UNRECORDED);
  if (c->recorded != PLAN_NONE) {
    uint32_t same = plan_condition(plan, PLAN_EQ, c->recorded, out->part[PART_SELF].low);
    same = plan_unary(plan, PLAN_SURELY, lower_bool, same);
    uint32_t settled = plan_select(plan, same, fit_at(c, FIT_FITS), fit_at(c, FIT_MISPLACED));
    fit = plan_select(plan, c->has_record, settled, fit);
  }
  uint32_t one = plan_not(plan, plan_condition(plan, PLAN_OR, c->several, c->nowhere));
  fit = plan_select(plan, one, fit,
                    plan_select(plan, c->several, fit_at(c, FIT_SEVERAL), fit_at(c, FIT_NOWHERE)));
  out->part[PART_FIT] = where_applies(c, fit, fit_at(c, FIT_NOT_APPLICABLE));
}

/* --- what is found --- */

typedef struct Words {
  Plan *plan;
  VEC(PlanPiece) pieces;
} Words;

static void say(Words *words, const char *text) {
  *VEC_PUSH(words->plan->arena, &words->pieces) = (PlanPiece){.literal = text_of(text)};
}

static void say_value(Words *words, uint32_t node) {
  *VEC_PUSH(words->plan->arena, &words->pieces) = (PlanPiece){
      .is_value = true, .type = plan_at(words->plan, node)->type, .value = plan_point(node)};
}

static Words begin(const Course *c, const char *text) {
  Words words = {.plan = c->lower->plan};
  say(&words, arena_printf(words.plan->arena, "`%.*s` %s", TEXT_ARG(c->declared->name), text));
  return words;
}

/* Where a part reads `member`; waived rows get the same words in a note. */
static void found(const Course *c, FindingKind kind, uint32_t part, int64_t member,
                  const Words *words, uint32_t waived) {
  Plan *plan = c->lower->plan;
  const Span span = c->declared->node->span;
  if (waived == PLAN_NONE) {
    lower_finding(c->lower, kind, c->number, part, (int32_t)member, false, span);
  } else {
    uint32_t wanted = plan_exact(plan, plan_at(plan, part)->type, member);
    uint32_t fails =
        plan_unary(plan, PLAN_SURELY, lower_bool, plan_condition(plan, PLAN_EQ, part, wanted));
    lower_failure(c->lower, kind, c->number, fails, waived, span);
  }
  const size_t made = waived == PLAN_NONE ? 1 : 2;
  for (size_t i = 1; i <= made; i++) {
    PlanFinding *finding = &plan->findings.at[plan->findings.count - i];
    for (size_t p = 0; p < words->pieces.count; p++)
      *VEC_PUSH(plan->arena, &finding->say) = words->pieces.at[p];
  }
}

static void find_misfits(const Course *c, const LoweredColumns *out, uint32_t waived) {
  const uint32_t fit = out->part[PART_FIT].low;
  const uint32_t recorded = c->recorded == PLAN_NONE ? PLAN_NONE : out->part[PART_RECORDED].low;
  Words words = begin(c, "belongs to ");
  say_value(&words, out->part[PART_SELF].low);
  if (recorded != PLAN_NONE) {
    say(&words, ", recorded is ");
    say_value(&words, recorded);
    found(c, FINDING_MISPLACED, fit, FIT_MISPLACED, &words, waived);
  }
  static const struct {
    FindingKind kind;
    int64_t member;
    const char *text;
  } misfits[] = {{FINDING_NOWHERE, FIT_NOWHERE, "belongs to no stage"},
                 {FINDING_SEVERAL, FIT_SEVERAL, "belongs to several stages"}};
  for (size_t i = 0; i < 2; i++) {
    words = begin(c, misfits[i].text);
    if (recorded != PLAN_NONE) {
      say(&words, ", recorded is ");
      say_value(&words, recorded);
    }
    found(c, misfits[i].kind, fit, misfits[i].member, &words, waived);
  }
}

static void find_delays(const Course *c, const LoweredColumns *out, uint32_t waived) {
  if (!c->process->history) return;
  Words words = begin(c, "is late: in ");
  say_value(&words, out->part[PART_RECORDED].low);
  say(&words, " since ");
  say_value(&words, out->part[PART_SINCE].low);
  say(&words, ", to be left by ");
  say_value(&words, plan_on(c->lower->plan, c->due, c->lower->entity));
  found(c, FINDING_LATE, out->part[PART_PACE].low, PACE_LATE, &words, waived);
  words = begin(c, "skipped a stage");
  found(c, FINDING_SKIPPED, out->part[PART_PATH].low, PATH_SKIPPED, &words, waived);
  words = begin(c, "came by a way that the process does not know");
  found(c, FINDING_ILLEGAL, out->part[PART_PATH].low, PATH_ILLEGAL, &words, waived);
}

/* --- why --- */

/* The history, with one of the parts that it comes to. */
static void note_history(const Course *c, PlanValue value) {
  if (!c->process->history) return;
  Plan *plan = c->lower->plan;
  uint32_t clause = clause_note(c->lower, CLAUSE_HISTORY, c->process->history->span,
                                plan_at(plan, value.low)->type, value);
  if (clause != PLAN_NONE) plan->clauses.at[clause].history = c->history;
}

static void note_current(const Course *c, const LoweredColumns *out) {
  if (!c->declared->current) return;
  PlanValue recorded = out->part[PART_RECORDED];
  clause_note(c->lower, CLAUSE_TERM, c->declared->current->span,
              plan_at(c->lower->plan, recorded.low)->type, recorded);
}

static void note_limits(const Course *c) {
  for (uint32_t i = 0; i < c->process->count; i++)
    if (c->limit[i] != PLAN_NONE)
      clause_note(c->lower, CLAUSE_WITHIN, c->process->stages[i].within->span, type_date,
                  plan_point(c->limit[i]));
}

/* Each part has a root of its own, so that `why` can begin with it. */
static void note_parts(const Course *c, LoweredColumns *out) {
  static const ColumnPart parts[] = {PART_RECORDED, PART_FIT, PART_SINCE, PART_PACE, PART_PATH};
  Lower *lower = c->lower;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    const ColumnPart part = parts[i];
    if (out->part[part].low == PLAN_NONE) continue;
    const Node *name = node_child(c->declared->node, PROCESS_NAME);
    uint32_t root = clause_part(lower, name->span, out, part);
    if (part == PART_FIT) {
      const PlanValue self = out->part[PART_SELF];
      uint32_t term = clause_note(lower, CLAUSE_TERM, name->span, c->declared->type, self);
      lower->plan->clauses.at[term].column = c->number * PART_COUNT + PART_SELF;
    }
    if (part != PART_PATH) note_current(c, out);
    if (part == PART_SINCE || part == PART_PATH) note_history(c, out->part[part]);
    if (part == PART_PACE) note_history(c, out->part[PART_SINCE]);
    if (part == PART_PACE) note_limits(c);
    clause_part_end(lower, root, out, part);
  }
}

void lower_process(Lower *lower, uint32_t number, LoweredColumns *out) {
  const Declared *declared = &lower->program->columns.at[number];
  Course c = {.lower = lower, .number = number, .declared = declared, .process = declared->process};
  c.applies = lower_applies(lower, declared);
  add_history(&c);
  find_recorded(&c, out);
  find_course(&c, out);
  find_pace(&c, out);
  find_stage(&c, out);
  find_fit(&c, out);
  note_parts(&c, out);
  uint32_t waived = lower_waived(lower, number);
  find_misfits(&c, out, waived);
  find_delays(&c, out, waived);
  lower_finding(lower, FINDING_STAGE_UNKNOWN, number, out->part[PART_FIT].low, 0, true,
                declared->node->span);
}
