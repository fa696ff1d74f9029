/* noticing.c - see noticing.h. */
#include "shell/noticing.h"

#include "shell/baselining.h"

#include <stdlib.h>
#include <unistd.h>

static Text working_folder(Arena *arena) {
  char *folder = getcwd(NULL, 0);
  if (!folder) return TEXT("");
  arena_defer(arena, free, folder);
  return text_of(folder);
}

NoticeView noticing_view(const Shell *shell, Level fail) {
  const bool one = shell->arguments.words.count == 1;
  return (NoticeView){.form = notice_form(shell_option(shell, OPTION_FORMAT)),
                      .command = shell->command->name,
                      .file = one ? text_of(shell->arguments.words.at[0]) : TEXT(""),
                      .root = working_folder(shell->arena),
                      .baseline = shell_option(shell, OPTION_BASELINE) != NULL,
                      .fail = fail};
}

NoticeList *noticing_start(Shell *shell, size_t most) {
  NoticeList *list = notice_list_new(shell->arena);
  list->most = most;
  baselining_watch(shell, list);
  return list;
}

/* Names stand first in what they name. */
static Text name_of(const Node *node) {
  return node->count && node_child(node, 0) ? node_child(node, 0)->text : TEXT("");
}

Text declaration_at(const Compilation *compilation, Span span) {
  const Node *file = compilation->program ? compilation->program->file : compilation->tree;
  for (uint32_t i = 0; file && span.hi && i < file->count; i++) {
    const Node *node = file->child[i];
    if (node && node->span.lo <= span.lo && span.hi <= node->span.hi) return name_of(node);
  }
  return TEXT("");
}

Place claim_place(const Compilation *compilation, const Claim *claim) {
  const Node *node = compilation->program->columns.at[claim->declared].node;
  return source_place(compilation->sources, node_child(node, 0)->span.lo);
}
