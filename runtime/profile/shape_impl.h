/* shape_impl.h - the parts of deciding what tables are. */
#ifndef PROFILE_SHAPE_IMPL_H
#define PROFILE_SHAPE_IMPL_H

#include "profile/shape.h"

/* names.c: the names of entities and fields. */
void shape_names(Shape *shape);
/* An identifier from any text: letters, digits and `_`; "" where nothing is left. Capitals stay
 * where the text is one already. */
Text name_of(Arena *arena, Text text);

/* relations.c: the key of each table, then the references between them. */
void shape_keys(Shape *shape);
void shape_references(Shape *shape);

/* types.c: all other columns. dates.c: whether one holds dates, and of which form. */
void shape_types(Shape *shape);
bool shape_date(Shape *shape, const TableShape *table, ColumnShape *column,
                const ColumnProfile *profile);

/* Whether one of the words, which end with NULL, is in the header. */
bool header_speaks_of(Text header, const char *const *words);

void shape_note(const Shape *shape, TextList *list, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
