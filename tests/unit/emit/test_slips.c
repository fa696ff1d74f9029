/* test_slips.c - one slip, one report, in the declaration where it is: through all stages.
 *
 * Every token of a whole program is left out, doubled and misspelt in turn. A report belongs to the
 * declaration of the slip when its main place or one of its labels lies there: who leaves out the
 * `key` of an entity is told so where another refers to it, with a label at the entity. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/compile.h"
#include "support/unit.h"
#include "syntax/scan.h"

static Arena *arena;
static Text source;
static TokenList tokens;   /* of `source`; spans count from its first byte */
static Span *declarations; /* counted likewise */
static uint32_t declaration_count;

static void begin(void) {
  arena = arena_new(NULL);
  ck_assert_ptr_nonnull(arena);
  if (!ARENA_TRY(arena)) ck_abort_msg("out of memory");
}

static void end(void) { arena_free(arena); }

static Text read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  ck_assert_msg(file != NULL, "cannot open %s", path);
  Buffer out = buffer_in(arena);
  size_t got;
  while ((got = fread(buffer_reserve(&out, 4096), 1, 4096, file)) > 0) out.len += got;
  fclose(file);
  return text_copy(arena, buffer_view(&out));
}

static const char *printed(const Compilation *c) {
  Buffer out = buffer_in(c->arena);
  diag_print(&out, c->diags, c->sources, (DiagStyle){0});
  return text_copy(c->arena, buffer_view(&out)).at;
}

/* Sets the program under test. */
static void take(const char *path) {
  source = read_whole(path);
  Compilation *c = compile_new(arena);
  ck_assert_msg(compile_text(c, TEXT("whole.strata"), source, NULL, 0, COMPILE_IMAGE), "%s",
                printed(c));
  Scanner scanner = {.syntax = &(Syntax){arena, c->names, c->sources, c->diags}, .text = source};
  scan(&scanner);
  tokens = scanner.tokens;
  const uint32_t base = c->tree->child[0]->span.lo - tokens.at[0].span.lo;
  declaration_count = c->tree->count;
  declarations = ARENA_ARRAY(arena, Span, declaration_count);
  for (uint32_t i = 0; i < declaration_count; i++) {
    const Span span = c->tree->child[i]->span;
    declarations[i] = (Span){span.lo - base, span.hi - base};
  }
}

/* The declaration that the byte belongs to: the last that begins at or before it. */
static uint32_t declaration_at(uint32_t offset) {
  uint32_t low = 0;
  while (low + 1 < declaration_count && declarations[low + 1].lo <= offset) low++;
  return low;
}

/* A program that differs from the original in one place. */
typedef struct Slip {
  Span span; /* of the original */
  Text instead;
  const char *what;
  bool anywhere; /* the report need not lie in the declaration of the slip */
} Slip;

static bool lies_there(const Slip *slip, Span span) {
  const uint32_t end = slip->span.lo + (uint32_t)slip->instead.len;
  if (!span.lo) return false;
  uint32_t at = span.lo - 1; /* the place of the first byte of the only source is 1 */
  if (at >= end)
    at = at - end + slip->span.hi;
  else if (at > slip->span.lo)
    at = slip->span.lo;
  return declaration_at(at) == declaration_at(slip->span.lo);
}

static bool any_there(const Slip *slip, const Diag *d) {
  bool there = lies_there(slip, d->span);
  for (size_t i = 0; i < d->labels.count; i++) there |= lies_there(slip, d->labels.at[i].span);
  return there;
}

static int by_place(const void *a, const void *b) {
  const DiagEdit *x = a, *y = b;
  return (x->span.lo > y->span.lo) - (x->span.lo < y->span.lo);
}

/* The text with the edits of the report made. */
static Text mended(Arena *own, Text text, const Diag *d) {
  DiagEdit *edits = ARENA_ARRAY(own, DiagEdit, d->edits.count);
  memcpy(edits, d->edits.at, d->edits.count * sizeof *edits);
  qsort(edits, d->edits.count, sizeof *edits, by_place);
  Buffer out = buffer_in(own);
  size_t at = 0;
  for (size_t i = 0; i < d->edits.count; i++) {
    ck_assert_uint_ge(edits[i].span.lo, at + 1);
    buffer_text(&out, text_slice(text, at, edits[i].span.lo - 1));
    buffer_text(&out, edits[i].text);
    at = edits[i].span.hi - 1;
  }
  buffer_text(&out, text_slice(text, at, text.len));
  return buffer_view(&out);
}

/* What is offered may be another program than the one that was meant, but the parser takes it. (A
 * chain of comparisons is found later.) */
static bool refused(const Compilation *c) {
  if (!diag_count(c->diags)) return false;
  const Diag *d = diag_at(c->diags, 0);
  return strcmp(diag_info(d->code)->code, "E0300") < 0 && d->code != E_CHAINED_COMPARISON;
}

static void check_mending(const Slip *slip, Arena *own, Text text, const Compilation *c) {
  const Diag *d = diag_at(c->diags, 0);
  if (!d->edits.count) return;
  Compilation *again = compile_new(own);
  const Text better = mended(own, text, d);
  compile_text(again, TEXT("mended.strata"), better, NULL, 0, COMPILE_IMAGE);
  ck_assert_msg(!refused(again), "`%.*s` %s:\n%s\nmended:\n%s",
                (int)(slip->span.hi - slip->span.lo), source.at + slip->span.lo, slip->what,
                printed(c), printed(again));
}

/* Compiles the program with the slip and judges what is said of it; the number of reports. */
static size_t check_slip(Slip slip) {
  Arena *own = arena_new(NULL);
  if (!own || !ARENA_TRY(own)) ck_abort_msg("out of memory");
  Buffer text = buffer_in(own);
  buffer_text(&text, text_slice(source, 0, slip.span.lo));
  buffer_text(&text, slip.instead);
  buffer_text(&text, text_slice(source, slip.span.hi, source.len));
  Compilation *c = compile_new(own);
  const bool compiled =
      compile_text(c, TEXT("slip.strata"), buffer_view(&text), NULL, 0, COMPILE_IMAGE);
  const size_t count = diag_count(c->diags);
  const Place place = source_place(c->sources, slip.span.lo + 1);
  const Text token = text_slice(source, slip.span.lo, slip.span.hi);
  ck_assert_msg(compiled == (diag_errors(c->diags) == 0), "`%.*s` %s in line %u:\n%s",
                TEXT_ARG(token), slip.what, place.line, printed(c));
  ck_assert_msg(count <= 1, "`%.*s` %s in line %u, %zu reports:\n%s", TEXT_ARG(token), slip.what,
                place.line, count, printed(c));
  if (count && !slip.anywhere)
    ck_assert_msg(any_there(&slip, diag_at(c->diags, 0)),
                  "`%.*s` %s in line %u, reported elsewhere:\n%s", TEXT_ARG(token), slip.what,
                  place.line, printed(c));
  if (count) check_mending(&slip, own, buffer_view(&text), c);
  arena_free(own);
  return count;
}

/* Compiling has one thread: under the sanitizer of threads, which makes it slow, some tokens do. */
#ifdef __SANITIZE_THREAD__
enum { STRIDE = 12 };
#else
enum { STRIDE = 1 };
#endif

static void leave_out(const char *path) {
  take(path);
  size_t reported = 0, tried = 0;
  for (size_t i = 0; i + 1 < tokens.count; i += STRIDE, tried++)
    reported += check_slip((Slip){tokens.at[i].span, TEXT(""), "left out", false});
  /* Some still mean something else: a description, an operand may go. */
  ck_assert_uint_gt(reported, tried * 3 / 4);
}

static void write_twice(const char *path) {
  take(path);
  size_t reported = 0, tried = 0;
  for (size_t i = 0; i + 1 < tokens.count; i += STRIDE, tried++) {
    const Span span = tokens.at[i].span;
    const Text token = text_slice(source, span.lo, span.hi);
    const char *twice = arena_printf(arena, "%.*s %.*s", TEXT_ARG(token), TEXT_ARG(token));
    reported += check_slip((Slip){span, text_of(twice), "doubled", false});
  }
  ck_assert_uint_gt(reported, tried * 3 / 4);
}

/* A word that lacks a letter may be the name that others use: these are reported then. */
static void misspell(const char *path) {
  take(path);
  for (size_t i = 0; i + 1 < tokens.count; i += STRIDE) {
    const Span span = tokens.at[i].span;
    const Text token = text_slice(source, span.lo, span.hi);
    if (token.len < 4) continue; /* `m14` without the 1 is another measure */
    const size_t at = 1 + i % (token.len - 2);
    const char *without = arena_printf(arena, "%.*s%.*s", (int)at, token.at,
                                       (int)(token.len - at - 1), token.at + at + 1);
    check_slip((Slip){span, text_of(without), "lacking a letter", true});
    char *swapped = arena_copy(arena, token.at, token.len);
    swapped[at] = token.at[at - 1];
    swapped[at - 1] = token.at[at];
    check_slip((Slip){span, text_of(swapped), "with two letters swapped", true});
  }
}

static const char *const programs[] = {
    "examples/acme/acme.strata",
    "tests/golden/code/everything.strata",
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

START_TEST(a_token_left_out) {
  for (size_t i = 0; i < PROGRAMS; i++) leave_out(programs[i]);
}
END_TEST

START_TEST(a_token_doubled) {
  for (size_t i = 0; i < PROGRAMS; i++) write_twice(programs[i]);
}
END_TEST

START_TEST(a_word_misspelt) {
  for (size_t i = 0; i < PROGRAMS; i++) misspell(programs[i]);
}
END_TEST

UNIT_MAIN(begin, end, a_token_left_out, a_token_doubled, a_word_misspelt)
