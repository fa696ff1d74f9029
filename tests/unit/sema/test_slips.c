/* Slips of the keyboard: each token of a large program left out, or written twice. Nothing crashes,
 * a program comes out exactly where nothing was reported, and it is reported once. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "analysing.h"

typedef struct Token {
  size_t lo, hi; /* lo == hi at the end */
} Token;

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static Token next_token(Text source, size_t at) {
  while (at < source.len && isspace((unsigned char)source.at[at])) at++;
  Token token = {at, at};
  if (at == source.len) return token;
  token.hi++;
  if (source.at[at] == '"') {
    while (source.at[token.hi++] != '"') {
    }
  } else if (is_word(source.at[at])) {
    while (token.hi < source.len && is_word(source.at[token.hi])) token.hi++;
  }
  return token;
}

/* Every expression of a program that was accepted has a type. */
static bool is_typed(const Node *node) {
  if (!node) return true;
  const Typing *t = node->typing;
  if (t && !t->type.kind && t->symbol != SYMBOL_ENTITY) return false;
  for (uint32_t i = 0; i < node->count; i++) {
    if (!is_typed(node->child[i])) return false;
  }
  return true;
}

static size_t errors_of(Text source, Token token, bool doubled) {
  world_end();
  world_begin();
  Buffer out = buffer_in(world.arena);
  buffer_bytes(&out, source.at, doubled ? token.hi : token.lo);
  buffer_char(&out, ' ');
  buffer_bytes(&out, source.at + (doubled ? token.lo : token.hi),
               source.len - (doubled ? token.lo : token.hi));
  const Program *program = analyse(buffer_view(&out));
  const size_t errors = diag_errors(world.syntax.diags);
  const char *what = doubled ? "doubled" : "left out";
  ck_assert_msg((program == NULL) == (errors > 0), "`%.*s` %s at %zu: no program and no report",
                (int)(token.hi - token.lo), source.at + token.lo, what, token.lo);
  ck_assert_msg(!program || is_typed(world.file), "`%.*s` %s at %zu: untyped",
                (int)(token.hi - token.lo), source.at + token.lo, what, token.lo);
  ck_assert_msg(errors <= 1, "`%.*s` %s at %zu: %zu reports\n%s", (int)(token.hi - token.lo),
                source.at + token.lo, what, token.lo, errors, reports());
  return errors;
}

static void each_slip(const char *path, size_t least) {
  const Text source = read_whole(path);
  char *kept = strndup(source.at, source.len);
  const Text text = {kept, source.len};
  size_t slips = 0, reported = 0;
  for (Token token = next_token(text, 0); token.hi > token.lo; token = next_token(text, token.hi)) {
    reported += errors_of(text, token, false) + errors_of(text, token, true);
    slips += 2;
  }
  free(kept);
  ck_assert_uint_ge(slips, least);
  ck_assert_uint_ge(reported, slips * 8 / 10);
}

START_TEST(in_the_example) { each_slip("tests/golden/types/acme.strata", 1000); }
END_TEST

START_TEST(in_everything) { each_slip("tests/golden/types/everything.strata", 500); }
END_TEST

/* A chain of measures that reads from the last to the first is typed on demand, by recursion. */
START_TEST(long_chains) {
  Buffer out = buffer_in(world.arena);
  buffer_str(&out, "entity account { n: integer }\n");
  for (int i = 0; i < 1000; i++) buffer_printf(&out, "measure m%d = m%d + 1\n", i, i + 1);
  buffer_str(&out, "measure m1000 = n\n");
  ck_assert_ptr_nonnull(analyse(buffer_view(&out)));
  buffer_clear(&out);
  buffer_str(&out, "entity account { n: integer }\n");
  for (int i = 0; i < 5000; i++) buffer_printf(&out, "measure m%d = m%d + 1\n", i, i + 1);
  buffer_str(&out, "measure m5000 = n\n");
  ck_assert_ptr_null(analyse(buffer_view(&out)));
  ck_assert_str_eq(codes(), "E0619");
}
END_TEST

UNIT_MAIN(world_begin, world_end, in_the_example, in_everything, long_chains)
