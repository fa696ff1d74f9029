/* name_place.h - what a name can mean at a place of a tree that nobody has analysed: for
 * completion. */
#ifndef SEMA_NAME_PLACE_H
#define SEMA_NAME_PLACE_H

#include "sema/program.h"

/* The names that may stand there, as bits. */
typedef enum {
  NAMES_FIELD = 1, /* of `entity`, and `other` */
  NAMES_COLUMN = 2,
  NAMES_PARAM = 4,
  NAMES_TODAY = 8,
  NAMES_FUNCTION = 16,
  NAMES_ENTITY = 32,
  NAMES_PROGRAM = 64,     /* `program`, as an entity or before a dot */
  NAMES_RELATED = 128,    /* entities that refer to `entity`; all where it is the program */
  NAMES_THEIRS = 256,     /* fields and columns of these, too */
  NAMES_PART = 512,       /* what `column` has behind a dot */
  NAMES_BOUND = 1024,     /* `low` and `high` */
  NAMES_OUTCOME = 2048,   /* members that some declared column can have */
  NAMES_STAGE = 4096,     /* the stages of `process` */
  NAMES_IN_MODULE = 8192, /* what the standard module `module` declares; "": the modules in use */
  NAMES_STANDARD = 16384  /* the standard modules that there are */
} NameSort;

typedef struct NamePlace {
  unsigned sorts;      /* NameSort */
  uint32_t entity;     /* SCHEMA_NONE: every one */
  uint32_t other;      /* a second one, or SCHEMA_NONE */
  Type beside;         /* an enumeration: its members come first. A reference: a key may stand there
                          as a text */
  uint32_t column;     /* of NAMES_PART */
  uint32_t key;        /* the entity whose keys may stand there in quotes, or SCHEMA_NONE */
  Text module;         /* of NAMES_IN_MODULE */
  const Node *process; /* of NAMES_STAGE */
  bool numbers;        /* what is no number, date or duration, and leads to none, is out of place */
  const Node *define;  /* the definition in whose body it is: its parameters, no columns; or NULL */
} NamePlace;

/* `path` leads from the root of a tree, of questions, a file or an expression, to the NAME or
 * STRING in question. The tree belongs to the program, which is a copy for it (asked.h):
 * expressions are typed on the way. */
NamePlace name_place(Program *program, Node *const *path, size_t count);

/* A definition of the program, in order of declaration; false when there are no more. */
typedef struct DefinitionShape {
  Text name, doc;
  const Node *node; /* DEFINE */
} DefinitionShape;
bool program_definition(const Program *program, size_t index, DefinitionShape *out);

#endif
