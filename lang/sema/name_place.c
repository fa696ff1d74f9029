/* name_place.c - what a name can mean at a place: a walk from the root down to it.
 *
 * On the way the rows change: a declaration says whose, an aggregate goes on to those it ranges
 * over. Types are asked for only where they decide: beside a comparison, before a dot. Nothing else
 * of the tree is looked at, so it may be wrong elsewhere.
 */
#include "sema/name_place.h"

#include <string.h>

#include "sema/infer_impl.h"

enum {
  NAMES_COLUMNS = NAMES_FIELD | NAMES_COLUMN,
  NAMES_VALUE =
      NAMES_COLUMNS | NAMES_PARAM | NAMES_TODAY | NAMES_FUNCTION | NAMES_PROGRAM | NAMES_IN_MODULE
};

typedef struct Walk {
  Sema *s;
  Node *const *path;
  size_t count;
  NamePlace place;
  const Node *test; /* the TEST around, or NULL */
  bool loose;       /* in an aggregate whose rows are not named yet */
  bool shown;       /* in what a question shows: aggregates may range over its own rows */
  bool constant;    /* no data may be read */
} Walk;

static uint32_t slot_of(const Walk *w, size_t i) {
  const Node *node = w->path[i];
  uint32_t slot = 0;
  while (slot < node->count && node->child[slot] != w->path[i + 1]) slot++;
  return slot;
}

/* ---- Whose rows ---- */

static uint32_t entity_called(const Walk *w, const Node *name) {
  if (!name || name->kind != NODE_NAME) return SCHEMA_NONE;
  if (text_equal(name->text, TEXT("program"))) return IMAGE_PROGRAM;
  const Name *found = name_find(w->s, name->text);
  return found && found->kind == NAME_ENTITY ? found->index : SCHEMA_NONE;
}

static uint32_t usual_entity(const Walk *w) {
  const Name *account = name_find(w->s, TEXT("account"));
  return account && account->kind == NAME_ENTITY ? account->index : SCHEMA_NONE;
}

/* The entity that an expression tells by what it reads: SCHEMA_NONE where it reads nothing yet. */
static uint32_t entity_told(const Walk *w, const Node *node) {
  const Program *program = w->s->program;
  const uint32_t usual = usual_entity(w);
  Owner owner = {.entity = SCHEMA_NONE, .looks_inside = true};
  owner_see(w->s, node, &owner);
  if (owner.entity != SCHEMA_NONE || !owner.field) return owner.entity;
  const Text field = owner.field->text;
  if (usual != SCHEMA_NONE && schema_field(&program->entities.at[usual], field) != SCHEMA_NONE)
    return usual;
  uint32_t e = 1;
  while (schema_field(&program->entities.at[e], field) == SCHEMA_NONE) e++;
  return e;
}

static void stand_on(Walk *w, uint32_t entity) { w->place.entity = entity; }

static void stand_on_named(Walk *w, const Node *name) {
  stand_on(w, name ? entity_called(w, name) : usual_entity(w));
}

/* `expect`: the row is one that is given. */
static void stand_on_expected(Walk *w, const Node *expect) {
  uint32_t entity = entity_told(w, node_child(expect, EXPECT_CONDITION));
  const Node *body = w->test ? node_child(w->test, TEST_BODY) : NULL;
  for (uint32_t i = 0; entity == SCHEMA_NONE && body && i < body->count; i++)
    if (body->child[i]->kind == NODE_GIVEN)
      entity = entity_called(w, node_child(body->child[i], GIVEN_ENTITY));
  stand_on(w, entity);
}

static void stand_on_shown(Walk *w, const Node *show) {
  const Node *of = node_child(show, SHOW_OF), *what = node_child(show, SHOW_WHAT);
  if (!of && what && what->count == 1) of = what->child[0];
  stand_on(w, entity_called(w, of));
  if (w->place.entity == SCHEMA_NONE) stand_on(w, entity_told(w, show));
  w->shown = true;
}

/* A column, or a member that a column of the entity has. */
static uint32_t entity_asked(const Walk *w, const Node *target) {
  const uint32_t told = entity_told(w, target);
  return told != SCHEMA_NONE ? told : usual_entity(w);
}

static void enter(Walk *w, const Node *node, uint32_t slot) {
  switch (node->kind) {
  case NODE_MEASURE:
    stand_on_named(w, node_child(node, MEASURE_ENTITY));
    break;
  case NODE_ASSUME:
    stand_on_named(w, node_child(node, ASSUME_ENTITY));
    break;
  case NODE_SCORE:
  case NODE_SEGMENTATION:
  case NODE_KPI:
  case NODE_CADENCE:
  case NODE_PROCESS:
  case NODE_RULE:
  case NODE_CHECKLIST: {
    const Node *subject = node_child(node, RULE_SUBJECT);
    stand_on_named(w, subject ? node_child(subject, SUBJECT_ENTITY) : NULL);
    if (node->kind == NODE_PROCESS) w->place.process = node;
    break;
  }
  case NODE_DEFINE:
    w->place.define = node;
    stand_on(w, SCHEMA_NONE);
    break;
  case NODE_PARAM:
  case NODE_SWEEP:
    w->constant = true;
    break;
  case NODE_SET:
    w->constant = slot == SET_VALUE;
    break;
  case NODE_TEST:
    w->test = node;
    break;
  case NODE_GIVEN:
    stand_on(w, entity_called(w, node_child(node, GIVEN_ENTITY)));
    break;
  case NODE_EXPECT:
    stand_on_expected(w, node);
    break;
  case NODE_SHOW:
    stand_on_shown(w, node);
    break;
  case NODE_WHAT_IF:
    stand_on(w, entity_asked(w, node_child(node, WHAT_IF_ASSIGNMENTS)));
    break;
  case NODE_EVALUATE:
    stand_on(w, entity_asked(w, node_child(node, EVALUATE_VALUE)));
    w->place.other = IMAGE_PROGRAM;
    break;
  case NODE_WHY:
    stand_on(w, entity_asked(w, node_child(node, WHY_TARGET)));
    break;
  case NODE_WAIVE:
    stand_on(w, entity_told(w, node_child(node, WAIVE_TARGET)));
    break;
  default:
    break;
  }
}

/* ---- Aggregates ---- */

static const Definition *definition_called(const Walk *w, const Node *callee) {
  const Name *found = callee ? name_meant(w->s, callee) : NULL;
  return found && found->kind == NAME_DEFINE ? &w->s->definitions.at[found->index] : NULL;
}

/* Whether the argument of a call, by its number, is of rows. */
static bool takes_rows(const Walk *w, const Node *call, uint32_t index) {
  const Node *callee = node_child(call, CALL_CALLEE);
  const Definition *definition = definition_called(w, callee);
  if (definition) return index < definition->count && definition->parameters[index].each;
  if (!callee || callee->kind != NODE_NAME) return false;
  const Builtin builtin = builtin_named(callee->text);
  if (builtin == BUILTIN_PERCENTILE) return index == 1;
  return builtin != BUILTIN_COUNT_OF && builtin_is_aggregate(builtin);
}

static bool counts(const Node *call) {
  const Node *callee = node_child(call, CALL_CALLEE);
  return callee && callee->kind == NODE_NAME && builtin_named(callee->text) == BUILTIN_COUNT;
}

/* An aggregate stands on the program's row where nothing says whose row it is. */
static uint32_t parent_of(const Walk *w) {
  const bool program = w->place.entity == SCHEMA_NONE || w->place.other == IMAGE_PROGRAM;
  return program ? IMAGE_PROGRAM : w->place.entity;
}

static void enter_argument(Walk *w, const Node *argument, uint32_t slot) {
  const bool unnamed = !node_child(argument, ARGUMENT_ROWS);
  const Node *rows = node_child(argument, unnamed ? ARGUMENT_WHAT : ARGUMENT_ROWS);
  if (slot == ARGUMENT_ROWS || rows == w->path[w->count - 1]) return;
  const uint32_t child = entity_called(w, rows);
  if (child == SCHEMA_NONE && !w->shown) return;
  if (child != SCHEMA_NONE) stand_on(w, child);
  w->place.other = SCHEMA_NONE;
  w->loose = false;
}

static void enter_call(Walk *w, size_t i) {
  const Node *list = w->path[i + 1];
  if (list->kind != NODE_LIST || i + 2 >= w->count) return;
  if (takes_rows(w, w->path[i], slot_of(w, i + 1))) w->loose = true;
}

/* ---- Types that decide ---- */

static Type type_on(Walk *w, uint32_t entity, Node *expression) {
  const Scope scope = {.entity = entity};
  infer(w->s, &scope, expression, type_of(TYPE_NONE));
  return expression->typing->type;
}

/* The type of an expression beside the name; its typing stays on it. */
static Type type_beside(Walk *w, Node *expression) {
  if (w->place.define || !expression) return type_of(TYPE_NONE);
  Type type = type_of(TYPE_NONE);
  const NamePlace *place = &w->place;
  if (place->entity != SCHEMA_NONE) type = type_on(w, place->entity, expression);
  if (!type.kind && place->other != SCHEMA_NONE) type = type_on(w, place->other, expression);
  const bool any = place->entity == SCHEMA_NONE || w->loose;
  for (uint32_t e = 0; any && !type.kind && e < w->s->program->entities.count; e++)
    type = type_on(w, e, expression);
  return type;
}

static Type field_or_param_type(const Walk *w, const Node *target) {
  const Program *program = w->s->program;
  const Text name = path_name(target);
  if (w->place.entity != SCHEMA_NONE) {
    const uint32_t field = schema_field(&program->entities.at[w->place.entity], name);
    if (field != SCHEMA_NONE) return program->entities.at[w->place.entity].fields[field].type;
    const Resolved column = resolve_column(w->s, w->place.entity, name);
    if (column.symbol == SYMBOL_COLUMN) return program->columns.at[column.index].type;
  }
  for (size_t i = 0; i < program->params.count; i++)
    if (text_equal(program->params.at[i].name, name)) return program->params.at[i].type;
  return type_of(TYPE_NONE);
}

static Type find_beside(Walk *w) {
  size_t i = w->count - 1;
  while (i > 0 && w->path[i - 1]->kind == NODE_GROUP) i--;
  if (!i) return type_of(TYPE_NONE);
  const Node *parent = w->path[i - 1];
  const uint32_t slot = slot_of(w, i - 1);
  switch (parent->kind) {
  case NODE_COMPARE:
  case NODE_DEFAULT:
    return type_beside(w, parent->child[1 - slot]);
  case NODE_BETWEEN:
    return type_beside(w, parent->child[slot ? 0 : 1]);
  case NODE_IN_LIST: {
    const Node *items = node_child(parent, IN_LIST_ITEMS);
    return type_beside(w, items && items->count ? items->child[0] : NULL);
  }
  case NODE_LIST:
    if (i < 2 || w->path[i - 2]->kind != NODE_IN_LIST) return type_of(TYPE_NONE);
    return type_beside(w, node_child(w->path[i - 2], IN_LIST_VALUE));
  case NODE_IF:
    return slot == IF_CONDITION ? type_of(TYPE_NONE)
                                : type_beside(w, parent->child[IF_THEN + IF_ELSE - slot]);
  case NODE_SET:
    return slot == SET_VALUE ? field_or_param_type(w, node_child(parent, SET_TARGET))
                             : type_of(TYPE_NONE);
  case NODE_CELL:
    return slot == CELL_VALUE ? field_or_param_type(w, node_child(parent, CELL_NAME))
                              : type_of(TYPE_NONE);
  default:
    return type_of(TYPE_NONE);
  }
}

/* ---- Behind a dot ---- */

static void put(Walk *w, unsigned sorts) { w->place.sorts = sorts; }

static void put_columns_of(Walk *w, uint32_t entity) {
  stand_on(w, entity);
  w->place.other = SCHEMA_NONE;
  put(w, NAMES_COLUMNS);
}

static void put_parts_of(Walk *w, uint32_t column) {
  w->place.column = column;
  const Declared *declared = &w->s->program->columns.at[column];
  const bool range = declared->kind != DECLARATION_KPI && declared->can_be_range;
  put(w, NAMES_PART | (range ? NAMES_BOUND : 0u));
}

/* `program.`, `account.`, `loyalty.` where no column has the name. */
static bool behind_name(Walk *w, const Node *base) {
  const Name *found = name_find(w->s, base->text);
  const uint32_t entity = entity_called(w, base);
  if (w->place.entity != SCHEMA_NONE && resolve_column(w->s, w->place.entity, base->text).symbol)
    return false;
  if (entity != SCHEMA_NONE) {
    put_columns_of(w, entity);
  } else if (found && found->kind == NAME_MODULE) {
    w->place.module = base->text;
    put(w, NAMES_IN_MODULE | NAMES_FUNCTION | NAMES_PARAM);
  } else {
    return false;
  }
  return true;
}

static void behind_dot(Walk *w, Node *base) {
  if (base->kind == NODE_NAME && behind_name(w, base)) return;
  const Type type = type_beside(w, base);
  const Typing *t = node_bare(base)->typing;
  if (!type.kind || !t) return;
  if (type.kind == TYPE_REF) {
    put_columns_of(w, type.of);
    return;
  }
  const Typing *read =
      t->symbol == SYMBOL_REFERENCE ? node_child(node_bare(base), DOT_NAME)->typing : t;
  if (read->symbol == SYMBOL_COLUMN && read->part == PART_SELF)
    put_parts_of(w, read->index);
  else if (t->can_be_range)
    put(w, NAMES_BOUND);
}

/* `why not tier.drift.`: the members of a part. */
static void behind_part(Walk *w, const Node *parent, const Node *base) {
  const uint32_t entity = entity_told(w, base);
  if (parent->kind != NODE_WHY || !(parent->flags & FLAG_NEGATED) || entity == SCHEMA_NONE) return;
  w->place.beside = type_on(w, entity, path_expression(w->s, node_copy(w->s->arena, base)));
}

/* A dot where a declaration is meant. */
static void behind_path_dot(Walk *w, const Node *parent, const Node *base) {
  const Name *found = name_find(w->s, path_name(base));
  if (parent->kind == NODE_USE) {
    put(w, NAMES_STANDARD);
  } else if (base->kind == NODE_NAME && behind_name(w, base)) {
    return;
  } else if (base->kind == NODE_PATH) {
    behind_part(w, parent, base);
  } else if (found && found->kind == NAME_COLUMN) {
    put_parts_of(w, found->index);
    const Type type = w->s->program->columns.at[found->index].type;
    if (parent->kind == NODE_WHY && parent->flags & FLAG_NEGATED) w->place.beside = type;
  } else if (parent->kind == NODE_CURRENT) {
    const Type type = field_or_param_type(w, base);
    if (type.kind == TYPE_REF) put_columns_of(w, type.of);
  }
}

/* ---- The name itself ---- */

static bool is_new_name(const Node *parent, uint32_t slot) {
  const char *name = node_slot_name(parent->kind, slot);
  return name && !strcmp(name, node_slot_name(NODE_RULE, RULE_NAME)) && parent->kind != NODE_DOT &&
         parent->kind != NODE_CELL && parent->kind != NODE_PATH;
}

/* Names that are no values. True where it is one of these places. */
static bool in_declaration(Walk *w, const Node *parent, uint32_t slot) {
  switch (parent->kind) {
  case NODE_SUBJECT:
    if (slot != SUBJECT_ENTITY) return false;
    put(w, NAMES_ENTITY | NAMES_PROGRAM);
    return true;
  case NODE_MEASURE:
    if (slot != MEASURE_ENTITY) return false;
    put(w, NAMES_ENTITY | NAMES_PROGRAM);
    return true;
  case NODE_ASSUME:
    if (slot != ASSUME_ENTITY) return false;
    put(w, NAMES_ENTITY | NAMES_PROGRAM);
    return true;
  case NODE_TYPE:
    put(w, text_equal(parent->text, TEXT("ref")) ? NAMES_ENTITY : 0);
    return true;
  case NODE_GIVEN:
    put(w, NAMES_ENTITY);
    return true;
  case NODE_CELL:
    if (slot != CELL_NAME) return false;
    put(w, NAMES_COLUMNS);
    return true;
  case NODE_CURRENT:
  case NODE_PRODUCES:
    put(w, NAMES_FIELD);
    return true;
  case NODE_HISTORY:
    if (slot == HISTORY_STAGE)
      put(w, NAMES_RELATED);
    else
      put_columns_of(w, entity_called(w, node_child(parent, HISTORY_STAGE)->child[0]));
    return true;
  case NODE_NEXT:
    put(w, NAMES_STAGE);
    return true;
  case NODE_PROCESS: /* extends */
  case NODE_WAIVE:
    stand_on(w, SCHEMA_NONE);
    put(w, NAMES_COLUMN);
    return true;
  case NODE_USE:
  case NODE_FISCAL:
    return true;
  default:
    return false;
  }
}

static bool in_question(Walk *w, const Node *parent, uint32_t slot) {
  switch (parent->kind) {
  case NODE_SHOW:
    if (slot != SHOW_OF) return false;
    put(w, NAMES_ENTITY);
    return true;
  case NODE_WHY:
    stand_on(w, SCHEMA_NONE);
    put(w, NAMES_COLUMN | NAMES_PROGRAM | NAMES_OUTCOME |
               (parent->flags & FLAG_NEGATED ? 0u : NAMES_ENTITY));
    return true;
  case NODE_SWEEP:
    if (slot == SWEEP_TARGET) put(w, NAMES_PARAM);
    return slot == SWEEP_TARGET;
  case NODE_SET:
    if (slot != SET_TARGET) return false;
    put(w, NAMES_PARAM | (w->path[0]->kind == NODE_QUESTIONS ? NAMES_FIELD : 0u));
    return true;
  default:
    return false;
  }
}

static void in_aggregate(Walk *w, const Node *call) {
  const uint32_t parent = parent_of(w);
  if (w->shown && !counts(call))
    put(w, NAMES_VALUE | NAMES_THEIRS);
  else if (counts(call))
    put(w, NAMES_RELATED);
  else
    put(w, NAMES_THEIRS | NAMES_PARAM | NAMES_TODAY | NAMES_FUNCTION);
  w->place.other = SCHEMA_NONE;
  if (!w->shown) stand_on(w, parent);
}

static const Node *call_around(const Walk *w) {
  for (size_t i = w->count - 1; i-- > 0;)
    if (w->path[i]->kind == NODE_CALL) return w->path[i];
  return NULL;
}

/* Whether a name that begins a number, a date or a duration is wanted. */
static bool wants_number(const Walk *w, const Node *parent) {
  switch (parent->kind) {
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE:
  case NODE_NEGATE:
    return true;
  case NODE_COMPARE:
  case NODE_BETWEEN:
    return type_is_numeric(w->place.beside.kind) || w->place.beside.kind == TYPE_DATE;
  case NODE_ARGUMENT:
  case NODE_LIST: {
    const Node *call = call_around(w);
    const Node *callee = w->loose && call ? node_child(call, CALL_CALLEE) : NULL;
    const Builtin builtin = callee ? builtin_named(path_name(callee)) : BUILTIN_COUNT_OF;
    return builtin >= BUILTIN_SUM && builtin <= BUILTIN_PERCENTILE;
  }
  default:
    return false;
  }
}

/* The first thing shown may be an entity as a whole. */
static bool begins_shown(const Walk *w, const Node *parent) {
  return w->shown && parent->kind == NODE_LIST && parent->count == 1 && w->count > 2 &&
         w->path[w->count - 3]->kind == NODE_SHOW && slot_of(w, w->count - 3) == SHOW_WHAT;
}

static void as_value(Walk *w, const Node *parent, uint32_t slot) {
  if (parent->kind == NODE_CALL && slot == CALL_CALLEE) {
    put(w, NAMES_FUNCTION | NAMES_IN_MODULE);
  } else if (parent->kind == NODE_ARGUMENT && slot == ARGUMENT_VIA) {
    put(w, NAMES_FIELD);
  } else if (parent->kind == NODE_ARGUMENT &&
             (slot == ARGUMENT_ROWS ||
              (slot == ARGUMENT_WHAT && !node_child(parent, ARGUMENT_ROWS) && w->loose))) {
    stand_on(w, parent_of(w));
    put(w, NAMES_RELATED);
  } else if (w->loose) {
    in_aggregate(w, call_around(w));
  } else {
    put(w, w->constant ? NAMES_PARAM : NAMES_VALUE);
  }
  if (w->place.define) w->place.sorts &= ~(unsigned)(NAMES_COLUMNS | NAMES_THEIRS);
  if (begins_shown(w, parent)) w->place.sorts |= NAMES_ENTITY;
  w->place.beside = find_beside(w);
  w->place.numbers = wants_number(w, parent);
  if (w->place.beside.kind == TYPE_REF) w->place.key = w->place.beside.of;
}

static void name_itself(Walk *w) {
  size_t i = w->count - 1;
  const Node *parent = w->path[i - 1];
  uint32_t slot = slot_of(w, i - 1);
  if (parent->kind == NODE_DOT && slot == DOT_NAME) {
    behind_dot(w, parent->child[DOT_BASE]);
    return;
  }
  if (parent->kind == NODE_PATH && slot == PATH_NAME) {
    const Node *base = parent->child[PATH_BASE];
    while (i > 1 && w->path[i - 1]->kind == NODE_PATH) i--;
    behind_path_dot(w, w->path[i - 1], base);
    return;
  }
  while (i > 1 && w->path[i - 1]->kind == NODE_PATH) i--;
  parent = w->path[i - 1];
  slot = slot_of(w, i - 1);
  if (is_new_name(parent, slot) || parent->kind == NODE_MEMBER) return;
  if (!in_declaration(w, parent, slot) && !in_question(w, parent, slot)) as_value(w, parent, slot);
}

/* ---- A text ---- */

static void text_itself(Walk *w) {
  const Node *parent = w->path[w->count - 2];
  const uint32_t slot = slot_of(w, w->count - 2);
  const bool key = (parent->kind == NODE_WHY && slot == WHY_KEY) ||
                   (parent->kind == NODE_WHAT_IF && slot == WHAT_IF_KEY) ||
                   (parent->kind == NODE_EVALUATE && slot == EVALUATE_KEY) ||
                   (parent->kind == NODE_WAIVE && slot == WAIVE_KEY);
  const Type beside = find_beside(w);
  if (key)
    w->place.key = w->place.entity;
  else if (beside.kind == TYPE_REF)
    w->place.key = beside.of;
}

NamePlace name_place(Program *program, Node *const *path, size_t count) {
  Walk w = {
      .s = program->analysis,
      .path = path,
      .count = count,
      .place = {
          .entity = SCHEMA_NONE, .other = SCHEMA_NONE, .column = SCHEMA_NONE, .key = SCHEMA_NONE}};
  if (count == 1) {
    stand_on(&w, usual_entity(&w));
    put(&w, NAMES_VALUE);
    return w.place;
  }
  for (size_t i = 0; i + 1 < count; i++) {
    const uint32_t slot = slot_of(&w, i);
    enter(&w, path[i], slot);
    if (path[i]->kind == NODE_CALL) enter_call(&w, i);
    if (path[i]->kind == NODE_ARGUMENT) enter_argument(&w, path[i], slot);
  }
  if (path[count - 1]->kind == NODE_STRING)
    text_itself(&w);
  else
    name_itself(&w);
  return w.place;
}

bool program_definition(const Program *program, size_t index, DefinitionShape *out) {
  const Sema *s = program->analysis;
  if (index >= s->definitions.count) return false;
  const Definition *definition = &s->definitions.at[index];
  *out = (DefinitionShape){.name = definition->name,
                           .doc = string_text(node_child(definition->node, DEFINE_DOC)),
                           .node = definition->node};
  return true;
}
