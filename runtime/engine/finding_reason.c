/* finding_reason.c - why a rule fails or a KPI is red, in half a sentence, from the clauses.
 *
 *   a rule   the first requirement that is false, and the values that it reads; of an item and an
 *            assumption likewise
 *   a KPI    its value, and what green needs under the bands that apply to the row
 */
#include "engine/run_impl.h"

enum { TERMS_MOST = 4 };

/* The clause's value on a row of the declaration's entity; false where it has none. */
static bool clause_value(Run *run, uint32_t index, uint32_t entity, size_t row, ColumnValue *out) {
  const Clause *clause = &run->image->clauses.at[index];
  size_t at;
  if (!run_block_row(run, clause->block, entity, row, &at)) return false;
  *out = run_registers(run, clause->type, clause->block, clause->low, clause->high, at);
  return true;
}

static bool clause_is(Run *run, uint32_t index, uint32_t entity, size_t row, Truth truth) {
  ColumnValue value;
  if (!clause_value(run, index, entity, row, &value) || value.low.type.kind != TYPE_BOOL)
    return false;
  return (value.low.known ? value.low.truth : (Truth)TRUTH_UNKNOWN) == truth;
}

/* The clause without the keyword that it begins with. */
static Text behind(Text text, Text keyword) {
  if (!text_starts(text, keyword)) return text;
  return text_strip(text_slice(text, keyword.len, text.len));
}

/* ---- Rules ---------------------------------------------------------------------------------- */

typedef struct Terms {
  uint32_t clause[TERMS_MOST];
  size_t count;
} Terms;

static void add_term(const Image *image, Terms *terms, uint32_t clause) {
  for (size_t i = 0; i < terms->count; i++)
    if (text_equal(image->clauses.at[terms->clause[i]].text, image->clauses.at[clause].text))
      return;
  if (terms->count < TERMS_MOST) terms->clause[terms->count++] = clause;
}

/* Terms of terms are what a definition is made of, which the requirement does not show. */
static void collect_terms(const Run *run, Terms *terms, uint32_t clause) {
  for (uint32_t part = run->clauses.first[clause]; part != SCHEMA_NONE;
       part = run->clauses.next[part]) {
    if (run->image->clauses.at[part].kind == CLAUSE_TERM)
      add_term(run->image, terms, part);
    else
      collect_terms(run, terms, part);
  }
}

static void say_terms(Run *run, uint32_t requirement, Text said, uint32_t entity, size_t row,
                      Buffer *out) {
  Terms terms = {.count = 0};
  size_t printed = 0;
  collect_terms(run, &terms, requirement);
  for (size_t i = 0; i < terms.count; i++) {
    const Clause *clause = &run->image->clauses.at[terms.clause[i]];
    ColumnValue value;
    if (text_equal(clause->text, said)) continue;
    if (!clause_value(run, terms.clause[i], entity, row, &value)) continue;
    buffer_printf(out, "%s%.*s = ", printed++ ? ", " : " (", TEXT_ARG(clause->text));
    column_value_print(out, value, run->image->enums.at);
  }
  if (printed) buffer_char(out, ')');
}

static void rule_reason(Run *run, uint32_t root, uint32_t entity, size_t row, Buffer *out) {
  for (uint32_t part = run->clauses.first[root]; part != SCHEMA_NONE;
       part = run->clauses.next[part]) {
    const Clause *clause = &run->image->clauses.at[part];
    if (clause->kind != CLAUSE_REQUIRE || !clause_is(run, part, entity, row, TRUTH_FALSE)) continue;
    const Text condition = behind(clause->text, TEXT("require"));
    buffer_printf(out, "`%.*s`", TEXT_ARG(condition));
    say_terms(run, part, condition, entity, row, out);
    return;
  }
}

/* ---- KPIs ----------------------------------------------------------------------------------- */

static bool is_band(const Clause *clause, Text colour) {
  return clause->kind == CLAUSE_BAND && text_starts(clause->text, colour);
}

/* The first band of those that apply: they stand below their `where`, or below the KPI itself. */
static uint32_t applying_band(Run *run, uint32_t above, uint32_t entity, size_t row) {
  for (uint32_t part = run->clauses.first[above]; part != SCHEMA_NONE;
       part = run->clauses.next[part]) {
    const Clause *clause = &run->image->clauses.at[part];
    if (clause->kind == CLAUSE_BAND) return part;
    if (clause->kind != CLAUSE_WHERE || !clause_is(run, part, entity, row, TRUTH_TRUE)) continue;
    const uint32_t band = applying_band(run, part, entity, row);
    if (band != SCHEMA_NONE) return band;
  }
  return SCHEMA_NONE;
}

static void kpi_reason(Run *run, uint32_t root, uint32_t entity, size_t row, Buffer *out) {
  for (uint32_t part = run->clauses.first[root]; part != SCHEMA_NONE;
       part = run->clauses.next[part]) {
    ColumnValue value;
    if (run->image->clauses.at[part].kind != CLAUSE_VALUE) continue;
    if (clause_value(run, part, entity, row, &value))
      column_value_print(out, value, run->image->enums.at);
  }
  const uint32_t band = applying_band(run, root, entity, row);
  if (band == SCHEMA_NONE) return;
  const Clause *clause = &run->image->clauses.at[band];
  const bool green = is_band(clause, TEXT("green"));
  buffer_printf(out, " (%s needs %.*s)", green ? "green" : "amber",
                TEXT_ARG(behind(clause->text, green ? TEXT("green") : TEXT("amber"))));
}

void finding_reason(Run *run, const Finding *finding, size_t row, Buffer *out) {
  const Declaration *declaration = &run->image->declarations.at[finding->declaration];
  const uint32_t root = run->image->columns.at[declaration->columns.first].clause;
  if (root == SCHEMA_NONE) return;
  if (finding->kind == FINDING_RULE_FAILS || finding->kind == FINDING_ITEM_FAILS ||
      finding->kind == FINDING_ASSUME_BROKEN || finding->kind == FINDING_WAIVED)
    rule_reason(run, root, declaration->entity, row, out);
  else if (finding->kind == FINDING_KPI_RED)
    kpi_reason(run, root, declaration->entity, row, out);
}
