/* handbook_glossary.c - what the words mean: parameters, fields, definitions; and waivers. */
#include "shell/handbook_gather.h"

#include "value/date.h"

/* ---- Purpose ---- */

static bool apart(const SourceMap *sources, Span between) {
  const Text text = source_text(sources, between);
  size_t lines = 0;
  for (size_t i = 0; i < text.len; i++) lines += text.at[i] == '\n';
  return lines > 1;
}

/* The comment at the head of the file says what all of it is for. */
void hand_purpose(const Handing *h) {
  const TriviaList *trivia = &h->compilation->trivia;
  const SourceMap *sources = h->compilation->sources;
  const Node *tree = h->compilation->tree;
  Buffer out = buffer_in(h->arena);
  for (size_t i = 0; i < trivia->count; i++) {
    const Span span = trivia->at[i].span;
    if (!trivia->at[i].own_line || (tree->count && span.lo > tree->child[0]->span.lo)) break;
    if (i && apart(sources, (Span){trivia->at[i - 1].span.hi, span.lo})) break;
    Text line = source_text(sources, span);
    while (line.len && line.at[0] == '#') line = text_slice(line, 1, line.len);
    line = text_strip(line);
    if (text_starts(line, TEXT("strata:")) || text_starts(line, TEXT("!"))) continue;
    if (out.len && line.len) buffer_char(&out, ' ');
    buffer_text(&out, line);
  }
  h->book->purpose = buffer_view(&out);
}

/* ---- Parameters and definitions ---- */

static void put_path(Buffer *out, const Node *path) {
  if (path->kind == NODE_DOT || path->kind == NODE_PATH) {
    put_path(out, path->child[0]);
    buffer_char(out, '.');
    put_path(out, path->child[1]);
  } else {
    buffer_text(out, path->text);
  }
}

static bool mentions(const Handing *h, const Node *node, Text key) {
  if (!node) return false;
  if (node->kind == NODE_NAME) return text_equal(node->text, key);
  if (node->kind == NODE_DOT || node->kind == NODE_PATH) {
    Buffer path = buffer_in(h->arena);
    put_path(&path, node);
    if (text_equal(buffer_view(&path), key)) return true;
  }
  for (uint32_t i = 0; i < node->count; i++)
    if (mentions(h, node->child[i], key)) return true;
  return false;
}

/* What standard modules declare is told where the program's own files use it. */
static bool is_used(const Handing *h, Text key) {
  const Modules *modules = h->compilation->modules;
  for (size_t i = 0; i < modules->list.count; i++)
    if (!modules->list.at[i].prefix.len && mentions(h, modules->list.at[i].file, key)) return true;
  return false;
}

static Text key_in(const Handing *h, const Module *module, Text name) {
  if (!module->prefix.len) return name;
  return text_of(arena_printf(h->arena, "%.*s.%.*s", TEXT_ARG(module->prefix), TEXT_ARG(name)));
}

/* A parameter of a standard module counts where a definition that is used reads it, too. */
static bool is_read(const Handing *h, Text key) {
  const Modules *modules = h->compilation->modules;
  if (!text_contains(key, TEXT(".")) || is_used(h, key)) return true;
  for (size_t m = 0; m < modules->list.count; m++) {
    const Module *module = &modules->list.at[m];
    if (!module->prefix.len || !text_starts(key, module->prefix)) continue;
    for (uint32_t i = 0; i < module->file->count; i++) {
      const Node *node = module->file->child[i];
      if (node->kind == NODE_DEFINE &&
          is_used(h, key_in(h, module, node_child(node, DEFINE_NAME)->text)) &&
          mentions(h, node_child(node, DEFINE_VALUE),
                   text_slice(key, module->prefix.len + 1, key.len)))
        return true;
    }
  }
  return false;
}

static void put_param(const Handing *h, const DeclaredParam *param) {
  Buffer value = buffer_in(h->arena), type = buffer_in(h->arena), range = buffer_in(h->arena);
  scalar_print(&value, param->value, h->program->enums.at, PRINT_PEOPLE);
  words_type(&type, h->program, param->type);
  words_range(&range, h->program, param->type, param->low, param->high);
  const size_t term = handbook_term(h->book, param->name, words_name(h->arena, param->name));
  *VEC_PUSH(h->arena, &h->book->params) = (HandbookParam){.head = {.term = term, .doc = param->doc},
                                                          .value = buffer_view(&value),
                                                          .type = buffer_view(&type),
                                                          .range = buffer_view(&range)};
}

void hand_params(const Handing *h) {
  for (size_t i = 0; i < h->program->params.count; i++)
    if (is_read(h, h->program->params.at[i].name)) put_param(h, &h->program->params.at[i]);
}

static void definition(const Handing *h, const Module *module, const Node *node) {
  const Text name = node_child(node, DEFINE_NAME)->text;
  Buffer what = buffer_in(h->arena);
  const Text key = key_in(h, module, name);
  if (module->prefix.len && !is_used(h, key)) return;
  words_definition(&what, h->program, node);
  const size_t term = handbook_term(h->book, key, words_name(h->arena, name));
  *VEC_PUSH(h->arena, &h->book->definitions) =
      (HandbookFigure){.head = {.term = term, .doc = hand_string(node_child(node, DEFINE_DOC))},
                       .what = buffer_view(&what)};
}

void hand_definitions(const Handing *h) {
  const Modules *modules = h->compilation->modules;
  for (size_t m = 0; m < modules->list.count; m++) {
    const Module *module = &modules->list.at[m];
    for (uint32_t i = 0; i < module->file->count; i++)
      if (module->file->child[i]->kind == NODE_DEFINE)
        definition(h, module, module->file->child[i]);
  }
}

/* ---- Fields ---- */

/* "%d/%m/%Y" as DD/MM/YYYY. */
static void put_date_form(Buffer *out, Text form) {
  if (form.len) buffer_str(out, ", written as ");
  for (size_t i = 0; i < form.len; i++) {
    const char c = form.at[i], next = i + 1 < form.len ? form.at[i + 1] : '\0';
    const char *part = next == 'd'   ? "DD"
                       : next == 'm' ? "MM"
                       : next == 'Y' ? "YYYY"
                       : next == 'y' ? "YY"
                                     : NULL;
    if (c == '%' && part) {
      buffer_str(out, part);
      i++;
    } else {
      buffer_char(out, c);
    }
  }
}

/* How cells are written, where that is not the usual way. */
static void written(Buffer *out, const CellFormat *format) {
  static const char *const powers[] = {[3] = "thousands", [6] = "millions", [9] = "billions"};
  if (format->exponent < sizeof powers / sizeof *powers && powers[format->exponent])
    buffer_printf(out, ", written in %s", powers[format->exponent]);
  put_date_form(out, format->date);
  if (format->percent == PERCENT_RATIO) buffer_str(out, ", written as a ratio");
  if (format->percent == PERCENT_POINTS) buffer_str(out, ", written without its sign");
}

static HandbookField field(const Handing *h, const EntitySchema *entity,
                           const FieldSchema *schema) {
  Buffer type = buffer_in(h->arena), range = buffer_in(h->arena);
  const Text key =
      text_of(arena_printf(h->arena, "%.*s.%.*s", TEXT_ARG(entity->name), TEXT_ARG(schema->name)));
  words_type(&type, h->program, schema->type);
  words_range(&range, h->program, schema->type, schema->low, schema->high);
  written(&type, &schema->format);
  return (HandbookField){
      .term = handbook_term(h->book, key, words_name(h->arena, schema->name)),
      .doc = schema->doc,
      .column = schema->header.len ? schema->header : schema->name,
      .type = buffer_view(&type),
      .range = buffer_view(&range),
      .key = schema->key,
      .required = schema->required,
  };
}

void hand_entities(const Handing *h) {
  for (size_t e = IMAGE_PROGRAM + 1; e < h->program->entities.count; e++) {
    const EntitySchema *entity = &h->program->entities.at[e];
    HandbookEntity *made = VEC_PUSH(h->arena, &h->book->entities);
    *made = (HandbookEntity){.id = handbook_anchor(h->book, "data-", entity->name),
                             .name = words_name(h->arena, entity->name),
                             .doc = entity->doc,
                             .source = entity->source};
    for (uint32_t i = 0; i < entity->field_count; i++)
      if (!entity->fields[i].optional)
        *VEC_PUSH(h->arena, &made->fields) = field(h, entity, &entity->fields[i]);
  }
}

/* ---- Waivers ---- */

void hand_waivers(const Handing *h) {
  for (size_t i = 0; i < h->program->waivers.count; i++) {
    const DeclaredWaiver *waiver = &h->program->waivers.at[i];
    Buffer until = buffer_in(h->arena);
    date_print(&until, waiver->until);
    const Text name = h->program->columns.at[waiver->target].name;
    *VEC_PUSH(h->arena, &h->book->waivers) =
        (HandbookWaiver){.of = text_of(arena_printf(h->arena, "`%.*s`", TEXT_ARG(name))),
                         .key = waiver->key,
                         .until = buffer_view(&until),
                         .because = waiver->because,
                         .in_force = waiver->until >= h->today};
  }
}
