/* Words, literals and slips of the scanner. */
#include <inttypes.h>

#include "parsing.h"
#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/scan.h"

static Scanner scanned(Text source, bool questions) {
  world.syntax.diags = diag_sink_new(world.arena);
  Scanner scanner = {.syntax = &world.syntax, .text = source, .base = 1, .questions = questions};
  scan(&scanner);
  return scanner;
}

static const char *kind_name(int kind) {
  switch (kind) {
  case TOK_NAME:
    return "name";
  case TOK_LABEL:
    return "label";
  case TOK_STRING:
    return "text";
  case TOK_NUMBER:
    return "number";
  case TOK_PERCENT_NUMBER:
    return "percent";
  case TOK_DATE_LITERAL:
    return "date";
  case TOK_CURRENCY:
    return "currency";
  case TOK_UNIT:
    return "unit";
  case TOK_BAD_VALUE:
    return "bad";
  case TOK_DOTDOT:
    return "..";
  case TOK_NE:
    return "!=";
  case TOK_LE:
    return "<=";
  case TOK_GE:
    return ">=";
  default:
    return NULL;
  }
}

/* "name number =": the tokens by kind, keywords in capitals. */
static const char *kinds_of(Text source, bool questions) {
  Scanner scanner = scanned(source, questions);
  Buffer out = buffer_in(world.arena);
  buffer_str(&out, "");
  for (size_t i = 0; i + 1 < scanner.tokens.count; i++) {
    int kind = scanner.tokens.at[i].kind;
    const Keyword *keyword = keyword_of(kind);
    if (i) buffer_char(&out, ' ');
    if (keyword)
      buffer_text(&out, text_upper(world.arena, keyword->spelling));
    else if (kind_name(kind))
      buffer_str(&out, kind_name(kind));
    else
      buffer_char(&out, (char)kind);
  }
  return buffer_view(&out).at ? text_copy(world.arena, buffer_view(&out)).at : "";
}

static const char *kinds(const char *source) { return kinds_of(text_of(source), false); }

START_TEST(words) {
  ck_assert_str_eq(kinds("rule Rule _a a1 `rule` days hour"), "RULE name name name name unit unit");
  ck_assert_str_eq(kinds("where: `in`: a : b\n: days: USD:"),
                   "label : label : label : name : label : "
                   "label :");
  ck_assert_str_eq(kinds("show why"), "name name");
  ck_assert_str_eq(kinds_of(TEXT("show show; why `why`; `what`"), true),
                   "SHOW name ; WHY name ; name");
}
END_TEST

START_TEST(numbers) {
  ck_assert_str_eq(
      kinds("1 1.5 1_000 5M 2.5% 0..10 1...5 -3"),
      "number number number number percent number .. number number .. number - number");
  ck_assert_str_eq(kinds("5M USD 5M\nEUR USD a USD 5 `USD` 5 usd 5 USDX"),
                   "number currency number currency name name name number name number name number "
                   "name");
  ck_assert_str_eq(kinds("2026-06-30 2026-06-30..2026-12-31 1-2-3 4-06-30"),
                   "date date .. date number - number - number number - number - number");
}
END_TEST

/* The last number's value as mantissa and scale. */
static const char *value_of(const char *source) {
  Scanner scanner = scanned(text_of(source), false);
  Decimal number = scanner.tokens.at[scanner.tokens.count - 2].number;
  return arena_printf(world.arena, "%" PRId64 "/%d", number.mantissa, number.scale);
}

START_TEST(values) {
  ck_assert_str_eq(value_of("0"), "0/0");
  ck_assert_str_eq(value_of("12.50"), "125/1");
  ck_assert_str_eq(value_of("12.00"), "12/0");
  ck_assert_str_eq(value_of("5K"), "5000/0");
  ck_assert_str_eq(value_of("2.5B"), "2500000000/0");
  ck_assert_str_eq(value_of("0.0000001M"), "1/1");
  ck_assert_str_eq(value_of("1_000.2_5"), "100025/2");
  ck_assert_str_eq(value_of("9223372036854775807"), "9223372036854775807/0");
  ck_assert_str_eq(value_of("0.000000000000000001"), "1/18");
  ck_assert_str_eq(value_of("1.00000000000000000000000"), "1/0");
}
END_TEST

static const char *fault(const char *source) {
  scanned(text_of(source), false);
  return codes();
}

START_TEST(values_that_do_not_fit) {
  ck_assert_str_eq(fault("9223372036854775808"), "E0115");
  ck_assert_str_eq(fault("9223372036854775807K"), "E0115");
  ck_assert_str_eq(fault("9B 10000000000B"), "E0115");
  ck_assert_str_eq(fault("0.0000000000000000001"), "E0116");
  ck_assert_str_eq(fault("10.000000000000000001"), "E0116");
  ck_assert_str_eq(kinds("a < 9223372036854775808"), "name < bad");
}
END_TEST

START_TEST(slips_become_what_was_meant) {
  ck_assert_str_eq(kinds("5m 5mio 5Mrd 5k 1e6"), "number number number number number");
  ck_assert_str_eq(codes(), "E0111 E0111 E0111 E0111 E0111");
  ck_assert_str_eq(kinds("30days 3d 5EUR 5MUSD 5kEUR 12pct"),
                   "number unit number unit number currency number currency number currency "
                   "percent");
  ck_assert_str_eq(kinds("30x 5M% 1_"), "name bad number");
  ck_assert_str_eq(kinds("a == b <> c && d || !e"), "name = name != name AND name OR NOT name");
  ck_assert_str_eq(kinds("\u201ca b\u201d \u201ea\u201c 'x' \u00aby\u00bb"), "text text text text");
  ck_assert_str_eq(kinds("30.06.2026 30/06/2026 2026-6-3 30.6.26"), "date date date date");
  ck_assert_str_eq(kinds("a \u2212 b \u00d7 c \u00f7 d \u2264 e"),
                   "name - name * name / name <= name");
  ck_assert_str_eq(kinds("a // b\nc /* d\n */ e"), "name name name");
  ck_assert_str_eq(kinds("$5 \u20ac5M 12 % \u00fcber"),
                   "number currency number currency percent name");
  ck_assert_str_eq(kinds("[a]"), "( name )");
}
END_TEST

START_TEST(meant_values_are_right) {
  ck_assert_str_eq(value_of("5Mio"), "5000000/0");
  ck_assert_str_eq(value_of("2.5tsd"), "2500/0");
  Scanner scanner = scanned(TEXT("30.06.2026 06/30/2026"), false);
  ck_assert_int_eq(scanner.tokens.at[0].day, 20634);
  ck_assert_int_eq(scanner.tokens.at[1].day, 20634);
  scanner = scanned(TEXT("5MUSD"), false);
  ck_assert_uint_eq(scanner.tokens.count, 3);
  ck_assert(scanner.tokens.at[0].faulty && scanner.tokens.at[1].faulty);
  ck_assert_uint_eq(scanner.tokens.at[0].span.lo, 1);
  ck_assert_uint_eq(scanner.tokens.at[1].span.hi, 6);
}
END_TEST

static const char *text_value(const char *source) {
  Scanner scanner = scanned(text_of(source), false);
  return text_copy(world.arena, scanner.tokens.at[0].text).at;
}

START_TEST(texts) {
  ck_assert_str_eq(text_value("\"\""), "");
  ck_assert_str_eq(text_value("\"a # b\""), "a # b");
  ck_assert_str_eq(text_value("\"\\{b\\}\""), "{b}");
  ck_assert_str_eq(text_value("\"\\u{1F600}\\u{41}\""), "\U0001F600A");
  ck_assert_str_eq(codes(), "");
  ck_assert_str_eq(text_value("\"a\\qb\""), "a\\qb");
  ck_assert_str_eq(codes(), "E0110");
  ck_assert_str_eq(fault("\"\\u{} \\u{0} \\u{110000} \\u{D800} \\u41\""),
                   "E0110 E0110 E0110 E0110 E0110");
  ck_assert_str_eq(text_value("\"open\r\nb"), "open");
  ck_assert_str_eq(codes(), "E0109");
  ck_assert_str_eq(text_value("\"open\\"), "open\\");
  ck_assert_str_eq(codes(), "E0109");
}
END_TEST

START_TEST(encodings) {
  ck_assert_str_eq(kinds("\xEF\xBB\xBF"
                         "a"),
                   "name");
  ck_assert_str_eq(codes(), "");
  ck_assert_str_eq(fault("a \xEF\xBB\xBF b"), "E0102");
  ck_assert_str_eq(fault("a\xC2\xA0"
                         "b"),
                   "E0102");
  /* One report however many bytes are wrong. */
  ck_assert_str_eq(kinds("a \xFF\xFE b \x80"), "name name");
  ck_assert_str_eq(codes(), "E0100");
  ck_assert_str_eq(kinds_of((Text){"a \0 b", 5}, false), "name name");
  ck_assert_str_eq(codes(), "E0101");
  ck_assert_str_eq(fault("# caf\xE9"), "E0100");
}
END_TEST

START_TEST(lines) {
  Scanner scanner = scanned(TEXT("a\n  b c # d\n\te"), false);
  const Token *at = scanner.tokens.at;
  ck_assert(at[0].first && at[1].first && !at[2].first && at[3].first);
  ck_assert_uint_eq(at[0].indent, 0);
  ck_assert_uint_eq(at[2].indent, 2);
  ck_assert_uint_eq(at[3].indent, 1);
}
END_TEST

START_TEST(reports_are_limited) {
  Buffer out = buffer_in(world.arena);
  for (int i = 0; i < 5000; i++) buffer_str(&out, "a == 5m ");
  scanned(buffer_view(&out), false);
  ck_assert_uint_eq(diag_count(world.syntax.diags), SCAN_MAX_REPORTS);
}
END_TEST

UNIT_MAIN(world_begin, world_end, words, numbers, values, values_that_do_not_fit,
          slips_become_what_was_meant, meant_values_are_right, texts, encodings, lines,
          reports_are_limited)
