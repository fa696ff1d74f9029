/* verify_impl.h - what the parts of the verifier share.
 *
 * The parts run in this order, and each builds on what the ones before it have proved:
 *
 *   verify_tables   every number that points into a table points into it; every type is one
 *   verify_schema   enumerations, entities, fields, parameters, constants
 *   verify_steps    the order of the steps; through them verify_code (blocks) and verify_group
 *   verify_outputs  declarations, columns, clauses, findings, waivers
 *
 * A proof about order needs a clock: inputs are there at time 0, step i happens at time i + 1, and
 * a slot can be read at a time after the one at which it was filled.
 */
#ifndef CODE_VERIFY_IMPL_H
#define CODE_VERIFY_IMPL_H

#include "code/image.h"

/* What an i32 register or slot can hold where it is not missing. Members, days and rows are all
 * i32, and a member becomes an index into a list of names, a row one into a column: the fact is
 * why that index is in bounds. Registers of other stores have FACT_RANGE, which says nothing. */
typedef enum {
  FACT_UNWRITTEN, /* zero: what fresh memory holds */
  FACT_NOTHING,   /* always missing */
  FACT_RANGE,     /* from low to high */
  FACT_ROW        /* a row of the entity */
} FactKind;

typedef struct Fact {
  FactKind kind;
  int32_t low, high;
  uint32_t entity;
} Fact;

Fact fact_nothing(void);
Fact fact_range(int32_t low, int32_t high);
Fact fact_any(void);
Fact fact_days(void);
/* What values of this type can be. */
Fact fact_of_type(const Image *image, Type type);
/* One or the other. */
Fact fact_join(Fact a, Fact b);
/* Whether every value of `narrow` is one of `wide` too. */
bool fact_within(Fact narrow, Fact wide);

#define TIME_NEVER UINT32_MAX

typedef struct SlotState {
  bool claimed;    /* something fills it: a field, an input, a STORE, a group, a rank, a history, a
                    partition */
  uint32_t filled; /* when */
  Fact fact;
} SlotState;

typedef struct Verifier {
  const Image *image;
  Arena *arena;
  Text *why;
  SlotState *slots;
  Fact **registers;                         /* of each block, NULL until the block is verified */
  uint32_t *read_at;                        /* of each entity; TIME_NEVER */
  uint32_t *emitted;                        /* likewise */
  bool *grouped, *ranked, *traced, *parted; /* which of them a step has run */
} Verifier;

/* Row and field of a table, for messages: slots[3].entity */
typedef struct Where {
  const char *table;
  size_t row;
  const char *field;
} Where;

/* Says what is wrong; always false. */
bool verify_fail(Verifier *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool verify_fail_at(Verifier *v, Where where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool verify_type(Verifier *v, Where where, Type type);
/* Type and value; a value that is known fits the type. */
bool verify_scalar(Verifier *v, Where where, Scalar value);

/* The one that fills the slot: of this entity, role and store, and filled by nothing else. */
bool verify_claim(Verifier *v, Where where, uint32_t slot, uint32_t entity, SlotRole role,
                  Store store);
/* Marks a claimed slot as filled from `time` on. */
void verify_filled(Verifier *v, uint32_t slot, uint32_t time, Fact fact);
/* One that reads a slot of this entity at `time`. */
bool verify_reads(Verifier *v, Where where, uint32_t slot, uint32_t entity, uint32_t time);
/* Whether values with this fact may be taken for values of the type, whose store is `store`. */
bool verify_fits(Verifier *v, Where where, Store store, Fact fact, Type type);

bool verify_tables(Verifier *v);
bool verify_schema(Verifier *v);
bool verify_steps(Verifier *v);
bool verify_code(Verifier *v, uint32_t block, uint32_t time);
bool verify_group(Verifier *v, uint32_t group, uint32_t time);
bool verify_rank(Verifier *v, uint32_t rank, uint32_t time);
bool verify_history(Verifier *v, uint32_t history, uint32_t time);
bool verify_partition(Verifier *v, uint32_t partition, uint32_t time);
bool verify_outputs(Verifier *v);
/* That no clause leads back to itself. */
bool verify_clause_paths(Verifier *v);

#endif
