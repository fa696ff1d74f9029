/* kernel_reference.h - what every opcode comes to, in plain C and one row at a time. */
#ifndef KERNEL_REFERENCE_H
#define KERNEL_REFERENCE_H

#include "code/image.h"
#include "table/vector.h"

/* One row of an instruction. */
typedef struct ReferenceRow {
  const Image *image;
  Opcode op;
  uint32_t imm;
  Scalar a, b, c, d;
  const Vector *source; /* LOAD, GATHER, SPREAD */
  size_t source_rows;
  size_t row; /* LOAD */
} ReferenceRow;

/* The value; its type is not filled in. Aborts the test for an opcode that is not known here. */
Scalar reference_value(const ReferenceRow *row);
/* Some type of a store. */
Type reference_type(unsigned store);

#endif
