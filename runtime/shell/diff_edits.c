/* diff_edits.c - what was edited between two rule files, read off their trees.
 *
 * A tree is compared with another as a reader would: declarations by their names, in them the parts
 * that have names by these, clauses without a name with the clause of their kind that is left. What
 * is equal but for words (docs, owners, texts of findings) is told apart from what is not. A
 * declaration that is gone and one that is new are one that was renamed, where all but the name is
 * equal; other declarations may then name it anew without being changed.
 */
#include "shell/diff_edits.h"

#include <string.h>

typedef struct Editing {
  Arena *arena;
  const SourceMap *sources[SIDES];
  Edits *out;
  bool with_words; /* what is for readers alone has to be equal, too */
} Editing;

typedef struct Nodes {
  VEC(const Node *) list;
} Nodes;

/* ---- What a node is ------------------------------------------------------------------------- */

static int slot_named(const Node *node, const char *name) {
  for (uint32_t i = 0; i < node_slot_count(node->kind); i++)
    if (strcasecmp(node_slot_name(node->kind, i), name) == 0) return (int)i;
  return -1;
}

static const Node *part_named(const Node *node, const char *name) {
  const int slot = slot_named(node, name);
  return slot < 0 ? NULL : node->child[slot];
}

/* What is for readers alone. */
static bool is_words(const Node *node) {
  switch (node->kind) {
  case NODE_META:
  case NODE_SAY:
  case NODE_FIX:
  case NODE_PROGRAM:
  case NODE_TEST:
    return true;
  default:
    return false;
  }
}

static Text source_of(const Editing *e, int side, const Node *node) {
  if (!node) return TEXT("");
  if (node->kind == NODE_NAME) return node->text;
  return emit_folded(e->arena, e->sources[side], node->span);
}

static Place place_of(const Editing *e, int side, const Node *node) {
  return source_place(e->sources[side], node->span.lo);
}

/* What the node is called; empty where parts of its kind have no names. */
static Text name_of(const Editing *e, int side, const Node *node) {
  if (node->kind == NODE_SET || node->kind == NODE_WAIVE) {
    Buffer out = buffer_in(e->arena);
    buffer_text(&out, source_of(e, side, node->child[0]));
    if (node->kind == NODE_WAIVE && node->child[WAIVE_KEY])
      buffer_printf(&out, " for %.*s", TEXT_ARG(source_of(e, side, node->child[WAIVE_KEY])));
    return buffer_view(&out);
  }
  if (node->kind == NODE_META || node->kind == NODE_BAND) return node->text;
  const Node *name = part_named(node, "name");
  return name ? name->text : TEXT("");
}

static Text what_of(Arena *arena, const Node *node) {
  switch (node->kind) {
  case NODE_META:
    return node->text;
  case NODE_GIVE_RAMP:
    return TEXT("give");
  case NODE_GIVE_WHEN:
    return node->flags & FLAG_TAKE ? TEXT("take") : TEXT("give");
  case NODE_FISCAL:
    return TEXT("fiscal year");
  case NODE_CAP:
    return TEXT("at most");
  case NODE_BANDS_WHERE:
    return TEXT("where");
  case NODE_OUT_OF:
    return TEXT("out of");
  default:
    return text_of(arena_printf(arena, "%s", node_name(node->kind)));
  }
}

/* ---- Equal in meaning ----------------------------------------------------------------------- */

static bool same_name(const Editing *e, Text before, Text after) {
  if (text_equal(before, after)) return true;
  for (size_t i = 0; i < e->out->renamed.count; i++)
    if (text_equal(e->out->renamed.at[i].before, before) &&
        text_equal(e->out->renamed.at[i].after, after))
      return true;
  return false;
}

static bool same(const Editing *e, const Node *a, const Node *b);

static bool is_passed(const Editing *e, const Node *node) {
  return node && !e->with_words && is_words(node);
}

/* Children of a list, words left out. */
static bool same_lists(const Editing *e, const Node *a, const Node *b) {
  uint32_t i = 0, k = 0;
  for (;;) {
    while (i < a->count && is_passed(e, a->child[i])) i++;
    while (k < b->count && is_passed(e, b->child[k])) k++;
    if (i == a->count || k == b->count) return i == a->count && k == b->count;
    if (!same(e, a->child[i++], b->child[k++])) return false;
  }
}

static bool same_slots(const Editing *e, const Node *a, const Node *b, const char *but) {
  if (a->count != b->count) return false;
  for (uint32_t i = 0; i < a->count; i++) {
    const char *slot = node_slot_name(a->kind, i);
    if (!e->with_words && strcasecmp(slot, "doc") == 0) continue;
    if (but && strcasecmp(slot, but) == 0) continue;
    if (!same(e, a->child[i], b->child[i])) return false;
  }
  return true;
}

/* Equal but for words. A body of words alone is as good as none. */
static bool same(const Editing *e, const Node *a, const Node *b) {
  static const Node nothing = {.kind = NODE_LIST};
  a = node_bare(a);
  b = node_bare(b);
  if (!a && b && b->kind == NODE_LIST) a = &nothing;
  if (!b && a && a->kind == NODE_LIST) b = &nothing;
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->flags != b->flags || a->op != b->op || a->day != b->day ||
      a->number.mantissa != b->number.mantissa || a->number.scale != b->number.scale)
    return false;
  if (a->kind == NODE_NAME ? !same_name(e, a->text, b->text) : !text_equal(a->text, b->text))
    return false;
  return node_slot_count(a->kind) ? same_slots(e, a, b, NULL) : same_lists(e, a, b);
}

/* ---- Edits ---------------------------------------------------------------------------------- */

static Edit *add(const Editing *e, EditKind kind, int side, const Node *node, Text name) {
  Edit *edit = VEC_PUSH(e->arena, &e->out->edits.list);
  *edit = (Edit){.kind = is_words(node) ? EDIT_WORDS : kind,
                 .what = what_of(e->arena, node),
                 .name = name,
                 .place = place_of(e, side, node)};
  return edit;
}

/* "tier.strategic"; of a clause without a name that of what it stands in. */
static Text path(const Editing *e, Text outer, int side, const Node *node) {
  const Text own =
      node->kind == NODE_META || node->kind == NODE_BAND ? TEXT("") : name_of(e, side, node);
  if (!outer.len || !own.len) return own.len ? own : outer;
  return text_of(arena_printf(e->arena, "%.*s.%.*s", TEXT_ARG(outer), TEXT_ARG(own)));
}

static void compare_lists(const Editing *e, const Nodes *before, const Nodes *after, Text outer);

static Nodes children(const Editing *e, const Node *list) {
  Nodes nodes = {0};
  for (uint32_t i = 0; list && i < list->count; i++)
    if (list->child[i]) *VEC_PUSH(e->arena, &nodes.list) = list->child[i];
  return nodes;
}

static Text flags_text(Arena *arena, uint16_t flags) {
  static const struct {
    uint16_t flag;
    const char *word;
  } words[] = {{FLAG_KEY, "key"},     {FLAG_REQUIRED, "required"},   {FLAG_FIXED, "fixed"},
               {FLAG_START, "start"}, {FLAG_OTHERWISE, "otherwise"}, {FLAG_FINAL, "final"}};
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (flags & words[i].flag) buffer_printf(&out, "%s%s", out.len ? " " : "", words[i].word);
  return buffer_view(&out);
}

static void changed(const Editing *e, const Node *after, Text name, const char *part, Text was,
                    Text is) {
  Edit *edit = add(e, EDIT_CHANGED, SIDE_AFTER, after, name);
  edit->part = text_lower(e->arena, text_of(part));
  edit->before = was;
  edit->after = is;
}

/* Two nodes of one name: part by part where they have parts with names, else as a whole. */
static void compare_nodes(const Editing *e, const Node *a, const Node *b, Text outer) {
  const Text name = path(e, outer, SIDE_AFTER, b);
  Editing strict = *e;
  strict.with_words = true;
  if (same(&strict, a, b)) return;
  if (same(e, a, b)) {
    add(e, EDIT_WORDS, SIDE_AFTER, b, name);
    return;
  }
  if (slot_named(b, "name") < 0) {
    changed(e, b, name, "", source_of(e, SIDE_BEFORE, a), source_of(e, SIDE_AFTER, b));
    return;
  }
  if (a->flags != b->flags)
    changed(e, b, name, "", flags_text(e->arena, a->flags), flags_text(e->arena, b->flags));
  for (uint32_t i = 0; i < b->count; i++) {
    const char *slot = node_slot_name(b->kind, i);
    const Node *was = a->child[i], *is = b->child[i];
    if (strcasecmp(slot, "doc") == 0 || strcasecmp(slot, "name") == 0 || same(e, was, is)) continue;
    if (strcasecmp(slot, "body") != 0) {
      changed(e, b, name, slot, source_of(e, SIDE_BEFORE, was), source_of(e, SIDE_AFTER, is));
      continue;
    }
    const Nodes old = children(e, was), now = children(e, is);
    compare_lists(e, &old, &now, name);
  }
}

/* ---- Lists ---------------------------------------------------------------------------------- */

/* Which node of `after` stands for each of `before`. */
typedef struct Pairing {
  const Nodes *before, *after;
  size_t *to;     /* by node before: SIZE_MAX for none */
  bool *is_taken; /* by node after */
} Pairing;

typedef bool Match(const Editing *e, const Node *a, const Node *b);

static void pair(const Editing *e, Pairing *p, Match *match) {
  for (size_t i = 0; i < p->before->list.count; i++) {
    for (size_t k = 0; k < p->after->list.count && p->to[i] == SIZE_MAX; k++) {
      if (p->is_taken[k] || !match(e, p->before->list.at[i], p->after->list.at[k])) continue;
      p->to[i] = k;
      p->is_taken[k] = true;
    }
  }
}

static bool match_name(const Editing *e, const Node *a, const Node *b) {
  const Text name = name_of(e, SIDE_BEFORE, a);
  return a->kind == b->kind && name.len && text_equal(name, name_of(e, SIDE_AFTER, b));
}

static bool match_whole(const Editing *e, const Node *a, const Node *b) { return same(e, a, b); }

/* The clause of its kind that is left, as long as neither has a name. */
static bool match_kind(const Editing *e, const Node *a, const Node *b) {
  return a->kind == b->kind && !name_of(e, SIDE_BEFORE, a).len && !name_of(e, SIDE_AFTER, b).len;
}

static bool match_renamed(const Editing *e, const Node *a, const Node *b) {
  const Node *name = part_named(a, "name");
  return a->kind == b->kind && name && name->kind == NODE_NAME && a->flags == b->flags &&
         same_slots(e, a, b, "name");
}

static Pairing pairing_new(const Editing *e, const Nodes *before, const Nodes *after) {
  Pairing p = {before, after, ARENA_ARRAY(e->arena, size_t, before->list.count),
               ARENA_ARRAY(e->arena, bool, after->list.count)};
  for (size_t i = 0; i < before->list.count; i++) p.to[i] = SIZE_MAX;
  return p;
}

static Text list_what(const Editing *e, const Pairing *p) {
  return what_of(e->arena, p->after->list.at[0]);
}

/* Segments are asked in their order. */
static void compare_order(const Editing *e, const Pairing *p, Text outer) {
  size_t last = 0;
  for (size_t i = 0; i < p->before->list.count; i++) {
    if (p->before->list.at[i]->kind != NODE_SEGMENT || p->to[i] == SIZE_MAX) continue;
    if (p->to[i] < last) {
      Edit *edit = add(e, EDIT_ORDER, SIDE_AFTER, p->after->list.at[p->to[i]], outer);
      edit->what = list_what(e, p);
      return;
    }
    last = p->to[i];
  }
}

static void tell_rest(const Editing *e, const Pairing *p, Text outer) {
  for (size_t i = 0; i < p->before->list.count; i++) {
    const Node *node = p->before->list.at[i];
    if (p->to[i] != SIZE_MAX) continue;
    Edit *edit = add(e, EDIT_REMOVED, SIDE_BEFORE, node, path(e, outer, SIDE_BEFORE, node));
    if (slot_named(node, "name") < 0) edit->before = source_of(e, SIDE_BEFORE, node);
  }
  for (size_t k = 0; k < p->after->list.count; k++) {
    const Node *node = p->after->list.at[k];
    if (p->is_taken[k]) continue;
    Edit *edit = add(e, EDIT_ADDED, SIDE_AFTER, node, path(e, outer, SIDE_AFTER, node));
    if (slot_named(node, "name") < 0) edit->after = source_of(e, SIDE_AFTER, node);
  }
}

static void compare_lists(const Editing *e, const Nodes *before, const Nodes *after, Text outer) {
  Pairing p = pairing_new(e, before, after);
  pair(e, &p, match_name);
  pair(e, &p, match_whole);
  pair(e, &p, match_kind);
  for (size_t i = 0; i < before->list.count; i++)
    if (p.to[i] != SIZE_MAX) compare_nodes(e, before->list.at[i], after->list.at[p.to[i]], outer);
  compare_order(e, &p, outer);
  tell_rest(e, &p, outer);
}

/* ---- Declarations --------------------------------------------------------------------------- */

static Nodes declarations(const Editing *e, const Compilation *c) {
  Nodes nodes = {0};
  for (size_t m = 0; m < c->modules->list.count; m++) {
    const Module *module = &c->modules->list.at[m];
    if (module->prefix.len || !module->file) continue;
    for (uint32_t i = 0; i < module->file->count; i++)
      if (module->file->child[i]->kind != NODE_USE)
        *VEC_PUSH(e->arena, &nodes.list) = module->file->child[i];
  }
  return nodes;
}

/* One name may lead to the next, so this goes on until nothing new is found. */
static void find_renamed(const Editing *e, Pairing *p) {
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < p->before->list.count; i++) {
      const Node *was = p->before->list.at[i];
      for (size_t k = 0; k < p->after->list.count && p->to[i] == SIZE_MAX; k++) {
        const Node *is = p->after->list.at[k];
        if (p->is_taken[k] || !match_renamed(e, was, is)) continue;
        p->to[i] = k;
        p->is_taken[k] = more = true;
        *VEC_PUSH(e->arena, &e->out->renamed) =
            (WatchRename){part_named(was, "name")->text, part_named(is, "name")->text};
      }
    }
  }
}

static void tell_renamed(const Editing *e, const Pairing *p) {
  for (size_t i = 0; i < p->before->list.count; i++) {
    const Node *was = p->before->list.at[i];
    if (p->to[i] == SIZE_MAX) continue;
    const Node *is = p->after->list.at[p->to[i]];
    const Text name = name_of(e, SIDE_AFTER, is);
    if (text_equal(name_of(e, SIDE_BEFORE, was), name)) continue;
    Edit *edit = add(e, EDIT_RENAMED, SIDE_AFTER, is, name);
    edit->before = name_of(e, SIDE_BEFORE, was);
    edit->after = name;
  }
}

Edits *diff_edits(Arena *arena, const Compilation *before, const Compilation *after) {
  Edits *out = ARENA_NEW(arena, Edits);
  const Editing e = {arena, {before->sources, after->sources}, out, false};
  const Nodes old = declarations(&e, before), now = declarations(&e, after);
  Pairing p = pairing_new(&e, &old, &now);
  pair(&e, &p, match_name);
  find_renamed(&e, &p);
  pair(&e, &p, match_whole);
  pair(&e, &p, match_kind);
  for (size_t i = 0; i < old.list.count; i++)
    if (p.to[i] != SIZE_MAX && match_name(&e, old.list.at[i], now.list.at[p.to[i]]))
      compare_nodes(&e, old.list.at[i], now.list.at[p.to[i]], TEXT(""));
  tell_renamed(&e, &p);
  tell_rest(&e, &p, TEXT(""));
  return out;
}
