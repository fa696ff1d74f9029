/* notice_junit.c - notices as JUnit XML.
 *
 * A suite for each file, a case for each thing that was looked at: readers show what passed, too. A
 * case with a notice that counts has failed, so there are failures exactly where the command's exit
 * status says so. What does not count (a warning below the threshold, what is known or allowed) is
 * told in the case's output. Not settled is skipped.
 */
#include "base/xml.h"
#include "report/notice_impl.h"

typedef VEC(NoticeCase) CaseList;

/* The cases, then one for each notice that none of them has. */
static CaseList cases_of(Arena *arena, const NoticeList *list, const NoticeView *view) {
  CaseList cases = {0};
  bool *has_case = ARENA_ARRAY(arena, bool, list->notices.count);
  for (size_t i = 0; i < view->cases.count; i++) {
    const NoticeCase *item = &view->cases.at[i];
    *VEC_PUSH(arena, &cases) = *item;
    for (size_t n = 0; n < item->notices.count; n++) has_case[item->notices.at[n]] = true;
  }
  for (size_t i = 0; i < list->notices.count; i++) {
    if (has_case[i]) continue;
    const Notice *notice = &list->notices.at[i];
    const Text name =
        text_of(arena_printf(arena, "%s %.*s", notice->code, TEXT_ARG(notice->message)));
    const NoticePlace place = notice_place(view, notice);
    NoticeCase *item = VEC_PUSH(arena, &cases);
    *item = (NoticeCase){
        .suite = place.file, .name = name, .group = TEXT("diagnostics"), .line = place.line};
    *VEC_PUSH(arena, &item->notices) = i;
  }
  return cases;
}

static bool case_fails(const NoticeList *list, const NoticeView *view, const NoticeCase *item) {
  for (size_t i = 0; i < item->notices.count; i++)
    if (notice_fails(view, &list->notices.at[item->notices.at[i]])) return true;
  return false;
}

static bool case_is_skipped(const NoticeCase *item) {
  return !item->notices.count && item->outcome == CASE_NOT_SETTLED;
}

static Text case_file(const NoticeView *view, const NoticeCase *item) {
  return notice_file(view, item->suite);
}

/* ---- A case ---- */

static void put_notice(Buffer *out, const NoticeView *view, const Notice *notice) {
  const NoticePlace place = notice_place(view, notice);
  const Text details = notice_details(out->arena, notice);
  Buffer text = buffer_in(out->arena);
  buffer_text(&text, place.file);
  if (place.line) buffer_printf(&text, ":%u", place.line);
  buffer_printf(&text, ": %s[%s] %.*s\n", level_word(notice_level(notice)), notice->code,
                TEXT_ARG(notice_sentence(out->arena, notice)));
  if (details.len) buffer_printf(&text, "%.*s\n", TEXT_ARG(details));
  xml_text(out, buffer_view(&text));
}

/* Several are told in one failure: readers show the first of a case alone. */
static void put_notices(Buffer *out, const NoticeList *list, const NoticeView *view,
                        const NoticeCase *item, bool failing) {
  for (size_t i = 0; i < item->notices.count; i++) {
    const Notice *notice = &list->notices.at[item->notices.at[i]];
    if (notice_fails(view, notice) == failing) put_notice(out, view, notice);
  }
}

static void put_failure(Buffer *out, const NoticeList *list, const NoticeView *view,
                        const NoticeCase *item) {
  const Notice *first = NULL;
  size_t count = 0;
  for (size_t i = 0; i < item->notices.count; i++) {
    const Notice *notice = &list->notices.at[item->notices.at[i]];
    if (!notice_fails(view, notice)) continue;
    if (!first) first = notice;
    count++;
  }
  const Text sentence = notice_sentence(out->arena, first);
  Buffer message = buffer_in(out->arena);
  buffer_text(&message, sentence);
  if (count > 1) buffer_printf(&message, " (and %zu more)", count - 1);
  buffer_str(out, "      <failure");
  xml_attribute(out, "message", buffer_view(&message));
  xml_attribute(out, "type", text_of(first->code));
  buffer_char(out, '>');
  put_notices(out, list, view, item, true);
  buffer_str(out, "</failure>\n");
}

static void put_case(Buffer *out, const NoticeList *list, const NoticeView *view,
                     const NoticeCase *item) {
  const bool fails = case_fails(list, view, item);
  buffer_str(out, "    <testcase");
  xml_attribute(out, "classname", item->group);
  xml_attribute(out, "name", item->name);
  xml_attribute(out, "file", case_file(view, item));
  if (item->line) xml_attribute_number(out, "line", item->line);
  if (!item->notices.count && !case_is_skipped(item)) {
    buffer_str(out, "/>\n");
    return;
  }
  buffer_str(out, ">\n");
  if (case_is_skipped(item)) {
    buffer_str(out, "      <skipped");
    xml_attribute(out, "message", item->reason);
    buffer_str(out, "/>\n");
  }
  if (fails) put_failure(out, list, view, item);
  Buffer others = buffer_in(out->arena);
  put_notices(&others, list, view, item, false);
  if (others.len) {
    buffer_str(out, "      <system-out>");
    buffer_text(out, buffer_view(&others));
    buffer_str(out, "</system-out>\n");
  }
  buffer_str(out, "    </testcase>\n");
}

/* ---- Suites ---- */

/* Of one file, or of all where `file` is NULL. */
static void put_totals(Buffer *out, const NoticeList *list, const NoticeView *view,
                       const CaseList *cases, const Text *file) {
  uint64_t tests = 0, failures = 0, skipped = 0;
  for (size_t i = 0; i < cases->count; i++) {
    const NoticeCase *item = &cases->at[i];
    if (file && !text_equal(case_file(view, item), *file)) continue;
    tests++;
    failures += case_fails(list, view, item);
    skipped += case_is_skipped(item);
  }
  xml_attribute_number(out, "tests", tests);
  xml_attribute_number(out, "failures", failures);
  xml_attribute_number(out, "errors", 0);
  if (file) xml_attribute_number(out, "skipped", skipped);
  buffer_str(out, ">\n");
}

static void put_suite(Buffer *out, const NoticeList *list, const NoticeView *view,
                      const CaseList *cases, Text file) {
  buffer_str(out, "  <testsuite");
  xml_attribute(out, "name", file.len ? file : text_of(view->command));
  put_totals(out, list, view, cases, &file);
  for (size_t i = 0; i < cases->count; i++)
    if (text_equal(case_file(view, &cases->at[i]), file)) put_case(out, list, view, &cases->at[i]);
  buffer_str(out, "  </testsuite>\n");
}

void notices_junit(Buffer *out, const NoticeList *list, const NoticeView *view) {
  const CaseList cases = cases_of(out->arena, list, view);
  Map *files = map_new(out->arena);
  for (size_t i = 0; i < cases.count; i++) map_add(files, case_file(view, &cases.at[i]), 0);
  buffer_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
  xml_attribute(out, "name", text_of(arena_printf(out->arena, "strata %s", view->command)));
  put_totals(out, list, view, &cases, NULL);
  for (size_t i = 0; i < map_count(files); i++)
    put_suite(out, list, view, &cases, map_key(files, i));
  buffer_str(out, "</testsuites>\n");
}
