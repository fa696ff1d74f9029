/* why_not.c - the answer: needs, caps, the fewest changes. */
#include "ask/why_not_impl.h"
#include "vm/vm.h"

typedef struct Answer {
  Study *study;
  Trial *trial;
  Goal goal;
  uint32_t column;
  WhyNot *out;
} Answer;

static const Changes unchanged = {0};

/* ---- Values -----------------------------------------------------------------------------------
 */

/* The type of what stands at a site, as far as a clause or a lever tells. */
static Type type_of(const Study *study, Site site) {
  const Image *image = study->image;
  const Site origin = site_origin(study, site);
  for (size_t i = 0; i < study->lever_count; i++)
    if (origin.block == SCHEMA_NONE && study->lever[i].slot == origin.at)
      return study->lever[i].type;
  for (uint32_t i = 0; i < image->clauses.count; i++) {
    const Clause *clause = &image->clauses.at[i];
    if (clause->block != SCHEMA_NONE &&
        site_equal(site_origin(study, (Site){clause->block, clause->low}), origin))
      return clause->type;
  }
  return (Type){0};
}

static Scalar value_at(const Answer *answer, Site site, Type type) {
  const Vector values = trial_values(answer->trial, site);
  if (type_store(type) != values.store) return (Scalar){.type = type};
  return vector_get(&values, type, 0);
}

/* How far apart two values of a type are; not known where they cannot be subtracted. */
static Scalar distance_of(Scalar a, Scalar b) {
  Scalar distance = {.type = a.type};
  if (!a.known || !b.known || a.type.kind == TYPE_ENUM) return distance;
  if (a.type.kind == TYPE_DATE) {
    enum { SECONDS_OF_DAY = 86400 };
    distance.type = (Type){.kind = TYPE_DURATION};
    distance.i = (a.i < b.i ? b.i - a.i : a.i - b.i) * SECONDS_OF_DAY;
    distance.known = true;
  } else if (type_store(a.type) == STORE_I64) {
    distance.known = a.i < b.i ? decimal_subtract(b.i, a.i, &distance.i)
                               : decimal_subtract(a.i, b.i, &distance.i);
  } else if (type_store(a.type) == STORE_F64) {
    distance.f = a.f < b.f ? b.f - a.f : a.f - b.f;
    distance.known = true;
  }
  return distance;
}

/* ---- Comparisons ------------------------------------------------------------------------------
 */

static bool is_comparison(const Instr *instr) {
  switch ((Opcode)instr->op) {
  case OP_EQ_I64:
  case OP_LT_I64:
  case OP_LE_I64:
  case OP_EQ_F64:
  case OP_LT_F64:
  case OP_LE_F64:
  case OP_EQ_I32:
  case OP_LT_I32:
  case OP_LE_I32:
    return true;
  default:
    return false;
  }
}

static const Instr *instr_at(const Study *study, uint32_t block, uint16_t reg, uint32_t *found) {
  const Site site = site_origin(study, (Site){block, reg});
  *found = site.block;
  return site.block == SCHEMA_NONE
             ? NULL
             : inspect_definition(study->inspector, site.block, (uint16_t)site.at);
}

/* The side that levers move, and the other. Of a range both comparisons have the same bound. */
static void set_distance(const Answer *answer, Site site, WhyNotNeed *need) {
  const Study *study = answer->study;
  if (site.block == SCHEMA_NONE) return;
  uint32_t low_block = site.block, high_block = site.block;
  const Instr *low = inspect_definition(study->inspector, site.block, (uint16_t)site.at);
  const Instr *high = low;
  if (low->op == OP_NOT) low = high = instr_at(study, site.block, low->a, &low_block);
  if (low && low->op == OP_BOUNDS) {
    const Instr *bounds = low;
    low = instr_at(study, site.block, bounds->a, &low_block);
    high = instr_at(study, site.block, bounds->b, &high_block);
  } else {
    high_block = low_block;
  }
  if (!low || !high || !is_comparison(low) || low->op != high->op) return;
  const bool left = study->reg[study_register(study, low_block, low->a)] != 0;
  const bool right = study->reg[study_register(study, low_block, low->b)] != 0;
  if (left == right) return;
  const Site is[] = {{low_block, left ? low->a : low->b}, {high_block, left ? high->a : high->b}};
  const Site bound = {low_block, left ? low->b : low->a};
  Type type = type_of(study, is[0]);
  if (type.kind == TYPE_NONE) type = type_of(study, bound);
  if (type.kind == TYPE_NONE || type.kind == TYPE_REF) return;
  need->bound = value_at(answer, bound, type);
  if (!need->bound.known || (type.kind == TYPE_ENUM && !need->wanted)) return;
  Scalar ends[] = {value_at(answer, is[0], type), value_at(answer, is[1], type)};
  const bool known = ends[0].known && ends[1].known;
  if (known && type_store(type) == STORE_I64 && ends[0].i > ends[1].i) {
    const Scalar end = ends[0];
    ends[0] = ends[1], ends[1] = end;
  }
  ends[0].known = ends[1].known = known;
  need->is = (ColumnValue){ends[0], ends[1]};
  need->has_distance = true;
  need->short_by = (Scalar){.type = type};
  if (scalar_equal(ends[0], ends[1])) need->short_by = distance_of(ends[0], need->bound);
}

/* ---- Caps -------------------------------------------------------------------------------------
 */

static void set_cap(const Answer *answer, uint32_t index, WhyNotNeed *need) {
  const Study *study = answer->study;
  const Image *image = study->image;
  const Rank *rank = &image->ranks.at[index];
  Table **tables = ARENA_ARRAY(study->arena, Table *, image->entities.count);
  for (uint32_t e = 0; e < image->entities.count; e++) tables[e] = run_table(study->run, e);
  const Table *table = tables[rank->entity];
  const bool applies =
      rank->applies == SCHEMA_NONE || table->slot[rank->applies].truth[study->row] == TRUTH_TRUE;
  const RankBar bar = rank_bar(image, index, tables, study->row, applies, study->arena);
  const Type type = type_of(study, (Site){SCHEMA_NONE, rank->rank});
  WhyNotCap *cap = &need->cap;
  need->has_cap = true;
  rank_explain(image, index, tables, study->row, study->arena, &cap->place, &cap->places);
  cap->rank = index;
  cap->is_free = bar.is_free;
  cap->beats =
      rank_beats(image, index, tables, &bar, study->row, &table->slot[rank->rank], study->row);
  cap->own = cap->last = (Scalar){.type = type};
  if (type.kind == TYPE_NONE || type_store(type) != table->slot[rank->rank].store) return;
  cap->own = vector_get(&table->slot[rank->rank], type, study->row);
  if (bar.is_free || !bar.places) return;
  cap->last = vector_get(&table->slot[rank->rank], type, bar.last);
  cap->last_key = run_key(study->run, rank->entity, bar.last);
}

/* ---- Needs ------------------------------------------------------------------------------------
 */

static void add_read(const Answer *answer, Text name, WhyNotNeed *need) {
  for (size_t i = 0; i < need->read_count; i++)
    if (text_equal(need->reads[i], name)) return;
  Text *reads = ARENA_ARRAY(answer->study->arena, Text, need->read_count + 1);
  for (size_t i = 0; i < need->read_count; i++) reads[i] = need->reads[i];
  reads[need->read_count++] = name;
  need->reads = reads;
}

static Text slot_name(const Study *study, uint32_t index) {
  const Slot *slot = &study->image->slots.at[index];
  const uint32_t field = inspect_origin(study->inspector, index)->field;
  return field == SCHEMA_NONE ? slot->name
                              : study->image->entities.at[slot->entity].fields[field].name;
}

/* "owner.trained_on": what a reference leads to. */
static Text gathered_name(const Study *study, uint32_t block, const Instr *instr) {
  const Site reference = site_origin(study, (Site){block, instr->a});
  const Text own = slot_name(study, instr->imm);
  Text from = study->image->entities.at[study->image->slots.at[instr->imm].entity].name;
  if (reference.block == SCHEMA_NONE && slot_name(study, reference.at).len)
    from = slot_name(study, reference.at);
  return own.len ? text_of(arena_printf(study->arena, "%.*s.%.*s", TEXT_ARG(from), TEXT_ARG(own)))
                 : from;
}

/* What a condition reads that no lever moves: fields that are fixed, other rows, the program. */
static void add_reads(const Answer *answer, Site site, WhyNotNeed *need, unsigned depth) {
  enum { DEEP = 24, READS_MOST = 6 };
  const Study *study = answer->study;
  site = site_origin(study, site);
  if (depth > DEEP || need->read_count == READS_MOST) return;
  if (site.block == SCHEMA_NONE) {
    const uint32_t history = inspect_origin(study->inspector, site.at)->history;
    Text name = slot_name(study, site.at);
    if (history != SCHEMA_NONE)
      name = study->image->entities.at[study->image->histories.at[history].child].name;
    if (name.len && (history != SCHEMA_NONE || !study->slot[site.at])) add_read(answer, name, need);
    return;
  }
  const Instr *instr = inspect_definition(study->inspector, site.block, (uint16_t)site.at);
  const uint8_t imm = op_info[instr->op].imm;
  if (imm == IMM_OTHER_SLOT) {
    add_read(answer, gathered_name(study, site.block, instr), need);
    return;
  }
  if (imm == IMM_PROGRAM_SLOT && slot_name(study, instr->imm).len)
    add_read(answer, slot_name(study, instr->imm), need);
  for (int k = 0; k < 4 && op_info[instr->op].operand[k] != OPERAND_NONE; k++)
    add_reads(answer, (Site){site.block, instr_operand(instr, k)}, need, depth + 1);
}

/* Each lever that turns the condition by itself. */
static void add_singles(const Answer *answer, Goal goal, WhyNotNeed *need) {
  Study *study = answer->study;
  const LeverSet levers = site_levers(study, goal.site);
  need->single = ARENA_ARRAY(study->arena, WhyNotChange, (size_t)__builtin_popcountll(levers) + 1);
  for (LeverSet rest = levers; rest && !study_stopped(study); rest &= rest - 1) {
    const size_t lever = (size_t)__builtin_ctzll(rest);
    Changes changes = {.set = lever_bit(lever)};
    StretchVec stretches = {0};
    WhyNotSet set;
    profile_lever(study, answer->trial, &unchanged, lever, goal, &stretches);
    if (!profile_nearest(&study->lever[lever], &stretches, &changes.position[lever])) continue;
    /* Without an echo a trial of the condition is all that a run would be. */
    if (study->has_echo && !settle(study, answer->trial, goal, &changes)) continue;
    settle_region(study, answer->trial, goal, &changes, &set);
    need->single[need->single_count++] = set.change[0];
  }
}

static void add_need(const Answer *answer, Goal goal) {
  Study *study = answer->study;
  WhyNotNeed *need = &answer->out->need[answer->out->need_count++];
  trial_begin(answer->trial, &unchanged, 1);
  trial_run(answer->trial);
  const Vector values = trial_values(answer->trial, goal.site);
  const bool met = want_met(&goal.want, &values, 0);
  *need = (WhyNotNeed){.clause = need_clause(study, goal, answer->column),
                       .wanted = goal.want.is_member || (goal.want.truths & WANT_TRUE) != 0,
                       .now = values.store == STORE_TRUTH ? values.truth[0] : truth_of(met)};
  set_distance(answer, goal.site, need);
  if (goal.site.block == SCHEMA_NONE && study->image->slots.at[goal.site.at].role == SLOT_RANKED &&
      goal.want.truths == WANT_TRUE)
    set_cap(answer, inspect_origin(study->inspector, goal.site.at)->rank, need);
  if (met || need->cap.beats) return;
  add_singles(answer, goal, need);
  if (!need->single_count) add_reads(answer, goal.site, need, 0);
}

static void add_needs(const Answer *answer) {
  GoalVec parts = {0};
  trial_begin(answer->trial, &unchanged, 1);
  trial_run(answer->trial);
  need_parts(answer->study, answer->trial, answer->goal, answer->column, &parts);
  answer->out->need = ARENA_ARRAY(answer->study->arena, WhyNotNeed, parts.list.count);
  const Site whole = site_origin(answer->study, answer->goal.site);
  for (size_t i = 0; i < parts.list.count; i++)
    if (!answer->goal.want.is_member || !site_equal(parts.list.at[i].site, whole))
      add_need(answer, parts.list.at[i]);
}

/* ---- Sets -------------------------------------------------------------------------------------
 */

static void add_sets(Answer *answer) {
  Study *study = answer->study;
  WhyNot *out = answer->out;
  Search search = {0};
  search_fewest(study, answer->trial, answer->goal, &search);
  out->looked_at = search.looked_at;
  out->exhausted = search.exhausted;
  out->has_echo = study->has_echo;
  out->set = ARENA_ARRAY(study->arena, WhyNotSet, search.found.list.count);
  for (size_t i = 0; i < search.found.list.count; i++)
    settle_region(study, answer->trial, answer->goal, &search.found.list.at[i],
                  &out->set[out->set_count++]);
}

WhyNot *why_not(Arena *arena, Run *run, uint32_t column, int32_t member, uint32_t entity,
                size_t row, const volatile int *stop, DiagSink *diags) {
  const Image *image = run_image(run);
  const uint32_t slot = image->columns.at[column].low;
  const bool is_truth = image->slots.at[slot].store == STORE_TRUTH;
  Answer answer = {.column = column, .out = ARENA_NEW(arena, WhyNot)};
  WhyNot *out = answer.out;
  *out = (WhyNot){.column = column,
                  .member = member,
                  .entity = entity,
                  .row = row,
                  .now = run_value(run, column, row)};
  answer.goal.site = (Site){SCHEMA_NONE, slot};
  answer.goal.want = is_truth ? (Want){.truths = (uint8_t)(1 << member)}
                              : (Want){.is_member = true, .member = member};
  const Vector *now = &run_table(run, entity)->slot[slot];
  out->holds = want_met(&answer.goal.want, now, row);
  if (out->holds) return out;
  answer.study = study_new(arena, run, slot, entity, row);
  answer.study->stop = stop;
  answer.trial = trial_new(answer.study);
  out->lever_count = answer.study->lever_count;
  add_needs(&answer);
  add_sets(&answer);
  if (!study_stopped(answer.study)) return out;
  diag_add(diags, E_INTERRUPTED, (Span){0}, "the question was interrupted");
  return NULL;
}
