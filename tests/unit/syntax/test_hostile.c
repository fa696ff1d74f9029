/* Text that nobody wrote in earnest: too deep, too long, at random; and memory that runs out. */
#include <stdlib.h>
#include <string.h>

#include "parsing.h"
#include "syntax/keywords.h"

static Text repeated(const char *before, const char *piece, size_t times, const char *after) {
  Buffer out = buffer_in(world.arena);
  buffer_str(&out, before);
  for (size_t i = 0; i < times; i++) buffer_str(&out, piece);
  buffer_str(&out, after);
  return text_copy(world.arena, buffer_view(&out));
}

static uint32_t depth_of(const Node *node) {
  uint32_t deepest = 0;
  for (uint32_t i = 0; i < node->count; i++) {
    uint32_t depth = node->child[i] ? depth_of(node->child[i]) : 0;
    if (depth > deepest) deepest = depth;
  }
  return deepest + 1;
}

/* Whatever is repeated, what comes out can be walked, and the next declaration is there. */
static void check_deep(const char *before, const char *piece, const char *after) {
  static const size_t sizes[] = {400, 999, 5000, 100000};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    World outer = world;
    world_begin();
    Node *file = parse_file(repeated(before, piece, sizes[i], after));
    ck_assert_uint_le(depth_of(file), TREE_MAX_DEPTH + 2);
    Buffer out = buffer_in(world.arena);
    tree_dump(&out, file, world.syntax.sources, NULL, NULL);
    ck_assert(node_equal(node_copy(world.arena, file), file));
    ck_assert_msg(sizes[i] < 500 ? diag_count(world.syntax.diags) == 0
                                 : strcmp(codes(), "E0226") == 0 || sizes[i] == 999,
                  "%s %zu times: %s", piece, sizes[i], codes());
    ck_assert_int_eq(file->child[file->count - 1]->kind, NODE_USE);
    world_end();
    world = outer;
  }
}

START_TEST(deep_left) {
  check_deep("measure m = a", " + a", "\nuse std.x");
  check_deep("measure m = a", " and a", "\nuse std.x");
  check_deep("measure m = a", ".a", "\nuse std.x");
  check_deep("measure m = a", " * 2", "\nuse std.x");
}
END_TEST

START_TEST(deep_right) {
  check_deep("measure m = ", "not ", "a\nuse std.x");
  check_deep("measure m = ", "-", "a\nuse std.x");
  check_deep("measure m = ", "a otherwise ", "a\nuse std.x");
  check_deep("measure m = ", "if a then b else ", "a\nuse std.x");
}
END_TEST

START_TEST(deep_brackets) {
  World outer = world;
  static const size_t sizes[] = {400, 5000, 100000};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    world_begin();
    Text open = repeated("", "(", sizes[i], ""), close = repeated("", ")", sizes[i], "");
    Text source =
        text_of(arena_printf(world.arena, "measure m = %sa%s\nuse std.x", open.at, close.at));
    Node *file = parse_file(source);
    ck_assert_str_eq(codes(), sizes[i] > TREE_MAX_DEPTH ? "E0226" : "");
    ck_assert_uint_le(depth_of(file), TREE_MAX_DEPTH + 2);
    ck_assert_int_eq(file->child[file->count - 1]->kind, NODE_USE);
    world_end();
  }
  world = outer;
}
END_TEST

START_TEST(long_lists_are_not_deep) {
  Node *file = parse_file(repeated("measure m = a in (1", ", 1", 100000, ")\n"));
  ck_assert_str_eq(codes(), "");
  ck_assert_uint_eq(file->child[0]->child[MEASURE_VALUE]->child[IN_LIST_ITEMS]->count, 100001);
}
END_TEST

/* A small generator of our own, so that every run is the same. */
static uint32_t next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

static void survives(Text source) {
  World outer = world;
  world_begin();
  TriviaList trivia;
  uint32_t base = source_add(world.syntax.sources, TEXT("random"), source);
  Node *file = syntax_parse_file(&world.syntax, base, &trivia);
  ck_assert_int_eq(file->kind, NODE_FILE);
  ck_assert_uint_le(depth_of(file), TREE_MAX_DEPTH + 2);
  syntax_parse_questions(&world.syntax, base);
  syntax_parse_expression(&world.syntax, base);
  for (size_t i = 0; i < diag_count(world.syntax.diags); i++) {
    Span span = diag_at(world.syntax.diags, i)->span;
    ck_assert_uint_ge(span.lo, base);
    ck_assert_uint_le(span.lo, span.hi);
    ck_assert_uint_le(span.hi, base + source.len + 1);
  }
  ck_assert_ptr_nonnull(printed());
  world_end();
  world = outer;
}

START_TEST(random_bytes) {
  uint64_t state = 1;
  for (int round = 0; round < 400; round++) {
    size_t size = next(&state) % 300;
    char *bytes = arena_alloc(world.arena, size);
    for (size_t i = 0; i < size; i++) {
      uint32_t chance = next(&state);
      bytes[i] = (char)(chance & 3 ? (chance >> 8) % 95 + 32 : (chance >> 8) & 0xFF);
    }
    survives((Text){bytes, size});
  }
}
END_TEST

START_TEST(random_words) {
  static const char *const others[] = {"a",     "b:", "5",   "5M",   "12%",    "2026-06-30",
                                       "\"t\"", "{",  "}",   "(",    ")",      ",",
                                       ".",     "..", "=",   "<=",   "+",      "-",
                                       "*",     "\n", "USD", "days", "\"{a\"", "\"{a b}\"",
                                       ";",     "5m", "==",  "`x`",  "#",      "\u201c",
                                       "'"};
  size_t count = sizeof others / sizeof *others;
  uint64_t state = 2;
  for (int round = 0; round < 600; round++) {
    Buffer out = buffer_in(world.arena);
    for (size_t words = next(&state) % 150; words > 0; words--) {
      size_t pick = next(&state) % (keyword_count() + 2 * count);
      if (pick < keyword_count())
        buffer_text(&out, keyword_at(pick)->spelling);
      else
        buffer_str(&out, others[(pick - keyword_count()) % count]);
      buffer_str(&out, next(&state) % 8 ? " " : "\n");
    }
    survives(text_copy(world.arena, buffer_view(&out)));
  }
}
END_TEST

START_TEST(random_damage) {
  Text whole = read_whole("tests/unit/syntax/acme.strata");
  uint64_t state = 3;
  for (int round = 0; round < 300; round++) {
    char *bytes = arena_copy(world.arena, whole.at, whole.len);
    for (uint32_t hits = next(&state) % 8 + 1; hits > 0; hits--)
      bytes[next(&state) % whole.len] = (char)next(&state);
    size_t lo = next(&state) % whole.len;
    survives(text_slice((Text){bytes, whole.len}, lo, whole.len - next(&state) % (whole.len - lo)));
  }
}
END_TEST

/* A soup of declarations, each with a slip: time must grow with the size alone. */
START_TEST(many_slips) {
  Node *file =
      parse_file(repeated("", "measure a = \nrule r { needs x }\nkpi (\n", 20000, "use std.x"));
  ck_assert_int_eq(file->child[file->count - 1]->kind, NODE_USE);
  ck_assert_uint_ge(diag_count(world.syntax.diags), 40000);
}
END_TEST

/* Every request in turn fails: nothing is left behind, nothing crashes. */
START_TEST(memory_runs_out) {
  const char *source =
      "rule r { require a and b or 5m say \"{x\" }\nmeasure = 1 < 2 < 3\nuse std.x";
  volatile bool whole = false;
  for (volatile uint64_t at = 1; !whole; at++) {
    Arena *volatile arena = arena_new(&(ArenaOptions){.fail_at = at});
    if (!arena) continue;
    if (ARENA_TRY(arena)) {
      Syntax syntax = {.arena = arena,
                       .names = intern_new(arena),
                       .sources = source_map_new(arena),
                       .diags = diag_sink_new(arena)};
      syntax_parse_file(&syntax, source_add(syntax.sources, TEXT("f"), text_of(source)), NULL);
      whole = true;
    }
    arena_free(arena);
    ck_assert_uint_lt(at, 100000);
  }
}
END_TEST

UNIT_MAIN(world_begin, world_end, deep_left, deep_right, deep_brackets, long_lists_are_not_deep,
          random_bytes, random_words, random_damage, many_slips, memory_runs_out)
