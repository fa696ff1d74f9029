/* cmd_docs.c - strata docs: pages of the reference, made from the tables that the program is built
 * from, so that they cannot be wrong. */
#include <string.h>

#include "code/bytecode_doc.h"
#include "sema/program.h"
#include "shell/shell.h"

static void diagnostics_page(Buffer *out) {
  buffer_str(out,
             "# Diagnostics\n\n"
             "Every message of `strata` has a code; `strata help E0401` prints the page on one.\n"
             "E codes are errors, W codes warnings, N codes notes; F codes are findings of\n"
             "`strata run`. This page is made from the program's own tables by `make docs`.\n");
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = diag_info((DiagCode)i);
    buffer_printf(out, "\n## %s: %s\n\n%s\n", info->code, info->title, info->page);
  }
  buffer_str(out, "\n## Findings\n\n| code | level | finding |\n|---|---|---|\n");
  static const char *const levels[] = {"info", "unknown", "warning", "error"};
  for (size_t i = 0; i < FINDING_COUNT; i++)
    buffer_printf(out, "| %s | %s | %s |\n", finding_info[i].code,
                  i == FINDING_RULE_FAILS ? "the rule's own" : levels[finding_info[i].level],
                  finding_info[i].name);
}

static void types_table(Buffer *out) {
  buffer_str(out, "## Types\n\n| type | values |\n|---|---|\n");
  for (TypeKind kind = TYPE_NONE + 1; kind < TYPE_COUNT; kind++)
    buffer_printf(out, "| %s | %s |\n", type_info(kind)->name, type_info(kind)->doc);
}

/* One operator of operations.def: what its operands come to. */
typedef struct Operation {
  const char *operator, * left, *right, *result;
} Operation;

static void operations_table(Buffer *out) {
  static const Operation operations[] = {
#define X(operator, left, right, result, rule) {#operator, #left, #right, #result},
#include "sema/operations.def"
#undef X
  };
  static const char *const signs[][2] = {
      {"ADD", "+"}, {"SUBTRACT", "−"}, {"MULTIPLY", "×"}, {"DIVIDE", "÷"}};
  buffer_str(out, "\n## Arithmetic\n\nA ratio is a percent that also fits where a number does.\n\n"
                  "| left | | right | result |\n|---|---|---|---|\n");
  for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
    const Operation *at = &operations[i];
    const char *sign = "";
    for (size_t s = 0; s < sizeof signs / sizeof *signs; s++)
      if (strcmp(signs[s][0], at->operator) == 0) sign = signs[s][1];
    buffer_printf(out, "| %.*s | %s | %.*s | %.*s |\n",
                  TEXT_ARG(text_lower(out->arena, text_of(at->left))), sign,
                  TEXT_ARG(text_lower(out->arena, text_of(at->right))),
                  TEXT_ARG(text_lower(out->arena, text_of(at->result))));
  }
}

static void functions_table(Buffer *out) {
  static const struct {
    const char *name, *doc;
  } functions[] = {
#define X(id, name, least, most, doc) {name, doc},
#include "sema/builtins.def"
#undef X
  };
  buffer_str(out, "\n## Functions\n\n| function | is |\n|---|---|\n");
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    buffer_printf(out, "| `%s` | %s |\n", functions[i].name, functions[i].doc);
}

static void types_page(Buffer *out) {
  buffer_str(out, "# Types, arithmetic, functions\n\n"
                  "This page is made from the program's own tables by `make docs`.\n\n");
  types_table(out);
  operations_table(out);
  functions_table(out);
}

int cmd_docs(Shell *shell) {
  Buffer out = buffer_in(shell->arena);
  const char *page = shell_word(shell, 0);
  if (strcmp(page, "bytecode") == 0)
    bytecode_document(&out);
  else if (strcmp(page, "diagnostics") == 0)
    diagnostics_page(&out);
  else if (strcmp(page, "types") == 0)
    types_page(&out);
  else if (strcmp(page, "manual") == 0)
    command_manual(&out);
  else {
    diag_add(shell->diags, E_UNKNOWN_TOPIC, (Span){0, 0}, "there is no page `%s`", page);
    return shell_fail(shell);
  }
  return shell_finish(shell, &out, STATUS_DONE);
}
