/* What syntax errors say. The cases are tests/golden/diagnostics: a file with a slip, and what
 * `strata check` prints of it. Here they are run in process, and what the printed text cannot
 * show is checked: that an offered edit leaves a source that parses. */
#include <ctype.h>
#include <glob.h>
#include <string.h>

#include "parsing.h"

#define FOLDER "tests/golden/diagnostics/"

static bool is_syntax_code(const char *code) {
  return code[0] == 'E' && code[1] == '0' && (code[2] == '1' || code[2] == '2');
}

/* The case's file name without folder and ending. */
static const char *case_name(const char *path) {
  const char *name = strrchr(path, '/') + 1;
  return arena_printf(world.arena, "%.*s", (int)(strlen(name) - strlen(".strata")), name);
}

/* "bad_escape_unicode" is a case of E_BAD_ESCAPE. */
static bool case_is_of(const char *name, const DiagInfo *info) {
  size_t length = strlen(info->id) - 2;
  for (size_t i = 0; i < length; i++)
    if (name[i] != tolower((unsigned char)info->id[i + 2])) return false;
  return name[length] == '\0' || name[length] == '_';
}

static bool is_syntax_case(const char *name) {
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = diag_info((DiagCode)i);
    if (is_syntax_code(info->code) && case_is_of(name, info)) return true;
  }
  return false;
}

/* Runs `check` on every syntax case, in a world of its own each. */
static size_t each_case(void (*check)(const char *name, const char *path)) {
  glob_t found;
  ck_assert_int_eq(glob(FOLDER "*.strata", 0, NULL, &found), 0);
  size_t count = 0;
  for (size_t i = 0; i < found.gl_pathc; i++) {
    const char *path = found.gl_pathv[i], *name = case_name(path);
    if (is_syntax_case(name)) {
      check(name, path);
      count++;
    }
    world_end();
    world_begin();
  }
  globfree(&found);
  return count;
}

static void matches_its_golden(const char *name, const char *path) {
  Text source = read_whole(path);
  world.name = arena_printf(world.arena, "%s.strata", name);
  parse_file(source);
  Text expected = read_whole(arena_printf(world.arena, FOLDER "%s.expected", name));
  Text end = TEXT("--- exit 2\n");
  ck_assert_msg(text_ends(expected, end), "%s: no exit status", name);
  /* Behind the diagnostics `strata check` prints how many they are. */
  const Text told = text_of(printed());
  ck_assert_uint_lt(told.len, expected.len);
  ck_assert_str_eq(told.at, text_copy(world.arena, text_slice(expected, 0, told.len)).at);
}

START_TEST(cases_match_their_goldens) { ck_assert_uint_ge(each_case(matches_its_golden), 50); }
END_TEST

/* A mended slip may uncover another that has an edit too. */
static void is_mended_by_its_edits(const char *name, const char *path) {
  Text source = read_whole(path);
  parse_file(source);
  bool offered = false;
  for (size_t rounds = 0; rounds < 10; rounds++) {
    Text mended = edited(source);
    if (!mended.at) break;
    offered = true;
    source = mended;
    world.syntax.diags = diag_sink_new(world.arena);
    parse_file(source);
  }
  ck_assert_msg(!offered || !diag_count(world.syntax.diags), "%s: its edits do not mend\n%.*s\n%s",
                name, TEXT_ARG(source), printed());
}

START_TEST(offered_edits_mend) { each_case(is_mended_by_its_edits); }
END_TEST

START_TEST(every_code_has_a_case) {
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = diag_info((DiagCode)i);
    if (!is_syntax_code(info->code) || strcmp(info->id, "E_NOTHING_WRITTEN") == 0) continue;
    char name[64] = {0};
    for (size_t c = 2; info->id[c] && c < sizeof name; c++)
      name[c - 2] = (char)tolower((unsigned char)info->id[c]);
    Text expected = read_whole(arena_printf(world.arena, FOLDER "%s.expected", name));
    ck_assert_msg(text_contains(expected, text_of(info->code)), "%s does not show %s", name,
                  info->code);
  }
}
END_TEST

/* ---- Questions and expressions ---- */

static const char *question_codes(const char *source) {
  world.syntax.diags = diag_sink_new(world.arena);
  ck_assert_ptr_null(parse_questions(source));
  return codes();
}

static const char *expression_codes(const char *source) {
  world.syntax.diags = diag_sink_new(world.arena);
  ck_assert_ptr_null(parse_expression(source));
  return codes();
}

START_TEST(wrong_questions) {
  ck_assert_str_eq(question_codes(""), "E0223");
  ck_assert_str_eq(question_codes(" # nothing"), "E0223");
  ck_assert_str_eq(question_codes("select name of account"), "E0206");
  ck_assert_str_eq(question_codes("shwo name"), "E0206");
  ck_assert_str_eq(question_codes("show name where"), "E0211");
  ck_assert_str_eq(question_codes("show name;;"), "E0211");
  ck_assert_str_eq(question_codes("what revenue = 5"), "E0200");
  ck_assert_str_eq(question_codes("why tier for A1"), "E0200");
  ck_assert_str_eq(question_codes("show a == b"), "E0104");
}
END_TEST

START_TEST(wrong_expressions) {
  ck_assert_str_eq(expression_codes(""), "E0223");
  ck_assert_str_eq(expression_codes("a +"), "E0211");
  ck_assert_str_eq(expression_codes("a b"), "E0220");
  ck_assert_str_eq(expression_codes("(a"), "E0202");
  ck_assert_str_eq(expression_codes("a)"), "E0203");
  ck_assert_str_eq(expression_codes("a < b < c"), "E0224");
  ck_assert_str_eq(expression_codes("a and b or c"), "E0225");
  ck_assert_str_eq(expression_codes("a and not (b or c) or d"), "E0225");
  ck_assert_str_eq(expression_codes("5m"), "E0111");
}
END_TEST

/* ---- Wording ---- */

static const char *message_of(const char *source) {
  world.syntax.diags = diag_sink_new(world.arena);
  parse_file(text_of(source));
  ck_assert_uint_eq(diag_count(world.syntax.diags), 1);
  return text_copy(world.arena, diag_at(world.syntax.diags, 0)->message).at;
}

START_TEST(expectations_are_grouped) {
  ck_assert_str_eq(
      message_of("entity e { a: text = }"),
      "expected a range, a name with `:`, a text, `from`, `required`, `}` or a clause of "
      "`entity`, found `=`");
  ck_assert_str_eq(message_of("program a"), "expected a text, found `a`");
  ck_assert_str_eq(message_of("waive a until 5"), "expected a date, found `5`");
  ck_assert_str_eq(message_of("kpi k { green 5 }"), "expected a comparison, found `5`");
}
END_TEST

/* Faults of one slip do not call for a second report in the same declaration. */
START_TEST(one_report_for_one_slip) {
  static const char *const sources[] = {
      "measure a = b ? c : d\nmeasure b = 1",
      "rule r { require name = “open }\nmeasure b = 1",
      "measure a = `b c\nmeasure b = 1",
      "test \"t\" { given a { id: \"A1, b: 5 } expect x }\nmeasure b = 1",
  };
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    world.syntax.diags = diag_sink_new(world.arena);
    const Node *file = parse_file(text_of(sources[i]));
    ck_assert_msg(diag_count(world.syntax.diags) == 1, "%s\n%s", sources[i], printed());
    ck_assert_int_eq(file->child[file->count - 1]->kind, NODE_MEASURE);
  }
}
END_TEST

START_TEST(several_slips_are_all_reported) {
  parse_file(TEXT("measure a = \nmeasure b c\nmeasure = 1\nrule r { x }\nmeasure e = 1\n"));
  ck_assert_str_eq(codes(), "E0211 E0212 E0221 E0200");
}
END_TEST

START_TEST(a_broken_declaration_leaves_its_names) {
  const Node *file = parse_file(TEXT("entity e { a: text b: text text c: date }\nsegmentation t { "
                                     "segment s { needs } segment u otherwise }"));
  ck_assert_str_eq(tree(file),
                   "(file (bad (name e) (name a) (name b) (name c)) (bad (name t) (name "
                   "s) (name u)))");
}
END_TEST

UNIT_MAIN(world_begin, world_end, cases_match_their_goldens, offered_edits_mend,
          every_code_has_a_case, wrong_questions, wrong_expressions, expectations_are_grouped,
          one_report_for_one_slip, several_slips_are_all_reported,
          a_broken_declaration_leaves_its_names)
