/* The tables of a whole program. */
#include "analysing.h"

static const Declared *column(const Program *program, const char *name) {
  for (size_t i = 0; i < program->columns.count; i++) {
    if (text_equal(program->columns.at[i].name, text_of(name))) return &program->columns.at[i];
  }
  ck_abort_msg("no column %s", name);
  return NULL;
}

static const char *type_name(const Program *program, const Declared *declared) {
  return text_copy(world.arena, type_text(world.arena, program, declared->type, declared->ratio))
      .at;
}

START_TEST(whole_program) {
  const Program *program = analyse(read_whole("tests/golden/types/acme.strata"));
  ck_assert_msg(program != NULL, "%s", reports());
  ck_assert_str_eq(codes(), "");
  ck_assert(text_equal(program->name, TEXT("Acme Industrial: key accounts")));
  ck_assert(text_equal(program->version, TEXT("2026.2")));
  ck_assert_uint_eq(program->entities.count, 7);
  ck_assert_str_eq(type_name(program, column(program, "executives")), "integer");
  ck_assert_str_eq(type_name(program, column(program, "revenue_change")), "ratio");
  ck_assert_str_eq(type_name(program, column(program, "managed")), "bool");
  ck_assert_str_eq(type_name(program, column(program, "strategic_fit")), "score");
  ck_assert_str_eq(type_name(program, column(program, "tier")),
                   "one of (strategic, key, standard, unplaced, not_applicable)");
  ck_assert(column(program, "revenue_change")->can_be_range);
  ck_assert(!column(program, "span")->can_be_range);
  ck_assert_int_eq(column(program, "loyalty_index")->value_type.kind, TYPE_NUMBER);
  ck_assert_int_eq(column(program, "overloaded")->severity, LEVEL_WARNING);
  ck_assert_uint_eq(column(program, "few_and_far_between")->entity, IMAGE_PROGRAM);
  ck_assert_uint_eq(program->params.count, 1);
  ck_assert_int_eq(program->params.at[0].value.i, 50000000000);
  ck_assert_uint_eq(program->waivers.count, 1);
  ck_assert(text_equal(program->waivers.at[0].key, TEXT("A0012")));
}
END_TEST

static Type question(Program *program, const char *source) {
  const uint32_t base = source_add(world.syntax.sources, TEXT("question"), text_of(source));
  Node *expression = syntax_parse_expression(&world.syntax, base);
  ck_assert_ptr_nonnull(expression);
  uint32_t account = 0;
  while (!text_equal(program->entities.at[account].name, TEXT("account"))) account++;
  if (!sema_expression(program, account, expression, world.syntax.diags)) return type_of(TYPE_NONE);
  return expression->typing->type;
}

/* A session asks one thing after another; a mistake in one leaves the next alone. */
START_TEST(questions) {
  Program *program = analyse(read_whole("tests/golden/types/acme.strata"));
  ck_assert_ptr_nonnull(program);
  ck_assert_int_eq(question(program, "revenue * 2").kind, TYPE_MONEY);
  ck_assert_int_eq(question(program, "tier = key").kind, TYPE_BOOL);
  ck_assert_int_eq(question(program, "revenu").kind, TYPE_NONE);
  ck_assert_int_eq(question(program, "revenu").kind, TYPE_NONE);
  ck_assert_str_eq(codes(), "E0302 E0302");
  ck_assert_int_eq(question(program, "nps(score of survey)").kind, TYPE_NUMBER);
}
END_TEST

/* "strata check a.strata b.strata": what is wrong in one leaves the other alone. */
START_TEST(files_share_a_sink) {
  ck_assert_ptr_null(analyse(TEXT("measure m = nothing")));
  ck_assert_ptr_null(analyse(TEXT("measure = 5")));
  ck_assert_ptr_nonnull(analyse(TEXT("entity account { n: integer }\nmeasure m = n")));
  ck_assert_ptr_null(analyse(TEXT("entity account { n: integer }\nmeasure m = k")));
}
END_TEST

UNIT_MAIN(world_begin, world_end, whole_program, questions, files_share_a_sink)
