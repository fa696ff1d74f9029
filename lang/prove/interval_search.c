/* interval_search.c - choices where bounds alone settle nothing: which part of a disjunction holds,
 * then what value a variable has. All that a choice may be is tried, so that where each of them
 * contradicts there is a contradiction. */
#include "prove/interval_impl.h"

enum { WAYS_MOST = 5, DEPTH_MOST = 2000 };

/* Of one cell: the first range, or else the second ... */
typedef struct Choice {
  uint32_t cell;
  size_t count;
  int128 low[WAYS_MOST], high[WAYS_MOST];
} Choice;

static void may_be(Choice *choice, int128 low, int128 high) {
  if (low > high) return;
  choice->low[choice->count] = low;
  choice->high[choice->count++] = high;
}

static bool choose_truth(Choice *choice, uint32_t cell, int128 first) {
  *choice = (Choice){.cell = cell};
  may_be(choice, first, first);
  may_be(choice, 1 - first, 1 - first);
  return true;
}

/* One of two parts has to be `wanted`: the first, or the one of which the hint says so. */
static bool choose_either(const Search *s, const Cell *at, int wanted, Choice *choice) {
  const Cell *a = &s->cells.at[at->arg[0]], *b = &s->cells.at[at->arg[1]];
  if (cell_is_settled(a) || cell_is_settled(b)) return false;
  const bool second = s->hints && b->hint == wanted && a->hint != wanted;
  return choose_truth(choice, at->arg[second ? 1 : 0], wanted);
}

/* Of an operation whose result is settled, what it still hangs on. */
static bool choose_part(const Search *s, const Cell *at, Choice *choice) {
  switch (at->term->op) {
  case TERM_AND:
    return at->high == 0 && choose_either(s, at, 0, choice);
  case TERM_OR:
    return at->low == 1 && choose_either(s, at, 1, choice);
  case TERM_IF: {
    const Cell *condition = &s->cells.at[at->arg[0]];
    if (!at->term->is_truth || !cell_is_settled(at) || cell_is_settled(condition)) return false;
    return choose_truth(choice, at->arg[0], s->hints ? condition->hint : 1);
  }
  default:
    return false;
  }
}

/* Nearest to zero, or to the hint, first; then an end, then the halves of what is left. */
static bool choose_value(const Search *s, uint32_t cell, Choice *choice) {
  const Cell *at = &s->cells.at[cell];
  const int128 low = at->low, high = at->high, wish = s->hints ? at->hint : 0;
  const int128 near = low > wish ? low : high < wish ? high : wish;
  *choice = (Choice){.cell = cell};
  may_be(choice, near, near);
  if (near != low && near != high) {
    may_be(choice, near + 1, high);
    may_be(choice, low, near - 1);
    return true;
  }
  const int128 far = near == high ? low : high;
  const int128 middle = low + (high - low) / 2;
  may_be(choice, far, far);
  may_be(choice, low + 1, middle);
  may_be(choice, middle + 1, high - 1);
  return true;
}

static bool next_choice(const Search *s, Choice *choice) {
  for (size_t i = s->cells.count; i-- > 0;)
    if (choose_part(s, &s->cells.at[i], choice)) return true;
  for (uint32_t i = 0; i < s->cells.count; i++)
    if (s->cells.at[i].term->op == TERM_FREE_TRUTH && !cell_is_settled(&s->cells.at[i]))
      return choose_truth(choice, i, s->hints ? s->cells.at[i].hint : 0);
  for (uint32_t i = 0; i < s->cells.count; i++)
    if (s->cells.at[i].term->op == TERM_FREE_INT && !cell_is_settled(&s->cells.at[i]))
      return choose_value(s, i, choice);
  return false;
}

static void undo(Search *s, size_t to) {
  while (s->queue_count) {
    s->cells.at[s->queue[s->queue_from]].queued = false;
    s->queue_from = (s->queue_from + 1) % s->cells.count;
    s->queue_count--;
  }
  while (s->trail.count > to) {
    const Change *change = &s->trail.at[--s->trail.count];
    s->cells.at[change->cell].low = change->low;
    s->cells.at[change->cell].high = change->high;
  }
}

SmtAnswer search_run(Search *s, unsigned depth) {
  Choice choice;
  if (!search_settle(s)) return SMT_NEVER;
  if (!s->steps || depth == DEPTH_MOST || (s->stop && *s->stop)) return SMT_OPEN;
  if (!next_choice(s, &choice)) return SMT_SOME;
  const Cell *chosen = &s->cells.at[choice.cell];
  s->unbounded |= chosen->low <= -TERM_FAR || chosen->high >= TERM_FAR;
  const size_t before = s->trail.count;
  for (size_t i = 0; i < choice.count; i++) {
    SmtAnswer answer = SMT_NEVER;
    if (search_narrow(s, choice.cell, choice.low[i], choice.high[i]))
      answer = search_run(s, depth + 1);
    if (answer != SMT_NEVER) return answer;
    undo(s, before);
  }
  return SMT_NEVER;
}
