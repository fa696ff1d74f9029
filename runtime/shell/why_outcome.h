/* why_outcome.h - what `strata why --not` asks for: which column, to come out as what. */
#ifndef SHELL_WHY_OUTCOME_H
#define SHELL_WHY_OUTCOME_H

#include "base/diag.h"
#include "code/image.h"

typedef struct WhyOutcome {
  uint32_t column; /* of image->columns */
  int32_t member;  /* of its enumeration; of a bool, a Truth */
} WhyOutcome;

/* `strategic`, `tier.strategic`, or the name of a condition, which is to hold; with a column
 * (else SCHEMA_NONE) the member alone. False after a diagnostic: none of the entity's columns can
 * come out so, or several can. */
bool why_outcome_find(Arena *arena, DiagSink *diags, const Image *image, uint32_t entity,
                      uint32_t column, Text wanted, WhyOutcome *out);

#endif
