/* test_checkup.c - scores against values worked out by hand, and all forms with hostile text. */
#include <string.h>

#include "report/checkup.h"
#include "report/html.h"
#include "support/unit.h"

static Arena *arena;
static Checkup checkup;
static CheckedProcess *process;

static void setup(void) {
  arena = arena_new(NULL);
  checkup = (Checkup){.file = TEXT("x.strata"),
                      .program = TEXT("X"),
                      .has_data = true,
                      .has_solver = true,
                      .today = 20634};
  process = VEC_PUSH(arena, &checkup.processes);
  *process = (CheckedProcess){.name = TEXT("sam"), .entity = TEXT("account"), .counted = true};
}

static void teardown(void) { arena_free(arena); }

static void give(EvidenceKind kind, uint64_t met, uint64_t of) {
  process->evidence[kind].met = met;
  process->evidence[kind].of = of;
}

static uint32_t points(Dimension dimension) {
  ck_assert(process->dimension[dimension].measured);
  return process->dimension[dimension].points;
}

START_TEST(shares_are_rounded_to_a_tenth) {
  ck_assert_uint_eq(evidence_share((Evidence){.met = 1, .of = 3}), 333);
  ck_assert_uint_eq(evidence_share((Evidence){.met = 2, .of = 3}), 667);
  ck_assert_uint_eq(evidence_share((Evidence){.met = 1, .of = 16}), 63); /* 6.25 */
  ck_assert_uint_eq(evidence_share((Evidence){.met = 0, .of = 7}), 0);
  ck_assert_uint_eq(evidence_share((Evidence){.met = 7, .of = 7}), 1000);
  const uint64_t many = UINT64_C(1) << 62;
  ck_assert_uint_eq(evidence_share((Evidence){.met = many / 4, .of = many}), 250);
}
END_TEST

/* (33.3 + 0 + 50 + 25) / 4 = 27.075 */
START_TEST(equal_weights_are_a_mean) {
  give(EVIDENCE_OWNERS, 1, 3);
  give(EVIDENCE_LIMITS, 0, 2);
  give(EVIDENCE_GATES, 1, 2);
  give(EVIDENCE_PURPOSE, 1, 4);
  checkup_score(arena, &checkup);
  ck_assert_uint_eq(points(DIMENSION_FORMAL), 27);
}
END_TEST

/* (3 x 0 + 100 + 50) / 5 = 30 */
START_TEST(weights_weigh) {
  give(EVIDENCE_ONE_STAGE, 0, 1);
  give(EVIDENCE_SOUND_STAGES, 11, 11);
  give(EVIDENCE_SOUND_TERMS, 1, 2);
  checkup_score(arena, &checkup);
  ck_assert_uint_eq(points(DIMENSION_UNAMBIGUOUS), 30);
}
END_TEST

/* 100 and 45 by 2 each: 72.5 */
START_TEST(half_a_point_is_rounded_up) {
  give(EVIDENCE_NO_GAP, 1, 1);
  give(EVIDENCE_PLACED, 18, 40);
  checkup_score(arena, &checkup);
  ck_assert_uint_eq(points(DIMENSION_COMPLETE), 73);
}
END_TEST

START_TEST(what_is_not_measured_counts_neither_way) {
  give(EVIDENCE_CONFORMANCE, 3, 4);
  process->evidence[EVIDENCE_ALIKE_PLACED].open = 12;
  checkup_score(arena, &checkup);
  ck_assert_uint_eq(points(DIMENSION_REPEATABLE), 75);
  ck_assert(!process->dimension[DIMENSION_FOLLOWED].measured);
  ck_assert(process->whole.measured);
  ck_assert_uint_eq(process->whole.points, 75);
}
END_TEST

START_TEST(nothing_measured_is_no_score) {
  checkup_score(arena, &checkup);
  ck_assert(!process->whole.measured);
  ck_assert(!process->whole.rated);
}
END_TEST

/* Scores 100, 50 and 0: 50; ratings 80 and 75: 77.5. */
START_TEST(the_whole_is_the_mean_of_scores) {
  give(EVIDENCE_KPIS, 1, 1);
  give(EVIDENCE_DOCS, 1, 2);
  give(EVIDENCE_CADENCES, 0, 1);
  process->dimension[DIMENSION_MEASURED] = (CheckupScore){.rated = true, .self = 80};
  process->dimension[DIMENSION_FORMAL] = (CheckupScore){.rated = true, .self = 75};
  checkup_score(arena, &checkup);
  ck_assert_uint_eq(process->whole.points, 50);
  ck_assert_uint_eq(process->whole.self, 78);
  ck_assert_uint_eq(process->dimension[DIMENSION_MEASURED].self, 80);
  ck_assert(!process->dimension[DIMENSION_FORMAL].measured);
}
END_TEST

START_TEST(levels_are_twenty_points_each) {
  ck_assert_uint_eq(checkup_level(0), 0);
  ck_assert_uint_eq(checkup_level(19), 0);
  ck_assert_uint_eq(checkup_level(20), 1);
  ck_assert_uint_eq(checkup_level(79), 3);
  ck_assert_uint_eq(checkup_level(99), 4);
  ck_assert_uint_eq(checkup_level(100), 5);
}
END_TEST

static void mend(EvidenceKind kind, const char *text) {
  *VEC_PUSH(arena, &process->mends) = (CheckupMend){.of = kind, .text = text_of(text)};
}

START_TEST(mends_stand_by_evidence) {
  mend(EVIDENCE_DOCS, "c");
  mend(EVIDENCE_LIMITS, "a");
  mend(EVIDENCE_DOCS, "d");
  mend(EVIDENCE_LIMITS, "b");
  checkup_score(arena, &checkup);
  ck_assert_uint_eq(process->mends.count, 4);
  for (size_t i = 0; i < 4; i++)
    ck_assert_int_eq(process->mends.at[i].text.at[0], (char)('a' + (int)i));
}
END_TEST

static bool holds(const Buffer *out, const char *part) {
  return text_contains(buffer_view(out), text_of(part));
}

START_TEST(html_is_text) {
  Buffer out = buffer_in(arena);
  html_text(&out, TEXT("<b a=\"x\" b='y'>&\n\x1b[2J\xff"));
  ck_assert(
      text_equal(buffer_view(&out),
                 TEXT("&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp; \xEF\xBF\xBD[2J\xEF\xBF\xBD")));
}
END_TEST

START_TEST(no_form_takes_text_for_markup) {
  const Text hostile = TEXT("</title><script>alert(1)</script>|`*\x1b[2J");
  Buffer html = buffer_in(arena), markdown = buffer_in(arena), json = buffer_in(arena),
         text = buffer_in(arena);
  checkup.program = process->doc = hostile;
  give(EVIDENCE_OWNERS, 1, 2);
  process->evidence[EVIDENCE_OWNERS].detail = hostile;
  mend(EVIDENCE_OWNERS, "`a <script>` and `");
  checkup_score(arena, &checkup);
  checkup_html(&html, &checkup);
  checkup_markdown(&markdown, &checkup);
  checkup_json(&json, &checkup);
  checkup_text(&text, &checkup, (CheckupStyle){0});
  ck_assert(!holds(&html, "<script") && !holds(&html, "\x1b"));
  ck_assert(holds(&html, "<code>a &lt;script&gt;</code> and `</li>"));
  ck_assert(!holds(&markdown, "</title") && !holds(&markdown, "<script>alert"));
  ck_assert(holds(&markdown, "- : `a <script>` and \\`\n")); /* in a code span it is text */
  ck_assert(holds(&markdown, "\\|\\`\\*"));
  ck_assert(!holds(&json, "\x1b") && !holds(&text, "\x1b"));
}
END_TEST

START_TEST(words_of_evidence) {
  give(EVIDENCE_OWNERS, 1200, 1201);
  ck_assert(text_equal(evidence_count(arena, EVIDENCE_OWNERS, process->evidence[EVIDENCE_OWNERS]),
                       TEXT("1,200 of 1,201")));
  ck_assert(
      text_equal(evidence_count(arena, EVIDENCE_NO_GAP, (Evidence){.of = 1}), TEXT("refuted")));
  ck_assert(text_equal(evidence_count(arena, EVIDENCE_PACE, (Evidence){0}), TEXT("not measured")));
  ck_assert(text_equal(evidence_about(arena, process, EVIDENCE_PLACED),
                       TEXT("accounts that belong to one stage")));
  ck_assert(text_equal(evidence_remark(arena, EVIDENCE_SOUND_TERMS, (Evidence){.open = 2}),
                       TEXT("2 not settled")));
  ck_assert(text_equal(
      evidence_remark(arena, EVIDENCE_PACE, (Evidence){.open = 2, .detail = TEXT("late 1")}),
      TEXT("late 1, 2 unknown")));
}
END_TEST

UNIT_MAIN(setup, teardown, shares_are_rounded_to_a_tenth, equal_weights_are_a_mean, weights_weigh,
          half_a_point_is_rounded_up, what_is_not_measured_counts_neither_way,
          nothing_measured_is_no_score, the_whole_is_the_mean_of_scores,
          levels_are_twenty_points_each, mends_stand_by_evidence, html_is_text,
          no_form_takes_text_for_markup, words_of_evidence)
