/* complete.c - the word at the cursor, and what of all that may stand there begins with it. */
#include "question/complete.h"

#include <string.h>

#include "question/complete_names.h"
#include "sema/asked.h"
#include "syntax/cursor.h"
#include "syntax/keywords.h"

/* ---- The word ---- */

typedef struct Word {
  size_t from, to;   /* the token, its quotes included */
  size_t inside;     /* where what is written of it begins */
  bool text, remark; /* in quotes; in a comment */
} Word;

static bool is_word(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A text ends on its line, as a comment does. */
static Word word_at(Text text, size_t cursor) {
  Word word = {.from = cursor, .to = cursor, .inside = cursor};
  size_t line = cursor, at;
  while (line > 0 && text.at[line - 1] != '\n') line--;
  for (at = line; at < cursor && !word.remark; at++) {
    const char c = text.at[at];
    if (word.text && c == '\\')
      at++;
    else if (c == '"') {
      word.text = !word.text;
      word.from = at;
    } else if (!word.text && c == '#') {
      word.remark = true;
    }
  }
  if (word.text) {
    word.inside = word.from + 1;
    while (at < text.len && text.at[at] != '\n' && text.at[at] != '"') at++;
    if (at < text.len && text.at[at] == '"') word.to = at + 1;
    return word;
  }
  for (word.from = cursor; word.from > line && is_word(text.at[word.from - 1]);) word.from--;
  while (word.to < text.len && is_word(text.at[word.to])) word.to++;
  word.inside = word.from;
  if (word.from > line && text.at[word.from - 1] == '`') {
    word.inside = --word.from;
    if (word.to < text.len && text.at[word.to] == '`') word.to++;
  }
  return word;
}

/* ---- Words of the grammar ---- */

static Text keyword_detail(Arena *arena, const Keyword *keyword) {
  if (keyword->class == KEYWORD_QUESTION) return TEXT("question");
  switch (keyword->role) {
  case ROLE_DECLARATION:
    return TEXT("declaration");
  case ROLE_TYPE:
    return TEXT("type");
  case ROLE_CLAUSE:
    return text_of(arena_printf(arena, "clause of %s", keyword->home));
  case ROLE_WORD:
    break;
  }
  return TEXT("keyword");
}

static void add_keywords(CompletionList *list, const SyntaxNext *next) {
  for (size_t i = 0; i < next->words.count; i++) {
    const Keyword *keyword = keyword_find(next->words.at[i]);
    complete_add(list, COMPLETE_KEYWORD, keyword->spelling, keyword_detail(list->arena, keyword),
                 TEXT(""));
  }
}

/* Behind a number the plural, but for 1; `last quarter` is one. */
static void add_units(CompletionList *list, Text before) {
  before = text_strip(before);
  const bool digit =
      before.len && before.at[before.len - 1] >= '0' && before.at[before.len - 1] <= '9';
  const bool letter = before.len && !digit && before.at[before.len - 1] <= 'Z';
  const bool one = digit && before.at[before.len - 1] == '1' &&
                   (before.len == 1 || !is_word(before.at[before.len - 2]));
  if (letter) return; /* 5M */
  for (size_t i = 0; i < unit_count(); i++) {
    const Text unit = unit_at(i);
    complete_add(list, COMPLETE_UNIT,
                 digit && !one ? text_of(arena_printf(list->arena, "%.*ss", TEXT_ARG(unit))) : unit,
                 TEXT("unit of time"), TEXT(""));
  }
}

/* ---- What begins with the prefix ---- */

/* A name in back quotes may be begun without them. */
static bool begins(Text text, Text prefix, bool any_case) {
  if (!text_starts(prefix, TEXT("`")) && text_starts(text, TEXT("`")))
    text = text_slice(text, 1, text.len - 1);
  if (text_starts(text, prefix)) return true;
  return any_case && text.len >= prefix.len &&
         text_equal_any_case(text_slice(text, 0, prefix.len), prefix);
}

/* As it is written; in other letters where there is none. */
static void take_matching(const CompletionList *all, Completions *out) {
  for (int any_case = 0; any_case < 2 && !out->list.count; any_case++)
    for (size_t i = 0; i < all->list.count; i++)
      if (begins(all->list.at[i].text, out->prefix, any_case))
        *VEC_PUSH(all->arena, &out->list) = all->list.at[i];
}

/* ---- All together ---- */

typedef struct Around {
  Syntax syntax;
  uint32_t base;
  Word word;
  SyntaxStart start;
} Around;

/* What opens a declaration is no question, though a session takes both. */
static bool look(const Around *around, SyntaxStart start, SyntaxCursor *out) {
  const Word *word = &around->word;
  return syntax_cursor(&around->syntax, around->base, word->from, word->to, word->text, start, out);
}

static void add_opening_words(const Around *around, Text before, CompletionList *list) {
  SyntaxCursor opening;
  if (around->start == SYNTAX_QUESTIONS && !text_strip(before).len &&
      look(around, SYNTAX_FILE, &opening))
    add_keywords(list, &opening.next);
}

/* Whether one word stands before the cursor, which opens a declaration and is no name. */
static bool begins_declaration(const Compilation *compilation, Text before) {
  const Keyword *keyword = keyword_find(text_strip(before));
  if (!keyword || keyword->role != ROLE_DECLARATION || !compilation->program) return false;
  const Program *program = compilation->program;
  for (size_t i = 0; i < program->columns.count; i++)
    if (text_equal(program->columns.at[i].name, keyword->spelling)) return false;
  for (size_t e = 1; e < program->entities.count; e++)
    if (schema_field(&program->entities.at[e], keyword->spelling) != SCHEMA_NONE) return false;
  return true;
}

static bool in_money(const SyntaxCursor *cursor) {
  if (cursor->path.count < 2) return false;
  const Node *parent = cursor->path.at[cursor->path.count - 2];
  return parent->kind == NODE_TYPE && text_equal(parent->text, TEXT("money"));
}

void complete_at(const Compilation *compilation, Arena *arena, Text text, size_t cursor,
                 SyntaxStart start, Completions *out) {
  Around around = {.word = word_at(text, cursor), .start = start};
  const Word *word = &around.word;
  const Text before = text_slice(text, 0, word->from);
  *out = (Completions){.prefix = text_slice(text, word->inside, cursor),
                       .from = word->inside,
                       .in_text = word->text,
                       .key_entity = SCHEMA_NONE};
  SourceMap *sources = source_map_copy(arena, compilation->sources);
  around.base = source_add(sources, TEXT("cursor"), text);
  if (word->remark || around.base == UINT32_MAX) return;
  around.syntax = (Syntax){.arena = arena,
                           .names = intern_new(arena),
                           .sources = sources,
                           .diags = diag_sink_new(arena)};
  SyntaxCursor here;
  const bool declares = start == SYNTAX_QUESTIONS && begins_declaration(compilation, before);
  if ((declares || !look(&around, start, &here)) &&
      (start != SYNTAX_QUESTIONS || !look(&around, SYNTAX_FILE, &here)))
    return;
  CompletionList all = {.arena = arena, .seen = map_new(arena)};
  Program *program = compilation->program;
  NamePlace place = {.key = SCHEMA_NONE};
  if (program) program = sema_copy(program, &around.syntax);
  if (program && here.path.count) place = name_place(program, here.path.at, here.path.count);
  out->key_entity = place.key;
  out->wants_key = place.key != SCHEMA_NONE && place.key != IMAGE_PROGRAM;
  if (word->text) return;
  if (program && place.beside.kind == TYPE_ENUM) complete_members(program, place.beside.of, &all);
  take_matching(&all, out);
  if (out->list.count && !(place.sorts & (NAMES_PART | NAMES_OUTCOME))) return;
  out->list.count = 0;
  if (program) complete_names(program, compilation->modules, &place, &all);
  if (here.next.kinds & NEXT_UNIT) add_units(&all, before);
  if (program && (here.next.kinds & NEXT_CURRENCY || in_money(&here)))
    complete_currencies(program, &all);
  if (place.sorts != NAMES_RELATED) add_keywords(&all, &here.next);
  add_opening_words(&around, before, &all);
  take_matching(&all, out);
}
