/* why_text.c - why a row has its values, for people.
 *
 *   account A0012
 *
 *   tier                                     strategic         acme.strata:92
 *     segment strategic                      true              acme.strata:94
 *       needs revenue >= strategic_floor     true              acme.strata:95
 *         revenue                            10,600,422 USD    acme.strata:95
 *
 * The clause on the left as it is written, indented by its depth, then what it came to, then where
 * it stands. A clause whose only part says the same is told once: `needs mutual` needs no `mutual`
 * below it. Another column is unfolded where the column asked for reads it itself; further ones,
 * and those told already, are left to a question of their own, or to --full.
 */
#include "report/report_impl.h"
#include "value/date.h"

enum { CLAUSE_WIDTH = 56, CLAUSE_LONGEST = 76, INDENT = 2 };

typedef struct Why {
  Arena *arena;
  const Image *image;
  Grid *grid;
  Text folder;
  size_t unfolds; /* so many columns deep */
  bool *told;     /* by column */
} Why;

/* The column that begins at a clause, or SCHEMA_NONE. */
static uint32_t column_at(const Image *image, uint32_t clause) {
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (image->columns.at[i].clause == clause) return i;
  return SCHEMA_NONE;
}

/* The clause without what its parts tell: a column by its name, a segment without its body. */
static Text clause_text(const Why *why, uint32_t index) {
  const Clause *clause = &why->image->clauses.at[index];
  uint32_t column = column_at(why->image, index);
  if (column != SCHEMA_NONE) return why->image->columns.at[column].name;
  Text text = clause->text;
  for (size_t i = 0; i < text.len; i++)
    if (text.at[i] == '{' && (clause->kind == CLAUSE_SEGMENT || clause->kind == CLAUSE_STAGE))
      text.len = i;
  text = text_strip(text);
  if (text_width(text) <= CLAUSE_LONGEST) return text;
  return text_of(
      arena_printf(why->arena, "%.*s…", (int)text_fit(text, CLAUSE_LONGEST - 1), text.at));
}

static Paint value_paint(const Why *why, const Clause *clause, const WhyNode *node) {
  if (!node->value.low.known) return PAINT_OPEN;
  if (node->value.low.type.kind == TYPE_BOOL)
    return node->value.low.truth == TRUTH_TRUE ? PAINT_GOOD : PAINT_BAD;
  if (clause->kind == CLAUSE_COLUMN && clause->column != SCHEMA_NONE &&
      clause->type.kind == TYPE_ENUM) {
    const Column *column = &why->image->columns.at[clause->column];
    return status_paint(column_declaration(why->image, column)->kind, (uint32_t)node->value.low.i);
  }
  return PAINT_PLAIN;
}

/* Outcomes are unknown, values are missing. */
static bool is_outcome(const Clause *clause) {
  if (clause->kind == CLAUSE_TERM) return clause->column != SCHEMA_NONE;
  return clause->type.kind == TYPE_BOOL || clause->type.kind == TYPE_ENUM;
}

static void counted(Buffer *out, const char *before, uint64_t count, const char *what) {
  if (count) buffer_printf(out, "%s%.*s %s", before, TEXT_ARG(count_text(out->arena, count)), what);
}

/* "87.5%  of 8 rows, 1 undecided, 2 without a value". */
static Text outcome(const Why *why, const WhyNode *node, const WhyNode *inner) {
  const Clause *clause = &why->image->clauses.at[node->clause];
  Buffer out = buffer_in(why->arena);
  if (node->has_value && !node->value.low.known && is_outcome(clause))
    buffer_str(&out, "unknown");
  else if (node->has_value)
    column_value_print(&out, node->value, why->image->enums.at);
  if (inner->has_rows) {
    counted(&out, out.len ? "  of " : "of ", inner->counted, inner->counted == 1 ? "row" : "rows");
    if (!inner->counted) buffer_str(&out, out.len ? "  of no rows" : "of no rows");
    counted(&out, ", ", inner->undecided, "undecided");
    counted(&out, ", ", inner->skipped, "without a value");
  }
  if (inner->has_places) {
    buffer_str(&out, out.len ? "  " : "");
    if (inner->place) buffer_printf(&out, "number %llu for ", (unsigned long long)inner->place);
    buffer_printf(&out, "%llu %s", (unsigned long long)inner->places,
                  inner->places == 1 ? "place" : "places");
  }
  return buffer_view(&out);
}

static Text line_text(const Why *why, CodePlace place) {
  if (!place.line) return TEXT("");
  Text text = text_of(arena_printf(why->arena, "%.*s:%u", TEXT_ARG(place.file), place.line));
  return without_folder(text, why->folder);
}

static bool is_other_column(const Why *why, const WhyNode *parent, const WhyNode *child) {
  return why->image->clauses.at[child->clause].kind == CLAUSE_COLUMN && parent != child;
}

/* Whether the only part of a clause tells nothing that the clause does not. */
static bool says_the_same(const Why *why, const WhyNode *parent, const WhyNode *child) {
  if (is_other_column(why, parent, child)) return true;
  if (!parent->has_value || !child->has_value) return false;
  return text_ends(why->image->clauses.at[parent->clause].text,
                   why->image->clauses.at[child->clause].text) &&
         scalar_equal(parent->value.low, child->value.low) &&
         scalar_equal(parent->value.high, child->value.high);
}

/* A waiver of another row, the limit of another stage. */
static bool is_elsewhere(const Why *why, const WhyNode *node) {
  if (why->image->clauses.at[node->clause].kind == CLAUSE_WITHIN) return !node->value.low.known;
  return why->image->clauses.at[node->clause].kind == CLAUSE_WAIVER && node->value.low.known &&
         node->value.low.truth == TRUTH_FALSE;
}

/* What was entered, a line each, with what the move into it is. */
static void tell_entries(Why *why, const WhyNode *node, size_t depth) {
  const Clause *clause = &why->image->clauses.at[node->clause];
  if (!node->entry_count) return;
  const History *history = &why->image->histories.at[clause->history];
  const EnumSchema *stages =
      &why->image->enums.at[why->image->declarations.at[history->declaration].members];
  for (size_t i = 0; i < node->entry_count; i++) {
    const HistoryEntry *entry = &node->entry[i];
    Buffer line = buffer_in(why->arena);
    date_print(&line, entry->day);
    buffer_str(&line, "  ");
    if (entry->stage < history->stages.count)
      buffer_text(&line, stages->members[entry->stage].name);
    else
      buffer_str(&line, "(an unknown stage)");
    grid_printf(why->grid, PAINT_PLAIN, "%*s%.*s", (int)((depth + 1) * INDENT), "",
                TEXT_ARG(buffer_view(&line)));
    grid_cell(why->grid, text_of(path_words[entry->path]), path_paint(entry->path));
    grid_end_row(why->grid);
  }
}

static void tell(Why *why, const WhyNode *node, size_t depth, size_t columns) {
  const WhyNode *inner = node;
  bool folded = false;
  while (inner->child_count == 1 && says_the_same(why, inner, inner->child[0])) {
    const WhyNode *child = inner->child[0];
    if (is_other_column(why, inner, child)) {
      uint32_t column = column_at(why->image, child->clause);
      columns++;
      folded |= columns > why->unfolds || (column != SCHEMA_NONE && why->told[column]);
      if (column != SCHEMA_NONE && !folded) why->told[column] = true;
    }
    inner = child;
  }
  const Clause *clause = &why->image->clauses.at[node->clause];
  grid_printf(why->grid, depth ? PAINT_PLAIN : PAINT_STRONG, "%*s%.*s", (int)(depth * INDENT), "",
              TEXT_ARG(clause_text(why, node->clause)));
  grid_cell(why->grid, outcome(why, node, inner), value_paint(why, clause, node));
  grid_cell(why->grid, line_text(why, clause->place), PAINT_FAINT);
  if (!folded) tell_entries(why, inner, depth);
  for (size_t i = 0; i < inner->child_count && !folded; i++)
    if (!is_elsewhere(why, inner->child[i])) tell(why, inner->child[i], depth + 1, columns);
}

static void missing_values(Buffer *out, Run *run, Arena *arena, uint32_t column, size_t row) {
  Text *names;
  size_t count = run_deciding(run, column, row, arena, &names);
  for (size_t i = 0; i < count; i++) {
    buffer_str(out, i ? ", " : "  open because of what is missing: ");
    buffer_text(out, text_printable(arena, names[i]));
  }
  if (count) buffer_char(out, '\n');
}

static void tell_column(Buffer *out, Run *run, Arena *arena, uint32_t column, size_t row,
                        size_t unfolds, ReportOptions options) {
  const Image *image = run_image(run);
  const WhyNode *root = run_why(run, arena, column, row);
  Why why = {.arena = arena,
             .image = image,
             .grid = grid_new(arena, 3),
             .folder = text_of(options.folder),
             .unfolds = options.full ? SIZE_MAX : unfolds,
             .told = ARENA_ARRAY(arena, bool, image->columns.count)};
  why.told[column] = true;
  grid_cap(why.grid, 0, CLAUSE_WIDTH);
  buffer_char(out, '\n');
  if (root) {
    tell(&why, root, 0, 0);
  } else {
    grid_cell(why.grid, image->columns.at[column].name, PAINT_STRONG);
    grid_cell(why.grid, value_text(arena, image, run_value(run, column, row)), PAINT_PLAIN);
    grid_end_row(why.grid);
  }
  grid_print(out, why.grid, 0, options.colour);
  missing_values(out, run, arena, column, row);
}

void why_text(Arena *arena, Run *run, uint32_t entity, size_t row, uint32_t column,
              ReportOptions options, Buffer *out) {
  const Image *image = run_image(run);
  Text key = text_printable(arena, run_key(run, entity, row));
  buffer_text(out, image->entities.at[entity].name);
  if (key.len) buffer_char(out, ' ');
  paint_text(out, key, PAINT_STRONG, options.colour);
  buffer_char(out, '\n');
  if (column != SCHEMA_NONE) {
    tell_column(out, run, arena, column, row, 1, options);
    return;
  }
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (column_declaration(image, &image->columns.at[i])->entity == entity)
      tell_column(out, run, arena, i, row, 0, options);
}
