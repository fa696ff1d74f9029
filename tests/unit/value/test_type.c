/* test_type.c - the table of types, names and equality. */
#include "support/unit.h"
#include "value/type.h"

START_TEST(scales_follow_the_decimals) {
  ck_assert_int_eq(type_scale(TYPE_INTEGER), 1);
  ck_assert_int_eq(type_scale(TYPE_DURATION), 1);
  ck_assert_int_eq(type_scale(TYPE_MONEY), 10000);
  ck_assert_int_eq(type_scale(TYPE_SCORE), 10000);
  ck_assert_int_eq(type_scale(TYPE_PERCENT), 100000000);
}
END_TEST

START_TEST(stores) {
  ck_assert_int_eq(type_store((Type){.kind = TYPE_TEXT}), STORE_TEXT);
  ck_assert_int_eq(type_store((Type){.kind = TYPE_NUMBER}), STORE_F64);
  ck_assert_int_eq(type_store((Type){.kind = TYPE_MONEY}), STORE_I64);
  ck_assert_int_eq(type_store((Type){.kind = TYPE_DATE}), STORE_I32);
  ck_assert_int_eq(type_store((Type){.kind = TYPE_ENUM}), STORE_I32);
  ck_assert_int_eq(type_store((Type){.kind = TYPE_REF}), STORE_I32);
  ck_assert_int_eq(type_store((Type){.kind = TYPE_BOOL}), STORE_TRUTH);
  ck_assert_uint_eq(store_size(STORE_I64), 8);
  ck_assert_uint_eq(store_size(STORE_F64), 8);
  ck_assert_uint_eq(store_size(STORE_I32), 4);
  ck_assert_uint_eq(store_size(STORE_TRUTH), 1);
  ck_assert_uint_eq(store_size(STORE_TEXT), sizeof(Text));
  ck_assert_str_eq(store_name(STORE_I64), "i64");
  ck_assert_str_eq(store_name(STORE_F64), "f64");
  ck_assert_str_eq(store_name(STORE_I32), "i32");
  ck_assert_str_eq(store_name(STORE_TRUTH), "truth");
  ck_assert_str_eq(store_name(STORE_TEXT), "text");
}
END_TEST

START_TEST(every_type_is_found_by_its_name) {
  for (int kind = TYPE_NONE + 1; kind < TYPE_COUNT; kind++) {
    const TypeInfo *info = type_info((TypeKind)kind);
    ck_assert_int_eq(type_named(text_of(info->name)), kind);
    ck_assert_uint_gt(text_of(info->doc).len, 0);
  }
  ck_assert_int_eq(type_named(TEXT("money")), TYPE_MONEY);
  ck_assert_int_eq(type_named(TEXT("Money")), TYPE_NONE);
  ck_assert_int_eq(type_named(TEXT("mone")), TYPE_NONE);
  ck_assert_int_eq(type_named(TEXT("nothing")), TYPE_NONE);
  ck_assert_int_eq(type_named(TEXT("")), TYPE_NONE);
}
END_TEST

START_TEST(equality_looks_at_what_belongs_to_the_kind) {
  const Type usd = {.kind = TYPE_MONEY, .currency = "USD"};
  const Type eur = {.kind = TYPE_MONEY, .currency = "EUR"};
  ck_assert(type_equal(usd, usd));
  ck_assert(!type_equal(usd, eur));
  ck_assert(!type_equal(usd, (Type){.kind = TYPE_MONEY}));
  ck_assert(type_equal((Type){.kind = TYPE_ENUM, .of = 3}, (Type){.kind = TYPE_ENUM, .of = 3}));
  ck_assert(!type_equal((Type){.kind = TYPE_ENUM, .of = 3}, (Type){.kind = TYPE_ENUM, .of = 4}));
  ck_assert(!type_equal((Type){.kind = TYPE_REF, .of = 3}, (Type){.kind = TYPE_REF, .of = 4}));
  ck_assert(!type_equal((Type){.kind = TYPE_REF, .of = 3}, (Type){.kind = TYPE_ENUM, .of = 3}));
  ck_assert(type_equal((Type){.kind = TYPE_DATE, .of = 3}, (Type){.kind = TYPE_DATE}));
}
END_TEST

UNIT_MAIN(NULL, NULL, scales_follow_the_decimals, stores, every_type_is_found_by_its_name,
          equality_looks_at_what_belongs_to_the_kind)
