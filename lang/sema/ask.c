/* ask.c - questions against an analysed program: the copy that they are typed in, whose rows they
 * are about, which row. */
#include "sema/ask_impl.h"

Program *sema_copy(const Program *of, const Syntax *syntax) {
  Arena *arena = syntax->arena;
  Program *program = ARENA_NEW(arena, Program);
  Sema *s = ARENA_NEW(arena, Sema);
  Syntax *own = ARENA_NEW(arena, Syntax);
  *program = *of;
  *s = *of->analysis;
  *own = *syntax;
  program->arena = s->arena = arena;
  program->analysis = s;
  program->sources = syntax->sources;
  VEC_OWN(arena, &program->enums);
  VEC_OWN(arena, &program->entities);
  VEC_OWN(arena, &program->entity_nodes);
  VEC_OWN(arena, &program->columns);
  VEC_OWN(arena, &s->states);
  s->program = program;
  s->syntax = own;
  s->diags = syntax->diags;
  s->scrap = diag_sink_new(arena);
  s->broken = false;
  s->said = map_new(arena);
  s->unknown = map_new(arena);
  s->firsts.at = NULL;
  s->repeats.at = NULL;
  s->unknown_reports.at = NULL;
  s->windows.at = NULL;
  s->firsts.count = s->firsts.capacity = 0;
  s->repeats.count = s->repeats.capacity = 0;
  s->unknown_reports.count = s->unknown_reports.capacity = 0;
  s->windows.count = s->windows.capacity = 0;
  s->windows_noted = 0;
  s->unitless = ARENA_ARRAY(arena, Diag *, program->params.count);
  s->expanded = 0;
  s->too_large = false;
  return program;
}

/* --- whose rows --- */

static uint32_t usual_entity(const Sema *s) {
  const Name *account = name_find(s, TEXT("account"));
  if (account && account->kind == NAME_ENTITY) return account->index;
  return s->program->entities.count == 2 ? 1 : SCHEMA_NONE;
}

static void report_rows(Sema *s, const Node *node) {
  Buffer list = buffer_in(s->arena);
  for (size_t e = 1; e < s->program->entities.count; e++)
    buffer_printf(&list, "%s`%.*s`", e == 1 ? "" : ", ", TEXT_ARG(s->program->entities.at[e].name));
  Diag *d = sema_report(s, E_QUESTION_ROWS, node->span, "nothing says whose rows this is about");
  if (s->program->entities.count > 1)
    sema_help(s, d, "say it with `of` and an entity: %.*s", TEXT_ARG(buffer_view(&list)));
  else
    sema_help(s, d, "the program declares no entity");
}

uint32_t ask_entity(Sema *s, const Owner *owner, const Node *node) {
  if (owner->entity != SCHEMA_NONE) return owner->entity;
  const uint32_t usual = usual_entity(s);
  const Program *program = s->program;
  uint32_t found = SCHEMA_NONE;
  if (owner->field) {
    if (usual != SCHEMA_NONE &&
        schema_field(&program->entities.at[usual], owner->field->text) != SCHEMA_NONE)
      return usual;
    for (uint32_t e = 1; e < program->entities.count; e++) {
      if (schema_field(&program->entities.at[e], owner->field->text) == SCHEMA_NONE) continue;
      if (found != SCHEMA_NONE) {
        report_rows(s, node);
        return SCHEMA_NONE;
      }
      found = e;
    }
    if (found != SCHEMA_NONE) return found;
  }
  if (usual == SCHEMA_NONE) report_rows(s, node);
  return usual;
}

bool ask_key(Sema *s, Asked *asked, uint32_t entity, const Node *key, const Node *what) {
  const EntitySchema *schema = &s->program->entities.at[entity];
  if (key && entity == IMAGE_PROGRAM) {
    Diag *d = sema_report(s, E_QUESTION_KEY, key->span, "the program has no rows to name");
    sema_help(s, d, "leave `for` and the key out");
    sema_edit(s, d, (Span){what->span.hi, key->span.hi}, "%s", "");
    return false;
  }
  if (key && schema->key == SCHEMA_NONE) {
    Diag *d = sema_report(s, E_QUESTION_KEY, key->span,
                          "%.*s has no key: no row of it can be named", TEXT_ARG(schema->name));
    sema_label(s, d, node_child(s->program->entity_nodes.at[entity], ENTITY_NAME)->span,
               "none of its fields is a `key`");
    return false;
  }
  if (!key && entity != IMAGE_PROGRAM) {
    Diag *d = sema_report(s, E_QUESTION_KEY, what->span, "`%.*s` has a value for each %.*s",
                          TEXT_ARG(sema_source(s, what)), TEXT_ARG(schema->name));
    sema_help(s, d, "say for which: `... for \"KEY\"`");
    return false;
  }
  asked->has_key = key != NULL;
  asked->key = text_strip(string_text(key));
  asked->key_span = key ? key->span : (Span){0, 0};
  return true;
}

bool ask_shown(Sema *s, const Node *node) {
  if (!node->typing || !node->typing->type.kind) return false;
  if (node->typing->type.kind != TYPE_PERIOD) return true;
  Diag *d = sema_report(s, E_PERIOD_VALUE, node->span,
                        "months, quarters and years are steps of the calendar, no value to show");
  sema_help(s, d, "show a date that is so far away: `today + ...`");
  return false;
}

bool sema_question(Program *program, Node *question, Asked *out) {
  Sema *s = program->analysis;
  const size_t errors = diag_errors(s->diags);
  *out = (Asked){.node = question,
                 .entity = SCHEMA_NONE,
                 .child = SCHEMA_NONE,
                 .declared = SCHEMA_NONE,
                 .limit = UINT64_MAX};
  bool done = false;
  switch (question->kind) {
  case NODE_SHOW:
    done = ask_show(s, question, out);
    break;
  case NODE_WHY:
    done = ask_why(s, question, out);
    break;
  case NODE_WHAT_IF:
    done = ask_what_if(s, question, out);
    break;
  case NODE_SWEEP:
    done = ask_sweep(s, question, out);
    break;
  default:
    done = ask_value(s, question, out);
  }
  reports_join(s);
  s->repeats.count = 0;
  return done && diag_errors(s->diags) == errors;
}
