/* keywords.c - looking words up in keywords.def. */
#include "syntax/keywords.h"

#include <string.h>

#include "syntax/parse.h"

static const Keyword keywords[] = {
#define X(id, spelling_, class_, role_, home_)                                                     \
  {TOK_##id, {spelling_, sizeof spelling_ - 1}, KEYWORD_##class_, ROLE_##role_, home_},
#include "syntax/keywords.def"
#undef X
};

static const Text units[] = {
#define X(name, kind, size) {#name, sizeof #name - 1},
#include "syntax/units.def"
#undef X
};

size_t keyword_count(void) { return sizeof keywords / sizeof *keywords; }

const Keyword *keyword_at(size_t index) { return &keywords[index]; }

const Keyword *keyword_find(Text word) {
  for (size_t i = 0; i < keyword_count(); i++)
    if (text_equal(keywords[i].spelling, word)) return &keywords[i];
  return NULL;
}

const Keyword *keyword_of(int token) {
  for (size_t i = 0; i < keyword_count(); i++)
    if (keywords[i].token == token) return &keywords[i];
  return NULL;
}

size_t unit_count(void) { return sizeof units / sizeof *units; }

Text unit_at(size_t index) { return units[index]; }

Text unit_singular(Text word) {
  for (size_t i = 0; i < unit_count(); i++) {
    size_t len = units[i].len;
    bool plural = word.len == len + 1 && word.at[len] == 's';
    if ((word.len == len || plural) && memcmp(word.at, units[i].at, len) == 0) return units[i];
  }
  return (Text){"", 0};
}
