/* test_notice_print.c - the forms for CI: what they hold, and that no text gets out of its place.
 *
 * A list of notices is printed twice, with plain words and with texts made of whatever means
 * something in one of the forms. What is left when the texts are taken out, the skeleton, has to be
 * the same.
 */
#include <stdlib.h>
#include <string.h>

#include "report/notice_print.h"
#include "support/unit.h"

static Arena *arena;
static NoticeList *list;
static NoticeView view;

static void setup(void) {
  arena = arena_new(NULL);
  list = notice_list_new(arena);
  view = (NoticeView){.command = "check", .root = TEXT("/srv/me"), .fail = LEVEL_ERROR};
}
static void teardown(void) { arena_free(arena); }

static const char *printed(NoticeForm form) {
  Buffer out = buffer_in(arena);
  view.form = form;
  notices_print(&out, list, &view);
  return out.data;
}

static Notice sample(void) {
  return (Notice){.code = "F0101",
                  .title = "rule fails",
                  .page = "What it means.",
                  .level = NOTICE_ERROR,
                  .message = TEXT("no owner"),
                  .place = {.file = TEXT("./a b/acme.strata"), .line = 7, .column = 3},
                  .name = TEXT("has_owner"),
                  .entity = TEXT("account"),
                  .key = TEXT("A1")};
}

static void add(Notice notice) { notice_add(arena, list, &notice); }

#define HAS(text, part) ck_assert_msg(strstr((text), (part)) != NULL, "%s\nlacks %s", text, part)
#define LACKS(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "%s\nhas %s", text, part)

static size_t count_of(const char *text, const char *part) {
  size_t count = 0;
  for (const char *at = text; (at = strstr(at, part)) != NULL; at++) count++;
  return count;
}

/* ---- What they hold ---- */

START_TEST(words_name_forms) {
  ck_assert_int_eq((int)notice_form("sarif"), NOTICE_FORM_SARIF);
  ck_assert_int_eq((int)notice_form("markdown"), NOTICE_FORM_MARKDOWN);
  ck_assert_int_eq((int)notice_form("text"), NOTICE_FORM_NONE);
  ck_assert_int_eq((int)notice_form(NULL), NOTICE_FORM_NONE);
}
END_TEST

START_TEST(sarif_paths_are_relative_and_encoded) {
  Notice notice = sample();
  notice.place.file = TEXT("/srv/me/r\xC3\xA9gions/100% c:d?.strata");
  add(notice);
  HAS(printed(NOTICE_FORM_SARIF), "\"uri\": \"r%C3%A9gions/100%25%20c%3Ad%3F.strata\"");
}
END_TEST

START_TEST(sarif_paths_elsewhere_are_whole) {
  Notice notice = sample();
  notice.place.file = TEXT("/srv/me2/x.strata");
  add(notice);
  const char *sarif = printed(NOTICE_FORM_SARIF);
  HAS(sarif, "\"uri\": \"file:///srv/me2/x.strata\"");
  LACKS(sarif, "uriBaseId");
}
END_TEST

START_TEST(sarif_says_what_is_allowed_and_known) {
  Notice notice = sample();
  view.baseline = true;
  notice.state = NOTICE_ALLOWED;
  notice.because = TEXT("on leave");
  add(notice);
  const char *sarif = printed(NOTICE_FORM_SARIF);
  HAS(sarif, "\"kind\": \"inSource\"");
  HAS(sarif, "\"justification\": \"on leave\"");
  notice.state = NOTICE_KNOWN;
  add(notice);
  HAS(printed(NOTICE_FORM_SARIF), "\"baselineState\": \"unchanged\"");
}
END_TEST

START_TEST(sarif_says_what_was_left_out) {
  list->most = 1;
  for (size_t i = 0; i < 3; i++) add(sample());
  const char *sarif = printed(NOTICE_FORM_SARIF);
  ck_assert_uint_eq(count_of(sarif, "\"ruleId\""), 1);
  HAS(sarif, "\"text\": \"2 more of F0101 has_owner\"");
}
END_TEST

START_TEST(sarif_holds_no_more_than_readers_take) {
  enum { MOST = 20 };
  view.most = MOST;
  Notice mild = sample();
  mild.level = NOTICE_NOTE;
  for (size_t i = 0; i < MOST + 5; i++) add(mild);
  add(sample());
  const char *sarif = printed(NOTICE_FORM_SARIF);
  ck_assert_uint_eq(count_of(sarif, "\"ruleId\""), MOST);
  HAS(sarif, "\"level\": \"error\",\n          \"message\"");
  HAS(sarif, "\"6 more, the mildest\"");
}
END_TEST

START_TEST(rows_without_a_key_have_their_line) {
  Notice notice = sample();
  notice.key = TEXT("");
  notice.source = TEXT("contacts.csv");
  notice.source_line = 17;
  add(notice);
  HAS(printed(NOTICE_FORM_GITHUB), "::contacts.csv:17: no owner\n");
  notice.place = (NoticePlace){.file = notice.source, .line = 17};
  add(notice);
  HAS(printed(NOTICE_FORM_GITHUB), "file=contacts.csv,line=17,title=F0101 has_owner::no owner\n");
}
END_TEST

START_TEST(junit_fails_where_a_new_error_is) {
  add(sample());
  Notice known = sample();
  known.state = NOTICE_KNOWN;
  known.message = TEXT("still no owner");
  add(known);
  Notice mild = sample();
  mild.level = NOTICE_WARNING;
  add(mild);
  const char *junit = printed(NOTICE_FORM_JUNIT);
  HAS(junit, "<testsuites name=\"strata check\" tests=\"3\" failures=\"1\" errors=\"0\">");
  HAS(junit, "<failure message=\"account A1: no owner\" type=\"F0101\">a b/acme.strata:7: ");
  ck_assert_uint_eq(count_of(junit, "<system-out>"), 2);
}
END_TEST

START_TEST(junit_counts_what_passed_and_what_is_open) {
  add(sample());
  NoticeCase *item = VEC_PUSH(arena, &view.cases);
  *item = (NoticeCase){.suite = TEXT("x"), .name = TEXT("one"), .group = TEXT("rule")};
  item = VEC_PUSH(arena, &view.cases);
  *item = (NoticeCase){.suite = TEXT("x"),
                       .name = TEXT("two"),
                       .group = TEXT("rule"),
                       .outcome = CASE_NOT_SETTLED,
                       .reason = TEXT("no time")};
  item = VEC_PUSH(arena, &view.cases);
  *item = (NoticeCase){.suite = TEXT("y"), .name = TEXT("three"), .group = TEXT("rule")};
  *VEC_PUSH(arena, &item->notices) = 0;
  const char *junit = printed(NOTICE_FORM_JUNIT);
  HAS(junit, "tests=\"3\" failures=\"1\"");
  HAS(junit, "<testsuite name=\"x\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\">");
  HAS(junit, "<skipped message=\"no time\"/>");
  HAS(junit, "<testcase classname=\"rule\" name=\"one\" file=\"x\"/>");
}
END_TEST

START_TEST(github_escapes_what_it_has_to) {
  Notice notice = sample();
  notice.message = TEXT("100%: a,b\nc");
  notice.place.file = TEXT("a,b:c.strata");
  add(notice);
  HAS(printed(NOTICE_FORM_GITHUB),
      "::error file=a%2Cb%3Ac.strata,line=7,col=3,title=F0101 has_owner::"
      "account A1: 100%25: a,b%0Ac\n");
}
END_TEST

START_TEST(github_says_in_the_tenth_how_many_more) {
  for (size_t i = 0; i < 10; i++) add(sample());
  ck_assert_uint_eq(count_of(printed(NOTICE_FORM_GITHUB), "::error "), 10);
  LACKS(printed(NOTICE_FORM_GITHUB), "more: ");
  add(sample());
  const char *github = printed(NOTICE_FORM_GITHUB);
  ck_assert_uint_eq(count_of(github, "::error "), 10);
  HAS(github, "::error title=strata check::2 more: the log of this step has them\n");
  ck_assert_uint_eq(count_of(github, "error[F0101]"), 11);
}
END_TEST

START_TEST(github_does_not_annotate_what_is_known) {
  Notice known = sample();
  known.state = NOTICE_KNOWN;
  add(known);
  const char *github = printed(NOTICE_FORM_GITHUB);
  LACKS(github, "::error ");
  HAS(github, "known error[F0101]");
}
END_TEST

START_TEST(markdown_is_not_longer_than_a_comment_may_be) {
  char *name = arena_alloc(arena, 5000);
  memset(name, '|', 4999);
  for (size_t i = 0; i < 1000; i++) {
    Notice notice = sample();
    notice.message = text_of(name);
    add(notice);
  }
  const char *markdown = printed(NOTICE_FORM_MARKDOWN);
  ck_assert_uint_lt(strlen(markdown), 65536);
  HAS(markdown, "1000 errors");
  HAS(markdown, "… and 950 more.");
}
END_TEST

START_TEST(markdown_mentions_nobody) {
  Notice notice = sample();
  notice.message = TEXT("@boss see #12, https://evil.example, WWW.evil.example");
  add(notice);
  const char *markdown = printed(NOTICE_FORM_MARKDOWN);
  LACKS(markdown, "@boss");
  LACKS(markdown, "#12");
  LACKS(markdown, "://");
  LACKS(markdown, "WWW.evil");
}
END_TEST

/* ---- Texts stay in their place ---- */

static const char *const pieces[] = {
    "<",    ">",          "&",    "\"",        "'",         "]]>",      "\n",
    "\r",   "\x1b[2J",    "::",   "::error::", "##[error]", "%0A",      "%",
    "|",    "`",          "<!--", "-->",       "\\",        "\xFF",     "\xEF\xBF\xBF",
    "{",    "}",          ",",    ":",         " ",         "\xC2\xA0", "[x](y",
    "\t",   "</failure>", "\b",   "\xC0",      "\n::",      "\r##[set", "</details>",
    "word",
};

static Text nasty(void) {
  enum { PIECES = sizeof pieces / sizeof *pieces };
  Buffer out = buffer_in(arena);
  buffer_char(&out, 'a');
  for (int i = rand() % 8; i >= 0; i--) buffer_str(&out, pieces[rand() % PIECES]);
  return buffer_view(&out);
}

static Text plain(void) { return TEXT("a"); }

/* One of each kind, with its texts made by `make`. */
static void fill(Text (*make)(void)) {
  list = notice_list_new(arena);
  view.cases.count = 0;
  view.file = make();
  for (NoticeState state = NOTICE_NEW; state < NOTICE_STATE_COUNT; state++) {
    Notice notice = sample();
    notice.state = state;
    Text *const texts[] = {&notice.message, &notice.help,   &notice.name,  &notice.entity,
                           &notice.key,     &notice.source, &notice.owner, &notice.because};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = make();
    notice.place.file = make();
    *VEC_PUSH(arena, &notice.notes) = make();
    *VEC_PUSH(arena, &notice.related) =
        (NoticeRelated){.place = {make(), 1, 2, 1, 3}, .text = make()};
    add(notice);
  }
  for (size_t i = 0; i < list->notices.count; i++) {
    NoticeCase *item = VEC_PUSH(arena, &view.cases);
    *item = (NoticeCase){
        .suite = TEXT("suite"), .name = make(), .group = make(), .reason = make(), .line = 3};
    if (i) item->outcome = CASE_NOT_SETTLED;
    if (i != 1) *VEC_PUSH(arena, &item->notices) = i;
  }
}

/* Without what stands in quotes; a control character within them is a mistake of its own. */
static const char *json_skeleton(const char *text) {
  Buffer out = buffer_in(arena);
  bool quoted = false;
  for (const char *at = text; *at; at++) {
    if (quoted) ck_assert_msg((unsigned char)*at >= ' ', "%s", at);
    if (quoted && *at == '\\') {
      at++;
      continue;
    }
    if (*at == '"') quoted = !quoted;
    if (!quoted) buffer_char(&out, *at);
  }
  buffer_char(&out, '\n');
  return out.data;
}

/* Tags and the names of their attributes. */
static const char *xml_skeleton(const char *text) {
  Buffer out = buffer_in(arena);
  bool tag = false, quoted = false;
  for (const char *at = text; *at; at++) {
    const unsigned char c = (unsigned char)*at;
    ck_assert_msg(c >= ' ' || c == '\n' || c == '\t', "%s", at);
    if (*at == '<') {
      ck_assert_msg(!quoted, "%s", at);
      tag = true;
    }
    if (tag && *at == '"') quoted = !quoted;
    if (tag && !quoted) buffer_char(&out, *at);
    if (tag && !quoted && *at == '>') tag = false;
  }
  buffer_char(&out, '\n');
  return out.data;
}

/* The commands that the runner sees, up to their message. */
static const char *github_skeleton(const char *text) {
  Buffer out = buffer_in(arena);
  while (*text) {
    const size_t size = strcspn(text, "\r\n");
    const char *at = text;
    while (at < text + size && ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7F)) at++;
    const char *end = strncmp(at, "::", 2) == 0 ? strstr(at + 2, "::") : NULL;
    for (const char *c = at; end && c < end; c++) {
      if (*c == '=' || *c == ',' || (*c == ':' && c < at + 2)) buffer_char(&out, *c);
    }
    for (const char *c = at; !end && c + 3 <= text + size; c++)
      ck_assert_msg(strncmp(c, "##[", 3) != 0, "%s", at);
    buffer_char(&out, '\n');
    text += size + (text[size] != '\0');
  }
  return out.data;
}

/* Ends of cells and lines, and mark-up. */
static const char *markdown_skeleton(const char *text) {
  Buffer out = buffer_in(arena);
  for (const char *at = text; *at; at++) {
    if (*at == '\\') {
      at++;
      continue;
    }
    if (strchr("|\n<`[]*_\r", *at)) buffer_char(&out, *at);
  }
  return out.data;
}

static void stays_in_place(NoticeForm form, const char *(*skeleton)(const char *)) {
  fill(plain);
  const char *wanted = skeleton(printed(form));
  srand(6);
  for (size_t round = 0; round < 300; round++) {
    fill(nasty);
    const char *text = printed(form), *got = skeleton(text);
    ck_assert_msg(strcmp(got, wanted) == 0, "got:\n%s\nwanted:\n%s\nof:\n%s", got, wanted, text);
    ck_assert_uint_eq(text_utf8_check(text_of(text)), strlen(text));
  }
}

START_TEST(texts_stay_in_place_in_sarif) { stays_in_place(NOTICE_FORM_SARIF, json_skeleton); }
END_TEST
START_TEST(texts_stay_in_place_in_junit) { stays_in_place(NOTICE_FORM_JUNIT, xml_skeleton); }
END_TEST
START_TEST(texts_stay_in_place_in_markdown) {
  stays_in_place(NOTICE_FORM_MARKDOWN, markdown_skeleton);
}
END_TEST

/* A text of several lines has several in the log. */
static const char *commands_alone(const char *text) {
  Buffer out = buffer_in(arena);
  const char *lines = github_skeleton(text);
  for (size_t i = 0; lines[i]; i++)
    if (lines[i] != '\n' || (i && lines[i - 1] != '\n')) buffer_char(&out, lines[i]);
  return out.data;
}

START_TEST(texts_stay_in_place_for_github) { stays_in_place(NOTICE_FORM_GITHUB, commands_alone); }
END_TEST

UNIT_MAIN(setup, teardown, words_name_forms, sarif_paths_are_relative_and_encoded,
          sarif_paths_elsewhere_are_whole, sarif_says_what_is_allowed_and_known,
          sarif_says_what_was_left_out, sarif_holds_no_more_than_readers_take,
          rows_without_a_key_have_their_line, junit_fails_where_a_new_error_is,
          junit_counts_what_passed_and_what_is_open, github_escapes_what_it_has_to,
          github_says_in_the_tenth_how_many_more, github_does_not_annotate_what_is_known,
          markdown_is_not_longer_than_a_comment_may_be, markdown_mentions_nobody,
          texts_stay_in_place_in_sarif, texts_stay_in_place_in_junit,
          texts_stay_in_place_in_markdown, texts_stay_in_place_for_github)
