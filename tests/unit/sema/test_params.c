/* Parameters and what the command line sets them to. */
#include "analysing.h"

static const char source[] = "param floor: money(USD) 0..10M = 5M \"Least\"\n"
                             "param share = 12.5%\n"
                             "param cycle = 3 months\n"
                             "param wait = 36 hours\n"
                             "param start = 2026-01-31 + 1 month\n"
                             "param tone: one of (mild, harsh) = harsh\n"
                             "param name = \"Acme\"\n"
                             "param on = true\n"
                             "param n = 2 * 3\n"
                             "param x = 1 / 8\n"
                             "param debt: money(USD) = -(2 * 1.5K)\n";

static const DeclaredParam *param(const Program *program, const char *name) {
  for (size_t i = 0; i < program->params.count; i++) {
    if (text_equal(program->params.at[i].name, text_of(name))) return &program->params.at[i];
  }
  ck_abort_msg("no parameter %s", name);
  return NULL;
}

static int64_t number(const Program *program, const char *name) {
  ck_assert(param(program, name)->value.known);
  return param(program, name)->value.i;
}

START_TEST(values) {
  const Program *program = analyse(text_of(source));
  ck_assert_msg(program != NULL, "%s", reports());
  ck_assert_int_eq(number(program, "floor"), 50000000000);
  ck_assert(text_equal(param(program, "floor")->doc, TEXT("Least")));
  ck_assert(param(program, "floor")->low.set);
  ck_assert_int_eq(param(program, "floor")->high.i, 100000000000);
  ck_assert_int_eq(number(program, "share"), 12500000);
  ck_assert_int_eq(param(program, "cycle")->type.kind, TYPE_PERIOD);
  ck_assert_int_eq(number(program, "cycle"), 3);
  ck_assert_int_eq(param(program, "wait")->type.kind, TYPE_DURATION);
  ck_assert_int_eq(number(program, "wait"), 36 * 3600);
  ck_assert_int_eq(number(program, "start"), 20512); /* 2026-02-28 */
  ck_assert_int_eq(number(program, "tone"), 1);
  ck_assert(text_equal(param(program, "name")->value.text, TEXT("Acme")));
  ck_assert_int_eq(param(program, "on")->value.truth, TRUTH_TRUE);
  ck_assert_int_eq(number(program, "n"), 6);
  ck_assert_double_eq(param(program, "x")->value.f, 0.125);
  ck_assert_int_eq(number(program, "debt"), -30000000);
}
END_TEST

START_TEST(set_on_the_command_line) {
  const Override overrides[] = {override_of("floor", "3M"), override_of("share", "20%"),
                                override_of("cycle", "2 quarters"), override_of("tone", "mild"),
                                override_of("x", "2")};
  const Program *program = analyse_with(text_of(source), overrides, 5);
  ck_assert_msg(program != NULL, "%s", reports());
  ck_assert_int_eq(number(program, "floor"), 30000000000);
  ck_assert_int_eq(number(program, "share"), 20000000);
  ck_assert_int_eq(number(program, "cycle"), 6);
  ck_assert_int_eq(number(program, "tone"), 0);
  ck_assert_double_eq(param(program, "x")->value.f, 2);
}
END_TEST

static void refused(const char *name, const char *value, const char *code) {
  world_end();
  world_begin();
  const Override override = override_of(name, value);
  ck_assert_ptr_null(analyse_with(text_of(source), &override, 1));
  ck_assert_str_eq(codes(), code);
}

START_TEST(checked_like_in_a_file) {
  refused("flor", "3M", "E0709");
  refused("floor", "20M", "E0707");
  refused("floor", "3M EUR", "E0403");
  refused("share", "20", "E0401");
  refused("tone", "soft", "E0305");
  refused("cycle", "30 days", "E0408");
  refused("n", "2.5", "E0703");
  refused("n", "floor", "E0706");
  refused("wait", "5", "E0402");
  refused("name", "5", "E0406");
}
END_TEST

START_TEST(a_cap_that_is_set) {
  static const char capped[] =
      "entity account { id: key text  n: integer }\n"
      "param most = 5\n"
      "segmentation s { segment big { needs n > 1  at most most ranked by n } }\n";
  const Override good = override_of("most", "7"), bad = override_of("most", "-1");
  ck_assert_ptr_nonnull(analyse_with(text_of(capped), &good, 1));
  ck_assert_ptr_null(analyse_with(text_of(capped), &bad, 1));
  ck_assert_str_eq(codes(), "E0526");
}
END_TEST

START_TEST(set_twice) {
  const Override overrides[] = {override_of("n", "1"), override_of("n", "2")};
  ck_assert_ptr_null(analyse_with(text_of(source), overrides, 2));
  ck_assert_str_eq(codes(), "E0710");
}
END_TEST

START_TEST(a_value_that_does_not_parse_is_reported_once) {
  const Override override = override_of("n", "5Mio");
  ck_assert_ptr_null(analyse_with(text_of(source), &override, 1));
  ck_assert_uint_eq(diag_count(world.syntax.diags), 1);
}
END_TEST

UNIT_MAIN(world_begin, world_end, values, set_on_the_command_line, checked_like_in_a_file,
          a_cap_that_is_set, set_twice, a_value_that_does_not_parse_is_reported_once)
