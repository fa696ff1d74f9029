/* sema.c - the order of the passes. */
#include "sema/infer_impl.h"

/* Whether the parser reported something in the files, rather than in a value of the command line,
 * or one of them is not there. */
static bool files_are_broken(const Syntax *syntax, const Modules *modules) {
  for (size_t i = 0; i < diag_count(syntax->diags); i++) {
    const Diag *d = diag_at(syntax->diags, i);
    if (d->severity == SEVERITY_ERROR && modules_at(modules, syntax->sources, d->span)) return true;
  }
  return !modules->whole;
}

static Sema *sema_new(const Syntax *syntax, const Modules *modules) {
  Node *file = modules->file;
  Arena *arena = syntax->arena;
  Sema *s = ARENA_NEW(arena, Sema);
  Program *program = ARENA_NEW(arena, Program);
  *program = (Program){.arena = arena, .sources = syntax->sources, .file = file, .fiscal_month = 1};
  *VEC_PUSH(arena, &program->entities) =
      (EntitySchema){.name = TEXT("program"), .key = SCHEMA_NONE};
  *VEC_PUSH(arena, &program->entity_nodes) = NULL;
  program->analysis = s;
  *s = (Sema){.program = program,
              .arena = arena,
              .diags = syntax->diags,
              .syntax = syntax,
              .modules = modules,
              .slipped = slipped_declarations(arena, file, syntax->diags),
              .scrap = diag_sink_new(arena),
              .broken = files_are_broken(syntax, modules),
              .said = map_new(arena),
              .names = map_new(arena),
              .checking = SCHEMA_NONE,
              .unknown = map_new(arena)};
  return s;
}

bool sema_expression(Program *program, uint32_t entity, Node *expression, DiagSink *diags) {
  Sema *s = program->analysis;
  const Scope scope = {.entity = entity};
  const size_t errors = diag_errors(diags);
  s->diags = diags;
  s->broken = false;
  s->unknown = map_new(s->arena);
  s->said = map_new(s->arena);
  s->firsts.count = s->repeats.count = 0;
  s->unitless = ARENA_ARRAY(s->arena, Diag *, s->program->params.count);
  s->too_large = false;
  infer(s, &scope, expression, type_of(TYPE_NONE));
  reports_join(s);
  return diag_errors(diags) == errors;
}

Program *sema_analyse(const Syntax *syntax, const Modules *modules, const Override *overrides,
                      size_t override_count) {
  Sema *s = sema_new(syntax, modules);
  const size_t before = diag_errors(s->diags); /* of other files too */
  bool whole = !s->broken;
  for (size_t i = 0; i < override_count; i++) whole = whole && overrides[i].value;
  declare_all(s);
  entities_declare(s);
  processes_extend(s);
  declare_check_shadowing(s);
  params_declare(s);
  columns_declare(s);
  check_definitions(s);
  for (uint32_t i = 0; i < s->program->columns.count; i++) check_column(s, i);
  waivers_declare(s);
  check_cycles(s);
  params_override(s, overrides, override_count);
  check_caps_set(s);
  /* of what is declared with a mistake, tests could only say so again */
  if (whole && diag_errors(s->diags) == before) tests_declare(s);
  reports_join(s);
  return whole && diag_errors(s->diags) == before ? s->program : NULL;
}
