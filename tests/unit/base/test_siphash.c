/* test_siphash.c - the published values for the key 00 01 .. 0f and the texts "", 00, 00 01 ... */
#include <string.h>

#include "base/siphash.h"
#include "support/unit.h"

static void setup(void) {}
static void teardown(void) {}

static SipKey published_key(void) {
  return (SipKey){UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
}

START_TEST(gives_the_published_values) {
  static const uint8_t EXPECTED[][16] = {
      {0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02,
       0x93},
      {0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc,
       0x45},
  };
  static const char text[] = {0};
  for (size_t len = 0; len < 2; len++) {
    const SipHash hash = siphash_128(published_key(), (Text){text, len});
    for (unsigned i = 0; i < 8; i++) {
      ck_assert_uint_eq((uint8_t)(hash.low >> 8 * i), EXPECTED[len][i]);
      ck_assert_uint_eq((uint8_t)(hash.high >> 8 * i), EXPECTED[len][8 + i]);
    }
  }
}
END_TEST

START_TEST(every_byte_counts) {
  char text[40];
  memset(text, 'x', sizeof text);
  for (size_t len = 1; len <= sizeof text; len++) {
    const SipHash whole = siphash_128(published_key(), (Text){text, len});
    for (size_t i = 0; i < len; i++) {
      text[i] = 'y';
      const SipHash other = siphash_128(published_key(), (Text){text, len});
      ck_assert(whole.low != other.low && whole.high != other.high);
      text[i] = 'x';
    }
    const SipHash shorter = siphash_128(published_key(), (Text){text, len - 1});
    ck_assert(whole.low != shorter.low && whole.high != shorter.high);
  }
}
END_TEST

START_TEST(keys_differ) {
  const SipKey a = siphash_key(), b = siphash_key();
  ck_assert(a.low != b.low || a.high != b.high);
  ck_assert_uint_ne(siphash_128(a, TEXT("x")).low, siphash_128(published_key(), TEXT("x")).low);
}
END_TEST

UNIT_MAIN(setup, teardown, gives_the_published_values, every_byte_counts, keys_differ)
