/* notice_github.c - notices as annotations of a GitHub workflow, and in full as text.
 *
 *   ::error file=rules/acme.strata,line=12,col=3,title=E1310 tier::message
 *
 * The platform shows ten annotations of each level and step and drops the others without a word,
 * so beyond ten the last one is the sum of the rest. Everything is printed behind them, in a group
 * that unfolds in the log.
 *
 * The runner takes commands from whatever is printed: `::` at the beginning of a line, white space
 * aside, and `##[` anywhere. A backslash keeps texts from being either.
 */
#include <string.h>

#include "report/notice_impl.h"

enum { ANNOTATIONS_MOST = 10 };

/* ---- Escaping ---- */

static void put_escaped(Buffer *out, char c) {
  buffer_printf(out, "%%%02X", (unsigned)(unsigned char)c);
}

static void put_data(Buffer *out, Text text, const char *special) {
  text = text_utf8_repair(out->arena, text);
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.at[i];
    if (c && strchr(special, c))
      put_escaped(out, c);
    else if ((unsigned char)c < ' ' && c != '\t')
      buffer_str(out, "\xEF\xBF\xBD");
    else
      buffer_char(out, c);
  }
}

static void put_message(Buffer *out, Text text) { put_data(out, text, "%\r\n"); }

/* Properties whose value is empty are left out. */
static void put_property(Buffer *out, const char *name, Text value, bool *any) {
  if (!value.len) return;
  buffer_printf(out, "%s%s=", *any ? "," : " ", name);
  put_data(out, value, "%\r\n:,");
  *any = true;
}

static void put_number(Buffer *out, const char *name, uint32_t value, bool *any) {
  if (value) put_property(out, name, text_of(arena_printf(out->arena, "%u", value)), any);
}

/* ---- Annotations ---- */

static const char *const commands[] = {
    [NOTICE_NOTE] = "notice", [NOTICE_WARNING] = "warning", [NOTICE_ERROR] = "error"};

static Text title_of(Arena *arena, const Notice *notice) {
  if (!notice->name.len) return text_of(notice->code);
  return text_of(arena_printf(arena, "%s %.*s", notice->code, TEXT_ARG(notice->name)));
}

static void put_annotation(Buffer *out, const NoticeView *view, const Notice *notice) {
  const NoticePlace place = notice_place(view, notice);
  const Text details = notice_details(out->arena, notice);
  bool any = false;
  buffer_printf(out, "::%s", commands[notice->level]);
  put_property(out, "file", place.file, &any);
  put_number(out, "line", place.line, &any);
  /* Columns of several lines are refused. */
  put_number(out, "endLine", place.end_line, &any);
  if (place.end_line <= place.line) {
    put_number(out, "col", place.column, &any);
    put_number(out, "endColumn", place.end_column, &any);
  }
  put_property(out, "title", title_of(out->arena, notice), &any);
  buffer_str(out, "::");
  put_message(out, notice_sentence(out->arena, notice));
  if (details.len) {
    put_message(out, TEXT("\n"));
    put_message(out, details);
  }
  buffer_char(out, '\n');
}

static bool is_annotated(const Notice *notice, NoticeLevel level) {
  return notice->state == NOTICE_NEW && notice->level == level;
}

static uint64_t new_of(const NoticeList *list, NoticeLevel level) {
  const uint64_t *count = list->level[NOTICE_NEW];
  if (level == NOTICE_ERROR) return count[LEVEL_ERROR];
  if (level == NOTICE_WARNING) return count[LEVEL_WARNING];
  return count[LEVEL_INFO] + count[LEVEL_UNKNOWN];
}

static void put_level(Buffer *out, const NoticeList *list, const NoticeView *view,
                      NoticeLevel level) {
  const uint64_t total = new_of(list, level);
  const uint64_t shown = total > ANNOTATIONS_MOST ? ANNOTATIONS_MOST - 1 : total;
  uint64_t count = 0;
  for (size_t i = 0; i < list->notices.count && count < shown; i++) {
    if (!is_annotated(&list->notices.at[i], level)) continue;
    put_annotation(out, view, &list->notices.at[i]);
    count++;
  }
  if (count < total)
    buffer_printf(out, "::%s title=strata %s::%llu more: the log of this step has them\n",
                  commands[level], view->command, (unsigned long long)(total - count));
}

/* ---- The text ---- */

static bool may_lead(char c) {
  return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7F; /* white space of any script */
}

/* A line that the runner takes for nothing but text. */
static void put_line(Buffer *out, Text line) {
  size_t at = 0;
  line = text_printable(out->arena, line);
  while (at < line.len && may_lead(line.at[at])) at++;
  buffer_text(out, text_slice(line, 0, at));
  if (text_starts(text_slice(line, at, line.len), TEXT("::"))) buffer_char(out, '\\');
  for (; at < line.len; at++) {
    if (text_starts(text_slice(line, at, line.len), TEXT("##["))) {
      buffer_str(out, "##\\");
      at += 2;
    }
    buffer_char(out, line.at[at]);
  }
  buffer_char(out, '\n');
}

static void put_lines(Buffer *out, const char *indent, Text text) {
  while (text.len) {
    size_t end = 0;
    while (end < text.len && text.at[end] != '\n') end++;
    put_line(out, text_of(arena_printf(out->arena, "%s%.*s", indent, (int)end, text.at)));
    text = text_slice(text, end < text.len ? end + 1 : end, text.len);
  }
}

static void put_notice(Buffer *out, const NoticeView *view, const Notice *notice) {
  static const char *const states[] = {
      [NOTICE_NEW] = "", [NOTICE_KNOWN] = "known ", [NOTICE_ALLOWED] = "allowed "};
  const NoticePlace place = notice_place(view, notice);
  Buffer head = buffer_in(out->arena);
  buffer_printf(&head, "%s%s[%s] ", states[notice->state], level_word(notice_level(notice)),
                notice->code);
  if (notice->name.len) buffer_printf(&head, "%.*s: ", TEXT_ARG(notice->name));
  buffer_text(&head, notice_sentence(out->arena, notice));
  if (place.file.len) {
    buffer_printf(&head, " (%.*s", TEXT_ARG(place.file));
    if (place.line) buffer_printf(&head, ":%u", place.line);
    if (place.line && place.column) buffer_printf(&head, ":%u", place.column);
    buffer_char(&head, ')');
  }
  put_lines(out, "", buffer_view(&head));
  put_lines(out, "  ", notice_details(out->arena, notice));
}

void notices_github(Buffer *out, const NoticeList *list, const NoticeView *view) {
  const size_t *order = notices_by_weight(out->arena, list);
  for (NoticeLevel level = NOTICE_LEVEL_COUNT; level-- > NOTICE_NOTE;)
    put_level(out, list, view, level);
  if (list->notices.count) {
    buffer_printf(out, "::group::strata %s in full\n", view->command);
    for (size_t i = 0; i < list->notices.count; i++)
      put_notice(out, view, &list->notices.at[order[i]]);
    for (size_t i = 0; i < list->rests.count; i++)
      if (list->rests.at[i].left_out) put_line(out, notice_rest(out->arena, &list->rests.at[i]));
    buffer_str(out, "::endgroup::\n");
  }
  put_line(out, text_of(arena_printf(out->arena, "strata %s: %.*s", view->command,
                                     TEXT_ARG(notice_totals(out->arena, list)))));
}
