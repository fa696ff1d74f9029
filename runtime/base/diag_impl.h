/* diag_impl.h - what the files of the text printer share; nobody else includes it.
 *
 * Colour and tags are two dresses of one thing: a run of text has a role, and
 * paint puts around it what the style wants for the role.
 */
#ifndef BASE_DIAG_IMPL_H
#define BASE_DIAG_IMPL_H

#include "base/diag.h"

typedef enum {
  ROLE_ERROR,
  ROLE_WARNING,
  ROLE_NOTE,
  ROLE_HELP,
  ROLE_SPAN,    /* the underline of the main span, coloured as the severity is */
  ROLE_LABEL,   /* the underline of another span */
  ROLE_MESSAGE, /* the sentence */
  ROLE_GUTTER   /* line numbers and the rule beside the source */
} Role;

typedef struct {
  Buffer *out;
  const SourceMap *sources;
  DiagStyle style;
  DiagSeverity severity; /* of the diagnostic being printed */
  size_t gutter;         /* columns of the line numbers */
} Painter;

Role diag_severity_role(DiagSeverity severity);
void paint_open(Painter *painter, Role role);
void paint_close(Painter *painter, Role role);
void paint(Painter *painter, Role role, Text text);

/* Columns that the line numbers of a diagnostic take, at least 1. */
size_t diag_snippet_gutter(const SourceMap *sources, const Diag *diag);
/* The source lines of a diagnostic with what is marked in them; nothing where it has no place. */
void diag_snippet(Painter *painter, const Diag *diag);

#endif
