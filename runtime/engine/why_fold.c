/* why_fold.c - which parts of a clause have decided what it came to.
 *
 *   a conjunction that is false    the parts that are false; one that is true: all
 *   a disjunction                  the other way round
 *   what is unknown                the parts that are unknown
 *   a segmentation                 the segment, and what those above it lack
 *   a KPI                          its value, and the bands down to the one that it reaches
 *   a process                      the stage, and the recorded one where that is another
 *
 * Nothing is left out of the tree: each part gets a weight, and reports tell by it what they show.
 */
#include "engine/run_impl.h"

typedef struct Fold {
  const Run *run;
  WhyNode *node;
  const uint32_t *column_at; /* by clause: the column that begins there, or SCHEMA_NONE */
  size_t row;
} Fold;

static const Clause *clause_of(const Fold *fold, const WhyNode *node) {
  return &fold->run->image->clauses.at[node->clause];
}

static ClauseKind kind_of(const Fold *fold, size_t child) {
  return (ClauseKind)clause_of(fold, fold->node->child[child])->kind;
}

static Truth came_to(const WhyNode *node) {
  return node->has_value && node->value.low.known ? node->value.low.truth : (Truth)TRUTH_UNKNOWN;
}

static void weigh(Fold *fold, size_t child, WhyWeight weight) {
  fold->node->weight[child] = weight;
}

static void weigh_all(Fold *fold, WhyWeight weight) {
  for (size_t i = 0; i < fold->node->child_count; i++) weigh(fold, i, weight);
}

static void weigh_kind(Fold *fold, ClauseKind kind, WhyWeight weight) {
  for (size_t i = 0; i < fold->node->child_count; i++)
    if (kind_of(fold, i) == kind) weigh(fold, i, weight);
}

static WhyWeight decides_if(bool decides) { return decides ? WHY_DECIDES : WHY_ASIDE; }

/* What all the parts of a kind come to together; true where there is none. */
static Truth all_of(const Fold *fold, ClauseKind kind) {
  Truth all = TRUTH_TRUE;
  for (size_t i = 0; i < fold->node->child_count; i++) {
    const Truth truth = came_to(fold->node->child[i]);
    if (kind_of(fold, i) == kind && truth < all) all = truth;
  }
  return all;
}

static bool has(const Fold *fold, ClauseKind kind) {
  for (size_t i = 0; i < fold->node->child_count; i++)
    if (kind_of(fold, i) == kind) return true;
  return false;
}

static void weigh_truth(Fold *fold, ClauseKind kind, Truth truth) {
  for (size_t i = 0; i < fold->node->child_count; i++)
    if (kind_of(fold, i) == kind)
      weigh(fold, i, decides_if(came_to(fold->node->child[i]) == truth));
}

/* ---- Conditions ----------------------------------------------------------------------------- */

static bool is_condition(const Fold *fold, const WhyNode *node) {
  const Clause *clause = clause_of(fold, node);
  return clause->type.kind == TYPE_BOOL && clause->kind != CLAUSE_COLUMN;
}

/* Columns that a condition has read are a story of their own once the condition holds. */
static void fold_condition(Fold *fold) {
  WhyNode *node = fold->node;
  const Clause *clause = clause_of(fold, node);
  const Truth truth = came_to(node);
  const bool joins =
      clause->join == JOIN_ALL || clause->join == JOIN_ANY || clause->join == JOIN_COUNT;
  for (size_t i = 0; i < node->child_count; i++) {
    const WhyNode *child = node->child[i];
    if (joins && clause_of(fold, child)->type.kind == TYPE_BOOL)
      weigh(fold, i, decides_if(came_to(child) == truth));
    if (truth == TRUTH_TRUE && node->weight[i] == WHY_DECIDES && kind_of(fold, i) == CLAUSE_TERM &&
        clause_of(fold, child)->column != SCHEMA_NONE)
      weigh(fold, i, WHY_BRIEF);
  }
}

/* ---- Segmentations -------------------------------------------------------------------------- */

static const Declaration *declaration_of(const Fold *fold, uint32_t root) {
  const uint32_t column = root == SCHEMA_NONE ? SCHEMA_NONE : fold->column_at[root];
  if (column == SCHEMA_NONE) return NULL;
  return &fold->run->image->declarations.at[fold->run->image->columns.at[column].declaration];
}

/* The name of the recorded member, "" without one. */
static Text recorded_of(const Fold *fold, const Declaration *declaration) {
  const Image *image = fold->run->image;
  for (uint32_t i = 0; i < declaration->columns.count; i++) {
    const uint32_t column = declaration->columns.first + i;
    if (!text_ends(image->columns.at[column].name, TEXT(".recorded"))) continue;
    const Scalar value = run_value(fold->run, column, fold->row).low;
    if (value.known && value.type.kind == TYPE_ENUM)
      return image->enums.at[value.type.of].members[value.i].name;
  }
  return TEXT("");
}

/* The declaration's member that the part of its root stands for: the n-th of its kind. */
static Text member_of(const Fold *fold, const Declaration *declaration, uint32_t clause) {
  const Image *image = fold->run->image;
  const Clause *at = &image->clauses.at[clause];
  const EnumSchema *members = &image->enums.at[declaration->members];
  uint32_t before = 0;
  for (uint32_t part = fold->run->clauses.first[at->parent]; part != clause;
       part = fold->run->clauses.next[part])
    before += image->clauses.at[part].kind == at->kind;
  return before < members->count ? members->members[before].name : TEXT("");
}

static bool is_recorded(const Fold *fold, const WhyNode *part) {
  const Declaration *declaration = declaration_of(fold, clause_of(fold, part)->parent);
  if (!declaration || declaration->members == SCHEMA_NONE) return false;
  return text_equal(member_of(fold, declaration, part->clause), recorded_of(fold, declaration));
}

/* Easier terms count for a row that is recorded here and misses the needs. */
static void fold_segment(Fold *fold) {
  const Truth needs = all_of(fold, CLAUSE_NEEDS), segment = came_to(fold->node);
  const bool keeps =
      needs != TRUTH_TRUE && has(fold, CLAUSE_KEEPS) && is_recorded(fold, fold->node);
  const Truth kept = keeps ? all_of(fold, CLAUSE_KEEPS) : (Truth)TRUTH_FALSE;
  const Truth terms = needs > kept ? needs : kept;
  const bool beyond = terms == TRUTH_TRUE && all_of(fold, CLAUSE_CAP) == TRUTH_FALSE;
  if (beyond && needs == TRUTH_TRUE)
    weigh_kind(fold, CLAUSE_NEEDS, WHY_ASIDE);
  else
    weigh_truth(fold, CLAUSE_NEEDS, needs);
  if (keeps)
    weigh_truth(fold, CLAUSE_KEEPS, kept);
  else
    weigh_kind(fold, CLAUSE_KEEPS, WHY_ASIDE);
  if (terms != TRUTH_TRUE || segment == TRUTH_UNKNOWN) weigh_kind(fold, CLAUSE_CAP, WHY_ASIDE);
}

/* Of an outcome that is unknown the segments that are surely not are told in short. */
static void fold_segmentation(Fold *fold) {
  const bool known = fold->node->value.low.known;
  bool settled = false;
  for (size_t i = 0; i < fold->node->child_count; i++) {
    if (kind_of(fold, i) != CLAUSE_SEGMENT) continue;
    const bool misses = came_to(fold->node->child[i]) == TRUTH_FALSE;
    weigh(fold, i, settled ? WHY_ASIDE : misses && !known ? WHY_BRIEF : WHY_DECIDES);
    settled |= !misses;
  }
}

/* The place says it all. */
static void fold_cap(Fold *fold) {
  bool is_rank = true;
  for (size_t i = 0; i < fold->node->child_count; i++) {
    const bool beyond = came_to(fold->node) == TRUTH_FALSE;
    weigh(fold, i, decides_if(is_rank && beyond));
    is_rank = false;
  }
}

/* ---- The others ----------------------------------------------------------------------------- */

static bool has_bands(const Fold *fold, const WhyNode *node) {
  for (size_t i = 0; i < node->child_count; i++)
    if (clause_of(fold, node->child[i])->kind == CLAUSE_BAND) return true;
  return false;
}

static void fold_bands(Fold *fold) {
  bool reached = false;
  for (size_t i = 0; i < fold->node->child_count; i++) {
    if (kind_of(fold, i) != CLAUSE_BAND) continue;
    weigh(fold, i, decides_if(!reached));
    reached |= came_to(fold->node->child[i]) == TRUTH_TRUE;
  }
}

/* The bands of a `where` that applies; what it reads matters where it is unknown. */
static void fold_bands_where(Fold *fold) {
  const bool applies = came_to(fold->node) == TRUTH_TRUE;
  fold_condition(fold);
  for (size_t i = 0; i < fold->node->child_count; i++)
    if ((kind_of(fold, i) == CLAUSE_BAND) != applies) weigh(fold, i, WHY_ASIDE);
  if (applies) fold_bands(fold);
}

static void fold_kpi(Fold *fold) {
  bool chosen = false;
  fold_bands(fold);
  for (size_t i = 0; i < fold->node->child_count; i++) {
    const WhyNode *child = fold->node->child[i];
    if (kind_of(fold, i) == CLAUSE_BAND && chosen) weigh(fold, i, WHY_ASIDE);
    if (kind_of(fold, i) != CLAUSE_WHERE || !has_bands(fold, child)) continue;
    const Truth applies = came_to(child);
    weigh(fold, i, decides_if(!chosen && applies != TRUTH_FALSE));
    chosen |= applies != TRUTH_FALSE;
  }
}

static void fold_stage(Fold *fold) {
  const Truth enter = all_of(fold, CLAUSE_ENTER), stage = came_to(fold->node);
  for (size_t i = 0; i < fold->node->child_count; i++) {
    const Truth truth = came_to(fold->node->child[i]);
    const bool is_gate = kind_of(fold, i) == CLAUSE_LEAVE || kind_of(fold, i) == CLAUSE_PRODUCES;
    if (kind_of(fold, i) == CLAUSE_ENTER)
      weigh(fold, i, decides_if(stage == TRUTH_TRUE || enter != TRUTH_TRUE));
    else if (is_gate && stage == TRUTH_TRUE)
      weigh(fold, i, decides_if(truth == TRUTH_FALSE));
    else if (is_gate && stage == TRUTH_UNKNOWN)
      weigh(fold, i, decides_if(truth == TRUTH_UNKNOWN));
    else if (is_gate)
      weigh(fold, i, decides_if(enter != TRUTH_FALSE));
  }
}

static void fold_process(Fold *fold) {
  const WhyNode *node = fold->node;
  Truth any = TRUTH_FALSE;
  for (size_t i = 0; i < node->child_count; i++)
    if (kind_of(fold, i) == CLAUSE_STAGE && came_to(node->child[i]) > any)
      any = came_to(node->child[i]);
  for (size_t i = 0; i < node->child_count; i++) {
    if (kind_of(fold, i) != CLAUSE_STAGE) continue;
    const Truth truth = came_to(node->child[i]);
    const bool stands = truth == TRUTH_TRUE || (truth == TRUTH_UNKNOWN && !node->value.low.known);
    weigh(fold, i, decides_if(stands || any == TRUTH_FALSE || is_recorded(fold, node->child[i])));
  }
}

static void fold_requirements(Fold *fold) {
  weigh_truth(fold, CLAUSE_REQUIRE, all_of(fold, CLAUSE_REQUIRE));
  if (all_of(fold, CLAUSE_REQUIRE) == TRUTH_TRUE) weigh_kind(fold, CLAUSE_WAIVER, WHY_ASIDE);
}

/* A list of which everything holds needs no more than its items. */
static void fold_checklist(Fold *fold) {
  const bool whole = all_of(fold, CLAUSE_ITEM) == TRUTH_TRUE;
  for (size_t i = 0; i < fold->node->child_count; i++)
    if (kind_of(fold, i) == CLAUSE_ITEM && came_to(fold->node->child[i]) == TRUTH_TRUE)
      weigh(fold, i, whole ? WHY_BRIEF : WHY_ASIDE);
}

static void fold_cadence(Fold *fold) {
  const Scalar status = fold->node->value.low;
  if (!status.known || status.i == CADENCE_ON_TRACK) weigh_kind(fold, CLAUSE_GRACE, WHY_ASIDE);
  if (!status.known || status.i < CADENCE_OVERDUE) weigh_kind(fold, CLAUSE_WAIVER, WHY_ASIDE);
}

/* ---- Columns -------------------------------------------------------------------------------- */

/* What stands before everything else: a value that a test has fixed, a row that the declaration is
 * not for. True where that has decided. */
static bool fold_first(Fold *fold, ClauseKind kind, Truth leaves, WhyWeight otherwise) {
  for (size_t i = 0; i < fold->node->child_count; i++) {
    if (kind_of(fold, i) != kind || has_bands(fold, fold->node->child[i])) continue;
    if (came_to(fold->node->child[i]) == leaves) {
      weigh(fold, i, otherwise);
      continue;
    }
    weigh_all(fold, WHY_ASIDE);
    weigh(fold, i, WHY_DECIDES);
    return true;
  }
  return false;
}

static void fold_declaration(Fold *fold, DeclarationKind kind) {
  switch (kind) {
  case DECLARATION_SEGMENTATION:
    fold_segmentation(fold);
    break;
  case DECLARATION_KPI:
    fold_kpi(fold);
    break;
  case DECLARATION_RULE:
  case DECLARATION_ASSUME:
  case DECLARATION_ITEM:
    fold_requirements(fold);
    break;
  case DECLARATION_CADENCE:
    fold_cadence(fold);
    break;
  case DECLARATION_PROCESS:
    fold_process(fold);
    break;
  case DECLARATION_CHECKLIST:
    fold_checklist(fold);
    break;
  default:
    break;
  }
}

/* A waiver of another row, the limit of another stage. */
static void fold_elsewhere(Fold *fold) {
  for (size_t i = 0; i < fold->node->child_count; i++) {
    const WhyNode *child = fold->node->child[i];
    const ClauseKind kind = kind_of(fold, i);
    if ((kind == CLAUSE_WAIVER && child->waiver == SCHEMA_NONE) || kind == CLAUSE_POINTS ||
        (kind == CLAUSE_WITHIN && !child->value.low.known))
      weigh(fold, i, WHY_ASIDE);
  }
}

static void fold_column(Fold *fold) {
  const Declaration *declaration = declaration_of(fold, fold->node->clause);
  if (!declaration || fold_first(fold, CLAUSE_FIXED, TRUTH_FALSE, WHY_ASIDE) ||
      fold_first(fold, CLAUSE_WHERE, TRUTH_TRUE, WHY_BRIEF))
    return;
  if (fold->column_at[fold->node->clause] == declaration->columns.first)
    fold_declaration(fold, (DeclarationKind)declaration->kind);
}

void why_fold(const Run *run, Arena *arena, WhyNode *node, const uint32_t *column_at, size_t row) {
  Fold fold = {run, node, column_at, row};
  node->weight = ARENA_ARRAY(arena, WhyWeight, node->child_count);
  const ClauseKind kind = (ClauseKind)clause_of(&fold, node)->kind;
  if (kind == CLAUSE_COLUMN)
    fold_column(&fold);
  else if (kind == CLAUSE_SEGMENT)
    fold_segment(&fold);
  else if (kind == CLAUSE_STAGE)
    fold_stage(&fold);
  else if (kind == CLAUSE_CAP)
    fold_cap(&fold);
  else if (kind == CLAUSE_WHERE && has_bands(&fold, node))
    fold_bands_where(&fold);
  else if (is_condition(&fold, node))
    fold_condition(&fold);
  fold_elsewhere(&fold);
}
