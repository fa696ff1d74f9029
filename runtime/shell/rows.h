/* rows.h - the row that a person means by a key. */
#ifndef SHELL_ROWS_H
#define SHELL_ROWS_H

#include "engine/engine.h"

/* The row of the entity with this key; of the program its only one. False where there is none. */
bool row_find(const Run *run, uint32_t entity, Text key, size_t *row);
/* Says that there is none, at `span`, and which key may have been meant. */
Diag *row_missing(const Run *run, uint32_t entity, Text key, Span span, DiagSink *diags);

#endif
