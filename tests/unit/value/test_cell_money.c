/* test_cell_money.c - amounts with signs, codes and brackets. */
#include "support/unit.h"
#include "value/cell.h"

typedef struct Case {
  const char *cell;
  CellStatus status;
  int64_t value;
} Case;

static const CellFormat plain = {.exponent = 0};
static const CellFormat comma = {.comma = true};

static Type money(const char *code) {
  return (Type){.kind = TYPE_MONEY, .currency = {code[0], code[1], code[2], 0}};
}

static void check_cases(const Case *cases, size_t count, const char *code,
                        const CellFormat *format) {
  for (size_t i = 0; i < count; i++) {
    const Case *c = &cases[i];
    int64_t out = 424242;
    const CellStatus status = cell_i64(text_of(c->cell), money(code), format, &out);
    const bool has_value = c->status == CELL_OK || c->status == CELL_ROUNDED;
    ck_assert_msg(status == c->status, "`%s`: %d, not %d", c->cell, status, c->status);
    ck_assert_msg(out == (has_value ? c->value : 424242), "`%s`: %lld", c->cell, (long long)out);
  }
}

#define CHECK_CASES(cases, code, format)                                                           \
  check_cases(cases, sizeof(cases) / sizeof *(cases), code, format)

START_TEST(dollars) {
  static const Case cases[] = {{"1234.56", CELL_OK, 12345600},
                               {"1,234.56", CELL_OK, 12345600},
                               {"$1,234.56", CELL_OK, 12345600},
                               {"$ 1,234.56", CELL_OK, 12345600},
                               {"1,234.56$", CELL_OK, 12345600},
                               {"1,234.56 $", CELL_OK, 12345600},
                               {"US$1,234.56", CELL_OK, 12345600},
                               {"USD 1,234.56", CELL_OK, 12345600},
                               {"USD1,234.56", CELL_OK, 12345600},
                               {"1,234.56 USD", CELL_OK, 12345600},
                               {"1,234.56USD", CELL_OK, 12345600},
                               {"1,234.56 usd", CELL_OK, 12345600},
                               {"1,234.56\xc2\xa0USD", CELL_OK, 12345600},
                               {"$1,234.56 USD", CELL_OK, 12345600},
                               {"-$1,234.56", CELL_OK, -12345600},
                               {"$-1,234.56", CELL_OK, -12345600},
                               {"$ - 1,234.56", CELL_OK, -12345600},
                               {"-1,234.56 USD", CELL_OK, -12345600},
                               {"\xe2\x88\x92$5", CELL_OK, -50000},
                               {"+$5", CELL_OK, 50000},
                               {"(1,234.56)", CELL_OK, -12345600},
                               {"($1,234.56)", CELL_OK, -12345600},
                               {"$(1,234.56)", CELL_OK, -12345600},
                               {"$ ( 1,234.56 )", CELL_OK, -12345600},
                               {"(1,234.56 USD)", CELL_OK, -12345600},
                               {"(1,234.56) USD", CELL_OK, -12345600},
                               {"(0)", CELL_OK, 0},
                               {".5", CELL_OK, 5000},
                               {"0.00005", CELL_ROUNDED, 1},
                               {"-0.00005", CELL_ROUNDED, -1},
                               {"0.00004999999999999999999", CELL_ROUNDED, 0},
                               {"1.23450000000000", CELL_OK, 12345},
                               {"922337203685477.5807", CELL_OK, INT64_MAX},
                               {"(922337203685477.5808)", CELL_OK, INT64_MIN},
                               {"922337203685477.5808", CELL_TOO_LARGE, 0},
                               {"922337203685477.58075", CELL_TOO_LARGE, 0},
                               {"", CELL_MISSING, 0},
                               {"1,23", CELL_BAD_GROUPS, 0},
                               {"$1,2345.00", CELL_BAD_GROUPS, 0},
                               {"-", CELL_NOT_MONEY, 0},
                               {"$", CELL_NOT_MONEY, 0},
                               {"$ -", CELL_NOT_MONEY, 0},
                               {"()", CELL_NOT_MONEY, 0},
                               {"USD", CELL_NOT_MONEY, 0},
                               {"(5", CELL_NOT_MONEY, 0},
                               {"5)", CELL_NOT_MONEY, 0},
                               {"((5))", CELL_NOT_MONEY, 0},
                               {"(-5)", CELL_NOT_MONEY, 0},
                               {"-(5)", CELL_NOT_MONEY, 0},
                               {"--5", CELL_NOT_MONEY, 0},
                               {"5-", CELL_NOT_MONEY, 0},
                               {"$$5", CELL_NOT_MONEY, 0},
                               {"5M", CELL_NOT_MONEY, 0},
                               {"5 pcs", CELL_NOT_MONEY, 0},
                               {"5 USDX", CELL_NOT_MONEY, 0},
                               {"1e3", CELL_NOT_MONEY, 0},
                               {"1.234,56", CELL_NOT_MONEY, 0},
                               {"5%", CELL_NOT_MONEY, 0},
                               {"unknown", CELL_NOT_MONEY, 0}};
  CHECK_CASES(cases, "USD", &plain);
}
END_TEST

START_TEST(other_currencies_are_never_dropped) {
  static const Case cases[] = {{"\xe2\x82\xac"
                                "5",
                                CELL_OTHER_CURRENCY, 0},
                               {"5 \xe2\x82\xac", CELL_OTHER_CURRENCY, 0},
                               {"5 EUR", CELL_OTHER_CURRENCY, 0},
                               {"eur 5", CELL_OTHER_CURRENCY, 0},
                               {"\xc2\xa3"
                                "5",
                                CELL_OTHER_CURRENCY, 0},
                               {"C$5", CELL_OTHER_CURRENCY, 0},
                               {"HK$ 5", CELL_OTHER_CURRENCY, 0},
                               {"$5 CAD", CELL_OTHER_CURRENCY, 0},
                               {"USD 5 EUR", CELL_OTHER_CURRENCY, 0},
                               {"(5 EUR)", CELL_OTHER_CURRENCY, 0},
                               {"5 kr", CELL_OTHER_CURRENCY, 0},
                               {"R5", CELL_OTHER_CURRENCY, 0},
                               {"5 ABC", CELL_NOT_MONEY, 0}};
  CHECK_CASES(cases, "USD", &plain);
}
END_TEST

START_TEST(signs_that_currencies_share) {
  static const struct {
    const char *cell, *code;
    CellStatus status;
  } cases[] = {{"$5", "CAD", CELL_OK},
               {"C$5", "CAD", CELL_OK},
               {"CA$5", "CAD", CELL_OK},
               {"US$5", "CAD", CELL_OTHER_CURRENCY},
               {"A$5", "AUD", CELL_OK},
               {"$5", "EUR", CELL_OTHER_CURRENCY},
               {"$5", "BRL", CELL_OTHER_CURRENCY},
               {"R$5", "BRL", CELL_OK},
               {"\xc2\xa5"
                "5",
                "JPY", CELL_OK},
               {"\xc2\xa5"
                "5",
                "CNY", CELL_OK},
               {"\xc2\xa3"
                "5",
                "GBP", CELL_OK},
               {"\xe2\x82\xac"
                "5",
                "EUR", CELL_OK},
               {"CHF 5", "CHF", CELL_OK},
               {"Fr. 5", "CHF", CELL_OK},
               {"SFr. 5", "CHF", CELL_OK},
               {"5 kr", "SEK", CELL_OK},
               {"kr. 5", "DKK", CELL_OK},
               {"kr 5", "EUR", CELL_OTHER_CURRENCY},
               {"5 z\xc5\x82", "PLN", CELL_OK},
               {"R 5", "ZAR", CELL_OK},
               {"RM5", "MYR", CELL_OK},
               {"RM5", "ZAR", CELL_OTHER_CURRENCY},
               {"Rs. 5", "INR", CELL_OK},
               {"\xe2\x82\xb9"
                "5",
                "INR", CELL_OK},
               {"XTS 5", "XTS", CELL_OK}, /* a code of one's own */
               {"XTS 5", "USD", CELL_NOT_MONEY}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t out = 50000;
    const CellStatus status = cell_i64(text_of(cases[i].cell), money(cases[i].code), &plain, &out);
    ck_assert_msg(status == cases[i].status, "`%s` as %s: %d", cases[i].cell, cases[i].code,
                  status);
    ck_assert_int_eq(out, 50000);
  }
}
END_TEST

START_TEST(decimal_commas) {
  static const Case cases[] = {{"1.234,56", CELL_OK, 12345600},
                               {"1 234,56 \xe2\x82\xac", CELL_OK, 12345600},
                               {"1\xe2\x80\xaf"
                                "234,56\xc2\xa0\xe2\x82\xac",
                                CELL_OK, 12345600},
                               {"1'234,56", CELL_OK, 12345600},
                               {"EUR 1.234", CELL_OK, 12340000},
                               {"-1.234,5", CELL_OK, -12345000},
                               {"1,5", CELL_OK, 15000},
                               {"5 EUR", CELL_OK, 50000},
                               {"1.5", CELL_BAD_GROUPS, 0},
                               {"1,234.56", CELL_NOT_MONEY, 0}};
  CHECK_CASES(cases, "EUR", &comma);
}
END_TEST

START_TEST(thousands_and_millions) {
  static const CellFormat millions = {.exponent = 6}, thousands = {.exponent = 3};
  static const Case in_millions[] = {
      {"1.5", CELL_OK, INT64_C(15000000000)},       {"$1.5", CELL_OK, INT64_C(15000000000)},
      {"0.00000000005", CELL_ROUNDED, 1},           {"0.0000000001", CELL_OK, 1},
      {"922337203.6854775807", CELL_OK, INT64_MAX}, {"922337203.6854775808", CELL_TOO_LARGE, 0}};
  static const Case in_thousands[] = {{"1,234", CELL_OK, INT64_C(12340000000)},
                                      {"(0.5)", CELL_OK, -5000000}};
  CHECK_CASES(in_millions, "USD", &millions);
  CHECK_CASES(in_thousands, "USD", &thousands);
}
END_TEST

UNIT_MAIN(NULL, NULL, dollars, other_currencies_are_never_dropped, signs_that_currencies_share,
          decimal_commas, thousands_and_millions)
