/* test_why_not_runs.c - what it would take, where it is found by comparing with fresh runs.
 *
 * Caps: what one account changes moves others. Each change that could be made to an account is made
 * in the data, and the program run over it. Wide fields: what is proposed is made in the data, and
 * so is the value one unit nearer to the present one, which must not do.
 */
#include <string.h>

#include "support/unit.h"
#include "why_not_case.h"

/* ---- Caps -------------------------------------------------------------------------------------
 */

enum { ACCOUNTS = 9, POINTS = 5, TRUST = 2 };

static const char capped[] = "entity account { id: key text  points: integer 0..4  trust: bool }\n"
                             "score rank { give 10 for points from 0 to 4  give 3 when trust }\n"
                             "segmentation tier {\n"
                             "  segment top { needs points >= %u  at most %u ranked by rank }\n"
                             "  segment mid { needs trust or points >= %u  at most %u%s ranked by "
                             "points }\n"
                             "  segment low otherwise\n"
                             "}\n";

typedef struct Accounts {
  unsigned points[ACCOUNTS], trust[ACCOUNTS]; /* POINTS and TRUST: missing */
} Accounts;

static const char *capped_data(const Accounts *accounts) {
  Buffer out = buffer_in(case_arena);
  buffer_str(&out, "id,points,trust\n");
  for (unsigned i = 0; i < ACCOUNTS; i++) {
    buffer_printf(&out, "A%u,", i);
    if (accounts->points[i] < POINTS) buffer_printf(&out, "%u", accounts->points[i]);
    buffer_char(&out, ',');
    if (accounts->trust[i] < TRUST) buffer_str(&out, accounts->trust[i] ? "yes" : "no");
    buffer_char(&out, '\n');
  }
  return case_string(&out);
}

static bool capped_leads_to(const Case *c, const Accounts *accounts, uint32_t column, size_t row,
                            int32_t member) {
  const Run *run = case_run(c, (const char *[]){"account", capped_data(accounts), NULL});
  return case_is(c, run, column, row, member);
}

/* Bits of the sets of fields that do: 1 points, 2 trust, 3 both; those of one field if there are
 * any. */
static unsigned capped_ways(const Case *c, const Accounts *now, uint32_t column, size_t row,
                            int32_t member) {
  unsigned ways = 0;
  for (unsigned points = 0; points < POINTS; points++)
    for (unsigned trust = 0; trust < TRUST; trust++) {
      for (unsigned set = 1; set <= 3; set++) {
        Accounts then = *now;
        if (set & 1) then.points[row] = points;
        if (set & 2) then.trust[row] = trust;
        const bool changes =
            (!(set & 1) || points != now->points[row]) && (!(set & 2) || trust != now->trust[row]);
        if (changes && capped_leads_to(c, &then, column, row, member)) ways |= 1u << set;
      }
    }
  return ways & 6 ? ways & 6 : ways;
}

static unsigned bits_of(const WhyNot *answer) {
  unsigned ways = 0;
  for (size_t i = 0; i < answer->set_count; i++) {
    unsigned set = 0;
    for (size_t k = 0; k < answer->set[i].count; k++)
      set |= text_equal(answer->set[i].change[k].name, TEXT("points")) ? 1 : 2;
    ways |= 1u << set;
  }
  return ways;
}

static void check_caps(unsigned seed) {
  Case c;
  Accounts accounts;
  Buffer text = buffer_in(case_arena);
  case_seed(seed);
  const bool percent = case_draw(2);
  buffer_printf(&text, capped, 1 + case_draw(3), case_draw(4), 1 + case_draw(3),
                percent ? 10 * (1 + case_draw(5)) : case_draw(4), percent ? "%" : "");
  for (unsigned i = 0; i < ACCOUNTS; i++) {
    accounts.points[i] = case_draw(POINTS + 1);
    accounts.trust[i] = case_draw(TRUST + 1);
  }
  case_compile(&c, text_of(case_string(&text)));
  c.run = case_run(&c, (const char *[]){"account", capped_data(&accounts), NULL});
  const uint32_t column = case_column(&c, "tier");
  for (unsigned i = 0; i < 6; i++) {
    const size_t row = case_draw(ACCOUNTS);
    const int32_t member = (int32_t)case_draw(3);
    const WhyNot *answer = case_why_not(&c, column, member, row);
    if (answer->holds) continue;
    const unsigned ways = capped_ways(&c, &accounts, column, row, member);
    ck_assert_msg(ways == bits_of(answer), "seed %u\n%.*s%sA%zu to be %d: %x, found %x", seed,
                  TEXT_ARG(c.text), capped_data(&accounts), row, (int)member, ways,
                  bits_of(answer));
  }
}

START_TEST(caps_by_brute_force) {
  const CaseSeeds seeds = case_seeds(40);
  for (unsigned i = 0; i < seeds.count; i++) {
    check_caps(seeds.first + i);
    case_teardown();
    case_setup();
  }
}
END_TEST

/* ---- Echoes -----------------------------------------------------------------------------------
 */

/* What an account has to beat moves with it. */
static const char moving[] = "entity account { id: key text  points: integer 0..400 }\n"
                             "measure mean for program = avg(points of account)\n"
                             "measure most for program = max(points of account)\n"
                             "measure ahead = points >= program.mean + %u\n"
                             "measure behind = program.mean - points >= %u\n"
                             "measure near = points >= 0.9 * program.most\n";

enum { MOVING_MOST = 400, MOVING_ROWS = 4 };

static Run *moving_run(const Case *c, const unsigned *points) {
  Buffer out = buffer_in(case_arena);
  buffer_str(&out, "id,points\n");
  for (unsigned i = 0; i < MOVING_ROWS; i++) buffer_printf(&out, "A%u,%u\n", i, points[i]);
  return case_run(c, (const char *[]){"account", case_string(&out), NULL});
}

static void check_moving(const Case *c, const unsigned *points, const char *name) {
  const uint32_t column = case_column(c, name);
  const WhyNot *answer = case_why_not(c, column, TRUTH_TRUE, 0);
  unsigned then[MOVING_ROWS], ways = 0;
  if (answer->holds) return;
  ck_assert(answer->has_echo);
  memcpy(then, points, sizeof then);
  for (then[0] = 0; then[0] <= MOVING_MOST; then[0] += 5)
    ways += case_is(c, moving_run(c, then), column, 0, TRUTH_TRUE);
  ck_assert_msg(!ways == !answer->set_count, "%s of %u %u %u %u: %u ways, found %zu", name,
                points[0], points[1], points[2], points[3], ways, answer->set_count);
  if (!ways) return;
  ck_assert_uint_eq(answer->set[0].count, 1);
  then[0] = (unsigned)answer->set[0].change[0].to.i;
  ck_assert(case_is(c, moving_run(c, then), column, 0, TRUTH_TRUE));
}

START_TEST(what_is_needed_may_move) {
  const CaseSeeds seeds = case_seeds(12);
  for (unsigned i = 0; i < seeds.count; i++) {
    Case c;
    Buffer text = buffer_in(case_arena);
    unsigned points[MOVING_ROWS];
    case_seed(seeds.first + i);
    buffer_printf(&text, moving, 10 + case_draw(80), 10 + case_draw(80));
    for (unsigned k = 0; k < MOVING_ROWS; k++) points[k] = case_draw(MOVING_MOST / 2);
    case_compile(&c, text_of(case_string(&text)));
    c.run = moving_run(&c, points);
    check_moving(&c, points, "ahead");
    check_moving(&c, points, "behind");
    check_moving(&c, points, "near");
    case_teardown();
    case_setup();
  }
}
END_TEST

/* ---- Wide fields ------------------------------------------------------------------------------
 */

enum { REVENUE, GROWTH, RATE, SIGNED, NOTE, HOURS, FIELDS };
static const char *const fields[FIELDS] = {"revenue", "growth", "rate", "signed", "note", "hours"};

static const char wide[] = "entity account {\n"
                           "  id: key text\n"
                           "  revenue: money(USD) 0..\n"
                           "  growth: percent(points)\n"
                           "  rate: number\n"
                           "  signed: date\n"
                           "  note: text\n"
                           "  hours: duration(seconds) 0 hours..\n"
                           "}\n"
                           "score fit {\n"
                           "  give 40 for revenue from 1M to 10M\n"
                           "  give 30 for growth from 0% to 25%\n"
                           "  give 30 for rate from 9.5 to 0.5\n"
                           "}\n";

static void wide_condition(Buffer *out) {
  static const char *const atoms[] = {"fit >= 61.5",
                                      "fit < 20",
                                      "revenue > 5M",
                                      "revenue / 3 >= 1.5M",
                                      "revenue * (100% + growth) >= 4M",
                                      "growth between 3% and 4.5%",
                                      "rate <= 0.3",
                                      "abs(rate - 3) < 0.25",
                                      "signed in last 6 months",
                                      "today - signed > 90 days",
                                      "month(signed) = 2",
                                      "note contains \"vip\"",
                                      "lower(note) = \"gold\"",
                                      "note is known",
                                      "hours <= 36 hours",
                                      "days(hours) > 2.5",
                                      "revenue >= 2M and growth >= 10%",
                                      "revenue < 1M or rate > 7"};
  buffer_str(out, atoms[case_draw(sizeof atoms / sizeof *atoms)]);
}

static Scalar wide_value(unsigned field) {
  static const TypeKind kinds[FIELDS] = {TYPE_MONEY, TYPE_PERCENT, TYPE_NUMBER,
                                         TYPE_DATE,  TYPE_TEXT,    TYPE_DURATION};
  Scalar value = {.type = {.kind = kinds[field]}, .known = case_draw(4) != 0};
  if (field == REVENUE) value.i = (int64_t)case_draw(120000) * 1000003;
  if (field == GROWTH) value.i = ((int64_t)case_draw(500) - 100) * 100000;
  if (field == RATE) value.f = case_draw(1000) / 64.0;
  if (field == SIGNED) value.i = 20000 - (int64_t)case_draw(900);
  if (field == NOTE) value.text = case_draw(2) ? TEXT("plain") : TEXT("a vip");
  if (field == HOURS) value.i = (int64_t)case_draw(100) * 3600;
  return value;
}

static void write_cell(Buffer *out, Scalar value) {
  buffer_char(out, ',');
  if (!value.known) return;
  if (value.type.kind == TYPE_DURATION)
    buffer_printf(out, "%lld", (long long)value.i);
  else if (value.type.kind == TYPE_NUMBER)
    buffer_printf(out, "%.17g", value.f);
  else
    scalar_print(out, value, NULL, PRINT_CSV);
}

static const char *wide_data(const Scalar *values) {
  Buffer out = buffer_in(case_arena);
  buffer_str(&out, "id,revenue,growth,rate,signed,note,hours\nA");
  for (unsigned i = 0; i < FIELDS; i++) write_cell(&out, values[i]);
  buffer_char(&out, '\n');
  return case_string(&out);
}

static bool wide_leads_to(const Case *c, const Scalar *values, const WhyNot *answer) {
  const Run *run = case_run(c, (const char *[]){"account", wide_data(values), NULL});
  return case_is(c, run, answer->column, 0, answer->member);
}

static unsigned field_of(const WhyNotChange *change) {
  for (unsigned i = 0; i < FIELDS; i++)
    if (text_equal(change->name, text_of(fields[i]))) return i;
  ck_abort_msg("no field %.*s", TEXT_ARG(change->name));
}

/* One unit nearer to the present value. */
static bool nearer(const WhyNotChange *change, Scalar *value) {
  *value = change->to;
  if (!change->now.low.known || change->type.kind == TYPE_TEXT || change->type.kind == TYPE_NUMBER)
    return false;
  value->i += change->now.low.i < value->i ? -1 : 1;
  return value->i != change->now.low.i && change->type.kind != TYPE_DURATION;
}

static void check_wide_set(const Case *c, const Scalar *values, const WhyNot *answer,
                           const WhyNotSet *set) {
  Scalar to[FIELDS], example[FIELDS], close;
  for (unsigned i = 0; i < FIELDS; i++) to[i] = example[i] = values[i];
  for (size_t k = 0; k < set->count; k++) {
    to[field_of(&set->change[k])] = set->change[k].to;
    example[field_of(&set->change[k])] = set->change[k].example;
  }
  ck_assert_msg(wide_leads_to(c, to, answer), "%.*s%snot %s", TEXT_ARG(c->text), wide_data(values),
                wide_data(to));
  ck_assert_msg(wide_leads_to(c, example, answer), "%.*s%sas an example not %s", TEXT_ARG(c->text),
                wide_data(values), wide_data(example));
  for (size_t k = 0; k < set->count; k++) {
    if (!nearer(&set->change[k], &close)) continue;
    const unsigned field = field_of(&set->change[k]);
    const Scalar kept = to[field];
    to[field] = close;
    ck_assert_msg(!wide_leads_to(c, to, answer), "%.*s%s%s would do, too", TEXT_ARG(c->text),
                  wide_data(values), wide_data(to));
    to[field] = kept;
  }
}

static void check_wide(unsigned seed) {
  Case c;
  Scalar values[FIELDS];
  Buffer text = buffer_in(case_arena);
  case_seed(seed);
  buffer_str(&text, wide);
  buffer_str(&text, "segmentation tier { segment top { needs ");
  wide_condition(&text);
  buffer_str(&text, " needs ");
  wide_condition(&text);
  buffer_str(&text, " } segment low { needs ");
  wide_condition(&text);
  buffer_str(&text, " } }\n");
  for (unsigned i = 0; i < FIELDS; i++) values[i] = wide_value(i);
  case_compile(&c, text_of(case_string(&text)));
  c.run = case_run(&c, (const char *[]){"account", wide_data(values), NULL});
  const uint32_t column = case_column(&c, "tier");
  for (int32_t member = 0; member < 3; member++) {
    const WhyNot *answer = case_why_not(&c, column, member, 0);
    for (size_t i = 0; i < answer->set_count; i++)
      check_wide_set(&c, values, answer, &answer->set[i]);
    ck_assert_msg(answer->holds || answer->set_count || answer->exhausted, "%.*s%snothing found",
                  TEXT_ARG(c.text), wide_data(values));
  }
}

START_TEST(wide_fields_to_the_last_unit) {
  const CaseSeeds seeds = case_seeds(60);
  for (unsigned i = 0; i < seeds.count; i++) {
    check_wide(seeds.first + i);
    case_teardown();
    case_setup();
  }
}
END_TEST

/* ---- Interruption -----------------------------------------------------------------------------
 */

START_TEST(stops_when_told_to) {
  static const volatile int stop = 1;
  Case c;
  Buffer text = buffer_in(case_arena);
  buffer_printf(&text, moving, 10u, 10u);
  case_compile(&c, text_of(case_string(&text)));
  c.run = moving_run(&c, (const unsigned[]){10, 20, 30, 40});
  DiagSink *diags = c.compilation->diags;
  const size_t before = diag_count(diags);
  const WhyNot *answer =
      why_not(case_arena, c.run, case_column(&c, "ahead"), TRUTH_TRUE, 1, 0, &stop, diags);
  ck_assert_ptr_null(answer);
  ck_assert_uint_eq(diag_count(diags), before + 1);
  ck_assert_int_eq(diag_last(diags)->code, E_INTERRUPTED);
}
END_TEST

UNIT_MAIN(case_setup, case_teardown, caps_by_brute_force, what_is_needed_may_move,
          stops_when_told_to, wide_fields_to_the_last_unit)
