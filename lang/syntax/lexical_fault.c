/* lexical_fault.c - words that are none, and what was probably meant.
 *
 * Where the meaning is plain, the report carries an edit, and the tokens of the text that the edit
 * would leave stand in place of the match: so one slip is one report, and the rest of the
 * declaration is still read.
 */
#include <stdarg.h>
#include <stdio.h>

#include "syntax/keywords.h"
#include "syntax/lexical.h"
#include "syntax/parse.h"

Diag *fault_report(Scanner *s, DiagCode code, uint32_t lo, uint32_t hi, const char *format, ...) {
  /* Behind the limit reports go to a sink that nobody reads. */
  if (s->reports == SCAN_MAX_REPORTS) s->diags = diag_sink_new(s->syntax->arena);
  s->reports++;
  s->fault = true;
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  size_t size = length < 0 ? 1 : (size_t)length + 1;
  char *message = arena_alloc(s->syntax->arena, size);
  vsnprintf(message, size, format, arguments);
  va_end(arguments);
  return diag_add(s->diags, code, lexical_span(s, lo, hi), "%s", message);
}

/* The tokens of `text`, all standing where the match stands. */
static void take_instead(Scanner *s, Text text) {
  if (s->instead || s->reports > SCAN_MAX_REPORTS) {
    lexical_token(s, TOK_BAD_VALUE);
    return;
  }
  Arena *arena = s->syntax->arena;
  uint32_t *offsets = ARENA_ARRAY(arena, uint32_t, text.len + 1);
  Span here = lexical_span(s, s->lo, s->hi);
  for (size_t i = 0; i < text.len; i++) offsets[i] = here.lo;
  offsets[text.len] = here.hi;
  Syntax silent = *s->syntax;
  silent.diags = diag_sink_new(arena);
  Scanner inner = {.syntax = &silent, .text = text, .offsets = offsets, .instead = true};
  scan(&inner);
  for (size_t i = 0; i + 1 < inner.tokens.count; i++) {
    Token *token = lexical_token(s, inner.tokens.at[i].kind);
    token->text = inner.tokens.at[i].text;
    token->quoted = inner.tokens.at[i].quoted;
    token->number = inner.tokens.at[i].number;
    token->day = inner.tokens.at[i].day;
    token->faulty = true;
  }
}

/* Offers `text` for the match, and goes on with it. */
static void offer(Scanner *s, Diag *d, Text text) {
  if (text_starts(text, TEXT("`")))
    diag_help(s->diags, d, "write `` %.*s ``", TEXT_ARG(text));
  else
    diag_help(s->diags, d, "write `%.*s`", TEXT_ARG(text));
  diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), text);
  take_instead(s, text);
}

static Text printed(Scanner *s, Text text) { return text_printable(s->syntax->arena, text); }

static Text joined(Scanner *s, Text a, const char *between, Text b) {
  Buffer out = buffer_in(s->syntax->arena);
  buffer_text(&out, a);
  buffer_str(&out, between);
  buffer_text(&out, b);
  return buffer_view(&out);
}

/* ---- Numbers ---- */

/* What people write behind a number, in small letters, and what is written here. */
static const struct Suffix {
  const char *written, *meant;
} suffixes[] = {
    {"k", "K"},           {"tsd", "K"},       {"thousand", "K"},   {"e3", "K"},
    {"m", "M"},           {"mm", "M"},        {"mn", "M"},         {"mio", "M"},
    {"mln", "M"},         {"mil", "M"},       {"million", "M"},    {"millions", "M"},
    {"e6", "M"},          {"b", "B"},         {"bn", "B"},         {"bln", "B"},
    {"mrd", "B"},         {"billion", "B"},   {"billions", "B"},   {"e9", "B"},
    {"d", " days"},       {"w", " weeks"},    {"wk", " weeks"},    {"wks", " weeks"},
    {"mo", " months"},    {"mth", " months"}, {"mths", " months"}, {"q", " quarters"},
    {"qtr", " quarters"}, {"y", " years"},    {"yr", " years"},    {"yrs", " years"},
    {"h", " hours"},      {"hr", " hours"},   {"hrs", " hours"},   {"pct", "%"},
    {"percent", "%"},     {"pc", "%"},
};

/* "" when nothing is known. */
static Text meant_suffix(Scanner *s, Text suffix) {
  Text small = text_lower(s->syntax->arena, suffix);
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
    if (text_equal(small, text_of(suffixes[i].written))) return text_of(suffixes[i].meant);
  if (unit_singular(small).len) return joined(s, TEXT(" "), "", small);
  Text upper = text_upper(s->syntax->arena, suffix);
  bool capitals = text_equal(upper, suffix);
  for (size_t i = 0; i < suffix.len; i++)
    if (upper.at[i] < 'A' || upper.at[i] > 'Z') return TEXT("");
  if (suffix.len == 3 && capitals) return joined(s, TEXT(" "), "", upper);
  char first = upper.at[0];
  if (suffix.len == 4 && (first == 'K' || first == 'M' || first == 'B'))
    return joined(s, text_slice(upper, 0, 1), " ", text_slice(upper, 1, 4));
  return TEXT("");
}

void fault_glued(Scanner *s) {
  Text match = lexical_match(s);
  size_t digits = 0;
  while (digits < match.len && ((match.at[digits] >= '0' && match.at[digits] <= '9') ||
                                match.at[digits] == '_' || match.at[digits] == '.'))
    digits++;
  Text number = text_slice(match, 0, digits), suffix = text_slice(match, digits, match.len);
  if (text_ends(number, TEXT("_")) && !suffix.len) {
    while (text_ends(number, TEXT("_"))) number.len--;
    offer(s,
          fault_report(s, E_GLUED_NUMBER, s->lo, s->hi,
                       "`_` groups digits and stands between two of them"),
          number);
    return;
  }
  Diag *d = fault_report(s, E_GLUED_NUMBER, s->lo, s->hi, "the number %.*s is glued to `%.*s`",
                         TEXT_ARG(number), TEXT_ARG(suffix));
  Text meant = meant_suffix(s, suffix);
  if (meant.len) {
    offer(s, d, joined(s, number, "", meant));
  } else if (text_ends(suffix, TEXT("%"))) {
    diag_help(s->diags, d, "a percent takes neither `K` nor `M` nor `B`: write its digits out");
    lexical_token(s, TOK_BAD_VALUE);
  } else {
    diag_note(s->diags, d,
              "after a number: `K`, `M`, `B`, `%%`, or a blank and a unit or currency (`30 days`, "
              "`5M USD`)");
    offer(s, d, joined(s, TEXT("`"), "", joined(s, match, "`", TEXT(""))));
    diag_help(s->diags, d, "if it is a name, write `` `%.*s` `` in back quotes", TEXT_ARG(match));
  }
}

void fault_leading_point(Scanner *s) {
  Diag *d = fault_report(s, E_LEADING_POINT, s->lo, s->hi, "a number begins with a digit");
  offer(s, d, joined(s, TEXT("0"), "", lexical_match(s)));
}

void fault_number(Scanner *s, NumberFit fit) {
  Text match = lexical_match(s);
  if (match.len > 40) match = joined(s, text_slice(match, 0, 40), "…", TEXT(""));
  if (fit == NUMBER_TOO_LARGE) {
    Diag *d =
        fault_report(s, E_NUMBER_TOO_LARGE, s->lo, s->hi, "`%.*s` is too large", TEXT_ARG(match));
    diag_note(s->diags, d,
              "an exact number has at most 18 digits, whole and decimal ones together");
  } else {
    Diag *d = fault_report(s, E_TOO_MANY_DECIMALS, s->lo, s->hi, "`%.*s` has too many decimals",
                           TEXT_ARG(match));
    diag_note(s->diags, d,
              "an exact number has at most 18 digits, whole and decimal ones together");
  }
}

/* "" when it is none. */
static Text currency_of(Text sign) {
  static const struct Sign {
    const char *sign, *currency;
  } signs[] = {{"$", "USD"}, {"\xE2\x82\xAC", "EUR"}, {"\xC2\xA3", "GBP"}, {"\xC2\xA5", "JPY"}};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (text_equal(sign, text_of(signs[i].sign))) return text_of(signs[i].currency);
  return TEXT("");
}

void fault_currency_sign(Scanner *s) {
  const Text match = lexical_match(s);
  size_t sign = 0, end = 0; /* of the sign, before or behind the number */
  while (match.at[sign] != '$' && (unsigned char)match.at[sign] < 0x80) sign++;
  for (end = sign + 1; end < match.len && (unsigned char)match.at[end] >= 0x80;) end++;
  const Text number =
      sign ? text_trim(text_slice(match, 0, sign)) : text_slice(match, end, match.len);
  Diag *d = fault_report(s, E_CURRENCY_SIGN, s->lo, s->hi,
                         "money is written with its three letters, not with a sign");
  offer(s, d, joined(s, number, " ", currency_of(text_slice(match, sign, end))));
}

/* 60,000: a number does not begin with a zero, so this is no list. */
void fault_thousands(Scanner *s) {
  Diag *d = fault_report(s, E_THOUSANDS_COMMA, s->lo, s->hi, "a comma has no place in a number");
  Buffer number = buffer_in(s->syntax->arena);
  const Text match = lexical_match(s);
  for (size_t i = 0; i < match.len; i++)
    buffer_char(&number, match.at[i] == ',' ? '_' : match.at[i]);
  offer(s, d, buffer_view(&number));
  diag_help(s->diags, d, "group digits with `_`: `%.*s`", TEXT_ARG(buffer_view(&number)));
}

/* ---- Marks ---- */

static bool word_byte(const Scanner *s, uint32_t at) {
  if (at >= s->text.len) return false;
  char c = s->text.at[at];
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '`';
}

void fault_operator(Scanner *s, int kind, const char *meant) {
  Diag *d = fault_report(s, E_FOREIGN_OPERATOR, s->lo, s->hi, "`%.*s` is written `%s` here",
                         TEXT_ARG(lexical_match(s)), meant);
  bool letters = meant[0] >= 'a' && meant[0] <= 'z';
  bool before = letters && s->lo > 0 && word_byte(s, s->lo - 1);
  bool after = letters && s->hi < s->text.len && s->text.at[s->hi] != ' ';
  Text text = text_of(meant);
  if (before) text = joined(s, TEXT(" "), "", text);
  if (after) text = joined(s, text, " ", TEXT(""));
  diag_help(s->diags, d, "write `%s`", meant);
  diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), text);
  lexical_token(s, kind)->faulty = true;
}

/* `next => plan` */
void fault_arrow(Scanner *s) {
  const Token *last = s->tokens.count ? &s->tokens.at[s->tokens.count - 1] : NULL;
  const bool leads = last && last->kind == TOK_NEXT;
  if (!leads && s->text.at[s->lo] == '=') {
    fault_operator(s, TOK_GE, ">=");
    return;
  }
  Diag *d = fault_report(s, E_BAD_CHARACTER, s->lo, s->hi, "there are no arrows here");
  if (!leads) return;
  diag_help(s->diags, d, "the names follow by themselves: delete it");
  diag_edit(s->diags, d, (Span){last->span.hi, lexical_span(s, s->lo, s->hi).hi}, TEXT(""));
}

void fault_comment(Scanner *s) {
  Text match = lexical_match(s);
  Diag *d = fault_report(s, E_FOREIGN_COMMENT, s->lo, s->lo + 2, "a comment begins with `#`");
  if (text_starts(match, TEXT("//"))) {
    diag_help(s->diags, d, "write `#`");
    diag_edit(s->diags, d, lexical_span(s, s->lo, s->lo + 2), TEXT("#"));
    return;
  }
  diag_help(s->diags, d, "begin each line of the comment with `#`");
  for (uint32_t i = s->lo; i < s->hi; i++)
    if (s->text.at[i] == '\n') {
      s->first = true;
      s->line = i + 1;
    }
}

/* A `%` apart from its number. */
static bool percent_apart(Scanner *s) {
  Token *last = s->tokens.count ? &s->tokens.at[s->tokens.count - 1] : NULL;
  if (!last || last->kind != TOK_NUMBER || s->first) return false;
  Span here = lexical_span(s, s->lo, s->hi);
  Diag *d =
      fault_report(s, E_PERCENT_APART, s->lo, s->hi, "`%%` stands directly behind its number");
  diag_help(s->diags, d, "leave the blank out");
  diag_edit(s->diags, d, (Span){last->span.hi, here.lo}, TEXT(""));
  last->kind = TOK_PERCENT_NUMBER;
  last->faulty = true;
  return true;
}

static void control_character(Scanner *s, unsigned char c) {
  Diag *d = c == 0 ? fault_report(s, E_CONTROL_CHARACTER, s->lo, s->hi,
                                  "a NUL byte: this does not look like text")
                   : fault_report(s, E_CONTROL_CHARACTER, s->lo, s->hi,
                                  "the control character 0x%02X means nothing here", c);
  diag_help(s->diags, d, "delete it");
  diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), TEXT(""));
}

/* Blanks of other kinds, and marks that nobody sees. */
static bool unseen(Scanner *s, Text match) {
  bool blank = text_equal(match, TEXT("\xC2\xA0")) || text_equal(match, TEXT("\xE3\x80\x80")) ||
               (match.len == 3 && text_starts(match, TEXT("\xE2\x80")) &&
                (unsigned char)match.at[2] >= 0x80 && (unsigned char)match.at[2] <= 0x8A) ||
               text_equal(match, TEXT("\xE2\x80\xAF"));
  bool mark = text_equal(match, TEXT("\xEF\xBB\xBF")) || text_equal(match, TEXT("\xC2\xAD")) ||
              (match.len == 3 && text_starts(match, TEXT("\xE2\x80")) &&
               (unsigned char)match.at[2] >= 0x8B && (unsigned char)match.at[2] <= 0x8F);
  if (!blank && !mark) return false;
  Diag *d = fault_report(s, E_UNSEEN_CHARACTER, s->lo, s->hi,
                         blank ? "this blank is not an ordinary one"
                               : "an invisible character stands here");
  diag_note(s->diags, d, "it often comes with text pasted from a document or a web page");
  diag_help(s->diags, d, blank ? "type an ordinary blank" : "delete it");
  diag_edit(s->diags, d, lexical_span(s, s->lo, s->hi), blank ? TEXT(" ") : TEXT(""));
  return true;
}

void fault_character(Scanner *s) {
  Text match = lexical_match(s);
  unsigned char c = (unsigned char)match.at[0];
  if (c >= 0x80 && match.len == 1) { /* reported with the file */
    s->fault = true;
    return;
  }
  if (c < 0x20 || c == 0x7F) {
    control_character(s, c);
    return;
  }
  if ((c == '%' && percent_apart(s)) || unseen(s, match)) return;
  const Text currency = currency_of(match);
  if (currency.len) {
    offer(s,
          fault_report(s, E_CURRENCY_SIGN, s->lo, s->hi,
                       "a currency is written with its three letters, not with a sign"),
          currency);
    return;
  }
  if (c == '[' || c == ']') {
    Diag *d = fault_report(s, E_BAD_CHARACTER, s->lo, s->hi,
                           "`%c` has no meaning here; lists stand in parentheses", c);
    offer(s, d, c == '[' ? TEXT("(") : TEXT(")"));
    return;
  }
  Diag *d = fault_report(s, E_BAD_CHARACTER, s->lo, s->hi, "`%.*s` has no meaning here",
                         TEXT_ARG(printed(s, match)));
  if (c == '%')
    diag_help(s->diags, d, "`%%` follows a number: `12.5%%`");
  else if (c == '^')
    diag_help(s->diags, d, "there is no power; multiply: `x * x`");
  else if (c == '?')
    diag_help(s->diags, d, "a choice is written `if condition then this else that`");
  else if (c == '\'')
    diag_help(s->diags, d, "a text stands in double quotes: `\"like this\"`");
}

/* ---- Texts and names ---- */

void fault_unterminated(Scanner *s) {
  uint32_t end = s->hi;
  while (end > s->lo + 1 &&
         (s->text.at[end - 1] == '\r' || s->text.at[end - 1] == ' ' || s->text.at[end - 1] == '\t'))
    end--;
  Diag *d = fault_report(s, E_UNTERMINATED_TEXT, s->lo, end, "this text has no closing quote");
  diag_note(s->diags, d, "a text ends on its line; a line end inside is written `\\n`");
  diag_help(s->diags, d, "close it with `\"`");
  diag_edit(s->diags, d, lexical_span(s, end, end), TEXT("\""));
  Text value = value_of_string(s, s->lo + 1, end);
  lexical_token(s, TOK_STRING)->text = value;
}

static uint32_t quote_length(Text text) {
  unsigned char c = (unsigned char)text.at[0];
  return c == 0xE2 ? 3 : c == 0xC2 ? 2 : 1;
}

void fault_quotes(Scanner *s) {
  Text match = lexical_match(s);
  uint32_t open = quote_length(match), close = 1;
  if (match.at[match.len - 1] != '"' && match.at[match.len - 1] != '\'')
    close = (unsigned char)match.at[match.len - 2] == 0xC2 ? 2 : 3;
  Text inside = text_slice(match, open, match.len - close);
  Buffer out = buffer_in(s->syntax->arena);
  buffer_char(&out, '"');
  for (size_t i = 0; i < inside.len; i++) {
    bool escaped = i > 0 && inside.at[i - 1] == '\\';
    if (inside.at[i] == '"' && !escaped) buffer_char(&out, '\\');
    buffer_char(&out, inside.at[i]);
  }
  buffer_char(&out, '"');
  Diag *d = fault_report(s, E_FOREIGN_QUOTES, s->lo, s->hi,
                         "a text stands between straight double quotes");
  offer(s, d, buffer_view(&out));
}

/* Bytes of the letter at `at` that a name in back quotes may hold, 0 for none; as in scan.l. */
static size_t letter_length(Text text, size_t at) {
  unsigned char c = (unsigned char)text.at[at];
  unsigned char second = at + 1 < text.len ? (unsigned char)text.at[at + 1] : 0;
  if (c < 0x80) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || c == '_' || (c >= '0' && c <= '9') ? 1 : 0;
  }
  if (c == 0xC3 && (second == 0x97 || second == 0xB7)) return 0;
  if (c >= 0xC3 && c <= 0xDF) return at + 1 < text.len ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEE && c != 0xE2) return at + 2 < text.len ? 3 : 0;
  return 0;
}

/* The content with every byte that a name cannot hold as `_`, runs as one. */
static Text as_name(Scanner *s, Text text) {
  Buffer out = buffer_in(s->syntax->arena);
  bool gap = false;
  for (size_t i = 0, length; i < text.len; i += length ? length : 1) {
    length = letter_length(text, i);
    if (length && gap && out.len) buffer_char(&out, '_');
    buffer_bytes(&out, text.at + i, length);
    gap = !length;
  }
  return buffer_view(&out);
}

void fault_back_quoted(Scanner *s) {
  Text match = lexical_match(s), quote = TEXT("`");
  bool closed = match.len > 1 && text_ends(match, quote);
  Text inside = text_slice(match, 1, match.len - (closed ? 1 : 0));
  if (!closed) {
    uint32_t end = s->lo + 1;
    while (word_byte(s, end)) end++;
    Diag *d = fault_report(s, E_BAD_NAME, s->lo, end, "this name has no closing back quote");
    diag_help(s->diags, d, "close it with a back quote");
    diag_edit(s->diags, d, lexical_span(s, end, end), quote);
    Token *token = lexical_token(s, TOK_NAME);
    token->text = intern_text(s->syntax->names, text_slice(s->text, s->lo + 1, end));
    return;
  }
  Text name = as_name(s, inside);
  if (!name.len) {
    fault_report(s, E_BAD_NAME, s->lo, s->hi, "there is no name between these back quotes");
    lexical_token(s, TOK_BAD_VALUE);
    return;
  }
  Diag *d = fault_report(s, E_BAD_NAME, s->lo, s->hi,
                         "a name has only letters, digits and `_`, in back quotes too");
  diag_note(
      s->diags, d,
      "the header of a column is said in its field: `revenue: money(USD) from \"Annual Revenue\"`");
  offer(s, d, joined(s, quote, "", joined(s, name, "`", TEXT(""))));
}

void fault_letters(Scanner *s) {
  Text match = lexical_match(s), quote = TEXT("`");
  Diag *d = fault_report(s, E_FOREIGN_LETTER, s->lo, s->hi,
                         "a name with letters other than a to z stands in back quotes");
  offer(s, d, joined(s, quote, "", joined(s, match, "`", TEXT(""))));
}
