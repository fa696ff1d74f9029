/* test_diag_json.c - the document that programs read. */
#include "base/diag.h"
#include "support/unit.h"

static Arena *arena;
static SourceMap *sources;
static DiagSink *sink;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  sources = source_map_new(arena);
  sink = diag_sink_new(arena);
  out = buffer_in(arena);
}
static void teardown(void) { arena_free(arena); }

START_TEST(no_diagnostics_are_an_empty_list) {
  diag_print_json(&out, sink, sources);
  ck_assert_str_eq(out.data, "{\n  \"schema\": 1,\n  \"diagnostics\": []\n}\n");
}
END_TEST

START_TEST(every_part_has_its_place) {
  source_add(sources, TEXT("a.strata"), TEXT("é 5\n{\n}\n"));
  Diag *diag = diag_add(sink, E_OUT_OF_MEMORY, (Span){4, 5}, "a \"unit\" is off");
  diag_under(sink, diag, "a number");
  diag_label(sink, diag, (Span){6, 9}, "over lines");
  diag_note(sink, diag, "n1");
  diag_note(sink, diag, "n2");
  diag_edit(sink, diag, (Span){5, 5}, TEXT("%"));
  diag_print_json(&out, sink, sources);
  ck_assert_str_eq(out.data, "{\n"
                             "  \"schema\": 1,\n"
                             "  \"diagnostics\": [\n"
                             "    {\n"
                             "      \"code\": \"E0900\",\n"
                             "      \"severity\": \"error\",\n"
                             "      \"message\": \"a \\\"unit\\\" is off\",\n"
                             "      \"file\": \"a.strata\",\n"
                             "      \"line\": 1,\n"
                             "      \"column\": 3,\n"
                             "      \"end_line\": 1,\n"
                             "      \"end_column\": 4,\n"
                             "      \"label\": \"a number\",\n"
                             "      \"labels\": [\n"
                             "        {\n"
                             "          \"file\": \"a.strata\",\n"
                             "          \"line\": 2,\n"
                             "          \"column\": 1,\n"
                             "          \"end_line\": 3,\n"
                             "          \"end_column\": 2,\n"
                             "          \"text\": \"over lines\"\n"
                             "        }\n"
                             "      ],\n"
                             "      \"notes\": [\n"
                             "        \"n1\",\n"
                             "        \"n2\"\n"
                             "      ],\n"
                             "      \"help\": \"insert `%`\",\n"
                             "      \"edits\": [\n"
                             "        {\n"
                             "          \"file\": \"a.strata\",\n"
                             "          \"line\": 1,\n"
                             "          \"column\": 4,\n"
                             "          \"end_line\": 1,\n"
                             "          \"end_column\": 4,\n"
                             "          \"text\": \"%\"\n"
                             "        }\n"
                             "      ]\n"
                             "    }\n"
                             "  ]\n"
                             "}\n");
}
END_TEST

START_TEST(what_is_lacking_is_null) {
  diag_add(sink, E_OUT_OF_MEMORY, (Span){0, 0}, "m")->severity = SEVERITY_WARNING;
  diag_print_json(&out, sink, sources);
  ck_assert_str_eq(out.data, "{\n"
                             "  \"schema\": 1,\n"
                             "  \"diagnostics\": [\n"
                             "    {\n"
                             "      \"code\": \"E0900\",\n"
                             "      \"severity\": \"warning\",\n"
                             "      \"message\": \"m\",\n"
                             "      \"file\": null,\n"
                             "      \"line\": null,\n"
                             "      \"column\": null,\n"
                             "      \"end_line\": null,\n"
                             "      \"end_column\": null,\n"
                             "      \"label\": null,\n"
                             "      \"labels\": [],\n"
                             "      \"notes\": [],\n"
                             "      \"help\": null,\n"
                             "      \"edits\": []\n"
                             "    }\n"
                             "  ]\n"
                             "}\n");
}
END_TEST

UNIT_MAIN(setup, teardown, no_diagnostics_are_an_empty_list, every_part_has_its_place,
          what_is_lacking_is_null)
