/* test_why.c - explanations, which are the run's own numbers. */
#include "engine_case.h"
#include "support/sample_image.h"
#include "support/unit.h"

static void print_node(Buffer *out, const Run *run, const WhyNode *node, int depth) {
  const Clause *clause = &run_image(run)->clauses.at[node->clause];
  buffer_repeat(out, ' ', (size_t)depth * 2);
  buffer_text(out, clause->text);
  if (node->has_value) {
    buffer_str(out, ": ");
    column_value_print(out, node->value, run_image(run)->enums.at);
  }
  if (node->has_rows)
    buffer_printf(out, " of %u, %u, %u", (unsigned)node->rows.counted,
                  (unsigned)node->rows.undecided, (unsigned)node->rows.skipped);
  if (node->has_places)
    buffer_printf(out, " place %u of %u", (unsigned)node->place, (unsigned)node->places);
  buffer_char(out, '\n');
  for (size_t i = 0; i < node->child_count; i++) print_node(out, run, node->child[i], depth + 1);
}

static Text why(Run *run, uint32_t column, size_t row) {
  Buffer out = buffer_in(arena);
  const WhyNode *node = run_why(run, arena, column, row);
  ck_assert_ptr_nonnull(node);
  print_node(&out, run, node, 0);
  return buffer_view(&out);
}

static Run *sample_run(void) {
  case_sample_files();
  return case_run(sample_image(arena), (RunOptions){.whole = true}).run;
}

START_TEST(tells_the_clauses) {
  Run *run = sample_run();
  case_expect(why(run, 3, 0), "tier: strategic\n"
                              "  strategic: true\n"
                              "    revenue >= floor: true\n"
                              "    at most cap ranked by revenue place 1 of 1\n"
                              "  ordered: 100 USD\u2013150 USD of 1, 1, 0\n");
}
END_TEST

START_TEST(tells_of_caps_and_missing) {
  Run *run = sample_run();
  case_expect(why(run, 3, 3), "tier: unplaced\n"
                              "  strategic: false\n"
                              "    revenue >= floor: true\n"
                              "    at most cap ranked by revenue place 2 of 1\n"
                              "  ordered: 0 USD of 0, 0, 0\n");
  case_expect(why(run, 3, 2), "tier: missing\n"
                              "  strategic: missing\n"
                              "    revenue >= floor: missing\n"
                              "    at most cap ranked by revenue place 0 of 1\n"
                              "  ordered: 0 USD of 0, 0, 0\n");
}
END_TEST

/* The rule reads the tier: its explanation holds that of the tier, once. */
START_TEST(follows_columns) {
  case_sample_files();
  Image *image = sample_image(arena);
  const uint32_t root = (uint32_t)image->clauses.count;
  for (uint32_t i = 0; i < 3; i++) {
    Clause *clause = VEC_PUSH(arena, &image->clauses);
    *clause = image->clauses.at[0];
    clause->kind = i ? CLAUSE_TERM : CLAUSE_COLUMN;
    clause->parent = i ? root : SCHEMA_NONE;
    clause->text = i ? TEXT("tier") : TEXT("rule");
    clause->column = i ? 3 : 5;
  }
  image->columns.at[5].clause = root;
  Run *run = case_run(image, (RunOptions){.whole = true}).run;
  const WhyNode *node = run_why(run, arena, 5, 0);
  ck_assert_uint_eq(node->child_count, 2);
  ck_assert_uint_eq(node->child[0]->child_count, 1);
  ck_assert_uint_eq(node->child[0]->child[0]->clause, 0);
  ck_assert_ptr_eq(node->child[0]->child[0], node->child[1]->child[0]);
}
END_TEST

START_TEST(agrees_with_the_run) {
  Run *run = sample_run();
  for (uint32_t column = 0; column < run_image(run)->columns.count; column++) {
    const uint32_t entity =
        run_image(run)->declarations.at[run_image(run)->columns.at[column].declaration].entity;
    for (size_t row = 0; row < run_table(run, entity)->rows; row++) {
      const WhyNode *node = run_why(run, arena, column, row);
      const ColumnValue value = run_value(run, column, row);
      if (!node) continue;
      ck_assert(scalar_equal(node->value.low, value.low));
      ck_assert(scalar_equal(node->value.high, value.high));
    }
  }
}
END_TEST

/* A condition of two parts below the tier: whether the row is strategic, and whether its revenue
 * reaches the floor. */
static const WhyNode *joined(Image *image, ClauseJoin join, uint32_t like, size_t row) {
  const uint32_t condition = (uint32_t)image->clauses.count;
  const uint32_t parts[] = {like, 1, 2};
  for (uint32_t i = 0; i < 3; i++) {
    Clause *clause = VEC_PUSH(arena, &image->clauses);
    *clause = image->clauses.at[parts[i]];
    clause->kind = CLAUSE_CONDITION;
    clause->join = (uint8_t)(i ? JOIN_NONE : join);
    clause->parent = i ? condition : 0;
  }
  Run *run = case_run(image, (RunOptions){.whole = true}).run;
  const WhyNode *root = run_why(run, arena, 3, row);
  return root->child[root->child_count - 1];
}

static void check_weights(ClauseJoin join, uint32_t like, size_t row, WhyWeight strategic,
                          WhyWeight revenue) {
  case_sample_files();
  const WhyNode *node = joined(sample_image(arena), join, like, row);
  ck_assert_uint_eq(node->child_count, 2);
  ck_assert_int_eq(node->weight[0], strategic);
  ck_assert_int_eq(node->weight[1], revenue);
}

/* Row 3 reaches the floor and is not strategic; of row 2 neither is known; row 0 is both. */
START_TEST(weighs_what_decides) {
  check_weights(JOIN_ALL, 1, 0, WHY_DECIDES, WHY_DECIDES);
  check_weights(JOIN_ALL, 1, 3, WHY_DECIDES, WHY_ASIDE);
  check_weights(JOIN_ANY, 2, 3, WHY_ASIDE, WHY_DECIDES);
  check_weights(JOIN_COUNT, 2, 3, WHY_ASIDE, WHY_DECIDES);
  check_weights(JOIN_ALL, 1, 2, WHY_DECIDES, WHY_DECIDES);
  check_weights(JOIN_NONE, 1, 3, WHY_DECIDES, WHY_DECIDES);
}
END_TEST

START_TEST(columns_without_clauses) { ck_assert_ptr_null(run_why(sample_run(), arena, 1, 0)); }
END_TEST

UNIT_MAIN(case_setup, case_teardown, tells_the_clauses, tells_of_caps_and_missing, follows_columns,
          agrees_with_the_run, weighs_what_decides, columns_without_clauses)
