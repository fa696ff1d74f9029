/* region_impl.h - what the files of regions share.
 *
 *   region.c        boxes: from one row that is in question to all around it
 *   region_axis.c   along what boxes extend, and where they may end
 *   region_words.c  boxes in words
 *
 * An axis with an order is cut where the plan compares it with something that the row does not
 * change: a constant, a day some months before `today`. n cuts make 2 n + 1 cells, in their order:
 *
 *     cell   0     1     2     3     4
 *            ──────┼───────────┼──────
 *           below cut 0     cut 1    above
 *
 * so an odd cell is one value, and whether an end belongs to an interval need not be told apart.
 */
#ifndef PROVE_REGION_IMPL_H
#define PROVE_REGION_IMPL_H

#include "prove/region.h"

typedef struct RegionCut {
  SmtTerm at;
  bool fixed;    /* on every day: `value` */
  Scalar value;  /* an integer or a constant of another type */
  Text words;    /* "5M", "12 months before today" */
  int64_t place; /* in the model */
} RegionCut;

/* One of the values that have no order: true, a member, a text that is named or all others. */
typedef struct RegionAtom {
  SmtTerm holds;
  Text words;
} RegionAtom;

typedef struct RegionAxis {
  uint32_t node;
  const ProveRow *row; /* the one in question, or one that it refers to */
  Type type;
  Text name;
  bool is_most; /* the upper end of what is known within bounds only */
  bool is_least;
  bool can_miss;
  ProveTerm term;
  VEC(RegionCut) cuts;
  VEC(RegionAtom) atoms; /* empty: it has an order */
  uint32_t rank;         /* in words */
} RegionAxis;

typedef struct RegionAxes {
  VEC(RegionAxis) list;
} RegionAxes;

/* The values of one axis that belong to a box. */
typedef struct RegionPart {
  bool missing;
  bool any_known;     /* of the cells below */
  uint32_t low, high; /* cells */
  uint64_t atoms;     /* a bit each */
} RegionPart;

enum { REGION_ATOMS_MOST = 64 };

static inline uint32_t region_last_cell(const RegionAxis *axis) {
  return 2 * (uint32_t)axis->cuts.count;
}
static inline uint64_t region_all_atoms(const RegionAxis *axis) {
  return axis->atoms.count == REGION_ATOMS_MOST ? UINT64_MAX
                                                : ((uint64_t)1 << axis->atoms.count) - 1;
}
static inline bool region_all_known(const RegionAxis *axis, const RegionPart *part) {
  if (axis->atoms.count) return part->atoms == region_all_atoms(axis);
  return part->any_known && part->low == 0 && part->high == region_last_cell(axis);
}
/* Such an axis says nothing. */
static inline bool region_is_all(const RegionAxis *axis, const RegionPart *part) {
  return (part->missing || !axis->can_miss) && region_all_known(axis, part);
}

void region_find_axes(Prover *p, const Question *question, RegionAxes *axes);
/* Appends the box: nothing of an axis that says nothing. */
void region_put(Buffer *out, const RegionAxes *axes, const RegionPart *parts);

#endif
