/* exercise.h - everything that can be done with a compiled program that the verifier let through:
 * run it, report it in each form, ask for the reasons of each value, list it.
 */
#ifndef SUPPORT_EXERCISE_H
#define SUPPORT_EXERCISE_H

#include "support/fitting_data.h"

typedef enum { EXERCISE_WHY, EXERCISE_TEXT, EXERCISE_JSON, EXERCISE_CSV, EXERCISE_COUNT } Exercise;

/* Runs the verified image over the data. `unit`: rows of a batch. Whether there was a result; a
 * diagnostic is none. */
bool exercise(Arena *arena, const Image *image, FittingData data, Exercise how, uint32_t unit);

#endif
