/* test_bytecode_doc.c - docs/bytecode.md says what the tables say. */
#include "code/bytecode_doc.h"

#include "code/opcode.h"
#include "support/expected.h"
#include "support/unit.h"

START_TEST(the_page_is_up_to_date) {
  Arena *arena = arena_new(NULL);
  Buffer page = buffer_in(arena);
  bytecode_document(&page);
  expect_file("docs/bytecode.md", buffer_view(&page));
  arena_free(arena);
}
END_TEST

START_TEST(every_instruction_is_on_the_page) {
  Arena *arena = arena_new(NULL);
  Buffer page = buffer_in(arena);
  bytecode_document(&page);
  for (int op = 0; op < OP_COUNT; op++) {
    const Text row = text_of(arena_printf(arena, "\n| `%s` | ", op_info[op].name));
    ck_assert_msg(text_contains(buffer_view(&page), row), "%s is not", op_info[op].name);
  }
  arena_free(arena);
}
END_TEST

UNIT_MAIN(NULL, NULL, the_page_is_up_to_date, every_instruction_is_on_the_page)
