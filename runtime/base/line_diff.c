/* line_diff.c - the shortest script of lines to take away and to add (Myers).
 *
 * A path through the grid of old and new lines goes right (a line is taken away), down (one is
 * added) or, where both are equal, diagonally for free. reach[k] is how far right the paths of
 * diagonal k = x - y get with d steps; it is kept for every d, and the path is read backwards.
 *
 *          new →  y
 *     old  . . \ .        Equal beginnings and ends are taken off first. Texts that differ in more
 *      ↓   . \ . .        than MOST_STEPS lines are one change: nobody reads that line by line.
 *      x   . . . .
 */
#include "base/line_diff.h"

#include <string.h>

enum { CONTEXT = 3, MOST_STEPS = 1000 };

typedef struct LineList {
  Text *at;
  size_t count, capacity;
} LineList;

/* Lines [old, old_end) become [new, new_end). */
typedef struct Change {
  size_t old, old_end, new, new_end;
} Change;

typedef struct ChangeList {
  Change *at;
  size_t count, capacity;
} ChangeList;

static LineList split(Arena *arena, Text text) {
  LineList lines = {0};
  while (text.len) {
    const char *end = memchr(text.at, '\n', text.len);
    const size_t length = end ? (size_t)(end - text.at) + 1 : text.len;
    *VEC_PUSH(arena, &lines) = text_slice(text, 0, length);
    text = text_slice(text, length, text.len);
  }
  return lines;
}

/* Steps of one line each, last first, as changes in order; neighbours become one. */
typedef struct Grid {
  Arena *arena;
  const Text *old, *new;
  int64_t rows, columns; /* of old, of new */
  int64_t **reach;       /* reach[d][k + d] */
  ChangeList backwards;
} Grid;

static int64_t slide(const Grid *g, int64_t x, int64_t k) {
  while (x < g->rows && x - k < g->columns && text_equal(g->old[x], g->new[x - k])) x++;
  return x;
}

/* Whether the path of d steps to diagonal k came from above, by a line that is added. */
static bool from_above(const int64_t *before, int64_t d, int64_t k) {
  return k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
}

/* The number of steps, or -1 where there are too many. */
static int64_t search(Grid *g) {
  for (int64_t d = 0; d <= MOST_STEPS; d++) {
    int64_t *here = g->reach[d] = ARENA_ARRAY(g->arena, int64_t, (size_t)(2 * d + 1));
    const int64_t *before = d ? g->reach[d - 1] : NULL;
    for (int64_t k = -d; k <= d; k += 2) {
      int64_t x = 0;
      if (d) x = from_above(before, d, k) ? before[k + 1 + d - 1] : before[k - 1 + d - 1] + 1;
      /* Off the grid there is nothing to find. */
      here[k + d] = x <= g->rows && x - k <= g->columns ? slide(g, x, k) : x;
      if (here[k + d] >= g->rows && here[k + d] - k >= g->columns) return d;
    }
  }
  return -1;
}

static void add_step(Grid *g, Change step) {
  Change *last = g->backwards.count ? &g->backwards.at[g->backwards.count - 1] : NULL;
  if (last && last->old == step.old_end && last->new == step.new_end) {
    last->old = step.old;
    last->new = step.new;
  } else {
    *VEC_PUSH(g->arena, &g->backwards) = step;
  }
}

static void walk_back(Grid *g, int64_t steps) {
  int64_t k = g->rows - g->columns;
  for (int64_t d = steps; d > 0; d--) {
    const int64_t *before = g->reach[d - 1];
    const bool added = from_above(before, d, k);
    k += added ? 1 : -1;
    const int64_t x = before[k + d - 1], y = x - k;
    add_step(g, (Change){(size_t)x, (size_t)(x + !added), (size_t)y, (size_t)(y + added)});
  }
}

static ChangeList changes(Arena *arena, const LineList *old, const LineList *new) {
  size_t top = 0, bottom = 0;
  while (top < old->count && top < new->count &&text_equal(old->at[top], new->at[top])) top++;
  while (bottom < old->count - top &&
         bottom < new->count - top &&text_equal(old->at[old->count - 1 - bottom],
                                                new->at[new->count - 1 - bottom]))
    bottom++;
  Grid g = {.arena = arena,
            .old = old->at + top,
            .new = new->at + top,
            .rows = (int64_t)(old->count - top - bottom),
            .columns = (int64_t)(new->count - top - bottom),
            .reach = ARENA_ARRAY(arena, int64_t *, MOST_STEPS + 1)};
  ChangeList list = {0};
  if (!g.rows && !g.columns) return list;
  const int64_t steps = search(&g);
  if (steps < 0) add_step(&g, (Change){0, (size_t)g.rows, 0, (size_t)g.columns});
  walk_back(&g, steps);
  for (size_t i = g.backwards.count; i-- > 0;) {
    const Change c = g.backwards.at[i];
    *VEC_PUSH(arena, &list) = (Change){c.old + top, c.old_end + top, c.new + top, c.new_end + top};
  }
  return list;
}

static void print_lines(Buffer *out, char sign, const LineList *lines, size_t lo, size_t hi) {
  for (size_t i = lo; i < hi; i++) {
    buffer_char(out, sign);
    buffer_text(out, lines->at[i]);
    if (!text_ends(lines->at[i], TEXT("\n"))) buffer_str(out, "\n\\ No newline at end of file\n");
  }
}

/* `-12,3`: the first line and how many; of none the line before them. */
static void print_place(Buffer *out, char sign, size_t lo, size_t hi) {
  buffer_printf(out, " %c%zu", sign, hi > lo ? lo + 1 : lo);
  if (hi - lo != 1) buffer_printf(out, ",%zu", hi - lo);
}

/* Changes [first, end), which are close together, with the lines around them. */
static void print_hunk(Buffer *out, const LineList *old, const LineList *new, const Change *first,
                       const Change *end) {
  const size_t before = first->old < CONTEXT ? first->old : CONTEXT;
  const size_t rest = old->count - end[-1].old_end, behind = rest < CONTEXT ? rest : CONTEXT;
  size_t at = first->old - before;
  buffer_str(out, "@@");
  print_place(out, '-', at, end[-1].old_end + behind);
  print_place(out, '+', first->new - before, end[-1].new_end + behind);
  buffer_str(out, " @@\n");
  for (const Change *c = first; c < end; c++) {
    print_lines(out, ' ', old, at, c->old);
    print_lines(out, '-', old, c->old, c->old_end);
    print_lines(out, '+', new, c->new, c->new_end);
    at = c->old_end;
  }
  print_lines(out, ' ', old, at, at + behind);
}

void line_diff(Buffer *out, Text name, Text old, Text new) {
  const LineList before = split(out->arena, old), after = split(out->arena, new);
  const ChangeList list = changes(out->arena, &before, &after);
  if (list.count) buffer_printf(out, "--- %.*s\n+++ %.*s\n", TEXT_ARG(name), TEXT_ARG(name));
  for (size_t i = 0; i < list.count;) {
    size_t end = i + 1;
    while (end < list.count && list.at[end].old - list.at[end - 1].old_end <= 2 * CONTEXT) end++;
    print_hunk(out, &before, &after, &list.at[i], &list.at[end]);
    i = end;
  }
}
