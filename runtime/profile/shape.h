/* shape.h - what tables are taken for: the entities of a first rule file.
 *
 * A decision that the cells force is told as a fact. One that they leave open is taken by what
 * speaks for it, and is marked as a choice with that reason: nothing is guessed in silence.
 */
#ifndef PROFILE_SHAPE_H
#define PROFILE_SHAPE_H

#include "base/buffer.h"
#include "profile/profile.h"

#define SHAPE_NONE UINT32_MAX

typedef enum ShapeKind {
  SHAPE_TEXT,
  SHAPE_KEY,
  SHAPE_REFERENCE, /* to the key of table `target` */
  SHAPE_MEMBERS,   /* one of its few different values */
  SHAPE_FORM,      /* `written` */
  SHAPE_LEFT_OUT   /* no rule can name it: see the notes */
} ShapeKind;

typedef VEC(Text) TextList;

typedef struct ColumnShape {
  ShapeKind kind;
  FormId form;
  Text written; /* the type with its range */
  uint32_t target;
  Text name;        /* of the field */
  bool named_apart; /* the header has to be told with `from` */
  Text fact;        /* in a few words: "0 to 10, 3 empty"; may be empty */
  TextList notes;   /* slips of the data */
  TextList choices; /* what was decided without force, and why */
} ColumnShape;

typedef struct TableShape {
  const TableProfile *table;
  Text name;   /* of the entity */
  Text source; /* behind `from` */
  ColumnShape *columns;
  uint32_t key; /* index of its column, or SHAPE_NONE */
  TextList notes;
} TableShape;

typedef struct Shape {
  Arena *arena;
  TableShape *tables;
  uint32_t count;
} Shape;

/* Whether a word cannot be a name of a rule file by itself. */
typedef bool ReservedWord(Text word);

/* Decides about all of them. */
Shape *shape_decide(Arena *arena, TableProfile *const *tables, uint32_t count);
/* The rule file: entities, and counts by which they are read and compared. `sources` has the text
 * behind `from` of each table; `title` names the program. */
void shape_write(Buffer *out, const Shape *shape, Text title, ReservedWord *reserved);

#endif
