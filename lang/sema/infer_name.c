/* infer_name.c - what a name means where it stands.
 *
 * In a standard module a bare name is one of its own. Elsewhere it is, in this order: an argument
 * of the definition, a column of the scope's rows (field or declared), `today`, a parameter. Beside
 * an enumeration it is a member before all that. `a.b` goes through a reference, to the program, to
 * a part of a column, or names a column of the scope's own entity in full.
 */
#include "sema/infer_impl.h"

/* --- finding --- */

Resolved resolve_column(const Sema *s, uint32_t entity, Text name) {
  if (entity == SCHEMA_NONE) return (Resolved){0};
  const uint32_t field = schema_field(&s->program->entities.at[entity], name);
  if (field != SCHEMA_NONE) return (Resolved){SYMBOL_FIELD, entity, field, NULL};
  const Name *found = name_find(s, name);
  if (found && found->kind == NAME_COLUMN && s->program->columns.at[found->index].entity == entity)
    return (Resolved){SYMBOL_COLUMN, entity, found->index, NULL};
  return (Resolved){0};
}

static const Argument *find_argument(const Scope *scope, Text name) {
  for (uint32_t i = 0; scope->body && i < scope->body->count; i++) {
    if (text_equal(scope->body->arguments[i].name, name)) return &scope->body->arguments[i];
  }
  return NULL;
}

Resolved resolve(const Sema *s, const Scope *scope, const Node *name) {
  const Argument *argument = find_argument(scope, name->text);
  if (argument) return (Resolved){SYMBOL_ARGUMENT, scope->entity, 0, argument};
  if (!scope->body) {
    const Resolved column = resolve_column(s, scope->entity, name->text);
    if (column.symbol) return column;
  }
  if (text_equal(name->text, TEXT("today"))) return (Resolved){SYMBOL_TODAY, 0, 0, NULL};
  const Name *found = name_meant(s, name);
  if (found && found->kind == NAME_PARAM) return (Resolved){SYMBOL_PARAM, 0, found->index, NULL};
  return (Resolved){0};
}

/* --- taking --- */

static void read_field(const Sema *s, Typing *t, uint32_t entity, uint32_t index) {
  t->symbol = SYMBOL_FIELD;
  t->entity = entity;
  t->index = index;
  t->type = s->program->entities.at[entity].fields[index].type;
}

static void read_column(Sema *s, Typing *t, uint32_t index) {
  column_type(s, index);
  const Declared *declared = &s->program->columns.at[index];
  t->symbol = SYMBOL_COLUMN;
  t->part = PART_SELF;
  t->entity = declared->entity;
  t->index = index;
  t->type = declared->type;
  t->ratio = declared->ratio;
  t->can_be_range = declared->kind != DECLARATION_KPI && declared->can_be_range;
}

static void read_resolved(Sema *s, Typing *t, Resolved r) {
  if (r.symbol == SYMBOL_FIELD) read_field(s, t, r.entity, r.index);
  if (r.symbol == SYMBOL_COLUMN) read_column(s, t, r.index);
  if (r.symbol == SYMBOL_TODAY) {
    t->symbol = SYMBOL_TODAY;
    t->type = type_of(TYPE_DATE);
  }
  if (r.symbol == SYMBOL_PARAM) {
    t->symbol = SYMBOL_PARAM;
    t->index = r.index;
    t->type = s->program->params.at[r.index].type;
  }
  if (t->as.kind == TYPE_NONE) t->as = t->type;
}

/* `it` stands for the value of each row. */
static bool is_it(const Scope *scope, const Node *name) {
  return scope->each && text_equal(name->text, TEXT("it"));
}

Type peek_type(Sema *s, const Scope *scope, const Node *name) {
  if (is_it(scope, name)) return scope->each->type;
  const Resolved r = resolve(s, scope, name);
  if (r.symbol == SYMBOL_ARGUMENT) return r.argument->type;
  Typing t = {0};
  read_resolved(s, &t, r);
  return t.type;
}

static void read_argument(Sema *s, const Scope *scope, Node *node, const Argument *argument) {
  Typing *t = node->typing;
  if (argument->each) {
    Diag *d = sema_report(s, E_EACH_ALONE, node->span, "`%.*s` stands for many values",
                          TEXT_ARG(argument->name));
    sema_label(s, d, argument->parameter->span, "declared with `each`");
    sema_help(s, d, "make one of them, for example `avg(%.*s)`", TEXT_ARG(argument->name));
    return;
  }
  if (argument->reads_row && scope->each) {
    Diag *d = sema_report(s, E_ROW_ARGUMENT, argument->value->span,
                          "`%.*s` is used inside other rows: its value must not depend on this row",
                          TEXT_ARG(argument->name));
    sema_label(s, d, node->span, "used here");
    sema_help(s, d, "give it a constant, a `param` or a column of the program");
    return;
  }
  t->symbol = SYMBOL_ARGUMENT;
  t->entity = argument->entity;
  t->expansion = argument->value;
  t->type = argument->type;
  if (argument->value) t->can_be_range = argument->value->typing->can_be_range;
}

static bool read_it(const Scope *scope, Node *node) {
  if (!is_it(scope, node)) return false;
  Typing *t = node->typing;
  t->symbol = SYMBOL_ARGUMENT;
  t->entity = scope->entity;
  t->expansion = scope->each->what;
  t->type = scope->each->type;
  if (t->expansion) t->can_be_range = t->expansion->typing->can_be_range;
  return true;
}

static void report_constant(Sema *s, const Scope *scope, const Node *node) {
  Diag *d = sema_report(s, E_NOT_CONSTANT, node->span, "%s is a constant: it reads no data",
                        scope->constant);
  if (text_equal(node->text, TEXT("today")))
    sema_help(s, d, "`today` is given by the run; compare with it where the parameter is used");
  else if (text_starts(text_of(scope->constant), TEXT("a change")))
    sema_help(s, d, "write the new value itself");
  else
    sema_help(s, d, "write a constant, or declare a `measure`");
}

/* --- a bare name --- */

static void warn_member(Sema *s, const Scope *scope, const Node *node, Type hint, Resolved column) {
  const Text entity =
      column.symbol == SYMBOL_PARAM || column.symbol == SYMBOL_TODAY || scope->entity == SCHEMA_NONE
          ? TEXT("")
          : s->program->entities.at[scope->entity].name;
  Diag *d = sema_report(s, W_MEMBER_OR_COLUMN, node->span,
                        "`%.*s` is read as a member; there is also %s of this name",
                        TEXT_ARG(node->text), entity.len ? "a column" : "a parameter");
  sema_under(s, d, "a member of %.*s", TEXT_ARG(s->program->enums.at[hint.of].name));
  if (!entity.len || column.symbol == SYMBOL_ARGUMENT) return;
  sema_help(s, d, "if the column is meant, write `%.*s.%.*s`", TEXT_ARG(entity),
            TEXT_ARG(node->text));
  sema_edit(s, d, node->span, "%.*s.%.*s", TEXT_ARG(entity), TEXT_ARG(node->text));
}

static bool read_member(Sema *s, const Scope *scope, Node *node, Type hint) {
  if (hint.kind != TYPE_ENUM) return false;
  const int32_t member = enum_member_by_name(&s->program->enums.at[hint.of], node->text);
  if (member < 0) return false;
  Typing *t = node->typing;
  t->symbol = SYMBOL_MEMBER;
  t->index = (uint32_t)member;
  t->type = hint;
  const Resolved other = resolve(s, scope, node);
  if (other.symbol) warn_member(s, scope, node, hint, other);
  return true;
}

/* A member of a segmentation's: whether its list of segments was reported. */
static bool segments_broken(const Sema *s, uint32_t members) {
  for (size_t i = 0; i < s->program->columns.count; i++) {
    if (s->program->columns.at[i].members == members) return s->states.at[i].segments_broken;
  }
  return false;
}

static void report_member(Sema *s, const Scope *scope, const Node *node, Type hint) {
  if (s->broken || segments_broken(s, hint.of)) return;
  const EnumSchema *schema = &s->program->enums.at[hint.of];
  Nearest nearest = nearest_start(node->text);
  for (uint32_t i = 0; i < schema->count; i++) nearest_offer(&nearest, schema->members[i].name);
  if (scope->entity != SCHEMA_NONE) {
    const EntitySchema *entity = &s->program->entities.at[scope->entity];
    for (uint32_t i = 0; i < entity->field_count; i++)
      nearest_offer(&nearest, entity->fields[i].name);
  }
  Diag *d = sema_report(s, E_UNKNOWN_MEMBER, node->span, "`%.*s` is not a member of %.*s",
                        TEXT_ARG(node->text), TEXT_ARG(schema->name));
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, node->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "it is %.*s", TEXT_ARG(sema_type_name(s, hint)));
}

void infer_name(Sema *s, const Scope *scope, Node *node, Type hint) {
  if (read_it(scope, node) || read_member(s, scope, node, hint)) return;
  const Resolved r = resolve(s, scope, node);
  if (scope->constant && (r.symbol || hint.kind != TYPE_ENUM)) {
    if (r.symbol || !s->broken) report_constant(s, scope, node);
  } else if (r.symbol == SYMBOL_ARGUMENT) {
    read_argument(s, scope, node, r.argument);
  } else if (r.symbol) {
    read_resolved(s, node->typing, r);
  } else if (hint.kind == TYPE_ENUM) {
    report_member(s, scope, node, hint);
  } else {
    report_unknown(s, scope, node, hint);
  }
}

/* --- a.b --- */

/* What the column has instead. */
static bool offer_part(Sema *s, Diag *d, const Typing *t, const Node *name) {
  static const char *const help[DECLARATION_COUNT] = {
      [DECLARATION_SEGMENTATION] = "a segmentation has `recorded` and `drift`",
      [DECLARATION_KPI] = "a KPI has `value`",
      [DECLARATION_CADENCE] = "a cadence has `next`",
      [DECLARATION_PROCESS] = "a process has `fit`, `recorded`, `since`, `pace` and `path`",
      [DECLARATION_CHECKLIST] = "a checklist has its items"};
  if (t->symbol != SYMBOL_COLUMN) return false;
  const DeclarationKind kind = s->program->columns.at[t->index].kind;
  if (!help[kind]) return false;
  Nearest nearest = nearest_start(name->text);
  for (int i = PART_SELF + 1; i < PART_COUNT; i++) {
    ColumnPart part;
    const Text own = text_of(part_suffix[i] + 1);
    if (part_named(kind, own, &part)) nearest_offer(&nearest, own);
  }
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const Declared *item = &s->program->columns.at[i];
    if (item->whole == t->index) nearest_offer(&nearest, path_name(node_child(item->node, 0)));
  }
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "%s", help[kind]);
  return true;
}

static void report_part(Sema *s, Node *base, const Node *name) {
  if (s->broken) return;
  const Typing *t = base->typing;
  Diag *d = sema_report(s, E_UNKNOWN_PART, name->span, "`%.*s` has no `%.*s`",
                        TEXT_ARG(sema_source(s, base)), TEXT_ARG(name->text));
  sema_label(s, d, declared_at(s, base), "declared here");
  const EnumSchema *schema = t->type.kind == TYPE_ENUM ? &s->program->enums.at[t->type.of] : NULL;
  if (schema && enum_member_by_name(schema, name->text) >= 0)
    sema_offer(s, d, span_join(base->span, name->span), "%.*s = %.*s",
               TEXT_ARG(sema_source(s, base)), TEXT_ARG(name->text));
  else if (!offer_part(s, d, t, name))
    sema_help(s, d, "a dot leads through a reference to the columns of another entity");
}

/* Reads `name` as a column of `entity` through the base. */
static void read_through(Sema *s, Node *node, Node *base, uint32_t entity) {
  Node *name = node_child(node, DOT_NAME);
  const Resolved r = resolve_column(s, entity, name->text);
  if (!r.symbol) {
    if (name_is_broken(s, name) || unknown_again(s, entity, name)) return;
    const EntitySchema *schema = &s->program->entities.at[entity];
    Diag *d = sema_report(s, E_UNKNOWN_NAME, name->span, "`%.*s` has no column `%.*s`",
                          TEXT_ARG(schema->name), TEXT_ARG(name->text));
    unknown_remember(s, entity, name->text, d);
    Nearest nearest = nearest_start(name->text);
    for (uint32_t i = 0; i < schema->field_count; i++)
      nearest_offer(&nearest, schema->fields[i].name);
    for (size_t i = 0; i < s->program->columns.count; i++) {
      if (s->program->columns.at[i].entity == entity)
        nearest_offer(&nearest, s->program->columns.at[i].name);
    }
    const Text best = nearest_found(&nearest);
    if (best.len)
      sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
    else if (base)
      sema_label(s, d, declared_at(s, base), "leads to %.*s", TEXT_ARG(schema->name));
    return;
  }
  Typing *t = node->typing;
  name->typing = ARENA_NEW(s->arena, Typing);
  read_resolved(s, name->typing, r);
  *t = *name->typing;
  if (!base) return; /* a column of these rows in full: the DOT itself is the symbol */
  t->symbol = SYMBOL_REFERENCE;
  t->entity = entity;
}

static bool read_bound(Sema *s, Node *node, const Node *base, Text name) {
  const bool low = text_equal(name, TEXT("low")), high = text_equal(name, TEXT("high"));
  if (!low && !high) return false;
  const Typing *b = base->typing;
  Typing *t = node->typing;
  if (!b->can_be_range) {
    Diag *d = sema_report(s, E_NO_BOUNDS, node->span, "`%.*s` is never a range: it has no `%.*s`",
                          TEXT_ARG(sema_source(s, base)), TEXT_ARG(name));
    sema_help(s, d,
              "only a score, and a count, sum or share over a condition, is known within "
              "bounds");
    sema_edit(s, d, node->span, "%.*s", TEXT_ARG(sema_source(s, base)));
    return true;
  }
  t->symbol = low ? SYMBOL_LOW : SYMBOL_HIGH;
  t->type = b->type;
  t->ratio = b->ratio;
  return true;
}

/* Without `current` the last stage of the history is the recorded one. */
static bool has_history(const Declared *declared) {
  for (uint32_t i = 0; declared->body && i < declared->body->count; i++)
    if (declared->body->child[i]->kind == NODE_HISTORY) return true;
  return false;
}

/* Where nothing is recorded, the report says so. */
static void check_recorded(Sema *s, const Node *node, const Node *base, Typing *part) {
  const Declared *declared = &s->program->columns.at[part->index];
  if (declared->current || s->states.at[part->index].segments_broken) return;
  if (has_history(declared)) {
    part->type = declared->type;
    return;
  }
  Diag *d =
      sema_report(s, E_NOTHING_RECORDED, node->span,
                  "`%.*s` has no `current` field: nothing is recorded", TEXT_ARG(declared->name));
  sema_label(s, d, declared_at(s, base), "declared here");
  sema_help(s, d, "name the recorded field in it: `current FIELD`");
  part->type = type_of(TYPE_NONE);
}

static void type_part(Sema *s, Typing *part) {
  if (part->part == PART_VALUE) kpi_type(s, part->index);
  const Declared *declared = &s->program->columns.at[part->index];
  switch ((ColumnPart)part->part) {
  case PART_VALUE:
    part->type = declared->value_type;
    part->ratio = declared->ratio;
    part->can_be_range = declared->can_be_range;
    break;
  case PART_RECORDED:
    if (declared->current && declared->current->typing)
      part->type = declared->current->typing->type;
    break;
  case PART_DRIFT:
    part->type = (Type){.kind = TYPE_ENUM, .of = ENUM_DRIFT};
    break;
  case PART_NEXT:
  case PART_SINCE:
    part->type = type_of(TYPE_DATE);
    break;
  case PART_FIT:
    part->type = (Type){.kind = TYPE_ENUM, .of = ENUM_FIT};
    break;
  case PART_PACE:
    part->type = (Type){.kind = TYPE_ENUM, .of = ENUM_PACE};
    break;
  case PART_PATH:
    part->type = (Type){.kind = TYPE_ENUM, .of = ENUM_PATH};
    break;
  case PART_SELF:
  case PART_COUNT:
    break;
  }
}

/* An item of a checklist is a column of its own. */
static bool read_item(Sema *s, Node *node, const Typing *column, Text name) {
  const uint32_t item = checklist_item(s, column->index, name);
  if (item == SCHEMA_NONE) return false;
  *node->typing = (Typing){
      .type = type_of(TYPE_BOOL), .symbol = SYMBOL_COLUMN, .entity = column->entity, .index = item};
  return true;
}

/* A part of the column that the base reads: `value`, `recorded`, `next` ... */
static bool read_part(Sema *s, Node *node, Node *base, const Typing *column, Text name) {
  if (column->symbol != SYMBOL_COLUMN || column->part != PART_SELF) return false;
  const DeclarationKind kind = s->program->columns.at[column->index].kind;
  if (kind == DECLARATION_CHECKLIST) return read_item(s, node, column, name);
  Typing part = {.symbol = SYMBOL_COLUMN, .entity = column->entity, .index = column->index};
  ColumnPart found;
  if (!part_named(kind, name, &found)) return false;
  part.part = (uint8_t)found;
  type_part(s, &part);
  if (found == PART_RECORDED || found == PART_DRIFT) check_recorded(s, node, base, &part);
  *node->typing = part;
  return true;
}

/* `entity.name` where no column has the entity's name. */
static bool read_entity(Sema *s, const Scope *scope, Node *node, Node *base) {
  const bool program = text_equal(base->text, TEXT("program"));
  const Name *found = name_find(s, base->text);
  if (!program && (!found || found->kind != NAME_ENTITY)) return false;
  const uint32_t entity = program ? IMAGE_PROGRAM : found->index;
  Typing *b = base->typing = ARENA_NEW(s->arena, Typing);
  b->symbol = SYMBOL_ENTITY;
  b->index = entity;
  if (scope->constant) {
    report_constant(s, scope, node);
  } else if (program) {
    read_through(s, node, base, entity);
  } else if (entity == scope->entity && !scope->body) {
    read_through(s, node, NULL, entity);
  } else {
    const uint32_t via = scope->body ? SCHEMA_NONE : reference_to(s, scope->entity, entity);
    Diag *d = sema_report(s, E_OTHER_ENTITY, base->span, "`%.*s` is an entity, not a value here",
                          TEXT_ARG(base->text));
    if (via != SCHEMA_NONE)
      sema_offer(s, d, base->span, "%.*s",
                 TEXT_ARG(s->program->entities.at[scope->entity].fields[via].name));
    else
      sema_help(s, d, "a dot follows a reference; many rows need an aggregate: `count(%.*s)`",
                TEXT_ARG(base->text));
  }
  return true;
}

/* `loyalty.target`: a parameter of a standard module. */
static bool read_module(Sema *s, Node *node, const Node *base, const Node *name) {
  const Name *module = name_find(s, base->text);
  if (!module || module->kind != NAME_MODULE) return false;
  const Name *found = name_meant(s, node);
  if (found && found->kind == NAME_PARAM)
    read_resolved(s, node->typing, (Resolved){SYMBOL_PARAM, 0, found->index, NULL});
  else if (!s->broken)
    report_in_module(s, node, found, name);
  return true;
}

/* The column that a base reads, through a reference too. */
static const Typing *column_read(const Node *base) {
  base = node_bare(base);
  const Typing *t = base->typing;
  if (base->kind == NODE_DOT && t->symbol == SYMBOL_REFERENCE)
    return node_child(base, DOT_NAME)->typing;
  return t;
}

void infer_dot(Sema *s, const Scope *scope, Node *node) {
  Node *base = node_child(node, DOT_BASE), *name = node_child(node, DOT_NAME);
  if (!base || !name) return;
  if (base->kind == NODE_NAME && !resolve(s, scope, base).symbol &&
      (read_entity(s, scope, node, base) || read_module(s, node, base, name)))
    return;
  infer(s, scope, base, type_of(TYPE_NONE));
  const Typing *b = base->typing;
  if (!b->type.kind) return;
  if (b->type.kind == TYPE_REF) {
    read_through(s, node, base, b->type.of);
    return;
  }
  if (read_part(s, node, base, column_read(base), name->text) ||
      read_bound(s, node, base, name->text))
    return;
  report_part(s, base, name);
}
