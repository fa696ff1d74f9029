/* why_not.h - what it would take: the changes to one row that give a column a certain outcome.
 *
 * Works on the image alone, without the source. What may be changed are *levers*: the fields of the
 * row that are neither `fixed` nor keys nor references, and the aggregates of the rows that belong
 * to it. A lever that is missing may be given a value, too. What is proposed was tried: the run was
 * derived with the change made, and the column came out as asked.
 *
 *   needs   conditions that the outcome rests on, as they are now, and what a single lever would
 *           have to be for each that stands in the way
 *   sets    the fewest levers that give the outcome as a whole; ties by order of declaration
 */
#ifndef ASK_WHY_NOT_H
#define ASK_WHY_NOT_H

#include "engine/engine.h"

/* Values from `low` to `high`, both included. Of an enumeration, a bool, or texts: low = high. */
typedef struct WhyNotSpan {
  Scalar low, high;
  bool from_least; /* nothing below `low` is possible: there is no lower end worth naming */
  bool to_most;    /* likewise above `high` */
} WhyNotSpan;

/* Another value for one lever. */
typedef struct WhyNotChange {
  Text name;      /* the field, or the aggregate as written */
  Type type;      /* of its values */
  uint32_t field; /* of the row's entity; SCHEMA_NONE: an aggregate */
  uint32_t group; /* of image->groups; SCHEMA_NONE: a field */
  ColumnValue now;
  Scalar to;        /* the value nearest to the present one that does it */
  Scalar example;   /* a round one that does it, too; often the same */
  WhyNotSpan *span; /* all values that do it, ascending, while the set's others are as in `to` */
  size_t span_count;
} WhyNotChange;

/* Changes that give the outcome when all are made. */
typedef struct WhyNotSet {
  WhyNotChange *change; /* in the order of declaration */
  size_t count;
  bool together; /* any values of the spans do it together; else those beside `to` or `example` */
} WhyNotSet;

/* The places of a cap. */
typedef struct WhyNotCap {
  uint32_t rank; /* of image->ranks */
  uint64_t place, places;
  bool is_free; /* a place would be there for any rank */
  bool beats;   /* the row would have a place, if only it qualified */
  Scalar own;   /* the row's rank */
  Scalar last;  /* the rank to be beaten (of equal ones the keys decide), of the row `last_key` */
  Text last_key;
} WhyNotCap;

/* A condition that the outcome rests on. */
typedef struct WhyNotNeed {
  uint32_t clause; /* of image->clauses; SCHEMA_NONE: none tells */
  bool wanted;     /* it has to hold; else it must not */
  Truth now;
  bool has_cap;
  WhyNotCap cap;
  bool has_distance;    /* a comparison: what is compared is `is` and would have to be `bound`; */
  ColumnValue is;       /* both are of one type */
  Scalar bound;         /* by `short_by` more or less */
  Scalar short_by;      /* not known where `is` is missing or a range */
  WhyNotChange *single; /* single levers that turn it, in the order of declaration */
  size_t single_count;
  Text *reads; /* where no lever turns it: what it reads beside levers ("since", "owner.name") */
  size_t read_count;
} WhyNotNeed;

typedef struct WhyNot {
  uint32_t column;
  int32_t member;
  uint32_t entity;
  size_t row;
  ColumnValue now;
  bool holds; /* the outcome is there already: nothing else is told */
  WhyNotNeed *need;
  size_t need_count;
  WhyNotSet *set; /* of one size; the first is the one to propose. None: not reachable */
  size_t set_count;
  size_t lever_count; /* that the outcome depends on */
  size_t looked_at;   /* sets of so many levers were looked at, all of them */
  bool exhausted;     /* larger ones would add nothing */
  bool has_echo; /* other rows answer to changes of this one, and it to them: that was followed as
                    far as changes were tried */
} WhyNot;

/* `member` is one of the column's enumeration, or of a bool a Truth. The run is `whole`; it is left
 * as it is. NULL after a diagnostic: interrupted (`stop`, which may be NULL). All of it is in the
 * arena, and the texts of the run. */
WhyNot *why_not(Arena *arena, Run *run, uint32_t column, int32_t member, uint32_t entity,
                size_t row, const volatile int *stop, DiagSink *diags);
/* The roundest value from the end of a span on towards its other end, and hardly off: what people
 * are told for an end that comes of points that were rounded. */
Scalar why_not_round(Scalar end, Scalar limit);

#endif
