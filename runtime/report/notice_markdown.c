/* notice_markdown.c - notices for a job's summary or a comment on a pull request.
 *
 * The sum stands first, then a table of the worst, then what was looked at, folded. A comment holds
 * 65,536 characters, so there is an end to the table and to the words of a cell.
 */
#include "report/markdown.h"
#include "report/notice_impl.h"

enum { ROWS_MOST = 50, CELL_MOST = 300 };

/* What pages make links and mentions of without any mark-up is parted by a space without width:
 * `@name`, `#12`, and addresses behind their `:` or `www.`. */
static size_t plain_part(Text text) {
  for (size_t i = 1; i < text.len; i++) {
    const char c = text.at[i - 1];
    if (c == '@' || c == '#' || c == ':' || c == '.') return i;
  }
  return text.len;
}

static void put_text(Buffer *out, Text text) {
  text = text_printable(out->arena, text);
  while (text.len) {
    const size_t part = plain_part(text);
    const Text first = text_slice(text, 0, part);
    text = text_slice(text, part, text.len);
    markdown_text(out, first);
    const bool is_link =
        text_starts(text, TEXT("//")) || text_ends(text_lower(out->arena, first), TEXT("www."));
    if (is_link || text_ends(first, TEXT("@")) || text_ends(first, TEXT("#")))
      buffer_str(out, "\xE2\x80\x8B");
  }
}

static void put_cell(Buffer *out, Text text) {
  const size_t fits = text_fit(text, CELL_MOST);
  put_text(out, text_slice(text, 0, fits));
  if (fits < text.len) buffer_str(out, "…");
  buffer_str(out, " | ");
}

static Text level_text(Arena *arena, const Notice *notice) {
  const char *word = level_word(notice_level(notice));
  if (notice->state == NOTICE_NEW) return text_of(word);
  return text_of(
      arena_printf(arena, "%s, %s", word, notice->state == NOTICE_KNOWN ? "known" : "allowed"));
}

static Text place_words(Arena *arena, const NoticeView *view, const Notice *notice) {
  const NoticePlace place = notice_place(view, notice);
  if (!place.line) return place.file;
  return text_of(arena_printf(arena, "%.*s:%u", TEXT_ARG(place.file), place.line));
}

static void put_row(Buffer *out, const NoticeView *view, const Notice *notice) {
  Arena *arena = out->arena;
  const Text row = notice_row(arena, notice);
  Text message = notice->message;
  if (notice->help.len)
    message =
        text_of(arena_printf(arena, "%.*s (%.*s)", TEXT_ARG(message), TEXT_ARG(notice->help)));
  if (notice->state == NOTICE_ALLOWED && notice->because.len)
    message = text_of(
        arena_printf(arena, "%.*s (allowed: %.*s)", TEXT_ARG(message), TEXT_ARG(notice->because)));
  buffer_str(out, "| ");
  put_cell(out, level_text(arena, notice));
  put_cell(out, text_of(notice->code));
  put_cell(out, notice->name);
  put_cell(out, row);
  put_cell(out, message);
  put_cell(out, place_words(arena, view, notice));
  out->len--;
  buffer_char(out, '\n');
}

static void put_table(Buffer *out, const NoticeList *list, const NoticeView *view) {
  const size_t *order = notices_by_weight(out->arena, list);
  buffer_str(out, "\n| level | code | name | row | what | where |\n"
                  "|---|---|---|---|---|---|\n");
  for (size_t i = 0; i < list->notices.count && i < ROWS_MOST; i++)
    put_row(out, view, &list->notices.at[order[i]]);
  uint64_t more = notices_left_out(list);
  if (list->notices.count > ROWS_MOST) more += list->notices.count - ROWS_MOST;
  if (more) buffer_printf(out, "\n… and %llu more.\n", (unsigned long long)more);
}

static const char *verdict_of(const NoticeList *list, const NoticeView *view,
                              const NoticeCase *item) {
  Level worst = LEVEL_INFO;
  for (size_t i = 0; i < item->notices.count; i++) {
    const Notice *notice = &list->notices.at[item->notices.at[i]];
    if (item->claim) return "refuted";
    if (notice_fails(view, notice)) return "failed";
    if (notice_level(notice) > worst) worst = notice_level(notice);
  }
  if (item->notices.count) return level_word(worst);
  if (item->outcome == CASE_NOT_SETTLED) return "not settled";
  return item->claim ? "proven" : "passed";
}

static void put_cases(Buffer *out, const NoticeList *list, const NoticeView *view) {
  buffer_printf(out, "\n<details><summary>%zu looked at</summary>\n\n", view->cases.count);
  buffer_str(out, "| outcome | of | what |\n|---|---|---|\n");
  for (size_t i = 0; i < view->cases.count && i < ROWS_MOST; i++) {
    const NoticeCase *item = &view->cases.at[i];
    buffer_str(out, "| ");
    put_cell(out, text_of(verdict_of(list, view, item)));
    put_cell(out, item->group);
    Text name = item->name;
    if (!item->notices.count && item->reason.len)
      name =
          text_of(arena_printf(out->arena, "%.*s: %.*s", TEXT_ARG(name), TEXT_ARG(item->reason)));
    put_cell(out, name);
    out->len--;
    buffer_char(out, '\n');
  }
  if (view->cases.count > ROWS_MOST)
    buffer_printf(out, "\n… and %zu more.\n", view->cases.count - ROWS_MOST);
  buffer_str(out, "\n</details>\n");
}

void notices_markdown(Buffer *out, const NoticeList *list, const NoticeView *view) {
  buffer_printf(out, "### %s strata %s", view->status ? "❌" : "✅", view->command);
  if (view->file.len) {
    buffer_char(out, ' ');
    put_text(out, notice_file(view, view->file));
  }
  buffer_printf(out, "\n\n%.*s\n", TEXT_ARG(notice_totals(out->arena, list)));
  if (list->notices.count) put_table(out, list, view);
  if (view->cases.count) put_cases(out, list, view);
}
