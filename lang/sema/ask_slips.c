/* ask_slips.c - questions put as one would say them, where the grammar takes them for something
 * else. What it does not take is in syntax/advice_question.c. */
#include "sema/ask_impl.h"

bool ask_plural(Sema *s, const Node *show) {
  const Node *what = node_child(show, SHOW_WHAT), *only = what->child[0];
  if (what->count != 1 || only->kind != NODE_NAME || !text_ends(only->text, TEXT("s")) ||
      name_find(s, only->text))
    return false;
  const Text one = text_slice(only->text, 0, only->text.len - 1);
  const Name *found = name_find(s, one);
  if (!found || found->kind != NAME_ENTITY) return false;
  for (uint32_t e = 1; e < s->program->entities.count; e++)
    if (schema_field(&s->program->entities.at[e], only->text) != SCHEMA_NONE) return false;
  Diag *d = sema_report(s, E_UNKNOWN_ENTITY, only->span, "there is no entity `%.*s`",
                        TEXT_ARG(only->text));
  sema_offer(s, d, only->span, "%.*s", TEXT_ARG(one));
  return true;
}

bool ask_undivided(Sema *s, const Node *show, uint32_t entity) {
  const Node *what = node_child(show, SHOW_WHAT), *first = NULL, *last = what;
  Buffer names = buffer_in(s->arena);
  for (uint32_t i = 0; i < what->count; i++) {
    const Node *name = what->child[i];
    if (name->kind != NODE_NAME || !resolve_column(s, entity, name->text).symbol) continue;
    if (!first) first = name;
    buffer_printf(&names, "%s%.*s", names.len ? ", " : "", TEXT_ARG(sema_source(s, name)));
  }
  if (!first) return false;
  if (node_child(show, SHOW_OF)) last = node_child(show, SHOW_OF);
  if (node_child(show, SHOW_WHERE)) last = node_child(show, SHOW_WHERE);
  Diag *d = sema_report(s, E_NOT_IN_COMMON, first->span, "each %.*s has a `%.*s` of its own",
                        TEXT_ARG(s->program->entities.at[entity].name), TEXT_ARG(first->text));
  sema_help(s, d, "divide the rows by it: `by %.*s`", TEXT_ARG(buffer_view(&names)));
  sema_edit(s, d, span_after(last->span), " by %.*s", TEXT_ARG(buffer_view(&names)));
  return true;
}

/* A name of something that is no condition. */
static bool is_value_name(Sema *s, const Scope *scope, const Node *node) {
  if (node->kind != NODE_NAME) return false;
  const TypeKind kind = peek_type(s, scope, node).kind;
  return kind != TYPE_NONE && kind != TYPE_BOOL;
}

static void write_comma(Sema *s, Diag *d, const Node *node) {
  const Node *left = node_child(node, AND_LEFT), *right = node_child(node, AND_RIGHT);
  if (left->kind == NODE_AND) write_comma(s, d, left);
  sema_edit(s, d, (Span){left->span.hi, right->span.lo}, ", ");
}

bool ask_listed(Sema *s, const Scope *scope, const Node *node) {
  if (node->kind != NODE_AND) return false;
  const Node *left = node_child(node, AND_LEFT), *right = node_child(node, AND_RIGHT);
  const Node *last = left->kind == NODE_AND ? node_child(left, AND_RIGHT) : left;
  if (!is_value_name(s, scope, last) || !is_value_name(s, scope, right)) return false;
  Diag *d = sema_report(s, E_NOT_A_CONDITION, node->span, "what is shown is listed with commas");
  sema_help(s, d, "write `,` instead of `and`");
  write_comma(s, d, node);
  return true;
}

bool ask_chained(Sema *s, uint32_t entity, const Node *set) {
  const Node *value = node_child(set, SET_VALUE);
  if (!value || value->kind != NODE_AND) return false;
  const Node *last = node_child(value, AND_RIGHT);
  const Node *target = last->kind == NODE_COMPARE ? node_child(last, COMPARE_LEFT) : NULL;
  if (!target || last->op != COMPARE_EQ || target->kind != NODE_NAME) return false;
  const Name *found = name_find(s, target->text);
  const bool field = entity != SCHEMA_NONE &&
                     schema_field(&s->program->entities.at[entity], target->text) != SCHEMA_NONE;
  if (!field && (!found || found->kind != NAME_PARAM)) return false;
  Diag *d = sema_report(s, E_CHANGE_VALUE, value->span, "changes are listed with commas");
  sema_help(s, d, "write `,` instead of `and`");
  write_comma(s, d, value);
  return true;
}

void ask_alone(Sema *s, const Node *value) {
  static const char *const commands[] = {"help", "quit", "exit", "history", "schema", "columns"};
  Diag *d = diag_last(s->diags);
  if (value->kind != NODE_NAME || !d || d->code != E_UNKNOWN_NAME || d->edits.count) return;
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (text_equal(value->text, text_of(commands[i])))
      sema_help(s, d, "commands of a session begin with a point: `.%s`", commands[i]);
  for (size_t i = 0; i < value->text.len; i++)
    if (value->text.at[i] >= '0' && value->text.at[i] <= '9')
      sema_help(s, d, "a key stands in quotes, behind what is asked of its row: `... for \"%.*s\"`",
                TEXT_ARG(value->text));
}
