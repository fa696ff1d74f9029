/* What each construct becomes. Expectations are written from the grammar and tree.def. */
#include <string.h>

#include "parsing.h"

static const char *one(const char *source) {
  Node *file = parse_file(text_of(source));
  ck_assert_str_eq(reports(), "");
  ck_assert_uint_eq(file->count, 1);
  return tree(file->child[0]);
}

static const char *expression(const char *source) {
  Node *node = parse_expression(source);
  ck_assert_str_eq(reports(), "");
  ck_assert_ptr_nonnull(node);
  return tree(node);
}

static const char *question(const char *source) {
  Node *node = parse_questions(source);
  ck_assert_str_eq(reports(), "");
  ck_assert_ptr_nonnull(node);
  return tree(node);
}

START_TEST(whole_program) {
  Node *file = parse_file(read_whole("tests/unit/syntax/acme.strata"));
  ck_assert_str_eq(reports(), "");
  ck_assert_uint_eq(file->count, 27);
  ck_assert_int_eq(file->child[0]->kind, NODE_PROGRAM);
  ck_assert_int_eq(file->child[26]->kind, NODE_TEST);
}
END_TEST

START_TEST(headings) {
  ck_assert_str_eq(one("program \"A\" version \"1\""), "(program (string A) (string 1))");
  ck_assert_str_eq(one("program \"A\""), "(program (string A) _)");
  ck_assert_str_eq(one("use std.x"), "(use (path (name std) (name x)))");
  ck_assert_str_eq(one("use loyalty"), "(use (name loyalty))");
  ck_assert_str_eq(one("use \"house/tiers.strata\""), "(use (string house/tiers.strata))");
  ck_assert_str_eq(one("set a.b = 3M"), "(set (path (name a) (name b)) (number 3000000))");
  ck_assert_str_eq(one("fiscal year starts april"), "(fiscal (name year) (name april))");
  ck_assert_str_eq(one("param p = 5 \"doc\""), "(param (name p) _ _ (number 5) (string doc))");
  ck_assert_str_eq(one("param p: money(USD) 0..10M = 5M"),
                   "(param (name p) (type money (name USD)) (range (number 0) (number 10000000)) "
                   "(number 5000000) _)");
}
END_TEST

START_TEST(entities) {
  ck_assert_str_eq(
      one("entity e \"d\" from \"e.csv\" { id: key text\n of: ref e required \"doc\" from \"Of\"\n"
          "owner \"me\" }"),
      "(entity (name e) (string d) (string e.csv) (list (field #1 (name id) (type text) _ _ _) "
      "(field #2 (name of) (type ref (name e)) _ (string doc) (string Of)) "
      "(meta owner (string me))))");
  ck_assert_str_eq(
      one("entity e { a: fixed date(\"%d-%m-%y\") ..2026-06-30 b: one of (x, \"Y Z\" as y) }"),
      "(entity (name e) _ _ (list (field #4 (name a) (type date (string %d-%m-%y)) "
      "(range _ (date 20634)) _ _) (field (name b) (type one of (member (name x) _) "
      "(member (name y) (string Y Z))) _ _ _)))");
  ck_assert_str_eq(one("entity e { a: percent(points) -5%..  required }"),
                   "(entity (name e) _ _ (list (field #2 (name a) (type percent (name points)) "
                   "(range (negate (percent 5)) _) _ _)))");
}
END_TEST

START_TEST(columns) {
  ck_assert_str_eq(one("measure m \"d\" for manager: integer = 1"),
                   "(measure (name m) (string d) (name manager) (type integer) (number 1))");
  ck_assert_str_eq(one("define roi(a: money, b: each integer) = a"),
                   "(define (name roi) (list (parameter (name a) (type money)) (parameter (name b) "
                   "(type each (type integer)))) _ (name a))");
  ck_assert_str_eq(one("define twice(a: number) \"d\" = a"),
                   "(define (name twice) (list (parameter (name a) (type number))) (string d) "
                   "(name a))");
  ck_assert_str_eq(one("assume a for order = b <= c"),
                   "(assume (name a) _ (name order) (compare <= (name b) (name c)))");
  ck_assert_str_eq(one("score s { give 40 for x from 1M to 10M \"d\" missing as 3 give 1 when y "
                       "take 2 when z out of 100 }"),
                   "(score (name s) _ _ (list (give_ramp (number 40) (name x) (number 1000000) "
                   "(number 10000000) (string d) (number 3)) (give_when (number 1) (name y) _ _) "
                   "(give_when #64 (number 2) (name z) _ _) (out_of (number 100))))");
}
END_TEST

START_TEST(segments) {
  ck_assert_str_eq(
      one("segmentation t for a where b { current f.g exclusive segment s \"d\" { needs x \"why\" "
          "keeps while y at most 5% ranked by z at most 3 } segment o otherwise }"),
      "(segmentation (name t) _ (subject (name a) (name b)) (list (current (path (name f) (name "
      "g)))"
      " (exclusive) (segment (name s) (string d) (list (needs (name x) (string why)) (keeps (name "
      "y))"
      " (cap (percent 5) (name z)) (cap (number 3) _))) (segment #8 (name o) _ _)))");
}
END_TEST

START_TEST(kpis_and_cadences) {
  ck_assert_str_eq(
      one("kpi k { value v green >= 95% amber between 8 and 12 where c { green = 1 } source \"s\" "
          "}"),
      "(kpi (name k) _ _ (list (value (name v)) (band >= green (percent 95) _) "
      "(band between amber (number 8) (number 12)) (bands_where (name c) (list (band = green "
      "(number 1) _))) (meta source (string s))))");
  ck_assert_str_eq(
      one("cadence c { every 1 quarter since x otherwise y grace 2 weeks }"),
      "(cadence (name c) _ _ (list (every (step 1 quarter) (default (name x) (name y)))"
      " (grace (step 2 week))))");
}
END_TEST

START_TEST(processes) {
  ck_assert_str_eq(
      one("process p extends std.q { current s history h.s at t stage a start \"d\" { enter when x "
          "leave when y within 30 days next b, c produces f } stage b final {} }"),
      "(process (name p) _ _ (path (name std) (name q)) (list (current (name s)) (history (path "
      "(name h) (name s)) (name t)) (stage #16 (name a) (string d) (list (enter (name x)) (leave "
      "(name y)) (within (step 30 day)) (next (name b) (name c)) (produces (name f)))) "
      "(stage #32 (name b) _ (list))))");
}
END_TEST

START_TEST(rules) {
  ck_assert_str_eq(
      one("rule r { require x severity error say \"{a.b} has \\{n} {1 + 2}!\" fix \"f\" }"),
      "(rule (name r) _ _ (list (require (name x)) (severity error) (say (template (dot "
      "(name a) (name b)) (string  has {n} ) (add (number 1) (number 2)) (string !))) "
      "(fix (template (string f)))))");
  ck_assert_str_eq(
      one("checklist c for program { item i \"d\" when x owner \"o\" }"),
      "(checklist (name c) _ (subject (name program) _) (list (item (name i) (string d) "
      "(name x)) (meta owner (string o))))");
  ck_assert_str_eq(one("waive a.b for \"K\" until 1970-01-02 because \"why\""),
                   "(waive (path (name a) (name b)) (string K) (date 1) (string why))");
}
END_TEST

START_TEST(test_blocks) {
  ck_assert_str_eq(
      one("test \"t\" { as of 1970-01-01 set p = 1 given a { id: \"A\", by: missing, } given b {} "
          "given o from \"o.csv\" expect x expect y for \"A\" }"),
      "(test (string t) (list (as_of (date 0)) (set (name p) (number 1)) (given (name a) (list "
      "(cell "
      "(name id) (string A)) (cell (name by) (name missing))) _) (given (name b) (list) _) (given "
      "(name o) _ (string o.csv)) (expect (name x) _) (expect (name y) (string A))))");
}
END_TEST

START_TEST(literals) {
  ck_assert_str_eq(expression("1_000.50"), "(number 10005e-1)");
  ck_assert_str_eq(expression("2.5M"), "(number 2500000)");
  ck_assert_str_eq(expression("0.00001K"), "(number 1e-2)");
  ck_assert_str_eq(expression("12.5%"), "(percent 125e-1)");
  ck_assert_str_eq(expression("5M USD"), "(money 5000000 USD)");
  ck_assert_str_eq(expression("30 days"), "(step 30 day)");
  ck_assert_str_eq(expression("1 hour"), "(step 1 hour)");
  ck_assert_str_eq(expression("2026-06-30"), "(date 20634)");
  ck_assert_str_eq(expression("true"), "(true)");
  ck_assert_str_eq(expression("\"a\\\"\\\\\\n\\t\\u{20AC}\\{\""), "(string a\"\\\n\t\u20ac{)");
  ck_assert_str_eq(expression("9223372036854775807"), "(number 9223372036854775807)");
}
END_TEST

START_TEST(precedence) {
  ck_assert_str_eq(expression("a + b * -c otherwise 0"),
                   "(add (name a) (multiply (name b) (negate (default (name c) (number 0)))))");
  ck_assert_str_eq(expression("a - b - c"), "(subtract (subtract (name a) (name b)) (name c))");
  ck_assert_str_eq(expression("not a = b and c"),
                   "(and (not (compare = (name a) (name b))) (name c))");
  ck_assert_str_eq(expression("(a or b) and c"), "(and (group (or (name a) (name b))) (name c))");
  ck_assert_str_eq(expression("if a then b else c + 1"),
                   "(if (name a) (name b) (add (name c) (number 1)))");
  ck_assert_str_eq(expression("a.b.c(d).e"),
                   "(dot (call (dot (dot (name a) (name b)) (name c)) (list (name d))) (name e))");
  ck_assert_str_eq(expression("x otherwise -1 + 2"),
                   "(add (default (name x) (negate (number 1))) (number 2))");
}
END_TEST

START_TEST(conditions) {
  ck_assert_str_eq(expression("x between a and b and c"),
                   "(and (between (name x) (name a) (name b)) (name c))");
  ck_assert_str_eq(expression("x not in (a, b)"),
                   "(in_list #128 (name x) (list (name a) (name b)))");
  ck_assert_str_eq(expression("d in last 12 months ending 1 year ago"),
                   "(in_window (name d) (window_last (step 12 month) (step 1 year)))");
  ck_assert_str_eq(expression("d not in next 90 days"),
                   "(in_window #128 (name d) (window_next (step 90 day)))");
  ck_assert_str_eq(expression("d in this fiscal years"),
                   "(in_window (name d) (window_calendar #256 this (name year)))");
  ck_assert_str_eq(expression("d in last quarter"),
                   "(in_window (name d) (window_calendar last (name quarter)))");
  ck_assert_str_eq(expression("x is not known"), "(is_state #128 known (name x))");
  ck_assert_str_eq(expression("x is missing"), "(is_state missing (name x))");
  ck_assert_str_eq(expression("x starts with \"a\""),
                   "(text_test starts with (name x) (string a))");
  ck_assert_str_eq(expression("x contains y"), "(text_test contains (name x) (name y))");
  ck_assert_str_eq(expression("at least 2 of (a, b > c)"),
                   "(at_least (number 2) (list (name a) (compare > (name b) (name c))))");
  ck_assert_str_eq(expression("a != b"), "(compare != (name a) (name b))");
}
END_TEST

START_TEST(aggregates) {
  ck_assert_str_eq(expression("count()"), "(call (name count) (list))");
  ck_assert_str_eq(
      expression("count(contact where a = b)"),
      "(call (name count) (list (argument (name contact) _ _ (compare = (name a) (name "
      "b)) _)))");
  ck_assert_str_eq(
      expression("share(x of order via buyer where c weighted by w)"),
      "(call (name share) (list (argument #512 (name x) (name order) (name buyer) (name "
      "c) (name w))))");
  ck_assert_str_eq(
      expression("latest(score of survey by taken)"),
      "(call (name latest) (list (argument (name score) (name survey) _ _ (name taken))))");
  ck_assert_str_eq(expression("percentile(90%, x of order)"),
                   "(call (name percentile) (list (percent 90) (argument (name x) "
                   "(name order) _ _ _)))");
  ck_assert_str_eq(expression("count(contact via buyer)"),
                   "(call (name count) (list (argument (name contact) _ (name buyer) _ _)))");
}
END_TEST

START_TEST(questions) {
  ck_assert_str_eq(
      question("show name, count() of account where x by tier, region sort by y desc limit 20"),
      "(questions (show (list (name name) (call (name count) (list))) (name account) (name x) "
      "(list "
      "(name tier) (name region)) (sort #1024 (name y)) (number 20)))");
  ck_assert_str_eq(question("why tier for \"A\" in full; why not strategic"),
                   "(questions (why #2048 (name tier) (string A)) (why #128 (name strategic) _))");
  ck_assert_str_eq(
      question("what if a = 1, b = true for \"A\";"),
      "(questions (what_if (list (set (name a) (number 1)) (set (name b) (true))) (string "
      "A)))");
  ck_assert_str_eq(
      question("sweep p from 3M to 8M by 1M"),
      "(questions (sweep (name p) (number 3000000) (number 8000000) (number 1000000)))");
  ck_assert_str_eq(question("count(account)"),
                   "(questions (evaluate (call (name count) (list (name account))) "
                   "_))");
  ck_assert_str_eq(question("show show"), "(questions (show (list (name show)) _ _ _ _ _))");
}
END_TEST

START_TEST(names) {
  ck_assert_str_eq(
      one("measure owner = value + `from` + days + why + USD"),
      "(measure (name owner) _ _ _ (add (add (add (add (name value) (name from)) (name "
      "days)) (name why)) (name USD)))");
  ck_assert_str_eq(
      one("entity e { where: text not : text `in`: text }"),
      "(entity (name e) _ _ (list (field (name where) (type text) _ _ _) (field (name not)"
      " (type text) _ _ _) (field (name in) (type text) _ _ _)))");
  ck_assert_str_eq(one("measure m = `\u00fcber`"), "(measure (name m) _ _ _ (name \u00fcber))");
}
END_TEST

START_TEST(names_are_interned) {
  Node *file = parse_file(TEXT("measure a = b measure b = a"));
  ck_assert_ptr_eq(file->child[0]->child[MEASURE_NAME]->text.at,
                   file->child[1]->child[MEASURE_VALUE]->text.at);
}
END_TEST

START_TEST(layout_means_nothing) {
  const char *pressed = "use std.x rule r{require a=b severity info}test\"t\"{expect x}";
  const char *spread =
      "\xEF\xBB\xBF\r\nuse\r\nstd\r\n.\r\nx # c\r\nrule\nr\n{\nrequire\na\n=\nb\nseverity\n"
      "info\n}\ntest\n\"t\"\n{\nexpect\nx\n}";
  const char *first = tree(parse_file(text_of(pressed)));
  ck_assert_str_eq(tree(parse_file(text_of(spread))), first);
  ck_assert_str_eq(reports(), "");
}
END_TEST

/* Words of declarations in the first column, all of them names: nothing opens there. */
START_TEST(correct_programs_have_no_columns) {
  Node *file = parse_file(TEXT("process p {\ncurrent\nprocess\nhistory\nrule.x at\nmeasure\n"
                               "stage a {\nnext\nrule, process\n}\n}\n"
                               "rule r {\nrequire\nkpi\nowner \"x\"\n}\n"));
  ck_assert_str_eq(reports(), "");
  ck_assert_uint_eq(file->count, 2);
}
END_TEST

START_TEST(spans) {
  const char *source = "measure a = b + cde # end\n";
  Node *file = parse_file(text_of(source));
  const Node *sum = file->child[0]->child[MEASURE_VALUE];
  ck_assert_uint_eq(sum->span.lo, world.base + 12);
  ck_assert_uint_eq(sum->span.hi, world.base + 19);
  ck_assert_uint_eq(file->child[0]->span.lo, world.base);
  ck_assert_uint_eq(sum->child[ADD_RIGHT]->span.lo, world.base + 16);
}
END_TEST

START_TEST(spans_in_templates) {
  const char *source = "rule r { require x say \"\\u{41} {a = \\\"k}\\\" and b} c\" }";
  Node *file = parse_file(text_of(source));
  ck_assert_str_eq(reports(), "");
  const Node *say = file->child[0]->child[RULE_BODY]->child[1];
  ck_assert_str_eq(tree(say), "(say (template (string A ) (and (compare = (name a) (string k})) "
                              "(name b)) (string  c)))");
  const Node *and = say->child[0]->child[1];
  Text b = source_text(world.syntax.sources, and->child[AND_RIGHT]->span);
  ck_assert_uint_eq(b.len, 1);
  ck_assert_int_eq(b.at[0], 'b');
  ck_assert_uint_eq(and->child[AND_RIGHT]->span.lo - world.base,
                    (size_t)(strchr(source, 'b') - source));
  ck_assert_uint_eq(and->child[AND_LEFT]->child[COMPARE_LEFT]->span.lo - world.base, 32);
}
END_TEST

START_TEST(comments_are_kept_aside) {
  parse_file(TEXT("# one\nmeasure a = 1 # two\r\n  # three\nmeasure b = 2"));
  ck_assert_str_eq(reports(), "");
  ck_assert_uint_eq(world.trivia.count, 3);
  const Trivia *at = world.trivia.at;
  ck_assert(at[0].own_line && !at[1].own_line && at[2].own_line);
  ck_assert_uint_eq(at[1].span.lo, world.base + 20);
  ck_assert_uint_eq(at[1].span.hi, world.base + 25);
}
END_TEST

START_TEST(nothing_at_all) {
  ck_assert_uint_eq(parse_file(TEXT(""))->count, 0);
  ck_assert_uint_eq(parse_file(TEXT("\xEF\xBB\xBF # only a comment"))->count, 0);
  ck_assert_str_eq(reports(), "");
}
END_TEST

UNIT_MAIN(world_begin, world_end, whole_program, headings, entities, columns, segments,
          kpis_and_cadences, processes, rules, test_blocks, literals, precedence, conditions,
          aggregates, questions, names, names_are_interned, layout_means_nothing,
          correct_programs_have_no_columns, spans, spans_in_templates, comments_are_kept_aside,
          nothing_at_all)
