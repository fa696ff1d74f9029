/* test_baseline.c - what is written is read again, and what is known counts as often as it is. */
#include "report/baseline.h"

#include <string.h>

#include "support/unit.h"

static Arena *arena;
static Text why;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static Notice notice_of(uint64_t fingerprint, const char *key, NoticeLevel level) {
  return (Notice){.code = "F0101",
                  .level = level,
                  .message = TEXT("has \"no\" owner"),
                  .place = {.file = TEXT("rules/acme.strata"), .line = 7, .column = 3},
                  .name = TEXT("has_owner"),
                  .entity = TEXT("account"),
                  .key = text_of(key),
                  .fingerprint = fingerprint};
}

static NoticeState judged(Baseline *baseline, Notice notice) {
  baseline_judge(baseline, &notice);
  return notice.state;
}

static const char *written(Baseline *baseline) {
  Buffer out = buffer_in(arena);
  baseline_write(&out, baseline, "run");
  return out.data;
}

static bool is_read(Baseline *baseline, const char *content) {
  return baseline_read(baseline, text_of(content), "run", &why);
}

static bool all(void *context, const BaselineEntry *entry) {
  (void)context;
  (void)entry;
  return true;
}
static bool none(void *context, const BaselineEntry *entry) {
  (void)context;
  (void)entry;
  return false;
}

static const char sample[] =
    "{\n"
    "  \"strata_baseline\": 1,\n"
    "  \"command\": \"run\",\n"
    "  \"findings\": [\n"
    "    {\"fingerprint\":\"00000000000000ff\",\"code\":\"F0101\",\"count\":2,"
    "\"file\":\"acme.strata\",\"name\":\"has_owner\",\"entity\":\"account\",\"key\":\"A1\","
    "\"message\":\"has \\\"no\\\" owner\"},\n"
    "    {\"fingerprint\":\"fedcba9876543210\",\"code\":\"F0101\","
    "\"file\":\"acme.strata\",\"name\":\"has_owner\",\"entity\":\"account\",\"key\":\"A2\","
    "\"message\":\"has \\\"no\\\" owner\"}\n"
    "  ]\n"
    "}\n";

START_TEST(a_finding_is_a_line_in_one_order) {
  Baseline *baseline = baseline_new(arena, true);
  const Notice a = notice_of(0xff, "A1", NOTICE_ERROR),
               b = notice_of(0xfedcba9876543210, "A2", NOTICE_NOTE);
  ck_assert_int_eq((int)judged(baseline, b), NOTICE_NEW);
  judged(baseline, a);
  judged(baseline, a);
  ck_assert_uint_eq(baseline_recorded(baseline), 3);
  ck_assert_str_eq(written(baseline), sample);
}
END_TEST

START_TEST(nothing_is_a_baseline_too) {
  const char *text = written(baseline_new(arena, true));
  ck_assert_str_eq(text, "{\n  \"strata_baseline\": 1,\n  \"command\": \"run\",\n"
                         "  \"findings\": []\n}\n");
  Baseline *baseline = baseline_new(arena, false);
  ck_assert(is_read(baseline, text));
  ck_assert_int_eq((int)judged(baseline, notice_of(1, "A1", NOTICE_ERROR)), NOTICE_NEW);
}
END_TEST

START_TEST(known_ones_count_as_often_as_they_stand_there) {
  Baseline *baseline = baseline_new(arena, false);
  ck_assert(is_read(baseline, sample));
  const Notice a = notice_of(0xff, "A1", NOTICE_ERROR);
  ck_assert_int_eq((int)judged(baseline, a), NOTICE_KNOWN);
  ck_assert_int_eq((int)judged(baseline, a), NOTICE_KNOWN);
  ck_assert_int_eq((int)judged(baseline, a), NOTICE_NEW);
  ck_assert_uint_eq(baseline_known(baseline), 2);
  ck_assert_uint_eq(baseline_recorded(baseline), 0);
}
END_TEST

START_TEST(new_ones_are_counted_by_level) {
  Baseline *baseline = baseline_new(arena, false);
  Notice undecided = notice_of(1, "A1", NOTICE_NOTE);
  undecided.undecided = true;
  judged(baseline, undecided);
  judged(baseline, notice_of(2, "A2", NOTICE_WARNING));
  judged(baseline, notice_of(3, "A3", NOTICE_NOTE));
  ck_assert_uint_eq(baseline_new_at_least(baseline, LEVEL_ERROR), 0);
  ck_assert_uint_eq(baseline_new_at_least(baseline, LEVEL_WARNING), 1);
  ck_assert_uint_eq(baseline_new_at_least(baseline, LEVEL_UNKNOWN), 2);
  ck_assert_uint_eq(baseline_new_at_least(baseline, LEVEL_INFO), 3);
}
END_TEST

START_TEST(what_is_allowed_is_none_of_its_business) {
  Baseline *baseline = baseline_new(arena, true);
  Notice allowed = notice_of(0xff, "A1", NOTICE_ERROR);
  allowed.state = NOTICE_ALLOWED;
  ck_assert_int_eq((int)judged(baseline, allowed), NOTICE_ALLOWED);
  ck_assert_uint_eq(baseline_recorded(baseline), 0);
  ck_assert_uint_eq(baseline_new_at_least(baseline, LEVEL_INFO), 0);
}
END_TEST

START_TEST(what_nobody_found_is_fixed) {
  Baseline *baseline = baseline_new(arena, false);
  ck_assert(is_read(baseline, sample));
  judged(baseline, notice_of(0xff, "A1", NOTICE_ERROR));
  BaselineList fixed = baseline_fixed(baseline, arena, all, NULL);
  ck_assert_uint_eq(fixed.entries.count, 2);
  ck_assert_uint_eq(fixed.entries.at[0].count, 1); /* one of two */
  ck_assert_str_eq(fixed.entries.at[1].key.at, "A2");
  ck_assert_uint_eq(baseline_fixed(baseline, arena, none, NULL).entries.count, 0);
}
END_TEST

START_TEST(a_line_that_stands_twice_counts_twice) {
  Baseline *baseline = baseline_new(arena, false);
  ck_assert(is_read(baseline, "{\"strata_baseline\": 1, \"command\": \"run\", \"findings\": ["
                              "{\"fingerprint\": \"00000000000000ff\", \"code\": \"F0101\"},"
                              "{\"fingerprint\": \"00000000000000ff\", \"code\": \"F0101\"}]}"));
  const Notice a = notice_of(0xff, "A1", NOTICE_ERROR);
  judged(baseline, a);
  ck_assert_int_eq((int)judged(baseline, a), NOTICE_KNOWN);
  ck_assert_int_eq((int)judged(baseline, a), NOTICE_NEW);
}
END_TEST

START_TEST(another_file_is_refused) {
  static const struct {
    const char *content, *why;
  } wrong[] = {
      {"", "line 1: "},
      {"[]", "it is no baseline"},
      {"{}", "it is no baseline"},
      {"{\"strata_baseline\": 1, \"command\": \"run\"}", "it is no baseline"},
      {"{\"strata_baseline\": \"1\", \"command\": \"run\", \"findings\": []}", "it is no baseline"},
      {"{\"strata_baseline\": 2, \"command\": \"run\", \"findings\": []}", "it is of a newer"},
      {"{\"strata_baseline\": 1, \"command\": \"check\", \"findings\": []}",
       "it was written by `strata check`"},
      {"{\"strata_baseline\": 1, \"command\": \"run\", \"findings\": [7]}", "its finding 1 has no"},
      {"{\"strata_baseline\": 1, \"command\": \"run\", \"findings\": ["
       "{\"fingerprint\": \"00000000000000FF\", \"code\": \"F0101\"}]}",
       "its finding 1 has no"},
      {"{\"strata_baseline\": 1, \"command\": \"run\", \"findings\": ["
       "{\"fingerprint\": \"ff\", \"code\": \"F0101\"}]}",
       "its finding 1 has no"},
      {"{\"strata_baseline\": 1, \"command\": \"run\", \"findings\": ["
       "{\"fingerprint\": \"00000000000000ff\", \"code\": \"F0101\", \"count\": 0}]}",
       "its finding 1 has no"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    ck_assert_msg(!is_read(baseline_new(arena, false), wrong[i].content), "%s", wrong[i].content);
    ck_assert_msg(text_starts(why, text_of(wrong[i].why)), "%s: %.*s", wrong[i].content,
                  TEXT_ARG(why));
  }
}
END_TEST

UNIT_MAIN(setup, teardown, a_finding_is_a_line_in_one_order, nothing_is_a_baseline_too,
          known_ones_count_as_often_as_they_stand_there, new_ones_are_counted_by_level,
          what_is_allowed_is_none_of_its_business, what_nobody_found_is_fixed,
          a_line_that_stands_twice_counts_twice, another_file_is_refused)
