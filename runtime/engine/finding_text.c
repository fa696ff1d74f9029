/* finding_text.c - one finding on one row, in words.
 *
 * A rule's own words come from its message block; everything else gets a sentence made from the
 * declaration, its clauses, and what is missing.
 */
#include "engine/run_impl.h"
#include "value/date.h"

enum { NAMES_MOST = 6 }; /* of missing values in a sentence; `deciding` has them all */

/* Whose severity the author of the rules has stated. */
static bool is_stated(FindingKind kind) { return kind == FINDING_RULE_FAILS; }

Level finding_level(const Image *image, const Finding *finding) {
  const FindingKind kind = (FindingKind)finding->kind;
  if (is_stated(kind)) return (Level)image->declarations.at[finding->declaration].severity;
  return finding_info[kind].level;
}

/* ---- Own words ------------------------------------------------------------------------------ */

static void add_piece(Run *run, Buffer *out, const Finding *finding, const Piece *piece,
                      size_t row) {
  if (!piece->is_value) {
    buffer_text(out, piece->literal);
    return;
  }
  const ColumnValue value =
      run_registers(run, piece->type, finding->block, piece->low, piece->high, row);
  column_value_print(out, value, run->image->enums.at);
}

static Text say_pieces(Run *run, Arena *arena, const Finding *finding, IndexList pieces,
                       size_t row) {
  Buffer out = buffer_in(arena);
  for (uint32_t i = 0; i < pieces.count; i++)
    add_piece(run, &out, finding, &run->image->pieces.at[pieces.first + i], row);
  return text_printable(arena, buffer_view(&out));
}

/* ---- Sentences ------------------------------------------------------------------------------ */

static void add_listed(Buffer *out, const MissingNames *missing, bool causes, size_t total) {
  size_t listed = 0;
  for (size_t i = 0; i < missing->names.count && listed < NAMES_MOST; i++) {
    const MissingName *name = &missing->names.at[i];
    if (name->is_cause != causes) continue;
    if (listed) buffer_str(out, listed + 1 == total ? " and " : ", ");
    buffer_text(out, name->quoted);
    listed++;
  }
  if (total > listed) buffer_printf(out, " and %zu more", total - listed);
}

void missing_say(Buffer *out, const MissingNames *missing) {
  size_t causes = 0;
  for (size_t i = 0; i < missing->names.count; i++) causes += missing->names.at[i].is_cause;
  const size_t values = missing->names.count - causes;
  if (values) {
    buffer_str(out, " while ");
    add_listed(out, missing, false, values);
    buffer_str(out, values == 1 ? " is missing" : " are missing");
  }
  if (causes) {
    buffer_str(out, values ? " (also: " : ": ");
    add_listed(out, missing, true, causes);
    if (values) buffer_char(out, ')');
  }
}

static void say_sentence(Run *run, Buffer *out, const Finding *finding, size_t row,
                         const MissingNames *missing) {
  const Declaration *declaration = &run->image->declarations.at[finding->declaration];
  buffer_printf(out, "`%.*s` ", TEXT_ARG(declaration->name));
  if (finding->when_missing) {
    buffer_str(out, "cannot be decided");
    missing_say(out, missing);
    return;
  }
  static const char *const verbs[FINDING_COUNT] = {[FINDING_RULE_FAILS] = "fails",
                                                   [FINDING_KPI_RED] = "is red",
                                                   [FINDING_ITEM_FAILS] = "does not hold",
                                                   [FINDING_ASSUME_BROKEN] = "is broken",
                                                   [FINDING_WAIVED] = "does not hold"};
  if (verbs[finding->kind])
    buffer_str(out, verbs[finding->kind]);
  else
    buffer_printf(out, "(%s)", finding_info[finding->kind].name);
  const size_t before = out->len;
  buffer_str(out, ": ");
  finding_reason(run, finding, row, out);
  if (out->len == before + 2) out->len = before;
}

/* Which waiver holds for the row, and why it was given. */
static void say_waiver(const Run *run, const Finding *finding, Text key, Buffer *out) {
  for (size_t i = 0; i < run->image->waivers.count; i++) {
    const Waiver *waiver = &run->image->waivers.at[i];
    if (waiver->declaration != finding->declaration || waiver->until < run->options.today ||
        !text_equal(waiver->key, key))
      continue;
    buffer_str(out, "; waived until ");
    date_print(out, waiver->until);
    if (waiver->because.len) buffer_printf(out, " (%.*s)", TEXT_ARG(waiver->because));
    return;
  }
}

/* ---- A report ------------------------------------------------------------------------------- */

static void set_row(Run *run, FindingReport *report, size_t row, Arena *arena) {
  const Table *table = run->tables[report->entity];
  report->key = text_printable(arena, run_key(run, report->entity, row));
  if (run->image->entities.at[report->entity].key != SCHEMA_NONE || report->entity == IMAGE_PROGRAM)
    return;
  report->source = table->source;
  if (table->line) report->line = table->line[row];
}

static void set_deciding(FindingReport *report, const MissingNames *missing, Arena *arena) {
  report->deciding = ARENA_ARRAY(arena, Text, missing->names.count);
  for (size_t i = 0; i < missing->names.count; i++)
    report->deciding[report->deciding_count++] = missing->names.at[i].plain;
}

FindingReport finding_report(Run *run, uint32_t index, size_t row, Arena *arena) {
  const Image *image = run->image;
  const Finding *finding = &image->findings.at[index];
  const Declaration *declaration = &image->declarations.at[finding->declaration];
  FindingReport report = {.kind = (FindingKind)finding->kind,
                          .level = finding_level(image, finding),
                          .entity = declaration->entity,
                          .declaration = finding->declaration,
                          .field = SCHEMA_NONE,
                          .name = text_printable(arena, declaration->name),
                          .source = TEXT(""),
                          .owner = text_printable(arena, declaration->owner),
                          .place = finding->place};
  MissingNames missing = {0};
  set_row(run, &report, row, arena);
  if (finding->when_missing) deciding_slot(run, finding->slot, row, false, arena, &missing);
  set_deciding(&report, &missing, arena);
  Buffer text = buffer_in(arena);
  if (finding->say.count)
    buffer_text(&text, say_pieces(run, arena, finding, finding->say, row));
  else
    say_sentence(run, &text, finding, row, &missing);
  if (finding->kind == FINDING_WAIVED)
    say_waiver(run, finding, run_key(run, declaration->entity, row), &text);
  report.text = text_printable(arena, buffer_view(&text));
  report.fix = say_pieces(run, arena, finding, finding->fix, row);
  return report;
}
