/* fuzz_format.c - any bytes as a rule file to be laid out.
 *
 * What has a layout keeps its tree and its comments, and is its own layout.
 */
#include <stdio.h>
#include <stdlib.h>

#include "format/format.h"

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

static Text comment(const Syntax *syntax, const Trivia *trivia) {
  return text_strip(source_text(syntax->sources, trivia->span));
}

static void check_layout(const Syntax *syntax, uint32_t base, Text once) {
  TriviaList before, after;
  const uint32_t again = source_add(syntax->sources, TEXT("laid out"), once);
  const Node *tree = syntax_parse_file(syntax, base, &before);
  const Node *same = syntax_parse_file(syntax, again, &after);
  must(node_equal(tree, same), "the tree is the same");
  must(before.count == after.count, "as many comments");
  for (size_t i = 0; i < before.count; i++)
    must(text_equal(comment(syntax, &before.at[i]), comment(syntax, &after.at[i])), "each comment");
  Text twice;
  must(format_source(syntax, again, &twice), "a layout has one");
  must(text_equal(once, twice), "its own");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena *arena = arena_new(NULL);
  if (!arena) return 0;
  if (ARENA_TRY(arena)) {
    const Syntax syntax = {arena, intern_new(arena), source_map_new(arena), diag_sink_new(arena)};
    const Text text = {arena_copy(arena, bytes, size), size};
    const uint32_t base = source_add(syntax.sources, TEXT("input"), text);
    Text once;
    if (format_source(&syntax, base, &once)) check_layout(&syntax, base, once);
  }
  arena_free(arena);
  return 0;
}
