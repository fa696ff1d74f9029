/* test_json.c - the streaming writer. What the encoder promises is jansson's to test. */
#include "base/json.h"

#include <stdio.h>
#include <string.h>

#include "support/unit.h"

static Arena *arena;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  out = buffer_in(arena);
}
static void teardown(void) { arena_free(arena); }

START_TEST(a_lone_value_is_a_document) {
  JsonWriter json = json_writer(&out, true);
  json_int(&json, NULL, INT64_MIN);
  ck_assert_str_eq(out.data, "-9223372036854775808");
}
END_TEST

static void write_sample(JsonWriter *json) {
  json_begin_object(json, NULL);
  json_int(json, "schema", 1);
  json_begin_array(json, "rows");
  json_begin_object(json, NULL);
  json_text(json, "name", TEXT("Acme"));
  json_bool(json, "ok", true);
  json_end(json);
  json_null_value(json, NULL);
  json_raw(json, NULL, TEXT("1.50"));
  json_end(json);
  json_begin_array(json, "none");
  json_end(json);
  json_begin_object(json, "nothing");
  json_end(json);
  json_bool(json, "last", false);
  json_end(json);
}

START_TEST(compact_form) {
  JsonWriter json = json_writer(&out, false);
  write_sample(&json);
  ck_assert_str_eq(out.data, "{\"schema\":1,\"rows\":[{\"name\":\"Acme\",\"ok\":true},null,1.50],"
                             "\"none\":[],\"nothing\":{},\"last\":false}");
}
END_TEST

START_TEST(pretty_form) {
  JsonWriter json = json_writer(&out, true);
  write_sample(&json);
  ck_assert_str_eq(out.data, "{\n"
                             "  \"schema\": 1,\n"
                             "  \"rows\": [\n"
                             "    {\n"
                             "      \"name\": \"Acme\",\n"
                             "      \"ok\": true\n"
                             "    },\n"
                             "    null,\n"
                             "    1.50\n"
                             "  ],\n"
                             "  \"none\": [],\n"
                             "  \"nothing\": {},\n"
                             "  \"last\": false\n"
                             "}");
}
END_TEST

START_TEST(texts_and_keys_are_escaped) {
  JsonWriter json = json_writer(&out, false);
  json_begin_object(&json, NULL);
  json_text(&json, "a\"b\n", TEXT("\\\"\x01\t\0é€"));
  json_str(&json, "", NULL);
  json_end(&json);
  ck_assert_str_eq(out.data, "{\"a\\\"b\\n\":\"\\\\\\\"\\u0001\\t\\u0000é€\",\"\":\"\"}");
}
END_TEST

START_TEST(invalid_bytes_become_replacement_characters) {
  JsonWriter json = json_writer(&out, false);
  json_text(&json, NULL,
            TEXT("a\xFF"
                 "b\xE2\x82"));
  ck_assert_str_eq(out.data, "\"a\uFFFD"
                             "b\uFFFD\uFFFD\"");
}
END_TEST

START_TEST(the_longest_escapes_fit) {
  JsonWriter json = json_writer(&out, false);
  Buffer control = buffer_in(arena);
  buffer_repeat(&control, '\x01', 1000);
  json_begin_array(&json, NULL);
  json_text(&json, NULL, buffer_view(&control));
  json_text(&json, NULL, TEXT(""));
  json_end(&json);
  ck_assert_uint_eq(out.len, 1 + 6002 + 1 + 2 + 1);
  ck_assert(text_ends(buffer_view(&out), TEXT("\\u0001\",\"\"]")));
}
END_TEST

/* Texts are looked at eight bytes at a time: what must be escaped is found at every place. */
START_TEST(escapes_are_found_at_every_place) {
  for (int length = 1; length <= 20; length++) {
    for (int place = 0; place < length; place++) {
      for (int c = 0; c < 0x80; c++) {
        char text[32], wanted[64];
        memset(text, 'a', sizeof text);
        text[place] = (char)c;
        const char *const names = "btn?fr", *short_form = strchr("\b\t\n\v\f\r", c);
        const int before = place, behind = length - place - 1;
        int put;
        if (c && c != '\v' && short_form)
          put = sprintf(wanted, "\"%.*s\\%c%.*s\"", before, text, names[c - '\b'], behind,
                        text + place + 1);
        else if (c < 0x20)
          put = sprintf(wanted, "\"%.*s\\u%04X%.*s\"", before, text, (unsigned)c, behind,
                        text + place + 1);
        else
          put = sprintf(wanted, "\"%.*s%s%c%.*s\"", before, text, c == '"' || c == '\\' ? "\\" : "",
                        c, behind, text + place + 1);
        buffer_clear(&out);
        json_quoted(&out, (Text){text, (size_t)length});
        ck_assert_int_eq((int)out.len, put);
        ck_assert_str_eq(out.data, wanted);
      }
    }
  }
}
END_TEST

START_TEST(whole_numbers) {
  JsonWriter json = json_writer(&out, false);
  json_begin_array(&json, NULL);
  json_int(&json, NULL, 0);
  json_int(&json, NULL, -7);
  json_int(&json, NULL, INT64_MAX);
  json_int(&json, NULL, INT64_MIN);
  json_end(&json);
  ck_assert_str_eq(out.data, "[0,-7,9223372036854775807,-9223372036854775808]");
}
END_TEST

START_TEST(other_alphabets_stay_as_they_are) {
  json_quoted(&out, TEXT("M\xc3\xbcller \xe6\x97\xa5\xe6\x9c\xac \x7f"));
  ck_assert_str_eq(out.data, "\"M\xc3\xbcller \xe6\x97\xa5\xe6\x9c\xac \x7f\"");
  buffer_clear(&out);
  json_quoted(&out, TEXT("12345678\xc3"));
  ck_assert_str_eq(out.data, "\"12345678\xef\xbf\xbd\"");
}
END_TEST

START_TEST(nests_to_its_depth) {
  JsonWriter json = json_writer(&out, false);
  for (int i = 0; i < 63; i++) json_begin_array(&json, NULL);
  for (int i = 0; i < 63; i++) json_end(&json);
  json_int(&json, NULL, 1);
  ck_assert_uint_eq(out.len, 63 * 2 + 2);
  ck_assert(text_ends(buffer_view(&out), TEXT("[]]]"
                                              "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                                              "]]]]]]]]]]]]]]]],1")));
}
END_TEST

UNIT_MAIN(setup, teardown, a_lone_value_is_a_document, compact_form, pretty_form,
          texts_and_keys_are_escaped, invalid_bytes_become_replacement_characters,
          the_longest_escapes_fit, escapes_are_found_at_every_place, whole_numbers,
          other_alphabets_stay_as_they_are, nests_to_its_depth)
