/* question.c - the way of a question through the stages.
 *
 *   text ─ syntax ─▶ tree ─ sema ─▶ Asked ─ plan ─▶ what is wanted ─ emission ─▶ Question
 *
 * One copy of the program serves all questions of a line; each has a copy of the plan and an image
 * of its own.
 */
#include "question/question.h"

#include "sema/asked.h"
#include "syntax/next.h"

typedef struct Asking {
  Arena *arena;
  const Compilation *compilation;
  Program *program; /* a copy, for the line */
  Questions *out;
  /* of one question */
  Plan *plan;
  VEC(Wanted) wanted;
} Asking;

static Text folded(const Asking *a, Span span) {
  return emit_folded(a->arena, a->out->sources, span);
}

static uint32_t want(Asking *a, uint32_t node, uint32_t entity) {
  *VEC_PUSH(a->arena, &a->wanted) = (Wanted){node, entity, SCHEMA_NONE};
  return (uint32_t)a->wanted.count - 1;
}

/* Where a value came to be: by number while it is only wanted, as slots afterwards. */
static void want_value(Asking *a, PlanValue value, uint32_t entity, uint32_t *low, uint32_t *high) {
  *low = want(a, value.low, entity);
  *high = value.high == value.low ? SCHEMA_NONE : want(a, value.high, entity);
}

static PlanValue lowered(Asking *a, uint32_t entity, const Node *node) {
  return plan_expression(a->plan, a->program, entity, node, a->out->diags);
}

static uint32_t single(Asking *a, uint32_t entity, const Node *node) {
  return plan_single(a->plan, a->program, entity, node, a->out->diags);
}

/* As written; a name as it is, which may stand for one of several behind one word. */
static Text column_name(const Asking *a, const Node *node) {
  return node->kind == NODE_NAME ? node->text : folded(a, node->span);
}

static void add_column(Asking *a, Question *q, uint32_t entity, const Node *node) {
  const PlanValue value = lowered(a, entity, node);
  QuestionColumn column = {.name = column_name(a, node), .type = a->plan->nodes.at[value.low].type};
  want_value(a, value, entity, &column.low, &column.high);
  *VEC_PUSH(a->arena, &q->columns) = column;
}

/* --- groups --- */

static void add_partition(Asking *a, const Asked *asked, Question *q) {
  PlanPartition partition = {.child = asked->child,
                             .parent = asked->entity,
                             .where = single(a, asked->child, asked->where),
                             .count = (uint32_t)asked->by.count,
                             .span = asked->node->span};
  for (uint32_t i = 0; i < partition.count; i++)
    partition.keys[i] = single(a, asked->child, asked->by.at[i]);
  const uint32_t number = plan_partition(a->plan, partition);
  q->partition = (uint32_t)a->compilation->image->partitions.count + number;
  if (partition.where != PLAN_NONE) q->where = want(a, partition.where, asked->child);
  for (uint32_t i = 0; i < partition.count; i++) {
    const uint32_t key = plan_parted(a->plan, number, PARTED_KEY + i);
    QuestionColumn column = {.name = folded(a, asked->by.at[i]->span),
                             .type = a->plan->nodes.at[key].type,
                             .divides = true};
    want_value(a, plan_point(key), asked->entity, &column.low, &column.high);
    *VEC_PUSH(a->arena, &q->columns) = column;
  }
}

/* --- the parts of a question --- */

static void ask_rows(Asking *a, const Asked *asked, Question *q) {
  if (asked->where) q->condition = folded(a, asked->where->span);
  if (asked->child != SCHEMA_NONE)
    add_partition(a, asked, q);
  else if (asked->where)
    q->where = want(a, single(a, asked->entity, asked->where), asked->entity);
  for (size_t i = 0; i < asked->columns.count; i++)
    add_column(a, q, asked->entity, asked->columns.at[i]);
  if (asked->sort) {
    const PlanValue sort = lowered(a, asked->entity, asked->sort);
    q->sort_type = a->plan->nodes.at[sort.low].type;
    want_value(a, sort, asked->entity, &q->sort_low, &q->sort_high);
  }
  q->descending = asked->descending;
  q->limit = asked->limit;
}

static uint32_t column_of(const Plan *plan, uint32_t declared, ColumnPart part) {
  for (uint32_t i = 0; i < plan->columns.count; i++)
    if (plan->columns.at[i].declared == declared && plan->columns.at[i].part == part) return i;
  return SCHEMA_NONE;
}

/* --- numbers become slots --- */

static void place(const Asking *a, uint32_t *number) {
  if (*number != SCHEMA_NONE) *number = a->wanted.at[*number].slot;
}

static bool emit(Asking *a, Question *q) {
  const Compilation *c = a->compilation;
  q->image =
      emit_extension(a->arena, c->emission, a->plan, a->wanted.at, a->wanted.count, a->out->diags);
  if (!q->image) return false;
  if (q->image != c->image && !compile_verify(q->image, a->arena, a->out->diags)) return false;
  for (size_t i = 0; i < q->columns.count; i++) {
    place(a, &q->columns.at[i].low);
    place(a, &q->columns.at[i].high);
  }
  place(a, &q->where);
  place(a, &q->sort_low);
  place(a, &q->sort_high);
  return true;
}

static bool compile_asked(Asking *a, const Asked *asked, Question *q) {
  const Compilation *c = a->compilation;
  *q = (Question){.kind = asked->kind,
                  .span = asked->node->span,
                  .text = folded(a, asked->node->span),
                  .image = c->image,
                  .entity = asked->entity,
                  .key = asked->key,
                  .key_span = asked->key_span,
                  .has_key = asked->has_key,
                  .partition = SCHEMA_NONE,
                  .where = SCHEMA_NONE,
                  .sort_low = SCHEMA_NONE,
                  .sort_high = SCHEMA_NONE,
                  .limit = UINT64_MAX,
                  .full = asked->full,
                  .column = SCHEMA_NONE,
                  .member = asked->member,
                  .from = asked->from,
                  .to = asked->to,
                  .by = asked->by_step};
  for (size_t i = 0; i < asked->changes.count; i++)
    *VEC_PUSH(a->arena, &q->changes) = asked->changes.at[i];
  if (asked->declared != SCHEMA_NONE) q->column = column_of(c->plan, asked->declared, asked->part);
  if (asked->kind != QUESTION_SHOW && asked->kind != QUESTION_VALUE) return true;
  a->plan = plan_copy(a->arena, c->plan, a->program);
  a->wanted.count = 0;
  ask_rows(a, asked, q);
  return emit(a, q);
}

bool question_compile(const Compilation *compilation, Arena *arena, Text name, Text text,
                      Questions *out) {
  *out = (Questions){.sources = source_map_copy(arena, compilation->sources),
                     .diags = diag_sink_new(arena)};
  const Syntax syntax = {
      .arena = arena, .names = intern_new(arena), .sources = out->sources, .diags = out->diags};
  const uint32_t base = source_add(out->sources, name, text);
  if (base == UINT32_MAX) {
    diag_add(out->diags, E_SOURCE_TOO_LARGE, (Span){0, 0}, "the question is too large");
    return false;
  }
  const Node *tree = syntax_parse_questions(&syntax, base);
  if (!tree) return false;
  Asking asking = {.arena = arena, .compilation = compilation, .out = out};
  for (uint32_t i = 0; i < tree->count; i++) {
    asking.program = sema_copy(compilation->program, &syntax);
    Asked asked;
    if (!sema_question(asking.program, tree->child[i], &asked)) continue;
    if (diag_errors(out->diags)) continue; /* none will be answered */
    if (!compile_asked(&asking, &asked, VEC_PUSH(arena, &out->list))) return false;
  }
  return diag_errors(out->diags) == 0;
}

/* --- a text on its way --- */

static bool is_open(const Syntax *syntax, Text text) {
  SyntaxNext next;
  if (!text_strip(text).len) return false;
  const SyntaxStart start = syntax_opens_declaration(syntax, text) ? SYNTAX_FILE : SYNTAX_QUESTIONS;
  return syntax_next(syntax, text, start, &next) && !(next.kinds & NEXT_END);
}

/* Looks at the text in an arena that is gone afterwards; false where there is no memory for it. */
static bool judge(const Compilation *compilation, Text text,
                  bool (*look)(const Syntax *syntax, Text text)) {
  Arena *arena = arena_beside(compilation->arena);
  volatile bool found = false;
  if (arena && ARENA_TRY(arena)) {
    const Syntax syntax = {.arena = arena,
                           .names = intern_new(arena),
                           .sources = compilation->sources,
                           .diags = diag_sink_new(arena)};
    found = look(&syntax, text);
  }
  arena_free(arena);
  return found;
}

bool question_is_declaration(const Compilation *compilation, Text text) {
  return judge(compilation, text, syntax_opens_declaration);
}

bool question_is_open(const Compilation *compilation, Text text) {
  return judge(compilation, text, is_open);
}
