/* words_call.c - functions, definitions and values of many rows in words. */
#include "words/words_impl.h"

typedef struct FunctionWords {
  const char *name, *words, *rows;
} FunctionWords;

static const char *const function_name[BUILTIN_COUNT_OF] = {
#define X(id, name, least, most, doc) [BUILTIN_##id] = name,
#include "sema/builtins.def"
#undef X
};

static const FunctionWords functions[BUILTIN_COUNT_OF] = {
#define X(id, words, rows) [BUILTIN_##id] = {#id, words, rows},
#include "words/functions.def"
#undef X
};

static bool over_rows(Builtin function) {
  return function != BUILTIN_COUNT_OF && functions[function].rows;
}

static Builtin function_of(const Node *node) {
  const Node *callee = node_child(node, CALL_CALLEE);
  if (node->typing && node->typing->rows) return node->typing->rows->function;
  if (callee->kind != NODE_NAME) return BUILTIN_COUNT_OF;
  for (int i = 0; i < BUILTIN_COUNT_OF; i++)
    if (text_equal(callee->text, text_of(function_name[i]))) return (Builtin)i;
  return BUILTIN_COUNT_OF;
}

Called words_called(const Node *node) {
  Called called = {.function = function_of(node), .arguments = node_child(node, CALL_ARGUMENTS)};
  const uint32_t count = called.arguments->count;
  const Node *last = count ? called.arguments->child[count - 1] : NULL;
  const bool plain = count > 1 && functions[called.function % BUILTIN_COUNT_OF].words &&
                     last->kind != NODE_ARGUMENT;
  if (over_rows(called.function) && !plain) called.rows = last;
  return called;
}

const Node *words_rows_what(Called called) {
  if (!called.rows || called.function == BUILTIN_COUNT) return NULL;
  return called.rows->kind == NODE_ARGUMENT ? node_child(called.rows, ARGUMENT_WHAT) : called.rows;
}

const Node *words_rows_where(Called called) {
  return called.rows && called.rows->kind == NODE_ARGUMENT ? node_child(called.rows, ARGUMENT_WHERE)
                                                           : NULL;
}

/* What names the rows: an entity, or a parameter of a definition; NULL where nothing does. */
static const Node *rows_name(Called called) {
  const Node *rows = called.rows;
  if (!rows) return NULL;
  if (rows->kind != NODE_ARGUMENT) return called.function == BUILTIN_COUNT ? rows : NULL;
  if (node_child(rows, ARGUMENT_ROWS)) return node_child(rows, ARGUMENT_ROWS);
  return called.function == BUILTIN_COUNT ? node_child(rows, ARGUMENT_WHAT) : NULL;
}

uint32_t words_rows_entity(const Words *w, Called called) {
  const Node *name = rows_name(called);
  for (uint32_t i = 0; name && i < w->program->entities.count; i++)
    if (text_equal(w->program->entities.at[i].name, name->text)) return i;
  return SCHEMA_NONE;
}

void words_rows(Words *w, Called called, bool one) {
  const Node *name = rows_name(called), *where = words_rows_where(called);
  const Node *via = called.rows && called.rows->kind == NODE_ARGUMENT
                        ? node_child(called.rows, ARGUMENT_VIA)
                        : NULL;
  const uint32_t entity = words_rows_entity(w, called);
  Words inside = {w->out, w->program, entity};
  if (entity == SCHEMA_NONE)
    buffer_str(w->out, one ? "value" : "values");
  else if (one)
    buffer_text(w->out, words_name(w->out->arena, name->text));
  else
    buffer_text(w->out, words_plural(w->out->arena, name->text));
  if (via) {
    buffer_str(w->out, " by their ");
    words_named(&inside, via);
  }
  if (where) {
    buffer_str(w->out, " where ");
    words_put(&inside, where, BIND_AND);
  }
}

bool words_runs_on(const Node *node) {
  const Called called = words_called(node);
  for (uint32_t i = 0; called.function == BUILTIN_COUNT_OF && i < called.arguments->count; i++) {
    const Node *argument = called.arguments->child[i];
    if (argument->kind == NODE_ARGUMENT && node_child(argument, ARGUMENT_WHERE)) return true;
  }
  return called.rows && (called.function == BUILTIN_SHARE || words_rows_where(called));
}

/* ---- Conditions on rows ---- */

bool words_is_quantified(const Node *node) {
  if (node->kind != NODE_CALL) return false;
  const Builtin function = function_of(node);
  return function == BUILTIN_ANY || function == BUILTIN_ALL || function == BUILTIN_NONE;
}

void words_quantified(Words *w, const Node *node, bool negated) {
  const Called called = words_called(node);
  const Node *what = words_rows_what(called);
  Words inside = {w->out, w->program, words_rows_entity(w, called)};
  if (called.function == BUILTIN_ALL) {
    buffer_str(w->out, negated ? "not for every " : "for every ");
    words_rows(w, called, true);
    buffer_str(w->out, ", ");
    words_put(&inside, what, BIND_TEST);
    return;
  }
  const bool none = (called.function == BUILTIN_NONE) != negated;
  buffer_str(w->out, none ? "there is no " : "there is at least 1 ");
  words_rows(w, called, true);
  buffer_str(w->out, words_rows_where(called) ? " and " : " where ");
  words_put(&inside, what, BIND_TEST);
}

/* ---- Functions ---- */

static void put_template(Words *w, const char *form, Called called) {
  Words inside = {w->out, w->program, words_rows_entity(w, called)};
  const Node *what = words_rows_what(called);
  const Node *order = called.rows && called.rows->kind == NODE_ARGUMENT
                          ? node_child(called.rows, ARGUMENT_ORDER)
                          : NULL;
  for (const char *at = form; *at; at++) {
    if (*at != '$') {
      buffer_char(w->out, *at);
      continue;
    }
    switch (*++at) {
    case 'w':
      words_put(&inside, what, called.function == BUILTIN_SHARE ? BIND_TEST : BIND_ATOM);
      break;
    case 'r':
      buffer_str(w->out, "the ");
      words_rows(w, called, false);
      break;
    case 'p':
    case 'o':
      words_rows(w, called, *at == 'o');
      break;
    case 'b':
      if (order) words_put(&inside, order, BIND_ATOM);
      break;
    default: {
      const uint32_t index = (uint32_t)(*at - '1');
      if (index < called.arguments->count) words_put(w, called.arguments->child[index], BIND_ATOM);
    }
    }
  }
}

/* "of the orders where …, the share for which …": what stands behind would be read with the
 * condition of the rows otherwise. */
static void put_share(Words *w, Called called) {
  const Node *order =
      called.rows->kind == NODE_ARGUMENT ? node_child(called.rows, ARGUMENT_ORDER) : NULL;
  Words inside = {w->out, w->program, words_rows_entity(w, called)};
  buffer_str(w->out, "of the ");
  words_rows(w, called, false);
  buffer_str(w->out, ", the share");
  if (order) {
    buffer_str(w->out, " by weight of ");
    words_put(&inside, order, BIND_ATOM);
  }
  buffer_str(w->out, " for which ");
  words_put(&inside, words_rows_what(called), BIND_TEST);
}

static bool takes_its_order(Called called) {
  const Node *order =
      called.rows->kind == NODE_ARGUMENT ? node_child(called.rows, ARGUMENT_ORDER) : NULL;
  return order && node_equal(order, words_rows_what(called));
}

/* The largest and smallest of dates, and the last of what they are ordered by. */
static const char *form_of(const Words *w, Called called) {
  const Node *what = words_rows_what(called);
  const Words inside = {w->out, w->program, words_rows_entity(w, called)};
  const bool extreme = called.function == BUILTIN_MOST || called.function == BUILTIN_LEAST;
  const bool latest = called.function == BUILTIN_MOST || called.function == BUILTIN_LATEST;
  if (extreme ? !words_is_date(&inside, what) : !takes_its_order(called))
    return functions[called.function].rows;
  return latest ? "the latest $w of $r" : "the earliest $w of $r";
}

/* `days(today - x)`. */
static bool put_days(Words *w, Called called) {
  const Node *span = called.arguments->count ? node_bare(called.arguments->child[0]) : NULL;
  if (called.function != BUILTIN_DAYS || !span || span->kind != NODE_SUBTRACT) return false;
  buffer_str(w->out, "the days from ");
  words_put(w, node_child(span, SUBTRACT_RIGHT), BIND_ATOM);
  buffer_str(w->out, " to ");
  words_put(w, node_child(span, SUBTRACT_LEFT), BIND_ATOM);
  return true;
}

/* ---- Definitions ---- */

static void put_path(Buffer *out, const Node *callee) {
  if (callee->kind == NODE_DOT || callee->kind == NODE_PATH) {
    put_path(out, callee->child[0]);
    buffer_char(out, '.');
    put_path(out, callee->child[1]);
  } else {
    buffer_text(out, callee->text);
  }
}

/* Values of rows that are handed to a definition. */
static void put_each(Words *w, const Node *argument) {
  const Called called = {.function = BUILTIN_SUM, .rows = argument};
  Words inside = {w->out, w->program, words_rows_entity(w, called)};
  if (node_child(argument, ARGUMENT_ROWS)) {
    words_put(&inside, node_child(argument, ARGUMENT_WHAT), BIND_ATOM);
    buffer_str(w->out, " of the ");
    words_rows(w, called, false);
    return;
  }
  words_put(w, node_child(argument, ARGUMENT_WHAT), BIND_ATOM);
  if (node_child(argument, ARGUMENT_WHERE)) {
    buffer_str(w->out, " where ");
    words_put(w, node_child(argument, ARGUMENT_WHERE), BIND_AND);
  }
}

static void put_definition(Words *w, const Node *node) {
  const Node *arguments = node_child(node, CALL_ARGUMENTS);
  buffer_char(w->out, '`');
  put_path(w->out, node_child(node, CALL_CALLEE));
  buffer_char(w->out, '`');
  for (uint32_t i = 0; i < arguments->count; i++) {
    const Node *argument = arguments->child[i];
    buffer_str(w->out, i == 0 ? " of " : i + 1 < arguments->count ? ", " : " and ");
    if (argument->kind == NODE_ARGUMENT)
      put_each(w, argument);
    else
      words_put(w, argument, BIND_ATOM);
  }
}

void words_call(Words *w, const Node *node) {
  const Called called = words_called(node);
  if (called.function == BUILTIN_COUNT_OF) {
    put_definition(w, node);
  } else if (words_is_quantified(node)) {
    words_quantified(w, node, false);
  } else if (called.rows) {
    if (called.function == BUILTIN_SHARE)
      put_share(w, called);
    else
      put_template(w, form_of(w, called), called);
  } else if (!put_days(w, called)) {
    const bool whole = called.function == BUILTIN_ROUND && called.arguments->count == 1;
    put_template(w, whole ? "$1 rounded to whole units" : functions[called.function].words, called);
  }
}
