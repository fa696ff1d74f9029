/* image_mutation.h - changes to a compiled program that leave most of it in order.
 *
 * Changed bytes of a file rarely pass the first checks. Here a single field of a single row is
 * given another value of its kind: another slot, another register, another opcode, a member more.
 * What image.def says of a field decides which values are tried.
 */
#ifndef SUPPORT_IMAGE_MUTATION_H
#define SUPPORT_IMAGE_MUTATION_H

#include "code/image.h"

/* A number below `limit` (0 where that is 0) from a generator whose state this is. */
uint32_t mutation_chance(uint64_t *state, size_t limit);

/* Changes a field, or the place, the number or the order of rows. */
void image_mutate(Image *image, uint64_t *state);

#endif
