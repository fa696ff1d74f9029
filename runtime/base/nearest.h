/* nearest.h - "did you mean": of the names there are, the one nearest to what was written.
 *
 *   Nearest nearest = nearest_start(written);
 *   for (...) nearest_offer(&nearest, name);
 *   Text meant = nearest_found(&nearest);
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/text.h"

typedef struct Nearest {
  Text word, best; /* borrowed */
  size_t cost;     /* of `best`, in the units of nearest.c */
} Nearest;

Nearest nearest_start(Text word);
void nearest_offer(Nearest *nearest, Text candidate);
/* The candidate with the fewest slips of the keyboard (a letter too many, too few, another
 * one, or two exchanged), at most one in three letters of the word; upper and lower case
 * differ less than any slip. Equals are settled by code-point order, so the order of the
 * offers does not matter. The empty text when none is near. */
Text nearest_found(const Nearest *nearest);

#endif
