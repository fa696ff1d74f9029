/* infer_expansion.c - definitions: each call gets its own typed copy of the body.
 *
 * A definition is checked once by itself, its parameters standing for anything of their type; so a
 * mistake in it is reported once, and calls of a broken one are silent. A call then copies the
 * body and types it with its arguments, which brings the currency of `money` without one, the rows
 * of `each`, and what depends on them.
 */
#include "sema/infer_impl.h"

/* Definitions that double at each step would not end otherwise. */
enum { EXPANDED_NODES_MAX = 100000 };

/* --- whether a value depends on a row --- */

static bool symbol_reads_row(const Typing *t) {
  switch (t->symbol) {
  case SYMBOL_FIELD:
    return true;
  case SYMBOL_COLUMN:
    return t->entity != IMAGE_PROGRAM;
  case SYMBOL_ARGUMENT:
    return !t->expansion || reads_row(t->expansion);
  case SYMBOL_DEFINE:
    return !t->expansion || reads_row(t->expansion);
  default:
    return false;
  }
}

bool reads_row(const Node *node) {
  if (!node || !node->typing) return false;
  const Typing *t = node->typing;
  if (t->rows) return t->rows->parent != IMAGE_PROGRAM;
  if (symbol_reads_row(t)) return true;
  if (t->symbol == SYMBOL_DEFINE || (t->symbol == SYMBOL_REFERENCE && t->entity == IMAGE_PROGRAM))
    return false;
  for (uint32_t i = 0; i < node->count; i++) {
    if (reads_row(node->child[i])) return true;
  }
  return false;
}

/* --- the definition by itself --- */

static void read_parameters(Sema *s, Definition *definition) {
  const Node *list = node_child(definition->node, DEFINE_PARAMETERS);
  const uint32_t count = list ? list->count : 0;
  definition->parameters = ARENA_ARRAY(s->arena, Argument, count);
  for (uint32_t i = 0; i < count; i++) {
    Node *parameter = list->child[i];
    if (parameter->kind != NODE_PARAMETER || !node_child(parameter, PARAMETER_NAME)) continue;
    const Node *name = node_child(parameter, PARAMETER_NAME);
    const Node *type = node_child(parameter, PARAMETER_TYPE);
    Argument *made = &definition->parameters[definition->count++];
    *made = (Argument){
        .name = name->text, .parameter = parameter, .entity = SCHEMA_NONE, .reads_row = false};
    made->each = type && text_equal(type->text, TEXT("each"));
    if (made->each) type = type->count ? type->child[0] : NULL;
    const Text owner = text_of(
        arena_printf(s->arena, "%.*s.%.*s", TEXT_ARG(definition->name), TEXT_ARG(name->text)));
    made->type = type_written(s, type, owner, TYPE_OF_PARAMETER, NULL);
    if (text_equal(name->text, TEXT("it")) || text_equal(name->text, TEXT("today"))) {
      Diag *d = sema_report(s, E_BUILTIN_NAME, name->span, "`%.*s` cannot be a parameter",
                            TEXT_ARG(name->text));
      sema_help(s, d, "choose another name");
    }
    for (uint32_t k = 0; k + 1 < definition->count; k++) {
      if (!text_equal(definition->parameters[k].name, name->text)) continue;
      Diag *d = sema_report(s, E_DUPLICATE_NAME, name->span, "two parameters are called `%.*s`",
                            TEXT_ARG(name->text));
      sema_label(s, d, definition->parameters[k].parameter->span, "first declared here");
    }
  }
}

static void check_definition(Sema *s, uint32_t index) {
  Definition *definition = &s->definitions.at[index];
  definition->checked = STATE_BUSY;
  const size_t errors = diag_errors(s->diags);
  Expansion alone = {.definition = index, .outer = s->expansion};
  const Expansion *before = s->expansion;
  s->expansion = NULL;
  if (builtin_named(definition->name) != BUILTIN_COUNT_OF) {
    const Node *name = node_child(definition->node, DEFINE_NAME);
    Diag *d = sema_report(s, E_BUILTIN_NAME, name->span, "`%.*s` is a function of the language",
                          TEXT_ARG(definition->name));
    sema_help(s, d, "choose another name");
  }
  read_parameters(s, definition);
  alone.arguments = ARENA_ARRAY(s->arena, Argument, definition->count);
  alone.count = definition->count;
  for (uint32_t i = 0; i < alone.count; i++) {
    alone.arguments[i] = definition->parameters[i];
    if (!alone.arguments[i].each) continue;
    Rows *rows = ARENA_NEW(s->arena, Rows);
    *rows = (Rows){.function = BUILTIN_COUNT_OF,
                   .child = SCHEMA_NONE,
                   .parent = SCHEMA_NONE,
                   .via = SCHEMA_NONE,
                   .type = alone.arguments[i].type};
    alone.arguments[i].rows = rows;
  }
  s->expansion = &alone;
  Node *body = node_copy(s->arena, node_child(definition->node, DEFINE_VALUE));
  const Scope scope = {.entity = SCHEMA_NONE, .body = &alone};
  if (body) infer(s, &scope, body, type_of(TYPE_NONE));
  s->expansion = before;
  definition = &s->definitions.at[index];
  definition->checked = STATE_DONE;
  definition->broken = diag_errors(s->diags) > errors || !body || !body->typing->type.kind;
}

void check_definitions(Sema *s) {
  for (uint32_t i = 0; i < s->definitions.count; i++) {
    if (s->definitions.at[i].checked == STATE_NEW) check_definition(s, i);
  }
}

static void report_recursion(Sema *s, const Node *node, uint32_t index) {
  Buffer path = buffer_in(s->arena);
  const Expansion *chain[16];
  size_t count = 0;
  for (const Expansion *e = s->expansion; e && count < 16; e = e->outer) {
    chain[count++] = e;
    if (e->definition == index) break;
  }
  while (count--)
    buffer_printf(&path, "`%.*s` -> ", TEXT_ARG(s->definitions.at[chain[count]->definition].name));
  buffer_printf(&path, "`%.*s`", TEXT_ARG(s->definitions.at[index].name));
  Diag *d = sema_report(s, E_RECURSION, node->span, "`%.*s` is defined by itself",
                        TEXT_ARG(s->definitions.at[index].name));
  sema_label(s, d, node_child(s->definitions.at[index].node, DEFINE_NAME)->span, "declared here");
  sema_note(s, d, "the way round is %.*s", TEXT_ARG(buffer_view(&path)));
}

/* --- a call --- */

static bool is_any_money(Type type) { return type.kind == TYPE_MONEY && !type.currency[0]; }

static Type argument_type(const Argument *argument) {
  if (argument->each) return argument->rows ? argument->rows->type : type_of(TYPE_NONE);
  return argument->value ? argument->value->typing->type : type_of(TYPE_NONE);
}

/* `money` without a currency is the same for all its uses: the first that has one decides. */
static bool bind_currency(Sema *s, const Node *call, Expansion *e) {
  Type money = type_of(TYPE_NONE);
  bool needed = false;
  for (uint32_t i = 0; i < e->count; i++) {
    if (!is_any_money(e->arguments[i].type)) continue;
    needed = true;
    const Type type = argument_type(&e->arguments[i]);
    if (type.kind == TYPE_MONEY && !money.kind) money = type;
  }
  if (!needed) return true;
  if (!money.kind) {
    bool silent = false;
    for (uint32_t i = 0; i < e->count; i++)
      silent = silent || !argument_type(&e->arguments[i]).kind;
    if (silent) return false;
    Diag *d = sema_report(s, E_CURRENCY_OPEN, call->span, "nothing says which currency this is");
    sema_label(s, d, e->arguments[0].parameter->span, "money of any currency");
    sema_help(s, d, "write the currency behind an amount: `5M USD`");
    return false;
  }
  for (uint32_t i = 0; i < e->count; i++) {
    if (is_any_money(e->arguments[i].type)) e->arguments[i].type = money;
  }
  return true;
}

static bool take_each(Sema *s, Argument *argument, Node *node) {
  const Rows *rows = argument->rows;
  if (!rows) return false;
  if (!rows->counts_each) return take_as(s, rows->what, argument->type, false, argument->parameter);
  if (type_equal(rows->type, argument->type)) return true;
  Diag *d = sema_report(
      s, E_ARGUMENT_TYPE, node->span, "these are values of type %.*s, %.*s is needed",
      TEXT_ARG(sema_type_name(s, rows->type)), TEXT_ARG(sema_type_name(s, argument->type)));
  sema_label(s, d, argument->parameter->span, "declared here");
  return false;
}

static void infer_argument(Sema *s, const Scope *scope, Argument *argument, Node *node) {
  argument->entity = scope->entity;
  if (argument->each) {
    argument->rows = infer_rows(s, scope, node, BUILTIN_COUNT_OF);
    return;
  }
  if (!node) return;
  infer(s, scope, node, argument->type.kind == TYPE_ENUM ? argument->type : type_of(TYPE_NONE));
  argument->value = node;
}

static bool take_arguments(Sema *s, const Node *call, Expansion *e) {
  const Node *list = node_child(call, CALL_ARGUMENTS);
  bool ok = bind_currency(s, call, e);
  for (uint32_t i = 0; ok && i < e->count; i++) {
    Argument *argument = &e->arguments[i];
    if (argument->each) {
      ok = take_each(s, argument, list->child[i]);
    } else {
      ok = argument->value && take_as(s, argument->value, argument->type, false, NULL);
      argument->reads_row = reads_row(argument->value);
    }
  }
  return ok;
}

static size_t count_nodes(const Node *node) {
  size_t count = 1;
  for (uint32_t i = 0; node && i < node->count; i++) count += count_nodes(node->child[i]);
  return count;
}

static bool too_large(Sema *s, const Node *call, const Node *body) {
  s->expanded += count_nodes(body);
  if (s->expanded <= EXPANDED_NODES_MAX) return false;
  if (!s->too_large) {
    Diag *d =
        sema_report(s, E_TOO_LARGE, call->span, "the definitions grow too large when expanded");
    sema_help(s, d, "give what they share a name of its own with `measure`");
  }
  s->too_large = true;
  return true;
}

static bool check_arity(Sema *s, const Node *call, const Definition *definition) {
  const Node *list = node_child(call, CALL_ARGUMENTS);
  const uint32_t count = list ? list->count : 0;
  if (count == definition->count) return true;
  Diag *d = sema_report(s, E_ARGUMENT_COUNT, call->span, "`%.*s` takes %u argument%s, not %u",
                        TEXT_ARG(definition->name), definition->count,
                        definition->count == 1 ? "" : "s", count);
  sema_label(s, d, node_child(definition->node, DEFINE_PARAMETERS)->span, "its parameters");
  return false;
}

void infer_expansion(Sema *s, const Scope *scope, Node *node, uint32_t index) {
  if (s->definitions.at[index].checked == STATE_BUSY) {
    report_recursion(s, node, index);
    return;
  }
  if (s->definitions.at[index].checked == STATE_NEW) check_definition(s, index);
  const Definition *definition = &s->definitions.at[index];
  if (definition->broken || !check_arity(s, node, definition)) return;
  const Node *body = node_child(definition->node, DEFINE_VALUE);
  if (too_large(s, node, body)) return;
  Expansion e = {
      .definition = index, .call = node->span, .count = definition->count, .outer = s->expansion};
  e.arguments = ARENA_ARRAY(s->arena, Argument, e.count);
  const Node *list = node_child(node, CALL_ARGUMENTS);
  for (uint32_t i = 0; i < e.count; i++) {
    e.arguments[i] = definition->parameters[i];
    infer_argument(s, scope, &e.arguments[i], list->child[i]);
  }
  if (!take_arguments(s, node, &e)) return;
  Node *copy = node_copy(s->arena, body);
  const Scope inside = {.entity = scope->entity, .body = &e};
  s->expansion = &e;
  infer(s, &inside, copy, type_of(TYPE_NONE));
  s->expansion = e.outer;
  Typing *t = node->typing;
  t->symbol = SYMBOL_DEFINE;
  t->index = index;
  t->expansion = copy;
  t->type = copy->typing->type;
  t->ratio = copy->typing->ratio;
  t->can_be_range = copy->typing->can_be_range;
}
