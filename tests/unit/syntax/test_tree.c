/* Copying, comparing and dumping nodes; the slots of tree.def. */
#include <string.h>

#include "parsing.h"

START_TEST(slots) {
  ck_assert_int_eq(ENTITY_NAME, 0);
  ck_assert_int_eq(EVALUATE_KEY, 1);
  ck_assert_uint_eq(node_slot_count(NODE_ENTITY), 4);
  ck_assert_uint_eq(node_slot_count(NODE_LIST), 0);
  ck_assert_uint_eq(node_slot_count(NODE_EVALUATE), 2);
  ck_assert_str_eq(node_slot_name(NODE_ENTITY, ENTITY_BODY), "BODY");
  ck_assert_ptr_null(node_slot_name(NODE_ENTITY, 4));
  ck_assert_ptr_null(node_slot_name(NODE_LIST, 0));
  ck_assert_str_eq(node_name(NODE_GIVE_RAMP), "give_ramp");
}
END_TEST

START_TEST(pushing_grows_and_widens) {
  Node *list = node_new(world.arena, NODE_LIST, (Span){10, 10});
  Node *children[100];
  for (uint32_t i = 0; i < 100; i++) {
    children[i] = node_new(world.arena, NODE_TRUE, (Span){20 + i, 30 + i});
    node_push(world.arena, list, children[i]);
  }
  ck_assert_uint_eq(list->count, 100);
  for (uint32_t i = 0; i < 100; i++) ck_assert_ptr_eq(list->child[i], children[i]);
  ck_assert_uint_eq(list->span.lo, 10);
  ck_assert_uint_eq(list->span.hi, 129);
}
END_TEST

START_TEST(a_copy_is_equal_and_apart) {
  Node *file = parse_file(read_whole("tests/unit/syntax/acme.strata"));
  Node *copy = node_copy(world.arena, file);
  ck_assert_str_eq(tree(copy), tree(file));
  ck_assert(node_equal(copy, file));
  ck_assert_uint_eq(copy->span.hi, file->span.hi);
  ck_assert_ptr_ne(copy->child[5], file->child[5]);
  copy->child[5]->child[ENTITY_NAME]->text = TEXT("other");
  ck_assert(!node_equal(copy, file));
}
END_TEST

START_TEST(equal_but_for_spans_and_groups) {
  Node *a = parse_expression("a + (b * 2.50)");
  ck_assert(node_equal(a, parse_expression("(a)   + b*2.5")));
  ck_assert(!node_equal(a, parse_expression("a + (b * 2.6)")));
  ck_assert(!node_equal(a, parse_expression("a - b * 2.5")));
  ck_assert(!node_equal(parse_expression("f(a)"), parse_expression("f(a where b)")));
  ck_assert(!node_equal(parse_expression("a < b"), parse_expression("a <= b")));
  ck_assert(!node_equal(parse_expression("a is known"), parse_expression("a is not known")));
  ck_assert_int_eq(node_bare(parse_expression("((a))"))->kind, NODE_NAME);
}
END_TEST

static void note_names(Buffer *out, const Node *node, void *context) {
  if (node->kind == NODE_NAME) buffer_str(out, context);
}

START_TEST(dump) {
  Node *file = parse_file(TEXT("rule late \"a \\\"b\\\"\" {\n  require days <= 2.5 days\n}\n"
                               "param from: date = 2026-06-30"));
  Buffer out = buffer_in(world.arena);
  tree_dump(&out, file, world.syntax.sources, NULL, NULL);
  ck_assert_str_eq(out.data, "file 1:1\n"
                             "  rule 1:1\n"
                             "    NAME: name \"late\" 1:6\n"
                             "    DOC: string \"a \\\"b\\\"\" 1:11\n"
                             "    BODY: list 1:22\n"
                             "      require 2:3\n"
                             "        CONDITION: compare <= 2:11\n"
                             "          LEFT: name \"days\" 2:11\n"
                             "          RIGHT: step 2.5 \"day\" 2:19\n"
                             "  param 4:1\n"
                             "    NAME: name \"from\" 4:7\n"
                             "    TYPE: type \"date\" 4:13\n"
                             "    VALUE: date 2026-06-30 4:20\n");
}
END_TEST

START_TEST(dump_describes) {
  Buffer out = buffer_in(world.arena);
  tree_dump(&out, parse_expression("a not in (0.05, b)"), world.syntax.sources, note_names, " !");
  ck_assert_str_eq(out.data, "in_list not 1:1\n"
                             "  VALUE: name \"a\" 1:1 !\n"
                             "  ITEMS: list 1:11\n"
                             "    number 0.05 1:11\n"
                             "    name \"b\" 1:17 !\n");
}
END_TEST

/* As `strata check --dump=tree` prints it. */
START_TEST(golden_dump) {
  Node *file = parse_file(read_whole("tests/golden/tree/constructs.strata"));
  Buffer out = buffer_in(world.arena);
  tree_dump(&out, file, world.syntax.sources, NULL, NULL);
  buffer_str(&out, "--- exit 0\n");
  ck_assert_str_eq(out.data, read_whole("tests/golden/tree/constructs.expected").at);
  ck_assert_str_eq(reports(), "");
}
END_TEST

UNIT_MAIN(world_begin, world_end, slots, pushing_grows_and_widens, a_copy_is_equal_and_apart,
          equal_but_for_spans_and_groups, dump, dump_describes, golden_dump)
