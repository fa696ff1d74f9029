/* interval_narrow.c - from the bounds of some terms to those of others. */
#include "prove/interval_impl.h"

static const int128 most = TERM_FAR, least = -TERM_FAR;

static int128 lower(int128 a, int128 b) { return a < b ? a : b; }
static int128 higher(int128 a, int128 b) { return a > b ? a : b; }
static int128 clamped(int128 a) { return lower(higher(a, least), most); }

/* A lower bound at -TERM_FAR is none, one at TERM_FAR is one; with upper ones it is the other way
 * round. So each of these is for bounds of one side. */

static int128 plus_low(int128 a, int128 b) {
  return a <= least || b <= least ? least : clamped(a + b);
}

static int128 plus_high(int128 a, int128 b) {
  return a >= most || b >= most ? most : clamped(a + b);
}

static int128 floor_over(int128 n, int128 d) { return n / d - (n % d < 0); }
static int128 over_low(int128 n, int128 d) { return n <= least ? least : floor_over(n, d); }
static int128 over_high(int128 n, int128 d) { return n >= most ? most : floor_over(n, d); }

static int128 ceiling_low(int128 n, int128 d) { return n <= least ? least : n / d + (n % d > 0); }

/* Of both sides: what has no bound has none of either sign, and what is far away is. */
static int128 times(int128 a, int128 factor) {
  int128 product;
  if (factor == 0) return 0;
  if (a <= least || a >= most || __builtin_mul_overflow(a, factor, &product))
    return (a < 0) == (factor < 0) ? most : least;
  return clamped(product);
}

void search_queue(Search *s, uint32_t cell) {
  Cell *at = &s->cells.at[cell];
  if (at->queued || !at->term->arg[0]) return;
  at->queued = true;
  s->queue[(s->queue_from + s->queue_count++) % s->cells.count] = cell;
}

bool search_narrow(Search *s, uint32_t cell, int128 low, int128 high) {
  Cell *at = &s->cells.at[cell];
  if (low <= at->low && high >= at->high) return true;
  *VEC_PUSH(s->arena, &s->trail) = (Change){cell, at->low, at->high};
  at->low = higher(low, at->low);
  at->high = lower(high, at->high);
  if (at->low > at->high) return false;
  search_queue(s, cell);
  for (uint32_t i = at->above; i < at->above_end; i++) search_queue(s, s->above[i]);
  return true;
}

/* ---- One operation, both ways ---- */

static bool narrow_and(Search *s, uint32_t c, const uint32_t *arg, bool is_or) {
  /* `or` is `and` of what does not hold */
  const Cell *cells = s->cells.at, *a = &cells[arg[0]], *b = &cells[arg[1]];
  const int unit = is_or ? 0 : 1; /* both of them make it; one of the others breaks it */
  const int128 low = is_or ? higher(a->low, b->low) : lower(a->low, b->low);
  const int128 high = is_or ? higher(a->high, b->high) : lower(a->high, b->high);
  if (!search_narrow(s, c, low, high)) return false;
  const Cell *own = &s->cells.at[c];
  if (!cell_is_settled(own)) return true;
  if (own->low == unit)
    return search_narrow(s, arg[0], unit, unit) && search_narrow(s, arg[1], unit, unit);
  if (cell_is_settled(a) && a->low == unit) return search_narrow(s, arg[1], !unit, !unit);
  if (cell_is_settled(b) && b->low == unit) return search_narrow(s, arg[0], !unit, !unit);
  return true;
}

static bool narrow_both(Search *s, uint32_t a, uint32_t b) {
  const Cell *cells = s->cells.at;
  return search_narrow(s, a, cells[b].low, cells[b].high) &&
         search_narrow(s, b, cells[a].low, cells[a].high);
}

static bool narrow_if(Search *s, uint32_t c, const uint32_t *arg) {
  const Cell *cells = s->cells.at;
  const Cell *own = &cells[c], *condition = &cells[arg[0]], *yes = &cells[arg[1]],
             *no = &cells[arg[2]];
  if (!cell_is_settled(condition)) {
    if (own->low > yes->high || own->high < yes->low) {
      if (!search_narrow(s, arg[0], 0, 0)) return false;
    } else if (own->low > no->high || own->high < no->low) {
      if (!search_narrow(s, arg[0], 1, 1)) return false;
    }
  }
  if (cell_is_settled(condition)) return narrow_both(s, c, condition->low ? arg[1] : arg[2]);
  return search_narrow(s, c, lower(yes->low, no->low), higher(yes->high, no->high));
}

static bool narrow_equal(Search *s, uint32_t c, const uint32_t *arg) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]], *b = &cells[arg[1]];
  if (a->low > b->high || b->low > a->high) return search_narrow(s, c, 0, 0);
  if (cell_is_settled(a) && cell_is_settled(b)) return search_narrow(s, c, 1, 1);
  if (!cell_is_settled(own)) return true;
  if (own->low) return narrow_both(s, arg[0], arg[1]);
  for (int i = 0; i < 2; i++) { /* what is no longer possible lies at an end */
    const Cell *fixed = &cells[arg[i]], *other = &cells[arg[1 - i]];
    if (!cell_is_settled(fixed)) continue;
    if (other->low == fixed->low &&
        !search_narrow(s, arg[1 - i], plus_low(other->low, 1), other->high))
      return false;
    if (other->high == fixed->low &&
        !search_narrow(s, arg[1 - i], other->low, plus_high(other->high, -1)))
      return false;
  }
  return true;
}

/* a + gap <= b */
static bool narrow_order(Search *s, uint32_t a, uint32_t b, int gap) {
  const Cell *cells = s->cells.at;
  return search_narrow(s, a, least, plus_high(cells[b].high, -gap)) &&
         search_narrow(s, b, plus_low(cells[a].low, gap), most);
}

static bool narrow_less(Search *s, uint32_t c, const uint32_t *arg, int gap) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]], *b = &cells[arg[1]];
  if (plus_high(a->high, gap) <= b->low && a->high < most) return search_narrow(s, c, 1, 1);
  if (plus_low(a->low, gap) > b->high && b->high < most) return search_narrow(s, c, 0, 0);
  if (!cell_is_settled(own)) return true;
  return own->low ? narrow_order(s, arg[0], arg[1], gap) : narrow_order(s, arg[1], arg[0], 1 - gap);
}

static bool narrow_sum(Search *s, uint32_t c, const uint32_t *arg) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]], *b = &cells[arg[1]];
  return search_narrow(s, c, plus_low(a->low, b->low), plus_high(a->high, b->high)) &&
         search_narrow(s, arg[0], plus_low(own->low, -b->high), plus_high(own->high, -b->low)) &&
         search_narrow(s, arg[1], plus_low(own->low, -a->high), plus_high(own->high, -a->low));
}

static bool narrow_difference(Search *s, uint32_t c, const uint32_t *arg) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]], *b = &cells[arg[1]];
  return search_narrow(s, c, plus_low(a->low, -b->high), plus_high(a->high, -b->low)) &&
         search_narrow(s, arg[0], plus_low(own->low, b->low), plus_high(own->high, b->high)) &&
         search_narrow(s, arg[1], plus_low(a->low, -own->high), plus_high(a->high, -own->low));
}

static bool narrow_times(Search *s, uint32_t c, const uint32_t *arg, int128 factor) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]];
  const int128 x = times(a->low, factor), y = times(a->high, factor);
  if (!search_narrow(s, c, lower(x, y), higher(x, y))) return false;
  if (factor == 0) return true;
  const int128 size = factor < 0 ? -factor : factor;
  const int128 low = factor < 0 ? -own->high : own->low, high = factor < 0 ? -own->low : own->high;
  return search_narrow(s, arg[0], ceiling_low(low, size), over_high(high, size));
}

static bool narrow_over(Search *s, uint32_t c, const uint32_t *arg, int128 divisor) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]];
  return search_narrow(s, c, over_low(a->low, divisor), over_high(a->high, divisor)) &&
         search_narrow(s, arg[0], times(own->low, divisor),
                       plus_high(times(own->high, divisor), divisor - 1));
}

static bool narrow_rest(Search *s, uint32_t c, const uint32_t *arg, int128 divisor) {
  const Cell *cells = s->cells.at, *own = &cells[c], *a = &cells[arg[0]];
  if (!search_narrow(s, c, 0, divisor - 1)) return false;
  const int128 turns = floor_over(a->low, divisor);
  if (a->low <= least || a->high >= most || turns != floor_over(a->high, divisor)) return true;
  const int128 from = turns * divisor;
  return search_narrow(s, c, a->low - from, a->high - from) &&
         search_narrow(s, arg[0], from + own->low, from + own->high);
}

static bool narrow(Search *s, uint32_t c) {
  const Cell *own = &s->cells.at[c];
  const uint32_t *arg = own->arg;
  switch (own->term->op) {
  case TERM_NOT:
    return search_narrow(s, c, 1 - s->cells.at[arg[0]].high, 1 - s->cells.at[arg[0]].low) &&
           search_narrow(s, arg[0], 1 - own->high, 1 - own->low);
  case TERM_AND:
  case TERM_OR:
    return narrow_and(s, c, arg, own->term->op == TERM_OR);
  case TERM_IF:
    return narrow_if(s, c, arg);
  case TERM_EQUAL:
    return narrow_equal(s, c, arg);
  case TERM_LESS:
    return narrow_less(s, c, arg, 1);
  case TERM_AT_MOST:
    return narrow_less(s, c, arg, 0);
  case TERM_ADD:
    return narrow_sum(s, c, arg);
  case TERM_SUBTRACT:
    return narrow_difference(s, c, arg);
  case TERM_TIMES:
    return narrow_times(s, c, arg, own->term->value);
  case TERM_OVER:
    return narrow_over(s, c, arg, own->term->value);
  case TERM_REST:
    return narrow_rest(s, c, arg, own->term->value);
  default:
    return true;
  }
}

bool search_settle(Search *s) {
  while (s->queue_count && s->steps) {
    const uint32_t cell = s->queue[s->queue_from];
    s->queue_from = (s->queue_from + 1) % s->cells.count;
    s->queue_count--;
    s->steps--;
    s->cells.at[cell].queued = false;
    if (!narrow(s, cell)) return false;
  }
  return true;
}
