/* editor.c - which words there are, by the group that editors colour them in. */
#include "tools/editor.h"

#include <string.h>

#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "tools/editor_impl.h"

const EditorGroupInfo editor_groups[EDITOR_GROUPS] = {
#define X(id, name, place, vim, scope)                                                             \
  [EDITOR_##id] = {name, EDITOR_##place, vim, scope,                                               \
                   EDITOR_##id == EDITOR_CLAUSE_NAMES || EDITOR_##id == EDITOR_DECLARATION_NAMES},
#include "tools/editor_words.def"
#undef X
};

static const char *const functions[] = {
#define X(id, name, least, most, doc) name,
#include "sema/builtins.def"
#undef X
};

/* Whether the name of what is declared stands behind the word. */
static bool names_something(int token) {
  switch (token) {
  case TOK_ASSUME:
  case TOK_PARAM:
  case TOK_ENTITY:
  case TOK_MEASURE:
  case TOK_DEFINE:
  case TOK_SCORE:
  case TOK_SEGMENTATION:
  case TOK_KPI:
  case TOK_CADENCE:
  case TOK_PROCESS:
  case TOK_RULE:
  case TOK_CHECKLIST:
  case TOK_SEGMENT:
  case TOK_STAGE:
  case TOK_ITEM:
    return true;
  default:
    return false;
  }
}

static EditorGroup group_of(const Keyword *keyword) {
  const bool names = names_something(keyword->token);
  if (keyword->token == TOK_TRUE || keyword->token == TOK_FALSE) return EDITOR_CONSTANT;
  if (keyword->class == KEYWORD_RESERVED) return EDITOR_OPERATOR;
  if (keyword->class == KEYWORD_QUESTION) return EDITOR_QUESTION;
  switch (keyword->role) {
  case ROLE_DECLARATION:
    return names ? EDITOR_DECLARATION_NAMES : EDITOR_DECLARATION;
  case ROLE_CLAUSE:
    return names ? EDITOR_CLAUSE_NAMES : EDITOR_CLAUSE;
  case ROLE_TYPE:
    return EDITOR_TYPE;
  case ROLE_WORD:
    break;
  }
  return EDITOR_WORD;
}

typedef struct Words {
  Buffer *out;
  const char *between;
  bool some;
} Words;

static void add(Words *words, Text word, const char *ending) {
  buffer_printf(words->out, "%s%.*s%s", words->some ? words->between : "", TEXT_ARG(word), ending);
  words->some = true;
}

void editor_words(Buffer *out, EditorGroup group, const char *between) {
  Words words = {out, between, false};
  for (size_t i = 0; i < keyword_count(); i++)
    if (group_of(keyword_at(i)) == group) add(&words, keyword_at(i)->spelling, "");
  for (size_t i = 0; group == EDITOR_FUNCTION && i < sizeof functions / sizeof *functions; i++)
    add(&words, text_of(functions[i]), "");
  for (size_t i = 0; group == EDITOR_UNIT && i < unit_count(); i++) {
    add(&words, unit_at(i), "");
    add(&words, unit_at(i), "s");
  }
}
