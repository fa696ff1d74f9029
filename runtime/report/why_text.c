/* why_text.c - why a row has its values, for people.
 *
 *   A0007  account  accounts.csv
 *
 *   tier                                     key                 acme.strata:112
 *     segment strategic                      false               acme.strata:114
 *       needs revenue >= strategic_floor     false               acme.strata:115
 *         revenue                            4,200,000 USD
 *
 * The clause on the left as it is written, indented by its depth, then what it came to, then where
 * it stands. A clause that was told already is not told twice.
 */
#include "report/report_impl.h"

enum { CLAUSE_WIDTH = 64, CLAUSE_LONGEST = 90, INDENT = 2 };

typedef struct Why {
  Arena *arena;
  const Image *image;
  Grid *grid;
  bool *told; /* by clause */
} Why;

/* The clause without what its children tell: `segment strategic` of a whole segment. */
static Text clause_text(const Why *why, const Clause *clause) {
  if (clause->column != SCHEMA_NONE && clause->kind == CLAUSE_COLUMN)
    return why->image->columns.at[clause->column].name;
  Text text = clause->text;
  for (size_t i = 0; i < text.len; i++)
    if (text.at[i] == '{' && clause->kind == CLAUSE_SEGMENT) text.len = i;
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

static void counted(Buffer *out, const char *sign, uint64_t count, const char *what) {
  if (count) buffer_printf(out, "%s%llu %s", sign, (unsigned long long)count, what);
}

/* "87.5%  of 8 rows, 1 undecided, 2 without a value". */
static Text outcome(const Why *why, const Clause *clause, const WhyNode *node) {
  Buffer out = buffer_in(why->arena);
  if (node->has_value) {
    bool undecided = !node->value.low.known && clause->type.kind == TYPE_BOOL;
    if (undecided)
      buffer_str(&out, "unknown");
    else
      column_value_print(&out, node->value, why->image->enums.at);
  }
  if (node->has_rows) {
    buffer_printf(&out, "%sof %llu row%s", out.len ? "  " : "", (unsigned long long)node->counted,
                  node->counted == 1 ? "" : "s");
    counted(&out, ", ", node->undecided, "undecided");
    counted(&out, ", ", node->skipped, "without a value");
  }
  if (node->has_places) {
    if (out.len) buffer_str(&out, "  ");
    if (node->place)
      buffer_printf(&out, "number %llu of %llu places", (unsigned long long)node->place,
                    (unsigned long long)node->places);
    else
      buffer_printf(&out, "%llu places", (unsigned long long)node->places);
  }
  return buffer_view(&out);
}

static Text line_text(Arena *arena, CodePlace place) {
  if (!place.line) return TEXT("");
  return text_of(arena_printf(arena, "%.*s:%u", TEXT_ARG(place.file), place.line));
}

static void tell(Why *why, const WhyNode *node, size_t depth) {
  const Clause *clause = &why->image->clauses.at[node->clause];
  Text text = clause_text(why, clause);
  bool again = why->told[node->clause] && node->child_count;
  grid_printf(why->grid, depth ? PAINT_PLAIN : PAINT_STRONG, "%*s%.*s", (int)(depth * INDENT), "",
              TEXT_ARG(text));
  grid_cell(why->grid, outcome(why, clause, node), value_paint(why, clause, node));
  grid_cell(why->grid, again ? TEXT("(as above)") : line_text(why->arena, clause->place),
            PAINT_FAINT);
  if (again) return;
  why->told[node->clause] = true;
  for (size_t i = 0; i < node->child_count; i++) tell(why, node->child[i], depth + 1);
}

static void tell_column(Buffer *out, Run *run, Arena *arena, uint32_t column, size_t row,
                        bool colour) {
  const Image *image = run_image(run);
  const WhyNode *root = run_why(run, arena, column, row);
  Why why = {.arena = arena,
             .image = image,
             .grid = grid_new(arena, 3),
             .told = ARENA_ARRAY(arena, bool, image->clauses.count)};
  grid_cap(why.grid, 0, CLAUSE_WIDTH);
  buffer_char(out, '\n');
  if (root) {
    tell(&why, root, 0);
  } else {
    grid_cell(why.grid, image->columns.at[column].name, PAINT_STRONG);
    grid_cell(why.grid, value_text(arena, image, run_value(run, column, row)), PAINT_PLAIN);
    grid_end_row(why.grid);
  }
  grid_print(out, why.grid, 0, colour);
  Text *names;
  size_t count = run_deciding(run, column, row, arena, &names);
  for (size_t i = 0; i < count; i++) {
    buffer_str(out, i ? ", " : "missing: ");
    buffer_text(out, text_printable(arena, names[i]));
  }
  if (count) buffer_char(out, '\n');
}

void why_text(Arena *arena, Run *run, uint32_t entity, size_t row, uint32_t column,
              ReportOptions options, Buffer *out) {
  const Image *image = run_image(run);
  Text key = text_printable(arena, run_key(run, entity, row));
  paint_text(out, image->entities.at[entity].name, PAINT_PLAIN, false);
  if (key.len) buffer_char(out, ' ');
  paint_text(out, key, PAINT_STRONG, options.colour);
  buffer_char(out, '\n');
  for (uint32_t i = 0; i < image->columns.count; i++) {
    bool wanted = column == SCHEMA_NONE
                      ? column_declaration(image, &image->columns.at[i])->entity == entity
                      : column == i;
    if (wanted) tell_column(out, run, arena, i, row, options.colour);
  }
}
