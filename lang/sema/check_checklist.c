/* check_checklist.c - the items of a checklist: their names. Each item is a column of its own. */
#include "sema/infer_impl.h"

uint32_t checklist_item(const Sema *s, uint32_t checklist, Text name) {
  for (uint32_t i = checklist + 1; i < s->program->columns.count; i++) {
    const Declared *item = &s->program->columns.at[i];
    if (item->whole != checklist) break;
    if (text_equal(node_child(item->node, ITEM_NAME)->text, name)) return i;
  }
  return SCHEMA_NONE;
}

static void check_item_name(Sema *s, uint32_t checklist, uint32_t index) {
  const Node *name = node_child(s->program->columns.at[index].node, ITEM_NAME);
  if (text_equal(name->text, TEXT("low")) || text_equal(name->text, TEXT("high"))) {
    Diag *d = sema_report(s, E_RESERVED_ITEM, name->span, "an item cannot be called `%.*s`",
                          TEXT_ARG(name->text));
    sema_help(s, d, "`low` and `high` are the ends of the checklist's share: choose another name");
    return;
  }
  const uint32_t first = checklist_item(s, checklist, name->text);
  if (first == index) return;
  Diag *d = sema_report(s, E_DUPLICATE_ITEM, name->span, "two items are called `%.*s`",
                        TEXT_ARG(name->text));
  sema_label(s, d, node_child(s->program->columns.at[first].node, ITEM_NAME)->span,
             "first declared here");
  sema_help(s, d, "give one of them another name");
}

void check_checklist(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  bool any = false;
  for (uint32_t i = column + 1; i < s->program->columns.count; i++) {
    if (s->program->columns.at[i].whole != column) break;
    any = true;
    check_item_name(s, column, i);
  }
  check_meta(s, declared->body, declared);
  if (any || s->broken || declaration_has_slip(s, declared->node)) return;
  Diag *d = sema_report(s, E_NO_ITEMS, node_child(declared->node, CHECKLIST_NAME)->span,
                        "the checklist `%.*s` has no items", TEXT_ARG(declared->name));
  sema_help(s, d, "add one: `item NAME when ...`");
}
