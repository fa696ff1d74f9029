/* passes.h - in which passes over the data the steps of an image are carried out.
 *
 * The image says what is computed from what, column by column. Rows, though, flow in windows, and
 * what no later pass looks at again need not be kept. A pass takes along all steps whose inputs are
 * there by then:
 *
 *   read    the rows of an entity as they come from its source, window by window
 *   kept    rows that were read before, window by window; the program's one row is passed over
 *           likewise
 *   global  a step over whole columns (the ranking of a cap, a history, groups of rows)
 *
 * So a program without global steps is one pass that keeps nothing, and aggregates are taken in
 * while the rows that they are over are read. Worked out from the image alone.
 */
#ifndef ENGINE_PASSES_H
#define ENGINE_PASSES_H

#include "base/buffer.h"
#include "code/image.h"

typedef enum { PASS_READ, PASS_KEPT, PASS_GLOBAL } PassKind;

/* What becomes of a slot's values when their window has passed. */
typedef enum {
  KEEP_NOT,    /* nobody asks for them again */
  KEEP_PACKED, /* a later pass over the same rows does */
  KEEP_WHOLE   /* rows are looked at in any order */
} Keeping;

typedef VEC(uint32_t) IndexVec;

typedef struct Pass {
  PassKind kind;
  uint32_t entity; /* READ, KEPT */
  uint32_t step;   /* GLOBAL */
  /* In this order for each window: */
  IndexVec loads;    /* slots that earlier passes have kept */
  IndexVec finished; /* groups whose results are put into these rows */
  IndexVec blocks;   /* mapped */
  IndexVec added;    /* groups that these rows are added to */
  bool emits;
  IndexVec stores; /* slots made here that are kept */
} Pass;

typedef struct EntityKeeping {
  bool whole;  /* every slot is WHOLE */
  bool keys;   /* keys are found again: by references, ranks, passes over kept rows */
  bool lines;  /* what names rows without a key when they are emitted */
  bool doubts; /* rows that a group cannot decide are kept, for findings to name what they lack */
  bool emitted_while_read;
} EntityKeeping;

typedef struct Passes {
  VEC(Pass) list;
  Keeping *keep; /* by slot */
  EntityKeeping *entity;
} Passes;

/* `whole`: every row stays, with all its slots, as `why` needs it. */
Passes *passes_plan(Arena *arena, const Image *image, bool whole);
void passes_print(Buffer *out, const Image *image, const Passes *passes);

#endif
