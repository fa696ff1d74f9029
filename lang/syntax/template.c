/* template.c - the texts of say and fix: `{name} hangs on {count(contact)} of their people`.
 *
 * The raw source between the quotes is read, not the token's value, so that every expression has
 * its exact span. An escape inside braces (`{x = \"a\"}`) shortens the text that the scanner sees;
 * a table then says where each byte stood.
 */
#include "syntax/parse.h"
#include "syntax/review.h"
#include "syntax/scan.h"
#include "syntax/syntax_impl.h"

typedef struct Template {
  const Syntax *syntax;
  Text raw;      /* between the quotes */
  uint32_t base; /* of raw in the sources */
  Node *node;
} Template;

/* The text piece raw[lo, hi) with its escapes resolved, if there is any. */
static void add_piece(Template *t, size_t lo, size_t hi) {
  if (lo == hi) return;
  /* The scanner reported what is wrong with the escapes. */
  Syntax silent = *t->syntax;
  silent.diags = diag_sink_new(t->syntax->arena);
  Text quoted = text_of(arena_printf(t->syntax->arena, "\"%.*s\"", (int)(hi - lo), t->raw.at + lo));
  Scanner scanner = {.syntax = &silent, .text = quoted};
  scan(&scanner);
  Span span = {t->base + (uint32_t)lo, t->base + (uint32_t)hi};
  Node *piece = node_new(t->syntax->arena, NODE_STRING, span);
  piece->text = scanner.tokens.at[0].text;
  node_push(t->syntax->arena, t->node, piece);
}

/* The expression of raw[lo, hi), NULL after a report. */
static Node *parse_hole(Template *t, size_t lo, size_t hi) {
  Arena *arena = t->syntax->arena;
  char *text = arena_alloc(arena, hi - lo + 1);
  uint32_t *offsets = ARENA_ARRAY(arena, uint32_t, hi - lo + 1);
  size_t length = 0;
  for (size_t i = lo; i < hi; i++) {
    if (t->raw.at[i] == '\\' && i + 1 < hi) i++;
    offsets[length] = t->base + (uint32_t)i;
    text[length++] = t->raw.at[i];
  }
  offsets[length] = t->base + (uint32_t)hi;
  Scanner scanner = {.syntax = t->syntax, .text = {text, length}, .offsets = offsets};
  return syntax_parse_scanned(&scanner, TOK_START_EXPR, NULL);
}

/* The `}` that closes the hole opened before `at`, or the end where there is none before the next
 * `{`. A text inside the hole may hold braces. */
static size_t hole_end(Text raw, size_t at) {
  bool in_text = false;
  for (size_t i = at; i < raw.len; i++) {
    char c = raw.at[i];
    if (c == '\\' && i + 1 < raw.len) {
      if (raw.at[++i] == '"') in_text = !in_text;
    } else if (c == '}' && !in_text) {
      return i;
    } else if (c == '{' && !in_text) {
      break;
    }
  }
  return raw.len;
}

static void report_hole(Template *t, size_t open, size_t end) {
  DiagSink *diags = t->syntax->diags;
  Span brace = {t->base + (uint32_t)open, t->base + (uint32_t)open + 1};
  if (end == t->raw.len) {
    Diag *d = diag_add(diags, E_UNCLOSED_HOLE, brace, "this `{` is never closed");
    diag_help(diags, d, "a brace that is meant as such is written `\\{`");
    diag_edit(diags, d, brace, TEXT("\\{"));
    return;
  }
  Span hole = {brace.lo, t->base + (uint32_t)end + 1};
  Diag *d = diag_add(diags, E_EMPTY_HOLE, hole, "there is nothing between these braces");
  diag_help(diags, d, "a brace that is meant as such is written `\\{`");
  diag_edit(diags, d, brace, TEXT("\\{"));
}

/* One `{…}` that opens at `open`; returns where the text goes on. */
static size_t add_hole(Template *t, size_t open) {
  size_t end = hole_end(t->raw, open + 1);
  bool closed = end < t->raw.len;
  size_t next = closed ? end + 1 : open + 1;
  Node *value = NULL;
  if (closed && text_strip(text_slice(t->raw, open + 1, end)).len)
    value = parse_hole(t, open + 1, end);
  else
    report_hole(t, open, end);
  Span span = {t->base + (uint32_t)open, t->base + (uint32_t)next};
  node_push(t->syntax->arena, t->node, value ? value : node_new(t->syntax->arena, NODE_BAD, span));
  return next;
}

Node *template_parse(const Syntax *syntax, Node *string) {
  Text raw = source_text(syntax->sources, string->span);
  Node *node = node_new(syntax->arena, NODE_TEMPLATE, string->span);
  /* A text that stands in other quotes was reported; it is taken as it reads. */
  if (raw.len < 2 || raw.at[0] != '"') {
    node_push(syntax->arena, node, string);
    return node;
  }
  size_t close = text_ends(raw, TEXT("\"")) ? raw.len - 1 : raw.len;
  Template t = {syntax, text_slice(raw, 1, close), string->span.lo + 1, node};
  size_t piece = 0, i = 0;
  while (i < t.raw.len) {
    char c = t.raw.at[i];
    if (text_starts(text_slice(t.raw, i, t.raw.len), TEXT("\\u{")))
      i += 3;
    else if (c == '\\')
      i += i + 1 < t.raw.len ? 2 : 1;
    else if (c != '{')
      i++;
    else {
      add_piece(&t, piece, i);
      piece = i = add_hole(&t, i);
    }
  }
  add_piece(&t, piece, t.raw.len);
  node->span = string->span;
  return node;
}
