/* why_not_text.c - what it would take, for people.
 *
 *   account A0012: tier is key, not strategic
 *
 *   stands in the way                 now
 *   needs revenue >= strategic_floor  4,200,000 USD, 800,000 USD below 5,000,000 USD acme.strata:95
 *     revenue: at least 5,000,000 USD
 *
 *   holds already
 *   needs mutual
 *
 *   would do it  now               then
 *   revenue      4,200,000 USD  →  at least 5,000,000 USD
 */
#include <stdlib.h>

#include "report/change_impl.h"
#include "report/markdown.h"
#include "report/why_not_impl.h"

enum { CLAUSE_LONGEST = 76, CLAUSE_SHORTEST = 20, WAYS_SHOWN = 4 };

typedef struct Telling {
  Arena *arena;
  Run *run;
  const Image *image;
  const WhyNot *answer;
  Text folder;
  const AnswerView *view;
  Buffer *out;
} Telling;

/* ---- Head -------------------------------------------------------------------------------------
 */

static void head(const Telling *t) {
  const WhyNot *a = t->answer;
  const Text key = text_printable(t->arena, run_key(t->run, a->entity, a->row));
  const Text wanted = why_not_wanted(t->run, a);
  const Text now = outcome_text(t->arena, t->image, a->now);
  Buffer line = buffer_in(t->arena);
  buffer_text(&line, t->image->entities.at[a->entity].name);
  if (key.len) buffer_printf(&line, " %.*s", TEXT_ARG(key));
  buffer_printf(&line, ": %.*s is %s%.*s", TEXT_ARG(t->image->columns.at[a->column].name),
                a->holds ? "already " : "", TEXT_ARG(now));
  if (!a->holds) buffer_printf(&line, ", not %.*s", TEXT_ARG(wanted));
  if (t->view->form == ANSWER_MARKDOWN)
    markdown_text(t->out, buffer_view(&line));
  else
    buffer_text(t->out, buffer_view(&line));
  buffer_char(t->out, '\n');
}

/* ---- Needs ------------------------------------------------------------------------------------
 */

static Text clause_text(const Telling *t, const WhyNotNeed *need) {
  Text text = why_not_clause(t->arena, t->image, need);
  if (!text.len)
    text = text_of(arena_printf(t->arena, "a condition of %.*s",
                                TEXT_ARG(t->image->columns.at[t->answer->column].name)));
  size_t longest = CLAUSE_LONGEST;
  if (t->view->width && t->view->width / 2 < longest) longest = t->view->width / 2;
  if (longest < CLAUSE_SHORTEST) longest = CLAUSE_SHORTEST;
  if (text_width(text) <= longest) return text;
  return text_of(arena_printf(t->arena, "%.*s\u2026", (int)text_fit(text, longest - 1), text.at));
}

static bool is_below(ColumnValue value, Scalar bound) {
  return bound.type.kind == TYPE_NUMBER ? value.low.f < bound.f : value.low.i < bound.i;
}

static void say_cap(const Telling *t, Buffer *out, const WhyNotCap *cap) {
  if (cap->place)
    buffer_printf(out, "number %.*s for ", TEXT_ARG(count_text(t->arena, cap->place)));
  buffer_printf(out, "%.*s place%s", TEXT_ARG(count_text(t->arena, cap->places)),
                cap->places == 1 ? "" : "s");
  if (cap->is_free || !cap->last_key.len) return;
  buffer_printf(out, "; %s %.*s", cap->beats ? "would displace" : "has to come before",
                TEXT_ARG(text_printable(t->arena, cap->last_key)));
  if (cap->last.type.kind == TYPE_NONE) return;
  buffer_printf(out, " with %.*s", TEXT_ARG(why_not_value(t->arena, t->image, cap->last)));
  if (cap->own.known)
    buffer_printf(out, ", has %.*s", TEXT_ARG(why_not_value(t->arena, t->image, cap->own)));
}

static Text need_state(const Telling *t, const WhyNotNeed *need) {
  Buffer out = buffer_in(t->arena);
  if (need->has_cap) {
    say_cap(t, &out, &need->cap);
  } else if (!need->has_distance) {
    buffer_str(&out, need->now == TRUTH_UNKNOWN ? "unknown"
                     : need->now == TRUTH_TRUE  ? "holds, and must not"
                                                : "does not hold");
  } else {
    column_value_print(&out, need->is, t->image->enums.at);
    const Text bound = why_not_value(t->arena, t->image, need->bound);
    if (need->short_by.known && why_not_is_amount(need->bound.type) &&
        !scalar_equal(need->is.low, need->bound))
      buffer_printf(&out, ", %.*s %s %.*s",
                    TEXT_ARG(why_not_value(t->arena, t->image, need->short_by)),
                    need->bound.type.kind == TYPE_DATE
                        ? (is_below(need->is, need->bound) ? "before" : "after")
                        : (is_below(need->is, need->bound) ? "below" : "above"),
                    TEXT_ARG(bound));
    else if (!need->is.low.known || !scalar_equal(need->is.low, need->bound))
      buffer_printf(&out, ", against %.*s", TEXT_ARG(bound));
  }
  return buffer_view(&out);
}

static Text line_text(const Telling *t, uint32_t clause) {
  if (clause == SCHEMA_NONE) return TEXT("");
  const CodePlace place = t->image->clauses.at[clause].place;
  if (!place.line) return TEXT("");
  const char *text = arena_printf(t->arena, "%.*s:%u", TEXT_ARG(place.file), place.line);
  return without_folder(text_of(text), t->folder);
}

/* "since (fixed)": why what a condition rests on is no lever, where that can be told in a word. */
static void say_read(const Telling *t, Buffer *out, Text name) {
  const EntitySchema *entity = &t->image->entities.at[t->answer->entity];
  const uint32_t field = schema_field(entity, name);
  buffer_text(out, text_printable(t->arena, name));
  if (field == SCHEMA_NONE) return;
  if (entity->fields[field].fixed) buffer_str(out, " (fixed)");
  if (entity->fields[field].key) buffer_str(out, " (the key)");
}

static Text reads_text(const Telling *t, const WhyNotNeed *need) {
  Buffer out = buffer_in(t->arena);
  for (size_t i = 0; i < need->read_count; i++) {
    if (i) buffer_str(&out, i + 1 == need->read_count ? " and " : ", ");
    say_read(t, &out, need->reads[i]);
  }
  return buffer_view(&out);
}

static void failing_need(const Telling *t, Grid *grid, const WhyNotNeed *need) {
  grid_cell(grid, clause_text(t, need), PAINT_PLAIN);
  grid_cell(grid, need_state(t, need), need->now == TRUTH_UNKNOWN ? PAINT_OPEN : PAINT_BAD);
  grid_cell(grid, line_text(t, need->clause), PAINT_FAINT);
  for (size_t i = 0; i < need->single_count; i++) {
    const WhyNotChange *change = &need->single[i];
    grid_printf(grid, PAINT_PLAIN, "  %.*s: %.*s", TEXT_ARG(change->name),
                TEXT_ARG(why_not_region(t->arena, t->image, change)));
    grid_end_row(grid);
  }
  if (need->single_count) return;
  if (need->read_count)
    grid_printf(grid, PAINT_FAINT, "  no field that may be changed turns it: it rests on %.*s",
                TEXT_ARG(reads_text(t, need)));
  else
    grid_cell(grid, TEXT("  no single field turns it"), PAINT_FAINT);
  grid_end_row(grid);
}

/* Conditions on the left, how they stand beside them. */
static Grid *needs_grid(const Telling *t) {
  Grid *grid = grid_new(t->arena, 3);
  const size_t half = t->view->width / 2;
  grid_cap(grid, 0, half && half < CLAUSE_LONGEST / 2 ? half : CLAUSE_LONGEST / 2);
  grid_fit(grid, 1, t->view->width);
  return grid;
}

/* Of what is as it has to be: not the waivers that other rows have. */
static bool is_worth_telling(const Telling *t, const WhyNotNeed *need) {
  return why_not_met(need) && need->clause != SCHEMA_NONE &&
         t->image->clauses.at[need->clause].kind != CLAUSE_WAIVER;
}

static void needs(const Telling *t) {
  Grid *grid = needs_grid(t);
  size_t failing = 0, holding = 0;
  grid_cell(grid, TEXT("stands in the way"), PAINT_STRONG);
  grid_cell(grid, TEXT("now"), PAINT_STRONG);
  grid_end_row(grid);
  for (size_t i = 0; i < t->answer->need_count; i++) {
    const WhyNotNeed *need = &t->answer->need[i];
    holding += is_worth_telling(t, need);
    const bool tells = need->clause != SCHEMA_NONE || need->single_count || need->read_count;
    if (why_not_met(need) || !tells) continue;
    failing++;
    failing_need(t, grid, need);
  }
  if (failing) change_section(t->out, TEXT(""), grid, t->view);
  if (!holding) return;
  Grid *held = needs_grid(t);
  grid_cell(held, TEXT("is as it has to be"), PAINT_STRONG);
  grid_end_row(held);
  for (size_t i = 0; i < t->answer->need_count; i++) {
    const WhyNotNeed *need = &t->answer->need[i];
    if (!is_worth_telling(t, need)) continue;
    grid_printf(held, PAINT_PLAIN, "%s%.*s", need->wanted ? "" : "not ",
                TEXT_ARG(clause_text(t, need)));
    grid_cell(held, need->has_cap ? need_state(t, need) : TEXT(""), PAINT_FAINT);
    grid_cell(held, line_text(t, need->clause), PAINT_FAINT);
  }
  change_section(t->out, TEXT(""), held, t->view);
}

/* ---- Sets -------------------------------------------------------------------------------------
 */

/* "at least 5,000,000 USD, say 5,200,000 USD". The example is told where the region does not name
 * it. */
static Text change_text(const Telling *t, const WhyNotSet *set, const WhyNotChange *change) {
  const Text region = why_not_region(t->arena, t->image, change);
  const Text example = why_not_value(t->arena, t->image, change->example);
  const bool named = text_contains(region, example) && set->together &&
                     !text_starts(region, TEXT("more than")) &&
                     !text_starts(region, TEXT("less than"));
  Buffer out = buffer_in(t->arena);
  if (set->together) buffer_text(&out, region);
  if (set->together && !named) buffer_str(&out, ", say ");
  if (!named) buffer_text(&out, example);
  if (change->group != SCHEMA_NONE && change->now.low.known && change->example.known &&
      t->image->groups.at[change->group].function == AGGREGATE_ROWS &&
      scalar_equal(change->now.low, change->now.high)) {
    const int64_t more = change->example.i - change->now.low.i;
    buffer_printf(&out, " (%.*s %s)", TEXT_ARG(count_text(t->arena, (uint64_t)llabs(more))),
                  more > 0 ? "more" : "fewer");
  }
  return buffer_view(&out);
}

static void say_set(const Telling *t, const WhyNotSet *set, const char *title) {
  Grid *grid = grid_new(t->arena, 4);
  grid_fit(grid, 3, t->view->width);
  grid_cell(grid, text_of(title), PAINT_STRONG);
  grid_cell(grid, TEXT("now"), PAINT_STRONG);
  grid_cell(grid, TEXT(""), PAINT_PLAIN);
  grid_cell(grid, TEXT("then"), PAINT_STRONG);
  for (size_t i = 0; i < set->count; i++) {
    const WhyNotChange *change = &set->change[i];
    grid_cell(grid, change->name, PAINT_PLAIN);
    grid_cell(grid, value_text(t->arena, t->image, change->now),
              change->now.low.known ? PAINT_PLAIN : PAINT_OPEN);
    grid_cell(grid, t->view->ascii ? TEXT("->") : TEXT("\u2192"), PAINT_FAINT);
    grid_cell(grid, change_text(t, set, change), PAINT_GOOD);
  }
  change_section(t->out, TEXT(""), grid, t->view);
}

static void say_line(const Telling *t, const char *line) { buffer_printf(t->out, "\n%s\n", line); }

static void unreachable(const Telling *t) {
  const WhyNot *a = t->answer;
  if (!a->lever_count)
    say_line(t, "Not reachable: it rests on nothing that may be changed here.");
  else if (a->exhausted)
    say_line(t, "Not reachable by the fields of this row: no change of them gives it.");
  else if (a->looked_at)
    say_line(t, arena_printf(t->arena,
                             "No change of up to %zu field%s gives it; larger ones were not all "
                             "looked at.",
                             a->looked_at, a->looked_at == 1 ? "" : "s"));
  else
    say_line(t, "No change was found; not all were looked at.");
  if (a->has_echo)
    say_line(t,
             "Other rows answer to changes of this one, and it to theirs: what comes of that was "
             "followed only for the values that were tried.");
}

void why_not_text(Arena *arena, Run *run, const WhyNot *answer, Text folder, const AnswerView *view,
                  Buffer *out) {
  const Telling t = {arena, run, run_image(run), answer, folder, view, out};
  head(&t);
  if (answer->holds) return;
  needs(&t);
  for (size_t i = 0; i < answer->set_count && i < WAYS_SHOWN; i++)
    say_set(&t, &answer->set[i], i ? "or" : "would do it");
  if (answer->set_count > WAYS_SHOWN)
    say_line(&t, arena_printf(arena, "%zu more ways with as many changes.",
                              answer->set_count - WAYS_SHOWN));
  if (!answer->set_count) unreachable(&t);
}
