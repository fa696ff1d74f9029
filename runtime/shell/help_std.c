/* help_std.c - strata help std: the standard modules, and what each has, from their source. */
#include "shell/shell.h"
#include "syntax/standard.h"

/* The comment at the head of the module says what it is for. */
static Text summary(const StandardModule *module) {
  const Text text = standard_text(module);
  size_t end = 0;
  while (end < text.len && text.at[end] != '\n') end++;
  const Text line = text_slice(text, 0, end);
  return text_starts(line, TEXT("# ")) ? text_slice(line, 2, line.len) : TEXT("");
}

static void print_list(Buffer *out) {
  buffer_str(out, "The standard modules. `use std.NAME` makes the names of one available.\n\n");
  for (size_t i = 0; i < standard_module_count; i++)
    buffer_printf(out, "  std.%-10s  %.*s\n", standard_modules[i].name,
                  TEXT_ARG(summary(&standard_modules[i])));
  buffer_str(out, "\n`strata help std.NAME` tells what a module has.\n");
}

static void print_doc(Buffer *out, const Node *doc) {
  if (doc) buffer_printf(out, "      %.*s\n", TEXT_ARG(doc->text));
}

/* A process of a module is there to be extended: its stages, in their order. */
static void print_stages(Buffer *out, const Node *body) {
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *stage = body->child[i];
    if (stage->kind != NODE_STAGE) continue;
    const Node *doc = stage->child[STAGE_DOC];
    buffer_printf(out, "      %-10.*s  %.*s\n", TEXT_ARG(stage->child[STAGE_NAME]->text),
                  TEXT_ARG(doc ? doc->text : TEXT("")));
  }
}

static void print_declaration(Buffer *out, const char *module, const Node *node,
                              const SourceMap *sources) {
  if (node->kind == NODE_DEFINE) {
    const Node *parameters = node->child[DEFINE_PARAMETERS];
    buffer_printf(out, "  %s.%.*s(%.*s)\n", module, TEXT_ARG(node->child[DEFINE_NAME]->text),
                  TEXT_ARG(source_text(sources, parameters->span)));
    print_doc(out, node->child[DEFINE_DOC]);
  } else if (node->kind == NODE_PARAM) {
    buffer_printf(out, "  %s.%.*s = %.*s\n", module, TEXT_ARG(node->child[PARAM_NAME]->text),
                  TEXT_ARG(source_text(sources, node->child[PARAM_VALUE]->span)));
    print_doc(out, node->child[PARAM_DOC]);
  } else if (node->kind == NODE_PROCESS) {
    buffer_printf(out, "  process NAME extends %s.%.*s { ... }\n", module,
                  TEXT_ARG(node->child[PROCESS_NAME]->text));
    print_doc(out, node->child[PROCESS_DOC]);
    print_stages(out, node->child[PROCESS_BODY]);
  }
}

static const Node *parse_module(const Compilation *c, const StandardModule *module) {
  const Syntax syntax = {c->arena, c->names, c->sources, c->diags};
  const uint32_t base = source_add(c->sources, text_of(module->name), standard_text(module));
  return syntax_parse_file(&syntax, base, NULL);
}

static void print_module(Shell *shell, Buffer *out, const StandardModule *module) {
  const Compilation *c = shell->compilation;
  const Node *file = parse_module(c, module);
  buffer_printf(out, "std.%s - %.*s\n\n", module->name, TEXT_ARG(summary(module)));
  for (uint32_t i = 0; i < file->count; i++)
    print_declaration(out, module->name, file->child[i], c->sources);
}

bool help_std(Shell *shell, Buffer *out, Text topic) {
  if (text_equal(topic, TEXT("std"))) {
    print_list(out);
    return true;
  }
  if (!text_starts(topic, TEXT("std."))) return false;
  const Text name = text_slice(topic, 4, topic.len);
  for (size_t i = 0; i < standard_module_count; i++) {
    if (!text_equal(name, text_of(standard_modules[i].name))) continue;
    print_module(shell, out, &standard_modules[i]);
    return true;
  }
  return false;
}

/* ---- The page of the reference ---- */

static void page_row(Buffer *out, const char *module, const Node *name, const char *behind,
                     const Node *doc) {
  buffer_printf(out, "| `%s.%.*s%s` | %.*s |\n", module, TEXT_ARG(name->text), behind,
                TEXT_ARG(doc ? doc->text : TEXT("")));
}

static void page_table(Buffer *out, const Compilation *c, const char *module, const Node *file,
                       NodeKind kind, const char *heading) {
  bool any = false;
  for (uint32_t i = 0; i < file->count; i++) {
    const Node *node = file->child[i];
    if (node->kind != kind) continue;
    if (!any) buffer_printf(out, "\n| %s | |\n|---|---|\n", heading);
    any = true;
    if (kind == NODE_DEFINE) {
      const Text parameters = source_text(c->sources, node->child[DEFINE_PARAMETERS]->span);
      page_row(out, module, node->child[DEFINE_NAME],
               arena_printf(out->arena, "(%.*s)", TEXT_ARG(parameters)), node->child[DEFINE_DOC]);
    } else {
      const Text value = source_text(c->sources, node->child[PARAM_VALUE]->span);
      page_row(out, module, node->child[PARAM_NAME],
               arena_printf(out->arena, " = %.*s", TEXT_ARG(value)), node->child[PARAM_DOC]);
    }
  }
}

static void page_process(Buffer *out, const char *module, const Node *node) {
  const Node *body = node->child[PROCESS_BODY], *doc = node->child[PROCESS_DOC];
  buffer_printf(out, "\n`process NAME extends %s.%.*s { … }`: %.*s.\n\n| stage | |\n|---|---|\n",
                module, TEXT_ARG(node->child[PROCESS_NAME]->text),
                TEXT_ARG(doc ? doc->text : TEXT("")));
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *stage = body->child[i];
    if (stage->kind != NODE_STAGE) continue;
    buffer_printf(out, "| `%.*s` | %.*s |\n", TEXT_ARG(stage->child[STAGE_NAME]->text),
                  TEXT_ARG(stage->child[STAGE_DOC] ? stage->child[STAGE_DOC]->text : TEXT("")));
  }
}

void help_std_page(Buffer *out) {
  const Compilation *c = compile_new(out->arena);
  buffer_str(
      out,
      "# The standard library\n\n"
      "`use std.NAME` makes the names of a module available, as `NAME.x`; `set NAME.PARAM = …` "
      "gives a\n"
      "parameter of it another value. Functions take values, or `each` value of some rows, and "
      "know\n"
      "nobody's fields; processes give stages to one that extends them. What they are for stands "
      "in the\n"
      "[cookbook](domain.md). This page is made from the modules themselves by `make docs`.\n");
  for (size_t i = 0; i < standard_module_count; i++) {
    const StandardModule *module = &standard_modules[i];
    const Node *file = parse_module(c, module);
    buffer_printf(out, "\n## std.%s\n\n%.*s\n", module->name, TEXT_ARG(summary(module)));
    page_table(out, c, module->name, file, NODE_DEFINE, "function");
    page_table(out, c, module->name, file, NODE_PARAM, "parameter");
    for (uint32_t k = 0; k < file->count; k++)
      if (file->child[k]->kind == NODE_PROCESS) page_process(out, module->name, file->child[k]);
  }
}
