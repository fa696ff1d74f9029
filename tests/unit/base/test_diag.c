/* test_diag.c - the table of codes, and the list of diagnostics. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "support/unit.h"

static Arena *arena;
static DiagSink *sink;

static void setup(void) {
  arena = arena_new(NULL);
  sink = diag_sink_new(arena);
}
static void teardown(void) { arena_free(arena); }

static const DiagInfo *info_at(size_t i) { return diag_info((DiagCode)i); }

START_TEST(codes_say_their_severity) {
  static const char letters[] = {
      [SEVERITY_NOTE] = 'N', [SEVERITY_WARNING] = 'W', [SEVERITY_ERROR] = 'E'};
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = info_at(i);
    ck_assert_uint_eq(strlen(info->code), 5);
    ck_assert_msg(info->code[0] == letters[info->severity], "%s", info->code);
    for (size_t d = 1; d < 5; d++)
      ck_assert_msg(isdigit((unsigned char)info->code[d]), "%s", info->code);
    ck_assert_msg(info->id[0] == info->code[0] && info->id[1] == '_', "%s is %s", info->id,
                  info->code);
  }
}
END_TEST

/* By number first, so that a warning stands among the errors of its subject. */
START_TEST(codes_ascend) {
  for (size_t i = 1; i < DIAG_CODE_COUNT; i++) {
    const char *before = info_at(i - 1)->code, *code = info_at(i)->code;
    int order = strcmp(before + 1, code + 1);
    if (order == 0) order = before[0] - code[0];
    ck_assert_msg(order < 0, "%s stands before %s", before, code);
  }
}
END_TEST

START_TEST(every_code_has_a_title_and_a_page) {
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = info_at(i);
    ck_assert_msg(info->title[0] != '\0', "%s", info->code);
    ck_assert_msg(!text_ends(text_of(info->title), TEXT(".")), "%s: `%s`", info->code, info->title);
    ck_assert_msg(text_ends(text_of(info->page), TEXT(".")), "%s: `%s`", info->code, info->page);
  }
}
END_TEST

START_TEST(codes_are_found_in_any_case) {
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++)
    ck_assert_ptr_eq(diag_find(text_of(info_at(i)->code)), info_at(i));
  ck_assert_ptr_eq(diag_find(TEXT("e0900")), diag_info(E_OUT_OF_MEMORY));
  ck_assert_ptr_null(diag_find(TEXT("E0000")));
  ck_assert_ptr_null(diag_find(TEXT("E090")));
  ck_assert_ptr_null(diag_find(TEXT("E09000")));
  ck_assert_ptr_null(diag_find(TEXT("")));
}
END_TEST

START_TEST(a_diagnostic_carries_its_parts) {
  Diag *diag = diag_add(sink, E_OUT_OF_MEMORY, (Span){3, 5}, "no %s for %d", "room", 7);
  for (uint32_t i = 0; i < 10; i++) {
    diag_label(sink, diag, (Span){i, i + 1}, "label %u", i);
    diag_note(sink, diag, "note %u", i);
    diag_edit(sink, diag, (Span){i, i}, text_of(arena_printf(arena, "edit %u", i)));
  }
  diag_under(sink, diag, "under %c", 'x');
  diag_help(sink, diag, "help %d%%", 5);
  ck_assert_int_eq((int)diag->severity, SEVERITY_ERROR);
  ck_assert_str_eq(diag->message.at, "no room for 7");
  ck_assert_str_eq(diag->label.at, "under x");
  ck_assert_str_eq(diag->help.at, "help 5%");
  ck_assert_uint_eq(diag->labels.count, 10);
  ck_assert_uint_eq(diag->labels.at[9].span.lo, 9);
  ck_assert_str_eq(diag->labels.at[9].text.at, "label 9");
  ck_assert_str_eq(diag->notes.at[4].at, "note 4");
  ck_assert_str_eq(diag->edits.at[2].text.at, "edit 2");
  ck_assert_ptr_eq(diag_at(sink, 0), diag);
}
END_TEST

START_TEST(an_edit_keeps_its_own_copy) {
  char text[] = "5%";
  Diag *diag = diag_add(sink, E_OUT_OF_MEMORY, (Span){0, 0}, "m");
  diag_edit(sink, diag, (Span){1, 2}, text_of(text));
  text[0] = '6';
  ck_assert_str_eq(diag->edits.at[0].text.at, "5%");
}
END_TEST

START_TEST(errors_are_counted_by_severity) {
  diag_add(sink, E_OUT_OF_MEMORY, (Span){0, 0}, "one");
  diag_add(sink, E_OUT_OF_MEMORY, (Span){0, 0}, "two")->severity = SEVERITY_WARNING;
  ck_assert_uint_eq(diag_count(sink), 2);
  ck_assert_uint_eq(diag_errors(sink), 1);
}
END_TEST

START_TEST(sorting_keeps_the_order_of_one_place) {
  diag_sort(sink);
  for (uint32_t i = 0; i < 100; i++)
    diag_add(sink, E_OUT_OF_MEMORY, (Span){100 - i % 10, 200}, "%u", i);
  diag_sort(sink);
  for (size_t i = 1; i < 100; i++) {
    const Diag *before = diag_at(sink, i - 1), *diag = diag_at(sink, i);
    ck_assert_uint_le(before->span.lo, diag->span.lo);
    if (before->span.lo == diag->span.lo)
      ck_assert_int_lt(atoi(before->message.at), atoi(diag->message.at));
  }
}
END_TEST

static bool is_odd(void *context, const Diag *diag) {
  (*(size_t *)context)++;
  return diag->span.lo % 2;
}

START_TEST(sifting_moves_some_and_keeps_the_order) {
  DiagSink *odd = diag_sink_new(arena);
  size_t asked = 0;
  for (uint32_t i = 0; i < 10; i++) diag_add(sink, E_OUT_OF_MEMORY, (Span){9 - i, 20}, "%u", 9 - i);
  diag_sift(sink, odd, is_odd, &asked);
  ck_assert_uint_eq(asked, 10);
  ck_assert_uint_eq(diag_count(sink), 5);
  ck_assert_uint_eq(diag_count(odd), 5);
  for (size_t i = 0; i < 5; i++) {
    ck_assert_uint_eq((size_t)diag_at(sink, i)->span.lo, 8 - 2 * i);
    ck_assert_uint_eq((size_t)diag_at(odd, i)->span.lo, 9 - 2 * i);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, codes_say_their_severity, codes_ascend,
          every_code_has_a_title_and_a_page, codes_are_found_in_any_case,
          a_diagnostic_carries_its_parts, an_edit_keeps_its_own_copy,
          errors_are_counted_by_severity, sorting_keeps_the_order_of_one_place,
          sifting_moves_some_and_keeps_the_order)
