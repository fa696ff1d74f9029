/* tally.h - one cell after the other into the profile of its column. */
#ifndef PROFILE_TALLY_H
#define PROFILE_TALLY_H

#include "profile/profile.h"

/* A cell without its quotes; false where it is not text. */
bool tally_cell(ColumnProfile *column, Text cell, uint64_t line);
/* Whether the cell is a number, a date or the like: what a header is not. */
bool tally_is_value(Text cell);

#endif
