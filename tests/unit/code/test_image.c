/* test_image.c - the empty image, and the kinds of findings. */
#include "code/image.h"

#include <string.h>

#include "support/unit.h"

START_TEST(a_new_image_is_empty) {
  Arena *arena = arena_new(NULL);
  const Image *image = image_new(arena);
  ck_assert_ptr_eq(image->arena, arena);
  ck_assert_uint_eq(image->program.len, 0);
  ck_assert_uint_eq(image->entities.count, 0);
  ck_assert_uint_eq(image->code.count, 0);
  ck_assert_uint_eq(image->waivers.count, 0);
  arena_free(arena);
}
END_TEST

START_TEST(finding_codes_ascend) {
  ck_assert_str_eq(finding_info[FINDING_RULE_FAILS].code, "F0101");
  ck_assert_int_eq(finding_info[FINDING_RULE_FAILS].level, LEVEL_ERROR);
  ck_assert_int_eq(finding_info[FINDING_CELLS_ROUNDED].level, LEVEL_INFO);
  for (int i = 1; i < FINDING_COUNT; i++) {
    ck_assert_int_lt(strcmp(finding_info[i - 1].code, finding_info[i].code), 0);
    ck_assert_uint_gt(strlen(finding_info[i].name), 0);
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, a_new_image_is_empty, finding_codes_ascend)
