/* date_parse.c - dates from text: ISO 8601, or a format that the program declares.
 *
 * Reading and the calendar are two steps, so that a cell like 2026-02-30 can be told apart
 * from one that is no date at all. The time of day is read for its form and then dropped:
 * the day is the one that is written, whatever the zone.
 */
#include "value/date.h"

typedef struct Cursor {
  const char *at, *end;
} Cursor;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool take(Cursor *c, char wanted) {
  if (c->at == c->end || *c->at != wanted) return false;
  c->at++;
  return true;
}

/* Between `fewest` and `most` digits, as many as there are. */
static bool take_number(Cursor *c, int fewest, int most, int *out) {
  int count = 0, value = 0;
  for (; count < most && c->at < c->end && is_digit(*c->at); count++) {
    value = value * 10 + (*c->at++ - '0');
  }
  *out = value;
  return count >= fewest;
}

static bool take_at_most(Cursor *c, int fewest, int limit) {
  int value;
  return take_number(c, fewest, 2, &value) && value <= limit;
}

/* `Z`, `+02`, `+02:00` or `+0200`, after a blank if need be. */
static bool take_zone(Cursor *c) {
  if (c->end - c->at > 1 && *c->at == ' ') c->at++;
  if (take(c, 'Z') || take(c, 'z')) return true;
  if (!take(c, '+') && !take(c, '-')) return false;
  if (!take_at_most(c, 2, 23)) return false;
  if (c->at == c->end) return true;
  take(c, ':');
  return take_at_most(c, 2, 59);
}

/* `12`, `12:30`, `12:30:59`, `12:30:59.123`, then a zone if there is more. */
static bool take_time(Cursor *c) {
  if (!take_at_most(c, 2, 24)) return false;
  if (take(c, ':')) {
    if (!take_at_most(c, 2, 59)) return false;
    if (take(c, ':')) {
      if (!take_at_most(c, 2, 60)) return false;
      if (take(c, '.') || take(c, ',')) {
        if (c->at == c->end || !is_digit(*c->at)) return false;
        while (c->at < c->end && is_digit(*c->at)) c->at++;
      }
    }
  }
  return c->at == c->end || take_zone(c);
}

bool date_read_iso(Text t, Civil *civil) {
  Cursor c = {t.at, t.at + t.len};
  if (t.len < 10) return false;
  if (!take_number(&c, 4, 4, &civil->year) || !take(&c, '-')) return false;
  if (!take_number(&c, 2, 2, &civil->month) || !take(&c, '-')) return false;
  if (!take_number(&c, 2, 2, &civil->day)) return false;
  if (c.at == c.end) return true;
  if (!take(&c, 'T') && !take(&c, 't') && !take(&c, ' ')) return false;
  return take_time(&c) && c.at == c.end;
}

bool date_parse_iso(Text t, int32_t *day) {
  Civil civil;
  return date_read_iso(t, &civil) && date_from_civil(civil, day);
}

/* A full name, or its first three letters; the longer one is tried first. */
static bool take_month_name(Cursor *c, int *month) {
  static const char names[12][10] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};
  const size_t left = (size_t)(c->end - c->at);
  for (int i = 0; i < 12; i++) {
    size_t len = 0;
    while (len < left && names[i][len] && lower(c->at[len]) == names[i][len]) len++;
    if (len < 3) continue;
    c->at += names[i][len] ? 3 : len;
    *month = i + 1;
    return true;
  }
  return false;
}

static bool take_field(Cursor *c, char letter, Civil *civil) {
  switch (letter) {
  case 'Y':
    return take_number(c, 4, 4, &civil->year);
  case 'y':
    if (!take_number(c, 2, 2, &civil->year)) return false;
    civil->year += civil->year < 69 ? 2000 : 1900;
    return true;
  case 'm':
    return take_number(c, 1, 2, &civil->month);
  case 'd':
    return take_number(c, 1, 2, &civil->day);
  case 'b':
  case 'B':
    return take_month_name(c, &civil->month);
  case 'H':
    return take_at_most(c, 1, 24);
  case 'M':
    return take_at_most(c, 1, 59);
  case 'S':
    return take_at_most(c, 1, 60);
  case '%':
    return take(c, '%');
  default:
    return false;
  }
}

bool date_read(Text t, Text format, Civil *civil) {
  Cursor c = {t.at, t.at + t.len};
  Civil found = {0};
  for (size_t i = 0; i < format.len; i++) {
    if (format.at[i] != '%') {
      if (!take(&c, format.at[i])) return false;
      continue;
    }
    if (++i == format.len || !take_field(&c, format.at[i], &found)) return false;
  }
  *civil = found;
  return c.at == c.end;
}

bool date_parse(Text t, Text format, int32_t *day) {
  Civil civil;
  return date_read(t, format, &civil) && date_from_civil(civil, day);
}

bool date_format_check(Text format, const char **why) {
  int years = 0, months = 0, days = 0;
  *why = NULL;
  for (size_t i = 0; i < format.len && !*why; i++) {
    if (format.at[i] != '%') continue;
    switch (++i < format.len ? format.at[i] : '\0') {
    case 'Y':
    case 'y':
      years++;
      break;
    case 'm':
    case 'b':
    case 'B':
      months++;
      break;
    case 'd':
      days++;
      break;
    case 'H':
    case 'M':
    case 'S':
    case '%':
      break;
    default:
      *why = "after % stands one of Y y m d b B H M S %";
      break;
    }
  }
  if (*why) return false;
  if (years != 1)
    *why = "the year must stand in it once, as %Y or %y";
  else if (months != 1)
    *why = "the month must stand in it once, as %m, %b or %B";
  else if (days != 1)
    *why = "the day must stand in it once, as %d";
  return *why == NULL;
}
