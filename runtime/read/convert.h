/* convert.h - from the cells of one column to values, whatever the source.
 *
 * Conversion is pure but for text, whose copies it makes: the cells of some rows go in, values and
 * a list of problems come out, so that it can be done for any run of rows on any thread.
 */
#ifndef READ_CONVERT_H
#define READ_CONVERT_H

#include "base/simd.h"
#include "read/text_pages.h"
#include "table/table.h"
#include "value/cell.h"

/* A cell whose address is NULL is missing without a word: what is wrong was said already. */
#define CELL_SILENT ((Text){NULL, 0})
/* So many bytes from the start of each cell on are readable. */
#define CELL_READABLE 24

typedef struct MemberIndex MemberIndex;

typedef struct CellColumn {
  const FieldSchema *field;
  SimdLevel simd; /* whichever it is, the values are the same */
  uint32_t index; /* of the field in its entity */
  uint32_t cell;  /* position in the source's rows, from 0 */
  const EnumSchema *members;
  const MemberIndex *member_index;
  const KeyIndex *target; /* ENUM, REF only; NULL while the target's rows are not known */
  uint32_t near;          /* REF: row that the first key may be at or shortly behind */
  TextPages *texts;       /* where texts are copied to */
} CellColumn;

/* What is wrong with the cell of one row, an index into the cells. */
typedef struct CellProblem {
  uint32_t row;
  uint8_t status; /* CellStatus; CELL_MISSING: empty and required; CELL_NOT_A_MEMBER: no such key */
} CellProblem;

typedef struct CellProblems {
  CellProblem *at; /* room for one a cell */
  size_t count;
  uint64_t rounded; /* cells of which digits were rounded */
} CellProblems;

CellColumn column_new(Arena *arena, const Image *image, const EntitySchema *entity, uint32_t field,
                      uint32_t cell, TextPages *texts);

/* Converts `count` cells into the rows of `out` from row `at` on. */
void column_convert(const CellColumn *column, const Text *cells, size_t count, Vector *out,
                    size_t at, CellProblems *problems);

/* CELL_OK, CELL_NOT_UTF8 or CELL_NUL_BYTE. */
CellStatus cell_text_check(Text cell);

/* Whether nothing but blanks stands in the cell. */
bool cell_is_blank(Text cell);

#endif
