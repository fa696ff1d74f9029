/* test_schema.c - members and fields by name. */
#include "support/unit.h"
#include "value/schema.h"

static EnumMember members[] = {{{"key", 3}, {"Key Account", 11}},
                               {{"standard", 8}, {"standard", 8}},
                               {{"odd", 3}, {"key", 3}}};
static const EnumSchema tier = {{"account.tier", 12}, members, 3};

START_TEST(members_by_what_the_data_says) {
  ck_assert_int_eq(enum_member_by_text(&tier, TEXT("Key Account")), 0);
  ck_assert_int_eq(enum_member_by_text(&tier, TEXT("standard")), 1);
  ck_assert_int_eq(enum_member_by_text(&tier, TEXT("odd")), 2);
  ck_assert_int_eq(enum_member_by_text(&tier, TEXT("Standard")), -1);
  ck_assert_int_eq(enum_member_by_text(&tier, TEXT("")), -1);
}
END_TEST

START_TEST(the_text_of_one_member_wins_over_the_name_of_another) {
  ck_assert_int_eq(enum_member_by_text(&tier, TEXT("key")), 2);
  ck_assert_int_eq(enum_member_by_name(&tier, TEXT("key")), 0);
  ck_assert_int_eq(enum_member_by_name(&tier, TEXT("Key Account")), -1);
}
END_TEST

START_TEST(fields_by_name) {
  FieldSchema fields[] = {{.name = {"id", 2}}, {.name = {"revenue", 7}}};
  const EntitySchema account = {.name = {"account", 7}, .fields = fields, .field_count = 2};
  ck_assert_uint_eq(schema_field(&account, TEXT("id")), 0);
  ck_assert_uint_eq(schema_field(&account, TEXT("revenue")), 1);
  ck_assert_uint_eq(schema_field(&account, TEXT("rev")), SCHEMA_NONE);
}
END_TEST

UNIT_MAIN(NULL, NULL, members_by_what_the_data_says,
          the_text_of_one_member_wins_over_the_name_of_another, fields_by_name)
