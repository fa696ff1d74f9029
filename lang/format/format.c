/* format.c - the order of the passes, and what they ask of tokens and comments. */
#include "format/format.h"

#include <string.h>

#include "format/format_impl.h"

/* The first token that does not begin before the offset. */
static uint32_t token_at(const Format *f, uint32_t offset) {
  uint32_t lo = 0, hi = f->count;
  while (lo < hi) {
    const uint32_t middle = lo + (hi - lo) / 2;
    if (f->tokens[middle].span.lo < offset)
      lo = middle + 1;
    else
      hi = middle;
  }
  return lo;
}

uint32_t format_first(const Format *f, const Node *node) { return token_at(f, node->span.lo); }

uint32_t format_behind(const Format *f, const Node *node) { return token_at(f, node->span.hi); }

Text format_token(const Format *f, uint32_t token) {
  return source_text(f->sources, f->tokens[token].span);
}

size_t format_width(const Format *f, uint32_t lo, uint32_t hi) {
  size_t width = 0;
  for (uint32_t i = lo; i < hi; i++) {
    if (f->gaps[i].skip) continue;
    width += (i > lo ? f->gaps[i].blanks : 0) + text_width(format_token(f, i));
  }
  return width;
}

bool format_commented(const Format *f, uint32_t lo, uint32_t hi) {
  return lo < hi && f->gaps[lo].comments < f->gaps[hi].comments;
}

bool format_blank_between(const Format *f, uint32_t lo, uint32_t hi) {
  const Text white = source_text(f->sources, (Span){lo, hi});
  const char *end = white.len ? memchr(white.at, '\n', white.len) : NULL;
  if (!end) return false;
  const size_t rest = white.len - (size_t)(end + 1 - white.at);
  return rest && memchr(end + 1, '\n', rest);
}

const Node *format_body(const Node *node) {
  switch (node->kind) {
  case NODE_ENTITY:
    return node->child[ENTITY_BODY];
  case NODE_SCORE:
    return node->child[SCORE_BODY];
  case NODE_SEGMENTATION:
    return node->child[SEGMENTATION_BODY];
  case NODE_SEGMENT:
    return node->child[SEGMENT_BODY];
  case NODE_KPI:
    return node->child[KPI_BODY];
  case NODE_BANDS_WHERE:
    return node->child[BANDS_WHERE_BODY];
  case NODE_CADENCE:
    return node->child[CADENCE_BODY];
  case NODE_PROCESS:
    return node->child[PROCESS_BODY];
  case NODE_STAGE:
    return node->child[STAGE_BODY];
  case NODE_RULE:
    return node->child[RULE_BODY];
  case NODE_CHECKLIST:
    return node->child[CHECKLIST_BODY];
  case NODE_TEST:
    return node->child[TEST_BODY];
  default:
    return NULL;
  }
}

/* Which comments stand in which gap. */
static void place_comments(Format *f) {
  uint32_t next = 0;
  for (uint32_t i = 0; i <= f->count; i++) {
    const uint32_t from = i ? f->tokens[i - 1].span.hi : 0;
    while (next < f->comment_count && f->comments[next].span.lo < from) next++;
    f->gaps[i].comments = next;
  }
  f->gaps[f->count + 1].comments = (uint32_t)f->comment_count;
}

bool format_source(const Syntax *syntax, uint32_t base, Text *out) {
  const size_t errors = diag_errors(syntax->diags);
  const Node *file = syntax_parse_file(syntax, base, NULL);
  if (diag_errors(syntax->diags) > errors) return false;
  /* The parser keeps its tokens to itself; what they are it has said already. */
  Syntax silent = *syntax;
  silent.diags = diag_sink_new(syntax->arena);
  const size_t index = source_index(syntax->sources, base);
  Scanner scanner = {
      .syntax = &silent, .text = source_content(syntax->sources, index), .base = base};
  scan(&scanner);
  Format f = {.arena = syntax->arena,
              .sources = syntax->sources,
              .tokens = scanner.tokens.at,
              .count = (uint32_t)scanner.tokens.count - 1,
              .comments = scanner.trivia.at,
              .comment_count = scanner.trivia.count};
  f.gaps = ARENA_ARRAY(f.arena, Gap, f.count + 2);
  place_comments(&f);
  format_gaps(&f, file);
  format_lines(&f, file);
  *out = format_print(&f);
  return true;
}
