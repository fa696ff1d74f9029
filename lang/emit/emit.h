/* emit.h - from the plan to the bytecode image. */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "plan/plan.h"

/* Schedules the plan's nodes into steps and blocks and fills the image's tables. The image is in
 * `arena`; the caller verifies it. False after a diagnostic when a limit of the image is exceeded
 * (more than 65,535 registers in a block). */
Image *emit_image(Arena *arena, const Plan *plan, DiagSink *diags);

#endif
