/* cell_money.c - amounts with their signs, codes and brackets.
 *
 * Around the number stand, each at most once on either side: a sign, a currency, and the
 * brackets that bookkeeping writes for a negative amount: `-$5`, `$ -5`, `5 USD`, `($5)`,
 * `$ (5)`. A sign like `$` belongs to several currencies and is taken as the field's own
 * where it can be; a code or sign that cannot be is another currency, never dropped.
 */
#include "value/cell_impl.h"

#include <string.h>

typedef struct CurrencySign {
  const char *sign;
  const char *codes; /* separated by blanks */
} CurrencySign;

/* The first that fits is taken, so a sign that another one starts with stands behind it. */
static const CurrencySign signs[] = {
    {"US$", "USD"},
    {"CA$", "CAD"},
    {"AU$", "AUD"},
    {"A$", "AUD"},
    {"C$", "CAD"},
    {"HK$", "HKD"},
    {"MX$", "MXN"},
    {"NT$", "TWD"},
    {"NZ$", "NZD"},
    {"R$", "BRL"},
    {"S$", "SGD"},
    {"$", "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU DOP BSD BBD BMD BND BZD FJD GYD JMD "
          "KYD LRD NAD SBD SRD TTD XCD"},
    {"\xe2\x82\xac", "EUR"},
    {"\xc2\xa3", "GBP EGP FKP GIP LBP SHP SSP SYP"},
    {"\xc2\xa5", "JPY CNY"},
    {"\xef\xbf\xa5", "JPY CNY"}, /* fullwidth yen */
    {"\xe5\x85\x83", "CNY"},
    {"\xe5\x86\x86", "JPY"},
    {"\xe2\x82\xb9", "INR"},
    {"\xe2\x82\xa9", "KRW KPW"},
    {"\xe2\x82\xba", "TRY"},
    {"\xe2\x82\xbd", "RUB"},
    {"\xe2\x82\xaa", "ILS"},
    {"\xe0\xb8\xbf", "THB"},
    {"\xe2\x82\xab", "VND"},
    {"\xe2\x82\xa6", "NGN"},
    {"\xe2\x82\xb4", "UAH"},
    {"\xe2\x82\xb1", "PHP"},
    {"\xe2\x82\xb8", "KZT"},
    {"z\xc5\x82", "PLN"},
    {"K\xc4\x8d", "CZK"},
    {"Ft", "HUF"},
    {"Fr.", "CHF"},
    {"Fr", "CHF"},
    {"SFr.", "CHF"},
    {"kr.", "DKK NOK SEK ISK"},
    {"kr", "SEK NOK DKK ISK"},
    {"RM", "MYR"},
    {"Rp", "IDR"},
    {"Rs.", "INR PKR LKR NPR MUR"},
    {"Rs", "INR PKR LKR NPR MUR"},
    {"R", "ZAR"},
};

static const char codes[] =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
    "SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD "
    "TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL";

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* A code of three letters in a list of codes, whatever its case. */
static bool listed(const char *list, const char *code) {
  for (; *list; list += list[3] ? 4 : 3) {
    int i = 0;
    while (i < 3 && (code[i] & ~0x20) == list[i]) i++;
    if (i == 3) return true;
  }
  return false;
}

static CurrencyMatch take_code(Cursor *c, const char own[4]) {
  const char *at = c->at;
  while (at < c->end && is_letter(*at)) at++;
  if (at - c->at != 3) return CURRENCY_NONE;
  const bool mine = own[0] && listed(own, c->at);
  if (!mine && !listed(codes, c->at)) return CURRENCY_NONE;
  c->at = at;
  return mine || !own[0] ? CURRENCY_OWN : CURRENCY_OTHER;
}

static CurrencyMatch take_sign(Cursor *c, const char own[4]) {
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    Cursor ahead = *c;
    if (!cell_take(&ahead, signs[i].sign)) continue;
    if (is_letter(ahead.at[-1]) && ahead.at < ahead.end && is_letter(*ahead.at)) continue;
    *c = ahead;
    return !own[0] || listed(signs[i].codes, own) ? CURRENCY_OWN : CURRENCY_OTHER;
  }
  return CURRENCY_NONE;
}

CurrencyMatch cell_take_currency(Cursor *c, const char own[4]) {
  const CurrencyMatch code = take_code(c, own);
  return code == CURRENCY_NONE ? take_sign(c, own) : code;
}

/* What has been met around the number. */
typedef struct Amount {
  bool sign, negative, bracket, closed, other;
} Amount;

static bool take_currency(Cursor *c, Amount *amount, const char own[4]) {
  const CurrencyMatch match = cell_take_currency(c, own);
  if (match == CURRENCY_OTHER) amount->other = true;
  return match != CURRENCY_NONE;
}

static void take_front(Cursor *c, Amount *amount, const char own[4]) {
  bool currency = false;
  while (c->at < c->end && !cell_is_digit(*c->at)) {
    if (!amount->sign && cell_take_sign(c, &amount->negative))
      amount->sign = true;
    else if (!amount->bracket && cell_take(c, "("))
      amount->bracket = true;
    else if (!currency && take_currency(c, amount, own))
      currency = true;
    else
      return;
    cell_skip_blanks(c);
  }
}

static void take_back(Cursor *c, Amount *amount, const char own[4]) {
  bool currency = false;
  for (cell_skip_blanks(c); c->at < c->end; cell_skip_blanks(c)) {
    if (amount->bracket && !amount->closed && cell_take(c, ")"))
      amount->closed = true;
    else if (!currency && take_currency(c, amount, own))
      currency = true;
    else
      return;
  }
}

CellStatus cell_money(Text cell, const char own[4], const CellFormat *format, int64_t *out) {
  Cursor c = {cell.at, cell.at + cell.len};
  Amount amount = {.sign = false};
  CellDigits digits;
  take_front(&c, &amount, own);
  if (!cell_take_digits(&c, format, false, &digits)) return CELL_NOT_MONEY;
  take_back(&c, &amount, own);
  if (c.at != c.end || amount.bracket != amount.closed) return CELL_NOT_MONEY;
  if (amount.bracket && amount.sign) return CELL_NOT_MONEY;
  if (amount.other) return CELL_OTHER_CURRENCY;
  if (digits.bad_groups) return CELL_BAD_GROUPS;
  const unsigned shift = (unsigned)type_info(TYPE_MONEY)->decimals + format->exponent;
  return cell_scale(&digits, shift, amount.negative || amount.bracket, out);
}
