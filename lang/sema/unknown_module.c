/* unknown_module.c - names with a standard module before the dot that mean nothing, and names of a
 * module without it. */
#include "sema/infer_impl.h"
#include "syntax/standard.h"

/* What stands behind `module.`; empty where the name is of another module, or of none. */
static Text inside(Text module, Text name) {
  const bool of_it =
      name.len > module.len && text_starts(name, module) && name.at[module.len] == '.';
  return of_it ? text_slice(name, module.len + 1, name.len) : TEXT("");
}

static void offer_inside(Sema *s, Diag *d, const Node *name, Text module, NameKind kind) {
  Nearest nearest = nearest_start(name->text);
  for (size_t i = 0; i < s->name_list.count; i++) {
    const Name *other = &s->name_list.at[i];
    const Text own = inside(module, other->text);
    if (other->kind == kind && own.len) nearest_offer(&nearest, own);
  }
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "`strata help std.%.*s` lists what it has", TEXT_ARG(module));
}

void report_in_module(Sema *s, const Node *node, const Name *found, const Node *name) {
  const Text module = node_child(node, DOT_BASE)->text;
  if (found) {
    const bool template = found->kind == NAME_TEMPLATE;
    Diag *d = sema_report(s, E_UNKNOWN_NAME, node->span, "`%.*s` is %s", TEXT_ARG(found->text),
                          template ? "a process to extend, no value" : "a function");
    sema_label(s, d, found->node->span, "defined here");
    sema_help(s, d,
              template ? "extend it, and use your own: `process NAME extends %.*s { ... }`"
                       : "write what it is to work on in parentheses: `%.*s(...)`",
              TEXT_ARG(found->text));
    return;
  }
  Diag *d = sema_report(s, E_UNKNOWN_NAME, name->span, "the module `%.*s` has no parameter `%.*s`",
                        TEXT_ARG(module), TEXT_ARG(name->text));
  offer_inside(s, d, name, module, NAME_PARAM);
}

static bool is_standard(Text name) {
  for (size_t i = 0; i < standard_module_count; i++)
    if (text_equal(name, text_of(standard_modules[i].name))) return true;
  return false;
}

void report_module_function(Sema *s, const Node *callee) {
  const Node *base = node_child(callee, DOT_BASE), *name = node_child(callee, DOT_NAME);
  const Name *module = base && base->kind == NODE_NAME ? name_find(s, base->text) : NULL;
  Diag *d;
  if (name && module && module->kind == NAME_MODULE) {
    d = sema_report(s, E_UNKNOWN_FUNCTION, name->span, "the module `%.*s` has no function `%.*s`",
                    TEXT_ARG(base->text), TEXT_ARG(name->text));
    offer_inside(s, d, name, base->text, NAME_DEFINE);
    return;
  }
  d = sema_report(s, E_UNKNOWN_FUNCTION, callee->span, "`%.*s` is not a function",
                  TEXT_ARG(sema_source(s, callee)));
  if (base && base->kind == NODE_NAME && is_standard(base->text))
    sema_help(s, d, "say that the program uses the module: `use std.%.*s`", TEXT_ARG(base->text));
}

Text module_function(const Sema *s, Text name) {
  for (size_t i = 0; s->modules->standard && i < s->definitions.count; i++) {
    const Text full = s->definitions.at[i].name;
    const size_t len = full.len > name.len ? full.len - name.len : 0;
    if (len && full.at[len - 1] == '.' && text_ends(full, name)) return full;
  }
  return TEXT("");
}
