/* shown.h - the columns of a table as a report shows them: which, and how a value is written.
 *
 * What depends on types alone is decided once for the whole table; rows are then written without
 * looking at types again. Nothing here changes after it was made, so threads may share it.
 */
#ifndef REPORT_SHOWN_H
#define REPORT_SHOWN_H

#include "engine/engine.h"

/* A member of an enumeration, or a truth, as it stands in the output. */
typedef struct ShownMember {
  const char *at; /* SHOWN_MEMBER_ROOM bytes may be read, even of a shorter one */
  size_t len;
} ShownMember;
enum { SHOWN_MEMBER_ROOM = 32 };

typedef struct ShownColumn ShownColumn;
struct ShownColumn {
  Text name;
  Type type;
  uint32_t index;     /* of the declared column; SCHEMA_NONE for a field */
  uint32_t low, high; /* slots of the ends */
  bool range;         /* it can be one: both ends are shown */
  bool is_text;       /* TEXT or REF: not for shown_write */

  /* How a value is written. */
  char *(*write)(const ShownColumn *column, const Vector *vector, size_t row, char *to);
  const ShownMember *members; /* by position; the one behind the last stands for a missing value */
  uint32_t member_count;
  int decimals;
  char missing[4];
  uint8_t missing_len;
  uint8_t quoted, percent; /* 1: in double quotes; a % behind it */
  size_t room;             /* bytes that one value may use, also behind its end */
};

typedef struct Shown {
  ShownColumn *column; /* those that are declared, then the fields */
  size_t declared, count;
  size_t room; /* of one value of each column that is no text, both ends where it is a range */
} Shown;

/* The columns of the entity's table in PRINT_CSV or PRINT_JSON; with `fields` the fields that were
 * read, but the key. */
Shown shown_new(Arena *arena, const Image *image, uint32_t entity, bool fields, PrintStyle style);

/* Writes the value of a row, or what stands for a missing one, from `to` on; returns its end. */
static inline char *shown_write(const ShownColumn *column, const Vector *vector, size_t row,
                                char *to) {
  return column->write(column, vector, row, to);
}
/* The text of a row, of a reference its key; false where it is missing. */
bool shown_text(const ShownColumn *column, const Run *run, const Vector *vector, size_t row,
                Text *out);
/* Whether both ends are known; then `point` tells whether they are the same value. */
bool shown_ends_known(const ShownColumn *column, const Vector *slots, size_t row, bool *point);

#endif
