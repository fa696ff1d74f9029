/* gaps.c - how many blanks stand between two tokens, and where a line that is too long is broken.
 *
 * Most blanks follow from the two tokens alone. The rest, and all breaks, are the tree's: a walk
 * in the order of the source, so that a break is made before those inside it.
 *
 * A long line is broken at the loosest operator first: a chain of `and` at each of them, sums and
 * lists only where the next part does not fit. Operators go to the new line.
 */
#include "format/format_impl.h"
#include "syntax/parse.h"

enum { STEP = 2, HEAD_STEP = 4 };

static void walk(Format *f, const Node *node);

/* ---- Blanks ---- */

static uint32_t usual_blanks(int before, int kind) {
  switch (kind) {
  case ',':
  case ')':
  case '.':
  case ':':
  case ';':
  case TOK_DOTDOT:
    return 0;
  case '}':
    return before != '{';
  default:
    return before != '(' && before != '.' && before != TOK_DOTDOT;
  }
}

static void set_blanks(Format *f, uint32_t token, uint32_t blanks) {
  f->gaps[token].blanks = blanks;
}

/* ---- Breaks ---- */

/* A break over tokens [lo, hi); for gaps inside it. */
static uint32_t add_break(Format *f, BreakKind kind, uint32_t lo, uint32_t hi, uint32_t step) {
  *VEC_PUSH(f->arena, &f->breaks) = (Break){.lo = lo, .hi = hi, .kind = kind, .step = step};
  return (uint32_t)f->breaks.count - 1;
}

static uint32_t break_around(Format *f, BreakKind kind, const Node *node, uint32_t step) {
  return add_break(f, kind, format_first(f, node), format_behind(f, node), step);
}

static uint32_t add_hanging(Format *f, uint32_t lo, uint32_t hi) {
  const uint32_t hanging = add_break(f, BREAK_FILL, lo, hi, STEP);
  f->breaks.at[hanging].hanging = true;
  return hanging;
}

static void break_before(Format *f, uint32_t token, uint32_t owner) {
  f->gaps[token].owner = owner;
}

/* Before a node or, where a word stands in front of it (`for`, `from`), that word. */
static void break_before_node(Format *f, const Node *node, uint32_t words, uint32_t owner) {
  if (node) break_before(f, format_first(f, node) - words, owner);
}

/* ---- Expressions ---- */

static bool is_sum(NodeKind kind) { return kind == NODE_ADD || kind == NODE_SUBTRACT; }
static bool is_product(NodeKind kind) { return kind == NODE_MULTIPLY || kind == NODE_DIVIDE; }

/* Whether an operator belongs to the chain of another: `a and b and c`, `a + b - c`. */
static bool same_chain(NodeKind a, NodeKind b) {
  return a == b || (is_sum(a) && is_sum(b)) || (is_product(a) && is_product(b));
}

static void walk_chain(Format *f, const Node *node, NodeKind kind, uint32_t owner);

/* A product in a sum is broken as deep as the sum. */
static void operand(Format *f, const Node *node, NodeKind kind) {
  if (is_product(node->kind) && is_sum(kind))
    walk_chain(f, node, node->kind, break_around(f, BREAK_FILL, node, 0));
  else
    walk(f, node);
}

/* The operands of a chain, which leans to the left. */
static void walk_chain(Format *f, const Node *node, NodeKind kind, uint32_t owner) {
  _Static_assert((int)AND_LEFT == (int)ADD_LEFT && (int)AND_RIGHT == (int)ADD_RIGHT &&
                     (int)AND_LEFT == (int)MULTIPLY_LEFT,
                 "one way for all");
  if (same_chain(node->kind, kind)) {
    walk_chain(f, node->child[AND_LEFT], kind, owner);
    break_before(f, format_behind(f, node->child[AND_LEFT]), owner);
    operand(f, node->child[AND_RIGHT], kind);
  } else {
    operand(f, node, kind);
  }
}

static void chain(Format *f, const Node *node, BreakKind kind) {
  walk_chain(f, node, node->kind, break_around(f, kind, node, STEP));
}

/* An operator with a left side: broken before the operator. */
static void operation(Format *f, const Node *node) {
  const uint32_t owner = break_around(f, BREAK_FILL, node, STEP);
  walk(f, node->child[0]);
  break_before(f, format_behind(f, node->child[0]), owner);
  for (uint32_t i = 1; i < node->count; i++) walk(f, node->child[i]);
}

/* What stands between parentheses with commas, of which there is at least one. */
static void list(Format *f, Node *const *items, uint32_t count) {
  const uint32_t owner =
      add_hanging(f, format_first(f, items[0]), format_behind(f, items[count - 1]));
  for (uint32_t i = 0; i < count; i++) {
    if (i) break_before_node(f, items[i], 0, owner);
    walk(f, items[i]);
  }
}

static void call(Format *f, const Node *node) {
  const Node *arguments = node->child[CALL_ARGUMENTS];
  walk(f, node->child[CALL_CALLEE]);
  set_blanks(f, format_behind(f, node->child[CALL_CALLEE]), 0);
  if (arguments->count) list(f, arguments->child, arguments->count);
}

/* what of rows via x where c by y */
static void argument(Format *f, const Node *node) {
  const uint32_t owner = add_hanging(f, format_first(f, node), format_behind(f, node));
  const uint32_t words = node->flags & FLAG_WEIGHTED ? 2 : 1;
  walk(f, node->child[ARGUMENT_WHAT]);
  break_before_node(f, node->child[ARGUMENT_WHERE], 1, owner);
  walk(f, node->child[ARGUMENT_WHERE]);
  break_before_node(f, node->child[ARGUMENT_ORDER], words, owner);
  walk(f, node->child[ARGUMENT_ORDER]);
}

/* if a then b else if c then d else e: one break for all of them. */
static void choice(Format *f, const Node *node) {
  const uint32_t owner = break_around(f, BREAK_ALL, node, STEP);
  for (;;) {
    const Node *otherwise = node->child[IF_ELSE];
    const uint32_t then = add_break(f, BREAK_FILL, format_first(f, node),
                                    format_behind(f, node->child[IF_THEN]), STEP);
    walk(f, node->child[IF_CONDITION]);
    break_before(f, format_behind(f, node->child[IF_CONDITION]), then);
    walk(f, node->child[IF_THEN]);
    break_before(f, format_behind(f, node->child[IF_THEN]), owner);
    if (otherwise->kind != NODE_IF) {
      walk(f, otherwise);
      return;
    }
    node = otherwise;
  }
}

static void range(Format *f, const Node *node) {
  const Node *low = node->child[RANGE_LOW], *high = node->child[RANGE_HIGH];
  if (!low) set_blanks(f, format_first(f, node), 1);
  if (!high) set_blanks(f, format_behind(f, node), 1);
  walk(f, low);
  walk(f, high);
}

static void type(Format *f, const Node *node) {
  const bool members = text_equal(node->text, TEXT("one of"));
  if (!node->count) return;
  const uint32_t open = format_first(f, node->child[0]) - 1;
  if (f->tokens[open].kind != '(') {
    walk(f, node->child[0]);
    return;
  }
  if (!members) set_blanks(f, open, 0);
  list(f, node->child, node->count);
}

/* ---- Clauses and declarations ---- */

/* Everything up to the body, or to `=`: name "doc" for x where c. */
static void head(Format *f, const Node *node, const Node *doc, const Node *subject) {
  const Node *body = format_body(node);
  const uint32_t behind = !body         ? format_behind(f, node)
                          : body->count ? format_first(f, body->child[0])
                                        : format_behind(f, node) - 1;
  const uint32_t owner = add_break(f, BREAK_FILL, format_first(f, node), behind, HEAD_STEP);
  break_before_node(f, doc, 0, owner);
  if (!subject) return;
  if (subject->kind != NODE_SUBJECT) {
    break_before_node(f, subject, 1, owner);
    return;
  }
  break_before_node(f, subject, 0, owner);
  const Node *where = subject->child[SUBJECT_WHERE];
  break_before_node(f, where, 1, owner);
  walk(f, where);
}

static void walk_body(Format *f, const Node *node) {
  const Node *body = format_body(node);
  for (uint32_t i = 0; body && i < body->count; i++) walk(f, body->child[i]);
}

static void block(Format *f, const Node *node, const Node *doc, const Node *subject) {
  head(f, node, doc, subject);
  walk_body(f, node);
}

/* NAME "doc" for ENTITY = VALUE, on a second line from `=` on where it does not fit on one. */
static void definition(Format *f, const Node *node, const Node *doc, const Node *entity,
                       const Node *value) {
  const uint32_t equals = format_first(f, value) - 1;
  const uint32_t owner = break_around(f, BREAK_ALL, node, STEP);
  const uint32_t before = add_break(f, BREAK_FILL, format_first(f, node), equals, STEP);
  break_before_node(f, doc, 0, before);
  break_before_node(f, entity, 1, before);
  break_before(f, equals, owner);
}

static void define(Format *f, const Node *node) {
  const Node *parameters = node->child[DEFINE_PARAMETERS];
  definition(f, node, node->child[DEFINE_DOC], NULL, node->child[DEFINE_VALUE]);
  set_blanks(f, format_first(f, parameters->child[0]) - 1, 0);
  list(f, parameters->child, parameters->count);
  walk(f, node->child[DEFINE_VALUE]);
}

static void measure(Format *f, const Node *node) {
  definition(f, node, node->child[MEASURE_DOC], node->child[MEASURE_ENTITY],
             node->child[MEASURE_VALUE]);
  walk(f, node->child[MEASURE_TYPE]);
  walk(f, node->child[MEASURE_VALUE]);
}

static void assume(Format *f, const Node *node) {
  definition(f, node, node->child[ASSUME_DOC], node->child[ASSUME_ENTITY],
             node->child[ASSUME_VALUE]);
  walk(f, node->child[ASSUME_VALUE]);
}

/* A clause whose parts stand behind words: `broken` are the children with a break before the
 * word, `doc` the text at its end. */
static void clause(Format *f, const Node *node, int doc, const int *broken, size_t count) {
  bool any = doc >= 0 && node->child[doc];
  for (size_t k = 0; k < count; k++) any |= broken[k] >= 0 && node->child[broken[k]];
  const uint32_t owner = any ? break_around(f, BREAK_FILL, node, STEP) : NO_BREAK;
  for (uint32_t i = 0; i < node->count; i++) {
    const Node *child = node->child[i];
    if (!child) continue;
    for (size_t k = 0; k < count; k++)
      if (broken[k] == (int)i) break_before_node(f, child, 1, owner);
    if ((int)i == doc) {
      break_before_node(f, child, 0, owner);
      set_blanks(f, format_first(f, child), 2);
    }
    walk(f, child);
  }
}

#define CLAUSE(f, node, doc, ...)                                                                  \
  clause(f, node, doc, (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

static void param(Format *f, const Node *node) { CLAUSE(f, node, PARAM_DOC, PARAM_VALUE); }

/* missing as N */
static void if_missing(Format *f, const Node *value) {
  if (value) set_blanks(f, format_first(f, value) - 2, 2);
}

/* Two blanks before what tells more of a field; no commas, so nothing else to break at. */
static void field(Format *f, const Node *node) {
  const Node *doc = node->child[FIELD_DOC], *source = node->child[FIELD_SOURCE];
  const uint32_t owner = break_around(f, BREAK_FILL, node, STEP);
  walk(f, node->child[FIELD_TYPE]);
  walk(f, node->child[FIELD_RANGE]);
  if (doc) set_blanks(f, format_first(f, doc), 2);
  if (doc && source) set_blanks(f, format_first(f, source) - 1, 2);
  break_before_node(f, doc, 0, owner);
  break_before_node(f, source, 1, owner);
}

static void waive(Format *f, const Node *node) {
  const Node *because = node->child[WAIVE_BECAUSE];
  break_before_node(f, because, 1, break_around(f, BREAK_ALWAYS, node, STEP));
}

/* given account { id: "A1", revenue: 6M } */
static void given(Format *f, const Node *node) {
  const Node *cells = node->child[GIVEN_CELLS];
  if (!cells || !cells->count) return;
  const uint32_t close = format_behind(f, node) - 1, first = format_first(f, cells->child[0]);
  const uint32_t braces = add_break(f, BREAK_ALL, format_first(f, node), close + 1, STEP);
  const uint32_t commas = add_break(f, BREAK_FILL, first, close, 0);
  break_before(f, first, braces);
  for (uint32_t i = 0; i < cells->count; i++) {
    if (i) break_before_node(f, cells->child[i], 0, commas);
    walk(f, cells->child[i]->child[CELL_VALUE]);
  }
  break_before(f, close, braces);
  f->gaps[close].outdent = true;
  if (f->tokens[close - 1].kind != ',') return;
  f->gaps[close - 1].skip = true;
  break_before(f, close - 1, braces); /* for the comments there */
}

static void walk_expression(Format *f, const Node *node) {
  switch (node->kind) {
  case NODE_IF:
    choice(f, node);
    return;
  case NODE_OR:
  case NODE_AND:
    chain(f, node, BREAK_ALL);
    return;
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE:
    chain(f, node, BREAK_FILL);
    return;
  case NODE_COMPARE:
  case NODE_BETWEEN:
  case NODE_IN_WINDOW:
  case NODE_TEXT_TEST:
  case NODE_DEFAULT:
    operation(f, node);
    return;
  case NODE_IN_LIST:
    walk(f, node->child[IN_LIST_VALUE]);
    list(f, node->child[IN_LIST_ITEMS]->child, node->child[IN_LIST_ITEMS]->count);
    return;
  case NODE_AT_LEAST:
    list(f, node->child[AT_LEAST_CONDITIONS]->child, node->child[AT_LEAST_CONDITIONS]->count);
    return;
  case NODE_NEGATE:
    set_blanks(f, format_first(f, node) + 1, 0);
    walk(f, node->child[NEGATE_OPERAND]);
    return;
  case NODE_GROUP:
    add_hanging(f, format_first(f, node) + 1, format_behind(f, node) - 1);
    walk(f, node->child[GROUP_INNER]);
    return;
  case NODE_CALL:
    call(f, node);
    return;
  case NODE_ARGUMENT:
    argument(f, node);
    return;
  default:
    for (uint32_t i = 0; i < node->count; i++) walk(f, node->child[i]);
  }
}

static void walk(Format *f, const Node *node) {
  if (!node) return;
  switch (node->kind) {
  case NODE_SAY: /* holes of a text are no tokens */
  case NODE_FIX:
    return;
  case NODE_PARAM:
    param(f, node);
    return;
  case NODE_ENTITY:
    block(f, node, node->child[ENTITY_DOC], node->child[ENTITY_SOURCE]);
    return;
  case NODE_FIELD:
    field(f, node);
    return;
  case NODE_RANGE:
    range(f, node);
    return;
  case NODE_TYPE:
    type(f, node);
    return;
  case NODE_MEASURE:
    measure(f, node);
    return;
  case NODE_DEFINE:
    define(f, node);
    return;
  case NODE_ASSUME:
    assume(f, node);
    return;
  case NODE_SCORE:
    block(f, node, node->child[SCORE_DOC], node->child[SCORE_SUBJECT]);
    return;
  case NODE_GIVE_RAMP:
    CLAUSE(f, node, GIVE_RAMP_DOC, GIVE_RAMP_VALUE, GIVE_RAMP_FROM);
    if_missing(f, node->child[GIVE_RAMP_MISSING]);
    return;
  case NODE_GIVE_WHEN:
    CLAUSE(f, node, GIVE_WHEN_DOC, GIVE_WHEN_CONDITION);
    if_missing(f, node->child[GIVE_WHEN_MISSING]);
    return;
  case NODE_SEGMENTATION:
    block(f, node, node->child[SEGMENTATION_DOC], node->child[SEGMENTATION_SUBJECT]);
    return;
  case NODE_SEGMENT:
    block(f, node, node->child[SEGMENT_DOC], NULL);
    return;
  case NODE_NEEDS:
    CLAUSE(f, node, NEEDS_DOC, -1);
    return;
  case NODE_KPI:
    block(f, node, node->child[KPI_DOC], node->child[KPI_SUBJECT]);
    return;
  case NODE_BANDS_WHERE:
    walk(f, node->child[BANDS_WHERE_CONDITION]);
    walk_body(f, node);
    return;
  case NODE_CADENCE:
    block(f, node, node->child[CADENCE_DOC], node->child[CADENCE_SUBJECT]);
    return;
  case NODE_EVERY:
    CLAUSE(f, node, -1, EVERY_SINCE);
    return;
  case NODE_PROCESS:
    block(f, node, node->child[PROCESS_DOC], node->child[PROCESS_SUBJECT]);
    return;
  case NODE_STAGE:
    block(f, node, node->child[STAGE_DOC], NULL);
    return;
  case NODE_NEXT:
  case NODE_PRODUCES:
    list(f, node->child, node->count);
    return;
  case NODE_RULE:
    block(f, node, node->child[RULE_DOC], node->child[RULE_SUBJECT]);
    return;
  case NODE_CHECKLIST:
    block(f, node, node->child[CHECKLIST_DOC], node->child[CHECKLIST_SUBJECT]);
    return;
  case NODE_ITEM:
    CLAUSE(f, node, -1, ITEM_CONDITION);
    return;
  case NODE_WAIVE:
    waive(f, node);
    return;
  case NODE_GIVEN:
    given(f, node);
    return;
  case NODE_EXPECT:
    CLAUSE(f, node, -1, EXPECT_KEY);
    return;
  default:
    walk_expression(f, node);
  }
}

void format_gaps(Format *f, const Node *file) {
  for (uint32_t i = 0; i <= f->count; i++) {
    f->gaps[i].blanks = i ? usual_blanks(f->tokens[i - 1].kind, f->tokens[i].kind) : 0;
    f->gaps[i].owner = NO_BREAK;
  }
  for (uint32_t i = 0; i < file->count; i++) walk(f, file->child[i]);
}
