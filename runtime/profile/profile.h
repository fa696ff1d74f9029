/* profile.h - what there is in a table: its columns, and how their cells are written.
 *
 * Every row is looked at, so that what is said of a table is true of all of it. The forms that a
 * cell may have are tried on every cell until a form has failed too often (forms.def); nothing is
 * decided here.
 */
#ifndef PROFILE_PROFILE_H
#define PROFILE_PROFILE_H

#include "base/diag.h"
#include "profile/distinct.h"
#include "value/schema.h"

typedef enum FormId {
#define FORM(id, words, type, decimal, days) FORM_##id,
#include "profile/forms.def"
#undef FORM
  FORM_COUNT
} FormId;

typedef struct FormInfo {
  const char *written; /* the type, as it stands in a rule file; money without its currency */
  TypeKind kind;
  CellFormat format;
} FormInfo;

extern const FormInfo form_info[FORM_COUNT];

/* What a form makes of the cells of a column. */
typedef struct FormTally {
  uint64_t misfits; /* cells that it cannot read */
  Text first;       /* one of them */
  uint64_t line;    /* where that stands */
  double low, high; /* of numbers and days (since 1970), where low <= high */
  bool dropped;     /* too many misfits: it was not tried any more */
} FormTally;

typedef struct ColumnProfile {
  Text header;     /* blanks around dropped; may be empty */
  uint64_t filled; /* cells that are not blank and are text */
  uint64_t empty;
  Distinct values;
  FormTally form[FORM_COUNT];
  char currency[4]; /* the first that stood in a cell, or empty */
  bool sign;        /* it stood there as a sign: `$` is more than one currency */
  uint64_t coded;   /* whole numbers that begin with a superfluous 0 */
  uint64_t signs;   /* cells with a point or a comma */
  uint64_t points;  /* cells in which a point is for decimals: 0.5 */
  uint64_t commas;  /* the same with a comma: 0,5 */
  size_t longest;   /* code points */
} ColumnProfile;

typedef struct TableProfile {
  Text name; /* the file's, without its folder */
  const char *path;
  char delimiter;
  ColumnProfile *columns;
  uint32_t column_count;
  uint64_t rows;
  uint64_t longer, longer_line;   /* rows with more cells than the header, the first of them */
  uint64_t shorter, shorter_line; /* and with fewer */
  uint64_t foreign, foreign_line; /* cells that are not UTF-8 */
  uint64_t unclosed;              /* quotes that are never closed */
} TableProfile;

/* Reads a CSV file. NULL after a diagnostic: it cannot be read, is no table, has no header, or
 * *stop was raised in between. */
TableProfile *profile_read(Arena *arena, const char *path, DiagSink *diags,
                           const volatile int *stop);

/* The code of a currency that stands in a header as a word, or NULL. */
const char *profile_currency_named(Text header);

/* Whether a form reads all but few of the cells, and there are any. */
bool profile_fits(const ColumnProfile *column, FormId form);

#endif
