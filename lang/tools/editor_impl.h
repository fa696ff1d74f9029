/* editor_impl.h - the groups of words, for the makers of the files. */
#ifndef TOOLS_EDITOR_IMPL_H
#define TOOLS_EDITOR_IMPL_H

#include "tools/editor.h"

typedef enum EditorGroup {
#define X(id, name, place, vim, scope) EDITOR_##id,
#include "tools/editor_words.def"
#undef X
  EDITOR_GROUPS
} EditorGroup;

typedef enum { EDITOR_ANYWHERE, EDITOR_LINE_START, EDITOR_CALL } EditorPlace;

typedef struct EditorGroupInfo {
  const char *name; /* strataNAME in vim */
  EditorPlace place;
  const char *vim, *scope;
  bool names; /* the next word is the name of what is declared */
} EditorGroupInfo;

extern const EditorGroupInfo editor_groups[EDITOR_GROUPS];

/* The words of a group with `between` between them. */
void editor_words(Buffer *out, EditorGroup group, const char *between);

#endif
