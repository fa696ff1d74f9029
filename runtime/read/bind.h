/* bind.h - which column of a source each field is read from. */
#ifndef READ_BIND_H
#define READ_BIND_H

#include "base/diag.h"
#include "value/schema.h"

/* The names in a source's header, blanks around them dropped. */
typedef struct Header {
  Text source; /* the source, for messages */
  Text *names;
  uint32_t count;
} Header;

/* Of an optional field that the source does not have. */
#define CELL_NOWHERE UINT32_MAX

/* Sets cells[f] to the position (from 0) of the column that field f is read from, for each field
 * for which wanted[f] is true. Found by the text after `from`, or else the field's name: exactly,
 * or else without case, spaces and punctuation. A diagnostic for each field without a column or
 * with several, and false. */
bool bind_header(const EntitySchema *entity, const bool *wanted, const Header *header,
                 uint32_t *cells, Arena *arena, DiagSink *diags);

#endif
