/* test_crc.c - the checksum against published values. */
#include "code/crc.h"

#include <string.h>

#include "support/unit.h"

START_TEST(agrees_with_published_values) {
  ck_assert_uint_eq(crc32c(TEXT("")), 0);
  ck_assert_uint_eq(crc32c(TEXT("123456789")), 0xe3069283); /* the check value of the catalogue */
  char bytes[32];
  memset(bytes, 0, sizeof bytes);
  ck_assert_uint_eq(crc32c((Text){bytes, sizeof bytes}), 0x8a9136aa); /* RFC 3720, B.4 */
  memset(bytes, 0xff, sizeof bytes);
  ck_assert_uint_eq(crc32c((Text){bytes, sizeof bytes}), 0x62a8ab43);
  for (int i = 0; i < 32; i++) bytes[i] = (char)i;
  ck_assert_uint_eq(crc32c((Text){bytes, sizeof bytes}), 0x46dd794e);
}
END_TEST

START_TEST(sees_every_single_bit) {
  char bytes[] = "a compiled program";
  const uint32_t whole = crc32c(text_of(bytes));
  for (size_t bit = 0; bit < 8 * (sizeof bytes - 1); bit++) {
    bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
    ck_assert_uint_ne(crc32c((Text){bytes, sizeof bytes - 1}), whole);
    bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, agrees_with_published_values, sees_every_single_bit)
