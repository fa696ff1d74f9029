/* need.c - what an outcome rests on, read off the code that computes it.
 *
 * From the register of an outcome backwards: of `a and b` that shall be true, a and b shall; of a
 * choice between members either the condition and the one branch, or not the condition and the
 * other. So a goal falls apart into conditions. Where one of them fails that has to hold, whatever
 * leads to the goal changes one of the levers behind it: the search need not try others. Where one
 * of several would do, it is the levers of all of these.
 */
#include "ask/why_not_impl.h"

enum { DEPTH_MOST = 600, DEEP_MOST = 40, WANTS = 8 };

/* By register and truths asked for: what was found for the state at hand. */
typedef struct NeedMemo {
  uint64_t *state;
  LeverSet *levers;
  uint64_t states;
} NeedMemo;

bool want_met(const Want *want, const Vector *values, size_t row) {
  if (!want->is_member) return want->truths >> values->truth[row] & 1;
  if (!vector_known(values, row)) return want->open;
  return (values->i32[row] == want->member) != want->other;
}

static Want truths(uint8_t set) { return (Want){.truths = set}; }

/* F and T change places. */
static Want turned(Want want) {
  const uint8_t set = want.truths;
  return truths((uint8_t)((set & WANT_OPEN) | (set & WANT_FALSE ? WANT_TRUE : 0) |
                          (set & WANT_TRUE ? WANT_FALSE : 0)));
}

/* ---- Sites ------------------------------------------------------------------------------------
 */

static const Instr *instr_of(const Study *study, Site site) {
  return site.block == SCHEMA_NONE
             ? NULL
             : inspect_definition(study->inspector, site.block, (uint16_t)site.at);
}

Site site_origin(const Study *study, Site site) {
  for (;;) {
    if (site.block == SCHEMA_NONE) {
      const SlotOrigin *origin = inspect_origin(study->inspector, site.at);
      if (study->image->slots.at[site.at].role != SLOT_MAPPED) return site;
      site = (Site){origin->block, origin->reg};
    }
    const Instr *instr = instr_of(study, site);
    if (op_info[instr->op].imm != IMM_SLOT) return site;
    site = (Site){SCHEMA_NONE, instr->imm};
  }
}

LeverSet site_levers(const Study *study, Site site) {
  if (site.block == SCHEMA_NONE) return study->slot[site.at];
  return study->reg[study_register(study, site.block, site.at)];
}

/* The member that a register always has; false where it is no constant. */
static bool is_constant(const Study *study, Site site, int32_t *member) {
  const Instr *instr = instr_of(study, site_origin(study, site));
  if (!instr || instr->op != OP_CONST_I32) return false;
  *member = (int32_t)instr->imm;
  return true;
}

/* ---- Taking apart -----------------------------------------------------------------------------
 */

/* What a goal comes to: all of its parts, or one of its ways, or neither where it is one thing. A
 * way is met when both of its goals are. */
typedef struct Split {
  enum { SPLIT_NONE, SPLIT_ALL, SPLIT_ANY } kind;
  Goal part[2][2];
  size_t count; /* parts, or ways */
  bool pairs;   /* ways have two goals */
} Split;

static Goal operand_goal(Site site, uint16_t reg, Want want) {
  return (Goal){{site.block, reg}, want};
}

static Split two(int kind, Goal a, Goal b) {
  Split split = {.kind = (kind == SPLIT_ALL ? SPLIT_ALL : SPLIT_ANY), .count = 2};
  split.part[0][0] = a;
  split.part[1][0] = b;
  return split;
}

static Split one(Goal goal) {
  Split split = {.kind = SPLIT_ALL, .count = 1};
  split.part[0][0] = goal;
  return split;
}

/* `least`: the truths of both have to be there, else one will do. */
static Split split_pair(Site site, const Instr *instr, Want want, uint8_t all, uint8_t all_open) {
  const uint8_t set = want.truths;
  const Goal a = operand_goal(site, instr->a, want), b = operand_goal(site, instr->b, want);
  if (set == all || set == all_open) return two(SPLIT_ALL, a, b);
  if (set != WANT_OPEN && set != (WANT_FALSE | WANT_TRUE)) return two(SPLIT_ANY, a, b);
  return (Split){.kind = SPLIT_NONE};
}

/* Whether the member is among those that the register chooses from. */
static bool can_be(const Study *study, Goal goal, unsigned depth) {
  int32_t member;
  const Site site = site_origin(study, goal.site);
  const Instr *instr = instr_of(study, site);
  if (!goal.want.is_member || !instr || depth > DEPTH_MOST) return true;
  if (is_constant(study, site, &member)) return (member == goal.want.member) != goal.want.other;
  if (instr->op != OP_SELECT_I32) return true;
  return can_be(study, operand_goal(site, instr->b, goal.want), depth + 1) ||
         can_be(study, operand_goal(site, instr->c, goal.want), depth + 1);
}

static Split split_select(const Study *study, Site site, const Instr *instr, Want want) {
  Split split = {.kind = SPLIT_ANY, .pairs = true};
  if (want.is_member ? want.open : (want.truths & WANT_OPEN) != 0) return (Split){0};
  const uint16_t branch[] = {instr->b, instr->c};
  for (int i = 0; i < 2; i++) {
    const Goal value = operand_goal(site, branch[i], want);
    if (!can_be(study, value, 0)) continue;
    split.part[split.count][0] = operand_goal(site, instr->a, truths(i ? WANT_FALSE : WANT_TRUE));
    split.part[split.count++][1] = value;
  }
  return split;
}

static Split split_equal(const Study *study, Site site, const Instr *instr, Want want) {
  int32_t member;
  uint16_t reg = instr->a;
  if (!is_constant(study, (Site){site.block, instr->b}, &member)) {
    if (!is_constant(study, (Site){site.block, instr->a}, &member)) return (Split){0};
    reg = instr->b;
  }
  const uint8_t closed = want.truths & (WANT_FALSE | WANT_TRUE);
  if (closed != WANT_FALSE && closed != WANT_TRUE) return (Split){0};
  const Want value = {.is_member = true,
                      .member = member,
                      .other = closed == WANT_FALSE,
                      .open = (want.truths & WANT_OPEN) != 0};
  return one(operand_goal(site, reg, value));
}

/* A row has a place where it qualifies and beats the others. */
static Split split_slot(const Study *study, uint32_t slot, Want want) {
  const SlotOrigin *origin = inspect_origin(study->inspector, slot);
  if (study->image->slots.at[slot].role != SLOT_RANKED || want.truths != WANT_TRUE)
    return (Split){0};
  const Rank *rank = &study->image->ranks.at[origin->rank];
  return one((Goal){{SCHEMA_NONE, rank->qualifies}, truths(WANT_TRUE)});
}

/* `site` is an origin. */
static Split split_of(const Study *study, Site site, Want want) {
  if (site.block == SCHEMA_NONE) return split_slot(study, site.at, want);
  const Instr *instr = instr_of(study, site);
  switch ((Opcode)instr->op) {
  case OP_AND:
    return split_pair(site, instr, want, WANT_TRUE, WANT_TRUE | WANT_OPEN);
  case OP_OR:
    return split_pair(site, instr, want, WANT_FALSE, WANT_FALSE | WANT_OPEN);
  case OP_BOUNDS:
    if (want.truths == WANT_TRUE || want.truths == WANT_FALSE)
      return two(SPLIT_ALL, operand_goal(site, instr->a, want), operand_goal(site, instr->b, want));
    return (Split){0};
  case OP_NOT:
    return one(operand_goal(site, instr->a, turned(want)));
  case OP_SURELY:
    return one(operand_goal(site, instr->a,
                            truths(want.truths & WANT_TRUE ? WANT_TRUE : WANT_FALSE | WANT_OPEN)));
  case OP_MAYBE:
    return one(operand_goal(site, instr->a,
                            truths(want.truths & WANT_FALSE ? WANT_FALSE : WANT_TRUE | WANT_OPEN)));
  case OP_SELECT_I32:
  case OP_SELECT_TRUTH:
    return split_select(study, site, instr, want);
  case OP_EQ_I32:
    return split_equal(study, site, instr, want);
  default:
    return (Split){0};
  }
}

/* ---- Levers that have to change ---------------------------------------------------------------
 */

typedef struct Walk {
  Study *study;
  const Trial *trial;
  LeverSet free;
  unsigned depth;
} Walk;

static LeverSet walk_goal(Walk *walk, Goal goal);

static bool is_met(const Walk *walk, Goal goal) {
  const Vector values = trial_values(walk->trial, goal.site);
  return want_met(&goal.want, &values, 0);
}

/* Of several goals that have to be met together, some of which fail: those of the one with the
 * fewest. */
static LeverSet walk_all(Walk *walk, const Goal *goals, size_t count, bool *fails) {
  LeverSet best = 0;
  *fails = false;
  for (size_t i = 0; i < count; i++) {
    if (is_met(walk, goals[i])) continue;
    const LeverSet levers = walk_goal(walk, goals[i]);
    if (!levers) return *fails = true, 0;
    if (!*fails || __builtin_popcountll(levers) < __builtin_popcountll(best)) best = levers;
    *fails = true;
  }
  return best;
}

static LeverSet walk_split(Walk *walk, const Split *split, LeverSet otherwise) {
  bool fails;
  if (split->kind == SPLIT_ALL) {
    const Goal parts[] = {split->part[0][0], split->part[1][0]};
    const LeverSet levers = walk_all(walk, parts, split->count, &fails);
    return fails ? levers : otherwise;
  }
  LeverSet levers = 0;
  for (size_t i = 0; i < split->count; i++) {
    levers |= walk_all(walk, split->part[i], split->pairs ? 2 : 1, &fails);
    if (!fails) return otherwise;
  }
  return levers;
}

/* Nothing is proposed to be forgotten: what a lever has stays known. */
static bool stays_known(const Study *study, Site site, Want want) {
  const Instr *instr = instr_of(study, site);
  if (!instr || instr->op < OP_KNOWN_I64 || instr->op > OP_KNOWN_TEXT || want.truths & WANT_TRUE)
    return false;
  const Site operand = site_origin(study, (Site){site.block, instr->a});
  return operand.block == SCHEMA_NONE && study->slot[operand.at];
}

static LeverSet walk_goal(Walk *walk, Goal goal) {
  const Study *study = walk->study;
  const Site site = site_origin(study, goal.site);
  const LeverSet behind = site_levers(study, site) & walk->free;
  NeedMemo *memo = study->memo;
  if (!behind || walk->depth >= DEPTH_MOST) return behind;
  if (stays_known(study, site, goal.want)) return 0;
  const size_t at = site.block == SCHEMA_NONE || goal.want.is_member
                        ? SIZE_MAX
                        : study_register(study, site.block, site.at) * WANTS + goal.want.truths;
  if (at != SIZE_MAX && memo->state[at] == memo->states) return memo->levers[at];
  const Split split = split_of(study, site, goal.want);
  walk->depth++;
  const LeverSet levers =
      split.kind == SPLIT_NONE ? behind : walk_split(walk, &split, behind) & behind;
  walk->depth--;
  if (at != SIZE_MAX) memo->state[at] = memo->states, memo->levers[at] = levers;
  return levers;
}

LeverSet need_levers(Study *study, const Trial *trial, Goal goal, LeverSet free) {
  Walk walk = {study, trial, free, 0};
  if (!study->memo) {
    study->memo = ARENA_NEW(study->arena, NeedMemo);
    study->memo->state = ARENA_ARRAY(study->arena, uint64_t, study->image->registers.count * WANTS);
    study->memo->levers =
        ARENA_ARRAY(study->arena, LeverSet, study->image->registers.count * WANTS);
  }
  study->memo->states++;
  return walk_goal(&walk, goal);
}

/* ---- Parts for people -------------------------------------------------------------------------
 */

static bool is_of_column(const Study *study, uint32_t clause, uint32_t column) {
  const Image *image = study->image;
  for (uint32_t at = clause; at != SCHEMA_NONE; at = image->clauses.at[at].parent)
    if (at == image->columns.at[column].clause) return true;
  return false;
}

static uint32_t clause_at(const Study *study, Site origin, uint32_t column) {
  const Image *image = study->image;
  uint32_t found = SCHEMA_NONE;
  for (uint32_t i = 0; i < image->clauses.count; i++) {
    const Clause *clause = &image->clauses.at[i];
    if (clause->block == SCHEMA_NONE || clause->kind == CLAUSE_COLUMN ||
        !site_equal(site_origin(study, (Site){clause->block, clause->low}), origin))
      continue;
    if (is_of_column(study, i, column)) return i;
    if (found == SCHEMA_NONE) found = i;
  }
  return found;
}

/* What joins conditions is told by the first of them, a comparison by the clause that it is about.
 */
static uint32_t clause_near(const Study *study, Site site, uint32_t column, unsigned depth) {
  enum { NEAR = 3 };
  const Site origin = site_origin(study, site);
  const Instr *instr = instr_of(study, origin);
  uint32_t clause = clause_at(study, origin, column);
  if (clause != SCHEMA_NONE && depth && study->image->clauses.at[clause].kind == CLAUSE_TERM)
    clause = SCHEMA_NONE;
  if (clause != SCHEMA_NONE || !instr || depth == NEAR || op_info[instr->op].dst != STORE_TRUTH)
    return clause;
  for (int k = 0; k < 2 && op_info[instr->op].operand[k] != OPERAND_NONE; k++) {
    const Site operand = {origin.block, instr_operand(instr, k)};
    clause = clause_near(study, operand, column, depth + 1);
    if (clause != SCHEMA_NONE) break;
  }
  return clause;
}

uint32_t need_clause(const Study *study, Goal goal, uint32_t column) {
  const Image *image = study->image;
  const uint32_t rank = goal.site.block == SCHEMA_NONE
                            ? inspect_origin(study->inspector, goal.site.at)->rank
                            : SCHEMA_NONE;
  for (uint32_t i = 0; i < image->clauses.count; i++)
    if (rank != SCHEMA_NONE && image->clauses.at[i].rank == rank && goal.want.truths == WANT_TRUE)
      return i;
  return clause_near(study, goal.site, column, 0);
}

typedef struct Parts {
  Study *study;
  const Trial *trial;
  uint32_t column;
  GoalVec *out;
  unsigned depth;
} Parts;

static void add_parts(Parts *parts, Goal goal);

static bool part_met(const Parts *parts, Goal goal) {
  const Vector values = trial_values(parts->trial, goal.site);
  return want_met(&goal.want, &values, 0);
}

static void add_part(Parts *parts, Goal goal) {
  goal.site = site_origin(parts->study, goal.site);
  for (size_t i = 0; i < parts->out->list.count; i++)
    if (site_equal(parts->out->list.at[i].site, goal.site)) return;
  *VEC_PUSH(parts->study->arena, &parts->out->list) = goal;
}

static bool is_waiver(const Parts *parts, Goal goal) {
  const uint32_t clause =
      clause_at(parts->study, site_origin(parts->study, goal.site), parts->column);
  return clause != SCHEMA_NONE && parts->study->image->clauses.at[clause].kind == CLAUSE_WAIVER;
}

/* How much of a way fails, and whether levers could mend it: the better the smaller. */
static size_t badness(const Parts *parts, const Split *split, size_t way) {
  size_t bad = 0;
  if (is_waiver(parts, split->part[way][0])) return 0; /* what fails is waived: that is the point */
  for (size_t i = 0; i < (split->pairs ? 2u : 1u); i++) {
    const Goal goal = split->part[way][i];
    if (part_met(parts, goal)) continue;
    GoalVec own = {0};
    Parts inner = *parts;
    inner.out = &own;
    add_parts(&inner, goal);
    for (size_t k = 0; k < own.list.count; k++) {
      const Goal part = own.list.at[k];
      if (part_met(parts, part)) continue;
      bad += site_levers(parts->study, part.site) ? 1 : 1000;
      bad += clause_at(parts->study, part.site, parts->column) == SCHEMA_NONE ? 10 : 0;
    }
  }
  return bad;
}

static void add_best_way(Parts *parts, const Split *split) {
  size_t best = 0, least = SIZE_MAX;
  for (size_t i = 0; i < split->count; i++) {
    const size_t bad = badness(parts, split, i);
    if (bad < least) least = bad, best = i;
  }
  for (size_t k = 0; k < (split->pairs ? 2u : 1u); k++) add_parts(parts, split->part[best][k]);
}

static bool is_one_condition(const Study *study, Site site) {
  const Instr *instr = instr_of(study, site);
  return instr && (instr->op == OP_BOUNDS || instr->op == OP_EQ_I32);
}

/* Conditions that are written as one (`between`, `!=`) stay one. */
static bool is_told_whole(const Parts *parts, Site site, const Split *split) {
  const Study *study = parts->study;
  const uint32_t clause = clause_at(study, site, parts->column);
  if (split->kind != SPLIT_ALL || clause == SCHEMA_NONE) return false;
  const ClauseKind kind = (ClauseKind)study->image->clauses.at[clause].kind;
  if (kind == CLAUSE_SEGMENT || kind == CLAUSE_STAGE || kind == CLAUSE_CAP) return false;
  for (size_t i = 0; i < split->count; i++) {
    const Site part = site_origin(study, split->part[i][0].site);
    if (clause_at(study, part, parts->column) == SCHEMA_NONE &&
        (split->count == 1 || clause_near(study, part, parts->column, 0) == SCHEMA_NONE))
      return true;
  }
  return false;
}

static void add_parts(Parts *parts, Goal goal) {
  const Study *study = parts->study;
  const Site site = site_origin(study, goal.site);
  int32_t member;
  if (goal.want.is_member && is_constant(study, site, &member)) return;
  const bool whole = !goal.want.is_member && is_one_condition(study, site);
  const Split split = whole ? (Split){0} : split_of(study, site, goal.want);
  if (split.kind == SPLIT_NONE || !split.count || parts->depth > DEEP_MOST ||
      is_told_whole(parts, site, &split)) {
    add_part(parts, goal);
    return;
  }
  parts->depth++;
  if (split.kind == SPLIT_ALL)
    for (size_t i = 0; i < split.count; i++) add_parts(parts, split.part[i][0]);
  else if (split.pairs || clause_at(study, site, parts->column) == SCHEMA_NONE)
    add_best_way(parts, &split);
  else
    add_part(parts, goal);
  parts->depth--;
  if (site.block == SCHEMA_NONE) add_part(parts, goal);
}

void need_parts(Study *study, const Trial *trial, Goal goal, uint32_t column, GoalVec *out) {
  Parts parts = {study, trial, column, out, 0};
  add_parts(&parts, goal);
}
