/* One slip, one report, in the declaration where it is, and everything else is still read.
 *
 * Every token of a whole program is left out, doubled and replaced in turn. */
#include <stdio.h>
#include <string.h>

#include "parsing.h"
#include "syntax/scan.h"

typedef struct Original {
  Text source;
  TokenList tokens; /* spans count from 0 */
  const Node *file;
} Original;

static Original original(void) {
  Original o = {.source = read_whole("tests/unit/syntax/acme.strata")};
  o.file = parse_file(o.source);
  ck_assert_uint_eq(diag_count(world.syntax.diags), 0);
  Scanner scanner = {.syntax = &world.syntax, .text = o.source};
  scan(&scanner);
  o.tokens = scanner.tokens;
  return o;
}

/* The declaration that the byte belongs to: the last that begins at or before it. */
static uint32_t declaration_at(const Original *o, uint32_t offset) {
  uint32_t found = 0;
  for (uint32_t i = 0; i < o->file->count; i++)
    if (o->file->child[i]->span.lo - o->file->child[0]->span.lo <= offset) found = i;
  return found;
}

/* The source with the bytes of a span replaced. */
static Text changed(const Original *o, Span span, const char *instead) {
  return text_of(arena_printf(world.arena, "%.*s%s%.*s", (int)span.lo, o->source.at, instead,
                              (int)(o->source.len - span.hi), o->source.at + span.hi));
}

static const Node *same_elsewhere(const Node *file, const Node *wanted) {
  for (uint32_t i = 0; i < file->count; i++)
    if (node_equal(file->child[i], wanted)) return file->child[i];
  return NULL;
}

/* Parses a variant that differs at `span` and checks what is said of it; the number of reports. */
static size_t check_variant(const Original *o, Span span, const char *instead, const char *what,
                            bool keeps_rest) {
  World before = world;
  world_begin();
  Text source = changed(o, span, instead);
  const Node *file = parse_file(source);
  size_t count = diag_count(world.syntax.diags);
  ck_assert_msg(count <= 1, "%s at byte %u:\n%s", what, span.lo, printed());
  uint32_t hit = declaration_at(o, span.lo);
  if (count) {
    size_t at = diag_at(world.syntax.diags, 0)->span.lo - world.base, size = strlen(instead);
    if (at >= span.lo + size)
      at = at - size + (span.hi - span.lo);
    else if (at > span.lo)
      at = span.lo;
    ck_assert_msg(declaration_at(o, (uint32_t)at) == hit, "%s at byte %u, reported elsewhere:\n%s",
                  what, span.lo, printed());
    for (uint32_t i = 0; i < o->file->count && keeps_rest; i++)
      ck_assert_msg(i == hit || same_elsewhere(file, o->file->child[i]),
                    "%s at byte %u: declaration %u is lost\n%s", what, span.lo, i, printed());
  }
  world_end();
  world = before;
  return count;
}

START_TEST(a_token_left_out) {
  Original o = original();
  size_t reported = 0, count = o.tokens.count - 1;
  for (size_t i = 0; i < count; i++)
    reported += check_variant(&o, o.tokens.at[i].span, "", "left out", true);
  /* Some still mean something else: a description, a name, an operand may go. */
  ck_assert_uint_gt(reported, count * 3 / 4);
}
END_TEST

START_TEST(a_token_doubled) {
  Original o = original();
  size_t reported = 0, count = o.tokens.count - 1;
  for (size_t i = 0; i < count; i++) {
    Span span = o.tokens.at[i].span;
    Text text = text_slice(o.source, span.lo, span.hi);
    const char *twice = arena_printf(world.arena, "%.*s %.*s", TEXT_ARG(text), TEXT_ARG(text));
    reported += check_variant(&o, span, twice, "doubled", true);
  }
  ck_assert_uint_gt(reported, count * 3 / 4);
}
END_TEST

/* Under the sanitizers each request for memory is watched: every seventh pair is enough of that. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { STRIDE = 7 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { STRIDE = 7 };
#else
enum { STRIDE = 1 };
#endif
#else
enum { STRIDE = 1 };
#endif

START_TEST(a_token_replaced) {
  static const char *const others[] = {"xyz",      "5m",   ";",  "}", "{",
                                       "\"text\"", "rule", "==", ")", "("};
  Original o = original();
  for (size_t i = 0; i + 1 < o.tokens.count; i++)
    for (size_t j = i % STRIDE; j < sizeof others / sizeof *others; j += STRIDE)
      check_variant(&o, o.tokens.at[i].span, others[j],
                    arena_printf(world.arena, "`%s`", others[j]), false);
}
END_TEST

UNIT_MAIN(world_begin, world_end, a_token_left_out, a_token_doubled, a_token_replaced)
