/* emit.h - from the plan to the bytecode image. */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "plan/plan.h"

/* Where the image of a plan has what: by this an image can be extended later. */
typedef struct Emission {
  Image *image;
  const uint32_t *slot; /* by node of the plan: a slot that holds its values at the end, or none */
  size_t count;         /* of nodes */
} Emission;

/* Schedules the plan's nodes into steps and blocks and fills the image's tables. The image is in
 * `arena`; the caller verifies it. NULL after a diagnostic when a limit of the image is exceeded
 * (more than 65,535 registers in a block). */
Emission *emit_image(Arena *arena, const Plan *plan, DiagSink *diags);

/* A node that is to be in a slot on rows of `entity`, and the slot that it came to. */
typedef struct Wanted {
  uint32_t node, entity, slot;
} Wanted;

/* The image with what is wanted appended: new slots, blocks, groups, partitions and steps behind
 * its own, which stay as they are. `plan` is a copy of the image's plan to which was added. What
 * has a slot already gets no second one; where nothing has to be added, the image itself comes
 * back. NULL after a diagnostic, as above. */
const Image *emit_extension(Arena *arena, const Emission *program, const Plan *plan, Wanted *wanted,
                            size_t count, DiagSink *diags);

/* The source of a span with blanks folded and comments left out. */
Text emit_folded(Arena *arena, const SourceMap *sources, Span span);

#endif
