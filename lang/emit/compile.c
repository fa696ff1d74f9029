/* compile.c - see compile.h. */
#include "emit/compile.h"

Compilation *compile_new(Arena *arena) {
  Compilation *c = ARENA_NEW(arena, Compilation);
  c->arena = arena;
  c->sources = source_map_new(arena);
  c->diags = diag_sink_new(arena);
  c->names = intern_new(arena);
  return c;
}

static Syntax syntax_of(Compilation *c) {
  return (Syntax){.arena = c->arena, .names = c->names, .sources = c->sources, .diags = c->diags};
}

bool compile_add_source(Compilation *c, Text name, Text content, uint32_t *base) {
  *base = source_add(c->sources, name, content);
  if (*base != UINT32_MAX) return true;
  Diag *diag = diag_add(c->diags, E_SOURCE_TOO_LARGE, (Span){0, 0},
                        "`%.*s` is too large: all rule files together must stay below 1 GiB",
                        TEXT_ARG(name));
  diag_help(c->diags, diag, "rule files are small; was a data file named by mistake?");
  return false;
}

Node *compile_setting(Compilation *c, Setting setting) {
  uint32_t base;
  Text name = text_of(arena_printf(c->arena, "--set %.*s", TEXT_ARG(setting.name)));
  Syntax syntax = syntax_of(c);
  if (!compile_add_source(c, name, setting.expression, &base)) return NULL;
  return syntax_parse_expression(&syntax, base);
}

static bool parse(Compilation *c, Text name, Text content) {
  uint32_t base;
  Syntax syntax = syntax_of(c);
  if (!compile_add_source(c, name, content, &base)) return false;
  c->tree = syntax_parse_file(&syntax, base, &c->trivia);
  for (size_t i = 0; i < c->added.count; i++) {
    if (!compile_add_source(c, TEXT("session"), c->added.at[i], &base)) return false;
    const Node *added = syntax_parse_file(&syntax, base, NULL);
    for (uint32_t k = 0; k < added->count; k++) node_push(c->arena, c->tree, added->child[k]);
  }
  return true;
}

/* Modules first: in the sources their files follow the program's own. */
static bool analyse(Compilation *c, const Setting *settings, size_t count) {
  Syntax syntax = syntax_of(c);
  c->modules = modules_load(&syntax, c->tree, c->resolver);
  c->modules->list.at[0].trivia = c->trivia;
  Override *overrides = ARENA_ARRAY(c->arena, Override, count);
  for (size_t i = 0; i < count; i++) {
    overrides[i] = (Override){.name = settings[i].name, .value = compile_setting(c, settings[i])};
    if (!overrides[i].value) return false;
  }
  c->program = sema_analyse(&syntax, c->modules, overrides, count);
  return c->program && diag_errors(c->diags) == 0;
}

bool compile_verify(const Image *image, Arena *arena, DiagSink *diags) {
  Text why;
  if (image_verify(image, arena, &why)) return true;
  Diag *diag = diag_add(diags, E_COMPILER_FAULT, (Span){0, 0},
                        "the compiled code is refused by the verifier: %.*s", TEXT_ARG(why));
  diag_help(diags, diag, "this is a mistake of the compiler; please report it with the rule file");
  return false;
}

static bool emit(Compilation *c) {
  Emission *emission = emit_image(c->arena, c->plan, c->diags);
  if (!emission || !compile_verify(emission->image, c->arena, c->diags)) return false;
  c->emission = emission;
  c->image = emission->image;
  return true;
}

static void use_fields(EntitySchema *entity) {
  for (uint32_t f = 0; f < entity->field_count; f++) entity->fields[f].used = true;
}

/* The entity of `table` where it has nothing but fields; else the program, which is there anyway.
 */
static uint32_t bare_table(const Compilation *c) {
  uint32_t entity = IMAGE_PROGRAM;
  for (uint32_t e = 1; e < c->program->entities.count; e++)
    if (text_equal(c->program->entities.at[e].name, c->table)) entity = e;
  for (size_t i = 0; i < c->program->columns.count; i++)
    if (c->program->columns.at[i].entity == entity) return IMAGE_PROGRAM;
  return entity;
}

static Plan *lower(Compilation *c) {
  const uint32_t table = bare_table(c);
  for (size_t e = 0; e < c->program->entities.count; e++)
    if (c->all_fields || c->fields_of_read || e == table) use_fields(&c->program->entities.at[e]);
  Plan *plan = plan_lower(c->program, c->diags);
  plan->reads_all = c->all_fields;
  plan->reads = table;
  return plan;
}

bool compile_text(Compilation *c, Text name, Text content, const Setting *settings, size_t count,
                  CompileStage until) {
  if (!parse(c, name, content)) return false;
  if (until == COMPILE_TREE) return diag_errors(c->diags) == 0;
  if (!analyse(c, settings, count)) return false;
  if (until == COMPILE_PROGRAM) return true;
  c->plan = lower(c);
  if (until == COMPILE_PLAN) return true;
  return emit(c);
}

bool compile_tests(Compilation *c) {
  /* what there is to say of the program was said when it was lowered first */
  DiagSink *diags = c->plan ? diag_sink_new(c->arena) : c->diags;
  sema_add_test_columns(c->program);
  c->plan = plan_lower(c->program, diags);
  plan_check_tests(c->plan, c->diags);
  return diag_errors(c->diags) == 0 && emit(c);
}
