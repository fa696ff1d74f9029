/* words_compare.c - conditions on one value: compared, listed, within a window, known. */
#include "words/words_impl.h"

static Comparison opposite(Comparison op) {
  static const Comparison of[] = {
      [COMPARE_EQ] = COMPARE_NE, [COMPARE_NE] = COMPARE_EQ, [COMPARE_LT] = COMPARE_GE,
      [COMPARE_LE] = COMPARE_GT, [COMPARE_GT] = COMPARE_LE, [COMPARE_GE] = COMPARE_LT};
  return of[op];
}

static const char *compare_word(Comparison op, bool is_date) {
  switch (op) {
  case COMPARE_EQ:
    return "is ";
  case COMPARE_NE:
    return "is not ";
  case COMPARE_LT:
    return is_date ? "is before " : "is less than ";
  case COMPARE_LE:
    return is_date ? "is on or before " : "is at most ";
  case COMPARE_GT:
    return is_date ? "is after " : "is more than ";
  default:
    return is_date ? "is on or after " : "is at least ";
  }
}

/* How many: "at least 3". */
static const char *count_word(Comparison op) {
  switch (op) {
  case COMPARE_EQ:
    return "exactly ";
  case COMPARE_NE:
    return "not exactly ";
  case COMPARE_LT:
    return "less than ";
  case COMPARE_LE:
    return "at most ";
  case COMPARE_GT:
    return "more than ";
  default:
    return "at least ";
  }
}

/* ---- Statuses ---- */

typedef struct StatusWords {
  uint32_t enumeration;
  const char *member, *holds, *not ;
} StatusWords;

static const StatusWords statuses[] = {
#define X(enumeration, member, holds, holds_not) {ENUM_##enumeration, member, holds, holds_not},
#include "words/statuses.def"
#undef X
};

/* The column itself, without what is said of its part. */
static void put_status_column(Words *w, const Node *node) {
  const Node *column = node_bare(node);
  const Typing *typing = column->typing;
  if (typing && typing->symbol == SYMBOL_COLUMN)
    buffer_printf(w->out, "`%.*s`", TEXT_ARG(w->program->columns.at[typing->index].name));
  else
    words_value(w, column);
}

static bool put_status(Words *w, const Node *node, Comparison op) {
  const Node *left = node_child(node, COMPARE_LEFT), *right = node_bare(node_child(node, 1));
  const uint32_t of = words_enumeration(node_bare(left));
  if ((op != COMPARE_EQ && op != COMPARE_NE) || of > ENUM_PATH || right->kind != NODE_NAME)
    return false;
  for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
    if (statuses[i].enumeration != of || !text_equal(right->text, text_of(statuses[i].member)))
      continue;
    for (const char *at = op == COMPARE_EQ ? statuses[i].holds : statuses[i].not ; *at; at++)
      if (*at == '$')
        put_status_column(w, left);
      else
        buffer_char(w->out, *at);
    return true;
  }
  return false;
}

/* ---- Forms of comparisons that people say in another way ---- */

static bool is_today(const Node *node) {
  node = node_bare(node);
  return node->kind == NODE_NAME && text_equal(node->text, TEXT("today"));
}

/* `today - x > 90 days`: x is more than 90 days ago. */
static bool put_ago(Words *w, const Node *node, Comparison op) {
  const Node *left = node_bare(node_child(node, COMPARE_LEFT));
  const Node *right = node_bare(node_child(node, COMPARE_RIGHT));
  if (left->kind != NODE_SUBTRACT || right->kind != NODE_STEP) return false;
  const Node *from = node_child(left, SUBTRACT_LEFT), *less = node_child(left, SUBTRACT_RIGHT);
  const bool ago = is_today(from), ahead = is_today(less);
  if (ago == ahead || !words_is_date(w, ago ? less : from)) return false;
  words_put(w, ago ? less : from, BIND_ATOM);
  buffer_printf(w->out, " is %s", count_word(op));
  words_step(w, right);
  buffer_str(w->out, ago ? " ago" : " ahead");
  return true;
}

static bool is_whole(const Node *node) { return node_bare(node)->kind == NODE_NUMBER; }

static bool is_one(const Node *node) {
  const Decimal number = node_bare(node)->number;
  return is_whole(node) && number.mantissa == 1 && number.scale == 0;
}

/* `count(x where c) >= 3`: there are at least 3 x where c. */
static bool put_counted(Words *w, const Node *node, Comparison op) {
  const Node *left = node_bare(node_child(node, COMPARE_LEFT));
  const Node *right = node_child(node, COMPARE_RIGHT);
  if (left->kind != NODE_CALL || !is_whole(right)) return false;
  const Called called = words_called(left);
  if (called.function != BUILTIN_COUNT) return false;
  const bool one = is_one(right);
  buffer_printf(w->out, "there %s %s", one ? "is" : "are", count_word(op));
  words_value(w, node_bare(right));
  buffer_char(w->out, ' ');
  words_rows(w, called, one);
  return true;
}

/* `share(c of x) >= 40%`: for at least 40% of the x, c. */
static bool put_shared(Words *w, const Node *node, Comparison op) {
  const Node *left = node_bare(node_child(node, COMPARE_LEFT));
  if (left->kind != NODE_CALL) return false;
  const Called called = words_called(left);
  const Node *rows = called.rows;
  if (called.function != BUILTIN_SHARE || !rows || rows->kind != NODE_ARGUMENT) return false;
  const Node *order = node_child(rows, ARGUMENT_ORDER);
  buffer_printf(w->out, "for %s", count_word(op));
  words_put(w, node_child(node, COMPARE_RIGHT), BIND_ATOM);
  buffer_str(w->out, " of the ");
  words_rows(w, called, false);
  if (order) {
    buffer_str(w->out, ", by weight of ");
    words_put(w, order, BIND_ATOM);
  }
  buffer_str(w->out, ", ");
  Words inside = {w->out, w->program, words_rows_entity(w, called)};
  words_put(&inside, words_rows_what(called), BIND_TEST);
  return true;
}

/* `x = true` and `x = false`. */
static bool put_truth_of(Words *w, const Node *node, Comparison op) {
  const Node *right = node_bare(node_child(node, COMPARE_RIGHT));
  if ((op != COMPARE_EQ && op != COMPARE_NE) ||
      (right->kind != NODE_TRUE && right->kind != NODE_FALSE))
    return false;
  words_condition(w, node_child(node, COMPARE_LEFT),
                  (right->kind == NODE_TRUE) != (op == COMPARE_EQ));
  return true;
}

void words_compare(Words *w, const Node *node, bool negated) {
  const Comparison op = negated ? opposite((Comparison)node->op) : (Comparison)node->op;
  const Node *left = node_child(node, COMPARE_LEFT), *right = node_child(node, COMPARE_RIGHT);
  if (put_truth_of(w, node, op) || put_status(w, node, op) || put_ago(w, node, op) ||
      put_counted(w, node, op) || put_shared(w, node, op))
    return;
  words_put(w, left, BIND_SUM);
  buffer_printf(w->out, " %s", compare_word(op, words_is_date(w, left)));
  words_put(w, right, BIND_SUM);
}

/* ---- Lists, windows, states ---- */

void words_in_list(Words *w, const Node *node, bool negated) {
  const Node *items = node_child(node, IN_LIST_ITEMS);
  const bool out = ((node->flags & FLAG_NEGATED) != 0) != negated;
  words_put(w, node_child(node, IN_LIST_VALUE), BIND_SUM);
  buffer_str(w->out, !out ? " is " : items->count > 1 ? " is neither " : " is not ");
  for (uint32_t i = 0; i < items->count; i++) {
    if (i) buffer_str(w->out, i + 1 < items->count ? ", " : out ? " nor " : " or ");
    words_put(w, items->child[i], BIND_ATOM);
  }
}

static void put_window(Words *w, const Node *window) {
  const Node *ending;
  switch (window->kind) {
  case NODE_WINDOW_LAST:
    ending = node_child(window, WINDOW_LAST_ENDING);
    buffer_str(w->out, ending ? "the " : "the last ");
    words_step(w, node_child(window, WINDOW_LAST_STEP));
    if (!ending) break;
    buffer_str(w->out, " that ended ");
    words_step(w, ending);
    buffer_str(w->out, " ago");
    break;
  case NODE_WINDOW_NEXT:
    buffer_str(w->out, "the next ");
    words_step(w, node_child(window, WINDOW_NEXT_STEP));
    break;
  default: {
    const Text unit = node_child(window, WINDOW_CALENDAR_UNIT)->text;
    const bool here = text_equal(window->text, TEXT("this"));
    buffer_printf(w->out, "%s%.*s %s %.*s", here ? "" : "the ", TEXT_ARG(window->text),
                  window->flags & FLAG_FISCAL ? "fiscal" : "calendar", TEXT_ARG(unit));
  }
  }
}

void words_in_window(Words *w, const Node *node, bool negated) {
  const bool out = ((node->flags & FLAG_NEGATED) != 0) != negated;
  words_put(w, node_child(node, IN_WINDOW_VALUE), BIND_ATOM);
  buffer_str(w->out, out ? " does not lie in " : " lies in ");
  put_window(w, node_child(node, IN_WINDOW_WINDOW));
}

void words_state(Words *w, const Node *node, bool negated) {
  const Node *value = node_child(node, IS_STATE_VALUE);
  const bool out = ((node->flags & FLAG_NEGATED) != 0) != negated;
  if (words_is_condition(w, value) && words_binding(value) != BIND_ATOM) {
    buffer_str(w->out, "whether ");
    words_condition(w, value, false);
  } else {
    words_put(w, value, BIND_ATOM);
  }
  buffer_printf(w->out, out ? " is not %.*s" : " is %.*s", TEXT_ARG(node->text));
}
