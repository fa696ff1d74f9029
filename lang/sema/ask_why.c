/* ask_why.c - `why` and `why not`: which column of which rows, and which outcome of it.
 *
 * A target is a column (`tier`), a part of one (`on_time.value`), an item of a checklist, or an
 * outcome: behind its column (`tier.strategic`), or by itself where one column alone has it.
 */
#include "sema/ask_impl.h"

enum { LISTED = 4 };

typedef struct Target {
  uint32_t declared;
  ColumnPart part;
  Type type;
  int32_t member; /* -1: none was named */
} Target;

static const EnumSchema *enum_of(const Sema *s, Type type) {
  return type.kind == TYPE_ENUM ? &s->program->enums.at[type.of] : NULL;
}

/* --- a column, or a part of one --- */

static const Node *root_of(const Node *path) {
  while (path->kind == NODE_PATH) path = node_child(path, PATH_BASE);
  return path;
}

/* The path as an expression on rows of the column that it begins with. False, and nothing is said,
 * where it begins with none; `sound` tells whether it is one. */
static bool read_column(Sema *s, const Node *path, Target *out, bool *sound) {
  const Name *found = name_find(s, root_of(path)->text);
  if (!found || (found->kind != NAME_COLUMN && found->kind != NAME_ENTITY)) return false;
  const bool column = found->kind == NAME_COLUMN;
  const Scope scope = {.entity =
                           column ? s->program->columns.at[found->index].entity : found->index};
  if (!column && path->kind == NODE_NAME) return false;
  Node *expression = path_expression(s, node_copy(s->arena, path));
  infer(s, &scope, expression, type_of(TYPE_NONE));
  const Typing *t = expression->typing;
  *sound = t->type.kind != TYPE_NONE;
  if (*sound && t->symbol != SYMBOL_COLUMN) return false;
  *out = (Target){t->index, (ColumnPart)t->part, t->type, -1};
  return true;
}

/* The same without a word about what is wrong with it. */
static bool is_column(Sema *s, const Node *path, Target *out) {
  DiagSink *diags = s->diags;
  bool sound = false;
  s->diags = s->scrap;
  const bool found = read_column(s, path, out, &sound);
  s->diags = diags;
  return found && sound;
}

/* --- an outcome by itself --- */

typedef struct Candidates {
  uint32_t column[LISTED];
  uint32_t count; /* of all */
  int32_t member;
} Candidates;

static Candidates columns_with(const Sema *s, Text name) {
  Candidates found = {.count = 0};
  for (uint32_t i = 0; i < s->program->columns.count; i++) {
    const EnumSchema *members = enum_of(s, s->program->columns.at[i].type);
    const int32_t member = members ? enum_member_by_name(members, name) : -1;
    if (member < 0) continue;
    if (found.count < LISTED) found.column[found.count] = i;
    if (!found.count) found.member = member;
    found.count++;
  }
  return found;
}

static void report_several(Sema *s, const Node *name, const Candidates *found, bool negated) {
  Diag *d = sema_report(s, E_WHY_SEVERAL, name->span, "`%.*s` is an outcome of %u columns",
                        TEXT_ARG(name->text), found->count);
  Buffer ways = buffer_in(s->arena);
  const uint32_t listed = found->count < LISTED ? found->count : LISTED;
  for (uint32_t i = 0; i < listed; i++) {
    const Declared *declared = &s->program->columns.at[found->column[i]];
    buffer_printf(&ways, "%s`why %s%.*s.%.*s`",
                  i == 0            ? ""
                  : i + 1 == listed ? " or "
                                    : ", ",
                  negated ? "not " : "", TEXT_ARG(declared->name), TEXT_ARG(name->text));
  }
  sema_help(s, d, "say of which: %.*s", TEXT_ARG(buffer_view(&ways)));
}

static void report_target(Sema *s, const Node *target, bool negated) {
  const Text name = target_name(s, target);
  const Name *found = name_find(s, name);
  for (uint32_t e = 1; e < s->program->entities.count && !found; e++) {
    const EntitySchema *entity = &s->program->entities.at[e];
    if (schema_field(entity, name) == SCHEMA_NONE) continue;
    Diag *d =
        sema_report(s, E_WHY_TARGET, target->span, "`%.*s` is a field of %.*s: the data says so",
                    TEXT_ARG(name), TEXT_ARG(entity->name));
    sema_help(s, d, "`why` explains what is declared; `show %.*s` shows the field", TEXT_ARG(name));
    return;
  }
  Diag *d = sema_report(s, E_WHY_TARGET, target->span, "there is no column `%.*s` to explain",
                        TEXT_ARG(name));
  if (found) sema_label(s, d, found->node->span, "this is no column");
  Nearest nearest = nearest_start(name);
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const Declared *declared = &s->program->columns.at[i];
    nearest_offer(&nearest, declared->name);
    const EnumSchema *members = negated ? enum_of(s, declared->type) : NULL;
    for (uint32_t m = 0; members && m < members->count; m++)
      nearest_offer(&nearest, members->members[m].name);
  }
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, target->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d,
              "name a declared column or a part of one, or an entity for all of a row: `why "
              "account for \"KEY\"`");
}

/* What stands behind the last dot is neither a part of the column nor an outcome. */
static void report_outcome(Sema *s, const Node *path, const Target *base) {
  const Node *name = node_child(path, PATH_NAME);
  const Declared *declared = &s->program->columns.at[base->declared];
  const EnumSchema *members = enum_of(s, base->type);
  Nearest nearest = nearest_start(name->text);
  for (uint32_t m = 0; m < members->count; m++) nearest_offer(&nearest, members->members[m].name);
  for (int i = PART_SELF + 1; i < PART_COUNT; i++) {
    ColumnPart part;
    const Text own = text_of(part_suffix[i] + 1);
    if (base->part == PART_SELF && part_named(declared->kind, own, &part))
      nearest_offer(&nearest, own);
  }
  Diag *d = sema_report(s, E_UNKNOWN_MEMBER, name->span, "`%.*s` is no outcome of `%.*s`",
                        TEXT_ARG(name->text), TEXT_ARG(declared->name));
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "it is %.*s", TEXT_ARG(sema_type_name(s, base->type)));
}

/* --- the target --- */

/* `tier.strategic`: the column before the dot. */
static bool find_behind_dot(Sema *s, const Node *path, Target *out) {
  if (path->kind != NODE_PATH || !is_column(s, node_child(path, PATH_BASE), out)) return false;
  const EnumSchema *members = enum_of(s, out->type);
  const Text name = node_child(path, PATH_NAME)->text;
  ColumnPart part;
  if (!members || (out->part == PART_SELF &&
                   part_named(s->program->columns.at[out->declared].kind, name, &part)))
    return false; /* a part that this one lacks: that is said of the column */
  out->member = enum_member_by_name(members, name);
  if (out->member < 0) report_outcome(s, path, out);
  return true;
}

/* False after a report. */
static bool find_target(Sema *s, const Node *path, bool negated, Target *out) {
  if (is_column(s, path, out)) return true;
  if (find_behind_dot(s, path, out)) return out->member >= 0;
  bool sound = false;
  if (path->kind == NODE_PATH && read_column(s, path, out, &sound) && !sound) return false;
  if (path->kind == NODE_NAME) {
    const Candidates found = columns_with(s, path->text);
    if (found.count == 1) {
      const uint32_t column = found.column[0];
      *out = (Target){column, PART_SELF, s->program->columns.at[column].type, found.member};
      return true;
    }
    if (found.count) {
      report_several(s, path, &found, negated);
      return false;
    }
  }
  report_target(s, path, negated);
  return false;
}

/* The outcome that is meant where none is named: that nothing is wrong. */
static int32_t usual_member(const Sema *s, const Target *target) {
  if (target->type.kind == TYPE_BOOL) return TRUTH_TRUE;
  if (target->part != PART_SELF) return -1;
  switch (s->program->columns.at[target->declared].kind) {
  case DECLARATION_KPI:
    return KPI_GREEN;
  case DECLARATION_RULE:
    return RULE_PASSES;
  case DECLARATION_CADENCE:
    return CADENCE_ON_TRACK;
  case DECLARATION_ASSUME:
    return ASSUME_HOLDS;
  default:
    return -1;
  }
}

static bool take_member(Sema *s, const Node *path, const Target *target, Asked *out) {
  out->member = target->member >= 0 ? target->member : usual_member(s, target);
  if (out->member >= 0) return true;
  const Text name = target_name(s, path);
  const EnumSchema *members = enum_of(s, target->type);
  if (!members || !members->count) {
    Diag *d = sema_report(s, E_WHY_MEMBER, path->span, "`%.*s` is %.*s, which has no outcomes",
                          TEXT_ARG(name), TEXT_ARG(sema_a_type(s, target->type)));
    sema_help(s, d, "`why not` is asked of a segment, a stage, a status or a condition");
    return false;
  }
  Diag *d = sema_report(s, E_WHY_MEMBER, path->span, "`why not` of `%.*s` needs the outcome",
                        TEXT_ARG(name));
  sema_help(s, d, "say which: `why not %.*s.%.*s`", TEXT_ARG(name),
            TEXT_ARG(members->members[0].name));
  sema_edit(s, d, span_after(path->span), ".%.*s", TEXT_ARG(members->members[0].name));
  return false;
}

/* `why account for "A0012"`: all that is declared for the row. */
static bool why_all(Sema *s, const Node *node, Asked *out) {
  const Node *path = node_child(node, WHY_TARGET);
  const Name *found = path->kind == NODE_NAME ? name_find(s, path->text) : NULL;
  if (!found || found->kind != NAME_ENTITY || (node->flags & FLAG_NEGATED)) return false;
  out->entity = found->index;
  out->declared = SCHEMA_NONE;
  return true;
}

bool ask_why(Sema *s, const Node *node, Asked *out) {
  const bool negated = node->flags & FLAG_NEGATED;
  const Node *path = node_child(node, WHY_TARGET), *key = node_child(node, WHY_KEY);
  out->kind = negated ? QUESTION_WHY_NOT : QUESTION_WHY;
  out->full = node->flags & FLAG_FULL;
  if (why_all(s, node, out)) return ask_key(s, out, out->entity, key, path);
  Target target;
  if (!find_target(s, path, negated, &target)) return false;
  out->declared = target.declared;
  out->part = target.part;
  out->entity = s->program->columns.at[target.declared].entity;
  if (negated && !take_member(s, path, &target, out)) return false;
  return ask_key(s, out, out->entity, key, path);
}
