/* column.c - declared columns: their types, typed on demand; measures; what all bodies share. */
#include "sema/infer_impl.h"

Scope column_scope(const Sema *s, uint32_t column) {
  return (Scope){.entity = s->program->columns.at[column].entity};
}

const Node *clause_once(Sema *s, const Node *first, const Node *node, const char *what) {
  if (!first) return node;
  Diag *d = sema_report(s, E_CLAUSE_TWICE, node->span, "`%s` is given twice", what);
  sema_label(s, d, first->span, "first given here");
  sema_help(s, d, "leave one of them out");
  return first;
}

void check_meta(Sema *s, const Node *body, Declared *declared) {
  const Node *owner = NULL, *source = NULL;
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_META) continue;
    const bool owns = text_equal(node->text, TEXT("owner"));
    const Node **first = owns ? &owner : &source;
    *first = clause_once(s, *first, node, owns ? "owner" : "source");
    if (!declared || *first != node) continue;
    if (owns)
      declared->owner = string_text(node_child(node, META_VALUE));
    else
      declared->source = string_text(node_child(node, META_VALUE));
  }
}

#define X(id, name, kinds) [PART_##id] = PART_##id ? "." name : "",
const char *const part_suffix[PART_COUNT] = {
#include "sema/parts.def"
};
#undef X

bool part_named(DeclarationKind kind, Text name, ColumnPart *out) {
#define X(id, part, kinds) {part, kinds},
  static const struct {
    const char *name;
    unsigned kinds;
  } parts[PART_COUNT] = {
#include "sema/parts.def"
  };
#undef X
  for (int i = PART_SELF + 1; i < PART_COUNT; i++) {
    if (!(parts[i].kinds & 1u << kind) || !text_equal(name, text_of(parts[i].name))) continue;
    *out = (ColumnPart)i;
    return true;
  }
  return false;
}

/* --- measures, assumptions --- */

static void report_period(Sema *s, const Node *value) {
  Diag *d = sema_report(
      s, E_PERIOD_VALUE, value->span,
      "months, quarters and years are steps of the calendar: a column cannot hold them");
  sema_help(s, d, "keep them in a `param`, or write a number of days");
}

static void check_measure_type(Sema *s, Declared *declared) {
  const Node *node = node_child(declared->node, MEASURE_TYPE);
  declared->type = type_written(s, node, declared->name, TYPE_OF_VALUE, NULL);
}

void measure_type(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  Node *value = node_child(declared->node, MEASURE_VALUE);
  if (node_child(declared->node, MEASURE_TYPE)) {
    check_measure_type(s, declared);
    if (!value) return;
    const Node *origin = node_child(declared->node, MEASURE_TYPE);
    if (infer_as(s, &scope, value, declared->type, origin))
      declared->can_be_range = value->typing->can_be_range;
    return;
  }
  infer(s, &scope, value, type_of(TYPE_NONE));
  if (!value || !value->typing->type.kind || declaration_has_slip(s, declared->node)) return;
  if (value->typing->type.kind == TYPE_PERIOD) {
    report_period(s, value);
    return;
  }
  declared->type = value->typing->type;
  declared->ratio = value->typing->ratio;
  declared->can_be_range = value->typing->can_be_range;
}

void column_type(Sema *s, uint32_t column) {
  ColumnState *state = &s->states.at[column];
  const Declared *declared = &s->program->columns.at[column];
  if (state->typing != STATE_NEW || declared->entity == SCHEMA_NONE) return;
  if (declared->kind != DECLARATION_MEASURE)
    return; /* known from the start, or typed by kpi_type */
  state->typing = STATE_BUSY;
  const Expansion *expansion = s->expansion;
  s->expansion = NULL;
  measure_type(s, column);
  s->expansion = expansion;
  s->states.at[column].typing = STATE_DONE;
}

/* Types that need no look at an expression. */
void columns_declare(Sema *s) {
  for (uint32_t i = 0; i < s->program->columns.count; i++) {
    Declared *declared = &s->program->columns.at[i];
    if (declared->kind == DECLARATION_SCORE) {
      declared->type = type_of(TYPE_SCORE);
      declared->can_be_range = true;
    }
    if (declared->kind == DECLARATION_KPI || declared->kind == DECLARATION_RULE) {
      declared->members = declared->kind == DECLARATION_KPI ? ENUM_KPI : ENUM_RULE;
      declared->type = (Type){.kind = TYPE_ENUM, .of = declared->members};
    }
    if (declared->kind == DECLARATION_CADENCE || declared->kind == DECLARATION_ASSUME) {
      declared->members = declared->kind == DECLARATION_CADENCE ? ENUM_CADENCE : ENUM_ASSUME;
      declared->type = (Type){.kind = TYPE_ENUM, .of = declared->members};
    }
    if (declared->kind == DECLARATION_CHECKLIST) {
      declared->type = type_of(TYPE_PERCENT);
      declared->can_be_range = true;
    }
    if (declared->kind == DECLARATION_ITEM) declared->type = type_of(TYPE_BOOL);
    if (declared->kind == DECLARATION_SEGMENTATION) segmentation_declare(s, i);
    if (declared->kind == DECLARATION_PROCESS) process_declare(s, i);
  }
  for (uint32_t i = 0; i < s->program->columns.count; i++) {
    const DeclarationKind kind = s->program->columns.at[i].kind;
    if (kind == DECLARATION_SEGMENTATION || kind == DECLARATION_PROCESS) current_declare(s, i);
  }
}

void check_column(Sema *s, uint32_t column) {
  const Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  s->checking = column;
  const bool own = declared->kind != DECLARATION_ITEM; /* an item shares its checklist's */
  DiagSink *diags = s->diags;
  if (declared->where && process_inherits(declared, declared->where)) s->diags = s->scrap;
  if (declared->where && own) infer_condition(s, &scope, declared->where, "`where`");
  s->diags = diags;
  switch (declared->kind) {
  case DECLARATION_SCORE:
    check_score(s, column);
    break;
  case DECLARATION_SEGMENTATION:
    check_segmentation(s, column);
    break;
  case DECLARATION_KPI:
    check_kpi(s, column);
    break;
  case DECLARATION_RULE:
    check_rule(s, column);
    break;
  case DECLARATION_PROCESS:
    check_process(s, column);
    break;
  case DECLARATION_CADENCE:
    check_cadence(s, column);
    break;
  case DECLARATION_CHECKLIST:
    check_checklist(s, column);
    break;
  case DECLARATION_ITEM:
    infer_condition(s, &scope, node_child(declared->node, ITEM_CONDITION), "`when`");
    break;
  case DECLARATION_ASSUME:
    infer_condition(s, &scope, node_child(declared->node, ASSUME_VALUE), "`assume`");
    break;
  default:
    column_type(s, column);
  }
  s->checking = SCHEMA_NONE;
}
