/* check_segmentation.c - segments and their criteria, caps, and the recorded segment.
 *
 * The members of the enumeration are the segments in their order, then `unplaced`, then
 * `not_applicable`.
 */
#include "sema/infer_impl.h"

static bool is_reserved(Text name) {
  static const char *const words[] = {"unplaced", "not_applicable", "recorded", "drift"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (text_equal(name, text_of(words[i]))) return true;
  }
  return false;
}

static void report_twice(Sema *s, const Node *name, const Node *first) {
  Diag *d = sema_report(s, E_DUPLICATE_SEGMENT, name->span, "two segments are called `%.*s`",
                        TEXT_ARG(name->text));
  sema_label(s, d, first->span, "first declared here");
  sema_help(s, d, "a segment has one list of needs; for alternatives write `needs a or b`");
}

/* A name among the segments so far; false after a report. */
static bool check_segment_name(Sema *s, const Node *body, uint32_t index) {
  const Node *name = node_child(body->child[index], SEGMENT_NAME);
  if (is_reserved(name->text)) {
    Diag *d = sema_report(s, E_RESERVED_SEGMENT, name->span, "a segment cannot be called `%.*s`",
                          TEXT_ARG(name->text));
    sema_help(s, d, "every segmentation has this name already: choose another");
    return false;
  }
  for (uint32_t i = 0; i < index; i++) {
    const Node *other = body->child[i];
    if (other->kind != NODE_SEGMENT || !node_child(other, SEGMENT_NAME)) continue;
    if (!text_equal(node_child(other, SEGMENT_NAME)->text, name->text)) continue;
    report_twice(s, name, node_child(other, SEGMENT_NAME));
    return false;
  }
  return true;
}

static void check_otherwise(Sema *s, const Node *body) {
  const Node *otherwise = NULL;
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_SEGMENT) continue;
    const bool is_otherwise = node->flags & FLAG_OTHERWISE;
    if (otherwise && is_otherwise) {
      Diag *d =
          sema_report(s, E_SECOND_OTHERWISE, node->span, "a segmentation has one `otherwise`");
      sema_label(s, d, otherwise->span, "this takes everything that is left");
      sema_help(s, d, "give this segment its `needs`, or leave it out");
      return;
    }
    if (otherwise) {
      Diag *d = sema_report(s, E_OTHERWISE_LAST, otherwise->span, "`otherwise` stands last");
      sema_label(s, d,
                 node_child(node, SEGMENT_NAME) ? node_child(node, SEGMENT_NAME)->span : node->span,
                 "nothing is left for this segment");
      sema_help(s, d, "move the segment with `otherwise` to the end");
      return;
    }
    if (is_otherwise) otherwise = node;
  }
}

void segmentation_declare(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Node *body = node_child(declared->node, SEGMENTATION_BODY);
  const uint32_t most = body ? body->count : 0;
  EnumMember *members = ARENA_ARRAY(s->arena, EnumMember, most + 2);
  uint32_t count = 0;
  for (uint32_t i = 0; i < most; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_BAD) s->states.at[column].segments_broken = true;
    if (node->kind != NODE_SEGMENT || !node_child(node, SEGMENT_NAME)) continue;
    if (!check_segment_name(s, body, i)) {
      s->states.at[column].segments_broken = true;
      continue;
    }
    const Text name = node_child(node, SEGMENT_NAME)->text;
    members[count++] = (EnumMember){name, name};
  }
  if (!count && !s->broken && !s->states.at[column].segments_broken) {
    s->states.at[column].segments_broken = true;
    Diag *d = sema_report(s, E_NO_SEGMENTS, node_child(declared->node, SEGMENTATION_NAME)->span,
                          "the segmentation `%.*s` has no segments", TEXT_ARG(declared->name));
    sema_help(s, d, "add one: `segment NAME { needs ... }`");
  }
  if (body) check_otherwise(s, body);
  members[count++] = (EnumMember){TEXT("unplaced"), TEXT("unplaced")};
  members[count++] = (EnumMember){TEXT("not_applicable"), TEXT("not_applicable")};
  declared->members = enum_add(s, declared->name, members, count);
  declared->type = (Type){.kind = TYPE_ENUM, .of = declared->members};
}

/* --- caps --- */

static void report_limit(Sema *s, const Node *limit, const char *what) {
  Diag *d =
      sema_report(s, E_CAP_LIMIT, limit->span, "a cap is a whole number or a percent%s", what);
  sema_label(s, d, declared_at(s, limit), "declared here");
  sema_help(s, d, "for example `at most 15` or `at most 5%%`");
}

static void check_limit(Sema *s, const Scope *scope, Node *limit) {
  infer(s, scope, limit, type_of(TYPE_NONE));
  const Typing *t = limit->typing;
  if (!t->type.kind) return;
  Rational value;
  const bool constant = constant_exact(limit, &value);
  if (t->type.kind != TYPE_INTEGER && t->type.kind != TYPE_PERCENT)
    report_limit(s, limit, "");
  else if (reads_row(limit))
    report_limit(s, limit, ", the same for every row");
  else if (constant && value.numerator < 0)
    report_limit(s, limit, ", not below zero");
  else if (constant && t->type.kind == TYPE_PERCENT &&
           rational_compare(value, (Rational){1, 1}) > 0)
    report_limit(s, limit, ", 100% at most");
}

static void check_cap(Sema *s, const Scope *scope, const Node *node) {
  Node *limit = node_child(node, CAP_LIMIT), *rank = node_child(node, CAP_RANK);
  if (limit) check_limit(s, scope, limit);
  if (!rank) {
    if (s->broken) return;
    Diag *d = sema_report(s, E_CAP_WITHOUT_RANK, node->span, "a cap needs to know who comes first");
    sema_help(s, d, "say by what, for example `ranked by revenue`");
    return;
  }
  infer(s, scope, rank, type_of(TYPE_NONE));
  const TypeKind kind = rank->typing->type.kind;
  if (!kind || type_is_numeric(kind) || kind == TYPE_DATE) return;
  Diag *d = sema_report(s, E_RANK_TYPE, rank->span, "%.*s cannot rank", TEXT_ARG(sema_a(s, rank)));
  sema_label(s, d, declared_at(s, rank), "declared here");
  sema_help(s, d, "rank by a number, percent, money, score, duration or date");
}

static void check_cap_set(Sema *s, Node *limit) {
  Rational value;
  if (!limit->typing || !limit->typing->type.kind || constant_exact(limit, &value) ||
      !constant_with_params(s->program, limit, &value))
    return;
  const bool percent = limit->typing->type.kind == TYPE_PERCENT;
  if (value.numerator < 0)
    report_limit(s, limit, ", not below zero");
  else if (percent && rational_compare(value, (Rational){1, 1}) > 0)
    report_limit(s, limit, ", 100% at most");
}

static void check_caps_of(Sema *s, const Node *body) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_SEGMENT) check_caps_of(s, node_child(node, SEGMENT_BODY));
    if (node->kind == NODE_CAP && node_child(node, CAP_LIMIT))
      check_cap_set(s, node_child(node, CAP_LIMIT));
  }
}

void check_caps_set(Sema *s) {
  for (uint32_t i = 0; i < s->program->columns.count; i++) {
    const Declared *declared = &s->program->columns.at[i];
    if (declared->kind == DECLARATION_SEGMENTATION)
      check_caps_of(s, node_child(declared->node, SEGMENTATION_BODY));
  }
}

/* --- segments --- */

static void check_segment(Sema *s, const Scope *scope, const Node *segment, bool current) {
  const Node *body = node_child(segment, SEGMENT_BODY), *keeps = NULL, *cap = NULL;
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    switch (node->kind) {
    case NODE_NEEDS:
      infer_condition(s, scope, node_child(node, NEEDS_CONDITION), "`needs`");
      break;
    case NODE_KEEPS:
      keeps = clause_once(s, keeps, node, "keeps");
      infer_condition(s, scope, node_child(node, KEEPS_CONDITION), "`keeps while`");
      if (keeps == node && !current && !s->broken) {
        Diag *d = sema_report(s, E_KEEPS_WITHOUT_CURRENT, node->span,
                              "`keeps` needs to know the recorded segment");
        sema_help(s, d, "name the field that records it in the segmentation: `current FIELD`");
      }
      break;
    case NODE_CAP:
      cap = clause_once(s, cap, node, "at most");
      check_cap(s, scope, node);
      break;
    default:
      break;
    }
  }
  check_meta(s, body, NULL);
}

void check_segmentation(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  const Node *body = node_child(declared->node, SEGMENTATION_BODY), *exclusive = NULL;
  bool current = false;
  for (uint32_t i = 0; body && i < body->count; i++)
    current = current || body->child[i]->kind == NODE_CURRENT;
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_SEGMENT) check_segment(s, &scope, node, current);
    if (node->kind == NODE_EXCLUSIVE) exclusive = clause_once(s, exclusive, node, "exclusive");
  }
  check_meta(s, body, declared);
}
