/* region.h - where something is so, in words: "revenue from 1M to below 5M, mutual missing". */
#ifndef PROVE_REGION_H
#define PROVE_REGION_H

#include "prove/prove_impl.h"

/* The rows that a question is about, as one or a few boxes: of each field, measure or aggregate
 * that matters, the values that it may have. Every row of a box is one of them, on every day; and
 * where the words do not begin with "for example", there are no others. Empty where no box is
 * found, or none with little work. */
Text region_words(Prover *p, const Question *question);

#endif
