/* text.h - a borrowed run of bytes, mostly UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct Text {
  const char *at; /* not zero-terminated in general */
  size_t len;     /* bytes */
} Text;

#define TEXT(literal) ((Text){(literal), sizeof(literal) - 1})
/* The same for the initialiser of something static, where a compound literal may not stand. */
#define TEXT_INIT(literal)                                                                         \
  { (literal), sizeof(literal) - 1 }
/* For printf("%.*s", TEXT_ARG(t)). */
#define TEXT_ARG(t) (int)(t).len, (t).at

Text text_of(const char *zero_terminated); /* NULL gives the empty text */
bool text_equal(Text a, Text b);
/* Code-point order, which for UTF-8 is byte order: <0, 0, >0. */
int text_compare(Text a, Text b);
bool text_starts(Text t, Text prefix);
bool text_ends(Text t, Text suffix);
bool text_contains(Text t, Text part);
uint64_t text_hash(Text t);
Text text_slice(Text t, size_t lo, size_t hi);
Text text_copy(Arena *arena, Text t); /* zero-terminated in the arena */

/* Without ASCII blanks (space, tab, CR, LF) at both ends. */
Text text_strip(Text t);
/* Without white space of Unicode at both ends, no-break spaces too. */
Text text_trim(Text t);
/* ASCII letters alone change case. */
static inline char text_lower_char(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static inline char text_upper_char(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }
Text text_lower(Arena *arena, Text t);
Text text_upper(Arena *arena, Text t);
/* Equal when ASCII case is left out of both. */
bool text_equal_any_case(Text a, Text b);
/* Equal when ASCII case, blanks and punctuation are left out of both. */
bool text_loosely_equal(Text a, Text b);
/* What is compared then, into `out`, which has room for t.len bytes; returns how many there are. */
size_t text_loosen(Text t, char *out);
/* Number of code points (each invalid byte counts as one). */
size_t text_length(Text t);
/* Bytes of the first code point (1 for a stray byte, 0 at the end). */
size_t text_next(Text t);
/* The letter of ASCII that the first code point is but for accents: é is e. The code point itself
 * where it is ASCII, 0 where there is none. */
char text_base_letter(Text t);
/* Columns on a terminal (East Asian wide characters take two; utf8proc's table). */
size_t text_width(Text t);
/* Bytes of the longest beginning that takes at most `columns` columns; ends between code points. */
size_t text_fit(Text t, size_t columns);
/* Offset of the first byte that is not valid UTF-8, or t.len. */
size_t text_utf8_check(Text t);
/* Each byte that is not valid UTF-8 becomes U+FFFD. Returns t itself where nothing is to do. */
Text text_utf8_repair(Arena *arena, Text t);
/* For people: control characters and invalid bytes become visible escapes, so
 * that text from data cannot drive a terminal. Returns t itself where nothing is to do. */
Text text_printable(Arena *arena, Text t);

#endif
