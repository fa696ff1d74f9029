/* text.c - what can be said about text as bytes; text_unicode.c has what needs code points.
 *
 * An empty text may have a null address, which memcmp and memcpy must not see
 * even for zero bytes; hence the tests for length.
 */
#include "base/text.h"

#include <string.h>

__extension__ typedef unsigned __int128 Product;

Text text_of(const char *zero_terminated) {
  if (!zero_terminated) return (Text){"", 0};
  return (Text){zero_terminated, strlen(zero_terminated)};
}

bool text_equal(Text a, Text b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int text_compare(Text a, Text b) {
  size_t common = a.len < b.len ? a.len : b.len;
  int order = common ? memcmp(a.at, b.at, common) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool text_starts(Text t, Text prefix) {
  return prefix.len <= t.len && text_equal((Text){t.at, prefix.len}, prefix);
}

bool text_ends(Text t, Text suffix) {
  return suffix.len <= t.len && text_equal(text_slice(t, t.len - suffix.len, t.len), suffix);
}

bool text_contains(Text t, Text part) {
  if (part.len == 0) return true;
  return t.len && memmem(t.at, t.len, part.at, part.len) != NULL;
}

static uint64_t mix(uint64_t a, uint64_t b) {
  Product product = (Product)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes a step, folded by a wide product. The value differs between
 * machines of different byte order, so it is for tables in memory only. */
uint64_t text_hash(Text t) {
  static const uint64_t odd[] = {0xa0761d6478bd642fu, 0xe7037ed1a0b428dbu, 0x8ebc6af09c88c6e3u};
  uint64_t hash = odd[0] ^ t.len;
  const char *at = t.at;
  size_t left = t.len;
  for (; left >= 8; at += 8, left -= 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    hash = mix(hash ^ word, odd[1]);
  }
  uint64_t rest = 0;
  if (left) memcpy(&rest, at, left);
  return mix(hash ^ rest ^ odd[0], odd[2]);
}

Text text_slice(Text t, size_t lo, size_t hi) {
  if (hi > t.len) hi = t.len;
  if (lo >= hi) return (Text){"", 0};
  return (Text){t.at + lo, hi - lo};
}

Text text_copy(Arena *arena, Text t) { return (Text){arena_copy(arena, t.at, t.len), t.len}; }

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

Text text_strip(Text t) {
  while (t.len && is_blank(t.at[0])) t = (Text){t.at + 1, t.len - 1};
  while (t.len && is_blank(t.at[t.len - 1])) t.len--;
  return t;
}

static Text change_each(Arena *arena, Text t, char (*change)(char)) {
  char *changed = arena_copy(arena, t.at, t.len);
  for (size_t i = 0; i < t.len; i++) changed[i] = change(changed[i]);
  return (Text){changed, t.len};
}

Text text_lower(Arena *arena, Text t) { return change_each(arena, t, text_lower_char); }

Text text_upper(Arena *arena, Text t) { return change_each(arena, t, text_upper_char); }

bool text_equal_any_case(Text a, Text b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++)
    if (text_lower_char(a.at[i]) != text_lower_char(b.at[i])) return false;
  return true;
}

/* Letters, digits and everything beyond ASCII. */
static bool counts_loosely(char c) {
  unsigned char byte = (unsigned char)text_lower_char(c);
  return byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

static size_t skip_loose(Text t, size_t i) {
  while (i < t.len && !counts_loosely(t.at[i])) i++;
  return i;
}

size_t text_loosen(Text t, char *out) {
  size_t len = 0;
  for (size_t i = skip_loose(t, 0); i < t.len; i = skip_loose(t, i + 1))
    out[len++] = text_lower_char(t.at[i]);
  return len;
}

bool text_loosely_equal(Text a, Text b) {
  size_t i = skip_loose(a, 0), j = skip_loose(b, 0);
  while (i < a.len && j < b.len) {
    if (text_lower_char(a.at[i]) != text_lower_char(b.at[j])) return false;
    i = skip_loose(a, i + 1);
    j = skip_loose(b, j + 1);
  }
  return i == a.len && j == b.len;
}
