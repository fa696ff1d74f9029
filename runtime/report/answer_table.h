/* answer_table.h - columns and rows of values in each form that an answer may have.
 *
 * Whoever has an answer says what stands in a cell; how it is aligned, cut, coloured, quoted and
 * escaped is decided here, once for all answers.
 *
 *   people       6,000,000 USD   62–82   ?          ? is unknown, or not recorded
 *   CSV          6000000 and, where it can be a range, NAME.low and NAME.high behind; unknown is ""
 *   JSON         6000000, {"low": 62, "high": 82}, null
 */
#ifndef REPORT_ANSWER_TABLE_H
#define REPORT_ANSWER_TABLE_H

#include "report/answer.h"

typedef struct AnswerColumn {
  Text name;
  Type type;
  bool range; /* both ends are told where they differ */
} AnswerColumn;

typedef struct AnswerTable {
  const Image *image; /* its enumerations, entities */
  const AnswerColumn *column;
  size_t column_count;
  size_t rows;
  /* The value in a cell; of a reference with its key. */
  ColumnValue (*value)(const void *context, size_t row, size_t column);
  const void *context;
  Text question;           /* as written: JSON */
  Text note;               /* below a table for people: "20 of 1,234 rows"; may be empty */
  uint64_t all, undecided; /* JSON: rows there are, and rows of which it is not known */
} AnswerTable;

/* Appends the table. In a terminal too narrow for its columns texts are cut, and where that does
 * not help each value gets a line. */
void answer_table_print(Buffer *out, const AnswerTable *table, const AnswerView *view);

/* A value for people as it stands in tables, in the arena of the buffer; `?` where it is unknown.
 */
Text answer_value_text(Arena *arena, const Image *image, ColumnValue value);
/* Colour of a status; PAINT_OPEN where it is unknown. */
Paint answer_value_paint(const Image *image, ColumnValue value);

#endif
