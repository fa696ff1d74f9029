/* cmd_docs.c - strata docs: pages of the reference, made from the tables that the program is built
 * from, so that they cannot be wrong. */
#include <string.h>

#include "code/bytecode_doc.h"
#include "sema/program.h"
#include "shell/pages.h"
#include "tools/editor.h"

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

static void vscode_package(Buffer *out) { editor_vscode_package(out, STRATA_VERSION); }

static void installed(Buffer *out);

/* A page, and where below PREFIX/share it is installed; NULL: it is committed, or for looking at.
 */
typedef struct Page {
  const char *name;
  void (*write)(Buffer *out);
  const char *path;
} Page;

static const Page pages[] = {
    {"bytecode", bytecode_document, NULL},
    {"diagnostics", diagnostics_page, NULL},
    {"types", types_page, NULL},
    {"stdlib", help_std_page, NULL},
    {"files", installed, NULL},
    {"bash", complete_bash, "bash-completion/completions/strata"},
    {"zsh", complete_zsh, "zsh/site-functions/_strata"},
    {"vim", editor_vim_syntax, "vim/vimfiles/syntax/strata.vim"},
    {"vim-plugin", editor_vim_plugin, "vim/vimfiles/ftplugin/strata.vim"},
    {"vim-detect", editor_vim_detect, "vim/vimfiles/ftdetect/strata.vim"},
    {"textmate", editor_textmate, "strata/vscode/syntaxes/strata.tmLanguage.json"},
    {"vscode", vscode_package, "strata/vscode/package.json"},
    {"vscode-language", editor_vscode_language, "strata/vscode/language-configuration.json"},
};
enum { PAGES = sizeof pages / sizeof *pages };

/* One line a file: its path, and the words behind `strata docs` that make it. */
static void installed(Buffer *out) {
  buffer_str(out, "man/man1/strata.1 manual\n");
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden)
      buffer_printf(out, "man/man1/strata-%s.1 manual %s\n", commands[i]->name, commands[i]->name);
  for (size_t i = 0; i < PAGES; i++)
    if (pages[i].path) buffer_printf(out, "%s %s\n", pages[i].path, pages[i].name);
}

static int no_page(Shell *shell, const char *page) {
  Nearest nearest = nearest_start(text_of(page));
  nearest_offer(&nearest, TEXT("manual"));
  for (size_t i = 0; i < PAGES; i++) nearest_offer(&nearest, text_of(pages[i].name));
  const Text meant = nearest_found(&nearest);
  Diag *diag = diag_add(shell->diags, E_UNKNOWN_TOPIC, (Span){0, 0}, "there is no page `%s`", page);
  if (meant.len) diag_help(shell->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return shell_fail(shell);
}

int cmd_docs(Shell *shell) {
  Buffer out = buffer_in(shell->arena);
  const char *page = shell_word(shell, 0), *name = shell_word(shell, 1);
  if (strcmp(page, "manual") == 0) {
    const Command *command = name ? command_find(text_of(name)) : NULL;
    if (name && !command) {
      command_unknown(shell->diags, name);
      return shell_fail(shell);
    }
    manual_page(&out, command);
    return shell_finish(shell, &out, STATUS_DONE);
  }
  for (size_t i = 0; i < PAGES; i++) {
    if (strcmp(page, pages[i].name) != 0 || name) continue;
    pages[i].write(&out);
    return shell_finish(shell, &out, STATUS_DONE);
  }
  return no_page(shell, name ? name : page);
}
