/* notice_print.c - see notice_print.h. */
#include <string.h>

#include "report/notice_impl.h"

NoticeForm notice_form(const char *word) {
  static const char *const words[] = {[NOTICE_FORM_SARIF] = "sarif",
                                      [NOTICE_FORM_JUNIT] = "junit",
                                      [NOTICE_FORM_GITHUB] = "github",
                                      [NOTICE_FORM_MARKDOWN] = "markdown"};
  for (size_t i = NOTICE_FORM_NONE + 1; word && i < sizeof words / sizeof *words; i++)
    if (strcmp(word, words[i]) == 0) return (NoticeForm)i;
  return NOTICE_FORM_NONE;
}

void notices_print(Buffer *out, const NoticeList *list, const NoticeView *view) {
  static void (*const print[])(Buffer *, const NoticeList *,
                               const NoticeView *) = {[NOTICE_FORM_SARIF] = notices_sarif,
                                                      [NOTICE_FORM_JUNIT] = notices_junit,
                                                      [NOTICE_FORM_GITHUB] = notices_github,
                                                      [NOTICE_FORM_MARKDOWN] = notices_markdown};
  if (view->form != NOTICE_FORM_NONE) print[view->form](out, list, view);
}

/* ---- Words ---- */

bool notice_fails(const NoticeView *view, const Notice *notice) {
  return notice->state == NOTICE_NEW && notice_level(notice) >= view->fail;
}

Text notice_file(const NoticeView *view, Text file) {
  const Text root = view->root;
  if (root.len && text_starts(file, root) && file.len > root.len && file.at[root.len] == '/')
    file = text_slice(file, root.len + 1, file.len);
  while (text_starts(file, TEXT("./"))) file = text_slice(file, 2, file.len);
  return file;
}

NoticePlace notice_place(const NoticeView *view, const Notice *notice) {
  NoticePlace place = notice->place;
  if (!place.file.len) place = (NoticePlace){.file = view->file};
  place.file = notice_file(view, place.file);
  return place;
}

Text notice_row(Arena *arena, const Notice *notice) {
  if (notice->key.len)
    return text_of(
        arena_printf(arena, "%.*s %.*s", TEXT_ARG(notice->entity), TEXT_ARG(notice->key)));
  const NoticePlace *place = &notice->place;
  const bool is_there = place->line && text_equal(place->file, notice->source);
  if (!notice->source.len || is_there) return TEXT("");
  if (!notice->source_line) return notice->source;
  return text_of(arena_printf(arena, "%.*s:%llu", TEXT_ARG(notice->source),
                              (unsigned long long)notice->source_line));
}

Text notice_sentence(Arena *arena, const Notice *notice) {
  const Text row = notice_row(arena, notice);
  if (!row.len) return notice->message;
  return text_of(arena_printf(arena, "%.*s: %.*s", TEXT_ARG(row), TEXT_ARG(notice->message)));
}

static void add_line(Buffer *out, const char *word, Text text) {
  if (!text.len) return;
  if (out->len) buffer_char(out, '\n');
  buffer_printf(out, "%s: %.*s", word, TEXT_ARG(text));
}

Text notice_details(Arena *arena, const Notice *notice) {
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < notice->notes.count; i++) add_line(&out, "note", notice->notes.at[i]);
  add_line(&out, "help", notice->help);
  add_line(&out, "owner", notice->owner);
  if (notice->state == NOTICE_ALLOWED) add_line(&out, "allowed", notice->because);
  return buffer_view(&out);
}

static void add_count(Buffer *out, uint64_t count, const char *words) {
  if (!count) return;
  if (out->len) buffer_str(out, ", ");
  buffer_printf(out, "%llu %s", (unsigned long long)count, words);
}

static uint64_t of_state(const NoticeList *list, NoticeState state) {
  uint64_t count = 0;
  for (Level level = LEVEL_INFO; level < LEVEL_COUNT; level++) count += list->level[state][level];
  return count;
}

Text notice_totals(Arena *arena, const NoticeList *list) {
  Buffer out = buffer_in(arena);
  for (Level level = LEVEL_COUNT; level-- > LEVEL_INFO;) {
    const uint64_t count = list->level[NOTICE_NEW][level];
    add_count(&out, count, level_words(level, count));
  }
  if (!out.len) buffer_str(&out, "nothing found");
  add_count(&out, of_state(list, NOTICE_KNOWN), "known");
  add_count(&out, of_state(list, NOTICE_ALLOWED), "allowed");
  return buffer_view(&out);
}

Text notice_rest(Arena *arena, const NoticeRest *rest) {
  return text_of(arena_printf(arena, "%llu more of %s %.*s", (unsigned long long)rest->left_out,
                              rest->code, TEXT_ARG(rest->name)));
}

/* ---- Order ---- */

size_t *notices_by_weight(Arena *arena, const NoticeList *list) {
  size_t *order = ARENA_ARRAY(arena, size_t, list->notices.count), count = 0;
  for (NoticeState state = NOTICE_NEW; state < NOTICE_STATE_COUNT; state++)
    for (Level level = LEVEL_COUNT; level-- > LEVEL_INFO;)
      for (size_t i = 0; i < list->notices.count; i++) {
        const Notice *notice = &list->notices.at[i];
        if (notice->state == state && notice_level(notice) == level) order[count++] = i;
      }
  return order;
}
