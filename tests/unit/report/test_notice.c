/* test_notice.c - notices made of diagnostics and findings, and how they are known again. */
#include <string.h>

#include "report/notice.h"
#include "support/unit.h"
#include "support/vm_image.h"

static Arena *arena;
static NoticeList *list;
static SourceMap *sources;
static DiagSink *diags;
static Image *image;

static void setup(void) {
  arena = arena_new(NULL);
  list = notice_list_new(arena);
  sources = source_map_new(arena);
  diags = diag_sink_new(arena);
  image = vm_image_new(arena);
  vm_image_entity(image, "account", true);
}
static void teardown(void) { arena_free(arena); }

static const Notice *last(void) { return &list->notices.at[list->notices.count - 1]; }

static Span span_of(uint32_t file, const char *content, const char *part) {
  const uint32_t at = file + (uint32_t)(strstr(content, part) - content);
  return (Span){at, at + (uint32_t)strlen(part)};
}

/* The fingerprint of a warning about `part` of a file. */
static uint64_t print_of(const char *name, const char *content, const char *part) {
  const uint32_t file = source_add(sources, text_of(name), text_of(content));
  const Diag *diag = diag_add(diags, E_OUT_OF_MEMORY, span_of(file, content, part), "no");
  NoticeList *own = notice_list_new(arena);
  notice_from_diag(arena, own, diag, sources);
  return own->notices.at[0].fingerprint;
}

static FindingReport finding(const char *key, const char *text) {
  return (FindingReport){.kind = FINDING_RULE_FAILS,
                         .level = LEVEL_ERROR,
                         .entity = 1,
                         .declaration = 0,
                         .field = SCHEMA_NONE,
                         .name = TEXT("has_owner"),
                         .key = text_of(key),
                         .source = TEXT(""),
                         .text = text_of(text),
                         .place = {.file = TEXT("a/acme.strata"), .line = 7, .column = 3}};
}

static uint64_t print_of_finding(FindingReport report) {
  NoticeList *own = notice_list_new(arena);
  notice_from_finding(arena, own, image, &report);
  return own->notices.at[0].fingerprint;
}

static Text declared(void *context, Span span) {
  (void)span;
  return text_of(context);
}

START_TEST(a_diagnostic_keeps_all_its_parts) {
  static const char content[] = "one\n  two three\n";
  const uint32_t file = source_add(sources, TEXT("a/b.strata"), text_of(content));
  Diag *diag = diag_add(diags, E_OUT_OF_MEMORY, span_of(file, content, "three"), "no %s", "room");
  diag_label(diags, diag, span_of(file, content, "one"), "here");
  diag_note(diags, diag, "a note");
  diag_help(diags, diag, "do it");
  list->name_of = declared;
  list->name_context = (char[]){"tier"};
  notice_from_diag(arena, list, diag, sources);
  const Notice *notice = last();
  ck_assert_str_eq(notice->code, "E0900");
  ck_assert_int_eq((int)notice->level, NOTICE_ERROR);
  ck_assert_int_eq((int)notice->state, NOTICE_NEW);
  ck_assert_str_eq(notice->message.at, "no room");
  ck_assert_str_eq(notice->help.at, "do it");
  ck_assert_str_eq(notice->name.at, "tier");
  ck_assert_str_eq(notice->place.file.at, "a/b.strata");
  ck_assert_uint_eq(notice->place.line, 2);
  ck_assert_uint_eq(notice->place.column, 7);
  ck_assert_uint_eq(notice->place.end_line, 2);
  ck_assert_uint_eq(notice->place.end_column, 12);
  ck_assert_uint_eq(notice->related.count, 1);
  ck_assert_uint_eq(notice->related.at[0].place.line, 1);
  ck_assert_str_eq(notice->notes.at[0].at, "a note");
}
END_TEST

START_TEST(a_diagnostic_without_a_place) {
  notice_from_diag(arena, list, diag_add(diags, E_OUT_OF_MEMORY, (Span){0, 0}, "no"), sources);
  ck_assert_uint_eq(last()->place.line, 0);
  ck_assert_uint_eq(last()->place.file.len, 0);
}
END_TEST

START_TEST(a_finding_says_row_and_place) {
  FindingReport report = finding("A1", "no owner");
  report.fix = TEXT("name one");
  report.owner = TEXT("kam");
  notice_from_finding(arena, list, image, &report);
  ck_assert_str_eq(last()->code, "F0101");
  ck_assert_str_eq(last()->entity.at, "account");
  ck_assert_str_eq(last()->key.at, "A1");
  ck_assert_str_eq(last()->help.at, "name one");
  ck_assert_str_eq(last()->owner.at, "kam");
  ck_assert_uint_eq(last()->place.line, 7);
  ck_assert_uint_eq(last()->place.column, 3);
  ck_assert_uint_eq(last()->place.end_line, 0);
}
END_TEST

START_TEST(a_finding_on_data_lies_in_the_data) {
  FindingReport report = {.kind = FINDING_BAD_CELL,
                          .level = LEVEL_WARNING,
                          .entity = 1,
                          .declaration = SCHEMA_NONE,
                          .field = 0,
                          .name = TEXT("account.revenue"),
                          .source = TEXT("data/accounts.csv"),
                          .line = 17,
                          .column = 4,
                          .text = TEXT("cannot be read")};
  notice_from_finding(arena, list, image, &report);
  ck_assert_str_eq(last()->place.file.at, "data/accounts.csv");
  ck_assert_uint_eq(last()->place.line, 17);
  ck_assert_uint_eq(last()->place.column, 0);
  ck_assert_int_eq((int)last()->level, NOTICE_WARNING);
}
END_TEST

START_TEST(unknown_outcomes_and_info_are_notes) {
  FindingReport report = finding("A1", "who knows");
  report.level = LEVEL_UNKNOWN;
  notice_from_finding(arena, list, image, &report);
  ck_assert_int_eq((int)last()->level, NOTICE_NOTE);
  ck_assert(last()->undecided);
  report.level = LEVEL_INFO;
  notice_from_finding(arena, list, image, &report);
  ck_assert_int_eq((int)last()->level, NOTICE_NOTE);
  ck_assert(!last()->undecided);
  ck_assert_uint_eq(notices_at_least(list, LEVEL_UNKNOWN), 1);
  ck_assert_uint_eq(notices_at_least(list, LEVEL_INFO), 2);
  ck_assert_uint_eq(notices_at_least(list, LEVEL_WARNING), 0);
}
END_TEST

START_TEST(lines_and_folders_do_not_matter) {
  const uint64_t print = print_of("a/acme.strata", "rule x\n  require y\n", "require y");
  ck_assert_uint_eq(print, print_of("acme.strata", "# new\n\nrule x\n  require y\n", "require y"));
  ck_assert_uint_eq(print, print_of("/b/acme.strata", "rule x require  y", "require  y"));
  ck_assert_uint_ne(print, print_of("a/acme.strata", "rule x\n  require z\n", "require z"));
  ck_assert_uint_ne(print, print_of("a/other.strata", "rule x\n  require y\n", "require y"));
}
END_TEST

/* Baselines hold it, so it may never change. */
START_TEST(the_fingerprint_is_for_ever) {
  ck_assert_uint_eq(print_of_finding(finding("A1", "x")), UINT64_C(12522026064481147054));
}
END_TEST

START_TEST(a_row_is_known_by_its_key) {
  const uint64_t print = print_of_finding(finding("A1", "revenue is 5"));
  ck_assert_uint_eq(print, print_of_finding(finding("A1", "revenue is 7, and falling")));
  ck_assert_uint_ne(print, print_of_finding(finding("A2", "revenue is 5")));
  FindingReport other = finding("A1", "revenue is 5");
  other.name = TEXT("has_plan");
  ck_assert_uint_ne(print, print_of_finding(other));
  other = finding("A1", "revenue is 5");
  other.kind = FINDING_RULE_UNKNOWN;
  ck_assert_uint_ne(print, print_of_finding(other));
  other = finding("A1", "revenue is 5");
  other.place.line = 90;
  ck_assert_uint_eq(print, print_of_finding(other));
}
END_TEST

START_TEST(a_row_without_a_key_is_known_by_its_words) {
  FindingReport report = finding("", "revenue is 5 in Asia");
  report.source = TEXT("data/export 2026-06-30.csv");
  report.line = 4;
  const uint64_t print = print_of_finding(report);
  report.text = TEXT("revenue is 712 in Asia");
  report.source = TEXT("export 2026-07-31.csv");
  report.line = 9;
  ck_assert_uint_eq(print, print_of_finding(report));
  report.text = TEXT("revenue is 712 in Europe");
  ck_assert_uint_ne(print, print_of_finding(report));
}
END_TEST

START_TEST(equal_ones_are_told_apart_by_their_number) {
  const FindingReport report = finding("A1", "no");
  for (size_t i = 0; i < 200; i++) notice_from_finding(arena, list, image, &report);
  for (size_t i = 0; i < 200; i++)
    for (size_t k = 0; k < i; k++)
      ck_assert_uint_ne(list->notices.at[i].fingerprint, list->notices.at[k].fingerprint);
  ck_assert_uint_eq(list->notices.at[0].fingerprint, print_of_finding(report));
}
END_TEST

START_TEST(beyond_the_most_they_are_counted) {
  list->most = 2;
  for (size_t i = 0; i < 5; i++) {
    const FindingReport report = finding(arena_printf(arena, "A%zu", i), "no");
    notice_from_finding(arena, list, image, &report);
  }
  FindingReport other = finding("A1", "no");
  other.name = TEXT("has_plan");
  notice_from_finding(arena, list, image, &other);
  ck_assert_uint_eq(list->notices.count, 3);
  ck_assert_uint_eq(notices_left_out(list), 3);
  ck_assert_uint_eq(notices_at_least(list, LEVEL_ERROR), 6);
  ck_assert_uint_eq(list->rests.at[0].left_out, 3);
  ck_assert_str_eq(list->rests.at[0].name.at, "has_owner");
}
END_TEST

static void known_a1(void *context, Notice *notice) {
  ck_assert_ptr_eq(context, list);
  if (text_equal(notice->key, TEXT("A1"))) notice->state = NOTICE_KNOWN;
}

START_TEST(what_is_judged_known_does_not_count) {
  list->most = 1;
  list->judge = known_a1;
  list->judge_context = list;
  const FindingReport known = finding("A1", "no"), fresh = finding("A2", "no");
  notice_from_finding(arena, list, image, &known);
  notice_from_finding(arena, list, image, &fresh);
  ck_assert_uint_eq(list->notices.count, 2);
  ck_assert_uint_eq(notices_at_least(list, LEVEL_INFO), 1);
  ck_assert_uint_eq(list->level[NOTICE_KNOWN][LEVEL_ERROR], 1);
}
END_TEST

START_TEST(a_finding_that_is_gone_is_kept) {
  char text[] = "no owner";
  const FindingReport report = finding("A1", text);
  notice_from_finding(arena, list, image, &report);
  memset(text, 'x', sizeof text - 1);
  ck_assert_str_eq(last()->message.at, "no owner");
}
END_TEST

UNIT_MAIN(setup, teardown, a_diagnostic_keeps_all_its_parts, a_diagnostic_without_a_place,
          a_finding_says_row_and_place, a_finding_on_data_lies_in_the_data,
          unknown_outcomes_and_info_are_notes, lines_and_folders_do_not_matter,
          the_fingerprint_is_for_ever, a_row_is_known_by_its_key,
          a_row_without_a_key_is_known_by_its_words, equal_ones_are_told_apart_by_their_number,
          beyond_the_most_they_are_counted, what_is_judged_known_does_not_count,
          a_finding_that_is_gone_is_kept)
