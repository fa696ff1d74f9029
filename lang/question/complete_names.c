/* complete_names.c - the names that may stand at a place, read off the tables of the program. */
#include "question/complete_names.h"

#include <string.h>

#include "syntax/keywords.h"
#include "syntax/standard.h"

/* ---- The list ---- */

static bool is_plain(Text name) {
  const Keyword *keyword = keyword_find(name);
  if (!name.len || (name.at[0] >= '0' && name.at[0] <= '9')) return false;
  if (keyword && keyword->class == KEYWORD_RESERVED) return false;
  for (size_t i = 0; i < name.len; i++)
    if ((unsigned char)name.at[i] >= 0x80) return false;
  return true;
}

static void add_as_written(CompletionList *list, CompletionKind kind, Text text, Text detail,
                           Text doc) {
  if (map_get(list->seen, text) != MAP_NONE) return;
  map_add(list->seen, text, (uint32_t)list->list.count);
  *VEC_PUSH(list->arena, &list->list) = (Completion){kind, text, detail, doc};
}

void complete_add(CompletionList *list, CompletionKind kind, Text text, Text detail, Text doc) {
  if (kind != COMPLETE_KEYWORD && !is_plain(text))
    text = text_of(arena_printf(list->arena, "`%.*s`", TEXT_ARG(text)));
  add_as_written(list, kind, text, detail, doc);
}

static Text said(CompletionList *list, const char *what, Text of, Text type) {
  Buffer out = buffer_in(list->arena);
  buffer_str(&out, what);
  if (of.len) buffer_printf(&out, " of %.*s", TEXT_ARG(of));
  if (type.len) buffer_printf(&out, ", %.*s", TEXT_ARG(type));
  return buffer_view(&out);
}

/* ---- Columns ---- */

static Text type_said(const Program *program, CompletionList *list, Type type, bool ratio) {
  return type.kind ? type_text(list->arena, program, type, ratio) : TEXT("");
}

/* Whether a number, a date or a duration can begin with it. */
static bool leads_to_number(Type type) {
  return type.kind != TYPE_TEXT && type.kind != TYPE_ENUM && type.kind != TYPE_BOOL;
}

/* The parts of these have numbers and dates. */
static bool has_numbers(const Declared *declared) {
  return leads_to_number(declared->type) || declared->kind == DECLARATION_KPI ||
         declared->kind == DECLARATION_CADENCE || declared->kind == DECLARATION_PROCESS;
}

static void add_fields(const Program *program, uint32_t entity, CompletionList *list) {
  const EntitySchema *schema = &program->entities.at[entity];
  for (uint32_t i = 0; i < schema->field_count; i++) {
    const FieldSchema *field = &schema->fields[i];
    if (field->optional || (list->numbers && !leads_to_number(field->type))) continue;
    complete_add(list, COMPLETE_FIELD, field->name,
                 said(list, "field", schema->name, type_said(program, list, field->type, false)),
                 field->doc);
  }
}

static const char *kind_said(DeclarationKind kind) {
  switch (kind) {
  case DECLARATION_MEASURE:
    return "measure";
  case DECLARATION_SCORE:
    return "score";
  case DECLARATION_SEGMENTATION:
    return "segmentation";
  case DECLARATION_KPI:
    return "kpi";
  case DECLARATION_RULE:
    return "rule";
  case DECLARATION_CADENCE:
    return "cadence";
  case DECLARATION_PROCESS:
    return "process";
  case DECLARATION_CHECKLIST:
    return "checklist";
  case DECLARATION_ASSUME:
    return "assumption";
  default:
    return "column";
  }
}

/* Names of standard modules are reached through the module, items through their checklist. */
static bool stands_alone(const Declared *declared) {
  return declared->kind != DECLARATION_ITEM && declared->kind != DECLARATION_EXPECTATION &&
         !memchr(declared->name.at, '.', declared->name.len);
}

static void add_columns(const Program *program, uint32_t entity, CompletionList *list) {
  for (size_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    if ((entity != SCHEMA_NONE && declared->entity != entity) || !stands_alone(declared)) continue;
    if (list->numbers && !has_numbers(declared)) continue;
    const Text of =
        declared->entity == SCHEMA_NONE ? TEXT("") : program->entities.at[declared->entity].name;
    const bool measure = declared->kind == DECLARATION_MEASURE;
    const Text type =
        measure ? type_said(program, list, declared->type, declared->ratio) : TEXT("");
    complete_add(list, COMPLETE_COLUMN, declared->name,
                 said(list, kind_said(declared->kind), of, type), declared->doc);
  }
}

static void add_of_entity(const Program *program, unsigned sorts, uint32_t entity,
                          CompletionList *list) {
  for (uint32_t e = 1; sorts & NAMES_FIELD && e < program->entities.count; e++)
    if (entity == SCHEMA_NONE || e == entity) add_fields(program, e, list);
  if (sorts & NAMES_COLUMN) add_columns(program, entity, list);
}

/* ---- Entities ---- */

static bool refers_to(const Program *program, uint32_t entity, uint32_t other) {
  if (other == SCHEMA_NONE || other == IMAGE_PROGRAM) return true;
  const EntitySchema *schema = &program->entities.at[entity];
  for (uint32_t i = 0; i < schema->field_count; i++)
    if (schema->fields[i].type.kind == TYPE_REF && schema->fields[i].type.of == other) return true;
  return false;
}

static void add_entities(const Program *program, const NamePlace *place, CompletionList *list) {
  for (uint32_t e = 1; e < program->entities.count; e++) {
    const EntitySchema *schema = &program->entities.at[e];
    const bool related =
        place->sorts & (NAMES_RELATED | NAMES_THEIRS) && refers_to(program, e, place->entity);
    if (place->sorts & NAMES_ENTITY || (related && place->sorts & NAMES_RELATED))
      complete_add(list, COMPLETE_ENTITY, schema->name, TEXT("entity"), schema->doc);
    if (related && place->sorts & NAMES_THEIRS)
      add_of_entity(program, NAMES_FIELD | NAMES_COLUMN, e, list);
  }
}

/* ---- Behind a dot ---- */

static void add_parts(const Program *program, uint32_t column, CompletionList *list) {
  static const struct Part {
    const char *name;
    unsigned kinds;
  } parts[] = {
#define X(id, name, kinds) {name, kinds},
#include "sema/parts.def"
#undef X
  };
  const Declared *declared = &program->columns.at[column];
  for (size_t i = PART_SELF + 1; i < sizeof parts / sizeof *parts; i++)
    if (parts[i].kinds & 1u << declared->kind)
      complete_add(list, COMPLETE_PART, text_of(parts[i].name),
                   said(list, "part", declared->name, TEXT("")), TEXT(""));
  for (size_t i = 0; i < program->columns.count; i++) {
    const Declared *item = &program->columns.at[i];
    if (item->kind != DECLARATION_ITEM || item->whole != column) continue;
    complete_add(list, COMPLETE_PART, node_child(item->node, ITEM_NAME)->text,
                 said(list, "item", declared->name, TEXT("")), item->doc);
  }
}

static void add_bounds(CompletionList *list) {
  complete_add(list, COMPLETE_PART, TEXT("low"), TEXT("the least that it can be"), TEXT(""));
  complete_add(list, COMPLETE_PART, TEXT("high"), TEXT("the most that it can be"), TEXT(""));
}

/* ---- Members, stages ---- */

/* What a segment or a stage is for. */
static Text member_doc(const Program *program, uint32_t members, const EnumMember *member) {
  for (size_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    const Node *body = declared->members == members ? declared->body : NULL;
    for (uint32_t j = 0; body && j < body->count; j++) {
      const Node *node = body->child[j];
      if (node->kind != NODE_SEGMENT && node->kind != NODE_STAGE) continue;
      if (!text_equal(node->child[0]->text, member->name)) continue;
      return node->child[1] ? node->child[1]->text : TEXT("");
    }
  }
  return text_equal(member->text, member->name) ? TEXT("") : member->text;
}

void complete_members(const Program *program, uint32_t members, CompletionList *list) {
  const EnumSchema *schema = &program->enums.at[members];
  for (uint32_t i = 0; i < schema->count; i++)
    complete_add(list, COMPLETE_MEMBER, schema->members[i].name,
                 said(list, "member", schema->name, TEXT("")),
                 member_doc(program, members, &schema->members[i]));
}

static void add_outcomes(const Program *program, CompletionList *list) {
  for (size_t i = 0; i < program->columns.count; i++)
    if (program->columns.at[i].type.kind == TYPE_ENUM)
      complete_members(program, program->columns.at[i].type.of, list);
}

static void add_stages(const Node *process, CompletionList *list) {
  const Node *body = node_child(process, PROCESS_BODY);
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *stage = body->child[i];
    if (stage->kind != NODE_STAGE || !node_child(stage, STAGE_NAME)) continue;
    const Node *doc = node_child(stage, STAGE_DOC);
    complete_add(list, COMPLETE_STAGE, node_child(stage, STAGE_NAME)->text, TEXT("stage"),
                 doc ? doc->text : TEXT(""));
  }
}

/* ---- Parameters, functions, modules ---- */

/* A name of the module, without it; of no module where that is "". "" where it is another's. */
static Text name_in(Text module, Text name) {
  const char *dot = memchr(name.at, '.', name.len);
  if (!module.len) return dot ? TEXT("") : name;
  if (!dot || !text_equal(module, text_slice(name, 0, (size_t)(dot - name.at)))) return TEXT("");
  return text_slice(name, (size_t)(dot - name.at) + 1, name.len);
}

static void add_params(const Program *program, Text module, CompletionList *list) {
  for (size_t i = 0; i < program->params.count; i++) {
    const DeclaredParam *param = &program->params.at[i];
    const Text name = name_in(module, param->name);
    if (name.len)
      complete_add(list, COMPLETE_PARAM, name,
                   said(list, "param", TEXT(""), type_said(program, list, param->type, false)),
                   param->doc);
  }
}

static void add_functions(const Program *program, Text module, CompletionList *list) {
  static const struct Function {
    const char *name, *doc;
  } functions[] = {
#define X(id, name, least, most, doc) {name, doc},
#include "sema/builtins.def"
#undef X
  };
  for (size_t i = 0; !module.len && i < sizeof functions / sizeof *functions; i++)
    complete_add(list, COMPLETE_FUNCTION, text_of(functions[i].name), TEXT("function"),
                 text_of(functions[i].doc));
  DefinitionShape definition;
  for (size_t i = 0; program_definition(program, i, &definition); i++) {
    const Text name = name_in(module, definition.name);
    if (name.len) complete_add(list, COMPLETE_FUNCTION, name, TEXT("function"), definition.doc);
  }
}

static void add_parameters(const Node *define, CompletionList *list) {
  const Node *parameters = node_child(define, DEFINE_PARAMETERS);
  for (uint32_t i = 0; parameters && i < parameters->count; i++) {
    const Node *name = node_child(parameters->child[i], PARAMETER_NAME);
    if (name) complete_add(list, COMPLETE_CONSTANT, name->text, TEXT("parameter"), TEXT(""));
  }
}

static void add_modules(const Modules *modules, CompletionList *list) {
  for (size_t i = 0; i < modules->list.count; i++)
    if (modules->list.at[i].prefix.len)
      complete_add(list, COMPLETE_MODULE, modules->list.at[i].prefix, TEXT("module"), TEXT(""));
}

static void add_standard(CompletionList *list) {
  for (size_t i = 0; i < standard_module_count; i++)
    complete_add(list, COMPLETE_MODULE, text_of(standard_modules[i].name), TEXT("module"),
                 TEXT(""));
}

/* ---- Currencies ---- */

static void add_currency(Type type, CompletionList *list) {
  if (type.kind == TYPE_MONEY && type.currency[0])
    complete_add(list, COMPLETE_UNIT, text_copy(list->arena, text_of(type.currency)),
                 TEXT("currency"), TEXT(""));
}

void complete_currencies(const Program *program, CompletionList *list) {
  for (uint32_t e = 1; e < program->entities.count; e++)
    for (uint32_t i = 0; i < program->entities.at[e].field_count; i++)
      add_currency(program->entities.at[e].fields[i].type, list);
  for (size_t i = 0; i < program->params.count; i++) add_currency(program->params.at[i].type, list);
}

void complete_names(const Program *program, const Modules *modules, const NamePlace *place,
                    CompletionList *list) {
  const unsigned sorts = place->sorts;
  list->numbers = place->numbers;
  if (sorts & NAMES_PART) add_parts(program, place->column, list);
  if (sorts & NAMES_BOUND) add_bounds(list);
  if (place->define && sorts & NAMES_PARAM) add_parameters(place->define, list);
  add_of_entity(program, sorts, place->entity, list);
  if (place->other != SCHEMA_NONE) add_of_entity(program, sorts, place->other, list);
  add_entities(program, place, list);
  if (sorts & NAMES_STAGE && place->process) add_stages(place->process, list);
  if (sorts & NAMES_PARAM) add_params(program, place->module, list);
  if (sorts & NAMES_TODAY)
    complete_add(list, COMPLETE_CONSTANT, TEXT("today"), TEXT("the day of the run, date"),
                 TEXT(""));
  if (sorts & NAMES_PROGRAM)
    complete_add(list, COMPLETE_ENTITY, TEXT("program"), TEXT("the program's columns"), TEXT(""));
  if (sorts & NAMES_FUNCTION) add_functions(program, place->module, list);
  if (sorts & NAMES_IN_MODULE && !place->module.len) add_modules(modules, list);
  if (sorts & NAMES_STANDARD) add_standard(list);
  if (sorts & NAMES_OUTCOME) add_outcomes(program, list);
}
