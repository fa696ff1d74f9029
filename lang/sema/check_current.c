/* check_current.c - the field of the data in which a segment or a stage is recorded. */
#include "sema/infer_impl.h"

Node *path_expression(Sema *s, Node *path) {
  if (!path || path->kind != NODE_PATH) return path;
  Node *dot = node_new(s->arena, NODE_DOT, path->span);
  dot->child[DOT_BASE] = path_expression(s, node_child(path, PATH_BASE));
  dot->child[DOT_NAME] = node_child(path, PATH_NAME);
  return dot;
}

static bool reads_field(const Node *node) {
  const Typing *t = node->typing;
  if (node->kind == NODE_DOT && t->symbol == SYMBOL_REFERENCE)
    t = node_child(node, DOT_NAME)->typing;
  return t && t->symbol == SYMBOL_FIELD;
}

static Text first_outside(const EnumSchema *whole, const EnumSchema *part, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (enum_member_by_name(whole, part->members[i].name) < 0) return part->members[i].name;
  }
  return TEXT("");
}

static const char *what_of(const Declared *declared) {
  return declared->kind == DECLARATION_PROCESS ? "stage" : "segment";
}

void recorded_members(Sema *s, uint32_t column, Type type, const Node *field, Span declared_at) {
  const Declared *declared = &s->program->columns.at[column];
  const uint32_t own = declared->kind == DECLARATION_PROCESS ? 1 : 2; /* members of no such name */
  const EnumSchema *members = &s->program->enums.at[declared->members];
  const EnumSchema *recorded = &s->program->enums.at[type.of];
  const Text extra = first_outside(members, recorded, recorded->count);
  const Text lacking = first_outside(recorded, members, members->count - own);
  if (!extra.len || !lacking.len) return;
  s->states.at[column].segments_broken = true;
  const char *what = what_of(declared);
  Diag *d = sema_report(s, E_CURRENT_MEMBERS, field->span,
                        "the recorded %ss are others than those of `%.*s`", what,
                        TEXT_ARG(declared->name));
  sema_label(s, d, declared_at, "`%.*s` is no %s, `%.*s` cannot be recorded", TEXT_ARG(extra), what,
             TEXT_ARG(lacking));
  sema_help(s, d, "use the same names; `one of (\"%.*s\" as %.*s, ...)` names what the data says",
            TEXT_ARG(extra), TEXT_ARG(lacking));
}

static const Node *current_clause(Sema *s, const Node *body) {
  const Node *current = NULL;
  for (uint32_t i = 0; body && i < body->count; i++) {
    if (body->child[i]->kind == NODE_CURRENT)
      current = clause_once(s, current, body->child[i], "current");
  }
  return current;
}

static void read_current(Sema *s, uint32_t column, const Node *current) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  const char *what = what_of(declared);
  Node *field = path_expression(s, node_child(current, CURRENT_FIELD));
  if (!field) return;
  declared->current = field;
  const bool name = field->kind == NODE_NAME;
  if (name && resolve(s, &scope, field).symbol == SYMBOL_COLUMN) {
    field->typing = ARENA_NEW(s->arena, Typing);
  } else {
    infer(s, &scope, field, type_of(TYPE_NONE));
    if (!field->typing->type.kind) return;
  }
  if (!reads_field(field)) {
    Diag *d = sema_report(s, E_CURRENT_FIELD, field->span, "`current` names a field of the data");
    sema_help(s, d, "name the field in which the %s was recorded", what);
    field->typing->type = type_of(TYPE_NONE);
  } else if (field->typing->type.kind != TYPE_ENUM) {
    Diag *d =
        sema_report(s, E_CURRENT_FIELD, field->span, "the recorded %s is %.*s, not an enumeration",
                    what, TEXT_ARG(sema_type(s, field)));
    sema_label(s, d, declared_at(s, field), "declared here");
    sema_help(s, d, "declare it as `one of (...)` with the names of the %ss", what);
    field->typing->type = type_of(TYPE_NONE);
  } else if (!s->states.at[column].segments_broken) {
    recorded_members(s, column, field->typing->type, field, declared_at(s, field));
  }
}

void current_declare(Sema *s, uint32_t column) {
  const Declared *declared = &s->program->columns.at[column];
  const Node *current = current_clause(s, declared->body);
  DiagSink *diags = s->diags;
  if (!current || declared->entity == SCHEMA_NONE) return;
  if (process_inherits(declared, current)) s->diags = s->scrap;
  read_current(s, column, current);
  s->diags = diags;
}
