/* test_question.c - what questions are compiled to: where the answer is, and which steps are added.
 */
#include "asking.h"

#include <string.h>

/* --- what is there already is read from where it is --- */

START_TEST(columns_need_no_step) {
  const Question *q = asked("show name, points, tier sort by points desc limit 20");
  const Image *image = asking.compilation->image;
  ck_assert_ptr_eq(q->image, image);
  ck_assert_int_eq(q->kind, QUESTION_SHOW);
  ck_assert_uint_eq(q->limit, 20);
  ck_assert(q->descending);
  ck_assert_uint_eq(q->columns.count, 3);
  ck_assert(text_equal(image->entities.at[q->entity].name, TEXT("account")));
  const QuestionColumn *points = &q->columns.at[1];
  ck_assert(text_equal(points->name, TEXT("points")));
  ck_assert_int_eq(points->type.kind, TYPE_SCORE);
  ck_assert_uint_ne(points->high, SCHEMA_NONE); /* a score can be a range */
  ck_assert_uint_eq(q->sort_low, points->low);
  ck_assert_uint_eq(q->sort_high, points->high);
  ck_assert_uint_eq(q->columns.at[2].high, SCHEMA_NONE);
  ck_assert(text_equal(image->slots.at[q->columns.at[2].low].name, TEXT("tier")));
}
END_TEST

/* `large` and the count of it are computed by the program. */
START_TEST(equal_expressions_are_found) {
  const char *texts[] = {"show name where large",
                         "show name where revenue >= floor",
                         "count(account where large)",
                         "program.all_large",
                         "all_large",
                         "people for \"A1\"",
                         "count(contact where level = exec) for \"A1\""};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    ck_assert_msg(asked(texts[i])->image == asking.compilation->image, "%s", texts[i]);
}
END_TEST

START_TEST(program_comes_first) {
  const Image *image = asking.compilation->image;
  const size_t slots = image->slots.count, code = image->code.count, steps = image->steps.count;
  const Question *q = asked("show revenue / 3 of account");
  ck_assert_uint_eq(image->slots.count, slots);
  ck_assert_uint_eq(image->code.count, code);
  ck_assert_uint_gt(q->image->code.count, code);
  ck_assert_uint_eq(q->image->steps.count, steps + 1);
  ck_assert_uint_eq(q->columns.at[0].low, slots);
  ck_assert_int_eq(memcmp(image->slots.at, q->image->slots.at, slots * sizeof(Slot)), 0);
  ck_assert_int_eq(memcmp(image->code.at, q->image->code.at, code * sizeof(Instr)), 0);
  ck_assert_int_eq(memcmp(image->steps.at, q->image->steps.at, steps * sizeof(Step)), 0);
}
END_TEST

/* An entity alone is its key and what is declared of it. */
START_TEST(entities_are_shown) {
  const Question *q = asked("show account where large");
  Buffer names = buffer_in(asking.arena);
  for (size_t i = 0; i < q->columns.count; i++)
    buffer_printf(&names, "%.*s ", TEXT_ARG(q->columns.at[i].name));
  ck_assert(text_equal(buffer_view(&names),
                       TEXT("id people large points tier service upkeep met basics ")));
}
END_TEST

/* Each question's image is the program's with its own steps alone. */
START_TEST(questions_are_apart) {
  ck_assert_msg(ask("show revenue / 3; show revenue / 3, revenue / 4; tier for \"A1\";"), "%s",
                said());
  ck_assert_uint_eq(asking.questions.list.count, 3);
  const Question *q = asking.questions.list.at;
  const size_t slots = asking.compilation->image->slots.count;
  ck_assert_uint_eq(q[0].image->slots.count, slots + 1);
  ck_assert_uint_eq(q[1].image->slots.count, slots + 2);
  ck_assert_ptr_eq(q[2].image, asking.compilation->image);
  ck_assert(text_equal(q[1].text, TEXT("show revenue / 3, revenue / 4")));
}
END_TEST

/* --- steps that are added --- */

START_TEST(conditions_are_a_block) {
  ck_assert_str_eq(appended(asked("show name where tier = strategic and mutual")),
                   "map account\n"
                   "  r0:i32 = LOAD_I32 s31 (tier)\n"
                   "  r1:i32 = CONST_I32 0\n"
                   "  r2:truth = EQ_I32 r0 r1\n"
                   "  r3:truth = LOAD_TRUTH s13 (mutual)\n"
                   "  r4:truth = AND r2 r3\n"
                   "  STORE_TRUTH r4 s43 ()\n");
}
END_TEST

START_TEST(constants_are_stored) {
  ck_assert_str_eq(appended(asked("show 1 + 1 of account where true")),
                   "map account\n"
                   "  r0:truth = CONST_TRUTH true\n"
                   "  STORE_TRUTH r0 s43 ()\n"
                   "  r1:i64 = CONST_I64 2\n"
                   "  STORE_I64 r1 s44 ()\n");
}
END_TEST

START_TEST(aggregates_are_groups) {
  ck_assert_str_eq(
      appended(asked("count(account where tier = strategic) > 5")),
      "map account\n"
      "  r0:i32 = LOAD_I32 s31 (tier)\n"
      "  r1:i32 = CONST_I32 0\n"
      "  r2:truth = EQ_I32 r0 r1\n"
      "  STORE_TRUTH r2 s45 ()\n"
      "group s43 to s44 = count(account where tier = strategic) where s45 for program\n"
      "map program\n"
      "  r0:i64 = CONST_I64 5\n"
      "  r1:i64 = LOAD_I64 s44 ()\n"
      "  r2:truth = LT_I64 r0 r1\n"
      "  r3:i64 = LOAD_I64 s43 ()\n"
      "  r4:truth = LT_I64 r0 r3\n"
      "  r5:truth = BOUNDS r4 r2\n"
      "  STORE_TRUTH r5 s46 ()\n");
}
END_TEST

START_TEST(groups_are_a_partition) {
  const Question *q = asked("show count(), sum(revenue), share(service = red) by tier, region");
  ck_assert_uint_eq(q->partition, 0);
  ck_assert_uint_eq(q->columns.count, 5);
  ck_assert(q->columns.at[0].divides && q->columns.at[1].divides && !q->columns.at[2].divides);
  ck_assert(text_equal(q->image->entities.at[q->entity].name, TEXT("account group")));
  ck_assert_str_eq(appended(q),
                   "map account\n"
                   "  r0:i32 = LOAD_I32 s33 (service)\n"
                   "  r1:i32 = CONST_I32 2\n"
                   "  r2:truth = EQ_I32 r0 r1\n"
                   "  STORE_TRUTH r2 s50 ()\n"
                   "partition s43 of account s44 by s31 s45 by s8\n"
                   "group s46 = count() via s43 for account group\n"
                   "group s47 = sum(revenue) via s43 of s10 for account group\n"
                   "group s48 to s49 = share(service = red) via s43 of s50 for account group\n");
}
END_TEST

/* A condition that is an aggregate itself is there before the rows are divided. */
START_TEST(aggregates_come_before_groups) {
  ck_assert_str_eq(
      appended(asked("show count() of account where any(level = ops of contact) by region")),
      "map contact\n"
      "  r0:i32 = LOAD_I32 s17 (level)\n"
      "  r1:i32 = CONST_I32 1\n"
      "  r2:truth = EQ_I32 r0 r1\n"
      "  STORE_TRUTH r2 s47 ()\n"
      "group s43 = any(level = ops of contact) via s16 of s47 for account\n"
      "partition s44 of account where s43 s45 by s8\n"
      "group s46 = count() via s44 for account group\n");
}
END_TEST

START_TEST(keys_are_read_from_the_group) {
  const Question *q =
      asked("show year(since) - 2000, count() where large by year(since) sort by year(since) desc");
  ck_assert_uint_eq(q->where, 28);
  ck_assert_uint_eq(q->sort_low, q->columns.at[0].low);
  ck_assert_str_eq(appended(q), "map account\n"
                                "  r0:i32 = LOAD_I32 s12 (since)\n"
                                "  r1:i64 = DATE_YEAR r0\n"
                                "  STORE_I64 r1 s46 ()\n"
                                "partition s43 of account where s28 s44 by s46\n"
                                "group s45 = count() via s43 for account group\n"
                                "map account group\n"
                                "  r0:i64 = LOAD_I64 s44 ()\n"
                                "  r1:i64 = CONST_I64 2000\n"
                                "  r2:i64 = SUB_I64 r0 r1\n"
                                "  STORE_I64 r2 s47 ()\n");
}
END_TEST

START_TEST(one_group_without_by) {
  const Question *q = asked("show count(), sum(revenue where mutual), count(account where large)");
  ck_assert_str_eq(
      appended(q),
      "partition s43 of account\n"
      "group s44 = count() via s43 for account group\n"
      "group s45 to s46 = sum(revenue where mutual) via s43 where s13 of s10 for account "
      "group\n"
      "group s47 to s48 = count(account where large) via s43 where s28 for account group\n");
}
END_TEST

/* Rows in a definition's `each` are those of the group, too; so they are for the program. */
START_TEST(rows_are_implied) {
  ck_assert_str_eq(appended(asked("spread(revenue)")), "group s43 = max(x) of s10 for program\n"
                                                       "group s44 = min(x) of s10 for program\n"
                                                       "map program\n"
                                                       "  r0:i64 = LOAD_I64 s43 ()\n"
                                                       "  r1:i64 = LOAD_I64 s44 ()\n"
                                                       "  r2:i64 = SUB_I64 r0 r1\n"
                                                       "  STORE_I64 r2 s45 ()\n");
  const Question *q = asked("show spread(revenue) by owner.name");
  ck_assert_ptr_nonnull(strstr(appended(q), "group s46 = min(x) via s43 of s10 for account group"));
}
END_TEST

/* --- whose rows --- */

static const char *rows_of(const char *text) {
  const Question *q = asked(text);
  return text_copy(asking.arena, q->image->entities.at[q->entity].name).at;
}

START_TEST(columns_tell_the_rows) {
  ck_assert_str_eq(rows_of("show span"), "manager");
  ck_assert_str_eq(rows_of("show name, span"), "manager");
  ck_assert_str_eq(rows_of("show name"), "account");
  ck_assert_str_eq(rows_of("show level"), "contact");
  ck_assert_str_eq(rows_of("show text, day"), "log");
  ck_assert_str_eq(rows_of("show count(contact), name"), "account");
  ck_assert_str_eq(rows_of("show name of manager"), "manager");
  ck_assert_str_eq(rows_of("show max(touched)"), "contact group");
  ck_assert_str_eq(rows_of("show count()"), "account group");
  ck_assert_str_eq(rows_of("show count(contact), count(manager)"), "program");
  ck_assert_str_eq(rows_of("show all_large"), "program");
  ck_assert_str_eq(rows_of("span for \"M1\""), "manager");
}
END_TEST

/* --- why, what if, sweep --- */

static const char *column_of(const char *text) {
  const Question *q = asked(text);
  if (q->column == SCHEMA_NONE) return "";
  return text_copy(asking.arena, q->image->columns.at[q->column].name).at;
}

START_TEST(targets_of_why) {
  ck_assert_str_eq(column_of("why tier for \"A1\""), "tier");
  ck_assert_str_eq(column_of("why tier.recorded for \"A1\""), "tier.recorded");
  ck_assert_str_eq(column_of("why service.value for \"A1\""), "service.value");
  ck_assert_str_eq(column_of("why basics.owned for \"A1\""), "basics.owned");
  ck_assert_str_eq(column_of("why strategic for \"A1\""), "tier");
  ck_assert_str_eq(column_of("why all_large"), "all_large");
  ck_assert_str_eq(column_of("why account for \"A1\""), "");
  ck_assert(asked("why tier for \" A1 \" in full")->full);
  ck_assert(text_equal(asking.questions.list.at[0].key, TEXT("A1")));
}
END_TEST

static void check_goal(const char *text, const char *column, int32_t member) {
  ck_assert_str_eq(column_of(text), column);
  ck_assert_int_eq(asking.questions.list.at[0].kind, QUESTION_WHY_NOT);
  ck_assert_int_eq(asking.questions.list.at[0].member, member);
}

START_TEST(goals_of_why_not) {
  check_goal("why not strategic for \"A1\"", "tier", 0);
  check_goal("why not tier.standard for \"A1\"", "tier", 1);
  check_goal("why not service.amber for \"A1\"", "service", KPI_AMBER);
  check_goal("why not service for \"A1\"", "service", KPI_GREEN);
  check_goal("why not passes for \"A1\"", "met", RULE_PASSES);
  check_goal("why not met for \"A1\"", "met", RULE_PASSES);
  check_goal("why not large for \"A1\"", "large", TRUTH_TRUE);
  check_goal("why not basics.known for \"A1\"", "basics.known", TRUTH_TRUE);
  check_goal("why not tier.drift.promoted for \"A1\"", "tier.drift", DRIFT_PROMOTED);
}
END_TEST

START_TEST(changes) {
  const Question *q = asked("what if revenue = 6M, growth = missing, owner = \"M1\", floor = 3M, "
                            "mutual = \"yes\", since = 2024-01-31 for \"A1\"");
  ck_assert_uint_eq(q->changes.count, 6);
  const QuestionChange *c = q->changes.at;
  const EntitySchema *account = &q->image->entities.at[q->entity];
  ck_assert(text_equal(account->fields[c[0].index].name, TEXT("revenue")));
  ck_assert_int_eq(c[0].value.i, 60000000000);
  ck_assert(!c[1].value.known);
  ck_assert(text_equal(c[2].value.text, TEXT("M1")));
  ck_assert(c[3].is_param);
  ck_assert(text_equal(q->image->params.at[c[3].index].name, TEXT("floor")));
  ck_assert_int_eq(c[4].value.truth, TRUTH_TRUE);
  ck_assert_int_eq(c[5].value.i, 19753);
  q = asked("what if floor = 3M");
  ck_assert_uint_eq(q->entity, IMAGE_PROGRAM);
  ck_assert(!q->has_key);
}
END_TEST

START_TEST(sweeps) {
  const Question *q = asked("sweep floor from 8M to 3M by -500K");
  ck_assert(text_equal(q->image->params.at[q->changes.at[0].index].name, TEXT("floor")));
  ck_assert_int_eq(q->from.i, 80000000000);
  ck_assert_int_eq(q->to.i, 30000000000);
  ck_assert_int_eq(q->by.i, -5000000000);
  ck_assert_int_eq(asked("sweep grace from 1 week to 8 weeks by 1 week")->by.i, 604800);
}
END_TEST

UNIT_MAIN(asking_begin, asking_end, columns_need_no_step, equal_expressions_are_found,
          entities_are_shown, program_comes_first, questions_are_apart, conditions_are_a_block,
          constants_are_stored, aggregates_are_groups, groups_are_a_partition,
          aggregates_come_before_groups, keys_are_read_from_the_group, one_group_without_by,
          rows_are_implied, columns_tell_the_rows, targets_of_why, goals_of_why_not, changes,
          sweeps)
