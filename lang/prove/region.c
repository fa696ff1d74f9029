/* region.c - boxes: from one row that is in question to all around it.
 *
 * A row that the solver has found lies, on each axis, in a cell. The box of these cells is widened
 * as far as every row in it is still in question, which the solver has to prove each time: first
 * whole axes, that the matter then does not hang on, then an end at a time by bisection. What is
 * left of the question is asked for another row, a few times. The work is bounded: words are nice
 * to have, and a witness is there already.
 */
#include "prove/region_impl.h"

typedef struct Region {
  Prover *p;
  RegionAxes axes;
  SmtTerm *wanted; /* the question, and room for that no box of the former holds */
  size_t wanted_count;
  SmtTerm not_wanted;
  SmtTerm *asked;
  unsigned left; /* questions */
  bool over;
} Region;

enum { QUESTIONS_MOST = 250, BOXES_MOST = 3, TRIED_MOST = 5 };

static SmtAnswer ask(Region *r, const SmtTerm *terms, size_t count) {
  const volatile int *stop = r->p->options.stop;
  SmtAnswer answer = SMT_OPEN;
  if (r->left && !(stop && *stop)) answer = smt_ask(r->p->smt, terms, count);
  if (r->left) r->left--;
  r->over |= answer == SMT_OPEN;
  return answer;
}

/* ---- Boxes as formulas ---- */

static SmtTerm interval(Region *r, const RegionAxis *axis, const RegionPart *part) {
  Smt *smt = r->p->smt;
  SmtTerm term = axis->term.known;
  if (part->low) {
    const SmtTerm at = axis->cuts.at[(part->low - 1) / 2].at;
    term = smt_and(smt, term,
                   part->low % 2 ? smt_at_most(smt, at, axis->term.value)
                                 : smt_less(smt, at, axis->term.value));
  }
  if (part->high < region_last_cell(axis)) {
    const SmtTerm at = axis->cuts.at[part->high / 2].at;
    term = smt_and(smt, term,
                   part->high % 2 ? smt_at_most(smt, axis->term.value, at)
                                  : smt_less(smt, axis->term.value, at));
  }
  return term;
}

static SmtTerm is_missing(Region *r, const RegionAxis *axis) {
  Smt *smt = r->p->smt;
  const SmtTerm known = axis->type.kind == TYPE_BOOL
                            ? smt_or(smt, axis->term.value, axis->term.known)
                            : axis->term.known;
  return smt_not(smt, known);
}

static SmtTerm part_term(Region *r, const RegionAxis *axis, const RegionPart *part) {
  Smt *smt = r->p->smt;
  SmtTerm term = smt_truth(smt, false);
  if (region_is_all(axis, part)) return smt_truth(smt, true);
  for (size_t i = 0; i < axis->atoms.count; i++)
    if (part->atoms >> i & 1) term = smt_or(smt, term, axis->atoms.at[i].holds);
  if (part->any_known) term = interval(r, axis, part);
  return part->missing ? smt_or(smt, term, is_missing(r, axis)) : term;
}

static SmtTerm box_term(Region *r, const RegionPart *parts) {
  SmtTerm term = smt_truth(r->p->smt, true);
  for (size_t i = 0; i < r->axes.list.count; i++)
    term = smt_and(r->p->smt, term, part_term(r, &r->axes.list.at[i], &parts[i]));
  return term;
}

/* Whether every row of the box is in question. */
static bool is_inside(Region *r, const RegionPart *parts) {
  size_t count = 0;
  for (size_t i = 0; i < r->axes.list.count; i++)
    r->asked[count++] = part_term(r, &r->axes.list.at[i], &parts[i]);
  r->asked[count++] = r->not_wanted;
  return !r->over && ask(r, r->asked, count) == SMT_NEVER;
}

/* ---- The row of the model ---- */

static void sort_cuts(Region *r, RegionAxis *axis) {
  for (size_t i = 0; i < axis->cuts.count; i++) {
    axis->cuts.at[i].place = smt_model_int(r->p->smt, axis->cuts.at[i].at);
    for (size_t k = i; k > 0 && axis->cuts.at[k].place < axis->cuts.at[k - 1].place; k--) {
      const RegionCut cut = axis->cuts.at[k];
      axis->cuts.at[k] = axis->cuts.at[k - 1];
      axis->cuts.at[k - 1] = cut;
    }
  }
}

static RegionPart part_of_model(Region *r, RegionAxis *axis) {
  Smt *smt = r->p->smt;
  RegionPart part = {0};
  sort_cuts(r, axis);
  for (size_t i = 0; i < axis->atoms.count; i++)
    if (smt_model_truth(smt, axis->atoms.at[i].holds)) {
      part.atoms = (uint64_t)1 << i;
      return part;
    }
  part.missing = smt_model_truth(smt, is_missing(r, axis));
  if (part.missing || axis->atoms.count) return part;
  const int64_t value = smt_model_int(smt, axis->term.value);
  part.any_known = true;
  for (size_t i = 0; i < axis->cuts.count; i++) {
    if (axis->cuts.at[i].place < value) part.low = 2 * (uint32_t)i + 2;
    if (axis->cuts.at[i].place == value) {
      part.low = 2 * (uint32_t)i + 1;
      break;
    }
  }
  part.high = part.low;
  return part;
}

/* ---- Growth ---- */

static RegionPart all_of(const RegionAxis *axis) {
  return (RegionPart){.missing = axis->can_miss,
                      .any_known = axis->atoms.count == 0,
                      .high = region_last_cell(axis),
                      .atoms = region_all_atoms(axis)};
}

static bool try_part(Region *r, RegionPart *parts, size_t axis, RegionPart part) {
  const RegionPart before = parts[axis];
  parts[axis] = part;
  if (is_inside(r, parts)) return true;
  parts[axis] = before;
  return false;
}

/* The farthest end of an interval; a wider one is inside only where a narrower one is. */
static void widen(Region *r, RegionPart *parts, size_t axis, bool up) {
  uint32_t good = up ? parts[axis].high : parts[axis].low;
  uint32_t bad = up ? region_last_cell(&r->axes.list.at[axis]) : 0;
  uint32_t next = bad; /* the whole way first, which is likely */
  while (next != good && !r->over) {
    RegionPart part = parts[axis];
    *(up ? &part.high : &part.low) = next;
    if (!try_part(r, parts, axis, part))
      bad = next;
    else if (next == bad)
      return;
    else
      good = next;
    next = up ? good + (bad - good) / 2 : good - (good - bad) / 2;
  }
}

static void widen_atoms(Region *r, RegionPart *parts, size_t axis) {
  for (size_t i = 0; i < r->axes.list.at[axis].atoms.count && !r->over; i++) {
    RegionPart part = parts[axis];
    part.atoms |= (uint64_t)1 << i;
    if (part.atoms != parts[axis].atoms) try_part(r, parts, axis, part);
  }
}

static void widen_axis(Region *r, RegionPart *parts, size_t axis) {
  const RegionAxis *at = &r->axes.list.at[axis];
  RegionPart part = parts[axis];
  if (at->atoms.count) {
    widen_atoms(r, parts, axis);
  } else if (!part.any_known) { /* missing, or below something, or above */
    part.any_known = true;
    part.low = part.high = region_last_cell(at);
    if (!try_part(r, parts, axis, part)) part.low = part.high = 0, try_part(r, parts, axis, part);
  }
  if (!at->atoms.count && parts[axis].any_known) {
    widen(r, parts, axis, true);
    widen(r, parts, axis, false);
  }
  part = parts[axis];
  part.missing = true;
  if (at->can_miss && !parts[axis].missing) try_part(r, parts, axis, part);
}

/* The box around the model's row; false where the axes do not say enough. */
static bool grow(Region *r, RegionPart *parts) {
  const size_t count = r->axes.list.count;
  for (size_t i = 0; i < count; i++) parts[i] = part_of_model(r, &r->axes.list.at[i]);
  if (!is_inside(r, parts)) return false;
  for (size_t i = count; i-- > 0;) try_part(r, parts, i, all_of(&r->axes.list.at[i]));
  for (size_t i = 0; i < count; i++)
    if (!region_is_all(&r->axes.list.at[i], &parts[i])) widen_axis(r, parts, i);
  return !r->over;
}

/* ---- The whole ---- */

/* A row of the rest, if possible one of which everything is known: around it boxes are larger. */
static SmtAnswer next_row(Region *r) {
  size_t count = r->wanted_count;
  for (size_t i = 0; i < count; i++) r->asked[i] = r->wanted[i];
  for (size_t i = 0; i < r->axes.list.count; i++)
    r->asked[count++] = smt_not(r->p->smt, is_missing(r, &r->axes.list.at[i]));
  if (ask(r, r->asked, count) == SMT_SOME) return SMT_SOME;
  return r->over ? SMT_OPEN : ask(r, r->wanted, r->wanted_count);
}

static bool is_everything(const Region *r, const RegionPart *parts) {
  for (size_t i = 0; i < r->axes.list.count; i++)
    if (!region_is_all(&r->axes.list.at[i], &parts[i])) return false;
  return true;
}

/* Whether the box holds nothing that the others do not. */
static bool is_covered(Region *r, RegionPart *const *box, const bool *dropped, int count,
                       int which) {
  SmtTerm terms[BOXES_MOST + 1];
  size_t asked = 0;
  terms[asked++] = box_term(r, box[which]);
  for (int i = 0; i < count; i++)
    if (i != which && !dropped[i]) terms[asked++] = smt_not(r->p->smt, box_term(r, box[i]));
  return asked > 1 && !r->over && ask(r, terms, asked) == SMT_NEVER;
}

/* A box that was found early may lie within one that was found later. */
static Text put_boxes(Region *r, RegionPart *const *box, int count) {
  Buffer out = buffer_in(r->p->arena);
  bool dropped[BOXES_MOST] = {false};
  for (int i = 0; i < count; i++) dropped[i] = is_covered(r, box, dropped, count, i);
  for (int i = 0; i < count; i++) {
    if (dropped[i]) continue;
    if (out.len) buffer_str(&out, "; or ");
    region_put(&out, &r->axes, box[i]);
  }
  return buffer_view(&out);
}

static Text boxes(Region *r) {
  RegionPart *box[BOXES_MOST], *parts = NULL;
  int found = 0;
  SmtAnswer rest = SMT_SOME;
  bool whole = true; /* no row was left aside */
  for (int tried = 0; found < BOXES_MOST && tried < TRIED_MOST; tried++) {
    rest = next_row(r);
    if (rest != SMT_SOME) break;
    parts = ARENA_ARRAY(r->p->arena, RegionPart, r->axes.list.count + 1);
    const bool grown = grow(r, parts);
    if (r->over) break;
    if (grown && is_everything(r, parts)) return TEXT("every row");
    if (grown) box[found++] = parts;
    whole &= grown;
    r->wanted[r->wanted_count++] = smt_not(r->p->smt, box_term(r, parts));
  }
  if (rest == SMT_SOME && whole && !r->over) rest = ask(r, r->wanted, r->wanted_count);
  const Text words = put_boxes(r, box, found);
  if (!words.len || (whole && rest == SMT_NEVER)) return words;
  return text_of(arena_printf(r->p->arena, "for example %.*s", TEXT_ARG(words)));
}

/* What the values of fields can be is known; of what is computed from them, some values may never
 * come about. */
static void drop_impossible(Region *r, RegionAxis *axis) {
  enum { FEW = 16 };
  if (plan_at(r->p->plan, axis->node)->op == PLAN_FIELD || axis->atoms.count > FEW) return;
  const SmtTerm missing = is_missing(r, axis);
  if (axis->can_miss && smt_ask(r->p->smt, &missing, 1) == SMT_NEVER) axis->can_miss = false;
  size_t kept = 0;
  for (size_t i = 0; i < axis->atoms.count; i++)
    if (smt_ask(r->p->smt, &axis->atoms.at[i].holds, 1) != SMT_NEVER)
      axis->atoms.at[kept++] = axis->atoms.at[i];
  if (kept) axis->atoms.count = kept;
}

Text region_words(Prover *p, const Question *question) {
  Region r = {.p = p, .left = QUESTIONS_MOST};
  if (!smt_available(p->smt)) return TEXT("");
  region_find_axes(p, question, &r.axes);
  for (size_t i = 0; i < r.axes.list.count; i++) drop_impossible(&r, &r.axes.list.at[i]);
  r.wanted = ARENA_ARRAY(p->arena, SmtTerm, question->wanted.count + TRIED_MOST);
  r.asked =
      ARENA_ARRAY(p->arena, SmtTerm, question->wanted.count + TRIED_MOST + r.axes.list.count + 1);
  r.wanted_count = question_terms(p, question, r.wanted);
  SmtTerm all = smt_truth(p->smt, true);
  for (size_t i = 0; i < r.wanted_count; i++) all = smt_and(p->smt, all, r.wanted[i]);
  r.not_wanted = smt_not(p->smt, all);
  return boxes(&r);
}
