/* test_partitions.c - groups of rows in an image: what the verifier says of them once something in
 * them is changed, the listing, the file. */
#include <string.h>

#include "support/sample_image.h"
#include "support/unit.h"

static Arena *arena;
static Image *image;
static Partition *partition;
static PartitionKey *key;

static void setup(void) {
  arena = arena_new(NULL);
  image = sample_image_parted(arena);
  partition = &image->partitions.at[0];
  key = image->partition_keys.at;
}
static void teardown(void) { arena_free(arena); }

static void refused(const char *reason) {
  Text why = TEXT("");
  ck_assert_msg(!image_verify(image, arena, &why), "taken: %s", reason);
  ck_assert_msg(strstr(arena_printf(arena, "%.*s", TEXT_ARG(why)), reason), "%.*s", TEXT_ARG(why));
}

/* Without keys, so that no run of keys is shared. */
static void add_another(void) {
  Partition another = *partition;
  another.keys.count = 0;
  *VEC_PUSH(arena, &image->partitions) = another;
}

START_TEST(as_it_is) {
  Text why = TEXT("");
  ck_assert_msg(image_verify(image, arena, &why), "%.*s", TEXT_ARG(why));
}
END_TEST

START_TEST(of_the_program) {
  partition->child = IMAGE_PROGRAM;
  refused("is of the program");
}
END_TEST

START_TEST(rows_of_the_program) {
  partition->parent = IMAGE_PROGRAM;
  refused("makes rows of the program");
}
END_TEST

START_TEST(rows_of_itself) {
  partition->child = SAMPLE_ACCOUNT_GROUP;
  refused("is about entity 4, which is never read");
}
END_TEST

START_TEST(rows_of_what_is_read) {
  partition->parent = SAMPLE_ORDER;
  refused("makes rows of entity 3 again");
}
END_TEST

START_TEST(rows_of_what_could_be_read) {
  image->entities.at[SAMPLE_ACCOUNT_GROUP].source = TEXT("groups.csv");
  refused("makes rows of an entity that has data");
}
END_TEST

START_TEST(rows_twice) {
  add_another();
  *VEC_PUSH(arena, &image->steps) = (Step){STEP_PARTITION, 1};
  refused("makes rows of entity 4 again");
}
END_TEST

START_TEST(run_twice) {
  *VEC_PUSH(arena, &image->steps) = (Step){STEP_PARTITION, 0};
  refused("runs partition 0 again");
}
END_TEST

START_TEST(run_never) {
  add_another();
  refused("partitions[1]: is run by no step");
}
END_TEST

START_TEST(emitted) {
  *VEC_PUSH(arena, &image->steps) = (Step){STEP_EMIT, SAMPLE_ACCOUNT_GROUP};
  refused("emits entity 4, which a partition makes");
}
END_TEST

START_TEST(grouped_before_there_are_rows) {
  const size_t last = image->steps.count - 1;
  image->steps.at[last - 2] = (Step){STEP_GROUP, 2};
  image->steps.at[last - 1] = (Step){STEP_PARTITION, 0};
  refused("is about entity 4, which is never read");
}
END_TEST

START_TEST(condition_that_is_none) {
  partition->where = SAMPLE_REGION;
  refused("partitions[0].where: must not be i32");
}
END_TEST

START_TEST(condition_of_others) {
  partition->where = SAMPLE_COUNTS;
  refused("partitions[0].where: reads slot 12 of another entity");
}
END_TEST

START_TEST(key_of_others) {
  key[0].value = SAMPLE_PLACED;
  refused("partition_keys[0].value: reads slot 11 of another entity");
}
END_TEST

START_TEST(key_that_is_not_there_yet) {
  const size_t last = image->steps.count - 1;
  image->steps.at[last - 2] = image->steps.at[last - 4]; /* the map that makes tiers */
  image->steps.at[last - 4] = (Step){STEP_PARTITION, 0};
  key[0].value = SAMPLE_TIER;
  key[0].type.of = SAMPLE_ENUM_TIER;
  refused("partition_keys[0].value: reads slot 20 before a step has filled it");
}
END_TEST

START_TEST(key_of_another_type) {
  key[0].type.of = SAMPLE_ENUM_ZONE;
  refused("partition_keys[0].type: takes numbers for a");
}
END_TEST

START_TEST(result_of_another_store) {
  key[0].result = SAMPLE_GROUP_BOSS;
  refused("partition_keys[0].result: fills slot 26 of text with i32");
}
END_TEST

START_TEST(result_of_the_child) {
  key[0].result = SAMPLE_GROUP_OF;
  refused("partition_keys[0].result: fills slot 24 of another entity");
}
END_TEST

START_TEST(result_twice) {
  key[1] = key[0];
  refused("fills slot 25 a second time");
}
END_TEST

START_TEST(way_that_is_a_field) {
  partition->via = SAMPLE_OWNER;
  refused("partitions[0].via: fills slot 6, which is of another role");
}
END_TEST

/* Members of a key stay members: the result may be taken for one. */
START_TEST(results_are_what_keys_are) {
  *VEC_PUSH(arena, &image->columns) =
      (Column){.declaration = SAMPLE_ORDERED, .name = TEXT("x"), .type = key[0].type};
  image->columns.at[image->columns.count - 1].low = SAMPLE_GROUP_REGION;
  Text why = TEXT("");
  image_verify(image, arena, &why);
  ck_assert_msg(!strstr(arena_printf(arena, "%.*s", TEXT_ARG(why)), "might be none"), "%.*s",
                TEXT_ARG(why));
}
END_TEST

START_TEST(listing) {
  Buffer out = buffer_in(arena);
  image_disassemble(&out, image);
  ck_assert_ptr_nonnull(strstr(out.data, "  part  p0 region, boss\n  group g2 count()\n"));
  ck_assert_ptr_nonnull(strstr(out.data, "partitions\n"
                                         "  p0 region, boss\n"
                                         "    s24 = account group of account where s8 (mutual)\n"
                                         "    s25 = each s5 (region): "));
}
END_TEST

START_TEST(a_file_and_back) {
  Buffer out = buffer_in(arena);
  Text why = TEXT("");
  image_write(image, &out);
  Image *again = image_read(arena, buffer_view(&out), &why);
  ck_assert_msg(again != NULL, "%.*s", TEXT_ARG(why));
  ck_assert(image_verify(again, arena, &why));
  Buffer a = buffer_in(arena), b = buffer_in(arena);
  image_disassemble(&a, image);
  image_disassemble(&b, again);
  ck_assert(text_equal(buffer_view(&a), buffer_view(&b)));
}
END_TEST

UNIT_MAIN(setup, teardown, as_it_is, of_the_program, rows_of_the_program, rows_of_itself,
          rows_of_what_is_read, rows_of_what_could_be_read, rows_twice, run_twice, run_never,
          emitted, grouped_before_there_are_rows, condition_that_is_none, condition_of_others,
          key_of_others, key_that_is_not_there_yet, key_of_another_type, result_of_another_store,
          result_of_the_child, result_twice, way_that_is_a_field, results_are_what_keys_are,
          listing, a_file_and_back)
