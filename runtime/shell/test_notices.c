/* test_notices.c - tests that failed, as notices. */
#include "shell/noticing.h"

enum { FAILS, UNKNOWN, NO_ROW, BROKEN };

static const struct {
  const char *code, *title, *page;
} kinds[] = {
    [FAILS] = {"T0001", "expectation is false",
               "The rows that the test gives come to something else than it expects. Either the "
               "rules have changed, or the test is wrong: `strata test` prints why."},
    [UNKNOWN] = {"T0002", "expectation is unknown",
                 "Values that the test does not give decide what it expects. Give them, or expect "
                 "that the outcome is missing."},
    [NO_ROW] = {"T0003", "expected row is not there",
                "The test expects something of a row by its key, and the file that it reads has no "
                "such row."},
    [BROKEN] = {"T0004", "test could not run",
                "A file that the test names cannot be read, or what it gives cannot be run. The "
                "diagnostics say why."},
};

static Notice notice_of(int kind, const TestResult *result, CodePlace place) {
  return (Notice){.code = kinds[kind].code,
                  .title = kinds[kind].title,
                  .page = kinds[kind].page,
                  .level = NOTICE_ERROR,
                  .usual = NOTICE_ERROR,
                  .place = {.file = place.file, .line = place.line, .column = place.column},
                  .name = result->test->name};
}

static Text message_of(Arena *arena, const TestFailure *failure) {
  Buffer out = buffer_in(arena);
  test_put_failure(&out, failure);
  return buffer_view(&out);
}

static void add_failure(Shell *shell, NoticeList *list, NoticeCase *item, const TestResult *result,
                        const TestFailure *failure) {
  const int kind = failure->no_row ? NO_ROW : failure->unknown ? UNKNOWN : FAILS;
  Notice notice = notice_of(kind, result, failure->place);
  notice.message = message_of(shell->arena, failure);
  notice.covered = failure->text;
  if (failure->why.len) *VEC_PUSH(shell->arena, &notice.notes) = failure->why;
  *VEC_PUSH(shell->arena, &item->notices) = list->notices.count;
  notice_add(shell->arena, list, &notice);
}

static void add_result(Shell *shell, NoticeList *list, NoticeView *view, const TestFile *file,
                       const TestResult *result) {
  NoticeCase *item = VEC_PUSH(shell->arena, &view->cases);
  *item = (NoticeCase){.suite = text_of(file->path),
                       .name = result->test->name,
                       .group = TEXT("test"),
                       .line = result->place.line};
  if (result->broken) {
    Notice notice = notice_of(BROKEN, result, result->place);
    notice.message = TEXT("could not run");
    *VEC_PUSH(shell->arena, &item->notices) = list->notices.count;
    notice_add(shell->arena, list, &notice);
  }
  for (size_t i = 0; i < result->failures.count; i++)
    add_failure(shell, list, item, result, &result->failures.at[i]);
}

NoticeList *test_notices(Shell *shell, const TestFile *files, size_t count, NoticeView *view) {
  NoticeList *list = noticing_start(shell, 0);
  for (size_t f = 0; f < count; f++)
    for (size_t i = 0; i < files[f].results.count; i++)
      add_result(shell, list, view, &files[f], &files[f].results.at[i]);
  return list;
}
