/* fuzz_source.c - any bytes as a rule file, as questions and as an expression.
 *
 * Whatever comes out can be walked, copied, compared and printed; every span lies in the source;
 * and what parsed without a report parses again to the same tree.
 */
#include <stdio.h>
#include <stdlib.h>

#include "syntax/next.h"

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

static void check_tree(const Syntax *syntax, const Node *tree) {
  if (!tree) return;
  Buffer out = buffer_in(syntax->arena);
  tree_dump(&out, tree, syntax->sources, NULL, NULL);
  must(node_equal(node_copy(syntax->arena, tree), tree), "a copy is equal");
}

static void check_reports(const Syntax *syntax, uint32_t base, size_t size) {
  for (size_t i = 0; i < diag_count(syntax->diags); i++) {
    const Diag *diag = diag_at(syntax->diags, i);
    must(diag->span.lo >= base && diag->span.hi <= base + size + 1, "a report lies in the source");
    must(diag->span.lo <= diag->span.hi, "a report's span is one");
    for (size_t e = 0; e < diag->edits.count; e++)
      must(diag->edits.at[e].span.hi <= base + size, "an edit lies in the source");
  }
  Buffer out = buffer_in(syntax->arena);
  diag_sort(syntax->diags);
  diag_print(&out, syntax->diags, syntax->sources, (DiagStyle){.limit = 20});
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena *arena = arena_new(NULL);
  if (!arena) return 0;
  if (ARENA_TRY(arena)) {
    Syntax syntax = {.arena = arena,
                     .names = intern_new(arena),
                     .sources = source_map_new(arena),
                     .diags = diag_sink_new(arena)};
    Text text = {arena_copy(arena, bytes, size), size};
    uint32_t base = source_add(syntax.sources, TEXT("input"), text);
    TriviaList trivia;
    Node *file = syntax_parse_file(&syntax, base, &trivia);
    must(file != NULL, "a file always comes out");
    check_tree(&syntax, file);
    if (!diag_count(syntax.diags))
      must(node_equal(syntax_parse_file(&syntax, base, NULL), file), "the same tree again");
    check_reports(&syntax, base, size);
    check_tree(&syntax, syntax_parse_questions(&syntax, base));
    check_tree(&syntax, syntax_parse_expression(&syntax, base));
    SyntaxNext next;
    syntax_next(&syntax, text, SYNTAX_QUESTIONS, &next);
  }
  arena_free(arena);
  return 0;
}
