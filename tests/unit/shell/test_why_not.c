/* test_why_not.c - what it would take, against all that one could do.
 *
 * Random programs over accounts whose fields have few values, and one account for each combination
 * of these: so a single run tells what every change would lead to. Of some accounts and outcomes
 * the fewest fields that would do are found by going through all accounts that differ in allowed
 * ones, and have to be what `why not` says.
 */
#include "support/unit.h"
#include "why_not_case.h"

/* ---- Programs ---------------------------------------------------------------------------------
 */

enum { A, B, C, D, E, KIDS, DIMENSIONS };
static const char *const names[DIMENSIONS] = {"a", "b", "c", "d", "e", "count(kid where k >= 1)"};
/* Values of a dimension, and whether it may be missing besides. */
static const unsigned values[DIMENSIONS] = {5, 4, 2, 3, 2, 4};
static const bool can_miss[DIMENSIONS] = {true, true, true, true, true, false};

static const char entities[] = "entity account {\n"
                               "  id: key text\n"
                               "  a: integer 0..4\n"
                               "  b: integer 0..3\n"
                               "  c: bool\n"
                               "  d: one of (x, y, z)\n"
                               "  e: fixed integer 0..1\n"
                               "}\n"
                               "entity kid { account: ref account  k: integer }\n";

static void condition(Buffer *out, unsigned depth) {
  static const char *const atoms[] = {
      "a >= 3",
      "a < 2",
      "b = 1",
      "b >= 2",
      "c",
      "not c",
      "d = x",
      "d in (y, z)",
      "e = 1",
      "a + b >= 5",
      "abs(a - 2) <= 1",
      "a * b >= 6",
      "a - b >= 1",
      "points >= 40",
      "points >= 75",
      "points < 30",
      "a is known",
      "(if c then a else b) >= 2",
      "(a otherwise 3) >= 3",
      "count(kid where k >= 1) >= 2",
      "count(kid where k >= 1) = 1",
      "at least 2 of (a >= 2, b >= 2, c, d = y)",
      "max(a, b) <= 2",
  };
  if (!depth || case_draw(3) == 0) {
    buffer_str(out, atoms[case_draw(sizeof atoms / sizeof *atoms)]);
    return;
  }
  const bool conjunction = case_draw(2);
  if (case_draw(6) == 0) buffer_str(out, "not ");
  buffer_char(out, '(');
  condition(out, depth - 1);
  buffer_str(out, conjunction ? " and " : " or ");
  condition(out, depth - 1);
  buffer_char(out, ')');
}

static Text program(void) {
  Buffer out = buffer_in(case_arena);
  buffer_str(&out, entities);
  buffer_printf(&out, "score points {\n  give %u for a from 0 to 4\n  give %u for b from 3 to 0\n",
                10 + case_draw(60), 10 + case_draw(40));
  buffer_printf(&out, "  give %u when c\n  take %u when d = x\n}\n", 10 + case_draw(40),
                5 + case_draw(20));
  buffer_str(&out, "segmentation tier {\n");
  for (unsigned i = 0; i < 3; i++) {
    buffer_printf(&out, "  segment s%u {\n", i);
    for (unsigned k = 0, most = 1 + case_draw(3); k < most; k++) {
      buffer_str(&out, "    needs ");
      condition(&out, 2);
      buffer_char(&out, '\n');
    }
    buffer_str(&out, "  }\n");
  }
  buffer_str(&out, "  segment rest otherwise\n}\n");
  buffer_str(&out, "rule fit for account where ");
  condition(&out, 1);
  buffer_str(&out, " { require ");
  condition(&out, 2);
  buffer_str(&out, " }\n");
  return buffer_view(&out);
}

/* ---- Accounts ---------------------------------------------------------------------------------
 */

static unsigned choices(unsigned dimension) { return values[dimension] + can_miss[dimension]; }

static size_t universe(void) {
  size_t rows = 1;
  for (unsigned i = 0; i < DIMENSIONS; i++) rows *= choices(i);
  return rows;
}

/* What the row has in a dimension; values[dimension] is missing. */
static unsigned coordinate(size_t row, unsigned dimension) {
  for (unsigned i = 0; i < dimension; i++) row /= choices(i);
  return (unsigned)(row % choices(dimension));
}

static bool is_missing(size_t row, unsigned dimension) {
  return coordinate(row, dimension) == values[dimension];
}

static void cell(Buffer *out, size_t row, unsigned dimension) {
  const unsigned at = coordinate(row, dimension);
  buffer_char(out, ',');
  if (is_missing(row, dimension)) return;
  if (dimension == D)
    buffer_char(out, "xyz"[at]);
  else if (dimension == C)
    buffer_str(out, at ? "true" : "false");
  else
    buffer_printf(out, "%u", at);
}

static void write_data(Buffer *accounts, Buffer *kids) {
  buffer_str(accounts, "id,a,b,c,d,e\n");
  buffer_str(kids, "account,k\n");
  for (size_t row = 0; row < universe(); row++) {
    buffer_printf(accounts, "A%zu", row);
    for (unsigned i = A; i <= E; i++) cell(accounts, row, i);
    buffer_char(accounts, '\n');
    for (unsigned i = 0; i < coordinate(row, KIDS); i++) buffer_printf(kids, "A%zu,2\n", row);
  }
}

/* ---- Brute force ------------------------------------------------------------------------------
 */

/* The dimensions in which `to` differs; false where one cannot get there. */
static bool difference(size_t from, size_t to, unsigned *set) {
  *set = 0;
  for (unsigned i = 0; i < DIMENSIONS; i++) {
    if (coordinate(from, i) == coordinate(to, i)) continue;
    if (i == E || is_missing(to, i)) return false;
    *set |= 1u << i;
  }
  return true;
}

/* Which sets of the least size do: a bit for each. */
static uint64_t fewest(const Case *c, uint32_t column, size_t row, int32_t member, int *size) {
  uint64_t sets = 0;
  *size = DIMENSIONS + 1;
  for (size_t to = 0; to < universe(); to++) {
    unsigned set;
    if (!case_is(c, c->run, column, to, member) || !difference(row, to, &set)) continue;
    const int count = __builtin_popcount(set);
    if (count < *size) sets = 0, *size = count;
    if (count == *size) sets |= UINT64_C(1) << set;
  }
  return sets;
}

static unsigned dimension_of(Text name) {
  for (unsigned i = 0; i < DIMENSIONS; i++)
    if (text_equal(name, text_of(names[i]))) return i;
  ck_abort_msg("no dimension %.*s", TEXT_ARG(name));
}

static unsigned set_of(const WhyNotSet *set) {
  unsigned bits = 0;
  for (size_t i = 0; i < set->count; i++) bits |= 1u << dimension_of(set->change[i].name);
  return bits;
}

static unsigned position_of(const Scalar *value) {
  return value->type.kind == TYPE_BOOL ? value->truth == TRUTH_TRUE : (unsigned)value->i;
}

/* The row that the changes lead to; SIZE_MAX where there is none. */
static size_t changed_row(size_t row, const WhyNotSet *set, bool example) {
  size_t result = 0, stride = 1;
  for (unsigned i = 0; i < DIMENSIONS; i++) {
    unsigned at = coordinate(row, i);
    for (size_t k = 0; k < set->count; k++)
      if (dimension_of(set->change[k].name) == i)
        at = position_of(example ? &set->change[k].example : &set->change[k].to);
    if (at >= choices(i)) return SIZE_MAX;
    result += stride * at;
    stride *= choices(i);
  }
  return result;
}

static const char *about(const Case *c, uint32_t column, size_t row, int32_t member) {
  Buffer out = buffer_in(case_arena);
  buffer_text(&out, c->text);
  buffer_printf(&out,
                "%.*s member %d of row:", TEXT_ARG(c->compilation->image->columns.at[column].name),
                (int)member);
  for (unsigned i = 0; i < DIMENSIONS; i++) {
    buffer_printf(&out, " %s", names[i]);
    cell(&out, row, i);
  }
  buffer_char(&out, '\n');
  return case_string(&out);
}

static void check_set(const Case *c, const WhyNot *answer, const WhyNotSet *set) {
  const char *where = about(c, answer->column, answer->row, answer->member);
  for (int example = 0; example < 2; example++) {
    const size_t to = changed_row(answer->row, set, example);
    if (to == SIZE_MAX) continue;
    ck_assert_msg(case_is(c, c->run, answer->column, to, answer->member), "%s%s does not do it",
                  where, example ? "the example" : "the nearest");
  }
}

static void check_answer(const Case *c, const WhyNot *answer) {
  int size;
  const uint64_t sets = fewest(c, answer->column, answer->row, answer->member, &size);
  const char *where = about(c, answer->column, answer->row, answer->member);
  if (!sets) {
    ck_assert_msg(!answer->set_count, "%sfound what is not there", where);
    return;
  }
  ck_assert_msg(answer->set_count > 0, "%snothing found, %d do", where, size);
  for (size_t i = 0; i < answer->set_count; i++) {
    const unsigned set = set_of(&answer->set[i]);
    ck_assert_msg(sets >> set & 1, "%sset %#x of %zu, %d do", where, set, answer->set[i].count,
                  size);
    check_set(c, answer, &answer->set[i]);
  }
  ck_assert_msg((size_t)__builtin_popcountll(sets) == answer->set_count || answer->set_count == 8,
                "%s%zu of %d sets of %d", where, answer->set_count, __builtin_popcountll(sets),
                size);
}

static void check_program(unsigned seed) {
  static const char *const columns[] = {"tier", "fit"};
  static const unsigned members[] = {4, 2};
  Case c;
  case_seed(seed);
  case_compile(&c, program());
  Buffer accounts = buffer_in(case_arena), kids = buffer_in(case_arena);
  write_data(&accounts, &kids);
  c.run = case_run(
      &c, (const char *[]){"account", case_string(&accounts), "kid", case_string(&kids), NULL});
  for (int i = 0; i < 24; i++) {
    const unsigned which = case_draw(2);
    const uint32_t column = case_column(&c, columns[which]);
    const size_t row = (size_t)case_draw((unsigned)universe());
    const int32_t member = (int32_t)case_draw(members[which]);
    const WhyNot *answer = case_why_not(&c, column, member, row);
    ck_assert_int_eq(answer->holds, case_is(&c, c.run, column, row, member));
    if (!answer->holds) check_answer(&c, answer);
  }
}

START_TEST(the_fewest_fields_by_brute_force) {
  const CaseSeeds seeds = case_seeds(40);
  for (unsigned i = 0; i < seeds.count; i++) {
    check_program(seeds.first + i);
    case_teardown();
    case_setup();
  }
}
END_TEST

UNIT_MAIN(case_setup, case_teardown, the_fewest_fields_by_brute_force)
