/* test_diag_print.c - how diagnostics look, written down as they should. */
#include <string.h>

#include "base/diag.h"
#include "support/unit.h"

static Arena *arena;
static SourceMap *sources;
static DiagSink *sink;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  sources = source_map_new(arena);
  sink = diag_sink_new(arena);
  out = buffer_in(arena);
}
static void teardown(void) { arena_free(arena); }

static uint32_t base_of(size_t file) {
  uint32_t base = 1;
  for (size_t i = 0; i < file; i++) base += (uint32_t)source_content(sources, i).len + 1;
  return base;
}

/* The span of the first `part` in a file. */
static Span in_file(size_t file, const char *part) {
  Text content = source_content(sources, file);
  const char *found = memmem(content.at, content.len, part, strlen(part));
  ck_assert_msg(found != NULL, "no `%s`", part);
  uint32_t lo = base_of(file) + (uint32_t)(found - content.at);
  return (Span){lo, lo + (uint32_t)strlen(part)};
}

static Span in(const char *part) { return in_file(0, part); }

static void add_source(const char *name, const char *content) {
  source_add(sources, text_of(name), text_of(content));
}

static Diag *report(Span span, const char *message) {
  return diag_add(sink, E_OUT_OF_MEMORY, span, "%s", message);
}

static void assert_prints(DiagStyle style, const char *expected) {
  buffer_clear(&out);
  diag_print(&out, sink, sources, style);
  ck_assert_str_eq(out.data ? out.data : "", expected);
}

static const DiagStyle plain = {0};

/* A file whose 40th and 57th lines are those of the sample. */
static void add_sample(void) {
  Buffer content = buffer_in(arena);
  buffer_repeat(&content, '\n', 39);
  buffer_str(&content, "  revenue: money(USD)\n");
  buffer_repeat(&content, '\n', 16);
  buffer_str(&content, "    needs revenu >= 5M\n");
  add_source("acme.strata", content.data);
}

static void report_sample(void) {
  add_sample();
  Span span = in("revenu >=");
  span.hi -= 3;
  Diag *diag = report(span, "there is no column `revenu` in `account`");
  diag_under(sink, diag, "not a column of `account`");
  diag_label(sink, diag, in("revenue"), "did you mean this");
  diag_note(sink, diag, "`account` has 7 columns");
  diag_help(sink, diag, "write `revenue`");
}

START_TEST(nothing_prints_nothing) { assert_prints(plain, ""); }
END_TEST

START_TEST(the_sample) {
  report_sample();
  assert_prints(plain, "error[E0900]: there is no column `revenu` in `account`\n"
                       "  --> acme.strata:57:11\n"
                       "   |\n"
                       "57 |     needs revenu >= 5M\n"
                       "   |           ^^^^^^ not a column of `account`\n"
                       "   |\n"
                       "40 |   revenue: money(USD)\n"
                       "   |   ------- did you mean this\n"
                       "   = note: `account` has 7 columns\n"
                       "   = help: write `revenue`\n");
}
END_TEST

START_TEST(the_sample_in_tags) {
  report_sample();
  assert_prints((DiagStyle){.tags = true},
                "<error>error[E0900]</error>: there is no column `revenu` in `account`\n"
                "  --> acme.strata:57:11\n"
                "   |\n"
                "57 |     needs revenu >= 5M\n"
                "   |           <span>^^^^^^ not a column of `account`</span>\n"
                "   |\n"
                "40 |   revenue: money(USD)\n"
                "   |   <label>------- did you mean this</label>\n"
                "   = <note>note</note>: `account` has 7 columns\n"
                "   = <help>help</help>: write `revenue`\n");
}
END_TEST

/* With the escapes taken out the coloured form is the plain one; each colour is put off again. */
START_TEST(colour_changes_nothing_else) {
  report_sample();
  diag_print(&out, sink, sources, plain);
  Buffer coloured = buffer_in(arena), bare = buffer_in(arena);
  diag_print(&coloured, sink, sources, (DiagStyle){.colour = true});
  bool on = false;
  size_t changes = 0;
  for (const char *at = coloured.data; *at; at++) {
    if (*at != '\x1b') {
      ck_assert_msg(*at != '\n' || !on, "a colour runs over the line end");
      buffer_char(&bare, *at);
      continue;
    }
    const char *end = strchr(at, 'm');
    ck_assert_ptr_nonnull(end);
    bool off = strncmp(at, "\x1b[0m", 4) == 0;
    ck_assert(off == on);
    on = !off;
    changes++;
    at = end;
  }
  ck_assert(!on);
  ck_assert_uint_ge(changes, 20);
  ck_assert_str_eq(bare.data, out.data);
}
END_TEST

START_TEST(without_a_place_there_is_no_source) {
  Diag *diag = report((Span){0, 0}, "out of memory");
  diag->severity = SEVERITY_WARNING;
  diag_note(sink, diag, "the limit is 5 MB");
  diag_label(sink, diag, (Span){0, 0}, "`sum` is built in");
  assert_prints(plain, "warning[E0900]: out of memory\n"
                       "  = note: `sum` is built in\n"
                       "  = note: the limit is 5 MB\n");
}
END_TEST

START_TEST(diagnostics_are_set_apart) {
  add_source("a", "x\n");
  report(in("x"), "one");
  report((Span){0, 0}, "two")->severity = SEVERITY_NOTE;
  assert_prints(plain, "error[E0900]: one\n"
                       " --> a:1:1\n"
                       "  |\n"
                       "1 | x\n"
                       "  | ^\n"
                       "\n"
                       "note[E0900]: two\n");
}
END_TEST

START_TEST(marks_of_one_line_share_it) {
  add_source("a", "when revenue > 5% then notice\n");
  Diag *diag = report(in(">"), "money is compared with a percentage");
  diag_under(sink, diag, "cannot compare");
  diag_label(sink, diag, in("revenue"), "this is money");
  diag_label(sink, diag, in("5%"), "this is a percentage");
  assert_prints(plain, "error[E0900]: money is compared with a percentage\n"
                       " --> a:1:14\n"
                       "  |\n"
                       "1 | when revenue > 5% then notice\n"
                       "  |      ------- ^ -- this is a percentage\n"
                       "  |      |       |\n"
                       "  |      |       cannot compare\n"
                       "  |      this is money\n");
}
END_TEST

START_TEST(marks_in_one_another) {
  add_source("a", "when (a or b) and c\n");
  Diag *diag = report(in("(a or b)"), "m");
  diag_under(sink, diag, "outer");
  diag_label(sink, diag, in("or"), "inner");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:1:6\n"
                       "  |\n"
                       "1 | when (a or b) and c\n"
                       "  |      ^^^^^^^^\n"
                       "  |      |  |\n"
                       "  |      |  inner\n"
                       "  |      outer\n");
}
END_TEST

START_TEST(marks_of_the_same_span) {
  add_source("a", "late late\n");
  Diag *diag = report(in("late"), "m");
  diag_under(sink, diag, "here");
  diag_label(sink, diag, in("late"), "and here");
  diag_label(sink, diag, in("late"), "%s", "");
  assert_prints((DiagStyle){.tags = true}, "<error>error[E0900]</error>: m\n"
                                           " --> a:1:1\n"
                                           "  |\n"
                                           "1 | late late\n"
                                           "  | <span>^^^^ here</span>\n"
                                           "  | <label>|</label>\n"
                                           "  | <label>and here</label>\n");
}
END_TEST

START_TEST(labels_in_other_files_have_their_own_head) {
  add_source("a", "\n\nuse x\n");
  add_source("lib/b", "let x = 1\n");
  Diag *diag = report(in("x"), "m");
  diag_label(sink, diag, in_file(1, "x"), "defined here");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:3:5\n"
                       "  |\n"
                       "3 | use x\n"
                       "  |     ^\n"
                       "  |\n"
                       " ::: lib/b:1:5\n"
                       "  |\n"
                       "1 | let x = 1\n"
                       "  |     - defined here\n");
}
END_TEST

START_TEST(line_numbers_are_aligned) {
  Buffer content = buffer_in(arena);
  buffer_str(&content, "first");
  buffer_repeat(&content, '\n', 99);
  buffer_str(&content, "last");
  add_source("a", content.data);
  Diag *diag = report(in("last"), "m");
  diag_label(sink, diag, in("first"), "l");
  assert_prints(plain, "error[E0900]: m\n"
                       "   --> a:100:1\n"
                       "    |\n"
                       "100 | last\n"
                       "    | ^^^^\n"
                       "    |\n"
                       "  1 | first\n"
                       "    | ----- l\n");
}
END_TEST

START_TEST(a_span_over_lines_shows_its_first) {
  add_source("a", "rule late {  \n  when x\n}\n");
  Diag *diag = report((Span){6, 24}, "m");
  diag_under(sink, diag, "never decided");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:1:6\n"
                       "  |\n"
                       "1 | rule late {\n"
                       "  |      ^^^^^^... never decided\n");
}
END_TEST

START_TEST(a_line_end_in_the_span_is_not_underlined) {
  add_source("a", "late\r\nnext\n");
  diag_under(sink, report((Span){1, 7}, "m"), "u");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:1:1\n"
                       "  |\n"
                       "1 | late\n"
                       "  | ^^^^ u\n");
}
END_TEST

START_TEST(an_empty_span_is_one_caret) {
  add_source("a", "rule x");
  diag_under(sink, report((Span){7, 7}, "m"), "`{` is missing");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:1:7\n"
                       "  |\n"
                       "1 | rule x\n"
                       "  |       ^ `{` is missing\n");
}
END_TEST

START_TEST(an_empty_line_has_no_trailing_blank) {
  add_source("a", "x\n");
  report((Span){3, 3}, "m");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:2:1\n"
                       "  |\n"
                       "2 |\n"
                       "  | ^\n");
}
END_TEST

START_TEST(underlines_by_what_is_seen) {
  add_source("a", "\xEF\xBB\xBF\tname = \"漢字\" é\tx\n");
  Diag *diag = report(in("\"漢字\""), "m");
  diag_label(sink, diag, in("x"), "l");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:1:9\n"
                       "  |\n"
                       "1 |     name = \"漢字\" é    x\n"
                       "  |            ^^^^^^      - l\n");
}
END_TEST

START_TEST(what_drives_a_terminal_is_escaped) {
  add_source("a\x1b", "x\x1b[2J\xFFy\n");
  Diag *diag = report(in("y"), "bad \x1b[0m text");
  diag_under(sink, diag, "u\x07");
  diag_note(sink, diag, "n\r");
  diag_help(sink, diag, "h\x1b");
  assert_prints(plain, "error[E0900]: bad \\x1B[0m text\n"
                       " --> a\\x1B:1:7\n"
                       "  |\n"
                       "1 | x\\x1B[2J\\xFFy\n"
                       "  |             ^ u\\x07\n"
                       "  = note: n\\r\n"
                       "  = help: h\\x1B\n");
}
END_TEST

START_TEST(notes_of_several_lines_are_indented) {
  Diag *diag = report((Span){0, 0}, "first\nsecond");
  diag_note(sink, diag, "try\n  given x\n\nthen\n");
  assert_prints(plain, "error[E0900]: first\n"
                       "  second\n"
                       "  = note: try\n"
                       "            given x\n"
                       "\n"
                       "          then\n");
}
END_TEST

/* "a0 a1 a2 ... " */
static void add_long_line(void) {
  Buffer content = buffer_in(arena);
  for (int i = 100; i < 200; i++) buffer_printf(&content, "a%d ", i);
  buffer_char(&content, '\n');
  add_source("a", content.data);
}

START_TEST(a_long_line_is_cut_around_the_span) {
  add_long_line();
  diag_under(sink, report(in("a150"), "m"), "here");
  diag_print(&out, sink, sources, plain);
  const char *quoted = strstr(out.data, "1 | "), *carets = strstr(out.data, "^^^^ here\n");
  ck_assert_ptr_nonnull(quoted);
  ck_assert_ptr_nonnull(carets);
  Text line = {quoted + 4, (size_t)(strchr(quoted, '\n') - quoted - 4)};
  ck_assert(text_starts(line, TEXT("…")));
  ck_assert(text_ends(line, TEXT("…")));
  ck_assert_uint_eq(text_width(line), 102);
  /* The carets stand below the word. */
  const char *row = strchr(quoted, '\n') + 1;
  size_t column = (size_t)(carets - row) - 4;
  const char *word = memmem(line.at, line.len, "a150", 4);
  ck_assert_ptr_nonnull(word);
  ck_assert_uint_eq(text_width((Text){line.at, (size_t)(word - line.at)}), column);
}
END_TEST

START_TEST(a_long_line_is_quoted_for_each_mark) {
  add_long_line();
  Diag *diag = report(in("a101"), "m");
  diag_label(sink, diag, in("a199"), "far");
  assert_prints(plain, "error[E0900]: m\n"
                       " --> a:1:6\n"
                       "  |\n"
                       "1 | a100 a101 a102 a103 a104 a105 a106 a107 a108 a109 "
                       "a110 a111 a112 a113 a114 a115 a116 a117 a118 a119 …\n"
                       "  |      ^^^^\n"
                       "  |\n"
                       "1 | …a180 a181 a182 a183 a184 a185 a186 a187 a188 a189 "
                       "a190 a191 a192 a193 a194 a195 a196 a197 a198 a199\n"
                       "  |                                                "
                       "                                                 ---- far\n");
}
END_TEST

START_TEST(a_very_long_line_is_quoted_around_the_span) {
  Buffer content = buffer_in(arena);
  for (int i = 0; i < 20000; i++) buffer_str(&content, "äö ");
  buffer_str(&content, "here");
  for (int i = 0; i < 20000; i++) buffer_str(&content, " äö");
  add_source("a", content.data);
  report(in("here"), "m");
  diag_print(&out, sink, sources, plain);
  const char *quoted = strstr(out.data, "1 | …"), *row = strchr(quoted, '\n') + 1;
  const char *word = strstr(quoted, "here"), *carets = strstr(row, "^^^^\n");
  ck_assert(word && word < row && carets);
  ck_assert_uint_eq(text_width((Text){quoted, (size_t)(word - quoted)}),
                    text_width((Text){row, (size_t)(carets - row)}));
  ck_assert_uint_eq(text_width((Text){quoted, (size_t)(row - quoted) - 1}), 4 + 102);
}
END_TEST

START_TEST(a_span_longer_than_the_cut) {
  Buffer content = buffer_in(arena);
  buffer_repeat(&content, 'x', 1000);
  add_source("a", content.data);
  report((Span){101, 901}, "m");
  diag_print(&out, sink, sources, plain);
  const char *quoted = strstr(out.data, "1 | "), *row = strchr(quoted, '\n') + 1;
  Text line = {quoted, (size_t)(row - 1 - quoted)}, below = {row, strlen(row) - 1};
  ck_assert_uint_le(text_width(below), text_width(line));
  ck_assert(text_ends(below, TEXT("^^^^^^^^")));
}
END_TEST

START_TEST(errors_beyond_the_limit_are_counted) {
  report((Span){0, 0}, "one");
  report((Span){0, 0}, "two");
  report((Span){0, 0}, "warned")->severity = SEVERITY_WARNING;
  assert_prints((DiagStyle){.limit = 1}, "error[E0900]: one\n"
                                         "\n"
                                         "warning[E0900]: warned\n"
                                         "\n"
                                         "1 more error is not shown\n");
  report((Span){0, 0}, "three");
  assert_prints((DiagStyle){.limit = 1}, "error[E0900]: one\n"
                                         "\n"
                                         "warning[E0900]: warned\n"
                                         "\n"
                                         "2 more errors are not shown\n");
}
END_TEST

static void assert_advice(Diag *diag, const char *expected) {
  Text advice = diag_advice(arena, diag, sources);
  ck_assert_msg(text_equal(advice, text_of(expected)), "`%.*s`", TEXT_ARG(advice));
}

START_TEST(edits_speak_for_themselves) {
  add_source("a", "needs growth > 5 , then\n  x\n");
  Diag *diag = report(in("5"), "m");
  assert_advice(diag, "");
  diag_edit(sink, diag, in("5"), TEXT("5%"));
  assert_advice(diag, "replace with `5%`");

  diag = report(in(">"), "m");
  diag_edit(sink, diag, in("5"), TEXT("5%"));
  assert_advice(diag, "replace `5` with `5%`");

  diag = report(in(","), "m");
  diag_edit(sink, diag, in(" ,"), TEXT(""));
  assert_advice(diag, "remove `,`");

  diag = report(in("then"), "m");
  Span after = {diag->span.hi, diag->span.hi}, before = {diag->span.lo, diag->span.lo};
  diag_edit(sink, diag, after, TEXT(" {"));
  assert_advice(diag, "insert `{`");
  diag_edit(sink, diag, before, TEXT("a\nb"));
  assert_advice(diag, "insert `{` and insert `a\\nb`");
  Span x = in("x");
  diag_edit(sink, diag, (Span){x.lo, x.lo}, TEXT("}"));
  assert_advice(diag, "insert `{`, insert `a\\nb` and insert `}` at 2:3");

  diag_help(sink, diag, "use braces");
  assert_advice(diag, "use braces");
}
END_TEST

START_TEST(long_replacements_are_cut) {
  add_source("a", "x");
  Diag *diag = report(in("x"), "m");
  Buffer text = buffer_in(arena);
  buffer_repeat(&text, 'y', 100);
  diag_edit(sink, diag, in("x"), buffer_view(&text));
  assert_advice(diag,
                "replace with `yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…`");
}
END_TEST

static uint32_t random_below(uint64_t *state, uint32_t limit) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33) % limit;
}

/* Bytes of all kinds, so that spans begin and end inside characters, tabs and line ends. */
static Text random_source(uint64_t *state) {
  static const char *const pieces[] = {"a",       "rule ", "\t",   "\n",       "\r\n",     "漢",
                                       "e\u0301", "\x1b[", "\xFF", "\xE2\x82", "\xC2\x9B", " "};
  Buffer content = buffer_in(arena);
  for (uint32_t i = random_below(state, 300); i > 0; i--)
    buffer_str(&content, pieces[random_below(state, sizeof pieces / sizeof *pieces)]);
  return buffer_view(&content);
}

START_TEST(any_span_of_any_source_prints_cleanly) {
  uint64_t state = 20260630;
  for (int round = 0; round < 300; round++) {
    sources = source_map_new(arena);
    sink = diag_sink_new(arena);
    uint32_t end = 0;
    for (int file = 0; file < 2; file++) {
      Text content = random_source(&state);
      end = source_add(sources, TEXT("f"), content) + (uint32_t)content.len;
    }
    Diag *diag = report((Span){random_below(&state, end + 3), random_below(&state, end + 3)}, "m");
    diag_under(sink, diag, "u");
    for (uint32_t i = random_below(&state, 5); i > 0; i--) {
      Span span = {random_below(&state, end + 3), random_below(&state, end + 3)};
      diag_label(sink, diag, span, "l%u", i);
      diag_edit(sink, diag, span, TEXT("x"));
    }
    buffer_clear(&out);
    diag_print(&out, sink, sources, plain);
    ck_assert_uint_eq(text_utf8_check(buffer_view(&out)), out.len);
    for (const char *at = out.data; *at; at++) {
      ck_assert(*at == '\n' || (unsigned char)*at >= ' ');
      if (*at == '\n') ck_assert_msg(at == out.data || at[-1] != ' ', "%s", out.data);
    }
    ck_assert_ptr_nonnull(strstr(out.data, "error[E0900]: m\n"));
    bool placed = source_index(sources, diag->span.lo) != SIZE_MAX;
    if (placed) ck_assert_ptr_nonnull(strchr(out.data, '^'));
    buffer_clear(&out);
    diag_print_json(&out, sink, sources);
    ck_assert_uint_eq(text_utf8_check(buffer_view(&out)), out.len);
  }
}
END_TEST

/* Everything that reporting and printing ask for, with the n-th request failing; whether all
 * went well. What was held then is the sanitizer's to find. */
static bool print_with_failure(uint64_t n) {
  arena_free(arena);
  arena = arena_new(&(ArenaOptions){.fail_at = n});
  bool done = false;
  if (ARENA_TRY(arena)) {
    sources = source_map_new(arena);
    sink = diag_sink_new(arena);
    out = buffer_in(arena);
    report_sample();
    diag_print(&out, sink, sources, plain);
    diag_print_json(&out, sink, sources);
    done = true;
  }
  return done;
}

START_TEST(every_request_may_fail) {
  uint64_t n = 1;
  while (!print_with_failure(n)) n++;
  ck_assert_uint_ge(n, 30);
  ck_assert_uint_eq(arena_requests(arena), n - 1);
}
END_TEST

UNIT_MAIN(setup, teardown, nothing_prints_nothing, the_sample, the_sample_in_tags,
          colour_changes_nothing_else, without_a_place_there_is_no_source,
          diagnostics_are_set_apart, marks_of_one_line_share_it, marks_in_one_another,
          marks_of_the_same_span, labels_in_other_files_have_their_own_head,
          line_numbers_are_aligned, a_span_over_lines_shows_its_first,
          a_line_end_in_the_span_is_not_underlined, an_empty_span_is_one_caret,
          an_empty_line_has_no_trailing_blank, underlines_by_what_is_seen,
          what_drives_a_terminal_is_escaped, notes_of_several_lines_are_indented,
          a_long_line_is_cut_around_the_span, a_long_line_is_quoted_for_each_mark,
          a_very_long_line_is_quoted_around_the_span, a_span_longer_than_the_cut,
          errors_beyond_the_limit_are_counted, edits_speak_for_themselves,
          long_replacements_are_cut, any_span_of_any_source_prints_cleanly, every_request_may_fail)
