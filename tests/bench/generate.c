/* generate.c - data for the benchmark: generate FOLDER ACCOUNTS
 *
 * Writes accounts.csv (20 columns, about 200 bytes a row), contacts.csv (4 an account on average)
 * and orders.csv (10 an account) into FOLDER. Like an export of a CRM: a tenth of the names and a
 * third of the notes are quoted (commas, doubled quotes, some line ends), 2 to 5 % of some cells
 * are missing, and the rows of the first half of the accounts stand in their order, the rest
 * anywhere.
 *
 * The same bytes everywhere: cells depend on nothing but the seed below, whole numbers, and
 * additions and products of doubles (built with -ffp-contract=off). No call draws twice: the order
 * of arguments is the compiler's choice.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { AS_OF = 20634 /* 2026-06-30 */, FIRST_DAY = 12784 /* 2005-01-01 */ };
enum { CONTACTS_MOST = 8, ORDERS_MOST = 20 };

/* ---- Chance ---- */

static uint64_t state = 0x5354524154410001;

static uint64_t draw(void) {
  uint64_t bits = state += 0x9e3779b97f4a7c15;
  bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
  return bits ^ bits >> 31;
}

static int64_t below(int64_t end) { return (int64_t)((draw() >> 32) * (uint64_t)end >> 32); }
static bool percent(int chance) { return below(100) < chance; }
static double uniform(void) { return (double)(draw() >> 11) * 0x1p-53; }

/* Mean 0, deviation 1: the sum of twelve uniform values is as good as normal here. */
static double normal(void) {
  double sum = -6;
  for (int i = 0; i < 12; i++) sum += uniform();
  return sum;
}

/* Something like a power of two, without the library's: between powers it is a straight line. */
static double power(double exponent) {
  double whole = 1;
  for (; exponent >= 1; exponent -= 1) whole *= 2;
  for (; exponent < 0; exponent += 1) whole /= 2;
  return whole * (1 + exponent);
}

/* ---- Cells ---- */

static const char *const industries[] = {"automotive", "banking",   "chemicals", "energy",
                                         "healthcare", "insurance", "logistics", "retail"};
static const char *const regions[] = {"emea", "amer", "apac", "latam"};
static const char *const stages[] = {"identify", "qualify", "plan", "deliver", "review", "renew"};
static const char *const firsts[] = {"Northern", "Harbour", "Blue Lake", "Côte d'Azur", "Zürcher",
                                     "Grand",    "Central", "Skåne",     "Lakeside",    "Royal"};
static const char *const trades[] = {"Mills", "Tools",   "Freight", "Foods",   "Optics",
                                     "Paper", "Plastic", "Textile", "Turbine", "Works"};
static const char *const forms[] = {"AG", "GmbH", "Ltd", "Inc.", "S.A.", "BV", "Oy"};
static const char *const people[] = {"Ada",  "Bruno", "Chiara", "Derya",  "Émile", "Frida",
                                     "Gita", "Hugo",  "Ilse",   "Jürgen", "Kofi",  "Lena"};
static const char *const words[] = {"the",    "renewal",  "is",     "planned", "for",
                                    "autumn", "pricing",  "under",  "review",  "sponsor",
                                    "left",   "audit",    "passed", "new",     "buyer",
                                    "pilot",  "delivery", "late",   "twice",   "workshop"};

#define ANY(list) ((list)[below((int64_t)(sizeof(list) / sizeof *(list)))])

/* `value` in units of 10^-decimals. */
static void decimal(FILE *out, int64_t value, int decimals) {
  int64_t scale = 1;
  for (int i = 0; i < decimals; i++) scale *= 10;
  const int64_t size = value < 0 ? -value : value;
  fprintf(out, "%s%" PRId64, value < 0 ? "-" : "", size / scale);
  if (decimals) fprintf(out, ".%0*" PRId64, decimals, size % scale);
}

/* Days since 1970 as a date of the Gregorian calendar; years are counted from March. */
static void date(FILE *out, int64_t day) {
  const int64_t shifted = day + 719468, era = shifted / 146097, rest = shifted % 146097;
  const int64_t year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
  const int64_t of_year = rest - (365 * year + year / 4 - year / 100);
  const int64_t march = (5 * of_year + 2) / 153, month = march < 10 ? march + 3 : march - 9;
  fprintf(out, "%04d-%02d-%02d", (int)(era * 400 + year + (month <= 2)), (int)month,
          (int)(of_year - (153 * march + 2) / 5 + 1));
}

static void name(FILE *out) {
  const bool quoted = percent(10);
  fprintf(out, quoted ? "\"%s " : "%s ", ANY(firsts));
  if (quoted && percent(30)) fprintf(out, "\"\"%s\"\" ", ANY(people));
  fprintf(out, quoted ? "%s, " : "%s ", ANY(trades));
  fprintf(out, quoted ? "%s\"" : "%s", ANY(forms));
}

static void notes(FILE *out) {
  const int64_t kind = below(100), count = 2 + below(17);
  if (kind >= 92) return;
  const bool quoted = kind < 30;
  if (quoted) fputc('"', out);
  for (int64_t i = 0; i < count; i++) {
    if (i) fputs(kind == 0 && i == 3 ? "\n" : quoted && percent(16) ? ", " : " ", out);
    const bool doubled = quoted && percent(3);
    fprintf(out, doubled ? "\"\"%s\"\"" : "%s", ANY(words));
  }
  if (quoted) fputc('"', out);
}

/* ---- Rows ---- */

static int64_t clamp(int64_t value, int64_t low, int64_t high) {
  return value < low ? low : value > high ? high : value;
}

static void account(FILE *out, int64_t number) {
  const int64_t cents = clamp((int64_t)(100 * power(20.2 + 2.2 * normal())), 100000, 5000000000);
  const double lateness = uniform(), hours = uniform(), review = uniform();
  fprintf(out, "A%08" PRId64 ",", number);
  name(out);
  fprintf(out, ",%s,", ANY(industries));
  fprintf(out, "%s,", ANY(regions));
  fprintf(out, "M%04" PRId64 ",", 1 + below(2500));
  if (!percent(2)) decimal(out, cents, 2);
  fputc(',', out);
  decimal(out, (int64_t)((double)cents * (0.09 + 0.08 * normal())), 2);
  fputc(',', out);
  if (!percent(2)) decimal(out, (int64_t)(800 + 1200 * normal()), 4);
  fputc(',', out);
  decimal(out, (int64_t)((double)cents * power(0.3 + 1.2 * normal())), 2);
  fputc(',', out);
  if (!percent(2)) decimal(out, (below(11) + below(11)) / 2, 0);
  fprintf(out, ",%" PRId64 ",", below(11));
  fprintf(out, "%s,", percent(45) ? "true" : "false");
  date(out, FIRST_DAY + below(AS_OF - FIRST_DAY + 1));
  fputc(',', out);
  if (!percent(2)) decimal(out, 10000 - (int64_t)(3000 * lateness * lateness), 4);
  fputc(',', out);
  decimal(out, 5 + (int64_t)(235 * hours * hours * hours), 1);
  fprintf(out, ",%" PRId64 ",", below(26));
  if (!percent(5)) decimal(out, clamp(35 + (int64_t)(35 * normal()), -100, 100), 0);
  fputc(',', out);
  if (!percent(3)) date(out, AS_OF - (int64_t)(540 * review * review));
  fprintf(out, ",%s,", ANY(stages));
  notes(out);
  fputc('\n', out);
}

static void contact(FILE *out, int64_t number) {
  const double age = uniform();
  const int64_t level = below(100);
  fprintf(out, "A%08" PRId64 ",", number);
  fprintf(out, "%s ", ANY(people));
  fprintf(out, "%s,", ANY(trades));
  fprintf(out, "%s,", percent(60) ? "theirs" : "ours");
  fprintf(out, "%s,", level < 20 ? "exec" : level < 55 ? "senior" : "ops");
  if (!percent(5)) date(out, AS_OF - (int64_t)(300 * age * age));
  fputc('\n', out);
}

static void order(FILE *out, int64_t number) {
  fprintf(out, "A%08" PRId64 ",", number);
  date(out, AS_OF - below(1095));
  fputc(',', out);
  decimal(out, (int64_t)(100 * power(13 + 2 * normal())), 2);
  fprintf(out, ",%s\n", percent((int)(number % 25)) ? "false" : "true");
}

/* ---- Files ---- */

static FILE *begin(const char *folder, const char *file, const char *header) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  FILE *out = fopen(path, "wb");
  if (!out) {
    perror(path);
    exit(1);
  }
  fprintf(out, "%s\n", header);
  return out;
}

static void end(FILE *out) {
  if (!ferror(out) && fclose(out) == 0) return;
  perror("generate");
  exit(1);
}

/* Up to `most` rows an account, half as many on average. */
static void children(FILE *out, int64_t accounts, int most, void (*row)(FILE *, int64_t)) {
  const int64_t ordered = accounts / 2;
  for (int64_t number = 1; number <= ordered; number++)
    for (int64_t left = below(most + 1); left > 0; left--) row(out, number);
  for (int64_t left = (accounts - ordered) * most / 2; left > 0; left--)
    row(out, ordered + 1 + below(accounts - ordered));
}

int main(int argc, char **argv) {
  const int64_t accounts = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
  if (accounts < 1 || accounts > 99999999) {
    fputs("usage: generate FOLDER ACCOUNTS   (1 to 99999999)\n", stderr);
    return 2;
  }
  FILE *out = begin(argv[1], "accounts.csv",
                    "id,name,industry,region,owner,revenue,profit,growth,potential,product_fit,"
                    "cultural_fit,mutual,since,on_time_rate,first_response_hours,open_tickets,nps,"
                    "last_review,stage,notes");
  for (int64_t number = 1; number <= accounts; number++) account(out, number);
  end(out);
  out = begin(argv[1], "contacts.csv", "account_id,name,side,level,last_touch");
  children(out, accounts, CONTACTS_MOST, contact);
  end(out);
  out = begin(argv[1], "orders.csv", "account_id,placed,amount,on_time");
  children(out, accounts, ORDERS_MOST, order);
  end(out);
  return 0;
}
