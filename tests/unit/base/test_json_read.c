/* test_json_read.c - documents as trees, and what is none. */
#include "base/json_read.h"

#include <string.h>

#include "support/unit.h"

static Arena *arena;
static Text why;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const JsonValue *read(const char *document) {
  why = TEXT("");
  return json_read(arena, text_of(document), &why);
}

START_TEST(a_document_is_a_tree) {
  const JsonValue *value =
      read("{\"a\": [1, -2, 1.5, true, false, null, \"\\u00e9\"], \"b\": {\"c\": \"\"}}");
  ck_assert_ptr_nonnull(value);
  ck_assert_int_eq((int)value->kind, JSON_KIND_OBJECT);
  ck_assert_uint_eq(value->count, 2);
  const JsonValue *list = json_read_member(value, "a");
  static const JsonKind kinds[] = {JSON_KIND_INTEGER, JSON_KIND_INTEGER, JSON_KIND_REAL,
                                   JSON_KIND_TRUTH,   JSON_KIND_TRUTH,   JSON_KIND_NULL,
                                   JSON_KIND_TEXT};
  ck_assert_uint_eq(list->count, 7);
  for (size_t i = 0; i < list->count; i++) ck_assert_int_eq((int)list->item[i].kind, (int)kinds[i]);
  ck_assert_int_eq(list->item[1].integer, -2);
  ck_assert(list->item[3].truth && !list->item[4].truth);
  ck_assert_str_eq(list->item[6].text.at, "\xc3\xa9");
  ck_assert_ptr_nonnull(json_read_member(json_read_member(value, "b"), "c"));
}
END_TEST

START_TEST(members_of_another_kind_are_not_there) {
  const JsonValue *value = read("{\"text\": \"x\", \"number\": 7, \"list\": []}");
  ck_assert_uint_eq(json_read_text(value, "number").len, 0);
  ck_assert_uint_eq(json_read_text(value, "none").len, 0);
  ck_assert_int_eq(json_read_integer(value, "text", 3), 3);
  ck_assert_int_eq(json_read_integer(value, "number", 3), 7);
  ck_assert_ptr_null(json_read_member(json_read_member(value, "list"), "x"));
  ck_assert_ptr_null(json_read_member(NULL, "x"));
}
END_TEST

START_TEST(what_is_no_document_says_where) {
  static const char *const wrong[] = {"",           "{",
                                      "{} {}",      "{\"a\": 1, \"a\": 2}",
                                      "[1,]",       "<<<<<<< ours",
                                      "[\"\xff\"]", "{\"a\"\n: 01}",
                                      "\"\\x\""};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    ck_assert_msg(!read(wrong[i]), "%s", wrong[i]);
    ck_assert_msg(text_starts(why, TEXT("line ")), "%s: %s", wrong[i], why.at);
  }
  read("{\n\n  \"a\": ,\n}");
  ck_assert(text_starts(why, TEXT("line 3: ")));
}
END_TEST

START_TEST(deep_documents_are_refused) {
  enum { DEPTH = 100000 };
  char *document = arena_alloc(arena, DEPTH + 1);
  memset(document, '[', DEPTH);
  document[DEPTH] = '\0';
  ck_assert_ptr_null(read(document));
}
END_TEST

UNIT_MAIN(setup, teardown, a_document_is_a_tree, members_of_another_kind_are_not_there,
          what_is_no_document_says_where, deep_documents_are_refused)
