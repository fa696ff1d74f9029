/* statement.c - lines into statements.
 *
 *   lines ──▶ begun ──▶ statement
 *
 * `lines` are those that nobody has looked at, from `next` on; `begun` is what a statement has so
 * far, with the line ends between its lines.
 */
#include "repl/statement.h"

#include <string.h>

#include "question/question.h"
#include "syntax/next.h"

struct Statements {
  bool (*is_command)(Text line);
  Buffer lines, begun, taken;
  size_t next;   /* offset in lines */
  size_t number; /* of the line at `next` */
  size_t first;  /* where `begun` begins */
};

Statements *statements_new(Arena *arena, bool (*is_command)(Text line)) {
  Statements *s = ARENA_NEW(arena, Statements);
  *s = (Statements){.is_command = is_command,
                    .lines = buffer_in(arena),
                    .begun = buffer_in(arena),
                    .taken = buffer_in(arena),
                    .number = 1};
  return s;
}

void statements_add(Statements *s, Text lines) {
  if (s->next == s->lines.len) {
    buffer_clear(&s->lines);
    s->next = 0;
  }
  buffer_text(&s->lines, lines);
  if (!text_ends(lines, TEXT("\n"))) buffer_char(&s->lines, '\n');
}

Text statements_begun(const Statements *s) { return buffer_view(&s->begun); }

void statements_drop(Statements *s) {
  buffer_clear(&s->lines);
  buffer_clear(&s->begun);
  s->next = 0;
}

/* The line at `next`, with its end. */
static Text line_ahead(const Statements *s) {
  const Text rest = text_slice(buffer_view(&s->lines), s->next, s->lines.len);
  const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
  return end ? text_slice(rest, 0, (size_t)(end - rest.at) + 1) : rest;
}

static void pass_line(Statements *s) {
  s->next += line_ahead(s).len;
  s->number++;
}

static void take_line(Statements *s) {
  if (!s->begun.len) s->first = s->number;
  buffer_text(&s->begun, line_ahead(s));
  pass_line(s);
}

/* Moves a text to where it stays until the next call. */
static Statement hand_out(Statements *s, Text text, size_t line) {
  buffer_clear(&s->taken);
  buffer_text(&s->taken, text_strip(text));
  const Text taken = buffer_view(&s->taken);
  return (Statement){taken, line, text_starts(taken, TEXT("."))};
}

static Statement hand_out_begun(Statements *s) {
  const Statement statement = hand_out(s, buffer_view(&s->begun), s->first);
  buffer_clear(&s->begun);
  return statement;
}

/* Its first word, or sign. */
static Text first_word(Text line) {
  const Text text = text_strip(line);
  size_t length = 0;
  while (length < text.len && (text.at[length] == '_' || (text_lower_char(text.at[length]) >= 'a' &&
                                                          text_lower_char(text.at[length]) <= 'z')))
    length++;
  return text_slice(text, 0, length ? length : text_next(text));
}

/* Whether the grammar would take the line's first word behind what has begun. */
static bool goes_on(const Statements *s, const Compilation *compilation, Text line) {
  Arena *arena = arena_beside(compilation->arena);
  volatile bool fits = false;
  if (arena && ARENA_TRY(arena)) {
    Buffer text = buffer_in(arena);
    buffer_text(&text, buffer_view(&s->begun));
    buffer_text(&text, first_word(line));
    const Syntax syntax = {arena, intern_new(arena), source_map_new(arena), diag_sink_new(arena)};
    const bool declares = question_is_declaration(compilation, buffer_view(&s->begun));
    SyntaxNext next = {0};
    fits =
        syntax_next(&syntax, buffer_view(&text), declares ? SYNTAX_FILE : SYNTAX_QUESTIONS, &next);
  }
  arena_free(arena);
  return fits;
}

static bool is_comment(Text line) { return text_starts(text_strip(line), TEXT("#")); }
static bool is_blank(Text line) { return text_strip(line).len == 0; }

/* Begins a statement: skips what says nothing. True with a command, which is whole. */
static bool begin(Statements *s, Statement *out) {
  while (s->next < s->lines.len && !s->begun.len) {
    const Text line = line_ahead(s);
    if (is_blank(line) || is_comment(line)) {
      pass_line(s);
      continue;
    }
    if (text_starts(text_strip(line), TEXT("."))) {
      *out = hand_out(s, line, s->number);
      pass_line(s);
      return true;
    }
    take_line(s);
  }
  return false;
}

/* Whether what has begun is a statement before the line ahead. */
static bool ends_here(const Statements *s, const Compilation *compilation, Text ahead) {
  const Text begun = text_strip(buffer_view(&s->begun));
  return text_ends(begun, TEXT(";")) || is_blank(ahead) ||
         text_starts(text_strip(ahead), TEXT(".")) || question_is_declaration(compilation, ahead) ||
         (!is_comment(ahead) && !goes_on(s, compilation, ahead));
}

bool statements_take(Statements *s, const Compilation *compilation, LinesBehind behind,
                     Statement *out) {
  if (begin(s, out)) return true;
  while (s->next < s->lines.len) {
    const Text ahead = line_ahead(s);
    if (!question_is_open(compilation, buffer_view(&s->begun))) {
      if (ends_here(s, compilation, ahead)) {
        *out = hand_out_begun(s);
        return true;
      }
    } else if (s->is_command(text_strip(ahead))) {
      *out = hand_out(s, ahead, s->number);
      pass_line(s);
      return true;
    }
    take_line(s);
  }
  if (!s->begun.len) return false;
  const bool open = behind != LINES_END && question_is_open(compilation, buffer_view(&s->begun));
  const bool ended = text_ends(text_strip(buffer_view(&s->begun)), TEXT(";"));
  if (open || (behind == LINES_COME && !ended)) return false;
  *out = hand_out_begun(s);
  return true;
}
