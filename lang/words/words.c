/* words.c - conditions in words, and how words are put together. */
#include "words/words_impl.h"

Binding words_binding(const Node *node) {
  switch (node->kind) {
  case NODE_GROUP:
    return words_binding(node_bare(node));
  case NODE_IF:
    return BIND_CHOICE;
  case NODE_OR:
  case NODE_DEFAULT:
    return BIND_OR;
  case NODE_AND:
    return BIND_AND;
  case NODE_NOT:
  case NODE_COMPARE:
  case NODE_BETWEEN:
  case NODE_IN_LIST:
  case NODE_IN_WINDOW:
  case NODE_IS_STATE:
  case NODE_TEXT_TEST:
  case NODE_AT_LEAST:
    return BIND_TEST;
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE:
    return BIND_SUM;
  case NODE_CALL:
    if (words_is_quantified(node) || words_runs_on(node)) return BIND_TEST;
    return words_called(node).function == BUILTIN_COUNT_OF ? BIND_SUM : BIND_ATOM;
  default:
    return BIND_ATOM;
  }
}

/* A list of what has to hold ends nowhere by itself, and so does a test behind "for which". */
static bool runs_on(const Node *node) {
  const Node *bare = node_bare(node);
  return bare->kind == NODE_AT_LEAST || words_is_quantified(bare);
}

void words_put(Words *w, const Node *node, Binding place) {
  const bool loose = words_binding(node) < place ||
                     (place == BIND_TEST && runs_on(node) && node_bare(node)->kind != NODE_CALL);
  const bool condition = words_is_condition(w, node);
  if (loose) buffer_char(w->out, '(');
  if (condition && place <= BIND_TEST)
    words_condition(w, node, false);
  else
    words_value(w, node);
  if (loose) buffer_char(w->out, ')');
}

/* ---- and, or, not ---- */

static bool holds_kind(const Node *node, NodeKind kind, NodeKind through) {
  node = node->kind == through ? node : node_bare(node);
  if (node->kind == kind) return true;
  return node->kind == through && (holds_kind(node_child(node, 0), kind, through) ||
                                   holds_kind(node_child(node, 1), kind, through));
}

static void put_or(Words *w, const Node *node) {
  words_put(w, node_child(node, OR_LEFT), BIND_OR);
  buffer_str(w->out, holds_kind(node, NODE_AND, NODE_OR) ? ", or " : " or ");
  words_put(w, node_child(node, OR_RIGHT), BIND_AND);
}

/* What runs on needs a bracket where more follows. */
static void put_and_side(Words *w, const Node *node, bool last) {
  const bool bracket = !last && runs_on(node) && node_bare(node)->kind == NODE_CALL;
  if (bracket) buffer_char(w->out, '(');
  words_put(w, node, node_bare(node)->kind == NODE_AND ? BIND_AND : BIND_TEST);
  if (bracket) buffer_char(w->out, ')');
}

static void put_and(Words *w, const Node *node) {
  put_and_side(w, node_child(node, AND_LEFT), false);
  buffer_str(w->out, " and ");
  put_and_side(w, node_child(node, AND_RIGHT), true);
}

static void put_at_least(Words *w, const Node *node) {
  const Node *list = node_child(node, AT_LEAST_CONDITIONS);
  buffer_str(w->out, "at least ");
  words_value(w, node_child(node, AT_LEAST_COUNT));
  buffer_printf(w->out, " of these %u hold: ", list->count);
  for (uint32_t i = 0; i < list->count; i++) {
    if (i) buffer_str(w->out, "; ");
    words_condition(w, list->child[i], false);
  }
}

/* A name, or a call that comes to true or false. */
static void put_truth(Words *w, const Node *node, bool negated) {
  const Typing *typing = node->typing;
  const bool field = typing && typing->symbol == SYMBOL_FIELD;
  words_value(w, node);
  if (field)
    buffer_str(w->out, negated ? " is not true" : " is true");
  else
    buffer_str(w->out, negated ? " does not hold" : " holds");
}

static void deny(Words *w, const Node *node) {
  buffer_str(w->out, "it is not so that ");
  words_put(w, node, BIND_TEST);
}

static void put_text_test(Words *w, const Node *node, bool negated) {
  const bool contains = text_equal(node->text, TEXT("contains"));
  const bool starts = text_equal(node->text, TEXT("starts with"));
  words_put(w, node_child(node, TEXT_TEST_LEFT), BIND_ATOM);
  if (negated)
    buffer_str(w->out, contains ? " does not contain "
                       : starts ? " does not begin with "
                                : " does not end with ");
  else
    buffer_str(w->out, contains ? " contains " : starts ? " begins with " : " ends with ");
  words_put(w, node_child(node, TEXT_TEST_RIGHT), BIND_ATOM);
}

static void put_between(Words *w, const Node *node, bool negated) {
  words_put(w, node_child(node, BETWEEN_VALUE), BIND_SUM);
  buffer_str(w->out, negated ? " is not between " : " is between ");
  words_put(w, node_child(node, BETWEEN_LOW), BIND_SUM);
  buffer_str(w->out, " and ");
  words_put(w, node_child(node, BETWEEN_HIGH), BIND_SUM);
}

void words_condition(Words *w, const Node *node, bool negated) {
  node = node_bare(node);
  switch (node->kind) {
  case NODE_NOT:
    words_condition(w, node_child(node, NOT_OPERAND), !negated);
    break;
  case NODE_OR:
    negated ? deny(w, node) : put_or(w, node);
    break;
  case NODE_AND:
    negated ? deny(w, node) : put_and(w, node);
    break;
  case NODE_AT_LEAST:
    if (negated) buffer_str(w->out, "it is not so that ");
    put_at_least(w, node);
    break;
  case NODE_IF:
    if (negated) buffer_str(w->out, "it is not so that ");
    words_value(w, node);
    break;
  case NODE_COMPARE:
    words_compare(w, node, negated);
    break;
  case NODE_BETWEEN:
    put_between(w, node, negated);
    break;
  case NODE_IN_LIST:
    words_in_list(w, node, negated);
    break;
  case NODE_IN_WINDOW:
    words_in_window(w, node, negated);
    break;
  case NODE_IS_STATE:
    words_state(w, node, negated);
    break;
  case NODE_TEXT_TEST:
    put_text_test(w, node, negated);
    break;
  case NODE_TRUE:
  case NODE_FALSE:
    buffer_str(w->out, (node->kind == NODE_TRUE) != negated ? "always" : "never");
    break;
  case NODE_CALL:
    if (words_is_quantified(node)) {
      words_quantified(w, node, negated);
      break;
    }
    put_truth(w, node, negated);
    break;
  case NODE_BAD:
    break;
  default:
    put_truth(w, node, negated);
  }
}

void words_expression(Buffer *out, const Program *program, const Node *node) {
  Words w = {.out = out, .program = program, .entity = SCHEMA_NONE};
  words_put(&w, node, BIND_CHOICE);
}

/* A definition sees no columns: its names are its parameters', or the program's. */
void words_definition(Buffer *out, const Program *program, const Node *define) {
  Words w = {.out = out, .program = program, .entity = IMAGE_PROGRAM};
  words_put(&w, node_child(define, DEFINE_VALUE), BIND_CHOICE);
}

static void put_marked_free(Buffer *out, Text text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.at[i] == '`')
      buffer_str(out, "’");
    else
      buffer_char(out, text.at[i]);
}

Text words_text(Arena *arena, Text text) {
  Buffer out = buffer_in(arena);
  if (!text_contains(text, TEXT("`"))) return text;
  put_marked_free(&out, text);
  return buffer_view(&out);
}

void words_template(Buffer *out, const Program *program, const Node *node) {
  Words w = {.out = out, .program = program, .entity = SCHEMA_NONE};
  if (!node) return;
  if (node->kind == NODE_STRING) put_marked_free(out, node->text);
  for (uint32_t i = 0; node->kind != NODE_STRING && i < node->count; i++) {
    const Node *part = node->child[i];
    if (part->kind == NODE_STRING) {
      put_marked_free(out, part->text);
      continue;
    }
    buffer_char(out, '[');
    words_put(&w, part, BIND_CHOICE);
    buffer_char(out, ']');
  }
}
