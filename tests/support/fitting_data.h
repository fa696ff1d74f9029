/* fitting_data.h - data for any program: a file with a handful of rows for each of its entities,
 * with values in reach of every type, references that lead somewhere and cells that are empty.
 */
#ifndef SUPPORT_FITTING_DATA_H
#define SUPPORT_FITTING_DATA_H

#include "engine/engine.h"

typedef struct FittingData {
  DataSource *source;
  size_t count;
} FittingData;

/* Files in memory, open as long as the arena lives. Entities beyond the first few get none. */
FittingData fitting_data(Arena *arena, const Image *image);

#endif
