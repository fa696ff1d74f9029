/* why_lines.c - a tree of `why` as lines, folded to what has decided.
 *
 * A clause whose only part says the same is told once: `needs mutual` needs no `mutual` below it.
 * Another column is unfolded where the column asked for reads it itself and it has decided; further
 * ones, and those told already, are left to a question of their own. Parts that have decided
 * nothing are counted in a line behind the others.
 */
#include "report/why_lines.h"
#include "value/date.h"

typedef struct Telling {
  Arena *arena;
  Run *run;
  const Image *image;
  WhyLines *out;
  size_t unfolds; /* so many columns deep */
  bool full;
  bool aside; /* what is told now would not have changed the outcome */
  bool opens; /* columns that a condition reads are unfolded, too, while it holds */
  bool *told; /* by column */
} Telling;

/* ---- What a clause is called ---------------------------------------------------------------- */

/* The column that begins at a clause, or SCHEMA_NONE. */
static uint32_t column_at(const Image *image, uint32_t clause) {
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (image->columns.at[i].clause == clause) return i;
  return SCHEMA_NONE;
}

/* What stands before a piece of the text that is in no string. */
static Text before(Text text, Text piece) {
  bool quoted = false;
  for (size_t i = 0; i + piece.len <= text.len; i++) {
    if (text.at[i] == '"' && !(quoted && text.at[i - 1] == '\\')) quoted = !quoted;
    if (!quoted && text_equal(text_slice(text, i, i + piece.len), piece))
      return text_strip(text_slice(text, 0, i));
  }
  return text;
}

static bool holds(const WhyNode *node) {
  return node->value.low.known && node->value.low.truth == TRUTH_TRUE;
}

/* The clause without what its parts tell: a column by its name, a segment without its body. */
static Text clause_text(const Telling *t, const WhyNode *node) {
  const Clause *clause = &t->image->clauses.at[node->clause];
  const uint32_t column = column_at(t->image, node->clause);
  if (column != SCHEMA_NONE) return t->image->columns.at[column].name;
  switch ((ClauseKind)clause->kind) {
  case CLAUSE_SEGMENT:
  case CLAUSE_STAGE:
    return before(clause->text, TEXT("{"));
  case CLAUSE_ITEM:
    return before(clause->text, TEXT(" when "));
  case CLAUSE_WHERE:
    return text_of(arena_printf(t->arena, "where %.*s", TEXT_ARG(clause->text)));
  case CLAUSE_FIXED:
    return TEXT("fixed by the test");
  case CLAUSE_WAIVER:
    if (node->waiver == SCHEMA_NONE) return clause->text;
    return text_of(arena_printf(t->arena, "%s: %.*s", holds(node) ? "waived" : "no longer waived",
                                TEXT_ARG(t->image->waivers.at[node->waiver].because)));
  default:
    return clause->text;
  }
}

/* ---- What it came to ------------------------------------------------------------------------ */

static Paint value_paint(const Telling *t, const Clause *clause, const WhyNode *node) {
  if (!node->has_value) return PAINT_PLAIN;
  if (!node->value.low.known) return PAINT_OPEN;
  if (node->value.low.type.kind == TYPE_BOOL)
    return node->value.low.truth == TRUTH_TRUE ? PAINT_GOOD : PAINT_BAD;
  if (clause->kind == CLAUSE_COLUMN && clause->type.kind == TYPE_ENUM) {
    const uint32_t column = column_at(t->image, node->clause);
    const Column *at = column == SCHEMA_NONE ? NULL : &t->image->columns.at[column];
    const Declaration *declaration = at ? column_declaration(t->image, at) : NULL;
    if (declaration && declaration->columns.first == column)
      return status_paint(declaration->kind, (uint32_t)node->value.low.i);
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

/* "87.5%  of 8 rows, 1 undecided, 2 without a value"; what is counted is its own number. */
static void say_rows(const Telling *t, const WhyNode *node, Buffer *out) {
  const Clause *clause = &t->image->clauses.at[node->clause];
  const bool counts = t->image->groups.at[clause->group].function == AGGREGATE_ROWS;
  const char *comma = out->len ? "  " : "";
  if (!counts) {
    counted(out, out->len ? "  of " : "of ", node->rows.counted,
            node->rows.counted == 1 ? "row" : "rows");
    if (!node->rows.counted) buffer_str(out, out->len ? "  of no rows" : "of no rows");
    comma = ", ";
  }
  counted(out, comma, node->rows.undecided, "undecided");
  counted(out, node->rows.undecided ? ", " : comma, node->rows.skipped, "without a value");
}

static void say_place(const WhyNode *node, Buffer *out) {
  buffer_str(out, out->len ? "  " : "");
  if (node->place) buffer_printf(out, "number %llu for ", (unsigned long long)node->place);
  buffer_printf(out, "%llu %s", (unsigned long long)node->places,
                node->places == 1 ? "place" : "places");
}

/* Components only ever add to the most that a score can reach. */
Scalar why_possible(const Image *image, const WhyNode *node) {
  Scalar most = {.known = false};
  for (size_t i = 0; i < node->child_count; i++) {
    const WhyNode *child = node->child[i];
    const ClauseKind kind = (ClauseKind)image->clauses.at[child->clause].kind;
    if (kind == CLAUSE_POINTS) return child->value.low;
    if (kind != CLAUSE_COMPONENT) continue;
    const Scalar points = why_possible(image, child);
    const int64_t sum = most.known ? most.i : 0;
    if (!points.known) continue;
    most = points;
    most.known = !__builtin_add_overflow(sum, points.i > 0 ? points.i : 0, &most.i);
  }
  return most;
}

static void say_most(const Telling *t, const WhyNode *node, Buffer *out) {
  const Scalar most = why_possible(t->image, node);
  if (!most.known) return;
  buffer_str(out, " of ");
  scalar_print(out, most, t->image->enums.at, PRINT_PEOPLE);
}

static const char *day_word(ClauseKind kind) {
  if (kind == CLAUSE_EVERY) return "next on ";
  return kind == CLAUSE_GRACE || kind == CLAUSE_WITHIN ? "until " : "";
}

static void say_waiver(const Telling *t, const WhyNode *node, Buffer *out) {
  buffer_str(out, holds(node) ? "until " : "expired ");
  date_print(out, t->image->waivers.at[node->waiver].until);
}

/* `inner` is the last of the clauses that say the same. */
static Text outcome(const Telling *t, const WhyNode *node, const WhyNode *inner) {
  const Clause *clause = &t->image->clauses.at[node->clause];
  Buffer out = buffer_in(t->arena);
  if (clause->kind == CLAUSE_WAIVER && node->waiver != SCHEMA_NONE) {
    say_waiver(t, node, &out);
    return buffer_view(&out);
  }
  if (clause->kind == CLAUSE_FIXED) return TEXT("");
  if (node->has_value && !node->value.low.known) {
    buffer_str(&out, is_outcome(clause) ? "unknown" : "missing");
  } else if (node->has_value) {
    buffer_str(&out, day_word((ClauseKind)clause->kind));
    column_value_print(&out, node->value, t->image->enums.at);
    say_most(t, node, &out);
  }
  if (inner->has_rows) say_rows(t, inner, &out);
  if (inner->has_places) say_place(inner, &out);
  return buffer_view(&out);
}

/* ---- Lines ---------------------------------------------------------------------------------- */

static WhyLine *add(Telling *t, size_t depth, Text text, Text outcome, Paint paint) {
  WhyLine *line = VEC_PUSH(t->arena, &t->out->list);
  *line = (WhyLine){
      .depth = depth, .text = text, .outcome = outcome, .paint = paint, .decides = !t->aside};
  return line;
}

static bool is_column(const Telling *t, const WhyNode *node) {
  return t->image->clauses.at[node->clause].kind == CLAUSE_COLUMN;
}

/* A formula stands below the name of a measure, so that its parts need not repeat it. */
static bool is_measure(const Telling *t, const WhyNode *node) {
  const uint32_t column = column_at(t->image, node->clause);
  return column != SCHEMA_NONE &&
         column_declaration(t->image, &t->image->columns.at[column])->kind == DECLARATION_MEASURE;
}

/* Whether the only part of a clause tells nothing that the clause does not. */
static bool says_the_same(const Telling *t, const WhyNode *parent, const WhyNode *child) {
  if (is_column(t, child)) return true;
  if (!parent->has_value || !child->has_value) return false;
  const Text told =
      is_measure(t, parent) ? t->image->clauses.at[parent->clause].text : clause_text(t, parent);
  return text_ends(told, t->image->clauses.at[child->clause].text) &&
         scalar_equal(parent->value.low, child->value.low) &&
         scalar_equal(parent->value.high, child->value.high);
}

/* What was entered, a line each, with what the move into it is. */
static void tell_entries(Telling *t, const WhyNode *node, size_t depth) {
  if (!node->entry_count) return;
  const Clause *clause = &t->image->clauses.at[node->clause];
  const History *history = &t->image->histories.at[clause->history];
  const EnumSchema *stages =
      &t->image->enums.at[t->image->declarations.at[history->declaration].members];
  for (size_t i = 0; i < node->entry_count; i++) {
    const HistoryEntry *entry = &node->entry[i];
    Buffer text = buffer_in(t->arena);
    date_print(&text, entry->day);
    buffer_str(&text, "  ");
    if (entry->stage < history->stages.count)
      buffer_text(&text, stages->members[entry->stage].name);
    else
      buffer_str(&text, "(an unknown stage)");
    add(t, depth, buffer_view(&text), text_of(path_words[entry->path]), path_paint(entry->path));
  }
}

/* Whether a part stands for itself, so that leaving it out has to be said. */
static bool is_counted(const Clause *clause) {
  switch ((ClauseKind)clause->kind) {
  case CLAUSE_NEEDS:
  case CLAUSE_REQUIRE:
  case CLAUSE_ITEM:
  case CLAUSE_STAGE:
  case CLAUSE_CONDITION:
  case CLAUSE_TERM:
    return clause->type.kind == TYPE_BOOL;
  default:
    return false;
  }
}

static void add_rest(Telling *t, size_t depth, const char *format, uint64_t count) {
  if (!count) return;
  add(t, depth,
      text_of(arena_printf(t->arena, format, (int)count_text(t->arena, count).len,
                           count_text(t->arena, count).at)),
      TEXT(""), PAINT_FAINT)
      ->is_rest = true;
}

static void tell_rest(Telling *t, const WhyNode *node, size_t depth) {
  uint64_t count[3] = {0}, below = 0;
  for (size_t i = 0; i < node->child_count; i++) {
    const WhyNode *child = node->child[i];
    const Clause *clause = &t->image->clauses.at[child->clause];
    if (node->weight[i] != WHY_ASIDE) {
      if (clause->kind == CLAUSE_FIXED ||
          (clause->kind == CLAUSE_WHERE && node->weight[i] == WHY_DECIDES && is_column(t, node) &&
           child->value.low.truth != TRUTH_TRUE))
        return; /* what the declaration would say otherwise is nobody's question */
      continue;
    }
    below += clause->kind == CLAUSE_SEGMENT;
    if (!is_counted(clause) || !child->has_value) continue;
    count[child->value.low.known ? child->value.low.truth : (Truth)TRUTH_UNKNOWN]++;
  }
  add_rest(t, depth, count[TRUTH_TRUE] == 1 ? "… %.*s more holds" : "… %.*s more hold",
           count[TRUTH_TRUE]);
  add_rest(t, depth,
           count[TRUTH_FALSE] == 1 ? "… %.*s more does not hold" : "… %.*s more do not hold",
           count[TRUTH_FALSE]);
  add_rest(t, depth,
           count[TRUTH_UNKNOWN] == 1 ? "… %.*s more is unknown" : "… %.*s more are unknown",
           count[TRUTH_UNKNOWN]);
  add_rest(t, depth, below == 1 ? "… %.*s segment below" : "… %.*s segments below", below);
}

/* "undecided: A0003, A0017 and 4 more": by their keys, else by their place among the rows read. */
static void tell_rows(Telling *t, const WhyNode *node, const char *what, const uint32_t *row,
                      uint64_t count, size_t depth, Paint paint) {
  const uint32_t child = t->image->groups.at[t->image->clauses.at[node->clause].group].child;
  const bool keyed = t->image->entities.at[child].key != SCHEMA_NONE;
  const size_t named = count < GROUP_ROWS_NAMED ? (size_t)count : GROUP_ROWS_NAMED;
  Buffer out = buffer_in(t->arena);
  if (!count) return;
  buffer_printf(&out, "%s ", what);
  if (!keyed) {
    buffer_text(&out, t->image->entities.at[child].name);
    buffer_str(&out, count == 1 ? " row " : " rows ");
  }
  for (size_t i = 0; i < named; i++) {
    const Text name = keyed ? run_key(t->run, child, row[i]) : count_text(t->arena, row[i] + 1);
    buffer_str(&out, !i ? "" : i + 1 == count ? " and " : ", ");
    buffer_text(&out, text_printable(t->arena, name));
  }
  if (count > named)
    buffer_printf(&out, " and %.*s more", TEXT_ARG(count_text(t->arena, count - named)));
  add(t, depth, buffer_view(&out), TEXT(""), paint)->is_rest = true;
}

/* The rows that have decided; of a share, which all have, those that are fewer. */
static void tell_answers(Telling *t, const WhyNode *node, size_t depth) {
  const GroupTally *rows = &node->rows;
  const Clause *clause = &t->image->clauses.at[node->clause];
  const Aggregate function = (Aggregate)t->image->groups.at[clause->group].function;
  const bool fails =
      function == AGGREGATE_ALL || (function == AGGREGATE_SHARE && rows->fails <= rows->holds);
  if (fails)
    tell_rows(t, node, "does not hold for", rows->fails_row, rows->fails, depth, PAINT_FAINT);
  else
    tell_rows(t, node, "holds for", rows->holds_row, rows->holds, depth, PAINT_FAINT);
}

static bool is_fixed(const Telling *t, const WhyNode *node) {
  for (size_t i = 0; i < node->child_count; i++)
    if (t->image->clauses.at[node->child[i]->clause].kind == CLAUSE_FIXED &&
        node->weight[i] == WHY_DECIDES)
      return true;
  return false;
}

/* What a measure is, which its name does not tell. */
static void tell_formula(Telling *t, const WhyNode *node, size_t depth) {
  const Clause *clause = &t->image->clauses.at[node->clause];
  if (!is_measure(t, node) || is_fixed(t, node)) return;
  const Text head = before(clause->text, TEXT(" = "));
  const Text formula = text_strip(text_slice(clause->text, head.len, clause->text.len));
  if (formula.len) add(t, depth, formula, TEXT(""), PAINT_FAINT)->is_rest = true;
}

static void tell(Telling *t, const WhyNode *node, WhyWeight weight, size_t depth, size_t columns);

/* In full, too, what is about another row or stage is not told. */
static bool is_elsewhere(const Telling *t, const WhyNode *node) {
  const ClauseKind kind = (ClauseKind)t->image->clauses.at[node->clause].kind;
  if (kind == CLAUSE_WITHIN) return !node->value.low.known;
  if (kind == CLAUSE_FIXED) return node->value.low.truth != TRUTH_TRUE;
  return kind == CLAUSE_POINTS || (kind == CLAUSE_WAIVER && node->waiver == SCHEMA_NONE);
}

static void tell_parts(Telling *t, const WhyNode *node, size_t depth, size_t columns) {
  const bool fixed = is_fixed(t, node);
  if (node->has_rows) {
    tell_answers(t, node, depth);
    tell_rows(t, node, "undecided:", node->rows.undecided_row, node->rows.undecided, depth,
              PAINT_OPEN);
    tell_rows(t, node, "without a value:", node->rows.skipped_row, node->rows.skipped, depth,
              PAINT_OPEN);
  }
  tell_entries(t, node, depth);
  for (size_t i = 0; i < node->child_count; i++) {
    const WhyNode *child = node->child[i];
    const WhyWeight weight = node->weight[i];
    const ClauseKind kind = (ClauseKind)t->image->clauses.at[child->clause].kind;
    if (is_elsewhere(t, child) || (fixed && kind != CLAUSE_FIXED)) continue;
    if (weight == WHY_ASIDE && !t->full) continue;
    if (weight == WHY_BRIEF && kind == CLAUSE_WHERE && depth > 1 && !t->full) continue;
    tell(t, child, weight, depth, columns);
  }
  if (!t->full) tell_rest(t, node, depth);
}

static void tell(Telling *t, const WhyNode *node, WhyWeight weight, size_t depth, size_t columns) {
  const WhyNode *inner = node;
  const WhyNode *column_node = is_column(t, node) ? node : NULL;
  bool closed = weight == WHY_BRIEF && !t->full && !(t->opens && !columns);
  while (inner->child_count == 1 && says_the_same(t, inner, inner->child[0])) {
    const WhyNode *child = inner->child[0];
    if (is_column(t, child)) {
      column_node = child;
      const uint32_t column = column_at(t->image, child->clause);
      const bool is_item = t->image->clauses.at[inner->clause].kind == CLAUSE_ITEM;
      columns += !is_item || columns;
      closed |= columns > t->unfolds || (column != SCHEMA_NONE && t->told[column]);
      if (column != SCHEMA_NONE && !closed) t->told[column] = true;
    }
    inner = child;
  }
  const Clause *clause = &t->image->clauses.at[node->clause];
  const bool aside = t->aside;
  t->aside |= weight == WHY_ASIDE;
  WhyLine *line =
      add(t, depth, clause_text(t, node), outcome(t, node, inner), value_paint(t, clause, node));
  line->node = node;
  line->place = clause->place;
  if (clause->kind == CLAUSE_SEGMENT && weight == WHY_ASIDE) {
    line->outcome = TEXT("not reached");
    line->paint = PAINT_FAINT;
  }
  t->aside |= weight != WHY_DECIDES;
  if (!closed) {
    if (column_node) tell_formula(t, column_node, depth + 1);
    tell_parts(t, inner, depth + 1, columns);
  }
  t->aside = aside;
}

/* ---- Columns -------------------------------------------------------------------------------- */

static void tell_value(Telling *t, uint32_t column, size_t row, const WhyNode *root) {
  const Column *at = &t->image->columns.at[column];
  const ColumnValue value = run_value(t->run, column, row);
  const Declaration *declaration = column_declaration(t->image, at);
  const bool own = declaration->columns.first == column;
  Buffer out = buffer_in(t->arena);
  if (!value.low.known && at->type.kind != TYPE_ENUM && at->type.kind != TYPE_BOOL)
    buffer_str(&out, "missing");
  else if (!value.low.known)
    buffer_str(&out, "unknown");
  else
    column_value_print(&out, value, t->image->enums.at);
  if (root && value.low.known) say_most(t, root, &out);
  Paint paint = value.low.known ? PAINT_PLAIN : PAINT_OPEN;
  if (own && value.low.known && at->type.kind == TYPE_ENUM)
    paint = status_paint(declaration->kind, (uint32_t)value.low.i);
  WhyLine *line = add(t, 0, at->name, buffer_view(&out), paint);
  line->node = root;
  line->place = root ? t->image->clauses.at[root->clause].place : declaration->place;
}

/* Another part of the declaration: its value, its limit, the way it came. */
static void tell_part(Telling *t, uint32_t column, size_t row) {
  const WhyNode *root = run_why(t->run, t->arena, column, row);
  const Text name = t->image->columns.at[column].name;
  tell_value(t, column, row, root);
  for (size_t i = 0; root && i < root->child_count; i++) {
    const WhyNode *child = root->child[i];
    const ClauseKind kind = (ClauseKind)t->image->clauses.at[child->clause].kind;
    if (kind == CLAUSE_WITHIN && !is_elsewhere(t, child)) tell(t, child, WHY_BRIEF, 1, 0);
    if (kind == CLAUSE_HISTORY && text_ends(name, TEXT(".path"))) tell_entries(t, child, 1);
  }
}

static bool has_parts_to_tell(const Telling *t, uint32_t column) {
  const Declaration *declaration = column_declaration(t->image, &t->image->columns.at[column]);
  return declaration->columns.first == column && (declaration->kind == DECLARATION_SEGMENTATION ||
                                                  declaration->kind == DECLARATION_PROCESS);
}

/* "open because of what is missing: mutual", or "". */
static Text why_open(Arena *arena, Run *run, uint32_t column, size_t row) {
  Text *names;
  const size_t count = run_deciding(run, column, row, arena, &names);
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < count; i++) {
    buffer_str(&out, i ? ", " : "open because of what is missing: ");
    buffer_text(&out, text_printable(arena, names[i]));
  }
  return buffer_view(&out);
}

void why_lines(Arena *arena, Run *run, uint32_t column, size_t row, WhyDetail detail,
               size_t unfolds, bool with_parts, WhyLines *out) {
  const Image *image = run_image(run);
  const Declaration *declaration = column_declaration(image, &image->columns.at[column]);
  const WhyNode *root = run_why(run, arena, column, row);
  Telling t = {.arena = arena,
               .run = run,
               .image = image,
               .out = out,
               .unfolds = detail == WHY_FULL ? SIZE_MAX : unfolds,
               .full = detail == WHY_FULL,
               .opens = declaration->kind == DECLARATION_MEASURE,
               .told = ARENA_ARRAY(arena, bool, image->columns.count)};
  t.told[column] = true;
  if (root && detail != WHY_VALUE)
    tell(&t, root, WHY_DECIDES, 0, 0);
  else
    tell_value(&t, column, row, root);
  const Text open = detail == WHY_VALUE ? TEXT("") : why_open(arena, run, column, row);
  if (open.len) {
    WhyLine *line = add(&t, 1, open, TEXT(""), PAINT_OPEN);
    line->is_rest = true;
  }
  if (!with_parts || !has_parts_to_tell(&t, column)) return;
  for (uint32_t i = 1; i < declaration->columns.count; i++)
    tell_part(&t, declaration->columns.first + i, row);
}
