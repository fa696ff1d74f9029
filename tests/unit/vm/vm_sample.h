/* vm_sample.h - random values for slots: what counts, and rubbish where nothing does. */
#ifndef VM_SAMPLE_H
#define VM_SAMPLE_H

#include "support/vm_image.h"
#include "table/table.h"

/* How wild the numbers are. */
typedef enum { SAMPLE_TAME, SAMPLE_WILD, SAMPLE_KINDS } SampleKind;

typedef enum {
  SAMPLE_VALUES, /* any value of the store; days for i32 */
  SAMPLE_ROWS    /* i32: rows of a table of `rows` rows, some beyond it */
} SampleOf;

typedef struct Sample {
  uint64_t state; /* of the generator */
  SampleKind kind;
  SampleOf of;
  uint32_t rows;
} Sample;

/* One row in eight is missing, and its bits are anything. */
void sample_fill(Sample *sample, Vector *vector, size_t rows);

#endif
